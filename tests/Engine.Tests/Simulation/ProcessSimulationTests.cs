using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Simulation;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Tests.Dossiers;
using TthcFlow.Engine.Tests.Samples;

namespace TthcFlow.Engine.Tests.Simulation;

/// <summary>A process walked on the calendar: the moments are those of the working hours in the calendar of 2026.</summary>
public sealed class ProcessSimulationTests
{
    private static SimulatedIntake Monday => At("2026-03-02 09:00");

    [Test]
    public void The_best_way_takes_every_step_s_whole_limit_and_ends_with_the_result()
    {
        var best = Simulated(A.Permit().Process()).Best;

        Assert.That(best.Steps.Select(step => step.Step.Value), Is.EqualTo(new[] { "B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8" }));
        Assert.That(best.FinishedAt, Is.EqualTo(Calendar.At("2026-03-11 09:00")), "56 working hours from Monday 09:00");
        Assert.That(best.PromisedAt, Is.EqualTo(Calendar.At("2026-03-11 09:00")));
        Assert.That(best.SpareMinutes, Is.Zero);
        Assert.That(best.Steps[2].OpenedAt, Is.EqualTo(Calendar.At("2026-03-03 09:00")), "after 4 + 4 hours");
        Assert.That(best.Steps[2].ClosedAt, Is.EqualTo(best.Steps[2].DueAt));
        Assert.That(best.Status, Is.EqualTo(DossierStatus.Returned));
    }

    [Test]
    public void The_worst_way_asks_for_papers_as_often_as_it_may_and_the_promise_moves_with_the_wait()
    {
        var worst = Simulated(A.Permit().Process()).Worst;

        Assert.That(worst.Steps.Count(step => step.Step.Value == "BS"), Is.EqualTo(1), "one round is allowed");
        var wait = worst.Steps.Single(step => step.Step.Value == "BS");
        Assert.That(Calendar.Province.Between(wait.OpenedAt, wait.ClosedAt!.Value), Is.EqualTo(960), "two working days to answer");
        Assert.That(worst.DueAt, Is.GreaterThan(worst.PromisedAt!.Value));
        Assert.That(worst.Steps.Where(step => step.Step.Value == "B3").Sum(step => Calendar.Province.Between(step.OpenedAt, step.ClosedAt!.Value)), Is.EqualTo(24 * 60), "the examination goes on with what was left of it");
        Assert.That(worst.SpareMinutes, Is.Zero);
    }

    [Test]
    public void Where_the_limit_begins_anew_the_examination_does_too()
    {
        var worst = Simulated(A.Permit(A.Header with { Supplement = new SupplementRule(ClockPolicy.Restarts, 1, TimeLimit.OfDays(2), "Reject") }).Process()).Worst;

        Assert.That(worst.Steps.Where(step => step.Step.Value == "B3").Sum(step => Calendar.Province.Between(step.OpenedAt, step.ClosedAt!.Value)), Is.EqualTo(48 * 60));
        Assert.That(worst.SpareMinutes, Is.EqualTo(8 * 60), "56 hours from the answer, less 24 + 8 + 4 + 8 + 4");
    }

    [Test]
    public void Typically_the_applicant_takes_half_the_time_allowed()
    {
        var process = new Dossiers.Drawing(A.Header)
            .Step("B1", StepKind.Intake, "Accepted Declined", "mot-cua", 4, "Receiving")
            .Step("TT", StepKind.AwaitPayment, "Paid Expired", hours: 16)
            .Step("B2", StepKind.Issue, "Done", "van-thu", 4)
            .Step("B3", StepKind.ReturnResult, "", "mot-cua", 0, "Receiving")
            .Step("TC", StepKind.Reject)
            .Ways("B1 Accepted TT", "B1 Declined TC", "TT Paid B2", "TT Expired TC", "B2 Done B3").Process();
        var (best, typical, worst) = Simulated(process);

        Assert.That(Waited(best), Is.Zero);
        Assert.That(Waited(typical), Is.EqualTo(8 * 60));
        Assert.That(Waited(worst), Is.EqualTo(16 * 60));
        Assert.That(new[] { best, typical, worst }.Select(way => way.SpareMinutes), Is.All.EqualTo(56 * 60 - 8 * 60), "paying stops the clock");

        static int Waited(SimulatedDossier way) => way.Steps.Single(step => step.Step.Value == "TT") is var step ? Calendar.Province.Between(step.OpenedAt, step.ClosedAt!.Value) : -1;
    }

    [Test]
    public void Planned_returns_are_gone_round_on_the_worst_way_only()
    {
        var drawing = new Dossiers.Drawing(A.Header)
            .Step("B1", StepKind.Intake, "Accepted Declined", "mot-cua", 4, "Receiving")
            .Step("B2", StepKind.Draft, "Done", "chuyen-vien", 8)
            .Step("B3", StepKind.Review, "Agreed SentBack", "truong-phong", 4)
            .Step("B4", StepKind.Issue, "Done", "van-thu", 4)
            .Step("B5", StepKind.ReturnResult, "", "mot-cua", 0, "Receiving")
            .Step("TC", StepKind.Reject)
            .Ways("B1 Accepted B2", "B1 Declined TC", "B2 Done B3", "B3 Agreed B4", "B3 SentBack B2", "B4 Done B5").Process();
        var planned = new ProcessDefinition(drawing.Name, drawing.Header, drawing.Attributes,
            [.. drawing.Steps.Select(step => step.Key.Value == "B3" ? step with { Work = step.Work! with { MaxRounds = 2 } } : step)], drawing.Routes)
        { Start = drawing.Start, Hash = drawing.Hash };

        Assert.That(Simulated(planned).Worst.Steps.Count(step => step.Step.Value == "B2"), Is.EqualTo(3));
        Assert.That(Simulated(planned).Best.Steps.Count(step => step.Step.Value == "B2"), Is.EqualTo(1));
        Assert.That(Simulated(drawing).Worst.Steps.Count(step => step.Step.Value == "B2"), Is.EqualTo(1), "not planned, not gone round");
    }

    [Test]
    public void A_way_into_a_year_that_is_not_confirmed_is_refused_not_guessed()
    {
        var (best, _, worst) = ProcessSimulation.Of(A.Permit().Process(), Calendar.Book, At("2026-12-28 09:00"));

        Assert.That(best.StuckOn?.Message.Vi, Does.Contain("2027"));
        Assert.That(worst.FinishedAt, Is.Null);
    }

    [TestCaseSource(typeof(Sample), nameof(Sample.Processes))]
    public void Every_sample_is_on_time_on_its_best_way(string name)
    {
        var process = Sample.ProcessOf(name);
        var (best, typical, worst) = ProcessSimulation.Of(process, Sample.Calendars, At("2026-03-02 07:00"));

        Assert.That(best.StuckOn, Is.Null, best.StuckOn?.Message.En);
        Assert.That(best.IsLate, Is.False);
        Assert.That(typical.FinishedAt, Is.GreaterThanOrEqualTo(best.FinishedAt!.Value));
        Assert.That(worst.FinishedAt, Is.GreaterThanOrEqualTo(typical.FinishedAt!.Value));
    }

    private static ProcessSimulation Simulated(ProcessDefinition process) => ProcessSimulation.Of(process, Calendar.Book, Monday);

    private static SimulatedIntake At(string moment) =>
        new(Calendar.At(moment), A.Desk, A.Commune, Channel.Direct, ImmutableSortedDictionary<string, AttributeValue>.Empty);
}
