using Quartz;
using TthcFlow.Engine.Migrations;
using TthcFlow.Engine.Storage;

namespace TthcFlow.Engine.Runtime;

/// <summary>Carries running dossiers over to another version once that is decided, and back where it is undone (thực hiện đợt chuyển).</summary>
/// <remarks>
/// <para>In batches, each with a checkpoint; every dossier is planned anew as it stands, and is a commit of its own with its line in the migration's list. Whoever dies in a batch leaves
/// the rest to the next beat. Doing a batch again moves nothing twice: a dossier that has moved no longer runs on the version that is walked.</para>
/// <para>An undo that is decided while dossiers are carried over takes effect after the batch in hand: what has moved goes back, what has not never moves. A host that slept past its lease
/// writes nothing more.</para>
/// <para>A dossier is read with its batch and written in one round trip; one that somebody changed meanwhile is read again.</para>
/// </remarks>
[DisallowConcurrentExecution]
public sealed class MigrationCarry : Sweep
{
    private const int AtOnce = 100;
    private const int SideBySide = 4;

    private readonly MigrationStore _store;
    private readonly ProcessLibrary _library;
    private readonly DossierOffice _office;
    private readonly TimeProvider _clock;

    private Played? _played; // what was worked out for one batch serves the next: a decided migration does not change

    internal MigrationCarry(MigrationStore store, ProcessLibrary library, DossierOffice office, TimeProvider clock) => (_store, _library, _office, _clock) = (store, library, office, clock);

    /// <summary>Carries as far as there is anything to carry now.</summary>
    /// <returns>How many dossiers were looked at.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var seen = 0;
        while (await RunBatchAsync(AtOnce, ct) is { } batch) seen += batch;
        return seen;
    }

    /// <summary>One batch and its checkpoint.</summary>
    /// <returns>How many dossiers were in it; null when there is nothing to do now.</returns>
    internal async Task<int?> RunBatchAsync(int atMost, CancellationToken ct)
    {
        if (await _store.TakeUpAsync(_clock.GetUtcNow(), ct) is not { } walk) return null;
        if (await _store.FindAsync(walk.Number, ct) is not { Decision: { } decision, DecidedBy: { } decider } migration) return null;

        var (old, next) = (await _library.GetAsync(migration.Order.From, ct), await _library.GetAsync(migration.Order.To, ct));
        var played = _played;
        if (played is null || played.Number != walk.Number) _played = played = new(walk.Number, new VersionPair(old.Definition, next.Definition, migration.Order.Steps));
        var pair = played.Pair;
        var dossiers = await _store.NextAsync(walk, migration.Order.From, atMost, ct);
        await Parallel.ForEachAsync(dossiers, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = ct }, async (file, one) =>
        {
            if (walk.IsUndoing)
            {
                await _office.MoveAsync(file, (next, old),
                    (dossier, calendars, now) => dossier.Version == migration.Order.From ? null : new MigrationDecider(pair, migration.Order.Limit, calendars).Return(dossier, walk.Number, migration.UndoReason ?? "", migration.UndoneBy ?? decider, now),
                    (code, refusal, now) => MigrationStore.Line(walk, code, refusal is null ? MigrationOutcome.Returned : MigrationOutcome.Kept, refusal, now), one);
                return;
            }
            await _office.MoveAsync(file, (old, next),
                (dossier, calendars, now) => dossier.Version != migration.Order.From ? null : new MigrationDecider(pair, migration.Order.Limit, calendars).Move(dossier, walk.Number, decision, decider, now),
                (code, refusal, now) => MigrationStore.Line(walk, code, refusal is null ? MigrationOutcome.Moved : MigrationOutcome.Left, refusal, now), one);
        });

        var now = _clock.GetUtcNow();
        if (dossiers.Count < atMost) await _store.FinishAsync(walk, now, ct);
        else await _store.KeepAsync(walk with { After = dossiers[^1].Code.ToString() }, now, ct);
        return dossiers.Count;
    }

    /// <summary>The two versions of a migration, with what was worked out of them so far.</summary>
    private sealed record Played(int Number, VersionPair Pair);
}
