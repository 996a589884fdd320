using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Keeps who stands in for whom. Rows are written once; calling one off is a row of its own.</summary>
internal sealed class DelegationStore(FlowDatabase database)
{
    private const string Columns =
        "d.id, d.principal, d.substitute, d.kind, d.place, d.position, d.from_day, d.to_day, d.reason, d.registered_by, d.registered_at, r.by, r.at";

    private const string Rows = "delegation d left join delegation_revocation r on r.delegation = d.id";

    /// <summary>Everything that concerns these officers and is not over on that day, soonest first.</summary>
    public Task<List<Delegation>> OfAsync(IReadOnlyList<OfficerId> officers, DateOnly day, CancellationToken ct) =>
        database.ListAsync(Concerning(officers, day), Read, ct);

    public Task<Delegation?> FindAsync(string id, CancellationToken ct) =>
        database.FindAsync(new Statement($"select {Columns} from {Rows} where d.id = $1", id), Read, ct);

    /// <summary>Writes it down if the rules allow it beside what is there; hosts that try at the same moment wait for each other.</summary>
    public Task<Refusal?> RegisterAsync(Delegation wanted, Func<IReadOnlyList<Delegation>, Refusal?> rules, DateOnly today, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        await writing.ListAsync(database.LockOut, _ => true, ct);
        if (rules(await writing.ListAsync(Concerning([wanted.Principal, wanted.Substitute], today), Read, ct)) is { } refusal) return refusal;
        await writing.WriteAsync(
            [
                new Statement(
                    """
                    insert into delegation (id, principal, substitute, kind, place, position, from_day, to_day, reason, registered_by, registered_at)
                    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                    """,
                    wanted.Id, wanted.Principal, wanted.Substitute, StoredJson.NameOf(wanted.Kind), wanted.Post?.Place, wanted.Post?.Position.Value, wanted.From, wanted.To,
                    wanted.Reason, wanted.RegisteredBy, wanted.RegisteredAt),
            ], ct);
        return (Refusal?)null;
    }, ct);

    /// <summary>Calls it off; somebody who was faster makes this throw <see cref="RivalException"/>.</summary>
    public Task RevokeAsync(string id, OfficerId by, DateTimeOffset at, string? reason, CancellationToken ct) => database.WriteAsync(
        [new Statement("insert into delegation_revocation (delegation, by, at, reason) values ($1, $2, $3, $4)", id, by, at, reason)], ct);

    private static Statement Concerning(IReadOnlyList<OfficerId> officers, DateOnly day)
    {
        var list = string.Join(", ", officers.Select((_, at) => $"${at + 2}"));
        return new Statement(
            $"select {Columns} from {Rows} where d.to_day >= $1 and (d.principal in ({list}) or d.substitute in ({list})) order by d.from_day, d.id",
            [day, .. officers.Select(officer => (Value)officer)]);
    }

    private static Delegation Read(Row row) => new(
        row.Text(0), new OfficerId(row.Text(1)), new OfficerId(row.Text(2)), row.Text(3) == "leave" ? DelegationKind.Leave : DelegationKind.Delegation,
        row.TextOrNull(4) is { } place ? new Post(new AgencyCode(place), new PositionKey(row.Text(5))) : null, row.Day(6), row.Day(7), row.Text(8),
        new OfficerId(row.Text(9)), row.Instant(10), row.TextOrNull(11) is { } by ? new OfficerId(by) : null, row.InstantOrNull(12));
}
