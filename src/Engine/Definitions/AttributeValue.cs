using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>What a dossier's attribute holds (giá trị thuộc tính hồ sơ): a text, a number, a boolean, or a list of these. Dates are texts like <c>2026-03-02</c>.</summary>
[JsonConverter(typeof(AttributeValueConverter))]
public abstract record AttributeValue
{
    private AttributeValue() { }

    public static AttributeValue Of(string text) => new Text(text);

    public static AttributeValue Of(decimal number) => new Number(number);

    public static AttributeValue Of(bool truth) => new Truth(truth);

    public static AttributeValue Of(IReadOnlyList<AttributeValue> items) => new Several(items);

    public sealed record Text(string Value) : AttributeValue
    {
        public override string ToString() => Value;
    }

    public sealed record Number(decimal Value) : AttributeValue
    {
        public override string ToString() => Value.ToString("0.############################", CultureInfo.InvariantCulture);
    }

    public sealed record Truth(bool Value) : AttributeValue
    {
        public override string ToString() => Value ? "true" : "false";
    }

    public sealed record Several(IReadOnlyList<AttributeValue> Items) : AttributeValue
    {
        public bool Equals(Several? other) => other is not null && Items.SequenceEqual(other.Items);

        public override int GetHashCode() => Items.Aggregate(0, HashCode.Combine);

        public override string ToString() => string.Join("\n", Items);
    }

    /// <summary>What somebody typed into a form field, read by the declared type; a list has one item a line. A blank field is no value and no error.</summary>
    public static AttributeParsing Parse(AttributeDeclaration declaration, string? text)
    {
        ArgumentNullException.ThrowIfNull(declaration);
        if (string.IsNullOrWhiteSpace(text)) return new(null, null);
        if (!declaration.IsList) return One(declaration, text);
        var items = new List<AttributeValue>();
        foreach (var line in Lines(text))
        {
            var item = One(declaration, line);
            if (item.Error is not null) return item;
            if (item.Value is not null) items.Add(item.Value);
        }
        return new(Of(items), null);
    }

    /// <summary>True when the value is of the declared type.</summary>
    public bool Suits(AttributeDeclaration declaration) =>
        declaration.IsList ? this is Several { Items: var items } && items.All(item => item is not Several && item.Suits(declaration with { IsList = false })) : this switch
        {
            Text text => AttributeTypes.Of(declaration.Type) is AttributeSort.Text || AttributeTypes.Of(declaration.Type) is AttributeSort.Date && AttributeTypes.Instant(text.Value) is not null,
            Number number => AttributeTypes.Of(declaration.Type) is AttributeSort.Number && AttributeTypes.Holds(declaration.Type, number.Value),
            Truth => AttributeTypes.Of(declaration.Type) is AttributeSort.Truth,
            _ => false,
        };

    private static IEnumerable<string> Lines(string text)
    {
        if (text.TrimStart().StartsWith('[') && JsonReading.Texts(JsonSerializer.SerializeToElement(text)) is { } items) return items;
        return text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static AttributeParsing One(AttributeDeclaration declaration, string text)
    {
        var title = declaration.Title is { Length: > 0 } shown ? shown : declaration.Name;
        text = text.Trim();
        switch (AttributeTypes.Of(declaration.Type))
        {
            case AttributeSort.Text: return new(Of(text.Normalize()), null);
            case AttributeSort.Truth:
                return text.ToUpperInvariant() switch
                {
                    "TRUE" or "ON" or "1" or "CÓ" or "YES" => new(Of(true), null),
                    "FALSE" or "OFF" or "0" or "KHÔNG" or "NO" => new(Of(false), null),
                    _ => new(null, new($"“{title}” phải là có hoặc không.", $"'{title}' must be yes or no.")),
                };
            case AttributeSort.Number:
                if (AttributeTypes.Number(text) is not { } number) return new(null, new($"“{title}” phải là một số, ví dụ 1500000 hoặc 2,5.", $"'{title}' must be a number, for example 1500000 or 2.5."));
                if (AttributeTypes.IsWhole(declaration.Type) && !decimal.IsInteger(number)) return new(null, new($"“{title}” phải là số nguyên.", $"'{title}' must be a whole number."));
                return AttributeTypes.Holds(declaration.Type, number) ? new(Of(number), null) : new(null, new($"“{title}” nằm ngoài giới hạn cho phép.", $"'{title}' is out of range."));
            case AttributeSort.Date:
                return AttributeTypes.WrittenDate(text) is { } date ? new(Of(date), null) : new(null, new($"“{title}” phải là ngày dạng 02/03/2026.", $"'{title}' must be a date like 2026-03-02."));
            default: return new(null, new($"“{title}” thuộc kiểu “{declaration.Type}” không nhập được.", $"'{title}' is of type '{declaration.Type}', which cannot be entered."));
        }
    }
}

/// <summary>What reading a form field gave: a value, nothing (blank), or a sentence that says what is wrong.</summary>
public sealed record AttributeParsing(AttributeValue? Value, Wording? Error);

/// <summary>What conditions can do with a declared type.</summary>
internal enum AttributeSort
{
    Other, // kiểu không dùng được trong điều kiện
    Text,
    Number,
    Truth,
    Date,
}

/// <summary>Elsa's names of value types, and how their values are written.</summary>
internal static class AttributeTypes
{
    private static readonly FrozenDictionary<string, AttributeSort> Sorts = new Dictionary<string, AttributeSort>(StringComparer.Ordinal)
    {
        ["String"] = AttributeSort.Text,
        ["Guid"] = AttributeSort.Text,
        ["Boolean"] = AttributeSort.Truth,
        ["Int16"] = AttributeSort.Number,
        ["Int32"] = AttributeSort.Number,
        ["Int64"] = AttributeSort.Number,
        ["Single"] = AttributeSort.Number,
        ["Double"] = AttributeSort.Number,
        ["Decimal"] = AttributeSort.Number,
        ["DateTime"] = AttributeSort.Date,
        ["DateTimeOffset"] = AttributeSort.Date,
        ["DateOnly"] = AttributeSort.Date,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] DateForms = ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy"];
    private static readonly string[] InstantForms = ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "dd/MM/yyyy HH:mm"];

    public static AttributeSort Of(string type) => Sorts.GetValueOrDefault(type);

    public static bool IsKnown(string type) => Sorts.ContainsKey(type);

    public static bool IsWhole(string type) => type is "Int16" or "Int32" or "Int64";

    public static (decimal Least, decimal Most) Bounds(string type) => type switch
    {
        "Int16" => (short.MinValue, short.MaxValue),
        "Int32" => (int.MinValue, int.MaxValue),
        "Int64" => (long.MinValue, long.MaxValue),
        _ => (decimal.MinValue, decimal.MaxValue),
    };

    /// <summary>True for a number that a value of the type can be: whole where the type is, and within its bounds.</summary>
    public static bool Holds(string type, decimal number) => Bounds(type) is var (least, most) && number >= least && number <= most && (!IsWhole(type) || decimal.IsInteger(number));

    /// <summary>The double nearest to a decimal, which is what JavaScript makes of the same digits; the framework's own conversion may be one off beyond 15 digits.</summary>
    public static double Double(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        var isExact = bits[2] == 0 && unchecked((uint)bits[1]) < 1 << 21 && number.Scale <= 22; // 53 bits over a power of ten that a double holds: one division, rounded once
        return isExact ? (double)number : double.Parse(number.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary><c>Int32?</c>, <c>String[]</c>, <c>System.Decimal, System.Private.CoreLib</c> → the alias, and whether it is a list.</summary>
    public static (string Alias, bool IsList) Alias(string? type)
    {
        if (string.IsNullOrWhiteSpace(type)) return ("String", false);
        var name = type.Split(',')[0].Trim();
        var isList = name.EndsWith("[]", StringComparison.Ordinal);
        if (isList) name = name[..^2];
        name = name.TrimEnd('?');
        if (name.StartsWith("System.", StringComparison.Ordinal) && IsKnown(name[7..])) name = name[7..];
        return (name, isList);
    }

    /// <summary>A number as Vietnamese or as programs write it: <c>1.500.000</c>, <c>1500000</c>, <c>2,5</c>, <c>2.5</c>.</summary>
    public static decimal? Number(string text)
    {
        text = text.Replace(" ", "", StringComparison.Ordinal).Replace("\u00A0", "", StringComparison.Ordinal);
        var (points, commas) = (text.Count(letter => letter == '.'), text.Count(letter => letter == ','));
        if (commas == 1 || points > 1)
        {
            if (commas > 1 || !Grouped(text.Split(',')[0].TrimStart('-'))) return null;
            text = text.Replace(".", "", StringComparison.Ordinal).Replace(',', '.');
        }
        return JsonReading.Amount(text);
    }

    /// <summary>A date or an instant in the form it is stored in; null when it is none.</summary>
    public static string? WrittenDate(string text)
    {
        if (DateOnly.TryParseExact(text, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return DateTimeOffset.TryParseExact(text, InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? text.Contains('/') ? instant.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture) : text
            : null;
    }

    /// <summary>Milliseconds since 1970, as JavaScript compares dates; local time is Vietnam's.</summary>
    public static double? Instant(string text)
    {
        if (WrittenDate(text) is not { } written) return null;
        if (DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.FromHours(7)).ToUnixTimeMilliseconds();
        var stated = DateTime.ParseExact(written, InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        return (stated.Kind is DateTimeKind.Unspecified ? new DateTimeOffset(stated, TimeSpan.FromHours(7)) : DateTimeOffset.ParseExact(written, InstantForms, CultureInfo.InvariantCulture, DateTimeStyles.None)).ToUnixTimeMilliseconds();
    }

    private static bool Grouped(string whole) =>
        !whole.Contains('.') || whole.Split('.') is [{ Length: >= 1 and <= 3 }, .. var groups] && groups.All(group => group.Length == 3);
}

/// <summary>Writes an attribute's value as plain JSON: a string, a number, a boolean, an array.</summary>
internal sealed class AttributeValueConverter : JsonConverter<AttributeValue>
{
    // Asked for the nested records too, which carry their static type into the serializer.
    public override bool CanConvert(Type typeToConvert) => typeof(AttributeValue).IsAssignableFrom(typeToConvert);

    public override AttributeValue? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => AttributeValue.Of(reader.GetString()!.Normalize()), // conditions compare letter by letter
        JsonTokenType.Number => reader.TryGetDecimal(out var number) ? AttributeValue.Of(number) : throw new JsonException("The number is out of range."),
        JsonTokenType.True => AttributeValue.Of(true),
        JsonTokenType.False => AttributeValue.Of(false),
        JsonTokenType.StartArray => AttributeValue.Of(Items(ref reader, options)),
        _ => throw new JsonException("An attribute is a text, a number, a boolean or a list of these."),
    };

    public override void Write(Utf8JsonWriter writer, AttributeValue value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case AttributeValue.Text text: writer.WriteStringValue(text.Value); break;
            case AttributeValue.Number number: writer.WriteNumberValue(number.Value); break;
            case AttributeValue.Truth truth: writer.WriteBooleanValue(truth.Value); break;
            case AttributeValue.Several several:
                writer.WriteStartArray();
                foreach (var item in several.Items) Write(writer, item, options);
                writer.WriteEndArray();
                break;
        }
    }

    private List<AttributeValue> Items(ref Utf8JsonReader reader, JsonSerializerOptions options)
    {
        var items = new List<AttributeValue>();
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (reader.TokenType is JsonTokenType.StartArray) throw new JsonException("A list holds no lists.");
            items.Add(Read(ref reader, typeof(AttributeValue), options)!);
        }
        return items;
    }
}
