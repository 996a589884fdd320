using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Events;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Gives what happened its numbers in the feed of events, and reads the feed.</summary>
/// <remarks>
/// A number handed out inside a dossier's own transaction would lie: one that began earlier may be committed later, and whoever reads by number has passed it by then. So a commit leaves a
/// line in <c>happening</c>, and one host at a time turns what is committed into numbers, without gaps: what comes later always has the higher number.
/// </remarks>
internal sealed class EventStore(FlowDatabase database)
{
    private const int AtOnce = 500, ScannedAtOnce = 2_000;

    private const string Columns =
        """
        f.number, f.source, f.code, f.line, f.kind, f.at, f.procedure_code, f.status, f.version, f.promised_at, f.due_at, d.receiving, d.competent, j.body,
        v.hash, v.name, v.case_key, v.place, v.act_number, v.effective_from, v.effective_to, v.repeal_number
        """;

    // Of who applied nothing is even read.
    private const string Tables =
        """
        left join dossier d on f.source = 'dossier' and d.code = f.code
        left join dossier_journal j on f.source = 'dossier' and j.code = f.code and j.number = f.line and j.kind not in ('handed-in', 'received', 'completion-received', 'corrected')
        left join process_version v on f.source = 'version' and v.draft = f.code
        """;

    /// <summary>Whether there is anything without a number; costs nothing where there is not.</summary>
    public async Task<bool> IsBehindAsync(CancellationToken ct) => await database.ListAsync(new Statement("select 1 from happening limit 1"), _ => true, ct) is not [];

    /// <summary>Gives the next lines their numbers, and writes down who is to be told of them. Where another host is at it, nothing is done.</summary>
    /// <returns>How many events got a number.</returns>
    public Task<int> NumberAsync(DateTimeOffset now, CancellationToken ct) => InTurnAsync(async writing =>
    {
        await writing.WriteAsync([new Statement("update happening set taken = 1 where id in (select id from happening order by id limit $1)", AtOnce)], ct);
        var last = await LastAsync(writing, ct);
        await writing.WriteAsync(
            [
                new Statement(
                    """
                    insert into event_feed (number, source, code, line, kind, at, procedure_code, status, version, promised_at, due_at)
                    select $1 + row_number() over (order by h.id, j.number), 'dossier', j.code, j.number, j.kind, j.at, d.procedure_code, h.status, h.version, h.promised_at, h.due_at
                    from happening h join dossier_journal j on j.code = h.code and j.number between h.first and h.last join dossier d on d.code = h.code
                    where h.taken = 1
                    """,
                    last),
                new Statement("delete from happening where taken = 1"),
            ], ct);
        return await HandOutAsync(writing, last, now, ct);
    }, ct);

    /// <summary>Gives numbers to what became of published versions: some of it happens by a date alone.</summary>
    public async Task<int> NumberVersionsAsync(DateTimeOffset now, CancellationToken ct)
    {
        var today = VietnamTime.DayOf(now);
        if (await database.ListAsync(Unnumbered(today, now), _ => true, ct) is []) return 0;
        return await InTurnAsync(async writing =>
        {
            var last = await LastAsync(writing, ct);
            var (number, lines) = (last, new List<Statement>());
            foreach (var (draft, procedure, kind, at) in (await writing.ListAsync(
                Unnumbered(today, now), row => (Draft: row.Text(0), Procedure: row.Text(1), Kind: row.Text(2), At: row.DayOrNull(4) is { } day && Later(row.Instant(3), day) is var begun ? begun : row.Instant(3)), ct))
                .OrderBy(line => line.At).ThenBy(line => line.Draft, StringComparer.Ordinal))
            {
                lines.Add(new Statement(
                    "insert into event_feed (number, source, code, line, kind, at, procedure_code) values ($1, 'version', $2, 0, $3, $4, $5)", ++number, draft, kind, at, procedure));
            }
            await writing.WriteAsync(lines, ct);
            return await HandOutAsync(writing, last, now, ct);
        }, ct);
    }

    /// <summary>The number given last; 0 where there is none.</summary>
    public async Task<int> LastAsync(CancellationToken ct) => (await database.ListAsync(new Statement("select coalesce(max(number), 0) from event_feed"), row => row.Number(0), ct))[0];

    /// <summary>Events behind a number, in their order, that somebody may see.</summary>
    /// <returns>The events, and the number up to which everything was looked at: the place to go on from, also where nothing was found.</returns>
    public async Task<(IReadOnlyList<FeedLine> Lines, int Seen)> ReadAsync(int after, EventSight sight, int atMost, CancellationToken ct)
    {
        var (lines, seen) = (new List<FeedLine>(), after);
        for (var turns = 0; turns < 5 && lines.Count < atMost; turns++) // a reader of little is not kept waiting for all of it
        {
            var end = (await database.ListAsync(
                new Statement("select coalesce(max(number), 0), count(*) from (select number from event_feed where number > $1 order by number limit $2) as ahead", seen, ScannedAtOnce),
                row => (Last: row.Number(0), Count: row.Number(1)), ct))[0];
            if (end.Count == 0) break;
            var question = new ListQuestion();
            var found = await database.ListAsync(
                question.Asked(
                    $"""
                    select {Columns} from event_feed f {Tables}
                    where f.number > {question[seen]} and f.number <= {question[end.Last]} and {sight.Condition(question)} order by f.number limit {question[atMost - lines.Count]}
                    """),
                Read, ct);
            lines.AddRange(found);
            seen = lines.Count == atMost ? lines[^1].Number : end.Last;
            if (end.Count < ScannedAtOnce) break;
        }
        return (lines, seen);
    }

    /// <summary>Some events by their numbers.</summary>
    public Task<List<FeedLine>> OfAsync(IReadOnlyCollection<int> numbers, CancellationToken ct)
    {
        var question = new ListQuestion();
        return database.ListAsync(
            question.Asked($"select {Columns} from event_feed f {Tables} where f.number in ({string.Join(", ", numbers.Select(number => question[number]))}) order by f.number"), Read, ct);
    }

    private Task<int> InTurnAsync(Func<Writing, Task<int>> work, CancellationToken ct) => database.InTransactionAsync(
        async writing => (await writing.ListAsync(database.NumbersEvents, row => row.Flag(0), ct))[0] ? await work(writing) : 0, ct);

    private static async Task<int> LastAsync(Writing writing, CancellationToken ct) =>
        (await writing.ListAsync(new Statement("select coalesce(max(number), 0) from event_feed"), row => row.Number(0), ct))[0];

    /// <summary>Writes down, in the same transaction, which subscriptions are told of the events behind a number.</summary>
    private static async Task<int> HandOutAsync(Writing writing, int last, DateTimeOffset now, CancellationToken ct)
    {
        var end = await LastAsync(writing, ct);
        if (end == last) return 0;
        foreach (var subscription in await writing.ListAsync(SubscriptionStore.Open(now), SubscriptionStore.Read, ct))
        {
            var question = new ListQuestion();
            await writing.WriteAsync(
                [
                    question.Asked(
                        $"""
                        insert into event_sending (subscription, number, code)
                        select {question[subscription.Id]}, f.number, f.code from event_feed f
                        where f.number > {question[last]} and f.number <= {question[end]} and {EventSight.Of(subscription).Condition(question)}
                        """),
                    // Whoever is sending in a lane finds more to send when done; one that stands still goes on standing.
                    new Statement(
                        """
                        insert into event_lane (subscription, code, last, next_at)
                        select subscription, code, max(number), $4 from event_sending where subscription = $1 and number > $2 and number <= $3 group by subscription, code
                        on conflict (subscription, code) do update set
                          last = excluded.last, next_at = case when event_lane.stopped is null then coalesce(event_lane.next_at, excluded.next_at) end
                        """,
                        subscription.Id, last, end, now),
                ], ct);
        }
        return end - last;
    }

    /// <summary>What became of versions by that day and has no number yet: when it was done, and the day it holds from where it holds from one.</summary>
    private static Statement Unnumbered(DateOnly today, DateTimeOffset now)
    {
        static string Each(string kind, string at, string day, string condition) =>
            $"""
            select v.draft, v.procedure_code, '{kind}', {at}, {day} from process_version v
            where {condition} and not exists (select 1 from event_feed f where f.source = 'version' and f.code = v.draft and f.line = 0 and f.kind = '{kind}')
            """;
        return new Statement(
            string.Join(
                " union all ",
                Each("published", "v.published_at", "$3", "v.recorded = $4"),
                Each("recorded", "v.published_at", "$3", "v.recorded = $5"),
                Each("in-force", "v.published_at", "v.effective_from", "v.effective_from <= $1 and (v.effective_to is null or v.effective_to > v.effective_from)"),
                Each("superseded", "v.published_at", "v.effective_to", "v.effective_to <= $1 and v.repeal_number is null"),
                Each("repealed", "coalesce((select max(p.at) from publication_journal p where p.code = v.draft and p.kind = 'repealed'), $2)", "$3", "v.repeal_number is not null"),
                Each("ceased", "v.published_at", "v.effective_to", "v.effective_to <= $1 and v.repeal_number is not null")),
            today, now, (DateOnly?)null, false, true);
    }

    private static DateTimeOffset Later(DateTimeOffset done, DateOnly from) => VietnamTime.At(from, TimeOnly.MinValue) is var begun && begun > done ? begun : done;

    private static FeedLine Read(Row row)
    {
        var line = new FeedLine(row.Number(0), row.Text(1) == "dossier" ? EventSource.Dossier : EventSource.Version, row.Text(2), row.Number(3), row.Text(4), row.Instant(5), row.Text(6));
        return line.Source is EventSource.Dossier
            ? line with
            {
                Status = row.Text(7),
                Version = row.TextOrNull(8) is { } version ? new ContentHash(version) : null,
                PromisedAt = row.InstantOrNull(9),
                DueAt = row.InstantOrNull(10),
                Receiving = row.Text(11),
                Competent = row.Text(12),
                Happened = row.TextOrNull(13) is { } body ? StoredJson.ReadEvent(body) : null,
            }
            : line with
            {
                Issued = new EventData.OfVersion(
                    row.Text(14), line.Kind, row.Text(15), line.Procedure, row.Text(16) is { Length: > 0 } key ? key : null, row.Text(17) is { Length: > 0 } place ? place : null,
                    line.Kind is "repealed" or "ceased" ? row.Text(21) : row.Text(18), row.Day(19), line.Kind is "superseded" or "repealed" or "ceased" ? row.DayOrNull(20) : null),
            };
    }
}

/// <summary>A line of the feed, with what it is made into an event from.</summary>
/// <param name="Code">The dossier's, or the draft's that a version came of.</param>
internal sealed record FeedLine(int Number, EventSource Source, string Code, int Line, string Kind, DateTimeOffset At, string Procedure)
{
    public string Status { get; init; } = "";

    public ContentHash? Version { get; init; }

    public DateTimeOffset? PromisedAt { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public string Receiving { get; init; } = "";

    public string Competent { get; init; } = "";

    /// <summary>Null where the line says who applied, and for versions.</summary>
    public DossierEvent? Happened { get; init; }

    public EventData.OfVersion? Issued { get; init; }
}

/// <summary>Which events somebody is told of (phạm vi nhận sự kiện): who may see what is part of every question.</summary>
/// <param name="Everywhere">Dossiers of the whole province; else those of <paramref name="Agency"/>, and none where that is null.</param>
/// <param name="Types">Empty: all.</param>
/// <param name="Procedures">Empty: all.</param>
internal sealed record EventSight(bool Everywhere, AgencyCode? Agency, IReadOnlyCollection<string> Types, IReadOnlyCollection<ProcedureCode> Procedures)
{
    public static EventSight Of(Subscription subscription) => new(subscription.Agency is null, subscription.Agency, subscription.Types, subscription.Procedures);

    /// <summary>The condition on the feed's line <c>f</c>. What is published is everybody's.</summary>
    public string Condition(ListQuestion question)
    {
        var conditions = new List<string>
        {
            Everywhere ? "true"
            : Agency is null ? "f.source = 'version'"
            : $"(f.source = 'version' or exists (select 1 from dossier_agency a where a.code = f.code and a.agency = {question[Agency]}))",
        };
        if (Types.Count > 0)
        {
            var kinds = Types.Select(EventKinds.Find).OfType<EventKind>().GroupBy(kind => kind.Source).Select(each =>
                $"f.source = '{(each.Key is EventSource.Dossier ? "dossier" : "version")}' and f.kind in ({string.Join(", ", each.Select(kind => question[kind.Name]))})").ToList();
            conditions.Add(kinds is [] ? "false" : $"({string.Join(" or ", kinds)})");
        }
        if (Procedures.Count > 0) conditions.Add($"f.procedure_code in ({string.Join(", ", Procedures.Select(procedure => question[procedure.Value]))})");
        return string.Join(" and ", conditions);
    }
}
