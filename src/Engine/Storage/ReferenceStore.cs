using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>The catalogue and the calendar as last loaded. Books are read once per version; which version is current is asked every time.</summary>
/// <remarks>The calendar comes with every one that was in force before it: dossiers may count by an earlier one.</remarks>
/// <param name="clock">Says which day agencies are named for; without one, each has its latest name.</param>
internal sealed class ReferenceStore(FlowDatabase database, TimeProvider? clock = null)
{
    /// <summary>What stands in while no catalogue was loaded: nothing is known, so every place is its own agency.</summary>
    public static ProvinceCatalogue NoCatalogue { get; } = new() { Procedures = [], Agencies = [], Positions = [], Holders = [] };

    private volatile Loaded<CalendarBook, (BookVersions, ProvinceCatalogue?)>? _calendars;
    private volatile Loaded<ProvinceCatalogue, int>? _catalogue;
    private volatile Loaded<PortalBook, int>? _portals;

    /// <summary>The current books; null where none was loaded yet. Whoever reads something else anyway asks for the versions along with it, and for the books by <see cref="OfAsync"/>.</summary>
    public async Task<(ProvinceCatalogue? Catalogue, CalendarBook? Calendars)> CurrentAsync(CancellationToken ct) =>
        await OfAsync((await database.ListAsync(new Statement($"select {BookVersions.Columns}"), row => BookVersions.Of(row, 0), ct))[0], ct);

    /// <summary>The books of known versions; no round trip once they are in memory.</summary>
    public async ValueTask<(ProvinceCatalogue? Catalogue, CalendarBook? Calendars)> OfAsync(BookVersions versions, CancellationToken ct)
    {
        var known = _catalogue;
        var today = clock is null ? DateOnly.MaxValue : VietnamTime.DayOf(clock.GetUtcNow());
        if (versions.Catalogue is { } catalogue && (known?.Version != catalogue || today < known.From || known.Until < today))
        {
            var read = ProvinceCatalogue.Parse(await BodyAsync("catalogue", catalogue, ct), today);
            _catalogue = known = new(catalogue, read, today, read.ReadsSameUntil(today));
        }
        var book = versions.Catalogue is null ? null : known?.Book;

        var (calendars, counted) = (_calendars, versions with { Portals = null });
        if (versions.Calendar is not null && calendars?.Version != (counted, book))
            _calendars = calendars = new((counted, book), await CalendarsAsync(versions.Calendar.Value, ParentsOf(book), ct), default, default);
        return (book, versions.Calendar is null ? null : calendars?.Book);
    }

    /// <summary>The portals that are told, of known versions; no round trip once they are in memory.</summary>
    public async ValueTask<PortalBook> PortalsAsync(BookVersions versions, CancellationToken ct)
    {
        if (versions.Portals is not { } version) return PortalBook.Empty;
        var known = _portals;
        if (known?.Version != version) _portals = known = new(version, PortalBook.Parse(await BodyAsync("portals", version, ct)), default, default);
        return known.Book;
    }

    /// <summary>The portals that are told now, with the number of the book's version; 0 where none was ever loaded.</summary>
    public async Task<(int Version, PortalBook Book)> CurrentPortalsAsync(CancellationToken ct)
    {
        var versions = (await database.ListAsync(new Statement($"select {BookVersions.Columns}"), row => BookVersions.Of(row, 0), ct))[0];
        return (versions.Portals ?? 0, await PortalsAsync(versions, ct));
    }

    /// <summary>The text of a version of the portals' book.</summary>
    public Task<string> PortalsTextAsync(int version, CancellationToken ct) => BodyAsync("portals", version, ct);

    /// <summary>Keeps a book of portals as the next version, and lets go on what was held for want of a code. A fault in it is a <see cref="FormatException"/> and changes nothing.</summary>
    public Task<int> LoadPortalsAsync(string json, OfficerId by, string reason, DateTimeOffset now, CancellationToken ct)
    {
        var book = PortalBook.Parse(json);
        return LoadAsync("portals", book.ToText(), now, version =>
        [
            new Statement("insert into portal_revision (version, at, by, reason) values ($1, $2, $3, $4)", version, now, by, reason),
            .. OutboxStore.Released(now),
        ], ct);
    }

    /// <summary>The text of a version of the catalogue.</summary>
    public Task<string> CatalogueTextAsync(int version, CancellationToken ct) => BodyAsync("catalogue", version, ct);

    /// <summary>The text of a version of the calendar.</summary>
    public Task<string> CalendarTextAsync(int version, CancellationToken ct) => BodyAsync("calendar", version, ct);

    /// <summary>The current catalogue with the number of its version; null while none was loaded.</summary>
    public async Task<(int Version, ProvinceCatalogue Book)?> CurrentCatalogueAsync(CancellationToken ct)
    {
        var versions = (await database.ListAsync(new Statement($"select {BookVersions.Columns}"), row => BookVersions.Of(row, 0), ct))[0];
        return versions.Catalogue is { } version ? (version, (await OfAsync(versions, ct)).Catalogue!) : null;
    }

    /// <summary>Who stands under whom, as a calendar asks it.</summary>
    public static IReadOnlyDictionary<AgencyCode, AgencyCode> ParentsOf(ProvinceCatalogue? catalogue)
    {
        var parents = new Dictionary<AgencyCode, AgencyCode>();
        foreach (var agency in catalogue?.Agencies ?? [])
            if (agency.Parent is { } parent) parents[agency.Code] = parent;
        return parents;
    }

    /// <summary>Keeps a calendar as the next version, in force at once, and begins the walk over running dossiers. A fault in it is a <see cref="FormatException"/> and changes nothing.</summary>
    public Task<int> LoadCalendarAsync(string json, DateTimeOffset now, CancellationToken ct)
    {
        _ = CalendarBook.Parse(json);
        return LoadAsync("calendar", json, now, version => [CalendarStore.Walk(version, now)], ct);
    }

    /// <summary>Keeps a catalogue as the next version. A fault in it is a <see cref="FormatException"/> and changes nothing.</summary>
    public Task<int> LoadCatalogueAsync(string json, DateTimeOffset now, CancellationToken ct)
    {
        _ = ProvinceCatalogue.Parse(json);
        return LoadAsync("catalogue", json, now, _ => [], ct);
    }

    private Task<int> LoadAsync(string kind, string json, DateTimeOffset now, Func<int, Statement[]> then, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        await writing.ListAsync(database.LockOut, _ => true, ct);
        var version = (await writing.ListAsync(
            new Statement(
                """
                insert into reference_book (kind, version, body, loaded_at)
                select $1, coalesce(max(version), 0) + 1, $2, $3 from reference_book where kind = $1 returning version
                """,
                kind, json, now),
            row => row.Number(0), ct))[0];
        if (then(version) is { Length: > 0 } statements) await writing.WriteAsync(statements, ct);
        return version;
    }, ct);

    private async Task<CalendarBook> CalendarsAsync(int version, IReadOnlyDictionary<AgencyCode, AgencyCode> parents, CancellationToken ct)
    {
        CalendarBook? book = null;
        await foreach (var (edition, body) in database.StreamAsync(
            new Statement(
                """
                select b.version, b.body, b.loaded_at, d.promises, d.number, d.signed_on, d.signer, d.reason, d.basis
                from reference_book b left join calendar_decision d on d.version = b.version
                where b.kind = 'calendar' and b.version <= $1 order by b.version
                """,
                version),
            row => (
                Edition: new CalendarEdition(
                    row.Number(0), row.Instant(2), row.TextOrNull(3) == StoredJson.NameOf(PromiseRule.Frozen) ? PromiseRule.Frozen : PromiseRule.Moved,
                    row.TextOrNull(4) is { } number ? new CalendarDecision(number, row.Day(5), row.Text(6), row.Text(7), row.Text(8)) : null),
                Body: row.Text(1)), ct))
            book = CalendarBook.Parse(body).InForce(edition, book, parents);
        return book!;
    }

    private async Task<string> BodyAsync(string kind, int version, CancellationToken ct) =>
        (await database.FindAsync(new Statement("select body from reference_book where kind = $1 and version = $2", kind, version), row => row.Text(0), ct))!;

    /// <param name="From">The first day it was read for.</param>
    /// <param name="Until">The last day it reads the same.</param>
    private sealed record Loaded<T, TVersion>(TVersion Version, T Book, DateOnly From, DateOnly Until);
}

/// <summary>Which version of each book is current; null where none was loaded.</summary>
internal readonly record struct BookVersions(int? Calendar, int? Catalogue, int? Portals = null)
{
    /// <summary>Three columns of any question: asked along with it, which books are current costs no round trip of its own.</summary>
    public const string Columns = "(select max(version) from reference_book where kind = 'calendar'), (select max(version) from reference_book where kind = 'catalogue'), (select max(version) from reference_book where kind = 'portals')";

    /// <summary>The condition that no book is newer than these; 0 where none was loaded.</summary>
    public static string AreCurrent(string calendar, string catalogue, string portals) =>
        $"not exists (select 1 from reference_book where kind = 'calendar' and version > {calendar}) and not exists (select 1 from reference_book where kind = 'catalogue' and version > {catalogue}) and not exists (select 1 from reference_book where kind = 'portals' and version > {portals})";

    /// <summary>What <see cref="Columns"/> answered, from that column on.</summary>
    public static BookVersions Of(Row row, int column) => new(row.NumberOrNull(column), row.NumberOrNull(column + 1), row.NumberOrNull(column + 2));
}
