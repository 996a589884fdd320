using System.ComponentModel;
using System.Text.Json;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Processes as files: the appendix of the decision, tables, drawings, by the file's extension; and tables of offices as drafts.</summary>
internal static class FileEndpoints
{
    public static void MapFiles(this IEndpointRouteBuilder api)
    {
        const string formats = "docx (phụ lục quyết định), pdf (phụ lục quyết định), xlsx và csv (bảng các bước), bpmn (BPMN 2.0), json (tài liệu Elsa).";
        var types = ProcessExport.Formats.Select(format => ProcessExport.ContentTypeOf(format.Format)).ToArray();
        api.MapGet("/versions/{hash}/files/{format}", Version).WithTags("Công khai")
            .WithSummary("Một phiên bản đã công bố dưới dạng tệp").WithDescription($"Định dạng: {formats}").Produces(200, null, types[0], types[1..]).Refuses(400, 404);
        api.MapGet("/drafts/{draft}/files/{format}", Draft).WithTags("Dự thảo").RequireAuthorization()
            .WithSummary("Một dự thảo dưới dạng tệp").WithDescription($"Định dạng: {formats}").Produces(200, null, types[0], types[1..]).Refuses(400, 401, 404);
        api.MapPost("/imports", Import).WithTags("Dự thảo").RequireAuthorization().Accepts<byte[]>("application/octet-stream")
            .WithSummary("Đọc một bảng các bước thành dự thảo đề xuất")
            .WithDescription("Thân yêu cầu là tệp .xlsx, .docx, .csv hoặc tài liệu Elsa (.json), tối đa 8 MB. Trả về tài liệu Elsa đề xuất và báo cáo từng dòng: đã hiểu gì, đã đoán gì, còn gì để trống. Chưa lưu gì; lập dự thảo bằng POST /api/drafts với “document”.")
            .Produces<ImportJson>().Refuses(400, 401, 409);
    }

    /// <summary>What an import proposes. <c>Document</c> is the body for <c>POST /api/drafts</c>.</summary>
    internal sealed record ImportJson(JsonElement Document, string Source, IReadOnlyList<ImportLineJson> Lines, IReadOnlyList<ImportNoteJson> Notes, IReadOnlyList<FindingJson> Findings);

    internal sealed record ImportLineJson(
        int Number, LineUse Use, IReadOnlyList<string> Read, string? Step, string? Name, string? Type, string? Unit, string? Position, string? Limit, IReadOnlyList<ImportNoteJson> Notes);

    internal sealed record ImportNoteJson(NoteKind Kind, string Text);

    private static async Task<IResult> Import(
        HttpRequest request, Visitor visitor, DocumentOffice office, CancellationToken ct,
        [Description("Tên quy trình; bỏ trống thì theo tệp")] string? name = null,
        [Description("Mã thủ tục; bỏ trống thì theo tệp")] ProcedureCode? procedure = null,
        [Description("Trường hợp")] CaseKey? @case = null,
        [Description("Thời hạn theo quy định, dạng 7d, 24h, 15cd")] string? limit = null)
    {
        var officer = visitor.SignedIn;
        TimeLimit? stated = null;
        if (limit is not null)
        {
            if (!TimeLimit.TryParseShort(limit, out var read) || !read.IsWhole) return RefusalProblems.BadRequest(visitor, "limit", new("Thời hạn có dạng 7d, 24h hoặc 15cd.", "A limit is written 7d, 24h or 15cd."));
            stated = read;
        }
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int got; body.Length <= ProcessImport.LargestBytes && (got = await request.Body.ReadAsync(buffer, ct)) > 0;) body.Write(buffer, 0, got);

        var report = await office.ReadAsync(officer, body.ToArray(), new ImportFrame(name, procedure, @case, stated), ct);
        if (report.Document is not { } document) return report.Refusal!.ToProblem(visitor, report.Findings);
        return TypedResults.Ok(new ImportJson(
            document.Json, report.Source,
            [
                .. report.Lines.Select(line => new ImportLineJson(
                    line.Number, line.Use, line.Read, line.Step, line.Name, line.Use is LineUse.Step ? ActivityCatalogue.Find(line.Kind)?.TypeName : null,
                    line.Unit, line.Position, line.Limit?.ToWording().In(visitor.Language), Notes(line.Notes, visitor))),
            ],
            Notes(report.Notes, visitor), [.. report.Findings.Select(finding => FindingJson.Of(finding, visitor))]));
    }

    private static ImportNoteJson[] Notes(IReadOnlyList<ImportNote> notes, Visitor visitor) => [.. notes.Select(note => new ImportNoteJson(note.Kind, note.Text.In(visitor.Language)))];

    private static async Task<IResult> Version(ContentHash hash, string format, Visitor visitor, DocumentOffice office, CancellationToken ct) =>
        ProcessExport.FormatOf(format) is { } known ? File(await office.VersionAsync(hash, known, ct), visitor) : NoSuchFormat(visitor);

    private static async Task<IResult> Draft(string draft, string format, Visitor visitor, DocumentOffice office, CancellationToken ct) =>
        ProcessExport.FormatOf(format) is { } known ? File(await office.DraftAsync(visitor.SignedIn, draft, known, ct), visitor) : NoSuchFormat(visitor);

    // The name travels twice (RFC 6266): in plain letters, and with its Vietnamese ones.
    private static IResult File(ExportedFile? file, Visitor visitor) =>
        file is null ? RefusalProblems.NotFound(visitor) : TypedResults.File(file.Bytes.ToArray(), file.ContentType, file.Name);

    private static IResult NoSuchFormat(Visitor visitor)
    {
        var known = string.Join(", ", ProcessExport.Formats.Select(format => format.Extension));
        return RefusalProblems.BadRequest(visitor, "format", new($"Các định dạng có thể tải: {known}.", $"The formats to choose from: {known}."));
    }
}
