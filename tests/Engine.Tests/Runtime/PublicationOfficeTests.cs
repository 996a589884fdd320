using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Hosting;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Tables;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using Files = TthcFlow.Engine.Tests.Samples.Sample;

namespace TthcFlow.Engine.Tests.Runtime;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PublicationOfficeTests(string kind)
{
    private static readonly AgencyCode Department = new("H35.05");
    private static readonly Officer Author = Person("soan", Department, Role.Author);
    private static readonly Officer SecondAuthor = Person("soan2", Department, Role.Author);
    private static readonly Officer Outsider = Person("soan3", new("H35.08"), Role.Author);
    private static readonly Officer Appraiser = Person("thamdinh", new("H35.07"), Role.Appraiser);
    private static readonly Officer Publisher = Person("congbo", new("H35"), Role.Publisher);
    private static readonly LegalAct Act = new("12/QĐ-UBND", new(2026, 3, 2), "UBND tỉnh Lai Châu", new(2026, 3, 2));

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
    private TestDatabase _database = null!;
    private ServiceProvider _services = null!;

    private PublicationOffice Office => _services.GetRequiredService<PublicationOffice>();

    [SetUp]
    public async Task Open()
    {
        _database = await Databases.UpToDateAsync(kind);
        _clock.Now = new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);
        _services = new ServiceCollection().AddSingleton<TimeProvider>(_clock).AddTthcFlow(_database.Options).BuildServiceProvider();
        var setup = _services.GetRequiredService<ProvinceSetup>();
        Assert.That(await setup.IsEmptyAsync(default));
        await setup.LoadCalendarAsync(await File.ReadAllTextAsync(Files.PathOf("calendars/2026.json")), default);
        await setup.LoadCatalogueAsync(await File.ReadAllTextAsync(Files.PathOf("catalogue.json")), default);
        Assert.That(await setup.IsEmptyAsync(default), Is.False);
    }

    [TearDown]
    public async Task Close()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Test]
    public async Task What_was_saved_can_be_taken_back_and_done_again()
    {
        var first = Files.DocumentOf(Files.Named("A"));
        var draft = Done(await Office.DraftAsync(Author, first, default)).Draft!;
        Assert.That(await Office.HistoryAsync(Author, draft, default), Is.EqualTo(new DraftHistory(null, null)));

        Done(await Office.SaveAsync(Author, draft, first.WithName("Tên thứ hai"), 1, default));
        var history = await Office.HistoryAsync(Author, draft, default);
        Assert.That((history.Undo?.Document.Name, history.Redo), Is.EqualTo((first.Name, (DraftRevision?)null)));

        Done(await Office.SaveAsync(Author, draft, history.Undo!.Document, 2, default));
        history = await Office.HistoryAsync(Author, draft, default);
        Assert.That((history.Undo, history.Redo?.Document.Name), Is.EqualTo(((DraftRevision?)null, "Tên thứ hai")), "taking back is the third text, not the loss of the second");
        Assert.That((await Office.RevisionsAsync(Author, draft, default)).Select(text => text.Document.Name), Is.EqualTo(new[] { first.Name, "Tên thứ hai", first.Name }));
        Assert.That(await Office.HistoryAsync(Outsider, draft, default), Is.EqualTo(new DraftHistory(null, null)));
    }

    [Test]
    public async Task A_text_can_be_weighed_without_being_saved()
    {
        var document = Files.DocumentOf(Files.Named("D1"));
        var draft = Done(await Office.DraftAsync(Author, document, default)).Draft!;
        var view = (await Office.OpenAsync(Author, draft, default))!;
        Assert.That(view.Legs.Select(leg => (leg.Key, leg.Minutes, leg.LimitMinutes)), Is.EqualTo(new (string, int?, int?)[] { ("GD1", 15 * 480, 15 * 480), ("GD2", 8 * 480, 8 * 480) }));

        var longer = TableEditing.Apply(document, new TableEdit.Change("B3", new Dictionary<string, string> { ["limit"] = "3" })).Document;
        var weighed = await Office.WeighAsync(view, longer, default);
        Assert.That((weighed.LongestMinutes, weighed.Legs[0].Minutes), Is.EqualTo((view.LongestMinutes + 2 * 480, 17 * 480)));
        Assert.That((await Office.OpenAsync(Author, draft, default))!.Revision, Is.EqualTo(1));
    }

    [Test]
    public async Task A_text_goes_from_draft_to_law_by_three_hands()
    {
        var document = Files.DocumentOf(Files.Named("A"));
        var draft = Done(await Office.DraftAsync(Author, document, default)).Draft!;
        Done(await Office.SubmitAsync(Author, draft, default));
        await AppraiseAsync(draft);
        Done(await Office.ProposeAsync(Author, draft, "20/TTr", new(2026, 3, 2), default));
        Done(await Office.PublishAsync(Publisher, draft, Act, default));

        var version = (await Office.VersionAsync(document.Hash, default))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(version.Line.InForce);
            Assert.That(version.Document.ToCanonicalText(), Is.EqualTo(document.ToCanonicalText()));
            Assert.That(version.Line.Act, Is.EqualTo(Act));
            Assert.That((await Office.OpenAsync(Publisher, draft, default))!.Acts.Select(act => act.GetType().Name), Is.EqualTo(new[] { "Drafted", "Submitted", "AcceptedForAppraisal", "AppraiserAssigned", "Appraised", "Proposed", "Published" }));
            Assert.That((await Office.OpenAsync(Author, draft, default))!.MayEdit, Is.False);
            Assert.That((await Office.VersionsAsync(null, default)).Single().Hash, Is.EqualTo(document.Hash));
        }
    }

    [Test]
    public async Task A_version_keeps_the_certificate_of_its_day()
    {
        var document = Files.DocumentOf(Files.Named("A"));
        var draft = Done(await Office.DraftAsync(Author, document, default)).Draft!;
        Done(await Office.SubmitAsync(Author, draft, default));
        await AppraiseAsync(draft);
        Done(await Office.ProposeAsync(Author, draft, "20/TTr", new(2026, 3, 2), default));
        var before = (await Office.OpenAsync(Publisher, draft, default))!.Certificate;
        Done(await Office.PublishAsync(Publisher, draft, Act, default));

        var kept = (await Office.VersionAsync(document.Hash, default))!.Certificate!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(JsonSerializer.Serialize(kept), Is.EqualTo(JsonSerializer.Serialize(before)), "what the publisher saw is what is kept");
            Assert.That((kept.Hash, kept.On, kept.HasCatalogue, kept.IsClean), Is.EqualTo((document.Hash, (DateOnly?)new DateOnly(2026, 3, 2), true, true)));
            Assert.That(kept.Report, Has.Property("LongestMinutes").EqualTo(3360).And.Property("LimitMinutes").EqualTo(3360));
        }
    }

    [Test]
    public async Task What_is_law_is_not_checked_again_by_later_books()
    {
        var document = Files.DocumentOf(Files.Named("A"));
        var draft = Done(await Office.DraftAsync(Author, document, default)).Draft!;
        Done(await Office.SubmitAsync(Author, draft, default));
        await AppraiseAsync(draft);
        Done(await Office.ProposeAsync(Author, draft, "20/TTr", new(2026, 3, 2), default));
        Done(await Office.PublishAsync(Publisher, draft, Act, default));
        var second = Done(await Office.DraftAsync(Author, document, default)).Draft!;
        var kept = (await Office.VersionAsync(document.Hash, default))!.Certificate!;

        _clock.Now = _clock.Now.AddDays(30);
        await _services.GetRequiredService<ProvinceSetup>().LoadCatalogueAsync("""{"procedures":[],"agencies":[],"positions":[],"holders":[]}""", default);

        var (law, text) = ((await Office.OpenAsync(Publisher, draft, default))!, (await Office.OpenAsync(Author, second, default))!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(text.Findings.Select(finding => finding.Code).Except(kept.Report.Findings.Select(finding => finding.Code)), Is.Not.Empty, "a text that may still change is checked by today's books");
            Assert.That((await Office.VersionAsync(document.Hash, default))!.Findings, Has.Count.EqualTo(kept.Report.Findings.Count));
            Assert.That((law.Certificate.On, law.Findings.Count), Is.EqualTo((kept.On, kept.Report.Findings.Count)));
        }
    }

    [Test]
    public async Task Saving_over_a_newer_text_is_refused_and_nothing_is_lost()
    {
        var document = Files.DocumentOf(Files.Named("A"));
        var draft = Done(await Office.DraftAsync(Author, document, default)).Draft!;

        var saved = await Office.SaveAsync(Author, draft, document.WithName("Tên thứ hai"), 1, default);
        var late = await Office.SaveAsync(SecondAuthor, draft, document.WithName("Tên thứ ba"), 1, default);
        var same = await Office.SaveAsync(Author, draft, document.WithName("Tên thứ hai"), 2, default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((saved.Revision, saved.IsDone), Is.EqualTo((2, true)));
            Assert.That(late.Refusal, Is.EqualTo(OfficeRefusals.StaleDraft));
            Assert.That((same.Revision, same.IsDone), Is.EqualTo((2, true)), "the same text is no new revision");
            Assert.That((await Office.RevisionsAsync(Author, draft, default)).Select(revision => revision.Document.Name), Is.EqualTo(new[] { document.Name, "Tên thứ hai" }));
            Assert.That((await Office.ListAsync(Author, default)).Single().Name, Is.EqualTo("Tên thứ hai"));
        }
    }

    [Test]
    public async Task Who_wrote_does_not_appraise_and_who_appraised_does_not_publish()
    {
        var all = new HashSet<Role> { Role.Author, Role.Appraiser, Role.Publisher };
        Officer Everything(string id) => new(new(id), id, new(id switch { "mot" => Department.Value, "hai" => "H35.07", _ => "H35" }), all, []);
        var draft = Done(await Office.DraftAsync(Everything("mot"), Files.DocumentOf(Files.Named("A")), default)).Draft!;
        Done(await Office.SubmitAsync(Everything("mot"), draft, default));

        Assert.That((await Office.AcceptAsync(Everything("mot") with { Agency = new("H35.07") }, draft, "45/TN", null, default)).Refusal?.Code, Is.EqualTo("P114"));
        Done(await Office.AcceptAsync(Everything("hai"), draft, "45/TN", new("hai"), default));
        Assert.That((await Office.AppraiseAsync(Everything("mot"), draft, "05/TĐ", new(2026, 3, 2), null, default)).IsDone, Is.False);
        Done(await Office.AppraiseAsync(Everything("hai"), draft, "05/TĐ", new(2026, 3, 2), null, default));
        Done(await Office.ProposeAsync(Everything("mot"), draft, "20/TTr", new(2026, 3, 2), default));
        Assert.That((await Office.PublishAsync(Everything("hai"), draft, Act, default)).IsDone, Is.False);
        Assert.That((await Office.PublishAsync(Everything("mot"), draft, Act, default)).IsDone, Is.False);
        Done(await Office.PublishAsync(Everything("ba"), draft, Act, default));
    }

    [Test]
    public async Task A_text_with_errors_is_not_submitted_and_the_answer_says_why()
    {
        var document = ElsaDocument.Blank("trong", "Quy trình trống");
        var draft = Done(await Office.DraftAsync(Author, document, default)).Draft!;

        var answer = await Office.SubmitAsync(Author, draft, default);

        Assert.That(answer.IsDone, Is.False);
        Assert.That((await Office.OpenAsync(Author, draft, default))!.Findings.Select(finding => finding.Severity), Does.Contain(Severity.Error));
        Assert.That((await Office.OpenAsync(Author, draft, default))!.File.Status, Is.EqualTo(PublicationStatus.Draft));
    }

    [Test]
    public async Task Everybody_sees_the_drafts_that_wait_for_them_and_no_others()
    {
        var draft = Done(await Office.DraftAsync(Author, Files.DocumentOf(Files.Named("A")), default)).Draft!;
        async Task<bool[]> Seen()
        {
            var seen = new List<bool>();
            foreach (var officer in new[] { Author, SecondAuthor, Outsider, Appraiser, Publisher })
            {
                var listed = (await Office.ListAsync(officer, default)).Count == 1;
                Assert.That(await Office.OpenAsync(officer, draft, default) is not null, Is.EqualTo(listed), officer.Name);
                seen.Add(listed);
            }
            return [.. seen];
        }

        Assert.That(await Seen(), Is.EqualTo(new[] { true, true, false, false, false }));
        Done(await Office.SubmitAsync(Author, draft, default));
        Assert.That(await Seen(), Is.EqualTo(new[] { true, true, false, true, false }));
        await AppraiseAsync(draft);
        Assert.That(await Seen(), Is.EqualTo(new[] { true, true, false, true, true }));
        Assert.That((await Office.SaveAsync(Outsider, draft, Files.DocumentOf(Files.Named("B")), 1, default)).Refusal, Is.EqualTo(OfficeRefusals.DraftNotFound));
    }

    [Test]
    public async Task Every_repeated_act_gives_the_first_answer_and_changes_nothing()
    {
        var document = Files.DocumentOf(Files.Named("A"));
        var renamed = document.WithName("Tên thứ hai");
        var drafted = Done(await Office.DraftAsync(Author, document, default, "k1"));
        var draft = drafted.Draft!;
        var renaming = await TwiceAsync(() => Office.SaveAsync(Author, draft, renamed, 1, default, "k2"));
        var idle = await TwiceAsync(() => Office.SaveAsync(Author, draft, renamed, 2, default, "k3"));
        await TwiceAsync(() => Office.SubmitAsync(Author, draft, default, "k4"));
        var returned = await TwiceAsync(() => Office.ReturnAsync(Appraiser, draft, "Chưa rõ", default, "k5"));
        Done(await Office.SubmitAsync(Author, draft, default, "k6"));
        await TwiceAsync(() => Office.AcceptAsync(Appraiser, draft, "45/TN", Appraiser.Id, default, "k9"));
        await TwiceAsync(() => Office.CommentAsync(Appraiser, draft, new("B2"), null, CommentWeight.MustComplete, "Ghi rõ", default, "k10"));
        await TwiceAsync(() => Office.AppraiseAsync(Appraiser, draft, "04/TĐ", new(2026, 3, 2), "Hoàn thiện", default, "k11", Opinion.FitOnceCompleted));
        await TwiceAsync(() => Office.AnswerAsync(Author, draft, 1, true, "Đã ghi", default, "k12"));
        Done(await Office.SubmitAsync(Author, draft, default, "k13"));
        await TwiceAsync(() => Office.ReopenAsync(Appraiser, draft, 1, "Chưa thấy", default, "k14"));
        await TwiceAsync(() => Office.ResolveAsync(Appraiser, draft, 1, default, "k15"));
        await TwiceAsync(() => Office.AppraiseAsync(Appraiser, draft, "05/TĐ", new(2026, 3, 2), null, default, "k7"));
        await TwiceAsync(() => Office.ProposeAsync(Author, draft, "20/TTr", new(2026, 3, 2), default, "k16"));
        await TwiceAsync(() => Office.PublishAsync(Publisher, draft, Act, default, "k8"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Office.DraftAsync(Author, document, default, "k1"), Is.EqualTo(drafted), "whatever became of the draft");
            Assert.That(await Office.SaveAsync(Author, draft, renamed, 1, default, "k2"), Is.EqualTo(renaming), "no stale revision");
            Assert.That((renaming.Revision, idle.Revision, returned.Revision), Is.EqualTo((2, 2, 2)));
            Assert.That(await Office.ListAsync(Publisher, default), Has.Count.EqualTo(1));
            Assert.That(await Office.RevisionsAsync(Author, draft, default), Has.Count.EqualTo(2));
            Assert.That(await Office.VersionsAsync(null, default), Has.Count.EqualTo(1));
            Assert.That(
                (await Office.OpenAsync(Publisher, draft, default))!.Acts.Select(act => act.GetType().Name),
                Is.EqualTo(new[]
                {
                    "Drafted", "Submitted", "Returned", "Submitted", "AcceptedForAppraisal", "AppraiserAssigned", "CommentMade", "RevisionRequired", "CommentAnswered", "Submitted",
                    "CommentReopened", "CommentResolved", "Appraised", "Proposed", "Published",
                }));
        }

        async Task<PublicationAnswer> TwiceAsync(Func<Task<PublicationAnswer>> act)
        {
            var first = Done(await act());
            var again = Done(await act());
            Assert.That((again.Draft, again.Revision), Is.EqualTo((first.Draft, first.Revision)));
            return again;
        }
    }

    [Test]
    public async Task A_key_of_one_act_does_not_serve_another()
    {
        var document = Files.DocumentOf(Files.Named("A"));
        var draft = Done(await Office.DraftAsync(Author, document, default, "k1")).Draft!;
        Done(await Office.SaveAsync(Author, draft, document, 1, default, "k2")); // the very text: kept all the same

        PublicationAnswer[] answers =
        [
            await Office.DraftAsync(Author, Files.DocumentOf(Files.Named("B")), default, "k1"),
            await Office.SubmitAsync(Author, draft, default, "k1"),
            await Office.SubmitAsync(Author, draft, default, "k2"),
            await Office.SaveAsync(Author, draft, document.WithName("Tên khác"), 1, default, "k2"),
            await Office.SaveAsync(Author, draft, document, 2, default, "k2"),
        ];
        Assert.That(answers.Select(answer => answer.Refusal), Is.All.EqualTo(OfficeRefusals.KeyReused));
        Assert.That((await Office.OpenAsync(Author, draft, default))!.Acts, Has.Count.EqualTo(1), "nothing changed");

        var receipt = await _services.GetRequiredService<DossierOffice>().ReceiveAsync(Town.Permit, null, Town.Receive() with { By = Author }, "k1", default);
        Assert.That(receipt.Refusal, Is.EqualTo(OfficeRefusals.KeyReused), "an officer's keys serve dossiers and drafts alike");
        Done(await Office.DraftAsync(SecondAuthor, document, default, "k1"));
        Assert.That(await Office.ListAsync(Author, default), Has.Count.EqualTo(2), "a key is one officer's own");
    }

    [Test]
    public async Task A_refused_act_keeps_no_key()
    {
        var draft = Done(await Office.DraftAsync(Author, Files.DocumentOf(Files.Named("A")), default)).Draft!;
        Done(await Office.SubmitAsync(Author, draft, default));

        Assert.That((await Office.ReturnAsync(Appraiser, draft, " ", default, "k1")).Refusal, Is.EqualTo(PublicationRefusals.NoReason));
        Done(await Office.ReturnAsync(Appraiser, draft, "Chưa rõ", default, "k1"));
    }

    [Test]
    public async Task The_same_act_sent_eight_times_at_once_is_carried_out_once()
    {
        await using var second = new ServiceCollection().AddSingleton<TimeProvider>(_clock).AddTthcFlow(_database.Options).BuildServiceProvider();
        PublicationOffice[] hosts = [Office, second.GetRequiredService<PublicationOffice>()];
        Task<PublicationAnswer[]> EightTimesAsync(Func<PublicationOffice, Task<PublicationAnswer>> act) =>
            Task.WhenAll(Enumerable.Range(0, 8).Select(at => Task.Run(() => act(hosts[at % 2]))));

        var document = Files.DocumentOf(Files.Named("A"));
        var drafted = await EightTimesAsync(host => host.DraftAsync(Author, document, default, "k1"));
        var draft = Done(drafted[0]).Draft!;
        var saved = await EightTimesAsync(host => host.SaveAsync(Author, draft, document.WithName("Tên thứ hai"), 1, default, "k2"));

        Assert.That(drafted.Select(answer => (answer.Draft, answer.Revision, answer.Refusal)), Is.All.EqualTo((draft, 1, (Refusal?)null)));
        Assert.That(saved.Select(answer => (answer.Draft, answer.Revision, answer.Refusal)), Is.All.EqualTo((draft, 2, (Refusal?)null)));
        Assert.That(await Office.ListAsync(Author, default), Has.Count.EqualTo(1));
        Assert.That(await Office.RevisionsAsync(Author, draft, default), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Every_sample_is_published_by_the_setup()
    {
        var setup = _services.GetRequiredService<ProvinceSetup>();
        foreach (var name in Files.Processes)
        {
            var answer = await setup.PublishAsync(Files.DocumentOf(name), Department, Act, default);
            Assert.That(answer.IsDone, $"{name}: {answer.Refusal?.Message.En} {string.Join(", ", answer.Findings.Select(finding => finding.Code))}");
        }
        Assert.That(await Office.VersionsAsync(null, default), Has.Count.EqualTo(Files.Processes.Length));
    }

    [Test]
    public async Task A_book_with_a_fault_is_refused_and_the_current_one_stays()
    {
        var setup = _services.GetRequiredService<ProvinceSetup>();
        Assert.That(async () => await setup.LoadCalendarAsync("{}", default), Throws.TypeOf<FormatException>());
        Assert.That(async () => await setup.LoadCatalogueAsync("[]", default), Throws.TypeOf<FormatException>());
        Assert.That((await _services.GetRequiredService<ReferenceOffice>().CatalogueAsync(default)).Agencies, Is.Not.Empty);
    }

    /// <summary>Accepted, assigned, every change looked at, found fit.</summary>
    private async Task AppraiseAsync(string draft)
    {
        Done(await Office.AcceptAsync(Appraiser, draft, "45/TN", Appraiser.Id, default));
        Done(await Office.TickAllAsync(Appraiser, draft, default));
        Done(await Office.AppraiseAsync(Appraiser, draft, "05/TĐ", VietnamTime.DayOf(_clock.Now), null, default));
    }

    private static PublicationAnswer Done(PublicationAnswer answer)
    {
        Assert.That(answer.Refusal, Is.Null, $"{answer.Refusal?.Message.En} {string.Join(", ", answer.Findings.Select(finding => $"{finding.Code} {finding.Step}"))}");
        return answer;
    }

    private static Officer Person(string id, AgencyCode? agency, params Role[] roles) => new(new(id), id, agency, roles.ToHashSet(), []);
}
