using System.Text.Json.Nodes;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Definitions;

/// <summary>Calls of shared processes: the one flat process they become, and what stands against a call.</summary>
public sealed class ProcessLinkingTests
{
    [Test]
    public void The_called_steps_stand_where_they_are_called()
    {
        var process = Link(Caller("DC-01"), Shared("DC-01"));

        Assert.That(process.Faults, Is.Empty);
        Assert.That(process.Steps.Select(step => step.Key.Value), Is.EqualTo(new[] { "b1", "b2", "b2/kiem", "b2:Dat", "b2:TraLai", "b3", "b4", "tc" }).AsCollection, "the called start is where the call is");
        Assert.That(Lines(process), Is.EquivalentTo(new[]
        {
            "b1 Accepted b2", "b1 Declined tc", "b2 Done b2/kiem", "b2/kiem Agreed b2:Dat", "b2/kiem SentBack b2:TraLai", "b2:Dat Dat b3", "b2:TraLai TraLai b1", "b3 Done b4",
        }));
        Assert.That(process.Routes.Select(route => route.Id), Is.Unique);
        Assert.That(process.Find(new("b2/kiem"))!.Call, Is.EqualTo(new StepKey("b2")));
        Assert.That(process.Calls.Single(), Has.Property("Process").EqualTo(new ProcessKey(new("DC-01"), null)).And.Property("Name").EqualTo("Phát hành").And.Property("Version").Not.Null);
        Assert.That(process.Steps.Select(step => step.Index), Is.EqualTo(Enumerable.Range(0, process.Steps.Count)));
    }

    [Test]
    public void Two_calls_of_one_process_are_two_copies()
    {
        var tree = Sample.Flowchart(
            [Sample.Activity("a", "Elsa.Start"), Call("b", "DC-01"), Call("c", "DC-01"), Sample.Activity("e", "Elsa.End"), Sample.Activity("t", "Elsa.End")],
            [Sample.Connection("a", "Done", "b"), Sample.Connection("b", "Dat", "c"), Sample.Connection("b", "TraLai", "t"), Sample.Connection("c", "Dat", "e"), Sample.Connection("c", "TraLai", "t")]);
        var process = Link(Named(tree, "AGENCY-1", "AgencyInternal"), Shared("DC-01"));

        Assert.That(process.Steps.Count(step => step.Kind is StepKind.Review), Is.EqualTo(2));
        Assert.That(DefinitionRules.Check(process, new CheckContext()).Sound, Is.EqualTo(Verdict.Yes));
    }

    [Test]
    public void A_called_process_may_call_another_and_the_keys_tell_the_way()
    {
        var middle = Named(Sample.Flowchart(
            [Sample.Activity("s", "Elsa.Start"), Call("m", "DC-01"), End("e", "Dat"), End("t", "TraLai")],
            [Sample.Connection("s", "Done", "m"), Sample.Connection("m", "Dat", "e"), Sample.Connection("m", "TraLai", "t")]), "DC-02", "SharedInternal");
        var process = Link(Caller("DC-02"), middle, Shared("DC-01"));

        Assert.That(process.Faults, Is.Empty);
        Assert.That(process.Find(new("b2/m/kiem"))!.Call, Is.EqualTo(new StepKey("b2/m")));
        Assert.That(process.Calls.Select(call => $"{call.Step} {call.Process}"), Is.EqualTo(new[] { "b2 DC-02", "b2/m DC-01" }));
        Assert.That(process.Calls.Count(call => call.IsDirect(process)), Is.EqualTo(1));
        Assert.That(Check(process), Is.EqualTo(Verdict.Yes));
    }

    [Test]
    public void Linking_to_the_same_versions_gives_the_same_process_and_to_others_another()
    {
        var (once, again, other) = (Link(Caller("DC-01"), Shared("DC-01")), Link(Caller("DC-01"), Shared("DC-01")), Link(Caller("DC-01"), Shared("DC-01", hours: "3")));

        Assert.That(again.Hash, Is.EqualTo(once.Hash));
        Assert.That(again.Routes.Select(route => route.Id), Is.EqualTo(once.Routes.Select(route => route.Id)));
        Assert.That(other.Hash, Is.Not.EqualTo(once.Hash).And.Not.EqualTo(Caller("DC-01").Hash));
        Assert.That(Link(Shared("DC-01")).Hash, Is.EqualTo(Shared("DC-01").Hash), "without calls the text alone is the version");
    }

    [Test]
    public void Time_and_place_of_called_steps_count_where_they_are_called()
    {
        var process = Link(Caller("DC-01", ("unit", "H35.05"), ("leg", "chang-2"), ("maxRounds", "2")), Shared("DC-01"));
        var step = process.Find(new("b2/kiem"))!;

        Assert.That(step.Work!.Unit, Is.EqualTo("H35.05"), "the competent unit of a called process is that of the call");
        Assert.That(step.Work.Leg, Is.EqualTo("chang-2"));
        Assert.That(process.Find(new("b2:TraLai"))!.MaxRounds, Is.EqualTo(2));
        Assert.That(DefinitionRules.Check(process, new CheckContext()).LongestMinutes, Is.EqualTo((4 + 2 + 4 + 2 * (4 + 2)) * 60));
    }

    [Test]
    public void What_the_called_process_asks_is_asked_at_intake()
    {
        var asking = Asking("DC-01", "Decimal");
        var process = Link(Caller("DC-01"), asking);

        Assert.That(process.Faults, Is.Empty);
        Assert.That(process.Attributes.Select(attribute => attribute.Name), Does.Contain("soTrang"));
        Assert.That(TthcFlow.Engine.Dossiers.Branching.AttributesRead(process), Does.Contain("soTrang"));
    }

    [Test]
    public void An_attribute_that_both_declare_is_one_and_the_same()
    {
        var same = Link(Caller("DC-01", declares: """[{"id":"v","name":"soTrang","typeName":"Decimal","isArray":false,"value":"5"}]"""), Asking("DC-01", "Decimal"));
        Assert.That(same.Faults, Is.Empty);
        var condition = same.Steps.Single(step => step.Kind is StepKind.Decision).Condition!;
        Assert.That(condition.Evaluate(_ => null), Is.EqualTo(new ConditionResult.Known(false)), "the caller's initial value counts in the called steps too");

        var other = Link(Caller("DC-01", declares: """[{"id":"v","name":"soTrang","typeName":"String","isArray":false,"value":"5"}]"""), Asking("DC-01", "Decimal"));
        Assert.That(Codes(other), Is.EqualTo(new[] { "V157" }));
    }

    [TestCase("", "V150")]
    [TestCase("không phải mã", "V150")]
    [TestCase("DC-99", "V151")]
    [TestCase("CONG-1", "V152", TestName = "A process for the public is not called")]
    [TestCase("KHONG-KET-THUC", "V152", TestName = "A process without an end is not called")]
    [TestCase("HO-SO", "V156", TestName = "A process that rejects a dossier is not called")]
    public void A_call_that_cannot_be_followed_is_a_finding_and_stays_as_drawn(string called, string code)
    {
        var ofThePublic = Named(Sample.Tree(), "CONG-1", "Public");
        var endless = Named(Sample.Flowchart([Sample.Activity("s", "Elsa.Start"), Sample.Activity("w", "Tthc.Draft")], [Sample.Connection("s", "Done", "w")]), "KHONG-KET-THUC", "SharedInternal");
        var rejects = Named(Sample.Flowchart(
            [Sample.Activity("s", "Elsa.Start"), Sample.Activity("w", "Tthc.Review"), End("e", "Dat"), Sample.Activity("x", "Tthc.Reject")],
            [Sample.Connection("s", "Done", "w"), Sample.Connection("w", "Agreed", "e"), Sample.Connection("w", "SentBack", "x")]), "HO-SO", "SharedInternal");
        var process = Link(Caller(called), ofThePublic, endless, rejects);

        Assert.That(Codes(process), Is.EqualTo(new[] { code }));
        Assert.That(process.Find(new("b2"))!.Kind, Is.EqualTo(StepKind.RunProcess));
        Assert.That(process.Faults[0].Step, Is.EqualTo("b2"));
    }

    [Test]
    public void Ways_out_must_be_the_called_processs_outcomes()
    {
        var tree = Sample.Flowchart(
            [Sample.Activity("a", "Elsa.Start"), Sample.Activity("b", "Tthc.RunProcess", ("process", "DC-01"), ("outcomes", """["Dat","Hong"]""")), Sample.Activity("e", "Elsa.End")],
            [Sample.Connection("a", "Done", "b"), Sample.Connection("b", "Dat", "e"), Sample.Connection("b", "Hong", "e")]);
        var process = Link(Named(tree, "X", "AgencyInternal"), Shared("DC-01"));

        Assert.That(process.Faults.Select(fault => $"{fault.Code} {fault.Field}"), Is.EqualTo(new[] { "V153 TraLai", "V153 Hong" }));
        var unconnected = DefinitionRules.Check(process, new CheckContext()).Findings.Single(finding => finding.Code == "V123");
        Assert.That((unconnected.Step, unconnected.Field), Is.EqualTo(("b", "TraLai")), "told at the call, where it can be mended");
    }

    [Test]
    public void A_return_out_of_a_called_process_is_planned_at_the_call()
    {
        var unplanned = DefinitionRules.Check(Caller("DC-01"), new CheckContext { Called = Known(Shared("DC-01")) }).Findings.Single(finding => finding.Code == "V209");
        Assert.That((unplanned.Step, unplanned.Field), Is.EqualTo(("b2", "maxRounds")));
        Assert.That(DefinitionRules.Check(Caller("DC-01", ("maxRounds", "1")), new CheckContext { Called = Known(Shared("DC-01")) }).Findings.Select(finding => finding.Code), Does.Not.Contain("V209"));
    }

    [Test]
    public void A_circle_of_calls_is_told_as_a_circle()
    {
        ProcessDefinition Calling(string own, string other) => Named(Sample.Flowchart(
            [Sample.Activity("s", "Elsa.Start"), Call("g", other), End("e", "Dat"), End("t", "TraLai")],
            [Sample.Connection("s", "Done", "g"), Sample.Connection("g", "Dat", "e"), Sample.Connection("g", "TraLai", "t")]), own, "SharedInternal");

        var files = new[] { Calling("A", "B"), Calling("B", "C"), Calling("C", "A") };
        var circle = Link(files[0], files).Faults.Single();
        Assert.That(circle.Code, Is.EqualTo("V154"));
        Assert.That(circle.Message.Vi, Does.EndWith("A → B → C → A."));
        Assert.That(circle.Trace, Has.Count.EqualTo(3));
        Assert.That(circle.Step, Is.EqualTo("g"));
        Assert.That(Codes(Link(Calling("A", "A"), Calling("A", "A"))), Is.EqualTo(new[] { "V154" }), "a process that calls itself");

        // Published versions come linked: B was published when A called nobody, and now A wants to call B.
        var (first, published) = (Shared("A"), Link(Calling("B", "A"), Shared("A")));
        Assert.That(Link(Calling("A", "B"), published, first).Faults.Single().Message.En, Does.EndWith("A → B → A."));
    }

    [Test]
    public void Calls_nest_only_so_deep_and_grow_only_so_large()
    {
        // Each process calls the next one twice: unbounded, fourteen of them would come to sixteen thousand copies.
        var chain = Enumerable.Range(0, 14).Select(number => Named(Sample.Flowchart(
            [Sample.Activity("s", "Elsa.Start"), Call("g", $"P{number + 1}"), Call("h", $"P{number + 1}"), End("e", "Dat"), End("t", "TraLai")],
            [Sample.Connection("s", "Done", "g"), Sample.Connection("g", "Dat", "h"), Sample.Connection("g", "TraLai", "t"), Sample.Connection("h", "Dat", "e"), Sample.Connection("h", "TraLai", "t")]), $"P{number}", "SharedInternal"))
            .Append(Shared("P14")).ToArray();

        Assert.That(Codes(Link(chain[0], chain)), Is.Not.Empty.And.All.AnyOf("V152", "V155"));
        Assert.That(Codes(Link(chain[10], chain)), Is.Empty);
        Assert.That(Link(chain[10], chain).Steps.Count(step => step.Kind is StepKind.Review), Is.EqualTo(16));
    }

    [Test]
    public void Waiting_joins_behind_a_call_wait_for_the_call_once()
    {
        // The called process has two ends of one outcome; the join behind must not wait for both.
        var twoEnds = Named(Sample.Flowchart(
            [Sample.Activity("s", "Elsa.Start"), Sample.Activity("w", "Tthc.Review"), End("e", "Xong"), End("f", "Xong")],
            [Sample.Connection("s", "Done", "w"), Sample.Connection("w", "Agreed", "e"), Sample.Connection("w", "SentBack", "f")]), "DC-01", "SharedInternal");
        var tree = Sample.Flowchart(
            [
                Sample.Activity("a", "Elsa.Start"), Sample.Activity("f", "Elsa.FlowFork", ("branches", """["1","2"]""")), Sample.Activity("b", "Tthc.RunProcess", ("process", "DC-01")), Sample.Activity("c", "Tthc.Draft"),
                Sample.Activity("j", "Elsa.FlowJoin", ("mode", "WaitAll")), Sample.Activity("e", "Elsa.End"),
            ],
            [
                Sample.Connection("a", "Done", "f"), Sample.Connection("f", "1", "b"), Sample.Connection("f", "2", "c"), Sample.Connection("b", "Xong", "j"), Sample.Connection("c", "Done", "j"), Sample.Connection("j", "Done", "e"),
            ]);
        Assert.That(DefinitionRules.Check(Named(tree, "X", "AgencyInternal"), new CheckContext { Called = Known(twoEnds) }).Sound, Is.EqualTo(Verdict.Yes));
    }

    [Test]
    public void A_check_without_the_called_process_says_that_it_is_not_known()
    {
        var report = DefinitionRules.Check(Caller("DC-01"), new CheckContext());
        Assert.That(report.Findings.Select(finding => finding.Code), Does.Contain("V151"));
        Assert.That(report.Sound, Is.EqualTo(Verdict.Yes), "the drawing itself is as sound as before");
    }

    [Test]
    public void A_warning_answered_in_the_called_process_is_not_asked_again()
    {
        var loop = Named(Sample.Flowchart(
            [Sample.Activity("s", "Elsa.Start"), Sample.Activity("d", "Tthc.Draft", ("limit", "1")), Sample.Activity("w", "Tthc.Review", ("limit", "1")), End("e", "Dat")],
            [Sample.Connection("s", "Done", "d"), Sample.Connection("d", "Done", "w"), Sample.Connection("w", "Agreed", "e"), Sample.Connection("w", "SentBack", "d")]), "DC-01", "SharedInternal", """{"V209":"Trả lại là ngoại lệ."}""");
        var tree = Sample.Flowchart(
            [Sample.Activity("a", "Elsa.Start"), Sample.Activity("b", "Tthc.RunProcess", ("process", "DC-01")), Sample.Activity("e", "Elsa.End")],
            [Sample.Connection("a", "Done", "b"), Sample.Connection("b", "Dat", "e")]);
        var caller = Named(tree, "X", "AgencyInternal");

        Assert.That(DefinitionRules.Check(loop, new CheckContext()).Findings.Select(finding => finding.Code), Does.Contain("V209"));
        Assert.That(DefinitionRules.Check(caller, new CheckContext { Called = Known(loop) }).Findings.Select(finding => finding.Code), Does.Not.Contain("V209"));
    }

    [TestCase("DC-01", "DC-01", null)]
    [TestCase("1.004203/cap-moi", "1.004203", "cap-moi")]
    public void A_process_is_named_by_its_procedure_and_case(string text, string procedure, string? @case)
    {
        Assert.That(ProcessKey.TryParse(text, null, out var key));
        Assert.That((key!.Procedure.Value, key.Case?.Value), Is.EqualTo((procedure, @case)));
        Assert.That(key.ToString(), Is.EqualTo(text));
    }

    [TestCase("")]
    [TestCase("a/")]
    [TestCase("/a")]
    [TestCase("a/b/c")]
    public void Anything_else_names_no_process(string text) => Assert.That(ProcessKey.TryParse(text, null, out _), Is.False);

    private static Verdict Check(ProcessDefinition process) => DefinitionRules.Check(process, new CheckContext()).Sound;

    private static ProcessDefinition Link(ProcessDefinition process, params ProcessDefinition[] known) => ProcessLinking.Link(process, Known(known));

    private static Func<ProcessKey, ProcessDefinition?> Known(params ProcessDefinition[] known) => key => known.FirstOrDefault(process => process.Header.Procedure == key.Procedure);

    private static IEnumerable<string> Codes(ProcessDefinition process) => process.Faults.Select(fault => fault.Code);

    private static IEnumerable<string> Lines(ProcessDefinition process) => process.Routes.Select(route => $"{process.Steps[route.From].Key} {route.Port} {process.Steps[route.To].Key}");

    private static JsonObject Call(string id, string process) => Sample.Activity(id, "Tthc.RunProcess", ("process", process), ("outcomes", """["Dat","TraLai"]"""));

    private static JsonObject End(string id, string outcome) => Sample.Activity(id, "Elsa.End", ("outcome", outcome));

    /// <summary>Intake, the call (send back to intake), a draft, the result.</summary>
    private static ProcessDefinition Caller(string process, params (string, string)[] more) => Caller(process, null, more);

    private static ProcessDefinition Caller(string process, string? declares, params (string, string)[] more)
    {
        var tree = Sample.Flowchart(
            [
                Sample.Activity("b1", "Tthc.Intake", ("limit", "4")), Sample.Activity("b2", "Tthc.RunProcess", [("process", process), ("outcomes", """["Dat","TraLai"]"""), .. more]), Sample.Activity("b3", "Tthc.Draft", ("limit", "4")),
                Sample.Activity("b4", "Tthc.ReturnResult"), Sample.Activity("tc", "Tthc.Reject"),
            ],
            [
                Sample.Connection("b1", "Accepted", "b2"), Sample.Connection("b1", "Declined", "tc"), Sample.Connection("b2", "Dat", "b3"), Sample.Connection("b2", "TraLai", "b1"), Sample.Connection("b3", "Done", "b4"),
            ]);
        if (declares is not null) tree["variables"] = JsonNode.Parse(declares);
        return Named(tree, "1.004203", "Public");
    }

    /// <summary>Start, one review, and an end for each of its outcomes.</summary>
    private static ProcessDefinition Shared(string code, string hours = "2")
    {
        var tree = Sample.Flowchart(
            [Sample.Activity("s", "Elsa.Start"), Sample.Activity("kiem", "Tthc.Review", ("limit", hours), ("unit", "Competent"), ("leg", "rieng")), End("dat", "Dat"), End("tra", "TraLai")],
            [Sample.Connection("s", "Done", "kiem"), Sample.Connection("kiem", "Agreed", "dat"), Sample.Connection("kiem", "SentBack", "tra")]);
        tree["name"] = "Phát hành";
        return Named(tree, code, "SharedInternal");
    }

    private static ProcessDefinition Asking(string code, string type)
    {
        var decision = Sample.Activity("nhieu", "Elsa.FlowDecision");
        decision["condition"] = Sample.Input("JavaScript", "getSoTrang() > 10");
        var tree = Sample.Flowchart(
            [Sample.Activity("s", "Elsa.Start"), decision, Sample.Activity("w", "Tthc.Draft"), End("dat", "Dat"), End("tra", "TraLai")],
            [Sample.Connection("s", "Done", "nhieu"), Sample.Connection("nhieu", "True", "w"), Sample.Connection("nhieu", "False", "dat"), Sample.Connection("w", "Done", "tra")]);
        tree["inputs"] = JsonNode.Parse($$"""[{"type":"{{type}}","isArray":false,"name":"soTrang","displayName":"Số trang"}]""");
        return Named(tree, code, "SharedInternal", keepInputs: true);
    }

    private static ProcessDefinition Named(JsonObject tree, string code, string kind, string reasons = "{}", bool keepInputs = false)
    {
        if (!keepInputs) tree["inputs"] = new JsonArray();
        if (tree["variables"]!.ToJsonString().Contains("DienTich", StringComparison.Ordinal) && code != "CONG-1") tree["variables"] = new JsonArray();
        tree["customProperties"] = new JsonObject { ["tthc"] = JsonNode.Parse($$"""{"procedure":"{{code}}","kind":"{{kind}}","statutoryLimit":{"value":7,"unit":"WorkingDay"},"reasons":{{reasons}}}""") };
        return Sample.Compiled(tree);
    }
}
