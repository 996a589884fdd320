using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>Every deadline of a dossier at a moment: a function of the version's limits, the calendar and the ledger, never stored as truth.</summary>
/// <param name="DueAt">When the dossier must be finished, pauses taken into account; null without a limit, and while a restarting clock stands still.</param>
/// <param name="RemainingMinutes">Working minutes left until then (negative when overdue, null without).</param>
/// <param name="Standing">On time, due soon, overdue, or stopped.</param>
/// <param name="Steps">The clock of each open step.</param>
public sealed record DossierClocks(DateTimeOffset? DueAt, int? RemainingMinutes, Standing Standing, IReadOnlyList<StepClock> Steps)
{
    public static DossierClocks Of(Dossier dossier, ProcessDefinition process, CalendarBook calendars, DateTimeOffset now) =>
        throw new NotImplementedException($"{dossier} {process} {calendars} {now}");
}

/// <summary>The clock of one open step: its own limit, when it is due, and how much is left (working minutes, negative when overdue).</summary>
public sealed record StepClock(StepKey Step, int Run, TimeLimit? Limit, DateTimeOffset? DueAt, int? RemainingMinutes, Standing Standing);

/// <summary>How a clock stands.</summary>
public enum Standing
{
    OnTime, // trong hạn
    DueSoon, // sắp đến hạn
    Overdue, // quá hạn
    Stopped, // tạm dừng
    NoLimit, // không có hạn
}
