using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Calendars;

/// <summary>How long the law or a step allows (thời hạn): an amount, in the unit the decision printed it in.</summary>
/// <remarks>1 working day = 8 working hours = 480 working minutes. Calendar days are never turned into working time.</remarks>
public readonly record struct TimeLimit(decimal Value, TimeUnit Unit)
{
    /// <summary>Working minutes of one working day.</summary>
    public const int MinutesPerDay = 480;

    /// <summary>The longest limit that can be written: longer ones are a slip of the pen.</summary>
    public const int LongestDays = 3660;

    /// <summary>Working minutes; null for calendar days, and where the amount does not come to a whole number of minutes within bounds.</summary>
    public int? WorkingMinutes => Unit is TimeUnit.CalendarDay || !IsWhole ? null : (int)(Value * Factor);

    /// <summary>True when the amount is not negative, within bounds, and comes to whole minutes (or whole calendar days).</summary>
    public bool IsWhole => Value >= 0 && Value <= (Unit is TimeUnit.WorkingHour ? LongestDays * 8 : LongestDays) && Value * Factor == decimal.Truncate(Value * Factor);

    private int Factor => Unit switch { TimeUnit.WorkingHour => 60, TimeUnit.WorkingDay => MinutesPerDay, _ => 1 };

    public static TimeLimit OfDays(decimal days) => new(days, TimeUnit.WorkingDay);

    public static TimeLimit OfHours(decimal hours) => new(hours, TimeUnit.WorkingHour);

    public static TimeLimit OfCalendarDays(decimal days) => new(days, TimeUnit.CalendarDay);

    /// <summary>Reads the short form of the command line and of lists: <c>24h</c>, <c>3d</c>, <c>0.5d</c> in working time, <c>5cd</c> in calendar days. Whether the amount can be counted is <see cref="CountingRule.Fault"/>'s to say.</summary>
    public static bool TryParseShort([NotNullWhen(true)] string? text, out TimeLimit limit)
    {
        var (digits, unit) = text switch
        {
            [.. var amount, 'c', 'd'] => (amount, TimeUnit.CalendarDay),
            [.. var amount, 'd'] => (amount, TimeUnit.WorkingDay),
            [.. var amount, 'h'] => (amount, TimeUnit.WorkingHour),
            _ => ("", default),
        };
        limit = default;
        if (digits is not [>= '0' and <= '9', ..] or not [.., >= '0' and <= '9']) return false;
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) return false;

        limit = new TimeLimit(value, unit);
        return true;
    }

    /// <summary>As printed: <c>2,5 ngày làm việc</c>.</summary>
    public Wording ToWording() => new(
        $"{Value.ToString("0.####", CultureInfo.GetCultureInfo("vi-VN"))} {Unit switch { TimeUnit.WorkingHour => "giờ làm việc", TimeUnit.WorkingDay => "ngày làm việc", _ => "ngày" }}",
        $"{Value.ToString("0.####", CultureInfo.InvariantCulture)} {Unit switch { TimeUnit.WorkingHour => "working hour", TimeUnit.WorkingDay => "working day", _ => "calendar day" }}{(Value == 1 ? "" : "s")}");

    public override string ToString() => ToWording().Vi;
}

/// <summary>What a limit is counted in.</summary>
public enum TimeUnit
{
    WorkingHour, // giờ làm việc
    WorkingDay, // ngày làm việc
    CalendarDay, // ngày
}

/// <summary>How a limit is counted from the moment of receipt (cách tính thời hạn).</summary>
public enum Counting
{
    RunningHours, // chạy liên tục theo giờ làm việc
    DayCount, // đếm ngày, ngày nhận không tính, hết hạn lúc đóng cửa
    SameDay, // trả trong ngày nếu nhận trước giờ chốt
}

/// <summary>When <see cref="Counting.DayCount"/> begins for what arrives after hours or on a day off.</summary>
public enum AfterHours
{
    CountFromSubmission, // tính từ ngày nộp
    CountFromNextOpening, // coi như nộp ngày làm việc kế tiếp
}

/// <summary>Everything about one limit that its arithmetic needs.</summary>
/// <param name="CutOff">Only for <see cref="Counting.SameDay"/>: received by then is due the same day.</param>
public sealed record CountingRule(TimeLimit Limit, Counting Counting, AfterHours AfterHours = AfterHours.CountFromSubmission, TimeOnly? CutOff = null)
{
    /// <summary>Why this limit cannot be counted this way; null when it can.</summary>
    [JsonIgnore]
    public Wording? Fault => Counting switch
    {
        Counting.SameDay => CutOff is null ? NoCutOff : null,
        _ when !Limit.IsWhole => Limit.Unit is TimeUnit.CalendarDay ? NotWholeDays(Limit) : NotWholeMinutes(Limit),
        Counting.DayCount when Limit.WorkingMinutes is { } minutes && minutes % TimeLimit.MinutesPerDay != 0 => NotWholeDays(Limit),
        _ => null,
    };

    private static readonly Wording NoCutOff = new(
        "Thời hạn trả trong ngày phải có giờ chốt nhận hồ sơ.",
        "A same-day limit needs a cut-off hour.");

    private static Wording NotWholeDays(TimeLimit limit) => new(
        $"Thời hạn {limit.ToWording().Vi} không tính theo ngày được: phải là số nguyên ngày, từ 0 đến {TimeLimit.LongestDays} ngày.",
        $"A limit of {limit.ToWording().En} cannot be counted in days: it must come to a whole number of days, 0 to {TimeLimit.LongestDays}.");

    private static Wording NotWholeMinutes(TimeLimit limit) => new(
        $"Thời hạn {limit.ToWording().Vi} không tính được: phải tròn phút và từ 0 đến {TimeLimit.LongestDays} ngày.",
        $"A limit of {limit.ToWording().En} cannot be counted: it must come to whole minutes, 0 to {TimeLimit.LongestDays} days.");
}
