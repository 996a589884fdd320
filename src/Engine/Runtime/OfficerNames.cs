using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Full names for account names, as the catalogue's holders give them.</summary>
internal static class OfficerNames
{
    /// <summary>Somebody the catalogue does not know keeps the account's name.</summary>
    public static IReadOnlyDictionary<OfficerId, string> Of(ProvinceCatalogue? catalogue, IEnumerable<OfficerId> officers)
    {
        var names = new Dictionary<OfficerId, string> { [Officer.System.Id] = Officer.System.Name };
        foreach (var officer in officers)
            names.TryAdd(officer, catalogue?.Holders.FirstOrDefault(holder => holder.Officer == officer)?.Name ?? (Mandate.SystemOf(officer) is { } system ? $"Hệ thống kết nối {system}" : officer.Value));
        return names;
    }
}
