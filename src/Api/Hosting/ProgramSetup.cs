using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using TthcFlow.Api.Access;
using TthcFlow.Api.Demo;
using TthcFlow.Api.Studio;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Hosting;

namespace TthcFlow.Api.Hosting;

/// <summary>Where the program keeps its data, and whether it shows the demo province.</summary>
/// <param name="DataFolder"><c>TTHCFLOW_DATA</c>, default <c>./data</c>.</param>
/// <param name="IsDemo"><c>--demo</c> or <c>TTHCFLOW_DEMO=1</c>.</param>
internal sealed record ProgramOptions(string DataFolder, bool IsDemo)
{
    public static ProgramOptions Of(string[] args, IConfiguration settings) => new(
        Path.GetFullPath(settings["TTHCFLOW_DATA"] is { Length: > 0 } folder ? folder : "data"),
        args.Contains("--demo") || settings["TTHCFLOW_DEMO"] is "1" or "true");

    /// <summary>Where the engine keeps its files: PostgreSQL when <c>ConnectionStrings__Postgres</c> names one, else SQLite in the data folder.</summary>
    public TthcFlowOptions ForTheEngine(IConfiguration settings) => new() { Postgres = settings.GetConnectionString("Postgres"), DataFolder = DataFolder };
}

/// <summary>Everything the program registers, and the order in which a request passes it.</summary>
internal static class ProgramSetup
{
    /// <summary>Our own switches are taken out; whatever is left is the web server's (<c>--urls …</c>). Its own files lie beside the program, wherever it was started from.</summary>
    public static WebApplicationOptions ForTheHost(string[] args) => new() { Args = [.. args.Where(arg => arg != "--demo")], ContentRootPath = AppContext.BaseDirectory };

    public static void AddTthcFlowProgram(this WebApplicationBuilder builder, string[] args)
    {
        var options = ProgramOptions.Of(args, builder.Configuration);
        Directory.CreateDirectory(options.DataFolder);
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 8 * 1024 * 1024);
        builder.Services.AddSingleton(options);
        builder.Services.AddTthcFlow(options.ForTheEngine(builder.Configuration));
        builder.Services.AddAccess(options.DataFolder);
        builder.Services.AddRazorComponents();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddProblemDetails();
        builder.Services.AddOpenApi();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
            json.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        });
        builder.Services.AddStudio();
        builder.Services.AddScoped<DemoProvince>();
        builder.Services.AddResponseCompression();
    }

    /// <summary>Faults end in one shape: problem details for programs, a page for people.</summary>
    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = failure => failure is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError,
        });
        app.UseWhen(
            context => !context.Request.Path.StartsWithSegments("/api") && !context.Request.Path.StartsWithSegments("/studio"),
            pages => pages.UseStatusCodePagesWithReExecute("/problem/{0}"));
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), programs => programs.UseStatusCodePages());
    }

    /// <summary>Nothing from elsewhere, nothing inline, nobody's frame but our own.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
            + "connect-src 'self'; frame-src 'self'; frame-ancestors 'self'; form-action 'self'; base-uri 'self'; object-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(context);
    });

    public static void MapPages(this WebApplication app) => app.MapRazorComponents<App>();

    /// <summary>The database is brought up to date and the demo province stands before the first request is let in.</summary>
    public static async Task PrepareAsync(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<ProgramOptions>();
        await app.Services.UpgradeTthcFlowAsync(CancellationToken.None);
        if (options.IsDemo)
        {
            await using var scope = app.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DemoProvince>().SettleAsync(CancellationToken.None);
        }
        app.Lifetime.ApplicationStarted.Register(() => Greet(app, options));
    }

    /// <summary>What a newcomer needs on the first screen: where, and as whom.</summary>
    private static void Greet(WebApplication app, ProgramOptions options)
    {
        var output = Console.Out;
        output.WriteLine();
        output.WriteLine($"  TthcFlow: {string.Join(", ", app.Urls)}");
        output.WriteLine($"  Dữ liệu (data): {options.DataFolder}");
        if (options.IsDemo)
        {
            output.WriteLine($"  Tỉnh minh họa (demo province), mật khẩu chung (password): {DemoProvince.Password}");
            foreach (var (account, name, does) in DemoProvince.Accounts) output.WriteLine($"    {account,-18}{name} – {does}");
        }
        output.WriteLine();
    }
}
