using TthcFlow.Engine.Storage;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Engine.Tests.Storage;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class MigratorTests(string kind)
{
    [Test]
    public async Task Upgrading_an_up_to_date_database_changes_nothing()
    {
        await using var database = await Databases.FreshAsync(kind);
        await using var db = Office.Connect(database);

        Assert.That(await new Migrator(db).UpgradeAsync(default), Is.GreaterThan(0), "the first time, every script");
        Assert.That(await new Migrator(db).UpgradeAsync(default), Is.Zero);
    }

    [Test]
    public async Task Of_hosts_that_start_together_one_upgrades_and_the_others_wait()
    {
        await using var database = await Databases.FreshAsync(kind);
        var hosts = Enumerable.Range(0, 4).Select(_ => Office.Connect(database)).ToArray();

        var applied = await Task.WhenAll(hosts.Select(host => Task.Run(() => new Migrator(host).UpgradeAsync(default))));

        Assert.That(applied.Count(scripts => scripts > 0), Is.EqualTo(1));
        foreach (var host in hosts) await host.DisposeAsync();
    }

    [Test]
    public async Task Versions_from_before_places_apply_everywhere_and_keep_how_they_came()
    {
        await using var database = await Databases.FreshAsync(kind);
        await using var db = Office.Connect(database);
        var migrator = new Migrator(db);
        var script = typeof(Migrator).Assembly.GetManifestResourceNames().Single(name => name.EndsWith("_place.sql", StringComparison.Ordinal) && name.Contains($".{db.Name}.", StringComparison.Ordinal));
        var places = int.Parse(script.AsSpan(script.Length - "0000_place.sql".Length, 4), System.Globalization.CultureInfo.InvariantCulture);
        await migrator.UpgradeAsync(migrator.Known.Where(number => number < places).ToHashSet(), default);
        Statement[] Old(string id, string act) =>
        [
            new("insert into draft (id, revision, length, hash, status, agency, name, author, changed_at, snapshot) values ($1, 1, 1, 'abc', 'published', 'H35.05', 'Quy trình', 'soan', $2, '{}')", id, Office.Monday),
            new("insert into publication_journal (code, number, at, by, kind, body, hash) values ($1, 1, $2, 'soan', $3, '{}', 'abc')", id, Office.Monday, act),
            new(
                """
                insert into process_version (draft, hash, procedure_code, case_key, name, document, act_number, act_signed_on, act_authority, effective_from, published_at)
                values ($1, $1, $1, '', 'Quy trình', '{}', '1/QĐ', $2, 'UBND tỉnh', $2, $3)
                """,
                id, new DateOnly(2026, 3, 1), Office.Monday),
        ];
        await db.WriteAsync([.. Old("a", "recorded"), .. Old("b", "published")], default);

        await migrator.UpgradeAsync(default);

        Assert.That(
            await db.ListAsync(new Statement("select draft, place, recorded from process_version order by draft"), row => (row.Text(0), row.Text(1), row.Flag(2)), default),
            Is.EqualTo(new[] { ("a", "", true), ("b", "", false) }));
    }

    [Test]
    public async Task A_register_that_was_there_is_chained_from_its_first_line_and_then_never_edited()
    {
        await using var database = await Databases.FreshAsync(kind);
        await using var db = Office.Connect(database);
        var migrator = new Migrator(db);
        await migrator.UpgradeAsync(migrator.Known.Where(script => script < QualityChaining.After).ToHashSet(), default);
        await db.WriteAsync([.. Enumerable.Range(1, 3).Select(number => new Statement(
            "insert into quality_journal (number, at, by, agency, kind, body) values ($1, $2, 'lan', null, 'withdrawn', '{}')", number, Office.Monday))], default);

        await migrator.UpgradeAsync(default);

        var verdict = await new TthcFlow.Engine.Runtime.JournalAudit(db).VerifyAsync(default);
        Assert.That((verdict.Journals, verdict.Lines, verdict.Breaks.Count), Is.EqualTo((1, 3, 0)));
        Assert.That(async () => await db.WriteAsync([new Statement("update quality_journal set body = 'x'")], default), Throws.Exception);
        Assert.That(async () => await db.WriteAsync([new Statement("delete from quality_journal")], default), Throws.Exception);
    }

    [Test]
    public async Task What_opens_a_dossier_is_put_apart_and_work_says_whether_it_waits()
    {
        await using var database = await Databases.FreshAsync(kind);
        await using var db = Office.Connect(database);
        var migrator = new Migrator(db);
        await migrator.UpgradeAsync(migrator.Known.Where(script => script < 19).ToHashSet(), default);
        Statement[] Old(string code, string shelf) =>
        [
            new(
                """
                insert into dossier (code, length, hash, snapshot, status, procedure_code, receiving, competent, standing_still, applicant, search_key, shelf)
                values ($1, 7, 'abc', '{"channel":"online"}', 'in-progress', '1.000001', 'H35.12', 'H35.12', $3, 'Trần Thị Đào', '', $2)
                """,
                code, shelf, false),
            new("insert into work (code, step, run, step_name, opened_at) values ($1, 'B1', 1, 'Thẩm định', $2)", code, Office.Monday),
        ];
        await db.WriteAsync([.. Old("A", "open"), .. Old("B", "waiting")], default);

        await migrator.UpgradeAsync(default);

        Task<List<string>> WaitingAsync() => db.ListAsync(new Statement("select code from work where waiting order by code"), row => row.Text(0), default);
        Assert.That(
            await db.ListAsync(
                new Statement("select s.code, s.length, s.hash, s.snapshot, d.channel from dossier d join dossier_snapshot s on s.code = d.code order by 1"),
                row => $"{row.Text(0)} {row.Number(1)} {row.Text(2)} {row.Text(3)} {row.Text(4)}", default),
            Is.EqualTo(new[] { "A 7 abc {\"channel\":\"online\"} online", "B 7 abc {\"channel\":\"online\"} online" }));
        Assert.That(await WaitingAsync(), Is.EqualTo(new[] { "B" }));

        await db.WriteAsync([new Statement("update dossier set shelf = 'waiting' where code = 'A'"), new Statement("update dossier set shelf = 'ready' where code = 'B'")], default);
        Assert.That(await WaitingAsync(), Is.EqualTo(new[] { "A" }), "the lines follow");
    }
}
