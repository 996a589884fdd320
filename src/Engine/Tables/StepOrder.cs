using System.Text.RegularExpressions;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tables;

/// <summary>The order in which people read step keys: B2 before B10, B3a after B3.</summary>
public sealed partial class StepOrder : IComparer<StepKey>
{
    public static StepOrder Instance { get; } = new();

    public int Compare(StepKey? x, StepKey? y)
    {
        // A step of a called process stands behind the step that calls it: B5/B1, B5/B2, B6.
        var (left, right) = ((x?.Value ?? "").Split('/'), (y?.Value ?? "").Split('/'));
        for (var at = 0; at < Math.Min(left.Length, right.Length); at++)
            if (Compared(left[at], right[at]) is not 0 and var order) return order;
        return left.Length.CompareTo(right.Length);
    }

    private static int Compared(string x, string y)
    {
        var (one, other) = (Parts(x), Parts(y));
        var order = string.CompareOrdinal(one.Letters, other.Letters);
        if (order == 0) order = one.Digits.Length.CompareTo(other.Digits.Length);
        if (order == 0) order = string.CompareOrdinal(one.Digits, other.Digits);
        return order != 0 ? order : string.CompareOrdinal(one.Tail, other.Tail);
    }

    /// <summary>Is the key a number on paper (B1, B3a; B5/B1 in a called process), and not a name or an activity's id?</summary>
    public static bool IsNumber(StepKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Numbered().IsMatch(key.Value);
    }

    internal static (string Letters, string Digits, string Tail) Parts(string key)
    {
        var digits = 0;
        while (digits < key.Length && !char.IsAsciiDigit(key[digits])) digits++;
        var rest = digits;
        while (rest < key.Length && char.IsAsciiDigit(key[rest])) rest++;
        return (key[..digits], key[digits..rest].TrimStart('0'), key[rest..]);
    }

    [GeneratedRegex(@"^\p{Lu}{1,3}[0-9]{1,3}\p{Ll}?(/\p{Lu}{1,3}[0-9]{1,3}\p{Ll}?)*\z")]
    private static partial Regex Numbered();
}

/// <summary>The one order of a process's activities (thứ tự bước), for every page and every paper: as the dossier flows, and where the flow leaves it open, as the keys are numbered.</summary>
/// <remarks>
/// Returns are taken out, so what is left has no ring: nobody stands before somebody who hands the dossier to them. Among those who could come next the
/// main way goes before what lies beside it, refusals come last, and then the printed numbers decide. Time: a little more than proportional to the drawing.
/// </remarks>
public sealed class FlowOrder
{
    private readonly ProcessDefinition _process;
    private readonly int[] _place;
    private readonly HashSet<Route> _returns = [];
    private readonly bool[] _isReached;
    private readonly bool[] _isMain;

    public FlowOrder(ProcessDefinition process)
    {
        ArgumentNullException.ThrowIfNull(process);
        _process = process;
        _isReached = new bool[process.Steps.Count];
        FindReturns();
        var walk = Walk();
        _isMain = Main();
        Steps = Sorted(walk);
        _place = new int[Steps.Count];
        for (var at = 0; at < Steps.Count; at++) _place[Steps[at].Index] = at;
    }

    /// <summary>Every activity, once.</summary>
    public IReadOnlyList<Step> Steps { get; }

    /// <summary>Where a step stands among <see cref="Steps"/>.</summary>
    public int PlaceOf(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return _place[step.Index];
    }

    /// <summary>True for a connection that leads back to a step already passed.</summary>
    public bool IsReturn(Route route) => _returns.Contains(route);

    /// <summary>True for a step that a dossier comes to when every outcome is the hoped-for one.</summary>
    public bool IsOnTheMainWay(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return _isMain[step.Index];
    }

    /// <summary>False for a step that no way leads to.</summary>
    public bool IsReached(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return _isReached[step.Index];
    }

    /// <summary>True for outcomes that take the dossier forward, false for those that send it back, have it wait or refuse it.</summary>
    public static bool GoesForward(string port) => port is not ("SentBack" or "Incomplete" or "Remedy" or "Failed" or "Rejected" or "Declined" or "Expired");

    /// <summary>Depth first along the hoped-for outcomes, from the start and then from whatever was not reached: what leads back into the way at hand is a return.</summary>
    private void FindReturns() => DepthFirst(step => _process.Out(step).OrderBy(route => Preference(_process.Steps[step], route.Port)), found => { }, route => _returns.Add(route));

    /// <summary>Every step, each before those it leads to; what the hoped-for outcome leads to stands right behind.</summary>
    private List<int> Walk()
    {
        var walk = new List<int>(_process.Steps.Count);
        DepthFirst(step => _process.Out(step).Where(route => !_returns.Contains(route)).OrderByDescending(route => Preference(_process.Steps[step], route.Port)), found =>
        {
            if (walk.Count == 0 && _process.Start is not null)
                foreach (var at in found) _isReached[at] = true;
            found.Reverse();
            walk.AddRange(found);
        }, route => { });
        return walk;
    }

    private void DepthFirst(Func<int, IEnumerable<Route>> ahead, Action<List<int>> found, Action<Route> back)
    {
        var walk = new DepthFirst<Route>(_process.Steps.Count, step => [.. ahead(step)], route => route.To, (_, route) => back(route));
        var roots = _process.Steps.Where(step => _process.In(step.Index).Count == 0).Concat(_process.Steps).Select(step => step.Index);
        if (_process.Start is { } start) roots = roots.Prepend(start.Index);
        foreach (var root in roots)
            if (!walk.HasMet(root)) found(walk.From(root));
    }

    private bool[] Main()
    {
        var (main, look) = (new bool[_process.Steps.Count], new Stack<int>());
        if (_process.Start is { } start) look.Push(start.Index);
        while (look.TryPop(out var at))
        {
            if (main[at]) continue;
            main[at] = true;
            foreach (var route in _process.Out(at))
                if (GoesForward(route.Port)) look.Push(route.To);
        }
        return main;
    }

    private static readonly StepKey First = new("");
    private static readonly StepKey Last = new("\uffff");

    private List<Step> Sorted(List<int> walk)
    {
        var rank = new Rank[walk.Count];
        var leadsOn = (bool[])_isMain.Clone(); // beside the main way, but coming back to it further on
        foreach (var at in Enumerable.Reverse(walk)) leadsOn[at] |= _process.Out(at).Any(route => !_returns.Contains(route) && leadsOn[route.To] && !IsRefusal(_process.Steps[route.To]));
        var number = Numbers(walk);
        for (var at = 0; at < walk.Count; at++)
        {
            var step = _process.Steps[walk[at]];
            var part = IsRefusal(step) ? 2 : leadsOn[step.Index] || !_isReached[step.Index] ? 0 : 1;
            rank[step.Index] = new(part, number[step.Index], at);
        }
        var open = new int[walk.Count];
        foreach (var route in _process.Routes)
            if (!_returns.Contains(route)) open[route.To]++;
        var next = new PriorityQueue<int, Rank>();
        foreach (var at in walk)
            if (open[at] == 0) next.Enqueue(at, rank[at]);

        var sorted = new List<Step>(walk.Count);
        while (next.TryDequeue(out var at, out _))
        {
            sorted.Add(_process.Steps[at]);
            foreach (var route in _process.Out(at))
                if (!_returns.Contains(route) && --open[route.To] == 0) next.Enqueue(route.To, rank[route.To]);
        }
        return sorted;
    }

    /// <summary>A step's own number; without one it goes with the step before it, and a point where ways part with the first that follows.</summary>
    private StepKey[] Numbers(List<int> walk)
    {
        var number = new StepKey[walk.Count];
        foreach (var at in walk)
        {
            var before = _process.In(at).Where(route => !_returns.Contains(route)).Select(route => number[route.From]);
            number[at] = StepOrder.IsNumber(_process.Steps[at].Key) ? _process.Steps[at].Key : before.Max(StepOrder.Instance) ?? (_isReached[at] ? First : Last);
        }
        foreach (var at in Enumerable.Reverse(walk))
            if (_process.Steps[at].IsChoice || _process.Steps[at].Kind is StepKind.Fork)
                number[at] = _process.Out(at).Where(route => !_returns.Contains(route) && !IsRefusal(_process.Steps[route.To])).Select(route => number[route.To]).Min(StepOrder.Instance) ?? number[at];
        return number;
    }

    private static bool IsRefusal(Step step) => step.Kind is StepKind.Reject or StepKind.Stop or StepKind.End;

    // The hoped-for outcome first, so that what it leads to stands right behind the step.
    private static int Preference(Step step, string port)
    {
        for (var at = 0; at < step.Ports.Count; at++)
            if (step.Ports[at] == port) return GoesForward(port) ? at : step.Ports.Count + at;
        return int.MaxValue;
    }

    private readonly record struct Rank(int Part, StepKey Number, int Walked) : IComparable<Rank>
    {
        public int CompareTo(Rank other)
        {
            var order = Part.CompareTo(other.Part);
            if (order == 0) order = StepOrder.Instance.Compare(Number, other.Number);
            return order != 0 ? order : Walked.CompareTo(other.Walked);
        }
    }
}
