namespace TthcFlow.Engine.Calendars;

/// <summary>The sessions of one kind of working day (các buổi làm việc trong ngày), in minutes since midnight, in order and never overlapping.</summary>
internal sealed class OfficeHours
{
    private readonly (int Opens, int Closes)[] _sessions;

    internal OfficeHours((int Opens, int Closes)[] sessions, bool isWhole = true)
    {
        (_sessions, IsWhole) = (sessions, isWhole);
        Minutes = sessions.Sum(session => session.Closes - session.Opens);
    }

    internal ReadOnlySpan<(int Opens, int Closes)> Sessions => _sessions;

    /// <summary>Working minutes of the whole day.</summary>
    internal int Minutes { get; }

    /// <summary>When the last session ends: the moment at which a limit in days runs out.</summary>
    internal int Closes => _sessions[^1].Closes;

    /// <summary>False where a closure took the end of the day: its hours count as hours, but it is no day for a limit in days.</summary>
    internal bool IsWhole { get; }

    /// <summary>What is left when nobody works in a span of the day; null when nothing is.</summary>
    /// <param name="unforeseen">A closure, and not hours that were announced beforehand: then a day whose close is taken is no longer a whole day.</param>
    internal OfficeHours? Without(int from, int to, bool unforeseen)
    {
        var left = new List<(int Opens, int Closes)>(_sessions.Length + 1);
        foreach (var (opens, closes) in _sessions)
        {
            if (opens < Math.Min(closes, from)) left.Add((opens, Math.Min(closes, from)));
            if (Math.Max(opens, to) < closes) left.Add((Math.Max(opens, to), closes));
        }
        return left is [] ? null : new OfficeHours([.. left], IsWhole && (!unforeseen || left[^1].Closes == Closes));
    }

    /// <summary>Working minutes that have passed at a minute of the day.</summary>
    internal int WorkedBy(int minute)
    {
        var worked = 0;
        foreach (var (opens, closes) in _sessions)
        {
            if (minute <= opens) break;
            worked += Math.Min(minute, closes) - opens;
        }
        return worked;
    }

    /// <summary>The earliest minute at which so many (1 to <see cref="Minutes"/>) have been worked: the end of a session, never the start of the next.</summary>
    internal int Reaching(int worked)
    {
        var session = 0;
        for (; worked > Length(session); session++) worked -= Length(session);
        return _sessions[session].Opens + worked;
    }

    /// <summary>The latest minute at which no more than so many (0 to <see cref="Minutes"/> − 1) have been worked: the start of a session, never the end of the one before.</summary>
    internal int Leaving(int worked)
    {
        var session = 0;
        for (; worked >= Length(session); session++) worked -= Length(session);
        return _sessions[session].Opens + worked;
    }

    private int Length(int session) => _sessions[session].Closes - _sessions[session].Opens;
}

/// <summary>One year of one unit, summed up: how many minutes and days have been worked before each of its days, so that a question is a search and not a walk.</summary>
internal sealed class YearTable
{
    private readonly OfficeHours?[] _hours;
    private readonly int[] _minutesBefore;
    private readonly int[] _daysBefore;

    internal YearTable(int year, Func<DateOnly, OfficeHours?> hoursOn)
    {
        var days = DateTime.IsLeapYear(year) ? 366 : 365;
        (_hours, _minutesBefore, _daysBefore) = (new OfficeHours?[days], new int[days + 1], new int[days + 1]);
        var day = new DateOnly(year, 1, 1).DayNumber;
        for (var i = 0; i < days; i++)
        {
            _hours[i] = hoursOn(DateOnly.FromDayNumber(day + i));
            _minutesBefore[i + 1] = _minutesBefore[i] + (_hours[i]?.Minutes ?? 0);
            _daysBefore[i + 1] = _daysBefore[i] + (_hours[i] is { IsWhole: true } ? 1 : 0);
        }
    }

    internal int Minutes => _minutesBefore[^1];

    internal int WorkingDays => _daysBefore[^1];

    /// <summary>The hours of a day, counted from 0 on 1 January; null on a day off.</summary>
    internal OfficeHours? HoursOf(int index) => _hours[index];

    /// <summary>Minutes worked in this year before a minute of one of its days.</summary>
    internal int WorkedBy(int index, int minute) => _minutesBefore[index] + (_hours[index]?.WorkedBy(minute) ?? 0);

    /// <summary>Working days of this year up to a day, that day included.</summary>
    internal int DaysThrough(int index) => _daysBefore[index + 1];

    /// <summary>The earliest moment at which so many minutes (at least 1) of this year have been worked.</summary>
    internal (int Index, int Minute) Reaching(int worked)
    {
        var index = FirstAtLeast(_minutesBefore, worked) - 1;
        return (index, _hours[index]!.Reaching(worked - _minutesBefore[index]));
    }

    /// <summary>The latest moment at which no more than so many minutes (fewer than the year's) have been worked.</summary>
    internal (int Index, int Minute) Leaving(int worked)
    {
        var index = FirstAtLeast(_minutesBefore, worked + 1) - 1;
        return (index, _hours[index]!.Leaving(worked - _minutesBefore[index]));
    }

    /// <summary>The n-th working day of the year (n from 1).</summary>
    internal int WorkingDay(int n) => FirstAtLeast(_daysBefore, n) - 1;

    private static int FirstAtLeast(int[] rising, int value)
    {
        var (low, high) = (0, rising.Length);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (rising[middle] < value) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
