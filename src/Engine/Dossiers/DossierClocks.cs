using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>Every deadline of a dossier at a moment: a function of the version's limits, the calendar and the ledger, never stored as truth.</summary>
/// <param name="DueAt">When the dossier must be finished, pauses taken into account (while the clock stands still: if it went on now); null without a limit, and while a restarting clock stands still.</param>
/// <param name="RemainingMinutes">Working minutes left until then (negative when overdue, null without). Once processing is finished it stays as it was at that moment.</param>
/// <param name="Standing">On time, due soon, overdue, or stopped.</param>
/// <param name="Steps">The clock of each open step.</param>
public sealed record DossierClocks(DateTimeOffset? DueAt, int? RemainingMinutes, Standing Standing, IReadOnlyList<StepClock> Steps)
{
    /// <summary>The clock of each inter-agency leg that was begun (chặng liên thông), in the order of the header; one that is over says how it ended.</summary>
    public IReadOnlyList<LegClock> Legs { get; init; } = [];

    /// <summary>From when on the dossier is due soon; null without a limit, while the clock stands still, and once processing is finished.</summary>
    public DateTimeOffset? SoonAt { get; init; }

    /// <summary>How long the applicant still has for papers that were asked for at a step; null when none are awaited that way, or no time is stated. A drawn waiting step has a clock of its own.</summary>
    public AnswerClock? Answer { get; init; }

    /// <summary>The clock of each body that was asked and has not answered yet (lấy ý kiến).</summary>
    public IReadOnlyList<ConsultationClock> Consultations { get; init; } = [];

    /// <summary>The clock of the desk's answer, while it is awaited (hạn tiếp nhận).</summary>
    public AcceptanceClock? Acceptance { get; init; }

    /// <summary>The next reminder of the promise that is still to be said; null while the clock stands still, and when all were.</summary>
    public Rung? Next { get; init; }

    /// <summary>The earliest reminder of all that are still to be said about the dossier, and of which clock: a step's, the desk's answer, the promise.</summary>
    internal (StepKey Step, int Run, Rung Rung)? NextReminder(Dossier dossier)
    {
        (StepKey Step, int Run, Rung Rung)? first = null;
        foreach (var clock in Steps) Consider(clock.Step, clock.Run, clock.Next);
        if (Answer is { } answer && dossier.FindOpen(answer.Step) is { } open) Consider(open.Step, open.Run, answer.Next);
        if (Acceptance is { } window) Consider(AcceptanceWindow.Key, window.Run, window.Next);
        Consider(DossierPromise.Key, 1, Next);
        return first;

        void Consider(StepKey step, int run, Rung? rung)
        {
            if (rung is { } next && Rung.Earlier(first?.Rung, next) == next && first?.Rung != next) first = (step, run, next);
        }
    }

    /// <summary>For whoever looks at due times alone: from when on a clock is due soon is not asked.</summary>
    public static DossierClocks DueTimes(Dossier dossier, ProcessDefinition process, CalendarBook calendars, DateTimeOffset now) =>
        Of(dossier, process, calendars, now, ReminderLadders.National);

    /// <param name="ladders">When each office wants to be reminded, and from when on a clock is due soon.</param>
    public static DossierClocks Of(Dossier dossier, ProcessDefinition process, CalendarBook calendars, DateTimeOffset now, ReminderLadders ladders)
    {
        ArgumentNullException.ThrowIfNull(dossier);
        ArgumentNullException.ThrowIfNull(ladders);
        var (ladder, dueSoonShare) = (ladders.Of(dossier.Competent), ladders.Of(dossier.Competent).DueSoonShare);
        var steps = dossier.Open.ConvertAll(open => StepClock.Of(open, dossier, process, calendars, now, ladders));
        var legs = LegClock.Of(dossier, process, calendars, now, dueSoonShare);
        var answer = AnswerClock.Of(dossier, process, calendars, now, ladders);
        var asked = ConsultationClock.Of(dossier, calendars, now, ladders);
        if (RunningClock.OfDossier(dossier, process, calendars, now) is not { } clock)
            return new(null, null, dossier.OpenStop is null || dossier.FinishedAt is not null ? Standing.NoLimit : Standing.Stopped, steps)
            {
                Legs = legs,
                Answer = answer,
                Consultations = asked,
                Acceptance = AcceptanceClock.Of(dossier, calendars, now, ladders),
            };
        if (!clock.HasEnded && dossier.Ledger.AwaitsRestart) return new(null, null, Standing.Stopped, steps) { Legs = legs, Answer = answer, Consultations = asked };

        var due = clock.DueAt();
        var left = clock.Left(due);
        var soon = clock is { HasEnded: false, Stop: null } ? clock.SoonAt(due, dueSoonShare) : (DateTimeOffset?)null;
        return new(due, left, clock.StandingAt(due, left, dueSoonShare), steps)
        {
            Legs = legs,
            SoonAt = soon,
            Answer = answer,
            Consultations = asked,
            Next = soon is not null && DossierPromise.IsWatched(dossier) ? ReminderRungs.Of(clock, due, ladder, goesHigher: true).Next(dossier.PromiseSaid, []) : null,
        };
    }
}

/// <summary>The clock of one open step: its own limit, when it is due, and how much is left (working minutes, negative when overdue).</summary>
/// <param name="SoonAt">From when on it is due soon; null without a limit.</param>
public sealed record StepClock(
    StepKey Step, int Run, TimeLimit? Limit, DateTimeOffset? DueAt, int? RemainingMinutes, Standing Standing, DateTimeOffset? SoonAt = null)
{
    /// <summary>The next reminder that is still to be said; null without a limit, while the clock stands still, and when all were.</summary>
    public Rung? Next { get; init; }

    internal static StepClock Of(OpenStep open, Dossier dossier, ProcessDefinition process, CalendarBook calendars, DateTimeOffset now, ReminderLadders ladders)
    {
        if (RunningClock.OfStep(open, null, dossier, process, calendars, now) is not { } clock) return new(open.Step, open.Run, null, null, null, Standing.NoLimit);

        var due = clock.DueAt();
        var left = clock.Left(due);
        var ladder = ladders.Of(open.Place ?? dossier.Competent);
        var rungs = ReminderRungs.Of(clock, due, ladder, GoesHigher(open, process));
        return new(open.Step, open.Run, clock.Rule.Limit, due, left, clock.StandingAt(due, left, ladder.DueSoonShare), rungs.Soon)
        {
            Next = clock.Stop is null ? rungs.Next(open.Said, open.Reminded) : null,
        };
    }

    /// <summary>Where the applicant's time runs out, no superior answers for it.</summary>
    internal static bool GoesHigher(OpenStep open, ProcessDefinition process) => process.Find(open.Step)?.AwaitsApplicant() != true;
}

/// <summary>The clock of one inter-agency leg (chặng liên thông): from the moment its first step was opened, by the calendar of its agency.</summary>
/// <param name="RemainingMinutes">Working minutes left, negative when overdue; once the leg is over, as it was when it ended.</param>
/// <param name="Standing">Once the leg is over: on time or overdue, its own label, whatever becomes of the dossier.</param>
/// <param name="EndedAt">When its last step was done; null while it is under way. A dossier that comes back into the leg takes it up again.</param>
public sealed record LegClock(string Leg, TimeLimit Limit, DateTimeOffset BegunAt, DateTimeOffset DueAt, int RemainingMinutes, Standing Standing, DateTimeOffset? EndedAt = null)
{
    internal static IReadOnlyList<LegClock> Of(Dossier dossier, ProcessDefinition process, CalendarBook calendars, DateTimeOffset now, double dueSoonShare)
    {
        if (dossier.Legs.Count == 0) return [];
        var clocks = new List<LegClock>();
        foreach (var leg in process.Header.Legs)
        {
            if (RunningClock.OfLeg(leg, dossier, calendars, now) is not { } clock) continue;
            var due = clock.DueAt();
            var left = clock.Left(due);
            clocks.Add(new(leg.Key, clock.Rule.Limit, clock.Since, due, left, clock.StandingAt(due, left, dueSoonShare), clock.HasEnded ? clock.At : null));
        }
        return clocks;
    }
}

/// <summary>The applicant's time to bring papers asked for at a step without a drawn wait (thời hạn bổ sung): from the request, by the header's word.</summary>
/// <param name="RemainingMinutes">Working minutes left, negative when it is over.</param>
/// <param name="Follows">What the header says of a request nobody answers: <c>Reject</c>, <c>Stop</c>, <c>Continue</c>; null: people decide.</param>
public sealed record AnswerClock(StepKey Step, TimeLimit Limit, DateTimeOffset AskedAt, DateTimeOffset DueAt, int RemainingMinutes, string? Follows)
{
    /// <summary>From when on the applicant is told that it will soon be over.</summary>
    public DateTimeOffset SoonAt { get; init; }

    /// <summary>The next reminder that is still to be said; null when all were.</summary>
    public Rung? Next { get; init; }

    internal static AnswerClock? Of(Dossier dossier, ProcessDefinition process, CalendarBook calendars, DateTimeOffset now, ReminderLadders ladders)
    {
        if (dossier.Awaited.Count == 0 || process.Header.Supplement is not { AnswerWithin: { } limit } rule || dossier.Awaited.Find(asked => !asked.Drawn) is not { } awaited) return null;
        var counting = new CountingRule(limit, Counting.RunningHours);
        if (counting.Fault is not null) return null;
        var clock = new RunningClock(dossier.PromiseCalendar(calendars), counting, awaited.At, now, false, [], null, null);
        var due = clock.DueAt();
        var soon = clock.SoonAt(due, ladders.Of(dossier.Competent).DueSoonShare);
        Rung? Unsaid(ReminderKind kind, DateTimeOffset at) =>
            dossier.FindOpen(awaited.Step) is { } open && !ReminderRungs.WasSaid(kind, at, open.Said, open.Reminded) ? new(at, kind) : null;
        return new(awaited.Step, limit, awaited.At, due, clock.Left(due), rule.OnExpiry)
        {
            SoonAt = soon,
            Next = Rung.Earlier(Unsaid(ReminderKind.AnswerSoon, soon), Unsaid(ReminderKind.AnswerOver, due)),
        };
    }
}

/// <summary>How a clock stands.</summary>
public enum Standing
{
    OnTime, // trong hạn
    DueSoon, // sắp đến hạn
    Overdue, // quá hạn
    Stopped, // tạm dừng
    NoLimit, // không có hạn
}
