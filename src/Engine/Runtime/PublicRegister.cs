using System.Security.Cryptography;
using System.Text;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>What a citizen may know of a dossier (tra cứu): how it stands, what is missing, where it is, when it is due. Nobody's personal data.</summary>
/// <remarks>
/// The right to ask is proved by a number given at intake, or by the receipt itself: its QR carries a token that only the journal's first line yields,
/// so there is no key to keep, and a receipt that was not printed from a journal opens nothing.
/// </remarks>
public sealed class PublicRegister
{
    private const int TokenLength = 24;

    private readonly ReceptionStore _store;
    private readonly ProcessLibrary _library;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;

    internal PublicRegister(ReceptionStore store, ProcessLibrary library, ReferenceStore reference, TimeProvider clock) =>
        (_store, _library, _reference, _clock) = (store, library, reference, clock);

    /// <summary>For who knows the code and the identity or phone number given at intake; null for everybody else.</summary>
    public async Task<PublicStatus?> LookUpAsync(DossierCode code, string proof, CancellationToken ct) =>
        await _store.JournalForProofAsync(code, proof, ct) is { } proved ? await StatusAsync(code, proved, ct) : null;

    /// <summary>For who holds the receipt; null for everybody else.</summary>
    public async Task<PublicStatus?> LookUpByReceiptAsync(DossierCode code, string token, CancellationToken ct) =>
        await _store.JournalForReceiptAsync(code, hash => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(TokenOf(hash)), Encoding.UTF8.GetBytes(token)), ct) is { } proved
            ? await StatusAsync(code, proved, ct)
            : null;

    /// <summary>What the receipt's QR proves itself with.</summary>
    /// <param name="journal">The dossier's, from its first line.</param>
    public static string TokenOf(IReadOnlyList<JournalLine> journal) => TokenOf(journal[0].Hash);

    /// <summary>The path of the look-up that a receipt's QR leads to.</summary>
    public static string PathOf(DossierCode code, IReadOnlyList<JournalLine> journal) => $"/look-up/{code}/{TokenOf(journal)}";

    private static string TokenOf(string firstHash) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"tra-cuu\n{firstHash}")))[..TokenLength];

    private async Task<PublicStatus?> StatusAsync(DossierCode code, ProvedJournal proved, CancellationToken ct)
    {
        var (catalogue, calendars) = await _reference.OfAsync(proved.Books, ct);
        if (calendars is null) return null;

        var (journal, now) = (proved.Happened, _clock.GetUtcNow());
        var dossier = Dossier.Replay(journal);
        if ((dossier.Procedure ?? journal.OfType<DossierEvent.Received>().FirstOrDefault()?.Procedure) is not { } procedure) return null;
        var process = (await _library.OfAsync(dossier with { Procedure = procedure }, VietnamTime.DayOf(now), ct)).Definition;
        var clocks = DossierClocks.Of(dossier, process, calendars, now, catalogue?.Ladders ?? ReminderLadders.National);
        var place = dossier.Open.Select(open => open.Place).OfType<AgencyCode>().FirstOrDefault() ?? (dossier.EndedAt is null ? dossier.Receiving : null);
        var asked = dossier.Status is DossierStatus.AwaitingCompletion ? journal.OfType<DossierEvent.CompletionAsked>().Last() : null;
        var supplement = dossier.Supplements is [] ? null : journal.OfType<DossierEvent.SupplementRequested>().Last();
        var declined = journal.OfType<DossierEvent.Declined>().LastOrDefault();
        return new PublicStatus(
            code, catalogue?.Find(procedure)?.Name ?? process.Name, dossier.Status, dossier.ReceivedAt, dossier.PromisedAt, clocks.DueAt,
            asked?.Missing ?? (supplement is null ? [] : dossier.Awaited is [] ? supplement.Missing : [.. dossier.Awaited.SelectMany(awaited => awaited.Outstanding)]),
            NameOf(place, catalogue), dossier.IsProvisional)
        {
            HandedInAt = dossier.SubmittedAt,
            AnswerDueAt = clocks.Acceptance?.DueAt,
            FeeOwed = dossier.EndedAt is null ? dossier.Acceptance?.FeeOwed : null,
            Why = declined is null ? asked?.Reason ?? supplement?.Reason : declined.Ground is null ? declined.Reason : $"{declined.Reason} ({declined.Ground})",
            Guidance = asked?.Guidance,
            FinishedAt = dossier.Status is DossierStatus.ResultReady or DossierStatus.Returned ? dossier.FinishedAt : null,
            ReturnedAt = dossier.Status is DossierStatus.Returned ? dossier.EndedAt : null,
            ReturnedHow = journal.OfType<DossierEvent.ResultHandedOver>().LastOrDefault()?.HandingOver.Way,
            PostItem = journal.OfType<DossierEvent.ResultHandedOver>().LastOrDefault()?.HandingOver.PostItem,
            Apology = dossier is { IsRunning: true, FinishedAt: null } && (clocks.Standing is Standing.Overdue || MovedByTheAgency(journal)),
            Legs = process.Header.Legs.Count < 2 || dossier.ReceivedAt is null ? [] : [.. LegWay.Of(dossier, process, clocks).Select(leg => new PublicLeg(leg.Name, NameOf(leg.Place, catalogue), leg.State))],
            Competent = NameOf(dossier.Competent, catalogue),
            Supporting = NameOf(dossier.Supporting, catalogue),
        };
    }

    /// <summary>A promise that moved when the applicant's papers or payment came, or with the calendar, is nobody's fault; one that moved otherwise is the agency's.</summary>
    private static bool MovedByTheAgency(IReadOnlyList<DossierEvent> journal)
    {
        var resumed = journal.OfType<DossierEvent.ClockResumed>().Select(resumed => resumed.At).ToHashSet();
        return journal.OfType<DossierEvent.PromiseMoved>().Any(moved => moved.To > moved.From && moved.Decision is null && !resumed.Contains(moved.At));
    }

    private static string? NameOf(AgencyCode? place, ProvinceCatalogue? catalogue) =>
        place is null ? null : catalogue?.AgencyOf(place)?.Name ?? catalogue?.Find(place)?.Name ?? place.Value;
}

/// <summary>What anybody with the code and a proof of right may know of a dossier; no personal data.</summary>
/// <param name="ReceivedAt">Null before it was received.</param>
/// <param name="PromisedAt">The promise on the receipt.</param>
/// <param name="DueAt">When it is due by now.</param>
/// <param name="Missing">What the applicant should bring.</param>
/// <param name="Where">The agency that has it in hand.</param>
/// <param name="Provisional">The promise runs into a year whose calendar is not confirmed: it may still change.</param>
public sealed record PublicStatus(
    DossierCode Code, string Procedure, DossierStatus Status, DateTimeOffset? ReceivedAt, DateTimeOffset? PromisedAt, DateTimeOffset? DueAt, IReadOnlyList<string> Missing, string? Where, bool Provisional = false)
{
    /// <summary>When it was handed in online or by post.</summary>
    public DateTimeOffset? HandedInAt { get; init; }

    /// <summary>By when the desk has to answer what was handed in.</summary>
    public DateTimeOffset? AnswerDueAt { get; init; }

    /// <summary>Dong to be paid before it can be accepted.</summary>
    public decimal? FeeOwed { get; init; }

    /// <summary>Why papers are missing, or why it was not accepted and on what legal ground.</summary>
    public string? Why { get; init; }

    /// <summary>How to come by what is missing.</summary>
    public string? Guidance { get; init; }

    /// <summary>When the result was there.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The result was there before it was promised: come and fetch it.</summary>
    public bool IsEarly => FinishedAt is { } finished && PromisedAt is { } promised && finished < promised && ReturnedAt is null;

    public DateTimeOffset? ReturnedAt { get; init; }

    public ReturnWay? ReturnedHow { get; init; }

    /// <summary>The number under which the post carries it.</summary>
    public string? PostItem { get; init; }

    /// <summary>The agency is late, or moved its promise: it owes an apology.</summary>
    public bool Apology { get; init; }

    /// <summary>The agencies it passes through (liên thông), in order: which are behind it, and where it is. Their own times are between them; the promise is one.</summary>
    public IReadOnlyList<PublicLeg> Legs { get; init; } = [];

    /// <summary>The agency that decides.</summary>
    public string? Competent { get; init; }

    /// <summary>The agency that helped to hand it in.</summary>
    public string? Supporting { get; init; }
}

/// <summary>One stage of a dossier's way through several agencies, as the applicant may know it.</summary>
public sealed record PublicLeg(string Name, string? Agency, LegProgress State);
