using FsCheck;
using FsCheck.Fluent;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;
using static TthcFlow.Engine.Tests.Calendars.Calendar;

namespace TthcFlow.Engine.Tests.Calendars;

/// <summary>The laws that working time obeys whatever the hours: against a naive walk, minute by minute, over a book with seasons, Saturdays and odd sessions.</summary>
public sealed class WorkingTimeTests
{
    private static readonly CalendarBook Busy = CalendarBook.Parse(
        """
        {
          "version": 1,
          "years": [
            {
              "year": 2026, "confirmed": true, "decision": { "vi": "Thử", "en": "Test" },
              "holidays": [
                { "from": "2026-01-01", "to": "2026-01-02", "vi": "Tết Dương lịch", "en": "New Year" },
                { "from": "2026-02-16", "to": "2026-02-20", "vi": "Tết Nguyên đán", "en": "Tết" },
                { "from": "2026-04-30", "to": "2026-05-01", "vi": "Nghỉ lễ", "en": "Holiday" }
              ],
              "makeUpDays": [ { "day": "2026-01-10", "for": "2026-01-02" }, { "day": "2026-01-18", "for": "2026-01-01" } ]
            },
            { "year": 2027, "confirmed": false, "holidays": [ { "from": "2027-01-01", "vi": "Tết Dương lịch", "en": "New Year" } ] }
          ],
          "hours": {
            "default": [ { "weekdays": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
              "sessions": [ { "opens": "07:00", "closes": "11:30" }, { "opens": "13:30", "closes": "17:00" } ] } ],
            "units": {
              "H35.12": [
                { "from": "2026-04-15", "to": "2026-10-14", "weekdays": ["Monday", "Tuesday", "Thursday", "Friday"],
                  "sessions": [ { "opens": "06:45", "closes": "11:00" }, { "opens": "11:00", "closes": "11:20" }, { "opens": "14:00", "closes": "17:13" } ] },
                { "from": "2026-04-15", "to": "2026-10-14", "weekdays": ["Saturday"], "sessions": [ { "opens": "07:30", "closes": "11:30" } ] }
              ]
            }
          }
        }
        """);

    private static readonly WorkingCalendar[] Calendars = [Province, Busy.For(null), Busy.For(new AgencyCode("H35.12"))];

    private static readonly DateTimeOffset Origin = At("2025-11-01 00:00");

    // A calendar, a moment from November 2025 to spring 2027 with its seconds, and some working minutes, mostly few.
    private static readonly Arbitrary<(WorkingCalendar Calendar, DateTimeOffset From, int Minutes)> Cases = (
        from calendar in Gen.Elements(Calendars)
        from day in Gen.Choose(0, 500)
        from second in Gen.Frequency((3, Gen.Choose(0, 86399)), (2, Gen.Elements(0, 7 * 3600, 11 * 3600 + 1800, 13 * 3600 + 1800, 17 * 3600)))
        from minutes in Gen.Frequency((4, Gen.Choose(0, 1200)), (1, Gen.Choose(0, 60_000)), (1, Gen.Choose(0, 5).Select(n => n * 480)))
        select (calendar, Origin.AddDays(day).AddSeconds(second), minutes)).ToArbitrary();

    private static void Holds(Func<WorkingCalendar, DateTimeOffset, int, bool> law, int times = 300) =>
        Check.One(Campaign.Of(times), Prop.ForAll(Cases, c => law(c.Calendar, c.From, c.Minutes)));

    [Test]
    public void What_is_added_lies_between() => Holds((calendar, from, n) => calendar.Between(from, calendar.Add(from, n)) == n);

    [Test]
    public void What_is_subtracted_lies_between() => Holds((calendar, to, n) => calendar.Between(calendar.Subtract(to, n), to) == n);

    [Test]
    public void More_time_never_ends_earlier() => Holds((calendar, from, n) =>
        calendar.Add(from, n) < calendar.Add(from, n + 1) && calendar.Add(from, n) <= calendar.Add(from.AddMinutes(1), n));

    [Test]
    public void Adding_in_two_parts_is_adding_at_once() => Holds((calendar, from, n) =>
        calendar.Add(calendar.Add(from, n / 3), n - n / 3) == calendar.Add(from, n));

    [Test]
    public void Subtracting_takes_back_what_was_added() => Holds((calendar, from, n) =>
        calendar.Add(calendar.Subtract(calendar.Add(from, n + 1), n + 1), n + 1) == calendar.Add(from, n + 1));

    [Test]
    public void A_span_is_the_sum_of_its_parts() => Holds((calendar, from, n) =>
    {
        var (middle, to) = (from.AddMinutes(n * 0.37), from.AddMinutes(n));
        return calendar.Between(from, middle) + calendar.Between(middle, to) == calendar.Between(from, to);
    });

    [Test]
    public void The_account_adds_up() => Holds((calendar, from, n) =>
    {
        var to = from.AddMinutes(n);
        return calendar.Explain(from, to).Sum(line => line.Minutes) == calendar.Between(from, to);
    });

    [Test]
    public void The_account_has_one_line_a_day() => Holds((calendar, from, n) =>
    {
        var days = calendar.Explain(from, from.AddMinutes(n)).Select(line => line.Day.DayNumber).ToList();
        return days.SequenceEqual(Enumerable.Range(days.FirstOrDefault(), days.Count));
    });

    [Test]
    public void Seconds_change_nothing() => Holds((calendar, from, n) =>
        calendar.Add(from, n) == calendar.Add(from.AddTicks(-(from.Ticks % TimeSpan.TicksPerMinute)), n) && calendar.Add(from, n).Ticks % TimeSpan.TicksPerMinute == 0);

    [Test]
    public void Adding_is_what_a_minute_by_minute_walk_says() => Holds((calendar, from, n) =>
    {
        n %= 3000;
        var minute = Floor(from);
        for (var left = n; left > 0; minute = minute.AddMinutes(1))
            if (IsOpen(calendar, minute)) left--;
        return calendar.Add(from, n) == minute;
    }, times: 150);

    [Test]
    public void Subtracting_is_what_a_minute_by_minute_walk_says() => Holds((calendar, to, n) =>
    {
        n %= 3000;
        var minute = Floor(to);
        for (var left = n; left > 0;)
            if (IsOpen(calendar, minute = minute.AddMinutes(-1))) left--;
        return calendar.Subtract(to, n) == minute;
    }, times: 150);

    [Test]
    public void Counting_days_is_what_a_day_by_day_walk_says() => Holds((calendar, from, n) =>
    {
        n %= 400;
        var day = VietnamTime.DayOf(from);
        for (var left = n + 1; left > 0;)
            if (Reference(calendar, day = day.AddDays(1)) is not []) left--;
        return calendar.DueAt(from, new CountingRule(TimeLimit.OfDays(n + 1), Counting.DayCount)) == VietnamTime.At(day, default).AddMinutes(Reference(calendar, day)[^1].Closes);
    });

    [Test]
    public void A_suspended_limit_uses_exactly_its_minutes_and_never_ends_before_its_pauses() => Holds((calendar, from, n) =>
    {
        n = n % 5000 + 1;
        Pause[] pauses = [new(from.AddHours(n % 90), from.AddHours(n % 90 + 50)), new(from.AddHours(20), from.AddHours(100)), new(from.AddDays(-3), from.AddHours(n % 7))];
        var due = calendar.DueAfter(from, new CountingRule(new TimeLimit(n / 60m, TimeUnit.WorkingHour) is { IsWhole: true } limit ? limit : TimeLimit.OfHours(n), Counting.RunningHours), pauses);
        var minutes = new TimeLimit(n / 60m, TimeUnit.WorkingHour) is { IsWhole: true } ? n : n * 60;

        var (minute, left) = (Floor(from), minutes);
        for (; left > 0; minute = minute.AddMinutes(1))
            if (IsOpen(calendar, minute) && !pauses.Any(pause => Floor(pause.From) <= minute && minute < Floor(pause.To))) left--;
        return due == minute;
    }, times: 60);

    [Test]
    public void Beyond_the_last_year_there_is_no_answer()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => Province.Add(At("2026-03-02 09:00"), int.MaxValue), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Province.Add(At("9999-12-31 16:00"), 61), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Province.Subtract(At("0001-01-02 08:00"), 10_000), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Province.DueAt(At("9999-12-30 16:00"), Days("10cd")), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Province.DueAt(At("9999-12-30 16:00"), Days("10d")), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Province.DueAt(DateTimeOffset.MaxValue, Days("1d")), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(() => Province.Add(At("2026-03-02 09:00"), -1), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(Province.Add(At("9999-12-31 16:00"), 60), Is.EqualTo(At("9999-12-31 17:00")));
        }
    }

    [Test]
    public void A_year_without_data_has_its_plain_weekdays_and_is_not_confirmed()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Province.DueAt(At("2030-12-31 09:00"), Running("8h")), Is.EqualTo(At("2031-01-01 09:00")), "1 January 2031 is a Wednesday that nobody has entered");
            Assert.That(Province.UnconfirmedYear(At("2026-01-01 00:00"), At("2026-12-31 23:59")), Is.Null);
            Assert.That(Province.UnconfirmedYear(At("2026-12-28 09:00"), At("2027-01-04 09:00")), Is.EqualTo(2027));
            Assert.That(Province.UnconfirmedYear(At("2025-12-31 23:59"), At("2026-01-04 09:00")), Is.EqualTo(2025));
            Assert.That(Province.UnconfirmedYear(new DateTimeOffset(2025, 12, 31, 17, 0, 0, TimeSpan.Zero), At("2026-01-04 09:00")), Is.Null, "in Vietnam it is already 2026");
            Assert.That(Busy.For(null).UnconfirmedYear(At("2026-12-28 09:00"), At("2027-01-04 09:00")), Is.EqualTo(2027), "entered, but not confirmed");
        }
    }

    [Test]
    public void Years_far_from_the_data_repeat_the_weekdays_they_really_have()
    {
        foreach (var year in new[] { 1, 1600, 1900, 1999, 2025, 2027, 2028, 2100, 2400, 2426, 9999 })
            for (var day = new DateOnly(year, 1, 1); day.Year == year && day < DateOnly.MaxValue; day = day.AddDays(1))
                if (Province.IsWorkingDay(day) != day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) Assert.Fail($"{day:yyyy-MM-dd} {day.DayOfWeek}");
    }

    [Test]
    public void A_deadline_costs_no_memory()
    {
        var (received, rule) = (At("2026-03-02 09:00"), Running("24h"));
        Province.DueAt(received, rule);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Province.DueAt(received, rule);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Many_threads_may_ask_a_fresh_book_at_once()
    {
        var fresh = CalendarBook.Parse(SampleJson).For(null);
        var answers = new DateTimeOffset[200];
        Parallel.For(0, answers.Length, i => answers[i] = fresh.Add(At("2026-03-02 09:00").AddDays(i), i * 5000));
        Assert.That(answers, Is.EqualTo(Enumerable.Range(0, answers.Length).Select(i => Province.Add(At("2026-03-02 09:00").AddDays(i), i * 5000))));
    }

    private static DateTimeOffset Floor(DateTimeOffset instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMinute));

    private static bool IsOpen(WorkingCalendar calendar, DateTimeOffset instant)
    {
        var local = VietnamTime.LocalOf(instant);
        var minute = (int)local.TimeOfDay.TotalMinutes;
        return Reference(calendar, DateOnly.FromDateTime(local)).Any(session => session.Opens <= minute && minute < session.Closes);
    }

    /// <summary>The sessions of a day, written down once more by hand from the two books above.</summary>
    private static (int Opens, int Closes)[] Reference(WorkingCalendar calendar, DateOnly day)
    {
        (int, int)[] plain = [(420, 690), (810, 1020)];
        var own = calendar == Calendars[2] && day >= new DateOnly(2026, 4, 15) && day <= new DateOnly(2026, 10, 14);
        var sample = calendar == Calendars[0];
        string[] off = sample
            ? ["01-01", "01-02", "02-16", "02-17", "02-18", "02-19", "02-20", "04-27", "04-30", "05-01", "08-31", "09-01", "09-02", "11-24"]
            : ["01-01", "01-02", "02-16", "02-17", "02-18", "02-19", "02-20", "04-30", "05-01"];
        string[] madeUp = sample ? ["01-10", "08-22"] : ["01-10", "01-18"];

        if (day.Year == 2026 && madeUp.Contains($"{day:MM-dd}")) return plain;
        if (day.Year == 2026 && off.Contains($"{day:MM-dd}")) return [];
        if (!sample && day == new DateOnly(2027, 1, 1)) return [];
        return day.DayOfWeek switch
        {
            DayOfWeek.Sunday => [],
            DayOfWeek.Saturday => own ? [(450, 690)] : [],
            DayOfWeek.Wednesday when own => [],
            _ => own ? [(405, 660), (660, 680), (840, 1033)] : plain,
        };
    }
}
