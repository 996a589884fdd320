using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Messages;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Tests.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Messages;

/// <summary>What is told of what happened, in which words, and to whom.</summary>
public sealed class NoticesTests
{
    private static readonly PositionKey Clerk = new("mot-cua"), Expert = new("chuyen-vien"), HeadOfUnit = new("truong-phong"), Chair = new("chu-tich");
    private static readonly AgencyCode Unit = new("H35.99.02");
    private static readonly DateOnly Day = new(2026, 3, 5);

    private static readonly ProvinceCatalogue Catalogue = new()
    {
        Procedures = [],
        Positions = [new(Clerk, "Một cửa", false), new(Expert, "Chuyên viên", false), new(HeadOfUnit, "Trưởng phòng", false), new(Chair, "Chủ tịch", true)],
        Agencies =
        [
            new(A.Commune, "UBND xã Tả Lèng", AgencyLevel.Commune, null, null, null, null), new(A.Desk, "Bộ phận Một cửa", AgencyLevel.Unit, A.Commune, null, null, null),
            new(Unit, "Phòng Kinh tế", AgencyLevel.Unit, A.Commune, null, null, null),
        ],
        Holders =
        [
            Holds("motcua", A.Desk, Clerk), Holds("truongphong", A.Commune, HeadOfUnit), Holds("minh", A.Commune, Expert), Holds("lan", A.Commune, Expert), Holds("chutich", A.Commune, Chair),
            Holds("phong", Unit, HeadOfUnit), Holds("vien", Unit, Expert),
        ],
    };

    private static readonly Dictionary<OfficerId, Person> People = new[]
    {
        Account("motcua", Role.DeskOfficer), Account("truongphong", Role.Leader), Account("minh", Role.HandlingOfficer), Account("lan", Role.HandlingOfficer), Account("chutich", Role.Leader),
        Account("phong", Role.Leader), Account("vien", Role.HandlingOfficer), Account("thay", Role.HandlingOfficer),
    }.ToDictionary(person => person.Id);

    private static Holder Holds(string officer, AgencyCode place, PositionKey position) => new(new(officer), officer, place, position, null, null);

    private static Person Account(string id, Role role) => new(new(id), id, new HashSet<Role> { role }, null);

    private static IReadOnlyList<Notice> Told(Story story, int since = 0)
    {
        var events = story.Journal.Skip(since).ToList();
        return Notices.Of(since, events, story.Dossier, story.Clocks, story.Process, Catalogue);
    }

    private static Notice Last(Story story, DossierCommand command)
    {
        var before = story.Journal.Count;
        return Told(story.Then(command), before).Last(notice => notice.Audience is NoticeAudience.Applicant);
    }

    [Test]
    public void Receipt_tells_the_promised_hour_and_day()
    {
        var notice = Told(A.Story().Then(A.Receive())).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((notice.Kind, notice.Audience, notice.Number), Is.EqualTo((NoticeKind.Received, NoticeAudience.Applicant, 1)));
            Assert.That(notice.Text.Vi, Does.Contain("09:00 ngày 11/03/2026").And.Contain("Bộ phận Một cửa"));
            Assert.That(notice.Text.En, Does.Contain("09:00 on 11/03/2026"));
            Assert.That(notice.Text.Vi + notice.Title.Vi, Does.Not.Contain(A.Particulars.Applicant.Name));
        }
    }

    [Test]
    public void A_supplement_says_what_is_missing_and_until_when()
    {
        var drawn = A.Story().UntilExamination();
        var before = drawn.Journal.Count;
        drawn.Completes(A.Minh, "B3", "Incomplete", "Bản vẽ mờ", missing: ["Bản vẽ mặt bằng", "CCCD"]);
        var notice = Told(drawn, before).Single();
        Assert.That(notice.Kind, Is.EqualTo(NoticeKind.SupplementRequested));
        Assert.That(notice.Text.Vi, Does.Contain("Bản vẽ mặt bằng; CCCD").And.Contain("Lý do: Bản vẽ mờ.").And.Contain("Thời hạn bổ sung: đến 09:00 ngày 04/03/2026"));

        var asked = Last(A.Story().UntilExamination(), new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["CCCD"], "Thiếu"));
        Assert.That(asked.Text.En, Does.Contain("Please supply: CCCD").And.Contain("Until 09:00 on 04/03/2026"));
    }

    [Test]
    public void Money_a_new_date_and_every_end_are_told()
    {
        var pay = Last(A.Story().UntilExamination(), new DossierCommand.ImposeObligation(A.Minh, new("B3"), "Lệ phí trước bạ", 1_250_000, A.Paper("45/TB")));
        Assert.That((pay.Kind, pay.Text.Vi), Is.EqualTo((NoticeKind.PaymentRequested, "Lệ phí trước bạ: 1.250.000 đồng, theo thông báo số 45/TB ngày 02/03/2026. Thời hạn giải quyết tạm dừng cho đến khi nộp.")));

        var late = Last(A.Story().UntilExamination(), new DossierCommand.Extend(A.Chairman, Calendar.At("2026-03-18 16:00"), "Chờ đo đạc"));
        Assert.That(late.Kind, Is.EqualTo(NoticeKind.Extended));
        Assert.That(late.Text.Vi, Does.Contain("xin lỗi").And.Contain("09:00 ngày 11/03/2026").And.Contain("Chờ đo đạc.").And.Contain("Hẹn trả lại: 16:00 ngày 18/03/2026"));

        var moved = A.Story().UntilExamination().Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["CCCD"], "Thiếu")).At("2026-03-03 09:00");
        Assert.That(Last(moved, new DossierCommand.ReceiveSupplement(A.DeskOfficer)).Kind, Is.EqualTo(NoticeKind.PromiseMoved));

        var refused = Last(A.Story().UntilExamination(), new DossierCommand.Reject(A.Chairman, "Trái quy hoạch", "Điều 91", A.Paper("7/TB")));
        Assert.That((refused.Kind, refused.Text.Vi), Is.EqualTo((NoticeKind.Rejected, "Lý do: Trái quy hoạch. Căn cứ: Điều 91. Văn bản số 7/TB ngày 02/03/2026.")));
        Assert.That(Last(A.Story().UntilExamination(), new DossierCommand.Stop(A.Chairman, "Dừng", "Điều 92", null)).Kind, Is.EqualTo(NoticeKind.Stopped));

        var ready = A.Story().UntilExamination().Completes(A.Minh, "B3", "Passed").Completes(A.Minh, "B4", "Done").Completes(A.Head, "B5", "Agreed").Completes(A.Chairman, "B6", "Signed");
        var done = Last(ready, A.Complete(A.Clerk, "B7", "Done"));
        Assert.That(done.Kind, Is.EqualTo(NoticeKind.ResultReady));
        Assert.That(done.Text.Vi, Does.Contain("tại Bộ phận Một cửa"));

        var atTheDesk = A.Story().Then(A.Receive());
        var before = atTheDesk.Journal.Count;
        var declined = Told(atTheDesk.Completes(A.DeskOfficer, "B1", "Declined", "Không thuộc thẩm quyền"), before);
        Assert.That(declined.Select(notice => (notice.Kind, notice.Text.Vi)), Is.EqualTo(new[] { (NoticeKind.Declined, "Lý do: Không thuộc thẩm quyền.") }), "the no, and not its end as well");
    }

    [Test]
    public void An_event_nobody_needs_to_hear_of_gives_nothing_and_an_internal_process_has_no_applicant()
    {
        var story = A.Story().Then(A.Receive());
        var before = story.Journal.Count;
        Assert.That(Told(story.Completes(A.DeskOfficer, "B1", "Accepted").Completes(A.Head, "B2", "Done", assignee: A.Minh), before), Is.Empty);
        Assert.That(Told(A.Story(A.Permit(A.Header with { Kind = ProcessKind.BetweenAgencies }).Process()).Then(A.Receive())), Is.Empty);
    }

    [Test]
    public void Of_several_rungs_told_in_one_breath_whoever_has_the_work_hears_the_last()
    {
        var story = A.Story().UntilExamination().At("2026-03-06 15:00"); // overdue since Thu 09:00
        var before = story.Journal.Count;
        foreach (var kind in new[] { ReminderKind.DueSoon, ReminderKind.DueToday, ReminderKind.Overdue, ReminderKind.ToLeader }) story.Then(new DossierCommand.Remind(new("B3"), 1, kind));
        Assert.That(Told(story, before).Select(notice => notice.Kind), Is.EqualTo(new[] { NoticeKind.Overdue, NoticeKind.ToLeader }));
    }

    [TestCase(SilenceRule.Wait, "overdue to-leader", "tiếp tục chờ; muốn đi tiếp phải nêu lý do")]
    [TestCase(SilenceRule.Escalate, "overdue to-leader", "đi tiếp được, không tính là đồng ý")]
    [TestCase(SilenceRule.Consent, "opinion-lapsed", "coi như đồng ý")]
    public void A_body_that_is_asked_hears_of_its_own_limit_and_so_does_whoever_asks(SilenceRule silence, string whenOver, string meaning)
    {
        AgencyCode health = new("H35.05");
        var story = A.Story().UntilExamination().Then(new DossierCommand.Consult(A.Minh, new("B3"), [new(health, "Ý kiến?", TimeLimit.OfHours(8), silence, "Điều 5")]));
        var before = story.Journal.Count;
        var soon = Told(story.At("2026-03-03 08:00").Then(new DossierCommand.Remind(Consultation.Key, 1, ReminderKind.DueSoon)), before).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((soon.Kind, soon.Audience, soon.Title.Vi), Is.EqualTo((NoticeKind.DueSoon, NoticeAudience.Hands, "ý kiến số 1 của H35.05 sắp đến hạn")));
            Assert.That(soon.Text.Vi, Does.Contain("Hạn: 09:00 ngày 03/03/2026").And.EndsWith($"Nếu không trả lời: {meaning}."));
            Assert.That(soon.Places, Is.EqualTo(new[] { new WorkPlace(health, null, null), new WorkPlace(A.Commune, Expert, A.Minh.Id) }));
        }
        before = story.Journal.Count;
        var over = Told(story.At("2026-03-03 09:01").Then(new DossierCommand.Remind(Consultation.Key, 1, ReminderKind.Overdue)), before);
        Assert.That(string.Join(' ', over.Select(notice => Engine.Storage.StoredJson.NameOf(notice.Kind))), Is.EqualTo(whenOver));
        Assert.That(over[0].Places[^1].Assignee, Is.EqualTo(A.Minh.Id), "who asks decides how it goes on");
    }

    [Test]
    public void A_body_that_is_chased_is_told_and_nobody_else()
    {
        AgencyCode health = new("H35.05");
        var story = A.Story().UntilExamination().Then(new DossierCommand.Consult(A.Minh, new("B3"), [new(health, "Ý kiến?", TimeLimit.OfHours(8), SilenceRule.Wait, null)]));
        var before = story.Journal.Count;
        var chased = Told(story.At("2026-03-03 10:00").Then(new DossierCommand.ChaseOpinion(A.Minh, 1, "Hồ sơ của ông Páo sắp quá hạn")), before).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((chased.Kind, chased.Audience, chased.Title.Vi), Is.EqualTo((NoticeKind.OpinionChased, NoticeAudience.Hands, "đề nghị sớm có ý kiến số 1 của H35.05")));
            Assert.That(chased.Text.Vi, Does.StartWith("Hạn: 09:00 ngày 03/03/2026. Nơi hỏi đang chờ trả lời.").And.Not.Contain("Páo"), "the words of a note stay on the page");
            Assert.That(chased.Places, Is.EqualTo(new[] { new WorkPlace(health, null, null) }));
        }
    }

    [Test]
    public void An_applicant_is_reminded_of_what_they_still_owe()
    {
        var story = A.Story().UntilExamination().Then(new DossierCommand.RequestSupplement(A.Minh, new("B3"), ["CCCD", "Bản vẽ"], "Thiếu")).Then(new DossierCommand.ReceiveSupplement(A.DeskOfficer, Papers: ["CCCD"]));
        story.At("2026-03-04 08:30");
        var notice = Last(story, new DossierCommand.Remind(new("B3"), 1, ReminderKind.AnswerSoon));
        Assert.That((notice.Kind, notice.Text.Vi), Is.EqualTo((NoticeKind.AnswerSoon, "Giấy tờ còn thiếu: Bản vẽ. Thời hạn: đến 09:00 ngày 04/03/2026.")));
    }

    [TestCase(NoticeAudience.Hands, "H35.99", "chuyen-vien", null, "minh lan", Description = "whoever holds the position")]
    [TestCase(NoticeAudience.Hands, "H35.99", "chuyen-vien", "lan", "lan", Description = "who was named")]
    [TestCase(NoticeAudience.Hands, "H35.99.02", null, null, "phong vien", Description = "whoever stands there")]
    [TestCase(NoticeAudience.Leaders, "H35.99", "chuyen-vien", null, "truongphong", Description = "not who may sign, where there is another leader")]
    [TestCase(NoticeAudience.Leaders, "H35.99.02", "chuyen-vien", null, "phong")]
    [TestCase(NoticeAudience.Leaders, "H35.99.02", "truong-phong", null, "truongphong", Description = "a leader's own work goes to a leader above")]
    [TestCase(NoticeAudience.Leaders, "H35.99", "truong-phong", null, "chutich")]
    [TestCase(NoticeAudience.Leaders, "H35.99.01", "mot-cua", null, "truongphong", Description = "a desk without a leader")]
    [TestCase(NoticeAudience.Leaders, "H35.99", "chu-tich", null, "", Description = "nobody below is told of what waits for the chairman")]
    [TestCase(NoticeAudience.Heads, "H35.99.02", "chuyen-vien", null, "chutich")]
    public void Each_rung_has_its_people(NoticeAudience audience, string place, string? position, string? named, string told) =>
        Assert.That(Who(audience, new(new(place), position is null ? null : new(position), named is null ? null : new(named)), []), Is.EqualTo(told.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    [Test]
    public void At_the_desk_it_is_desk_officers_who_hear() =>
        Assert.That(Who(NoticeAudience.Hands, new(A.Desk, null, null, IsForTheDesk: true), []), Is.EqualTo(new[] { "motcua" }));

    [Test]
    public void Whoever_stands_in_hears_on_those_days_for_the_post_that_was_handed_over()
    {
        Delegation Of(DateOnly from, DateOnly to, Post? post = null) => new("u", new("minh"), new("thay"), DelegationKind.Leave, post, from, to, "nghỉ", new("minh"), A.MondayMorning);
        WorkPlace work = new(A.Commune, Expert, new("minh"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Who(NoticeAudience.Hands, work, [Of(Day, Day)]), Is.EqualTo(new[] { "minh", "thay" }));
            Assert.That(Who(NoticeAudience.Hands, work, [Of(Day.AddDays(1), Day.AddDays(9))]), Is.EqualTo(new[] { "minh" }), "not yet");
            Assert.That(Who(NoticeAudience.Hands, work, [Of(Day, Day, new(A.Commune, Chair))]), Is.EqualTo(new[] { "minh" }), "another post");
            Assert.That(Who(NoticeAudience.Hands, work, [Of(Day, Day) with { RevokedAt = A.MondayMorning }]), Is.EqualTo(new[] { "minh" }), "called off");
        }
    }

    private static IEnumerable<string> Who(NoticeAudience audience, WorkPlace place, IReadOnlyList<Delegation> delegations)
    {
        var notice = new Notice(1, A.MondayMorning, NoticeKind.Overdue, audience, new("t", "t"), new("t", "t")) { Places = [place] };
        var circle = Recipients.Circle(notice, Catalogue, Day).Concat(delegations.Select(delegation => delegation.Substitute)).ToHashSet();
        return Recipients.Of(notice, Catalogue, People.Where(person => circle.Contains(person.Key)).ToDictionary(), delegations, Day).Select(officer => officer.Value);
    }
}
