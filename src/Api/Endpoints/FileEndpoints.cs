using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Processes as files: the appendix of the decision, tables, drawings. The last part of the address is the file's extension.</summary>
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
    }

    private static async Task<IResult> Version(ContentHash hash, string format, Visitor visitor, DocumentOffice office, CancellationToken ct) =>
        ProcessExport.FormatOf(format) is { } known ? File(await office.VersionAsync(hash, known, ct), visitor) : NoSuchFormat(visitor);

    private static async Task<IResult> Draft(string draft, string format, Visitor visitor, DocumentOffice office, CancellationToken ct) =>
        visitor.Officer is not { } officer ? Results.Unauthorized()
        : ProcessExport.FormatOf(format) is { } known ? File(await office.DraftAsync(officer, draft, known, ct), visitor) : NoSuchFormat(visitor);

    // The name travels twice (RFC 6266): in plain letters, and with its Vietnamese ones.
    private static IResult File(ExportedFile? file, Visitor visitor) =>
        file is null ? RefusalProblems.NotFound(visitor) : TypedResults.File(file.Bytes.ToArray(), file.ContentType, file.Name);

    private static IResult NoSuchFormat(Visitor visitor)
    {
        var known = string.Join(", ", ProcessExport.Formats.Select(format => format.Extension));
        return RefusalProblems.BadRequest(visitor, "format", new($"Các định dạng có thể tải: {known}.", $"The formats to choose from: {known}."));
    }
}
