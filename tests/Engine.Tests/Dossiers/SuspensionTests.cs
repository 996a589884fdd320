using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>Suspending by decision and going on by decision: the portal's 8 that is not an end.</summary>
public sealed class SuspensionTests
{
    private static DossierCommand.Suspend Suspend(string reason = "Chờ kết luận thanh tra", string basis = "Điều 20", string number = "12/QĐ-UBND") =>
        new(A.Chairman, reason, basis, A.Paper(number));

    private static Story Suspended() => A.Story().UntilExamination().At("2026-03-04 10:00").Then(Suspend()); // 17 of 56 hours used

    [Test]
    public void A_suspended_dossier_stands_still_and_goes_on_with_what_was_left()
    {
        var story = Suspended().At("2026-03-09 14:00");
        Assert.That((story.Dossier.Status, story.Clocks.Standing, story.Clocks.RemainingMinutes), Is.EqualTo((DossierStatus.Suspended, Standing.Stopped, (int?)(39 * 60))));
        Assert.That(story.Clocks.Steps.Single().Standing, Is.EqualTo(Standing.Stopped));

        story.Then(new DossierCommand.Resume(A.Chairman, A.Paper("15/QĐ-UBND"), "Thanh tra đã kết luận"));
        var line = story.Dossier.Stops.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((story.Dossier.Status, story.Clocks.DueAt), Is.EqualTo((DossierStatus.InProgress, (DateTimeOffset?)Calendar.At("2026-03-16 11:00"))));
            Assert.That(story.Journal.OfType<DossierEvent.PromiseMoved>().Single().To, Is.EqualTo(Calendar.At("2026-03-16 11:00")));
            Assert.That((line.Step, line.Cause, line.Basis, line.Document?.Number, line.Reason, line.By), Is.EqualTo(
                ((StepKey?)null, ClockStopCause.Suspension, "Điều 20", "12/QĐ-UBND", "Chờ kết luận thanh tra", A.Chairman.Id)));
            Assert.That(story.Portal, Is.EqualTo([2, 4, 8, 4]));
            Assert.That(story.Account.Days.Where(day => day.Kind is ClockDayKind.Stopped).All(day => day.Why.Vi.Contains("12/QĐ-UBND ngày 02/03/2026", StringComparison.Ordinal)));
        }
    }

    [Test]
    public void Nobody_works_on_a_suspended_dossier()
    {
        var story = Suspended();
        DossierCommand[] work =
        [
            A.Complete(A.Minh, "B3", "Passed"), new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["CCCD"], "Thiếu"), Suspend(),
            new DossierCommand.ImposeObligation(A.Minh, new("B3"), "Lệ phí", 100_000, A.Paper()),
        ];
        Assert.That(work.Select(story.Try), Is.All.EqualTo(DossierRefusals.IsSuspended));
        Assert.That(story.Try(new DossierCommand.Extend(A.Chairman, Calendar.At("2026-03-20 09:00"), "Bận")), Is.EqualTo(DossierRefusals.ClockStandsStill));
    }

    [Test]
    public void Only_a_leader_suspends_by_a_decision_with_reason_and_basis()
    {
        var story = A.Story().UntilExamination();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Try(Suspend() with { By = A.Minh }), Is.EqualTo(DossierRefusals.OnlyALeader));
            Assert.That(story.Try(Suspend(reason: " ")), Is.EqualTo(DossierRefusals.ReasonMissing));
            Assert.That(story.Try(Suspend(basis: "")), Is.EqualTo(DossierRefusals.LegalBasisMissing));
            Assert.That(story.Try(Suspend(number: "")), Is.EqualTo(DossierRefusals.DocumentMissing));
            Assert.That(story.Try(Suspend() with { Document = A.Paper() with { Date = new(2026, 3, 3) } }), Is.EqualTo(DossierRefusals.DocumentFromTheFuture));
            Assert.That(story.Try(new DossierCommand.Resume(A.Chairman, A.Paper())), Is.EqualTo(DossierRefusals.NotSuspended));
            Assert.That(Suspended().Try(new DossierCommand.Resume(A.Minh, A.Paper())), Is.EqualTo(DossierRefusals.OnlyALeader));
            Assert.That(Suspended().Try(new DossierCommand.Resume(A.Chairman, A.Paper(" "))), Is.EqualTo(DossierRefusals.DocumentMissing));
        }
    }

    [Test]
    public void What_waits_for_the_applicant_is_not_suspended_too() => Assert.That(
        A.Story().UntilExamination().Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["CCCD"], "Thiếu")).Try(Suspend()), Is.EqualTo(DossierRefusals.WaitsForTheApplicant));
}
