using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using TthcFlow.Engine.Events;
using TthcFlow.Engine.Storage;

namespace TthcFlow.Engine.Runtime;

/// <summary>Keeps numbering events and telling those who subscribed for as long as the host runs: as soon as something happened here, and every half second for what others did or what comes due.</summary>
internal sealed class EventTeller(EventSweep events, SubscriptionSweep subscriptions, Bell happened) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500), Gathering = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<int, Task> _busy = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var rung = happened.Next;
            try
            {
                await events.RunOnceAsync(stoppingToken);
                foreach (var subscription in await subscriptions.SubscriptionsAsync(stoppingToken)) Begin(subscription, stoppingToken);
            }
            catch (OperationCanceledException) { break; }
            catch (Exception) when (!stoppingToken.IsCancellationRequested) { await AwhileAsync(Task.Delay(Beat, TimeProvider.System, stoppingToken)); } // the database is away for a moment: the next beat asks again
            await AwhileAsync(Task.WhenAny(rung, Task.Delay(Beat, TimeProvider.System, stoppingToken)));
            await AwhileAsync(Task.Delay(Gathering, TimeProvider.System, stoppingToken)); // what happens at the same time is numbered together
        }
        await Task.WhenAll(_busy.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task AwhileAsync(Task wait) => await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>One address in trouble keeps no other waiting: each has a walk of its own.</summary>
    private void Begin(Subscription subscription, CancellationToken ct)
    {
        if (_busy.TryGetValue(subscription.Id, out var walk) && !walk.IsCompleted) return;
        _busy[subscription.Id] = Task.Run(() => subscriptions.TellAsync(subscription, ct), ct);
    }
}

/// <summary>What wakes those who number events, and those who read them.</summary>
/// <param name="Happened">Something was committed here.</param>
/// <param name="Numbered">Events got their numbers here.</param>
internal sealed record EventBells(Bell Happened, Bell Numbered);
