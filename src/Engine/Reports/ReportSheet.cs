using System.Globalization;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Reports;

/// <summary>A report as a table (bảng báo cáo): what the printed page and the workbook both show. Printed reports are Vietnamese, as papers are.</summary>
/// <param name="Notes">What it is about and by which formula, with version and parameters; under the title.</param>
/// <param name="Columns">The heads, with the head above several of them where they share one.</param>
/// <param name="Rows">Texts, numbers or nothing.</param>
public sealed record ReportSheet(string Form, string Title, IReadOnlyList<string> Notes, IReadOnlyList<SheetColumn> Columns, IReadOnlyList<IReadOnlyList<SheetCell>> Rows, IReadOnlyList<string> Remarks)
{
    /// <summary>The form as the circular prints it, with its identity check under it.</summary>
    public static ReportSheet Of(Form06 form, string about, Func<DateTimeOffset, string> moment)
    {
        ArgumentNullException.ThrowIfNull(form);
        ArgumentNullException.ThrowIfNull(moment);
        var head = form.By switch { ReportGrouping.Agency => "Cơ quan, đơn vị", ReportGrouping.Procedure => "Thủ tục hành chính", _ => "Lĩnh vực giải quyết" };
        IReadOnlyList<SheetCell> Row(SheetCell number, string name, Form06Counts counts) =>
            [number, new(name), .. Enum.GetValues<Form06Cell>().Select(cell => new SheetCell(counts.In(cell))), new(Wording.Percent(counts.OnTimeShare, "0.0").Vi)];
        return new(
            "Biểu số 06/VPCP/KSTT", "Tình hình, kết quả giải quyết thủ tục hành chính",
            [$"Kỳ báo cáo: {form.Period.Printed.Vi}; số liệu tính đến {moment(form.Period.Until)}", $"Phạm vi: {about}", $"Công thức: {form.Formula.Printed.Vi}"],
            [
                new("STT", null), new(head, null), new("Tổng", "Số hồ sơ nhận giải quyết"), new("Trực tuyến", "Số hồ sơ nhận giải quyết"), new("Trực tiếp, BCCI", "Số hồ sơ nhận giải quyết"),
                new("Từ kỳ trước", "Số hồ sơ nhận giải quyết"), new("Tổng", "Số hồ sơ đã giải quyết"), new("Trước hạn", "Số hồ sơ đã giải quyết"), new("Đúng hạn", "Số hồ sơ đã giải quyết"),
                new("Quá hạn", "Số hồ sơ đã giải quyết"), new("Tổng", "Số hồ sơ đang giải quyết"), new("Trong hạn", "Số hồ sơ đang giải quyết"), new("Quá hạn", "Số hồ sơ đang giải quyết"),
                new("Tỷ lệ trước và đúng hạn", null),
            ],
            [.. form.Lines.Select((line, at) => Row(new(at + 1), line.Name, line.Counts)), Row(new(""), "Tổng cộng", form.Total)],
            [
                form.IsConsistent ? "Đã kiểm tra: nhận giải quyết = đã giải quyết + đang giải quyết ở mọi dòng." : "SỐ LIỆU KHÔNG KHỚP: nhận giải quyết khác đã giải quyết + đang giải quyết.",
                $"Không tính vào biểu: {form.Declined} hồ sơ không tiếp nhận (Mẫu 03) trong kỳ, {form.NotYetReceived} hồ sơ nộp trực tuyến, bưu chính chưa tiếp nhận khi chốt kỳ.",
                .. form.WithoutPromise > 0 ? (string[])[$"{form.WithoutPromise} hồ sơ đã giải quyết không có ngày hẹn để so, tính là đúng hạn."] : [],
                $"Cách phân loại: {form.Formula.Says.Vi}.",
            ]);
    }

    /// <summary>Times of steps beside their limits.</summary>
    public static ReportSheet Of(StepFigures figures, string about, Func<StepLine, string> procedureOf)
    {
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentNullException.ThrowIfNull(procedureOf);
        var first = figures.By switch { StepGrouping.Unit => "Đơn vị", StepGrouping.Person => "Người thực hiện", _ => "Bước" };
        var steps = figures.By is StepGrouping.Step;
        return new(
            "", "Thời gian thực hiện các bước",
            [$"Kỳ báo cáo: {figures.Period.Printed.Vi}", $"Phạm vi: {about}", $"Tính từ {figures.Dossiers} hồ sơ; thời gian làm việc theo đồng hồ của từng bước, không tính thời gian tạm dừng; trung vị và phân vị 90 lấy theo thứ hạng gần nhất"],
            [
                .. steps ? (SheetColumn[])[new("Thủ tục", null)] : [], new(first, null), new("Số hồ sơ", null), new("Số lượt", null), new("Trung vị (giờ)", "Thời gian làm việc"), new("Phân vị 90 (giờ)", "Thời gian làm việc"),
                .. steps ? (SheetColumn[])[new("Thời hạn (giờ)", "Thời gian làm việc")] : [], new("Lượt quá hạn", null), new("Trả lại", null), new("Thu hồi", null), new("Làm lại", null),
                .. steps ? (SheetColumn[])[new("Nhận xét", null)] : [],
            ],
            [
                .. figures.Lines.Select(line => (IReadOnlyList<SheetCell>)
                [
                    .. steps ? (SheetCell[])[new(procedureOf(line))] : [], new(steps ? $"{line.Step?.Value} {line.Name}" : line.Name), new(line.Dossiers), new(line.Runs), Hours(line.MedianMinutes), Hours(line.P90Minutes),
                    .. steps ? (SheetCell[])[line.LimitMinutes is { } limit ? Hours(limit) : new("–")] : [], new(line.Late), new(line.SentBack), new(line.Recalled), new(line.Again),
                    .. steps ? (SheetCell[])[new(line.Conclusion.ToWording().Vi)] : [],
                ]),
            ],
            [$"Nhận xét chỉ đưa ra khi có từ {StepFigures.EnoughRuns} lượt: điểm nghẽn khi trung vị vượt thời hạn hoặc trên 30 % lượt quá hạn; thời hạn dài khi 9/10 lượt xong trước một phần ba thời hạn."]);
    }

    private static SheetCell Hours(int minutes) => new(Math.Round(minutes / 60m, 2));
}

/// <summary>A column's head, and the head it shares with its neighbours.</summary>
public sealed record SheetColumn(string Name, string? Group);

/// <summary>One cell: a text, or a number that a workbook can add up.</summary>
public sealed record SheetCell(string? Text, decimal? Number)
{
    public SheetCell(string text) : this(text, null) { }

    public SheetCell(decimal number) : this(null, number) { }

    public override string ToString() => Text ?? Number?.ToString("0.##", CultureInfo.GetCultureInfo("vi-VN")) ?? "";
}

/// <summary>What conclusions are called.</summary>
public static class ReportWording
{
    public static Wording ToWording(this StepConclusion conclusion) => conclusion switch
    {
        StepConclusion.Bottleneck => new("điểm nghẽn", "bottleneck"),
        StepConclusion.TooLongALimit => new("thời hạn dài hơn nhiều so với thực tế", "allowed far more than it takes"),
        StepConclusion.Fits => new("phù hợp", "fits"),
        StepConclusion.TooFew => new("chưa đủ số lượt để kết luận", "too few to conclude"),
        _ => new("không có thời hạn", "no limit"),
    };

    public static Wording ToWording(this OnTimeLabel label) => label switch
    {
        OnTimeLabel.Early => new("trước hạn", "early"),
        OnTimeLabel.OnTime => new("đúng hạn", "on time"),
        OnTimeLabel.Overdue => new("quá hạn", "overdue"),
        _ => new("không có hẹn", "no promise"),
    };

    public static Wording ToWording(this Form06Cell cell) => cell switch
    {
        Form06Cell.Received => new("nhận giải quyết", "received"),
        Form06Cell.Online => new("nhận trực tuyến", "received online"),
        Form06Cell.Direct => new("nhận trực tiếp, bưu chính", "received at the desk or by post"),
        Form06Cell.CarriedOver => new("từ kỳ trước", "carried over"),
        Form06Cell.Solved => new("đã giải quyết", "solved"),
        Form06Cell.Early => new("đã giải quyết trước hạn", "solved early"),
        Form06Cell.OnTime => new("đã giải quyết đúng hạn", "solved on time"),
        Form06Cell.Overdue => new("đã giải quyết quá hạn", "solved overdue"),
        Form06Cell.UnderWay => new("đang giải quyết", "under way"),
        Form06Cell.InTime => new("đang giải quyết, trong hạn", "under way, in time"),
        _ => new("đang giải quyết, quá hạn", "under way, overdue"),
    };
}
