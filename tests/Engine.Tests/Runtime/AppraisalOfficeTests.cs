using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Hosting;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Tables;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using Account = TthcFlow.Engine.Storage.Account;
using Files = TthcFlow.Engine.Tests.Samples.Sample;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>The rounds of an appraisal, through the one door.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class AppraisalOfficeTests(string kind)
{
    private static readonly AgencyCode Department = new("H35.05");
    private static readonly Officer Author = Person("soan", Department, Role.Author);
    private static readonly Officer Appraiser = Person("thamdinh", new("H35.07"), Role.Appraiser);
    private static readonly Officer OtherBody = Person("thamdinh-khac", new("H35.08"), Role.Appraiser);
    private static readonly Officer Publisher = Person("congbo", new("H35"), Role.Publisher);
    private static readonly Officer SecondPublisher = Person("congbo-2", new("H35"), Role.Publisher);
    private static readonly Officer OtherAuthority = Person("congbo-xa", new("H35.40"), Role.Publisher);
    private static readonly DateOnly Today = new(2026, 3, 2);
    private static readonly LegalAct Act = new("12/QĐ-UBND", Today, "UBND tỉnh Lai Châu", Today);

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
    private TestDatabase _database = null!;
    private ServiceProvider _services = null!;

    private PublicationOffice Office => _services.GetRequiredService<PublicationOffice>();

    [SetUp]
    public async Task Open()
    {
        _database = await Databases.UpToDateAsync(kind);
        _clock.Now = new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);
        _services = Host();
        var setup = _services.GetRequiredService<ProvinceSetup>();
        await setup.LoadCalendarAsync(await File.ReadAllTextAsync(Files.PathOf("calendars/2026.json")), default);
        await setup.LoadCatalogueAsync(await File.ReadAllTextAsync(Files.PathOf("catalogue.json")), default);
    }

    [TearDown]
    public async Task Close()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task A_comment_stays_with_its_step_and_says_when_the_step_is_gone()
    {
        var document = Files.DocumentOf(Files.Named("B"));
        var draft = await AtAppraisalAsync(document);
        foreach (var step in new[] { "B3", "B4" }) Done(await Office.CommentAsync(Appraiser, draft, new(step), null, CommentWeight.MustComplete, $"Xem lại {step}", default));
        Done(await Office.CommentAsync(Appraiser, draft, null, "fees", CommentWeight.Remark, "Nêu căn cứ", default));
        Assert.That((await Office.CommentAsync(Appraiser, draft, new("B99"), null, CommentWeight.Remark, "?", default)).Refusal?.Code, Is.EqualTo("P153"));
        Done(await Office.AppraiseAsync(Appraiser, draft, "04/TĐ", Today, "Hoàn thiện", default, null, Opinion.FitOnceCompleted));

        // A step is put in before B3 and everything is numbered anew; then the last one goes.
        var revision = 1;
        foreach (var edit in new TableEdit[] { new TableEdit.Add(StepKind.Consult, Before: "B3"), new TableEdit.Renumber() })
            document = await SaveAsync(draft, document, edit, revision++);
        var moved = (await Office.OpenAsync(Author, draft, default))!.Comments;
        Assert.That(moved.Select(comment => comment.Step?.Value), Is.EqualTo(new[] { "B4", "B5", null }));
        await SaveAsync(draft, document, new TableEdit.Remove("B4"), revision); // rows keep the identifier they were drawn with

        var comments = (await Office.OpenAsync(Author, draft, default))!.Comments;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(comments.Select(comment => (comment.Step?.Value, comment.IsStepGone)), Is.EqualTo(new[] { ("B4", false), ((string?)null, true), (null, false) }));
            Assert.That(comments.Select(comment => comment.Comment.Step?.Value), Is.EqualTo(new[] { "B3", "B4", null }), "what was said is kept as it was said");
            Assert.That((await Office.ListAsync(Author, default)).Single(), Has.Property("Asked").EqualTo(3).And.Property("Round").EqualTo(1));
        }
        Assert.That((await Office.SubmitAsync(Author, draft, default)).Refusal?.Code, Is.EqualTo("P122").Or.EqualTo("P124"));
    }

    [Test]
    public async Task Fit_is_said_of_a_next_issue_once_each_change_is_ticked()
    {
        var first = Files.DocumentOf(Files.Named("A"));
        Done(await _services.GetRequiredService<ProvinceSetup>().PublishAsync(first, Department, Act, default));
        var next = NextIssue(first);
        var draft = await AtAppraisalAsync(next);
        var view = (await Office.OpenAsync(Appraiser, draft, default))!;
        var changes = (await _services.GetRequiredService<VersionRegister>().CompareAsync(view, null, default))!.Comparison.Diff.Items;

        Assert.That(changes, Is.Not.Empty);
        Assert.That((await AppraiseAsync(draft)).Refusal?.Code, Is.EqualTo("P164"));
        Assert.That((await Office.TickAsync(Appraiser, draft, ["step/khong-co"], default)).Refusal?.Code, Is.EqualTo("P163"));
        Done(await Office.TickAsync(Appraiser, draft, [.. changes], default));
        Done(await AppraiseAsync(draft));
        Assert.That((await Office.OpenAsync(Author, draft, default))!.File.Status, Is.EqualTo(PublicationStatus.Appraised));
    }

    [Test]
    public async Task Only_the_competent_body_sees_and_appraises_and_only_the_competent_authority_signs()
    {
        var draft = Done(await Office.DraftAsync(Author, Files.DocumentOf(Files.Named("A")), default)).Draft!;
        Done(await Office.SubmitAsync(Author, draft, default));
        Assert.That((await Office.OpenAsync(Author, draft, default))!.File.Competence, Is.EqualTo(new Competence(
            PublishingTrack.Public, new("H35.07"), Proposer.Author, new("H35"), "Ủy ban nhân dân tỉnh Lai Châu")));
        Assert.That(await Office.ListAsync(OtherBody, default), Is.Empty);
        Assert.That((await Office.AcceptAsync(OtherBody, draft, "45/TN", null, default)).Refusal, Is.EqualTo(OfficeRefusals.DraftNotFound));

        Done(await Office.AcceptAsync(Appraiser, draft, "45/TN", Appraiser.Id, default));
        Done(await AppraiseAsync(draft));
        Done(await Office.ProposeAsync(Author, draft, "20/TTr", Today, default));
        Assert.That(await Office.ListAsync(OtherAuthority, default), Is.Empty);
        Assert.That((await Office.PublishAsync(OtherAuthority, draft, Act, default)).Refusal, Is.EqualTo(OfficeRefusals.DraftNotFound));
        Done(await Office.PublishAsync(Publisher, draft, Act, default));
    }

    [Test]
    public async Task Of_two_publishers_who_sign_at_once_one_wins()
    {
        await using var second = Host();
        var draft = await AtAppraisalAsync(Files.DocumentOf(Files.Named("A")));
        Done(await AppraiseAsync(draft));
        Done(await Office.ProposeAsync(Author, draft, "20/TTr", Today, default));

        var answers = await Task.WhenAll(
            Task.Run(() => Office.PublishAsync(Publisher, draft, Act, default)),
            Task.Run(() => second.GetRequiredService<PublicationOffice>().PublishAsync(SecondPublisher, draft, Act with { Number = "13/QĐ-UBND" }, default)));

        Assert.That(answers.Count(answer => answer.IsDone), Is.EqualTo(1));
        Assert.That(answers.Single(answer => !answer.IsDone).Refusal!.Code, Is.EqualTo("P108"));
        Assert.That(await Office.VersionsAsync(null, default), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_repealed_version_holds_until_the_day_and_nothing_takes_its_place()
    {
        var document = Files.DocumentOf(Files.Named("A"));
        var draft = await AtAppraisalAsync(document);
        Done(await AppraiseAsync(draft));
        Done(await Office.ProposeAsync(Author, draft, "20/TTr", Today, default));
        Done(await Office.PublishAsync(Publisher, draft, Act, default));

        Done(await Office.RepealAsync(Publisher, draft, new("90/QĐ-UBND", Today, "UBND tỉnh Lai Châu", Today.AddDays(10)), default));
        var line = (await Office.VersionsAsync(null, default)).Single();
        Assert.That((line.To, line.InForce, line.Repeal?.Number), Is.EqualTo(((DateOnly?)Today.AddDays(10), true, "90/QĐ-UBND")));
        _clock.Now = _clock.Now.AddDays(10);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Office.InForceAsync(default), Is.Empty);
            Assert.That((await _services.GetRequiredService<DossierOffice>().ReceiveAsync(line.Procedure, line.Case, Town.Receive() with { By = Author }, null, default)).Refusal, Is.EqualTo(OfficeRefusals.NotInForce));
            Assert.That((await Office.VersionAsync(document.Hash, default))!.Line.Act, Is.EqualTo(Act), "what runs on it still finds it");
            Assert.That((await Office.RepealAsync(Publisher, draft, Act, default)).Refusal?.Code, Is.EqualTo("P175"));
        }
    }

    [Test]
    public async Task A_withdrawn_draft_is_over_and_its_appraisers_queue_is_without_it()
    {
        var draft = await AtAppraisalAsync(Files.DocumentOf(Files.Named("A")));
        Done(await Office.WithdrawAsync(Author, draft, "Luật mới sắp có hiệu lực", default));

        Assert.That(await Office.ListAsync(Appraiser, default), Is.Empty);
        Assert.That((await Office.SubmitAsync(Author, draft, default)).Refusal?.Code, Is.EqualTo("P109"));
        Assert.That((await Office.ListAsync(Author, default)).Single().Status, Is.EqualTo(PublicationStatus.Withdrawn));
    }

    [Test]
    public async Task The_appraisers_of_the_competent_body_may_be_assigned()
    {
        var store = new AccountStore(_services.GetRequiredService<FlowDatabase>());
        foreach (var person in new[] { Appraiser, OtherBody, Publisher, Person("thamdinh-2", new("H35.07"), Role.Appraiser) })
            await store.SaveAsync(new Account { Id = person.Id, Name = person.Name, Agency = person.Agency, Roles = person.Roles }, true, default);
        var draft = await AtAppraisalAsync(Files.DocumentOf(Files.Named("A")));

        var offered = await Office.AppraisersAsync((await Office.OpenAsync(Appraiser, draft, default))!, default);
        Assert.That(offered.Select(officer => officer.Id.Value), Is.EqualTo(new[] { "thamdinh", "thamdinh-2" }));
        Assert.That((await Office.AssignAsync(Appraiser, draft, OtherBody.Id, "Nghỉ phép", default)).Refusal?.Code, Is.EqualTo("P150"));
        Assert.That((await Office.AssignAsync(Appraiser, draft, new("khong-co"), "Nghỉ phép", default)).Refusal?.Code, Is.EqualTo("P150"));
        Done(await Office.AssignAsync(Appraiser, draft, new("thamdinh-2"), "Nghỉ phép", default));
        Assert.That((await AppraiseAsync(draft)).Refusal?.Code, Is.EqualTo("P138"));
    }

    private static ElsaDocument NextIssue(ElsaDocument document)
    {
        var header = document.HeaderToEdit();
        header["issueNumber"] = 2;
        header["control"]!["changes"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["issue"] = 2, ["what"] = "Đổi tên quy trình" });
        header["decision"]![0]!["act"] = "Replace";
        return document.WithHeader(header).WithName("Cấp giấy phép xây dựng (lần 2)");
    }

    private async Task<string> AtAppraisalAsync(ElsaDocument document)
    {
        var draft = Done(await Office.DraftAsync(Author, document, default)).Draft!;
        Done(await Office.SubmitAsync(Author, draft, default));
        Done(await Office.AcceptAsync(Appraiser, draft, "45/TN", Appraiser.Id, default));
        return draft;
    }

    private Task<PublicationAnswer> AppraiseAsync(string draft) => Office.AppraiseAsync(Appraiser, draft, "05/TĐ", Today, null, default);

    private async Task<ElsaDocument> SaveAsync(string draft, ElsaDocument document, TableEdit edit, int revision)
    {
        var edited = TableEditing.Apply(document, edit);
        Assert.That(edited.Refusal, Is.Null);
        Done(await Office.SaveAsync(Author, draft, edited.Document, revision, default));
        return edited.Document;
    }

    private ServiceProvider Host() => new ServiceCollection().AddSingleton<TimeProvider>(_clock).AddTthcFlow(_database.Options).BuildServiceProvider();

    private static PublicationAnswer Done(PublicationAnswer answer)
    {
        Assert.That(answer.Refusal, Is.Null, $"{answer.Refusal?.Message.En} {string.Join(", ", answer.Findings.Select(finding => $"{finding.Code} {finding.Step}"))}");
        return answer;
    }

    private static Officer Person(string id, AgencyCode? agency, params Role[] roles) => new(new(id), id, agency, roles.ToHashSet(), []);
}
