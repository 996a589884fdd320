using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Publication;
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
        versions.MapPost("/", Record).WithSummary("Ghi nhận một quy trình đã công bố trước đây, không qua thẩm định").RequireAuthorization()
            .Produces<RecordedJson>(201).Refuses(400, 401, 409, 413, 415, 422);
        versions.MapGet("/{hash}/control", Control).WithSummary("Kiểm soát tài liệu của phiên bản: soạn thảo, soát xét, phê duyệt, các lần ban hành").Produces<ControlJson>().Refuses(400, 404);
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

    /// <summary>A process that an old decision published.</summary>
    /// <param name="Document">The Elsa document.</param>
    /// <param name="Agency">The department it belongs to.</param>
    /// <param name="Reason">Why it is taken in without appraisal.</param>
    internal sealed record RecordBody(JsonElement Document, AgencyCode Agency, string Number, DateOnly SignedOn, string Authority, DateOnly EffectiveFrom, string Reason);

    internal sealed record RecordedJson(ContentHash Hash, string Draft, IReadOnlyList<FindingJson> Findings);

    /// <summary>Document control, in the reader's language.</summary>
    internal sealed record ControlJson(IReadOnlyList<SignatureJson> Signatures, IReadOnlyList<ControlIssueJson> Issues, string? Exception);

    internal sealed record SignatureJson(string Role, IReadOnlyList<string> Names, string? Agency, string? Paper, DateOnly On);

    internal sealed record ControlIssueJson(int Number, ContentHash Hash, string Decision, DateOnly SignedOn, DateOnly From, IReadOnlyList<string> Changes);

    private static async Task<IResult> Record(
        RecordBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, Visitor visitor, RecordOffice office, CancellationToken ct)
    {
        if (IdempotencyKeys.FaultOf(key, visitor) is { } fault) return fault;
        var reading = ElsaDocument.Read(body.Document.GetRawText());
        if (reading.Document is not { } document) return DocumentBody.ToProblem(reading, visitor);
        var answer = await office.RecordAsync(visitor.SignedIn, document, body.Agency, new LegalAct(body.Number, body.SignedOn, body.Authority, body.EffectiveFrom), body.Reason, ct, key);
        return answer.Refusal is { } refusal
            ? refusal.ToProblem(visitor, refusal.Code == "P191" ? answer.Findings : null)
            : TypedResults.Created($"/api/versions/{document.Hash}", new RecordedJson(document.Hash, answer.Draft!, [.. answer.Findings.Select(finding => FindingJson.Of(finding, visitor))]));
    }

    private static async Task<IResult> Control(ContentHash hash, Visitor visitor, DisclosureRegister register, HttpContext context, CancellationToken ct)
    {
        if (await register.VersionAsync(hash, ct) is not { } version || await register.ControlAsync(version.Line, ct) is not { } sheet) return RefusalProblems.NotFound(visitor);
        context.Response.Headers.CacheControl = DisclosureEndpoints.ForAMinute;
        context.Response.Headers.Vary = "Cookie"; // the language
        return TypedResults.Ok(new ControlJson(
            [.. sheet.Signatures.Select(signed => new SignatureJson(signed.Role.In(visitor.Language), signed.Names, signed.Agency, signed.Paper, signed.On))],
            [.. sheet.Issues.Select(issue => new ControlIssueJson(issue.Number, issue.Hash, issue.Decision, issue.SignedOn, issue.From, [.. issue.Changes.Select(change => change.In(visitor.Language))]))],
            sheet.Exception));
    }

    private static async Task<IResult> Compare(ContentHash hash, ContentHash other, Visitor visitor, VersionRegister register, CancellationToken ct) =>
        await register.CompareAsync(hash, other, ct) is { } compared ? TypedResults.Ok(DiffJson.Of(compared.Comparison, visitor.Language)) : RefusalProblems.NotFound(visitor);
}
