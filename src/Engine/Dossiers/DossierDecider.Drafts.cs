using System.Diagnostics;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// Acts that an officer writes down and a leader carries out.
public sealed partial class DossierDecider
{
    private static bool IsAboutDrafts(DossierCommand command) => command is DossierCommand.DraftAct or DossierCommand.ApproveDraft or DossierCommand.SendBackDraft
        or DossierCommand.SignDraft or DossierCommand.DropDraft;

    private Refusal? AboutDrafts(Telling telling, DossierCommand command) => command switch
    {
        DossierCommand.DraftAct draft => DraftAct(telling, draft),
        DossierCommand.ApproveDraft approve => ApproveDraft(telling, approve),
        DossierCommand.SendBackDraft back => SendBackDraft(telling, back),
        DossierCommand.SignDraft sign => SignDraft(telling, sign),
        DossierCommand.DropDraft drop => DropDraft(telling, drop),
        _ => throw new UnreachableException(),
    };

    private Refusal? DraftAct(Telling telling, DossierCommand.DraftAct command)
    {
        var dossier = telling.Dossier;
        if (DossierActs.Find(command.Act) is not { MayBeDrafted: true } act) return DossierRefusals.NotToBeDrafted;
        if (!MayDraftAt(dossier, command.By, command.Step)) return DossierRefusals.NotYourStep(command.Step ?? dossier.Open.FirstOrDefault()?.Step ?? Nowhere);
        if (dossier.Drafts.Exists(draft => draft.State is DraftedActStatus.AwaitingApproval && draft.Act == command.Act && draft.Step == command.Step)) return DossierRefusals.DraftedAlready;

        // A draft that its leader could not carry out today is not worth writing.
        var leader = LeaderInPlaceOf(dossier, command.By, command.Step);
        if (Decide(dossier, act.Command(new ActForm(leader, command.Step, command.Said)), telling.By, telling.Now) is Decision<DossierEvent>.Refused refused) return refused.Reason;
        var open = command.Step is null ? null : dossier.FindOpen(command.Step);
        if (act.Offer(new ActSituation(process, dossier, leader, telling.Now, open, open is null ? null : process.Find(open.Step))) is not { } offer) return DossierRefusals.NotToBeDrafted;

        // Only what the act asks for is written down. A list of papers was measured with the act; other fields the act may have passed over.
        var said = command.Said.RemoveRange(command.Said.Keys.Except(offer.Fields.Select(field => field.Name)));
        foreach (var field in offer.Fields)
            if (field.Kind is not ActFieldKind.Papers && IntakeCheck.OfNote(said.GetValueOrDefault(field.Name)) is { } tooLong) return tooLong;

        telling.Tell(new DossierEvent.ActDrafted(telling.Now, telling.By, dossier.DraftsMade + 1, command.Act, command.Step, said));
        return null;
    }

    private Refusal? ApproveDraft(Telling telling, DossierCommand.ApproveDraft command)
    {
        var dossier = telling.Dossier;
        if (DraftOf(dossier, command.Number, DraftedActStatus.AwaitingApproval) is not { } draft) return DossierRefusals.NoSuchDraft;
        if (MayNotDecide(telling, command.By, draft) is { } notYours) return notYours;
        if (command.Signature is { } signature && Unfit(signature, telling.Now) is { } unfit) return unfit;

        var act = DossierActs.Find(draft.Act)!;
        var carriedOut = Decide(dossier, act.Command(new ActForm(command.By, draft.Step, draft.Said)), telling.By, telling.Now);
        if (carriedOut is Decision<DossierEvent>.Refused refused) return DossierRefusals.DraftNoLongerPossible(refused.Reason);
        var events = ((Decision<DossierEvent>.Accepted)carriedOut).Events;
        // Nothing is written after the end: what ends a dossier cannot be signed later.
        if (command.Signature is null && events.Any(happened => happened is DossierEvent.Ended)) return DossierRefusals.EndIsSignedAtOnce;

        telling.Tell(new DossierEvent.DraftApproved(telling.Now, telling.By, draft.Number, draft.By));
        if (command.Signature is not null) telling.Tell(new DossierEvent.DraftSigned(telling.Now, telling.By, draft.Number, command.Signature));
        // What the clock does to the promise is told once, at the end.
        foreach (var happened in events)
            if (happened is not DossierEvent.PromiseMoved) telling.Tell(happened);
        return null;
    }

    private static Refusal? SendBackDraft(Telling telling, DossierCommand.SendBackDraft command)
    {
        if (DraftOf(telling.Dossier, command.Number, DraftedActStatus.AwaitingApproval) is not { } draft) return DossierRefusals.NoSuchDraft;
        if (MayNotDecide(telling, command.By, draft) is { } notYours) return notYours;
        if (string.IsNullOrWhiteSpace(command.Reason)) return DossierRefusals.ReasonMissing;
        if (IntakeCheck.OfNote(command.Reason) is { } tooLong) return tooLong;

        telling.Tell(new DossierEvent.DraftSentBack(telling.Now, telling.By, draft.Number, command.Reason));
        return null;
    }

    private static Refusal? SignDraft(Telling telling, DossierCommand.SignDraft command)
    {
        if (DraftOf(telling.Dossier, command.Number, DraftedActStatus.AwaitingSignature) is not { } draft) return DossierRefusals.NoSuchDraft;
        if (!LeadsOver(command.By, PlaceOf(telling.Dossier, draft.Step)) && draft.By != telling.By) return DossierRefusals.NotTheDraftsLeader;
        if (command.Signature is not { } signature) return DossierRefusals.SignatureMissing(draft.Step ?? Nowhere);
        if (Unfit(signature, telling.Now) is { } unfit) return unfit;

        telling.Tell(new DossierEvent.DraftSigned(telling.Now, telling.By, draft.Number, signature));
        return null;
    }

    private static Refusal? DropDraft(Telling telling, DossierCommand.DropDraft command)
    {
        if (DraftOf(telling.Dossier, command.Number, DraftedActStatus.AwaitingApproval) is not { } draft) return DossierRefusals.NoSuchDraft;
        if (draft.By != telling.By && draft.By != command.By.Id) return DossierRefusals.NotYourDraft;
        telling.Tell(new DossierEvent.DraftDropped(telling.Now, telling.By, draft.Number));
        return null;
    }

    /// <summary>The draft of that number; for 0 the oldest that waits for this.</summary>
    private static ActDraft? DraftOf(Dossier dossier, int number, DraftedActStatus state) => dossier.Drafts.Find(draft => draft.State == state && (number == 0 || draft.Number == number));

    /// <summary>A leader over the place decides, and never over what they wrote themselves.</summary>
    private static Refusal? MayNotDecide(Telling telling, Officer by, ActDraft draft) =>
        !LeadsOver(by, PlaceOf(telling.Dossier, draft.Step)) ? DossierRefusals.NotTheDraftsLeader : draft.By == telling.By ? DossierRefusals.OwnDraft : null;

    private static AgencyCode? PlaceOf(Dossier dossier, StepKey? step) => (step is null ? null : dossier.FindOpen(step)?.Place) ?? dossier.Competent;

    /// <summary>Whoever may act on the step, or on any where the act concerns the whole dossier, may write it down.</summary>
    private bool MayDraftAt(Dossier dossier, Officer by, StepKey? at) => dossier.Open.Exists(open =>
        (at is null || open.Step == at) && process.Find(open.Step) is { IsTerminal: false } step && !step.AwaitsApplicant() && MayNotAct(dossier, by, open, step) is null);

    /// <summary>The officer as if they led the place: with whose rights a draft is tried.</summary>
    private static Officer LeaderInPlaceOf(Dossier dossier, Officer by, StepKey? step) => by with
    {
        Roles = new HashSet<Role>(by.Roles) { Role.Leader },
        Leads = [.. by.Leads, .. PlaceOf(dossier, step) is { } place ? [place] : Array.Empty<AgencyCode>()],
        Posts = [.. by.Posts, .. PlaceOf(dossier, step) is { } at ? [new Post(at, new("lanh-dao"))] : Array.Empty<Post>()],
        StandsInFor = [],
    };

    private static Refusal? Unfit(SignatureReference signature, DateTimeOffset now) =>
        string.IsNullOrWhiteSpace(signature.Number) || string.IsNullOrWhiteSpace(signature.Signer) || signature.SignedOn == default ? DossierRefusals.SignatureMissing(Nowhere)
        : signature.SignedOn > VietnamTime.DayOf(now) ? DossierRefusals.SignedInTheFuture
        : IntakeCheck.OfNote(signature.Number) ?? IntakeCheck.OfNote(signature.Signer) ?? IntakeCheck.OfNote(signature.Hash);
}
