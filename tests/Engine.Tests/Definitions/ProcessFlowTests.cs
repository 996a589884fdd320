using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Tests.Definitions;

/// <summary>How tokens move (process-language §3), where the page leaves room for a slip.</summary>
public sealed class ProcessFlowTests
{
    [Test]
    public void A_first_come_join_leaves_alone_what_never_leads_to_it()
    {
        // C goes round by itself: no way from it leads through the join, so the join must not hide that it never ends.
        var process = new Drawing().Step("S", StepKind.Start).Step("F", StepKind.Fork, ports: ["1", "2", "3"]).Step("A").Step("B").Step("C").Step("J", StepKind.Join, mode: JoinMode.WaitAny).Step("D").Step("E", StepKind.End)
            .Chain("S", "F").Line("F", "1", "A").Line("F", "2", "B").Line("F", "3", "C").Chain("A", "J").Chain("B", "J").Chain("C", "C").Chain("J", "D", "E").Process();
        var move = Complete(process, new ProcessFlow(process).Begin().After, "A");
        Assert.That((Keys(process, move.After.Steps), Keys(process, move.Cancelled)), Is.EqualTo(("C D", "B")));
    }

    [Test]
    public void A_patient_join_takes_everything_that_is_there()
    {
        // Both branches come in over the same connection, so two tokens wait on it for the third branch.
        var process = new Drawing().Step("S", StepKind.Start).Step("F", StepKind.Fork, ports: ["1", "2", "3"]).Step("A").Step("B").Step("C").Step("M", StepKind.Decision, ports: ["on"])
            .Step("J", StepKind.Join, mode: JoinMode.WaitAllActive).Step("D").Step("E", StepKind.End)
            .Chain("S", "F").Line("F", "1", "A").Line("F", "2", "B").Line("F", "3", "C").Chain("A", "M").Chain("B", "M", "J", "D", "E").Chain("C", "J").Process();
        var marking = new ProcessFlow(process).Begin().After;
        foreach (var (step, port) in (ReadOnlySpan<(string, string)>)[("A", "Done"), ("M", "on"), ("B", "Done"), ("M", "on"), ("C", "Done")]) marking = Complete(process, marking, step, port).After;
        Assert.That((Keys(process, marking.Steps), marking.Waiting.Count()), Is.EqualTo(("D", 0)), "one D, nothing left behind");
    }

    [Test]
    public void A_join_that_a_process_begins_with_waits_for_nobody()
    {
        var drawn = new Drawing().Step("J", StepKind.Join).Step("A").Step("E", StepKind.End).Chain("J", "A", "E").Process();
        var process = new ProcessDefinition(drawn.Name, drawn.Header, [], drawn.Steps, drawn.Routes) { Start = drawn.Steps[0] };
        var move = new ProcessFlow(process).Begin();
        Assert.That((Keys(process, move.After.Steps), Keys(process, move.Passed)), Is.EqualTo(("A", "J")));
    }

    private static Move Complete(ProcessDefinition process, Marking marking, string step, string port = "Done") => new ProcessFlow(process).Complete(marking, process.Find(new(step))!.Index, port);

    private static string Keys(ProcessDefinition process, IEnumerable<int> steps) => string.Join(' ', steps.Select(step => process.Steps[step].Key.Value).Order());
}
