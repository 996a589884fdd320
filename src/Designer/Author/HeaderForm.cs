using System.Globalization;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Designer.Author;

/// <summary>What the form of a process's header changes in its document; members the form does not show stay as they are.</summary>
/// <remarks>Lists are typed one item a line. An item whose line did not change keeps everything it held, codes and dates included.</remarks>
public static class HeaderForm
{
    /// <param name="posted">A field of the form by its name; null when it was left empty.</param>
    /// <param name="warnings">Codes of the warnings whose reasons were asked for.</param>
    public static JsonObject Applied(JsonObject header, Func<string, string?> posted, IEnumerable<string> warnings)
    {
        foreach (var member in (string[])["documentCode", "identifier", "conditions", "retention"]) Set(header, member, posted(member));
        Set(header, "issueNumber", int.TryParse(posted("issueNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var issue) ? issue : null);
        foreach (var member in (string[])["statutoryLimit", "promisedLimit", "onlineLimit"]) Set(header, member, Limit(header[member], posted(member), posted($"{member}-unit")));
        Set(header, "counting", posted("counting"));
        Set(header, "cutOff", posted("counting") == nameof(Engine.Calendars.Counting.SameDay) ? posted("cutOff") : null);
        Set(header, "supplement", Supplement(header["supplement"], posted("supplement-clock"), posted("supplement-rounds")));

        Set(header, "components", Lines(header["components"], "name", posted("components"), name => new JsonObject { ["name"] = name, ["originals"] = 1, ["copies"] = 0, ["required"] = true }));
        Set(header, "results", Lines(header["results"], "name", posted("results"), name => new JsonObject { ["name"] = name }));
        Set(header, "legalBases", Lines(header["legalBases"], "number", posted("legalBases"), number => new JsonObject { ["number"] = number }));

        var reasons = header["reasons"] as JsonObject ?? [];
        foreach (var code in warnings) Set(reasons, code, posted($"reason-{code}"));
        header.Remove("reasons");
        if (reasons.Count > 0) header["reasons"] = reasons;
        return header;
    }

    private static JsonObject? Limit(JsonNode? before, string? value, string? unit)
    {
        if (!decimal.TryParse(value?.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)) return null;
        var limit = before as JsonObject is { } kept ? (JsonObject)kept.DeepClone() : [];
        limit["value"] = amount;
        limit["unit"] = unit ?? nameof(Engine.Calendars.TimeUnit.WorkingDay);
        return limit;
    }

    private static JsonObject? Supplement(JsonNode? before, string? clock, string? rounds)
    {
        if (clock is null || !Enum.TryParse<ClockPolicy>(clock, out _)) return null;
        var rule = before as JsonObject is { } kept ? (JsonObject)kept.DeepClone() : [];
        rule["clock"] = clock;
        rule["rounds"] = int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 1;
        return rule;
    }

    private static JsonArray? Lines(JsonNode? before, string key, string? text, Func<string, JsonObject> made)
    {
        var old = (before as JsonArray)?.OfType<JsonObject>().ToList() ?? [];
        var items = (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => old.Find(item => item[key] is JsonValue value && value.TryGetValue<string>(out var name) && name.Trim() == line)?.DeepClone() ?? made(line)).ToArray();
        return items is [] ? null : new JsonArray(items);
    }

    private static void Set(JsonObject into, string member, JsonNode? value)
    {
        if (value is null) into.Remove(member);
        else into[member] = value;
    }
}
