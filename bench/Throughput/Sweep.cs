using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Hosting;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Throughput;

/// <summary>One sweep: among many open deadlines it finds those that are due, decides each on its own dossier, and writes them.</summary>
internal static class Sweep
{
    public static async Task RunAsync(int open, int due, TextWriter output)
    {
        await using var database = await Databases.FreshAsync("postgres", durable: true);
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddTthcFlow(database.Options).BuildServiceProvider();
        await services.UpgradeTthcFlowAsync(default);
        await Load.PublishAsync(services);
        await Inbox.FillAsync(services, database.Options.Postgres!, 0, open - due, output);
        await output.WriteLineAsync($"{Environment.ProcessorCount} cores; {open:N0} open deadlines, {due:N0} of them due");

        var (office, sweep, db) = (services.GetRequiredService<DossierOffice>(), services.GetRequiredService<ReminderSweep>(), services.GetRequiredService<FlowDatabase>());
        var yardstick = await Yardstick.PrepareAsync(database.Options.Postgres!);
        for (var round = 1; round <= 3; round++)
        {
            await sweep.RunOnceAsync(default); // whatever earlier rounds left
            for (var received = 0; received < due; received += 8) await Task.WhenAll(Enumerable.Range(0, Math.Min(8, due - received)).Select(_ => Load.ReceiveAsync(office)));
            foreach (var (what, later) in new[] { ("due soon or overdue", TimeSpan.FromDays(5)), ("overdue", TimeSpan.FromMinutes(1)) })
            {
                clock.Now += later; // past the hour of the first step, over any week-end
                var watch = Stopwatch.StartNew();
                var fired = await sweep.RunOnceAsync(default);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"round {round}, {what}: {fired} fired in {watch.ElapsedMilliseconds} ms"));
            }
        }
        var left = (await db.ListAsync(new Statement("select count(*) from work where remind_at <= $1", clock.Now), row => row.Number(0), default))[0];
        var single = await yardstick.RunAsync(1, TimeSpan.FromSeconds(5));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{left} left due; one caller of the yardstick writes {due} completions in {due / single * 1000:0} ms"));
    }
}
