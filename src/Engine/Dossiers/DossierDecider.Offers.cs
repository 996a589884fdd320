using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// What may be done now, and by whom: asked of the same rules that judge the acts.
public sealed partial class DossierDecider
{
    /// <summary>The acts that this officer may do to the dossier now, those it waits for first.</summary>
    public IReadOnlyList<ActOffer> Offers(Dossier dossier, Officer officer, DateTimeOffset now)
    {
        var offers = new List<ActOffer>();
        foreach (var act in DossierActs.All)
        {
            foreach (var situation in SituationsOf(act, dossier, officer, now))
            {
                if (act.Offer(situation) is { } offer && MayBeTried(dossier, act, ActForm.Blank(officer, situation.Open?.Step), now)) offers.Add(offer);
            }
        }
        return [.. offers.OrderBy(offer => offer.IsMain ? 0 : 1)];
    }

    /// <summary>An act is worth a form where nothing but words is missing.</summary>
    private bool MayBeTried(Dossier dossier, DossierAct act, ActForm blank, DateTimeOffset now) => Decide(dossier, act.Command(blank), now) switch
    {
        Decision<DossierEvent>.Refused refused => DossierActs.OnlyAsksForWords(act, refused.Reason),
        _ => true,
    };

    private IEnumerable<ActSituation> SituationsOf(DossierAct act, Dossier dossier, Officer officer, DateTimeOffset now) =>
        act.Scope is ActScope.Dossier ? [new ActSituation(process, dossier, officer, now, null, null)]
        : from open in dossier.Open
          let step = process.Find(open.Step)
          where step is not null
          select new ActSituation(process, dossier, officer, now, open, step);
}
