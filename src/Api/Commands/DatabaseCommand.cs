using System.CommandLine;
using System.Data.Common;
using TthcFlow.Api.Hosting;
using TthcFlow.Engine.Hosting;

namespace TthcFlow.Api.Commands;

/// <summary>What the commands that work on the database have in common: which one the settings name, and one clear line when it cannot be used.</summary>
internal static class DatabaseCommand
{
    /// <summary>Runs against the database of the settings (<c>ConnectionStrings__Postgres</c>, else the data folder's file).</summary>
    /// <param name="makesOne">Whether a database may be made where there is none.</param>
    public static async Task<int> RunAsync(ParseResult given, Func<ServiceProvider, TthcFlowOptions, Task<int>> work, bool makesOne = false)
    {
        var error = given.InvocationConfiguration.Error;
        var settings = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        TthcFlowOptions options;
        try { options = ProgramOptions.Of([], settings).ForTheDatabase(settings) with { Sweeps = false }; }
        catch (SettingException fault)
        {
            await error.WriteLineAsync(fault.Message);
            return CommandLine.Unusable;
        }
        if (!makesOne && options.Postgres is null or "" && !File.Exists(Path.Combine(options.DataFolder, "tthcflow.db")))
        {
            await error.WriteLineAsync($"Không có cơ sở dữ liệu trong {options.DataFolder} (no database there; set TTHCFLOW_DATA or ConnectionStrings__Postgres).");
            return CommandLine.Unusable;
        }
        try
        {
            await using var services = new ServiceCollection().AddTthcFlow(options).BuildServiceProvider();
            return await work(services, options);
        }
        catch (Exception fault) when (SentenceOf(fault, options) is { } sentence)
        {
            await error.WriteLineAsync(sentence);
            return CommandLine.Unusable;
        }
    }

    /// <summary>The sentence to end with, Vietnamese first; null for a fault of our own, which speaks for itself.</summary>
    internal static string? SentenceOf(Exception fault, TthcFlowOptions options)
    {
        if (StartFaults.SentenceOf(fault, options) is { } known) return known;
        for (var at = fault; at is not null; at = at.InnerException)
            switch (at)
            {
                case DbException { SqlState: "42P01" or "42703" }:
                case DbException when at.Message.Contains("no such table", StringComparison.Ordinal) || at.Message.Contains("no such column", StringComparison.Ordinal):
                    return $"Cơ sở dữ liệu {options.Whereabouts()} chưa được nâng cấp cho phiên bản này của chương trình. Hãy khởi động chương trình một lần rồi thử lại. "
                        + "(The database has not been brought up to date: start the program once, then try again.)";
                case DbException broken:
                    return $"Không đọc được cơ sở dữ liệu {options.Whereabouts()}. ({broken.Message.ReplaceLineEndings(" ")})";
                case IOException or UnauthorizedAccessException or InvalidDataException:
                    return $"Không đọc hoặc ghi được tệp: {at.Message} (A file cannot be read or written.)";
            }
        return null;
    }
}
