using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TthcFlow.Engine.Hosting;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Throughput;

/// <summary>A portal that does all it can to lose things, hosts that die, and many dossiers: at the end the portal must show what the journals say, each message applied once and in order. Or a calm line, and how soon a status arrives.</summary>
internal static class PortalSoak
{
    private const string Target = "cong-do-tai", Secret = "cong-do-tai", Password = "tthcflow-portal";

    /// <summary>Everything that can go wrong on the line, each with its share; and a storm.</summary>
    private const string Faults =
        """
        { "seed": 7, "rules": [
          { "service": "*", "fault": "500", "from": 20000, "count": 300 },
          { "service": "*", "fault": "refuse", "share": 0.01 }, { "service": "*", "fault": "timeout-before", "share": 0.005, "seconds": 2 }, { "service": "*", "fault": "timeout-after", "share": 0.005, "seconds": 2 },
          { "service": "*", "fault": "close-before", "share": 0.01 }, { "service": "*", "fault": "close-after", "share": 0.01 }, { "service": "*", "fault": "twice", "share": 0.01 },
          { "service": "*", "fault": "500", "share": 0.01 }, { "service": "*", "fault": "503", "share": 0.01, "seconds": 1 }, { "service": "*", "fault": "slow", "share": 0.005, "seconds": 1 },
          { "service": "*", "fault": "session", "share": 0.0005 }, { "service": "*", "fault": "not-json", "share": 0.01 }, { "service": "*", "fault": "html", "share": 0.01 }, { "service": "*", "fault": "wrong-shape", "share": 0.01 } ] }
        """;

    /// <summary>A host of its own that does nothing but tell portals, until it is killed.</summary>
    public static async Task HostAsync(string postgres, string secrets)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddTthcFlow(new TthcFlowOptions { Postgres = postgres, SecretsFolder = secrets, DataFolder = secrets });
        await builder.Build().RunAsync();
    }

    /// <param name="perSecond">Changes a second on a calm line, whose way to the portal is timed; 0: as fast as it goes, with every fault and with hosts that are killed.</param>
    public static async Task RunAsync(int dossiers, int perSecond, TextWriter output)
    {
        var isCalm = perSecond > 0;
        await using var database = await Databases.FreshAsync("postgres", durable: true);
        var secrets = Directory.CreateTempSubdirectory("tthcflow-secrets-").FullName;
        await File.WriteAllTextAsync(Path.Combine(secrets, Secret), Password);
        var address = $"http://127.0.0.1:{FreePort()}";
        using var simulator = Begin("PortalSimulator", "portal-simulator", "--address", address, "--timeout", "2");
        using var control = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(2) };
        await UpAsync(control);
        if (!isCalm) (await control.PutAsync("/control/faults", new StringContent(Faults))).EnsureSuccessStatusCode();

        await using var services = new ServiceCollection().AddTthcFlow(database.Options with { Sweeps = false }).BuildServiceProvider();
        await services.UpgradeTthcFlowAsync(default);
        await Load.PublishAsync(services);
        var (office, db) = (services.GetRequiredService<DossierOffice>(), services.GetRequiredService<FlowDatabase>());
        var book = $$"""{"connections":[{"key":"{{Target}}","name":"Cổng đo tải","protocol":"Bus","address":"{{address}}","destination":"VN:GOV:DO","unit":"H35","account":"tthcflow","password":"{{Secret}}","timeout":{{(isCalm ? 30 : 1)}},"parallel":16}]}""";
        await services.GetRequiredService<ReferenceStore>().LoadPortalsAsync(book, Load.Officer.Id, "Đo tải", TimeProvider.System.GetUtcNow(), default);

        var hosts = new ConcurrentDictionary<int, Process>();
        Process Start() => Begin("Throughput", "TthcFlow.Throughput", "portal-host", database.Options.Postgres!, secrets);
        hosts[0] = Start();
        if (!isCalm) hosts[1] = Start();
        using var over = new CancellationTokenSource();
        var killed = 0;
        var killing = isCalm ? Task.CompletedTask : Task.Run(async () =>
        {
            for (var turn = 0; !over.IsCancellationRequested; turn++)
            {
                try { await Task.Delay(TimeSpan.FromSeconds(7 + turn * 5 % 13), over.Token); }
                catch (OperationCanceledException) { return; }
                var victim = turn % 2;
                hosts[victim].Kill(entireProcessTree: true);
                hosts[victim].Dispose();
                killed++;
                hosts[victim] = Start();
            }
        });

        var watch = Stopwatch.StartNew();
        await DriveAsync(office, dossiers, perSecond);
        var driven = watch.Elapsed;
        var (again, pending) = (0, 0);
        while ((pending = await CountAsync(db, "select count(*) from outbox where done_at is null")) > 0 && watch.Elapsed < TimeSpan.FromMinutes(60))
        {
            // What the portal refused too often, a controller sends again.
            again += await CountAsync(db, "select count(*) from outbox where state = 'dead'");
            foreach (var id in await db.ListAsync(new Statement("select id from outbox where state = 'dead'"), row => row.Number(0), default))
                await services.GetRequiredService<OutboxStore>().SendAgainAsync(id, Load.Officer.Id, TimeProvider.System.GetUtcNow(), default);
            await Task.Delay(500);
        }
        var told = watch.Elapsed;
        await over.CancelAsync();
        await killing;
        foreach (var host in hosts.Values)
        {
            host.Kill(entireProcessTree: true);
            host.Dispose();
        }

        var messages = await CountAsync(db, "select count(*) from outbox where state = 'sent'");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores; {dossiers:N0} dossiers, {messages:N0} messages; acted in {driven.TotalSeconds:0} s, told in {told.TotalSeconds:0} s ({messages / told.TotalSeconds:0} a second); {killed} hosts killed, {again} messages sent again by a controller, {pending} left"));
        await output.WriteLineAsync(await DelaysAsync(db));
        await output.WriteLineAsync(await ComparedAsync(control, db));
        simulator.Kill();
        Directory.Delete(secrets, recursive: true);
    }

    /// <summary>Dossiers are received and taken a few steps on, eight at a time; or one change after the other at a steady pace.</summary>
    private static async Task DriveAsync(DossierOffice office, int dossiers, int perSecond)
    {
        var (watch, changes) = (Stopwatch.StartNew(), 0);
        async Task PaceAsync()
        {
            if (perSecond == 0) return;
            var due = TimeSpan.FromSeconds((double)Interlocked.Increment(ref changes) / perSecond) - watch.Elapsed;
            if (due > TimeSpan.Zero) await Task.Delay(due);
        }
        await Parallel.ForEachAsync(Enumerable.Range(0, dossiers), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (at, _) =>
        {
            await PaceAsync();
            var code = await Load.ReceiveAsync(office);
            for (var step = 1; step <= 1 + at % 3; step++)
            {
                await PaceAsync();
                await Load.CompleteAsync(office, code, step);
            }
        });
    }

    /// <summary>How long messages took from the act to the portal's receipt.</summary>
    private static async Task<string> DelaysAsync(FlowDatabase db)
    {
        var delays = await db.ListAsync(new Statement("select at, done_at from outbox where state = 'sent'"), row => (row.Instant(1) - row.Instant(0)).TotalMilliseconds, default);
        delays.Sort();
        return delays is [] ? "nothing was told" : string.Create(CultureInfo.InvariantCulture, $"time to portal: p50 {delays[delays.Count / 2]:0} ms, p99 {delays[(int)(delays.Count * 0.99)]:0} ms, longest {delays[^1]:0} ms");
    }

    /// <summary>What the portal holds beside what was to be told: every dossier, every message, once, in order.</summary>
    private static async Task<string> ComparedAsync(HttpClient control, FlowDatabase db)
    {
        var state = JsonNode.Parse(await control.GetStringAsync("/control/state"))!["dossiers"]!.AsArray().ToDictionary(dossier => (string)dossier!["code"]!, dossier => dossier!, StringComparer.Ordinal);
        var counts = JsonNode.Parse(await control.GetStringAsync("/control/counts"))!;
        var expected = (await db.ListAsync(new Statement("select code, number, service, status from outbox where state = 'sent' order by code, number"), row => (Code: row.Text(0), Number: row.Number(1), Topic: row.Text(2), Status: row.Number(3)), default))
            .GroupBy(line => line.Code).ToList();
        var journals = await CountAsync(db, "select count(*) from dossier");
        var (wrongState, wrongMessages) = (0, 0);
        foreach (var dossier in expected)
        {
            if (!state.TryGetValue(dossier.Key, out var there))
            {
                wrongState++;
                continue;
            }
            if ((int)there["state"]! != dossier.Last().Status) wrongState++;
            var applied = there["applied"]!.AsArray().Select(message => (int)message!["number"]!).ToList();
            if (!applied.SequenceEqual(dossier.Select(line => line.Number))) wrongMessages++;
        }
        return $"{journals} dossiers here, {state.Count} there; {wrongState} in another state, {wrongMessages} not told exactly once and in order; the portal counted {counts["appliedMoreThanOnce"]} applied more than once, {counts["outOfOrder"]} out of order; "
            + $"faults {counts["faults"]!.ToJsonString()}";
    }

    private static async Task<int> CountAsync(FlowDatabase db, string sql) => (await db.ListAsync(new Statement(sql), row => row.Number(0), default))[0];

    private static async Task UpAsync(HttpClient control)
    {
        for (var left = 100; ; left--)
        {
            try
            {
                (await control.GetAsync("/control/counts")).EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (left > 0) { await Task.Delay(100); }
        }
    }

    private static Process Begin(string project, string program, params string[] arguments)
    {
        // Programs lie beside each other: artifacts/bin/<project>/<configuration>.
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var file = Path.Combine(here.Parent!.Parent!.FullName, project, here.Name, $"{program}.dll");
        if (!File.Exists(file)) throw new FileNotFoundException($"{file} is not there: build tools/{project} in the same configuration first.");
        return Process.Start(new ProcessStartInfo("dotnet", [file, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
