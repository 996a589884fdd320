using System.Text.Json.Nodes;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Vocabulary;
using Drawn = TthcFlow.Engine.Tests.Definitions.Sample;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>Every type of activity of the process language, from its document through the compiler into a dossier, out by each of its ports.</summary>
public sealed class ActivityTests
{
    private static readonly Officer Everybody = new(
        new("moi-nguoi"), "Mọi người", A.Commune, new HashSet<Role> { Role.DeskOfficer, Role.HandlingOfficer, Role.Leader }, [new Post(A.Desk, new("mot-cua")), new Post(A.Commune, new("chuyen-vien"))]);

    [TestCaseSource(nameof(WaysOut))]
    public void A_step_is_left_by_each_of_its_outcomes(string type, string port)
    {
        var kind = ActivityCatalogue.Find(type)!.Kind;
        var ports = PortsOf(type);
        var story = new Story(Process(
            [Step("x", type, ports), .. ports.Select(Result)],
            [Drawn.Connection("b1", "Accepted", "x"), .. ports.Select(to => Drawn.Connection("x", to, $"tra-{to}"))]));
        story.Then(Receive()).Completes(Everybody, "B1", "Accepted", "Thiếu giấy tờ", missing: "Bản vẽ");
        Assert.That(story.OpenSteps, Is.EqualTo(new[] { "x" }));

        if (port is "Expired" or "NoReply")
        {
            Assert.That(story.Try(A.Complete(Everybody, "x", port))?.Code, Is.EqualTo("D116"), "nobody ran out of time yet");
            story.At("2026-03-02 15:01");
        }
        story.Completes(Everybody, "x", port, "Đã xem", kind is StepKind.Assign ? Everybody : null);

        Assert.That(story.Journal.OfType<DossierEvent.StepCompleted>().Last(), Has.Property("Step").EqualTo(new StepKey("x")).And.Property("Outcome").EqualTo(port));
        Assert.That(story.OpenSteps, Is.EqualTo(new[] { $"tra-{port}" }), "on by that way and no other");
        Assert.That(story.Try(A.Complete(Everybody, "x", port))?.Code, Is.EqualTo("D104"));
        story.Then(new DossierCommand.ReturnResult(Everybody));
        Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.Returned));
    }

    [Test]
    public void Every_type_that_people_work_on_is_in_these_tests() =>
        Assert.That(
            WaysOut().Select(@case => (string)@case.Arguments[0]!).Distinct().Concat(["Tthc.Intake", "Tthc.RunProcess", "Tthc.ReturnResult", "Tthc.Reject", "Tthc.Stop", "Elsa.Start", "Elsa.FlowDecision", "Elsa.FlowSwitch", "Elsa.FlowFork", "Elsa.FlowJoin", "Elsa.End"]),
            Is.EquivalentTo(ActivityCatalogue.Types.Select(type => type.TypeName)));

    [TestCase("Accepted", "tra-Done", DossierStatus.ResultReady)]
    [TestCase("Declined", null, DossierStatus.Declined)]
    public void The_intake_takes_a_dossier_or_declines_it(string port, string? open, DossierStatus status)
    {
        var story = new Story(Process([Drawn.Activity("s", "Elsa.Start"), Result("Done")], [Drawn.Connection("s", "Done", "b1"), Drawn.Connection("b1", "Accepted", "tra-Done")]));
        story.Then(Receive()).Completes(Everybody, "B1", port, "Không thuộc thẩm quyền");
        Assert.That((story.OpenSteps.SingleOrDefault(), story.Dossier.Status), Is.EqualTo((open, status)));
    }

    [TestCase("Tthc.Reject", DossierStatus.Rejected)]
    [TestCase("Tthc.Stop", DossierStatus.Stopped)]
    [TestCase("Tthc.ReturnResult", DossierStatus.ResultReady)]
    [TestCase("Elsa.End", DossierStatus.Ended)]
    public void An_end_ends_the_dossier_each_in_its_way(string type, DossierStatus status)
    {
        var story = new Story(Process([Drawn.Activity("het", type)], [Drawn.Connection("b1", "Accepted", "het")]));
        story.Then(Receive()).Completes(Everybody, "B1", "Accepted", "Đã xem");
        Assert.That(story.Dossier.Status, Is.EqualTo(status));
        Assert.That(story.Dossier.EndedAt is null, Is.EqualTo(status is DossierStatus.ResultReady));
    }

    [TestCase(true, "tra-True")]
    [TestCase(false, "tra-False")]
    public void A_decision_turns_by_its_condition(bool large, string to)
    {
        var decision = Drawn.Activity("re", "Elsa.FlowDecision");
        decision["condition"] = Drawn.Input("JavaScript", "getLon()");
        var story = new Story(Process([decision, Result("True"), Result("False")],
            [Drawn.Connection("b1", "Accepted", "re"), Drawn.Connection("re", "True", "tra-True"), Drawn.Connection("re", "False", "tra-False")], "Boolean"));
        story.Then(A.Receive(by: Everybody, answers: ("lon", AttributeValue.Of(large)))).Completes(Everybody, "B1", "Accepted");
        Assert.That(story.OpenSteps, Is.EqualTo(new[] { to }));
    }

    [TestCase(150, "tra-Vừa")]
    [TestCase(300, "tra-Lớn")]
    [TestCase(50, "tra-Default")]
    public void A_switch_takes_the_first_case_that_holds_and_the_rest_by_default(int size, string to)
    {
        var choice = Drawn.Activity("re", "Elsa.FlowSwitch");
        choice["cases"] = new JsonArray(
            new JsonObject { ["label"] = "Lớn", ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "getLon() > 250" } },
            new JsonObject { ["label"] = "Vừa", ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "getLon() > 100" } });
        var story = new Story(Process([choice, Result("Lớn"), Result("Vừa"), Result("Default")],
            [Drawn.Connection("b1", "Accepted", "re"), .. new[] { "Lớn", "Vừa", "Default" }.Select(port => Drawn.Connection("re", port, $"tra-{port}"))], "Int32"));
        story.Then(A.Receive(by: Everybody, answers: ("lon", AttributeValue.Of(size)))).Completes(Everybody, "B1", "Accepted");
        Assert.That(story.OpenSteps, Is.EqualTo(new[] { to }));
    }

    [TestCase("WaitAll", "x y", "")]
    [TestCase("WaitAllActive", "x y", "")]
    [TestCase("WaitAny", "x", "y")]
    public void A_fork_opens_every_branch_and_a_join_waits_as_it_says(string mode, string completed, string cancelled)
    {
        var story = new Story(Process(
            [Drawn.Activity("f", "Elsa.FlowFork", ("branches", """["1","2"]""")), Step("x", "Tthc.Draft", []), Step("y", "Tthc.Draft", []), Drawn.Activity("j", "Elsa.FlowJoin", ("mode", mode)), Result("Done")],
            [Drawn.Connection("b1", "Accepted", "f"), Drawn.Connection("f", "1", "x"), Drawn.Connection("f", "2", "y"), Drawn.Connection("x", "Done", "j"), Drawn.Connection("y", "Done", "j"), Drawn.Connection("j", "Done", "tra-Done")]));
        story.Then(Receive()).Completes(Everybody, "B1", "Accepted");
        Assert.That(story.OpenSteps, Is.EquivalentTo(new[] { "x", "y" }));

        foreach (var step in completed.Split(' '))
        {
            Assert.That(story.OpenSteps, Does.Not.Contain("tra-Done"));
            story.Completes(Everybody, step, "Done");
        }
        Assert.That(story.OpenSteps, Is.EqualTo(new[] { "tra-Done" }));
        Assert.That(string.Join(' ', story.Journal.OfType<DossierEvent.StepCancelled>().Select(happened => happened.Step.Value)), Is.EqualTo(cancelled));
    }

    [TestCase("Agreed", "tra-Dat")]
    [TestCase("SentBack", "tra-Khong")]
    public void A_called_process_is_walked_through_and_left_by_its_outcome(string port, string to)
    {
        var tree = Drawn.Flowchart(
            [Drawn.Activity("s", "Elsa.Start"), Step("xem", "Tthc.Review", []), Drawn.Activity("d", "Elsa.End", ("outcome", "Dat")), Drawn.Activity("k", "Elsa.End", ("outcome", "Khong"))],
            [Drawn.Connection("s", "Done", "xem"), Drawn.Connection("xem", "Agreed", "d"), Drawn.Connection("xem", "SentBack", "k")]);
        (tree["variables"], tree["inputs"]) = (new JsonArray(), new JsonArray());
        tree["customProperties"] = new JsonObject { ["tthc"] = new JsonObject { ["kind"] = "SharedInternal", ["procedure"] = "DC-01" } };
        var shared = Drawn.Compiled(tree);
        var process = ProcessLinking.Link(Process(
            [Drawn.Activity("x", "Tthc.RunProcess", ("process", "DC-01"), ("outcomes", """["Dat","Khong"]""")), Result("Dat"), Result("Khong")],
            [Drawn.Connection("b1", "Accepted", "x"), Drawn.Connection("x", "Dat", "tra-Dat"), Drawn.Connection("x", "Khong", "tra-Khong")]), _ => shared);
        Assert.That(process.Faults, Is.Empty);

        var story = new Story(process).Then(Receive()).Completes(Everybody, "B1", "Accepted");
        Assert.That(story.OpenSteps, Is.EqualTo(new[] { "x/xem" }));
        story.Completes(Everybody, "x/xem", port);
        Assert.That(story.OpenSteps, Is.EqualTo(new[] { to }));
    }

    // ---- What an input makes a step do

    [TestCase("Consent", "tra-Agreed", "coi như đồng ý")]
    [TestCase("Escalate", "tra-NoReply", "báo cáo lãnh đạo")]
    [TestCase("Wait", "x", null)]
    [TestCase(null, "x", null)]
    public void When_a_consultation_gets_no_reply_in_time_it_goes_on_as_drawn(string? silence, string open, string? said)
    {
        var ports = PortsOf("Tthc.Consult");
        var story = new Story(Process(
            [silence is null ? Step("x", "Tthc.Consult", ports) : Drawn.Activity("x", "Tthc.Consult", ("limit", "4"), ("silence", silence)), .. ports.Select(Result)],
            [Drawn.Connection("b1", "Accepted", "x"), .. ports.Select(to => Drawn.Connection("x", to, $"tra-{to}"))]));
        story.Then(Receive()).Completes(Everybody, "B1", "Accepted");

        Assert.That(story.Try(new DossierCommand.Remind(new("x"), 1, ReminderKind.Overdue)), Is.EqualTo(DossierRefusals.ReminderTooEarly));
        story.At("2026-03-02 15:01").Then(new DossierCommand.Remind(new("x"), 1, ReminderKind.Overdue));

        Assert.That(story.OpenSteps, Is.EqualTo(new[] { open }));
        Assert.That(story.Journal.OfType<DossierEvent.Reminded>().Count(), Is.EqualTo(1));
        if (said is null) return;
        var completed = story.Journal.OfType<DossierEvent.StepCompleted>().Last();
        Assert.That(completed.By, Is.EqualTo(Officer.System.Id), "nobody did it: the drawing says so");
        Assert.That(completed.Note, Does.Contain(said));
    }

    [Test]
    public void Silence_that_needs_words_to_go_on_only_reminds()
    {
        var story = new Story(Process(
            [Drawn.Activity("x", "Tthc.Consult", ("limit", "4"), ("silence", "Escalate")), Drawn.Activity("bs", "Tthc.AwaitSupplement"), Result("Agreed")],
            [Drawn.Connection("b1", "Accepted", "x"), Drawn.Connection("x", "Agreed", "tra-Agreed"), Drawn.Connection("x", "Disagreed", "tra-Agreed"), Drawn.Connection("x", "NoReply", "bs"), Drawn.Connection("bs", "Supplemented", "tra-Agreed")]));
        story.Then(Receive()).Completes(Everybody, "B1", "Accepted").At("2026-03-02 15:01").Then(new DossierCommand.Remind(new("x"), 1, ReminderKind.Overdue));

        Assert.That(story.OpenSteps, Is.EqualTo(new[] { "x" }), "papers can only be asked for by somebody who lists them");
        Assert.That(story.Journal[^1], Is.TypeOf<DossierEvent.Reminded>());
    }

    [Test]
    public void Who_is_named_has_the_next_steps_of_that_unit_and_of_no_other()
    {
        var story = new Story(Process(
            [
                Drawn.Activity("x", "Tthc.Assign", ("unit", "Competent"), ("position", "truong-phong")), Drawn.Activity("y", "Tthc.Examine", ("unit", "Competent"), ("position", "chuyen-vien")),
                Drawn.Activity("z", "Tthc.Consult", ("unit", "H35.05"), ("position", "chuyen-vien")), Result("Agreed"), Result("Passed"),
            ],
            [Drawn.Connection("b1", "Accepted", "x"), Drawn.Connection("x", "Done", "y"), Drawn.Connection("y", "Passed", "z"), Drawn.Connection("z", "Agreed", "tra-Agreed")]));
        story.Then(Receive()).Completes(Everybody, "B1", "Accepted").Completes(A.Head, "x", "Done", assignee: A.Minh);

        Assert.That(story.Dossier.Open.Single().Assignee, Is.EqualTo(A.Minh.Id));
        Assert.That(story.Try(A.Complete(A.Lan, "y", "Passed"))?.Code, Is.EqualTo("D106"));
        story.Completes(A.Minh, "y", "Passed");
        Assert.That(story.Dossier.Open.Single().Assignee, Is.Null, "the same position elsewhere is somebody else's");
    }

    [TestCase("Suspends", true)]
    [TestCase("Restarts", true)]
    [TestCase("Runs", false)]
    [TestCase(null, false)]
    public void Awaiting_the_applicant_does_to_the_clock_what_the_step_says(string? clock, bool stops)
    {
        var ports = PortsOf("Tthc.AwaitApplicant");
        var step = clock is null ? Drawn.Activity("x", "Tthc.AwaitApplicant") : Drawn.Activity("x", "Tthc.AwaitApplicant", ("clock", clock));
        var story = new Story(Process([step, .. ports.Select(Result)], [Drawn.Connection("b1", "Accepted", "x"), .. ports.Select(to => Drawn.Connection("x", to, $"tra-{to}"))]));
        story.Then(Receive()).Completes(Everybody, "B1", "Accepted");

        Assert.That(story.Dossier.OpenStop is not null, Is.EqualTo(stops));
        if (stops) Assert.That(story.Dossier.OpenStop!.Policy.ToString(), Is.EqualTo(clock));
        var due = A.Story(story.Process).Then(Receive()).Clocks.DueAt!.Value;
        story.At("2026-03-03 09:00").Completes(Everybody, "x", "Done");
        Assert.That(story.Clocks.DueAt, Is.EqualTo(clock switch { "Restarts" or "Suspends" => due.AddDays(1), _ => due }));
    }

    [Test]
    public void The_time_of_a_leg_begins_when_the_other_side_has_received()
    {
        var process = Process(
            [
                Drawn.Activity("gui", "Tthc.Transfer", ("leg", "thue"), ("unit", "Leg:thue"), ("limit", "4")), Drawn.Activity("tinh", "Tthc.Work", ("leg", "thue"), ("unit", "Leg:thue"), ("limit", "8")), Result("Done"), Result("SentBack"),
            ],
            [Drawn.Connection("b1", "Accepted", "gui"), Drawn.Connection("gui", "Received", "tinh"), Drawn.Connection("gui", "SentBack", "tra-SentBack"), Drawn.Connection("tinh", "Done", "tra-Done")],
            legs: """[{"key":"thue","name":"Thuế cơ sở","agency":"H35.09","limit":{"value":2,"unit":"WorkingDay"}}]""");
        var taxOffice = new Officer(new("thue"), "Thuế", new("H35.09"), new HashSet<Role> { Role.HandlingOfficer }, [new Post(new("H35.09"), new("chuyen-vien"))]);

        var story = new Story(process).Then(Receive()).Completes(Everybody, "B1", "Accepted");
        Assert.That(story.Dossier.Open.Single().Place, Is.EqualTo(new AgencyCode("H35.09")), "it lies with the other side, which says when it has it");
        Assert.That(story.Clocks.Legs, Is.Empty);

        story.At("2026-03-03 10:00").Completes(taxOffice, "gui", "Received");
        var leg = story.Clocks.Legs.Single();
        Assert.That((leg.Leg, leg.BegunAt, leg.DueAt), Is.EqualTo(("thue", Calendar.At("2026-03-03 10:00"), Calendar.At("2026-03-05 10:00"))));
        Assert.That(story.At("2026-03-05 11:00").Clocks.Legs.Single(), Has.Property("Standing").EqualTo(Standing.Overdue).And.Property("RemainingMinutes").EqualTo(-60));
        Assert.That(Dossier.Replay(story.Journal).Legs, Is.EqualTo(story.Dossier.Legs));
    }

    [Test]
    public void A_dossier_that_came_online_has_the_steps_online_limit()
    {
        DateTimeOffset? Due(Channel channel) => new Story(Process([Drawn.Activity("x", "Tthc.Draft", ("limit", "8"), ("onlineLimit", "4")), Result("Done")], [Drawn.Connection("b1", "Accepted", "x"), Drawn.Connection("x", "Done", "tra-Done")]))
            .Then(A.Receive(channel, Everybody)).Completes(Everybody, "B1", "Accepted").Clocks.Steps.Single().DueAt;
        Assert.That((Due(Channel.Direct), Due(Channel.Online)), Is.EqualTo(((DateTimeOffset?)Calendar.At("2026-03-03 09:00"), (DateTimeOffset?)Calendar.At("2026-03-02 15:00"))));
    }

    [Test]
    public void A_step_may_say_another_portal_status_than_its_type()
    {
        var process = Process([Drawn.Activity("x", "Tthc.Verify", ("portalStatus", "6")), Result("Passed")], [Drawn.Connection("b1", "Accepted", "x"), Drawn.Connection("x", "Passed", "tra-Passed")]);
        var story = new Story(process).Then(Receive()).Completes(Everybody, "B1", "Accepted");
        Assert.That(Engine.Portal.PortalStatuses.CodeOf(story.Dossier, process), Is.EqualTo(6));
    }

    private static DossierCommand.Receive Receive() => A.Receive(by: Everybody);

    private static IEnumerable<TestCaseData> WaysOut() =>
        from type in ActivityCatalogue.Types
        where type.IsWork && !type.IsTerminal && type.Kind is not (StepKind.Intake or StepKind.RunProcess)
        from port in PortsOf(type.TypeName)
        select new TestCaseData(type.TypeName, port);

    private static string[] PortsOf(string type) => type == "Tthc.Work" ? ["HopLe", "KhongHopLe"] : [.. ActivityCatalogue.Find(type)!.Ports.Select(port => port.Name)];

    private static JsonObject Step(string id, string type, string[] ports) =>
        type == "Tthc.Work" ? Drawn.Activity(id, type, ("limit", "4"), ("outcomes", $"[{string.Join(',', ports.Select(port => $"\"{port}\""))}]")) : Drawn.Activity(id, type, ("limit", "4"));

    private static JsonObject Result(string port) => Drawn.Activity($"tra-{port}", "Tthc.ReturnResult");

    /// <summary>An intake, a rejection behind its no, and what the test draws.</summary>
    private static ProcessDefinition Process(JsonObject[] activities, JsonObject[] connections, string? asks = null, string legs = "[]")
    {
        var tree = Drawn.Flowchart(
            [Drawn.Activity("b1", "Tthc.Intake", ("step", "B1"), ("limit", "4")), Drawn.Activity("tc", "Tthc.Reject"), .. activities], [Drawn.Connection("b1", "Declined", "tc"), .. connections]);
        tree["variables"] = new JsonArray();
        tree["inputs"] = asks is null ? new JsonArray() : JsonNode.Parse($$"""[{"type":"{{asks}}","isArray":false,"name":"lon"}]""");
        tree["customProperties"] = new JsonObject
        {
            ["tthc"] = JsonNode.Parse($$$"""{"procedure":"1.004203","kind":"Public","statutoryLimit":{"value":7,"unit":"WorkingDay"},"supplement":{"clock":"Suspends","rounds":1,"answerWithin":{"value":2,"unit":"WorkingDay"}},"legs":{{{legs}}}}"""),
        };
        var process = Drawn.Compiled(tree);
        Assert.That(process.Faults, Is.Empty);
        return process;
    }
}
