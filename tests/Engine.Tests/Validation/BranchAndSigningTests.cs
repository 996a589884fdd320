using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Validation;

namespace TthcFlow.Engine.Tests.Validation;

/// <summary>Checks that follow the ways of a drawing: labels, supplements and refusals (C12), signature before seal (C13), consultations (C18), economy (C20).</summary>
public sealed class BranchAndSigningTests
{
    private static readonly SupplementRule Once = new(ClockPolicy.Suspends);

    // ---- C13

    [Test]
    public void Signed_then_sealed_then_returned_is_in_order() => Assert.That(Found(Straight(StepKind.Sign, StepKind.Issue), "V309", "V310"), Is.Empty);

    [Test]
    public void Sealed_before_it_was_signed_is_out_of_order_twice() =>
        Assert.That(Found(Straight(StepKind.Issue, StepKind.Sign), "V309", "V310"), Is.EqualTo(new[] { "V309 B2", "V310 K" }));

    [Test]
    public void Signed_once_more_after_the_seal_asks_for_another_seal() =>
        Assert.That(Found(Straight(StepKind.Sign, StepKind.Issue, StepKind.Sign), "V310"), Is.EqualTo(new[] { "V310 K" }));

    [Test]
    public void Two_signatures_and_one_seal_at_the_end_are_enough() => Assert.That(Found(Straight(StepKind.Sign, StepKind.Sign, StepKind.Issue), "V309", "V310"), Is.Empty);

    [Test]
    public void One_way_around_the_seal_is_found_and_shown_though_others_pass_it()
    {
        var drawing = new Drawing().Step("B1", StepKind.Intake).Step("Q", StepKind.Decision).Step("B2", StepKind.Sign).Step("B3", StepKind.Issue).Step("K", StepKind.ReturnResult).Step("X", StepKind.Reject)
            .Line("B1", "Accepted", "B2").Line("B1", "Declined", "X").Line("B2", "Signed", "Q").Line("B2", "SentBack", "B2").Line("B2", "Rejected", "X")
            .Line("Q", "True", "B3").Line("Q", "False", "K").Line("B3", "Done", "K");
        var finding = DefinitionRules.Check(drawing.Process(), new()).Findings.Single(finding => finding.Code == "V310");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(finding.Step, Is.EqualTo("K"));
            Assert.That(finding.Way, Is.EqualTo(new[] { "B1", "B2", "Q", "K" }));
            Assert.That(finding.Trace, Has.Count.EqualTo(3));
        }
    }

    [Test]
    public void Sent_back_is_not_signed() => Assert.That(Found(
        new Drawing().Step("B1", StepKind.Intake).Step("B2", StepKind.Sign).Step("B3", StepKind.Issue).Step("K", StepKind.ReturnResult).Step("X", StepKind.Reject)
            .Line("B1", "Accepted", "B2").Line("B1", "Declined", "X").Line("B2", "Signed", "B3").Line("B2", "SentBack", "B3").Line("B2", "Rejected", "X").Line("B3", "Done", "K"), "V309"), Is.EqualTo(new[] { "V309 B3" }));

    [TestCase(JoinMode.WaitAll, false)]
    [TestCase(JoinMode.WaitAllActive, false)]
    [TestCase(JoinMode.WaitAny, true)]
    public void A_join_that_waits_brings_together_what_its_branches_did(JoinMode mode, bool isFound)
    {
        var drawing = new Drawing().Step("B1", StepKind.Intake).Step("F", StepKind.Fork, ports: ["ky", "bao"]).Step("B2", StepKind.Sign).Step("B3", StepKind.Issue).Step("B4").Step("J", StepKind.Join, mode: mode)
            .Step("K", StepKind.ReturnResult).Step("X", StepKind.Reject)
            .Line("B1", "Accepted", "F").Line("B1", "Declined", "X").Line("F", "ky", "B2").Line("F", "bao", "B4").Line("B2", "Signed", "B3").Line("B2", "SentBack", "B2").Line("B2", "Rejected", "B2")
            .Line("B3", "Done", "J").Line("B4", "Done", "J").Chain("J", "K");
        Assert.That(Found(drawing, "V310").Length > 0, Is.EqualTo(isFound));
    }

    [Test]
    public void What_a_called_process_signs_is_not_seen_from_here()
    {
        var report = DefinitionRules.Check(Straight(StepKind.RunProcess).Process(), new());
        Assert.That(report.NotRun, Does.Contain("C13"));
        Assert.That(report.Findings.Select(finding => finding.Code), Does.Not.Contain("V309").And.Not.Contain("V310"));
    }

    /// <summary>Random drawings, loops and all: a way around the seal is found exactly where walking finds one.</summary>
    [Test]
    public void Without_parallel_branches_a_result_unsealed_is_found_exactly_where_a_walk_comes_to_one()
    {
        for (var seed = 1; seed <= 400; seed++)
        {
            var dice = new Random(seed);
            var kinds = Enumerable.Range(0, 6).Select(_ => new[] { StepKind.Sign, StepKind.Issue, StepKind.Review, StepKind.Work }[dice.Next(4)]).ToArray();
            var drawing = new Drawing().Step("B0", StepKind.Intake).Step("K", StepKind.ReturnResult).Step("X", StepKind.Reject);
            foreach (var (index, kind) in kinds.Index()) drawing.Step($"B{index + 1}", kind);
            drawing.Line("B0", "Accepted", "B1").Line("B0", "Declined", "X");
            foreach (var (index, kind) in kinds.Index())
                foreach (var port in kind switch { StepKind.Sign => ["Signed", "SentBack", "Rejected"], StepKind.Review => ["Agreed", "SentBack"], _ => (string[])["Done"] })
                    drawing.Line($"B{index + 1}", port, dice.Next(8) is var to && to < 6 ? $"B{to + 1}" : to == 6 ? "K" : "X");
            var process = drawing.Process();
            Assert.That(Found(drawing, "V310").Length > 0, Is.EqualTo(Walks(process)), $"seed {seed}");
        }

        // Plain: every place with everything that can be true of the paper there.
        static bool Walks(ProcessDefinition process)
        {
            var (seen, look) = (new HashSet<(int, bool, bool, bool)>(), new Stack<(int Step, bool Signed, bool Sealed, bool Open)>([(process.Start!.Index, false, false, false)]));
            while (look.TryPop(out var at))
            {
                if (!seen.Add(at)) continue;
                var kind = process.Steps[at.Step].Kind;
                if (kind is StepKind.ReturnResult && (!at.Sealed || at.Open)) return true;
                foreach (var route in process.Routes.Where(route => route.From == at.Step))
                    look.Push(kind is StepKind.Sign && route.Port == "Signed" ? (route.To, true, at.Sealed, true)
                        : kind is StepKind.Issue ? (route.To, at.Signed, at.Sealed || at.Signed, false)
                        : (route.To, at.Signed, at.Sealed, at.Open));
            }
            return false;
        }
    }

    // ---- C12

    [Test]
    public void A_drawn_supplement_satisfies_the_check_and_so_does_one_the_header_allows()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Found(Examined("W", Once), "V161", "V163"), Is.Empty, "drawn, with a policy");
            Assert.That(Found(Examined("B2", Once), "V161"), Is.Empty, "sent round again, undrawn requests are allowed");
            Assert.That(Found(Examined("B2", null), "V161"), Is.EqualTo(new[] { "V161 B2" }));
            Assert.That(Found(Examined("X", new(ClockPolicy.Suspends, 0)), "V161"), Is.EqualTo(new[] { "V161 B2" }), "no round is no way");
            Assert.That(Found(Examined("W", null), "V161", "V163"), Is.EqualTo(new[] { "V163 W" }), "drawn, without a policy");
        }
    }

    [Test]
    public void A_failed_examination_leads_to_a_refusal()
    {
        Assert.That(Found(Examined("W", Once), "V162"), Is.Empty);
        Assert.That(Found(Examined("W", Once, failed: "B2"), "V162"), Is.EqualTo(new[] { "V162 B2" }), "only round and round");
        Assert.That(Found(Examined("W", Once, failed: "B3"), "V162"), Is.Empty, "through the signature of the refusal");
    }

    [Test]
    public void A_process_without_an_examination_allows_supplements_in_its_header()
    {
        ProcessHeader Header(ProcessKind kind, SupplementRule? rule, bool immediate = false) => new() { Kind = kind, Supplement = rule, Immediate = immediate };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Found(Straight(StepKind.Sign).With(Header(ProcessKind.Public, null)), "V161"), Is.EqualTo(new[] { "V161 " }));
            Assert.That(Found(Straight(StepKind.Sign).With(Header(ProcessKind.Public, Once)), "V161"), Is.Empty);
            Assert.That(Found(Straight(StepKind.Sign).With(Header(ProcessKind.Public, null, immediate: true)), "V161"), Is.Empty, "answered at once");
            Assert.That(Found(Straight(StepKind.Sign).With(Header(ProcessKind.AgencyInternal, null)), "V161"), Is.Empty, "no applicant");
        }
    }

    [Test]
    public void A_branching_point_is_named_by_its_question()
    {
        ProcessDefinition Named(string name)
        {
            var drawn = new Drawing().Step("B1", StepKind.Intake).Step("Q", StepKind.Decision).Step("X", StepKind.Reject).Line("B1", "Accepted", "Q").Line("B1", "Declined", "X").Chain("Q", "X").Process();
            return new(drawn.Name, drawn.Header, [], [.. drawn.Steps.Select(step => step.Key.Value == "Q" ? step with { Name = name } : step)], drawn.Routes) { Start = drawn.Start };
        }
        Assert.That(DefinitionRules.Check(Named(ActivityCatalogue.Find(StepKind.Decision)!.Name.Vi), new()).Findings.Where(finding => finding.Code == "V160").Select(finding => finding.Step), Is.EqualTo(new[] { "Q" }));
        Assert.That(DefinitionRules.Check(Named("Có cần lấy ý kiến không?"), new()).Findings.Select(finding => finding.Code), Does.Not.Contain("V160"));
    }

    // ---- C18

    [Test]
    public void A_consultation_states_its_deadline_and_what_silence_means()
    {
        Drawing Asked(string? silence, decimal hours) => new Drawing().Step("B1", StepKind.Intake).Step("B2", StepKind.Consult, hours, work: work => work with { Silence = silence })
            .Step("K", StepKind.ReturnResult).Step("X", StepKind.Reject).Line("B1", "Accepted", "B2").Line("B1", "Declined", "X").Chain("B2", "K");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Found(Asked("Consent", 16), "V231", "V232"), Is.Empty);
            Assert.That(Found(Asked(null, 16), "V231", "V232"), Is.EqualTo(new[] { "V231 B2" }));
            Assert.That(Found(Asked("Escalate", 0), "V231", "V232"), Is.EqualTo(new[] { "V232 B2" }));
        }
    }

    // ---- C20

    [TestCase(13, "")] // and the intake and the return of the result: fifteen
    [TestCase(14, "V311 ")]
    public void More_than_fifteen_steps_are_many(int between, string expected) =>
        Assert.That(string.Join(' ', Found(Straight([.. Enumerable.Repeat(StepKind.Work, between)]), "V311")), Is.EqualTo(expected));

    [TestCase("a b c d e f g", "")] // from the desk and back to it: eight changes
    [TestCase("a b c d e f g h", "V312 ")]
    [TestCase("a a a a a a a a a", "")]
    [TestCase("a b a b a", "")]
    [TestCase("a b a b a b a", "V313 B7")] // the fourth time at a
    public void Changes_of_unit_and_returns_to_one_are_counted_on_the_way_with_most_steps(string units, string expected)
    {
        var drawing = new Drawing().Step("B0", StepKind.Intake).Step("X", StepKind.Reject);
        var names = units.Split(' ');
        foreach (var (index, unit) in names.Index()) drawing.Step($"B{index + 1}", work: work => work with { Unit = unit });
        drawing.Step("K", StepKind.ReturnResult).Line("B0", "Accepted", "B1").Line("B0", "Declined", "X").Chain([.. Enumerable.Range(1, names.Length).Select(number => $"B{number}"), "K"]);
        Assert.That(string.Join(' ', Found(drawing, "V312", "V313")), Is.EqualTo(expected));
    }

    /// <summary>Intake, the steps in a row (a signature's other ways lead out), and the result.</summary>
    private static Drawing Straight(params StepKind[] kinds)
    {
        var drawing = new Drawing().Step("B1", StepKind.Intake).Step("K", StepKind.ReturnResult).Step("X", StepKind.Reject).Line("B1", "Declined", "X");
        foreach (var (index, kind) in kinds.Index()) drawing.Step($"B{index + 2}", kind);
        drawing.Line("B1", "Accepted", "B2");
        foreach (var (index, kind) in kinds.Index())
        {
            var next = index + 1 < kinds.Length ? $"B{index + 3}" : "K";
            if (kind is StepKind.Sign) drawing.Line($"B{index + 2}", "Signed", next).Line($"B{index + 2}", "SentBack", $"B{index + 2}").Line($"B{index + 2}", "Rejected", "X");
            else drawing.Line($"B{index + 2}", "Done", next);
        }
        return drawing;
    }

    /// <summary>An examination whose <c>Incomplete</c> and <c>Failed</c> lead where they are told to.</summary>
    private static Drawing Examined(string incomplete, SupplementRule? rule, string failed = "X")
    {
        var drawing = new Drawing().With(new() { Supplement = rule, StatutoryLimit = TimeLimit.OfDays(1) })
            .Step("B1", StepKind.Intake).Step("B2", StepKind.Examine).Step("B3", StepKind.Sign).Step("B4", StepKind.Issue).Step("K", StepKind.ReturnResult).Step("X", StepKind.Reject);
        if (incomplete == "W") drawing.Step("W", StepKind.AwaitSupplement).Line("W", "Supplemented", "B2").Line("W", "Expired", "X");
        return drawing.Line("B1", "Accepted", "B2").Line("B1", "Declined", "X").Line("B2", "Passed", "B3").Line("B2", "Incomplete", incomplete).Line("B2", "Failed", failed)
            .Line("B3", "Signed", "B4").Line("B3", "SentBack", "B2").Line("B3", "Rejected", "X").Line("B4", "Done", "K");
    }

    private static string[] Found(Drawing drawing, params string[] codes) =>
        [.. DefinitionRules.Check(drawing.Process(), new()).Findings.Where(finding => codes.Contains(finding.Code)).Select(finding => $"{finding.Code} {finding.Step}").Order(StringComparer.Ordinal)];
}
