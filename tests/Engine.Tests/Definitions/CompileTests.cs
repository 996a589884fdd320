using System.Diagnostics;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Definitions;

/// <summary>From a document to the process it describes, and every fault on the way.</summary>
public sealed class CompileTests
{
    [Test]
    public void A_drawn_process_becomes_steps_and_routes()
    {
        var process = Sample.Compiled(_ => { });
        var examine = process.Find(new("B3"))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(process.Faults, Is.Empty);
            Assert.That(process.Steps, Has.Count.EqualTo(8));
            Assert.That(process.Routes, Has.Count.EqualTo(10));
            Assert.That(process.Start!.Key.Value, Is.EqualTo("B1"));
            Assert.That(process.Hash, Is.EqualTo(Sample.Document().Hash));
            Assert.That(process.Header, Has.Property("Procedure").EqualTo(new ProcedureCode("1.004203")).And.Property("StatutoryLimit").EqualTo(TimeLimit.OfDays(7)));
            Assert.That(examine, Has.Property("Kind").EqualTo(StepKind.Examine).And.Property("Name").EqualTo("Bước b3"));
            Assert.That(examine.Ports, Is.EqualTo(new[] { "Passed", "Incomplete", "Failed" }));
            Assert.That(examine.Work, Has.Property("Limit").EqualTo(TimeLimit.OfDays(3)).And.Property("MayReturn").True.And.Property("MaxRounds").EqualTo(1));
            Assert.That(process.Find(new("B2"))!.Work!.Limit, Is.EqualTo(TimeLimit.OfHours(4)), "an absent unit takes the descriptor's default");
            Assert.That(process.Find(new("B1"))!.Work, Has.Property("Unit").EqualTo("Receiving").And.Property("Position").EqualTo(new PositionKey("mot-cua")));
            Assert.That(process.Find(new("lon"))!.Condition!.Text, Is.EqualTo("getDienTich() > 250"));
            Assert.That(process.Routes[0].Id, Is.EqualTo("b1:Accepted>b2"));
            Assert.That(process.Attributes.Select(attribute => (attribute.Name, attribute.Type, attribute.IsInput)), Is.EqualTo(new[] { ("hinhThuc", "String", true), ("DienTich", "Decimal", false) }));
        }
    }

    [Test]
    public void Two_identical_connections_are_two_routes()
    {
        var process = Sample.Compiled(tree => tree["root"]!["connections"]!.AsArray().Add(Sample.Connection("b1", "Accepted", "b2")));
        Assert.That(process.Routes.Select(route => route.Id).Take(2), Is.EqualTo(new[] { "b1:Accepted>b2", "b1:Accepted>b2#2" }));
    }

    [TestCase("b2", "limit", "nhiều", "V112")]
    [TestCase("b2", "limit", "0,5", "V112")]
    [TestCase("b2", "limit", "0.001", "V113")]
    [TestCase("b2", "limit", "-1", "V113")]
    [TestCase("b2", "limit", "99999999", "V113")]
    [TestCase("b2", "limitUnit", "Tuần", "V112")]
    [TestCase("b2", "unit", "hai từ", "V112")]
    [TestCase("b2", "position", "hai từ", "V112")]
    [TestCase("b2", "mayReturn", "có", "V112")]
    [TestCase("b2", "maxRounds", "1.5", "V112")]
    [TestCase("b2", "maxRounds", "-1", "V112")]
    [TestCase("b2", "portalStatus", "bốn", "V112")]
    [TestCase("b2", "forms", "[1]", "V112")]
    [TestCase("b2", "forms", "[\"a\",\"\"]", "V112")]
    [TestCase("b2", "step", "B1", "V116")]
    public void A_bad_value_is_a_fault_at_its_step_and_field(string id, string field, string value, string code)
    {
        var process = Sample.Compiled(tree => Activity(tree, id)[field] = Sample.Input(value.StartsWith('[') ? "Object" : "Literal", value));
        Assert.That(process.Faults, Has.One.Matches<Finding>(fault => fault!.Code == code && fault.Field == field && fault.Step is "B2" or "b2"), Told(process));
    }

    [Test]
    public void Numbers_and_booleans_may_also_be_written_plainly()
    {
        var process = Sample.Compiled(tree =>
        {
            Activity(tree, "b2")["limit"] = 2.5;
            Activity(tree, "b2")["mayRecall"] = true;
            Activity(tree, "b2")["forms"] = new JsonArray("Mẫu 01");
            Activity(tree, "b2")["instruction"] = Sample.Input("Literal", "");
        });
        Assert.That(process.Faults, Is.Empty, Told(process));
        Assert.That(process.Find(new("B2"))!.Work, Has.Property("Limit").EqualTo(TimeLimit.OfHours(2.5m)).And.Property("MayRecall").True.And.Property("Instruction").Null.And.Property("Forms").EqualTo(new[] { "Mẫu 01" }));
    }

    [Test]
    public void An_expression_where_a_value_is_expected_is_a_fault()
    {
        var process = Sample.Compiled(tree => Activity(tree, "b2")["limit"] = Sample.Input("JavaScript", "getDienTich()"));
        Assert.That(process.Faults, Has.One.Matches<Finding>(fault => fault is { Code: "V111", Step: "B2", Field: "limit" }));
    }

    [Test]
    public void An_unknown_type_or_version_is_kept_and_named()
    {
        var process = Sample.Compiled(tree =>
        {
            Activity(tree, "b4")["type"] = "Elsa.SendHttpRequest";
            Activity(tree, "b5")["version"] = 2;
        });
        Assert.That(process.Faults.Select(fault => (fault.Code, fault.Step)), Is.EquivalentTo(new[] { ("V110", "b4"), ("V110", "B5") }));
        Assert.That(process.Find(new("b4")), Has.Property("Kind").EqualTo(StepKind.Unknown).And.Property("Ports").EquivalentTo(new[] { "Signed", "SentBack" }));
    }

    [TestCase("Literal", "true", true)]
    [TestCase("Literal", "False", true)]
    [TestCase("Literal", "đúng", false)]
    [TestCase("Liquid", "true", false)]
    [TestCase("JavaScript", "getDienTich(", false)]
    [TestCase("JavaScript", "getKhac() > 1", false)]
    [TestCase("JavaScript", "getDienTich()", false)]
    [TestCase("JavaScript", "", false)]
    public void A_decision_needs_a_condition_that_can_be_told(string language, string text, bool good)
    {
        var process = Sample.Compiled(tree => Activity(tree, "lon")["condition"] = Sample.Input(language, text));
        Assert.That(process.Faults.Count == 0, Is.EqualTo(good), Told(process));
        Assert.That(process.Find(new("lon"))!.Condition is not null, Is.EqualTo(good));
    }

    [Test]
    public void A_switch_a_fork_and_own_outcomes_name_their_ports_themselves()
    {
        var process = Sample.Compiled(Sample.Flowchart(
            [
                Cases(Sample.Activity("re", "Elsa.FlowSwitch"), ("Bưu chính", "getInput('hinhThuc') == 'bcci'"), ("Trực tuyến", "getInput('hinhThuc') == 'online'")),
                Sample.Activity("tach", "Elsa.FlowFork", ("branches", """["A","B"]""")),
                Sample.Activity("khac", "Tthc.Work", ("outcomes", """["Tốt","Xấu"]""")),
                Sample.Activity("goi", "Tthc.RunProcess", ("process", "thu-ky")),
                Sample.Activity("gop", "Elsa.FlowJoin"),
                Sample.Activity("gop2", "Elsa.FlowJoin", ("mode", "WaitAny")),
                Sample.Activity("het", "Elsa.End", ("outcome", "Xong")),
                Sample.Activity("bd", "Elsa.Start"),
                Sample.Activity("nhan", "Tthc.Intake"),
                Sample.Activity("cho", "Tthc.AwaitApplicant", ("clock", "Suspends")),
            ],
            [Sample.Connection("goi", "Đồng ý", "het"), Sample.Connection("bd", "Done", "nhan"), Sample.Connection("nhan", "Accepted", "re")]));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(process.Find(new("re"))!.Ports, Is.EqualTo(new[] { "Bưu chính", "Trực tuyến", "Default" }));
            Assert.That(process.Find(new("re"))!.Cases.Select(branch => branch.Condition), Has.All.Not.Null);
            Assert.That(process.Find(new("tach"))!.Ports, Is.EqualTo(new[] { "A", "B" }));
            Assert.That(process.Find(new("khac"))!.Ports, Is.EqualTo(new[] { "Tốt", "Xấu" }));
            Assert.That(process.Find(new("goi"))!.Ports, Is.EqualTo(new[] { "Đồng ý" }));
            Assert.That(process.Find(new("goi"))!.Work!.Process, Is.EqualTo("thu-ky"));
            Assert.That(process.Find(new("gop"))!.JoinMode, Is.EqualTo(JoinMode.WaitAll));
            Assert.That(process.Find(new("gop2"))!.JoinMode, Is.EqualTo(JoinMode.WaitAny));
            Assert.That(process.Find(new("het"))!.EndOutcome, Is.EqualTo("Xong"));
            Assert.That(process.Find(new("cho"))!.Work!.Clock, Is.EqualTo(ClockPolicy.Suspends));
            Assert.That(process.Start!.Id, Is.EqualTo("bd"));
            Assert.That(process.Faults.Select(fault => (fault.Code, fault.Step)), Is.EqualTo(new[] { ("V119", "gop") }), Told(process));
        }
    }

    // Start and steps, in lines like "i:Accepted>d"; what the process begins at, by kind.
    [TestCase("Public", "s:Done>i i:Accepted>d d:Done>e", "s")]
    [TestCase("Public", "s:Done>d i:Accepted>d d:Done>e", "i")] // a start that leads past the intake begins nothing
    [TestCase("Public", "s:Done>d d:Done>i i:Accepted>e", "i")] // nothing is done before the receipt
    [TestCase("Public", "s:Done>d d:Done>e", null)] // a start is no intake
    [TestCase("BetweenAgencies", "s:Done>d d:Done>e", null)]
    [TestCase("Public", "s:Done>i i:Accepted>i2 i2:Accepted>e", null)] // two intakes
    [TestCase("Public", "s:Done>i s2:Done>i i:Accepted>e", null)] // two starts
    [TestCase("AgencyInternal", "s:Done>d d:Done>e", "s")]
    [TestCase("AgencyInternal", "d:Done>i i:Accepted>e", "d")] // an office may receive in the middle of its own process
    [TestCase("SharedInternal", "i:Accepted>d d:Done>i", null)] // everything is led to
    public void A_process_has_one_beginning(string kind, string lines, string? start)
    {
        var types = new Dictionary<char, string> { ['s'] = "Elsa.Start", ['i'] = "Tthc.Intake", ['d'] = "Tthc.Draft", ['e'] = "Elsa.End" };
        var connections = lines.Split(' ').Select(line => line.Split(':', '>')).ToList();
        var steps = connections.SelectMany(line => new[] { line[0], line[2] }).Distinct();
        var tree = Sample.Flowchart([.. steps.Select(id => Sample.Activity(id, types[id[0]]))], [.. connections.Select(line => Sample.Connection(line[0], line[1], line[2]))]);
        tree["customProperties"]!["tthc"]!["kind"] = kind;
        Assert.That(Sample.Compiled(tree).Start?.Id, Is.EqualTo(start));
    }

    [Test]
    public void An_internal_process_begins_at_the_only_step_nothing_leads_to()
    {
        var tree = Sample.Flowchart([Sample.Activity("a", "Tthc.Draft"), Sample.Activity("b", "Tthc.Sign"), Sample.Activity("c", "Elsa.End")], [Sample.Connection("a", "Done", "b"), Sample.Connection("b", "Signed", "c")]);
        Assert.That(Sample.Compiled(tree.DeepClone().AsObject()).Start, Is.Null, "a public process begins at its intake");
        tree["customProperties"]!["tthc"]!["kind"] = "AgencyInternal";
        Assert.That(Sample.Compiled(tree).Start!.Id, Is.EqualTo("a"));
    }

    [Test]
    public void The_whole_header_is_read()
    {
        var header = Sample.Compiled(tree => tree["customProperties"]!["tthc"] = JsonNode.Parse("""
            {"procedure":"1.004203","case":"cap-moi","kind":"BetweenAgencies","documentCode":"QT.01","issueNumber":2,"identifier":"H35.12.QT01",
             "statutoryLimit":{"value":7,"unit":"WorkingDay"},"promisedLimit":null,"onlineLimit":{"value":6.5,"unit":"WorkingDay"},
             "regionalExtension":[{"area":"Vùng khó khăn","limit":{"value":10,"unit":"WorkingDay"}},{"area":"Đảo","value":5,"unit":"WorkingDay"}],
             "counting":"SameDay","afterHours":"CountFromNextOpening","cutOff":"15:00","noPromise":true,"immediate":false,
             "supplement":{"clock":"Restarts","rounds":2,"answerWithin":{"value":30,"unit":"CalendarDay"},"onExpiry":"Reject"},
             "reasons":{"V201":"đã giải trình"},"legs":[{"key":"thue","name":"Cơ quan thuế","agency":"H35.99","limit":{"value":3,"unit":"WorkingDay"}}],
             "components":[{"code":"TP1","name":"Đơn","kind":"Original","originals":1,"copies":0,"required":true},"Bản vẽ"],
             "fees":[{"name":"Lệ phí","amount":75000,"basis":"NQ 12","moment":1}],"results":[{"code":"KQ","name":"Giấy phép"}],"forms":["Mẫu 01"],
             "legalBases":[{"number":"50/2014/QH13","date":"18/06/2014","issuer":"Quốc hội","validFrom":"2015-01-01"}],
             "conditions":["Đất ở","Đúng quy hoạch"],"retention":{"years":"10 năm","place":"Văn thư"},"unheardOf":{"x":1}}
            """)).Header;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(header, Has.Property("Kind").EqualTo(ProcessKind.BetweenAgencies).And.Property("IssueNumber").EqualTo(2).And.Property("PromisedLimit").Null.And.Property("OnlineLimit").EqualTo(TimeLimit.OfDays(6.5m)));
            Assert.That(header.RegionalExtensions, Is.EqualTo(new[] { new RegionalExtension("Vùng khó khăn", TimeLimit.OfDays(10)), new RegionalExtension("Đảo", TimeLimit.OfDays(5)) }));
            Assert.That(header, Has.Property("Counting").EqualTo(Counting.SameDay).And.Property("AfterHours").EqualTo(AfterHours.CountFromNextOpening).And.Property("CutOff").EqualTo(new TimeOnly(15, 0)).And.Property("NoPromise").True);
            Assert.That(header.Supplement, Is.EqualTo(new SupplementRule(ClockPolicy.Restarts, 2, TimeLimit.OfCalendarDays(30), "Reject")));
            Assert.That(header.Legs, Is.EqualTo(new[] { new Leg("thue", "Cơ quan thuế", "H35.99", TimeLimit.OfDays(3)) }));
            Assert.That(header.Components, Is.EqualTo(new[] { new ComponentRequirement("TP1", "Đơn", "Original", 1, 0, true), new ComponentRequirement(null, "Bản vẽ", null, 1, 0, true) }));
            Assert.That(header.Fees, Is.EqualTo(new[] { new Fee("Lệ phí", 75000, "NQ 12", 1) }));
            Assert.That(header.LegalBases[0], Is.EqualTo(new LegalBasis("50/2014/QH13", new(2014, 6, 18), "Quốc hội", null, null, new(2015, 1, 1), null)));
            Assert.That(header.Reasons["V201"], Is.EqualTo("đã giải trình"));
            Assert.That(header.Retention, Is.EqualTo("Văn thư; 10 năm"));
        }
    }

    [TestCase("procedure", "\"hai từ\"")]
    [TestCase("kind", "\"Khác\"")]
    [TestCase("kind", "\"1\"")]
    [TestCase("issueNumber", "\"hai\"")]
    [TestCase("statutoryLimit", "7")]
    [TestCase("statutoryLimit", """{"value":7}""")]
    [TestCase("statutoryLimit", """{"value":0.0001,"unit":"WorkingHour"}""")]
    [TestCase("promisedLimit", """{"value":"bảy","unit":"WorkingDay"}""")]
    [TestCase("cutOff", "\"25:00\"")]
    [TestCase("noPromise", "{}")]
    [TestCase("supplement", """{"clock":"Stops"}""")]
    [TestCase("supplement", """{"clock":"Runs","onExpiry":"?"}""")]
    [TestCase("reasons", """{"V201":1}""")]
    [TestCase("legs", "{}")]
    [TestCase("legs", "[1]")]
    [TestCase("fees", """[{"name":"Lệ phí","amount":"nhiều"}]""")]
    [TestCase("components", """[{"code":"TP1"}]""")]
    [TestCase("legalBases", """[{"number":"1","date":"hôm qua"}]""")]
    public void A_bad_header_member_is_a_fault_and_not_a_crash(string member, string value)
    {
        var process = Sample.Compiled(tree => tree["customProperties"]!["tthc"]![member] = JsonNode.Parse(value));
        Assert.That(process.Faults, Has.Some.Matches<Finding>(fault => fault!.Code == "V115" && fault.Field!.StartsWith(member, StringComparison.Ordinal)), Told(process));
    }

    [TestCase("""{"name":"DienTich","typeName":"Decimal"}""", "V117")]
    [TestCase("""{"typeName":"Decimal"}""", "V117")]
    [TestCase("""{"name":"K","typeName":"Int32","value":"bốn"}""", "V117")]
    [TestCase("""{"name":"K","typeName":"System.Net.Http.HttpClient, System.Net.Http"}""", "V117")]
    public void A_bad_attribute_is_a_fault(string variable, string code)
    {
        var process = Sample.Compiled(tree => tree["variables"]!.AsArray().Add(JsonNode.Parse(variable)));
        Assert.That(process.Faults.Select(fault => fault.Code), Is.EqualTo(new[] { code }), Told(process));
    }

    [Test]
    public void Ten_thousand_steps_are_compiled_at_once()
    {
        const int count = 10_000;
        var tree = Sample.Flowchart(
            [.. Enumerable.Range(0, count).Select(step => new JsonObject { ["id"] = $"a{step}", ["type"] = "Tthc.Draft", ["limit"] = "1" })],
            [.. Enumerable.Range(0, count).Select(step => Sample.Connection($"a{step}", "Done", $"a{(step + 1) % count}"))]);
        var document = ElsaDocument.Read(tree.ToJsonString()).Document!;
        var watch = Stopwatch.StartNew();
        var process = ProcessDefinition.Compile(document);
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(5)), "on a busy machine");
        Assert.That(process.Steps, Has.Count.EqualTo(count));
        Assert.That(process.Start, Is.Null);
    }

    private static JsonObject Activity(JsonObject tree, string id) => tree["root"]!["activities"]!.AsArray().Single(activity => activity!["id"]!.GetValue<string>() == id)!.AsObject();

    private static JsonObject Cases(JsonObject activity, params (string Label, string Condition)[] cases)
    {
        activity["cases"] = new JsonArray([.. cases.Select(branch => new JsonObject { ["label"] = branch.Label, ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = branch.Condition } })]);
        return activity;
    }

    private static string Told(ProcessDefinition process) => string.Join("; ", process.Faults.Select(fault => $"{fault.Code} {fault.Step} {fault.Field}: {fault.Message.En}"));
}
