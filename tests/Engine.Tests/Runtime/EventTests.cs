using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Events;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>The feed of events: every committed line once, numbered without gaps, so that whoever has read up to a number misses nothing.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class EventTests(string kind)
{
    private static readonly Officer Controller = new(new("kiemsoat"), "Kiểm soát", null, new HashSet<Role> { Role.Controller }, []);

    private Town _town = null!;

    private EventSweep Sweep => _town.The<EventSweep>();

    [SetUp]
    public async Task Open() => _town = await OpenAsync(kind, options => options with { PublicUrl = "https://motcua.tinh.gov.vn" });

    [TearDown]
    public async Task Close() => await _town.DisposeAsync();

    [Test]
    public async Task Every_line_is_told_once_in_the_order_of_the_journal_without_who_applied()
    {
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        await Sweep.RunOnceAsync(default);
        await _town.HandleAsync(code, new DossierCommand.RequestSupplement(Minh, B2, ["Bản vẽ mặt bằng"], "Thiếu bản vẽ"));
        await Sweep.RunOnceAsync(default);

        var all = await ReadAsync(Controller);
        var told = all.Where(one => one.Subject == code.ToString()).ToList();
        var view = await _town.ViewAsync(code);
        var completed = told.Single(one => one.Type == "vn.gov.tthcflow.dossier.step-completed");
        var json = JsonNode.Parse(completed.ToJson())!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(all.Select(one => one.Number), Is.EqualTo(Enumerable.Range(1, all.Count)), "no gaps");
            Assert.That(told.Select(one => one.Type.Split('.')[^1]), Is.EqualTo(view.Journal.Select(line => StoredJson.NameOf(line.Happened))));
            Assert.That(told.Select(one => one.Id), Is.EqualTo(Enumerable.Range(1, told.Count).Select(line => $"{code}/{line}")));
            Assert.That(told.Select(one => Encoding.UTF8.GetString(one.ToJson())), Has.All.Not.Contain("Trần Thị Đào").And.All.Not.Contain("012345678901").And.All.Not.Contain("0912").And.All.Not.Contain("\"mai\"").And.All.Not.Contain("Nhà ở riêng lẻ"));
            Assert.That(((string?)json["specversion"], (string?)json["source"], (string?)json["datacontenttype"]), Is.EqualTo(("1.0", "https://motcua.tinh.gov.vn/dossiers", "application/json")));
            Assert.That(((string?)json["data"]!["status"], (string?)json["data"]!["procedure"], (string?)json["data"]!["step"]!["key"], (string?)json["data"]!["receiving"]), Is.EqualTo(("in-progress", Permit.Value, "B1", Commune.Value)));
            Assert.That(DateTimeOffset.Parse((string)json["data"]!["promisedAt"]!, null), Is.EqualTo(view.Dossier.PromisedAt));
            Assert.That((int?)json["feednumber"], Is.EqualTo(completed.Number));
        }
        Assert.That(await Sweep.RunOnceAsync(default), Is.Zero, "once");
    }

    [Test]
    public async Task A_reader_passes_the_feed_in_pages_and_by_type()
    {
        for (var number = 0; number < 3; number++) await _town.ReceivedAsync();
        await Sweep.RunOnceAsync(default);
        var register = _town.The<EventRegister>();
        var (pages, after) = (new List<CloudEvent>(), 0);
        for (var page = await register.ReadAsync(Controller, 0, [], [], 2, default); page.Events.Count > 0; page = await register.ReadAsync(Controller, after, [], [], 2, default))
        {
            Assert.That(page.Events, Has.Count.LessThanOrEqualTo(2));
            pages.AddRange(page.Events);
            after = page.Next;
        }
        Assert.That(pages.Select(one => one.Number), Is.EqualTo((await ReadAsync(Controller)).Select(one => one.Number)));
        var received = await register.ReadAsync(Controller, 0, ["vn.gov.tthcflow.dossier.received"], [Permit], 100, default);
        Assert.That(received.Events, Has.Count.EqualTo(3));
        Assert.That((await register.ReadAsync(Controller, 0, [], [new("9.999999")], 100, default)).Events, Is.Empty);
    }

    [Test]
    public async Task Who_may_see_a_dossier_is_told_of_it_and_nobody_else()
    {
        await _town.ReceivedAsync();
        await Sweep.RunOnceAsync(default);
        var register = _town.The<EventRegister>();
        var elsewhere = await register.ReadAsync(Stranger, 0, [], [], 100, default);
        var author = new Officer(new("tacgia"), "Tác giả", null, new HashSet<Role> { Role.Author }, []);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await ReadAsync(Mai)).Select(one => one.Type), Has.Some.Contains(".dossier."));
            Assert.That(elsewhere.Events.Select(one => one.Type), Is.Not.Empty.And.All.Contains(".version."), "what is published is everybody's");
            Assert.That(elsewhere.Next, Is.EqualTo(await register.LastAsync(default)), "what is not theirs is not looked through again");
            Assert.That((await ReadAsync(author)).Select(one => one.Type), Is.Not.Empty.And.All.Contains(".version."));
        }
    }

    [Test]
    public async Task A_version_is_told_of_when_it_is_published_when_it_holds_and_when_another_takes_over()
    {
        await _town.PublishAsync(Document("Cấp giấy phép xây dựng (sửa đổi)", "2"), new DateOnly(2026, 3, 4));
        await Sweep.RunOnceAsync(default);
        Assert.That(await KindsAsync(), Is.EquivalentTo(new[] { "published", "in-force", "published" }), "the second one does not hold yet");
        _town.Clock.Now = new DateTimeOffset(2026, 3, 3, 17, 0, 1, TimeSpan.Zero); // midnight in Vietnam
        await Sweep.RunOnceAsync(default);
        Assert.That((await KindsAsync()).Skip(3), Is.EquivalentTo(new[] { "superseded", "in-force" }));
        var data = JsonNode.Parse((await ReadAsync(Mai)).Single(one => one.Type.EndsWith("superseded", StringComparison.Ordinal)).ToJson())!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((string?)data["data"]!["effectiveTo"], (string?)data["data"]!["name"], (string?)data["data"]!["decision"]), Is.EqualTo(("2026-03-04", "Cấp giấy phép xây dựng", "12/QĐ-UBND")));
            Assert.That(DateTimeOffset.Parse((string)data["time"]!, null), Is.EqualTo(new DateTimeOffset(2026, 3, 3, 17, 0, 0, TimeSpan.Zero)));
            Assert.That((string?)data["source"], Is.EqualTo("https://motcua.tinh.gov.vn/versions"));
        }
    }

    [Test]
    public async Task Hosts_that_number_at_once_give_every_line_one_number()
    {
        await using var second = _town.SecondHost();
        var sweeps = new[] { Sweep, second.GetRequiredService<EventSweep>() };
        var writing = Parallel.ForEachAsync(Enumerable.Range(0, 40), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (_, _) => await _town.ReceivedAsync());
        while (!writing.IsCompleted) await Task.WhenAll(sweeps.Select(sweep => sweep.RunOnceAsync(default)));
        await writing;
        await Sweep.RunOnceAsync(default);

        var lines = (await ListAsync("select count(*) from dossier_journal", row => row.Number(0)))[0];
        var numbers = await ListAsync("select number from event_feed order by number", row => row.Number(0));
        var doubles = await ListAsync("select code from event_feed where source = 'dossier' group by code, line having count(*) > 1", row => row.Text(0));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(numbers, Is.EqualTo(Enumerable.Range(1, numbers.Count)));
            Assert.That((await ListAsync("select count(*) from event_feed where source = 'dossier'", row => row.Number(0)))[0], Is.EqualTo(lines));
            Assert.That(doubles, Is.Empty);
            Assert.That(await ListAsync("select code from happening", row => row.Text(0)), Is.Empty);
        }
    }

    [Test]
    public async Task A_commit_that_comes_late_is_not_passed_by()
    {
        if (kind == "sqlite") Assert.Pass("One writer at a time: nobody can be late.");
        var (late, other) = (await _town.ReceivedAsync(), await _town.ReceivedAsync());
        await Sweep.RunOnceAsync(default);
        var (begun, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var seen = new DossierEvent.StepSeen(_town.Clock.Now, Mai.Id, B1, 1);
        var slow = _town.The<FlowDatabase>().InTransactionAsync(async writing =>
        {
            await writing.WriteAsync(
                [
                    new Statement("insert into dossier_journal (code, number, at, by, kind, body, hash) values ($1, 99, $2, 'mai', 'step-seen', $3, 'x')", late, seen.At, StoredJson.Write(seen)),
                    new Statement("insert into happening (code, first, last, status) values ($1, 99, 99, 'in-progress')", late),
                ], default);
            begun.SetResult();
            await goOn.Task;
            return true;
        }, default);
        await begun.Task;
        await _town.HandleAsync(other, Complete(Mai, B1, "Accepted")); // its identity is the higher one, and it is committed first
        await Sweep.RunOnceAsync(default);
        var register = _town.The<EventRegister>();
        var before = await register.ReadAsync(Controller, 0, [], [], 1000, default);
        Assert.That(before.Events.Select(one => one.Subject), Does.Contain(other.ToString()));
        Assert.That(before.Events.Select(one => one.Id), Does.Not.Contain($"{late}/99"));

        goOn.SetResult();
        await slow;
        await Sweep.RunOnceAsync(default);
        Assert.That((await register.ReadAsync(Controller, before.Next, [], [], 1000, default)).Events.Select(one => one.Id), Is.EqualTo(new[] { $"{late}/99" }));
    }

    [Test]
    public async Task A_fault_while_numbering_loses_nothing_and_numbers_nothing_twice()
    {
        await _town.ReceivedAsync();
        var database = _town.The<FlowDatabase>();
        foreach (var point in new[] { "after update happening", "after insert event_feed", "before delete happening", "before commit happening", "after commit happening" })
        {
            database.Faults = new FaultPoints();
            database.Faults.Arm(point, 1, FaultKind.Throw);
            try { await Sweep.RunOnceAsync(default); }
            catch (FaultException) { }
            Assert.That(database.Faults.Fired, Is.EqualTo(1), point);
            database.Faults = null;
            await Sweep.RunOnceAsync(default);
            await _town.ReceivedAsync();
        }
        await Sweep.RunOnceAsync(default);
        var numbers = (await ReadAsync(Controller)).Select(one => one.Number).ToList();
        Assert.That(numbers, Is.EqualTo(Enumerable.Range(1, numbers.Count)));
        Assert.That((await ReadAsync(Controller)).Count(one => one.Type.EndsWith(".received", StringComparison.Ordinal)), Is.EqualTo(6));
    }

    private async Task<string[]> KindsAsync() => [.. (await ReadAsync(Mai)).Where(one => one.Type.Contains(".version.", StringComparison.Ordinal)).Select(one => one.Type.Split('.')[^1])];

    private async Task<IReadOnlyList<CloudEvent>> ReadAsync(Officer officer) => (await _town.The<EventRegister>().ReadAsync(officer, 0, [], [], 1000, default)).Events;

    private Task<List<T>> ListAsync<T>(string sql, Func<Row, T> read) => _town.The<FlowDatabase>().ListAsync(new Statement(sql), read, default);
}
