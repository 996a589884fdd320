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
                if (act.Offer(situation) is { } offer && OpenTo(officer, dossier, act, offer, now) is { } open) offers.Add(open);
            }
        }
        foreach (var act in DossierActs.All.Where(act => act.MayBeDrafted))
        {
            foreach (var situation in SituationsOf(act, dossier, officer, now))
            {
                var step = situation.Open?.Step;
                if (!MayDraftAt(dossier, officer, step) && officer.StandsInFor.All(person => !MayDraftAt(dossier, person, step))) continue;
                var command = new DossierCommand.DraftAct(officer, act.Key, step, ActForm.Blank(officer, step).Said);
                if (act.Offer(situation with { By = LeaderInPlaceOf(dossier, officer, step) }) is { } offer && MayBeTried(dossier, act, command, now))
                    offers.Add(offer with { IsDraft = true, IsMain = false, Label = new($"Dự thảo trình lãnh đạo: {offer.Label.Vi}", $"Draft for the leader: {offer.Label.En}") });
            }
        }
        return [.. offers.OrderBy(offer => offer.IsMain ? 0 : 1)];
    }

    /// <summary>The offer as far as this officer may take it up; null where they may not at all.</summary>
    private ActOffer? OpenTo(Officer officer, Dossier dossier, DossierAct act, ActOffer offer, DateTimeOffset now)
    {
        var blank = ActForm.Blank(officer, offer.Step);
        if (offer.Fields.FirstOrDefault(field => field.IsTarget) is not { } target) return MayBeTried(dossier, act, act.Command(blank), now) ? offer : null;

        var choices = target.Choices.Where(choice => MayBeTried(dossier, act, act.Command(blank with { Said = blank.Said.Add(target.Name, choice.Value) }), now)).ToArray();
        if (choices is []) return null;
        var left = target with { Choices = choices, Default = choices is [var only] ? only.Value : null };
        return offer with { Fields = [.. offer.Fields.Select(field => field == target ? left : field)] };
    }

    /// <summary>An act is worth a form where nothing but words is missing.</summary>
    private bool MayBeTried(Dossier dossier, DossierAct act, DossierCommand blank, DateTimeOffset now) => Decide(dossier, blank, now) switch
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
