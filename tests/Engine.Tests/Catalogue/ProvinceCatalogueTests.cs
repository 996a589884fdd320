using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Tests.Samples;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Catalogue;

/// <summary>The catalogue of a province: what it finds, on which day, and which slips of the pen it names.</summary>
public sealed class ProvinceCatalogueTests
{
    private const string Small = """
        {
          "procedures": [{ "code": "2.000908", "name": "Cấp bản sao từ sổ gốc", "field": "Chứng thực", "levels": ["Commune"],
                           "cases": [{ "key": "thuong", "name": "Thông thường" }], "abolishedFrom": "2027-01-01" }],
          "agencies": [
            { "code": "H35", "name": "UBND tỉnh", "level": "Province" },
            { "code": "000.00.31.H35", "name": "UBND thành phố Lai Châu", "level": "District", "parent": "H35", "to": "2025-06-30" },
            { "code": "H35.40", "name": "UBND xã Bình Lư", "level": "Commune", "parent": "H35", "from": "2025-07-01" },
            { "code": "H35.40.01", "name": "Trung tâm PVHCC", "level": "Unit", "parent": "H35.40", "from": "2025-07-01" },
            { "code": "H35.40.01.1", "name": "Quầy 1", "level": "Unit", "parent": "H35.40.01" }
          ],
          "positions": [{ "key": "chu-tich", "name": "Chủ tịch", "maySign": true }],
          "holders": [
            { "officer": "chutich", "name": "Nguyễn Hữu Đặng Trường Sơn", "place": "000.00.31.H35", "position": "chu-tich" },
            { "officer": "chutich", "name": "Nguyễn Hữu Đặng Trường Sơn", "place": "H35.40", "position": "chu-tich", "from": "2025-07-01", "to": "2026-03-31" },
            { "officer": "chutich2", "name": "Giàng Thị Kiều Oanh Vy", "place": "H35.40", "position": "chu-tich", "from": "2026-04-01" }
          ],
          "accounts": [{ "officer": "chutich", "name": "Nguyễn Hữu Đặng Trường Sơn", "agency": "H35.40", "roles": ["Leader"] }]
        }
        """;

    private static readonly ProvinceCatalogue Catalogue = ProvinceCatalogue.Parse(Small);
    private static readonly PositionKey Chair = new("chu-tich");

    [Test]
    public void Everything_is_found_by_its_key_and_nothing_else_is()
    {
        Assert.That(Catalogue.Find(new ProcedureCode("2.000908"))!.Cases.Single().Key, Is.EqualTo(new CaseKey("thuong")));
        Assert.That(Catalogue.Find(new AgencyCode("H35.40"))!.Name, Is.EqualTo("UBND xã Bình Lư"));
        Assert.That(Catalogue.Find(Chair)!.MaySign, Is.True);
        Assert.That(Catalogue.Find(new ProcedureCode("2.000909")), Is.Null);
        Assert.That(Catalogue.Find(new AgencyCode("H35.41")), Is.Null);
        Assert.That(Catalogue.Find(new PositionKey("van-thu")), Is.Null);
    }

    [Test]
    public void A_unit_belongs_to_the_agency_it_stands_in_however_deep()
    {
        Assert.That(Catalogue.AgencyOf(new("H35.40.01.1"))!.Code, Is.EqualTo(new AgencyCode("H35.40")));
        Assert.That(Catalogue.AgencyOf(new("H35.40"))!.Code, Is.EqualTo(new AgencyCode("H35.40")));
        Assert.That(Catalogue.AgencyOf(new("H99")), Is.Null);
    }

    [TestCase("H35.40.01.1", "H35.40", true)]
    [TestCase("H35.40.01.1", "H35", true)]
    [TestCase("H35.40", "H35.40", true)]
    [TestCase("H35", "H35.40", false)]
    [TestCase("000.00.31.H35", "H35.40", false)]
    [TestCase("H99", "H35", false)]
    public void A_place_is_within_what_it_stands_under(string place, string agency, bool within) =>
        Assert.That(Catalogue.IsWithin(new(place), new(agency)), Is.EqualTo(within));

    [TestCase("2025-06-30", "H35 000.00.31.H35 H35.40.01.1")]
    [TestCase("2025-07-01", "H35 H35.40 H35.40.01 H35.40.01.1")]
    public void The_district_is_gone_on_the_day_the_commune_takes_over(string day, string agencies) =>
        Assert.That(string.Join(' ', Catalogue.AgenciesOn(DateOnly.Parse(day, null)).Select(agency => agency.Code)), Is.EqualTo(agencies));

    [Test]
    public void A_post_ends_with_its_last_day_or_with_the_agency_it_was_in()
    {
        var chair = new OfficerId("chutich");
        Assert.That(Catalogue.PostsOf(chair, new(2025, 6, 30)), Is.EqualTo(new[] { new Post(new("000.00.31.H35"), Chair) }));
        Assert.That(Catalogue.PostsOf(chair, new(2026, 3, 31)), Is.EqualTo(new[] { new Post(new("H35.40"), Chair) }));
        Assert.That(Catalogue.PostsOf(chair, new(2026, 4, 1)), Is.Empty);
        Assert.That(Catalogue.HoldersOf(new("H35.40"), Chair, new(2026, 4, 1)).Single().Officer, Is.EqualTo(new OfficerId("chutich2")));
        Assert.That(Catalogue.HoldersOf(new("H35.40"), Chair, new(2025, 6, 30)), Is.Empty);
    }

    [Test]
    public void An_abolished_procedure_is_in_force_up_to_the_day_before()
    {
        Assert.That(Catalogue.ProceduresOn(new(2026, 12, 31)), Has.Exactly(1).Items);
        Assert.That(Catalogue.ProceduresOn(new(2027, 1, 1)), Is.Empty);
    }

    [TestCase("2.000635", true)]
    [TestCase("1.010708.000.00.00.H56", true)]
    [TestCase("2.000815.000.00.00.H55.02", true)]
    [TestCase("1.012753.H19", true)]
    [TestCase("4.000635", false)]
    [TestCase("2.00635", false)]
    [TestCase("1.012753.X19", false)]
    [TestCase("TINH-01", false)]
    public void A_national_code_is_recognised(string code, bool national) =>
        Assert.That(Procedure.IsNationalCode(new(code)), Is.EqualTo(national));

    [TestCase("NB-SCT-01", true)]
    [TestCase("NB-SKHCN-012", true)]
    [TestCase("NB-SCT-1", false)]
    [TestCase("SCT-01", false)]
    public void A_code_of_a_procedure_between_agencies_is_recognised(string code, bool isInternal) =>
        Assert.That(Procedure.IsInternalCode(new(code)), Is.EqualTo(isInternal));

    [TestCase("""[]""", "$: an object")]
    [TestCase("""{"agencys": []}""", "$.agencys: no such member")]
    [TestCase("""{"agencies": {}}""", "$.agencies: a list")]
    [TestCase("""{"agencies": [], "agencies": []}""", "agencies")]
    [TestCase("""{"agencies": [{"name": "UBND tỉnh", "level": "Province"}]}""", "$.agencies[0].code: it is missing")]
    [TestCase("""{"agencies": [{"code": "H 35", "name": "UBND tỉnh", "level": "Province"}]}""", "$.agencies[0].code: 'H 35'")]
    [TestCase("""{"agencies": [{"code": "H35", "name": " ", "level": "Province"}]}""", "$.agencies[0].name: a text")]
    [TestCase("""{"agencies": [{"code": "H35", "name": "UBND tỉnh", "level": "province"}]}""", "$.agencies[0].level: 'province' is not one of Province, ")]
    [TestCase("""{"agencies": [{"code": "H35", "name": "UBND tỉnh", "level": "Province", "from": "1/7/2025"}]}""", "$.agencies[0].from: '1/7/2025'")]
    [TestCase("""{"agencies": [{"code": "H35", "name": "UBND tỉnh", "level": "Province", "from": "2025-07-01", "to": "2025-06-30"}]}""", "$.agencies[0].to: it ends")]
    [TestCase("""{"agencies": [{"code": "H35", "name": "UBND tỉnh", "level": "Province", "parent": "H36"}]}""", "$.agencies[0].parent: there is no agency 'H36'")]
    [TestCase("""{"agencies": [{"code": "A", "name": "A", "level": "Unit", "parent": "B"}, {"code": "B", "name": "B", "level": "Unit", "parent": "A"}]}""", "$.agencies[0].parent: 'A' stands under itself")]
    [TestCase("""{"agencies": [{"code": "A", "name": "A", "level": "Unit"}, {"code": "A", "name": "B", "level": "Unit"}]}""", "$.agencies[1].code: 'A' stands there twice")]
    [TestCase("""{"positions": [{"key": "van-thu", "name": "Văn thư", "maySign": "no"}]}""", "$.positions[0].maySign: true or false")]
    [TestCase("""{"holders": [{"officer": "a", "name": "A", "place": "H35", "position": "van-thu"}]}""", "$.holders[0].place: there is no agency 'H35'")]
    [TestCase("""{"procedures": [{"code": "2.000908", "name": "A", "field": "B", "cases": [{"key": "x", "name": "X"}, {"key": "x", "name": "Y"}]}]}""", "$.procedures[0].cases[1].key: 'x' stands there twice")]
    [TestCase("""{"accounts": [{"officer": "a", "name": "A", "roles": ["Boss"]}]}""", "$.accounts[0].roles[0]: 'Boss'")]
    [TestCase("""{"accounts": [{"officer": "a", "name": "A", "roles": []}, {"officer": "a", "name": "A", "roles": []}]}""", "$.accounts[1].officer: 'a' stands there twice")]
    [TestCase("""{"reminders": [{"dueSoonShare": 1.5}]}""", "$.reminders[0].dueSoonShare: a number between 0 and 1")]
    [TestCase("""{"reminders": [{"toHead": {"value": 1, "unit": "CalendarDay"}}]}""", "$.reminders[0].toHead: it does not come to whole minutes of working time")]
    [TestCase("""{"reminders": [{}, {"dueToday": false}]}""", "$.reminders: an agency, or the province, has two ladders")]
    [TestCase("""{"reminders": [{"soon": 1}]}""", "$.reminders[0].soon: no such member")]
    [TestCase("""{"agencies": """, "")]
    public void A_fault_names_the_member(string json, string place) =>
        Assert.That(() => ProvinceCatalogue.Parse(json), Throws.TypeOf<FormatException>().With.Message.Contains(place));

    [Test]
    public void A_ladder_of_reminders_keeps_what_it_does_not_say_and_null_is_never()
    {
        var catalogue = ProvinceCatalogue.Parse(
            """
            {"agencies": [{"code": "H35", "name": "Tỉnh", "level": "Province"}, {"code": "H35.12", "name": "Xã", "level": "Commune", "parent": "H35"}, {"code": "H35.12.01", "name": "Một cửa", "level": "Unit", "parent": "H35.12"}],
             "reminders": [{"dueSoonShare": 0.3}, {"agency": "H35.12", "dueToday": false, "toLeader": {"value": 2, "unit": "WorkingHour"}, "toHead": null}]}
            """);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(catalogue.Ladders.Of(new("H35")), Is.EqualTo(new ReminderLadder { DueSoonShare = 0.3 }));
            Assert.That(catalogue.Ladders.Of(new("H35.12.01")), Is.EqualTo(new ReminderLadder(new("H35.12")) { DueToday = false, ToLeader = TimeLimit.OfHours(2), ToHead = null }));
            Assert.That(ProvinceCatalogue.Parse("{}").Ladders.Of(new("H35")), Is.EqualTo(ReminderLadder.National));
        }
    }

    [Test]
    public void One_account_has_one_name()
    {
        var twoNames = Small.Replace("\"accounts\": [{ \"officer\": \"chutich\", \"name\": \"Nguyễn Hữu Đặng Trường Sơn\"", "\"accounts\": [{ \"officer\": \"chutich\", \"name\": \"Người Khác\"", StringComparison.Ordinal);
        Assert.That(() => ProvinceCatalogue.Parse(twoNames), Throws.TypeOf<FormatException>().With.Message.Contains("$.accounts[0].name"));
    }
}

/// <summary>The demo province: Lai Châu as its plan of 2019 names it, and the two levels of 2026.</summary>
public sealed class SampleCatalogueTests
{
    private static readonly ProvinceCatalogue Catalogue = Sample.Catalogue;
    private static readonly DateOnly Plan = new(2019, 6, 1);
    private static readonly DateOnly Demo = new(2026, 3, 2);

    [TestCase(AgencyLevel.District, 8)]
    [TestCase(AgencyLevel.DistrictOffice, 25)]
    [TestCase(AgencyLevel.Commune, 43)]
    public void The_plan_of_2019_counts_so_many(AgencyLevel level, int count) =>
        Assert.That(Catalogue.AgenciesOn(Plan).Count(agency => agency.Level == level), Is.EqualTo(count));

    [Test]
    public void Names_stand_as_the_plan_prints_them()
    {
        string[] printed =
        [
            "Chi cục Quản lý chất lượng NS, LS và Thủy sản", "Phòng Lao động, TB&XH huyện Nậm Nhùn", "UBND xã Lản Nhì Thàng, huyện Phong Thổ",
            "Ban Quản lý KKT Cửa khẩu Ma Lù Thàng", "UBND thành phố Lai Châu",
        ];
        Assert.That(printed, Is.SubsetOf(Catalogue.AgenciesOn(Plan).Select(agency => agency.Name)));
    }

    [Test]
    public void Nothing_of_the_district_level_is_left_after_the_thirtieth_of_June_2025()
    {
        AgencyLevel[] gone = [AgencyLevel.District, AgencyLevel.DistrictOffice];
        Assert.That(Catalogue.AgenciesOn(new(2025, 6, 30)).Count(agency => gone.Contains(agency.Level)), Is.EqualTo(33));
        Assert.That(Catalogue.AgenciesOn(new(2025, 7, 1)).Where(agency => gone.Contains(agency.Level)), Is.Empty);
    }

    [Test]
    public void What_the_demo_of_2026_adds_is_marked_as_to_be_confirmed() =>
        Assert.That(Catalogue.AgenciesOn(Demo).Where(agency => agency.Code.Value.StartsWith("H35.", StringComparison.Ordinal)),
            Is.Not.Empty.And.All.Property(nameof(Agency.Note)).EqualTo("cần xác nhận"));

    [Test]
    public void Every_agency_stands_under_the_province() =>
        Assert.That(Catalogue.Agencies.Where(agency => !Catalogue.IsWithin(agency.Code, new("H35"))), Is.Empty);

    [Test]
    public void Every_procedure_has_a_code_of_a_known_shape() =>
        Assert.That(Catalogue.Procedures.Where(procedure => !Procedure.IsNationalCode(procedure.Code) && !Procedure.IsInternalCode(procedure.Code)), Is.Empty);

    [Test]
    public void Every_position_is_held_and_every_holder_can_sign_in()
    {
        var accounts = Catalogue.Accounts.Select(account => account.Officer).ToHashSet();
        Assert.That(Catalogue.Positions.Where(position => Catalogue.Holders.All(holder => holder.Position != position.Key)), Is.Empty);
        Assert.That(Catalogue.Holders.Where(holder => !accounts.Contains(holder.Officer)), Is.Empty);
        Assert.That(Catalogue.Holders.Where(holder => Catalogue.HoldersOf(holder.Place, holder.Position, Demo).Count == 0), Is.Empty);
    }

    [TestCase("tacgia", Role.Author)]
    [TestCase("thamdinh", Role.Appraiser)]
    [TestCase("congbo", Role.Publisher)]
    [TestCase("motcua", Role.DeskOfficer)]
    [TestCase("chuyenvien", Role.HandlingOfficer)]
    [TestCase("truongphong", Role.Leader)]
    [TestCase("chutich", Role.Leader)]
    [TestCase("vanthu", Role.HandlingOfficer)]
    [TestCase("kiemsoat", Role.Controller)]
    [TestCase("quantri", Role.Administrator)]
    public void The_demo_sign_ins_are_there_for_their_work(string officer, Role role) =>
        Assert.That(Catalogue.Accounts.Single(account => account.Officer.Value == officer).Roles, Does.Contain(role));
}
