using System.Collections.Immutable;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Events;

/// <summary>Somebody is told of events by posting them to an address (đăng ký nhận sự kiện).</summary>
/// <param name="Secret">The name of the secret they are signed with; the secret itself stands elsewhere.</param>
/// <param name="Types">The types of events; empty: all.</param>
/// <param name="Procedures">The procedures they are about; empty: all.</param>
/// <param name="Agency">Only dossiers that this agency may see; null: the whole province's.</param>
/// <param name="Until">From when on nothing more is told; null: until it is ended.</param>
public sealed record Subscription(
    int Id, string Name, Uri Address, string Secret, ImmutableList<string> Types, ImmutableList<ProcedureCode> Procedures, AgencyCode? Agency, DateTimeOffset From, DateTimeOffset? Until)
{
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Why it is paused: an officer's reason, or that the other side is gone.</summary>
    public string? PausedWhy { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How many lines its record has.</summary>
    public int Length { get; init; }

    public SubscriptionStanding StandingOn(DateTimeOffset now) =>
        EndedAt is not null || Until <= now ? SubscriptionStanding.Over
        : PausedAt is not null ? SubscriptionStanding.Paused
        : From > now ? SubscriptionStanding.NotYet
        : SubscriptionStanding.Running;
}

/// <summary>How a subscription stands.</summary>
public enum SubscriptionStanding
{
    NotYet, // chưa đến ngày
    Running, // đang nhận
    Paused, // tạm dừng: what happens meanwhile is told when it goes on
    Over, // đã kết thúc
}

/// <summary>What became of an event that somebody is to be told of.</summary>
public enum SendingStatus
{
    Waiting, // chờ gửi
    Told, // đã nhận
    GivenUp, // đã thôi gửi: what comes after it for the dossier waits
    Skipped, // bỏ qua, có lý do
}

/// <summary>What is asked for: a subscription as somebody enters it.</summary>
public sealed record SubscriptionAsk(
    string? Name, string? Address, string? Secret, IReadOnlyList<string> Types, IReadOnlyList<string> Procedures, AgencyCode? Agency, DateTimeOffset? From, DateTimeOffset? Until);

/// <summary>Who may enter which subscriptions, and what they must say.</summary>
public static class SubscriptionRules
{
    private const int LongestName = 200, LongestReason = 500, LongestAddress = 500, MostWords = 200;

    /// <summary>Whether somebody may see and change subscriptions: administrators; those of an agency, its own.</summary>
    public static bool MayLook(Officer officer)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return officer.Is(Role.Administrator);
    }

    /// <summary>Whether one is theirs.</summary>
    public static bool MayChange(Officer officer, AgencyCode? agency) => MayLook(officer) && (officer.Agency is null || officer.Agency == agency);

    /// <summary>Whether a text may be the address events are posted to: https, or http on this machine; no name or password in it.</summary>
    public static Uri? AddressOf(string? text) =>
        text is { Length: <= LongestAddress } && Uri.TryCreate(text.Trim(), UriKind.Absolute, out var address) && address is { UserInfo: "", Fragment: "" } && address.Host.Length > 0
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp && address.IsLoopback) ? address : null;

    /// <summary>Reads what is asked for; a refusal where it cannot be.</summary>
    /// <param name="standing">Those that are not over.</param>
    /// <param name="isAgency">Whether there is an agency of that code today.</param>
    public static (Subscription? Wanted, Refusal? Refusal) Of(Officer by, SubscriptionAsk ask, IEnumerable<Subscription> standing, Func<AgencyCode, bool> isAgency, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(ask);
        if (!MayLook(by)) return (null, SubscriptionRefusals.NotAnAdministrator);
        var agency = ask.Agency ?? by.Agency;
        if (!MayChange(by, agency)) return (null, SubscriptionRefusals.OwnAgencyOnly);
        if (ask.Name?.Trim() is not { Length: > 0 and <= LongestName } name) return (null, SubscriptionRefusals.NoName);
        if (AddressOf(ask.Address) is not { } address) return (null, SubscriptionRefusals.NoAddress);
        if (ask.Secret is not { Length: > 0 } secret) return (null, SubscriptionRefusals.NoSecret);
        if (ask.Types.Count > MostWords || ask.Types.FirstOrDefault(type => EventKinds.Find(type) is null) is not null) return (null, SubscriptionRefusals.NoType);
        var procedures = ask.Procedures.Select(text => ProcedureCode.TryParse(text, null, out var code) ? code : null).ToList();
        if (procedures.Count > MostWords || procedures.Contains(null)) return (null, SubscriptionRefusals.NoProcedure);
        if (agency is not null && !isAgency(agency)) return (null, SubscriptionRefusals.NoAgency);
        var from = ask.From is { } begins && begins > now ? begins : now;
        if (ask.Until <= from) return (null, SubscriptionRefusals.NoTime);
        if (standing.Any(other => other.Name == name && other.Agency == agency)) return (null, SubscriptionRefusals.NameTaken);
        return (new(0, name, address, secret, [.. ask.Types.Distinct()], [.. procedures.OfType<ProcedureCode>().Distinct()], agency, from, ask.Until), null);
    }

    /// <summary>A reason that can be kept; null where there is none, or it is too long.</summary>
    public static string? ReasonOf(string? text) => text?.Trim() is { Length: > 0 and <= LongestReason } reason ? reason : null;
}
