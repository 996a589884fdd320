using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Storage;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door to the province's books, for pages and lists: procedures, agencies, positions and who holds them, and the working calendar, as last loaded.</summary>
public sealed class ReferenceOffice
{
    private readonly ReferenceStore _store;

    internal ReferenceOffice(ReferenceStore store) => _store = store;

    /// <summary>The current catalogue; an empty one while none was loaded.</summary>
    public async Task<ProvinceCatalogue> CatalogueAsync(CancellationToken ct) => (await _store.CurrentAsync(ct)).Catalogue ?? ReferenceStore.NoCatalogue;

    /// <summary>The current calendar; null while none was loaded.</summary>
    public async Task<CalendarBook?> CalendarAsync(CancellationToken ct) => (await _store.CurrentAsync(ct)).Calendars;
}
