using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Hosting;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Runtime;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class DossierOfficeTests(string kind)
{
    private Town _town = null!;

    [SetUp]
    public async Task Open() => _town = await Town.OpenAsync(kind);

    [TearDown]
    public async Task Close() => await _town.DisposeAsync();

    [Test]
    public async Task A_dossier_goes_from_the_desk_to_the_returned_result()
    {
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        await _town.HandleAsync(code, Complete(Minh, B2, "Passed"));
        await _town.HandleAsync(code, new DossierCommand.ReturnResult(Mai, "Trần Thị Đào"));

        var view = await _town.ViewAsync(code);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(code.ToString(), Is.EqualTo("H35.40-260302-0001"));
            Assert.That(view.Dossier.Status, Is.EqualTo(DossierStatus.Returned));
            Assert.That(view.Dossier.PromisedAt, Is.EqualTo(new DateTimeOffset(2026, 3, 11, 2, 0, 0, TimeSpan.Zero)), "seven working days");
            Assert.That(view.Particulars.Applicant.Name, Is.EqualTo("Trần Thị Đào"));
            Assert.That(view.Length, Is.EqualTo(view.Journal.Count));
            Assert.That((await _town.The<RegisterStore>().OutboxAsync(code, default)).Where(message => message.Topic is PortalTopic.Dossier).Select(message => message.Code), Is.EqualTo(new[] { 2, 4, 9, 10 }), "what the portal is told");
            Assert.That(await _town.Register.WorkAsync(Minh, default), Is.Empty);
            Assert.That((await _town.The<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty);
        }
    }

    [Test]
    public async Task A_repeated_receipt_gives_the_first_answer_and_makes_no_second_dossier()
    {
        var first = Done(await _town.Dossiers.ReceiveAsync(Permit, null, Receive(), "k1", default));
        var again = await _town.Dossiers.ReceiveAsync(Permit, null, Receive(), "k1", default);
        var other = await _town.Dossiers.ReceiveAsync(Permit, null, Receive("Người khác"), "k1", default);

        Assert.That(again, Is.EqualTo(first));
        Assert.That(other.Refusal, Is.EqualTo(OfficeRefusals.KeyReused));
        Assert.That((await _town.Register.DeskAsync(Mai, new DossierQuestion(DeskFilter.Running), default)).Total, Is.EqualTo(1));
    }

    [Test]
    public async Task A_key_that_served_a_dossier_does_not_serve_a_draft()
    {
        Done(await _town.Dossiers.ReceiveAsync(Permit, null, Receive(), "k1", default));

        Assert.That((await _town.The<PublicationOffice>().DraftAsync(Mai, Document(), default, "k1")).Refusal, Is.EqualTo(OfficeRefusals.KeyReused));
    }

    [Test]
    public async Task The_same_command_sent_eight_times_at_once_is_carried_out_once()
    {
        await using var second = _town.SecondHost();
        DossierOffice[] hosts = [_town.Dossiers, second.GetRequiredService<DossierOffice>()];

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(at => Task.Run(() => hosts[at % 2].ReceiveAsync(Permit, null, Receive(), "k1", default))));

        Assert.That(answers.Select(answer => answer.Code).Distinct().Count(), Is.EqualTo(1));
        Assert.That(answers, Has.All.Property(nameof(DossierAnswer.IsDone)).True);
    }

    [Test]
    public async Task A_repeated_completion_gives_the_first_answer_although_the_step_is_done()
    {
        var code = await _town.ReceivedAsync();
        var first = Done(await _town.Dossiers.HandleAsync(code, Complete(Mai, B1, "Accepted"), "k1", null, default));

        Assert.That(await _town.Dossiers.HandleAsync(code, Complete(Mai, B1, "Accepted"), "k1", null, default), Is.EqualTo(first));
        Assert.That((await _town.Dossiers.HandleAsync(code, Complete(Mai, B1, "Accepted"), "k2", null, default)).Refusal, Is.EqualTo(DossierRefusals.NotOpen(B1)));
    }

    [Test]
    public async Task Of_two_officers_who_complete_the_same_step_one_is_told_it_is_done()
    {
        await using var second = _town.SecondHost();
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));

        var answers = await Task.WhenAll(
            Task.Run(() => _town.Dossiers.HandleAsync(code, Complete(Minh, B2, "Passed"), null, null, default)),
            Task.Run(() => second.GetRequiredService<DossierOffice>().HandleAsync(code, Complete(Lan, B2, "Passed"), null, null, default)));

        Assert.That(answers.Count(answer => answer.IsDone), Is.EqualTo(1));
        Assert.That(answers.Single(answer => !answer.IsDone).Refusal, Is.EqualTo(DossierRefusals.NotOpen(B2)));
        Assert.That((await _town.ViewAsync(code)).Journal.Count(line => line.Happened is DossierEvent.StepCompleted { Step: var step } && step == B2), Is.EqualTo(1));
    }

    [Test]
    public async Task Who_saw_an_older_state_is_told_so()
    {
        var code = await _town.ReceivedAsync();
        var seen = (await _town.ViewAsync(code)).Length;
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));

        var answer = await _town.Dossiers.HandleAsync(code, Complete(Minh, B2, "Passed"), null, seen, default);

        Assert.That(answer.Refusal, Is.EqualTo(OfficeRefusals.Stale));
        Assert.That((await _town.ViewAsync(code)).Dossier.FindOpen(B2), Is.Not.Null, "nothing changed");
    }

    [Test]
    public async Task A_dossier_that_does_not_exist_is_not_found() => Assert.That(
        (await _town.Dossiers.HandleAsync(DossierCode.Parse("H35.40-260302-0099"), Complete(Minh, B2, "Passed"), null, null, default)).Refusal, Is.EqualTo(OfficeRefusals.DossierNotFound));

    [Test]
    public async Task A_dossier_stays_on_the_version_it_was_received_under()
    {
        var old = await _town.ReceivedAsync();
        await _town.PublishAsync(Document("Cấp giấy phép (sửa đổi)", "2"), new DateOnly(2026, 3, 3));
        var today = await _town.ReceivedAsync();
        _town.Clock.Now = _town.Clock.Now.AddDays(1);
        var tomorrow = await _town.ReceivedAsync();

        Assert.That((await _town.ViewAsync(old)).Process.Name, Is.EqualTo("Cấp giấy phép xây dựng"));
        Assert.That((await _town.ViewAsync(today)).Process.Name, Is.EqualTo("Cấp giấy phép xây dựng"));
        Assert.That((await _town.ViewAsync(tomorrow)).Process.Name, Is.EqualTo("Cấp giấy phép (sửa đổi)"));
    }

    [Test]
    public async Task Without_a_version_in_force_nothing_is_received()
    {
        Assert.That((await _town.Dossiers.ReceiveAsync(new("1.000001"), null, Receive(), null, default)).Refusal, Is.EqualTo(OfficeRefusals.NotInForce));
        Assert.That((await _town.Dossiers.ReceiveAsync(Permit, new CaseKey("gia-han"), Receive(), null, default)).Refusal, Is.EqualTo(OfficeRefusals.NotInForce));
    }

    [Test]
    public async Task A_preview_tells_the_effect_on_the_clocks_and_changes_nothing()
    {
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        var before = await _town.ViewAsync(code);

        var preview = await _town.Dossiers.PreviewAsync(code, new DossierCommand.RequestSupplement(Minh, B2, ["Bản vẽ"], "Thiếu bản vẽ"), default);
        var refused = await _town.Dossiers.PreviewAsync(code, Complete(Mai, B2, "Passed"), default);
        var receipt = await _town.Dossiers.PreviewReceiptAsync(Permit, null, Receive(), default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((preview.Before!.Standing, preview.After!.Standing), Is.EqualTo((Standing.OnTime, Standing.Stopped)));
            Assert.That(preview.Events.OfType<DossierEvent.ClockStopped>(), Is.Not.Empty);
            Assert.That(refused.Refusal, Is.EqualTo(DossierRefusals.NotYourStep(B2)));
            Assert.That(receipt.After!.DueAt, Is.EqualTo(new DateTimeOffset(2026, 3, 11, 2, 0, 0, TimeSpan.Zero)));
            Assert.That((await _town.ViewAsync(code)).Length, Is.EqualTo(before.Length));
            Assert.That((await _town.Register.DeskAsync(Mai, new DossierQuestion(DeskFilter.Running), default)).Total, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_look_at_the_dossier_makes_nobody_elses_form_stale()
    {
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        var seen = (await _town.ViewAsync(code)).Length;

        await _town.HandleAsync(code, new DossierCommand.MarkSeen(Lan, B2));
        Assert.That((await _town.Dossiers.HandleAsync(code, Complete(Minh, B2, "Passed"), null, seen + 2, default)).Refusal, Is.EqualTo(OfficeRefusals.Stale), "nobody can have seen that");
        Assert.That((await _town.Dossiers.HandleAsync(code, Complete(Minh, B2, "Passed"), null, seen, default)).Refusal, Is.Null);
        Assert.That((await _town.Dossiers.HandleAsync(code, new DossierCommand.ReturnResult(Mai), null, seen, default)).Refusal, Is.EqualTo(OfficeRefusals.Stale));
    }

    [Test]
    public async Task Whoever_may_not_see_a_dossier_hears_that_there_is_none_whatever_they_ask_for()
    {
        var code = await _town.ReceivedAsync();
        var length = (await _town.ViewAsync(code)).Length;
        var blind = Minh with { Roles = new HashSet<Role> { Role.Author } }; // of the agency, and not one who handles dossiers
        DossierCommand[] Asked(Officer by) => [Complete(by, B1, "Accepted"), Complete(by, B2, "Passed"), new DossierCommand.ChangeTime(by, RecordedTime.OnTime), new DossierCommand.WithdrawAttachment(by, 1, "Nhầm")];

        foreach (var asked in Asked(Stranger).Concat(Asked(blind)))
        {
            var answers = new[]
            {
                (await _town.Dossiers.HandleAsync(code, asked, null, null, default)).Refusal,
                (await _town.Dossiers.HandleAsync(code, asked, null, length + 1, default)).Refusal,
                (await _town.Dossiers.PreviewAsync(code, asked, default)).Refusal,
                (await _town.Dossiers.HandleAsync(DossierCode.Parse("H35.40-260302-0002"), asked, null, null, default)).Refusal,
            };
            Assert.That(answers, Is.All.EqualTo(OfficeRefusals.DossierNotFound), asked.ToString());
        }
        Assert.That((await _town.ViewAsync(code)).Length, Is.EqualTo(length), "nor did their asking leave a line");
    }

    [Test]
    public async Task A_reminder_is_said_once_however_many_sweeps_there_are()
    {
        await using var second = _town.SecondHost();
        var code = await _town.ReceivedAsync(); // intake: half a day, due Mon 15:00
        async Task<int> SweepsAt(int hour, int minute)
        {
            _town.Clock.Now = new DateTimeOffset(2026, 3, 2, hour - 7, minute, 0, TimeSpan.Zero);
            var said = await Task.WhenAll(Task.Run(() => _town.Sweep.RunOnceAsync(default)), Task.Run(() => second.GetRequiredService<ReminderSweep>().RunOnceAsync(default)));
            return said.Sum();
        }

        Assert.That(await SweepsAt(13, 59), Is.Zero);
        Assert.That(await SweepsAt(14, 5), Is.EqualTo(1), "less than a quarter of the half day is left");
        Assert.That(await SweepsAt(14, 10), Is.Zero);
        Assert.That(await SweepsAt(15, 1), Is.EqualTo(1), "overdue");
        Assert.That(await SweepsAt(16, 0), Is.Zero);
        Assert.That((await _town.ViewAsync(code)).Journal.Select(line => line.Happened).OfType<DossierEvent.Reminded>().Select(reminded => reminded.Kind),
            Is.EqualTo(new[] { ReminderKind.DueSoon, ReminderKind.Overdue }));
    }

    [Test]
    public async Task Nobody_is_reminded_while_the_applicant_looks_for_papers()
    {
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        await _town.HandleAsync(code, new DossierCommand.RequestSupplement(Minh, B2, ["Bản vẽ"], "Thiếu bản vẽ"));
        _town.Clock.Now = _town.Clock.Now.AddDays(14); // Mon 16 March

        Assert.That(await _town.Sweep.RunOnceAsync(default), Is.Zero);
        await _town.HandleAsync(code, new DossierCommand.ReceiveSupplement(Mai));
        Assert.That(await _town.Sweep.RunOnceAsync(default), Is.Zero, "three days are left again");
        _town.Clock.Now = _town.Clock.Now.AddDays(3);
        Assert.That(await _town.Sweep.RunOnceAsync(default), Is.EqualTo(1));
    }

    [Test]
    public async Task A_day_off_announced_later_moves_the_due_times_of_what_is_under_way()
    {
        var code = await _town.ReceivedAsync(); // due Wed 11 March 09:00
        var calendar = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(Samples.Sample.PathOf("calendars/2026.json")))!;
        calendar["version"] = 2;
        calendar["years"]![0]!["holidays"]!.AsArray().Insert(3, System.Text.Json.Nodes.JsonNode.Parse("""{"from":"2026-03-02","to":"2026-03-02","vi":"nghỉ bão","en":"storm"}"""));
        await _town.The<ProvinceSetup>().LoadCalendarAsync(calendar.ToJsonString(), default);

        var view = await _town.ViewAsync(code);
        Assert.That(view.Clocks.DueAt, Is.EqualTo(new DateTimeOffset(2026, 3, 11, 10, 0, 0, TimeSpan.Zero)), "seven days from Tuesday's opening");
        Assert.That(view.Dossier.PromisedAt, Is.EqualTo(new DateTimeOffset(2026, 3, 11, 2, 0, 0, TimeSpan.Zero)), "what the receipt says stays");
        _town.Clock.Now = new DateTimeOffset(2026, 3, 2, 8, 30, 0, TimeSpan.Zero);
        Assert.That(await _town.Sweep.RunOnceAsync(default), Is.Zero, "the intake is not late: nobody worked that day");
        _town.Clock.Now = new DateTimeOffset(2026, 3, 11, 3, 0, 0, TimeSpan.Zero);
        Assert.That((await _town.Register.DeskAsync(Mai, new DossierQuestion(DeskFilter.Overdue), default)).Total, Is.Zero);
        Assert.That((await _town.Register.DeskAsync(Mai, new DossierQuestion(DeskFilter.DueToday), default)).Total, Is.EqualTo(1));
    }

    [Test]
    public void Every_command_can_be_recognised_when_it_is_repeated()
    {
        var commands = typeof(DossierCommand).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(DossierCommand)));
        var known = typeof(FlowJson).GetProperties().Select(property => property.PropertyType.IsGenericType ? property.PropertyType.GetGenericArguments()[0] : null);
        Assert.That(commands, Is.SubsetOf(known));
    }

    [Test]
    public void The_engine_is_wired_on_two_pages()
    {
        var services = new ServiceCollection().AddTthcFlow(new TthcFlowOptions { Sweeps = false });
        Assert.That(services, Has.Count.LessThanOrEqualTo(100));
    }
}
