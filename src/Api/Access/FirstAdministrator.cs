using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;

namespace TthcFlow.Api.Access;

/// <summary>The door that stands open only while nobody can sign in (quản trị đầu tiên): an empty database asks for its first administrator, once.</summary>
internal sealed class FirstAdministrator(AccountOffice accounts)
{
    public const string Page = "/first-administrator";

    private volatile bool _exists; // for good: accounts are never removed

    public async ValueTask<bool> IsMissingAsync(CancellationToken ct)
    {
        if (!_exists) _exists = !await accounts.IsEmptyAsync(ct);
        return !_exists;
    }

    /// <summary>Makes the account while there is none, or says what is wrong with the password; null for whoever comes too late, through whichever host.</summary>
    /// <remarks>Not by <see cref="UserManager{TUser}.CreateAsync(TUser, string)"/>, which knows no first: its rules, its hashing, and one write that does.</remarks>
    public async Task<IdentityResult?> MakeAsync(Account first, string password, UserManager<Account> rules, CancellationToken ct)
    {
        if (!await IsMissingAsync(ct)) return null;
        foreach (var rule in rules.PasswordValidators)
            if (await rule.ValidateAsync(rules, first, password) is { Succeeded: false } weak) return weak;

        first.PasswordHash = rules.PasswordHasher.HashPassword(first, password);
        first.SecurityStamp = RandomNumberGenerator.GetHexString(32);
        return await accounts.CreateFirstAsync(first, ct) ? IdentityResult.Success : null;
    }
}

/// <summary>Leads people to the first administrator's page, and closes it for good.</summary>
internal static class FirstAdministratorGate
{
    /// <summary>Before routing: on an empty database the front page is the page that asks for the first administrator.</summary>
    public static void UseFirstAdministrator(this WebApplication app) => app.Use(async (context, next) =>
    {
        var path = context.Request.Path;
        var isDoor = path.StartsWithSegments(FirstAdministrator.Page);
        if (isDoor || path == "/" || path == "/sign-in")
        {
            var isMissing = await context.RequestServices.GetRequiredService<FirstAdministrator>().IsMissingAsync(context.RequestAborted);
            if (isDoor && !isMissing)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }
            if (isMissing && HttpMethods.IsGet(context.Request.Method)) context.Request.Path = FirstAdministrator.Page;
        }
        await next(context);
    });
}
