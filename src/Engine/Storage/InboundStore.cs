using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Keeps registered systems with every change, the codes they know dossiers by, and what they sent.</summary>
internal sealed class InboundStore(FlowDatabase database)
{
    private const string Latest = "s.revision = (select max(l.revision) from connected_system l where l.key = s.key)";

    private const string Columns = "number, system, message, kind, at, outcome, refusal, code, said";

    // ---- Systems

    /// <summary>Every system as it stands, by key.</summary>
    public async Task<IReadOnlyList<SystemRevision>> SystemsAsync(CancellationToken ct) =>
        await database.ListAsync(new Statement($"select s.body, s.revision, s.at, s.by, s.reason from connected_system s where {Latest} order by s.key"), RevisionOf, ct);

    /// <summary>A system as it stands; null where there is none of that key.</summary>
    public Task<SystemRevision?> FindAsync(string key, CancellationToken ct) =>
        database.FindAsync(new Statement("select s.body, s.revision, s.at, s.by, s.reason from connected_system s where s.key = $1 order by s.revision desc limit 1", key), RevisionOf, ct);

    /// <summary>A system's changes, the latest first.</summary>
    public async Task<IReadOnlyList<SystemRevision>> RevisionsAsync(string key, CancellationToken ct) =>
        await database.ListAsync(new Statement("select s.body, s.revision, s.at, s.by, s.reason from connected_system s where s.key = $1 order by s.revision desc", key), RevisionOf, ct);

    /// <summary>Writes a change down.</summary>
    /// <exception cref="RivalException">Somebody else made a change of this number.</exception>
    public Task KeepAsync(SystemRevision change, CancellationToken ct) => database.WriteAsync(
        [
            new Statement(
                "insert into connected_system (key, revision, body, at, by, reason) values ($1, $2, $3, $4, $5, $6)",
                change.System.Key, change.Revision, StoredJson.Write(change.System), change.At, change.By, change.Reason),
        ], ct);

    // ---- Dossiers

    /// <summary>Which dossier a system knows by this code; null where it handed in none.</summary>
    public Task<DossierCode?> KnownAsAsync(string system, string foreignCode, CancellationToken ct) =>
        database.FindAsync(new Statement("select code from foreign_code where system = $1 and foreign_code = $2", system, foreignCode), row => DossierCode.Parse(row.Text(0)), ct);

    /// <summary>The journal of a dossier, up to a line; empty where there is none, or it is not this officer's to see.</summary>
    public async Task<IReadOnlyList<DossierEvent>> JournalAsync(Officer officer, DossierCode code, int upTo, CancellationToken ct) =>
        await RegisterStore.MaySeeAsync(database, officer, code, ct)
            ? await database.ListAsync(new Statement("select body from dossier_journal where code = $1 and number <= $2 order by number", code, upTo), row => StoredJson.ReadEvent(row.Text(0)), ct)
            : [];

    // ---- What was received

    /// <summary>The line of a message that was taken; it is written with what it led to.</summary>
    public static Statement Taken(string system, string message, InboundKind kind, DateTimeOffset at, DossierCode code) =>
        Line(new(0, system, message, kind, at, InboundOutcome.Taken, null, code, []));

    /// <summary>Writes down what was not taken, or was sent again.</summary>
    public Task RecordAsync(ReceivedMessage message, CancellationToken ct) => database.WriteAsync([Line(message)], ct);

    /// <summary>What was received, the latest first.</summary>
    /// <param name="before">The number of the last line of the page before; null for the first page.</param>
    public async Task<IReadOnlyList<ReceivedMessage>> ReceivedAsync(string? system, InboundOutcome? outcome, int? before, int most, CancellationToken ct) => await database.ListFreshAsync(
        new Statement(
            $"select {Columns} from inbound_message where ($1 is null or system = $1) and ($2 is null or outcome = $2) and ($3 is null or number < $3) order by number desc limit $4",
            system, outcome is { } one ? StoredJson.NameOf(one) : null, before, most),
        MessageOf, ct);

    /// <summary>One message; null where there is none of that number.</summary>
    public Task<ReceivedMessage?> FindReceivedAsync(int number, CancellationToken ct) =>
        database.FindAsync(new Statement($"select {Columns} from inbound_message where number = $1", number), MessageOf, ct);

    private static Statement Line(ReceivedMessage message) => new(
        "insert into inbound_message (system, message, kind, at, outcome, refusal, code, said) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        message.System, message.Message, message.Kind is { } kind ? StoredJson.NameOf(kind) : null, message.At, StoredJson.NameOf(message.Outcome), message.Refusal,
        message.Code?.ToString(), message.Faults is [] ? null : StoredJson.Write(message.Faults));

    private static SystemRevision RevisionOf(Row row) => new(StoredJson.ReadSystem(row.Text(0)), row.Number(1), row.Instant(2), new OfficerId(row.Text(3)), row.Text(4));

    private static ReceivedMessage MessageOf(Row row) => new(
        row.Number(0), row.Text(1), row.Text(2), row.TextOrNull(3) is { } kind ? Enum.GetValues<InboundKind>().First(known => StoredJson.NameOf(known) == kind) : null, row.Instant(4),
        Enum.GetValues<InboundOutcome>().First(known => StoredJson.NameOf(known) == row.Text(5)), row.TextOrNull(6),
        row.TextOrNull(7) is { } code ? DossierCode.Parse(code) : null, row.TextOrNull(8) is { } said ? StoredJson.ReadFaults(said) : []);
}
