using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Reads for lists and pages. Who may see what is part of every query.</summary>
internal sealed partial class RegisterStore(FlowDatabase database)
{
    private const string LineColumns = "d.code, d.version, s.snapshot, d.procedure_code, d.subject, d.applicant";

    /// <summary>The journal of a dossier, with the books that are current; empty when there is none, or it is not this officer's to see.</summary>
    public async Task<(IReadOnlyList<(int Number, DossierEvent Happened, string Hash)> Lines, BookVersions Books)> JournalAsync(Officer officer, DossierCode code, CancellationToken ct)
    {
        if (officer.Mandate is null ? !MaySeeDossiers(officer) : !await MaySeeAsync(database, officer, code, ct)) return ([], default);
        var rows = await database.ListAsync(
            new Statement(
                $"""
                select j.number, j.body, j.hash, {BookVersions.Columns} from dossier d join dossier_journal j on j.code = d.code
                where d.code = $1 and ($2 is null or exists (select 1 from dossier_agency a where a.code = d.code and a.agency = $2))
                order by j.number
                """,
                code, officer.Agency),
            row => (Line: (row.Number(0), StoredJson.ReadEvent(row.Text(1)), row.Text(2)), Books: BookVersions.Of(row, 3)), ct);
        return ([.. rows.Select(row => row.Line)], rows is [var first, ..] ? first.Books : default);
    }

    /// <summary>The latest finished dossiers of each process, all agencies'; those refused at the desk are not among them. Whoever asks decides who may see which.</summary>
    /// <param name="processes">At most a hundred: each is a branch of one question.</param>
    /// <param name="most">Of each process.</param>
    public async Task<IReadOnlyList<FinishedDossier>> FinishedAsync(IReadOnlyCollection<ProcessKey> processes, int most, CancellationToken ct)
    {
        if (processes.Count == 0) return [];
        var question = new ListQuestion();
        var branches = processes.Select(process =>
            $"""
            select * from (
              select d.code, d.version, d.receiving, d.competent from dossier d
              where d.procedure_code = {question[process.Procedure.Value]} and d.finished_at is not null and d.status <> 'declined'
                and exists (select 1 from process_version v where v.hash = d.version and v.procedure_code = d.procedure_code and v.case_key = {question[process.Case?.Value ?? ""]})
              order by d.finished_at desc, d.code limit {question[most]}) as latest
            """);
        var lines = await database.ListAsync(
            question.Asked(
                $"""
                select j.code, d.version, d.receiving, d.competent, j.body
                from ({string.Join(" union all ", branches)}) as d
                join dossier_journal j on j.code = d.code
                order by j.code, j.number
                """),
            row => (Code: row.Text(0), Version: row.Text(1), Receiving: row.Text(2), Competent: row.Text(3), Happened: StoredJson.ReadEvent(row.Text(4))), ct);
        return [.. from line in lines
                   group line by (line.Code, line.Version, line.Receiving, line.Competent) into one
                   select new FinishedDossier(
                       DossierCode.Parse(one.Key.Code), new ContentHash(one.Key.Version), new AgencyCode(one.Key.Receiving), new AgencyCode(one.Key.Competent), [.. one.Select(line => line.Happened)])];
    }

    /// <summary>One journal line as anybody may check it: its hash, when it was written, how long the journal is. Nothing of what it says.</summary>
    public Task<CheckedLine?> LineAsync(DossierCode code, int number, CancellationToken ct) => database.FindAsync(
        new Statement("select j.hash, j.at, d.length from dossier_journal j join dossier_snapshot d on d.code = j.code where j.code = $1 and j.number = $2", code, number),
        row => new CheckedLine(row.Text(0), row.Instant(1), row.Number(2)), ct);

    /// <summary>The dossiers received in a period, first come first, with what the register writes of them.</summary>
    /// <param name="agency">Where they were received; null for everywhere. Whoever asks decides who may.</param>
    public IAsyncEnumerable<RegisteredDossier> RegisterAsync(AgencyCode? agency, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) => database.StreamAsync(
        new Statement(
            """
            select d.code, d.procedure_code, s.snapshot, d.finished_at, d.ended_at, j.body,
              (select e.body from dossier_journal e where e.code = d.code and e.kind = 'ended' order by e.number limit 1),
              (select c.body from dossier_journal c where c.code = d.code and c.kind = 'corrected' and c.number > j.number order by c.number desc limit 1)
            from dossier d join dossier_snapshot s on s.code = d.code join dossier_journal j on j.code = d.code and j.kind = 'received'
            where ($1 is null or d.receiving = $1) and d.received_at >= $2 and d.received_at < $3
            order by d.received_at, d.code
            """,
            agency, from, to),
        row => new RegisteredDossier(
            row.Text(0), new ProcedureCode(row.Text(1)), StoredJson.ReadDossier(row.Text(2)).Status, row.InstantOrNull(3), row.InstantOrNull(4), (DossierEvent.Received)StoredJson.ReadEvent(row.Text(5)),
            row.TextOrNull(6) is { } ended && StoredJson.ReadEvent(ended) is DossierEvent.Ended { Status: DossierStatus.Returned } returned ? returned.Reason : null,
            row.TextOrNull(7) is { } corrected ? (DossierEvent.Corrected)StoredJson.ReadEvent(corrected) : null), ct);

    /// <summary>A dossier's messages to other systems, in the order they must be told.</summary>
    public async Task<IReadOnlyList<PortalMessage>> OutboxAsync(DossierCode code, CancellationToken ct) => await database.ListAsync(
        new Statement("select target, number, at, service, status from outbox where code = $1 order by target, number", code),
        row => new PortalMessage(row.Text(0), row.Number(1), row.Instant(2), OutboxStore.ServiceOf(row.Text(3)), row.Number(4)), ct);

    /// <summary>Personal data of applicants is for those who handle dossiers and for the province's controllers.</summary>
    public static bool MaySeeDossiers(Officer officer) => officer == Officer.System
        || officer.Is(Role.Controller)
        || officer.Agency is not null && (officer.Is(Role.DeskOfficer) || officer.Is(Role.HandlingOfficer) || officer.Is(Role.Leader));

    /// <summary>Whether a dossier that exists is this officer's to see. A registered system sees those it handed in itself, and those of its procedures and agencies.</summary>
    public static async Task<bool> MaySeeAsync(FlowDatabase database, Officer officer, DossierCode code, CancellationToken ct) => officer.Mandate is { } mandate
        ? await database.ListAsync(
            new Statement(
                "select d.procedure_code, d.receiving, f.system from dossier d left join foreign_code f on f.code = d.code and f.system = $2 where d.code = $1", code, mandate.System),
            row => row.TextOrNull(2) is not null || mandate.Covers(new ProcedureCode(row.Text(0)), new AgencyCode(row.Text(1))), ct) is [true]
        : MaySeeDossiers(officer) && (officer.Agency is not { } agency
            || await database.ListAsync(new Statement("select 1 from dossier_agency where code = $1 and agency = $2", code, agency), _ => true, ct) is not []);

    /// <summary>The same where it was read before whether the officer's agency has to do with the dossier.</summary>
    public static bool MaySee(Officer officer, bool isTheAgencys) => MaySeeDossiers(officer) && (officer.Agency is null || isTheAgencys);

    private static ListedDossier Listed(Row row) => new(
        DossierCode.Parse(row.Text(0)), new ContentHash(row.Text(1)), StoredJson.ReadDossier(row.Text(2)), new ProcedureCode(row.Text(3)), row.TextOrNull(4), row.Text(5));
}

/// <summary>A dossier as a list needs it.</summary>
internal sealed record ListedDossier(DossierCode Code, ContentHash Version, Dossier Dossier, ProcedureCode Procedure, string? Subject, string Applicant);

/// <summary>A journal line without what it says.</summary>
internal sealed record CheckedLine(string Hash, DateTimeOffset At, int Length);

/// <summary>A dossier as the register of dossiers needs it.</summary>
/// <param name="Corrected">The latest correction since it was received; null where nothing was corrected.</param>
internal sealed record RegisteredDossier(
    string Code, ProcedureCode Procedure, DossierStatus Status, DateTimeOffset? FinishedAt, DateTimeOffset? EndedAt, DossierEvent.Received Received, string? ReceivedBy, DossierEvent.Corrected? Corrected);

/// <summary>A finished dossier with everything that happened to it.</summary>
internal sealed record FinishedDossier(DossierCode Code, ContentHash Version, AgencyCode Receiving, AgencyCode Competent, IReadOnlyList<DossierEvent> Journal);

/// <summary>An open step as the work list needs it.</summary>
internal sealed record OpenWork(ListedDossier Dossier, StepKey Step, int Run, string StepName, OfficerId? Assignee, DateTimeOffset OpenedAt);
