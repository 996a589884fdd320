using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Reports;

/// <summary>What figures need to know of one dossier (hồ sơ trong thống kê): raw moments from its journal, and nothing about the applicant.</summary>
/// <remarks>No label is kept here or anywhere else: whether it was on time is worked out by a named formula each time somebody asks, so another formula never changes data.</remarks>
/// <param name="PromisedAt">What the receipt promised; null where the procedure gives no promise.</param>
public sealed record CountedDossier(
    DossierCode Code, ProcedureCode Procedure, ContentHash Version, AgencyCode Receiving, AgencyCode Competent, Channel Channel,
    DateTimeOffset ReceivedAt, DateTimeOffset? PromisedAt)
{
    /// <summary>When processing was finished; for a dossier that never got so far, when it ended otherwise (rejected, stopped, withdrawn).</summary>
    /// <remarks>That is QĐ 766's order: finished before returned before stopped. When the citizen fetches the result plays no part.</remarks>
    public DateTimeOffset? SolvedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended; null while it has not.</summary>
    public DossierStatus? EndedAs { get; init; }

    /// <summary>Requests for papers, each until it was settled.</summary>
    public IReadOnlyList<ClockSpan> Requests { get; init; } = [];

    /// <summary>When the statutory clock stood still.</summary>
    public IReadOnlyList<ClockSpan> Stops { get; init; } = [];

    /// <summary>The latest day the law moved the promise to (after a stop of the clock); null while it never did.</summary>
    public DateTimeOffset? MovedTo { get; init; }

    /// <summary>The latest day the applicant was given anew with an apology (hẹn lại); null where none was.</summary>
    public DateTimeOffset? ReappointedTo { get; init; }

    /// <summary>When that day was given: what was waited for before is in it. Null where it is no longer the apology's.</summary>
    public DateTimeOffset? ReappointedAt { get; init; }

    /// <summary>What stood still after the apology, and how far that moved the day given with it: as far as it would have moved the promise.</summary>
    public IReadOnlyList<PromiseShift> ShiftsSince { get; init; } = [];

    /// <summary>Refused at the desk: it was never taken on, so forms do not count it as received.</summary>
    public bool IsDeclined => EndedAs is DossierStatus.Declined;

    /// <summary>The dossier as its journal tells it up to a moment, that moment not included; null when nothing was received by then.</summary>
    /// <remarks>Everything comes from the state that the journal's events add up to, so that new kinds of events count as soon as the dossier understands them.</remarks>
    public static CountedDossier? Of(DossierCode code, IEnumerable<DossierEvent> journal, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var (dossier, receipt) = (Dossier.Empty, (DossierEvent.Received?)null);
        var requests = new List<(StepKey Step, ClockSpan Span)>();
        DateTimeOffset? moved = null, reappointed = null, given = null;
        var shifts = new List<PromiseShift>();
        foreach (var happened in journal)
        {
            if (happened.At >= until) break;
            dossier = dossier.Apply(happened);
            switch (happened)
            {
                case DossierEvent.Received e: receipt = e; break;
                case DossierEvent.SupplementRequested e: requests.Add((e.Step, new ClockSpan(e.At, null))); break;
                // Once a new day was given with an apology, a later pause moves that day. How far it moves the promise that counts, the formula says.
                case DossierEvent.PromiseMoved e when reappointed is not null && dossier.Ledger is { Since: { } since } ledger && ledger.Setting(since) is not null:
                    reappointed = e.To;
                    if (StoodFrom(dossier, e.At) is { } stood) shifts.Add(new(stood, e.From, e.To));
                    break;
                // A limit that began anew, or another one: the apology's day is void, and what was promised before it too. What stopped it only once that had passed saves nothing.
                case DossierEvent.PromiseMoved e:
                    if (shifts is not [] || !(StoodFrom(dossier, e.At) >= (moved ?? dossier.PromisedAt))) moved = e.To;
                    (reappointed, given) = (reappointed is null ? null : e.To, null);
                    shifts.Clear();
                    break;
                case DossierEvent.DueSet { Cause: ClockSettingCause.Extension } e: (reappointed, given) = (e.To, e.At); break;
                case DossierEvent.DueSet e: moved = e.To; break;
            }
            for (var at = 0; at < requests.Count; at++)
                if (requests[at].Span.To is null && !dossier.Supplements.Contains(requests[at].Step)) requests[at] = (requests[at].Step, requests[at].Span with { To = happened.At });
        }
        return receipt is null ? null : new(code, receipt.Procedure, dossier.Version ?? receipt.Version, receipt.Receiving, receipt.Competent, receipt.Channel, dossier.ReceivedAt ?? receipt.At, dossier.PromisedAt)
        {
            SolvedAt = dossier.FinishedAt,
            EndedAt = dossier.EndedAt,
            EndedAs = dossier.EndedAt is null ? null : dossier.Status,
            Requests = [.. requests.Select(request => request.Span)],
            Stops = [.. dossier.Stops.Select(stop => new ClockSpan(stop.From, stop.To))],
            MovedTo = moved,
            ReappointedTo = reappointed,
            ReappointedAt = given,
            ShiftsSince = shifts,
        };
    }

    /// <summary>Since when the clock stood still that went on at a moment; null where none did.</summary>
    private static DateTimeOffset? StoodFrom(Dossier dossier, DateTimeOffset wentOn) => dossier.Stops.Where(stop => stop.To == wentOn).Select(stop => (DateTimeOffset?)stop.From).Min();

    /// <summary>The same dossier before a moment, where nothing ever happened to its clock: what came later is not known yet.</summary>
    public CountedDossier AsOf(DateTimeOffset until) => this with
    {
        SolvedAt = SolvedAt < until ? SolvedAt : null,
        EndedAt = EndedAt < until ? EndedAt : null,
        EndedAs = EndedAt < until ? EndedAs : null,
    };
}

/// <summary>A pause after an apology: since when the clock stood still, and from which day to which that moved what the applicant was told.</summary>
public sealed record PromiseShift(DateTimeOffset StoodFrom, DateTimeOffset From, DateTimeOffset To);

/// <summary>A stretch of a dossier's life, its end not included; without an end while it lasts.</summary>
public sealed record ClockSpan(DateTimeOffset From, DateTimeOffset? To)
{
    /// <summary>Working minutes inside any of the spans between two moments; what overlaps counts once.</summary>
    internal static int WorkingMinutes(IEnumerable<ClockSpan> spans, WorkingCalendar calendar, DateTimeOffset from, DateTimeOffset to)
    {
        var minutes = 0;
        foreach (var span in spans.OrderBy(span => span.From))
        {
            var (begins, ends) = (span.From > from ? span.From : from, span.To is { } end && end < to ? end : to);
            if (ends <= begins) continue;
            minutes += calendar.Between(begins, ends);
            from = ends;
        }
        return minutes;
    }
}
