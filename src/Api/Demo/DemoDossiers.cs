using System.Collections.Immutable;
using System.Text;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Demo;

/// <summary>The dossiers a newcomer finds on the desks of the demo province: received in the last days, worked on by its officers, some in time and some late.</summary>
/// <remarks>Every act goes through the office like anybody's; only the clock stands in the past while the story is told.</remarks>
internal sealed partial class DemoDossiers(IServiceProvider engine, ProvinceCatalogue catalogue, StoryClock clock, ILogger<DemoDossiers> log)
{
    private readonly DossierOffice _office = engine.GetRequiredService<DossierOffice>();
    private readonly DossierRegister _register = engine.GetRequiredService<DossierRegister>();
    private readonly AttachmentOffice _attachments = engine.GetRequiredService<AttachmentOffice>();


    private static readonly AgencyCode Commune = new("H35.40"), OneStopProvince = new("H35.02"), Department = new("H35.08");

    private static readonly Officer Controller = new(new("he-thong"), "Hệ thống", null, new HashSet<Role> { Role.Controller }, []);

    /// <summary>One dossier of the story.</summary>
    /// <param name="HoursAgo">Working hours before now at which it was received.</param>
    /// <param name="Steps">How many steps were completed since.</param>
    /// <param name="Pace">Which share of its limit each step took.</param>
    /// <param name="Missing">What was found missing at the last of these steps; null where nothing was.</param>
    private sealed record Story(string Procedure, string? Case, string Applicant, string Subject, int HoursAgo, int Steps, double Pace = 0.6, string? Missing = null)
    {
        /// <summary>What else happened at the step it came to.</summary>
        public Turn Turn { get; init; }
    }

    /// <summary>A turn in a dossier's life that a newcomer should have seen once.</summary>
    private enum Turn
    {
        None,
        Consulted, // đang lấy ý kiến hai nơi
        Suspended, // tạm dừng theo quyết định
        Extended, // đã xin lỗi và hẹn lại
        Drafted, // có dự thảo chờ lãnh đạo duyệt
        BroughtInPart, // mới bổ sung một phần giấy tờ
    }

    private static readonly Story[] Stories =
    [
        new("3.990001", "nha-o-rieng-le", "Nguyễn Thị Phương Thảo", "Xây dựng nhà ở 02 tầng tại bản Nà Đon, xã Bình Lư", 44, 3),
        new("1.001612", null, "Lò Văn Hoàng Minh", "Hộ kinh doanh tạp hóa và sửa chữa nông cụ", 30, 2, 0.9),
        new("1.001612", null, "Giàng Thị Kiều Oanh", "Hộ kinh doanh dịch vụ ăn uống Kiều Oanh", 20, 3),
        new("2.000908", null, "Đỗ Thị Minh Nguyệt", "Cấp 02 bản sao bằng tốt nghiệp trung học phổ thông", 4, 1),
        new("3.990001", "nha-o-rieng-le", "Trần Nguyễn Hoàng Bảo Châu", "Xây dựng nhà ở riêng lẻ tại bản Thèn Thầu, xã Bình Lư", 26, 2, 0.7, "Bản vẽ mặt bằng định vị công trình\nGiấy tờ chứng minh quyền sử dụng đất (bản sao có chứng thực)") { Turn = Turn.BroughtInPart },
        new("1.001612", null, "Hoàng Lê Thanh Trúc", "Hộ kinh doanh hàng thổ cẩm tại chợ Bình Lư", 52, 9),
        new("3.990002", null, "Hợp tác xã Nông nghiệp hữu cơ Mường Than", "Cơ sở sơ chế, đóng gói gạo Séng cù", 60, 4),
        new("3.990108", null, "Sùng Thị Mai Lan", "Cấp đổi Giấy chứng nhận quyền sử dụng đất do tách thửa", 24, 2),
        new("2.000908", null, "Phan Văn Tài", "Cấp bản sao giấy khai sinh từ sổ gốc", 12, 9),
        new("1.001612", null, "Vàng Thị Mỹ Duyên", "Hộ kinh doanh nông sản sấy Vàng Mỹ", 5, 1),
        new("2.000908", null, "Điêu Thị Cẩm Tú", "Cấp bản sao quyết định nghỉ hưu từ sổ gốc", 1, 0),
        new("3.990001", "nha-o-rieng-le", "Lường Thị Ánh Tuyết Nhung", "Xây dựng nhà ở 03 tầng cạnh quốc lộ 4D, bản Bình Luông, xã Bình Lư", 22, 2) { Turn = Turn.Consulted },
        new("3.990001", "nha-o-rieng-le", "Chang Văn Dế", "Sửa chữa, cải tạo nhà ở riêng lẻ tại bản Hon, xã Bình Lư", 40, 2) { Turn = Turn.Suspended },
        new("3.990001", "nha-o-rieng-le", "Hoàng Thị Bích Ngọc Lan", "Xây dựng nhà ở riêng lẻ kết hợp kinh doanh tại bản Nà Cà, xã Bình Lư", 28, 2) { Turn = Turn.Extended },
        new("1.001612", null, "Bùi Quang Vinh Hiển", "Hộ kinh doanh vật liệu xây dựng Quang Vinh", 9, 1) { Turn = Turn.Drafted },
        new("2.000908", null, "Tẩn Mỹ Lệ Hằng", "Cấp 02 bản sao giấy chứng nhận kết hôn từ sổ gốc", 10, 4, 0.3),
    ];

    /// <summary>Handed in online and not answered yet: what, by whom, how many working hours ago, and how many of its papers came as files.</summary>
    private static readonly (string Procedure, string Applicant, string Subject, int HoursAgo, int Files)[] Submissions =
    [
        ("2.000908", "Mùa Thị Dính", "Cấp 03 bản sao giấy khai sinh từ sổ gốc", 3, 1),
        ("1.001612", "Công ty cổ phần Chè và Dược liệu Tây Bắc", "Hộ kinh doanh điểm giới thiệu sản phẩm tại chợ Bình Lư", 7, 2),
    ];

    /// <summary>Dossiers of the weeks before, all returned, for the figures to be about something: two procedures, most in good time, some slow.</summary>
    private static readonly Story[] WeeksBefore =
    [
        .. Enumerable.Range(0, 44).Select(at => new Story(
            at % 3 == 2 ? "2.000908" : "1.001612", null, $"{Families[at % Families.Length]} {Names[at * 5 % Names.Length]}",
            at % 3 == 2 ? $"Cấp {at % 4 + 1:00} bản sao từ sổ gốc" : $"Hộ kinh doanh số {at + 1} tại chợ Bình Lư", 70 + at * 9 / 2, 12,
            at % 3 == 2 ? at % 4 == 0 ? 0.9 : 0.3 : (at % 9) switch { 0 => 1.4, 4 => 1.1, 7 => 0.95, _ => 0.5 + at % 5 * 0.08 })),
    ];

    private static string[] Families => ["Lò Văn", "Vàng Thị", "Giàng A", "Nguyễn Thị", "Tẩn A", "Hoàng Văn", "Sùng Thị"];

    private static string[] Names => ["An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khánh", "Lan", "Minh", "Nga", "Phúc"];

    /// <summary>How far back the story reaches, in working hours.</summary>
    public static int LongestAgo => Stories.Concat(WeeksBefore).Max(story => story.HoursAgo);

    /// <param name="papers">What each procedure asks the applicant to hand in.</param>
    public async Task TellAsync(IReadOnlyDictionary<ProcedureCode, IReadOnlyList<ComponentRequirement>> papers, CalendarBook calendars, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var story in WeeksBefore.Concat(Stories).OrderByDescending(story => story.HoursAgo))
            if (await TellAsync(story, papers.GetValueOrDefault(new(story.Procedure), []), calendars.For(null), now, ct) is { } refusal) StoryEnded(story.Subject, refusal.Code, refusal.Message.Vi);
        foreach (var (procedure, applicant, subject, hoursAgo, files) in Submissions)
        {
            clock.Now = calendars.For(null).Subtract(now, hoursAgo * 60);
            DossierComponent[] brought = [.. papers.GetValueOrDefault(new(procedure), []).Select(paper => new DossierComponent(paper.Name, paper.Originals, paper.Copies)).Where(paper => paper.Originals + paper.Copies > 0)];
            var answer = await _office.SubmitAsync(new(procedure), null, new DossierCommand.Submit(
                Officer.System, Commune, Commune, Channel.Online,
                new Particulars(new Applicant(applicant, "012" + (subject.Length * 7919_001L % 1_000_000_000).ToString("000000000", null), "0987 654 321", null, "Xã Bình Lư, tỉnh Lai Châu"), subject, [.. brought]),
                ImmutableSortedDictionary<string, AttributeValue>.Empty), null, ct);
            var refused = answer.Refusal;
            foreach (var paper in brought.Take(files)) refused ??= await AttachAsync(answer.Code!, new($"{paper.Name}.txt", Component: paper.Name), Officer.System, ct);
            if (refused is not null) StoryEnded(subject, refused.Code, refused.Message.Vi);
        }
    }

    private async Task<Refusal?> TellAsync(Story story, IReadOnlyList<ComponentRequirement> papers, WorkingCalendar calendar, DateTimeOffset now, CancellationToken ct)
    {
        var provincial = story.Procedure is "3.990002" or "3.990108";
        var (receiving, competent) = provincial ? (OneStopProvince, Department) : (Commune, Commune);
        clock.Now = calendar.Subtract(now, story.HoursAgo * 60);
        var desk = At(receiving, new PositionKey("cong-chuc-mot-cua"));
        if (desk is null) return null;

        var answer = await _office.ReceiveAsync(new(story.Procedure), story.Case is null ? null : new(story.Case), new DossierCommand.Receive(
            desk, receiving, competent, Channel.Direct,
            new Particulars(new Applicant(story.Applicant, "012" + (story.Subject.Length * 7919_001L % 1_000_000_000).ToString("000000000", null), "0912 345 678", null, "Xã Bình Lư, tỉnh Lai Châu"), story.Subject,
                [.. papers.Select(paper => new DossierComponent(paper.Name, paper.Originals, paper.Copies)).Where(paper => paper.Originals + paper.Copies > 0)]),
            story.Procedure == "3.990001" ? ImmutableSortedDictionary<string, AttributeValue>.Empty.Add("canLayYKien", AttributeValue.Of(true)) : ImmutableSortedDictionary<string, AttributeValue>.Empty), null, ct);

        for (var done = 0; answer.IsDone && done < story.Steps; done++)
        {
            if (await _register.OpenAsync(Controller, answer.Code!, ct) is not { Dossier.Open: [var open, ..] } view) break;
            var step = view.Process.Find(open.Step)!;
            if (Hand(open) is not { } officer) break;

            var used = (int)((step.Work?.Limit?.WorkingMinutes ?? 0) * story.Pace);
            clock.Now = Earlier(calendar.Add(clock.Now, Math.Max(used, 10)), now);
            if (step.Work?.RequiresAttachment is true && await AttachAsync(answer.Code!, new($"{step.Name}.txt", step.Key), officer, ct) is { } bare) return bare;
            answer = await _office.HandleAsync(answer.Code!, Act(view, step, open, officer), null, null, ct);
        }
        if (answer.IsDone && story.Missing is { } missing && await _register.OpenAsync(Controller, answer.Code!, ct) is { Dossier.Open: [var at, ..] } last && Hand(at) is { } asks)
        {
            clock.Now = Earlier(calendar.Add(clock.Now, 60), now);
            answer = await _office.HandleAsync(answer.Code!, new DossierCommand.CompleteStep(
                asks, at.Step, last.Process.Find(at.Step)!.Ports.Contains("Incomplete") ? "Incomplete" : last.Process.Find(at.Step)!.Ports[0],
                "Hồ sơ còn thiếu giấy tờ theo quy định.", null, [.. missing.Split('\n')]), null, null, ct);
        }
        if (answer.IsDone && story.Turn is not Turn.None && await _register.OpenAsync(Controller, answer.Code!, ct) is { Dossier.Open: [var held, ..] } then && Hand(held) is { } hand)
        {
            clock.Now = Earlier(calendar.Add(clock.Now, 60), now);
            foreach (var command in TurnOf(story.Turn, then, held.Step, hand, calendar))
                if (answer.IsDone) answer = await _office.HandleAsync(answer.Code!, command, null, null, ct);
        }
        return answer.Refusal;
    }

    private IEnumerable<DossierCommand> TurnOf(Turn turn, DossierView view, StepKey step, Officer hand, WorkingCalendar calendar)
    {
        var (leader, today) = (Account(new("chutich"))!, VietnamTime.DayOf(clock.Now));
        switch (turn)
        {
            case Turn.Consulted:
                yield return new DossierCommand.Consult(hand, step,
                [
                    new(new("H35.05.01"), "Đề nghị cho ý kiến về hành lang an toàn quốc lộ 4D đối với vị trí xây dựng.", TimeLimit.OfDays(3), SilenceRule.Escalate),
                    new(new("H35.08.02"), "Thửa đất có thuộc diện phải chuyển mục đích sử dụng không?", TimeLimit.OfDays(5)),
                ]);
                if (Account(new("phoihop")) is { } asked)
                    yield return new DossierCommand.GiveOpinion(asked, 1, ConsultedOpinion.AgreedWithConditions, "Công trình phải cách mép ngoài rãnh thoát nước tối thiểu 10 m.");
                break;
            case Turn.Suspended:
                yield return new DossierCommand.Suspend(leader, "Chờ kết luận về ranh giới thửa đất đang có tranh chấp.", "Điều 97 Luật Xây dựng", new WrittenAct("15/QĐ-UBND", today, leader.Name));
                break;
            case Turn.Extended when view.Clocks.DueAt is { } due:
                yield return new DossierCommand.Extend(leader, calendar.Add(due, 2 * TimeLimit.MinutesPerDay), "Mưa lũ kéo dài, chưa kiểm tra thực địa được.", null, new WrittenAct("27/UBND-XL", today, leader.Name));
                break;
            case Turn.BroughtInPart when At(view.Dossier.Receiving!, new PositionKey("cong-chuc-mot-cua")) is { } desk && view.Dossier.Awaited is [var awaited, ..]:
                yield return new DossierCommand.ReceiveSupplement(desk, "Người nộp hẹn mang nốt giấy tờ còn lại trong tuần.", [awaited.Outstanding.First()]);
                break;
            case Turn.Drafted:
                yield return new DossierCommand.DraftAct(hand, "stop", null, ImmutableSortedDictionary<string, string>.Empty
                    .Add("reason", "Người nộp có đơn xin dừng để thay đổi địa điểm kinh doanh.").Add("basis", "Điều 19 Nghị định số 118/2025/NĐ-CP"));
                break;
        }
    }

    /// <summary>A paper or what a step must show, in a few words.</summary>
    private async Task<Refusal?> AttachAsync(DossierCode code, AttachmentPlace place, Officer by, CancellationToken ct)
    {
        using var record = new MemoryStream(Encoding.UTF8.GetBytes($"{place.Name}\nHồ sơ {code}\n{by.Name} (tài liệu minh họa)\n"));
        return (await _attachments.AddAsync(by, code, place, record, null, ct)).Refusal;
    }

    /// <summary>The first outcome of the step; whoever assigns names the first officer who can take the next step there.</summary>
    private DossierCommand Act(DossierView view, Step step, OpenStep open, Officer officer)
    {
        if (step.Kind is StepKind.ReturnResult) return new DossierCommand.ReturnResult(officer);
        var next = view.Process.Out(step.Index).Select(route => view.Process.Steps[route.To]).FirstOrDefault(after => after.Work?.Position is not null);
        var assignee = step.Kind is StepKind.Assign && open.Place is { } place && next?.Work?.Position is { } position ? At(place, position) : null;
        var signature = step.Work?.RequiresSignature is true ? new SignatureReference($"{view.Length + 100}/QĐ-UBND", officer.Name, VietnamTime.DayOf(clock.Now)) : null;
        return new DossierCommand.CompleteStep(officer, open.Step, step.Ports[0], null, assignee, Signature: signature);
    }

    private Officer? Hand(OpenStep open) =>
        open.Assignee is { } named ? Account(named)
        : open is { Place: { } place, Position: { } position } ? At(place, position)
        : null;

    private Officer? At(AgencyCode place, PositionKey position) =>
        catalogue.HoldersOf(place, position, VietnamTime.DayOf(clock.Now)) is [var holder, ..] ? Account(holder.Officer) : null;

    private Officer? Account(OfficerId id) => catalogue.Accounts.FirstOrDefault(account => account.Officer == id) is { } account
        ? new Officer(id, account.Name, account.Agency, account.Roles, catalogue.PostsOf(id, VietnamTime.DayOf(clock.Now)))
        : null;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Demo dossier “{Subject}” went no further: {Code} {Reason}")]
    private partial void StoryEnded(string subject, string code, string reason);
}

/// <summary>The clock of a story that is being told: it stands where the teller puts it.</summary>
internal sealed class StoryClock : TimeProvider
{
    public DateTimeOffset Now { get; set; }

    public override DateTimeOffset GetUtcNow() => Now;
}
