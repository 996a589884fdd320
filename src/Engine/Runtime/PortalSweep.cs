using Microsoft.Extensions.Logging;
using Quartz;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Tells portals what waits in the outbox: dossiers side by side, each one's messages in order. A portal in trouble is left alone for growing times, and no dossier notices.</summary>
[DisallowConcurrentExecution]
public sealed partial class PortalSweep : Sweep
{
    /// <summary>How long is waited after each try in vain, before jitter; the last holds on.</summary>
    public static IReadOnlyList<TimeSpan> Pauses { get; } =
        [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1)];

    /// <summary>How often a portal may say no to a message before it is given up (thư chết), and waits for a controller.</summary>
    public const int MostRefusals = 6;

    /// <summary>So many silences one after the other, and the portal is left alone (ngắt cầu dao); then one dossier tries whether it is back.</summary>
    public const int MostSilences = 5;

    private const int AtOnce = 20, LongestSilence = 3; // a portal that is back is told within a minute: its breaker spares it more than that

    private readonly OutboxStore _store;
    private readonly PortalParcels _parcels;
    private readonly IReadOnlyDictionary<PortalProtocol, IPortalClient> _clients;
    private readonly TimeProvider _clock;
    private readonly ILogger<PortalSweep> _log;

    internal PortalSweep(OutboxStore store, PortalParcels parcels, IEnumerable<IPortalClient> clients, TimeProvider clock, ILogger<PortalSweep> log) =>
        (_store, _parcels, _clients, _clock, _log) = (store, parcels, clients.ToDictionary(client => client.Protocol), clock, log);

    /// <summary>Rings when there is something new to tell; null: whoever runs this comes by himself.</summary>
    internal Bell? Bell { get; init; }

    /// <summary>Tells every portal what waits for it now.</summary>
    /// <returns>How many messages were told.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var connections = await _parcels.ConnectionsAsync(ct);
        return (await Task.WhenAll(connections.Select(connection => TellAsync(connection, ct)))).Sum();
    }

    /// <summary>Tells one portal what waits for it, until nothing does.</summary>
    internal async Task<int> TellAsync(PortalConnection connection, CancellationToken ct)
    {
        var (told, running) = (0, new HashSet<Task<int>>());
        while (true)
        {
            var rung = Bell?.Next ?? Task.Delay(Timeout.Infinite, ct);
            var claimed = running.Count < connection.Parallel ? await ClaimAsync(connection, connection.Parallel - running.Count, running.Count > 0, ct) : [];
            foreach (var lane in claimed) running.Add(Task.Run(() => TellAsync(connection, lane, ct), ct));
            if (running.Count == 0) return told;
            // Slots that are free take up what comes meanwhile; a slow answer keeps nobody else waiting.
            await Task.WhenAny([.. running, .. running.Count < connection.Parallel ? [rung] : Array.Empty<Task>()]);
            foreach (var done in running.Where(one => one.IsCompleted).ToList())
            {
                running.Remove(done);
                told += await done;
            }
        }
    }

    private async Task<IReadOnlyList<ClaimedLane>> ClaimAsync(PortalConnection connection, int atMost, bool isBusy, CancellationToken ct)
    {
        var (standing, now) = (await _store.StandingAsync(connection.Key, ct), _clock.GetUtcNow());
        if (standing.IsPaused || standing.RestingUntil > now) return [];
        var isTrying = standing.Failures >= MostSilences;
        if (isTrying && isBusy) return []; // one dossier finds out whether the portal is back
        return await _store.ClaimAsync(connection.Key, now, now + LeaseOf(connection), isTrying ? 1 : atMost, ct);
    }

    /// <summary>Longer than one message can take: looking up, telling, signing in anew for either.</summary>
    private static TimeSpan LeaseOf(PortalConnection connection) => TimeSpan.FromSeconds(connection.Timeout * 6 + 30);

    private async Task<int> TellAsync(PortalConnection connection, ClaimedLane lane, CancellationToken ct)
    {
        var told = 0;
        try
        {
            var (waiting, file) = (await _store.WaitingAsync(lane, AtOnce + 1, ct), (PortalFile?)null);
            for (var at = 0; at < waiting.Count; at++)
            {
                if (at == AtOnce) return told; // let go of by the last one told
                file ??= await _parcels.OpenAsync(lane.Code, ct);
                var next = at + 1 < waiting.Count ? waiting[at + 1] : null;
                if (await TellAsync(connection, lane, waiting[at], next, at + 1 < AtOnce, file, ct) is not { } after) return told;
                (lane, told) = (after, told + 1);
            }
            if (told == 0) await _store.LetGoAsync(lane, null, ct);
        }
        catch (RivalException) { Overtaken(connection.Key, lane.Code); } // held up for longer than the lease: whoever has the lane now goes on
        return told;
    }

    /// <returns>The lane as it goes on; null where it does not.</returns>
    private async Task<ClaimedLane?> TellAsync(PortalConnection connection, ClaimedLane lane, WaitingMessage waiting, WaitingMessage? next, bool mayGoOn, PortalFile file, CancellationToken ct)
    {
        var code = file.CodeOf(waiting.Message, connection);
        if (code is null or Definitions.PortalTarget.Unmapped)
        {
            await _store.HoldAsync(lane, waiting, $"Bảng trạng thái của {connection.Name} không có mã cho trạng thái này. (The portal's table has no code for this state.)", ct);
            return null;
        }
        waiting = waiting with { Message = waiting.Message with { Code = code.Value } };
        PortalReceipt receipt;
        try
        {
            if (!_clients.TryGetValue(connection.Protocol, out var client)) throw new PortalFault($"No protocol {connection.Protocol}.", PortalFaultKind.Misconfigured);
            var before = PortalMessages.Of(file.At(waiting.Message.Number - 1).Journal, file.Process, connection.Table) is [.., var told] ? told.Code : (int?)null;
            receipt = await client.TellAsync(
                new PortalParcel(
                    connection, lane.Code, waiting.Message, PortalContent.Of(file.At(waiting.Message.Number), waiting.Message, connection), lane.Settled == 0, lane.Tries > 1, before, lane.ForeignCode), ct);
        }
        catch (PortalFault fault)
        {
            await NotTakenAsync(connection, lane, waiting, fault, ct);
            return null;
        }
        var goesOn = mayGoOn && next is not null;
        var now = _clock.GetUtcNow();
        await _store.ToldAsync(lane, waiting, receipt, next?.Message.At, goesOn ? now + LeaseOf(connection) : null, now, ct);
        if ((await _store.StandingAsync(connection.Key, ct)).Failures > 0) await _store.AnsweredAsync(connection.Key, ct);
        return lane with { Tries = 1, Settled = lane.Settled + 1, ForeignCode = receipt.ForeignCode ?? lane.ForeignCode };
    }

    private async Task NotTakenAsync(PortalConnection connection, ClaimedLane lane, WaitingMessage waiting, PortalFault fault, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        if (fault.Kind is not PortalFaultKind.Refused)
        {
            var silences = (await _store.StandingAsync(connection.Key, ct)).Failures + 1;
            await _store.UnansweredAsync(connection.Key, fault.Message, silences >= MostSilences ? now + Jittered(lane.Code, silences, Pauses[Math.Min(silences - MostSilences + 1, LongestSilence)]) : null, now, ct);
        }
        else if ((await _store.StandingAsync(connection.Key, ct)).Failures > 0) await _store.AnsweredAsync(connection.Key, ct);

        var refused = fault.Kind is PortalFaultKind.Refused && waiting.Tries + 1 >= MostRefusals;
        var again = refused ? (DateTimeOffset?)null : now + Jittered(lane.Code, waiting.Tries, Pauses[Math.Min(waiting.Tries, fault.Kind is PortalFaultKind.Refused ? Pauses.Count - 1 : LongestSilence)]);
        await _store.NotTakenAsync(lane, waiting, fault.Message, again, ct);
        if (again is null) GivenUp(connection.Key, lane.Code, waiting.Message.Number, fault.Message);
        else TriedInVain(connection.Key, lane.Code, waiting.Message.Number, waiting.Tries + 1, fault.Message);
    }

    /// <summary>A fifth more or less, so that those who failed together do not come back together.</summary>
    private static TimeSpan Jittered(DossierCode code, int tries, TimeSpan pause) => pause * (0.8 + unchecked((uint)(code.GetHashCode() * 397 + tries * 40_503)) % 401 / 1000.0);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Target}: message {Number} of {Dossier} is given up: {Fault}")]
    private partial void GivenUp(string target, DossierCode dossier, int number, string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Target}: message {Number} of {Dossier} was not taken at try {Try}: {Fault}")]
    private partial void TriedInVain(string target, DossierCode dossier, int number, int @try, string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Target}: the lane of {Dossier} is somebody else's by now")]
    private partial void Overtaken(string target, DossierCode dossier);
}
