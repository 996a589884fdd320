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
    public Task<IReadOnlyList<ActOffer>> OffersAsync(Officer officer, DossierView view, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(view);
        return OffersAsync(officer, view.Dossier, (view.Catalogue, view.Calendars), () => Attachment.Of(view.Journal.Select(line => line.Happened)), ct);
    }

    /// <summary>What somebody of a body that was asked may do with its question: answer it, say who answers, or nothing any more.</summary>
    public async Task<IReadOnlyList<ActOffer>> OffersAsync(Officer officer, ConsultationView view, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(view);
        var number = view.Number.ToString(CultureInfo.InvariantCulture);
        return
        [
            .. (await OffersAsync(officer, view.Dossier, (view.Catalogue, view.Calendars), () => view.Files, ct)).Where(offer => offer.Act is ConsultActs.Give or ConsultActs.Assign)
                .Where(offer => offer.Fields[0].Choices.Any(choice => choice.Value == number))
                .Select(offer => offer with { Fields = [.. offer.Fields.Skip(1)] }), // which question is no question here
        ];
    }

    private async Task<IReadOnlyList<ActOffer>> OffersAsync(
        Officer officer, Dossier dossier, (ProvinceCatalogue? Catalogue, CalendarBook Calendars) books, Func<IReadOnlyList<Attachment>> files, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        var process = await _library.GetAsync(dossier.Version!, ct);
        var today = VietnamTime.DayOf(now);
        return
        [
            .. new DossierDecider(process.Definition, process.Flow, books.Calendars) { Catalogue = books.Catalogue }.Offers(dossier, officer, now)
                .Select(offer => offer with { Fields = [.. offer.Fields.Select(field => WithChoices(field, books.Catalogue ?? ReferenceStore.NoCatalogue, files, today))] }),
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

    private static ActField WithChoices(ActField field, ProvinceCatalogue catalogue, Func<IReadOnlyList<Attachment>> files, DateOnly today) => field.Kind switch
    {
        ActFieldKind.Officer => field with { Choices = [.. OfficersFor(field, catalogue, today)] },
        ActFieldKind.Agencies => field with { Choices = [.. PlacesFor(field, catalogue, today)] },
        ActFieldKind.Attachments => field with
        {
            Choices = [.. files().Where(file => file.Withdrawn is null).Select(file => new ActChoice(file.Number.ToString(CultureInfo.InvariantCulture), new(file.Name, file.Name)))],
        },
        ActFieldKind.Choice when field.Choices.Any(choice => choice.Place is not null) => field with { Choices = [.. field.Choices.Select(choice => Named(choice, catalogue))] },
        _ => field,
    };

    private static ActChoice Named(ActChoice choice, ProvinceCatalogue catalogue)
    {
        if (choice.Place is not { } place) return choice;
        var name = NameOf(place, catalogue);
        return choice with { Label = new($"{choice.Label.Vi} – {name}", $"{choice.Label.En} – {name}") };
    }

    /// <summary>The places where somebody stands today who could answer, units with the agency they belong to.</summary>
    private static IEnumerable<ActChoice> PlacesFor(ActField field, ProvinceCatalogue catalogue, DateOnly today)
    {
        var manned = catalogue.Holders.Where(holder => holder.HoldsOn(today)).Select(holder => holder.Place).ToHashSet();
        return catalogue.AgenciesOn(today).Where(agency => !field.Except.Contains(agency.Code.Value) && manned.Contains(agency.Code))
            .Select(agency => (agency.Code, Name: NameOf(agency.Code, catalogue))).OrderBy(place => place.Name, ByName)
            .Select(place => new ActChoice(place.Code.Value, new(place.Name, place.Name)));
    }

    private static string NameOf(AgencyCode place, ProvinceCatalogue catalogue) =>
        catalogue.Find(place) is not { } known ? place.Value
        : catalogue.AgencyOf(place) is { } agency && agency.Code != place ? $"{agency.Name} – {known.Name}"
        : known.Name;

    /// <summary>Everybody who stands at the place today, those of the named positions first.</summary>
    private static IEnumerable<ActChoice> OfficersFor(ActField field, ProvinceCatalogue catalogue, DateOnly today) => catalogue.Holders
        .Where(holder => holder.HoldsOn(today) && catalogue.Find(holder.Place)?.ExistsOn(today) == true && !field.Except.Contains(holder.Officer.Value)
            && (field.Places.Count == 0 || field.Places.Contains(holder.Place)) && (!field.OnlyThese || field.Positions.Contains(holder.Position)))
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
