using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Hosting;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using Account = TthcFlow.Engine.Storage.Account;
using Files = TthcFlow.Engine.Tests.Samples.Sample;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>An appraisal is timed by an ordinary dossier that follows the draft.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class AppraisalClockTests(string kind)
{
    private static readonly AgencyCode Department = new("H35.05");
    private static readonly Officer Author = Person("tacgia", Department, Role.Author);
    private static readonly Officer Appraiser = Person("thamdinh", new("H35.07"), Role.Appraiser);
    private static readonly Officer Publisher = Person("congbo", new("H35"), Role.Publisher);
    private static readonly Officer Controller = Person("kiemsoat", null, Role.Controller);
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly LegalAct Act = new("12/QĐ-UBND", Today, "UBND tỉnh Lai Châu", Today);

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
    private TestDatabase _database = null!;
    private ServiceProvider _services = null!;

    private PublicationOffice Office => _services.GetRequiredService<PublicationOffice>();

    private AppraisalSweep Sweep => _services.GetRequiredService<AppraisalSweep>();

    [SetUp]
    public async Task Open()
    {
        _database = await Databases.UpToDateAsync(kind);
        _clock.Now = new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);
        _services = Host();
        var setup = _services.GetRequiredService<ProvinceSetup>();
        await setup.LoadCalendarAsync(await File.ReadAllTextAsync(Files.PathOf("calendars/2026.json")), default);
        await setup.LoadCatalogueAsync(await CatalogueAsync(), default);
        var accounts = new AccountStore(_services.GetRequiredService<FlowDatabase>());
        foreach (var person in new[] { Author, Appraiser, Publisher })
            await accounts.SaveAsync(new Account { Id = person.Id, Name = person.Name, Agency = person.Agency, Roles = person.Roles }, true, default);
        Done(await setup.PublishAsync(Files.DocumentOf(Files.Named("E")), new("H35.07"), Act, default));
    }

    [TearDown]
    public async Task Close()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task Its_steps_are_done_by_the_acts_on_the_draft_through_two_rounds()
    {
        var draft = Done(await Office.DraftAsync(Author, Files.DocumentOf(Files.Named("A")), default)).Draft!;
        Assert.That((await ViewAsync(draft)).Clock, Is.Null, "nothing was sent in yet");

        var at = new List<string>();
        async Task Then(Task<PublicationAnswer> act)
        {
            Done(await act);
            at.Add((await ViewAsync(draft)).Clock is { Step: { } step } ? step.Value : "–");
            _clock.Now += TimeSpan.FromHours(1);
        }
        await Then(Office.SubmitAsync(Author, draft, default));
        await Then(Office.AcceptAsync(Appraiser, draft, "45/TN", null, default));
        await Then(Office.AssignAsync(Appraiser, draft, Appraiser.Id, null, default));
        await Then(Office.AppraiseAsync(Appraiser, draft, "04/TĐ", Today, "Bổ sung căn cứ", default, null, Opinion.FitOnceCompleted));
        await Then(Office.SubmitAsync(Author, draft, default));
        await Then(Office.AppraiseAsync(Appraiser, draft, "05/TĐ", Today, null, default));
        await Then(Office.ProposeAsync(Author, draft, "20/TTr", Today, default));
        await Then(Office.ReturnAsync(Publisher, draft, "Nêu rõ căn cứ", default));
        await Then(Office.SubmitAsync(Author, draft, default));
        await Then(Office.AppraiseAsync(Appraiser, draft, "06/TĐ", Today, null, default));
        await Then(Office.ProposeAsync(Author, draft, "21/TTr", Today, default));
        await Then(Office.PublishAsync(Publisher, draft, Act with { EffectiveFrom = Today.AddDays(30) }, default));
        Assert.That(at, Is.EqualTo(new[] { "B1", "B2", "B3", "B5", "B3", "B6", "B7", "B5", "B3", "B6", "B7", "–" }));

        var dossier = await DossierAsync(draft);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(dossier.Dossier.Status, Is.EqualTo(DossierStatus.Returned));
            Assert.That(dossier.Dossier.Receiving, Is.EqualTo(Department));
            Assert.That(HandsOf(dossier, "B3"), Is.EqualTo(new[] { "thamdinh", "thamdinh", "thamdinh" }), "whose step it is acts in their own name");
            Assert.That(HandsOf(dossier, "B5"), Is.EqualTo(new[] { "tacgia", "he-thong", "tacgia", "he-thong" }), "sent in again by its author; found fit, there is nothing to complete");
            Assert.That(HandsOf(dossier, "B8"), Is.EqualTo(new[] { "congbo" }));
            Assert.That(HandsOf(dossier, "B1"), Is.EqualTo(new[] { "he-thong" }), "nobody signs in for it: the engine's clerk writes it down");
            Assert.That(Completions(dossier).First(done => done.Step.Value == "B1").Note, Does.Contain("45/TN").And.Contain("Trần Nguyễn Hoàng Bảo Châu"));
            Assert.That(await Sweep.RunOnceAsync(default), Is.Zero);
        }
    }

    [TestCase("before insert dossier_number", 1, true)]
    [TestCase("before commit dossier_journal", 1, true)]
    [TestCase("after commit dossier_journal", 1, true)]
    [TestCase("before insert dossier_journal", 1, false)]
    [TestCase("after commit dossier_journal", 1, false)]
    [TestCase("before commit dossier_journal", 2, false)]
    [TestCase("after commit dossier_journal", 2, false)]
    public async Task Whatever_breaks_between_act_and_dossier_comes_right_exactly_once(string point, int passing, bool atReceipt)
    {
        var faults = _services.GetRequiredService<FlowDatabase>().Faults = new FaultPoints();
        var draft = Done(await Office.DraftAsync(Author, Files.DocumentOf(Files.Named("A")), default)).Draft!;
        if (atReceipt) faults.Arm(point, passing, FaultKind.Throw);
        Done(await Office.SubmitAsync(Author, draft, default));
        if (!atReceipt) faults.Arm(point, passing, FaultKind.Throw);
        Done(await Office.AcceptAsync(Appraiser, draft, "45/TN", Appraiser.Id, default));
        var fired = faults.Fired;
        faults.Disarm();

        await using var second = Host();
        await Task.WhenAll(Sweep.RunOnceAsync(default), second.GetRequiredService<AppraisalSweep>().RunOnceAsync(default));
        await Sweep.RunOnceAsync(default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fired, Is.EqualTo(1), "it did break");
            Assert.That((await ViewAsync(draft)).Clock?.Step?.Value, Is.EqualTo("B3"));
            Assert.That(Completions(await DossierAsync(draft)).Select(done => done.Step.Value), Is.EqualTo(new[] { "B1", "B2" }));
            Assert.That(await CountAsync("select count(*) from dossier"), Is.EqualTo(1));
            Assert.That(await Sweep.RunOnceAsync(default), Is.Zero);
            Assert.That((await _services.GetRequiredService<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty);
        }
    }

    [Test]
    public async Task A_draft_from_before_appraisals_were_timed_has_no_clock()
    {
        var setup = _services.GetRequiredService<ProvinceSetup>();
        var without = JsonNode.Parse(await CatalogueAsync())!.AsObject();
        without.Remove("appraisal");
        await setup.LoadCatalogueAsync(without.ToJsonString(), default);
        var draft = Done(await Office.DraftAsync(Author, Files.DocumentOf(Files.Named("A")), default)).Draft!;
        Done(await Office.SubmitAsync(Author, draft, default));

        await setup.LoadCatalogueAsync(await CatalogueAsync(), default);
        Done(await Office.AcceptAsync(Appraiser, draft, "45/TN", Appraiser.Id, default));
        Assert.That(await Sweep.RunOnceAsync(default), Is.Zero);
        Assert.That((await ViewAsync(draft)).Clock, Is.Null);
        Assert.That(await CountAsync("select count(*) from dossier"), Is.Zero);
    }

    [Test]
    public async Task Sent_back_for_missing_papers_its_dossier_is_declined_and_the_next_one_begins_anew()
    {
        var draft = Done(await Office.DraftAsync(Author, Files.DocumentOf(Files.Named("A")), default)).Draft!;
        Done(await Office.SubmitAsync(Author, draft, default));
        var first = (await ViewAsync(draft)).Clock!.Dossier;
        Done(await Office.ReturnAsync(Appraiser, draft, "Thiếu văn bản đề nghị", default));
        Assert.That((await DossierAsync(draft)).Dossier.Status, Is.EqualTo(DossierStatus.Declined));

        Done(await Office.SubmitAsync(Author, draft, default));
        Assert.That((await ViewAsync(draft)).Clock!.Dossier, Is.Not.EqualTo(first));
        Done(await Office.WithdrawAsync(Author, draft, "Luật mới sắp có hiệu lực", default));
        Assert.That((await DossierAsync(draft)).Dossier.Status, Is.EqualTo(DossierStatus.Withdrawn));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_decision_leads_the_dossiers_of_its_drafts_to_their_end_or_leaves_them_to_the_sweep(bool breaks)
    {
        var faults = _services.GetRequiredService<FlowDatabase>().Faults = new FaultPoints();
        var decisions = _services.GetRequiredService<DecisionOffice>();
        var draft = await ProposedAsync();
        var begun = await decisions.BeginAsync(Publisher, new DecisionContent("Phê duyệt quy trình nội bộ", "CHỦ TỊCH", "Lê Văn Lương") { Lines = [new DecidedLine(DecisionAct.Approve, draft)] }, default);
        Assert.That(begun.Refusal, Is.Null);

        if (breaks) faults.Arm("before insert dossier_journal", 1, FaultKind.Throw);
        var signed = await decisions.SignAsync(Publisher, begun.Decision!, Act with { EffectiveFrom = Today.AddDays(30) }, default);
        Assert.That((signed.Refusal, faults.Fired), Is.EqualTo(((Refusal?)null, breaks ? 1 : 0)));
        faults.Disarm();
        Assert.That((await ViewAsync(draft)).Clock!.Step?.Value, Is.EqualTo(breaks ? "B7" : null));

        Assert.That(await Sweep.RunOnceAsync(default), Is.EqualTo(breaks ? 1 : 0));
        Assert.That((await DossierAsync(draft)).Dossier.Status, Is.EqualTo(DossierStatus.Returned));
    }

    [Test]
    public async Task A_draft_whose_dossier_breaks_keeps_no_other_back()
    {
        var faults = _services.GetRequiredService<FlowDatabase>().Faults = new FaultPoints();
        var drafts = new List<string>();
        foreach (var sample in new[] { "A", "F" })
        {
            drafts.Add(Done(await Office.DraftAsync(Author, Files.DocumentOf(Files.Named(sample)), default)).Draft!);
            faults.Arm("before insert dossier_number", 1, FaultKind.Throw);
            Done(await Office.SubmitAsync(Author, drafts[^1], default));
            Assert.That(faults.Fired, Is.EqualTo(drafts.Count), "it was left behind");
            faults.Disarm();
        }

        faults.Arm("before insert dossier_number", 1, FaultKind.Throw);
        Assert.That(await Sweep.RunOnceAsync(default), Is.EqualTo(2));
        faults.Disarm();
        Assert.That(await CountAsync("select count(*) from dossier"), Is.EqualTo(1), "the first broke again, the second did not");
        await Sweep.RunOnceAsync(default);
        Assert.That(await CountAsync("select count(*) from dossier"), Is.EqualTo(2));
    }

    [Test]
    public async Task The_queue_has_what_is_due_first_on_top()
    {
        var (early, late) = (Done(await Office.DraftAsync(Author, Files.DocumentOf(Files.Named("A")), default)).Draft!, Done(await Office.DraftAsync(Author, Files.DocumentOf(Files.Named("F")), default)).Draft!);
        Done(await Office.SubmitAsync(Author, early, default));
        Done(await Office.AcceptAsync(Appraiser, early, "45/TN", Appraiser.Id, default)); // B3: 32 hours
        _clock.Now += TimeSpan.FromHours(1);
        Done(await Office.SubmitAsync(Author, late, default)); // B1: 4 hours

        var queue = DraftClock.InOrder((await Office.ListAsync(Appraiser, default)).Where(line => line.Status is not PublicationStatus.Published)).ToList();
        Assert.That(queue.Select(line => (line.Id, line.Clock?.Step?.Value)), Is.EqualTo(new[] { (late, "B1"), (early, "B3") }));
        Assert.That(queue.Select(line => line.Clock!.StepRemainingMinutes), Is.EqualTo(new[] { 240, 32 * 60 - 60 }));
    }

    private async Task<string> ProposedAsync()
    {
        var draft = Done(await Office.DraftAsync(Author, Files.DocumentOf(Files.Named("A")), default)).Draft!;
        Done(await Office.SubmitAsync(Author, draft, default));
        Done(await Office.AcceptAsync(Appraiser, draft, "45/TN", Appraiser.Id, default));
        Done(await Office.AppraiseAsync(Appraiser, draft, "05/TĐ", Today, null, default));
        Done(await Office.ProposeAsync(Author, draft, "20/TTr", Today, default));
        return draft;
    }

    private async Task<DraftView> ViewAsync(string draft) => (await Office.OpenAsync(Controller, draft, default))!;

    private async Task<DossierView> DossierAsync(string draft) =>
        (await _services.GetRequiredService<DossierRegister>().OpenAsync(Controller, (await ViewAsync(draft)).Clock!.Dossier, default))!;

    private static IEnumerable<DossierEvent.StepCompleted> Completions(DossierView view) => view.Journal.Select(line => line.Happened).OfType<DossierEvent.StepCompleted>();

    private static IEnumerable<string> HandsOf(DossierView view, string step) => Completions(view).Where(done => done.Step.Value == step).Select(done => done.By.Value);

    private async Task<int> CountAsync(string sql) => (await _services.GetRequiredService<FlowDatabase>().ListAsync(new Statement(sql), row => row.Number(0), default))[0];

    private static Task<string> CatalogueAsync() => File.ReadAllTextAsync(Files.PathOf("catalogue.json"));

    private ServiceProvider Host() => new ServiceCollection().AddSingleton<TimeProvider>(_clock).AddTthcFlow(_database.Options).BuildServiceProvider();

    private static PublicationAnswer Done(PublicationAnswer answer)
    {
        Assert.That(answer.Refusal, Is.Null, string.Join(", ", answer.Findings.Select(finding => finding.Code)));
        return answer;
    }

    private static Officer Person(string id, AgencyCode? agency, params Role[] roles) => new(new(id), id, agency, roles.ToHashSet(), []);
}
