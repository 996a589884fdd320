using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using TthcFlow.Api.Access;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Where registered systems hand in and tell: no session, no cookie; each message shows who sent it, and is answered when what it led to is committed.</summary>
/// <remarks>It stands beside the pages' guards, not behind them: nothing here looks at who is signed in.</remarks>
internal static partial class InboundEndpoints
{
    private const string SystemHeader = "X-TthcFlow-System", MessageHeader = "X-TthcFlow-Message", TimestampHeader = "X-TthcFlow-Timestamp", SignatureHeader = "X-TthcFlow-Signature";

    /// <summary>A body of a bad form post has no more than this.</summary>
    private const int LongestTokenForm = 8 * 1024;

    public static void MapInbound(this IEndpointRouteBuilder app)
    {
        var inbound = app.MapGroup("/api/inbound").WithTags("Hệ thống kết nối");
        inbound.MapPost("/token", Token).WithSummary("Mã truy cập cho hệ thống kết nối (OAuth2 client credentials)").Produces<TokenJson>().Produces<TokenFault>(400).Produces<TokenFault>(401).Refuses(429);
        Receiver("/messages", Messages, "Nhận thông điệp: nộp hồ sơ, bổ sung, thanh toán, rút hồ sơ");
        Receiver("/bus", Bus, "Nhận hồ sơ theo tên trường của trục liên thông (DongBoHoSoMC)");

        void Receiver(string path, Delegate act, string summary) => inbound.MapPost(path, act).WithSummary(summary)
            .WithDescription("X-TthcFlow-System, X-TthcFlow-Message; X-TthcFlow-Timestamp và X-TthcFlow-Signature, hoặc Authorization: Bearer. Kèm tệp: multipart/form-data, phần đầu tên message là JSON. Gửi lại cùng mã thông điệp thì nhận lại câu trả lời đầu.")
            .WithMetadata(new RequestSizeLimitAttribute(InboundBody.Megabytes * 1024L * 1024)).Produces<InboundJson>(201).Refuses(400, 401, 403, 404, 409, 413, 415, 429, 503);
    }

    /// <summary>How the dossier stood after the message.</summary>
    /// <param name="ForeignCode">The code of the system that handed it in.</param>
    /// <param name="Repeated">The message was taken before; this is the first answer.</param>
    internal sealed record InboundJson(DossierCode Code, string? ForeignCode, DossierStatus Status, DateTimeOffset? SubmittedAt, DateTimeOffset? PromisedAt, decimal? FeeOwed, bool Repeated);

    internal sealed record FieldFaultJson(string Path, string Vi, string En);

#pragma warning disable IDE1006 // the names are OAuth2's (RFC 6749)
    internal sealed record TokenJson(string access_token, string token_type, int expires_in);

    internal sealed record TokenFault(string error);
#pragma warning restore IDE1006

    private static Task<IResult> Messages(HttpContext context, SystemDoor door, InboundOffice office, SystemLimits limits, Visitor visitor, CancellationToken ct) =>
        ReceiveAsync(context, new(door, office, limits, visitor), InboundMessage.Read, ct);

    private static Task<IResult> Bus(HttpContext context, SystemDoor door, InboundOffice office, SystemLimits limits, Visitor visitor, CancellationToken ct) =>
        ReceiveAsync(context, new(door, office, limits, visitor), BusItem.Read, ct);

    private static async Task<IResult> ReceiveAsync(HttpContext context, Desk desk, Func<ReadOnlyMemory<byte>, InboundReading> read, CancellationToken ct)
    {
        var request = context.Request;
        var id = request.Headers[MessageHeader].ToString();
        if (!desk.Limits.MayTry(context)) return TooMany();
        var entry = await ComeInAsync(request, desk.Door, id, ct);
        using var signature = entry.Signature;
        if (entry.Refusal is { } stranger) return await TurnedAwayAsync(stranger);
        var system = entry.System!;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null; // counted below, where the no can be told

        await using var body = await InboundBody.ReceiveAsync(request, signature, ct);
        if (body is null) return await (signature is null ? NoAsync(InboundRefusals.TooLarge(InboundBody.Megabytes)) : TurnedAwayAsync(InboundRefusals.TooLarge(InboundBody.Megabytes)));
        if (signature is not null && !signature.Is(request.Headers[SignatureHeader])) return await TurnedAwayAsync(InboundRefusals.SignatureWrong);
        if (!desk.Limits.Takes(system)) return TooMany();
        if (!MessageId().IsMatch(id)) return await NoAsync(InboundRefusals.MessageIdUnfit);
        await body.OpenAsync(request.ContentType, ct);
        if (body.Message is not { } json) return await NoAsync(InboundRefusals.KindOfBody);

        var answer = await desk.Office.TakeAsync(system, entry.Officer!, new(id, body.Digest, read(json), body.FilesAsync(ct)), ct);
        if (answer.Refusal is { } refusal) return Problem(refusal, desk.Visitor, answer.Faults);
        var after = answer.After!;
        return TypedResults.Created(
            $"/api/dossiers/{answer.Code}",
            new InboundJson(answer.Code!, after.Origin?.Code, after.Status, after.SubmittedAt, after.PromisedAt, after.Acceptance is { IsOpen: true } or { FeeOwed: > 0 } ? after.Acceptance?.FeeOwed : null, answer.IsRepeat));

        IResult TooMany()
        {
            context.Response.Headers.RetryAfter = "60";
            return Problem(InboundRefusals.TooMany, desk.Visitor);
        }

        async Task<IResult> NoAsync(Refusal no)
        {
            await desk.Office.RefuseAsync(system, Kept(id), null, no, [], null, ct);
            return Problem(no, desk.Visitor);
        }

        async Task<IResult> TurnedAwayAsync(Refusal no)
        {
            desk.Limits.Count(context);
            if (entry.System is { } known) await desk.Office.RefuseAsync(known, Kept(id), null, no, [], null, ct);
            return Problem(no, desk.Visitor);
        }
    }

    private static Task<SystemEntry> ComeInAsync(HttpRequest request, SystemDoor door, string id, CancellationToken ct)
    {
        const string bearer = "Bearer ";
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(bearer, StringComparison.OrdinalIgnoreCase)
            ? door.EnterAsync(authorization[bearer.Length..].Trim(), ct)
            : door.KnockAsync(request.Headers[SystemHeader], id, request.Headers[TimestampHeader], ct);
    }

    private static async Task<IResult> Token(HttpContext context, SystemDoor door, CancellationToken ct)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (!context.Request.HasFormContentType || context.Request.ContentLength is > LongestTokenForm) return Fault("invalid_request", 400);
        var form = await context.Request.ReadFormAsync(new FormOptions { BufferBodyLengthLimit = LongestTokenForm, ValueCountLimit = 16 }, ct);
        if (form["grant_type"] != "client_credentials") return Fault("unsupported_grant_type", 400);
        var (client, secret) = Basic(context.Request.Headers.Authorization) ?? (form["client_id"].ToString(), form["client_secret"].ToString());
        return await door.TokenAsync(client, secret, ct) is { } token ? TypedResults.Ok(new TokenJson(token, "Bearer", (int)SystemDoor.TokenLife.TotalSeconds)) : Fault("invalid_client", 401);

        static IResult Fault(string error, int status) => TypedResults.Json(new TokenFault(error), statusCode: status);
    }

    private static (string Client, string Secret)? Basic(string? authorization)
    {
        const string kind = "Basic ";
        if (authorization?.StartsWith(kind, StringComparison.OrdinalIgnoreCase) is not true) return null;
        var bytes = new byte[authorization.Length];
        if (!Convert.TryFromBase64String(authorization[kind.Length..].Trim(), bytes, out var length)) return null;
        return Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is [var client, var secret] ? (Uri.UnescapeDataString(client), Uri.UnescapeDataString(secret)) : null;
    }

    /// <summary>An id that is none is not written down as it came.</summary>
    private static string Kept(string id) => MessageId().IsMatch(id) ? id : "?";

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Problem(Refusal refusal, Visitor visitor, IReadOnlyList<FieldFault>? faults = null)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = refusal.Code };
        if (faults is { Count: > 0 }) extensions["errors"] = faults.Select(fault => new FieldFaultJson(fault.Path, fault.Message.Vi, fault.Message.En)).ToArray();
        return TypedResults.Problem(
            type: $"/problems/{refusal.Code}", title: visitor.Text("Thông điệp không được nhận", "The message was not taken"), detail: refusal.Message.In(visitor.Language), statusCode: StatusOf(refusal.Code), extensions: extensions);
    }

    private static int StatusOf(string code) => code switch
    {
        "H101" or "H102" or "H103" or "H104" or "H105" or "H106" or "H107" => StatusCodes.Status401Unauthorized,
        "H108" => StatusCodes.Status503ServiceUnavailable,
        "H109" => StatusCodes.Status429TooManyRequests,
        "H110" or "H113" or "H114" => StatusCodes.Status400BadRequest,
        "H112" => StatusCodes.Status413PayloadTooLarge,
        "H115" => StatusCodes.Status415UnsupportedMediaType,
        "H120" or "H124" or "H125" => StatusCodes.Status403Forbidden,
        "H127" => StatusCodes.Status404NotFound,
        "stale" => StatusCodes.Status412PreconditionFailed,
        _ => StatusCodes.Status409Conflict,
    };

    [GeneratedRegex(@"^[A-Za-z0-9._:/-]{1,100}\z")]
    private static partial Regex MessageId();

    /// <summary>What receives a message.</summary>
    private sealed record Desk(SystemDoor Door, InboundOffice Office, SystemLimits Limits, Visitor Visitor);
}
