using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Validation;

/// <summary>The shape of a drawing as stock Elsa reads it: which connections go back, which loops they make, and where tokens of one fork meet again.</summary>
/// <remarks>
/// Elsa's counter mode compares how often the connections into an activity were passed, and remembers what it passed over; its token mode lets tokens
/// wait. Where the two can come apart is told from the lines alone. Nodes are steps, by index; only what can be reached and carries tokens counts.
/// </remarks>
internal sealed class ElsaProfile
{
    /// <summary>Beyond so much looking a drawing is not compared: nobody reads its differences.</summary>
    private const long MostLooking = 20_000_000;

    private readonly ProcessDefinition _process;
    private readonly int[] _order;
    private readonly int[] _place;
    private readonly int[] _dominator;
    private readonly bool[] _isBack;
    private readonly List<(int Step, List<Route[]> Ways)> _splits;

    public ElsaProfile(ProcessDefinition process)
    {
        _process = process;
        var steps = process.Steps.Count;
        (_place, _dominator, _isBack) = (new int[steps], new int[steps], new bool[process.Routes.Count]);
        Array.Fill(_place, -1);
        Array.Fill(_dominator, -1);
        _order = process.Start is null ? [] : Reached();
        for (var at = 0; at < _order.Length; at++) _place[_order[at]] = at;
        Dominate();
        _splits = [.. Splits()];
        var returns = process.Routes.Where(route => _isBack[route.Index]).ToList();
        IsTooLarge = (long)process.Routes.Count * (returns.Count + _splits.Count * process.Steps.Count(step => process.In(step.Index).Count > 1)) > MostLooking;
        Undominated = IsTooLarge ? [] : [.. returns.Where(route => !Dominates(route.To, route.From))];
        Loops = IsTooLarge ? [] : [.. returns.Except(Undominated).Select(route => new ElsaLoop(route, Body(route)))];
    }

    public bool IsTooLarge { get; }

    /// <summary>Returns whose target lies on every way to them.</summary>
    public IReadOnlyList<ElsaLoop> Loops { get; }

    /// <summary>Returns that can be reached without passing the step they go back to.</summary>
    public IReadOnlyList<Route> Undominated { get; }

    public bool IsReached(int step) => _place[step] >= 0;

    /// <summary>The connections into a step, returns left out.</summary>
    public IEnumerable<Route> Inbound(int step) => _process.In(step).Where(route => IsForward(route) && IsReached(route.From));

    /// <summary>The nearest step on every way to this one; -1 for the start.</summary>
    public int NearestBefore(int step) => _order.Length == 0 || step == _order[0] ? -1 : _dominator[step];

    public bool Dominates(int step, int other)
    {
        for (var at = other; at >= 0; at = NearestBefore(at))
            if (at == step) return true;
        return false;
    }

    /// <summary>Everything that comes after a step on ways that do not go back, itself included: what is passed again in every round that begins there.</summary>
    public bool[] Beyond(int step)
    {
        var beyond = new bool[_process.Steps.Count];
        var ahead = new Stack<int>([step]);
        while (ahead.TryPop(out var at))
        {
            if (beyond[at]) continue;
            beyond[at] = true;
            foreach (var route in Forward(at)) ahead.Push(route.To);
        }
        return beyond;
    }

    /// <summary>Can a round that begins at the head of a loop leave it without passing the step?</summary>
    public bool CanBeLeftWithout(ElsaLoop loop, int step)
    {
        var seen = new HashSet<int> { step };
        var ahead = new Stack<int>([loop.Return.To]);
        while (ahead.TryPop(out var at))
        {
            if (!seen.Add(at)) continue;
            foreach (var route in Forward(at))
                if (loop.Body.Contains(route.To)) ahead.Push(route.To);
                else return true;
        }
        return false;
    }

    /// <summary>Where tokens of one move part and may come together at this step side by side; null when no two can.</summary>
    public Step? WhereTheyParted(int meeting)
    {
        if (Inbound(meeting).Take(2).Count() < 2) return null;
        foreach (var (split, ways) in _splits)
            if (split != meeting && ways.Any(way => TwoAbreast(way, meeting))) return _process.Steps[split];
        return null;
    }

    /// <summary>Does every token that a fork sends towards a join arrive there, each on a connection of its own that is known beforehand?</summary>
    public bool AlwaysComesTogether(int join)
    {
        var inbound = Inbound(join).Select(route => route.Index).Order().ToArray();
        if (inbound.Length < 2) return true;
        var parted = NearestBefore(join);
        if (parted < 0) return false;

        // Which connections into the join the tokens from a step will come by; no entry where that depends on what is decided, or they never come.
        var (towards, arrives, again) = (Backwards(join), new Dictionary<int, int[]>(), new HashSet<int>());
        for (var place = _place[join] - 1; place > _place[parted]; place--)
        {
            var at = _order[place];
            if (!towards.Contains(at))
            {
                if (!_process.Steps[at].IsTerminal && Taken(at).All(ComesAgain)) again.Add(at);
                continue;
            }
            int[]? always = null;
            foreach (var port in Taken(at).Where(port => !ComesAgain(port)))
            {
                if (Together(port) is not { } ways || always is not null && !always.SequenceEqual(ways))
                {
                    always = null;
                    break;
                }
                always = ways;
            }
            if (always is not null) arrives[at] = always;
        }
        return Taken(parted).Where(port => port.Any(route => route.To == join || towards.Contains(route.To))).All(port => Together(port) is { } ways && ways.SequenceEqual(inbound));

        int[]? Together(Route[] routes)
        {
            var all = new SortedSet<int>();
            foreach (var route in routes)
            {
                if (route.To == join) all.Add(route.Index);
                else if (IsForward(route) && arrives.TryGetValue(route.To, out var ways)) all.UnionWith(ways);
                else return null;
            }
            return all.Count == 0 ? null : [.. all];
        }

        // A branch that goes round in itself is on its way still.
        bool ComesAgain(Route[] port) => port.Length > 0
            && Array.TrueForAll(port, route => _isBack[route.Index] ? route.To != parted && Dominates(parted, route.To) : again.Contains(route.To));
    }

    // ---- Lines

    private bool IsForward(Route route) => !_isBack[route.Index] && _process.Carries(route);

    private IEnumerable<Route> Forward(int step) => _process.Leaving(step).Where(IsForward);

    /// <summary>The connections a token may take from a step, by what is decided there: one group for each outcome, one in all where it passes on at once.</summary>
    private IEnumerable<Route[]> Taken(int step)
    {
        var at = _process.Steps[step];
        return at.PassesAtOnce || at.Kind is StepKind.Join ? [[.. _process.Leaving(step)]] : at.Ports.Select(port => _process.Leaving(step).Where(route => route.Port == port).ToArray());
    }

    /// <summary>Steps that send out several tokens at once, with the connections of each such move.</summary>
    private IEnumerable<(int Step, List<Route[]> Ways)> Splits() =>
        from step in _order
        let ways = Taken(step).Select(way => way.Where(IsForward).ToArray()).Where(way => way.Length > 1).ToList()
        where ways.Count > 0
        select (step, ways);

    private int[] Reached() =>
    [
        .. Enumerable.Reverse(new DepthFirst<Route>(_process.Steps.Count, step => [.. _process.Leaving(step)], route => route.To, (_, route) => _isBack[route.Index] = true).From(_process.Start!.Index)),
    ];

    /// <summary>Cooper, Harvey and Kennedy: in the order of the flow, until nothing changes.</summary>
    private void Dominate()
    {
        if (_order.Length == 0) return;
        _dominator[_order[0]] = _order[0];
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var step in _order.Skip(1))
            {
                var nearest = -1;
                foreach (var route in _process.In(step))
                    if (_process.Carries(route) && IsReached(route.From) && _dominator[route.From] >= 0) nearest = nearest < 0 ? route.From : Common(nearest, route.From);
                if (nearest == _dominator[step]) continue;
                _dominator[step] = nearest;
                changed = true;
            }
        }

        int Common(int one, int other)
        {
            while (one != other)
            {
                while (_place[one] > _place[other]) one = _dominator[one];
                while (_place[other] > _place[one]) other = _dominator[other];
            }
            return one;
        }
    }

    private HashSet<int> Body(Route back)
    {
        var (body, look) = (new HashSet<int> { back.To }, new Stack<int>([back.From]));
        while (look.TryPop(out var at))
            if (body.Add(at))
                foreach (var route in _process.In(at))
                    if (_process.Carries(route) && IsReached(route.From)) look.Push(route.From);
        return body;
    }

    private HashSet<int> Backwards(int from)
    {
        var (seen, look) = (new HashSet<int>(), new Stack<int>(Inbound(from).Select(route => route.From)));
        while (look.TryPop(out var at))
            if (seen.Add(at))
                foreach (var route in Inbound(at)) look.Push(route.From);
        return seen;
    }

    /// <summary>Two ways from one move to a step that share nothing on the way: there are, where no one step on a way is on all of them.</summary>
    private bool TwoAbreast(Route[] way, int meeting)
    {
        if (FirstWay(way, meeting) is not { } first) return false;
        return first is [var straight]
            ? FirstWay([.. way.Where(route => route.Index != straight.Index)], meeting) is not null
            : first.SkipLast(1).All(route => FirstWay(way, meeting, without: route.To) is not null);
    }

    private List<Route>? FirstWay(Route[] way, int meeting, int without = -1)
    {
        var (reachedBy, look) = (new Dictionary<int, Route>(), new Queue<int>());
        foreach (var route in way) Arrive(route);
        while (look.TryDequeue(out var at) && !reachedBy.ContainsKey(meeting))
            foreach (var route in Forward(at)) Arrive(route);
        if (!reachedBy.TryGetValue(meeting, out var last)) return null;
        var found = new List<Route> { last };
        while (!way.Contains(found[0])) found.Insert(0, reachedBy[found[0].From]);
        return found;

        void Arrive(Route route)
        {
            if (route.To != without && reachedBy.TryAdd(route.To, route)) look.Enqueue(route.To);
        }
    }
}

/// <summary>A return and everything that lies on a way from its target to it.</summary>
internal sealed record ElsaLoop(Route Return, IReadOnlySet<int> Body);
