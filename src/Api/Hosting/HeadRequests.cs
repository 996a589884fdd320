namespace TthcFlow.Api.Hosting;

/// <summary>Pages answer a question for the head alone (HEAD) as they answer GET, without the body: who watches whether the site is up asks so.</summary>
internal static class HeadRequests
{
    /// <summary>Programs' addresses say themselves which methods they take.</summary>
    public static void UseHeadOfPages(this WebApplication app) => app.Use((context, next) =>
    {
        var path = context.Request.Path;
        if (HttpMethods.IsHead(context.Request.Method) && !path.StartsWithSegments("/api") && !path.StartsWithSegments("/studio"))
        {
            // Not turned back afterwards: the page that tells of a fault is made outside of here, and has no body either.
            context.Request.Method = HttpMethods.Get;
            context.Response.Body = Stream.Null;
        }
        return next(context);
    });
}
