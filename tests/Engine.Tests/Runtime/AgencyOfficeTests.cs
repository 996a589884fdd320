using System.Text;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Tests.Catalogue;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;
using Account = TthcFlow.Engine.Storage.Account;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>Reorganisations with dossiers under way, holders, tables taken in, and accounts: on each database.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class AgencyOfficeTests(string kind)
{
    private static readonly Officer Administrator = new(new("quantri"), "Quản trị", null, new HashSet<Role> { Role.Administrator }, []);
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly PositionKey Clerk = new("chuyen-vien");

    private Town _town = null!;

    private AgencyOffice Office => _town.The<AgencyOffice>();

    [SetUp]
    public async Task Open() => _town = await OpenAsync(kind);

    [TearDown]
    public async Task Close() => await _town.DisposeAsync();

    private static AgencyOrder Order(AgencyAct act, DateOnly? from = null) => new(act, from ?? Today, "12/QĐ-UBND", new(2026, 2, 27));

    private static readonly AgencyAct Merged = new AgencyAct.Merge([Commune], Elsewhere, null, PeopleGo.WithTheWork);

    private async Task<AgencyRecord> DoneAsync(AgencyAct act, DateOnly? from = null)
    {
        var answer = await Office.RecordAsync(Administrator, Order(act, from), default);
        Assert.That(answer.Refusal, Is.Null, answer.Refusal?.Message.En);
        return answer.Record!;
    }

    private Task<ProvinceCatalogue> CatalogueAsync() => _town.The<ReferenceOffice>().CatalogueAsync(default);

    private Task<bool> MakeAccountAsync(string id, AgencyCode? agency, params Role[] roles) =>
        _town.The<AccountOffice>().SaveAsync(new Account { Id = new(id), Name = id, Agency = agency, Roles = roles.ToHashSet(), PasswordHash = "hash", SecurityStamp = "stamp" }, isNew: true, default);

    private async Task<Officer> OfficerAsync(string id) => (await _town.The<AccountOffice>().OfficerAsync(new(id), default))!;

    /// <summary>A dossier on the clerks' table of a commune that is about to join its neighbour, where one clerk is appointed.</summary>
    private async Task<DossierCode> UnderWayAsync()
    {
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        await MakeAccountAsync("hoa", Elsewhere, Role.HandlingOfficer);
        await MakeAccountAsync("chuyenvien", Commune, Role.HandlingOfficer);
        await DoneAsync(new AgencyAct.Appoint(new("hoa"), "Vàng Thị Hoa", Elsewhere, Clerk, HolderKind.Appointed, null));
        return code;
    }

    [Test]
    public async Task Open_work_of_a_commune_that_joins_another_is_done_there()
    {
        var code = await UnderWayAsync();
        Assert.That(await _town.Register.OpenAsync(await OfficerAsync("hoa"), code, default), Is.Null, "not hers to see before");
        await DoneAsync(Merged);

        var hoa = await OfficerAsync("hoa");
        Assert.That(await _town.Register.OpenAsync(hoa, code, default), Is.Not.Null);
        Assert.That((await _town.Register.WorkAsync(hoa, new WorkQuestion(), default)).Lines, Is.Not.Empty);
        await _town.HandleAsync(code, Complete(hoa, B2, "Passed"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await OfficerAsync("chuyenvien")).Agency, Is.EqualTo(Elsewhere), "whoever goes along sees the affairs of the new agency");
            Assert.That((await CatalogueAsync()).Find(Commune)!.Name, Is.EqualTo("UBND xã Bình Lư"));
            Assert.That((await CatalogueAsync()).SuccessorsOf(Commune, Today), Is.EqualTo(new[] { Elsewhere }));
        }
    }

    [Test]
    public async Task A_step_that_opens_at_a_place_that_is_gone_is_on_its_successors_list()
    {
        await UnderWayAsync();
        var code = await _town.ReceivedAsync();
        await DoneAsync(Merged);
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));

        var leader = new Officer(new("lanhdao"), "Lãnh đạo", Elsewhere, new HashSet<Role> { Role.Leader }, []);
        var theirs = (await _town.Register.WorkAsync(leader, new WorkQuestion(WorkScope.Unit), default)).Lines;
        Assert.That(theirs.Select(line => (line.Code, line.Step)), Does.Contain((code, B2)));
    }

    [Test]
    public async Task Accounts_of_an_agency_that_ceased_follow_their_owners_posts_or_are_locked()
    {
        var accounts = _town.The<AccountOffice>();
        await MakeAccountAsync("chuyenvien", Commune, Role.HandlingOfficer); // leaves the post, and holds no other
        await MakeAccountAsync("tacgia-xa", Commune, Role.Author); // holds none
        await MakeAccountAsync("quantri-xa", Commune, Role.Administrator);
        await MakeAccountAsync("moi", Commune, Role.HandlingOfficer); // appointed elsewhere beforehand
        await DoneAsync(new AgencyAct.Appoint(new("moi"), "Lò Thị Mới", new("H35.05"), Clerk, HolderKind.Appointed, null));
        await DoneAsync(new AgencyAct.Appoint(new("moi"), "Lò Thị Mới", Commune, Clerk, HolderKind.Appointed, null));
        await DoneAsync(new AgencyAct.Merge([Commune], Elsewhere, null, PeopleGo.Home), Today.AddDays(1));
        Assert.That((await OfficerAsync("chuyenvien")).Agency, Is.EqualTo(Commune), "its day has not come");

        _town.Clock.Now = _town.Clock.Now.AddDays(1);
        await _town.The<AgencyCarry>().RunOnceAsync(default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await accounts.OfficerAsync(new("chuyenvien"), default), Is.Null);
            Assert.That((await accounts.RecordsAsync(Administrator, new("chuyenvien"), default)).Select(record => (record.Kind, record.Said, record.By)), Is.EqualTo(new[] { ("lock", "12/QĐ-UBND", Administrator.Id) }));
            Assert.That((await OfficerAsync("tacgia-xa")).Agency, Is.EqualTo(Elsewhere));
            Assert.That((await OfficerAsync("moi")).Agency, Is.EqualTo(new AgencyCode("H35.05")));
            Assert.That(await OfficerAsync("quantri-xa"), Is.Not.Null);
        }
    }

    [Test]
    public async Task After_a_split_each_part_sees_the_dossiers_that_were_carried_to_it_and_no_others()
    {
        AgencyCode one = new("H35.91"), two = new("H35.92");
        var (atTheDesk, atTheClerks) = (await _town.ReceivedAsync("Lò Văn Một"), await _town.ReceivedAsync("Lò Văn Hai"));
        await _town.HandleAsync(atTheClerks, Complete(Mai, B1, "Accepted"));
        foreach (var (id, agency) in new[] { ("hoa", one), ("la", two) }) await MakeAccountAsync(id, agency, Role.HandlingOfficer);

        await DoneAsync(new AgencyAct.Appoint(new("thu"), "Hà Thị Thu", Commune, Clerk, HolderKind.Appointed, null));
        // The first part takes the units, the desk among them, and the people; but its clerks' work is the second's.
        await DoneAsync(new AgencyAct.Split(Commune, [new(one, "UBND xã Một", AgencyLevel.Commune, new("H35")), new(two, "UBND xã Hai", AgencyLevel.Commune, new("H35"))], one, PeopleGo.WithTheWork), Today.AddDays(1));
        foreach (var clerk in (await CatalogueAsync()).Holders.Where(holder => holder.Place == one && holder.Position == Clerk))
            await DoneAsync(new AgencyAct.Relieve(clerk.Officer, one, Clerk), Today.AddDays(1));
        await DoneAsync(new AgencyAct.Appoint(new("la"), "Tẩn Mý La", two, Clerk, HolderKind.Appointed, null), Today.AddDays(1));
        _town.Clock.Now = _town.Clock.Now.AddDays(1);
        await _town.The<AgencyCarry>().RunOnceAsync(default);

        async Task<(bool, bool)> SeesAsync(string id) => (await OfficerAsync(id) is var officer && await _town.Register.OpenAsync(officer, atTheDesk, default) is not null, await _town.Register.OpenAsync(officer, atTheClerks, default) is not null);
        Assert.That(await SeesAsync("hoa"), Is.EqualTo((true, false)));
        Assert.That(await SeesAsync("la"), Is.EqualTo((false, true)));

        await _town.HandleAsync(atTheDesk, Complete(Mai, B1, "Accepted"));
        Assert.That(await SeesAsync("la"), Is.EqualTo((true, true)), "what comes to its clerks later is theirs to see");
        await _town.HandleAsync(atTheDesk, Complete(await OfficerAsync("la"), B2, "Passed"));
    }

    [Test]
    public async Task What_takes_effect_later_changes_hands_on_its_day()
    {
        var code = await UnderWayAsync();
        await DoneAsync(Merged, Today.AddDays(7));
        Assert.That(await _town.Register.OpenAsync(await OfficerAsync("hoa"), code, default), Is.Null);

        _town.Clock.Now = _town.Clock.Now.AddDays(7);
        Assert.That(await _town.The<AgencyCarry>().RunOnceAsync(default), Is.EqualTo(1));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _town.Register.OpenAsync(await OfficerAsync("hoa"), code, default), Is.Not.Null);
            Assert.That(await _town.The<AgencyCarry>().RunOnceAsync(default), Is.Zero, "once");
        }
    }

    [Test]
    public async Task A_preview_says_what_is_touched_and_changes_nothing()
    {
        await UnderWayAsync();
        var before = (await CatalogueAsync()).Find(Commune)!.To;
        var preview = await Office.PreviewAsync(Administrator, Order(new AgencyAct.Dissolve(Commune, null, null)), default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(preview.Refusal?.Code, Is.EqualTo("A113"));
            Assert.That((preview.Footprint.OpenSteps, preview.Footprint.OpenDossiers), Is.EqualTo((1, 1)));
            Assert.That(preview.Footprint.Holders.Select(holder => holder.Officer.Value), Does.Contain("chutich"));
            Assert.That(preview.Footprint.Accounts.Single().Id.Value, Is.EqualTo("chuyenvien"));
            Assert.That((await Office.PreviewAsync(Administrator, Order(Merged), default)).Events, Is.Not.Empty);
            Assert.That((await CatalogueAsync()).Find(Commune)!.To, Is.EqualTo(before));
            Assert.That((await Office.PreviewAsync(Mai, Order(Merged), default)).Footprint, Is.EqualTo(AgencyFootprint.Nothing), "not for everybody");
        }
    }

    [Test]
    public async Task A_name_to_come_is_read_from_its_day_on_without_a_restart()
    {
        await DoneAsync(new AgencyAct.Rename(Commune, "UBND phường Bình Lư"), Today.AddDays(1));
        Assert.That((await CatalogueAsync()).Find(Commune)!.Name, Is.EqualTo("UBND xã Bình Lư"));
        _town.Clock.Now = _town.Clock.Now.AddDays(1);
        Assert.That((await CatalogueAsync()).Find(Commune)!.Name, Is.EqualTo("UBND phường Bình Lư"));
    }

    [Test]
    public async Task Two_who_change_the_catalogue_at_once_both_find_their_change_in_it()
    {
        await Task.WhenAll(DoneAsync(new AgencyAct.Rename(Commune, "Một")), DoneAsync(new AgencyAct.Rename(Elsewhere, "Hai")));
        var catalogue = await CatalogueAsync();
        Assert.That((catalogue.Find(Commune)!.Name, catalogue.Find(Elsewhere)!.Name), Is.EqualTo(("Một", "Hai")));
        Assert.That((await Office.RecordsAsync(Administrator, Commune, 10, default)).Single().Decision, Is.EqualTo("12/QĐ-UBND"));
    }

    [Test]
    public async Task A_table_with_faults_is_told_by_row_and_column_and_leaves_nothing_behind()
    {
        var table = """
            Bảng người giữ vị trí,,,,,
            Tài khoản,Họ và tên,Mã đơn vị,Vị trí,Từ ngày,Hình thức
            moi-1,Lò Thị Một,H35.41,Chuyên viên,01/03/2026,
            moi-2,Lò Thị Hai,H35.99,chuyen-vien,01/03/2026,
            moi-3,,H35.41,chuyen-vien,32/03/2026,tạm
            moi-4,Lò Thị Bốn,H35.41,khong-co,,
            """;
        var report = await _town.The<AgencyImportOffice>().ImportAsync(Administrator, Encoding.UTF8.GetBytes(table), AgencySheetKind.Holders, "12/QĐ", Today, Today, default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Faults.Select(fault => (fault.Row, fault.Column)), Is.EqualTo(new (int, string?)[] { (4, "Mã đơn vị"), (5, "Họ và tên"), (5, "Từ ngày"), (5, "Hình thức"), (6, "Vị trí") }));
            Assert.That((report.Rows, report.Taken), Is.EqualTo((4, 0)));
            Assert.That((await CatalogueAsync()).PostsOf(new("moi-1"), Today), Is.Empty);
        }
    }

    [Test]
    public async Task A_table_of_units_founds_the_agency_before_its_units_however_the_rows_stand()
    {
        var table = "Mã định danh;Tên;Cấp;Mã cấp trên;Từ ngày\r\nH35.60.01;Văn phòng;đơn vị;H35.60;\r\nH35.60;UBND xã Thử;cấp xã;H35;46082\r\n";
        var report = await _town.The<AgencyImportOffice>().ImportAsync(Administrator, Encoding.UTF8.GetBytes(table), AgencySheetKind.Units, "12/QĐ", Today, Today, default);
        Assert.That((report.Refusal, report.FaultCount, report.Taken), Is.EqualTo(((Refusal?)null, 0, 2)), string.Join('\n', report.Faults));
        Assert.That((await CatalogueAsync()).Find(new AgencyCode("H35.60"))!.From, Is.EqualTo(new DateOnly(2026, 3, 1)));
    }

    [Test]
    public async Task A_workbook_is_read_like_a_table_of_text_its_days_as_Excel_stores_them()
    {
        var book = ExcelBook.Write([("Nhân sự", [12d, 24, 12, 24, 12, 12], [["Tài khoản", "Họ tên", "Đơn vị", "Vị trí", "Hình thức", "Từ ngày"], ["moi-1", "Lò Thị Một", "H35.41", "Văn thư", "Quyền", "46083"]])]);
        var report = await _town.The<AgencyImportOffice>().ImportAsync(Administrator, book, AgencySheetKind.Holders, "12/QĐ", Today, Today.AddDays(30), default);
        Assert.That((report.FaultCount, report.Taken), Is.EqualTo((0, 1)), string.Join('\n', report.Faults));
        var held = (await CatalogueAsync()).Holders.Single(holder => holder.Officer.Value == "moi-1");
        Assert.That((held.Position.Value, held.Kind, held.From), Is.EqualTo(("van-thu", HolderKind.Acting, Today)));
    }

    [Test]
    public async Task A_locked_account_is_nobody_and_what_was_done_to_it_stays_on_record()
    {
        var accounts = _town.The<AccountOffice>();
        await MakeAccountAsync("quantri", null, Role.Administrator);
        Assert.That(await accounts.AdministerAsync(Administrator, new("moi"), new AccountAct.Open(new("Lò Thị Mới", Commune, new HashSet<Role> { Role.HandlingOfficer })), ("hash", "stamp"), default), Is.Null);
        Assert.That((await OfficerAsync("moi")).Agency, Is.EqualTo(Commune));

        Assert.That(await accounts.AdministerAsync(Administrator, new("moi"), new AccountAct.Lock(), null, default), Is.Null);
        Assert.That(await accounts.OfficerAsync(new("moi"), default), Is.Null);
        Assert.That(await accounts.AdministerAsync(Administrator, new("moi"), new AccountAct.Unlock(), null, default), Is.Null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await OfficerAsync("moi"), Is.Not.Null);
            Assert.That((await accounts.RecordsAsync(Administrator, new("moi"), default)).Select(record => record.Kind), Is.EqualTo(new[] { "unlock", "lock", "open" }));
            Assert.That((await accounts.ListAsync(Administrator, "lo moi", default)).Single().Id.Value, Is.EqualTo("moi"), "found without diacritics");
            Assert.That(await accounts.ListAsync(Mai, null, default), Is.Empty);
            Assert.That((await accounts.AdministerAsync(Administrator with { Id = new("khac") }, new("quantri"), new AccountAct.Lock(), null, default))?.Code, Is.EqualTo("A157"));
            Assert.That((await accounts.AdministerAsync(Mai, new("moi"), new AccountAct.Lock(), null, default))?.Code, Is.EqualTo("A150"));
        }
    }

    [Test]
    public async Task A_province_of_143_agencies_is_loaded_and_reorganised()
    {
        await _town.The<ProvinceSetup>().LoadCatalogueAsync(GeneratedProvince.Catalogue(), default);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var catalogue = await CatalogueAsync();
        var read = watch.Elapsed;
        await DoneAsync(new AgencyAct.Merge([new("H61.100"), new("H61.101")], new("H61.200"), new(new("H61.200"), "UBND xã mới", AgencyLevel.Commune, new("H61")), PeopleGo.Home));
        TestContext.Out.WriteLine($"{catalogue.Agencies.Count} agencies, {catalogue.Holders.Count} holders: read in {read.TotalMilliseconds:0} ms, a merger recorded in {(watch.Elapsed - read).TotalMilliseconds:0} ms");
        Assert.That((await CatalogueAsync()).AgencyOf(new("H61.101.03"))!.Code, Is.EqualTo(new AgencyCode("H61.200")));
    }
}
