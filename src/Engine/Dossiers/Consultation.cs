using System.Collections.Immutable;
using System.Text.Json.Serialization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>What a body is asked (nội dung lấy ý kiến): one body, its own time to answer, and what its silence means.</summary>
/// <param name="Body">The agency or unit that is asked.</param>
/// <param name="Limit">Its time to answer, on its own calendar.</param>
/// <param name="Basis">The legal basis; silence that the drawing does not count as consent needs one to count so.</param>
public sealed record ConsultationQuestion(AgencyCode Body, string Question, TimeLimit Limit, SilenceRule Silence = SilenceRule.Wait, string? Basis = null)
{
    /// <summary>The dossier's attachments that go with the question, by their numbers: of the files, the body sees these and no others.</summary>
    public ImmutableList<int> Papers { get; init => field = value ?? []; } = [];
}

/// <summary>A question that was put to a body (lấy ý kiến một cơ quan, đơn vị), as decisions need it; its words stand in the journal.</summary>
/// <remarks>Several run side by side, each with a clock of its own; none of them stops the dossier's clock or the step's.</remarks>
/// <param name="Number">1 for the dossier's first question; never given twice.</param>
/// <param name="Step">The step at which it was asked.</param>
/// <param name="Run">Which time that step was open.</param>
public sealed record Consultation(int Number, StepKey Step, int Run, AgencyCode Body, DateTimeOffset AskedAt, TimeLimit Limit, SilenceRule Silence)
{
    /// <summary>Under this key a question stands on work lists and among reminders, with its number where steps have their run.</summary>
    public static StepKey Key { get; } = new("consultation");

    public ConsultationStatus State { get; init; }

    /// <summary>What was said of its clock already.</summary>
    public ImmutableList<ReminderKind> Reminded { get; init => field = value ?? []; } = [];

    /// <summary>To whom a leader of the body gave it; null: whoever stands there answers.</summary>
    public OfficerId? Assignee { get; init; }

    /// <summary>Where that officer stands; null where it was given to nobody.</summary>
    public AgencyCode? AssignedAt { get; init; }

    /// <summary>Where it is in hand: the body, or the unit whose officer it was given to.</summary>
    [JsonIgnore]
    public AgencyCode Place => AssignedAt ?? Body;

    public bool IsAwaited => State is ConsultationStatus.Awaited;

    /// <summary>When the body's time is over, by its own calendar.</summary>
    public DateTimeOffset DueAt(CalendarBook calendars)
    {
        ArgumentNullException.ThrowIfNull(calendars);
        return calendars.For(Body).DueAt(AskedAt, new CountingRule(Limit, Counting.RunningHours));
    }

    /// <summary>Whether the asking step still waits for it: its time is not over, or silence means waiting.</summary>
    public bool Binds(CalendarBook calendars, DateTimeOffset now) => IsAwaited && (Silence is SilenceRule.Wait || now < DueAt(calendars));
}

/// <summary>What became of a question.</summary>
public enum ConsultationStatus
{
    Awaited, // đang chờ ý kiến
    Answered, // đã có ý kiến
    Lapsed, // hết hạn, không có ý kiến
    Withdrawn, // không hỏi nữa
}

/// <summary>What a body's silence means once its time is over (khi không trả lời): the words of a drawn consultation.</summary>
public enum SilenceRule
{
    Wait, // tiếp tục chờ; đi tiếp thì phải nêu lý do
    Escalate, // đi tiếp được, không tính là đồng ý
    Consent, // coi như đồng ý
}

/// <summary>What a body says.</summary>
public enum ConsultedOpinion
{
    Agreed, // đồng ý
    AgreedWithConditions, // đồng ý kèm điều kiện
    Disagreed, // không đồng ý
}

/// <summary>The clock of one question: on the calendar of the body that was asked.</summary>
/// <param name="RemainingMinutes">Working minutes left, negative when overdue.</param>
/// <param name="SoonAt">From when on it is due soon.</param>
public sealed record ConsultationClock(int Number, AgencyCode Body, TimeLimit Limit, DateTimeOffset AskedAt, DateTimeOffset DueAt, int RemainingMinutes, Standing Standing, DateTimeOffset SoonAt)
{
    internal static IReadOnlyList<ConsultationClock> Of(Dossier dossier, CalendarBook calendars, DateTimeOffset now, ReminderLadders ladders) =>
        dossier.Consultations.Count == 0 ? [] : [.. dossier.Consultations.Where(asked => asked.IsAwaited).Select(asked => Of(asked, calendars, now, ladders))];

    internal static ConsultationClock Of(Consultation asked, CalendarBook calendars, DateTimeOffset now, ReminderLadders ladders)
    {
        var dueSoonShare = ladders.Of(asked.Body).DueSoonShare;
        var clock = new RunningClock(calendars.For(asked.Body), new CountingRule(asked.Limit, Counting.RunningHours), asked.AskedAt, now, false, [], null, null);
        var due = clock.DueAt();
        var left = clock.Left(due);
        return new(asked.Number, asked.Body, asked.Limit, asked.AskedAt, due, left, clock.StandingAt(due, left, dueSoonShare), clock.SoonAt(due, dueSoonShare));
    }
}

/// <summary>A question told whole, from a journal: what was asked, how often it was chased, and what came of it.</summary>
public sealed record ConsultationRecord(int Number, DossierEvent.ConsultationAsked Asked)
{
    public ConsultationStatus State { get; init; }

    /// <summary>When the body was reminded by the asking officer.</summary>
    public ImmutableList<DossierEvent.ConsultationChased> Chased { get; init; } = [];

    /// <summary>Every time a leader of the body said who answers; the last one holds.</summary>
    public ImmutableList<DossierEvent.ConsultationAssigned> Assigned { get; init; } = [];

    /// <summary>The reply; null while there is none.</summary>
    public DossierEvent.ConsultationAnswered? Answer { get; init; }

    /// <summary>Silence counted as consent.</summary>
    public bool CountsAsConsent { get; init; }

    /// <summary>Why it is not asked any more.</summary>
    public string? WithdrawnBecause { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Every question a journal tells of, in the order they were asked.</summary>
    public static IReadOnlyList<ConsultationRecord> Of(IEnumerable<DossierEvent> journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var records = new SortedDictionary<int, ConsultationRecord>();
        foreach (var happened in journal)
        {
            switch (happened)
            {
                case DossierEvent.ConsultationAsked e: records[e.Number] = new(e.Number, e); break;
                case DossierEvent.ConsultationChased e: records[e.Number] = records[e.Number] with { Chased = records[e.Number].Chased.Add(e) }; break;
                case DossierEvent.ConsultationAssigned e: records[e.Number] = records[e.Number] with { Assigned = records[e.Number].Assigned.Add(e) }; break;
                case DossierEvent.ConsultationAnswered e: records[e.Number] = records[e.Number] with { State = ConsultationStatus.Answered, Answer = e, ClosedAt = e.At }; break;
                case DossierEvent.ConsultationLapsed e: records[e.Number] = records[e.Number] with { State = ConsultationStatus.Lapsed, CountsAsConsent = e.CountsAsConsent, ClosedAt = e.At }; break;
                case DossierEvent.ConsultationWithdrawn e: records[e.Number] = records[e.Number] with { State = ConsultationStatus.Withdrawn, WithdrawnBecause = e.Reason, ClosedAt = e.At }; break;
            }
        }
        return [.. records.Values];
    }
}

/// <summary>The words of a consultation, for people.</summary>
public static class ConsultationWording
{
    public static Wording ToWording(this ConsultedOpinion opinion) => opinion switch
    {
        ConsultedOpinion.Agreed => new("Đồng ý", "Agrees"),
        ConsultedOpinion.AgreedWithConditions => new("Đồng ý kèm điều kiện", "Agrees with conditions"),
        _ => new("Không đồng ý", "Disagrees"),
    };

    public static Wording ToWording(this SilenceRule rule) => rule switch
    {
        SilenceRule.Consent => new("Coi như đồng ý", "Counts as consent"),
        SilenceRule.Escalate => new("Đi tiếp được, không tính là đồng ý", "The step may go on; it is no consent"),
        _ => new("Tiếp tục chờ; muốn đi tiếp phải nêu lý do", "It is waited for; going on takes a reason"),
    };
}
