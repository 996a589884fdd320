using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Reports;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Tests.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Reports;

/// <summary>What figures know of a dossier, told from its journal.</summary>
public sealed class CountedDossierTests
{
    private static readonly DossierCode Code = DossierCode.Parse("H35.99-260302-0001");

    private static CountedDossier? Known(Story story, string until) => CountedDossier.Of(Code, story.Journal, Calendar.At(until));

    /// <summary>Asked on the 4th, answered on the 9th, issued on the 12th, fetched on the 30th.</summary>
    private static Story Permit()
    {
        var story = A.Story().UntilExamination();
        return story
            .At("2026-03-04 10:00").Completes(A.Minh, "B3", "Incomplete", "Thiếu bản vẽ", missing: ["Bản vẽ"])
            .At("2026-03-09 14:00").Completes(A.DeskOfficer, "BS", "Supplemented")
            .At("2026-03-10 14:00").Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done")
            .At("2026-03-11 09:00").Completes(A.Head, "B5", "Agreed").Completes(A.Chairman, "B6", "Signed")
            .At("2026-03-12 10:00").Completes(A.Clerk, "B7", "Done")
            .At("2026-03-30 10:00").Then(new DossierCommand.ReturnResult(A.DeskOfficer));
    }

    [Test]
    public void The_end_is_when_processing_was_finished_and_not_when_the_citizen_came()
    {
        var known = Known(Permit(), "2026-04-01 00:00")!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(known.SolvedAt, Is.EqualTo(Calendar.At("2026-03-12 10:00")));
            Assert.That(known.EndedAt, Is.EqualTo(Calendar.At("2026-03-30 10:00")));
            Assert.That(known.EndedAs, Is.EqualTo(DossierStatus.Returned));
            Assert.That(known.PromisedAt, Is.EqualTo(Calendar.At("2026-03-11 09:00")), "the original promise stays on record");
            Assert.That(known.MovedTo, Is.EqualTo(Calendar.At("2026-03-16 11:00")));
            Assert.That(known.Requests, Is.EqualTo(new[] { new ClockSpan(Calendar.At("2026-03-04 10:00"), Calendar.At("2026-03-09 14:00")) }));
            Assert.That(known.Stops, Is.EqualTo(known.Requests));
        }
    }

    [Test]
    public void Nothing_is_known_of_what_came_later()
    {
        var asked = Known(Permit(), "2026-03-05 00:00")!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(asked.SolvedAt, Is.Null);
            Assert.That(asked.MovedTo, Is.Null);
            Assert.That(asked.Requests.Single().To, Is.Null);
            Assert.That(Known(Permit(), "2026-03-02 09:00"), Is.Null, "not received yet");
            Assert.That(Known(Permit(), "2026-03-20 00:00")!.EndedAt, Is.Null, "not fetched yet");
        }
    }

    /// <summary>Promised for Wed 11 March 09:00; on Mon 9 March the applicant is given Wed 18 March 11:00 with an apology.</summary>
    private static Story Apologised() => A.Story().UntilExamination()
        .At("2026-03-09 10:00").Then(new DossierCommand.Extend(A.Chairman, Calendar.At("2026-03-18 11:00"), "Chờ kết quả giám định"));

    /// <summary>Stopped from one moment to the other by two decisions.</summary>
    private static Story Suspended(Story story, string from, string to) => story
        .At(from).Then(new DossierCommand.Suspend(A.Chairman, "Chờ kết luận thanh tra", "Điều 9", A.Paper())).At(to).Then(new DossierCommand.Resume(A.Chairman, A.Paper()));

    private static Story Solved(Story story, string at) => story.At(at).Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "Agreed")
        .Completes(A.Chairman, "B6", "Signed").Completes(A.Clerk, "B7", "Done");

    private static OnTimeAnswer Ask(OnTimeFormula formula, Story story) => formula.Of(Known(story, "2026-04-01 00:00")!, Calendar.At("2026-04-01 00:00"), null, Calendar.Province);

    [Test]
    public void An_apology_costs_a_dossier_that_is_in_time_no_lawful_pause()
    {
        // Tue 10 March 10:00 to Thu 12 March 10:00: 16 working hours, begun before the promise had passed. It moves to Fri 13 March 09:00, with an apology as without one.
        foreach (var story in new[] { A.Story().UntilExamination(), Apologised() })
        {
            Solved(Suspended(story, "2026-03-10 10:00", "2026-03-12 10:00"), "2026-03-13 09:00");
            var timestamp = Ask(OnTimeFormula.Timestamp, story);
            Assert.That((timestamp.Label, timestamp.HeldTo), Is.EqualTo((OnTimeLabel.OnTime, (DateTimeOffset?)Calendar.At("2026-03-13 09:00"))));
            Assert.That(Ask(OnTimeFormula.DateCompare, story).Label, Is.EqualTo(OnTimeLabel.OnTime));
        }
        var apologised = Known(Solved(Suspended(Apologised(), "2026-03-10 10:00", "2026-03-12 10:00"), "2026-03-13 09:00"), "2026-04-01 00:00")!;
        Assert.That(apologised.ReappointedTo, Is.EqualTo(Calendar.At("2026-03-20 11:00")), "the day given anew moves as far, where it counts");
        var strict = OnTimeFormula.Timestamp with { LawfulPausesCount = false };
        Assert.That(strict.Of(apologised, Calendar.At("2026-04-01 00:00"), null, Calendar.Province).Label, Is.EqualTo(OnTimeLabel.Overdue));
    }

    [Test]
    public void A_pause_after_the_promise_had_passed_saves_nothing_whatever_day_was_given_anew()
    {
        // Thu 12 March 10:00: the promise of the 11th has passed, the apology's day has not.
        var story = Solved(Suspended(Apologised(), "2026-03-12 10:00", "2026-03-13 10:00"), "2026-03-13 16:00");
        foreach (var formula in new[] { OnTimeFormula.Timestamp, OnTimeFormula.DateCompare })
            Assert.That((Ask(formula, story).Label, Ask(formula, story).HeldTo), Is.EqualTo((OnTimeLabel.Overdue, (DateTimeOffset?)Calendar.At("2026-03-11 09:00"))), formula.Name);
    }

    [Test]
    public void A_limit_that_begins_anew_after_an_apology_is_what_counts()
    {
        var process = A.Permit(A.Header with { Supplement = new SupplementRule(ClockPolicy.Restarts, 1, TimeLimit.OfDays(2), "Reject") }).Process();
        var story = A.Story(process).UntilExamination()
            .At("2026-03-09 10:00").Then(new DossierCommand.Extend(A.Chairman, Calendar.At("2026-03-18 11:00"), "Chờ kết quả giám định"))
            .At("2026-03-10 10:00").Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["Bản vẽ"], "Thiếu"))
            .At("2026-03-11 08:00").Then(new DossierCommand.ReceiveSupplement(A.DeskOfficer));
        Solved(story, "2026-03-20 08:00"); // 56 hours from Wed 11 March 08:00
        Assert.That((Ask(OnTimeFormula.Timestamp, story).Label, Ask(OnTimeFormula.Timestamp, story).HeldTo), Is.EqualTo((OnTimeLabel.OnTime, (DateTimeOffset?)Calendar.At("2026-03-20 08:00"))));
    }

    /// <remarks>
    /// Promised for Wed 11 March 09:00; on Mon 9 March the applicant is given Thu 12 March 11:00. What was waited for before is known by then; from Tue 10 March 10:00 to Fri 13 March 10:00
    /// are 24 working hours. Where the clock runs on meanwhile nothing moves either day, and the wait is taken out of the one that counts; where it stands still the new day has moved already.
    /// </remarks>
    [TestCase(ClockPolicy.Runs, "2026-03-10 10:00", false, "2026-03-16 09:00")]
    [TestCase(ClockPolicy.Runs, "2026-03-10 10:00", true, "2026-03-17 11:00")]
    [TestCase(ClockPolicy.Suspends, "2026-03-10 10:00", false, "2026-03-16 09:00")]
    [TestCase(ClockPolicy.Suspends, "2026-03-10 10:00", true, "2026-03-17 11:00")]
    [TestCase(ClockPolicy.Runs, "2026-03-06 10:00", false, "2026-03-18 09:00", Description = "asked on Friday, before the apology: 40 hours in all")]
    [TestCase(ClockPolicy.Runs, "2026-03-06 10:00", true, "2026-03-18 11:00", Description = "32 of them, from Monday 10:00 on, were still to come")]
    [TestCase(ClockPolicy.Runs, "2026-03-12 11:00", false, "2026-03-11 09:00", Description = "the promise had passed")]
    [TestCase(ClockPolicy.Runs, "2026-03-12 11:00", true, "2026-03-12 11:00", Description = "the new day too, to the minute")]
    public void QD766_takes_supplement_time_out_of_the_day_that_counts_once(ClockPolicy policy, string asked, bool replaces, string heldTo)
    {
        var process = A.Permit(A.Header with { Supplement = new SupplementRule(policy, 1, TimeLimit.OfDays(9), "Reject") }).Process();
        var acts = new (string At, Func<Story, Story> Act)[]
        {
            ("2026-03-09 10:00", story => story.Then(new DossierCommand.Extend(A.Chairman, Calendar.At("2026-03-12 11:00"), "Chờ kết quả giám định"))),
            (asked, story => story.Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["Bản vẽ"], "Thiếu"))),
            ("2026-03-13 10:00", story => story.Then(new DossierCommand.ReceiveSupplement(A.DeskOfficer))),
        };
        var story = acts.OrderBy(act => act.At, StringComparer.Ordinal).Aggregate(A.Story(process).UntilExamination(), (told, act) => act.Act(told.At(act.At)));
        Solved(story, "2026-03-20 08:00");
        Assert.That(Ask(OnTimeFormula.Qd766 with { ReappointmentReplaces = replaces }, story).HeldTo, Is.EqualTo((DateTimeOffset?)Calendar.At(heldTo)));
    }

    /// <remarks>As above under <c>Runs</c>, eight hours of waiting to Wed 11 March 10:00; after them a decision stops the clock for eight more, which moves the new day to Fri 13 March 11:00.</remarks>
    [Test]
    public void A_decision_that_stops_the_clock_after_the_wait_does_not_swallow_it()
    {
        var process = A.Permit(A.Header with { Supplement = new SupplementRule(ClockPolicy.Runs, 1, TimeLimit.OfDays(9), "Reject") }).Process();
        var story = A.Story(process).UntilExamination()
            .At("2026-03-09 10:00").Then(new DossierCommand.Extend(A.Chairman, Calendar.At("2026-03-12 11:00"), "Chờ kết quả giám định"))
            .At("2026-03-10 10:00").Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["Bản vẽ"], "Thiếu"));
        Suspended(story.At("2026-03-11 10:00").Then(new DossierCommand.ReceiveSupplement(A.DeskOfficer)), "2026-03-11 14:00", "2026-03-12 14:00");
        Solved(story, "2026-03-20 08:00");
        Assert.That(Ask(OnTimeFormula.Qd766 with { ReappointmentReplaces = true }, story).HeldTo, Is.EqualTo((DateTimeOffset?)Calendar.At("2026-03-16 11:00")));
    }

    /// <remarks>Promised for Wed 11 March 09:00. Asked for the day after, the papers come on Fri 13 March, and 56 hours begin anew.</remarks>
    [TestCase("2026-03-12 10:00", OnTimeLabel.Overdue, "2026-03-11 09:00", Description = "the promise had passed: it stays")]
    [TestCase("2026-03-10 10:00", OnTimeLabel.Early, "2026-03-24 10:00", Description = "it had not")]
    public void A_limit_that_begins_anew_saves_no_dossier_that_was_late_before(string asked, OnTimeLabel expected, string heldTo)
    {
        var process = A.Permit(A.Header with { Supplement = new SupplementRule(ClockPolicy.Restarts, 1, TimeLimit.OfDays(9), "Reject") }).Process();
        var story = A.Story(process).UntilExamination()
            .At(asked).Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["Bản vẽ"], "Thiếu"))
            .At("2026-03-13 10:00").Then(new DossierCommand.ReceiveSupplement(A.DeskOfficer));
        Solved(story, "2026-03-20 08:00");
        foreach (var formula in new[] { OnTimeFormula.Timestamp, OnTimeFormula.DateCompare })
            Assert.That(Ask(formula, story).HeldTo, Is.EqualTo((DateTimeOffset?)Calendar.At(heldTo)), formula.Name);
        Assert.That(Ask(OnTimeFormula.Timestamp, story).Label, Is.EqualTo(expected));
    }

    [Test]
    public void A_request_that_ran_out_is_no_longer_open()
    {
        var story = A.Story().UntilExamination()
            .At("2026-03-04 10:00").Completes(A.Minh, "B3", "Incomplete", "Thiếu bản vẽ", missing: ["Bản vẽ"])
            .At("2026-03-09 14:00").Completes(A.DeskOfficer, "BS", "Expired");

        var known = Known(story, "2026-04-01 00:00")!;
        Assert.That(known.Requests.Single().To, Is.EqualTo(Calendar.At("2026-03-09 14:00")));
        Assert.That(known.SolvedAt, Is.EqualTo(Calendar.At("2026-03-09 14:00")), "rejected: that is the end");
    }

    [Test]
    public void What_overlaps_is_taken_out_once()
    {
        ClockSpan[] spans =
        [
            new(Calendar.At("2026-03-03 10:00"), Calendar.At("2026-03-03 15:00")), new(Calendar.At("2026-03-03 09:00"), Calendar.At("2026-03-03 14:00")), new(Calendar.At("2026-03-04 08:00"), null),
        ];
        Assert.That(
            ClockSpan.WorkingMinutes(spans, Calendar.Province, Calendar.At("2026-03-02 07:00"), Calendar.At("2026-03-04 09:00")),
            Is.EqualTo(4 * 60 + 60), "09:00 to 15:00 without the two hours at noon, and an hour on the next day");
    }
}
