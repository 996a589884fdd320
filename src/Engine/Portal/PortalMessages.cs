using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Portal;

/// <summary>One row for the outbox: what the portal is to be told, once, in the order of the numbers (cập nhật trạng thái).</summary>
/// <param name="Number">The journal number of the event that caused it: with the dossier's code, the key that makes sending it twice harmless.</param>
/// <param name="Step">The step that was reached or left; null where the event concerns no single step.</param>
public sealed record StatusMessage(int Number, DateTimeOffset At, int Code, string Name, StepKey? Step);

/// <summary>What the portal must hear of what happened.</summary>
public static class PortalMessages
{
    /// <summary>One message each time the code changes along the events, in order.</summary>
    /// <param name="before">The dossier before the events.</param>
    /// <param name="length">The journal's length before the events; the first of them is number <c>length + 1</c>.</param>
    /// <param name="target">The national portal when null.</param>
    /// <param name="earlier">The version the dossier ran on before the events, where they move it to another.</param>
    public static IReadOnlyList<StatusMessage> Of(
        Dossier before, int length, IReadOnlyList<DossierEvent> events, ProcessDefinition process, PortalTarget? target = null, ProcessDefinition? earlier = null)
    {
        target ??= PortalTarget.Default;
        return Of(before, length, events, PortalStatuses.CodeOf(before, earlier ?? process, target), _ => process, target);
    }

    /// <summary>The same along a whole journal, whichever versions the dossier ran on.</summary>
    public static IReadOnlyList<StatusMessage> Of(IReadOnlyList<DossierEvent> journal, ProcessVersions versions, PortalTarget target) => Of(Dossier.Empty, 0, journal, null, versions.For, target);

    private static List<StatusMessage> Of(Dossier before, int length, IReadOnlyList<DossierEvent> events, int? told, Func<Dossier, ProcessDefinition> processOf, PortalTarget target)
    {
        var messages = new List<StatusMessage>();
        var (dossier, code) = (before, told);
        for (var (at, isBetween) = (0, false); at < events.Count; at++)
        {
            var happened = events[at];
            length++;
            dossier = dossier.Apply(happened);
            // Between two steps the dossier is nowhere for a moment; what follows in the same breath says where it is.
            isBetween = happened is DossierEvent.StepCompleted or DossierEvent.StepCancelled or DossierEvent.SupplementExpired
                || isBetween && happened is DossierEvent.SupplementReceived or DossierEvent.ClockResumed or DossierEvent.OfficerNamed or DossierEvent.BranchChosen or DossierEvent.TokensWaiting;
            if (isBetween && at < events.Count - 1) continue;
            if (CodeOf(happened, dossier, processOf(dossier), target) is not { } now || now == code) continue;
            messages.Add(new(length, happened.At, now, target.NameOf(now).Vi, StepOf(happened)));
            code = now;
        }
        return messages;
    }

    /// <summary>A terminal may carry a code of its own, except behind a no at the desk, which has been told.</summary>
    private static int? CodeOf(DossierEvent happened, Dossier dossier, ProcessDefinition process, PortalTarget target) =>
        happened is DossierEvent.Ended { Status: not DossierStatus.Declined } ended && process.Header.Kind is ProcessKind.Public && ended.Step is { } last && process.Find(last) is { } end && target.OwnCodeOf(end) is { } own
            ? own
            : PortalStatuses.CodeOf(dossier, process, target);

    private static StepKey? StepOf(DossierEvent happened) => happened switch
    {
        DossierEvent.StepOpened e => e.Step,
        DossierEvent.StepCompleted e => e.Step,
        DossierEvent.SupplementRequested e => e.Step,
        DossierEvent.SupplementReceived e => e.Step,
        DossierEvent.ClockStopped e => e.Step,
        DossierEvent.ClockResumed e => e.Step,
        DossierEvent.Ended e => e.Step,
        _ => null,
    };
}
