using System.Globalization;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <content>Decisions that carry many processes, with their own chained acts.</content>
internal sealed partial class PublicationStore
{
    /// <summary>What a command needs: the decision, and whether this command was carried out before. Null for a decision yet to begin.</summary>
    public async Task<DecisionOpening> OpenDecisionAsync(string? decision, CommandMark? mark, CancellationToken ct) =>
        (await database.FindAsync(
            new Statement(
                """
                select d.id, d.length, d.hash, d.snapshot, i.command, i.code, i.length
                from (select 1 as one) as here
                left join decision d on d.id = $1
                left join idempotency i on i.officer = $2 and i.key = $3
                """,
                decision, mark?.Officer, mark?.Key),
            row => new DecisionOpening(
                row.TextOrNull(0) is { } id ? new StoredDecision(id, row.Number(1), row.Text(2), StoredJson.ReadDecision(row.Text(3))) : null,
                row.TextOrNull(4) is { } command ? new EarlierAnswer(command, row.Text(5), row.Number(6)) : null), ct))!;

    public async Task<IReadOnlyList<DecisionFileEvent>> DecisionActsAsync(string decision, CancellationToken ct) => await database.ListAsync(
        new Statement("select body from decision_journal where code = $1 order by number", decision), row => StoredJson.ReadDecisionEvent(row.Text(0)), ct);

    /// <summary>Decisions of one authority, or (all) of every one; latest change first.</summary>
    public async Task<IReadOnlyList<ListedDecision>> DecisionsAsync(AgencyCode? agency, bool all, CancellationToken ct) => await database.ListAsync(
        new Statement(
            """
            select id, subject, status, agency, lines, act_number, act_signed_on, act_authority, act_from, begun_by, changed_at from decision
            where $2 or coalesce(agency, '') = $1 order by changed_at desc, id desc
            """,
            agency?.Value ?? "", all),
        row => new ListedDecision(
            row.Text(0), row.Text(1), DecisionStates[row.Text(2)], row.TextOrNull(3) is { } code ? new AgencyCode(code) : null, row.Number(4),
            row.TextOrNull(5) is { } number ? new LegalAct(number, row.Day(6), row.Text(7), row.Day(8)) : null, new OfficerId(row.Text(9)), row.Instant(10)), ct);

    /// <summary>Some drafts with their present texts, in one statement; those that are not there are missing.</summary>
    public async Task<IReadOnlyDictionary<string, DraftFile>> DraftsAsync(IReadOnlyCollection<string> drafts, CancellationToken ct) => drafts.Count == 0
        ? new Dictionary<string, DraftFile>()
        : (await database.ListAsync(
            new Statement(
                $"""
                select d.id, d.revision, d.length, d.hash, d.snapshot, r.document, x.decision, d.followed
                from draft d join draft_revision r on r.draft = d.id and r.revision = d.revision left join decision_draft x on x.draft = d.id
                where d.id in ({Numbered(drafts.Count)})
                """,
                [.. drafts.Select(draft => (Value)draft)]),
            row => new DraftFile(row.Text(0), row.Number(1), row.Number(2), row.Text(3), StoredJson.ReadFile(row.Text(4)), row.Text(5)) { Decision = row.TextOrNull(6), IsTimed = row.NumberOrNull(7) is not null }, ct))
            .ToDictionary(draft => draft.Id, StringComparer.Ordinal);

    /// <summary>Every version of some procedures, newest effect first, in one statement; their texts are not read.</summary>
    public async Task<IReadOnlyList<DraftVersion>> VersionsOfAsync(IReadOnlyCollection<ProcedureCode> procedures, CancellationToken ct) => procedures.Count == 0 ? [] : await database.ListAsync(
        new Statement(
            $"""
            select {VersionColumns}, v.draft, d.agency, d.publishes from process_version v join draft d on d.id = v.draft
            where v.procedure_code in ({Numbered(procedures.Count)}) order by v.effective_from desc, v.published_at desc, v.draft
            """,
            [.. procedures.Select(procedure => (Value)procedure.Value)]),
        DraftVersionOf, ct);

    /// <summary>The versions that hold on a day or come later, by procedure; their texts are not read.</summary>
    public async Task<IReadOnlyList<DraftVersion>> StandingAsync(DateOnly day, CancellationToken ct) => await database.ListAsync(
        new Statement(
            $"""
            select {VersionColumns}, v.draft, d.agency, d.publishes from process_version v join draft d on d.id = v.draft
            where (v.effective_to is null or v.effective_to > $1 and v.effective_to > v.effective_from) order by v.procedure_code, v.case_key, v.place, v.effective_from
            """,
            day),
        DraftVersionOf, ct);

    /// <summary>Proposed drafts that an authority may sign and that are in no decision, by procedure.</summary>
    public async Task<IReadOnlyList<(string Id, ProcessFile File)>> ProposedAsync(AgencyCode? authority, CancellationToken ct) => await database.ListAsync(
        new Statement(
            """
            select d.id, d.snapshot from draft d
            where d.status = 'proposed' and (d.publishes is null or d.publishes = $1) and not exists (select 1 from decision_draft x where x.draft = d.id)
            order by d.procedure_code, d.name, d.id
            """,
            authority),
        row => (row.Text(0), StoredJson.ReadFile(row.Text(1))), ct);

    /// <summary>The texts of many versions with what they call, in one statement.</summary>
    public async Task<IReadOnlyDictionary<ContentHash, VersionText>> TextsAsync(IReadOnlyCollection<ContentHash> hashes, CancellationToken ct)
    {
        var texts = new Dictionary<ContentHash, VersionText>();
        if (hashes.Count == 0) return texts;
        var rows = await database.ListAsync(
            new Statement(
                $"select hash, document, calls from process_version where hash in ({Numbered(hashes.Count)})", [.. hashes.Select(hash => (Value)hash.Value)]),
            row => (Hash: new ContentHash(row.Text(0)), Text: new VersionText(row.Text(1), CallsOf(row.TextOrNull(2)))), ct);
        foreach (var (hash, text) in rows) texts.TryAdd(hash, text);
        return texts;
    }

    /// <summary>Begins a decision. A draft that is in another meanwhile, or a rival with the same command, makes this throw <see cref="RivalException"/>.</summary>
    public Task BeginDecisionAsync(string id, DecisionEntry entry, CommandMark? mark, CancellationToken ct)
    {
        var (lines, file) = (DecisionLines(id, 0, HashChain.Begin(id), entry.Events), entry.After);
        return database.WriteAsync(
            [
                new Statement(
                    """
                    insert into decision (id, length, hash, status, agency, subject, lines, begun_by, changed_at, snapshot)
                    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                    """,
                    id, lines.Count, lines[^1].Hash, StoredJson.NameOf(file.Status), file.Agency, file.Content.Subject, file.Content.Lines.Count, entry.By, entry.At, StoredJson.Write(file)),
                .. lines.Select(line => line.Insert),
                .. file.Content.Drafts.Select(draft => Taken(draft, id)),
                .. mark is null ? [] : new[] { mark.Kept(id, lines.Count, entry.At) },
            ], ct);
    }

    /// <summary>Writes acts that change no process: what the decision says, or that it is given up. Throws <see cref="RivalException"/> as above.</summary>
    public Task WriteDecisionAsync(StoredDecision decision, DecisionEntry entry, CommandMark? mark, CancellationToken ct)
    {
        var before = decision.File.Content.Drafts.ToHashSet(StringComparer.Ordinal);
        var after = entry.After.Status is DecisionStatus.Discarded ? [] : entry.After.Content.Drafts.ToHashSet(StringComparer.Ordinal);
        return database.WriteAsync(
            [
                .. Changed(decision, entry, mark),
                .. before.Except(after).Select(draft => new Statement("delete from decision_draft where draft = $1 and decision = $2", draft, decision.Id)),
                .. after.Except(before).Select(draft => Taken(draft, decision.Id)),
            ], ct);
    }

    /// <summary>Signs: what ends, then what becomes law, then the decision's own act; all of it, or nothing. Whoever changed one of the files meanwhile makes this throw <see cref="RivalException"/>.</summary>
    /// <param name="versions">Every version of the procedures it speaks of, as it was decided on.</param>
    public Task SignAsync(
        StoredDecision decision, DecisionEntry entry, IReadOnlyList<ProcessAct<PublicationEvent.Repealed>> ends, IReadOnlyList<ProcessAct<PublicationEvent.Published>> issues,
        IReadOnlyList<DraftVersion> versions, CommandMark? mark, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        await writing.ListAsync(database.LockOut, _ => true, ct);
        var procedures = versions.Select(version => version.Version.Procedure).Concat(issues.Select(issue => issue.Entry.After.Procedure!)).Distinct().ToArray();
        var now = await writing.ListAsync(
            new Statement($"select draft, effective_to from process_version where procedure_code in ({Numbered(procedures.Length)})", [.. procedures.Select(procedure => (Value)procedure.Value)]),
            row => (row.Text(0), row.DayOrNull(1)), ct);
        if (!versions.Select(version => (version.Draft, version.Version.To)).ToHashSet().SetEquals(now)) throw new RivalException();
        // A file that somebody wrote to since has the number of our line already: then the whole falls.
        await writing.WriteAsync(
            [
                .. ends.SelectMany(end => Changed(end.Draft, end.Entry).Append(Ended(end.Draft, end.Happened.Act))),
                .. issues.SelectMany(issue => Changed(issue.Draft, issue.Entry).Concat(Issued(issue.Draft, issue.Entry, issue.Happened, NextOf(issue, versions)))),
                .. Changed(decision, entry, mark),
            ], ct);
        return true;
    }, ct);

    /// <summary>From when another version of the same case holds anyway; null while none does.</summary>
    private static DateOnly? NextOf(ProcessAct<PublicationEvent.Published> issue, IReadOnlyList<DraftVersion> versions) => versions
        .Where(version => version.Version.Procedure == issue.Entry.After.Procedure && version.Version.Case == issue.Entry.After.Case && version.Version.Place == issue.Entry.After.Place
            && version.Version.Act.EffectiveFrom > issue.Happened.Act.EffectiveFrom && (version.Version.To is not { } to || to > version.Version.Act.EffectiveFrom))
        .Select(version => (DateOnly?)version.Version.Act.EffectiveFrom).Min();

    private static IEnumerable<Statement> Changed(StoredDecision decision, DecisionEntry entry, CommandMark? mark)
    {
        var (lines, file) = (DecisionLines(decision.Id, decision.Length, decision.Hash, entry.Events), entry.After);
        foreach (var (insert, _) in lines) yield return insert; // first: whoever was faster has the number
        yield return new Statement(
            """
            update decision set length = $2, hash = $3, status = $4, subject = $5, lines = $6, act_number = $7, act_signed_on = $8, act_authority = $9, act_from = $10, changed_at = $11, snapshot = $12
            where id = $1
            """,
            decision.Id, decision.Length + lines.Count, lines[^1].Hash, StoredJson.NameOf(file.Status), file.Content.Subject, file.Content.Lines.Count,
            file.Act?.Number, file.Act?.SignedOn, file.Act?.Authority, file.Act?.EffectiveFrom, entry.At, StoredJson.Write(file));
        if (mark is not null) yield return mark.Kept(decision.Id, decision.Length + lines.Count, entry.At);
    }

    private static Statement Taken(string draft, string decision) => new("insert into decision_draft (draft, decision) values ($1, $2)", draft, decision);

    private static List<(Statement Insert, string Hash)> DecisionLines(string decision, int length, string hash, IReadOnlyList<DecisionFileEvent> events)
    {
        var lines = new List<(Statement, string)>(events.Count);
        foreach (var happened in events)
        {
            var body = StoredJson.Write(happened);
            hash = HashChain.Next(hash, ++length, body);
            lines.Add((new Statement(
                "insert into decision_journal (code, number, at, by, kind, body, hash) values ($1, $2, $3, $4, $5, $6, $7)",
                decision, length, happened.At, happened.By, StoredJson.NameOf(happened), body, hash), hash));
        }
        return lines;
    }

    private static DraftVersion DraftVersionOf(Row row) => new(
        row.Text(15), VersionOf(row), new AgencyCode(row.Text(16)), row.TextOrNull(17) is { } publishes ? new AgencyCode(publishes) : null);

    private static string Numbered(int count) => string.Join(", ", Enumerable.Range(1, count).Select(at => string.Create(CultureInfo.InvariantCulture, $"${at}")));

    private static readonly Dictionary<string, DecisionStatus> DecisionStates = Enum.GetValues<DecisionStatus>().ToDictionary(state => StoredJson.NameOf(state), StringComparer.Ordinal);
}

/// <summary>A decision as it was when it was opened: its acts so far, and the hash of the last.</summary>
internal sealed record StoredDecision(string Id, int Length, string Hash, DecisionFile File);

/// <summary>What opening gave: the decision if there is one, and the answer if this command was carried out before.</summary>
internal sealed record DecisionOpening(StoredDecision? Decision, EarlierAnswer? Earlier);

/// <summary>What is written to a decision.</summary>
internal sealed record DecisionEntry(OfficerId By, DateTimeOffset At, IReadOnlyList<DecisionFileEvent> Events, DecisionFile After);

/// <summary>What a signed decision does to one process.</summary>
internal sealed record ProcessAct<TEvent>(DraftFile Draft, DraftEntry Entry, TEvent Happened) where TEvent : PublicationEvent;

/// <summary>A published version with the draft it came of, whose it is, and which authority may end it (null: any).</summary>
internal sealed record DraftVersion(string Draft, PublishedVersion Version, AgencyCode Agency, AgencyCode? Publishes)
{
    public ProcessKey Case => new(Version.Procedure, Version.Case);

    /// <summary>The line of versions it stands in: of a procedure, a case and a place (null: the whole province) one holds at a time.</summary>
    public (ProcessKey Process, AgencyCode? Place) Line => (Case, Version.Place);

    public bool Holds(DateOnly day) => Version.Act.EffectiveFrom <= day && (Version.To is null || day < Version.To);
}

internal sealed record ListedDecision(string Id, string Subject, DecisionStatus Status, AgencyCode? Agency, int Lines, LegalAct? Act, OfficerId BegunBy, DateTimeOffset ChangedAt);
