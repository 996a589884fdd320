using TthcFlow.Engine.Messages;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Shell;

/// <summary>What messages, their channels and what became of them are called on pages.</summary>
public static class MessageWords
{
    public static Wording Of(MessageStatus state) => state switch
    {
        MessageStatus.Waiting => new("Chờ gửi", "Waiting"),
        MessageStatus.Sent => new("Đã gửi", "Sent"),
        MessageStatus.Failed => new("Gửi hỏng", "Failed"),
        MessageStatus.NoChannel => new("Không có cách liên hệ", "No channel"),
        _ => new("Không có người nhận", "Nobody to tell"),
    };

    public static Wording Channel(string key) => key switch
    {
        "inbox" => new("hộp thông báo", "inbox"),
        "e-mail" => new("thư điện tử", "e-mail"),
        "webhook" => new("cổng nhắn tin", "gateway"),
        _ => new("không có", "none"),
    };

    /// <summary><c>late</c>, <c>soon</c>, or nothing: how a message in the inbox is marked.</summary>
    public static string? Tone(string kind) => kind switch
    {
        "overdue" or "to-leader" or "to-head" => "late",
        "due-soon" or "due-today" or "answer-over" or "opinion-lapsed" => "soon",
        _ => null,
    };

    public static Wording Audience(NoticeAudience audience) => audience switch
    {
        NoticeAudience.Hands => new("người đang giữ việc", "who has it in hand"),
        NoticeAudience.Leaders => new("lãnh đạo đơn vị", "leader of the unit"),
        NoticeAudience.Heads => new("người đứng đầu cơ quan", "head of the agency"),
        _ => new("người nộp hồ sơ", "applicant"),
    };
}
