using FsCheck;
using FsCheck.Fluent;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Tests.Calendars;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>The clock ledger: one function of limit, calendar and ledger gives every due time, and the day-by-day account adds up, whatever stands in the ledger.</summary>
public sealed class ClockLedgerTests
{
    private static readonly WrittenAct Decision = new("12/QĐ-UBND", new(2026, 3, 5), "Lý A Páo");

    // ---- The vectors of working time, through the ledger

    [TestCase("2026-03-02 09:00", 24, "2026-03-05 09:00", "2026-03-05 17:00")]
    [TestCase("2026-03-06 16:00", 8, "2026-03-09 16:00", "2026-03-09 17:00")]
    [TestCase("2026-03-06 17:20", 8, "2026-03-09 17:00", "2026-03-09 17:00")]
    [TestCase("2026-03-07 10:00", 8, "2026-03-09 17:00", "2026-03-09 17:00")]
    [TestCase("2026-03-04 12:15", 4, "2026-03-05 07:30", null)]
    [TestCase("2026-03-04 05:30", 4, "2026-03-04 11:00", null)]
    [TestCase("2026-03-04 09:30", 2, "2026-03-04 11:30", null)]
    [TestCase("2026-02-12 14:00", 24, "2026-02-24 14:00", "2026-02-24 17:00")]
    [TestCase("2026-04-24 15:30", 24, "2026-05-04 15:30", "2026-05-04 17:00")]
    [TestCase("2026-08-20 10:00", 24, "2026-08-24 10:00", "2026-08-24 17:00")]
    [TestCase("2026-08-28 16:00", 16, "2026-09-04 16:00", "2026-09-04 17:00")]
    [TestCase("2026-01-08 13:30", 16, "2026-01-10 11:30", "2026-01-10 17:00")]
    [TestCase("2026-11-23 08:00", 16, "2026-11-26 08:00", "2026-11-26 17:00")]
    public void A_dossier_is_due_when_the_law_says(string received, int hours, string running, string? days)
    {
        foreach (var (counting, due) in new[] { (Counting.RunningHours, running), (Counting.DayCount, days) })
        {
            if (due is null) continue;
            var limit = counting is Counting.DayCount ? TimeLimit.OfDays(hours / 8) : TimeLimit.OfHours(hours);
            var story = A.Story(A.Permit(A.Header with { StatutoryLimit = limit, Counting = counting }).Process()).At(received).Then(A.Receive());
            using (Assert.EnterMultipleScope())
            {
                Assert.That(story.Clocks.DueAt, Is.EqualTo(Calendar.At(due)));
                Assert.That(story.Dossier.PromisedAt, Is.EqualTo(story.Clocks.DueAt));
                Assert.That(story.Account.DueAt, Is.EqualTo(story.Clocks.DueAt));
            }
        }
    }

    // ---- Whatever stands in the ledger

    private sealed record Written(Dossier Dossier, ProcessDefinition Process, DateTimeOffset Now);

    private static readonly ProcessDefinition[] Limits =
    [
        A.Permit().Process(),
        A.Permit(A.Header with { StatutoryLimit = TimeLimit.OfDays(5), Counting = Counting.DayCount }).Process(),
        A.Permit(A.Header with { StatutoryLimit = TimeLimit.OfCalendarDays(10) }).Process(),
        A.Permit(A.Header with { NoPromise = true }).Process(),
    ];

    private static Gen<DateTimeOffset> Moments(int fromDay, int toDay) =>
        from day in Gen.Choose(fromDay, toDay)
        from minute in Gen.Frequency((3, Gen.Choose(0, 1439)), (2, Gen.Elements(0, 420, 690, 810, 1020)))
        select Calendar.At("2026-04-20 00:00").AddDays(day).AddMinutes(minute);

    private static readonly Gen<ClockStop> Stops =
        from begins in Moments(1, 18)
        from length in Gen.Choose(0, 6000)
        from cause in Gen.Elements(Enum.GetValues<ClockStopCause>())
        from policy in Gen.Frequency((4, Gen.Constant(ClockPolicy.Suspends)), (1, Gen.Constant(ClockPolicy.Restarts)))
        from isOpen in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new ClockStop(begins, isOpen ? null : begins.AddMinutes(length), null, cause, policy, "Điều 19", new("minh"));

    // A dossier received in the week before the holidays of 30 April, with up to four stops that overlap as they like.
    private static readonly Arbitrary<Written> Ledgers = (
        from process in Gen.Elements(Limits)
        from received in Moments(0, 1)
        from stops in Gen.Choose(0, 4).SelectMany(n => Stops.ListOf(n))
        from now in Moments(2, 25)
        let past = stops.Where(stop => stop.From < now).Select(stop => stop.To > now ? stop with { To = null } : stop).OrderBy(stop => stop.From)
        select new Written(
            Dossier.Empty with { Status = DossierStatus.InProgress, ReceivedAt = received, Competent = A.Commune, Receiving = A.Desk, Stops = [.. past] }, process, now)).ToArbitrary();

    private static void Holds(Action<Written> law) =>
        Check.One(Campaign.Of(300), Prop.ForAll(Ledgers, law));

    private static ClockAccount AccountOf(Written written) => ClockAccount.OfDossier(written.Dossier, written.Process, Calendar.Book, written.Now, ReminderLadders.National)!;

    [Test]
    public void The_lines_of_the_account_add_up_to_the_minutes_used_and_no_minute_counts_that_any_stop_covers() => Holds(written =>
    {
        var account = AccountOf(written);
        var since = written.Dossier.Stops.Where(stop => stop.Policy is ClockPolicy.Restarts).Select(stop => stop.To).Append(written.Dossier.ReceivedAt).Max()!.Value;
        var walked = 0;
        for (var minute = since; minute < written.Now; minute = minute.AddMinutes(1))
            if (!written.Dossier.Stops.Exists(stop => stop.From <= minute && (stop.To ?? written.Now) > minute)) walked += Calendar.Province.Between(minute, minute.AddMinutes(1));
        Assert.That(account.Days.Sum(day => day.Minutes), Is.EqualTo(walked));
        Assert.That(account.UsedMinutes, Is.EqualTo(walked));
        var clock = RunningClock.OfDossier(written.Dossier, written.Process, Calendar.Book, written.Now);
        if (clock is { } running) Assert.That(running.Used(), Is.EqualTo(walked));
    });

    [Test]
    public void What_was_used_and_what_is_left_make_the_limit() => Holds(written =>
    {
        var account = AccountOf(written);
        if (account is { Limit: { Counting: Counting.RunningHours, Limit.WorkingMinutes: { } limit }, RemainingMinutes: >= 0 and var left })
            Assert.That(account.UsedMinutes + left, Is.EqualTo(limit));
    });

    [Test]
    public void The_account_and_the_clocks_tell_the_same() => Holds(written =>
    {
        var (account, clocks) = (AccountOf(written), DossierClocks.Of(written.Dossier, written.Process, Calendar.Book, written.Now, ReminderLadders.National));
        Assert.That((account.DueAt, account.RemainingMinutes, account.Standing), Is.EqualTo((clocks.DueAt, clocks.RemainingMinutes, clocks.Standing)));
        Assert.That(account.Ahead.Sum(day => day.Minutes), Is.EqualTo(clocks is { RemainingMinutes: > 0 and var left, Standing: not Standing.Stopped } ? left : 0));
    });

    [Test]
    public void A_cause_written_twice_or_in_another_order_changes_nothing() => Holds(written =>
    {
        var twice = written.Dossier with { Stops = [.. written.Dossier.Stops.Reverse(), .. written.Dossier.Stops] };
        var (once, again) = (AccountOf(written), AccountOf(written with { Dossier = twice }));
        Assert.That((again.DueAt, again.UsedMinutes, again.Standing), Is.EqualTo((once.DueAt, once.UsedMinutes, once.Standing)));
    });

    [Test]
    public void Every_day_of_the_account_says_why() => Holds(written =>
    {
        var account = AccountOf(written);
        Assert.That(account.Days.All(day => day.Why.Vi.Length > 0 && day.Why.En.Length > 0 && day.Minutes > 0 == (day.Kind is ClockDayKind.Counted)));
        Assert.That(account.Days.Where(day => day.Kind is ClockDayKind.Stopped).All(day => day.Stops.Count > 0 && day.Stops.All(number => number <= written.Dossier.Stops.Count)));
    });

    // ---- One stop more

    [Test]
    public void Overlapping_stops_are_counted_once_and_the_account_names_them_both()
    {
        var story = A.Story().UntilExamination();
        var dossier = story.Dossier with
        {
            Stops =
            [
                new(Calendar.At("2026-03-04 10:00"), Calendar.At("2026-03-06 10:00"), new("B3"), ClockStopCause.Supplement, ClockPolicy.Suspends, "Điều 54", A.Minh.Id),
                new(Calendar.At("2026-03-05 10:00"), Calendar.At("2026-03-09 14:00"), null, ClockStopCause.Payment, ClockPolicy.Suspends, null, A.Minh.Id) { Document = Decision },
            ],
        };
        var (clocks, account) = (
            DossierClocks.Of(dossier, story.Process, Calendar.Book, Calendar.At("2026-03-10 09:00"), ReminderLadders.National), ClockAccount.OfDossier(dossier, story.Process, Calendar.Book, Calendar.At("2026-03-10 09:00"), ReminderLadders.National)!);
        var both = account.Days.Where(day => day.Stops.SequenceEqual([1, 2])).ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(clocks.DueAt, Is.EqualTo(Calendar.At("2026-03-16 11:00")), "26 working hours stood still, as in the one long supplement");
            Assert.That(both.Select(day => day.Day), Is.EqualTo([new DateOnly(2026, 3, 5), new DateOnly(2026, 3, 6)]));
            Assert.That(both[0].Why.Vi, Does.Contain("chờ bổ sung hồ sơ (Điều 54)").And.Contain("chờ nghĩa vụ tài chính (văn bản 12/QĐ-UBND ngày 05/03/2026)"));
        }
    }

    // ---- Dates and limits set by decision

    private static Dossier Told(Story story, params DossierEvent[] events) => events.Aggregate(story.Dossier, (dossier, happened) => dossier.Apply(happened));

    private static DossierEvent.DueSet Extended(string at, string to) =>
        new(Calendar.At(at), A.Chairman.Id, ClockSettingCause.Extension, Calendar.At("2026-03-11 09:00"), Calendar.At(to), "Chờ kết quả đo đạc", null, Decision);

    private static DateTimeOffset? DueOf(Dossier dossier, Story story, string now, CalendarBook? book = null) => DossierClocks.Of(dossier, story.Process, book ?? Calendar.Book, Calendar.At(now), ReminderLadders.National).DueAt;

    [Test]
    public void An_extension_sets_the_day_keeps_the_promise_and_moves_with_later_stops()
    {
        var story = A.Story().UntilExamination();
        var extended = Told(story, Extended("2026-03-09 08:00", "2026-03-18 16:00"));
        var stopped = extended.Apply(new DossierEvent.ClockStopped(Calendar.At("2026-03-10 08:00"), A.Minh.Id, new("B3"), ClockStopCause.Supplement, ClockPolicy.Suspends, null))
            .Apply(new DossierEvent.ClockResumed(Calendar.At("2026-03-12 08:00"), A.Minh.Id, new("B3")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(DueOf(extended, story, "2026-03-09 09:00"), Is.EqualTo(Calendar.At("2026-03-18 16:00")));
            Assert.That(extended.PromisedAt, Is.EqualTo(Calendar.At("2026-03-11 09:00")));
            Assert.That(DueOf(stopped, story, "2026-03-12 09:00"), Is.EqualTo(Calendar.At("2026-03-20 16:00")), "two working days stood still since");
        }
    }

    [Test]
    public void A_limit_that_begins_anew_makes_an_earlier_extension_void()
    {
        var story = A.Story().UntilExamination();
        var restarted = Told(
            story, Extended("2026-03-05 08:00", "2026-03-25 16:00"),
            new DossierEvent.ClockStopped(Calendar.At("2026-03-06 08:00"), A.Minh.Id, new("B3"), ClockStopCause.Supplement, ClockPolicy.Restarts, null),
            new DossierEvent.ClockResumed(Calendar.At("2026-03-09 14:00"), A.Minh.Id, new("B3")));
        Assert.That(DueOf(restarted, story, "2026-03-10 09:00"), Is.EqualTo(Calendar.At("2026-03-18 14:00")), "56 hours from the answer");
    }

    [Test]
    public void Under_another_limit_the_time_already_used_stays_used()
    {
        var story = A.Story().UntilExamination();
        var changed = Told(story, new DossierEvent.LimitChanged(
            Calendar.At("2026-03-04 10:00"), A.Chairman.Id, null, new(TimeLimit.OfDays(10), Counting.RunningHours), "Chuyển sang quy trình mới", Decision));
        var account = ClockAccount.OfDossier(changed, story.Process, Calendar.Book, Calendar.At("2026-03-04 10:00"), ReminderLadders.National)!;
        Assert.That((account.UsedMinutes, account.RemainingMinutes), Is.EqualTo((17 * 60, (int?)(63 * 60))), "17 of 80 hours, not of 56, and not from the beginning");
    }

    [Test]
    public void A_correction_of_the_calendar_is_the_same_question_with_another_calendar()
    {
        var story = A.Story().UntilExamination();
        var storm = CalendarBook.Parse(Calendar.SampleJson.Replace(
            "\"holidays\": [", "\"holidays\": [ { \"from\": \"2026-03-05\", \"vi\": \"Nghỉ tránh bão\", \"en\": \"Storm\" },", StringComparison.Ordinal));
        Assert.That((DueOf(story.Dossier, story, "2026-03-03 09:00"), DueOf(story.Dossier, story, "2026-03-03 09:00", storm)),
            Is.EqualTo(((DateTimeOffset?)Calendar.At("2026-03-11 09:00"), (DateTimeOffset?)Calendar.At("2026-03-12 09:00"))));
        var kept = Told(story, new DossierEvent.DueSet(
            Calendar.At("2026-03-04 08:00"), A.Chairman.Id, ClockSettingCause.Calendar, Calendar.At("2026-03-12 09:00"), Calendar.At("2026-03-11 09:00"), "Giữ ngày đã hẹn", null, Decision));
        Assert.That(DueOf(kept, story, "2026-03-05 09:00", storm), Is.EqualTo(Calendar.At("2026-03-11 09:00")), "a promise that is kept stays where it was");
    }

    // ---- Steps and legs

    [Test]
    public void A_closed_step_tells_its_own_days()
    {
        var story = A.Story().UntilExamination().At("2026-03-03 10:00").Completes(A.Minh, "B3", "Passed").At("2026-03-20 09:00");
        var account = story.AccountOf("B3");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((account.HasEnded, account.Until, account.UsedMinutes), Is.EqualTo((true, Calendar.At("2026-03-03 10:00"), 9 * 60)));
            Assert.That(account.DueAt, Is.EqualTo(Calendar.At("2026-03-05 09:00")));
            Assert.That(account.Standing, Is.EqualTo(Standing.OnTime));
            Assert.That(account.Ahead, Is.Empty);
            Assert.That(ClockAccount.OfStep(new("B7"), null, story.Journal, story.Dossier, story.Process, Calendar.Book, story.Now, ReminderLadders.National), Is.Null, "a step that was never open has no clock");
        }
    }

    private static Story TwoLegs() => A.Story(new Drawing(A.Header with
    {
        Legs = [new Leg("xa", "Cấp xã", null, TimeLimit.OfDays(2)), new Leg("tinh", "Cấp tỉnh", "H35.09", TimeLimit.OfDays(3))],
    })
        .Step("B1", StepKind.Intake, "Accepted", "mot-cua", 4, "Receiving")
        .In("xa").Step("B2", StepKind.Examine, "Passed", "chuyen-vien", 8, "Competent").Step("B3", StepKind.Draft, "Done", "chuyen-vien", 4, "Competent")
        .In("tinh").Step("B4", StepKind.Review, "Agreed SentBack", "chuyen-vien", 8, "Competent")
        .In(null).Step("B5", StepKind.Issue, "Done", "van-thu", 4, "Competent").Step("B6", StepKind.ReturnResult)
        .Ways("B1 Accepted B2", "B2 Passed B3", "B3 Done B4", "B4 Agreed B5", "B4 SentBack B3", "B5 Done B6").Process()).Then(A.Receive()).Completes(A.DeskOfficer, "B1", "Accepted");

    [Test]
    public void A_leg_that_is_over_keeps_its_own_label_whatever_the_dossier_does()
    {
        var story = TwoLegs().At("2026-03-04 10:00").Completes(A.Minh, "B2", "Passed").Completes(A.Minh, "B3", "Done").At("2026-03-05 10:00");
        Assert.That(story.Clocks.Legs.Select(leg => (leg.Leg, leg.Standing, leg.RemainingMinutes, leg.EndedAt)), Is.EqualTo(new (string, Standing, int, DateTimeOffset?)[]
        {
            ("xa", Standing.Overdue, -60, Calendar.At("2026-03-04 10:00")), // due on Wed 4 March at 09:00
            ("tinh", Standing.OnTime, 16 * 60, null),
        }));
        story.At("2026-03-30 10:00");
        Assert.That(story.Clocks.Legs[0].RemainingMinutes, Is.EqualTo(-60), "it stays as it was when it ended");
        Assert.That(Dossier.Replay(story.Journal).LegSpans, Is.EqualTo(story.Dossier.LegSpans));
    }

    [Test]
    public void The_way_through_several_agencies_is_told_leg_by_leg()
    {
        var story = TwoLegs();
        IEnumerable<(string, LegProgress, string?, Standing?)> Told() => LegWay.Of(story.Dossier, story.Process, story.Clocks).Select(leg => (leg.Name, leg.State, leg.Place?.Value, leg.Clock?.Standing));
        Assert.That(Told(), Is.EqualTo(new (string, LegProgress, string?, Standing?)[] { ("Cấp xã", LegProgress.Here, "H35.99", Standing.OnTime), ("Cấp tỉnh", LegProgress.Ahead, "H35.09", null) }));

        story.At("2026-03-04 10:00").Completes(A.Minh, "B2", "Passed").Completes(A.Minh, "B3", "Done");
        Assert.That(Told(), Is.EqualTo(new (string, LegProgress, string?, Standing?)[] { ("Cấp xã", LegProgress.Done, "H35.99", Standing.Overdue), ("Cấp tỉnh", LegProgress.Here, "H35.99", Standing.OnTime) }));

        var slip = Engine.Papers.ControlSlip.Of(null, story.Journal, story.Process, Calendar.Book, Engine.Papers.PaperNames.None, story.Now);
        Assert.That(slip.ToText(), Does.Contain("Cấp xã – H35.99, từ 09:00 02/03/2026 đến 10:00 04/03/2026, hạn 09:00 04/03/2026 (2 ngày làm việc): quá hạn").And.Contain("Cấp tỉnh"));
    }

    [Test]
    public void Time_the_dossier_spent_in_another_leg_is_not_counted_when_it_comes_back()
    {
        var story = TwoLegs().At("2026-03-02 15:00").Completes(A.Minh, "B2", "Passed").Completes(A.Minh, "B3", "Done") // 4 hours used of 16
            .At("2026-03-05 09:00").Completes(A.Minh, "B4", "SentBack").At("2026-03-05 14:00");
        var leg = story.Clocks.Legs[0];
        var account = ClockAccount.OfLeg("xa", story.Dossier, story.Process, Calendar.Book, story.Now, ReminderLadders.National)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((leg.EndedAt, leg.RemainingMinutes), Is.EqualTo((default(DateTimeOffset?), 9 * 60)), "4 hours before, 3 since it came back");
            Assert.That(account.Days.Sum(day => day.Minutes), Is.EqualTo(7 * 60));
            Assert.That(account.Days.Where(day => day.Kind is ClockDayKind.Elsewhere).Select(day => day.Day.Day), Is.EqualTo([2, 3, 4, 5]));
        }
    }
}
