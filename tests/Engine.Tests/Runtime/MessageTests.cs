using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Hosting;
using TthcFlow.Engine.Messages;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;
using Files = TthcFlow.Engine.Tests.Samples.Sample;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>What is to be told reaches whom it should: written with what caused it, handed out once, sent until it is taken or given up.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class MessageTests(string kind)
{
    private static readonly Officer Admin = new(new("quantri"), "Quản trị", null, new HashSet<Role> { Role.Administrator }, []);
    private static readonly OfficerId Hung = new("hung"), Pao = new("pao");

    private Town _town = null!;
    private MailServer _mail = null!;
    private WebServer _web = null!;

    private MessageSweep Sweep => _town.The<MessageSweep>();

    private MessageOffice Office => _town.The<MessageOffice>();

    [SetUp]
    public async Task Open()
    {
        (_mail, _web) = (new MailServer(), new WebServer());
        _town = await OpenAsync(kind, options => options with { PublicUrl = "https://motcua.tinh.gov.vn", Mail = _mail.Settings, Webhook = new(new(_web.Address, "sms"), "bí mật") });
        await PeopleAsync(_town);
    }

    [TearDown]
    public async Task Close()
    {
        await _town.DisposeAsync();
        await _mail.DisposeAsync();
        await _web.DisposeAsync();
    }

    [Test]
    public async Task An_applicant_hears_of_receipt_supplement_and_result_by_mail_and_by_the_gateway()
    {
        var code = await ReceivedAsync("dao@example.vn");
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        await _town.HandleAsync(code, new DossierCommand.RequestSupplement(Minh, B2, ["Bản vẽ mặt bằng"], "Thiếu bản vẽ"));
        await _town.HandleAsync(code, new DossierCommand.ReceiveSupplement(Mai));
        await _town.HandleAsync(code, Complete(Minh, B2, "Passed"));
        await Sweep.RunOnceAsync(default);

        Assert.That(_mail.Letters.Select(letter => letter.Subject), Is.EquivalentTo(new[]
        {
            $"Hồ sơ {code}: đã được tiếp nhận", $"Hồ sơ {code}: cần bổ sung giấy tờ", $"Hồ sơ {code}: đã có kết quả",
        }));
        var received = _mail.Letters.Single(letter => letter.Subject.EndsWith("tiếp nhận", StringComparison.Ordinal));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((received.From, received.To), Is.EqualTo(("motcua@tinh.gov.vn", "dao@example.vn")));
            Assert.That(received.Text, Does.Contain("Hẹn trả kết quả:").And.Contain("ngày 11/03/2026").And.Contain("The result is promised for").And.Contain("https://motcua.tinh.gov.vn/look-up"));
            Assert.That(_mail.Letters.Single(letter => letter.Subject.EndsWith("giấy tờ", StringComparison.Ordinal)).Text, Does.Contain("Bản vẽ mặt bằng"));
            Assert.That(_mail.Letters.Concat([received]).Select(letter => letter.Text + letter.Subject), Has.All.Not.Contain("Trần Thị Đào").And.All.Not.Contain("012345678901"), "no more than needed");
            Assert.That(_web.Posted.Count, Is.EqualTo(3));
        }
        Assert.That(await Sweep.RunOnceAsync(default), Is.Zero, "once");
    }

    [Test]
    public async Task The_gateway_gets_a_signed_document_at_the_configured_address_only()
    {
        var code = await ReceivedAsync(null);
        _web.Answer = 302;
        await Sweep.RunOnceAsync(default);
        Assert.That(_web.Posted.Select(posted => posted.Path), Is.EqualTo(new[] { "/sms" }), "no redirection is followed");

        var posted = _web.Posted[0];
        var said = JsonNode.Parse(posted.Body)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(posted.Heads["X-TthcFlow-Signature"], Is.EqualTo($"sha256={WebhookChannel.SignatureOf("bí mật", posted.Heads["X-TthcFlow-Timestamp"], posted.Body)}"));
            Assert.That(posted.Heads["X-TthcFlow-Message"], Is.EqualTo((string?)said["id"]));
            Assert.That(((string?)said["dossier"], (string?)said["kind"], (string?)said["to"]!["phone"]), Is.EqualTo((code.ToString(), "received", "0912 345 678")));
            Assert.That(_mail.Letters, Is.Empty, "without an address no letter");
        }
    }

    [Test]
    public async Task Whoever_cannot_be_reached_is_told_to_nobody_and_a_line_says_so()
    {
        var code = Done(await _town.Dossiers.ReceiveAsync(Permit, null, Receive() with { Particulars = new(new("Trần Thị Đào", null, null, null, null), null, []) }, null, default)).Code!;
        await Sweep.RunOnceAsync(default);

        var told = await Office.ToldApplicantAsync(code, default);
        Assert.That(told.Select(line => (line.Channel, line.State)), Is.EqualTo(new[] { ("none", MessageStatus.NoChannel) }));
        Assert.That((await Office.SendingAsync(Admin, MessageStatus.NoChannel, null, default))!.Lines.Select(line => line.Code), Is.EqualTo(new[] { code }));
    }

    [Test]
    public async Task The_ladder_reaches_hands_then_the_leader_then_the_head_each_once()
    {
        var code = await ReceivedAsync(null);
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        for (var hours = 0; hours < 6 * 24; hours += 4)
        {
            _town.Clock.Now = _town.Clock.Now.AddHours(4);
            await _town.Sweep.RunOnceAsync(default);
            await Sweep.RunOnceAsync(default);
        }

        async Task<IEnumerable<string>> Of(OfficerId officer) =>
            (await Office.InboxAsync(new(officer, "", Commune, new HashSet<Role>(), []), false, null, default)).Lines.Where(line => line.Step == B2).OrderBy(line => line.Id).Select(line => line.Kind);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Of(Minh.Id), Is.EqualTo(new[] { "due-soon", "due-today", "overdue" }));
            Assert.That(await Of(Lan.Id), Is.EqualTo(new[] { "due-soon", "due-today", "overdue" }), "whoever holds the position");
            Assert.That(await Of(Hung), Is.EqualTo(new[] { "to-leader" }));
            Assert.That(await Of(Pao), Is.EqualTo(new[] { "to-head" }));
            Assert.That(await Of(Mai.Id), Is.Empty);
            Assert.That(_mail.Letters.Where(letter => letter.Subject.Contains("bước B2", StringComparison.Ordinal)).Select(letter => letter.To).Distinct(), Is.EqualTo(new[] { "minh@tinh.gov.vn" }), "the others gave no address");
        }
    }

    [Test]
    public async Task Whoever_stands_in_that_day_is_told_too_and_the_named_one_alone_of_the_position()
    {
        await _town.The<FlowDatabase>().WriteAsync(
            [
                new Statement(
                    "insert into delegation (id, principal, substitute, kind, from_day, to_day, reason, registered_by, registered_at) values ('u1', 'minh', 'mai', 'leave', $1, $2, 'nghỉ', 'minh', $3)",
                    new DateOnly(2026, 3, 4), new DateOnly(2026, 3, 4), _town.Clock.Now),
            ], default);
        var code = await ReceivedAsync(null);
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        await _town.HandleAsync(code, new DossierCommand.Claim(Minh, B2));
        _town.Clock.Now = new DateTimeOffset(2026, 3, 4, 8, 0, 0, TimeSpan.Zero);
        await _town.Sweep.RunOnceAsync(default);
        await Sweep.RunOnceAsync(default);

        foreach (var (officer, lines) in new[] { (Minh, 1), (Mai, 1), (Lan, 0) })
            Assert.That((await Office.InboxAsync(officer, false, null, default)).Lines, Has.Count.EqualTo(lines), officer.Name);
    }

    [Test]
    public async Task The_inbox_is_counted_leafed_through_and_read()
    {
        for (var number = 0; number < MessageOffice.Lines + 5; number++) await _town.HandleAsync(await ReceivedAsync(null), Complete(Mai, B1, "Accepted"));
        _town.Clock.Now = new DateTimeOffset(2026, 3, 4, 8, 0, 0, TimeSpan.Zero);
        await _town.Sweep.RunOnceAsync(default);
        await Sweep.RunOnceAsync(default);

        Assert.That(await Office.UnreadAsync(Minh, default), Is.EqualTo(55));
        var first = await Office.InboxAsync(Minh, true, null, default);
        var second = await Office.InboxAsync(Minh, true, first.Next, default);
        Assert.That((first.Lines.Count, second.Lines.Count, second.Next), Is.EqualTo((50, 5, default(int?))));
        Assert.That(first.Lines.Concat(second.Lines).Select(line => line.Id), Is.Ordered.Descending.And.Unique);

        Assert.That(await Office.ReadAsync(Lan, first.Lines[0].Id, default), Is.EqualTo(MessageRefusals.NotYours));
        Assert.That(await Office.ReadAsync(Minh, first.Lines[0].Id, default), Is.Null);
        Assert.That(await Office.ReadAsync(Minh, first.Lines[0].Id, default), Is.Null, "read again is read");
        Assert.That(await Office.UnreadAsync(Minh, default), Is.EqualTo(54));
        Assert.That(await Office.ReadAsync(Minh, null, default), Is.Null);
        Assert.That((await Office.UnreadAsync(Minh, default), await Office.UnreadAsync(Lan, default)), Is.EqualTo((0, 55)));
    }

    [Test]
    public async Task What_is_not_taken_is_tried_after_growing_pauses_then_given_up_and_sent_again_by_an_administrator()
    {
        _mail.Refusal = "451 later, {to}";
        var code = await ReceivedAsync("dao@example.vn");
        await Sweep.RunOnceAsync(default);
        foreach (var pause in MessageSweep.Pauses)
        {
            _town.Clock.Now += pause - TimeSpan.FromSeconds(1);
            await Sweep.RunOnceAsync(default);
            Assert.That(await MailedAsync(code), Is.EqualTo(MessageStatus.Waiting), $"{pause} is not over");
            _town.Clock.Now += TimeSpan.FromSeconds(1);
            await Sweep.RunOnceAsync(default);
        }
        Assert.That(await MailedAsync(code), Is.EqualTo(MessageStatus.Failed));
        var line = (await Office.SendingAsync(Admin, MessageStatus.Failed, null, default))!.Lines.Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((line.Tries, line.Address), Is.EqualTo((MessageSweep.Pauses.Count + 1, "d***@example.vn")));
            Assert.That(line.Fault, Does.Contain("later").And.Not.Contain("dao@"), "no address in a fault");
            Assert.That(await Office.SendingAsync(Minh, MessageStatus.Failed, null, default), Is.Null);
            Assert.That(await Office.SendAgainAsync(Minh, line.Id, default), Is.EqualTo(MessageRefusals.NotAnAdministrator));
        }

        _mail.Refusal = null;
        Assert.That(await Office.SendAgainAsync(Admin, line.Id, default), Is.Null);
        Assert.That(await Office.SendAgainAsync(Admin, line.Id, default), Is.EqualTo(MessageRefusals.NotFailed));
        await Sweep.RunOnceAsync(default);
        Assert.That((await MailedAsync(code), _mail.Letters.Count), Is.EqualTo((MessageStatus.Sent, 1)));
    }

    [Test]
    public async Task What_is_sent_again_goes_to_the_address_of_today()
    {
        _mail.Refusal = "550 no such user";
        var code = await ReceivedAsync("dao@exampel.vn");
        await Sweep.RunOnceAsync(default);
        var failed = (await Office.SendingAsync(Admin, MessageStatus.Failed, null, default))!.Lines.Single();
        Assert.That((failed.Address, failed.NowAt), Is.EqualTo(("d***@exampel.vn", default(string))));

        await CorrectAsync(code, "dao@example.vn");
        failed = (await Office.SendingAsync(Admin, MessageStatus.Failed, null, default))!.Lines.Single();
        Assert.That((failed.Address, failed.NowAt), Is.EqualTo(("d***@exampel.vn", "d***@example.vn")));
        _mail.Refusal = null;
        Assert.That(await Office.SendAgainAsync(Admin, null, default), Is.Null);
        await Sweep.RunOnceAsync(default);
        Assert.That(_mail.Letters.Select(letter => letter.To), Is.EqualTo(new[] { "dao@example.vn" }));

        _mail.Refusal = "550 no such user";
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        await _town.HandleAsync(code, new DossierCommand.RequestSupplement(Minh, B2, ["CCCD"], "Thiếu"));
        await Sweep.RunOnceAsync(default);
        await CorrectAsync(code, null);
        failed = (await Office.SendingAsync(Admin, MessageStatus.Failed, null, default))!.Lines.Single();
        Assert.That(await Office.SendAgainAsync(Admin, failed.Id, default), Is.EqualTo(MessageRefusals.NotReached));
        Assert.That(await Office.SendAgainAsync(Admin, null, default), Is.Null, "of all, it stays where it is");
        Assert.That((await Office.SendingAsync(Admin, MessageStatus.Failed, null, default))!.Lines, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_body_that_is_asked_and_whoever_asks_are_reminded_each_once()
    {
        var code = await ReceivedAsync(null);
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        await _town.HandleAsync(code, new DossierCommand.Claim(Minh, B2));
        await _town.HandleAsync(code, new DossierCommand.Consult(Minh, B2, [new(Desk, "Ý kiến?", TimeLimit.OfHours(8))]));
        for (var hours = 0; hours < 48; hours += 2)
        {
            _town.Clock.Now = _town.Clock.Now.AddHours(2);
            await _town.Sweep.RunOnceAsync(default);
            await Sweep.RunOnceAsync(default);
        }

        async Task<IEnumerable<string>> Of(OfficerId officer) =>
            (await Office.InboxAsync(new(officer, "", Commune, new HashSet<Role>(), []), false, null, default)).Lines.Where(line => line.Step == Consultation.Key).OrderBy(line => line.Id).Select(line => line.Kind);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Of(Mai.Id), Is.EqualTo(new[] { "due-soon", "overdue" }));
            Assert.That(await Of(Minh.Id), Is.EqualTo(new[] { "due-soon", "overdue" }));
            Assert.That(await Of(Lan.Id), Is.Empty, "the step is Minh's by name");
            Assert.That(await Of(Hung), Is.EqualTo(new[] { "to-leader" }));
        }
    }

    [Test]
    public async Task A_last_word_of_the_other_side_is_not_argued_with()
    {
        _mail.Refusal = "550 no such user";
        _web.Answer = 422;
        var code = await ReceivedAsync("dao@example.vn");
        await Sweep.RunOnceAsync(default);
        Assert.That((await Office.ToldApplicantAsync(code, default)).Select(line => (line.Channel, line.State)), Is.EquivalentTo(new[] { ("e-mail", MessageStatus.Failed), ("webhook", MessageStatus.Failed) }));
    }

    [Test]
    public async Task Two_hosts_at_once_tell_everything_once()
    {
        await using var second = _town.SecondHost();
        for (var number = 0; number < 30; number++) await ReceivedAsync($"nguoi{number}@example.vn");
        await Task.WhenAll(new[] { Sweep, second.GetRequiredService<MessageSweep>() }.Select(sweep => Task.Run(() => sweep.RunOnceAsync(default))));
        await Sweep.RunOnceAsync(default);

        Assert.That(_mail.Letters.Select(letter => letter.To), Is.Unique);
        Assert.That(_mail.Letters, Has.Count.EqualTo(30));
        Assert.That(_web.Posted, Has.Count.EqualTo(30));
    }

    [Test]
    public async Task A_host_that_dies_at_any_point_loses_nothing_and_doubles_nothing()
    {
        _town.The<FlowDatabase>().Faults = new FaultPoints();
        var faults = _town.The<FlowDatabase>().Faults!;
        var undisturbed = await TellAsync("thu@example.vn");
        faults.Disarm();
        await TellAsync("diem@example.vn");
        var points = faults.Passed.Where(point => point.Key.Contains("notice", StringComparison.Ordinal) || point.Key.Contains("message", StringComparison.Ordinal)).ToArray();
        Assert.That(points.Select(point => point.Key), Is.SupersetOf(new[]
        {
            "before insert notice", "after insert notice", "notices claimed", "before insert message", "after insert message", "before delete notice", "before commit message", "after commit message",
            "messages claimed", "message sent", "before update message", "after update message",
        }));
        var number = 0;
        foreach (var (point, passings) in points)
            for (var passing = 1; passing <= passings; passing++)
            {
                var fired = faults.Fired;
                faults.Arm(point, passing, FaultKind.Throw);
                Assert.That(await TellAsync($"n{number++}@example.vn"), Is.EqualTo(undisturbed), $"{point} {passing}");
                Assert.That(faults.Fired, Is.EqualTo(fired + 1), $"{point} {passing} has fired");
            }
        Assert.That(_mail.Letters.GroupBy(letter => letter.MessageId).Select(same => same.Distinct().Count()), Has.All.EqualTo(1), "a letter that went out twice is the same letter");
        Assert.That(_mail.Letters.GroupBy(letter => (letter.To, letter.Subject)).Select(same => same.Select(letter => letter.MessageId).Distinct().Count()), Has.All.EqualTo(1));
    }

    [Test]
    public async Task A_completion_nobody_needs_to_hear_of_writes_no_notice()
    {
        var code = await ReceivedAsync(null);
        await Sweep.RunOnceAsync(default);
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        Assert.That(await _town.The<FlowDatabase>().ListAsync(new Statement("select count(*) from notice"), row => row.Number(0), default), Is.EqualTo(new[] { 0 }));
    }

    [Test]
    public async Task An_officer_says_where_mail_is_to_go()
    {
        Assert.That(await Office.SetEmailAsync(Lan, "Lan <lan@tinh.gov.vn>", default), Is.EqualTo(MessageRefusals.NoAddress));
        Assert.That(await Office.SetEmailAsync(Lan, "lan@tinh.gov.vn\r\nBcc: x@y.vn", default), Is.EqualTo(MessageRefusals.NoAddress));
        Assert.That(await Office.SetEmailAsync(Lan, " lan@tinh.gov.vn ", default), Is.Null);
        Assert.That(await Office.EmailOfAsync(Lan, default), Is.EqualTo("lan@tinh.gov.vn"));
        Assert.That(await Office.SetEmailAsync(Lan, "", default), Is.Null);
        Assert.That(await Office.EmailOfAsync(Lan, default), Is.Null);
    }

    [Test]
    public void A_reminder_is_in_the_inbox_within_a_minute_of_its_time_even_where_a_host_dies_with_it_in_hand()
    {
        var minute = TimeSpan.FromMinutes(1);
        Assert.That(SweepSchedule.Reminders + SweepSchedule.Messages, Is.LessThan(minute / 2));
        Assert.That(ReminderSweep.Lease + SweepSchedule.Reminders + SweepSchedule.Messages, Is.LessThan(minute), "died between claim and commit");
        Assert.That(SweepSchedule.Reminders + MessageSweep.NoticeLease + SweepSchedule.Messages, Is.LessThan(minute), "died before it was handed out");
    }

    /// <summary>A dossier from receipt to its first reminder, told by its messages; whoever is told of a fault tries again, and what a dead sweep held comes back.</summary>
    private async Task<string> TellAsync(string address)
    {
        _town.Clock.Now = new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);
        var command = Receive() with { Particulars = new(new("Trần Thị Đào", null, null, address, null), null, []) };
        DossierAnswer answer;
        try { answer = await _town.Dossiers.ReceiveAsync(Permit, null, command, address, default); }
        catch (FaultException) { answer = await _town.Dossiers.ReceiveAsync(Permit, null, command, address, default); }
        var code = Done(answer).Code!;
        _town.Clock.Now = new DateTimeOffset(2026, 3, 2, 7, 30, 0, TimeSpan.Zero); // the intake is due soon
        for (var beat = 0; beat < 6; beat++)
        {
            foreach (var sweep in new Func<Task>[] { () => _town.Sweep.RunOnceAsync(default), () => Sweep.RunOnceAsync(default) })
            {
                try { await sweep(); }
                catch (FaultException) { }
                catch (AggregateException parallel) when (parallel.InnerExceptions.All(one => one is FaultException)) { }
            }
            _town.Clock.Now += beat < 3 ? TimeSpan.FromSeconds(31) : MessageSweep.MessageLease;
        }
        return string.Join('\n', await _town.The<FlowDatabase>().ListAsync(
            new Statement("select number, recipient, channel, kind, state from message where code = $1 order by number, recipient, channel", code),
            row => $"{row.Number(0)} {row.Text(1)} {row.Text(2)} {row.Text(3)} {row.Text(4)}", default));
    }

    private async Task<MessageStatus> MailedAsync(DossierCode code) => (await Office.ToldApplicantAsync(code, default)).Single(line => line.Channel == "e-mail").State;

    private Task CorrectAsync(DossierCode code, string? email) => _town.HandleAsync(
        code, new DossierCommand.Correct(Mai, "Ghi nhầm địa chỉ", new(new("Trần Thị Đào", "012345678901", "0912 345 678", email, null), "Nhà ở riêng lẻ", [])));

    private async Task<DossierCode> ReceivedAsync(string? email) =>
        Done(await _town.Dossiers.ReceiveAsync(Permit, null, Receive() with { Particulars = new(new("Trần Thị Đào", "012345678901", "0912 345 678", email, null), "Nhà ở riêng lẻ", []) }, null, default)).Code!;

    /// <summary>Gives the town's officers their posts in the catalogue, a leader and a head besides, and an account each.</summary>
    internal static async Task PeopleAsync(Town town)
    {
        var catalogue = JsonNode.Parse(await File.ReadAllTextAsync(Files.PathOf("catalogue.json")))!;
        catalogue["positions"]!.AsArray().Add(JsonNode.Parse("""{"key":"mot-cua","name":"Một cửa","maySign":false}"""));
        foreach (var (officer, place, position) in new[] { ("mai", "H35.40.01", "mot-cua"), ("minh", "H35.40", "chuyen-vien"), ("lan", "H35.40", "chuyen-vien"), ("hung", "H35.40", "truong-phong"), ("pao", "H35.40", "chu-tich") })
            catalogue["holders"]!.AsArray().Add(JsonNode.Parse(JsonSerializer.Serialize(new { officer, name = officer, place, position })));
        await town.The<ProvinceSetup>().LoadCatalogueAsync(catalogue.ToJsonString(), default);

        foreach (var (id, role) in new[] { (Mai.Id, Role.DeskOfficer), (Minh.Id, Role.HandlingOfficer), (Lan.Id, Role.HandlingOfficer), (Hung, Role.Leader), (Pao, Role.Leader) })
            await town.The<AccountOffice>().SaveAsync(
                new Account { Id = id, Name = id.Value, Agency = Commune, Roles = new HashSet<Role> { role }, Email = id == Minh.Id ? "minh@tinh.gov.vn" : null }, isNew: true, default);
    }
}
