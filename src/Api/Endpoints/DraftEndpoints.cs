using Microsoft.AspNetCore.Mvc;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Drafts over HTTP: from a document to a published version. The body of a draft is the Elsa document itself.</summary>
/// <remarks>Commands take <c>Idempotency-Key</c>: a repeat gives the first answer.</remarks>
internal static class DraftEndpoints
{
    public static void MapDrafts(this IEndpointRouteBuilder api)
    {
        var drafts = api.MapGroup("/drafts").WithTags("Dự thảo").RequireAuthorization().Refuses(401);
        drafts.MapGet("/", List).WithSummary("Các dự thảo tôi được xem").Produces<IReadOnlyList<DraftLine>>();
        drafts.MapPost("/", Create).WithSummary("Lập dự thảo từ một tài liệu Elsa").Accepts<object>("application/json").Produces<SavedJson>(201).Refuses(400, 403, 409, 413, 415, 422);
        drafts.MapGet("/{draft}", Open).WithSummary("Một dự thảo: trạng thái, các điểm cần xem, các bước đã qua").Produces<DraftJson>().Refuses(404);
        drafts.MapGet("/{draft}/document", Document).WithSummary("Tài liệu Elsa của dự thảo").Produces<object>().Refuses(404);
        drafts.MapGet("/{draft}/diff", Compare).WithSummary("Dự thảo khác một phiên bản ở đâu; không nêu against: phiên bản đang có hiệu lực").Produces<DiffJson>().Refuses(400, 404);
        drafts.MapPut("/{draft}/document", Save).WithSummary("Lưu bản tiếp theo; If-Match là số bản đang có").Accepts<object>("application/json")
            .Produces<SavedJson>().Refuses(400, 403, 404, 409, 412, 413, 415, 422);
        Act("/{draft}/submission", Submit, "Gửi thẩm định");
        Act("/{draft}/return", Return, "Trả lại để hoàn thiện");
        Act("/{draft}/appraisal", Appraise, "Thẩm định đạt");
        Act("/{draft}/publication", Publish, "Công bố bằng quyết định");

        void Act(string path, Delegate act, string summary) => drafts.MapPost(path, act).WithSummary(summary).Produces<SavedJson>().Refuses(400, 403, 404, 409, 412, 422);
    }

    internal sealed record ReturnBody(string Reason);

    internal sealed record AppraisalBody(string Number, DateOnly Date, string? Note = null);

    internal sealed record PublicationBody(string Number, DateOnly SignedOn, string Authority, DateOnly EffectiveFrom);

    /// <summary>What was kept: the draft, and the revision of its text.</summary>
    internal sealed record SavedJson(string Id, int Revision);

    /// <summary>A draft as programs read it.</summary>
    internal sealed record DraftJson(
        string Id, int Revision, bool MayEdit, PublicationStatus Status, ProcedureCode? Procedure, string Name, AgencyCode? Agency, ContentHash Hash, LegalAct? Act,
        IReadOnlyList<FindingJson> Findings, IReadOnlyList<PublicationEvent> Acts);

    private static async Task<IResult> List(Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        TypedResults.Ok(await office.ListAsync(visitor.SignedIn, ct));

    private static async Task<IResult> Create([FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (IdempotencyKeys.FaultOf(key, visitor) is { } fault) return fault;
        var reading = await DocumentBody.ReadAsync(request, ct);
        if (reading.Document is not { } document) return DocumentBody.ToProblem(reading, visitor);

        var answer = await office.DraftAsync(officer, document, ct, key);
        return Answer(answer, visitor, request, created: true);
    }

    private static async Task<IResult> Open(string draft, Visitor visitor, PublicationOffice office, HttpContext context, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (await office.OpenAsync(officer, draft, ct) is not { } view) return RefusalProblems.NotFound(visitor);

        context.Tag(view.Revision);
        return TypedResults.Ok(new DraftJson(
            view.Id, view.Revision, view.MayEdit, view.File.Status, view.Process.Header.Procedure, view.Process.Name, view.File.Agency, view.Document.Hash, view.File.Act,
            [.. view.Findings.Select(finding => FindingJson.Of(finding, visitor))], view.Acts));
    }

    private static async Task<IResult> Compare(string draft, Visitor visitor, PublicationOffice office, VersionRegister register, CancellationToken ct, ContentHash? against = null)
    {
        var officer = visitor.SignedIn;
        return await office.OpenAsync(officer, draft, ct) is { } view && await register.CompareAsync(view, against, ct) is { } compared
            ? TypedResults.Ok(DiffJson.Of(compared.Comparison, visitor.Language))
            : RefusalProblems.NotFound(visitor);
    }

    private static async Task<IResult> Document(string draft, Visitor visitor, PublicationOffice office, HttpContext context, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (await office.OpenAsync(officer, draft, ct) is not { } view) return RefusalProblems.NotFound(visitor);

        context.Tag(view.Revision);
        return TypedResults.Text(view.Document.ToCanonicalText(), "application/json");
    }

    private static async Task<IResult> Save(
        string draft, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (IdempotencyKeys.FaultOf(key, visitor) is { } fault) return fault;
        if (!request.TryReadIfMatch(out var held)) return EntityTags.NoTagOfOurs(visitor);
        if (held is not { } revision)
            return RefusalProblems.BadRequest(visitor, "If-Match", new("Cần If-Match với số bản đang sửa.", "If-Match with the revision you edited is required."));
        var reading = await DocumentBody.ReadAsync(request, ct);
        if (reading.Document is not { } document) return DocumentBody.ToProblem(reading, visitor);

        return Answer(await office.SaveAsync(officer, draft, document, revision, ct, key), visitor, request);
    }

    private static Task<IResult> Submit(
        string draft, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, key, officer => office.SubmitAsync(officer, draft, ct, key));

    private static Task<IResult> Return(
        string draft, ReturnBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, key, officer => office.ReturnAsync(officer, draft, body.Reason, ct, key));

    private static Task<IResult> Appraise(
        string draft, AppraisalBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, key, officer => office.AppraiseAsync(officer, draft, body.Number, body.Date, body.Note, ct, key));

    private static Task<IResult> Publish(
        string draft, PublicationBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, key, officer => office.PublishAsync(officer, draft, new LegalAct(body.Number, body.SignedOn, body.Authority, body.EffectiveFrom), ct, key));

    private static async Task<IResult> Act(HttpRequest request, Visitor visitor, string? key, Func<Officer, Task<PublicationAnswer>> act) =>
        IdempotencyKeys.FaultOf(key, visitor) ?? Answer(await act(visitor.SignedIn), visitor, request);

    private static IResult Answer(PublicationAnswer answer, Visitor visitor, HttpRequest request, bool created = false)
    {
        if (answer.Refusal is { } refusal) return refusal.ToProblem(visitor, refusal.Code is "P122" or "P123" ? answer.Findings : null); // other refusals are not about the text
        request.HttpContext.Tag(answer.Revision);
        return created
            ? TypedResults.Created($"/api/drafts/{answer.Draft}", new SavedJson(answer.Draft!, answer.Revision))
            : TypedResults.Ok(new SavedJson(answer.Draft!, answer.Revision));
    }
}

/// <summary>An Elsa document as the body of a request.</summary>
internal static class DocumentBody
{
    /// <summary>The body, or as much of it as shows that it is too large; the document's reader says so.</summary>
    public static async Task<DocumentReading> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; body.Length <= ElsaDocument.LargestBytes && (read = await request.Body.ReadAsync(buffer, ct)) > 0;) body.Write(buffer, 0, read);
        return ElsaDocument.Read(body.GetBuffer().AsMemory(0, (int)body.Length));
    }

    public static IResult ToProblem(DocumentReading reading, Visitor visitor) => new Refusal("bad-document", new(
        "Tài liệu không đọc được.", "The document cannot be read.")).ToProblem(visitor, reading.Findings);
}
