using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Papers;

/// <summary>The papers a dossier leaves behind, whatever number a circular gives them (các loại giấy tờ in ra).</summary>
public enum PaperKind
{
    Receipt, // giấy tiếp nhận hồ sơ và hẹn trả kết quả
    SupplementNotice, // phiếu yêu cầu bổ sung, hoàn thiện hồ sơ
    Declination, // phiếu từ chối tiếp nhận giải quyết hồ sơ
    Apology, // xin lỗi và hẹn lại ngày trả kết quả
    StopNotice, // thông báo dừng giải quyết hồ sơ
    ControlSlip, // phiếu kiểm soát quá trình giải quyết hồ sơ
    RegisterBook, // sổ theo dõi hồ sơ
    RejectionNotice, // thông báo từ chối giải quyết hồ sơ
    HandOver, // giấy bàn giao hồ sơ
    ResultHandOver, // phiếu bàn giao kết quả
    ReturnRecord, // giấy biên nhận trả kết quả
    ProcessSlip, // quá trình xử lý hồ sơ
}

/// <summary>Which printed form a paper is (mẫu): its number, its name, and the circular that numbers it so.</summary>
/// <remarks>Numbers differ between circulars (phiếu kiểm soát was 05 under TT 01/2018, 06 under TT 03/2025), so a paper always names both. Papers of the office's own have neither.</remarks>
public sealed record PaperForm(string Number, Wording Name, string Basis)
{
    public static PaperForm Receipt => FormSet.Current.Of(PaperKind.Receipt)!;

    public static PaperForm SupplementNotice => FormSet.Current.Of(PaperKind.SupplementNotice)!;

    public static PaperForm ControlSlip => FormSet.Current.Of(PaperKind.ControlSlip)!;

    /// <summary>As it is printed in the corner: <c>Mẫu số 06 – TT 03/2025/TT-VPCP</c>; nothing for a paper that no circular numbers.</summary>
    public string Corner => Number.Length == 0 ? "" : $"Mẫu số {Number} – {Basis}";
}

/// <summary>The forms of one circular (bộ biểu mẫu theo căn cứ pháp lý). Which one counts for a dossier follows from the day it was received.</summary>
/// <param name="Basis">The circular, as printed.</param>
/// <param name="From">The first day on which dossiers are received under it.</param>
public sealed record FormSet(string Basis, DateOnly From, IReadOnlyDictionary<PaperKind, PaperForm> Forms)
{
    private static readonly Dictionary<PaperKind, Wording> OfficeNames = new()
    {
        [PaperKind.RejectionNotice] = new("Thông báo từ chối giải quyết hồ sơ", "Notice of rejection"),
        [PaperKind.HandOver] = new("Giấy bàn giao hồ sơ", "Hand-over of the dossier"),
        [PaperKind.ResultHandOver] = new("Phiếu bàn giao kết quả", "Hand-over of the result"),
        [PaperKind.ReturnRecord] = new("Giấy biên nhận trả kết quả", "Record of the result handed out"),
        [PaperKind.ProcessSlip] = new("Quá trình xử lý hồ sơ", "How the dossier was handled"),
    };

    /// <summary>TT 03/2025/TT-VPCP, Phụ lục I: dossiers received from 1 July 2025 on.</summary>
    public static FormSet Current { get; } = Numbered("TT 03/2025/TT-VPCP", new(2025, 7, 1),
    [
        (PaperKind.Receipt, "01", new("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "Receipt and appointment to return the result")),
        (PaperKind.SupplementNotice, "02", new("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "Request to supplement the dossier")),
        (PaperKind.Declination, "03", new("Phiếu từ chối tiếp nhận giải quyết hồ sơ", "Refusal to accept the dossier")),
        (PaperKind.Apology, "04", new("Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết", "Apology and request for more time")),
        (PaperKind.StopNotice, "05", new("Thông báo dừng giải quyết hồ sơ", "Notice that handling stops")),
        (PaperKind.ControlSlip, "06", new("Phiếu kiểm soát quá trình giải quyết hồ sơ", "Control slip of the handling of the dossier")),
        (PaperKind.RegisterBook, "07", new("Sổ theo dõi hồ sơ", "Register of dossiers")),
    ]);

    /// <summary>TT 01/2018/TT-VPCP: dossiers received before. It knows no notice of stopping.</summary>
    public static FormSet Former { get; } = Numbered("TT 01/2018/TT-VPCP", DateOnly.MinValue,
    [
        (PaperKind.Receipt, "01", new("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "Receipt and appointment to return the result")),
        (PaperKind.SupplementNotice, "02", new("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "Request to supplement the dossier")),
        (PaperKind.Declination, "03", new("Phiếu từ chối tiếp nhận giải quyết hồ sơ", "Refusal to accept the dossier")),
        (PaperKind.Apology, "04", new("Phiếu xin lỗi và hẹn lại ngày trả kết quả", "Apology and new appointment")),
        (PaperKind.ControlSlip, "05", new("Phiếu kiểm soát quá trình giải quyết hồ sơ", "Control slip of the handling of the dossier")),
        (PaperKind.RegisterBook, "06", new("Sổ theo dõi hồ sơ", "Register of dossiers")),
    ]);

    /// <summary>The set for dossiers received on a day.</summary>
    /// <param name="laws">The catalogue's documents: the day the newer circular is in force from is read there, where the province listed it.</param>
    public static FormSet On(DateOnly receivedOn, IReadOnlyList<LegalDocument>? laws = null) =>
        receivedOn >= (laws?.FirstOrDefault(law => Current.Basis == $"TT {law.Number}")?.From ?? Current.From) ? Current : Former;

    /// <summary>The form of a paper; null where this circular has none and offices have no paper of their own for it.</summary>
    public PaperForm? Of(PaperKind kind) => Forms.GetValueOrDefault(kind) ?? (OfficeNames.TryGetValue(kind, out var name) ? new PaperForm("", name, "") : null);

    private static FormSet Numbered(string basis, DateOnly from, (PaperKind Kind, string Number, Wording Name)[] forms) =>
        new(basis, from, forms.ToDictionary(form => form.Kind, form => new PaperForm(form.Number, form.Name, basis)));
}
