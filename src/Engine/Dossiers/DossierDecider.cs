using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>Answers one question: given this dossier, this version and this moment, what does the command lead to?</summary>
/// <remarks>
/// Pure: it reads no clock, no database and no configuration, so a test is a table of sentences. Safe for many threads; one per version and calendar book.
/// This page holds what people ask for; how tokens then move on, and what a step starts and stops when it opens, is on the other page of the class.
/// </remarks>
public sealed partial class DossierDecider(ProcessDefinition process, ProcessFlow flow, CalendarBook calendars)
{
    /// <summary>The outcome of a <c>Tthc.ReturnResult</c>, which has no ports of its own.</summary>
    public const string Returned = "Returned";

    private const string Declined = "Declined";
    private const string Supplemented = "Supplemented";
    private const string Expired = "Expired";
    private const string NoReply = "NoReply";
    private const string Agreed = "Agreed";

    /// <summary>When each office wants to be reminded.</summary>
    public ReminderLadders Ladders { get; init; } = ReminderLadders.National;

    /// <summary>The agencies there are; null where none were loaded, and every place is then taken as it is named.</summary>
    public ProvinceCatalogue? Catalogue { get; init; }

    /// <summary>What comes of a command given with the rights of <see cref="DossierCommand.By"/> by the hand of <paramref name="hand"/>.</summary>
    private Decision<DossierEvent> Decide(Dossier dossier, DossierCommand command, OfficerId hand, DateTimeOffset now)
    {
        if (command is DossierCommand.ChangeTime change) return RefuseOnRecord(dossier, change, now);

        var telling = new Telling(dossier, hand, now) { OnBehalfOf = command.By.Id == hand ? null : command.By.Id };
        var refusal = command switch
        {
            DossierCommand.Submit or DossierCommand.DeclineAtDesk or DossierCommand.Accept or DossierCommand.AskForCompletion or DossierCommand.ReceiveCompletion
                or DossierCommand.PayUpFront or DossierCommand.Decline or DossierCommand.WithdrawSubmission or DossierCommand.Correct => AtTheDesk(telling, command),
            DossierCommand.Remind remind when remind.Step == AcceptanceWindow.Key && dossier.Acceptance is not null => AtTheDesk(telling, command),
            DossierCommand.Receive receive => Receive(telling, receive),
            DossierCommand.AttachFile attach when dossier.AwaitsAcceptance => AttachFile(telling, attach),
            DossierCommand.WithdrawAttachment mistaken when dossier.AwaitsAcceptance => WithdrawAttachment(telling, mistaken),
            DossierCommand.AttachFile or DossierCommand.WithdrawAttachment when dossier is { ReceivedAt: null, EndedAt: not null } => DossierRefusals.AlreadyEnded,
            _ when dossier.ReceivedAt is null => DossierRefusals.NotReceived,
            DossierCommand.Remind remind when remind.Step == Consultation.Key => RemindOfQuestion(telling, remind),
            DossierCommand.Remind remind => Remind(telling, remind),
            DossierCommand.FollowCalendar => null,
            _ when !dossier.IsRunning => DossierRefusals.AlreadyEnded,
            DossierCommand.CompleteStep complete => CompleteStep(telling, complete),
            DossierCommand.RequestSupplement request => RequestSupplement(telling, request),
            DossierCommand.ReceiveSupplement receive => ReceiveSupplement(telling, receive),
            DossierCommand.ReturnResult @return => ReturnResult(telling, @return),
            DossierCommand.Suspend suspend => Suspend(telling, suspend),
            DossierCommand.Resume resume => GoOn(telling, resume),
            DossierCommand.Extend extend => Extend(telling, extend),
            DossierCommand.ImposeObligation impose => ImposeObligation(telling, impose),
            DossierCommand.RecordPayment payment => RecordPayment(telling, payment),
            DossierCommand.WaiveObligation waive => WaiveObligation(telling, waive),
            DossierCommand.ExpireSupplement expire => ExpireSupplement(telling, expire),
            DossierCommand.Withdraw withdraw => Withdraw(telling, withdraw),
            DossierCommand.Reject reject => Reject(telling, reject),
            DossierCommand.Stop stop => Stop(telling, stop),
            DossierCommand.AttachFile attach => AttachFile(telling, attach),
            DossierCommand.WithdrawAttachment mistaken => WithdrawAttachment(telling, mistaken),
            _ when IsAboutPeople(command) => AboutPeople(telling, command),
            _ when IsAboutDrafts(command) => AboutDrafts(telling, command),
            _ when IsAboutOpinions(command) => AboutOpinions(telling, command),
            _ => throw new ArgumentException($"Unknown command {command.GetType().Name}.", nameof(command)),
        };
        if (refusal is null && command is DossierCommand.FollowCalendar) FollowCalendar(telling);
        if (refusal is not null) return new Decision<DossierEvent>.Refused(refusal);

        TellMovedPromise(telling, dossier);
        return new Decision<DossierEvent>.Accepted(telling.Events);
    }

    private Refusal? Receive(Telling telling, DossierCommand.Receive command) =>
        telling.Dossier.Status is DossierStatus.NotReceived ? TakeIn(telling, command) : DossierRefusals.AlreadyReceived;

    /// <summary>The dossier begins its way: over the counter, or accepted after it was handed in.</summary>
    private Refusal? TakeIn(Telling telling, DossierCommand.Receive command)
    {
        if (process.Header.Procedure is not { } procedure) return DossierRefusals.ProcedureNotNamed;
        if (process.Intake is not null && !command.By.Is(Role.DeskOfficer)) return DossierRefusals.NotADeskOfficer;
        // What was handed in while a place was there is under way: whoever took over accepts it.
        if (telling.Dossier.Status is DossierStatus.NotReceived && NotThere(telling.Now, command.Receiving, command.Competent, command.Supporting) is { } nowhere) return nowhere;
        if (IntakeCheck.Of(command.Particulars) is { } unfit) return unfit;
        if (IntakeCheck.Of(process, command.Attributes) is { } unanswered) return unanswered;
        if (Promise(command, telling.Now, out var promisedAt, out var provisional) is { } noPromise) return noPromise;

        var version = process.Hash ?? throw new InvalidOperationException("A dossier is received under a published version, and that has a hash.");
        telling.Tell(new DossierEvent.Received(
            telling.Now, telling.By, version, procedure, process.Header.Case, command.Receiving, command.Competent, command.Channel,
            command.Particulars, command.Attributes, promisedAt, promisedAt is null ? null : calendars.Version, command.Area, provisional, command.Supporting));
        if (Travel(telling, flow.Begin(), completed: null) is { } stuck) return stuck;

        // Who may receive is who holds the post of the step that is open now: the intake, or the first step of an internal process.
        var first = telling.Dossier.Open.Find(open => process.Intake is null || open.Step == process.Intake.Key);
        if (first is null || Holds(command.By, first)) return null;
        return process.Intake is null ? DossierRefusals.NotYourStep(first.Step) : DossierRefusals.NotADeskOfficer;
    }

    /// <summary>The moment printed on the receipt, by the calendar of the agency that decides the dossier.</summary>
    /// <param name="provisional">It runs into a year whose calendar is not confirmed, and this province promises such moments as not certain.</param>
    private Refusal? Promise(DossierCommand.Receive command, DateTimeOffset now, out DateTimeOffset? promisedAt, out bool provisional)
    {
        (promisedAt, provisional) = (null, false);
        if (command.Area is { } area && process.Header.RegionalExtensions.All(extension => extension.Area != area)) return DossierRefusals.AreaUnknown(area);
        if (RunningClock.RuleOf(process.Header, command.Channel, command.Area) is not { } rule) return null;
        if (rule.Fault is { } fault) return DossierRefusals.LimitNotCountable(fault);

        var calendar = calendars.For(command.Competent);
        var due = calendar.DueAt(now, rule);
        if (calendar.UnconfirmedYear(now, due) is { } year)
        {
            if (calendars.UnconfirmedYears is UnconfirmedYears.Refuse) return DossierRefusals.YearNotConfirmed(year);
            provisional = true;
        }
        promisedAt = due;
        return null;
    }

    private Refusal? CompleteStep(Telling telling, DossierCommand.CompleteStep command)
    {
        if (telling.Dossier.FindOpen(command.Step) is not { } open || process.Find(command.Step) is not { } step) return DossierRefusals.NotOpen(command.Step);
        if (Held(telling.Dossier) is { } held) return held;
        if (MayNotAct(telling.Dossier, command.By, open, step) is { } notYours) return notYours;
        if (IntakeCheck.OfNote(command.Note) is { } tooLong) return tooLong;
        if (step.Kind is StepKind.ReturnResult) return NothingAttached(telling.Dossier, open, step, null) ?? Return(telling, open, command.Note);
        if (!step.Ports.Contains(command.Outcome)) return DossierRefusals.NoSuchOutcome(step.Key, command.Outcome);
        if (TellsThatTimeRanOut(step, command.Outcome) && StillWaiting(telling, open) is { } due) return DossierRefusals.StillInTime(step.Key, due);
        if (step.Kind is StepKind.AwaitPayment && command.Outcome == Paid && OwedAt(telling.Dossier, step.Key) is > 0 and var owed) return DossierRefusals.StillOwed(owed);
        if (AwaitsOpinions(telling, open, command.WithoutOpinions) is { } awaits) return awaits;
        if (NothingAttached(telling.Dossier, open, step, command.Outcome) is { } bare) return bare;

        var declines = step.Kind is StepKind.Intake && command.Outcome == Declined;
        if (declines && string.IsNullOrWhiteSpace(command.Note)) return DossierRefusals.ReasonMissing;
        if (step.Kind is StepKind.Assign && AssigneeUnfit(command.Assignee, open) is { } unfit) return unfit;
        if (Unsigned(step, command, telling.Now) is { } unsigned) return unsigned;
        return Complete(telling, open, step, command);
    }

    private Refusal? Complete(Telling telling, OpenStep open, Step step, DossierCommand.CompleteStep command)
    {
        // Who was asked for papers, or whose dossier was suspended, has been accepted: a no is a refusal from then on, and the portal hears no "not accepted" after that.
        var declines = step.Kind is StepKind.Intake && command.Outcome == Declined && telling.Dossier.Status is DossierStatus.Received;
        if (declines) telling.Tell(new DossierEvent.Declined(telling.Now, telling.By, command.Note));
        LeaveQuestions(telling, open, command.WithoutOpinions);
        telling.Tell(new DossierEvent.StepCompleted(telling.Now, telling.By, step.Key, open.Run, command.Outcome, command.Note, command.Signature));
        if (step.Kind is StepKind.Assign) Name(telling, command.Assignee!, open.Place!);
        if (step.Kind is StepKind.AwaitSupplement && command.Outcome == Supplemented)
            telling.Tell(new DossierEvent.SupplementReceived(telling.Now, telling.By, step.Key, command.Note));
        Resume(telling, step.Key, answered: command.Outcome != Expired);
        if (step.Kind is StepKind.Issue) Finish(telling);
        return Travel(telling, flow.Complete(MarkingOf(telling.Dossier, step), step.Index, command.Outcome), command);
    }

    private Refusal? RequestSupplement(Telling telling, DossierCommand.RequestSupplement command)
    {
        var dossier = telling.Dossier;
        if (dossier.FindOpen(command.Step) is not { } open || process.Find(command.Step) is not { } step) return DossierRefusals.NotOpen(command.Step);
        if (dossier.Supplements is not []) return DossierRefusals.AwaitingSupplement;
        if (Held(dossier) is { } held) return held;
        if (process.Header.Supplement is not { } rule || step.AwaitsApplicant() || step.Kind is StepKind.ReturnResult || dossier.FinishedAt is not null) return DossierRefusals.SupplementNotAllowed;
        if (dossier.SupplementRounds >= rule.Rounds) return DossierRefusals.NoRoundsLeft(rule.Rounds);
        if (dossier.SupplementRounds > 0)
        {
            if (!IsLeaderAt(command.By, open.Place)) return DossierRefusals.NeedsALeader;
            if (string.IsNullOrWhiteSpace(command.Basis)) return DossierRefusals.BasisMissing;
        }
        else if (MayNotAct(dossier, command.By, open, step) is { } notYours) return notYours;
        if (IntakeCheck.OfRequest(command.Missing, command.Reason) is { } incomplete) return incomplete;
        if (IntakeCheck.OfNote(command.Basis) is { } tooLong) return tooLong;

        telling.Tell(new DossierEvent.SupplementRequested(
            telling.Now, telling.By, step.Key, dossier.SupplementRounds + 1, command.Missing, command.Reason, command.Basis, Drawn: false));
        Pause(telling, step.Key, ClockStopCause.Supplement, rule.Clock, command.Basis);
        return null;
    }

    private Refusal? ReturnResult(Telling telling, DossierCommand.ReturnResult command)
    {
        var dossier = telling.Dossier;
        if (dossier.Open.Find(open => process.Find(open.Step)?.Kind is StepKind.ReturnResult) is not { } open) return DossierRefusals.ResultNotReady;
        return MayNotAct(dossier, command.By, open, process.Find(open.Step)!) ?? NothingAttached(dossier, open, process.Find(open.Step)!, null) ?? IntakeCheck.OfNote(command.ReceivedBy)
            ?? HandOver(telling, command.HandingOver) ?? Return(telling, open, command.ReceivedBy ?? command.HandingOver?.Proxy?.Name ?? command.HandingOver?.ReceivedBy);
    }

    private static Refusal? Return(Telling telling, OpenStep open, string? receivedBy)
    {
        telling.Tell(new DossierEvent.StepCompleted(telling.Now, telling.By, open.Step, open.Run, Returned, receivedBy));
        telling.Tell(new DossierEvent.Ended(telling.Now, telling.By, DossierStatus.Returned, open.Step, receivedBy));
        return null;
    }

    private Refusal? Remind(Telling telling, DossierCommand.Remind command)
    {
        var dossier = telling.Dossier;
        if (command.Step == DossierPromise.Key) return RemindOfThePromise(telling, command);
        if (dossier.FindOpen(command.Step) is not { } open || open.Run != command.Run) return DossierRefusals.ReminderSettled;
        if (command.Kind is ReminderKind.AnswerOver or ReminderKind.AnswerSoon) return RemindOfTheAnswer(telling, command, open);
        if (RunningClock.OfStep(open, null, dossier, process, calendars, telling.Now) is not { } clock) return DossierRefusals.ReminderSettled;
        if (clock.Stop is not null) return DossierRefusals.ReminderTooEarly;
        var due = clock.DueAt();
        var rungs = ReminderRungs.Of(clock, due, Ladders.Of(open.Place ?? dossier.Competent), StepClock.GoesHigher(open, process));
        if (Untimely(rungs.At(command.Kind), command.Kind, telling.Now, open.Said, open.Reminded) is { } untimely) return untimely;

        telling.Tell(new DossierEvent.Reminded(telling.Now, telling.By, open.Step, open.Run, command.Kind, due));
        if (telling.Now > due) LetSilenceSpeak(telling, open);
        return null;
    }

    private Refusal? RemindOfThePromise(Telling telling, DossierCommand.Remind command)
    {
        var dossier = telling.Dossier;
        if (!DossierPromise.IsWatched(dossier) || RunningClock.OfDossier(dossier, process, calendars, telling.Now) is not { } clock) return DossierRefusals.ReminderSettled;
        if (clock.Stop is not null) return DossierRefusals.ReminderTooEarly;
        var due = clock.DueAt();
        if (Untimely(ReminderRungs.Of(clock, due, Ladders.Of(dossier.Competent), goesHigher: true).At(command.Kind), command.Kind, telling.Now, dossier.PromiseSaid, []) is { } untimely) return untimely;

        telling.Tell(new DossierEvent.Reminded(telling.Now, telling.By, DossierPromise.Key, command.Run, command.Kind, due));
        return null;
    }

    private static Refusal? Untimely(DateTimeOffset? rung, ReminderKind kind, DateTimeOffset now, IReadOnlyList<SaidRung> said, IReadOnlyList<ReminderKind> saidBefore) =>
        rung is not { } at || ReminderRungs.WasSaid(kind, at, said, saidBefore) ? DossierRefusals.ReminderSettled
        : now < at ? DossierRefusals.ReminderTooEarly
        : null;

    /// <summary>A consultation whose time is over without a reply goes on as its drawing says: silence is consent, or goes by "no reply" to whoever is drawn there. Else people decide.</summary>
    private void LetSilenceSpeak(Telling telling, OpenStep open)
    {
        if (Held(telling.Dossier) is not null || process.Find(open.Step) is not { Kind: StepKind.Consult } step) return;
        if (QuestionsAt(telling.Dossier, open).Any()) return; // each body that was asked has a time and a silence of its own; what they add up to, people say
        var (outcome, note) = step.Work?.Silence switch
        {
            "Consent" => (Agreed, "Hết thời hạn lấy ý kiến mà không có trả lời: coi như đồng ý."),
            "Escalate" => (NoReply, "Hết thời hạn lấy ý kiến mà không có trả lời: báo cáo lãnh đạo."),
            _ => (null, null),
        };
        if (outcome is null || !step.Ports.Contains(outcome)) return;

        // Where the way on needs words that only people can give, the reminder is all that is said.
        var before = telling.Here;
        if (Complete(telling, open, step, new DossierCommand.CompleteStep(Officer.System, step.Key, outcome, note)) is not null) telling.GoBackTo(before);
    }

    /// <summary>Outcomes that say "nobody answered in time" are true only once the time is over.</summary>
    private static bool TellsThatTimeRanOut(Step step, string outcome) => outcome == Expired && step.AwaitsApplicant() || outcome == NoReply && step.Kind is StepKind.Consult;

    /// <summary>Until when the step still waits; null once its time is over, and where it has none.</summary>
    private DateTimeOffset? StillWaiting(Telling telling, OpenStep open) =>
        StepClock.Of(open, telling.Dossier, process, calendars, telling.Now, Ladders).DueAt is { } due && telling.Now < due ? due : null;

    // ---- Who may

    private static Refusal? MayNotAct(Dossier dossier, Officer by, OpenStep open, Step step)
    {
        if (IsLeaderAt(by, open.Place) && (open.Assignee is not null || open.Position is null)) return null;
        if (open.Place is null || open.Position is null && step.AwaitsApplicant()) return IsAtTheDesk(dossier, by) ? null : DossierRefusals.NotYourStep(open.Step);
        if (!Holds(by, open)) return DossierRefusals.NotYourStep(open.Step);
        return open.Assignee is null || open.Assignee == by.Id ? null : DossierRefusals.NamedToAnother(open.Step);
    }

    private static bool Holds(Officer by, OpenStep open) =>
        open.Position is { } position ? open.Place is { } place && by.Holds(place, position) : by.Posts.Any(post => post.Place == open.Place);

    private static bool IsLeaderAt(Officer by, AgencyCode? place) => by.Is(Role.Leader) && by.Posts.Any(post => post.Place == place);

    private static bool IsAtTheDesk(Dossier dossier, Officer by) => by.Is(Role.DeskOfficer) && by.Posts.Any(post => post.Place == dossier.Receiving);

    private static Refusal? AssigneeUnfit(Officer? assignee, OpenStep assign) =>
        assignee is null ? DossierRefusals.AssigneeMissing(assign.Step)
        : assignee.Posts.All(post => post.Place != assign.Place) ? DossierRefusals.AssigneeNotThere(assign.Step)
        : null;

    private static void Name(Telling telling, Officer assignee, AgencyCode place) => telling.Tell(new DossierEvent.OfficerNamed(
        telling.Now, telling.By, place, assignee.Id,
        [.. assignee.Posts.Where(post => post.Place == place).Select(post => post.Position).Distinct().OrderBy(position => position.Value, StringComparer.Ordinal)]));

    /// <summary>The step at which papers were asked for without a waiting step being drawn; null when none are owed that way.</summary>
    private Step? UndrawnSupplement(Dossier dossier) =>
        dossier.Supplements.Select(process.Find).FirstOrDefault(step => step is { Kind: not StepKind.AwaitSupplement });

    /// <summary>The dossier while one command is carried out: what has been told so far is already true for what is told next.</summary>
    private sealed class Telling(Dossier dossier, OfficerId by, DateTimeOffset now)
    {
        private readonly ImmutableList<DossierEvent>.Builder _events = ImmutableList.CreateBuilder<DossierEvent>();

        public Dossier Dossier { get; private set; } = dossier;

        public OfficerId By => by;

        public DateTimeOffset Now => now;

        /// <summary>Whose rights are used, where somebody stands in for another.</summary>
        public OfficerId? OnBehalfOf { get; init; }

        public IReadOnlyList<DossierEvent> Events => _events.ToImmutable();

        /// <summary>A place in the telling that can be gone back to.</summary>
        public (int Events, Dossier Dossier) Here => (_events.Count, Dossier);

        public void GoBackTo((int Events, Dossier Dossier) place)
        {
            _events.RemoveRange(place.Events, _events.Count - place.Events);
            Dossier = place.Dossier;
        }

        public void Tell(DossierEvent happened)
        {
            if (OnBehalfOf is not null) happened = happened with { OnBehalfOf = OnBehalfOf };
            _events.Add(happened);
            Dossier = Dossier.Apply(happened);
        }
    }
}
