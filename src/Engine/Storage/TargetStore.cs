using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Targets;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>What targets are counted from, and the register of quality. Lines are only ever added.</summary>
internal sealed class TargetStore(FlowDatabase database)
{
    private const string PlanKind = "targets";

    /// <summary>The register's name among the chained journals.</summary>
    public const string Journal = "register";

    /// <summary>The register, every line of it.</summary>
    public async Task<IReadOnlyList<RegisterEntry>> EntriesAsync(CancellationToken ct) => await database.ListAsync(Entries, Entry, ct);

    /// <summary>Decides on the register as it stands and writes what was decided; who writes at the same moment waits.</summary>
    /// <param name="mark">What was carried out before under the same mark is answered as it was, and not done again.</param>
    /// <param name="reused">Why not, where the mark's key was another command's.</param>
    /// <returns>The number of the line, or why there is none.</returns>
    public Task<(int? Number, Refusal? Refusal)> WriteAsync(Func<IReadOnlyList<RegisterEntry>, Decision<QualityEvent>> decide, CommandMark? mark, Refusal reused, CancellationToken ct) =>
        database.InTransactionAsync<(int?, Refusal?)>(async writing =>
        {
            await writing.ListAsync(database.LockOut, _ => true, ct);
            if (mark is not null
                && await writing.ListAsync(new Statement("select command, length from idempotency where officer = $1 and key = $2", mark.Officer, mark.Key), row => (Command: row.Text(0), Number: row.Number(1)), ct) is [var earlier])
                return earlier.Command == mark.Command ? (earlier.Number, null) : (null, reused);
            var entries = await writing.ListAsync(Entries, Entry, ct);
            var decision = decide(entries);
            if (decision is not Decision<QualityEvent>.Accepted accepted) return (null, ((Decision<QualityEvent>.Refused)decision).Reason);
            var (number, hash) = (await writing.ListAsync(new Statement("select length, hash from quality_head where code = $1", Journal), row => (row.Number(0), row.Text(1)), ct)) is [var head] ? head : (0, HashChain.Begin(Journal));
            var statements = new List<Statement>();
            foreach (var happened in accepted.Events)
            {
                var body = StoredJson.Write(happened);
                hash = HashChain.Next(hash, ++number, body);
                statements.Add(new Statement(
                    "insert into quality_journal (number, at, by, agency, kind, body, code, hash) values ($1, $2, $3, $4, $5, $6, $7, $8)",
                    number, happened.At, happened.By, AgencyOf(happened), StoredJson.NameOf(happened), body, Journal, hash));
            }
            statements.Add(Head(number, hash));
            if (mark is not null) statements.Add(mark.Kept(Journal, number, accepted.Events[^1].At));
            await writing.WriteAsync(statements, ct);
            return (number, null);
        }, ct);

    /// <summary>The plan as it was known at a moment, as text; null while the province has none of its own.</summary>
    public async Task<string?> PlanAsync(DateTimeOffset until, CancellationToken ct) => await database.FindAsync(
        new Statement($"select body from reference_book where kind = '{PlanKind}' and loaded_at < $1 order by version desc limit 1", until), row => row.Text(0), ct);

    /// <summary>Keeps a plan as the next version.</summary>
    public Task<int> LoadPlanAsync(string json, DateTimeOffset now, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        await writing.ListAsync(database.LockOut, _ => true, ct);
        return (await writing.ListAsync(
            new Statement(
                "insert into reference_book (kind, version, body, loaded_at) select $1, coalesce(max(version), 0) + 1, $2, $3 from reference_book where kind = $1 returning version", PlanKind, json, now),
            row => row.Number(0), ct))[0];
    }, ct);

    /// <summary>Which version of the catalogue was known at a moment: the last loaded before it, else the first there is. Its validity dates tell of the time before.</summary>
    public async Task<int?> CatalogueAsync(DateTimeOffset until, CancellationToken ct) => (await database.ListAsync(
        new Statement(
            """
            select coalesce((select max(version) from reference_book where kind = 'catalogue' and loaded_at < $1), (select min(version) from reference_book where kind = 'catalogue'))
            """,
            until),
        row => row.NumberOrNull(0), ct))[0];

    public async Task<string> CatalogueTextAsync(int version, CancellationToken ct) => (await database.FindAsync(
        new Statement("select body from reference_book where kind = 'catalogue' and version = $1", version), row => row.Text(0), ct))!;

    /// <summary>Every published version with its opinion and whether dossiers ran on it. Three statements; texts are not read.</summary>
    public async Task<IReadOnlyList<CountedProcess>> ProcessesAsync(CancellationToken ct)
    {
        var opinions = new Dictionary<string, (PublicationEvent.Appraised? Opinion, bool Ended)>(StringComparer.Ordinal);
        await foreach (var (draft, happened) in database.StreamAsync(
            new Statement("select code, body from publication_journal where kind in ('appraised', 'returned', 'revision-required', 'published') order by code, number"),
            row => (row.Text(0), StoredJson.ReadPublicationEvent(row.Text(1))), ct))
        {
            var before = opinions.GetValueOrDefault(draft);
            if (before.Ended) continue;
            opinions[draft] = happened switch
            {
                PublicationEvent.Appraised appraised => (appraised, false),
                PublicationEvent.Returned or PublicationEvent.RevisionRequired => (null, false),
                PublicationEvent.Published published => (before.Opinion is { } opinion && opinion.Hash == published.Hash ? opinion : null, true),
                _ => before,
            };
        }

        var ran = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        void Ran(string version, DateTimeOffset at) => ran[version] = ran.TryGetValue(version, out var earlier) && earlier < at ? earlier : at;
        // A dossier that was moved ran on more than one version; all others on that of their line.
        const string moved = $"(select code from dossier_journal where kind in {ReportStore.ClockKinds} and kind = 'moved-to-version')";
        foreach (var (version, at) in await database.ListAsync(
            new Statement($"select version, min(received_at) from dossier where received_at is not null and version is not null and code not in {moved} group by version"), row => (row.Text(0), row.Instant(1)), ct))
            Ran(version, at);
        await foreach (var happened in database.StreamAsync(
            new Statement($"select body from dossier_journal where kind in ('received', 'moved-to-version') and code in {moved}"), row => StoredJson.ReadEvent(row.Text(0)), ct))
        {
            if (happened is DossierEvent.Received received) Ran(received.Version.Value, received.At);
            else if (happened is DossierEvent.MovedToVersion to) Ran(to.To.Value, to.At);
        }

        return await database.ListAsync(
            new Statement(
                """
                select v.hash, v.procedure_code, v.case_key, v.name, d.agency, v.act_number, v.act_signed_on, v.act_authority, v.effective_from, v.effective_to, v.published_at, v.draft, c.draft, v.place
                from process_version v join draft d on d.id = v.draft left join version_certificate c on c.draft = v.draft and c.hash = v.hash
                order by v.published_at, v.draft
                """),
            row => new CountedProcess(
                new ContentHash(row.Text(0)), new ProcedureCode(row.Text(1)), row.Text(2) is { Length: > 0 } key ? new CaseKey(key) : null, row.Text(3), new AgencyCode(row.Text(4)),
                new LegalAct(row.Text(5), row.Day(6), row.Text(7), row.Day(8)), row.DayOrNull(9), row.Instant(10),
                opinions.GetValueOrDefault(row.Text(11)).Opinion is { } opinion
                    ? new OpinionGiven(opinion.OpinionNumber, opinion.OpinionDate, opinion.By, opinion.By.Value.StartsWith(Officer.System.Id.Value, StringComparison.Ordinal)) : null,
                row.TextOrNull(12) is not null, ran.TryGetValue(row.Text(0), out var first) ? first : null)
            { Place = PublicationStore.PlaceOf(row.Text(13)) }, ct);
    }

    /// <summary>Since when each agency decides dossiers here.</summary>
    public async Task<IReadOnlyDictionary<AgencyCode, DateTimeOffset>> FirstDossiersAsync(CancellationToken ct) => (await database.ListAsync(
        new Statement("select competent, min(received_at) from dossier where received_at is not null group by competent"), row => (Agency: new AgencyCode(row.Text(0)), At: row.Instant(1)), ct))
        .ToDictionary(one => one.Agency, one => one.At);

    /// <summary>How far the register has come.</summary>
    public static Statement Head(int length, string hash) => new(
        "insert into quality_head (code, length, hash) values ($1, $2, $3) on conflict (code) do update set length = excluded.length, hash = excluded.hash", Journal, length, hash);

    private static Statement Entries => new("select number, body from quality_journal order by number");

    private static RegisterEntry Entry(Row row) => new(row.Number(0), StoredJson.ReadQualityEvent(row.Text(1)));

    private static AgencyCode? AgencyOf(QualityEvent happened) => happened switch
    {
        QualityEvent.Inspected e => e.Agency,
        QualityEvent.Found e => e.Agency,
        QualityEvent.Declared e => e.Agency,
        QualityEvent.DutyDone e => e.Agency,
        _ => null,
    };
}
