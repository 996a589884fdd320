using Microsoft.Extensions.Logging;
using TthcFlow.Engine.Events;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Posts events to those who subscribed: dossiers side by side, each one's events in order. What is not taken is tried again after growing pauses, for a day.</summary>
/// <remarks>An event may be posted twice where the program dies before it could write down that it was taken; then with the same id, and before anything that comes after it.</remarks>
public sealed partial class SubscriptionSweep : Sweep
{
    /// <summary>How long a lane in hand is nobody else's: longer than one post may take; each post begins it anew.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private const int LanesAtOnce = 8, EventsAtOnce = 20, Gone = 410;

    private readonly SubscriptionStore _store;
    private readonly EventStore _events;
    private readonly EventWriting _writing;
    private readonly EventPost _post;
    private readonly TimeProvider _clock;

    internal SubscriptionSweep(SubscriptionStore store, EventStore events, EventWriting writing, EventPost post, TimeProvider clock) =>
        (_store, _events, _writing, _post, _clock) = (store, events, writing, post, clock);

    internal ILogger<SubscriptionSweep>? Log { get; init; }

    /// <summary>Posts everything whose turn it is.</summary>
    /// <returns>How many events were taken.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct) =>
        (await Task.WhenAll((await SubscriptionsAsync(ct)).Select(subscription => TellAsync(subscription, ct)))).Sum();

    /// <summary>The subscriptions that may be told something now.</summary>
    internal async Task<IReadOnlyList<Subscription>> SubscriptionsAsync(CancellationToken ct) => await _store.ToldAsync(ct);

    /// <summary>Tells one of them everything whose turn it is.</summary>
    internal async Task<int> TellAsync(Subscription subscription, CancellationToken ct)
    {
        for (var told = 0; ;)
        {
            var now = _clock.GetUtcNow();
            var lanes = await _store.ClaimAsync(subscription.Id, now, now + Lease, LanesAtOnce, ct);
            if (lanes is []) return told;
            var some = await Task.WhenAll(lanes.Select(lane => TellAsync(subscription, lane, ct)));
            told += some.Sum(lane => lane.Told);
            if (some.Any(lane => lane.IsGone)) return told;
        }
    }

    private async Task<(int Told, bool IsGone)> TellAsync(Subscription subscription, EventLane lane, CancellationToken ct)
    {
        var waiting = await _store.WaitingAsync(lane, EventsAtOnce, ct);
        if (waiting is [])
        {
            await _store.LetGoAsync(lane, _clock.GetUtcNow(), ct);
            return (0, false);
        }
        var lines = (await _events.OfAsync([.. waiting.Select(each => each.Number)], ct)).ToDictionary(line => line.Number);
        for (var at = 0; at < waiting.Count; at++)
        {
            var (number, tries) = waiting[at];
            var answer = await _post.SendAsync(subscription, await _writing.OfAsync(lines[number], ct), ct);
            var now = _clock.GetUtcNow();
            if (!answer.IsTaken)
            {
                await NotTakenAsync(subscription, lane, number, tries + 1, answer, now, ct);
                return (at, answer.Status == Gone);
            }
            if (!await _store.TakenAsync(lane, number, answer.Status!.Value, at + 1 < waiting.Count ? now + Lease : now, now, ct)) return (at + 1, false); // somebody else has the lane by now
        }
        return (waiting.Count, false);
    }

    private async Task NotTakenAsync(Subscription subscription, EventLane lane, int number, int tries, PostAnswer answer, DateTimeOffset now, CancellationToken ct)
    {
        if (answer.Status == Gone)
        {
            // The other side will not have any more: nothing is lost, and whoever is in charge goes on with it or ends it.
            await _store.ChangeAsync(subscription, subscription with { PausedAt = now, PausedWhy = "HTTP 410" }, Officer.System.Id, "paused", "HTTP 410", now, ct);
            await _store.NotTakenAsync(lane, number, answer.Status, answer.Fault!, now, now, ct);
            return;
        }
        var again = SendingPauses.After(tries, number) is { } pause ? now + pause : (DateTimeOffset?)null;
        if (!await _store.NotTakenAsync(lane, number, answer.Status, answer.Fault!, again, now, ct)) return;
        if (Log is null) return;
        if (again is null) GivenUp(Log, subscription.Id, number, lane.Code, answer.Status, tries);
        else TriedInVain(Log, subscription.Id, number, lane.Code, answer.Status, tries);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Subscription {Subscription}: event {Number} of {Code} is given up after {Tries} tries (status {Status})")]
    private static partial void GivenUp(ILogger log, int subscription, int number, string code, int? status, int tries);

    [LoggerMessage(Level = LogLevel.Information, Message = "Subscription {Subscription}: event {Number} of {Code} was not taken at try {Tries} (status {Status})")]
    private static partial void TriedInVain(ILogger log, int subscription, int number, string code, int? status, int tries);
}
