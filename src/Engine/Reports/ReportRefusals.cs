using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Reports;

/// <summary>Every no a report says (R1xx).</summary>
public static class ReportRefusals
{
    public static readonly Refusal NotYours = new("R101", new(
        "Báo cáo dành cho cơ quan giải quyết hồ sơ và cán bộ kiểm soát thủ tục hành chính.",
        "Reports are for the agencies that handle dossiers and for the province's controllers."));

    public static readonly Refusal EndsBeforeItBegins = new("R102", new(
        "Ngày cuối kỳ báo cáo phải từ ngày đầu kỳ trở đi.",
        "A period cannot end before it begins."));

    public static readonly Refusal NotYet = new("R103", new(
        "Kỳ báo cáo chưa bắt đầu.",
        "The period has not begun yet."));

    public static readonly Refusal TooLong = new("R104", new(
        $"Kỳ báo cáo dài nhất {ReportPeriod.LongestDays} ngày.",
        $"A period is at most {ReportPeriod.LongestDays} days long."));

    public static readonly Refusal OtherAgency = new("R105", new(
        "Anh/chị chỉ xem được số liệu của cơ quan mình.",
        "You see the figures of your own agency only."));

    public static readonly Refusal PersonalFigures = new("R106", new(
        "Số liệu của từng người chỉ dành cho chính người đó và lãnh đạo của họ.",
        "A person's own figures are for that person and their leaders."));

    public static IReadOnlyList<Refusal> All { get; } = [NotYours, EndsBeforeItBegins, NotYet, TooLong, OtherAgency, PersonalFigures];
}
