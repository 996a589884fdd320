using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Drafts over HTTP: from a document to a published version. The body of a draft is the Elsa document itself.</summary>
internal static class DraftEndpoints
{
    public static void MapDrafts(this IEndpointRouteBuilder api)
    {
        var drafts = api.MapGroup("/drafts").WithTags("Dự thảo").RequireAuthorization();
        drafts.MapGet("/", List).WithSummary("Các dự thảo tôi được xem");
        drafts.MapPost("/", Create).WithSummary("Lập dự thảo từ một tài liệu Elsa").Accepts<object>("application/json");
        drafts.MapGet("/{draft}", Open).WithSummary("Một dự thảo: trạng thái, các điểm cần xem, các bước đã qua");
        drafts.MapGet("/{draft}/document", Document).WithSummary("Tài liệu Elsa của dự thảo");
        drafts.MapPut("/{draft}/document", Save).WithSummary("Lưu bản tiếp theo; If-Match là số bản đang có").Accepts<object>("application/json");
        drafts.MapPost("/{draft}/submission", Submit).WithSummary("Gửi thẩm định");
        drafts.MapPost("/{draft}/return", Return).WithSummary("Trả lại để hoàn thiện");
        drafts.MapPost("/{draft}/appraisal", Appraise).WithSummary("Thẩm định đạt");
        drafts.MapPost("/{draft}/publication", Publish).WithSummary("Công bố bằng quyết định");
    }

    internal sealed record ReturnBody(string Reason);

    internal sealed record AppraisalBody(string Number, DateOnly Date, string? Note);

    internal sealed record PublicationBody(string Number, DateOnly SignedOn, string Authority, DateOnly EffectiveFrom);

    private static async Task<IResult> List(Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        visitor.Officer is { } officer ? TypedResults.Ok(await office.ListAsync(officer, ct)) : Results.Unauthorized();

    private static async Task<IResult> Create(HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct)
    {
        if (visitor.Officer is not { } officer) return Results.Unauthorized();
        var reading = await DocumentBody.ReadAsync(request, ct);
        if (reading.Document is not { } document) return DocumentBody.ToProblem(reading, visitor);

        var answer = await office.DraftAsync(officer, document, ct);
        return Answer(answer, visitor, request, created: true);
    }

    private static async Task<IResult> Open(string draft, Visitor visitor, PublicationOffice office, HttpContext context, CancellationToken ct)
    {
        if (visitor.Officer is not { } officer) return Results.Unauthorized();
        if (await office.OpenAsync(officer, draft, ct) is not { } view) return RefusalProblems.NotFound(visitor);

        context.Response.Headers.ETag = $"\"{view.Revision}\"";
        return TypedResults.Ok(new
        {
            view.Id,
            view.Revision,
            view.MayEdit,
            status = view.File.Status,
            view.File.Procedure,
            view.File.Name,
            view.File.Agency,
            hash = view.Document.Hash,
            view.File.Act,
            findings = view.Findings.Select(finding => FindingJson.Of(finding, visitor)),
            acts = view.Acts,
        });
    }

    private static async Task<IResult> Document(string draft, Visitor visitor, PublicationOffice office, HttpContext context, CancellationToken ct)
    {
        if (visitor.Officer is not { } officer) return Results.Unauthorized();
        if (await office.OpenAsync(officer, draft, ct) is not { } view) return RefusalProblems.NotFound(visitor);

        context.Response.Headers.ETag = $"\"{view.Revision}\"";
        return TypedResults.Text(view.Document.ToCanonicalText(), "application/json");
    }

    private static async Task<IResult> Save(string draft, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct)
    {
        if (visitor.Officer is not { } officer) return Results.Unauthorized();
        if (!int.TryParse(request.Headers.IfMatch.ToString().Trim('"'), out var revision))
            return RefusalProblems.BadRequest(visitor, "If-Match", new("Cần If-Match với số bản đang sửa.", "If-Match with the revision you edited is required."));
        var reading = await DocumentBody.ReadAsync(request, ct);
        if (reading.Document is not { } document) return DocumentBody.ToProblem(reading, visitor);

        return Answer(await office.SaveAsync(officer, draft, document, revision, ct), visitor, request);
    }

    private static Task<IResult> Submit(string draft, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, officer => office.SubmitAsync(officer, draft, ct));

    private static Task<IResult> Return(string draft, ReturnBody body, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, officer => office.ReturnAsync(officer, draft, body.Reason, ct));

    private static Task<IResult> Appraise(string draft, AppraisalBody body, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, officer => office.AppraiseAsync(officer, draft, body.Number, body.Date, body.Note, ct));

    private static Task<IResult> Publish(string draft, PublicationBody body, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, officer => office.PublishAsync(officer, draft, new LegalAct(body.Number, body.SignedOn, body.Authority, body.EffectiveFrom), ct));

    private static async Task<IResult> Act(HttpRequest request, Visitor visitor, Func<Officer, Task<PublicationAnswer>> act) =>
        visitor.Officer is { } officer ? Answer(await act(officer), visitor, request) : Results.Unauthorized();

    private static IResult Answer(PublicationAnswer answer, Visitor visitor, HttpRequest request, bool created = false)
    {
        if (answer.Refusal is { } refusal) return refusal.ToProblem(visitor, answer.Findings);
        request.HttpContext.Response.Headers.ETag = $"\"{answer.Revision}\"";
        return created
            ? TypedResults.Created($"/api/drafts/{answer.Draft}", new { id = answer.Draft, revision = answer.Revision })
            : TypedResults.Ok(new { id = answer.Draft, revision = answer.Revision });
    }
}

/// <summary>An Elsa document as the body of a request.</summary>
internal static class DocumentBody
{
    public static async Task<DocumentReading> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct); // the host's own limit on bodies ends a flood long before this
        return ElsaDocument.Read(body.ToArray());
    }

    public static IResult ToProblem(DocumentReading reading, Visitor visitor) => new Refusal("bad-document", new(
        "Tài liệu không đọc được.", "The document cannot be read.")).ToProblem(visitor, reading.Findings);
}
