using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Proposed calendars, how one comes into force, and how far running dossiers were brought along.</summary>
internal sealed class CalendarStore(FlowDatabase database)
{
    /// <summary>How long a walk that was taken up is nobody else's.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private const string Columns = "number, revision, based_on, title, body, status, version, changed_by, changed_at";

    /// <summary>Proposals, the latest first.</summary>
    public async Task<IReadOnlyList<CalendarProposal>> ProposalsAsync(CancellationToken ct) =>
        await database.ListAsync(new Statement($"select {Columns} from calendar_proposal order by number desc"), Proposal, ct);

    public Task<CalendarProposal?> FindAsync(int number, CancellationToken ct) =>
        database.FindAsync(new Statement($"select {Columns} from calendar_proposal where number = $1", number), Proposal, ct);

    /// <summary>Keeps a new proposal; its number is the next.</summary>
    public Task<int> BeginAsync(int basedOn, string title, string body, OfficerId by, DateTimeOffset now, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        await writing.ListAsync(database.LockOut, _ => true, ct);
        return (await writing.ListAsync(
            new Statement(
                $"""
                insert into calendar_proposal ({Columns})
                select coalesce(max(number), 0) + 1, 1, $1, $2, $3, '{StoredJson.NameOf(ProposalStatus.Proposed)}', null, $4, $5 from calendar_proposal returning number
                """,
                basedOn, title, body, by, now),
            row => row.Number(0), ct))[0];
    }, ct);

    /// <summary>Keeps the next revision of a proposal.</summary>
    /// <returns>False when somebody else saved or settled it meanwhile.</returns>
    public async Task<bool> SaveAsync(CalendarProposal seen, string title, string body, ProposalStatus status, OfficerId by, DateTimeOffset now, CancellationToken ct) =>
        await database.InTransactionAsync(writing => writing.ListAsync(
            new Statement(
                $"""
                update calendar_proposal set revision = revision + 1, title = $3, body = $4, status = $5, changed_by = $6, changed_at = $7
                where number = $1 and revision = $2 and status = '{StoredJson.NameOf(ProposalStatus.Proposed)}' returning revision
                """,
                seen.Number, seen.Revision, title, body, StoredJson.NameOf(status), by, now),
            row => row.Number(0), ct), ct) is [_];

    /// <summary>Puts a proposal in force: the next version with its decision, and the walk over running dossiers, all or nothing.</summary>
    /// <returns>The version; null when the proposal or the calendar in force is no longer what was seen.</returns>
    public Task<int?> PutInForceAsync(CalendarProposal seen, CalendarDecision decision, PromiseRule promises, OfficerId by, DateTimeOffset now, CancellationToken ct) =>
        database.InTransactionAsync<int?>(async writing =>
        {
            await writing.ListAsync(database.LockOut, _ => true, ct);
            var current = (await writing.ListAsync(new Statement("select coalesce(max(version), 0) from reference_book where kind = 'calendar'"), row => row.Number(0), ct))[0];
            if (current != seen.BasedOn) return null;

            var version = current + 1;
            var settled = await writing.ListAsync(
                new Statement(
                    $"""
                    update calendar_proposal set status = '{StoredJson.NameOf(ProposalStatus.InForce)}', version = $3, changed_by = $4, changed_at = $5
                    where number = $1 and revision = $2 and status = '{StoredJson.NameOf(ProposalStatus.Proposed)}' returning number
                    """,
                    seen.Number, seen.Revision, version, by, now),
                row => row.Number(0), ct);
            if (settled is []) return null;
            await writing.WriteAsync(
                [
                    new Statement("insert into reference_book (kind, version, body, loaded_at) values ('calendar', $1, $2, $3)", version, seen.Body, now),
                    new Statement(
                        "insert into calendar_decision (version, number, signed_on, signer, reason, basis, promises, proposal, by, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                        version, decision.Number, decision.SignedOn, decision.Signer, decision.Reason, decision.Basis, StoredJson.NameOf(promises), seen.Number, by, now),
                    Walk(version, now),
                ], ct);
            return version;
        }, ct);

    /// <summary>The statement that begins the walk over running dossiers for a version.</summary>
    public static Statement Walk(int version, DateTimeOffset now) => new(
        "insert into calendar_carry (version, pass, after, seen, moved, confirmed, started_at, lease) values ($1, 1, '', 0, 0, 0, $2, $2)", version, now);

    // ---- The walk over running dossiers

    /// <summary>How far the walk for the calendar in force came; null when there was none.</summary>
    public Task<CalendarWalk?> WalkAsync(CancellationToken ct) => database.FindAsync(
        new Statement("select version, pass, after, seen, moved, confirmed, started_at, finished_at from calendar_carry order by version desc limit 1"), Walked, ct);

    /// <summary>Takes up the walk for the calendar in force where it was left, so that no other host does; null when it is finished or in another's hands.</summary>
    /// <param name="secondPassAt">Walks begun later than this do not begin their second pass yet.</param>
    public async Task<CalendarWalk?> TakeUpAsync(DateTimeOffset now, DateTimeOffset secondPassAt, CancellationToken ct) =>
        await database.InTransactionAsync(writing => writing.ListAsync(
            new Statement(
                """
                update calendar_carry set lease = $2
                where version = (select max(version) from calendar_carry) and finished_at is null and lease <= $1 and (pass = 1 or started_at <= $3)
                returning version, pass, after, seen, moved, confirmed, started_at, finished_at
                """,
                now, now + Lease, secondPassAt),
            Walked, ct), ct) is [var walk] ? walk : null;

    /// <summary>Writes down how far the walk came; the lease goes on, or is given back.</summary>
    public Task KeepAsync(CalendarWalk walk, DateTimeOffset lease, CancellationToken ct) => database.WriteAsync(
        [
            new Statement(
                "update calendar_carry set pass = $2, after = $3, seen = $4, moved = $5, confirmed = $6, lease = $7, finished_at = $8 where version = $1",
                walk.Version, walk.Pass, walk.After, walk.Seen, walk.Moved, walk.Confirmed, lease, walk.FinishedAt),
        ], ct);

    /// <summary>The next running dossiers of a walk, with what lists and reminders are ordered by.</summary>
    public async Task<IReadOnlyList<WalkedDossier>> NextAsync(string after, int atMost, CancellationToken ct)
    {
        var dossiers = await database.ListAsync(
            new Statement(
                """
                select d.code, s.length, s.hash, s.snapshot, d.due_at from dossier d join dossier_snapshot s on s.code = d.code
                where d.ended_at is null and d.code > $1 order by d.code limit $2
                """,
                after, atMost),
            row => (File: new DossierFile(DossierCode.Parse(row.Text(0)), row.Number(1), row.Text(2), StoredJson.ReadDossier(row.Text(3))), Due: row.InstantOrNull(4)), ct);
        if (dossiers is []) return [];
        var work = (await database.ListAsync(
            new Statement("select code, step, run, due_at, remind_at from work where code > $1 and code <= $2", after, dossiers[^1].File.Code),
            row => (Code: row.Text(0), Step: new WalkedStep(new StepKey(row.Text(1)), row.Number(2), row.InstantOrNull(3), row.InstantOrNull(4))), ct)).ToLookup(step => step.Code, step => step.Step);
        return [.. dossiers.Select(dossier => new WalkedDossier(dossier.File, dossier.Due, [.. work[dossier.File.Code.ToString()]]))];
    }

    /// <summary>Every dossier whose clock is not over, one after the other; memory does not grow with their number.</summary>
    public IAsyncEnumerable<AffectedDossier> OpenAsync(CancellationToken ct) => database.StreamAsync(
        new Statement(
            """
            select d.code, s.snapshot, d.competent, d.procedure_code, d.subject from dossier d join dossier_snapshot s on s.code = d.code
            where d.received_at is not null and d.ended_at is null and d.finished_at is null
            """),
        row => new AffectedDossier(DossierCode.Parse(row.Text(0)), StoredJson.ReadDossier(row.Text(1)), new AgencyCode(row.Text(2)), new ProcedureCode(row.Text(3)), row.TextOrNull(4)), ct);

    private static CalendarProposal Proposal(Row row) => new(
        row.Number(0), row.Number(1), row.Number(2), row.Text(3), row.Text(4), Enum.GetValues<ProposalStatus>().First(status => StoredJson.NameOf(status) == row.Text(5)),
        row.NumberOrNull(6), new OfficerId(row.Text(7)), row.Instant(8));

    private static CalendarWalk Walked(Row row) => new(
        row.Number(0), row.Number(1), row.Text(2), row.Number(3), row.Number(4), row.Number(5), row.Instant(6), row.InstantOrNull(7));
}

/// <summary>How far the walk over running dossiers came for a version of the calendar.</summary>
/// <param name="Pass">1 or 2.</param>
/// <param name="After">The code of the last dossier that is done in this pass.</param>
internal sealed record CalendarWalk(int Version, int Pass, string After, int Seen, int Moved, int Confirmed, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt);

/// <summary>A running dossier with the due times as last written.</summary>
internal sealed record WalkedDossier(DossierFile File, DateTimeOffset? DueAt, IReadOnlyList<WalkedStep> Steps);

/// <summary>An open step with its due time and next reminder as last written.</summary>
internal sealed record WalkedStep(StepKey Step, int Run, DateTimeOffset? DueAt, DateTimeOffset? RemindAt);

/// <summary>A dossier whose clock is not over, as an impact preview needs it.</summary>
internal sealed record AffectedDossier(DossierCode Code, Dossier Dossier, AgencyCode Competent, ProcedureCode Procedure, string? Subject);
