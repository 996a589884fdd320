using System.CommandLine;
using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Commands;

/// <summary><c>due</c>: when a limit runs out, for one receipt or for a file of them.</summary>
internal static class DueCommand
{
    private static readonly Option<FileInfo> Calendar = new("--calendar") { Description = "Tệp lịch làm việc (calendar file)", Required = true };
    private static readonly Option<string?> Received = new("--received") { Description = "Lúc nhận, ví dụ 2026-03-02T09:00; không ghi múi giờ là +07:00" };
    private static readonly Option<string?> Limit = new("--limit") { Description = "Thời hạn: 24h, 3d, 0.5d, 5cd" };
    private static readonly Option<string?> Counting = new("--counting") { Description = "RunningHours, DayCount hoặc SameDay" };
    private static readonly Option<AfterHours> AfterHours = new("--after-hours") { Description = "CountFromSubmission (mặc định) hoặc CountFromNextOpening" };
    private static readonly Option<TimeOnly?> CutOff = new("--cut-off") { Description = "Giờ chốt của SameDay, ví dụ 15:00" };
    private static readonly Option<string?> Unit = new("--unit") { Description = "Mã đơn vị có giờ làm việc riêng" };
    private static readonly Option<bool> Explain = new("--explain") { Description = "Kể từng ngày: tính hay không, vì sao" };
    private static readonly Option<FileInfo?> Batch = new("--batch") { Description = "Tệp CSV có các cột received,limit,counting" };

    public static Command Create()
    {
        var command = new Command("due", "Tính thời điểm hết hạn (when a limit runs out)")
        {
            Calendar, Received, Limit, Counting, AfterHours, CutOff, Unit, Explain, Batch,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken ct)
    {
        var (output, error) = (given.InvocationConfiguration.Output, given.InvocationConfiguration.Error);
        WorkingCalendar calendar;
        try
        {
            var unit = given.GetValue(Unit) is { } code ? AgencyCode.Parse(code, null) : null;
            calendar = CalendarBook.Parse(await File.ReadAllTextAsync(given.GetValue(Calendar)!.FullName, ct)).For(unit);
        }
        catch (Exception fault) when (CommandLine.IsTheFiles(fault))
        {
            await error.WriteLineAsync($"{given.GetValue(Calendar)}: {fault.Message}");
            return CommandLine.Unusable;
        }

        if (given.GetValue(Batch) is { } file) return await RunBatchAsync(file, calendar, given, output, error);

        var answer = Due(calendar, given.GetValue(Received), given.GetValue(Limit), given.GetValue(Counting), given);
        if (answer.Due is not { } due)
        {
            await error.WriteLineAsync(answer.Fault!.Vi);
            return CommandLine.Unusable;
        }
        await output.WriteLineAsync(Local(due));
        if (given.GetValue(Explain))
            foreach (var line in calendar.Explain(answer.Received, answer.Rule!))
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{line.Day:yyyy-MM-dd}\t{line.Minutes}\t{line.Why.Vi}"));
        return 0;
    }

    private static async Task<int> RunBatchAsync(FileInfo file, WorkingCalendar calendar, ParseResult given, TextWriter output, TextWriter error)
    {
        var exit = 0;
        try
        {
            using var text = new StreamReader(file.FullName);
            using var rows = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture) { BadDataFound = null });
            if (!rows.Read())
            {
                await error.WriteLineAsync($"{file.Name}: tệp trống, cần dòng tiêu đề received,limit,counting.");
                return CommandLine.Unusable;
            }
            var columns = rows.Record!.Select(name => name.Trim()).ToArray();
            var (received, limit, counting) = (Array.IndexOf(columns, "received"), Array.IndexOf(columns, "limit"), Array.IndexOf(columns, "counting"));
            if (received < 0 || limit < 0 || (counting < 0 && given.GetValue(Counting) is null))
            {
                await error.WriteLineAsync($"{file.Name}: dòng tiêu đề phải có received, limit và counting.");
                return CommandLine.Unusable;
            }

            await using var sheet = new CsvWriter(output, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = rows.RawRecord.EndsWith("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n" }, leaveOpen: true);
            await WriteAsync(sheet, [.. rows.Record!, "due"]);
            while (rows.Read())
            {
                var row = rows.Record!;
                var answer = row.Length != columns.Length
                    ? new Answer(default, null, null, new($"có {row.Length} ô, cần {columns.Length}.", $"has {row.Length} fields, {columns.Length} expected."))
                    : Due(calendar, row[received], row[limit], counting < 0 ? given.GetValue(Counting) : row[counting], given);
                var cells = row.Concat(Enumerable.Repeat("", columns.Length)).Take(columns.Length); // so that "due" stands in its own column
                await WriteAsync(sheet, [.. cells, answer.Due is { } due ? Local(due) : ""]);
                if (answer.Fault is null) continue;
                await error.WriteLineAsync($"{file.Name}, dòng {rows.RawRow}: {answer.Fault.Vi}");
                exit = CommandLine.Unusable;
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CsvHelperException)
        {
            await error.WriteLineAsync($"{file}: {fault.Message}");
            return CommandLine.Unusable;
        }
        return exit;
    }

    private static async Task WriteAsync(CsvWriter sheet, string[] fields)
    {
        foreach (var field in fields) sheet.WriteField(field);
        await sheet.NextRecordAsync();
    }

    private sealed record Answer(DateTimeOffset Received, CountingRule? Rule, DateTimeOffset? Due, Wording? Fault);

    private static Answer Due(WorkingCalendar calendar, string? received, string? limit, string? counting, ParseResult given)
    {
        if (ReceivedAt(received) is not { } at)
            return No(new($"“{received}” không phải là thời điểm nhận; ví dụ 2026-03-02T09:00.", $"'{received}' is not an instant; e.g. 2026-03-02T09:00."));
        if (!TimeLimit.TryParseShort(limit?.Trim(), out var allowed))
            return No(new($"“{limit}” không phải là thời hạn; ví dụ 24h, 3d, 0.5d, 5cd.", $"'{limit}' is not a limit; e.g. 24h, 3d, 0.5d, 5cd."));
        if (!Ways.TryGetValue(counting?.Trim() ?? "", out var way))
            return No(new($"“{counting}” không phải là cách tính; dùng RunningHours, DayCount hoặc SameDay.", $"'{counting}' is not a way of counting; use RunningHours, DayCount or SameDay."));

        var rule = new CountingRule(allowed, way, given.GetValue(AfterHours), given.GetValue(CutOff));
        if (rule.Fault is { } fault) return No(fault);
        try
        {
            var due = calendar.DueAt(at, rule);
            return calendar.UnconfirmedYear(at, due) is { } year
                ? No(new($"lịch năm {year} chưa được xác nhận nên chưa thể hẹn ngày.", $"the calendar of {year} is not confirmed, so no date can be promised."))
                : new Answer(at, rule, due, null);
        }
        catch (ArgumentOutOfRangeException)
        {
            return No(new("thời hạn vượt quá lịch có thể tính.", "the limit reaches beyond the calendar."));
        }

        static Answer No(Wording fault) => new(default, null, null, fault);
    }

    private static readonly Dictionary<string, Counting> Ways = Enum.GetValues<Counting>().ToDictionary(way => way.ToString());

    private static readonly string[] Shapes =
        ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    private static readonly string[] ShapesWithOffset =
        ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    private static DateTimeOffset? ReceivedAt(string? text)
    {
        text = text?.Trim();
        if (DateTime.TryParseExact(text, Shapes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
            return local < DateTime.MinValue.AddDays(1) ? null : new DateTimeOffset(local, VietnamTime.Offset).ToUniversalTime();
        return DateTimeOffset.TryParseExact(text, ShapesWithOffset, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant.ToUniversalTime()
            : null;
    }

    private static string Local(DateTimeOffset instant) => VietnamTime.LocalOf(instant).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
}
