using System.CommandLine;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Documents;

namespace TthcFlow.Api.Commands;

/// <summary><c>convert</c>: a process from one form into another; the file extensions say which.</summary>
/// <remarks>Ends with 0 when it was written, 1 when the input says something that cannot be taken over, 2 when a file cannot be worked on.</remarks>
internal static class ConvertCommand
{
    private static readonly Argument<FileInfo> From = new("IN") { Description = "Tài liệu Elsa (.json), hoặc bảng các bước (.xlsx, .docx, .csv)" };
    private static readonly Argument<FileInfo> To = new("OUT") { Description = "Tệp kết quả: " + string.Join(", ", ProcessExport.Formats.Select(format => "." + format.Extension)) };
    private static readonly Option<FileInfo?> CatalogueFile = new("--catalogue") { Description = "Tệp danh mục: tên thủ tục, đơn vị, vị trí" };
    private static readonly Option<string> Language = new("--language") { Description = "vi (mặc định) hoặc en", DefaultValueFactory = _ => "vi" };

    public static Command Create()
    {
        var command = new Command("convert", "Chuyển quy trình sang định dạng khác (convert a process to another format)") { From, To, CatalogueFile, Language };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken ct)
    {
        var (output, error) = (given.InvocationConfiguration.Output, given.InvocationConfiguration.Error);
        var (from, to, english) = (given.GetValue(From)!, given.GetValue(To)!, given.GetValue(Language) == "en");
        if (ProcessExport.FormatOf(to.Extension) is not { } format)
        {
            await error.WriteLineAsync(english ? $"No such format: {to.Extension}" : $"Không có định dạng {to.Extension}");
            return CommandLine.Unusable;
        }
        try
        {
            var catalogue = given.GetValue(CatalogueFile) is { } file ? ProvinceCatalogue.Parse(await File.ReadAllTextAsync(file.FullName, ct)) : null;
            if (from.Length > ProcessImport.LargestBytes) throw new IOException(ImportRefusals.TooLarge.Message.In(given.GetValue(Language)));
            var report = ProcessImport.Read(await File.ReadAllBytesAsync(from.FullName, ct), new ImportFrame(), catalogue);
            await TellAsync(report, error, given.GetValue(Language)!);
            if (report.Document is not { } document) return 1;

            var written = ProcessExport.Write(format, document, catalogue);
            await File.WriteAllBytesAsync(to.FullName, written.Bytes, ct);
            await output.WriteLineAsync(english ? $"{to}: written, {written.Bytes.Length} bytes" : $"{to}: đã ghi {written.Bytes.Length} byte");
            return 0;
        }
        catch (Exception fault) when (CommandLine.IsTheFiles(fault))
        {
            await error.WriteLineAsync(fault.Message);
            return CommandLine.Unusable;
        }
    }

    /// <summary>What was guessed and what is left, line by line, as the import page shows it.</summary>
    private static async Task TellAsync(ImportReport report, TextWriter error, string language)
    {
        foreach (var finding in report.Findings) await error.WriteLineAsync($"{finding.Code}: {finding.Message.In(language)}");
        if (report.Refusal is { } refusal && report.Findings.Count == 0) await error.WriteLineAsync($"{refusal.Code}: {refusal.Message.In(language)}");
        foreach (var note in report.Notes) await error.WriteLineAsync(Said(note));
        foreach (var line in report.Lines)
            foreach (var note in line.Notes) await error.WriteLineAsync($"{(language == "en" ? "line" : "dòng")} {line.Number}{(line.Step is null ? "" : $" [{line.Step}]")}: {Said(note)}");

        string Said(ImportNote note) => $"{(note.Kind, language) switch
        {
            (NoteKind.Guessed, "en") => "guessed",
            (_, "en") => "to fill in",
            (NoteKind.Guessed, _) => "đã đoán",
            _ => "cần điền",
        }}: {note.Text.In(language)}";
    }
}
