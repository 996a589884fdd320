using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TthcFlow.Engine.Definitions;

/// <summary>The one way to write a document down: fixed order of members, two spaces, plain Vietnamese letters, one form for each number.</summary>
/// <remarks>Written by hand and not by a library's writer, because signed hashes must not move when a library changes what it escapes.</remarks>
internal static class CanonicalJson
{
    private const int MostDigits = 400;
    private const int LargestExponent = 400;

    private static readonly string[] ReadableOrder =
    [
        "$schema", "id", "definitionId", "nodeId", "name", "displayName", "description", "type", "typeName", "createdAt", "version", "toolVersion",
        "isArray", "expression", "value", "memoryReference", "storageDriverTypeName", "storageDriverType", "category", "uiHint", "label", "condition",
        "source", "target", "activity", "port", "vertices", "x", "y", "width", "height", "tthc", "customProperties", "metadata",
        "isReadonly", "isSystem", "isLatest", "isPublished", "options", "variables", "inputs", "outputs", "outcomes", "activities", "connections", "root",
    ];

    private static readonly FrozenDictionary<string, int> Rank =
        ReadableOrder.Select((name, rank) => (name, rank)).ToFrozenDictionary(pair => pair.name, pair => pair.rank, StringComparer.Ordinal);

    private static readonly Comparer<(int Rank, string Name, JsonNode? Value)> ByRank =
        Comparer<(int Rank, string Name, JsonNode? Value)>.Create((one, other) => one.Rank != other.Rank ? one.Rank.CompareTo(other.Rank) : string.CompareOrdinal(one.Name, other.Name));

    /// <summary>Indented, with a newline at the end.</summary>
    public static byte[] Write(JsonNode tree)
    {
        var page = new ArrayBufferWriter<byte>(4096);
        Write(page, tree, 0);
        Put(page, "\n"u8);
        return page.WrittenSpan.ToArray();
    }

    /// <summary>On one line: for sort keys.</summary>
    public static string Line(JsonNode? tree)
    {
        var page = new ArrayBufferWriter<byte>(128);
        Write(page, tree, -1);
        return Encoding.UTF8.GetString(page.WrittenSpan);
    }

    /// <summary>A number as JavaScript would print it, but with every digit kept: <c>1.50e1</c> → <c>15</c>. Null when it is absurdly large or long.</summary>
    public static string? Number(ReadOnlySpan<char> text)
    {
        var negative = text is ['-', ..];
        if (negative) text = text[1..];
        var split = text.IndexOfAny('e', 'E');
        var exponent = 0;
        if (split >= 0 && (!int.TryParse(text[(split + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs((long)exponent) > LargestExponent)) return null;
        var mantissa = split >= 0 ? text[..split] : text;
        if (mantissa.Length > MostDigits) return null;

        var point = mantissa.IndexOf('.');
        var digits = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        var scale = exponent - (point < 0 ? 0 : mantissa.Length - point - 1);
        var trimmed = digits.TrimEnd('0');
        scale += digits.Length - trimmed.Length;
        trimmed = trimmed.TrimStart('0');
        if (trimmed.Length == 0) return "0";

        var magnitude = trimmed.Length + scale; // the value is 0.trimmed × 10^magnitude
        var plain = magnitude switch
        {
            > 21 or <= -6 => Scientific(trimmed, magnitude - 1),
            <= 0 => "0." + new string('0', -magnitude) + trimmed,
            _ when scale >= 0 => trimmed + new string('0', scale),
            _ => trimmed.Insert(magnitude, "."),
        };
        return negative ? "-" + plain : plain;
    }

    private static string Scientific(string digits, int exponent) =>
        string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits.AsSpan(1)}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}");

    private static void Write(ArrayBufferWriter<byte> page, JsonNode? node, int indent)
    {
        switch (node)
        {
            case null: Put(page, "null"u8); break;
            case JsonObject { Count: 0 }: Put(page, "{}"u8); break;
            case JsonArray { Count: 0 }: Put(page, "[]"u8); break;
            case JsonObject members: WriteMembers(page, members, indent); break;
            case JsonArray items: WriteItems(page, items, indent); break;
            default: WriteValue(page, node.AsValue()); break;
        }
    }

    private static void WriteMembers(ArrayBufferWriter<byte> page, JsonObject members, int indent)
    {
        var inner = indent < 0 ? indent : indent + 1;
        var ordered = new (int, string Name, JsonNode? Value)[members.Count];
        var at = 0;
        foreach (var (name, value) in members) ordered[at++] = (Rank.TryGetValue(name, out var rank) ? rank : int.MaxValue, name, value);
        Array.Sort(ordered, ByRank);

        Put(page, "{"u8);
        for (at = 0; at < ordered.Length; at++)
        {
            var (_, name, value) = ordered[at];
            if (at > 0) Put(page, ","u8);
            NewLine(page, inner);
            WriteText(page, name);
            Put(page, indent < 0 ? ":"u8 : ": "u8);
            Write(page, value, inner);
        }
        NewLine(page, indent);
        Put(page, "}"u8);
    }

    private static void WriteItems(ArrayBufferWriter<byte> page, JsonArray items, int indent)
    {
        var inner = indent < 0 ? indent : indent + 1;
        Put(page, "["u8);
        for (var at = 0; at < items.Count; at++)
        {
            if (at > 0) Put(page, ","u8);
            NewLine(page, inner);
            Write(page, items[at], inner);
        }
        NewLine(page, indent);
        Put(page, "]"u8);
    }

    private static void WriteValue(ArrayBufferWriter<byte> page, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String: WriteText(page, value.GetValue<string>()); break;
            case JsonValueKind.True: Put(page, "true"u8); break;
            case JsonValueKind.False: Put(page, "false"u8); break;
            case JsonValueKind.Null: Put(page, "null"u8); break;
            default: Put(page, Encoding.ASCII.GetBytes(Number(value.TryGetValue<JsonElement>(out var number) ? number.GetRawText() : value.ToJsonString()) ?? "0")); break;
        }
    }

    private static void WriteText(ArrayBufferWriter<byte> page, string text)
    {
        Put(page, "\""u8);
        for (var rest = text.AsSpan(); ;)
        {
            var stop = rest.IndexOfAny(Escaped);
            Encode(page, stop < 0 ? rest : rest[..stop]);
            if (stop < 0) break;
            Encode(page, rest[stop] switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                var control => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)control:x4}"),
            });
            rest = rest[(stop + 1)..];
        }
        Put(page, "\""u8);
    }

    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(code => (char)code), '"', '\\']);

    private static void NewLine(ArrayBufferWriter<byte> page, int indent)
    {
        if (indent < 0) return;
        Put(page, "\n"u8);
        var span = page.GetSpan(Math.Max(1, indent * 2))[..(indent * 2)];
        span.Fill((byte)' ');
        page.Advance(span.Length);
    }

    private static void Encode(ArrayBufferWriter<byte> page, ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return;
        var span = page.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length));
        page.Advance(Encoding.UTF8.GetBytes(text, span));
    }

    private static void Put(ArrayBufferWriter<byte> page, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(page.GetSpan(bytes.Length));
        page.Advance(bytes.Length);
    }
}
