using System.IO.Compression;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace TthcFlow.Api.Studio;

/// <summary>The files that browsers fetch and the build laid out: Elsa Studio under its version, the look, the font and the icons under <c>/lib</c>.</summary>
/// <remarks>
/// Text lies there in Brotli form only; a browser that does not ask for it (plain HTTP to another machine) gets the file inflated on the way out.
/// The list is read once: a request can only name a file that was laid out, so no path reaches the disk.
/// </remarks>
internal sealed class BrowserFiles
{
    private static readonly FileExtensionContentTypeProvider MediaTypes = new() { Mappings = { [".dat"] = "application/octet-stream", [".cur"] = "image/x-icon" } };

    private readonly Dictionary<string, BrowserFile> _files = new(StringComparer.Ordinal);

    private BrowserFiles(string folder)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
            var packed = name.EndsWith(".br", StringComparison.Ordinal);
            if (packed) name = name[..^3];
            var about = new FileInfo(path);
            _files[name] = new BrowserFile(path, packed, MediaTypes.TryGetContentType(name, out var type) ? type : "application/octet-stream",
                $"{about.Length:x}-{about.LastWriteTimeUtc.Ticks:x}");
        }
        StudioVersion = Path.GetFileName(Directory.EnumerateDirectories(Path.Combine(folder, "studio")).Single());
    }

    /// <summary>The version of Elsa Studio that was laid out, e.g. <c>3.8.2</c>; part of every address below it.</summary>
    public string StudioVersion { get; }

    /// <summary>Finds the folder: <c>browser</c> beside a published program, else the place that <c>browser.location</c> names in a build folder.</summary>
    /// <exception cref="InvalidOperationException">Neither is there: the program was put together without its browser part.</exception>
    public static BrowserFiles Beside(string program)
    {
        var published = Path.Combine(program, "browser");
        if (Directory.Exists(published)) return new BrowserFiles(published);

        var note = Path.Combine(program, "browser.location");
        var built = File.Exists(note) ? File.ReadAllText(note).Trim() : published;
        return Directory.Exists(built)
            ? new BrowserFiles(built)
            : throw new InvalidOperationException($"The browser part is missing at '{built}': build src/Api again, with Node.js at hand.");
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/lib/{**path}", Reading, (HttpContext http, string path) =>
            Serve(http, $"lib/{path}", forEver: http.Request.Query.ContainsKey("v"))).AllowAnonymous().ExcludeFromDescription();
        routes.MapMethods($"/studio/{StudioVersion}/{{**path}}", Reading, (HttpContext http, string path) =>
            Serve(http, $"studio/{StudioVersion}/{path}", forEver: true)).AllowAnonymous().ExcludeFromDescription();
    }

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    private IResult Serve(HttpContext http, string name, bool forEver)
    {
        if (!_files.TryGetValue(name, out var file)) return TypedResults.NotFound();

        var headers = http.Response.Headers;
        headers.CacheControl = forEver ? "public,max-age=31536000,immutable" : "no-cache";
        headers.XContentTypeOptions = "nosniff";
        if (name.StartsWith("studio/", StringComparison.Ordinal)) headers.Remove(HeaderNames.ContentSecurityPolicy); // a worker's own policy would stand over the page's
        if (!file.Packed) return TypedResults.PhysicalFile(file.Path, file.MediaType, entityTag: new EntityTagHeaderValue($"\"{file.Tag}\""));

        headers.Vary = "Accept-Encoding";
        if (!TakesBrotli(http.Request))
            return TypedResults.Stream(new BrotliStream(File.OpenRead(file.Path), CompressionMode.Decompress), file.MediaType,
                entityTag: new EntityTagHeaderValue($"\"{file.Tag}-plain\""));

        headers.ContentEncoding = "br";
        return TypedResults.PhysicalFile(file.Path, file.MediaType, entityTag: new EntityTagHeaderValue($"\"{file.Tag}\""));
    }

    private static bool TakesBrotli(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && coding.Quality is not 0);

    /// <param name="Packed">True where the file holds Brotli.</param>
    private sealed record BrowserFile(string Path, bool Packed, string MediaType, string Tag);
}
