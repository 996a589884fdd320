using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Validation;

namespace TthcFlow.Engine.Tests.Validation;

public sealed class SoundnessTests
{
    [Test]
    public void A_plain_process_with_a_loop_and_a_refusal_is_sound()
    {
        var report = Check(Plain());
        Assert.That((report.Sound, Codes(report)), Is.EqualTo((Verdict.Yes, "V206 V209")));
    }

    [Test]
    public void Alternatives_before_a_wait_all_join_stand_still_and_the_story_tells_how()
    {
        var report = Check(new Drawing().Step("B1", StepKind.Start).Step("B2", ports: ["a", "b"]).Step("B3").Step("B4").Step("J", StepKind.Join).Step("E", StepKind.End)
            .Chain("B1", "B2").Line("B2", "a", "B3").Line("B2", "b", "B4").Chain("B3", "J").Chain("B4", "J", "E"));
        var stuck = report.Findings.Single(finding => finding.Code == "V125");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Sound, Is.EqualTo(Verdict.No));
            Assert.That(stuck.Step, Is.EqualTo("J"));
            Assert.That(stuck.Trace.Select(line => line.Vi), Is.EqualTo(new[]
            {
                "Bắt đầu → mở “B2 – Việc B2”.", "Xong “B2 – Việc B2” với kết quả “a” → mở “B3 – Việc B3”.", "Xong “B3 – Việc B3” với kết quả “Done”; chờ tại “Việc J”.",
            }));
        }
    }

    [Test]
    public void A_branch_that_ends_on_its_own_leaves_work_open()
    {
        var report = Check(Parallel(StepKind.Examine));
        Assert.That(report.Findings.Single(finding => finding.Code == "V126").Trace, Has.Count.EqualTo(3), "accepted, then failed in one branch");
    }

    [Test]
    public void Branches_that_meet_without_a_join_open_a_step_twice() => Assert.That(Codes(Check(new Drawing()
        .Step("S", StepKind.Start).Step("F", StepKind.Fork, ports: ["1", "2"]).Step("A").Step("B").Step("C").Step("E", StepKind.End)
        .Line("S", "Done", "F").Line("F", "1", "A").Line("F", "2", "B").Chain("A", "C", "E").Chain("B", "C"))), Does.Contain("V127"));

    [Test]
    public void Work_that_is_handed_out_round_after_round_piles_up() => Assert.That(Check(new Drawing()
        .Step("S", StepKind.Start).Step("A", ports: ["again", "on"]).Step("B").Step("J", StepKind.Join).Step("E", StepKind.End)
        .Line("S", "Done", "A").Line("A", "again", "A").Line("A", "again", "J").Line("A", "on", "B").Chain("B", "J", "E")).Sound, Is.EqualTo(Verdict.No));

    [Test]
    public void A_loop_without_an_exit_is_one_finding_even_with_ten_thousand_steps()
    {
        var drawing = new Drawing().Step("S", StepKind.Start);
        var keys = Enumerable.Range(1, 10_000).Select(number => $"B{number}").ToArray();
        foreach (var key in keys) drawing.Step(key);
        var report = Check(drawing.Chain("S", "B1").Chain([.. keys, "B1"]));
        Assert.That((report.Sound, report.Findings.Count(finding => finding.Code == "V124")), Is.EqualTo((Verdict.No, 1)));
    }

    [Test]
    public void An_outcome_that_leads_nowhere_is_told_with_the_way_to_it()
    {
        var report = Check(new Drawing().Step("B1", StepKind.Intake).Step("B2", StepKind.ReturnResult).Line("B1", "Accepted", "B2"));
        var lost = report.Findings.Single(finding => finding.Code == "V123");
        Assert.That((report.Sound, lost.Step, lost.Field, lost.Trace.Count), Is.EqualTo((Verdict.No, "B1", "Declined", 2)));
    }

    [Test]
    public void A_step_that_nothing_leads_to_is_not_sound()
    {
        var report = Check(Plain().Step("B9").Chain("B9", "B7"));
        Assert.That((report.Sound, report.Findings.Single(finding => finding.Code == "V122").Step), Is.EqualTo((Verdict.No, "B9")));
    }

    [Test]
    public void A_process_without_a_beginning_is_not_sound() => Assert.That(Check(new Drawing().Step("B1").Step("E", StepKind.ReturnResult).Chain("B1", "E")).Sound, Is.EqualTo(Verdict.No));

    [Test]
    public void A_first_come_join_closes_the_other_branch() => Assert.That(Check(Joined(JoinMode.WaitAny, 2, 1)).Sound, Is.EqualTo(Verdict.Yes));

    [TestCase(JoinMode.WaitAll)]
    [TestCase(JoinMode.WaitAllActive)]
    [TestCase(JoinMode.WaitAny)]
    public void Twenty_branches_of_five_steps_are_decided(JoinMode mode) => Assert.That(Check(Joined(mode, 20, 5)).Sound, Is.EqualTo(Verdict.Yes));

    [TestCaseSource(nameof(Parallels))]
    public void Twenty_branches_are_decided_whatever_is_in_them(string shape) => Assert.That(DefinitionRules.Check(BigDrawing.Parallels[shape](), new()).Sound, Is.EqualTo(Verdict.Yes));

    [Test]
    public void Four_hundred_steps_with_forty_loops_are_decided([Values] bool parallel) => Assert.That(DefinitionRules.Check(BigDrawing.Looped(400, 40, parallel), new()).Sound, Is.EqualTo(Verdict.Yes));

    [Test]
    public void Loops_within_loops_are_decided() => Assert.That(DefinitionRules.Check(BigDrawing.LoopedDeep(400, 40), new()).Sound, Is.EqualTo(Verdict.Yes));

    [Test]
    public void A_fault_too_deep_to_be_played_as_drawn_is_still_told_in_the_steps_as_drawn()
    {
        var stuck = DefinitionRules.Check(BigDrawing.Stuck(), new()).Findings.Single(finding => finding.Code == "V125");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stuck.Step, Is.EqualTo("J"));
            Assert.That(stuck.Trace, Has.Count.EqualTo(1 + 1 + 20), "the beginning, one step, and twenty decisions to pass the branch over: no shorter way leads there");
            Assert.That(stuck.Trace[^1].Vi, Does.EndWith("rẽ theo “False”; chờ tại “Việc J”."));
            Assert.That(stuck.Way, Is.SupersetOf(new[] { "A", "F", "N1.Q", "N20.Q", "J" }).And.Not.Contain("N1.1"));
        }
    }

    [Test]
    public void A_patient_join_in_a_loop_that_waits_for_a_branch_coming_round_again_stands_still()
    {
        // The inner join waits for its empty connection as long as the other branch could come round to it, and the outer join waits for the inner.
        var drawing = new Drawing().Step("S", StepKind.Start).Step("A").Step("F", StepKind.Fork, ports: ["1", "2"]).Step("G", StepKind.Fork, ports: ["1", "2"]).Step("Q", StepKind.Decision).Step("B").Step("C").Step("K", StepKind.Join, mode: JoinMode.WaitAllActive)
            .Step("D").Step("J", StepKind.Join).Step("R", ports: ["on", "back"]).Step("E", StepKind.End)
            .Chain("S", "A", "F").Line("F", "1", "G").Line("F", "2", "D").Line("G", "1", "Q").Line("G", "2", "C").Line("Q", "True", "B").Line("Q", "False", "K").Chain("B", "K").Chain("C", "K", "J").Chain("D", "J", "R").Line("R", "on", "E");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Check(drawing.Line("R", "back", "S")).Sound, Is.EqualTo(Verdict.No));
            Assert.That(FlowReductionTests.IsSoundFolded(drawing.Process()), Is.False);
        }
    }

    [Test]
    public void A_fault_in_one_of_twenty_branches_is_found()
    {
        var report = Check(Joined(JoinMode.WaitAll, 20, 5).Step("X", StepKind.Decision).Line("N7.4", "Done", "X").Line("X", "True", "J").Line("X", "False", "E"));
        Assert.That(report.Sound, Is.EqualTo(Verdict.No), "N7.4 hands out two tokens");
    }

    [Test]
    public void Alternatives_into_one_join_are_found_however_many_branches_run_beside_them()
    {
        var drawing = new Drawing().Step("S", StepKind.Start).Step("F", StepKind.Fork, ports: [.. Enumerable.Range(0, 20).Select(branch => $"{branch}")])
            .Step("J", StepKind.Join).Step("E", StepKind.End).Chain("S", "F").Chain("J", "E");
        for (var branch = 0; branch < 20; branch++) drawing.Step($"N{branch}", ports: ["a", "b"]).Line("F", $"{branch}", $"N{branch}").Chain($"N{branch}", "J");
        var report = Check(drawing);
        Assert.That((report.Sound, report.Findings.Single(finding => finding.Code == "V125").Step), Is.EqualTo((Verdict.No, "J")));
    }

    [Test]
    public void A_chain_of_ten_thousand_steps_is_decided()
    {
        var keys = Enumerable.Range(1, 10_000).Select(number => $"B{number}").ToArray();
        var drawing = new Drawing().Step("S", StepKind.Start).Step("E", StepKind.End);
        foreach (var key in keys) drawing.Step(key);
        var report = Check(drawing.Chain(["S", .. keys, "E"]));
        Assert.That((report.Sound, report.LongestMinutes), Is.EqualTo((Verdict.Yes, 600_000)));
    }

    [Test]
    public void Four_hundred_steps_with_forty_loops_beside_a_parallel_block_are_decided()
    {
        var drawing = new Drawing().Step("S", StepKind.Start).Step("F", StepKind.Fork, ports: ["1", "2"]).Step("J", StepKind.Join).Step("E", StepKind.End).Chain("S", "F").Chain("J", "E");
        foreach (var branch in (string[])["1", "2"])
        {
            string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"{branch}.{number}");
            for (var number = 0; number < 200; number++) drawing.Step(Key(number), ports: number % 10 == 9 ? ["on", "back"] : null);
            for (var number = 0; number < 200; number++)
            {
                drawing.Line(Key(number), number % 10 == 9 ? "on" : "Done", number == 199 ? "J" : Key(number + 1));
                if (number % 10 == 9) drawing.Line(Key(number), "back", Key(number - 9));
            }
            drawing.Line("F", branch, Key(0));
        }
        Assert.That(Check(drawing).Sound, Is.EqualTo(Verdict.Yes));
    }

    [Test]
    public void Branches_woven_together_beyond_the_bound_stay_undecided_and_block()
    {
        // Each step hands out to two joins and each join gathers from two steps: nothing folds.
        var drawing = new Drawing().Step("S", StepKind.Start).Step("F", StepKind.Fork, ports: [.. Enumerable.Range(0, 24).Select(number => $"{number}")]).Step("J", StepKind.Join).Step("E", StepKind.End)
            .Chain("S", "F").Chain("J", "E");
        for (var number = 0; number < 24; number++)
            drawing.Step($"A{number}").Step($"B{number}").Step($"M{number}", StepKind.Join).Line("F", $"{number}", $"A{number}").Chain($"B{number}", "J");
        for (var number = 0; number < 24; number++)
            drawing.Line($"A{number}", "Done", $"M{number}").Line($"A{number}", "Done", $"M{(number + 1) % 24}").Line($"M{number}", "Done", $"B{number}");
        var report = Check(drawing);
        Assert.That((report.Sound, report.Findings.Count(finding => finding.Code == "V129")), Is.EqualTo((Verdict.Undecided, 1)));
    }

    [Test]
    public void No_other_finding_changes_the_verdict()
    {
        var report = Check(Plain().With(new() { StatutoryLimit = TimeLimit.OfHours(1) }));
        Assert.That((report.Sound, report.Findings.Any(finding => finding.Code == "V201")), Is.EqualTo((Verdict.Yes, true)));
    }

    private static IEnumerable<string> Parallels => BigDrawing.Parallels.Keys;

    private static CheckReport Check(Drawing drawing) => DefinitionRules.Check(drawing.Process(), new()).OfTheDrawing();

    private static string Codes(CheckReport report) => string.Join(' ', report.Findings.Select(finding => finding.Code));

    private static Drawing Plain() => new Drawing()
        .Step("B1", StepKind.Intake).Step("B2", StepKind.Assign).Step("B3", StepKind.Draft).Step("B4", StepKind.Review).Step("B6", StepKind.Issue).Step("B7", StepKind.ReturnResult).Step("X", StepKind.Reject)
        .Line("B1", "Accepted", "B2").Line("B1", "Declined", "X").Chain("B2", "B3", "B4").Line("B4", "Agreed", "B6").Line("B4", "SentBack", "B3").Chain("B6", "B7");

    private static Drawing Parallel(StepKind kind) => new Drawing()
        .Step("B1", StepKind.Intake).Step("F", StepKind.Fork, ports: ["1", "2"]).Step("B3", kind).Step("B3a").Step("J", StepKind.Join).Step("B4", StepKind.ReturnResult).Step("X", StepKind.Reject)
        .Line("B1", "Accepted", "F").Line("B1", "Declined", "X").Line("F", "1", "B3").Line("F", "2", "B3a").Line("B3", "Passed", "J").Line("B3", "Incomplete", "X").Line("B3", "Failed", "X")
        .Chain("B3a", "J", "B4");

    private static Drawing Joined(JoinMode mode, int branches, int steps)
    {
        var drawing = new Drawing().Step("S", StepKind.Start).Step("F", StepKind.Fork, ports: [.. Enumerable.Range(0, branches).Select(branch => $"{branch}")])
            .Step("J", StepKind.Join, mode: mode).Step("E", StepKind.End).Chain("S", "F").Chain("J", "E");
        for (var branch = 0; branch < branches; branch++)
        {
            var keys = Enumerable.Range(0, steps).Select(number => $"N{branch}.{number}").ToArray();
            foreach (var key in keys) drawing.Step(key);
            drawing.Line("F", $"{branch}", keys[0]).Chain([.. keys, "J"]);
        }
        return drawing;
    }
}
