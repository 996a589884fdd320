using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml.Wordprocessing;
using TthcFlow.Engine.Diagrams;

namespace TthcFlow.Engine.Documents;

/// <summary>Draws a flow chart as native shapes of Word: a group of boxes, rhombuses and connecting lines that can be moved and rewritten there, each with its text inside.</summary>
internal static class DiagramShapes
{
    private const double Emu = 12700; // of a point

    private const string Namespaces =
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "
        + "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
        + "xmlns:wpg=\"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup\" xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"";

    /// <summary>A paragraph that holds the picture.</summary>
    /// <param name="scale">By how much it is made smaller (<see cref="DiagramScene.ScaleInto"/>).</param>
    /// <param name="id">The first of the numbers that the picture's shapes get; no other drawing in the document may have them.</param>
    public static Paragraph Draw(DiagramScene scene, double scale, int id = 1000)
    {
        var (xml, next) = (new StringBuilder(), id);
        xml.Append(CultureInfo.InvariantCulture, $"<w:p {Namespaces}><w:pPr><w:spacing w:before=\"0\" w:after=\"0\"/><w:jc w:val=\"center\"/></w:pPr><w:r><mc:AlternateContent><mc:Choice Requires=\"wpg\"><w:drawing>");
        xml.Append(CultureInfo.InvariantCulture, $"<wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{Length(scene.Width * scale)}\" cy=\"{Length(scene.Height * scale)}\"/><wp:docPr id=\"{next++}\" name=\"{Plain(scene.Title)}\" descr=\"{Plain(scene.Description)}\"/><wp:cNvGraphicFramePr/>");
        xml.Append("<a:graphic><a:graphicData uri=\"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup\"><wpg:wgp><wpg:cNvGrpSpPr/>");
        xml.Append(CultureInfo.InvariantCulture, $"<wpg:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{Length(scene.Width * scale)}\" cy=\"{Length(scene.Height * scale)}\"/><a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"{Length(scene.Width * scale)}\" cy=\"{Length(scene.Height * scale)}\"/></a:xfrm></wpg:grpSpPr>");
        foreach (var item in scene.Items)
        {
            if (item is SceneLine line) Append(xml, line, scale, next++);
            else if (item is SceneShape shape) Append(xml, shape, scale, next++);
        }
        xml.Append(CultureInfo.InvariantCulture, $"</wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:t>{Plain(scene.Title)}</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>");
        return new Paragraph(xml.ToString());
    }

    private static void Append(StringBuilder xml, SceneLine line, double scale, int id)
    {
        var style = SceneStyle.Of(line);
        var (left, top) = (line.Points.Min(point => point.X), line.Points.Min(point => point.Y));
        var (width, height) = (Length((line.Points.Max(point => point.X) - left) * scale), Length((line.Points.Max(point => point.Y) - top) * scale));
        xml.Append(CultureInfo.InvariantCulture, $"<wps:wsp><wps:cNvPr id=\"{id}\" name=\"{(line.Role is SceneRole.WayBack ? "Đường quay lại" : "Đường đi")} {id}\"/><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x=\"{Length(left * scale)}\" y=\"{Length(top * scale)}\"/><a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm>");
        xml.Append(CultureInfo.InvariantCulture, $"<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l=\"0\" t=\"0\" r=\"r\" b=\"b\"/><a:pathLst><a:path w=\"{width}\" h=\"{height}\" fill=\"none\">");
        foreach (var (index, point) in line.Points.Index())
        {
            var part = index == 0 ? "moveTo" : "lnTo";
            xml.Append(CultureInfo.InvariantCulture, $"<a:{part}><a:pt x=\"{Length((point.X - left) * scale)}\" y=\"{Length((point.Y - top) * scale)}\"/></a:{part}>");
        }
        xml.Append(CultureInfo.InvariantCulture, $"</a:path></a:pathLst></a:custGeom><a:noFill/>{Stroke(style, scale, line.HasArrow)}</wps:spPr><wps:bodyPr/></wps:wsp>");
    }

    private static void Append(StringBuilder xml, SceneShape shape, double scale, int id)
    {
        var style = SceneStyle.Of(shape);
        var smaller = Math.Min(shape.Width, shape.Height);
        var geometry = shape.Outline switch
        {
            SceneOutline.Diamond => "<a:prstGeom prst=\"diamond\"><a:avLst/></a:prstGeom>",
            SceneOutline.Ellipse => "<a:prstGeom prst=\"ellipse\"><a:avLst/></a:prstGeom>",
            _ when shape.Corner > 0 => $"<a:prstGeom prst=\"roundRect\"><a:avLst><a:gd name=\"adj\" fmla=\"val {(int)(Math.Min(0.5, shape.Corner / smaller) * 100_000)}\"/></a:avLst></a:prstGeom>",
            _ => "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>",
        };
        xml.Append(CultureInfo.InvariantCulture, $"<wps:wsp><wps:cNvPr id=\"{id}\" name=\"{Plain(shape.Name ?? shape.Role.ToString())}\"/><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x=\"{Length(shape.X * scale)}\" y=\"{Length(shape.Y * scale)}\"/><a:ext cx=\"{Length(shape.Width * scale)}\" cy=\"{Length(shape.Height * scale)}\"/></a:xfrm>{geometry}");
        xml.Append(CultureInfo.InvariantCulture, $"{(style.Fill is { } fill ? $"<a:solidFill><a:srgbClr val=\"{fill}\"/></a:solidFill>" : "<a:noFill/>")}{Stroke(style, scale, hasArrow: false)}</wps:spPr>");
        if (shape.Texts.Count > 0)
        {
            xml.Append("<wps:txbx><w:txbxContent>");
            foreach (var text in shape.Texts)
            {
                var size = Math.Max(8, (int)Math.Round(text.Size * scale * 2));
                xml.Append(CultureInfo.InvariantCulture, $"<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"{(int)Math.Round(text.Size * scale * 1.2 * 20)}\" w:lineRule=\"exact\"/><w:jc w:val=\"center\"/></w:pPr><w:r><w:rPr>{(text.IsBold ? "<w:b/>" : "")}<w:color w:val=\"{(text.IsSoft ? style.SoftInk : style.Ink)}\"/><w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr><w:t xml:space=\"preserve\">{Plain(text.Text)}</w:t></w:r></w:p>");
            }
            xml.Append("</w:txbxContent></wps:txbx>");
        }
        xml.Append(CultureInfo.InvariantCulture, $"<wps:bodyPr vert=\"{(shape.IsTurned ? "vert270" : "horz")}\" wrap=\"square\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"ctr\" anchorCtr=\"0\"><a:noAutofit/></wps:bodyPr></wps:wsp>");
    }

    private static string Stroke(SceneStyle style, double scale, bool hasArrow) => style.Stroke is null
        ? "<a:ln><a:noFill/></a:ln>"
        : $"<a:ln w=\"{Length(style.Thickness * scale)}\"><a:solidFill><a:srgbClr val=\"{style.Stroke}\"/></a:solidFill>{style.Dash switch { SceneDash.Dashed => "<a:prstDash val=\"dash\"/>", SceneDash.Dotted => "<a:prstDash val=\"sysDot\"/>", _ => "" }}<a:miter lim=\"800000\"/>{(hasArrow ? "<a:tailEnd type=\"triangle\" w=\"med\" len=\"med\"/>" : "")}</a:ln>";

    private static string Length(double points) => ((long)Math.Round(points * Emu)).ToString(CultureInfo.InvariantCulture);

    private static string Plain(string text) => System.Security.SecurityElement.Escape(PrintableText.Of(text));
}
