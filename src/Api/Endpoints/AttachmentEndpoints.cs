using System.ComponentModel;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Files attached to dossiers: up as a stream, down with a guard around them.</summary>
internal static class AttachmentEndpoints
{
    /// <summary>A file from outside opens nothing of ours: it is saved, never shown as a page, and what it might ask for is not given.</summary>
    private const string FileGuard = "default-src 'none'; sandbox; frame-ancestors 'none'";

    public static void MapAttachments(this IEndpointRouteBuilder api)
    {
        var files = api.MapGroup("/dossiers/{code}/attachments").WithTags("Tệp đính kèm").RequireAuthorization().Refuses(401);
        files.MapPost("/", Add).WithMetadata(new DisableRequestSizeLimitAttribute()) // the store counts for itself
            .Accepts<byte[]>("application/octet-stream", "multipart/form-data", "*/*").WithSummary("Đính kèm một tệp vào bước đang mở, vào một thành phần hoặc vào hồ sơ, kể cả hồ sơ đã nộp chưa tiếp nhận")
            .WithDescription("Thân yêu cầu là nội dung tệp, với name, step, component trong query; hoặc multipart/form-data, các trường name, step, component đứng trước tệp. "
                + "Loại tệp được xác định theo nội dung và phải khớp với phần mở rộng của tên.")
            .Produces<AttachedJson>(201).Refuses(400, 404, 409);
        files.MapGet("/", List).WithSummary("Các tệp đính kèm của hồ sơ, kể cả tệp đã rút").Produces<IReadOnlyList<Attachment>>().Refuses(400, 404);
        files.MapGet("/{hash}", Download).WithSummary("Nội dung một tệp đính kèm").Produces(200, null, "application/octet-stream").Refuses(400, 404);
        files.MapPost("/{number:int}/withdrawal", Withdraw).WithSummary("Rút một tệp đính kèm nhầm; tệp và nhật ký vẫn còn").Produces(204).Refuses(400, 404, 409, 412);
    }

    /// <summary>The same acts as forms of the dossier's page, for browsers without script; the page then tells what came of them.</summary>
    public static void MapAttachmentForms(this IEndpointRouteBuilder app)
    {
        app.MapPost("/dossiers/{code}/attachments", AddFromPage).WithMetadata(new DisableRequestSizeLimitAttribute()).RequireAuthorization().ExcludeFromDescription();
        app.MapPost("/dossiers/{code}/attachments/{number:int}/withdrawal", WithdrawFromPage).RequireAuthorization().ExcludeFromDescription();
    }

    /// <summary>A file that was attached: its content's hash, and the length of the journal.</summary>
    internal sealed record AttachedJson(ContentHash Hash, int Length);

    internal sealed record WithdrawalBody(string Reason);

    private static async Task<IResult> Add(
        DossierCode code, HttpRequest request, Visitor visitor, AttachmentOffice office, HttpContext context, CancellationToken ct,
        [FromHeader(Name = IdempotencyKeys.Header)] string? key = null,
        [Description("Tên tệp")] string? name = null, [Description("Bước đang mở")] StepKey? step = null, [Description("Tên thành phần hồ sơ")] string? component = null,
        [Description("Số của câu hỏi lấy ý kiến mà tệp này trả lời")] int? consultation = null)
    {
        var officer = visitor.SignedIn;
        if (IdempotencyKeys.FaultOf(key, visitor) is { } fault) return fault;
        var (place, content) = (new AttachmentPlace(name, step, component, consultation), request.Body);
        if (UploadForm.IsOne(request))
        {
            if (await UploadForm.ReadAsync(request, ct) is not { } form) return RefusalProblems.BadRequest(visitor, "file", new("Biểu mẫu không có tệp nào.", "The form holds no file."));
            (place, content) = (form.Place(place), form.Content);
        }
        var answer = await office.AddAsync(officer, code, place, content, key, ct);
        if (answer.Refusal is { } refusal) return refusal.ToProblem(visitor);

        context.Tag(answer.Length);
        return TypedResults.Created($"/api/dossiers/{code}/attachments/{answer.Hash}", new AttachedJson(answer.Hash!, answer.Length));
    }

    private static async Task<IResult> List(DossierCode code, Visitor visitor, AttachmentOffice office, CancellationToken ct) =>
        await office.ListAsync(visitor.SignedIn, code, ct) is { } attachments ? TypedResults.Ok(attachments)
        : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Download(DossierCode code, ContentHash hash, Visitor visitor, AttachmentOffice office, HttpContext context, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (await office.OpenAsync(officer, code, hash, ct) is not { } file) return RefusalProblems.NotFound(visitor);

        context.Response.Headers.ContentSecurityPolicy = FileGuard;
        return TypedResults.File(
            file.Content, file.Attachment.MediaType, file.Attachment.Name, file.Attachment.At, new EntityTagHeaderValue($"\"{hash}\""), enableRangeProcessing: true);
    }

    private static async Task<IResult> Withdraw(
        DossierCode code, int number, WithdrawalBody body, Visitor visitor, AttachmentOffice office, HttpContext context, CancellationToken ct,
        [FromHeader(Name = IdempotencyKeys.Header)] string? key = null, [FromHeader(Name = "If-Match")] string? ifMatch = null)
    {
        var officer = visitor.SignedIn;
        if (IdempotencyKeys.FaultOf(key, visitor) is { } fault) return fault;
        _ = ifMatch; // read below, where every endpoint reads it; named here for the description
        if (!context.Request.TryReadIfMatch(out var length)) return EntityTags.NoTagOfOurs(visitor);
        var answer = await office.WithdrawAsync(officer, code, number, body.Reason, key, length, ct);
        if (answer.Refusal is { } refusal) return refusal.ToProblem(visitor);

        context.Tag(answer.Length);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> AddFromPage(DossierCode code, HttpContext context, Visitor visitor, AttachmentOffice office, IAntiforgery antiforgery, CancellationToken ct)
    {
        if (!UploadForm.IsOne(context.Request) || await UploadForm.ReadAsync(context.Request, ct) is not { } form) return Back(code, AttachmentRefusals.Empty.Code);

        if (!await form.IsOursAsync(context, antiforgery)) return Results.BadRequest();
        var place = form.Place(new(null));
        var answer = await office.AddAsync(visitor.SignedIn, code, place, form.Content, null, ct);
        var said = answer.Refusal?.Code ?? "added";
        return place.Consultation is { } number ? Results.Redirect($"/consultations/{code}/{number}?file={Uri.EscapeDataString(said)}") : Back(code, said, form.Field("from"));
    }

    private static async Task<IResult> WithdrawFromPage(DossierCode code, int number, [FromForm] string? reason, [FromForm] string? from, Visitor visitor, AttachmentOffice office, CancellationToken ct) =>
        Back(code, (await office.WithdrawAsync(visitor.SignedIn, code, number, reason?.Trim() ?? "", null, null, ct)).Refusal?.Code ?? "withdrawn", from);

    private static IResult Back(DossierCode code, string said, string? from = null) =>
        Results.Redirect($"/{(from == "queue" ? "desk/queue" : "dossiers")}/{code}?file={Uri.EscapeDataString(said)}#attachments");
}

/// <summary>A form with a file in it, read as it comes: the small fields first, then the file as a stream, which is never kept in memory.</summary>
internal sealed class UploadForm
{
    private const int MostFields = 16;
    private const int LongestField = 8 * 1024;

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    private UploadForm() { }

    public Stream Content { get; private set; } = Stream.Null;

    private string? FileName { get; set; }

    public static bool IsOne(HttpRequest request) => request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>Null where there is no file, or what comes before it is no form of ours.</summary>
    public static async Task<UploadForm?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary) return null;
        var reader = new Microsoft.AspNetCore.WebUtilities.MultipartReader(boundary, request.Body);
        var form = new UploadForm();
        try
        {
            for (var read = 0; read < MostFields && await reader.ReadNextSectionAsync(ct) is { } section; read++)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var about)) continue;
                if (about.IsFileDisposition())
                {
                    (form.Content, form.FileName) = (section.Body, (about.FileNameStar.HasValue ? about.FileNameStar : about.FileName).Value?.Trim('"'));
                    return form;
                }
                section.Body = new Bounded(section.Body, LongestField);
                using var letters = new StreamReader(section.Body);
                form._fields[HeaderUtilities.RemoveQuotes(about.Name).Value ?? ""] = await letters.ReadToEndAsync(ct);
            }
        }
        catch (Exception broken) when (broken is IOException or InvalidDataException) { }
        return null;
    }

    /// <summary>Whether the form comes from a page of ours: its token stands before its file and is checked before a byte of that is read, because the body is a stream that is read once.</summary>
    public async Task<bool> IsOursAsync(HttpContext context, IAntiforgery antiforgery)
    {
        if (Field("__RequestVerificationToken") is not { } token) return false;
        context.Request.Headers["RequestVerificationToken"] = token;
        return await antiforgery.IsRequestValidAsync(context);
    }

    public string? Field(string name) => _fields.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    /// <summary>Where the file goes, by the form's fields. <c>at</c> is a page's own field: <c>step:B3</c>, <c>component:Tờ khai</c>.</summary>
    public AttachmentPlace Place(AttachmentPlace stated)
    {
        var at = Field("at")?.Split(':', 2) ?? [];
        var step = Field("step") ?? (at is ["step", var key] ? key : null);
        var component = Field("component") ?? (at is ["component", var named] ? named : null);
        return new(Field("name") ?? stated.Name ?? FileName, step is null ? stated.Step : new StepKey(step), component ?? stated.Component,
            int.TryParse(Field("consultation"), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : stated.Consultation);
    }

    /// <summary>A field that goes on for ever is not read for ever.</summary>
    private sealed class Bounded(Stream from, int most) : Stream
    {
        private int _read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _read; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var got = await from.ReadAsync(buffer, cancellationToken);
            return (_read += got) > most ? throw new InvalidDataException("A field is too long.") : got;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
