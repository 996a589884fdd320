using System.Globalization;
using System.Text;

namespace TthcFlow.Api.Tests.Commands;

/// <summary><c>due</c>: standard output carries the result only; what is wrong goes to standard error, and the exit says so.</summary>
public sealed class DueCommandTests
{
    [TestCase("2026-03-02T09:00", "24h", "RunningHours", "2026-03-05T09:00")]
    [TestCase("2026-03-02T09:00", "3d", "RunningHours", "2026-03-05T09:00")]
    [TestCase("2026-03-02T09:00", "3d", "DayCount", "2026-03-05T17:00")]
    [TestCase("2026-03-02T09:00", "24h", "DayCount", "2026-03-05T17:00")]
    [TestCase("2026-03-02T09:00", "0.5d", "RunningHours", "2026-03-02T15:00")]
    [TestCase("2026-03-02T09:00", "1.5h", "RunningHours", "2026-03-02T10:30")]
    [TestCase("2026-03-02T02:00Z", "24h", "RunningHours", "2026-03-05T09:00")]
    [TestCase("2026-03-02T09:00+07:00", "24h", "RunningHours", "2026-03-05T09:00")]
    [TestCase("2026-03-02T04:00:00+02:00", "24h", "RunningHours", "2026-03-05T09:00")]
    [TestCase("2026-03-02T09:00:30", "1h", "RunningHours", "2026-03-02T10:00")]
    [TestCase("2026-03-02T09:00", "5cd", "DayCount", "2026-03-09T17:00")]
    public async Task One_receipt_has_one_answer(string received, string limit, string counting, string due)
    {
        var printed = await Printed.ByAsync("due", "--calendar", Folder.Calendar, "--received", received, "--limit", limit, "--counting", counting);

        Assert.That(printed, Is.EqualTo(new Printed(0, due + Environment.NewLine, "")));
    }

    [TestCase("CountFromSubmission", "2026-03-03T17:00")]
    [TestCase("CountFromNextOpening", "2026-03-04T17:00")]
    public async Task What_comes_after_hours_begins_as_the_office_says(string after, string due)
    {
        var printed = await Printed.ByAsync("due", "--calendar", Folder.Calendar, "--received", "2026-03-02T19:00", "--limit", "1d", "--counting", "DayCount", "--after-hours", after);

        Assert.That(printed.Output.Trim(), Is.EqualTo(due));
    }

    [Test]
    public async Task A_same_day_limit_asks_for_its_cut_off()
    {
        string[] asked = ["due", "--calendar", Folder.Calendar, "--received", "2026-03-02T14:00", "--limit", "8h", "--counting", "SameDay"];

        var without = await Printed.ByAsync(asked);
        Assert.That((without.Exit, without.Output), Is.EqualTo((2, "")));
        Assert.That(without.Error, Does.Contain("giờ chốt"));
        Assert.That((await Printed.ByAsync([.. asked, "--cut-off", "15:00"])).Output.Trim(), Is.EqualTo("2026-03-02T17:00"));
        Assert.That((await Printed.ByAsync([.. asked, "--cut-off", "12:00"])).Output.Trim(), Does.StartWith("2026-03-03T"));
    }

    [Test]
    public async Task An_explanation_gives_the_account_day_by_day()
    {
        var printed = await Printed.ByAsync("due", "--calendar", Folder.Calendar, "--received", "2026-04-24T15:00", "--limit", "8h", "--counting", "RunningHours", "--explain");

        Assert.That(printed.Lines[0].Trim(), Is.EqualTo("2026-04-28T15:00"));
        Assert.That(printed.Lines.Select(line => line.Split('\t')[0].Trim()).Skip(1), Is.EqualTo(new[] { "2026-04-24", "2026-04-25", "2026-04-26", "2026-04-27", "2026-04-28" }));
        Assert.That(printed.Output, Does.Contain("Giỗ Tổ"));
    }

    [TestCase("yesterday", "1d", "DayCount", "yesterday")]
    [TestCase("2026-03-02", "1d", "DayCount", "2026-03-02")]
    [TestCase("2026-03-02T09:00", "1 day", "DayCount", "1 day")]
    [TestCase("2026-03-02T09:00", "0,5d", "RunningHours", "0,5d")]
    [TestCase("2026-03-02T09:00", "0.5d", "DayCount", "0,5")]
    [TestCase("2026-03-02T09:00", "1d", "daycount", "daycount")]
    [TestCase("2026-03-02T09:00", "1d", "1", "“1”")]
    [TestCase("2026-03-02T09:00", "1d", "RunningHours,DayCount", "RunningHours,DayCount")]
    [TestCase("2026-12-30T09:00", "5d", "DayCount", "2027")]
    public async Task What_cannot_be_counted_is_told_on_standard_error(string received, string limit, string counting, string told)
    {
        var printed = await Printed.ByAsync("due", "--calendar", Folder.Calendar, "--received", received, "--limit", limit, "--counting", counting);

        Assert.That((printed.Exit, printed.Output), Is.EqualTo((2, "")));
        Assert.That(printed.Error, Does.Contain(told));
    }

    [Test]
    public async Task A_batch_repeats_its_rows_and_adds_when_they_are_due()
    {
        using var folder = new Folder();
        var file = folder.With("a.csv", "received,limit,counting\n2026-03-02T09:00,24h,RunningHours\n2026-03-02T09:00,3d,DayCount\n");

        Assert.That(await Printed.ByAsync("due", "--calendar", Folder.Calendar, "--batch", file), Is.EqualTo(new Printed(
            0, "received,limit,counting,due\n2026-03-02T09:00,24h,RunningHours,2026-03-05T09:00\n2026-03-02T09:00,3d,DayCount,2026-03-05T17:00\n", "")));
    }

    [Test]
    public async Task A_batch_keeps_quotes_other_columns_and_line_ends()
    {
        using var folder = new Folder();
        var file = folder.With("a.csv", "note,received,limit,counting\r\n\"a, \"\"b\"\"\r\nc\",2026-03-02T09:00,\"24h\",RunningHours\r\n");

        Assert.That((await Printed.ByAsync("due", "--calendar", Folder.Calendar, "--batch", file)).Output, Is.EqualTo(
            "note,received,limit,counting,due\r\n\"a, \"\"b\"\"\r\nc\",2026-03-02T09:00,24h,RunningHours,2026-03-05T09:00\r\n"));
    }

    [Test]
    public async Task A_bad_row_stays_empty_and_the_others_are_counted()
    {
        using var folder = new Folder();
        var file = folder.With("a.csv", "received,limit,counting\n2026-03-02T09:00,24h,RunningHours\nsoon,24h,RunningHours\n2026-03-02T09:00,24h\n2026-03-02T09:00,3d,DayCount\n2026-03-02T09:00,24h,RunningHours,soon");

        var printed = await Printed.ByAsync("due", "--calendar", Folder.Calendar, "--batch", file);
        Assert.That(printed.Exit, Is.EqualTo(2));
        Assert.That(printed.Lines, Is.EqualTo(new[]
        {
            "received,limit,counting,due", "2026-03-02T09:00,24h,RunningHours,2026-03-05T09:00", "soon,24h,RunningHours,", "2026-03-02T09:00,24h,,", "2026-03-02T09:00,3d,DayCount,2026-03-05T17:00",
            "2026-03-02T09:00,24h,RunningHours,",
        }));
        Assert.That(printed.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(3));
        Assert.That(printed.Error, Does.Contain("a.csv, dòng 3: “soon”").And.Contain("a.csv, dòng 4: có 2 ô"));
    }

    [TestCase("")]
    [TestCase("received,limit\n2026-03-02T09:00,24h\n")]
    [TestCase("2026-03-02T09:00,24h,RunningHours\n")]
    public async Task A_batch_without_its_columns_is_not_begun(string text)
    {
        using var folder = new Folder();

        var printed = await Printed.ByAsync("due", "--calendar", Folder.Calendar, "--batch", folder.With("a.csv", text));
        Assert.That((printed.Exit, printed.Output), Is.EqualTo((2, "")));
        Assert.That(printed.Error, Does.Contain("received").And.Contain("counting"));
    }

    [Test]
    public async Task Ten_thousand_rows_come_back_in_their_order()
    {
        using var folder = new Folder();
        var rows = new StringBuilder("received,limit,counting\n");
        for (var at = 0; at < 10_000; at++) rows.Append(CultureInfo.InvariantCulture, $"2026-0{1 + at % 9}-0{1 + at % 7}T0{7 + at % 3}:15,{1 + at % 40}h,RunningHours\n");
        var file = folder.With("a.csv", rows.ToString());

        var printed = await Printed.ByAsync("due", "--calendar", Folder.Calendar, "--batch", file);
        Assert.That((printed.Exit, printed.Lines.Length), Is.EqualTo((0, 10_001)));
        Assert.That(printed.Lines.Select(line => line[..line.LastIndexOf(',')]).Skip(1), Is.EqualTo(rows.ToString().Split('\n').Skip(1).Take(10_000)));
        Assert.That(printed.Lines.Skip(1), Has.All.Match(",2026-\\d\\d-\\d\\dT\\d\\d:\\d\\d$"));
    }

    [Test]
    public async Task Files_that_are_not_there_are_told()
    {
        var printed = await Printed.ByAsync("due", "--calendar", "/nowhere/calendar.json", "--received", "2026-03-02T09:00", "--limit", "1d", "--counting", "DayCount");
        Assert.That((printed.Exit, printed.Output), Is.EqualTo((2, "")));
        Assert.That(printed.Error, Does.Contain("/nowhere/calendar.json"));

        var batch = await Printed.ByAsync("due", "--calendar", Folder.Calendar, "--batch", "/nowhere/a.csv");
        Assert.That((batch.Exit, batch.Output), Is.EqualTo((2, "")));
        Assert.That((await Printed.ByAsync("due", "--received", "2026-03-02T09:00")).Exit, Is.EqualTo(2), "a calendar is needed");
    }
}
