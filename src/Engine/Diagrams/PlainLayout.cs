using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Diagrams;

/// <summary>A layout without lanes, for processes of any size: rows, order inside the rows, places across, then lines.</summary>
/// <remarks>Steps stand in rows by the longest way from the start; ways back run along the right side. A line bends only in the space between two rows, so none ever crosses a box.</remarks>
internal sealed class PlainLayout
{
    private const int BoxWidth = 160;
    private const int BetweenBoxes = 24;
    private const int LabelSpace = 22;
    private const int TrackHeight = 7;
    private const int ArrowSpace = 12;
    private const int Side = 10; // between two lines along the side
    private const int Margin = 10;
    private const int MostBends = 5_000; // beyond it long lines run along the side, too

    private readonly ProcessDefinition _process;
    private readonly List<Place> _places = [];
    private readonly List<List<Place>> _rows = [];
    private readonly Way[] _ways;

    public PlainLayout(ProcessDefinition process, DiagramWords words)
    {
        _process = process;
        var (ranks, isBack) = FlowRanks.Of(process);
        foreach (var step in process.Steps) _places.Add(Measured(step, ranks[step.Index], words));

        var bends = 0L;
        foreach (var route in process.Routes)
            if (!isBack[route.Index]) bends += ranks[route.To] - ranks[route.From] - 1;
        _ways = new Way[process.Routes.Count];
        foreach (var route in process.Routes)
        {
            var aside = isBack[route.Index] || (bends > MostBends && ranks[route.To] - ranks[route.From] > 1);
            _ways[route.Index] = new Way(route, isBack[route.Index], aside, Stops(route, aside));
        }
        for (var row = 0; row <= _places.Select(place => place.Row).DefaultIfEmpty(-1).Max(); row++) _rows.Add([]);
        foreach (var place in _places) _rows[place.Row].Add(place);
    }

    public Diagram Draw()
    {
        Order();
        Spread();
        ChooseExits();
        var lanes = TakeLanes(out var right);
        var tracks = TakeTracks(lanes, right);
        var height = Stack(tracks);
        var left = _places.Select(place => place.Left).Append(0).Min() - Margin;

        var boxes = _process.Steps.Select(step => _places[step.Index])
            .Select(place => new DiagramBox(place.Step, place.Shape, place.Left - left, place.Top, place.Width, place.Height, place.Text));
        var lines = _ways.Select(way => Line(way, lanes, right, left));
        return new Diagram([.. boxes], [.. lines], right + (lanes.Count == 0 ? 0 : Side * (lanes.Values.Max() + 1)) - left + Margin, height)
        {
            Cuts = [.. _rows.Skip(1).Select(row => row.Min(place => place.Top) - ArrowSpace / 2)],
        };
    }

    private Place[] Stops(Route route, bool aside)
    {
        var (from, to) = (_places[route.From], _places[route.To]);
        if (aside) return [from, to];
        var stops = new List<Place> { from };
        for (var row = from.Row + 1; row < to.Row; row++)
        {
            var bend = new Place(-1, row, DiagramShape.Bar, 10, 0, BoxText.Empty);
            _places.Add(bend);
            stops.Add(bend);
        }
        stops.Add(to);
        for (var i = 1; i < stops.Count; i++)
        {
            stops[i - 1].Below.Add(stops[i]);
            stops[i].Above.Add(stops[i - 1]);
        }
        return [.. stops];
    }

    private Place Measured(Step step, int row, DiagramWords words)
    {
        var shape = Diagram.ShapeOf(step);
        var exits = _process.Out(step.Index).Count;
        var width = shape switch
        {
            DiagramShape.Circle => 18,
            DiagramShape.Bar => Math.Max(90, 28 * Math.Max(exits, _process.In(step.Index).Count)),
            _ => Math.Max(BoxWidth, 44 * exits),
        };
        var (text, height) = Diagram.Filled(step, shape, words, width, withUnit: true);
        return new Place(step.Index, row, shape, width, height, text);
    }

    // ---- order inside the rows, and places across

    private void Order()
    {
        foreach (var row in _rows) Number(row);
        for (var sweep = 0; sweep < 8; sweep++)
        {
            var downwards = sweep % 2 == 0;
            foreach (var row in downwards ? _rows.Skip(1) : _rows.SkipLast(1).Reverse())
            {
                var wish = row.ToDictionary(place => place, place => Mean(downwards ? place.Above : place.Below, near => near.Order, place.Order));
                row.Sort((one, other) => wish[one] == wish[other] ? one.Order.CompareTo(other.Order) : wish[one].CompareTo(wish[other]));
                Number(row);
            }
        }

        static void Number(List<Place> row)
        {
            for (var i = 0; i < row.Count; i++) row[i].Order = i;
        }
    }

    private void Spread()
    {
        foreach (var row in _rows) Settle(row, place => 0);
        for (var sweep = 0; sweep < 10; sweep++)
        {
            foreach (var row in sweep % 2 == 0 ? _rows : _rows.AsEnumerable().Reverse())
                Settle(row, place => Mean(sweep < 8 ? sweep % 2 == 0 ? place.Above : place.Below : [.. place.Above, .. place.Below], near => near.X, place.X));
        }
        // Who stands almost under the step before comes to stand right under it: a straight line reads best.
        foreach (var row in _rows)
            Settle(row, place => place.Above.MinBy(above => Math.Abs(above.X - place.X)) is { } above && Math.Abs(above.X - place.X) < BoxWidth / 2 ? above.X : place.X);
    }

    /// <summary>Puts the places of a row as near to where they wish to stand as their widths allow (least squares, by pooling those that would collide).</summary>
    private static void Settle(List<Place> row, Func<Place, double> wish)
    {
        var pools = new List<(double Sum, double Weight, int Count)>();
        var offsets = new double[row.Count];
        for (var i = 0; i < row.Count; i++)
        {
            if (i > 0) offsets[i] = offsets[i - 1] + (row[i - 1].Width + row[i].Width) / 2.0 + BetweenBoxes;
            var weight = row[i].Step < 0 ? 3.0 : 1.0; // long lines want to run straight
            var pool = (Sum: (wish(row[i]) - offsets[i]) * weight, Weight: weight, Count: 1);
            while (pools is [.., var last] && last.Sum / last.Weight >= pool.Sum / pool.Weight)
            {
                pool = (pool.Sum + last.Sum, pool.Weight + last.Weight, pool.Count + last.Count);
                pools.RemoveAt(pools.Count - 1);
            }
            pools.Add(pool);
        }
        var at = 0;
        foreach (var (sum, weight, count) in pools)
            for (var end = at + count; at < end; at++) row[at].X = sum / weight + offsets[at];
    }

    private static double Mean(List<Place> near, Func<Place, double> of, double otherwise) => near.Count == 0 ? otherwise : near.Average(of);

    // ---- lines

    /// <summary>Where each line leaves its step: the one that leads most nearly straight down from the middle, the others on either side of it.</summary>
    private void ChooseExits()
    {
        foreach (var leaving in _ways.GroupBy(way => way.Route.From))
        {
            var from = _places[leaving.Key];
            var ways = leaving.OrderBy(way => way.IsAside ? double.MaxValue : way.Stops[1].X).ThenBy(way => way.Route.Index).ToArray();
            var straight = ways.Where(way => !way.IsAside).MinBy(way => Math.Abs(way.Stops[1].X - from.X));
            var middle = straight is null ? 0 : Array.IndexOf(ways, straight);
            var reach = from.Shape switch { DiagramShape.Diamond => from.Width / 4, DiagramShape.Circle => 0, _ => from.Width / 2 - 16 };
            for (var i = 0; i < ways.Length; i++)
            {
                var side = i < middle ? middle : ways.Length - 1 - middle;
                ways[i].Exit = (int)from.X + (i == middle ? 0 : (i - middle) * reach / side);
            }
        }
    }

    /// <summary>A lane on the right for every line that runs along the side; lanes are shared where the lines do not meet.</summary>
    private Dictionary<int, int> TakeLanes(out int right)
    {
        right = _places.Select(place => (int)(place.X + place.Width / 2.0)).Append(0).Max() + 16;
        var (lanes, taken) = (new Dictionary<int, int>(), new List<List<(int Top, int Bottom)>>());
        foreach (var way in _ways.Where(way => way.IsAside).OrderBy(way => way.BottomGap - way.TopGap).ThenBy(way => way.Route.Index))
        {
            var lane = taken.FindIndex(lines => lines.All(line => line.Bottom < way.TopGap || way.BottomGap < line.Top));
            if (lane < 0)
            {
                lane = taken.Count;
                taken.Add([]);
            }
            taken[lane].Add((way.TopGap, way.BottomGap));
            lanes[way.Route.Index] = lane;
        }
        return lanes;
    }

    /// <summary>Between two rows every level stretch gets a track of its own, unless two can share one without touching. Gap 0 is above the first row.</summary>
    private int[] TakeTracks(Dictionary<int, int> lanes, int right)
    {
        var stretches = new List<(Way Way, int Leg, int Gap, int From, int To)>();
        foreach (var way in _ways)
        {
            if (way.IsAside)
            {
                var lane = right + Side * lanes[way.Route.Index];
                stretches.Add((way, 0, way.Stops[0].Row + 1, way.Exit, lane));
                stretches.Add((way, 1, way.Stops[1].Row, (int)way.Stops[1].X, lane));
                continue;
            }
            for (var leg = 0; leg + 1 < way.Stops.Length; leg++)
            {
                var (from, to) = (leg == 0 ? way.Exit : (int)way.Stops[leg].X, (int)way.Stops[leg + 1].X);
                if (from != to) stretches.Add((way, leg, way.Stops[leg].Row + 1, Math.Min(from, to), Math.Max(from, to)));
            }
        }

        var counts = new int[_rows.Count + 1];
        foreach (var gap in stretches.GroupBy(stretch => stretch.Gap))
        {
            var ends = new List<int>();
            foreach (var stretch in gap.OrderBy(stretch => stretch.From).ThenBy(stretch => stretch.Way.Route.Index))
            {
                var track = ends.FindIndex(end => end + 8 < stretch.From);
                if (track < 0)
                {
                    track = ends.Count;
                    ends.Add(0);
                }
                ends[track] = stretch.To;
                stretch.Way.Tracks[stretch.Leg] = track;
            }
            counts[gap.Key] = ends.Count;
        }
        return counts;
    }

    /// <summary>Puts the rows under one another, with room for the tracks between them; gives the height of the whole.</summary>
    private int Stack(int[] tracks)
    {
        var y = Margin + (tracks[0] > 0 ? TrackHeight * tracks[0] + ArrowSpace : 0);
        for (var row = 0; row < _rows.Count; row++)
        {
            var height = _rows[row].Max(place => place.Height);
            foreach (var place in _rows[row]) (place.Top, place.RowBottom) = (y + (height - place.Height) / 2, y + height);
            y += height + (row + 1 == _rows.Count && tracks[row + 1] == 0 ? 0 : LabelSpace + TrackHeight * tracks[row + 1] + ArrowSpace);
        }
        return y + Margin;
    }

    private DiagramLine Line(Way way, Dictionary<int, int> lanes, int right, int left)
    {
        var (from, to) = (_places[way.Route.From], _places[way.Route.To]);
        var start = from.Top + from.Height / 2 + from.HalfHeightAt(way.Exit);
        var end = to.Top + to.Height / 2 - to.HalfHeightAt((int)to.X);
        var points = new List<DiagramPoint> { new(way.Exit - left, start) };
        if (way.IsAside)
        {
            var lane = right + Side * lanes[way.Route.Index] - left;
            var leaving = from.RowBottom + LabelSpace + TrackHeight * way.Tracks[0];
            var entering = GapBefore(to) + (to.Row == 0 ? 0 : LabelSpace) + TrackHeight * way.Tracks[1];
            points.AddRange([new(way.Exit - left, leaving), new(lane, leaving), new(lane, entering), new((int)to.X - left, entering)]);
        }
        else
        {
            var x = way.Exit;
            for (var leg = 0; leg + 1 < way.Stops.Length; leg++)
            {
                var next = (int)way.Stops[leg + 1].X;
                if (next == x) continue;
                var y = way.Stops[leg].RowBottom + LabelSpace + TrackHeight * way.Tracks.GetValueOrDefault(leg);
                points.AddRange([new(x - left, y), new(next - left, y)]);
                x = next;
            }
        }
        points.Add(new((int)to.X - left, end));
        return new DiagramLine(way.Route.Index, points, way.IsBack);
    }

    private int GapBefore(Place place) => place.Row == 0 ? Margin : _rows[place.Row - 1][0].RowBottom;

    /// <summary>A step, or the bend of a long line, on its way to a place.</summary>
    private sealed class Place(int step, int row, DiagramShape shape, int width, int height, BoxText text)
    {
        public int Step { get; } = step;

        public int Row { get; } = row;

        public DiagramShape Shape { get; } = shape;

        public int Width { get; } = width;

        public int Height { get; } = height;

        public BoxText Text { get; } = text;

        public List<Place> Above { get; } = [];

        public List<Place> Below { get; } = [];

        public int Order { get; set; }

        /// <summary>The middle, across.</summary>
        public double X { get; set; }

        public int Top { get; set; }

        /// <summary>The lower edge of the row it stands in.</summary>
        public int RowBottom { get; set; }

        public int Left => (int)X - Width / 2;

        /// <summary>How far above and below the middle the outline is at <paramref name="x"/>: a diamond narrows.</summary>
        public int HalfHeightAt(int x) => Shape is DiagramShape.Diamond ? Height / 2 - Math.Abs(x - (int)X) * Height / Width : Height / 2;
    }

    /// <summary>A route on its way to becoming a line.</summary>
    private sealed class Way(Route route, bool isBack, bool isAside, Place[] stops)
    {
        public Route Route { get; } = route;

        public bool IsBack { get; } = isBack;

        /// <summary>Runs along the right side rather than between the steps.</summary>
        public bool IsAside { get; } = isAside;

        public Place[] Stops { get; } = stops;

        public int Exit { get; set; }

        public Dictionary<int, int> Tracks { get; } = [];

        public int TopGap => Math.Min(Stops[0].Row + 1, Stops[^1].Row);

        public int BottomGap => Math.Max(Stops[0].Row + 1, Stops[^1].Row);
    }
}
