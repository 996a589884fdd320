using System.Collections.Frozen;
using System.Globalization;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Calendars;

/// <summary>The working time of a whole province as data: years with holidays, half days and make-up days, office hours per unit and season, closures by decision.</summary>
/// <remarks>
/// A value: a change is a new book with a new version. Safe for many threads; every caller who asks for the same unit gets the same calendar.
/// A unit without hours of its own keeps those of the agency above it, and at last the province's; a closure of an agency closes what stands under it.
/// </remarks>
public sealed class CalendarBook
{
    private const int DeepestTree = 16;

    private readonly CalendarContent _content;
    private readonly WorkingCalendar _default;
    private readonly FrozenDictionary<string, WorkingCalendar> _units;

    internal CalendarBook(CalendarContent content, IReadOnlyDictionary<AgencyCode, AgencyCode>? parents = null, CalendarEdition? edition = null, CalendarBook? earlier = null)
    {
        (_content, Edition, Earlier) = (content, edition, earlier);
        parents ??= FrozenDictionary<AgencyCode, AgencyCode>.Empty;
        _default = new WorkingCalendar(content.For([]), content.Hours);

        // Only places with something of their own have a calendar of their own; everything below shares it.
        var special = content.UnitHours.Keys.Concat(content.Places).ToHashSet();
        var own = new Dictionary<AgencyCode, WorkingCalendar>();
        foreach (var unit in special)
        {
            var above = Above(unit, parents);
            own[unit] = new WorkingCalendar(content.For(above), [.. from place in above where content.UnitHours.ContainsKey(place) select content.UnitHours[place], content.Hours]);
        }
        _units = special.Concat(parents.Keys).Distinct()
            .Select(place => (place, nearest: Above(place, parents).FirstOrDefault(special.Contains)))
            .Where(pair => pair.nearest is not null)
            .ToFrozenDictionary(pair => pair.place.Value, pair => own[pair.nearest!], StringComparer.Ordinal);
    }

    private CalendarBook(CalendarBook book) => (_content, _default, _units, Edition) = (book._content, book._default, book._units, book.Edition);

    /// <summary>The version of the book; a change is a new version. Once in force it is the number it came into force under.</summary>
    public int Version => Edition?.Version ?? _content.Version;

    /// <summary>The years the book knows, in order. A year that is not here is not confirmed and has its plain weekdays.</summary>
    public IReadOnlyList<CalendarYear> Years => _content.Years;

    /// <summary>Times at which offices are closed by a decision, beyond holidays.</summary>
    public IReadOnlyList<Closure> Closures => _content.Closures;

    /// <summary>What is done with a promise that runs into a year whose calendar is not confirmed.</summary>
    public UnconfirmedYears UnconfirmedYears => _content.UnconfirmedYears;

    /// <summary>The units with hours of their own.</summary>
    public IEnumerable<AgencyCode> Units => _content.UnitHours.Keys;

    /// <summary>When and by which decision the book came into force; null for one that is only read from a file.</summary>
    public CalendarEdition? Edition { get; }

    /// <summary>The book that was in force before it; null for the first, and for one that is only read from a file.</summary>
    public CalendarBook? Earlier { get; }

    /// <summary>The calendar of one unit; the nearest one above it where the unit has none, at last the province's own.</summary>
    public WorkingCalendar For(AgencyCode? unit)
    {
        if (unit is null || _units.Count == 0) return _default;
        if (_units.TryGetValue(unit.Value, out var calendar)) return calendar;
        // A unit the catalogue does not know stands where its identifier puts it: H35.12.01 under H35.12.
        var byPrefix = _units.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var code = unit.Value.AsSpan(); code.LastIndexOf('.') is > 0 and var dot;)
            if (byPrefix.TryGetValue(code = code[..dot], out calendar)) return calendar;
        return _default;
    }

    /// <summary>The same book as if there had never been another: asked about a promise, it answers by itself.</summary>
    internal CalendarBook Alone => Earlier is null ? this : field ??= new(this);

    /// <summary>The book that was in force at a moment; the first one, for what lies before it.</summary>
    public CalendarBook At(DateTimeOffset moment)
    {
        var book = this;
        while (book is { Edition.From: var from, Earlier: { } earlier } && from > moment) book = earlier;
        return book;
    }

    /// <summary>The book a promise counts by: the one it was told with, until a later one came into force that moves promises; a provisional promise follows every one.</summary>
    /// <param name="told">The version the promise was last told with; null where that was not kept.</param>
    /// <param name="received">When the dossier was received: says which book where <paramref name="told"/> does not.</param>
    public CalendarBook Promising(int? told, DateTimeOffset received, bool provisional)
    {
        if (provisional || Earlier is null) return this;
        var own = told ?? At(received).Version;
        var book = this;
        while (book.Version > own && book is { Edition.Promises: PromiseRule.Frozen, Earlier: { } earlier }) book = earlier;
        return book;
    }

    /// <summary>Reads a calendar file (<c>samples/calendars/2026.json</c>; docs/calendars.md says what may stand in it). A fault is a <see cref="FormatException"/> that names the member.</summary>
    public static CalendarBook Parse(string json) => new(CalendarFile.Read(json));

    /// <summary>The same book in force: under which number, since when, by which decision, after which other, and with the tree of agencies that says who stands under whom.</summary>
    public CalendarBook InForce(CalendarEdition edition, CalendarBook? earlier, IReadOnlyDictionary<AgencyCode, AgencyCode>? parents = null) =>
        new(_content, parents, edition, earlier);

    /// <summary>A place, and everything above it, nearest first: by the catalogue's tree, else by its identifier.</summary>
    private static List<AgencyCode> Above(AgencyCode place, IReadOnlyDictionary<AgencyCode, AgencyCode> parents)
    {
        var line = new List<AgencyCode> { place };
        while (line.Count < DeepestTree)
        {
            var last = line[^1];
            var above = parents.GetValueOrDefault(last) ?? (last.Value.LastIndexOf('.') is > 0 and var dot ? new AgencyCode(last.Value[..dot]) : null);
            if (above is null || line.Contains(above)) break;
            line.Add(above);
        }
        return line;
    }
}

/// <summary>One year of the calendar: what the yearly announcement of holidays and swapped days says (thông báo lịch nghỉ).</summary>
/// <param name="Confirmed">The announcement has been made and entered: dates in this year may be promised.</param>
/// <param name="Decision">The acts that say so; never missing in a confirmed year.</param>
public sealed record CalendarYear(int Year, bool Confirmed, Wording? Decision, IReadOnlyList<Holiday> Holidays, IReadOnlyList<MakeUpDay> MakeUpDays)
{
    /// <summary>Days on which offices work only for a part of the day, as announced.</summary>
    public IReadOnlyList<HalfDay> HalfDays { get; init; } = [];
}

/// <summary>Days off by law or by swapping (nghỉ lễ, tết, hoán đổi), both ends included.</summary>
/// <param name="Decision">The act that gives these days off, where it is another than the year's.</param>
public sealed record Holiday(DateOnly From, DateOnly To, Wording Name, Wording? Decision = null)
{
    internal IEnumerable<DateOnly> Days => Enumerable.Range(From.DayNumber, To.DayNumber - From.DayNumber + 1).Select(DateOnly.FromDayNumber);
}

/// <summary>A day worked in place of one given off (làm bù), with the office hours of the weekday it makes up for.</summary>
/// <param name="Decision">The act that says so, where it is another than the year's.</param>
public sealed record MakeUpDay(DateOnly Day, DateOnly For, Wording? Decision = null)
{
    /// <summary>Which units work on it, and what stands under them; empty for the whole province.</summary>
    public IReadOnlyList<AgencyCode> Units { get; init; } = [];
}

/// <summary>A day on which offices work only for a part (nghỉ nửa ngày), as announced beforehand: it is a working day that closes, or opens, at another hour.</summary>
/// <param name="Opens">Nobody works before; null: as usual.</param>
/// <param name="Closes">Nobody works from then on; null: as usual.</param>
public sealed record HalfDay(DateOnly Day, TimeOnly? Opens, TimeOnly? Closes, Wording Name, Wording? Decision = null)
{
    /// <summary>Which units, and what stands under them; empty for the whole province.</summary>
    public IReadOnlyList<AgencyCode> Units { get; init; } = [];
}

/// <summary>A time at which offices are closed by a decision, beyond the calendar: a storm, a flood, no power (đóng cửa đột xuất); the end not included.</summary>
/// <remarks>It never brings a due time forward: a day whose close it takes is not counted as a day, though the hours worked on it count as hours.</remarks>
public sealed record Closure(DateTimeOffset From, DateTimeOffset To, Wording Reason, Wording Decision)
{
    /// <summary>Which units, and what stands under them; empty for the whole province.</summary>
    public IReadOnlyList<AgencyCode> Units { get; init; } = [];
}

/// <summary>What is done with a promise that runs into a year whose calendar is not confirmed.</summary>
public enum UnconfirmedYears
{
    Refuse, // không hẹn được
    Provisional, // hẹn tạm, khi có lịch năm đó thì hẹn chính thức
}

/// <summary>What a new calendar does to promises already printed.</summary>
public enum PromiseRule
{
    Moved, // lời hẹn chuyển theo lịch mới
    Frozen, // giữ nguyên lời hẹn đã in
}

/// <summary>How a calendar came into force: under which number, since when, what it does to promises, and by which decision.</summary>
/// <param name="Decision">Null for a calendar that a province was set up with.</param>
public sealed record CalendarEdition(int Version, DateTimeOffset From, PromiseRule Promises, CalendarDecision? Decision);

/// <summary>The decision by which a calendar is changed (quyết định thay đổi lịch làm việc).</summary>
/// <param name="Signer">Who signed it, with position.</param>
/// <param name="Reason">Why the calendar changes.</param>
/// <param name="Basis">The legal basis it rests on.</param>
public sealed record CalendarDecision(string Number, DateOnly SignedOn, string Signer, string Reason, string Basis)
{
    /// <summary>As cited: <c>Quyết định 45/QĐ-UBND ngày 28/09/2026</c>.</summary>
    public Wording ToWording() => new(
        string.Create(CultureInfo.InvariantCulture, $"Quyết định {Number} ngày {SignedOn:dd/MM/yyyy}"), string.Create(CultureInfo.InvariantCulture, $"Decision {Number} of {SignedOn:yyyy-MM-dd}"));
}

/// <summary>What a calendar file says, read and found whole.</summary>
internal sealed record CalendarContent(
    int Version, UnconfirmedYears UnconfirmedYears, IReadOnlyList<CalendarYear> Years, OfficeSeason[] Hours, IReadOnlyDictionary<AgencyCode, OfficeSeason[]> UnitHours,
    IReadOnlyList<Closure> Closures)
{
    /// <summary>Places that something is said about, office hours aside.</summary>
    public IEnumerable<AgencyCode> Places => Closures.SelectMany(closure => closure.Units)
        .Concat(Years.SelectMany(year => year.MakeUpDays.SelectMany(day => day.Units).Concat(year.HalfDays.SelectMany(day => day.Units))));

    /// <summary>The years and closures as they concern one place: it, and what stands above it.</summary>
    public (IReadOnlyList<CalendarYear> Years, IReadOnlyList<Closure> Closures) For(List<AgencyCode> above)
    {
        bool Concerns(IReadOnlyList<AgencyCode> units) => units.Count == 0 || units.Any(above.Contains);
        return (
            [.. Years.Select(year => year with { MakeUpDays = [.. year.MakeUpDays.Where(day => Concerns(day.Units))], HalfDays = [.. year.HalfDays.Where(day => Concerns(day.Units))] })],
            [.. Closures.Where(closure => Concerns(closure.Units))]);
    }
}

/// <summary>The office hours of some weekdays while they are valid (giờ làm việc theo mùa), both ends included; without an end, open on that side.</summary>
internal sealed record OfficeSeason(DateOnly? From, DateOnly? To, IReadOnlyList<DayOfWeek> Weekdays, OfficeHours Hours)
{
    internal bool Covers(DateOnly day) => !(day < From) && !(day > To);

    internal bool Meets(OfficeSeason other) =>
        !(From > other.To) && !(other.From > To) && Weekdays.Intersect(other.Weekdays).Any();
}
