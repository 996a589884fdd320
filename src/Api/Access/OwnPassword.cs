using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Catalogue;

namespace TthcFlow.Api.Access;

/// <summary>Whoever signed in with a password that an administrator chose gets no further before they have chosen their own (đổi mật khẩu lần đầu).</summary>
internal static class OwnPassword
{
    public const string Page = "/password";

    private static readonly PathString[] Open = [Page, "/sign-out", "/language", "/api/session", "/problem"];

    /// <summary>After it is known who is looking: people are led to the page where a password is changed, programs are told so.</summary>
    public static void UseOwnPassword(this WebApplication app) => app.Use((context, next) =>
    {
        var visitor = context.RequestServices.GetRequiredService<Visitor>();
        var path = context.Request.Path;
        if (visitor.Officer is not { OwesPassword: true } || Array.Exists(Open, door => path.StartsWithSegments(door))) return next(context);
        if (path.StartsWithSegments("/api") || path.StartsWithSegments("/studio")) return AccountRefusals.PasswordFirst.ToProblem(visitor).ExecuteAsync(context);

        var back = HttpMethods.IsGet(context.Request.Method) ? $"?returnUrl={Uri.EscapeDataString(path + context.Request.QueryString)}" : "";
        context.Response.Redirect(Page + back);
        return Task.CompletedTask;
    });
}
