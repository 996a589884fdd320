using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Diagrams;

/// <summary>Which lane, row and column each step of a process stands in.</summary>
/// <remarks>
/// Rows are filled from the top: whoever has the longest way still ahead comes first, and ends wait for a free place beside or below the step they belong to.
/// A lane begins with one column and opens another only where two of its steps must stand side by side. Forks and joins have rows of their own.
/// </remarks>
internal sealed class LaneSchedule
{
    public const int MostSteps = 70;
    public const int MostRoutes = 180;
    public const int MostLanes = 7;
    private const int ComfortableLanes = 6;

    private readonly ProcessDefinition _process;
    private readonly bool[] _isBack;
    private readonly int[] _ahead; // how many steps the longest way on still has
    private readonly int _patience;
    private readonly HashSet<(int Row, int Lane, int Column)> _taken = [];
    private readonly List<SortedSet<int>> _columns = [];
    private readonly Dictionary<(int Lane, int Column), int> _last = []; // who stands lowest in a column

    private LaneSchedule(ProcessDefinition process, (int[] Ranks, bool[] IsBack) flow, IReadOnlyList<Lane> lanes, int[] laneOf, int patience)
    {
        (_process, _isBack, Lanes, LaneOf, _patience) = (process, flow.IsBack, lanes, laneOf, patience);
        (RowOf, ColumnOf) = (new int[process.Steps.Count], new int[process.Steps.Count]);
        Array.Fill(RowOf, -1);
        foreach (var _ in lanes) _columns.Add([0]);
        _ahead = new int[process.Steps.Count];
        foreach (var step in Enumerable.Range(0, process.Steps.Count).OrderByDescending(step => flow.Ranks[step]))
            foreach (var route in Forward(step)) _ahead[step] = Math.Max(_ahead[step], _ahead[route.To] + 1);
    }

    public IReadOnlyList<Lane> Lanes { get; }

    public int[] LaneOf { get; }

    public int[] RowOf { get; }

    /// <summary>Inside the lane: 0 is its main column, negative ones stand left of it.</summary>
    public int[] ColumnOf { get; }

    public int Rows { get; private set; }

    public bool IsBack(Route route) => _isBack[route.Index];

    /// <summary>The columns of a lane, from left to right.</summary>
    public IEnumerable<int> ColumnsOf(int lane) => _columns[lane];

    /// <summary>The schedule; null where the process is too large for lanes, names no units, or names too many.</summary>
    /// <param name="patience">For how many rows an end waits for a free place before its lane gets another column.</param>
    /// <param name="isCompact">Whether work that goes over to another lane may stand beside the step before it rather than below.</param>
    public static LaneSchedule? Of(ProcessDefinition process, DiagramWords words, int patience, bool isCompact)
    {
        if (process.Steps.Count is 0 or > MostSteps || process.Routes.Count > MostRoutes || process.Steps.All(step => string.IsNullOrEmpty(step.Work?.Unit))) return null;
        var (ranks, isBack) = FlowRanks.Of(process);
        var units = Units(process, ranks, isBack);
        var merged = units.Distinct().Count() > ComfortableLanes;
        var names = units.Select(unit => merged && unit.Length > 0 ? words.AgencyOf(unit) : unit).Select(unit => unit.Length == 0 ? words.Text("Chưa nêu đơn vị", "No unit named") : words.Unit(unit)).ToArray();
        var order = Ordered(process, names, units, ranks);
        if (order.Count > MostLanes) return null;
        var schedule = new LaneSchedule(process, (ranks, isBack), [.. order.Select(name => new Lane(name, merged))], [.. names.Select(name => order.IndexOf(name))], patience);
        schedule.Fill(isCompact);
        return schedule;
    }

    /// <summary>The unit of every step; a routing point stands with the step before it, a join with the one after.</summary>
    private static string[] Units(ProcessDefinition process, int[] ranks, bool[] isBack)
    {
        var units = process.Steps.Select(step => step.Work is null ? null : step.Work.Unit ?? "").ToArray();
        var byRank = Enumerable.Range(0, units.Length).OrderBy(step => ranks[step]).ThenBy(step => step).ToArray();
        foreach (var step in byRank.Reverse())
            if (process.Steps[step].Kind is StepKind.Join or StepKind.Start)
                units[step] ??= process.Out(step).Where(route => !isBack[route.Index]).Select(route => units[route.To]).FirstOrDefault(unit => unit is not null);
        foreach (var step in byRank)
            units[step] ??= process.In(step).Where(route => !isBack[route.Index]).Select(route => units[route.From]).FirstOrDefault(unit => unit is not null);
        foreach (var step in byRank.Reverse())
            units[step] ??= process.Out(step).Select(route => units[route.To]).FirstOrDefault(unit => unit is not null);
        return [.. units.Select(unit => unit ?? "")];
    }

    /// <summary>The receiving desk first, then the order in which lines between lanes have the shortest way.</summary>
    private static List<string> Ordered(ProcessDefinition process, string[] names, string[] units, int[] ranks)
    {
        var first = Enumerable.Range(0, names.Length).OrderBy(step => units[step] == "Receiving" ? 0 : 1).ThenBy(step => ranks[step]).ThenBy(step => process.Steps[step].Id, StringComparer.Ordinal)
            .Select(step => names[step]).Distinct().ToList();
        if (first.Count is < 3 or > MostLanes) return first;
        var weights = new int[first.Count, first.Count];
        foreach (var route in process.Routes) weights[first.IndexOf(names[route.From]), first.IndexOf(names[route.To])]++;
        var (best, least) = (first, Length([.. Enumerable.Range(0, first.Count)]));
        foreach (var rest in Orders([.. Enumerable.Range(1, first.Count - 1)]))
        {
            int[] order = [0, .. rest];
            if (Length(order) is var length && length < least) (best, least) = ([.. order.Select(lane => first[lane])], length);
        }
        return best;

        int Length(int[] order)
        {
            var sum = 0;
            for (var i = 0; i < order.Length; i++)
                for (var j = 0; j < order.Length; j++) sum += Math.Abs(i - j) * weights[order[i], order[j]];
            return sum;
        }

        static IEnumerable<int[]> Orders(int[] items)
        {
            if (items.Length <= 1)
            {
                yield return items;
                yield break;
            }
            for (var i = 0; i < items.Length; i++)
                foreach (var rest in Orders([.. items.Where((_, at) => at != i)])) yield return [items[i], .. rest];
        }
    }

    private IEnumerable<Route> Forward(int step) => _process.Out(step).Where(route => !_isBack[route.Index] && route.To != step);

    private IEnumerable<Route> Before(int step) => _process.In(step).Where(route => !_isBack[route.Index] && route.From != step);

    private bool IsBar(int step) => _process.Steps[step].Kind is StepKind.Fork or StepKind.Join;

    private void Fill(bool isCompact)
    {
        var (left, since) = (Enumerable.Range(0, _process.Steps.Count).ToHashSet(), new Dictionary<int, int>());
        for (var row = 0; left.Count > 0; row++)
        {
            var ready = left.Where(step => Before(step).All(route => RowOf[route.From] >= 0 && RowOf[route.From] < row)).OrderByDescending(step => _ahead[step]).ThenBy(step => step).ToList();
            Rows = row + 1;
            if (ready.Count > 0 && IsBar(ready[0]))
            {
                Put(ready[0], row, 0);
                left.Remove(ready[0]);
                continue;
            }
            foreach (var step in ready.Where(step => !IsBar(step) && IsMain(step)))
                if (Column(step, row, true) is { } column)
                {
                    Put(step, row, column);
                    left.Remove(step);
                }
            if (isCompact)
                foreach (var step in left.Where(step => !IsBar(step) && IsMain(step) && CrossesOver(step, row)).OrderByDescending(step => _ahead[step]).ThenBy(step => step).ToArray())
                    if (!_taken.Contains((row, LaneOf[step], 0)))
                    {
                        Put(step, row, 0);
                        left.Remove(step);
                    }
            // Whoever hangs beside another may stand in the same row; ends right below their step first.
            var beside = left.Where(step => !IsBar(step) && !IsMain(step) && Before(step).All(route => RowOf[route.From] >= 0 && (RowOf[route.From] < row || !IsBar(route.From))))
                .OrderByDescending(step => _ahead[step]).ThenByDescending(IsBelowItsStep).ThenBy(step => Before(step).Select(route => RowOf[route.From]).DefaultIfEmpty(0).Max()).ThenBy(step => step).ToArray();
            foreach (var step in beside)
            {
                since.TryAdd(step, row);
                if (Column(step, row, row - since[step] >= _patience) is not { } column) continue;
                Put(step, row, column);
                left.Remove(step);
            }
        }
    }

    /// <summary>Does a step follow on another of this row, in another lane, which did not itself come over from beside?</summary>
    private bool CrossesOver(int step, int row) =>
        Before(step).ToArray() is { Length: > 0 } before && before.All(route => RowOf[route.From] >= 0 && (RowOf[route.From] < row || LaneOf[route.From] != LaneOf[step]) && !IsBar(route.From))
        && before.All(route => RowOf[route.From] < row || Before(route.From).All(earlier => RowOf[earlier.From] < row));

    /// <summary>Part of the way down: what leads on to other work. Ends, and waits that lead only back or to an end, hang beside it.</summary>
    private bool IsMain(int step) =>
        _process.Steps[step].Kind is StepKind.ReturnResult or StepKind.End || Before(step).All(_ => false)
        || (_ahead[step] > 0 && !(_ahead[step] == 1 && _process.Steps[step].Kind is StepKind.AwaitSupplement && Forward(step).All(route => _process.Steps[route.To].Kind is StepKind.Reject or StepKind.Stop)));

    private bool IsBelowItsStep(int step) => Before(step).Any(route => LaneOf[route.From] == LaneOf[step]);

    private void Put(int step, int row, int column)
    {
        (RowOf[step], ColumnOf[step]) = (row, column);
        if (IsBar(step)) return;
        _taken.Add((row, LaneOf[step], column));
        _last[(LaneOf[step], column)] = step;
    }

    /// <summary>A free column of the step's lane; null where there is none and no new one may be opened.</summary>
    private int? Column(int step, int row, bool mayOpen)
    {
        var (lane, main) = (LaneOf[step], IsMain(step));
        var above = Before(step).Where(route => LaneOf[route.From] == lane && !IsBar(route.From)).OrderByDescending(route => RowOf[route.From]).Select(route => (int?)ColumnOf[route.From]).FirstOrDefault();
        var free = _columns[lane].Where(column => !_taken.Contains((row, lane, column))).ToArray();
        var fitting = free.Where(column => !HasLineDown(lane, column, step)).OrderBy(column => column == above ? 0 : 1).ThenBy(column => main ? Math.Abs(column) : -Math.Abs(column)).ThenBy(column => column).ToArray();
        if (fitting.Length > 0) return fitting[0];
        if (!mayOpen) return null;
        if (_columns[lane].Count < 6)
        {
            var opened = OpensLeft(step, row) ? _columns[lane].Min - 1 : _columns[lane].Max + 1;
            _columns[lane].Add(opened);
            return opened;
        }
        return free.Length > 0 ? free[0] : null;
    }

    /// <summary>Will a line run down this column, from who stands in it to a step still to come in the same lane?</summary>
    private bool HasLineDown(int lane, int column, int step) =>
        _last.TryGetValue((lane, column), out var last) && Forward(last).Any(route => route.To != step && RowOf[route.To] < 0 && IsMain(route.To) && LaneOf[route.To] == lane) && Forward(last).All(route => route.To != step);

    /// <summary>A new column opens on the side that the step's lines come from or lead to, so that they cross the fewest others.</summary>
    private bool OpensLeft(int step, int row)
    {
        var lane = LaneOf[step];
        if (IsMain(step) && Enumerable.Range(0, RowOf.Length).Where(other => RowOf[other] == row && LaneOf[other] == lane && other != step).Select(Pull).DefaultIfEmpty(0).Max() is var others && Pull(step) != others)
            return Pull(step) < others;
        var from = Before(step).Select(route => LaneOf[route.From]).DefaultIfEmpty(lane).First();
        return from == lane ? lane == 0 && Lanes.Count > 1 : from < lane;
    }

    /// <summary>How far to the right, in lanes, the next steps of a branch stand.</summary>
    private int Pull(int step)
    {
        var (pull, at) = (0, new List<int> { step });
        for (var depth = 0; depth < 3; depth++)
        {
            at = [.. at.Where(from => depth == 0 || _process.Steps[from].Kind is not StepKind.Join).SelectMany(Forward).Select(route => route.To).Distinct().Where(to => _ahead[to] > 0 && !IsBar(to))];
            pull += at.Sum(to => LaneOf[to] - LaneOf[step]);
        }
        return pull;
    }

    /// <summary>A unit's lane.</summary>
    /// <param name="IsMerged">Units of one agency share it: the boxes name the unit.</param>
    internal sealed record Lane(string Name, bool IsMerged);
}
