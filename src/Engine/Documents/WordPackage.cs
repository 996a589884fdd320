using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace TthcFlow.Engine.Documents;

/// <summary>The parts of a Word document that its pages are made from. Elements go by their local names: the two editions of the standard differ in nothing else that is read here.</summary>
/// <remarks>Files come from strangers: how much a package may hold is counted while it is unpacked, XML is read without DTD and fetches nothing.</remarks>
internal sealed class WordPackage
{
    public const int MostParts = 500;
    public const long MostBytes = 64 * 1024 * 1024;
    public const int MostElements = 60_000;
    public const int Deepest = 200;

    private static readonly XmlReaderSettings Careful = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private readonly Dictionary<string, byte[]> _parts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IReadOnlyDictionary<string, string>> _links = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="InvalidDataException">It is no archive, has no text of a Word document, or holds more than a form does.</exception>
    /// <exception cref="XmlException">A part is no XML, or has a DTD.</exception>
    public WordPackage(byte[] file)
    {
        using var package = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
        if (package.Entries.Count > MostParts) throw new InvalidDataException("too many parts");
        var (left, elements) = (MostBytes, 0);
        var piece = new byte[64 * 1024];
        foreach (var entry in package.Entries)
        {
            using var content = new MemoryStream();
            using (var from = entry.Open())
                for (int got; (got = from.Read(piece)) > 0;)
                {
                    if ((left -= got) < 0) throw new InvalidDataException("too much inside");
                    content.Write(piece, 0, got);
                }
            var bytes = content.ToArray();
            if (IsText(entry.FullName, bytes)) elements += Count(bytes);
            if (elements > MostElements) throw new InvalidDataException("too many elements");
            _parts[entry.FullName] = bytes;
        }
        Document = Part("word/document.xml") ?? throw new InvalidDataException("no document");
        (Styles, Numbering, Settings) = (Part("word/styles.xml"), Part("word/numbering.xml"), Part("word/settings.xml"));
    }

    public XElement Document { get; }

    public XElement? Styles { get; }

    public XElement? Numbering { get; }

    public XElement? Settings { get; }

    public const string Main = "word/document.xml";

    /// <summary>The name of the part that a link of another part leads to.</summary>
    public string? Target(string part, string? link) => link is null ? null : LinksOf(part).GetValueOrDefault(link);

    public XElement? Part(string? name)
    {
        if (name is null || !_parts.TryGetValue(name, out var bytes)) return null;
        using var reader = XmlReader.Create(new MemoryStream(bytes), Careful);
        return XElement.Load(reader, LoadOptions.PreserveWhitespace);
    }

    public byte[]? Bytes(string? name) => name is null ? null : _parts.GetValueOrDefault(name);

    private IReadOnlyDictionary<string, string> LinksOf(string part)
    {
        if (_links.TryGetValue(part, out var known)) return known;
        var (folder, name) = (part[..(part.LastIndexOf('/') + 1)], part[(part.LastIndexOf('/') + 1)..]);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var link in Part($"{folder}_rels/{name}.rels")?.Elements() ?? [])
            if (link.Said("Id") is { } id && link.Said("Target") is { } target && link.Said("TargetMode") != "External")
                if (Uri.TryCreate(new Uri($"http://x/{folder}"), target, out var whole)) found.TryAdd(id, Uri.UnescapeDataString(whole.AbsolutePath[1..]));
        return _links[part] = found;
    }

    private static bool IsText(string name, byte[] content) =>
        (name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)) && content.AsSpan(0, Math.Min(content.Length, 8)).Contains((byte)'<');

    private static int Count(byte[] part)
    {
        using var reader = XmlReader.Create(new MemoryStream(part), Careful);
        var count = 0;
        while (reader.Read())
        {
            if (reader.NodeType is XmlNodeType.Element) count++;
            if (count > MostElements || reader.Depth > Deepest) throw new InvalidDataException("too many elements, or too deep");
        }
        return count;
    }
}

/// <summary>Reading Word's XML by local names.</summary>
internal static class WordXml
{
    public static XElement? The(this XElement? element, string name) => element?.Elements().FirstOrDefault(child => child.Name.LocalName == name);

    public static IEnumerable<XElement> All(this XElement? element, string name) => element?.Elements().Where(child => child.Name.LocalName == name) ?? [];

    public static string? Said(this XElement? element, string name) => element?.Attributes().FirstOrDefault(attribute => attribute.Name.LocalName == name && !attribute.IsNamespaceDeclaration)?.Value;

    public static string? Value(this XElement? element) => element.Said("val");

    /// <summary>A switch: there and not turned off; null where nothing is said.</summary>
    public static bool? IsOn(this XElement? element) => element is null ? null : element.Value() is not ("0" or "false" or "off");

    /// <summary>A measure in twentieths of a point (or with its unit), in points.</summary>
    public static double? Points(this XElement? element, string name) => PointsOf(element.Said(name));

    public static double? PointsOf(string? text, double plain = 20)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var digits = text.TrimEnd("abcdefghijklmnopqrstuvwxyz% ".ToCharArray());
        if (!double.TryParse(digits, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number)) return null;
        var points = text[digits.Length..].Trim() switch { "pt" => number, "in" => number * 72, "cm" => number * 72 / 2.54, "mm" => number * 7.2 / 2.54, "px" => number * 0.75, "pc" or "pi" => number * 12, _ => number / plain };
        return Math.Clamp(points, -10_000, 10_000);
    }

    public static int? Whole(this XElement? element, string name = "val") =>
        int.TryParse(element.Said(name), System.Globalization.NumberStyles.Integer, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The elements as Word shows them: of alternatives the first, which is for programs that know it, never the fallback.</summary>
    public static IEnumerable<XElement> Shown(this XElement element) =>
        element.Elements().SelectMany(child => child.Name.LocalName == "AlternateContent" ? (child.The("Choice") ?? child.The("Fallback"))?.Shown() ?? [] : [child]);

    /// <summary>Everything inside, fallbacks left out.</summary>
    public static IEnumerable<XElement> AllShown(this XElement element) => element.Shown().SelectMany(child => child.AllShown().Prepend(child));
}
