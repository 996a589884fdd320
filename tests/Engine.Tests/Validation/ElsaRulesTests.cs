using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Validation;

/// <summary>Where a drawing would run otherwise on stock Elsa, each with the smallest drawing that does; and portable drawings, of which nothing is said.</summary>
public sealed class ElsaRulesTests
{
    // ---- Portable

    [Test]
    public void A_loop_with_an_end_for_each_refusal_is_portable() => Assert.That(Codes(Start().Step("A", ports: ["on", "back", "no"]).Step("S").Step("B").Step("E", StepKind.End).Step("X", StepKind.End)
        .Chain("0", "A").Line("A", "back", "S").Chain("S", "A").Line("A", "no", "X").Line("A", "on", "B").Chain("B", "E")), Is.Empty);

    [Test]
    public void A_first_come_join_in_front_of_a_shared_end_is_portable() => Assert.That(Codes(Start().Step("I", ports: ["yes", "no"]).Step("A", ports: ["on", "back", "no"]).Step("J", StepKind.Join, mode: JoinMode.WaitAny).Step("X", StepKind.End).Step("E", StepKind.End)
        .Chain("0", "I").Line("I", "yes", "A").Line("I", "no", "J").Line("A", "back", "A").Line("A", "no", "J").Line("A", "on", "E").Chain("J", "X")), Is.Empty);

    [TestCase(JoinMode.WaitAll)]
    [TestCase(JoinMode.WaitAllActive)]
    public void Branches_that_always_come_together_are_portable(JoinMode mode) => Assert.That(Codes(Fork(mode)
        .Step("C", ports: ["x", "y"]).Step("D").Step("D2").Step("M", StepKind.Join, mode: JoinMode.WaitAny)
        .Line("F", "1", "A").Line("F", "2", "C").Chain("A", "J").Line("C", "x", "D").Line("C", "y", "D2").Chain("D", "M").Chain("D2", "M", "J")), Is.Empty, "alternatives meet again before the join");

    [Test]
    public void A_fork_within_a_branch_is_portable() => Assert.That(Codes(Fork(JoinMode.WaitAll).Step("F2", StepKind.Fork, ports: ["a", "b"]).Step("C").Step("D").Step("K", StepKind.Join)
        .Line("F", "1", "A").Line("F", "2", "F2").Line("F2", "a", "C").Line("F2", "b", "D").Chain("A", "J").Chain("C", "K").Chain("D", "K", "J")), Is.Empty);

    [Test]
    public void Alternatives_that_meet_at_a_step_are_portable() => Assert.That(Codes(Start().Step("A", ports: ["x", "y"]).Step("B").Step("C").Step("E", StepKind.End)
        .Chain("0", "A").Line("A", "x", "B").Line("A", "y", "C").Chain("B", "C", "E")), Is.Empty);

    [Test]
    public void A_return_to_where_an_inner_loop_begins_is_portable() => Assert.That(Codes(Start().Step("A", ports: ["on", "back"]).Step("B", ports: ["on", "back"]).Step("E", StepKind.End)
        .Chain("0", "A").Line("A", "back", "A").Line("A", "on", "B").Line("B", "back", "A").Line("B", "on", "E")), Is.Empty);

    // ---- Not portable

    [Test]
    public void An_end_shared_from_inside_and_outside_a_loop()
    {
        var finding = Found(Start().Step("I", ports: ["yes", "no"]).Step("A", ports: ["on", "back", "no"]).Step("X", StepKind.End).Step("E", StepKind.End)
            .Chain("0", "I").Line("I", "yes", "A").Line("I", "no", "X").Line("A", "back", "A").Line("A", "no", "X").Line("A", "on", "E")).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((finding.Code, finding.Severity, finding.Step), Is.EqualTo(("V601", Severity.Info, "X")));
            Assert.That(finding.Message.Vi, Does.Contain("“A – Việc A”").And.Contain("“I – Việc I”").And.Contain("chế độ đếm kết thúc hồ sơ trong im lặng").And.Contain("chế độ thẻ chạy đúng"));
            Assert.That(finding.Message.En, Does.Contain("counter mode ends the case silently").And.Contain("token mode runs it right"));
        }
    }

    [Test]
    public void A_merge_of_what_comes_after_a_loop_with_what_never_passed_it() => Assert.That(Codes(Start().Step("I", ports: ["long", "short"]).Step("A", ports: ["on", "back"]).Step("B").Step("C").Step("E", StepKind.End)
        .Chain("0", "I").Line("I", "long", "A").Line("I", "short", "C").Line("A", "back", "A").Line("A", "on", "B").Chain("B", "C", "E")), Is.EqualTo(new[] { "V601 C" }));

    [Test]
    public void A_return_to_a_step_before_an_earlier_loop() => Assert.That(Codes(Start().Step("I").Step("A", ports: ["on", "back"]).Step("B", ports: ["on", "back"]).Step("E", StepKind.End)
        .Chain("0", "I", "A").Line("A", "back", "A").Line("A", "on", "B").Line("B", "back", "I").Line("B", "on", "E")), Is.EqualTo(new[] { "V602 B" }));

    [Test]
    public void A_branch_with_a_loop_of_its_own_before_the_join() => Assert.That(Codes(Fork(JoinMode.WaitAll).Step("C", ports: ["on", "back"]).Step("S")
        .Line("F", "1", "A").Line("F", "2", "C").Chain("A", "J").Line("C", "back", "S").Chain("S", "C").Line("C", "on", "J")), Is.EqualTo(new[] { "V603 J" }));

    [Test]
    public void A_return_to_a_step_that_can_be_gone_around() => Assert.That(Codes(Start().Step("I", ports: ["a", "b"]).Step("A").Step("B", ports: ["on", "back"]).Step("E", StepKind.End)
        .Chain("0", "I").Line("I", "a", "A").Line("I", "b", "B").Chain("A", "B").Line("B", "back", "A").Line("B", "on", "E")), Does.Contain("V604 B"));

    [TestCase(JoinMode.WaitAll)]
    [TestCase(JoinMode.WaitAllActive)]
    public void A_branch_that_may_go_elsewhere(JoinMode mode) => Assert.That(Codes(Fork(mode).Step("C", ports: ["on", "out"]).Step("X", StepKind.End)
        .Line("F", "1", "A").Line("F", "2", "C").Chain("A", "J").Line("C", "on", "J").Line("C", "out", "X")), Is.EqualTo(new[] { "V605 J" }));

    [Test]
    public void A_branch_that_may_come_by_either_of_two_connections() => Assert.That(Codes(Fork(JoinMode.WaitAllActive).Step("C", ports: ["x", "y"])
        .Line("F", "1", "A").Line("F", "2", "C").Chain("A", "J").Line("C", "x", "J").Line("C", "y", "J")), Is.EqualTo(new[] { "V605 J" }));

    [Test]
    public void Branches_that_race_to_a_join() => Assert.That(Codes(Fork(JoinMode.WaitAny).Step("C").Line("F", "1", "A").Line("F", "2", "C").Chain("A", "J").Chain("C", "J")), Is.EqualTo(new[] { "V606 J" }));

    [Test]
    public void Branches_of_different_length_that_meet_without_a_join() => Assert.That(Codes(Start().Step("F", StepKind.Fork, ports: ["1", "2"]).Step("A").Step("B").Step("C").Step("E", StepKind.End)
        .Chain("0", "F").Line("F", "1", "A").Line("F", "2", "C").Chain("A", "B", "C", "E")), Is.EqualTo(new[] { "V607 C" }));

    [Test]
    public void One_outcome_with_two_connections_is_a_fork_too() => Assert.That(Codes(Start().Step("F").Step("A").Step("C").Step("E", StepKind.End).Chain("0", "F", "A", "C", "E").Line("F", "Done", "C")), Is.EqualTo(new[] { "V607 C" }));

    [Test]
    public void A_join_in_a_loop_that_can_be_left_before_it() => Assert.That(Codes(Start().Step("H", ports: ["on", "out"]).Step("F", StepKind.Fork, ports: ["1", "2"]).Step("A").Step("C").Step("J", StepKind.Join).Step("R", ports: ["on", "back"]).Step("E", StepKind.End).Step("X", StepKind.End)
        .Chain("0", "H").Line("H", "on", "F").Line("H", "out", "X").Line("F", "1", "A").Line("F", "2", "C").Chain("A", "J").Chain("C", "J", "R").Line("R", "on", "E").Line("R", "back", "H")), Is.EqualTo(new[] { "V608 J" }));

    [Test]
    public void A_join_in_a_loop_that_is_only_left_behind_it_is_portable() => Assert.That(Codes(Start().Step("F", StepKind.Fork, ports: ["1", "2"]).Step("A").Step("C").Step("J", StepKind.Join).Step("R", ports: ["on", "back"]).Step("E", StepKind.End)
        .Chain("0", "F").Line("F", "1", "A").Line("F", "2", "C").Chain("A", "J").Chain("C", "J", "R").Line("R", "on", "E").Line("R", "back", "F")), Is.Empty);

    [Test]
    public void An_outcome_without_a_connection_is_an_error_here_and_ends_silently_there() =>
        Assert.That(DefinitionRules.Check(Start().Step("A", ports: ["on", "off"]).Step("E", StepKind.End).Chain("0", "A").Line("A", "on", "E").Process(), new()).Findings.Select(finding => finding.Code), Does.Contain("V123"));

    [Test]
    public void Twenty_branches_of_five_steps_with_loops_are_told_in_no_time()
    {
        var drawing = Start().Step("F", StepKind.Fork, ports: [.. Enumerable.Range(1, 20).Select(branch => $"n{branch}")]).Step("J", StepKind.Join).Step("E", StepKind.End).Chain("0", "F").Chain("J", "E");
        for (var branch = 1; branch <= 20; branch++)
        {
            string[] keys = [.. Enumerable.Range(1, 5).Select(step => $"S{branch}.{step}")];
            foreach (var key in keys) drawing.Step(key, ports: ["on", "back"]);
            drawing.Line("F", $"n{branch}", keys[0]).Line(keys[4], "on", "J");
            foreach (var key in keys) drawing.Line(key, "back", keys[0]);
            foreach (var (from, to) in keys.Zip(keys.Skip(1))) drawing.Line(from, "on", to);
        }
        Assert.That(Codes(drawing), Is.EqualTo(new[] { "V603 J" }));
    }

    // ---- Drawings

    private static Drawing Start() => new Drawing().With(new() { Kind = ProcessKind.AgencyInternal }).Step("0", StepKind.Start);

    private static Drawing Fork(JoinMode mode) => Start().Step("F", StepKind.Fork, ports: ["1", "2"]).Step("A").Step("J", StepKind.Join, mode: mode).Step("E", StepKind.End).Chain("0", "F").Chain("J", "E");

    private static IReadOnlyList<Finding> Found(Drawing drawing) => [.. DefinitionRules.Check(drawing.Process(), new()).Findings.Where(finding => finding.Code.StartsWith("V6", StringComparison.Ordinal))];

    private static IEnumerable<string> Codes(Drawing drawing) => Found(drawing).Select(finding => $"{finding.Code} {finding.Step}");
}
