using System.Globalization;
using System.Text;

namespace TthcFlow.Engine.Diagrams;

/// <summary>Writes a picture as SVG: for pages, and as a file of its own. No script, no style attributes: a strict content policy lets it through.</summary>
public static class DiagramSvg
{
    private const double Rounding = 4; // of a line's corners

    /// <summary>The <c>svg</c> element.</summary>
    /// <param name="id">Begins the names of what the element refers to inside itself; another one for each picture on a page.</param>
    public static string Write(DiagramScene scene, string id = "luu-do")
    {
        ArgumentNullException.ThrowIfNull(scene);
        var svg = new StringBuilder();
        var arrows = scene.Items.OfType<SceneLine>().Where(line => line.HasArrow).Select(line => SceneStyle.Of(line).Stroke!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"diagram\" viewBox=\"0 0 {Figure(scene.Width)} {Figure(scene.Height)}\" width=\"{Figure(scene.Width * 4 / 3)}\" height=\"{Figure(scene.Height * 4 / 3)}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" font-family=\"'Be Vietnam Pro', 'Segoe UI', Arial, 'Liberation Sans', sans-serif\" text-anchor=\"middle\">");
        svg.Append(CultureInfo.InvariantCulture, $"<title id=\"{id}-title\">{Plain(scene.Title)}</title><desc id=\"{id}-desc\">{Plain(scene.Description)}</desc><defs>");
        foreach (var colour in arrows)
            svg.Append(CultureInfo.InvariantCulture, $"<marker id=\"{id}-{colour}\" viewBox=\"0 0 8 8\" refX=\"7.4\" refY=\"4\" markerWidth=\"6\" markerHeight=\"6\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0.8 7.6 4 0 7.2z\" fill=\"#{colour}\"/></marker>");
        svg.Append("</defs>");
        foreach (var item in scene.Items)
        {
            if (item is SceneLine line) Line(svg, line, id);
            else if (item is SceneShape shape) Shape(svg, shape);
        }
        return svg.Append("</svg>").ToString();
    }

    private static void Line(StringBuilder svg, SceneLine line, string id)
    {
        var style = SceneStyle.Of(line);
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{Classes(line)}\" d=\"{Path(line.Points)}\" fill=\"none\"{Stroke(style)}{(line.HasArrow ? $" marker-end=\"url(#{id}-{style.Stroke})\"" : "")}/>");
    }

    private static void Shape(StringBuilder svg, SceneShape shape)
    {
        var style = SceneStyle.Of(shape);
        var look = $" fill=\"{(style.Fill is { } fill ? $"#{fill}" : "none")}\"{Stroke(style)}";
        svg.Append(CultureInfo.InvariantCulture, $"<g class=\"{Classes(shape)}\">");
        if (shape.Name is { } name) svg.Append(CultureInfo.InvariantCulture, $"<title>{Plain(name)}</title>");
        var (middleX, middleY) = (shape.X + shape.Width / 2, shape.Y + shape.Height / 2);
        svg.Append(shape.Outline switch
        {
            SceneOutline.Ellipse => $"<ellipse cx=\"{Figure(middleX)}\" cy=\"{Figure(middleY)}\" rx=\"{Figure(shape.Width / 2)}\" ry=\"{Figure(shape.Height / 2)}\"{look}/>",
            SceneOutline.Diamond => $"<path d=\"M{Figure(middleX)} {Figure(shape.Y)}L{Figure(shape.X + shape.Width)} {Figure(middleY)} {Figure(middleX)} {Figure(shape.Y + shape.Height)} {Figure(shape.X)} {Figure(middleY)}z\"{look}/>",
            _ => $"<rect x=\"{Figure(shape.X)}\" y=\"{Figure(shape.Y)}\" width=\"{Figure(shape.Width)}\" height=\"{Figure(shape.Height)}\"{(shape.Corner > 0 ? $" rx=\"{Figure(shape.Corner)}\"" : "")}{look}/>",
        });
        if (shape.IsTurned) svg.Append(CultureInfo.InvariantCulture, $"<g transform=\"rotate(-90 {Figure(middleX)} {Figure(middleY)})\">");
        foreach (var text in shape.Texts)
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Figure(text.X)}\" y=\"{Figure(text.Baseline)}\" font-size=\"{Figure(text.Size)}\"{(text.IsBold ? " font-weight=\"600\"" : "")} fill=\"#{(text.IsSoft ? style.SoftInk : style.Ink)}\">{Plain(text.Text)}</text>");
        svg.Append(shape.IsTurned ? "</g></g>" : "</g>");
    }

    private static string Classes(SceneItem item)
    {
        var role = item.Role switch { SceneRole.Step or SceneRole.Waiting or SceneRole.Choice or SceneRole.Bar or SceneRole.Start or SceneRole.Result or SceneRole.Refusal => $"diagram-step diagram-{Name(item.Role)}", _ => $"diagram-{Name(item.Role)}" };
        return item.Mark is { } mark ? $"{role} diagram-{Name(mark)}" : role;

        static string Name<T>(T word) where T : struct, Enum => word.ToString().ToLowerInvariant();
    }

    private static string Stroke(SceneStyle style) => style.Stroke is null ? "" :
        $" stroke=\"#{style.Stroke}\" stroke-width=\"{Figure(style.Thickness)}\"{style.Dash switch { SceneDash.Dashed => " stroke-dasharray=\"5 3\"", SceneDash.Dotted => " stroke-dasharray=\"1.5 2\"", _ => "" }}";

    /// <summary>Level and upright stretches with rounded corners.</summary>
    private static string Path(IReadOnlyList<ScenePoint> points)
    {
        var path = new StringBuilder($"M{Figure(points[0].X)} {Figure(points[0].Y)}");
        for (var i = 1; i < points.Count - 1; i++)
        {
            var (before, at, after) = (points[i - 1], points[i], points[i + 1]);
            var reach = Math.Min(Rounding, Math.Min(Length(before, at), Length(at, after)) / 2);
            var (from, to) = (Towards(at, before, reach), Towards(at, after, reach));
            path.Append(CultureInfo.InvariantCulture, $"L{Figure(from.X)} {Figure(from.Y)}Q{Figure(at.X)} {Figure(at.Y)} {Figure(to.X)} {Figure(to.Y)}");
        }
        return path.Append(CultureInfo.InvariantCulture, $"L{Figure(points[^1].X)} {Figure(points[^1].Y)}").ToString();

        static double Length(ScenePoint from, ScenePoint to) => Math.Abs(from.X - to.X) + Math.Abs(from.Y - to.Y);
        static ScenePoint Towards(ScenePoint from, ScenePoint to, double by) => new(from.X + Math.Sign(to.X - from.X) * by, from.Y + Math.Sign(to.Y - from.Y) * by);
    }

    private static string Figure(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Text as XML takes it: characters that XML does not know are left out.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            plain.Append(rune.Value switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '"' => "&quot;",
                < 0x20 => rune.Value is '\t' or '\n' or '\r' ? " " : "",
                0xFFFE or 0xFFFF => "",
                _ => rune.ToString(),
            });
        return plain.ToString();
    }
}
