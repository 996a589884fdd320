using Microsoft.AspNetCore.Mvc;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>What a body is asked, and its answer. Asking, chasing and withdrawing are acts on the dossier, like all others; the body sees its question and nothing more of the dossier.</summary>
internal static class ConsultationEndpoints
{
    public static void MapConsultations(this IEndpointRouteBuilder api)
    {
        var consultations = api.MapGroup("/consultations").WithTags("Lấy ý kiến").RequireAuthorization().Refuses(401);
        consultations.MapGet("/{code}/{number:int}", Open).WithSummary("Một câu hỏi gửi cơ quan, đơn vị tôi: nội dung, hạn, tệp kèm theo, ý kiến đã trả lời").Produces<ConsultationJson>().Refuses(400, 404);
        consultations.MapPost("/{code}/{number:int}/assignment", Assign).WithSummary("Lãnh đạo nơi được hỏi giao việc trả lời cho một cán bộ").Produces(204).Refuses(400, 404, 409);
        consultations.MapPost("/{code}/{number:int}/answer", Answer).WithSummary("Trả lời ý kiến").Produces(204).Refuses(400, 404, 409);
    }

    /// <summary>A question as the body reads it.</summary>
    /// <param name="Assignee">Who is to answer; null: whoever stands at the body.</param>
    internal sealed record ConsultationJson(
        DossierCode Code, int Number, string Procedure, string? Subject, AgencyCode? AskedBy, AgencyCode Body, string Question, string? Basis, SilenceRule Silence, DateTimeOffset AskedAt,
        DateTimeOffset? DueAt, int? RemainingMinutes, ConsultationStatus State, ConsultedOpinion? Opinion, string? Note, SignatureReference? Signature, IReadOnlyList<FileJson> Files, OfficerId? Assignee = null);

    /// <summary>A file that may be read: it went with the question, or belongs to the answer.</summary>
    internal sealed record FileJson(ContentHash Hash, string Name, long Size, string MediaType);

    internal sealed record AnswerBody(ConsultedOpinion? Opinion, string? Note = null, SignatureReference? Signature = null);

    /// <param name="Assignee">One of the body's officers, or of a unit the leader leads.</param>
    internal sealed record AssignmentBody(OfficerId Assignee, string? Note = null);

    private static async Task<IResult> Open(DossierCode code, int number, Visitor visitor, DossierRegister register, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (await register.ConsultationAsync(officer, code, number, ct) is not { } view) return RefusalProblems.NotFound(visitor);
        var (asked, answer) = (view.Record.Asked, view.Record.Answer);
        return TypedResults.Ok(new ConsultationJson(
            code, number, view.Procedure, view.Subject, view.AskedBy, asked.Body, asked.Question, asked.Basis, asked.Silence, asked.At, view.Clock?.DueAt, view.Clock?.RemainingMinutes,
            view.Record.State, answer?.Opinion, answer?.Note, answer?.Signature, [.. view.Files.Select(file => new FileJson(file.Hash, file.Name, file.Size, file.MediaType))], view.Record.Assigned.LastOrDefault()?.Assignee));
    }

    private static async Task<IResult> Assign(
        DossierCode code, int number, AssignmentBody body, Visitor visitor, [AsParameters] AnswerRooms rooms, CancellationToken ct, [FromHeader(Name = IdempotencyKeys.Header)] string? key = null)
    {
        var officer = visitor.SignedIn;
        if (IdempotencyKeys.FaultOf(key, visitor) is { } fault) return fault;
        if (await rooms.Register.ConsultationAsync(officer, code, number, ct) is null) return RefusalProblems.NotFound(visitor);
        var command = new DossierCommand.AssignQuestion(officer, number, await rooms.Accounts.OfficerAsync(body.Assignee, ct), body.Note);
        var answer = await rooms.Office.HandleAsync(code, command, key, null, ct);
        return answer.Refusal is { } refusal ? refusal.ToProblem(visitor) : TypedResults.NoContent();
    }

    private static async Task<IResult> Answer(
        DossierCode code, int number, AnswerBody body, Visitor visitor, [AsParameters] AnswerRooms rooms, CancellationToken ct, [FromHeader(Name = IdempotencyKeys.Header)] string? key = null)
    {
        var officer = visitor.SignedIn;
        if (IdempotencyKeys.FaultOf(key, visitor) is { } fault) return fault;
        if (await rooms.Register.ConsultationAsync(officer, code, number, ct) is null) return RefusalProblems.NotFound(visitor);
        var command = new DossierCommand.GiveOpinion(officer, number, body.Opinion, body.Note, body.Signature);
        var answer = await rooms.Office.HandleAsync(code, command, key, null, ct);
        return answer.Refusal is { } refusal ? refusal.ToProblem(visitor) : TypedResults.NoContent();
    }

    /// <summary>Whom the endpoint asks.</summary>
    internal sealed record AnswerRooms(DossierRegister Register, DossierOffice Office, AccountOffice Accounts);
}
