using QRCoder;
using TthcFlow.Engine.Papers;

namespace TthcFlow.Engine.Documents;

/// <summary>Sets a filled form on pages of a PDF: A4 upright or lying, the margins of NĐ 30/2020/NĐ-CP, heads of tables that repeat, rows and signatures that stay whole, page numbers from the second page.</summary>
internal sealed class PdfForm
{
    // Points: 20 mm above and below, 30 mm left, 15 mm right.
    private const double Short = 595.28, Long = 841.89, Above = 56.69, Below = 56.69, Left = 85.04, Right = 42.52;
    private const double BodySize = 13, TableSize = 11.5, SmallSize = 10.5, TitleSize = 14, Padding = 4, Hair = 0.5, SquareSize = 72, HandRoom = 46;

    private readonly PdfFile _file;
    private readonly (double Width, double Height) _format;
    private PdfPage _page;
    private double _y = Above;

    private PdfForm(string title, bool isWide)
    {
        _file = new(PrintableText.Of(title));
        _format = isWide ? (Long, Short) : (Short, Long);
        _page = _file.AddPage(_format.Width, _format.Height);
    }

    private double TextWidth => _format.Width - Left - Right;

    private double RoomBelow => _format.Height - Below - _y;

    public static byte[] Write(FormLayout layout, Paper paper)
    {
        var form = new PdfForm($"{paper.Form.Name.Vi} {paper.Code}", layout.IsWide);
        foreach (var part in FormFilling.Fill(layout, paper))
        {
            if (part is FilledPart.Line line) form.Set(line.Text);
            else if (part is FilledPart.Columns columns) form.Set(columns);
            else if (part is FilledPart.Table table) form.Set(table);
            else if (part is FilledPart.Proof proof) form.Set(proof);
        }
        form.NumberPages();
        return form._file.ToBytes();
    }

    private void NewPage()
    {
        _page = _file.AddPage(_format.Width, _format.Height);
        _y = Above;
    }

    private void Set(FormText text)
    {
        if (text.Style is FormStyle.Title) _y += 8;
        foreach (var line in Wrapped(text, TextWidth))
        {
            if (line.Height > RoomBelow) NewPage();
            Draw(line, Left, TextWidth, text.IsCentered);
        }
        _y += text.Style is FormStyle.Title ? 2 : 4;
    }

    private void Set(FilledPart.Columns columns)
    {
        // The national title needs more than half of the width to stand on one line.
        var isHead = !columns.IsSigned;
        var (left, right) = isHead ? (TextWidth * 0.4, TextWidth * 0.6) : (TextWidth / 2, TextWidth / 2);
        var height = Math.Max(HeightOf(columns.Left, left, columns.IsSigned), HeightOf(columns.Right, right, columns.IsSigned));
        if (!isHead) _y += 12;
        if (height > RoomBelow) NewPage();
        var top = _y;
        Column(columns.Left, Left, left, columns.IsSigned);
        var end = _y;
        _y = top;
        Column(columns.Right, Left + left, right, columns.IsSigned);
        _y = Math.Max(end, _y) + 6;
    }

    private static double HeightOf(IReadOnlyList<FormText> texts, double width, bool isSigned) =>
        texts.Sum(text => Wrapped(text, width - 8).Sum(line => line.Height) + (text.Style is FormStyle.Motto ? 7 : 0)) + (isSigned ? HandRoom : 0);

    private void Column(IReadOnlyList<FormText> texts, double x, double width, bool isSigned)
    {
        foreach (var (index, text) in texts.Index())
        {
            if (isSigned && index == texts.Count - 1) _y += HandRoom;
            Line? last = null;
            foreach (var line in Wrapped(text, width - 8)) Draw(last = line, x + 4, width - 8, text.IsCentered);
            if (text.Style is not FormStyle.Motto || last is null) continue;
            var rule = Math.Min(last.Width, 120);
            _page.Line(x + (width - rule) / 2, _y + 2.5, x + (width + rule) / 2, _y + 2.5, Hair); // clear of the letters' tails
            _y += 7;
        }
    }

    private void Set(FilledPart.Table table)
    {
        var widths = table.Heads.Select(head => head.Width * TextWidth / table.Heads.Sum(each => each.Width)).ToArray();
        var head = Measured(table.Heads.Select(column => $"**{column.Head}**"), widths);
        var rows = table.Rows.Select(row => Measured(row, widths)).ToList();
        if (rows.Count == 0) rows.Add(Measured(table.Heads.Select((_, at) => at == 0 ? "–" : at == 1 ? "Không có" : ""), widths));
        var headHeight = Height(head);
        if (headHeight + Math.Min(Height(rows[0]), 160) > RoomBelow) NewPage();
        Row(head, widths, table.Heads, isHead: true);
        foreach (var row in rows)
        {
            var rest = row;
            if (Height(rest) > RoomBelow && _y > Above + headHeight + 1) Continue();
            while (Height(rest) > RoomBelow) // taller than a page: torn between lines, never through one
            {
                var room = RoomBelow - Padding;
                var taken = rest.Select(cell => cell.TakeWhile((_, at) => cell.Take(at + 1).Sum(line => line.Height) <= room).Count()).Select(count => Math.Max(1, count)).ToArray();
                Row([.. rest.Select((cell, at) => (IReadOnlyList<Line>)[.. cell.Take(taken[at])])], widths, table.Heads, isHead: false);
                rest = [.. rest.Select((cell, at) => (IReadOnlyList<Line>)[.. cell.Skip(taken[at])])];
                Continue();
            }
            Row(rest, widths, table.Heads, isHead: false);
        }
        _y += 8;

        void Continue()
        {
            NewPage();
            Row(head, widths, table.Heads, isHead: true);
        }
    }

    private static IReadOnlyList<IReadOnlyList<Line>> Measured(IEnumerable<string> cells, double[] widths) =>
        [.. cells.Select((cell, at) => (IReadOnlyList<Line>)[.. cell.Split('\n').SelectMany(line => Wrapped(line, Face.Plain, TableSize, widths[at] - 2 * Padding))])];

    private static double Height(IReadOnlyList<IReadOnlyList<Line>> row) => row.Max(cell => cell.Sum(line => line.Height)) + Padding;

    private void Row(IReadOnlyList<IReadOnlyList<Line>> row, double[] widths, IReadOnlyList<FormColumn> heads, bool isHead)
    {
        var (x, top, height) = (Left, _y, Height(row));
        foreach (var (at, cell) in row.Index())
        {
            _page.Rectangle(x, top, widths[at], height, Ink.Black, isHead ? Ink.Gray(0.93) : null, Hair);
            _y = top + Padding / 2;
            foreach (var line in cell) Draw(line, x + Padding, widths[at] - 2 * Padding, isHead || heads[at].IsCentered);
            x += widths[at];
        }
        _y = top + height;
    }

    private void Set(FilledPart.Proof proof)
    {
        _y += 10;
        if (SquareSize > RoomBelow) NewPage();
        var top = _y;
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(proof.Qr, QRCodeGenerator.ECCLevel.M);
        var modules = code.ModuleMatrix;
        var module = SquareSize / modules.Count;
        for (var y = 0; y < modules.Count; y++)
            for (var x = 0; x < modules.Count; x++)
            {
                if (!modules[y][x]) continue;
                var run = x; // dark modules side by side are one area: no hair-lines between them
                while (x + 1 < modules.Count && modules[y][x + 1]) x++;
                _page.Rectangle(Left + run * module, top + y * module, (x - run + 1) * module, module, null, Ink.Black);
            }
        _y = top + 14;
        foreach (var text in proof.Lines)
            foreach (var line in Wrapped(text, TextWidth - SquareSize - 12)) Draw(line, Left + SquareSize + 12, TextWidth - SquareSize - 12, false);
        _y = Math.Max(_y, top + SquareSize);
    }

    private void Draw(Line line, double x, double width, bool isCentered)
    {
        var at = isCentered ? x + (width - line.Width) / 2 : x;
        foreach (var (text, face) in line.Pieces)
        {
            _page.Text(text, face, line.Size, at, _y + line.Size * 0.95);
            at += PdfFile.WidthOf(text, face, line.Size);
        }
        _y += line.Height;
    }

    // Above, in the middle, not on the first (NĐ 30/2020, Phụ lục I).
    private void NumberPages()
    {
        foreach (var (index, page) in _file.Pages.Index().Skip(1))
        {
            var number = (index + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
            page.Text(number, Face.Plain, BodySize, Left + (TextWidth - PdfFile.WidthOf(number, Face.Plain, BodySize)) / 2, 40);
        }
    }

    private static IEnumerable<Line> Wrapped(FormText text, double width)
    {
        var (face, size) = text.Style switch
        {
            FormStyle.Title => (Face.Bold, TitleSize),
            FormStyle.Bold or FormStyle.Motto => (Face.Bold, 12.5),
            FormStyle.Italic => (Face.Italic, 12.5),
            FormStyle.Small => (Face.Italic, SmallSize),
            _ => (Face.Plain, BodySize),
        };
        var said = text.Style is FormStyle.Title ? text.Text.ToUpper(System.Globalization.CultureInfo.GetCultureInfo("vi-VN")) : text.Text;
        return said.Split('\n').SelectMany(line => Wrapped(line, face, size, width));
    }

    /// <summary>The lines a text takes, its bold pieces with it: broken between words, and inside a word only where one is wider than the column.</summary>
    private static List<Line> Wrapped(string text, Face face, double size, double width)
    {
        var lines = new List<Line>();
        var pieces = new List<(string Text, Face Face)>();
        var used = 0.0;
        var isBlankDue = false;
        foreach (var (piece, isBold) in FormFilling.Pieces(PrintableText.Of(text).Normalize()))
        {
            var own = isBold ? Face.Bold : face;
            foreach (var (index, word) in piece.Split(' ').Index())
            {
                isBlankDue |= index > 0;
                for (var rest = word; rest.Length > 0;)
                {
                    var blank = isBlankDue && pieces.Count > 0 ? " " : "";
                    if (used + PdfFile.WidthOf(blank + rest, own, size) <= width)
                    {
                        Add(blank + rest, own);
                        rest = "";
                    }
                    else if (pieces.Count > 0 && (blank.Length > 0 || PdfFile.WidthOf(rest, own, size) <= width)) End();
                    else
                    {
                        var fits = rest.Length;
                        while (fits > 1 && used + PdfFile.WidthOf(rest[..fits], own, size) > width) fits--;
                        if (fits > 1 && char.IsHighSurrogate(rest[fits - 1])) fits--;
                        Add(rest[..fits], own);
                        rest = rest[fits..];
                        if (rest.Length > 0) End();
                    }
                    isBlankDue = false;
                }
            }
        }
        if (pieces.Count > 0 || lines.Count == 0) End();
        return lines;

        void Add(string some, Face own)
        {
            pieces.Add((some, own));
            used += PdfFile.WidthOf(some, own, size);
        }

        void End()
        {
            lines.Add(new([.. pieces], size, used));
            pieces.Clear();
            used = 0;
        }
    }

    private sealed record Line(IReadOnlyList<(string Text, Face Face)> Pieces, double Size, double Width)
    {
        public double Height => Size * 1.22;
    }
}
