using System.Collections.Frozen;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Calendars;

/// <summary>The working time of a whole province as data: years with holidays and make-up days, and office hours per unit with validity dates.</summary>
/// <remarks>A value: a change is a new book with a new version. Safe for many threads; every caller who asks for the same unit gets the same calendar.</remarks>
public sealed class CalendarBook
{
    private readonly WorkingCalendar _default;
    private readonly FrozenDictionary<AgencyCode, WorkingCalendar> _units;

    internal CalendarBook(int version, IReadOnlyList<CalendarYear> years, OfficeSeason[] hours, IReadOnlyDictionary<AgencyCode, OfficeSeason[]> unitHours)
    {
        (Version, Years) = (version, years);
        _default = new WorkingCalendar(years, hours);
        _units = unitHours.ToFrozenDictionary(unit => unit.Key, unit => new WorkingCalendar(years, unit.Value, hours));
    }

    /// <summary>The version of the book; a change is a new version.</summary>
    public int Version { get; }

    /// <summary>The years the book knows, in order. A year that is not here is not confirmed and has its plain weekdays.</summary>
    public IReadOnlyList<CalendarYear> Years { get; }

    /// <summary>The units with hours of their own.</summary>
    public IEnumerable<AgencyCode> Units => _units.Keys;

    /// <summary>The calendar of one unit; the province's own where the unit has none, and on days that none of the unit's seasons covers.</summary>
    public WorkingCalendar For(AgencyCode? unit) => unit is not null && _units.TryGetValue(unit, out var calendar) ? calendar : _default;

    /// <summary>Reads a calendar file (<c>samples/calendars/2026.json</c>). A fault is a <see cref="FormatException"/> that names the member.</summary>
    public static CalendarBook Parse(string json) => CalendarFile.Read(json);
}

/// <summary>One year of the calendar: what the yearly announcement of holidays and swapped days says (thông báo lịch nghỉ).</summary>
/// <param name="Confirmed">The announcement has been made and entered: dates in this year may be promised.</param>
/// <param name="Decision">The acts that say so; never missing in a confirmed year.</param>
public sealed record CalendarYear(int Year, bool Confirmed, Wording? Decision, IReadOnlyList<Holiday> Holidays, IReadOnlyList<MakeUpDay> MakeUpDays);

/// <summary>Days off by law or by swapping (nghỉ lễ, tết, hoán đổi), both ends included.</summary>
public sealed record Holiday(DateOnly From, DateOnly To, Wording Name)
{
    internal IEnumerable<DateOnly> Days => Enumerable.Range(From.DayNumber, To.DayNumber - From.DayNumber + 1).Select(DateOnly.FromDayNumber);
}

/// <summary>A day worked in place of one given off (làm bù), with the office hours of the weekday it makes up for.</summary>
public sealed record MakeUpDay(DateOnly Day, DateOnly For);

/// <summary>The office hours of some weekdays while they are valid (giờ làm việc theo mùa), both ends included; without an end, open on that side.</summary>
internal sealed record OfficeSeason(DateOnly? From, DateOnly? To, IReadOnlyList<DayOfWeek> Weekdays, OfficeHours Hours)
{
    internal bool Covers(DateOnly day) => !(day < From) && !(day > To);

    internal bool Meets(OfficeSeason other) =>
        !(From > other.To) && !(other.From > To) && Weekdays.Intersect(other.Weekdays).Any();
}
