using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Migrations;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Migrations of running dossiers to another version: what is drawn up and decided, how far they were carried out, and what became of each dossier.</summary>
internal sealed class MigrationStore(FlowDatabase database)
{
    /// <summary>How long a walk that was taken up is nobody else's.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private const string Selected =
        """
        select m.number, m.revision, m.procedure_code, m.case_key, m.body, m.status, m.changed_by, m.changed_at,
          d.act_number, d.signed_on, d.signer, d.reason, d.basis, d.by, d.at, d.undo_until, u.reason, u.by, u.at
        from migration m left join migration_decision d on d.number = m.number left join migration_undo u on u.number = m.number
        """;

    /// <summary>All of them, the latest first.</summary>
    public async Task<IReadOnlyList<MigrationProposal>> ListAsync(CancellationToken ct) =>
        await database.ListAsync(new Statement($"{Selected} order by m.number desc"), Proposal, ct);

    public Task<MigrationProposal?> FindAsync(int number, CancellationToken ct) => database.FindAsync(new Statement($"{Selected} where m.number = $1", number), Proposal, ct);

    /// <summary>Keeps a new one; its number is the next.</summary>
    public Task<int> BeginAsync(ProcedureCode procedure, CaseKey? @case, MigrationOrder order, OfficerId by, DateTimeOffset now, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        await writing.ListAsync(database.LockOut, _ => true, ct);
        return (await writing.ListAsync(
            new Statement(
                $"""
                insert into migration (number, revision, procedure_code, case_key, body, status, changed_by, changed_at)
                select coalesce(max(number), 0) + 1, 1, $1, $2, $3, '{Named(MigrationStatus.Proposed)}', $4, $5 from migration returning number
                """,
                procedure.Value, @case?.Value ?? "", StoredJson.Write(order), by, now),
            row => row.Number(0), ct))[0];
    }, ct);

    /// <summary>Keeps the next revision of one that is not decided.</summary>
    /// <returns>False when somebody else saved or settled it meanwhile.</returns>
    public async Task<bool> SaveAsync(MigrationProposal seen, MigrationOrder order, MigrationStatus status, OfficerId by, DateTimeOffset now, CancellationToken ct) =>
        await database.InTransactionAsync(writing => writing.ListAsync(
            new Statement(
                $"""
                update migration set revision = revision + 1, body = $3, status = $4, changed_by = $5, changed_at = $6
                where number = $1 and revision = $2 and status = '{Named(MigrationStatus.Proposed)}' returning revision
                """,
                seen.Number, seen.Revision, StoredJson.Write(order), Named(status), by, now),
            row => row.Number(0), ct), ct) is [_];

    /// <summary>Writes the decision down and lets the dossiers be carried over, all or nothing.</summary>
    /// <returns>False when somebody else saved or settled it meanwhile.</returns>
    public Task<bool> DecideAsync(MigrationProposal seen, MigrationDecision decision, DateTimeOffset? undoUntil, OfficerId by, DateTimeOffset now, CancellationToken ct) =>
        database.InTransactionAsync(async writing =>
        {
            var settled = await writing.ListAsync(
                new Statement(
                    $"""
                    update migration set status = '{Named(MigrationStatus.Decided)}', changed_by = $3, changed_at = $4
                    where number = $1 and revision = $2 and status = '{Named(MigrationStatus.Proposed)}' returning number
                    """,
                    seen.Number, seen.Revision, by, now),
                row => row.Number(0), ct);
            if (settled is []) return false;
            await writing.WriteAsync(
                [
                    new Statement(
                        "insert into migration_decision (number, act_number, signed_on, signer, reason, basis, by, at, undo_until) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                        seen.Number, decision.Number, decision.SignedOn, decision.Signer, decision.Reason, decision.Basis, by, now, undoUntil),
                    new Statement("insert into migration_carry (number, undoing, after, lease, started_at) values ($1, $2, '', $3, $3)", seen.Number, false, now),
                ], ct);
            return true;
        }, ct);

    /// <summary>Writes down that it is undone and lets the dossiers be carried back, all or nothing. A batch in hand comes to its end first: the lease stays whose it is.</summary>
    /// <returns>False when somebody else did so meanwhile.</returns>
    public Task<bool> UndoAsync(int number, string reason, OfficerId by, DateTimeOffset now, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        var settled = await writing.ListAsync(
            new Statement(
                $"update migration set status = '{Named(MigrationStatus.Undoing)}', changed_by = $2, changed_at = $3 where number = $1 and status in ('{Named(MigrationStatus.Decided)}', '{Named(MigrationStatus.Done)}') returning number",
                number, by, now),
            row => row.Number(0), ct);
        if (settled is []) return false;
        await writing.WriteAsync(
            [
                new Statement("insert into migration_undo (number, reason, by, at) values ($1, $2, $3, $4)", number, reason, by, now),
                new Statement("update migration_carry set undoing = $2, after = '', started_at = $3, finished_at = null where number = $1", number, true, now),
            ], ct);
        return true;
    }, ct);

    // ---- The walk over the dossiers

    /// <summary>Takes up the oldest migration that is not carried out, so that no other host does; null when there is none, or it is in another's hands.</summary>
    public async Task<MigrationWalk?> TakeUpAsync(DateTimeOffset now, CancellationToken ct) =>
        await database.InTransactionAsync(writing => writing.ListAsync(
            new Statement(
                """
                update migration_carry set lease = $2 where number = (select min(number) from migration_carry where finished_at is null) and lease <= $1
                returning number, undoing, after
                """,
                now, now + Lease),
            row => new MigrationWalk(row.Number(0), row.Flag(1), row.Text(2), now + Lease), ct), ct) is [var walk] ? walk : null;

    /// <summary>Writes down how far the walk came, and gives the lease back. Where the way back was decided meanwhile, that begins at its own beginning.</summary>
    public Task KeepAsync(MigrationWalk walk, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        [
            new Statement(
                "update migration_carry set after = case when undoing = $3 then $4 else after end, lease = $5 where number = $1 and lease = $2",
                walk.Number, walk.Lease, walk.IsUndoing, walk.After, now),
        ], ct);

    /// <summary>The walk has come to its end. Where the way back was decided meanwhile, that is still to be walked.</summary>
    public Task FinishAsync(MigrationWalk walk, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        [
            new Statement(
                "update migration set status = $4 where number = $1 and status = $3 and exists (select 1 from migration_carry where number = $1 and lease = $2)",
                walk.Number, walk.Lease, Named(walk.IsUndoing ? MigrationStatus.Undoing : MigrationStatus.Decided), Named(walk.IsUndoing ? MigrationStatus.Undone : MigrationStatus.Done)),
            new Statement(
                "update migration_carry set finished_at = case when undoing = $3 then $4 end, lease = $4 where number = $1 and lease = $2", walk.Number, walk.Lease, walk.IsUndoing, now),
        ], ct);

    /// <summary>The next dossiers of a walk: those that run on the earlier version; going back, those that were moved.</summary>
    public async Task<IReadOnlyList<DossierFile>> NextAsync(MigrationWalk walk, ContentHash from, int atMost, CancellationToken ct) => await database.ListAsync(
        walk.IsUndoing
            ? new Statement(
                $"""
                select d.code, d.length, d.hash, d.snapshot from migration_dossier l join dossier_snapshot d on d.code = l.code
                where l.number = $1 and l.outcome = '{Named(MigrationOutcome.Moved)}' and l.code > $2 order by l.code limit $3
                """,
                walk.Number, walk.After, atMost)
            : new Statement(
                """
                select d.code, s.length, s.hash, s.snapshot from dossier d join dossier_snapshot s on s.code = d.code
                where d.version = $1 and d.ended_at is null and d.code > $2 order by d.code limit $3
                """, from.Value, walk.After, atMost),
        row => new DossierFile(DossierCode.Parse(row.Text(0)), row.Number(1), row.Text(2), StoredJson.ReadDossier(row.Text(3))), ct);

    /// <summary>What became of a dossier: one line each, the last word counts. Whose lease was taken over finds no number and fails, and the move with it: another walk, perhaps back, is on the way.</summary>
    public static Statement Line(MigrationWalk walk, DossierCode code, MigrationOutcome outcome, Refusal? refusal, DateTimeOffset now) => new(
        """
        insert into migration_dossier (number, code, outcome, refusal, said_vi, said_en, at) values ((select number from migration_carry where number = $1 and lease = $8), $2, $3, $4, $5, $6, $7)
        on conflict (number, code) do update set outcome = excluded.outcome, refusal = excluded.refusal, said_vi = excluded.said_vi, said_en = excluded.said_en, at = excluded.at
        """,
        walk.Number, code, Named(outcome), refusal?.Code, refusal?.Message.Vi, refusal?.Message.En, now, walk.Lease);

    // ---- What is shown of them

    /// <summary>How many dossiers came out how, of every migration or of one.</summary>
    public async Task<IReadOnlyDictionary<(int Number, MigrationOutcome Outcome), int>> CountsAsync(int? number, CancellationToken ct) => (await database.ListAsync(
        new Statement("select number, outcome, count(*) from migration_dossier where $1 is null or number = $1 group by number, outcome", number),
        row => (Number: row.Number(0), Outcome: OutcomeOf(row.Text(1)), Count: row.Number(2)), ct)).ToDictionary(row => (row.Number, row.Outcome), row => row.Count);

    /// <summary>The dossiers of one that came out so, in the order of their codes.</summary>
    public async Task<IReadOnlyList<MigratedDossier>> LinesAsync(int number, MigrationOutcome? outcome, string after, int atMost, CancellationToken ct) => await database.ListAsync(
        new Statement(
            "select code, outcome, refusal, said_vi, said_en, at from migration_dossier where number = $1 and ($2 is null or outcome = $2) and code > $3 order by code limit $4",
            number, outcome is { } wanted ? Named(wanted) : null, after, atMost),
        row => new MigratedDossier(
            DossierCode.Parse(row.Text(0)), OutcomeOf(row.Text(1)), row.TextOrNull(2) is { } code ? new Refusal(code, new(row.Text(3), row.Text(4))) : null, row.Instant(5)), ct);

    /// <summary>How many dossiers run on which version.</summary>
    public async Task<IReadOnlyDictionary<ContentHash, int>> RunningAsync(CancellationToken ct) => (await database.ListAsync(
        new Statement("select version, count(*) from dossier where ended_at is null and version is not null group by version"),
        row => (Version: new ContentHash(row.Text(0)), Count: row.Number(1)), ct)).ToDictionary(row => row.Version, row => row.Count);

    /// <summary>Every dossier that runs on a version, one after the other; memory does not grow with their number.</summary>
    public IAsyncEnumerable<(DossierCode Code, Dossier Dossier, string? Subject)> OnAsync(ContentHash version, CancellationToken ct) => database.StreamAsync(
        new Statement("select d.code, s.snapshot, d.subject from dossier d join dossier_snapshot s on s.code = d.code where d.version = $1 and d.ended_at is null order by d.code", version.Value),
        row => (DossierCode.Parse(row.Text(0)), StoredJson.ReadDossier(row.Text(1)), row.TextOrNull(2)), ct);

    private static MigrationProposal Proposal(Row row) => new(
        row.Number(0), row.Number(1), new ProcedureCode(row.Text(2)), row.Text(3) is { Length: > 0 } key ? new CaseKey(key) : null, StoredJson.ReadOrder(row.Text(4)),
        Enum.GetValues<MigrationStatus>().First(status => Named(status) == row.Text(5)), new OfficerId(row.Text(6)), row.Instant(7))
    {
        Decision = row.TextOrNull(8) is { } number ? new(number, row.Day(9), row.Text(10), row.Text(11), row.Text(12)) : null,
        DecidedBy = row.TextOrNull(13) is { } decider ? new OfficerId(decider) : null,
        DecidedAt = row.InstantOrNull(14),
        UndoUntil = row.InstantOrNull(15),
        UndoReason = row.TextOrNull(16),
        UndoneBy = row.TextOrNull(17) is { } undoer ? new OfficerId(undoer) : null,
        UndoneAt = row.InstantOrNull(18),
    };

    private static MigrationOutcome OutcomeOf(string name) => Enum.GetValues<MigrationOutcome>().First(outcome => Named(outcome) == name);

    private static string Named(Enum word) => StoredJson.NameOf(word);
}

/// <summary>How far a migration was carried out.</summary>
/// <param name="After">The code of the last dossier that is done.</param>
/// <param name="Lease">Until when it is nobody else's; tells this walk from any that took it over.</param>
internal sealed record MigrationWalk(int Number, bool IsUndoing, string After, DateTimeOffset Lease);

/// <summary>What became of one dossier.</summary>
internal sealed record MigratedDossier(DossierCode Code, MigrationOutcome Outcome, Refusal? Refusal, DateTimeOffset At);
