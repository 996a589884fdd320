using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Tests.Portal;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>Ledger, outbox and portal laid side by side: what does not agree is found, and told once more where that puts it right.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ReconciliationTests(string kind)
{
    private static readonly Officer Controller = new(new("kiemsoat"), "kiemsoat", Commune, new HashSet<Role> { Role.Controller }, []);

    private ScriptedPortal _portal = null!;
    private Town _town = null!;

    private ReconciliationOffice Office => _town.The<ReconciliationOffice>();

    [SetUp]
    public async Task Settle() => (_town, _portal) = (await OpenAsync(kind), new ScriptedPortal());

    [TearDown]
    public async Task Leave() => await _town.DisposeAsync();

    [Test]
    public async Task What_does_not_agree_is_found_and_what_can_be_told_again_is()
    {
        var codes = new List<DossierCode>();
        for (var number = 0; number < 6; number++) codes.Add(await _town.ReceivedAsync());
        await _town.HandleAsync(codes[1], Complete(Mai, B1, "Accepted"));
        await Tell().RunOnceAsync(default);
        var late = await _town.ReceivedAsync(); // still in the outbox
        var (unknown, behind, apart) = (codes[0], codes[1], codes[2]);
        _portal.Knows = code =>
            _portal.TakenOf(code).Count > (code == behind ? 3 : 1) ? There(code, code == behind ? 4 : 2)
            : code == unknown ? null
            : code == behind ? There(code, 2)
            : code == apart ? There(code, 10)
            : There(code, 2);

        var (id, refusal) = await Office.AskAsync(Controller, Portals.National, default);
        Assert.That(refusal, Is.Null);
        Assert.That((await Office.AskAsync(Controller, Portals.National, default)).Id, Is.EqualTo(id), "one at a time");
        Assert.That(await Lay().RunOnceAsync(default), Is.EqualTo(14), "the night's run and the one asked for");

        var page = (await Office.RunAsync(Controller, id!.Value, null, default))!;
        Assert.That((page.Run.Looked, page.Run.Matched, page.Run.Pending, page.Run.FinishedAt is not null, page.Run.Fault), Is.EqualTo((7, 3, 1, true, (string?)null)));
        Assert.That(page.Run.SyncRate, Is.EqualTo(42.85m));
        Assert.That(page.Lines.ToDictionary(line => line.Dossier, line => (line.Finding.Kind, line.Finding.There)), Is.EquivalentTo(new Dictionary<DossierCode, (ReconciliationKind, int?)>
        {
            [unknown] = (ReconciliationKind.UnknownThere, null),
            [behind] = (ReconciliationKind.Behind, 2),
            [apart] = (ReconciliationKind.Apart, 10),
        }));

        Assert.That(await Office.RepairAsync(Controller, id.Value, apart, default), Is.EqualTo((0, PortalRefusals.NotRepairable)), "somebody has to look at that one");
        Assert.That(await Office.RepairAsync(Controller, id.Value, null, default), Is.EqualTo((2, (Refusal?)null)));
        Assert.That(await Office.RepairAsync(Controller, id.Value, null, default), Is.EqualTo((0, PortalRefusals.NotRepairable)), "once");
        await Tell().RunOnceAsync(default);
        Assert.That((_portal.TakenOf(unknown)[^1], _portal.TakenOf(behind)[^1], _portal.TakenOf(late).Count), Is.EqualTo(("2 Dossier 2", "4 Dossier 4", 1)), "as they stand by their last line");

        var again = (await Office.AskAsync(Controller, Portals.National, default)).Id!.Value;
        await Lay().RunOnceAsync(default);
        Assert.That((await Office.RunAsync(Controller, again, null, default))!.Lines.Select(line => line.Dossier), Is.EqualTo(new[] { apart }));
        Assert.That((await Office.RunsAsync(Controller, Portals.National, default))!.Select(run => (run.By, run.Looked)), Is.EqualTo(new[] { ((OfficerId?)Controller.Id, 7), (null, 7), (Controller.Id, 7) }));
    }

    [Test]
    public async Task A_dossier_from_before_the_portal_was_connected_is_told_as_it_stands()
    {
        var books = _town.The<ReferenceStore>();
        await books.LoadPortalsAsync("""{"connections":[]}""", Controller.Id, "Chưa kết nối", _town.Clock.Now, default);
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        await books.LoadPortalsAsync(Portals.Text, Controller.Id, "Kết nối", _town.Clock.Now, default);

        var id = (await Office.AskAsync(Controller, Portals.National, default)).Id!.Value;
        await Lay().RunOnceAsync(default);
        Assert.That((await Office.RunAsync(Controller, id, null, default))!.Lines.Select(line => (line.Dossier, line.Finding.Kind, line.IsRepairable)), Is.EqualTo(new[] { (code, ReconciliationKind.NeverTold, true) }));
        Assert.That((await Office.RepairAsync(Controller, id, code, default)).Count, Is.EqualTo(1));
        await Tell().RunOnceAsync(default);
        Assert.That(_portal.TakenOf(code), Is.EqualTo(new[] { "4 Dossier 4" }));
        await _town.HandleAsync(code, Complete(Minh, B2, "Passed"));
        await Tell().RunOnceAsync(default);
        Assert.That(_portal.TakenOf(code), Is.EqualTo(new[] { "4 Dossier 4", "5 Progress 4", "6 Dossier 9" }), "and everything after it");
    }

    [Test]
    public async Task The_night_has_one_run_and_a_silent_portal_ends_it()
    {
        await _town.ReceivedAsync();
        await Tell().RunOnceAsync(default);
        _portal.Knows = _ => throw new PortalFault("no answer", PortalFaultKind.Unreachable);
        Assert.That(await Lay().RunOnceAsync(default), Is.EqualTo(1));
        Assert.That(await Lay().RunOnceAsync(default), Is.Zero, "once a night");
        var run = (await Office.RunsAsync(Controller, Portals.National, default))!.Single();
        Assert.That((run.By, run.Matched, run.Fault), Is.EqualTo(((OfficerId?)null, 0, "Cổng không trả lời, dừng đối soát. (The portal does not answer; the run was stopped.)")));

        _portal.Knows = null;
        _town.Clock.Now = new DateTimeOffset(2026, 3, 2, 17, 30, 0, TimeSpan.Zero); // half past midnight
        Assert.That(await Lay().RunOnceAsync(default), Is.Zero, "not yet");
        _town.Clock.Now = _town.Clock.Now.AddHours(1);
        Assert.That(await Lay().RunOnceAsync(default), Is.EqualTo(1));
        Assert.That((await Office.RunsAsync(Controller, Portals.National, default))![0].SyncRate, Is.EqualTo(100m));
    }

    [Test]
    public async Task A_run_whose_host_died_is_gone_on_with()
    {
        for (var number = 0; number < 3; number++) await _town.ReceivedAsync();
        await Tell().RunOnceAsync(default);
        var faults = _town.The<FlowDatabase>().Faults = new FaultPoints();
        faults.Arm("before update reconciliation", 2, FaultKind.Throw);
        Assert.That(() => Lay().RunOnceAsync(default), Throws.TypeOf<FaultException>());
        faults.Disarm();
        Assert.That(await Lay().RunOnceAsync(default), Is.Zero, "it may still be at it");
        _town.Clock.Now = _town.Clock.Now.AddMinutes(11);
        Assert.That(await Lay().RunOnceAsync(default), Is.EqualTo(3));
        Assert.That((await Office.RunsAsync(Controller, Portals.National, default))!.Select(run => (run.Looked, run.Matched)), Is.EqualTo(new[] { (3, 3) }));
    }

    [Test]
    public async Task It_is_for_those_who_watch_over_portals()
    {
        Assert.That(await Office.RunsAsync(Mai, Portals.National, default), Is.Null);
        Assert.That(await Office.RunsAsync(Controller, "khong-co", default), Is.Null);
        Assert.That(await Office.RunAsync(Controller, 987, null, default), Is.Null);
        Assert.That((await Office.AskAsync(Mai, Portals.National, default)).Refusal, Is.EqualTo(PortalRefusals.NotYours));
        Assert.That((await Office.AskAsync(Controller, "khong-co", default)).Refusal, Is.EqualTo(PortalRefusals.NoSuchPortal));
        Assert.That((await Office.RepairAsync(Mai, 1, null, default)).Refusal, Is.EqualTo(PortalRefusals.NotYours));
    }

    private static JsonObject There(DossierCode code, int status) => new() { ["MaHoSo"] = code.ToString(), ["TrangThaiHoSo"] = status.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    private PortalSweep Tell() => new(_town.The<OutboxStore>(), _town.The<PortalParcels>(), [_portal], _town.Clock, NullLogger<PortalSweep>.Instance);

    private ReconciliationSweep Lay() => new(_town.The<ReconciliationStore>(), _town.The<PortalParcels>(), [_portal], _town.Clock, NullLogger<ReconciliationSweep>.Instance);
}
