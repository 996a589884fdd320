using System.Text;
using System.Xml.Linq;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Documents;

/// <summary>What a Word form holds that <see cref="WordPdf"/> does not draw: named one by one, so that nobody gets a paper with less on it than the form has.</summary>
internal static class WordGaps
{
    private const int Most = 12;

    public static IReadOnlyList<Wording> Of(WordPackage package)
    {
        var found = new List<Wording>();
        foreach (var (name, root) in Roots(package)) found.AddRange(Of(package, name, root));
        return [.. found.DistinctBy(gap => gap.Vi).Take(Most)];
    }

    /// <summary>The document and the heads and feet it uses, by their parts.</summary>
    private static IEnumerable<(string Part, XElement Root)> Roots(WordPackage package)
    {
        yield return (WordPackage.Main, package.Document);
        foreach (var link in package.Document.Descendants().Where(each => each.Name.LocalName is "headerReference" or "footerReference").Select(each => each.Said("id")).Distinct())
            if (package.Target(WordPackage.Main, link) is { } part && package.Part(part) is { } root) yield return (part, root);
    }

    private static IEnumerable<Wording> Of(WordPackage package, string part, XElement root)
    {
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var element in root.AllShown())
        {
            switch (element.Name.LocalName)
            {
                case "drawing" when WordDrawing.FaultOf(element, package, part) is { } fault: yield return fault; break;
                case "pict" when element.The("line") is null || WordDrawing.OldLine(element) is null:
                    if (element.Elements().Any(child => child.Name.LocalName is not "shapetype")) yield return WordDrawing.OldShape(element);
                    break;
                case "object" or "control": yield return new("đối tượng nhúng", "an embedded object"); break;
                case "footnoteReference": yield return new("cước chú", "a footnote"); break;
                case "endnoteReference": yield return new("chú thích cuối văn bản", "an endnote"); break;
                case "oMath": yield return new("công thức toán", "a formula"); break;
                case "altChunk" or "subDoc": yield return new("văn bản khác được chèn vào", "another document that is put in"); break;
                case "framePr": yield return new("khung chữ (chữ đặt tự do trên trang)", "a frame (text placed freely on the page)"); break;
                case "textDirection" when element.Value() is not ("lrTb" or "tb" or null): yield return new("chữ xoay đứng trong ô", "text turned upright in a cell"); break;
                case "cols" when (element.Whole("num") ?? 1) > 1: yield return new("trang chia nhiều cột chữ", "pages with several columns of text"); break;
                case "pgBorders": yield return new("đường viền trang", "a border around the page"); break;
                case "sym" when WordSign.Of(element.Said("char")) is null: unknown.Add($"{element.Said("font")} {element.Said("char")}"); break;
                case "t":
                    foreach (var sign in element.Value.EnumerateRunes().Where(sign => !WordSign.IsKnown(sign))) unknown.Add(sign.ToString());
                    break;
            }
        }
        if (unknown.Count > 0) yield return new($"ký hiệu không có trong phông chữ: {string.Join(' ', unknown.Take(8))}", $"signs the type does not have: {string.Join(' ', unknown.Take(8))}");
    }
}

/// <summary>Signs of Word's symbol fonts that forms use: boxes to tick, ticks and dots.</summary>
internal static class WordSign
{
    public const char Box = '☐', Ticked = '☑', Crossed = '☒', Tick = '✓';

    /// <summary>The sign of a code in a symbol font; null for one that is not drawn.</summary>
    public static char? Of(string? code) =>
        int.TryParse(code, System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture, out var number) ? Of(number) : null;

    public static char? Of(int code) => (code & 0xFF) switch
    {
        0xA8 or 0x6F or 0x71 or 0x72 or 0xA3 => Box,
        0xFE or 0x52 or 0x53 => Ticked,
        0xFD or 0x54 or 0x55 or 0x78 => Crossed,
        0xFC or 0x50 => Tick,
        0xB7 or 0x6C or 0x9F => '•',
        0xE0 => '→',
        _ => null,
    };

    /// <summary>Drawn with lines, not set from the type.</summary>
    public static bool IsDrawn(char sign) => sign is Box or Ticked or Crossed or Tick or '□';

    public static bool IsKnown(Rune sign) =>
        Rune.IsWhiteSpace(sign) || Rune.IsControl(sign) || Rune.GetUnicodeCategory(sign) is System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.NonSpacingMark
        || sign.IsBmp && IsDrawn((char)sign.Value) || PdfFile.FontOf(Face.Plain).GlyphOf(sign.Value) > 0 || sign.Value is >= 0xF000 and <= 0xF0FF && Of(sign.Value) is not null;
}

/// <summary>Pictures and lines that lie in a document.</summary>
internal static class WordDrawing
{
    private const double Emu = 12_700;

    /// <summary>Why a drawing is not drawn; null when it is: a picture in the line of text, or one or a straight line in a place of its own with the text running under or over it.</summary>
    public static Wording? FaultOf(XElement drawing, WordPackage package, string part)
    {
        var name = drawing.AllShown().FirstOrDefault(each => each.Name.LocalName == "docPr").Said("name") is { Length: > 0 } said ? $" “{said}”" : "";
        var inside = drawing.AllShown().Select(each => each.Name.LocalName).ToHashSet();
        if (inside.Contains("txbxContent")) return new($"khung văn bản{name}", $"the text box{name}");
        if (inside.Contains("chart")) return new($"biểu đồ{name}", $"the chart{name}");
        if (inside.Contains("relIds")) return new($"sơ đồ SmartArt{name}", $"the SmartArt drawing{name}");
        if (inside.Contains("wgp") || inside.Contains("wpc")) return new($"nhóm hình vẽ{name}", $"the group of drawings{name}");
        if (inside.Contains("pic"))
        {
            if (PictureOf(drawing, package, part) is null) return new($"ảnh{name}: chỉ vẽ được PNG và JPEG thông thường", $"the picture{name}: only ordinary PNG and JPEG are drawn");
            if (drawing.The("anchor") is { } anchor && anchor.The("wrapNone") is null) return new($"ảnh mà chữ phải tránh{name}", $"the picture that text has to make way for{name}");
            return null;
        }
        return IsLine(drawing) && drawing.The("anchor") is not null ? null : new($"hình vẽ{name}", $"the shape{name}");
    }

    public static Wording OldShape(XElement shape)
    {
        var inside = shape.AllShown().Select(each => each.Name.LocalName).ToHashSet();
        return inside.Contains("textbox") ? new("khung văn bản kiểu cũ", "a text box of the old kind")
            : inside.Contains("imagedata") ? new("ảnh chèn kiểu cũ", "a picture of the old kind") : new("hình vẽ kiểu cũ", "a drawing of the old kind");
    }

    public static bool IsLine(XElement drawing) => drawing.AllShown().Any(each => each.Name.LocalName == "prstGeom" && each.Said("prst") is "line" or "straightConnector1");

    public static PdfPicture? PictureOf(XElement drawing, WordPackage package, string part) =>
        drawing.AllShown().FirstOrDefault(each => each.Name.LocalName == "blip").Said("embed") is { } link && package.Bytes(package.Target(part, link)) is { } bytes ? PdfPicture.Of(bytes) : null;

    /// <summary>What is cut off of a picture's sides, as shares of it.</summary>
    public static (double, double, double, double) CutOf(XElement drawing)
    {
        var cut = drawing.AllShown().FirstOrDefault(each => each.Name.LocalName == "srcRect");
        double Share(string side) => Math.Clamp((cut.Whole(side) ?? 0) / 100_000.0, 0, 0.45);
        return (Share("l"), Share("t"), Share("r"), Share("b"));
    }

    public static (double Wide, double High) SizeOf(XElement drawing)
    {
        var extent = drawing.AllShown().FirstOrDefault(each => each.Name.LocalName == "extent");
        return (Math.Clamp(Length(extent.Said("cx")), 0, 2000), Math.Clamp(Length(extent.Said("cy")), 0, 2000));
    }

    public static double Length(string? emu) =>
        double.TryParse(emu, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var length) && double.IsFinite(length) ? Math.Clamp(length / Emu, -5000, 5000) : 0;

    /// <summary>A line of the old kind: where it begins and ends beside its paragraph; null for what is none.</summary>
    public static ((double X, double Y) From, (double X, double Y) To)? OldLine(XElement shape)
    {
        static (double X, double Y)? Point(string? text) =>
            text?.Split(',') is [var x, var y] && (WordXml.PointsOf(x, 1), WordXml.PointsOf(y, 1)) is ({ } left, { } top) ? (left, top) : null;
        return shape.The("line") is { } line && Point(line.Said("from")) is { } from && Point(line.Said("to")) is { } to ? (from, to) : null;
    }
}
