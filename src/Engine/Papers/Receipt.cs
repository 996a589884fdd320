using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Papers;

/// <summary>Giấy tiếp nhận hồ sơ và hẹn trả kết quả (Mẫu 01): what the applicant takes home, as data; pages and printers give it a look.</summary>
/// <param name="Receiving">Đơn vị tiếp nhận, where the result is handed out too.</param>
/// <param name="Competent">Cơ quan giải quyết.</param>
/// <param name="Limit">Thời gian giải quyết theo quy định; null where the procedure states none.</param>
/// <param name="Counting">Which way the limit was counted, in words: the law leaves two, so the receipt names the one.</param>
/// <param name="PromisedAt">Thời gian trả (giờ, phút, ngày); null where nothing is promised.</param>
/// <param name="ReceivedBy">Người tiếp nhận.</param>
public sealed record Receipt(
    PaperForm Form, DossierCode Code, string Procedure, string Receiving, string Competent, Applicant Applicant, string? Subject,
    ImmutableList<DossierComponent> Components, TimeLimit? Limit, Wording Counting, DateTimeOffset ReceivedAt, DateTimeOffset? PromisedAt, string ReceivedBy)
{
    /// <summary>The promise runs into a year whose calendar is not confirmed: it is printed as not certain (hẹn tạm).</summary>
    public bool IsProvisional { get; init; }

    /// <summary>Each kind of charge with its amount in dong, as the header states them.</summary>
    public IReadOnlyList<Fee> Fees { get; init; } = [];

    /// <summary>Nơi hỗ trợ nộp hồ sơ; null where the applicant needed no help.</summary>
    public string? Supporting { get; init; }

    /// <summary>With the particulars as they are by now: a correction shows on the receipt that is printed after it.</summary>
    /// <exception cref="ArgumentException">The journal knows no receipt.</exception>
    public static Receipt Of(DossierCode code, IReadOnlyList<DossierEvent> journal, ProcessDefinition process, PaperNames names)
    {
        if (journal.OfType<DossierEvent.Received>().FirstOrDefault() is not { } received) throw new ArgumentException("The dossier was not received.", nameof(journal));

        var particulars = ParticularsToday.Of(journal)!;
        var rule = RunningClock.RuleOf(process.Header, received.Channel, received.Area);
        return new(
            FormSet.On(VietnamTime.DayOf(received.At)).Of(PaperKind.Receipt)!, code, process.Name, names.Of(received.Receiving), names.Of(received.Competent),
            particulars.Applicant, particulars.Subject, particulars.Components,
            process.Header.Immediate ? null : rule?.Limit, CountingOf(process.Header, rule), received.At, received.PromisedAt, names.Of(received.By))
        { Fees = process.Header.Fees, IsProvisional = received.Provisional, Supporting = received.Supporting is { } supporting ? names.Of(supporting) : null };
    }

    private static Wording CountingOf(ProcessHeader header, CountingRule? rule) => (header, rule) switch
    {
        ({ Immediate: true }, _) => new("Trả ngay trong ngày làm việc", "Returned at once, within the working day"),
        (_, null) => new("Không hẹn ngày trả", "No date is promised"),
        (_, { Counting: Calendars.Counting.SameDay, CutOff: { } cutOff }) => new(
            $"Trả trong ngày nếu nhận trước {cutOff:HH\\:mm}, sau đó trả vào ngày làm việc kế tiếp", $"Same day if received by {cutOff:HH\\:mm}, else the next working day"),
        (_, { Limit.Unit: TimeUnit.CalendarDay }) => new("Tính theo ngày, không tính ngày nhận; hết hạn vào ngày nghỉ thì chuyển sang ngày làm việc kế tiếp", "In calendar days, the day of receipt not counted; an end on a day off moves to the next working day"),
        (_, { Counting: Calendars.Counting.DayCount }) => new("Đếm ngày làm việc, không tính ngày nhận, hết hạn lúc đóng cửa", "In working days, the day of receipt not counted, due at closing time"),
        _ => new("Tính liên tục theo giờ làm việc kể từ lúc nhận (1 ngày = 8 giờ)", "In running working hours from the moment of receipt (1 day = 8 hours)"),
    };
}
