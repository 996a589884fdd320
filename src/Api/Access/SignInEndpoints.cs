using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Access;

/// <summary>Coming in, going out, the first administrator, and the language of the pages.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-in", SignIn).ExcludeFromDescription();
        routes.MapPost("/sign-out", SignOut).ExcludeFromDescription();
        routes.MapPost("/first-administrator", CreateFirstAdministrator).ExcludeFromDescription();
        routes.MapGet("/language", ChooseLanguage).ExcludeFromDescription();
    }

    private static async Task<IResult> SignIn(
        [FromForm] string? account, [FromForm] string? password, [FromForm] string? returnUrl, SignInManager<Account> sessions, HttpContext context)
    {
        var result = OfficerId.TryParse(account?.Trim().ToLowerInvariant(), null, out var id) && password is { Length: > 0 and <= 200 }
            ? await sessions.PasswordSignInAsync(id.Value, password, isPersistent: false, lockoutOnFailure: true)
            : Microsoft.AspNetCore.Identity.SignInResult.Failed;
        if (result.Succeeded) return Results.LocalRedirect(LocalOr(returnUrl, "/"));

        var error = result.IsLockedOut ? "locked" : "wrong";
        return Results.LocalRedirect($"/sign-in?error={error}&returnUrl={Uri.EscapeDataString(LocalOr(returnUrl, "/"))}");
    }

    private static async Task<IResult> SignOut(SignInManager<Account> sessions, HttpContext context, IAntiforgery antiforgery)
    {
        await antiforgery.ValidateRequestAsync(context);
        await sessions.SignOutAsync();
        return Results.LocalRedirect("/");
    }

    /// <summary>Only while there is no account at all.</summary>
    private static async Task<IResult> CreateFirstAdministrator(
        [FromForm] string? account, [FromForm] string? name, [FromForm] string? password,
        AccountOffice accounts, UserManager<Account> users, SignInManager<Account> sessions, CancellationToken ct)
    {
        if (!await accounts.IsEmptyAsync(ct)) return Results.NotFound();
        if (!OfficerId.TryParse(account?.Trim().ToLowerInvariant(), null, out var id) || string.IsNullOrWhiteSpace(name))
            return Results.LocalRedirect("/first-administrator?error=name");

        var first = new Account { Id = id, Name = name.Trim(), Roles = new HashSet<Role> { Role.Administrator } };
        var created = await users.CreateAsync(first, password ?? "");
        if (!created.Succeeded) return Results.LocalRedirect("/first-administrator?error=password");

        await sessions.SignInAsync(first, isPersistent: false);
        return Results.LocalRedirect("/");
    }

    private static IResult ChooseLanguage(string? to, string? back, HttpContext context)
    {
        context.Response.Cookies.Append("language", to is "en" ? "en" : "vi", new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            MaxAge = TimeSpan.FromDays(365),
            IsEssential = true,
        });
        return Results.LocalRedirect(LocalOr(back, "/"));
    }

    /// <summary>Only an address of our own: a link must never send somebody elsewhere after signing in.</summary>
    private static string LocalOr(string? address, string otherwise) =>
        address is ['/', not ('/' or '\\'), ..] or "/" && !address.Any(char.IsControl) ? address : otherwise;
}
