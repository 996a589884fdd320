using System.Collections.Immutable;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Drafts with every text ever saved, their chained acts, and the versions that came of them.</summary>
internal sealed partial class PublicationStore(FlowDatabase database)
{
    private const string VersionColumns =
        "v.hash, v.procedure_code, v.case_key, v.name, v.act_number, v.act_signed_on, v.act_authority, v.effective_from, v.effective_to, " +
        "v.repeal_number, v.repeal_signed_on, v.repeal_authority, v.repeal_from, v.place, v.recorded";

    public async Task<DraftFile?> OpenAsync(string draft, CancellationToken ct) => (await OpenAsync(draft, null, ct)).File;

    /// <summary>What a command needs: the draft with its present text, and whether this command was carried out before. Null for a draft yet to begin.</summary>
    public async Task<DraftOpening> OpenAsync(string? draft, CommandMark? mark, CancellationToken ct) =>
        (await database.FindAsync(
            new Statement(
                """
                select d.id, d.revision, d.length, d.hash, d.snapshot, r.document, i.command, i.code, i.length, x.decision, d.followed
                from (select 1 as one) as here
                left join draft d on d.id = $1
                left join draft_revision r on r.draft = d.id and r.revision = d.revision
                left join decision_draft x on x.draft = d.id
                left join idempotency i on i.officer = $2 and i.key = $3
                """,
                draft, mark?.Officer, mark?.Key),
            row => new DraftOpening(
                row.TextOrNull(0) is { } id ? new DraftFile(id, row.Number(1), row.Number(2), row.Text(3), StoredJson.ReadFile(row.Text(4)), row.Text(5)) { Decision = row.TextOrNull(9), IsTimed = row.NumberOrNull(10) is not null } : null,
                row.TextOrNull(6) is { } command ? new EarlierAnswer(command, row.Text(7), row.Number(8)) : null), ct))!;

    public async Task<IReadOnlyList<PublicationEvent>> ActsAsync(string draft, CancellationToken ct) => await database.ListAsync(
        new Statement("select body from publication_journal where code = $1 order by number", draft), row => StoredJson.ReadPublicationEvent(row.Text(0)), ct);

    /// <summary>Every text that was ever saved, oldest first.</summary>
    public async Task<IReadOnlyList<SavedText>> RevisionsAsync(string draft, CancellationToken ct) => await database.ListAsync(
        new Statement("select revision, at, by, document from draft_revision where draft = $1 order by revision", draft),
        row => new SavedText(row.Number(0), row.Instant(1), new OfficerId(row.Text(2)), row.Text(3)), ct);

    /// <summary>The texts saved last, oldest of them first.</summary>
    public async Task<IReadOnlyList<SavedText>> LastRevisionsAsync(string draft, int most, CancellationToken ct) => await database.ListAsync(
        new Statement(
            """
            select revision, at, by, document from
              (select revision, at, by, document from draft_revision where draft = $1 order by revision desc limit $2) as latest
            order by revision
            """, draft, most),
        row => new SavedText(row.Number(0), row.Instant(1), new OfficerId(row.Text(2)), row.Text(3)), ct);

    /// <summary>The texts of some revisions.</summary>
    public async Task<IReadOnlyDictionary<int, string>> TextsAsync(string draft, IReadOnlyCollection<int> revisions, CancellationToken ct) => (await database.ListAsync(
        new Statement(
            $"select revision, document from draft_revision where draft = $1 and revision in ({string.Join(", ", revisions.Select((_, at) => $"${at + 2}"))})",
            [draft, .. revisions.Select(revision => (Value)revision)]),
        row => (Revision: row.Number(0), Document: row.Text(1)), ct)).ToDictionary(text => text.Revision, text => text.Document);

    /// <summary>Drafts of one agency (all when null) that stand in one of the given states, latest change first.</summary>
    public Task<IReadOnlyList<ListedDraft>> ListAsync(AgencyCode? agency, IReadOnlyCollection<PublicationStatus> states, CancellationToken ct) =>
        ListAsync([new(agency is null ? DraftSide.Everybody : DraftSide.Authors, agency, states)], ct);

    /// <summary>Drafts that are within one of the reaches, latest change first.</summary>
    public async Task<IReadOnlyList<ListedDraft>> ListAsync(IReadOnlyList<DraftReach> reaches, CancellationToken ct)
    {
        var values = new List<Value>();
        string Put(Value value)
        {
            values.Add(value);
            return $"${values.Count}";
        }
        var within = reaches.Where(reach => reach.States.Count > 0).Select(reach =>
        {
            var states = $"d.status in ({string.Join(", ", reach.States.Select(state => Put(StoredJson.NameOf(state))))})";
            return reach.Side switch
            {
                DraftSide.Authors => $"({states} and d.agency = {Put(reach.Agency)})",
                DraftSide.Appraisers => $"({states} and (d.appraises is null or d.appraises = {Put(reach.Agency)}))",
                DraftSide.Publishers => $"({states} and (d.publishes is null or d.publishes = {Put(reach.Agency)}))",
                _ => $"({states})",
            };
        }).ToArray();
        if (within is []) return [];
        return await database.ListAsync(
            new Statement(
                $"""
                select d.id, d.name, d.procedure_code, d.agency, d.status, d.changed_at, d.author, d.round, d.since, d.assigned, d.asked, s.code, s.snapshot
                from draft d
                left join dossier t on t.code = d.dossier and t.ended_at is null
                left join dossier_snapshot s on s.code = t.code
                where {string.Join(" or ", within)} order by d.changed_at desc, d.id desc
                """,
                [.. values]),
            row => new ListedDraft(
                row.Text(0), row.Text(1), row.TextOrNull(2) is { } code ? new ProcedureCode(code) : null, new AgencyCode(row.Text(3)),
                States[row.Text(4)], row.Instant(5), new OfficerId(row.Text(6)), row.Number(7), row.InstantOrNull(8) ?? row.Instant(5),
                row.TextOrNull(9) is { } assigned ? new OfficerId(assigned) : null, row.Number(10))
            {
                Dossier = row.TextOrNull(11) is { } dossier ? (DossierCode.Parse(dossier), StoredJson.ReadDossier(row.Text(12))) : null,
            }, ct);
    }

    private static readonly Dictionary<string, PublicationStatus> States = Enum.GetValues<PublicationStatus>().ToDictionary(state => StoredJson.NameOf(state), StringComparer.Ordinal);

    /// <summary>Begins a draft with its first text. A rival who carried out the same command first makes this throw <see cref="RivalException"/>.</summary>
    public Task BeginAsync(string id, PublicationEvent.Drafted drafted, string document, CommandMark? mark, CancellationToken ct)
    {
        var file = ProcessFile.Empty.Apply(drafted);
        var lines = Lines(id, 0, HashChain.Begin(id), [drafted]);
        return database.WriteAsync(
            [
                new Statement(
                    """
                    insert into draft (id, revision, length, hash, status, agency, procedure_code, name, author, changed_at, snapshot, since)
                    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                    """,
                    id, 1, 1, lines[^1].Hash, StoredJson.NameOf(file.Status), drafted.Agency, drafted.Procedure?.Value, drafted.Name, drafted.By, drafted.At, StoredJson.Write(file),
                    file.Since),
                Revision(id, 1, drafted.At, drafted.By, document),
                .. lines.Select(line => line.Insert),
                .. Kept(mark, id, 1, drafted.At),
            ], ct);
    }

    /// <summary>Writes acts, and the next text if there is one. A rival who wrote first makes this throw <see cref="RivalException"/>.</summary>
    public Task WriteAsync(DraftFile draft, DraftEntry entry, CommandMark? mark, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        await WriteAsync(writing, draft, entry, mark, ct);
        return true;
    }, ct);

    /// <summary>Publishes: the version enters into force on its day, and ends the interval of the one it takes over from at its place.</summary>
    /// <remarks>Taking over on the very day the last one began leaves that one an empty interval: it was never in force on a whole day.</remarks>
    public Task PublishAsync(DraftFile draft, DraftEntry entry, PublicationEvent.Published published, CommandMark? mark, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        await writing.ListAsync(database.LockOut, _ => true, ct);
        var (procedure, @case, place, from) = (entry.After.Procedure!.Value, entry.After.Case?.Value ?? "", entry.After.Place?.Value ?? "", published.Act.EffectiveFrom);
        var next = (await writing.ListAsync(
            new Statement(
                """
                select min(effective_from), (select decision from decision_draft where draft = $4) from process_version
                where procedure_code = $1 and case_key = $2 and place = $5 and effective_from > $3 and (effective_to is null or effective_to > effective_from)
                """,
                procedure, @case, from, draft.Id, place),
            row => (From: row.DayOrNull(0), Decision: row.TextOrNull(1)), ct))[0];
        if (next.Decision is not null) throw new RivalException(); // somebody put it into a decision while this was being decided
        await WriteAsync(writing, draft, entry, mark, ct);
        await writing.WriteAsync(Issued(draft, entry, published, next.From), ct);
        return true;
    }, ct);

    /// <summary>Repeals: the version no longer holds from the day of the decision, and nothing takes its place.</summary>
    public Task RepealAsync(DraftFile draft, DraftEntry entry, PublicationEvent.Repealed repealed, CommandMark? mark, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        await writing.ListAsync(database.LockOut, _ => true, ct);
        await WriteAsync(writing, draft, entry, mark, ct);
        var ended = await writing.ListAsync(Ended(draft, repealed.Act), _ => true, ct);
        return ended is [] ? throw new RivalException() : true; // another version took over while this was being decided
    }, ct);

    /// <summary>From when another version holds instead of the one that came of this draft; null while it is the last, or there is none.</summary>
    public async Task<DateOnly?> UntilAsync(string draft, CancellationToken ct) => (await database.ListAsync(
        new Statement("select effective_to from process_version where draft = $1", draft), row => row.DayOrNull(0), ct)).FirstOrDefault();

    /// <summary>Keeps the answer to a command that left the draft as it was.</summary>
    public Task KeepAsync(DraftFile draft, CommandMark mark, DateTimeOffset now, CancellationToken ct) => KeepAsync(draft.Id, draft.Revision, mark, now, ct);

    /// <inheritdoc cref="KeepAsync(DraftFile, CommandMark, DateTimeOffset, CancellationToken)"/>
    public Task KeepAsync(string id, int length, CommandMark mark, DateTimeOffset now, CancellationToken ct) => database.WriteAsync([mark.Kept(id, length, now)], ct);

    /// <summary>The text behind a version, and the versions it was published with.</summary>
    public async Task<VersionText?> TextAsync(ContentHash hash, CancellationToken ct) => await database.FindAsync(
        new Statement("select document, calls from process_version where hash = $1 order by published_at, draft limit 1", hash.Value), row => new VersionText(row.Text(0), CallsOf(row.TextOrNull(1))), ct);

    /// <summary>The text of a version as it was first published; null where there is none of that hash.</summary>
    public async Task<string?> FirstDocumentAsync(ContentHash hash, CancellationToken ct) => await database.FindAsync(
        new Statement("select document from process_version where hash = $1 order by published_at, draft limit 1", hash.Value), row => row.Text(0), ct);

    /// <summary>The versions of a case in force on a day, each with where it applies (null: the whole province), and the books by which the nearest place is told.</summary>
    public async Task<IReadOnlyList<(ContentHash Hash, AgencyCode? Place, BookVersions Books)>> InForceAsync(ProcedureCode procedure, CaseKey? @case, DateOnly day, CancellationToken ct) => await database.ListAsync(
        new Statement(
            $"""
            select hash, place, {BookVersions.Columns} from process_version
            where procedure_code = $1 and case_key = $2 and effective_from <= $3 and (effective_to is null or effective_to > $3)
            """,
            procedure.Value, @case?.Value ?? "", day),
        row => (new ContentHash(row.Text(0)), PlaceOf(row.Text(1)), BookVersions.Of(row, 2)), ct);

    /// <summary>Published versions, newest effect first; of one procedure, or all. Their texts are not read.</summary>
    public async Task<IReadOnlyList<PublishedVersion>> VersionsAsync(ProcedureCode? procedure, CancellationToken ct) => await database.ListAsync(
        new Statement(
            $"select {VersionColumns} from process_version v where $1 is null or v.procedure_code = $1 order by v.effective_from desc, v.published_at desc", procedure?.Value),
        VersionOf, ct);

    /// <summary>The versions in force on a day, of all procedures, newest effect first.</summary>
    public async Task<IReadOnlyList<PublishedVersion>> InForceAsync(DateOnly day, CancellationToken ct) => await database.ListAsync(
        new Statement(
            $"""
            select {VersionColumns} from process_version v
            where v.effective_from <= $1 and (v.effective_to is null or v.effective_to > $1) order by v.effective_from desc, v.published_at desc
            """,
            day),
        VersionOf, ct);

    /// <summary>The versions in force on a day that may be shared processes: those whose text holds the word. Whoever asks compiles them and looks.</summary>
    public async Task<IReadOnlyList<PublishedVersion>> SharedAsync(DateOnly day, CancellationToken ct) => await database.ListAsync(
        new Statement(
            $"""
            select {VersionColumns} from process_version v
            where v.document like '%"SharedInternal"%' and v.effective_from <= $1 and (v.effective_to is null or v.effective_to > $1) order by v.procedure_code, v.case_key, v.place
            """,
            day),
        VersionOf, ct);

    /// <summary>The latest publication of a text, with the text and what was checked then (null for versions from before certificates were kept).</summary>
    public async Task<(PublishedVersion Version, string Document, CheckCertificate? Certificate)?> VersionAsync(ContentHash hash, CancellationToken ct) => await database.ListAsync(
        new Statement(
            $"""
            select {VersionColumns}, v.document, c.body from process_version v left join version_certificate c on c.draft = v.draft and c.hash = v.hash
            where v.hash = $1 order by v.effective_from desc, v.published_at desc limit 1
            """,
            hash.Value),
        row => (VersionOf(row), row.Text(15), row.TextOrNull(16) is { } certificate ? StoredJson.ReadCertificate(certificate) : null), ct) is [var found] ? found : null;

    private static async Task WriteAsync(Writing writing, DraftFile draft, DraftEntry entry, CommandMark? mark, CancellationToken ct)
    {
        var changes = Changed(draft, entry);
        var kept = await writing.ListAsync(changes[0], row => row.Text(0), ct);
        if (kept is []) throw new RivalException();
        await writing.WriteAsync(
            [
                .. changes.Skip(1),
                .. Kept(mark, draft.Id, entry.Document is null ? draft.Revision : draft.Revision + 1, entry.At),
            ], ct);
    }

    /// <summary>The draft itself first, which answers with its id unless a rival was faster; then its acts, and the next text if there is one.</summary>
    private static List<Statement> Changed(DraftFile draft, DraftEntry entry)
    {
        var lines = Lines(draft.Id, draft.Length, draft.Hash, entry.Events);
        var revision = entry.Document is null ? draft.Revision : draft.Revision + 1;
        return
        [
            new Statement(
                """
                update draft set revision = $2, length = $3, hash = $4, status = $5, procedure_code = $6, name = coalesce($7, name), changed_at = $8, snapshot = $9,
                  round = $12, since = $13, assigned = $14, asked = $15, appraises = $16, publishes = $17, followed = coalesce(followed, $18)
                where id = $1 and revision = $10 and length = $11 returning id
                """,
                draft.Id, revision, draft.Length + lines.Count, lines is [.., var last] ? last.Hash : draft.Hash, StoredJson.NameOf(entry.After.Status),
                entry.Procedure?.Value, entry.Name, entry.At, StoredJson.Write(entry.After), draft.Revision, draft.Length,
                entry.After.Round, entry.After.Since, entry.After.Assigned, entry.After.Comments.Count(comment => comment.State is CommentStanding.Open),
                entry.After.Competence?.Appraises, entry.After.Competence?.Publishes, entry.BeginsClock ? draft.Length : (int?)null),
            .. lines.Select(line => line.Insert),
            .. entry.Document is { } document ? [Revision(draft.Id, revision, entry.At, entry.By, document)] : Array.Empty<Statement>(),
        ];
    }

    /// <summary>The version itself, with what it ends and what was checked on it.</summary>
    /// <param name="next">From when another version holds anyway; null while none does.</param>
    private static Statement[] Issued(DraftFile draft, DraftEntry entry, PublicationEvent.Published published, DateOnly? next)
    {
        var (procedure, @case, place, from) = (entry.After.Procedure!.Value, entry.After.Case?.Value ?? "", entry.After.Place?.Value ?? "", published.Act.EffectiveFrom);
        return
        [
            new Statement(
                """
                update process_version set effective_to = $3
                where procedure_code = $1 and case_key = $2 and place = $4 and effective_from <= $3 and (effective_to is null or effective_to > $3)
                """,
                procedure, @case, from, place),
            new Statement(
                """
                insert into process_version (draft, hash, procedure_code, case_key, name, document, act_number, act_signed_on, act_authority, effective_from, effective_to, published_at, calls, place)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                """,
                draft.Id, published.Hash.Value, procedure, @case, entry.After.Name, draft.Document, published.Act.Number, published.Act.SignedOn,
                published.Act.Authority, from, next, published.At, published.Calls is { } calls ? StoredJson.Write(calls) : null, place),
            .. entry.Certificate is { } certificate
                ? [new Statement("insert into version_certificate (draft, hash, body) values ($1, $2, $3)", draft.Id, published.Hash.Value, StoredJson.Write(certificate))]
                : Array.Empty<Statement>(),
        ];
    }

    /// <summary>The end that a repeal sets; answers with nothing where another version took over already.</summary>
    private static Statement Ended(DraftFile draft, LegalAct act) => new(
        """
        update process_version set effective_to = $2, repeal_number = $3, repeal_signed_on = $4, repeal_authority = $5, repeal_from = $2
        where draft = $1 and (effective_to is null or effective_to > $2) returning draft
        """,
        draft.Id, act.EffectiveFrom, act.Number, act.SignedOn, act.Authority);

    private static Statement[] Kept(CommandMark? mark, string draft, int revision, DateTimeOffset now) => mark is null ? [] : [mark.Kept(draft, revision, now)];

    private static List<(Statement Insert, string Hash)> Lines(string draft, int length, string hash, IReadOnlyList<PublicationEvent> events)
    {
        var lines = new List<(Statement, string)>(events.Count);
        foreach (var happened in events)
        {
            var body = StoredJson.Write(happened);
            hash = HashChain.Next(hash, ++length, body);
            lines.Add((new Statement(
                "insert into publication_journal (code, number, at, by, kind, body, hash) values ($1, $2, $3, $4, $5, $6, $7)",
                draft, length, happened.At, happened.By, StoredJson.NameOf(happened), body, hash), hash));
        }
        return lines;
    }

    private static Statement Revision(string draft, int revision, DateTimeOffset at, OfficerId by, string document) => new(
        "insert into draft_revision (draft, revision, at, by, document) values ($1, $2, $3, $4, $5)", draft, revision, at, by, document);

    private static PublishedVersion VersionOf(Row row) => new(
        new ContentHash(row.Text(0)), new ProcedureCode(row.Text(1)), row.Text(2) is { Length: > 0 } key ? new CaseKey(key) : null, row.Text(3),
        new LegalAct(row.Text(4), row.Day(5), row.Text(6), row.Day(7)), row.DayOrNull(8))
    {
        Repeal = row.TextOrNull(9) is { } number ? new LegalAct(number, row.Day(10), row.Text(11), row.Day(12)) : null,
        Place = PlaceOf(row.Text(13)),
        WasRecorded = row.Flag(14),
    };

    internal static AgencyCode? PlaceOf(string stored) => stored.Length > 0 ? new AgencyCode(stored) : null;

    private static ImmutableList<PinnedCall>? CallsOf(string? stored) => stored is null ? null : StoredJson.ReadCalls(stored);
}

/// <summary>The text of a published version, and the versions of shared processes it calls; null where it calls none.</summary>
internal sealed record VersionText(string Document, ImmutableList<PinnedCall>? Calls);

/// <summary>A draft as it was when it was opened: its text, its acts so far, and the hash of the last.</summary>
internal sealed record DraftFile(string Id, int Revision, int Length, string Hash, ProcessFile File, string Document)
{
    /// <summary>The decision it goes with, signed or not; null where it is in none.</summary>
    public string? Decision { get; init; }

    /// <summary>A dossier follows its acts.</summary>
    public bool IsTimed { get; init; }
}

/// <summary>What opening gave: the draft if there is one, and the answer if this command was carried out before.</summary>
internal sealed record DraftOpening(DraftFile? File, EarlierAnswer? Earlier);

/// <summary>What is written to a draft: acts, a next text, and what lists show of it (the name stays where null).</summary>
internal sealed record DraftEntry(
    OfficerId By, DateTimeOffset At, IReadOnlyList<PublicationEvent> Events, ProcessFile After, string? Document, string? Name, ProcedureCode? Procedure)
{
    /// <summary>From here on a dossier follows its acts.</summary>
    public bool BeginsClock { get; init; }

    /// <summary>For a publication: what was checked on the text that becomes law.</summary>
    public CheckCertificate? Certificate { get; init; }
}

/// <summary>One saved text of a draft.</summary>
internal sealed record SavedText(int Revision, DateTimeOffset At, OfficerId By, string Document);

internal sealed record ListedDraft(
    string Id, string Name, ProcedureCode? Procedure, AgencyCode Agency, PublicationStatus Status, DateTimeOffset ChangedAt, OfficerId Author,
    int Round, DateTimeOffset Since, OfficerId? Assigned, int Asked)
{
    /// <summary>The dossier that times its appraisal, as it stands; null where there is none, or it is over.</summary>
    public (DossierCode Code, Dossier Dossier)? Dossier { get; init; }
}

/// <summary>Which drafts somebody may see: those of an agency on one side of the table, while they stand in some states.</summary>
internal sealed record DraftReach(DraftSide Side, AgencyCode? Agency, IReadOnlyCollection<PublicationStatus> States);

internal enum DraftSide
{
    Everybody,
    Authors,
    Appraisers,
    Publishers,
}

/// <summary>A published version with its act; <c>To</c> is the first day on which it no longer holds.</summary>
internal sealed record PublishedVersion(ContentHash Hash, ProcedureCode Procedure, CaseKey? Case, string Name, LegalAct Act, DateOnly? To)
{
    /// <summary>Where it applies; null: the whole province.</summary>
    public AgencyCode? Place { get; init; }

    /// <summary>Taken in as published elsewhere, without appraisal.</summary>
    public bool WasRecorded { get; init; }

    /// <summary>The decision that repealed it; null while it is not.</summary>
    public LegalAct? Repeal { get; init; }
}
