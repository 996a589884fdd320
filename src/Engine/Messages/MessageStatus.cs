namespace TthcFlow.Engine.Messages;

/// <summary>What became of a message. The names are stored, in kebab-case, for good.</summary>
public enum MessageStatus
{
    Waiting, // chờ gửi
    Sent, // đã gửi
    Failed, // gửi hỏng, đã thôi thử
    NoChannel, // người nhận không có cách liên hệ
    Nobody, // không có ai giữ vị trí cần báo
}
