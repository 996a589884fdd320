using System.CommandLine;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Commands;

/// <summary>The shared processes that a command's document calls, given as files beside it: <c>--with FILE…</c>.</summary>
internal static class CalledFiles
{
    /// <summary>The option, for a command that follows calls.</summary>
    public static Option<FileInfo[]> Option() => new("--with")
    {
        Description = "Các tệp quy trình dùng chung được gọi",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    /// <summary>Looks called processes up among the files given: by the procedure and case in their headers.</summary>
    public static async Task<Func<ProcessKey, ProcessDefinition?>> ReadAsync(FileInfo[] files, CancellationToken ct)
    {
        var called = new Dictionary<ProcessKey, ProcessDefinition>();
        foreach (var file in files)
        {
            var process = await CompiledAsync(file, ct);
            if (process.Header.Procedure is not { } procedure) throw new FormatException($"{file}: không ghi mã thủ tục (procedure) nên không gọi được.");
            called[new(procedure, process.Header.Case)] = process;
        }
        return called.GetValueOrDefault;
    }

    /// <summary>A file that stands beside those to be checked; one that is no definition ends the command.</summary>
    public static async Task<ProcessDefinition> CompiledAsync(FileInfo file, CancellationToken ct)
    {
        var reading = ElsaDocument.Read(await File.ReadAllBytesAsync(file.FullName, ct));
        return reading.Document is { } document ? ProcessDefinition.Compile(document) : throw new FormatException($"{file}: {reading.Findings[0].Message.Vi}");
    }
}
