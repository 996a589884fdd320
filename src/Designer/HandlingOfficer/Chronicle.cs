using System.Diagnostics;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.HandlingOfficer;

/// <summary>The journal told in plain words (quá trình xử lý): what one person did at one moment is one entry.</summary>
/// <param name="versions">The versions the dossier has run on; they give steps their names, each line by the version it was written under.</param>
/// <param name="name">An officer's full name.</param>
/// <param name="place">A place's name.</param>
public sealed partial class Chronicle(ProcessVersions versions, Func<OfficerId, string> name, Func<AgencyCode, string> place)
{
    private ProcessDefinition _process = versions.Now;

    /// <summary>The entries, oldest first.</summary>
    public IReadOnlyList<ChronicleEntry> Entries(IEnumerable<JournalLine> journal)
    {
        var entries = new List<ChronicleEntry>();
        var together = new List<JournalLine>();
        foreach (var line in journal)
        {
            if (line.Happened is DossierEvent.Received received) _process = versions.For(received.Version);
            if (together is [var first, ..] && (first.Happened.At, first.Happened.By, first.Happened.OnBehalfOf) != (line.Happened.At, line.Happened.By, line.Happened.OnBehalfOf))
            {
                entries.Add(Entry(together));
                together.Clear();
            }
            together.Add(line);
            if (line.Happened is DossierEvent.MovedToVersion moved) _process = versions.For(moved.To);
            else if (line.Happened is DossierEvent.ReturnedToVersion returned) _process = versions.For(returned.To);
        }
        if (together.Count > 0) entries.Add(Entry(together));
        _process = versions.Now;
        return entries;
    }

    /// <summary>One event as a sentence; null for what only the engine needs to remember.</summary>
    public Wording? Sentence(DossierEvent happened) => happened switch
    {
        DossierEvent.Received e => e.PromisedAt is { } due
            ? new($"Tiếp nhận hồ sơ ({Labels.Of(e.Channel).Vi.ToLowerInvariant()}), hẹn trả {Labels.Moment(due)}", $"Received the dossier ({Labels.Of(e.Channel).En.ToLowerInvariant()}), promised for {Labels.Moment(due)}")
            : new($"Tiếp nhận hồ sơ ({Labels.Of(e.Channel).Vi.ToLowerInvariant()}), không hẹn ngày trả", $"Received the dossier ({Labels.Of(e.Channel).En.ToLowerInvariant()}), without a promised date"),
        DossierEvent.Declined => new("Không tiếp nhận hồ sơ", "Did not accept the dossier"),
        DossierEvent.StepOpened e => Opened(e),
        DossierEvent.StepCompleted e => new(
            $"Hoàn thành bước {Step(e.Step)}{Again(e.Run).Vi}: {Outcome(e.Step, e.Outcome).Vi}", $"Completed step {Step(e.Step)}{Again(e.Run).En}: {Outcome(e.Step, e.Outcome).En}"),
        DossierEvent.StepCancelled e => new($"Đóng bước {Step(e.Step)}: không còn cần làm", $"Closed step {Step(e.Step)}: no longer needed"),
        DossierEvent.OfficerNamed e => new($"Phân công {name(e.Officer)} thụ lý tại {place(e.Place)}", $"Assigned {name(e.Officer)} at {place(e.Place)}"),
        DossierEvent.OfficerUnnamed e => new($"Bỏ phân công {name(e.Officer)} tại {place(e.Place)}", $"{name(e.Officer)} is no longer assigned at {place(e.Place)}"),
        DossierEvent.BranchChosen e => new($"Rẽ nhánh “{Name(e.Step)}”: {Outcome(e.Step, e.Port).Vi}", $"Branch '{Name(e.Step)}': {Outcome(e.Step, e.Port).En}"),
        DossierEvent.TokensWaiting e => e.Routes.Count == 0 ? null : new("Chờ các nhánh song song cùng xong", "Waiting for the parallel branches"),
        DossierEvent.SupplementRequested e => new(
            $"Yêu cầu bổ sung lần {e.Round}: {string.Join("; ", e.Missing)}", $"Asked for papers, round {e.Round}: {string.Join("; ", e.Missing)}"),
        DossierEvent.SupplementReceived => new("Đã nhận phần bổ sung", "Received the missing papers"),
        DossierEvent.SupplementPartReceived e => new($"Đã nhận một phần giấy tờ bổ sung: {string.Join("; ", e.Papers)}", $"Received some of the missing papers: {string.Join("; ", e.Papers)}"),
        DossierEvent.SupplementExpired e => new($"Hết thời hạn bổ sung: {Follows(e.Follows).Vi}", $"The time to supply papers is over: {Follows(e.Follows).En}"),
        DossierEvent.ObligationImposed e => new(
            $"Yêu cầu nghĩa vụ tài chính số {e.Number}: {e.What}, {Labels.Money(e.Amount)} (văn bản {e.Document.ToWording().Vi})",
            $"Financial obligation {e.Number}: {e.What}, {Labels.Money(e.Amount)} (document {e.Document.ToWording().En})"),
        DossierEvent.ObligationWaived e => new(
            $"Miễn, thu hồi khoản phải nộp số {e.Obligation} (văn bản {e.Document.ToWording().Vi})", $"Waived obligation {e.Obligation} (document {e.Document.ToWording().En})"),
        DossierEvent.PaymentRecorded e => new(
            $"Đã nộp {Labels.Money(e.Amount)}{(e.Fee is { } fee ? $" – {fee}" : $" cho khoản phải nộp số {e.Obligation}")}, biên lai {e.Receipt}, {e.Way.ToWording().Vi}",
            $"Paid {Labels.Money(e.Amount)}{(e.Fee is { } charge ? $" – {charge}" : $" of obligation {e.Obligation}")}, receipt {e.Receipt}, {e.Way.ToWording().En}"),
        DossierEvent.ClockStopped { Cause: ClockStopCause.Suspension, Document: { } decision } => new(
            $"Tạm dừng giải quyết theo quyết định {decision.ToWording().Vi}", $"Suspended by decision {decision.ToWording().En}"),
        DossierEvent.ClockStopped e => new(
            $"Thời hạn tạm dừng: {Labels.Of(e.Cause).Vi} ({Labels.Of(e.Policy).Vi})", $"The clock stopped: {Labels.Of(e.Cause).En} ({Labels.Of(e.Policy).En})"),
        DossierEvent.ClockResumed { Document: { } decision } => new(
            $"Tiếp tục giải quyết theo văn bản {decision.ToWording().Vi}", $"Goes on by document {decision.ToWording().En}"),
        DossierEvent.ClockResumed => new("Thời hạn tiếp tục được tính", "The clock runs again"),
        DossierEvent.DueSet e => e.Cause is ClockSettingCause.Extension
            ? new($"Xin lỗi và hẹn lại: từ {Labels.Moment(e.From)} sang {Labels.Moment(e.To)}", $"Apologised and set a new date: from {Labels.Moment(e.From)} to {Labels.Moment(e.To)}")
            : new($"Giữ ngày đã hẹn {Labels.Moment(e.To)} khi lịch làm việc thay đổi", $"Kept the promised {Labels.Moment(e.To)} when the calendar changed"),
        DossierEvent.LimitChanged e => new($"Thời hạn giải quyết đổi thành {e.To.Limit.ToWording().Vi}, thời gian đã dùng giữ nguyên", $"The limit became {e.To.Limit.ToWording().En}; the time already used stays used"),
        DossierEvent.PromiseMoved e => new(
            $"Thời điểm hẹn trả chuyển từ {Labels.Moment(e.From)} sang {Labels.Moment(e.To)}{(e.Provisional ? " (tạm tính: lịch làm việc của năm chưa được xác nhận)" : "")}{(e.Decision is null ? "" : $", do lịch làm việc thay đổi theo {e.Decision}")}",
            $"The promise moved from {Labels.Moment(e.From)} to {Labels.Moment(e.To)}{(e.Provisional ? " (provisional: that year's calendar is not confirmed)" : "")}{(e.Decision is null ? "" : $", because the calendar changed by {e.Decision}")}"),
        DossierEvent.PromiseConfirmed e => new(
            $"Lời hẹn tạm nay là chính thức: {Labels.Moment(e.PromisedAt)}{(e.Decision is null ? "" : $", theo {e.Decision}")}",
            $"The provisional promise is certain now: {Labels.Moment(e.PromisedAt)}{(e.Decision is null ? "" : $", by {e.Decision}")}"),
        DossierEvent.ProcessingFinished => new("Đã xử lý xong, có kết quả", "Processing finished, the result is there"),
        DossierEvent.Ended e => new($"Kết thúc: {Labels.Of(e.Status).Vi.ToLowerInvariant()}", $"Ended: {Labels.Of(e.Status).En.ToLowerInvariant()}"),
        DossierEvent.Reminded { Kind: ReminderKind.AnswerSoon } e => new(
            $"Nhắc người nộp: sắp hết thời hạn bổ sung ở bước {Step(e.Step)}", $"The applicant was reminded: the time to supply papers at step {Step(e.Step)} will soon be over"),
        DossierEvent.Reminded { Kind: ReminderKind.AnswerOver } e => new(
            $"Nhắc: hết thời hạn bổ sung ở bước {Step(e.Step)}, cần người quyết định", $"Reminder: the time to supply papers at step {Step(e.Step)} is over; somebody has to decide"),
        DossierEvent.Reminded e when e.Step == AcceptanceWindow.Key => DeskSentence(e),
        DossierEvent.Reminded e when e.Step == Consultation.Key => OpinionSentence(e),
        DossierEvent.Reminded e when e.Step == DossierPromise.Key => Rung(e.Kind, new("hẹn trả của hồ sơ", "the promise of the dossier")),
        DossierEvent.Reminded e => Rung(e.Kind, new($"bước {Step(e.Step)}", $"step {Step(e.Step)}")),
        DossierEvent.AttachmentAdded e when e.Step == Consultation.Key => OpinionSentence(e),
        DossierEvent.AttachmentAdded e => new(
            $"Đính kèm tệp “{e.Name}”{(e.Step is null ? e.Component is null ? "" : $" cho thành phần “{e.Component}”" : $" ở bước {Step(e.Step)}")}",
            $"Attached the file “{e.Name}”{(e.Step is null ? e.Component is null ? "" : $" to the component “{e.Component}”" : $" at step {Step(e.Step)}")}"),
        DossierEvent.AttachmentWithdrawn e => new($"Rút tệp đính kèm số {e.Number}", $"Withdrew attachment {e.Number}"),
        DossierEvent.StepAssigned e => Assigned(e),
        DossierEvent.StepSeen e => new($"Đã mở hồ sơ ở bước {Step(e.Step)}", $"Opened the dossier at step {Step(e.Step)}"),
        DossierEvent.StepTakenBack e => e.How switch
        {
            TakenBack.Recalled => new($"Thu hồi về bước {Step(e.Step)}", $"Recalled to step {Step(e.Step)}"),
            TakenBack.SentBack => new($"Trả lại bước {Step(e.Step)}", $"Sent back to step {Step(e.Step)}"),
            _ => new($"Làm lại từ bước {Step(e.Step)}", $"Begun again from step {Step(e.Step)}"),
        },
        DossierEvent.ActDrafted e => new($"Dự thảo số {e.Number} trình lãnh đạo: {ActName(e.Act).Vi}", $"Draft {e.Number} for the leader: {ActName(e.Act).En}"),
        DossierEvent.DraftApproved e => new($"Duyệt dự thảo số {e.Number} của {name(e.Drafter)}", $"Approved draft {e.Number} by {name(e.Drafter)}"),
        DossierEvent.DraftSentBack e => new($"Trả lại dự thảo số {e.Number}", $"Sent draft {e.Number} back"),
        DossierEvent.DraftDropped e => new($"Rút lại dự thảo số {e.Number}", $"Withdrew draft {e.Number}"),
        DossierEvent.DraftSigned e => new(
            $"Đã ký văn bản của dự thảo số {e.Number}: {e.Signature.Number}, {e.Signature.Signer}, ngày {Labels.Day(e.Signature.SignedOn)}",
            $"Signed the paper of draft {e.Number}: {e.Signature.Number}, {e.Signature.Signer}, {Labels.Day(e.Signature.SignedOn)}"),
        DossierEvent.MovedToVersion e => new(
            $"Chuyển sang phiên bản mới của quy trình theo quyết định {e.Decision.ToWording().Vi}{Renamed(e).Vi}", $"Moved to another version of the process by decision {e.Decision.ToWording().En}{Renamed(e).En}"),
        DossierEvent.ReturnedToVersion => new("Trở lại phiên bản quy trình trước khi chuyển; thời gian ở giữa vẫn được tính", "Returned to the version from before the move; the time between counts"),
        DossierEvent.ResultWithdrawn => new("Thu hồi kết quả chưa trao", "Withdrew the result before it was handed over"),
        _ => DeskSentence(happened) ?? OpinionSentence(happened) ?? throw new UnreachableException(),
    };

    private ChronicleEntry Entry(List<JournalLine> together)
    {
        var told = together.Select(line => (line.Happened, Sentence: Sentence(line.Happened))).Where(told => told.Sentence is not null).ToList();
        var said = together.Select(line => line.Happened switch
        {
            DossierEvent.StepCompleted e => e.Note,
            DossierEvent.SupplementRequested e => e.Basis is null ? e.Reason : $"{e.Reason}\n({e.Basis})",
            DossierEvent.SupplementReceived e => e.Note,
            DossierEvent.Declined e => e.Ground is null ? e.Reason : $"{e.Reason}\n({e.Ground})",
            DossierEvent.CompletionAsked e => e.Guidance is null ? e.Reason : $"{e.Reason}\n{e.Guidance}",
            DossierEvent.CompletionReceived e => e.Note,
            DossierEvent.SubmissionWithdrawn e => e.Reason,
            DossierEvent.Corrected e => e.Reason,
            DossierEvent.TimeChangeRefused e => e.Why,
            DossierEvent.ClockStopped { Cause: not ClockStopCause.Payment } e => e.Basis is null ? e.Reason : $"{e.Reason}\n({e.Basis})",
            DossierEvent.ObligationWaived e => e.Reason,
            DossierEvent.SupplementPartReceived e => e.Note,
            DossierEvent.StepAssigned e => e.Reason,
            DossierEvent.StepTakenBack { How: not TakenBack.Withdrawn } e => e.Reason,
            DossierEvent.ResultWithdrawn e => e.Reason,
            DossierEvent.DraftSentBack e => e.Reason,
            DossierEvent.ActDrafted e => string.Join('\n', e.Said.Values),
            DossierEvent.ClockResumed e => e.Reason,
            DossierEvent.DueSet e => e.Reason,
            DossierEvent.LimitChanged e => e.Reason,
            DossierEvent.AttachmentWithdrawn e => e.Reason,
            DossierEvent.MovedToVersion e => e.Basis,
            DossierEvent.ReturnedToVersion e => e.Reason,
            DossierEvent.Ended { Status: not DossierStatus.Returned } e => e.Reason,
            DossierEvent.ConsultationAsked e => e.Basis is null ? e.Question : $"{e.Question}\n({e.Basis})",
            DossierEvent.ConsultationChased e => e.Note,
            DossierEvent.ConsultationAnswered e => e.Note,
            DossierEvent.ConsultationWithdrawn e => e.Reason,
            _ => null,
        }).OfType<string>().Distinct();
        var tone = together.Exists(line => line.Happened is DossierEvent.Ended or DossierEvent.ProcessingFinished or DossierEvent.SubmissionWithdrawn) ? ChronicleTone.End
            : together.Exists(line => line.Happened is DossierEvent.Reminded { Kind: ReminderKind.Overdue or ReminderKind.ToLeader or ReminderKind.ToHead }) ? ChronicleTone.Late
            : together.Exists(line => line.Happened is DossierEvent.ClockStopped or DossierEvent.SupplementRequested or DossierEvent.CompletionAsked or DossierEvent.TimeChangeRefused) ? ChronicleTone.Stop
            : ChronicleTone.Plain;
        if (together.TrueForAll(line => line.Happened is DossierEvent.Reminded)) told.Reverse(); // said at one moment: the last rung says how it stands
        var first = together[0];
        return new(
            first.Number, first.Happened.At, name(first.Happened.By), told is [var head, ..] ? head.Sentence! : new("Ghi nhận", "Noted"),
            [.. told.Skip(1).Select(other => other.Sentence!)], [.. said], tone)
        { For = first.Happened.OnBehalfOf is { } absent ? name(absent) : null };
    }

    private static Wording Rung(ReminderKind kind, Wording what) => kind switch
    {
        ReminderKind.DueToday => new($"Nhắc: {what.Vi} đến hạn hôm nay", $"Reminder: {what.En} is due today"),
        ReminderKind.Overdue => new($"Nhắc: {what.Vi} đã quá hạn", $"Reminder: {what.En} is overdue"),
        ReminderKind.ToLeader => new($"Quá hạn, báo lãnh đạo đơn vị: {what.Vi}", $"Overdue, the leader of the unit was told: {what.En}"),
        ReminderKind.ToHead => new($"Quá hạn, báo người đứng đầu cơ quan: {what.Vi}", $"Overdue, the head of the agency was told: {what.En}"),
        _ => new($"Nhắc: {what.Vi} sắp đến hạn", $"Reminder: {what.En} is due soon"),
    };

    /// <summary>What an act that may be drafted is called in a sentence.</summary>
    public static Wording ActName(string act) => act switch
    {
        "request-supplement" => new("yêu cầu bổ sung hồ sơ", "ask for missing papers"),
        "suspend" => new("tạm dừng giải quyết", "suspend"),
        "resume" => new("tiếp tục giải quyết", "go on"),
        "extend" => new("xin lỗi và hẹn lại", "apologise and set a new date"),
        "reject" => new("từ chối giải quyết", "refuse"),
        "stop" => new("dừng giải quyết", "stop"),
        "waive-obligation" => new("miễn, thu hồi khoản phải nộp", "waive a payment"),
        _ => new(act, act),
    };

    private Wording Assigned(DossierEvent.StepAssigned e) => e.Assignee is not { } hand
        ? new($"Trả lại việc ở bước {Step(e.Step)} cho vị trí", $"Handed step {Step(e.Step)} back to the position")
        : hand == e.By || hand == e.OnBehalfOf ? new($"Nhận việc ở bước {Step(e.Step)}", $"Took step {Step(e.Step)}")
        : new($"Giao bước {Step(e.Step)} cho {name(hand)}", $"Gave step {Step(e.Step)} to {name(hand)}");

    private Wording Opened(DossierEvent.StepOpened e)
    {
        var (at, whom) = (e.Place is null ? "" : place(e.Place), e.Assignee is null ? "" : name(e.Assignee));
        return new(
            $"Chuyển đến bước {Step(e.Step)}{Again(e.Run).Vi}{(at.Length > 0 ? $" – {at}" : "")}{(whom.Length > 0 ? $", giao {whom}" : "")}",
            $"Passed on to step {Step(e.Step)}{Again(e.Run).En}{(at.Length > 0 ? $" – {at}" : "")}{(whom.Length > 0 ? $", given to {whom}" : "")}");
    }

    private Wording Outcome(StepKey step, string port) => port == "Returned" ? new("Đã trả kết quả", "Returned") : StepWords.Outcome(_process.Find(step), port);

    /// <summary>The open steps that bear another number in the new version.</summary>
    private static Wording Renamed(DossierEvent.MovedToVersion e)
    {
        var renamed = e.Steps.FindAll(step => step.From != step.To);
        return renamed is [] ? new("", "") : new(
            $": bước {string.Join(", ", renamed.Select(step => $"{step.From} nay là {step.To}"))}", $": {string.Join(", ", renamed.Select(step => $"{step.From} is {step.To} now"))}");
    }

    private static Wording Follows(string word) => word switch
    {
        "Reject" => new("từ chối giải quyết", "rejected"),
        "Stop" => new("dừng giải quyết", "stopped"),
        _ => new("giải quyết tiếp", "goes on"),
    };

    private string Step(StepKey key) => _process.Find(key) is { } step && step.Name != key.Value ? $"{key} {step.Name}" : key.Value;

    /// <summary>A branch is known by its question; its key is the drawing's own.</summary>
    private string Name(StepKey key) => _process.Find(key)?.Name ?? key.Value;

    private static Wording Again(int run) => run > 1 ? new($" (lần {run})", $" (round {run})") : new("", "");
}

/// <summary>What one person did at one moment.</summary>
/// <param name="Number">Number of its first line in the journal.</param>
/// <param name="By">The officer's name.</param>
/// <param name="Also">What followed from it.</param>
/// <param name="Said">Reasons and notes, as written.</param>
public sealed record ChronicleEntry(
    int Number, DateTimeOffset At, string By, Wording Headline, IReadOnlyList<Wording> Also, IReadOnlyList<string> Said, ChronicleTone Tone)
{
    /// <summary>For whom it was done, where the officer stood in for somebody; their name.</summary>
    public string? For { get; init; }
}

/// <summary>What an entry means for the dossier's way.</summary>
public enum ChronicleTone
{
    Plain,
    Stop, // dừng, chờ
    Late, // quá hạn
    End, // xong, kết thúc
}
