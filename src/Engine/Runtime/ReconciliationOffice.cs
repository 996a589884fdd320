using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door to what was found when ledger, outbox and portals were laid side by side: asked for, read, put right. For controllers and administrators.</summary>
public sealed class ReconciliationOffice
{
    /// <summary>Lines of a page.</summary>
    public const int Lines = 100;

    private readonly ReconciliationStore _store;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;

    internal ReconciliationOffice(ReconciliationStore store, ReferenceStore reference, TimeProvider clock) => (_store, _reference, _clock) = (store, reference, clock);

    /// <summary>A portal's runs, the latest first; null for who may not see them, or where there is no such portal.</summary>
    public async Task<IReadOnlyList<ReconciliationRun>?> RunsAsync(Officer officer, string key, CancellationToken ct) =>
        PortalOffice.MayWatch(officer) && await HasAsync(key, ct) ? await _store.RunsAsync(key, 60, ct) : null;

    /// <summary>A run with a page of what it found; null for who may not see it, or where there is none.</summary>
    public async Task<ReconciliationPage?> RunAsync(Officer officer, int id, string? after, CancellationToken ct)
    {
        if (!PortalOffice.MayWatch(officer) || await _store.RunAsync(id, ct) is not { } run) return null;
        var lines = await _store.LinesAsync(id, after ?? "", Lines + 1, ct);
        return new(run, [.. lines.Take(Lines)], lines.Count > Lines ? lines[Lines - 1].Dossier : null);
    }

    /// <summary>Asks for a run now; a host takes it up within seconds.</summary>
    /// <returns>Its number, or why there is none.</returns>
    public async Task<(int? Id, Refusal? Refusal)> AskAsync(Officer officer, string key, CancellationToken ct)
    {
        if (!PortalOffice.MayWatch(officer)) return (null, PortalRefusals.NotYours);
        if (!await HasAsync(key, ct)) return (null, PortalRefusals.NoSuchPortal);
        if ((await _store.RunsAsync(key, 1, ct)) is [{ FinishedAt: null } going]) return (going.Id, null); // one at a time: that one is the answer
        var now = _clock.GetUtcNow();
        return (await _store.BeginAsync(key, VietnamTime.DayOf(now), officer.Id, now, ct), null);
    }

    /// <summary>Has one dossier told once more as it stands, or all that are put right that way.</summary>
    /// <param name="code">Null: all of the run.</param>
    /// <returns>How many will be told, or why none.</returns>
    public async Task<(int Count, Refusal? Refusal)> RepairAsync(Officer officer, int id, DossierCode? code, CancellationToken ct)
    {
        if (!PortalOffice.MayWatch(officer)) return (0, PortalRefusals.NotYours);
        if (await _store.RunAsync(id, ct) is not { } run) return (0, PortalRefusals.NotRepairable);
        var count = 0;
        for (var after = ""; ;)
        {
            var lines = await _store.LinesAsync(id, after, Lines, ct);
            foreach (var line in lines.Where(line => line.IsRepairable && (code is null || line.Dossier == code)))
                if (await _store.RepairAsync(id, run.Target, line.Dossier, line.Finding.Ledger!.Value, officer.Id, _clock.GetUtcNow(), ct)) count++;
            if (lines.Count < Lines) break;
            after = lines[^1].Dossier.ToString();
        }
        return count == 0 ? (0, PortalRefusals.NotRepairable) : (count, null);
    }

    private async Task<bool> HasAsync(string key, CancellationToken ct) => (await _reference.CurrentPortalsAsync(ct)).Book.Find(key) is not null;
}

/// <summary>A run with a page of what it found.</summary>
/// <param name="Next">Where the next page goes on; null on the last.</param>
public sealed record ReconciliationPage(ReconciliationRun Run, IReadOnlyList<ReconciliationLine> Lines, DossierCode? Next);
