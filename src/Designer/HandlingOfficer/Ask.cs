using System.Collections.Immutable;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.HandlingOfficer;

/// <summary>What an officer filled into the form of one step: first shown as an effect, then confirmed.</summary>
/// <param name="Kind">Which form: complete, supplement, supplement-received, return.</param>
/// <param name="Missing">One paper a line.</param>
public sealed record Ask(AskKind Kind, string Step, string? Outcome, string? Note, string? Assignee, string? Missing, string? Basis)
{
    /// <summary>The command it stands for.</summary>
    /// <param name="assignees">Whom the step may be given to.</param>
    public DossierCommand Command(Officer by, IReadOnlyList<Officer> assignees) => Kind switch
    {
        AskKind.Supplement => new DossierCommand.RequestSupplement(by, new StepKey(Step), Papers ?? [], Note ?? "", Basis),
        AskKind.SupplementReceived => new DossierCommand.ReceiveSupplement(by, Note),
        AskKind.Return => new DossierCommand.ReturnResult(by, Note),
        _ => new DossierCommand.CompleteStep(by, new StepKey(Step), Outcome ?? "", Note, assignees.FirstOrDefault(officer => officer.Id.Value == Assignee), Papers),
    };

    /// <summary>The name of the form it came from, unique on the page.</summary>
    public string Form => FormOf(Kind, Step);

    public static string FormOf(AskKind kind, string step) => $"{kind}-{step}";

    private ImmutableList<string>? Papers =>
        Missing?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToImmutableList();
}

/// <summary>The forms of a dossier's page.</summary>
public enum AskKind
{
    Complete, // hoàn thành bước
    Supplement, // yêu cầu bổ sung
    SupplementReceived, // nhận phần bổ sung
    Return, // trả kết quả
}
