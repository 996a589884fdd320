using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;
using Files = TthcFlow.Engine.Tests.Samples.Sample;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>One decision that carries many processes, from the drafts of several departments to the day it takes effect.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class DecisionOfficeTests(string kind)
{
    private static readonly AgencyCode[] Departments = [new("H35.05"), new("H35.08"), new("H35.40"), new("H35.41")];
    private static readonly Officer Appraiser = Person("thamdinh", new("H35.07"), Role.Appraiser);
    private static readonly Officer Publisher = Person("congbo", new("H35"), Role.Publisher);
    private static readonly Officer Colleague = Person("congbo2", new("H35"), Role.Publisher);
    private static readonly Officer Elsewhere = Person("congbo3", new("H35.08"), Role.Publisher);
    private static readonly DateOnly Today = new(2026, 3, 2), Day = new(2026, 3, 10);
    private static readonly LegalAct Before = new("12/QĐ-UBND", Today, "UBND tỉnh Lai Châu", Today), Act = new("575/QĐ-UBND", Today, "UBND tỉnh Lai Châu", Day);

    private Town _town = null!;

    private DecisionOffice Decisions => _town.The<DecisionOffice>();

    private PublicationOffice Drafts => _town.The<PublicationOffice>();

    [SetUp]
    public async Task Open()
    {
        _town = await OpenAsync(kind);
        // One authority for every track.
        var catalogue = JsonNode.Parse(await File.ReadAllTextAsync(Files.PathOf("catalogue.json")))!;
        var rule = catalogue["publishing"]![0]!.DeepClone();
        rule["track"] = "AgencyInternal";
        catalogue["publishing"] = new JsonArray(catalogue["publishing"]![0]!.DeepClone(), rule);
        await _town.The<ProvinceSetup>().LoadCatalogueAsync(catalogue.ToJsonString(), default);
    }

    [TearDown]
    public async Task Close() => await _town.DisposeAsync();

    [Test]
    public async Task Every_decision_names_the_bases_of_the_province_unless_it_leaves_one_out()
    {
        var (catalogue, controller) = (_town.The<CatalogueOffice>(), Person("kiemsoat", new("H35"), Role.Controller));
        Assert.That((await catalogue.ActAsync(controller, new LawAct.Mark("118/2025/NĐ-CP", 0, "Căn cứ chung"), null, default)).Refusal?.Code, Is.EqualTo("L132"));
        foreach (var (law, order) in new[] { ("118/2025/NĐ-CP", 2), ("30/2020/NĐ-CP", 1), ("61/2018/NĐ-CP", 3) })
            Assert.That((await catalogue.ActAsync(controller, new LawAct.Mark(law, order, "Căn cứ chung"), null, default)).IsDone);
        Assert.That((await Decisions.CandidatesAsync(Publisher, default)).StandingBases.Select(basis => basis.Number), Is.EqualTo(new[] { "30/2020/NĐ-CP", "118/2025/NĐ-CP" }), "the third is not in force any more");

        var permit = await OldPermitAsync();
        var content = Content([new DecidedLine(DecisionAct.Abolish, null) { Ends = [permit] }]);
        var begun = Done(await Decisions.BeginAsync(Publisher, content, default));
        var (decision, length) = (begun.Decision!, begun.Length);
        Assert.That(await PrintedAsync(decision), Does.Match("Căn cứ Nghị định số 30/2020/NĐ-CP.*Căn cứ Nghị định số 118/2025/NĐ-CP"), "in their order");

        Assert.That((await Decisions.SaveAsync(Publisher, decision, content with { StandingBases = ["99/2099/NĐ-CP"] }, length, default)).Refusal?.Code, Is.EqualTo("L125"));
        Assert.That(Done(await Decisions.SaveAsync(Publisher, decision, content, length, default)).Length, Is.EqualTo(length), "who says nothing of them leaves them");
        Done(await Decisions.SaveAsync(Publisher, decision, content with { StandingBases = ["118/2025/NĐ-CP"] }, length, default));
        Assert.That(await PrintedAsync(decision), Does.Contain("Nghị định số 118/2025/NĐ-CP").And.Not.Contain("30/2020/NĐ-CP"));

        Done(await Decisions.SignAsync(Publisher, decision, Act, default));
        Assert.That((await catalogue.ActAsync(controller, new LawAct.Mark("118/2025/NĐ-CP", null, "Không còn là căn cứ chung"), null, default)).IsDone);
        Assert.That(await PrintedAsync(decision), Does.Contain("Nghị định số 118/2025/NĐ-CP"), "what is signed stays as it was signed");
    }

    private async Task<string> PrintedAsync(string decision)
    {
        var paper = (await Decisions.PaperAsync(Publisher, decision, ExportFormat.Word, default))!;
        using var package = new ZipArchive(new MemoryStream(paper.Bytes.ToArray()));
        using var text = new StreamReader(package.GetEntry("word/document.xml")!.Open());
        return Regex.Replace(await text.ReadToEndAsync(), "<[^>]*>", "").ReplaceLineEndings(" ");
    }

    [Test]
    public async Task Eighteen_processes_of_four_departments_take_effect_by_one_decision()
    {
        var old = new List<string>();
        for (var number = 1; number <= 9; number++) old.Add(Done(await _town.The<ProvinceSetup>().PublishAsync(Text(number), Departments[number % 4], Before, default)).Draft!);
        var permit = await OldPermitAsync();
        var running = Done(await _town.Dossiers.ReceiveAsync(OldPermit, null, Receive(), null, default)).Code!;

        // 1–6 amend what is in force; 10–18 are new; 19–21 are new, too, and stand in the place of 7–9.
        int[] numbers = [1, 2, 3, 4, 5, 6, .. Enumerable.Range(10, 12)];
        var drafts = new Dictionary<int, string>();
        foreach (var number in numbers) drafts[number] = await TwoRoundsAsync(number);
        var candidates = await Decisions.CandidatesAsync(Publisher, default);
        Assert.That(candidates.Drafts.Select(candidate => (candidate.Draft.Draft, candidate.Fits)), Is.EquivalentTo(numbers.Select(number => (drafts[number], number < 7 ? DecisionAct.Amend : DecisionAct.Approve))));
        Assert.That(candidates.Versions.Select(version => version.Draft), Is.SupersetOf(old.Append(permit)));

        var decision = Done(await Decisions.BeginAsync(Publisher, Content(
        [
            .. numbers.Select(number => number switch
            {
                < 7 => new DecidedLine(DecisionAct.Amend, drafts[number]),
                < 19 => new DecidedLine(DecisionAct.Approve, drafts[number]),
                _ => new DecidedLine(DecisionAct.Replace, drafts[number]) { Ends = [old[number - 13]] },
            }),
            new DecidedLine(DecisionAct.Abolish, null) { Ends = [permit] },
        ]), default)).Decision!;
        var view = (await Decisions.OpenAsync(Colleague, decision, default))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(view.IsReady, string.Join(" ", view.Lines.SelectMany(line => line.HeldUpBy).Select(fault => $"{fault.Line} {fault.Reason.Code}")));
            Assert.That(view.Lines.Select(line => line.Issues?.Round).Take(18), Is.All.EqualTo(3), "two rounds of completion, then fit");
            Assert.That((view.Lines[0].Issues!.Proposal, view.Lines[0].Issues!.Opinion), Is.EqualTo((new NumberedPaper("20/TTr", Today), new NumberedPaper("3/TĐ", Today))));
            Assert.That(view.Lines[0].Issues!.InForce?.Draft, Is.EqualTo(old[0]));
            Assert.That(view.Authority, Is.EqualTo("Ủy ban nhân dân tỉnh Lai Châu"));
            Assert.That((await Decisions.CandidatesAsync(Publisher, default)).Drafts, Is.Empty, "each goes with one decision");
        }

        var trips = await RoundTripTests.TripsAsync(async () => Done(await Decisions.SignAsync(Colleague, decision, Act, default)));
        Assert.That(trips, Is.LessThanOrEqualTo(10), "however many lines: decision, drafts, versions, texts, books; begun, locked, looked at, written, committed");

        var store = _town.The<PublicationStore>();
        _town.Clock.Now = _town.Clock.Now.AddDays(8); // the decision's day
        foreach (var (number, draft) in drafts)
        {
            var file = (await store.OpenAsync(draft, default))!;
            Assert.That((file.File.Status, file.File.Act, file.Decision), Is.EqualTo((PublicationStatus.Published, Act, decision)));
            Assert.That((await store.InForceAsync(Code(number), null, Day.AddDays(-1), default)).Count, Is.EqualTo(number < 7 ? 1 : 0), "until its day nothing changes");
            Assert.That((await store.InForceAsync(Code(number), null, Day, default)).Single().Hash, Is.EqualTo(file.File.Hash));
            Assert.That((await Drafts.VersionAsync(file.File.Hash!, default))!.Certificate!.IsClean);
        }
        foreach (var ended in old.Skip(6).Append(permit))
        {
            var file = (await store.OpenAsync(ended, default))!.File;
            Assert.That(file.Repeal, Is.EqualTo(Act));
            Assert.That(await store.InForceAsync(file.Procedure!, null, Day, default), Is.Empty);
        }
        foreach (var amended in old.Take(6)) Assert.That((await store.OpenAsync(amended, default))!.File.Repeal, Is.Null, "superseded, not repealed");
        view = (await Decisions.OpenAsync(Publisher, decision, default))!;
        Assert.That((view.File.Status, view.File.Act, view.File.SignedBy, view.File.Signed.Count), Is.EqualTo((DecisionStatus.Signed, Act, Colleague.Id, 19)));
        Assert.That(view.File.Signed[^1].Ended.Single().Draft, Is.EqualTo(permit));
        Assert.That(StoredJson.Write(DecisionFile.Replay(view.Acts)), Is.EqualTo(StoredJson.Write(view.File)));

        // What began under the abolished process is played to its end; nothing begins on it any more.
        await _town.HandleAsync(running, Complete(Mai, B1, "Accepted"));
        await _town.HandleAsync(running, Complete(Minh, B2, "Passed"));
        await _town.HandleAsync(running, new DossierCommand.ReturnResult(Mai, "Trần Thị Đào"));
        Assert.That((await _town.ViewAsync(running)).Dossier.Status, Is.EqualTo(DossierStatus.Returned));
        Assert.That((await _town.Dossiers.ReceiveAsync(OldPermit, null, Receive(), null, default)).Refusal, Is.EqualTo(OfficeRefusals.NotInForce));

        _town.Clock.Now = _town.Clock.Now.AddDays(1);
        await _town.The<SealSweep>().RunOnceAsync(default);
        Assert.That((await _town.The<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty);
        var alone = await _town.The<JournalAudit>().VerifyAsync($"decision/{decision}", default);
        Assert.That((alone.Journals, alone.Lines, alone.Seals, alone.Breaks.Count), Is.EqualTo((1, 3, 1, 0)), "under the seal of the day");
    }

    [Test]
    public async Task One_line_that_cannot_be_signed_holds_up_the_whole_and_every_such_line_is_named()
    {
        var old = Done(await _town.The<ProvinceSetup>().PublishAsync(Text(1), Departments[0], Before, default)).Draft!;
        var (first, second, third, fourth) = (await ProposedAsync(1, 2), await ProposedAsync(2), await ProposedAsync(3), await ProposedAsync(4));
        var decision = Done(await Decisions.BeginAsync(Publisher, Content(
            [new(DecisionAct.Approve, first), new(DecisionAct.Amend, second), new(DecisionAct.Approve, third), new(DecisionAct.Approve, fourth)]), default)).Decision!;
        Done(await Drafts.ReturnAsync(Colleague, third, "Thiếu căn cứ", default));

        var answer = await Decisions.SignAsync(Publisher, decision, Act, default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Refusal?.Code, Is.EqualTo("P211"));
            Assert.That(answer.Lines.Select(fault => (fault.Line, fault.Reason.Code, fault.Draft)), Is.EqualTo(new[] { (1, "P230", first), (2, "P231", second), (3, "P107", third) }));
            Assert.That(answer.Refusal!.Message.Vi, Does.Contain("Dòng 1").And.Contain("Dòng 2").And.Contain("Dòng 3").And.Not.Contain("Dòng 4"));
            Assert.That((await Drafts.OpenAsync(Publisher, fourth, default))!.File.Status, Is.EqualTo(PublicationStatus.Proposed));
            Assert.That((await _town.The<PublicationStore>().OpenAsync(old, default))!.File.Repeal, Is.Null);
        }

        // Mended, it goes through.
        var view = (await Decisions.OpenAsync(Publisher, decision, default))!;
        Done(await Decisions.SaveAsync(Publisher, decision, Content([new(DecisionAct.Amend, first), new(DecisionAct.Approve, second), new(DecisionAct.Approve, fourth)]), view.Length, default));
        Done(await Decisions.SignAsync(Publisher, decision, Act, default));
    }

    [Test]
    public async Task What_is_written_wrong_is_refused_line_by_line()
    {
        var old = Done(await _town.The<ProvinceSetup>().PublishAsync(Text(1), Departments[0], Before, default)).Draft!;
        var (next, other) = (await ProposedAsync(1, 2), await ProposedAsync(2));

        async Task<string> CodesAsync(params DecidedLine[] lines)
        {
            var answer = await Decisions.BeginAsync(Publisher, Content([.. lines]), default);
            return answer.Lines is [] ? answer.Refusal?.Code ?? "" : string.Join(" ", answer.Lines.Select(fault => $"{fault.Line}:{fault.Reason.Code}"));
        }
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await CodesAsync(), Is.EqualTo("P206"));
            Assert.That(await CodesAsync([.. Enumerable.Repeat(new DecidedLine(DecisionAct.Approve, next), 51)]), Is.EqualTo("P207"));
            Assert.That(await CodesAsync(new(DecisionAct.Approve, null), new(DecisionAct.Replace, other)), Is.EqualTo("1:P221 2:P222"));
            Assert.That(await CodesAsync(new DecidedLine(DecisionAct.Amend, next) { Ends = [old] }, new DecidedLine(DecisionAct.Abolish, other) { Ends = [old] }), Does.StartWith("1:P223 2:P224"));
            Assert.That(await CodesAsync(new(DecisionAct.Approve, "khong-co"), new DecidedLine(DecisionAct.Abolish, null) { Ends = [other] }), Is.EqualTo("1:P225 2:P226"));
            Assert.That(await CodesAsync(new(DecisionAct.Approve, other), new(DecisionAct.Approve, other)), Is.EqualTo("2:P227"));
            Assert.That(await CodesAsync(new(DecisionAct.Amend, next), new DecidedLine(DecisionAct.Abolish, null) { Ends = [old] }), Is.EqualTo("2:P228"));
            Assert.That(await CodesAsync(new DecidedLine(DecisionAct.Abolish, null) { Ends = [old] }, new DecidedLine(DecisionAct.Replace, other) { Ends = [old] }), Is.EqualTo("2:P229"));
            Assert.That((await Decisions.BeginAsync(Appraiser, Content([new(DecisionAct.Approve, other)]), default)).Refusal?.Code, Is.EqualTo("P112"));
            Assert.That((await Decisions.BeginAsync(Elsewhere, Content([new(DecisionAct.Approve, other)]), default)).Lines.Single().Reason.Code, Is.EqualTo("P147"));
        }
        Assert.That(await Decisions.ListAsync(Publisher, default), Is.Empty);

        // A version that ended already.
        Done(await Drafts.RepealAsync(Publisher, old, Act, default));
        Assert.That(await CodesAsync(new DecidedLine(DecisionAct.Abolish, null) { Ends = [old] }), Is.EqualTo("1:P175"));
    }

    [Test]
    public async Task A_draft_goes_with_one_decision_and_is_not_signed_alone_meanwhile()
    {
        var draft = await ProposedAsync(2);
        var decision = Done(await Decisions.BeginAsync(Publisher, Content([new(DecisionAct.Approve, draft)]), default)).Decision!;

        var another = await Decisions.BeginAsync(Colleague, Content([new(DecisionAct.Approve, draft)]), default);
        var alone = await Drafts.PublishAsync(Colleague, draft, Act, default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(another.Lines.Single().Reason, Is.EqualTo(DecisionRefusals.InAnotherDecision));
            Assert.That(alone.Refusal, Is.EqualTo(DecisionRefusals.SignedWithItsDecision));
            Assert.That((await Drafts.OpenAsync(Publisher, draft, default))!.Offers.Publish, Is.False);
            Assert.That((await Decisions.DiscardAsync(Publisher, decision, " ", default)).Refusal, Is.EqualTo(DecisionRefusals.NoReasonToDiscard));
            Assert.That((await Decisions.DiscardAsync(Publisher, decision, new string('ữ', 2001), default)).Refusal?.Code, Is.EqualTo("P166"));
            Assert.That(await Decisions.OpenAsync(Elsewhere, decision, default), Is.Null);
            Assert.That((await Decisions.DiscardAsync(Elsewhere, decision, "Không cần", default)).Refusal, Is.EqualTo(OfficeRefusals.DecisionNotFound));
        }

        Done(await Decisions.DiscardAsync(Publisher, decision, "Ký riêng", default));
        Done(await Drafts.PublishAsync(Colleague, draft, Act, default));
        Assert.That((await Decisions.SignAsync(Publisher, decision, Act, default)).Refusal, Is.EqualTo(DecisionRefusals.AlreadyDiscarded));
    }

    [Test]
    public async Task Of_two_decisions_begun_at_once_with_one_draft_one_is_refused()
    {
        var draft = await ProposedAsync(2);
        await using var second = _town.SecondHost();
        var answers = await Task.WhenAll(
            Task.Run(() => Decisions.BeginAsync(Publisher, Content([new(DecisionAct.Approve, draft)]), default)),
            Task.Run(() => second.GetRequiredService<DecisionOffice>().BeginAsync(Colleague, Content([new(DecisionAct.Approve, draft)]), default)));

        Assert.That(answers.Count(answer => answer.IsDone), Is.EqualTo(1));
        Assert.That(answers.Single(answer => !answer.IsDone).Lines.Single().Reason, Is.EqualTo(DecisionRefusals.InAnotherDecision));
    }

    [Test]
    public async Task Of_two_publishers_who_sign_at_once_one_wins()
    {
        var lines = new List<DecidedLine>();
        for (var number = 1; number <= 4; number++) lines.Add(new(DecisionAct.Approve, await ProposedAsync(number)));
        var decision = Done(await Decisions.BeginAsync(Publisher, Content([.. lines]), default)).Decision!;
        await using var second = _town.SecondHost();

        var answers = await Task.WhenAll(
            Task.Run(() => Decisions.SignAsync(Publisher, decision, Act, default)),
            Task.Run(() => second.GetRequiredService<DecisionOffice>().SignAsync(Colleague, decision, Act with { Number = "576/QĐ-UBND" }, default)));

        var view = (await Decisions.OpenAsync(Publisher, decision, default))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Select(answer => answer.Refusal), Is.EquivalentTo(new Refusal?[] { null, DecisionRefusals.AlreadySigned }));
            Assert.That(view.Acts.OfType<DecisionFileEvent.Signed>().Count(), Is.EqualTo(1));
            Assert.That(view.Lines.Select(line => line.Issues!.Status), Is.All.EqualTo(PublicationStatus.Published));
            Assert.That((await Drafts.VersionsAsync(null, default)).Where(version => version.Procedure != Permit).Select(version => version.Act), Is.All.EqualTo(view.File.Act));
        }
    }

    [Test]
    public async Task A_draft_published_in_between_lets_nothing_through()
    {
        var (first, second) = (await ProposedAsync(1), await ProposedAsync(2));
        var decision = Done(await Decisions.BeginAsync(Publisher, Content([new(DecisionAct.Approve, first), new(DecisionAct.Approve, second)]), default)).Decision!;
        // As a publisher who had the draft open before it went into the decision.
        var store = _town.The<PublicationStore>();
        var seen = (await store.OpenAsync(second, default))!;
        var published = new PublicationEvent.Published(_town.Clock.Now, Colleague.Id, seen.File.Hash!, Before);
        var entry = new DraftEntry(Colleague.Id, _town.Clock.Now, [published], seen.File.Apply(published), null, null, seen.File.Procedure);
        Assert.That(async () => await store.PublishAsync(seen, entry, published, null, default), Throws.TypeOf<RivalException>(), "the store itself keeps it from being signed alone");
        await store.WriteAsync(seen, entry, null, default);

        var answer = await Decisions.SignAsync(Publisher, decision, Act, default);

        Assert.That(answer.Lines.Select(fault => (fault.Line, fault.Reason)), Is.EqualTo(new[] { (2, PublicationRefusals.AlreadyPublished) }));
        Assert.That((await Drafts.OpenAsync(Publisher, first, default))!.File.Status, Is.EqualTo(PublicationStatus.Proposed));
        Assert.That((await Decisions.OpenAsync(Publisher, decision, default))!.File.Status, Is.EqualTo(DecisionStatus.Preparing));
    }

    [Test]
    public async Task A_file_that_changes_while_it_is_being_signed_undoes_the_whole()
    {
        var (first, second) = (await ProposedAsync(1), await ProposedAsync(2));
        var decision = Done(await Decisions.BeginAsync(Publisher, Content([new(DecisionAct.Approve, first), new(DecisionAct.Approve, second)]), default)).Decision!;
        var store = _town.The<PublicationStore>();
        var stored = (await store.OpenDecisionAsync(decision, null, default)).Decision!;
        var signed = new DecisionFileEvent.Signed(_town.Clock.Now, Publisher.Id, Act, []);
        var issues = new List<ProcessAct<PublicationEvent.Published>>();
        foreach (var draft in new[] { first, second })
        {
            var open = (await store.OpenAsync(draft, default))!;
            var published = new PublicationEvent.Published(_town.Clock.Now, Publisher.Id, open.File.Hash!, Act);
            issues.Add(new(open, new(Publisher.Id, _town.Clock.Now, [published], open.File.Apply(published), null, null, open.File.Procedure), published));
        }
        Done(await Drafts.ReturnAsync(Colleague, second, "Thiếu căn cứ", default));

        Assert.That(
            async () => await store.SignAsync(stored, new(Publisher.Id, _town.Clock.Now, [signed], stored.File.Apply(signed)), [], issues, [], null, default), Throws.TypeOf<RivalException>());
        Assert.That((await store.OpenAsync(first, default))!.File.Status, Is.EqualTo(PublicationStatus.Proposed));
        Assert.That((await store.OpenDecisionAsync(decision, null, default)).Decision!.Length, Is.EqualTo(stored.Length));
    }

    [Test]
    public async Task Every_repeated_act_gives_the_first_answer_and_a_stale_save_loses_nothing()
    {
        var draft = await ProposedAsync(2);
        var content = Content([new(DecisionAct.Approve, draft)]);
        var begun = Done(await Decisions.BeginAsync(Publisher, content, default, "k1"));
        var again = await Decisions.BeginAsync(Publisher, content, default, "k1");
        var saved = Done(await Decisions.SaveAsync(Publisher, begun.Decision!, content with { Subject = "Trích yếu khác" }, begun.Length, default, "k2"));
        var late = await Decisions.SaveAsync(Colleague, begun.Decision!, content, begun.Length, default);
        var idle = Done(await Decisions.SaveAsync(Colleague, begun.Decision!, content with { Subject = " Trích yếu khác " }, saved.Length, default));
        var unsigned = await Decisions.SignAsync(Publisher, begun.Decision!, Act with { Number = " " }, default, "k3");
        var signed = Done(await Decisions.SignAsync(Publisher, begun.Decision!, Act, default, "k4"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.Decision, again.Length), Is.EqualTo((begun.Decision, begun.Length)));
            Assert.That((begun.Length, saved.Length, idle.Length, signed.Length), Is.EqualTo((2, 3, 3, 4)));
            Assert.That(late.Refusal, Is.EqualTo(OfficeRefusals.StaleDecision));
            Assert.That(unsigned.Refusal, Is.EqualTo(PublicationRefusals.NoDecisionNumber));
            Assert.That((await Decisions.SignAsync(Publisher, begun.Decision!, Act, default, "k4")).Length, Is.EqualTo(4));
            Assert.That((await Decisions.SignAsync(Publisher, begun.Decision!, Act with { Number = "1" }, default, "k4")).Refusal, Is.EqualTo(OfficeRefusals.KeyReused));
            Assert.That((await Decisions.ListAsync(Colleague, default)).Single(), Has.Property("Subject").EqualTo("Trích yếu khác").And.Property("Status").EqualTo(DecisionStatus.Signed).And.Property("Act").EqualTo(Act));
            Assert.That(await Decisions.ListAsync(Elsewhere, default), Is.Empty);
        }
    }

    [Test]
    public async Task Printing_shows_the_text_of_the_last_round_and_compiles_none_twice()
    {
        var draft = await ProposedAsync(2);
        var decision = Done(await Decisions.BeginAsync(Publisher, Content([new(DecisionAct.Approve, draft)]), default)).Decision!;
        var (library, store) = (_town.The<ProcessLibrary>(), _town.The<PublicationStore>());
        var first = await PrintedAsync();
        var compiled = await library.PrintedAsync((await store.OpenAsync(draft, default))!, default);
        Assert.That(await PrintedAsync(), Is.EqualTo(first));
        Assert.That(await library.PrintedAsync((await store.OpenAsync(draft, default))!, default), Is.SameAs(compiled));

        // Sent back, mended and proposed again; while it is being mended it is printed as it stands.
        Done(await Drafts.ReturnAsync(Colleague, draft, "Ghi đúng tên", default));
        Done(await Drafts.SaveAsync(AuthorOf(2), draft, Text(2, "Quy trình đã sửa"), 1, default));
        Assert.That(await library.PrintedAsync((await store.OpenAsync(draft, default))!, default), Has.Property("Name").EqualTo("Quy trình đã sửa 2"));
        Done(await Drafts.SubmitAsync(AuthorOf(2), draft, default));
        await FitAsync(AuthorOf(2), draft);
        Assert.That(await PrintedAsync(), Is.Not.EqualTo(first));
        Assert.That((await library.PrintedAsync((await store.OpenAsync(draft, default))!, default)).Name, Is.EqualTo("Quy trình đã sửa 2"));

        async Task<byte[]> PrintedAsync() => (await Decisions.PaperAsync(Publisher, decision, ExportFormat.Pdf, default))!.Bytes.ToArray();
    }

    private static readonly ProcedureCode OldPermit = new("1.009995");

    /// <summary>A process of three steps that dossiers run on, published past the checks.</summary>
    private async Task<string> OldPermitAsync()
    {
        var tree = Document().Edit();
        tree["definitionId"] = "giay-phep-cu";
        tree["customProperties"]!["tthc"]!["procedure"] = OldPermit.Value;
        var document = ElsaDocument.Read(tree.ToJsonString()).Document!;
        var (store, now) = (_town.The<PublicationStore>(), _town.Clock.Now);
        await store.BeginAsync("giay-phep-cu", new PublicationEvent.Drafted(now, Lan.Id, Departments[2], OldPermit, null, document.Name!), document.ToCanonicalText(), null, default);
        var draft = (await store.OpenAsync("giay-phep-cu", default))!;
        var submitted = new PublicationEvent.Submitted(now, Lan.Id, document.Hash, OldPermit, null, document.Name!);
        var published = new PublicationEvent.Published(now, Minh.Id, document.Hash, new LegalAct("1/QĐ-UBND", new(2026, 1, 1), "UBND tỉnh", new(2026, 1, 1)));
        await store.PublishAsync(draft, new DraftEntry(Minh.Id, now, [submitted, published], draft.File.Apply(submitted).Apply(published), null, null, OldPermit), published, null, default);
        return draft.Id;
    }

    private static DecisionContent Content(ImmutableList<DecidedLine> lines) =>
        new("Phê duyệt quy trình nội bộ giải quyết thủ tục hành chính", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "Giàng Thị Kiều Oanh Vy") { Bases = ["Nghị định số 118/2025/NĐ-CP", " "], Recipients = ["Như Điều 3"], Lines = lines };

    private static ProcedureCode Code(int number) => new($"QTR-TH-{number:00}");

    private static Officer AuthorOf(int number) => Person($"soan{number % 4}", Departments[number % 4], Role.Author);

    /// <summary>The same good process for a procedure of its own.</summary>
    private static ElsaDocument Text(int number, string name = "Quy trình", int issue = 1)
    {
        var tree = Files.DocumentOf(Files.Named("A")).Edit();
        tree["definitionId"] = $"quy-trinh-{number}";
        tree["name"] = $"{name} {number}";
        var header = (JsonObject)tree["customProperties"]!["tthc"]!;
        header.Remove("case");
        header["kind"] = "AgencyInternal";
        header["procedure"] = Code(number).Value;
        header["issueNumber"] = issue;
        header["decision"]![0]!["act"] = issue == 1 ? "Approve" : "Amend";
        if (issue > 1) header["control"]!["changes"] = new JsonArray(new JsonObject { ["issue"] = issue, ["what"] = "Sửa tên quy trình", ["why"] = "Theo danh mục mới" });
        return ElsaDocument.Read(tree.ToJsonString()).Document!;
    }

    private async Task<string> ProposedAsync(int number, int issue = 1)
    {
        var author = AuthorOf(number);
        var draft = Done(await Drafts.DraftAsync(author, Text(number, "Quy trình mới", issue), default)).Draft!;
        Done(await Drafts.SubmitAsync(author, draft, default));
        Done(await Drafts.AcceptAsync(Appraiser, draft, "45/TN", Appraiser.Id, default));
        await FitAsync(author, draft);
        return draft;
    }

    /// <summary>Sent back twice for completion, every comment answered, then found fit and proposed.</summary>
    private async Task<string> TwoRoundsAsync(int number)
    {
        var (author, issue) = (AuthorOf(number), number < 7 ? 2 : 1);
        var draft = Done(await Drafts.DraftAsync(author, Text(number, "Bản thảo", issue), default)).Draft!;
        Done(await Drafts.SubmitAsync(author, draft, default));
        Done(await Drafts.AcceptAsync(Appraiser, draft, $"{number}/TN", Appraiser.Id, default));
        for (var round = 1; round <= 2; round++)
        {
            Done(await Drafts.CommentAsync(Appraiser, draft, null, "name", CommentWeight.MustComplete, "Ghi đúng tên theo danh mục", default));
            Done(await Drafts.AppraiseAsync(Appraiser, draft, $"{round}/TĐ", Today, "Hoàn thiện tên", default, opinion: Opinion.FitOnceCompleted));
            Assert.That((await Drafts.SubmitAsync(author, draft, default)).Refusal?.Code, Is.EqualTo("P124"), "not before the comment is answered");
            Done(await Drafts.AnswerAsync(author, draft, round, true, "Đã ghi lại", default));
            Done(await Drafts.SaveAsync(author, draft, Text(number, $"Bản hoàn thiện lần {round}", issue), round, default));
            Done(await Drafts.SubmitAsync(author, draft, default));
        }
        for (var comment = 1; comment <= 2; comment++) Done(await Drafts.ResolveAsync(Appraiser, draft, comment, default));
        await FitAsync(author, draft);
        return draft;
    }

    private async Task FitAsync(Officer author, string draft)
    {
        Done(await Drafts.TickAllAsync(Appraiser, draft, default));
        Done(await Drafts.AppraiseAsync(Appraiser, draft, "3/TĐ", Today, null, default));
        Done(await Drafts.ProposeAsync(author, draft, "20/TTr", Today, default));
    }

    private static PublicationAnswer Done(PublicationAnswer answer)
    {
        Assert.That(answer.Refusal, Is.Null, $"{answer.Refusal?.Message.En} {string.Join(", ", answer.Findings.Select(finding => $"{finding.Code} {finding.Step}"))}");
        return answer;
    }

    private static DecisionAnswer Done(DecisionAnswer answer)
    {
        Assert.That(answer.Refusal, Is.Null, answer.Refusal?.Message.En);
        return answer;
    }

    private static DossierAnswer Done(DossierAnswer answer) => Town.Done(answer);

    private static Officer Person(string id, AgencyCode? agency, params Role[] roles) => new(new(id), id, agency, roles.ToHashSet(), []);
}
