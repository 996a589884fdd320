using Microsoft.AspNetCore.Identity;
using TthcFlow.Api.Access;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Administrator;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Vocabulary;
using Account = TthcFlow.Engine.Storage.Account;

namespace TthcFlow.Api.Endpoints;

/// <summary>Sessions for programs: sign in with JSON, get the same cookie as the pages.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder api)
    {
        var session = api.MapGroup("/session").WithTags("Tài khoản");
        session.MapPost("/", SignIn).WithSummary("Đăng nhập").Produces(204).Refuses(400, 401, 429);
        session.MapPost("/password", ChangePassword).WithSummary("Đổi mật khẩu của mình; phiên khác của tài khoản hết hiệu lực").RequireAuthorization().Produces(204).Refuses(400, 401, 409, 429);
        session.MapDelete("/", SignOut).WithSummary("Đăng xuất").Produces(204);
        session.MapGet("/", Me).WithSummary("Tôi là ai").RequireAuthorization().Produces<OfficerJson>().Refuses(401);
    }

    internal sealed record Credentials(string Account, string Password);

    internal sealed record OwnPasswordBody(string Present, string Chosen);

    /// <summary>Who is signed in, for which agency, with which roles and posts today.</summary>
    /// <param name="OwesPassword">An administrator chose the password: everything else is refused (<c>password-first</c>) until it is changed.</param>
    internal sealed record OfficerJson(OfficerId Id, string Name, AgencyCode? Agency, IReadOnlyList<Role> Roles, IReadOnlyList<Post> Posts, bool OwesPassword);

    private static async Task<IResult> SignIn(Credentials body, SignInManager<Account> sessions, Visitor visitor)
    {
        var result = await sessions.TryAsync(body.Account, body.Password);
        if (result.Succeeded) return TypedResults.NoContent();

        var code = result.IsLockedOut ? "locked" : "wrong-password";
        var message = result.IsLockedOut
            ? Labels.Locked(await sessions.LockedForAsync(body.Account))
            : new Wording("Sai tên tài khoản hoặc mật khẩu.", "Wrong account or password.");
        return TypedResults.Problem(
            type: $"/problems/{code}", title: visitor.Text("Không đăng nhập được", "Could not sign in"), detail: message.In(visitor.Language),
            statusCode: StatusCodes.Status401Unauthorized, extensions: [new("code", code)]);
    }

    private static async Task<IResult> ChangePassword(OwnPasswordBody body, Visitor visitor, AccountDesk desk, SignInManager<Account> sessions, CancellationToken ct)
    {
        if (await desk.ChangeOwnAsync(visitor.SignedIn, body.Present, body.Chosen, ct) is { } refusal) return refusal.ToProblem(visitor);
        await sessions.ComeInAgainAsync(visitor.SignedIn.Id);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> SignOut(SignInManager<Account> sessions)
    {
        await sessions.SignOutAsync();
        return TypedResults.NoContent();
    }

    private static IResult Me(Visitor visitor) => visitor.Officer is { } officer
        ? TypedResults.Ok(new OfficerJson(officer.Id, officer.Name, officer.Agency, [.. officer.Roles.Order()], officer.Posts, officer.OwesPassword))
        : Results.Unauthorized();
}
