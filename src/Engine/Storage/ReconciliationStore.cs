using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Keeps what was found when ledger, outbox and portal were laid side by side, and how far that is.</summary>
internal sealed class ReconciliationStore(FlowDatabase database)
{
    private const string Columns = "id, target, by, started_at, finished_at, looked, matched, pending, fault";

    private static readonly Dictionary<string, ReconciliationKind> Kinds = Enum.GetValues<ReconciliationKind>().ToDictionary(kind => StoredJson.NameOf(kind), StringComparer.Ordinal);

    /// <summary>Begins a run; null where the day's nightly one was begun already.</summary>
    /// <param name="by">Who asks for it; null: the nightly one.</param>
    public async Task<int?> BeginAsync(string target, DateOnly day, OfficerId? by, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            return (await database.InTransactionAsync(writing => writing.ListAsync(
                new Statement("insert into reconciliation (target, day, by, started_at, beat_at) values ($1, $2, $3, $4, $4) returning id", target, day, by, now), row => row.Number(0), ct), ct))[0];
        }
        catch (RivalException) { return null; }
    }

    /// <summary>Takes up a run that nobody goes on with: its host died, or it has only been asked for.</summary>
    public async Task<OpenReconciliation?> TakeUpAsync(DateTimeOffset now, DateTimeOffset since, CancellationToken ct) => (await database.InTransactionAsync(writing => writing.ListAsync(
        new Statement(
            $"""
            update reconciliation set beat_at = $1 where id in (
              select id from reconciliation where finished_at is null and (beat_at <= $2 or beat_at = started_at) order by id limit 1 {database.ClaimingRows})
            returning id, target, after_code, started_at
            """,
            now, since),
        row => new OpenReconciliation(row.Number(0), row.Text(1), row.Text(2), row.Instant(3)), ct), ct)) is [var run] ? run : null;

    /// <summary>The next dossiers that are laid side by side: under way, or ended not long ago; with how their lane is.</summary>
    public Task<List<ReconciledDossier>> NextAsync(string target, string after, DateTimeOffset endedSince, int atMost, CancellationToken ct) => database.ListAsync(
        new Statement(
            """
            select d.code, s.snapshot, coalesce(l.written - l.settled, 0),
              (select o.status from outbox o where o.target = $1 and o.code = d.code and o.state = 'sent' order by o.number desc limit 1)
            from dossier d join dossier_snapshot s on s.code = d.code left join portal_lane l on l.target = $1 and l.code = d.code
            where d.code > $2 and (d.ended_at is null or d.ended_at > $3) order by d.code limit $4
            """,
            target, after, endedSince, atMost),
        row => new ReconciledDossier(DossierCode.Parse(row.Text(0)), StoredJson.ReadDossier(row.Text(1)), row.Number(2), row.NumberOrNull(3)), ct);

    /// <summary>Writes down what was found on some dossiers, and how far the run is.</summary>
    public Task NoteAsync(int run, string after, int looked, int matched, int pending, IReadOnlyList<(DossierCode Code, ReconciliationFinding Finding)> found, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        [
            new Statement("update reconciliation set after_code = $2, looked = looked + $3, matched = matched + $4, pending = pending + $5, beat_at = $6 where id = $1", run, after, looked, matched, pending, now),
            .. found.Select(line => new Statement(
                "insert into reconciliation_line (run, code, kind, ledger, told, there, detail) values ($1, $2, $3, $4, $5, $6, $7) on conflict (run, code) do nothing",
                run, line.Code, StoredJson.NameOf(line.Finding.Kind), line.Finding.Ledger, line.Finding.Told, line.Finding.There, line.Finding.Detail)),
        ], ct);

    /// <summary>The run is over.</summary>
    public Task FinishAsync(int run, string? fault, DateTimeOffset now, CancellationToken ct) =>
        database.WriteAsync([new Statement("update reconciliation set finished_at = $2, fault = $3 where id = $1", run, now, fault)], ct);

    /// <summary>A portal's runs, the latest first.</summary>
    public Task<List<ReconciliationRun>> RunsAsync(string target, int atMost, CancellationToken ct) => database.ListAsync(
        new Statement($"select {Columns} from reconciliation where target = $1 order by id desc limit $2", target, atMost), ReadRun, ct);

    /// <summary>One run; null where there is none.</summary>
    public Task<ReconciliationRun?> RunAsync(int id, CancellationToken ct) => database.FindAsync(new Statement($"select {Columns} from reconciliation where id = $1", id), ReadRun, ct);

    /// <summary>What a run found, in the order of the codes.</summary>
    public Task<List<ReconciliationLine>> LinesAsync(int run, string after, int atMost, CancellationToken ct) => database.ListAsync(
        new Statement("select code, kind, ledger, told, there, detail, repaired_at, repaired_by from reconciliation_line where run = $1 and code > $2 order by code limit $3", run, after, atMost),
        row => new ReconciliationLine(
            DossierCode.Parse(row.Text(0)), new(Kinds[row.Text(1)], row.NumberOrNull(2), row.NumberOrNull(3), row.NumberOrNull(4), row.TextOrNull(5)), row.InstantOrNull(6),
            row.TextOrNull(7) is { } by ? new OfficerId(by) : null), ct);

    /// <summary>Has a dossier told once more, as it stands by its last journal line, and notes that on the run's line. One of which something waits is told anyway, and is left alone.</summary>
    /// <returns>Whether it will be told.</returns>
    public Task<bool> RepairAsync(int run, string target, DossierCode code, int status, OfficerId by, DateTimeOffset now, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        if (await writing.ListAsync(
            new Statement("update reconciliation_line set repaired_at = $3, repaired_by = $4 where run = $1 and code = $2 and repaired_at is null returning run", run, code, now, by), _ => true, ct) is []) return false;
        if (await writing.ListAsync(new Statement("select 1 from outbox where target = $1 and code = $2 and done_at is null limit 1", target, code), _ => true, ct) is not []) return true;
        // The dossier as it stands: a row of its own for the last line, or that row once more.
        var again = await writing.ListAsync(
            new Statement(
                """
                update outbox set state = 'waiting', done_at = null, receipt = null, by = $3
                where target = $1 and code = $2 and service in ('dossier', 'status') and number = (select max(length) from dossier_snapshot where code = $2) returning id
                """,
                target, code, by),
            row => row.Number(0), ct);
        await writing.WriteAsync(
            again is []
                ?
                [
                    new Statement(
                        """
                        insert into outbox (code, number, target, service, status, at, by)
                        select s.code, s.length, $2, coalesce((select o.service from outbox o where o.target = $2 and o.code = $1 and o.service in ('dossier', 'status') order by o.number desc limit 1), 'dossier'), $3, $4, $5
                        from dossier_snapshot s where s.code = $1
                        """,
                        code, target, status, now, by),
                    new Statement(
                        """
                        insert into portal_lane (target, code, written, waits_from, next_at) values ($2, $1, 1, $3, $3)
                        on conflict (target, code) do update set written = portal_lane.written + 1, waits_from = $3, next_at = $3, state = 'open', tries = 0, fence = portal_lane.fence + 1
                        """,
                        code, target, now),
                ]
                : [new Statement("update portal_lane set settled = settled - 1, waits_from = $3, next_at = $3, state = 'open', tries = 0, fence = fence + 1 where target = $2 and code = $1", code, target, now)], ct);
        return true;
    }, ct);

    private static ReconciliationRun ReadRun(Row row) => new(
        row.Number(0), row.Text(1), row.TextOrNull(2) is { } by ? new OfficerId(by) : null, row.Instant(3), row.InstantOrNull(4), row.Number(5), row.Number(6), row.Number(7), row.TextOrNull(8));
}

/// <summary>A run that a host goes on with.</summary>
/// <param name="After">The last dossier that was looked at; empty: none.</param>
internal sealed record OpenReconciliation(int Id, string Target, string After, DateTimeOffset StartedAt);

/// <summary>A dossier as it is laid beside the portal.</summary>
/// <param name="Waiting">How many messages wait for the portal.</param>
/// <param name="Told">The code it took last.</param>
internal sealed record ReconciledDossier(DossierCode Code, Dossier Dossier, int Waiting, int? Told)
{
    /// <summary>The code a portal finds it by: on a bus its own, where the dossier came from there.</summary>
    public string CodeAt(PortalConnection connection) =>
        connection.Protocol is PortalProtocol.Bus && Dossier.Origin is { } origin && origin.System == connection.Origin ? origin.Code : Code.ToString();
}
