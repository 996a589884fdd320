using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Migrations;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door to migrations (chuyển hồ sơ đang giải quyết sang phiên bản mới): drawn up, weighed on every running dossier, decided, carried out by <see cref="MigrationCarry"/>, and undone.</summary>
public sealed class MigrationOffice
{
    /// <summary>The most lines that are shown at once.</summary>
    public const int MostLines = 500;

    private readonly MigrationStore _store;
    private readonly PublicationStore _versions;
    private readonly ProcessLibrary _library;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;

    internal MigrationOffice(MigrationStore store, PublicationStore versions, ProcessLibrary library, ReferenceStore reference, TimeProvider clock) =>
        (_store, _versions, _library, _reference, _clock) = (store, versions, library, reference, clock);

    /// <summary>All migrations, and the versions on which dossiers run beside the one in force; empty for those who have nothing to do with it.</summary>
    public async Task<MigrationOverview> OverviewAsync(Officer officer, CancellationToken ct)
    {
        if (!MigrationProposal.IsFor(officer)) return new([], []);
        var (running, today) = (await _store.RunningAsync(ct), VietnamTime.DayOf(_clock.GetUtcNow()));
        var versions = (await _versions.VersionsAsync(null, ct)).DistinctBy(version => version.Hash).ToList();
        var counts = await _store.CountsAsync(null, ct);
        return new(
            [.. (await _store.ListAsync(ct)).Select(migration => new MigrationLine(migration, NameOf(migration.Order.To, versions), CountsOf(migration.Number, counts)))],
            [
                .. versions.Where(version => versions.Any(other => other.Hash != version.Hash && (other.Procedure, other.Case, other.Place) == (version.Procedure, version.Case, version.Place)))
                    .OrderBy(version => version.Name, StringComparer.Ordinal).ThenBy(version => version.Procedure.Value, StringComparer.Ordinal).ThenBy(version => version.Case?.Value, StringComparer.Ordinal)
                    .ThenBy(version => version.Act.EffectiveFrom)
                    .Select(version => new MigrationVersion(
                        version.Hash, version.Procedure, version.Case, version.Name, version.Act.Number, version.Act.EffectiveFrom, IsInForce(version, today), running.GetValueOrDefault(version.Hash))),
            ]);
    }

    /// <summary>One migration with its two versions; null when there is none, or the officer has nothing to do with it.</summary>
    public async Task<MigrationView?> FindAsync(Officer officer, int number, CancellationToken ct)
    {
        if (!MigrationProposal.IsFor(officer) || await _store.FindAsync(number, ct) is not { } migration || await PairAsync(migration.Order, ct) is not ({ } pair, { } from, { } to)) return null;
        var today = VietnamTime.DayOf(_clock.GetUtcNow());
        var running = await _store.RunningAsync(ct);
        MigrationVersion Version(PublishedVersion version) =>
            new(version.Hash, version.Procedure, version.Case, version.Name, version.Act.Number, version.Act.EffectiveFrom, IsInForce(version, today), running.GetValueOrDefault(version.Hash));
        return new(migration, Version(from), Version(to), pair, CountsOf(number, await _store.CountsAsync(number, ct)), migration.MayNotUndo(officer, "–", _clock.GetUtcNow()) is null);
    }

    /// <summary>Draws up a migration.</summary>
    public async Task<MigrationAnswer> ProposeAsync(Officer officer, MigrationOrder order, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        ArgumentNullException.ThrowIfNull(order);
        var (pair, from, _) = await PairAsync(order, ct);
        if (MigrationProposal.MayNotSave(officer, null, null, order, pair) is { } refusal) return new(null, 0, refusal);
        return new(await _store.BeginAsync(from!.Procedure, from.Case, order, officer.Id, _clock.GetUtcNow(), ct), 1, null);
    }

    /// <summary>Saves a migration anew, over the revision the officer saw.</summary>
    public Task<MigrationAnswer> SaveAsync(Officer officer, int number, int seen, MigrationOrder order, CancellationToken ct) =>
        SettleAsync(officer, number, seen, order, MigrationStatus.Proposed, ct);

    /// <summary>Lays a migration aside for good.</summary>
    public Task<MigrationAnswer> WithdrawAsync(Officer officer, int number, int seen, CancellationToken ct) =>
        SettleAsync(officer, number, seen, null, MigrationStatus.Withdrawn, ct);

    /// <summary>What a migration would do to every dossier that runs on the earlier version (chạy thử). They stream by; nothing is changed.</summary>
    public async Task<(MigrationPreview? Preview, Refusal? Refusal)> PreviewAsync(Officer officer, MigrationOrder order, MigrationQuestion question, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(question);
        var (pair, _, _) = await PairAsync(order, ct);
        if (MigrationProposal.MayNotSave(officer, null, null, order, pair) is { } refusal) return (null, refusal);
        if ((await _reference.CurrentAsync(ct)).Calendars is not { } calendars) return (null, OfficeRefusals.NoCalendar);

        var (now, begun) = (_clock.GetUtcNow(), _clock.GetTimestamp());
        var (decider, tally) = (new MigrationDecider(pair!, order.Limit, calendars), new MigrationTally(question));
        var maySee = officer.Is(Role.Controller);
        await foreach (var (code, dossier, subject) in _store.OnAsync(order.From, ct)) tally.Add(code, maySee ? subject : null, decider.Plan(dossier, now));
        return (tally.Sum(_clock.GetElapsedTime(begun)), null);
    }

    /// <summary>Decides a migration: from here on dossiers are carried over, each as it stands when its turn comes.</summary>
    /// <param name="seen">The revision the officer decides on.</param>
    public async Task<MigrationAnswer> DecideAsync(Officer officer, int number, int seen, MigrationDecision decision, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        if (await KnownAsync(officer, number, ct) is not ({ } migration, _)) return Unknown(officer, number, seen);
        if ((await _reference.CurrentAsync(ct)).Calendars is not { } calendars) return new(number, migration.Revision, OfficeRefusals.NoCalendar);

        var now = _clock.GetUtcNow();
        var isInForce = (await _versions.InForceAsync(migration.Procedure, migration.Case, VietnamTime.DayOf(now), ct)).Any(version => version.Hash == migration.Order.To);
        var (pair, _, _) = await PairAsync(migration.Order, ct);
        if (migration.MayNotDecide(officer, seen, decision, pair, isInForce, VietnamTime.DayOf(now)) is { } refusal) return new(number, migration.Revision, refusal);
        return await _store.DecideAsync(migration, decision, migration.UndoUntilFrom(now, calendars), officer.Id, now, ct)
            ? new(number, migration.Revision, null)
            : new(number, migration.Revision, MigrationRefusals.EditedMeanwhile);
    }

    /// <summary>Undoes a migration while that may be: what was not touched since goes back exactly, the rest is listed.</summary>
    public async Task<MigrationAnswer> UndoAsync(Officer officer, int number, string reason, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        if (await KnownAsync(officer, number, ct) is not ({ } migration, _)) return Unknown(officer, number, 0);
        var now = _clock.GetUtcNow();
        if (migration.MayNotUndo(officer, reason, now) is { } refusal) return new(number, migration.Revision, refusal);
        return new(number, migration.Revision, await _store.UndoAsync(number, reason.Trim(), officer.Id, now, ct) ? null : MigrationRefusals.UndoOver);
    }

    /// <summary>What became of the dossiers of a migration, in the order of their codes; empty for those who have nothing to do with it.</summary>
    /// <param name="outcome">Only those that came out so; null: all.</param>
    /// <param name="after">Goes on after this code.</param>
    public async Task<IReadOnlyList<MigratedLine>> LinesAsync(Officer officer, int number, MigrationOutcome? outcome, DossierCode? after, int atMost, CancellationToken ct) =>
        MigrationProposal.IsFor(officer)
            ? [.. (await _store.LinesAsync(number, outcome, after?.ToString() ?? "", Math.Clamp(atMost, 1, MostLines), ct)).Select(line => new MigratedLine(line.Code, line.Outcome, line.Refusal, line.At))]
            : [];

    private async Task<MigrationAnswer> SettleAsync(Officer officer, int number, int seen, MigrationOrder? order, MigrationStatus status, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        if (await KnownAsync(officer, number, ct) is not ({ } before, _)) return Unknown(officer, number, seen);
        order = order is null ? before.Order : order with { From = before.Order.From, To = before.Order.To }; // another pair of versions is another migration
        var (pair, _, _) = await PairAsync(order, ct);
        if (MigrationProposal.MayNotSave(officer, before, seen, order, pair) is { } refusal) return new(number, before.Revision, refusal);
        return await _store.SaveAsync(before, order, status, officer.Id, _clock.GetUtcNow(), ct)
            ? new(number, before.Revision + 1, null)
            : new(number, before.Revision, MigrationRefusals.EditedMeanwhile);
    }

    private async Task<(MigrationProposal? Migration, bool IsFor)> KnownAsync(Officer officer, int number, CancellationToken ct) =>
        MigrationProposal.IsFor(officer) ? (await _store.FindAsync(number, ct), true) : (null, false);

    private static MigrationAnswer Unknown(Officer officer, int number, int seen) =>
        new(number, seen, MigrationProposal.IsFor(officer) ? OfficeRefusals.MigrationNotFound : MigrationRefusals.NotYours);

    /// <summary>The two versions side by side; null where they are not two published versions of one case at one place.</summary>
    private async Task<(VersionPair? Pair, PublishedVersion? From, PublishedVersion? To)> PairAsync(MigrationOrder order, CancellationToken ct)
    {
        if (order.From == order.To || (await _versions.VersionAsync(order.From, ct))?.Version is not { } from || (await _versions.VersionAsync(order.To, ct))?.Version is not { } to) return default;
        if ((from.Procedure, from.Case, from.Place) != (to.Procedure, to.Case, to.Place)) return default;
        return (new VersionPair((await _library.GetAsync(order.From, ct)).Definition, (await _library.GetAsync(order.To, ct)).Definition, order.Steps), from, to);
    }

    private static bool IsInForce(PublishedVersion version, DateOnly day) => version.Act.EffectiveFrom <= day && (version.To is not { } to || to > day);

    private static string NameOf(ContentHash hash, List<PublishedVersion> versions) => versions.Find(version => version.Hash == hash)?.Name ?? hash.Value;

    private static MigrationCounts CountsOf(int number, IReadOnlyDictionary<(int Number, MigrationOutcome Outcome), int> counts)
    {
        int Of(MigrationOutcome outcome) => counts.GetValueOrDefault((number, outcome));
        return new(Of(MigrationOutcome.Moved), Of(MigrationOutcome.Left), Of(MigrationOutcome.Returned), Of(MigrationOutcome.Kept));
    }
}

/// <summary>The migrations there are, and the versions between which dossiers could move.</summary>
public sealed record MigrationOverview(IReadOnlyList<MigrationLine> Migrations, IReadOnlyList<MigrationVersion> Versions);

/// <param name="Name">The name of the process.</param>
public sealed record MigrationLine(MigrationProposal Migration, string Name, MigrationCounts Counts);

/// <summary>A published version, and how many dossiers run on it.</summary>
/// <param name="Act">The number of the decision that published it.</param>
public sealed record MigrationVersion(ContentHash Hash, ProcedureCode Procedure, CaseKey? Case, string Name, string Act, DateOnly From, bool IsInForce, int Running);

/// <summary>One migration whole.</summary>
/// <param name="Pair">The two versions side by side, with the mapping.</param>
/// <param name="MayBeUndone">By whoever looks, now.</param>
public sealed record MigrationView(MigrationProposal Migration, MigrationVersion From, MigrationVersion To, VersionPair Pair, MigrationCounts Counts, bool MayBeUndone);

/// <summary>How many dossiers came out how so far.</summary>
public sealed record MigrationCounts(int Moved, int Left, int Returned, int Kept);

/// <summary>What became of one dossier.</summary>
/// <param name="Refusal">Why it stayed where it was; null where it did not.</param>
public sealed record MigratedLine(DossierCode Code, MigrationOutcome Outcome, Refusal? Refusal, DateTimeOffset At);

/// <summary>What the office answers: the migration and its revision, or why not.</summary>
public sealed record MigrationAnswer(int? Number, int Revision, Refusal? Refusal)
{
    public bool IsDone => Refusal is null;
}
