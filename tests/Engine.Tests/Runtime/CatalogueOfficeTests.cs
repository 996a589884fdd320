using System.Text;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using Files = TthcFlow.Engine.Tests.Samples.Sample;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>How the catalogue changes: by files, all or nothing; by decisions; and what a change puts on the list to be gone over.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class CatalogueOfficeTests(string kind)
{
    private static readonly Officer Controller = new(new("kiemsoat"), "kiemsoat", null, new HashSet<Role> { Role.Controller }, []);
    private static readonly Officer Author = new(new("tacgia"), "tacgia", Town.Commune, new HashSet<Role> { Role.Author }, []);
    private static readonly Officer OtherAuthor = Author with { Id = new("tacgia2"), Agency = Town.Elsewhere };
    private static readonly Officer Appraiser = new(new("thamdinh"), "thamdinh", null, new HashSet<Role> { Role.Appraiser }, []);
    private static readonly ProcedureCode Business = new("1.001612");

    private Town _town = null!;

    private CatalogueOffice Catalogue => _town.The<CatalogueOffice>();

    private RecheckOffice Rechecks => _town.The<RecheckOffice>();

    [SetUp]
    public async Task Open() => _town = await Town.OpenAsync(kind);

    [TearDown]
    public async Task Close() => await _town.DisposeAsync();

    private async Task<int> ImportedAsync(string csv)
    {
        var answer = await Catalogue.ImportAsync(Controller, "danh-muc.csv", Encoding.UTF8.GetBytes(csv), default);
        Assert.That(answer.Refusal, Is.Null, answer.Refusal?.Message.En);
        return answer.Number!.Value;
    }

    private async Task<CatalogueAnswer> TakenOverAsync(string csv)
    {
        _town.Clock.Now += TimeSpan.FromHours(1);
        var number = await ImportedAsync(csv);
        var answer = await Catalogue.TakeOverAsync(Controller, number, (await Catalogue.FindImportAsync(Controller, number, default))!.Version, "Quyết định 12/QĐ-UBND", default);
        Assert.That(answer.Refusal, Is.Null, answer.Refusal?.Message.En);
        return answer;
    }

    private async Task PublishAsync(string? basis = null)
    {
        var tree = Town.Document("Đăng ký hộ kinh doanh").Edit();
        var header = tree["customProperties"]!["tthc"]!;
        header["procedure"] = Business.Value;
        if (basis is not null) header["legalBases"] = new JsonArray(new JsonObject { ["number"] = basis });
        await _town.PublishAsync(ElsaDocument.Read(tree.ToJsonString()).Document!, new DateOnly(2026, 1, 1));
    }

    private async Task<IReadOnlyList<RecheckLine>> ListAsync(Officer by) => (await Rechecks.ListAsync(by, default))!.Lines;

    [Test]
    public async Task A_file_is_weighed_and_taken_over_as_one_version_with_who_and_why()
    {
        var number = await ImportedAsync("Mã thủ tục,Tên thủ tục,Lĩnh vực,Cấp thực hiện,Thời hạn,Đơn vị thời hạn\n1.001612,Đăng ký thành lập hộ kinh doanh,Kinh tế,Cấp xã,2,ngày làm việc\n1.009001,Thủ tục mới,Kinh tế,Cấp xã,5,ngày");
        var seen = (await Catalogue.FindImportAsync(Controller, number, default))!;
        Assert.That((await Catalogue.FindAsync(Controller, new("1.009001"), default))!.Procedures, Is.Empty, "nothing was taken over yet");

        Assert.That((await Catalogue.TakeOverAsync(Author, number, seen.Version, "Lý do", default)).Refusal?.Code, Is.EqualTo("L101"));
        Assert.That((await Catalogue.TakeOverAsync(Controller, number, seen.Version, " ", default)).Refusal?.Code, Is.EqualTo("L106"));
        Assert.That((await Catalogue.TakeOverAsync(Controller, number, seen.Version, "Quyết định 12/QĐ-UBND", default)).Version, Is.EqualTo(2));
        Assert.That((await Catalogue.TakeOverAsync(Controller, number, 2, "Lý do", default)).Refusal?.Code, Is.EqualTo("L105"), "once");

        var edition = (await Catalogue.EditionAsync(Appraiser, 2, default))!;
        var procedure = (await Catalogue.OpenAsync(Author, Business, default))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((edition.Edition.Act, edition.Edition.Subject, edition.Edition.Reason, edition.Edition.By), Is.EqualTo((CatalogueAct.Import, "danh-muc.csv", "Quyết định 12/QĐ-UBND", Controller.Id)));
            Assert.That(edition.Changes.Select(change => (change.Code.Value, change.Before is null)), Is.EquivalentTo(new[] { ("1.001612", false), ("1.009001", true) }));
            Assert.That(procedure.Procedure.LimitOf(null)!.Limit.Value, Is.EqualTo(2));
            Assert.That(procedure.Procedure.Components, Has.Count.EqualTo(3), "the file did not speak of papers");
            Assert.That(procedure.Changes.Single().Changes.Select(change => change.Part), Does.Contain(ProcedurePart.Limit).And.Contain(ProcedurePart.Field));
            Assert.That(procedure.Book.Agencies, Is.Not.Empty, "the rest of the book stays");
            Assert.That(await Catalogue.FindAsync(Town.Mai, new(), default), Is.Null, "the desk does not read it here");
        }
    }

    [Test]
    public async Task One_bad_row_holds_everything_back()
    {
        var number = await ImportedAsync("Mã thủ tục,Tên thủ tục,Lĩnh vực,Cấp thực hiện\n1.009001,Một,Kinh tế,Cấp xã\n1.009002,Hai,Kinh tế,Cấp khu");
        var answer = await Catalogue.TakeOverAsync(Controller, number, 1, "Lý do", default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.Refusal?.Code, Is.EqualTo("L102"));
            Assert.That((await Catalogue.FindAsync(Controller, new("1.00900"), default))!.Procedures, Is.Empty);
            Assert.That(await Catalogue.EditionsAsync(Controller, default), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task What_was_compared_with_an_older_version_is_looked_at_again_first()
    {
        var first = await ImportedAsync("Mã thủ tục,Ghi chú\n1.001612,một");
        await TakenOverAsync("Mã thủ tục,Ghi chú\n1.001612,hai");

        Assert.That((await Catalogue.TakeOverAsync(Controller, first, 1, "Lý do", default)).Refusal?.Code, Is.EqualTo("L104"));
        var again = (await Catalogue.FindImportAsync(Controller, first, default))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(again.Version, Is.EqualTo(2));
            Assert.That(again.Report.Procedures.Single().Changes.Single().Before!.Vi, Is.EqualTo("hai"), "it is weighed against what is in force now");
            Assert.That((await Catalogue.TakeOverAsync(Controller, first, 2, "Lý do", default)).Version, Is.EqualTo(3));
        }
    }

    [Test]
    public async Task Two_officers_who_take_over_at_the_same_moment_do_it_once()
    {
        var number = await ImportedAsync("Mã thủ tục,Ghi chú\n1.001612,một");
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Catalogue.TakeOverAsync(Controller, number, 1, "Lý do", default))));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Count(answer => answer.IsDone), Is.EqualTo(1));
            Assert.That(answers.Where(answer => !answer.IsDone).Select(answer => answer.Refusal!.Code), Is.All.AnyOf("L104", "L105"));
            Assert.That(await Catalogue.EditionsAsync(Controller, default), Has.Count.EqualTo(2));
        }
    }

    [Test]
    public async Task A_decision_abolishes_from_its_day_on_and_its_lines_show_on_the_procedure()
    {
        var decision = new ListingDecision("77/QĐ-UBND", new(2026, 3, 1), "UBND tỉnh", new(2026, 7, 1), "Bãi bỏ", [new(ListingEffect.Abolish, Business, null)]);
        Assert.That((await Catalogue.EnterAsync(Author, decision, default)).Refusal?.Code, Is.EqualTo("L101"));
        Assert.That((await Catalogue.EnterAsync(Controller, decision with { SignedOn = new(2026, 3, 3) }, default)).Refusal?.Code, Is.EqualTo("L113"), "tomorrow");
        Assert.That((await Catalogue.EnterAsync(Controller, decision with { EffectiveFrom = new(2026, 2, 1) }, default)).Refusal?.Code, Is.EqualTo("L114"));
        Assert.That((await Catalogue.EnterAsync(Controller, decision with { Lines = [new(ListingEffect.Abolish, new("1.999999"), null)] }, default)).Refusal?.Code, Is.EqualTo("L116"));
        Assert.That((await Catalogue.EnterAsync(Controller, decision with { Lines = [.. decision.Lines, .. decision.Lines] }, default)).Refusal?.Code, Is.EqualTo("L117"));
        Assert.That((await Catalogue.EnterAsync(Controller, decision, default)).Version, Is.EqualTo(2));
        Assert.That((await Catalogue.EnterAsync(Controller, decision with { Number = "77/QĐ - UBND" }, default)).Refusal?.Code, Is.EqualTo("L115"), "the same number, typed otherwise");

        var view = (await Catalogue.OpenAsync(Controller, Business, default))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(view.Acts.Single().Decision.Number, Is.EqualTo("77/QĐ-UBND"));
            Assert.That((view.Procedure.IsInForceOn(new(2026, 6, 30)), view.Procedure.IsInForceOn(new(2026, 7, 1))), Is.EqualTo((true, false)));
            Assert.That((await Catalogue.FindImportAsync(Controller, await ImportedAsync("Mã thủ tục,Bãi bỏ từ ngày\n1.001612,01/08/2026"), default))!.Report.Faults.Single().Why.Code, Is.EqualTo("L226"), "a file does not overrule a decision");
        }

        Assert.That((await Catalogue.TakeOutAsync(Controller, "77/QĐ-UBND", null, default)).Refusal?.Code, Is.EqualTo("L106"));
        Assert.That((await Catalogue.TakeOutAsync(Controller, "77/QĐ-UBND", "Ghi nhầm mã", default)).Version, Is.EqualTo(3));
        Assert.That((await Catalogue.OpenAsync(Controller, Business, default))!.Procedure.AbolishedFrom, Is.Null);
    }

    [Test]
    public async Task A_changed_limit_puts_the_process_on_the_list_until_its_agency_notes_that_it_holds()
    {
        await PublishAsync();
        Assert.That(await ListAsync(Controller), Is.Empty);

        await TakenOverAsync("Mã thủ tục,Ghi chú\n1.001612,chỉ là ghi chú");
        Assert.That(await ListAsync(Controller), Is.Empty, "a note is no change of the law");
        await TakenOverAsync("Mã thủ tục,Thời hạn,Đơn vị thời hạn,\"Phí, lệ phí\",Mức thu\n1.001612,2,ngày làm việc,Lệ phí đăng ký hộ kinh doanh,50.000");
        var line = (await ListAsync(Controller)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(line.Reasons.Select(reason => reason.Cause), Is.EqualTo(new[] { RecheckCause.LimitChanged, RecheckCause.FeesChanged }));
            Assert.That(line.Reasons[0].At, Is.EqualTo(_town.Clock.Now));
            Assert.That(line.Reasons[0].Changes.Single().After!.Vi, Does.StartWith("2 ngày làm việc"));
            Assert.That(line.MayNote, Is.False, "the controller sees it and notes nothing");
            Assert.That((await ListAsync(Author)).Single().MayNote, Is.True);
            Assert.That(await ListAsync(OtherAuthor), Is.Empty);
            Assert.That(await Rechecks.ListAsync(Town.Mai, default), Is.Null);
        }

        _town.Clock.Now += TimeSpan.FromMinutes(5);
        Assert.That((await Rechecks.NoteAsync(Controller, line.Process.Target, "Vẫn phù hợp", default))?.Code, Is.EqualTo("L120"));
        Assert.That((await Rechecks.NoteAsync(OtherAuthor, line.Process.Target, "Vẫn phù hợp", default))?.Code, Is.EqualTo("not-found"));
        Assert.That((await Rechecks.NoteAsync(Author, line.Process.Target, " ", default))?.Code, Is.EqualTo("L106"));
        Assert.That(await Rechecks.NoteAsync(Author, line.Process.Target, "Quy trình đã theo 02 ngày", default), Is.Null);
        Assert.That((await Rechecks.NoteAsync(Author, line.Process.Target, "Lần nữa", default))?.Code, Is.EqualTo("L121"));
        var after = (await Rechecks.ListAsync(Controller, default))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Lines, Is.Empty);
            Assert.That(after.Notes.Single().Note, Is.EqualTo(new RecheckNote(line.Process.Target, 1, "Quy trình đã theo 02 ngày", Author.Id, _town.Clock.Now)));
        }

        await TakenOverAsync("Mã thủ tục,Tên giấy tờ\n1.001612,Tờ khai");
        Assert.That((await ListAsync(Author)).Single().Reasons.Single().Cause, Is.EqualTo(RecheckCause.ComponentsChanged), "what came later is not answered by an earlier note");
        _town.Clock.Now += TimeSpan.FromHours(1);
        await PublishAgainAsync();
        Assert.That(await ListAsync(Author), Is.Empty, "a new version answers everything");
    }

    private async Task PublishAgainAsync()
    {
        var tree = Town.Document("Đăng ký hộ kinh doanh, lần 2").Edit();
        tree["customProperties"]!["tthc"]!["procedure"] = Business.Value;
        await _town.PublishAsync(ElsaDocument.Read(tree.ToJsonString()).Document!, new DateOnly(2026, 3, 2));
    }

    [Test]
    public async Task A_decision_that_amends_a_procedure_puts_its_process_on_the_list_until_it_is_answered()
    {
        await PublishAsync();
        _town.Clock.Now += TimeSpan.FromHours(1);
        await Catalogue.EnterAsync(Controller, new("78/QĐ-UBND", new(2026, 3, 1), "UBND tỉnh", new(2026, 7, 1), null, [new(ListingEffect.Amend, Business, "bớt bản sao giấy tờ")]), default);
        var line = (await ListAsync(Author)).Single();
        Assert.That((line.Reasons.Single().Cause, line.Reasons.Single().Why.Vi), Is.EqualTo((RecheckCause.Amended, "Thủ tục được sửa đổi, bổ sung từ 01/07/2026 theo 78/QĐ-UBND: bớt bản sao giấy tờ.")));

        _town.Clock.Now += TimeSpan.FromMinutes(5);
        Assert.That(await Rechecks.NoteAsync(Author, line.Process.Target, "Quy trình không nêu bản sao", default), Is.Null);
        Assert.That(await ListAsync(Author), Is.Empty);
        await Catalogue.EnterAsync(Controller, new("79/QĐ-UBND", new(2026, 3, 2), "UBND tỉnh", new(2026, 7, 1), null, [new(ListingEffect.List, Business, null)]), default);
        Assert.That(await ListAsync(Author), Is.Empty, "listing it again amends nothing");
    }

    [Test]
    public async Task Abolishing_and_a_law_that_ends_put_processes_and_drafts_on_the_list()
    {
        await PublishAsync("168/2025/NĐ-CP");
        var tree = Town.Document("Dự thảo mới").Edit();
        tree["customProperties"]!["tthc"]!["procedure"] = Business.Value;
        var draft = (await _town.The<PublicationOffice>().DraftAsync(Author, ElsaDocument.Read(tree.ToJsonString()).Document!, default)).Draft!;

        _town.Clock.Now += TimeSpan.FromHours(1);
        var book = JsonNode.Parse(await File.ReadAllTextAsync(Files.PathOf("catalogue.json")))!;
        book["legalDocuments"]!.AsArray().First(law => (string?)law!["number"] == "168/2025/NĐ-CP")!["to"] = "2026-03-10";
        await _town.The<ProvinceSetup>().LoadCatalogueAsync(book.ToJsonString(), default);
        Assert.That(await ListAsync(Controller), Is.Empty, "it is still in force");
        _town.Clock.Now += TimeSpan.FromDays(9);
        Assert.That((await ListAsync(Controller)).Select(line => (line.Process.IsDraft, line.Reasons.Single().Cause)), Is.EqualTo(new[] { (false, RecheckCause.BasisEnded) }), "from 11 March on");
        Assert.That((await ListAsync(Controller)).Single().Reasons.Single().At, Is.EqualTo(new DateTimeOffset(2026, 3, 10, 17, 0, 0, TimeSpan.Zero)), "midnight in Vietnam");

        await Catalogue.EnterAsync(Controller, new("77/QĐ-UBND", new(2026, 3, 1), "UBND tỉnh", new(2026, 7, 1), null, [new(ListingEffect.Abolish, Business, null)]), default);
        var lines = await ListAsync(Appraiser);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lines.Select(line => line.Process.IsDraft), Is.EquivalentTo(new[] { true, false }));
            Assert.That(lines.SelectMany(line => line.Reasons).Count(reason => reason.Cause is RecheckCause.Abolished), Is.EqualTo(2));
            Assert.That(lines.Single(line => line.Process.IsDraft).Process.Target, Is.EqualTo(draft));
            Assert.That(lines.SelectMany(line => line.Reasons).First(reason => reason.Cause is RecheckCause.Abolished).Why.Vi, Does.Contain("77/QĐ-UBND").And.Contain("01/07/2026"));
        }
    }

    private static readonly LegalDocument Circular = new("07/2026/TT-BTC", "Thông tư hướng dẫn đăng ký hộ kinh doanh", "Bộ Tài chính", new(2026, 2, 1), new(2026, 3, 15), null, null, [], null);

    private Task<CatalogueAnswer> DoneAsync(LawAct act, Officer? by = null) => Catalogue.ActAsync(by ?? Controller, act, null, default);

    [Test]
    public async Task A_law_is_entered_corrected_and_ended_with_who_when_and_why()
    {
        Assert.That((await DoneAsync(new LawAct.Enter(Circular, null), Author)).Refusal?.Code, Is.EqualTo("L101"));
        Assert.That((await DoneAsync(new LawAct.Enter(Circular with { Number = "  " }, null))).Refusal?.Code, Is.EqualTo("L123"));
        Assert.That((await DoneAsync(new LawAct.Enter(Circular with { Title = new string('ă', 1001) }, null))).Refusal?.Code, Is.EqualTo("L225"));
        Assert.That((await DoneAsync(new LawAct.Enter(Circular with { To = new(2026, 3, 14) }, null))).Refusal?.Code, Is.EqualTo("L126"));
        Assert.That((await DoneAsync(new LawAct.Enter(Circular with { Number = "168/2025/NĐ - CP" }, null))).Refusal?.Code, Is.EqualTo("L124"), "the same number, typed otherwise");
        Assert.That((await DoneAsync(new LawAct.Enter(Circular, null))).Version, Is.EqualTo(2));

        Assert.That((await DoneAsync(new LawAct.Correct("1/2026/TT", Circular, "Sai số"))).Refusal?.Code, Is.EqualTo("L125"));
        Assert.That((await DoneAsync(new LawAct.Correct(Circular.Number, Circular, "Không đổi"))).Refusal?.Code, Is.EqualTo("L130"));
        Assert.That((await DoneAsync(new LawAct.Correct(Circular.Number, Circular with { Number = "08/2026/TT-BTC" }, " "))).Refusal?.Code, Is.EqualTo("L106"));
        Assert.That((await DoneAsync(new LawAct.Correct("118/2025/NĐ-CP", Circular with { Number = "119/2025/NĐ-CP" }, "Sai số"))).Refusal?.Code, Is.EqualTo("L131"), "others name it as what replaced them");
        Assert.That((await DoneAsync(new LawAct.Correct(Circular.Number, Circular with { Number = "08/2026/TT-BTC", IssuedOn = new(2026, 2, 2) }, "Gõ nhầm số và ngày"))).Version, Is.EqualTo(3));

        Assert.That((await DoneAsync(new LawAct.End("08/2026/TT-BTC", new(2026, 3, 1), null, "Bãi bỏ"))).Refusal?.Code, Is.EqualTo("L126"));
        Assert.That((await DoneAsync(new LawAct.End("08/2026/TT-BTC", new(2026, 6, 30), "08/2026/TT-BTC", "Bãi bỏ"))).Refusal?.Code, Is.EqualTo("L127"));
        Assert.That((await DoneAsync(new LawAct.End("08/2026/TT-BTC", new(2026, 6, 30), "99/2099/TT-BTC", "Bãi bỏ"))).Refusal?.Code, Is.EqualTo("L128"));
        Assert.That((await Catalogue.ActAsync(Controller, new LawAct.End("08/2026/TT-BTC", new(2026, 6, 30), null, "Bãi bỏ"), 1, default)).Refusal?.Code, Is.EqualTo("stale"), "seen in an older version");
        Assert.That((await DoneAsync(new LawAct.End("08/2026/tt-btc", new(2026, 6, 30), "168/2025/nđ-cp", "Nghị định mới quy định hết"))).Version, Is.EqualTo(4));
        Assert.That((await DoneAsync(new LawAct.End("08/2026/TT-BTC", new(2026, 7, 30), null, "Lần nữa"))).Refusal?.Code, Is.EqualTo("L129"));

        var view = (await Catalogue.OpenLawAsync(Author, "08/2026/TT-BTC", default))!;
        var edition = (await Catalogue.EditionAsync(Appraiser, 4, default))!;
        var book = (await Catalogue.FindAsync(Controller, new(), default))!.Book;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((view.Law.To, view.Law.ReplacedBy, view.Law.IssuedOn), Is.EqualTo((new DateOnly(2026, 6, 30), "168/2025/NĐ-CP", new DateOnly(2026, 2, 2))), "what replaces it is named as the catalogue does");
            Assert.That(view.Changes.Select(change => (change.Version, change.IsNew)), Is.EqualTo(new[] { (4, false), (3, true) }), "under the number it has now");
            Assert.That(edition.Laws.Single().Changes.Select(change => (change.Part, change.After!.Vi)), Is.EqualTo(new[] { (LawPart.To, "30/06/2026"), (LawPart.ReplacedBy, "168/2025/NĐ-CP") }));
            Assert.That((edition.Edition.Act, edition.Edition.Subject, edition.Edition.Reason, edition.Edition.By), Is.EqualTo((CatalogueAct.LawEnded, "08/2026/TT-BTC", "Nghị định mới quy định hết", Controller.Id)));
            Assert.That(edition.Changes, Is.Empty, "no procedure changed");
            Assert.That(book.FindLaw("07/2026/TT-BTC"), Is.Null);
            Assert.That(book.FindLaw("03/2025/TT-VPCP")!.Forms, Has.Count.EqualTo(7), "the rest of the book stays");
            Assert.That(await Catalogue.OpenLawAsync(Town.Mai, "08/2026/TT-BTC", default), Is.Null, "the desk does not read it here");
        }
    }

    [Test]
    public async Task Ending_a_legal_basis_puts_what_cites_it_on_the_list_from_that_day()
    {
        await PublishAsync("168/2025/NĐ-CP");
        _town.Clock.Now += TimeSpan.FromHours(1);
        await DoneAsync(new LawAct.End("168/2025/NĐ-CP", new(2026, 3, 10), null, "Chính phủ bãi bỏ"));
        Assert.That(await ListAsync(Controller), Is.Empty, "it is still in force");
        _town.Clock.Now = new(2026, 3, 10, 16, 59, 0, TimeSpan.Zero);
        Assert.That(await ListAsync(Controller), Is.Empty, "a minute before midnight in Vietnam");

        _town.Clock.Now += TimeSpan.FromMinutes(1);
        var reason = (await ListAsync(Author)).Single().Reasons.Single();
        Assert.That((reason.Cause, reason.Why.Vi), Is.EqualTo((RecheckCause.BasisEnded, "Căn cứ 168/2025/NĐ-CP hết hiệu lực sau 10/03/2026.")));

        _town.Clock.Now += TimeSpan.FromMinutes(1);
        var law = (await Catalogue.OpenLawAsync(Controller, "168/2025/NĐ-CP", default))!.Law;
        Assert.That((await DoneAsync(new LawAct.Correct(law.Number, law with { To = null }, "Ghi nhầm, chưa hết hiệu lực"))).IsDone, Is.True);
        Assert.That(await ListAsync(Author), Is.Empty, "what was entered by mistake is taken back");
    }

    [Test]
    public async Task Two_officers_who_enter_a_law_at_the_same_moment_enter_it_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => DoneAsync(new LawAct.Enter(Circular, null)))));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Count(answer => answer.IsDone), Is.EqualTo(1));
            Assert.That(answers.Where(answer => !answer.IsDone).Select(answer => answer.Refusal!.Code), Is.All.AnyOf("L124", "stale"));
        }
    }

    [Test]
    public async Task A_field_is_entered_renamed_with_its_procedures_and_ended_once_nothing_needs_it()
    {
        var field = (await Catalogue.OpenAsync(Controller, Business, default))!.Procedure.Field;
        var code = (await Catalogue.FindAsync(Controller, new(), default))!.Book.Fields.FirstOrDefault(listed => listed.IsOf(field))?.Code ?? "G04-KD01";
        if ((await Catalogue.FindAsync(Controller, new(), default))!.Book.FindField(code) is null) Assert.That((await DoneAsync(new LawAct.EnterField(code, field, null))).IsDone, Is.True);

        Assert.That((await DoneAsync(new LawAct.EnterField("G04-KD02", " ", null))).Refusal?.Code, Is.EqualTo("L133"));
        Assert.That((await DoneAsync(new LawAct.EnterField("G04-KD02", field.ToUpperInvariant(), null))).Refusal?.Code, Is.EqualTo("L134"));
        Assert.That((await DoneAsync(new LawAct.RenameField("G99", "Khác", "Đổi"))).Refusal?.Code, Is.EqualTo("L135"));
        Assert.That((await DoneAsync(new LawAct.EndField(code, new(2026, 6, 30), "Sáp nhập lĩnh vực"))).Refusal?.Code, Is.EqualTo("L136"), "procedures have it");
        Assert.That((await DoneAsync(new LawAct.RenameField(code, "Hộ kinh doanh và hợp tác xã", "Quyết định 15/QĐ-UBND"))).IsDone, Is.True);
        var renamed = (await Catalogue.OpenAsync(Controller, Business, default))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(renamed.Procedure.Field, Is.EqualTo("Hộ kinh doanh và hợp tác xã"));
            Assert.That(renamed.Changes[0].Changes.Select(change => (change.Part, change.Before!.Vi)), Is.EqualTo(new[] { (ProcedurePart.Field, field) }));
            Assert.That((await Catalogue.OpenFieldAsync(Author, code, default))!.Changes[0].Changes.Single().After!.Vi, Is.EqualTo("Hộ kinh doanh và hợp tác xã"));
        }

        Assert.That((await DoneAsync(new LawAct.EnterField("G04-KD02", "Lĩnh vực thử nghiệm", null))).IsDone, Is.True);
        Assert.That((await DoneAsync(new LawAct.EndField("G04-KD02", new(2026, 3, 1), "Không dùng"))).IsDone, Is.True);
        Assert.That((await DoneAsync(new LawAct.EndField("G04-KD02", new(2026, 3, 1), "Lần nữa"))).Refusal?.Code, Is.EqualTo("L137"));
        var report = (await Catalogue.FindImportAsync(Controller, await ImportedAsync("Mã thủ tục,Lĩnh vực\n1.001612,Lĩnh vực thử nghiệm"), default))!.Report;
        Assert.That(report.Faults.Single().Why.Code, Is.EqualTo("L137"), "no procedure takes up a field that ended");
    }

    [Test]
    public async Task What_was_said_of_a_version_cannot_be_changed_behind_its_back()
    {
        await TakenOverAsync("Mã thủ tục,Ghi chú\n1.001612,một");
        var database = _town.The<FlowDatabase>();
        Assert.That(async () => await database.WriteAsync([new Statement("update catalogue_edition set reason = 'khác'")], default), Throws.Exception);
        Assert.That(async () => await database.WriteAsync([new Statement("delete from catalogue_edition")], default), Throws.Exception);
    }
}
