using System.ComponentModel;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Papers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Printed papers as files, the register of dossiers, the forms behind them, and the check of a paper's seal.</summary>
internal static class PaperEndpoints
{
    private const string Excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const string Word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    public static void MapPapers(this IEndpointRouteBuilder api)
    {
        var papers = api.MapGroup("/dossiers/{code}/papers").WithTags("Giấy tờ").RequireAuthorization().Refuses(401);
        papers.MapGet("/", Offers).WithSummary("Các giấy tờ in được của hồ sơ, theo nhật ký").Produces<IReadOnlyList<OfferJson>>().Refuses(400, 404);
        papers.MapGet("/{form}.{format}", Print).WithSummary("Một giấy tờ dưới dạng PDF hoặc Word")
            .WithDescription("form: receipt, supplement-notice, declination, apology, stop-notice, rejection-notice, control-slip, process-slip, hand-over, result-hand-over, return-record. format: pdf, docx. Theo mẫu Word riêng của cơ quan, nếu có; mẫu có phần không vẽ được trong PDF thì chỉ có bản Word (F118).")
            .Produces(200, null, "application/pdf", Word).Refuses(400, 404, 409);
        api.MapGet("/register-book", Register).WithTags("Giấy tờ").RequireAuthorization().WithSummary("Sổ theo dõi hồ sơ của một kỳ (.xlsx)").Produces(200, null, Excel).Refuses(400, 401, 409);
        api.MapGet("/forms/{set}/{form}.docx", Shipped).WithTags("Giấy tờ").RequireAuthorization().WithSummary("Mẫu Word đi kèm, có các trường để điền").Produces(200, null, Word).Refuses(401, 404);
        api.MapGet("/verify/{code}/{line:int}/{seal}", Verify).WithTags("Công khai").WithSummary("Kiểm tra mã xác thực in trên giấy tờ").Produces<PaperProof>().Refuses(400, 404, 429);
    }

    /// <summary>The forms' page for browsers without script.</summary>
    public static void MapFormForms(this IEndpointRouteBuilder app)
    {
        app.MapPost("/forms/replacement", Replace).RequireAuthorization().ExcludeFromDescription();
        app.MapPost("/forms/shipped", GoBack).RequireAuthorization().ExcludeFromDescription();
    }

    /// <summary>A paper there is: its name in addresses, its form, the journal line it tells of.</summary>
    /// <param name="HasOwnForm">The agency has a Word form of its own for it.</param>
    /// <param name="IsWordOnly">That form holds what a PDF would lack: there is none.</param>
    internal sealed record OfferJson(string Form, string Name, string Number, string Basis, int Line, DateTimeOffset At, bool HasOwnForm, bool IsWordOnly);

    private static async Task<IResult> Offers(DossierCode code, Visitor visitor, PaperOffice office, CancellationToken ct) =>
        await office.OffersAsync(visitor.SignedIn, code, ct) is { } offers
            ? TypedResults.Ok(offers.Select(offer => new OfferJson(FormOffice.NameOf(offer.Kind), offer.Form.Name.In(visitor.Language), offer.Form.Number, offer.Form.Basis, offer.Line, offer.At, offer.HasOwnForm, offer.IsWordOnly)).ToList())
        : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Print(
        DossierCode code, string form, string format, Visitor visitor, PaperOffice office, PublicAddress publicly, HttpRequest request, CancellationToken ct,
        [Description("Số dòng nhật ký mà giấy nói đến; bỏ trống thì lấy lần mới nhất")] int? line = null)
    {
        var officer = visitor.SignedIn;
        if (FormOffice.KindOf(form) is not { } kind || format is not ("pdf" or "docx")) return RefusalProblems.NotFound(visitor);
        var address = publicly.Or($"{request.Scheme}://{request.Host}");
        var (refusal, file) = format == "docx" ? (null, await office.WordAsync(officer, code, kind, line, address, ct)) : await office.PdfAsync(officer, code, kind, line, address, ct);
        if (refusal is not null) return refusal.ToProblem(visitor);
        return file is null ? RefusalProblems.NotFound(visitor) : TypedResults.File(file.Bytes.ToArray(), file.ContentType, file.Name);
    }

    private static async Task<IResult> Register(DateOnly from, DateOnly to, string? agency, Visitor visitor, PaperOffice office, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        AgencyCode? whose = null;
        if (agency is { Length: > 0 } && !AgencyCode.TryParse(agency, null, out whose)) return RefusalProblems.BadRequest(visitor, "agency", new("Mã cơ quan không đúng.", "That is no agency code."));
        var (refusal, book, name) = await office.RegisterAsync(officer, whose, from, to, ct);
        return refusal is not null ? refusal.ToProblem(visitor) : TypedResults.File(book!, Excel, name);
    }

    private static IResult Shipped(string set, string form, Visitor visitor) =>
        FormOffice.Shipped($"{set}/{form}") is { } file ? TypedResults.File(file.Bytes.ToArray(), file.ContentType, file.Name) : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Verify(DossierCode code, int line, string seal, Visitor visitor, PaperOffice office, CancellationToken ct) =>
        await office.VerifyAsync(code, line, seal, ct) is { } proof ? TypedResults.Ok(proof) : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Replace(HttpContext context, Visitor visitor, FormOffice office, IAntiforgery antiforgery, CancellationToken ct)
    {
        if (!UploadForm.IsOne(context.Request) || await UploadForm.ReadAsync(context.Request, ct) is not { } form) return Back(PaperRefusals.NotAForm);
        if (!await form.IsOursAsync(context, antiforgery)) return Results.BadRequest();
        var (key, agency) = (form.Field("form") ?? "", AgencyOf(form.Field("agency")));
        var refusal = await office.ReplaceAsync(visitor.SignedIn, key, agency, form.Place(new(null)).Name, form.Content, ct);
        return Back(refusal, $"replaced&form={Uri.EscapeDataString(key)}&agency={agency}");
    }

    private static async Task<IResult> GoBack([FromForm] string? form, [FromForm] string? agency, Visitor visitor, FormOffice office, CancellationToken ct) =>
        Back(await office.GoBackAsync(visitor.SignedIn, form ?? "", AgencyOf(agency), ct), "shipped");

    private static AgencyCode? AgencyOf(string? text) => AgencyCode.TryParse(text, null, out var code) ? code : null;

    // The names of unknown fields travel with the code: they are what has to be mended.
    private static IResult Back(Refusal? refusal, string done = "") =>
        Results.Redirect($"/forms?said={refusal?.Code ?? done}{(refusal?.Code == PaperRefusals.UnknownFields([]).Code ? $"&fields={Uri.EscapeDataString(refusal.Message.Vi.Split(':', 2)[1].Trim(' ', '.'))}" : "")}");
}
