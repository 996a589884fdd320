using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Shell;

/// <summary>What portals, their messages and what became of them are called on pages.</summary>
public static class PortalWords
{
    public static Wording Of(PortalWay way) => way switch
    {
        PortalWay.Open => new("Đang gửi", "Open"),
        PortalWay.Trying => new("Đang thử lại", "Trying again"),
        PortalWay.Resting => new("Không trả lời, tạm nghỉ", "No answer, resting"),
        _ => new("Tạm dừng", "Paused"),
    };

    public static string Tag(PortalWay way) => way switch { PortalWay.Open => "tag-good", PortalWay.Trying => "tag-soon", PortalWay.Resting => "tag-late", _ => "tag-wait" };

    public static Wording Of(PortalMessageStatus state) => state switch
    {
        PortalMessageStatus.Waiting => new("Chờ gửi", "Waiting"),
        PortalMessageStatus.Held => new("Giữ lại: chưa có mã", "Held: no code"),
        PortalMessageStatus.Dead => new("Cổng từ chối", "Refused"),
        PortalMessageStatus.Sent => new("Cổng đã nhận", "Taken"),
        _ => new("Bỏ qua", "Left out"),
    };

    public static string Tag(PortalMessageStatus state) => state switch { PortalMessageStatus.Sent => "tag-good", PortalMessageStatus.Waiting or PortalMessageStatus.Skipped => "tag-wait", _ => "tag-late" };

    public static Wording Of(PortalTopic service) => service switch
    {
        PortalTopic.Dossier => new("Hồ sơ", "Dossier"),
        PortalTopic.Progress => new("Tiến độ", "Progress"),
        _ => new("Trạng thái", "Status"),
    };

    public static Wording Of(PortalProtocol protocol) => protocol is PortalProtocol.Bus ? new("trục liên thông", "service bus") : new("giao diện bộ, ngành", "ministry interface");

    public static Wording Of(PortalChangeKind kind) => kind switch
    {
        PortalChangeKind.Unmapped => new("Không còn mã, thông báo sẽ bị giữ", "No code any more: messages will be held"),
        PortalChangeKind.OutOfOrder => new("Mã mới không được đến sau mã cổng đang có", "The new code may not follow the one the portal has"),
        PortalChangeKind.NotToldAnyMore => new("Cổng không nhận hồ sơ này nữa", "The portal hears no more of it"),
        PortalChangeKind.OtherCode => new("Mã khác từ lần chuyển trạng thái sau", "Another code from its next change on"),
        PortalChangeKind.Mapped => new("Trước chưa có mã, nay có", "Had no code, has one now"),
        _ => new("Cổng bắt đầu nhận hồ sơ này", "The portal hears of it from now on"),
    };

    public static Wording Of(ReconciliationKind kind) => kind switch
    {
        ReconciliationKind.NeverTold => new("Chưa từng báo cổng", "Never told"),
        ReconciliationKind.UnknownThere => new("Đã báo, cổng không có hồ sơ", "Told, and the portal does not know it"),
        ReconciliationKind.Behind => new("Cổng còn ở trạng thái trước", "The portal is behind"),
        ReconciliationKind.OtherPromise => new("Cổng ghi thời điểm hẹn trả khác", "The portal has another promise"),
        ReconciliationKind.Apart => new("Cổng ở trạng thái không dẫn tới trạng thái trong sổ", "The portal is in a state that does not lead here"),
        _ => new("Không hỏi được cổng", "The portal could not be asked"),
    };

    /// <summary>A span as people say it: <c>0,4 giây</c>, <c>12 phút</c>, <c>3 giờ</c>, <c>2 ngày</c>.</summary>
    public static Wording Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 10 } => new($"{Decimal(span.TotalSeconds).Replace('.', ',')} giây", $"{Decimal(span.TotalSeconds)} s"),
        { TotalMinutes: < 2 } => new($"{(int)span.TotalSeconds} giây", $"{(int)span.TotalSeconds} s"),
        { TotalHours: < 2 } => new($"{(int)span.TotalMinutes} phút", $"{(int)span.TotalMinutes} min"),
        { TotalDays: < 2 } => new($"{(int)span.TotalHours} giờ", $"{(int)span.TotalHours} h"),
        _ => new($"{(int)span.TotalDays} ngày", $"{(int)span.TotalDays} days"),
    };

    private static string Decimal(double seconds) => Math.Max(0, seconds).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
}
