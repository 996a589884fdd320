using System.Text.Json.Nodes;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Tests.Definitions;

/// <summary>What Studio is told about activities: enough to draw every document, or its canvas stays blank and a save wipes it.</summary>
public sealed class ActivityDescriptorsTests
{
    private static readonly Dictionary<string, IReadOnlyList<Choice>> Lists = new() { [ActivityCatalogue.Units] = [new("H35.12.01", new("Phòng Kinh tế", "Economy office"))] };

    private static readonly string[] Hints =
    [
        "singleline", "multiline", "checkbox", "dropdown", "checklist", "radiolist", "multitext", "code-editor", "json-editor", "expression-editor", "datetime-picker", "dictionary", "dynamic-outcomes", "switch-editor",
        "flow-switch-editor", "outcome-picker", "output-picker", "input-picker", "variable-picker", "type-picker", "workflow-definition-picker", "http-status-codes",
    ];

    [Test]
    public void Every_type_of_the_language_is_described_once()
    {
        var items = Items("vi");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(items.Select(Name), Is.Unique.And.SupersetOf(ActivityCatalogue.Types.Select(type => type.TypeName)).And.Contain("Elsa.Flowchart"));
            Assert.That(Enum.GetValues<StepKind>().Where(kind => kind is not StepKind.Unknown && ActivityCatalogue.Find(kind) is null), Is.Empty);
            Assert.That(Find(items, "Elsa.Flowchart")["isContainer"]!.GetValue<bool>(), Is.True);
            Assert.That(Find(items, "Elsa.Flowchart")["isBrowsable"]!.GetValue<bool>(), Is.False);
        }
    }

    [Test]
    public void What_Studio_cannot_take_is_not_in_a_descriptor()
    {
        foreach (var item in Items("vi"))
        {
            foreach (var port in item["ports"]!.AsArray()) Assert.That(port!["name"]!.GetValue<string>(), Does.Match("^[A-Za-z]+$"), Name(item));
            foreach (var input in item["inputs"]!.AsArray())
            {
                Assert.That(input!["name"]!.GetValue<string>(), Does.Match("^[A-Z][A-Za-z]*$"), Name(item));
                Assert.That(Hints, Does.Contain(input["uiHint"]!.GetValue<string>()), Name(item));
                Assert.That(input["isBrowsable"]!.GetValue<bool>(), Is.True);
                if (input["uiHint"]!.GetValue<string>() == "dropdown") Assert.That(input["uiSpecifications"]!["dropdown"]!["selectList"]!["items"]!.AsArray(), Is.Not.Empty, Name(item));
            }
        }
    }

    [Test]
    public void Names_come_in_both_languages_and_dropdowns_are_filled()
    {
        var (vi, en) = (Find(Items("vi"), "Tthc.Examine"), Find(Items("en"), "Tthc.Examine"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(vi["displayName"]!.GetValue<string>(), Is.EqualTo("Thẩm định, thẩm tra"));
            Assert.That(en["displayName"]!.GetValue<string>(), Is.EqualTo("Examine"));
            Assert.That(vi["ports"]![1]!["displayName"]!.GetValue<string>(), Is.EqualTo("Cần bổ sung"));
            Assert.That(vi["inputs"]!.AsArray().Single(input => input!["name"]!.GetValue<string>() == "Unit")!["uiSpecifications"]!.ToJsonString(), Does.Contain("H35.12.01").And.Contain("Receiving"));
        }
    }

    [Test]
    public void A_stored_type_nobody_knows_gets_a_placeholder_with_its_drawn_ways_out()
    {
        var tree = Sample.Flowchart(
            [Sample.Activity("a", "Acme.Robot"), Sample.Activity("b", "Tthc.Draft"), Sample.Activity("c", "Acme.Robot")],
            [Sample.Connection("a", "Bay", "b"), Sample.Connection("c", "Bơi", "b")]);
        tree["root"]!["activities"]![1]!["version"] = 7;
        var items = Items("vi", ElsaDocument.Read(tree.ToJsonString()).Document!);
        var robot = Find(items, "Acme.Robot");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(robot["isBrowsable"]!.GetValue<bool>(), Is.False);
            Assert.That(robot["ports"]!.AsArray().Select(port => port!["name"]!.GetValue<string>()), Is.EquivalentTo(new[] { "Bay", "Bơi" }));
            Assert.That(items.Count(item => Name(item) == "Tthc.Draft"), Is.EqualTo(2), "the other version is drawn too");
        }
    }

    [Test]
    public void The_editor_is_told_which_expressions_and_attributes_there_are()
    {
        var expressions = JsonNode.Parse(ActivityDescriptors.WriteExpressions())!;
        Assert.That(expressions["items"]!.AsArray().Select(item => item!["type"]!.GetValue<string>()), Is.EqualTo(new[] { "Literal", "Object", "JavaScript", "Variable", "Input" }));
        Assert.That(ActivityDescriptors.WriteTypeDefinitions(Sample.Document()), Does.Contain("declare function getDienTich(): number;").And.Contain("declare const variables: { DienTich: number; };"));
    }

    private static List<JsonNode> Items(string language, params ElsaDocument[] documents)
    {
        var page = JsonNode.Parse(ActivityDescriptors.Write(language, Lists, documents))!;
        Assert.That(page["count"]!.GetValue<int>(), Is.EqualTo(page["items"]!.AsArray().Count));
        return [.. page["items"]!.AsArray().Select(item => item!)];
    }

    private static JsonNode Find(List<JsonNode> items, string type) => items.First(item => Name(item) == type);

    private static string Name(JsonNode item) => item["typeName"]!.GetValue<string>();
}
