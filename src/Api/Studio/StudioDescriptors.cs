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
    public JsonArray Expressions() =>
    [
        Expression("Literal", new("Giá trị", "Value"), browsable: false, null),
        Expression("Object", new("Đối tượng", "Object"), browsable: false, "json"),
        Expression("JavaScript", new("Biểu thức", "Expression"), browsable: true, "javascript"),
        Expression("Variable", new("Biến", "Variable"), browsable: true, null),
        Expression("Input", new("Thuộc tính hồ sơ", "Attribute"), browsable: true, null),
    ];

    /// <summary>The types that a variable or an attribute of the dossier may have.</summary>
    public JsonArray VariableTypes() =>
    [
        VariableType("String", new("Chữ", "Text")), VariableType("Boolean", new("Có / không", "Yes or no")), VariableType("Int32", new("Số nguyên", "Whole number")),
        VariableType("Int64", new("Số nguyên lớn", "Large whole number")), VariableType("Double", new("Số thực", "Real number")),
        VariableType("Decimal", new("Số thập phân", "Decimal number")), VariableType("DateTime", new("Ngày giờ", "Date and time")),
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
        Choice[] offered = [.. input.Choices, .. input.FilledFrom is { } list ? choices.GetValueOrDefault(list) ?? [] : []];
        if (offered.Length == 0 || (input is { FilledFrom: { } wanted, IsOpen: true } && !choices.ContainsKey(wanted))) return [];
        var inUse = StudioDocuments.ValuesIn(document, type.TypeName, input.Key).Distinct().Where(value => offered.All(choice => choice.Value != value)).ToArray();
        var items = new JsonArray();
        if (input.Default is null) items.Add(Item("—", ""));
        foreach (var choice in offered) items.Add(Item(choice.Display.In(language), choice.Value));
        foreach (var value in inUse) items.Add(Item(value, value));
        return items;
    }

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

    private JsonObject Expression(string type, Wording title, bool browsable, string? syntax) => new()
    {
        ["type"] = type,
        ["displayName"] = title.In(language),
        ["isSerializable"] = true,
        ["isBrowsable"] = browsable,
        ["properties"] = syntax is null ? new JsonObject() : new JsonObject { ["MonacoLanguage"] = syntax },
    };

    private JsonObject VariableType(string type, Wording title) => new()
    {
        ["typeName"] = type,
        ["displayName"] = title.In(language),
        ["category"] = new Wording("Cơ bản", "Basic").In(language),
        ["description"] = null,
    };
}
