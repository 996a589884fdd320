using System.Collections.Immutable;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>The register of connected systems, and what they sent: for controllers and administrators.</summary>
internal static class SystemEndpoints
{
    public static void MapSystems(this IEndpointRouteBuilder api)
    {
        var portal = api.MapGroup("/portal").WithTags("Hệ thống kết nối").RequireAuthorization().Refuses(401);
        portal.MapGet("/systems", List).WithSummary("Các hệ thống kết nối").Produces<IReadOnlyList<SystemJson>>().Refuses(404);
        portal.MapGet("/systems/{key}", Open).WithSummary("Một hệ thống kết nối và các lần thay đổi, mới trước").Produces<IReadOnlyList<SystemJson>>().Refuses(404);
        portal.MapPut("/systems/{key}", Keep).WithSummary("Đăng ký, sửa, tắt hoặc kết thúc một hệ thống kết nối; If-Match: số lần thay đổi đã thấy, 0 cho hệ thống mới").Produces<SystemJson>().Refuses(400, 403, 404, 409, 412);
        portal.MapGet("/inbound", Received).WithSummary("Thông điệp đã nhận, mới trước").Produces<ReceivedJson>().Refuses(400, 404);
        portal.MapGet("/inbound/{number:int}", OpenReceived).WithSummary("Một thông điệp đã nhận, với các chỗ chưa đúng").Produces<ReceivedMessage>().Refuses(400, 404);
    }

    /// <summary>A system as it is to be from now on.</summary>
    internal sealed record SystemBody(
        string Name, string Secret, string Reason, SystemProof Proof = SystemProof.Either, ImmutableList<AgencyCode>? Agencies = null, ImmutableList<ProcedureCode>? Procedures = null,
        ImmutableList<InboundKind>? MaySend = null, int PerMinute = 600, DateOnly? ValidFrom = null, DateOnly? ValidTo = null, bool IsOff = false);

    /// <param name="HasSecret">Whether this host was given the secret.</param>
    internal sealed record SystemJson(ConnectedSystem System, int Revision, DateTimeOffset At, OfficerId By, string Reason, bool HasSecret);

    internal sealed record ReceivedJson(IReadOnlyList<ReceivedMessage> Messages, int? Next);

    private static async Task<IResult> List(Visitor visitor, SystemOffice office, CancellationToken ct) =>
        await office.ListAsync(visitor.SignedIn, ct) is { } systems ? TypedResults.Ok(systems.Select(system => Json(system, office)).ToArray()) : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Open(string key, Visitor visitor, SystemOffice office, HttpContext context, CancellationToken ct)
    {
        if (await office.FindAsync(visitor.SignedIn, key, ct) is not { } revisions) return RefusalProblems.NotFound(visitor);
        context.Tag(revisions[0].Revision);
        return TypedResults.Ok(revisions.Select(revision => Json(revision, office)).ToArray());
    }

    private static async Task<IResult> Keep(string key, SystemBody body, Visitor visitor, SystemOffice office, HttpContext context, CancellationToken ct)
    {
        if (!context.Request.TryReadIfMatch(out var seen) || seen is null) return EntityTags.NoTagOfOurs(visitor);
        var system = new ConnectedSystem(key, body.Name.Normalize(), body.Secret)
        {
            Proof = body.Proof,
            Agencies = body.Agencies,
            Procedures = body.Procedures,
            MaySend = body.MaySend ?? [.. Enum.GetValues<InboundKind>()],
            PerMinute = body.PerMinute,
            ValidFrom = body.ValidFrom,
            ValidTo = body.ValidTo,
            IsOff = body.IsOff,
        };
        var (revision, refusal) = await office.KeepAsync(visitor.SignedIn, system, seen.Value, body.Reason.Normalize(), ct);
        if (refusal is not null) return refusal.ToProblem(visitor);
        context.Tag(revision!.Revision);
        return TypedResults.Ok(Json(revision, office));
    }

    private static async Task<IResult> Received(Visitor visitor, SystemOffice office, CancellationToken ct, string? system = null, InboundOutcome? outcome = null, int? before = null) =>
        await office.ReceivedAsync(visitor.SignedIn, system, outcome, before, ct) is { } page ? TypedResults.Ok(new ReceivedJson(page.Messages, page.Next)) : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> OpenReceived(int number, Visitor visitor, SystemOffice office, CancellationToken ct) =>
        await office.FindReceivedAsync(visitor.SignedIn, number, ct) is { } message ? TypedResults.Ok(message) : RefusalProblems.NotFound(visitor);

    private static SystemJson Json(SystemRevision revision, SystemOffice office) => new(revision.System, revision.Revision, revision.At, revision.By, revision.Reason, office.HasSecret(revision.System));
}
