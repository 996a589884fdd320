using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Simulation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Commands;

/// <summary><c>simulate</c>: a document walked on the calendar, the best, the typical and the worst way. Exit 1 when a way is late or comes to no result.</summary>
internal static class SimulateCommand
{
    private static readonly Argument<FileInfo> Document = new("FILE") { Description = "Tài liệu Elsa (.json)" };
    private static readonly Option<string> Start = new("--start") { Description = "Lúc tiếp nhận, ví dụ 2026-03-02T09:00 (giờ Việt Nam)", Required = true };
    private static readonly Option<FileInfo> CalendarFile = new("--calendar")
    {
        Description = "Tệp lịch làm việc (mặc định: lịch mẫu 2026)",
        DefaultValueFactory = _ => new FileInfo(Path.Combine(AppContext.BaseDirectory, "samples", "calendars", "2026.json")),
    };

    private static readonly Option<FileInfo[]> With = CalledFiles.Option();
    private static readonly Option<Channel> Channel = new("--channel") { Description = "Direct (mặc định), Online hoặc Post" };
    private static readonly Option<string?> Area = new("--area") { Description = "Vùng được cộng thêm ngày, theo tên trong phần đầu" };
    private static readonly Option<string[]> Answers = new("--answer") { Description = "Thuộc tính hồ sơ: tên=giá trị; không nêu thì thử mọi cách rẽ nhánh" };
    private static readonly Option<bool> Json = new("--json") { Description = "In ra JSON" };
    private static readonly Option<string> Language = new("--language") { Description = "vi (mặc định) hoặc en", DefaultValueFactory = _ => "vi" };

    private static readonly AgencyCode Place = new("MO-PHONG");

    private static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter() },
        WriteIndented = true,
    };

    public static Command Create()
    {
        var command = new Command("simulate", "Mô phỏng một quy trình trên lịch (walk a process on the calendar)")
        {
            Document, Start, CalendarFile, With, Channel, Area, Answers, Json, Language,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken ct)
    {
        var (output, error) = (given.InvocationConfiguration.Output, given.InvocationConfiguration.Error);
        var language = given.GetValue(Language)!;
        if (!DateTime.TryParseExact(given.GetValue(Start), ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var start) || start.Year < 2)
        {
            await error.WriteLineAsync($"“{given.GetValue(Start)}” không phải là thời điểm; ví dụ 2026-03-02T09:00 (not a moment).");
            return CommandLine.Unusable;
        }
        CalendarBook calendars;
        DocumentReading reading;
        Func<ProcessKey, ProcessDefinition?> called;
        try
        {
            calendars = CalendarBook.Parse(await File.ReadAllTextAsync(given.GetValue(CalendarFile)!.FullName, ct));
            reading = ElsaDocument.Read(await File.ReadAllBytesAsync(given.GetValue(Document)!.FullName, ct));
            called = await CalledFiles.ReadAsync(given.GetValue(With)!, ct);
        }
        catch (Exception fault) when (CommandLine.IsTheFiles(fault))
        {
            await error.WriteLineAsync(fault.Message);
            return CommandLine.Unusable;
        }
        foreach (var finding in reading.Findings) await error.WriteLineAsync($"{finding.Code}: {finding.Message.In(language)}");
        if (reading.Document is not { } document) return CommandLine.Unusable;

        var process = ProcessLinking.Link(ProcessDefinition.Compile(document), called);
        if (process.Start is null)
        {
            await error.WriteLineAsync("Không xác định được nơi quy trình bắt đầu (it is not clear where the process begins).");
            return CommandLine.Unusable;
        }
        var (answers, faults) = AnswersTo(process, given.GetValue(Answers) ?? []);
        foreach (var fault in faults) await error.WriteLineAsync(fault.In(language));
        if (faults.Count > 0) return CommandLine.Unusable;

        var simulation = ProcessSimulation.Of(process, calendars, new SimulatedIntake(
            new DateTimeOffset(start, VietnamTime.Offset).ToUniversalTime(), Place, Place, given.GetValue(Channel), answers, given.GetValue(Area)));
        (string Name, SimulatedDossier Way)[] ways = language == "en"
            ? [("Best", simulation.Best), ("Typical", simulation.Typical), ("Worst", simulation.Worst)]
            : [("Nhanh nhất", simulation.Best), ("Thông thường", simulation.Typical), ("Chậm nhất", simulation.Worst)];
        if (given.GetValue(Json)) await output.WriteLineAsync(JsonSerializer.Serialize(simulation, Lines));
        else
            foreach (var (name, way) in ways) await WriteAsync(output, name, way, language);
        return ways.All(each => each.Way is { StuckOn: null, IsLate: false }) ? 0 : 1;
    }

    private static (ImmutableSortedDictionary<string, AttributeValue> Answers, List<Wording> Faults) AnswersTo(ProcessDefinition process, string[] given)
    {
        var (answers, faults) = (ImmutableSortedDictionary.CreateBuilder<string, AttributeValue>(), new List<Wording>());
        foreach (var answer in given)
        {
            var (name, text) = answer.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (answer[..at], answer[(at + 1)..]) : (answer, null);
            if (text is null || process.Attributes.FirstOrDefault(attribute => attribute.Name == name) is not { } declared)
            {
                faults.Add(new($"“{answer}”: cần tên=giá trị của một thuộc tính mà quy trình khai báo.", $"'{answer}': name=value of an attribute that the process declares is needed."));
                continue;
            }
            var (value, fault) = AttributeValue.Parse(declared, text);
            if (fault is not null) faults.Add(fault);
            else if (value is not null) answers[name] = value;
        }
        return (answers.ToImmutable(), faults);
    }

    private static async Task WriteAsync(TextWriter output, string name, SimulatedDossier way, string language)
    {
        var english = language == "en";
        await output.WriteLineAsync($"{name}: {(english ? "received" : "tiếp nhận")} {Labels.Moment(way.ReceivedAt)}, {(english ? "promised" : "hẹn trả")} {Labels.Moment(way.PromisedAt)}");
        foreach (var step in way.Steps)
            await output.WriteLineAsync($"  {step.Step}\t{Labels.Moment(step.OpenedAt)}\t{Labels.Moment(step.ClosedAt)}\t{step.Name}{(step.Run > 1 ? $" ({step.Run})" : "")}");
        await output.WriteLineAsync(way switch
        {
            { StuckOn: { } no } => $"  {(english ? "no result" : "không tới được kết quả")}: {no.Message.In(language)}",
            { SpareMinutes: { } spare } => $"  {(english ? "finished" : "xử lý xong")} {Labels.Moment(way.FinishedAt)}, {(english ? "due" : "hạn")} {Labels.Moment(way.DueAt)}: {(spare, english) switch
            {
                (0, false) => "vừa đúng thời hạn",
                (0, true) => "exactly the limit",
                ( > 0, false) => $"còn {Labels.Duration(spare).Vi}",
                ( > 0, true) => $"{Labels.Duration(spare).En} to spare",
                (_, false) => $"quá {Labels.Duration(spare).Vi}",
                _ => $"{Labels.Duration(spare).En} late",
            }}",
            _ => $"  {(english ? "finished" : "xử lý xong")} {Labels.Moment(way.FinishedAt)}",
        });
    }
}
