using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Makes up messages for portals from a dossier's journal, and from nothing else (lập thông báo gửi cổng).</summary>
internal sealed class PortalParcels(OutboxStore store, ProcessLibrary library, ReferenceStore reference)
{
    /// <summary>The portals that are told now.</summary>
    public async Task<IReadOnlyList<PortalConnection>> ConnectionsAsync(CancellationToken ct) => (await reference.CurrentPortalsAsync(ct)).Book.Connections;

    /// <summary>What a portal should say of a dossier, by its journal: the code, and the promise as it is written there. Null where the portal is not to hear of it.</summary>
    /// <remarks>The journal is only read where the portal is told at all.</remarks>
    public async Task<(int Code, string? PromisedAt)?> LedgerAsync(PortalConnection connection, DossierCode code, Dossier dossier, CancellationToken ct)
    {
        var last = dossier.EndedAt ?? dossier.ReceivedAt ?? dossier.SubmittedAt;
        if (last is null || dossier.Procedure is null || !connection.Hears(dossier.Procedure, dossier.Receiving, Calendars.VietnamTime.DayOf(last.Value))) return null;
        var file = await OpenAsync(code, ct);
        if (PortalMessages.Of(file.Journal, file.Process, connection.Table) is not [.., { Code: not PortalTarget.Unmapped } told]) return null;
        var item = PortalContent.Of(file, new PortalMessage(connection.Key, file.Journal.Count, file.Journal[^1].At, PortalTopic.Dossier, told.Code), connection);
        return (told.Code, item.TryGetPropertyValue("NgayHenTra", out var promise) ? promise?.ToString() : null);
    }

    /// <summary>A dossier's file as messages are made up from it.</summary>
    public async Task<PortalFile> OpenAsync(DossierCode code, CancellationToken ct)
    {
        var (journal, books) = await store.JournalAsync(code, ct);
        var (catalogue, calendars) = await reference.OfAsync(books, ct);
        var last = Dossier.Replay(journal);
        var process = last.Version is { } version ? await library.VersionsAsync(version, journal, ct)
            : new ProcessVersions((await library.OfAsync(last, Calendars.VietnamTime.DayOf(journal[0].At), ct)).Definition, new Dictionary<ContentHash, ProcessDefinition>());
        return new PortalFile(code, journal, process, catalogue ?? ReferenceStore.NoCatalogue) { Calendars = calendars };
    }
}
