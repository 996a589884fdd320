using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Documents;

/// <summary>The step table as a sheet of plain cells, for Excel and CSV: the paper's columns first, then the codes by which an import finds units, positions and types again.</summary>
internal static class StepSheet
{
    public static IReadOnlyList<string> Columns { get; } =
    [
        "Bước", "Chặng/Giai đoạn", "Nội dung công việc", "Hướng dẫn", "Đơn vị thực hiện", "Vị trí", "Thời gian", "Đơn vị tính", "Thời gian trực tuyến",
        "Biểu mẫu", "Kết quả", "Loại bước", "Nếu … thì chuyển …", "Mã đơn vị", "Mã vị trí", "Mã chặng",
    ];

    public static IEnumerable<IReadOnlyList<string>> Rows(IEnumerable<PaperRow> rows) => rows.Select(row => (IReadOnlyList<string>)
    [
        row.Key, row.Leg ?? "", row.Name, row.Instruction ?? "", row.Unit ?? "", row.Position ?? "", Amount(row.Limit), Unit(row.Limit), Amount(row.OnlineLimit),
        string.Join("\n", row.Forms), row.Product ?? "", ActivityCatalogue.Find(row.Kind)?.Name.Vi ?? "", string.Join("\n", row.Ways), row.UnitCode ?? "", row.PositionKey ?? "", row.LegKey ?? "",
    ]);

    /// <summary>As a Vietnamese office writes it: <c>0,5</c>.</summary>
    public static string Amount(TimeLimit? limit) => limit?.Value.ToString("0.############", CultureInfo.GetCultureInfo("vi-VN")) ?? "";

    private static string Unit(TimeLimit? limit) => limit?.Unit switch
    {
        null => "",
        TimeUnit.WorkingHour => "giờ làm việc",
        TimeUnit.WorkingDay => "ngày làm việc",
        _ => "ngày",
    };
}
