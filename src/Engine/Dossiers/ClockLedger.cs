using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>The clock ledger of a dossier (sổ thời hạn): every stretch in which its clocks stood still, and every limit or date that was set for it by a decision.</summary>
/// <remarks>
/// <para>Nothing here is a due time kept as truth: whoever asks when a dossier, a leg or a step is due asks the one function of limit, calendar and ledger,
/// <see cref="RunningClock.DueAt"/>. A correction of the calendar is therefore the same question with another calendar; a change of limit the same with another
/// limit, so that the time already used stays used; an extension a line of <see cref="Settings"/>.</para>
/// <para>Stops may overlap, for any number of causes; a minute that several of them cover stands still once.</para>
/// </remarks>
/// <param name="ReceivedAt">When the statutory clock began; null before that.</param>
/// <param name="Stops">Every stop, in the order it began; the first is number 1.</param>
/// <param name="Settings">Dates set by decision, in order.</param>
/// <param name="LimitSet">The limit that holds in place of the version's own, if one was set.</param>
public readonly record struct ClockLedger(
    DateTimeOffset? ReceivedAt, ImmutableList<ClockStop> Stops, ImmutableList<ClockSetting> Settings, LimitChange? LimitSet)
{
    /// <summary>From when the limit counts: the receipt, or the end of the last stop after which it began anew.</summary>
    public DateTimeOffset? Since
    {
        get
        {
            var since = ReceivedAt;
            foreach (var stop in Stops)
                if (stop is { Policy: ClockPolicy.Restarts, To: { } to } && to > since) since = to;
            return since;
        }
    }

    /// <summary>The latest stop that is under way, if the clock stands still now.</summary>
    public ClockStop? Open => Stops.FindLast(stop => stop.To is null);

    /// <summary>True while the limit waits for an answer after which it begins anew: nobody can say yet when it will be over.</summary>
    public bool AwaitsRestart => Stops.Exists(stop => stop is { To: null, Policy: ClockPolicy.Restarts });

    /// <summary>The date that was set for the limit as it counts now; one from before a restart or a change of limit is void.</summary>
    public ClockSetting? Setting(DateTimeOffset since)
    {
        if (Settings.Count == 0) return null;
        var (last, changed) = (Settings[^1], LimitSet?.At);
        return last.At >= since && !(last.At < changed) ? last : null;
    }

    /// <summary>The stops that touch a stretch of time. One still open ends at <paramref name="openUntil"/>, or is left out where that is null.</summary>
    public IReadOnlyList<Pause> Pauses(DateTimeOffset since, DateTimeOffset? openUntil)
    {
        if (Stops.Count == 0) return [];
        var pauses = new List<Pause>(Stops.Count);
        foreach (var stop in Stops)
            if ((stop.To ?? openUntil) is { } to && to > since) pauses.Add(new(stop.From, to));
        return pauses;
    }
}

/// <summary>One clock ready to be read: the dossier's, a leg's or a step's. Its limit, its calendar, and what of the ledger touches it.</summary>
/// <param name="Since">From when it counts.</param>
/// <param name="At">When it is read: now, or when it ended.</param>
/// <param name="HasEnded">What it measures is over; it stays as it was at <paramref name="At"/>.</param>
/// <param name="Stop">The stop under way, where it stands still.</param>
/// <param name="Setting">A date set by decision; it moves with later pauses.</param>
internal readonly record struct RunningClock(
    WorkingCalendar Calendar, CountingRule Rule, DateTimeOffset Since, DateTimeOffset At, bool HasEnded, IReadOnlyList<Pause> Pauses, ClockStop? Stop, ClockSetting? Setting)
{
    /// <summary>The limit of the header, for the way the dossier came and the area it is for; another one, where it was set. Null: nothing is promised.</summary>
    public static CountingRule? RuleOf(Dossier dossier, ProcessHeader header) => dossier.LimitSet?.Limit ?? RuleOf(header, dossier.Channel, dossier.Area);

    public static CountingRule? RuleOf(ProcessHeader header, Channel channel, string? area) => header.RuleFor(channel is Channel.Online, area);

    /// <summary>The statutory clock, on which the promise to the applicant hangs (thời hạn giải quyết). Null: no limit, or not received.</summary>
    public static RunningClock? OfDossier(Dossier dossier, ProcessDefinition process, CalendarBook calendars, DateTimeOffset now)
    {
        var ledger = dossier.Ledger;
        if (ledger.Since is not { } since || RuleOf(dossier, process.Header) is not { Fault: null } rule) return null;
        var ended = dossier.FinishedAt is { } finished && finished <= now;
        var at = ended ? dossier.FinishedAt!.Value : now;
        return new(dossier.PromiseCalendar(calendars), rule, since, at, ended, ledger.Pauses(since, at), ended ? null : ledger.Open, ledger.Setting(since));
    }

    /// <summary>The dossier's due time by the stops that are over; null without a limit. What a stop under way will cost nobody knows yet.</summary>
    public static DateTimeOffset? DueByWhatIsOver(Dossier dossier, ProcessDefinition process, CalendarBook calendars)
    {
        var ledger = dossier.Ledger;
        if (ledger.Since is not { } since || RuleOf(dossier, process.Header) is not { Fault: null } rule) return null;
        return new RunningClock(dossier.PromiseCalendar(calendars), rule, since, since, false, ledger.Pauses(since, null), null, ledger.Setting(since)).DueAt();
    }

    /// <summary>The clock of a step: from its opening, at its place, less every stop of the dossier's clock meanwhile, whatever the policy. A step that itself awaits the applicant goes on counting. Null: no limit.</summary>
    /// <param name="closed">When it was completed or cancelled; null while it is open.</param>
    public static RunningClock? OfStep(OpenStep open, DateTimeOffset? closed, Dossier dossier, ProcessDefinition process, CalendarBook calendars, DateTimeOffset now)
    {
        if (process.Find(open.Step) is not { } step || LimitOf(step, dossier, process) is not { } limit) return null;
        var rule = new CountingRule(limit, Counting.RunningHours);
        if (rule.Fault is not null) return null;
        var at = closed ?? now;
        return new(
            calendars.AsOf(closed).For(open.Place ?? dossier.Competent), rule, open.CountsFrom, at, closed is not null, PausesOf(open, dossier, process, at),
            closed is null && !step.AwaitsApplicant() ? dossier.OpenStop : null, null);
    }

    /// <summary>The same, where a step without a limit is read for the time it used only.</summary>
    public static RunningClock OfStepEvenUnlimited(OpenStep open, DateTimeOffset? closed, Dossier dossier, ProcessDefinition process, CalendarBook calendars, DateTimeOffset now) =>
        OfStep(open, closed, dossier, process, calendars, now) ?? new(
            calendars.AsOf(closed).For(open.Place ?? dossier.Competent), NoLimit, open.CountsFrom, closed ?? now, closed is not null, PausesOf(open, dossier, process, closed ?? now), null, null);

    /// <summary>The time a dossier without a limit has used.</summary>
    public static RunningClock OfUnlimited(Dossier dossier, CalendarBook calendars, DateTimeOffset now)
    {
        var (since, at) = (dossier.Ledger.Since!.Value, dossier.FinishedAt ?? now);
        return new(dossier.PromiseCalendar(calendars), NoLimit, since, at, dossier.FinishedAt is not null, dossier.Ledger.Pauses(since, at), dossier.FinishedAt is null ? dossier.OpenStop : null, null);
    }

    // A clock without a limit is read for what was used; its rule is never asked.
    private static readonly CountingRule NoLimit = new(default, Counting.RunningHours);

    public bool HasLimit => !ReferenceEquals(Rule, NoLimit);

    /// <summary>The clock of a leg (chặng liên thông): from when its first step was opened, less the stops of the dossier's clock and the time the dossier was elsewhere. Null: not begun, or no limit.</summary>
    public static RunningClock? OfLeg(Leg leg, Dossier dossier, CalendarBook calendars, DateTimeOffset now)
    {
        if (leg.Limit is not { } limit || !dossier.Legs.TryGetValue(leg.Key, out var begun)) return null;
        var rule = new CountingRule(limit, Counting.RunningHours);
        if (rule.Fault is not null) return null;

        var (place, ended, away) = dossier.WayThrough(leg.Key);
        var at = ended is { } end && end < now ? end : now;
        var pauses = dossier.Ledger.Pauses(begun, at);
        return new(
            calendars.AsOf(ended).For(place ?? dossier.Competent), rule, begun, at, ended is not null, away.Count == 0 ? pauses : [.. pauses, .. away], ended is null ? dossier.OpenStop : null, null);
    }

    /// <summary>When the limit is over: the one function of limit, calendar and ledger. While the clock stands still: if it went on at <see cref="At"/>.</summary>
    public DateTimeOffset DueAt() => Setting is null ? Calendar.DueAfter(Since, Rule, Pauses) : Calendar.DueAfter(Setting.At, Setting.DueAt, Rule, Pauses);

    /// <summary>The working minutes that counted so far: those since the beginning, less those that stood still, each once.</summary>
    public int Used()
    {
        var used = Calendar.Between(Since, At);
        if (Pauses.Count == 0) return used;
        var to = Since;
        foreach (var pause in Pauses.OrderBy(pause => pause.From))
        {
            var from = pause.From > to ? pause.From : to;
            var end = pause.To < At ? pause.To : At;
            if (end <= from) continue;
            used -= Calendar.Between(from, end);
            to = end;
        }
        return used;
    }

    /// <summary>The working minutes of the whole limit, from where it counts.</summary>
    public int Whole() => Calendar.Between(Since, Calendar.DueAt(Since, Rule));

    /// <summary>Working minutes from the moment it is read until it is due; negative when that is past.</summary>
    public int Left(DateTimeOffset due) => At <= due ? Calendar.Between(At, due) : -Calendar.Between(due, At);

    public Standing StandingAt(DateTimeOffset due, int left, double dueSoonShare) =>
        Stop is not null ? Standing.Stopped
        : At > due ? Standing.Overdue
        : !HasEnded && left < Whole() * dueSoonShare ? Standing.DueSoon
        : Standing.OnTime;

    /// <summary>From when on it is due soon, if nothing stops it: when less than the share of its limit is left.</summary>
    public DateTimeOffset SoonAt(DateTimeOffset due, double dueSoonShare) =>
        Calendar.Subtract(due, Math.Clamp((int)Math.Ceiling(Whole() * dueSoonShare) - 1, 0, Calendar.Between(Since, due)));

    /// <summary>The stops of the dossier's clock while a step was open, and the time a recalled step was out of hand.</summary>
    public static IReadOnlyList<Pause> PausesOf(OpenStep open, Dossier dossier, ProcessDefinition process, DateTimeOffset now)
    {
        IReadOnlyList<Pause> stops = dossier.Stops.Count == 0 || process.Find(open.Step)?.AwaitsApplicant() == true ? [] : dossier.Ledger.Pauses(open.CountsFrom, now);
        return open.GoesOn is null ? stops : [.. stops, .. open.GoesOn.Away];
    }

    /// <summary>A result that is ready waits for the applicant without a limit; papers that were asked for are awaited as long as the header says.</summary>
    private static TimeLimit? LimitOf(Step step, Dossier dossier, ProcessDefinition process) => step.Kind switch
    {
        StepKind.ReturnResult => null,
        StepKind.AwaitSupplement => step.Work?.Limit ?? process.Header.Supplement?.AnswerWithin,
        _ => dossier.Channel is Channel.Online && step.Work?.OnlineLimit is { } online ? online : step.Work?.Limit,
    };
}

/// <summary>One line of the clock ledger: from when to when the clocks of a dossier stood still, why, on what basis, by whom.</summary>
/// <param name="To">When they went on; null while they stand still.</param>
/// <param name="Step">The step that caused it; null: it concerns the whole dossier.</param>
/// <param name="Policy">What becomes of the limit afterwards: it goes on with what was left, or begins anew.</param>
public sealed record ClockStop(DateTimeOffset From, DateTimeOffset? To, StepKey? Step, ClockStopCause Cause, ClockPolicy Policy, string? Basis, OfficerId By)
{
    /// <summary>The written act behind it: the decision to suspend, the notice of what is to be paid.</summary>
    public WrittenAct? Document { get; init; }

    /// <summary>Why, in the officer's words.</summary>
    public string? Reason { get; init; }

    internal ClockStop Resumed(DossierEvent.ClockResumed by) =>
        this with { To = by.At, Policy = Policy is ClockPolicy.Restarts && !by.Answered ? ClockPolicy.Suspends : Policy };
}

/// <summary>Why a clock stands still.</summary>
public enum ClockStopCause
{
    Supplement, // chờ bổ sung hồ sơ
    Payment, // chờ nghĩa vụ tài chính
    Applicant, // chờ công dân thực hiện việc khác
    Suspension, // tạm dừng theo quyết định
}

/// <summary>A line of the ledger that sets a date: from <paramref name="At"/> on the limit is over at <paramref name="DueAt"/>, later pauses added.</summary>
/// <param name="From">When it was due before.</param>
public sealed record ClockSetting(DateTimeOffset At, DateTimeOffset From, DateTimeOffset DueAt, ClockSettingCause Cause, string Reason, string? Basis, WrittenAct? Document, OfficerId By);

/// <summary>Why a date was set.</summary>
public enum ClockSettingCause
{
    Extension, // gia hạn, xin lỗi và hẹn lại
    Calendar, // giữ nguyên ngày đã hẹn khi lịch làm việc thay đổi
}

/// <summary>A line of the ledger that puts another limit in place of the version's own; the time already used counts towards it (thời hạn không tính lại từ đầu).</summary>
public sealed record LimitChange(DateTimeOffset At, CountingRule Limit, string Reason, WrittenAct? Document, OfficerId By);

/// <summary>A written act that something rests on (văn bản): its number, its date, who signed it.</summary>
public sealed record WrittenAct(string Number, DateOnly Date, string? Signer);

/// <summary>A stretch of time a dossier spent in an inter-agency leg; it may come back to one later.</summary>
/// <param name="Place">Where the first step of the stretch was worked on: by its calendar the leg is counted.</param>
/// <param name="To">When no step of the leg was open any more; null while one is.</param>
public sealed record LegSpan(string Leg, AgencyCode? Place, DateTimeOffset From, DateTimeOffset? To);
