using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Migrations;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Targets;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using Sample = TthcFlow.Engine.Tests.Samples.Sample;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>Beside what applies everywhere, an agency may have a process of its own (nơi áp dụng): dossiers run on the nearest.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PlaceOfApplicationTests(string kind)
{
    private static readonly Officer Publisher = new(new("congbo"), "congbo", null, new HashSet<Role> { Role.Publisher }, []);
    private static readonly Officer Controller = new(new("kiemsoat"), "kiemsoat", null, new HashSet<Role> { Role.Controller }, []);
    private static readonly DateOnly Monday = new(2026, 3, 2);
    private static readonly ContentHash Everywhere = Town.Document().Hash, AtTheCommune = Own.Hash;

    private Town _town = null!;

    private static ElsaDocument Own => At(Town.Document("Cấp giấy phép xây dựng tại xã Bình Lư", "2"), Town.Commune);

    [SetUp]
    public async Task Open() => _town = await Town.OpenAsync(kind); // one version, everywhere, from 1 January 2026

    [TearDown]
    public ValueTask Close() => _town.DisposeAsync();

    [Test]
    public async Task A_dossier_runs_on_the_version_of_the_nearest_place_and_keeps_it()
    {
        await _town.PublishAsync(Own, Monday);
        var (here, there) = (await ReceivedAsync(Town.Commune), await ReceivedAsync(Town.Elsewhere));
        Assert.That((await VersionOfAsync(here), await VersionOfAsync(there)), Is.EqualTo((AtTheCommune, Everywhere)));

        await _town.PublishAsync(At(Town.Document("Cấp giấy phép xây dựng tại xã Bình Lư, lần 2", "1"), Town.Commune), Monday);
        var later = await ReceivedAsync(Town.Commune);
        await _town.HandleAsync(here, Town.Complete(Town.Mai, Town.B1, "Accepted"));
        Assert.That((await VersionOfAsync(here), await VersionOfAsync(later) == AtTheCommune), Is.EqualTo((AtTheCommune, false)));
    }

    [Test]
    public async Task The_agency_comes_before_what_it_stands_under_and_that_before_the_province()
    {
        await _town.PublishAsync(Own, Monday);
        await _town.PublishAsync(At(Town.Document("Cấp giấy phép xây dựng, mọi cơ quan của UBND tỉnh"), new("H35")), Monday.AddDays(1));
        async Task<string?> NameAsync(AgencyCode? at, int days) => (await _town.The<ProcessLibrary>().InForceAsync(Town.Permit, null, at, Monday.AddDays(days), default))?.Definition.Name;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await NameAsync(Town.Desk, 0), Is.EqualTo("Cấp giấy phép xây dựng tại xã Bình Lư"), "a unit of the commune");
            Assert.That(await NameAsync(Town.Elsewhere, 0), Is.EqualTo("Cấp giấy phép xây dựng"));
            Assert.That(await NameAsync(Town.Desk, 1), Is.EqualTo("Cấp giấy phép xây dựng tại xã Bình Lư"));
            Assert.That(await NameAsync(Town.Elsewhere, 1), Is.EqualTo("Cấp giấy phép xây dựng, mọi cơ quan của UBND tỉnh"));
            Assert.That(await NameAsync(new("khong-co"), 1), Is.EqualTo("Cấp giấy phép xây dựng"), "a place nobody knows stands under none");
            Assert.That(await NameAsync(null, 1), Is.EqualTo("Cấp giấy phép xây dựng"));
        }
    }

    [Test]
    public async Task A_successor_runs_on_what_it_took_over_from_that_day_on()
    {
        await _town.PublishAsync(Own, Monday.AddDays(-7));
        var old = await ReceivedAsync(Town.Commune);
        await MergeAsync(new AgencyAct.Merge([Town.Commune], Town.Elsewhere, null, PeopleGo.WithTheWork), Monday);
        async Task<ContentHash?> OnAsync(DateOnly day) => (await _town.The<ProcessLibrary>().InForceAsync(Town.Permit, null, Town.Elsewhere, day, default))?.Definition.Hash;
        var register = _town.The<DisclosureRegister>();
        async Task<ContentHash?> DisclosedAsync(DateOnly day) => (await register.InForceAsync((await register.ProcedureAsync(Town.Permit, day, default))!, null, Town.Elsewhere, default))?.Line.Hash;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await OnAsync(Monday.AddDays(-1)), await OnAsync(Monday)), Is.EqualTo((Everywhere, AtTheCommune)));
            Assert.That((await DisclosedAsync(Monday.AddDays(-1)), await DisclosedAsync(Monday)), Is.EqualTo((Everywhere, AtTheCommune)));
            Assert.That(await VersionOfAsync(await ReceivedAsync(Town.Elsewhere)), Is.EqualTo(AtTheCommune));
            Assert.That(await VersionOfAsync(old), Is.EqualTo(AtTheCommune));
        }
        var own = At(Town.Document("Cấp giấy phép xây dựng tại phường Tân Phong", "1"), Town.Elsewhere);
        await _town.PublishAsync(own, Monday);
        Assert.That((await OnAsync(Monday), await DisclosedAsync(Monday)), Is.EqualTo((own.Hash, own.Hash)), "its own is nearer");
        Assert.That(await RivalsAsync(), Is.Empty);
    }

    [Test]
    public async Task Where_two_with_versions_of_their_own_become_one_no_desk_is_left_to_guess()
    {
        var other = At(Town.Document("Cấp giấy phép xây dựng tại phường Tân Phong", "1"), Town.Elsewhere);
        AgencyCode heir = new("H35.990");
        await _town.PublishAsync(Own, Monday.AddDays(-7));
        await _town.PublishAsync(other, Monday.AddDays(-7));
        Assert.That(await RivalsAsync(), Is.Empty);
        await MergeAsync(new AgencyAct.Merge([Town.Commune, Town.Elsewhere], heir, new(heir, "UBND xã Bình Lư mới", AgencyLevel.Commune, new("H35")), PeopleGo.WithTheWork), Monday);

        var no = (await _town.Dossiers.ReceiveAsync(Town.Permit, null, Town.Receive() with { Receiving = heir, Competent = heir, By = AtTheHeir(heir) }, null, default)).Refusal;
        var register = _town.The<DisclosureRegister>();
        var disclosed = (await register.ProcedureAsync(Town.Permit, null, default))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(no?.Code, Is.EqualTo("rival-versions"));
            Assert.That(no?.Message.Vi, Does.Contain("UBND xã Bình Lư (H35.40)").And.Contain("UBND phường Tân Phong (H35.41)").And.StartWith("UBND xã Bình Lư mới (H35.990)"));
            Assert.That(await register.InForceAsync(disclosed, null, heir, default), Is.Null);
            Assert.That(await register.WhyNoneAsync(disclosed, null, heir, default), Is.EqualTo(no));
            Assert.That((await _town.The<ProcessLibrary>().InForceAsync(Town.Permit, null, heir, Monday.AddDays(-1), default))?.Definition.Hash, Is.EqualTo(Everywhere), "the day before");
            Assert.That((await RivalsAsync()).Select(line => line.Version), Is.EquivalentTo(new[] { AtTheCommune, other.Hash }));
            Assert.That((await RivalsAsync())[0].Reasons.Single().Why.Vi, Does.Contain("UBND xã Bình Lư, UBND phường Tân Phong").Or.Contain("UBND phường Tân Phong, UBND xã Bình Lư"));
        }
        var own = At(Town.Document("Cấp giấy phép xây dựng tại xã Bình Lư mới", "3"), heir);
        await _town.PublishAsync(own, Monday);
        Assert.That(await RivalsAsync(), Is.Empty, "a version of the successor's own settles it");
        Assert.That((await register.InForceAsync((await register.ProcedureAsync(Town.Permit, null, default))!, null, heir, default))?.Line.Hash, Is.EqualTo(own.Hash));
    }

    [Test]
    public async Task What_is_called_is_the_version_of_the_callers_place_else_the_provinces()
    {
        var called = ElsaDocument.Read(await File.ReadAllBytesAsync(Sample.PathOf("calls/1-phat-hanh-van-ban.json"))).Document!;
        var calledHere = At(called, Town.Commune);
        var caller = ElsaDocument.Read(await File.ReadAllBytesAsync(Sample.PathOf("calls/2-xac-nhan-tinh-trang-hon-nhan.json"))).Document!;
        async Task<ContentHash?> PinnedAsync(ElsaDocument process) => (await _town.The<ProcessLibrary>().LinkedAsync(ProcessDefinition.Compile(process), Monday, default)).Calls.Single().Version;

        await _town.PublishAsync(called, Monday);
        var (alone, everywhere) = (await PinnedAsync(At(caller, Town.Commune)), await PinnedAsync(caller));
        await _town.PublishAsync(calledHere, Monday);
        var (beside, elsewhere) = (await PinnedAsync(At(caller, Town.Commune)), await PinnedAsync(At(caller, Town.Elsewhere)));
        Assert.That((alone, everywhere, beside, elsewhere), Is.EqualTo((called.Hash, called.Hash, calledHere.Hash, called.Hash)));
    }

    [Test]
    public async Task Only_agencies_of_the_catalogue_are_written_down()
    {
        async Task<string?> RecordAsync(ElsaDocument document, string agency) => (await _town.The<RecordOffice>().RecordAsync(
            Publisher, document, new(agency), new LegalAct("575/QĐ-UBND", Monday, "UBND tỉnh", Monday), "Công bố trước khi có phần mềm", default)).Refusal?.Message.Vi;
        Assert.That(await RecordAsync(Own, "H99.01"), Does.Contain("“H99.01” không có trong danh mục cơ quan"));
        Assert.That(await RecordAsync(At(Own, new("H99.02")), "H35.05"), Does.Contain("“H99.02” không có trong danh mục cơ quan"));
        Assert.That((await _town.The<PublicationOffice>().VersionsAsync(Town.Permit, default)).Select(line => line.Hash), Is.EqualTo(new[] { Everywhere }), "nothing was written");
        Assert.That(await RecordAsync(Own, "H35.05"), Is.Null);
    }

    [Test]
    public async Task What_was_handed_in_online_is_received_under_the_version_its_agency_has_then()
    {
        var submit = new DossierCommand.Submit(
            Town.Mai, Town.Desk, Town.Commune, Channel.Online, Town.Receive().Particulars, System.Collections.Immutable.ImmutableSortedDictionary<string, AttributeValue>.Empty);
        var code = Town.Done(await _town.Dossiers.SubmitAsync(Town.Permit, null, submit, null, default)).Code!;
        await _town.PublishAsync(Own, Monday);
        await _town.HandleAsync(code, new DossierCommand.Accept(Town.Mai));
        Assert.That(await VersionOfAsync(code), Is.EqualTo(AtTheCommune));
    }

    [Test]
    public async Task Where_only_one_place_has_a_process_the_others_receive_nothing()
    {
        var document = WithCase(Own, "dieu-chinh");
        await _town.PublishAsync(document, Monday);
        var office = _town.Dossiers;
        var here = await office.ReceiveAsync(Town.Permit, new("dieu-chinh"), Town.Receive(), null, default);
        var there = await office.ReceiveAsync(Town.Permit, new("dieu-chinh"), Town.Receive() with { Competent = Town.Elsewhere }, null, default);
        Assert.That((here.Refusal, there.Refusal), Is.EqualTo(((Refusal?)null, OfficeRefusals.NotInForce)));
    }

    [Test]
    public async Task What_is_recorded_for_one_place_leaves_the_days_of_the_others()
    {
        async Task<Refusal?> RecordAsync(ElsaDocument document) => (await _town.The<RecordOffice>().RecordAsync(
            Publisher, document, new("H35.05"), new LegalAct("575/QĐ-UBND", Monday, "UBND tỉnh", Monday), "Công bố trước khi có phần mềm", default)).Refusal;
        var answers = new[] { await RecordAsync(Own), await RecordAsync(At(Town.Document("Bản khác"), Town.Commune)), await RecordAsync(At(Town.Document("Bản của phường"), Town.Elsewhere)) };
        Assert.That(answers, Is.EqualTo(new Refusal?[] { null, RecordRefusals.DayIsTaken, null }));
        var lines = await _town.The<PublicationOffice>().VersionsAsync(Town.Permit, default);
        Assert.That(lines.Where(line => line.InForce).Select(line => line.Place), Is.EquivalentTo(new AgencyCode?[] { null, Town.Commune, Town.Elsewhere }));
        Assert.That((await _town.The<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty);
    }

    [Test]
    public async Task Readers_find_each_place_with_its_own_issues()
    {
        await _town.PublishAsync(Own, Monday);
        await _town.PublishAsync(At(Town.Document("Cấp giấy phép xây dựng tại xã Bình Lư, lần 2", "1"), Town.Commune), Monday.AddDays(7));
        var register = _town.The<DisclosureRegister>();
        var disclosed = (await register.ProcedureAsync(Town.Permit, null, default))!;
        var (shown, first) = (disclosed.Shown(null, null)!, disclosed.Shown(null, Town.Commune)!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(disclosed.PlacesOf(null), Is.EqualTo(new AgencyCode?[] { null, Town.Commune }));
            Assert.That((shown.Line.Hash, shown.Standing.Force), Is.EqualTo((Everywhere, VersionForce.InForce)));
            Assert.That((first.Line.Hash, first.Standing.Force), Is.EqualTo((AtTheCommune, VersionForce.InForce)));
            Assert.That((await register.InForceAsync(disclosed, null, Town.Desk, default))!.Line.Hash, Is.EqualTo(AtTheCommune));
            Assert.That((await register.InForceAsync(disclosed, null, Town.Elsewhere, default))!.Line.Hash, Is.EqualTo(Everywhere));
            Assert.That((await register.ControlAsync(first.Line, default))!.Issues, Has.Count.EqualTo(1));
            Assert.That(AppendixLines(Own), Does.Contain(("Nơi áp dụng", "UBND xã Bình Lư")));
        }
    }

    [Test]
    public async Task A_text_is_compared_with_its_own_place_first_and_else_with_the_provinces()
    {
        var office = _town.The<PublicationOffice>();
        var header = ProcessDefinition.Compile(Own).Header;
        Assert.That(await office.VersionBeforeAsync(header, null, default), Is.EqualTo(Everywhere));
        await _town.PublishAsync(Own, Monday);
        Assert.That(await office.VersionBeforeAsync(header, null, default), Is.EqualTo(AtTheCommune));
        Assert.That(await office.VersionBeforeAsync(header with { Place = null }, null, default), Is.EqualTo(Everywhere));
        Assert.That(await office.VersionBeforeAsync(header with { Place = Town.Elsewhere }, null, default), Is.EqualTo(Everywhere));
    }

    [Test]
    public async Task Dossiers_are_not_moved_to_the_process_of_another_place()
    {
        await _town.PublishAsync(Own, Monday);
        var order = new MigrationOrder(Everywhere, AtTheCommune, System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty, MigrationLimit.Kept, 3);
        Assert.That((await _town.The<MigrationOffice>().ProposeAsync(Publisher, order, default)).Refusal, Is.EqualTo(MigrationRefusals.NotTwoVersions));
    }

    [Test]
    public async Task A_procedure_counts_where_any_place_has_a_process_and_the_row_says_which()
    {
        await _town.PublishAsync(Own, Monday);
        var text = Own.ToCanonicalText().Replace(Town.Permit.Value, "1.001612", StringComparison.Ordinal);
        await _town.PublishAsync(ElsaDocument.Read(text).Document!, Monday);
        var rows = (await _town.The<TargetOffice>().RowsAsync(Controller, new TargetQuestion(), Indicator.Procedures, default)).Report!.Rows;
        var row = rows.Single(one => one.Procedure?.Value == "1.001612");
        Assert.That((row.Counts, row.Says.Vi), Is.EqualTo((true, "có 1 quy trình đang có hiệu lực, chỉ áp dụng tại: UBND xã Bình Lư")));
    }

    [Test]
    public void The_place_survives_the_way_through_an_Elsa_document()
    {
        var again = ElsaDocument.Read(Own.ToCanonicalText()).Document!;
        Assert.That((ProcessDefinition.Compile(again).Header.Place, again.Hash), Is.EqualTo((Town.Commune, AtTheCommune)));
        Assert.That(AtTheCommune, Is.Not.EqualTo(Town.Document("Cấp giấy phép xây dựng tại xã Bình Lư", "2").Hash), "it is part of what the version says");
    }

    private static ElsaDocument At(ElsaDocument document, AgencyCode place) => document.WithHeaderMember("place", place.Value);

    private static Officer AtTheHeir(AgencyCode heir) => Town.Mai with { Agency = heir, Posts = [new Post(heir, new("mot-cua"))] };

    private async Task MergeAsync(AgencyAct act, DateOnly from)
    {
        var administrator = new Officer(new("quantri"), "Quản trị", null, new HashSet<Role> { Role.Administrator }, []);
        var refusal = (await _town.The<AgencyOffice>().RecordAsync(administrator, new(act, from, "12/QĐ-UBND", new(2026, 2, 27)), default)).Refusal;
        Assert.That(refusal, Is.Null, refusal?.Message.En);
    }

    private async Task<IReadOnlyList<RecheckLine>> RivalsAsync() =>
        [.. (await _town.The<RecheckOffice>().ListAsync(Controller, default))!.Lines.Where(line => line.Reasons.Any(reason => reason.Cause is RecheckCause.RivalVersions))];

    private static ElsaDocument WithCase(ElsaDocument document, string key) => document.WithHeaderMember("case", key);

    private static IEnumerable<(string, string)> AppendixLines(ElsaDocument document) =>
        Appendix.ParticularsOf(ProcessDefinition.Compile(document), Sample.Catalogue, []).Select(fact => (fact.Label, string.Join("; ", fact.Values)));

    private async Task<DossierCode> ReceivedAsync(AgencyCode competent) =>
        Town.Done(await _town.Dossiers.ReceiveAsync(Town.Permit, null, Town.Receive() with { Competent = competent }, null, default)).Code!;

    private async Task<ContentHash> VersionOfAsync(DossierCode code) => (await _town.The<DossierStore>().OpenAsync(code, null, default)).File!.Dossier.Version!;
}
