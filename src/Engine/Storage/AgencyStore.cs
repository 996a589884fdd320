using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Reorganisations and changes of holders: what they touch, the versions of the catalogue they make, and the handing over of dossiers and accounts.</summary>
internal sealed class AgencyStore(FlowDatabase database)
{
    private const string Columns = "number, version, kind, body, act_number, signed_on, from_day, by, at";
    private const int MostAccounts = 200;

    /// <summary>What was recorded, the latest first; of one place, or of all.</summary>
    public Task<List<AgencyRecord>> ActsAsync(AgencyCode? place, int atMost, CancellationToken ct) => database.ListAsync(
        new Statement($"select {Columns} from agency_act where $1 is null or places like '% ' || $1 || ' %' order by number desc limit $2", place, atMost), Record, ct);

    /// <summary>The catalogue's version, and the open steps at the places by position.</summary>
    public async Task<(int? Catalogue, IReadOnlyList<PlaceWork> Work)> WorkAsync(IReadOnlyList<AgencyCode> places, CancellationToken ct)
    {
        var rows = await database.ListAsync(
            new Statement(
                $"""
                select b.version, w.place, w.position, count(w.code)
                from (select max(version) as version from reference_book where kind = 'catalogue') b left join work w on w.place in ({List(places)})
                group by b.version, w.place, w.position
                """,
                Values(places)),
            row => (Version: row.NumberOrNull(0), Work: row.TextOrNull(1) is { } place ? new PlaceWork(new AgencyCode(place), row.TextOrNull(2) is { } position ? new PositionKey(position) : null, row.Number(3)) : null), ct);
        return (rows is [var first, ..] ? first.Version : null, [.. rows.Select(row => row.Work).OfType<PlaceWork>()]);
    }

    /// <summary>How many open dossiers the places' agencies see.</summary>
    public async Task<int> OpenDossiersAsync(IReadOnlyList<AgencyCode> places, CancellationToken ct) => (await database.ListAsync(
        new Statement($"select count(distinct code) from dossier_agency where shelf <> 'closed' and agency in ({List(places)})", Values(places)), row => row.Number(0), ct))[0];

    /// <summary>The accounts of the agencies.</summary>
    public Task<List<(OfficerId Id, string Name)>> AccountsAsync(IReadOnlyList<AgencyCode> agencies, CancellationToken ct) => database.ListAsync(
        new Statement($"select id, name from account where agency in ({List(agencies)}) order by name, id limit {MostAccounts}", Values(agencies)), row => (new OfficerId(row.Text(0)), row.Text(1)), ct);

    /// <summary>Versions in force on a day whose drawing names one of the places.</summary>
    public Task<List<NamingProcess>> ProcessesAsync(IReadOnlyList<AgencyCode> places, DateOnly day, CancellationToken ct) => database.ListAsync(
        new Statement(
            $"""
            select v.procedure_code, v.case_key, v.name, v.hash from process_version v
            where v.effective_from <= $1 and (v.effective_to is null or v.effective_to > $1)
              and ({string.Join(" or ", places.Select((_, at) => $"replace(v.document, ${at + 2}, '') <> v.document"))})
            order by v.procedure_code, v.case_key
            """,
            [day, .. places.Select(place => (Value)$"\"{place.Value}\"")]),
        row => new NamingProcess(new ProcedureCode(row.Text(0)), row.TextOrNull(1) is { Length: > 0 } @case ? new CaseKey(@case) : null, row.Text(2), new ContentHash(row.Text(3))), ct);

    /// <summary>Writes the next version of the catalogue with what made it, all or nothing.</summary>
    /// <param name="seen">The version it was made from.</param>
    /// <param name="places">The codes it touches.</param>
    /// <param name="carries">Whether dossiers or accounts are to be handed over on the day.</param>
    /// <returns>The act as recorded; null when the catalogue is not what was seen any more.</returns>
    public Task<AgencyRecord?> RecordAsync(int seen, string body, AgencyRecord act, IEnumerable<AgencyCode> places, bool carries, CancellationToken ct) => database.InTransactionAsync<AgencyRecord?>(async writing =>
    {
        await writing.ListAsync(database.LockOut, _ => true, ct);
        var (version, number) = (await writing.ListAsync(
            new Statement("select (select max(version) from reference_book where kind = 'catalogue'), (select coalesce(max(number), 0) + 1 from agency_act)"), row => (row.NumberOrNull(0), row.Number(1)), ct))[0];
        if (version != seen) return null;

        var record = act with { Number = number, Version = seen + 1 };
        await writing.WriteAsync(
            [
                new Statement("insert into reference_book (kind, version, body, loaded_at) values ('catalogue', $1, $2, $3)", record.Version, body, act.At),
                new Statement(
                    $"insert into agency_act ({Columns}, places) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                    number, record.Version, act.Kind, StoredJson.Write(act.Events), act.Decision, act.SignedOn, act.From, act.By, act.At, $" {string.Join(' ', places.Distinct())} "),
                .. carries ? [new Statement("insert into agency_carry (number, due_on) values ($1, $2)", number, act.From)] : Array.Empty<Statement>(),
            ], ct);
        return record;
    }, ct);

    /// <summary>The acts whose day has come and whose dossiers and accounts are not handed over yet, in order.</summary>
    public Task<List<AgencyRecord>> DueAsync(DateOnly today, CancellationToken ct) => database.ListAsync(
        new Statement($"select {Columns} from agency_act where number in (select number from agency_carry where done_at is null and due_on <= $1) order by number", today), Record, ct);

    /// <summary>Lets the agencies that take over see the dossiers, puts the open steps on their leaders' lists, and moves the accounts of those who went along. Doing it again changes nothing.</summary>
    public Task CarryAsync(AgencyRecord act, IReadOnlyList<Handover> handovers, IReadOnlyList<AccountFate> people, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        [
            .. handovers.SelectMany(Carried),
            .. people.SelectMany(fate => Parted(fate, act, now)),
            new Statement("update agency_carry set done_at = $2 where number = $1 and done_at is null", act.Number, now),
        ], ct);

    /// <summary>The accounts of an agency.</summary>
    public Task<List<OfficerId>> AccountsOfAsync(AgencyCode agency, CancellationToken ct) => database.ListAsync(
        new Statement("select id from account where agency = $1 order by id", agency), row => new OfficerId(row.Text(0)), ct);

    // An administrator's account is never locked by a reorganisation: somebody must be left to open the others.
    private static IEnumerable<Statement> Parted(AccountFate fate, AgencyRecord act, DateTimeOffset now)
    {
        if (fate.To is { } to)
        {
            yield return new Statement("update account set agency = $2 where id = $1 and agency = $3", fate.Id, to, fate.From);
            yield break;
        }
        const string stays = $"agency = $2 and (locked_until is null or locked_until < $3) and ',' || roles || ',' not like '%,{nameof(Role.Administrator)},%'";
        yield return new Statement(
            $"""
            insert into account_act (account, number, kind, said, by, at)
            select a.id, (select coalesce(max(number), 0) + 1 from account_act where account = a.id), 'lock', $4, $5, $6 from account a where a.id = $1 and {stays}
            """,
            fate.Id, fate.From, Account.ForGood, act.Decision, act.By, now);
        yield return new Statement($"update account set locked_until = $3 where id = $1 and {stays}", fate.Id, fate.From, Account.ForGood);
    }

    private static IEnumerable<Statement> Carried(Handover handover)
    {
        var (theirs, key) = handover.Unit is { } unit ? ("select code from work where place = $1", unit) : ("select code from dossier_agency where agency = $1", handover.From);
        var work = $"{(handover.Unit is null ? "agency" : "place")} = $1";
        var (named, positions) = handover.Only is { } only ? (Named(only), only) : handover.Not is { Count: > 0 } not ? (Named(not), not) : ("", []);
        if (handover.Only is not null) (theirs, work) = ($"select code from work where place = $1 and position in ({named})", $"agency = $1 and place = $1 and position in ({named})");
        else if (positions is not [])
            theirs += $" and (code not in (select code from work where place = $1 and position in ({named})) or code in (select code from work where place = $1 and (position is null or position not in ({named}))))";
        Value[] With(params Value[] values) => [.. values, .. positions.Select(position => (Value)position.Value)];
        yield return new Statement(
            $"""
            update dossier set search_key = search_key || $3
            where code in ({theirs}) and not exists (select 1 from dossier_agency seen where seen.code = dossier.code and seen.agency = $2)
            """,
            With(key, handover.To, $" {SearchKey.Agency(handover.To)}"));
        yield return new Statement(
            $"""
            insert into dossier_agency (code, agency, shelf, procedure_code, received_at, due_at, soon_at, ended_at, applicant_order)
            select d.code, $2, d.shelf, d.procedure_code, d.received_at, d.due_at, d.soon_at, d.ended_at, d.applicant_order
            from dossier d where d.code in ({theirs}) on conflict (code, agency) do nothing
            """,
            With(key, handover.To, ""));
        yield return handover.Only is null
            ? new Statement($"update work set agency = $2 where {work}", key, handover.To)
            : new Statement($"update work set agency = $2 where {work}", With(key, handover.To, ""));
        foreach (var officer in handover.People)
            yield return new Statement("update account set agency = $2 where id = $1 and agency = $3", officer, handover.To, handover.From);
    }

    /// <summary>The positions of a handover, as the fourth and following values of its statements.</summary>
    private static string Named(IReadOnlyList<PositionKey> positions) => positions is [] ? "null" : string.Join(", ", positions.Select((_, at) => $"${at + 4}"));

    private static string List(IReadOnlyList<AgencyCode> places) => places is [] ? "null" : string.Join(", ", places.Select((_, at) => $"${at + 1}"));

    private static Value[] Values(IReadOnlyList<AgencyCode> places) => [.. places.Select(place => (Value)place)];

    private static AgencyRecord Record(Row row) => new(
        row.Number(0), row.Number(1), row.Text(2), StoredJson.ReadAgencyEvents(row.Text(3)), row.Text(4), row.Day(5), row.Day(6), new OfficerId(row.Text(7)), row.Instant(8));
}

/// <summary>A reorganisation or change of holders as it was recorded.</summary>
/// <param name="Version">The version of the catalogue it made.</param>
/// <param name="Kind">What it was, in one word: <c>merge</c>, <c>appoint</c>, <c>import</c>.</param>
/// <param name="Decision">Số quyết định.</param>
/// <param name="From">The day it takes effect.</param>
public sealed record AgencyRecord(int Number, int Version, string Kind, IReadOnlyList<AgencyEvent> Events, string Decision, DateOnly SignedOn, DateOnly From, OfficerId By, DateTimeOffset At);

/// <summary>A process in force whose drawing names a place.</summary>
public sealed record NamingProcess(ProcedureCode Procedure, CaseKey? Case, string Name, ContentHash Version);

/// <summary>What one agency hands to another: all it saw, or what is open at one unit; and whose accounts go along.</summary>
/// <param name="Unit">The unit whose open steps go; null: everything.</param>
internal sealed record Handover(AgencyCode? Unit, AgencyCode From, AgencyCode To, IReadOnlyList<OfficerId> People)
{
    /// <summary>Only the dossiers with open work for one of these positions at the agency itself; null: all of them. One part of several.</summary>
    public IReadOnlyList<PositionKey>? Only { get; init; }

    /// <summary>Not those whose only open work at the agency itself is for one of these positions: another part's.</summary>
    public IReadOnlyList<PositionKey> Not { get; init; } = [];
}

/// <summary>What becomes of an account whose agency ceased.</summary>
/// <param name="To">The agency it goes to; null: nobody signs in with it any more.</param>
internal sealed record AccountFate(OfficerId Id, AgencyCode From, AgencyCode? To);
