using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Reports;
using static TthcFlow.Engine.Tests.Calendars.Calendar;

namespace TthcFlow.Engine.Tests.Calendars;

/// <summary>The account an officer can read aloud to a citizen.</summary>
public sealed class AccountTests
{
    private static IEnumerable<string> Vi(IReadOnlyList<DayAccount> account) => account.Select(line => $"{line.Day:dd/MM} {line.Minutes} {line.Why.Vi}");

    private static IEnumerable<string> En(IReadOnlyList<DayAccount> account) => account.Select(line => $"{line.Day:dd/MM} {line.Minutes} {line.Why.En}");

    [Test, SetCulture("th-TH")]
    public void Days_are_those_of_the_law_whatever_the_host_is_set_to()
    {
        var decision = new CalendarDecision("45/QĐ-UBND", new(2026, 9, 28), "Chủ tịch", "Bão", "Điều 1").ToWording();
        var period = ReportPeriod.Between(new(2026, 3, 1), new(2026, 3, 2), At("2026-03-31 09:00")).Period!.Printed;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((decision.Vi, decision.En), Is.EqualTo(("Quyết định 45/QĐ-UBND ngày 28/09/2026", "Decision 45/QĐ-UBND of 2026-09-28")));
            Assert.That((period.Vi, period.En), Is.EqualTo(("từ 01/03/2026 đến 02/03/2026", "01/03/2026 to 02/03/2026")));
        }
    }

    [Test]
    public void Every_day_of_a_span_says_what_was_counted_and_why_not() =>
        Assert.That(Vi(Province.Explain(At("2026-08-28 16:00"), At("2026-09-04 16:00"))), Is.EqualTo(new[]
        {
            "28/08 60 16:00–17:00",
            "29/08 0 nghỉ cuối tuần",
            "30/08 0 nghỉ cuối tuần",
            "31/08 0 nghỉ lễ: nghỉ hoán đổi dịp Quốc khánh",
            "01/09 0 nghỉ lễ: Quốc khánh",
            "02/09 0 nghỉ lễ: Quốc khánh",
            "03/09 480 07:00–11:30, 13:30–17:00",
            "04/09 420 07:00–11:30, 13:30–16:00",
        }));

    [Test]
    public void A_make_up_day_says_for_which_day_it_is_worked() =>
        Assert.That(En(Province.Explain(At("2026-08-21 17:20"), At("2026-08-22 12:00"))), Is.EqualTo(new[]
        {
            "21/08 0 outside office hours",
            "22/08 270 07:00–11:30 (make-up day for Monday 2026-08-31)",
        }));

    [Test]
    public void A_span_of_nothing_has_no_account() => Assert.That(Province.Explain(At("2026-03-04 09:00"), At("2026-03-04 09:00")), Is.Empty);

    [Test]
    public void Midnight_belongs_to_the_day_that_begins() =>
        Assert.That(Province.Explain(At("2026-03-04 09:00"), At("2026-03-05 00:00")).Select(line => line.Day), Is.EqualTo(new[] { new DateOnly(2026, 3, 4) }));

    [Test]
    public void The_account_of_running_hours_ends_at_the_deadline_and_sums_to_the_limit() =>
        Assert.That(Province.Explain(At("2026-02-12 14:00"), Running("24h")).Sum(line => line.Minutes), Is.EqualTo(24 * 60));

    [Test]
    public void The_account_of_days_numbers_them() =>
        Assert.That(Vi(Province.Explain(At("2026-08-20 10:00"), Days("3d"))), Is.EqualTo(new[]
        {
            "20/08 0 ngày nhận hồ sơ, không tính",
            "21/08 480 ngày thứ 1",
            "22/08 480 ngày thứ 2 (làm bù cho thứ Hai 31/08/2026)",
            "23/08 0 nghỉ cuối tuần",
            "24/08 480 ngày thứ 3",
        }));

    [Test]
    public void The_account_of_a_late_submission_says_when_it_counts_as_received() =>
        Assert.That(Vi(Province.Explain(At("2026-03-07 10:00"), Days("1d", AfterHours.CountFromNextOpening))), Is.EqualTo(new[]
        {
            "07/03 0 nộp ngoài giờ làm việc, coi như nhận vào ngày làm việc kế tiếp",
            "08/03 0 nộp ngoài giờ làm việc, coi như nhận vào ngày làm việc kế tiếp",
            "09/03 0 ngày nhận hồ sơ, không tính",
            "10/03 480 ngày thứ 1",
        }));

    [Test]
    public void The_account_of_calendar_days_counts_days_off_and_says_why_it_ends_later() =>
        Assert.That(En(Province.Explain(At("2026-03-05 09:00"), Running("2cd"))), Is.EqualTo(new[]
        {
            "05/03 0 day of receipt, not counted",
            "06/03 480 day 1",
            "07/03 0 day 2 (weekend)",
            "08/03 0 weekend",
            "09/03 480 the working day after the days off",
        }));
}
