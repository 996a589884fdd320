using TthcFlow.Engine.Runtime;

namespace TthcFlow.Api.Access;

/// <summary>The door that stands open only while nobody can sign in (quản trị đầu tiên): an empty database asks for its first administrator, once.</summary>
internal sealed class FirstAdministrator(AccountOffice accounts) : IDisposable
{
    public const string Page = "/first-administrator";

    private readonly SemaphoreSlim _oneAtATime = new(1);
    private volatile bool _exists; // for good: accounts are never removed

    public async ValueTask<bool> IsMissingAsync(CancellationToken ct)
    {
        if (!_exists) _exists = !await accounts.IsEmptyAsync(ct);
        return !_exists;
    }

    /// <summary>Lets one caller make the account while there is none; false for whoever comes too late.</summary>
    public async Task<bool> MakeAsync(Func<Task> make, CancellationToken ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            if (!await IsMissingAsync(ct)) return false;
            await make();
            return true;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();
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
