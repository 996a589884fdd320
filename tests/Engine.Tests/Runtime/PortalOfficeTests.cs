using Microsoft.Extensions.Logging.Abstractions;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Tests.Portal;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>Those who watch over portals see how they are, change what they are told, and see to what got stuck.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PortalOfficeTests(string kind)
{
    private static readonly Officer Controller = new(new("kiemsoat"), "kiemsoat", Commune, new HashSet<Role> { Role.Controller }, []);

    private Town _town = null!;

    private PortalOffice Office => _town.The<PortalOffice>();

    [SetUp]
    public async Task Settle() => _town = await OpenAsync(kind);

    [TearDown]
    public async Task Leave() => await _town.DisposeAsync();

    [Test]
    public async Task Nobody_else_sees_or_changes_anything()
    {
        var code = await _town.ReceivedAsync();
        Assert.That(await Office.PortalsAsync(Mai, default), Is.Null);
        Assert.That(await Office.PortalAsync(Mai, Portals.National, null, default), Is.Null);
        Assert.That(await Office.BookAsync(Mai, default), Is.Null);
        Assert.That(await Office.RevisionsAsync(Mai, default), Is.Empty);
        Assert.That((await Office.PreviewAsync(Mai, Portals.Text, default)).Refusal, Is.EqualTo(PortalRefusals.NotYours));
        foreach (var refusal in new[]
        {
            await Office.LoadAsync(Mai, Portals.Text, "Thử", null, default), await Office.PauseAsync(Mai, Portals.National, "Thử", default), await Office.GoOnAsync(Mai, Portals.National, default),
            await Office.SendAgainAsync(Mai, 1, default), await Office.SkipAsync(Mai, 1, "Thử", default),
        })
            Assert.That(refusal, Is.EqualTo(PortalRefusals.NotYours));
        Assert.That((await Office.OfDossierAsync(Mai, code, default))?.Select(line => (line.Topic, line.Code, line.State)), Is.EqualTo(new[] { (PortalTopic.Dossier, 2, PortalMessageStatus.Waiting) }), "the desk sees what is told of its dossier");
        Assert.That(await Office.OfDossierAsync(Stranger, code, default), Is.Null);
    }

    [Test]
    public async Task Bad_lists_are_refused_by_name_and_change_nothing()
    {
        foreach (var (text, said) in new[]
        {
            ("{", "Portals: "), ("[]", "Portals: "), ("""{"connections":[],"more":1}""", "Portals: "),
            (Portals.Text.Replace("\"dvcqg\"", "\"Cổng\"", StringComparison.Ordinal), "$.connections[0].key"), (Portals.Text.Replace("\"Bus\"", "\"Pigeon\"", StringComparison.Ordinal), "protocol"),
            (Portals.Text.Replace("http://127.0.0.1:9/", "ftp://127.0.0.1/", StringComparison.Ordinal), "$.connections[0].address"), (Portals.Text.Replace("http://", "http://me:secret@", StringComparison.Ordinal), "without a password"),
            (Portals.Text.Replace("\"password\": \"cong-dvcqg\"", "\"password\": \"Mật khẩu 123\"", StringComparison.Ordinal), "never the secret"),
            (Portals.Text.Replace("\"key\":", "\"table\": {}, \"key\":", StringComparison.Ordinal), "$.connections[0].table"), (Portals.Text.Replace("\"key\":", "\"parallel\": 0, \"key\":", StringComparison.Ordinal), "$.connections[0].parallel"),
            (Portals.Text.Replace("\"key\":", "\"timeout\": 301, \"key\":", StringComparison.Ordinal), "$.connections[0].timeout"), (Portals.Text.Replace("\"key\":", "\"validFrom\": \"2026-03-02\", \"validTo\": \"2026-03-01\", \"key\":", StringComparison.Ordinal), "$.connections[0].validTo"),
            (Portals.Text.Replace("\"key\":", "\"client\": \"tinh\", \"key\":", StringComparison.Ordinal), "$.connections[0].tokenAddress"),
        })
        {
            var refusal = await Office.LoadAsync(Controller, text, "Thử", null, default);
            Assert.That(refusal?.Code, Is.EqualTo("K102"), said);
            Assert.That(refusal!.Message.Vi, Does.Contain(said));
        }
        Assert.That(await Office.LoadAsync(Controller, Portals.Text, " ", null, default), Is.EqualTo(PortalRefusals.NoReason));
        Assert.That(await Office.LoadAsync(Controller, Portals.Text, "Thử", 7, default), Is.EqualTo(PortalRefusals.Stale));
        Assert.That((await Office.BookAsync(Controller, default))?.Version, Is.EqualTo(1));
        Assert.That(PortalBook.Parse((await Office.BookAsync(Controller, default))!.Value.Text).Connections.Single().Key, Is.EqualTo(Portals.National), "what is shown can be sent back");
    }

    [Test]
    public async Task A_change_is_weighed_on_the_dossiers_under_way_before_it_holds()
    {
        var (atDesk, examined) = (await _town.ReceivedAsync(), await _town.ReceivedAsync());
        await _town.HandleAsync(examined, Complete(Mai, B1, "Accepted"));
        var table = await File.ReadAllTextAsync(Samples.Sample.PathOf("portals/dvcqg.json"));

        async Task<PortalChange[]> WeighedAsync(string text)
        {
            var (preview, refusal) = await Office.PreviewAsync(Controller, text, default);
            Assert.That((refusal, preview?.Looked), Is.EqualTo(((Refusal?)null, (int?)2)));
            Assert.That(preview!.Counts.Values.Sum(), Is.EqualTo(preview.Lines.Count));
            return [.. preview.Lines];
        }

        Assert.That(await WeighedAsync(Portals.Text), Is.Empty);
        string With(string old, string now) => Portals.Text.Replace("\"key\":", $"\"table\": {table.Replace(old, now, StringComparison.Ordinal)}, \"key\":", StringComparison.Ordinal);
        Assert.That(await WeighedAsync(With("\"InProgress\": 4", "\"InProgress\": null")), Is.EqualTo(new[] { new PortalChange("dvcqg", examined, PortalChangeKind.Unmapped, 4, 0) }));
        Assert.That(await WeighedAsync(With("\"Received\": 2", "\"Received\": 4")), Is.EqualTo(new[] { new PortalChange("dvcqg", atDesk, PortalChangeKind.OtherCode, 2, 4) }));
        Assert.That(await WeighedAsync(With("\"Received\": 2", "\"Received\": 10")), Is.EqualTo(new[] { new PortalChange("dvcqg", atDesk, PortalChangeKind.OutOfOrder, 2, 10) }));
        Assert.That((await WeighedAsync(Portals.Text.Replace("\"key\":", "\"procedures\": [], \"key\":", StringComparison.Ordinal))).Select(line => line.Kind), Is.All.EqualTo(PortalChangeKind.NotToldAnyMore).And.Exactly(2).Items);
        var second = Portals.Text.Replace("\"connections\": [", "\"connections\": [ { \"key\": \"cong-tinh\", \"name\": \"Cổng tỉnh\", \"protocol\": \"Bus\", \"address\": \"http://127.0.0.1:9/\", \"unit\": \"H35\", \"account\": \"a\", \"password\": \"b\" },", StringComparison.Ordinal);
        Assert.That((await WeighedAsync(second)).Select(line => (line.Target, line.Kind)), Is.All.EqualTo(("cong-tinh", PortalChangeKind.ToldFromNow)).And.Exactly(2).Items);

        Assert.That(await Office.LoadAsync(Controller, """{"connections":[]}""", "Bỏ cổng", null, default), Is.EqualTo(PortalRefusals.InUse("dvcqg")));
        Assert.That(await Office.LoadAsync(Controller, second, "Thêm cổng tỉnh", 1, default), Is.Null);
        Assert.That((await Office.RevisionsAsync(Controller, default)).Select(line => (line.Version, line.By.Value, line.Reason)), Is.EqualTo(new[] { (2, "kiemsoat", "Thêm cổng tỉnh"), (1, "lan", "Kết nối lần đầu") }));
        await _town.HandleAsync(atDesk, Complete(Mai, B1, "Accepted"));
        Assert.That((await Office.OfDossierAsync(Mai, atDesk, default))!.Select(line => line.Target).Distinct(), Is.EqualTo(new[] { "cong-tinh", "dvcqg" }));
    }

    [Test]
    public async Task A_portal_shows_what_waits_why_and_how_fast_it_goes()
    {
        var (code, other, portal) = (await _town.ReceivedAsync(), await _town.ReceivedAsync(), new ScriptedPortal());
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        var sweep = new PortalSweep(_town.The<OutboxStore>(), _town.The<PortalParcels>(), [portal], _town.Clock, NullLogger<PortalSweep>.Instance);
        var waiting = (await Office.PortalsAsync(Controller, default))!.Single();
        Assert.That((waiting.Way, waiting.Load.Pending, waiting.Load.Dossiers, waiting.Load.OldestAt, waiting.Load.LastHour, waiting.Load.Delays), Is.EqualTo((PortalWay.Open, 4, 2, _town.Clock.Now, 0, (PortalDelays?)null)));

        portal.Answer = parcel => parcel.Code == other ? PortalAnswer.Refuse : PortalAnswer.Take;
        for (var again = 0; again < PortalSweep.MostRefusals; again++)
        {
            _town.Clock.Now += TimeSpan.FromMinutes(20);
            await sweep.RunOnceAsync(default);
        }

        var page = (await Office.PortalAsync(Controller, Portals.National, null, default))!;
        Assert.That((page.View.Load.Pending, page.View.Load.Dead, page.View.Load.LastDay, page.View.Load.Delays?.Of), Is.EqualTo((1, 1, 3, (int?)3)));
        Assert.That(page.View.Load.Faults, Is.EqualTo(new[] { new PortalObstacle("12: trạng thái không hợp lệ", 1) }));
        Assert.That((page.Stuck.Single().Dossier, page.Stuck.Single().State, page.Next), Is.EqualTo((other, PortalMessageStatus.Dead, (int?)null)));
        Assert.That(await Office.SkipAsync(Controller, page.Stuck[0].Id, "", default), Is.EqualTo(PortalRefusals.NoReason));
        Assert.That(await Office.SkipAsync(Controller, page.Stuck[0].Id, "Cổng đã tự cập nhật", default), Is.Null);
        Assert.That(await Office.SendAgainAsync(Controller, page.Stuck[0].Id, default), Is.EqualTo(PortalRefusals.NotStuck));
        Assert.That((await Office.OfDossierAsync(Mai, other, default))!.Select(line => (line.State, line.Receipt, line.By)), Is.EqualTo(new[] { (PortalMessageStatus.Skipped, (string?)"Cổng đã tự cập nhật", (OfficerId?)Controller.Id) }));

        Assert.That(await Office.PauseAsync(Controller, "khong-co", "Thử", default), Is.EqualTo(PortalRefusals.NoSuchPortal));
        Assert.That(await Office.PauseAsync(Controller, Portals.National, "Cổng bảo trì", default), Is.Null);
        Assert.That((await Office.PortalsAsync(Controller, default))!.Select(view => (view.Way, view.Reason, view.PausedBy)), Is.EqualTo(new[] { (PortalWay.Paused, (string?)"Cổng bảo trì", (OfficerId?)Controller.Id) }));
        Assert.That(await Office.GoOnAsync(Controller, Portals.National, default), Is.Null);
        Assert.That((await Office.PortalsAsync(Controller, default))![0].Way, Is.EqualTo(PortalWay.Open));
    }
}
