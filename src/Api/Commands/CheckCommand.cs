using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Commands;

/// <summary><c>check</c>: what the appraiser's checks say of a document, before anybody is asked to read it.</summary>
internal static class CheckCommand
{
    private static readonly Argument<FileInfo[]> Files = new("FILE") { Description = "Tài liệu Elsa (.json)", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<FileInfo?> CatalogueFile = new("--catalogue") { Description = "Tệp danh mục: thủ tục, cơ quan, vị trí" };
    private static readonly Option<FileInfo?> CalendarFile = new("--calendar") { Description = "Tệp lịch làm việc" };
    private static readonly Option<FileInfo[]> With = CalledFiles.Option();
    private static readonly Option<DateOnly?> Day = new("--on") { Description = "Ngày cần kiểm tra hiệu lực (yyyy-MM-dd); mặc định: hôm nay" };
    private static readonly Option<FileInfo[]> Previous = new("--previous") { Description = "Quy trình đã công bố của cùng thủ tục, bản mới nhất trước; ghi nhiều lần được" };
    private static readonly Option<bool> First = new("--first") { Description = "Thủ tục chưa có quy trình nào được công bố" };
    private static readonly Option<bool> Json = new("--json") { Description = "Mỗi tệp một dòng JSON" };
    private static readonly Option<bool> Sarif = new("--sarif") { Description = "Một bản ghi SARIF 2.1.0 cho trình soạn thảo (for editors)" };
    private static readonly Option<string> Language = new("--language") { Description = "vi (mặc định) hoặc en", DefaultValueFactory = _ => "vi" };

    private static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    public static Command Create()
    {
        var command = new Command("check", "Kiểm tra tài liệu quy trình (check process documents)") { Files, CatalogueFile, CalendarFile, With, Day, Previous, First, Json, Sarif, Language };
        command.Validators.Add(given =>
        {
            foreach (var file in given.GetResult(Files)?.Tokens ?? [])
                if (file.Value.StartsWith("--", StringComparison.Ordinal)) given.AddError($"Không có tùy chọn {file.Value} (no such option).");
        });
        command.SetAction(RunAsync);
        return command;
    }

    /// <summary>One line of <c>--json</c>.</summary>
    private sealed record Line(
        string File, string Sound, int? LongestMinutes, int? LimitMinutes, IReadOnlyList<string> NotRun, IReadOnlyList<LineFinding> Findings);

    private sealed record LineFinding(string Code, string Severity, string? Step, string? Field, string Message);

    private static async Task<int> RunAsync(ParseResult given, CancellationToken ct)
    {
        var (output, error) = (given.InvocationConfiguration.Output, given.InvocationConfiguration.Error);
        CheckContext books;
        var issued = new List<IssuedProcess>();
        try
        {
            foreach (var file in given.GetValue(Previous) ?? []) issued.Add(new IssuedProcess(await CalledFiles.CompiledAsync(file, ct), DateOnly.MinValue, null));
            books = new CheckContext(
                given.GetValue(CatalogueFile) is { } catalogue ? ProvinceCatalogue.Parse(await File.ReadAllTextAsync(catalogue.FullName, ct)) : null,
                given.GetValue(CalendarFile) is { } calendar ? CalendarBook.Parse(await File.ReadAllTextAsync(calendar.FullName, ct)) : null,
                given.GetValue(Day) ?? VietnamTime.DayOf(TimeProvider.System.GetUtcNow()))
            {
                Called = await CalledFiles.ReadAsync(given.GetValue(With)!, ct),
            };
        }
        catch (Exception fault) when (CommandLine.IsTheFiles(fault))
        {
            await error.WriteLineAsync(fault.Message);
            return CommandLine.Unusable;
        }

        var (exit, sarif) = (0, given.GetValue(Sarif) ? new SarifLog(given.GetValue(Language)!) : null);
        foreach (var file in given.GetValue(Files)!)
        {
            var (report, text, process) = await CheckAsync(file, books, compiled => IssuedFor(compiled, issued, given.GetValue(First)), ct);
            if (report.Findings.Any(finding => finding.Severity is Severity.Error)) exit = 1;
            if (sarif is not null)
            {
                sarif.Add(file.ToString(), text, process, report.Findings);
                continue;
            }
            await (given.GetValue(Json)
                ? output.WriteLineAsync(JsonSerializer.Serialize(LineOf(file, report, given.GetValue(Language)!), Lines))
                : WriteTextAsync(output, file, report, given.GetValue(Language)!));
        }
        if (sarif is not null) await output.WriteLineAsync(sarif.ToText(Lines));
        return exit;
    }

    /// <summary>What was published before a file, as the command was told; null where it was not told.</summary>
    private static List<IssuedProcess>? IssuedFor(ProcessDefinition process, List<IssuedProcess> issued, bool isFirst)
    {
        var same = issued.FindAll(before => before.Process.Header.Procedure == process.Header.Procedure);
        return same.Count > 0 || isFirst ? same : null;
    }

    private static async Task<(CheckReport Report, string? Text, ProcessDefinition? Process)> CheckAsync(
        FileInfo file, CheckContext books, Func<ProcessDefinition, IReadOnlyList<IssuedProcess>?> issuedFor, CancellationToken ct)
    {
        byte[] text;
        try
        {
            await using var content = file.OpenRead();
            text = new byte[Math.Min(content.Length, ElsaDocument.LargestBytes + 1)]; // one more shows that it is too large
            await content.ReadExactlyAsync(text, ct);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (NotCompiled([new Finding("V101", Severity.Error, null, null, new($"Không mở được tệp: {fault.Message}", $"The file cannot be opened: {fault.Message}"))]), null, null);
        }
        var reading = ElsaDocument.Read(text);
        if (reading.Document is not { } document) return (NotCompiled(reading.Findings), null, null);

        var process = ProcessDefinition.Compile(document);
        var report = DefinitionRules.Check(process, books with { Issued = issuedFor(process) });
        return (report with { Findings = [.. reading.Findings, .. report.Findings] }, Encoding.UTF8.GetString(text), process);
    }

    /// <summary>A file that is no definition: nothing was proved, and no check was carried out.</summary>
    private static CheckReport NotCompiled(IReadOnlyList<Finding> findings) =>
        new(findings, Verdict.Undecided, null, null, [.. AppraisalList.All.Select(check => check.Code)]);

    private static Line LineOf(FileInfo file, CheckReport report, string language) => new(
        file.ToString(), report.Sound.ToString().ToLowerInvariant(), report.LongestMinutes, report.LimitMinutes, report.NotRun,
        [.. report.Findings.Select(finding => new LineFinding(
            finding.Code, finding.Severity.ToString().ToLowerInvariant(), finding.Step, finding.Field, finding.Message.In(language)))]);

    private static async Task WriteTextAsync(TextWriter output, FileInfo file, CheckReport report, string language)
    {
        var english = language == "en";
        var sound = (report.Sound, english) switch
        {
            (Verdict.Yes, false) => "đúng đắn",
            (Verdict.No, false) => "có lỗi luồng xử lý",
            (_, false) => "chưa kết luận",
            (Verdict.Yes, true) => "sound",
            (Verdict.No, true) => "not sound",
            _ => "not decided",
        };
        await output.WriteLineAsync(english
            ? $"{file}: {sound}; longest path {Hours(report.LongestMinutes)}, limit {Hours(report.LimitMinutes)}"
            : $"{file}: {sound}; đường dài nhất {Hours(report.LongestMinutes)}, thời hạn {Hours(report.LimitMinutes)}");
        foreach (var limit in report.Limits) await output.WriteLineAsync($"  {Said(limit, english)}");
        foreach (var finding in report.Findings)
        {
            await output.WriteLineAsync($"  {finding.Code} {finding.Severity.ToString().ToLowerInvariant()}{(finding.Step is null ? "" : $" [{finding.Step}]")}: {finding.Message.In(language)}");
            foreach (var (index, move) in finding.Trace.Index()) await output.WriteLineAsync($"      {index + 1}. {move.In(language)}");
        }
        if (report.NotRun.Count > 0)
            await output.WriteLineAsync($"  {(english ? "not carried out" : "chưa thực hiện")}: {string.Join(", ", report.NotRun)}");
    }

    /// <summary>One limit with its longest way and, where the calendar decides, the worst moment of receipt.</summary>
    private static string Said(LimitProof limit, bool english)
    {
        var fits = (limit.Fits, english) switch
        {
            (Verdict.Yes, false) => "đáp ứng",
            (Verdict.No, false) => "vượt",
            (_, false) => "chưa kết luận",
            (Verdict.Yes, true) => "fits",
            (Verdict.No, true) => "exceeded",
            _ => "not decided",
        };
        var (name, allowed) = (Labels.Of(limit), limit.Limit.ToWording());
        var way = limit.Path.Count == 0 ? "" : $" [{string.Join(" → ", limit.Path.Select(step => step.Step))}]";
        var worst = limit.Starts is not { Worst: { } start } starts ? "" : english
            ? $"; worst start {Labels.Moment(start.ReceivedAt)}, due {Labels.Moment(start.DueAt)}, done {Labels.Moment(start.FinishedAt)}, {starts.LateDayCount} days of receipt too late"
            : $"; tiếp nhận bất lợi nhất {Labels.Moment(start.ReceivedAt)}, hạn {Labels.Moment(start.DueAt)}, xong {Labels.Moment(start.FinishedAt)}, {starts.LateDayCount} ngày tiếp nhận sẽ trễ";
        return english
            ? $"{name.En}, {allowed.En}: {fits}, longest way {Hours((int?)limit.Minutes)}{way}{worst}"
            : $"{name.Vi}, {allowed.Vi}: {fits}, đường dài nhất {Hours((int?)limit.Minutes)}{way}{worst}";
    }

    private static string Hours(int? minutes) => minutes is { } all ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{all / 60m:0.##}h") : "–";
}
