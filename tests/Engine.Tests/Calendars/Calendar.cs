using System.Globalization;
using System.Runtime.CompilerServices;
using TthcFlow.Engine.Calendars;

namespace TthcFlow.Engine.Tests.Calendars;

/// <summary>The cast of the calendar tests: the sample book of 2026, and moments written as an office writes them.</summary>
internal static class Calendar
{
    public static readonly string SampleJson = File.ReadAllText(SamplePath());

    public static readonly CalendarBook Book = CalendarBook.Parse(SampleJson);

    public static readonly WorkingCalendar Province = Book.For(null);

    /// <summary>A moment of Vietnam's clock, <c>2026-03-02 09:00</c>.</summary>
    public static DateTimeOffset At(string text) => new(DateTime.Parse(text, CultureInfo.InvariantCulture), VietnamTime.Offset);

    public static TimeLimit Limit(string text) => TimeLimit.TryParseShort(text, out var limit) ? limit : throw new FormatException(text);

    public static CountingRule Running(string limit) => new(Limit(limit), Counting.RunningHours);

    public static CountingRule Days(string limit, AfterHours afterHours = AfterHours.CountFromSubmission) => new(Limit(limit), Counting.DayCount, afterHours);

    private static string SamplePath([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../samples/calendars/2026.json");
}
