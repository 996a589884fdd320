using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Who stands in for whom (ủy quyền, người làm thay khi nghỉ).</summary>
internal static class DelegationEndpoints
{
    public static void MapDelegations(this IEndpointRouteBuilder api)
    {
        var delegations = api.MapGroup("/delegations").WithTags("Ủy quyền, làm thay").RequireAuthorization().Refuses(401);
        delegations.MapGet("/", List).WithSummary("Ai làm thay ai: của tôi, và của những người tôi lãnh đạo").Produces<IReadOnlyList<Delegation>>();
        delegations.MapPost("/", Register).WithSummary("Đăng ký người làm thay").Produces(204).Refuses(400, 403, 409);
        delegations.MapPost("/{id}/revocation", Revoke).WithSummary("Thu hồi trước ngày cuối").Produces(204).Refuses(403, 409);
    }

    /// <summary>Who stands in for whom; without a post, for all of them.</summary>
    internal sealed record DelegationBody(OfficerId Principal, OfficerId Substitute, DateOnly From, DateOnly To, string Reason, DelegationKind Kind = DelegationKind.Delegation, Post? Post = null);

    internal sealed record RevocationBody(string? Reason = null);

    private static async Task<IResult> List(Visitor visitor, DelegationOffice office, CancellationToken ct) =>
        TypedResults.Ok(await office.OfAsync(visitor.SignedIn, ct));

    private static async Task<IResult> Register(DelegationBody body, Visitor visitor, DelegationOffice office, CancellationToken ct) =>
        await office.RegisterAsync(visitor.SignedIn, new(body.Principal, body.Substitute, body.Kind, body.Post, body.From, body.To, body.Reason), ct) is { } refusal ? refusal.ToProblem(visitor)
        : TypedResults.NoContent();

    private static async Task<IResult> Revoke(string id, RevocationBody body, Visitor visitor, DelegationOffice office, CancellationToken ct) =>
        await office.RevokeAsync(visitor.SignedIn, id, body.Reason, ct) is { } refusal ? refusal.ToProblem(visitor)
        : TypedResults.NoContent();
}
