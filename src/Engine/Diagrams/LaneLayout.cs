using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Diagrams;

/// <summary>The layout in lanes by unit: a grid of rows and columns, lines led through it, and the width of the boxes that fits an upright A4 page best.</summary>
internal sealed class LaneLayout
{
    private const int Track = 6; // between two lines side by side
    private const int NarrowestBox = 66;
    private const int WidestBox = 204;
    private const int UsualBox = 132;
    private const int BarHeight = 5;
    private const int FootNote = 16;
    private const double Readable = DiagramScene.SmallestReadable / BoxText.SmallSize; // the scale at which the small print can still be read

    private readonly ProcessDefinition _process;
    private readonly DiagramWords _words;
    private readonly LaneSchedule _schedule;
    private readonly List<(int Lane, int? Column)> _uprights = []; // grid lines from left to right; a channel has no column
    private readonly int[] _columnLine; // step → its upright line
    private readonly (int First, int Last)[] _spans; // bar → the upright lines it covers
    private readonly GridTracks _tracks;
    private readonly int[] _wayOf; // route → its way
    private readonly List<(int First, int Last, double Width)> _between = []; // names that stand between two boxes side by side
    private readonly bool[] _isNamed; // level channel → do names of outcomes stand in it

    private LaneLayout(ProcessDefinition process, DiagramWords words, LaneSchedule schedule)
    {
        (_process, _words, _schedule) = (process, words, schedule);
        for (var lane = 0; lane < schedule.Lanes.Count; lane++)
        {
            _uprights.Add((lane, null));
            foreach (var column in schedule.ColumnsOf(lane)) _uprights.AddRange([(lane, column), (lane, null)]);
        }
        _columnLine = [.. process.Steps.Select(step => _uprights.IndexOf((schedule.LaneOf[step.Index], schedule.ColumnOf[step.Index])))];
        _spans = [.. process.Steps.Select(step => (_columnLine[step.Index], _columnLine[step.Index]))];
        Span();
        // Several outcomes that lead to the same step share one line.
        var shared = process.Routes.GroupBy(route => (route.From, route.To)).Select(group => group.ToArray()).ToArray();
        _wayOf = new int[process.Routes.Count];
        for (var way = 0; way < shared.Length; way++)
            foreach (var route in shared[way]) _wayOf[route.Index] = way;
        var ways = Ways([.. shared.Select(routes => routes[0])]);
        _tracks = new GridTracks(ways, (at, way) => IsStraightPort(at, shared[way][0]));
        _isNamed = new bool[schedule.Rows + 1];
        foreach (var route in process.Routes)
            if (process.Steps[route.From].Kind is not StepKind.Fork && process.Out(route.From).Count > 1 && ways[_wayOf[route.Index]] is [var first, var second, ..])
            {
                if (second.Y > first.Y) _isNamed[schedule.RowOf[route.From] + 1] = true;
                else if (_tracks.Of(_wayOf[route.Index]) is [{ IsUpright: false }]) _between.Add((Math.Min(_columnLine[route.From], _columnLine[route.To]), Math.Max(_columnLine[route.From], _columnLine[route.To]), DiagramLabels.WidthOf(words.Outcome(process.Steps[route.From], route.Port))));
            }
    }

    /// <summary>Lays the process out; null where lanes would not be readable (<see cref="LaneSchedule.Of"/>).</summary>
    public static Diagram? Of(ProcessDefinition process, DiagramWords words)
    {
        (Diagram Diagram, double Score, double Scale)? best = null;
        foreach (var isCompact in new[] { false, true })
        {
            foreach (var patience in new[] { 1, 4 })
            {
                if (LaneSchedule.Of(process, words, patience, isCompact) is not { } schedule) return null;
                var layout = new LaneLayout(process, words, schedule).Fitted();
                if (best is null || layout.Score > best.Value.Score) best = layout;
            }
            if (best!.Value.Scale >= Readable) break; // one step to a row reads best: only what does not fit is pushed together
        }
        return best!.Value.Diagram;
    }

    private (Diagram Diagram, double Score, double Scale) Fitted()
    {
        var best = (Diagram: Drawn(UsualBox), Score: 0.0, Scale: 0.0);
        for (var width = NarrowestBox; width <= WidestBox; width += 3)
        {
            var diagram = Drawn(width);
            var scale = Math.Min(1, Math.Min(SceneFrame.A4.Width / diagram.Width, SceneFrame.A4.Height / (diagram.Height + FootNote)));
            var score = scale - Math.Abs(width - UsualBox) * 0.0004 - diagram.Height * 0.00002;
            if (score > best.Score) best = (diagram, score, scale);
        }
        return best;
    }

    // ---- the grid

    private bool IsBar(int step) => _process.Steps[step].Kind is StepKind.Fork or StepKind.Join;

    private int LevelOf(int step) => 2 * _schedule.RowOf[step] + 1;

    /// <summary>A bar reaches over the columns of the steps whose lines it takes in or gives out.</summary>
    private void Span()
    {
        foreach (var bar in _process.Steps.Where(step => IsBar(step.Index)).OrderBy(step => _schedule.RowOf[step.Index]))
        {
            var near = _process.In(bar.Index).Where(route => !_schedule.IsBack(route)).Select(route => route.From)
                .Concat(_process.Out(bar.Index).Where(route => !_schedule.IsBack(route)).Select(route => route.To)).Where(step => !IsBar(step)).Select(step => _columnLine[step]).Append(_columnLine[bar.Index]).ToArray();
            _spans[bar.Index] = (near.Min(), near.Max());
        }
    }

    private IReadOnlyList<GridPoint>[] Ways(Route[] routes)
    {
        var levels = 2 * _schedule.Rows + 1;
        var closed = new bool[_uprights.Count, levels];
        foreach (var step in _process.Steps)
            for (var line = _spans[step.Index].First; line <= _spans[step.Index].Last; line++) closed[line, LevelOf(step.Index)] = true;
        var across = Enumerable.Range(0, _uprights.Count - 1).Select(line => _uprights[line].Lane != _uprights[line + 1].Lane ? 8 : 58).ToArray();
        var down = Enumerable.Repeat(24, levels - 1).ToArray();
        var lines = routes.Select(route =>
        {
            var isBack = _schedule.IsBack(route);
            int?[] leaving = IsBar(route.From) ? [null, null, 0, null] : isBack ? [110, 4, 14, 4] : [null, 16, 0, 16];
            int?[] entering = IsBar(route.To) ? [null, null, 0, null] : isBack ? [110, 4, 12, 4] : [null, 14, 0, 14];
            var far = Math.Abs(LevelOf(route.From) - LevelOf(route.To)) + Math.Abs(_columnLine[route.From] - _columnLine[route.To]);
            return new GridLine(Ports(route.From), Ports(route.To), leaving, entering, isBack, far);
        }).ToArray();
        return new LineRouting(across, down, closed).Ways(lines, 3);
    }

    private GridPort[] Ports(int step)
    {
        var (first, last) = _spans[step];
        return [.. Enumerable.Range(first, last - first + 1).Select(line => new GridPort(line, LevelOf(step), _uprights[line].Column is null ? 10 : 0))];
    }

    /// <summary>A stretch between two such points should run down the middle.</summary>
    private bool IsStraightPort(GridPoint at, Route route) => !_schedule.IsBack(route) && (at.Y == LevelOf(route.From) || at.Y == LevelOf(route.To)) && _uprights[at.X].Column is not null;

    // ---- places on paper

    private Diagram Drawn(int boxWidth)
    {
        var filled = _process.Steps.Select(step => (Shape: Diagram.ShapeOf(step), Text: Diagram.Filled(step, Diagram.ShapeOf(step), _words, boxWidth, _schedule.Lanes[_schedule.LaneOf[step.Index]].IsMerged))).ToArray();
        var stages = StagesByRow();
        var strip = stages.Count > 0 ? 18 : 0;
        var (x, lanes, width) = Across(boxWidth, strip);
        var head = 8 + (int)Math.Ceiling(lanes.Max(lane => Math.Min(Diagram.MostHeadLines, TextWidths.Wrapped(lane.Name, BoxText.NameSize, lane.Width - 6).Count)) * BoxText.NameSize * TextWidths.Leading);
        var (y, cuts, height) = Down(filled.Select(step => step.Text.Height).ToArray(), head);

        var boxes = _process.Steps.Select(step => Box(step.Index, filled[step.Index].Shape, filled[step.Index].Text, boxWidth, x, y)).ToArray();
        return new Diagram(boxes, [.. _process.Routes.Select(route => Line(route, boxes, x, y))], width, height)
        {
            Lanes = lanes,
            Head = head,
            Strip = strip,
            Stages = [.. stages.Select(stage => (stage.Name, Top: cuts[stage.First], Bottom: stage.Last + 1 < cuts.Length ? cuts[stage.Last + 1] : height)).Select(stage => new DiagramStage(StageLines(stage.Name, stage.Bottom - stage.Top), stage.Top, stage.Bottom - stage.Top))],
            Cuts = cuts[1..],
        };
    }

    private (double[] X, DiagramLane[] Lanes, int Width) Across(int boxWidth, int strip)
    {
        var (x, at) = (new double[_uprights.Count], strip + 1.0);
        var widths = new double[_uprights.Count];
        for (var line = 0; line < widths.Length; line++)
        {
            var reach = _tracks.Reach(true, line);
            widths[line] = _uprights[line].Column is not null ? Math.Max(boxWidth, 2 * reach * Track + 10) : reach < 0 ? 5 : 2 * reach * Track + 10;
        }
        foreach (var (first, last, needed) in _between)
        {
            var channels = Enumerable.Range(first + 1, last - first - 1).Where(line => _uprights[line].Column is null).ToArray();
            if (channels.Length == 0 || channels.Length < last - first - 1) continue; // there is a column between them: room enough
            var missing = needed + 12 - channels.Sum(line => widths[line]);
            if (missing > 0) foreach (var line in channels) widths[line] += missing / channels.Length;
        }
        var starts = new int[_schedule.Lanes.Count + 1];
        for (var line = 0; line < _uprights.Count; line++)
        {
            var lane = _uprights[line].Lane;
            if (line == 0 || _uprights[line - 1].Lane != lane) starts[lane] = (int)Math.Round(at);
            x[line] = at + widths[line] / 2;
            at += widths[line];
        }
        starts[^1] = (int)Math.Round(at);
        return (x, [.. _schedule.Lanes.Select((lane, index) => new DiagramLane(lane.Name, lane.Name, starts[index], starts[index + 1] - starts[index]))], starts[^1] + 1);
    }

    private (double[] Y, int[] Cuts, int Height) Down(int[] heights, int head)
    {
        var (y, at, cuts) = (new double[2 * _schedule.Rows + 1], (double)head, new int[_schedule.Rows]);
        for (var level = 0; level < y.Length; level++)
        {
            var (reach, row) = (_tracks.Reach(false, level), level / 2);
            double height;
            if (level % 2 == 0)
            {
                height = reach < 0 ? 13 : 2 * reach * Track + 17;
                if (row == 0) height = reach < 0 ? 8 : height;
                else if (row == _schedule.Rows) height = reach < 0 ? 8 : height - 4;
                else if (_isNamed[row]) height += reach < 0 ? 6 : 3;
                y[level] = at + height / 2 + (_isNamed[row] && reach >= 0 ? 1.5 : 0);
            }
            else
            {
                var steps = Enumerable.Range(0, heights.Length).Where(step => _schedule.RowOf[step] == row).ToArray();
                height = Math.Max(steps.Select(step => IsBar(step) ? BarHeight : heights[step]).DefaultIfEmpty(0).Max(), reach < 0 ? 0 : 2 * reach * Track + 8);
                y[level] = at + height / 2;
                cuts[row] = (int)Math.Round(at) - (row == 0 ? 0 : 4);
            }
            at += height;
        }
        if (cuts.Length > 0) cuts[0] = head;
        return (y, cuts, (int)Math.Ceiling(at));
    }

    private DiagramBox Box(int step, DiagramShape shape, (BoxText Text, int Height) filled, int boxWidth, double[] x, double[] y)
    {
        var (first, last) = _spans[step];
        var (left, right) = (x[first], x[last]);
        var (width, height) = shape switch
        {
            DiagramShape.Circle => (18, 18),
            DiagramShape.Bar => ((int)Math.Round(right - left) + Math.Max(boxWidth / 2, 60), BarHeight),
            _ => (boxWidth, filled.Height),
        };
        return new DiagramBox(step, shape, (int)Math.Round((left + right - width) / 2), (int)Math.Round(y[LevelOf(step)] - height / 2.0), width, height, filled.Text) { Lane = shape is DiagramShape.Bar ? -1 : _schedule.LaneOf[step] };
    }

    private DiagramLine Line(Route route, DiagramBox[] boxes, double[] x, double[] y)
    {
        var (from, to, stretches) = (boxes[route.From], boxes[route.To], _tracks.Of(_wayOf[route.Index]));
        var places = stretches.Select(stretch => Place(stretch)).ToArray();
        var points = new List<DiagramPoint> { Edge(from, stretches[0], places[0], true) };
        for (var i = 0; i + 1 < stretches.Count; i++) points.Add(stretches[i].IsUpright ? new(places[i], places[i + 1]) : new(places[i + 1], places[i]));
        points.Add(Edge(to, stretches[^1], places[^1], false));
        return new DiagramLine(route.Index, points, _schedule.IsBack(route));

        int Place(GridStretch stretch)
        {
            var offset = stretch.Offset * Track;
            if (stretch.At == 0) offset = Within(from, stretch.IsUpright, offset);
            if (stretch.At == stretches.Count - 1) offset = Within(to, stretch.IsUpright, offset);
            return (int)Math.Round((stretch.IsUpright ? x : y)[stretch.Line] + offset);
        }

        DiagramPoint Edge(DiagramBox box, GridStretch stretch, int place, bool isSource)
        {
            // Which way the line looks from the box: a stretch begins on the box's far or near side.
            var at = 2 * (stretch.IsUpright ? LevelOf(box.Step) : _columnLine[box.Step]);
            var isAfter = box.Shape is DiagramShape.Bar ? isSource : stretch.First >= at;
            if (stretches.Count == 1 && box.Shape is not DiagramShape.Bar) isAfter = stretch.First == at + 1 && (isSource || stretch.Last > at);
            return stretch.IsUpright ? new(place, box.CentreY + (isAfter ? 1 : -1) * HalfHeightAt(box, place)) : new(box.CentreX + (isAfter ? 1 : -1) * HalfWidthAt(box, place), place);
        }
    }

    /// <summary>A line meets a box where it still looks right: not at a corner, and near the point of a rhombus.</summary>
    private static double Within(DiagramBox box, bool isUpright, double offset)
    {
        var most = box.Shape switch
        {
            DiagramShape.Bar => double.MaxValue,
            DiagramShape.Circle => 3,
            DiagramShape.Diamond => isUpright ? box.Width / 5.0 : box.Height / 5.0,
            _ => isUpright ? box.Width / 2.0 - 9 : box.Height / 2.0 - 5,
        };
        return Math.Clamp(offset, -most, most);
    }

    private static int HalfHeightAt(DiagramBox box, int x) => box.Shape switch
    {
        DiagramShape.Diamond => (int)Math.Round(box.Height / 2.0 * (1 - Math.Abs(x - box.CentreX) / (box.Width / 2.0))),
        _ => (box.Height + 1) / 2,
    };

    private static int HalfWidthAt(DiagramBox box, int y) => box.Shape switch
    {
        DiagramShape.Diamond => (int)Math.Round(box.Width / 2.0 * (1 - Math.Abs(y - box.CentreY) / (box.Height / 2.0))),
        DiagramShape.Pill => box.Width / 2 - PillInset(box, y),
        _ => box.Width / 2,
    };

    /// <summary>How far the round end of a pill draws back at a height.</summary>
    private static int PillInset(DiagramBox box, int y)
    {
        var radius = Math.Min(14, box.Height / 2.0);
        var above = Math.Abs(y - box.CentreY) - (box.Height / 2.0 - radius);
        return above <= 0 ? 0 : (int)Math.Round(radius - Math.Sqrt(Math.Max(0, radius * radius - above * above)));
    }

    /// <summary>The legs or stages whose steps stand in rows of their own, one after another; none where they do not.</summary>
    private List<(string Name, int First, int Last)> StagesByRow()
    {
        var stages = _process.Steps.Where(step => step.Work?.Leg is { Length: > 0 }).GroupBy(step => step.Work!.Leg!)
            .Select(leg => (Name: StageName(leg.Key), First: leg.Min(step => _schedule.RowOf[step.Index]), Last: leg.Max(step => _schedule.RowOf[step.Index]))).OrderBy(stage => stage.First).ToList();
        if (stages.Count < 2 || stages.Zip(stages.Skip(1)).Any(pair => pair.First.Last >= pair.Second.First)) return [];
        return [.. stages.Select((stage, index) => (stage.Name, index == 0 ? 0 : stage.First, index + 1 < stages.Count ? stages[index + 1].First - 1 : _schedule.Rows - 1))];
    }

    /// <summary>A stage's name along its band, in at most two lines.</summary>
    private static IReadOnlyList<string> StageLines(string name, int room)
    {
        var lines = TextWidths.Balanced(name, BoxText.SmallSize, room - 6);
        return lines.Count <= 2 ? lines : [lines[0], lines[1].Length > 3 ? lines[1][..^1] + "…" : "…"];
    }

    private string StageName(string key)
    {
        if (_process.Header.Legs.FirstOrDefault(leg => leg.Key == key) is not { } leg) return key;
        var name = leg.Name is { Length: > 0 } said ? said : key;
        return leg.Limit is { Value: > 0 } limit ? $"{name} · {_words.Text(limit.ToWording())}" : name;
    }
}
