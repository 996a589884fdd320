using Microsoft.AspNetCore.Identity;
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
        session.MapPost("/", SignIn).WithSummary("Đăng nhập");
        session.MapDelete("/", SignOut).WithSummary("Đăng xuất");
        session.MapGet("/", Me).WithSummary("Tôi là ai").RequireAuthorization();
    }

    internal sealed record Credentials(string Account, string Password);

    private static async Task<IResult> SignIn(Credentials body, SignInManager<Account> sessions, Visitor visitor)
    {
        var result = OfficerId.TryParse(body.Account?.Trim().ToLowerInvariant(), null, out var id)
            ? await sessions.PasswordSignInAsync(id.Value, body.Password ?? "", isPersistent: false, lockoutOnFailure: true)
            : SignInResult.Failed;
        if (result.Succeeded) return TypedResults.NoContent();

        var message = result.IsLockedOut
            ? new Wording("Tài khoản tạm khóa vì nhập sai nhiều lần; thử lại sau 15 phút.", "The account is locked for 15 minutes after too many wrong passwords.")
            : new Wording("Sai tên tài khoản hoặc mật khẩu.", "Wrong account or password.");
        return TypedResults.Problem(
            type: "/problems/sign-in", title: visitor.Text("Không đăng nhập được", "Could not sign in"), detail: message.In(visitor.Language),
            statusCode: StatusCodes.Status401Unauthorized, extensions: [new("code", result.IsLockedOut ? "locked" : "wrong-password")]);
    }

    private static async Task<IResult> SignOut(SignInManager<Account> sessions)
    {
        await sessions.SignOutAsync();
        return TypedResults.NoContent();
    }

    private static IResult Me(Visitor visitor) => visitor.Officer is { } officer
        ? TypedResults.Ok(new { officer.Id, officer.Name, officer.Agency, officer.Roles, officer.Posts })
        : Results.Unauthorized();
}
