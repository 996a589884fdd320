using System.Globalization;
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

    public static readonly Refusal AlreadyWithdrawn = new("P109", new(
        "Dự thảo đã được rút, không thực hiện thêm việc gì được nữa.",
        "The draft was withdrawn; nothing more can be done with it."));

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

    public static readonly Refusal NotTheAppraisingBody = new("P119", new(
        "Quy trình này thuộc thẩm quyền thẩm định của cơ quan khác.",
        "Another body is competent to appraise this process."));

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

    public static readonly Refusal NotAccepted = new("P134", new(
        "Quy trình chưa được tiếp nhận để thẩm định.",
        "The process has not been accepted for appraisal yet."));

    public static readonly Refusal AlreadyAccepted = new("P135", new(
        "Quy trình đã được tiếp nhận để thẩm định; nếu chưa đạt thì ghi ý kiến thẩm định.",
        "The process was accepted for appraisal; if it is not fit, say so in an opinion."));

    public static readonly Refusal NoReceipt = new("P136", new(
        "Tiếp nhận thẩm định phải có số tiếp nhận.",
        "Accepting for appraisal needs a receipt number."));

    public static readonly Refusal NobodyAssigned = new("P137", new(
        "Chưa phân công người thẩm định.",
        "Nobody is assigned to appraise it yet."));

    public static readonly Refusal AnotherIsAssigned = new("P138", new(
        "Quy trình đã giao cho người khác thẩm định; bạn chỉ được góp ý.",
        "Somebody else is assigned to appraise it; you may only comment."));

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

    public static readonly Refusal NotTheCompetentAuthority = new("P147", new(
        "Quy trình này thuộc thẩm quyền công bố của cơ quan khác.",
        "Another authority is competent to publish this process."));

    public static readonly Refusal NotProposed = new("P148", new(
        "Quy trình chưa có tờ trình công bố.",
        "The process has not been proposed for publication yet."));

    public static readonly Refusal AlreadyProposed = new("P149", new(
        "Quy trình đã trình công bố rồi.",
        "The process has already been proposed for publication."));

    // Who appraises, and what is asked of the authors
    public static readonly Refusal NobodyToAssign = new("P150", new(
        "Người được giao không phải là người thẩm định của cơ quan có thẩm quyền.",
        "Who is to be assigned is not an appraiser of the competent body."));

    public static readonly Refusal AssignedSitsElsewhere = new("P151", new(
        "Người được giao đã soạn thảo hoặc đã xem xét công bố quy trình này.",
        "Who is to be assigned wrote this process, or handled it as its publisher."));

    public static readonly Refusal NoReasonToReassign = new("P152", new(
        "Giao cho người khác phải ghi lý do.",
        "Assigning somebody else needs a reason."));

    public static readonly Refusal NoCommentText = new("P155", new(
        "Góp ý phải có nội dung.",
        "A comment needs words."));

    public static readonly Refusal NoSuchComment = new("P156", new(
        "Không có góp ý mang số này.",
        "There is no comment of this number."));

    public static readonly Refusal CommentResolved = new("P157", new(
        "Góp ý này đã xong; muốn bàn tiếp phải nêu lại.",
        "This comment is settled; to go on, take it up again."));

    public static readonly Refusal CommentOpen = new("P158", new(
        "Góp ý này đang chờ trả lời nên không cần nêu lại.",
        "This comment is still waiting for an answer."));

    public static readonly Refusal NotYourComment = new("P159", new(
        "Chỉ người đã góp ý hoặc người được giao thẩm định mới kết luận góp ý này.",
        "Only who made the comment, or who is assigned, settles it."));

    public static readonly Refusal NoAnswerText = new("P160", new(
        "Tiếp thu hoặc giải trình phải ghi nội dung.",
        "An answer needs words."));

    public static readonly Refusal NoReasonToReopen = new("P161", new(
        "Nêu lại góp ý phải ghi lý do.",
        "Taking a comment up again needs a reason."));

    public static readonly Refusal NoSuchChange = new("P163", new(
        "Có mục đánh dấu không phải là điểm thay đổi của bản này.",
        "Something ticked is no change of this text."));

    public static readonly Refusal NoReasonForOpinion = new("P165", new(
        "Ý kiến yêu cầu hoàn thiện hoặc không đạt phải ghi rõ lý do.",
        "An opinion that sends the text back needs its reasons."));

    // What is proposed, withdrawn, repealed
    public static readonly Refusal NoProposalNumber = new("P170", new(
        "Tờ trình phải có số, ký hiệu.",
        "The submission to the publisher needs a number."));

    public static readonly Refusal NoProposalDate = new("P171", new(
        "Tờ trình phải có ngày.",
        "The submission to the publisher needs a date."));

    public static readonly Refusal ProposalNotYetWritten = new("P172", new(
        "Ngày của tờ trình không được ở tương lai.",
        "The submission to the publisher may not be dated in the future."));

    public static readonly Refusal NoReasonToWithdraw = new("P173", new(
        "Rút dự thảo phải ghi lý do.",
        "Withdrawing needs a reason."));

    public static readonly Refusal NotPublished = new("P174", new(
        "Quy trình chưa công bố nên không có gì để bãi bỏ.",
        "The process is not published, so there is nothing to repeal."));

    public static readonly Refusal AlreadyRepealed = new("P175", new(
        "Quy trình đã có quyết định bãi bỏ.",
        "The process has already been repealed."));

    public static readonly Refusal NotInForceThen = new("P176", new(
        "Vào ngày đó quy trình chưa có hiệu lực hoặc đã được thay thế.",
        "On that day the process is not in force yet, or is superseded already."));

    private static readonly int[] Placeholders = [1];

    private static readonly string[] Placeholder = ["…"];

    /// <summary>All of them, by code; those that name findings stand with "…" in their place.</summary>
    public static IReadOnlyList<Refusal> All { get; } =
    [
        AlreadyDrafted, NotDrafted, TextStandsStill, AlreadySubmitted, NotSubmitted, AlreadyAppraised, NotAppraised, AlreadyPublished, AlreadyWithdrawn,
        NotAuthor, NotAppraiser, NotPublisher, NotYourAgency, AuthorMayNotJudge, AppraiserMayNotWrite, AppraiserMayNotPublish,
        PublisherMayNotWrite, PublisherMayNotAppraise, NotTheAppraisingBody,
        NoProcedure, NoName, HasErrors(Placeholder), WarningsUnanswered(Placeholder), CommentsUnanswered(Placeholders),
        NoReason, NoOpinionNumber, NoOpinionDate, OpinionNotYetWritten, NotAccepted, AlreadyAccepted, NoReceipt, NobodyAssigned, AnotherIsAssigned,
        NoDecisionNumber, NoSigningDate, DecisionNotYetSigned, NoAuthority, EffectiveBeforeSigning, EffectiveInThePast, CalledProcessChanged([new(new("DC-01"), null)]),
        NotTheCompetentAuthority, NotProposed, AlreadyProposed,
        NobodyToAssign, AssignedSitsElsewhere, NoReasonToReassign, NoSuchStep(new("B1")), NoSuchField("…"), NoCommentText, NoSuchComment, CommentResolved, CommentOpen,
        NotYourComment, NoAnswerText, NoReasonToReopen, CommentsUnresolved(Placeholders), NoSuchChange, ChangesUnticked(1), NoReasonForOpinion,
        TooLong(PublicationDecider.LongestText), NoProposalNumber, NoProposalDate, ProposalNotYetWritten, NoReasonToWithdraw, NotPublished, AlreadyRepealed, NotInForceThen,
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

    public static Refusal CommentsUnanswered(IEnumerable<int> numbers) => new("P124", new(
        $"Góp ý phải hoàn thiện chưa được tiếp thu hoặc giải trình: số {string.Join(", ", numbers)}.",
        $"Comments that must be met and have no answer yet: No. {string.Join(", ", numbers)}."));

    public static Refusal NoSuchStep(StepKey step) => new("P153", new(
        $"Bản đang thẩm định không có bước {step}.",
        $"The text under appraisal has no step {step}."));

    public static Refusal NoSuchField(string field) => new("P154", new(
        $"Thông tin chung không có mục “{field}”.",
        $"The header has no member “{field}”."));

    public static Refusal CommentsUnresolved(IEnumerable<int> numbers) => new("P162", new(
        $"Chưa kết luận “đạt” được vì còn góp ý phải hoàn thiện chưa xong: số {string.Join(", ", numbers)}.",
        $"It cannot be found fit while comments that must be met are open: No. {string.Join(", ", numbers)}."));

    public static Refusal ChangesUnticked(int count) => new("P164", new(
        $"Chưa kết luận “đạt” được vì còn {count} điểm thay đổi chưa đánh dấu đã xem.",
        $"It cannot be found fit while {count} changes are not ticked."));

    public static Refusal TooLong(int most) => new("P166", new(
        $"Nội dung dài quá {most.ToString("N0", CultureInfo.GetCultureInfo("vi-VN"))} ký tự; hãy viết gọn lại.",
        $"The text is longer than {most.ToString("N0", CultureInfo.InvariantCulture)} characters; say it in fewer words."));
}
