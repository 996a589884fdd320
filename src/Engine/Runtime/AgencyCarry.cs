using Quartz;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Hands dossiers and accounts over on the day a reorganisation takes effect (bàn giao hồ sơ, tài khoản khi sắp xếp): the agency that takes over sees what the one before it saw.</summary>
[DisallowConcurrentExecution]
public sealed class AgencyCarry : Sweep
{
    private readonly AgencyStore _store;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;

    internal AgencyCarry(AgencyStore store, ReferenceStore reference, TimeProvider clock) => (_store, _reference, _clock) = (store, reference, clock);

    /// <summary>Hands over what is due.</summary>
    /// <returns>How many acts were carried out.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var due = await _store.DueAsync(VietnamTime.DayOf(now), ct);
        if (due is []) return 0;
        var catalogue = (await _reference.CurrentAsync(ct)).Catalogue ?? ReferenceStore.NoCatalogue;
        foreach (var act in due)
        {
            var people = new List<AccountFate>();
            foreach (var closed in act.Events.OfType<AgencyEvent.Closed>().Where(closed => catalogue.Find(closed.Code) is { Level: not AgencyLevel.Unit }))
                people.AddRange((await _store.AccountsOfAsync(closed.Code, ct)).Select(id => FateOf(id, closed, act, catalogue)));
            await _store.CarryAsync(act, [.. act.Events.SelectMany(happened => Of(happened, act.From, catalogue))], people, now, ct);
        }
        return due.Count;
    }

    /// <summary>Whether there is anything to hand over.</summary>
    internal static bool Concerns(AgencyEvent happened) => happened is AgencyEvent.Moved or AgencyEvent.Closed;

    /// <summary>What becomes of an account of an agency that ceased: it follows its owner's posts; who left their post with the agency and holds none signs in no more; who never held one goes with the work.</summary>
    private static AccountFate FateOf(OfficerId id, AgencyEvent.Closed closed, AgencyRecord act, ProvinceCatalogue catalogue)
    {
        AgencyCode[] stands = [.. catalogue.PostsOf(id, act.From).Select(post => catalogue.AgencyOf(post.Place, act.From)).OfType<Agency>().Where(agency => agency.ExistsOn(act.From)).Select(agency => agency.Code).Distinct()];
        var hasLeft = act.Events.OfType<AgencyEvent.HolderLeft>().Any(left => left.Officer == id && left.Place == closed.Code);
        AgencyCode[] heirs = [.. closed.SucceededBy.Select(heir => catalogue.AgencyOf(heir, act.From)?.Code).OfType<AgencyCode>()];
        return new(id, closed.Code, heirs.FirstOrDefault(stands.Contains) ?? stands.FirstOrDefault() ?? (hasLeft ? null : heirs.FirstOrDefault()));
    }

    private static IEnumerable<Handover> Of(AgencyEvent happened, DateOnly from, ProvinceCatalogue catalogue)
    {
        var (moved, successors) = happened switch
        {
            AgencyEvent.Closed e => (e.Code, e.SucceededBy),
            AgencyEvent.Moved e => (e.Code, [e.Parent]),
            _ => (null, []),
        };
        if (moved is null || catalogue.AgencyOf(moved, from.AddDays(-1)) is not { } before) yield break;
        if (before.Code == moved && happened is AgencyEvent.Moved) yield break; // an agency keeps what is its own, whoever it stands under

        AgencyCode[] heirs = [.. successors.Select(heir => catalogue.AgencyOf(heir, from)?.Code).OfType<AgencyCode>().Distinct().Where(to => to != before.Code)];
        // Where several parts take its place, each gets the dossiers whose open work there its people may do, and the first the rest.
        IReadOnlyList<PositionKey> Held(AgencyCode to) => [.. catalogue.HoldersAt(to, from).Select(holder => holder.Position).Distinct()];
        PositionKey[] elsewhere = heirs is [var main, .. var parts] ? [.. parts.SelectMany(Held).Except(Held(main)).Distinct()] : [];
        foreach (var to in heirs.OrderBy(to => to == heirs[0] ? 1 : 0)) // the first takes what the others leave
        {
            OfficerId[] people = [.. catalogue.Holders.Where(holder => holder.HoldsOn(from) && catalogue.AgencyOf(holder.Place, from)?.Code == to).Select(holder => holder.Officer).Distinct()];
            if (before.Code == moved) yield return new Handover(null, before.Code, to, people) { Only = to == heirs[0] ? null : Held(to), Not = to == heirs[0] ? elsewhere : [] };
            else
                foreach (var unit in catalogue.Agencies.Where(place => catalogue.IsWithin(place.Code, moved)))
                    yield return new Handover(unit.Code, before.Code, to, people);
        }
    }
}
