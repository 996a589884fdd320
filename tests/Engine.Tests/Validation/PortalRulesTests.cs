using FsCheck;
using FsCheck.Fluent;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Tests.Dossiers;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Validation;

/// <summary>What the portal hears on every way, and whether it accepts it.</summary>
public sealed class PortalRulesTests
{
    private static readonly string[] Processes = Samples.Sample.Processes;

    [TestCaseSource(nameof(Processes))]
    public void Every_sample_is_acceptable_to_the_portal(string sample) => Assert.That(Portal(Samples.Sample.ProcessOf(sample)), Is.Empty);

    [Test]
    public void An_order_the_portal_does_not_accept_is_told_with_the_shortest_way_to_it()
    {
        var found = Portal(Permit(status: ("B4", 2))).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((found.Code, found.Severity, found.Step), Is.EqualTo(("V501", Severity.Error, "B4")));
            Assert.That(found.Message.Vi, Does.Contain("“2 – Được tiếp nhận” ngay sau “4 – Đang xử lý”"));
            Assert.That(found.Trace.Select(line => line.Vi), Is.EqualTo(new[]
            {
                "Bắt đầu → mở “B1 – Việc B1”. Cổng nhận: 2 – Được tiếp nhận.",
                "Xong “B1 – Việc B1” với kết quả “Accepted” → mở “B3 – Việc B3”. Cổng nhận: 4 – Đang xử lý.",
                "Xong “B3 – Việc B3” với kết quả “Passed” → mở “B4 – Việc B4”. Cổng nhận: 2 – Được tiếp nhận.",
            }));
            Assert.That(found.Way, Is.EqualTo(new[] { "B1", "B3", "B4" }));
        }
    }

    [Test]
    public void After_an_answered_supplement_the_limit_may_begin_anew_and_so_may_the_status()
    {
        Drawing Begun(ClockPolicy clock) => new Drawing().With(new() { Supplement = new(clock) })
            .Step("B1", StepKind.Intake).Step("BS", StepKind.AwaitSupplement).Step("B2", work: work => work with { PortalStatus = 2 }).Step("B3").Step("B7", StepKind.Issue).Step("B8", StepKind.ReturnResult).Step("X", StepKind.Reject).Step("Y", StepKind.Reject)
            .Line("B1", "Accepted", "BS").Line("B1", "Declined", "X").Line("BS", "Supplemented", "B2").Line("BS", "Expired", "Y").Chain("B2", "B3", "B7", "B8");
        Assert.That(Portal(Begun(ClockPolicy.Restarts).Process()), Is.Empty);
        Assert.That(Portal(Begun(ClockPolicy.Suspends).Process()).Select(finding => $"{finding.Code} {finding.Step}"), Is.EqualTo(new[] { "V501 B2" }));
    }

    [Test]
    public void A_result_is_issued_before_it_is_returned_on_every_way()
    {
        var found = Portal(new Drawing().Step("B1", StepKind.Intake).Step("B2", ports: ["full", "short"]).Step("B3", StepKind.Issue).Step("B4", StepKind.ReturnResult).Step("X", StepKind.Reject)
            .Line("B1", "Accepted", "B2").Line("B1", "Declined", "X").Line("B2", "full", "B3").Line("B2", "short", "B4").Chain("B3", "B4").Process()).Single();
        Assert.That((found.Code, found.Step, string.Join(' ', found.Way)), Is.EqualTo(("V502", "B4", "B1 B2 B4")));
    }

    [Test]
    public void Not_accepted_is_said_at_intake_only_and_nothing_comes_after_it()
    {
        Assert.That(Portal(Permit(status: ("B4", 3))).Select(finding => $"{finding.Code} {finding.Step}"), Is.EqualTo(new[] { "V503 B4" }));
        var goesOn = new Drawing().Step("B1", StepKind.Intake).Step("B2").Step("B7", StepKind.Issue).Step("B8", StepKind.ReturnResult).Line("B1", "Accepted", "B2").Line("B1", "Declined", "B2").Chain("B2", "B7", "B8").Process();
        Assert.That(Portal(goesOn).Select(finding => $"{finding.Code} {finding.Step}"), Is.EqualTo(new[] { "V501 B7" }), "9 after 3");
    }

    [Test]
    public void Payment_and_supplement_at_one_time_are_heard_as_they_come()
    {
        var process = new Drawing().With(new() { Supplement = new(ClockPolicy.Suspends) })
            .Step("B1", StepKind.Intake).Step("F", StepKind.Fork, ports: ["1", "2"]).Step("P", StepKind.AwaitPayment, ports: ["Paid"]).Step("A").Step("S", StepKind.AwaitSupplement, ports: ["Supplemented"]).Step("J", StepKind.Join)
            .Step("B7", StepKind.Issue).Step("B8", StepKind.ReturnResult).Step("X", StepKind.Reject)
            .Line("B1", "Accepted", "F").Line("B1", "Declined", "X").Line("F", "1", "P").Line("F", "2", "A").Chain("A", "S", "J").Chain("P", "J", "B7", "B8").Process();
        var found = Portal(process)[0];
        Assert.That((found.Code, found.Step, found.Trace.Count), Is.EqualTo(("V501", "S", 3)));
        Assert.That(found.Message.Vi, Does.Contain("“5 – Yêu cầu bổ sung giấy tờ” ngay sau “6 – Yêu cầu thực hiện nghĩa vụ tài chính”"));
    }

    [Test]
    public void Two_versions_are_compared_by_what_the_portal_hears_at_each_step()
    {
        var comparison = VersionComparison.Of(Permit(), Permit(status: ("B4", 6)), new());
        Assert.That(comparison.Proved.Select(change => $"{change.Field}: {change.Said.Vi}"), Is.EqualTo(new[]
        {
            "portal:B4: trạng thái cổng của “B4 – Việc B4” 4 – Đang xử lý → 6 – Yêu cầu thực hiện nghĩa vụ tài chính",
        }));
        Assert.That(comparison.Diff.Steps.Single().Changes.Single().Field, Is.EqualTo("portalStatus"));
    }

    [Test]
    public void A_status_that_the_portal_does_not_have_is_named_once() =>
        Assert.That(Portal(Permit(status: ("B4", 11))).Select(finding => $"{finding.Code} {finding.Step} {finding.Field}"), Is.EqualTo(new[] { "V504 B4 portalStatus" }));

    [Test]
    public void Another_portal_is_another_table()
    {
        var table = File.ReadAllText(Samples.Sample.PathOf("portals/dvcqg.json")).Replace("\"next\": {", "\"next\": {\n \"11\": [4, 9],", StringComparison.Ordinal)
            .Replace("\"4\": [5, 6, 7, 8, 9]", "\"4\": [5, 6, 7, 8, 9, 11]", StringComparison.Ordinal).Replace("\"codes\": [", "\"codes\": [{ \"code\": 11, \"vi\": \"Thông báo\", \"en\": \"Notice\" },", StringComparison.Ordinal)
            .Replace("\"validTo\": null", "\"validTo\": \"2025-12-31\"", StringComparison.Ordinal);
        var context = new CheckContext { Portal = PortalTarget.Parse(table), On = new(2026, 3, 2) };
        Assert.That(Portal(Permit(status: ("B4", 11)), context).Select(finding => finding.Code), Is.EqualTo(new[] { "V506" }));
    }

    [Test]
    public void Other_than_public_processes_tell_a_portal_nothing() =>
        Assert.That(Portal(new Drawing().With(new() { Kind = ProcessKind.AgencyInternal }).Step("S", StepKind.Start).Step("B", work: work => work with { PortalStatus = 99 }).Step("E", StepKind.End).Chain("S", "B", "E").Process()), Is.Empty);

    [Test]
    public void The_check_of_statuses_counts_as_carried_out() => Assert.That(DefinitionRules.Check(Permit(), new()).NotRun, Does.Not.Contain("C19"));

    [Test]
    public void Twenty_branches_of_five_steps_are_decided_without_trying_every_order()
    {
        var drawing = new Drawing().Step("B1", StepKind.Intake).Step("F", StepKind.Fork, ports: [.. Enumerable.Range(1, 20).Select(branch => $"n{branch}")]).Step("J", StepKind.Join).Step("B7", StepKind.Issue).Step("B8", StepKind.ReturnResult).Step("X", StepKind.Reject)
            .Line("B1", "Accepted", "F").Line("B1", "Declined", "X").Chain("J", "B7", "B8");
        for (var branch = 1; branch <= 20; branch++)
        {
            string[] keys = [.. Enumerable.Range(1, 5).Select(step => $"S{branch}.{step}")];
            foreach (var key in keys) drawing.Step(key, ports: ["a", "b"]);
            drawing.Line("F", $"n{branch}", keys[0]).Line(keys[4], "a", "J").Line(keys[4], "b", keys[3]);
            foreach (var (from, to) in keys.Zip(keys.Skip(1))) drawing.Line(from, "a", to).Line(from, "b", to);
        }
        var play = PortalPlay.Of(drawing.Process(), PortalTarget.Default, isSound: true);
        Assert.That((play.IsComplete, play.Violations.Count), Is.EqualTo((true, 0)));
    }

    /// <summary>Drawings with statuses of their own, parallel waits, every kind of join: what the check allows, real dossiers do; what it forbids, a real dossier shows.</summary>
    [Test]
    public void What_is_proved_is_what_dossiers_tell()
    {
        var dice = Gen.Choose(0, 10_000_000).ToArbitrary();
        var (clean, faulty) = (0, 0);
        Check.One(Campaign.Of(250), Prop.ForAll(dice, seed =>
        {
            var process = Any(new Random(seed));
            var play = PortalPlay.Of(process, PortalTarget.Default, isSound: true);
            Assert.That(play.IsComplete || play.Violations.Count > 0, $"seed {seed}");
            var orders = play.Violations.Where(violation => violation.Trouble is not Engine.Validation.PortalTrouble.ReturnsUnissued).ToList();
            if (play.Violations.Count == 0)
            {
                clean++;
                for (var walk = 0; walk < 6; walk++)
                {
                    var codes = Heard(process, new Random(seed + walk));
                    Assert.That(codes.Prepend(0).Zip(codes), Is.All.Matches<(int After, int Code)>(pair => PortalTarget.Default.MayCome(pair.After, pair.Code, process.Header.Supplement!.Clock is ClockPolicy.Restarts)), $"seed {seed}: {string.Join("→", codes)}");
                }
            }
            foreach (var violation in orders)
            {
                faulty++;
                var codes = Heard(process, violation.Way);
                Assert.That(codes.Prepend(0).Zip(codes), Does.Contain((violation.After, violation.Code)), $"seed {seed}: {violation.Trouble} at {process.Steps[violation.Step].Key}, heard {string.Join("→", codes)}");
            }
        }));
        Assert.That(Math.Min(clean, faulty), Is.GreaterThan(5), "both kinds were met");
    }

    // ---- Real dossiers

    private static readonly Officer Everybody = new(new("tatca"), "Mọi người", null, new HashSet<Role>(Enum.GetValues<Role>()), [new(A.Desk, new("ai")), new(A.Commune, new("ai"))]);

    private static List<int> Heard(ProcessDefinition process, IReadOnlyList<Act> way)
    {
        var (story, codes) = (A.Story(process), new List<int>());
        Say(story, codes, A.Receive(by: Everybody));
        foreach (var act in way) Say(story, codes, Complete(process.Steps[act.Step], act.Port));
        if (story.Dossier.Open.Exists(open => process.Find(open.Step)!.Kind is StepKind.ReturnResult)) Say(story, codes, new DossierCommand.ReturnResult(Everybody));
        return codes;
    }

    private static List<int> Heard(ProcessDefinition process, Random dice)
    {
        var (story, codes) = (A.Story(process), new List<int>());
        Say(story, codes, A.Receive(by: Everybody));
        for (var turns = 0; story.Dossier.IsRunning && turns < 60; turns++)
        {
            var step = process.Find(story.Dossier.Open[dice.Next(story.Dossier.Open.Count)].Step)!;
            Say(story, codes, step.Kind is StepKind.ReturnResult ? new DossierCommand.ReturnResult(Everybody) : Complete(step, step.Ports[dice.Next(step.Ports.Count)]));
        }
        return codes;
    }

    /// <summary>One command at a time, as the office does it.</summary>
    private static void Say(Story story, List<int> codes, DossierCommand command)
    {
        var (before, length) = (story.Dossier, story.Journal.Count);
        story.Then(command);
        codes.AddRange(PortalMessages.Of(before, length, story.Journal[length..], story.Process).Select(message => message.Code));
    }

    private static DossierCommand.CompleteStep Complete(Step step, string port) => A.Complete(Everybody, step.Key.Value, port, "ghi", Everybody, "CCCD");

    private static ProcessDefinition Any(Random dice)
    {
        int? Status() => dice.Next(14) == 0 ? dice.Next(1, 11) : null;
        Step Some(string key) => dice.Next(6) switch
        {
            0 => Drawn(key, StepKind.AwaitSupplement, "Supplemented Expired"),
            1 => Drawn(key, StepKind.AwaitPayment, "Paid Expired"),
            2 => Drawn(key, StepKind.AwaitApplicant, "Done Expired"),
            3 => Drawn(key, StepKind.Issue, "Done"),
            _ => Drawn(key, StepKind.Draft, "Done"),
        };
        Step Drawn(string key, StepKind kind, string ports) => new()
        {
            Index = 0,
            Id = key,
            Key = new(key),
            Name = key,
            Type = $"Tthc.{kind}",
            Kind = kind,
            Ports = ports.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Work = new() { Unit = "Competent", Position = new("ai"), PortalStatus = Status(), Clock = dice.Next(2) == 0 ? ClockPolicy.Suspends : null },
        };
        string[] keys = ["A1", "A2", "C1", "C2", "D1"];
        var steps = keys.ToDictionary(key => key, Some);
        var drawing = new Dossiers.Drawing(A.Header with { Supplement = new((ClockPolicy)dice.Next(3), 50) })
            .Step("B1", StepKind.Intake, "Accepted Declined", "ai", 1, "Receiving", portal: dice.Next(12) == 0 ? 1 : null).Fork("F", "1 2").Join("J", (JoinMode)dice.Next(3))
            .Add(Drawn("S", StepKind.Sign, "Signed SentBack Rejected")).Add(Drawn("P", dice.Next(5) == 0 ? StepKind.Handover : StepKind.Issue, "Done"))
            .Step("R", StepKind.ReturnResult, "", "ai", 0, "Receiving", portal: dice.Next(12) == 0 ? 8 : null).Add(Drawn("TC", dice.Next(2) == 0 ? StepKind.Reject : StepKind.Stop, ""));
        foreach (var step in steps.Values) drawing.Add(step);
        // Both branches end in a plain step, so that one connection each comes to the join.
        drawing.Add(Drawn("A3", StepKind.Draft, "Done")).Add(Drawn("C3", StepKind.Draft, "Done"))
            .Ways("B1 Accepted F", "B1 Declined TC", "F 1 A1", "F 2 C1", "A3 Done J", "C3 Done J", "J Done D1", "S Signed P", "S SentBack F", "S Rejected TC", "P Done R");
        foreach (var (from, to) in new[] { ("A1", "A2"), ("A2", "A3"), ("C1", "C2"), ("C2", "C3"), ("D1", "S") })
            foreach (var port in steps[from].Ports) drawing.Ways($"{from} {port} {to}");
        return drawing.Process();
    }

    // ---- Drawings

    private static IReadOnlyList<Finding> Portal(ProcessDefinition process, CheckContext? context = null) =>
        [.. DefinitionRules.Check(process, context ?? new()).Findings.Where(finding => finding.Code.StartsWith("V5", StringComparison.Ordinal))];

    private static ProcessDefinition Permit((string Step, int Code)? status = null)
    {
        StepWork Own(string key, StepWork work) => status is { } own && own.Step == key ? work with { PortalStatus = own.Code } : work;
        return new Drawing().Step("B1", StepKind.Intake).Step("B3", StepKind.Examine).Step("BS", StepKind.AwaitSupplement).Step("B4", work: work => Own("B4", work)).Step("B7", StepKind.Issue).Step("B8", StepKind.ReturnResult)
            .Step("X", StepKind.Reject).Step("Y", StepKind.Reject).Step("Z", StepKind.Reject)
            .Line("B1", "Accepted", "B3").Line("B1", "Declined", "X").Line("B3", "Passed", "B4").Line("B3", "Incomplete", "BS").Line("B3", "Failed", "Y").Line("BS", "Supplemented", "B3").Line("BS", "Expired", "Z").Chain("B4", "B7", "B8").Process();
    }
}
