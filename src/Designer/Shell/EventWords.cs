using TthcFlow.Engine.Events;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Shell;

/// <summary>What subscriptions to events, and what became of what they were told, are called on pages.</summary>
public static class EventWords
{
    public static Wording Of(SubscriptionStanding standing) => standing switch
    {
        SubscriptionStanding.NotYet => new("Chưa đến ngày", "Not yet"),
        SubscriptionStanding.Running => new("Đang gửi", "Running"),
        SubscriptionStanding.Paused => new("Tạm dừng", "Paused"),
        _ => new("Đã kết thúc", "Over"),
    };

    /// <summary>How a standing is marked.</summary>
    public static string Tone(SubscriptionStanding standing) => standing switch
    {
        SubscriptionStanding.Running => "tag tag-good",
        SubscriptionStanding.Paused => "tag tag-late",
        _ => "tag",
    };

    public static Wording Of(SendingStatus state) => state switch
    {
        SendingStatus.Waiting => new("Chờ gửi", "Waiting"),
        SendingStatus.Told => new("Đã nhận", "Taken"),
        SendingStatus.GivenUp => new("Đã thôi gửi", "Given up"),
        _ => new("Bỏ qua", "Skipped"),
    };

    public static string Tone(SendingStatus state) => state switch
    {
        SendingStatus.Told => "tag tag-good",
        SendingStatus.GivenUp => "tag tag-late",
        SendingStatus.Waiting => "tag tag-wait",
        _ => "tag",
    };

    /// <summary>A line of a subscription's record.</summary>
    public static Wording Act(string act) => act switch
    {
        "entered" => new("Lập đăng ký", "Entered"),
        "paused" => new("Tạm dừng", "Paused"),
        "resumed" => new("Tiếp tục", "Resumed"),
        "ended" => new("Kết thúc", "Ended"),
        "tried" => new("Gửi thử", "Tried out"),
        "sent-again" => new("Gửi lại sự kiện", "Event sent again"),
        "skipped" => new("Bỏ qua sự kiện", "Event skipped"),
        _ => new(act, act),
    };
}
