using System.Globalization;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>What an appraiser asks of every process (danh mục kiểm tra khi thẩm định), C1 to C24: the rules carry these out, the certificate prints them.</summary>
public static class AppraisalList
{
    /// <summary>All checks, in order.</summary>
    public static IReadOnlyList<AppraisalCheck> All { get; } =
    [
        .. new Wording[]
        {
            new("Mã thủ tục có trong danh mục và còn hiệu lực", "The procedure is in the catalogue and in force"),
            new("Mỗi trường hợp có một quy trình, không trùng nhau", "Each case has one process, and none overlap"),
            new("Căn cứ pháp lý đủ số, ngày, cơ quan ban hành và còn hiệu lực", "Legal bases are complete and in force"),
            new("Có thời hạn theo quy định và nguồn; cam kết không dài hơn", "The statutory limit and its source; no longer promise"),
            new("Đường dài nhất không vượt thời hạn", "The longest way fits the limit"),
            new("Đường dài nhất không ngắn hơn thời hạn", "The longest way fills the limit"),
            new("Tổng từng chặng, giai đoạn bằng thời hạn đã ghi", "Each leg comes to its declared limit"),
            new("Cùng một đơn vị thời gian, không cộng lẫn", "Units of time are not mixed"),
            new("Mỗi bước có đơn vị, vị trí xử lý và người đảm nhiệm", "Every step has a unit, a position and a holder"),
            new("Mỗi bước có thời gian xử lý", "Every step has time of its own"),
            new("Lưu đồ đúng đắn: tới được mọi bước, kết thúc được, không kẹt", "The drawing is sound"),
            new("Có nhánh bổ sung, từ chối; nhánh có tên; chính sách bổ sung rõ", "Supplement and refusal branches, labels, policy"),
            new("Bước ký có người có thẩm quyền, đóng dấu sau khi ký", "Signers have authority; sealing follows signing"),
            new("Biểu mẫu có thật và thuộc đúng thông tư", "Forms exist and belong to the circular cited"),
            new("Thành phần hồ sơ đủ mã, tên, số lượng, loại; không thêm ngoài luật", "Components are described, none beyond the law"),
            new("Phí, lệ phí có căn cứ, hoặc ghi “không”", "Fees have a basis, or 'none' is stated"),
            new("Loại kết quả và mã kết quả", "The result has a type and a code"),
            new("Lấy ý kiến có thời hạn và quy tắc khi không trả lời", "Consultations have a limit and a rule for silence"),
            new("Trạng thái trên Cổng đúng trình tự", "Portal statuses come in an accepted order"),
            new("Số bước, số lần bàn giao hợp lý", "The number of steps and hand-overs is reasonable"),
            new("So với lần ban hành trước: không dài hơn nếu luật không đổi", "No longer than the issue before unless the law changed"),
            new("Lưu đồ sinh từ cùng dữ liệu với bảng các bước", "The chart is drawn from the same data as the table"),
            new("Kiểm soát tài liệu: mã số, lần ban hành, soạn thảo – soát xét – phê duyệt", "Document control: code, issue, signatures"),
            new("Dự thảo quyết định nêu phê duyệt, sửa đổi, thay thế, bãi bỏ", "The draft decision says what it approves or repeals"),
        }.Select((asks, at) => new AppraisalCheck(string.Create(CultureInfo.InvariantCulture, $"C{at + 1}"), asks)),
    ];
}

/// <summary>One check of the appraisal list.</summary>
/// <param name="Code">C1…C24.</param>
/// <param name="Asks">What is to be so.</param>
public sealed record AppraisalCheck(string Code, Wording Asks);
