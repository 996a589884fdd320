using System.Globalization;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>Folds a drawing into a smaller one that is sound exactly when the drawing is, so that ordinary big processes are decided at once.</summary>
/// <remarks>
/// Four kinds of fold, repeated until nothing gives: a step that only one step leads to becomes part of that step; a return of a step to itself
/// goes, where there is another way out; two parallel branches of one step each, from the same fork to the same join, become one; points that
/// only pass on are led around. Loops and nested blocks collapse through them to a single step. Where a patient or first-come join would see a difference between two steps, they
/// stay apart. Last, a whole block becomes one step: a fork, branches that nothing else leads into, and the join where all of them come out, whatever it waits for.
/// The drawing must be connected: every port leads somewhere, and every step to an end.
/// <para>A block is <i>delicate</i> where its join (or one within) might wait for, or cancel, tokens of elsewhere: it may only stand for itself while no other token is about.
/// If forks are left over beside such a block, all is folded again without delicate blocks.</para>
/// <para>Every connection of the small drawing knows the acts that it stands for, so that a way found there can be told in the steps as drawn.</para>
/// </remarks>
internal sealed class FlowReduction
{
    private readonly List<Point> _points = [];
    private readonly Queue<Point> _toLookAt = [];
    private readonly Dictionary<int, int[]> _views; // what each patient and first-come join sees in the steps as drawn, as long as it stands
    private readonly bool _allowDelicate;
    private readonly bool _hasFirstCome;
    private Point _start;

    private FlowReduction(ProcessDefinition process, bool allowDelicate)
    {
        (_views, _allowDelicate) = (new(new ProcessFlow(process).Alike()), allowDelicate);
        _hasFirstCome = process.Steps.Any(step => step is { Kind: StepKind.Join, JoinMode: JoinMode.WaitAny });
        var end = default(Point);
        var byStep = new Point[process.Steps.Count];
        foreach (var step in process.Steps)
        {
            byStep[step.Index] = step.IsTerminal ? end ??= Add(step, PointKind.End) : Add(step, step switch
            {
                { PassesAtOnce: true } => PointKind.Fork,
                { Kind: StepKind.Join } => PointKind.Join,
                { IsChoice: true } => PointKind.Choice,
                _ => PointKind.Work,
            });
        }
        foreach (var step in process.Steps.Where(step => !step.IsTerminal))
        {
            var point = byStep[step.Index];
            if (point.Kind is PointKind.Fork)
            {
                foreach (var port in step.Ports)
                    foreach (var route in process.Out(step.Index).Where(route => route.Port == port)) Connect(point, byStep[route.To]);
                continue;
            }
            foreach (var port in point.Kind is PointKind.Join ? [""] : step.Ports)
            {
                var routes = process.Out(step.Index).Where(route => point.Kind is PointKind.Join ? step.Ports.Contains(route.Port) : route.Port == port).ToArray();
                Act[] act = point.Kind is PointKind.Join ? [] : [new(step.Index, port)];
                if (routes.Length == 1)
                {
                    Connect(point, byStep[routes[0].To], act);
                    continue;
                }
                var fork = Add(step, PointKind.Fork);
                Connect(point, fork, act);
                foreach (var route in routes) Connect(fork, byStep[route.To]);
            }
        }
        _start = byStep[process.Start!.Index];
    }

    private enum PointKind
    {
        Work,
        Choice,
        Fork,
        Join,
        End,
    }

    /// <summary>The smaller drawing. Its steps carry the keys and names of steps of the drawing they stand for.</summary>
    public static FoldedDrawing Of(ProcessDefinition process)
    {
        var reduction = new FlowReduction(process, allowDelicate: true);
        reduction.Fold();
        if (reduction._points.Exists(point => !point.IsGone && point.Delicate is not Delicacy.None) && reduction._points.Exists(point => point is { IsGone: false, Kind: PointKind.Fork, Out.Count: > 1 }))
        {
            reduction = new FlowReduction(process, allowDelicate: false);
            reduction.Fold();
        }
        return reduction.Written(process);
    }

    private Point Add(Step origin, PointKind kind)
    {
        var point = new Point(origin, kind);
        _points.Add(point);
        return point;
    }

    private static void Connect(Point from, Point to, params Act[] acts)
    {
        var link = new Link(from, to, acts);
        from.Out.Add(link);
        if (to.Kind is not PointKind.End) to.In.Add(link);
    }

    private static void Cut(Link link)
    {
        link.From.Out.Remove(link);
        link.To.In.Remove(link);
    }

    private void Fold()
    {
        foreach (var point in _points) LookAt(point);
        do
        {
            while (_toLookAt.TryDequeue(out var point))
            {
                point.IsQueued = false;
                if (point.IsGone) continue;
                switch (point.Kind)
                {
                    case PointKind.Work or PointKind.Choice: FoldStep(point); break;
                    case PointKind.Fork: FoldFork(point); break;
                    case PointKind.Join: FoldJoin(point); break;
                    default: break;
                }
            }
            foreach (var fork in _points.Where(point => point is { IsGone: false, Kind: PointKind.Fork }).ToList()) FoldBlock(fork);
        }
        while (_toLookAt.Count > 0);
    }

    private void LookAt(Point point)
    {
        if (point.IsQueued || point.IsGone) return;
        point.IsQueued = true;
        _toLookAt.Enqueue(point);
    }

    private void FoldStep(Point step)
    {
        var changed = false;
        for (var at = 0; at < step.Out.Count; at++)
        {
            var next = step.Out[at].To;
            if (next == step)
            {
                if (step.Out.All(link => link.To == step)) continue;
                Cut(step.Out[at--]);
                changed = true;
            }
            else if (next.Kind is PointKind.Work or PointKind.Choice && next != _start && AreAlike(next, step) && next.In.All(link => link.From == step))
            {
                var ways = next.In.Count;
                var first = next.In.MinBy(link => link.Acts.Count)!;
                foreach (var link in next.In.ToArray()) Cut(link);
                foreach (var link in next.Out) step.Out.Add(link.LeadFrom(step, first.Acts));
                step.Delicate |= next.Delicate;
                next.Out.Clear();
                next.IsGone = true;
                if (next.Kind is PointKind.Work) step.Kind = PointKind.Work;
                at = Math.Max(at - ways, -1); // look again at what moved up
                changed = true;
            }
        }
        // Two ways to the same place are one way, unless a join counts its connections.
        foreach (var ways in step.Out.Where(link => link.To.Kind is not PointKind.Join).GroupBy(link => link.To).Where(ways => ways.Skip(1).Any()).ToArray())
        {
            var shortest = ways.MinBy(link => link.Acts.Count);
            foreach (var link in ways)
                if (link != shortest) Cut(link);
            changed = true;
        }
        if (changed) LookAround(step);
    }

    private void FoldFork(Point fork)
    {
        var changed = false;
        foreach (var inner in fork.Out.Select(link => link.To).Where(to => to.Kind is PointKind.Fork && to != fork && to != _start && to.In.Count == 1).ToArray())
        {
            Cut(inner.In[0]);
            foreach (var link in inner.Out) fork.Out.Add(link.LeadFrom(fork, []));
            inner.Out.Clear();
            inner.IsGone = true;
            changed = true;
        }

        var branches = new Dictionary<Point, Link>();
        foreach (var link in fork.Out.ToArray())
        {
            if (JoinBehind(link) is not { } join) continue;
            if (branches.TryAdd(join, link)) continue;
            var twin = branches[join];
            if (twin.To == join && link.To == join && _hasFirstCome) continue; // a first-come join may pass before this one does, within one move: it must stay to be seen
            if ((twin.To.Delicate | link.To.Delicate).HasFlag(Delicacy.Waits) && Leads(join, fork)) continue; // one branch could wait for the other to come round
            // Of a branch with a step and a mere connection, the step stays; of two steps, the one people work on.
            var (kept, dropped) = Weight(twin) >= Weight(link) ? (twin, link) : (link, twin);
            branches[join] = kept;
            if (dropped.To != join)
            {
                dropped.To.IsGone = true;
                kept.To.Delicate |= dropped.To.Delicate;
                kept.To.Out[0].Append(dropped.To.Out[0].Acts);
                Cut(dropped.To.Out[0]);
            }
            Cut(dropped);
            changed = true;
            LookAt(join);
            LookAt(kept.To);
        }
        if (changed) LookAround(fork);
        if (fork.Out.Count == 1) Bypass(fork);
    }

    private static int Weight(Link branch) => branch.To.Kind switch { PointKind.Work => 2, PointKind.Choice => 1, _ => 0 };

    /// <summary>The join that a branch of at most one step leads to, and to nothing else.</summary>
    private Point? JoinBehind(Link branch) => branch.To switch
    {
        { Kind: PointKind.Join, Origin.JoinMode: not JoinMode.WaitAny } join => join,
        { Kind: PointKind.Work or PointKind.Choice, In.Count: 1, Out: [{ To: { Kind: PointKind.Join, Origin.JoinMode: not JoinMode.WaitAny } join }] } step when step != _start => join,
        _ => null,
    };

    private void FoldJoin(Point join)
    {
        if (join.In.Count != 1 || join.Out.Count != 1 || join.Origin.JoinMode is JoinMode.WaitAny) return;
        if (join.Origin.JoinMode is JoinMode.WaitAllActive && join.In[0].From.Kind is not (PointKind.Work or PointKind.Choice)) return;
        Bypass(join); // one way in, one way out: it waits for nobody
    }

    /// <summary>Leads around a point that only passes on, unless a join behind it would then count other connections than before.</summary>
    private void Bypass(Point point)
    {
        var next = point.Out[0].To;
        if (next == point || point.In.Count != 1 && next.Kind is PointKind.Join || point == _start && point.In.Count > 0) return;
        if (point == _start)
        {
            if (next.Kind is PointKind.Join) return;
            _start = next;
        }
        Cut(point.Out[0]);
        foreach (var link in point.In) link.LeadTo(next);
        if (next.Kind is not PointKind.End) next.In.AddRange(point.In);
        point.IsGone = true;
        if (point.Kind is PointKind.Join) _views.Remove(point.Origin.Index);
        foreach (var link in point.In) LookAround(link.From);
        LookAround(next);
    }

    private bool AreAlike(Point one, Point other) => _views.Values.All(view => view[one.SeenAs] == view[other.SeenAs]);

    /// <summary>Folds a fork, its branches and the join behind them into one step, where one token goes in and exactly one comes out.</summary>
    private void FoldBlock(Point fork)
    {
        if (fork.Out.Count < 2) return;
        foreach (var join in JoinsBehind(fork))
        {
            if (BranchesUpTo(fork, join) is not { } branches || IsStuck(join, branches)) continue;
            var inside = branches.SelectMany(branch => branch.Points).ToList();
            if (!inside.Exists(point => point.Kind is PointKind.Work or PointKind.Choice)) continue; // nothing is open there for even a moment
            var waits = join.Origin.JoinMode is JoinMode.WaitAllActive && branches.Exists(branch => branch.Points.Sum(point => point.Out.Count(link => link.To == join)) > 1);
            var delicate = inside.Aggregate(Delicacy.None, (all, point) => all | point.Delicate)
                | (waits || inside.Exists(point => point is { Kind: PointKind.Join, Origin.JoinMode: JoinMode.WaitAllActive }) ? Delicacy.Waits : Delicacy.None)
                | (join.Origin.JoinMode is JoinMode.WaitAny || inside.Exists(point => point is { Kind: PointKind.Join, Origin.JoinMode: JoinMode.WaitAny }) ? Delicacy.Cancels : Delicacy.None);
            if (delicate is not Delicacy.None && !_allowDelicate) return;
            // A join within one branch could wait for a token of another, which comes round to it by way of this join.
            if (inside.Exists(point => point.Delicate.HasFlag(Delicacy.Waits) || point is { Kind: PointKind.Join, Origin.JoinMode: JoinMode.WaitAllActive }) && Leads(join, fork)) return;

            var ways = branches.ConvertAll(branch => ShortestWay(branch.Entry, branch.Points, join));
            var acts = join.Origin.JoinMode is JoinMode.WaitAny ? ways.MinBy(way => way.Count)! : [.. ways.SelectMany(way => way)];
            var block = fork;
            if (branches.Count < fork.Out.Count) Connect(fork, block = Add(fork.Origin, PointKind.Fork)); // other branches go elsewhere
            foreach (var branch in branches) Cut(branch.Entry);
            foreach (var point in inside.Append(join))
            {
                point.IsGone = true;
                if (point.Kind is PointKind.Join) _views.Remove(point.Origin.Index);
            }
            (block.Kind, block.SeenAs, block.Delicate) = (inside.Exists(point => point.Kind is PointKind.Work) ? PointKind.Work : PointKind.Choice, join.SeenAs, delicate);
            foreach (var link in join.Out) block.Out.Add(link.LeadFrom(block, acts));
            LookAround(block);
            if (block == fork) return;
        }
    }

    /// <summary>The joins that a fork's branches come to first.</summary>
    private static List<Point> JoinsBehind(Point fork)
    {
        var joins = new HashSet<Point>();
        foreach (var entry in fork.Out)
        {
            var (found, seen, ahead) = (0, new HashSet<Point> { fork }, new Queue<Point>([entry.To]));
            while (found < 3 && ahead.TryDequeue(out var point))
            {
                if (!seen.Add(point) || point.Kind is PointKind.Fork or PointKind.End) continue;
                if (point.Kind is PointKind.Join)
                {
                    joins.Add(point);
                    found++;
                }
                foreach (var link in point.Out) ahead.Enqueue(link.To);
            }
        }
        return [.. joins];
    }

    /// <summary>The branches that come out at the join and nowhere else, each a closed place that one token goes through; null where anybody else comes to it.</summary>
    private List<(Link Entry, HashSet<Point> Points)>? BranchesUpTo(Point fork, Point join)
    {
        if (join.IsGone || join == _start || join.Out.Count != 1) return null;
        var branches = new List<(Link Entry, HashSet<Point> Points)>();
        var arriving = 0;
        foreach (var entry in fork.Out)
        {
            if (ClosedBranch(entry, join) is not { } branch) continue;
            var arrivals = entry.To == join ? 1 : branch.Sum(point => point.Out.Count(link => link.To == join));
            if (join.Origin.JoinMode is JoinMode.WaitAny && PassesUnworked(entry, join)) return null; // the other branches might be cancelled before anybody could begin
            arriving += arrivals;
            branches.Add((entry, branch));
        }
        return branches.Count > 1 && join.In.Count == arriving ? branches : null;
    }

    /// <summary>A join for all, and a branch that comes to it by one of several connections: it stands still for certain.</summary>
    private static bool IsStuck(Point join, List<(Link Entry, HashSet<Point> Points)> branches) => join.Origin.JoinMode is JoinMode.WaitAll && join.In.Count > branches.Count;

    /// <summary>The nearest ways to the joins that stand still for certain, as far as the lines tell.</summary>
    private List<IReadOnlyList<Act>> Suspects()
    {
        var suspects = new List<IReadOnlyList<Act>>();
        foreach (var fork in _points.Where(point => point is { IsGone: false, Kind: PointKind.Fork }))
            foreach (var join in JoinsBehind(fork))
                if (BranchesUpTo(fork, join) is { } branches && IsStuck(join, branches))
                    suspects.Add([.. ShortestWay(_start, fork, _ => true), .. branches.SelectMany(branch => ShortestWay(branch.Entry, branch.Points, join))]);
        return suspects;
    }

    private HashSet<Point>? ClosedBranch(Link entry, Point join)
    {
        var (branch, ahead) = (new HashSet<Point>(), new Stack<Point>(entry.To == join ? [] : [entry.To]));
        while (ahead.TryPop(out var point))
        {
            if (!branch.Add(point)) continue;
            if (point == _start || point.Kind is PointKind.Fork or PointKind.End || point is { Kind: PointKind.Join, Origin.JoinMode: JoinMode.WaitAll, In.Count: > 1 }) return null;
            foreach (var link in point.Out)
                if (link.To != join) ahead.Push(link.To);
        }
        return branch.Any(point => point.In.Any(link => link != entry && !branch.Contains(link.From))) ? null : branch;
    }

    /// <summary>Can the join be reached without anybody working on the way?</summary>
    private static bool PassesUnworked(Link entry, Point join)
    {
        var (seen, ahead) = (new HashSet<Point>(), new Stack<Point>([entry.To]));
        while (ahead.TryPop(out var point))
        {
            if (point == join) return true;
            if (point.Kind is PointKind.Work || !seen.Add(point)) continue;
            foreach (var link in point.Out) ahead.Push(link.To);
        }
        return false;
    }

    private static List<Act> ShortestWay(Link entry, HashSet<Point> branch, Point join) =>
        [.. entry.Acts, .. ShortestWay(entry.To, join, link => link.To == join || branch.Contains(link.To))];

    /// <summary>The fewest acts that one token needs from a point to another; none where it cannot come there.</summary>
    private static List<Act> ShortestWay(Point from, Point to, Func<Link, bool> allowed)
    {
        var (reached, ahead) = (new Dictionary<Point, (Link? By, int Acts)> { [from] = (null, 0) }, new PriorityQueue<Point, int>());
        ahead.Enqueue(from, 0);
        while (ahead.TryDequeue(out var at, out var acts))
        {
            if (at == to || acts > reached[at].Acts) continue;
            foreach (var link in at.Out.Where(allowed))
            {
                if (reached.TryGetValue(link.To, out var known) && known.Acts <= acts + link.Acts.Count) continue;
                reached[link.To] = (link, acts + link.Acts.Count);
                ahead.Enqueue(link.To, acts + link.Acts.Count);
            }
        }
        var way = new List<IReadOnlyList<Act>>();
        for (var by = reached.GetValueOrDefault(to).By; by is not null; by = reached[by.From].By) way.Add(by.Acts);
        way.Reverse();
        return [.. way.SelectMany(part => part)];
    }

    private static bool Leads(Point from, Point to)
    {
        var (seen, ahead) = (new HashSet<Point>(), new Stack<Point>([from]));
        while (ahead.TryPop(out var point))
        {
            if (point == to) return true;
            if (!seen.Add(point)) continue;
            foreach (var link in point.Out) ahead.Push(link.To);
        }
        return false;
    }

    private void LookAround(Point point)
    {
        LookAt(point);
        foreach (var link in point.In) LookAt(link.From);
        foreach (var link in point.Out) LookAt(link.To);
    }

    private FoldedDrawing Written(ProcessDefinition process)
    {
        var left = _points.Where(point => !point.IsGone).ToList();
        var index = left.Select((point, at) => (point, at)).ToDictionary(pair => pair.point, pair => pair.at);
        var steps = new List<Step>();
        var routes = new List<Route>();
        var acts = new Dictionary<Act, IReadOnlyList<Act>>();
        foreach (var point in left)
        {
            var at = steps.Count;
            var forks = point.Kind is PointKind.Fork or PointKind.Join;
            steps.Add(new Step
            {
                Index = at,
                Id = string.Create(CultureInfo.InvariantCulture, $"{point.Origin.Id}~{at}"),
                Key = new StepKey(point.Origin.Key.Value),
                Name = point.Origin.Name,
                Type = point.Origin.Type,
                Kind = point.Kind switch
                {
                    PointKind.Work => StepKind.Work,
                    PointKind.Choice => StepKind.Decision,
                    PointKind.Fork => StepKind.Fork,
                    PointKind.Join => StepKind.Join,
                    _ => StepKind.End,
                },
                JoinMode = point.Origin.JoinMode,
                Ports = forks ? ["Done"] : [.. Enumerable.Range(1, point.Out.Count).Select(way => way.ToString(CultureInfo.InvariantCulture))],
            });
            var number = 0;
            foreach (var link in point.Out)
            {
                number++;
                acts[new(at, number.ToString(CultureInfo.InvariantCulture))] = link.Acts;
                routes.Add(new(routes.Count, string.Create(CultureInfo.InvariantCulture, $"{at}:{number}"), at, forks ? "Done" : number.ToString(CultureInfo.InvariantCulture), index[link.To]));
            }
        }
        return new(new(process.Name, process.Header, [], steps, routes) { Start = steps[index[_start]] }, acts, Suspects());
    }

    /// <summary>A place in the drawing while it is folded.</summary>
    private sealed class Point(Step origin, PointKind kind)
    {
        public Step Origin => origin;

        public PointKind Kind { get; set; } = kind;

        /// <summary>The step as drawn that the joins still standing look upon as they look upon this point.</summary>
        public int SeenAs { get; set; } = origin.Index;

        public Delicacy Delicate { get; set; }

        public List<Link> Out { get; } = [];

        public List<Link> In { get; } = [];

        public bool IsGone { get; set; }

        public bool IsQueued { get; set; }
    }

    /// <summary>A connection while the drawing is folded.</summary>
    private sealed class Link(Point from, Point to, IReadOnlyList<Act> acts)
    {
        public Point From { get; private set; } = from;

        public Point To { get; private set; } = to;

        /// <summary>What people do, in the steps as drawn, from the moment the point it leaves is opened until this way is taken.</summary>
        public IReadOnlyList<Act> Acts { get; private set; } = acts;

        public Link LeadFrom(Point point, IReadOnlyList<Act> before)
        {
            From = point;
            if (before.Count > 0) Acts = [.. before, .. Acts];
            return this;
        }

        public void LeadTo(Point point) => To = point;

        public void Append(IReadOnlyList<Act> acts) => Acts = [.. Acts, .. acts];
    }

    /// <summary>What a folded block may do to tokens that are not its own.</summary>
    [Flags]
    private enum Delicacy
    {
        None = 0,
        Waits = 1, // một điểm gộp bên trong có thể chờ thẻ ở ngoài
        Cancels = 2, // một điểm gộp bên trong có thể hủy thẻ ở ngoài
    }
}

/// <summary>A smaller drawing, and what each act in it stands for in the steps as drawn.</summary>
/// <param name="Suspects">Ways, in the steps as drawn, that seem to end before a join that can never pass; whoever uses them plays them through first.</param>
internal sealed record FoldedDrawing(ProcessDefinition Process, IReadOnlyDictionary<Act, IReadOnlyList<Act>> Acts, IReadOnlyList<IReadOnlyList<Act>> Suspects)
{
    /// <summary>How many acts of the drawing an act of the small one takes.</summary>
    public int Weight(Act act) => Math.Max(1, Acts[act].Count);

    public IReadOnlyList<Act> AsDrawn(IReadOnlyList<Act> way) => [.. way.SelectMany(act => Acts[act])];
}
