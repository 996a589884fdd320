using System.Collections.Immutable;
using System.Diagnostics;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>Where a dossier (hồ sơ) stands: the sum of its events, and nothing else.</summary>
/// <remarks>
/// What commands need and no more: who applied, with which papers, stands in the register, not here, so that opening a dossier to act on it
/// loads no personal data. Deadlines are not here either: <see cref="DossierClocks"/> derives them from the version's limits, the calendar
/// and the <see cref="Ledger"/>.
/// </remarks>
public sealed partial record Dossier
{
    public static Dossier Empty { get; } = new();

    public DossierStatus Status { get; init; }

    /// <summary>The version of the process it was received under, and stays on unless a decision moves it to another.</summary>
    public ContentHash? Version { get; init; }

    /// <summary>Where it was handed in (nơi tiếp nhận).</summary>
    public AgencyCode? Receiving { get; init; }

    /// <summary>Who decides it (cơ quan có thẩm quyền).</summary>
    public AgencyCode? Competent { get; init; }

    public Channel Channel { get; init; }

    /// <summary>The area whose longer limit applies, by its name in the header; null for none.</summary>
    public string? Area { get; init; }

    public DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>The promise printed on the receipt; kept for classification whatever happens later.</summary>
    public DateTimeOffset? PromisedAt { get; init; }

    /// <summary>The version of the calendar the promise was last told with; null where none was kept.</summary>
    public int? CalendarVersion { get; init; }

    /// <summary>The promise runs into a year whose calendar is not confirmed yet (hẹn tạm).</summary>
    public bool IsProvisional { get; init; }

    /// <summary>When processing was finished (portal 9): the end for on-time figures.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The steps people have in hand now.</summary>
    public ImmutableList<OpenStep> Open { get; init => field = value ?? []; } = [];

    /// <summary>Ids of the routes on which a token waits before a join.</summary>
    public ImmutableList<string> Waiting { get; init => field = value ?? []; } = [];

    /// <summary>What conditions ask for, as answered at intake.</summary>
    public ImmutableSortedDictionary<string, AttributeValue> Attributes { get; init => field = value ?? ImmutableSortedDictionary<string, AttributeValue>.Empty; } = ImmutableSortedDictionary<string, AttributeValue>.Empty;

    /// <summary>The stops of the <see cref="Ledger"/>, with cause and basis. Branches that run side by side may each have one open.</summary>
    public ImmutableList<ClockStop> Stops { get; init => field = value ?? []; } = [];

    /// <summary>How often papers were asked for, drawn or not.</summary>
    public int SupplementRounds { get; init; }

    /// <summary>Steps for which the applicant still owes papers: a drawn waiting step, or the step at which an undrawn request was made.</summary>
    public ImmutableList<StepKey> Supplements { get; init => field = value ?? []; } = [];

    /// <summary>How often each step was opened so far.</summary>
    public ImmutableSortedDictionary<string, int> Runs { get; init => field = value ?? ImmutableSortedDictionary<string, int>.Empty; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>When each inter-agency leg (chặng) was begun: the moment its first step was opened.</summary>
    public ImmutableSortedDictionary<string, DateTimeOffset> Legs { get; init => field = value ?? ImmutableSortedDictionary<string, DateTimeOffset>.Empty; } = ImmutableSortedDictionary<string, DateTimeOffset>.Empty;

    /// <summary>Who was named for the steps of a unit (phân công): <see cref="PostKey"/> → officer.</summary>
    public ImmutableSortedDictionary<string, OfficerId> Named { get; init => field = value ?? ImmutableSortedDictionary<string, OfficerId>.Empty; } = ImmutableSortedDictionary<string, OfficerId>.Empty;

    public static Dossier Replay(IEnumerable<DossierEvent> events) => events.Aggregate(Empty, (dossier, happened) => dossier.Apply(happened));

    public bool IsRunning => Status is not DossierStatus.NotReceived && EndedAt is null;

    public OpenStep? FindOpen(StepKey step) => Open.Find(open => open.Step == step);

    public Dossier Apply(DossierEvent happened) => Move is { } move ? AppliedAfterMove(happened, move) : Applied(happened);

    private Dossier Applied(DossierEvent happened) => happened switch
    {
        DossierEvent.HandedIn or DossierEvent.CompletionAsked or DossierEvent.CompletionReceived or DossierEvent.UpFrontFeePaid or DossierEvent.SubmissionWithdrawn
            or DossierEvent.Corrected or DossierEvent.TimeChangeRefused or DossierEvent.ResultHandedOver => AppliedAtTheDesk(happened),
        DossierEvent.Declined when AwaitsAcceptance => AppliedAtTheDesk(happened),
        DossierEvent.Reminded e when e.Step == AcceptanceWindow.Key && Acceptance is not null => AppliedAtTheDesk(happened),
        DossierEvent.Received e => this with
        {
            Status = DossierStatus.Received,
            Version = e.Version,
            Procedure = e.Procedure,
            Case = e.Case,
            Receiving = e.Receiving,
            Competent = e.Competent,
            Supporting = e.Supporting,
            Acceptance = Acceptance is null ? null : Acceptance with { IsOpen = false },
            Channel = e.Channel,
            Area = e.Area,
            ReceivedAt = e.At,
            PromisedAt = e.PromisedAt,
            CalendarVersion = e.CalendarVersion,
            IsProvisional = e.Provisional,
            Attributes = e.Attributes,
        },
        DossierEvent.Declined => this with { Status = DossierStatus.Declined },
        DossierEvent.StepOpened e => (this with
        {
            Open = Open.Add(new OpenStep(e.Step, e.Run, e.At, e.Place, e.Position, e.Assignee) { Leg = e.Leg, GoesOn = e.GoesOn }),
            Runs = Runs.SetItem(e.Step.Value, e.Run),
            Legs = e.Leg is null || Legs.ContainsKey(e.Leg) ? Legs : Legs.Add(e.Leg, e.At),
            LegSpans = e.Leg is null ? LegSpans : Entered(e.Leg, e.Place, e.At),
        }).ByLatest(e.At, done => done with { Opened = done.Opened.Add(new OpenedRun(e.Step, e.Run)) }),
        DossierEvent.StepCompleted e => Closed(e.Step, e.Run, e.At).Settled().Remembering(e, FindOpen(e.Step)),
        DossierEvent.StepCancelled e => Closed(e.Step, e.Run, e.At).Settled().ByLatest(e.At, done => done with { IsEntangled = true }),
        DossierEvent.OfficerNamed e => this with { Named = e.Positions.Aggregate(Named, (named, position) => named.SetItem(PostKey(e.Place, position), e.Officer)) },
        DossierEvent.BranchChosen e => this with { Chosen = Chosen.Add(e.Step) },
        DossierEvent.TokensWaiting e => Held(e) with { Waiting = e.Routes },
        DossierEvent.SupplementRequested e => Asked(e).Settled(),
        DossierEvent.SupplementReceived e => (this with { Supplements = Supplements.Remove(e.Step), Awaited = NoLonger(e.Step) }).Settled(),
        DossierEvent.ClockStopped e => (this with { Stops = Stops.Add(new ClockStop(e.At, null, e.Step, e.Cause, e.Policy, e.Basis, e.By) { Document = e.Document, Reason = e.Reason }) }).Settled(),
        DossierEvent.ClockResumed e => (this with { Stops = Resumed(e) }).Settled(),
        DossierEvent.DueSet e => this with { Settings = Settings.Add(new ClockSetting(e.At, e.From, e.To, e.Cause, e.Reason, e.Basis, e.Document, e.By)) },
        DossierEvent.LimitChanged e => this with { LimitSet = new LimitChange(e.At, e.To, e.Reason, e.Document, e.By) },
        DossierEvent.PromiseMoved e => this with { CalendarVersion = e.CalendarVersion ?? CalendarVersion, IsProvisional = e.Provisional },
        DossierEvent.PromiseConfirmed e => this with { CalendarVersion = e.CalendarVersion, IsProvisional = false },
        DossierEvent.ObligationImposed e => this with { Obligations = Obligations.Add(new(e.Number, e.What, e.Amount, e.Document, e.Step, e.Line)) },
        DossierEvent.ObligationWaived e => this with { Obligations = Owing(e.Obligation, obligation => obligation with { IsWaived = true }) },
        DossierEvent.PaymentRecorded e => this with
        {
            Payments = Payments.Add(new(e.At, e.Obligation, e.Fee, e.Amount, e.Receipt, e.Way, e.By)),
            Obligations = e.Obligation is { } number ? Owing(number, obligation => obligation with { Paid = obligation.Paid + e.Amount }) : Obligations,
        },
        DossierEvent.SupplementPartReceived e => this with
        {
            Awaited = Awaited.ConvertAll(asked => asked.Step == e.Step ? asked with { Arrived = asked.Arrived.AddRange(e.Papers) } : asked),
        },
        DossierEvent.SupplementExpired e => (this with { Supplements = Supplements.Remove(e.Step), Awaited = NoLonger(e.Step) }).Settled(),
        DossierEvent.ProcessingFinished e => this with { Status = DossierStatus.ResultReady, FinishedAt = e.At },
        DossierEvent.Ended e => this with { Status = e.Status, EndedAt = e.At, FinishedAt = FinishedAt ?? e.At, Open = [], Waiting = [], Supplements = [], Awaited = [], LegSpans = Left(e.At), Done = [], Drafts = [], Consultations = [] },
        _ when AppliedToConsultations(happened) is { } after => after,
        DossierEvent.Reminded e when e.Step == DossierPromise.Key => this with { PromiseSaid = ReminderRungs.With(PromiseSaid, e.Kind, e.At) },
        DossierEvent.Reminded e => this with
        {
            Open = Open.ConvertAll(open => open.Step == e.Step && open.Run == e.Run ? open with { Said = ReminderRungs.With(open.Said, e.Kind, e.At) } : open),
        },
        DossierEvent.AttachmentAdded e => Attached(e),
        DossierEvent.AttachmentWithdrawn e => Detached(e),
        _ when AppliedToPeople(happened) is { } after => after,
        _ when AppliedToDrafts(happened) is { } after => after,
        _ when AppliedToVersion(happened) is { } after => after,
        _ => throw new UnreachableException(),
    };

    /// <summary>How a post is written in <see cref="Named"/>.</summary>
    internal static string PostKey(AgencyCode place, PositionKey position) => $"{place}/{position}";

    private Dossier Closed(StepKey step, int run, DateTimeOffset at)
    {
        var open = Open.RemoveAll(open => open.Step == step && open.Run == run);
        return this with { Open = open, Supplements = Supplements.Remove(step), Awaited = NoLonger(step), LegSpans = Left(at, open), Consultations = StillAsked(step, run) };
    }

    /// <summary>The status after something the applicant owes came or went. A result that is ready, and a no at the desk, stay what they are.</summary>
    private Dossier Settled() => Status is DossierStatus.ResultReady or DossierStatus.Declined ? this : this with
    {
        Status = Stops.Exists(stop => stop is { To: null, Cause: ClockStopCause.Suspension }) ? DossierStatus.Suspended
            : Supplements is not [] ? DossierStatus.AwaitingSupplement
            : Stops.Exists(stop => stop is { To: null, Cause: ClockStopCause.Payment }) ? DossierStatus.AwaitingPayment
            : DossierStatus.InProgress,
    };
}

/// <summary>The states of a dossier; <c>Portal</c> maps them to each target's codes.</summary>
public enum DossierStatus
{
    NotReceived,
    Submitted, // mới đăng ký, chờ tiếp nhận
    AwaitingCompletion, // chờ người nộp hoàn thiện, trước khi tiếp nhận
    Received, // được tiếp nhận, còn ở bộ phận Một cửa
    InProgress, // đang xử lý
    AwaitingSupplement, // yêu cầu bổ sung giấy tờ
    AwaitingPayment, // chờ nghĩa vụ tài chính
    Suspended, // tạm dừng theo quyết định
    ResultReady, // đã xử lý xong, chờ trả
    Returned, // đã trả kết quả
    Declined, // không được tiếp nhận
    Rejected, // từ chối giải quyết
    Stopped, // dừng xử lý
    Withdrawn, // người nộp rút hồ sơ
    Ended, // kết thúc (quy trình nội bộ)
}

/// <summary>How the dossier came (kênh thực hiện).</summary>
public enum Channel
{
    Direct, // trực tiếp
    Online, // trực tuyến
    Post, // bưu chính công ích
}

/// <summary>A step somebody has in hand.</summary>
/// <param name="Run">1 for the first time this step is open in the dossier, 2 for the second…</param>
/// <param name="Place">The unit it belongs to; null where the drawing names none (waiting for the applicant).</param>
/// <param name="Assignee">The officer named for it; null: anybody in the position.</param>
public sealed partial record OpenStep(StepKey Step, int Run, DateTimeOffset OpenedAt, AgencyCode? Place, PositionKey? Position, OfficerId? Assignee)
{
    /// <summary>What was said about its clock, and when last.</summary>
    public ImmutableList<SaidRung> Said { get; init => field = value ?? []; } = [];

    /// <summary>What files from before <see cref="Said"/> hold: kinds without the moment.</summary>
    public ImmutableList<ReminderKind> Reminded { get; init => field = value ?? []; } = [];

    /// <summary>The inter-agency leg it is worked on in; null where the drawing names none.</summary>
    public string? Leg { get; init; }
}
