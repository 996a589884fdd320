using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>The time a desk has to answer what was handed in online (hạn tiếp nhận): it may begin anew, and when it ends follows from the receiving agency's calendar.</summary>
/// <param name="From">When it last began: at submission, at the payment of a fee, or when what was asked for came.</param>
/// <param name="Run">1 for the first time it began, 2 for the second…</param>
/// <param name="IsOpen">False while the applicant has something to do, and once the desk has answered.</param>
/// <param name="FeeOwed">Dong to be paid before the dossier can be accepted; null where nothing is owed.</param>
/// <param name="WasAsked">The applicant was asked to complete the dossier: that is said once.</param>
public sealed record AcceptanceWindow(
    DateTimeOffset From, TimeLimit Limit, string Basis, int Run = 1, bool IsOpen = true, decimal? FeeOwed = null, bool WasAsked = false)
{
    /// <summary>Under this key the window stands on work lists and among reminders, where steps stand with theirs.</summary>
    public static StepKey Key { get; } = new("acceptance");

    /// <summary>What was said about it, and when last.</summary>
    public ImmutableList<SaidRung> Said { get; init => field = value ?? []; } = [];

    /// <summary>What files from before <see cref="Said"/> hold: kinds without the moment.</summary>
    public ImmutableList<ReminderKind> Reminded { get; init => field = value ?? []; } = [];

    internal AcceptanceWindow Anew(DateTimeOffset at) => this with { From = at, Run = Run + 1, IsOpen = true, Reminded = [], Said = [] };
}

/// <summary>The clock of an acceptance window at a moment.</summary>
/// <param name="RemainingMinutes">Working minutes left, negative when overdue.</param>
/// <param name="SoonAt">From when on it is due soon.</param>
public sealed record AcceptanceClock(int Run, DateTimeOffset DueAt, int RemainingMinutes, Standing Standing, DateTimeOffset SoonAt)
{
    /// <summary>Null while no window is open: nothing was handed in, the applicant has something to do, or the desk has answered.</summary>
    public static AcceptanceClock? Of(Dossier dossier, CalendarBook calendars, DateTimeOffset now, ReminderLadders? ladders = null)
    {
        ArgumentNullException.ThrowIfNull(dossier);
        ArgumentNullException.ThrowIfNull(calendars);
        if (dossier is not { EndedAt: null, Acceptance: { IsOpen: true, Limit.WorkingMinutes: { } whole } window }) return null;
        var (calendar, ladder) = (calendars.For(dossier.Receiving), (ladders ?? ReminderLadders.National).Of(dossier.Receiving));
        var due = calendar.DueAt(window.From, new CountingRule(window.Limit, Counting.RunningHours));
        var remaining = now <= due ? calendar.Between(now, due) : -calendar.Between(due, now);
        var soon = calendar.Subtract(due, Math.Max(0, (int)Math.Ceiling(whole * ladder.DueSoonShare) - 1));
        var rungs = ReminderRungs.Of(calendar, window.From, soon, due, ladder, goesHigher: true);
        return new(window.Run, due, remaining, now > due ? Standing.Overdue : remaining < whole * ladder.DueSoonShare ? Standing.DueSoon : Standing.OnTime, soon)
        {
            Rungs = rungs,
            Next = rungs.Next(window.Said, window.Reminded),
        };
    }

    /// <summary>The next reminder that is still to be said; null when all were.</summary>
    public Rung? Next { get; init; }

    internal ReminderRungs Rungs { get; private init; }
}
