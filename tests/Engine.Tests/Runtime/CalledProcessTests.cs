using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Hosting;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using Files = TthcFlow.Engine.Tests.Samples.Sample;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>The two samples of a call, published through the office, and dossiers that run through it.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class CalledProcessTests(string kind)
{
    private static readonly AgencyCode Department = new("H35.10");
    private static readonly ProcedureCode Marriage = new("1.004873");
    private static readonly ProcessKey Issuing = new(new("DC-01"), null);
    private static readonly AgencyCode Desk = new("H35.40.01"), Commune = new("H35.40");
    private static readonly Officer Author = Person("soan", Department, Role.Author);
    private static readonly Officer Appraiser = Person("thamdinh", new("H35.07"), Role.Appraiser);
    private static readonly Officer Publisher = Person("congbo", new("H35"), Role.Publisher);
    private static readonly LegalAct Act = new("12/QĐ-UBND", new(2026, 3, 2), "UBND tỉnh Lai Châu", new(2026, 3, 2));

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
    private TestDatabase _database = null!;
    private ServiceProvider _services = null!;

    private PublicationOffice Office => _services.GetRequiredService<PublicationOffice>();

    private DossierOffice Dossiers => _services.GetRequiredService<DossierOffice>();

    private ProvinceSetup Setup => _services.GetRequiredService<ProvinceSetup>();

    [SetUp]
    public async Task Open()
    {
        _database = await Databases.UpToDateAsync(kind);
        _clock.Now = new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);
        _services = Host();
        await Setup.LoadCalendarAsync(await File.ReadAllTextAsync(Files.PathOf("calendars/2026.json")), default);
        await Setup.LoadCatalogueAsync(await File.ReadAllTextAsync(Files.PathOf("catalogue.json")), default);
    }

    [TearDown]
    public async Task Close()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task A_dossier_goes_through_a_called_process_from_intake_to_result()
    {
        await PublishAsync(Shared);
        await PublishAsync(Calling);
        var version = (await Office.VersionsAsync(Marriage, default)).Single().Hash;
        var process = (await Office.VersionAsync(version, default))!.Process;

        Assert.That(process.Calls.Select(call => (call.Step.Value, call.Process)), Is.EqualTo(new[] { ("B5", Issuing) }), "the version page can say which version it calls");
        Assert.That(process.Calls[0].Version, Is.EqualTo(Shared.Hash));
        Assert.That(process.Hash, Is.EqualTo(version));

        var code = await ReceivedAsync();
        foreach (var (step, outcome) in new[] { ("B1", "Accepted"), ("B2", "Passed"), ("B3", "Done"), ("B4", "Signed"), ("B5/B1", "SentBack"), ("B3", "Done"), ("B4", "Signed"), ("B5/B1", "Agreed"), ("B5/B2", "Done"), ("B6", "") })
        {
            _clock.Now = _clock.Now.AddMinutes(10);
            Assert.That(await OpenStepsAsync(code), Is.EqualTo(new[] { step }));
            Done(await Dossiers.HandleAsync(code, new DossierCommand.CompleteStep(Everybody, new(step), outcome, Signature: outcome == "Signed" ? new("1/QĐ", "Lý A Páo", new(2026, 3, 2)) : null), null, null, default));
        }

        var view = (await _services.GetRequiredService<DossierRegister>().OpenAsync(Everybody, code, default))!;
        Assert.That(view.Dossier.Status, Is.EqualTo(DossierStatus.Returned));
        Assert.That(view.Dossier.FinishedAt, Is.Not.Null, "the issue in the called process finished the processing");
        Assert.That(view.Journal.Select(line => line.Happened).OfType<DossierEvent.StepOpened>().Count(opened => opened.Step.Value == "B5/B1"), Is.EqualTo(2));
    }

    [Test]
    public async Task A_version_keeps_what_it_calls_when_the_shared_process_gets_a_new_version()
    {
        await PublishAsync(Shared);
        await PublishAsync(Calling);
        var first = (await Office.VersionsAsync(Marriage, default)).Single().Hash;
        var code = await ReceivedAsync();

        _clock.Now = _clock.Now.AddDays(1);
        await PublishAsync(NewShared, Act with { SignedOn = new(2026, 3, 3), EffectiveFrom = new(2026, 3, 3) });
        await PublishAsync(NextIssue(Calling), Act with { SignedOn = new(2026, 3, 3), EffectiveFrom = new(2026, 3, 3) });
        var second = (await Office.VersionsAsync(Marriage, default))[0].Hash;
        Assert.That(second, Is.Not.EqualTo(first), "the next issue calls the new version");

        // A host that was not there before reads everything anew from the database.
        await _services.DisposeAsync();
        _services = Host();
        var (old, current) = ((await Office.VersionAsync(first, default))!.Process, (await Office.VersionAsync(second, default))!.Process);
        Assert.That((old.Calls[0].Version, current.Calls[0].Version), Is.EqualTo((Shared.Hash, NewShared.Hash)));
        Assert.That((old.Hash, current.Hash), Is.EqualTo((first, second)));
        Assert.That(current.Find(new("B5/B1"))!.Name, Is.EqualTo("Soát thể thức (mới)"));
        Assert.That(old.Find(new("B5/B1"))!.Name, Is.EqualTo("Kiểm tra thể thức và kỹ thuật trình bày"));

        foreach (var (step, outcome) in new[] { ("B1", "Accepted"), ("B2", "Passed"), ("B3", "Done"), ("B4", "Signed"), ("B5/B1", "Agreed") })
            Done(await Dossiers.HandleAsync(code, new DossierCommand.CompleteStep(Everybody, new(step), outcome, Signature: outcome == "Signed" ? new("1/QĐ", "Lý A Páo", new(2026, 3, 2)) : null), null, null, default));
        var view = (await _services.GetRequiredService<DossierRegister>().OpenAsync(Everybody, code, default))!;
        Assert.That(view.Dossier.Version, Is.EqualTo(first));
        Assert.That(await OpenStepsAsync(code), Is.EqualTo(new[] { "B5/B2" }));
    }

    [Test]
    public async Task A_call_of_what_is_not_published_cannot_be_submitted()
    {
        var draft = Done(await Office.DraftAsync(Author, Calling, default)).Draft!;
        var answer = await Office.SubmitAsync(Author, draft, default);

        Assert.That(answer.Refusal!.Code, Is.EqualTo("P122"));
        Assert.That(answer.Findings.Where(finding => finding.Severity is Severity.Error).Select(finding => finding.Code), Is.EqualTo(new[] { "V151" }));
        Assert.That((await Office.OpenAsync(Author, draft, default))!.Process.Find(new("B5"))!.Kind, Is.EqualTo(StepKind.RunProcess), "the draft is shown as it is drawn");

        await PublishAsync(Shared);
        Assert.That((await Office.OpenAsync(Author, draft, default))!.Process.Find(new("B5/B2")), Is.Not.Null, "now with the steps it calls");
        Done(await Office.SubmitAsync(Author, draft, default));
    }

    [Test]
    public async Task What_was_appraised_with_one_version_is_not_published_with_another()
    {
        await PublishAsync(Shared);
        var draft = Done(await Office.DraftAsync(Author, Calling, default)).Draft!;
        Done(await Office.SubmitAsync(Author, draft, default));
        Done(await Office.AcceptAsync(Appraiser, draft, "45/TN", Appraiser.Id, default));
        Done(await Office.AppraiseAsync(Appraiser, draft, "05/TĐ", new(2026, 3, 2), null, default));
        Done(await Office.ProposeAsync(Author, draft, "20/TTr", new(2026, 3, 2), default));

        _clock.Now = _clock.Now.AddDays(1);
        var next = Act with { SignedOn = new(2026, 3, 3), EffectiveFrom = new(2026, 3, 3) };
        await PublishAsync(NewShared, next);
        Assert.That((await Office.OpenAsync(Publisher, draft, default))!.Process.Calls[0].Version, Is.EqualTo(Shared.Hash), "what was submitted is shown with what it was submitted with");
        var answer = await Office.PublishAsync(Publisher, draft, next, default);
        Assert.That(answer.Refusal!.Code, Is.EqualTo("P146"));
        Assert.That(answer.Refusal.Message.Vi, Does.Contain("DC-01"));

        Done(await Office.ReturnAsync(Publisher, draft, "Kiểm tra với bản mới của DC-01", default));
        Done(await Office.SubmitAsync(Author, draft, default));
        Done(await Office.AppraiseAsync(Appraiser, draft, "06/TĐ", new(2026, 3, 3), null, default));
        Done(await Office.ProposeAsync(Author, draft, "21/TTr", new(2026, 3, 3), default));
        Done(await Office.PublishAsync(Publisher, draft, next, default));
        Assert.That((await Office.VersionAsync((await Office.VersionsAsync(Marriage, default)).Single().Hash, default))!.Process.Calls[0].Version, Is.EqualTo(NewShared.Hash));
    }

    [Test]
    public async Task The_processes_that_may_be_called_are_the_shared_ones_in_force()
    {
        Assert.That(await Office.SharedProcessesAsync(default), Is.Empty);
        await PublishAsync(Shared);
        await PublishAsync(Calling);

        var shared = (await Office.SharedProcessesAsync(default)).Single();
        Assert.That((shared.Process, shared.Version), Is.EqualTo((Issuing, Shared.Hash)));
        Assert.That(shared.Outcomes, Is.EqualTo(new[] { "DaPhatHanh", "TraLai" }));
    }

    private static ElsaDocument Shared => Read("calls/1-phat-hanh-van-ban.json");

    private static ElsaDocument Calling => Read("calls/2-xac-nhan-tinh-trang-hon-nhan.json");

    private static ElsaDocument NewShared
    {
        get
        {
            var tree = Shared.Edit();
            var step = tree["root"]!["activities"]!.AsArray().Single(activity => activity!["id"]!.GetValue<string>() == "B1")!;
            step["metadata"]!["displayText"] = "Soát thể thức (mới)";
            return NextIssue(ElsaDocument.Read(tree.ToJsonString()).Document!);
        }
    }

    private static ElsaDocument NextIssue(ElsaDocument document)
    {
        var header = document.HeaderToEdit();
        header["issueNumber"] = 2;
        header["control"]!["changes"] = new JsonArray(new JsonObject { ["issue"] = 2, ["what"] = "Đổi bước soát thể thức của quy trình dùng chung" });
        header["decision"]![0]!["act"] = "Replace";
        return document.WithHeader(header);
    }

    private static ElsaDocument Read(string name) => ElsaDocument.Read(File.ReadAllBytes(Files.PathOf(name))).Document!;

    private ServiceProvider Host() => new ServiceCollection().AddSingleton<TimeProvider>(_clock).AddTthcFlow(_database.Options).BuildServiceProvider();

    private async Task PublishAsync(ElsaDocument document, LegalAct? act = null)
    {
        var answer = await Setup.PublishAsync(document, Department, act ?? Act, default);
        Assert.That(answer.Refusal, Is.Null, $"{answer.Refusal?.Message.En} {string.Join("; ", answer.Findings.Select(finding => $"{finding.Code} {finding.Step} {finding.Message.En}"))}");
    }

    private async Task<DossierCode> ReceivedAsync() => Done(await Dossiers.ReceiveAsync(Marriage, null, new DossierCommand.Receive(
        Everybody, Desk, Commune, Channel.Direct, new Particulars(new Applicant("Lò Thị Mai", null, null, null, null), "Kết hôn", []),
        ImmutableSortedDictionary<string, AttributeValue>.Empty), null, default)).Code!;

    private async Task<IEnumerable<string>> OpenStepsAsync(DossierCode code) =>
        (await _services.GetRequiredService<DossierRegister>().OpenAsync(Everybody, code, default))!.Dossier.Open.Select(open => open.Step.Value);

    private static Officer Everybody { get; } = new(
        new("moi-nguoi"), "Mọi người", Commune, new HashSet<Role> { Role.DeskOfficer, Role.HandlingOfficer, Role.Leader, Role.Controller },
        [
            new Post(Desk, new("cong-chuc-mot-cua")), new Post(Commune, new("cong-chuc-tu-phap-ho-tich")), new Post(Commune, new("chu-tich")), new Post(Commune, new("van-thu")),
        ]);

    private static Officer Person(string id, AgencyCode? agency, Role role) => new(new(id), id, agency, new HashSet<Role> { role }, []);

    private static PublicationAnswer Done(PublicationAnswer answer)
    {
        Assert.That(answer.Refusal, Is.Null, $"{answer.Refusal?.Message.En} {string.Join("; ", answer.Findings.Select(finding => $"{finding.Code} {finding.Message.En}"))}");
        return answer;
    }

    private static DossierAnswer Done(DossierAnswer answer)
    {
        Assert.That(answer.Refusal, Is.Null, answer.Refusal?.Message.En);
        return answer;
    }
}
