using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Who stands in for whom (ủy quyền, người làm thay khi nghỉ): registered by the officer or a leader, for days, per post or for all.</summary>
public sealed class DelegationOffice
{
    private readonly DelegationStore _store;
    private readonly AccountStore _accounts;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;

    internal DelegationOffice(DelegationStore store, AccountStore accounts, ReferenceStore reference, TimeProvider clock) =>
        (_store, _accounts, _reference, _clock) = (store, accounts, reference, clock);

    /// <summary>Registers it; null when it was done, else why not.</summary>
    public async Task<Refusal?> RegisterAsync(Officer by, DelegationAsk ask, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(ask);
        var now = _clock.GetUtcNow();
        var today = VietnamTime.DayOf(now);
        var (catalogue, isLeader) = (await CatalogueAsync(ct), await IsLeaderAsync(ask.Principal, ct));
        var wanted = new Delegation(Guid.CreateVersion7(now).ToString("n"), ask.Principal, ask.Substitute, ask.Kind, ask.Post, ask.From, ask.To, ask.Reason, by.Id, now);
        return await _store.RegisterAsync(wanted, standing => DelegationRules.Of(wanted, by, isLeader, catalogue, standing, today), today, ct);
    }

    /// <summary>Calls it off from this moment on; null when it was done.</summary>
    public async Task<Refusal?> RevokeAsync(Officer by, string id, string? reason, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        if (IntakeCheck.OfNote(reason) is { } tooLong) return tooLong;
        if (await _store.FindAsync(id, ct) is not { } standing) return DossierRefusals.DelegationOver;
        if (DelegationRules.OfRevoking(standing, by, await IsLeaderAsync(standing.Principal, ct), await CatalogueAsync(ct), VietnamTime.DayOf(now)) is { } refusal) return refusal;
        try
        {
            await _store.RevokeAsync(id, by.Id, now, reason, ct);
            return null;
        }
        catch (RivalException)
        {
            return DossierRefusals.DelegationOver;
        }
    }

    /// <summary>What concerns the officer, and for a leader what concerns the people they lead: not yet over, soonest first.</summary>
    public async Task<IReadOnlyList<Delegation>> OfAsync(Officer officer, CancellationToken ct) =>
        await _store.OfAsync([officer.Id, .. (await PeopleOfAsync(officer, ct)).Select(person => person.Id)], VietnamTime.DayOf(_clock.GetUtcNow()), ct);

    /// <summary>The officers somebody may be put in for: oneself, and for a leader everybody they lead; by name.</summary>
    public async Task<IReadOnlyList<Officer>> PeopleOfAsync(Officer officer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var catalogue = await CatalogueAsync(ct);
        var people = Everybody(catalogue, holder => holder.Officer == officer.Id || officer.Is(Role.Leader) && DelegationRules.LeadsOver(officer, holder.Place, catalogue));
        if (people.All(person => person.Id == officer.Id)) return people;
        var leaders = await _accounts.LeadersAsync(ct);
        return [.. people.Where(person => DelegationRules.MayDecide(officer, person.Id, leaders.Contains(person.Id), person.Posts, catalogue))];
    }

    /// <summary>What concerns one officer and is not over, for administrators; empty for others.</summary>
    public async Task<IReadOnlyList<Delegation>> ConcerningAsync(Officer by, OfficerId officer, CancellationToken ct) =>
        AccountOffice.MayLook(by) ? await _store.OfAsync([officer], VietnamTime.DayOf(_clock.GetUtcNow()), ct) : [];

    /// <summary>The officers who may stand in for people of the officer's agency: everybody there but the officer, whom nobody lets register themselves.</summary>
    public async Task<IReadOnlyList<Officer>> ColleaguesOfAsync(Officer officer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var catalogue = await CatalogueAsync(ct);
        var homes = officer.Posts.Select(post => catalogue.AgencyOf(post.Place)?.Code ?? post.Place).ToHashSet();
        return Everybody(catalogue, holder => holder.Officer != officer.Id && homes.Contains(catalogue.AgencyOf(holder.Place)?.Code ?? holder.Place));
    }

    private async Task<bool> IsLeaderAsync(OfficerId officer, CancellationToken ct) => (await _accounts.FindAsync(officer, ct))?.Roles.Contains(Role.Leader) is true;

    private List<Officer> Everybody(ProvinceCatalogue catalogue, Func<Holder, bool> who)
    {
        var today = VietnamTime.DayOf(_clock.GetUtcNow());
        return
        [
            .. catalogue.Holders.Where(holder => holder.HoldsOn(today) && who(holder)).DistinctBy(holder => holder.Officer)
                .Select(holder => new Officer(holder.Officer, holder.Name, catalogue.AgencyOf(holder.Place)?.Code, new HashSet<Role>(), catalogue.PostsOf(holder.Officer, today)))
                .OrderBy(person => person.Name, ActOffice.ByName),
        ];
    }

    private async Task<ProvinceCatalogue> CatalogueAsync(CancellationToken ct) => (await _reference.CurrentAsync(ct)).Catalogue ?? ReferenceStore.NoCatalogue;
}

/// <summary>What is asked for: who stands in for whom, why, for which post (null: all), on which days.</summary>
public sealed record DelegationAsk(OfficerId Principal, OfficerId Substitute, DelegationKind Kind, Post? Post, DateOnly From, DateOnly To, string Reason);
