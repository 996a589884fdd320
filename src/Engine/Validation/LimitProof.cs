using TthcFlow.Engine.Calendars;

namespace TthcFlow.Engine.Validation;

/// <summary>One limit, and the longest way that was held to it (process-language §5.2): a line of the certificate.</summary>
/// <param name="Name">Key of the leg, or the name of the area; null for the others.</param>
/// <param name="IsOnline">Reckoned with the steps' limits for online dossiers.</param>
public sealed record LimitProof(LimitKind Kind, string? Name, TimeLimit Limit, bool IsOnline)
{
    /// <summary>Whether the way fits; <see cref="Verdict.Undecided"/> where it could not be proved, for want of a calendar or within the bounds of reckoning.</summary>
    public required Verdict Fits { get; init; }

    /// <summary>Working minutes of the longest way; null where a step that could be on it counts in calendar days.</summary>
    public long? Minutes { get; init; }

    /// <summary>Working minutes of the limit; null for calendar days.</summary>
    public int? LimitMinutes { get; init; }

    /// <summary>The longest way, step by step; for a proof by the calendar that of the worst start.</summary>
    public IReadOnlyList<PathStep> Path { get; init; } = [];

    /// <summary>The proof for every start of the confirmed years, where working minutes alone do not decide; null where they do.</summary>
    public StartProof? Starts { get; init; }
}

/// <summary>Which limit a way is held to.</summary>
public enum LimitKind
{
    Promised, // thời hạn cam kết
    Statutory, // thời hạn theo quy định
    Online, // thời hạn khi nộp trực tuyến
    Area, // thời hạn của một địa bàn
    Refusal, // thời hạn tới khi từ chối hoặc dừng
    Leg, // thời hạn của chặng
}

/// <summary>A step on a longest way.</summary>
/// <param name="Step">Its key.</param>
/// <param name="Minutes">Working minutes it adds, planned rounds included; null for a step in calendar days.</param>
/// <param name="Rounds">Of these, the minutes of the planned returns to it.</param>
/// <param name="Until">When its own time runs out, for the worst start; null where the way is the same for every start.</param>
public sealed record PathStep(string Step, long? Minutes, long Rounds, DateTimeOffset? Until);

/// <summary>What holds for every minute of the confirmed years at which a dossier may be received (thời điểm tiếp nhận xấu nhất).</summary>
/// <param name="Years">The confirmed years whose starts were looked at.</param>
/// <param name="Worst">The start that comes out worst; null where no start was decided.</param>
/// <param name="LateDays">Days with a start that comes out late, in order.</param>
/// <param name="OpenFrom">From that day on the limit (or a part of that day's starts') runs out in a year that is not confirmed: nothing is said of these starts. Null when all were decided.</param>
public sealed record StartProof(IReadOnlyList<int> Years, WorstStart? Worst, IReadOnlyList<DayRange> LateDays, DateOnly? OpenFrom)
{
    public int LateDayCount => LateDays.Sum(range => range.To.DayNumber - range.From.DayNumber + 1);
}

/// <summary>The worst start.</summary>
/// <param name="FinishedAt">Null when that is after the last confirmed year, and so late for certain.</param>
/// <param name="LateMinutes">Working minutes between due and finished; negative for what is left of the limit; up to the end of the last confirmed year where the finish lies beyond.</param>
public sealed record WorstStart(DateTimeOffset ReceivedAt, DateTimeOffset DueAt, DateTimeOffset? FinishedAt, int LateMinutes);

/// <summary>Days from one to another, both included.</summary>
public sealed record DayRange(DateOnly From, DateOnly To);

/// <summary>Holds the slowest way against the limit for every start of the confirmed years.</summary>
/// <remarks>
/// Not every minute has to be tried. Where a limit ends at the close of a day, all starts between two closes share it and the last of them ends last: that one decides.
/// Where a limit runs in working hours, a stretch of starts from which every step in calendar days begins on the same day is decided by its first and its last minute,
/// because between them the end either stays where it is while the limit moves on, or moves with it minute by minute; stretches are halved until that is so.
/// </remarks>
internal sealed class StartSearch
{
    private readonly StartPlan _plan;
    private readonly CountingRule _rule;
    private readonly StartRun _run;
    private readonly List<DateOnly> _late = [];
    private DateTimeOffset? _open;
    private WorstStart? _worst;

    private StartSearch(StartPlan plan, CountingRule rule, StartRun run) => (_plan, _rule, _run) = (plan, rule, run);

    /// <summary>Null when the search would take too long.</summary>
    public static StartProof? Of(StartPlan plan, CountingRule rule, IReadOnlyList<StartRun> runs)
    {
        var searches = new List<StartSearch>();
        foreach (var run in runs)
        {
            var search = new StartSearch(plan, rule, run);
            if (!search.Search()) return null;
            searches.Add(search);
        }
        var years = runs.SelectMany(run => Enumerable.Range(run.FirstYear, run.LastYear - run.FirstYear + 1)).ToList();
        var worst = searches.Select(search => search._worst).OfType<WorstStart>().OrderByDescending(start => start.FinishedAt is null).ThenByDescending(start => start.LateMinutes).FirstOrDefault();
        return new(years, worst, Ranges(searches.SelectMany(search => search._late)), searches.Select(search => search._open).OfType<DateTimeOffset>().Select(open => (DateOnly?)VietnamTime.DayOf(open)).FirstOrDefault());
    }

    private bool Search()
    {
        var endsAtClose = _rule is { Counting: Counting.DayCount } or { Limit.Unit: TimeUnit.CalendarDay };
        for (var day = new DateOnly(_run.FirstYear, 1, 1); day.Year <= _run.LastYear && _open is null; day = day.AddDays(1))
        {
            var (first, last) = (VietnamTime.At(day, TimeOnly.MinValue), VietnamTime.At(day, new(23, 59)));
            if (!endsAtClose) Between(Try(first), Try(last));
            else
            {
                if (_run.Calendar.IsWorkingDay(day)) Try(_run.Calendar.DueAt(first, new(TimeLimit.OfCalendarDays(0), Counting.RunningHours)).AddMinutes(-1));
                Try(last);
            }
            if (_run.IsExhausted) return false;
        }
        return true;
    }

    private Start Try(DateTimeOffset at)
    {
        var due = _run.Within(_run.Calendar.DueAt(at, _rule));
        if (due == StartRun.Beyond)
        {
            if (_open is null || at < _open) _open = at;
            return new(at, StartRun.Beyond, StartRun.Beyond, 0);
        }
        _run.Days = 0;
        var finish = _plan.Finish(_run, at);
        if (_run.IsExhausted) return new(at, due, due, 0);

        var until = finish == StartRun.Beyond ? _run.End : finish;
        var late = finish > due ? _run.Calendar.Between(due, until) : -_run.Calendar.Between(finish, due);
        if (finish > due && (_late.Count == 0 || _late[^1] != VietnamTime.DayOf(at))) _late.Add(VietnamTime.DayOf(at));
        DateTimeOffset? finished = finish == StartRun.Beyond ? null : finish;
        if (_worst is null || finished is null && _worst.FinishedAt is not null || late > _worst.LateMinutes && (finished is null || _worst.FinishedAt is not null)) _worst = new(at, due, finished, late);
        return new(at, due, finish, _run.Days);
    }

    private void Between(Start first, Start last)
    {
        if (_run.IsExhausted || first.At >= last.At.AddMinutes(-1) || first.Due == StartRun.Beyond) return;
        var sameDays = first.Finish < StartRun.Beyond && last.Finish < StartRun.Beyond && last.Due < StartRun.Beyond && first.Days == last.Days;
        if (sameDays || first.Finish == StartRun.Beyond && last.Due < StartRun.Beyond) return;
        var middle = Try(first.At.AddMinutes((int)(last.At - first.At).TotalMinutes / 2));
        Between(first, middle);
        Between(middle, last);
    }

    private static List<DayRange> Ranges(IEnumerable<DateOnly> days)
    {
        var ranges = new List<DayRange>();
        foreach (var day in days.Order())
        {
            if (ranges is [.., var last] && day.DayNumber <= last.To.DayNumber + 1) ranges[^1] = last with { To = day };
            else ranges.Add(new(day, day));
        }
        return ranges;
    }

    /// <summary>One start, looked at.</summary>
    private readonly record struct Start(DateTimeOffset At, DateTimeOffset Due, DateTimeOffset Finish, long Days);
}
