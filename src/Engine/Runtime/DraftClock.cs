using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>How the time of a draft's appraisal stands (thời hạn thẩm định): the clocks of the dossier that times it, as work lists show them.</summary>
/// <param name="Step">The open step that is due first; null once nothing is open.</param>
/// <param name="StepRemainingMinutes">Working minutes left for that step, negative when overdue.</param>
/// <param name="RemainingMinutes">Working minutes left for the whole.</param>
/// <param name="EndedAt">When the dossier was over; null while it runs.</param>
public sealed record DraftClock(
    DossierCode Dossier, StepKey? Step, string? StepName, DateTimeOffset? StepDueAt, int? StepRemainingMinutes, Standing StepStanding,
    DateTimeOffset? DueAt, int? RemainingMinutes, Standing Standing, DateTimeOffset? EndedAt)
{
    /// <summary>Whether whoever asks may open the dossier itself.</summary>
    public bool MayOpen { get; init; }

    /// <summary>What is due first goes first: the open step, then the whole; what has no clock comes last, by how long it waits.</summary>
    public static IEnumerable<DraftLine> InOrder(IEnumerable<DraftLine> drafts) => drafts
        .OrderBy(draft => draft.Clock?.StepDueAt ?? DateTimeOffset.MaxValue).ThenBy(draft => draft.Clock?.DueAt ?? DateTimeOffset.MaxValue).ThenBy(draft => draft.Since);

    internal static DraftClock Of(DossierCode code, Dossier dossier, ProcessDefinition process, CalendarBook calendars, DateTimeOffset now, ReminderLadders ladders)
    {
        var clocks = DossierClocks.Of(dossier, process, calendars, now, ladders);
        var step = dossier.IsRunning ? clocks.Steps.OrderBy(open => open.DueAt ?? DateTimeOffset.MaxValue).FirstOrDefault() : null;
        return new(
            code, step?.Step, step is null ? null : process.Find(step.Step)?.Name, step?.DueAt, step?.RemainingMinutes, step?.Standing ?? Standing.NoLimit,
            clocks.DueAt, clocks.RemainingMinutes, clocks.Standing, dossier.EndedAt);
    }
}
