using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Tests.Calendars;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>The way of a dossier from the counter to the returned result.</summary>
public sealed class DossierDeciderTests
{
    [Test]
    public void Receiving_promises_a_moment_and_leaves_the_intake_with_the_desk()
    {
        var story = A.Story().Then(A.Receive());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Dossier.PromisedAt, Is.EqualTo(Calendar.At("2026-03-11 09:00")), "56 working hours");
            Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.Received));
            Assert.That(story.Dossier.Open, Is.EqualTo([new OpenStep(new("B1"), 1, A.MondayMorning, A.Desk, new("mot-cua"), null)]).Using<OpenStep>((left, right) => left == right with { Reminded = left.Reminded }));
            Assert.That(story.Journal.OfType<DossierEvent.Received>().Single().Version, Is.EqualTo(story.Process.Hash));
        }
    }

    [Test]
    public void A_permit_goes_from_the_desk_to_the_returned_result()
    {
        var story = A.Story().UntilExamination()
            .Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "Agreed")
            .Completes(A.Chairman, "B6", "Signed");
        Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.InProgress));

        story.At("2026-03-10 15:00").Completes(A.Clerk, "B7", "Done");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.ResultReady));
            Assert.That(story.Dossier.FinishedAt, Is.EqualTo(Calendar.At("2026-03-10 15:00")));
            Assert.That(story.OpenSteps, Is.EqualTo(["B8"]), "the desk still has to hand it over");
        }

        story.At("2026-03-20 10:00").Then(new DossierCommand.ReturnResult(A.DeskOfficer, "Mùa A Dơ"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Dossier.Status, Is.EqualTo(DossierStatus.Returned));
            Assert.That(story.Dossier.FinishedAt, Is.EqualTo(Calendar.At("2026-03-10 15:00")), "collecting late does not make the agency late");
            Assert.That(story.Clocks.Standing, Is.EqualTo(Standing.OnTime));
            Assert.That(story.Dossier.IsRunning, Is.False);
        }
    }

    [Test]
    public void What_the_head_assigns_lands_with_the_named_officer()
    {
        var story = A.Story().UntilExamination();
        Assert.That(story.Dossier.Open.Single().Assignee, Is.EqualTo(A.Minh.Id));

        story.Completes(A.Minh, "B3", "Passed");
        Assert.That(story.Dossier.FindOpen(new("B4"))!.Assignee, Is.EqualTo(A.Minh.Id), "his draft too");

        story.Completes(A.Minh, "B4", "Done");
        Assert.That(story.Dossier.FindOpen(new("B5"))!.Assignee, Is.Null, "the head's own step is not his");
    }

    [Test]
    public void A_leader_of_the_unit_may_do_the_step_of_the_officer_named() =>
        Assert.That(A.Story().UntilExamination().Completes(A.Head, "B3", "Passed").OpenSteps, Is.EqualTo(["B4"]));

    [Test]
    public void A_step_sent_back_is_open_for_the_second_time()
    {
        var story = A.Story().UntilExamination().Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "SentBack");
        Assert.That(story.Dossier.FindOpen(new("B4"))!.Run, Is.EqualTo(2));
    }

    [TestCase("B1", "Declined", DossierStatus.Declined)]
    [TestCase("B3", "Failed", DossierStatus.Rejected)]
    public void A_no_ends_the_dossier(string step, string outcome, DossierStatus status)
    {
        var story = step == "B1" ? A.Story().Then(A.Receive()) : A.Story().UntilExamination();
        story.Completes(step == "B1" ? A.DeskOfficer : A.Minh, step, outcome, "Không đủ điều kiện");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Dossier.Status, Is.EqualTo(status));
            Assert.That(story.Dossier.Open, Is.Empty);
            Assert.That(story.Journal.OfType<DossierEvent.Ended>().Single().Reason, Is.EqualTo("Không đủ điều kiện"));
        }
    }

    [Test]
    public void The_day_of_a_promise_must_lie_in_a_confirmed_year()
    {
        var refusal = A.Story().At("2026-12-28 09:00").Try(A.Receive());
        Assert.That(refusal, Is.EqualTo(DossierRefusals.YearNotConfirmed(2027)));
    }
}
