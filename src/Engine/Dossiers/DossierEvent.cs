using System.Collections.Immutable;
using System.Text.Json.Serialization;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>Something that happened to a dossier. The list of them is the control slip (phiếu kiểm soát quá trình giải quyết hồ sơ).</summary>
/// <remarks>The names in quotes are written into the journal for good: a class may be renamed, its name in quotes may not.</remarks>
[JsonDerivedType(typeof(Received), "received")]
[JsonDerivedType(typeof(Declined), "declined")]
[JsonDerivedType(typeof(StepOpened), "step-opened")]
[JsonDerivedType(typeof(StepCompleted), "step-completed")]
[JsonDerivedType(typeof(StepCancelled), "step-cancelled")]
[JsonDerivedType(typeof(OfficerNamed), "officer-named")]
[JsonDerivedType(typeof(BranchChosen), "branch-chosen")]
[JsonDerivedType(typeof(TokensWaiting), "tokens-waiting")]
[JsonDerivedType(typeof(SupplementRequested), "supplement-requested")]
[JsonDerivedType(typeof(SupplementReceived), "supplement-received")]
[JsonDerivedType(typeof(PromiseMoved), "promise-moved")]
[JsonDerivedType(typeof(ProcessingFinished), "processing-finished")]
[JsonDerivedType(typeof(Ended), "ended")]
[JsonDerivedType(typeof(Reminded), "reminded")]
public abstract partial record DossierEvent(DateTimeOffset At, OfficerId By)
{
    /// <summary>For whom it was done, where somebody stood in for another (ủy quyền, người làm thay).</summary>
    public OfficerId? OnBehalfOf { get; init; }

    /// <summary>Tiếp nhận hồ sơ và hẹn trả kết quả: the statutory clock begins.</summary>
    /// <param name="PromisedAt">What the receipt promises; null where the procedure gives no promise.</param>
    /// <param name="CalendarVersion">The version of the calendar book the promise was computed with.</param>
    /// <param name="Area">The area with a longer limit it falls under, if one (vùng được cộng thêm ngày).</param>
    /// <param name="Provisional">The promise runs into a year whose calendar is not confirmed yet: it was printed as not certain (hẹn tạm).</param>
    /// <param name="Supporting">Nơi hỗ trợ nộp hồ sơ; null where the applicant needed no help.</param>
    public sealed record Received(
        DateTimeOffset At, OfficerId By, ContentHash Version, ProcedureCode Procedure, CaseKey? Case,
        AgencyCode Receiving, AgencyCode Competent, Channel Channel, Particulars Particulars,
        ImmutableSortedDictionary<string, AttributeValue> Attributes, DateTimeOffset? PromisedAt,
        int? CalendarVersion = null, string? Area = null, bool Provisional = false, AgencyCode? Supporting = null) : DossierEvent(At, By);

    /// <summary>Không tiếp nhận (Mẫu 03): the desk says no; what follows only closes the file.</summary>
    /// <param name="Ground">Căn cứ pháp lý, where the desk declined before receiving.</param>
    public sealed record Declined(DateTimeOffset At, OfficerId By, string? Reason, string? Ground = null) : DossierEvent(At, By);

    /// <summary>Một bước bắt đầu chờ người làm.</summary>
    /// <param name="Leg">The inter-agency leg it is worked on in; the first such step begins that leg's time. Null where the step belongs to none.</param>
    /// <param name="GoesOn">Where the step was taken back: the time it had used counts on.</param>
    public sealed record StepOpened(
        DateTimeOffset At, OfficerId By, StepKey Step, int Run, AgencyCode? Place, PositionKey? Position, OfficerId? Assignee, string? Leg = null,
        CarriedClock? GoesOn = null) : DossierEvent(At, By);

    /// <summary>Một bước đã làm xong, với kết quả xử lý.</summary>
    /// <param name="Signature">The signed paper, where the step asks for one.</param>
    public sealed record StepCompleted(
        DateTimeOffset At, OfficerId By, StepKey Step, int Run, string Outcome, string? Note, SignatureReference? Signature = null) : DossierEvent(At, By);

    /// <summary>Một bước bị đóng vì nhánh khác đã tới trước.</summary>
    public sealed record StepCancelled(DateTimeOffset At, OfficerId By, StepKey Step, int Run) : DossierEvent(At, By);

    /// <summary>Phân công người thụ lý cho các bước của một đơn vị: those of the positions the officer holds there.</summary>
    public sealed record OfficerNamed(
        DateTimeOffset At, OfficerId By, AgencyCode Place, OfficerId Officer, ImmutableList<PositionKey> Positions) : DossierEvent(At, By);

    /// <summary>Một điều kiện đã chọn nhánh.</summary>
    public sealed record BranchChosen(DateTimeOffset At, OfficerId By, StepKey Step, string Port) : DossierEvent(At, By);

    /// <summary>Các nhánh song song đang chờ nhau ở điểm nhập: the whole list after this move.</summary>
    public sealed record TokensWaiting(DateTimeOffset At, OfficerId By, ImmutableList<string> Routes) : DossierEvent(At, By);

    /// <summary>Yêu cầu bổ sung, hoàn thiện hồ sơ (Mẫu 02).</summary>
    public sealed record SupplementRequested(
        DateTimeOffset At, OfficerId By, StepKey Step, int Round, ImmutableList<string> Missing, string Reason, string? Basis, bool Drawn) : DossierEvent(At, By);

    /// <summary>Đã nhận phần bổ sung mà bước đó chờ.</summary>
    /// <param name="Papers">Those that came last; null: all that were asked for.</param>
    /// <param name="IsSufficient">Declared sufficient, though not all has come.</param>
    public sealed record SupplementReceived(
        DateTimeOffset At, OfficerId By, StepKey Step, string? Note, ImmutableList<string>? Papers = null, bool IsSufficient = false) : DossierEvent(At, By);

    /// <summary>Thời điểm hẹn trả thay đổi theo luật; lời hẹn đầu tiên vẫn giữ để phân loại.</summary>
    /// <param name="Provisional">The new time touches a year whose calendar is not confirmed yet: it must be told as not certain.</param>
    /// <param name="CalendarVersion">The version of the calendar the new time was computed with.</param>
    /// <param name="Decision">The decision by which the calendar changed, as cited; null where it was not the calendar that moved the promise.</param>
    public sealed record PromiseMoved(
        DateTimeOffset At, OfficerId By, DateTimeOffset From, DateTimeOffset To, bool Provisional = false, int? CalendarVersion = null, string? Decision = null) : DossierEvent(At, By);

    /// <summary>Đã xử lý xong: the end for on-time figures. Kết quả đã đóng dấu, vào sổ.</summary>
    public sealed record ProcessingFinished(DateTimeOffset At, OfficerId By) : DossierEvent(At, By);

    /// <summary>Hồ sơ kết thúc, và kết thúc thế nào.</summary>
    /// <param name="Step">The terminal that was reached; null where it was ended by an act that is not drawn: withdrawn, refused, stopped.</param>
    /// <param name="Reason">Why; for a returned result, who received it.</param>
    public sealed record Ended(
        DateTimeOffset At, OfficerId By, DossierStatus Status, StepKey? Step, string? Reason, string? Basis = null, WrittenAct? Document = null) : DossierEvent(At, By);

    /// <summary>Đã nhắc hạn: a rung of the ladder was said.</summary>
    /// <param name="Step">The step; <see cref="AcceptanceWindow.Key"/> for the desk's answer, <see cref="DossierPromise.Key"/> for the whole dossier.</param>
    /// <param name="DueAt">The due time it was said of; journals from before it was kept say nothing.</param>
    public sealed record Reminded(DateTimeOffset At, OfficerId By, StepKey Step, int Run, ReminderKind Kind, DateTimeOffset? DueAt = null) : DossierEvent(At, By);
}

/// <summary>What the register knows of a dossier that no decision needs: who, what for, with which papers.</summary>
public sealed record Particulars(Applicant Applicant, string? Subject, ImmutableList<DossierComponent> Components);

/// <summary>Who handed the dossier in (người nộp hồ sơ). Personal data: masked in logs, shown only to those who handle the dossier.</summary>
public sealed record Applicant(string Name, string? IdentityNumber, string? Phone, string? Email, string? Address);

/// <summary>A paper that was handed in (thành phần hồ sơ), in how many originals and copies.</summary>
public sealed record DossierComponent(string Name, int Originals, int Copies);

/// <summary>What a reminder says.</summary>
public enum ReminderKind
{
    DueSoon, // sắp đến hạn
    Overdue, // quá hạn
    AnswerOver, // hết thời hạn người nộp bổ sung
    DueToday, // đến hạn hôm nay
    ToLeader, // quá hạn, báo lãnh đạo đơn vị
    ToHead, // quá hạn, báo người đứng đầu cơ quan
    AnswerSoon, // sắp hết thời hạn người nộp bổ sung
}
