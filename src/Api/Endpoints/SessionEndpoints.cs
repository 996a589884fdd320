using Microsoft.AspNetCore.Identity;
using TthcFlow.Api.Access;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Sessions for programs: sign in with JSON, get the same cookie as the pages.</summary>
internal static class SessionEndpoints
{
    public static void MapSession(this IEndpointRouteBuilder api)
    {
        var session = api.MapGroup("/session").WithTags("Tài khoản");
        session.MapPost("/", SignIn).WithSummary("Đăng nhập").Produces(204).Refuses(400, 401, 429);
        session.MapDelete("/", SignOut).WithSummary("Đăng xuất").Produces(204);
        session.MapGet("/", Me).WithSummary("Tôi là ai").RequireAuthorization().Produces<OfficerJson>().Refuses(401);
    }

    internal sealed record Credentials(string Account, string Password);

    /// <summary>Who is signed in, for which agency, with which roles and posts today.</summary>
    internal sealed record OfficerJson(OfficerId Id, string Name, AgencyCode? Agency, IReadOnlyList<Role> Roles, IReadOnlyList<Post> Posts);

    private static async Task<IResult> SignIn(Credentials body, SignInManager<Account> sessions, Visitor visitor)
    {
        var result = await sessions.TryAsync(body.Account, body.Password);
        if (result.Succeeded) return TypedResults.NoContent();

        var code = result.IsLockedOut ? "locked" : "wrong-password";
        var message = result.IsLockedOut
            ? new Wording("Tài khoản tạm khóa vì nhập sai nhiều lần; thử lại sau 15 phút.", "The account is locked for 15 minutes after too many wrong passwords.")
            : new Wording("Sai tên tài khoản hoặc mật khẩu.", "Wrong account or password.");
        return TypedResults.Problem(
            type: $"/problems/{code}", title: visitor.Text("Không đăng nhập được", "Could not sign in"), detail: message.In(visitor.Language),
            statusCode: StatusCodes.Status401Unauthorized, extensions: [new("code", code)]);
    }

    private static async Task<IResult> SignOut(SignInManager<Account> sessions)
    {
        await sessions.SignOutAsync();
        return TypedResults.NoContent();
    }

    private static IResult Me(Visitor visitor) => visitor.Officer is { } officer
        ? TypedResults.Ok(new OfficerJson(officer.Id, officer.Name, officer.Agency, [.. officer.Roles.Order()], officer.Posts))
        : Results.Unauthorized();
}
