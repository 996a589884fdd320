using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Dossiers over HTTP: the same acts as the pages, through the same office.</summary>
/// <remarks>
/// Commands take <c>Idempotency-Key</c> (a repeat gives the first answer) and <c>If-Match</c> (the journal length last seen), and
/// <c>?dryRun=true</c> tells their effect on the clocks without doing anything.
/// </remarks>
internal static class DossierEndpoints
{
    public static void MapDossiers(this IEndpointRouteBuilder api)
    {
        var dossiers = api.MapGroup("/dossiers").WithTags("Hồ sơ").RequireAuthorization();
        dossiers.MapPost("/", Receive).WithSummary("Tiếp nhận hồ sơ");
        dossiers.MapGet("/", List).WithSummary("Danh sách hồ sơ của cơ quan, đến hạn trước đứng trước");
        dossiers.MapGet("/{code}", Open).WithSummary("Một hồ sơ: trạng thái, các bước đang mở, đồng hồ");
        dossiers.MapGet("/{code}/journal", Journal).WithSummary("Nhật ký của hồ sơ, từng dòng nối bằng mã băm");
        dossiers.MapPost("/{code}/completions", Complete).WithSummary("Hoàn thành một bước");
        dossiers.MapPost("/{code}/supplement-requests", RequestSupplement).WithSummary("Yêu cầu bổ sung hồ sơ");
        dossiers.MapPost("/{code}/supplements", ReceiveSupplement).WithSummary("Nhận phần bổ sung");
        dossiers.MapPost("/{code}/results", ReturnResult).WithSummary("Trả kết quả");
        api.MapGet("/work", Work).WithTags("Hồ sơ").WithSummary("Việc của tôi").RequireAuthorization();
        api.MapGet("/look-up/{code}", LookUp).WithTags("Công khai").WithSummary("Tra cứu hồ sơ bằng mã và số giấy tờ hoặc điện thoại");
    }

    /// <summary>What a desk sends to receive a dossier.</summary>
    internal sealed record Receipt(
        ProcedureCode Procedure, CaseKey? Case, AgencyCode Receiving, AgencyCode Competent, Channel Channel, Applicant Applicant, string? Subject,
        ImmutableList<DossierComponent>? Components, Dictionary<string, AttributeValue>? Attributes);

    /// <summary>A completion: which step, how it came out; whom it is assigned to, or what is missing, where the step asks for it.</summary>
    internal sealed record Completion(StepKey Step, string Outcome, string? Note, OfficerId? Assignee, ImmutableList<string>? Missing);

    internal sealed record SupplementAsked(StepKey Step, ImmutableList<string> Missing, string Reason, string? Basis);

    internal sealed record SupplementGiven(string? Note);

    internal sealed record Handover(string? ReceivedBy);

    /// <summary>The headers and the query that every command takes.</summary>
    internal sealed record CommandForm(
        [FromHeader(Name = "Idempotency-Key")] string? IdempotencyKey, [FromHeader(Name = "If-Match")] string? IfMatch, [FromQuery] bool? DryRun);

    private static async Task<IResult> Receive(
        Receipt body, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct)
    {
        if (visitor.Officer is not { } officer) return Results.Unauthorized();
        var command = new DossierCommand.Receive(
            officer, body.Receiving, body.Competent, body.Channel, new Particulars(body.Applicant, body.Subject, body.Components ?? []),
            (body.Attributes ?? []).ToImmutableSortedDictionary());
        if (form.DryRun is true) return Effect(await office.PreviewReceiptAsync(body.Procedure, body.Case, command, ct), visitor);

        var answer = await office.ReceiveAsync(body.Procedure, body.Case, command, form.IdempotencyKey, ct);
        if (answer.Refusal is { } refusal) return refusal.ToProblem(visitor);

        context.Response.Headers.ETag = Tag(answer.Length);
        return TypedResults.Created($"/api/dossiers/{answer.Code}", new { code = answer.Code!.ToString(), length = answer.Length });
    }

    private static async Task<IResult> Complete(
        DossierCode code, Completion body, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, AccountOffice accounts,
        HttpContext context, CancellationToken ct)
    {
        var assignee = body.Assignee is { } id ? await accounts.OfficerAsync(id, ct) : null;
        if (body.Assignee is not null && assignee is null)
            return RefusalProblems.BadRequest(visitor, "assignee", new("Không có cán bộ này.", "There is no such officer."));

        return await Handle(code, officer => new DossierCommand.CompleteStep(officer, body.Step, body.Outcome, body.Note, assignee, body.Missing),
            form, visitor, office, context, ct);
    }

    private static Task<IResult> RequestSupplement(
        DossierCode code, SupplementAsked body, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct) =>
        Handle(code, officer => new DossierCommand.RequestSupplement(officer, body.Step, body.Missing, body.Reason, body.Basis), form, visitor, office, context, ct);

    private static Task<IResult> ReceiveSupplement(
        DossierCode code, SupplementGiven body, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct) =>
        Handle(code, officer => new DossierCommand.ReceiveSupplement(officer, body.Note), form, visitor, office, context, ct);

    private static Task<IResult> ReturnResult(
        DossierCode code, Handover body, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct) =>
        Handle(code, officer => new DossierCommand.ReturnResult(officer, body.ReceivedBy), form, visitor, office, context, ct);

    private static async Task<IResult> Handle(
        DossierCode code, Func<Officer, DossierCommand> command, CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct)
    {
        if (visitor.Officer is not { } officer) return Results.Unauthorized();
        if (form.DryRun is true) return Effect(await office.PreviewAsync(code, command(officer), ct), visitor);
        if (form.IfMatch is not null && LengthOf(form.IfMatch) is null)
            return RefusalProblems.BadRequest(visitor, "If-Match", new("If-Match phải là ETag của hồ sơ.", "If-Match must be the dossier's ETag."));

        var answer = await office.HandleAsync(code, command(officer), form.IdempotencyKey, LengthOf(form.IfMatch), ct);
        if (answer.Refusal is { } refusal) return refusal.ToProblem(visitor);

        context.Response.Headers.ETag = Tag(answer.Length);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Open(DossierCode code, Visitor visitor, DossierRegister register, HttpContext context, CancellationToken ct)
    {
        if (visitor.Officer is not { } officer) return Results.Unauthorized();
        if (await register.OpenAsync(officer, code, ct) is not { } view) return RefusalProblems.NotFound(visitor);

        context.Response.Headers.ETag = Tag(view.Length);
        if (context.Request.Headers.IfNoneMatch == Tag(view.Length)) return Results.StatusCode(StatusCodes.Status304NotModified);
        return TypedResults.Ok(new
        {
            code = view.Code.ToString(),
            view.Length,
            status = view.Dossier.Status,
            procedure = view.Procedure,
            version = view.Dossier.Version,
            receivedAt = view.Dossier.ReceivedAt,
            promisedAt = view.Dossier.PromisedAt,
            dueAt = view.Clocks.DueAt,
            remainingMinutes = view.Clocks.RemainingMinutes,
            standing = view.Clocks.Standing,
            open = view.Dossier.Open.Select(open => new
            {
                step = open.Step,
                name = view.Process.Find(open.Step)?.Name,
                outcomes = view.Process.Find(open.Step)?.Ports,
                open.Place,
                open.Position,
                open.Assignee,
                open.OpenedAt,
                dueAt = view.Clocks.Steps.FirstOrDefault(clock => clock.Step == open.Step && clock.Run == open.Run)?.DueAt,
            }),
            supplementRounds = view.Dossier.SupplementRounds,
            applicant = view.Particulars.Applicant,
            subject = view.Particulars.Subject,
        });
    }

    private static async Task<IResult> Journal(DossierCode code, Visitor visitor, DossierRegister register, CancellationToken ct)
    {
        if (visitor.Officer is not { } officer) return Results.Unauthorized();
        return await register.OpenAsync(officer, code, ct) is { } view ? TypedResults.Ok(view.Journal) : RefusalProblems.NotFound(visitor);
    }

    private static async Task<IResult> List(Visitor visitor, DossierRegister register, CancellationToken ct, DeskFilter filter = DeskFilter.Running, string? q = null, int page = 1) =>
        visitor.Officer is { } officer
            ? TypedResults.Ok(await register.DeskAsync(officer, filter, q, Math.Max(1, page), ct))
            : Results.Unauthorized();

    private static async Task<IResult> Work(Visitor visitor, DossierRegister register, CancellationToken ct) =>
        visitor.Officer is { } officer ? TypedResults.Ok(await register.WorkAsync(officer, ct)) : Results.Unauthorized();

    private static async Task<IResult> LookUp(DossierCode code, string proof, Visitor visitor, DossierRegister register, CancellationToken ct) =>
        await register.LookUpAsync(code, proof, ct) is { } status ? TypedResults.Ok(status) : RefusalProblems.NotFound(visitor);

    /// <summary>The dry run: clocks before and after, and what would be written.</summary>
    private static IResult Effect(DossierPreview preview, Visitor visitor) => preview.Refusal is { } refusal
        ? refusal.ToProblem(visitor)
        : TypedResults.Ok(new { before = preview.Before, after = preview.After, events = preview.Events });

    private static string Tag(int length) => $"\"{length}\"";

    private static int? LengthOf(string? tag) => int.TryParse(tag?.Trim('"'), out var length) ? length : null;
}
