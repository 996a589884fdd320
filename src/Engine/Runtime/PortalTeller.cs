using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Storage;

namespace TthcFlow.Engine.Runtime;

/// <summary>Keeps telling portals for as long as the host runs: as soon as something was written, and every half second for what others wrote or what comes due.</summary>
internal sealed class PortalTeller(PortalSweep sweep, PortalParcels parcels, Bell bell) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, Task> _busy = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var rung = bell.Next;
            try
            {
                foreach (var connection in await parcels.ConnectionsAsync(stoppingToken)) Begin(connection, stoppingToken);
            }
            catch (OperationCanceledException) { break; }
            catch (Exception) when (!stoppingToken.IsCancellationRequested) { } // the database is away for a moment: the next beat asks again
            await Task.WhenAny(rung, Task.Delay(Beat, stoppingToken));
        }
        await Task.WhenAll(_busy.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>One portal in trouble keeps no other waiting: each has a walk of its own.</summary>
    private void Begin(PortalConnection connection, CancellationToken ct)
    {
        if (_busy.TryGetValue(connection.Key, out var walk) && !walk.IsCompleted) return;
        _busy[connection.Key] = Task.Run(() => sweep.TellAsync(connection, ct), ct);
    }
}
