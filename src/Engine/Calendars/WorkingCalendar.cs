using System.Collections.Frozen;

namespace TthcFlow.Engine.Calendars;

/// <summary>When one unit's office is open (giờ hành chính), less public holidays, plus make-up days; and all deadline arithmetic over it.</summary>
/// <remarks>
/// <para>Everything is counted in whole minutes of Vietnam's clock. Every instant given is first cut down to its minute, because that is what the
/// receipt prints (giờ, phút): 09:00:59 is 09:00. Receipt and deadline are cut alike, so nobody loses a minute, and whoever recalculates from the paper
/// gets the paper's answer. Answers are in UTC.</para>
/// <para>An office is open from the minute a session opens until just before the minute it closes: what arrives at 17:00 has come after hours.</para>
/// <para>Each year is summed up once, when first asked for; a question about 300 working days is then the same two searches as one about an hour.
/// A year without data has its plain weekdays; <see cref="UnconfirmedYear"/> tells. Safe for many threads at once.</para>
/// </remarks>
public sealed partial class WorkingCalendar
{
    private const int MinutesPerDay = 24 * 60;

    // The Gregorian calendar repeats itself, weekdays too, every 400 years: years beyond the data share their tables.
    private const int Cycle = 400;

    /// <summary>So many pauses of one limit are merged without memory of their own.</summary>
    private const int UsualPauses = 16;

    private readonly FrozenDictionary<DateOnly, Holiday> _holidays;
    private readonly FrozenDictionary<DateOnly, MakeUpDay> _makeUpDays;
    private readonly FrozenDictionary<DateOnly, HalfDay> _halfDays;
    private readonly ILookup<DateOnly, (int From, int To, Closure Closure)> _closures;
    private readonly FrozenSet<int> _confirmed;
    private readonly OfficeSeason[][] _seasons;
    private readonly int _first;
    private readonly int _last;
    private readonly YearTable?[] _tables;

    /// <param name="known">The years of the book and its closures, as they concern the unit.</param>
    /// <param name="seasons">The unit's own hours, then those above it, at last the province's: the first list with a season that covers a day decides about it.</param>
    internal WorkingCalendar((IReadOnlyList<CalendarYear> Years, IReadOnlyList<Closure> Closures) known, params OfficeSeason[][] seasons)
    {
        var (years, closures) = known;
        _holidays = years.SelectMany(year => year.Holidays).SelectMany(holiday => holiday.Days, (holiday, day) => KeyValuePair.Create(day, holiday)).ToFrozenDictionary();
        _makeUpDays = years.SelectMany(year => year.MakeUpDays).DistinctBy(makeUp => makeUp.Day).ToFrozenDictionary(makeUp => makeUp.Day);
        _halfDays = years.SelectMany(year => year.HalfDays).DistinctBy(half => half.Day).ToFrozenDictionary(half => half.Day);
        _closures = closures.SelectMany(PartsOf).ToLookup(part => part.Day, part => (part.From, part.To, part.Closure));
        _confirmed = years.Where(year => year.Confirmed).Select(year => year.Year).ToFrozenSet();
        _seasons = seasons;

        int[] special =
        [
            .. years.Select(year => year.Year),
            .. _closures.Select(day => day.Key.Year),
            .. seasons.SelectMany(list => list).SelectMany(season => new[] { season.From?.Year, season.To?.Year }).OfType<int>(),
        ];
        (_first, _last) = special is [] ? (2000, 2000) : (special.Min(), special.Max());
        _tables = new YearTable?[Cycle + (_last - _first + 1) + Cycle];
    }

    /// <summary>Is the office open on that day, if only for a part of it?</summary>
    public bool IsWorkingDay(DateOnly day) => TableOf(day.Year).HoursOf(day.DayOfYear - 1) is not null;

    /// <summary>When the office opens on that day; null on a day off.</summary>
    public DateTimeOffset? OpeningOn(DateOnly day) => TableOf(day.Year).HoursOf(day.DayOfYear - 1) is { } hours ? InstantOf(day.DayNumber * (long)MinutesPerDay + hours.Sessions[0].Opens) : null;

    /// <summary>The instant at which so many working minutes have passed since <paramref name="from"/>: the end of a session, never the start of the next; with 0 minutes, <paramref name="from"/> itself.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative, or the answer lies beyond the year 9999.</exception>
    public DateTimeOffset Add(DateTimeOffset from, int minutes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minutes);
        return InstantOf(Add(MinuteOf(from), minutes));
    }

    /// <summary>The latest instant with so many working minutes left before <paramref name="to"/>: the start of a session, never the end of the one before; with 0 minutes, <paramref name="to"/> itself.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative, or the answer lies before the year 1.</exception>
    public DateTimeOffset Subtract(DateTimeOffset to, int minutes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minutes);
        var start = MinuteOf(to);
        if (minutes == 0) return InstantOf(start);

        var (year, worked) = WorkedBy(start);
        var left = worked - (long)minutes;
        while (left < 0) left += TableOf(--year).Minutes;
        return InstantOf(MinuteOf(year, TableOf(year).Leaving((int)left)));
    }

    /// <summary>Whole working minutes between two instants; 0 when the second is not later.</summary>
    public int Between(DateTimeOffset from, DateTimeOffset to) => Between(MinuteOf(from), MinuteOf(to));

    /// <summary>When a limit that begins at <paramref name="received"/> runs out.</summary>
    /// <exception cref="ArgumentException">The limit cannot be counted this way: <see cref="CountingRule.Fault"/> says why.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The answer lies beyond the year 9999.</exception>
    public DateTimeOffset DueAt(DateTimeOffset received, CountingRule rule)
    {
        ThrowIfFaulty(rule);
        var start = MinuteOf(received);
        return InstantOf(rule switch
        {
            { Counting: Counting.SameDay } => SameDayDue(start, rule.CutOff!.Value),
            { Limit.Unit: TimeUnit.CalendarDay } => CloseFrom(CalendarEnd(start, rule), start),
            { Counting: Counting.DayCount } => DayCountDue(start, rule),
            _ => RunningDue(start, MinutesOf(rule)),
        });
    }

    /// <summary>When a limit runs out whose clock stood still for a while (tạm dừng tính thời hạn): what was left when the pause began is left when it ends.</summary>
    /// <remarks>
    /// <para>Running hours go on with exactly the working minutes that were left. A limit in days goes on with the working minutes from the pause to the
    /// close of its last day, and again lasts until the close of the day on which they end. A limit in calendar days goes on with the calendar days left.</para>
    /// <para>Pauses may come in any order; where they overlap or touch they are one. What lies before the receipt, on the day of receipt of a limit in days (which is not
    /// counted anyway), or after the limit has run out counts for nothing.
    /// A limit that begins anew after a supplement (<c>Restarts</c>) is simply <see cref="DueAt"/> from the moment of the answer.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">The limit cannot be counted this way: <see cref="CountingRule.Fault"/> says why.</exception>
    public DateTimeOffset DueAfter(DateTimeOffset received, CountingRule rule, IReadOnlyList<Pause> pauses)
    {
        ArgumentNullException.ThrowIfNull(pauses);
        if (pauses.Count == 0) return DueAt(received, rule);
        ThrowIfFaulty(rule);
        var start = MinuteOf(received);
        Span<(long From, long To)> spans = pauses.Count <= UsualPauses ? stackalloc (long, long)[UsualPauses] : new (long, long)[pauses.Count];
        return InstantOf(rule switch
        {
            { Counting: not Counting.SameDay, Limit.Unit: TimeUnit.CalendarDay } => CalendarDueAfter(start, rule, Merge(pauses, start, spans)),
            { Counting: Counting.RunningHours } => RunningDueAfter(start, MinutesOf(rule), Merge(pauses, start, spans)),
            { Counting: Counting.DayCount, Limit.Value: > 0 } => WholeDayDueAfter(DayCountDue(start, rule), Merge(pauses, MidnightAfter(ReceiptDay(start, rule)), spans)),
            _ => WholeDayDueAfter(MinuteOf(DueAt(received, rule)), Merge(pauses, start, spans)),
        });
    }

    /// <summary>The first year touched by the span whose calendar is not confirmed; null when all are.</summary>
    public int? UnconfirmedYear(DateTimeOffset from, DateTimeOffset to)
    {
        var (first, last) = (VietnamTime.DayOf(from).Year, VietnamTime.DayOf(to).Year);
        for (var year = Math.Min(first, last); year <= Math.Max(first, last); year++)
            if (!_confirmed.Contains(year)) return year;
        return null;
    }

    private static void ThrowIfFaulty(CountingRule rule)
    {
        if (rule.Fault is { } fault) throw new ArgumentException(fault.En, nameof(rule));
    }

    private static int MinutesOf(CountingRule rule) => rule.Limit.WorkingMinutes!.Value;

    // ---- Running hours

    private long Add(long start, int minutes)
    {
        if (minutes == 0) return start;

        var (year, worked) = WorkedBy(start);
        var target = worked + (long)minutes;
        for (; target > TableOf(year).Minutes; year++) target -= TableOf(year).Minutes;
        return MinuteOf(year, TableOf(year).Reaching((int)target));
    }

    private int Between(long from, long to)
    {
        if (to <= from) return 0;

        var (year, before) = WorkedBy(from);
        var (lastYear, after) = WorkedBy(to);
        long whole = 0;
        for (; year < lastYear; year++) whole += TableOf(year).Minutes;
        return (int)(whole + after - before);
    }

    private long NextOpen(long minute)
    {
        var (year, worked) = WorkedBy(minute);
        for (; worked >= TableOf(year).Minutes; year++) worked -= TableOf(year).Minutes;
        return MinuteOf(year, TableOf(year).Leaving(worked));
    }

    // A limit of nothing ends when its clock would have begun.
    private long RunningDue(long start, int minutes) => minutes == 0 ? NextOpen(start) : Add(start, minutes);

    private long RunningDueAfter(long start, int minutes, ReadOnlySpan<(long From, long To)> pauses)
    {
        foreach (var (from, to) in pauses)
        {
            if (RunningDue(start, minutes) <= from) break;
            minutes -= Between(start, from);
            start = to;
        }
        return RunningDue(start, minutes);
    }

    // ---- Whole days

    private long DayCountDue(long start, CountingRule rule)
    {
        var days = MinutesOf(rule) / TimeLimit.MinutesPerDay;
        return days == 0 ? CloseFrom(DayOf(start), start) : Close(WorkingDayAfter(ReceiptDay(start, rule), days));
    }

    private long SameDayDue(long start, TimeOnly cutOff)
    {
        var day = DayOf(start);
        return start % MinutesPerDay <= (long)cutOff.ToTimeSpan().TotalMinutes ? CloseFrom(day, start) : Close(WorkingDayAfter(day, 1));
    }

    private long WholeDayDueAfter(long due, ReadOnlySpan<(long From, long To)> pauses)
    {
        foreach (var (from, to) in pauses)
        {
            if (due <= from) break;
            due = CloseOf(DayOf(Add(to, Between(from, due))));
        }
        return due;
    }

    private DateOnly CalendarEnd(long start, CountingRule rule) => Later(ReceiptDay(start, rule), (int)rule.Limit.Value);

    private long CalendarDueAfter(long start, CountingRule rule, ReadOnlySpan<(long From, long To)> pauses)
    {
        var (receipt, end) = (ReceiptDay(start, rule), CalendarEnd(start, rule));
        foreach (var (from, to) in pauses)
        {
            if (CloseFrom(end, start) <= from) break;
            var (begins, resumes) = (Math.Max(DayOf(from).DayNumber, receipt.DayNumber), DayOf(to));
            if (resumes.DayNumber >= begins) end = Later(resumes, Math.Max(0, end.DayNumber - begins));
            start = to;
        }
        return CloseFrom(end, start);
    }

    /// <summary>The day that is not counted: the day of submission, or the next one on which the office is open, as the rule has it.</summary>
    private DateOnly ReceiptDay(long start, CountingRule rule) =>
        DayOf(rule is { Counting: Counting.DayCount, AfterHours: AfterHours.CountFromNextOpening } ? NextOpen(start) : start);

    private DateOnly WorkingDayAfter(DateOnly day, int n)
    {
        var year = day.Year;
        var target = TableOf(year).DaysThrough(day.DayOfYear - 1) + n;
        for (; target > TableOf(year).WorkingDays; year++) target -= TableOf(year).WorkingDays;
        return new DateOnly(year, 1, 1).AddDays(TableOf(year).WorkingDay(target));
    }

    private static long MidnightAfter(DateOnly day) => (day.DayNumber + 1L) * MinutesPerDay;

    /// <summary>The close of a working day.</summary>
    private long Close(DateOnly day) => day.DayNumber * (long)MinutesPerDay + TableOf(day.Year).HoursOf(day.DayOfYear - 1)!.Closes;

    /// <summary>The close of a day; of the next whole working day where a closure took its end.</summary>
    private long CloseOf(DateOnly day) => IsWholeDay(day) ? Close(day) : Close(WorkingDayAfter(day, 1));

    /// <summary>The close of a day; of the next working day where it is a day off (BLDS Điều 148) or has closed before <paramref name="start"/>.</summary>
    private long CloseFrom(DateOnly day, long start) =>
        IsWholeDay(day) && Close(day) > start ? Close(day) : Close(WorkingDayAfter(day, 1));

    private bool IsWholeDay(DateOnly day) => TableOf(day.Year).HoursOf(day.DayOfYear - 1) is { IsWhole: true };

    private static DateOnly Later(DateOnly day, int days) =>
        day.DayNumber + days <= DateOnly.MaxValue.DayNumber ? day.AddDays(days) : throw BeyondTheCalendar();

    // ---- Pauses

    /// <summary>The pauses from <paramref name="start"/> on, in order, those that overlap or touch as one.</summary>
    private static ReadOnlySpan<(long From, long To)> Merge(IReadOnlyList<Pause> pauses, long start, Span<(long From, long To)> spans)
    {
        var count = 0;
        for (var at = 0; at < pauses.Count; at++) // by index: an enumerator of an interface would be the one thing here that costs memory
        {
            var (from, to) = (Math.Max(start, MinuteOf(pauses[at].From)), MinuteOf(pauses[at].To));
            if (from >= to) continue;
            var place = count++;
            for (; place > 0 && spans[place - 1].From > from; place--) spans[place] = spans[place - 1];
            spans[place] = (from, to);
        }

        var merged = 0;
        for (var at = 0; at < count; at++)
        {
            if (merged > 0 && spans[at].From <= spans[merged - 1].To) spans[merged - 1].To = Math.Max(spans[merged - 1].To, spans[at].To);
            else spans[merged++] = spans[at];
        }
        return spans[..merged];
    }

    // ---- Minutes since midnight of 1 January of the year 1, by Vietnam's clock

    private static long MinuteOf(DateTimeOffset instant) => (instant.UtcTicks + VietnamTime.Offset.Ticks) / TimeSpan.TicksPerMinute;

    private static long MinuteOf(int year, (int Index, int Minute) moment) =>
        (new DateOnly(year, 1, 1).DayNumber + moment.Index) * (long)MinutesPerDay + moment.Minute;

    private static DateTimeOffset InstantOf(long minute)
    {
        var ticks = minute * TimeSpan.TicksPerMinute - VietnamTime.Offset.Ticks;
        return ticks >= 0 && ticks <= DateTimeOffset.MaxValue.Ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : throw BeyondTheCalendar();
    }

    private static DateOnly DayOf(long minute) =>
        minute / MinutesPerDay is var day && day <= DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)day) : throw BeyondTheCalendar();

    private (int Year, int Worked) WorkedBy(long minute)
    {
        var day = DayOf(minute);
        return (day.Year, TableOf(day.Year).WorkedBy(day.DayOfYear - 1, (int)(minute % MinutesPerDay)));
    }

    // ---- The tables

    private YearTable TableOf(int year)
    {
        if (year < DateOnly.MinValue.Year || year > DateOnly.MaxValue.Year) throw BeyondTheCalendar();
        ref var slot = ref _tables[year < _first ? Cycle - 1 - (_first - 1 - year) % Cycle
            : year <= _last ? Cycle + year - _first
            : Cycle + _last - _first + 1 + (year - _last - 1) % Cycle];
        // Two threads may both sum up a year: the sums are equal, either may stay.
        if (Volatile.Read(ref slot) is { } table) return table;
        table = new YearTable(year, HoursOn);
        Volatile.Write(ref slot, table);
        return table;
    }

    /// <summary>The hours of a day from the data themselves; null on a day off. What was announced comes first, then what closures take away.</summary>
    private OfficeHours? HoursOn(DateOnly day)
    {
        var hours = PlannedOn(day);
        foreach (var (from, to, _) in _closures[day]) hours = hours?.Without(from, to, unforeseen: true);
        return hours;
    }

    private OfficeHours? PlannedOn(DateOnly day)
    {
        var hours = RegularOn(day);
        if (!_halfDays.TryGetValue(day, out var half)) return hours;
        if (half.Opens is { } opens) hours = hours?.Without(0, MinuteOf(opens), unforeseen: false);
        if (half.Closes is { } closes) hours = hours?.Without(MinuteOf(closes), MinutesPerDay, unforeseen: false);
        return hours;
    }

    /// <summary>A make-up day has the hours of the weekday it makes up for.</summary>
    private OfficeHours? RegularOn(DateOnly day) =>
        _makeUpDays.TryGetValue(day, out var makeUp) ? HoursOn(day, makeUp.For.DayOfWeek) ?? HoursOn(day, day.DayOfWeek)
        : _holidays.ContainsKey(day) ? null
        : HoursOn(day, day.DayOfWeek);

    private OfficeHours? HoursOn(DateOnly day, DayOfWeek weekday)
    {
        foreach (var list in _seasons)
        {
            var covered = false;
            foreach (var season in list)
            {
                if (!season.Covers(day)) continue;
                if (season.Weekdays.Contains(weekday)) return season.Hours;
                covered = true;
            }
            if (covered) return null;
        }
        return null;
    }

    private static int MinuteOf(TimeOnly hour) => hour.Hour * 60 + hour.Minute;

    /// <summary>A closure day by day, in minutes of the day.</summary>
    private static IEnumerable<(DateOnly Day, int From, int To, Closure Closure)> PartsOf(Closure closure)
    {
        var (from, to) = (MinuteOf(closure.From), MinuteOf(closure.To));
        for (var day = DayOf(from); day.DayNumber * (long)MinutesPerDay < to; day = day.AddDays(1))
        {
            var midnight = day.DayNumber * (long)MinutesPerDay;
            yield return (day, (int)Math.Max(0, from - midnight), (int)Math.Min(MinutesPerDay, to - midnight), closure);
        }
    }

    private static ArgumentOutOfRangeException BeyondTheCalendar() =>
        new(null, "The limit runs beyond the years 1 to 9999, which is as far as a calendar goes.");
}

/// <summary>A stretch in which a limit's clock stood still (tạm dừng tính thời hạn), the end not included.</summary>
public sealed record Pause(DateTimeOffset From, DateTimeOffset To);
