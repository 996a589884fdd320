using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Reads what became of messages to portals: for whoever watches over them, and for whoever has the dossier open.</summary>
internal sealed class PortalStore(FlowDatabase database)
{
    private const string Columns = "id, target, code, number, at, service, status, state, tries, done_at, receipt, fault, by";

    private static readonly Dictionary<string, PortalMessageStatus> States = Enum.GetValues<PortalMessageStatus>().ToDictionary(state => StoredJson.NameOf(state), StringComparer.Ordinal);

    /// <summary>What waits for a portal, and what it took of late.</summary>
    public async Task<PortalLoad> LoadAsync(string target, DateTimeOffset now, CancellationToken ct)
    {
        var load = (await database.ListAsync(
            new Statement(
                """
                select
                  (select coalesce(sum(written - settled), 0) from portal_lane where target = $1 and written > settled),
                  (select count(*) from portal_lane where target = $1 and written > settled),
                  (select min(waits_from) from portal_lane where target = $1 and written > settled),
                  (select count(*) from outbox where target = $1 and state = 'dead'),
                  (select count(*) from outbox where target = $1 and state = 'held'),
                  (select count(*) from outbox where target = $1 and state = 'sent' and done_at > $2),
                  (select count(*) from outbox where target = $1 and state = 'sent' and done_at > $3)
                """,
                target, now.AddHours(-1), now.AddDays(-1)),
            row => new PortalLoad(row.Number(0), row.Number(1), row.InstantOrNull(2), row.Number(3), row.Number(4), row.Number(5), row.Number(6)), ct))[0];
        var faults = await database.ListAsync(
            new Statement("select fault, count(*) from outbox where target = $1 and done_at is null and fault is not null group by fault order by count(*) desc, fault limit 10", target),
            row => new PortalObstacle(row.Text(0), row.Number(1)), ct);
        var delays = await database.ListAsync(
            new Statement("select at, done_at from outbox where target = $1 and state = 'sent' and done_at is not null order by done_at desc limit 1000", target), row => row.Instant(1) - row.Instant(0), ct);
        delays.Sort();
        return load with { Faults = faults, Delays = delays is [] ? null : new(delays[delays.Count / 2], delays[(int)(delays.Count * 0.99)], delays.Count) };
    }

    /// <summary>Messages that wait for somebody to see to them, the latest first.</summary>
    /// <param name="before">Only those before this one; null: from the latest.</param>
    public Task<List<PortalTelling>> StuckAsync(string target, int? before, int atMost, CancellationToken ct) => database.ListAsync(
        new Statement($"select {Columns} from outbox where target = $1 and state in ('dead', 'held') and id < $2 order by id desc limit $3", target, before ?? int.MaxValue, atMost), Read, ct);

    /// <summary>One message; null where there is none.</summary>
    public Task<PortalTelling?> FindAsync(int id, CancellationToken ct) => database.FindAsync(new Statement($"select {Columns} from outbox where id = $1", id), Read, ct);

    /// <summary>Everything a dossier's portals were told or are to be told, in order.</summary>
    public Task<List<PortalTelling>> OfDossierAsync(DossierCode code, CancellationToken ct) => database.ListAsync(
        new Statement($"select {Columns} from outbox where code = $1 order by target, number", code), Read, ct);

    /// <summary>The same with the books that are current, for whoever names portals as well; in one round trip.</summary>
    public async Task<(IReadOnlyList<PortalTelling> Told, BookVersions Books)> ToldAsync(DossierCode code, CancellationToken ct)
    {
        var rows = await database.ListAsync(
            new Statement($"select {Columns}, {BookVersions.Columns} from outbox where code = $1 order by target, number", code), row => (Told: Read(row), Books: BookVersions.Of(row, 13)), ct);
        return ([.. rows.Select(row => row.Told)], rows is [var first, ..] ? first.Books : default);
    }

    /// <summary>Whether a portal was ever to be told anything.</summary>
    public async Task<bool> IsInUseAsync(string target, CancellationToken ct) => await database.ListAsync(new Statement("select 1 from portal_lane where target = $1 limit 1", target), _ => true, ct) is not [];

    /// <summary>Who changed the list of portals, the latest first.</summary>
    public Task<List<PortalRevision>> RevisionsAsync(CancellationToken ct) => database.ListAsync(
        new Statement("select version, at, by, reason from portal_revision order by version desc limit 200"), row => new PortalRevision(row.Number(0), row.Instant(1), new OfficerId(row.Text(2)), row.Text(3)), ct);

    /// <summary>Dossiers that are under way behind this one, in the order of their codes.</summary>
    public Task<List<(DossierCode Code, Dossier Dossier)>> UnderWayAsync(DossierCode? after, int atMost, CancellationToken ct) => database.ListAsync(
        new Statement("select d.code, s.snapshot from dossier d join dossier_snapshot s on s.code = d.code where d.ended_at is null and d.code > $1 order by d.code limit $2", after?.ToString() ?? "", atMost),
        row => (DossierCode.Parse(row.Text(0)), StoredJson.ReadDossier(row.Text(1))), ct);

    private static PortalTelling Read(Row row) => new(
        row.Number(0), row.Text(1), DossierCode.Parse(row.Text(2)), row.Number(3), row.Instant(4), OutboxStore.ServiceOf(row.Text(5)), row.Number(6), States[row.Text(7)], row.Number(8), row.InstantOrNull(9),
        row.TextOrNull(10), row.TextOrNull(11), row.TextOrNull(12) is { } by ? new OfficerId(by) : null);
}
