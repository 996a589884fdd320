using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Portal;

/// <summary>What became of a message to a portal (một lần báo cổng).</summary>
/// <param name="Number">The journal line it tells of.</param>
/// <param name="Code">The portal's code of the dossier.</param>
/// <param name="Receipt">What the portal answered; of a message that was left out, why.</param>
/// <param name="Fault">Why the last try failed.</param>
/// <param name="By">Who saw to it, where somebody had to.</param>
public sealed record PortalTelling(
    int Id, string Target, DossierCode Dossier, int Number, DateTimeOffset At, PortalTopic Topic, int Code, PortalMessageStatus State, int Tries, DateTimeOffset? DoneAt, string? Receipt, string? Fault, OfficerId? By);

/// <summary>How far a message to a portal is.</summary>
public enum PortalMessageStatus
{
    Waiting, // chờ gửi
    Held, // giữ lại: cổng không có mã cho trạng thái này
    Dead, // cổng từ chối nhiều lần, chờ người xử lý
    Sent, // cổng đã nhận
    Skipped, // bỏ qua, có lý do
}

/// <summary>What waits for a portal, and what it took of late (tải của một cổng).</summary>
/// <param name="Pending">Messages that wait.</param>
/// <param name="Dossiers">Of how many dossiers.</param>
/// <param name="OldestAt">Since when the first of them does.</param>
/// <param name="Dead">Given up, and waiting for somebody to see to them.</param>
/// <param name="Held">Held for want of a code.</param>
public sealed record PortalLoad(int Pending, int Dossiers, DateTimeOffset? OldestAt, int Dead, int Held, int LastHour, int LastDay)
{
    /// <summary>Why those that were tried were not taken, the commonest first.</summary>
    public IReadOnlyList<PortalObstacle> Faults { get; init; } = [];

    /// <summary>How long the last ones took from the desk to the portal; null while nothing was told.</summary>
    public PortalDelays? Delays { get; init; }
}

/// <summary>A reason why messages were not taken, and how many wait because of it.</summary>
public sealed record PortalObstacle(string Fault, int Messages);

/// <summary>How long messages took from the act to the portal's receipt.</summary>
/// <param name="Median">Half of them took no longer.</param>
/// <param name="Slowest">Of a hundred, one took longer.</param>
/// <param name="Of">How many were looked at.</param>
public sealed record PortalDelays(TimeSpan Median, TimeSpan Slowest, int Of);

/// <summary>A change of the list of portals.</summary>
public sealed record PortalRevision(int Version, DateTimeOffset At, OfficerId By, string Reason);
