using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Tables;

/// <summary>A document laid open for one edit: its table to read, its tree to write on. Whatever the edit does not touch stays as it was.</summary>
internal sealed class TableSheet
{
    private const int ColumnWidth = 460; // what Studio needs between two steps for their lines and names
    private const int RowHeight = 130;
    private const int StepWidth = 400;
    private const double Farthest = 1e7; // beyond it nobody draws, and sums lose their digits

    private readonly JsonObject _tree;
    private readonly JsonArray _activities;
    private readonly JsonArray _connections;
    private readonly Dictionary<string, JsonObject> _byId;

    public TableSheet(ElsaDocument document)
    {
        Document = document;
        Table = StepTable.Of(document);
        _tree = document.Edit();
        _activities = (JsonArray)_tree["root"]!["activities"]!;
        _connections = (JsonArray)_tree["root"]!["connections"]!;
        _byId = _activities.Cast<JsonObject>().ToDictionary(activity => activity["id"]!.GetValue<string>(), StringComparer.Ordinal);
    }

    public ElsaDocument Document { get; }

    public StepTable Table { get; }

    /// <summary>A connection as it stands now, whatever the table said at first.</summary>
    public IEnumerable<JsonObject> Leaving(string id, string? port = null) =>
        _connections.Cast<JsonObject>().Where(line => From(line) == id && (port is null || Port(line) == port)).ToList();

    public IEnumerable<JsonObject> Arriving(string id) => _connections.Cast<JsonObject>().Where(line => To(line) == id).ToList();

    public static string From(JsonObject line) => line["source"]!["activity"]!.GetValue<string>();

    public static string Port(JsonObject line) => line["source"]!["port"]!.GetValue<string>();

    public static string To(JsonObject line) => line["target"]!["activity"]!.GetValue<string>();

    /// <summary>Leads a connection to another step. Its bends were drawn for the old one.</summary>
    public static void Redirect(JsonObject line, string to)
    {
        if (To(line) == to) return;
        line["target"]!["activity"] = to;
        line["vertices"] = new JsonArray();
    }

    public static void RenamePort(JsonObject line, string port) => line["source"]!["port"] = port;

    public void Connect(string from, string port, string to) => _connections.Add(new JsonObject
    {
        ["source"] = new JsonObject { ["activity"] = from, ["port"] = port },
        ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
        ["vertices"] = new JsonArray(),
    });

    public void Disconnect(JsonObject line) => _connections.Remove(line);

    /// <summary>A new activity of a type, named as Studio names its own: the type and a number.</summary>
    public string New(ActivityType type)
    {
        var id = FreeId(type.TypeName[(type.TypeName.LastIndexOf('.') + 1)..]);
        Keep(id, new JsonObject { ["type"] = type.TypeName, ["version"] = type.Version, ["customProperties"] = Switches(), ["metadata"] = new JsonObject() });
        return id;
    }

    /// <summary>The same activity once more, without its place on the canvas.</summary>
    public string Twin(string of)
    {
        var twin = (JsonObject)_byId[of].DeepClone();
        var type = twin["type"]!.GetValue<string>();
        var id = FreeId(type[(type.LastIndexOf('.') + 1)..]);
        (twin["metadata"] as JsonObject)?.Remove("designer");
        Keep(id, twin);
        return id;
    }

    public void Drop(string id)
    {
        foreach (var line in Leaving(id).Concat(Arriving(id)).Distinct()) Disconnect(line);
        _activities.Remove(_byId[id]);
        _byId.Remove(id);
    }

    public bool Has(string id) => _byId.ContainsKey(id);

    public string TypeOf(string id) => _byId[id]["type"]!.GetValue<string>();

    public string? Title(string id) => _byId[id]["metadata"]?["displayText"] is JsonValue text && text.TryGetValue<string>(out var words) ? words : null;

    public void WriteTitle(string id, string? title)
    {
        if (_byId[id]["metadata"] is not JsonObject metadata) _byId[id]["metadata"] = metadata = [];
        if (title is null) metadata.Remove("displayText");
        else metadata["displayText"] = title;
    }

    /// <summary>What an input says, whichever way it is written; null where it says nothing.</summary>
    public string? Read(string id, string key)
    {
        var input = _byId[id][key];
        if (input is JsonObject wrapped) input = wrapped["expression"] is JsonObject expression ? expression["value"] : wrapped["expression"];
        return input switch
        {
            JsonArray items => items.ToJsonString(),
            JsonValue value => JsonElement.Parse(value.ToJsonString()).Scalar(),
            _ => null,
        };
    }

    /// <summary>The list an input holds; null where it holds none.</summary>
    public IReadOnlyList<string> ReadList(string id, string key) =>
        Read(id, key) is { } text ? JsonReading.Texts(JsonElement.Parse(JsonSerializer.Serialize(text))) ?? [] : [];

    /// <summary>Writes an input as Studio does; null takes it away. What else stands in the input stays.</summary>
    public void Write(string id, ActivityInput input, string? value)
    {
        var activity = _byId[id];
        if (value is null) activity.Remove(input.Key);
        else if (activity[input.Key] is JsonObject written && written["expression"] is JsonObject expression) (expression["type"], expression["value"]) = (input.Syntax, value);
        else activity[input.Key] = new JsonObject { ["typeName"] = input.TypeName, ["expression"] = new JsonObject { ["type"] = input.Syntax, ["value"] = value } };
    }

    public void WriteList(string id, ActivityInput input, IReadOnlyList<string> items) =>
        Write(id, input, items.Count == 0 ? null : CanonicalJson.Line(new JsonArray([.. items.Select(item => JsonValue.Create(item))])));

    /// <summary>The legs of the header, to change.</summary>
    public JsonArray Legs()
    {
        var properties = (JsonObject)_tree["customProperties"]!;
        if (properties["tthc"] is not JsonObject header) properties["tthc"] = header = [];
        if (header["legs"] is not JsonArray legs) header["legs"] = legs = [];
        return legs;
    }

    /// <summary>The document after the edit. Steps that have no place on the canvas yet get one; no other is moved. Null when it grew too large.</summary>
    public ElsaDocument? Finish()
    {
        if (Compose() is not { } document) return null;
        if (_activities.All(activity => PlaceOf((JsonObject)activity!) is not null)) return document;
        Place(StepTable.Of(document));
        return Compose();
    }

    private ElsaDocument? Compose() => ElsaDocument.Read(_tree.ToJsonString()).Document;

    private void Place(StepTable table)
    {
        var places = _byId.ToDictionary(pair => pair.Key, pair => PlaceOf(pair.Value), StringComparer.Ordinal);
        (double X, double Y)? last = null;
        foreach (var row in table.Rows)
        {
            if (places[row.Id] is { } given)
            {
                last = given;
                continue;
            }
            var before = table.Process.In(row.Step.Index).Where(route => !table.Order.IsReturn(route)).Select(route => places[table.Process.Steps[route.From].Id]).FirstOrDefault(place => place is not null) ?? last;
            if (before is { } absurd && !(Math.Abs(absurd.X) + Math.Abs(absurd.Y) < Farthest)) before = null;
            var (x, y) = before is { } at ? (at.X + ColumnWidth, at.Y + (row.IsOnTheMainWay ? 0 : 2 * RowHeight)) : (0, 0);
            while (places.Values.Any(other => other is { } taken && Math.Abs(taken.X - x) < StepWidth && Math.Abs(taken.Y - y) < RowHeight)) y += RowHeight;
            places[row.Id] = last = (x, y);
            Designer(_byId[row.Id])["position"] = new JsonObject { ["x"] = x, ["y"] = y };
        }
    }

    private static (double X, double Y)? PlaceOf(JsonObject activity) =>
        activity["metadata"] is JsonObject metadata && metadata["designer"] is JsonObject designer && designer["position"] is JsonObject position
        && Number(position["x"]) is { } x && Number(position["y"]) is { } y ? (x, y) : null;

    private static double? Number(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() is JsonValueKind.Number && double.TryParse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static JsonObject Designer(JsonObject activity)
    {
        if (activity["metadata"] is not JsonObject metadata) activity["metadata"] = metadata = [];
        if (metadata["designer"] is not JsonObject designer) metadata["designer"] = designer = [];
        return designer;
    }

    private void Keep(string id, JsonObject activity)
    {
        (activity["id"], activity["name"]) = (id, id);
        activity.Remove("nodeId");
        _activities.Add(activity);
        _byId[id] = activity;
    }

    private string FreeId(string word)
    {
        for (var number = 1; ; number++)
            if (string.Create(CultureInfo.InvariantCulture, $"{word}{number}") is var id && !_byId.ContainsKey(id) && id != Document.Root.Text("id")) return id;
    }

    private static JsonObject Switches() => new() { ["canStartWorkflow"] = false, ["runAsynchronously"] = false };
}
