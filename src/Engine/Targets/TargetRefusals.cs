using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Targets;

/// <summary>Every no about targets, the register of quality and the calendar of duties (Q1xx).</summary>
public static class TargetRefusals
{
    public static readonly Refusal NotYours = new("Q101", new(
        "Chỉ tiêu và sổ quản lý chất lượng dành cho cơ quan trong tỉnh, người thẩm định và cán bộ kiểm soát thủ tục hành chính.",
        "Targets and the register of quality are for the province's agencies, its appraisers and controllers."));

    public static readonly Refusal OtherAgency = new("Q102", new(
        "Anh/chị chỉ xem và ghi được phần của cơ quan mình.",
        "You see and write the lines of your own agency only."));

    public static readonly Refusal InspectorsOnly = new("Q103", new(
        "Việc này do cơ quan thẩm định (Sở Khoa học và Công nghệ) hoặc cán bộ kiểm soát thủ tục hành chính ghi.",
        "This is for the appraising body or the province's controllers to write."));

    public static readonly Refusal NotAWriter = new("Q104", new(
        "Sổ của cơ quan do lãnh đạo hoặc người xây dựng quy trình của cơ quan ghi.",
        "An agency's lines are written by its leaders or its authors of processes."));

    public static readonly Refusal UnknownAgency = new("Q105", new(
        "Cơ quan này không có trong danh mục vào ngày đã ghi, hoặc không thuộc diện của kế hoạch.",
        "The catalogue has no such agency on that day, or the plan is not for it."));

    public static Refusal Missing(Wording field)
    {
        ArgumentNullException.ThrowIfNull(field);
        return new("Q106", new($"Phải ghi: {field.Vi}.", $"Please give: {field.En}."));
    }

    public static Refusal TooLong(Wording field, int most)
    {
        ArgumentNullException.ThrowIfNull(field);
        return new("Q107", new($"{field.Vi}: dài nhất {most} ký tự.", $"{field.En}: at most {most} characters."));
    }

    public static readonly Refusal DayNotPast = new("Q108", new(
        "Ngày thực hiện phải từ năm 2000 và không sau hôm nay.",
        "The day it was done is neither before the year 2000 nor after today."));

    public static readonly Refusal DueUnlikely = new("Q109", new(
        "Hạn khắc phục phải từ hôm nay trở đi và trong vòng ba năm.",
        "The day to mend it by lies between today and three years from now."));

    public static readonly Refusal NoSuchLine = new("Q110", new(
        "Sổ không có dòng này, hoặc dòng này không thuộc loại cần ghi tiếp.",
        "The register has no such line, or not one that this can be said of."));

    public static readonly Refusal AlreadySettled = new("Q111", new(
        "Dòng này đã đóng hoặc đã được rút lại.",
        "This line was closed or withdrawn before."));

    public static readonly Refusal NotYoursToClose = new("Q112", new(
        "Điểm do đoàn kiểm tra ghi thì cơ quan thẩm định hoặc cán bộ kiểm soát đóng, gia hạn hoặc rút lại.",
        "What inspectors found is closed, prolonged or withdrawn by the appraising body or the controllers."));

    public static readonly Refusal UnknownVersion = new("Q113", new(
        "Không có phiên bản quy trình đã công bố nào mang mã này.",
        "No published version of a process has this hash."));

    public static readonly Refusal NotALaterVersion = new("Q114", new(
        "Lần ban hành mới phải là của cùng quy trình và công bố sau phiên bản có điểm không phù hợp.",
        "The new version is one of the same process, published after the one the finding is about."));

    public static readonly Refusal SampleStands = new("Q115", new(
        "Năm này đã có mẫu kiểm tra. Muốn rút mẫu lại phải rút lại dòng mẫu cũ, có lý do.",
        "This year has its sample. To draw again, withdraw that line first, with a reason."));

    public static readonly Refusal NoSuchYear = new("Q116", new(
        "Năm phải từ 2000 đến hết năm sau.",
        "The year lies between 2000 and the next."));

    public static readonly Refusal NotOwed = new("Q117", new(
        "Kế hoạch không giao đầu việc này cho cơ quan trong năm đã chọn.",
        "The plan does not ask this of the agency in that year."));

    public static readonly Refusal DoneBefore = new("Q118", new(
        "Đầu việc này đã được ghi hoàn thành. Ghi sai thì rút lại dòng đó rồi ghi lại.",
        "This was recorded as done. If that was wrong, withdraw the line and write another."));

    public static readonly Refusal NotYet = new("Q119", new(
        "Chỉ xem được số liệu đến hôm nay.",
        "Figures can be told up to today only."));

    public static Refusal PlanFault(string fault) => new("Q120", new(
        $"Kế hoạch không đọc được, chưa thay đổi gì. Chỗ sai: {fault}.",
        $"The plan cannot be read; nothing was changed. Fault: {fault}."));

    public static readonly Refusal NothingToDrawFrom = new("Q121", new(
        "Danh mục chưa có cơ quan nào để rút mẫu.",
        "The catalogue has no agency to draw from."));

    public static IReadOnlyList<Refusal> All { get; } =
    [
        NotYours, OtherAgency, InspectorsOnly, NotAWriter, UnknownAgency, Missing(new("văn bản, số ký hiệu", "document")), TooLong(new("Nội dung", "Text"), 2000), DayNotPast, DueUnlikely, NoSuchLine,
        AlreadySettled, NotYoursToClose, UnknownVersion, NotALaterVersion, SampleStands, NoSuchYear, NotOwed, DoneBefore, NotYet, PlanFault("indicators[2].promised.2026"), NothingToDrawFrom,
    ];
}
