using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>What another calendar would do to one running dossier (ảnh hưởng của lịch mới): how far its due time and those of its open steps move, and whether it crosses into overdue or out of it.</summary>
/// <param name="Before">When it is due now; null without a limit, and while a restarting clock stands still.</param>
/// <param name="After">When it would be due.</param>
/// <param name="Steps">The open steps whose due time moves.</param>
public sealed record DossierShift(
    DossierCode Code, ProcedureCode Procedure, AgencyCode Agency, string? Subject, DateTimeOffset? Before, DateTimeOffset? After, bool WasOverdue, bool IsOverdue, IReadOnlyList<StepShift> Steps)
{
    /// <summary>The due time of the dossier moves, not only those of its steps.</summary>
    public bool Moves => Before != After;

    public bool IntoOverdue => IsOverdue && !WasOverdue;

    public bool OutOfOverdue => WasOverdue && !IsOverdue;

    /// <summary>How far it moves on the clock; the farthest of its steps where the dossier itself does not.</summary>
    public TimeSpan By => Moves ? (After - Before) ?? TimeSpan.Zero : Steps.Select(step => step.After - step.Before).MaxBy(by => by.Duration());

    /// <summary>Null where nothing moves.</summary>
    internal static DossierShift? Of(
        (DossierCode Code, ProcedureCode Procedure, AgencyCode Agency, string? Subject) known, Dossier dossier, ProcessDefinition process, CalendarBook before, CalendarBook after, DateTimeOffset now)
    {
        var (was, will) = (DossierClocks.DueTimes(dossier, process, before, now), DossierClocks.DueTimes(dossier, process, after, now));
        List<StepShift> steps =
        [
            .. from step in was.Steps
               from other in will.Steps
               where other.Step == step.Step && other.Run == step.Run
               let due = (Before: step.DueAt ?? default, After: other.DueAt ?? default)
               where due.Before != due.After
               select new StepShift(step.Step, due.Before, due.After),
        ];
        return was.DueAt == will.DueAt && steps is [] ? null
            : new(known.Code, known.Procedure, known.Agency, known.Subject, was.DueAt, will.DueAt, was.Standing is Standing.Overdue, will.Standing is Standing.Overdue, steps);
    }
}

/// <summary>An open step whose due time moves.</summary>
public sealed record StepShift(StepKey Step, DateTimeOffset Before, DateTimeOffset After);
