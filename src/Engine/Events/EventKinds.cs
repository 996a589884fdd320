using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Events;

/// <summary>What an event is about (nguồn sự kiện).</summary>
public enum EventSource
{
    Dossier, // hồ sơ
    Version, // phiên bản quy trình đã công bố
}

/// <summary>A kind of event (loại sự kiện): its stored name is for good, and the last part of its type.</summary>
public sealed record EventKind(EventSource Source, string Name, Wording Wording)
{
    private const string Root = "vn.gov.tthcflow";

    /// <summary>As CloudEvents carry it: <c>vn.gov.tthcflow.dossier.step-completed</c>.</summary>
    public string Type => $"{Root}.{(Source is EventSource.Dossier ? "dossier" : "version")}.{Name}";
}

/// <summary>Every kind of event there is: each kind of line in a dossier's journal, and what becomes of published versions.</summary>
public static class EventKinds
{
    /// <summary>The type of what is sent to try a subscription out.</summary>
    public const string Trial = "vn.gov.tthcflow.subscription.trial";

    public static IReadOnlyList<EventKind> All { get; } =
    [
        Dossier("handed-in", "Nộp trực tuyến hoặc qua bưu chính", "Handed in online or by post"),
        Dossier("completion-asked", "Yêu cầu hoàn thiện trước khi tiếp nhận", "Completion asked for before it is received"),
        Dossier("completion-received", "Đã hoàn thiện trước khi tiếp nhận", "Completed before it is received"),
        Dossier("up-front-fee-paid", "Đã nộp phí trước khi tiếp nhận", "Fee paid before it is received"),
        Dossier("submission-withdrawn", "Rút trước khi tiếp nhận", "Withdrawn before it was received"),
        Dossier("declined", "Không tiếp nhận", "Declined"),
        Dossier("received", "Tiếp nhận", "Received"),
        Dossier("corrected", "Đính chính thông tin", "Corrected"),
        Dossier("step-opened", "Một bước bắt đầu", "A step was opened"),
        Dossier("step-assigned", "Giao, nhận hoặc trả lại việc", "A step changed hands"),
        Dossier("step-seen", "Người được giao đã mở xem", "The step was seen"),
        Dossier("step-completed", "Một bước đã xong", "A step was completed"),
        Dossier("step-cancelled", "Một bước bị đóng", "A step was closed unfinished"),
        Dossier("step-taken-back", "Một bước được làm lại", "A step was taken back"),
        Dossier("officer-named", "Phân công người thụ lý", "An officer was named"),
        Dossier("officer-unnamed", "Thu hồi phân công", "An officer is named no more"),
        Dossier("branch-chosen", "Một nhánh được chọn", "A branch was chosen"),
        Dossier("tokens-waiting", "Các nhánh đang chờ nhau", "Branches wait for each other"),
        Dossier("act-drafted", "Dự thảo trình lãnh đạo", "An act was drafted"),
        Dossier("draft-approved", "Dự thảo được duyệt", "A draft was approved"),
        Dossier("draft-sent-back", "Dự thảo bị trả lại", "A draft was sent back"),
        Dossier("draft-signed", "Văn bản đã ký", "A draft was signed"),
        Dossier("draft-dropped", "Dự thảo được rút", "A draft was dropped"),
        Dossier("consultation-asked", "Hỏi ý kiến", "An opinion was asked for"),
        Dossier("consultation-assigned", "Giao trả lời ý kiến", "A question was assigned"),
        Dossier("consultation-chased", "Nhắc trả lời ý kiến", "An opinion was chased"),
        Dossier("consultation-answered", "Đã trả lời ý kiến", "An opinion was given"),
        Dossier("consultation-lapsed", "Hết hạn trả lời ý kiến", "An opinion lapsed"),
        Dossier("consultation-withdrawn", "Không hỏi ý kiến nữa", "A question was withdrawn"),
        Dossier("attachment-added", "Thêm tệp đính kèm", "A file was attached"),
        Dossier("attachment-withdrawn", "Rút tệp đính kèm", "A file was withdrawn"),
        Dossier("supplement-requested", "Yêu cầu bổ sung", "Papers were asked for"),
        Dossier("supplement-part-received", "Nhận một phần bổ sung", "Some of the papers came"),
        Dossier("supplement-received", "Nhận đủ bổ sung", "The papers came"),
        Dossier("supplement-expired", "Hết hạn bổ sung", "The time for the papers ran out"),
        Dossier("obligation-imposed", "Yêu cầu thực hiện nghĩa vụ tài chính", "A payment was imposed"),
        Dossier("obligation-waived", "Miễn, thu hồi khoản phải nộp", "A payment was waived"),
        Dossier("payment-recorded", "Ghi nhận tiền đã nộp", "A payment was recorded"),
        Dossier("clock-stopped", "Thời hạn tạm dừng", "The clock was stopped"),
        Dossier("clock-resumed", "Thời hạn chạy lại", "The clock was resumed"),
        Dossier("due-set", "Ấn định hạn mới", "A due day was set"),
        Dossier("limit-changed", "Thời hạn thay đổi", "The limit was changed"),
        Dossier("promise-moved", "Ngày hẹn thay đổi", "The promise was moved"),
        Dossier("promise-confirmed", "Ngày hẹn tạm nay là chính thức", "The promise was confirmed"),
        Dossier("time-change-refused", "Từ chối sửa mốc thời gian", "A change of a time was refused"),
        Dossier("reminded", "Nhắc hạn", "A reminder was said"),
        Dossier("moved-to-version", "Chuyển sang phiên bản khác", "Moved to another version"),
        Dossier("returned-to-version", "Trở lại phiên bản trước", "Returned to the version before"),
        Dossier("processing-finished", "Đã xử lý xong", "Processing was finished"),
        Dossier("result-withdrawn", "Thu hồi kết quả chưa trao", "The result was withdrawn"),
        Dossier("result-handed-over", "Đã trao kết quả", "The result was handed over"),
        Dossier("ended", "Hồ sơ kết thúc", "Ended"),
        Version("published", "Công bố quy trình", "A process was published"),
        Version("recorded", "Ghi nhận quy trình đã công bố", "A process published elsewhere was recorded"),
        Version("in-force", "Quy trình bắt đầu có hiệu lực", "A process entered into force"),
        Version("superseded", "Quy trình được thay thế", "A process was superseded"),
        Version("repealed", "Quyết định bãi bỏ quy trình", "A process was repealed"),
        Version("ceased", "Quy trình hết hiệu lực do bị bãi bỏ", "A repealed process is no longer in force"),
    ];

    private static readonly Dictionary<string, EventKind> ByType = All.ToDictionary(kind => kind.Type, StringComparer.Ordinal);

    /// <summary>The kind of that type; null where there is none.</summary>
    public static EventKind? Find(string? type) => type is null ? null : ByType.GetValueOrDefault(type);

    /// <summary>The kind of that stored name.</summary>
    public static EventKind Of(EventSource source, string name) => All.First(kind => kind.Source == source && kind.Name == name);

    private static EventKind Dossier(string name, string vi, string en) => new(EventSource.Dossier, name, new(vi, en));

    private static EventKind Version(string name, string vi, string en) => new(EventSource.Version, name, new(vi, en));
}
