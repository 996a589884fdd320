using System.Globalization;
using System.Xml.Linq;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Tests.Samples;

namespace TthcFlow.Engine.Tests.Documents;

/// <summary>BPMN that other tools open: the rules of its structure, on every sample.</summary>
public sealed class BpmnTests
{
    private static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static readonly XNamespace Di = "http://www.omg.org/spec/BPMN/20100524/DI";
    private static readonly XNamespace Dc = "http://www.omg.org/spec/DD/20100524/DC";
    private static readonly XNamespace Line = "http://www.omg.org/spec/DD/20100524/DI";

    private static string[] Processes => [.. Sample.Processes, .. Sample.Fixtures];

    [TestCaseSource(nameof(Processes))]
    public void Every_reference_leads_to_an_element_and_every_name_is_its_own(string name)
    {
        var root = Drawn(name);
        var ids = root.Descendants().Attributes("id").Select(id => id.Value).ToList();
        var known = ids.ToHashSet(StringComparer.Ordinal);
        var led = root.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "sourceRef" or "targetRef" or "processRef" or "bpmnElement" or "default").Select(attribute => attribute.Value)
            .Concat(root.Descendants().Where(element => element.Name.LocalName is "flowNodeRef" or "incoming" or "outgoing").Select(element => element.Value));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ids, Is.Unique);
            Assert.That(ids.Where(id => !System.Xml.XmlReader.IsName(id)), Is.Empty);
            Assert.That(led.Where(id => !known.Contains(id)), Is.Empty);
        }
    }

    [TestCaseSource(nameof(Processes))]
    public void Every_step_stands_in_the_lane_of_a_unit_and_every_route_is_a_flow(string name)
    {
        var (root, process) = (Drawn(name), Sample.ProcessOf(name));
        var flow = root.Element(Bpmn + "process")!;
        var nodes = flow.Elements().Where(element => element.Name.LocalName is not ("laneSet" or "sequenceFlow")).Select(node => (string)node.Attribute("id")!).ToList();
        var inLanes = flow.Descendants(Bpmn + "flowNodeRef").Select(reference => reference.Value).ToList();
        var flows = flow.Elements(Bpmn + "sequenceFlow").ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(inLanes, Is.EquivalentTo(nodes));
            Assert.That(nodes.Count(id => id.StartsWith("step_", StringComparison.Ordinal)), Is.EqualTo(process.Steps.Count));
            Assert.That(flows.Count(one => !((string)one.Attribute("id")!).StartsWith("flow_start", StringComparison.Ordinal) && !((string)one.Attribute("id")!).StartsWith("flow_end", StringComparison.Ordinal)), Is.EqualTo(process.Routes.Count));
            Assert.That(flow.Elements(Bpmn + "startEvent").Count(), Is.EqualTo(1));
            Assert.That(flow.Elements(Bpmn + "endEvent").Any(), Is.True);
            foreach (var node in flow.Elements().Where(element => element.Name.LocalName is not ("laneSet" or "sequenceFlow")))
            {
                var id = (string)node.Attribute("id")!;
                Assert.That(node.Elements(Bpmn + "incoming").Select(to => to.Value), Is.EquivalentTo(flows.Where(one => (string?)one.Attribute("targetRef") == id).Select(one => (string?)one.Attribute("id"))), id);
                Assert.That(node.Elements(Bpmn + "outgoing").Select(to => to.Value), Is.EquivalentTo(flows.Where(one => (string?)one.Attribute("sourceRef") == id).Select(one => (string?)one.Attribute("id"))), id);
            }
        }
    }

    [TestCaseSource(nameof(Processes))]
    public void Every_element_has_its_place_inside_its_lane_and_lines_touch_what_they_join(string name)
    {
        var root = Drawn(name);
        var places = root.Descendants(Di + "BPMNShape").ToDictionary(shape => (string)shape.Attribute("bpmnElement")!, shape => Box(shape.Element(Dc + "Bounds")!));
        var flow = root.Element(Bpmn + "process")!;

        using (Assert.EnterMultipleScope())
        {
            foreach (var lane in flow.Descendants(Bpmn + "lane"))
                foreach (var node in lane.Elements(Bpmn + "flowNodeRef"))
                    Assert.That(Holds(places[(string)lane.Attribute("id")!], places[node.Value], 0), $"{node.Value} in {lane.Attribute("name")?.Value}");
            foreach (var one in flow.Elements(Bpmn + "sequenceFlow"))
            {
                var points = root.Descendants(Di + "BPMNEdge").Single(edge => (string?)edge.Attribute("bpmnElement") == (string?)one.Attribute("id")).Elements(Line + "waypoint")
                    .Select(point => (Number(point, "x"), Number(point, "y"), 0, 0)).ToList();
                Assert.That(points, Has.Count.GreaterThan(1));
                Assert.That(Holds(places[(string)one.Attribute("sourceRef")!], points[0], 3), $"{one.Attribute("id")?.Value} leaves its source");
                Assert.That(Holds(places[(string)one.Attribute("targetRef")!], points[^1], 3), $"{one.Attribute("id")?.Value} meets its target");
            }
        }
    }

    private static XElement Drawn(string name) => XElement.Parse(System.Text.Encoding.UTF8.GetString(ExportTests.Written(name, ExportFormat.Bpmn, null).Bytes.Span));

    private static (int X, int Y, int Width, int Height) Box(XElement bounds) => (Number(bounds, "x"), Number(bounds, "y"), Number(bounds, "width"), Number(bounds, "height"));

    private static int Number(XElement element, string name) => int.Parse((string)element.Attribute(name)!, CultureInfo.InvariantCulture);

    private static bool Holds((int X, int Y, int Width, int Height) outer, (int X, int Y, int Width, int Height) inner, int tolerance) =>
        inner.X >= outer.X - tolerance && inner.Y >= outer.Y - tolerance && inner.X + inner.Width <= outer.X + outer.Width + tolerance && inner.Y + inner.Height <= outer.Y + outer.Height + tolerance;
}
