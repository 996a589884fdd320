using TthcFlow.Engine.Calendars;
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
    /// <summary>The clock of each inter-agency leg that was begun and has work open (chặng liên thông), in the order of the header.</summary>
    public IReadOnlyList<LegClock> Legs { get; init; } = [];

    /// <summary>The share of a limit that is left when a clock begins to say "due soon", unless an office asks for another.</summary>
    public const double DefaultDueSoonShare = 0.25;

    /// <param name="dueSoonShare">When less than this share of the limit's working minutes is left, the clock is due soon; 0 to 1.</param>
    public static DossierClocks Of(Dossier dossier, ProcessDefinition process, CalendarBook calendars, DateTimeOffset now, double dueSoonShare = DefaultDueSoonShare) =>
        OfTheWhole(dossier, process, calendars, now, dueSoonShare) with { Legs = LegClock.Of(dossier, process, calendars, now, dueSoonShare) };

    private static DossierClocks OfTheWhole(Dossier dossier, ProcessDefinition process, CalendarBook calendars, DateTimeOffset now, double dueSoonShare)
    {
        var steps = dossier.Open.ConvertAll(open => StepClock.Of(open, dossier, process, calendars, now, dueSoonShare));
        if (dossier.ReceivedAt is null || StatutoryClock.RuleOf(process.Header, dossier.Channel, dossier.Area) is not { Fault: null } rule)
            return new(null, null, Standing.NoLimit, steps);

        var calendar = calendars.For(dossier.Competent);
        var at = dossier.FinishedAt is { } finished && finished < now ? finished : now;
        var stop = dossier.FinishedAt is null ? dossier.OpenStop : null;
        if (stop is { Policy: ClockPolicy.Restarts }) return new(null, null, Standing.Stopped, steps);

        var (from, pauses) = StatutoryClock.Run(dossier, stop is null ? null : now);
        var due = calendar.DueAfter(from, rule, pauses);
        var remaining = Remaining(calendar, at, due);
        var standing = stop is not null ? Standing.Stopped
            : dossier.FinishedAt is not null ? at > due ? Standing.Overdue : Standing.OnTime
            : StandingOf(at, due, remaining, calendar.Between(from, calendar.DueAt(from, rule)), dueSoonShare);
        return new(due, remaining, standing, steps);
    }

    /// <summary>The day-by-day account of the dossier's time (diễn giải thời hạn): which working minutes were used, which days and pauses did not count, and why.</summary>
    /// <remarks>The minutes add up to the working minutes used of the limit so far. What lies before a restart counts for nothing and is told so.</remarks>
    public static IReadOnlyList<DayAccount> Explain(Dossier dossier, CalendarBook calendars, DateTimeOffset now)
    {
        if (dossier.ReceivedAt is not { } received) return [];
        var until = dossier.FinishedAt is { } finished && finished < now ? finished : now;
        var (from, pauses) = StatutoryClock.Run(dossier, now);
        var calendar = calendars.For(dossier.Competent);
        var account = new List<DayAccount>();
        if (from > received) account.AddRange(Uncounted(calendar, received, from, new("thời hạn tính lại từ đầu, không tính", "the limit began anew, not counted")));
        account.AddRange(Account(calendar, from, until, pauses));
        return account;
    }

    /// <summary>The day-by-day account of one open step's time; its minutes add up to the working minutes used of the step's limit so far.</summary>
    public static IReadOnlyList<DayAccount> Explain(OpenStep open, Dossier dossier, ProcessDefinition process, CalendarBook calendars, DateTimeOffset now) =>
        Account(calendars.For(open.Place ?? dossier.Competent), open.OpenedAt, now, StepClock.PausesOf(open, dossier, process, now));

    internal static int Remaining(WorkingCalendar calendar, DateTimeOffset at, DateTimeOffset due) =>
        at <= due ? calendar.Between(at, due) : -calendar.Between(due, at);

    internal static Standing StandingOf(DateTimeOffset at, DateTimeOffset due, int remaining, int whole, double dueSoonShare) =>
        at > due ? Standing.Overdue : remaining < whole * dueSoonShare ? Standing.DueSoon : Standing.OnTime;

    private static List<DayAccount> Account(WorkingCalendar calendar, DateTimeOffset from, DateTimeOffset until, IReadOnlyList<Pause> pauses)
    {
        var account = new List<DayAccount>();
        foreach (var pause in pauses.OrderBy(pause => pause.From))
        {
            if (pause.To <= from || pause.From >= until) continue;
            account.AddRange(calendar.Explain(from, pause.From));
            from = pause.From > from ? pause.From : from;
            var resumes = pause.To < until ? pause.To : until;
            account.AddRange(Uncounted(calendar, from, resumes, new("tạm dừng tính thời hạn", "the clock stood still")));
            from = resumes;
        }
        account.AddRange(calendar.Explain(from, until));
        return account;
    }

    private static IEnumerable<DayAccount> Uncounted(WorkingCalendar calendar, DateTimeOffset from, DateTimeOffset to, Wording why) =>
        calendar.Explain(from, to).Select(day => day.Minutes == 0 ? day : day with { Minutes = 0, Why = new($"{why.Vi} ({day.Why.Vi})", $"{why.En} ({day.Why.En})") });
}

/// <summary>The clock of one open step: its own limit, when it is due, and how much is left (working minutes, negative when overdue).</summary>
/// <param name="SoonAt">From when on it is due soon; null without a limit.</param>
public sealed record StepClock(
    StepKey Step, int Run, TimeLimit? Limit, DateTimeOffset? DueAt, int? RemainingMinutes, Standing Standing, DateTimeOffset? SoonAt = null)
{
    internal static StepClock Of(OpenStep open, Dossier dossier, ProcessDefinition process, CalendarBook calendars, DateTimeOffset now, double dueSoonShare)
    {
        if (process.Find(open.Step) is not { } step || LimitOf(step, dossier, process) is not { } limit) return new(open.Step, open.Run, null, null, null, Standing.NoLimit);
        var rule = new CountingRule(limit, Counting.RunningHours);
        if (rule.Fault is not null) return new(open.Step, open.Run, limit, null, null, Standing.NoLimit);

        var calendar = calendars.For(open.Place ?? dossier.Competent);
        var due = calendar.DueAfter(open.OpenedAt, rule, PausesOf(open, dossier, process, now));
        var remaining = DossierClocks.Remaining(calendar, now, due);
        var whole = calendar.Between(open.OpenedAt, calendar.DueAt(open.OpenedAt, rule));
        var standing = dossier.OpenStop is not null && !step.AwaitsApplicant() ? Standing.Stopped : DossierClocks.StandingOf(now, due, remaining, whole, dueSoonShare);
        var soon = Math.Clamp((int)Math.Ceiling(whole * dueSoonShare) - 1, 0, calendar.Between(open.OpenedAt, due));
        return new(open.Step, open.Run, limit, due, remaining, standing, calendar.Subtract(due, soon));
    }

    /// <summary>The stops of the dossier's clock while the step was open: its own clock stood still too, whatever the policy. A step that itself awaits the applicant goes on counting.</summary>
    internal static IReadOnlyList<Pause> PausesOf(OpenStep open, Dossier dossier, ProcessDefinition process, DateTimeOffset now) =>
        process.Find(open.Step) is { } step && step.AwaitsApplicant() ? []
        : [.. dossier.Stops.Where(stop => (stop.To ?? now) > open.OpenedAt).Select(stop => new Pause(stop.From, stop.To ?? now))];

    /// <summary>A result that is ready waits for the applicant without a limit; papers that were asked for are awaited as long as the header says.</summary>
    private static TimeLimit? LimitOf(Step step, Dossier dossier, ProcessDefinition process) => step.Kind switch
    {
        StepKind.ReturnResult => null,
        StepKind.AwaitSupplement => step.Work?.Limit ?? process.Header.Supplement?.AnswerWithin,
        _ => dossier.Channel is Channel.Online && step.Work?.OnlineLimit is { } online ? online : step.Work?.Limit,
    };
}

/// <summary>The clock of one inter-agency leg (chặng liên thông): from the moment its first step was opened, by the calendar of its agency.</summary>
/// <param name="RemainingMinutes">Working minutes left, negative when overdue.</param>
public sealed record LegClock(string Leg, TimeLimit Limit, DateTimeOffset BegunAt, DateTimeOffset DueAt, int RemainingMinutes, Standing Standing)
{
    internal static IReadOnlyList<LegClock> Of(Dossier dossier, ProcessDefinition process, CalendarBook calendars, DateTimeOffset now, double dueSoonShare)
    {
        if (dossier.Legs.Count == 0) return [];
        var clocks = new List<LegClock>();
        foreach (var leg in process.Header.Legs)
        {
            if (leg.Limit is not { } limit || !dossier.Legs.TryGetValue(leg.Key, out var begun)) continue;
            var rule = new CountingRule(limit, Counting.RunningHours);
            if (rule.Fault is not null || dossier.Open.Find(open => process.Find(open.Step)?.Work?.Leg == leg.Key) is not { } open) continue;

            // Legs are stretches of the dossier's way: when its clock stands still, theirs do.
            var calendar = calendars.For(open.Place ?? dossier.Competent);
            var pauses = dossier.Stops.Where(stop => (stop.To ?? now) > begun).Select(stop => new Pause(stop.From, stop.To ?? now)).ToArray();
            var due = calendar.DueAfter(begun, rule, pauses);
            var remaining = DossierClocks.Remaining(calendar, now, due);
            var standing = dossier.OpenStop is not null ? Standing.Stopped
                : DossierClocks.StandingOf(now, due, remaining, calendar.Between(begun, calendar.DueAt(begun, rule)), dueSoonShare);
            clocks.Add(new(leg.Key, limit, begun, due, remaining, standing));
        }
        return clocks;
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
