namespace TthcFlow.Engine.Diagrams;

/// <summary>Cuts a picture that is too long for one page: between rows, as few times as can be, with the lanes' names at the head of each part.</summary>
internal static class SceneCutting
{
    private const double Margin = 4;

    public static IReadOnlyList<DiagramScene> Cut(DiagramScene scene, SceneFrame frame)
    {
        var readable = Math.Min(1, DiagramScene.SmallestReadable / scene.SmallestText);
        if (scene.ScaleInto(frame) >= readable || scene.Cuts.Count == 0) return [scene];

        var head = scene.Items.Where(item => item.Role is SceneRole.LaneName).OfType<SceneShape>().Select(shape => shape.Y + shape.Height).DefaultIfEmpty(0).Max();
        var scale = Math.Min(1, frame.Width / scene.Width); // a picture too wide stays so: each page is as wide as the whole
        var room = frame.Height / scale - head - 2 * Margin;
        var (pages, from) = (new List<DiagramScene>(), head);
        while (from < scene.Height)
        {
            var to = scene.Height - from <= room ? scene.Height : scene.Cuts.Where(cut => cut > from + 1 && cut <= from + room).DefaultIfEmpty(0).Max();
            if (to == 0) to = scene.Cuts.Where(cut => cut > from + 1).DefaultIfEmpty(scene.Height).Min(); // a row higher than a page
            pages.Add(Part(scene, head, from, to));
            from = to;
        }
        return pages;
    }

    private static DiagramScene Part(DiagramScene scene, double head, double from, double to)
    {
        var (shift, items) = (head + Margin - from, new List<SceneItem>());
        foreach (var item in scene.Items)
        {
            switch (item)
            {
                case SceneShape { Role: SceneRole.LaneName } name:
                    items.Add(name);
                    break;
                case SceneShape { Role: SceneRole.Lane or SceneRole.Stage } band when band.Y < to && band.Y + band.Height > from:
                    var top = band.Role is SceneRole.Lane ? Math.Min(band.Y, head) : Math.Max(band.Y, from) + shift;
                    var bottom = Math.Min(band.Y + band.Height, to) + shift;
                    var middle = top + (bottom - top) / 2;
                    items.Add(band with { Y = top, Height = bottom - top, Texts = [.. band.Texts.Select(text => text with { Baseline = middle + text.Baseline - (band.Y + band.Height / 2) })] });
                    break;
                case SceneShape shape when shape.Role is not (SceneRole.Lane or SceneRole.Stage) && shape.Y + shape.Height / 2 >= from && shape.Y + shape.Height / 2 < to:
                    items.Add(shape with { Y = shape.Y + shift, Texts = [.. shape.Texts.Select(text => text with { Baseline = text.Baseline + shift })] });
                    break;
                case SceneLine line:
                    items.AddRange(Pieces(line, from, to).Select(piece => piece with { Points = [.. piece.Points.Select(point => point with { Y = point.Y + shift })] }));
                    break;
            }
        }
        return scene with { Height = head + 2 * Margin + to - from, Items = items, Cuts = [] };
    }

    /// <summary>The stretches of a line between two heights; only the one that reaches the line's end keeps its arrow.</summary>
    private static IEnumerable<SceneLine> Pieces(SceneLine line, double from, double to)
    {
        var piece = new List<ScenePoint>();
        for (var i = 0; i + 1 < line.Points.Count; i++)
        {
            var (start, end) = (line.Points[i], line.Points[i + 1]);
            var isInside = Math.Max(start.Y, end.Y) >= from && Math.Min(start.Y, end.Y) <= to;
            if (!isInside)
            {
                if (piece.Count > 1) yield return line with { Points = [.. piece], HasArrow = false };
                piece.Clear();
                continue;
            }
            var (first, last) = (start with { Y = Math.Clamp(start.Y, from, to) }, end with { Y = Math.Clamp(end.Y, from, to) });
            if (piece.Count == 0) piece.Add(first);
            piece.Add(last);
            if (last == end) continue;
            yield return line with { Points = [.. piece], HasArrow = false };
            piece.Clear();
        }
        if (piece.Count > 1) yield return line with { Points = [.. piece] };
    }
}
