using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Tables;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Author;

/// <summary>What the dropdowns of the step table offer: positions, and the units an author is likely to name.</summary>
/// <param name="Units">First those a dossier brings with it (the desk, the competent agency, legs), then the author's own, then those the process names, then other agencies.</param>
public sealed record StepChoices(IReadOnlyList<Choice> Positions, IReadOnlyList<Choice> Units)
{
    public static StepChoices Of(ProvinceCatalogue catalogue, AgencyCode? agency, ProcessDefinition process, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(process);
        var header = process.Header;
        var places = catalogue.AgenciesOn(today).ToList();
        var own = places.Where(place => agency is not null && catalogue.IsWithin(place.Code, agency)).ToList();
        var named = process.Steps.Select(step => AgencyCode.TryParse(step.Work?.Unit, null, out var unit) ? catalogue.Find(unit) : null).OfType<Agency>();
        var others = named.Concat(places.Where(place => place.Level is AgencyLevel.Province or AgencyLevel.Branch)).Except(own);
        return new(
            [.. catalogue.Positions.Select(position => new Choice(position.Key.Value, new(position.Name, position.Name)))],
            [
                .. from unit in (string[])["Receiving", "Competent"] select new Choice(unit, Responsibility.UnitOf(unit, header, catalogue)!),
                .. from leg in header.Legs select new Choice($"Leg:{leg.Key}", new($"Cơ quan của {leg.Name ?? leg.Key}", $"The agency of {leg.Name ?? leg.Key}")),
                .. from place in own.Concat(others) select new Choice(place.Code.Value, new(place.Name, place.Name)),
            ]);
    }
}
