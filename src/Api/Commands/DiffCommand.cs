using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using TthcFlow.Api.Endpoints;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Commands;

/// <summary><c>diff A B</c>: what the second document says otherwise than the first, told as an official would. Layout and order make no difference.</summary>
/// <remarks>Ends with 0 when the two say the same, 1 when they differ, 2 when one of them cannot be read.</remarks>
internal static class DiffCommand
{
    private const int Differs = 1;

    private static readonly Argument<FileInfo> Earlier = new("A") { Description = "Tài liệu Elsa trước (.json)" };
    private static readonly Argument<FileInfo> Later = new("B") { Description = "Tài liệu Elsa sau (.json)" };
    private static readonly Option<FileInfo?> CatalogueFile = new("--catalogue") { Description = "Tệp danh mục, để gọi tên đơn vị và vị trí" };
    private static readonly Option<bool> Json = new("--json") { Description = "Một dòng JSON" };
    private static readonly Option<string> Language = new("--language") { Description = "vi (mặc định) hoặc en", DefaultValueFactory = _ => "vi" };

    private static readonly JsonSerializerOptions Line = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static Command Create()
    {
        var command = new Command("diff", "So sánh hai tài liệu quy trình; kết thúc 0: như nhau, 1: khác, 2: không đọc được (compare two process documents; exit 0 same, 1 different, 2 unreadable)")
        {
            Earlier, Later, CatalogueFile, Json, Language,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken ct)
    {
        var (output, error, language) = (given.InvocationConfiguration.Output, given.InvocationConfiguration.Error, given.GetValue(Language)!);
        ProvinceCatalogue? catalogue = null;
        try
        {
            if (given.GetValue(CatalogueFile) is { } file) catalogue = ProvinceCatalogue.Parse(await File.ReadAllTextAsync(file.FullName, ct));
        }
        catch (Exception fault) when (CommandLine.IsTheFiles(fault))
        {
            await error.WriteLineAsync(fault.Message);
            return CommandLine.Unusable;
        }
        var (before, after) = (await ReadAsync(given.GetValue(Earlier)!, language, error, ct), await ReadAsync(given.GetValue(Later)!, language, error, ct));
        if (before is null || after is null) return CommandLine.Unusable;

        var comparison = VersionComparison.Of(before, after, new CheckContext(catalogue));
        if (given.GetValue(Json)) await output.WriteLineAsync(JsonSerializer.Serialize(DiffJson.Of(comparison, language), Line));
        else await WriteTextAsync(output, comparison, language);
        return comparison.IsEmpty ? 0 : Differs;
    }

    private static async Task<ProcessDefinition?> ReadAsync(FileInfo file, string language, TextWriter error, CancellationToken ct)
    {
        try
        {
            await using var content = file.OpenRead();
            var text = new byte[Math.Min(content.Length, ElsaDocument.LargestBytes + 1)]; // one more shows that it is too large
            await content.ReadExactlyAsync(text, ct);
            var reading = ElsaDocument.Read(text);
            if (reading.Document is { } document) return ProcessDefinition.Compile(document);
            foreach (var finding in reading.Findings) await error.WriteLineAsync($"{file}: {finding.Code} {finding.Message.In(language)}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(fault.Message);
        }
        return null;
    }

    /// <summary><c>+</c> added, <c>-</c> removed, <c>~</c> changed; <c>=</c> before what was worked out.</summary>
    private static async Task WriteTextAsync(TextWriter output, VersionComparison comparison, string language)
    {
        if (comparison.IsEmpty)
            await output.WriteLineAsync(new Wording("Hai tài liệu như nhau.", "The two documents say the same.").In(language));
        foreach (var change in comparison.Proved) await output.WriteLineAsync($"= {change.Said.In(language)}");
        foreach (var change in comparison.Diff.Header.Concat(comparison.Diff.Attributes)) await output.WriteLineAsync($"{Sign(change.Kind)} {change.Said.In(language)}");
        foreach (var step in comparison.Diff.Steps)
            foreach (var line in step.Lines) await output.WriteLineAsync($"{Sign(step.Kind)} {line.In(language)}");
    }

    private static char Sign(ChangeKind kind) => kind switch { ChangeKind.Added => '+', ChangeKind.Removed => '-', _ => '~' };
}
