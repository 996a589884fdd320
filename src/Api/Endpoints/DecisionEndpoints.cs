using Microsoft.AspNetCore.Mvc;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Decisions that carry many processes, over HTTP: prepared, then signed in one act. The ETag of a decision is the number of its acts.</summary>
/// <remarks>Commands take <c>Idempotency-Key</c>: a repeat gives the first answer. A refusal for what lines say names each of them under <c>lines</c>.</remarks>
internal static class DecisionEndpoints
{
    public static void MapDecisions(this IEndpointRouteBuilder api)
    {
        var decisions = api.MapGroup("/decisions").WithTags("Quyết định ban hành").RequireAuthorization().Refuses(401);
        decisions.MapGet("/", List).WithSummary("Các hồ sơ quyết định tôi được xem").Produces<IReadOnlyList<DecisionRow>>();
        decisions.MapGet("/candidates", Candidates).WithSummary("Dự thảo đã trình và phiên bản có thể đưa vào quyết định").Produces<DecisionCandidates>();
        decisions.MapPost("/", Begin).WithSummary("Lập hồ sơ quyết định").Produces<DecisionSavedJson>(201).Refuses(400, 409, 412);
        decisions.MapGet("/{decision}", Open).WithSummary("Một hồ sơ quyết định: nội dung, từng dòng và điều còn vướng").Produces<DecisionJson>().Refuses(404);
        decisions.MapGet("/{decision}/files/{format}", File).WithSummary("Toàn văn quyết định kèm phụ lục: docx hoặc pdf").Refuses(400, 404);
        decisions.MapPut("/{decision}", Save).WithSummary("Lưu nội dung quyết định; If-Match là ETag đã nhận").Produces<DecisionSavedJson>().Refuses(400, 404, 409, 412);
        decisions.MapPost("/{decision}/signature", Sign).WithSummary("Ký ban hành: mọi dòng cùng lúc, hoặc không dòng nào").Produces<DecisionSavedJson>().Refuses(400, 404, 409, 412);
        decisions.MapPost("/{decision}/discard", Discard).WithSummary("Bỏ hồ sơ quyết định chưa ký").Produces<DecisionSavedJson>().Refuses(400, 404, 409, 412);
    }

    /// <summary>One line of a decision as programs send and read it.</summary>
    /// <param name="Draft">The draft that becomes law; left out for an abolition.</param>
    /// <param name="Ends">The versions that it repeals, by the drafts they came of.</param>
    internal sealed record DecisionLineBody(DecisionAct Act, string? Draft = null, IReadOnlyList<string>? Ends = null);

    /// <summary>What a decision says.</summary>
    /// <param name="StandingBases">Numbers of the laws it names of those that every decision does; left out: all of them in a new one, as before in one that is saved.</param>
    internal sealed record DecisionBody(
        string Subject, IReadOnlyList<DecisionLineBody> Lines, string? SignerTitle = null, string? SignerName = null, IReadOnlyList<string>? Bases = null, IReadOnlyList<string>? Recipients = null,
        IReadOnlyList<string>? StandingBases = null)
    {
        public DecisionContent ToContent() => new(Subject, SignerTitle ?? "", SignerName ?? "")
        {
            StandingBases = StandingBases is null ? null : [.. StandingBases],
            Bases = [.. Bases ?? []],
            Recipients = [.. Recipients ?? []],
            Lines = [.. (Lines ?? []).OfType<DecisionLineBody>().Select(line => new DecidedLine(line.Act, line.Draft) { Ends = [.. line.Ends ?? []] })],
        };
    }

    internal sealed record SignatureBody(string Number, DateOnly SignedOn, string Authority, DateOnly EffectiveFrom);

    internal sealed record DiscardBody(string Reason);

    /// <summary>What was kept: the decision, and how many acts it has.</summary>
    internal sealed record DecisionSavedJson(string Id, int Length);

    /// <summary>What is wrong with a line.</summary>
    internal sealed record LineFaultJson(int Line, string? Draft, string Code, string Detail)
    {
        public static LineFaultJson Of(LineFault fault, Visitor visitor) => new(fault.Line, fault.Draft, fault.Reason.Code, fault.Reason.Message.In(visitor.Language));
    }

    internal sealed record DecisionLineJson(
        int Number, DecisionAct Act, string? Draft, IReadOnlyList<string> EndedDrafts, DecidedDraft? Issues, IReadOnlyList<DecidedVersion> Ends, IReadOnlyList<LineFaultJson> HeldUpBy);

    /// <summary>A decision as programs read it.</summary>
    internal sealed record DecisionJson(
        string Id, int Length, DecisionStatus Status, AgencyCode? Agency, string Subject, string SignerTitle, string SignerName, IReadOnlyList<StandingBasis> StandingBases, IReadOnlyList<string> Bases, IReadOnlyList<string> Recipients,
        IReadOnlyList<DecisionLineJson> Lines, LegalAct? Act, OfficerId? SignedBy, string? Reason, IReadOnlyList<string> Missing, bool IsReady, DecisionOffers Offers, IReadOnlyList<DecisionFileEvent> Acts);

    private static async Task<IResult> List(Visitor visitor, DecisionOffice office, CancellationToken ct) => TypedResults.Ok(await office.ListAsync(visitor.SignedIn, ct));

    private static async Task<IResult> Candidates(Visitor visitor, DecisionOffice office, CancellationToken ct) => TypedResults.Ok(await office.CandidatesAsync(visitor.SignedIn, ct));

    private static async Task<IResult> Begin(
        DecisionBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, DecisionOffice office, CancellationToken ct) =>
        IdempotencyKeys.FaultOf(key, visitor) ?? Answer(await office.BeginAsync(visitor.SignedIn, body.ToContent(), ct, key), visitor, request, created: true);

    private static async Task<IResult> Open(string decision, Visitor visitor, DecisionOffice office, HttpContext context, CancellationToken ct)
    {
        if (await office.OpenAsync(visitor.SignedIn, decision, ct) is not { } view) return RefusalProblems.NotFound(visitor);

        context.Tag(view.Length);
        var (file, content) = (view.File, view.File.Content);
        return TypedResults.Ok(new DecisionJson(
            view.Id, view.Length, file.Status, file.Agency, content.Subject, content.SignerTitle, content.SignerName, view.StandingBases, content.Bases, content.Recipients,
            [
                .. view.Lines.Select(line => new DecisionLineJson(
                    line.Number, line.Line.Act, line.Line.Draft, line.Line.Ends, line.Issues, line.Ends, [.. line.HeldUpBy.Select(fault => LineFaultJson.Of(fault, visitor))])),
            ],
            file.Act, file.SignedBy, file.Reason, [.. view.Missing.Select(missing => missing.Message.In(visitor.Language))], view.IsReady, view.Offers, view.Acts));
    }

    private static async Task<IResult> File(string decision, string format, Visitor visitor, DecisionOffice office, CancellationToken ct) =>
        ProcessExport.FormatOf(format) is not ({ } known and (ExportFormat.Word or ExportFormat.Pdf))
            ? RefusalProblems.BadRequest(visitor, "format", new("Quyết định tải được dưới dạng docx, pdf.", "A decision is printed as docx or pdf."))
        : await office.PaperAsync(visitor.SignedIn, decision, known, ct) is { } file ? TypedResults.File(file.Bytes.ToArray(), file.ContentType, file.Name)
        : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Save(
        string decision, DecisionBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, DecisionOffice office, CancellationToken ct)
    {
        if (IdempotencyKeys.FaultOf(key, visitor) is { } fault) return fault;
        if (!request.TryReadIfMatch(out var held)) return EntityTags.NoTagOfOurs(visitor);
        if (held is not { } length)
            return RefusalProblems.BadRequest(visitor, "If-Match", new("Cần If-Match với ETag đã nhận khi mở hồ sơ.", "If-Match with the ETag of the decision you opened is required."));
        return Answer(await office.SaveAsync(visitor.SignedIn, decision, body.ToContent(), length, ct, key), visitor, request);
    }

    private static async Task<IResult> Sign(
        string decision, SignatureBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, DecisionOffice office, CancellationToken ct) =>
        IdempotencyKeys.FaultOf(key, visitor)
        ?? Answer(await office.SignAsync(visitor.SignedIn, decision, new LegalAct(body.Number, body.SignedOn, body.Authority, body.EffectiveFrom), ct, key), visitor, request);

    private static async Task<IResult> Discard(
        string decision, DiscardBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, DecisionOffice office, CancellationToken ct) =>
        IdempotencyKeys.FaultOf(key, visitor) ?? Answer(await office.DiscardAsync(visitor.SignedIn, decision, body.Reason, ct, key), visitor, request);

    private static IResult Answer(DecisionAnswer answer, Visitor visitor, HttpRequest request, bool created = false)
    {
        if (answer.Refusal is { } refusal)
            return answer.Lines is [] ? refusal.ToProblem(visitor) : refusal.ToProblem(visitor, more: new("lines", answer.Lines.Select(fault => LineFaultJson.Of(fault, visitor)).ToArray()));
        request.HttpContext.Tag(answer.Length);
        var saved = new DecisionSavedJson(answer.Decision!, answer.Length);
        return created ? TypedResults.Created($"/api/decisions/{answer.Decision}", saved) : TypedResults.Ok(saved);
    }
}
