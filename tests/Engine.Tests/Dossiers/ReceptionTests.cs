using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>What is handed in online: eight working hours to answer, then accepted, sent back once, declined, or withdrawn.</summary>
public sealed class ReceptionTests
{
    private static readonly AgencyCode Village = new("H35.77");
    private static readonly Officer Helper = new(new("hotro"), "Lý Thị Hỗ", Village, new HashSet<Role> { Role.DeskOfficer }, [new Post(Village, new("mot-cua"))]);

    private static DossierCommand.Submit Submit(Officer? by = null, Channel channel = Channel.Online, AgencyCode? supporting = null, params (string Name, AttributeValue Value)[] answers) => new(
        by ?? Officer.System, A.Desk, A.Commune, channel, A.Particulars, answers.ToImmutableSortedDictionary(answer => answer.Name, answer => answer.Value), supporting);

    private static DossierCommand.AskForCompletion Ask(Officer? by = null) => new(by ?? A.DeskOfficer, ["Bản vẽ móng"], "Thiếu bản vẽ", "Liên hệ đơn vị thiết kế");

    private static IEnumerable<int> Codes(Story story) =>
        PortalMessages.Of(Dossier.Empty, 0, story.Journal, story.Process).Select(message => message.Code);

    [Test]
    public void What_is_handed_in_waits_without_a_version_and_without_a_statutory_clock()
    {
        var story = A.Story().Then(Submit());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.Submitted));
            Assert.That((story.Dossier.Version, story.Dossier.ReceivedAt, story.Dossier.PromisedAt, story.Clocks.DueAt), Is.EqualTo(((ContentHash?)null, (DateTimeOffset?)null, (DateTimeOffset?)null, (DateTimeOffset?)null)));
            Assert.That(story.Dossier.Open, Is.Empty);
            Assert.That(Codes(story), Is.EqualTo(new[] { 1 }));
        }
    }

    // The vectors of the acceptance window are those of any eight working hours (Friday afternoon, after hours, Saturday).
    [TestCase("2026-03-02 09:00", "2026-03-03 09:00")]
    [TestCase("2026-03-06 16:00", "2026-03-09 16:00")]
    [TestCase("2026-03-06 17:20", "2026-03-09 17:00")]
    [TestCase("2026-03-07 10:00", "2026-03-09 17:00")]
    public void The_desk_answers_within_eight_working_hours(string handedIn, string due) =>
        Assert.That(A.Story().At(handedIn).Then(Submit()).Clocks.Acceptance!.DueAt, Is.EqualTo(Calendar.At(due)));

    [Test]
    public void The_window_is_a_parameter_with_its_legal_basis()
    {
        var process = A.Permit().Process();
        var decider = new DossierDecider(process, new ProcessFlow(process), Calendar.Book) { Acceptance = new(TimeLimit.OfHours(4), "Quyết định 12/2026/QĐ-UBND") };

        var told = (Decision<DossierEvent>.Accepted)decider.Decide(Dossier.Empty, Submit(), A.MondayMorning);

        var handedIn = (DossierEvent.HandedIn)told.Events.Single();
        Assert.That((handedIn.AnswerWithin, handedIn.Basis), Is.EqualTo((TimeLimit.OfHours(4), "Quyết định 12/2026/QĐ-UBND")));
    }

    [Test]
    public void The_statutory_clock_runs_from_acceptance_not_from_submission()
    {
        var story = A.Story().Then(Submit()).At("2026-03-03 08:00").Then(new DossierCommand.Accept(A.DeskOfficer));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Dossier.ReceivedAt, Is.EqualTo(Calendar.At("2026-03-03 08:00")));
            Assert.That(story.Dossier.PromisedAt, Is.EqualTo(Calendar.At("2026-03-12 08:00")), "56 working hours after acceptance");
            Assert.That(story.Dossier.Version, Is.EqualTo(story.Process.Hash));
            Assert.That(story.OpenSteps, Is.EqualTo(new[] { "B1" }), "the intake goes on as it is drawn");
            Assert.That(story.Journal.OfType<DossierEvent.Received>().Single().Particulars, Is.EqualTo(A.Particulars));
            Assert.That(story.Clocks.Acceptance, Is.Null, "answered");
            Assert.That(Codes(story), Is.EqualTo(new[] { 1, 2 }));
        }
        story.Completes(A.DeskOfficer, "B1", "Accepted");
        Assert.That(Codes(story), Is.EqualTo(new[] { 1, 2, 4 }));
    }

    [Test]
    public void Who_is_asked_to_complete_it_stops_the_window_and_begins_it_anew_by_answering()
    {
        var story = A.Story().Then(Submit()).At("2026-03-02 15:00").Then(Ask());
        Assert.That((story.Dossier.Status, story.Clocks.Acceptance), Is.EqualTo((DossierStatus.AwaitingCompletion, (AcceptanceClock?)null)));
        Assert.That(story.Try(new DossierCommand.Accept(A.DeskOfficer)), Is.EqualTo(DossierRefusals.CompletionOwed));

        story.At("2026-03-05 14:00").Then(new DossierCommand.ReceiveCompletion(Officer.System, "Đã bổ sung", [new DossierComponent("Bản vẽ móng", 1, 0)]));

        Assert.That(story.Clocks.Acceptance!.DueAt, Is.EqualTo(Calendar.At("2026-03-06 14:00")));
        Assert.That(story.Try(Ask()), Is.EqualTo(DossierRefusals.GuidedBefore), "an applicant is told once");
        story.Then(new DossierCommand.Accept(A.DeskOfficer));
        Assert.That(ParticularsToday.Of(story.Journal)!.Components.Select(component => component.Name), Does.Contain("Bản vẽ móng"));
        Assert.That(Codes(story), Is.EqualTo(new[] { 1, 5, 2 }), "the portal takes no 1 after 5");
    }

    [Test]
    public void A_no_at_the_desk_says_why_and_on_what_ground()
    {
        var story = A.Story().Then(Submit());
        Assert.That(story.Try(new DossierCommand.Decline(A.DeskOfficer, " ", "Điều 17")), Is.EqualTo(DossierRefusals.ReasonMissing));
        Assert.That(story.Try(new DossierCommand.Decline(A.DeskOfficer, "Không thuộc thẩm quyền", "")), Is.EqualTo(DossierRefusals.GroundMissing));

        story.Then(new DossierCommand.Decline(A.DeskOfficer, "Không thuộc thẩm quyền", "Điều 17 Nghị định 118/2025/NĐ-CP"));

        Assert.That((story.Dossier.Status, story.Dossier.IsRunning, story.Dossier.FinishedAt), Is.EqualTo((DossierStatus.Declined, false, (DateTimeOffset?)null)));
        Assert.That(Codes(story), Is.EqualTo(new[] { 1, 3 }));
        Assert.That(story.Try(new DossierCommand.Accept(A.DeskOfficer)), Is.EqualTo(DossierRefusals.AlreadyEnded));
    }

    [Test]
    public void After_papers_were_asked_for_a_no_is_a_final_one_for_the_portal()
    {
        var story = A.Story().Then(Submit()).Then(Ask()).Then(new DossierCommand.Decline(A.DeskOfficer, "Không hoàn thiện", "Điều 17"));

        Assert.That(Codes(story), Is.EqualTo(new[] { 1, 5, 8 }));
        var target = PortalTarget.Default;
        Assert.That(Codes(story).Zip(Codes(story).Skip(1)), Is.All.Matches<(int After, int Code)>(pair => target.MayCome(pair.After, pair.Code)));
    }

    [Test]
    public void An_applicant_may_withdraw_before_acceptance()
    {
        var story = A.Story().Then(Submit()).Then(new DossierCommand.WithdrawSubmission(Officer.System, "Nộp nhầm"));

        Assert.That((story.Dossier.Status, story.Dossier.IsRunning), Is.EqualTo((DossierStatus.Withdrawn, false)));
        Assert.That(Codes(story), Is.EqualTo(new[] { 1, 7 }));
    }

    [Test]
    public void A_registered_system_hands_in_where_it_may_speak_and_then_speaks_for_its_applicants()
    {
        var portal = new Mandate("cong-huyen", new HashSet<AgencyCode> { A.Desk }, new HashSet<ProcedureCode> { A.Permit().Process().Header.Procedure! }).ToOfficer("Cổng huyện");
        var submit = Submit(portal) with { Origin = new("cong-huyen", "CH-0001") };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(A.Story().Try(submit with { Origin = null }), Is.EqualTo(DossierRefusals.NotYoursToHandIn), "under a code of its own");
            Assert.That(A.Story().Try(submit with { Origin = new("cong-khac", "CH-0001") }), Is.EqualTo(DossierRefusals.NotYoursToHandIn));
            Assert.That(A.Story().Try(submit with { Receiving = Village }), Is.EqualTo(DossierRefusals.NotYoursToHandIn));
            Assert.That(A.Story().Try(submit with { By = portal with { Mandate = portal.Mandate! with { Procedures = new HashSet<ProcedureCode> { new("9.999999") } } } }), Is.EqualTo(DossierRefusals.NotYoursToHandIn));
        }

        var story = A.Story().Then(submit).Then(Ask());
        Assert.That((story.Dossier.Origin, Mandate.SystemOf(story.Journal[0].By)), Is.EqualTo((new ForeignCode("cong-huyen", "CH-0001"), "cong-huyen")));
        var other = new Mandate("cong-khac", new HashSet<AgencyCode> { Village }, null).ToOfficer("Cổng khác");
        Assert.That(story.Try(new DossierCommand.ReceiveCompletion(other)), Is.EqualTo(DossierRefusals.NotTheReceivingDesk), "another system's dossier");
        var narrowed = portal with { Mandate = portal.Mandate! with { Agencies = new HashSet<AgencyCode>() } };
        story.Then(new DossierCommand.ReceiveCompletion(narrowed, "Đã bổ sung")).Then(new DossierCommand.Accept(A.DeskOfficer));
        Assert.That(story.Try(new DossierCommand.Withdraw(other, "Rút")), Is.EqualTo(DossierRefusals.NotTheDesk));
        Assert.That(story.Try(new DossierCommand.Accept(portal))?.Code, Is.EqualTo(DossierRefusals.AlreadyReceived.Code), "what the desk does is not its to do");
        story.Then(new DossierCommand.Withdraw(narrowed, "Người nộp rút hồ sơ"));
        Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.Withdrawn));
    }

    [Test]
    public void A_fee_that_is_owed_first_bars_acceptance_and_begins_the_window_anew_when_it_is_paid()
    {
        var story = A.Story(A.Permit(A.Header with { Fees = [new Fee("Lệ phí", 75_000, null, 1), new Fee("Phí trả kết quả", 10_000, null, 4)] }).Process()).Then(Submit());
        Assert.That(story.Try(new DossierCommand.Accept(A.DeskOfficer))?.Code, Is.EqualTo("D238"));
        Assert.That(story.Try(new DossierCommand.PayUpFront(Officer.System, 85_000))?.Code, Is.EqualTo("D240"), "what is due at the return is not due now");

        story.At("2026-03-02 15:30").Then(new DossierCommand.PayUpFront(Officer.System, 75_000, "BL-0012"));

        Assert.That(story.Clocks.Acceptance!.DueAt, Is.EqualTo(Calendar.At("2026-03-03 15:30")));
        Assert.That(story.Try(new DossierCommand.PayUpFront(Officer.System, 75_000)), Is.EqualTo(DossierRefusals.NoFeeOwed));
        Assert.That(story.Try(new DossierCommand.Accept(A.DeskOfficer)), Is.Null);
    }

    [Test]
    public void Only_the_receiving_desk_answers()
    {
        var story = A.Story().Then(Submit(Helper, supporting: Village));

        foreach (var stranger in new[] { A.Head, A.Minh, Helper })
            foreach (var command in new DossierCommand[] { new DossierCommand.Accept(stranger), Ask(stranger), new DossierCommand.Decline(stranger, "Lý do", "Điều 17") })
                Assert.That(story.Try(command), Is.EqualTo(DossierRefusals.NotTheReceivingDesk), $"{command.GetType().Name} by {stranger.Id}");
        Assert.That(story.Try(new DossierCommand.WithdrawSubmission(A.Minh)), Is.EqualTo(DossierRefusals.NotTheReceivingDesk));
    }

    [Test]
    public void Who_helps_to_hand_it_in_is_kept_beside_the_receiving_and_the_competent_agency()
    {
        var story = A.Story().Then(Submit(Helper, supporting: Village)).Then(new DossierCommand.Accept(A.DeskOfficer));

        Assert.That((story.Dossier.Supporting, story.Dossier.Receiving, story.Dossier.Competent), Is.EqualTo((Village, A.Desk, A.Commune)));
        Assert.That(A.Story().Try(Submit(Helper)), Is.EqualTo(DossierRefusals.NotYoursToHandIn), "not for a desk that is not theirs");
        Assert.That(A.Story().Try(Submit(A.Minh)), Is.EqualTo(DossierRefusals.NotYoursToHandIn));
    }

    [Test]
    public void Nothing_drawn_can_be_done_before_acceptance()
    {
        var story = A.Story().Then(Submit());

        Assert.That(story.Try(A.Complete(A.DeskOfficer, "B1", "Accepted")), Is.EqualTo(DossierRefusals.NotReceived));
        Assert.That(story.Try(new DossierCommand.ReturnResult(A.DeskOfficer)), Is.EqualTo(DossierRefusals.NotReceived));
        Assert.That(story.Try(A.Receive()), Is.EqualTo(DossierRefusals.AlreadyReceived).Or.EqualTo(DossierRefusals.AlreadySubmitted));
    }

    [Test]
    public void Over_the_counter_nothing_waits_in_a_queue() =>
        Assert.That(A.Story().Try(Submit(channel: Channel.Direct)), Is.EqualTo(DossierRefusals.OverTheCounter));

    [Test]
    public void Who_is_refused_at_the_counter_leaves_a_file_with_reason_and_ground()
    {
        var story = A.Story().Then(new DossierCommand.DeclineAtDesk(A.DeskOfficer, A.Desk, A.Commune, A.Particulars, "Không thuộc phạm vi giải quyết", "Điều 17 Nghị định 118/2025/NĐ-CP"));

        Assert.That((story.Dossier.Status, story.Dossier.IsRunning, story.Dossier.Channel), Is.EqualTo((DossierStatus.Declined, false, Channel.Direct)));
        Assert.That(story.Journal.Select(happened => happened.GetType()), Is.EqualTo(new[] { typeof(DossierEvent.HandedIn), typeof(DossierEvent.Declined) }));
        Assert.That(Codes(story), Is.EqualTo(new[] { 1, 3 }));
        Assert.That(A.Story().Try(new DossierCommand.DeclineAtDesk(A.Minh, A.Desk, A.Commune, A.Particulars, "Lý do", "Điều 17")), Is.EqualTo(DossierRefusals.NotTheReceivingDesk));
    }

    [Test]
    public void What_is_no_longer_in_force_can_be_declined_but_not_accepted()
    {
        var story = A.Story().Then(Submit());
        var nothing = new ProcessDefinition("1.013225", new ProcessHeader { Procedure = new("1.013225") }, [], [], []);
        var decider = new DossierDecider(nothing, new ProcessFlow(nothing), Calendar.Book);

        Assert.That(decider.Decide(story.Dossier, new DossierCommand.Accept(A.DeskOfficer) { Known = A.Particulars }, A.MondayMorning),
            Is.EqualTo(new Decision<DossierEvent>.Refused(DossierRefusals.NoLongerInForce)));
        Assert.That(decider.Decide(story.Dossier, new DossierCommand.Decline(A.DeskOfficer, "Thủ tục đã bãi bỏ", "QĐ 12"), A.MondayMorning), Is.TypeOf<Decision<DossierEvent>.Accepted>());
    }

    [Test]
    public void The_desk_is_reminded_once_when_the_answer_is_due_soon_and_once_when_it_is_overdue()
    {
        var story = A.Story().Then(Submit());
        DossierCommand.Remind Remind(ReminderKind kind, int run = 1) => new(AcceptanceWindow.Key, run, kind);

        Assert.That(story.Try(Remind(ReminderKind.DueSoon)), Is.EqualTo(DossierRefusals.ReminderTooEarly));
        story.At("2026-03-03 08:00").Then(Remind(ReminderKind.DueSoon));
        Assert.That(story.Try(Remind(ReminderKind.DueSoon)), Is.EqualTo(DossierRefusals.ReminderSettled));
        story.At("2026-03-03 09:01").Then(Remind(ReminderKind.Overdue));
        Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.Submitted), "time alone neither accepts nor declines");
        Assert.That(story.Clocks.Acceptance!.Standing, Is.EqualTo(Standing.Overdue));

        story.Then(Ask()).At("2026-03-04 09:00").Then(new DossierCommand.ReceiveCompletion(A.DeskOfficer));
        Assert.That(story.At("2026-03-05 08:30").Try(Remind(ReminderKind.DueSoon)), Is.EqualTo(DossierRefusals.ReminderSettled), "that was another window");
        Assert.That(story.Try(Remind(ReminderKind.DueSoon, run: 2)), Is.Null);
    }
}
