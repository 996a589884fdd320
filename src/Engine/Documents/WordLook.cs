using System.Globalization;
using System.Xml.Linq;

namespace TthcFlow.Engine.Documents;

/// <summary>How letters look.</summary>
/// <param name="Raised">Above the line (1), below it (-1) or on it.</param>
internal readonly record struct LetterLook(
    double Size, bool IsBold, bool IsItalic, bool IsUnderlined, bool IsStruck, bool IsCapital, bool IsSmallCapital, bool IsHidden, bool IsSymbols, int Raised, Ink Ink, Ink? Shade)
{
    public Face Face => (IsBold, IsItalic) switch { (true, true) => Face.BoldItalic, (true, false) => Face.Bold, (false, true) => Face.Italic, _ => Face.Plain };

    /// <summary>The size it is drawn in.</summary>
    public double Drawn => Size * (Raised != 0 ? 0.65 : 1) * (IsSmallCapital ? 0.8 : 1);

    public string Text(string text) => IsCapital || IsSmallCapital ? text.ToUpper(CultureInfo.GetCultureInfo("vi-VN")) : text;
}

/// <summary>A place that a tab goes to.</summary>
/// <param name="Kind">left, center, right, decimal; clear takes one away.</param>
internal readonly record struct TabStop(double At, string Kind, string Leader);

/// <summary>How a paragraph is set.</summary>
internal sealed record ParagraphLook(LetterLook Letters)
{
    public string Style { get; init; } = "";
    public string Side { get; init; } = "left";
    public double Left { get; init; }
    public double Right { get; init; }
    /// <summary>How far its first line begins to the right of the others; negative: to the left.</summary>
    public double First { get; init; }
    public double Before { get; init; }
    public double After { get; init; }
    public double Line { get; init; } = 1;
    /// <summary>auto: the line is a multiple; exact and atLeast: points.</summary>
    public string LineRule { get; init; } = "auto";
    public bool KeepsNext { get; init; }
    public bool KeepsLines { get; init; }
    public bool BeginsPage { get; init; }
    public bool IsContextual { get; init; }
    public IReadOnlyList<TabStop> Tabs { get; init; } = [];
    public string? Number { get; init; }
    public int Level { get; init; }
    public XElement? Borders { get; init; }
    public Ink? Shade { get; init; }
}

/// <summary>What a document says of looks: its defaults, the styles and what they are based on, and what a paragraph or a run says itself.</summary>
internal sealed class WordLooks
{
    private const int Longest = 20; // styles based on styles

    private readonly Dictionary<string, XElement> _styles = new(StringComparer.Ordinal);
    private readonly string? _paragraph, _table;
    private readonly WordNumbers _numbers;
    private readonly ParagraphLook _plain;

    public WordLooks(XElement? styles, WordNumbers numbers)
    {
        _numbers = numbers;
        foreach (var style in styles.All("style"))
        {
            if (style.Said("styleId") is not { } id) continue;
            _styles.TryAdd(id, style);
            if (style.Said("default") is not ("1" or "true" or "on")) continue;
            if (style.Said("type") == "paragraph") _paragraph ??= id;
            else if (style.Said("type") == "table") _table ??= id;
        }
        var defaults = styles.The("docDefaults");
        _plain = With(new ParagraphLook(With(new LetterLook { Size = 10 }, defaults.The("rPrDefault").The("rPr"))), defaults.The("pPrDefault").The("pPr"));
    }

    /// <summary>The chain of a table's styles, the most general first.</summary>
    public IReadOnlyList<XElement> TableStyles(XElement? table) => Chain(table.The("tblStyle").Value() ?? _table);

    public ParagraphLook Of(XElement? paragraph, IReadOnlyList<XElement>? table = null)
    {
        var look = _plain;
        foreach (var style in table ?? []) look = With(look with { Letters = With(look.Letters, style.The("rPr")) }, style.The("pPr"));
        var id = paragraph.The("pStyle").Value() is { } named && _styles.ContainsKey(named) ? named : _paragraph;
        foreach (var style in Chain(id)) look = With(look with { Letters = With(look.Letters, style.The("rPr")) }, style.The("pPr"));
        look = look with { Style = id ?? "" };
        var (number, level) = (paragraph.The("numPr").The("numId").Value() ?? look.Number, paragraph.The("numPr").The("ilvl").Whole() ?? look.Level);
        if (_numbers.Level(number, level) is { } numbered) look = With(look, numbered.The("pPr"));
        return With(look with { Number = number, Level = level }, paragraph);
    }

    public LetterLook Of(LetterLook around, XElement? run)
    {
        foreach (var style in Chain(run.The("rStyle").Value())) around = With(around, style.The("rPr"));
        return With(around, run);
    }

    /// <summary>Letters with what a run's properties say of them.</summary>
    public static LetterLook With(LetterLook look, XElement? said)
    {
        if (said is null) return look;
        var fonts = said.The("rFonts");
        return look with
        {
            Size = said.The("sz").Points("val") is { } size ? Math.Clamp(size * 10, 1, 400) : look.Size, // halves of a point
            IsBold = said.The("b").IsOn() ?? look.IsBold,
            IsItalic = said.The("i").IsOn() ?? look.IsItalic,
            IsUnderlined = said.The("u") is { } under ? under.Value() is not ("none" or null) : look.IsUnderlined,
            IsStruck = said.The("strike").IsOn() ?? said.The("dstrike").IsOn() ?? look.IsStruck,
            IsCapital = said.The("caps").IsOn() ?? look.IsCapital,
            IsSmallCapital = said.The("smallCaps").IsOn() ?? look.IsSmallCapital,
            IsHidden = said.The("vanish").IsOn() ?? look.IsHidden,
            IsSymbols = fonts is null ? look.IsSymbols : IsSymbolFont(fonts.Said("ascii") ?? fonts.Said("hAnsi")),
            Raised = said.The("vertAlign") is { } raised ? raised.Value() switch { "superscript" => 1, "subscript" => -1, _ => 0 } : look.Raised,
            Ink = said.The("color") is { } ink ? InkOf(ink.Value()) ?? Ink.Black : look.Ink,
            Shade = said.The("highlight") is { } marked ? Marker(marked.Value()) : said.The("shd") is { } shade ? InkOf(shade.Said("fill")) : look.Shade,
        };
    }

    public static bool IsSymbolFont(string? name) => name is not null && (name.StartsWith("Wingdings", StringComparison.OrdinalIgnoreCase) || name.Equals("Symbol", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Webdings", StringComparison.OrdinalIgnoreCase));

    public static Ink? InkOf(string? code) =>
        code is { Length: 6 } && int.TryParse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var colour) ? new Ink((colour >> 16) / 255.0, (colour >> 8 & 255) / 255.0, (colour & 255) / 255.0) : null;

    private static Ink? Marker(string? name) => name switch
    {
        "yellow" => new(1, 1, 0),
        "green" => new(0, 1, 0),
        "cyan" => new(0, 1, 1),
        "magenta" => new(1, 0, 1),
        "lightGray" => Ink.Gray(0.75),
        "darkGray" => Ink.Gray(0.5),
        _ => null,
    };

    private static ParagraphLook With(ParagraphLook look, XElement? said)
    {
        if (said is null) return look;
        var (room, indent, tabs) = (said.The("spacing"), said.The("ind"), said.The("tabs"));
        var rule = room.Said("lineRule") ?? (room.Said("line") is null ? look.LineRule : "auto");
        return look with
        {
            Side = said.The("jc").Value() ?? look.Side,
            Left = indent.Points("left") ?? indent.Points("start") ?? look.Left,
            Right = indent.Points("right") ?? indent.Points("end") ?? look.Right,
            First = -indent.Points("hanging") ?? indent.Points("firstLine") ?? look.First,
            Before = room.Said("beforeAutospacing") is "1" or "true" ? 14 : Math.Clamp(room.Points("before") ?? look.Before, 0, 1000),
            After = room.Said("afterAutospacing") is "1" or "true" ? 14 : Math.Clamp(room.Points("after") ?? look.After, 0, 1000),
            Line = room.Points("line") is { } line ? Math.Clamp(rule == "auto" ? line / 12 : Math.Abs(line), 0.1, 1000) : look.Line,
            LineRule = rule,
            KeepsNext = said.The("keepNext").IsOn() ?? look.KeepsNext,
            KeepsLines = said.The("keepLines").IsOn() ?? look.KeepsLines,
            BeginsPage = said.The("pageBreakBefore").IsOn() ?? look.BeginsPage,
            IsContextual = said.The("contextualSpacing").IsOn() ?? look.IsContextual,
            Tabs = tabs is null ? look.Tabs : Stops(look.Tabs, tabs),
            Number = said.The("numPr").The("numId").Value() ?? look.Number,
            Level = said.The("numPr").The("ilvl").Whole() ?? look.Level,
            Borders = said.The("pBdr") ?? look.Borders,
            Shade = said.The("shd") is { } shade ? InkOf(shade.Said("fill")) : look.Shade,
        };
    }

    private static List<TabStop> Stops(IReadOnlyList<TabStop> before, XElement tabs)
    {
        var own = tabs.All("tab").Where(tab => tab.Points("pos") is not null).Select(tab => new TabStop(tab.Points("pos")!.Value, tab.Value() ?? "left", tab.Said("leader") ?? "none")).ToList();
        return [.. before.Where(stop => !own.Exists(other => Math.Abs(other.At - stop.At) < 0.1)).Concat(own.Where(stop => stop.Kind is not ("clear" or "bar" or "num"))).OrderBy(stop => stop.At)];
    }

    private List<XElement> Chain(string? id)
    {
        var chain = new List<XElement>();
        while (id is not null && chain.Count < Longest && _styles.TryGetValue(id, out var style) && !chain.Contains(style))
        {
            chain.Insert(0, style);
            id = style.The("basedOn").Value();
        }
        return chain;
    }
}

/// <summary>Numbered and bulleted lists: the text before each paragraph, counted from above to below.</summary>
internal sealed class WordNumbers
{
    private const int Deepest = 9;

    private readonly Dictionary<string, (string Shape, IReadOnlyDictionary<int, XElement> Over)> _lists = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyDictionary<int, XElement>> _shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int?[]> _counts = new(StringComparer.Ordinal);

    public WordNumbers(XElement? numbering)
    {
        foreach (var shape in numbering.All("abstractNum"))
            if (shape.Said("abstractNumId") is { } id) _shapes.TryAdd(id, ByLevel(shape.All("lvl")));
        foreach (var list in numbering.All("num"))
            if (list.Said("numId") is { } id && list.The("abstractNumId").Value() is { } shape) _lists.TryAdd(id, (shape, ByLevel(list.All("lvlOverride"))));
    }

    /// <summary>What a level of a list says; null where there is no such list.</summary>
    public XElement? Level(string? number, int level) =>
        number is not null && _lists.TryGetValue(number, out var list) ? list.Over.GetValueOrDefault(level).The("lvl") ?? _shapes.GetValueOrDefault(list.Shape)?.GetValueOrDefault(level) : null;

    /// <summary>The text before the next paragraph of a list.</summary>
    public string? Next(string? number, int level)
    {
        if (level is < 0 or >= Deepest || Level(number, level) is not { } said) return null;
        var list = _lists[number!];
        if (!_counts.TryGetValue(list.Shape, out var counts)) _counts[list.Shape] = counts = new int?[Deepest];
        counts[level] = counts[level] is { } last ? last + 1 : Start(level);
        for (var below = level + 1; below < Deepest; below++) counts[below] = null;
        if (said.The("numFmt").Value() == "bullet") return Bullet(said);
        var text = said.The("lvlText").Value() ?? "";
        for (var at = 0; at <= level; at++)
            text = text.Replace($"%{at + 1}", Written(counts[at] ??= Start(at), said.The("isLgl").IsOn() == true ? "decimal" : Level(number, at).The("numFmt").Value()), StringComparison.Ordinal);
        return text;

        int Start(int at) => list.Over.GetValueOrDefault(at).The("startOverride").Whole() ?? Level(number, at).The("start").Whole() ?? 1;
    }

    private static string Bullet(XElement level)
    {
        var said = level.The("lvlText").Value() ?? "";
        return said.Length > 0 && !WordLooks.IsSymbolFont(level.The("rPr").The("rFonts").Said("ascii")) && said.EnumerateRunes().All(sign => PdfFile.FontOf(Face.Plain).GlyphOf(sign.Value) > 0) ? said : said.Length == 0 ? "" : "•";
    }

    private static string Written(int count, string? format) => format switch
    {
        "lowerLetter" => Letter('a', count),
        "upperLetter" => Letter('A', count),
        "lowerRoman" => Roman(count).ToLowerInvariant(),
        "upperRoman" => Roman(count),
        "decimalZero" => count.ToString("00", CultureInfo.InvariantCulture),
        "none" => "",
        _ => count.ToString(CultureInfo.InvariantCulture),
    };

    private static string Letter(char first, int count) => count < 1 ? "" : new((char)(first + (count - 1) % 26), Math.Min(1 + (count - 1) / 26, 20));

    private static string Roman(int count)
    {
        var text = "";
        foreach (var (value, sign) in new[] { (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I") })
            for (; count >= value && text.Length < 30; count -= value) text += sign;
        return text;
    }

    private static Dictionary<int, XElement> ByLevel(IEnumerable<XElement> levels) =>
        levels.Where(level => level.Whole("ilvl") is not null).DistinctBy(level => level.Whole("ilvl")).ToDictionary(level => level.Whole("ilvl")!.Value);
}
