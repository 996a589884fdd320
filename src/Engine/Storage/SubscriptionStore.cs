using TthcFlow.Engine.Events;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Keeps who is told of events, on record; hands out what is to be sent, dossier by dossier, and keeps what became of it.</summary>
/// <remarks>
/// The events of one dossier for one subscription are a lane: one host has it at a time, and sends in order. A host that takes up a lane gets its fence's next number; whatever it writes
/// afterwards is written only while that is still the number.
/// </remarks>
internal sealed class SubscriptionStore(FlowDatabase database)
{
    private const string Columns = "id, name, address, secret, kinds, procedures, agency, from_at, until_at, paused_at, paused_why, ended_at, length";

    private static readonly Dictionary<string, SendingStatus> States = Enum.GetValues<SendingStatus>().ToDictionary(state => StoredJson.NameOf(state), StringComparer.Ordinal);

    public FaultPoints? Faults => database.Faults;

    /// <summary>Subscriptions for which events are written down at that moment, paused ones too: they are told later.</summary>
    public static Statement Open(DateTimeOffset now) => new(
        $"select {Columns} from subscription where ended_at is null and from_at <= $1 and (until_at is null or until_at > $1) order by id", now);

    /// <summary>Subscriptions that may be told something now: those that are over are still told what happened before.</summary>
    public Task<List<Subscription>> ToldAsync(CancellationToken ct) => database.ListAsync(
        new Statement($"select {Columns} from subscription where ended_at is null and paused_at is null order by id"), Read, ct);

    /// <summary>All of them, latest first; those of an agency, where one is named.</summary>
    public Task<List<Subscription>> ListAsync(AgencyCode? agency, CancellationToken ct) => database.ListAsync(
        new Statement($"select {Columns} from subscription where $1 is null or agency = $1 order by case when ended_at is null then 0 else 1 end, id desc", agency), Read, ct);

    public Task<Subscription?> FindAsync(int id, CancellationToken ct) => database.FindAsync(new Statement($"select {Columns} from subscription where id = $1", id), Read, ct);

    /// <summary>Enters one; nothing where the rules say no beside those that are there. Hosts that try at the same moment wait for each other.</summary>
    public Task<(Subscription? Entered, Refusal? Refusal)> EnterAsync(
        Func<IReadOnlyList<Subscription>, (Subscription? Wanted, Refusal? Refusal)> rules, OfficerId by, DateTimeOffset now, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        await writing.ListAsync(database.LockOut, _ => true, ct);
        var (wanted, refusal) = rules(await writing.ListAsync(new Statement($"select {Columns} from subscription where ended_at is null"), Read, ct));
        if (wanted is null) return (null, refusal);
        var id = (await writing.ListAsync(
            new Statement(
                """
                insert into subscription (name, address, secret, kinds, procedures, agency, from_at, until_at, length)
                values ($1, $2, $3, $4, $5, $6, $7, $8, 1) returning id
                """,
                wanted.Name, wanted.Address.AbsoluteUri, wanted.Secret, Words(wanted.Types), Words(wanted.Procedures.Select(code => code.Value)), wanted.Agency, wanted.From, wanted.Until),
            row => row.Number(0), ct))[0];
        await writing.WriteAsync([Recorded(id, 1, by, "entered", null, now)], ct);
        return ((Subscription?)(wanted with { Id = id, Length = 1 }), (Refusal?)null);
    }, ct);

    /// <summary>Writes down what somebody did about a subscription, and what that changes.</summary>
    /// <returns>False where somebody else did something about it meanwhile.</returns>
    public Task<bool> ChangeAsync(Subscription seen, Subscription after, OfficerId by, string act, string? detail, DateTimeOffset now, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        if (await writing.ListAsync(
            new Statement(
                "update subscription set paused_at = $3, paused_why = $4, ended_at = $5, length = length + 1 where id = $1 and length = $2 returning id",
                seen.Id, seen.Length, after.PausedAt, after.PausedWhy, after.EndedAt), _ => true, ct) is []) return false;
        await writing.WriteAsync([Recorded(seen.Id, seen.Length + 1, by, act, detail, now)], ct);
        return true;
    }, ct);

    /// <summary>What was done about a subscription, latest first.</summary>
    public Task<List<SubscriptionLine>> RecordAsync(int id, int atMost, CancellationToken ct) => database.ListAsync(
        new Statement("select number, at, by, act, detail from subscription_record where subscription = $1 order by number desc limit $2", id, atMost),
        row => new SubscriptionLine(row.Number(0), row.Instant(1), new OfficerId(row.Text(2)), row.Text(3), row.TextOrNull(4)), ct);

    // ---- Sending

    /// <summary>Takes up lanes of a subscription whose turn it is, those that wait longest first.</summary>
    /// <param name="lease">Until when nobody else takes them up.</param>
    public async Task<IReadOnlyList<EventLane>> ClaimAsync(int subscription, DateTimeOffset now, DateTimeOffset lease, int atMost, CancellationToken ct)
    {
        var claimed = await database.InTransactionAsync(writing => writing.ListAsync(
            new Statement(
                $"""
                update event_lane set next_at = $3, fence = fence + 1 where subscription = $1 and code in (
                  select code from event_lane where subscription = $1 and next_at <= $2 order by next_at limit $4 {database.ClaimingRows})
                returning code, fence
                """,
                subscription, now, lease, atMost),
            row => new EventLane(subscription, row.Text(0), row.Number(1)), ct), ct);
        if (claimed is not []) database.Faults?.Pass("event lanes claimed");
        return claimed;
    }

    /// <summary>The events that wait in a lane, with how often each was tried, in order.</summary>
    public Task<List<(int Number, int Tries)>> WaitingAsync(EventLane lane, int atMost, CancellationToken ct) => database.ListAsync(
        new Statement("select number, tries from event_sending where subscription = $1 and code = $2 and state = 'waiting' order by number limit $3", lane.Subscription, lane.Code, atMost),
        row => (row.Number(0), row.Number(1)), ct);

    /// <summary>It was taken: the lane goes on, or rests where there is no more.</summary>
    /// <param name="next">Until when the host goes on with the lane; where it lets go, from when anybody may.</param>
    /// <returns>False where somebody else has the lane by now: nothing was written.</returns>
    public Task<bool> TakenAsync(EventLane lane, int number, int answer, DateTimeOffset next, DateTimeOffset now, CancellationToken ct)
    {
        database.Faults?.Pass("event told");
        return InLaneAsync(
            new Statement(
                "update event_lane set told = $4, next_at = case when last > $4 then $5 end where subscription = $1 and code = $2 and fence = $3 returning code",
                lane.Subscription, lane.Code, lane.Fence, number, next),
            new Statement(
                "update event_sending set state = 'told', tries = tries + 1, answer = $3, fault = null, tried_at = $4, done_at = $4 where subscription = $1 and number = $2",
                lane.Subscription, number, answer, now), ct);
    }

    /// <summary>It was not taken: once more at that time; null: it is given up, and holds up what comes after it.</summary>
    /// <returns>False where somebody else has the lane by now: nothing was written.</returns>
    public Task<bool> NotTakenAsync(EventLane lane, int number, int? answer, string fault, DateTimeOffset? again, DateTimeOffset now, CancellationToken ct) => InLaneAsync(
        new Statement(
            "update event_lane set next_at = $4, stopped = $5 where subscription = $1 and code = $2 and fence = $3 returning code",
            lane.Subscription, lane.Code, lane.Fence, again, again is null ? number : (int?)null),
        new Statement(
            "update event_sending set state = $3, tries = tries + 1, answer = $4, fault = $5, tried_at = $6 where subscription = $1 and number = $2",
            lane.Subscription, number, StoredJson.NameOf(again is null ? SendingStatus.GivenUp : SendingStatus.Waiting), answer, fault, now), ct);

    /// <summary>Lets go of a lane in which nothing was tried, or nothing waits.</summary>
    public Task LetGoAsync(EventLane lane, DateTimeOffset? next, CancellationToken ct) => database.WriteAsync(
        [new Statement("update event_lane set next_at = $4 where subscription = $1 and code = $2 and fence = $3", lane.Subscription, lane.Code, lane.Fence, next)], ct);

    /// <summary>An event that was given up is sent anew (null reason) or left out; what comes after it for the dossier goes on.</summary>
    /// <returns>False where it was not given up.</returns>
    public Task<bool> SeenToAsync(Subscription seen, int number, string? skippedWhy, OfficerId by, DateTimeOffset now, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        var lanes = await writing.ListAsync(
            new Statement(
                """
                update event_sending set state = $3, tries = case when $4 is null then 0 else tries end, fault = coalesce($4, fault), done_at = $5
                where subscription = $1 and number = $2 and state = 'given-up' returning code
                """,
                seen.Id, number, StoredJson.NameOf(skippedWhy is null ? SendingStatus.Waiting : SendingStatus.Skipped), skippedWhy, skippedWhy is null ? (DateTimeOffset?)null : now),
            row => row.Text(0), ct);
        if (lanes is not [var code]) return false;
        var lines = await writing.ListAsync(new Statement("update subscription set length = length + 1 where id = $1 returning length", seen.Id), row => row.Number(0), ct);
        await writing.WriteAsync(
            [
                new Statement(
                    skippedWhy is null
                        ? "update event_lane set stopped = null, fence = fence + 1, next_at = $4 where subscription = $1 and code = $2 and stopped = $3"
                        : "update event_lane set stopped = null, fence = fence + 1, told = $3, next_at = case when last > $3 then $4 end where subscription = $1 and code = $2 and stopped = $3",
                    seen.Id, code, number, now),
                Recorded(seen.Id, lines[0], by, skippedWhy is null ? "sent-again" : "skipped", skippedWhy is null ? Numbered(number) : $"{Numbered(number)}: {skippedWhy}", now),
            ], ct);
        return true;
    }, ct);

    /// <summary>What a subscription was told, latest first.</summary>
    /// <param name="state">Only what came out so; null: all.</param>
    /// <param name="before">Only events before this number; null: from the latest.</param>
    public Task<List<Sending>> SendingsAsync(int subscription, SendingStatus? state, int? before, int atMost, CancellationToken ct) => database.ListAsync(
        new Statement(
            """
            select s.number, s.code, f.source, f.line, f.kind, f.at, s.state, s.tries, s.answer, s.fault, s.tried_at
            from event_sending s join event_feed f on f.number = s.number
            where s.subscription = $1 and s.number < $2 and ($3 is null or s.state = $3) order by s.number desc limit $4
            """,
            subscription, before ?? int.MaxValue, state is { } wanted ? StoredJson.NameOf(wanted) : null, atMost),
        row => new Sending(
            row.Number(0), row.Text(1), row.Number(3), EventKinds.Of(row.Text(2) == "dossier" ? EventSource.Dossier : EventSource.Version, row.Text(4)), row.Instant(5),
            States[row.Text(6)], row.Number(7), row.NumberOrNull(8), row.TextOrNull(9), row.InstantOrNull(10)), ct);

    /// <summary>How many events of each subscription wait, and how many were given up; counted no further than a thousand each.</summary>
    public async Task<IReadOnlyDictionary<int, (int Waiting, int GivenUp)>> CountAsync(IReadOnlyCollection<int> subscriptions, CancellationToken ct)
    {
        if (subscriptions.Count == 0) return new Dictionary<int, (int, int)>();
        var question = new ListQuestion();
        return (await database.ListAsync(
            question.Asked(
                $"""
                select s.id,
                  (select count(*) from (select 1 from event_sending e where e.subscription = s.id and e.state = 'waiting' limit 1000) as w),
                  (select count(*) from (select 1 from event_sending e where e.subscription = s.id and e.state = 'given-up' limit 1000) as g)
                from subscription s where s.id in ({string.Join(", ", subscriptions.Select(id => question[id]))})
                """),
            row => (row.Number(0), row.Number(1), row.Number(2)), ct)).ToDictionary(row => row.Item1, row => (row.Item2, row.Item3));
    }

    /// <summary>A subscription from <see cref="Columns"/>.</summary>
    public static Subscription Read(Row row) => new(
        row.Number(0), row.Text(1), new Uri(row.Text(2)), row.Text(3), [.. WordsOf(row.Text(4))], [.. WordsOf(row.Text(5)).Select(code => new ProcedureCode(code))],
        row.TextOrNull(6) is { } agency ? new AgencyCode(agency) : null, row.Instant(7), row.InstantOrNull(8))
    {
        PausedAt = row.InstantOrNull(9),
        PausedWhy = row.TextOrNull(10),
        EndedAt = row.InstantOrNull(11),
        Length = row.Number(12),
    };

    private Task<bool> InLaneAsync(Statement mine, Statement sending, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        if (await writing.ListAsync(mine, _ => true, ct) is []) return false;
        await writing.WriteAsync([sending], ct);
        return true;
    }, ct);

    private static Statement Recorded(int subscription, int number, OfficerId by, string act, string? detail, DateTimeOffset now) => new(
        "insert into subscription_record (subscription, number, at, by, act, detail) values ($1, $2, $3, $4, $5, $6)", subscription, number, now, by, act, detail);

    private static string Numbered(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Words(IEnumerable<string> words) => string.Join(' ', words);

    private static string[] WordsOf(string stored) => stored.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A lane a host has taken up: the events of one dossier for one subscription.</summary>
internal sealed record EventLane(int Subscription, string Code, int Fence);

/// <summary>A line of a subscription's record.</summary>
/// <param name="Act">Its stored name: <c>entered</c>, <c>paused</c>…</param>
public sealed record SubscriptionLine(int Number, DateTimeOffset At, OfficerId By, string Act, string? Detail);

/// <summary>An event somebody is told of, and what became of that (nhật ký gửi).</summary>
/// <param name="Code">The dossier's; for a version, the draft's it came of.</param>
/// <param name="Answer">The status the other side answered with last; null where it did not answer.</param>
/// <param name="Fault">Why it was not taken, or why it was skipped.</param>
public sealed record Sending(
    int Number, string Code, int Line, EventKind Kind, DateTimeOffset At, SendingStatus State, int Tries, int? Answer, string? Fault, DateTimeOffset? TriedAt);
