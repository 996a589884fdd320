using System.Collections.Immutable;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// Other bodies are asked for their opinion. A number 0 means the oldest question that waits for whoever acts.
public abstract partial record DossierCommand
{
    /// <summary>Lấy ý kiến: one or several bodies are asked at an open step, side by side.</summary>
    public sealed record Consult(Officer By, StepKey Step, ImmutableList<ConsultationQuestion> Questions) : DossierCommand(By);

    /// <summary>Nhắc trả lời.</summary>
    public sealed record ChaseOpinion(Officer By, int Number, string? Note = null) : DossierCommand(By);

    /// <summary>Giao trả lời: a leader of the body that was asked says which of their officers answers.</summary>
    public sealed record AssignQuestion(Officer By, int Number, Officer? Assignee, string? Note = null) : DossierCommand(By);

    /// <summary>Trả lời: whoever the question was given to, else somebody who stands at the body that was asked; or a leader of the body.</summary>
    public sealed record GiveOpinion(Officer By, int Number, ConsultedOpinion? Opinion, string? Note = null, SignatureReference? Signature = null) : DossierCommand(By);

    /// <summary>Không hỏi nữa.</summary>
    public sealed record WithdrawQuestion(Officer By, int Number, string Reason) : DossierCommand(By);
}
