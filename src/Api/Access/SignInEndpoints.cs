using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using TthcFlow.Designer.Administrator;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;
using Account = TthcFlow.Engine.Storage.Account;

namespace TthcFlow.Api.Access;

/// <summary>Coming in, going out, the first administrator, and the language of the pages.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-in", SignIn).ExcludeFromDescription();
        routes.MapPost("/sign-out", SignOut).WithMetadata(new RequireAntiforgeryTokenAttribute()).ExcludeFromDescription();
        routes.MapPost(OwnPassword.Page, ChangePassword).RequireAuthorization().ExcludeFromDescription();
        routes.MapPost("/first-administrator", CreateFirstAdministrator).ExcludeFromDescription();
        routes.MapGet("/language", ChooseLanguage).ExcludeFromDescription();
    }

    private static async Task<IResult> SignIn(
        [FromForm] string? account, [FromForm] string? password, [FromForm] string? returnUrl, SignInManager<Account> sessions)
    {
        var result = await sessions.TryAsync(account, password);
        if (result.Succeeded) return Results.LocalRedirect(LocalOr(returnUrl, "/"));

        var error = !result.IsLockedOut ? "wrong" : await sessions.LockedForAsync(account) is { } minutes ? $"locked&minutes={minutes.ToString(CultureInfo.InvariantCulture)}" : "closed";
        return Results.LocalRedirect($"/sign-in?error={error}&returnUrl={Uri.EscapeDataString(LocalOr(returnUrl, "/"))}");
    }

    /// <summary>One try, counted against the account's lock-out. What cannot be an account or a password is not looked up or hashed.</summary>
    public static async Task<Microsoft.AspNetCore.Identity.SignInResult> TryAsync(this SignInManager<Account> sessions, string? account, string? password) =>
        OfficerId.TryParse(account?.Trim().ToLowerInvariant(), null, out var id) && password is { Length: > 0 and <= 200 }
            ? await sessions.PasswordSignInAsync(id.Value, password, isPersistent: false, lockoutOnFailure: true)
            : Microsoft.AspNetCore.Identity.SignInResult.Failed;

    /// <summary>How many minutes an account still is locked after wrong passwords; null where an administrator locked it.</summary>
    public static async Task<int?> LockedForAsync(this SignInManager<Account> sessions, string? account)
    {
        if (!OfficerId.TryParse(account?.Trim().ToLowerInvariant(), null, out var id) || await sessions.UserManager.FindByNameAsync(id.Value) is not { IsLocked: false } locked) return null;
        var (most, left) = (sessions.Options.Lockout.DefaultLockoutTimeSpan, (locked.LockedUntil ?? DateTimeOffset.MinValue) - sessions.Context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());
        return (int)Math.Ceiling(Math.Clamp(left.TotalMinutes, 1, Math.Max(1, most.TotalMinutes)));
    }

    private static async Task<IResult> ChangePassword(
        [FromForm] string? present, [FromForm] string? chosen, [FromForm] string? again, [FromForm] string? returnUrl, Visitor visitor, AccountDesk desk, SignInManager<Account> sessions, CancellationToken ct)
    {
        var refusal = chosen != again ? AccountRefusals.PasswordsDiffer : await desk.ChangeOwnAsync(visitor.SignedIn, present ?? "", chosen ?? "", ct);
        var back = LocalOr(returnUrl, "");
        if (refusal is not null) return Results.LocalRedirect($"{OwnPassword.Page}?error={refusal.Code}{(back.Length == 0 ? "" : $"&returnUrl={Uri.EscapeDataString(back)}")}");
        await sessions.ComeInAgainAsync(visitor.SignedIn.Id);
        return Results.LocalRedirect(back.Length == 0 ? $"{OwnPassword.Page}?done=changed" : back);
    }

    /// <summary>A new password ends every session of the account; whoever changed it stays.</summary>
    public static async Task ComeInAgainAsync(this SignInManager<Account> sessions, OfficerId id)
    {
        if (await sessions.UserManager.FindByIdAsync(id.Value) is { } account) await sessions.SignInAsync(account, isPersistent: false);
    }

    private static async Task<IResult> SignOut(SignInManager<Account> sessions, HttpContext context)
    {
        if (context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: true }) return Results.StatusCode(StatusCodes.Status400BadRequest);
        await sessions.SignOutAsync();
        return Results.LocalRedirect("/");
    }

    /// <summary>Only while there is no account at all.</summary>
    private static async Task<IResult> CreateFirstAdministrator(
        [FromForm] string? account, [FromForm] string? name, [FromForm] string? password,
        FirstAdministrator door, SignInManager<Account> sessions, CancellationToken ct)
    {
        if (!OfficerId.TryParse(account?.Trim().ToLowerInvariant(), null, out var id) || string.IsNullOrWhiteSpace(name) || name.Length > 200)
            return Results.LocalRedirect($"{FirstAdministrator.Page}?error=name");

        var first = new Account { Id = id, Name = name.Trim().Normalize(), Roles = new HashSet<Role> { Role.Administrator } };
        if (await door.MakeAsync(first, password ?? "", sessions.UserManager, ct) is not { } made) return Results.NotFound();
        if (!made.Succeeded) return Results.LocalRedirect($"{FirstAdministrator.Page}?error=password");

        await sessions.SignInAsync(first, isPersistent: false);
        return Results.LocalRedirect("/");
    }

    private static IResult ChooseLanguage(string? to, string? back, HttpContext context)
    {
        context.Response.Cookies.Append("language", to is "en" ? "en" : "vi", new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(365),
            IsEssential = true,
        });
        return Results.LocalRedirect(LocalOr(back, "/"));
    }

    /// <summary>Only an address of our own: a link must never send somebody elsewhere after signing in.</summary>
    /// <returns>The address as a header may carry it: other letters than ASCII are written in percent signs.</returns>
    internal static string LocalOr(string? address, string otherwise) =>
        IsLocal(address) && Uri.TryCreate("http://here" + address, UriKind.Absolute, out var whole) && whole.PathAndQuery + whole.Fragment is var plain && IsLocal(plain)
            ? plain
            : otherwise;

    /// <summary>Two slashes (or what browsers take for them) begin another site's address.</summary>
    private static bool IsLocal(string? address) => address is ['/', not ('/' or '\\'), ..] or "/" && !address.Any(char.IsControl);
}
