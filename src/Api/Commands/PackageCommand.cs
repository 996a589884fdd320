using System.CommandLine;
using System.Security.Cryptography;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Commands;

/// <summary><c>package</c>: published processes as one signed archive, out of this province and into it.</summary>
internal static class PackageCommand
{
    private static readonly Argument<string> Archive = new("file") { Description = "Gói quy trình, .zip (the package)" };
    private static readonly Option<string[]> Procedures = new("--procedure") { Description = "Mã thủ tục; nêu nhiều lần được; bỏ trống là tất cả (a procedure's code, repeatable; all when left out)", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string> From = new("--from") { Description = "Tên bên xuất, như bên nhận sẽ đọc (who exports, as the other side reads it)", DefaultValueFactory = _ => "" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Chỉ xem trước (only preview)" };
    private static readonly Option<string> PublicKey = new("--key") { Description = "Tệp PEM khóa công khai của bên gửi; không cần cơ sở dữ liệu (the sender's public key; no database needed)", Required = true };

    public static Command Create()
    {
        var export = new Command("export", "Xuất các quy trình đã công bố thành một gói có chữ ký (published processes as one signed archive)") { Archive, Procedures, From };
        export.SetAction((given, ct) => DatabaseCommand.RunAsync(given, (services, _) => ExportAsync(services, given, ct)));
        var import = new Command("import", "Nhập một gói: kiểm tra mọi byte, xem trước, rồi tất cả hoặc không gì cả (every byte checked, then all or nothing)") { Archive, DryRun };
        import.SetAction((given, ct) => DatabaseCommand.RunAsync(given, (services, _) => ImportAsync(services, given, ct)));
        var verify = new Command("verify", "Kiểm tra chữ ký và mọi mục của một gói (signature and every entry)") { Archive, PublicKey };
        verify.SetAction((given, ct) => VerifyAsync(given, ct));
        var key = new Command("key", "Tạo cặp khóa: FILE (bí mật) và FILE.pub.pem (đưa cho bên nhận) (a pair of keys)") { Archive };
        key.SetAction((given, ct) => MakeKeyAsync(given, ct));
        return new Command("package", "Gói quy trình đã công bố: xuất, nhập, kiểm tra (published processes as a signed archive)") { export, import, verify, key };
    }

    private static async Task<int> ExportAsync(ServiceProvider services, ParseResult given, CancellationToken ct)
    {
        var (output, error) = (given.InvocationConfiguration.Output, given.InvocationConfiguration.Error);
        var path = Path.GetFullPath(given.GetValue(Archive)!);
        if (File.Exists(path))
        {
            await error.WriteLineAsync($"{path} đã có; không ghi đè. (It is there already.)");
            return CommandLine.Unusable;
        }
        var procedures = new List<ProcedureCode>();
        foreach (var text in given.GetValue(Procedures) ?? [])
        {
            if (!ProcedureCode.TryParse(text, null, out var code))
            {
                await error.WriteLineAsync($"“{text}” không phải mã thủ tục. (It is no procedure's code.)");
                return CommandLine.Unusable;
            }
            procedures.Add(code);
        }
        var made = await services.GetRequiredService<PackageOffice>().ExportAsync(PackageOffice.Machine, procedures, given.GetValue(From)!, ct);
        if (made.Refusal is { } refusal) return await RefusedAsync(error, refusal);
        await File.WriteAllBytesAsync(path, made.Archive, ct);
        await output.WriteLineAsync($"{path}: {made.Versions} phiên bản; SHA-256 {SignedPackage.DigestOf(made.Archive.Span)}");
        return 0;
    }

    private static async Task<int> ImportAsync(ServiceProvider services, ParseResult given, CancellationToken ct)
    {
        var (output, error) = (given.InvocationConfiguration.Output, given.InvocationConfiguration.Error);
        var (office, archive, isDry) = (services.GetRequiredService<PackageOffice>(), await File.ReadAllBytesAsync(given.GetValue(Archive)!, ct), given.GetValue(DryRun));
        var answer = isDry ? await office.PreviewAsync(PackageOffice.Machine, archive, ct) : await office.ImportAsync(PackageOffice.Machine, archive, ct);
        if (answer.Plan is { } plan)
        {
            foreach (var line in plan.Versions)
                await output.WriteLineAsync($"{Labels.Of(line.State).Vi}\t{new ProcessKey(line.Version.Procedure, line.Version.Case)}\t{line.Version.Act.EffectiveFrom:yyyy-MM-dd}\t{line.Version.Hash.Value[..12]}\t{line.Version.Act.Number}{(line.Against is { } against ? $"\t≠ {against.Act.Number}, {against.From:yyyy-MM-dd}" : "")}");
            foreach (var line in plan.Procedures.Where(line => line.State is not PackageStanding.Known))
                await output.WriteLineAsync($"{Labels.Of(line.State).Vi}\tdanh mục {line.Code}\t{line.Name}");
        }
        if (answer.Refusal is { } refusal) return await RefusedAsync(error, refusal);
        var (fresh, conflicts) = (answer.Plan!.New, answer.Plan.Conflicts);
        await output.WriteLineAsync(isDry ? $"Xem trước: {fresh} phiên bản sẽ nhập, {conflicts} xung đột; chưa nhập gì. (Preview: nothing was imported.)"
            : answer.Plan.IsNothing ? "Mọi thứ trong gói đã có; không có gì để nhập. (Nothing to do.)" : $"Đã nhập {fresh} phiên bản. (Imported.)");
        return conflicts > 0 ? 1 : 0;
    }

    private static async Task<int> VerifyAsync(ParseResult given, CancellationToken ct)
    {
        var (output, error) = (given.InvocationConfiguration.Output, given.InvocationConfiguration.Error);
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(await File.ReadAllTextAsync(given.GetValue(PublicKey)!, ct));
            var reading = SignedPackage.Read(await File.ReadAllBytesAsync(given.GetValue(Archive)!, ct), [key]);
            if (reading.Refusal is { } refusal) return await RefusedAsync(error, refusal);
            await output.WriteLineAsync(
                $"Gói nguyên vẹn: {reading.Package!.Versions.Count} phiên bản, {reading.Manifest!.Entries.Count} mục; do {reading.Manifest.ExportedBy} xuất lúc {reading.Manifest.ExportedAt:yyyy-MM-dd HH:mm} UTC; vân tay khóa {SignedPackage.FingerprintOf(key)}. (Whole.)");
            return 0;
        }
        catch (Exception fault) when (CommandLine.IsTheFiles(fault) || fault is CryptographicException or ArgumentException)
        {
            await error.WriteLineAsync($"Không đọc được tệp hoặc khóa: {fault.Message} (The file or the key cannot be read.)");
            return CommandLine.Unusable;
        }
    }

    private static async Task<int> MakeKeyAsync(ParseResult given, CancellationToken ct)
    {
        var (output, error) = (given.InvocationConfiguration.Output, given.InvocationConfiguration.Error);
        var path = Path.GetFullPath(given.GetValue(Archive)!);
        if (File.Exists(path) || File.Exists(path + ".pub.pem"))
        {
            await error.WriteLineAsync($"{path} đã có; không ghi đè. (It is there already.)");
            return CommandLine.Unusable;
        }
        var (secret, open) = PackageKeys.Make();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            await using (var file = new StreamWriter(path, options)) await file.WriteAsync(secret.AsMemory(), ct);
            await File.WriteAllTextAsync(path + ".pub.pem", open, ct);
        }
        catch (Exception fault) when (CommandLine.IsTheFiles(fault))
        {
            await error.WriteLineAsync($"Không ghi được {path}: {fault.Message} (It cannot be written.)");
            return CommandLine.Unusable;
        }
        using var key = ECDsa.Create();
        key.ImportFromPem(open);
        await output.WriteLineAsync($"{path}, {path}.pub.pem; vân tay khóa {SignedPackage.FingerprintOf(key)}");
        return 0;
    }

    private static async Task<int> RefusedAsync(TextWriter error, Refusal refusal)
    {
        await error.WriteLineAsync($"{refusal.Code}: {refusal.Message.Vi} ({refusal.Message.En})");
        return 1;
    }
}
