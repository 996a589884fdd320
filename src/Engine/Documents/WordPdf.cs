using System.Xml.Linq;

namespace TthcFlow.Engine.Documents;

/// <summary>Sets a Word document on pages of a PDF as an agency's form needs it: its page sizes, paragraphs, lists, tables, pictures, heads and feet, in type of the measure of Times New Roman.</summary>
/// <remarks>What it cannot set, <see cref="WordGaps"/> names before: a document with such parts is not to be given to it.</remarks>
internal sealed class WordPdf
{
    private const int MostPages = 2000;

    private readonly WordPackage _package;
    private readonly WordLooks _looks;
    private readonly WordNumbers _numbers;
    private readonly PdfFile _file;
    private readonly List<(PdfPage Page, Sheet Sheet, int Number, bool IsFirst)> _pages = [];
    private readonly double _tab;
    private readonly bool _evenDiffer;
    private Sheet _sheet;
    private PdfPage _page = null!;
    private double _y;

    private WordPdf(WordPackage package, string title)
    {
        (_package, _numbers, _file) = (package, new WordNumbers(package.Numbering), new PdfFile(PrintableText.Of(title)));
        _looks = new(package.Styles, _numbers);
        _tab = package.Settings.The("defaultTabStop").Points("val") ?? 36;
        _evenDiffer = package.Settings.The("evenAndOddHeaders").IsOn() == true;
        _sheet = new Sheet(null, null);
    }

    /// <exception cref="InvalidDataException">The file is no Word document.</exception>
    public static byte[] Write(byte[] document, string title)
    {
        var pages = new WordPdf(new WordPackage(document), title);
        pages.SetBody();
        pages.SetHeadsAndFeet();
        return pages._file.ToBytes();
    }

    // ---- The pages

    private void SetBody()
    {
        var body = _package.Document.The("body");
        if (body is null) throw new InvalidDataException("no body");
        var part = new List<XElement>();
        Sheet? before = null;
        foreach (var block in Blocks(body))
        {
            if (block.Name.LocalName == "sectPr") continue;
            part.Add(block);
            if (block.The("pPr").The("sectPr") is not { } end) continue;
            SetPart(part, before = new Sheet(end, before));
            part.Clear();
        }
        SetPart(part, new Sheet(body.The("sectPr"), before));
    }

    private void SetPart(List<XElement> blocks, Sheet sheet)
    {
        var goesOn = _pages.Count > 0 && sheet.IsContinuous && sheet.Width == _sheet.Width && sheet.Height == _sheet.Height;
        sheet.Above = Math.Max(sheet.Top, sheet.HeadAt + Kinds.Max(kind => HeightOf(sheet, "header", kind)));
        sheet.Under = Math.Max(sheet.Bottom, sheet.FootAt + Kinds.Max(kind => HeightOf(sheet, "footer", kind)));
        if (sheet.Height - sheet.Above - sheet.Under < 72) (sheet.Above, sheet.Under) = (Math.Min(sheet.Top, sheet.Height / 4), Math.Min(sheet.Bottom, sheet.Height / 4));
        _sheet = sheet;
        if (!goesOn) NewPage(isFirst: true);
        Stack(Slices(blocks, sheet.Room, new WordPieces(_package, WordPackage.Main, _looks, null), []));
    }

    private double Floor => _sheet.Height - _sheet.Under;

    private void NewPage(bool isFirst = false)
    {
        if (_pages.Count >= MostPages) throw new InvalidDataException("too many pages");
        _page = _file.AddPage(_sheet.Width, _sheet.Height);
        _pages.Add((_page, _sheet, isFirst && _sheet.FirstNumber is { } first ? first : _pages.Count == 0 ? _sheet.FirstNumber ?? 1 : _pages[^1].Number + 1, isFirst));
        _y = _sheet.Above;
    }

    private void Stack(List<WordSlice> slices)
    {
        for (var at = 0; at < slices.Count; at++)
        {
            var slice = slices[at];
            if (slice.BeginsPage && _y > _sheet.Above) NewPage();
            Place(slice, Together(slices, at));
            if (slice.EndsPage && at < slices.Count - 1) NewPage();
        }
    }

    /// <summary>How high a strip is with those it stays on one page with, as long as a page takes them.</summary>
    private double Together(List<WordSlice> slices, int at)
    {
        var (height, most) = (slices[at].Height, Floor - _sheet.Above);
        for (var next = at + 1; next < slices.Count && slices[next - 1].IsKept; next++)
        {
            var more = slices[next].Gap + (slices[next] is WordRowSlice row ? Math.Min(row.Height, 40) : slices[next].Height);
            if (height + more > most) return slices[at].Height;
            height += more;
        }
        return height;
    }

    private void Place(WordSlice slice, double together)
    {
        for (var isNew = false; ; isNew = true)
        {
            var gap = _y > _sheet.Above ? isNew ? 0 : slice.Gap : 0;
            if (_y + gap + Math.Max(slice.Height, isNew ? 0 : together) <= Floor + 0.01)
            {
                slice.Draw(_page, _sheet.Left, _y += gap);
                _y += slice.Height;
                return;
            }
            var isHead = _y <= _sheet.Above || isNew;
            var cut = slice.Cut(Floor - _y - gap) ?? (isHead ? (slice as WordRowSlice)?.Torn(Floor - _y) : null);
            if (cut is var (fits, rest))
            {
                fits.Draw(_page, _sheet.Left, _y + gap);
                slice = rest;
            }
            else if (isHead) // one line or picture higher than the page
            {
                slice.Draw(_page, _sheet.Left, _y);
                _y += slice.Height;
                return;
            }
            NewPage();
            if (WordSlice.HeightOf(slice.Heads) > (Floor - _y) / 2) continue;
            WordSlice.Draw(slice.Heads, _page, _sheet.Left, _y);
            _y += WordSlice.HeightOf(slice.Heads);
        }
    }

    // ---- Heads and feet

    private static readonly string[] Kinds = ["default", "first", "even"];

    private double HeightOf(Sheet sheet, string what, string kind) => WordSlice.HeightOf(Edge(sheet, what, kind, (1, 1)));

    private List<WordSlice> Edge(Sheet sheet, string what, string kind, (int, int) numbers)
    {
        if (_package.Target(WordPackage.Main, sheet.Edges.GetValueOrDefault((what, kind))) is not { } part || _package.Part(part) is not { } root) return [];
        return Slices([.. Blocks(root)], sheet.Room, new WordPieces(_package, part, _looks, numbers), []);
    }

    private void SetHeadsAndFeet()
    {
        foreach (var (page, sheet, number, isFirst) in _pages)
        {
            var kind = isFirst && sheet.HasTitle ? "first" : _evenDiffer && number % 2 == 0 ? "even" : "default";
            var (head, foot) = (Edge(sheet, "header", kind, (number, _pages.Count)), Edge(sheet, "footer", kind, (number, _pages.Count)));
            WordSlice.Draw(head, page, sheet.Left, sheet.HeadAt);
            WordSlice.Draw(foot, page, sheet.Left, sheet.Height - sheet.FootAt - WordSlice.HeightOf(foot));
        }
    }

    // ---- Paragraphs and tables

    private static IEnumerable<XElement> Blocks(XElement within) => within.Shown().SelectMany(block => block.Name.LocalName switch
    {
        "p" or "tbl" or "sectPr" => [block],
        "sdt" => block.The("sdtContent") is { } content ? Blocks(content) : [],
        "ins" or "moveTo" or "customXml" => Blocks(block),
        _ => Enumerable.Empty<XElement>(),
    });

    private List<WordSlice> Slices(List<XElement> blocks, double width, WordPieces reader, IReadOnlyList<XElement> table)
    {
        var slices = new List<WordSlice>();
        var looks = blocks.Select(block => block.Name.LocalName == "p" ? _looks.Of(block.The("pPr"), table) : null).ToList();
        for (var at = 0; at < blocks.Count; at++)
        {
            if (looks[at] is not { } look)
            {
                slices.AddRange(new WordTable(blocks[at], _looks, width, (cell, room, styles) => Slices([.. Blocks(cell)], room, reader, styles)).Slices());
                continue;
            }
            // Word takes the larger of the two rooms between paragraphs, and none between those of one style that ask for none.
            var (above, below) = (at > 0 ? looks[at - 1] : null, at + 1 < looks.Count ? looks[at + 1] : null);
            var near = above is not null && above.Style == look.Style;
            var gap = look.IsContextual && near ? 0 : look.Before;
            if (above is not null) gap = Math.Max(gap, above.IsContextual && near ? 0 : above.After);
            // What follows the last thing of a column is its own room below; before a table it is kept as well.
            var under = at + 1 == blocks.Count || below is null ? look.After : 0;
            if (at > 0 && above is null) gap = look.Before;
            slices.AddRange(Paragraph(
                blocks[at], look, width, reader, gap, under,
                XNode.DeepEquals(above?.Borders, look.Borders) && above is not null, XNode.DeepEquals(below?.Borders, look.Borders) && below is not null));
        }
        // The empty paragraph that must follow a table in a cell takes no room of its own.
        if (table.Count > 0 && slices.Count > 1 && blocks is [.., { Name.LocalName: "tbl" }, var last] && !last.Descendants().Any(each => each.Name.LocalName is "t" or "drawing")) slices.RemoveAt(slices.Count - 1);
        return slices;
    }

    private IEnumerable<WordSlice> Paragraph(XElement paragraph, ParagraphLook look, double width, WordPieces reader, double gap, double under, bool joinsAbove, bool joinsBelow)
    {
        var around = LettersOf(paragraph, look);
        var (pieces, floats) = reader.Of(paragraph, look.Letters);
        if (_numbers.Next(look.Number, look.Level) is { Length: > 0 } number) Number(pieces, look, number);
        if (pieces.Count == 0 && paragraph.The("pPr").The("sectPr") is not null && floats.Count == 0) yield break; // only tells where a part ends
        var lines = WordLines.Of(pieces, look with { Letters = around }, width, _tab, Floor - _sheet.Above);
        var sheet = _sheet;
        CellEdge? Border(string side) => WordTable.EdgeOf(look.Borders.The(side));
        double Space(string side) => look.Borders.The(side).Whole("space") is { } space ? Math.Clamp(space, 0, 31) : 0;
        var (top, bottom, left, right) = (joinsAbove ? null : Border("top"), joinsBelow ? null : Border("bottom"), Border("left"), Border("right"));
        foreach (var (at, line) in lines.Index())
        {
            var (isFirst, isLast) = (at == 0, at == lines.Count - 1);
            var above = isFirst && top is not null ? Space("top") + top.Thickness : 0;
            var below = isLast && bottom is not null ? Space("bottom") + bottom.Thickness : 0;
            var height = above + line.Height + below;
            yield return new WordLineSlice(height + (isLast ? under : 0), (page, x, y) =>
            {
                var (from, to) = (x + Math.Min(look.Left, look.Left + look.First) - Space("left"), x + width - look.Right + Space("right"));
                if (look.Shade is { } shade) page.Rectangle(from, y, to - from, height, null, shade);
                if (isFirst) foreach (var each in floats) Lay(each, page, sheet, x, y, width);
                line.Draw(page, x, y + above);
                if (isFirst) Rule(page, top, from, y, to, y);
                if (isLast) Rule(page, bottom, from, y + height, to, y + height);
                Rule(page, left, from, y, from, y + height);
                Rule(page, right, to, y, to, y + height);
            })
            {
                Gap = isFirst ? gap : 0,
                BeginsPage = isFirst && look.BeginsPage,
                EndsPage = line.EndsPage,
                // No line of a paragraph stands alone at the foot or the head of a page.
                IsKept = !line.EndsPage && (isLast ? look.KeepsNext : look.KeepsLines || look.KeepsNext || isFirst || at == lines.Count - 2),
            };
        }
    }

    private LetterLook LettersOf(XElement paragraph, ParagraphLook look) => _looks.Of(look.Letters, paragraph.The("pPr").The("rPr"));

    private void Number(List<WordPiece> pieces, ParagraphLook look, string number)
    {
        var said = _numbers.Level(look.Number, look.Level);
        var own = _looks.Of(look.Letters, said.The("rPr")) with { IsSymbols = false };
        var label = new List<WordPiece>();
        WordPieces.Add(label, number, own);
        if (said.The("suff").Value() is "space") WordPieces.Add(label, " ", own);
        else if (said.The("suff").Value() is not "nothing") label.Add(new WordPiece.Tab(own, null));
        pieces.InsertRange(0, label);
    }

    private static void Rule(PdfPage page, CellEdge? edge, double x, double y, double toX, double toY)
    {
        if (edge is not null) page.Path([(x, y), (toX, toY)], false, edge.Ink, null, edge.Thickness, edge.Dash);
    }

    private static void Lay(WordFloat what, PdfPage page, Sheet sheet, double column, double paragraph, double width)
    {
        var (from, room) = what.FromX switch { "page" => (0.0, sheet.Width), "margin" => (sheet.Left, sheet.Room), "leftMargin" => (0, sheet.Left), "rightMargin" => (sheet.Width - sheet.Right, sheet.Right), _ => (column, width) };
        var x = what.X is { } across ? from + across : from + (what.Side switch { "center" => (room - what.Wide) / 2, "right" or "outside" => room - what.Wide, _ => 0 });
        var y = what.FromY switch { "page" or "topMargin" => 0, "margin" => sheet.Top, "bottomMargin" => sheet.Height - sheet.Bottom, _ => paragraph } + what.Y;
        what.Draw(page, x, y);
    }

    /// <summary>A part of the document with its page: size, margins, heads and feet, which it takes over from the part before where it has none.</summary>
    private sealed class Sheet
    {
        public Sheet(XElement? said, Sheet? before)
        {
            var (size, margin) = (said.The("pgSz"), said.The("pgMar"));
            (Width, Height) = (Math.Clamp(size.Points("w") ?? 595.28, 100, 3000), Math.Clamp(size.Points("h") ?? 841.89, 100, 3000));
            double Margin(string side, double plain, double whole) => Math.Clamp(Math.Abs(margin.Points(side) ?? plain), 0, whole * 0.4);
            Left = Math.Min(Margin("left", 72, Width) + Margin("gutter", 0, Width), Width * 0.45);
            (Right, Top, Bottom) = (Margin("right", 72, Width), Margin("top", 72, Height), Margin("bottom", 72, Height));
            (HeadAt, FootAt) = (Margin("header", 36, Height), Margin("footer", 36, Height));
            HasTitle = said.The("titlePg").IsOn() == true;
            IsContinuous = said.The("type").Value() == "continuous";
            FirstNumber = said.The("pgNumType").Whole("start");
            Edges = new(before?.Edges ?? []);
            foreach (var edge in said?.Elements().Where(each => each.Name.LocalName is "headerReference" or "footerReference") ?? [])
                if (edge.Said("id") is { } id) Edges[(edge.Name.LocalName[..6], edge.Said("type") ?? "default")] = id;
        }

        public double Width { get; }
        public double Height { get; }
        public double Left { get; }
        public double Right { get; }
        public double Top { get; }
        public double Bottom { get; }
        public double HeadAt { get; }
        public double FootAt { get; }
        public bool HasTitle { get; }
        public bool IsContinuous { get; }
        public int? FirstNumber { get; }
        public Dictionary<(string What, string Kind), string> Edges { get; }

        /// <summary>Where the text begins and how much stays free under it, heads and feet counted.</summary>
        public double Above { get; set; }
        public double Under { get; set; }

        public double Room => Width - Left - Right;
    }
}
