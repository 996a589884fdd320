using System.Globalization;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;
using static TthcFlow.Engine.Tests.Calendars.Calendar;

namespace TthcFlow.Engine.Tests.Calendars;

/// <summary>Storms, half days and who inherits them: what a decision closes, and what that does to limits.</summary>
public sealed class ClosureTests
{
    private static readonly AgencyCode Commune = new("H35.12"), Desk = new("H35.12.01"), Other = new("H35.13");

    /// <summary>The sample book with closures of its own: <c>from – to @ unit unit</c>, each line one.</summary>
    private static CalendarBook With(params string[] closures)
    {
        var file = JsonNode.Parse(SampleJson)!.AsObject();
        file["closures"] = new JsonArray([.. closures.Select(line =>
        {
            var (span, units) = line.Split('@', StringSplitOptions.TrimEntries) is [var when, var where] ? (when, where.Split(' ')) : (line, []);
            var ends = span.Split(" – ");
            return (JsonNode)new JsonObject
            {
                ["from"] = ends[0], ["to"] = ends[^1], ["vi"] = "bão số 5", ["en"] = "storm No. 5", ["units"] = new JsonArray([.. units.Select(unit => JsonValue.Create(unit))]),
                ["decision"] = new JsonObject { ["vi"] = "Quyết định 45/QĐ-UBND", ["en"] = "Decision 45/QĐ-UBND" },
            };
        })]);
        return CalendarBook.Parse(file.ToJsonString());
    }

    private static CalendarBook Edited(Action<JsonNode> edit)
    {
        var file = JsonNode.Parse(SampleJson)!;
        edit(file);
        return CalendarBook.Parse(file.ToJsonString());
    }

    [Test]
    public void Hours_in_which_a_storm_closed_the_office_do_not_count()
    {
        var stormy = With("2026-03-03T10:00 – 2026-03-03T15:00").For(null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stormy.DueAt(At("2026-03-02 09:00"), Running("24h")), Is.EqualTo(At("2026-03-05 14:00")), "3 hours of work were lost: 09:00 becomes 14:00, over lunch");
            Assert.That(stormy.Between(At("2026-03-03 00:00"), At("2026-03-04 00:00")), Is.EqualTo(300));
            Assert.That(stormy.DueAt(At("2026-03-03 11:00"), Running("1h")), Is.EqualTo(At("2026-03-03 16:00")), "received in the storm: begins when the office opens again");
        }
    }

    [Test]
    public void A_day_that_was_closed_whole_is_no_working_day()
    {
        var stormy = With("2026-03-04").For(null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stormy.DueAt(At("2026-03-02 09:00"), Days("3d")), Is.EqualTo(At("2026-03-06 17:00")));
            Assert.That(stormy.DueAt(At("2026-03-02 09:00"), Running("2cd")), Is.EqualTo(At("2026-03-05 17:00")), "two calendar days end on the day that was closed");
            Assert.That(stormy.IsWorkingDay(new(2026, 3, 4)), Is.False);
        }
    }

    [Test]
    public void A_closure_without_an_end_lasts_to_the_end_of_its_day()
    {
        var book = Edited(file => file["closures"] = JsonNode.Parse("""[ { "from": "2026-03-04T10:00", "vi": "bão", "en": "storm", "decision": { "vi": "QĐ 45", "en": "Decision 45" } } ]"""));
        Assert.That((book.Closures[0].From, book.Closures[0].To), Is.EqualTo((At("2026-03-04 10:00"), At("2026-03-05 00:00"))));
    }

    [TestCase("2026-03-05T10:00 – 2026-03-05T17:00", "2026-03-06 17:00", "its close was taken: the next day")]
    [TestCase("2026-03-05T07:00 – 2026-03-05T14:00", "2026-03-05 17:00", "open at its close: it counts")]
    public void A_day_whose_close_a_storm_took_never_makes_a_limit_shorter(string closure, string due, string why) =>
        Assert.That(With(closure).For(null).DueAt(At("2026-03-02 09:00"), Days("3d")), Is.EqualTo(At(due)), why);

    [Test]
    public void A_storm_in_the_middle_of_a_pause_gives_back_only_what_the_pause_had_not()
    {
        // 16 hours from Monday 09:00; papers awaited Tuesday 08:00 to 14:00; storm Tuesday 10:00 to 16:00.
        var stormy = With("2026-03-03T10:00 – 2026-03-03T16:00").For(null);
        Pause[] pauses = [new(At("2026-03-03 08:00"), At("2026-03-03 14:00"))];
        Assert.That(stormy.DueAfter(At("2026-03-02 09:00"), Running("16h"), pauses), Is.EqualTo(At("2026-03-04 17:00")),
            "6 h on Monday; on Tuesday 07:00–08:00 and 16:00–17:00; the 8 h that are left on Wednesday");
    }

    [Test]
    public void A_closure_of_an_agency_closes_what_stands_under_it_and_nobody_else()
    {
        var book = With("2026-03-04 @ H35.12");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(book.For(Commune).IsWorkingDay(new(2026, 3, 4)), Is.False);
            Assert.That(book.For(Desk), Is.SameAs(book.For(Commune)), "by its identifier");
            Assert.That(book.For(Other), Is.SameAs(book.For(null)));
            Assert.That(book.For(null).IsWorkingDay(new(2026, 3, 4)), Is.True);
        }
    }

    [Test]
    public void The_catalogue_says_who_stands_under_whom_before_identifiers_do()
    {
        var book = With("2026-03-04 @ H35.13").InForce(
            new CalendarEdition(7, At("2026-03-01 00:00"), PromiseRule.Moved, null), null, new Dictionary<AgencyCode, AgencyCode> { [Desk] = Other });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(book.For(Desk).IsWorkingDay(new(2026, 3, 4)), Is.False);
            Assert.That(book.For(new AgencyCode("H35.12.01.02")), Is.SameAs(book.For(Other)), "unknown itself, under one that is known");
            Assert.That(book.For(Commune).IsWorkingDay(new(2026, 3, 4)), Is.True);
            Assert.That(book.Version, Is.EqualTo(7), "in force it has the number it came into force under");
        }
    }

    [Test]
    public void A_unit_keeps_the_hours_of_the_agency_above_it()
    {
        var book = Edited(file => file["hours"]!["units"]!["H35.12"] = JsonNode.Parse(
            """[ { "weekdays": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"], "sessions": [ { "opens": "08:00", "closes": "12:00" } ] } ]"""));
        Assert.That(book.For(Desk).DueAt(At("2026-03-02 09:00"), Days("1d")), Is.EqualTo(At("2026-03-03 12:00")));
    }

    [Test]
    public void A_half_day_closes_early_and_is_still_a_working_day()
    {
        var calendar = Edited(file => file["years"]![0]!["halfDays"] = JsonNode.Parse(
            """[ { "day": "2026-02-13", "closes": "11:30", "vi": "trước Tết", "en": "before Tết" } ]""")).For(null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(calendar.DueAt(At("2026-02-12 09:00"), Days("1d")), Is.EqualTo(At("2026-02-13 11:30")));
            Assert.That(calendar.DueAt(At("2026-02-12 16:00"), Running("8h")), Is.EqualTo(At("2026-02-23 09:30")), "1 h, 4 h 30, and the rest after Tết");
            Assert.That(calendar.DayOf(new DateOnly(2026, 2, 13)).Kind, Is.EqualTo(DayKind.Half));
        }
    }

    [Test]
    public void The_account_names_the_decision_that_closed_the_office()
    {
        var stormy = With("2026-03-03T10:00 – 2026-03-03T15:00", "2026-03-04", "2026-03-05T16:00 – 2026-03-05T17:00").For(null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stormy.Explain(At("2026-03-03 00:00"), At("2026-03-05 00:00")).Select(line => $"{line.Minutes} {line.Why.Vi}"), Is.EqualTo(new[]
            {
                "300 07:00–10:00, 15:00–17:00 (đóng cửa 10:00–15:00: bão số 5, Quyết định 45/QĐ-UBND)",
                "0 đóng cửa: bão số 5, Quyết định 45/QĐ-UBND",
            }));
            Assert.That(stormy.Explain(At("2026-03-02 09:00"), Days("2d")).Select(line => line.Why.Vi), Is.EqualTo(new[]
            {
                "ngày nhận hồ sơ, không tính", "ngày thứ 1", "đóng cửa: bão số 5, Quyết định 45/QĐ-UBND",
                "đóng cửa 16:00–17:00: bão số 5, Quyết định 45/QĐ-UBND; ngày đóng cửa sớm không tính là ngày làm việc", "ngày thứ 2",
            }));
        }
    }

    [Test]
    public void A_swap_may_name_a_decision_of_its_own()
    {
        var calendar = Edited(file => file["years"]![0]!["makeUpDays"]![0]!["decision"] = JsonNode.Parse("""{ "vi": "Thông báo 15/TB-BNV", "en": "Notice 15/TB-BNV" }""")).For(null);
        Assert.That(calendar.DayOf(new DateOnly(2026, 1, 10)).Why.Vi, Does.EndWith("(làm bù cho thứ Sáu 02/01/2026, Thông báo 15/TB-BNV)"));
    }

    [Test]
    public void A_day_may_be_made_up_for_that_a_storm_took()
    {
        var book = Edited(file =>
        {
            file["closures"] = JsonNode.Parse("""[ { "from": "2026-03-04", "units": ["H35.12"], "vi": "bão", "en": "storm", "decision": { "vi": "QĐ 45", "en": "Decision 45" } } ]""");
            file["years"]![0]!["makeUpDays"]!.AsArray().Add(JsonNode.Parse("""{ "day": "2026-03-07", "for": "2026-03-04", "units": ["H35.12"] }"""));
        });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(book.For(Commune).IsWorkingDay(new(2026, 3, 7)), Is.True);
            Assert.That(book.For(null).IsWorkingDay(new(2026, 3, 7)), Is.False);
        }
    }

    [Test]
    public void The_sample_of_a_storm_shows_everything_a_calendar_may_say()
    {
        var book = CalendarBook.Parse(File.ReadAllText(Samples.Sample.PathOf("calendars/2026-bao.json")));
        var desk = book.For(new AgencyCode("H35.40.01"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(book.UnconfirmedYears, Is.EqualTo(UnconfirmedYears.Provisional));
            Assert.That(new[] { 28, 29 }.Select(day => desk.DayOf(new DateOnly(2026, 9, day)).Kind), Is.EqualTo(new[] { DayKind.PartlyClosed, DayKind.Closed }));
            Assert.That(desk.DayOf(new DateOnly(2026, 10, 3)).Minutes, Is.EqualTo(480), "the storm is made up for");
            Assert.That(desk.Between(At("2026-09-28 00:00"), At("2026-09-29 00:00")), Is.EqualTo(210), "06:30 to 10:00 in summer hours");
            Assert.That(book.For(null).IsWorkingDay(new(2026, 9, 29)), Is.True);
        }
    }

    [TestCase("""{ "from": "2026-03-04", "vi": "x", "en": "x" }""", "closures[0].decision")]
    [TestCase("""{ "from": "04/03/2026", "vi": "x", "en": "x", "decision": { "vi": "x", "en": "x" } }""", "closures[0].from")]
    [TestCase("""{ "from": "2026-03-04T10:00", "to": "2026-03-04T10:00", "vi": "x", "en": "x", "decision": { "vi": "x", "en": "x" } }""", "closures[0].to")]
    [TestCase("""{ "from": "2026-03-04", "to": "2028-03-04", "vi": "x", "en": "x", "decision": { "vi": "x", "en": "x" } }""", "closures[0].to")]
    [TestCase("""{ "from": "2026-03-04", "units": ["H35/12"], "vi": "x", "en": "x", "decision": { "vi": "x", "en": "x" } }""", "closures[0].units[0]")]
    public void A_closure_says_when_why_and_by_which_decision(string closure, string member) =>
        Assert.That(() => Edited(file => file["closures"] = new JsonArray(JsonNode.Parse(closure))), Throws.TypeOf<FormatException>().With.Message.Contains($"'{member}'"));

    [Test]
    public void What_is_done_about_unconfirmed_years_is_one_of_two_words()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Book.UnconfirmedYears, Is.EqualTo(UnconfirmedYears.Refuse), "unless the file says otherwise");
            Assert.That(Edited(file => file["unconfirmedYears"] = "Provisional").UnconfirmedYears, Is.EqualTo(UnconfirmedYears.Provisional));
            Assert.That(() => Edited(file => file["unconfirmedYears"] = "maybe"), Throws.TypeOf<FormatException>().With.Message.Contains("'unconfirmedYears'"));
        }
    }

    // ---- Laws, against a walk that knows nothing of how a day is cut

    private static readonly Arbitrary<(int Day, int Minute, int Length, int From, int Minutes)> Storms = (
        from day in Gen.Choose(0, 25)
        from minute in Gen.Choose(0, 1439)
        from length in Gen.Choose(1, 2880)
        from start in Gen.Choose(0, 40_000)
        from minutes in Gen.Choose(0, 4800)
        select (day, minute, length, start, minutes)).ToArbitrary();

    private static void Holds(Func<Closure, WorkingCalendar, DateTimeOffset, int, bool> law, int times) =>
        Check.One(Campaign.Of(times), Prop.ForAll(Storms, storm =>
        {
            var from = At("2026-02-25 00:00").AddDays(storm.Day).AddMinutes(storm.Minute);
            string Text(DateTimeOffset at) => VietnamTime.LocalOf(at).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
            var book = With($"{Text(from)} – {Text(from.AddMinutes(storm.Length))}");
            return law(book.Closures[0], book.For(null), At("2026-02-20 00:00").AddMinutes(storm.From), storm.Minutes);
        }));

    [Test]
    public void Adding_over_a_storm_is_what_a_minute_by_minute_walk_says() => Holds((closure, calendar, from, n) =>
    {
        var minute = from;
        for (var left = n; left > 0; minute = minute.AddMinutes(1))
            if ((minute < closure.From || minute >= closure.To) && Province.Between(minute, minute.AddMinutes(1)) == 1) left--;
        return calendar.Add(from, n) == minute;
    }, times: 100);

    [Test]
    public void No_storm_ever_brings_a_due_time_forward() => Holds((_, calendar, from, n) =>
        new[] { Running($"{n % 100}h"), Days($"{n % 12}d"), Running($"{n % 12}cd"), new CountingRule(TimeLimit.OfDays(1), Counting.SameDay, CutOff: new(15, 0)) }
            .All(rule => calendar.DueAt(from, rule) >= Province.DueAt(from, rule)), times: 300);

    // ---- Defects seen elsewhere that cannot happen here

    [Test]
    public void Defect_only_future_holidays_loaded__past_ones_count_too() =>
        Assert.That(Province.DueAt(At("2026-01-01 08:00"), Running("1h")), Is.EqualTo(At("2026-01-05 08:00")), "asked in November about January: 1/1 and 2/1 were off, 3 and 4 a weekend");

    [Test]
    public void Defect_no_make_up_days__a_swapped_Saturday_is_worked() =>
        Assert.That(Province.DueAt(At("2026-01-08 13:30"), Running("16h")), Is.EqualTo(At("2026-01-10 11:30")));

    [TestCase("2026-03-04 12:15", "4h", "2026-03-05 07:30")]
    [TestCase("2026-03-04 09:30", "2h", "2026-03-04 11:30")]
    public void Defect_lunch_break_arithmetic__lunch_is_neither_counted_nor_lost(string received, string limit, string due) =>
        Assert.That(Province.DueAt(At(received), Running(limit)), Is.EqualTo(At(due)));

    [Test]
    public void Defect_swallowed_exception_default_date__what_cannot_be_counted_is_an_error_and_no_date() =>
        Assert.That(() => Province.DueAt(At("2026-03-02 09:00"), Days("2.5d")), Throws.ArgumentException);

    [Test]
    public void Defect_pause_counted_in_calendar_days__only_working_minutes_are_given_back() =>
        Assert.That(Province.DueAfter(At("2026-03-02 09:00"), Running("56h"), [new Pause(At("2026-03-04 10:00"), At("2026-03-09 14:00"))]), Is.EqualTo(At("2026-03-16 11:00")));

    [TestCase(Counting.RunningHours)]
    [TestCase(Counting.DayCount)]
    public void A_deadline_with_pauses_costs_no_memory(Counting counting)
    {
        var (received, rule) = (At("2026-03-02 09:00"), new CountingRule(TimeLimit.OfDays(7), counting));
        Pause[] pauses = [new(At("2026-03-04 10:00"), At("2026-03-09 14:00")), new(At("2026-03-03 10:00"), At("2026-03-04 11:00")), new(At("2026-03-12 10:00"), At("2026-03-12 14:00"))];
        Province.DueAfter(received, rule, pauses);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Province.DueAfter(received, rule, pauses);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Pauses_beyond_the_usual_number_are_merged_all_the_same()
    {
        var pauses = Enumerable.Range(0, 40).Select(i => new Pause(At("2026-03-02 09:00").AddDays(39 - i), At("2026-03-02 09:00").AddDays(39 - i).AddHours(24))).ToArray();
        Assert.That(Province.DueAfter(At("2026-03-02 09:00"), Running("8h"), pauses), Is.EqualTo(Province.DueAt(At("2026-04-11 09:00"), Running("8h"))));
    }
}
