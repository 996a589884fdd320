using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Hosting;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Throughput;

/// <summary>Step completions per second, each durably committed before the call returns, beside what PostgreSQL itself does for the same writes (the yardstick).</summary>
internal static class Load
{
    internal const int Steps = 10;

    // A machine that others share is faster in one minute than in the next: ours and the yardstick take turns, and only ratios of neighbours are kept.
    private const int Pairs = 5;
    private const int NoLongerAtHand = 4_000; // twice as many dossiers as a program remembers
    private static readonly AgencyCode Commune = new("H35.40");
    private static readonly PositionKey Position = new("cong-chuc-mot-cua");
    internal static readonly Officer Officer = new(new("tai"), "Tải", Commune, new HashSet<Role> { Role.DeskOfficer, Role.HandlingOfficer }, [new(Commune, Position)]);

    public static async Task RunAsync(TimeSpan round, int[] callers, bool apart, TextWriter output)
    {
        await output.WriteLineAsync($"{Environment.ProcessorCount} cores; a linear process of {Steps} human steps; {Pairs} rounds of {round.TotalSeconds:0} s, in turns with the yardstick; medians; {(apart ? "a dossier's steps thousands of others apart" : "a dossier's steps one after the other")}");
        await output.WriteLineAsync("database  callers  completions/s  p50 ms  p99 ms  cpu s/1000  yardstick/s  ratio (lowest to highest)");
        foreach (var kind in new[] { "postgres", "sqlite" })
        {
            await using var database = await Databases.FreshAsync(kind, durable: true);
            await using var services = new ServiceCollection().AddTthcFlow(database.Options).BuildServiceProvider();
            await services.UpgradeTthcFlowAsync(default);
            await PublishAsync(services);
            var office = services.GetRequiredService<DossierOffice>();
            var yardstick = kind == "postgres" ? await Yardstick.PrepareAsync(database.Options.Postgres!) : null;

            var perSecond = 600.0; // warm: code compiled for good, prepared statements, pool
            for (var warmed = 0; warmed < 2; warmed++) perSecond = Math.Max(perSecond, (await MeasureAsync(office, await StockAsync(office, perSecond * 10, apart), 16, apart, TimeSpan.FromSeconds(5))).PerSecond);
            foreach (var count in callers)
            {
                var (rounds, limits) = (new List<Round>(), new List<double>());
                for (var pair = 0; pair < Pairs; pair++)
                {
                    var stock = await StockAsync(office, perSecond * 2 * round.TotalSeconds, apart);
                    if (yardstick is not null) await yardstick.SettleAsync(); // what receiving left for the server to do is done before either is measured
                    rounds.Add(await MeasureAsync(office, stock, count, apart, round));
                    perSecond = Math.Max(perSecond, rounds[^1].PerSecond);
                    if (yardstick is not null) limits.Add(await yardstick.RunAsync(count, round));
                }
                double Median(Func<Round, double> figure) => rounds.Select(figure).Order().ElementAt(Pairs / 2);
                var ratios = rounds.Zip(limits, (ours, limit) => ours.PerSecond / limit).Order().ToArray();
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"{kind,-9} {count,7}  {Median(one => one.PerSecond),13:0}  {Median(one => one.P50),6:0.00}  {Median(one => one.P99),6:0.00}  {Median(one => one.CpuPerThousand),10:0.00}")
                    + (ratios is [] ? "" : string.Create(CultureInfo.InvariantCulture, $"  {limits.Order().ElementAt(Pairs / 2),11:0}  {ratios[Pairs / 2],5:0.00} ({ratios[0]:0.00} to {ratios[^1]:0.00})")));
            }
        }
    }

    /// <summary>What one round showed.</summary>
    private sealed record Round(double PerSecond, double P50, double P99, double CpuPerThousand);

    /// <summary>Dossiers received beforehand, with at least so many completions before them.</summary>
    private static async Task<ConcurrentQueue<(DossierCode Code, int Step)>> StockAsync(DossierOffice office, double completions, bool apart)
    {
        var stock = new ConcurrentQueue<(DossierCode, int)>();
        for (var received = 0; received < Math.Max(apart ? NoLongerAtHand : 0, (int)(completions / (Steps - 1)) + 16); received += 8)
            foreach (var code in await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ReceiveAsync(office)))) stock.Enqueue((code, 1));
        return stock;
    }

    internal static async Task PublishAsync(ServiceProvider services)
    {
        var setup = services.GetRequiredService<ProvinceSetup>();
        await setup.LoadCatalogueAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "samples", "catalogue.json")), default);
        await setup.LoadCalendarAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "samples", "calendars", "2026.json")), default);
        // Past the checks and the three hands: a process of ten equal steps is nothing an appraiser would let through.
        var (store, now, by) = (services.GetRequiredService<PublicationStore>(), services.GetRequiredService<TimeProvider>().GetUtcNow(), new OfficerId("he-thong.soan"));
        var process = ProcessDefinition.Compile(Linear());
        await store.BeginAsync("throughput", new PublicationEvent.Drafted(now, by, Commune, process.Header.Procedure, null, process.Name), Linear().ToCanonicalText(), null, default);
        var draft = (await store.OpenAsync("throughput", default))!;
        var published = new PublicationEvent.Published(now, by, Linear().Hash, new LegalAct("00/QĐ", Today(), "Đo tải", Today()));
        await store.PublishAsync(draft, new DraftEntry(by, now, [published], draft.File.Apply(published), null, process.Name, process.Header.Procedure), published, null, default);
    }

    private static DateOnly Today() => Engine.Calendars.VietnamTime.DayOf(TimeProvider.System.GetUtcNow());

    /// <summary>Each caller takes a dossier and completes its steps one after the other, then takes the next; apart: one step, and puts it back behind all the others.</summary>
    private static async Task<Round> MeasureAsync(DossierOffice office, ConcurrentQueue<(DossierCode Code, int Step)> waiting, int callers, bool apart, TimeSpan round)
    {
        var latencies = new ConcurrentBag<List<double>>();
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var mine = new List<double>();
            while (watch.Elapsed < round && waiting.TryDequeue(out var next))
                for (var (code, step) = next; step < Steps && watch.Elapsed < round; step++)
                {
                    var from = Stopwatch.GetTimestamp();
                    await CompleteAsync(office, code, step);
                    mine.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
                    if (!apart) continue;
                    if (step + 1 < Steps) waiting.Enqueue((code, step + 1));
                    break;
                }
            latencies.Add(mine);
        })));
        var elapsed = watch.Elapsed;
        process.Refresh();
        var all = latencies.SelectMany(list => list).Order().ToArray();
        return new(all.Length / elapsed.TotalSeconds, all[all.Length / 2], all[(int)(all.Length * 0.99)], (process.TotalProcessorTime - cpu).TotalSeconds * 1000 / all.Length);
    }

    internal static async Task<DossierCode> ReceiveAsync(DossierOffice office)
    {
        var answer = await office.ReceiveAsync(new("9.999999"), null, new DossierCommand.Receive(
            Officer, Commune, Commune, Channel.Direct, new Particulars(new Applicant("Trần Văn Tải", "012345678901", null, null, null), null, []),
            ImmutableSortedDictionary<string, AttributeValue>.Empty), null, default);
        return answer.Code ?? throw new InvalidOperationException(answer.Refusal!.Message.Vi);
    }

    internal static async Task CompleteAsync(DossierOffice office, DossierCode code, int step)
    {
        var answer = await office.HandleAsync(code, new DossierCommand.CompleteStep(Officer, new StepKey($"B{step}"), step == 1 ? "Accepted" : "Done"), null, null, default);
        if (!answer.IsDone) throw new InvalidOperationException(answer.Refusal!.Message.Vi);
    }

    /// <summary>Intake, eight steps of one hour each, and the return.</summary>
    private static ElsaDocument Linear()
    {
        static JsonObject Input(string type, string value) => new() { ["typeName"] = type, ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };
        var activities = new JsonArray();
        var connections = new JsonArray();
        for (var i = 1; i <= Steps; i++)
        {
            var type = i == 1 ? "Tthc.Intake" : i == Steps ? "Tthc.ReturnResult" : i == Steps - 1 ? "Tthc.Issue" : "Tthc.Draft";
            activities.Add(new JsonObject
            {
                ["id"] = $"b{i}",
                ["name"] = $"B{i}",
                ["type"] = type,
                ["version"] = 1,
                ["step"] = Input("String", $"B{i}"),
                ["unit"] = Input("String", "Competent"),
                ["position"] = Input("String", Position.Value),
                ["limit"] = Input("Decimal", i == Steps ? "0" : "1"),
                ["limitUnit"] = Input("String", "WorkingHour"),
            });
            if (i < Steps) connections.Add(Connection($"b{i}", i == 1 ? "Accepted" : "Done", $"b{i + 1}"));
        }
        activities.Add(new JsonObject { ["id"] = "declined", ["name"] = "Declined", ["type"] = "Tthc.Reject", ["version"] = 1 });
        connections.Add(Connection("b1", "Declined", "declined"));

        var header = new JsonObject
        {
            ["procedure"] = "9.999999",
            ["kind"] = "Public",
            ["statutoryLimit"] = new JsonObject { ["value"] = 9, ["unit"] = "WorkingHour" },
            ["counting"] = "RunningHours",
        };
        var blank = ElsaDocument.Blank("throughput", "Đo tải", header).Edit();
        blank["root"]!["activities"] = activities;
        blank["root"]!["connections"] = connections;
        var reading = ElsaDocument.Read(blank.ToJsonString());
        return reading.Document ?? throw new InvalidOperationException(reading.Findings[0].Message.Vi);

        static JsonObject Connection(string from, string port, string to) => new()
        {
            ["source"] = new JsonObject { ["activity"] = from, ["port"] = port },
            ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
        };
    }
}
