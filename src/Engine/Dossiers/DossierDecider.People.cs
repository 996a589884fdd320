using System.Collections.Immutable;
using System.Diagnostics;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// Who does the work: with whose rights, in whose hand, and how it goes back to where it came from.
public sealed partial class DossierDecider
{
    private const string SentBack = "SentBack";
    private const string Signed = "Signed";
    private static readonly StepKey Nowhere = new("–");

    /// <summary>What happens, or why not. Nothing is changed here: the caller applies the events.</summary>
    /// <remarks>Whoever stands in for others acts in their own right where they can, else in the right of the first they stand in for who could; every event says for whom.</remarks>
    public Decision<DossierEvent> Decide(Dossier dossier, DossierCommand command, DateTimeOffset now)
    {
        var by = command.By;
        var own = Decide(dossier, command, by.Id, now);
        if (own is Decision<DossierEvent>.Accepted || by.StandsInFor is []) return own;

        var answer = own;
        foreach (var principal in by.StandsInFor)
        {
            var forAnother = Decide(dossier, command with { By = principal }, by.Id, now);
            if (forAnother is Decision<DossierEvent>.Accepted) return forAnother;
            if (IsAboutRights(answer) && !IsAboutRights(forAnother)) answer = forAnother; // the right is there, something else is missing
        }
        return answer;
    }

    /// <summary>The no is only that it is for somebody else to do.</summary>
    private static bool IsAboutRights(Decision<DossierEvent> decision) => decision is Decision<DossierEvent>.Refused { Reason.Code: var code } && AboutRights.Contains(code);

    private static readonly HashSet<string> AboutRights =
    [
        DossierRefusals.NotYourStep(Nowhere).Code, DossierRefusals.NamedToAnother(Nowhere).Code, DossierRefusals.NotADeskOfficer.Code, DossierRefusals.NeedsALeader.Code,
        DossierRefusals.OnlyALeader.Code, DossierRefusals.NotTheDesk.Code, DossierRefusals.NotYoursToJudge.Code, DossierRefusals.NotTheReceivingDesk.Code, DossierRefusals.NotYoursToCorrect.Code,
        DossierRefusals.NotInYourHand(Nowhere).Code, DossierRefusals.NotTheUnitsLeader(Nowhere).Code, DossierRefusals.NotYoursToRecall(Nowhere).Code, DossierRefusals.NotYourResult.Code,
        DossierRefusals.NotTheDraftsLeader.Code, DossierRefusals.NotYourDraft.Code, AttachmentRefusals.NotYours.Code, AttachmentRefusals.NotYoursToWithdraw.Code,
        AttachmentRefusals.NotYoursBeforeReceipt.Code, DossierRefusals.NotTheBodyAsked.Code, DossierRefusals.NotTheBodysLeader.Code, DossierRefusals.AnotherAnswers.Code,
    ];

    private static bool IsAboutPeople(DossierCommand command) => command is DossierCommand.Claim or DossierCommand.Assign or DossierCommand.HandBack
        or DossierCommand.MarkSeen or DossierCommand.Recall or DossierCommand.SendBack or DossierCommand.WithdrawResult;

    private Refusal? AboutPeople(Telling telling, DossierCommand command) => command switch
    {
        DossierCommand.Claim claim => Claim(telling, claim),
        DossierCommand.Assign assign => Assign(telling, assign),
        DossierCommand.HandBack back => HandBack(telling, back),
        DossierCommand.MarkSeen seen => MarkSeen(telling, seen),
        DossierCommand.Recall recall => Recall(telling, recall),
        DossierCommand.SendBack back => SendBack(telling, back),
        DossierCommand.WithdrawResult withdraw => WithdrawResult(telling, withdraw),
        _ => throw new UnreachableException(),
    };

    // ---- In whose hand

    private Refusal? Claim(Telling telling, DossierCommand.Claim command)
    {
        if (OpenFor(telling.Dossier, command.Step, out var open, out var step) is { } notOpen) return notOpen;
        if (open.Place is null || step.AwaitsApplicant()) return DossierRefusals.NotAnOfficersStep(open.Step);
        if (!Holds(command.By, open)) return DossierRefusals.NotYourStep(open.Step);
        if (open.Assignee is not null) return DossierRefusals.AlreadyTaken(open.Step);

        telling.Tell(new DossierEvent.StepAssigned(telling.Now, telling.By, open.Step, open.Run, command.By.Id, null));
        return null;
    }

    private Refusal? Assign(Telling telling, DossierCommand.Assign command)
    {
        if (OpenFor(telling.Dossier, command.Step, out var open, out var step) is { } notOpen) return notOpen;
        if (open.Place is not { } place || step.AwaitsApplicant()) return DossierRefusals.NotAnOfficersStep(open.Step);
        if (!LeadsOver(command.By, place)) return DossierRefusals.NotTheUnitsLeader(open.Step);
        if (command.Assignee is not { } assignee) return DossierRefusals.AssigneeMissing(open.Step);
        if (string.IsNullOrWhiteSpace(command.Reason)) return DossierRefusals.ReasonMissing;
        if (IntakeCheck.OfNote(command.Reason) is { } tooLong) return tooLong;
        if (!Holds(assignee, open)) return DossierRefusals.AssigneeDoesNotHold(open.Step);
        if (open.Assignee == assignee.Id) return DossierRefusals.AlreadyTheirs(open.Step);

        telling.Tell(new DossierEvent.StepAssigned(telling.Now, telling.By, open.Step, open.Run, assignee.Id, command.Reason));
        // Whoever was named for the later steps of the position hands those over with this one.
        if (open.Position is { } position && telling.Dossier.Named.ContainsKey(Dossier.PostKey(place, position)))
            telling.Tell(new DossierEvent.OfficerNamed(telling.Now, telling.By, place, assignee.Id, [position]));
        return null;
    }

    private Refusal? HandBack(Telling telling, DossierCommand.HandBack command)
    {
        if (OpenFor(telling.Dossier, command.Step, out var open, out _) is { } notOpen) return notOpen;
        if (open.Assignee != command.By.Id) return DossierRefusals.NotInYourHand(open.Step);
        if (IntakeCheck.OfNote(command.Reason) is { } tooLong) return tooLong;

        telling.Tell(new DossierEvent.StepAssigned(telling.Now, telling.By, open.Step, open.Run, null, command.Reason));
        return null;
    }

    private Refusal? MarkSeen(Telling telling, DossierCommand.MarkSeen command)
    {
        if (OpenFor(telling.Dossier, command.Step, out var open, out var step) is { } notOpen) return notOpen;
        if (MayNotAct(telling.Dossier, command.By, open, step) is { } notYours) return notYours;
        if (!open.HasSeen(telling.By)) telling.Tell(new DossierEvent.StepSeen(telling.Now, telling.By, open.Step, open.Run));
        return null;
    }

    // ---- Back to where it came from

    private Refusal? Recall(Telling telling, DossierCommand.Recall command)
    {
        var dossier = telling.Dossier;
        if (dossier.Done.FindLast(done => done.Step == command.Step) is not { } done || process.Find(command.Step) is not { } step) return DossierRefusals.NothingToRecall(command.Step);
        if (done.By != command.By.Id && done.For != command.By.Id) return DossierRefusals.NotYoursToRecall(step.Key);
        if (step.Work?.MayRecall is not true) return DossierRefusals.RecallNotDrawn(step.Key);
        if (Undo(dossier, done, out var opened, out var waited) is { } notPlain) return notPlain;
        if (opened.Find(open => IsTouched(dossier, open, except: done.By)) is { } seen) return DossierRefusals.SeenAlready(seen.Step);
        if (IntakeCheck.OfNote(command.Reason) is { } tooLong) return tooLong;

        var from = done.GoesOn?.From ?? done.OpenedAt;
        TakeBack(telling, done, opened, waited, TakenBack.Recalled, command.Reason, new CarriedClock(from, [.. done.GoesOn?.Away ?? [], new Pause(done.At, telling.Now)]));
        return null;
    }

    private Refusal? SendBack(Telling telling, DossierCommand.SendBack command)
    {
        var dossier = telling.Dossier;
        if (OpenFor(dossier, command.Step, out var open, out var step) is { } notOpen) return notOpen;
        if (Held(dossier) is { } held) return held;
        if (MayNotAct(dossier, command.By, open, step) is { } notYours) return notYours;
        if (step.Work?.MayReturn is not true) return DossierRefusals.ReturnNotDrawn(step.Key);

        var why = DossierRefusals.NoStepBefore(step.Key);
        foreach (var done in dossier.Done.Reverse())
        {
            if (done.At != open.OpenedAt) continue;
            if (Undo(dossier, done, out var opened, out var waited) is { } notPlain) why = notPlain;
            else if (opened.Contains(open))
            {
                if (opened.Find(other => other != open && IsTouched(dossier, other, except: null)) is { } busy) return DossierRefusals.SeenAlready(busy.Step);
                if (string.IsNullOrWhiteSpace(command.Reason)) return DossierRefusals.ReasonMissing;
                if (IntakeCheck.OfNote(command.Reason) is { } tooLong) return tooLong;
                TakeBack(telling, done, opened, waited, TakenBack.SentBack, command.Reason, goesOn: null);
                return null;
            }
        }
        return why;
    }

    private Refusal? WithdrawResult(Telling telling, DossierCommand.WithdrawResult command)
    {
        var dossier = telling.Dossier;
        if (dossier.Status is not DossierStatus.ResultReady) return DossierRefusals.ResultNotReady;
        if (!LeadsOver(command.By, dossier.Competent)) return DossierRefusals.NotYourResult;

        var ready = dossier.Open.Find(open => process.Find(open.Step)?.Kind is StepKind.ReturnResult);
        foreach (var done in dossier.Done.Reverse())
        {
            List<OpenStep> opened;
            List<string> waited = [];
            if (ready is not null && done.At == ready.OpenedAt && dossier.Waiting is [] && !done.IsEntangled) opened = [ready]; // nothing else is open once the result is ready
            else if (Undo(dossier, done, out opened, out waited, mayFinish: true) is not null) continue;

            if (string.IsNullOrWhiteSpace(command.Reason)) return DossierRefusals.ReasonMissing;
            if (IntakeCheck.OfNote(command.Reason) is { } tooLong) return tooLong;
            telling.Tell(new DossierEvent.ResultWithdrawn(telling.Now, telling.By, command.Reason));
            TakeBack(telling, done, opened, waited, TakenBack.Withdrawn, command.Reason, goesOn: null);
            return null;
        }
        return DossierRefusals.NotAPlainMove(dossier.Done.FindLast(done => done.At == ready?.OpenedAt)?.Step ?? ready?.Step ?? dossier.Open[0].Step);
    }

    /// <summary>What a completion opened and what it left waiting, where taking that away and giving the step its token back is its exact inverse; else why not.</summary>
    /// <remarks>The completion is played again on the marking that would be there without what it put: that must give today's marking, or other branches had a part in it.</remarks>
    private Refusal? Undo(Dossier dossier, StepDone done, out List<OpenStep> opened, out List<string> waited, bool mayFinish = false)
    {
        (opened, waited) = ([], [.. done.Waited]);
        if (process.Find(done.Step) is not { } step || dossier.FindOpen(done.Step) is not null) return DossierRefusals.NothingToRecall(done.Step);
        if (Held(dossier) is { } held) return held;
        var notPlain = DossierRefusals.NotAPlainMove(done.Step);
        if (done.IsEntangled || step.AwaitsApplicant() || step.Kind is StepKind.Issue && !mayFinish || done.Outcome == Declined) return notPlain;

        foreach (var (key, run) in done.Opened)
        {
            if (dossier.FindOpen(key) is not { } open || open.Run != run) return DossierRefusals.NothingToRecall(done.Step);
            if (process.Find(key) is not { IsTerminal: false } next || next.AwaitsApplicant() || dossier.Supplements.Contains(key)) return notPlain;
            opened.Add(open);
        }
        if (opened is [] && waited is [] || !waited.TrueForAll(dossier.Waiting.Contains)) return DossierRefusals.NothingToRecall(done.Step);

        var others = dossier.Open.Except(opened).Select(open => process.Find(open.Step)!).Where(other => !other.IsTerminal).Select(other => other.Index).ToArray();
        var stillWaiting = dossier.Waiting.RemoveRange(waited).Select(RouteIndex).ToArray();
        var now = Marking.Of(others.Concat(opened.Select(open => process.Find(open.Step)!.Index)), dossier.Waiting.Select(RouteIndex));
        return Settled(Marking.Of(others.Append(step.Index), stillWaiting), step, done.Outcome, dossier) is { Cancelled: [], Ended: [], Lost: [] } again && again.After == now ? null : notPlain;
    }

    private int RouteIndex(string id) => process.Routes.First(route => route.Id == id).Index;

    /// <summary>One completion and the choices behind it, all the way to people; null where a condition gives no way on.</summary>
    private Move? Settled(Marking from, Step step, string port, Dossier dossier)
    {
        var move = flow.Complete(from, step.Index, port);
        List<int> opened = [.. move.Opened], cancelled = [.. move.Cancelled], ended = [.. move.Ended];
        for (var choices = 0; opened.FindIndex(index => process.Steps[index].IsChoice) is >= 0 and var at; choices++)
        {
            var choice = process.Steps[opened[at]];
            if (choices > process.Steps.Count || Branching.Choose(choice, dossier.Attributes, out var way) is not null) return null;
            opened.RemoveAt(at);
            move = flow.Complete(move.After, choice.Index, way);
            opened.AddRange(move.Opened);
            cancelled.AddRange(move.Cancelled);
            ended.AddRange(move.Ended);
        }
        return move with { Opened = opened, Cancelled = cancelled, Ended = ended };
    }

    private void TakeBack(Telling telling, StepDone done, List<OpenStep> opened, List<string> waited, TakenBack how, string? reason, CarriedClock? goesOn)
    {
        var step = process.Find(done.Step)!;
        telling.Tell(new DossierEvent.StepTakenBack(telling.Now, telling.By, done.Step, done.Run, how, reason));
        foreach (var open in opened) Cancel(telling, open.Step);
        if (step.Kind is StepKind.Assign) Unname(telling, Places.Of(step, process.Header, telling.Dossier), opened);
        if (waited is not []) telling.Tell(new DossierEvent.TokensWaiting(telling.Now, telling.By, telling.Dossier.Waiting.RemoveRange(waited)));

        // It goes back to whoever had it, by name.
        telling.Tell(new DossierEvent.StepOpened(
            telling.Now, telling.By, step.Key, telling.Dossier.Runs.GetValueOrDefault(step.Key.Value) + 1, Places.Of(step, process.Header, telling.Dossier), step.Work?.Position,
            done.Assignee ?? done.For ?? done.By, LegBegunAt(step), goesOn));
    }

    /// <summary>An assignment that is undone takes the naming back with it: its steps are nobody's by name until it is made anew.</summary>
    private static void Unname(Telling telling, AgencyCode? place, List<OpenStep> opened)
    {
        if (place is null || opened.Find(open => open.Place == place && open.Assignee is not null)?.Assignee is not { } named) return;
        var posts = telling.Dossier.Named.Where(post => post.Value == named && post.Key.StartsWith($"{place}/", StringComparison.Ordinal)).Select(post => new PositionKey(post.Key[(place.Value.Length + 1)..]));
        if (posts.ToImmutableList() is { IsEmpty: false } positions) telling.Tell(new DossierEvent.OfficerUnnamed(telling.Now, telling.By, place, named, positions));
    }

    /// <summary>Somebody has looked at the step, or done something with it: laid a file there, had the clock stand still because of it. Programs act without looking first.</summary>
    private static bool IsTouched(Dossier dossier, OpenStep open, OfficerId? except) =>
        open.SeenBy.Exists(officer => officer != except)
        || dossier.Attachments.Exists(file => file.Step == open.Step && file.Run == open.Run && file.By != except)
        || dossier.Stops.Exists(stop => stop.Step == open.Step && stop.From >= open.OpenedAt && stop.By != except);

    // ---- Signed

    /// <summary>A step that asks for a signature is done when a signed paper stands behind it. Sending something back is not.</summary>
    private static Refusal? Unsigned(Step step, DossierCommand.CompleteStep command, DateTimeOffset now)
    {
        if (command.Signature is { } signature)
        {
            if (string.IsNullOrWhiteSpace(signature.Number) || string.IsNullOrWhiteSpace(signature.Signer) || signature.SignedOn == default) return DossierRefusals.SignatureMissing(step.Key);
            if (signature.SignedOn > VietnamTime.DayOf(now)) return DossierRefusals.SignedInTheFuture;
            return IntakeCheck.OfNote(signature.Number) ?? IntakeCheck.OfNote(signature.Signer) ?? IntakeCheck.OfNote(signature.Hash);
        }
        return NeedsSignature(step, command.Outcome) ? DossierRefusals.SignatureMissing(step.Key) : null;
    }

    /// <summary>Whether leaving a step by this outcome needs a signed paper.</summary>
    internal static bool NeedsSignature(Step step, string outcome) =>
        step.Work?.RequiresSignature is true && (step.Kind is StepKind.Sign ? outcome == Signed : outcome is not (SentBack or "Incomplete" or Declined or NoReply));

    // ---- Who may

    private Refusal? OpenFor(Dossier dossier, StepKey key, out OpenStep open, out Step step)
    {
        (open, step) = (dossier.FindOpen(key)!, process.Find(key)!);
        return open is null || step is null ? DossierRefusals.NotOpen(key) : null;
    }

    /// <summary>A leader at the place, or of the agency the place is a unit of.</summary>
    internal static bool LeadsOver(Officer by, AgencyCode? place) => by.Is(Role.Leader) && (by.Posts.Any(post => post.Place == place) || place is not null && by.Leads.Contains(place));
}
