using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Published processes, readable by everybody (công khai).</summary>
internal static class ProcedureEndpoints
{
    public static void MapProcedures(this IEndpointRouteBuilder api)
    {
        var versions = api.MapGroup("/versions").WithTags("Công khai");
        versions.MapGet("/", (PublicationOffice office, CancellationToken ct, ProcedureCode? procedure = null) => office.VersionsAsync(procedure, ct))
            .WithSummary("Các quy trình đã công bố");
        versions.MapGet("/{hash}", Open).WithSummary("Một phiên bản đã công bố");
        versions.MapGet("/{hash}/document", Document).WithSummary("Tài liệu Elsa của phiên bản");
    }

    private static async Task<IResult> Open(ContentHash hash, Visitor visitor, PublicationOffice office, CancellationToken ct)
    {
        if (await office.VersionAsync(hash, ct) is not { } version) return RefusalProblems.NotFound(visitor);
        return TypedResults.Ok(new
        {
            version.Line,
            statutoryLimit = version.Process.Header.StatutoryLimit?.ToWording().In(visitor.Language),
            steps = from step in version.Process.Steps
                    where step.Work is not null
                    select new { key = step.Key, step.Name, step.Type, step.Ports, step.Work!.Unit, step.Work.Position, limitMinutes = step.Work.Limit?.WorkingMinutes },
            findings = version.Findings.Select(finding => FindingJson.Of(finding, visitor)),
        });
    }

    private static async Task<IResult> Document(ContentHash hash, Visitor visitor, PublicationOffice office, HttpContext context, CancellationToken ct)
    {
        if (await office.VersionAsync(hash, ct) is not { } version) return RefusalProblems.NotFound(visitor);
        context.Response.Headers.ETag = $"\"{hash}\"";
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Text(version.Document.ToCanonicalText(), "application/json");
    }
}
