using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Events;

/// <summary>Which step a journal line is about.</summary>
public static class EventSteps
{
    /// <summary>The step; null where the line concerns the whole dossier.</summary>
    public static StepKey? Of(DossierEvent? happened) => happened switch
    {
        DossierEvent.StepOpened e => e.Step,
        DossierEvent.StepCompleted e => e.Step,
        DossierEvent.StepCancelled e => e.Step,
        DossierEvent.StepAssigned e => e.Step,
        DossierEvent.StepSeen e => e.Step,
        DossierEvent.StepTakenBack e => e.Step,
        DossierEvent.BranchChosen e => e.Step,
        DossierEvent.SupplementRequested e => e.Step,
        DossierEvent.SupplementReceived e => e.Step,
        DossierEvent.SupplementPartReceived e => e.Step,
        DossierEvent.SupplementExpired e => e.Step,
        DossierEvent.ClockStopped e => e.Step,
        DossierEvent.ClockResumed e => e.Step,
        DossierEvent.ObligationImposed e => e.Step,
        DossierEvent.ConsultationAsked e => e.Step,
        DossierEvent.ActDrafted e => e.Step,
        DossierEvent.AttachmentAdded e => e.Step,
        DossierEvent.Ended e => e.Step,
        DossierEvent.Reminded e when e.Step != AcceptanceWindow.Key && e.Step != DossierPromise.Key => e.Step,
        _ => null,
    };
}
