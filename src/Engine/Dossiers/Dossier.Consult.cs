using System.Collections.Immutable;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// Which bodies were asked for their opinion at the steps that are open.
public sealed partial record Dossier
{
    /// <summary>The questions of the steps that are open now, answered ones too; those of a step that is over stand in the journal only.</summary>
    public ImmutableList<Consultation> Consultations { get; init => field = value ?? []; } = [];

    /// <summary>How many questions there were so far.</summary>
    public int ConsultationsMade { get; init; }

    private Dossier? AppliedToConsultations(DossierEvent happened) => happened switch
    {
        // Who asks has the step in hand: whoever did the step before cannot recall it any more.
        DossierEvent.ConsultationAsked e => InHand(e.Step, e.Run, open => open.HasSeen(e.By) ? open : open with { SeenBy = open.SeenBy.Add(e.By) }) with
        {
            ConsultationsMade = e.Number,
            Consultations = Consultations.Add(new(e.Number, e.Step, e.Run, e.Body, e.At, e.Limit, e.Silence)),
        },
        DossierEvent.ConsultationChased => this,
        DossierEvent.ConsultationAssigned e => Asked(e.Number, asked => asked with { Assignee = e.Assignee, AssignedAt = e.Place }),
        DossierEvent.ConsultationAnswered e => Asked(e.Number, asked => asked with { State = ConsultationStatus.Answered }),
        DossierEvent.ConsultationLapsed e => Asked(e.Number, asked => asked with { State = ConsultationStatus.Lapsed }),
        DossierEvent.ConsultationWithdrawn e => Asked(e.Number, asked => asked with { State = ConsultationStatus.Withdrawn }),
        DossierEvent.Reminded e when e.Step == Consultation.Key => Asked(e.Run, asked => asked with { Reminded = asked.Reminded.Add(e.Kind) }),
        _ => null,
    };

    private Dossier Asked(int number, Func<Consultation, Consultation> change) =>
        this with { Consultations = Consultations.ConvertAll(asked => asked.Number == number ? change(asked) : asked) };

    /// <summary>A step that is over asks nobody any more.</summary>
    private ImmutableList<Consultation> StillAsked(StepKey step, int run) =>
        Consultations.Count == 0 ? Consultations : Consultations.RemoveAll(asked => asked.Step == step && asked.Run == run);
}
