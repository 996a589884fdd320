using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>How the catalogue came to be what it is: files that were weighed, versions with who and why, and what officers noted of processes that changes concern.</summary>
internal sealed class CatalogueStore(FlowDatabase database)
{
    private const string Columns = "number, file_name, format, status, version, by, at, changed_by, changed_at";

    /// <summary>States in which a text is not under work any more.</summary>
    private static readonly string Over = string.Join(", ", new[] { PublicationStatus.Published, PublicationStatus.Withdrawn }.Select(status => $"'{StoredJson.NameOf(status)}'"));

    // ---- Files

    /// <summary>Files, the latest first.</summary>
    public async Task<IReadOnlyList<ImportedFile>> ImportsAsync(int atMost, CancellationToken ct) =>
        await database.ListAsync(new Statement($"select {Columns} from catalogue_import order by number desc limit $1", atMost), FileOf, ct);

    /// <summary>A file with its cells; null when there is none of that number.</summary>
    public async Task<(ImportedFile File, CatalogueSheet Sheet)?> FindImportAsync(int number, CancellationToken ct) =>
        await database.ListAsync(new Statement($"select {Columns}, sheet from catalogue_import where number = $1", number), row => (FileOf(row), StoredJson.ReadSheet(row.Text(9))), ct) is [var found] ? found : null;

    /// <summary>Keeps a file; its number is the next.</summary>
    public Task<int> BeginImportAsync(string fileName, string format, CatalogueSheet sheet, OfficerId by, DateTimeOffset now, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        await writing.ListAsync(database.LockOut, _ => true, ct);
        return (await writing.ListAsync(
            new Statement(
                $"""
                insert into catalogue_import ({Columns}, sheet)
                select coalesce(max(number), 0) + 1, $1, $2, '{StoredJson.NameOf(ImportStatus.Weighed)}', null, $3, $4, $3, $4, $5 from catalogue_import returning number
                """,
                fileName, format, by, now, StoredJson.Write(sheet)),
            row => row.Number(0), ct))[0];
    }, ct);

    /// <summary>Lays a file aside.</summary>
    /// <returns>False when it was settled before.</returns>
    public async Task<bool> WithdrawImportAsync(int number, OfficerId by, DateTimeOffset now, CancellationToken ct) =>
        await database.InTransactionAsync(writing => writing.ListAsync(Settled(number, ImportStatus.Withdrawn, null, by, now), row => row.Number(0), ct), ct) is [_];

    // ---- Versions

    /// <summary>Every version of the catalogue, the latest first.</summary>
    public async Task<IReadOnlyList<CatalogueEdition>> EditionsAsync(CancellationToken ct) => await database.ListAsync(
        new Statement(
            """
            select b.version, b.loaded_at, e.act, e.subject, e.reason, e.by from reference_book b left join catalogue_edition e on e.version = b.version
            where b.kind = 'catalogue' order by b.version desc
            """),
        row => new CatalogueEdition(
            row.Number(0), row.Instant(1), row.TextOrNull(2) is { } act ? Enum.GetValues<CatalogueAct>().First(known => StoredJson.NameOf(known) == act) : null,
            row.TextOrNull(3), row.TextOrNull(4), row.TextOrNull(5) is { } by ? new OfficerId(by) : null), ct);

    /// <summary>The texts of the versions after one, in their order, one at a time.</summary>
    public IAsyncEnumerable<(int Version, DateTimeOffset At, string Text)> BooksAfterAsync(int version, CancellationToken ct) => database.StreamAsync(
        new Statement("select version, loaded_at, body from reference_book where kind = 'catalogue' and version > $1 order by version", version),
        row => (row.Number(0), row.Instant(1), row.Text(2)), ct);

    /// <summary>Keeps the next version with who and why, and settles the file it came from; all or nothing.</summary>
    /// <param name="seen">The version that it was made from.</param>
    /// <returns>Its number; null when another version came in between, or the file was settled.</returns>
    public Task<int?> KeepAsync(int seen, string body, CatalogueEdition edition, int? import, CancellationToken ct) => database.InTransactionAsync<int?>(async writing =>
    {
        await writing.ListAsync(database.LockOut, _ => true, ct);
        var current = (await writing.ListAsync(new Statement("select coalesce(max(version), 0) from reference_book where kind = 'catalogue'"), row => row.Number(0), ct))[0];
        if (current != seen) return null;
        if (import is { } number && await writing.ListAsync(Settled(number, ImportStatus.TakenOver, current + 1, edition.By!, edition.At), row => row.Number(0), ct) is []) return null;
        await writing.WriteAsync(
            [
                new Statement("insert into reference_book (kind, version, body, loaded_at) values ('catalogue', $1, $2, $3)", current + 1, body, edition.At),
                new Statement(
                    "insert into catalogue_edition (version, act, subject, reason, by, at) values ($1, $2, $3, $4, $5, $6)",
                    current + 1, StoredJson.NameOf(edition.Act!.Value), edition.Subject, edition.Reason, edition.By, edition.At),
            ], ct);
        return current + 1;
    }, ct);

    // ---- What changes concern

    /// <summary>The processes in force on a day or later, of one procedure or of all.</summary>
    public async Task<IReadOnlyList<StandingProcess>> StandingAsync(ProcedureCode? procedure, DateOnly day, CancellationToken ct) => await database.ListAsync(
        new Statement(
            """
            select v.draft, v.hash, v.procedure_code, v.case_key, v.name, d.agency, v.published_at, v.effective_from, v.act_number, v.place
            from process_version v join draft d on d.id = v.draft
            where ($1 is null or v.procedure_code = $1) and (v.effective_to is null or v.effective_to > $2 and v.effective_to > v.effective_from)
            order by v.procedure_code, v.case_key, v.effective_from
            """,
            procedure?.Value, day),
        row => new StandingProcess(
            row.Text(0), new ContentHash(row.Text(1)), new ProcedureCode(row.Text(2)), row.Text(3) is { Length: > 0 } key ? new CaseKey(key) : null, row.Text(4), new AgencyCode(row.Text(5)),
            row.Instant(6), row.Day(7), row.Text(8))
        { Place = row.Text(9) is { Length: > 0 } place ? new AgencyCode(place) : null }, ct);

    /// <summary>The drafts under way, of one procedure or of all, with the texts as last saved.</summary>
    public async Task<IReadOnlyList<OpenDraft>> DraftsAsync(ProcedureCode? procedure, CancellationToken ct) => await database.ListAsync(
        new Statement(
            $"""
            select d.id, d.procedure_code, d.name, d.agency, d.status, d.author, j.at, r.document
            from draft d join publication_journal j on j.code = d.id and j.number = 1 join draft_revision r on r.draft = d.id and r.revision = d.revision
            where d.procedure_code is not null and ($1 is null or d.procedure_code = $1) and d.status not in ({Over}) order by d.id
            """,
            procedure?.Value),
        row => new OpenDraft(
            row.Text(0), new ProcedureCode(row.Text(1)), row.Text(2), new AgencyCode(row.Text(3)),
            Enum.GetValues<PublicationStatus>().FirstOrDefault(status => StoredJson.NameOf(status) == row.Text(4)), new OfficerId(row.Text(5)), row.Instant(6), row.Text(7)), ct);

    /// <summary>What was noted, newest first.</summary>
    public async Task<IReadOnlyList<RecheckNote>> NotesAsync(CancellationToken ct) => await database.ListAsync(
        new Statement("select target, number, reason, by, at from recheck_note order by at desc, target, number desc"),
        row => new RecheckNote(row.Text(0), row.Number(1), row.Text(2), new OfficerId(row.Text(3)), row.Instant(4)), ct);

    /// <summary>Keeps a note.</summary>
    public Task AddNoteAsync(string target, string reason, OfficerId by, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        [
            new Statement(
                "insert into recheck_note (target, number, reason, by, at) select $1, coalesce(max(number), 0) + 1, $2, $3, $4 from recheck_note where target = $1",
                target, reason, by, now),
        ], ct);

    private static Statement Settled(int number, ImportStatus status, int? version, OfficerId by, DateTimeOffset now) => new(
        $"update catalogue_import set status = $2, version = $3, changed_by = $4, changed_at = $5 where number = $1 and status = '{StoredJson.NameOf(ImportStatus.Weighed)}' returning number",
        number, StoredJson.NameOf(status), version, by, now);

    private static ImportedFile FileOf(Row row) => new(
        row.Number(0), row.Text(1), row.Text(2), Enum.GetValues<ImportStatus>().First(status => StoredJson.NameOf(status) == row.Text(3)), row.NumberOrNull(4),
        new OfficerId(row.Text(5)), row.Instant(6), new OfficerId(row.Text(7)), row.Instant(8));
}

/// <summary>A published process that is in force, or will be.</summary>
/// <param name="Draft">The draft it was published from.</param>
public sealed record StandingProcess(
    string Draft, ContentHash Hash, ProcedureCode Procedure, CaseKey? Case, string Name, AgencyCode Agency, DateTimeOffset PublishedAt, DateOnly From, string ActNumber)
{
    /// <summary>Where it applies; null: the whole province.</summary>
    public AgencyCode? Place { get; init; }
}

/// <summary>A draft under way with its text as last saved.</summary>
internal sealed record OpenDraft(string Id, ProcedureCode Procedure, string Name, AgencyCode Agency, PublicationStatus Status, OfficerId Author, DateTimeOffset BegunAt, string Document);

/// <summary>What somebody of the owning agency noted: the process still holds (vẫn phù hợp), and why.</summary>
/// <param name="Target">The draft it is, or was published from.</param>
public sealed record RecheckNote(string Target, int Number, string Reason, OfficerId By, DateTimeOffset At);
