using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Shell;

/// <summary>How a step is spoken of: who works on it, and what its outcomes are called.</summary>
public static class StepWords
{
    /// <summary>Position and unit, by their names in the catalogue; null where the drawing names neither.</summary>
    public static Wording? Who(Step step, ProcessHeader header, ProvinceCatalogue? catalogue)
    {
        if (step.Work is not { } work) return null;
        var position = work.Position is { } key ? catalogue?.Find(key)?.Name ?? key.Value : null;
        var unit = work.Unit switch
        {
            null or "" => null,
            "Receiving" or "Competent" => Labels.Unit(work.Unit),
            _ when work.Unit.StartsWith("Leg:", StringComparison.Ordinal) => LegName(header, work.Unit[4..]),
            _ => Same(PlaceName(work.Unit, catalogue)),
        };
        return (position, unit) switch
        {
            (null, null) => null,
            (null, _) => unit,
            (_, null) => Same(position),
            _ => new($"{position} – {unit.Vi}", $"{position} – {unit.En}"),
        };
    }

    /// <summary>A place's name; its code where the catalogue does not know it.</summary>
    public static string Place(AgencyCode? place, ProvinceCatalogue? catalogue) => place is null ? "" : catalogue?.Find(place)?.Name ?? place.Value;

    /// <summary>An officer's name; their account where the catalogue does not know it.</summary>
    public static string Name(OfficerId officer, ProvinceCatalogue? catalogue) =>
        catalogue?.Accounts.FirstOrDefault(account => account.Officer == officer)?.Name ?? catalogue?.Holders.FirstOrDefault(holder => holder.Officer == officer)?.Name ?? officer.Value;

    /// <summary>The words of the step's own type for an outcome, else the common ones.</summary>
    public static Wording Outcome(Step? step, string port) =>
        (step is null ? null : ActivityCatalogue.Find(step.Type))?.Ports.FirstOrDefault(known => known.Name == port)?.Display ?? Labels.Outcome(port);

    private static string PlaceName(string code, ProvinceCatalogue? catalogue) =>
        AgencyCode.TryParse(code, null, out var place) ? Place(place, catalogue) : code;

    private static Wording LegName(ProcessHeader header, string key)
    {
        var leg = header.Legs.FirstOrDefault(leg => leg.Key == key);
        return Same(leg?.Name ?? key);
    }

    private static Wording Same(string text) => new(text, text);
}
