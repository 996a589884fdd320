using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace TthcFlow.Engine.Documents;

/// <summary>A piece of a paragraph, in the order of reading.</summary>
internal abstract record WordPiece
{
    private WordPiece() { }

    public virtual double Width => 0;

    /// <param name="IsBlank">Blanks: a line may end here.</param>
    /// <param name="MayEnd">A line may end behind it.</param>
    public sealed record Letters(string Text, LetterLook Look, bool IsBlank, bool MayEnd) : WordPiece
    {
        public override double Width => PdfFile.WidthOf(Text, Look.Face, Look.Drawn);
    }

    /// <summary>A box to tick, drawn with lines.</summary>
    public sealed record Sign(char What, LetterLook Look) : WordPiece
    {
        public override double Width => Look.Drawn * 0.85;
    }

    public sealed record Picture(PdfPicture What, double Wide, double High, (double, double, double, double) Cut) : WordPiece
    {
        public override double Width => Wide;
    }

    /// <param name="Stop">Where it goes, said by itself; null: to the next place of the paragraph.</param>
    public sealed record Tab(LetterLook Look, string? Stop) : WordPiece;

    public sealed record Break(LetterLook Look, bool IsPage) : WordPiece;
}

/// <summary>Something that lies beside its paragraph, under or over the text.</summary>
/// <param name="X">From where across; null: said by <paramref name="Side"/>.</param>
internal sealed record WordFloat(string FromX, double? X, string? Side, string FromY, double Y, double Wide, double High, Action<PdfPage, double, double> Draw);

/// <summary>Reads the pieces of paragraphs: runs with their looks, fields with their numbers, pictures.</summary>
/// <param name="numbers">The page and how many there are, where that is known.</param>
internal sealed class WordPieces(WordPackage package, string part, WordLooks looks, (int Page, int Pages)? numbers)
{
    private readonly List<(StringBuilder Says, bool IsShown, bool IsResult)> _fields = [];

    public (List<WordPiece> Pieces, List<WordFloat> Floats) Of(XElement paragraph, LetterLook around)
    {
        var (pieces, floats) = (new List<WordPiece>(), new List<WordFloat>());
        Read(paragraph, around, pieces, floats);
        return (pieces, floats);
    }

    private void Read(XElement within, LetterLook around, List<WordPiece> pieces, List<WordFloat> floats)
    {
        foreach (var element in within.Shown())
        {
            switch (element.Name.LocalName)
            {
                case "r": Run(element, around, pieces, floats); break;
                case "fldSimple" when NumberOf(element.Said("instr")) is { } number: Add(pieces, number, FirstLook(element, around)); break;
                case "sdt" when element.The("sdtContent") is { } content: Read(content, around, pieces, floats); break;
                case "hyperlink" or "smartTag" or "ins" or "moveTo" or "customXml" or "dir" or "bdo" or "fldSimple": Read(element, around, pieces, floats); break;
            }
        }
    }

    private LetterLook FirstLook(XElement element, LetterLook around) => looks.Of(around, element.The("r").The("rPr"));

    private void Run(XElement run, LetterLook around, List<WordPiece> pieces, List<WordFloat> floats)
    {
        var look = looks.Of(around, run.The("rPr"));
        foreach (var element in run.Shown())
        {
            var name = element.Name.LocalName;
            if (name == "fldChar") Field(element.Said("fldCharType"), look, pieces);
            else if (name == "instrText" && _fields.Count > 0) _fields[^1].Says.Append(element.Value);
            else if (!look.IsHidden && _fields.TrueForAll(field => field.IsShown)) Content(element, look, pieces, floats);
        }
    }

    private void Field(string? kind, LetterLook look, List<WordPiece> pieces)
    {
        if (kind == "begin") _fields.Add((new(), false, false));
        else if (_fields.Count > 0 && kind == "end") _fields.RemoveAt(_fields.Count - 1);
        else if (_fields.Count > 0 && kind == "separate")
        {
            var (says, _, _) = _fields[^1];
            var number = NumberOf(says.ToString());
            if (number is not null && _fields.SkipLast(1).All(field => field.IsShown)) Add(pieces, number, look);
            _fields[^1] = (says, number is null, true);
        }
    }

    private string? NumberOf(string? field) => numbers is not { } known ? null : field?.Trim().Split(' ')[0].ToUpperInvariant() switch
    {
        "PAGE" => known.Page.ToString(CultureInfo.InvariantCulture),
        "NUMPAGES" or "SECTIONPAGES" => known.Pages.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private void Content(XElement element, LetterLook look, List<WordPiece> pieces, List<WordFloat> floats)
    {
        switch (element.Name.LocalName)
        {
            case "t": Add(pieces, element.Said("space") == "preserve" ? element.Value : element.Value.Trim(' ', '\n', '\r', '\t'), look); break;
            case "tab": pieces.Add(new WordPiece.Tab(look, null)); break;
            case "ptab": pieces.Add(new WordPiece.Tab(look, element.Said("alignment") ?? "left")); break;
            case "br": pieces.Add(new WordPiece.Break(look, element.Said("type") == "page")); break;
            case "cr": pieces.Add(new WordPiece.Break(look, false)); break;
            case "noBreakHyphen": pieces.Add(new WordPiece.Letters("-", look, false, false)); break;
            case "sym" when WordSign.Of(element.Said("char")) is { } sign: Add(pieces, $"{sign}", look with { IsSymbols = false }); break;
            case "drawing": Drawing(element, pieces, floats); break;
            case "pict" when WordDrawing.OldLine(element) is var (from, to):
                floats.Add(new("column", Math.Min(from.X, to.X), null, "paragraph", Math.Min(from.Y, to.Y), 0, 0, (page, x, y) =>
                    page.Line(x + Math.Max(0, from.X - to.X), y + Math.Max(0, from.Y - to.Y), x + Math.Max(0, to.X - from.X), y + Math.Max(0, to.Y - from.Y), 0.75)));
                break;
        }
    }

    private void Drawing(XElement drawing, List<WordPiece> pieces, List<WordFloat> floats)
    {
        if (WordDrawing.FaultOf(drawing, package, part) is not null) return;
        var (wide, high) = WordDrawing.SizeOf(drawing);
        var (picture, cut) = (WordDrawing.PictureOf(drawing, package, part), WordDrawing.CutOf(drawing));
        if (drawing.The("anchor") is not { } anchor)
        {
            if (picture is not null) pieces.Add(new WordPiece.Picture(picture, Math.Max(wide, 1), Math.Max(high, 1), cut));
            return;
        }
        var (across, down) = (anchor.The("positionH"), anchor.The("positionV"));
        Action<PdfPage, double, double> draw;
        if (picture is not null) draw = (page, x, y) => page.Picture(picture, x, y, Math.Max(wide, 1), Math.Max(high, 1), cut);
        else
        {
            var shape = drawing.AllShown().FirstOrDefault(each => each.Name.LocalName == "xfrm");
            var isRising = shape.Said("flipV") is "1" or "true" != shape.Said("flipH") is "1" or "true";
            var line = drawing.AllShown().FirstOrDefault(each => each.Name.LocalName == "ln");
            var (thick, ink) = (Math.Clamp(WordDrawing.Length(line.Said("w")), 0, 10), WordLooks.InkOf(line?.Descendants().FirstOrDefault(each => each.Name.LocalName == "srgbClr").Value()) ?? Ink.Black);
            draw = (page, x, y) => page.Line(x, isRising ? y + high : y, x + wide, isRising ? y : y + high, thick > 0 ? thick : 0.75, ink);
        }
        floats.Add(new(
            across.Said("relativeFrom") ?? "column", across.The("posOffset") is { } left ? WordDrawing.Length(left.Value) : null, across.The("align")?.Value,
            down.Said("relativeFrom") ?? "paragraph", WordDrawing.Length(down.The("posOffset")?.Value), wide, high, draw));
    }

    /// <summary>Text in pieces between which a line may end.</summary>
    public static void Add(List<WordPiece> pieces, string text, LetterLook look)
    {
        var said = look.Text(PrintableText.Of(text).Normalize());
        var begin = 0;
        for (var at = 0; at < said.Length; at++)
        {
            var letter = said[at];
            var symbol = letter is >= '\uF000' and <= '\uF0FF' || look.IsSymbols && letter > ' ' ? WordSign.Of(letter) : null;
            if (symbol is { } meant) letter = meant;
            var isSign = WordSign.IsDrawn(letter);
            if (symbol is null && !isSign && (at + 1 < said.Length && KindOf(said[at + 1]) == KindOf(said[at]) && letter != '-')) continue;
            if (symbol is null && !isSign)
            {
                pieces.Add(new WordPiece.Letters(said[begin..(at + 1)], look, letter == ' ', letter == '-' && at > begin));
                begin = at + 1;
                continue;
            }
            pieces.Add(isSign ? new WordPiece.Sign(letter, look) : new WordPiece.Letters($"{letter}", look, false, false));
            begin = at + 1;
        }

        int KindOf(char letter) => letter == ' ' ? 0 : WordSign.IsDrawn(letter) || letter is >= '\uF000' and <= '\uF0FF' || look.IsSymbols ? 2 : 1;
    }
}
