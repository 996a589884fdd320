using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

// What follows in the database when bodies are asked for an opinion, and when acts are drafted for a leader.
internal sealed partial class DossierStore
{
    /// <summary>What a question is called on work lists.</summary>
    private const string QuestionName = "Cho ý kiến";

    /// <summary>A question stands on the work list of the body that was asked for as long as it waits; who was asked is kept, so that the body may read its answer later.</summary>
    private static IEnumerable<Statement> AtConsultations(DossierCode code, DossierEntry entry)
    {
        foreach (var happened in entry.Events)
        {
            switch (happened)
            {
                case DossierEvent.ConsultationAsked e when entry.After.Consultations.Find(asked => asked.Number == e.Number) is { IsAwaited: true } asked:
                    var clock = entry.Clocks.Consultations.FirstOrDefault(clock => clock.Number == e.Number);
                    var reminder = NextReminder(asked, clock);
                    yield return Rows(
                        """
                        insert into work (code, step, run, step_name, place, position, assignee, opened_at, due_at, remind_at, remind_kind,
                          agency, procedure_code, for_desk, standing_still, soon_at, kind, waiting)
                        """,
                        "",
                        [
                            [
                                code, Consultation.Key.Value, e.Number, QuestionName, e.Body, (string?)null, (OfficerId?)null, e.At, clock?.DueAt, reminder?.At, reminder?.Kind.ToString(),
                                entry.AgencyOf(e.Body), entry.Process.Header.Procedure?.Value, false, false, clock?.SoonAt, Consultation.Key.Value, entry.IsWaiting,
                            ],
                        ]);
                    yield return new Statement("insert into consultation (code, number, place, asked_at) values ($1, $2, $3, $4)", code, e.Number, e.Body, e.At);
                    break;
                case DossierEvent.Reminded e when e.Step == Consultation.Key && entry.After.Consultations.Find(asked => asked.Number == e.Run) is { } asked:
                    var next = NextReminder(asked, entry.Clocks.Consultations.FirstOrDefault(clock => clock.Number == e.Run));
                    yield return new Statement(
                        "update work set remind_at = $4, remind_kind = $5 where code = $1 and step = $2 and run = $3", code, Consultation.Key.Value, e.Run, next?.At, next?.Kind.ToString());
                    break;
                // It goes where its officer stands, and from then on it is there that it may be read.
                case DossierEvent.ConsultationAssigned e:
                    yield return new Statement(
                        "update work set place = $4, agency = $5, assignee = $6 where code = $1 and step = $2 and run = $3", code, Consultation.Key.Value, e.Number, e.Place, entry.AgencyOf(e.Place), e.Assignee);
                    yield return new Statement("update consultation set place = $3 where code = $1 and number = $2", code, e.Number, e.Place);
                    break;
                case DossierEvent.ConsultationAnswered or DossierEvent.ConsultationLapsed or DossierEvent.ConsultationWithdrawn:
                    var number = happened switch
                    {
                        DossierEvent.ConsultationAnswered e => e.Number,
                        DossierEvent.ConsultationLapsed e => e.Number,
                        _ => ((DossierEvent.ConsultationWithdrawn)happened).Number,
                    };
                    yield return new Statement("delete from work where code = $1 and step = $2 and run = $3", code, Consultation.Key.Value, number);
                    yield return new Statement("update consultation set closed_at = $3 where code = $1 and number = $2", code, number, happened.At);
                    break;
            }
        }
    }

    /// <summary>Drafts that wait for a leader, written anew whenever one of them, or the step it is for, changes.</summary>
    private static IEnumerable<Statement> AtDrafts(DossierCode code, DossierEntry entry)
    {
        if (entry.After.DraftsMade == 0 || entry.Events.All(happened => happened is not (DossierEvent.ActDrafted or DossierEvent.DraftApproved or DossierEvent.DraftSentBack
            or DossierEvent.DraftDropped or DossierEvent.DraftSigned or DossierEvent.StepCompleted or DossierEvent.StepCancelled or DossierEvent.Ended
            or DossierEvent.MovedToVersion or DossierEvent.ReturnedToVersion))) yield break;
        yield return new Statement("delete from act_draft where code = $1", code);
        foreach (var statement in DraftLines(code, entry.After)) yield return statement;
    }

    /// <summary>A line for each draft that waits, at the place whose leader decides on it.</summary>
    internal static IEnumerable<Statement> DraftLines(DossierCode code, Dossier dossier)
    {
        var waiting = dossier.Drafts.FindAll(draft => draft.State is not DraftedActStatus.SentBack);
        if (waiting is []) yield break;
        yield return Rows(
            "insert into act_draft (code, number, act, state, place, drafted_by, drafted_at)", "",
            waiting.Select(draft => (Value[])
            [
                code, draft.Number, draft.Act, StoredJson.NameOf(draft.State), (draft.Step is null ? null : dossier.FindOpen(draft.Step)?.Place) ?? dossier.Competent!, draft.By, draft.At,
            ]).ToList());
    }

    private static (DateTimeOffset At, ReminderKind Kind)? NextReminder(Consultation asked, ConsultationClock? clock) =>
        clock is null || asked.Reminded.Contains(ReminderKind.Overdue) ? null
        : asked.Reminded.Contains(ReminderKind.DueSoon) ? (clock.DueAt, ReminderKind.Overdue)
        : (clock.SoonAt, ReminderKind.DueSoon);

    /// <summary>Writes the due times of questions anew where the calendar changed.</summary>
    private static IEnumerable<Statement> QuestionsRescheduled(DossierFile file, DossierClocks clocks) => clocks.Consultations.Select(clock =>
    {
        var reminder = NextReminder(file.Dossier.Consultations.Find(asked => asked.Number == clock.Number)!, clock);
        return new Statement(
            $"""
            update work set due_at = $5, remind_at = $6, remind_kind = $7, soon_at = $8
            where code = $1 and step = $2 and run = $3 and {AsOpened("$1", "$4")}
            """,
            file.Code, Consultation.Key.Value, clock.Number, file.Length, clock.DueAt, reminder?.At, reminder?.Kind.ToString(), clock.SoonAt);
    });
}
