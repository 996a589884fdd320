using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using TthcFlow.Api.Demo;
using TthcFlow.Api.Hosting;
using TthcFlow.Designer.Administrator;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Access;

/// <summary>Who may come in: accounts with hashed passwords, cookie sessions, lock-out. A second scheme (OIDC) would be added on this page.</summary>
internal static class AccessSetup
{
    public static IServiceCollection AddAccess(this IServiceCollection services, string dataFolder)
    {
        // Sessions survive a restart, and are shared by hosts that mount the same folder.
        services.AddDataProtection().SetApplicationName("TthcFlow").PersistKeysToFileSystem(ForOurEyesOnly(Path.Combine(dataFolder, "keys")));
        services.AddIdentityCore<Account>(options =>
        {
            options.Password.RequiredLength = 10; // length is what protects; composition rules make passwords that people write down
            options.Password.RequireNonAlphanumeric = options.Password.RequireUppercase = options.Password.RequireLowercase = options.Password.RequireDigit = false;
            options.Lockout.MaxFailedAccessAttempts = 5;
            options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
        }).AddUserStore<AccountUserStore>().AddSignInManager();
        services.AddScoped<AccountDesk>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies(cookies => cookies.ApplicationCookie!.Configure(options =>
        {
            options.Cookie.Name = "tthcflow";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = TimeSpan.FromHours(10); // a working day, and a little
            options.LoginPath = options.AccessDeniedPath = "/sign-in";
            options.ReturnUrlParameter = "returnUrl";
            options.Events.OnRedirectToLogin = AnswerProgramsPlainly(options.Events.OnRedirectToLogin, StatusCodes.Status401Unauthorized);
            options.Events.OnRedirectToAccessDenied = AnswerProgramsPlainly(options.Events.OnRedirectToAccessDenied, StatusCodes.Status403Forbidden);
        }));
        services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        services.AddAuthorization();
        services.AddScoped<Visitor>();
        services.AddSingleton<FirstAdministrator>();
        return services;
    }

    /// <summary>Which language the visitor reads: known before anything else can go wrong, so that it goes wrong in their language.</summary>
    public static void UseLanguage(this WebApplication app) => app.Use((context, next) =>
    {
        context.RequestServices.GetRequiredService<Visitor>().Language = context.Request.Cookies["language"] is "en" ? "en" : "vi";
        return next(context);
    });

    /// <summary>Says who is looking, before any page or endpoint asks. Files are the same for everybody: nobody is looked up for them.</summary>
    public static void UseVisitor(this WebApplication app, string studioVersion)
    {
        PathString studio = $"/studio/{studioVersion}", drawing = $"/studio/{studioVersion}/draft";
        app.Use(async (context, next) =>
        {
            var path = context.Request.Path;
            if (!path.StartsWithSegments("/lib") && (!path.StartsWithSegments(studio) || path.StartsWithSegments(drawing))) await IntroduceAsync(context);
            await next(context);
        });
    }

    private static async Task IntroduceAsync(HttpContext context)
    {
        var visitor = context.RequestServices.GetRequiredService<Visitor>();
        if (context.RequestServices.GetRequiredService<ProgramOptions>().IsDemo) (visitor.IsDemo, visitor.DemoAccounts, visitor.DemoPassword) = (true, DemoProvince.Accounts, DemoProvince.Password);
        if (context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } name && OfficerId.TryParse(name, null, out var id))
            visitor.Officer = await context.RequestServices.GetRequiredService<AccountOffice>().OfficerAsync(id, context.RequestAborted);
        if (visitor.Officer is null) context.User = new ClaimsPrincipal(new ClaimsIdentity()); // a session whose account is gone is nobody's: whatever is behind the sign-in stays shut
    }

    /// <summary>Who can read the keys can make sessions.</summary>
    private static DirectoryInfo ForOurEyesOnly(string folder) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(folder)
        : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>A program that is not signed in gets a status, a person gets the sign-in page.</summary>
    private static Func<Microsoft.AspNetCore.Authentication.RedirectContext<CookieAuthenticationOptions>, Task> AnswerProgramsPlainly(
        Func<Microsoft.AspNetCore.Authentication.RedirectContext<CookieAuthenticationOptions>, Task> forPeople, int status) => context =>
    {
        if (!context.Request.Path.StartsWithSegments("/api") && !context.Request.Path.StartsWithSegments("/studio/api")) return forPeople(context);
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };
}
