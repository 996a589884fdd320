using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Tables;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Shell;

/// <summary>How a step is spoken of: who works on it, and what its outcomes are called.</summary>
public static class StepWords
{
    /// <summary>Position and unit, by their names in the catalogue; null where the drawing names neither.</summary>
    public static Wording? Who(Step step, ProcessHeader header, ProvinceCatalogue? catalogue) =>
        Responsibility.Of(step, header, catalogue).ToWording();

    /// <summary>A place's name; its code where the catalogue does not know it.</summary>
    public static string Place(AgencyCode? place, ProvinceCatalogue? catalogue) => place is null ? "" : catalogue?.Find(place)?.Name ?? place.Value;

    /// <summary>An officer's name; their account where the catalogue does not know it.</summary>
    public static string Name(OfficerId officer, ProvinceCatalogue? catalogue) =>
        catalogue?.Accounts.FirstOrDefault(account => account.Officer == officer)?.Name ?? catalogue?.Holders.FirstOrDefault(holder => holder.Officer == officer)?.Name ?? officer.Value;

    /// <summary>The words of the step's own type for an outcome, else the common ones.</summary>
    public static Wording Outcome(Step? step, string port) =>
        (step is null ? null : ActivityCatalogue.Find(step.Type))?.Ports.FirstOrDefault(known => known.Name == port)?.Display ?? Labels.Outcome(port);
}
