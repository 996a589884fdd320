using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>One inter-agency leg on a dossier's way (chặng liên thông): whose it is, whether the dossier has been there, on whose desk it lies, and how its own time stands. The applicant's promise is one, whatever legs there are.</summary>
/// <param name="Place">The agency or unit of the leg: where it was worked on, else where the drawing puts it.</param>
/// <param name="InHand">The units that have a step of it in hand now.</param>
/// <param name="Clock">Null before it began, and without a limit of its own.</param>
public sealed record LegWay(Leg Leg, AgencyCode? Place, LegProgress State, IReadOnlyList<AgencyCode> InHand, LegClock? Clock)
{
    public string Name => Leg.Name is { Length: > 0 } name ? name : Leg.Key;

    /// <summary>Every leg the drawing names, in its order; empty for a dossier that stays in one agency.</summary>
    public static IReadOnlyList<LegWay> Of(Dossier dossier, ProcessDefinition process, DossierClocks clocks)
    {
        ArgumentNullException.ThrowIfNull(dossier);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(clocks);
        return
        [
            .. from leg in process.Header.Legs
               let open = dossier.Open.FindAll(open => open.Leg == leg.Key)
               let begun = dossier.LegSpans.Exists(span => span.Leg == leg.Key)
               select new LegWay(
                   leg, dossier.WayThrough(leg.Key).Place ?? Places.Of(leg, process.Header, dossier),
                   open is not [] ? LegProgress.Here : begun ? LegProgress.Done : LegProgress.Ahead,
                   [.. open.Select(open => open.Place).OfType<AgencyCode>().Distinct()], clocks.Legs.FirstOrDefault(clock => clock.Leg == leg.Key)),
        ];
    }
}

/// <summary>How far a dossier is with a leg.</summary>
public enum LegProgress
{
    Ahead, // chưa đến
    Here, // đang ở đây
    Done, // đã qua
}
