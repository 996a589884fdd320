using Microsoft.Extensions.Logging.Abstractions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Tests.Portal;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>Every status is told once and in order, whatever portal and hosts do; and no dossier notices.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class PortalSweepTests(string kind)
{
    /// <summary>Received, accepted and passed on, examined, handed over.</summary>
    private static readonly string[] Whole = ["1 Dossier 2", "3 Progress 2", "4 Dossier 4", "5 Progress 4", "6 Dossier 9", "8 Progress 9", "9 Dossier 10"];

    private Town _town = null!;
    private ScriptedPortal _portal = null!;

    [SetUp]
    public async Task Settle() => (_town, _portal) = (await OpenAsync(kind), new ScriptedPortal());

    [TearDown]
    public async Task Leave() => await _town.DisposeAsync();

    [Test]
    public async Task What_happens_to_a_dossier_is_told_once_and_in_order()
    {
        var code = await LivedAsync();

        var told = await Sweep().RunOnceAsync(default);

        var outbox = await OutboxAsync(code);
        Assert.That(_portal.TakenOf(code), Is.EqualTo(Whole), "all of it, in the journal's order");
        Assert.That(outbox.Where(line => line.Topic is PortalTopic.Dossier).Select(line => line.Status), Is.EqualTo(new[] { 2, 4, 9, 10 }));
        Assert.That(outbox, Is.All.Matches<OutboxLine>(line => line is { State: "sent", Receipt: "0: thành công" }));
        Assert.That((told, await Sweep().RunOnceAsync(default), await PendingAsync()), Is.EqualTo((outbox.Count, 0, 0)));
    }

    [TestCase("lanes claimed", 1, false)]
    [TestCase("portal told", 1, true)]
    [TestCase("portal told", 2, true)]
    [TestCase("portal told", 4, true)]
    [TestCase("before update portal_lane", 2, true)]
    [TestCase("after update portal_lane", 3, true)]
    [TestCase("before update outbox", 2, true)]
    [TestCase("after update outbox", 3, true)]
    [TestCase("before commit portal_lane", 3, true)]
    [TestCase("after commit portal_lane", 3, true)]
    public async Task A_host_that_dies_between_sending_and_writing_it_down_leaves_nothing_out_and_tells_nothing_twice(string point, int passing, bool isAfterSending)
    {
        var code = await LivedAsync();
        var faults = _town.The<FlowDatabase>().Faults = new FaultPoints();
        faults.Arm(point, passing, FaultKind.Throw);

        Assert.That(() => Sweep().RunOnceAsync(default), Throws.TypeOf<FaultException>());
        Assert.That(faults.Fired, Is.EqualTo(1));
        faults.Disarm();
        if (isAfterSending) Assert.That(_portal.TakenOf(code), Is.Not.Empty);
        var meanwhile = _portal.Asked;
        await Sweep().RunOnceAsync(default);
        Assert.That(_portal.Asked, Is.EqualTo(meanwhile), "the dead host's lease has not run out");

        _town.Clock.Now += TimeSpan.FromMinutes(10);
        await Sweep().RunOnceAsync(default);

        await AllToldAsync(code);
    }

    [Test]
    public async Task A_host_held_up_for_longer_than_its_lease_writes_nothing_down_any_more()
    {
        var code = await LivedAsync();
        var (sending, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        _portal.Before = async _ =>
        {
            _portal.Before = null;
            sending.SetResult();
            await goOn.Task;
        };
        var heldUp = Sweep().RunOnceAsync(default);
        await sending.Task;
        _town.Clock.Now += TimeSpan.FromMinutes(10);
        _portal.Answer = _ => PortalAnswer.LoseBefore;
        await Sweep().RunOnceAsync(default); // the second host has the lane by now
        var before = await OutboxAsync(code);
        _portal.Answer = null;
        goOn.SetResult();

        Assert.That(await heldUp, Is.Zero);
        Assert.That(await OutboxAsync(code), Is.EqualTo(before), "the first one's word counts no more");
        _town.Clock.Now += TimeSpan.FromMinutes(10);
        await Sweep().RunOnceAsync(default);
        await AllToldAsync(code);
    }

    [Test]
    public async Task A_lost_answer_is_looked_up_and_a_message_that_never_came_is_sent_again()
    {
        var code = await LivedAsync();
        var lost = 0;
        _portal.Answer = _ => (lost++ % 3) switch { 0 => PortalAnswer.LoseAfter, 1 => PortalAnswer.LoseBefore, _ => PortalAnswer.Take };

        for (var again = 0; again < 60 && await PendingAsync() > 0; again++)
        {
            await Sweep().RunOnceAsync(default);
            _town.Clock.Now += TimeSpan.FromHours(2);
        }

        await AllToldAsync(code);
    }

    [Test]
    public async Task What_a_portal_keeps_refusing_is_given_up_and_holds_what_comes_after_until_somebody_sees_to_it()
    {
        var (code, other) = (await LivedAsync(), await LivedAsync());
        _portal.Answer = parcel => parcel.Code == code && parcel.Message.Number == 4 ? PortalAnswer.Refuse : PortalAnswer.Take;
        for (var again = 0; again < PortalSweep.MostRefusals; again++)
        {
            await Sweep().RunOnceAsync(default);
            _town.Clock.Now += TimeSpan.FromHours(2);
        }

        var stuck = (await OutboxAsync(code)).Single(line => line.State == "dead");
        Assert.That((stuck.Number, stuck.Tries, stuck.Fault), Is.EqualTo((4, PortalSweep.MostRefusals, "12: trạng thái không hợp lệ")));
        Assert.That(_portal.TakenOf(code), Is.EqualTo(Whole[..2]), "nothing overtakes it");
        await AllToldAsync(other);
        var asked = _portal.Asked;
        await Sweep().RunOnceAsync(default);
        Assert.That(_portal.Asked, Is.EqualTo(asked), "nobody tries any more");

        var store = _town.The<OutboxStore>();
        Assert.That(await store.SendAgainAsync(stuck.Id, Lan.Id, _town.Clock.Now, default), Is.True);
        await Sweep().RunOnceAsync(default);
        Assert.That((await OutboxAsync(code)).Single(line => line.Id == stuck.Id).State, Is.EqualTo("dead"), "and is refused once more");
        Assert.That(await store.SkipAsync(stuck.Id, Lan.Id, "Cổng đã có trạng thái này", _town.Clock.Now, default), Is.True);
        await Sweep().RunOnceAsync(default);
        Assert.That(_portal.TakenOf(code), Is.EqualTo(Whole.Where(line => line != "4 Dossier 4")));
        Assert.That((await OutboxAsync(code)).Single(line => line.Id == stuck.Id) is { State: "skipped", Receipt: "Cổng đã có trạng thái này" }, Is.True);
        Assert.That(await store.SkipAsync(stuck.Id, Lan.Id, "Lần nữa", _town.Clock.Now, default), Is.False, "once");
        Assert.That(await PendingAsync(), Is.Zero);
    }

    [Test]
    public async Task A_state_without_a_code_is_held_and_told_once_the_table_has_one()
    {
        await _town.The<ReferenceStore>().LoadPortalsAsync(WithTable("\"InProgress\": 4", "\"InProgress\": null"), Lan.Id, "Thử", _town.Clock.Now, default);
        var code = await LivedAsync();
        await Sweep().RunOnceAsync(default);
        Assert.That(_portal.TakenOf(code), Is.EqualTo(Whole[..2]));
        Assert.That((await OutboxAsync(code)).Where(line => line.State == "held").Select(line => (line.Number, line.Status)), Is.EqualTo(new[] { (4, 0) }));

        await _town.The<ReferenceStore>().LoadPortalsAsync(Portals.Text, Lan.Id, "Bổ sung mã", _town.Clock.Now, default);
        await Sweep().RunOnceAsync(default);

        await AllToldAsync(code);
    }

    [Test]
    public async Task A_portal_that_does_not_answer_is_left_alone_and_one_dossier_finds_out_that_it_is_back()
    {
        for (var number = 0; number < 20; number++) await LivedAsync();
        _portal.Answer = _ => PortalAnswer.LoseBefore;
        for (var beat = 0; beat < 3; beat++)
        {
            await Sweep().RunOnceAsync(default);
            _town.Clock.Now += TimeSpan.FromSeconds(1);
        }
        var standing = await _town.The<OutboxStore>().StandingAsync(Portals.National, default);
        Assert.That(standing.Failures, Is.GreaterThanOrEqualTo(PortalSweep.MostSilences));
        Assert.That((standing.RestingUntil > _town.Clock.Now, standing.Fault), Is.EqualTo((true, "no answer")));
        var asked = _portal.Asked;
        await Sweep().RunOnceAsync(default);
        Assert.That(_portal.Asked, Is.EqualTo(asked), "left alone");

        _town.Clock.Now = standing.RestingUntil!.Value + TimeSpan.FromMinutes(1);
        await Sweep().RunOnceAsync(default);
        Assert.That(_portal.Asked, Is.EqualTo(asked + 1), "one finds out that it is still away");

        _portal.Answer = null;
        for (var again = 0; again < 10 && await PendingAsync() > 0; again++)
        {
            _town.Clock.Now += TimeSpan.FromHours(2);
            await Sweep().RunOnceAsync(default);
        }
        Assert.That(((await _town.The<OutboxStore>().StandingAsync(Portals.National, default)).Failures, await PendingAsync()), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task A_paused_portal_is_told_nothing_until_it_goes_on()
    {
        var (store, code) = (_town.The<OutboxStore>(), await LivedAsync());
        await store.PauseAsync(Portals.National, Lan.Id, "Cổng bảo trì", _town.Clock.Now, default);
        await Sweep().RunOnceAsync(default);
        Assert.That(_portal.Asked, Is.Zero);
        Assert.That(await store.StandingAsync(Portals.National, default), Is.EqualTo(new PortalStanding(true, Lan.Id, _town.Clock.Now, "Cổng bảo trì", 0, null, null, null)));

        await store.PauseAsync(Portals.National, null, null, _town.Clock.Now, default);
        await Sweep().RunOnceAsync(default);
        await AllToldAsync(code);
    }

    [Test]
    public async Task What_happens_while_a_lane_is_in_hand_is_told_after_it_and_a_slow_answer_keeps_nobody_else_waiting()
    {
        var (slow, goOn) = (await _town.ReceivedAsync(), new TaskCompletionSource());
        _portal.Before = parcel => parcel.Code == slow ? goOn.Task : Task.CompletedTask;
        var sweep = new PortalSweep(_town.The<OutboxStore>(), _town.The<PortalParcels>(), [_portal], _town.Clock, NullLogger<PortalSweep>.Instance) { Bell = _town.The<Bell>() };
        var telling = sweep.RunOnceAsync(default);
        await EventuallyAsync(() => _portal.Asked == 1);

        await LiveAsync(slow);
        var quick = await LivedAsync();
        await EventuallyAsync(() => _portal.TakenOf(quick).Count == Whole.Length);
        Assert.That(_portal.TakenOf(slow), Is.Empty);
        goOn.SetResult();
        await telling;
        await Sweep().RunOnceAsync(default);

        await AllToldAsync(slow);
        await AllToldAsync(quick);
    }

    [Test]
    public async Task Many_hosts_tell_many_dossiers_each_in_order_once()
    {
        var codes = new List<DossierCode>();
        for (var number = 0; number < 12; number++) codes.Add(await LivedAsync());
        var luck = new Random(7);
        _portal.Answer = _ => { lock (luck) return luck.Next(10) switch { 0 => PortalAnswer.LoseAfter, 1 => PortalAnswer.LoseBefore, _ => PortalAnswer.Take }; };

        for (var again = 0; again < 60 && await PendingAsync() > 0; again++)
        {
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Sweep().RunOnceAsync(default))));
            _town.Clock.Now += TimeSpan.FromHours(2);
        }

        foreach (var code in codes) await AllToldAsync(code);
    }

    [Test]
    public async Task A_portal_hears_of_its_own_procedures_agencies_and_days_only()
    {
        async Task<int> RowsAsync(string member)
        {
            await _town.The<ReferenceStore>().LoadPortalsAsync(Portals.Text.Replace("\"key\":", $"{member}, \"key\":", StringComparison.Ordinal), Lan.Id, "Thử", _town.Clock.Now, default);
            return (await OutboxAsync(await _town.ReceivedAsync())).Count;
        }

        Assert.That(
            new[]
            {
                await RowsAsync("\"procedures\": [\"1.009994\"]"), await RowsAsync("\"procedures\": [\"1.009995\"]"), await RowsAsync("\"agencies\": [\"H35.40.01\"]"), await RowsAsync("\"agencies\": [\"H35.41\"]"),
                await RowsAsync("\"validFrom\": \"2026-03-02\""), await RowsAsync("\"validFrom\": \"2026-03-03\""), await RowsAsync("\"validTo\": \"2026-03-01\""),
            },
            Is.EqualTo(new[] { 1, 0, 1, 0, 1, 0, 0 }));
    }

    private PortalSweep Sweep() => new(_town.The<OutboxStore>(), _town.The<PortalParcels>(), [_portal], _town.Clock, NullLogger<PortalSweep>.Instance);

    private async Task<DossierCode> LivedAsync()
    {
        var code = await _town.ReceivedAsync();
        await LiveAsync(code);
        return code;
    }

    private async Task LiveAsync(DossierCode code)
    {
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        await _town.HandleAsync(code, Complete(Minh, B2, "Passed"));
        await _town.HandleAsync(code, new DossierCommand.ReturnResult(Mai, "Trần Thị Đào"));
    }

    private async Task AllToldAsync(DossierCode code)
    {
        var outbox = await OutboxAsync(code);
        Assert.That(outbox, Is.Not.Empty);
        Assert.That(outbox.Select(line => line.State), Is.All.EqualTo("sent"));
        Assert.That(_portal.TakenOf(code), Is.EqualTo(outbox.Select(line => $"{line.Number} {line.Topic} {line.Status}")), "each once, in order");
    }

    private Task<List<OutboxLine>> OutboxAsync(DossierCode code) => _town.The<FlowDatabase>().ListAsync(
        new Statement("select id, number, service, status, state, tries, receipt, fault from outbox where code = $1 order by number", code),
        row => new OutboxLine(row.Number(0), row.Number(1), OutboxStore.ServiceOf(row.Text(2)), row.Number(3), row.Text(4), row.Number(5), row.TextOrNull(6), row.TextOrNull(7)), default);

    private async Task<int> PendingAsync() => (await _town.The<FlowDatabase>().ListAsync(new Statement("select count(*) from outbox where done_at is null"), row => row.Number(0), default))[0];

    private static async Task EventuallyAsync(Func<bool> isSo)
    {
        for (var left = 400; left > 0 && !isSo(); left--) await Task.Delay(25);
        Assert.That(isSo(), Is.True);
    }

    private static string WithTable(string old, string now)
    {
        var table = File.ReadAllText(Samples.Sample.PathOf("portals/dvcqg.json"));
        Assert.That(table, Does.Contain(old));
        return Portals.Text.Replace("\"key\":", $"\"table\": {table.Replace(old, now, StringComparison.Ordinal)}, \"key\":", StringComparison.Ordinal);
    }

    private sealed record OutboxLine(int Id, int Number, PortalTopic Topic, int Status, string State, int Tries, string? Receipt, string? Fault);
}
