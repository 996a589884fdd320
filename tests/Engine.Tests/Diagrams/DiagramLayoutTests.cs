using FsCheck;
using FsCheck.Fluent;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Diagrams;
using TthcFlow.Engine.Tests.Samples;

namespace TthcFlow.Engine.Tests.Diagrams;

/// <summary>The flow chart: everything is on it, nothing lies on anything else, lines go around boxes, and it is read on one page.</summary>
public sealed class DiagramLayoutTests
{
    private static readonly DiagramWords Words = DiagramWords.Of(new ProcessHeader(), Sample.Catalogue);

    [TestCaseSource(typeof(Sample), nameof(Sample.Processes))]
    public void A_sample_is_read_on_one_upright_page(string name)
    {
        var process = Sample.ProcessOf(name);
        var scene = DiagramScene.Of(process, DiagramWords.Of(process.Header, Sample.Catalogue));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(scene.SmallestText * scene.ScaleInto(SceneFrame.A4), Is.GreaterThanOrEqualTo(DiagramScene.SmallestReadable), $"{scene.Width} × {scene.Height}");
            Assert.That(scene.OnPages(SceneFrame.A4), Has.Count.EqualTo(1));
            Assert.That(scene.Items.Count(item => item.Role is SceneRole.LaneName), Is.EqualTo(process.Steps.Select(step => step.Work?.Unit).OfType<string>().Distinct().Count()), "a lane for each unit");
            Assert.That(Faults(process, Diagram.Of(process, Words)), Is.Empty);
        }
    }

    [Test]
    public void Fifteen_steps_with_long_names_are_read_on_one_page()
    {
        string[] units = ["Receiving", "Competent", "H35.05.01"];
        var drawing = new Drawing().Step("B1", StepKind.Intake, work: work => work with { Unit = "Receiving" });
        for (var i = 2; i <= 15; i++) drawing.Step($"B{i}", i == 15 ? StepKind.ReturnResult : i == 14 ? StepKind.Issue : StepKind.Draft, hours: 4, work: work => work with { Unit = units[i % 3], Position = new("chuyen-vien-kinh-te-ha-tang") });
        drawing.Step("TC", StepKind.Reject).Line("B1", "Accepted", "B2").Line("B1", "Declined", "TC");
        for (var i = 2; i < 15; i++) drawing.Line($"B{i}", "Done", $"B{i + 1}");
        var plain = drawing.Process();
        var process = new ProcessDefinition("Mười lăm bước", plain.Header, [], [.. plain.Steps.Select(step => step with { Name = "Xem xét, thẩm tra dự thảo văn bản và hồ sơ kèm theo" })], plain.Routes) { Start = plain.Steps[0] };
        var scene = DiagramScene.Of(process, Words);

        Assert.That(scene.SmallestText * scene.ScaleInto(SceneFrame.A4), Is.GreaterThanOrEqualTo(DiagramScene.SmallestReadable), $"{scene.Width} × {scene.Height}");
    }

    [Test]
    public void Of_any_process_no_two_boxes_overlap_no_line_runs_through_one_and_all_stand_in_their_lanes() =>
        Check.One(Campaign.Of(150), Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var process = Drawn(new Random(seed));
            return Faults(process, Diagram.Of(process, Words)).Select(fault => $"seed {seed}: {fault}").FirstOrDefault() is { } fault ? false.Label(fault) : true.Label("");
        }));

    [Test]
    public void The_same_process_gives_the_same_picture_whatever_the_order_of_its_document()
    {
        var document = Sample.DocumentOf(Sample.Named("A"));
        var json = System.Text.Json.Nodes.JsonNode.Parse(Sample.BytesOf(Sample.Named("A")))!;
        foreach (var name in (string[])["activities", "connections"])
        {
            var list = json["root"]![name]!.AsArray();
            var turned = list.Reverse().Select(item => item!.DeepClone()).ToArray();
            list.Clear();
            foreach (var item in turned) list.Add(item);
        }
        var other = ProcessDefinition.Compile(ElsaDocument.Read(json.ToJsonString()).Document!);

        Assert.That(DiagramSvg.Write(DiagramScene.Of(other, Words)), Is.EqualTo(DiagramSvg.Write(DiagramScene.Of(ProcessDefinition.Compile(document), Words))));
    }

    [Test]
    public void Ten_thousand_steps_in_a_ring_are_laid_out_without_a_deep_stack()
    {
        var drawing = new Drawing();
        for (var i = 0; i < 10_000; i++) drawing.Step($"B{i}", StepKind.Draft);
        var steps = drawing.Process().Steps;
        var ring = new ProcessDefinition("Vòng", new(), [], steps, [.. Enumerable.Range(0, 10_000).Select(i => new Route(i, $"{i}", i, "Done", (i + 1) % 10_000))]) { Start = steps[0] };

        Assert.That(Diagram.Of(ring, Words).Lines.Count(line => line.IsBack), Is.EqualTo(1));
    }

    [Test]
    public void A_picture_too_long_for_a_page_is_cut_between_rows_and_loses_nothing()
    {
        var drawing = new Drawing().Step("B1", StepKind.Intake);
        for (var i = 2; i <= 40; i++) drawing.Step($"B{i}", i == 40 ? StepKind.ReturnResult : StepKind.Draft);
        drawing.Step("TC", StepKind.Reject).Line("B1", "Accepted", "B2").Line("B1", "Declined", "TC").Line("B1", "Declined", "B39");
        for (var i = 2; i < 40; i++) drawing.Line($"B{i}", "Done", $"B{i + 1}");
        var scene = DiagramScene.Of(drawing.Process(), Words);
        var pages = scene.OnPages(SceneFrame.A4);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(pages, Has.Count.GreaterThan(1));
            Assert.That(pages.Select(page => page.SmallestText * page.ScaleInto(SceneFrame.A4)), Has.All.GreaterThanOrEqualTo(DiagramScene.SmallestReadable));
            Assert.That(pages.SelectMany(page => page.Items.OfType<SceneShape>()).Where(shape => shape.Step is not null).Select(shape => shape.Step), Is.EquivalentTo(scene.Items.OfType<SceneShape>().Where(shape => shape.Step is not null).Select(shape => shape.Step)));
            Assert.That(pages.Select(page => page.Items.Count(item => item.Role is SceneRole.LaneName)), Has.All.EqualTo(1), "the lanes are named on every page");
            foreach (var page in pages)
                Assert.That(page.Items.OfType<SceneShape>().Where(shape => shape.Y < -1 || shape.Y + shape.Height > page.Height + 1), Is.Empty);
        }
    }

    [Test]
    public void A_way_is_numbered_and_its_lines_drawn_through_routing_points()
    {
        var process = Sample.ProcessOf(Sample.Named("A"));
        var scene = DiagramScene.Of(process, DiagramWords.Of(process.Header, Sample.Catalogue), new DiagramMarks { Way = ["B1", "B2", "B3", "BS", "B3", "B3b"] });
        var signs = scene.Items.OfType<SceneShape>().Where(shape => shape.Role is SceneRole.Sign).Select(shape => shape.Texts.Single().Text);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(signs, Is.EquivalentTo(new[] { "1", "2", "3, 5", "4", "6" }));
            Assert.That(scene.Items.OfType<SceneLine>().Count(line => line.Mark is StepMark.OnWay), Is.EqualTo(6), "five moves, the last one through the fork");
            Assert.That(scene.Legend.Select(line => line.Mark), Is.EqualTo(new[] { StepMark.OnWay }));
        }
    }

    [Test]
    public void Every_text_fits_into_its_shape()
    {
        foreach (var process in Sample.Processes.Select(Sample.ProcessOf))
            foreach (var shape in DiagramScene.Of(process, DiagramWords.Of(process.Header, Sample.Catalogue)).Items.OfType<SceneShape>().Where(shape => !shape.IsTurned))
                foreach (var text in shape.Texts)
                    Assert.That(TextWidths.Of(text.Text, text.Size), Is.LessThanOrEqualTo(shape.Width + 0.5), $"{process.Name}: {text.Text}");
    }

    [Test]
    public void A_picture_is_well_formed_xml_whatever_stands_in_the_names()
    {
        var drawn = new Drawing().Step("B1", StepKind.Draft).Step("B2", StepKind.End).Chain("B1", "B2").Process();
        var process = new ProcessDefinition("<&\"\u0001\ud800>", new(), [], [.. drawn.Steps.Select(step => step with { Name = "a<b> & \"c\" \u0000 \ud800 \uffff" })], drawn.Routes) { Start = drawn.Steps[0] };
        var svg = DiagramSvg.Write(DiagramScene.Of(process, Words));

        Assert.That(() => System.Xml.Linq.XDocument.Parse(svg), Throws.Nothing);
        Assert.That(svg, Does.Not.Contain("style="));
    }

    private static List<string> Faults(ProcessDefinition process, Diagram chart)
    {
        var faults = new List<string>();
        foreach (var box in chart.Boxes)
        {
            if (box.X < 0 || box.Y < chart.Head || box.Right > chart.Width || box.Bottom > chart.Height) faults.Add($"{process.Steps[box.Step].Key} is off the sheet");
            if (box.Lane >= 0 && (box.X < chart.Lanes[box.Lane].X || box.Right > chart.Lanes[box.Lane].X + chart.Lanes[box.Lane].Width)) faults.Add($"{process.Steps[box.Step].Key} leaves its lane");
            if (box.Lane >= 0 && process.Steps[box.Step].Work?.Unit is { } unit && chart.Lanes.Count <= 6 && !chart.Lanes.Any(lane => lane.Name == Words.Unit(unit) && lane.X == chart.Lanes[box.Lane].X) && chart.Lanes.Any(lane => lane.Name == Words.Unit(unit)))
                faults.Add($"{process.Steps[box.Step].Key} stands in another unit's lane");
            foreach (var other in chart.Boxes)
                if (box.Step < other.Step && box.X < other.Right && other.X < box.Right && box.Y < other.Bottom && other.Y < box.Bottom) faults.Add($"{process.Steps[box.Step].Key} lies on {process.Steps[other.Step].Key}");
        }
        foreach (var line in chart.Lines)
        {
            var route = process.Routes[line.Route];
            foreach (var (from, to) in line.Points.Zip(line.Points.Skip(1)))
            {
                if (from.X != to.X && from.Y != to.Y) faults.Add($"{route.Id} runs aslant");
                if (Math.Min(from.X, to.X) < 0 || Math.Max(from.X, to.X) > chart.Width || Math.Min(from.Y, to.Y) < chart.Head || Math.Max(from.Y, to.Y) > chart.Height) faults.Add($"{route.Id} leaves the sheet");
                faults.AddRange(chart.Boxes.Where(box => box.Step != route.From && box.Step != route.To
                    && Math.Max(from.X, to.X) > box.X && Math.Min(from.X, to.X) < box.Right && Math.Max(from.Y, to.Y) > box.Y && Math.Min(from.Y, to.Y) < box.Bottom).Select(box => $"{route.Id} runs through {process.Steps[box.Step].Key}"));
            }
        }
        return faults;
    }

    /// <summary>Any steps in any of up to eight units, connected anyhow: mostly onwards, sometimes back, sometimes to themselves.</summary>
    private static ProcessDefinition Drawn(Random dice)
    {
        string[] units = ["Receiving", "Competent", "H35.05.01", "H35.08", "H35.08.01", "H35.07", "H35.01", "H35.09"];
        StepKind[] kinds = [StepKind.Draft, StepKind.Examine, StepKind.Sign, StepKind.Decision, StepKind.Fork, StepKind.Join, StepKind.Reject, StepKind.AwaitSupplement, StepKind.ReturnResult];
        var (count, lanes) = (dice.Next(1, 28), dice.Next(1, units.Length + 1));
        var drawing = new Drawing();
        for (var i = 0; i < count; i++)
        {
            var kind = i == 0 ? StepKind.Intake : kinds[dice.Next(kinds.Length)];
            drawing.Step($"B{i}", kind, dice.Next(1, 40), ports: kind is StepKind.Fork ? ["1", "2"] : null, work: work => work with { Unit = units[dice.Next(lanes)], Limit = dice.Next(3) == 0 ? null : TimeLimit.OfHours(dice.Next(1, 40)) });
        }
        var plain = drawing.Process();
        foreach (var step in plain.Steps)
            foreach (var port in step.Ports)
                drawing.Line(step.Id, port, $"B{(dice.Next(5) == 0 ? dice.Next(count) : Math.Min(count - 1, dice.Next(step.Index + 1, step.Index + 4)))}");
        var routed = drawing.Process();
        return new ProcessDefinition("Bất kỳ", new(), [], [.. routed.Steps.Select(step => step with { Name = string.Join(' ', Enumerable.Repeat("thẩm định", dice.Next(1, 7))) })], routed.Routes) { Start = routed.Start };
    }
}
