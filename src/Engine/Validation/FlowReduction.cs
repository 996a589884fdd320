using System.Globalization;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>Folds a drawing into a smaller one that is sound exactly when the drawing is, so that ordinary big processes are decided at once.</summary>
/// <remarks>
/// Three kinds of fold, repeated until nothing gives: a step that only one step leads to becomes part of that step; a return of a step to itself
/// goes, where there is another way out; two parallel branches of one step each, from the same fork to the same join, become one; points that
/// only pass on are led around. Loops and nested blocks collapse through them to a single step. Where a patient or first-come join would see a difference between two steps, they
/// stay apart. The drawing must be connected: every port leads somewhere, and every step to an end.
/// </remarks>
internal sealed class FlowReduction
{
    private readonly List<Point> _points = [];
    private readonly Queue<Point> _toLookAt = [];
    private Point _start;

    private FlowReduction(ProcessDefinition process)
    {
        var alike = new ProcessFlow(process).Alike();
        var end = default(Point);
        var byStep = new Point[process.Steps.Count];
        foreach (var step in process.Steps)
        {
            byStep[step.Index] = step.IsTerminal ? end ??= Add(step, PointKind.End, -1) : Add(step, step switch
            {
                { PassesAtOnce: true } => PointKind.Fork,
                { Kind: StepKind.Join } => PointKind.Join,
                { IsChoice: true } => PointKind.Choice,
                _ => PointKind.Work,
            }, alike[step.Index]);
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
                var from = point;
                if (routes.Length > 1) Connect(point, from = Add(step, PointKind.Fork, -1));
                foreach (var route in routes) Connect(from, byStep[route.To]);
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
    public static ProcessDefinition Of(ProcessDefinition process)
    {
        var reduction = new FlowReduction(process);
        reduction.Fold();
        return reduction.Written(process);
    }

    private Point Add(Step origin, PointKind kind, int alike)
    {
        var point = new Point(origin, kind, alike);
        _points.Add(point);
        return point;
    }

    private static void Connect(Point from, Point to)
    {
        var link = new Link(from, to);
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
            else if (next.Kind is PointKind.Work or PointKind.Choice && next != _start && next.Alike == step.Alike && next.In.All(link => link.From == step))
            {
                var ways = next.In.Count;
                foreach (var link in next.In.ToArray()) Cut(link);
                foreach (var link in next.Out) step.Out.Add(link.LeadFrom(step));
                next.Out.Clear();
                next.IsGone = true;
                if (next.Kind is PointKind.Work) step.Kind = PointKind.Work;
                at = Math.Max(at - ways, -1); // look again at what moved up
                changed = true;
            }
        }
        // Two ways to the same place are one way, unless a join counts its connections.
        var known = new HashSet<Point>();
        changed |= step.Out.RemoveAll(link => link.To.Kind is not PointKind.Join && !known.Add(link.To) && (link.To.Kind is PointKind.End || link.To.In.Remove(link))) > 0;
        if (changed) LookAround(step);
    }

    private void FoldFork(Point fork)
    {
        var changed = false;
        foreach (var inner in fork.Out.Select(link => link.To).Where(to => to.Kind is PointKind.Fork && to != fork && to != _start && to.In.Count == 1).ToArray())
        {
            Cut(inner.In[0]);
            foreach (var link in inner.Out) fork.Out.Add(link.LeadFrom(fork));
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
            // Of a branch with a step and a mere connection, the step stays; of two steps, the one people work on.
            var (kept, dropped) = Weight(twin) >= Weight(link) ? (twin, link) : (link, twin);
            branches[join] = kept;
            if (dropped.To != join)
            {
                dropped.To.IsGone = true;
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
        foreach (var link in point.In) LookAround(link.From);
        LookAround(next);
    }

    private void LookAround(Point point)
    {
        LookAt(point);
        foreach (var link in point.In) LookAt(link.From);
        foreach (var link in point.Out) LookAt(link.To);
    }

    private ProcessDefinition Written(ProcessDefinition process)
    {
        var left = _points.Where(point => !point.IsGone).ToList();
        var index = left.Select((point, at) => (point, at)).ToDictionary(pair => pair.point, pair => pair.at);
        var steps = new List<Step>();
        var routes = new List<Route>();
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
                routes.Add(new(routes.Count, string.Create(CultureInfo.InvariantCulture, $"{at}:{number}"), at, forks ? "Done" : number.ToString(CultureInfo.InvariantCulture), index[link.To]));
            }
        }
        return new(process.Name, process.Header, [], steps, routes) { Start = steps[index[_start]] };
    }

    /// <summary>A place in the drawing while it is folded.</summary>
    private sealed class Point(Step origin, PointKind kind, int alike)
    {
        public Step Origin => origin;

        public PointKind Kind { get; set; } = kind;

        /// <summary>Equal where no join could tell two steps apart.</summary>
        public int Alike => alike;

        public List<Link> Out { get; } = [];

        public List<Link> In { get; } = [];

        public bool IsGone { get; set; }

        public bool IsQueued { get; set; }
    }

    /// <summary>A connection while the drawing is folded.</summary>
    private sealed class Link(Point from, Point to)
    {
        public Point From { get; private set; } = from;

        public Point To { get; private set; } = to;

        public Link LeadFrom(Point point)
        {
            From = point;
            return this;
        }

        public void LeadTo(Point point) => To = point;
    }
}
