using System.Text.Json.Nodes;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Studio;

/// <summary>What Studio is told about activities and expressions: our types, the flowchart itself, and a stand-in for every type that a draft holds and we do not know.</summary>
/// <param name="document">The draft on the canvas.</param>
/// <param name="choices">What fills the dropdowns, by the list's name.</param>
/// <param name="language">Of the visitor; Studio shows these words as they come.</param>
internal sealed class StudioDescriptors(ElsaDocument document, IReadOnlyDictionary<string, IReadOnlyList<Choice>> choices, string language)
{
    private readonly Choice[] _legs = [.. ProcessDefinition.Compile(document).Header.Legs.Select(leg => new Choice(leg.Key, new(leg.Name ?? leg.Key, leg.Name ?? leg.Key)))];

    /// <summary>The list for the draft. Without a descriptor for each (type, version) Studio leaves the canvas blank, and the next save would wipe the drawing.</summary>
    public JsonArray Activities()
    {
        var list = new JsonArray { Blank("Elsa.Flowchart", 1, new("Sơ đồ", "Flowchart"), "", null, isContainer: true) };
        foreach (var type in ActivityCatalogue.Types) list.Add(Of(type));
        foreach (var (type, version, ports) in StudioDocuments.TypesIn(document))
        {
            if (type == "Elsa.Flowchart" && version == 1) continue;
            if (ActivityCatalogue.Find(type) is not { } known) list.Add(StandIn(type, version, ports));
            else if (known.Version != version) list.Add(OtherVersion(known, version));
        }
        return list;
    }

    /// <summary>The ways to write a value that our engine evaluates; Studio offers no other.</summary>
    public static JsonArray Expressions(string language) =>
    [
        Expression("Literal", new Wording("Giá trị", "Value").In(language), browsable: false, null),
        Expression("Object", new Wording("Đối tượng", "Object").In(language), browsable: false, "json"),
        Expression("JavaScript", new Wording("Biểu thức", "Expression").In(language), browsable: true, "javascript"),
        Expression("Variable", new Wording("Biến", "Variable").In(language), browsable: true, null),
        Expression("Input", new Wording("Thuộc tính hồ sơ", "Attribute").In(language), browsable: true, null),
    ];

    /// <summary>The types that a variable or an attribute of the dossier may have.</summary>
    public static JsonArray VariableTypes(string language) =>
    [
        VariableType("String", new Wording("Chữ", "Text").In(language)), VariableType("Boolean", new Wording("Có / không", "Yes or no").In(language)), VariableType("Int32", new Wording("Số nguyên", "Whole number").In(language)),
        VariableType("Int64", new Wording("Số nguyên lớn", "Large whole number").In(language)), VariableType("Double", new Wording("Số thực", "Real number").In(language)),
        VariableType("Decimal", new Wording("Số thập phân", "Decimal number").In(language)), VariableType("DateTime", new Wording("Ngày giờ", "Date and time").In(language)),
    ];

    private JsonObject Of(ActivityType type)
    {
        var descriptor = Blank(type.TypeName, type.Version, type.Name, type.Category.In(language), type.Description);
        descriptor["isBrowsable"] = true;
        descriptor["isStart"] = type.IsStart;
        descriptor["isTerminal"] = type.IsTerminal;
        descriptor["ports"] = new JsonArray([.. type.Ports.Select(port => Port(port.Name, port.Display.In(language)))]);
        descriptor["inputs"] = new JsonArray([.. type.Inputs.Select((input, order) => Input(type, input, order))]);
        return descriptor;
    }

    private JsonObject Input(ActivityType type, ActivityInput input, int order)
    {
        var items = Items(type, input);
        var uiHint = input.UiHint == "dropdown" && items.Count == 0 ? "singleline" : input.UiHint;
        return new JsonObject
        {
            ["name"] = input.Name,
            ["typeName"] = input.Type,
            ["displayName"] = input.Display.In(language),
            ["description"] = null,
            ["order"] = order,
            ["isBrowsable"] = true,
            ["isSynthetic"] = false,
            ["isWrapped"] = input.IsWrapped,
            ["uiHint"] = uiHint,
            ["category"] = null,
            ["defaultValue"] = uiHint == "checkbox" ? input.Default == "true" : input.Default,
            ["defaultSyntax"] = input.Syntax,
            ["isReadOnly"] = false,
            ["isSensitive"] = false,
            ["isSerializable"] = true,
            ["storageDriverType"] = null,
            ["uiSpecifications"] = uiHint == "dropdown"
                ? new JsonObject { ["dropdown"] = new JsonObject { ["selectList"] = new JsonObject { ["items"] = items, ["isFlagsEnum"] = false } } }
                : new JsonObject(),
        };
    }

    /// <summary>The values offered, those already in use with them; an optional one can be taken back.</summary>
    private JsonArray Items(ActivityType type, ActivityInput input)
    {
        Choice[] offered = [.. input.Choices, .. input.FilledFrom is { } list ? Filling(list) ?? [] : []];
        if (offered.Length == 0 || (input is { FilledFrom: { } wanted, IsOpen: true } && Filling(wanted) is null)) return [];
        var inUse = StudioDocuments.ValuesIn(document, type.TypeName, input.Key).Distinct().Where(value => offered.All(choice => choice.Value != value)).ToArray();
        var items = new JsonArray();
        if (input.Default is null) items.Add(Item("—", ""));
        foreach (var choice in offered) items.Add(Item(choice.Display.In(language), choice.Value));
        foreach (var value in inUse) items.Add(Item(value, value));
        return items;
    }

    /// <summary>What fills a list: what the document itself declares, else what the desk knows. A leg is also a place: the agency that it names.</summary>
    private IReadOnlyList<Choice>? Filling(string list) => list switch
    {
        ActivityCatalogue.Legs => _legs,
        ActivityCatalogue.Outcomes => [.. document.Json.GetProperty("outcomes").EnumerateArray().Select(outcome => outcome.ToString()).Where(outcome => outcome.Length > 0).Select(outcome => new Choice(outcome, new(outcome, outcome)))],
        ActivityCatalogue.Units => choices.GetValueOrDefault(list) is { } units
            ? [.. _legs.Select(leg => new Choice($"Leg:{leg.Value}", new($"Cơ quan của chặng “{leg.Display.Vi}”", $"The agency of leg '{leg.Display.En}'"))), .. units]
            : null,
        _ => choices.GetValueOrDefault(list),
    };

    private JsonObject StandIn(string type, int version, IReadOnlyList<string> ports)
    {
        var descriptor = Blank(type, version, new($"{type} (không hỗ trợ)", $"{type} (not supported)"), "", new(
            "Loại bước này không có trong bộ của hệ thống: được giữ nguyên khi lưu, không công bố được.",
            "This type is not one of ours: it is kept as it is when saved, and cannot be published."));
        descriptor["ports"] = new JsonArray([.. ports.Select(port => Port(port, port))]);
        return descriptor;
    }

    private JsonObject OtherVersion(ActivityType known, int version)
    {
        var descriptor = Of(known);
        descriptor["version"] = version;
        descriptor["isBrowsable"] = false;
        return descriptor;
    }

    private JsonObject Blank(string type, int version, Wording title, string category, Wording? description, bool isContainer = false)
    {
        var dot = type.LastIndexOf('.');
        return new JsonObject
        {
            ["typeName"] = type,
            ["namespace"] = dot > 0 ? type[..dot] : "",
            ["name"] = type[(dot + 1)..],
            ["version"] = version,
            ["category"] = category,
            ["displayName"] = title.In(language),
            ["description"] = description?.In(language),
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

    private static JsonObject Item(string text, string value) => new() { ["text"] = text, ["value"] = value };

    private static JsonObject Expression(string type, string title, bool browsable, string? syntax) => new()
    {
        ["type"] = type,
        ["displayName"] = title,
        ["isSerializable"] = true,
        ["isBrowsable"] = browsable,
        ["properties"] = syntax is null ? new JsonObject() : new JsonObject { ["MonacoLanguage"] = syntax },
    };

    private static JsonObject VariableType(string type, string title) => new()
    {
        ["typeName"] = type,
        ["displayName"] = title,
        ["category"] = "Elsa",
        ["description"] = null,
    };
}
