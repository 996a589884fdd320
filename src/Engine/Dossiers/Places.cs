using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>Where a step's unit is in one dossier (nơi thực hiện bước): drawings say "the receiving agency" or "that leg's agency", desks need a place.</summary>
internal static class Places
{
    private const string Receiving = "Receiving";
    private const string Competent = "Competent";
    private const string LegPrefix = "Leg:";

    /// <summary>True for the steps at which the applicant has something to do (chờ bổ sung, chờ nghĩa vụ tài chính, chờ việc khác).</summary>
    public static bool AwaitsApplicant(this Step step) => step.Kind is StepKind.AwaitSupplement or StepKind.AwaitPayment or StepKind.AwaitApplicant;

    /// <summary>The place of a step; null where an applicant is awaited and the drawing names nobody for it.</summary>
    public static AgencyCode? Of(Step step, ProcessHeader header, Dossier dossier) => step switch
    {
        { Work: null or { Unit: null, Position: null } } when step.AwaitsApplicant() => null,
        { Work: null or { Unit: null }, Kind: StepKind.Intake or StepKind.ReturnResult } => dossier.Receiving,
        _ => Of(step.Work?.Unit, header, dossier, followLegs: true),
    };

    /// <summary>Whose leg it is, as the drawing says; null before it is known.</summary>
    public static AgencyCode? Of(Leg leg, ProcessHeader header, Dossier dossier) => Of(leg.Agency, header, dossier, followLegs: false);

    private static AgencyCode? Of(string? unit, ProcessHeader header, Dossier dossier, bool followLegs) => unit switch
    {
        Receiving => dossier.Receiving,
        null or "" or Competent => dossier.Competent,
        _ when followLegs && unit.StartsWith(LegPrefix, StringComparison.Ordinal) =>
            Of(header.Legs.FirstOrDefault(leg => leg.Key == unit[LegPrefix.Length..])?.Agency, header, dossier, followLegs: false),
        _ => AgencyCode.TryParse(unit, null, out var code) ? code : dossier.Competent,
    };
}
