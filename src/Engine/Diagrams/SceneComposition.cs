using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Diagrams;

/// <summary>Puts a layout, the office's words and the marks together into a picture.</summary>
internal sealed class SceneComposition(ProcessDefinition process, Diagram diagram, DiagramWords words, DiagramMarks marks)
{
    private const double SignRadius = 5.5;
    private const double SignSize = 8;

    private readonly List<SceneItem> _items = [];
    private readonly Dictionary<int, List<int>> _numbers = []; // step → its places on the way
    private readonly HashSet<int> _onWay = []; // routes

    public DiagramScene Compose()
    {
        FollowWay();
        var bottom = (double)diagram.Height;
        foreach (var lane in diagram.Lanes) _items.Add(new SceneShape(SceneRole.Lane, null, SceneOutline.Rectangle, lane.X, 0, lane.Width, diagram.Height));
        var head = diagram.Lanes.Count == 0 ? 0 : diagram.Head;
        foreach (var lane in diagram.Lanes) _items.Add(Shape(SceneRole.LaneName, null, SceneOutline.Rectangle, new(lane.X, 0, lane.Width, head), LaneName(lane)));
        foreach (var stage in diagram.Stages)
            _items.Add(Shape(SceneRole.Stage, null, SceneOutline.Rectangle, new(1, stage.Y, diagram.Strip, stage.Height), [.. stage.Name.Select(line => new BoxLine(line, BoxText.SmallSize, true, false))]) with { IsTurned = true });
        foreach (var line in diagram.Lines.OrderBy(line => _onWay.Contains(line.Route)).ThenBy(line => line.Route))
            _items.Add(new SceneLine(line.IsBack ? SceneRole.WayBack : SceneRole.Way, _onWay.Contains(line.Route) ? StepMark.OnWay : null, [.. line.Points.Select(point => new ScenePoint(point.X, point.Y))], true));
        foreach (var (route, text, place) in new DiagramLabels(diagram).Place(process, words))
            _items.Add(Shape(SceneRole.Outcome, _onWay.Contains(route) ? StepMark.OnWay : null, SceneOutline.Rectangle, place, [.. text.Select(line => new BoxLine(line, DiagramLabels.Size, false, false))]));
        foreach (var box in diagram.Boxes) Add(box);
        foreach (var box in diagram.Boxes) Sign(box);
        bottom = Removed(bottom);
        bottom = Note(bottom);
        var description = words.Text(
            $"{process.Steps.Count(step => step.Work is not null)} bước, từ trên xuống dưới{(diagram.Lanes.Count == 0 ? "" : $"; mỗi cột là một đơn vị: {string.Join(", ", diagram.Lanes.Select(lane => lane.Name))}")}. Bảng các bước nêu cùng nội dung bằng chữ.",
            $"{process.Steps.Count(step => step.Work is not null)} steps, from top to bottom{(diagram.Lanes.Count == 0 ? "" : $"; each column is a unit: {string.Join(", ", diagram.Lanes.Select(lane => lane.Name))}")}. The table of steps says the same in words.");
        return new DiagramScene(diagram.Width, bottom, words.Text($"Lưu đồ: {process.Name}", $"Flow chart: {process.Name}"), description, _items)
        {
            Cuts = [.. diagram.Cuts],
            Legend = [.. _items.Where(item => item.Role is not SceneRole.Sign).Select(item => item.Mark).OfType<StepMark>().Distinct().Order()
                .Select(mark => new SceneLegend(mark, DiagramMarks.SignOf(mark), words.Text(DiagramMarks.MeaningOf(mark))))],
        };
    }

    /// <summary>Numbers the steps of the way, and finds the lines between them: through routing points that a way does not name, too.</summary>
    private void FollowWay()
    {
        var passed = new List<int>();
        foreach (var key in marks.Way)
        {
            if ((process.Find(new(key)) ?? process.Steps.FirstOrDefault(step => step.Id == key)) is not { } step) continue;
            if (passed.Count > 0 && passed[^1] == step.Index && process.Out(step.Index).All(route => route.To != step.Index)) continue;
            for (var i = passed.Count - 1; i >= 0; i--)
                if (Between(passed[i], step.Index) is { } routes)
                {
                    _onWay.UnionWith(routes);
                    break;
                }
            passed.Add(step.Index);
            if (!_numbers.TryGetValue(step.Index, out var numbers)) _numbers[step.Index] = numbers = [];
            numbers.Add(passed.Count);
        }
    }

    /// <summary>The shortest way from one step to another on which nobody works in between; null where there is none.</summary>
    private List<int>? Between(int from, int to)
    {
        var (came, queue) = (new Dictionary<int, Route>(), new Queue<int>([from]));
        while (queue.TryDequeue(out var at))
        {
            foreach (var route in process.Out(at))
            {
                if (route.To == to)
                {
                    var routes = new List<int> { route.Index };
                    for (var back = at; back != from; back = came[back].From) routes.Add(came[back].Index);
                    return routes;
                }
                if (process.Steps[route.To] is { IsTerminal: false, Kind: StepKind.Start or StepKind.Decision or StepKind.Switch or StepKind.Fork or StepKind.Join or StepKind.CallEntry or StepKind.CallExit } && route.To != from && came.TryAdd(route.To, route))
                    queue.Enqueue(route.To);
            }
        }
        return null;
    }

    private StepMark? MarkOf(Step step) =>
        marks.Steps.TryGetValue(step.Key, out var mark) ? mark
        : _numbers.ContainsKey(step.Index) || step.Work is null && process.In(step.Index).Any(route => _onWay.Contains(route.Index)) ? StepMark.OnWay : null;

    private void Add(DiagramBox box)
    {
        var step = process.Steps[box.Step];
        var role = box.Shape switch
        {
            DiagramShape.Circle => SceneRole.Start,
            DiagramShape.Bar => SceneRole.Bar,
            DiagramShape.Diamond => SceneRole.Choice,
            DiagramShape.Pill => step.Kind is StepKind.Reject or StepKind.Stop ? SceneRole.Refusal : SceneRole.Result,
            _ => step.Kind is StepKind.AwaitSupplement or StepKind.AwaitPayment or StepKind.AwaitApplicant ? SceneRole.Waiting : SceneRole.Step,
        };
        var outline = box.Shape switch { DiagramShape.Circle => SceneOutline.Ellipse, DiagramShape.Diamond => SceneOutline.Diamond, _ => SceneOutline.Rectangle };
        var said = string.Join(", ", new[] { step.Work?.Unit is { Length: > 0 } unit ? words.Unit(unit) : null, step.Work?.Position is { } position ? words.Position(position) : null, words.Limit(step) }.OfType<string>());
        _items.Add(Shape(role, MarkOf(step), outline, new(box.X, box.Y, box.Width, box.Height), box.Text.Lines) with
        {
            Corner = box.Shape switch { DiagramShape.Pill => Math.Min(14, box.Height / 2.0), DiagramShape.Bar => 2, _ => 3 },
            Step = step.Key.Value,
            Name = $"{step.Key}: {step.Name}{(said.Length > 0 ? $" ({said})" : "")}",
        });
    }

    private void Sign(DiagramBox box)
    {
        var step = process.Steps[box.Step];
        if (MarkOf(step) is not { } mark || mark is StepMark.OnWay && !_numbers.ContainsKey(step.Index)) return;
        var signs = new List<(string Text, StepMark Mark)>();
        if (mark is not StepMark.OnWay) signs.Add((DiagramMarks.SignOf(mark), mark));
        if (_numbers.TryGetValue(step.Index, out var numbers))
            signs.Add((string.Join(", ", numbers.Take(4).Select(number => number.ToString(CultureInfo.InvariantCulture))) + (numbers.Count > 4 ? "…" : ""), StepMark.OnWay));
        var x = box.Shape is DiagramShape.Diamond ? box.CentreX + box.Width / 5.0 : Math.Max(SignRadius, (double)box.X);
        foreach (var (text, look) in signs)
        {
            var width = Math.Max(2 * SignRadius, TextWidths.Of(text, SignSize) + 6);
            var y = Math.Max(0, box.Y - SignRadius + (box.Shape is DiagramShape.Diamond ? 3 : 0));
            _items.Add(Shape(SceneRole.Sign, look, SceneOutline.Rectangle, new(x - SignRadius, y, width, 2 * SignRadius), [new(text, SignSize, true, false)]) with { Corner = SignRadius });
            x += width + 2;
        }
    }

    /// <summary>Steps that are no more stand in rows of their own, below.</summary>
    private double Removed(double bottom)
    {
        if (marks.Removed.Count == 0) return bottom;
        const int Width = 140;
        var title = words.Text("Các bước bị bỏ so với bản trước:", "Steps removed since the version before:");
        _items.Add(Shape(SceneRole.Note, null, SceneOutline.Rectangle, new(4, bottom + 4, TextWidths.Of(title, BoxText.NameSize) + 8, 14), [new(title, BoxText.NameSize, true, false)]));
        var (x, y, height) = (8.0, bottom + 24, 0.0);
        foreach (var step in marks.Removed.Take(60))
        {
            var (text, needed) = Diagram.Filled(step, DiagramShape.Box, words, Width, withUnit: true);
            if (x + Width + 4 > diagram.Width && x > 8) (x, y, height) = (8, y + height + 12, 0);
            _items.Add(Shape(SceneRole.Removed, StepMark.Removed, SceneOutline.Rectangle, new(x, y, Width, needed), text.Lines) with { Corner = 3, Step = step.Key.Value, Name = words.Text($"Đã bỏ: {step.Name}", $"Removed: {step.Name}") });
            _items.Add(Shape(SceneRole.Sign, StepMark.Removed, SceneOutline.Rectangle, new(x - SignRadius, y - SignRadius, 2 * SignRadius, 2 * SignRadius), [new(DiagramMarks.SignOf(StepMark.Removed), SignSize, true, false)]) with { Corner = SignRadius });
            (x, height) = (x + Width + 14, Math.Max(height, needed));
        }
        return y + height + 8;
    }

    /// <summary>Says what the limits in the boxes are counted in: there they are written in short.</summary>
    private double Note(double bottom)
    {
        if (!process.Steps.Any(step => step.Work?.Limit is { Value: > 0, Unit: not TimeUnit.CalendarDay })) return bottom;
        var text = words.Text("Thời gian trong các ô là giờ, ngày làm việc.", "Times in the boxes are working hours and working days.");
        var width = TextWidths.Of(text, BoxText.SmallSize) + 4;
        _items.Add(Shape(SceneRole.Note, null, SceneOutline.Rectangle, new(0, bottom + 2, width, 12), [new(text, BoxText.SmallSize, false, true)]));
        return bottom + 16;
    }

    private static IReadOnlyList<BoxLine> LaneName(DiagramLane lane) =>
        [.. TextWidths.Wrapped(lane.Name, BoxText.NameSize, lane.Width - 6).Take(Diagram.MostHeadLines).Select(line => new BoxLine(line, BoxText.NameSize, true, false))];

    private static SceneShape Shape(SceneRole role, StepMark? mark, SceneOutline outline, Rectangle at, IReadOnlyList<BoxLine> lines)
    {
        var (centre, y) = (at.X + at.Width / 2, at.Y + at.Height / 2 - lines.Sum(line => line.Size * TextWidths.Leading) / 2);
        var texts = new List<SceneText>(lines.Count);
        foreach (var line in lines)
        {
            texts.Add(new(line.Text, centre, Math.Round(y + line.Size * 0.95, 2), line.Size, line.IsBold, line.IsSoft));
            y += line.Size * TextWidths.Leading;
        }
        return new SceneShape(role, mark, outline, at.X, at.Y, at.Width, at.Height) { Texts = texts };
    }
}
