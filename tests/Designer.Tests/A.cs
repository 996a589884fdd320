using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Designer.Tests;

/// <summary>The cast: a small process, its people, and a dossier on its way.</summary>
internal static class A
{
    public static DateTimeOffset Monday { get; } = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero); // 09:00 in Vietnam

    public static OfficerId Lan { get; } = new("lan");

    public static OfficerId Minh { get; } = new("minh");

    public static AgencyCode Desk { get; } = new("H35.12.01");

    public static ContentHash Hash { get; } = new(new string('a', 64));

    public static string Name(OfficerId officer) => officer == Lan ? "Lò Thị Lan" : officer == Minh ? "Giàng A Minh" : officer.Value;

    /// <summary>B1 intake → B2 examine → {B3 sign → B4 issue → B5 return | reject}, with a way back from B3 to B2.</summary>
    public static ProcessDefinition Process { get; } = Drawn(
        [
            ("B1", StepKind.Intake, "Tiếp nhận hồ sơ", "Accepted Declined"), ("B2", StepKind.Examine, "Thẩm định hồ sơ, kiểm tra thực địa", "Passed Incomplete Failed"),
            ("B3", StepKind.Sign, "Ký duyệt", "Signed SentBack"), ("B4", StepKind.Issue, "Đóng dấu, vào sổ", "Done"), ("B5", StepKind.ReturnResult, "Trả kết quả", ""),
            ("TC", StepKind.Reject, "Từ chối giải quyết", ""), ("BS", StepKind.AwaitSupplement, "Chờ bổ sung", "Supplemented Expired"),
        ],
        "B1 Accepted B2", "B1 Declined TC", "B2 Passed B3", "B2 Failed TC", "B2 Incomplete BS", "BS Supplemented B2", "BS Expired TC", "B3 Signed B4", "B3 SentBack B2", "B4 Done B5");

    public static ProcessDefinition Drawn(IReadOnlyList<(string Key, StepKind Kind, string Name, string Ports)> steps, params string[] ways)
    {
        var drawn = steps.Select((step, index) => new Step
        {
            Index = index,
            Id = step.Key,
            Key = new(step.Key),
            Name = step.Name,
            Kind = step.Kind,
            Type = $"Tthc.{step.Kind}",
            Ports = step.Ports.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Work = step.Kind is StepKind.Fork or StepKind.Join or StepKind.Decision or StepKind.Start ? null : new StepWork { Position = new("chuyen-vien"), Limit = TimeLimit.OfHours(4) },
        }).ToArray();
        int At(string key) => Array.FindIndex(drawn, step => step.Id == key);
        var routes = ways.Select(way => way.Split(' ')).Select((way, index) => new Route(index, $"{way[0]}:{way[1]}>{way[2]}", At(way[0]), way[1], At(way[2]))).ToArray();
        var header = new ProcessHeader { Procedure = new("1.004203"), PromisedLimit = TimeLimit.OfDays(7), Supplement = new(ClockPolicy.Suspends) };
        return new ProcessDefinition("Cấp giấy phép xây dựng", header, [], drawn, routes) { Start = drawn[0], Hash = Hash };
    }

    public static DossierEvent.Received Received(string applicant = "Vàng A Páo") => new(
        Monday, Lan, Hash, new("1.004203"), null, Desk, new("H35.12"), Channel.Direct,
        new(new(applicant, null, null, null, null), "Nhà ở riêng lẻ", []), ImmutableSortedDictionary<string, AttributeValue>.Empty, Monday.AddDays(9));

    /// <summary>One of every kind of event there is.</summary>
    public static IReadOnlyList<DossierEvent> EveryEvent { get; } =
    [
        Received(),
        new DossierEvent.Declined(Monday, Lan, "Không thuộc thẩm quyền"),
        new DossierEvent.HandedIn(
            Monday, Lan, new("1.004203"), null, Desk, new("H35.12"), Channel.Online, Received().Particulars, ImmutableSortedDictionary<string, AttributeValue>.Empty,
            TimeLimit.OfHours(8), "Điều 17"),
        new DossierEvent.CompletionAsked(Monday, Lan, ["Bản vẽ thiết kế"], "Thiếu bản vẽ", "Lập theo mẫu của Sở Xây dựng"),
        new DossierEvent.CompletionReceived(Monday, Lan, "Đã nộp đủ", [new("Bản vẽ thiết kế", 1, 0)]),
        new DossierEvent.UpFrontFeePaid(Monday, Lan, 75_000, "BL-0012"),
        new DossierEvent.SubmissionWithdrawn(Monday, Lan, "Không còn nhu cầu"),
        new DossierEvent.Corrected(
            Monday, Lan, "Ghi sai họ tên", Received().Particulars, Received("Vàng A Pảo").Particulars,
            ImmutableSortedDictionary<string, AttributeValue>.Empty, ImmutableSortedDictionary<string, AttributeValue>.Empty),
        new DossierEvent.TimeChangeRefused(Monday, Minh, RecordedTime.FinishedAt, Monday.AddDays(9), "Xin ghi đúng hạn", "D248"),
        new DossierEvent.ResultHandedOver(Monday, Lan, new(ReturnWay.Post, "Vàng A Páo", PostItem: "EA123456789VN")),
        new DossierEvent.StepOpened(Monday, Lan, new("B2"), 2, Desk, new("chuyen-vien"), Minh),
        new DossierEvent.StepCompleted(Monday, Minh, new("B2"), 1, "Passed", "Đủ điều kiện"),
        new DossierEvent.StepCancelled(Monday, Minh, new("B2"), 1),
        new DossierEvent.OfficerNamed(Monday, Minh, Desk, Lan, [new("chuyen-vien")]),
        new DossierEvent.OfficerUnnamed(Monday, Minh, Desk, Lan, [new("chuyen-vien")]),
        new DossierEvent.BranchChosen(Monday, Minh, new("B2"), "True"),
        new DossierEvent.TokensWaiting(Monday, Minh, ["B2:Passed>B3"]),
        new DossierEvent.SupplementRequested(Monday, Minh, new("B2"), 1, ["Bản sao căn cước"], "Thiếu giấy tờ", "Điều 8", false),
        new DossierEvent.SupplementReceived(Monday, Lan, new("B2"), "Đã nộp đủ"),
        new DossierEvent.ClockStopped(Monday, Minh, new("B2"), ClockStopCause.Supplement, ClockPolicy.Suspends, null),
        new DossierEvent.ClockResumed(Monday, Lan, new("B2")),
        new DossierEvent.DueSet(Monday, Lan, ClockSettingCause.Extension, Monday.AddDays(9), Monday.AddDays(14), "Chờ kết quả đo đạc", "Điều 19", new("12/PXL", new(2026, 3, 2), "Lý A Páo")),
        new DossierEvent.LimitChanged(Monday, Lan, null, new(TimeLimit.OfDays(10), Counting.RunningHours), "Chuyển quy trình", null),
        new DossierEvent.ObligationImposed(Monday, Minh, 1, "Lệ phí trước bạ", 1_250_000, new("45/TB-CT", new(2026, 3, 2), null), new("B2"), 2),
        new DossierEvent.ObligationWaived(Monday, Lan, 1, "Được miễn", new("46/QĐ-UBND", new(2026, 3, 2), "Lý A Páo")),
        new DossierEvent.PaymentRecorded(Monday, Lan, 1, null, 250_000, "AB/26E 0000001", PaymentWay.Transfer),
        new DossierEvent.SupplementPartReceived(Monday, Lan, new("B2"), ["Bản sao căn cước"], "Còn thiếu bản vẽ"),
        new DossierEvent.SupplementExpired(Monday, Officer.System.Id, new("B2"), "Reject"),
        new DossierEvent.PromiseMoved(Monday, Lan, Monday.AddDays(9), Monday.AddDays(12), true),
        new DossierEvent.PromiseConfirmed(Monday, Lan, Monday.AddDays(12), 2, "Quyết định 45/QĐ-UBND ngày 28/09/2026"),
        new DossierEvent.ProcessingFinished(Monday, Lan),
        new DossierEvent.Ended(Monday, Lan, DossierStatus.Returned, new("B5"), "Vàng A Páo"),
        new DossierEvent.StepAssigned(Monday, Minh, new("B2"), 1, Lan, "Nghỉ ốm"),
        new DossierEvent.StepSeen(Monday, Lan, new("B2"), 1),
        new DossierEvent.StepTakenBack(Monday, Minh, new("B2"), 1, TakenBack.Recalled, "Nhầm"),
        new DossierEvent.ActDrafted(Monday, Minh, 1, "request-supplement", new("B2"), ImmutableSortedDictionary<string, string>.Empty.Add("reason", "Thiếu")),
        new DossierEvent.DraftApproved(Monday, Minh, 1, Lan),
        new DossierEvent.DraftSentBack(Monday, Minh, 1, "Nêu rõ căn cứ"),
        new DossierEvent.DraftDropped(Monday, Lan, 1),
        new DossierEvent.DraftSigned(Monday, Minh, 1, new("12/UBND", "Lý A Páo", new(2026, 3, 2))),
        new DossierEvent.ResultWithdrawn(Monday, Minh, "Sai tên"),
        new DossierEvent.MovedToVersion(
            Monday, Lan, Hash, new(new string('b', 64)), 1, new("30/QĐ-UBND", new(2026, 3, 2), "Lý A Páo"), "Điều 4",
            [new(new("B2"), 1, new("B3"), 1, Desk, new("chuyen-vien"), Minh, null)], [], []),
        new DossierEvent.ReturnedToVersion(Monday, Lan, new(new string('b', 64)), Hash, 1, "Phiên bản mới có sai sót"),
        new DossierEvent.Reminded(Monday, Officer.System.Id, new("B2"), 1, ReminderKind.Overdue),
        new DossierEvent.AttachmentAdded(Monday, Minh, 1, Hash, "biên bản.pdf", 1200, "application/pdf", new("B2"), 1),
        new DossierEvent.ConsultationAsked(Monday, Minh, 1, new("B2"), 1, Desk, "Có ý kiến gì về vị trí?", TimeLimit.OfDays(2), SilenceRule.Escalate, "Điều 8", []),
        new DossierEvent.ConsultationAssigned(Monday, Lan, 1, Minh, Desk, "Kiểm tra thực địa"),
        new DossierEvent.ConsultationChased(Monday, Minh, 1, "Đề nghị trả lời sớm"),
        new DossierEvent.ConsultationAnswered(Monday, Lan, 1, ConsultedOpinion.Disagreed, "Lấn hành lang", null),
        new DossierEvent.ConsultationLapsed(Monday, Officer.System.Id, 1, true),
        new DossierEvent.ConsultationWithdrawn(Monday, Minh, 1, "Đã đủ căn cứ"),
        new DossierEvent.AttachmentWithdrawn(Monday, Minh, 1, "Đính kèm nhầm"),
    ];

    public static JournalLine Line(int number, DossierEvent happened) => new(number, happened, new string('0', 64));
}
