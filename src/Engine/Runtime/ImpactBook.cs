using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Documents;

namespace TthcFlow.Engine.Runtime;

/// <summary>The impact of a proposed calendar as a workbook (bảng ảnh hưởng của lịch mới): the sums, by agency, by procedure, and the dossiers that move.</summary>
internal static class ImpactBook
{
    private static readonly double[] Narrow = [46, 16], Counts = [22, 52, 14, 14, 18, 18], Lines = [28, 18, 14, 40, 20, 20, 18, 24, 60];

    public static byte[] Write(CalendarImpact impact, CalendarProposal proposal, PromiseRule promises) => ExcelBook.Write(
    [
        ("Tổng hợp", Narrow,
        [
            ["Chỉ tiêu", "Giá trị"],
            ["Bản đề xuất lịch", $"{proposal.Number} – {proposal.Title}"],
            ["Lời hẹn đã in", promises is PromiseRule.Frozen ? "giữ nguyên" : "chuyển theo lịch mới"],
            ["Hồ sơ đang giải quyết đã xem", Number(impact.Dossiers)],
            ["Hồ sơ thay đổi hạn", Number(impact.Moved)],
            ["  trong đó lùi hạn", Number(impact.Later)],
            ["  trong đó sớm hơn", Number(impact.Sooner)],
            ["Hồ sơ chỉ thay đổi hạn của bước", Number(impact.StepsOnly)],
            ["Hồ sơ từ trong hạn thành quá hạn", Number(impact.IntoOverdue)],
            ["Hồ sơ từ quá hạn thành trong hạn", Number(impact.OutOfOverdue)],
            ["Hồ sơ liệt kê ở trang “Hồ sơ”", $"{impact.Lines.Count} trên {impact.Matching}"],
        ]),
        ("Theo cơ quan", Counts, Counted("Mã cơ quan", "Cơ quan", impact.Agencies)),
        ("Theo thủ tục", Counts, Counted("Mã thủ tục", "Thủ tục", impact.Procedures)),
        ("Hồ sơ", Lines,
        [
            ["Mã hồ sơ", "Thủ tục", "Cơ quan", "Nội dung", "Hạn hiện nay", "Hạn theo lịch mới", "Lùi (+), sớm (−)", "Chuyển trạng thái", "Bước thay đổi hạn"],
            .. impact.Lines.Select(line => (IReadOnlyList<string>)
            [
                line.Code.ToString(), line.Procedure.Value, line.Agency.Value, line.Subject ?? "", Moment(line.Before), Moment(line.After), Shift(line.By),
                line.IntoOverdue ? "thành quá hạn" : line.OutOfOverdue ? "hết quá hạn" : "",
                string.Join("\n", line.Steps.Select(step => $"{step.Step}: {Moment(step.Before)} → {Moment(step.After)}")),
            ]),
        ]),
    ]);

    private static List<IReadOnlyList<string>> Counted(string code, string name, IReadOnlyList<ImpactCount> counts) =>
    [
        [code, name, "Đang giải quyết", "Thay đổi hạn", "Thành quá hạn", "Hết quá hạn"],
        .. counts.Select(count => (IReadOnlyList<string>)[count.Code, count.Name, Number(count.Dossiers), Number(count.Moved), Number(count.IntoOverdue), Number(count.OutOfOverdue)]),
    ];

    private static string Number(int number) => number.ToString("#,0", CultureInfo.GetCultureInfo("vi-VN"));

    private static string Moment(DateTimeOffset? at) => at is { } moment ? VietnamTime.LocalOf(moment).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture) : "";

    private static string Shift(TimeSpan by) => by == TimeSpan.Zero ? "" : string.Create(CultureInfo.InvariantCulture, $"{(by < TimeSpan.Zero ? "−" : "+")}{by.Duration().Days} ngày {by.Duration():hh\\:mm}");
}
