using TthcFlow.Engine.Messages;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Hands out what is to be told as messages, each once for each recipient and channel, and keeps what became of them.</summary>
internal sealed class MessageStore(FlowDatabase database)
{
    private const string Columns = "id, code, number, recipient, channel, kind, step, title_vi, title_en, text_vi, text_en, address, state, tries, at, done_at, read_at, fault";

    /// <summary>Takes notices, oldest first, so that no other host hands them out before the lease runs out.</summary>
    public async Task<IReadOnlyList<ClaimedNotice>> ClaimNoticesAsync(DateTimeOffset now, DateTimeOffset lease, int atMost, CancellationToken ct)
    {
        var claimed = await database.InTransactionAsync(writing => writing.ListAsync(
            new Statement(
                $"""
                update notice set ready_at = $2 where (code, number, audience) in (
                  select code, number, audience from notice where ready_at <= $1 order by ready_at limit $3 {database.ClaimingRows})
                returning code, body
                """,
                now, lease, atMost),
            row => new ClaimedNotice(DossierCode.Parse(row.Text(0)), StoredJson.ReadNotice(row.Text(1))), ct), ct);
        if (claimed is not []) database.Faults?.Pass("notices claimed");
        return claimed;
    }

    /// <summary>Writes the messages of some notices and takes the notices away, all or nothing. A message that is there already stays what it is.</summary>
    public Task HandOutAsync(IReadOnlyCollection<ClaimedNotice> notices, IReadOnlyCollection<NewMessage> messages, DateTimeOffset now, CancellationToken ct)
    {
        var statements = new List<Statement>();
        foreach (var some in messages.Chunk(500)) // well below what either database takes in one statement
            statements.Add(Rows(
                "insert into message (code, number, recipient, channel, kind, step, title_vi, title_en, text_vi, text_en, address, state, next_at, at, done_at)",
                "on conflict (code, number, recipient, channel) do nothing",
                some.Select(message => (Value[])
                [
                    message.Code, message.Notice.Number, message.Recipient, message.Channel, StoredJson.NameOf(message.Notice.Kind), message.Notice.Step?.Value,
                    message.Notice.Title.Vi, message.Notice.Title.En, message.Notice.Text.Vi, message.Notice.Text.En, message.Address, StoredJson.NameOf(message.State),
                    message.State is MessageStatus.Waiting ? now : (DateTimeOffset?)null, message.Notice.At, message.State is MessageStatus.Sent ? now : (DateTimeOffset?)null,
                ])));
        foreach (var some in notices.Chunk(500))
        {
            var at = 0;
            statements.Add(new Statement(
                $"delete from notice where (code, number, audience) in (values {string.Join(", ", some.Select(_ => $"(${++at}, ${++at}, ${++at})"))})",
                [.. some.SelectMany(notice => (Value[])[notice.Code, notice.Notice.Number, StoredJson.NameOf(notice.Notice.Audience)])]));
        }
        return database.WriteAsync(statements, ct);
    }

    /// <summary>Takes messages whose turn it is to be sent; each taking is a try.</summary>
    public async Task<IReadOnlyList<StoredMessage>> ClaimMessagesAsync(DateTimeOffset now, DateTimeOffset lease, int atMost, CancellationToken ct)
    {
        var claimed = await database.InTransactionAsync(writing => writing.ListAsync(
            new Statement(
                $"""
                update message set next_at = $2, tries = tries + 1 where id in (
                  select id from message where next_at <= $1 order by next_at limit $3 {database.ClaimingRows})
                returning {Columns}
                """,
                now, lease, atMost),
            Read, ct), ct);
        if (claimed is not []) database.Faults?.Pass("messages claimed");
        return claimed;
    }

    /// <summary>It was sent.</summary>
    public async Task SentAsync(int id, DateTimeOffset now, CancellationToken ct)
    {
        database.Faults?.Pass("message sent");
        await database.WriteAsync([new Statement("update message set state = 'sent', next_at = null, done_at = $2, fault = null where id = $1", id, now)], ct);
    }

    /// <summary>It could not be sent: once more at that time, or never (null).</summary>
    public Task NotSentAsync(int id, string fault, DateTimeOffset? again, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        [
            again is null
                ? new Statement("update message set state = 'failed', next_at = null, done_at = $3, fault = $2 where id = $1", id, fault, now)
                : new Statement("update message set next_at = $3, fault = $2 where id = $1", id, fault, again),
        ], ct);

    /// <summary>Failed messages behind this one, oldest first; or one of them.</summary>
    public Task<List<StoredMessage>> FailedAsync(int? id, int after, int atMost, CancellationToken ct) => database.ListAsync(
        id is { } one
            ? new Statement($"select {Columns} from message where state = 'failed' and id = $1", one)
            : new Statement($"select {Columns} from message where state = 'failed' and id > $1 order by id limit $2", after, atMost),
        Read, ct);

    /// <summary>Failed messages wait for their turn again, as if new, to the addresses that are right now. One that somebody else sent again meanwhile stays what it is.</summary>
    public Task SendAgainAsync(IEnumerable<(int Id, string Address)> messages, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        [
            .. messages.Select(message => new Statement(
                "update message set state = 'waiting', tries = 0, next_at = $2, done_at = null, address = $3 where state = 'failed' and id = $1", message.Id, now, message.Address)),
        ], ct);

    // ---- The inbox

    /// <summary>How many messages an officer has not read; counted no further than <paramref name="countedTo"/>.</summary>
    public async Task<int> UnreadAsync(OfficerId officer, int countedTo, CancellationToken ct) => (await database.ListAsync(
        new Statement("select count(*) from (select 1 from message where recipient = $1 and channel = 'inbox' and read_at is null limit $2) as counted", officer, countedTo), row => row.Number(0), ct))[0];

    /// <summary>An officer's messages, latest first.</summary>
    /// <param name="before">Only those before this one; null: from the latest.</param>
    public Task<List<StoredMessage>> InboxAsync(OfficerId officer, bool unreadOnly, int? before, int atMost, CancellationToken ct) => database.ListAsync(
        new Statement(
            $"select {Columns} from message where recipient = $1 and channel = 'inbox' and id < $2 {(unreadOnly ? "and read_at is null" : "")} order by id desc limit $3",
            officer, before ?? int.MaxValue, atMost),
        Read, ct);

    /// <summary>Marks one message, or all, as read.</summary>
    /// <returns>How many were not read before; for one message -1 where it is not the officer's.</returns>
    public async Task<int> ReadAsync(OfficerId officer, int? id, DateTimeOffset now, CancellationToken ct)
    {
        if (id is { } one && await database.ListAsync(new Statement("select 1 from message where id = $1 and recipient = $2 and channel = 'inbox'", one, officer), _ => true, ct) is []) return -1;
        return (await database.InTransactionAsync(writing => writing.ListAsync(
            id is { } only
                ? new Statement("update message set read_at = $1 where recipient = $2 and channel = 'inbox' and read_at is null and id = $3 returning id", now, officer, only)
                : new Statement("update message set read_at = $1 where recipient = $2 and channel = 'inbox' and read_at is null returning id", now, officer),
            row => row.Number(0), ct), ct)).Count;
    }

    // ---- What became of them

    /// <summary>Messages in one state, latest first.</summary>
    public Task<List<StoredMessage>> InStateAsync(MessageStatus state, int? before, int atMost, CancellationToken ct) => database.ListAsync(
        new Statement($"select {Columns} from message where state = $1 and channel <> 'inbox' and id < $2 order by id desc limit $3", StoredJson.NameOf(state), before ?? int.MaxValue, atMost), Read, ct);

    /// <summary>How many messages wait, failed, or reached nobody; and how many notices were not handed out yet. None is counted further than <paramref name="countedTo"/>.</summary>
    public async Task<IReadOnlyDictionary<MessageStatus, int>> CountAsync(int countedTo, CancellationToken ct)
    {
        string Of(string condition) => $"(select count(*) from (select 1 from message where {condition} limit {countedTo}) as counted)";
        return (await database.ListAsync(
            new Statement($"select {Of("next_at is not null")}, {Of("state = 'failed'")}, {Of("state = 'no-channel'")}, {Of("state = 'nobody'")}"),
            row => new Dictionary<MessageStatus, int>
            {
                [MessageStatus.Waiting] = row.Number(0),
                [MessageStatus.Failed] = row.Number(1),
                [MessageStatus.NoChannel] = row.Number(2),
                [MessageStatus.Nobody] = row.Number(3),
            }, ct))[0];
    }

    /// <summary>What was told of one dossier, in order.</summary>
    public Task<List<StoredMessage>> OfDossierAsync(DossierCode code, CancellationToken ct) =>
        database.ListAsync(new Statement($"select {Columns} from message where code = $1 order by number, id", code), Read, ct);

    private static StoredMessage Read(Row row) => new(
        row.Number(0), DossierCode.Parse(row.Text(1)), row.Number(2), row.Text(3), row.Text(4), row.Text(5), row.TextOrNull(6) is { } step ? new StepKey(step) : null,
        new(row.Text(7), row.Text(8)), new(row.Text(9), row.Text(10)), row.TextOrNull(11), States[row.Text(12)], row.Number(13), row.Instant(14), row.InstantOrNull(15), row.InstantOrNull(16), row.TextOrNull(17));

    private static readonly Dictionary<string, MessageStatus> States = Enum.GetValues<MessageStatus>().ToDictionary(state => StoredJson.NameOf(state), StringComparer.Ordinal);

    private static Statement Rows(string insert, string onConflict, IEnumerable<Value[]> rows)
    {
        var at = 0;
        var all = rows.ToList();
        var values = string.Join(", ", all.Select(row => $"({string.Join(", ", row.Select(_ => $"${++at}"))})"));
        return new Statement($"{insert} values {values} {onConflict}", [.. all.SelectMany(row => row)]);
    }
}

/// <summary>A notice that a host has taken up.</summary>
internal sealed record ClaimedNotice(DossierCode Code, Notice Notice);

/// <summary>A message to be written.</summary>
internal sealed record NewMessage(DossierCode Code, Notice Notice, string Recipient, string Channel, string? Address, MessageStatus State)
{
    /// <summary>Stands for the person who handed a dossier in.</summary>
    public const string Applicant = "applicant";

    /// <summary>Stands where nobody was found to tell, or no way to reach them.</summary>
    public const string None = "none";
}

/// <summary>A message as it is kept.</summary>
/// <param name="Address">Where it is sent; personal data. Null in the inbox.</param>
/// <param name="Fault">Why the last try failed; null where none did.</param>
internal sealed record StoredMessage(
    int Id, DossierCode Code, int Number, string Recipient, string Channel, string Kind, StepKey? Step, Wording Title, Wording Text, string? Address, MessageStatus State, int Tries,
    DateTimeOffset At, DateTimeOffset? DoneAt, DateTimeOffset? ReadAt, string? Fault)
{
    public bool IsForApplicant => Recipient == NewMessage.Applicant;
}
