using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Migrations;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using Drawn = TthcFlow.Engine.Tests.Definitions.Sample;
using static TthcFlow.Engine.Tests.Calendars.Calendar;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>Running dossiers move to another version: drawn up, weighed, decided, carried over in batches whatever breaks, and undone.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class MigrationOfficeTests(string kind)
{
    private static readonly Officer Controller = new(new("kiemsoat"), "kiemsoat", null, new HashSet<Role> { Role.Controller }, []);
    private static readonly Officer Publisher = Controller with { Id = new("congbo"), Roles = new HashSet<Role> { Role.Publisher } };
    private static readonly MigrationDecision Decision = new("30/QĐ-UBND", new(2026, 3, 2), "Chủ tịch UBND tỉnh", "Rút thời gian thẩm định", "Điều 4 QĐ 4774");
    private static readonly ContentHash Old = Town.Document().Hash, Next = Second.Hash;

    private Town _town = null!;

    /// <summary>The town's process with two days for the examination; and sound, as what is published always is.</summary>
    private static ElsaDocument Second
    {
        get
        {
            var tree = JsonNode.Parse(Town.Document("Cấp giấy phép xây dựng", "2").ToCanonicalText())!;
            tree["root"]!["connections"]!.AsArray().Add(Drawn.Connection("b2", "Incomplete", "tc"));
            return ElsaDocument.Read(tree.ToJsonString()).Document!;
        }
    }

    private MigrationOffice Migrations => _town.The<MigrationOffice>();

    private MigrationCarry Carry => _town.The<MigrationCarry>();

    [SetUp]
    public async Task Open() => _town = await Town.OpenAsync(kind);

    [TearDown]
    public async Task Close() => await _town.DisposeAsync();

    private static MigrationOrder Order(MigrationLimit limit = MigrationLimit.Kept, int undoDays = 3) => new(Old, Next, ImmutableSortedDictionary<string, string>.Empty, limit, undoDays);

    private async Task<int> DecidedAsync(MigrationOrder? order = null)
    {
        var number = (await Migrations.ProposeAsync(Publisher, order ?? Order(), default)).Number!.Value;
        Assert.That((await Migrations.DecideAsync(Controller, number, 1, Decision, default)).Refusal, Is.Null);
        return number;
    }

    private async Task<List<(string Code, MigrationOutcome Outcome, string? Why)>> LinesAsync(int number) =>
        [.. (await Migrations.LinesAsync(Controller, number, null, null, 500, default)).Select(line => (line.Code.ToString(), line.Outcome, line.Refusal?.Code))];

    private async Task<string> StoredAsync(DossierCode code) => StoredJson.Write((await _town.The<DossierStore>().OpenAsync(code, null, default)).File!.Dossier);

    private async Task SoundAsync()
    {
        Assert.That((await _town.The<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty, "chains, snapshots and work lists");
        foreach (var (code, snapshot, version) in await _town.The<FlowDatabase>().ListAsync(new Statement("select d.code, s.snapshot, d.version from dossier d join dossier_snapshot s on s.code = d.code"), row => (row.Text(0), row.Text(1), row.TextOrNull(2)), default))
        {
            var journal = await _town.The<FlowDatabase>().ListAsync(new Statement("select body from dossier_journal where code = $1 order by number", code), row => StoredJson.ReadEvent(row.Text(0)), default);
            Assert.That(StoredJson.Write(Dossier.Replay(journal)), Is.EqualTo(snapshot), code);
            Assert.That(version, Is.EqualTo(StoredJson.ReadDossier(snapshot).Version?.Value), code);
        }
    }

    // ---- Which version

    [Test]
    public async Task A_dossier_runs_on_the_version_in_force_at_the_very_moment_of_its_receipt_and_stays_there()
    {
        await _town.PublishAsync(Second, new(2026, 3, 3));
        _town.Clock.Now = At("2026-03-03 00:00").AddTicks(-1);
        var before = await _town.ReceivedAsync();
        _town.Clock.Now = At("2026-03-03 00:00");
        var after = await _town.ReceivedAsync();
        await _town.HandleAsync(before, Town.Complete(Town.Mai, Town.B1, "Accepted"));
        Assert.That(((await _town.ViewAsync(before)).Dossier.Version, (await _town.ViewAsync(after)).Dossier.Version), Is.EqualTo((Old, Next)));
    }

    // ---- Who may, and when

    [Test]
    public async Task Only_publishers_and_controllers_have_to_do_with_it()
    {
        await _town.PublishAsync(Second, new(2026, 3, 2));
        var number = (await Migrations.ProposeAsync(Publisher, Order(), default)).Number!.Value;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Migrations.ProposeAsync(Town.Minh, Order(), default)).Refusal, Is.EqualTo(MigrationRefusals.NotYours));
            Assert.That((await Migrations.PreviewAsync(Town.Minh, Order(), new(), default)).Refusal, Is.EqualTo(MigrationRefusals.NotYours));
            Assert.That((await Migrations.SaveAsync(Town.Minh, number, 1, Order(), default)).Refusal, Is.EqualTo(MigrationRefusals.NotYours));
            Assert.That((await Migrations.DecideAsync(Town.Minh, number, 1, Decision, default)).Refusal, Is.EqualTo(MigrationRefusals.NotYours));
            Assert.That((await Migrations.UndoAsync(Town.Minh, number, "Sai", default)).Refusal, Is.EqualTo(MigrationRefusals.NotYours));
            Assert.That(await Migrations.FindAsync(Town.Minh, number, default), Is.Null);
            Assert.That((await Migrations.OverviewAsync(Town.Minh, default)).Migrations, Is.Empty);
            Assert.That(await Migrations.LinesAsync(Town.Minh, number, null, null, 10, default), Is.Empty);
        }
    }

    [Test]
    public async Task A_decision_is_whole_of_today_and_over_what_was_seen()
    {
        await _town.PublishAsync(Second, new(2026, 3, 3));
        var number = (await Migrations.ProposeAsync(Publisher, Order(), default)).Number!.Value;
        Assert.That((await Migrations.DecideAsync(Controller, number, 1, Decision, default)).Refusal, Is.EqualTo(MigrationRefusals.TargetNotInForce), "not before tomorrow");
        _town.Clock.Now = At("2026-03-03 08:00");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Migrations.DecideAsync(Controller, number, 1, Decision with { Number = " " }, default)).Refusal!.Code, Is.EqualTo("D305"));
            Assert.That((await Migrations.DecideAsync(Controller, number, 1, Decision with { Basis = "" }, default)).Refusal!.Code, Is.EqualTo("D305"));
            Assert.That((await Migrations.DecideAsync(Controller, number, 1, Decision with { SignedOn = new(2026, 3, 4) }, default)).Refusal, Is.EqualTo(MigrationRefusals.SignedInTheFuture));
            Assert.That((await Migrations.DecideAsync(Controller, number, 2, Decision, default)).Refusal, Is.EqualTo(MigrationRefusals.EditedMeanwhile));
            Assert.That((await Migrations.DecideAsync(Controller, 99, 1, Decision, default)).Refusal, Is.EqualTo(OfficeRefusals.MigrationNotFound));
            Assert.That((await Migrations.ProposeAsync(Publisher, Order() with { To = Old }, default)).Refusal, Is.EqualTo(MigrationRefusals.NotTwoVersions));
            Assert.That((await Migrations.ProposeAsync(Publisher, Order(undoDays: 31), default)).Refusal!.Code, Is.EqualTo("D309"));
            Assert.That((await Migrations.ProposeAsync(Publisher, Order() with { Mapping = ImmutableSortedDictionary<string, string>.Empty.Add("B2", "B9") }, default)).Refusal!.Code, Is.EqualTo("D307"));
        }
        Assert.That((await Migrations.SaveAsync(Publisher, number, 1, Order(undoDays: 5), default)).Revision, Is.EqualTo(2));
        Assert.That((await Migrations.DecideAsync(Controller, number, 2, Decision, default)).Refusal, Is.Null);
        Assert.That((await Migrations.SaveAsync(Publisher, number, 2, Order(), default)).Refusal, Is.EqualTo(MigrationRefusals.Settled));
        Assert.That((await Migrations.DecideAsync(Controller, number, 2, Decision, default)).Refusal, Is.EqualTo(MigrationRefusals.Settled), "decided once");
    }

    // ---- Weighed, moved

    [Test]
    public async Task What_is_previewed_is_what_is_done()
    {
        await _town.PublishAsync(Second, new(2026, 3, 2));
        _town.Clock.Now = At("2026-03-02 09:00");
        var (intake, examined) = (await OnTheOldAsync(examined: false), await OnTheOldAsync(examined: true));
        _town.Clock.Now = At("2026-03-03 10:00");

        var (preview, refusal) = await Migrations.PreviewAsync(Controller, Order(), new(), default);
        Assert.That(refusal, Is.Null);
        Assert.That((preview!.Dossiers, preview.Safe, preview.NeedsMapping, preview.Blocked, preview.Moved), Is.EqualTo((2, 2, 0, 0, 0)));
        var planned = preview.Lines.ToDictionary(line => line.Code, line => line.Plan);
        Assert.That((await Migrations.PreviewAsync(Publisher, Order(), new(), default)).Preview!.Lines.Select(line => line.Subject), Is.All.Null, "publishers see no dossiers");

        var number = await DecidedAsync();
        Assert.That(await Carry.RunOnceAsync(default), Is.EqualTo(2));
        foreach (var code in new[] { intake, examined })
        {
            var view = await _town.ViewAsync(code);
            Assert.That(view.Dossier.Version, Is.EqualTo(Next));
            Assert.That(view.Clocks.DueAt, Is.EqualTo(planned[code].After!.DueAt));
            Assert.That(view.Clocks.Steps.Select(step => (step.Step, step.DueAt)), Is.EqualTo(planned[code].Steps.Select(step => (step.To, step.DueAfter))));
        }
        var told = (await _town.ViewAsync(examined)).Journal.Select(line => line.Happened).OfType<DossierEvent.MovedToVersion>().Single();
        Assert.That((told.From, told.To, told.Migration, told.By, told.Decision.Number, told.Steps.Single().From), Is.EqualTo((Old, Next, number, Controller.Id, "30/QĐ-UBND", Town.B2)));
        Assert.That((await Migrations.FindAsync(Controller, number, default))!.Migration.Status, Is.EqualTo(MigrationStatus.Done));
        Assert.That((await _town.Register.WorkAsync(Town.Minh, default)).Single().StepDueAt, Is.EqualTo(planned[examined].Steps.Single().DueAfter), "the work list goes by the new limit at once");
        await SoundAsync();
        await _town.HandleAsync(examined, Town.Complete(Town.Minh, Town.B2, "Passed"));
    }

    /// <summary>A dossier received while the first version was in force.</summary>
    private async Task<DossierCode> OnTheOldAsync(bool examined)
    {
        var now = _town.Clock.Now;
        _town.Clock.Now = At("2026-02-27 09:00");
        var code = await _town.ReceivedAsync();
        if (examined) await _town.HandleAsync(code, Town.Complete(Town.Mai, Town.B1, "Accepted"));
        _town.Clock.Now = now;
        return code;
    }

    [Test]
    public async Task A_fault_anywhere_in_a_batch_leaves_each_dossier_whole_and_the_next_beat_goes_on()
    {
        await _town.PublishAsync(Second, new(2026, 3, 2));
        var faults = _town.The<FlowDatabase>().Faults = new FaultPoints();
        foreach (var point in new[]
        {
            "before update migration_carry", "before delete work", "after insert dossier_journal", "after update dossier_snapshot", "after update dossier", "before insert migration_dossier", "after insert migration_dossier",
            "before commit dossier_journal", "after commit dossier_journal", "before commit migration_carry", "after commit migration_carry",
        })
        {
            faults.Disarm();
            DossierCode[] codes = [await OnTheOldAsync(examined: true), await OnTheOldAsync(examined: false), await OnTheOldAsync(examined: true), await OnTheOldAsync(examined: true), await OnTheOldAsync(examined: true)];
            var number = await DecidedAsync();
            var fired = faults.Fired;
            faults.Arm(point, point.EndsWith("migration_carry", StringComparison.Ordinal) ? 2 : 3, FaultKind.Throw);
            await AtLastAsync();
            Assert.That(faults.Fired, Is.EqualTo(fired + 1), point);
            Assert.That(await LinesAsync(number), Is.EquivalentTo(codes.Select(code => (code.ToString(), MigrationOutcome.Moved, (string?)null))), point);
            foreach (var code in codes)
                Assert.That((await _town.ViewAsync(code)).Journal.Count(line => line.Happened is DossierEvent.MovedToVersion), Is.EqualTo(1), $"{point}: {code}");
            foreach (var code in codes) await _town.HandleAsync(code, new DossierCommand.Withdraw(Town.Mai, "Không còn nhu cầu")); // out of the way of the next
        }
        await SoundAsync();
    }

    /// <summary>Beats until everything is carried out; a lease that somebody died with runs out meanwhile.</summary>
    private async Task AtLastAsync()
    {
        for (var beat = 0; beat < 5; beat++)
        {
            try
            {
                while (await Carry.RunBatchAsync(2, default) is not null) { }
            }
            catch (Exception fault) when (fault is FaultException or AggregateException { InnerException: FaultException }) { }
            _town.Clock.Now += MigrationStore.Lease;
        }
    }

    [Test]
    public async Task A_completion_that_comes_in_between_is_neither_lost_nor_overtaken()
    {
        await _town.PublishAsync(Second, new(2026, 3, 2));
        var codes = new List<DossierCode>();
        for (var count = 0; count < 12; count++) codes.Add(await OnTheOldAsync(examined: true));
        var number = await DecidedAsync();
        await using var second = _town.SecondHost();
        await Task.WhenAll(
            Task.Run(() => Carry.RunOnceAsync(default)), Task.Run(() => second.GetRequiredService<MigrationCarry>().RunOnceAsync(default)),
            Task.Run(async () =>
            {
                foreach (var code in codes.AsEnumerable().Reverse())
                    while ((await _town.Dossiers.HandleAsync(code, Town.Complete(Town.Minh, Town.B2, "Passed"), null, null, default)).Refusal?.Code is "stale") { }
            }));
        await AtLastAsync();

        var lines = await LinesAsync(number);
        foreach (var code in codes)
        {
            var view = await _town.ViewAsync(code);
            var line = lines.Where(each => each.Code == code.ToString()).Select(each => (each.Outcome, each.Why)).ToList();
            Assert.That(view.Journal.Count(each => each.Happened is DossierEvent.StepCompleted { Step.Value: "B2" }), Is.EqualTo(1), "the completion counts once");
            // Whoever was first: it moved and was completed under the new version, or it was finished and stayed.
            Assert.That(line, Is.EqualTo(view.Dossier.Version == Next ? new[] { (MigrationOutcome.Moved, (string?)null) } : [(MigrationOutcome.Left, "D315")]), code.ToString());
        }
        await SoundAsync();
    }

    [Test]
    public async Task Deciding_and_carrying_once_more_changes_nothing()
    {
        await _town.PublishAsync(Second, new(2026, 3, 2));
        var code = await OnTheOldAsync(examined: true);
        var number = await DecidedAsync();
        await Carry.RunOnceAsync(default);
        var before = await StoredAsync(code);
        Assert.That(await Carry.RunOnceAsync(default), Is.Zero);
        var again = await DecidedAsync();
        await Carry.RunOnceAsync(default);
        Assert.That((await StoredAsync(code), (await LinesAsync(number)).Count, (await LinesAsync(again)).Count), Is.EqualTo((before, 1, 0)));
    }

    [Test]
    public async Task What_cannot_move_is_listed_with_the_reason_and_goes_on_as_it_was()
    {
        await _town.PublishAsync(Second, new(2026, 3, 2));
        var (ready, moved) = (await OnTheOldAsync(examined: true), await OnTheOldAsync(examined: true));
        await _town.HandleAsync(ready, Town.Complete(Town.Minh, Town.B2, "Passed"));
        var preview = (await Migrations.PreviewAsync(Controller, Order(), new(MigrationClass.Blocked), default)).Preview!;
        Assert.That((preview.Safe, preview.Blocked, preview.Lines.Single().Code, preview.Reasons.Single().Reason.Code), Is.EqualTo((1, 1, ready, "D315")));

        var number = await DecidedAsync();
        await Carry.RunOnceAsync(default);
        Assert.That(await LinesAsync(number), Is.EquivalentTo(new[] { (ready.ToString(), MigrationOutcome.Left, "D315"), (moved.ToString(), MigrationOutcome.Moved, (string?)null) }));
        Assert.That((await _town.ViewAsync(ready)).Dossier.Version, Is.EqualTo(Old));
        await _town.HandleAsync(ready, new DossierCommand.ReturnResult(Town.Mai));
        await SoundAsync();
    }

    // ---- And back

    [Test]
    public async Task Undone_what_was_not_touched_is_what_it_was_and_the_rest_is_listed()
    {
        await _town.PublishAsync(Second, new(2026, 3, 2));
        var (still, waiting, gone) = (await OnTheOldAsync(examined: true), await OnTheOldAsync(examined: true), await OnTheOldAsync(examined: true));
        await _town.HandleAsync(waiting, new DossierCommand.RequestSupplement(Town.Minh, Town.B2, ["Bản vẽ"], "Thiếu bản vẽ"));
        var before = (await StoredAsync(still), await StoredAsync(waiting));
        var work = await WorkAsync();
        var number = await DecidedAsync(Order(MigrationLimit.New));
        await Carry.RunOnceAsync(default);
        await _town.HandleAsync(gone, Town.Complete(Town.Minh, Town.B2, "Passed"));

        _town.Clock.Now = At("2026-03-04 10:00");
        Assert.That((await Migrations.UndoAsync(Publisher, number, " ", default)).Refusal!.Code, Is.EqualTo("D305"), "a reason is given");
        Assert.That((await Migrations.UndoAsync(Publisher, number, "Phiên bản mới có sai sót", default)).Refusal, Is.Null);
        await Carry.RunOnceAsync(default);

        Assert.That((await StoredAsync(still), await StoredAsync(waiting)), Is.EqualTo(before));
        Assert.That((await WorkAsync()).Where(line => !line.StartsWith(gone.ToString(), StringComparison.Ordinal)), Is.EqualTo(work.Where(line => !line.StartsWith(gone.ToString(), StringComparison.Ordinal))), "work list and reminders, too");
        Assert.That(await LinesAsync(number), Is.EquivalentTo(new[]
        {
            (still.ToString(), MigrationOutcome.Returned, (string?)null), (waiting.ToString(), MigrationOutcome.Returned, null), (gone.ToString(), MigrationOutcome.Kept, "D318"),
        }));
        Assert.That((await Migrations.FindAsync(Controller, number, default))!.Migration, Has.Property("Status").EqualTo(MigrationStatus.Undone).And.Property("UndoReason").EqualTo("Phiên bản mới có sai sót"));
        Assert.That((await Migrations.UndoAsync(Publisher, number, "Lần nữa", default)).Refusal, Is.EqualTo(MigrationRefusals.UndoOver));
        await SoundAsync();
        await _town.HandleAsync(still, Town.Complete(Town.Minh, Town.B2, "Passed"));
    }

    /// <summary>The work list as stored. A clock that stands still is due later every minute; what the list says then is only where it was.</summary>
    private Task<List<string>> WorkAsync() => _town.The<FlowDatabase>().ListAsync(
        new Statement("select code, step, run, step_name, place, position, assignee, remind_at, remind_kind from work order by code, step"),
        row => string.Join('|', row.Text(0), row.Text(1), row.Number(2), row.Text(3), row.TextOrNull(4), row.TextOrNull(5), row.TextOrNull(6), row.InstantOrNull(7), row.TextOrNull(8)), default);

    [Test]
    public async Task After_the_days_the_decision_gave_nothing_goes_back()
    {
        await _town.PublishAsync(Second, new(2026, 3, 2));
        await OnTheOldAsync(examined: true);
        var number = await DecidedAsync(); // Monday 09:00: three working days
        await Carry.RunOnceAsync(default);
        _town.Clock.Now = At("2026-03-05 09:00");
        Assert.That((await Migrations.FindAsync(Controller, number, default))!.MayBeUndone, Is.True);
        _town.Clock.Now = At("2026-03-05 09:01");
        Assert.That((await Migrations.UndoAsync(Controller, number, "Sai", default)).Refusal, Is.EqualTo(MigrationRefusals.UndoOver));
        var never = await DecidedAsync(Order(undoDays: 0));
        Assert.That((await Migrations.UndoAsync(Controller, never, "Sai", default)).Refusal, Is.EqualTo(MigrationRefusals.UndoOver), "not then either");
        await Carry.RunOnceAsync(default);
        Assert.That((await Migrations.UndoAsync(Controller, never, "Sai", default)).Refusal, Is.EqualTo(MigrationRefusals.UndoOver));
    }

    [Test]
    public async Task Undone_halfway_what_has_moved_goes_back_and_what_has_not_never_moves()
    {
        var (codes, before) = await FiveOnTheOldAsync();
        var number = await DecidedAsync(Order(MigrationLimit.New));
        Assert.That(await Carry.RunBatchAsync(2, default), Is.EqualTo(2));
        _town.Clock.Now = At("2026-03-05 09:01");
        Assert.That((await Migrations.UndoAsync(Controller, number, "Sai", default)).Refusal, Is.EqualTo(MigrationRefusals.UndoOver), "three working days from the decision, carried out or not");
        _town.Clock.Now = At("2026-03-05 09:00");
        Assert.That((await Migrations.FindAsync(Controller, number, default))!.MayBeUndone, Is.True);
        Assert.That((await Migrations.UndoAsync(Controller, number, "Sai", default)).Refusal, Is.Null);
        await using var second = _town.SecondHost();
        Assert.That(await second.GetRequiredService<MigrationCarry>().RunOnceAsync(default), Is.EqualTo(2), "those that had moved");
        Assert.That(await Carry.RunOnceAsync(default), Is.Zero);
        await AsBeforeAsync(number, codes, before, moved: 2);
    }

    [Test]
    public async Task An_undo_decided_while_a_batch_is_in_hand_begins_when_the_batch_is_done([Values(2, 5, 9)] int inHand)
    {
        var (codes, before) = await FiveOnTheOldAsync();
        var number = await DecidedAsync(Order(MigrationLimit.New));
        await using var second = _town.SecondHost();
        var carry = CarryInterrupted(async () => // the batch has moved, how far it came is not written yet
        {
            Assert.That((await second.GetRequiredService<MigrationOffice>().UndoAsync(Controller, number, "Sai", default)).Refusal, Is.Null);
            Assert.That(await second.GetRequiredService<MigrationCarry>().RunBatchAsync(9, default), Is.Null, "the batch is in another's hands");
        });
        Assert.That(await carry.RunBatchAsync(inHand, default), Is.EqualTo(Math.Min(inHand, 5)));
        Assert.That(await second.GetRequiredService<MigrationCarry>().RunOnceAsync(default), Is.EqualTo(Math.Min(inHand, 5)), "all that had moved, at once");
        await AsBeforeAsync(number, codes, before, moved: Math.Min(inHand, 5));
    }

    [Test]
    public async Task Whoever_slept_past_the_lease_moves_nothing_behind_the_undo()
    {
        var (codes, before) = await FiveOnTheOldAsync();
        var number = await DecidedAsync(Order(MigrationLimit.New));
        var asleep = (await _town.The<MigrationStore>().TakeUpAsync(_town.Clock.Now, default))!;
        Assert.That((await Migrations.UndoAsync(Controller, number, "Sai", default)).Refusal, Is.Null);
        _town.Clock.Now += 2 * MigrationStore.Lease;
        await using var second = _town.SecondHost();
        await second.GetRequiredService<MigrationCarry>().RunOnceAsync(default);

        var library = _town.The<ProcessLibrary>();
        var (old, next) = (await library.GetAsync(Old, default), await library.GetAsync(Next, default));
        var pair = new VersionPair(old.Definition, next.Definition, Order().Steps);
        foreach (var file in await _town.The<MigrationStore>().NextAsync(asleep, Old, 9, default))
            Assert.That(
                () => _town.Dossiers.MoveAsync(
                    file, (old, next), (dossier, calendars, now) => new MigrationDecider(pair, MigrationLimit.New, calendars).Move(dossier, number, Decision, Controller.Id, now),
                    (code, refusal, now) => MigrationStore.Line(asleep, code, MigrationOutcome.Moved, refusal, now), default),
                Throws.InstanceOf<System.Data.Common.DbException>(), file.Code.ToString());
        await _town.The<MigrationStore>().FinishAsync(asleep, _town.Clock.Now, default);
        await AsBeforeAsync(number, codes, before, moved: 0);
    }

    /// <summary>Five dossiers under examination on the earlier version, and all that is stored of them.</summary>
    private async Task<(DossierCode[] Codes, List<string> Stored)> FiveOnTheOldAsync()
    {
        await _town.PublishAsync(Second, new(2026, 3, 2));
        var codes = new DossierCode[5];
        for (var at = 0; at < codes.Length; at++) codes[at] = await OnTheOldAsync(examined: true);
        return (codes, [.. await Task.WhenAll(codes.Select(StoredAsync)), .. await WorkAsync()]);
    }

    /// <summary>The migration is undone, every dossier stands where it stood with the clocks it had, and the list names those that had moved, no others.</summary>
    private async Task AsBeforeAsync(int number, DossierCode[] codes, List<string> before, int moved)
    {
        Assert.That((await Migrations.FindAsync(Controller, number, default))!.Migration.Status, Is.EqualTo(MigrationStatus.Undone));
        Assert.That(await LinesAsync(number), Is.EqualTo(codes.Take(moved).Select(code => (code.ToString(), MigrationOutcome.Returned, (string?)null))));
        Assert.That((string[])[.. await Task.WhenAll(codes.Select(StoredAsync)), .. await WorkAsync()], Is.EqualTo(before), "dossiers, work list and reminders");
        await SoundAsync();
        foreach (var code in codes) await _town.HandleAsync(code, Town.Complete(Town.Minh, Town.B2, "Passed"));
    }

    /// <summary>A host to which something happens when its batch is moved.</summary>
    private MigrationCarry CarryInterrupted(Func<Task> then) =>
        new(_town.The<MigrationStore>(), _town.The<ProcessLibrary>(), _town.Dossiers, new ClockThat(_town.Clock, then));

    /// <summary>A carry asks for the time when it takes a batch up and when it is through with it.</summary>
    private sealed class ClockThat(TimeProvider clock, Func<Task> onTheSecond) : TimeProvider
    {
        private int _asked;

        public override DateTimeOffset GetUtcNow()
        {
            if (++_asked == 2) onTheSecond().GetAwaiter().GetResult();
            return clock.GetUtcNow();
        }
    }

    [Test]
    public async Task A_fault_while_it_is_undone_loses_nothing()
    {
        await _town.PublishAsync(Second, new(2026, 3, 2));
        var faults = _town.The<FlowDatabase>().Faults = new FaultPoints();
        DossierCode[] codes = [await OnTheOldAsync(examined: true), await OnTheOldAsync(examined: false), await OnTheOldAsync(examined: true)];
        var before = await Task.WhenAll(codes.Select(StoredAsync));
        var number = await DecidedAsync();
        await Carry.RunOnceAsync(default);
        Assert.That((await Migrations.UndoAsync(Controller, number, "Sai", default)).Refusal, Is.Null);
        faults.Arm("before commit dossier_journal", 2, FaultKind.Throw);
        await AtLastAsync();
        Assert.That(faults.Fired, Is.EqualTo(1));
        Assert.That(await Task.WhenAll(codes.Select(StoredAsync)), Is.EqualTo(before));
        Assert.That((await LinesAsync(number)).Select(line => line.Outcome), Is.All.EqualTo(MigrationOutcome.Returned));
        await SoundAsync();
    }

    [Test]
    public async Task Figures_of_steps_and_the_account_of_a_step_are_told_by_the_version_each_was_done_under()
    {
        await _town.PublishAsync(Second, new(2026, 3, 2));
        var code = await OnTheOldAsync(examined: true);
        await DecidedAsync();
        _town.Clock.Now = At("2026-03-03 10:00");
        await Carry.RunOnceAsync(default);
        _town.Clock.Now = At("2026-03-03 15:00");
        await _town.HandleAsync(code, Town.Complete(Town.Minh, Town.B2, "Passed"));
        var runs = Engine.Reports.StepRun.Of(code, (await _town.ViewAsync(code)).Journal.Select(line => line.Happened), (await _town.ViewAsync(code)).Versions, Book, At("2026-02-01 00:00"), At("2026-04-01 00:00"));
        Assert.That(runs.Select(run => (run.Step.Value, run.Version, run.LimitMinutes)), Is.EqualTo(new[] { ("B1", Old, (int?)240), ("B2", Next, 2 * 480) }));
    }
}
