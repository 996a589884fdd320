using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Reports;

namespace TthcFlow.Engine.Runtime;

/// <summary>The lists behind figures as printed tables (bảng in): in Vietnamese, as papers are.</summary>
public static class ReportSheets
{
    public static ReportSheet ToSheet(this Form06 form, string about) => ReportSheet.Of(form, about, Moment);

    public static ReportSheet ToSheet(this NamedDossiers named, string about)
    {
        ArgumentNullException.ThrowIfNull(named);
        return new(
            "", $"Danh sách hồ sơ {named.Cell.ToWording().Vi}",
            [$"Kỳ báo cáo: {named.Period.Printed.Vi}; số liệu tính đến {Moment(named.Period.Until)}", $"Phạm vi: {about}", $"Công thức: {named.Formula.Printed.Vi}"],
            [
                new("STT", null), new("Mã hồ sơ", null), new("Thủ tục", null), new("Cơ quan giải quyết", null), new("Tiếp nhận", null), new("Hẹn trả trên giấy hẹn", null), new("Giải quyết xong", null),
                new("So với", "Phân loại"), new("Kết quả", "Phân loại"), new("Ghi chú", "Phân loại"),
            ],
            [
                .. named.Lines.Select((line, at) => (IReadOnlyList<SheetCell>)
                [
                    new(at + 1), new(line.Code.ToString()), new(line.Procedure), new(line.Agency), new(Moment(line.ReceivedAt)), new(Moment(line.PromisedAt)), new(Moment(line.SolvedAt)),
                    new(Moment(line.Answer.HeldTo)), new(line.SolvedAt is null && line.Answer.Label is OnTimeLabel.OnTime ? "trong hạn" : line.Answer.Label.ToWording().Vi), new(line.Answer.Why?.Vi ?? ""),
                ]),
            ],
            [named.Lines.Count < named.Total ? $"Có {named.Total} hồ sơ; danh sách nêu {named.Lines.Count} hồ sơ tiếp nhận sớm nhất." : $"Tổng số: {named.Total} hồ sơ."]);
    }

    public static ReportSheet ToSheet(this RiskReport risk, string about)
    {
        ArgumentNullException.ThrowIfNull(risk);
        return new(
            "", "Hồ sơ đang giải quyết có nguy cơ trễ hạn",
            [$"Tính lúc {Moment(risk.At)}; phạm vi: {about}", $"Dự báo theo thời gian thực tế của {risk.Learned} hồ sơ đã giải quyết cùng quy trình, từ cùng bước; chỉ nêu khi có từ {RiskForecast.Enough} hồ sơ so sánh được"],
            [new("STT", null), new("Mã hồ sơ", null), new("Thủ tục", null), new("Đang ở bước", null), new("Hạn trả", null), new("Còn (giờ làm việc)", null), new("Nguy cơ (%)", null), new("Số hồ sơ so sánh", null)],
            [
                .. risk.Lines.Select((line, at) => (IReadOnlyList<SheetCell>)
                [
                    new(at + 1), new(line.Code.ToString()), new(line.Procedure), new(string.Join("; ", line.Steps)), new(Moment(line.DueAt)), new(Math.Round(line.LeftMinutes / 60m, 1)),
                    line.Answer.Chance is { } chance ? new((decimal)Math.Round(chance * 100)) : new(line.Answer.StandsUnusuallyLong ? "ở bước lâu bất thường" : "chưa đủ dữ liệu"), new(line.Answer.Compared),
                ]),
            ],
            [
                $"Ngoài ra có {risk.Overdue} hồ sơ đã quá hạn.",
                .. risk.Calibration.Bins.Where(bin => bin.Said > 0).Select(bin => $"Kiểm chứng: nguy cơ {bin.FromPercent}–{bin.ToPercent} %: {bin.Said} lượt dự báo, {bin.CameLate} lượt trễ thật."),
                $"Không đủ dữ liệu để dự báo: {risk.Calibration.Unknown} lượt.",
            ]);
    }

    private static string Moment(DateTimeOffset instant) => VietnamTime.LocalOf(instant).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset? instant) => instant is { } at ? Moment(at) : "–";
}
