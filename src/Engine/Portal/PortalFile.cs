using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Portal;

/// <summary>All that messages about a dossier are made up from: its journal, the versions it ran on, and what the catalogue calls things.</summary>
public sealed record PortalFile(DossierCode Code, IReadOnlyList<DossierEvent> Journal, ProcessVersions Process, ProvinceCatalogue Catalogue)
{
    /// <summary>The calendars, by which steps were due; null where none was loaded, and nothing is said of that.</summary>
    public CalendarBook? Calendars { get; init; }

    /// <summary>The file as it was when the journal had that length.</summary>
    public PortalFile At(int number) => number >= Journal.Count ? this : this with { Journal = [.. Journal.Take(number)] };

    /// <summary>The code a message speaks of, by the connection's table as it is now; null where the portal has not heard of the dossier by then.</summary>
    public int? CodeOf(PortalMessage message, PortalConnection connection)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(connection);
        // A row of progress is told of the code that was told before it.
        var last = message.Topic is PortalTopic.Progress ? message.Number - 1 : message.Number;
        // And where a ministry's table names no code for the state then, of the last one it was told.
        var skipsUnmapped = message.Topic is PortalTopic.Progress && connection.Protocol is PortalProtocol.Ministry;
        return PortalMessages.Of(Journal, Process, connection.Table).LastOrDefault(change => change.Number <= last && (!skipsUnmapped || change.Code != PortalTarget.Unmapped))?.Code;
    }
}
