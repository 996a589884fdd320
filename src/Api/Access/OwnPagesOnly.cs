using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Access;

/// <summary>Keeps other sites' pages from using a visitor's session: commands are taken from our own pages, and from programs that are no browser.</summary>
/// <remarks>The session cookie is <c>SameSite=Strict</c> already; this is the second lock, where a request cannot carry an antiforgery token.</remarks>
internal static class OwnPagesOnly
{
    public static ValueTask<object?> Check(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var request = call.HttpContext.Request;
        var isRead = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (isRead || ComesFromUs(request)) return next(call);
        return ValueTask.FromResult<object?>(new Refusal("other-site", new(
            "Yêu cầu đến từ một trang web khác nên bị từ chối.", "The request comes from another site and is refused.")).ToProblem(
            call.HttpContext.RequestServices.GetRequiredService<Visitor>()));
    }

    public static bool ComesFromUs(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" => true,
        "" => request.Headers.Origin.ToString() is var origin && (origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}"),
        _ => false,
    };
}
