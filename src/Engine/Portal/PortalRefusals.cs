using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Portal;

/// <summary>Every no about portals and what they are told (các trường hợp từ chối về kết nối cổng): K101 on.</summary>
public static class PortalRefusals
{
    public static Refusal NotYours { get; } = new("K101", new(
        "Chỉ người kiểm soát thủ tục và quản trị được xem và sửa kết nối cổng.", "Only controllers and administrators see portals and change what they are told."));

    public static Refusal Unreadable(string fault) => new("K102", new($"Danh sách kết nối cổng chưa đúng: {fault}", $"The list of portals cannot be read: {fault}"));

    public static Refusal NoReason { get; } = new("K103", new("Hãy ghi lý do, không quá 500 ký tự.", "Give a reason of at most 500 characters."));

    public static Refusal NoSuchPortal { get; } = new("K104", new("Không có kết nối cổng này.", "There is no such portal."));

    public static Refusal NotStuck { get; } = new("K105", new(
        "Thông báo này không còn chờ xử lý: đã gửi được, hoặc người khác vừa xử lý.", "This message waits for nobody any more: it was taken, or somebody else has just seen to it."));

    public static Refusal Stale { get; } = new("K106", new(
        "Danh sách kết nối cổng vừa được người khác thay đổi. Hãy tải lại rồi sửa tiếp.", "Somebody else has just changed the list of portals. Load it again and go on."));

    public static Refusal InUse(string key) => new("K107", new(
        $"Kết nối {key} đã có thông báo nên không xóa được. Hãy đặt ngày kết thúc (validTo) hoặc tạm dừng.", $"Portal {key} was told things already and cannot be taken away. Give it a last day (validTo), or pause it."));

    public static Refusal NotRepairable { get; } = new("K108", new(
        "Không có hồ sơ nào gửi lại là xong: đã gửi lại rồi, hoặc cần người xem xét.", "Nothing here is put right by telling it once more: it was told already, or somebody has to look at it."));

    public static IReadOnlyList<Refusal> All { get; } = [NotYours, Unreadable("…"), NoReason, NoSuchPortal, NotStuck, Stale, InUse("dvcqg"), NotRepairable];
}
