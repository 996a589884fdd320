using System.Collections.Immutable;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>What somebody asks for. The only ways a dossier can change.</summary>
public abstract partial record DossierCommand(Officer By)
{
    /// <summary>Tiếp nhận: makes the dossier. The version in force that day is found by the office.</summary>
    /// <param name="Area">The area whose longer limit applies, by its name in the header; null for none.</param>
    /// <param name="Supporting">Nơi hỗ trợ nộp, where another agency helped the applicant.</param>
    public sealed record Receive(
        Officer By, AgencyCode Receiving, AgencyCode Competent, Channel Channel, Particulars Particulars,
        ImmutableSortedDictionary<string, AttributeValue> Attributes, string? Area = null, AgencyCode? Supporting = null) : DossierCommand(By);

    /// <summary>Hoàn thành một bước với một kết quả. At a step that names an officer, <paramref name="Assignee"/> is whom.</summary>
    /// <param name="Note">What the officer wrote; the reason, where the outcome leads straight to a drawn supplement.</param>
    /// <param name="Missing">What is missing, where the outcome leads straight to a drawn supplement.</param>
    /// <param name="Signature">The signed paper, where the step asks for one.</param>
    public sealed record CompleteStep(
        Officer By, StepKey Step, string Outcome, string? Note = null, Officer? Assignee = null, ImmutableList<string>? Missing = null,
        SignatureReference? Signature = null) : DossierCommand(By)
    {
        /// <summary>Why the step is left although bodies that were asked there have not answered yet.</summary>
        public string? WithoutOpinions { get; init; }
    }

    /// <summary>Yêu cầu bổ sung at a step, undrawn: the step goes on afterwards with its remaining time.</summary>
    public sealed record RequestSupplement(
        Officer By, StepKey Step, ImmutableList<string> Missing, string Reason, string? Basis = null) : DossierCommand(By);

    /// <summary>Nhận phần bổ sung: all of it, or the papers named. The clock goes on when all have come that were asked for, or when what came is declared sufficient.</summary>
    /// <param name="Papers">Which of the papers asked for are here now; null: all that were still to come.</param>
    /// <param name="IsSufficient">Whoever examines declares that what came will do; <paramref name="Note"/> says why.</param>
    /// <param name="Step">Which drawn waiting step receives them, where there are several; null otherwise.</param>
    public sealed record ReceiveSupplement(
        Officer By, string? Note = null, ImmutableList<string>? Papers = null, bool IsSufficient = false, StepKey? Step = null) : DossierCommand(By)
    {
        /// <summary>What comes with it, and lies in the store already.</summary>
        public ImmutableList<HandedFile>? Files { get; init; }
    }

    /// <summary>Trả kết quả cho công dân.</summary>
    public sealed record ReturnResult(Officer By, string? ReceivedBy = null, HandingOver? HandingOver = null) : DossierCommand(By);

    /// <summary>Nhắc hạn: from the sweep, when a reminder's time has come.</summary>
    public sealed record Remind(StepKey Step, int Run, ReminderKind Kind) : DossierCommand(Officer.System);
}
