using TthcFlow.Engine.Catalogue;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door to the province's books, for pages and lists: procedures, agencies, positions and who holds them, as last loaded.</summary>
public sealed class ReferenceOffice
{
    internal ReferenceOffice() { }

    /// <summary>The current catalogue; an empty one while none was loaded.</summary>
    public Task<ProvinceCatalogue> CatalogueAsync(CancellationToken ct) => throw new NotImplementedException();
}
