using System.ComponentModel;
using System.Text.Json;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Portals over HTTP: the list of them, how each is, what waits for somebody, and what was told of a dossier.</summary>
internal static class PortalEndpoints
{
    public static void MapPortals(this IEndpointRouteBuilder api)
    {
        var portals = api.MapGroup("/portals").WithTags("Kết nối cổng").RequireAuthorization().Refuses(401);
        portals.MapGet("/", Portals).WithSummary("Từng cổng: đang chờ bao nhiêu, chờ lâu nhất, tốc độ, lỗi, cầu dao").Produces<IReadOnlyList<PortalJson>>().Refuses(404);
        portals.MapGet("/book", Book).WithSummary("Danh sách kết nối cổng đang dùng; ETag là số phiên bản").Produces<JsonElement>().Refuses(404);
        portals.MapPut("/book", Load).WithSummary("Dùng danh sách kết nối cổng khác, kèm lý do; If-Match là ETag đã đọc").Produces(204).Refuses(400, 403, 409);
        portals.MapPost("/book/preview", Preview).WithSummary("Xem trước một danh sách khác ảnh hưởng thế nào tới hồ sơ đang giải quyết; không ghi gì").Produces<PortalPreview>().Refuses(400, 403, 409);
        portals.MapGet("/revisions", Revisions).WithSummary("Ai đã thay đổi danh sách kết nối cổng, lúc nào, vì sao").Produces<IReadOnlyList<PortalRevision>>();
        portals.MapGet("/{key}", Portal).WithSummary("Một cổng và các thông báo đang chờ người xử lý, mới trước").Produces<PortalPageJson>().Refuses(404);
        portals.MapPost("/{key}/pause", Pause).WithSummary("Tạm dừng gửi tới một cổng, kèm lý do; thông báo vẫn được giữ lại để gửi sau").Produces(204).Refuses(400, 403, 409);
        portals.MapPost("/{key}/resume", GoOn).WithSummary("Gửi tiếp tới một cổng đã tạm dừng").Produces(204).Refuses(403, 409);
        portals.MapPost("/messages/{id:int}/again", Again).WithSummary("Gửi lại một thông báo bị từ chối nhiều lần hoặc bị giữ").Produces(204).Refuses(403, 409);
        portals.MapPost("/messages/{id:int}/skip", Skip).WithSummary("Bỏ qua một thông báo bị từ chối nhiều lần hoặc bị giữ, kèm lý do").Produces(204).Refuses(400, 403, 409);
        portals.MapGet("/{key}/reconciliations", Runs).WithSummary("Các lần đối soát sổ, hàng chờ và cổng, với tỷ lệ đồng bộ").Produces<IReadOnlyList<ReconciliationRun>>().Refuses(404);
        portals.MapPost("/{key}/reconciliations", Ask).WithSummary("Yêu cầu đối soát ngay").Produces<AskedJson>(202).Refuses(403, 409);
        portals.MapGet("/reconciliations/{id:int}", Run).WithSummary("Một lần đối soát và những hồ sơ không khớp").Produces<ReconciliationPage>().Refuses(404);
        portals.MapPost("/reconciliations/{id:int}/repairs", Repair).WithSummary("Gửi lại một hồ sơ, hoặc mọi hồ sơ gửi lại là khớp").Produces<RepairedJson>().Refuses(400, 403, 409);
        api.MapGet("/dossiers/{code}/portal", OfDossier).WithTags("Hồ sơ").RequireAuthorization().WithSummary("Đã báo gì về hồ sơ cho các cổng, lúc nào, cổng trả lời thế nào")
            .Produces<IReadOnlyList<PortalTelling>>().Refuses(400, 401, 404);
    }

    /// <summary>How a portal is, and what waits for it.</summary>
    internal sealed record PortalJson(
        string Key, string Name, PortalProtocol Protocol, PortalWay Way, PortalLoad Load, string? Reason, OfficerId? PausedBy, DateTimeOffset? RestingUntil, int Failures, string? LastFault, DateTimeOffset? LastFaultAt)
    {
        public static PortalJson Of(PortalView view) => new(
            view.Connection.Key, view.Connection.Name, view.Connection.Protocol, view.Way, view.Load, view.Reason, view.PausedBy, view.RestingUntil, view.Failures, view.LastFault, view.LastFaultAt);
    }

    /// <summary>A portal with a page of the messages that wait for somebody.</summary>
    internal sealed record PortalPageJson(PortalJson Portal, IReadOnlyList<PortalTelling> Stuck, int? Next);

    internal sealed record ReasonBody(string Reason);

    /// <summary>The number of the run that was asked for.</summary>
    internal sealed record AskedJson(int Id);

    /// <summary>Which dossier is told once more; null: all that are put right that way.</summary>
    internal sealed record RepairBody(DossierCode? Dossier = null);

    /// <summary>How many dossiers will be told once more.</summary>
    internal sealed record RepairedJson(int Count);

    private static async Task<IResult> Runs(string key, Visitor visitor, ReconciliationOffice office, CancellationToken ct) =>
        await office.RunsAsync(visitor.SignedIn, key, ct) is { } runs ? TypedResults.Ok(runs) : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Ask(string key, Visitor visitor, ReconciliationOffice office, CancellationToken ct)
    {
        var (id, refusal) = await office.AskAsync(visitor.SignedIn, key, ct);
        return refusal is null ? TypedResults.Accepted($"/api/portals/reconciliations/{id}", new AskedJson(id!.Value)) : refusal.ToProblem(visitor);
    }

    private static async Task<IResult> Run(int id, Visitor visitor, ReconciliationOffice office, CancellationToken ct, DossierCode? after = null) =>
        await office.RunAsync(visitor.SignedIn, id, after?.ToString(), ct) is { } page ? TypedResults.Ok(page) : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Repair(int id, RepairBody body, Visitor visitor, ReconciliationOffice office, CancellationToken ct)
    {
        var (count, refusal) = await office.RepairAsync(visitor.SignedIn, id, body.Dossier, ct);
        return refusal is null ? TypedResults.Ok(new RepairedJson(count)) : refusal.ToProblem(visitor);
    }

    private static async Task<IResult> Portals(Visitor visitor, PortalOffice office, CancellationToken ct) =>
        await office.PortalsAsync(visitor.SignedIn, ct) is { } views ? TypedResults.Ok(views.Select(PortalJson.Of)) : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Book(Visitor visitor, PortalOffice office, HttpContext context, CancellationToken ct)
    {
        if (await office.BookAsync(visitor.SignedIn, ct) is not { } book) return RefusalProblems.NotFound(visitor);
        context.Tag(book.Version);
        return TypedResults.Text(book.Text, "application/json");
    }

    private static async Task<IResult> Load(
        JsonElement book, [Description("Vì sao thay đổi")] string reason, Visitor visitor, PortalOffice office, HttpRequest request, CancellationToken ct) =>
        !request.TryReadIfMatch(out var version) ? EntityTags.NoTagOfOurs(visitor) : Answer(await office.LoadAsync(visitor.SignedIn, book.GetRawText(), reason, version, ct), visitor);

    private static async Task<IResult> Preview(JsonElement book, Visitor visitor, PortalOffice office, CancellationToken ct)
    {
        var (preview, refusal) = await office.PreviewAsync(visitor.SignedIn, book.GetRawText(), ct);
        return preview is null ? refusal!.ToProblem(visitor) : TypedResults.Ok(preview);
    }

    private static async Task<IResult> Revisions(Visitor visitor, PortalOffice office, CancellationToken ct) => TypedResults.Ok(await office.RevisionsAsync(visitor.SignedIn, ct));

    private static async Task<IResult> Portal(string key, Visitor visitor, PortalOffice office, CancellationToken ct, int? before = null) =>
        await office.PortalAsync(visitor.SignedIn, key, before, ct) is { } page ? TypedResults.Ok(new PortalPageJson(PortalJson.Of(page.View), page.Stuck, page.Next)) : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Pause(string key, ReasonBody body, Visitor visitor, PortalOffice office, CancellationToken ct) => Answer(await office.PauseAsync(visitor.SignedIn, key, body.Reason, ct), visitor);

    private static async Task<IResult> GoOn(string key, Visitor visitor, PortalOffice office, CancellationToken ct) => Answer(await office.GoOnAsync(visitor.SignedIn, key, ct), visitor);

    private static async Task<IResult> Again(int id, Visitor visitor, PortalOffice office, CancellationToken ct) => Answer(await office.SendAgainAsync(visitor.SignedIn, id, ct), visitor);

    private static async Task<IResult> Skip(int id, ReasonBody body, Visitor visitor, PortalOffice office, CancellationToken ct) => Answer(await office.SkipAsync(visitor.SignedIn, id, body.Reason, ct), visitor);

    private static async Task<IResult> OfDossier(DossierCode code, Visitor visitor, PortalOffice office, CancellationToken ct) =>
        await office.OfDossierAsync(visitor.SignedIn, code, ct) is { } told ? TypedResults.Ok(told) : RefusalProblems.NotFound(visitor);

    private static IResult Answer(Refusal? refusal, Visitor visitor) => refusal is null ? TypedResults.NoContent() : refusal.ToProblem(visitor);
}
