using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Carries published versions out of the database and into another, with the acts behind them.</summary>
internal sealed class PackageStore(FlowDatabase database)
{
    private static readonly JsonSerializerOptions Plain = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Every version of the procedures (of all when empty), by procedure, case and day.</summary>
    public async Task<IReadOnlyList<StoredVersion>> VersionsAsync(IReadOnlyList<ProcedureCode> procedures, CancellationToken ct) => await database.ListAsync(
        new Statement(
            $"""
            select v.hash, v.procedure_code, v.case_key, v.name, v.act_number, v.act_signed_on, v.act_authority, v.effective_from, v.effective_to, v.published_at, v.calls,
              v.document, c.body, d.agency,
              (select j.body from publication_journal j where j.code = v.draft and j.kind in ('recorded', 'appraised') order by j.number desc limit 1), v.place
            from process_version v join draft d on d.id = v.draft left join version_certificate c on c.draft = v.draft
            {Of(procedures)} order by v.procedure_code, v.case_key, v.place, v.effective_from, v.published_at, v.hash
            """,
            [.. procedures.Select(procedure => (Value)procedure.Value)]),
        row => new StoredVersion(
            new(row.Text(0)), new(row.Text(1)), row.Text(2) is { Length: > 0 } key ? new CaseKey(key) : null, row.Text(3), new LegalAct(row.Text(4), row.Day(5), row.Text(6), row.Day(7)),
            row.DayOrNull(8), row.Instant(9), row.TextOrNull(10) is { } calls ? StoredJson.ReadCalls(calls) : [], row.Text(11), row.TextOrNull(12), new(row.Text(13)),
            row.TextOrNull(14) is { } act ? StoredJson.ReadPublicationEvent(act) : null)
        { Place = PublicationStore.PlaceOf(row.Text(15)) }, ct);

    /// <summary>The current catalogue's text; null where none was loaded.</summary>
    public async Task<string?> CatalogueAsync(CancellationToken ct) => await database.FindAsync(Catalogue, row => row.Text(0), ct);

    /// <summary>Takes a package in, all or nothing. What is to be done is decided inside the transaction, on what is here then.</summary>
    /// <param name="decide">From the versions here, the hashes that can be called here, and the catalogue: what to write; null for nothing.</param>
    public Task ImportAsync(
        IReadOnlyList<ProcedureCode> procedures, Func<IReadOnlyList<PublishedVersion>, IReadOnlySet<ContentHash>, string?, PackageWriting?> decide, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        await writing.ListAsync(database.LockOut, _ => true, ct);
        var here = await writing.ListAsync(
            new Statement(
                $"select v.hash, v.procedure_code, v.case_key, v.name, v.act_number, v.act_signed_on, v.act_authority, v.effective_from, v.effective_to, v.place from process_version v {Of(procedures)} order by v.effective_from desc",
                [.. procedures.Select(procedure => (Value)procedure.Value)]),
            row => new PublishedVersion(
                new(row.Text(0)), new(row.Text(1)), row.Text(2) is { Length: > 0 } key ? new CaseKey(key) : null, row.Text(3),
                new LegalAct(row.Text(4), row.Day(5), row.Text(6), row.Day(7)), row.DayOrNull(8))
            { Place = PublicationStore.PlaceOf(row.Text(9)) }, ct);
        var hashes = (await writing.ListAsync(new Statement("select distinct hash from process_version"), row => new ContentHash(row.Text(0)), ct)).ToHashSet();
        var catalogue = (await writing.ListAsync(Catalogue, row => row.Text(0), ct)).FirstOrDefault();
        if (decide(here, hashes, catalogue) is { } asked) await writing.WriteAsync([.. asked.Statements()], ct);
        return true;
    }, ct);

    /// <summary>The packages that were taken in, latest first.</summary>
    public async Task<IReadOnlyList<PackageImport>> ImportsAsync(CancellationToken ct) => await database.ListAsync(
        new Statement("select digest, key_print, exported_at, exported_by, imported_at, imported_by, versions, procedures from package_import order by imported_at desc, digest"),
        row => new PackageImport(row.Text(0), row.Text(1), row.Instant(2), row.Text(3), row.Instant(4), new(row.Text(5)), row.Number(6), row.Number(7)), ct);

    /// <summary>The catalogue with entries added at the end of its procedures.</summary>
    public static string With(string? catalogue, IEnumerable<JsonElement> procedures)
    {
        var tree = catalogue is null ? new JsonObject { ["procedures"] = new JsonArray(), ["agencies"] = new JsonArray(), ["positions"] = new JsonArray(), ["holders"] = new JsonArray() } : (JsonObject)JsonNode.Parse(catalogue)!;
        if (tree["procedures"] is not JsonArray list) tree["procedures"] = list = [];
        foreach (var procedure in procedures) list.Add(JsonNode.Parse(procedure.GetRawText()));
        return tree.ToJsonString(Plain);
    }

    private static Statement Catalogue => new("select body from reference_book where kind = 'catalogue' order by version desc limit 1");

    private static string Of(IReadOnlyList<ProcedureCode> procedures) =>
        procedures is [] ? "" : $"where v.procedure_code in ({string.Join(", ", procedures.Select((_, at) => $"${at + 1}"))})";
}

/// <summary>A version as it is stored, with the act that says whether it was appraised.</summary>
internal sealed record StoredVersion(
    ContentHash Hash, ProcedureCode Procedure, CaseKey? Case, string Name, LegalAct Act, DateOnly? To, DateTimeOffset PublishedAt, IReadOnlyList<PinnedCall> Calls,
    string Document, string? Certificate, AgencyCode Agency, PublicationEvent? Judged)
{
    public AgencyCode? Place { get; init; }
}

/// <summary>What taking a package in writes.</summary>
/// <param name="Ends">Versions that are here and end earlier: their successor comes with the package.</param>
/// <param name="Versions">New versions, each with its id and text.</param>
/// <param name="Catalogue">The catalogue's next text; null where it stays.</param>
internal sealed record PackageWriting(
    IReadOnlyList<(ContentHash Hash, ProcedureCode Procedure, CaseKey? Case, DateOnly From, DateOnly To)> Ends,
    IReadOnlyList<(string Id, PublicationEvent.Recorded Recorded, PackagedVersion Packaged, string Document, string? Certificate)> Versions,
    string? Catalogue, PackageImport Import)
{
    public IEnumerable<Statement> Statements()
    {
        foreach (var (hash, procedure, @case, from, to) in Ends)
            yield return new Statement(
                "update process_version set effective_to = $5 where hash = $1 and procedure_code = $2 and case_key = $3 and effective_from = $4 and (effective_to is null or effective_to > $5)",
                hash.Value, procedure.Value, @case?.Value ?? "", from, to);
        foreach (var (id, recorded, packaged, document, certificate) in Versions)
            foreach (var statement in PublicationStore.Recording(id, recorded, document, packaged.To, packaged.PublishedAt, certificate)) yield return statement;
        if (Catalogue is not null)
            yield return new Statement(
                "insert into reference_book (kind, version, body, loaded_at) select 'catalogue', coalesce(max(version), 0) + 1, $1, $2 from reference_book where kind = 'catalogue'",
                Catalogue, Import.ImportedAt);
        yield return new Statement(
            """
            insert into package_import (digest, key_print, exported_at, exported_by, imported_at, imported_by, versions, procedures) values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (digest) do nothing
            """,
            Import.Digest, Import.Key, Import.ExportedAt, Import.ExportedBy, Import.ImportedAt, Import.ImportedBy, Import.Versions, Import.Procedures);
    }
}
