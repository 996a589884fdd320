using System.Collections.Immutable;
using System.Text.Json.Serialization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// What is written into the clock ledger, and what the applicant owes.
[JsonDerivedType(typeof(ClockStopped), "clock-stopped")]
[JsonDerivedType(typeof(ClockResumed), "clock-resumed")]
[JsonDerivedType(typeof(DueSet), "due-set")]
[JsonDerivedType(typeof(LimitChanged), "limit-changed")]
[JsonDerivedType(typeof(ObligationImposed), "obligation-imposed")]
[JsonDerivedType(typeof(ObligationWaived), "obligation-waived")]
[JsonDerivedType(typeof(PaymentRecorded), "payment-recorded")]
[JsonDerivedType(typeof(SupplementPartReceived), "supplement-part-received")]
[JsonDerivedType(typeof(SupplementExpired), "supplement-expired")]
public abstract partial record DossierEvent
{
    /// <summary>Đồng hồ thời hạn theo quy định bắt đầu dừng: a line of the ledger is opened.</summary>
    /// <param name="Step">The step that caused it; null: it concerns the whole dossier.</param>
    /// <param name="Document">The written act behind it.</param>
    public sealed record ClockStopped(
        DateTimeOffset At, OfficerId By, StepKey? Step, ClockStopCause Cause, ClockPolicy Policy, string? Basis,
        WrittenAct? Document = null, string? Reason = null) : DossierEvent(At, By);

    /// <summary>Đồng hồ thời hạn chạy lại: a stop is over.</summary>
    /// <param name="Step">The step that caused the stop; null for the whole dossier.</param>
    /// <param name="Answered">The applicant did what was awaited. When not, a limit that would begin anew goes on with what was left.</param>
    /// <param name="Line">Which line of the ledger, from 1; null: every open one that this step caused.</param>
    /// <param name="Document">The written act that lets it go on.</param>
    public sealed record ClockResumed(
        DateTimeOffset At, OfficerId By, StepKey? Step, bool Answered = true, int? Line = null, WrittenAct? Document = null, string? Reason = null) : DossierEvent(At, By);

    /// <summary>Một ngày mới được ấn định cho thời hạn: gia hạn kèm xin lỗi, hoặc giữ ngày đã hẹn khi lịch làm việc thay đổi. The first promise stays for classification.</summary>
    /// <param name="From">When it was due before.</param>
    /// <param name="Reason">Why; an apology's reason is told to the applicant.</param>
    public sealed record DueSet(
        DateTimeOffset At, OfficerId By, ClockSettingCause Cause, DateTimeOffset From, DateTimeOffset To, string Reason, string? Basis, WrittenAct? Document) : DossierEvent(At, By);

    /// <summary>Thời hạn khác thay cho thời hạn của quy trình; thời gian đã dùng giữ nguyên, không tính lại từ đầu.</summary>
    public sealed record LimitChanged(
        DateTimeOffset At, OfficerId By, CountingRule? From, CountingRule To, string Reason, WrittenAct? Document) : DossierEvent(At, By);

    /// <summary>Yêu cầu thực hiện nghĩa vụ tài chính.</summary>
    /// <param name="Number">From 1 in the dossier.</param>
    /// <param name="Amount">Đồng.</param>
    /// <param name="Line">The line of the ledger it opens next; null at a drawn waiting step.</param>
    public sealed record ObligationImposed(
        DateTimeOffset At, OfficerId By, int Number, string What, decimal Amount, WrittenAct Document, StepKey Step, int? Line) : DossierEvent(At, By);

    /// <summary>Miễn hoặc thu hồi một khoản phải nộp.</summary>
    public sealed record ObligationWaived(DateTimeOffset At, OfficerId By, int Obligation, string Reason, WrittenAct Document) : DossierEvent(At, By);

    /// <summary>Ghi nhận tiền đã nộp, cho một khoản phải nộp hoặc một khoản phí, lệ phí.</summary>
    public sealed record PaymentRecorded(
        DateTimeOffset At, OfficerId By, int? Obligation, string? Fee, decimal Amount, string Receipt, PaymentWay Way) : DossierEvent(At, By);

    /// <summary>Đã nhận một phần giấy tờ đã yêu cầu; phần còn lại vẫn chờ.</summary>
    public sealed record SupplementPartReceived(DateTimeOffset At, OfficerId By, StepKey Step, ImmutableList<string> Papers, string? Note) : DossierEvent(At, By);

    /// <summary>Hết thời hạn bổ sung mà không nhận đủ.</summary>
    /// <param name="Follows">What the version says of it: <c>Reject</c>, <c>Stop</c> or <c>Continue</c>.</param>
    public sealed record SupplementExpired(DateTimeOffset At, OfficerId By, StepKey Step, string Follows) : DossierEvent(At, By);
}
