using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Targets;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Targets;

public sealed class QualityDeciderTests
{
    private static readonly AgencyCode Province = new("H35"), Building = new("H35.05"), Farming = new("H35.08");
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 3, 2);

    private static readonly ContentHash First = new(new string('a', 64)), Second = new(new string('b', 64)), Other = new(new string('c', 64));

    private static readonly Officer Appraiser = Person("thamdinh", new("H35.07"), Role.Appraiser), Controller = Person("kiemsoat", null, Role.Controller),
        Builder = Person("xaydung", Building, Role.Leader), Farmer = Person("nongnghiep", Farming, Role.Author), Clerk = Person("mai", Building, Role.DeskOfficer), Administrator = Person("quantri", null, Role.Administrator);

    private static readonly ProvinceCatalogue Catalogue = new()
    {
        Procedures = [],
        Positions = [],
        Holders = [],
        Agencies =
        [
            new(Province, "UBND tỉnh", AgencyLevel.Province, null, null, null, null), new(Building, "Sở Xây dựng", AgencyLevel.Province, Province, null, null, null),
            new(Farming, "Sở Nông nghiệp và Môi trường", AgencyLevel.Province, Province, null, null, null), new(new("H35.07"), "Sở Khoa học và Công nghệ", AgencyLevel.Province, Province, null, null, null),
            new(new("H35.34"), "UBND huyện Than Uyên", AgencyLevel.District, Province, null, new(2025, 6, 30), null), new(new("H35.05.01"), "Phòng Kỹ thuật", AgencyLevel.Unit, Building, null, null, null),
        ],
    };

    private static Officer Person(string id, AgencyCode? agency, params Role[] roles) => new(new(id), id, agency, roles.ToHashSet(), []);

    private static CountedProcess Process(ContentHash version, string procedure, int day) => new(
        version, new(procedure), null, "Quy trình", Building, new("1/QĐ-UBND", new(2026, 1, day), "UBND tỉnh", new(2026, 1, day)), null, new(2026, 1, day, 0, 0, 0, TimeSpan.Zero), null, false, null);

    private readonly List<RegisterEntry> _entries = [];

    [SetUp]
    public void Begin() => _entries.Clear();

    private Decision<QualityEvent> Decide(QualityCommand command) => QualityDecider.Decide(
        new(TargetPlan.HaTinh, Catalogue, [Process(First, "1.000001", 5), Process(Second, "1.000001", 20), Process(Other, "1.000002", 21)], QualityRegister.Replay(_entries)), command, Now);

    private string? Refused(QualityCommand command) => (Decide(command) as Decision<QualityEvent>.Refused)?.Reason.Code;

    private int Written(QualityCommand command)
    {
        Assert.That(Refused(command), Is.Null);
        _entries.Add(new(_entries.Count + 1, ((Decision<QualityEvent>.Accepted)Decide(command)).Events.Single()));
        return _entries.Count;
    }

    private static QualityCommand.Find Find(Officer by, AgencyCode? agency = null, ContentHash? version = null, DateOnly? due = null) =>
        new(by, agency ?? Building, NonconformityKind.Nonconformity, version, "Thiếu chữ ký ở phiếu kiểm soát", "Bổ sung, tập huấn", "Trưởng phòng Kỹ thuật", due ?? Today.AddDays(30), null);

    [Test]
    public void An_agency_writes_its_own_lines_by_its_leaders_and_authors_and_no_other()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Refused(Find(Builder)), Is.Null);
            Assert.That(Refused(Find(Farmer, Farming)), Is.Null);
            Assert.That(Refused(Find(Farmer)), Is.EqualTo("Q102"));
            Assert.That(Refused(Find(Clerk)), Is.EqualTo("Q104"));
            Assert.That(Refused(Find(Administrator)), Is.EqualTo("Q101"));
            Assert.That(Refused(Find(Controller)), Is.Null);
            Assert.That(Refused(Find(Appraiser, new("H35.34"))), Is.EqualTo("Q105"), "there are no districts any more");
            Assert.That(Refused(Find(Appraiser, new("H35.05.01"))), Is.EqualTo("Q105"), "a unit answers through its agency");
        }
    }

    [Test]
    public void Inspections_and_samples_are_the_inspectors_to_write()
    {
        Assert.That(Refused(new QualityCommand.Inspect(Builder, Building, Today, InspectionResult.Conforms, null, "01/BB-ĐKT")), Is.EqualTo("Q103"));
        Assert.That(Refused(new QualityCommand.Draw(Builder, 2026, "x")), Is.EqualTo("Q103"));
        Assert.That(Refused(new QualityCommand.Inspect(Appraiser, Building, Today.AddDays(1), InspectionResult.Conforms, null, "01/BB-ĐKT")), Is.EqualTo("Q108"));
        Assert.That(Refused(new QualityCommand.Inspect(Appraiser, Building, Today, InspectionResult.Conforms, null, " ")), Is.EqualTo("Q106"));
        Assert.That(Refused(new QualityCommand.Inspect(Appraiser, Building, Today, InspectionResult.Conforms, new string('x', 2001), "01")), Is.EqualTo("Q107"));

        var sample = Written(new QualityCommand.Draw(Appraiser, 2026, " 12/KH "));
        Assert.That(((QualityEvent.Drawn)_entries[0].Act).Among.Select(one => one.Agency.Value), Is.EqualTo(new[] { "H35.05", "H35.07", "H35.08" }), "neither units nor what is above all");
        Assert.That(Refused(new QualityCommand.Draw(Controller, 2026, "13/KH")), Is.EqualTo("Q115"));
        Written(new QualityCommand.Withdraw(Controller, sample, "Danh mục thiếu cơ quan"));
        Assert.That(Refused(new QualityCommand.Draw(Controller, 2026, "13/KH")), Is.Null);
    }

    [Test]
    public void What_inspectors_found_is_theirs_to_prolong_close_and_withdraw()
    {
        var found = Written(Find(Appraiser));
        QualityCommand.Replan Replan(DateOnly due) => new(Builder, found, "Sửa quy trình", "Phó giám đốc", due, "Cần thêm việc");

        Assert.That(Refused(Replan(Today.AddDays(60))), Is.EqualTo("Q112"));
        Assert.That(Refused(new QualityCommand.Close(Builder, found, Today, "Đã ký bổ sung")), Is.EqualTo("Q112"));
        Assert.That(Refused(new QualityCommand.Withdraw(Builder, found, "Không đúng")), Is.EqualTo("Q112"));
        Assert.That(Refused(new QualityCommand.Close(Farmer, found, Today, "Đã ký bổ sung")), Is.EqualTo("Q102"));
        Written(Replan(Today.AddDays(10)));
        Assert.That(Refused(new QualityCommand.Close(Appraiser, found, Today, "")), Is.EqualTo("Q106"), "no closing without evidence");
        Written(new QualityCommand.Close(Appraiser, found, Today, "Biên bản kiểm tra lại 05/BB"));
        Assert.That(Refused(new QualityCommand.Close(Appraiser, found, Today, "Lần nữa")), Is.EqualTo("Q111"));

        var line = QualityRegister.Replay(_entries).Nonconformities.Single();
        Assert.That((line.Action, line.Due, line.IsOpen, line.Closure!.Evidence), Is.EqualTo(("Sửa quy trình", Today.AddDays(10), false, "Biên bản kiểm tra lại 05/BB")));
    }

    [Test]
    public void A_finding_leads_to_a_later_version_of_the_same_process()
    {
        var found = Written(Find(Builder, version: First));

        Assert.That(Refused(new QualityCommand.OpenVersion(Builder, found, First)), Is.EqualTo("Q114"));
        Assert.That(Refused(new QualityCommand.OpenVersion(Builder, found, Other)), Is.EqualTo("Q114"), "another process");
        Assert.That(Refused(new QualityCommand.OpenVersion(Builder, found, new(new string('d', 64)))), Is.EqualTo("Q113"));
        Assert.That(Refused(new QualityCommand.OpenVersion(Builder, Written(Find(Builder, version: Second)), First)), Is.EqualTo("Q114"), "an earlier one");
        Written(new QualityCommand.OpenVersion(Builder, found, Second));
        Assert.That(QualityRegister.Replay(_entries).Nonconformities[0].OpenedVersion, Is.EqualTo(Second));
    }

    [Test]
    public void A_duty_is_done_once_by_who_owes_it_and_lateness_is_told_from_the_day()
    {
        QualityCommand.DoDuty Do(Officer by, AgencyCode agency, string duty, DateOnly day) => new(by, agency, duty, 2026, day, "15/BC-SXD");
        Assert.That(Refused(Do(Farmer, Building, "muc-tieu-chat-luong", Today)), Is.EqualTo("Q102"));
        Assert.That(Refused(Do(Builder, Building, "noi-dung-ke-hoach", Today)), Is.EqualTo("Q117"), "that is for branches");
        Assert.That(Refused(Do(Builder, Building, "bao-cao-nam", Today)), Is.EqualTo("Q117"), "that is for who leads");
        Written(Do(Builder, Building, "muc-tieu-chat-luong", new(2026, 2, 12)));
        Assert.That(Refused(Do(Builder, Building, "muc-tieu-chat-luong", Today)), Is.EqualTo("Q118"));

        var states = DutyCalendar.Of(TargetPlan.HaTinh, Catalogue, QualityRegister.Replay(_entries), 2026, Today).Where(owed => owed.Duty.Key == "muc-tieu-chat-luong").ToDictionary(owed => owed.Agency, owed => (owed.Standing, owed.DaysLate(Today)));
        Assert.That(states[Building], Is.EqualTo((DutyStanding.DoneLate, 2)));
        Assert.That(states[Farming], Is.EqualTo((DutyStanding.Late, 20)));
        Assert.That(DutyCalendar.Of(TargetPlan.HaTinh, Catalogue, QualityRegister.Empty, 2026, Today).Where(owed => owed.Duty.ByLead).Select(owed => owed.AgencyName).Distinct(), Is.EqualTo(new[] { "Sở Khoa học và Công nghệ" }));
        Assert.That(DutyCalendar.Of(TargetPlan.HaTinh, Catalogue, QualityRegister.Empty, 2026, Today).Select(owed => owed.Duty.Key), Does.Not.Contain("so-ket"), "owed in 2025 only");
    }

    [Test]
    public void Who_does_not_look_after_the_province_learns_nothing_of_others_lines()
    {
        var found = Written(Find(Builder));
        Assert.That(Refused(new QualityCommand.Withdraw(Farmer, found, "x")), Is.EqualTo("Q102"));
        Assert.That(Refused(new QualityCommand.Withdraw(Farmer, 99, "x")), Is.EqualTo("Q102"), "the same whether it is there or not");
        Assert.That(QualityDecider.MaySee(Farmer, Building, Catalogue), Is.False);
        Assert.That(QualityDecider.MaySee(Builder, new("H35.05.01"), Catalogue), Is.True);
    }

    [TestCase("""{"title":"a"}""", "indicators")]
    [TestCase("""[]""", "plan")]
    [TestCase("""{"title":"a","decision":"b","lead":"c","duties":[],"indicators":[{"indicator":"Speed","row":"1","name":"x","promised":{}}]}""", "indicators[0].indicator")]
    [TestCase("""{"title":"a","decision":"b","lead":"c","duties":[],"indicators":[{"indicator":"Electronic","row":"1","name":"x","promised":{"2026":"170%"}}]}""", "indicators[0].promised.2026")]
    [TestCase("""{"title":"a","decision":"b","lead":"c","indicators":[{"indicator":"Electronic","row":"1","name":"x","promised":{"2026":70}}],"duties":[{"key":"a","name":"a","due":"02-30","who":["lead"],"basis":"x"}]}""", "duties[0].due")]
    [TestCase("""{""", "JSON")]
    public void A_plan_with_a_fault_names_the_member(string json, string member) =>
        Assert.That(Assert.Throws<FormatException>(() => TargetPlan.Parse(json))!.Message, Does.StartWith(member));
}
