using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TthcFlow.Engine.Hosting;

namespace TthcFlow.Tests.Shared;

/// <summary>Every database the engine promises to run on. A contract test takes one and must not care which.</summary>
/// <remarks>
/// PostgreSQL is the server that <c>TTHCFLOW_TEST_POSTGRES</c> names, else a temporary cluster made from the newest installed server binaries: one per
/// test run, on a free port of 127.0.0.1, taken away at the end. With neither, the PostgreSQL tests fail; they are never skipped in silence.
/// </remarks>
public static class Databases
{
    private static readonly Lazy<Task<Cluster>> Running = new(() => Cluster.StartAsync(durable: false));
    private static readonly Lazy<Task<Cluster>> Durable = new(() => Cluster.StartAsync(durable: true));

    private static readonly ConcurrentDictionary<string, Lazy<Task<TestDatabase>>> UpToDate = new();
    private static readonly ConcurrentBag<Task> Leaving = [];

    public static IEnumerable<TestFixtureData> All() => [new("sqlite"), new("postgres")];

    /// <summary>A database of its own with every table in it: the copy of one that was brought up to date once in this run, with the server that spares its disk.</summary>
    public static async Task<TestDatabase> UpToDateAsync(string kind)
    {
        var original = await UpToDate.GetOrAdd(kind, _ => new(() => BringUpToDateAsync(kind))).Value;
        return kind == "sqlite" ? original.CopyOfFile() : await CreateAsync(original.Server!, original.Name);
    }

    private static async Task<TestDatabase> BringUpToDateAsync(string kind)
    {
        var database = await FreshAsync(kind);
        await using (var services = new ServiceCollection().AddTthcFlow(database.Options).BuildServiceProvider()) await services.UpgradeTthcFlowAsync(default);
        return database;
    }

    /// <summary>An empty database of its own, with no table yet.</summary>
    /// <param name="durable">With the server's own settings, as measurements want it; tests spare the disk.</param>
    public static async Task<TestDatabase> FreshAsync(string kind, bool durable = false)
    {
        if (kind == "sqlite") return new TestDatabase(TthcFlowOptions.Temporary(), null, null);
        var server = Environment.GetEnvironmentVariable("TTHCFLOW_TEST_POSTGRES") is { Length: > 0 } named ? named : (await (durable ? Durable : Running).Value).ConnectionString;
        return await CreateAsync(server, template: null);
    }

    private static async Task<TestDatabase> CreateAsync(string server, string? template)
    {
        var name = $"tthcflow_test_{Guid.NewGuid():n}";
        await using var admin = NpgsqlDataSource.Create(server);
        await using (var create = admin.CreateCommand(template is null ? $"create database {name}" : $"create database {name} template {template}"))
            await create.ExecuteNonQueryAsync();
        var own = new NpgsqlConnectionStringBuilder(server) { Database = name, Pooling = true, MaxPoolSize = 40 }.ConnectionString;
        return new TestDatabase(TthcFlowOptions.Temporary() with { Postgres = own }, server, name);
    }

    /// <summary>Pulls the plug of the server that was started for the tests, and starts it again: every connection breaks, and it recovers from its log.</summary>
    /// <returns>False where the server is one that somebody named: it is not ours to break.</returns>
    public static async Task<bool> CrashAsync(bool durable = false)
    {
        var server = durable ? Durable : Running;
        if (!server.IsValueCreated) return false;
        await (await server.Value).CrashAsync();
        return true;
    }

    /// <summary>A database that is no longer used goes while the next test runs.</summary>
    internal static void Drop(string server, string name) => Leaving.Add(Task.Run(async () =>
    {
        await using var admin = NpgsqlDataSource.Create(server);
        await using var drop = admin.CreateCommand($"drop database {name} with (force)");
        await drop.ExecuteNonQueryAsync();
    }));

    /// <summary>Takes the cluster down if one was started. Each test assembly calls it once, at the end.</summary>
    public static async Task StopAsync()
    {
        foreach (var original in UpToDate.Values)
            if (original.IsValueCreated) await (await original.Value).DisposeAsync();
        await Task.WhenAll(Leaving);
        foreach (var cluster in new[] { Running, Durable })
            if (cluster.IsValueCreated) (await cluster.Value).Stop();
    }

    private sealed record Cluster(string ConnectionString, string Binaries, string Folder)
    {
        private int _stopped;

        public static async Task<Cluster> StartAsync(bool durable)
        {
            var binaries = NewestBinaries() ?? throw new InvalidOperationException(
                "The PostgreSQL tests need a server: install Debian's package postgresql, or name one in TTHCFLOW_TEST_POSTGRES.");
            var folder = Directory.CreateTempSubdirectory("tthcflow-pg-").FullName;
            if (Environment.IsPrivilegedProcess) await RunAsync("chown", ["postgres", folder]);

            var data = Path.Combine(folder, "data");
            await AsOrdinaryUserAsync(Path.Combine(binaries, "initdb"), ["-D", data, "-U", "tthcflow", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]);
            var port = FreePort();
            var settings = $"-h 127.0.0.1 -p {port} -k {folder} -c max_connections=300"
                + (durable ? "" : " -c fsync=off -c synchronous_commit=off -c full_page_writes=off");
            await AsOrdinaryUserAsync(Path.Combine(binaries, "pg_ctl"), ["-D", data, "-l", Path.Combine(folder, "log"), "-w", "-o", settings, "start"]);

            var cluster = new Cluster($"Host=127.0.0.1;Port={port};Username=tthcflow;Database=postgres;Pooling=false", binaries, folder);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.Stop();
            return cluster;
        }

        public Task CrashAsync() =>
            AsOrdinaryUserAsync(Path.Combine(Binaries, "pg_ctl"), ["-D", Path.Combine(Folder, "data"), "-l", Path.Combine(Folder, "log"), "-m", "immediate", "-w", "restart"]);

        public void Stop()
        {
            if (Interlocked.Exchange(ref _stopped, 1) == 1) return;
            AsOrdinaryUserAsync(Path.Combine(Binaries, "pg_ctl"), ["-D", Path.Combine(Folder, "data"), "-m", "immediate", "-w", "stop"]).GetAwaiter().GetResult();
            Directory.Delete(Folder, recursive: true);
        }

        private static string? NewestBinaries() =>
            !Directory.Exists("/usr/lib/postgresql") ? null
            : Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var major) ? major : 0)
                .Select(folder => Path.Combine(folder, "bin")).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")));

        /// <summary>PostgreSQL refuses to run as root.</summary>
        private static Task AsOrdinaryUserAsync(string program, string[] arguments) =>
            Environment.IsPrivilegedProcess ? RunAsync("runuser", ["-u", "postgres", "--", program, .. arguments]) : RunAsync(program, arguments);

        private static async Task RunAsync(string program, string[] arguments)
        {
            // Output goes nowhere: a server started by pg_ctl would keep a pipe open for as long as it lives.
            var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
            foreach (var argument in (string[])["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", program, .. arguments]) start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}

/// <summary>A database for one fixture; gone when disposed.</summary>
public sealed class TestDatabase(TthcFlowOptions options, string? server, string? name) : IAsyncDisposable
{
    public TthcFlowOptions Options { get; } = options;

    /// <summary>The server it is on, and its name there; null for a file.</summary>
    public string? Server { get; } = server;

    /// <inheritdoc cref="Server"/>
    public string? Name { get; } = name;

    internal TestDatabase CopyOfFile()
    {
        var copy = TthcFlowOptions.Temporary();
        foreach (var file in Directory.EnumerateFiles(Options.DataFolder)) File.Copy(file, Path.Combine(copy.DataFolder, Path.GetFileName(file)));
        return new TestDatabase(copy, null, null);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Options.DataFolder, recursive: true);
        if (Server is not null && Name is not null) Databases.Drop(Server, Name);
        return ValueTask.CompletedTask;
    }
}
