using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>The activity catalogue as Studio's REST face asks for it: what the toolbox offers, and what every stored node needs so that it can be drawn.</summary>
/// <remarks>One activity without a descriptor leaves Studio's canvas blank, and saving then wipes the drawing. So any type and version that occurs in a document gets a placeholder.</remarks>
public static class ActivityDescriptors
{
    /// <summary>Body of <c>GET /descriptors/activities</c>.</summary>
    /// <param name="language"><c>en</c> for English; everything else is Vietnamese.</param>
    /// <param name="lists">Values of the open dropdowns, by <see cref="ActivityCatalogue.Units"/>, <see cref="ActivityCatalogue.Positions"/>, <see cref="ActivityCatalogue.Processes"/>.</param>
    /// <param name="documents">The documents that the editor may open: the stored ones, also in old versions.</param>
    public static byte[] Write(string? language, IReadOnlyDictionary<string, IReadOnlyList<Choice>> lists, IEnumerable<ElsaDocument> documents)
    {
        ArgumentNullException.ThrowIfNull(lists);
        ArgumentNullException.ThrowIfNull(documents);
        var items = new JsonArray([.. ActivityCatalogue.Types.Select(type => Descriptor(type, language, lists)), Flowchart(language)]);
        var known = ActivityCatalogue.Types.Select(type => (type.TypeName, type.Version)).Append((ElsaTree.Flowchart, 1)).ToHashSet();
        var drawn = new Dictionary<(string Type, int Version), SortedSet<string>>();
        foreach (var document in documents) Gather(document.Root, drawn, known);
        foreach (var ((type, version), ports) in drawn.OrderBy(pair => pair.Key.Type, StringComparer.Ordinal).ThenBy(pair => pair.Key.Version)) items.Add(Placeholder(type, version, ports, language));
        return Page(items);
    }

    /// <summary>Body of <c>GET /descriptors/expression-descriptors</c>: the kinds of expression that the engine understands.</summary>
    public static byte[] WriteExpressions() => Page(new JsonArray(
        Expression("Literal", "Literal", false), Expression("Object", "Object", false, "json"), Expression("JavaScript", "JavaScript", true, "javascript"),
        Expression("Variable", "Variable", false), Expression("Input", "Input", false)));

    /// <summary>TypeScript declarations of what a document's conditions may ask for: the completion list of Studio's expression editor.</summary>
    public static string WriteTypeDefinitions(ElsaDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var text = new StringBuilder("declare function getInput(name: string): any;\ndeclare function getVariable(name: string): any;\n");
        var variables = new StringBuilder();
        foreach (var attribute in ProcessDefinition.Compile(document).Attributes.Where(attribute => IsIdentifier(attribute.Name)))
        {
            var type = (AttributeTypes.Of(attribute.Type) switch { AttributeSort.Number => "number", AttributeSort.Truth => "boolean", AttributeSort.Text => "string", AttributeSort.Date => "Date", _ => "any" }) + (attribute.IsList ? "[]" : "");
            text.Append("declare function get").Append(char.ToUpperInvariant(attribute.Name[0])).Append(attribute.Name.AsSpan(1)).Append("(): ").Append(type).Append(";\n");
            if (!attribute.IsInput) variables.Append(' ').Append(attribute.Name).Append(": ").Append(type).Append(';');
        }
        return text.Append("declare const variables: {").Append(variables).Append(" };\n").ToString();
    }

    private static JsonObject Descriptor(ActivityType type, string? language, IReadOnlyDictionary<string, IReadOnlyList<Choice>> lists)
    {
        var descriptor = Bare(type.TypeName, type.Version, type.Name.In(language), type.Description.In(language), type.Category.In(language));
        descriptor["isBrowsable"] = true;
        descriptor["isStart"] = type.IsStart;
        descriptor["isTerminal"] = type.IsTerminal;
        descriptor["ports"] = new JsonArray([.. type.Ports.Select(port => Port(port.Name, port.Display.In(language)))]);
        descriptor["inputs"] = new JsonArray([.. type.Inputs.Select((input, order) => Input(input, order, language, lists))]);
        return descriptor;
    }

    private static JsonObject Flowchart(string? language) =>
        Bare(ElsaTree.Flowchart, 1, new Wording("Lưu đồ", "Flowchart").In(language), "", new Wording("Lưu đồ", "Flowchart").In(language), isContainer: true);

    private static JsonObject Placeholder(string type, int version, IEnumerable<string> ports, string? language)
    {
        var category = new Wording("Không hỗ trợ", "Not supported").In(language);
        var descriptor = Bare(type, version, $"{type} ({category.ToLowerInvariant()})", new Wording("Loại bước này được giữ nguyên nhưng không thể công bố.", "Kept as it is, but cannot be published.").In(language), category);
        descriptor["ports"] = new JsonArray([.. ports.Select(port => Port(port, port))]);
        return descriptor;
    }

    private static JsonObject Bare(string type, int version, string name, string description, string category, bool isContainer = false)
    {
        var split = type.LastIndexOf('.');
        return new()
        {
            ["typeName"] = type,
            ["namespace"] = split < 0 ? "" : type[..split],
            ["name"] = type[(split + 1)..],
            ["version"] = version,
            ["category"] = category,
            ["displayName"] = name,
            ["description"] = description,
            ["kind"] = "Action",
            ["isContainer"] = isContainer,
            ["isBrowsable"] = false,
            ["isStart"] = false,
            ["isTerminal"] = false,
            ["customProperties"] = new JsonObject(),
            ["constructionProperties"] = new JsonObject(),
            ["ports"] = new JsonArray(),
            ["inputs"] = new JsonArray(),
            ["outputs"] = new JsonArray(),
        };
    }

    private static JsonObject Port(string name, string display) => new() { ["name"] = name, ["displayName"] = display, ["type"] = "Flow", ["isBrowsable"] = true };

    private static JsonObject Input(ActivityInput input, int order, string? language, IReadOnlyDictionary<string, IReadOnlyList<Choice>> lists) => new()
    {
        ["name"] = input.Name,
        ["typeName"] = input.TypeName,
        ["displayName"] = input.Display.In(language),
        ["description"] = null,
        ["order"] = order,
        ["isBrowsable"] = true,
        ["isSynthetic"] = false,
        ["isWrapped"] = input.IsWrapped,
        ["uiHint"] = input.UiHint,
        ["category"] = null,
        ["defaultValue"] = input.Type is "Boolean" && JsonReading.Truth(input.Default) is { } truth ? truth : input.Default,
        ["defaultSyntax"] = input.Syntax,
        ["isReadOnly"] = false,
        ["isSensitive"] = false,
        ["isSerializable"] = true,
        ["storageDriverType"] = null,
        ["uiSpecifications"] = input.UiHint is "dropdown" ? Dropdown(input, language, lists) : new JsonObject(),
    };

    private static JsonObject Dropdown(ActivityInput input, string? language, IReadOnlyDictionary<string, IReadOnlyList<Choice>> lists)
    {
        var filled = input.FilledFrom is { } list ? lists.GetValueOrDefault(list) ?? [] : [];
        var choices = input.Choices.Concat(filled).DistinctBy(choice => choice.Value).Select(choice => (choice.Value, Text: choice.Display.In(language)));
        // Without a default the box may be emptied again: a blank value counts as absent.
        if (input.Default is null) choices = choices.Prepend(("", "—"));
        return new()
        {
            ["dropdown"] = new JsonObject
            {
                ["selectList"] = new JsonObject
                {
                    ["items"] = new JsonArray([.. choices.Select(choice => new JsonObject { ["text"] = choice.Text, ["value"] = choice.Value })]),
                    ["isFlagsEnum"] = false,
                },
            },
        };
    }

    private static void Gather(JsonElement container, Dictionary<(string, int), SortedSet<string>> drawn, HashSet<(string, int)> known)
    {
        if (container.Member("activities") is not { ValueKind: JsonValueKind.Array } activities) return;
        var unknown = new Dictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var activity in activities.EnumerateArray())
        {
            if (activity.Text("type") is not { } type) continue;
            var version = activity.Member("version") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var stated) ? stated : 1;
            if (!known.Contains((type, version)))
            {
                if (!drawn.TryGetValue((type, version), out var ports)) drawn[(type, version)] = ports = new(StringComparer.Ordinal);
                if (activity.Text("id") is { } id) unknown[id] = ports;
            }
            Gather(activity, drawn, known);
        }
        if (unknown.Count == 0 || container.Member("connections") is not { ValueKind: JsonValueKind.Array } connections) return;
        foreach (var connection in connections.EnumerateArray())
        {
            if (connection.Member("source") is { } source && source.Text("activity") is { } from && unknown.TryGetValue(from, out var ports)) ports.Add(source.Text("port") ?? "Done");
        }
    }

    private static JsonObject Expression(string type, string name, bool isBrowsable, string? monaco = null) => new()
    {
        ["type"] = type,
        ["displayName"] = name,
        ["isSerializable"] = true,
        ["isBrowsable"] = isBrowsable,
        ["properties"] = monaco is null ? new JsonObject() : new JsonObject { ["MonacoLanguage"] = monaco },
    };

    private static bool IsIdentifier(string name) => char.IsLetter(name[0]) && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_');

    private static byte[] Page(JsonArray items) => CanonicalJson.Write(new JsonObject { ["items"] = items, ["count"] = items.Count });
}
