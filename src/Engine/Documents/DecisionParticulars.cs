using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Documents;

/// <summary>What the text of a decision is composed from (nội dung để soạn quyết định). Nothing in it is made up: a basis that is not given is not printed.</summary>
/// <param name="Authority">Who issues it, as <c>Ủy ban nhân dân tỉnh Lai Châu</c>.</param>
/// <param name="Place">Where it is issued; null leaves room for it.</param>
/// <param name="Subject">What it is about (trích yếu).</param>
/// <param name="SignerTitle">Chức vụ của người ký, one line under the other: <c>TM. ỦY BAN NHÂN DÂN</c>, <c>CHỦ TỊCH</c>.</param>
public sealed record DecisionParticulars(string Authority, string? Place, string Subject, string SignerTitle, string SignerName)
{
    /// <summary>The body above the authority, printed over its name; null where there is none (a people's committee).</summary>
    public string? Superior { get; init; }

    /// <summary>Who decides, where that is not the authority as such: <c>Chủ tịch Ủy ban nhân dân tỉnh Lai Châu</c>.</summary>
    public string? Competence { get; init; }

    /// <summary>Số, ký hiệu; null for a draft.</summary>
    public string? Number { get; init; }

    public DateOnly? SignedOn { get; init; }

    public DateOnly? EffectiveFrom { get; init; }

    /// <summary>The laws that every such decision of the province names; those not in force on <see cref="On"/> are left out.</summary>
    public IReadOnlyList<LegalDocument> StandingBases { get; init; } = [];

    /// <summary>On which day the standing bases must be in force: the day of signing, or the day of the preview.</summary>
    public DateOnly On { get; init; }

    /// <summary>Further bases, one a text, with or without "Căn cứ" before it.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [];

    /// <summary>Nơi nhận, one a text; empty for the two that every decision has.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>What it does to which process, in the order of the annex.</summary>
    public IReadOnlyList<DecidedProcess> Lines { get; init; } = [];
}

/// <summary>One process of a decision, with the names it is printed under.</summary>
/// <param name="Name">Of the process that becomes law; for an abolition, of what ends.</param>
public sealed record DecidedProcess(DecisionAct Act, string Name)
{
    public ProcedureCode? Procedure { get; init; }

    public string? ProcedureName { get; init; }

    /// <summary>Which case of the procedure (trường hợp), by its name; null for all of it.</summary>
    public string? Case { get; init; }

    public string? Field { get; init; }

    /// <summary>Which department drafted it.</summary>
    public string? Agency { get; init; }

    /// <summary>Mã số quy trình.</summary>
    public string? DocumentCode { get; init; }

    /// <summary>What becomes law; null for an abolition.</summary>
    public ProcessDefinition? Process { get; init; }

    /// <summary>The paper that proposed it; null where there is none.</summary>
    public ProposalPaper? Proposal { get; init; }

    /// <summary>What ends with it.</summary>
    public IReadOnlyList<EndedProcess> Ends { get; init; } = [];
}

/// <summary>The paper by which a department proposes processes (tờ trình).</summary>
public sealed record ProposalPaper(string Number, DateOnly Date);

/// <summary>A process that a decision ends, and the decision that had published it.</summary>
public sealed record EndedProcess(string Name, string? DocumentCode, ProcedureCode? Procedure, string Decision, DateOnly SignedOn);
