using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Storage;

namespace TthcFlow.Engine.Runtime;

/// <summary>Makes up messages for portals from a dossier's journal, and from nothing else (lập thông báo gửi cổng).</summary>
internal sealed class PortalParcels(OutboxStore store, ProcessLibrary library, ReferenceStore reference)
{
    /// <summary>The portals that are told now.</summary>
    public async Task<IReadOnlyList<PortalConnection>> ConnectionsAsync(CancellationToken ct) => (await reference.CurrentPortalsAsync(ct)).Book.Connections;

    /// <summary>A dossier's file as messages are made up from it.</summary>
    public async Task<PortalFile> OpenAsync(ClaimedLane lane, CancellationToken ct)
    {
        var (journal, books) = await store.JournalAsync(lane.Code, ct);
        var (catalogue, _) = await reference.OfAsync(books, ct);
        var last = Dossier.Replay(journal);
        var process = last.Version is { } version ? await library.VersionsAsync(version, journal, ct)
            : new ProcessVersions((await library.OfAsync(last, Calendars.VietnamTime.DayOf(journal[0].At), ct)).Definition, new Dictionary<Vocabulary.ContentHash, ProcessDefinition>());
        return new PortalFile(lane.Code, journal, process, catalogue ?? ReferenceStore.NoCatalogue);
    }
}
