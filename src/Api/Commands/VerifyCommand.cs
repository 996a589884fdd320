using System.CommandLine;
using System.Data.Common;
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
        var (output, error) = (given.InvocationConfiguration.Output, given.InvocationConfiguration.Error);
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var options = ProgramOptions.Of([], settings).ForTheEngine(settings) with { Sweeps = false };
        if (options.Postgres is null or "" && !File.Exists(Path.Combine(options.DataFolder, "tthcflow.db")))
        {
            await error.WriteLineAsync($"Không có cơ sở dữ liệu trong {options.DataFolder} (no database there; set TTHCFLOW_DATA or ConnectionStrings__Postgres).");
            return CommandLine.Unusable;
        }

        JournalVerdict verdict;
        try
        {
            await using var services = new ServiceCollection().AddTthcFlow(options).BuildServiceProvider();
            verdict = await services.GetRequiredService<JournalAudit>().VerifyAsync(ct);
        }
        catch (DbException fault)
        {
            await error.WriteLineAsync(fault.Message);
            return CommandLine.Unusable;
        }
        await output.WriteLineAsync($"{verdict.Journals} nhật ký, {verdict.Lines} dòng, {verdict.Breaks.Count} chỗ đứt");
        foreach (var broken in verdict.Breaks) await output.WriteLineAsync($"{broken.Journal}: {broken.Message.Vi}");
        return verdict.Breaks.Count == 0 ? 0 : 1;
    }
}
