using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HttpOverrides;
using TthcFlow.Api.Access;
using TthcFlow.Api.Demo;
using TthcFlow.Api.Endpoints;
using TthcFlow.Api.Problems;
using TthcFlow.Api.Studio;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Hosting;

namespace TthcFlow.Api.Hosting;

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
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = 16 * 1024 * 1024;
            kestrel.AddServerHeader = false;
        });
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(options.ForTheEngine(builder.Configuration));
        builder.Services.AddTthcFlow(options.ForTheEngine(builder.Configuration));
        builder.Services.AddAccess(options.DataFolder);
        builder.Services.AddTryLimits(options.TriesPerMinute);
        builder.Services.AddSingleton(_ => new SystemLimits(options.TriesPerMinute));
        builder.Services.AddRazorComponents();
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)); // Vietnamese letters as they are: pages half the size
        builder.Services.Configure<Microsoft.AspNetCore.Http.Features.FormOptions>(forms => forms.ValueCountLimit = 16_384); // a table of hundreds of steps is one form
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddProblemDetails();
        builder.Services.AddInterfaceDescription();
        builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true); // what is wrong is then told, in every environment alike
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
            json.SerializerOptions.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
        });
        builder.Services.Configure<ForwardedHeadersOptions>(proxy => proxy.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto); // from this machine only
        // Addresses carry what people search for, names among it: requests are not written down.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error).AddFilter("Quartz", LogLevel.Warning);
        var start = new StartWatch();
        builder.Services.AddSingleton(start);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level >= LogLevel.Information && (start.IsOver || level < LogLevel.Error));
        builder.Services.AddStudio();
        builder.Services.AddScoped<DemoProvince>();
    }

    /// <summary>Faults end in one shape: problem details for programs, a page for people.</summary>
    public static void UseProblems(this WebApplication app)
    {
        app.UseWhen(
            context => !context.Request.Path.StartsWithSegments("/api") && !context.Request.Path.StartsWithSegments("/studio"),
            pages => pages.UseStatusCodePagesWithReExecute("/problem/{0}", createScopeForStatusCodePages: true)); // a page half made leaves its scope unusable
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), programs => programs.UseStatusCodePages(StatusProblems.WriteAsync));
        app.UseExceptionHandler(StatusProblems.Faults(Guard));
        app.Use(async (context, next) =>
        {
            // The page that tells of a fault is read, whatever was being sent when it happened.
            if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null) context.Request.Method = HttpMethods.Get;
            await next(context);
            StatusProblems.OwnUpToNothing(context.Response);
        });
    }

    /// <summary>Nothing from elsewhere, nothing inline, nobody's frame but our own. On every answer, those that tell of a fault too.</summary>
    public static void UseSecurityHeaders(this WebApplication app)
    {
        app.UseHsts();
        app.Use((context, next) =>
        {
            Guard(context);
            return next(context);
        });
    }

    private static void Guard(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
            + "connect-src 'self'; frame-src 'self'; frame-ancestors 'self'; form-action 'self'; base-uri 'self'; object-src 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (context.Request.Path.StartsWithSegments("/api")) headers.CacheControl = "private, no-cache";
    }

    public static void MapPages(this WebApplication app) => app.MapRazorComponents<App>();

    /// <summary>Serves until it is stopped. A port or a database that cannot be had ends it with one line on <paramref name="error"/>.</summary>
    /// <returns>The program's exit code.</returns>
    public static async Task<int> ServeAsync(this WebApplication app, TextWriter error)
    {
        await using var _ = app;
        var database = app.Services.GetRequiredService<TthcFlowOptions>();
        try
        {
            await app.PrepareAsync();
            await app.StartAsync();
        }
        catch (Exception fault) when (StartFaults.SentenceOf(fault, database) is { } sentence)
        {
            await error.WriteLineAsync(sentence);
            return 1;
        }
        app.Services.GetRequiredService<StartWatch>().End();
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>The database is brought up to date and the demo province stands before the first request is let in.</summary>
    private static async Task PrepareAsync(this WebApplication app)
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
            foreach (var one in DemoProvince.Accounts.Where(account => account.Leads)) output.WriteLine($"    {one.Account,-18}{one.Name} – {one.Does.Vi}");
            output.WriteLine($"    … {DemoProvince.Accounts.Count(account => !account.Leads)} tài khoản khác trên trang đăng nhập (more on the sign-in page)");
        }
        output.WriteLine();
    }
}
