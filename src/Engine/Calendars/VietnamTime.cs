namespace TthcFlow.Engine.Calendars;

/// <summary>Instants are UTC everywhere; the law's days and office hours are Vietnam's (UTC+7, no summer time).</summary>
public static class VietnamTime
{
    /// <summary>Seven hours ahead of UTC, all year.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(7);

    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.ToOffset(Offset).DateTime);

    public static DateTime LocalOf(DateTimeOffset instant) => instant.ToOffset(Offset).DateTime;

    public static DateTimeOffset At(DateOnly day, TimeOnly hour) => new DateTimeOffset(day, hour, Offset).ToUniversalTime();
}
