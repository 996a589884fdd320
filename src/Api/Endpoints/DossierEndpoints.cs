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
/// <c>?dryRun=true</c> tells their effect on the clocks without doing anything. The ETag names the journal's state: the minutes that remain
/// are those of the moment of asking.
/// </remarks>
internal static class DossierEndpoints
{
    public static void MapDossiers(this IEndpointRouteBuilder api)
    {
        var dossiers = api.MapGroup("/dossiers").WithTags("Hồ sơ").RequireAuthorization().Refuses(401);
        dossiers.MapPost("/", Receive).WithSummary("Tiếp nhận hồ sơ").Produces<ReceivedJson>(201).Produces<EffectJson>().Refuses(400, 403, 409);
        dossiers.MapGet("/", List).WithSummary("Danh sách hồ sơ của cơ quan, đến hạn trước đứng trước").Produces<DeskPage>().Refuses(400);
        dossiers.MapGet("/{code}", Open).WithSummary("Một hồ sơ: trạng thái, các bước đang mở, đồng hồ").Produces<DossierJson>().Produces(304).Refuses(400, 404);
        dossiers.MapGet("/{code}/journal", Journal).WithSummary("Nhật ký của hồ sơ, từng dòng nối bằng mã băm").Produces<IReadOnlyList<JournalLine>>().Refuses(400, 404);
        Command("/{code}/completions", Complete, "Hoàn thành một bước");
        Command("/{code}/supplement-requests", RequestSupplement, "Yêu cầu bổ sung hồ sơ");
        Command("/{code}/supplements", ReceiveSupplement, "Nhận phần bổ sung");
        Command("/{code}/results", ReturnResult, "Trả kết quả");
        dossiers.MapActs();
        dossiers.MapClocks();
        api.MapGet("/work", Work).WithTags("Hồ sơ").WithSummary("Việc của tôi hoặc của đơn vị, đến hạn trước đứng trước; trang sau ở đầu trang Link").RequireAuthorization().Produces<IReadOnlyList<WorkLine>>().Refuses(400, 401);
        api.MapPost("/look-up", LookUp).WithTags("Công khai").WithSummary("Tra cứu hồ sơ bằng mã và số giấy tờ hoặc điện thoại").Produces<PublicStatus>().Refuses(400, 404, 429);

        void Command(string path, Delegate act, string summary) =>
            dossiers.MapPost(path, act).WithSummary(summary).Produces(204).Produces<EffectJson>().Refuses(400, 403, 404, 409, 412);
    }

    /// <summary>Who hands a dossier in.</summary>
    internal sealed record ApplicantBody(string Name, string? IdentityNumber = null, string? Phone = null, string? Email = null, string? Address = null);

    /// <summary>A paper that is handed in.</summary>
    internal sealed record ComponentBody(string Name, int Originals = 0, int Copies = 0);

    /// <summary>What a desk sends to receive a dossier.</summary>
    internal sealed record ReceiptBody(
        ProcedureCode Procedure, AgencyCode Receiving, AgencyCode Competent, ApplicantBody Applicant, CaseKey? Case = null, Channel Channel = Channel.Direct,
        string? Subject = null, IReadOnlyList<ComponentBody>? Components = null, Dictionary<string, AttributeValue>? Attributes = null, string? Area = null);

    /// <summary>A completion: which step, how it came out; whom it is assigned to, what is missing, or the signed paper, where the step asks for it.</summary>
    internal sealed record CompletionBody(StepKey Step, string Outcome, string? Note = null, OfficerId? Assignee = null, ImmutableList<string>? Missing = null, SignatureReference? Signature = null, string? WithoutOpinions = null);

    internal sealed record SupplementRequestBody(StepKey Step, ImmutableList<string> Missing, string Reason, string? Basis = null);

    /// <summary>All that was asked for, or the papers named; or a word that what came is sufficient.</summary>
    internal sealed record SupplementBody(string? Note = null, ImmutableList<string>? Papers = null, bool IsSufficient = false, StepKey? Step = null);

    internal sealed record ResultBody(string? ReceivedBy = null);

    /// <summary>What a citizen knows: the code on the receipt, and the identity or phone number given at intake. In the body, because addresses are written into logs.</summary>
    internal sealed record LookUpBody(DossierCode Code, string Proof);

    /// <summary>The headers and the query that every command takes.</summary>
    internal sealed record CommandForm(
        [FromHeader(Name = IdempotencyKeys.Header)] string? IdempotencyKey, [FromHeader(Name = "If-Match")] string? IfMatch, [FromQuery(Name = "dryRun")] bool? DryRun);

    /// <summary>Who sends a command, and the office that hears it.</summary>
    internal sealed record CommandRooms(Visitor Visitor, DossierOffice Office, HttpContext Context)
    {
        public Task<IResult> HandleAsync(CommandForm form, DossierCode code, Func<Officer, DossierCommand> command, CancellationToken ct) => Handle(code, command, form, Visitor, Office, Context, ct);
    }

    /// <summary>A dossier that was received.</summary>
    internal sealed record ReceivedJson(DossierCode Code, int Length);

    /// <summary>What a command would do: clocks before and after, and the events it would write.</summary>
    internal sealed record EffectJson(DossierClocks? Before, DossierClocks? After, IReadOnlyList<DossierEvent> Events);

    /// <summary>A dossier as programs read it.</summary>
    internal sealed record DossierJson(
        DossierCode Code, int Length, DossierStatus Status, ProcedureCode Procedure, CaseKey? Case, ContentHash? Version, AgencyCode? Receiving, AgencyCode? Competent,
        DateTimeOffset? ReceivedAt, DateTimeOffset? PromisedAt, DateTimeOffset? DueAt, DateTimeOffset? EndedAt, int? RemainingMinutes, Standing Standing,
        IReadOnlyList<OpenStepJson> Open, int SupplementRounds, Applicant Applicant, string? Subject, IReadOnlyList<DossierComponent> Components,
        IReadOnlyList<Obligation> Obligations, IReadOnlyList<Payment> Payments);

    /// <summary>A step that waits to be done.</summary>
    internal sealed record OpenStepJson(
        StepKey Step, string? Name, IReadOnlyList<string> Outcomes, AgencyCode? Place, PositionKey? Position, OfficerId? Assignee, DateTimeOffset OpenedAt, DateTimeOffset? DueAt);

    private static async Task<IResult> Receive(
        ReceiptBody body, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (IdempotencyKeys.FaultOf(form.IdempotencyKey, visitor) is { } fault) return fault;
        var applicant = new Applicant(body.Applicant.Name, body.Applicant.IdentityNumber, body.Applicant.Phone, body.Applicant.Email, body.Applicant.Address);
        var command = new DossierCommand.Receive(
            officer, body.Receiving, body.Competent, body.Channel,
            new Particulars(applicant, body.Subject, [.. (body.Components ?? []).Select(paper => new DossierComponent(paper.Name, paper.Originals, paper.Copies))]),
            (body.Attributes ?? []).ToImmutableSortedDictionary(), body.Area);
        if (form.DryRun is true) return Effect(await office.PreviewReceiptAsync(body.Procedure, body.Case, command, ct), visitor);

        var answer = await office.ReceiveAsync(body.Procedure, body.Case, command, form.IdempotencyKey, ct);
        if (answer.Refusal is { } refusal) return refusal.ToProblem(visitor);

        context.Tag(answer.Length);
        return TypedResults.Created($"/api/dossiers/{answer.Code}", new ReceivedJson(answer.Code!, answer.Length));
    }

    private static async Task<IResult> Complete(
        DossierCode code, CompletionBody body, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, AccountOffice accounts, HttpContext context, CancellationToken ct)
    {
        var assignee = body.Assignee is { } id ? await accounts.OfficerAsync(id, ct) : null;
        DossierCommand Command(Officer officer) =>
            new DossierCommand.CompleteStep(officer, body.Step, body.Outcome, body.Note, assignee, body.Missing, body.Signature) { WithoutOpinions = body.WithoutOpinions };
        // Whether there is such an account is told to those only who may complete the step.
        if (body.Assignee is not null && assignee is null)
            return (await office.PreviewAsync(code, Command(visitor.SignedIn), ct)).Refusal is { } refusal && refusal.Code != DossierRefusals.AssigneeMissing(body.Step).Code
                ? refusal.ToProblem(visitor)
                : RefusalProblems.BadRequest(visitor, "assignee", new("Không có cán bộ này.", "There is no such officer."));

        return await Handle(code, Command, form, visitor, office, context, ct);
    }

    private static Task<IResult> RequestSupplement(
        DossierCode code, SupplementRequestBody body, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct) =>
        Handle(code, officer => new DossierCommand.RequestSupplement(officer, body.Step, body.Missing, body.Reason, body.Basis), form, visitor, office, context, ct);

    private static Task<IResult> ReceiveSupplement(
        DossierCode code, SupplementBody body, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct) =>
        Handle(code, officer => new DossierCommand.ReceiveSupplement(officer, body.Note, body.Papers, body.IsSufficient, body.Step), form, visitor, office, context, ct);

    private static Task<IResult> ReturnResult(
        DossierCode code, ResultBody body, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct) =>
        Handle(code, officer => new DossierCommand.ReturnResult(officer, body.ReceivedBy), form, visitor, office, context, ct);

    /// <summary>One command on one dossier: its headers, its dry run, its answer.</summary>
    internal static async Task<IResult> Handle(
        DossierCode code, Func<Officer, DossierCommand> command, CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (IdempotencyKeys.FaultOf(form.IdempotencyKey, visitor) is { } fault) return fault;
        if (!context.Request.TryReadIfMatch(out var length)) return EntityTags.NoTagOfOurs(visitor);
        if (form.DryRun is true) return Effect(await office.PreviewAsync(code, command(officer), ct), visitor);

        var answer = await office.HandleAsync(code, command(officer), form.IdempotencyKey, length, ct);
        if (answer.Refusal is { } refusal) return refusal.ToProblem(visitor);

        context.Tag(answer.Length);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Open(DossierCode code, Visitor visitor, DossierRegister register, HttpContext context, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (await register.OpenAsync(officer, code, ct) is not { } view) return RefusalProblems.NotFound(visitor);

        context.Tag(view.Length);
        if (context.Holds(view.Length)) return Results.StatusCode(StatusCodes.Status304NotModified);
        var (dossier, clocks) = (view.Dossier, view.Clocks);
        return TypedResults.Ok(new DossierJson(
            view.Code, view.Length, dossier.Status, view.Procedure, view.Case, dossier.Version, dossier.Receiving, dossier.Competent,
            dossier.ReceivedAt, dossier.PromisedAt, clocks.DueAt, dossier.EndedAt, clocks.RemainingMinutes, clocks.Standing,
            [
                .. from open in dossier.Open
                   let step = view.Process.Find(open.Step)
                   let due = clocks.Steps.FirstOrDefault(clock => clock.Step == open.Step && clock.Run == open.Run)?.DueAt
                   select new OpenStepJson(open.Step, step?.Name, step?.Ports ?? [], open.Place, open.Position, open.Assignee, open.OpenedAt, due),
            ],
            dossier.SupplementRounds, view.Particulars.Applicant, view.Particulars.Subject, view.Particulars.Components, dossier.Obligations, dossier.Payments));
    }

    private static async Task<IResult> Journal(DossierCode code, Visitor visitor, DossierRegister register, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        return await register.OpenAsync(officer, code, ct) is { } view ? TypedResults.Ok(view.Journal) : RefusalProblems.NotFound(visitor);
    }

    /// <summary>What a list of dossiers is asked for. Marks come from the page before, as they are.</summary>
    internal sealed record ListForm(
        DeskFilter? Filter, string? Q, ProcedureCode? Procedure, string? Step, OfficerId? Person, DeskOrder? Order, PageMark? After, PageMark? Before);

    private static async Task<IResult> List([AsParameters] ListForm form, Visitor visitor, DossierRegister register, HttpContext context, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        var page = await register.DeskAsync(
            officer, new(form.Filter ?? DeskFilter.Running, form.Q, form.Procedure, form.Step, form.Person, form.Order ?? DeskOrder.Usual, form.After, form.Before), ct);
        context.LinkPages(page.Before, page.After);
        return TypedResults.Ok(page);
    }

    /// <summary>What a list of open steps is asked for.</summary>
    internal sealed record WorkForm(WorkScope? Scope, WorkFilter? Filter, ProcedureCode? Procedure, string? Step, OfficerId? Person, PageMark? After, PageMark? Before);

    private static async Task<IResult> Work([AsParameters] WorkForm form, Visitor visitor, DossierRegister register, HttpContext context, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        var page = await register.WorkAsync(
            officer, new(form.Scope ?? WorkScope.Mine, form.Filter ?? WorkFilter.All, form.Procedure, form.Step, form.Person, form.After, form.Before), ct);
        context.LinkPages(page.Before, page.After);
        return TypedResults.Ok(page.Lines);
    }

    private static async Task<IResult> LookUp(LookUpBody body, Visitor visitor, PublicRegister register, CancellationToken ct) =>
        await register.LookUpAsync(body.Code, body.Proof, ct) is { } status ? TypedResults.Ok(status) : RefusalProblems.NotFound(visitor);

    internal static IResult Effect(DossierPreview preview, Visitor visitor) =>
        preview.Refusal is { } refusal ? refusal.ToProblem(visitor) : TypedResults.Ok(new EffectJson(preview.Before, preview.After, preview.Events));
}
