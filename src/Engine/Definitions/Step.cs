using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>One activity of the drawing, compiled: a step people work on (bước), or a routing point of the flow.</summary>
public sealed record Step
{
    /// <summary>Position in <see cref="ProcessDefinition.Steps"/>.</summary>
    public required int Index { get; init; }

    /// <summary>The Elsa activity's id, unique in the document.</summary>
    public required string Id { get; init; }

    /// <summary>The printed key (B1…), else the activity's id.</summary>
    public required StepKey Key { get; init; }

    /// <summary>What people call it: the display text, else the type's Vietnamese name.</summary>
    public required string Name { get; init; }

    /// <summary>The Elsa type name, e.g. <c>Tthc.Examine</c>.</summary>
    public required string Type { get; init; }

    public required StepKind Kind { get; init; }

    /// <summary>The outcomes it can leave by, in the type's order; empty for terminals.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary>Who, how long and with what; null on routing points.</summary>
    public StepWork? Work { get; init; }

    /// <summary><see cref="StepKind.Decision"/>: the condition behind the port <c>True</c>.</summary>
    public Condition? Condition { get; init; }

    /// <summary><see cref="StepKind.Switch"/>: label and condition of each case, in the drawing's order; <c>Default</c> is the port when none holds.</summary>
    public IReadOnlyList<SwitchCase> Cases { get; init; } = [];

    /// <summary><see cref="StepKind.Join"/>: what it waits for.</summary>
    public JoinMode JoinMode { get; init; }

    /// <summary><see cref="StepKind.End"/>: the outcome that a calling process leaves by.</summary>
    public string? EndOutcome { get; init; }

    /// <summary>The key of the step that called the process this one was copied from; null for what is drawn in the process itself.</summary>
    public StepKey? Call { get; init; }

    /// <summary>How often what leaves here may go back, as a planning figure: the work's own, or that of the call whose way out this is.</summary>
    public int MaxRounds { get => Work?.MaxRounds ?? field; init; }

    /// <summary>True where a dossier's way is over once the step is reached.</summary>
    public bool IsTerminal => Kind is StepKind.ReturnResult or StepKind.Reject or StepKind.Stop or StepKind.End;

    /// <summary>True for points that pass a token on at once: nobody works there, nothing is chosen.</summary>
    public bool PassesAtOnce => Kind is StepKind.Start or StepKind.Fork or StepKind.CallEntry or StepKind.CallExit;

    /// <summary>True for points whose way out is chosen by a condition over the dossier's attributes.</summary>
    public bool IsChoice => Kind is StepKind.Decision or StepKind.Switch;
}

/// <summary>What people do at a step (process-language §2, shared inputs).</summary>
public sealed record StepWork
{
    /// <summary>Key of the inter-agency leg or stage it belongs to (chặng, giai đoạn).</summary>
    public string? Leg { get; init; }

    public string? Instruction { get; init; }

    /// <summary>A unit's code, or <c>Receiving</c>, <c>Competent</c>, <c>Leg:&lt;key&gt;</c>.</summary>
    public string? Unit { get; init; }

    public PositionKey? Position { get; init; }

    public TimeLimit? Limit { get; init; }

    /// <summary>The limit where the dossier came online, if it differs; in the unit of <see cref="Limit"/>.</summary>
    public TimeLimit? OnlineLimit { get; init; }

    public IReadOnlyList<string> Forms { get; init; } = [];

    public string? Product { get; init; }

    /// <summary>Portal status code, only where it differs from the type's own.</summary>
    public int? PortalStatus { get; init; }

    public bool RequiresAttachment { get; init; }

    public bool RequiresSignature { get; init; }

    public bool MayReturn { get; init; }

    public bool MayRecall { get; init; }

    /// <summary>How often the step may send the dossier back, as a planning figure; 0 = not stated.</summary>
    public int MaxRounds { get; init; }

    /// <summary><c>Consent</c>, <c>Escalate</c> or <c>Wait</c>: what silence means to a consultation.</summary>
    public string? Silence { get; init; }

    /// <summary>What the clock does while an applicant is awaited (<c>Suspends</c>, <c>Runs</c>); null for the header's or the type's own.</summary>
    public ClockPolicy? Clock { get; init; }

    /// <summary><see cref="StepKind.RunProcess"/>: the shared process it calls, as a <see cref="ProcessKey"/>.</summary>
    public string? Process { get; init; }
}

/// <summary>A case of a switch: the port's name, and when it holds.</summary>
public sealed record SwitchCase(string Label, Condition? Condition);

/// <summary>The way out of a step by one port (nhánh): a connection of the drawing.</summary>
/// <param name="Index">Position in <see cref="ProcessDefinition.Routes"/>.</param>
/// <param name="Id">Stable inside a version: <c>source:port&gt;target</c>, with <c>#2</c>… on a repeated connection.</param>
public sealed record Route(int Index, string Id, int From, string Port, int To);

/// <summary>The kinds of activity our engine runs; each is an Elsa type (process-language §2).</summary>
public enum StepKind
{
    Unknown, // loại không được hỗ trợ: giữ nguyên, không được công bố
    Intake, // tiếp nhận
    Handover, // chuyển, bàn giao
    Assign, // phân công
    Examine, // thẩm định, thẩm tra
    Verify, // xác minh, kiểm tra thực địa
    Consult, // lấy ý kiến
    Work, // bước xử lý khác
    Draft, // dự thảo
    Review, // xem xét
    Sign, // ký duyệt
    Issue, // đóng dấu, vào sổ, phát hành
    Transfer, // chuyển liên thông
    AwaitSupplement, // chờ bổ sung
    AwaitPayment, // chờ nghĩa vụ tài chính
    AwaitApplicant, // chờ công dân thực hiện việc khác
    RunProcess, // gọi quy trình dùng chung
    ReturnResult, // trả kết quả
    Reject, // từ chối giải quyết
    Stop, // dừng giải quyết
    Start,
    Decision,
    Switch,
    Fork,
    Join,
    End,
    CallEntry, // nơi vào một quy trình được gọi: only where calls are linked, never drawn
    CallExit, // nơi ra khỏi một quy trình được gọi, theo một kết quả của nó
}

/// <summary>What a join waits for (process-language §3).</summary>
public enum JoinMode
{
    WaitAll, // một thẻ từ mỗi nhánh
    WaitAllActive, // mọi nhánh còn có thể tới
    WaitAny, // nhánh đầu tiên; các nhánh khác bị hủy
}

/// <summary>What the dossier's clock does while the applicant is awaited (chính sách tính thời hạn).</summary>
public enum ClockPolicy
{
    Restarts, // tính lại từ đầu
    Suspends, // tạm dừng, rồi tính tiếp
    Runs, // không dừng
}
