using System.CommandLine;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Commands;

/// <summary><c>record</c>: a process that an old decision published, taken in as it stands with who did it and why.</summary>
internal static class RecordCommand
{
    private static readonly Argument<string> Source = new("file") { Description = "Tài liệu Elsa (.json), hoặc bảng các bước Word, Excel, CSV (an Elsa document, or a step table)" };
    private static readonly Option<string> Agency = new("--agency") { Description = "Mã cơ quan xây dựng quy trình (the department it belongs to)", Required = true };
    private static readonly Option<string> Number = new("--number") { Description = "Số quyết định công bố (the decision's number)", Required = true };
    private static readonly Option<DateOnly> SignedOn = new("--signed-on") { Description = "Ngày ký quyết định, yyyy-MM-dd (its day)", Required = true };
    private static readonly Option<string> Authority = new("--authority") { Description = "Cơ quan ban hành (who issued it)", Required = true };
    private static readonly Option<DateOnly> EffectiveFrom = new("--effective-from") { Description = "Ngày có hiệu lực, yyyy-MM-dd (in force from)", Required = true };
    private static readonly Option<string> Reason = new("--reason") { Description = "Lý do ghi nhận không qua thẩm định (why without appraisal)", Required = true };
    private static readonly Option<string> By = new("--officer") { Description = "Tài khoản của người công bố ghi nhận (the publisher's account)", Required = true };
    private static readonly Option<string?> Key = new("--procedure") { Description = "Mã thủ tục, hoặc MÃ/TRƯỜNG-HỢP, nếu tệp chưa ghi (procedure or CODE/CASE, where the file says none)" };
    private static readonly Option<string?> Place = new("--place") { Description = "Mã cơ quan nơi áp dụng, nếu tệp chưa ghi; bỏ trống là toàn tỉnh (where it applies, where the file says nothing)" };

    public static Command Create()
    {
        var command = new Command("record", "Ghi nhận quy trình đã công bố trước đây, không qua thẩm định (a process that was published before)")
        {
            Source, Agency, Number, SignedOn, Authority, EffectiveFrom, Reason, By, Key, Place,
        };
        command.SetAction((given, ct) => DatabaseCommand.RunAsync(given, (services, _) => RecordAsync(services, given, ct)));
        return command;
    }

    private static async Task<int> RecordAsync(ServiceProvider services, ParseResult given, CancellationToken ct)
    {
        var (output, error) = (given.InvocationConfiguration.Output, given.InvocationConfiguration.Error);
        async Task<int> UnusableAsync(string sentence)
        {
            await error.WriteLineAsync(sentence);
            return CommandLine.Unusable;
        }
        var catalogue = await services.GetRequiredService<ReferenceOffice>().CatalogueAsync(ct);
        foreach (var code in new[] { given.GetValue(Agency), given.GetValue(Place) }.OfType<string>())
            if (!AgencyCode.TryParse(code, null, out var known) || catalogue.Find(known) is null)
                return await UnusableAsync($"“{code}” không có trong danh mục cơ quan. (No such agency in the catalogue.)");
        if (!OfficerId.TryParse(given.GetValue(By), null, out var id) || await services.GetRequiredService<AccountOffice>().OfficerAsync(id, ct) is not { } officer)
            return await UnusableAsync($"Không có tài khoản “{given.GetValue(By)}”, hoặc tài khoản đã bị khóa. (No such account, or it is locked.)");
        var parts = (given.GetValue(Key) ?? "").Split('/', 2);
        var (procedure, @case) = ((ProcedureCode?)null, (CaseKey?)null);
        if (given.GetValue(Key) is { } key && (!ProcedureCode.TryParse(parts[0], null, out procedure) || parts is [_, var one] && !CaseKey.TryParse(one, null, out @case)))
            return await UnusableAsync($"“{key}” không phải mã thủ tục, hay mã thủ tục kèm trường hợp. (Neither CODE nor CODE/CASE.)");

        var file = new FileInfo(given.GetValue(Source)!);
        if (file is { Exists: true, Length: > ProcessImport.LargestBytes }) return await RefusedAsync(error, ImportRefusals.TooLarge, []);
        var report = await services.GetRequiredService<DocumentOffice>().ReadAsync(officer, await File.ReadAllBytesAsync(file.FullName, ct), new ImportFrame(null, procedure, @case), ct);
        if (report.Document is not { } document) return await RefusedAsync(error, report.Refusal, report.Findings);
        if (given.GetValue(Place) is { } place) document = document.WithHeaderMember("place", place);

        var act = new LegalAct(given.GetValue(Number)!, given.GetValue(SignedOn), given.GetValue(Authority)!, given.GetValue(EffectiveFrom));
        var answer = await services.GetRequiredService<RecordOffice>().RecordAsync(officer, document, new AgencyCode(given.GetValue(Agency)!), act, given.GetValue(Reason)!, ct);
        if (answer.Refusal is { } refusal) return await RefusedAsync(error, refusal, answer.Findings);
        foreach (var finding in answer.Findings.Where(finding => finding.Severity is Severity.Error)) await error.WriteLineAsync(LineOf(finding));
        await output.WriteLineAsync($"Đã ghi nhận {document.Hash} (recorded): /versions/{document.Hash}");
        return 0;
    }

    private static async Task<int> RefusedAsync(TextWriter error, Refusal? refusal, IReadOnlyList<Finding> findings)
    {
        if (refusal is not null) await error.WriteLineAsync($"{refusal.Code}: {refusal.Message.Vi} ({refusal.Message.En})");
        foreach (var finding in findings.Where(finding => finding.Severity is Severity.Error)) await error.WriteLineAsync(LineOf(finding));
        return 1;
    }

    private static string LineOf(Finding finding) => $"  {finding.Code} {finding.Step ?? finding.Field}: {finding.Message.Vi} ({finding.Message.En})";
}
