using System.CommandLine;

namespace TthcFlow.Api.Commands;

/// <summary>The program without its web server: <c>tthcflow check …</c> and the other commands below.</summary>
/// <remarks>Standard output carries the result only; everything said about it goes to standard error. Wrong usage ends with 2.</remarks>
internal static class CommandLine
{
    /// <summary>Wrong usage, or a row or a file that could not be worked on.</summary>
    public const int Unusable = 2;

    /// <summary>Whether a fault is that of a file somebody named: it cannot be read, or is not what it should be. Then its message is all there is to say.</summary>
    public static bool IsTheFiles(Exception fault) => fault is IOException or UnauthorizedAccessException or FormatException;

    private static readonly Command[] Commands =
    [
        BackupCommand.Create(),
        CheckCommand.Create(),
        ConvertCommand.Create(),
        DiffCommand.Create(),
        DueCommand.Create(),
        ExportCommand.Create(),
        PackageCommand.Create(),
        RecordCommand.Create(),
        RestoreCommand.Create(),
        RunSampleCommand.Create(),
        SimulateCommand.Create(),
        VerifyCommand.Create(),
    ];

    /// <summary>Whether these arguments ask for a command; all others are the web server's.</summary>
    public static bool Asks(string[] args) => args is [var first, ..] && (first is "--help" or "-h" or "-?" or "--version" || Commands.Any(command => command.Name == first));

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("TthcFlow: quy trình nội bộ của thủ tục hành chính. Không có lệnh nào: khởi động máy chủ web (no command: start the web server).");
        foreach (var command in Commands) root.Subcommands.Add(command);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction)
        {
            foreach (var fault in parsed.Errors) await error.WriteLineAsync(fault.Message);
            return Unusable;
        }
        return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
    }
}
