using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;

namespace TthcFlow.Designer.Controller;

/// <summary>A calendar file as a form: every field is named by the way to its member (<c>years/0/holidays/2/from</c>), so the file is the only model there is.</summary>
/// <remarks>Rows whose first field is empty are not there: to take a row out, its day is cleared. Members the form does not show stay as they were.</remarks>
public sealed partial class CalendarForm
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true };

    /// <summary>How many hours sessions a season may have on the page: morning, afternoon, evening.</summary>
    public const int Sessions = 3;

    private CalendarForm(JsonObject file) => File = file;

    /// <summary>The file as the form shows it; what was typed may not be a calendar yet.</summary>
    public JsonObject File { get; }

    public static CalendarForm Of(string body) => new(JsonNode.Parse(body)!.AsObject());

    /// <summary>The file that was typed, over the one the form was shown for.</summary>
    public static CalendarForm Typed(string before, IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        var (file, typed) = (JsonNode.Parse(before)!.AsObject(), new TypedNode(""));
        foreach (var (name, value) in fields)
            if (name.Contains('/', StringComparison.Ordinal) || name is "unconfirmedYears") typed.Put(name.Split('/'), value);

        file["unconfirmedYears"] = typed.Text("unconfirmedYears") ?? "Refuse";
        file["years"] = Rows(file["years"], typed["years"], "year", Year);
        file["closures"] = Rows(file["closures"], typed["closures"], "from", Closure);
        var hours = file["hours"]!.AsObject();
        hours["default"] = Rows(hours["default"], typed["hours"]["default"], "weekdays", Season);
        var units = new JsonObject();
        foreach (var unit in typed["hours"]["units"].Rows)
            if (unit.Text("code") is { } code) units[code] = Rows(hours["units"]?[code], unit["seasons"], "weekdays", Season);
        hours["units"] = units;
        return new(file);
    }

    public string ToJson() => File.ToJsonString(Readable);

    /// <summary>A member as a field shows it.</summary>
    public static string? Text(JsonNode? row, string member) => row?[member] switch
    {
        null => null,
        JsonArray list => string.Join(", ", list.Select(item => item?.ToString())),
        var value => value.ToString(),
    };

    /// <summary>The rows of a list, and some empty ones to fill in.</summary>
    public static IEnumerable<JsonNode?> WithBlanks(JsonNode? list, int blanks) =>
        (list as JsonArray ?? []).Concat(Enumerable.Repeat<JsonNode?>(null, blanks));

    private static void Year(JsonObject row, TypedNode typed)
    {
        row["year"] = Number(typed.Text("year")!);
        row["confirmed"] = typed.Text("confirmed") is not null;
        Decision(row, typed);
        row["holidays"] = Rows(row["holidays"], typed["holidays"], "from", (holiday, of) =>
        {
            Put(holiday, of, "from", "to");
            Named(holiday, of);
        });
        row["makeUpDays"] = Rows(row["makeUpDays"], typed["makeUpDays"], "day", (day, of) =>
        {
            Put(day, of, "day", "for");
            Units(day, of);
        });
        row["halfDays"] = Rows(row["halfDays"], typed["halfDays"], "day", (day, of) =>
        {
            Put(day, of, "day", "opens", "closes");
            Named(day, of);
            Units(day, of);
        });
    }

    private static void Closure(JsonObject row, TypedNode typed)
    {
        Put(row, typed, "from", "to");
        Named(row, typed);
        Units(row, typed);
        Decision(row, typed);
    }

    private static void Season(JsonObject row, TypedNode typed)
    {
        Put(row, typed, "from", "to");
        row["weekdays"] = new JsonArray([.. typed["weekdays"].Values.Select(day => JsonValue.Create(day))]);
        row["sessions"] = Rows(row["sessions"], typed["sessions"], "opens", (session, of) => Put(session, of, "opens", "closes"));
    }

    private static void Decision(JsonObject row, TypedNode typed)
    {
        if (typed["decision"].Text("vi") is null)
        {
            row.Remove("decision");
            return;
        }
        var decision = row["decision"] as JsonObject ?? [];
        Named(decision, typed["decision"]);
        row["decision"] = decision.Parent is null ? decision : decision.DeepClone();
    }

    /// <summary>Without English, the Vietnamese stands in: an office has no translator at hand on the day of a storm.</summary>
    private static void Named(JsonObject row, TypedNode typed)
    {
        row["vi"] = typed.Text("vi");
        row["en"] = typed.Text("en") ?? typed.Text("vi");
    }

    private static void Units(JsonObject row, TypedNode typed)
    {
        if (typed.Text("units")?.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } units)
            row["units"] = new JsonArray([.. units.Select(unit => JsonValue.Create(unit))]);
        else row.Remove("units");
    }

    private static void Put(JsonObject row, TypedNode typed, params string[] members)
    {
        foreach (var member in members)
            if (typed.Text(member) is { } text) row[member] = AsDay().Match(text) is { Success: true } day ? $"{day.Groups[3].Value}-{day.Groups[2].Value}-{day.Groups[1].Value}{(day.Groups[4].Success ? $"T{day.Groups[4].Value}" : "")}" : text;
            else row.Remove(member);
    }

    private static JsonArray Rows(JsonNode? before, TypedNode typed, string first, Action<JsonObject, TypedNode> fill)
    {
        var rows = new JsonArray();
        foreach (var row in typed.Rows)
        {
            if (row.Text(first) is null) continue;
            var filled = before is JsonArray list && row.Index < list.Count && list[row.Index] is JsonObject old ? (JsonObject)old.DeepClone() : [];
            fill(filled, row);
            rows.Add((JsonNode)filled);
        }
        return rows;
    }

    private static JsonValue Number(string text) => int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : JsonValue.Create(text);

    // Whoever types a day as it is written here (28/09/2026, 28/09/2026 10:00) is understood; the browser's own field sends the other order.
    [GeneratedRegex(@"^(\d{2})/(\d{2})/(\d{4})(?: (\d{2}:\d{2}))?\z")]
    private static partial Regex AsDay();

    /// <summary>What was typed, by the way to it.</summary>
    private sealed class TypedNode(string name)
    {
        private readonly Dictionary<string, TypedNode> _members = [];

        public StringValues Values { get; private set; }

        public int Index { get; } = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : int.MaxValue;

        public IEnumerable<TypedNode> Rows => _members.Values.Where(row => row.Index < int.MaxValue).OrderBy(row => row.Index);

        public TypedNode this[string member] => _members.GetValueOrDefault(member) ?? new TypedNode(member);

        public string? Text(string member) => this[member].Values.ToString().Trim() is { Length: > 0 } text ? text.Normalize() : null;

        public void Put(ReadOnlySpan<string> path, StringValues values)
        {
            if (path.IsEmpty)
            {
                Values = values;
                return;
            }
            if (!_members.TryGetValue(path[0], out var member)) _members[path[0]] = member = new TypedNode(path[0]);
            member.Put(path[1..], values);
        }
    }
}
