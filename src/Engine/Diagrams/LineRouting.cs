namespace TthcFlow.Engine.Diagrams;

/// <summary>Finds ways for lines through a grid of boxes, and gives lines that run side by side tracks of their own.</summary>
/// <remarks>
/// The grid has upright lines (columns of boxes, and the channels between them) and level ones (rows of boxes, and the channels between them). A box closes
/// the crossing of its column and its row, so no line ever runs through one. Ways are short, bend little, and cross others seldom; the order in which they
/// are looked for is fixed, so the same grid always gives the same ways.
/// </remarks>
internal sealed class LineRouting
{
    private const int Bend = 22;
    private const int Crossing = 45;
    private const int Beside = 4; // for each line already there
    private const int SamePort = 24;

    private readonly int[] _across; // cost of the step from upright line i to i + 1
    private readonly int[] _down; // cost of the step from level line i to i + 1
    private readonly bool[,] _closed;
    private readonly int[,] _level; // lines along the stretch right of a crossing
    private readonly int[,] _upright; // lines along the stretch below a crossing

    public LineRouting(int[] across, int[] down, bool[,] closed)
    {
        (_across, _down, _closed) = (across, down, closed);
        (_level, _upright) = (new int[Width, Height], new int[Width, Height]);
    }

    private int Width => _across.Length + 1;

    private int Height => _down.Length + 1;

    /// <summary>The way of every line, as crossings of the grid from its source to its target.</summary>
    public IReadOnlyList<GridPoint>[] Ways(IReadOnlyList<GridLine> lines, int rounds)
    {
        var ways = new IReadOnlyList<GridPoint>[lines.Count];
        var order = Enumerable.Range(0, lines.Count).OrderBy(line => lines[line].IsBack).ThenBy(line => lines[line].Priority).ThenBy(line => line).ToArray();
        for (var round = 0; round < rounds; round++)
            foreach (var line in order)
            {
                if (ways[line] is { } before) Occupy(before, -1);
                ways[line] = Way(lines[line]);
                Occupy(ways[line], 1);
            }
        return ways;
    }

    private void Occupy(IReadOnlyList<GridPoint> way, int by)
    {
        for (var i = 0; i + 1 < way.Count; i++)
        {
            var (from, to) = (way[i], way[i + 1]);
            if (from.Y == to.Y) _level[Math.Min(from.X, to.X), from.Y] += by;
            else _upright[from.X, Math.Min(from.Y, to.Y)] += by;
        }
    }

    /// <summary>The cheapest way, by Dijkstra over crossings and the direction in which they are reached (4: the target itself).</summary>
    private List<GridPoint> Way(GridLine line)
    {
        var states = Width * Height * 5;
        var (best, came, targets) = (new int[states], new int[states], new int[Width * Height]);
        Array.Fill(best, int.MaxValue);
        Array.Fill(targets, -1);
        foreach (var to in line.To) targets[to.X * Height + to.Y] = to.Cost;
        var queue = new PriorityQueue<int, (int Cost, int Order)>();
        var order = 0;
        foreach (var start in line.From)
            for (var direction = 0; direction < 4; direction++)
                if (line.Leaving[direction] is { } cost) Try(start.X, start.Y, direction, -1 - (start.X * Height + start.Y), start.Cost + cost);

        while (queue.TryDequeue(out var at, out var reached))
        {
            if (best[at] < reached.Cost) continue;
            var (point, came4) = (at / 5, at % 5);
            if (came4 == 4) return Back(at);
            for (var direction = 0; direction < 4; direction++)
                if (direction != (came4 + 2) % 4) Try(point / Height, point % Height, direction, at, reached.Cost);
        }
        return [new(line.From[0].X, line.From[0].Y), new(line.To[0].X, line.To[0].Y)]; // not reached: the margins of a grid are always open

        // before: the state it is tried from; where a way begins, the crossing itself as a negative number.
        void Try(int fromX, int fromY, int direction, int before, int cost)
        {
            var (x, y) = direction switch { 0 => (fromX, fromY - 1), 1 => (fromX + 1, fromY), 2 => (fromX, fromY + 1), _ => (fromX - 1, fromY) };
            if (x < 0 || y < 0 || x >= Width || y >= Height) return;
            var target = targets[x * Height + y];
            if (target < 0 && _closed[x, y]) return;
            var (left, top, isLevel, isPort) = (Math.Min(x, fromX), Math.Min(y, fromY), y == fromY, before < 0);
            var beside = isLevel ? _level[left, top] : _upright[left, top];
            cost += (isLevel ? _across[left] : _down[top]) + beside * (isPort ? SamePort : Beside);
            if (!isPort) cost += before % 5 != direction ? Bend : Crossing * Crossed(fromX, fromY, isLevel);
            if (target >= 0)
            {
                if (line.Entering[direction] is not { } entering) return;
                (cost, direction) = (cost + entering + target + beside * SamePort, 4);
            }
            var to = (x * Height + y) * 5 + direction;
            if (best[to] <= cost) return;
            (best[to], came[to]) = (cost, before);
            queue.Enqueue(to, (cost, order++));
        }

        List<GridPoint> Back(int at)
        {
            var points = new List<GridPoint>();
            for (; at >= 0; at = came[at]) points.Add(new(at / 5 / Height, at / 5 % Height));
            points.Add(new((-1 - at) / Height, (-1 - at) % Height));
            points.Reverse();
            return points;
        }
    }

    /// <summary>How many lines run straight through a crossing, across the given direction.</summary>
    private int Crossed(int x, int y, bool isLevel) => isLevel
        ? y == 0 ? 0 : Math.Min(_upright[x, y - 1], _upright[x, y])
        : x == 0 ? 0 : Math.Min(_level[x - 1, y], _level[x, y]);
}

/// <summary>A crossing of the grid.</summary>
internal readonly record struct GridPoint(int X, int Y);

/// <summary>A crossing where a line may begin or end, and what choosing it costs.</summary>
internal sealed record GridPort(int X, int Y, int Cost);

/// <summary>A line to be led through the grid. Directions: 0 up, 1 right, 2 down, 3 left; null where it may not leave or enter that way.</summary>
internal sealed record GridLine(IReadOnlyList<GridPort> From, IReadOnlyList<GridPort> To, int?[] Leaving, int?[] Entering, bool IsBack, int Priority);

/// <summary>A straight stretch of a way along one line of the grid.</summary>
/// <param name="First">Where it begins, in half steps of the grid; a stretch that begins or ends at a box stays on its own side of it.</param>
internal sealed record GridStretch(int Way, int At, bool IsUpright, int Line, int First, int Last, int TurnFirst, int TurnLast, bool IsBoxToBox)
{
    /// <summary>Distance from the middle of the grid line, in tracks.</summary>
    public double Offset { get; set; }

    public bool Overlaps(GridStretch other) => IsUpright == other.IsUpright && Line == other.Line && First <= other.Last && other.First <= Last;
}

/// <summary>The tracks of all stretches: side by side in an order that crosses little, straight ones from box to box in the middle.</summary>
internal sealed class GridTracks
{
    private readonly List<GridStretch>[] _ofWay;
    private readonly Dictionary<(bool IsUpright, int Line), double> _reach = [];

    public GridTracks(IReadOnlyList<IReadOnlyList<GridPoint>> ways, Func<GridPoint, int, bool> isPort)
    {
        _ofWay = [.. ways.Select((way, index) => Stretches(way, index, isPort))];
        foreach (var line in _ofWay.SelectMany(stretches => stretches).GroupBy(stretch => (stretch.IsUpright, stretch.Line)).OrderBy(line => line.Key))
        {
            foreach (var bundle in Bundles([.. line])) Assign(bundle);
            _reach[line.Key] = line.Max(stretch => Math.Abs(stretch.Offset));
        }
    }

    /// <summary>The stretches of a way, from its source to its target.</summary>
    public IReadOnlyList<GridStretch> Of(int way) => _ofWay[way];

    /// <summary>How far the tracks of a grid line reach to either side of its middle; -1 where there are none.</summary>
    public double Reach(bool isUpright, int line) => _reach.GetValueOrDefault((isUpright, line), -1);

    private static List<GridStretch> Stretches(IReadOnlyList<GridPoint> way, int index, Func<GridPoint, int, bool> isPort)
    {
        var stretches = new List<GridStretch>();
        for (var i = 0; i + 1 < way.Count;)
        {
            var isUpright = way[i].X == way[i + 1].X;
            var end = i + 1;
            while (end + 1 < way.Count && (way[end].X == way[end + 1].X) == isUpright) end++;
            int Along(GridPoint point) => 2 * (isUpright ? point.Y : point.X);
            int Across(GridPoint point) => isUpright ? point.X : point.Y;
            var (from, to) = (Along(way[i]), Along(way[end]));
            var down = Math.Sign(to - from);
            var (first, last) = (from + (i == 0 ? down : 0), to - (end == way.Count - 1 ? down : 0));
            var turnFirst = i == 0 ? 0 : Math.Sign(Across(way[i - 1]) - Across(way[i]));
            var turnLast = end == way.Count - 1 ? 0 : Math.Sign(Across(way[end + 1]) - Across(way[end]));
            if (down < 0) (first, last, turnFirst, turnLast) = (last, first, turnLast, turnFirst);
            stretches.Add(new(index, stretches.Count, isUpright, Across(way[i]), first, last, turnFirst, turnLast, i == 0 && end == way.Count - 1 && isPort(way[i], index) && isPort(way[end], index)));
            i = end;
        }
        return stretches;
    }

    private static IEnumerable<List<GridStretch>> Bundles(List<GridStretch> line)
    {
        line.Sort((one, other) => (one.First, one.Last, one.Way).CompareTo((other.First, other.Last, other.Way)));
        var (bundle, reach) = (new List<GridStretch>(), int.MinValue);
        foreach (var stretch in line)
        {
            if (bundle.Count > 0 && stretch.First > reach)
            {
                yield return bundle;
                (bundle, reach) = ([], int.MinValue);
            }
            bundle.Add(stretch);
            reach = Math.Max(reach, stretch.Last);
        }
        if (bundle.Count > 0) yield return bundle;
    }

    private static void Assign(List<GridStretch> bundle)
    {
        if (bundle.Count == 1) return;
        // Those that turn to one side at both ends lie on that side; then neighbours change places while that saves a crossing.
        bundle.Sort((one, other) =>
        {
            var order = (one.TurnFirst + one.TurnLast).CompareTo(other.TurnFirst + other.TurnLast);
            return order != 0 ? order : (one.First, one.Last, one.Way, one.At).CompareTo((other.First, other.Last, other.Way, other.At));
        });
        for (var round = 0; round < bundle.Count; round++)
        {
            var changed = false;
            for (var i = 0; i + 1 < bundle.Count; i++)
            {
                if (Crossings(bundle[i], bundle[i + 1]) <= Crossings(bundle[i + 1], bundle[i])) continue;
                (bundle[i], bundle[i + 1]) = (bundle[i + 1], bundle[i]);
                changed = true;
            }
            if (!changed) break;
        }
        var slots = new int[bundle.Count];
        for (var i = 0; i < bundle.Count; i++)
            for (var before = 0; before < i; before++)
                if (bundle[before].Overlaps(bundle[i])) slots[i] = Math.Max(slots[i], slots[before] + 1);
        var straight = bundle.FindIndex(stretch => stretch.IsBoxToBox);
        var middle = straight >= 0 ? slots[straight] : slots.Max() / 2.0;
        for (var i = 0; i < bundle.Count; i++) bundle[i].Offset = slots[i] - middle;
    }

    /// <summary>How often two stretches of one grid line cross near their ends if the first lies on the lesser side (left, or above).</summary>
    private static int Crossings(GridStretch lesser, GridStretch greater)
    {
        if (!lesser.Overlaps(greater)) return 0;
        var count = 0;
        if (lesser.TurnFirst > 0 && lesser.First >= greater.First) count++;
        if (lesser.TurnLast > 0 && lesser.Last <= greater.Last) count++;
        if (greater.TurnFirst < 0 && greater.First >= lesser.First) count++;
        if (greater.TurnLast < 0 && greater.Last <= lesser.Last) count++;
        return count;
    }
}
