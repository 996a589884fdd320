using System.Collections.Immutable;
using System.Text.Json.Serialization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// What happens at the desk: before a dossier is received, when its papers are put right, and when its result is handed over.
[JsonDerivedType(typeof(HandedIn), "handed-in")]
[JsonDerivedType(typeof(CompletionAsked), "completion-asked")]
[JsonDerivedType(typeof(CompletionReceived), "completion-received")]
[JsonDerivedType(typeof(UpFrontFeePaid), "up-front-fee-paid")]
[JsonDerivedType(typeof(SubmissionWithdrawn), "submission-withdrawn")]
[JsonDerivedType(typeof(Corrected), "corrected")]
[JsonDerivedType(typeof(TimeChangeRefused), "time-change-refused")]
[JsonDerivedType(typeof(ResultHandedOver), "result-handed-over")]
public abstract partial record DossierEvent
{
    /// <summary>Hồ sơ nộp trực tuyến hoặc qua bưu chính, mới đăng ký: it has a code, no version yet, and no statutory clock.</summary>
    /// <param name="AnswerWithin">How long the desk has to answer, in working time of the receiving agency.</param>
    /// <param name="Basis">The legal basis of that.</param>
    /// <param name="UpFrontFee">Dong to be paid before it can be accepted; null where nothing is.</param>
    /// <param name="Supporting">Nơi hỗ trợ nộp; null where the applicant needed no help.</param>
    /// <param name="Origin">The code it has in the system it came from; null where it came from none.</param>
    public sealed record HandedIn(
        DateTimeOffset At, OfficerId By, ProcedureCode Procedure, CaseKey? Case, AgencyCode Receiving, AgencyCode Competent, Channel Channel, Particulars Particulars,
        ImmutableSortedDictionary<string, AttributeValue> Attributes, TimeLimit AnswerWithin, string Basis, decimal? UpFrontFee = null,
        AgencyCode? Supporting = null, string? Area = null, ForeignCode? Origin = null) : DossierEvent(At, By);

    /// <summary>Yêu cầu hoàn thiện hồ sơ trước khi tiếp nhận (Mẫu 02): everything that is missing, said once; the window stops.</summary>
    /// <param name="Guidance">Hướng dẫn: how to come by what is missing.</param>
    public sealed record CompletionAsked(DateTimeOffset At, OfficerId By, ImmutableList<string> Missing, string Reason, string? Guidance) : DossierEvent(At, By);

    /// <summary>Người nộp đã hoàn thiện hồ sơ: the window begins anew.</summary>
    /// <param name="Components">The papers that came.</param>
    public sealed record CompletionReceived(DateTimeOffset At, OfficerId By, string? Note, ImmutableList<DossierComponent> Components) : DossierEvent(At, By);

    /// <summary>Đã nộp phí, lệ phí trước khi tiếp nhận: the window begins anew.</summary>
    /// <param name="Receipt">Số biên lai.</param>
    public sealed record UpFrontFeePaid(DateTimeOffset At, OfficerId By, decimal Amount, string? Receipt) : DossierEvent(At, By);

    /// <summary>Người nộp rút hồ sơ trước khi được tiếp nhận.</summary>
    public sealed record SubmissionWithdrawn(DateTimeOffset At, OfficerId By, string? Reason) : DossierEvent(At, By);

    /// <summary>Đính chính thông tin hồ sơ: what was written wrong and what is right. What was written before stays in the journal.</summary>
    /// <param name="AnswersBefore">The attributes that change, as they were; those that had no answer are left out.</param>
    /// <param name="AnswersAfter">The attributes that change, as they are now.</param>
    public sealed record Corrected(
        DateTimeOffset At, OfficerId By, string Reason, Particulars Before, Particulars After,
        ImmutableSortedDictionary<string, AttributeValue> AnswersBefore, ImmutableSortedDictionary<string, AttributeValue> AnswersAfter) : DossierEvent(At, By);

    /// <summary>Yêu cầu sửa mốc thời gian đã bị từ chối: who asked for which, to what, and that it was refused.</summary>
    /// <param name="Asked">The moment that was asked for, where one was named.</param>
    /// <param name="Why">What the officer gave as a reason.</param>
    /// <param name="Refusal">The code of the refusal.</param>
    public sealed record TimeChangeRefused(
        DateTimeOffset At, OfficerId By, RecordedTime Time, DateTimeOffset? Asked, string? Why, string Refusal) : DossierEvent(At, By);

    /// <summary>Kết quả đã trao: who took it, and how. The end for on-time figures came before, when processing was finished.</summary>
    public sealed record ResultHandedOver(DateTimeOffset At, OfficerId By, HandingOver HandingOver) : DossierEvent(At, By);
}

/// <summary>The code another system knows a dossier by (mã hồ sơ của hệ thống nộp).</summary>
/// <param name="System">The system's key.</param>
public sealed record ForeignCode(string System, string Code);

/// <summary>A moment the engine writes down itself, and that nobody may write (mốc thời gian).</summary>
public enum RecordedTime
{
    ReceivedAt, // thời điểm tiếp nhận
    PromisedAt, // thời điểm hẹn trả
    FinishedAt, // thời điểm xử lý xong
    OnTime, // nhãn đúng hạn
}

/// <summary>How a result was handed over (trả kết quả).</summary>
/// <param name="ReceivedBy">Who took it; null: the applicant.</param>
/// <param name="Proxy">Somebody took it for the applicant.</param>
/// <param name="PostItem">Số hiệu bưu gửi, where it went by post.</param>
/// <param name="Signature">What the receipt's signature says: <c>đã ký nhận</c>, <c>điểm chỉ</c>…</param>
public sealed record HandingOver(ReturnWay Way, string? ReceivedBy = null, Proxy? Proxy = null, string? PostItem = null, string? Signature = null);

/// <summary>Somebody with a power of attorney (người được ủy quyền). Personal data, like the applicant's.</summary>
/// <param name="Authorisation">Giấy ủy quyền: its number, day, and who certified it.</param>
public sealed record Proxy(string Name, string IdentityNumber, string Authorisation);

/// <summary>By which way a result reaches the applicant (hình thức trả kết quả).</summary>
public enum ReturnWay
{
    Desk, // tại bộ phận Một cửa
    Post, // qua bưu chính công ích
    Online, // bản điện tử, trực tuyến
}
