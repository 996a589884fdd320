using System.Collections.Immutable;
using System.Diagnostics;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// What a dossier remembers of the desk: what was asked for before it was received, who helped, and what may no longer be corrected.
public sealed partial record Dossier
{
    /// <summary>What is asked for; in files received before this was kept, null.</summary>
    public ProcedureCode? Procedure { get; init; }

    public CaseKey? Case { get; init; }

    /// <summary>Who helped to hand it in (nơi hỗ trợ): it may see the dossier, and nothing more.</summary>
    public AgencyCode? Supporting { get; init; }

    /// <summary>When the applicant handed it in, where it was not received in the same moment.</summary>
    public DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>The code it has in the system it came from; null where it came from none.</summary>
    public ForeignCode? Origin { get; init; }

    /// <summary>The desk's time to answer; null where the dossier was received over the counter.</summary>
    public AcceptanceWindow? Acceptance { get; init; }

    /// <summary>The branches that conditions have chosen so far: the answers they read can no longer be corrected.</summary>
    public ImmutableList<StepKey> Chosen { get; init => field = value ?? []; } = [];

    /// <summary>Handed in, and neither received nor ended: no version, no statutory clock.</summary>
    public bool AwaitsAcceptance => Status is DossierStatus.Submitted or DossierStatus.AwaitingCompletion;

    private Dossier AppliedAtTheDesk(DossierEvent happened) => happened switch
    {
        DossierEvent.HandedIn e => this with
        {
            Status = DossierStatus.Submitted,
            Procedure = e.Procedure,
            Case = e.Case,
            Receiving = e.Receiving,
            Competent = e.Competent,
            Supporting = e.Supporting,
            Channel = e.Channel,
            Area = e.Area,
            SubmittedAt = e.At,
            Origin = e.Origin,
            Attributes = e.Attributes,
            Acceptance = new AcceptanceWindow(e.At, e.AnswerWithin, e.Basis, FeeOwed: e.UpFrontFee),
        },
        DossierEvent.CompletionAsked => this with { Status = DossierStatus.AwaitingCompletion, Acceptance = Acceptance! with { IsOpen = false, WasAsked = true } },
        DossierEvent.CompletionReceived e => this with { Status = DossierStatus.Submitted, Acceptance = Acceptance!.Anew(e.At) },
        // Paying while papers are still owed opens no window: the desk has nothing to answer yet.
        DossierEvent.UpFrontFeePaid e => this with
        {
            Acceptance = (Status is DossierStatus.Submitted ? Acceptance!.Anew(e.At) : Acceptance!) with { FeeOwed = null },
        },
        DossierEvent.Declined e => this with { Status = DossierStatus.Declined, EndedAt = e.At, Acceptance = Acceptance! with { IsOpen = false } },
        DossierEvent.SubmissionWithdrawn e => this with { Status = DossierStatus.Withdrawn, EndedAt = e.At, Acceptance = Acceptance! with { IsOpen = false } },
        DossierEvent.Reminded e => this with { Acceptance = Acceptance! with { Said = ReminderRungs.With(Acceptance.Said, e.Kind, e.At) } },
        DossierEvent.Corrected e => this with { Attributes = Attributes.SetItems(e.AnswersAfter) },
        DossierEvent.TimeChangeRefused or DossierEvent.ResultHandedOver => this,
        _ => throw new UnreachableException(),
    };
}
