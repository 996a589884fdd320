using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// What stops, moves or ends a dossier's clock without being drawn: rights that the law gives at any moment.
public abstract partial record DossierCommand
{
    /// <summary>Tạm dừng giải quyết theo quyết định of a leader: the whole dossier stands still until another decision.</summary>
    public sealed record Suspend(Officer By, string Reason, string Basis, WrittenAct Document) : DossierCommand(By);

    /// <summary>Tiếp tục giải quyết theo quyết định: a suspended dossier goes on with the time that was left.</summary>
    public sealed record Resume(Officer By, WrittenAct Document, string? Reason = null) : DossierCommand(By);

    /// <summary>Xin lỗi và hẹn lại: a leader sets a new date while there is still time; the first promise stays for classification.</summary>
    /// <param name="DueAt">The new date, to the minute.</param>
    /// <param name="Basis">Null: the rule of the version says it.</param>
    public sealed record Extend(Officer By, DateTimeOffset DueAt, string Reason, string? Basis = null, WrittenAct? Document = null) : DossierCommand(By);

    /// <summary>Yêu cầu thực hiện nghĩa vụ tài chính, at the step the officer has in hand or at a drawn waiting step.</summary>
    /// <param name="Amount">Đồng, whole.</param>
    /// <param name="Document">The notice (thông báo nộp tiền).</param>
    public sealed record ImposeObligation(Officer By, StepKey Step, string What, decimal Amount, WrittenAct Document) : DossierCommand(By);

    /// <summary>Ghi nhận tiền đã nộp: for an obligation by its number, or a fee by its name in the process header.</summary>
    public sealed record RecordPayment(Officer By, decimal Amount, string Receipt, PaymentWay Way, int? Obligation = null, string? Fee = null) : DossierCommand(By);

    /// <summary>Miễn hoặc thu hồi yêu cầu nghĩa vụ tài chính, by a leader's decision.</summary>
    public sealed record WaiveObligation(Officer By, int Obligation, string Reason, WrittenAct Document) : DossierCommand(By);

    /// <summary>Hết thời hạn bổ sung: what the header says of a supplement nobody answered in time is carried out.</summary>
    public sealed record ExpireSupplement(Officer By) : DossierCommand(By);

    /// <summary>Người nộp rút hồ sơ: the desk records the written wish.</summary>
    public sealed record Withdraw(Officer By, string Reason, WrittenAct? Document = null) : DossierCommand(By);

    /// <summary>Từ chối giải quyết, undrawn: a leader's reasoned decision.</summary>
    public sealed record Reject(Officer By, string Reason, string? Basis = null, WrittenAct? Document = null) : DossierCommand(By);

    /// <summary>Dừng giải quyết, undrawn (Mẫu 05): a leader's decision, with its legal basis.</summary>
    public sealed record Stop(Officer By, string Reason, string Basis, WrittenAct? Document = null) : DossierCommand(By);
}
