using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Storage;

namespace TthcFlow.Engine.Runtime;

/// <summary>What the versions of the catalogue changed. Each is read once: what a version says never changes, so what is in memory is never wrong, only short.</summary>
internal sealed class CatalogueHistory(CatalogueStore store) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile CatalogueChronicle _told = CatalogueChronicle.Empty;

    /// <summary>Everything up to a version.</summary>
    public async ValueTask<CatalogueChronicle> UpToAsync(int version, CancellationToken ct)
    {
        if (_told.Version >= version) return _told;
        await _reading.WaitAsync(ct);
        try
        {
            var told = _told;
            if (told.Version >= version) return told;
            await foreach (var (next, at, text) in store.BooksAfterAsync(told.Version, ct)) told = told.Then(next, at, ProvinceCatalogue.Parse(text));
            return _told = told;
        }
        finally { _reading.Release(); }
    }

    public void Dispose() => _reading.Dispose();
}
