using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;

namespace TthcFlow.Throughput;

/// <summary>The least that PostgreSQL must do for one durable completion, as one prepared statement sent by <c>pgbench</c> to the same server in the same minutes.</summary>
internal sealed partial class Yardstick
{
    private readonly NpgsqlConnectionStringBuilder _server;

    private Yardstick(NpgsqlConnectionStringBuilder server) => _server = server;

    public static async Task<Yardstick> PrepareAsync(string connection)
    {
        var server = new NpgsqlConnectionStringBuilder(connection) { Database = "yardstick" };
        await ExecuteAsync(connection, "drop database if exists yardstick with (force)");
        await ExecuteAsync(connection, "create database yardstick");
        await ExecuteAsync(server.ConnectionString, await FileAsync("schema.sql"));
        await ExecuteAsync(server.ConnectionString, (await FileAsync("load.sql")).Replace(":n", "20000", StringComparison.Ordinal));
        return new Yardstick(server);
    }

    /// <summary>Lets the server finish what was left to it: what is dirty is written, what is dead swept up.</summary>
    public async Task SettleAsync()
    {
        await ExecuteAsync(_server.ConnectionString, "vacuum analyze");
        await ExecuteAsync(_server.ConnectionString, "checkpoint");
    }

    /// <summary>Transactions per second.</summary>
    public async Task<double> RunAsync(int callers, TimeSpan round)
    {
        var program = Directory.GetDirectories("/usr/lib/postgresql").Order().Select(folder => Path.Combine(folder, "bin", "pgbench")).Last(File.Exists);
        string[] arguments =
        [
            "-n", "-M", "prepared", "-c", Text(callers), "-j", Text(Math.Min(callers, 2)), "-T", Text((int)round.TotalSeconds),
            "-h", _server.Host!, "-p", Text(_server.Port), "-U", _server.Username!, "-f", Path.Combine(AppContext.BaseDirectory, "yardstick", "step-cte.pgbench"), "yardstick",
        ];
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PGPASSWORD"] = _server.Password ?? "" },
        })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return double.Parse(PerSecond().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static Task<string> FileAsync(string name) => File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "yardstick", name));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex(@"tps = ([0-9.]+)")]
    private static partial Regex PerSecond();
}
