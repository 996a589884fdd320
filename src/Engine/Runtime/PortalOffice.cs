using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door to portals: who is told, how that goes, and what is done where it does not. For controllers and administrators; what was told of a dossier is for whoever may see it.</summary>
public sealed class PortalOffice
{
    /// <summary>Lines of a page.</summary>
    public const int Lines = 50;

    private const int AtOnce = 500, LongestReason = 500;

    private readonly PortalStore _store;
    private readonly OutboxStore _outbox;
    private readonly DossierStore _dossiers;
    private readonly ProcessLibrary _library;
    private readonly TimeProvider _clock;

    internal PortalOffice(PortalStore store, OutboxStore outbox, DossierStore dossiers, ProcessLibrary library, TimeProvider clock) =>
        (_store, _outbox, _dossiers, _library, _clock) = (store, outbox, dossiers, library, clock);

    /// <summary>Whether somebody watches over portals.</summary>
    public static bool MayWatch(Officer officer) => officer?.Is(Role.Controller) is true || officer?.Is(Role.Administrator) is true;

    /// <summary>The list of portals as it is written, with the number of its version; null for who may not see it.</summary>
    public async Task<(int Version, string Text)?> BookAsync(Officer officer, CancellationToken ct) =>
        MayWatch(officer) && await _library.Books.CurrentPortalsAsync(ct) is var (version, book) ? (version, book.ToText()) : null;

    /// <summary>Who changed the list of portals, the latest first.</summary>
    public async Task<IReadOnlyList<PortalRevision>> RevisionsAsync(Officer officer, CancellationToken ct) => MayWatch(officer) ? await _store.RevisionsAsync(ct) : [];

    /// <summary>What another list would mean for the dossiers under way, without changing anything.</summary>
    public async Task<(PortalPreview? Preview, Refusal? Refusal)> PreviewAsync(Officer officer, string text, CancellationToken ct)
    {
        var (book, refusal) = Read(officer, text);
        if (book is null) return (null, refusal);
        var (now, current) = (_clock.GetUtcNow(), (await _library.Books.CurrentPortalsAsync(ct)).Book);
        var pairs = book.Connections.Select(after => (Before: current.Find(after.Key), After: (PortalConnection?)after))
            .Concat(current.Connections.Where(before => book.Find(before.Key) is null).Select(before => ((PortalConnection?)before, (PortalConnection?)null))).ToList();
        var (looked, counts, lines) = (0, new Dictionary<PortalChangeKind, int>(), new List<PortalChange>());
        for (DossierCode? last = null; ;)
        {
            var some = await _store.UnderWayAsync(last, AtOnce, ct);
            foreach (var (code, dossier) in some)
            {
                looked++;
                var process = await _library.OfAsync(dossier, Calendars.VietnamTime.DayOf(now), ct);
                foreach (var (before, after) in pairs)
                {
                    if (PortalPreview.Of(before, after, code, dossier, process.Definition, now) is not { } change) continue;
                    counts[change.Kind] = counts.GetValueOrDefault(change.Kind) + 1;
                    if (lines.Count < PortalPreview.MostLines) lines.Add(change);
                }
            }
            if (some.Count < AtOnce) break;
            last = some[^1].Code;
        }
        return (new(looked, counts, [.. lines.OrderBy(line => line.Kind)]), null);
    }

    /// <summary>Another list holds from now on; what was held for want of a code is tried anew.</summary>
    /// <param name="ifVersion">The version the officer changed; another one is refused. Null: whichever it is.</param>
    public async Task<Refusal?> LoadAsync(Officer officer, string text, string? reason, int? ifVersion, CancellationToken ct)
    {
        var (book, refusal) = Read(officer, text);
        if (book is null) return refusal;
        if (Reasoned(reason) is not { } why) return PortalRefusals.NoReason;
        var (version, current) = await _library.Books.CurrentPortalsAsync(ct);
        if (ifVersion is { } seen && seen != version) return PortalRefusals.Stale;
        foreach (var gone in current.Connections.Where(before => book.Find(before.Key) is null))
            if (await _store.IsInUseAsync(gone.Key, ct)) return PortalRefusals.InUse(gone.Key);
        await _library.Books.LoadPortalsAsync(text, officer.Id, why, _clock.GetUtcNow(), ct);
        return null;
    }

    /// <summary>How every portal is; null for who may not see it.</summary>
    public async Task<IReadOnlyList<PortalView>?> PortalsAsync(Officer officer, CancellationToken ct)
    {
        if (!MayWatch(officer)) return null;
        var views = new List<PortalView>();
        foreach (var connection in (await _library.Books.CurrentPortalsAsync(ct)).Book.Connections) views.Add(await ViewAsync(connection, ct));
        return views;
    }

    /// <summary>One portal with the messages that wait for somebody; null where there is none, or for who may not see it.</summary>
    public async Task<PortalPage?> PortalAsync(Officer officer, string key, int? before, CancellationToken ct)
    {
        if (!MayWatch(officer) || (await _library.Books.CurrentPortalsAsync(ct)).Book.Find(key) is not { } connection) return null;
        var stuck = await _store.StuckAsync(key, before, Lines + 1, ct);
        return new(await ViewAsync(connection, ct), [.. stuck.Take(Lines)], stuck.Count > Lines ? stuck[Lines - 1].Id : null);
    }

    /// <summary>A portal is told nothing for a while, and what is written for it waits.</summary>
    public Task<Refusal?> PauseAsync(Officer officer, string key, string? reason, CancellationToken ct) => StandAsync(officer, key, officer?.Id, Reasoned(reason), ct);

    /// <summary>A portal is told again.</summary>
    public Task<Refusal?> GoOnAsync(Officer officer, string key, CancellationToken ct) => StandAsync(officer, key, null, "", ct);

    /// <summary>A message that was given up, or held, is tried again.</summary>
    public async Task<Refusal?> SendAgainAsync(Officer officer, int id, CancellationToken ct) =>
        !MayWatch(officer) ? PortalRefusals.NotYours : await _outbox.SendAgainAsync(id, officer.Id, _clock.GetUtcNow(), ct) ? null : PortalRefusals.NotStuck;

    /// <summary>A message that was given up, or held, is left out for a reason that stays on record; what comes after it goes on.</summary>
    public async Task<Refusal?> SkipAsync(Officer officer, int id, string? reason, CancellationToken ct) =>
        !MayWatch(officer) ? PortalRefusals.NotYours
        : Reasoned(reason) is not { } why ? PortalRefusals.NoReason
        : await _outbox.SkipAsync(id, officer.Id, why, _clock.GetUtcNow(), ct) ? null : PortalRefusals.NotStuck;

    /// <summary>What portals were told of a dossier, and with what answer; null for who may not see it.</summary>
    public async Task<IReadOnlyList<PortalTelling>?> OfDossierAsync(Officer officer, DossierCode code, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return await _dossiers.MaySeeAsync(officer, code, ct) ? await _store.OfDossierAsync(code, ct) : null;
    }

    /// <summary>The same for a page that shows the dossier anyway: whoever may see the dossier may see this, and the caller has asked.</summary>
    public async Task<(IReadOnlyList<PortalTelling> Told, PortalBook Portals)> ToldAsync(DossierCode code, CancellationToken ct)
    {
        var (told, books) = await _store.ToldAsync(code, ct);
        return (told, await _library.Books.PortalsAsync(books, ct));
    }

    private static (PortalBook? Book, Refusal? Refusal) Read(Officer officer, string text)
    {
        if (!MayWatch(officer)) return (null, PortalRefusals.NotYours);
        try { return (PortalBook.Parse(text), null); }
        catch (FormatException fault) { return (null, PortalRefusals.Unreadable(fault.Message)); }
    }

    private async Task<Refusal?> StandAsync(Officer officer, string key, OfficerId? by, string? reason, CancellationToken ct)
    {
        if (!MayWatch(officer)) return PortalRefusals.NotYours;
        if (reason is null) return PortalRefusals.NoReason;
        if ((await _library.Books.CurrentPortalsAsync(ct)).Book.Find(key) is null) return PortalRefusals.NoSuchPortal;
        await _outbox.PauseAsync(key, by, by is null ? null : reason, _clock.GetUtcNow(), ct);
        return null;
    }

    private async Task<PortalView> ViewAsync(PortalConnection connection, CancellationToken ct)
    {
        var (now, standing) = (_clock.GetUtcNow(), await _outbox.StandingAsync(connection.Key, ct));
        return new(
            connection, await _store.LoadAsync(connection.Key, now, ct),
            standing.IsPaused ? PortalWay.Paused : standing.RestingUntil > now ? PortalWay.Resting : standing.Failures >= PortalSweep.MostSilences ? PortalWay.Trying : PortalWay.Open)
        {
            PausedBy = standing.IsPaused ? standing.PausedBy : null,
            PausedAt = standing.IsPaused ? standing.PausedAt : null,
            Reason = standing.IsPaused ? standing.Reason : null,
            RestingUntil = standing.RestingUntil > now ? standing.RestingUntil : null,
            Failures = standing.Failures,
            LastFault = standing.Fault,
            LastFaultAt = standing.FaultAt,
        };
    }

    private static string? Reasoned(string? reason) => reason?.Trim() is { Length: > 0 and <= LongestReason } why ? why.Normalize() : null;
}

/// <summary>How a portal is, and what waits for it.</summary>
public sealed record PortalView(PortalConnection Connection, PortalLoad Load, PortalWay Way)
{
    public OfficerId? PausedBy { get; init; }

    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>Why it is paused.</summary>
    public string? Reason { get; init; }

    /// <summary>Until when it is left alone because it does not answer.</summary>
    public DateTimeOffset? RestingUntil { get; init; }

    /// <summary>How often it did not answer since it last did.</summary>
    public int Failures { get; init; }

    public string? LastFault { get; init; }

    public DateTimeOffset? LastFaultAt { get; init; }
}

/// <summary>Whether a portal is being told (đường truyền tới cổng).</summary>
public enum PortalWay
{
    Open, // đang gửi
    Trying, // vừa nghỉ xong, thử lại bằng một hồ sơ
    Resting, // không trả lời, tạm nghỉ
    Paused, // người có trách nhiệm tạm dừng
}

/// <summary>A portal with a page of the messages that wait for somebody.</summary>
/// <param name="Next">Where the next page goes on; null on the last.</param>
public sealed record PortalPage(PortalView View, IReadOnlyList<PortalTelling> Stuck, int? Next);
