using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Targets;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Tests.Runtime;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Targets;

/// <summary>Targets and the register over a real database.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class TargetOfficeTests(string kind)
{
    private static readonly Officer Controller = new(new("kiemsoat"), "kiemsoat", null, new HashSet<Role> { Role.Controller }, []);
    private static readonly Officer Head = new(new("truong"), "truong", Commune, new HashSet<Role> { Role.Leader }, []);
    private static readonly ProcedureCode Household = new("1.001612");

    private Town _town = null!;

    private TargetOffice Office => _town.The<TargetOffice>();

    [SetUp]
    public async Task OpenAsync() => _town = await Town.OpenAsync(kind);

    [TearDown]
    public async Task CloseAsync() => await _town.DisposeAsync();

    private void ItIs(string moment) => _town.Clock.Now = Calendar.At(moment).ToUniversalTime();

    private static TargetQuestion On(string? day, AgencyCode? agency = null) => new() { AsOf = day is null ? null : DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), Agency = agency };

    private async Task<CountedList> RowsAsync(Indicator indicator, string? day = null, Officer? by = null) => (await Office.RowsAsync(by ?? Controller, On(day), indicator, default)).Report!;

    /// <summary>The town's process for a procedure of the catalogue, from a day.</summary>
    private Task PublishAsync(ProcedureCode procedure, DateOnly from, string name = "Đăng ký hộ kinh doanh") => _town.PublishAsync(
        ElsaDocument.Read(Document(name).ToCanonicalText().Replace(Permit.Value, procedure.Value, StringComparison.Ordinal)).Document!, from);

    private async Task<int> WrittenAsync(QualityCommand command)
    {
        var (number, refusal) = await Office.ActAsync(command, default);
        Assert.That(refusal, Is.Null, refusal?.Message.En);
        return number!.Value;
    }

    [Test]
    public async Task A_procedure_counts_from_the_day_its_process_is_in_force_and_earlier_days_stay_as_they_were()
    {
        ItIs("2026-03-09 10:00");
        var before = await RowsAsync(Indicator.Procedures);
        ItIs("2026-03-10 10:00");
        await PublishAsync(Household, new(2026, 3, 12));
        ItIs("2026-03-20 10:00");

        Assert.That((await RowsAsync(Indicator.Procedures, "2026-03-09")).Figure, Is.EqualTo(before.Figure));
        Assert.That((await RowsAsync(Indicator.Procedures, "2026-03-11")).Figure.Reached, Is.Zero, "published, not in force");
        var now = await RowsAsync(Indicator.Procedures, "2026-03-12");
        Assert.That(now.Rows.Where(row => row.Counts).Select(row => (row.Key, row.Agency)), Is.EqualTo(new[] { (Household.Value, Commune) }));
        Assert.That(now.Figure.Of, Is.EqualTo(12), "the thirteen of the catalogue without the one between agencies");
    }

    [Test]
    public async Task Of_a_procedure_with_cases_each_needs_a_process()
    {
        var permit = (await RowsAsync(Indicator.Procedures)).Rows.Single(row => row.Key == "3.990001");
        Assert.That((permit.Counts, permit.Says.Vi), Is.EqualTo((false, "chưa có quy trình có hiệu lực")));

        var text = Document().ToCanonicalText().Replace(Permit.Value, "3.990001", StringComparison.Ordinal);
        foreach (var name in new[] { "nha-o-rieng-le", "cong-trinh-khac", "dieu-chinh" })
            await _town.PublishAsync(ElsaDocument.Read(text.Replace("\"procedure\":", $"\"case\":\"{name}\",\"procedure\":", StringComparison.Ordinal)).Document!, new(2026, 3, 2));
        permit = (await RowsAsync(Indicator.Procedures)).Rows.Single(row => row.Key == "3.990001");
        Assert.That((permit.Counts, permit.Says.Vi), Is.EqualTo((false, permit.Says.Vi)));
        Assert.That(permit.Says.Vi, Does.StartWith("còn 1/4 trường hợp chưa có quy trình"));
    }

    [Test]
    public async Task What_was_published_without_an_appraisal_is_listed_and_dossiers_make_a_process_electronic()
    {
        var row = (await RowsAsync(Indicator.Appraised)).Rows.Single();
        Assert.That((row.Counts, row.Says.Vi), Is.EqualTo((false, "công bố không qua thẩm định")));

        Assert.That((await RowsAsync(Indicator.Electronic)).Figure.Reached, Is.Zero);
        ItIs("2026-03-05 09:00");
        await _town.ReceivedAsync();
        Assert.That((await RowsAsync(Indicator.Electronic)).Figure.Reached, Is.EqualTo(1));
        Assert.That((await RowsAsync(Indicator.Electronic, "2026-03-04")).Figure.Reached, Is.Zero, "nothing ran on it by then");
    }

    [Test]
    public async Task An_appraised_text_counts_and_one_appraised_after_the_decision_does_not()
    {
        var store = _town.The<PublicationStore>();
        async Task PublishAsync(string procedure, DateOnly opinion)
        {
            var document = ElsaDocument.Read(Document().ToCanonicalText().Replace(Permit.Value, procedure, StringComparison.Ordinal)).Document!;
            var (id, at) = (Guid.NewGuid().ToString("n"), _town.Clock.Now);
            await store.BeginAsync(id, new PublicationEvent.Drafted(at, Lan.Id, Commune, new(procedure), null, "Quy trình"), document.ToCanonicalText(), null, default);
            var appraised = new PublicationEvent.Appraised(at, Minh.Id, document.Hash, "7/TĐ-SKHCN", opinion, null);
            var published = new PublicationEvent.Published(at, Mai.Id, document.Hash, new("12/QĐ-UBND", new(2026, 3, 1), "UBND tỉnh", new(2026, 3, 2)));
            var draft = (await store.OpenAsync(id, default))!;
            await store.PublishAsync(draft, new(Mai.Id, at, [appraised, published], draft.File.Apply(appraised).Apply(published), null, "Quy trình", new(procedure)), published, null, default);
        }
        await PublishAsync("1.001612", new(2026, 2, 20));
        await PublishAsync("1.004873", new(2026, 3, 2));

        var rows = (await RowsAsync(Indicator.Appraised)).Rows.ToDictionary(row => row.Key, row => row.Counts);
        Assert.That(rows, Is.EquivalentTo(new Dictionary<string, bool> { ["1.001612"] = true, ["1.004873"] = false, [Permit.Value] = false }));
    }

    [Test]
    public async Task A_report_of_a_day_that_is_over_is_the_same_to_the_byte_whatever_happened_since()
    {
        var found = await WrittenAsync(new QualityCommand.Find(Controller, Commune, NonconformityKind.Nonconformity, null, "Thiếu sổ", "Lập sổ", "Văn phòng", new(2026, 3, 20), null));
        await WrittenAsync(new QualityCommand.Draw(Controller, 2026, "12/KH"));
        ItIs("2026-03-05 09:00");
        async Task<(string Word, string Book)> ReportAsync()
        {
            var report = (await Office.YearlyAsync(Controller, On("2026-03-04"), default)).Report!;
            return (Convert.ToBase64String(report.ToDocument()), Convert.ToBase64String(report.ToBook()));
        }
        var then = await ReportAsync();

        ItIs("2026-04-01 09:00");
        await PublishAsync(Household, new(2026, 4, 1));
        await PublishAsync(Permit, new(2026, 4, 1), "Cấp giấy phép xây dựng, lần hai");
        await _town.ReceivedAsync();
        await WrittenAsync(new QualityCommand.Close(Controller, found, new(2026, 3, 30), "Đã lập sổ"));
        await WrittenAsync(new QualityCommand.Inspect(Controller, Commune, new(2026, 3, 3), InspectionResult.Conforms, null, "01/BB"));
        Assert.That(await Office.LoadPlanAsync(Controller, TargetPlan.Default.Replace("70%", "75%", StringComparison.Ordinal), default), Is.Null);
        await _town.The<ProvinceSetup>().LoadCatalogueAsync((await File.ReadAllTextAsync(Samples.Sample.PathOf("catalogue.json"))).Replace("Sở Xây dựng", "Sở Kiến thiết", StringComparison.Ordinal), default);

        Assert.That(await ReportAsync(), Is.EqualTo(then));
        var today = (await Office.YearlyAsync(Controller, On(null), default)).Report!;
        Assert.That(today.Coverage.Figures.Single(figure => figure.Indicator is Indicator.Electronic).Promise, Is.EqualTo(new Promise(75, true)));
        Assert.That(today.Register.Register.Nonconformities.Single().IsOpen, Is.False);
        Assert.That(Convert.ToBase64String(today.ToDocument()), Is.Not.EqualTo(then.Word));
    }

    [Test]
    public async Task An_agency_sees_its_own_and_the_controllers_all()
    {
        await WrittenAsync(new QualityCommand.Find(Controller, Commune, NonconformityKind.Remark, null, "Của xã", "x", "y", new(2026, 4, 1), null));
        await WrittenAsync(new QualityCommand.Find(Controller, Elsewhere, NonconformityKind.Remark, null, "Của phường", "x", "y", new(2026, 4, 1), null));

        Assert.That((await Office.RegisterAsync(Head, On(null), default)).Report!.Register.Nonconformities.Select(line => line.Found.What), Is.EqualTo(new[] { "Của xã" }));
        Assert.That((await Office.RegisterAsync(Controller, On(null), default)).Report!.Register.Nonconformities, Has.Count.EqualTo(2));
        Assert.That((await Office.RegisterAsync(Head, On(null, Elsewhere), default)).Refusal, Is.EqualTo(TargetRefusals.OtherAgency));
        Assert.That((await Office.CoverageAsync(Head with { Agency = null }, On(null), default)).Refusal, Is.EqualTo(TargetRefusals.NotYours));
        Assert.That((await Office.CoverageAsync(Controller, On("2026-03-03"), default)).Refusal, Is.EqualTo(TargetRefusals.NotYet));
        Assert.That((await Office.RowsAsync(Head, On(null), Indicator.Inspected, default)).Report!.Figure, Has.Property("Of").EqualTo(1).And.Property("Promise").Null, "a quarter of all is promised, not of one");
        Assert.That((await Office.DutiesAsync(Head, On(null), 2026, default)).Report!.Duties.Select(owed => owed.Agency).Distinct(), Is.EqualTo(new[] { Commune }));
    }

    [Test]
    public async Task Of_two_who_draw_at_once_one_is_told_that_the_sample_stands()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => Task.Run(() => Office.ActAsync(new QualityCommand.Draw(Controller, 2026, $"hạt {number}"), default))));

        Assert.That(answers.Count(answer => answer.Number is not null), Is.EqualTo(1));
        Assert.That(answers.Select(answer => answer.Refusal?.Code).Where(code => code is not null), Is.All.EqualTo("Q115"));
    }

    [Test]
    public async Task The_register_is_chained_sealed_by_the_day_and_verified()
    {
        var before = await _town.The<JournalAudit>().VerifyAsync(default);
        await WrittenAsync(new QualityCommand.Declare(Head, Commune, new(2026, 3, 1), "Toàn bộ thủ tục", "02/QĐ-UBND"));
        await WrittenAsync(new QualityCommand.Withdraw(Head, 1, "Ghi nhầm ngày"));
        ItIs("2026-03-03 08:00");
        await _town.The<SealSweep>().RunOnceAsync(default);
        await WrittenAsync(new QualityCommand.Declare(Head, Commune, new(2026, 3, 2), "Toàn bộ thủ tục", "02/QĐ-UBND"));

        var audit = _town.The<JournalAudit>();
        var sound = await audit.VerifyAsync(default);
        Assert.That((sound.Breaks.Count, sound.Journals - before.Journals, sound.Lines - before.Lines), Is.EqualTo((0, 1, 3)));
        Assert.That((await audit.VerifyAsync("register", default)).Lines, Is.EqualTo(3));
        Assert.That((await audit.VerifyAsync(new DateOnly(2026, 3, 2), default)).Breaks, Is.Empty);

        foreach (var drop in kind == "sqlite" ? ["drop trigger quality_journal_no_update"] : new[] { "drop trigger written_for_good on quality_journal" })
            await _town.The<FlowDatabase>().WriteAsync([new Statement(drop)], default);
        await _town.The<FlowDatabase>().WriteAsync([new Statement("update quality_journal set body = replace(body, 'nhầm', 'sai') where number = 2")], default);
        Assert.That((await audit.VerifyAsync(default)).Breaks.Select(broken => (broken.Journal, broken.Number)), Is.EqualTo(new[] { ("register", 2) }));
        await _town.The<FlowDatabase>().WriteAsync([new Statement("update quality_journal set hash = 'x' where number = 2")], default);
        Assert.That((await audit.VerifyAsync(new DateOnly(2026, 3, 2), default)).Breaks.Where(broken => broken.SealedOn is not null), Is.Not.Empty, "the seal of the day shows it too");
    }

    [Test]
    public async Task An_act_sent_twice_under_one_key_is_written_once()
    {
        var command = new QualityCommand.Declare(Head, Commune, new(2026, 3, 1), "Toàn bộ thủ tục", "02/QĐ-UBND");
        var first = await Office.ActAsync(command, default, "k1");
        var rivals = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Office.ActAsync(command, default, "k1"))));
        Assert.That(rivals, Is.All.EqualTo(first));
        Assert.That((await Office.ActAsync(command with { Document = "03/QĐ-UBND" }, default, "k1")).Refusal?.Code, Is.EqualTo("key-reused"));
        Assert.That((await Office.ActAsync(command with { By = Controller }, default, "k1")).Number, Is.EqualTo(first.Number + 1), "keys are each officer's own");
        Assert.That((await Office.RegisterAsync(Controller, On(null), default)).Report!.Register.Declarations, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_line_of_the_register_can_be_neither_changed_nor_removed()
    {
        await WrittenAsync(new QualityCommand.Declare(Head, Commune, new(2026, 3, 1), "Toàn bộ thủ tục hành chính của xã", "02/QĐ-UBND"));
        var database = _town.The<FlowDatabase>();

        Assert.That(async () => await database.WriteAsync([new Statement("update quality_journal set body = '{}'")], default), Throws.Exception);
        Assert.That(async () => await database.WriteAsync([new Statement("delete from quality_journal")], default), Throws.Exception);
        Assert.That((await Office.RegisterAsync(Head, On(null), default)).Report!.Register.Declarations.Single().Act.Document, Is.EqualTo("02/QĐ-UBND"));
    }

    [Test]
    public async Task Coverage_tells_the_years_before_by_what_was_known_at_their_end()
    {
        ItIs("2027-02-01 09:00");
        await PublishAsync(Household, new(2027, 2, 1));

        var report = (await Office.CoverageAsync(Controller, On(null), default)).Report!;
        var years = report.Trends.Single(trend => trend.Line.Indicator is Indicator.Procedures).Years.ToDictionary(figure => figure.Year, figure => (figure.Reached, figure.Of));
        Assert.That((years[2025], years[2026], years[2027], years[2028]), Is.EqualTo(((0, 0), (0, 12), (1, 12), (0, 0))));
        Assert.That(report.ByField.Single(line => line.Name == "Thành lập và hoạt động của hộ kinh doanh").Of(Indicator.Procedures), Is.EqualTo(new CoverageCount(Indicator.Procedures, 1, 1)));
        Assert.That(report.ByAgency.Single(line => line.Key == Commune.Value).Of(Indicator.Electronic)!.Of, Is.EqualTo(2));
    }
}
