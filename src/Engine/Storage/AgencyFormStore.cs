using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>The Word forms that agencies use instead of the shipped ones, every version of them.</summary>
internal sealed class AgencyFormStore(FlowDatabase database)
{
    /// <summary>The latest version of every form that was ever replaced.</summary>
    public async Task<IReadOnlyList<AgencyForm>> LatestAsync(CancellationToken ct) => await database.ListAsync(
        new Statement(
            """
            select f.agency, f.form, f.version, f.hash, f.name, f.by, f.at from agency_form f
            where f.version = (select max(other.version) from agency_form other where other.agency = f.agency and other.form = f.form)
            order by f.form, f.agency
            """),
        row => new AgencyForm(
            row.Text(0) is { Length: > 0 } agency ? new AgencyCode(agency) : null, row.Text(1), row.Number(2), row.TextOrNull(3) is { } hash ? new ContentHash(hash) : null,
            row.Text(4), new OfficerId(row.Text(5)), row.Instant(6)), ct);

    /// <summary>Keeps the next version.</summary>
    /// <exception cref="RivalException">Somebody else replaced the same form in the same moment.</exception>
    public Task<int> AddAsync(AgencyCode? agency, string form, ContentHash? hash, string name, OfficerId by, DateTimeOffset at, CancellationToken ct) => database.InTransactionAsync(async writing =>
        (await writing.ListAsync(
            new Statement(
                """
                insert into agency_form (agency, form, version, hash, name, by, at)
                select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6 from agency_form where agency = $1 and form = $2 returning version
                """,
                agency?.Value ?? "", form, hash?.Value, name, by, at),
            row => row.Number(0), ct))[0], ct);
}

/// <summary>A Word form of an agency's own (mẫu riêng của cơ quan), one version of it.</summary>
/// <param name="Agency">Null: for the whole province.</param>
/// <param name="Form">Which form, by circular and kind: <c>tt-03-2025/receipt</c>.</param>
/// <param name="Hash">Where the file lies in the store; null: this version went back to the shipped form.</param>
/// <param name="Name">The file's name as uploaded.</param>
public sealed record AgencyForm(AgencyCode? Agency, string Form, int Version, ContentHash? Hash, string Name, OfficerId By, DateTimeOffset At);
