using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Documents;

/// <summary>A table as it was found in a file: rows of cells, merged cells filled in everywhere they reach.</summary>
/// <param name="Name">The sheet's name, or which table of the document it is.</param>
internal sealed record PaperGrid(string Name, IReadOnlyList<IReadOnlyList<PaperCell>> Rows);

/// <summary>A cell's text, its lines kept apart, and whether it only repeats a merged neighbour.</summary>
/// <param name="FromAbove">It belongs to the cell above it.</param>
/// <param name="FromLeft">It belongs to the cell on its left.</param>
internal readonly record struct PaperCell(string Text, bool FromAbove = false, bool FromLeft = false)
{
    public static PaperCell Empty { get; } = new("");
}

/// <summary>What a file held: its tables, or why it cannot be read.</summary>
internal sealed record TableFileReading(IReadOnlyList<PaperGrid> Grids, Refusal? Refusal, string Format)
{
    public static TableFileReading Not(Refusal refusal) => new([], refusal, "");
}

/// <summary>Every reason why a file is not taken in (lý do không nhận tệp). Nothing is changed by a refused file.</summary>
public static class ImportRefusals
{
    public static Refusal Empty { get; } = new("I101", new("Tệp rỗng.", "The file is empty."));

    public static Refusal TooLarge { get; } = new("I102", new(
        $"Tệp lớn hơn {ProcessImport.LargestBytes / 1024 / 1024} MB. Hãy xóa hình ảnh trong tệp rồi thử lại.", $"The file is larger than {ProcessImport.LargestBytes / 1024 / 1024} MB. Take the pictures out and try again."));

    public static Refusal Protected { get; } = new("I103", new(
        "Tệp có đặt mật khẩu. Hãy bỏ mật khẩu rồi thử lại.", "The file is protected by a password. Take it away and try again."));

    public static Refusal OldOffice { get; } = new("I104", new(
        "Tệp Word hoặc Excel kiểu cũ (.doc, .xls). Hãy lưu lại thành .docx hoặc .xlsx.", "A Word or Excel file of the old kind (.doc, .xls). Save it as .docx or .xlsx."));

    public static Refusal Macros { get; } = new("I105", new(
        "Tệp có chứa macro. Hãy lưu lại thành .docx hoặc .xlsx không có macro.", "The file carries macros. Save it as .docx or .xlsx without them."));

    public static Refusal NotATable { get; } = new("I106", new(
        "Không nhận ra loại tệp. Nhận tệp Excel (.xlsx), Word (.docx), CSV và tài liệu Elsa (.json).", "The kind of file is not known. Excel (.xlsx), Word (.docx), CSV and Elsa documents (.json) are taken."));

    public static Refusal Broken { get; } = new("I107", new(
        "Tệp bị hỏng, không mở được.", "The file is damaged and cannot be opened."));

    public static Refusal TooMuchInside { get; } = new("I108", new(
        "Nội dung trong tệp lớn quá mức cho phép khi giải nén, hoặc bảng quá lớn.", "The file unpacks to more than is allowed, or its table is too large."));

    public static Refusal NoStepTable { get; } = new("I109", new(
        "Không tìm thấy bảng các bước. Bảng cần có dòng tiêu đề với cột nội dung công việc, và cột trách nhiệm (đơn vị, vị trí) hoặc thời gian.",
        "No step table was found. It needs a head with a column for the work, and one for who does it or how long it takes."));

    public static Refusal NoSteps { get; } = new("I110", new(
        "Bảng có tiêu đề nhưng không có bước nào.", "The table has a head but no steps."));

    public static Refusal TooManySteps { get; } = new("I111", new(
        $"Bảng có hơn {ProcessImport.MostSteps} bước.", $"The table has more than {ProcessImport.MostSteps} steps."));

    /// <summary>All of them, in order.</summary>
    public static IReadOnlyList<Refusal> All { get; } = [Empty, TooLarge, Protected, OldOffice, Macros, NotATable, Broken, TooMuchInside, NoStepTable, NoSteps, TooManySteps];
}
