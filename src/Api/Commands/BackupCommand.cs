using System.CommandLine;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;

namespace TthcFlow.Api.Commands;

/// <summary><c>backup</c>: everything the database and the store of attached files hold, as one file, while the program runs.</summary>
internal static class BackupCommand
{
    private static readonly Argument<string> Target = new("file") { Description = "Tệp sẽ ghi; không ghi đè (the file to write; never overwritten)" };

    public static Command Create()
    {
        var command = new Command("backup", "Sao lưu cơ sở dữ liệu và tệp đính kèm thành một tệp (database and attached files as one file)") { Target };
        command.SetAction((given, ct) => DatabaseCommand.RunAsync(given, async (services, _) =>
        {
            var path = Path.GetFullPath(given.GetValue(Target)!);
            if (File.Exists(path))
            {
                await given.InvocationConfiguration.Error.WriteLineAsync($"{path} đã có; không ghi đè. (It is there already.)");
                return CommandLine.Unusable;
            }
            var manifest = await services.GetRequiredService<BackupOffice>().BackUpAsync(path, ct);
            await given.InvocationConfiguration.Output.WriteLineAsync(
                $"{path}: {manifest.Parts.Where(part => part.Name.StartsWith("tables/", StringComparison.Ordinal)).Sum(part => part.Rows)} dòng, "
                + $"{manifest.Parts.Count(part => part.Name.StartsWith("files/", StringComparison.Ordinal))} tệp đính kèm");
            return 0;
        }));
        return command;
    }
}

/// <summary><c>restore</c>: a backup brought back into an empty database, of either kind, and checked.</summary>
internal static class RestoreCommand
{
    private static readonly Argument<string> Source = new("file") { Description = "Tệp do lệnh backup ghi (a file written by backup)" };

    public static Command Create()
    {
        var command = new Command("restore", "Phục hồi bản sao lưu vào cơ sở dữ liệu trống, rồi kiểm tra (into an empty database of either kind, then verified)") { Source };
        command.SetAction((given, ct) => DatabaseCommand.RunAsync(given, async (services, options) =>
        {
            var (output, error) = (given.InvocationConfiguration.Output, given.InvocationConfiguration.Error);
            try
            {
                var restored = await services.GetRequiredService<BackupOffice>().RestoreAsync(given.GetValue(Source)!, ct);
                await output.WriteLineAsync($"Đã phục hồi vào {options.Whereabouts()} bản sao lưu lập lúc {restored.Manifest.MadeAt:yyyy-MM-dd HH:mm:ss} UTC, {restored.Files.Files} tệp đính kèm (restored).");
                return await VerifyCommand.PrintAsync(output, restored.Verdict with { Breaks = [.. restored.Verdict.Breaks, .. restored.Files.Breaks] });
            }
            catch (NotEmptyException)
            {
                await error.WriteLineAsync($"{options.Whereabouts()} không trống: chỉ phục hồi vào cơ sở dữ liệu trống. Chưa thay đổi gì. (Restoring takes an empty database; nothing was changed.)");
                return CommandLine.Unusable;
            }
            catch (InvalidDataException fault)
            {
                await error.WriteLineAsync($"{given.GetValue(Source)}: bản sao lưu không dùng được. Chưa phục hồi gì. ({fault.Message})");
                return CommandLine.Unusable;
            }
        }, makesOne: true));
        return command;
    }
}
