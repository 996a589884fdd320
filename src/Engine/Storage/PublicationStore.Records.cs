using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <content>Versions that were law before they came here, and what the acts behind all versions say.</content>
internal sealed partial class PublicationStore
{
    /// <summary>Whether a version of the case is in force at a place on a day, and whether this command was carried out before.</summary>
    public async Task<RecordOpening> OpenRecordAsync(ProcedureCode? procedure, CaseKey? @case, AgencyCode? place, DateOnly day, CommandMark? mark, CancellationToken ct) =>
        (await database.FindAsync(
            new Statement(
                """
                select v.hash, i.command, i.code, i.length
                from (select 1 as one) as here
                left join process_version v on v.procedure_code = $1 and v.case_key = $2 and v.place = $6 and v.effective_from <= $3 and (v.effective_to is null or v.effective_to > $3)
                left join idempotency i on i.officer = $4 and i.key = $5
                """,
                procedure?.Value, @case?.Value ?? "", day, mark?.Officer, mark?.Key, place?.Value ?? ""),
            row => new RecordOpening(row.TextOrNull(0) is { } hash ? new ContentHash(hash) : null, row.TextOrNull(1) is { } command ? new EarlierAnswer(command, row.Text(2), row.Number(3)) : null), ct))!;

    /// <summary>Writes a version down as it was published elsewhere, from its day until the next begins. Where another holds on that day this throws <see cref="RivalException"/>.</summary>
    public Task RecordAsync(string id, PublicationEvent.Recorded recorded, string document, CheckCertificate certificate, CommandMark? mark, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        await writing.ListAsync(database.LockOut, _ => true, ct);
        var (procedure, @case, place, from) = (recorded.Procedure.Value, recorded.Case?.Value ?? "", recorded.Place?.Value ?? "", recorded.Act.EffectiveFrom);
        var around = (await writing.ListAsync(
            new Statement(
                """
                select min(case when effective_from > $3 then effective_from end),
                  coalesce(max(case when effective_from <= $3 and (effective_to is null or effective_to > $3) then 1 else 0 end), 0)
                from process_version where procedure_code = $1 and case_key = $2 and place = $4 and (effective_to is null or effective_to > effective_from)
                """,
                procedure, @case, from, place),
            row => (Next: row.DayOrNull(0), Holding: row.Number(1)), ct))[0];
        if (around.Holding > 0) throw new RivalException();
        await writing.WriteAsync([.. Recording(id, recorded, document, around.Next, recorded.At, StoredJson.Write(certificate)), .. Kept(mark, id, 1, recorded.At)], ct);
        return true;
    }, ct);

    /// <summary>The lines of a version that was law elsewhere: its file with one act, its text, the version, its certificate.</summary>
    public static IEnumerable<Statement> Recording(string id, PublicationEvent.Recorded recorded, string document, DateOnly? to, DateTimeOffset publishedAt, string? certificate)
    {
        var file = ProcessFile.Empty.Apply(recorded);
        var lines = Lines(id, 0, HashChain.Begin(id), [recorded]);
        yield return new Statement(
            """
            insert into draft (id, revision, length, hash, status, agency, procedure_code, name, author, changed_at, snapshot)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            id, 1, 1, lines[^1].Hash, StoredJson.NameOf(file.Status), recorded.Agency, recorded.Procedure.Value, recorded.Name, recorded.By, recorded.At, StoredJson.Write(file));
        yield return Revision(id, 1, recorded.At, recorded.By, document);
        foreach (var (insert, _) in lines) yield return insert;
        yield return new Statement(
            """
            insert into process_version (draft, hash, procedure_code, case_key, name, document, act_number, act_signed_on, act_authority, effective_from, effective_to, published_at, calls, place, recorded)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """,
            id, recorded.Hash.Value, recorded.Procedure.Value, recorded.Case?.Value ?? "", recorded.Name, document, recorded.Act.Number, recorded.Act.SignedOn,
            recorded.Act.Authority, recorded.Act.EffectiveFrom, to, publishedAt, recorded.Calls is { } calls ? StoredJson.Write(calls) : null,
            recorded.Place?.Value ?? "", true);
        if (certificate is not null) yield return new Statement("insert into version_certificate (draft, hash, body) values ($1, $2, $3)", id, recorded.Hash.Value, certificate);
    }

    /// <summary>Every version of a case with the acts behind it, oldest effect first.</summary>
    public async Task<IReadOnlyList<VersionActs>> ActsOfVersionsAsync(ProcedureCode procedure, CaseKey? @case, AgencyCode? place, CancellationToken ct)
    {
        var rows = await database.ListAsync(
            new Statement(
                """
                select v.draft, v.hash, v.act_number, v.act_signed_on, v.act_authority, v.effective_from, j.body
                from process_version v join publication_journal j on j.code = v.draft
                where v.procedure_code = $1 and v.case_key = $2 and v.place = $3 order by v.effective_from, v.published_at, v.draft, j.number
                """,
                procedure.Value, @case?.Value ?? "", place?.Value ?? ""),
            row => (Draft: row.Text(0), Hash: new ContentHash(row.Text(1)), Act: new LegalAct(row.Text(2), row.Day(3), row.Text(4), row.Day(5)), Body: row.Text(6)), ct);
        return [.. rows.GroupBy(row => row.Draft).Select(one => new VersionActs(one.First().Hash, one.First().Act, [.. one.Select(row => StoredJson.ReadPublicationEvent(row.Body))]))];
    }
}

/// <summary>What recording a version needs to know: what holds on its first day, and the answer if this command was carried out before.</summary>
internal sealed record RecordOpening(ContentHash? Holding, EarlierAnswer? Earlier);

/// <summary>A version, and how it came about.</summary>
internal sealed record VersionActs(ContentHash Hash, LegalAct Act, IReadOnlyList<PublicationEvent> Acts);
