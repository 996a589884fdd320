using System.Xml;
using System.Xml.Linq;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Diagrams;
using TthcFlow.Engine.Tables;

namespace TthcFlow.Engine.Documents;

/// <summary>Writes a process as BPMN 2.0 for other tools: a pool with a lane for each unit, user tasks, gateways, ends, and a place for each.</summary>
/// <remarks>
/// A step with several outcomes is a task whose flows carry the outcome as their condition. A join that passes its first token is a complex gateway, one that waits
/// for the active branches an inclusive one. What BPMN has no word for (limits, positions, forms) stands in the documentation of each task. It is a picture to show and to discuss;
/// what is in force is the Elsa document.
/// </remarks>
internal sealed class BpmnDrawing
{
    // In the units of the screen, at the sizes that BPMN tools draw their signs.
    private const int PoolHead = 30, LaneHead = 30, Margin = 20, GatewaySize = 50, EventSize = 36, TaskWidth = 160, TaskHeight = 60, RowHeight = 120, Gap = 40;

    private static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static readonly XNamespace Di = "http://www.omg.org/spec/BPMN/20100524/DI";
    private static readonly XNamespace Dc = "http://www.omg.org/spec/DD/20100524/DC";
    private static readonly XNamespace Line = "http://www.omg.org/spec/DD/20100524/DI";
    private static readonly XNamespace Schema = "http://www.w3.org/2001/XMLSchema-instance";

    private readonly ProcessDefinition _process;
    private readonly ProvinceCatalogue? _catalogue;
    private readonly DiagramWords _words;
    private readonly FlowOrder _order;
    private readonly List<(string Id, string Name, int X, int Width, List<string> Nodes)> _lanes = [];
    private readonly int[] _laneOf;
    private readonly Area[] _areas;
    private readonly List<XElement> _nodes = [];
    private readonly List<XElement> _flows = [];
    private readonly List<XElement> _shapes = [];
    private readonly List<XElement> _edges = [];
    private int _bottom;
    private int _right;

    private BpmnDrawing(ProcessDefinition process, ProvinceCatalogue? catalogue)
    {
        (_process, _catalogue, _words) = (process, catalogue, DiagramWords.Of(process.Header, catalogue));
        _order = new FlowOrder(process);
        (_laneOf, _areas) = (new int[process.Steps.Count], new Area[process.Steps.Count]);
        Place();
    }

    public static byte[] Write(ProcessDefinition process, ProvinceCatalogue? catalogue) => new BpmnDrawing(process, catalogue).Draw();

    private byte[] Draw()
    {
        foreach (var step in _process.Steps) AddNode(step);
        foreach (var route in _process.Routes) AddFlow(route);
        AddStart();
        foreach (var step in _process.Steps.Where(step => step.Kind is StepKind.ReturnResult)) AddEnd(step);

        var lanes = new XElement(Bpmn + "laneSet", new XAttribute("id", "lanes"), _lanes.Select(lane =>
            new XElement(Bpmn + "lane", new XAttribute("id", lane.Id), new XAttribute("name", lane.Name), lane.Nodes.Select(node => new XElement(Bpmn + "flowNodeRef", node)))));
        _shapes.InsertRange(0, _lanes.Select(lane => Shape(lane.Id, new(lane.X, PoolHead, lane.Width, _bottom - PoolHead), false)).Prepend(Shape("pool", new(0, 0, _right, _bottom), false)));
        var document = new XDocument(new XDeclaration("1.0", "UTF-8", null), new XElement(Bpmn + "definitions",
            new XAttribute(XNamespace.Xmlns + "bpmn", Bpmn), new XAttribute(XNamespace.Xmlns + "bpmndi", Di), new XAttribute(XNamespace.Xmlns + "dc", Dc), new XAttribute(XNamespace.Xmlns + "di", Line), new XAttribute(XNamespace.Xmlns + "xsi", Schema),
            new XAttribute("id", "definitions"), new XAttribute("targetNamespace", "urn:tthcflow:process"), new XAttribute("exporter", "TthcFlow"),
            new XElement(Bpmn + "collaboration", new XAttribute("id", "collaboration"),
                new XElement(Bpmn + "participant", new XAttribute("id", "pool"), new XAttribute("name", Said(_process.Name)), new XAttribute("processRef", "process"))),
            new XElement(Bpmn + "process", new XAttribute("id", "process"), new XAttribute("name", Said(_process.Name)), new XAttribute("isExecutable", "false"), lanes, _nodes, _flows),
            new XElement(Di + "BPMNDiagram", new XAttribute("id", "diagram"),
                new XElement(Di + "BPMNPlane", new XAttribute("id", "plane"), new XAttribute("bpmnElement", "collaboration"), _shapes, _edges))));
        using var file = new MemoryStream();
        using (var writer = XmlWriter.Create(file, new XmlWriterSettings { Encoding = new System.Text.UTF8Encoding(false), Indent = true, NewLineChars = "\n" })) document.Save(writer);
        return file.ToArray();
    }

    // A column for each unit, a row for each move of the dossier: the order of the step table, laid out with room for BPMN's signs and names.
    private void Place()
    {
        const int top = PoolHead + LaneHead + EventSize + 2 * Margin;
        var row = new int[_process.Steps.Count];
        foreach (var step in _order.Steps)
            row[step.Index] = _process.In(step.Index).Where(route => !_order.IsReturn(route)).Select(route => row[route.From] + 1).DefaultIfEmpty(0).Max();
        var units = _order.Steps.Select(UnitOf).Distinct().ToList();
        foreach (var step in _process.Steps) _laneOf[step.Index] = units.IndexOf(UnitOf(step));
        var x = 0;
        for (var lane = 0; lane < units.Count; lane++)
        {
            var rows = _order.Steps.Where(step => _laneOf[step.Index] == lane).GroupBy(step => row[step.Index]).ToList();
            var width = rows.Max(steps => steps.Count()) * (TaskWidth + Gap) + Gap;
            foreach (var steps in rows)
            {
                var across = x + (width - steps.Count() * (TaskWidth + Gap) + Gap) / 2;
                foreach (var step in steps)
                {
                    _areas[step.Index] = new Area(across, top + steps.Key * RowHeight, TaskWidth, TaskHeight).Around(SizeOf(step));
                    across += TaskWidth + Gap;
                }
            }
            _lanes.Add(($"lane_{lane + 1}", units[lane].Length == 0 ? "Chưa rõ đơn vị" : _words.Unit(units[lane]), x, width, []));
            x += width;
        }
        if (_lanes.Count == 0) _lanes.Add(("lane_1", "Chưa rõ đơn vị", 0, 300, []));
        _right = _lanes.Max(lane => lane.X + lane.Width);
        _bottom = _areas.Select(area => area.Y + area.Height).DefaultIfEmpty(top).Max() + EventSize + 3 * Margin;
    }

    private static (int Width, int Height) SizeOf(Step step) =>
        step.Kind is StepKind.Fork or StepKind.Join || step.IsChoice ? (GatewaySize, GatewaySize)
        : step.Kind is StepKind.Start || step.IsTerminal && step.Kind is not StepKind.ReturnResult ? (EventSize, EventSize) : (TaskWidth, TaskHeight);

    // Routing points and ends stand in the lane of the step before them.
    private string UnitOf(Step step)
    {
        var seen = new HashSet<int>();
        for (var at = step; at is not null; at = _process.In(at.Index).Select(route => _process.Steps[route.From]).FirstOrDefault(before => !seen.Contains(before.Index)))
        {
            if (at.Work?.Unit is { Length: > 0 } unit && !(at.IsTerminal && at.Kind is not StepKind.ReturnResult)) return unit;
            seen.Add(at.Index);
        }
        return _process.Start?.Work?.Unit ?? "";
    }

    private void AddNode(Step step)
    {
        var id = IdOf(step);
        var name = step.Work is not null && step.Key.Value != step.Id || StepLikeKey(step) ? $"{step.Key}. {step.Name}" : step.Name;
        var node = new XElement(Bpmn + Element(step), new XAttribute("id", id), new XAttribute("name", Said(name)));
        if (step.Kind is StepKind.RunProcess && step.Work?.Process is { Length: > 0 } called) node.Add(new XAttribute("calledElement", NameOf(called)));
        if (step.Kind is StepKind.Switch && _process.Out(step.Index).FirstOrDefault(route => route.Port == "Default") is { } otherwise) node.Add(new XAttribute("default", FlowId(otherwise)));
        if (Documentation(step) is { Length: > 0 } text) node.AddFirst(new XElement(Bpmn + "documentation", Said(text)));
        foreach (var route in _process.In(step.Index)) node.Add(new XElement(Bpmn + "incoming", FlowId(route)));
        if (_process.Start == step && step.Kind is not StepKind.Start) node.Add(new XElement(Bpmn + "incoming", "flow_start"));
        foreach (var route in _process.Out(step.Index)) node.Add(new XElement(Bpmn + "outgoing", FlowId(route)));
        if (step.Kind is StepKind.ReturnResult) node.Add(new XElement(Bpmn + "outgoing", $"flow_end_{step.Index}"));
        Keep(node, _laneOf[step.Index], _areas[step.Index]);
    }

    private void AddFlow(Route route)
    {
        var (from, to) = (_process.Steps[route.From], _process.Steps[route.To]);
        var name = from.Ports.Count > 1 ? _words.Outcome(from, route.Port) : null;
        var flow = new XElement(Bpmn + "sequenceFlow", new XAttribute("id", FlowId(route)), name is null ? null : new XAttribute("name", Said(name)), new XAttribute("sourceRef", IdOf(from)), new XAttribute("targetRef", IdOf(to)));
        if (from.Ports.Count > 1 && from.Kind is not StepKind.Fork && !(from.Kind is StepKind.Switch && route.Port == "Default"))
            flow.Add(new XElement(Bpmn + "conditionExpression", new XAttribute(Schema + "type", "bpmn:tFormalExpression"), Said(ConditionOf(from, route.Port))));
        _flows.Add(flow);

        var beside = _process.Out(route.From).Count(other => other.Index < route.Index);
        var points = Way(_areas[route.From], _areas[route.To], beside);
        var edge = Edge(FlowId(route), points);
        if (name is not null) // beside the line where it leaves, each name on a line of its own
            edge.Add(new XElement(Di + "BPMNLabel", Bounds(new(points[0].X + 6, points[0].Y + 4 + 15 * beside, Math.Min(150, 8 + 6 * name.Length), 14))));
        _edges.Add(edge);
    }

    private void AddStart()
    {
        if (_process.Start is not { Kind: not StepKind.Start } first) return;
        var area = _areas[first.Index];
        var place = new Area(area.CentreX - EventSize / 2, area.Y - Margin - EventSize, EventSize, EventSize);
        Keep(new XElement(Bpmn + "startEvent", new XAttribute("id", "start"), new XAttribute("name", "Hồ sơ đến"), new XElement(Bpmn + "outgoing", "flow_start")), _laneOf[first.Index], place);
        _flows.Add(new XElement(Bpmn + "sequenceFlow", new XAttribute("id", "flow_start"), new XAttribute("sourceRef", "start"), new XAttribute("targetRef", IdOf(first))));
        _edges.Add(Edge("flow_start", [(place.CentreX, place.Y + place.Height), (area.CentreX, area.Y)]));
    }

    // BPMN wants an end event where a token ends; the returned result is work as well.
    private void AddEnd(Step step)
    {
        var area = _areas[step.Index];
        var place = new Area(area.CentreX - EventSize / 2, area.Y + area.Height + Margin, EventSize, EventSize);
        Keep(new XElement(Bpmn + "endEvent", new XAttribute("id", $"end_{step.Index}"), new XElement(Bpmn + "incoming", $"flow_end_{step.Index}")), _laneOf[step.Index], place);
        _flows.Add(new XElement(Bpmn + "sequenceFlow", new XAttribute("id", $"flow_end_{step.Index}"), new XAttribute("sourceRef", IdOf(step)), new XAttribute("targetRef", $"end_{step.Index}")));
        _edges.Add(Edge($"flow_end_{step.Index}", [(area.CentreX, area.Y + area.Height), (place.CentreX, place.Y)]));
    }

    private void Keep(XElement node, int lane, Area area)
    {
        var id = (string)node.Attribute("id")!;
        _nodes.Add(node);
        _lanes[lane].Nodes.Add(id);
        _shapes.Add(Shape(id, area, null));
    }

    private string Documentation(Step step)
    {
        if (step.Work is not { } work) return step.Condition?.Text ?? "";
        var who = Responsibility.Of(step, _process.Header, _catalogue).ToWording()?.Vi;
        string?[] lines =
        [
            work.Instruction, who is null ? null : $"Trách nhiệm: {who}", work.Limit is { Value: > 0 } limit ? $"Thời gian: {limit.ToWording().Vi}" : null,
            work.Forms.Count == 0 ? null : $"Biểu mẫu: {string.Join("; ", work.Forms)}", string.IsNullOrWhiteSpace(work.Product) ? null : $"Kết quả: {work.Product}",
        ];
        return string.Join('\n', lines.Where(line => !string.IsNullOrWhiteSpace(line)));
    }

    private static string ConditionOf(Step step, string port) => step.Kind switch
    {
        StepKind.Decision => port == "True" ? step.Condition?.Text ?? "true" : $"!({step.Condition?.Text ?? "true"})",
        StepKind.Switch => step.Cases.FirstOrDefault(one => one.Label == port)?.Condition?.Text ?? port,
        _ => $"outcome === \"{port}\"",
    };

    private static string Element(Step step) => step.Kind switch
    {
        StepKind.Start => "startEvent",
        StepKind.Reject or StepKind.Stop or StepKind.End => "endEvent",
        StepKind.Decision or StepKind.Switch => "exclusiveGateway",
        StepKind.Fork => "parallelGateway",
        StepKind.Join => step.JoinMode switch { JoinMode.WaitAny => "complexGateway", JoinMode.WaitAllActive => "inclusiveGateway", _ => "parallelGateway" },
        StepKind.RunProcess => "callActivity",
        StepKind.AwaitSupplement or StepKind.AwaitPayment or StepKind.AwaitApplicant => "receiveTask",
        StepKind.Unknown => "task",
        _ => "userTask",
    };

    // Down from below the one to above the other; back, and to a neighbour, around the right side. Several lines between the same two lie side by side.
    private static List<(int X, int Y)> Way(Area from, Area to, int beside)
    {
        if (to.Y > from.Y + from.Height)
        {
            var (start, end) = (from.CentreX + Aside(from, beside), to.CentreX + Aside(to, beside));
            var between = to.Y - 12 - beside * 5;
            return start == end ? [(start, from.Edge(start, isBelow: true)), (end, to.Edge(end, isBelow: false))]
                : [(start, from.Edge(start, isBelow: true)), (start, between), (end, between), (end, to.Edge(end, isBelow: false))];
        }
        var aside = Math.Max(from.X + from.Width, to.X + to.Width) + 10 + beside * 6;
        return [(from.X + from.Width, from.CentreY), (aside, from.CentreY), (aside, to.CentreY), (to.X + to.Width, to.CentreY)];
    }

    private static int Aside(Area area, int beside) => area.Width < TaskWidth ? 0 : (beside % 2 == 0 ? 1 : -1) * ((beside + 1) / 2) * 20;

    private static XElement Shape(string id, Area area, bool? isHorizontal) => new(Di + "BPMNShape",
        new XAttribute("id", $"{id}_di"), new XAttribute("bpmnElement", id), isHorizontal is { } lies ? new XAttribute("isHorizontal", lies) : null,
        Bounds(area));

    private static XElement Bounds(Area area) =>
        new(Dc + "Bounds", new XAttribute("x", area.X), new XAttribute("y", area.Y), new XAttribute("width", area.Width), new XAttribute("height", area.Height));

    private static XElement Edge(string id, List<(int X, int Y)> points) => new(Di + "BPMNEdge", new XAttribute("id", $"{id}_di"), new XAttribute("bpmnElement", id),
        points.Select(point => new XElement(Line + "waypoint", new XAttribute("x", point.X), new XAttribute("y", point.Y))));

    private static string IdOf(Step step) => $"step_{step.Index}_{NameOf(step.Id)}";

    private static string FlowId(Route route) => $"flow_{route.Index}";

    // A name in XML: letters, digits, the usual signs.
    private static string NameOf(string id) => new([.. id.Take(60).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' ? letter : '_')]);

    private static bool StepLikeKey(Step step) => step.Work is not null && step.Key.Value.Length <= 4;

    private static string Said(string text) => string.Join('\n', text.Split('\n').Select(PrintableText.Of));

    private readonly record struct Area(int X, int Y, int Width, int Height)
    {
        public int CentreX => X + Width / 2;

        public int CentreY => Y + Height / 2;

        public Area Around((int Width, int Height) size) => new(CentreX - size.Width / 2, CentreY - size.Height / 2, size.Width, size.Height);

        public int Edge(int x, bool isBelow) => Math.Abs(x - CentreX) > Width / 2 ? CentreY : isBelow ? Y + Height : Y;
    }
}
