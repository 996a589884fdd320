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
}
