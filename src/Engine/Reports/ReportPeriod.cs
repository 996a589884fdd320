using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Reports;

/// <summary>The days a report is about (kỳ báo cáo), both included. Its last day is also the day it is told as of: what happened later is not known to it.</summary>
/// <param name="Until">The moment everything is judged at: the end of the last day, or the present where that has not come yet.</param>
public sealed record ReportPeriod(DateOnly From, DateOnly To, DateTimeOffset Until)
{
    /// <summary>A report over more days than that is refused.</summary>
    public const int LongestDays = 1100;

    /// <summary>The first moment of the period.</summary>
    public DateTimeOffset Since => VietnamTime.At(From, TimeOnly.MinValue);

    public Wording Printed => new(
        string.Create(CultureInfo.InvariantCulture, $"từ {From:dd/MM/yyyy} đến {To:dd/MM/yyyy}"), string.Create(CultureInfo.InvariantCulture, $"{From:dd/MM/yyyy} to {To:dd/MM/yyyy}"));

    /// <summary>The period between two days; the month of the present one where none is named.</summary>
    public static (ReportPeriod? Period, Refusal? Refusal) Between(DateOnly? from, DateOnly? to, DateTimeOffset now)
    {
        var today = VietnamTime.DayOf(now);
        var last = to ?? today;
        var first = from ?? new DateOnly(last.Year, last.Month, 1);
        if (first > last) return (null, ReportRefusals.EndsBeforeItBegins);
        if (first > today) return (null, ReportRefusals.NotYet);
        if (last.DayNumber - first.DayNumber >= LongestDays) return (null, ReportRefusals.TooLong);

        var close = VietnamTime.At(last.AddDays(1), TimeOnly.MinValue);
        return (new(first, last, close < now ? close : now), null);
    }
}

/// <summary>By what the lines of a form are gathered.</summary>
public enum ReportGrouping
{
    Field, // lĩnh vực
    Agency, // cơ quan có thẩm quyền
    Procedure, // thủ tục
}
