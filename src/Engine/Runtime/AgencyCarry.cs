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
        foreach (var act in due) await _store.CarryAsync(act.Number, [.. act.Events.SelectMany(happened => Of(happened, act.From, catalogue))], now, ct);
        return due.Count;
    }

    /// <summary>Whether there is anything to hand over.</summary>
    internal static bool Concerns(AgencyEvent happened) => happened is AgencyEvent.Moved or AgencyEvent.Closed { SucceededBy: not [] };

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

        foreach (var to in successors.Select(heir => catalogue.AgencyOf(heir, from)?.Code).OfType<AgencyCode>().Distinct().Where(to => to != before.Code))
        {
            OfficerId[] people = [.. catalogue.Holders.Where(holder => holder.HoldsOn(from) && catalogue.AgencyOf(holder.Place, from)?.Code == to).Select(holder => holder.Officer).Distinct()];
            if (before.Code == moved) yield return new Handover(null, before.Code, to, people);
            else
                foreach (var unit in catalogue.Agencies.Where(place => catalogue.IsWithin(place.Code, moved)))
                    yield return new Handover(unit.Code, before.Code, to, people);
        }
    }
}
