using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using TthcFlow.Engine.Runtime;

namespace TthcFlow.Api.Commands;

/// <summary><c>verify</c>: are all journals as they were written, and under the seals of their days? Reads the database that the settings name, or an exported folder.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string?> Journal = new("code") { Description = "Mã hồ sơ, mã dự thảo, hoặc decision/ và mã hồ sơ quyết định (a dossier's code, a draft's id, or decision/ and a decision's id)", Arity = ArgumentArity.ZeroOrOne };
    private static readonly Option<DateOnly?> Day = new("--day") { Description = "Một ngày đã niêm phong, ví dụ 2026-11-20 (a sealed day)" };
    private static readonly Option<string?> Root = new("--root") { Description = "Gốc của ngày đó trên bản in, để so (the day's root as printed, to compare)" };
    private static readonly Option<bool> All = new("--all") { Description = "Tất cả; cũng là mặc định (everything, the default)" };
    private static readonly Option<string?> Export = new("--export") { Description = "Thư mục do lệnh export ghi, thay cho cơ sở dữ liệu (a folder written by export, instead of the database)" };
    private static readonly Option<bool> Json = new("--json") { Description = "Kết quả dạng JSON" };

    private static readonly JsonSerializerOptions Printing = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static Command Create()
    {
        var command = new Command("verify", "Kiểm tra chuỗi băm của nhật ký và dấu niêm phong của từng ngày (check the journals' hash chains and the days' seals)")
        {
            Journal, Day, Root, All, Export, Json,
        };
        command.Validators.Add(given =>
        {
            if ((given.GetValue(Journal) is null ? 0 : 1) + (given.GetValue(Day) is null ? 0 : 1) + (given.GetValue(All) ? 1 : 0) > 1)
                given.AddError("Chỉ chọn một: mã hồ sơ, --day hoặc --all. (Choose one: a code, --day or --all.)");
            if (given.GetValue(Root) is not null && given.GetValue(Day) is null) given.AddError("--root cần có --day. (--root needs --day.)");
        });
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken ct)
    {
        if (given.GetValue(Export) is not { } folder)
            return await DatabaseCommand.RunAsync(given, async (services, _) =>
            {
                var verdict = await VerdictAsync(services.GetRequiredService<JournalAudit>(), given, ct);
                if (given.GetValue(Journal) is not null || given.GetValue(Day) is not null) return await PrintAsync(given, verdict);
                // Everything: then the attached files, too, are read and compared with what the journals say of them.
                var files = await services.GetRequiredService<FileAudit>().VerifyAsync(rehash: true, ct);
                return await PrintAsync(given, verdict with { Breaks = [.. verdict.Breaks, .. files.Breaks] });
            });
        try
        {
            var (audit, damaged) = await JournalAudit.OfExportAsync(folder, ct);
            if (damaged is []) return await PrintAsync(given, await VerdictAsync(audit, given, ct));
            return await PrintAsync(given, new JournalVerdict(0, 0, [
                .. damaged.Select(name => new JournalBreak(name, 0, new("tệp không khớp với bảng kê (manifest.json)", "the file is not as its manifest says")))]));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            await given.InvocationConfiguration.Error.WriteLineAsync($"{folder}: không đọc được bản kết xuất. {fault.Message} (the export cannot be read)");
            return CommandLine.Unusable;
        }
    }

    private static async Task<JournalVerdict> VerdictAsync(JournalAudit audit, ParseResult given, CancellationToken ct)
    {
        if (given.GetValue(Journal) is { } journal) return await audit.VerifyAsync(journal, ct);
        if (given.GetValue(Day) is not { } day) return await audit.VerifyAsync(ct);
        var verdict = await audit.VerifyAsync(day, ct);
        if (given.GetValue(Root) is not { } printed || await audit.RootOfAsync(day, ct) is not { } root || string.Equals(root, printed.Trim(), StringComparison.OrdinalIgnoreCase)) return verdict;
        return verdict with
        {
            Breaks = [new JournalBreak(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), 0, new("gốc của ngày khác với bản in", "the day's root is not the printed one")) { SealedOn = day }, .. verdict.Breaks],
        };
    }

    private static async Task<int> PrintAsync(ParseResult given, JournalVerdict verdict)
    {
        var output = given.InvocationConfiguration.Output;
        if (given.GetValue(Json))
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(
                new
                {
                    verdict.Journals,
                    verdict.Lines,
                    verdict.Seals,
                    breaks = verdict.Breaks.Select(broken => new { broken.Journal, broken.Number, broken.SealedOn, broken.Message.Vi, broken.Message.En }),
                }, Printing));
        }
        else
        {
            await PrintAsync(output, verdict);
        }
        if (given.GetValue(Journal) is { } code && verdict is { Journals: 0, Breaks.Count: 0 })
        {
            await given.InvocationConfiguration.Error.WriteLineAsync($"Không có nhật ký {code}. (There is no such journal.)");
            return CommandLine.Unusable;
        }
        return verdict.Breaks.Count == 0 ? 0 : 1;
    }

    internal static async Task<int> PrintAsync(TextWriter output, JournalVerdict verdict)
    {
        await output.WriteLineAsync($"{verdict.Journals} nhật ký, {verdict.Lines} dòng, {verdict.Seals} ngày niêm phong, {verdict.Breaks.Count} chỗ đứt");
        foreach (var broken in verdict.Breaks) await output.WriteLineAsync($"{broken.Journal}: {broken.Message.Vi} ({broken.Message.En})");
        return verdict.Breaks.Count == 0 ? 0 : 1;
    }
}

/// <summary><c>export</c>: everything an audit needs, as files for a machine that never sees the database.</summary>
internal static class ExportCommand
{
    private static readonly Argument<string> Folder = new("folder") { Description = "Thư mục trống hoặc chưa có (an empty folder, or one that is not there yet)" };

    public static Command Create()
    {
        var command = new Command("export", "Kết xuất nhật ký và dấu niêm phong để kiểm tra ở nơi khác; có dữ liệu cá nhân (journals and seals as NDJSON, with personal data)") { Folder };
        command.SetAction((given, ct) => DatabaseCommand.RunAsync(given, async (services, _) =>
        {
            var manifest = await services.GetRequiredService<JournalAudit>().ExportAsync(given.GetValue(Folder)!, ct);
            foreach (var file in manifest.Files) await given.InvocationConfiguration.Output.WriteLineAsync($"{file.Sha256}  {file.Name}  {file.Lines} dòng");
            return 0;
        }));
        return command;
    }
}
