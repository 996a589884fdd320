using System.Runtime.CompilerServices;
using Microsoft.Extensions.Primitives;
using TthcFlow.Designer.Controller;
using TthcFlow.Engine.Calendars;

namespace TthcFlow.Designer.Tests;

/// <summary>The calendar as a form: what is typed is the file, and nothing the form does not show is lost.</summary>
public sealed class CalendarFormTests
{
    private static readonly string Sample = File.ReadAllText(SamplePath());

    private static string Typed(params (string Name, string Value)[] changes)
    {
        var fields = Fields(CalendarForm.Of(Sample)).Concat(changes.Select(change => (change.Name, (StringValues)change.Value)));
        return CalendarForm.Typed(Sample, fields.GroupBy(field => field.Item1).Select(field => KeyValuePair.Create(field.Key, field.Last().Item2))).ToJson();
    }

    /// <summary>What a browser sends when nobody typed anything.</summary>
    private static IEnumerable<(string, StringValues)> Fields(CalendarForm form)
    {
        IEnumerable<(string, StringValues)> Of(System.Text.Json.Nodes.JsonNode? node, string at) => node switch
        {
            System.Text.Json.Nodes.JsonObject members => members.SelectMany(member => Of(member.Value, at.Length == 0 ? member.Key : $"{at}/{member.Key}")),
            System.Text.Json.Nodes.JsonArray list when list.All(item => item is System.Text.Json.Nodes.JsonValue) => [(at, new StringValues([.. list.Select(item => item!.ToString())]))],
            System.Text.Json.Nodes.JsonArray list => list.SelectMany((item, n) => Of(item, $"{at}/{n}")),
            _ => [(at, node?.ToString())],
        };
        return Of(form.File, "");
    }

    [Test]
    public void A_form_that_nobody_typed_in_says_the_same_calendar()
    {
        var (before, after) = (CalendarBook.Parse(Sample), CalendarBook.Parse(Typed()));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Years.Single().Holidays, Is.EqualTo(before.Years.Single().Holidays));
            Assert.That(after.Years.Single().MakeUpDays.Select(day => (day.Day, day.For)), Is.EqualTo(before.Years.Single().MakeUpDays.Select(day => (day.Day, day.For))));
            Assert.That(after.For(null).Between(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)), Is.EqualTo(before.For(null).Between(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero))));
        }
    }

    [Test]
    public void A_storm_is_typed_the_way_days_are_written_here()
    {
        var closure = CalendarBook.Parse(Typed(
            ("closures/0/from", "28/09/2026 10:00"), ("closures/0/vi", "bão số 5"), ("closures/0/units", "H35.12, H35.13"), ("closures/0/decision/vi", "QĐ 45"), ("closures/1/from", ""))).Closures.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(VietnamTime.LocalOf(closure.From), Is.EqualTo(new DateTime(2026, 9, 28, 10, 0, 0)));
            Assert.That(VietnamTime.LocalOf(closure.To), Is.EqualTo(new DateTime(2026, 9, 29)), "the rest of the day");
            Assert.That(closure.Units.Select(unit => unit.Value), Is.EqualTo(new[] { "H35.12", "H35.13" }));
            Assert.That((closure.Reason.En, closure.Decision.Vi), Is.EqualTo(("bão số 5", "QĐ 45")), "without English the Vietnamese stands in");
        }
    }

    [Test]
    public void A_row_whose_day_is_cleared_is_taken_out() =>
        Assert.That(CalendarBook.Parse(Typed(("years/0/holidays/8/from", ""))).Years.Single().Holidays, Has.Count.EqualTo(8));

    [Test]
    public void A_unit_gets_hours_of_its_own()
    {
        var book = CalendarBook.Parse(Typed(
            ("hours/units/0/code", "H35.12"), ("hours/units/0/seasons/0/weekdays", "Monday"), ("hours/units/0/seasons/0/sessions/0/opens", "08:00"), ("hours/units/0/seasons/0/sessions/0/closes", "12:00"),
            ("hours/units/0/seasons/0/from", "01/06/2026")));
        Assert.That(book.Units.Select(unit => unit.Value), Is.EqualTo(new[] { "H35.12" }));
    }

    [Test]
    public void A_slip_of_the_pen_stays_as_typed_and_is_no_calendar() =>
        Assert.That(() => CalendarBook.Parse(Typed(("years/0/holidays/0/from", "31/02/2026"))), Throws.TypeOf<FormatException>().With.Message.Contains("years[0].holidays[0].from"));

    [Test]
    public void A_new_year_is_added_in_the_last_section() =>
        Assert.That(CalendarBook.Parse(Typed(("years/1/year", "2027"), ("years/1/holidays/0/from", "01/01/2027"), ("years/1/holidays/0/vi", "Tết Dương lịch"))).Years.Select(year => (year.Year, year.Confirmed)),
            Is.EqualTo(new[] { (2026, true), (2027, false) }));

    private static string SamplePath([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../samples/calendars/2026.json");
}
