using System.Collections.Immutable;
using System.Text.Json.Serialization;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// Acts that are written down first, and carried out when a leader approves them (dự thảo, trình duyệt, ký).
[JsonDerivedType(typeof(ActDrafted), "act-drafted")]
[JsonDerivedType(typeof(DraftSentBack), "draft-sent-back")]
[JsonDerivedType(typeof(DraftDropped), "draft-dropped")]
[JsonDerivedType(typeof(DraftApproved), "draft-approved")]
[JsonDerivedType(typeof(DraftSigned), "draft-signed")]
public abstract partial record DossierEvent
{
    /// <summary>Dự thảo một việc, trình lãnh đạo: nothing is done yet.</summary>
    /// <param name="Number">1 for the first draft of the dossier, 2 for the second…</param>
    /// <param name="Act">The act's name in the registry.</param>
    /// <param name="Said">Field → what was written.</param>
    public sealed record ActDrafted(
        DateTimeOffset At, OfficerId By, int Number, string Act, StepKey? Step, ImmutableSortedDictionary<string, string> Said) : DossierEvent(At, By);

    /// <summary>Lãnh đạo trả lại dự thảo.</summary>
    public sealed record DraftSentBack(DateTimeOffset At, OfficerId By, int Number, string Reason) : DossierEvent(At, By);

    /// <summary>Người dự thảo rút lại dự thảo.</summary>
    public sealed record DraftDropped(DateTimeOffset At, OfficerId By, int Number) : DossierEvent(At, By);

    /// <summary>Lãnh đạo duyệt: what the act does stands before this line, in the leader's name.</summary>
    /// <param name="Drafter">Who had written it.</param>
    public sealed record DraftApproved(DateTimeOffset At, OfficerId By, int Number, OfficerId Drafter) : DossierEvent(At, By);

    /// <summary>Văn bản đã ký.</summary>
    public sealed record DraftSigned(DateTimeOffset At, OfficerId By, int Number, SignatureReference Signature) : DossierEvent(At, By);
}
