using System.Collections.Immutable;
using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>What an officer may do to a dossier, with the people and agencies they may choose from; and the command a filled form stands for.</summary>
/// <remarks>The decider says which acts and which fields; this office knows the catalogue. Carrying a command out is <see cref="DossierOffice"/>'s.</remarks>
public sealed class ActOffice
{
    internal static readonly StringComparer ByName = StringComparer.Create(CultureInfo.GetCultureInfo("vi-VN"), CompareOptions.None);

    private readonly ProcessLibrary _library;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;

    internal ActOffice(ProcessLibrary library, ReferenceStore reference, TimeProvider clock) => (_library, _reference, _clock) = (library, reference, clock);

    /// <summary>The acts that are open to the officer now, with everything they may choose from.</summary>
    public async Task<IReadOnlyList<ActOffer>> OffersAsync(Officer officer, DossierView view, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(view);
        var now = _clock.GetUtcNow();
        var process = await _library.GetAsync(view.Dossier.Version!, ct);
        var (catalogue, _) = await _reference.CurrentAsync(ct);
        var today = VietnamTime.DayOf(now);
        return
        [
            .. new DossierDecider(process.Definition, process.Flow, view.Calendars).Offers(view.Dossier, officer, now)
                .Select(offer => offer with { Fields = [.. offer.Fields.Select(field => WithChoices(field, catalogue ?? ReferenceStore.NoCatalogue, today))] }),
        ];
    }

    /// <summary>The command of a filled form, or what is wrong with the writing. An act that is not offered any more still makes its command: the decider says why not.</summary>
    /// <param name="offers">What was offered just now.</param>
    /// <param name="act">The act's key; an unknown one gives null.</param>
    /// <param name="isDraft">It is only written down for a leader.</param>
    public async Task<ActReading?> ReadAsync(
        Officer officer, IReadOnlyList<ActOffer> offers, string act, StepKey? step, bool isDraft, IEnumerable<KeyValuePair<string, string>> said, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(offers);
        if (DossierActs.Find(act) is not { } known) return null;
        var values = said.ToImmutableSortedDictionary(StringComparer.Ordinal);
        var form = new ActForm(officer, step, values) { Officers = await NamedInAsync(values.Values, ct) };
        var offer = offers.FirstOrDefault(offer => offer.Act == act && offer.Step == step && offer.IsDraft == isDraft);
        var command = isDraft ? new DossierCommand.DraftAct(officer, act, step, values) : known.Command(form);
        if (offer is null) return new(command, null, null);
        return form.FaultIn(offer.Fields) is { } fault ? new(null, fault.Field, fault.Message) : new(command, null, null);
    }

    /// <summary>The officers a form may mean: whoever of the catalogue is written in one of its fields, with the posts of today.</summary>
    private async Task<IReadOnlyList<Officer>> NamedInAsync(IEnumerable<string> said, CancellationToken ct)
    {
        var (catalogue, _) = await _reference.CurrentAsync(ct);
        if (catalogue is null) return [];
        var today = VietnamTime.DayOf(_clock.GetUtcNow());
        return [.. said.Select(text => OfficerId.TryParse(text, null, out var id) ? OfficerOf(id, catalogue, today) : null).OfType<Officer>().Where(officer => officer.Posts is not [])];
    }

    private static Officer OfficerOf(OfficerId id, ProvinceCatalogue catalogue, DateOnly today)
    {
        var posts = catalogue.PostsOf(id, today);
        return new Officer(
            id, catalogue.Holders.FirstOrDefault(holder => holder.Officer == id)?.Name ?? id.Value, posts is [var first, ..] ? catalogue.AgencyOf(first.Place)?.Code : null,
            new HashSet<Role> { Role.HandlingOfficer }, posts);
    }

    private static ActField WithChoices(ActField field, ProvinceCatalogue catalogue, DateOnly today) => field.Kind switch
    {
        ActFieldKind.Officer => field with { Choices = [.. OfficersFor(field, catalogue, today)] },
        ActFieldKind.Agencies => field with
        {
            Choices = [.. catalogue.AgenciesOn(today).OrderBy(agency => agency.Name, ByName).Select(agency => new ActChoice(agency.Code.Value, new(agency.Name, agency.Name)))],
        },
        _ => field,
    };

    /// <summary>Everybody who stands at the place today, those of the named positions first.</summary>
    private static IEnumerable<ActChoice> OfficersFor(ActField field, ProvinceCatalogue catalogue, DateOnly today) => catalogue.Holders
        .Where(holder => holder.HoldsOn(today) && (field.At is null || holder.Place == field.At) && (!field.OnlyThese || field.Positions.Contains(holder.Position)))
        .GroupBy(holder => holder.Officer)
        .OrderBy(one => one.Any(holder => field.Positions.Contains(holder.Position)) ? 0 : 1).ThenBy(one => one.First().Name, ByName)
        .Select(one =>
        {
            var said = $"{one.First().Name} – {string.Join(", ", one.Select(holder => catalogue.Find(holder.Position)?.Name ?? holder.Position.Value).Distinct())}";
            return new ActChoice(one.Key.Value, new(said, said));
        });
}

/// <summary>A filled form read: the command it stands for, or the field that is not right and why.</summary>
public sealed record ActReading(DossierCommand? Command, ActField? Field, Wording? Fault);
