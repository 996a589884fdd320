using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>The ladder of reminders: due soon, due today, overdue, to the leader, to the head; each once, and again only where a new date makes it true again.</summary>
public sealed class ReminderLadderTests
{
    private static readonly StepKey B3 = new("B3");

    private static Refusal? Say(Story story, ReminderKind kind, StepKey? step = null) => story.Try(new DossierCommand.Remind(step ?? B3, 1, kind));

    /// <summary>Everything the clocks ask to be said from now on, at its own moment, until nothing is left.</summary>
    private static List<(string Of, ReminderKind Kind, DateTimeOffset At)> Climb(Story story, Func<StepKey, bool>? only = null)
    {
        var said = new List<(string, ReminderKind, DateTimeOffset)>();
        while (story.Clocks.NextReminder(story.Dossier) is var (step, run, rung))
        {
            while (story.Now < rung.At) story.Later(Math.Max(1, (int)Math.Ceiling((rung.At - story.Now).TotalMinutes)));
            story.Then(new DossierCommand.Remind(step, run, rung.Kind));
            if (only?.Invoke(step) != false) said.Add((step.Value, rung.Kind, rung.At));
            Assert.That(said, Has.Count.LessThan(50), "each rung once");
        }
        return said;
    }

    [Test]
    public void A_step_has_five_rungs_and_each_is_said_once_at_its_moment()
    {
        var story = A.Story().UntilExamination(); // 24 hours from Mon 2 March 09:00: Thu 5 March 09:00
        var opening = Calendar.Province.OpeningOn(new(2026, 3, 5))!.Value;
        var due = Calendar.At("2026-03-05 09:00");

        var said = Climb(story, step => step == B3);

        Assert.That(said, Is.EqualTo(new[]
        {
            ("B3", ReminderKind.DueSoon, Calendar.At("2026-03-04 11:01")),
            ("B3", ReminderKind.DueToday, opening),
            ("B3", ReminderKind.Overdue, due.AddMilliseconds(1)),
            ("B3", ReminderKind.ToLeader, Calendar.Province.Add(due, 4 * 60).AddMilliseconds(1)),
            ("B3", ReminderKind.ToHead, Calendar.Province.Add(due, 8 * 60).AddMilliseconds(1)),
        }));
        foreach (var kind in Enum.GetValues<ReminderKind>().Except([ReminderKind.AnswerOver, ReminderKind.AnswerSoon]))
            Assert.That(Say(story, kind), Is.EqualTo(DossierRefusals.ReminderSettled), $"{kind} is not said twice");
        Assert.That(Dossier.Replay(story.Journal).Open[0].Said, Is.EqualTo(story.Dossier.Open[0].Said));
    }

    [Test]
    public void No_rung_is_said_before_its_moment()
    {
        var story = A.Story().UntilExamination();
        foreach (var (kind, before) in new[] { (ReminderKind.DueSoon, "2026-03-04 11:00"), (ReminderKind.DueToday, "2026-03-04 18:00"), (ReminderKind.Overdue, "2026-03-05 09:00"), (ReminderKind.ToLeader, "2026-03-05 10:00"), (ReminderKind.ToHead, "2026-03-05 17:00") })
            Assert.That(Say(story.At(before), kind), Is.EqualTo(DossierRefusals.ReminderTooEarly), kind.ToString());
    }

    [Test]
    public void Whoever_gets_something_on_the_day_it_is_due_is_not_told_that_it_is_due_today()
    {
        var story = A.Story().Then(A.Receive()); // the intake has four hours, from 09:00 of the same day
        Assert.That(Climb(story, step => step.Value == "B1").Select(rung => rung.Kind), Is.EqualTo(new[] { ReminderKind.DueSoon, ReminderKind.Overdue, ReminderKind.ToLeader, ReminderKind.ToHead }));
    }

    [Test]
    public void The_promise_has_a_ladder_of_its_own_until_the_result_is_there()
    {
        var story = A.Story().UntilExamination();
        Assert.That(Climb(story, step => step == DossierPromise.Key), Is.EqualTo(new[]
        {
            ("promise", ReminderKind.DueSoon, story.Clocks.SoonAt!.Value),
            ("promise", ReminderKind.DueToday, Calendar.Province.OpeningOn(new(2026, 3, 11))!.Value),
            ("promise", ReminderKind.Overdue, Calendar.At("2026-03-11 09:00").AddMilliseconds(1)),
            ("promise", ReminderKind.ToLeader, Calendar.Province.Add(Calendar.At("2026-03-11 09:00"), 240).AddMilliseconds(1)),
            ("promise", ReminderKind.ToHead, Calendar.Province.Add(Calendar.At("2026-03-11 09:00"), 480).AddMilliseconds(1)),
        }));

        var finished = A.Story().UntilExamination().Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "Agreed").Completes(A.Chairman, "B6", "Signed").Completes(A.Clerk, "B7", "Done");
        Assert.That(finished.Clocks.NextReminder(finished.Dossier), Is.Null, "nobody is reminded of a result that waits for the applicant");
        Assert.That(Say(finished.At("2026-04-01 09:00"), ReminderKind.Overdue, DossierPromise.Key), Is.EqualTo(DossierRefusals.ReminderSettled));
    }

    [Test]
    public void A_suspended_dossier_reminds_nobody_and_goes_on_where_it_was()
    {
        var story = A.Story().UntilExamination().At("2026-03-04 15:00");
        Assert.That(Say(story, ReminderKind.DueSoon), Is.Null);
        story.Then(new DossierCommand.Suspend(A.Chairman, "Chờ kết luận thanh tra", "Điều 12", A.Paper()));
        Assert.That(story.Clocks.NextReminder(story.Dossier), Is.Null);
        Assert.That(Say(story.At("2026-03-20 09:00"), ReminderKind.Overdue), Is.EqualTo(DossierRefusals.ReminderTooEarly));

        story.Then(new DossierCommand.Resume(A.Chairman, A.Paper("13/QĐ-UBND"), "Đã có kết luận"));
        Assert.That(Climb(story, step => step == B3).Take(3).Select(rung => rung.Kind), Is.EqualTo(new[] { ReminderKind.DueToday, ReminderKind.DueSoon, ReminderKind.Overdue }), "soon and today by another date than the one that was told");
    }

    [Test]
    public void A_rung_is_said_again_where_the_date_has_moved_behind_it_and_stays_said_where_it_has_not()
    {
        var story = A.Story().UntilExamination().At("2026-03-10 09:00");
        Assert.That(Say(story, ReminderKind.DueSoon, DossierPromise.Key), Is.Null, "Wed 11 March 09:00 is near");
        story.Then(new DossierCommand.Extend(A.Chairman, Calendar.At("2026-03-18 16:00"), "Chờ kết quả đo đạc"));

        var next = story.Clocks.Next!.Value;
        Assert.That((next.Kind, next.At), Is.EqualTo((ReminderKind.DueSoon, story.Clocks.SoonAt!.Value)));
        Assert.That(next.At, Is.GreaterThan(story.Now));
        Assert.That(Say(story, ReminderKind.DueSoon, DossierPromise.Key), Is.EqualTo(DossierRefusals.ReminderTooEarly), "nothing new to say before that");
        story.At("2026-03-17 14:00").Then(new DossierCommand.Remind(DossierPromise.Key, 1, ReminderKind.DueSoon));
        Assert.That(story.Clocks.Next!.Value.Kind, Is.EqualTo(ReminderKind.DueToday));

        // Moved within what was said already: an apology that was told two days ago is no reason to tell the same again.
        var near = A.Story(A.Permit(A.Header with { Extension = new(1, TimeLimit.OfHours(0), null) }).Process()).UntilExamination().At("2026-03-11 08:45");
        foreach (var kind in new[] { ReminderKind.DueSoon, ReminderKind.DueToday }) Assert.That(Say(near, kind, DossierPromise.Key), Is.Null);
        near.Then(new DossierCommand.Extend(A.Chairman, Calendar.At("2026-03-11 10:00"), "Chờ ký"));
        Assert.That(near.Clocks.Next!.Value.Kind, Is.EqualTo(ReminderKind.Overdue));
    }

    [Test]
    public void A_clock_that_steps_back_says_nothing_twice()
    {
        var story = A.Story().UntilExamination().At("2026-03-04 15:00");
        Assert.That(Say(story, ReminderKind.DueSoon), Is.Null);
        Assert.That(Say(story.At("2026-03-04 11:30"), ReminderKind.DueSoon), Is.EqualTo(DossierRefusals.ReminderSettled));
        Assert.That(Say(story.At("2026-03-04 10:00"), ReminderKind.DueSoon), Is.EqualTo(DossierRefusals.ReminderSettled));
    }

    [Test]
    public void Where_the_applicants_time_runs_out_no_superior_is_called_but_the_applicant_is()
    {
        var drawn = A.Story().UntilExamination().Completes(A.Minh, "B3", "Incomplete", "Thiếu", missing: ["CCCD"]);
        Assert.That(Climb(drawn).Where(rung => rung.Of == "BS").Select(rung => rung.Kind), Is.EqualTo(new[] { ReminderKind.DueSoon, ReminderKind.DueToday, ReminderKind.Overdue }));

        var asked = A.Story().UntilExamination().Then(new DossierCommand.RequestSupplement(A.Minh, B3, ["CCCD"], "Thiếu"));
        var answer = asked.Clocks.Answer!;
        Assert.That((answer.Next!.Value.Kind, answer.Next.Value.At), Is.EqualTo((ReminderKind.AnswerSoon, answer.SoonAt)));
        Assert.That(Climb(asked).Select(rung => rung.Kind), Is.EqualTo(new[] { ReminderKind.AnswerSoon, ReminderKind.AnswerOver }), "everything else stands still");
    }

    [Test]
    public void The_nearest_ladder_above_a_place_holds_there()
    {
        var (province, commune) = (new ReminderLadder { ToHead = null }, new ReminderLadder(new("H35.99")) { DueSoonShare = 0.5, DueToday = false, ToLeader = TimeLimit.OfHours(0), ToHead = TimeLimit.OfHours(2) });
        var ladders = new ReminderLadders([province, commune], place => place.Value == "H35.99.01" ? new("H35.99") : null);
        Assert.That(new[] { "H35.99.01", "H35.99", "H35.12" }.Select(place => ladders.Of(new(place))), Is.EqualTo(new[] { commune, commune, province }));
        Assert.That(ReminderLadders.National.Of(null), Is.EqualTo(ReminderLadder.National));

        var story = A.Story().UntilExamination();
        var clock = DossierClocks.Of(story.Dossier, story.Process, Calendar.Book, story.Now, ladders).Steps.Single();
        Assert.That((clock.SoonAt, clock.Next!.Value.At), Is.EqualTo((Calendar.Province.Subtract(clock.DueAt!.Value, 12 * 60 - 1), clock.SoonAt!.Value)), "half of 24 hours");
        var decider = new DossierDecider(story.Process, new ProcessFlow(story.Process), Calendar.Book) { Ladders = ladders };
        Assert.That(decider.Decide(story.Dossier, new DossierCommand.Remind(B3, 1, ReminderKind.DueToday), Calendar.At("2026-03-05 08:30")), Is.EqualTo(new Decision<DossierEvent>.Refused(DossierRefusals.ReminderSettled)), "not said there");
        Assert.That(decider.Decide(story.Dossier, new DossierCommand.Remind(B3, 1, ReminderKind.ToHead), Calendar.At("2026-03-05 11:01")), Is.TypeOf<Decision<DossierEvent>.Accepted>());
    }

    [Test]
    public void Every_clock_and_its_account_are_due_soon_when_their_office_says_so()
    {
        var health = new AgencyCode("H35.05");
        var ladders = new ReminderLadders([new(new("H35.99")) { DueSoonShare = 0.5 }, new(health) { DueSoonShare = 0.9 }], _ => null);
        var story = A.Story().UntilExamination().Then(new DossierCommand.Consult(A.Minh, B3, [new(health, "Ý kiến?", TimeLimit.OfHours(24))])).At("2026-03-04 09:00"); // 8 of 24 hours left
        var clocks = DossierClocks.Of(story.Dossier, story.Process, Calendar.Book, story.Now, ladders);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(story.Clocks.Steps.Single().Standing, Is.EqualTo(Standing.OnTime), "a quarter is the usual");
            Assert.That(clocks.Steps.Single().Standing, Is.EqualTo(Standing.DueSoon));
            Assert.That(ClockAccount.OfStep(B3, null, story.Journal, story.Dossier, story.Process, Calendar.Book, story.Now, ladders)!.Standing, Is.EqualTo(Standing.DueSoon));
            Assert.That(ClockAccount.OfDossier(story.Dossier, story.Process, Calendar.Book, Calendar.At("2026-03-06 15:00"), ladders)!.Standing, Is.EqualTo(Standing.DueSoon));
            Assert.That(DossierClocks.Of(story.Dossier, story.Process, Calendar.Book, Calendar.At("2026-03-02 14:30"), ladders).Consultations.Single().Standing, Is.EqualTo(Standing.DueSoon), "the body that is asked has a ladder of its own");
        }
    }
}
