namespace TthcFlow.Engine.Documents;

/// <summary>A strip of a page from one side of its column to the other: a line of text, or a row of a table. Pages are made by stacking strips.</summary>
internal abstract class WordSlice
{
    /// <summary>Room above, which falls away at the head of a page.</summary>
    public double Gap { get; init; }

    public abstract double Height { get; }

    /// <summary>It stays on one page with the next.</summary>
    public bool IsKept { get; init; }

    public bool BeginsPage { get; init; }

    public bool EndsPage { get; init; }

    /// <summary>What is repeated above it where it comes onto a new page: the head of its table.</summary>
    public IReadOnlyList<WordSlice> Heads { get; init; } = [];

    public abstract void Draw(PdfPage page, double x, double y);

    /// <summary>What fits into the room, and the rest; null where nothing can be parted off.</summary>
    public virtual (WordSlice Fits, WordSlice More)? Cut(double room) => null;

    /// <summary>As many strips as the room takes, and the others.</summary>
    public static (List<WordSlice> Fits, List<WordSlice> More) Cut(IReadOnlyList<WordSlice> slices, double room)
    {
        var fits = new List<WordSlice>();
        for (var at = 0; at < slices.Count; at++)
        {
            var gap = fits.Count == 0 ? 0 : slices[at].Gap;
            if (gap + slices[at].Height <= room + 0.01)
            {
                fits.Add(slices[at]);
                room -= gap + slices[at].Height;
                continue;
            }
            if (slices[at].Cut(room - gap) is not var (some, rest)) return (fits, [.. slices.Skip(at)]);
            fits.Add(some);
            return (fits, [rest, .. slices.Skip(at + 1)]);
        }
        return (fits, []);
    }

    public static double HeightOf(IReadOnlyList<WordSlice> slices) => slices.Select((slice, at) => slice.Height + (at == 0 ? 0 : slice.Gap)).Sum();

    public static void Draw(IReadOnlyList<WordSlice> slices, PdfPage page, double x, double y)
    {
        foreach (var (at, slice) in slices.Index())
        {
            if (at > 0) y += slice.Gap;
            slice.Draw(page, x, y);
            y += slice.Height;
        }
    }
}

/// <summary>Lines of text, usually one, with what surrounds their paragraph.</summary>
internal sealed class WordLineSlice(double height, Action<PdfPage, double, double> draw) : WordSlice
{
    public override double Height => height;

    public override void Draw(PdfPage page, double x, double y) => draw(page, x, y);
}

/// <summary>A cell in its place.</summary>
/// <param name="From">Its first row in the group of rows that merged cells hold together.</param>
/// <param name="To">Its last.</param>
/// <param name="Low">center or bottom: where its text stands when there is room to spare.</param>
internal sealed record WordCell(double X, double Width, int From, int To, IReadOnlyList<WordSlice> Slices, CellFrame Frame, string Low)
{
    public double Content => WordSlice.HeightOf(Slices) + Frame.Above + Frame.Below;
}

/// <summary>The lines around a cell, the room inside and the colour behind.</summary>
internal sealed record CellFrame(CellEdge? Top, CellEdge? Left, CellEdge? Bottom, CellEdge? Right, double Above, double Before, double Below, double After, Ink? Shade);

internal sealed record CellEdge(double Thickness, double Dash, bool IsDouble, Ink Ink);

/// <summary>A row of a table, or several that merged cells hold together.</summary>
internal sealed class WordRowSlice : WordSlice
{
    private readonly IReadOnlyList<WordCell> _cells;
    private readonly IReadOnlyList<(double Least, bool MayPart)> _rows;
    private readonly double[] _heights, _tops;

    /// <param name="rows">How high each row is at least, and whether it may be torn between its lines.</param>
    public WordRowSlice(IReadOnlyList<WordCell> cells, IReadOnlyList<(double Least, bool MayPart)> rows)
    {
        (_cells, _rows) = (cells, rows);
        _heights = [.. rows.Select(row => Math.Max(row.Least, 1))];
        foreach (var cell in cells.Where(cell => cell.From == cell.To)) _heights[cell.From] = Math.Max(_heights[cell.From], cell.Content);
        foreach (var cell in cells.Where(cell => cell.From != cell.To)) _heights[cell.To] += Math.Max(0, cell.Content - _heights[cell.From..(cell.To + 1)].Sum());
        _tops = new double[rows.Count + 1];
        for (var at = 0; at < rows.Count; at++) _tops[at + 1] = _tops[at] + _heights[at];
    }

    public override double Height => _tops[^1];

    public override void Draw(PdfPage page, double x, double y)
    {
        foreach (var cell in _cells)
        {
            var (top, height) = (y + _tops[cell.From], _tops[cell.To + 1] - _tops[cell.From]);
            if (cell.Frame.Shade is { } shade) page.Rectangle(x + cell.X, top, cell.Width, height, null, shade);
        }
        foreach (var cell in _cells)
        {
            var (top, height) = (y + _tops[cell.From], _tops[cell.To + 1] - _tops[cell.From]);
            var (left, right, bottom, frame) = (x + cell.X, x + cell.X + cell.Width, top + height, cell.Frame);
            Edge(page, frame.Top, left, top, right, top);
            Edge(page, frame.Bottom, left, bottom, right, bottom);
            Edge(page, frame.Left, left, top, left, bottom);
            Edge(page, frame.Right, right, top, right, bottom);
            var spare = Math.Max(0, height - cell.Content);
            WordSlice.Draw(cell.Slices, page, left + frame.Before, top + frame.Above + cell.Low switch { "center" => spare / 2, "bottom" => spare, _ => 0 });
        }
    }

    public override (WordSlice Fits, WordSlice More)? Cut(double room)
    {
        var whole = 0;
        for (var used = 0.0; whole < _rows.Count && used + _heights[whole] <= room + 0.01; whole++) used += _heights[whole];
        if (whole == _rows.Count) return null;
        return whole > 0 ? Between(whole) : _rows[0].MayPart ? Within(room) : null;
    }

    /// <summary>The first row torn between its lines, whatever it says of itself: it is higher than a page.</summary>
    public (WordSlice Fits, WordSlice More)? Torn(double room) => _heights[0] > room ? Within(room) : Between(1);

    private (WordSlice, WordSlice)? Between(int whole)
    {
        if (whole >= _rows.Count) return null;
        var (fits, rest) = (new List<WordCell>(), new List<WordCell>());
        foreach (var cell in _cells)
        {
            if (cell.To < whole) fits.Add(cell);
            else if (cell.From >= whole) rest.Add(cell with { From = cell.From - whole, To = cell.To - whole });
            else
            {
                var (above, below) = Cut(cell.Slices, _tops[whole] - _tops[cell.From] - cell.Frame.Above - cell.Frame.Below);
                fits.Add(cell with { To = whole - 1, Slices = above, Low = "top" });
                rest.Add(cell with { From = 0, To = cell.To - whole, Slices = below, Low = "top" });
            }
        }
        return (new WordRowSlice(fits, [.. _rows.Take(whole)]) { Gap = Gap, Heads = Heads }, new WordRowSlice(rest, [.. _rows.Skip(whole)]) { Heads = Heads });
    }

    private (WordSlice, WordSlice)? Within(double room)
    {
        var (fits, rest) = (new List<WordCell>(), new List<WordCell>());
        foreach (var cell in _cells)
        {
            if (cell.From > 0)
            {
                rest.Add(cell);
                continue;
            }
            var (above, below) = Cut(cell.Slices, room - cell.Frame.Above - cell.Frame.Below);
            fits.Add(cell with { To = 0, Slices = above, Low = "top" });
            rest.Add(cell with { Slices = below, Low = "top" });
        }
        if (fits.TrueForAll(cell => cell.Slices.Count == 0)) return null;
        var least = fits.Max(cell => cell.Content);
        return (
            new WordRowSlice(fits, [(0, true)]) { Gap = Gap, Heads = Heads },
            new WordRowSlice(rest, [(Math.Max(0, _rows[0].Least - least), true), .. _rows.Skip(1)]) { Heads = Heads });
    }

    private static void Edge(PdfPage page, CellEdge? edge, double x, double y, double toX, double toY)
    {
        if (edge is null) return;
        if (!edge.IsDouble)
        {
            page.Path([(x, y), (toX, toY)], false, edge.Ink, null, edge.Thickness, edge.Dash);
            return;
        }
        var (across, down) = y == toY ? (0.0, edge.Thickness) : (edge.Thickness, 0.0);
        page.Line(x - across, y - down, toX - across, toY - down, edge.Thickness, edge.Ink);
        page.Line(x + across, y + down, toX + across, toY + down, edge.Thickness, edge.Ink);
    }
}
