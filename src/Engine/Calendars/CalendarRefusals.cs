using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Calendars;

/// <summary>Every no about the province's calendar (các trường hợp từ chối về lịch làm việc): code C1xx and a sentence. Codes are for good; sentences may get better.</summary>
public static class CalendarRefusals
{
    public static Refusal NotAController { get; } = new("C101", new(
        "Chỉ cán bộ kiểm soát thủ tục hành chính của tỉnh được lập, xem trước và ban hành lịch làm việc.",
        "Only the province's controllers may draw up a calendar, preview it and put it in force."));

    public static Refusal ProposalSettled { get; } = new("C102", new(
        "Bản đề xuất lịch này đã ban hành hoặc đã bỏ, không sửa được nữa.", "This proposed calendar was put in force or withdrawn; it can no longer change."));

    public static Refusal EditedMeanwhile { get; } = new("C103", new(
        "Bản đề xuất lịch vừa được người khác lưu. Hãy tải lại rồi sửa tiếp.", "Somebody else has just saved this proposed calendar. Load it again and go on."));

    public static Refusal BasedOnAnother(int based, int current) => new("C104", new(
        $"Bản đề xuất lập trên lịch số {based}, nhưng lịch đang có hiệu lực là số {current}. Hãy lập lại trên lịch hiện hành để không làm mất thay đổi của người khác.",
        $"The proposal was drawn up on calendar {based}, but calendar {current} is in force. Draw it up anew so that nobody's change is lost."));

    public static Refusal Faulty(string fault) => new("C105", new(
        $"Tệp lịch chưa đúng: {fault}", $"The calendar file is not right: {fault}"));

    public static Refusal NothingChanges { get; } = new("C106", new(
        "Bản đề xuất giống hệt lịch đang có hiệu lực.", "The proposal is the same as the calendar in force."));

    public static Refusal DecisionIncomplete(Wording field) => new("C107", new(
        $"Quyết định về lịch phải ghi {field.Vi}.", $"The decision must state {field.En}."));

    public static Refusal SignedInTheFuture { get; } = new("C108", new(
        "Ngày ký quyết định không được sau hôm nay.", "The decision cannot be signed later than today."));

    public static Refusal YearWithdrawn(int year) => new("C109", new(
        $"Lịch năm {year} đã xác nhận và đã dùng để hẹn trả; không thể bỏ hoặc chuyển lại thành chưa xác nhận.",
        $"The calendar of {year} was confirmed and promises rest on it; it cannot be taken out or made unconfirmed again."));

    /// <summary>One of each, in the order of their codes.</summary>
    public static IReadOnlyList<Refusal> All { get; } =
    [
        NotAController, ProposalSettled, EditedMeanwhile, BasedOnAnother(3, 4), Faulty("Calendar: 'years[0].holidays[2].to' ends before it begins."), NothingChanges,
        DecisionIncomplete(new("số", "its number")), SignedInTheFuture, YearWithdrawn(2026),
    ];
}
