using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Diagrams;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Tests;

/// <summary>The flow chart on a page: what a browser gets.</summary>
public sealed class DiagramTests
{
    [Test]
    public async Task Names_are_written_as_text_and_marked_steps_are_told_apart_by_sign_and_legend()
    {
        var process = A.Drawn([("B1", StepKind.Intake, "Tiếp nhận", "Accepted"), ("B2", StepKind.Reject, "<b>Kết thúc</b>", "")], "B1 Accepted B2");
        var html = await Html.OfAsync<ProcessDiagram>(("Process", process), ("Marks", new DiagramMarks { Steps = new Dictionary<StepKey, StepMark> { [new("B1")] = StepMark.Current } }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(html, Does.Contain("diagram-current").And.Contain("►"));
            Assert.That(Html.Read(html), Does.EndWith("► Đang làm"), "the legend");
            Assert.That(html, Does.Not.Contain("<b>"));
            Assert.That(html, Does.Not.Contain("<script").And.Not.Contain("style="), "a strict policy allows neither");
        }
    }
}
