using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Events;

/// <summary>Every no about subscriptions to events (các trường hợp từ chối về đăng ký nhận sự kiện): E101 on.</summary>
public static class SubscriptionRefusals
{
    public static Refusal NotAnAdministrator { get; } = new("E101", new("Chỉ quản trị được lập và thay đổi đăng ký nhận sự kiện.", "Only an administrator enters subscriptions to events, and changes them."));

    public static Refusal OwnAgencyOnly { get; } = new("E102", new("Quản trị của một cơ quan chỉ đăng ký nhận sự kiện về hồ sơ của cơ quan mình.", "An agency's administrator subscribes to the events of that agency's dossiers only."));

    public static Refusal NoName { get; } = new("E103", new("Cần tên của nơi nhận, không quá 200 ký tự.", "Say who is told, in no more than 200 characters."));

    public static Refusal NoAddress { get; } = new("E104", new(
        "Địa chỉ nhận phải bắt đầu bằng https://, không kèm tên, mật khẩu; http:// chỉ dùng cho chính máy này.", "The address must begin with https:// and carry no name or password; http:// is for this machine only."));

    public static Refusal InternalAddress { get; } = new("E105", new(
        "Địa chỉ nhận nằm trong mạng nội bộ hoặc không tìm thấy. Nếu mạng của tỉnh cho phép, người vận hành đặt TTHCFLOW_WEBHOOK_PRIVATE=1.",
        "The address is inside the internal network, or cannot be found. Where the province allows that, whoever runs the program sets TTHCFLOW_WEBHOOK_PRIVATE=1."));

    public static Refusal NoSecret { get; } = new("E106", new(
        "Chưa có khoá ký mang tên này, hoặc khoá ngắn hơn 16 ký tự. Tên gồm chữ thường, số và gạch nối; người vận hành đặt khoá ở ngoài cơ sở dữ liệu.",
        "There is no secret of that name, or it is shorter than 16 characters. A name is small letters, digits and hyphens; whoever runs the program keeps the secret outside the database."));

    public static Refusal NoType { get; } = new("E107", new("Có loại sự kiện không tồn tại.", "There is no such type of event."));

    public static Refusal NoProcedure { get; } = new("E108", new("Mã thủ tục hành chính chưa đúng.", "That is no procedure code."));

    public static Refusal NoAgency { get; } = new("E109", new("Không có cơ quan mang mã này.", "There is no agency of that code."));

    public static Refusal NoTime { get; } = new("E110", new("Ngày kết thúc phải sau ngày bắt đầu.", "It must end after it begins."));

    public static Refusal NameTaken { get; } = new("E111", new("Đã có đăng ký đang hiệu lực mang tên này.", "A subscription of that name is there already."));

    public static Refusal NotFound { get; } = new("E112", new("Không tìm thấy đăng ký nhận sự kiện này.", "There is no such subscription."));

    public static Refusal IsOver { get; } = new("E113", new("Đăng ký này đã kết thúc; hãy lập đăng ký mới.", "This subscription is over; enter a new one."));

    public static Refusal NoReason { get; } = new("E114", new("Cần ghi lý do, không quá 500 ký tự.", "Give a reason of no more than 500 characters."));

    public static Refusal NotGivenUp { get; } = new("E115", new("Sự kiện này không ở trạng thái đã thôi gửi.", "This event was not given up."));

    public static Refusal NotTaken { get; } = new("E116", new("Nơi nhận chưa nhận được sự kiện gửi thử. Xem kết quả ở phần ghi nhận bên dưới.", "The other side did not take the trial. The record below says what it answered."));

    public static Refusal AsItWas { get; } = new("E117", new("Đăng ký đang ở trạng thái này rồi.", "It is so already."));

    public static IReadOnlyList<Refusal> All { get; } =
    [
        NotAnAdministrator, OwnAgencyOnly, NoName, NoAddress, InternalAddress, NoSecret, NoType, NoProcedure, NoAgency, NoTime, NameTaken, NotFound, IsOver, NoReason, NotGivenUp, NotTaken, AsItWas,
    ];
}
