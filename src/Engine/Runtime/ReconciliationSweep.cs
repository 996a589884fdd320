using Microsoft.Extensions.Logging;
using Quartz;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Lays ledger, outbox and portals side by side, every night and when somebody asks (đối soát). It only looks; what does not agree is put right by people.</summary>
[DisallowConcurrentExecution]
public sealed partial class ReconciliationSweep : Sweep
{
    /// <summary>From when the night's run is due, by the clock of Vietnam.</summary>
    public static readonly TimeOnly Night = new(1, 0);

    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(10);
    private const int AtOnce = 100;

    private readonly ReconciliationStore _store;
    private readonly PortalParcels _parcels;
    private readonly IReadOnlyDictionary<PortalProtocol, IPortalClient> _clients;
    private readonly TimeProvider _clock;
    private readonly ILogger<ReconciliationSweep> _log;

    internal ReconciliationSweep(ReconciliationStore store, PortalParcels parcels, IEnumerable<IPortalClient> clients, TimeProvider clock, ILogger<ReconciliationSweep> log) =>
        (_store, _parcels, _clients, _clock, _log) = (store, parcels, clients.ToDictionary(client => client.Protocol), clock, log);

    /// <summary>Begins the night's runs where they are due, and goes on with every run that nobody has in hand.</summary>
    /// <returns>How many dossiers were looked at.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var (now, looked) = (_clock.GetUtcNow(), 0);
        var local = VietnamTime.LocalOf(now);
        if (TimeOnly.FromDateTime(local) >= Night)
            foreach (var connection in await _parcels.ConnectionsAsync(ct)) await _store.BeginAsync(connection.Key, VietnamTime.DayOf(now), null, now, ct);
        while (await _store.TakeUpAsync(_clock.GetUtcNow().AddTicks(TimeSpan.TicksPerMillisecond), _clock.GetUtcNow() - Abandoned, ct) is { } run) looked += await LookAsync(run, ct);
        return looked;
    }

    private async Task<int> LookAsync(OpenReconciliation run, CancellationToken ct)
    {
        var connection = (await _parcels.ConnectionsAsync(ct)).FirstOrDefault(connection => connection.Key == run.Target);
        if (connection is null || !_clients.TryGetValue(connection.Protocol, out var client))
        {
            await _store.FinishAsync(run.Id, "Kết nối này không còn. (There is no such portal any more.)", _clock.GetUtcNow(), ct);
            return 0;
        }
        var all = 0;
        for (var after = run.After; ;)
        {
            var some = await _store.NextAsync(run.Target, after, run.StartedAt.AddDays(-Reconciliation.DaysAfterTheEnd), AtOnce, ct);
            if (some is []) break;
            var (looked, matched, pending, silent) = (0, 0, 0, 0);
            var found = new List<(DossierCode, ReconciliationFinding)>();
            await Parallel.ForEachAsync(some, new ParallelOptions { MaxDegreeOfParallelism = connection.Parallel, CancellationToken = ct }, async (dossier, one) =>
            {
                if (await _parcels.LedgerAsync(connection, dossier.Code, dossier.Dossier, one) is not { } ledger) return;
                Interlocked.Increment(ref looked);
                if (dossier.Waiting > 0)
                {
                    Interlocked.Increment(ref pending);
                    return;
                }
                ReconciliationFinding? finding;
                try { finding = Reconciliation.Of(connection.Table, ledger.Code, dossier.Told, await client.LookUpAsync(connection, dossier.CodeAt(connection), one), ledger.PromisedAt); }
                catch (PortalFault fault)
                {
                    finding = new(ReconciliationKind.NotAsked, ledger.Code, dossier.Told, null, fault.Message);
                    Interlocked.Increment(ref silent);
                }
                if (finding is null) Interlocked.Increment(ref matched);
                else lock (found) found.Add((dossier.Code, finding));
            });
            after = some[^1].Code.ToString();
            await _store.NoteAsync(run.Id, after, looked, matched, pending, found, _clock.GetUtcNow(), ct);
            all += looked;
            if (looked > 0 && silent == looked)
            {
                await _store.FinishAsync(run.Id, "Cổng không trả lời, dừng đối soát. (The portal does not answer; the run was stopped.)", _clock.GetUtcNow(), ct);
                Stopped(run.Target, all);
                return all;
            }
        }
        await _store.FinishAsync(run.Id, null, _clock.GetUtcNow(), ct);
        return all;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Target} does not answer; laying side by side was stopped after {Looked} dossiers")]
    private partial void Stopped(string target, int looked);
}
