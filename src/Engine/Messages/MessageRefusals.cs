using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Messages;

/// <summary>Every no about messages (các trường hợp từ chối về thông báo): N101 on.</summary>
public static class MessageRefusals
{
    public static Refusal NotYours { get; } = new("N101", new("Không tìm thấy thông báo này trong hộp thư của anh/chị.", "There is no such message in your inbox."));

    public static Refusal NotAnAdministrator { get; } = new("N102", new("Chỉ quản trị được xem và gửi lại thông báo không gửi được.", "Only an administrator sees messages that failed, and sends them again."));

    public static Refusal NotFailed { get; } = new("N103", new("Thông báo này không ở trạng thái gửi hỏng, không cần gửi lại.", "This message has not failed; there is nothing to send again."));

    public static Refusal NoAddress { get; } = new("N104", new("Địa chỉ thư điện tử chưa đúng.", "That is no e-mail address."));

    public static Refusal NotReached { get; } = new("N105", new(
        "Người nhận nay không có địa chỉ theo cách gửi này. Hãy sửa địa chỉ của người nhận rồi gửi lại.", "The recipient has no address for this way of sending any more. Correct it, then send again."));

    public static IReadOnlyList<Refusal> All { get; } = [NotYours, NotAnAdministrator, NotFailed, NoAddress, NotReached];
}
