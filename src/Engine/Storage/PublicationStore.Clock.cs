using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

// The dossier that times a draft's appraisal, and how far it has followed.
internal sealed partial class PublicationStore
{
    /// <summary>Drafts whose dossier is behind their acts, in the order of their names.</summary>
    public async Task<IReadOnlyList<string>> UnfollowedAsync(string after, int atMost, CancellationToken ct) => await database.ListAsync(
        new Statement("select id from draft where followed is not null and followed < length and id > $1 order by id limit $2", after, atMost), row => row.Text(0), ct);

    /// <summary>How many acts of a draft its dossier has followed, and which dossier that is; null for a draft without a clock.</summary>
    public async Task<FollowedDraft?> FollowedAsync(string draft, CancellationToken ct) => await database.FindAsync(
        new Statement("select followed, dossier from draft where id = $1 and followed is not null", draft),
        row => new FollowedDraft(row.Number(0), row.TextOrNull(1) is { } code ? DossierCode.Parse(code) : null), ct);

    /// <summary>Keeps how far the dossier has followed. Never goes back, whoever was slower.</summary>
    public Task FollowAsync(string draft, int followed, DossierCode? dossier, CancellationToken ct) => database.WriteAsync(
        [new Statement("update draft set followed = $2, dossier = $3 where id = $1 and followed is not null and (followed < $2 or followed = $2 and dossier is distinct from $3)", draft, followed, dossier?.ToString())], ct);

    /// <summary>There was nothing to run a clock on.</summary>
    public Task LeaveUntimedAsync(string draft, CancellationToken ct) =>
        database.WriteAsync([new Statement("update draft set followed = null where id = $1 and dossier is null", draft)], ct);

    /// <summary>The dossier of a draft as it stands, how far it has followed, and whether an agency has to do with it, all as of one moment; null where the draft has none.</summary>
    public async Task<TimedDraft?> DossierAsync(string draft, CancellationToken ct, AgencyCode? agency = null) => await database.FindAsync(
        new Statement(
            """
            select s.code, s.snapshot, d.followed, a.code from draft d join dossier_snapshot s on s.code = d.dossier
            left join dossier_agency a on a.code = s.code and a.agency = $2
            where d.id = $1 and d.followed is not null
            """,
            draft, agency),
        row => new TimedDraft(DossierCode.Parse(row.Text(0)), StoredJson.ReadDossier(row.Text(1)), row.Number(2), row.TextOrNull(3) is not null), ct);
}

/// <summary>How far a draft's dossier has come.</summary>
internal sealed record FollowedDraft(int Followed, DossierCode? Dossier);

/// <summary>The dossier that times a draft, as of one moment.</summary>
/// <param name="Followed">How many acts of the draft it had followed by then.</param>
/// <param name="IsTheAgencys">The agency that was asked about has to do with it.</param>
internal sealed record TimedDraft(DossierCode Code, Dossier Dossier, int Followed, bool IsTheAgencys);
