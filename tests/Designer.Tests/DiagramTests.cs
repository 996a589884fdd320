using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Diagrams;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Tests;

/// <summary>The flow chart: everything is on it, nothing lies on anything else, and lines go around boxes.</summary>
public sealed class DiagramTests
{
    [TestCaseSource(nameof(Processes))]
    public void Every_step_and_every_way_is_on_the_chart(ProcessDefinition process)
    {
        var chart = Diagram.Of(process);

        Assert.That(chart.Boxes.Select(box => box.Step), Is.EqualTo(process.Steps.Select(step => step.Index)));
        Assert.That(chart.Lines.Select(line => line.Route), Is.EqualTo(process.Routes.Select(route => route.Index)));
    }

    [TestCaseSource(nameof(Processes))]
    public void No_box_lies_on_another_and_all_lie_on_the_sheet(ProcessDefinition process)
    {
        var chart = Diagram.Of(process, step => "Chuyên viên phòng Kinh tế, Hạ tầng và Đô thị");
        var overlaps = from one in chart.Boxes
                       from other in chart.Boxes
                       where one.Step < other.Step && one.X < other.X + other.Width && other.X < one.X + one.Width && one.Y < other.Bottom && other.Y < one.Bottom
                       select $"{process.Steps[one.Step].Key} on {process.Steps[other.Step].Key}";

        Assert.That(overlaps, Is.Empty);
        Assert.That(chart.Boxes.Where(box => box.X < 0 || box.Y < 0 || box.X + box.Width > chart.Width || box.Bottom > chart.Height), Is.Empty);
        Assert.That(chart.Lines.SelectMany(line => line.Points).Where(at => at.X < 0 || at.Y < 0 || at.X > chart.Width || at.Y > chart.Height), Is.Empty);
    }

    [TestCaseSource(nameof(Processes))]
    public void Lines_run_level_or_upright_and_never_through_a_box(ProcessDefinition process)
    {
        var chart = Diagram.Of(process);
        foreach (var line in chart.Lines)
        {
            var ends = process.Routes[line.Route];
            foreach (var (from, to) in line.Points.Zip(line.Points.Skip(1)))
            {
                Assert.That(from.X == to.X || from.Y == to.Y, Is.True, $"{ends.Id}: {from} → {to}");
                var crossed = chart.Boxes.Where(box => box.Step != ends.From && box.Step != ends.To
                    && Math.Max(from.X, to.X) > box.X && Math.Min(from.X, to.X) < box.X + box.Width && Math.Max(from.Y, to.Y) > box.Y && Math.Min(from.Y, to.Y) < box.Bottom);
                Assert.That(crossed.Select(box => process.Steps[box.Step].Key), Is.Empty, $"{ends.Id}: {from} → {to}");
            }
        }
    }

    [Test]
    public void Ways_back_are_told_from_ways_on() =>
        Assert.That(Diagram.Of(A.Process).Lines.Where(line => line.IsBack).Select(line => A.Process.Routes[line.Route].Id), Is.EquivalentTo(new[] { "BS:Supplemented>B2", "B3:SentBack>B2" }));

    [Test]
    public void Ten_thousand_steps_in_a_ring_are_laid_out_without_a_deep_stack()
    {
        var steps = Enumerable.Range(0, 10_000).Select(i => ($"B{i}", StepKind.Work, $"Bước {i}", "Done")).ToArray();
        var process = A.Drawn(steps, "B0 Done B1");
        var routes = Enumerable.Range(0, 10_000).Select(i => new Route(i, $"{i}", i, "Done", (i + 1) % 10_000)).ToArray();
        var ring = new ProcessDefinition("Vòng", process.Header, [], process.Steps, routes) { Start = process.Steps[0] };

        Assert.That(Diagram.Of(ring).Lines.Count(line => line.IsBack), Is.EqualTo(1));
    }

    [Test]
    public async Task Long_names_wrap_and_marked_steps_are_told_apart()
    {
        const string Name = "Tiếp nhận hồ sơ đề nghị điều chỉnh quyết định chủ trương đầu tư dự án và lấy ý kiến của các cơ quan có liên quan";
        var process = A.Drawn([("B1", StepKind.Intake, Name, "Accepted"), ("B2", StepKind.Reject, "<b>Kết thúc</b>", "")], "B1 Accepted B2");
        var box = Diagram.Of(process).Boxes[0];
        var html = await Html.OfAsync<ProcessDiagram>(("Process", process), ("Marks", new Dictionary<StepKey, StepMark> { [new("B1")] = StepMark.Current }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(box.Name, Has.All.Length.LessThanOrEqualTo(27));
            Assert.That(string.Join(' ', box.Name), Is.EqualTo(Name));
            Assert.That(html, Does.Contain("diagram-current"));
            Assert.That(html, Does.Not.Contain("<b>"));
            Assert.That(html, Does.Not.Contain("<script").And.Not.Contain("style="), "a strict policy allows neither");
        }
    }

    private static IEnumerable<TestCaseData> Processes
    {
        get
        {
            yield return new TestCaseData(A.Process).SetArgDisplayNames("with ways back");
            yield return new TestCaseData(A.Drawn(
                [
                    ("S", StepKind.Start, "", "Done"), ("B1", StepKind.Intake, "Tiếp nhận", "Accepted Declined"), ("F", StepKind.Fork, "", "Một Hai Ba"), ("C", StepKind.Consult, "Lấy ý kiến cơ quan liên quan", "Agreed Disagreed NoReply"),
                    ("V", StepKind.Verify, "Kiểm tra thực địa", "Passed Failed Remedy"), ("W", StepKind.Work, "Niêm yết công khai", "Done"), ("J", StepKind.Join, "", "Done"),
                    ("D", StepKind.Decision, "Diện tích trên 200 m² và thuộc khu vực bảo tồn?", "True False"), ("K", StepKind.Sign, "Ký", "Signed SentBack Rejected"), ("P", StepKind.Issue, "Phát hành", "Done"),
                    ("R", StepKind.ReturnResult, "Trả kết quả", ""), ("X", StepKind.Reject, "Từ chối", ""), ("Z", StepKind.Work, "Bước không ai tới", "Done"),
                ],
                "S Done B1", "B1 Accepted F", "B1 Declined X", "F Một C", "F Hai V", "F Ba W", "C Agreed J", "C Disagreed J", "C NoReply J", "V Passed J", "V Failed X", "V Remedy V", "W Done J",
                "J Done D", "D True K", "D False P", "K Signed P", "K SentBack F", "K Rejected X", "P Done R", "Z Done R")).SetArgDisplayNames("parallel, a loop on itself, a step nobody reaches");
            yield return new TestCaseData(A.Drawn([("B1", StepKind.Intake, "Một bước", "Accepted")])).SetArgDisplayNames("one step");
            foreach (var file in Directory.EnumerateFiles(Samples, "*.json").Order(StringComparer.Ordinal))
                yield return new TestCaseData(ProcessDefinition.Compile(ElsaDocument.Read(File.ReadAllText(file)).Document!)).SetArgDisplayNames(Path.GetFileNameWithoutExtension(file));
        }
    }

    private static string Samples
    {
        get
        {
            var at = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
            while (!File.Exists(Path.Combine(at.FullName, "TthcFlow.sln"))) at = at.Parent!;
            return Path.Combine(at.FullName, "samples", "processes");
        }
    }
}
