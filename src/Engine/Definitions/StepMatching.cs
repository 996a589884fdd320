namespace TthcFlow.Engine.Definitions;

/// <summary>Which step of one version is which step of another (đối chiếu bước): first by key, then by likeness, so that a step which only got another number stays itself.</summary>
/// <remarks>Looking from the other side gives the same pairs. Pairs are taken best first; where two are alike, the nearer in the flow.</remarks>
internal sealed class StepMatching
{
    /// <summary>Beyond so many pairs of leftovers only keys are compared: a file of ten thousand steps replaced whole is no amendment.</summary>
    private const int MostPairs = 400_000;

    private const double Alike = 5;

    private readonly ProcessDefinition _before;
    private readonly ProcessDefinition _after;
    private readonly int[] _to;
    private readonly int[] _from;

    public StepMatching(ProcessDefinition before, ProcessDefinition after)
    {
        (_before, _after) = (before, after);
        (_to, _from) = (new int[before.Steps.Count], new int[after.Steps.Count]);
        Array.Fill(_to, -1);
        Array.Fill(_from, -1);
        (OrderBefore, OrderAfter) = (FlowSequence.Of(before), FlowSequence.Of(after));

        BySign(step => (step.Key.Value, Sort(step), Plain(step.Name)));
        BySign(step => (step.Id, Sort(step), Plain(step.Name)));
        BySign(step => step.Work is { } work ? (Sort(step), Plain(step.Name), work.Unit, work.Position) : null);
        BySign(step => step.Work is null ? null : (Sort(step), Plain(step.Name)));
        for (var more = true; more;) more = ByLikeness(); // who was matched makes the neighbours better known
    }

    /// <summary>The steps of each version in the order of its flow.</summary>
    public int[] OrderBefore { get; }

    /// <inheritdoc cref="OrderBefore"/>
    public int[] OrderAfter { get; }

    /// <summary>The step of the later version that a step of the earlier one is now; -1 when it is gone.</summary>
    public int After(int before) => _to[before];

    /// <summary>The step of the earlier version that a step of the later one was; -1 when it is new.</summary>
    public int Before(int after) => _from[after];

    /// <summary>A text as it is compared: spaces and letter case aside.</summary>
    public static string Plain(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Normalize().ToLowerInvariant();

    /// <summary>Steps that bear the same sign equally often on both sides are the same, in the order of the flow.</summary>
    private void BySign(Func<Step, object?> sign)
    {
        var here = Signed(OrderBefore.Where(at => _to[at] < 0).Select(at => _before.Steps[at]));
        var there = Signed(OrderAfter.Where(at => _from[at] < 0).Select(at => _after.Steps[at]));
        foreach (var (name, steps) in here)
            if (there.TryGetValue(name, out var others) && others.Count == steps.Count)
                foreach (var (one, other) in steps.Zip(others)) Pair(one, other);

        Dictionary<object, List<int>> Signed(IEnumerable<Step> steps) =>
            (from step in steps let name = sign(step) where name is not null group step.Index by name).ToDictionary(group => group.Key, group => group.ToList());
    }

    private bool ByLikeness()
    {
        var (placeBefore, placeAfter) = (Places(OrderBefore), Places(OrderAfter));
        int[] here = [.. OrderBefore.Where(at => _to[at] < 0)], there = [.. OrderAfter.Where(at => _from[at] < 0)];
        if ((long)here.Length * there.Length > MostPairs)
        {
            BySign(step => (step.Key.Value, Sort(step)));
            return false;
        }
        var candidates = (
            from one in here
            from other in there
            let likeness = Likeness(_before.Steps[one], _after.Steps[other])
            where likeness >= Alike
            orderby likeness descending, Math.Abs(placeBefore[one] - placeAfter[other]), placeBefore[one] + placeAfter[other]
            select (one, other)).ToList();
        var found = false;
        foreach (var (one, other) in candidates)
        {
            if (_to[one] >= 0 || _from[other] >= 0) continue;
            Pair(one, other);
            found = true;
        }
        return found;
    }

    private double Likeness(Step one, Step other)
    {
        if ((one.Work is null) != (other.Work is null)) return 0;
        var isSort = Sort(one) == Sort(other);
        var marks = (one.Key == other.Key ? 1 : 0) + (one.Id == other.Id ? 1 : 0);
        var neighbours = (Shared(_before.In(one.Index).Select(route => route.From), _after.In(other.Index).Select(route => route.From))
            + Shared(_before.Out(one.Index).Select(route => route.To), _after.Out(other.Index).Select(route => route.To))) / 2;
        if (one.Work is not { } work || other.Work is not { } otherWork)
        {
            if (!isSort) return 0;
            var rule = one.Condition is { } condition && condition.Text == other.Condition?.Text || one.Cases.Count > 0 && one.Cases.Select(branch => branch.Condition?.Text).SequenceEqual(other.Cases.Select(branch => branch.Condition?.Text));
            return 3 + marks + (Plain(one.Name) == Plain(other.Name) ? 1 : 0) + (rule ? 2 : 0) + 3 * neighbours;
        }
        var name = Overlap(Plain(one.Name).Split(' '), Plain(other.Name).Split(' '));
        if (name < (isSort ? 0.34 : 0.5) && (marks == 0 || !isSort)) return 0;
        return (isSort ? 3 : 0) + 2 * marks + 4 * name + 2 * neighbours
            + (work.Unit is not null && work.Unit == otherWork.Unit ? 1 : 0)
            + (work.Position is not null && work.Position == otherWork.Position ? 1 : 0)
            + (work.Limit is not null && work.Limit == otherWork.Limit ? 0.5 : 0);
    }

    private double Shared(IEnumerable<int> before, IEnumerable<int> after)
    {
        var (here, there) = (before.Distinct().ToList(), after.ToHashSet());
        return here.Count + there.Count == 0 ? 0 : 2.0 * here.Count(at => _to[at] >= 0 && there.Contains(_to[at])) / (here.Count + there.Count);
    }

    private static double Overlap(string[] one, string[] other)
    {
        var rest = other.ToList();
        return 2.0 * one.Count(rest.Remove) / (one.Length + other.Length);
    }

    private static string Sort(Step step) => step.Kind is StepKind.Unknown ? step.Type : step.Kind.ToString();

    private static int[] Places(int[] order)
    {
        var places = new int[order.Length];
        for (var at = 0; at < order.Length; at++) places[order[at]] = at;
        return places;
    }

    private void Pair(int before, int after) => (_to[before], _from[after]) = (after, before);
}
