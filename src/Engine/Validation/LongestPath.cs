using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Validation;

/// <summary>A way through the process with the working minutes it takes, step by step.</summary>
/// <param name="Steps">Steps in order with the minutes each adds; a step that a loop returns to carries the planned rounds with it.</param>
internal sealed record TimedPath(long Minutes, IReadOnlyList<(int Step, long Minutes, long Rounds)> Steps);

/// <summary>A return to an earlier step: how often it is planned, and whether the applicant's papers are the reason.</summary>
internal sealed record Loop(int From, int To, int Rounds, bool IsSupplement, int AskedBy);

/// <summary>Where a way ends: at a result (or a called process's end), or at a refusal or a stop.</summary>
internal enum PathGoal
{
    Result, // trả kết quả, kết thúc
    Refusal, // từ chối, dừng giải quyết
}

/// <summary>How long the ways through a process are (process-language §5.2). The drawing is put in order once; then any weights can be asked for.</summary>
/// <remarks>
/// Returns to earlier steps are taken out of the order; each makes the step it returns to heavier by its planned rounds, inner returns first.
/// Parallel branches count as the longest of them, at every kind of join: a first-come join is often just where alternatives meet,
/// and a proof must not promise less than the slowest way. Under <see cref="ClockPolicy.Restarts"/> an answered supplement begins a stretch of its own.
/// Every figure is computed in time proportional to the drawing, per loop with planned rounds.
/// </remarks>
internal sealed class LongestPath
{
    /// <summary>Beyond this many minutes nothing is told apart: two thousand million years.</summary>
    private const long Endless = 1_000_000_000_000_000;

    private readonly ProcessDefinition _process;
    private readonly int[][] _before; // the steps that lead to each step, returns left out
    private readonly int[][] _after;
    private readonly int[] _position;
    private readonly List<int> _order = [];
    private readonly HashSet<int> _roots = [];
    private readonly List<(int From, int To)> _returns = [];

    public LongestPath(ProcessDefinition process)
    {
        _process = process;
        _position = new int[process.Steps.Count];
        var ahead = new List<int>[process.Steps.Count];
        var look = Looks(process);
        for (var at = 0; at < ahead.Length; at++)
        {
            var ports = process.Steps[at].Ports.ToList();
            ahead[at] = [.. process.Leaving(at).Where(route => !IsRestart(process.Steps[at], route.Port)).OrderBy(route => ports.IndexOf(route.Port)).ThenBy(route => look[route.To]).Select(route => route.To).Distinct()];
        }
        Restarts = process.Steps.Any(step => step.Kind is StepKind.AwaitSupplement) && process.Header.Supplement?.Clock is ClockPolicy.Restarts;

        if (process.Start is { } start) _roots.Add(start.Index);
        var walk = new DepthFirst<int>(process.Steps.Count, step => ahead[step], to => to, (from, to) => _returns.Add((from, to)));
        if (process.Start is not null) _order.AddRange(walk.From(process.Start.Index));
        if (Restarts)
        {
            foreach (var wait in process.Steps.Where(step => step.Kind is StepKind.AwaitSupplement && walk.HasMet(step.Index)).ToList())
                foreach (var reentry in process.Leaving(wait.Index).Where(route => IsRestart(wait, route.Port)).Select(route => route.To))
                {
                    _roots.Add(reentry);
                    _order.AddRange(walk.From(reentry));
                }
        }
        _order.Reverse();
        for (var at = 0; at < _order.Count; at++) _position[_order[at]] = at;

        var returns = _returns.ToHashSet();
        _after = [.. ahead.Select((next, from) => next.Where(to => walk.HasMet(from) && !returns.Contains((from, to))).ToArray())];
        var before = new List<int>[ahead.Length];
        for (var at = 0; at < before.Length; at++) before[at] = [];
        foreach (var from in _order)
            foreach (var to in _after[from]) before[to].Add(from);
        _before = [.. before.Select(list => list.ToArray())];
        Loops = [.. _returns.Select(Read).OrderByDescending(loop => _position[loop.To])];
    }

    /// <summary>True where an answered supplement begins the limit anew.</summary>
    public bool Restarts { get; }

    public IReadOnlyList<Loop> Loops { get; }

    /// <summary>The steps that are reached, each after all that lead to it.</summary>
    public IReadOnlyList<int> Order => _order;

    public IReadOnlyList<int> Before(int step) => _before[step];

    /// <summary>True where a stretch of the limit begins: at the start, and where an answered supplement begins the limit anew.</summary>
    public bool IsRoot(int step) => _roots.Contains(step);

    /// <summary>Steps that lie on a way from the start (or a re-entry) to a goal.</summary>
    public IEnumerable<Step> OnTheWayTo(PathGoal goal)
    {
        var leads = new bool[_process.Steps.Count];
        foreach (var at in Enumerable.Reverse(_order)) leads[at] = IsGoal(_process.Steps[at], goal) || _after[at].Any(to => leads[to]);
        return _process.Steps.Where(step => leads[step.Index]);
    }

    /// <summary>The longest way to a goal. Null when there is none.</summary>
    public TimedPath? To(PathGoal goal, Func<Step, long> minutes) => Leads(goal) ? To(step => IsGoal(step, goal), minutes) : null;

    /// <summary>Is there a way to a result (or a refusal) at all?</summary>
    public bool Leads(PathGoal goal) => _process.Steps.Any(step => (goal is PathGoal.Result ? IsResult(step) : IsRefusal(step)) && IsReached(step));

    /// <summary>Under <see cref="ClockPolicy.Restarts"/> the stretch before a request for papers ends there.</summary>
    public bool IsGoal(Step step, PathGoal goal) => goal is PathGoal.Refusal ? IsRefusal(step) : IsResult(step) || Restarts && step.Kind is StepKind.AwaitSupplement;

    private static bool IsRefusal(Step step) => step.Kind is StepKind.Reject or StepKind.Stop;

    private static bool IsResult(Step step) => step.Kind is StepKind.ReturnResult or StepKind.End;

    /// <summary>What a step's own time counts in the process's: nothing at an end, nothing while the clock stands still.</summary>
    public static TimeLimit? Counted(ProcessDefinition process, Step step, bool online)
    {
        if (step.Work is not { } work || step.IsTerminal) return null;
        var counts = step.Kind switch
        {
            StepKind.AwaitPayment => false,
            StepKind.AwaitSupplement => process.Header.Supplement?.Clock is ClockPolicy.Runs,
            StepKind.AwaitApplicant => work.Clock is ClockPolicy.Runs,
            _ => true,
        };
        return counts ? (online ? work.OnlineLimit : null) ?? work.Limit : null;
    }

    private bool IsReached(Step step) => _roots.Contains(step.Index) || _before[step.Index].Length > 0;

    private bool IsRestart(Step step, string port) =>
        step.Kind is StepKind.AwaitSupplement && port == "Supplemented" && _process.Header.Supplement?.Clock is ClockPolicy.Restarts;

    /// <summary>A number for each step by what it is and what lies around it, never by its id: which of two entries of a loop counts as its beginning follows the drawing, not the names in the file.</summary>
    private static ulong[] Looks(ProcessDefinition process)
    {
        var look = process.Steps.Select(step => Mixed([(ulong)step.Kind, (ulong)step.JoinMode, (ulong)step.Ports.Count, (ulong)(step.Work?.Limit?.WorkingMinutes ?? 0), (ulong)Math.Max(step.Work?.MaxRounds ?? 0, 0)])).ToArray();
        for (var times = 0; times < 4; times++)
        {
            var (before, now) = (look, new ulong[look.Length]);
            for (var at = 0; at < now.Length; at++)
            {
                var ports = process.Steps[at].Ports.ToList();
                now[at] = Mixed([before[at], .. process.Out(at).Select(route => Mixed([(ulong)(ports.IndexOf(route.Port) + 1), before[route.To]])).Order(), 0, .. process.In(at).Select(route => before[route.From]).Order()]);
            }
            look = now;
        }
        return look;

        static ulong Mixed(IEnumerable<ulong> parts) => unchecked(parts.Aggregate(14_695_981_039_346_656_037ul, (mixed, part) => (mixed ^ part) * 1_099_511_628_211ul ^ (mixed >> 29)));
    }

    /// <summary>Who sends back: the last step before the return that had another way to go; waiting steps and routing points only carry it.</summary>
    private Loop Read((int From, int To) back)
    {
        var (carriers, look) = (new HashSet<int>(), new Stack<int>([back.From]));
        var asker = -1;
        while (look.TryPop(out var at))
        {
            if (!carriers.Add(at)) continue;
            var step = _process.Steps[at];
            var decides = step.Work is not null && !IsWaiting(step.Kind) && _process.Leaving(at).Select(route => route.To).Distinct().Skip(1).Any();
            if (decides) asker = asker < 0 ? at : asker;
            if (decides || at == back.To) continue;
            foreach (var earlier in _before[at])
                if (_position[earlier] >= _position[back.To]) look.Push(earlier);
        }
        var steps = carriers.Select(at => _process.Steps[at]).ToList();
        return new(back.From, back.To, steps.Max(step => step.MaxRounds), steps.Exists(step => step.Kind is StepKind.AwaitSupplement), asker < 0 ? back.From : asker);
    }

    private static bool IsWaiting(StepKind kind) => kind is StepKind.AwaitSupplement or StepKind.AwaitPayment or StepKind.AwaitApplicant;

    private TimedPath? To(Func<Step, bool> isGoal, Func<Step, long> minutes)
    {
        var weight = new long[_process.Steps.Count];
        foreach (var at in _order) weight[at] = Math.Min(minutes(_process.Steps[at]), Endless);
        var rounds = Rounds(weight);
        for (var at = 0; at < weight.Length; at++) weight[at] = Math.Min(weight[at] + rounds[at], Endless);

        var (longest, from) = Sum(weight, 0, _order.Count - 1, _roots.Contains);
        var goal = -1;
        foreach (var at in _order)
            if (isGoal(_process.Steps[at]) && longest[at] >= 0 && (goal < 0 || longest[at] > longest[goal])) goal = at;
        if (goal < 0) return null;

        var path = new List<(int, long, long)>();
        for (var at = goal; at >= 0; at = from[at]) path.Add((at, weight[at], rounds[at]));
        path.Reverse();
        return new(longest[goal], path);
    }

    /// <summary>The loops with planned rounds, where of several returns of one step the one is kept that takes longest.</summary>
    /// <param name="weight">What each step counts, by its index.</param>
    public IReadOnlyList<Loop> PlannedLoops(long[] weight) => [.. Planned(weight).GroupBy(planned => planned.Loop.AskedBy).Select(returns => Longest(returns).Loop)];

    /// <summary>What planned rounds add at the step they return to.</summary>
    private long[] Rounds(long[] weight) => [.. Grown(weight, Planned(weight)).Zip(weight, (grown, own) => grown - own)];

    /// <remarks>
    /// A return that lies wholly within the stretch of another is planned again each time that one goes round; stretches that only overlap are counted
    /// side by side. Returns of one step to several places share its rounds: the longest stretch is taken.
    /// </remarks>
    private List<(Loop Loop, long Extra)> Planned(long[] weight)
    {
        var planned = new List<(Loop Loop, long Extra)>();
        foreach (var loop in Loops.Where(loop => loop is { Rounds: > 0, IsSupplement: false }).OrderBy(loop => _position[loop.From] - _position[loop.To]))
        {
            var body = Body(loop);
            var grown = Grown(weight, planned.Where(inner => inner.Loop.AskedBy != loop.AskedBy && body.Contains(inner.Loop.To) && body.Contains(inner.Loop.From)));
            var (longest, _) = Sum(grown, _position[loop.To], _position[loop.From], at => at == loop.To);
            planned.Add((loop, (long)Int128.Min((Int128)Math.Max(longest[loop.From], 0) * loop.Rounds, Endless)));
        }
        return planned;
    }

    // Of equals the one that goes back farthest: more ways pass there.
    private static (Loop Loop, long Extra) Longest(IEnumerable<(Loop Loop, long Extra)> returns) => returns.OrderBy(planned => planned.Extra).Last();

    private static long[] Grown(long[] weight, IEnumerable<(Loop Loop, long Extra)> loops)
    {
        var grown = (long[])weight.Clone();
        foreach (var returns in loops.GroupBy(planned => planned.Loop.AskedBy))
        {
            var (loop, extra) = Longest(returns);
            grown[loop.To] = Math.Min(grown[loop.To] + extra, Endless);
        }
        return grown;
    }

    /// <summary>The steps between the one that a return leads to and the one that it leaves.</summary>
    public HashSet<int> Body(Loop loop)
    {
        var (body, look) = (new HashSet<int> { loop.To }, new Stack<int>([loop.From]));
        while (look.TryPop(out var at))
        {
            if (!body.Add(at)) continue;
            foreach (var earlier in _before[at])
                if (_position[earlier] >= _position[loop.To]) look.Push(earlier);
        }
        return body;
    }

    private (long[] Longest, int[] From) Sum(long[] weight, int first, int last, Func<int, bool> isRoot)
    {
        var longest = new long[weight.Length];
        var from = new int[weight.Length];
        Array.Fill(longest, -1);
        Array.Fill(from, -1);
        for (var position = first; position <= last; position++)
        {
            var at = _order[position];
            var best = isRoot(at) ? 0L : -1;
            foreach (var earlier in _before[at])
            {
                if (_position[earlier] < first || longest[earlier] <= best) continue;
                (best, from[at]) = (longest[earlier], earlier);
            }
            if (best >= 0) longest[at] = Math.Min(best + weight[at], Endless);
        }
        return (longest, from);
    }
}
