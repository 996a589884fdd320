using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Publication;

/// <summary>Every reason why an act on the way to publication can be refused (P1xx). The list is documentation: docs/refusals.md is made from it.</summary>
public static class PublicationRefusals
{
    // Where the file stands
    public static readonly Refusal AlreadyDrafted = new("P101", new(
        "Dự thảo này đã được lập rồi.",
        "This draft has already been begun."));

    public static readonly Refusal NotDrafted = new("P102", new(
        "Chưa có dự thảo nào để thực hiện việc này.",
        "There is no draft yet that this could be done to."));

    public static readonly Refusal TextStandsStill = new("P103", new(
        "Quy trình đã gửi thẩm định: không ai được sửa nội dung cho đến khi được trả lại để hoàn thiện.",
        "The process is with appraisal: nobody may change the text until it is sent back."));

    public static readonly Refusal AlreadySubmitted = new("P104", new(
        "Quy trình đã gửi thẩm định rồi.",
        "The process has already been submitted to appraisal."));

    public static readonly Refusal NotSubmitted = new("P105", new(
        "Quy trình chưa gửi thẩm định nên chưa thể thẩm định hoặc trả lại.",
        "The process has not been submitted, so it can be neither appraised nor sent back."));

    public static readonly Refusal AlreadyAppraised = new("P106", new(
        "Quy trình đã có ý kiến thẩm định rồi.",
        "The process has already been appraised."));

    public static readonly Refusal NotAppraised = new("P107", new(
        "Quy trình chưa được thẩm định nên chưa thể công bố.",
        "The process has not been appraised, so it cannot be published."));

    public static readonly Refusal AlreadyPublished = new("P108", new(
        "Quy trình đã công bố thì giữ nguyên; muốn thay đổi phải lập lần ban hành mới.",
        "A published process stays as it is; a change is a new issue."));

    // Who acts
    public static readonly Refusal NotAuthor = new("P110", new(
        "Tài khoản của bạn không có vai trò người xây dựng quy trình.",
        "Your account is not an author's."));

    public static readonly Refusal NotAppraiser = new("P111", new(
        "Tài khoản của bạn không có vai trò người thẩm định.",
        "Your account is not an appraiser's."));

    public static readonly Refusal NotPublisher = new("P112", new(
        "Tài khoản của bạn không có vai trò người công bố.",
        "Your account is not a publisher's."));

    public static readonly Refusal NotYourAgency = new("P113", new(
        "Quy trình do cơ quan khác xây dựng; chỉ người của cơ quan đó được soạn và gửi thẩm định.",
        "Another agency drafts this process; only its own people may write and submit it."));

    public static readonly Refusal AuthorMayNotJudge = new("P114", new(
        "Bạn đã tham gia soạn thảo quy trình này nên không được thẩm định, trả lại hoặc công bố.",
        "You wrote on this process, so you may not appraise it, send it back or publish it."));

    public static readonly Refusal AppraiserMayNotWrite = new("P115", new(
        "Bạn đã thẩm định quy trình này nên không được soạn thảo hoặc gửi thẩm định.",
        "You appraised this process, so you may not write or submit it."));

    public static readonly Refusal AppraiserMayNotPublish = new("P116", new(
        "Bạn đã thẩm định quy trình này nên không được công bố hoặc trả lại thay cho người công bố.",
        "You appraised this process, so you may not publish it, nor send it back in the publisher's place."));

    public static readonly Refusal PublisherMayNotWrite = new("P117", new(
        "Bạn đã xem xét quy trình này với tư cách người công bố nên không được soạn thảo hoặc gửi thẩm định.",
        "You handled this process as its publisher, so you may not write or submit it."));

    public static readonly Refusal PublisherMayNotAppraise = new("P118", new(
        "Bạn đã xem xét quy trình này với tư cách người công bố nên không được thẩm định.",
        "You handled this process as its publisher, so you may not appraise it."));

    // What is submitted
    public static readonly Refusal NoProcedure = new("P120", new(
        "Quy trình chưa ghi mã thủ tục hành chính.",
        "The process does not name its procedure."));

    public static readonly Refusal NoName = new("P121", new(
        "Quy trình chưa có tên.",
        "The process has no name."));

    // What is judged
    public static readonly Refusal NoReason = new("P130", new(
        "Trả lại phải ghi rõ nội dung cần hoàn thiện.",
        "Sending back needs a written reason."));

    public static readonly Refusal NoOpinionNumber = new("P131", new(
        "Văn bản thẩm định phải có số, ký hiệu.",
        "The appraisal opinion needs a number."));

    public static readonly Refusal NoOpinionDate = new("P132", new(
        "Văn bản thẩm định phải có ngày ban hành.",
        "The appraisal opinion needs a date."));

    public static readonly Refusal OpinionNotYetWritten = new("P133", new(
        "Ngày của văn bản thẩm định không được ở tương lai.",
        "The appraisal opinion may not be dated in the future."));

    // What becomes law
    public static readonly Refusal NoDecisionNumber = new("P140", new(
        "Quyết định công bố phải có số, ký hiệu.",
        "The decision needs a number."));

    public static readonly Refusal NoSigningDate = new("P141", new(
        "Quyết định công bố phải có ngày ký.",
        "The decision needs the day it was signed."));

    public static readonly Refusal DecisionNotYetSigned = new("P142", new(
        "Ngày ký quyết định không được ở tương lai.",
        "The decision may not be dated in the future."));

    public static readonly Refusal NoAuthority = new("P143", new(
        "Quyết định công bố phải ghi cơ quan ban hành.",
        "The decision needs the authority that issued it."));

    public static readonly Refusal EffectiveBeforeSigning = new("P144", new(
        "Ngày có hiệu lực không được trước ngày ký quyết định.",
        "A decision may not take effect before it is signed."));

    public static readonly Refusal EffectiveInThePast = new("P145", new(
        "Ngày có hiệu lực không được trước ngày hôm nay.",
        "A process may not take effect before today."));

    private static readonly string[] Placeholder = ["…"];

    /// <summary>All of them, by code; those that name findings stand with "…" in their place.</summary>
    public static IReadOnlyList<Refusal> All { get; } =
    [
        AlreadyDrafted, NotDrafted, TextStandsStill, AlreadySubmitted, NotSubmitted, AlreadyAppraised, NotAppraised, AlreadyPublished,
        NotAuthor, NotAppraiser, NotPublisher, NotYourAgency, AuthorMayNotJudge, AppraiserMayNotWrite, AppraiserMayNotPublish,
        PublisherMayNotWrite, PublisherMayNotAppraise,
        NoProcedure, NoName, HasErrors(Placeholder), WarningsUnanswered(Placeholder),
        NoReason, NoOpinionNumber, NoOpinionDate, OpinionNotYetWritten,
        NoDecisionNumber, NoSigningDate, DecisionNotYetSigned, NoAuthority, EffectiveBeforeSigning, EffectiveInThePast, CalledProcessChanged([new(new("DC-01"), null)]),
    ];

    public static Refusal HasErrors(IEnumerable<string> codes) => new("P122", new(
        $"Quy trình còn lỗi nên chưa thể gửi thẩm định: {string.Join(", ", codes)}.",
        $"The process still has errors, so it cannot be submitted: {string.Join(", ", codes)}."));

    public static Refusal WarningsUnanswered(IEnumerable<string> codes) => new("P123", new(
        $"Cảnh báo chưa được giải trình bằng văn bản: {string.Join(", ", codes)}.",
        $"Warnings without a written reason: {string.Join(", ", codes)}."));

    public static Refusal CalledProcessChanged(IEnumerable<ProcessKey> called) => new("P146", new(
        $"Quy trình dùng chung được gọi đã có phiên bản khác kể từ khi gửi thẩm định: {string.Join(", ", called)}. Hãy trả lại để kiểm tra với phiên bản mới.",
        $"The version of a called shared process has changed since the submission: {string.Join(", ", called)}. Send the text back to be checked with the new one."));
}
