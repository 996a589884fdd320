using Microsoft.AspNetCore.Http.Extensions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>The way to the neighbouring pages of a list, as every HTTP client finds it (<c>Link</c>, RFC 8288).</summary>
internal static class PageLinks
{
    /// <summary>Names the pages before and after in the answer's header: the same question, from another mark.</summary>
    public static void LinkPages(this HttpContext context, PageMark? before, PageMark? after)
    {
        var links = new[] { ("before", before, "prev"), ("after", after, "next") }
            .Where(link => link.Item2 is not null).Select(link => $"<{AddressOf(context.Request, link.Item1, link.Item2!)}>; rel=\"{link.Item3}\"").ToArray();
        if (links is not []) context.Response.Headers.Link = string.Join(", ", links);
    }

    private static string AddressOf(HttpRequest request, string direction, PageMark mark)
    {
        var kept = request.Query.Where(part => !part.Key.Equals("after", StringComparison.OrdinalIgnoreCase) && !part.Key.Equals("before", StringComparison.OrdinalIgnoreCase));
        var query = new QueryBuilder(kept.SelectMany(part => part.Value, (part, value) => KeyValuePair.Create(part.Key, value ?? ""))) { { direction, mark.ToString() } };
        return $"{request.PathBase}{request.Path}{query}";
    }
}
