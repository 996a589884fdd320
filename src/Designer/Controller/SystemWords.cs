using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Controller;

/// <summary>What registered systems and their messages are called on pages.</summary>
internal static class SystemWords
{
    public static Wording Of(InboundKind kind) => kind switch
    {
        InboundKind.Submission => new("nộp hồ sơ", "submission"),
        InboundKind.Supplement => new("bổ sung", "supplement"),
        InboundKind.Payment => new("thanh toán", "payment"),
        _ => new("rút hồ sơ", "withdrawal"),
    };

    public static Wording Of(InboundOutcome outcome) => outcome switch
    {
        InboundOutcome.Taken => new("đã nhận", "taken"),
        InboundOutcome.Repeated => new("gửi lại", "sent again"),
        _ => new("từ chối", "refused"),
    };

    public static Wording Of(SystemProof proof) => proof switch
    {
        SystemProof.Signature => new("chữ ký trên từng thông điệp", "a signature on each message"),
        SystemProof.Token => new("mã truy cập OAuth2", "an OAuth2 token"),
        _ => new("chữ ký hoặc mã truy cập", "a signature or a token"),
    };

    /// <summary>How a registration stands on a day.</summary>
    public static Wording StandingOf(ConnectedSystem system, DateOnly today) =>
        system.IsOff ? new("đã tắt", "switched off")
        : system.ValidFrom > today ? new("chưa tới ngày", "not begun")
        : system.ValidTo < today ? new("đã hết hạn", "over")
        : new("đang dùng", "in use");

    public static DateOnly Today(TimeProvider clock) => VietnamTime.DayOf(clock.GetUtcNow());
}
