using System.Globalization;
using System.Text.Json;

namespace TthcFlow.Engine.Definitions;

/// <summary>Questions to a JSON element that are answered with null where the member is absent or of another kind.</summary>
internal static class JsonReading
{
    public static string? Text(this JsonElement owner, string name) => owner.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static JsonElement? Member(this JsonElement owner, string name) =>
        owner.ValueKind is JsonValueKind.Object && owner.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    public static bool IsTrue(this JsonElement owner, string name) => owner.Member(name) is { ValueKind: JsonValueKind.True };

    /// <summary>Text, number or boolean, as the text an author would have typed.</summary>
    public static string? Scalar(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <summary>An amount as authors write it: digits and a point.</summary>
    public static decimal? Amount(string? text) =>
        decimal.TryParse(text?.Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    public static int? Whole(string? text) =>
        int.TryParse(text?.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static bool? Truth(string? text) => text?.Trim().ToUpperInvariant() switch { "TRUE" => true, "FALSE" => false, _ => null };

    /// <summary>One of an enum's names, exactly as printed in the language; digits are no names.</summary>
    public static T? Word<T>(string? text) where T : struct, Enum =>
        text is not null && Enum.IsDefined(typeof(T), text) ? Enum.Parse<T>(text) : null;

    /// <summary>A JSON array of texts, as an array or as text that holds one.</summary>
    public static IReadOnlyList<string>? Texts(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.String)
        {
            if (string.IsNullOrWhiteSpace(value.GetString())) return [];
            try
            {
                value = JsonElement.Parse(value.GetString()!, new JsonDocumentOptions { MaxDepth = 4 });
            }
            catch (JsonException)
            {
                return null;
            }
        }
        if (value.ValueKind is not JsonValueKind.Array) return null;
        var texts = new List<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind is not JsonValueKind.String) return null;
            try
            {
                texts.Add(item.GetString()!.Normalize());
            }
            catch (Exception broken) when (broken is InvalidOperationException or ArgumentException)
            {
                return null;
            }
        }
        return texts;
    }
}
