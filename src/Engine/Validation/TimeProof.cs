using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Validation;

/// <summary>The figures of one process: longest ways and limits, worked out once for all rules of time.</summary>
/// <remarks>
/// Limit and steps in working time are compared in minutes, which holds for every start. Where either counts in calendar days, or a limit in whole days meets
/// working days that are not eight hours long, every start of the confirmed years is reckoned on the province's calendar.
/// A same-day limit is proved by its number, as running hours (process-language §1).
/// </remarks>
internal sealed class TimeProof
{
    private readonly ProcessDefinition _process;
    private readonly IReadOnlyList<StartRun> _runs;

    public TimeProof(ProcessDefinition process, CheckContext context)
    {
        (_process, _runs) = (process, ConfirmedYears(context));
        Order = new LongestPath(process);
        var counted = Order.OnTheWayTo(PathGoal.Result).Select(step => LongestPath.Counted(process, step, online: false)).OfType<TimeLimit>().Where(limit => limit.Value > 0).ToList();
        HasCalendarDays = counted.Exists(limit => limit.Unit is TimeUnit.CalendarDay);
        HasWorkingTime = counted.Exists(limit => limit.Unit is not TimeUnit.CalendarDay);
        Longest = HasCalendarDays ? null : Order.To(PathGoal.Result, step => Minutes(step, online: false));
        Limits = [.. Prove()];
    }

    public LongestPath Order { get; }

    /// <summary>Some step on a way to a result counts in calendar days: no sum in working minutes is true then.</summary>
    public bool HasCalendarDays { get; }

    public bool HasWorkingTime { get; }

    public TimedPath? Longest { get; }

    public int? LongestMinutes => Longest is { } path ? (int)Math.Min(path.Minutes, int.MaxValue) : null;

    public int? LimitMinutes => _process.Header.HeldTo?.WorkingMinutes;

    /// <summary>Dossiers that came online are counted otherwise than the others.</summary>
    public bool CountsOnline => _process.Header.OnlineLimit is not null || _process.Steps.Any(step => step.Work?.OnlineLimit is not null);

    /// <summary>Every limit that there is a way for: the promise first, legs last.</summary>
    public IReadOnlyList<LimitProof> Limits { get; }

    /// <summary>The limit that the process is held to: the promised one, else the statutory one.</summary>
    public LimitProof? Held => Limits.FirstOrDefault(limit => limit.Kind is LimitKind.Promised or LimitKind.Statutory);

    /// <summary>A limit of the whole process was not proved: for want of a confirmed calendar, or within the bounds of reckoning.</summary>
    public bool IsUnproved => Limits.Any(limit => limit is { Kind: not LimitKind.Leg, Fits: Verdict.Undecided });

    /// <summary>There are calendars, a year is confirmed, and still nothing was decided: the search was too long, or no start could be reckoned to its end.</summary>
    public bool HasCalendar => _runs.Count > 0;

    /// <summary>How long each declared leg or stage takes on its longest way, with or without a limit of its own.</summary>
    public IEnumerable<LegTime> Legs() =>
        from leg in _process.Header.Legs
        let path = HasCalendarDays ? null : Order.To(PathGoal.Result, step => step.Work?.Leg == leg.Key ? Minutes(step, online: false) : 0)
        select new LegTime(leg.Key, leg.Name, path is null ? null : (int)Math.Min(path.Minutes, int.MaxValue), leg.Limit?.WorkingMinutes);

    public long Minutes(Step step, bool online) => LongestPath.Counted(_process, step, online)?.WorkingMinutes ?? 0;

    private static IReadOnlyList<StartRun> ConfirmedYears(CheckContext context)
    {
        if (context.Calendars is not { } book) return [];
        var runs = new List<(int First, int Last)>();
        foreach (var year in book.Years.Where(year => year.Confirmed && !(year.Year < context.On?.Year)).Select(year => year.Year).Order())
        {
            if (runs is [.., var run] && run.Last == year - 1) runs[^1] = (run.First, year);
            else runs.Add((year, year));
        }
        return [.. runs.Select(run => new StartRun(book.For(null), run.First, run.Last))];
    }

    private IEnumerable<LimitProof> Prove()
    {
        var header = _process.Header;
        if (header.PromisedLimit is { } promised && Prove(LimitKind.Promised, null, promised, false, PathGoal.Result) is { } kept) yield return kept;
        if (header.StatutoryLimit is { } statutory && Prove(LimitKind.Statutory, null, statutory, false, PathGoal.Result) is { } lawful) yield return lawful;

        if (CountsOnline && (header.OnlineLimit ?? header.HeldTo) is { } online && Prove(LimitKind.Online, null, online, true, PathGoal.Result) is { } sent) yield return sent;

        foreach (var extension in header.RegionalExtensions)
            if (header.RuleFor(false, extension.Area)?.Limit is { } longer && Prove(LimitKind.Area, extension.Area, longer, false, PathGoal.Result) is { } area) yield return area;

        if (header.HeldTo is { } held && Prove(LimitKind.Refusal, null, held, false, PathGoal.Refusal) is { } refused) yield return refused;
        if (CountsOnline && (header.OnlineLimit ?? header.HeldTo) is { } heldOnline && Prove(LimitKind.Refusal, null, heldOnline, true, PathGoal.Refusal) is { } refusedOnline) yield return refusedOnline;

        foreach (var leg in header.Legs)
        {
            if (leg.Limit is not { } limit) continue;
            if (Prove(LimitKind.Leg, leg.Key, limit, false, PathGoal.Result) is { } direct) yield return direct;
            if (_process.Steps.Any(step => step.Work is { OnlineLimit: not null } work && work.Leg == leg.Key) && Prove(LimitKind.Leg, leg.Key, limit, true, PathGoal.Result) is { } legOnline) yield return legOnline;
        }
    }

    /// <summary>Null where there is no way, or no countable limit, to compare.</summary>
    private LimitProof? Prove(LimitKind kind, string? name, TimeLimit limit, bool online, PathGoal goal)
    {
        if (!limit.IsWhole || !Order.Leads(goal)) return null;
        var inDays = Order.OnTheWayTo(goal).Any(step => Counted(step) is { Unit: TimeUnit.CalendarDay, Value: > 0 });
        var path = inDays ? null : Order.To(goal, step => Counted(step)?.WorkingMinutes ?? 0);
        var fits = path is null || limit.WorkingMinutes is not { } minutes ? Verdict.Undecided : path.Minutes <= minutes ? Verdict.Yes : Verdict.No;
        var proof = new LimitProof(kind, name, limit, online)
        {
            Fits = fits,
            Minutes = path?.Minutes,
            LimitMinutes = limit.WorkingMinutes,
            Path = path is null ? [] : [.. path.Steps.Select(step => new PathStep(_process.Steps[step.Step].Key.Value, step.Minutes, step.Rounds, null))],
        };
        var rule = Rule(limit);
        if (fits is not Verdict.Undecided && rule.Counting is Counting.RunningHours) return proof; // minutes decide, whatever the calendar
        if (_runs.Count == 0 || StartPlan.Of(_process, Order, goal, Counted) is not { HasWay: true } plan) return proof;

        var runs = _runs.Select(run => new StartRun(run.Calendar, run.FirstYear, run.LastYear)).ToList();
        if (StartSearch.Of(plan, rule, runs) is not { } starts) return proof;
        if (starts.LateDays.Count > 0) fits = Verdict.No;
        else if (fits is Verdict.Undecided && starts.Worst is not null) fits = Verdict.Yes;
        if (path is not null && limit.WorkingMinutes is not null && starts.LateDays.Count == 0) return proof; // days of eight hours: the minutes have said it all
        return proof with { Fits = fits, Starts = starts, Path = starts.Worst is { } worst ? WayOf(plan, runs, worst, Counted) : proof.Path };

        TimeLimit? Counted(Step step) => kind is LimitKind.Leg && step.Work?.Leg != name ? null : LongestPath.Counted(_process, step, online);
    }

    private CountingRule Rule(TimeLimit limit)
    {
        var rule = new CountingRule(limit, _process.Header.Counting, _process.Header.AfterHours);
        return _process.Header.Immediate || rule is { Counting: Counting.SameDay } or { Fault: not null } ? new(limit, Counting.RunningHours) : rule;
    }

    private List<PathStep> WayOf(StartPlan plan, List<StartRun> runs, WorstStart worst, Func<Step, TimeLimit?> counted)
    {
        var year = VietnamTime.DayOf(worst.ReceivedAt).Year;
        var run = runs.First(run => run.FirstYear <= year && year <= run.LastYear);
        return [.. plan.Way(new StartRun(run.Calendar, run.FirstYear, run.LastYear), worst.ReceivedAt).Select(step =>
            new PathStep(_process.Steps[step.Step].Key.Value, counted(_process.Steps[step.Step]) is { Unit: TimeUnit.CalendarDay, Value: > 0 } ? null : step.Minutes, step.Rounds, step.Until))];
    }
}
