using System.Text.Json.Nodes;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;
using static TthcFlow.Engine.Tests.Calendars.Calendar;

namespace TthcFlow.Engine.Tests.Calendars;

/// <summary>What a calendar file may say, and how precisely it is told where it is wrong.</summary>
public sealed class CalendarFileTests
{
    private static readonly string[] Weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

    private static JsonObject Sample() => JsonNode.Parse(SampleJson)!.AsObject();

    private static JsonObject Season(string weekdays, string opens, string closes, string? from = null, string? to = null) => new JsonObject
    {
        ["from"] = from,
        ["to"] = to,
        ["weekdays"] = new JsonArray([.. weekdays.Split(' ').Select(day => JsonValue.Create(day))]),
        ["sessions"] = new JsonArray(new JsonObject { ["opens"] = opens, ["closes"] = closes }),
    };

    [Test]
    public void The_sample_is_the_calendar_of_2026()
    {
        var year = Book.Years.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Book.Version, Is.EqualTo(1));
            Assert.That((year.Year, year.Confirmed), Is.EqualTo((2026, true)));
            Assert.That(year.Decision?.Vi, Does.Contain("28/2026/QH16"));
            Assert.That(year.Holidays.Sum(holiday => holiday.To.DayNumber - holiday.From.DayNumber + 1), Is.EqualTo(14), "weekdays off");
            Assert.That(year.MakeUpDays.Select(makeUp => makeUp.Day), Is.EqualTo(new[] { new DateOnly(2026, 1, 10), new DateOnly(2026, 8, 22) }));
            Assert.That(Province.Between(At("2026-01-01 00:00"), At("2027-01-01 00:00")), Is.EqualTo((261 - 14 + 2) * 480), "261 weekdays, 14 off, 2 made up");
        }
    }

    [TestCase("""[]""", "(root)")]
    [TestCase("""{""", "JSON")]
    [TestCase("""{ "version": 1, "version": 2 }""", "version")]
    [TestCase("""{ "version": 1.5 }""", "'version'")]
    [TestCase("""{ "version": 1 }""", "'years'")]
    [TestCase("""{ "version": 1, "years": [] }""", "'hours'")]
    [TestCase("""{ "version": 1, "years": [], "hours": { "default": [] } }""", "'hours.default'")]
    [TestCase("""{ "version": 1, "years": [ { "year": 2026, "confirmed": "yes" } ] }""", "'years[0].confirmed'")]
    [TestCase("""{ "version": 1, "years": [ { "year": 2026, "confirmed": true } ] }""", "'years[0].decision'")]
    [TestCase("""{ "version": 1, "years": [ { "year": 2026, "confirmed": true, "decision": { "vi": "\ud800", "en": "x" } } ] }""", "'years[0].decision.vi'")]
    public void A_file_with_something_missing_is_told_what(string json, string member) =>
        Assert.That(() => CalendarBook.Parse(json), Throws.TypeOf<FormatException>().With.Message.Contains(member));

    [TestCase("years[0].holidays[2].to", "2026-02-15", "years[0].holidays[2].to", "ends before it begins")]
    [TestCase("years[0].holidays[2].to", "2026-2-15", "years[0].holidays[2].to", "not a day")]
    [TestCase("years[0].holidays[2].to", "2027-02-15", "years[0].holidays[2].from", "out of its year")]
    [TestCase("years[0].holidays[1].from", "2026-01-01", "years[0].holidays[1].from", "twice")]
    [TestCase("years[0].holidays[0].vi", "", "years[0].holidays[0].vi", "no name")]
    [TestCase("years[0].makeUpDays[1].day", "2026-01-10", "years[0].makeUpDays[1].day", "twice")]
    [TestCase("years[0].makeUpDays[0].day", "2026-01-01", "years[0].makeUpDays[0].day", "a holiday")]
    [TestCase("years[0].makeUpDays[0].day", "2025-12-27", "years[0].makeUpDays[0].day", "out of its year")]
    [TestCase("years[0].makeUpDays[1].for", "2026-08-28", "years[0].makeUpDays[1].for", "a working day needs no making up for")]
    [TestCase("hours.default[0].weekdays[1]", "Monday", "hours.default[0].weekdays[1]", "twice")]
    [TestCase("hours.default[0].weekdays[1]", "1", "hours.default[0].weekdays[1]", "not a name")]
    [TestCase("hours.default[0].sessions[0].opens", "24:00", "hours.default[0].sessions[0].opens", "not an hour")]
    [TestCase("hours.default[0].sessions[0].opens", "11:30", "hours.default[0].sessions[0].closes", "no time")]
    [TestCase("hours.default[0].sessions[1].opens", "11:29", "hours.default[0].sessions[1].opens", "overlaps")]
    [TestCase("hours.default[0].from", "2026-01-01", "hours.default", "nobody works before")]
    [TestCase("hours.default[0].to", "2026-12-31", "hours.default", "nobody works after")]
    public void A_slip_of_the_pen_is_told_where_it_is(string path, string value, string named, string why)
    {
        var file = Sample();
        JsonNode at = file;
        var steps = path.Replace("]", "", StringComparison.Ordinal).Split('.', '[');
        foreach (var step in steps[..^1]) at = int.TryParse(step, out var i) ? at[i]! : at[step]!;
        if (int.TryParse(steps[^1], out var last)) at[last] = value;
        else at[steps[^1]] = value;

        Assert.That(() => CalendarBook.Parse(file.ToJsonString()), Throws.TypeOf<FormatException>().With.Message.Contains($"'{named}'"), why);
    }

    [Test]
    public void A_year_is_entered_once()
    {
        var file = Sample();
        file["years"]!.AsArray().Add(new JsonObject { ["year"] = 2026, ["confirmed"] = false, ["holidays"] = new JsonArray() });
        Assert.That(() => CalendarBook.Parse(file.ToJsonString()), Throws.TypeOf<FormatException>().With.Message.Contains("'years[1].year'"));
    }

    [Test]
    public void Two_seasons_may_share_days_only_on_different_weekdays()
    {
        var file = Sample();
        file["hours"]!["units"]!["H35.12"] = new JsonArray(Season("Monday Friday", "07:00", "11:00", to: "2026-06-30"), Season("Friday", "08:00", "12:00", from: "2026-06-30"));
        Assert.That(() => CalendarBook.Parse(file.ToJsonString()), Throws.TypeOf<FormatException>().With.Message.Contains("'hours.units.H35.12[1]'"));
    }

    [Test]
    public void Members_that_are_not_known_are_left_alone()
    {
        var file = Sample();
        file["note"] = "for the archive";
        file["years"]![0]!["holidays"]![0]!["source"] = "BLLĐ Điều 112";
        Assert.That(CalendarBook.Parse(file.ToJsonString()).Years, Has.Count.EqualTo(1));
    }

    [Test]
    public void A_unit_has_its_own_hours_while_they_are_valid_and_the_provinces_otherwise()
    {
        var file = Sample();
        file["hours"]!["units"]!["H35.12"] = new JsonArray(
            Season(string.Join(' ', Weekdays), "08:00", "16:00", from: "2026-06-01", to: "2026-06-30"),
            Season("Saturday", "08:00", "11:00", from: "2026-06-01", to: "2026-06-30"));
        var book = CalendarBook.Parse(file.ToJsonString());
        var unit = book.For(new AgencyCode("H35.12"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(book.Units, Is.EqualTo(new[] { new AgencyCode("H35.12") }));
            Assert.That(book.For(new AgencyCode("H35.13")), Is.SameAs(book.For(null)));
            Assert.That(book.For(new AgencyCode("H35.12")), Is.SameAs(unit));
            Assert.That(unit.DueAt(At("2026-05-29 16:00"), Running("2h")), Is.EqualTo(At("2026-06-01 09:00")), "17:00 on Friday 29 May, 08:00 on Monday 1 June");
            Assert.That(unit.DueAt(At("2026-06-05 15:00"), Running("2h")), Is.EqualTo(At("2026-06-06 09:00")), "Saturday morning");
            Assert.That(unit.DueAt(At("2026-06-04 15:00"), Days("2d")), Is.EqualTo(At("2026-06-06 11:00")), "the close of Saturday");
            Assert.That(unit.DueAt(At("2026-07-03 16:30"), Running("1h")), Is.EqualTo(At("2026-07-06 07:30")), "the province's hours again");
            Assert.That(unit.Explain(At("2026-06-07 08:00"), At("2026-06-07 09:00")).Single().Why.En, Is.EqualTo("weekend"));
        }
    }

    [Test]
    public void A_make_up_day_is_worked_with_the_hours_of_the_weekday_it_makes_up_for()
    {
        var file = Sample();
        file["hours"]!["units"]!["H35.12"] = new JsonArray(Season("Tuesday Friday", "08:00", "10:00"), Season("Monday Saturday", "13:00", "14:00"));
        var unit = CalendarBook.Parse(file.ToJsonString()).For(new AgencyCode("H35.12"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(unit.Between(At("2026-01-10 00:00"), At("2026-01-11 00:00")), Is.EqualTo(120), "Friday's hours, for Friday 2 January");
            Assert.That(unit.Between(At("2026-08-22 00:00"), At("2026-08-23 00:00")), Is.EqualTo(60), "Monday's hours, for Monday 31 August");
        }
    }
}
