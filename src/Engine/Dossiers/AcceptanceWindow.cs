using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
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

    /// <summary>What was already said about it.</summary>
    public ImmutableList<ReminderKind> Reminded { get; init; } = [];

    internal AcceptanceWindow Anew(DateTimeOffset at) => this with { From = at, Run = Run + 1, IsOpen = true, Reminded = [] };
}

/// <summary>The clock of an acceptance window at a moment.</summary>
/// <param name="RemainingMinutes">Working minutes left, negative when overdue.</param>
/// <param name="SoonAt">From when on it is due soon.</param>
public sealed record AcceptanceClock(int Run, DateTimeOffset DueAt, int RemainingMinutes, Standing Standing, DateTimeOffset SoonAt)
{
    /// <summary>Null while no window is open: nothing was handed in, the applicant has something to do, or the desk has answered.</summary>
    public static AcceptanceClock? Of(Dossier dossier, CalendarBook calendars, DateTimeOffset now, double dueSoonShare = DossierClocks.DefaultDueSoonShare)
    {
        if (dossier is not { EndedAt: null, Acceptance: { IsOpen: true, Limit.WorkingMinutes: { } whole } window }) return null;
        var calendar = calendars.For(dossier.Receiving);
        var due = calendar.DueAt(window.From, new CountingRule(window.Limit, Counting.RunningHours));
        var remaining = now <= due ? calendar.Between(now, due) : -calendar.Between(due, now);
        return new(
            window.Run, due, remaining, now > due ? Standing.Overdue : remaining < whole * dueSoonShare ? Standing.DueSoon : Standing.OnTime,
            calendar.Subtract(due, Math.Max(0, (int)Math.Ceiling(whole * dueSoonShare) - 1)));
    }
}
