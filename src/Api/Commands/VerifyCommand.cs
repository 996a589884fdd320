using System.CommandLine;
using TthcFlow.Api.Hosting;
using TthcFlow.Engine.Hosting;
using TthcFlow.Engine.Runtime;

namespace TthcFlow.Api.Commands;

/// <summary><c>verify</c>: are all journals as they were written? Reads the database that the settings name.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var command = new Command("verify", "Kiểm tra chuỗi băm của mọi nhật ký (check every journal's hash chain)");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken ct)
    {
        var output = given.InvocationConfiguration.Output;
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var options = ProgramOptions.Of([], settings);
        await using var services = new ServiceCollection()
            .AddTthcFlow(options.ForTheEngine(settings) with { Sweeps = false })
            .BuildServiceProvider();
        await services.UpgradeTthcFlowAsync(ct);

        var verdict = await services.GetRequiredService<JournalAudit>().VerifyAsync(ct);
        await output.WriteLineAsync($"{verdict.Journals} nhật ký, {verdict.Lines} dòng, {verdict.Breaks.Count} chỗ đứt");
        foreach (var broken in verdict.Breaks) await output.WriteLineAsync($"{broken.Journal}: {broken.Message.Vi}");
        return verdict.Breaks.Count == 0 ? 0 : 1;
    }
}
