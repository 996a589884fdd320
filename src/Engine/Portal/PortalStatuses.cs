using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;

namespace TthcFlow.Engine.Portal;

/// <summary>What a portal is told of a dossier (trạng thái hồ sơ trên cổng). The numbers are the target's table; this says which state a dossier is in.</summary>
public static class PortalStatuses
{
    /// <summary>The code of a dossier as it stands; null where the portal hears nothing: internal processes, an internal end, nothing received yet.</summary>
    /// <remarks>A step says another code only where its drawing or the table does; the latest such step that is open speaks for the dossier.</remarks>
    /// <param name="target">The national portal when null.</param>
    public static int? CodeOf(Dossier dossier, ProcessDefinition process, PortalTarget? target = null)
    {
        target ??= PortalTarget.Default;
        if (process.Header.Kind is not ProcessKind.Public || StateOf(dossier.Status) is not { } state) return null;
        if (state is PortalState.InProgress or PortalState.AwaitingSupplement or PortalState.AwaitingPayment
            && dossier.Open.Select(open => process.Find(open.Step) is { } step ? target.OwnCodeOf(step) : null).LastOrDefault(code => code is not null) is { } own) return own;
        return target.CodeOf(state);
    }

    private static PortalState? StateOf(DossierStatus status) => status switch
    {
        DossierStatus.Received => PortalState.Received,
        DossierStatus.InProgress => PortalState.InProgress,
        DossierStatus.AwaitingSupplement => PortalState.AwaitingSupplement,
        DossierStatus.AwaitingPayment => PortalState.AwaitingPayment,
        DossierStatus.ResultReady => PortalState.ResultReady,
        DossierStatus.Returned => PortalState.Returned,
        DossierStatus.Declined => PortalState.Declined,
        DossierStatus.Rejected => PortalState.Rejected,
        DossierStatus.Stopped => PortalState.Stopped,
        _ => null,
    };
}
