using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>Every no a dossier says, and that nothing changes with it.</summary>
public sealed class AuthorityTests
{
    private static readonly StepKey B3 = new("B3");

    private static IEnumerable<TestCaseData> Nos()
    {
        static TestCaseData No(string name, Func<Story> story, DossierCommand command, Refusal refusal) => new TestCaseData(story, command, refusal).SetName(name);
        Func<Story> blank = () => A.Story(), received = () => A.Story().Then(A.Receive()), examining = () => A.Story().UntilExamination();
        Func<Story> ended = () => A.Story().UntilExamination().Completes(A.Minh, "B3", "Failed", "Sai quy hoạch");

        yield return No("Nothing_is_done_to_what_was_never_received", blank, A.Complete(A.Minh, "B3", "Passed"), DossierRefusals.NotReceived);
        yield return No("A_dossier_is_received_once", received, A.Receive(), DossierRefusals.AlreadyReceived);
        yield return No("Only_a_desk_officer_receives", blank, A.Receive(by: A.Minh), DossierRefusals.NotADeskOfficer);
        yield return No("A_desk_officer_of_elsewhere_does_not_receive_here", blank, A.Receive(by: A.DeskOfficer with { Posts = [new(new("H35.98"), new("mot-cua"))] }), DossierRefusals.NotADeskOfficer);
        yield return No("What_has_ended_stays_ended", ended, A.Complete(A.Minh, "B3", "Passed"), DossierRefusals.AlreadyEnded);
        yield return No("A_step_that_is_not_open_is_not_completed", examining, A.Complete(A.Clerk, "B7", "Done"), DossierRefusals.NotOpen(new("B7")));
        yield return No("Two_people_complete_a_step_once", () => A.Story().UntilExamination().Completes(A.Minh, "B3", "Passed"), A.Complete(A.Minh, "B3", "Passed"), DossierRefusals.NotOpen(B3));
        yield return No("The_step_of_another_position_is_not_yours", examining, A.Complete(A.Clerk, "B3", "Passed"), DossierRefusals.NotYourStep(B3));
        yield return No("What_was_assigned_to_a_colleague_is_not_yours", examining, A.Complete(A.Lan, "B3", "Passed"), DossierRefusals.NamedToAnother(B3));
        yield return No("A_step_ends_by_its_own_outcomes_only", examining, A.Complete(A.Minh, "B3", "Signed"), DossierRefusals.NoSuchOutcome(B3, "Signed"));
        yield return No("An_assignment_names_somebody", AtAssignment, A.Complete(A.Head, "B2", "Done"), DossierRefusals.AssigneeMissing(new("B2")));
        yield return No("An_assignment_stays_in_the_house", AtAssignment, A.Complete(A.Head, "B2", "Done", assignee: A.DeskOfficer), DossierRefusals.AssigneeNotThere(new("B2")));
        yield return No("A_no_at_the_desk_gives_its_reason", received, A.Complete(A.DeskOfficer, "B1", "Declined"), DossierRefusals.ReasonMissing);
        yield return No("A_result_is_returned_when_there_is_one", examining, new DossierCommand.ReturnResult(A.DeskOfficer), DossierRefusals.ResultNotReady);
        yield return No("A_supplement_nobody_asked_for_is_not_received", examining, new DossierCommand.ReceiveSupplement(A.DeskOfficer), DossierRefusals.NoSupplementAsked);
        yield return No("An_applicant_has_a_name", blank, A.Receive(particulars: A.Particulars with { Applicant = A.Particulars.Applicant with { Name = " " } }), DossierRefusals.ApplicantNameMissing);
        yield return No("A_note_has_an_end", examining, A.Complete(A.Minh, "B3", "Passed", new string('x', 2001)), DossierRefusals.TextTooLong("Ghi chú", 2000));
        yield return No("Nobody_hands_in_minus_one_paper", blank, A.Receive(particulars: A.Particulars with { Components = [new("Đơn", -1, 0)] }), DossierRefusals.ComponentCountWrong("Đơn"));
        yield return No("An_area_without_a_longer_limit_is_not_known", blank, A.Receive(area: "Vùng cao"), DossierRefusals.AreaUnknown("Vùng cao"));
        yield return No("A_question_the_process_does_not_ask_is_not_answered", blank, A.Receive(answers: ("mau", AttributeValue.Of("xanh"))), DossierRefusals.AttributeUnknown("mau"));

        static Story AtAssignment() => A.Story().Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Accepted");
    }

    [TestCaseSource(nameof(Nos))]
    public void Refused(Func<Story> tell, DossierCommand command, Refusal refusal)
    {
        var story = tell();
        var length = story.Journal.Count;
        Assert.That(story.Try(command), Is.EqualTo(refusal));
        Assert.That(story.Journal, Has.Count.EqualTo(length));
    }

    [Test]
    public void An_internal_process_is_begun_by_whoever_holds_its_first_step()
    {
        var process = new Drawing(A.Header with { Kind = ProcessKind.AgencyInternal })
            .Step("S1", StepKind.Draft, "Done", "chuyen-vien", 8).Step("S2", StepKind.Sign, "Signed SentBack Rejected", "chu-tich", 8).Step("X", StepKind.End)
            .Ways("S1 Done S2", "S2 Signed X", "S2 SentBack S1", "S2 Rejected X").Process();

        Assert.That(A.Story(process).Try(A.Receive()), Is.EqualTo(DossierRefusals.NotYourStep(new("S1"))));
        var story = A.Story(process).Then(A.Receive(by: A.Minh)).Completes(A.Minh, "S1", "Done").Completes(A.Chairman, "S2", "Signed");
        Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.Ended));
    }

    [Test]
    public void A_reminder_comes_once_and_not_too_early()
    {
        var story = A.Story().UntilExamination(); // 24 hours from Mon 2 March 09:00: Thu 5 March 09:00
        DossierCommand Remind(ReminderKind kind, int run = 1) => new DossierCommand.Remind(B3, run, kind);
        Assert.That(story.Clocks.Steps.Single().SoonAt, Is.EqualTo(Calendars.Calendar.At("2026-03-04 11:01")), "less than 6 of 24 hours left");

        Assert.That(story.Try(Remind(ReminderKind.DueSoon)), Is.EqualTo(DossierRefusals.ReminderTooEarly));
        story.At("2026-03-05 08:00").Then(Remind(ReminderKind.DueSoon));
        Assert.That(story.Try(Remind(ReminderKind.DueSoon)), Is.EqualTo(DossierRefusals.ReminderSettled));
        Assert.That(story.Try(Remind(ReminderKind.Overdue)), Is.EqualTo(DossierRefusals.ReminderTooEarly));
        story.At("2026-03-05 09:01").Then(Remind(ReminderKind.Overdue));
        Assert.That(story.Try(Remind(ReminderKind.Overdue, run: 2)), Is.EqualTo(DossierRefusals.ReminderSettled));
    }
}
