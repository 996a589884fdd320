using Quartz;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Brings running dossiers along with a calendar that came into force (cập nhật hồ sơ đang giải quyết theo lịch mới): promises that moved are told, due times and reminders written anew.</summary>
/// <remarks>
/// <para>Deadlines are computed and follow by themselves the moment a calendar is in force. What is done here is what must be told and what lists are ordered by; in batches, each with
/// a checkpoint. Whoever dies in a batch leaves the rest to the next beat, and doing a batch again changes nothing: a promise is told from what the dossier was last told.</para>
/// <para>Everything is walked a second time a little later, for commands that were under way when the calendar changed.</para>
/// </remarks>
[DisallowConcurrentExecution]
public sealed class CalendarCarry : Sweep
{
    /// <summary>How long after the calendar came into force the second walk begins.</summary>
    public static readonly TimeSpan SecondPassAfter = TimeSpan.FromMinutes(1);

    private const int AtOnce = 200;
    private const int SideBySide = 4;

    private readonly CalendarStore _store;
    private readonly DossierOffice _office;
    private readonly ProcessLibrary _library;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;

    internal CalendarCarry(CalendarStore store, DossierOffice office, ProcessLibrary library, ReferenceStore reference, TimeProvider clock) =>
        (_store, _office, _library, _reference, _clock) = (store, office, library, reference, clock);

    /// <summary>Walks as far as there is anything to walk now.</summary>
    /// <returns>How many dossiers were looked at.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var seen = 0;
        while (await RunBatchAsync(AtOnce, ct) is { } batch) seen += batch;
        return seen;
    }

    /// <summary>One batch and its checkpoint.</summary>
    /// <returns>How many dossiers were in it; null when there is nothing to do now.</returns>
    internal async Task<int?> RunBatchAsync(int atMost, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        if (await _store.TakeUpAsync(now, now - SecondPassAfter, ct) is not { } walk) return null;
        var (catalogue, book) = await _reference.CurrentAsync(ct);
        if (book is not { } calendars) return null;
        var ladders = (catalogue ?? ReferenceStore.NoCatalogue).Ladders;

        var dossiers = await _store.NextAsync(walk.After, atMost, ct);
        var (told, rewritten) = (new List<DossierCode>(), new List<(DossierFile, DossierClocks)>());
        foreach (var dossier in dossiers)
        {
            var process = await _library.OfAsync(dossier.File.Dossier, VietnamTime.DayOf(now), ct);
            var decision = new DossierDecider(process.Definition, process.Flow, calendars).Decide(dossier.File.Dossier, new DossierCommand.FollowCalendar(calendars.Version), now);
            if (decision is Decision<DossierEvent>.Accepted { Events.Count: > 0 }) told.Add(dossier.File.Code);
            else if (DossierClocks.Of(dossier.File.Dossier, process.Definition, calendars, now, ladders) is var clocks && IsOld(dossier, clocks)) rewritten.Add((dossier.File, clocks));
        }

        var (moved, confirmed) = (0, 0);
        await Parallel.ForEachAsync(told, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = ct }, async (code, one) =>
        {
            // Through the one door: a rival makes it read again and decide once more.
            var events = await _office.FollowCalendarAsync(code, calendars.Version, one);
            if (events.Any(happened => happened is DossierEvent.PromiseMoved)) Interlocked.Increment(ref moved);
            if (events.Any(happened => happened is DossierEvent.PromiseConfirmed)) Interlocked.Increment(ref confirmed);
        });
        if (rewritten is not []) await _office.RescheduleAsync(rewritten, ct);

        var isLast = dossiers.Count < atMost;
        walk = walk with
        {
            After = isLast ? "" : dossiers[^1].File.Code.ToString(),
            Pass = isLast ? walk.Pass + 1 : walk.Pass,
            Seen = walk.Pass == 1 ? walk.Seen + dossiers.Count : walk.Seen,
            Moved = walk.Moved + moved,
            Confirmed = walk.Confirmed + confirmed,
            FinishedAt = isLast && walk.Pass == 2 ? now : null,
        };
        await _store.KeepAsync(walk, now, ct); // the lease is given back: the next batch, here or elsewhere, takes it up again
        return dossiers.Count;
    }

    /// <summary>Do lists and reminders stand by other times than the clocks say? A clock that stands still is written when it goes on.</summary>
    private static bool IsOld(WalkedDossier dossier, DossierClocks clocks)
    {
        if (clocks.Standing is not Standing.Stopped && clocks.DueAt != Stored(dossier.DueAt, clocks.DueAt)) return true;
        if (clocks.Acceptance is { } window && dossier.Steps.FirstOrDefault(step => step.Step == AcceptanceWindow.Key)?.DueAt is var answerDue && window.DueAt != Stored(answerDue, window.DueAt)) return true;
        if (DossierPromise.IsWatched(dossier.File.Dossier) && clocks.Standing is not Standing.Stopped
            && dossier.Steps.FirstOrDefault(step => step.Step == DossierPromise.Key) is { } promise && clocks.Next?.At is var next && next != Stored(promise.RemindAt, next)) return true;
        foreach (var open in dossier.File.Dossier.Open)
        {
            var clock = clocks.Steps.FirstOrDefault(clock => clock.Step == open.Step && clock.Run == open.Run);
            if (clock is null or { Standing: Standing.Stopped } || dossier.Steps.FirstOrDefault(step => step.Step == open.Step && step.Run == open.Run) is not { } step) continue;
            if (clock.DueAt != Stored(step.DueAt, clock.DueAt) || DossierEntry.NextReminder(open, clock, clocks.Answer)?.At is var remind && remind != Stored(step.RemindAt, remind)) return true;
        }
        return clocks.Consultations.Any(asked => dossier.Steps.FirstOrDefault(step => step.Step == Consultation.Key && step.Run == asked.Number)?.DueAt is { } due && asked.DueAt != Stored(due, asked.DueAt));

        // Due times are whole minutes, so what either database keeps of them is all of them; moments an applicant's own wait ends at may be finer.
        static DateTimeOffset? Stored(DateTimeOffset? stored, DateTimeOffset? computed) =>
            stored is { } at && computed is { } due && (at - due).Duration() < TimeSpan.FromMilliseconds(1) ? due : stored;
    }
}
