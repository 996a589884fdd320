using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Papers;

/// <summary>Every no about printed papers and their forms (các trường hợp từ chối về biểu mẫu): F118, and F130 on.</summary>
public static class PaperRefusals
{
    /// <param name="notDrawn">What the agency's form holds that the PDF would lack.</param>
    public static Refusal OwnFormIsWord(IReadOnlyList<Wording> notDrawn) => new("F118", new(
        $"Giấy này chỉ có bản Word: mẫu Word riêng của cơ quan có phần không vẽ được trong PDF ({string.Join("; ", notDrawn.Select(part => part.Vi))}).",
        $"This paper comes as Word only: the agency's own Word form has parts that cannot be drawn in a PDF ({string.Join("; ", notDrawn.Select(part => part.En))})."));

    public static Refusal UnknownFields(IReadOnlyList<string> names) => new("F130", new(
        $"Mẫu có trường không điền được: {string.Join(", ", names.Select(name => $"«{name}»"))}.", $"The form has fields that cannot be filled: {string.Join(", ", names.Select(name => $"«{name}»"))}."));

    public static Refusal NotAForm { get; } = new("F131", new("Tệp không phải tài liệu Word (.docx) hoặc bị hỏng.", "The file is no Word document (.docx), or it is damaged."));

    public static Refusal FormWithMacros { get; } = new("F132", new("Mẫu có chứa macro. Hãy lưu lại thành .docx không có macro.", "The form carries macros. Save it as .docx without them."));

    public static Refusal FormReachesOut { get; } = new("F133", new(
        "Mẫu lấy nội dung từ nơi khác hoặc nhúng tệp khác (liên kết ngoài, đối tượng nhúng). Hãy bỏ các phần đó.", "The form takes content from elsewhere or embeds other files. Take that out."));

    public static Refusal FormTooLarge(int megabytes) => new("F134", new($"Mẫu lớn hơn {megabytes} MB.", $"The form is larger than {megabytes} MB."));

    public static Refusal FormWithoutCode { get; } = new("F135", new("Mẫu phải có trường «MaHoSo».", "The form must have the field «MaHoSo»."));

    public static Refusal FormsNotYours { get; } = new("F136", new("Chỉ người kiểm soát TTHC hoặc quản trị được thay mẫu.", "Only a controller or an administrator may replace forms."));

    public static Refusal NoForm { get; } = new("F137", new("Không có mẫu này để thay.", "There is no such form to replace."));

    public static Refusal PeriodWrong { get; } = new("F138", new("Kỳ của sổ phải từ ngày đến ngày, dài nhất 366 ngày.", "The register's period must run from a day to a day, at most 366 days."));

    public static Refusal RegisterNotYours { get; } = new("F139", new("Bạn chỉ lập được sổ của cơ quan mình.", "You may draw up your own agency's register only."));

    /// <summary>One of each, in the order of their codes.</summary>
    public static IReadOnlyList<Refusal> All { get; } =
        [OwnFormIsWord([new("khung văn bản", "a text box")]), UnknownFields(["TenSai"]), NotAForm, FormWithMacros, FormReachesOut, FormTooLarge(4), FormWithoutCode, FormsNotYours, NoForm, PeriodWrong, RegisterNotYours];
}
