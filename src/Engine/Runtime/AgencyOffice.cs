using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door to the tree of agencies and to who stands where, for those who change it: each change an act at a date, with its decision; each a new version of the catalogue.</summary>
public sealed class AgencyOffice
{
    private const int Tries = 3;

    private readonly AgencyStore _store;
    private readonly ReferenceStore _reference;
    private readonly AgencyCarry _carry;
    private readonly TimeProvider _clock;

    internal AgencyOffice(AgencyStore store, ReferenceStore reference, AgencyCarry carry, TimeProvider clock) => (_store, _reference, _carry, _clock) = (store, reference, carry, clock);

    /// <summary>Who may look at the tree with its people: administrators, and the province's controllers.</summary>
    public static bool MayLook(Officer officer) => officer is not null && (officer.Is(Role.Administrator) || officer.Is(Role.Controller));

    /// <summary>What an act would touch, and whether it may be done. Changes nothing.</summary>
    public async Task<AgencyPreview> PreviewAsync(Officer by, AgencyOrder order, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (!by.Is(Role.Administrator)) return new(AgencyRefusals.NotAnAdministrator, [], AgencyFootprint.Nothing);
        var places = AgencyDecider.Touched(order.Act);
        var today = VietnamTime.DayOf(_clock.GetUtcNow());
        var (_, work) = await _store.WorkAsync(places, ct);
        var catalogue = await CatalogueAsync(ct);
        var decision = AgencyDecider.Decide(by, order, catalogue, work, today);
        var footprint = places is [] ? AgencyFootprint.Nothing : new AgencyFootprint(
            work, await _store.OpenDossiersAsync(places, ct), await _store.ProcessesAsync(places, today, ct),
            [.. catalogue.Holders.Where(holder => places.Contains(holder.Place) && holder.Meets(order.From, null))], [.. (await _store.AccountsAsync(places, ct)).Select(account => new TouchedAccount(account.Id, account.Name))]);
        return decision is Decision<AgencyEvent>.Accepted accepted ? new(null, accepted.Events, footprint) : new(((Decision<AgencyEvent>.Refused)decision).Reason, [], footprint);
    }

    /// <summary>Records an act. Dossiers and accounts are handed over at once where its day has come.</summary>
    public async Task<AgencyAnswer> RecordAsync(Officer by, AgencyOrder order, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(order);
        var kind = StoredJson.NameOf(order.Act);
        var answer = await RecordAllAsync(by, [order], kind, ct);
        return answer.Refusals is [var (_, why), ..] ? new(null, why) : new(answer.Record, answer.Refusal);
    }

    /// <summary>Records many acts as one, all or nothing, under the decision of the first.</summary>
    internal async Task<(AgencyRecord? Record, Refusal? Refusal, IReadOnlyList<(int At, Refusal Why)> Refusals)> RecordAllAsync(Officer by, IReadOnlyList<AgencyOrder> orders, string kind, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.Is(Role.Administrator)) return (null, AgencyRefusals.NotAnAdministrator, []);
        AgencyCode[] places = [.. orders.SelectMany(order => AgencyDecider.Touched(order.Act)).Distinct()];
        for (var tries = 1; tries <= Tries; tries++)
        {
            var now = _clock.GetUtcNow();
            var (version, work) = await _store.WorkAsync(orders is [_] ? places : [], ct);
            if (version is not { } seen) return (null, AgencyRefusals.NoCatalogue, []);
            var text = await _reference.CatalogueTextAsync(seen, ct);
            var catalogue = ProvinceCatalogue.Parse(text);
            var (events, refusals) = AgencyDecider.DecideAll(by, orders, catalogue, work, VietnamTime.DayOf(now));
            if (refusals is not []) return (null, null, refusals);

            var body = CatalogueText.With(text, events.Aggregate(AgencyBook.Of(catalogue), (book, happened) => book.Apply(happened)));
            _ = ProvinceCatalogue.Parse(body); // a second lock: what is written can be read
            var record = new AgencyRecord(0, 0, kind, events, orders[0].Decision.Trim(), orders[0].SignedOn, orders[0].From, by.Id, now);
            if (await _store.RecordAsync(seen, body, record, places.Concat(events.SelectMany(PlacesOf)), events.Any(AgencyCarry.Concerns), ct) is not { } written) continue;
            await _carry.RunOnceAsync(ct);
            return (written, null, []);
        }
        return (null, AgencyRefusals.CatalogueChanged, []);
    }

    /// <summary>Which of many acts may not be done. Changes nothing.</summary>
    internal IReadOnlyList<(int At, Refusal Why)> Weigh(Officer by, IReadOnlyList<AgencyOrder> orders, ProvinceCatalogue catalogue) =>
        AgencyDecider.DecideAll(by, orders, catalogue, [], VietnamTime.DayOf(_clock.GetUtcNow())).Refusals;

    /// <summary>What was recorded, the latest first; of one place, or of all. Empty for those who may not look.</summary>
    public async Task<IReadOnlyList<AgencyRecord>> RecordsAsync(Officer by, AgencyCode? place, int atMost, CancellationToken ct) => MayLook(by) ? await _store.ActsAsync(place, atMost, ct) : [];

    private async Task<ProvinceCatalogue> CatalogueAsync(CancellationToken ct) => (await _reference.CurrentAsync(ct)).Catalogue ?? ReferenceStore.NoCatalogue;

    private static IEnumerable<AgencyCode> PlacesOf(AgencyEvent happened) => happened switch
    {
        AgencyEvent.Established e => [e.Code],
        AgencyEvent.Renamed e => [e.Code],
        AgencyEvent.Moved e => [e.Code, e.Parent],
        AgencyEvent.Closed e => [e.Code, .. e.SucceededBy],
        AgencyEvent.HolderNamed e => [e.Place],
        AgencyEvent.HolderLeft e => [e.Place],
        _ => [],
    };
}

/// <summary>What an act would do: why it may not be done, or what would change; and what it touches.</summary>
public sealed record AgencyPreview(Refusal? Refusal, IReadOnlyList<AgencyEvent> Events, AgencyFootprint Footprint);

/// <summary>What hangs on the places that an act touches (phạm vi ảnh hưởng).</summary>
/// <param name="Work">Open steps, by position.</param>
/// <param name="OpenDossiers">Dossiers not closed that their agencies see.</param>
/// <param name="Processes">Processes in force whose drawing names one of them.</param>
public sealed record AgencyFootprint(
    IReadOnlyList<PlaceWork> Work, int OpenDossiers, IReadOnlyList<NamingProcess> Processes, IReadOnlyList<Holder> Holders, IReadOnlyList<TouchedAccount> Accounts)
{
    public static AgencyFootprint Nothing { get; } = new([], 0, [], [], []);

    public int OpenSteps => Work.Sum(lies => lies.Steps);
}

/// <summary>An account of an agency that an act touches.</summary>
public sealed record TouchedAccount(OfficerId Id, string Name);

/// <summary>What the office answers: the act as recorded, or why not.</summary>
public sealed record AgencyAnswer(AgencyRecord? Record, Refusal? Refusal)
{
    public bool IsDone => Refusal is null;
}
