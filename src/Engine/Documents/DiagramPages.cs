using System.Globalization;
using TthcFlow.Engine.Diagrams;

namespace TthcFlow.Engine.Documents;

/// <summary>Draws a flow chart on a page of a PDF, in vectors: sharp at every size, its words searchable.</summary>
internal static class DiagramPages
{
    private const double ArrowLength = 5.5;
    private const double ArrowHalf = 2.3;

    /// <param name="x">The picture's left edge on the page, in points.</param>
    /// <param name="y">Its upper edge.</param>
    /// <param name="scale">By how much it is made smaller (<see cref="DiagramScene.ScaleInto"/>).</param>
    public static void Draw(PdfPage page, DiagramScene scene, double x, double y, double scale)
    {
        foreach (var item in scene.Items)
        {
            var style = SceneStyle.Of(item);
            if (item is SceneLine line) Draw(page, line, style, point => (x + point.X * scale, y + point.Y * scale), scale);
            else if (item is SceneShape shape) Draw(page, shape, style, x, y, scale);
        }
    }

    private static void Draw(PdfPage page, SceneLine line, SceneStyle style, Func<ScenePoint, (double X, double Y)> place, double scale)
    {
        var points = line.Points.Select(place).ToList();
        var ink = InkOf(style.Stroke);
        if (line.HasArrow && points.Count > 1)
        {
            var ((fromX, fromY), (toX, toY)) = (points[^2], points[^1]);
            var (alongX, alongY) = (Math.Sign(toX - fromX), Math.Sign(toY - fromY));
            var (length, half) = (ArrowLength * scale, ArrowHalf * scale);
            var (backX, backY) = (toX - alongX * length, toY - alongY * length);
            points[^1] = (toX - alongX * length * 0.8, toY - alongY * length * 0.8);
            page.Path([(toX, toY), (backX + alongY * half, backY + alongX * half), (backX - alongY * half, backY - alongX * half)], true, null, ink);
        }
        page.Path(points, false, ink, null, style.Thickness * scale, DashOf(style) * scale);
    }

    private static void Draw(PdfPage page, SceneShape shape, SceneStyle style, double x, double y, double scale)
    {
        var outline = Outline(shape).Select(point => (x + point.X * scale, y + point.Y * scale)).ToArray();
        page.Path(outline, true, InkOf(style.Stroke), InkOf(style.Fill), style.Thickness * scale, DashOf(style) * scale);
        foreach (var text in shape.Texts)
        {
            var (face, size) = (text.IsBold ? Face.Bold : Face.Plain, text.Size * scale);
            var (words, ink) = (PrintableText.Of(text.Text), InkOf(text.IsSoft ? style.SoftInk : style.Ink));
            var width = PdfFile.WidthOf(words, face, size);
            if (shape.IsTurned)
            {
                // A quarter to the left about the middle of the shape: what was below the middle comes to stand right of it.
                var (middleX, middleY) = (shape.X + shape.Width / 2, shape.Y + shape.Height / 2);
                page.TextUpwards(words, face, size, x + (middleX + text.Baseline - middleY) * scale, y + (middleY - (text.X - middleX)) * scale + width / 2, ink);
            }
            else page.Text(words, face, size, x + text.X * scale - width / 2, y + text.Baseline * scale, ink);
        }
    }

    /// <summary>The corners of a shape, going round; curves in short straight pieces.</summary>
    private static IEnumerable<ScenePoint> Outline(SceneShape shape)
    {
        var (left, top, right, bottom) = (shape.X, shape.Y, shape.X + shape.Width, shape.Y + shape.Height);
        var (middleX, middleY) = (left + shape.Width / 2, top + shape.Height / 2);
        switch (shape.Outline)
        {
            case SceneOutline.Diamond:
                return [new(middleX, top), new(right, middleY), new(middleX, bottom), new(left, middleY)];
            case SceneOutline.Ellipse:
                return Arc(middleX, middleY, shape.Width / 2, shape.Height / 2, 0, 360, 36);
            default:
                var corner = Math.Min(shape.Corner, Math.Min(shape.Width, shape.Height) / 2);
                if (corner <= 0) return [new(left, top), new(right, top), new(right, bottom), new(left, bottom)];
                return
                [
                    .. Arc(left + corner, top + corner, corner, corner, 180, 270, 8), .. Arc(right - corner, top + corner, corner, corner, 270, 360, 8),
                    .. Arc(right - corner, bottom - corner, corner, corner, 0, 90, 8), .. Arc(left + corner, bottom - corner, corner, corner, 90, 180, 8),
                ];
        }
    }

    private static IEnumerable<ScenePoint> Arc(double x, double y, double radiusX, double radiusY, double from, double to, int pieces)
    {
        for (var piece = 0; piece <= pieces; piece++)
        {
            var angle = (from + (to - from) * piece / pieces) * Math.PI / 180;
            yield return new(x + radiusX * Math.Cos(angle), y + radiusY * Math.Sin(angle));
        }
    }

    private static double DashOf(SceneStyle style) => style.Dash switch { SceneDash.Dashed => 4, SceneDash.Dotted => 1.6, _ => 0 };

    private static Ink? InkOf(string? colour) => colour is null ? null : new Ink(Part(colour, 0), Part(colour, 2), Part(colour, 4));

    private static double Part(string colour, int at) => int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
}
