using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

// What a body that is asked for its opinion may read: the question, the files that went with it, its own answer.
public sealed partial class DossierRegister
{
    /// <summary>One question as the body reads it that was asked; null where there is none, or it was put to somebody else.</summary>
    public async Task<ConsultationView?> ConsultationAsync(Officer officer, DossierCode code, int number, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var (asked, journal) = await _store.ConsultedAsync(officer, code, ct);
        if (!asked.Contains(number) || await LookAsync(ct) is not { } look) return null;

        var dossier = Dossier.Replay(journal);
        var received = journal.OfType<DossierEvent.Received>().First();
        var process = (await _library.GetAsync(dossier.Version ?? received.Version, ct)).Definition; // it may run on another than it was received under
        var record = ConsultationRecord.Of(journal).First(each => each.Number == number);
        var place = journal.OfType<DossierEvent.StepOpened>().LastOrDefault(opened => opened.Step == record.Asked.Step && opened.Run == record.Asked.Run)?.Place ?? dossier.Competent;
        return new ConsultationView(
            code, number, journal.Count, look.NameOf(received.Procedure, process), ParticularsToday.Of(journal)!.Subject, record, place,
            DossierClocks.Of(dossier, process, look.Calendars, look.Now, look.Ladders).Consultations.FirstOrDefault(clock => clock.Number == number),
            Readable(journal, [record]), dossier, process, look.Calendars,
            OfficerNames.Of(look.Catalogue, [record.Asked.By, .. record.Assigned.SelectMany(given => (OfficerId[])[given.By, given.Assignee]), .. record.Chased.Select(chased => chased.By), .. record.Answer is { } answer ? [answer.By] : Array.Empty<OfficerId>()]))
        {
            Catalogue = look.Catalogue,
        };
    }

    /// <summary>The latest question that a dossier put to a body this officer speaks for; null where there is none.</summary>
    public async Task<int?> QuestionToAsync(Officer officer, DossierCode code, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return await _store.QuestionNumbersAsync(officer, code, ct) is { Count: > 0 } asked ? asked.Max() : null;
    }

    /// <summary>The files of a dossier that a body may read because it is asked: those that went with its questions, and its own.</summary>
    internal static IReadOnlyList<Attachment> ReadableOf((IReadOnlySet<int> Asked, IReadOnlyList<DossierEvent> Journal) consulted) =>
        consulted.Asked.Count == 0 ? [] : Readable(consulted.Journal, ConsultationRecord.Of(consulted.Journal).Where(record => consulted.Asked.Contains(record.Number)));

    private static IReadOnlyList<Attachment> Readable(IReadOnlyList<DossierEvent> journal, IEnumerable<ConsultationRecord> records)
    {
        var questions = records.ToList();
        return
        [
            .. Attachment.Of(journal).Where(file => file.Withdrawn is null
                && questions.Exists(each => each.Asked.Papers.Contains(file.Number) || file.Step == Consultation.Key && file.Run == each.Number)),
        ];
    }

    /// <summary>Drafts that wait for the officer's approval, or for the signature of what was approved; oldest first. Nobody's own are among those to approve.</summary>
    public async Task<IReadOnlyList<ActDraftLine>> DraftsAsync(Officer officer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        if (await LookAsync(ct) is not { } look) return [];
        var lines = new List<ActDraftLine>();
        foreach (var draft in await _store.DraftsAsync(officer, PageSize, ct))
        {
            if (draft.By == officer.Id && draft.State is DraftedActStatus.AwaitingApproval) continue;
            var (process, clocks) = await ClocksAsync(draft.Dossier, look, ct);
            var written = draft.Dossier.Dossier.Drafts.Find(each => each.Number == draft.Number);
            lines.Add(new ActDraftLine(
                draft.Dossier.Code, look.NameOf(draft.Dossier.Procedure, process), draft.Dossier.Subject, draft.Dossier.Applicant, draft.Number, draft.Act, draft.State,
                OfficerNames.Of(look.Catalogue, [draft.By])[draft.By], draft.At, written?.Said.GetValueOrDefault("reason"), clocks.DueAt, clocks.RemainingMinutes, clocks.Standing));
        }
        return lines;
    }
}

/// <summary>A question as the body reads it that was asked: nothing of the applicant but what they want, and of the files only those that went with it.</summary>
/// <param name="Length">The journal's length, for who answers.</param>
/// <param name="AskedBy">The unit that asks.</param>
/// <param name="Clock">Null once it is closed.</param>
/// <param name="Files">What may be read: the files that went with the question, and those of the answer.</param>
public sealed record ConsultationView(
    DossierCode Code, int Number, int Length, string Procedure, string? Subject, ConsultationRecord Record, AgencyCode? AskedBy, ConsultationClock? Clock,
    IReadOnlyList<Attachment> Files, Dossier Dossier, ProcessDefinition Process, CalendarBook Calendars, IReadOnlyDictionary<OfficerId, string> Names)
{
    /// <inheritdoc cref="DossierView.Catalogue"/>
    public ProvinceCatalogue? Catalogue { get; init; }
}

/// <summary>A draft on a leader's list.</summary>
/// <param name="Act">The act's key in the registry.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="Reason">The reason it gives, where it gives one.</param>
public sealed record ActDraftLine(
    DossierCode Code, string Procedure, string? Subject, string Applicant, int Number, string Act, DraftedActStatus State, string By, DateTimeOffset At, string? Reason,
    DateTimeOffset? DueAt, int? RemainingMinutes, Standing Standing);
