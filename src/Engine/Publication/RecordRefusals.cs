using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Publication;

/// <summary>Every reason why a process that was published before, or elsewhere, is not taken in (P19x).</summary>
public static class RecordRefusals
{
    public static readonly Refusal NoReason = new("P190", new(
        "Ghi nhận quy trình không qua thẩm định phải nêu rõ lý do.",
        "Taking a process in without appraisal needs a written reason."));

    public static readonly Refusal DayIsTaken = new("P192", new(
        "Trong ngày bắt đầu hiệu lực đã có phiên bản khác của thủ tục, trường hợp và nơi áp dụng này; không ghi đè. Muốn thay đổi, lập lần ban hành mới.",
        "Another version of this procedure and case is in force at this place on that first day; nothing is overwritten. A change is a new issue."));

    public static readonly Refusal Incomplete = new("P193", new(
        "Cần tệp quy trình, cơ quan xây dựng, ngày ký và ngày có hiệu lực của quyết định.",
        "The process, its department, and the decision's two days are needed."));

    /// <summary>All of them, by code; the one that names findings stands with "…" in their place.</summary>
    public static IReadOnlyList<Refusal> All { get; } = [NoReason, CannotRun(["…"]), DayIsTaken, Incomplete, NoSuchAgency("…")];

    public static Refusal CannotRun(IEnumerable<string> codes) => new("P191", new(
        $"Lưu đồ có lỗi khiến hồ sơ không thể chạy: {string.Join(", ", codes)}. Hãy sửa tệp rồi ghi nhận lại.",
        $"The drawing has faults that would keep dossiers from running: {string.Join(", ", codes)}. Mend the file, then record it again."));

    public static Refusal NoSuchAgency(string code) => new("P194", new(
        $"Mã “{code}” không có trong danh mục cơ quan của tỉnh. Hãy kiểm tra cơ quan xây dựng và nơi áp dụng.",
        $"The province's catalogue has no agency '{code}'. Check the department and the place of application."));
}
