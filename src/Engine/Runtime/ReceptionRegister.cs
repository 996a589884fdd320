using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Reads for the one-stop desk: what was handed in and awaits an answer (hàng chờ tiếp nhận). An agency sees its own queue.</summary>
public sealed class ReceptionRegister
{
    /// <summary>The most that one list shows; whatever is due soonest is among them.</summary>
    public const int MostLines = 200;

    private readonly ReceptionStore _queue;
    private readonly RegisterStore _store;
    private readonly ProcessLibrary _library;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;

    internal ReceptionRegister(ReceptionStore queue, RegisterStore store, ProcessLibrary library, ReferenceStore reference, TimeProvider clock) =>
        (_queue, _store, _library, _reference, _clock) = (queue, store, library, reference, clock);

    /// <summary>The queue of the officer's agency, soonest due first; what is closed, latest first.</summary>
    public async Task<QueuePage> QueueAsync(Officer officer, QueueFilter filter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var filters = Enum.GetValues<QueueFilter>();
        var (catalogue, calendars) = await _reference.CurrentAsync(ct);
        if (!RegisterStore.MaySeeDossiers(officer) || calendars is null) return new([], filters.ToDictionary(each => each, _ => 0));

        var now = _clock.GetUtcNow();
        var counts = await _queue.CountAsync(officer.Agency, [.. filters.Select(ConditionOf)], ct);
        var lines = from queued in await _queue.QueueAsync(officer.Agency, ConditionOf(filter), MostLines, ct)
                    let dossier = queued.Dossier
                    let clock = AcceptanceClock.Of(dossier, calendars, now, catalogue?.Ladders)
                    select new QueueLine(
                        queued.Code, catalogue?.Find(dossier.Procedure!)?.Name ?? dossier.Procedure!.Value, queued.Subject, queued.Applicant, dossier.Status, dossier.Channel,
                        dossier.SubmittedAt!.Value, clock?.DueAt, clock?.RemainingMinutes, clock?.Standing ?? Standing.NoLimit, dossier.Acceptance?.FeeOwed, dossier.Supporting,
                        dossier.Attachments.Count(file => !file.IsWithdrawn));
        return new([.. lines], filters.Zip(counts).ToDictionary(pair => pair.First, pair => pair.Second));
    }

    /// <summary>One dossier that was handed in and not received; null when there is none, it was received meanwhile, or it is not this officer's to see.</summary>
    public async Task<HandedInView?> OpenAsync(Officer officer, DossierCode code, CancellationToken ct) => (await FindAsync(officer, code, ct)).View;

    /// <summary>The same, and where there is none to show, whether that is only because it was received meanwhile (see <see cref="DossierRegister"/>).</summary>
    public async Task<(HandedInView? View, bool IsReceived)> FindAsync(Officer officer, DossierCode code, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var (lines, books) = await _store.JournalAsync(officer, code, ct);
        var (catalogue, calendars) = await _reference.OfAsync(books, ct);
        if (lines is [] || calendars is null) return default;

        var journal = lines.Select(line => new JournalLine(line.Number, line.Happened, line.Hash)).ToArray();
        var dossier = Dossier.Replay(journal.Select(line => line.Happened));
        if (dossier.ReceivedAt is not null || dossier.Procedure is null) return (null, dossier.ReceivedAt is not null);

        var now = _clock.GetUtcNow();
        var process = await _library.OfAsync(dossier, VietnamTime.DayOf(now), ct);
        return (new HandedInView(
            code, journal.Length, dossier, ParticularsToday.Of(journal.Select(line => line.Happened))!, catalogue?.Find(dossier.Procedure)?.Name ?? process.Definition.Name,
            process.Definition, journal, AcceptanceClock.Of(dossier, calendars, now, catalogue?.Ladders), OfficerNames.Of(catalogue, journal.Select(line => line.Happened.By))), false);
    }

    private static string ConditionOf(QueueFilter filter) => filter switch
    {
        QueueFilter.WithApplicant => QueueConditions.WithApplicant,
        QueueFilter.Closed => QueueConditions.Closed,
        _ => QueueConditions.ToAnswer,
    };
}

/// <summary>Which part of the queue a desk looks at.</summary>
public enum QueueFilter
{
    ToAnswer, // chờ tiếp nhận
    WithApplicant, // chờ người nộp hoàn thiện
    Closed, // đã từ chối, đã rút
}

/// <summary>A part of the queue, with the count behind each filter.</summary>
public sealed record QueuePage(IReadOnlyList<QueueLine> Lines, IReadOnlyDictionary<QueueFilter, int> Counts);

/// <summary>One dossier of the queue.</summary>
/// <param name="DueAt">By when the desk has to answer; null while the applicant has something to do.</param>
/// <param name="Files">How many files came with it, those that were taken out again left out.</param>
public sealed record QueueLine(
    DossierCode Code, string Procedure, string? Subject, string Applicant, DossierStatus Status, Channel Channel, DateTimeOffset HandedInAt,
    DateTimeOffset? DueAt, int? RemainingMinutes, Standing Standing, decimal? FeeOwed, AgencyCode? Supporting, int Files);

/// <summary>One dossier before it is received, as its page shows it.</summary>
/// <param name="Process">What it would be accepted under today; nothing is drawn where nothing is in force.</param>
public sealed record HandedInView(
    DossierCode Code, int Length, Dossier Dossier, Particulars Particulars, string Procedure, ProcessDefinition Process,
    IReadOnlyList<JournalLine> Journal, AcceptanceClock? Clock, IReadOnlyDictionary<OfficerId, string> Names)
{
    public bool IsInForce => Process.Hash is not null;
}
