using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>What goes back: recalled by whoever sent it on, sent back by whoever got it, a result withdrawn before it was handed over.</summary>
public sealed class RecallTests
{
    private static readonly StepKey B3 = new("B3"), B4 = new("B4");

    /// <summary>The permit with every step recallable and returnable.</summary>
    internal static ProcessDefinition Permit { get; } = Loosened(A.Permit().Process());

    private static ProcessDefinition Loosened(ProcessDefinition process) => new(
        process.Name, process.Header, process.Attributes,
        [.. process.Steps.Select(step => step.Work is null ? step : step with { Work = step.Work with { MayRecall = true, MayReturn = true } })], process.Routes)
    { Start = process.Start, Hash = process.Hash };

    private static Story Examined() => A.Story(Permit).UntilExamination().At("2026-03-02 11:00").Completes(A.Minh, "B3", "Passed").At("2026-03-02 14:00");

    [Test]
    public void What_nobody_has_opened_comes_back_with_the_time_it_had_left()
    {
        var story = Examined().Then(new DossierCommand.Recall(A.Minh, B3, "Nhầm kết quả"));

        var open = story.Dossier.Open.Single();
        Assert.That((open.Step, open.Run, open.Assignee), Is.EqualTo((B3, 2, A.Minh.Id)));
        Assert.That(story.Clocks.Steps.Single().RemainingMinutes, Is.EqualTo(22 * 60), "two of 24 hours were used; the hour and a half with the next step does not count");
        story.Completes(A.Minh, "B3", "Failed", "Sai quy hoạch");
        Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.Rejected));
    }

    [Test]
    public void Once_somebody_has_opened_it_it_is_too_late()
    {
        var permit = A.Story(Permit).UntilExamination();
        Assert.That(permit.Then(new DossierCommand.MarkSeen(A.Minh, B3)).Journal.OfType<DossierEvent.StepSeen>().Count(), Is.EqualTo(1));
        Assert.That(permit.Then(new DossierCommand.MarkSeen(A.Minh, B3)).Journal.OfType<DossierEvent.StepSeen>().Count(), Is.EqualTo(1), "once for each step and officer");

        Assert.That(permit.Try(new DossierCommand.Recall(A.Head, new("B2"))), Is.EqualTo(DossierRefusals.SeenAlready(B3)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void An_assignment_that_comes_back_names_nobody_until_it_is_made_anew(bool recalled)
    {
        var story = A.Story(Permit).UntilExamination();
        Assert.That(story.Dossier.Named.Values, Is.EqualTo(new[] { A.Minh.Id }));

        story.Then(recalled ? new DossierCommand.Recall(A.Head, new("B2"), "Nhầm người") : new DossierCommand.SendBack(A.Minh, B3, "Ngoài lĩnh vực được giao"));
        var unnamed = story.Journal.OfType<DossierEvent.OfficerUnnamed>().Single();
        Assert.That((unnamed.Officer, unnamed.Place, unnamed.Positions.Single().Value), Is.EqualTo((A.Minh.Id, A.Commune, "chuyen-vien")));
        Assert.That(story.Dossier.Named, Is.Empty);
        Assert.That(Dossier.Replay(story.Journal).Named, Is.Empty);

        story.Completes(A.Head, "B2", "Done", assignee: A.Lan);
        Assert.That(story.Dossier.FindOpen(B3)?.Assignee, Is.EqualTo(A.Lan.Id));
    }

    [Test]
    public void Nor_once_somebody_has_worked_on_it_without_a_look_at_the_page()
    {
        StepKey b5 = new("B5");
        Story AtReview() => A.Story(Permit).UntilExamination().Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done");
        Assert.That(AtReview().Try(new DossierCommand.Recall(A.Minh, B4)), Is.Null);

        var attached = AtReview().Then(new DossierCommand.AttachFile(A.Head, new ContentHash(new string('b', 64)), "y-kien.pdf", 10, "application/pdf", b5));
        Assert.That(attached.Try(new DossierCommand.Recall(A.Minh, B4)), Is.EqualTo(DossierRefusals.SeenAlready(b5)));

        var paid = AtReview().Then(new DossierCommand.ImposeObligation(A.Head, b5, "Thuế", 100_000, A.Paper())).Then(new DossierCommand.RecordPayment(A.DeskOfficer, 100_000, "BL1", PaymentWay.Cash, 1));
        Assert.That(paid.Try(new DossierCommand.Recall(A.Minh, B4)), Is.EqualTo(DossierRefusals.SeenAlready(b5)));
    }

    [Test]
    public void Who_sent_it_to_themselves_may_still_take_it_back() =>
        Assert.That(Examined().Then(new DossierCommand.MarkSeen(A.Minh, B4)).Try(new DossierCommand.Recall(A.Minh, B3)), Is.Null);

    [Test]
    public void Only_whoever_completed_the_step_recalls_it_and_only_while_it_is_the_last()
    {
        Assert.That(Examined().Try(new DossierCommand.Recall(A.Lan, B3)), Is.EqualTo(DossierRefusals.NotYoursToRecall(B3)));
        Assert.That(Examined().Completes(A.Minh, "B4", "Done").Try(new DossierCommand.Recall(A.Minh, B3)), Is.EqualTo(DossierRefusals.NothingToRecall(B3)));
        Assert.That(A.Story().UntilExamination().Completes(A.Minh, "B3", "Passed").Try(new DossierCommand.Recall(A.Minh, B3)), Is.EqualTo(DossierRefusals.RecallNotDrawn(B3)));
        Assert.That(OffersTests.Keys(Examined(), A.Minh), Does.Contain("recall-B3"));
        Assert.That(OffersTests.Keys(Examined(), A.Lan), Does.Not.Contain("recall-B3"));
    }

    [Test]
    public void What_was_asked_of_the_applicant_is_not_recalled()
    {
        var story = A.Story(Permit).UntilExamination().Completes(A.Minh, "B3", "Incomplete", "Thiếu", null, "Bản vẽ");
        Assert.That(story.Try(new DossierCommand.Recall(A.Minh, B3)), Is.EqualTo(DossierRefusals.NotAPlainMove(B3)));
    }

    [Test]
    public void The_next_officer_sends_it_back_with_a_reason_and_its_limit_begins_anew()
    {
        var story = A.Story(Permit).UntilExamination().Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done").At("2026-03-03 09:00");
        Assert.That(story.Try(new DossierCommand.SendBack(A.Head, new("B5"), " ")), Is.EqualTo(DossierRefusals.ReasonMissing));
        Assert.That(story.Try(new DossierCommand.SendBack(A.Clerk, new("B5"), "x")), Is.EqualTo(DossierRefusals.NotYourStep(new("B5"))));

        story.Then(new DossierCommand.MarkSeen(A.Head, new("B5"))).Then(new DossierCommand.SendBack(A.Head, new("B5"), "Thiếu căn cứ"));
        Assert.That(story.Dossier.Open.Select(open => (open.Step, open.Run, open.Assignee)), Is.EqualTo(new[] { (B4, 2, A.Minh.Id) }));
        Assert.That(story.Clocks.Steps.Single().RemainingMinutes, Is.EqualTo(8 * 60));
        Assert.That(story.Try(new DossierCommand.SendBack(A.Minh, B4, "x")), Is.EqualTo(DossierRefusals.NoStepBefore(B4)), "one step, not the whole way");
    }

    [Test]
    public void Where_it_is_not_drawn_nothing_is_sent_back() =>
        Assert.That(A.Story().UntilExamination().Try(new DossierCommand.SendBack(A.Minh, B3, "x")), Is.EqualTo(DossierRefusals.ReturnNotDrawn(B3)));

    [Test]
    public void A_result_is_withdrawn_by_the_leader_before_it_is_handed_over()
    {
        Story Finished() => A.Story().UntilExamination().Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "Agreed")
            .Completes(A.Chairman, "B6", "Signed").Completes(A.Clerk, "B7", "Done").At("2026-03-03 09:00");

        Assert.That(Finished().Try(new DossierCommand.WithdrawResult(A.Minh, "x")), Is.EqualTo(DossierRefusals.NotYourResult));
        Assert.That(Finished().Try(new DossierCommand.WithdrawResult(A.Chairman, "")), Is.EqualTo(DossierRefusals.ReasonMissing));
        Assert.That(A.Story().UntilExamination().Try(new DossierCommand.WithdrawResult(A.Chairman, "x")), Is.EqualTo(DossierRefusals.ResultNotReady));
        Assert.That(OffersTests.Keys(Finished(), A.Chairman), Does.Contain("withdraw-result"));

        var story = Finished().Then(new DossierCommand.WithdrawResult(A.Chairman, "Sai tên chủ hộ"));
        Assert.That((story.Dossier.Status, story.Dossier.FinishedAt), Is.EqualTo((DossierStatus.InProgress, (DateTimeOffset?)null)));
        Assert.That(story.Dossier.Open.Select(open => (open.Step.Value, open.Run)), Is.EqualTo(new[] { ("B7", 2) }));

        story.At("2026-03-04 09:00").Completes(A.Clerk, "B7", "Done").Then(new DossierCommand.ReturnResult(A.DeskOfficer));
        Assert.That(story.Dossier.FinishedAt, Is.EqualTo(Calendar.At("2026-03-04 09:00")), "the late finish counts");
    }

    [Test]
    public void A_branch_that_waits_at_a_join_is_recalled_and_one_that_has_joined_is_not()
    {
        var process = Loosened(new Drawing(A.Header with { Kind = ProcessKind.AgencyInternal })
            .Step("S1", StepKind.Draft, "Done", "chuyen-vien", 8).Fork("F", "a b")
            .Step("S2", StepKind.Work, "Done", "chuyen-vien", 8).Step("S3", StepKind.Work, "Done", "truong-phong", 8).Join("J", JoinMode.WaitAll)
            .Step("S4", StepKind.Work, "Done", "chuyen-vien", 8).Step("X", StepKind.End)
            .Ways("S1 Done F", "F a S2", "F b S3", "S2 Done J", "S3 Done J", "J Done S4", "S4 Done X").Process());
        var story = A.Story(process).Then(A.Receive(by: A.Minh)).Completes(A.Minh, "S1", "Done").At("2026-03-02 10:00");
        var forked = story.Dossier;

        story.Completes(A.Minh, "S2", "Done").Then(new DossierCommand.Recall(A.Minh, new("S2")));
        Assert.That((story.Dossier.Waiting, story.OpenSteps.Order()), Is.EqualTo((forked.Waiting, new[] { "S2", "S3" })));

        story.At("2026-03-02 10:30").Completes(A.Minh, "S2", "Done").At("2026-03-02 11:00").Completes(A.Head, "S3", "Done");
        Assert.That(story.Try(new DossierCommand.Recall(A.Head, new("S3"))), Is.EqualTo(DossierRefusals.NotAPlainMove(new("S3"))), "another branch joined it");
        Assert.That(story.Try(new DossierCommand.SendBack(A.Minh, new("S4"), "x")), Is.EqualTo(DossierRefusals.NotAPlainMove(new("S3"))));
    }

    [Test]
    public void A_result_that_two_branches_made_is_not_withdrawn_by_undoing_one()
    {
        var process = Loosened(new Drawing(A.Header)
            .Step("B1", StepKind.Intake, "Accepted", "mot-cua", 4, "Receiving").Fork("F", "a b")
            .Step("S2", StepKind.Work, "Done", "chuyen-vien", 8).Step("S3", StepKind.Issue, "Done", "van-thu", 8).Join("J", JoinMode.WaitAll)
            .Step("B8", StepKind.ReturnResult, "", "mot-cua", 0, "Receiving")
            .Ways("B1 Accepted F", "F a S2", "F b S3", "S2 Done J", "S3 Done J", "J Done B8").Process());
        var story = A.Story(process).Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Accepted")
            .At("2026-03-02 10:00").Completes(A.Minh, "S2", "Done").At("2026-03-02 11:00").Completes(A.Clerk, "S3", "Done");
        Assert.That((story.Dossier.Status, story.Dossier.Waiting.Count), Is.EqualTo((DossierStatus.ResultReady, 0)));

        Assert.That(story.Try(new DossierCommand.WithdrawResult(A.Chairman, "Sai tên")), Is.EqualTo(DossierRefusals.NotAPlainMove(new("S3"))), "done again, it would wait for ever for a branch that is over");
        Assert.That(OffersTests.Keys(story, A.Chairman), Does.Not.Contain("withdraw-result"));
    }

    /// <summary>In drawings of every shape, walked at random: a completion that can be recalled leaves exactly the tokens that were there before it.</summary>
    [Test]
    public void Recalling_after_completing_gives_the_same_marking_back()
    {
        var (recalled, refused) = (0, 0);
        for (var seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            var process = Loosened(Random(random));
            var flow = new ProcessFlow(process);
            var decider = new DossierDecider(process, flow, Calendar.Book);
            var dossier = Dossier.Empty;
            var now = A.MondayMorning;
            Refusal? Give(DossierCommand command, out Dossier after)
            {
                var decision = decider.Decide(dossier, command, now = now.AddMinutes(1));
                after = decision is Decision<DossierEvent>.Accepted { Events: var events } ? events.Aggregate(dossier, (state, happened) => state.Apply(happened)) : dossier;
                return (decision as Decision<DossierEvent>.Refused)?.Reason;
            }

            Assert.That(Give(A.Receive(by: A.Minh), out dossier), Is.Null);
            for (var turn = 0; turn < 12 && dossier.IsRunning; turn++)
            {
                var open = dossier.Open[random.Next(dossier.Open.Count)];
                var port = process.Find(open.Step)!.Ports[random.Next(process.Find(open.Step)!.Ports.Count)];
                var before = dossier;
                if (Give(new DossierCommand.CompleteStep(A.Minh, open.Step, port), out dossier) is not null || !dossier.IsRunning) continue;
                if (Give(new DossierCommand.Recall(A.Minh, open.Step), out var back) is { } no)
                {
                    refused++;
                    Assert.That(no.Code, Is.EqualTo("D270"), $"seed {seed}: {no.Message.En}");
                    continue;
                }
                recalled++;
                Assert.That(Tokens(back), Is.EqualTo(Tokens(before)), $"seed {seed}, {open.Step} by {port}");
                Assert.That(back.Open.Find(each => each.Step == open.Step), Has.Property("Run").EqualTo(open.Run + 1).And.Property("Assignee").EqualTo(A.Minh.Id));
            }
        }
        Assert.That(recalled, Is.GreaterThan(500), "both happen");
        Assert.That(refused, Is.GreaterThan(50), "both happen");

        static string Tokens(Dossier dossier) => $"{string.Join(' ', dossier.Open.Select(open => open.Step.Value).Order())} | {string.Join(' ', dossier.Waiting.Order())}";
    }

    /// <summary>Stretches of steps, loops back, and forks whose branches meet in a join of any mode.</summary>
    private static ProcessDefinition Random(Random random)
    {
        var drawing = new Drawing(A.Header with { Kind = ProcessKind.AgencyInternal });
        var names = 0;
        var entry = $"S{++names}";
        drawing.Step(entry, StepKind.Work, "Done", "chuyen-vien", 4);
        var last = entry;
        for (var stretch = 0; stretch < 3; stretch++)
        {
            if (random.Next(2) == 0)
            {
                var next = $"S{++names}";
                drawing.Step(next, StepKind.Work, "Done Again", "chuyen-vien", 4).Ways($"{last} Done {next}", $"{next} Again {last}");
                last = next;
                continue;
            }
            var (fork, join, after) = ($"F{++names}", $"J{++names}", $"S{++names}");
            drawing.Fork(fork, "a b c").Join(join, (JoinMode)random.Next(3)).Step(after, StepKind.Work, "Done", "chuyen-vien", 4).Ways($"{last} Done {fork}", $"{join} Done {after}");
            foreach (var branch in (string[])["a", "b", "c"])
            {
                var (one, two) = ($"S{++names}", $"S{++names}");
                drawing.Step(one, StepKind.Work, "Done", "chuyen-vien", 4).Step(two, StepKind.Work, "Done", "chuyen-vien", 4)
                    .Ways($"{fork} {branch} {one}", $"{one} Done {(random.Next(2) == 0 ? two : join)}", $"{two} Done {join}");
            }
            last = after;
        }
        drawing.Step("Z", StepKind.End).Ways($"{last} Done Z");
        return drawing.Process();
    }
}
