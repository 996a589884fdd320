using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Designer.Author;

/// <summary>What the form of a process's header changes in its document; members the form does not show stay as they are.</summary>
/// <remarks>Lists are rows of cells. An item keeps whatever it holds beside the cells that are shown.</remarks>
public static partial class HeaderForm
{
    /// <summary>An amount of dong as people write it: <c>1.250.000</c>.</summary>
    [GeneratedRegex(@"^[0-9]{1,3}(\.[0-9]{3})+\z")]
    private static partial Regex Thousands();

    /// <param name="posted">A field of the form by its name; null when it was left empty.</param>
    /// <param name="warnings">Codes of the warnings whose reasons were asked for.</param>
    public static JsonObject Applied(JsonObject header, Func<string, string?> posted, IEnumerable<string> warnings)
    {
        foreach (var member in (string[])["place", "documentCode", "identifier", "conditions", "retention"]) Set(header, member, posted(member));
        Set(header, "issueNumber", int.TryParse(posted("issueNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var issue) ? issue : null);
        foreach (var member in (string[])["statutoryLimit", "promisedLimit", "onlineLimit"]) Set(header, member, Limit(header[member], posted(member), posted($"{member}-unit")));
        Set(header, "counting", posted("counting"));
        Set(header, "cutOff", posted("counting") == nameof(Engine.Calendars.Counting.SameDay) ? posted("cutOff") : null);
        Set(header, "supplement", Supplement(header["supplement"], posted));
        Set(header, "extension", Extension(header["extension"], posted));

        Set(header, "limitSource", Source(header["limitSource"], posted("limitSource-number"), posted("limitSource-article")));
        Set(header, "control", Control(header["control"], posted));
        foreach (var list in HeaderList.All) Rows(header, list, posted);

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

    private static JsonObject? Supplement(JsonNode? before, Func<string, string?> posted)
    {
        var clock = posted("supplement-clock");
        if (clock is null || !Enum.TryParse<ClockPolicy>(clock, out _)) return null;
        var rule = before as JsonObject is { } kept ? (JsonObject)kept.DeepClone() : [];
        rule["clock"] = clock;
        rule["rounds"] = int.TryParse(posted("supplement-rounds"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 1;
        if (posted("supplement-answerWithin-unit") is { } unit) // the fields were shown
        {
            Set(rule, "answerWithin", Limit(rule["answerWithin"], posted("supplement-answerWithin"), unit));
            Set(rule, "onExpiry", posted("supplement-onExpiry"));
        }
        return rule;
    }

    /// <summary>When and how often a new date may be set. A rule of which nothing is written is no rule of its own: the usual one holds.</summary>
    private static JsonObject? Extension(JsonNode? before, Func<string, string?> posted)
    {
        var (times, askBefore, basis) = (posted("extension-times"), posted("extension-askBefore"), posted("extension-basis"));
        if (times is null && askBefore is null && basis is null) return null;
        var rule = before as JsonObject is { } kept ? (JsonObject)kept.DeepClone() : [];
        Set(rule, "times", int.TryParse(times, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null);
        Set(rule, "askBefore", Limit(rule["askBefore"], askBefore, posted("extension-askBefore-unit")));
        Set(rule, "basis", basis);
        return rule;
    }

    private static JsonObject? Source(JsonNode? before, string? number, string? article)
    {
        if (number is null && article is null) return null;
        var source = before as JsonObject is { } kept ? (JsonObject)kept.DeepClone() : [];
        Set(source, "number", number);
        Set(source, "article", article);
        return source;
    }

    private static JsonObject? Control(JsonNode? before, Func<string, string?> posted)
    {
        var control = before as JsonObject is { } kept ? (JsonObject)kept.DeepClone() : [];
        foreach (var member in (string[])["draftedBy", "reviewedBy", "approvedBy"]) Set(control, member, posted($"control-{member}"));
        return control.Count > 0 ? control : null;
    }

    /// <summary>The rows that were shown, as they came back. A list that was not shown at all stays as it is.</summary>
    private static void Rows(JsonObject header, HeaderList list, Func<string, string?> posted)
    {
        if (!int.TryParse(posted($"{list.Path}-rows"), NumberStyles.None, CultureInfo.InvariantCulture, out var shown)) return;
        var (owner, member) = list.Path.Split('.') is [var outer, var inner] ? (header[outer] as JsonObject, inner) : (header, list.Path);
        var old = owner?[member] as JsonArray ?? [];
        var rows = new List<JsonNode>();
        for (var row = 0; row < Math.Min(shown, HeaderList.MostRows); row++)
        {
            string? Cell(HeaderColumn column) => posted($"{list.Path}-{row}-{column.Member}");
            if (string.IsNullOrWhiteSpace(Cell(list.Columns.First(column => column.Member == list.Key)))) continue;
            // A text stands for an item that is nothing but its key.
            var item = (row < old.Count ? old[row] : null) switch { JsonObject kept => (JsonObject)kept.DeepClone(), JsonValue text => new JsonObject { [list.Key] = text.DeepClone() }, _ => [] };
            foreach (var column in list.Columns) Set(item, column.Member, Typed(column.Kind, Cell(column)));
            rows.Add(item);
        }
        for (var row = shown; row < old.Count; row++) rows.Add(old[row]!.DeepClone());
        if (owner is null && rows.Count > 0) header[list.Path.Split('.')[0]] = owner = [];
        if (owner is not null) Set(owner, member, rows.Count > 0 ? new JsonArray([.. rows]) : null);
    }

    /// <summary>What cannot be read as a number stays as it was typed: the checks say so, nothing is lost.</summary>
    private static JsonNode? Typed(ColumnKind kind, string? text) => text is null ? null : kind switch
    {
        ColumnKind.Whole or ColumnKind.WholeChoice when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) => whole,
        ColumnKind.Amount when decimal.TryParse(Thousands().IsMatch(text) ? text.Replace(".", "", StringComparison.Ordinal) : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) => amount,
        _ => text,
    };

    private static void Set(JsonObject into, string member, JsonNode? value)
    {
        if (value is null) into.Remove(member);
        else into[member] = value;
    }
}
