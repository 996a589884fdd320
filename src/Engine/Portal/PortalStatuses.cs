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
        if (process.Header.Kind is not ProcessKind.Public || StateOf(dossier) is not { } state) return null;
        if (state is PortalMoment.InProgress or PortalMoment.AwaitingSupplement or PortalMoment.AwaitingPayment
            && dossier.Open.Select(open => process.Find(open.Step) is { } step ? target.OwnCodeOf(step) : null).LastOrDefault(code => code is not null) is { } own) return own;
        return target.CodeOf(state);
    }

    /// <remarks>Portals take no "newly registered" and no "not accepted" after "papers asked for": who was asked before acceptance stays asked until the desk has answered, and a no is then a final one.</remarks>
    private static PortalMoment? StateOf(Dossier dossier) => dossier.Status switch
    {
        DossierStatus.Submitted when dossier.Acceptance?.WasAsked is true => PortalMoment.AwaitingSupplement,
        DossierStatus.Submitted => PortalMoment.Registered,
        DossierStatus.AwaitingCompletion => PortalMoment.AwaitingSupplement,
        DossierStatus.Declined when dossier is { ReceivedAt: null, Acceptance.WasAsked: true } => PortalMoment.Rejected,
        DossierStatus.Received => PortalMoment.Received,
        DossierStatus.InProgress => PortalMoment.InProgress,
        DossierStatus.AwaitingSupplement => PortalMoment.AwaitingSupplement,
        DossierStatus.AwaitingPayment => PortalMoment.AwaitingPayment,
        DossierStatus.Suspended => PortalMoment.Suspended,
        DossierStatus.Withdrawn => PortalMoment.Withdrawn,
        DossierStatus.ResultReady => PortalMoment.ResultReady,
        DossierStatus.Returned => PortalMoment.Returned,
        DossierStatus.Declined => PortalMoment.Declined,
        DossierStatus.Rejected => PortalMoment.Rejected,
        DossierStatus.Stopped => PortalMoment.Stopped,
        _ => null,
    };
}
