using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>What a process says of itself (phần đầu quy trình): <c>customProperties.tthc</c> of its document, typed (process-language §1).</summary>
public sealed record ProcessHeader
{
    public ProcedureCode? Procedure { get; init; }

    public CaseKey? Case { get; init; }

    /// <summary>Where it applies (nơi áp dụng): an agency with everything under it; null: the whole province.</summary>
    public AgencyCode? Place { get; init; }

    public ProcessKind Kind { get; init; }

    /// <summary>Mã số quy trình (QT.xx).</summary>
    public string? DocumentCode { get; init; }

    /// <summary>Lần ban hành.</summary>
    public int? IssueNumber { get; init; }

    /// <summary>Mã định danh điện tử of the document.</summary>
    public string? Identifier { get; init; }

    public TimeLimit? StatutoryLimit { get; init; }

    public TimeLimit? PromisedLimit { get; init; }

    public TimeLimit? OnlineLimit { get; init; }

    /// <summary>"+ n ngày" areas.</summary>
    public IReadOnlyList<RegionalExtension> RegionalExtensions { get; init; } = [];

    public Counting Counting { get; init; }

    public AfterHours AfterHours { get; init; }

    public TimeOnly? CutOff { get; init; }

    public bool NoPromise { get; init; }

    /// <summary>Trả ngay.</summary>
    public bool Immediate { get; init; }

    /// <summary>Null: a supplement may not be asked for, unless it is drawn.</summary>
    public SupplementRule? Supplement { get; init; }

    /// <summary>How often and until when a new date may be set with an apology; null: <see cref="ExtensionRule.Default"/>.</summary>
    public ExtensionRule? Extension { get; init; }

    /// <summary>Finding code → what the author answers to that warning.</summary>
    public IReadOnlyDictionary<string, string> Reasons { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<Leg> Legs { get; init; } = [];

    public IReadOnlyList<ComponentRequirement> Components { get; init; } = [];

    public IReadOnlyList<Fee> Fees { get; init; } = [];

    public IReadOnlyList<ResultKind> Results { get; init; } = [];

    public IReadOnlyList<Form> Forms { get; init; } = [];

    public IReadOnlyList<LegalBasis> LegalBases { get; init; } = [];

    /// <summary>Which article sets the statutory limit (điều khoản quy định thời hạn).</summary>
    public LimitSource? LimitSource { get; init; }

    /// <summary>Who drafted, reviewed and approved the text, and what changed since the last issue (kiểm soát tài liệu).</summary>
    public DocumentControl? Control { get; init; }

    /// <summary>The appendix of the decision that this text is drafted for: what it approves, amends, replaces and abolishes (danh mục kèm quyết định).</summary>
    public IReadOnlyList<DecisionLine> Decision { get; init; } = [];

    /// <summary>Điều kiện thực hiện.</summary>
    public string? Conditions { get; init; }

    /// <summary>Hồ sơ lưu: bao lâu, ở đâu.</summary>
    public string? Retention { get; init; }

    /// <summary>The limit the process is held to: the promised one, else the statutory one.</summary>
    public TimeLimit? HeldTo => PromisedLimit ?? StatutoryLimit;

    // "Trả ngay" is due at the close of the working day on which the dossier came; what comes after hours, at the close of the next.
    private static readonly TimeOnly EndOfDay = new(23, 59);

    /// <summary>How the limit of a dossier is counted: the promised limit, else the statutory one; the online one for what came online; longer in the area named. Null: nothing is promised.</summary>
    public CountingRule? RuleFor(bool online, string? area)
    {
        if (NoPromise) return null;
        if (Immediate) return new(HeldTo ?? TimeLimit.OfDays(1), Counting.SameDay, AfterHours, EndOfDay);
        if (((online ? OnlineLimit : null) ?? HeldTo) is not { } limit)
            return Counting is Counting.SameDay ? new(TimeLimit.OfDays(1), Counting.SameDay, AfterHours, CutOff) : null;

        var more = RegionalExtensions.FirstOrDefault(extension => extension.Area == area);
        return new(more is null ? limit : Longer(limit, more.Limit), Counting, AfterHours, CutOff);
    }

    /// <summary>Days are added to days and working time to working time; what cannot be added stays the limit of the area.</summary>
    private static TimeLimit Longer(TimeLimit limit, TimeLimit more) =>
        limit.Unit == more.Unit ? limit with { Value = limit.Value + more.Value }
        : limit.WorkingMinutes is { } minutes && more.WorkingMinutes is { } extra ? TimeLimit.OfHours((minutes + extra) / 60m)
        : more;
}

/// <summary>Which of the four kinds of process a document is.</summary>
public enum ProcessKind
{
    Public, // thủ tục hành chính
    BetweenAgencies, // TTHC nội bộ giữa các cơ quan
    SharedInternal, // quy trình dùng chung
    AgencyInternal, // quy trình riêng của một cơ quan
}

/// <summary>How often, how long and at what price for the clock papers may be asked for (yêu cầu bổ sung).</summary>
public sealed record SupplementRule(ClockPolicy Clock, int Rounds = 1, TimeLimit? AnswerWithin = null, string? OnExpiry = null);

/// <summary>How often a dossier's date may be set anew with an apology (xin lỗi, hẹn lại), how long before it is due at the latest, and what says so.</summary>
/// <param name="Times">How often in the life of a dossier; 0: never.</param>
/// <param name="AskBefore">How much time must be left when it is set.</param>
public sealed record ExtensionRule(int Times, TimeLimit AskBefore, string? Basis)
{
    /// <summary>Once, and at least one working day before the limit is over; a procedure's own law may say otherwise in its header.</summary>
    public static ExtensionRule Default { get; } = new(1, TimeLimit.OfDays(1), "Nghị định số 118/2025/NĐ-CP");
}

/// <summary>A longer limit in named areas.</summary>
public sealed record RegionalExtension(string Area, TimeLimit Limit);

/// <summary>A leg across agencies (chặng liên thông), or a stage: its key, whose it is, and its own limit.</summary>
public sealed record Leg(string Key, string? Name, string? Agency, TimeLimit? Limit);

/// <summary>A paper the dossier must hold (thành phần hồ sơ).</summary>
public sealed record ComponentRequirement(string? Code, string Name, string? Kind, int Originals, int Copies, bool Required);

/// <summary>A charge (phí, lệ phí): dong, its legal basis, and when it is collected (1 at intake, 2 at supplement, 4 at return).</summary>
public sealed record Fee(string Name, decimal Amount, string? Basis, int? Moment);

/// <summary>What the applicant gets (kết quả).</summary>
public sealed record ResultKind(string? Code, string Name);

/// <summary>A printed form (mẫu): its number, its name, and the circular it belongs to.</summary>
public sealed record Form(string Number, string? Name, string? Basis)
{
    /// <summary>Where the blank is attached; a form of a circular needs none, it is printed there.</summary>
    public string? File { get; init; }
}

/// <summary>A law, decree, circular or decision that the process rests on (căn cứ pháp lý).</summary>
public sealed record LegalBasis(string Number, DateOnly? Date, string? Issuer, string? Title, string? Article, DateOnly? ValidFrom, DateOnly? ValidTo);

/// <summary>Where the law sets the limit: the number of one of the legal bases, and the article in it (điều, khoản).</summary>
public sealed record LimitSource(string Number, string Article);

/// <summary>The signing page and the table of changes of an ISO document (trang ký, bảng theo dõi sửa đổi).</summary>
/// <param name="DraftedBy">Soạn thảo.</param>
/// <param name="ReviewedBy">Soát xét.</param>
/// <param name="ApprovedBy">Phê duyệt.</param>
public sealed record DocumentControl(string? DraftedBy, string? ReviewedBy, string? ApprovedBy, IReadOnlyList<DocumentChange> Changes);

/// <summary>A row of the table of changes (sửa đổi): in which issue, when, what changed and why.</summary>
public sealed record DocumentChange(int Issue, DateOnly? Date, string What, string? Why);

/// <summary>A line of the decision's appendix: what is done to which process.</summary>
/// <param name="DocumentCode">Mã số quy trình it speaks of.</param>
public sealed record DecisionLine(DecisionAct Act, string DocumentCode, string? Name);

/// <summary>What a decision does to a process.</summary>
public enum DecisionAct
{
    Approve, // phê duyệt mới
    Amend, // sửa đổi, bổ sung
    Replace, // thay thế
    Abolish, // bãi bỏ
}
