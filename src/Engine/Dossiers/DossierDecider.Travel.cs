using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// How a dossier moves on after a completion, and what a step starts and stops when it opens.
public sealed partial class DossierDecider
{
    /// <summary>The tokens as the proof and the flow know them: open steps and waiting routes. A result to return holds no token, its branch has ended.</summary>
    private Marking MarkingOf(Dossier dossier, Step leaving)
    {
        var steps = dossier.Open.Select(open => process.Find(open.Step)!.Index).Where(step => !process.Steps[step].IsTerminal).Append(leaving.Index);
        return Marking.Of(steps, dossier.Waiting.Select(id => process.Routes.First(route => route.Id == id).Index));
    }

    /// <summary>Tells what one move of tokens did, asking the conditions on the way, until every token is with people, before a join, or at an end.</summary>
    private Refusal? Travel(Telling telling, Move move, DossierCommand.CompleteStep? completed)
    {
        List<int> opened = [.. move.Opened], cancelled = [.. move.Cancelled], ended = [.. move.Ended];
        for (var choices = 0; ; choices++)
        {
            if (move.Lost is [var lost, ..]) return DossierRefusals.NoWayOn(process.Steps[lost.Step].Key, lost.Port);
            var at = opened.FindIndex(step => process.Steps[step].IsChoice);
            if (at < 0) break;

            var choice = process.Steps[opened[at]];
            if (choices > process.Steps.Count) return DossierRefusals.GoesRound(choice.Key);
            if (Branching.Choose(choice, telling.Dossier.Attributes, out var port) is { } undecided) return undecided;
            opened.RemoveAt(at);
            telling.Tell(new DossierEvent.BranchChosen(telling.Now, telling.By, choice.Key, port));
            move = flow.Complete(move.After, choice.Index, port);
            // What was opened and closed within one command nobody ever saw.
            cancelled.AddRange(move.Cancelled.Where(step => !opened.Remove(step)));
            opened.AddRange(move.Opened);
            ended.AddRange(move.Ended);
        }

        foreach (var step in cancelled) Cancel(telling, process.Steps[step].Key);
        if (ended is [var terminal, ..]) return End(telling, process.Steps[terminal], completed);

        var waiting = move.After.Waiting.Select(route => process.Routes[route].Id).ToArray();
        if (!waiting.SequenceEqual(telling.Dossier.Waiting)) telling.Tell(new DossierEvent.TokensWaiting(telling.Now, telling.By, [.. waiting]));
        foreach (var step in opened)
            if (Open(telling, process.Steps[step], completed) is { } refusal) return refusal;
        return telling.Dossier.Open is [] ? DossierRefusals.NothingLeftToDo : null;
    }

    /// <summary>A terminal ends the dossier; work that is open elsewhere is closed with it. A result still waits for the desk to hand it over.</summary>
    private Refusal? End(Telling telling, Step terminal, DossierCommand.CompleteStep? completed)
    {
        foreach (var open in telling.Dossier.Open) Cancel(telling, open.Step);
        if (telling.Dossier.Waiting is not []) telling.Tell(new DossierEvent.TokensWaiting(telling.Now, telling.By, []));
        if (terminal.Kind is StepKind.ReturnResult)
        {
            Finish(telling);
            return Open(telling, terminal, completed);
        }
        var status = telling.Dossier.Status is DossierStatus.Declined ? DossierStatus.Declined : terminal.Kind switch
        {
            StepKind.Reject => DossierStatus.Rejected,
            StepKind.Stop => DossierStatus.Stopped,
            _ => DossierStatus.Ended,
        };
        telling.Tell(new DossierEvent.Ended(telling.Now, telling.By, status, terminal.Key, completed?.Note));
        return null;
    }

    private Refusal? Open(Telling telling, Step step, DossierCommand.CompleteStep? completed)
    {
        var dossier = telling.Dossier;
        if (dossier.FindOpen(step.Key) is not null) return DossierRefusals.OpenTwice(step.Key);

        var (place, position) = (Places.Of(step, process.Header, dossier), step.Work?.Position);
        var assignee = place is not null && position is not null ? dossier.Named.GetValueOrDefault(Dossier.PostKey(place, position)) : null;
        telling.Tell(new DossierEvent.StepOpened(telling.Now, telling.By, step.Key, dossier.Runs.GetValueOrDefault(step.Key.Value) + 1, place, position, assignee, LegBegunAt(step)));
        switch (step.Kind)
        {
            case StepKind.AwaitSupplement: return Ask(telling, step, completed);
            case StepKind.AwaitPayment: Pause(telling, step.Key, ClockStopCause.Payment, ClockPolicy.Suspends, null); break;
            case StepKind.AwaitApplicant: Pause(telling, step.Key, ClockStopCause.Applicant, step.Work?.Clock ?? ClockPolicy.Runs, null); break;
        }
        return null;
    }

    /// <summary>The leg whose time runs from here. Sending a dossier to another agency begins nothing: that leg's time runs once the other side has received it.</summary>
    internal static string? LegBegunAt(Step step) => step.Kind is StepKind.Transfer || step.IsTerminal ? null : step.Work?.Leg;

    /// <summary>A drawn supplement: whoever completed the step before says what is missing and why.</summary>
    private Refusal? Ask(Telling telling, Step step, DossierCommand.CompleteStep? completed)
    {
        var round = telling.Dossier.SupplementRounds + 1;
        if (process.Header.Supplement is { } rule && round > rule.Rounds) return DossierRefusals.NoRoundsLeft(rule.Rounds);
        if (IntakeCheck.OfRequest(completed?.Missing, completed?.Note) is { } incomplete) return incomplete;

        telling.Tell(new DossierEvent.SupplementRequested(telling.Now, telling.By, step.Key, round, completed!.Missing!, completed.Note!, null, Drawn: true));
        // Without a stated policy the clock runs: nothing but a published rule may move a promise.
        Pause(telling, step.Key, ClockStopCause.Supplement, process.Header.Supplement?.Clock ?? ClockPolicy.Runs, null);
        return null;
    }

    private static void Cancel(Telling telling, StepKey step)
    {
        if (telling.Dossier.FindOpen(step) is not { } open) return;
        DropQuestions(telling, open);
        telling.Tell(new DossierEvent.StepCancelled(telling.Now, telling.By, step, open.Run));
        Resume(telling, step, answered: false);
    }

    /// <summary>The first moment at which the result is there is the end for on-time figures; a second one changes nothing.</summary>
    private static void Finish(Telling telling)
    {
        if (telling.Dossier.FinishedAt is null) telling.Tell(new DossierEvent.ProcessingFinished(telling.Now, telling.By));
    }

    private static void Pause(Telling telling, StepKey step, ClockStopCause cause, ClockPolicy policy, string? basis)
    {
        if (policy is not ClockPolicy.Runs || cause is ClockStopCause.Payment)
            telling.Tell(new DossierEvent.ClockStopped(telling.Now, telling.By, step, cause, policy, basis));
    }

    /// <summary>The stop a step caused, if any, is over. Only an answer lets a limit begin anew; a wait that ran out or was called off goes on with what was left.</summary>
    private static void Resume(Telling telling, StepKey step, bool answered)
    {
        if (telling.Dossier.Stops.Exists(stop => stop.To is null && stop.Step == step)) telling.Tell(new DossierEvent.ClockResumed(telling.Now, telling.By, step, answered));
    }

    /// <summary>Where a clock that went on again moves the day the applicant was told, the applicant must hear of it.</summary>
    private void TellMovedPromise(Telling telling, Dossier before)
    {
        if (!telling.Events.OfType<DossierEvent.ClockResumed>().Any() || telling.Dossier is not { IsRunning: true, FinishedAt: null, PromisedAt: not null }) return;
        if (RunningClock.DueByWhatIsOver(before, process, calendars) is not { } from || RunningClock.DueByWhatIsOver(telling.Dossier, process, calendars) is not { } to || from == to) return;

        // The papers are here and must be taken, even in a year whose calendar is not confirmed: then the new day is told as not certain.
        var provisional = calendars.For(before.Competent).UnconfirmedYear(telling.Now, to) is not null;
        telling.Tell(new DossierEvent.PromiseMoved(telling.Now, telling.By, from, to, provisional, telling.Dossier.PromiseBook(calendars).Version));
    }
}
