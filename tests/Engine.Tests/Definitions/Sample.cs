using System.Text.Json.Nodes;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Tests.Definitions;

/// <summary>A small real process, and the pieces to draw others with.</summary>
internal static class Sample
{
    public static ApiFace Face { get; } = new("row-7", 3, false, true, false, new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), [new("/publish", "publish", "POST")]);

    public static ElsaDocument Document() => ElsaDocument.Read(Tree().ToJsonString()).Document!;

    public static ProcessDefinition Compiled(Action<JsonObject> edit)
    {
        var tree = Tree();
        edit(tree);
        return Compiled(tree);
    }

    public static ProcessDefinition Compiled(JsonObject tree)
    {
        var reading = ElsaDocument.Read(tree.ToJsonString());
        Assert.That(reading.Document, Is.Not.Null, string.Join("; ", reading.Findings.Select(finding => finding.Message.En)));
        return ProcessDefinition.Compile(reading.Document!);
    }

    public static JsonObject Tree() => Flowchart(
        [
            Activity("b1", "Tthc.Intake", ("step", "B1"), ("unit", "Receiving"), ("position", "mot-cua"), ("limit", "4"), ("limitUnit", "WorkingHour")),
            Activity("b2", "Tthc.Assign", ("step", "B2"), ("unit", "Competent"), ("limit", "4")),
            Activity("b3", "Tthc.Examine", ("step", "B3"), ("limit", "3"), ("limitUnit", "WorkingDay"), ("mayReturn", "true"), ("maxRounds", "1")),
            Activity("lon", "Elsa.FlowDecision"),
            Activity("b4", "Tthc.Sign", ("step", "B4"), ("limit", "0.5"), ("limitUnit", "WorkingDay")),
            Activity("b5", "Tthc.Issue", ("step", "B5"), ("limit", "4")),
            Activity("b6", "Tthc.ReturnResult", ("step", "B6")),
            Activity("tc", "Tthc.Reject"),
        ],
        [
            Connection("b1", "Accepted", "b2"), Connection("b1", "Declined", "tc"), Connection("b2", "Done", "b3"), Connection("b3", "Passed", "lon"), Connection("b3", "Failed", "tc"),
            Connection("lon", "True", "b4"), Connection("lon", "False", "b5"), Connection("b4", "Signed", "b5"), Connection("b4", "SentBack", "b3"), Connection("b5", "Done", "b6"),
        ]);

    public static JsonObject Flowchart(JsonObject[] activities, JsonObject[] connections)
    {
        foreach (var decision in activities.Where(activity => activity["type"]!.GetValue<string>() == "Elsa.FlowDecision" && !activity.ContainsKey("condition"))) decision["condition"] = Input("JavaScript", "getDienTich() > 250");
        return new()
        {
            ["definitionId"] = "gpxd",
            ["name"] = "Cấp giấy phép xây dựng",
            ["variables"] = JsonNode.Parse("""[{"id":"v1","name":"DienTich","typeName":"Decimal","isArray":false,"value":"0","storageDriverTypeName":null}]"""),
            ["inputs"] = JsonNode.Parse("""[{"type":"String","isArray":false,"name":"hinhThuc","displayName":"Hình thức","description":"","category":"","uiHint":"singleline"}]"""),
            ["customProperties"] = new JsonObject { ["tthc"] = JsonNode.Parse("""{"procedure":"1.004203","case":"cap-moi","kind":"Public","statutoryLimit":{"value":7,"unit":"WorkingDay"}}""") },
            ["root"] = new JsonObject
            {
                ["id"] = "Flowchart1",
                ["type"] = "Elsa.Flowchart",
                ["version"] = 1,
                ["x-extra"] = new JsonObject(),
                ["activities"] = new JsonArray([.. activities]),
                ["connections"] = new JsonArray([.. connections]),
            },
        };
    }

    public static JsonObject Activity(string id, string type, params (string Key, string Value)[] inputs)
    {
        var activity = new JsonObject { ["id"] = id, ["type"] = type, ["version"] = 1, ["metadata"] = new JsonObject { ["displayText"] = $"Bước {id}" } };
        foreach (var (key, value) in inputs) activity[key] = Input(value.StartsWith('[') ? "Object" : "Literal", value);
        return activity;
    }

    public static JsonObject Input(string type, string value) => new() { ["typeName"] = null, ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    public static JsonObject Connection(string from, string port, string to) => new()
    {
        ["source"] = new JsonObject { ["activity"] = from, ["port"] = port },
        ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
    };
}
