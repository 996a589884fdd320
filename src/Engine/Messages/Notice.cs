using System.Collections.Immutable;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Messages;

/// <summary>Something that happened and that somebody is to be told (điều cần báo), in words. Written in the commit of the journal line that caused it.</summary>
/// <remarks>
/// Whom it reaches by name is settled when it is handed out: who holds a post, who stands in on that day, and how an applicant can be reached are looked up then,
/// so that nobody who finishes a step waits for it. The words are those of the moment. Nothing personal is in them: no name, no number, no address.
/// </remarks>
/// <param name="Number">The journal line: with the dossier's code, the recipient and the channel, what makes a message one message.</param>
/// <param name="Title">What comes after the dossier's code.</param>
public sealed record Notice(int Number, DateTimeOffset At, NoticeKind Kind, NoticeAudience Audience, Wording Title, Wording Text)
{
    /// <summary>The step it concerns; null for the whole dossier.</summary>
    public StepKey? Step { get; init; }

    /// <summary>Where the work is that it concerns; empty for the applicant.</summary>
    public ImmutableList<WorkPlace> Places { get; init => field = value ?? []; } = [];
}

/// <summary>Work that is in somebody's hand: at which unit, in which position, whose by name.</summary>
/// <param name="Position">Null: whoever stands at the place.</param>
/// <param name="IsForTheDesk">It is desk officers who act there.</param>
public sealed record WorkPlace(AgencyCode Place, PositionKey? Position, OfficerId? Assignee, bool IsForTheDesk = false);

/// <summary>Who is meant.</summary>
public enum NoticeAudience
{
    Hands, // người đang giữ việc, và người làm thay
    Leaders, // lãnh đạo đơn vị
    Heads, // người đứng đầu cơ quan
    Applicant, // người nộp hồ sơ
}

/// <summary>What is told. The names are stored, in kebab-case, for good.</summary>
public enum NoticeKind
{
    DueSoon, // sắp đến hạn
    DueToday, // đến hạn hôm nay
    Overdue, // quá hạn
    ToLeader, // quá hạn, báo lãnh đạo
    ToHead, // quá hạn, báo người đứng đầu
    AnswerSoon, // sắp hết thời hạn bổ sung
    AnswerOver, // hết thời hạn bổ sung, cần quyết định
    Received, // đã tiếp nhận
    CompletionAsked, // cần hoàn thiện trước khi tiếp nhận
    SupplementRequested, // yêu cầu bổ sung
    PaymentRequested, // cần nộp tiền
    PromiseMoved, // thay đổi thời điểm hẹn trả
    PromiseConfirmed, // xác nhận thời điểm hẹn trả
    Extended, // xin lỗi và hẹn lại
    ResultReady, // có kết quả
    Declined, // không tiếp nhận
    Rejected, // từ chối giải quyết
    Stopped, // dừng giải quyết
    OpinionLapsed, // nơi được hỏi không trả lời, coi như đồng ý
    OpinionChased, // nơi hỏi nhắc trả lời ý kiến
}
