using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Documents;

namespace TthcFlow.Engine.Tests.Documents;

public sealed class DurationTextTests
{
    [TestCase("0,5 ngày làm việc", 0.5, TimeUnit.WorkingDay)]
    [TestCase("0.5 ngày", 0.5, TimeUnit.WorkingDay)]
    [TestCase("04 giờ", 4, TimeUnit.WorkingHour)]
    [TestCase("½ ngày làm việc", 0.5, TimeUnit.WorkingDay)]
    [TestCase("1/4 ngày", 0.25, TimeUnit.WorkingDay)]
    [TestCase("02 giờ làm việc", 2, TimeUnit.WorkingHour)]
    [TestCase("24 giờ", 24, TimeUnit.WorkingHour)]
    [TestCase("15 phút", 0.25, TimeUnit.WorkingHour)]
    [TestCase("Nửa ngày", 0.5, TimeUnit.WorkingDay)]
    [TestCase("Không quá 02 ngày làm việc", 2, TimeUnit.WorkingDay)]
    [TestCase("01 giờ 30 phút", 1.5, TimeUnit.WorkingHour)]
    [TestCase("2 ngày 4 giờ", 20, TimeUnit.WorkingHour)]
    [TestCase("03 ngày (24 giờ)", 3, TimeUnit.WorkingDay)]
    [TestCase("1-2 ngày", 2, TimeUnit.WorkingDay)]
    [TestCase("3 ngày x 8 giờ = 24 giờ", 24, TimeUnit.WorkingHour)]
    [TestCase("8h", 8, TimeUnit.WorkingHour)]
    [TestCase("30'", 0.5, TimeUnit.WorkingHour)]
    [TestCase("gio lam viec: 4 gio", 4, TimeUnit.WorkingHour)]
    [TestCase("0 giờ", 0, TimeUnit.WorkingHour)]
    [TestCase("Không tính thời gian", 0, TimeUnit.WorkingHour)]
    public void Times_are_read_as_offices_write_them(string text, double value, TimeUnit unit) =>
        Assert.That(DurationText.Read(text, null, tellsDaysApart: false).Limit, Is.EqualTo(new TimeLimit((decimal)value, unit)));

    [TestCase("")]
    [TestCase("trong giờ hành chính")]
    [TestCase("ngay")]
    [TestCase("3")]
    [TestCase("1/0 ngày")]
    [TestCase("999999999999999999999 ngày")]
    public void What_is_no_time_is_left_open(string text) => Assert.That(DurationText.Read(text, null, tellsDaysApart: false).Limit, Is.Null);

    [Test]
    public void A_bare_number_takes_the_unit_of_its_column() =>
        Assert.That(DurationText.Read("1,5", DurationText.UnitOf("Thời gian (ngày làm việc)", false), false).Limit, Is.EqualTo(TimeLimit.OfDays(1.5m)));

    [Test]
    public void Where_working_days_are_told_apart_a_day_is_a_day_of_the_calendar() =>
        Assert.That(DurationText.Read("15 ngày", null, tellsDaysApart: true).Limit, Is.EqualTo(TimeLimit.OfCalendarDays(15)));
}
