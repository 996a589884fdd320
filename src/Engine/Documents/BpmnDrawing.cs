using System.Xml;
using System.Xml.Linq;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Diagrams;

namespace TthcFlow.Engine.Documents;

/// <summary>Writes a process as BPMN 2.0 for other tools: a pool with a lane for each unit, user tasks, gateways, ends, and the picture's places.</summary>
/// <remarks>
/// A step with several outcomes is a task whose flows carry the outcome as their condition. A join that passes its first token is a complex gateway, one that waits
/// for the active branches an inclusive one. What BPMN has no word for (limits, positions, forms) stands in the documentation of each task. It is a picture to show and to discuss;
/// what is in force is the Elsa document.
/// </remarks>
internal sealed class BpmnDrawing
{
    private const int Scale = 3, Per = 2; // the picture's points are small for a screen: half as large again
    private const int PoolHead = 30, LaneHead = 30, Margin = 20, GatewaySize = 40, EventSize = 36;

    private static readonly XNamespace Bpmn = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static readonly XNamespace Di = "http://www.omg.org/spec/BPMN/20100524/DI";
    private static readonly XNamespace Dc = "http://www.omg.org/spec/DD/20100524/DC";
    private static readonly XNamespace Line = "http://www.omg.org/spec/DD/20100524/DI";
    private static readonly XNamespace Schema = "http://www.w3.org/2001/XMLSchema-instance";

    private readonly ProcessDefinition _process;
    private readonly ProvinceCatalogue? _catalogue;
    private readonly DiagramWords _words;
    private readonly Diagram _diagram;
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
        _diagram = Diagram.Of(process, _words);
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

    // The lanes are the picture's own where it has them; else each unit gets a column as wide as its fullest row.
    private void Place()
    {
        const int gap = 30;
        var top = PoolHead + LaneHead + EventSize + Margin - _diagram.Boxes.Select(box => At(box.Y)).DefaultIfEmpty(0).Min() + Margin;
        if (_diagram.Lanes.Count > 0)
        {
            foreach (var lane in _diagram.Lanes) _lanes.Add(($"lane_{_lanes.Count + 1}", lane.Name, At(lane.X), At(lane.X + lane.Width) - At(lane.X), []));
            var shift = -_lanes.Min(lane => lane.X);
            for (var lane = 0; lane < _lanes.Count; lane++) _lanes[lane] = _lanes[lane] with { X = _lanes[lane].X + shift };
            foreach (var box in _diagram.Boxes) (_laneOf[box.Step], _areas[box.Step]) = (Math.Max(0, box.Lane), new(At(box.X) + shift, At(box.Y) + top, At(box.Width), At(box.Height)));
        }
        else
        {
            var units = _process.Steps.Select(UnitOf).Distinct().ToList();
            foreach (var step in _process.Steps) _laneOf[step.Index] = units.IndexOf(UnitOf(step));
            var x = 0;
            for (var lane = 0; lane < units.Count; lane++)
            {
                var rows = _diagram.Boxes.Where(box => _laneOf[box.Step] == lane).GroupBy(box => box.CentreY).Select(row => row.OrderBy(box => box.X).ToList()).ToList();
                var width = rows.Max(row => row.Sum(box => At(box.Width)) + gap * (row.Count + 1));
                foreach (var row in rows)
                {
                    var across = x + (width - row.Sum(box => At(box.Width)) - gap * (row.Count - 1)) / 2;
                    foreach (var box in row)
                    {
                        _areas[box.Step] = new(across, At(box.Y) + top, At(box.Width), At(box.Height));
                        across += At(box.Width) + gap;
                    }
                }
                _lanes.Add(($"lane_{lane + 1}", units[lane].Length == 0 ? "Chưa rõ đơn vị" : _words.Unit(units[lane]), x, width, []));
                x += width;
            }
        }
        if (_lanes.Count == 0) _lanes.Add(("lane_1", "Chưa rõ đơn vị", 0, 300, []));
        foreach (var step in _process.Steps)
        {
            var area = _areas[step.Index];
            if (step.Kind is StepKind.Fork or StepKind.Join) _areas[step.Index] = area.Around(GatewaySize);
            else if (step.Kind is StepKind.Start || step.IsTerminal && step.Kind is not StepKind.ReturnResult) _areas[step.Index] = area.Around(EventSize);
        }
        _right = _lanes.Max(lane => lane.X + lane.Width);
        _bottom = _areas.Select(area => area.Y + area.Height).DefaultIfEmpty(0).Max() + EventSize + 3 * Margin;
    }

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

        var line = _diagram.Lanes.Count > 0 ? _diagram.Lines.FirstOrDefault(line => line.Route == route.Index) : null;
        _edges.Add(Edge(FlowId(route), line is null ? Straight(_areas[route.From], _areas[route.To], route.Index) : Drawn(line, route)));
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
        var who = Tables.Responsibility.Of(step, _process.Header, _catalogue).ToWording()?.Vi;
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

    // The picture's line, led on to where the smaller signs of BPMN stand.
    private List<(int X, int Y)> Drawn(DiagramLine line, Route route)
    {
        var (from, to) = (_diagram.Boxes[route.From], _diagram.Boxes[route.To]);
        var (dx, dy) = (_areas[route.From].CentreX - At(from.X) - At(from.Width) / 2, _areas[route.From].CentreY - At(from.Y) - At(from.Height) / 2);
        var points = line.Points.Select(point => (X: At(point.X) + dx, Y: At(point.Y) + dy)).ToList();
        if (_areas[route.From].Height != At(from.Height)) points.Insert(0, _areas[route.From].Towards(points[0]));
        if (_areas[route.To].Height != At(to.Height)) points.Add(_areas[route.To].Towards(points[^1]));
        return points;
    }

    // Down from below the one to above the other; back and sideways around the right side.
    private static List<(int X, int Y)> Straight(Area from, Area to, int number)
    {
        if (to.Y > from.Y + from.Height)
        {
            var between = to.Y - 8 - number % 3 * 4;
            return from.CentreX == to.CentreX ? [(from.CentreX, from.Y + from.Height), (to.CentreX, to.Y)]
                : [(from.CentreX, from.Y + from.Height), (from.CentreX, between), (to.CentreX, between), (to.CentreX, to.Y)];
        }
        var aside = Math.Max(from.X + from.Width, to.X + to.Width) + 10 + number % 4 * 4;
        return [(from.X + from.Width, from.CentreY), (aside, from.CentreY), (aside, to.CentreY), (to.X + to.Width, to.CentreY)];
    }

    private static XElement Shape(string id, Area area, bool? isHorizontal) => new(Di + "BPMNShape",
        new XAttribute("id", $"{id}_di"), new XAttribute("bpmnElement", id), isHorizontal is { } lies ? new XAttribute("isHorizontal", lies) : null,
        new XElement(Dc + "Bounds", new XAttribute("x", area.X), new XAttribute("y", area.Y), new XAttribute("width", area.Width), new XAttribute("height", area.Height)));

    private static XElement Edge(string id, List<(int X, int Y)> points) => new(Di + "BPMNEdge", new XAttribute("id", $"{id}_di"), new XAttribute("bpmnElement", id),
        points.Select(point => new XElement(Line + "waypoint", new XAttribute("x", point.X), new XAttribute("y", point.Y))));

    private static string IdOf(Step step) => $"step_{step.Index}_{NameOf(step.Id)}";

    private static string FlowId(Route route) => $"flow_{route.Index}";

    // A name in XML: letters, digits, the usual signs.
    private static string NameOf(string id) => new([.. id.Take(60).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' ? letter : '_')]);

    private static bool StepLikeKey(Step step) => step.Work is not null && step.Key.Value.Length <= 4;

    private static string Said(string text) => string.Join('\n', text.Split('\n').Select(PrintableText.Of));

    private static int At(int points) => points * Scale / Per;

    private readonly record struct Area(int X, int Y, int Width, int Height)
    {
        public int CentreX => X + Width / 2;

        public int CentreY => Y + Height / 2;

        public Area Around(int size) => new(CentreX - size / 2, CentreY - size / 2, size, size);

        public (int X, int Y) Towards((int X, int Y) from) =>
            Math.Abs(from.X - CentreX) <= Width / 4 ? (CentreX, from.Y <= CentreY ? Y : Y + Height) : (from.X < CentreX ? X : X + Width, CentreY);
    }
}
