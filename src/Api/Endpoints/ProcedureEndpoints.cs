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
            .WithSummary("Các quy trình đã công bố").Refuses(400);
        versions.MapGet("/{hash}", Open).WithSummary("Một phiên bản đã công bố").Produces<VersionJson>().Refuses(400, 404);
        versions.MapGet("/{hash}/diff/{other}", Compare).WithSummary("Phiên bản sau (other) khác phiên bản trước (hash) ở đâu").Produces<DiffJson>().Refuses(400, 404);
    }

    /// <summary>A published version: its act, and its steps as a table.</summary>
    internal sealed record VersionJson(VersionLine Line, string? StatutoryLimit, IReadOnlyList<StepJson> Steps, IReadOnlyList<FindingJson> Findings, IReadOnlyList<CallJson> Calls);

    /// <summary>A shared process that it calls, and the version whose steps stand in it.</summary>
    internal sealed record CallJson(StepKey Step, ProcessKey Process, string Name, ContentHash? Version);

    internal sealed record StepJson(StepKey Key, string Name, string Type, IReadOnlyList<string> Ports, string? Unit, PositionKey? Position, int? LimitMinutes);

    private static async Task<IResult> Open(ContentHash hash, Visitor visitor, DisclosureRegister register, HttpContext context, CancellationToken ct)
    {
        if (await register.VersionAsync(hash, ct) is not { } version) return RefusalProblems.NotFound(visitor);
        context.Response.Headers.Link = DisclosureEndpoints.LinksOf(hash);
        return TypedResults.Ok(new VersionJson(
            version.Line,
            version.Process.Header.StatutoryLimit?.ToWording().In(visitor.Language),
            [
                .. from step in version.Process.Steps
                   where step.Work is not null
                   select new StepJson(step.Key, step.Name, step.Type, step.Ports, step.Work!.Unit, step.Work.Position, step.Work.Limit?.WorkingMinutes),
            ],
            [.. version.Findings.Select(finding => FindingJson.Of(finding, visitor))],
            [.. version.Process.Calls.Where(call => call.IsDirect(version.Process)).Select(call => new CallJson(call.Step, call.Process, call.Name, call.Version))]));
    }

    private static async Task<IResult> Compare(ContentHash hash, ContentHash other, Visitor visitor, VersionRegister register, CancellationToken ct) =>
        await register.CompareAsync(hash, other, ct) is { } compared ? TypedResults.Ok(DiffJson.Of(compared.Comparison, visitor.Language)) : RefusalProblems.NotFound(visitor);
}
