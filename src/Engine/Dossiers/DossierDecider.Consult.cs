using System.Diagnostics;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// Other bodies' opinions: asked side by side, chased, given, left unsaid.
public sealed partial class DossierDecider
{
    /// <summary>Bodies that one step may ask at once.</summary>
    private const int MostQuestions = 30;

    private static bool IsAboutOpinions(DossierCommand command) => command is DossierCommand.Consult or DossierCommand.ChaseOpinion or DossierCommand.AssignQuestion
        or DossierCommand.GiveOpinion or DossierCommand.WithdrawQuestion;

    private Refusal? AboutOpinions(Telling telling, DossierCommand command) => command switch
    {
        DossierCommand.Consult consult => Consult(telling, consult),
        DossierCommand.ChaseOpinion chase => ChaseOpinion(telling, chase),
        DossierCommand.AssignQuestion assign => AssignQuestion(telling, assign),
        DossierCommand.GiveOpinion give => GiveOpinion(telling, give),
        DossierCommand.WithdrawQuestion withdraw => WithdrawQuestion(telling, withdraw),
        _ => throw new UnreachableException(),
    };

    private Refusal? Consult(Telling telling, DossierCommand.Consult command)
    {
        var dossier = telling.Dossier;
        if (OpenFor(dossier, command.Step, out var open, out var step) is { } notOpen) return notOpen;
        if (Held(dossier) is { } held) return held;
        if (step.AwaitsApplicant()) return DossierRefusals.NotAnOfficersStep(step.Key);
        if (dossier.FinishedAt is not null) return DossierRefusals.ResultIsThere;
        if (MayNotAct(dossier, command.By, open, step) is { } notYours) return notYours;
        if (command.Questions is []) return DossierRefusals.QuestionIncomplete;
        if (command.Questions.Count + QuestionsAt(dossier, open).Count(asked => asked.IsAwaited) > MostQuestions) return DossierRefusals.TooMany("Nơi được hỏi ý kiến", MostQuestions);

        foreach (var question in command.Questions)
        {
            if (string.IsNullOrWhiteSpace(question.Question) || question.Limit.Value <= 0) return DossierRefusals.QuestionIncomplete;
            if ((IntakeCheck.OfNote(question.Question) ?? IntakeCheck.OfNote(question.Basis)) is { } tooLong) return tooLong;
            if (new CountingRule(question.Limit, Counting.RunningHours).Fault is { } fault) return DossierRefusals.LimitNotCountable(fault);
            if (question.Silence is SilenceRule.Consent && SilenceDrawnAt(step) is not SilenceRule.Consent && string.IsNullOrWhiteSpace(question.Basis)) return DossierRefusals.SilenceNeedsBasis;
            if (!question.Papers.TrueForAll(number => dossier.Attachments.Exists(file => file.Number == number && !file.IsWithdrawn))) return AttachmentRefusals.NoSuchAttachment;
            if (NotThere(telling.Now, question.Body) is { } nowhere) return nowhere;
            if (question.Body == open.Place || QuestionsAt(telling.Dossier, open).Any(asked => asked.IsAwaited && asked.Body == question.Body)) return DossierRefusals.AskedAlready(question.Body);

            telling.Tell(new DossierEvent.ConsultationAsked(
                telling.Now, telling.By, telling.Dossier.ConsultationsMade + 1, step.Key, open.Run, question.Body, question.Question, question.Limit, question.Silence, question.Basis, question.Papers));
        }
        return null;
    }

    private Refusal? ChaseOpinion(Telling telling, DossierCommand.ChaseOpinion command)
    {
        if (OwnQuestion(telling.Dossier, command.By, command.Number, out var asked) is { } no) return no;
        if (IntakeCheck.OfNote(command.Note) is { } tooLong) return tooLong;
        telling.Tell(new DossierEvent.ConsultationChased(telling.Now, telling.By, asked.Number, command.Note));
        return null;
    }

    private Refusal? WithdrawQuestion(Telling telling, DossierCommand.WithdrawQuestion command)
    {
        if (OwnQuestion(telling.Dossier, command.By, command.Number, out var asked) is { } no) return no;
        if (OfReason(command.Reason) is { } unfit) return unfit;
        telling.Tell(new DossierEvent.ConsultationWithdrawn(telling.Now, telling.By, asked.Number, command.Reason));
        return null;
    }

    private static Refusal? AssignQuestion(Telling telling, DossierCommand.AssignQuestion command)
    {
        if (QuestionTo(telling.Dossier, command.By, command.Number, out var asked) is { } no) return no;
        if (!LeadsOver(command.By, asked.Body)) return DossierRefusals.NotTheBodysLeader;
        if (command.Assignee is not { } assignee) return DossierRefusals.AnswererMissing;
        if (assignee.Posts.Where(post => LeadsOver(command.By, post.Place)).OrderBy(post => post.Place == asked.Body ? 0 : 1).FirstOrDefault() is not { } post) return DossierRefusals.AnswererNotTheirs;
        if (asked.Assignee == assignee.Id) return DossierRefusals.AnswersAlready;
        if (IntakeCheck.OfNote(command.Note) is { } tooLong) return tooLong;

        telling.Tell(new DossierEvent.ConsultationAssigned(telling.Now, telling.By, asked.Number, assignee.Id, post.Place, command.Note));
        return null;
    }

    private static Refusal? GiveOpinion(Telling telling, DossierCommand.GiveOpinion command)
    {
        if (QuestionTo(telling.Dossier, command.By, command.Number, out var asked) is { } no) return no;
        if (command.Opinion is not { } opinion) return DossierRefusals.OpinionMissing;
        if (opinion is not ConsultedOpinion.Agreed && string.IsNullOrWhiteSpace(command.Note)) return DossierRefusals.ReasonMissing;
        if (IntakeCheck.OfNote(command.Note) is { } tooLong) return tooLong;
        if (command.Signature is { } signature && Unfit(signature, telling.Now) is { } unfit) return unfit;

        telling.Tell(new DossierEvent.ConsultationAnswered(telling.Now, telling.By, asked.Number, opinion, command.Note, command.Signature));
        return null;
    }

    /// <summary>A body's time runs out, or is over. Where its silence is consent, that is told; else that it is late, and people decide.</summary>
    private Refusal? RemindOfQuestion(Telling telling, DossierCommand.Remind command)
    {
        if (telling.Dossier.Consultations.Find(each => each.Number == command.Run) is not { IsAwaited: true } asked || asked.Reminded.Contains(command.Kind)) return DossierRefusals.ReminderSettled;
        var standing = ConsultationClock.Of(asked, calendars, telling.Now, Ladders).Standing;
        if (standing is not Standing.Overdue && !(standing is Standing.DueSoon && command.Kind is ReminderKind.DueSoon)) return DossierRefusals.ReminderTooEarly;

        telling.Tell(standing is Standing.Overdue && asked.Silence is SilenceRule.Consent
            ? new DossierEvent.ConsultationLapsed(telling.Now, telling.By, asked.Number, CountsAsConsent: true)
            : new DossierEvent.Reminded(telling.Now, telling.By, Consultation.Key, asked.Number, command.Kind, asked.DueAt(calendars)));
        return null;
    }

    /// <summary>Why a step cannot be left yet: bodies that were asked there still have time, or are waited for, and nobody said why it goes on without them.</summary>
    private Refusal? AwaitsOpinions(Telling telling, OpenStep open, string? why)
    {
        if (telling.Dossier.Consultations.Count == 0) return null;
        var binding = QuestionsAt(telling.Dossier, open).Where(asked => asked.Binds(calendars, telling.Now)).ToList();
        if (binding is []) return null;
        return string.IsNullOrWhiteSpace(why)
            ? DossierRefusals.AwaitsOpinions(open.Step, binding.Count, binding.Max(asked => asked.DueAt(calendars)))
            : IntakeCheck.OfNote(why);
    }

    /// <summary>A step that is left asks nobody any more: who kept silent beyond their time has, by the rule, said yes or nothing; the others are told why.</summary>
    private void LeaveQuestions(Telling telling, OpenStep open, string? why)
    {
        foreach (var asked in QuestionsAt(telling.Dossier, open).Where(asked => asked.IsAwaited).ToList())
        {
            telling.Tell(asked.Binds(calendars, telling.Now)
                ? new DossierEvent.ConsultationWithdrawn(telling.Now, telling.By, asked.Number, why ?? StepClosed(open.Step))
                : new DossierEvent.ConsultationLapsed(telling.Now, telling.By, asked.Number, asked.Silence is SilenceRule.Consent));
        }
    }

    /// <summary>The same, where the step is closed with nothing said.</summary>
    private static void DropQuestions(Telling telling, OpenStep open)
    {
        foreach (var asked in QuestionsAt(telling.Dossier, open).Where(asked => asked.IsAwaited).ToList())
            telling.Tell(new DossierEvent.ConsultationWithdrawn(telling.Now, telling.By, asked.Number, StepClosed(open.Step)));
    }

    private static string StepClosed(StepKey step) => $"Bước {step} không còn mở.";

    private static IEnumerable<Consultation> QuestionsAt(Dossier dossier, OpenStep open) => dossier.Consultations.Where(asked => asked.Step == open.Step && asked.Run == open.Run);

    /// <summary>What the drawing says of silence; null where it says nothing.</summary>
    internal static SilenceRule? SilenceDrawnAt(Step step) => Enum.TryParse<SilenceRule>(step.Work?.Silence, out var drawn) ? drawn : null;

    /// <summary>The question as whoever asked it, or now has its step in hand, may speak of it.</summary>
    private Refusal? OwnQuestion(Dossier dossier, Officer by, int number, out Consultation asked)
    {
        asked = dossier.Consultations.Find(each => each.IsAwaited && (number == 0 || each.Number == number))!;
        return asked is null ? DossierRefusals.NoSuchQuestion : MayActAt(dossier, by, asked.Step) ? null : DossierRefusals.NotYourStep(asked.Step);
    }

    /// <summary>The question as the body it was put to may speak of it.</summary>
    private static Refusal? QuestionTo(Dossier dossier, Officer by, int number, out Consultation asked)
    {
        var waiting = dossier.Consultations.FindAll(each => each.IsAwaited && (number == 0 || each.Number == number));
        asked = waiting.Find(each => MayAnswer(by, each))!;
        return asked is not null ? null
            : waiting is [] ? DossierRefusals.NoSuchQuestion
            : waiting.Exists(each => SpeaksFor(by, each.Body)) ? DossierRefusals.AnotherAnswers
            : DossierRefusals.NotTheBodyAsked;
    }

    /// <summary>Whoever it was given to, else whoever speaks for the body; and always a leader of the body.</summary>
    internal static bool MayAnswer(Officer by, Consultation asked) =>
        asked.Assignee is { } named ? by.Id == named || LeadsOver(by, asked.Body) : SpeaksFor(by, asked.Body);

    /// <summary>Whoever stands at the body, or leads the agency it is a unit of.</summary>
    private static bool SpeaksFor(Officer by, AgencyCode body) => by.Posts.Any(post => post.Place == body) || LeadsOver(by, body);
}
