using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Reads for lists and pages. Who may see what is part of every query.</summary>
internal sealed class RegisterStore(FlowDatabase database)
{
    private const string LineColumns = "d.code, d.version, d.snapshot, d.procedure_code, d.subject, d.applicant";

    /// <summary>Open steps at the officer's posts (those without a position: at the officer's places), named to the officer or to nobody; soonest due first.</summary>
    public async Task<IReadOnlyList<OpenWork>> WorkAsync(Officer officer, CancellationToken ct)
    {
        if (officer.Posts is []) return [];
        var posts = string.Join(", ", officer.Posts.Select((_, at) => $"(${2 * at + 2}, ${2 * at + 3})"));
        var places = string.Join(", ", officer.Posts.Select((_, at) => $"${2 * at + 2}"));
        return await database.ListAsync(
            new Statement(
                $"""
                select {LineColumns}, w.step, w.run, w.step_name, w.assignee, w.opened_at
                from work w join dossier d on d.code = w.code
                where ((w.place, w.position) in (values {posts}) or w.position is null and w.place in ({places})) and (w.assignee is null or w.assignee = $1)
                order by w.due_at nulls last, d.due_at nulls last, w.opened_at, w.code
                """,
                [officer.Id, .. officer.Posts.SelectMany(post => (Value[])[post.Place, post.Position.Value])]),
            row => new OpenWork(
                Listed(row), new StepKey(row.Text(6)), row.Number(7), row.Text(8), row.TextOrNull(9) is { } id ? new OfficerId(id) : null, row.Instant(10)), ct);
    }

    /// <summary>One page of the dossiers an officer may see; <paramref name="condition"/> is one of <see cref="DeskConditions"/>.</summary>
    public async Task<IReadOnlyList<ListedDossier>> DeskAsync(
        Officer officer, string condition, string order, string? search, DeskMoment moment, int skip, int take, CancellationToken ct) => await database.ListAsync(
        new Statement(
            $"select {LineColumns} from dossier d where {DeskScope} and {condition} order by {order}, d.code limit $5 offset $6",
            [.. Scope(officer, search, moment), take, skip]),
        Listed, ct);

    /// <summary>How many dossiers stand behind each condition.</summary>
    public async Task<IReadOnlyList<int>> CountAsync(Officer officer, IReadOnlyList<string> conditions, string? search, DeskMoment moment, CancellationToken ct) =>
        (await database.FindAsync(
            new Statement(
                $"select {string.Join(", ", conditions.Select(condition => $"count(*) filter (where {condition})"))} from dossier d where {DeskScope}",
                Scope(officer, search, moment)),
            row => conditions.Select((_, at) => row.Number(at)).ToArray(), ct))!;

    /// <summary>The journal of a dossier; empty when there is none, or it is not this officer's to see.</summary>
    public async Task<IReadOnlyList<(int Number, DossierEvent Happened, string Hash)>> JournalAsync(Officer officer, DossierCode code, CancellationToken ct) =>
        !MaySeeDossiers(officer) ? [] : await database.ListAsync(
            new Statement(
                """
                select j.number, j.body, j.hash from dossier d join dossier_journal j on j.code = d.code
                where d.code = $1 and ($2 is null or d.receiving = $2 or d.competent = $2 or exists (select 1 from dossier_agency a where a.code = d.code and a.agency = $2))
                order by j.number
                """,
                code, officer.Agency),
            row => (row.Number(0), StoredJson.ReadEvent(row.Text(1)), row.Text(2)), ct);

    /// <summary>The journal of a dossier for somebody who knows the identity or phone number given at intake; empty otherwise.</summary>
    public async Task<IReadOnlyList<DossierEvent>> JournalAsync(DossierCode code, string proof, CancellationToken ct) => await database.ListAsync(
        new Statement(
            """
            select j.body from dossier d join dossier_journal j on j.code = d.code
            where d.code = $1 and (d.identity_proof = $2 or d.phone_proof = $2) order by j.number
            """,
            code, DossierStore.ProofOf(code, proof)),
        row => StoredJson.ReadEvent(row.Text(0)), ct);

    /// <summary>The latest finished dossiers of one case of a procedure, all agencies'; those refused at the desk are not among them. Whoever asks decides who may see which.</summary>
    public async Task<IReadOnlyList<FinishedDossier>> FinishedAsync(ProcedureCode procedure, CaseKey? @case, int most, CancellationToken ct)
    {
        var lines = await database.ListAsync(
            new Statement(
                """
                select j.code, d.version, d.receiving, d.competent, j.body
                from (
                  select d.code, d.version, d.receiving, d.competent from dossier d
                  where d.procedure_code = $1 and d.finished_at is not null and d.status <> 'declined'
                    and exists (select 1 from process_version v where v.hash = d.version and v.procedure_code = $1 and v.case_key = $2)
                  order by d.finished_at desc, d.code limit $3) d
                join dossier_journal j on j.code = d.code
                order by j.code, j.number
                """,
                procedure.Value, @case?.Value ?? "", most),
            row => (Code: row.Text(0), Version: row.Text(1), Receiving: row.Text(2), Competent: row.Text(3), Happened: StoredJson.ReadEvent(row.Text(4))), ct);
        return [.. from line in lines
                   group line by (line.Code, line.Version, line.Receiving, line.Competent) into one
                   select new FinishedDossier(
                       DossierCode.Parse(one.Key.Code), new ContentHash(one.Key.Version), new AgencyCode(one.Key.Receiving), new AgencyCode(one.Key.Competent), [.. one.Select(line => line.Happened)])];
    }

    /// <summary>A dossier's messages to other systems, in the order they must be told.</summary>
    public async Task<IReadOnlyList<StatusMessage>> OutboxAsync(DossierCode code, CancellationToken ct) => await database.ListAsync(
        new Statement("select body from outbox where code = $1 order by id", code), row => StoredJson.ReadMessage(row.Text(0)), ct);

    /// <summary>Personal data of applicants is for those who handle dossiers and for the province's controllers.</summary>
    public static bool MaySeeDossiers(Officer officer) => officer == Officer.System
        || officer.Is(Role.Controller)
        || officer.Agency is not null && (officer.Is(Role.DeskOfficer) || officer.Is(Role.HandlingOfficer) || officer.Is(Role.Leader));

    private const string DeskScope =
        """($1 is null or d.receiving = $1 or d.competent = $1) and ($2 is null or d.search_key like $2 escape '\')""";

    private static Value[] Scope(Officer officer, string? search, DeskMoment moment) =>
        [officer.Agency, string.IsNullOrWhiteSpace(search) ? null : SearchKey.Pattern(search.Trim()), moment.Now, moment.Tomorrow];

    private static ListedDossier Listed(Row row) => new(
        DossierCode.Parse(row.Text(0)), new ContentHash(row.Text(1)), StoredJson.ReadDossier(row.Text(2)), new ProcedureCode(row.Text(3)), row.TextOrNull(4), row.Text(5));
}

/// <summary>The moment a list is looked at, and when the next day begins.</summary>
internal readonly record struct DeskMoment(DateTimeOffset Now, DateTimeOffset Tomorrow);

/// <summary>What a list's filters mean in SQL; <c>$3</c> is now, <c>$4</c> the beginning of tomorrow.</summary>
internal static class DeskConditions
{
    public const string Running = "d.ended_at is null";
    public const string DueToday = "d.ended_at is null and d.finished_at is null and not d.standing_still and d.due_at >= $3 and d.due_at < $4";
    public const string Overdue = "d.ended_at is null and d.finished_at is null and not d.standing_still and d.due_at < $3";
    public const string Waiting = "d.ended_at is null and (d.standing_still or d.status in ('awaiting-supplement', 'awaiting-payment'))";
    public const string ResultReady = "d.ended_at is null and d.status = 'result-ready'";
    public const string Closed = "d.ended_at is not null";
}

/// <summary>A dossier as a list needs it.</summary>
internal sealed record ListedDossier(DossierCode Code, ContentHash Version, Dossier Dossier, ProcedureCode Procedure, string? Subject, string Applicant);

/// <summary>A finished dossier with everything that happened to it.</summary>
internal sealed record FinishedDossier(DossierCode Code, ContentHash Version, AgencyCode Receiving, AgencyCode Competent, IReadOnlyList<DossierEvent> Journal);

/// <summary>An open step as the work list needs it.</summary>
internal sealed record OpenWork(ListedDossier Dossier, StepKey Step, int Run, string StepName, OfficerId? Assignee, DateTimeOffset OpenedAt)
{
    /// <summary>Where only the applicant has something to do and no position is drawn, it is desk officers who act.</summary>
    public bool IsForTheDesk(ProcessDefinition process) =>
        Dossier.Dossier.FindOpen(Step) is { } open && (open.Place is null || open.Position is null && process.Find(Step)?.AwaitsApplicant() == true);
}
