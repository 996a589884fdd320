using TthcFlow.Engine.Calendars;
using static TthcFlow.Engine.Tests.Calendars.Calendar;

namespace TthcFlow.Engine.Tests.Calendars;

/// <summary>A clock that stood still while the citizen looked for papers goes on with what was left, in working time.</summary>
public sealed class PauseTests
{
    private static Pause From(string from, string to) => new(At(from), At(to));

    [Test]
    public void A_supplement_suspends_the_clock_for_its_working_hours()
    {
        var (received, rule) = (At("2026-03-02 09:00"), Running("56h")); // due Wednesday 11 March 09:00
        var (asked, answered) = (At("2026-03-04 10:00"), At("2026-03-09 14:00"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Province.DueAt(received, rule), Is.EqualTo(At("2026-03-11 09:00")));
            Assert.That(Province.Between(received, asked), Is.EqualTo(17 * 60), "used");
            Assert.That(Province.Between(asked, answered), Is.EqualTo(26 * 60), "paused");
            Assert.That(Province.DueAfter(received, rule, [new(asked, answered)]), Is.EqualTo(At("2026-03-16 11:00")), "Suspends: 39 h were left");
            Assert.That(Province.DueAt(answered, rule), Is.EqualTo(At("2026-03-18 14:00")), "Restarts: 56 h anew");
        }
    }

    [Test]
    public void Pauses_that_overlap_touch_or_lie_outside_are_counted_once_or_not_at_all()
    {
        var (received, rule) = (At("2026-03-02 09:00"), Running("56h"));
        Pause[] pauses =
        [
            From("2026-03-06 09:00", "2026-03-09 14:00"),
            From("2026-03-04 10:00", "2026-03-05 08:00"),
            From("2026-03-05 08:00", "2026-03-06 10:00"), // touches the one, overlaps the other
            From("2026-03-05 09:00", "2026-03-05 10:00"), // inside
            From("2026-02-27 09:00", "2026-03-02 09:00"), // before the receipt
            From("2026-03-05 10:00", "2026-03-04 10:00"), // upside down
            From("2026-03-16 11:00", "2026-03-20 11:00"), // begins when the limit has run out
        ];
        Assert.That(Province.DueAfter(received, rule, pauses), Is.EqualTo(At("2026-03-16 11:00")));
    }

    [Test]
    public void Without_pauses_nothing_changes() =>
        Assert.That(Province.DueAfter(At("2026-03-02 09:00"), Days("3d"), []), Is.EqualTo(At("2026-03-05 17:00")));

    [TestCase("2026-03-03 10:00", "2026-03-04 10:00", "2026-03-06 17:00", "one whole day lost: one day later")]
    [TestCase("2026-03-03 10:00", "2026-03-03 10:30", "2026-03-06 17:00", "half an hour lost: until the close of the day it ends on")]
    [TestCase("2026-03-02 10:00", "2026-03-04 10:00", "2026-03-09 17:00", "the day of receipt was not counted: two days lost, as if received on the 4th")]
    [TestCase("2026-03-02 10:00", "2026-03-02 11:00", "2026-03-05 17:00", "wholly on the day of receipt: nothing lost")]
    [TestCase("2026-03-05 16:59", "2026-03-09 07:00", "2026-03-09 17:00", "one minute was left")]
    [TestCase("2026-03-05 17:00", "2026-03-09 07:00", "2026-03-05 17:00", "had run out")]
    [TestCase("2026-03-03 18:00", "2026-03-04 06:00", "2026-03-05 17:00", "at night nothing is lost")]
    public void A_limit_in_days_goes_on_with_its_working_minutes_until_a_close(string from, string to, string due, string why) =>
        Assert.That(Province.DueAfter(At("2026-03-02 09:00"), Days("3d"), [From(from, to)]), Is.EqualTo(At(due)), why);

    [Test]
    public void A_limit_in_days_is_never_later_than_if_it_began_anew()
    {
        for (var hour = 0; hour < 24 * 12; hour++)
        {
            var (asked, answered) = (At("2026-03-02 10:00").AddHours(hour % 60), At("2026-03-02 11:00").AddHours(hour));
            if (answered <= asked) continue;
            Assert.That(Province.DueAfter(At("2026-03-02 09:00"), Days("5d"), [new(asked, answered)]),
                Is.LessThanOrEqualTo(Province.DueAt(answered, Days("5d"))).And.GreaterThanOrEqualTo(Province.DueAt(At("2026-03-02 09:00"), Days("5d"))), $"{asked:s} {answered:s}");
        }
    }

    [TestCase("2026-03-03 10:00", "2026-03-05 10:00", "2026-03-09 17:00", "two days lost: ends on Sunday 8th, so Monday")]
    [TestCase("2026-03-03 10:00", "2026-03-03 15:00", "2026-03-06 17:00", "within a day nothing is lost")]
    [TestCase("2026-03-06 16:00", "2026-03-06 18:00", "2026-03-09 17:00", "resumed after the close of its last day")]
    [TestCase("2026-02-20 16:00", "2026-03-02 08:00", "2026-03-06 17:00", "before the receipt")]
    public void A_limit_in_calendar_days_goes_on_with_the_days_left(string from, string to, string due, string why) =>
        Assert.That(Province.DueAfter(At("2026-03-02 09:00"), Days("4cd"), [From(from, to)]), Is.EqualTo(At(due)), why); // due Friday 6 March

    [TestCase("2026-03-09 10:00", "2026-03-11 10:00", "2026-03-11 17:00", "nothing was left but the days off")]
    [TestCase("2026-03-09 16:30", "2026-03-09 18:00", "2026-03-10 17:00", "resumed after the close")]
    public void A_pause_on_the_working_day_after_the_days_off_moves_that_day(string from, string to, string due, string why) =>
        Assert.That(Province.DueAfter(At("2026-03-02 09:00"), Days("5cd"), [From(from, to)]), Is.EqualTo(At(due)), why); // ends Saturday 7, due Monday 9 March

    [Test]
    public void A_submission_deemed_received_on_Monday_loses_nothing_on_the_weekend()
    {
        var weekend = From("2026-03-07 11:00", "2026-03-09 10:00");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Province.DueAfter(At("2026-03-07 10:00"), Days("1d", AfterHours.CountFromNextOpening), [weekend]), Is.EqualTo(At("2026-03-10 17:00")));
            Assert.That(Province.DueAfter(At("2026-03-07 10:00"), Days("1cd", AfterHours.CountFromNextOpening), [weekend]), Is.EqualTo(At("2026-03-10 17:00")));
        }
    }

    [Test]
    public void A_limit_that_cannot_be_counted_cannot_go_on_either() =>
        Assert.That(() => Province.DueAfter(At("2026-03-02 09:00"), Days("20h"), [From("2026-03-03 10:00", "2026-03-04 10:00")]), Throws.ArgumentException);
}
