using System.ComponentModel;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Public disclosure for programs (công khai, dữ liệu mở): what is in force and since when, each version at an address that never changes, and the map of it all.</summary>
/// <remarks>What a content hash names is for ever and is cached for ever; whatever depends on the day is cached for a minute.</remarks>
internal static class DisclosureEndpoints
{
    public const string ForEver = "public, max-age=31536000, immutable";
    public const string ForAMinute = "public, max-age=60";

    private const int MostAddresses = 50_000; // of one sitemap, by its standard

    public static void MapDisclosure(this IEndpointRouteBuilder api)
    {
        var procedures = api.MapGroup("/procedures").WithTags("Công khai");
        procedures.MapGet("/{code}", Procedure).WithSummary("Mọi lần ban hành của một thủ tục, theo hiệu lực trong một ngày").Produces<ProcedureJson>().Refuses(400, 404);
        procedures.MapGet("/{code}/in-force", InForce).WithSummary("Chuyển tới phiên bản đang có hiệu lực (trong ngày on)").Produces(StatusCodes.Status302Found).Refuses(400, 404, 409);
        var versions = api.MapGroup("/versions").WithTags("Công khai");
        versions.MapGet("/{hash}/document", Document).WithSummary("Tài liệu Elsa của phiên bản, đúng từng byte như khi công bố").Produces<object>().Refuses(400, 404);
        versions.MapGet("/{hash}/service", Service).WithSummary("Phiên bản dưới dạng JSON-LD (schema.org GovernmentService)").Produces<object>(200, ProcedureDescription.ContentType).Refuses(400, 404);
    }

    /// <summary>What search engines and harvesters begin with.</summary>
    public static void MapDisclosureMap(this IEndpointRouteBuilder app)
    {
        app.MapGet("/sitemap.xml", Sitemap).ExcludeFromDescription();
        app.MapGet("/robots.txt", Robots).ExcludeFromDescription();
    }

    /// <summary>Where a version is read by people, and beside it by programs (<c>Link</c>, RFC 8288).</summary>
    public static string LinksOf(ContentHash hash) =>
        $"</versions/{hash}>; rel=\"canonical\", </api/versions/{hash}/document>; rel=\"alternate\"; type=\"application/json\", </api/versions/{hash}/service>; rel=\"alternate\"; type=\"{ProcedureDescription.ContentType}\"";

    /// <summary>A procedure as programs read it.</summary>
    internal sealed record ProcedureJson(ProcedureCode Code, DateOnly On, string? Name, string? Field, DateOnly? AbolishedFrom, IReadOnlyList<IssueJson> Issues);

    /// <summary>An issue of one case: its act, its interval, how it stands on the day asked for, and what took its place.</summary>
    internal sealed record IssueJson(
        ContentHash Hash, CaseKey? Case, string Name, string Decision, DateOnly SignedOn, string Authority, DateOnly From, DateOnly? To, VersionForce Force, DateOnly Since, ContentHash? ReplacedBy, string Address, AgencyCode? Place)
    {
        public static IssueJson Of(DisclosedVersion issue) => new(
            issue.Line.Hash, issue.Line.Case, issue.Line.Name, issue.Line.Act.Number, issue.Line.Act.SignedOn, issue.Line.Act.Authority, issue.Line.From, issue.Line.To,
            issue.Standing.Force, issue.Standing.Since, issue.Standing.Successor?.Hash, $"/versions/{issue.Line.Hash}", issue.Line.Place);
    }

    private static async Task<IResult> Procedure(
        ProcedureCode code, Visitor visitor, DisclosureRegister register, HttpContext context, CancellationToken ct, [Description("Ngày; bỏ trống là hôm nay")] DateOnly? on = null)
    {
        if (await register.ProcedureAsync(code, on, ct) is not { } disclosed) return RefusalProblems.NotFound(visitor);
        context.Response.Headers.CacheControl = ForAMinute;
        return TypedResults.Ok(new ProcedureJson(
            disclosed.Code, disclosed.On, disclosed.Listed?.Name, disclosed.Listed?.Field, disclosed.Listed?.AbolishedFrom, [.. disclosed.Issues.Select(IssueJson.Of)]));
    }

    private static async Task<IResult> InForce(
        ProcedureCode code, Visitor visitor, DisclosureRegister register, HttpContext context, CancellationToken ct,
        [Description("Trường hợp")] CaseKey? @case = null, [Description("Ngày; bỏ trống là hôm nay")] DateOnly? on = null,
        [Description("Cơ quan giải quyết: lấy quy trình của nơi áp dụng gần nhất; bỏ trống là quy trình chung toàn tỉnh")] AgencyCode? agency = null)
    {
        if (await register.ProcedureAsync(code, on, ct) is not { } disclosed) return RefusalProblems.NotFound(visitor);
        if (await register.InForceAsync(disclosed, @case, agency, ct) is not { } shown) return (await register.WhyNoneAsync(disclosed, @case, agency, ct)).ToProblem(visitor);
        context.Response.Headers.CacheControl = ForAMinute;
        return TypedResults.Redirect($"/api/versions/{shown.Line.Hash}");
    }

    private static async Task<IResult> Document(ContentHash hash, Visitor visitor, DisclosureRegister register, HttpContext context, CancellationToken ct)
    {
        if (await register.DocumentAsync(hash, ct) is not { } text) return RefusalProblems.NotFound(visitor);
        var bytes = Encoding.UTF8.GetBytes(text);
        context.Response.Headers.CacheControl = ForEver;
        context.Response.Headers.Link = LinksOf(hash);
        context.Response.Headers["Repr-Digest"] = $"sha-256=:{Convert.ToBase64String(SHA256.HashData(bytes))}:"; // of the bytes: the content hash leaves the layout out
        return TypedResults.Bytes(bytes, "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{hash}\""));
    }

    private static async Task<IResult> Service(ContentHash hash, Visitor visitor, DisclosureRegister register, PublicAddress address, HttpContext context, CancellationToken ct)
    {
        if (await register.DescriptionAsync(hash, RootOf(context, address), ct) is not { } bytes) return RefusalProblems.NotFound(visitor);
        context.Response.Headers.CacheControl = ForAMinute;
        context.Response.Headers.Link = LinksOf(hash);
        return TypedResults.Bytes(bytes, ProcedureDescription.ContentType, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\""));
    }

    private static async Task<IResult> Sitemap(DisclosureRegister register, PublicAddress address, HttpContext context, CancellationToken ct)
    {
        var (root, lines) = (RootOf(context, address), await register.EverythingAsync(ct));
        using var text = new MemoryStream();
        await using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Async = true, Encoding = new UTF8Encoding(false) }))
        {
            await xml.WriteStartDocumentAsync();
            await xml.WriteStartElementAsync(null, "urlset", "http://www.sitemaps.org/schemas/sitemap/0.9");
            foreach (var (path, changed) in Addresses(lines).DistinctBy(place => place.Path).Take(MostAddresses))
            {
                await xml.WriteStartElementAsync(null, "url", null);
                await xml.WriteElementStringAsync(null, "loc", null, root + path);
                if (changed is { } day) await xml.WriteElementStringAsync(null, "lastmod", null, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                await xml.WriteEndElementAsync();
            }
            await xml.WriteEndElementAsync();
        }
        context.Response.Headers.CacheControl = "public, max-age=3600";
        return TypedResults.Bytes(text.ToArray(), "application/xml; charset=utf-8");
    }

    private static IEnumerable<(string Path, DateOnly? Changed)> Addresses(IReadOnlyList<VersionLine> lines)
    {
        yield return ("/procedures", null);
        foreach (var line in lines.Where(line => line.InForce)) yield return (Links.To($"/procedures/{new ProcessKey(line.Procedure, line.Case)}", ("place", line.Place)), line.From);
        foreach (var line in lines) yield return ($"/versions/{line.Hash}", line.Act.SignedOn);
    }

    /// <summary>Only what is everybody's may be gathered.</summary>
    private static ContentHttpResult Robots(PublicAddress address, HttpContext context)
    {
        context.Response.Headers.CacheControl = "public, max-age=3600";
        return TypedResults.Text(
            $"""
            User-agent: *
            Allow: /$
            Allow: /procedures
            Allow: /versions
            Allow: /api/procedures
            Allow: /api/versions
            Allow: /sitemap.xml
            Allow: /lib/
            Allow: /_content/
            Disallow: /

            Sitemap: {RootOf(context, address)}/sitemap.xml

            """.ReplaceLineEndings("\n"), "text/plain");
    }

    private static string RootOf(HttpContext context, PublicAddress address) => address.Or($"{context.Request.Scheme}://{context.Request.Host}");
}
