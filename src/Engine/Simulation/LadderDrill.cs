using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Messages;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Simulation;

/// <summary>A dossier that never was, on which everything is done late (diễn tập nhắc hạn): each step is left alone until its whole ladder was climbed, then it goes on.</summary>
/// <remarks>
/// The clocks, the decider and the words are those that real dossiers have; only time does not pass. What a real sweep would write on such a dossier is what stands here, to the moment.
/// Each step is left by its first outcome that leads to a result.
/// </remarks>
/// <param name="Notices">What somebody would be told, in order; <see cref="Notice.Number"/> is the line of the journal.</param>
/// <param name="Steps">The steps that were gone through, with the moments they were opened and left.</param>
/// <param name="StuckOn">Why it went no further, where it did not end.</param>
public sealed record LadderDrill(
    DateTimeOffset ReceivedAt, DateTimeOffset? PromisedAt, DateTimeOffset EndedAt, IReadOnlyList<Notice> Notices, IReadOnlyList<SimulatedStep> Steps, Refusal? StuckOn)
{
    /// <param name="catalogue">Its ladders are climbed.</param>
    /// <param name="intake">What is said at the desk; what is not answered of what the conditions ask for is tried until the dossier comes to a result.</param>
    public static LadderDrill Of(ProcessDefinition process, CalendarBook calendars, ProvinceCatalogue catalogue, SimulatedIntake intake)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(calendars);
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(intake);
        var ahead = new WaysAhead(process);
        LadderDrill? first = null;
        foreach (var answers in Situations.Of(process).Select(answers => answers.SetItems(intake.Answers)).DefaultIfEmpty(intake.Answers))
        {
            var drill = new LateDossier(process, calendars, catalogue, new PlannedWay(WayKind.Typical, process, calendars, ahead)).Play(intake with { Answers = answers });
            if (drill.StuckOn is null) return drill;
            first ??= drill;
        }
        return first!;
    }
}

/// <summary>The dossier of a drill while it is played.</summary>
internal sealed class LateDossier(ProcessDefinition process, CalendarBook calendars, ProvinceCatalogue catalogue, WayPlan plan)
{
    private readonly DossierDecider _decider = new(process, new ProcessFlow(process), calendars) { Ladders = catalogue.Ladders };
    private readonly List<Notice> _notices = [];
    private readonly List<SimulatedStep> _steps = [];
    private Dossier _dossier = Dossier.Empty;
    private DateTimeOffset _now;
    private int _length;

    public LadderDrill Play(SimulatedIntake intake)
    {
        _now = intake.ReceivedAt;
        var officer = RehearsalCast.Everybody(process, Dossier.Empty with { Receiving = intake.Receiving, Competent = intake.Competent });
        var stuck = Give(new DossierCommand.Receive(officer, intake.Receiving, intake.Competent, intake.Channel, RehearsalCast.People, intake.Answers, intake.Area));
        for (var turns = 0; stuck is null && _dossier.IsRunning; turns++)
            stuck = turns > 80 * process.Steps.Count + 800 ? DossierRefusals.GoesRound(_dossier.Open[0].Step) : Turn(officer, turns);
        return new(intake.ReceivedAt, _dossier.PromisedAt, _now, _notices, _steps, stuck);
    }

    /// <summary>The next rung, while a step still has one; then the next act, with the rungs of the promise that lie before it.</summary>
    private Refusal? Turn(Officer officer, int turn)
    {
        var clocks = Clocks();
        var act = clocks.Steps.Any(clock => clock.Next is not null) || clocks.Answer?.Next is not null ? null : NextAct();
        if (clocks.NextReminder(_dossier) is { Rung: var rung } && (act is null || rung.At <= act.At))
        {
            if (rung.At > _now) _now = rung.At;
            return Say();
        }
        if (act is null) return plan.WhyNot ?? DossierRefusals.NothingLeftToDo;
        if (act.At > _now) _now = act.At;
        var command = act.CommandBy(officer);
        if (command is DossierCommand.CompleteStep { Step: var done } && process.Find(done)?.Work?.RequiresAttachment is true) Give(RehearsalCast.FileAt(officer, done, turn));
        return Give(command);
    }

    /// <summary>All that is due to be said now, in one breath as a sweep says it.</summary>
    private Refusal? Say()
    {
        var said = new List<DossierEvent>();
        while (_dossier.IsRunning && Clocks().NextReminder(_dossier) is var (step, run, rung) && rung.At <= _now)
        {
            if (_decider.Decide(_dossier, new DossierCommand.Remind(step, run, rung.Kind), _now) is not Decision<DossierEvent>.Accepted { Events: var events }) return DossierRefusals.ReminderSettled;
            said.AddRange(events);
            foreach (var happened in events) Apply(happened);
        }
        Tell(said);
        return null;
    }

    private PlannedAct? NextAct() =>
        _dossier.Open.Select(open => plan.Next(new(_dossier, open, process.Find(open.Step)!, _now, null))).OfType<PlannedAct>().MinBy(act => act.At);

    private Refusal? Give(DossierCommand command)
    {
        var decision = _decider.Decide(_dossier, command, _now);
        if (decision is not Decision<DossierEvent>.Accepted { Events: var events }) return decision is Decision<DossierEvent>.Refused refused ? refused.Reason : DossierRefusals.NothingLeftToDo;
        foreach (var happened in events) Apply(happened);
        Tell(events);
        return null;
    }

    private void Apply(DossierEvent happened)
    {
        if (happened is DossierEvent.StepCompleted done) Close(done.Step, done.Run, done.Outcome);
        if (happened is DossierEvent.StepCancelled gone) Close(gone.Step, gone.Run, null);
        _dossier = _dossier.Apply(happened);
        if (happened is DossierEvent.StepOpened opened && process.Find(opened.Step) is { } step)
            _steps.Add(new SimulatedStep(step.Key, step.Name, opened.Run, opened.Place, opened.Position, _now, Clocks().Steps.First(clock => clock.Step == step.Key).DueAt, null, null));
    }

    private void Tell(IReadOnlyList<DossierEvent> events)
    {
        // Whoever was named is an officer of the rehearsal; in its place stands everybody who could be.
        _notices.AddRange(Notices.Of(_length, events, _dossier, Clocks(), process, catalogue)
            .Select(notice => notice with { Places = notice.Places.ConvertAll(place => place with { Assignee = null }) }));
        _length += events.Count;
    }

    private void Close(StepKey key, int run, string? outcome)
    {
        var at = _steps.FindIndex(step => step.Step == key && step.Run == run);
        if (at >= 0) _steps[at] = _steps[at] with { ClosedAt = _now, Outcome = outcome };
    }

    private DossierClocks Clocks() => DossierClocks.Of(_dossier, process, calendars, _now, catalogue.Ladders);
}
