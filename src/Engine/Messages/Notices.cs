using System.Collections.Immutable;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Messages;

/// <summary>Who is to be told what of the things that just happened to a dossier. An event that nobody needs to hear of, known here or not, gives nothing.</summary>
public static class Notices
{
    /// <param name="length">The journal's length before the events; the first of them is number <c>length + 1</c>.</param>
    /// <param name="after">The dossier after all of them.</param>
    /// <param name="clocks">Its clocks at that moment.</param>
    public static IReadOnlyList<Notice> Of(int length, IReadOnlyList<DossierEvent> events, Dossier after, DossierClocks clocks, ProcessDefinition process, ProvinceCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(events);
        List<Notice>? notices = null;
        var telling = new NoticeTelling(events, after, clocks, process, catalogue);
        for (var at = 0; at < events.Count; at++)
        {
            foreach (var notice in telling.Of(events[at], length + at + 1)) (notices ??= []).Add(notice);
        }
        return notices ?? (IReadOnlyList<Notice>)[];
    }
}

/// <summary>The events of one command, and the dossier as they left it.</summary>
internal sealed class NoticeTelling(IReadOnlyList<DossierEvent> events, Dossier after, DossierClocks clocks, ProcessDefinition process, ProvinceCatalogue catalogue)
{
    private bool IsForThePublic => process.Header.Kind is ProcessKind.Public;

    public IEnumerable<Notice> Of(DossierEvent happened, int number)
    {
        if (happened is DossierEvent.Reminded reminded)
        {
            foreach (var notice in reminded.Step == Consultation.Key ? OfQuestion(reminded, number) : OfReminder(reminded, number)) yield return notice;
            yield break;
        }
        if (happened is DossierEvent.ConsultationLapsed { CountsAsConsent: true } lapsed && after.Consultations.Find(asked => asked.Number == lapsed.Number) is { } silent && AskingOf(silent) is { } asking)
        {
            var (title, text) = OfficerWords.Lapsed(What(silent), process.Name);
            yield return new(number, happened.At, NoticeKind.OpinionLapsed, NoticeAudience.Hands, title, text) { Step = Consultation.Key, Places = [asking] };
        }
        if (happened is DossierEvent.ConsultationChased chased && after.Consultations.Find(each => each.Number == chased.Number) is { IsAwaited: true } asked)
        {
            var (title, text) = OfficerWords.Chased(What(asked), clocks.Consultations.FirstOrDefault(clock => clock.Number == asked.Number)?.DueAt, process.Name);
            yield return new(number, happened.At, NoticeKind.OpinionChased, NoticeAudience.Hands, title, text) { Step = Consultation.Key, Places = [new(asked.Place, null, asked.Assignee)] };
        }
        if (IsForThePublic && ToApplicant(happened) is var (kind, words)) yield return new(number, happened.At, kind, NoticeAudience.Applicant, words.Title, words.Text);
    }

    // ---- The applicant

    private (NoticeKind Kind, (Wording Title, Wording Text) Words)? ToApplicant(DossierEvent happened) => happened switch
    {
        DossierEvent.Received e => (NoticeKind.Received, ApplicantWords.Received(NameOf(e.Receiving), process.Name, e.PromisedAt, e.Provisional)),
        DossierEvent.HandedIn { UpFrontFee: > 0 and var fee } when !events.Any(other => other is DossierEvent.Declined) => (NoticeKind.PaymentRequested, ApplicantWords.UpFrontFee(fee)),
        DossierEvent.CompletionAsked e => (NoticeKind.CompletionAsked, ApplicantWords.CompletionAsked(e.Missing, e.Reason, e.Guidance)),
        DossierEvent.SupplementRequested e => (NoticeKind.SupplementRequested, ApplicantWords.SupplementRequested(e.Missing, e.Reason, AnswerDueAt(e.Step))),
        DossierEvent.ObligationImposed e => (NoticeKind.PaymentRequested, ApplicantWords.Obligation(e.What, e.Amount, e.Document)),
        DossierEvent.StepOpened e when process.Find(e.Step) is { Kind: StepKind.AwaitPayment } step && !events.Any(other => other is DossierEvent.ObligationImposed) =>
            (NoticeKind.PaymentRequested, ApplicantWords.PaymentAwaited(step.Name)),
        DossierEvent.DueSet { Cause: ClockSettingCause.Extension } e => (NoticeKind.Extended, ApplicantWords.Extended(NameOf(after.Competent), e.From, e.To, e.Reason)),
        DossierEvent.PromiseMoved e => (NoticeKind.PromiseMoved, ApplicantWords.PromiseMoved(e.From, e.To, e.Provisional, e.Decision)),
        DossierEvent.PromiseConfirmed e => (NoticeKind.PromiseConfirmed, ApplicantWords.PromiseConfirmed(e.PromisedAt)),
        DossierEvent.ProcessingFinished when after.Status is DossierStatus.ResultReady =>
            (NoticeKind.ResultReady, ApplicantWords.ResultReady(NameOf(after.Receiving), DossierFees.Unpaid(process.Header, after, DossierFees.AtReturn).Sum(fee => fee.Owed))),
        DossierEvent.Declined e => (NoticeKind.Declined, ApplicantWords.Declined(e.Reason, e.Ground)),
        DossierEvent.Ended { Status: DossierStatus.Rejected } e => (NoticeKind.Rejected, ApplicantWords.Rejected(e.Step is null ? e.Reason : null, e.Basis, e.Document)),
        DossierEvent.Ended { Status: DossierStatus.Stopped } e => (NoticeKind.Stopped, ApplicantWords.Stopped(e.Step is null ? e.Reason : null, e.Basis, e.Document)),
        _ => null,
    };

    private DateTimeOffset? AnswerDueAt(StepKey step) =>
        clocks.Answer is { } answer && answer.Step == step ? answer.DueAt
        : process.Find(step)?.AwaitsApplicant() == true ? clocks.Steps.FirstOrDefault(clock => clock.Step == step)?.DueAt
        : null;

    // ---- Officers

    private IEnumerable<Notice> OfReminder(DossierEvent.Reminded e, int number)
    {
        // Said late, because nobody swept: "soon" and "today" are no longer true, and "overdue" follows.
        if (e.Kind is ReminderKind.DueSoon or ReminderKind.DueToday && e.At > e.DueAt) yield break;

        var isWait = process.Find(e.Step)?.AwaitsApplicant() == true;
        if (IsForThePublic && (e.Kind is ReminderKind.AnswerSoon || e.Kind is ReminderKind.DueSoon && isWait))
        {
            var outstanding = after.Awaited.Where(asked => asked.Step == e.Step).SelectMany(asked => asked.Outstanding).ToList();
            var (title, text) = ApplicantWords.AnswerSoon(outstanding, process.Find(e.Step)?.Kind is StepKind.AwaitPayment, e.DueAt);
            yield return new(number, e.At, NoticeKind.AnswerSoon, NoticeAudience.Applicant, title, text);
        }
        if (e.Kind is ReminderKind.AnswerSoon) yield break;

        var (kind, audience) = e.Kind switch
        {
            ReminderKind.DueSoon => (NoticeKind.DueSoon, NoticeAudience.Hands),
            ReminderKind.DueToday => (NoticeKind.DueToday, NoticeAudience.Hands),
            ReminderKind.Overdue => (NoticeKind.Overdue, NoticeAudience.Hands),
            ReminderKind.ToLeader => (NoticeKind.ToLeader, NoticeAudience.Leaders),
            ReminderKind.ToHead => (NoticeKind.ToHead, NoticeAudience.Heads),
            _ => (NoticeKind.AnswerOver, NoticeAudience.Hands),
        };
        if (audience is NoticeAudience.Hands && LaterInTheSameBreath(e)) yield break;
        var places = PlacesOf(e.Step, audience);
        if (places is []) yield break; // silence spoke, and the step is over in the same breath: nobody has it in hand any more
        var words = OfficerWords.Of(e.Kind, What(e.Step), e.DueAt, process.Name, catalogue.Find(places[0].Place)?.Name ?? places[0].Place.Value);
        yield return new(number, e.At, kind, audience, words.Title, words.Text) { Step = e.Step == DossierPromise.Key || e.Step == AcceptanceWindow.Key ? null : e.Step, Places = places };
    }

    /// <summary>A body's own time: who is to answer hears of it, and whoever has the asking step in hand; once it is over, the superior too.</summary>
    private IEnumerable<Notice> OfQuestion(DossierEvent.Reminded e, int number)
    {
        if (e.Kind is ReminderKind.DueSoon && e.At > e.DueAt || LaterInTheSameBreath(e)) yield break;
        if (after.Consultations.Find(asked => asked.Number == e.Run) is not { IsAwaited: true } asked) yield break;

        var body = new WorkPlace(asked.Place, null, asked.Assignee);
        (NoticeKind Kind, ReminderKind Said, NoticeAudience Audience)[] told = e.Kind is ReminderKind.DueSoon
            ? [(NoticeKind.DueSoon, e.Kind, NoticeAudience.Hands)]
            : [(NoticeKind.Overdue, e.Kind, NoticeAudience.Hands), (NoticeKind.ToLeader, ReminderKind.ToLeader, NoticeAudience.Leaders)];
        foreach (var (kind, said, audience) in told)
        {
            var (title, text) = OfficerWords.Of(said, What(asked), e.DueAt, process.Name, NameOf(asked.Place));
            yield return new(number, e.At, kind, audience, title, OfficerWords.AndSilence(text, asked.Silence))
            {
                Step = Consultation.Key,
                Places = audience is NoticeAudience.Hands && AskingOf(asked) is { } asking ? [body, asking] : [body],
            };
        }
    }

    /// <summary>Where the asking step is in hand; null once it is over.</summary>
    private WorkPlace? AskingOf(Consultation asked) => after.FindOpen(asked.Step) is { } open && open.Run == asked.Run ? PlaceOf(open) : null;

    private Wording What(Consultation asked) => new($"ý kiến số {asked.Number} của {NameOf(asked.Body)}", $"opinion {asked.Number} of {NameOf(asked.Body)}");

    /// <summary>Several rungs told at once, where a clock went on again or nobody swept: who has the work in hand hears the last of them.</summary>
    private bool LaterInTheSameBreath(DossierEvent.Reminded e)
    {
        for (var at = events.Count - 1; at >= 0 && !ReferenceEquals(events[at], e); at--)
            if (events[at] is DossierEvent.Reminded { Kind: ReminderKind.DueSoon or ReminderKind.DueToday or ReminderKind.Overdue } later && later.Step == e.Step && later.Run == e.Run) return true;
        return false;
    }

    private ImmutableList<WorkPlace> PlacesOf(StepKey step, NoticeAudience audience)
    {
        if (step == AcceptanceWindow.Key) return after.Receiving is { } desk ? [new(desk, null, null, IsForTheDesk: true)] : [];
        if (step == DossierPromise.Key)
        {
            // Who answers for the promise is whoever has the dossier in hand, and the head of the agency that decides it.
            if (audience is NoticeAudience.Heads && after.Competent is { } competent) return [new(competent, null, null)];
            return [.. after.Open.Select(PlaceOf).OfType<WorkPlace>().Distinct()];
        }
        return after.FindOpen(step) is { } open && PlaceOf(open) is { } place ? [place] : [];
    }

    private WorkPlace? PlaceOf(OpenStep open)
    {
        var isForTheDesk = open.Place is null || open.Position is null && process.Find(open.Step)?.AwaitsApplicant() == true;
        return (isForTheDesk ? after.Receiving : open.Place) is { } place ? new(place, isForTheDesk ? null : open.Position, open.Assignee, isForTheDesk) : null;
    }

    private Wording What(StepKey step) =>
        step == DossierPromise.Key ? new("hẹn trả kết quả", "the promise to the applicant")
        : step == AcceptanceWindow.Key ? new("trả lời hồ sơ trực tuyến", "the answer to what was handed in")
        : new($"bước {step} “{process.Find(step)?.Name}”", $"step {step} “{process.Find(step)?.Name}”");

    private string NameOf(AgencyCode? place) => place is null ? "" : catalogue.Find(place)?.Name ?? catalogue.AgencyOf(place)?.Name ?? place.Value;
}
