using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Finds agencies and units by words of their code or of any name they had, with or without diacritics (tìm cơ quan, đơn vị).</summary>
public static class AgencySearch
{
    /// <param name="words">Null or blank: all.</param>
    /// <param name="day">Only what exists on that day; null: whatever ever did.</param>
    public static IEnumerable<Agency> Of(ProvinceCatalogue catalogue, string? words, DateOnly? day)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        var wanted = PlainWords.Of(words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
            from agency in catalogue.Agencies
            where day is null || agency.ExistsOn(day.Value)
            let text = PlainWords.Of($"{agency.Code} {agency.Name} {string.Join(' ', agency.Spells.Select(spell => spell.Name))}")
            where Array.TrueForAll(wanted, word => text.Contains(word, StringComparison.Ordinal))
            select agency;
    }
}
