using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Validation;

/// <summary>When the slowest way through a process comes to its end, for a dossier received at a given minute: steps in working time and in calendar days in one sum.</summary>
/// <remarks>
/// Each step ends when its own clock runs out, by the arithmetic that the dossier's step clocks use; the next begins at that moment; where ways meet, the latest counts.
/// Every step can only end later when it begins later, so the latest moment at each step gives the latest end. Stretches of working time between two steps in
/// calendar days are added up once; a return whose stretch holds a step in calendar days is gone round as often as it is planned, on the calendar.
/// </remarks>
internal sealed class StartPlan
{
    /// <summary>Steps times stops: a process of ten thousand steps in calendar days is not reckoned.</summary>
    private const long MostEffort = 4_000_000;

    private readonly LongestPath _paths;
    private readonly List<int> _steps; // those on a way to the goal, in order
    private readonly HashSet<int> _inside;
    private readonly Func<int, bool> _isRoot;
    private readonly Func<int, bool> _isGoal;
    private readonly long[] _minutes; // working minutes of each step, planned rounds in working time included
    private readonly long[] _rounds; // how much of them is planned rounds
    private readonly Dictionary<int, Stop> _stops = [];
    private readonly List<Stop> _inOrder = [];
    private readonly (int From, long Minutes)[] _toGoal;

    private StartPlan(Drawn drawn, HashSet<int>? within, Func<int, bool> isRoot, Func<int, bool> isGoal)
    {
        var (paths, own) = (drawn.Paths, drawn.Own);
        (_paths, _isRoot, _isGoal) = (paths, isRoot, isGoal);
        _inside = [];
        foreach (var at in paths.Order)
            if ((within is null || within.Contains(at)) && (isRoot(at) || paths.Before(at).Any(_inside.Contains))) _inside.Add(at);
        var leads = new HashSet<int>();
        foreach (var at in paths.Order.Reverse())
        {
            if (!_inside.Contains(at) || !isGoal(at) && !leads.Contains(at)) continue;
            leads.Add(at);
            leads.UnionWith(paths.Before(at));
        }
        _inside.IntersectWith(leads);
        _steps = [.. paths.Order.Where(_inside.Contains)];

        _minutes = [.. own.Select(limit => (long)(limit?.WorkingMinutes ?? 0))];
        _rounds = new long[own.Length];
        var rounds = new Dictionary<int, List<(StartPlan Body, int Times)>>();
        foreach (var (loop, body) in drawn.Loops)
        {
            if (!_inside.Contains(loop.To) || !_inside.Contains(loop.From) || within?.Count <= body.Count) continue;
            if (!drawn.Bodies.TryGetValue(loop, out var plan)) drawn.Bodies[loop] = plan = new StartPlan(drawn, body, at => at == loop.To, at => at == loop.From);
            if (plan._inOrder.Count == 0) _rounds[loop.To] = Math.Min(_rounds[loop.To] + (long)Int128.Min((Int128)plan._toGoal.Select(way => way.Minutes).DefaultIfEmpty(0).Max() * loop.Rounds, StartRun.MostMinutes), StartRun.MostMinutes);
            else if (rounds.TryGetValue(loop.To, out var others)) others.Add((plan, loop.Rounds));
            else rounds[loop.To] = [(plan, loop.Rounds)];
        }
        for (var at = 0; at < own.Length; at++) _minutes[at] = Math.Min(_minutes[at] + _rounds[at], StartRun.MostMinutes);

        foreach (var at in _steps)
        {
            var inDays = own[at] is { Unit: TimeUnit.CalendarDay, Value: > 0, IsWhole: true } days ? new CountingRule(days, Counting.RunningHours) : null;
            if (inDays is null && !rounds.ContainsKey(at)) continue;
            _stops[at] = new(_inOrder.Count, at, inDays, _minutes[at], rounds.GetValueOrDefault(at) ?? []);
            _inOrder.Add(_stops[at]);
        }
        var toGoal = new List<(int From, long Minutes)>();
        drawn.Effort += (_inOrder.Count + 1L) * _steps.Count;
        if (drawn.Effort <= MostEffort)
        {
            Spread(-1, toGoal);
            foreach (var stop in _inOrder) Spread(stop.Number, toGoal);
        }
        _toGoal = [.. toGoal];
    }

    /// <summary>True when there is a way at all.</summary>
    public bool HasWay => _toGoal.Length > 0;

    /// <param name="counted">What each step counts in the limit; null for nothing.</param>
    /// <returns>Null where the drawing is too big for it.</returns>
    public static StartPlan? Of(ProcessDefinition process, LongestPath paths, PathGoal goal, Func<Step, TimeLimit?> counted)
    {
        var own = process.Steps.Select(counted).ToArray();
        // To tell which of several returns of one step takes longest, a calendar day counts as if the office were open on every one.
        var nominal = own.Select(limit => limit is not { IsWhole: true } known ? 0 : known.WorkingMinutes ?? (long)known.Value * TimeLimit.MinutesPerDay).ToArray();
        var drawn = new Drawn(paths, own, [.. paths.PlannedLoops(nominal).Select(loop => (loop, paths.Body(loop))).OrderBy(loop => loop.Item2.Count)]);
        var plan = new StartPlan(drawn, null, paths.IsRoot, at => paths.IsGoal(process.Steps[at], goal));
        return drawn.Effort > MostEffort ? null : plan;
    }

    /// <summary>When the slowest way ends; <see cref="StartRun.Beyond"/> when that is after the last confirmed year.</summary>
    public DateTimeOffset Finish(StartRun run, DateTimeOffset start)
    {
        var left = _inOrder.Count == 0 ? [] : new DateTimeOffset[_inOrder.Count];
        for (var number = 0; number < left.Length; number++) left[number] = _inOrder[number].Leave(run, Latest(run, start, left, _inOrder[number].Before));
        return Latest(run, start, left, _toGoal);
    }

    /// <summary>The slowest way for one start, step by step: when each begins and ends.</summary>
    public IReadOnlyList<(int Step, DateTimeOffset Until, long Minutes, long Rounds)> Way(StartRun run, DateTimeOffset start)
    {
        var (left, from) = (new Dictionary<int, DateTimeOffset>(), new Dictionary<int, int>());
        var goal = -1;
        foreach (var at in _steps)
        {
            var arrives = _isRoot(at) ? start : DateTimeOffset.MinValue;
            foreach (var earlier in _paths.Before(at))
            {
                if (!left.TryGetValue(earlier, out var until) || until <= arrives) continue;
                (arrives, from[at]) = (until, earlier);
            }
            left[at] = _stops.TryGetValue(at, out var stop) ? stop.Leave(run, arrives) : run.Add(arrives, _minutes[at]);
            if (_isGoal(at) && (goal < 0 || left[at] > left[goal])) goal = at;
        }
        var way = new List<(int, DateTimeOffset, long, long)>();
        for (var at = goal; at >= 0; at = from.GetValueOrDefault(at, -1)) way.Add((at, left[at], _minutes[at], _rounds[at]));
        way.Reverse();
        return way;
    }

    private static DateTimeOffset Latest(StartRun run, DateTimeOffset start, DateTimeOffset[] left, (int From, long Minutes)[] ways)
    {
        var latest = DateTimeOffset.MinValue;
        foreach (var (from, minutes) in ways)
        {
            var arrives = run.Add(from < 0 ? start : left[from], minutes);
            if (arrives > latest) latest = arrives;
        }
        return latest;
    }

    /// <summary>The working minutes from a stop (or the start) to each next stop and to the goal, by the longest way that passes no other stop.</summary>
    private void Spread(int source, List<(int From, long Minutes)> toGoal)
    {
        var longest = new Dictionary<int, long>(); // minutes on arrival
        var goal = -1L;
        foreach (var at in _steps)
        {
            var isSource = source >= 0 && _inOrder[source].Step == at;
            var best = source < 0 && _isRoot(at) ? 0 : -1L;
            foreach (var earlier in _paths.Before(at))
            {
                if (!longest.TryGetValue(earlier, out var minutes) || _stops.TryGetValue(earlier, out var passed) && passed.Number != source) continue;
                best = Math.Max(best, Math.Min(minutes + (passed is null ? _minutes[earlier] : 0), StartRun.MostMinutes));
            }
            if (isSource) best = 0; // what it takes itself is on its own account
            if (best < 0) continue;
            longest[at] = best;
            if (isSource && _isGoal(at)) goal = Math.Max(goal, 0);
            else if (_stops.TryGetValue(at, out var stop))
            {
                if (!isSource) stop.Add(source, best);
            }
            else if (_isGoal(at)) goal = Math.Max(goal, Math.Min(best + _minutes[at], StartRun.MostMinutes));
        }
        if (goal >= 0) toGoal.Add((source, goal));
    }

    /// <summary>What a plan and the plans of its loops' stretches have in common.</summary>
    private sealed class Drawn(LongestPath paths, TimeLimit?[] own, IReadOnlyList<(Loop Loop, HashSet<int> Body)> loops)
    {
        public LongestPath Paths => paths;

        public TimeLimit?[] Own => own;

        public IReadOnlyList<(Loop Loop, HashSet<int> Body)> Loops => loops;

        public Dictionary<Loop, StartPlan> Bodies { get; } = [];

        public long Effort { get; set; }
    }

    /// <summary>A step that working minutes alone do not describe.</summary>
    private sealed class Stop(int number, int step, CountingRule? inDays, long minutes, List<(StartPlan Body, int Times)> rounds)
    {
        private readonly List<(int From, long Minutes)> _before = [];
        private (int From, long Minutes)[]? _settled;

        public int Number => number;

        public int Step => step;

        public (int From, long Minutes)[] Before => _settled ??= [.. _before];

        public void Add(int source, long minutes) => _before.Add((source, minutes));

        public DateTimeOffset Leave(StartRun run, DateTimeOffset arrives)
        {
            foreach (var (body, times) in rounds)
                for (var round = 0; round < times && arrives < StartRun.Beyond; round++) arrives = body.Finish(run, arrives);
            return inDays is null ? run.Add(arrives, minutes) : run.Add(run.Add(arrives, minutes), inDays);
        }
    }
}

/// <summary>One stretch of confirmed years, by which instants are reckoned; what lies after it is only known to lie after it.</summary>
internal sealed class StartRun(WorkingCalendar calendar, int firstYear, int lastYear)
{
    /// <summary>Some moment after the last confirmed year.</summary>
    public static readonly DateTimeOffset Beyond = DateTimeOffset.MaxValue;

    /// <summary>More working minutes than can be told apart.</summary>
    public const long MostMinutes = 1_000_000_000_000_000;

    /// <summary>How many instants may be reckoned for one limit.</summary>
    public const long MostWork = 6_000_000;

    private readonly long _minutesWithin = Math.Min((lastYear - firstYear + 1) * 366L * 24 * 60, int.MaxValue);

    public WorkingCalendar Calendar => calendar;

    public int FirstYear => firstYear;

    public int LastYear => lastYear;

    /// <summary>The last minute of the last year.</summary>
    public DateTimeOffset End { get; } = VietnamTime.At(new(lastYear, 12, 31), new(23, 59));

    /// <summary>The days on which steps in calendar days were begun, summed up: equal for two starts only if each began on the same day, because a later start never begins one earlier.</summary>
    public long Days { get; set; }

    public long Work { get; private set; }

    public bool IsExhausted => Work > MostWork;

    public DateTimeOffset Add(DateTimeOffset from, long minutes)
    {
        if (minutes == 0 || from == DateTimeOffset.MinValue) return from;
        Work++;
        if (from >= Beyond || minutes > _minutesWithin || IsExhausted) return Beyond;
        return Within(calendar.Add(from, (int)minutes));
    }

    public DateTimeOffset Add(DateTimeOffset from, CountingRule rule)
    {
        Work++;
        if (from >= Beyond || IsExhausted) return Beyond;
        Days += VietnamTime.DayOf(from).DayNumber;
        return Within(calendar.DueAt(from, rule));
    }

    public DateTimeOffset Within(DateTimeOffset instant) => instant > End ? Beyond : instant;
}
