using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Tests.Samples;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Catalogue;

/// <summary>Reorganisations and changes of holders: what may be written down, and that what was before stays readable.</summary>
public sealed class AgencyDeciderTests
{
    private const string Small = """
        {
          "agencies": [
            { "code": "H35", "name": "UBND tỉnh", "level": "Province" },
            { "code": "H35.31", "name": "UBND huyện Tam Đường", "level": "District", "parent": "H35" },
            { "code": "H35.41", "name": "UBND xã Bình Lư", "level": "Commune", "parent": "H35.31" },
            { "code": "H35.42", "name": "UBND xã Sơn Bình", "level": "Commune", "parent": "H35.31" },
            { "code": "H35.41.01", "name": "Văn phòng", "level": "Unit", "parent": "H35.41" },
            { "code": "H35.42.01", "name": "Văn phòng", "level": "Unit", "parent": "H35.42" }
          ],
          "positions": [{ "key": "chu-tich", "name": "Chủ tịch", "maySign": true, "onePerson": true }, { "key": "chuyen-vien", "name": "Chuyên viên", "maySign": false }],
          "holders": [
            { "officer": "an", "name": "Lò Văn An", "place": "H35.41", "position": "chu-tich" },
            { "officer": "binh", "name": "Giàng A Bình", "place": "H35.42", "position": "chuyen-vien" }
          ]
        }
        """;

    private static readonly Officer Administrator = new(new("quantri"), "Quản trị", null, new HashSet<Role> { Role.Administrator }, []);
    private static readonly DateOnly Before = new(2025, 6, 30), Day = new(2025, 7, 1), Today = new(2025, 6, 20);
    private static readonly AgencyCode District = new("H35.31"), BinhLu = new("H35.41"), SonBinh = new("H35.42"), New = new("H35.50");
    private static readonly PositionKey Chair = new("chu-tich"), Clerk = new("chuyen-vien");

    private static AgencyOrder Order(AgencyAct act, DateOnly? from = null) => new(act, from ?? Day, "12/QĐ-UBND", new(2025, 6, 15));

    private static Decision<AgencyEvent> Decide(string catalogue, AgencyOrder order, params PlaceWork[] work) => AgencyDecider.Decide(Administrator, order, ProvinceCatalogue.Parse(catalogue), work, Today);

    /// <summary>The catalogue as it is written after acts that were all allowed.</summary>
    private static string After(params AgencyOrder[] orders) => orders.Aggregate(Small, (text, order) =>
    {
        var decision = Decide(text, order);
        Assert.That(decision, Is.TypeOf<Decision<AgencyEvent>.Accepted>(), (decision as Decision<AgencyEvent>.Refused)?.Reason.Message.En);
        var book = ((Decision<AgencyEvent>.Accepted)decision).Events.Aggregate(AgencyBook.Of(ProvinceCatalogue.Parse(text)), (at, happened) => at.Apply(happened));
        return CatalogueText.With(text, book);
    });

    private static string? No(string catalogue, AgencyOrder order, params PlaceWork[] work) => (Decide(catalogue, order, work) as Decision<AgencyEvent>.Refused)?.Reason.Code;

    [Test]
    public void A_name_changes_on_its_day_and_the_old_one_stays_readable()
    {
        var text = After(Order(new AgencyAct.Rename(BinhLu, "UBND xã Bình Lư (mới)")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ProvinceCatalogue.Parse(text, Before).Find(BinhLu)!.Name, Is.EqualTo("UBND xã Bình Lư"));
            Assert.That(ProvinceCatalogue.Parse(text, Day).Find(BinhLu)!.Name, Is.EqualTo("UBND xã Bình Lư (mới)"));
            Assert.That(ProvinceCatalogue.Parse(text, Day).Find(BinhLu)!.NameOn(Before), Is.EqualTo("UBND xã Bình Lư"));
            Assert.That(ProvinceCatalogue.Parse(text, Today).ReadsSameUntil(Today), Is.EqualTo(Before));
        }
    }

    [Test]
    public void Two_communes_become_a_new_one_that_takes_over_units_people_and_open_work()
    {
        var merged = new AgencyAct.Merge([BinhLu, SonBinh], New, new(New, "UBND xã Bình Lư mới", AgencyLevel.Commune, new("H35")), PeopleGo.WithTheWork);
        var text = After(Order(merged));
        var catalogue = ProvinceCatalogue.Parse(text, Day);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(catalogue.Find(BinhLu), Has.Property(nameof(Agency.To)).EqualTo(Before), "a dossier of June still finds its commune");
            Assert.That(catalogue.SuccessorsOf(BinhLu, Before), Is.EqualTo(new[] { BinhLu }));
            Assert.That(catalogue.SuccessorsOf(BinhLu, Day), Is.EqualTo(new[] { New }));
            Assert.That(catalogue.PredecessorsOf(New, Day), Is.EquivalentTo(new[] { BinhLu, SonBinh }));
            Assert.That(catalogue.AgencyOf(new("H35.41.01"))!.Code, Is.EqualTo(New));
            Assert.That(catalogue.AgencyOf(new("H35.41.01"), Before)!.Code, Is.EqualTo(BinhLu));
            Assert.That(catalogue.PostsOf(new("an"), Before), Is.EqualTo(new[] { new Post(BinhLu, Chair) }));
            Assert.That(catalogue.PostsOf(new("an"), Day), Is.EquivalentTo(new[] { new Post(New, Chair), new Post(BinhLu, Chair), new Post(SonBinh, Chair) }), "what lies open at the old communes is theirs, too");
            Assert.That(catalogue.HoldersOf(SonBinh, Clerk, Day).Single().Officer, Is.EqualTo(new OfficerId("binh")));
        }
    }

    [Test]
    public void Successors_are_found_through_several_reorganisations()
    {
        var later = new DateOnly(2026, 1, 1);
        var text = After(
            Order(new AgencyAct.Merge([SonBinh], BinhLu, null, PeopleGo.WithTheWork)),
            Order(new AgencyAct.Split(BinhLu, [new(New, "UBND xã Một", AgencyLevel.Commune, District), new(new("H35.51"), "UBND xã Hai", AgencyLevel.Commune, District)], New, PeopleGo.WithTheWork), later));

        Assert.That(ProvinceCatalogue.Parse(text, later).SuccessorsOf(SonBinh, later), Is.EqualTo(new[] { New, new AgencyCode("H35.51") }));
        Assert.That(ProvinceCatalogue.Parse(text, Day).SuccessorsOf(SonBinh, Day), Is.EqualTo(new[] { BinhLu }));
    }

    [Test]
    public void What_contradicts_itself_is_refused_by_name()
    {
        var gone = After(Order(new AgencyAct.Merge([SonBinh], BinhLu, null, PeopleGo.Home)));
        var mergedEarlier = Order(new AgencyAct.Rename(BinhLu, "Mới"), new DateOnly(2025, 9, 1));
        var renamed = After(mergedEarlier);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(No(Small, Order(new AgencyAct.Move(District, new("H35.41.01")))), Is.EqualTo("A109"), "a ring");
            Assert.That(No(Small, Order(new AgencyAct.Rename(new("H35.99"), "Lạ"))), Is.EqualTo("A104"), "an unknown code");
            Assert.That(No(gone, Order(new AgencyAct.Establish(new(SonBinh, "UBND xã khác", AgencyLevel.Commune, District)))), Is.EqualTo("A105"), "a code used again");
            Assert.That(No(gone, Order(new AgencyAct.Rename(SonBinh, "Mới"))), Is.EqualTo("A106"), "gone by then");
            Assert.That(No(gone, Order(new AgencyAct.Establish(new(New, "Tổ", AgencyLevel.Unit, SonBinh)))), Is.EqualTo("A106"), "under one that is gone");
            Assert.That(No(gone, Order(new AgencyAct.Establish(new(New, "Tổ", AgencyLevel.Unit, SonBinh)), new DateOnly(2025, 6, 1))), Is.EqualTo("A110"), "it would outlive its parent");
            Assert.That(No(renamed, Order(new AgencyAct.Rename(BinhLu, "Xen vào"))), Is.EqualTo("A112"), "history grows at its end");
            Assert.That(No(Small, Order(new AgencyAct.Rename(BinhLu, "UBND xã Bình Lư"))), Is.EqualTo("A108"));
            Assert.That(No(Small, Order(new AgencyAct.Establish(new(New, "Tổ", AgencyLevel.Unit, null)))), Is.EqualTo("A128"));
            Assert.That(No(Small, Order(new AgencyAct.Merge([BinhLu, BinhLu], SonBinh, null, PeopleGo.Home))), Is.EqualTo("A118"));
            Assert.That(No(Small, Order(new AgencyAct.Split(BinhLu, [new(New, "Một", AgencyLevel.Commune, District)], null, PeopleGo.Home))), Is.EqualTo("A119"));
            Assert.That(No(Small, Order(new AgencyAct.Rename(BinhLu, "Mới")) with { Decision = " " }), Is.EqualTo("A102"));
            Assert.That(No(Small, Order(new AgencyAct.Rename(BinhLu, "Mới")) with { SignedOn = Today.AddDays(1) }), Is.EqualTo("A103"));
        }
    }

    [Test]
    public void Nothing_is_dissolved_that_leaves_units_people_or_work_behind()
    {
        var open = new PlaceWork(SonBinh, Clerk, 3);
        var signing = new PlaceWork(SonBinh, Chair, 1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(No(Small, Order(new AgencyAct.Dissolve(SonBinh, null, PeopleGo.Home))), Is.EqualTo("A113"), "its office");
            Assert.That(No(Small, Order(new AgencyAct.Dissolve(SonBinh, BinhLu, null))), Is.EqualTo("A114"), "its people");
            Assert.That(No(Small, Order(new AgencyAct.Dissolve(new("H35.42.01"), null, null)), open with { Place = new("H35.42.01") }), Is.EqualTo("A115"), "its work");
            Assert.That(No(Small, Order(new AgencyAct.Dissolve(SonBinh, BinhLu, PeopleGo.Home)), open), Is.EqualTo("A116"), "nobody at the successor is a clerk");
            Assert.That(No(Small, Order(new AgencyAct.Dissolve(SonBinh, BinhLu, PeopleGo.WithTheWork)), open, signing), Is.Null);
            Assert.That(No(Small, Order(new AgencyAct.Dissolve(SonBinh, new("H35.42.01"), PeopleGo.Home))), Is.EqualTo("A109"), "succeeded by its own office");
        }
    }

    [Test]
    public void A_post_for_one_person_is_held_by_one_at_a_time_and_a_deputy_beside()
    {
        AgencyAct.Appoint Appointed(HolderKind kind, DateOnly? until = null) => new(new("chi"), "Tẩn Thị Chi", BinhLu, Chair, kind, until);
        var free = After(Order(new AgencyAct.Relieve(new("an"), BinhLu, Chair)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(No(Small, Order(Appointed(HolderKind.Acting))), Is.EqualTo("A121"));
            Assert.That(No(Small, Order(Appointed(HolderKind.Deputy))), Is.Null);
            Assert.That(No(free, Order(Appointed(HolderKind.Acting))), Is.Null);
            Assert.That(No(free, Order(Appointed(HolderKind.Acting), Before)), Is.EqualTo("A121"), "on its last day it is still held");
            Assert.That(No(free, Order(Appointed(HolderKind.Acting, Before))), Is.EqualTo("A124"));
            Assert.That(No(Small, Order(new AgencyAct.Appoint(new("an"), "Lò Văn An", BinhLu, Chair, HolderKind.Appointed, null))), Is.EqualTo("A122"));
            Assert.That(No(Small, Order(new AgencyAct.Appoint(new("an"), "Người Khác", BinhLu, Clerk, HolderKind.Appointed, null))), Is.EqualTo("A126"));
            Assert.That(No(Small, Order(new AgencyAct.Appoint(new("chi"), "Chi", BinhLu, new("pho"), HolderKind.Appointed, null))), Is.EqualTo("A120"));
            Assert.That(No(free, Order(new AgencyAct.Relieve(new("an"), BinhLu, Chair), new DateOnly(2025, 8, 1))), Is.EqualTo("A123"));
            Assert.That(ProvinceCatalogue.Parse(free).HoldersOf(BinhLu, Chair, Before), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public void Who_is_no_administrator_changes_nothing() =>
        Assert.That(AgencyDecider.Decide(Administrator with { Roles = new HashSet<Role> { Role.Controller, Role.Publisher } }, Order(new AgencyAct.Rename(BinhLu, "Mới")), ProvinceCatalogue.Parse(Small), [], Today),
            Is.EqualTo(new Decision<AgencyEvent>.Refused(AgencyRefusals.NotAnAdministrator)));

    [Test]
    public void Of_many_acts_each_is_weighed_as_if_those_before_it_were_done()
    {
        AgencyOrder[] orders =
        [
            Order(new AgencyAct.Establish(new(New, "Phòng mới", AgencyLevel.Unit, BinhLu))), Order(new AgencyAct.Establish(new(New, "Lần nữa", AgencyLevel.Unit, BinhLu))),
            Order(new AgencyAct.Appoint(new("chi"), "Chi", New, Clerk, HolderKind.Appointed, null)),
        ];
        var (events, refusals) = AgencyDecider.DecideAll(Administrator, orders, ProvinceCatalogue.Parse(Small), [], Today);
        Assert.That((events.Count, refusals.Single().At, refusals.Single().Why.Code), Is.EqualTo((2, 1, "A105")));
    }

    [Test]
    public void Everything_else_in_the_catalogue_stays_as_it_is()
    {
        var text = File.ReadAllText(Sample.PathOf("catalogue.json"));
        var before = ProvinceCatalogue.Parse(text);
        var after = ProvinceCatalogue.Parse(CatalogueText.With(text, AgencyBook.Of(before)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Agencies, Is.EqualTo(before.Agencies));
            Assert.That(after.Holders, Is.EqualTo(before.Holders));
            Assert.That(after.Positions, Is.EqualTo(before.Positions));
            Assert.That(after.Procedures, Has.Count.EqualTo(before.Procedures.Count));
            Assert.That(System.Text.Json.Nodes.JsonNode.Parse(CatalogueText.With(text, AgencyBook.Of(before)))!["procedures"]!.ToJsonString(), Is.EqualTo(System.Text.Json.Nodes.JsonNode.Parse(text)!["procedures"]!.ToJsonString()));
        }
    }

    [Test]
    public void A_day_long_past_or_far_ahead_is_no_day_of_an_act() => Assert.That(No(Small, Order(new AgencyAct.Relieve(new("an"), BinhLu, Chair), DateOnly.MinValue)), Is.EqualTo("A124"));

    [Test]
    public void Whatever_is_recorded_in_whatever_order_no_unit_outlives_its_parent_and_no_post_for_one_is_held_by_two([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        var text = Small;
        var recorded = 0;
        for (var turn = 0; turn < 60; turn++)
        {
            var catalogue = ProvinceCatalogue.Parse(text);
            AgencyCode Any() => catalogue.Agencies[random.Next(catalogue.Agencies.Count)].Code;
            FoundedAgency Founded() => new(new($"N{turn}.{random.Next(1000)}"), $"Đơn vị {turn}", AgencyLevel.Unit, Any());
            PeopleGo? people = random.Next(3) switch { 0 => null, 1 => PeopleGo.Home, _ => PeopleGo.WithTheWork };
            AgencyAct act = random.Next(8) switch
            {
                0 => new AgencyAct.Establish(Founded()),
                1 => new AgencyAct.Rename(Any(), $"Tên {turn}"),
                2 => new AgencyAct.Move(Any(), Any()),
                3 => new AgencyAct.Merge([Any()], Any(), null, people),
                4 => Founded() is var heir ? new AgencyAct.Split(Any(), [heir, Founded()], heir.Code, people) : null!,
                5 => new AgencyAct.Dissolve(Any(), random.Next(2) == 0 ? null : Any(), people),
                6 => new AgencyAct.Appoint(new($"cb{random.Next(6)}"), "Cán bộ", Any(), random.Next(2) == 0 ? Chair : Clerk, (HolderKind)random.Next(4), null),
                _ => catalogue.Holders.Count > 0 && catalogue.Holders[random.Next(catalogue.Holders.Count)] is { } held ? new AgencyAct.Relieve(held.Officer, held.Place, held.Position) : new AgencyAct.Rename(Any(), "Tên"),
            };
            if (Decide(text, Order(act, Day.AddDays(random.Next(400)))) is not Decision<AgencyEvent>.Accepted accepted) continue;
            text = CatalogueText.With(text, accepted.Events.Aggregate(AgencyBook.Of(catalogue), (book, happened) => book.Apply(happened)));
            recorded++;
        }

        Assert.That(recorded, Is.GreaterThan(3));
        for (var day = Day.AddDays(-1); day < Day.AddDays(401); day = day.AddDays(7))
        {
            var then = ProvinceCatalogue.Parse(text, day);
            foreach (var agency in then.AgenciesOn(day).Where(agency => agency.Parent is not null))
                Assert.That(then.Find(agency.Parent!)!.ExistsOn(day), $"{day:yyyy-MM-dd}: {agency.Code} under {agency.Parent}");
            foreach (var post in then.Holders.Where(holder => holder.Position == Chair && holder.Kind is not HolderKind.Deputy && holder.HoldsOn(day)).GroupBy(holder => holder.Place))
                Assert.That(post.Count(), Is.EqualTo(1), $"{day:yyyy-MM-dd}: {post.Key}");
            foreach (var agency in then.Agencies.Where(agency => agency.IsGoneBy(day)))
                Assert.That(then.SuccessorsOf(agency.Code, day), Is.All.Matches<AgencyCode?>(heir => !then.Find(heir!)!.IsGoneBy(day)));
        }
    }

    // ---- Accounts

    [TestCase("quantri", "Administrator,Author", "A154")]
    [TestCase("motcua", "Author,Publisher", "A155")]
    [TestCase("motcua", "Administrator,Appraiser", "A156")]
    [TestCase("motcua", "", "A153")]
    [TestCase("motcua", "Author", null)]
    public void Who_hands_out_roles_takes_none_of_the_three_chairs(string account, string roles, string? code)
    {
        var wanted = roles.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Role>).ToHashSet();
        var now = account == "quantri" ? new AccountGrant("Quản trị", null, Administrator.Roles) : new AccountGrant("Một cửa", BinhLu, new HashSet<Role> { Role.DeskOfficer });
        var refusal = AccountRules.Of(Administrator, new(account), new AccountAct.Change(now with { Roles = wanted }), now, otherAdministrators: 1, ProvinceCatalogue.Parse(Small), Today);
        Assert.That(refusal?.Code, Is.EqualTo(code));
    }

    [Test]
    public void The_last_administrator_stays()
    {
        var (now, catalogue) = (new AccountGrant("Quản trị", null, Administrator.Roles), ProvinceCatalogue.Parse(Small));
        var other = Administrator with { Id = new("khac") };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(AccountRules.Of(other, new("quantri"), new AccountAct.Lock(), now, 0, catalogue, Today)?.Code, Is.EqualTo("A157"));
            Assert.That(AccountRules.Of(other, new("quantri"), new AccountAct.Change(now with { Roles = new HashSet<Role> { Role.Controller } }), now, 0, catalogue, Today)?.Code, Is.EqualTo("A157"));
            Assert.That(AccountRules.Of(other, new("quantri"), new AccountAct.Lock(), now, 1, catalogue, Today), Is.Null);
            Assert.That(AccountRules.Of(Administrator, new("quantri"), new AccountAct.Lock(), now, 1, catalogue, Today)?.Code, Is.EqualTo("A154"), "nobody locks themselves out");
        }
    }
}

/// <summary>The units that the plan of Lai Châu counts, and a province as large as Vĩnh Long's plan.</summary>
public sealed class ProvinceDataTests
{
    [TestCase(AgencyLevel.Province, 25)]
    [TestCase(AgencyLevel.Branch, 21)]
    [TestCase(AgencyLevel.District, 8)]
    [TestCase(AgencyLevel.DistrictOffice, 25)]
    [TestCase(AgencyLevel.Commune, 43)]
    public void Lai_Chau_has_the_122_units_of_its_plan(AgencyLevel level, int count)
    {
        var catalogue = ProvinceCatalogue.Parse(File.ReadAllText(Sample.PathOf("provinces/lai-chau.json")));
        Assert.That(catalogue.AgenciesOn(new(2019, 6, 1)).Where(agency => agency.Parent is not null).Count(agency => agency.Level == level), Is.EqualTo(count));
        Assert.That(catalogue.Agencies.Where(agency => agency.Parent is not null), Is.All.Property(nameof(Agency.Note)).Contains("cần xác nhận"), "nothing is made up as a fact");
    }

    [Test]
    public void A_province_of_143_agencies_answers_by_key()
    {
        var catalogue = ProvinceCatalogue.Parse(GeneratedProvince.Catalogue());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(catalogue.Agencies.Count(agency => agency.Level is not AgencyLevel.Unit) - 1, Is.EqualTo(GeneratedProvince.Agencies));
            Assert.That(catalogue.Holders, Has.Count.GreaterThan(6000));
            foreach (var holder in catalogue.Holders)
            {
                Assert.That(catalogue.PostsOf(holder.Officer, new(2026, 3, 2)), Is.EqualTo(new[] { new Post(holder.Place, holder.Position) }));
                Assert.That(catalogue.HoldersOf(holder.Place, holder.Position, new(2026, 3, 2)), Does.Contain(holder));
            }
        }
    }
}
