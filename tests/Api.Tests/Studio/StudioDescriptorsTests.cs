using System.Text.Json.Nodes;
using TthcFlow.Api.Studio;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Tests.Studio;

/// <summary>What Studio is told about activities: enough to draw every document, or its canvas stays blank and a save wipes it.</summary>
public sealed class StudioDescriptorsTests
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
            Assert.That(Enum.GetValues<StepKind>().Where(kind => kind is not (StepKind.Unknown or StepKind.CallEntry or StepKind.CallExit) && ActivityCatalogue.Find(kind) is null), Is.Empty);
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
    public void Legs_and_outcomes_are_chosen_from_what_the_document_declares()
    {
        var tree = ElsaDocument.Blank("lien-thong", "Liên thông", (JsonObject)JsonNode.Parse("""{"legs":[{"key":"thue","name":"Thuế cơ sở","agency":"H35.09"}]}""")!).Edit();
        tree["outcomes"] = new JsonArray("DaPhatHanh", "TraLai");
        var (items, blank) = (Items("vi", ElsaDocument.Read(tree.ToJsonString()).Document!), Items("vi"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Values(items, "Tthc.Draft", "Leg"), Is.EqualTo(new[] { "", "thue" }));
            Assert.That(Values(items, "Tthc.Transfer", "Unit"), Does.Contain("Leg:thue").And.Contain("Receiving").And.Contain("H35.12.01"));
            Assert.That(Values(items, "Elsa.End", "Outcome"), Is.EqualTo(new[] { "", "DaPhatHanh", "TraLai" }));
            Assert.That(Input(blank, "Tthc.Draft", "Leg")["uiHint"]!.GetValue<string>(), Is.EqualTo("singleline"), "where none is declared it is written");
            Assert.That(Input(blank, "Elsa.End", "Outcome")["uiHint"]!.GetValue<string>(), Is.EqualTo("singleline"));
        }
    }

    [Test]
    public void A_call_is_filled_with_the_shared_processes_and_has_no_work_of_its_own()
    {
        var lists = new Dictionary<string, IReadOnlyList<Choice>> { [ActivityCatalogue.Processes] = [new("DC-01", new("Phát hành (DC-01)", "Issuing (DC-01)"))] };
        var items = new StudioDescriptors(ElsaDocument.Blank("trang", "Trang trắng"), lists, "vi").Activities().Select(item => item!).ToList();
        Assert.That(Values(items, "Tthc.RunProcess", "Process"), Is.EqualTo(new[] { "", "DC-01" }));
        Assert.That(Find(items, "Tthc.RunProcess")["inputs"]!.AsArray().Select(input => input!["name"]!.GetValue<string>()), Is.EqualTo(new[] { "Step", "Leg", "Instruction", "Unit", "MaxRounds", "Process", "Outcomes" }));
    }

    [TestCase("vi")]
    [TestCase("en")]
    public void Everything_has_a_name_in_the_visitors_language(string language)
    {
        foreach (var type in ActivityCatalogue.Types)
        {
            Wording[] names = [type.Name, type.Category, type.Description, .. type.Ports.Select(port => port.Display), .. type.Inputs.Select(input => input.Display), .. type.Inputs.SelectMany(input => input.Choices).Select(choice => choice.Display)];
            Assert.That(names.Select(name => name.In(language)), Has.All.Not.Empty, type.TypeName);
            if (language == "vi") Assert.That(type.Name.Vi, Is.Not.EqualTo(type.Name.En));
        }
    }

    [Test]
    public void A_stored_type_nobody_knows_gets_a_placeholder_with_its_drawn_ways_out()
    {
        var tree = ElsaDocument.Blank("la", "Loại bước lạ").Edit();
        tree["root"]!["activities"] = JsonNode.Parse("""
            [{"id":"a","type":"Acme.Robot","version":1},{"id":"b","type":"Tthc.Draft","version":7},{"id":"c","type":"Acme.Robot","version":1}]
            """);
        tree["root"]!["connections"] = JsonNode.Parse("""
            [{"source":{"activity":"a","port":"Bay"},"target":{"activity":"b","port":"In"}},{"source":{"activity":"c","port":"Bơi"},"target":{"activity":"b","port":"In"}}]
            """);
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
    public void The_editor_is_told_which_expressions_there_are() =>
        Assert.That(StudioDescriptors.Expressions("vi").Select(item => item!["type"]!.GetValue<string>()), Is.EqualTo(new[] { "Literal", "Object", "JavaScript", "Variable", "Input" }));

    private static List<JsonNode> Items(string language, ElsaDocument? document = null) =>
        [.. new StudioDescriptors(document ?? ElsaDocument.Blank("trang", "Trang trắng"), Lists, language).Activities().Select(item => item!)];

    private static JsonNode Input(List<JsonNode> items, string type, string input) => Find(items, type)["inputs"]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == input)!;

    private static IEnumerable<string> Values(List<JsonNode> items, string type, string input) =>
        Input(items, type, input)["uiSpecifications"]!["dropdown"]!["selectList"]!["items"]!.AsArray().Select(item => item!["value"]!.GetValue<string>());

    private static JsonNode Find(List<JsonNode> items, string type) => items.First(item => Name(item) == type);

    private static string Name(JsonNode item) => item["typeName"]!.GetValue<string>();
}
