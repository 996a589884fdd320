using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>Something an officer may do to a dossier now (việc làm được lúc này), and what it asks them to write down.</summary>
/// <remarks>Pages draw their forms from it and programs read it over HTTP; the decider judges what comes back like any other command.</remarks>
/// <param name="Act">The permanent name of the act: <c>complete</c>, <c>request-supplement</c>…</param>
/// <param name="Step">The open step it is done at; null for acts on the dossier as a whole.</param>
public sealed record ActOffer(string Act, StepKey? Step, Wording Label, IReadOnlyList<ActField> Fields)
{
    /// <summary>What the dossier waits for from this officer, as against what they may do besides.</summary>
    public bool IsMain { get; init; }

    /// <summary>A word of instruction above the form.</summary>
    public Wording? Hint { get; init; }

    /// <summary>It would only be written down for a leader to approve (dự thảo), not done.</summary>
    public bool IsDraft { get; init; }

    /// <summary>What tells the offer from the others of the same dossier.</summary>
    public string Key => $"{(IsDraft ? "draft-" : "")}{Act}{(Step is null ? "" : $"-{Step}")}";
}

/// <summary>One thing an act asks for.</summary>
/// <param name="Name">The permanent name of the field: <c>reason</c>, <c>until</c>…</param>
public sealed record ActField(string Name, ActFieldKind Kind, Wording Label, bool Required = false)
{
    public Wording? Hint { get; init; }

    /// <summary>What may be chosen. For officers and agencies the engine fills it in from the catalogue.</summary>
    public IReadOnlyList<ActChoice> Choices { get; init; } = [];

    /// <summary>What stands in the field at first, as it would be typed.</summary>
    public string? Default { get; init; }

    /// <summary>For officers: the units at one of which they must stand; empty: anywhere.</summary>
    public IReadOnlyList<AgencyCode> Places { get; init; } = [];

    /// <summary>For officers: the positions whose holders come first; with <see cref="OnlyThese"/>, the only ones.</summary>
    public IReadOnlyList<PositionKey> Positions { get; init; } = [];

    public bool OnlyThese { get; init; }

    /// <summary>For officers and agencies: values that are not among the choices.</summary>
    internal IReadOnlyCollection<string> Except { get; init; } = [];

    /// <summary>It says which of several things (drafts, questions, debts) the act is done to: each choice is tried by itself, and only what the officer may do is left.</summary>
    internal bool IsTarget { get; init; }

    /// <summary>The note that goes with most acts.</summary>
    public static ActField Note { get; } = new("note", ActFieldKind.LongText, new("Ý kiến, ghi chú", "Note"));

    /// <summary>The reason that an act must give.</summary>
    public static ActField Reason { get; } = new("reason", ActFieldKind.LongText, new("Lý do", "Reason"), Required: true);

    /// <summary>The legal basis of an act.</summary>
    public static ActField Basis(bool required) => new("basis", ActFieldKind.Text, new("Căn cứ pháp lý", "Legal basis"), required);
}

/// <summary>What kind of answer a field takes, and how it is written: days as <c>2026-03-09</c>, moments as <c>2026-03-09T15:30</c> in Vietnam, amounts in đồng, flags as <c>true</c>.</summary>
public enum ActFieldKind
{
    Text, // một dòng
    LongText, // nhiều dòng
    Day, // ngày
    Moment, // ngày giờ
    Number, // số nguyên
    Amount, // số tiền, đồng
    Flag, // có hay không
    Choice, // chọn một
    Officer, // chọn một cán bộ
    Agencies, // chọn một hoặc nhiều cơ quan, đơn vị
    Papers, // danh sách giấy tờ, mỗi dòng một loại
    Attachments, // chọn một hoặc nhiều tệp đính kèm, theo số
}

/// <summary>One of the answers of a choice.</summary>
/// <param name="Leads">What comes of it, where that is known beforehand.</param>
public sealed record ActChoice(string Value, Wording Label, Wording? Leads = null)
{
    /// <summary>A place whose name belongs to the label; the engine fills it in from the catalogue.</summary>
    public AgencyCode? Place { get; init; }
}

/// <summary>The dossier as an act looks at it before it is offered.</summary>
/// <param name="Open">The open step it would be done at; null for acts on the dossier as a whole.</param>
/// <param name="Step">That step in the drawing.</param>
public sealed record ActSituation(ProcessDefinition Process, Dossier Dossier, Officer By, DateTimeOffset Now, OpenStep? Open, Step? Step);
