using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Events;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>Whoever subscribed is told of every event, signed, each dossier's in order, however often the other side or the program breaks.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class SubscriptionTests(string kind)
{
    private const string Secret = "một khoá đủ dài";

    private static readonly Officer Admin = new(new("quantri"), "Quản trị", null, new HashSet<Role> { Role.Administrator }, []);
    private static readonly Officer CommuneAdmin = new(new("quantri-xa"), "Quản trị xã", Commune, new HashSet<Role> { Role.Administrator }, []);

    private Town _town = null!;
    private WebServer _web = null!;
    private string _secrets = null!;

    private SubscriptionOffice Office => _town.The<SubscriptionOffice>();

    private SubscriptionSweep Sweep => _town.The<SubscriptionSweep>();

    [SetUp]
    public async Task Open()
    {
        _secrets = Directory.CreateTempSubdirectory("tthcflow-secrets-").FullName;
        await File.WriteAllTextAsync(Path.Combine(_secrets, "cong-tinh"), Secret + " 2026");
        await File.WriteAllTextAsync(Path.Combine(_secrets, "ngan"), "ngắn");
        _web = new WebServer();
        _town = await OpenAsync(kind, options => options with { SecretsFolder = _secrets, PostReach = PostReach.ThisMachine });
    }

    [TearDown]
    public async Task Close()
    {
        await _town.DisposeAsync();
        await _web.DisposeAsync();
        Directory.Delete(_secrets, recursive: true);
    }

    [Test]
    public async Task Events_are_posted_signed_in_the_order_of_the_journal()
    {
        await EnteredAsync(Ask() with { Types = [.. EventKinds.All.Where(one => one.Source is EventSource.Dossier).Select(one => one.Type)] });
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        await TellAsync();

        var told = _web.Posted.Select(one => JsonNode.Parse(one.Body)!).ToList();
        var length = (await _town.ViewAsync(code)).Length;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(told.Select(one => (string?)one["id"]), Is.EqualTo(Enumerable.Range(1, length).Select(line => $"{code}/{line}")));
            Assert.That(_web.Posted.Select(one => one.Heads["Content-Type"]), Has.All.StartsWith("application/cloudevents+json"));
            foreach (var one in _web.Posted)
                Assert.That(one.Heads["X-TthcFlow-Signature"], Is.EqualTo($"sha256={WebhookChannel.SignatureOf(Secret + " 2026", one.Heads["X-TthcFlow-Timestamp"], one.Body)}"));
        }
        Assert.That(await TellAsync(), Is.Zero, "once");
    }

    [Test]
    public async Task Only_what_was_asked_for_is_told()
    {
        await EnteredAsync(Ask() with { Types = ["vn.gov.tthcflow.dossier.received"], Agency = Commune });
        await EnteredAsync(Ask("nơi khác") with { Agency = Elsewhere, Address = new Uri(_web.Address, "elsewhere").ToString(), Types = ["vn.gov.tthcflow.dossier.received"] });
        await EnteredAsync(Ask("thủ tục khác") with { Procedures = ["1.000001"], Address = new Uri(_web.Address, "other").ToString() });
        await _town.ReceivedAsync();
        await TellAsync();
        Assert.That(_web.Posted.Select(one => (one.Path, (string?)JsonNode.Parse(one.Body)!["type"])), Is.EqualTo(new[] { ("/", "vn.gov.tthcflow.dossier.received") }));
    }

    [Test]
    public async Task Two_hosts_and_a_shaky_receiver_keep_the_order_of_every_dossier()
    {
        await EnteredAsync(Ask());
        var calls = 0;
        _web.Answering = _ => ++calls % 3 == 0 ? 503 : 204;
        await using var second = _town.SecondHost();
        var codes = new List<DossierCode>();
        for (var number = 0; number < 6; number++) codes.Add(await _town.ReceivedAsync());
        foreach (var code in codes)
        {
            await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
            await _town.HandleAsync(code, Complete(Minh, B2, "Passed"));
        }
        await _town.The<EventSweep>().RunOnceAsync(default);
        for (var beat = 0; beat < 40 && await WaitingAsync() > 0; beat++)
        {
            await Task.WhenAll(Sweep.RunOnceAsync(default), second.GetRequiredService<SubscriptionSweep>().RunOnceAsync(default));
            _town.Clock.Now += TimeSpan.FromMinutes(3);
        }

        Assert.That(await WaitingAsync(), Is.Zero);
        var posted = _web.Posted.Select(one => (string)JsonNode.Parse(one.Body)!["id"]!).ToList();
        foreach (var code in codes)
        {
            var lines = posted.Where(id => id.StartsWith($"{code}/", StringComparison.Ordinal)).Select(id => int.Parse(id.Split('/')[1], null)).ToList();
            Assert.That(lines, Is.Ordered, "nothing is told before what comes first, tried again or not");
            Assert.That(lines.Distinct(), Is.EqualTo(Enumerable.Range(1, (await _town.ViewAsync(code)).Length)));
        }
        Assert.That(posted, Has.Count.GreaterThan(posted.Distinct().Count()), "the receiver was shaky");
    }

    [Test]
    public async Task A_host_that_dies_before_it_wrote_that_it_was_taken_tells_it_again_with_the_same_id_and_in_order()
    {
        await EnteredAsync(Ask() with { Types = ["vn.gov.tthcflow.dossier.received", "vn.gov.tthcflow.dossier.step-opened", "vn.gov.tthcflow.dossier.step-completed"] });
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        await _town.The<EventSweep>().RunOnceAsync(default);
        var database = _town.The<FlowDatabase>();
        database.Faults = new FaultPoints();
        database.Faults.Arm("event told", 2, FaultKind.Throw);
        Assert.That(async () => await Sweep.RunOnceAsync(default), Throws.TypeOf<FaultException>());
        database.Faults = null;

        Assert.That(await Sweep.RunOnceAsync(default), Is.Zero, "the lane is still in its hands");
        _town.Clock.Now += SubscriptionSweep.Lease + TimeSpan.FromSeconds(1);
        await Sweep.RunOnceAsync(default);
        var ids = _web.Posted.Select(one => (string?)JsonNode.Parse(one.Body)!["id"]).ToList();
        var distinct = ids.Distinct().ToList();
        Assert.That(ids, Is.EqualTo(distinct.Take(2).Append(distinct[1]).Concat(distinct.Skip(2))), "the second one twice, before what comes after it");
        Assert.That(await WaitingAsync(), Is.Zero);
    }

    [Test]
    public async Task A_host_that_was_held_up_for_longer_than_its_lease_has_nothing_more_to_say()
    {
        var id = await EnteredAsync(Ask());
        await _town.ReceivedAsync();
        await _town.The<EventSweep>().RunOnceAsync(default);
        var (store, now) = (_town.The<SubscriptionStore>(), _town.Clock.Now);
        var slow = (await store.ClaimAsync(id, now, now + SubscriptionSweep.Lease, 1, default))[0];
        Assert.That(await store.ClaimAsync(id, now, now + SubscriptionSweep.Lease, 10, default), Has.None.Matches<EventLane>(lane => lane!.Code == slow.Code));
        var later = now + SubscriptionSweep.Lease * 2;
        var quick = (await store.ClaimAsync(id, later, later + SubscriptionSweep.Lease, 10, default)).Single(lane => lane.Code == slow.Code);
        var number = (await store.WaitingAsync(quick, 1, default))[0].Number;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await store.NotTakenAsync(slow, number, 500, "chậm", null, later, default), Is.False);
            Assert.That(await store.TakenAsync(slow, number, 204, later, later, default), Is.False);
            Assert.That((await store.WaitingAsync(quick, 1, default))[0].Number, Is.EqualTo(number));
            Assert.That(await store.TakenAsync(quick, number, 204, later, later, default), Is.True);
        }
    }

    [Test]
    public async Task What_is_never_taken_is_given_up_after_a_day_and_holds_up_its_own_dossier_only()
    {
        var id = await EnteredAsync(Ask() with { Types = ["vn.gov.tthcflow.dossier.received", "vn.gov.tthcflow.dossier.step-completed"] });
        var (bad, good) = (await _town.ReceivedAsync(), await _town.ReceivedAsync());
        await _town.HandleAsync(bad, Complete(Mai, B1, "Accepted"));
        (_web.Saying, _web.Answering) = ("Không nhận " + new string('x', 300), posted => (string?)JsonNode.Parse(posted.Body)!["subject"] == bad.ToString() ? 500 : 204);
        for (var hours = 0; hours < 30; hours++)
        {
            await TellAsync();
            _town.Clock.Now += TimeSpan.FromHours(1);
        }

        var page = (await Office.SendingsAsync(Admin, id, null, null, default))!;
        var stuck = page.Lines.Single(line => line.State is SendingStatus.GivenUp);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((stuck.Code, stuck.Kind.Name, stuck.Tries, stuck.Answer), Is.EqualTo((bad.ToString(), "received", SendingPauses.All.Count + 1, 500)));
            Assert.That(stuck.Fault, Does.StartWith("Không nhận").And.Length.EqualTo(200));
            Assert.That(page.Lines.Single(line => line.Code == good.ToString()).State, Is.EqualTo(SendingStatus.Told));
            Assert.That(page.Lines.Single(line => line.Code == bad.ToString() && line.Kind.Name == "step-completed").State, Is.EqualTo(SendingStatus.Waiting));
            Assert.That((await Office.ListAsync(Admin, default))!.Single(), Is.Not.Null.And.Property("Waiting").EqualTo(1).And.Property("GivenUp").EqualTo(1));
            Assert.That((await Office.SendingsAsync(Admin, id, SendingStatus.GivenUp, null, default))!.Lines, Has.Count.EqualTo(1));
        }

        Assert.That((await Office.SkipAsync(Admin, id, stuck.Number, " ", default))?.Code, Is.EqualTo("E114"));
        Assert.That(await Office.SendAgainAsync(Admin, id, stuck.Number, default), Is.Null);
        Assert.That((await Office.SendAgainAsync(Admin, id, stuck.Number, default))?.Code, Is.EqualTo("E115"));
        await TellAsync();
        Assert.That((await Office.SendingsAsync(Admin, id, null, null, default))!.Lines.Single(line => line.Number == stuck.Number), Has.Property("State").EqualTo(SendingStatus.Waiting).And.Property("Tries").EqualTo(1), "as if new");
        for (var hours = 0; hours < 30; hours++)
        {
            _town.Clock.Now += TimeSpan.FromHours(1);
            await TellAsync();
        }
        _web.Answering = null;
        Assert.That(await Office.SkipAsync(Admin, id, stuck.Number, "Bên nhận không cần hồ sơ này", default), Is.Null);
        await TellAsync();
        var after = (await Office.SendingsAsync(Admin, id, null, null, default))!.Lines.Where(line => line.Code == bad.ToString()).OrderBy(line => line.Number).Select(line => line.State);
        Assert.That(after, Is.EqualTo(new[] { SendingStatus.Skipped, SendingStatus.Told }));
        var record = (await Office.FindAsync(Admin, id, default))!.Value.Record;
        Assert.That(record.Select(line => line.Act), Is.EqualTo(new[] { "skipped", "sent-again", "entered" }));
        Assert.That(record[0].Detail, Does.Contain("Bên nhận không cần hồ sơ này"));
    }

    [Test]
    public async Task A_receiver_that_is_gone_pauses_the_subscription_and_nothing_is_lost()
    {
        var id = await EnteredAsync(Ask() with { Types = ["vn.gov.tthcflow.dossier.received"] });
        _web.Answer = 410;
        await _town.ReceivedAsync();
        await TellAsync();
        _web.Answer = 204;
        await _town.ReceivedAsync();
        _town.Clock.Now += TimeSpan.FromDays(2);
        await TellAsync();
        var (view, record) = (await Office.FindAsync(Admin, id, default))!.Value;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_web.Posted, Has.Count.EqualTo(1));
            Assert.That((view.Standing, view.Subscription.PausedWhy, view.Waiting), Is.EqualTo((SubscriptionStanding.Paused, "HTTP 410", 2)));
            Assert.That((record[0].Act, record[0].By), Is.EqualTo(("paused", Officer.System.Id)));
        }
        Assert.That((await Office.PauseAsync(Admin, id, "đang sửa", default))?.Code, Is.EqualTo("E117"));
        Assert.That(await Office.ResumeAsync(Admin, id, default), Is.Null);
        await TellAsync();
        Assert.That(_web.Posted, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task A_redirection_is_not_followed_and_a_trial_says_what_was_answered()
    {
        var id = await EnteredAsync(Ask());
        _web.Answer = 302;
        Assert.That((await Office.TryAsync(Admin, id, default))?.Code, Is.EqualTo("E116"));
        _web.Answer = 202;
        Assert.That(await Office.TryAsync(Admin, id, default), Is.Null);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(_web.Posted.Select(one => one.Path), Is.EqualTo(new[] { "/", "/" }));
            Assert.That(_web.Posted.Select(one => (string?)JsonNode.Parse(one.Body)!["type"]), Has.All.EqualTo(EventKinds.Trial));
            Assert.That((await Office.FindAsync(Admin, id, default))!.Value.Record.Where(line => line.Act == "tried").Select(line => line.Detail), Is.EqualTo(new[] { "HTTP 202", "HTTP 302" }));
        }
    }

    [Test]
    public async Task What_cannot_be_entered_is_refused_with_its_reason()
    {
        var now = _town.Clock.Now;
        async Task<string?> No(SubscriptionAsk ask, Officer? by = null) => (await Office.EnterAsync(by ?? Admin, ask, default)).Refusal?.Code;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await No(Ask(), Mai), Is.EqualTo("E101"));
            Assert.That(await No(Ask() with { Agency = Elsewhere }, CommuneAdmin), Is.EqualTo("E102"));
            Assert.That(await No(Ask(" ")), Is.EqualTo("E103"));
            foreach (var address in new[] { null, "cong", "ftp://tinh.gov.vn", "http://tinh.gov.vn/nhan", "https://ten:mat-khau@tinh.gov.vn/", "https://tinh.gov.vn/#a" })
                Assert.That(await No(Ask() with { Address = address }), Is.EqualTo("E104"), address);
            foreach (var address in new[] { "https://169.254.169.254/latest", "https://10.0.0.7/", "https://[fe80::1]/", "https://[::ffff:192.168.1.1]/", "https://0.0.0.0/", "https://khong-co.invalid/" })
                Assert.That(await No(Ask() with { Address = address }), Is.EqualTo("E105"), address);
            foreach (var secret in new[] { null, "khong-co", "ngan", "../cong-tinh" })
                Assert.That(await No(Ask() with { Secret = secret }), Is.EqualTo("E106"), secret);
            Assert.That(await No(Ask() with { Types = ["vn.gov.tthcflow.dossier.nothing"] }), Is.EqualTo("E107"));
            Assert.That(await No(Ask() with { Procedures = ["một thủ tục"] }), Is.EqualTo("E108"));
            Assert.That(await No(Ask() with { Agency = new AgencyCode("H99") }), Is.EqualTo("E109"));
            Assert.That(await No(Ask() with { Until = now }), Is.EqualTo("E110"));
        }
        var id = await EnteredAsync(Ask());
        Assert.That(await No(Ask()), Is.EqualTo("E111"));
        Assert.That((await Office.EndAsync(Admin, id, null, default))?.Code, Is.EqualTo("E114"));
        Assert.That(await Office.EndAsync(Admin, id, "không dùng nữa", default), Is.Null);
        Assert.That((await Office.EndAsync(Admin, id, "không dùng nữa", default))?.Code, Is.EqualTo("E113"));
        Assert.That(await No(Ask()), Is.Null, "the name is free again");
        await _town.ReceivedAsync();
        await TellAsync();
        Assert.That((await Office.FindAsync(Admin, id, default))!.Value.View, Has.Property("Waiting").Zero.And.Property("Standing").EqualTo(SubscriptionStanding.Over));
    }

    [Test]
    public async Task An_agencys_administrator_has_its_own_subscriptions_only()
    {
        var provincial = await EnteredAsync(Ask());
        var own = (await Office.EnterAsync(CommuneAdmin, Ask(), default)).Id!.Value;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Office.ListAsync(CommuneAdmin, default))!.Select(view => (view.Subscription.Id, view.Subscription.Agency)), Is.EqualTo(new[] { (own, (AgencyCode?)Commune) }));
            Assert.That((await Office.ListAsync(Admin, default))!.Select(view => view.Subscription.Id), Is.EquivalentTo(new[] { provincial, own }));
            Assert.That(await Office.ListAsync(Mai, default), Is.Null);
            Assert.That(await Office.FindAsync(CommuneAdmin, provincial, default), Is.Null);
            Assert.That(await Office.SendingsAsync(CommuneAdmin, provincial, null, null, default), Is.Null);
            Assert.That((await Office.PauseAsync(CommuneAdmin, provincial, "lý do", default))?.Code, Is.EqualTo("E112"));
            Assert.That((await Office.TryAsync(Mai, own, default))?.Code, Is.EqualTo("E101"));
        }
    }

    [Test]
    public async Task An_address_that_leads_inside_by_now_is_not_reached()
    {
        var id = await EnteredAsync(Ask());
        using var post = new EventPost(new SecretBook(_secrets), PostReach.Outside, _town.Clock);
        var (view, _) = (await Office.FindAsync(Admin, id, default))!.Value;
        var answer = await post.SendAsync(view.Subscription, _town.The<EventWriting>().Trial(view.Subscription, _town.Clock.Now), default);
        Assert.That((answer.Status, answer.IsTaken), Is.EqualTo(((int?)null, false)));
        Assert.That(answer.Fault, Does.Contain("nội bộ"));
        Assert.That(_web.Posted, Is.Empty);
    }

    [TestCase("8.8.8.8", true, true)]
    [TestCase("2001:4860:4860::8888", true, true)]
    [TestCase("10.1.2.3", false, true)]
    [TestCase("172.31.0.1", false, true)]
    [TestCase("172.32.0.1", true, true)]
    [TestCase("192.168.0.1", false, true)]
    [TestCase("100.64.0.1", false, true)]
    [TestCase("fd12::1", false, true)]
    [TestCase("127.0.0.1", false, true)]
    [TestCase("::1", false, true)]
    [TestCase("::ffff:10.0.0.1", false, true)]
    [TestCase("64:ff9b::a00:1", false, true)]
    [TestCase("2002:a00:1::", false, true)]
    [TestCase("::10.0.0.1", false, true)]
    [TestCase("169.254.169.254", false, false)]
    [TestCase("::ffff:169.254.169.254", false, false)]
    [TestCase("100.100.100.200", false, false)]
    [TestCase("fd00:ec2::254", false, false)]
    [TestCase("fe80::1", false, false)]
    [TestCase("0.0.0.0", false, false)]
    [TestCase("::", false, false)]
    [TestCase("224.0.0.1", false, false)]
    [TestCase("255.255.255.255", false, false)]
    [TestCase("ff02::1", false, false)]
    public void Addresses_are_judged_by_where_they_lead(string address, bool outside, bool inside)
    {
        Assert.That(InternalAddresses.MayReach(IPAddress.Parse(address), PostReach.Outside), Is.EqualTo(outside));
        Assert.That(InternalAddresses.MayReach(IPAddress.Parse(address), PostReach.Internal), Is.EqualTo(inside));
    }

    private SubscriptionAsk Ask(string name = "Cổng dữ liệu tỉnh") => new(name, _web.Address.ToString(), "cong-tinh", [], [], null, null, null);

    private async Task<int> EnteredAsync(SubscriptionAsk ask)
    {
        await _town.The<EventSweep>().RunOnceAsync(default); // the province's own versions are told of before
        var (id, refusal) = await Office.EnterAsync(Admin, ask, default);
        Assert.That(refusal, Is.Null, refusal?.Message.En);
        return id!.Value;
    }

    private async Task<int> TellAsync()
    {
        await _town.The<EventSweep>().RunOnceAsync(default);
        return await Sweep.RunOnceAsync(default);
    }

    private async Task<int> WaitingAsync() =>
        (await _town.The<FlowDatabase>().ListAsync(new Statement("select count(*) from event_sending where state = 'waiting'"), row => row.Number(0), default))[0];
}
