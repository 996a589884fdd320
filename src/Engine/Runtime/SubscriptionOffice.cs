using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Events;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door to subscriptions: entering and ending them, and what became of what they were told. For administrators; those of an agency see its own.</summary>
public sealed class SubscriptionOffice
{
    /// <summary>Lines of a page.</summary>
    public const int Lines = 50;

    private readonly SubscriptionStore _store;
    private readonly EventPost _post;
    private readonly EventWriting _writing;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;

    internal SubscriptionOffice(SubscriptionStore store, EventPost post, EventWriting writing, ReferenceStore reference, TimeProvider clock) =>
        (_store, _post, _writing, _reference, _clock) = (store, post, writing, reference, clock);

    /// <summary>Subscriptions, those that are not over first; null for those who may not look.</summary>
    public async Task<IReadOnlyList<SubscriptionView>?> ListAsync(Officer by, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        return SubscriptionRules.MayLook(by) ? await ViewsAsync(await _store.ListAsync(by.Agency, ct), ct) : null;
    }

    /// <summary>One subscription with its record, latest first; null where there is none, or it is not theirs to see.</summary>
    public async Task<(SubscriptionView View, IReadOnlyList<SubscriptionLine> Record)?> FindAsync(Officer by, int id, CancellationToken ct) =>
        await OfAsync(by, id, ct) is { } found ? ((await ViewsAsync([found], ct))[0], await _store.RecordAsync(id, Lines, ct)) : null;

    /// <summary>What a subscription was told, latest first; null where there is none, or it is not theirs to see.</summary>
    /// <param name="before">The number of the last line of the page before; null for the first page.</param>
    public async Task<SendingsPage?> SendingsAsync(Officer by, int id, SendingStatus? state, int? before, CancellationToken ct)
    {
        if (await OfAsync(by, id, ct) is null) return null;
        var lines = await _store.SendingsAsync(id, state, before, Lines + 1, ct);
        return new([.. lines.Take(Lines)], lines.Count > Lines ? lines[Lines - 1].Number : null);
    }

    /// <summary>Enters a subscription: what happens from now on is told.</summary>
    public async Task<(int? Id, Refusal? Refusal)> EnterAsync(Officer by, SubscriptionAsk ask, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(ask);
        var now = _clock.GetUtcNow();
        var (catalogue, today) = ((await _reference.CurrentAsync(ct)).Catalogue ?? ReferenceStore.NoCatalogue, VietnamTime.DayOf(now));
        (Subscription?, Refusal?) Ruled(IReadOnlyList<Subscription> standing) => SubscriptionRules.Of(
            by, ask, standing.Where(other => other.StandingOn(now) is not SubscriptionStanding.Over), agency => catalogue.Find(agency) is { } there && !there.IsGoneBy(today), now);
        var (wanted, refusal) = Ruled([]);
        if (wanted is null) return (null, refusal);
        if (!_post.HasSecret(wanted.Secret)) return (null, SubscriptionRefusals.NoSecret);
        if (!await _post.MayReachAsync(wanted.Address, ct)) return (null, SubscriptionRefusals.InternalAddress);
        var (entered, no) = await _store.EnterAsync(Ruled, by.Id, now, ct);
        return (entered?.Id, no);
    }

    /// <summary>What happens from now on is told when it goes on.</summary>
    public Task<Refusal?> PauseAsync(Officer by, int id, string? reason, CancellationToken ct) =>
        ChangeAsync(by, id, reason, "paused", (seen, why, now) => seen.PausedAt is null ? seen with { PausedAt = now, PausedWhy = why } : null, ct);

    /// <summary>Goes on with what happened meanwhile.</summary>
    public Task<Refusal?> ResumeAsync(Officer by, int id, CancellationToken ct) =>
        ChangeAsync(by, id, "–", "resumed", (seen, _, _) => seen.PausedAt is null ? null : seen with { PausedAt = null, PausedWhy = null }, ct);

    /// <summary>Nothing more is told, for good.</summary>
    public Task<Refusal?> EndAsync(Officer by, int id, string? reason, CancellationToken ct) => ChangeAsync(by, id, reason, "ended", (seen, _, now) => seen with { EndedAt = now }, ct);

    /// <summary>Posts an event that says nothing, to try the address, the secret and the other side out (gửi thử).</summary>
    /// <returns>Null where it was taken.</returns>
    public async Task<Refusal?> TryAsync(Officer by, int id, CancellationToken ct)
    {
        if (await RefusedAsync(by, id, ct) is var (seen, refusal) && refusal is not null) return refusal;
        var answer = await _post.SendAsync(seen!, _writing.Trial(seen!, _clock.GetUtcNow()), ct);
        var said = answer.Status is { } status ? string.Create(CultureInfo.InvariantCulture, $"HTTP {status} {answer.Fault}").TrimEnd() : answer.Fault;
        await _store.ChangeAsync(seen!, seen!, by.Id, "tried", said, _clock.GetUtcNow(), ct);
        return answer.IsTaken ? null : SubscriptionRefusals.NotTaken;
    }

    /// <summary>An event that was given up is posted anew, as if new.</summary>
    public async Task<Refusal?> SendAgainAsync(Officer by, int id, int number, CancellationToken ct) =>
        await RefusedAsync(by, id, ct) is var (seen, refusal) && refusal is not null ? refusal
        : await _store.SeenToAsync(seen!, number, null, by.Id, _clock.GetUtcNow(), ct) ? null : SubscriptionRefusals.NotGivenUp;

    /// <summary>An event that was given up is left out, and what comes after it for the dossier is told.</summary>
    public async Task<Refusal?> SkipAsync(Officer by, int id, int number, string? reason, CancellationToken ct) =>
        await RefusedAsync(by, id, ct) is var (seen, refusal) && refusal is not null ? refusal
        : SubscriptionRules.ReasonOf(reason) is not { } why ? SubscriptionRefusals.NoReason
        : await _store.SeenToAsync(seen!, number, why, by.Id, _clock.GetUtcNow(), ct) ? null : SubscriptionRefusals.NotGivenUp;

    private async Task<Refusal?> ChangeAsync(Officer by, int id, string? reason, string act, Func<Subscription, string, DateTimeOffset, Subscription?> change, CancellationToken ct)
    {
        while (true)
        {
            if (await RefusedAsync(by, id, ct) is var (seen, refusal) && refusal is not null) return refusal;
            if (SubscriptionRules.ReasonOf(reason) is not { } why) return SubscriptionRefusals.NoReason;
            var now = _clock.GetUtcNow();
            if (change(seen!, why, now) is not { } after) return SubscriptionRefusals.AsItWas;
            if (await _store.ChangeAsync(seen!, after, by.Id, act, act == "resumed" ? null : why, now, ct)) return null;
        }
    }

    /// <summary>The subscription, unless the officer may not change it, or nobody may any more.</summary>
    private async Task<(Subscription? Seen, Refusal? Refusal)> RefusedAsync(Officer by, int id, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!SubscriptionRules.MayLook(by)) return (null, SubscriptionRefusals.NotAnAdministrator);
        if (await OfAsync(by, id, ct) is not { } seen) return (null, SubscriptionRefusals.NotFound);
        return seen.EndedAt is null ? (seen, null) : (null, SubscriptionRefusals.IsOver);
    }

    private async Task<Subscription?> OfAsync(Officer by, int id, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        return SubscriptionRules.MayLook(by) && await _store.FindAsync(id, ct) is { } found && SubscriptionRules.MayChange(by, found.Agency) ? found : null;
    }

    private async Task<IReadOnlyList<SubscriptionView>> ViewsAsync(IReadOnlyList<Subscription> found, CancellationToken ct)
    {
        var (now, counts) = (_clock.GetUtcNow(), await _store.CountAsync([.. found.Select(each => each.Id)], ct));
        return [.. found.Select(each => new SubscriptionView(each, each.StandingOn(now), counts[each.Id].Waiting, counts[each.Id].GivenUp))];
    }
}

/// <summary>A subscription as a page shows it.</summary>
/// <param name="Waiting">How many events wait, counted no further than a thousand.</param>
/// <param name="GivenUp">How many were given up, and wait for somebody to see to them.</param>
public sealed record SubscriptionView(Subscription Subscription, SubscriptionStanding Standing, int Waiting, int GivenUp);

/// <summary>A page of what a subscription was told.</summary>
public sealed record SendingsPage(IReadOnlyList<Sending> Lines, int? Next);
