using System.Collections.Concurrent;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
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
        using var begun = new BlockingCollection<(string Group, TaskCompletionSource Home)>();
        var trips = new SharedTrips<char>(lanes: 2, seats: 3, group =>
        {
            var home = new TaskCompletionSource();
            begun.Add((string.Concat(group), home));
            return home.Task;
        });
        (string Group, TaskCompletionSource Home) Gone(string boarding)
        {
            foreach (var passenger in boarding) trips.Board(passenger);
            return begun.Take();
        }

        var (first, second) = (Gone("a"), Gone("b"));
        foreach (var passenger in "cdefgh") trips.Board(passenger);
        Assert.That((first.Group, second.Group, begun.Count), Is.EqualTo(("a", "b", 0)), "two lanes, and nobody waits for company");

        first.Home.SetResult();
        var third = begun.Take();
        second.Home.SetResult();
        var fourth = begun.Take();
        Assert.That((third.Group, fourth.Group), Is.EqualTo(("cde", "fgh")), "three seats");

        third.Home.SetResult();
        fourth.Home.SetResult();
        Assert.That(Gone("i").Group, Is.EqualTo("i"), "the lanes are free again");
    }

    [Test]
    public void Whoever_opens_a_lane_does_not_carry_the_others()
    {
        using var carried = new BlockingCollection<(char Passenger, int Thread)>();
        var trips = new SharedTrips<char>(lanes: 1, seats: 1, group =>
        {
            carried.Add((group[0], Environment.CurrentManagedThreadId)); // as an embedded database does: at once, and on this very thread
            return Task.CompletedTask;
        });
        foreach (var passenger in "abc") trips.Board(passenger);

        Assert.That(Enumerable.Range(0, 3).Select(_ => carried.Take()).Where(each => each.Thread == Environment.CurrentManagedThreadId), Is.Empty);
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
    public async Task A_question_that_fails_is_nobody_elses_trouble()
    {
        var told = await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            var question = new Statement(number is 6 or 13 ? "select nothing from nowhere where 1 = $1" : "select $1 + 0", number);
            try { return (await Db.ListSharedAsync(question, row => row.Number(0), default)).Single(); }
            catch (System.Data.Common.DbException) { return -1; }
        }));

        Assert.That(told, Is.EqualTo(Enumerable.Range(0, 20).Select(number => number is 6 or 13 ? -1 : number)));
    }

    [Test]
    public async Task A_question_asked_while_the_dossier_waits_waits_too()
    {
        var store = new DossierStore(Db);
        var file = await store.FileAsync(Due, Received(), Opened(B1, OneStop, Clerk));
        await store.CommitAsync(file, Entry(file.Dossier, Due, new DossierEvent.ClockStopped(Due, Lan, null, ClockStopCause.Suspension, ClockPolicy.Suspends, "Điều 9")), null, default);
        var waiting = (await store.OpenAsync(file.Code, null, default)).File!;
        await store.CommitAsync(
            waiting, Entry(waiting.Dossier, Due, new DossierEvent.ConsultationAsked(Due, Lan, 1, B1, 1, Board, "Có ý kiến gì?", TimeLimit.OfDays(2), SilenceRule.Escalate, "Điều 8", [])), null, default);

        Assert.That(await CountAsync("work where waiting"), Is.EqualTo(3), "the step, the promise and the question");
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
