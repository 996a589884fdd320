using System.Globalization;
using TthcFlow.Engine.Diagrams;

namespace TthcFlow.Engine.Documents;

/// <summary>Sets an appendix on pages of a PDF: the same paper as Word's, with the type embedded. Heads of tables repeat, rows stay whole, a sum never stands alone on a page.</summary>
internal sealed class PdfAppendix
{
    // Points. Margins: 20 mm above and below, 30 mm left, 15 mm right (NĐ 30/2020/NĐ-CP).
    private const double PageWidth = 595.28, PageHeight = 841.89, Above = 56.69, Below = 56.69, Left = 85.04, Right = 42.52;
    private const double TextWidth = PageWidth - Left - Right;
    private const double BodySize = 13, TableSize = 12, Padding = 4, LineWidth = 0.5, RuleHeight = 8, Indent = 28.35;

    // A blank that would grow by more than this share of the type's size tears a line apart: before a word as long as a web address it stays as it is.
    private const double WidestGap = 0.75;

    private readonly PdfFile _file;
    private PdfPage _page;
    private double _y = Above;

    private PdfAppendix(string title)
    {
        _file = new(PrintableText.Of(title));
        _page = _file.AddPage(PageWidth, PageHeight);
    }

    private double RoomBelow => PageHeight - Below - _y;

    public static byte[] Write(Appendix appendix)
    {
        var pages = new PdfAppendix(appendix.Title);
        foreach (var (index, block) in appendix.Blocks.Index())
        {
            var next = index + 1 < appendix.Blocks.Count ? appendix.Blocks[index + 1] : null;
            if (block is AppendixBlock.Heading heading) pages.Set(heading, BeginningOf(next));
            else if (block is AppendixBlock.FlowChart chart) pages.Set(PartsOf(chart));
            else if (block is AppendixBlock.Columns columns) pages.Set(columns);
            else if (block is AppendixBlock.NewPage) pages.NewPage();
            else if (block is AppendixBlock.Paragraph paragraph) pages.Set(paragraph);
            else if (block is AppendixBlock.Grid grid) pages.Set(grid);
        }
        pages.NumberPages();
        return pages._file.ToBytes();
    }

    private void NewPage()
    {
        _page = _file.AddPage(PageWidth, PageHeight);
        _y = Above;
    }

    private void Set(AppendixBlock.Heading heading, double next)
    {
        var lines = Wrapped(heading.Text, Face.Bold, BodySize, TextWidth);
        if (10 + lines.Count * LineHeight(BodySize) + next > RoomBelow) NewPage();
        else if (_y > Above) _y += 10;
        foreach (var line in lines) Line(line, Face.Bold, BodySize, Left, TextWidth, Side.Start);
        _y += 4;
    }

    private void Set(AppendixBlock.Paragraph paragraph)
    {
        var size = paragraph.Line.Size ?? BodySize;
        var lines = Wrapped(paragraph.Line.Text, paragraph.Line.Face, size, TextWidth, paragraph.IsIndented ? Indent : 0);
        foreach (var (at, line) in lines.Index())
        {
            if (LineHeight(size) > RoomBelow) NewPage();
            var inset = at == 0 && paragraph.IsIndented ? Indent : 0;
            // What a paragraph ends with keeps its own width.
            Line(line, paragraph.Line.Face, size, Left + inset, TextWidth - inset, paragraph.Side is Side.Both && at == lines.Count - 1 ? Side.Start : paragraph.Side);
        }
        _y += 3;
        if (!paragraph.IsRuledUnder) return;
        _page.Line(Left + TextWidth / 3, _y, Left + TextWidth * 2 / 3, _y, LineWidth);
        _y += 12;
    }

    private void Set(AppendixBlock.Columns columns)
    {
        var left = columns.LeftWidth * TextWidth / 1000;
        (AppendixCell Cell, double X, double Width)[] sides = [(columns.Left, Left, left), (columns.Right, Left + left, TextWidth - left)];
        var height = sides.Max(side => side.Cell.Lines.Sum(line => Wrapped(line, side.Width).Count * LineHeight(line.Size ?? BodySize) + (line.IsRuledUnder ? RuleHeight : 0)));
        if (height > RoomBelow) NewPage();
        var top = _y;
        foreach (var (cell, x, width) in sides)
        {
            _y = top;
            foreach (var line in cell.Lines)
            {
                foreach (var text in Wrapped(line, width)) Line(text, line.Face, line.Size ?? BodySize, x, width, cell.Side);
                if (!line.IsRuledUnder) continue;
                _page.Line(x + width / 4, _y + 2, x + width * 3 / 4, _y + 2, LineWidth);
                _y += RuleHeight;
            }
        }
        _y = top + height + 8;

        static List<string> Wrapped(AppendixLine line, double width) => PdfAppendix.Wrapped(line.Text, line.Face, line.Size ?? BodySize, width - Padding);
    }

    private void Set(AppendixBlock.Grid grid)
    {
        var widths = grid.Widths.Select(width => width * TextWidth / 1000).ToArray();
        var head = grid.Head.Count == 0 ? null : Measured(grid.Head, widths);
        var rows = grid.Rows.Select(row => Measured(row, widths)).ToList();
        if (rows.Count > 0 && (head?.Height ?? 0) + Math.Min(rows[0].Height, 200) > RoomBelow) NewPage();
        if (head is not null) Draw(head, isHead: true);
        for (var at = 0; at < rows.Count; at++)
        {
            var row = rows[at];
            var wanted = row.Height + (at == rows.Count - 2 ? rows[^1].Height : 0); // the last row has company
            if (wanted > RoomBelow && _y > Above + (head?.Height ?? 0) + 1) Continue();
            while (row.Height > RoomBelow) // taller than a page: torn between lines, never through one
            {
                var (first, rest) = row.Torn(RoomBelow);
                Draw(first, isHead: false);
                Continue();
                row = rest;
            }
            Draw(row, isHead: false);
        }
        _y += 8;

        void Continue()
        {
            NewPage();
            if (head is not null) Draw(head, isHead: true);
        }
    }

    private static IReadOnlyList<DiagramScene> PartsOf(AppendixBlock.FlowChart chart) =>
        DiagramScene.Of(chart.Process, DiagramWords.Of(chart.Process.Header, chart.Catalogue)).OnPages(SceneFrame.A4);

    /// <summary>The flow chart, in as many parts as it was cut into: each whole on its page.</summary>
    private void Set(IReadOnlyList<DiagramScene> chart)
    {
        foreach (var part in chart)
        {
            var scale = part.ScaleInto(SceneFrame.A4);
            if (part.Height * scale > RoomBelow) NewPage();
            DiagramPages.Draw(_page, part, Left + (TextWidth - part.Width * scale) / 2, _y, scale);
            _y += part.Height * scale + 8;
        }
    }

    /// <summary>How much must stand on the page with a heading: two lines, or a table's head and its first row.</summary>
    private static double BeginningOf(AppendixBlock? block)
    {
        if (block is AppendixBlock.FlowChart chart && PartsOf(chart)[0] is var first) return first.Height * first.ScaleInto(SceneFrame.A4);
        if (block is not AppendixBlock.Grid grid) return 2 * LineHeight(BodySize);
        var widths = grid.Widths.Select(width => width * TextWidth / 1000).ToArray();
        return (grid.Head.Count == 0 ? 0 : Measured(grid.Head, widths).Height) + (grid.Rows.Count == 0 ? 0 : Math.Min(200, Measured(grid.Rows[0], widths).Height));
    }

    private static MeasuredRow Measured(IReadOnlyList<AppendixCell> cells, double[] widths)
    {
        var (measured, column) = (new List<MeasuredCell>(), 0);
        foreach (var cell in cells)
        {
            var width = widths.Skip(column).Take(cell.Span).Sum();
            var lines = cell.Lines.SelectMany(line => Wrapped(line.Text, line.Face, TableSize, width - 2 * Padding).Select(text => new AppendixLine(text, line.Face))).ToList();
            measured.Add(new(lines, cell.Side, width));
            column += cell.Span;
        }
        return new(measured);
    }

    private void Draw(MeasuredRow row, bool isHead)
    {
        var (x, top) = (Left, _y);
        foreach (var cell in row.Cells)
        {
            _page.Rectangle(x, top, cell.Width, row.Height, Ink.Black, isHead ? Ink.Gray(0.93) : null, LineWidth);
            _y = top + Padding / 2 + (cell.Side is Side.Middle ? (row.Height - Padding - cell.Lines.Count * LineHeight(TableSize)) / 2 : 0);
            foreach (var line in cell.Lines) Line(line.Text, line.Face, TableSize, x + Padding, cell.Width - 2 * Padding, cell.Side);
            x += cell.Width;
        }
        _y = top + row.Height;
    }

    private void Line(string text, Face face, double size, double x, double width, Side side)
    {
        var left = width - PdfFile.WidthOf(text, face, size);
        var gap = side is Side.Both ? left / Math.Max(1, text.Count(letter => letter == ' ')) : 0;
        if (gap > 0 && gap <= size * WidestGap) _page.Text(text, face, size, x, _y + size * 0.95, gap);
        else _page.Text(text, face, size, side is Side.Middle ? x + left / 2 : x, _y + size * 0.95);
        _y += LineHeight(size);
    }

    // At the end, when the pages are known; above, in the middle, not on the first (NĐ 30/2020, Phụ lục I).
    private void NumberPages()
    {
        foreach (var (index, page) in _file.Pages.Index().Skip(1))
        {
            var number = (index + 1).ToString(CultureInfo.InvariantCulture);
            page.Text(number, Face.Plain, BodySize, Left + (TextWidth - PdfFile.WidthOf(number, Face.Plain, BodySize)) / 2, 40);
        }
    }

    /// <summary>The lines a text takes: broken between words, and inside a word only where one is wider than the column.</summary>
    /// <param name="indent">By how much the first line is shorter.</param>
    private static List<string> Wrapped(string text, Face face, double size, double width, double indent = 0)
    {
        var (lines, line) = (new List<string>(), "");
        foreach (var word in PrintableText.Of(text).Normalize().Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (PdfFile.WidthOf(longer, face, size) <= width - (lines.Count == 0 ? indent : 0))
            {
                line = longer;
                continue;
            }
            if (line.Length > 0) lines.Add(line);
            line = word;
            while (PdfFile.WidthOf(line, face, size) > width && line.Length > 1)
            {
                var fits = line.Length - 1;
                while (fits > 1 && PdfFile.WidthOf(line[..fits], face, size) > width) fits--;
                if (char.IsHighSurrogate(line[fits - 1]) && fits > 1) fits--;
                lines.Add(line[..fits]);
                line = line[fits..];
            }
        }
        if (line.Length > 0 || lines.Count == 0) lines.Add(line);
        return lines;
    }

    private static double LineHeight(double size) => size * 1.2;

    private sealed record MeasuredCell(IReadOnlyList<AppendixLine> Lines, Side Side, double Width);

    private sealed record MeasuredRow(IReadOnlyList<MeasuredCell> Cells)
    {
        public double Height { get; } = Math.Max(1, Cells.Max(cell => cell.Lines.Count)) * LineHeight(TableSize) + Padding;

        public (MeasuredRow Here, MeasuredRow After) Torn(double height)
        {
            var lines = Math.Max(1, (int)((height - Padding) / LineHeight(TableSize)));
            return (new([.. Cells.Select(cell => cell with { Lines = [.. cell.Lines.Take(lines)] })]), new([.. Cells.Select(cell => cell with { Lines = [.. cell.Lines.Skip(lines)] })]));
        }
    }
}
