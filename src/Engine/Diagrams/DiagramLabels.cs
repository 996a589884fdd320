using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Diagrams;

/// <summary>Finds a place along its line for the name of each outcome: near where the line begins, on nothing else.</summary>
internal sealed class DiagramLabels
{
    public const double Size = 8;

    private const double Widest = 50; // of a name's lines; wider ones only where a word is
    private const double LineHeight = Size * TextWidths.Leading;
    private const int MostSearched = 600; // beyond so many lines each name simply stands where its line begins

    private readonly Diagram _diagram;
    private readonly List<(int Route, double Left, double Top, double Right, double Bottom)> _stretches = [];
    private readonly List<Rectangle> _taken = [];

    public DiagramLabels(Diagram diagram)
    {
        _diagram = diagram;
        foreach (var line in diagram.Lines)
            foreach (var (from, to) in line.Points.Zip(line.Points.Skip(1)))
                _stretches.Add((line.Route, Math.Min(from.X, to.X), Math.Min(from.Y, to.Y), Math.Max(from.X, to.X), Math.Max(from.Y, to.Y)));
    }

    /// <summary>How wide the name of an outcome stands.</summary>
    public static double WidthOf(string text) => Lines(text).Max(line => TextWidths.Of(line, Size)) + 4;

    private static IReadOnlyList<string> Lines(string text) => TextWidths.Wrapped(text.Length > 60 ? text[..59] + "…" : text, Size, Widest) is { Count: > 0 } lines ? lines : [text];

    /// <summary>Where the name of each outcome stands, by route; outcomes that share a line are named together. Steps with one way out, and forks, need no names.</summary>
    public IEnumerable<(int Route, IReadOnlyList<string> Text, Rectangle Place)> Place(ProcessDefinition process, DiagramWords words)
    {
        // The shortest lines choose first: they have the fewest places to offer.
        var lines = _diagram.Lines.Where(line => process.Steps[process.Routes[line.Route].From] is { Kind: not StepKind.Fork } from && process.Out(from.Index).Count > 1)
            .GroupBy(line => (process.Routes[line.Route].From, process.Routes[line.Route].To, line.Points[0], line.Points[^1])).Select(lines => lines.ToArray())
            .OrderBy(lines => Length(lines[0])).ThenBy(lines => lines[0].Route);
        foreach (var same in lines)
        {
            var line = same[0];
            var names = same.Select(other => process.Routes[other.Route]).Select(route => words.Outcome(process.Steps[route.From], route.Port)).Distinct().ToArray();
            if (process.Out(process.Routes[line.Route].From).Count == same.Length) continue; // whatever comes out, the way is the same
            var whole = string.Join(" / ", names);
            IReadOnlyList<string>[] writings = names.Length > 1 ? [[.. names.Select((name, at) => at + 1 < names.Length ? $"{name} /" : name)], [whole]] : [[whole], Lines(whole)];
            var (text, place) = _diagram.Lines.Count > MostSearched
                ? ([whole], new Rectangle(line.Points[0].X + 3, line.Points[0].Y + 3, TextWidths.Of(whole, Size) + 4, LineHeight + 0.5))
                : Best(line, writings);
            _taken.Add(place);
            yield return (line.Route, text, place);
        }
    }

    private (IReadOnlyList<string> Text, Rectangle Place) Best(DiagramLine line, IReadOnlyList<string>[] writings)
    {
        var (text, place, least) = (writings[0], default(Rectangle), double.MaxValue);
        foreach (var writing in writings)
            foreach (var (candidate, far) in Candidates(line, writing.Max(part => TextWidths.Of(part, Size)) + 4, writing.Count * LineHeight + 0.5))
                if (far + writing.Count * 2 is var cost && cost < least && cost + Cost(line, candidate) is var whole && whole < least) (text, place, least) = (writing, candidate, whole);
        return (text, place);
    }

    private static double Length(DiagramLine line) => line.Points.Zip(line.Points.Skip(1)).Sum(pair => Math.Abs(pair.First.X - pair.Second.X) + Math.Abs(pair.First.Y - pair.Second.Y));

    private static IEnumerable<(Rectangle Place, double Cost)> Candidates(DiagramLine line, double width, double height)
    {
        var walked = 0.0;
        for (var i = 0; i + 1 < line.Points.Count; i++)
        {
            var (from, to) = (line.Points[i], line.Points[i + 1]);
            var length = Math.Abs(from.X - to.X) + Math.Abs(from.Y - to.Y);
            var isLast = i + 2 == line.Points.Count;
            if (from.X == to.X)
            {
                var down = Math.Sign(to.Y - from.Y);
                var end = length - (isLast ? 6 : 0);
                for (var at = height / 2 + 1; at + height / 2 <= Math.Max(end, height + 1); at += 3)
                {
                    var y = from.Y + down * at - height / 2;
                    var far = (walked + at) * 0.25;
                    yield return (new(from.X + 2.5, y, width, height), far);
                    yield return (new(from.X - width - 2.5, y, width, height), far + 1);
                    if (length > height + 8) yield return (new(from.X - width / 2, y, width, height), far + 5);
                }
            }
            else
            {
                var right = Math.Sign(to.X - from.X);
                var end = length - (isLast ? 7 : 0);
                for (var at = width / 2 + 1; at + width / 2 <= Math.Max(end, width + 2); at += 4)
                {
                    var x = from.X + right * at - width / 2;
                    var far = (walked + at - width / 2) * 0.25;
                    yield return (new(x, from.Y - height - 0.5, width, height), far + 1);
                    yield return (new(x, from.Y + 1.5, width, height), far + 2);
                    if (length > width + 10) yield return (new(x, from.Y - height / 2, width, height), far + 3);
                }
            }
            walked += length;
        }
    }

    private double Cost(DiagramLine line, Rectangle place)
    {
        var cost = 0.0;
        if (place.X < 1 || place.Y < 1 || place.Right > _diagram.Width - 1 || place.Bottom > _diagram.Height - 1) cost += 3000;
        foreach (var box in _diagram.Boxes)
            if (place.Meets(box.X - 1, box.Y - 1, box.Right + 1, box.Bottom + 1)) cost += 2000;
        foreach (var other in _taken)
            if (place.Meets(other.X, other.Y, other.Right, other.Bottom)) cost += 2000;
        foreach (var stretch in _stretches)
            if (stretch.Route != line.Route && place.Meets(stretch.Left - 1, stretch.Top - 1, stretch.Right + 1, stretch.Bottom + 1)) cost += 60;
        foreach (var stretch in _stretches)
            if (stretch.Route == line.Route && place.Meets(stretch.Left - 0.5, stretch.Top - 0.5, stretch.Right + 0.5, stretch.Bottom + 0.5)) cost += 12;
        foreach (var lane in _diagram.Lanes)
            if (place.X < lane.X && place.Right > lane.X) cost += 6;
        if (place.Y < _diagram.Head) cost += 2000;
        return cost;
    }
}

/// <summary>A rectangle by its upper left corner.</summary>
internal readonly record struct Rectangle(double X, double Y, double Width, double Height)
{
    public double Right => X + Width;

    public double Bottom => Y + Height;

    public bool Meets(double left, double top, double right, double bottom) => X < right && left < Right && Y < bottom && top < Bottom;
}
