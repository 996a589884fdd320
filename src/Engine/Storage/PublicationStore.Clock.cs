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

    /// <summary>The dossier of a draft as it stands; null where it has none.</summary>
    public async Task<(DossierCode Code, Dossier Dossier)?> DossierAsync(string draft, CancellationToken ct) => await database.ListAsync(
        new Statement("select s.code, s.snapshot from draft d join dossier_snapshot s on s.code = d.dossier where d.id = $1", draft),
        row => (DossierCode.Parse(row.Text(0)), StoredJson.ReadDossier(row.Text(1))), ct) is [var found] ? found : null;

    /// <inheritdoc cref="RegisterStore.MaySeeAsync"/>
    public Task<bool> MaySeeAsync(Officer officer, DossierCode dossier, CancellationToken ct) => RegisterStore.MaySeeAsync(database, officer, dossier, ct);
}

/// <summary>How far a draft's dossier has come.</summary>
internal sealed record FollowedDraft(int Followed, DossierCode? Dossier);
