using System.Globalization;

namespace TthcFlow.Engine.Storage;

/// <summary>Brings a database up to date with the numbered scripts in <c>Migrations</c>: one transaction, one host at a time.</summary>
internal sealed class Migrator(FlowDatabase database)
{
    /// <summary>The numbers of all scripts this program has.</summary>
    public IReadOnlySet<int> Known => Scripts().Select(script => script.Number).ToHashSet();

    /// <returns>How many scripts were applied.</returns>
    public Task<int> UpgradeAsync(CancellationToken ct) => UpgradeAsync(null, ct);

    /// <param name="wanted">Only these scripts; null for all.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>How many scripts were applied.</returns>
    public Task<int> UpgradeAsync(IReadOnlySet<int>? wanted, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        await writing.ListAsync(database.LockOut, _ => true, ct);
        await writing.WriteAsync([new Statement("create table if not exists schema_version (number integer primary key)")], ct);
        var done = (await writing.ListAsync(new Statement("select number from schema_version"), row => row.Number(0), ct)).ToHashSet();

        var pending = Scripts().Where(script => !done.Contains(script.Number) && wanted?.Contains(script.Number) != false).ToArray();
        foreach (var (number, sql) in pending)
        {
            await writing.RunAsync(sql, ct);
            await writing.WriteAsync([new Statement("insert into schema_version (number) values ($1)", number)], ct);
            if (number == ListFilling.After) await ListFilling.RunAsync(writing, ct);
            if (number == LeaderFilling.After) await LeaderFilling.RunAsync(writing, ct);
            if (number == QualityChaining.After) await QualityChaining.RunAsync(writing, ct);
        }
        return pending.Length;
    }, ct);

    private IEnumerable<(int Number, string Sql)> Scripts()
    {
        var assembly = typeof(Migrator).Assembly;
        var folder = $".Migrations.{database.Name}.";
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.Contains(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var file = name[(name.IndexOf(folder, StringComparison.Ordinal) + folder.Length)..];
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (int.Parse(file.AsSpan(0, 4), CultureInfo.InvariantCulture), text.ReadToEnd());
        }
    }
}
