using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>A town whose days are sealed, and what shows when somebody with the keys of the database changes the past.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class SealTests(string kind)
{
    private static readonly DateOnly Monday = new(2026, 3, 2), Tuesday = new(2026, 3, 3);

    private Town _town = null!;
    private DossierCode _first = null!, _second = null!;

    /// <summary>Two dossiers on Monday, one of them goes on on Tuesday; both days are over.</summary>
    [SetUp]
    public async Task Two_days_of_work()
    {
        _town = await Town.OpenAsync(kind);
        _first = await _town.ReceivedAsync();
        _second = await _town.ReceivedAsync("Lò Văn Páo");
        _town.Clock.Now = _town.Clock.Now.AddDays(1);
        await _town.HandleAsync(_first, Town.Complete(Town.Mai, Town.B1, "Accepted"));
        _town.Clock.Now = _town.Clock.Now.AddDays(1);
        await _town.The<SealSweep>().RunOnceAsync(default);
    }

    [TearDown]
    public async Task Leave() => await _town.DisposeAsync();

    private SealRegister Seals => _town.The<SealRegister>();

    private JournalAudit Audit => _town.The<JournalAudit>();

    [Test]
    public async Task Each_day_is_sealed_once_it_is_over_and_chained_to_the_day_before()
    {
        // The first seal takes in all that came before it, so it stands for Tuesday alone.
        var first = (await Seals.LatestAsync(9, default)).Single();
        Assert.That((first.Day, first.Previous, first.Leaves), Is.EqualTo((Tuesday, (string?)null, 3)), "two dossiers and the draft");

        await _town.HandleAsync(_second, Town.Complete(Town.Mai, Town.B1, "Accepted"));
        Assert.That(await _town.The<SealSweep>().RunOnceAsync(default), Is.Zero, "Wednesday is not over");
        _town.Clock.Now = _town.Clock.Now.AddDays(2);
        Assert.That(await _town.The<SealSweep>().RunOnceAsync(default), Is.EqualTo(2));

        var seals = await Seals.LatestAsync(9, default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(seals.Select(seal => (seal.Day, seal.Leaves)), Is.EqualTo(new[] { (Tuesday.AddDays(2), 0), (Tuesday.AddDays(1), 1), (Tuesday, 3) }), "only what grew is in a day's tree");
            Assert.That(seals[0].Previous, Is.EqualTo(seals[1].Root));
            Assert.That(seals[1].Previous, Is.EqualTo(seals[2].Root));
            Assert.That(seals.Select(seal => seal.Root).Distinct().Count(), Is.EqualTo(3));
        }
        var verdict = await Audit.VerifyAsync(default);
        Assert.That((verdict.Seals, verdict.Breaks.Count), Is.EqualTo((3, 0)));
    }

    [Test]
    public async Task A_day_is_over_ten_minutes_after_midnight_in_Vietnam()
    {
        await _town.HandleAsync(_second, Town.Complete(Town.Mai, Town.B1, "Accepted"));
        _town.Clock.Now = new DateTimeOffset(2026, 3, 4, 17, 9, 59, TimeSpan.Zero); // Thursday 00:09:59
        Assert.That(await _town.The<SealSweep>().RunOnceAsync(default), Is.Zero);
        _town.Clock.Now = _town.Clock.Now.AddSeconds(1);
        Assert.That(await _town.The<SealSweep>().RunOnceAsync(default), Is.EqualTo(1));
    }

    [Test]
    public async Task Of_two_hosts_one_seals_each_day()
    {
        await using var other = _town.SecondHost();
        _town.Clock.Now = _town.Clock.Now.AddDays(10);

        var counts = await Task.WhenAll(Task.Run(() => _town.The<SealSweep>().RunOnceAsync(default)), Task.Run(() => Of<SealSweep>(other).RunOnceAsync(default)));
        // One that was outrun stops early; the next beat finds nothing left to do, or the rest.
        var rest = await _town.The<SealSweep>().RunOnceAsync(default);

        Assert.That(counts.Sum() + rest, Is.EqualTo(10));
        Assert.That((await Audit.VerifyAsync(default)).Breaks, Is.Empty);
    }

    [Test]
    public async Task A_line_that_came_late_enters_the_next_days_tree()
    {
        // A host whose clock is an hour behind writes into Tuesday after Tuesday was sealed.
        _town.Clock.Now = new DateTimeOffset(2026, 3, 3, 16, 30, 0, TimeSpan.Zero);
        await _town.HandleAsync(_second, Town.Complete(Town.Mai, Town.B1, "Accepted"));
        _town.Clock.Now = _town.Clock.Now.AddDays(2);
        await _town.The<SealSweep>().RunOnceAsync(default);

        Assert.That((await Seals.FindAsync(Tuesday.AddDays(1), default))!.Leaves, Is.EqualTo(1));
        Assert.That((await Seals.ProveAsync(Tuesday.AddDays(1), _second, default))!.Number, Is.EqualTo((await _town.ViewAsync(_second)).Length));
        Assert.That((await Audit.VerifyAsync(default)).Breaks, Is.Empty);
    }

    [Test]
    public async Task A_dossier_is_shown_to_be_under_the_seal_by_a_short_proof()
    {
        var proof = (await Seals.ProveAsync(Tuesday, _first, default))!;
        var line = (await _town.ViewAsync(_first)).Journal[^1];
        using (Assert.EnterMultipleScope())
        {
            Assert.That((proof.Number, proof.Hash), Is.EqualTo((line.Number, line.Hash)));
            Assert.That(proof.Holds, Is.True);
            Assert.That((proof with { Leaf = proof.Leaf.Replace(proof.Hash, new string('0', 64), StringComparison.Ordinal) }).Holds, Is.False);
        }
        Assert.That(await Seals.ProveAsync(Monday, _first, default), Is.Null, "no seal for that day");
    }

    [Test]
    public async Task A_seal_can_be_neither_changed_nor_removed()
    {
        foreach (var table in new[] { "day_seal", "day_seal_leaf" })
        {
            Assert.That(async () => await ForgeAsync($"delete from {table}"), Throws.Exception);
            Assert.That(async () => await ForgeAsync($"update {table} set day = day"), Throws.Exception);
        }
    }

    [Test]
    public async Task A_past_that_was_forged_without_a_flaw_in_the_chain_is_found_by_the_seal()
    {
        await ForgeUnguardedAsync(await RewrittenAsync(_first));

        var breaks = (await Audit.VerifyAsync(default)).Breaks;
        Assert.That(breaks.Select(each => (each.Journal, each.Number, each.SealedOn)), Does.Contain((_first.ToString(), (await _town.ViewAsync(_first)).Length, (DateOnly?)Tuesday)));
        Assert.That(breaks.Where(each => each.SealedOn is null), Is.Empty, "the chain itself holds");
        Assert.That((await Audit.VerifyAsync(_first.ToString(), default)).Breaks, Is.Not.Empty);
        Assert.That((await Audit.VerifyAsync(Tuesday, default)).Breaks, Is.Not.Empty);
        Assert.That((await Audit.VerifyAsync(_second.ToString(), default)).Breaks, Is.Empty);
    }

    [Test]
    public async Task A_journal_cut_short_with_its_file_is_found_by_the_seal()
    {
        var view = await _town.ViewAsync(_first);
        var (keep, last) = (3, view.Length);
        var snapshot = StoredJson.Write(Dossier.Replay(view.Journal.Take(keep).Select(line => line.Happened)));
        await ForgeUnguardedAsync(
            $"delete from dossier_journal where code = '{_first}' and number > {keep}",
            $"update dossier_snapshot set length = {keep}, hash = '{view.Journal[keep - 1].Hash}', snapshot = '{snapshot}' where code = '{_first}'");

        Assert.That((await Audit.VerifyAsync(default)).Breaks.Select(each => (each.Journal, each.Number)), Does.Contain((_first.ToString(), last)));
        Assert.That((await Audit.VerifyAsync(_first.ToString(), default)).Breaks.Select(each => each.Number), Does.Contain(last));
    }

    [Test]
    public async Task A_seal_that_was_written_anew_breaks_the_chain_of_days()
    {
        _town.Clock.Now = _town.Clock.Now.AddDays(1);
        await _town.The<SealSweep>().RunOnceAsync(default);
        await ForgeUnguardedAsync($"update day_seal set root = '{new string('0', 64)}' where day = '2026-03-03'");

        Assert.That((await Audit.VerifyAsync(default)).Breaks.Select(each => each.SealedOn).Distinct(), Is.EquivalentTo(new[] { Tuesday, Tuesday.AddDays(1) }));
        Assert.That((await Audit.VerifyAsync(Tuesday, default)).Breaks, Is.Not.Empty);
    }

    [Test]
    public async Task A_day_that_is_not_sealed_is_said_to_be_so() =>
        Assert.That((await Audit.VerifyAsync(Tuesday.AddDays(5), default)).Breaks.Single().Message.En, Does.Contain("not sealed"));

    [Test]
    public async Task A_snapshot_or_a_work_list_that_is_not_what_the_journal_says_is_found()
    {
        var other = StoredJson.Write((await _town.ViewAsync(_second)).Dossier with { SupplementRounds = 7 });
        await ForgeAsync($"update dossier_snapshot set snapshot = '{other}' where code = '{_second}'");
        await ForgeAsync($"delete from work where code = '{_first}'");

        var breaks = (await Audit.VerifyAsync(default)).Breaks;
        Assert.That(breaks.Select(each => each.Journal), Is.EqualTo(new[] { _first.ToString(), _second.ToString() }));
        Assert.That(breaks.Select(each => each.Message.En), Is.EqualTo(new[] { "the work list does not match the open steps", "the stored file is not what its journal adds up to" }));
    }

    [Test]
    public async Task An_export_is_verified_where_there_is_no_database_and_shows_every_change()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"tthcflow-export-{Guid.NewGuid():n}");
        try
        {
            var manifest = await Audit.ExportAsync(folder, default);
            Assert.That(async () => await Audit.ExportAsync(folder, default), Throws.InstanceOf<IOException>(), "nothing is overwritten");
            var (audit, damaged) = await JournalAudit.OfExportAsync(folder, default);
            var (here, there) = (await Audit.VerifyAsync(default), await audit.VerifyAsync(default));
            using (Assert.EnterMultipleScope())
            {
                Assert.That(damaged, Is.Empty);
                Assert.That((there.Journals, there.Lines, there.Seals, there.Breaks.Count), Is.EqualTo((here.Journals, here.Lines, here.Seals, 0)));
                Assert.That((await audit.VerifyAsync(_first.ToString(), default)).Breaks, Is.Empty);
                Assert.That((await audit.VerifyAsync(Tuesday, default)).Breaks, Is.Empty);
                Assert.That(manifest.Files.Single(file => file.Name == "journals.ndjson").Lines, Is.EqualTo(here.Lines));
            }

            var journals = Path.Combine(folder, "journals.ndjson");
            await File.WriteAllTextAsync(journals, (await File.ReadAllTextAsync(journals)).Replace("Lò Văn Páo", "Lò Văn Pao", StringComparison.Ordinal));
            Assert.That((await JournalAudit.OfExportAsync(folder, default)).Damaged, Is.EqualTo(new[] { "journals.ndjson" }));
            Assert.That((await audit.VerifyAsync(default)).Breaks.Select(each => (each.Journal, each.Number)), Does.Contain((_second.ToString(), 1)));
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    /// <summary>SQL that changes the first line and makes the whole chain fit again, as only somebody with the keys of the database can.</summary>
    private async Task<string[]> RewrittenAsync(DossierCode code)
    {
        var database = _town.The<FlowDatabase>();
        var bodies = await database.ListAsync(new Statement("select body from dossier_journal where code = $1 order by number", code), row => row.Text(0), default);
        bodies[0] = bodies[0].Replace("Trần Thị Đào", "Trần Thị Đáo", StringComparison.Ordinal);
        var sql = new List<string>();
        var hash = HashChain.Begin(code.ToString());
        for (var number = 1; number <= bodies.Count; number++)
        {
            hash = HashChain.Next(hash, number, bodies[number - 1]);
            sql.Add($"update dossier_journal set body = '{bodies[number - 1]}', hash = '{hash}' where code = '{code}' and number = {number}");
        }
        return [.. sql, $"update dossier_snapshot set hash = '{hash}' where code = '{code}'"];
    }

    private async Task ForgeUnguardedAsync(params string[] sql)
    {
        foreach (var table in new[] { "dossier_journal", "day_seal", "day_seal_leaf" })
            foreach (var drop in kind == "sqlite" ? [$"drop trigger {table}_no_update", $"drop trigger {table}_no_delete"] : new[] { $"drop trigger written_for_good on {table}" })
                await ForgeAsync(drop);
        foreach (var one in sql) await ForgeAsync(one);
    }

    private Task ForgeAsync(string sql) => _town.The<FlowDatabase>().WriteAsync([new Statement(sql)], default);

    private static T Of<T>(ServiceProvider services) where T : notnull => (T)services.GetService(typeof(T))!;
}
