using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>Every no about attached files (các trường hợp không nhận tệp đính kèm): F1xx. A refused file is never kept.</summary>
public static class AttachmentRefusals
{
    // The file itself

    public static Refusal Empty { get; } = new("F101", new("Tệp rỗng.", "The file is empty."));

    public static Refusal TooLarge(int megabytes) => new("F102", new(
        $"Tệp lớn hơn {megabytes} MB. Hãy quét lại với độ phân giải thấp hơn hoặc chia nhỏ tệp.", $"The file is larger than {megabytes} MB. Scan it at a lower resolution or split it."));

    public static Refusal KindUnknown { get; } = new("F103", new(
        "Loại tệp này không được nhận. Nhận PDF, ảnh JPEG, PNG, TIFF, Word (.docx), Excel (.xlsx), bản vẽ DWG, XML, CSV và văn bản thuần.",
        "Files of this kind are not taken. PDF, JPEG, PNG, TIFF, Word (.docx), Excel (.xlsx), DWG drawings, XML, CSV and plain text are."));

    public static Refusal EndingDoesNotAgree(string kind) => new("F104", new(
        $"Nội dung tệp là {kind}, không khớp với phần mở rộng của tên tệp.", $"The content is {kind}, which does not agree with the ending of the file's name."));

    public static Refusal Macros { get; } = new("F105", new(
        "Tệp có chứa macro. Hãy lưu lại không có macro rồi đính kèm.", "The file carries macros. Save it without them and attach it again."));

    public static Refusal Infected { get; } = new("F106", new(
        "Phần mềm quét mã độc không cho nhận tệp này.", "The malware scanner refused this file."));

    public static Refusal NotScanned { get; } = new("F107", new(
        "Chưa quét được mã độc nên chưa nhận tệp. Hãy thử lại sau; nếu vẫn vậy, báo quản trị.", "The file could not be scanned, so it was not taken. Try later; if it stays so, tell the administrator."));

    public static Refusal NameUnfit { get; } = new("F108", new("Tệp phải có tên.", "The file must have a name."));

    public static Refusal CutShort { get; } = new("F109", new(
        "Tệp gửi lên bị đứt giữa chừng nên không được giữ. Hãy gửi lại.", "The upload broke off, so nothing was kept. Please send it again."));

    // Where it is attached, and by whom

    public static Refusal NotYours { get; } = new("F110", new(
        "Chỉ nơi tiếp nhận, hoặc người đang giữ một bước của hồ sơ, được đính kèm tệp.", "Only the receiving desk, or who has a step of the dossier in hand, may attach files."));

    public static Refusal AlreadyThere { get; } = new("F111", new("Chính tệp này đã được đính kèm ở đây.", "This very file is attached here already."));

    public static Refusal NoSuchAttachment { get; } = new("F112", new("Không có tệp đính kèm này, hoặc tệp đã được rút.", "There is no such attachment, or it was withdrawn."));

    public static Refusal NotYoursToWithdraw { get; } = new("F113", new(
        "Chỉ người đã đính kèm, lãnh đạo nơi đang giữ hồ sơ, hoặc nơi tiếp nhận khi hồ sơ chưa được tiếp nhận, được rút tệp.",
        "Only who attached it, a leader where the dossier is, or the receiving desk before receipt, may withdraw it."));

    public static Refusal ComponentUnknown { get; } = new("F114", new(
        "Hồ sơ không có thành phần này.", "The dossier has no such component."));

    public static Refusal AttachmentMissing(StepKey step) => new("F115", new(
        $"Bước {step} phải đính kèm kết quả trước khi hoàn thành.", $"Step {step} needs a file attached before it can be completed."));

    public static Refusal TooMany(int most) => new("F116", new($"Hồ sơ đã có {most} tệp, không nhận thêm.", $"The dossier has {most} files; no more are taken."));

    public static Refusal NotYoursBeforeReceipt { get; } = new("F117", new(
        "Trước khi tiếp nhận, chỉ người nộp (qua cổng dịch vụ công), nơi tiếp nhận hoặc nơi hỗ trợ nộp được đính kèm tệp.",
        "Before receipt only the applicant (through the portal), the receiving desk, or the office that helped may attach files."));

    /// <summary>One of each, in the order of their codes.</summary>
    public static IReadOnlyList<Refusal> All { get; } =
    [
        Empty, TooLarge(50), KindUnknown, EndingDoesNotAgree("PDF"), Macros, Infected, NotScanned, NameUnfit, CutShort,
        NotYours, AlreadyThere, NoSuchAttachment, NotYoursToWithdraw, ComponentUnknown, AttachmentMissing(new("B3")), TooMany(DossierDecider.MostAttachments),
        NotYoursBeforeReceipt,
    ];
}
