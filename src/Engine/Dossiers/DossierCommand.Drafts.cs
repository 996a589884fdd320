using System.Collections.Immutable;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// Drafts of acts: written, approved, sent back, signed. A number 0 means the oldest that waits.
public abstract partial record DossierCommand
{
    /// <summary>Dự thảo một việc cho lãnh đạo duyệt, by its name in the registry.</summary>
    public sealed record DraftAct(Officer By, string Act, StepKey? Step, ImmutableSortedDictionary<string, string> Said) : DossierCommand(By);

    /// <summary>Duyệt: the act is carried out now, in the leader's name; with a signature it is signed at once.</summary>
    public sealed record ApproveDraft(Officer By, int Number, SignatureReference? Signature = null) : DossierCommand(By);

    /// <summary>Trả lại dự thảo.</summary>
    public sealed record SendBackDraft(Officer By, int Number, string Reason) : DossierCommand(By);

    /// <summary>Ghi nhận văn bản đã ký.</summary>
    public sealed record SignDraft(Officer By, int Number, SignatureReference? Signature) : DossierCommand(By);

    /// <summary>Rút lại dự thảo của mình.</summary>
    public sealed record DropDraft(Officer By, int Number) : DossierCommand(By);
}
