using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Reports;
using TthcFlow.Engine.Targets;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Targets, their lists, the register and the duties as printed tables (bảng in): in Vietnamese, as papers are.</summary>
public static class TargetSheets
{
    public static ReportSheet ToSheet(this CoverageReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new(
            "", $"Kết quả thực hiện chỉ tiêu năm {report.AsOf.Day.Year}",
            [$"Phạm vi: {report.About.Vi}; {Told(report.AsOf)}", $"Chỉ tiêu: {report.Plan.Decision}"],
            [new("STT", null), new("Dòng phụ lục", null), new("Chỉ tiêu", null), new("Phải đạt", null), new("Đạt", null), new("Trên tổng số", null), new("Tỷ lệ", null), new("Kết quả", null)],
            [
                .. report.Figures.Select((figure, at) => (IReadOnlyList<SheetCell>)
                [
                    new(at + 1), new(figure.Row), new(figure.Name.Vi), new(figure.Promise?.ToString() ?? "–"), new(figure.Reached), new(figure.Of), new(Share(figure.Share)),
                    new(Met(figure).Vi),
                ]),
            ],
            ["Tỷ lệ lấy một chữ số thập phân, không làm tròn lên. Danh sách từng dòng của mỗi con số kèm theo."]);
    }

    public static ReportSheet ToSheet(this CountedList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return new(
            "", list.Figure.Name.Vi,
            [$"Phạm vi: {list.About.Vi}; {Told(list.AsOf)}", $"Đạt {list.Figure.Reached}/{list.Figure.Of} ({Share(list.Figure.Share)}); phải đạt {list.Figure.Promise?.ToString() ?? "–"}"],
            [new("STT", null), new("Mã", null), new("Tên", null), new("Cơ quan", null), new("Lĩnh vực", null), new("Tính đạt", null), new("Căn cứ", null)],
            [
                .. list.Rows.Select((row, at) => (IReadOnlyList<SheetCell>)
                    [new(at + 1), new(row.Key), new(row.Name), new(row.AgencyName), new(row.Field), new(row.Counts ? "có" : "không"), new(row.Says.Vi)]),
            ],
            [list.Rows.Count == 0 ? "Không có dòng nào." : $"Tổng số: {list.Rows.Count} dòng."]);
    }

    /// <summary>Inspections of the year of the day asked for.</summary>
    public static ReportSheet ToInspections(this RegisterReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var (year, register) = (report.AsOf.Day.Year, report.Register);
        var lines = register.Inspections.Where(line => line.Act.Day.Year == year).OrderBy(line => line.Act.Day).ThenBy(line => line.Number).ToList();
        var sample = register.SampleOf(year);
        return new(
            "", $"Sổ kiểm tra năm {year}",
            [
                $"Phạm vi: {report.About.Vi}; {Told(report.AsOf)}",
                .. sample is null ? (string[])["Chưa rút mẫu năm nay."] :
                [
                    $"Mẫu năm {year} (dòng {sample.Number}): {sample.Act.Agencies.Count}/{sample.Act.Among.Count} cơ quan ({sample.Act.Percent} %), hạt giống “{sample.Act.Seed}”: {string.Join("; ", sample.Act.Agencies.Select(agency => Name(agency, report.Catalogue)))}.",
                    InspectionSample.Method.Vi,
                ],
            ],
            [new("Dòng", null), new("Cơ quan", null), new("Ngày", null), new("Kết quả", null), new("Nhận xét", null), new("Văn bản", null), new("Ghi chú", null)],
            [
                .. lines.Select(line => (IReadOnlyList<SheetCell>)
                [
                    new(line.Number), new(Name(line.Act.Agency, report.Catalogue)), new(Day(line.Act.Day)), new(line.Act.Result.ToWording().Vi), new(line.Act.Findings), new(line.Act.Document), new(Said(line.Withdrawal)),
                ]),
            ],
            [$"Tổng số: {lines.Count(line => line.Withdrawal is null)} lượt kiểm tra."]);
    }

    public static ReportSheet ToNonconformities(this RegisterReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var lines = report.Register.Nonconformities;
        return new(
            "", "Điểm không phù hợp, điểm lưu ý",
            [$"Phạm vi: {report.About.Vi}; {Told(report.AsOf)}"],
            [
                new("Dòng", null), new("Cơ quan", null), new("Loại", null), new("Quy trình", null), new("Nội dung", null), new("Hành động khắc phục", null), new("Người thực hiện", null), new("Hạn", null), new("Tình trạng", null),
                new("Dẫn tới phiên bản", null),
            ],
            [
                .. lines.Select(found => (IReadOnlyList<SheetCell>)
                [
                    new(found.Number), new(Name(found.Found.Agency, report.Catalogue)), new(found.Found.Kind.ToWording().Vi), new(found.Found.Process is { } process ? $"{process} ({found.Found.Version!.Value[..12]})" : ""),
                    new(found.Found.What), new(found.Action), new(found.Who), new(Day(found.Due)), new(StateOf(found, report.AsOf.Day).Vi), new(found.OpenedVersion?.Value[..12] ?? ""),
                ]),
            ],
            [$"Đang mở: {lines.Count(found => found.IsOpen)}; trong đó quá hạn: {lines.Count(found => found.IsOverdue(report.AsOf.Day))}."]);
    }

    public static ReportSheet ToDeclarations(this RegisterReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var lines = report.Register.Declarations;
        return new(
            "", "Công bố hệ thống quản lý chất lượng", [$"Phạm vi: {report.About.Vi}; {Told(report.AsOf)}"],
            [new("Dòng", null), new("Cơ quan", null), new("Ngày công bố", null), new("Phạm vi áp dụng", null), new("Văn bản", null), new("Ghi chú", null)],
            [
                .. lines.Select(line => (IReadOnlyList<SheetCell>)
                    [new(line.Number), new(Name(line.Act.Agency, report.Catalogue)), new(Day(line.Act.Day)), new(line.Act.Scope), new(line.Act.Document), new(Said(line.Withdrawal))]),
            ],
            [$"Tổng số: {lines.Count(line => line.Withdrawal is null)} bản công bố."]);
    }

    public static ReportSheet ToSheet(this DutyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new(
            "", $"Lịch đầu việc năm {report.Year}", [$"Phạm vi: {report.About.Vi}; {Told(report.AsOf)}"],
            [new("Hạn", null), new("Đầu việc", null), new("Cơ quan", null), new("Tình trạng", null), new("Ngày hoàn thành", null), new("Văn bản", null), new("Căn cứ", null)],
            [
                .. report.Duties.Select(owed => (IReadOnlyList<SheetCell>)
                [
                    new(Day(owed.Due)), new(owed.Duty.Name.Vi), new(owed.AgencyName), new(StateOf(owed, report.AsOf.Day).Vi), new(owed.Done is { } done ? Day(done.Act.Day) : ""), new(owed.Done?.Act.Document ?? ""), new(owed.Duty.Basis),
                ]),
            ],
            [$"Hoàn thành {report.Duties.Count(owed => owed.Done is not null)}/{report.Duties.Count}; quá hạn chưa xong: {report.Duties.Count(owed => owed.Standing is DutyStanding.Late)}."]);
    }

    /// <summary>Every sheet of the yearly report, with the name its workbook gives it.</summary>
    public static IReadOnlyList<(string Name, ReportSheet Sheet)> ToSheets(this YearlyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return
        [
            ("Chỉ tiêu", report.Coverage.ToSheet()),
            .. report.Lists.Select((list, at) => ($"Danh sách {at + 1}", list.ToSheet())),
            ("Kiểm tra", report.Register.ToInspections()), ("Điểm không phù hợp", report.Register.ToNonconformities()), ("Công bố HTQLCL", report.Register.ToDeclarations()), ("Đầu việc", report.Duties.ToSheet()),
        ];
    }

    /// <summary>The yearly report as a workbook.</summary>
    public static byte[] ToBook(this YearlyReport report) => ReportBook.Write(report.ToSheets());

    /// <summary>The yearly report as a Word document. The same day asked for again gives the same bytes once it is over.</summary>
    public static byte[] ToDocument(this YearlyReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return ReportDocument.Write(
            report.About.Vi, $"Báo cáo công tác quản lý chất lượng quy trình năm {report.AsOf.Day.Year}", [report.Plan.Title, $"({char.ToUpper(Told(report.AsOf)[0], CultureInfo.InvariantCulture)}{Told(report.AsOf)[1..]})"],
            [.. report.ToSheets().Select(one => one.Sheet)]);
    }

    public static Wording ToWording(this InspectionResult result) => result switch
    {
        InspectionResult.Conforms => new("phù hợp", "conforms"),
        InspectionResult.WithRemarks => new("phù hợp, có điểm lưu ý", "conforms, with remarks"),
        _ => new("có điểm không phù hợp", "does not conform"),
    };

    public static Wording ToWording(this NonconformityKind kind) =>
        kind is NonconformityKind.Nonconformity ? new("điểm không phù hợp", "nonconformity") : new("điểm lưu ý", "remark");

    /// <summary>How a finding stands.</summary>
    public static Wording StateOf(Nonconformity found, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(found);
        return found.Withdrawal is not null ? new("đã rút lại", "withdrawn")
            : found.Closure is { } closure ? new($"đã đóng ngày {Day(closure.Day)}", $"closed on {Day(closure.Day)}")
            : found.IsOverdue(day) ? new($"quá hạn {day.DayNumber - found.Due.DayNumber} ngày", $"{day.DayNumber - found.Due.DayNumber} day(s) overdue") : new("đang khắc phục", "being mended");
    }

    /// <summary>How a duty stands.</summary>
    public static Wording StateOf(OwedDuty owed, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(owed);
        return owed.Standing switch
        {
            DutyStanding.Done => new("hoàn thành", "done"),
            DutyStanding.DoneLate => new($"hoàn thành, trễ {owed.DaysLate(day)} ngày", $"done, {owed.DaysLate(day)} day(s) late"),
            DutyStanding.Late => new($"quá hạn {owed.DaysLate(day)} ngày", $"{owed.DaysLate(day)} day(s) late"),
            _ => new("chưa đến hạn", "not due yet"),
        };
    }

    /// <summary>Whether a target is met, in words.</summary>
    public static Wording Met(TargetFigure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return figure.Promise is null ? new("không đặt chỉ tiêu", "no target") : figure.IsMet switch { true => new("đạt", "met"), false => new("chưa đạt", "not met"), _ => new("không có gì để tính", "nothing to count") };
    }

    /// <summary>A share as Vietnamese papers print it.</summary>
    public static string Share(decimal? share) => share is { } known ? known.ToString("0.#", CultureInfo.GetCultureInfo("vi-VN")) + " %" : "–";

    /// <summary>A day that is over is told whole; the present one up to a moment.</summary>
    private static string Told(ToldAsOf asOf) =>
        asOf.Now is { } now ? $"số liệu tính đến {VietnamTime.LocalOf(now).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture)}" : $"số liệu tính đến hết ngày {Day(asOf.Day)}";

    private static string Said(Withdrawal? withdrawal) => withdrawal is null ? "" : $"đã rút lại: {withdrawal.Reason}";

    private static string Name(AgencyCode agency, ProvinceCatalogue catalogue) => catalogue.Find(agency)?.Name ?? agency.Value;

    private static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}
