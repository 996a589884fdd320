using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace TthcFlow.Api.Access;

/// <summary>How often one address may try its luck: signing in, and looking dossiers up by a number that is hard to guess but short; and how fast it may read what is public.</summary>
/// <remarks>Officers of one office share an address behind their router, so the limit stands well above what a morning needs; single accounts are guarded by their lock-out.</remarks>
internal static class TryLimits
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly PathString[] Tries = ["/sign-in", "/api/session", "/look-up", "/api/look-up", "/api/inbound/token", FirstAdministrator.Page, OwnPassword.Page];

    private static readonly PathString[] Reads = ["/procedures", "/versions", "/api/procedures", "/api/versions", "/sitemap.xml"]; // open to everybody, programs too

    private const int ReadsForATry = 10;
    private const string Reading = "read";

    private static readonly PathString Tracking = "/api/tracking"; // a code with a proof of right: each is a try

    private static readonly PathString[] Checks = ["/verify", "/api/verify"]; // the seal of a paper, asked for with its address

    public static IServiceCollection AddTryLimits(this IServiceCollection services, int perMinute) => services.AddRateLimiter(limits =>
    {
        limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limits.OnRejected = (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = Window.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        };
        limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => KindOf(context.Request) is { } kind
            ? RateLimitPartition.GetFixedWindowLimiter(
                $"{kind} {Neighbourhood(context.Connection.RemoteIpAddress)}", _ => new FixedWindowRateLimiterOptions { PermitLimit = kind == Reading ? perMinute * ReadsForATry : perMinute, Window = Window })
            : RateLimitPartition.GetNoLimiter(""));
    });

    private static string? KindOf(HttpRequest request) =>
        Array.Find(Tries, path => request.Path.StartsWithSegments(path)) is { HasValue: true } path && (HttpMethods.IsPost(request.Method) || BringsAReceipt(request)) ? path.Value
        : request.Path.StartsWithSegments(Tracking) ? Tracking.Value
        : Array.Exists(Reads, read => request.Path.StartsWithSegments(read)) ? Reading
        : Array.Find(Checks, check => request.Path.StartsWithSegments(check)).Value;

    /// <summary>The link of a receipt's QR is opened by reading, and is a try like any other; its empty form is none.</summary>
    private static bool BringsAReceipt(HttpRequest request) => request.Path.StartsWithSegments("/look-up", out var rest) && rest.HasValue && rest != "/";

    /// <summary>One customer of a network: an IPv4 address, or the half of an IPv6 address that its owner does not choose.</summary>
    public static string Neighbourhood(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };
}
