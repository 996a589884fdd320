using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Storage.Office;

namespace TthcFlow.Engine.Tests.Storage;

/// <summary>Who waits goes with the others who wait; nobody waits for company.</summary>
public sealed class SharedTripsTests
{
    [Test]
    public void The_first_goes_at_once_and_whoever_comes_meanwhile_goes_together()
    {
        var (groups, gates) = (new List<string>(), new Queue<TaskCompletionSource>());
        var trips = new SharedTrips<string>(lanes: 2, seats: 3, group =>
        {
            groups.Add(string.Concat(group));
            gates.Enqueue(new());
            return gates.Last().Task;
        });

        foreach (var passenger in "abcdefgh") trips.Board(passenger.ToString());
        Assert.That(groups, Is.EqualTo(new[] { "a", "b" }), "two lanes");
        while (gates.TryDequeue(out var gate)) gate.SetResult();
        Assert.That(groups, Is.EqualTo(new[] { "a", "b", "cde", "fgh" }), "three seats");

        trips.Board("i");
        Assert.That(groups[^1], Is.EqualTo("i"), "the lanes are free again");
    }
}

/// <summary>What shares a trip to the database shares nothing else: each is told how its own went.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class SharedWritesTests(string kind) : StorageTests(kind)
{
    private static readonly DateTimeOffset Due = At("2026-03-03T09:00");

    [Test]
    public async Task Of_many_who_write_at_once_the_rivals_alone_are_told_so()
    {
        var store = new DossierStore(Db);
        var files = new List<DossierFile>();
        for (var number = 0; number < 40; number++) files.Add(await store.FileAsync(Due, Received(), Opened(B1, OneStop, Clerk)));
        DossierEntry Next(DossierFile file) => Entry(file.Dossier, Due, Completed(B1, Lan), Opened(B2, OneStop, Expert));
        foreach (var late in (int[])[7, 23]) await store.CommitAsync(files[late], Next(files[late]), null, default); // whoever opened these files earlier is too late

        var told = await Task.WhenAll(files.Append(files[11]).Select(async file =>
        {
            try
            {
                await store.CommitAsync(file, Next(file), null, default);
                return true;
            }
            catch (RivalException) { return false; }
        }));

        Assert.That(told.Select((done, at) => (done, at)).Where(each => !each.done && each.at is not (11 or 40)).Select(each => each.at), Is.EqualTo(new[] { 7, 23 }));
        Assert.That(new[] { told[11], told[40] }, Is.EquivalentTo(new[] { true, false }), "of two who write about one dossier, one");
        Assert.That(await CountAsync("dossier_journal"), Is.EqualTo(40 * 4));
        Assert.That((await new JournalAudit(Db).VerifyAsync(default)).Breaks, Is.Empty);
    }

    [Test]
    public async Task Commits_of_those_who_write_at_once_are_shared()
    {
        var store = new DossierStore(Db);
        var files = new List<DossierFile>();
        for (var number = 0; number < 40; number++) files.Add(await store.FileAsync(Due, Received(), Opened(B1, OneStop, Clerk)));

        await Task.WhenAll(files.Select(file => store.CommitAsync(file, Entry(file.Dossier, Due, Completed(B1, Lan), Opened(B2, OneStop, Expert)), null, default)));

        Assert.That(await CountAsync("dossier_journal where number = 4"), Is.EqualTo(40));
        if (Db.Name is not "Postgres") return; // SQLite does not tell which transaction wrote a row
        Assert.That(await CountAsync("(select distinct xmin::text from dossier_journal where number = 3) as transactions"), Is.LessThan(30), "a few go alone, the others sixteen at once");
    }

    [Test]
    public async Task A_snapshot_that_cannot_be_read_is_nobody_elses_trouble()
    {
        var store = new DossierStore(Db);
        var files = new List<DossierFile>();
        for (var number = 0; number < 20; number++) files.Add(await store.FileAsync(Due, Received(), Opened(B1, OneStop, Clerk)));
        await Db.WriteAsync([new Statement("update dossier_snapshot set snapshot = '{' where code = $1", files[5].Code)], default);

        var told = await Task.WhenAll(files.Select(async file =>
        {
            try { return (await store.OpenAsync(file.Code, null, default)).File!.Code == file.Code; }
            catch (System.Text.Json.JsonException) { return false; }
        }));

        Assert.That(told.Select((done, at) => (done, at)).Where(each => !each.done).Select(each => each.at), Is.EqualTo(new[] { 5 }));
    }

    [Test]
    public async Task The_register_is_written_only_where_its_line_changes_and_follows_again_after_a_new_calendar()
    {
        var store = new DossierStore(Db);
        var file = await store.FileAsync(Due, Received(), Opened(B1, OneStop, Clerk));
        async Task<DateTimeOffset> DueAsync() => (await Db.ListAsync(new Statement("select due_at from dossier where code = $1", file.Code), row => row.Instant(0), default))[0];
        async Task<DossierFile> StepAsync(DossierFile from, DateTimeOffset due, params DossierEvent[] events)
        {
            await store.CommitAsync(from, Entry(from.Dossier, due, events), null, default);
            return (await store.OpenAsync(file.Code, null, default)).File!;
        }

        var opened = (await store.OpenAsync(file.Code, null, default)).File!;
        Assert.That(opened.Line, Is.Not.Empty);
        var second = await StepAsync(opened, Due, new DossierEvent.StepSeen(Due, Lan, B1, 1));
        Assert.That(second.Line, Is.EqualTo(opened.Line));

        var later = Due.AddDays(2);
        await store.RescheduleAsync([(second, Entry(second.Dossier, later, new DossierEvent.StepSeen(Due, Lan, B1, 1)).Clocks)], default);
        Assert.That(await DueAsync(), Is.EqualTo(later));
        var third = (await store.OpenAsync(file.Code, null, default)).File!;
        await StepAsync(third, later, Completed(B1, Lan), Opened(B2, OneStop, Expert));
        Assert.That(await DueAsync(), Is.EqualTo(later));
        await StepAsync((await store.OpenAsync(file.Code, null, default)).File!, Due, new DossierEvent.StepSeen(Due, Lan, B2, 1));
        Assert.That(await DueAsync(), Is.EqualTo(Due), "whoever reckons another time writes it");
    }
}
