using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;

namespace TthcFlow.Engine.Storage;

/// <summary>The catalogue and the calendar as last loaded. Books are read once per version; which version is current is asked every time.</summary>
internal sealed class ReferenceStore(FlowDatabase database)
{
    /// <summary>What stands in while no catalogue was loaded: nothing is known, so every place is its own agency.</summary>
    public static ProvinceCatalogue NoCatalogue { get; } = new() { Procedures = [], Agencies = [], Positions = [], Holders = [] };

    private volatile Loaded<CalendarBook>? _calendars;
    private volatile Loaded<ProvinceCatalogue>? _catalogue;

    /// <summary>The current books; null where none was loaded yet.</summary>
    public async Task<(ProvinceCatalogue? Catalogue, CalendarBook? Calendars)> CurrentAsync(CancellationToken ct)
    {
        var versions = await database.ListAsync(
            new Statement("select kind, max(version) from reference_book group by kind"), row => (Kind: row.Text(0), Version: row.Number(1)), ct);
        int? VersionOf(string kind) => versions.Exists(version => version.Kind == kind) ? versions.Find(version => version.Kind == kind).Version : null;
        return await OfAsync(new BookVersions(VersionOf("calendar"), VersionOf("catalogue")), ct);
    }

    /// <summary>The books of known versions; no round trip once they are in memory.</summary>
    public async ValueTask<(ProvinceCatalogue? Catalogue, CalendarBook? Calendars)> OfAsync(BookVersions versions, CancellationToken ct)
    {
        if (versions.Calendar is { } calendar && _calendars?.Version != calendar)
            _calendars = new(calendar, CalendarBook.Parse(await BodyAsync("calendar", calendar, ct)));
        if (versions.Catalogue is { } catalogue && _catalogue?.Version != catalogue)
            _catalogue = new(catalogue, ProvinceCatalogue.Parse(await BodyAsync("catalogue", catalogue, ct)));
        return (versions.Catalogue is null ? null : _catalogue?.Book, versions.Calendar is null ? null : _calendars?.Book);
    }

    /// <summary>Keeps a calendar as the next version. A fault in it is a <see cref="FormatException"/> and changes nothing.</summary>
    public Task<int> LoadCalendarAsync(string json, DateTimeOffset now, CancellationToken ct)
    {
        _ = CalendarBook.Parse(json);
        return LoadAsync("calendar", json, now, ct);
    }

    /// <summary>Keeps a catalogue as the next version. A fault in it is a <see cref="FormatException"/> and changes nothing.</summary>
    public Task<int> LoadCatalogueAsync(string json, DateTimeOffset now, CancellationToken ct)
    {
        _ = ProvinceCatalogue.Parse(json);
        return LoadAsync("catalogue", json, now, ct);
    }

    private Task<int> LoadAsync(string kind, string json, DateTimeOffset now, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        await writing.ListAsync(database.LockOut, _ => true, ct);
        return (await writing.ListAsync(
            new Statement(
                """
                insert into reference_book (kind, version, body, loaded_at)
                select $1, coalesce(max(version), 0) + 1, $2, $3 from reference_book where kind = $1 returning version
                """,
                kind, json, now),
            row => row.Number(0), ct))[0];
    }, ct);

    private async Task<string> BodyAsync(string kind, int version, CancellationToken ct) =>
        (await database.FindAsync(new Statement("select body from reference_book where kind = $1 and version = $2", kind, version), row => row.Text(0), ct))!;

    private sealed record Loaded<T>(int Version, T Book);
}

/// <summary>Which version of each book is current; null where none was loaded.</summary>
internal readonly record struct BookVersions(int? Calendar, int? Catalogue);
