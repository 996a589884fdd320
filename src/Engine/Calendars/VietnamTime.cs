namespace TthcFlow.Engine.Calendars;

/// <summary>Instants are UTC everywhere; the law's days and office hours are Vietnam's (UTC+7, no summer time).</summary>
public static class VietnamTime
{
    /// <summary>Seven hours ahead of UTC, all year.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(7);

    /// <summary>The last hours of the year 9999 are told as its last day: Vietnam is further on, and no calendar goes there.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateTimeOffset.MaxValue - instant < Offset ? DateOnly.MaxValue : DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    public static DateTime LocalOf(DateTimeOffset instant) => instant.ToOffset(Offset).DateTime;

    /// <summary>The first hours of the year 1 are told as its beginning in UTC, which has no earlier ones.</summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly hour) =>
        day == DateOnly.MinValue && hour.ToTimeSpan() < Offset ? DateTimeOffset.MinValue : new DateTimeOffset(day, hour, Offset).ToUniversalTime();
}
