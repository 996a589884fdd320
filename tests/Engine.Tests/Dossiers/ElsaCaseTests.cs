using FsCheck;
using FsCheck.Fluent;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>The drawings that stock Elsa runs wrongly in one of its two modes: what our own runtime does with each, as the process language says.</summary>
public sealed class ElsaCaseTests
{
    // ---- What counter mode loses: it finishes silently and never opens the expected step

    [Test]
    public void A_rejection_shared_by_a_step_inside_a_rework_loop_and_one_outside_is_reached_after_a_round()
    {
        // Elsa counts visits of connections: after one round the rejection is never scheduled.
        var story = new Story(Examination().Process()).Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Accepted")
            .Completes(A.Minh, "B3", "Incomplete", "Thiếu bản vẽ", missing: "Bản vẽ").Completes(A.DeskOfficer, "BS", "Supplemented").Completes(A.Minh, "B3", "Failed");
        Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.Rejected));
        Assert.That(story.Journal.OfType<DossierEvent.Ended>().Single().Step, Is.EqualTo(new StepKey("TC")));
        Assert.That(IsSound(story.Process));
    }

    [Test]
    public void A_happy_merge_shared_by_a_step_inside_a_rework_loop_and_one_outside_is_reached_after_a_round()
    {
        var process = new Drawing(A.Header).Step("B1", StepKind.Intake, "Accepted Declined").Step("B2", StepKind.Work, "Nhanh Thuong").Step("B3", StepKind.Draft, "Done").Step("B4", StepKind.Review, "Agreed SentBack")
            .Step("B5", StepKind.Issue, "Done").Step("B6", StepKind.ReturnResult).Step("TC", StepKind.Reject)
            .Ways("B1 Accepted B2", "B1 Declined TC", "B2 Nhanh B5", "B2 Thuong B3", "B3 Done B4", "B4 SentBack B3", "B4 Agreed B5", "B5 Done B6").Process();

        var story = Received(process).Completes(A.Minh, "B2", "Thuong").Completes(A.Minh, "B3", "Done").Completes(A.Minh, "B4", "SentBack").Completes(A.Minh, "B3", "Done").Completes(A.Minh, "B4", "Agreed");
        Assert.That(story.OpenSteps, Is.EqualTo(new[] { "B5" }));
        Assert.That(IsSound(process));
    }

    [Test]
    public void A_later_return_goes_to_a_step_before_an_earlier_back_edge()
    {
        var process = new Drawing(A.Header).Step("B1", StepKind.Intake, "Accepted Declined").Step("B2", StepKind.Work, "Done").Step("B3", StepKind.Draft, "Done").Step("B4", StepKind.Review, "Agreed SentBack")
            .Step("B5", StepKind.Sign, "Signed SentBack Rejected").Step("B6", StepKind.ReturnResult).Step("TC", StepKind.Reject)
            .Ways("B1 Accepted B2", "B1 Declined TC", "B2 Done B3", "B3 Done B4", "B4 SentBack B3", "B4 Agreed B5", "B5 SentBack B2", "B5 Signed B6", "B5 Rejected TC").Process();

        var story = Received(process);
        foreach (var (step, outcome) in new[]
        {
            ("B2", "Done"), ("B3", "Done"), ("B4", "SentBack"), ("B3", "Done"), ("B4", "Agreed"), ("B5", "SentBack"), ("B2", "Done"), ("B3", "Done"), ("B4", "SentBack"), ("B3", "Done"), ("B4", "Agreed"), ("B5", "Signed"),
        })
        {
            Assert.That(story.OpenSteps, Is.EqualTo(new[] { step }));
            story.Completes(A.Minh, step, outcome);
        }
        Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.ResultReady));
        Assert.That(story.Dossier.Runs["B3"], Is.EqualTo(4));
        Assert.That(IsSound(process));
    }

    [TestCase(JoinMode.WaitAll)]
    [TestCase(JoinMode.WaitAllActive)]
    public void A_parallel_branch_with_its_own_supplement_loop_still_meets_the_other_at_the_join(JoinMode mode)
    {
        var process = new Drawing(A.Header).Step("B1", StepKind.Intake, "Accepted Declined").Fork("F", "1 2").Step("B3", StepKind.Work, "Done Incomplete").Step("BS", StepKind.AwaitSupplement, "Supplemented Expired").Step("B4", StepKind.Work, "Done")
            .Join("J", mode).Step("B6", StepKind.ReturnResult).Step("TC", StepKind.Reject)
            .Ways("B1 Accepted F", "B1 Declined TC", "F 1 B3", "F 2 B4", "B3 Incomplete BS", "BS Supplemented B3", "BS Expired B3", "B3 Done J", "B4 Done J", "J Done B6").Process();

        var story = Received(process).Completes(A.Minh, "B3", "Incomplete", "Thiếu bản vẽ", missing: "Bản vẽ").Completes(A.Minh, "B4", "Done").Completes(A.DeskOfficer, "BS", "Supplemented");
        Assert.That(story.OpenSteps, Is.EqualTo(new[] { "B3" }), "the join waits");
        Assert.That(story.Dossier.Waiting, Is.EqualTo(new[] { "B4:Done>J" }));
        story.Completes(A.Minh, "B3", "Done");
        Assert.That(story.OpenSteps, Is.EqualTo(new[] { "B6" }));
        Assert.That(IsSound(process));
    }

    [Test]
    public void A_back_edge_into_a_loop_that_can_be_entered_elsewhere_is_no_fault()
    {
        // The return to B3 does not go past it on every way: Elsa throws here.
        var process = new Drawing(A.Header).Step("B1", StepKind.Intake, "Accepted Declined").Step("B2", StepKind.Work, "Tat Day").Step("B3", StepKind.Draft, "Done").Step("B4", StepKind.Review, "Agreed SentBack")
            .Step("B6", StepKind.ReturnResult).Step("TC", StepKind.Reject)
            .Ways("B1 Accepted B2", "B1 Declined TC", "B2 Tat B4", "B2 Day B3", "B3 Done B4", "B4 SentBack B3", "B4 Agreed B6").Process();
        Assert.That(Received(process).Completes(A.Minh, "B2", "Tat").Completes(A.Minh, "B4", "SentBack").Completes(A.Minh, "B3", "Done").Completes(A.Minh, "B4", "Agreed").OpenSteps, Is.EqualTo(new[] { "B6" }));
        Assert.That(IsSound(process));
    }

    [Test]
    public void The_order_in_which_connections_were_drawn_changes_nothing()
    {
        // Elsa tells forward from backward connections by their order in the file.
        var drawn = Examination().Process();
        Prop.ForAll(Gen.Shuffle(Enumerable.Range(0, drawn.Routes.Count).ToArray()).ToArbitrary(), order =>
        {
            var shuffled = new ProcessDefinition(drawn.Name, drawn.Header, [], drawn.Steps, [.. order.Select((old, index) => drawn.Routes[old] with { Index = index })]) { Start = drawn.Start, Hash = drawn.Hash };
            return Told(shuffled).SequenceEqual(Told(drawn));
        }).QuickCheckThrowOnFailure();

        static IEnumerable<string> Told(ProcessDefinition process) => new Story(process).Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Accepted")
            .Completes(A.Minh, "B3", "Incomplete", "Thiếu", missing: "Bản vẽ").Completes(A.DeskOfficer, "BS", "Supplemented").Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B5", "SentBack").Completes(A.Minh, "B3", "Failed")
            .Journal.Select(happened => $"{happened.GetType().Name} {(happened as DossierEvent.StepOpened)?.Step}");
    }

    // ---- Where token mode is stuck, throws, or opens a step twice

    [Test]
    public void A_WaitAll_with_a_branch_routed_elsewhere_is_found_before_it_is_law_and_strands_no_dossier()
    {
        var process = Routed(JoinMode.WaitAll);
        Assert.That(DefinitionRules.Check(process, new CheckContext()).Findings.Select(finding => finding.Code), Does.Contain("V125"));

        var story = Received(process).Completes(A.Minh, "B4", "Done");
        Assert.That(story.Try(A.Complete(A.Minh, "B3", "Khac")), Is.Null, "the other way is a step of its own");
        Assert.That(story.Try(A.Complete(A.Minh, "B5", "Done")), Is.EqualTo(DossierRefusals.NothingLeftToDo), "who would leave the dossier standing before the join for ever is told so");
        Assert.That(story.OpenSteps, Is.EqualTo(new[] { "B5" }));
    }

    [Test]
    public void A_WaitAllActive_with_a_branch_routed_elsewhere_goes_on_with_what_is_there()
    {
        var process = Routed(JoinMode.WaitAllActive);
        var story = Received(process).Completes(A.Minh, "B4", "Done");
        Assert.That(story.OpenSteps, Is.EqualTo(new[] { "B3" }), "the other branch may still come");
        story.Completes(A.Minh, "B3", "Khac");
        Assert.That(story.OpenSteps, Is.EquivalentTo(new[] { "B5" }), "it still may: B5 leads there too");
        story.Completes(A.Minh, "B5", "Done");
        Assert.That(story.OpenSteps, Is.EqualTo(new[] { "B6" }));
    }

    [Test]
    public void A_WaitAny_between_human_steps_takes_the_first_and_closes_the_others()
    {
        var process = new Drawing(A.Header).Step("B1", StepKind.Intake, "Accepted Declined").Fork("F", "1 2 3").Step("B3", StepKind.Work, "Done").Step("B4", StepKind.Work, "Done").Step("B5", StepKind.Work, "Done").Step("B5b", StepKind.Work, "Done")
            .Join("J", JoinMode.WaitAny).Step("B6", StepKind.Draft, "Done").Step("B7", StepKind.ReturnResult).Step("TC", StepKind.Reject)
            .Ways("B1 Accepted F", "B1 Declined TC", "F 1 B3", "F 2 B4", "F 3 B5", "B5 Done B5b", "B3 Done J", "B4 Done J", "B5b Done J", "J Done B6", "B6 Done B7").Process();

        var story = Received(process).Completes(A.Minh, "B5", "Done").Completes(A.Lan, "B4", "Done");
        Assert.That(story.OpenSteps, Is.EqualTo(new[] { "B6" }), "Elsa throws when the second one is resumed");
        Assert.That(story.Journal.OfType<DossierEvent.StepCancelled>().Select(closed => closed.Step.Value), Is.EquivalentTo(new[] { "B3", "B5b" }));
        Assert.That(story.Try(A.Complete(A.Minh, "B3", "Done"))?.Code, Is.EqualTo("D104"), "late work is told that it is late");
        Assert.That(story.Completes(A.Minh, "B6", "Done").OpenSteps, Is.EqualTo(new[] { "B7" }));
        Assert.That(IsSound(process));
    }

    [Test]
    public void Branches_of_different_length_that_meet_without_a_join_are_found_and_never_open_a_step_twice()
    {
        var process = new Drawing(A.Header).Step("B1", StepKind.Intake, "Accepted Declined").Fork("F", "1 2").Step("B3", StepKind.Work, "Done").Step("B4", StepKind.Work, "Done").Step("B6", StepKind.Draft, "Done")
            .Step("B7", StepKind.ReturnResult).Step("TC", StepKind.Reject)
            .Ways("B1 Accepted F", "B1 Declined TC", "F 1 B3", "F 2 B6", "B3 Done B4", "B4 Done B6", "B6 Done B7").Process();
        var report = DefinitionRules.Check(process, new CheckContext());
        Assert.That(report.Sound, Is.EqualTo(Verdict.No));
        Assert.That(report.Findings.Single(finding => finding.Code == "V127"), Has.Property("Step").EqualTo("B6").And.Property("Trace").Count.GreaterThan(2));

        var story = Received(process).Completes(A.Minh, "B3", "Done");
        Assert.That(story.OpenSteps, Is.EquivalentTo(new[] { "B6", "B4" }), "the first token passes on its own");
        Assert.That(story.Try(A.Complete(A.Minh, "B4", "Done"))?.Code, Is.EqualTo("D171"));
    }

    [Test]
    public void Each_token_passes_a_meeting_without_a_join_on_its_own()
    {
        var flow = new ProcessFlow(Plain("F 1 A", "F 2 B", "A Done C", "B Done C", "C Done E"));
        var (at, a, b, c) = (flow.Begin().After, 2, 3, 4);
        at = flow.Complete(at, a, "Done").After;
        Assert.That(at.Steps, Is.EqualTo(new[] { b, c }));
        at = flow.Complete(at, b, "Done").After;
        Assert.That(at.Steps, Is.EqualTo(new[] { c, c }), "two tokens: the proof calls it open twice");
    }

    // ---- Where both modes end silently, or cut off what is open

    [Test]
    public void An_outcome_without_a_connection_is_found_and_never_ends_a_dossier()
    {
        var process = new Drawing(A.Header).Step("B1", StepKind.Intake, "Accepted Declined").Step("B3", StepKind.Examine, "Passed Failed").Step("B7", StepKind.ReturnResult).Step("TC", StepKind.Reject)
            .Ways("B1 Accepted B3", "B1 Declined TC", "B3 Passed B7").Process();
        Assert.That(DefinitionRules.Check(process, new CheckContext()).Findings.Single(finding => finding.Code == "V123"), Has.Property("Step").EqualTo("B3").And.Property("Field").EqualTo("Failed"));

        var story = Received(process);
        Assert.That(story.Try(A.Complete(A.Minh, "B3", "Failed"))?.Code, Is.EqualTo("D170"));
        Assert.That((story.Dossier.IsRunning, story.OpenSteps.Single()), Is.EqualTo((true, "B3")));
    }

    [TestCase(StepKind.End)]
    [TestCase(StepKind.Stop)]
    [TestCase(StepKind.Reject)]
    public void An_end_cancels_what_is_open_and_the_journal_says_so(StepKind kind)
    {
        var process = new Drawing(A.Header).Step("B1", StepKind.Intake, "Accepted Declined").Fork("F", "1 2").Step("B3", StepKind.Work, "Done").Step("B4", StepKind.Work, "Done").Step("E", kind).Step("TC", StepKind.Reject)
            .Ways("B1 Accepted F", "B1 Declined TC", "F 1 B3", "F 2 B4", "B3 Done E", "B4 Done E").Process();
        Assert.That(DefinitionRules.Check(process, new CheckContext()).Findings.Select(finding => finding.Code), Does.Contain("V126"), "found before it is law");

        var story = Received(process).Completes(A.Minh, "B3", "Done");
        Assert.That(story.Dossier.EndedAt, Is.Not.Null);
        Assert.That(story.Dossier.Open, Is.Empty);
        Assert.That(story.Journal.OfType<DossierEvent.StepCancelled>().Single().Step.Value, Is.EqualTo("B4"));
    }

    // ---- What Elsa does by default and we do not

    [Test]
    public void Several_connections_of_one_outcome_are_all_followed_and_two_alike_are_two_tokens()
    {
        var flow = new ProcessFlow(Plain("F 1 A", "F 1 B", "F 2 C", "A Done E", "B Done E", "C Done E"));
        Assert.That(flow.Begin().After.Steps, Is.EqualTo(new[] { 2, 3, 4 }));

        var twice = new ProcessFlow(Plain("F 1 A", "F 1 A", "F 2 B", "A Done E", "B Done E"));
        Assert.That(twice.Begin().After.Steps, Is.EqualTo(new[] { 2, 2, 3 }));
    }

    [Test]
    public void Every_inbound_connection_of_a_WaitAll_brings_one_token_before_it_fires()
    {
        // Counter mode fires a join when one connection was followed and the others were skipped.
        var flow = new ProcessFlow(Plain("F 1 A", "F 2 B", "A Done J", "B Done J", "J Done E"));
        var first = flow.Complete(flow.Begin().After, 2, "Done");
        Assert.That((first.Opened.Count, first.Ended.Count, first.After.Waiting.Count()), Is.EqualTo((0, 0, 1)));
        var second = flow.Complete(first.After, 3, "Done");
        Assert.That((second.Ended.Count, second.After.Count), Is.EqualTo((1, 0)));
    }

    [Test]
    public void A_WaitAll_with_one_inbound_connection_is_passed()
    {
        var flow = new ProcessFlow(Plain("F 1 A", "F 2 E", "A Done J", "J Done E"));
        Assert.That(flow.Complete(flow.Begin().After, 2, "Done").Ended, Has.Count.EqualTo(1));
    }

    [TestCase("Merge")]
    [TestCase("Converge")]
    [TestCase("Race")]
    [TestCase("Cascade")]
    [TestCase("Stream")]
    public void A_merge_mode_in_a_document_changes_nothing(string mode)
    {
        var plain = Definitions.Sample.Document();
        var tree = plain.Edit();
        foreach (var activity in tree["root"]!["activities"]!.AsArray()) (activity!["customProperties"] ??= new System.Text.Json.Nodes.JsonObject())["mergeMode"] = mode;
        var (one, other) = (ProcessDefinition.Compile(plain), ProcessDefinition.Compile(ElsaDocument.Read(tree.ToJsonString()).Document!));

        Assert.That(other.Faults.Count, Is.EqualTo(one.Faults.Count));
        Assert.That(other.Routes, Is.EqualTo(one.Routes));
        Assert.That(other.Steps.Select(step => (step.Key, step.Kind, step.JoinMode)), Is.EqualTo(one.Steps.Select(step => (step.Key, step.Kind, step.JoinMode))));
    }

    // ---- The portable profile: alike in both of Elsa's modes and here

    [Test]
    public void A_loop_a_decision_and_a_fork_with_a_WaitAll_that_every_branch_reaches_run_to_the_end()
    {
        var process = new Drawing(A.Header).Step("B1", StepKind.Intake, "Accepted Declined").Step("B2", StepKind.Examine, "Passed Incomplete Failed").Fork("F", "1 2").Step("B3", StepKind.Work, "Done").Step("B4", StepKind.Work, "Done")
            .Join("J", JoinMode.WaitAll).Step("B5", StepKind.Sign, "Signed SentBack Rejected").Step("B6", StepKind.ReturnResult).Step("BS", StepKind.AwaitSupplement, "Supplemented Expired")
            .Step("TC1", StepKind.Reject).Step("TC2", StepKind.Reject).Step("TC3", StepKind.Reject).Step("TC4", StepKind.Reject)
            .Ways("B1 Accepted B2", "B1 Declined TC1", "B2 Passed F", "B2 Incomplete BS", "B2 Failed TC2", "BS Supplemented B2", "BS Expired TC3", "F 1 B3", "F 2 B4", "B3 Done J", "B4 Done J", "J Done B5", "B5 Signed B6", "B5 SentBack B2", "B5 Rejected TC4").Process();
        Assert.That(IsSound(process));
        var rehearsal = Rehearsal.Of(process, Calendars.Calendar.Book, A.MondayMorning);
        Assert.That(rehearsal.EveryRunEnds && rehearsal.NotTaken.Count == 0, string.Join("; ", rehearsal.NotTaken));
    }

    private static Story Received(ProcessDefinition process) => new Story(process).Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Accepted");

    private static bool IsSound(ProcessDefinition process) => DefinitionRules.Check(process, new CheckContext()).Sound is Verdict.Yes;

    /// <summary>Intake, examination with a drawn supplement, signing that may send back, and one rejection for all three.</summary>
    private static Drawing Examination() => new Drawing(A.Header).Step("B1", StepKind.Intake, "Accepted Declined").Step("B3", StepKind.Examine, "Passed Incomplete Failed").Step("BS", StepKind.AwaitSupplement, "Supplemented Expired")
        .Step("B5", StepKind.Sign, "Signed SentBack Rejected").Step("B6", StepKind.ReturnResult).Step("TC", StepKind.Reject)
        .Ways("B1 Accepted B3", "B1 Declined TC", "B3 Incomplete BS", "BS Supplemented B3", "BS Expired TC", "B3 Passed B5", "B3 Failed TC", "B5 SentBack B3", "B5 Signed B6", "B5 Rejected TC");

    /// <summary>Two branches to one join; the first may turn to B5 instead, whose way also leads to the join by a connection of its own.</summary>
    private static ProcessDefinition Routed(JoinMode mode) => new Drawing(A.Header).Step("B1", StepKind.Intake, "Accepted Declined").Fork("F", "1 2").Step("B3", StepKind.Work, "Done Khac").Step("B4", StepKind.Work, "Done").Step("B5", StepKind.Work, "Done")
        .Join("J", mode).Step("B6", StepKind.ReturnResult).Step("TC", StepKind.Reject)
        .Ways("B1 Accepted F", "B1 Declined TC", "F 1 B3", "F 2 B4", "B3 Done J", "B3 Khac B5", "B5 Done J", "B4 Done J", "J Done B6").Process();

    /// <summary>Start, fork F with ports 1 and 2, steps A, B, C, join J, end E: indices 0 to 6; only the ways differ.</summary>
    private static ProcessDefinition Plain(params string[] ways)
    {
        var drawing = new Drawing(A.Header).Step("S", StepKind.Start, "Done").Fork("F", "1 2");
        foreach (var step in new[] { "A", "B", "C" }) drawing.Step(step, StepKind.Work, "Done");
        return drawing.Join("J", JoinMode.WaitAll).Step("E", StepKind.End).Ways([.. ways, "S Done F"]).Process();
    }
}
