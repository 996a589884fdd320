using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace TthcFlow.Engine.Documents;

/// <summary>A PDF under our own hand: pages of text, lines and areas, with the type embedded and every letter searchable. It holds no date and no number drawn by lot: the same pages give the same bytes.</summary>
internal sealed class PdfFile(string title)
{
    private static readonly Lazy<TrueTypeFont>[] Fonts = [.. ((string[])["Tinos_400Regular", "Tinos_700Bold", "Tinos_400Regular_Italic", "Tinos_700Bold_Italic"]).Select(name => new Lazy<TrueTypeFont>(() => Load(name)))];

    private readonly List<PdfPage> _pages = [];
    private readonly List<PdfPicture> _pictures = [];
    private readonly SortedDictionary<int, int>[] _used = [[], [], [], []]; // glyph → letter, by face

    public IReadOnlyList<PdfPage> Pages => _pages;

    /// <summary>The type: Tinos, cut to the measure of Times New Roman.</summary>
    public static TrueTypeFont FontOf(Face face) => Fonts[(int)face].Value;

    /// <summary>How wide a text is, in points.</summary>
    public static double WidthOf(string text, Face face, double size)
    {
        var (font, width) = (FontOf(face), 0);
        foreach (var rune in text.EnumerateRunes()) width += font.WidthOf(font.GlyphOf(rune.Value));
        return width * size / 1000;
    }

    /// <param name="width">In points, like every measure here; A4 is 595.28 by 841.89.</param>
    public PdfPage AddPage(double width = 595.28, double height = 841.89)
    {
        var page = new PdfPage(width, height, Glyphs, NumberOf);
        _pages.Add(page);
        return page;
    }

    public byte[] ToBytes()
    {
        var objects = new List<byte[]>();
        int Add(byte[] body)
        {
            objects.Add(body);
            return objects.Count;
        }
        int AddText(string body) => Add(Encoding.ASCII.GetBytes(body));

        const int catalog = 1, tree = 2, information = 3;
        objects.AddRange([[], [], []]);
        objects[information - 1] = Encoding.ASCII.GetBytes($"<< /Title {Unicode(title)} >>");
        var fonts = new StringBuilder();
        foreach (var face in Enum.GetValues<Face>())
            if (_used[(int)face].Count > 0) fonts.Append(CultureInfo.InvariantCulture, $"/F{(int)face} {AddFont(face, Add)} 0 R ");
        var pictures = string.Concat(_pictures.Select((picture, at) => $"/P{at} {AddPicture(picture, Add)} 0 R "));
        var pages = new List<int>();
        foreach (var page in _pages)
        {
            var content = Add(Stream(Encoding.ASCII.GetBytes(page.Content), ""));
            pages.Add(AddText($"<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {PdfPage.Number(page.Width)} {PdfPage.Number(page.Height)}] /Resources << /Font << {fonts}>>{(pictures.Length > 0 ? $" /XObject << {pictures}>>" : "")} >> /Contents {content} 0 R >>"));
        }
        objects[tree - 1] = Encoding.ASCII.GetBytes($"<< /Type /Pages /Count {pages.Count} /Kids [{string.Join(' ', pages.Select(page => $"{page} 0 R"))}] >>");
        objects[catalog - 1] = Encoding.ASCII.GetBytes($"<< /Type /Catalog /Pages {tree} 0 R /Lang (vi-VN) /ViewerPreferences << /DisplayDocTitle true >> >>");
        return Assembled(objects, catalog, information);
    }

    private int NumberOf(PdfPicture picture)
    {
        if (!_pictures.Contains(picture)) _pictures.Add(picture);
        return _pictures.IndexOf(picture);
    }

    private static int AddPicture(PdfPicture picture, Func<byte[], int> add)
    {
        int Object(string entries, byte[] data) =>
            add([.. Encoding.ASCII.GetBytes($"<< /Type /XObject /Subtype /Image /Width {picture.Width} /Height {picture.Height} {entries} /Length {data.Length} >>\nstream\n"), .. data, .. "\nendstream"u8]);
        var mask = picture.Mask is { } alpha ? $" /SMask {Object($"/ColorSpace /DeviceGray /BitsPerComponent {picture.MaskBits} /Filter /FlateDecode", alpha)} 0 R" : "";
        return Object(picture.Entries + mask, picture.Data);
    }

    private string Glyphs(string text, Face face)
    {
        var (font, used, glyphs) = (FontOf(face), _used[(int)face], new StringBuilder(text.Length * 4));
        foreach (var rune in text.EnumerateRunes())
        {
            var glyph = font.GlyphOf(rune.Value);
            used.TryAdd(glyph, rune.Value);
            glyphs.Append(glyph.ToString("X4", CultureInfo.InvariantCulture));
        }
        return glyphs.ToString();
    }

    // Letters stand in the pages as numbers of glyphs; a table of its own tells which letter each one is, for search and copying.
    private int AddFont(Face face, Func<byte[], int> add)
    {
        var (font, used) = (FontOf(face), _used[(int)face]);
        var name = $"TTHCFL+Tinos{(face is Face.Plain ? "" : "-" + face)}";
        var program = font.Subset(used.Keys);
        var (ascent, descent, box) = font.Measures;
        var file = add(Stream(program, $"/Length1 {program.Length} "));
        var descriptor = add(Encoding.ASCII.GetBytes(
            $"<< /Type /FontDescriptor /FontName /{name} /Flags {(face is Face.Italic or Face.BoldItalic ? 68 : 4)} /FontBBox [{string.Join(' ', box)}] /ItalicAngle {(face is Face.Italic or Face.BoldItalic ? -16 : 0)} "
            + $"/Ascent {ascent} /Descent {descent} /CapHeight 662 /StemV {(face is Face.Bold or Face.BoldItalic ? 140 : 80)} /FontFile2 {file} 0 R >>"));
        var widths = string.Join(' ', used.Keys.Select(glyph => $"{glyph} [{font.WidthOf(glyph)}]"));
        var descendant = add(Encoding.ASCII.GetBytes(
            $"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor {descriptor} 0 R /CIDToGIDMap /Identity /DW 500 /W [{widths}] >>"));
        var letters = add(Stream(Encoding.ASCII.GetBytes(LettersOf(used)), ""));
        return add(Encoding.ASCII.GetBytes($"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H /DescendantFonts [{descendant} 0 R] /ToUnicode {letters} 0 R >>"));
    }

    private static string LettersOf(SortedDictionary<int, int> used)
    {
        var map = new StringBuilder("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
        foreach (var block in used.Chunk(100))
        {
            map.Append(CultureInfo.InvariantCulture, $"{block.Length} beginbfchar\n");
            foreach (var (glyph, letter) in block) map.Append(CultureInfo.InvariantCulture, $"<{glyph:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(char.ConvertFromUtf32(letter)))}>\n");
            map.Append("endbfchar\n");
        }
        return map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend").ToString();
    }

    private static byte[] Stream(byte[] content, string extra)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(content);
        return [.. Encoding.ASCII.GetBytes($"<< {extra}/Filter /FlateDecode /Length {packed.Length} >>\nstream\n"), .. packed.ToArray(), .. "\nendstream"u8];
    }

    private static byte[] Assembled(List<byte[]> objects, int catalog, int information)
    {
        using var file = new MemoryStream();
        file.Write("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n"u8);
        var places = new List<long>();
        foreach (var (index, body) in objects.Index())
        {
            places.Add(file.Length);
            file.Write(Encoding.ASCII.GetBytes($"{index + 1} 0 obj\n"));
            file.Write(body);
            file.Write("\nendobj\n"u8);
        }
        var id = Convert.ToHexString(SHA256.HashData(file.ToArray())[..16]); // what the file is known by: its content
        var start = file.Length;
        file.Write(Encoding.ASCII.GetBytes($"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n{string.Concat(places.Select(place => $"{place:D10} 00000 n \n"))}"));
        file.Write(Encoding.ASCII.GetBytes($"trailer\n<< /Size {objects.Count + 1} /Root {catalog} 0 R /Info {information} 0 R /ID [<{id}> <{id}>] >>\nstartxref\n{start}\n%%EOF\n"));
        return file.ToArray();
    }

    private static string Unicode(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";

    private static TrueTypeFont Load(string name)
    {
        using var resource = typeof(PdfFile).Assembly.GetManifestResourceStream($"fonts/{name}.ttf")!;
        var file = new byte[resource.Length];
        resource.ReadExactly(file);
        return new(file);
    }
}

/// <summary>A page to draw on. Points, from the upper left corner down.</summary>
internal sealed class PdfPage(double width, double height, Func<string, Face, string> glyphs, Func<PdfPicture, int> numberOf)
{
    private readonly StringBuilder _content = new();

    public double Width => width;

    public double Height => height;

    /// <summary>The page's drawing as the file holds it.</summary>
    public string Content => _content.ToString();

    /// <param name="baseline">Where the letters stand.</param>
    public void Text(string text, Face face, double size, double x, double baseline, Ink? ink = null)
    {
        if (text.Length == 0) return;
        _content.Append(CultureInfo.InvariantCulture, $"{(ink ?? Ink.Black).Fill} BT /F{(int)face} {Number(size)} Tf {Number(x)} {Up(baseline)} Td <{glyphs(text, face)}> Tj ET\n");
    }

    /// <summary>A line with wider room between its words, still one text to whoever searches or copies it.</summary>
    /// <param name="baseline">Where the letters stand.</param>
    /// <param name="gap">By how much every blank is wider, in points.</param>
    public void Text(string text, Face face, double size, double x, double baseline, double gap)
    {
        var words = text.Split(' ');
        // Word spacing (Tw) does not hold for letters of two bytes: the room is said after each blank, in thousandths of the size.
        var pieces = string.Join(Number(-gap * 1000 / size), words.Select((word, at) => $"<{glyphs(at < words.Length - 1 ? $"{word} " : word, face)}>"));
        _content.Append(CultureInfo.InvariantCulture, $"{Ink.Black.Fill} BT /F{(int)face} {Number(size)} Tf {Number(x)} {Up(baseline)} Td [{pieces}] TJ ET\n");
    }

    /// <summary>A text that reads from bottom to top.</summary>
    /// <param name="x">Where the letters stand.</param>
    /// <param name="y">Where the text begins, below.</param>
    public void TextUpwards(string text, Face face, double size, double x, double y, Ink? ink = null)
    {
        if (text.Length == 0) return;
        _content.Append(CultureInfo.InvariantCulture, $"{(ink ?? Ink.Black).Fill} BT /F{(int)face} {Number(size)} Tf 0 1 -1 0 {Number(x)} {Up(y)} Tm <{glyphs(text, face)}> Tj ET\n");
    }

    public void Line(double x, double y, double toX, double toY, double thickness = 0.5, Ink? ink = null) => Path([(x, y), (toX, toY)], false, ink ?? Ink.Black, null, thickness);

    public void Rectangle(double x, double y, double wide, double high, Ink? outline, Ink? fill = null, double thickness = 0.5) =>
        Path([(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)], true, outline, fill, thickness);

    /// <param name="cut">What is cut off of the picture's left, upper, right and lower side, as shares of it; the rest fills the area.</param>
    public void Picture(PdfPicture picture, double x, double y, double wide, double high, (double Left, double Top, double Right, double Bottom) cut = default)
    {
        var (whole, tall) = (wide / (1 - cut.Left - cut.Right), high / (1 - cut.Top - cut.Bottom));
        _content.Append(CultureInfo.InvariantCulture, $"q {Number(x)} {Up(y + high)} {Number(wide)} {Number(high)} re W n ");
        _content.Append(CultureInfo.InvariantCulture, $"{Number(whole)} 0 0 {Number(tall)} {Number(x - cut.Left * whole)} {Up(y + high + cut.Bottom * tall)} cm /P{numberOf(picture)} Do Q\n");
    }

    /// <summary>Straight lines through points.</summary>
    /// <param name="dash">Length of the dashes and of the gaps between them; 0 for a whole line.</param>
    public void Path(IReadOnlyList<(double X, double Y)> points, bool isClosed, Ink? outline, Ink? fill, double thickness = 0.5, double dash = 0)
    {
        if (points.Count < 2 || outline is null && fill is null) return;
        if (fill is { } area) _content.Append(area.Fill).Append(' ');
        if (outline is { } line) _content.Append(CultureInfo.InvariantCulture, $"{line.Stroke} {Number(thickness)} w [{(dash > 0 ? Number(dash) : "")}] 0 d ");
        foreach (var (index, (x, y)) in points.Index()) _content.Append(CultureInfo.InvariantCulture, $"{Number(x)} {Up(y)} {(index == 0 ? 'm' : 'l')} ");
        if (isClosed) _content.Append("h ");
        _content.Append((outline, fill) switch { (not null, not null) => "B\n", (null, _) => "f\n", _ => "S\n" });
    }

    internal static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private string Up(double y) => Number(height - y);
}

/// <summary>A colour: red, green, blue from 0 to 1.</summary>
internal readonly record struct Ink(double Red, double Green, double Blue)
{
    public static Ink Black { get; } = new(0, 0, 0);

    public static Ink White { get; } = new(1, 1, 1);

    public string Stroke => $"{Said} RG";

    public string Fill => $"{Said} rg";

    public static Ink Gray(double light) => new(light, light, light);

    private string Said => $"{PdfPage.Number(Red)} {PdfPage.Number(Green)} {PdfPage.Number(Blue)}";
}
