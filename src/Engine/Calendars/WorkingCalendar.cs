using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Calendars;

/// <summary>When one unit's office is open (giờ hành chính), less public holidays, plus make-up days; and all deadline arithmetic over it.</summary>
public sealed class WorkingCalendar
{
    internal WorkingCalendar() { }

    public bool IsWorkingDay(DateOnly day) => throw new NotImplementedException($"{day}");

    /// <summary>The instant at which so many working minutes have passed since <paramref name="from"/>.</summary>
    public DateTimeOffset Add(DateTimeOffset from, int minutes) => throw new NotImplementedException($"{from} {minutes}");

    /// <summary>The instant so many working minutes before <paramref name="to"/>.</summary>
    public DateTimeOffset Subtract(DateTimeOffset to, int minutes) => throw new NotImplementedException($"{to} {minutes}");

    /// <summary>Whole working minutes between two instants; 0 when the second is not later.</summary>
    public int Between(DateTimeOffset from, DateTimeOffset to) => throw new NotImplementedException($"{from} {to}");

    /// <summary>When a limit that begins at <paramref name="received"/> runs out.</summary>
    public DateTimeOffset DueAt(DateTimeOffset received, CountingRule rule) => throw new NotImplementedException($"{received} {rule}");

    /// <summary>The first year touched by the span whose calendar is not confirmed; null when all are.</summary>
    public int? UnconfirmedYear(DateTimeOffset from, DateTimeOffset to) => throw new NotImplementedException($"{from} {to}");

    /// <summary>The day-by-day account of a span: what was counted, what was skipped, and why.</summary>
    public IReadOnlyList<DayAccount> Explain(DateTimeOffset from, DateTimeOffset to) => throw new NotImplementedException($"{from} {to}");
}

/// <summary>One line of an account: a day, the working minutes counted on it, and why it counts or not.</summary>
public sealed record DayAccount(DateOnly Day, int Minutes, Wording Why);

/// <summary>The working time of a whole province as data: years with holidays and make-up days, and office hours per unit with validity dates.</summary>
public sealed class CalendarBook
{
    /// <summary>The version of the book; a change is a new version.</summary>
    public int Version => throw new NotImplementedException();

    /// <summary>The calendar of one unit; the province's own where the unit has none.</summary>
    public WorkingCalendar For(AgencyCode? unit) => throw new NotImplementedException($"{unit}");

    /// <summary>Reads a calendar file (<c>samples/calendars/2026.json</c>). A fault is a <see cref="FormatException"/> that names the member.</summary>
    public static CalendarBook Parse(string json) => throw new NotImplementedException(json);
}
