using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>The desk's queue, the register after a correction, and the public look-up, on both databases.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ReceptionOfficeTests(string kind)
{
    private static readonly Officer Helper = Stranger with { Posts = [new Post(Elsewhere, new("mot-cua"))] };

    private Town _town = null!;

    [SetUp]
    public async Task Open() => _town = await Town.OpenAsync(kind);

    [TearDown]
    public async Task Close() => await _town.DisposeAsync();

    private static DossierCommand.Submit Submit(string applicant = "Trần Thị Đào", AgencyCode? supporting = null, Officer? by = null) => new(
        by ?? Officer.System, Desk, Commune, Channel.Online, Receive(applicant).Particulars, ImmutableSortedDictionary<string, AttributeValue>.Empty, supporting);

    private async Task<DossierCode> SubmittedAsync(DossierCommand.Submit? command = null, string? key = null) =>
        Done(await _town.Dossiers.SubmitAsync(Permit, null, command ?? Submit(), key, default)).Code!;

    private Task<QueuePage> QueueAsync(Officer officer, QueueFilter filter = QueueFilter.ToAnswer) => _town.The<ReceptionRegister>().QueueAsync(officer, filter, default);

    private static readonly AgencyCode Nowhere = new("H35."), Gone = new("000.00.05.H35");

    [Test]
    public async Task No_dossier_is_put_into_the_hands_of_an_agency_that_is_not_there()
    {
        async Task<string?> ReceivedAsync(DossierCommand.Receive command) => (await _town.Dossiers.ReceiveAsync(Permit, null, command, null, default)).Refusal?.Code;
        async Task<string?> HandedInAsync(DossierCommand.Submit command) => (await _town.Dossiers.SubmitAsync(Permit, null, command, null, default)).Refusal?.Code;
        var desk = Mai with { Posts = [.. Mai.Posts, new Post(Nowhere, new("mot-cua")), new Post(Gone, new("mot-cua"))] };
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ReceivedAsync(Receive() with { Competent = Nowhere }), Is.EqualTo("D252"));
            Assert.That(await ReceivedAsync(Receive() with { Competent = Gone }), Is.EqualTo("D253"), "closed since 28/2/2025");
            Assert.That(await ReceivedAsync(Receive() with { By = desk, Receiving = Nowhere }), Is.EqualTo("D252"));
            Assert.That(await ReceivedAsync(Receive() with { By = desk, Receiving = Gone }), Is.EqualTo("D253"));
            Assert.That(await ReceivedAsync(Receive() with { Supporting = Nowhere }), Is.EqualTo("D252"));
            Assert.That(await HandedInAsync(Submit() with { Competent = Nowhere }), Is.EqualTo("D252"));
            Assert.That(await HandedInAsync(Submit() with { Receiving = Gone }), Is.EqualTo("D253"));
            Assert.That((await _town.Dossiers.DeclineAtDeskAsync(
                Permit, null, new(Mai, Desk, Nowhere, Receive().Particulars, "Không thuộc thẩm quyền", "Điều 17"), null, default)).Refusal?.Code, Is.EqualTo("D252"));
            Assert.That((await _town.Dossiers.PreviewReceiptAsync(Permit, null, Receive() with { Competent = Gone }, default)).Refusal?.Code, Is.EqualTo("D253"), "the form says so beforehand");
        }
        Assert.That((await QueueAsync(Mai)).Lines, Is.Empty);
    }

    [Test]
    public async Task After_a_merger_nothing_new_goes_to_the_old_agency_and_what_was_handed_in_before_goes_on()
    {
        var waiting = await SubmittedAsync();
        var administrator = new Officer(new("quantri"), "Quản trị", null, new HashSet<Role> { Role.Administrator }, []);
        var merger = new AgencyOrder(new AgencyAct.Merge([Commune], Elsewhere, null, PeopleGo.WithTheWork), new(2026, 3, 2), "12/QĐ-UBND", new(2026, 2, 27));
        Assert.That((await _town.The<AgencyOffice>().RecordAsync(administrator, merger, default)).Refusal, Is.Null);

        var no = (await _town.Dossiers.ReceiveAsync(Permit, null, Receive(), null, default)).Refusal;
        Assert.That((no?.Code, no?.Message.Vi), Is.EqualTo(("D253", "UBND xã Bình Lư (H35.40) không hoạt động trong ngày hôm nay nên không nhận việc được; việc của cơ quan này nay do UBND phường Tân Phong (H35.41) đảm nhận.")));
        await _town.HandleAsync(waiting, new DossierCommand.Accept(Mai));
        await _town.HandleAsync(waiting, Complete(Mai, B1, "Accepted"));
    }

    [Test]
    public async Task No_opinion_is_asked_of_a_body_that_is_not_there()
    {
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        async Task<string?> AskedAsync(AgencyCode body) => (await _town.Dossiers.HandleAsync(
            code, new DossierCommand.Consult(Minh, B2, [new(body, "Có ý kiến gì?", TimeLimit.OfHours(8), SilenceRule.Wait, null)]), null, null, default)).Refusal?.Code;
        Assert.That((await AskedAsync(Nowhere), await AskedAsync(Gone), await AskedAsync(new("H35.05"))), Is.EqualTo(("D252", "D253", (string?)null)));
    }

    [Test]
    public async Task What_is_handed_in_has_a_code_at_once_and_stands_in_the_queue_until_it_is_answered()
    {
        var first = await SubmittedAsync();
        _town.Clock.Now = _town.Clock.Now.AddHours(1);
        var second = await SubmittedAsync(Submit("Lò Văn Ước"));

        var queue = await QueueAsync(Mai);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.ToString(), Is.EqualTo("H35.40-260302-0001"));
            Assert.That(queue.Lines.Select(line => (line.Code, line.RemainingMinutes, line.Standing)), Is.EqualTo(new[] { (first, (int?)420, Standing.OnTime), (second, 480, Standing.OnTime) }));
            Assert.That(queue.Counts[QueueFilter.ToAnswer], Is.EqualTo(2));
            Assert.That((await QueueAsync(Stranger)).Lines, Is.Empty, "an agency sees its own queue");
            Assert.That((await _town.Register.DeskAsync(Mai, new DossierQuestion(DeskFilter.All), default)).Lines, Is.Empty, "nothing was received yet");
            Assert.That(await _town.Register.WorkAsync(Mai, default), Is.Empty);
            Assert.That((await _town.Register.DeskAsync(Mai, new DossierQuestion(DeskFilter.Running, "đào"), default)).Lines, Is.Empty, "nor is it found among the received");
            Assert.That(await _town.Register.OpenAsync(Mai, first, default), Is.Null);
            Assert.That((await _town.The<ReceptionRegister>().OpenAsync(Mai, first, default))?.IsInForce, Is.True);
        }

        await _town.HandleAsync(first, new DossierCommand.Accept(Mai));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await QueueAsync(Mai)).Lines.Select(line => line.Code), Is.EqualTo(new[] { second }));
            Assert.That((await _town.Register.DeskAsync(Mai, new DossierQuestion(DeskFilter.Running, "đào"), default)).Lines.Select(line => (line.Code, line.ReceivedAt)), Is.EqualTo(new[] { (first, _town.Clock.Now) }));
            Assert.That((await _town.Register.WorkAsync(Mai, default)).Select(line => line.Step), Is.EqualTo(new[] { B1 }), "the window's row made way for the intake");
            Assert.That((await _town.The<RegisterStore>().OutboxAsync(first, default)).Where(message => message.Topic is PortalTopic.Dossier).Select(message => message.Code), Is.EqualTo(new[] { 1, 2 }));
            Assert.That((await _town.ViewAsync(first)).Particulars.Applicant.Name, Is.EqualTo("Trần Thị Đào"));
            Assert.That((await _town.The<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty);
        }
    }

    [Test]
    public async Task Files_wait_with_the_submission_and_are_the_dossiers_once_it_is_accepted()
    {
        var code = await SubmittedAsync(Submit() with { Particulars = Receive().Particulars with { Components = [new DossierComponent("Tờ khai", 1, 0)] } });
        var form = await AttachAsync(Officer.System, code, "đơn.pdf", "%PDF-1.7 đơn", "Tờ khai");
        Assert.That((await QueueAsync(Mai)).Lines.Single().Files, Is.EqualTo(1));
        Assert.That((await AttachAsync(Minh, code, "x.pdf", "%PDF-1.7 x")).Refusal?.Code, Is.EqualTo("F117"), "who has it not in hand yet");
        Assert.That((await AttachAsync(Stranger, code, "x.pdf", "%PDF-1.7 x")).Refusal?.Code, Is.EqualTo("not-found"));
        Assert.That((await AttachAsync(Officer.System, code, "x.exe", "MZ\0")).Refusal?.Code, Is.EqualTo("F103"), "the kind is told by the content here, too");

        await _town.HandleAsync(code, new DossierCommand.AskForCompletion(Mai, ["Bản vẽ"], "Thiếu bản vẽ"));
        var drawing = await AttachAsync(Officer.System, code, "bản vẽ.pdf", "%PDF-1.7 bản vẽ", "Bản vẽ"); // under the name of what was asked for
        Assert.That(drawing.Refusal, Is.Null);
        await _town.HandleAsync(code, new DossierCommand.ReceiveCompletion(Officer.System, null, [new DossierComponent("Bản vẽ", 1, 0)]));
        await _town.HandleAsync(code, new DossierCommand.Accept(Mai));

        var files = (await _town.The<AttachmentOffice>().ListAsync(Minh, code, default))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(files.Select(file => (file.Hash, file.Component, file.Withdrawn)), Is.EqualTo(new[] { (form.Hash!, "Tờ khai", (AttachmentWithdrawal?)null), (drawing.Hash!, "Bản vẽ", null) }));
            Assert.That(await _town.The<AttachmentOffice>().OpenAsync(Minh, code, form.Hash!, default), Is.Not.Null, "whoever decides it reads what was handed in");
            Assert.That((await _town.ViewAsync(code)).Dossier.Attachments, Has.Count.EqualTo(2));
            Assert.That((await _town.The<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty);
        }
        _town.Clock.Now += FileSweep.Grace + TimeSpan.FromHours(1);
        Assert.That(await _town.The<FileSweep>().RunOnceAsync(default), Is.Zero, "nothing of it is anybody's to sweep");
    }

    [Test]
    public async Task A_submission_and_its_files_are_taken_together_or_not_at_all()
    {
        var office = _town.The<AttachmentOffice>();
        var command = Submit() with { Particulars = Receive().Particulars with { Components = [new DossierComponent("Tờ khai", 1, 0)] } };
        Assert.That((await office.SubmitAsync(Permit, null, command, Sent(("a.pdf", "Tờ khai", "%PDF-1.7 a"), ("b.pdf", null, "MZ\0")), "k1", default)).Refusal?.Code, Is.EqualTo("F103"));
        Assert.That((await office.SubmitAsync(Permit, null, command, Sent(("a.pdf", "Không có", "%PDF-1.7 a")), "k1", default)).Refusal?.Code, Is.EqualTo("F114"));
        Assert.That((await QueueAsync(Mai)).Lines, Is.Empty, "nothing was handed in");
        var untouched = new MemoryStream("%PDF-1.7"u8.ToArray());
        Assert.That((await office.SubmitAsync(Permit, null, command with { By = Minh }, One(untouched), null, default)).Refusal, Is.EqualTo(DossierRefusals.NotYoursToHandIn));
        Assert.That(untouched.Position, Is.Zero, "who may not hand in is told before a byte is read");

        (string, string?, string)[] files = [("a.pdf", "Tờ khai", "%PDF-1.7 a"), ("b.pdf", null, "%PDF-1.7 b")];
        var answer = Done(await office.SubmitAsync(Permit, null, command, Sent(files), "k2", default));
        Assert.That(await office.SubmitAsync(Permit, null, command, Sent(files), "k2", default), Is.EqualTo(answer), "sent again");
        var code = answer.Code!;
        await _town.HandleAsync(code, new DossierCommand.AskForCompletion(Mai, ["Bản vẽ"], "Thiếu bản vẽ"));
        var completed = Done(await office.CompleteAsync(code, new(Officer.System, null, [new DossierComponent("Bản vẽ", 1, 0)]), Sent(("c.pdf", "Bản vẽ", "%PDF-1.7 c")), "k3", null, default));
        Assert.That(await office.CompleteAsync(code, new(Officer.System, null, [new DossierComponent("Bản vẽ", 1, 0)]), Sent(("c.pdf", "Bản vẽ", "%PDF-1.7 c")), "k3", null, default), Is.EqualTo(completed), "sent again");
        Assert.That((await office.CompleteAsync(code, new(Officer.System), Sent(("d.pdf", null, "%PDF-1.7 d")), null, null, default)).Refusal, Is.EqualTo(DossierRefusals.NoCompletionAsked));
        await _town.HandleAsync(code, new DossierCommand.Accept(Mai));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.ListAsync(Minh, code, default))!.Select(file => (file.Number, file.Name, file.Component)),
                Is.EqualTo(new (int, string, string?)[] { (1, "a.pdf", "Tờ khai"), (2, "b.pdf", null), (3, "c.pdf", "Bản vẽ") }));
            Assert.That((await _town.The<FileAudit>().VerifyAsync(rehash: true, default)), Has.Property("Files").EqualTo(3).And.Property("Breaks").Empty);
            Assert.That((await _town.The<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty);
        }
        _town.Clock.Now += FileSweep.Grace + TimeSpan.FromHours(1);
        await _town.The<FileSweep>().RunOnceAsync(default);
        Assert.That(new DirectoryInfo(_town.FilesFolder).EnumerateFiles("*", SearchOption.AllDirectories).Count(), Is.EqualTo(3), "what was refused is gone, what counts is there");
    }

    private static async IAsyncEnumerable<SentFile> Sent(params (string Name, string? Component, string Content)[] files)
    {
        foreach (var (name, component, content) in files)
        {
            await Task.Yield();
            yield return new(name, component, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)));
        }
    }

    private static async IAsyncEnumerable<SentFile> One(Stream content)
    {
        await Task.Yield();
        yield return new("a.pdf", null, content);
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task What_was_handed_in_stays_on_record_where_the_dossier_is_not_taken_on(bool isWithdrawn)
    {
        var code = await SubmittedAsync();
        var file = await AttachAsync(Officer.System, code, "đơn.pdf", "%PDF-1.7 đơn");
        await _town.HandleAsync(code, isWithdrawn ? new DossierCommand.WithdrawSubmission(Officer.System) : new DossierCommand.Decline(Mai, "Không thuộc thẩm quyền", "Điều 17"));
        _town.Clock.Now += TimeSpan.FromDays(400);
        await _town.The<FileSweep>().RunOnceAsync(default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await _town.The<AttachmentOffice>().ListAsync(Mai, code, default))!.Single().Hash, Is.EqualTo(file.Hash));
            Assert.That((await _town.The<FileAudit>().VerifyAsync(rehash: true, default)), Has.Property("Files").EqualTo(1).And.Property("Breaks").Empty);
            Assert.That((await AttachAsync(Officer.System, code, "thêm.pdf", "%PDF-1.7 thêm")).Refusal, Is.EqualTo(DossierRefusals.AlreadyEnded), "it is over");
            Assert.That((await _town.The<AttachmentOffice>().WithdrawAsync(Mai, code, 1, "Dọn", null, null, default)).Refusal, Is.EqualTo(DossierRefusals.AlreadyEnded), "and what it was decided on stays");
        }
    }

    [Test]
    public async Task The_desk_takes_a_strangers_paper_out_of_a_submission_and_the_office_that_helped_puts_the_right_one_in()
    {
        var code = await SubmittedAsync(Submit(supporting: Elsewhere, by: Helper));
        Assert.That((await AttachAsync(Helper, code, "căn cước.pdf", "%PDF-1.7 của người khác")).Refusal, Is.Null);
        Assert.That((await _town.The<AttachmentOffice>().WithdrawAsync(Minh, code, 1, "Nhầm người", null, null, default)).Refusal?.Code, Is.EqualTo("F113"));
        Assert.That((await _town.The<AttachmentOffice>().WithdrawAsync(Mai, code, 1, "Nhầm người", null, null, default)).Refusal, Is.Null);
        Assert.That((await AttachAsync(Helper, code, "căn cước.pdf", "%PDF-1.7 đúng người")).Refusal, Is.Null);
        await _town.HandleAsync(code, new DossierCommand.Accept(Mai));
        Assert.That((await AttachAsync(Helper, code, "nữa.pdf", "%PDF-1.7 nữa")).Refusal?.Code, Is.EqualTo("F110"), "from receipt on it is not theirs");
    }

    private Task<AttachmentAnswer> AttachAsync(Officer by, DossierCode code, string name, string content, string? component = null) =>
        _town.The<AttachmentOffice>().AddAsync(by, code, new(name, Component: component), new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)), null, default);

    [Test]
    public async Task A_repeated_submission_is_one_dossier()
    {
        var first = await SubmittedAsync(key: "k");

        Assert.That(await SubmittedAsync(key: "k"), Is.EqualTo(first));
        Assert.That((await QueueAsync(Mai)).Lines, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task It_is_accepted_under_the_version_in_force_on_that_day()
    {
        var code = await SubmittedAsync();
        await _town.PublishAsync(Document(examineDays: "5"), new DateOnly(2026, 3, 3));
        _town.Clock.Now = _town.Clock.Now.AddDays(1);

        await _town.HandleAsync(code, new DossierCommand.Accept(Mai));

        Assert.That((await _town.ViewAsync(code)).Process.Find(B2)!.Work!.Limit!.Value.Value, Is.EqualTo(5m));
    }

    [Test]
    public async Task The_desk_is_reminded_once_before_and_once_after_eight_working_hours()
    {
        var code = await SubmittedAsync();
        async Task<int> SweepsAt(int day, int hour, int minute)
        {
            _town.Clock.Now = new DateTimeOffset(2026, 3, day, hour, minute, 0, TimeSpan.FromHours(7)).ToUniversalTime();
            return await _town.Sweep.RunOnceAsync(default);
        }

        Assert.That(await SweepsAt(2, 16, 30), Is.Zero);
        Assert.That(await SweepsAt(3, 7, 30), Is.EqualTo(1), "less than a quarter of eight hours is left");
        Assert.That(await SweepsAt(3, 8, 0), Is.Zero);
        Assert.That(await SweepsAt(3, 9, 1), Is.EqualTo(1), "overdue");
        Assert.That(await SweepsAt(3, 15, 0), Is.Zero);

        await _town.HandleAsync(code, new DossierCommand.AskForCompletion(Mai, ["Bản vẽ"], "Thiếu bản vẽ"));
        Assert.That((await QueueAsync(Mai, QueueFilter.WithApplicant)).Lines.Select(line => (line.Code, line.DueAt)), Is.EqualTo(new[] { (code, (DateTimeOffset?)null) }));
        await _town.HandleAsync(code, new DossierCommand.ReceiveCompletion(Mai, null, [new DossierComponent("Bản vẽ", 1, 0)]));
        Assert.That(await SweepsAt(4, 14, 45), Is.EqualTo(1), "the new window is due soon");
        await _town.HandleAsync(code, new DossierCommand.Decline(Mai, "Không thuộc thẩm quyền", "Điều 17"));
        Assert.That(await SweepsAt(5, 15, 0), Is.Zero, "answered");
        Assert.That((await QueueAsync(Mai, QueueFilter.Closed)).Lines.Select(line => line.Status), Is.EqualTo(new[] { DossierStatus.Declined }));
    }

    [Test]
    public async Task A_new_calendar_moves_the_window_too()
    {
        var code = await SubmittedAsync();
        var calendar = await File.ReadAllTextAsync(Samples.Sample.PathOf("calendars/2026.json"));

        await _town.The<ProvinceSetup>().LoadCalendarAsync(calendar, default);

        Assert.That((await QueueAsync(Mai)).Lines.Single(line => line.Code == code).DueAt, Is.EqualTo(new DateTimeOffset(2026, 3, 3, 2, 0, 0, TimeSpan.Zero)));
    }

    [Test]
    public async Task The_agency_that_helped_sees_the_dossier_and_can_do_nothing_to_it()
    {
        var code = await SubmittedAsync(Submit(supporting: Elsewhere, by: Helper));
        Assert.That((await _town.The<ReceptionRegister>().OpenAsync(Helper, code, default))?.Dossier.Supporting, Is.EqualTo(Elsewhere));
        await _town.HandleAsync(code, new DossierCommand.Accept(Mai));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await _town.Register.OpenAsync(Helper, code, default))?.Code, Is.EqualTo(code));
            Assert.That((await _town.Register.DeskAsync(Helper, new DossierQuestion(DeskFilter.All), default)).Lines.Select(line => line.Code), Is.EqualTo(new[] { code }));
            Assert.That(await _town.Register.WorkAsync(Helper, default), Is.Empty, "it is not their work");
            Assert.That((await _town.Dossiers.HandleAsync(code, Complete(Helper, B1, "Accepted"), null, null, default)).Refusal?.Code, Is.EqualTo("D105"));
            Assert.That((await _town.Dossiers.HandleAsync(code, new DossierCommand.Correct(Helper, "Sai", Receive("Người khác").Particulars), null, null, default)).Refusal?.Code, Is.EqualTo("D245"));
        }
    }

    [Test]
    public async Task Who_is_refused_at_the_counter_has_a_code_and_is_nobodys_work()
    {
        var answer = Done(await _town.Dossiers.DeclineAtDeskAsync(new ProcedureCode("1.777777"), null,
            new DossierCommand.DeclineAtDesk(Mai, Desk, Commune, Receive().Particulars, "Thủ tục không thuộc thẩm quyền của xã", "Điều 17"), null, default));

        Assert.That((await QueueAsync(Mai, QueueFilter.Closed)).Lines.Select(line => (line.Code, line.Status)), Is.EqualTo(new[] { (answer.Code!, DossierStatus.Declined) }));
        Assert.That((await _town.The<PublicRegister>().LookUpAsync(answer.Code!, "0912345678", default))?.Why, Does.Contain("thẩm quyền").And.Contain("Điều 17"));
    }

    [Test]
    public async Task The_register_follows_a_correction_and_the_old_number_opens_nothing_any_more()
    {
        var code = await _town.ReceivedAsync();
        var right = Receive("Trần Thị Đào Hương", phone: "0988 777 666").Particulars;

        await _town.HandleAsync(code, new DossierCommand.Correct(Mai, "Ghi sai tên và số điện thoại", right));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await _town.Register.DeskAsync(Mai, new DossierQuestion(DeskFilter.Running, "dao huong"), default)).Lines.Select(line => line.Applicant), Is.EqualTo(new[] { "Trần Thị Đào Hương" }));
            Assert.That((await _town.Register.DeskAsync(Mai, new DossierQuestion(DeskFilter.Running, "0988777666"), default)).Lines, Has.Count.EqualTo(1));
            Assert.That((await _town.Register.DeskAsync(Mai, new DossierQuestion(DeskFilter.Running, "0912345678"), default)).Lines, Is.Empty);
            Assert.That((await _town.ViewAsync(code)).Particulars, Is.EqualTo(right).UsingPropertiesComparer());
            Assert.That(await _town.The<PublicRegister>().LookUpAsync(code, "0912345678", default), Is.Null);
            Assert.That(await _town.The<PublicRegister>().LookUpAsync(code, "0988777666", default), Is.Not.Null);
        }
    }

    [Test]
    public async Task A_repeated_correction_with_its_key_is_one_correction()
    {
        var code = await _town.ReceivedAsync();
        var correct = new DossierCommand.Correct(Mai, "Ghi sai tên", Receive("Trần Thị Đào Hương").Particulars);

        var first = await _town.Dossiers.HandleAsync(code, correct, "k", null, default);
        var again = await _town.Dossiers.HandleAsync(code, correct, "k", null, default);

        Assert.That(again, Is.EqualTo(first));
    }

    [Test]
    public async Task An_attempt_to_change_a_time_is_refused_and_stands_in_the_journal_who_asked()
    {
        var code = await _town.ReceivedAsync();
        var before = await _town.ViewAsync(code);

        var answer = await _town.Dossiers.HandleAsync(code, new DossierCommand.ChangeTime(Minh, RecordedTime.PromisedAt, _town.Clock.Now.AddDays(-3), "Cho đúng hạn"), "k", null, default);

        var after = await _town.ViewAsync(code);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((answer.Refusal?.Code, answer.Length), Is.EqualTo(("D248", before.Length + 1)));
            Assert.That(after.Journal[^1].Happened, Is.EqualTo(new DossierEvent.TimeChangeRefused(_town.Clock.Now, Minh.Id, RecordedTime.PromisedAt, _town.Clock.Now.AddDays(-3), "Cho đúng hạn", "D248")));
            Assert.That((after.Dossier.ReceivedAt, after.Dossier.PromisedAt, after.Clocks.DueAt), Is.EqualTo((before.Dossier.ReceivedAt, before.Dossier.PromisedAt, before.Clocks.DueAt)));
            Assert.That((await _town.Dossiers.PreviewAsync(code, new DossierCommand.ChangeTime(Minh, RecordedTime.OnTime), default)).Refusal?.Code, Is.EqualTo("D248"));
            Assert.That((await _town.ViewAsync(code)).Length, Is.EqualTo(after.Length), "trying it out writes nothing");
            Assert.That((await _town.The<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty);
        }
    }

    [Test]
    public async Task Whoever_holds_the_receipt_learns_how_it_stands_and_nobody_by_guessing()
    {
        var code = await _town.ReceivedAsync();
        var other = await _town.ReceivedAsync("Người khác");
        var token = PublicRegister.TokenOf((await _town.ViewAsync(code)).Journal);
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));

        var register = _town.The<PublicRegister>();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await register.LookUpByReceiptAsync(code, token, default))?.Status, Is.EqualTo(DossierStatus.InProgress));
            Assert.That(PublicRegister.TokenOf((await _town.ViewAsync(code)).Journal), Is.EqualTo(token), "the receipt stays good as the dossier goes on");
            Assert.That(await register.LookUpByReceiptAsync(other, token, default), Is.Null);
            Assert.That(await register.LookUpByReceiptAsync(code, "", default), Is.Null);
            Assert.That(await register.LookUpByReceiptAsync(DossierCode.Parse("H35.40-260302-0999"), token, default), Is.Null);
        }
    }

    [Test]
    public async Task The_look_up_tells_of_early_results_and_apologises_for_late_ones()
    {
        var (early, late) = (await _town.ReceivedAsync(), await _town.ReceivedAsync("Người khác"));
        foreach (var code in new[] { early, late }) await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        await _town.HandleAsync(early, Complete(Minh, B2, "Passed"));
        var register = _town.The<PublicRegister>();
        var ready = (await register.LookUpAsync(early, "0912345678", default))!;
        _town.Clock.Now = new DateTimeOffset(2026, 3, 20, 2, 0, 0, TimeSpan.Zero);
        await _town.HandleAsync(early, new DossierCommand.ReturnResult(Mai, null, new HandingOver(ReturnWay.Post, PostItem: "RN1VN")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((ready.IsEarly, ready.Apology), Is.EqualTo((true, false)));
            Assert.That((await register.LookUpAsync(late, "0912345678", default))!.Apology, Is.True);
            var returned = (await register.LookUpAsync(early, "0912345678", default))!;
            Assert.That((returned.ReturnedHow, returned.PostItem, returned.Apology), Is.EqualTo(((ReturnWay?)ReturnWay.Post, "RN1VN", false)), "late collection is nobody's fault");
            Assert.That((await _town.ViewAsync(early)).Clocks.Standing, Is.EqualTo(Standing.OnTime));
        }
    }
}
