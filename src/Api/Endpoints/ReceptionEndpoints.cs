using System.Collections.Immutable;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;
using static TthcFlow.Api.Endpoints.DossierEndpoints;

namespace TthcFlow.Api.Endpoints;

/// <summary>The one-stop desk over HTTP: what is handed in before it is received, corrections, and requests to change a time, which are always refused.</summary>
/// <remarks>Commands take the headers and the query of <see cref="DossierEndpoints"/>.</remarks>
internal static class ReceptionEndpoints
{
    public static void MapReception(this IEndpointRouteBuilder api)
    {
        var desk = api.MapGroup("").WithTags("Một cửa").RequireAuthorization().Refuses(401);
        desk.MapPost("/submissions", Submit).WithSummary("Nộp hồ sơ trực tuyến hoặc qua bưu chính")
            .WithDescription("Kèm tệp: gửi multipart/form-data, phần đầu tên submission là JSON này, các phần sau là tệp; tên phần là tên thành phần hồ sơ, hoặc file. Nhận tất cả hoặc không nhận gì.").Produces<ReceivedJson>(201).Produces<EffectJson>().Refuses(400, 403, 409);
        WithFiles("/submissions", SubmitWithFiles);
        WithFiles("/submissions/{code}/completion", CompleteWithFiles);
        desk.MapGet("/submissions", Queue).WithSummary("Hàng chờ tiếp nhận, đến hạn trả lời trước đứng trước").Produces<QueuePage>();
        desk.MapGet("/submissions/{code}", Open).WithSummary("Một hồ sơ chưa tiếp nhận").Produces<SubmissionJson>().Produces(304).Refuses(400, 404);
        desk.MapPost("/desk-refusals", DeclineAtDesk).WithSummary("Từ chối ngay tại quầy (Mẫu 03)").Produces<ReceivedJson>(201).Refuses(400, 403, 409);
        Command("/submissions/{code}/acceptance", Accept, "Tiếp nhận hồ sơ đã nộp");
        Command("/submissions/{code}/completion-requests", AskForCompletion, "Yêu cầu hoàn thiện trước khi tiếp nhận (Mẫu 02)");
        Command("/submissions/{code}/completion", ReceiveCompletion, "Nhận phần người nộp đã hoàn thiện; kèm tệp: multipart/form-data, phần đầu tên completion");
        Command("/submissions/{code}/fee", PayUpFront, "Ghi nhận phí, lệ phí nộp trước khi tiếp nhận");
        Command("/submissions/{code}/refusal", Decline, "Không tiếp nhận hồ sơ đã nộp (Mẫu 03)");
        Command("/submissions/{code}/withdrawal", Withdraw, "Người nộp rút hồ sơ trước khi được tiếp nhận");
        Command("/dossiers/{code}/corrections", Correct, "Đính chính thông tin hồ sơ");
        Command("/dossiers/{code}/hand-over", HandOver, "Trả kết quả: tại quầy, qua bưu chính, trực tuyến");
        desk.MapPost("/dossiers/{code}/time-changes", ChangeTime).WithSummary("Yêu cầu sửa mốc thời gian: luôn bị từ chối và ghi vào nhật ký").Refuses(400, 404, 409);
        api.MapPost("/look-up/receipt", LookUpByReceipt).WithTags("Công khai").WithSummary("Tra cứu hồ sơ bằng mã QR trên giấy hẹn").Produces<PublicStatus>().Refuses(400, 404, 429);

        // The store counts for itself. What says of no kind what it is goes to the one that takes JSON.
        void WithFiles(string path, Delegate act) =>
            desk.MapPost(path, act).WithMetadata(new DisableRequestSizeLimitAttribute()).Accepts<byte[]>(SentForm.ContentType).WithOrder(1).ExcludeFromDescription();
        void Command(string path, Delegate act, string summary) => desk.MapPost(path, act).WithSummary(summary).Produces(204).Produces<EffectJson>().Refuses(400, 403, 404, 409, 412);
    }

    /// <summary>What an applicant hands in, and where; <c>supporting</c> is the agency that helped.</summary>
    internal sealed record SubmissionBody(
        ProcedureCode Procedure, AgencyCode Receiving, AgencyCode Competent, ApplicantBody Applicant, CaseKey? Case = null, Channel Channel = Channel.Online, string? Subject = null,
        IReadOnlyList<ComponentBody>? Components = null, Dictionary<string, AttributeValue>? Attributes = null, AgencyCode? Supporting = null, string? Area = null);

    internal sealed record DeskRefusalBody(
        ProcedureCode Procedure, AgencyCode Receiving, AgencyCode Competent, ApplicantBody Applicant, string Reason, string Ground, CaseKey? Case = null, string? Subject = null);

    internal sealed record CompletionRequestBody(ImmutableList<string> Missing, string Reason, string? Guidance = null);

    internal sealed record BroughtBody(string? Note = null, IReadOnlyList<ComponentBody>? Components = null);

    internal sealed record FeeBody(decimal Amount, string? Receipt = null);

    internal sealed record RefusalBody(string Reason, string Ground);

    internal sealed record WithdrawalBody(string? Reason = null);

    /// <summary>What is right: all of it, also what was right before.</summary>
    internal sealed record CorrectionBody(
        string Reason, ApplicantBody Applicant, string? Subject = null, IReadOnlyList<ComponentBody>? Components = null, Dictionary<string, AttributeValue>? Attributes = null);

    internal sealed record ProxyBody(string Name, string IdentityNumber, string Authorisation);

    internal sealed record HandOverBody(ReturnWay Way = ReturnWay.Desk, string? ReceivedBy = null, ProxyBody? Proxy = null, string? PostItem = null, string? Signature = null);

    internal sealed record TimeChangeBody(RecordedTime Time, DateTimeOffset? To = null, string? Why = null);

    /// <summary>What the QR of a receipt says.</summary>
    internal sealed record ReceiptLookUpBody(DossierCode Code, string Token);

    /// <summary>A dossier before it is received.</summary>
    internal sealed record SubmissionJson(
        DossierCode Code, int Length, DossierStatus Status, ProcedureCode? Procedure, CaseKey? Case, AgencyCode? Receiving, AgencyCode? Competent, AgencyCode? Supporting, Channel Channel,
        DateTimeOffset? HandedInAt, AcceptanceClock? Clock, decimal? FeeOwed, bool InForce, Applicant Applicant, string? Subject, IReadOnlyList<DossierComponent> Components);

    private static async Task<IResult> Submit(
        SubmissionBody body, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (IdempotencyKeys.FaultOf(form.IdempotencyKey, visitor) is { } fault) return fault;
        var command = new DossierCommand.Submit(
            officer, body.Receiving, body.Competent, body.Channel, ParticularsOf(body.Applicant, body.Subject, body.Components),
            (body.Attributes ?? []).ToImmutableSortedDictionary(), body.Supporting, body.Area);
        if (form.DryRun is true) return Effect(await office.PreviewSubmissionAsync(body.Procedure, body.Case, command, ct), visitor);

        return Begun(await office.SubmitAsync(body.Procedure, body.Case, command, form.IdempotencyKey, ct), visitor, context);
    }

    private static async Task<IResult> SubmitWithFiles(
        [AsParameters] CommandForm form, Visitor visitor, AttachmentOffice office, HttpContext context, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (IdempotencyKeys.FaultOf(form.IdempotencyKey, visitor) is { } fault) return fault;
        if (form.DryRun is true) return NoDryRun(visitor);
        if (await SentForm.ReadAsync<SubmissionBody>(context.Request, "submission", json.Value.SerializerOptions, ct) is not { Body: { } body } sent) return SentForm.Unreadable(visitor, "submission");
        var command = new DossierCommand.Submit(
            officer, body.Receiving, body.Competent, body.Channel, ParticularsOf(body.Applicant, body.Subject, body.Components),
            (body.Attributes ?? []).ToImmutableSortedDictionary(), body.Supporting, body.Area);
        return Begun(await office.SubmitAsync(body.Procedure, body.Case, command, sent.FilesAsync(ct), form.IdempotencyKey, ct), visitor, context);
    }

    private static async Task<IResult> CompleteWithFiles(
        DossierCode code, [AsParameters] CommandForm form, Visitor visitor, AttachmentOffice office, HttpContext context, IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (IdempotencyKeys.FaultOf(form.IdempotencyKey, visitor) is { } fault) return fault;
        if (form.DryRun is true) return NoDryRun(visitor);
        if (!context.Request.TryReadIfMatch(out var length)) return EntityTags.NoTagOfOurs(visitor);
        if (await SentForm.ReadAsync<BroughtBody>(context.Request, "completion", json.Value.SerializerOptions, ct) is not { Body: { } body } sent) return SentForm.Unreadable(visitor, "completion");
        var answer = await office.CompleteAsync(code, new(officer, body.Note, Papers(body.Components)), sent.FilesAsync(ct), form.IdempotencyKey, length, ct);
        if (answer.Refusal is { } refusal) return refusal.ToProblem(visitor);

        context.Tag(answer.Length);
        return TypedResults.NoContent();
    }

    private static IResult NoDryRun(Visitor visitor) => RefusalProblems.BadRequest(visitor, "dryRun", new(
        "Chạy thử thì gửi JSON, không kèm tệp.", "To try it, send JSON without files."));

    private static async Task<IResult> DeclineAtDesk(
        DeskRefusalBody body, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (IdempotencyKeys.FaultOf(form.IdempotencyKey, visitor) is { } fault) return fault;
        var command = new DossierCommand.DeclineAtDesk(officer, body.Receiving, body.Competent, ParticularsOf(body.Applicant, body.Subject, null), body.Reason, body.Ground);
        return Begun(await office.DeclineAtDeskAsync(body.Procedure, body.Case, command, form.IdempotencyKey, ct), visitor, context);
    }

    private static Task<IResult> Accept(DossierCode code, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct) =>
        Handle(code, officer => new DossierCommand.Accept(officer), form, visitor, office, context, ct);

    private static Task<IResult> AskForCompletion(
        DossierCode code, CompletionRequestBody body, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct) =>
        Handle(code, officer => new DossierCommand.AskForCompletion(officer, body.Missing, body.Reason, body.Guidance), form, visitor, office, context, ct);

    private static Task<IResult> ReceiveCompletion(
        DossierCode code, BroughtBody body, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct) =>
        Handle(code, officer => new DossierCommand.ReceiveCompletion(officer, body.Note, Papers(body.Components)), form, visitor, office, context, ct);

    private static Task<IResult> PayUpFront(
        DossierCode code, FeeBody body, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct) =>
        Handle(code, officer => new DossierCommand.PayUpFront(officer, body.Amount, body.Receipt), form, visitor, office, context, ct);

    private static Task<IResult> Decline(
        DossierCode code, RefusalBody body, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct) =>
        Handle(code, officer => new DossierCommand.Decline(officer, body.Reason, body.Ground), form, visitor, office, context, ct);

    private static Task<IResult> Withdraw(
        DossierCode code, WithdrawalBody body, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct) =>
        Handle(code, officer => new DossierCommand.WithdrawSubmission(officer, body.Reason), form, visitor, office, context, ct);

    private static Task<IResult> Correct(
        DossierCode code, CorrectionBody body, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct) =>
        Handle(code, officer => new DossierCommand.Correct(
            officer, body.Reason, ParticularsOf(body.Applicant, body.Subject, body.Components), body.Attributes?.ToImmutableSortedDictionary()), form, visitor, office, context, ct);

    private static Task<IResult> HandOver(
        DossierCode code, HandOverBody body, [AsParameters] CommandForm form, Visitor visitor, DossierOffice office, HttpContext context, CancellationToken ct) =>
        Handle(code, officer => new DossierCommand.ReturnResult(officer, null, new HandingOver(
            body.Way, body.ReceivedBy, body.Proxy is { } proxy ? new Proxy(proxy.Name, proxy.IdentityNumber, proxy.Authorisation) : null, body.PostItem, body.Signature)),
            form, visitor, office, context, ct);

    /// <summary>Whoever may see the dossier may ask; nobody is given what they ask for.</summary>
    private static async Task<IResult> ChangeTime(DossierCode code, TimeChangeBody body, Visitor visitor, DossierOffice office, DossierRegister register, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (await register.OpenAsync(officer, code, ct) is null) return RefusalProblems.NotFound(visitor);
        return (await office.HandleAsync(code, new DossierCommand.ChangeTime(officer, body.Time, body.To, body.Why), null, null, ct)).Refusal!.ToProblem(visitor);
    }

    private static async Task<IResult> Queue(Visitor visitor, ReceptionRegister register, CancellationToken ct, QueueFilter filter = QueueFilter.ToAnswer) =>
        TypedResults.Ok(await register.QueueAsync(visitor.SignedIn, filter, ct));

    private static async Task<IResult> Open(DossierCode code, Visitor visitor, ReceptionRegister register, HttpContext context, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (await register.OpenAsync(officer, code, ct) is not { } view) return RefusalProblems.NotFound(visitor);

        context.Tag(view.Length);
        if (context.Holds(view.Length)) return Results.StatusCode(StatusCodes.Status304NotModified);
        var dossier = view.Dossier;
        return TypedResults.Ok(new SubmissionJson(
            view.Code, view.Length, dossier.Status, dossier.Procedure, dossier.Case, dossier.Receiving, dossier.Competent, dossier.Supporting, dossier.Channel, dossier.SubmittedAt,
            view.Clock, dossier.Acceptance?.FeeOwed, view.IsInForce, view.Particulars.Applicant, view.Particulars.Subject, view.Particulars.Components));
    }

    private static async Task<IResult> LookUpByReceipt(ReceiptLookUpBody body, Visitor visitor, PublicRegister register, CancellationToken ct) =>
        await register.LookUpByReceiptAsync(body.Code, body.Token, ct) is { } status ? TypedResults.Ok(status) : RefusalProblems.NotFound(visitor);

    private static IResult Begun(DossierAnswer answer, Visitor visitor, HttpContext context)
    {
        if (answer.Refusal is { } refusal) return refusal.ToProblem(visitor);
        context.Tag(answer.Length);
        return TypedResults.Created($"/api/submissions/{answer.Code}", new ReceivedJson(answer.Code!, answer.Length));
    }

    private static Particulars ParticularsOf(ApplicantBody applicant, string? subject, IReadOnlyList<ComponentBody>? components) => new(
        new Applicant(applicant.Name, applicant.IdentityNumber, applicant.Phone, applicant.Email, applicant.Address), subject, Papers(components));

    private static ImmutableList<DossierComponent> Papers(IReadOnlyList<ComponentBody>? components) =>
        [.. (components ?? []).Select(paper => new DossierComponent(paper.Name, paper.Originals, paper.Copies))];
}
