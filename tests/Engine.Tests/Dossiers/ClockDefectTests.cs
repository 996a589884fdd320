using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Tests.Calendars;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>Defects seen in software that offices use today, about clocks and supplements: here they cannot happen.</summary>
public sealed class ClockDefectTests
{
    private static Story Paused(ClockPolicy policy) => A.Story(A.Permit(A.Header with { Supplement = new(policy, 2, TimeLimit.OfDays(10), "Continue") }).Process()).UntilExamination()
        .At("2026-03-04 10:00").Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["CCCD"], "Thiếu"))
        .At("2026-03-09 14:00").Then(new DossierCommand.ReceiveSupplement(A.DeskOfficer));

    [Test]
    public void A_pause_is_measured_in_working_minutes_and_not_in_calendar_days()
    {
        // Five days on the wall, 26 working hours: the limit moves by those.
        Assert.That(Paused(ClockPolicy.Suspends).Clocks.DueAt, Is.EqualTo(Calendar.At("2026-03-16 11:00")));
        Assert.That(Calendar.Province.Between(Calendar.At("2026-03-11 09:00"), Calendar.At("2026-03-16 11:00")), Is.EqualTo(26 * 60));
    }

    [Test]
    public void Whether_a_limit_begins_anew_is_the_versions_policy_and_no_switch_of_the_whole_system() => Assert.That(
        new[] { ClockPolicy.Suspends, ClockPolicy.Restarts, ClockPolicy.Runs }.Select(policy => Paused(policy).Clocks.DueAt),
        Is.EqualTo(new[] { Calendar.At("2026-03-16 11:00"), Calendar.At("2026-03-18 14:00"), Calendar.At("2026-03-11 09:00") }));

    [Test]
    public void Holidays_that_are_over_still_count_when_the_account_is_told_later()
    {
        var story = A.Story(A.Permit(A.Header with { StatutoryLimit = TimeLimit.OfHours(24) }).Process()).At("2026-02-12 14:00").Then(A.Receive()).At("2026-06-01 09:00");
        Assert.That(story.Clocks.DueAt, Is.EqualTo(Calendar.At("2026-02-24 14:00")));
        Assert.That(story.Account.Days.Where(day => day.Why.Vi.StartsWith("nghỉ lễ", StringComparison.Ordinal)).Select(day => day.Day), Does.Contain(new DateOnly(2026, 2, 17)));
    }

    [Test]
    public void A_year_without_a_confirmed_calendar_gives_an_error_and_no_date()
    {
        var story = A.Story().At("2026-12-29 09:00");
        Assert.That(story.Try(A.Receive()), Is.EqualTo(DossierRefusals.YearNotConfirmed(2027)));
        Assert.That(story.Dossier.PromisedAt, Is.Null);
    }

    [Test]
    public void A_dossier_that_is_overdue_stays_overdue_whatever_is_done_to_it()
    {
        var story = A.Story().UntilExamination().At("2026-03-12 09:00");
        Assert.That(story.Clocks.Standing, Is.EqualTo(Standing.Overdue));
        Assert.That(story.Try(new DossierCommand.Extend(A.Chairman, Calendar.At("2026-03-30 09:00"), "Bận")), Is.EqualTo(DossierRefusals.TooLateToExtend(Calendar.At("2026-03-10 09:00"))));
        story.Then(new DossierCommand.Suspend(A.Chairman, "Chờ", "Điều 20", A.Paper())).At("2026-03-16 09:00").Then(new DossierCommand.Resume(A.Chairman, A.Paper()));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((story.Clocks.Standing, story.Clocks.DueAt), Is.EqualTo((Standing.Overdue, (DateTimeOffset?)Calendar.At("2026-03-11 09:00"))));
            Assert.That(story.Journal.OfType<DossierEvent.PromiseMoved>(), Is.Empty);
        }
    }

    [Test]
    public void An_apology_does_not_touch_the_promise_a_dossier_is_classified_by()
    {
        var story = A.Story().UntilExamination().Then(new DossierCommand.Extend(A.Chairman, Calendar.At("2026-03-30 09:00"), "Bận"));
        Assert.That(story.Dossier.PromisedAt, Is.EqualTo(story.Journal.OfType<DossierEvent.Received>().Single().PromisedAt));
    }

    [Test]
    public void A_second_supplement_without_a_leader_and_a_third_beyond_the_cap_are_refused()
    {
        var story = Paused(ClockPolicy.Suspends);
        DossierCommand.RequestSupplement Again(Engine.Vocabulary.Officer by) => new(by, new("B3"), ["Bản vẽ"], "Thiếu", "Điều 54");
        Assert.That(story.Try(Again(A.Minh)), Is.EqualTo(DossierRefusals.NeedsALeader));
        story.Then(Again(A.Chairman)).Then(new DossierCommand.ReceiveSupplement(A.DeskOfficer));
        Assert.That(story.Try(Again(A.Chairman)), Is.EqualTo(DossierRefusals.NoRoundsLeft(2)));
    }
}
