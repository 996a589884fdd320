using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Simulation;

/// <summary>One dossier that never was, from receipt to end (hồ sơ mô phỏng): the date of every step, and whether it kept the limit.</summary>
/// <remarks>The acts are carried out by the decider that real dossiers obey, so promises, pauses and joins are those of the law, not of the forecast.</remarks>
/// <param name="Steps">Steps in the order they were opened; one that is gone round stands there once for each run.</param>
/// <param name="PromisedAt">What the receipt would print; null without a promise.</param>
/// <param name="DueAt">When the dossier is due at the end, lawful pauses taken into account; null without a limit.</param>
/// <param name="FinishedAt">When processing is finished; null where it went no further.</param>
/// <param name="SpareMinutes">Working minutes left of the limit at that moment, negative when it is late; null without a limit.</param>
/// <param name="StuckOn">Why it went no further, where it did not end.</param>
public sealed record SimulatedDossier(
    ImmutableSortedDictionary<string, AttributeValue> Answers, IReadOnlyList<SimulatedStep> Steps, DateTimeOffset ReceivedAt, DateTimeOffset? PromisedAt,
    DateTimeOffset? DueAt, DateTimeOffset? FinishedAt, int? SpareMinutes, DossierStatus Status, Refusal? StuckOn)
{
    /// <summary>True when it ends after its limit.</summary>
    public bool IsLate => FinishedAt > DueAt;

    /// <summary>Sends one dossier down the way that the plan chooses.</summary>
    internal static SimulatedDossier Of(ProcessDefinition process, CalendarBook calendars, SimulatedIntake intake, WayPlan plan)
    {
        var decider = new DossierDecider(process, new ProcessFlow(process), calendars);
        var officer = RehearsalCast.Everybody(process, Dossier.Empty with { Receiving = intake.Receiving, Competent = intake.Competent });
        var (dossier, now, steps) = (Dossier.Empty, intake.ReceivedAt, new List<SimulatedStep>());

        Refusal? Give(DossierCommand command)
        {
            var decision = decider.Decide(dossier, command, now);
            if (decision is Decision<DossierEvent>.Refused refused) return refused.Reason;
            foreach (var happened in ((Decision<DossierEvent>.Accepted)decision).Events)
            {
                if (happened is DossierEvent.StepCompleted done) Close(done.Step, done.Run, done.Outcome);
                if (happened is DossierEvent.StepCancelled gone) Close(gone.Step, gone.Run, null);
                if (happened is DossierEvent.StepOpened opened && process.Find(opened.Step) is { } step)
                    steps.Add(new SimulatedStep(step.Key, step.Name, opened.Run, opened.Place, opened.Position, now, null, null, null));
                dossier = dossier.Apply(happened);
            }
            return null;
        }

        void Close(StepKey key, int run, string? outcome)
        {
            var at = steps.FindIndex(step => step.Step == key && step.Run == run);
            steps[at] = steps[at] with { ClosedAt = now, Outcome = outcome, DueAt = StepClockOf(dossier.FindOpen(key)!).DueAt };
        }

        StepClock StepClockOf(OpenStep open) => StepClock.Of(open, dossier, process, calendars, now, ReminderLadders.National);

        var stuck = Give(new DossierCommand.Receive(officer, intake.Receiving, intake.Competent, intake.Channel, RehearsalCast.People, intake.Answers, intake.Area));
        for (var turns = 0; stuck is null && dossier.IsRunning; turns++)
        {
            if (turns > 40 * process.Steps.Count + 400) stuck = DossierRefusals.GoesRound(dossier.Open[0].Step);
            else if (dossier.Open.Find(open => process.Find(open.Step)!.Kind is StepKind.RunProcess) is { } call) stuck = NotFollowed(process, call.Step);
            else
            {
                // While the clock stands still nobody but the applicant moves the dossier on.
                var acts = dossier.Open.ConvertAll(open => plan.Next(new(dossier, open, process.Find(open.Step)!, now, StepClockOf(open).DueAt)));
                if (acts.OfType<PlannedAct>().MinBy(act => act.At) is not { } next) stuck = plan.WhyNot ?? DossierRefusals.NothingLeftToDo;
                else
                {
                    now = next.At > now ? next.At : now;
                    var command = next.CommandBy(officer);
                    if (command is DossierCommand.CompleteStep { Step: var done } && process.Find(done)?.Work?.RequiresAttachment is true) Give(RehearsalCast.FileAt(officer, done, turns));
                    stuck = Give(command);
                }
            }
        }
        var clocks = dossier.ReceivedAt is null ? null : DossierClocks.DueTimes(dossier, process, calendars, now);
        return new(
            intake.Answers, steps, intake.ReceivedAt, dossier.PromisedAt, clocks?.DueAt, dossier.FinishedAt,
            dossier.FinishedAt is null ? null : clocks?.RemainingMinutes, dossier.Status, stuck);
    }

    /// <summary>A call that could not be followed: nobody knows how long it takes, and linking has said why.</summary>
    private static Refusal NotFollowed(ProcessDefinition process, StepKey call)
    {
        var fault = ProcessLinking.Link(process, _ => null).Faults.First(fault => fault.Step == call.Value && LinkingFaults.IsOne(fault));
        return new(fault.Code, fault.Message);
    }
}

/// <summary>One step of a simulated dossier.</summary>
/// <param name="DueAt">The end of its own limit, pauses taken into account; null without a limit.</param>
/// <param name="ClosedAt">When it was completed, or called off by a branch that came first; null while it is open.</param>
/// <param name="Outcome">By which outcome it was left; null when it was called off.</param>
public sealed record SimulatedStep(
    StepKey Step, string Name, int Run, AgencyCode? Place, PositionKey? Position, DateTimeOffset OpenedAt, DateTimeOffset? DueAt, DateTimeOffset? ClosedAt, string? Outcome)
{
    public bool IsLate => ClosedAt > DueAt;
}

/// <summary>What is said at the desk about a simulated dossier.</summary>
/// <param name="Area">The area with a longer limit, by its name in the header; null for none.</param>
public sealed record SimulatedIntake(
    DateTimeOffset ReceivedAt, AgencyCode Receiving, AgencyCode Competent, Channel Channel, ImmutableSortedDictionary<string, AttributeValue> Answers, string? Area = null);

/// <summary>An open step of a simulated dossier, as a plan looks at it.</summary>
/// <param name="DueAt">The end of the step's own limit as things stand; null without one.</param>
internal sealed record Situation(Dossier Dossier, OpenStep Open, Step Step, DateTimeOffset Now, DateTimeOffset? DueAt)
{
    /// <summary>While the clock stands still for one step, the others stand still with it.</summary>
    public bool StandsStill => Dossier.OpenStop is not null && !Step.AwaitsApplicant();
}

/// <summary>What is done next at a step, and when.</summary>
internal sealed record PlannedAct(DateTimeOffset At, Func<Officer, DossierCommand> CommandBy)
{
    /// <summary>The step is completed with an outcome; whatever the decider asks for on the way is there.</summary>
    public static PlannedAct Complete(DateTimeOffset at, Step step, string outcome) => new(at, by => step.Kind is StepKind.ReturnResult
        ? new DossierCommand.ReturnResult(by, RehearsalCast.People.Applicant.Name)
        : new DossierCommand.CompleteStep(by, step.Key, outcome, RehearsalCast.Note, step.Kind is StepKind.Assign ? by : null, RehearsalCast.Papers, RehearsalCast.SignatureAt(step, at)));
}

/// <summary>Decides at every open step of a simulated dossier what is done there and when.</summary>
internal abstract class WayPlan
{
    /// <summary>The next act at that step; null when the step stands still, or the plan knows no way on.</summary>
    public abstract PlannedAct? Next(Situation situation);

    /// <summary>Why the plan knew no way on.</summary>
    public Refusal? WhyNot { get; protected set; }
}
