namespace TthcFlow.Engine.Calendars;

// A date set by decision in place of the one a limit would give.
public sealed partial class WorkingCalendar
{
    /// <summary>When a limit runs out whose end was set by a decision (gia hạn): on the day that was set, and later by what stood still since.</summary>
    /// <remarks>Pauses move it as they move a limit of that kind: running hours by the working minutes that were left, days to the close of the day on which they end,
    /// calendar days by the days that passed. What lies before the decision was reckoned with when the date was set.</remarks>
    /// <param name="since">When the date was set.</param>
    /// <param name="due">The date that was set.</param>
    public DateTimeOffset DueAfter(DateTimeOffset since, DateTimeOffset due, CountingRule rule, IReadOnlyList<Pause> pauses)
    {
        var (start, end) = (MinuteOf(since), MinuteOf(due));
        Span<(long From, long To)> spans = pauses.Count <= UsualPauses ? stackalloc (long, long)[UsualPauses] : new (long, long)[pauses.Count];
        foreach (var (from, to) in Merge(pauses, start, spans))
        {
            if (end <= from) break;
            end = rule switch
            {
                { Counting: not Counting.SameDay, Limit.Unit: TimeUnit.CalendarDay } => CloseFrom(Later(DayOf(to), DayOf(end).DayNumber - DayOf(from).DayNumber), to),
                { Counting: Counting.RunningHours } => Add(to, Between(from, end)),
                _ => CloseFrom(DayOf(Add(to, Between(from, end))), from),
            };
        }
        return InstantOf(end);
    }
}
