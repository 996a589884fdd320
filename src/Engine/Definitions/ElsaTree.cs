using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>Brings the tree of a document into the one form we keep: repairs what old versions and Studio write, fills what Studio needs, sorts what has no order.</summary>
internal static class ElsaTree
{
    public const string Flowchart = "Elsa.Flowchart";

    public const string ToolVersion = "3.8.0.0";

    private static readonly FrozenSet<string> DocumentMembers = Set("id", "definitionId", "name", "description", "createdAt", "version", "toolVersion", "variables", "inputs", "outputs",
        "outcomes", "customProperties", "isReadonly", "isSystem", "isLatest", "isPublished", "options", "links", "root");

    private static readonly FrozenSet<string> ActivityMembers = Set("id", "nodeId", "name", "type", "version", "customProperties", "metadata", "variables", "activities", "connections");
    private static readonly FrozenSet<string> ConnectionMembers = Set("source", "target", "sourcePort", "targetPort", "vertices");
    private static readonly FrozenSet<string> EndMembers = Set("activity", "port");
    private static readonly FrozenSet<string> InputMembers = Set("typeName", "expression", "memoryReference");
    private static readonly FrozenSet<string> ExpressionMembers = Set("type", "value");
    private static readonly FrozenSet<string> CaseMembers = Set("label", "condition");
    private static readonly FrozenSet<string> DeclarationMembers = Set("id", "name", "typeName", "type", "isArray", "value", "displayName", "description", "category", "uiHint", "storageDriverType", "storageDriverTypeName");

    // Elsa's own switches: false is what their absence means.
    private static readonly FrozenSet<string> Switches = Set("canStartWorkflow", "runAsynchronously", "autoUpdateConsumingWorkflows", "usableAsActivity", "showDescription");

    /// <summary>Changes the tree in place. With an error among the findings there is no document.</summary>
    public static List<Finding> Normalise(JsonObject document)
    {
        var findings = new List<Finding>();
        OpenValues(document);
        Rename(document, DocumentMembers);
        document.Remove("links");
        foreach (var name in (ReadOnlySpan<string>)["id", "definitionId", "name", "description"]) RequireText(document, name, findings);
        foreach (var name in (ReadOnlySpan<string>)["variables", "inputs", "outputs", "outcomes"]) Fill(document, name, JsonValueKind.Array, findings);
        foreach (var name in (ReadOnlySpan<string>)["customProperties", "options"]) Fill(document, name, JsonValueKind.Object, findings);
        if (document["name"] is null) document["name"] = "";
        foreach (var name in (ReadOnlySpan<string>)["variables", "inputs", "outputs"]) Declarations(document, name, findings);

        if (document["root"] is null) findings.Add(DocumentFindings.NoRoot());
        else if (document["root"] is not JsonObject root) findings.Add(DocumentFindings.WrongShape("root", "object"));
        else NormaliseRoot(root, findings);
        return findings;
    }

    /// <summary>The tree without what a hash must not depend on.</summary>
    public static JsonObject WithoutLayout(JsonObject document)
    {
        foreach (var name in (ReadOnlySpan<string>)["$schema", "id", "version", "createdAt", "isLatest", "isPublished", "isReadonly", "isSystem", "links", "toolVersion"]) document.Remove(name);
        (document["customProperties"] as JsonObject)?.Remove("VariableTestValues");
        DropDefaults(document["options"]);
        var root = (JsonObject)document["root"]!;
        foreach (var activity in ((JsonArray)root["activities"]!).Append(root).Cast<JsonObject>())
        {
            activity.Remove("nodeId");
            DropDefaults(activity["customProperties"]);
            DropDefaults(activity["metadata"]);
            if (activity["metadata"]?["designer"] is not JsonObject designer) continue;
            designer.Remove("position");
            designer.Remove("size");
        }
        foreach (var connection in (JsonArray)root["connections"]!) ((JsonObject)connection!).Remove("vertices");
        DropEmpty(document);
        return document;
    }

    private static void NormaliseRoot(JsonObject root, List<Finding> findings)
    {
        Rename(root, ActivityMembers);
        if (Text(root, "type") is not Flowchart)
        {
            findings.Add(DocumentFindings.NotAFlowchart(Text(root, "type")));
            return;
        }
        if (string.IsNullOrWhiteSpace(Text(root, "id"))) root["id"] = "Flowchart1";
        var id = Text(root, "id")!;
        root["nodeId"] = $"Workflow1:{id}";
        if (root["name"] is null) root["name"] = id;
        if (root["version"] is null) root["version"] = 1;
        foreach (var name in (ReadOnlySpan<string>)["activities", "connections", "variables"]) Fill(root, name, JsonValueKind.Array, findings);
        foreach (var name in (ReadOnlySpan<string>)["customProperties", "metadata"]) Fill(root, name, JsonValueKind.Object, findings);
        if (findings.Any(finding => finding.Severity is Severity.Error)) return;

        var ids = new HashSet<string>(StringComparer.Ordinal) { id };
        Sort((JsonArray)root["activities"]!, NormaliseActivities((JsonArray)root["activities"]!, id, ids, findings));
        if (findings.Any(finding => finding.Severity is Severity.Error)) return;
        ids.Remove(id);
        Sort((JsonArray)root["connections"]!, NormaliseConnections((JsonArray)root["connections"]!, ids, findings));
    }

    private static List<Drawn> NormaliseActivities(JsonArray activities, string rootId, HashSet<string> ids, List<Finding> findings)
    {
        var kept = new List<Drawn>(activities.Count);
        for (var at = 0; at < activities.Count; at++)
        {
            if (activities[at] is not JsonObject activity)
            {
                findings.Add(DocumentFindings.WrongShape($"root.activities[{at}]", "object"));
                continue;
            }
            Rename(activity, ActivityMembers);
            var (id, type) = (Text(activity, "id"), Text(activity, "type"));
            if (string.IsNullOrWhiteSpace(id) || id.Length > 200) findings.Add(DocumentFindings.NamelessActivity(at, "id"));
            else if (string.IsNullOrWhiteSpace(type)) findings.Add(DocumentFindings.NamelessActivity(at, "type"));
            else if (!ids.Add(id)) findings.Add(DocumentFindings.DuplicateActivity(id));
            else
            {
                activity["nodeId"] = $"Workflow1:{rootId}:{id}";
                if (activity["version"] is null) activity["version"] = 1;
                foreach (var name in (ReadOnlySpan<string>)["customProperties", "metadata"]) Fill(activity, name, JsonValueKind.Object, findings);
                NormaliseInputs(activity, ActivityCatalogue.Find(type));
                kept.Add(new(id, "", "", activity));
            }
        }
        return kept;
    }

    // Studio leaves typeName null on inputs of a fresh activity, and adds memoryReference null.
    private static void NormaliseInputs(JsonObject activity, ActivityType? type)
    {
        if (type is not null) Rename(activity, type.InputKeys);
        foreach (var (name, value) in activity.ToArray())
        {
            if (ActivityMembers.Contains(name) || value is not JsonObject input) continue;
            if (input.ContainsKey("Expression") || input.ContainsKey("MemoryReference")) Rename(input, InputMembers);
            if (!input.ContainsKey("expression") && !input.ContainsKey("memoryReference")) continue;
            if (input["expression"] is JsonObject expression)
            {
                Rename(expression, ExpressionMembers);
                if (input["memoryReference"] is null) input.Remove("memoryReference");
            }
            if (input["typeName"] is null && type?.FindInput(name) is { } declared) input["typeName"] = declared.TypeName;
        }
        if (type?.Kind is not StepKind.Switch || activity["cases"] is not JsonArray cases) return;
        foreach (var item in cases)
        {
            if (item is not JsonObject branch) continue;
            Rename(branch, CaseMembers);
            if (branch["condition"] is JsonObject condition) Rename(condition, ExpressionMembers);
        }
    }

    private static List<Drawn> NormaliseConnections(JsonArray connections, HashSet<string> ids, List<Finding> findings)
    {
        var kept = new List<Drawn>(connections.Count);
        for (var at = 0; at < connections.Count; at++)
        {
            if (connections[at] is not JsonObject connection)
            {
                findings.Add(DocumentFindings.WrongShape($"root.connections[{at}]", "object"));
                continue;
            }
            Rename(connection, ConnectionMembers);
            var source = NormaliseEnd(connection, "source", "sourcePort", "Done");
            var target = NormaliseEnd(connection, "target", "targetPort", "In");
            var (from, port, to) = (Text(source, "activity"), Text(source, "port"), Text(target, "activity"));
            if (from is null || to is null || !ids.Contains(from) || !ids.Contains(to))
            {
                findings.Add(DocumentFindings.Dangling(from, port, to));
                continue;
            }
            Fill(connection, "vertices", JsonValueKind.Array, findings);
            kept.Add(new(from, port!, to, connection));
        }
        return kept;
    }

    // In elsa 3.0 an end was a plain id, with its port beside it.
    private static JsonObject NormaliseEnd(JsonObject connection, string end, string flatPort, string defaultPort)
    {
        if (connection[end] is JsonValue)
        {
            var (activity, port) = (Text(connection, end), Text(connection, flatPort));
            connection[end] = new JsonObject { ["activity"] = activity, ["port"] = port };
            connection.Remove(flatPort);
        }
        if (connection[end] is not JsonObject) connection[end] = new JsonObject();
        var node = (JsonObject)connection[end]!;
        Rename(node, EndMembers);
        if (string.IsNullOrEmpty(Text(node, "port"))) node["port"] = defaultPort;
        return node;
    }

    private static void Sort(JsonArray array, List<Drawn> kept)
    {
        array.Clear();
        kept.Sort();
        foreach (var drawn in kept) array.Add(drawn.Node);
    }

    /// <summary>An activity by its id, or a connection by its ends; connections between the same ends go by the rest they say, the bends of the line last.</summary>
    private readonly record struct Drawn(string First, string Second, string Third, JsonObject Node) : IComparable<Drawn>
    {
        public int CompareTo(Drawn other)
        {
            var order = string.CompareOrdinal(First, other.First);
            if (order == 0) order = string.CompareOrdinal(Second, other.Second);
            if (order == 0) order = string.CompareOrdinal(Third, other.Third);
            if (order != 0 || ReferenceEquals(Node, other.Node)) return order;
            order = string.CompareOrdinal(Rest(Node), Rest(other.Node));
            return order != 0 ? order : string.CompareOrdinal(CanonicalJson.Line(Node["vertices"]), CanonicalJson.Line(other.Node["vertices"]));
        }

        private static string Rest(JsonObject node)
        {
            var rest = node.DeepClone().AsObject();
            rest.Remove("vertices");
            return CanonicalJson.Line(rest);
        }
    }

    private static void Declarations(JsonObject document, string name, List<Finding> findings)
    {
        if (document[name] is not JsonArray list) return;
        for (var at = 0; at < list.Count; at++)
        {
            if (list[at] is JsonObject declaration) Rename(declaration, DeclarationMembers);
            else findings.Add(DocumentFindings.WrongShape($"{name}[{at}]", "object"));
        }
    }

    private static void Fill(JsonObject owner, string name, JsonValueKind kind, List<Finding> findings)
    {
        if (owner[name] is not { } value) owner[name] = kind is JsonValueKind.Array ? new JsonArray() : new JsonObject();
        else if (value.GetValueKind() != kind) findings.Add(DocumentFindings.WrongShape(name, kind is JsonValueKind.Array ? "array" : "object"));
    }

    private static void RequireText(JsonObject owner, string name, List<Finding> findings)
    {
        if (owner[name] is { } value && value.GetValueKind() is not JsonValueKind.String) findings.Add(DocumentFindings.WrongShape(name, "string"));
    }

    // {"$id":"1","$values":[…]} is how a reference-keeping serializer writes an array. Dictionaries of ours and the author's are left alone.
    private static void OpenValues(JsonNode? node)
    {
        if (node is JsonArray items)
        {
            for (var at = 0; at < items.Count; at++)
            {
                if (Opened(items[at]) is { } array) items[at] = array;
                OpenValues(items[at]);
            }
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToArray())
            {
                if (name is "customProperties" or "CustomProperties") continue;
                if (Opened(value) is { } array) members[name] = array;
                OpenValues(members[name]);
            }
        }
    }

    private static JsonArray? Opened(JsonNode? node)
    {
        if (node is not JsonObject wrapper || wrapper["$values"] is not JsonArray values || wrapper.Any(member => !member.Key.StartsWith('$'))) return null;
        wrapper.Remove("$values");
        return values;
    }

    private static void Rename(JsonObject owner, FrozenSet<string> known)
    {
        List<string>? upper = null;
        foreach (var (name, _) in owner) if (name.Length > 0 && char.IsAsciiLetterUpper(name[0])) (upper ??= []).Add(name);
        foreach (var name in upper ?? [])
        {
            var camel = char.ToLowerInvariant(name[0]) + name[1..];
            if (!known.Contains(camel) || owner.ContainsKey(camel)) continue;
            var value = owner[name];
            owner.Remove(name);
            owner[camel] = value;
        }
    }

    private static void DropDefaults(JsonNode? node)
    {
        if (node is not JsonObject owner) return;
        foreach (var name in owner.Where(member => Switches.Contains(member.Key) && member.Value is JsonValue value && value.GetValueKind() is JsonValueKind.False).Select(member => member.Key).ToArray()) owner.Remove(name);
    }

    private static bool DropEmpty(JsonNode? node)
    {
        switch (node)
        {
            case null: return true;
            case JsonArray items:
                foreach (var item in items) DropEmpty(item);
                return items.Count == 0;
            case JsonObject members:
                foreach (var (name, value) in members.ToArray()) if (DropEmpty(value)) members.Remove(name);
                return members.Count == 0;
            default: return node.GetValueKind() is JsonValueKind.String && node.GetValue<string>().Length == 0;
        }
    }

    private static string? Text(JsonObject owner, string name) =>
        owner[name] is JsonValue value && value.GetValueKind() is JsonValueKind.String ? value.GetValue<string>() : null;

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.Ordinal);
}
