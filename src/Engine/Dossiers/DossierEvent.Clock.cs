using System.Text.Json.Serialization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// What is written into the clock ledger.
[JsonDerivedType(typeof(ClockStopped), "clock-stopped")]
[JsonDerivedType(typeof(ClockResumed), "clock-resumed")]
[JsonDerivedType(typeof(DueSet), "due-set")]
[JsonDerivedType(typeof(LimitChanged), "limit-changed")]
public abstract partial record DossierEvent
{
    /// <summary>Đồng hồ thời hạn theo quy định bắt đầu dừng: a line of the ledger is opened.</summary>
    /// <param name="Step">The step that caused it; null: it concerns the whole dossier.</param>
    /// <param name="Document">The written act behind it.</param>
    public sealed record ClockStopped(
        DateTimeOffset At, OfficerId By, StepKey? Step, ClockStopCause Cause, Definitions.ClockPolicy Policy, string? Basis,
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
}
