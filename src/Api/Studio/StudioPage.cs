using System.Net;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using TthcFlow.Designer.Shell;

namespace TthcFlow.Api.Studio;

/// <summary>The page around the editor (trang vẽ quy trình): <c>/studio/{draft}</c>, alone or in a frame of our own pages.</summary>
/// <remarks>
/// It is served below Studio's versioned folder, because Blazor needs its page inside the base address and its files beside it;
/// <c>/studio/{draft}</c> leads there. An English visitor sees Studio's own words.
/// </remarks>
internal static class StudioPage
{
    /// <summary>Elsa's editor carries one inline script (its hotkeys); the hash lets that one run and no other.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-snlP1jz0gjwc5cTz9ErZcliXuCK63+Mmf68RRCeptgc='; style-src 'self' 'unsafe-inline'; " +
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";

    private static readonly Dictionary<string, (byte[] Bytes, string MediaType)> Parts = new(StringComparer.Ordinal)
    {
        ["studio.js"] = (Read("studio.js"), "text/javascript"),
        ["studio.css"] = (Read("studio.css"), "text/css"),
        ["vi.json"] = (Read("vi.json"), "application/json"),
    };

    private static readonly string Edition = Convert.ToHexStringLower(SHA256.HashData([.. Parts.Values.SelectMany(part => part.Bytes)]))[..12];

    private static readonly string Template = Encoding.UTF8.GetString(Read("page.html"));

    public static void Map(IEndpointRouteBuilder routes, string studioVersion)
    {
        routes.MapGet("/studio/{draft}", (string draft) => TypedResults.LocalRedirect($"/studio/{studioVersion}/draft/{Uri.EscapeDataString(draft)}"))
            .AllowAnonymous().ExcludeFromDescription();
        routes.MapGet($"/studio/{studioVersion}/draft/{{draft}}", (HttpContext http, string draft, Visitor visitor) => Show(http, studioVersion, draft, visitor))
            .AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/studio/page/{edition}/{name}", (HttpContext http, string edition, string name) =>
        {
            if (edition != Edition || !Parts.TryGetValue(name, out var part)) return Results.NotFound();
            http.Response.Headers.CacheControl = "public,max-age=31536000,immutable";
            http.Response.Headers.XContentTypeOptions = "nosniff";
            return Results.Bytes(part.Bytes, part.MediaType + "; charset=utf-8");
        }).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task Show(HttpContext http, string version, string draft, Visitor visitor)
    {
        if (visitor.Officer is null)
        {
            await http.ChallengeAsync();
            return;
        }

        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "same-origin";
        http.Response.ContentType = "text/html; charset=utf-8";
        await http.Response.WriteAsync(Template
            .Replace("{{version}}", version, StringComparison.Ordinal)
            .Replace("{{edition}}", Edition, StringComparison.Ordinal)
            .Replace("{{lang}}", visitor.Language, StringComparison.Ordinal)
            .Replace("{{draft}}", WebUtility.HtmlEncode(draft), StringComparison.Ordinal), http.RequestAborted);
    }

    private static byte[] Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"studio/{name}")
            ?? throw new InvalidOperationException($"'{name}' was not built into the program.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
