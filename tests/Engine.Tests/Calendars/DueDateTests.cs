using TthcFlow.Engine.Calendars;
using static TthcFlow.Engine.Tests.Calendars.Calendar;

namespace TthcFlow.Engine.Tests.Calendars;

/// <summary>When a limit runs out: the office's own table of worked examples, and the corners around it.</summary>
public sealed class DueDateTests
{
    [TestCase("2026-03-02 09:00", "24h", "2026-03-05 09:00", "plain")]
    [TestCase("2026-03-06 16:00", "8h", "2026-03-09 16:00", "weekend")]
    [TestCase("2026-03-06 17:20", "8h", "2026-03-09 17:00", "after hours: start Monday 07:00")]
    [TestCase("2026-03-07 10:00", "8h", "2026-03-09 17:00", "online on Saturday")]
    [TestCase("2026-03-04 12:15", "4h", "2026-03-05 07:30", "lunch: start 13:30")]
    [TestCase("2026-03-04 05:30", "4h", "2026-03-04 11:00", "before hours")]
    [TestCase("2026-03-04 09:30", "2h", "2026-03-04 11:30", "boundary: end of morning, not 13:30")]
    [TestCase("2026-02-12 14:00", "24h", "2026-02-24 14:00", "Tết")]
    [TestCase("2026-04-24 15:30", "24h", "2026-05-04 15:30", "27/4, 30/4, 1/5 off")]
    [TestCase("2026-08-20 10:00", "24h", "2026-08-24 10:00", "làm bù Saturday 22/8")]
    [TestCase("2026-08-28 16:00", "16h", "2026-09-04 16:00", "31/8 to 2/9 off")]
    [TestCase("2026-01-08 13:30", "16h", "2026-01-10 11:30", "due on a làm bù Saturday")]
    [TestCase("2026-11-23 08:00", "16h", "2026-11-26 08:00", "24/11 new holiday")]
    public void Running_hours_count_every_open_minute(string received, string limit, string due, string why) =>
        Assert.That(Province.DueAt(At(received), Running(limit)), Is.EqualTo(At(due)), why);

    [TestCase("2026-03-02 09:00", "24h", "2026-03-05 17:00", "plain")]
    [TestCase("2026-03-06 16:00", "8h", "2026-03-09 17:00", "weekend")]
    [TestCase("2026-03-06 17:20", "8h", "2026-03-09 17:00", "after hours: the calendar date of submission is not counted")]
    [TestCase("2026-03-07 10:00", "8h", "2026-03-09 17:00", "online on Saturday")]
    [TestCase("2026-02-12 14:00", "24h", "2026-02-24 17:00", "Tết")]
    [TestCase("2026-04-24 15:30", "24h", "2026-05-04 17:00", "27/4, 30/4, 1/5 off")]
    [TestCase("2026-08-20 10:00", "24h", "2026-08-24 17:00", "n = 3: 21, 22, 24")]
    [TestCase("2026-08-28 16:00", "16h", "2026-09-04 17:00", "31/8 to 2/9 off")]
    [TestCase("2026-01-08 13:30", "16h", "2026-01-10 17:00", "due on a làm bù Saturday")]
    [TestCase("2026-11-23 08:00", "16h", "2026-11-26 17:00", "24/11 new holiday")]
    [TestCase("2026-03-02 09:00", "3d", "2026-03-05 17:00", "24 h and 3 days are one")]
    [TestCase("2026-03-02 09:00", "0d", "2026-03-02 17:00", "no days: the day of receipt")]
    [TestCase("2026-03-06 17:20", "0d", "2026-03-09 17:00", "no days, but that day has closed")]
    public void Day_count_leaves_out_the_day_of_receipt_and_ends_at_the_close(string received, string limit, string due, string why) =>
        Assert.That(Province.DueAt(At(received), Days(limit)), Is.EqualTo(At(due)), why);

    [TestCase("2026-03-06 16:00", "2026-03-09 17:00", "in hours: nothing changes")]
    [TestCase("2026-03-06 17:20", "2026-03-10 17:00", "deemed received on Monday")]
    [TestCase("2026-03-06 17:00", "2026-03-10 17:00", "at the close the office is no longer open")]
    [TestCase("2026-03-07 10:00", "2026-03-10 17:00", "deemed received on Monday")]
    [TestCase("2026-03-06 12:15", "2026-03-09 17:00", "lunch is not after hours")]
    public void Day_count_may_deem_a_late_submission_received_on_the_next_working_day(string received, string due, string why) =>
        Assert.That(Province.DueAt(At(received), Days("8h", AfterHours.CountFromNextOpening)), Is.EqualTo(At(due)), why);

    [TestCase("2026-03-04 05:30", "2026-03-04 17:00", "before hours")]
    [TestCase("2026-03-04 15:00", "2026-03-04 17:00", "by the cut-off")]
    [TestCase("2026-03-04 15:01", "2026-03-05 17:00", "after the cut-off")]
    [TestCase("2026-03-06 15:01", "2026-03-09 17:00", "after the cut-off on a Friday")]
    [TestCase("2026-03-07 09:00", "2026-03-09 17:00", "on a day off")]
    [TestCase("2026-08-22 09:00", "2026-08-22 17:00", "on a làm bù Saturday")]
    public void Same_day_results_depend_on_the_cut_off(string received, string due, string why) =>
        Assert.That(Province.DueAt(At(received), new CountingRule(Limit("8h"), Counting.SameDay, CutOff: new(15, 0))), Is.EqualTo(At(due)), why);

    [Test]
    public void A_cut_off_after_closing_time_does_not_promise_the_past() =>
        Assert.That(Province.DueAt(At("2026-03-04 17:30"), new CountingRule(Limit("8h"), Counting.SameDay, CutOff: new(18, 0))), Is.EqualTo(At("2026-03-05 17:00")));

    [TestCase("2026-03-02 09:00", "4cd", "2026-03-06 17:00", "plain")]
    [TestCase("2026-03-02 09:00", "5cd", "2026-03-09 17:00", "ends on Saturday: close of Monday")]
    [TestCase("2026-02-10 09:00", "7cd", "2026-02-23 17:00", "ends in Tết: close of the first working day after")]
    [TestCase("2026-08-20 09:00", "2cd", "2026-08-22 17:00", "ends on a làm bù Saturday")]
    [TestCase("2026-08-20 09:00", "11cd", "2026-09-03 17:00", "ends on 31/8, swapped off")]
    public void Calendar_days_that_end_on_a_day_off_end_at_the_close_of_the_next_working_day(string received, string limit, string due, string why)
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Province.DueAt(At(received), Days(limit)), Is.EqualTo(At(due)), why);
            Assert.That(Province.DueAt(At(received), Running(limit)), Is.EqualTo(At(due)), why);
        }
    }

    [TestCase("2026-03-04 12:15", "2026-03-04 13:30", "in lunch")]
    [TestCase("2026-03-04 09:00", "2026-03-04 09:00", "in hours")]
    [TestCase("2026-03-06 17:00", "2026-03-09 07:00", "at the close on Friday")]
    public void A_limit_of_no_hours_ends_when_its_clock_would_begin(string received, string due, string why) =>
        Assert.That(Province.DueAt(At(received), Running("0h")), Is.EqualTo(At(due)), why);

    [TestCase("20h", Counting.DayCount)]
    [TestCase("2.5d", Counting.DayCount)]
    [TestCase("1.5cd", Counting.DayCount)]
    [TestCase("1.5cd", Counting.RunningHours)]
    [TestCase("0.001h", Counting.RunningHours)]
    [TestCase("3661d", Counting.RunningHours)]
    [TestCase("99999999999999999999d", Counting.RunningHours)]
    [TestCase("8h", Counting.SameDay)] // no cut-off
    public void A_limit_that_cannot_be_counted_says_why(string limit, Counting counting)
    {
        var rule = new CountingRule(Limit(limit), counting);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(rule.Fault?.Vi, Is.Not.Empty.And.Not.Null);
            Assert.That(() => Province.DueAt(At("2026-03-02 09:00"), rule), Throws.ArgumentException.With.Message.Contains(rule.Fault!.En));
        }
    }

    [TestCase("24h", 24, TimeUnit.WorkingHour)]
    [TestCase("3d", 3, TimeUnit.WorkingDay)]
    [TestCase("0.5d", 0.5, TimeUnit.WorkingDay)]
    [TestCase("5cd", 5, TimeUnit.CalendarDay)]
    public void A_short_limit_is_an_amount_and_a_unit(string text, double value, TimeUnit unit) =>
        Assert.That(Limit(text), Is.EqualTo(new TimeLimit((decimal)value, unit)));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("d")]
    [TestCase("3")]
    [TestCase("3w")]
    [TestCase("-3d")]
    [TestCase("+3d")]
    [TestCase("0,5d")]
    [TestCase(".5d")]
    [TestCase("5.d")]
    [TestCase("1.2.3d")]
    [TestCase(" 3d")]
    [TestCase("3 d")]
    [TestCase("1e3d")]
    [TestCase("99999999999999999999999999999999d")]
    public void What_is_not_a_short_limit_is_refused(string? text) => Assert.That(TimeLimit.TryParseShort(text, out _), Is.False);
}
