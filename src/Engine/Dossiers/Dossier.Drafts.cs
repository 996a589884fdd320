using System.Collections.Immutable;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// What was written down for a leader.
public sealed partial record Dossier
{
    /// <summary>Drafts that wait for somebody: for approval, for a signature, or for whoever wrote them.</summary>
    public ImmutableList<ActDraft> Drafts { get; init => field = value ?? []; } = [];

    /// <summary>How many drafts there were so far.</summary>
    public int DraftsMade { get; init; }

    private Dossier? AppliedToDrafts(DossierEvent happened) => happened switch
    {
        // A new text of the same act takes the place of one that was sent back.
        DossierEvent.ActDrafted e => this with
        {
            DraftsMade = e.Number,
            Drafts = Drafts.RemoveAll(draft => draft.State is DraftedActStatus.SentBack && draft.Act == e.Act && draft.Step == e.Step).Add(new ActDraft(e.Number, e.Act, e.Step, e.Said, e.By, e.At)),
        },
        DossierEvent.DraftSentBack e => this with { Drafts = Drafts.ConvertAll(draft => draft.Number == e.Number ? draft with { State = DraftedActStatus.SentBack } : draft) },
        DossierEvent.DraftDropped e => this with { Drafts = Drafts.RemoveAll(draft => draft.Number == e.Number) },
        DossierEvent.DraftApproved e => this with { Drafts = Drafts.ConvertAll(draft => draft.Number == e.Number ? draft with { State = DraftedActStatus.AwaitingSignature } : draft) },
        DossierEvent.DraftSigned e => this with { Drafts = Drafts.RemoveAll(draft => draft.Number == e.Number) },
        _ => null,
    };
}

/// <summary>An act written down for a leader.</summary>
/// <param name="By">Who wrote it.</param>
public sealed record ActDraft(int Number, string Act, StepKey? Step, ImmutableSortedDictionary<string, string> Said, OfficerId By, DateTimeOffset At)
{
    public DraftedActStatus State { get; init; }
}

/// <summary>What a draft waits for.</summary>
public enum DraftedActStatus
{
    AwaitingApproval, // chờ duyệt
    AwaitingSignature, // chờ ký
    SentBack, // trả lại
}
