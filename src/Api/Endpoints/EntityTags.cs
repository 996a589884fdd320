using Microsoft.Net.Http.Headers;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Runtime;

namespace TthcFlow.Api.Endpoints;

/// <summary>ETags that count: a dossier's is the length of its journal, a draft's the number of its revision.</summary>
internal static class EntityTags
{
    public static void Tag(this HttpContext context, int number) => context.Response.Headers.ETag = $"\"{number}\"";

    /// <summary>True when the caller holds this very state already.</summary>
    public static bool Holds(this HttpContext context, int number) => context.Request.GetTypedHeaders().IfNoneMatch.Any(tag => tag.Tag == $"\"{number}\"" || tag.Tag == "*");

    /// <summary>The number in <c>If-Match</c>; null where the header is missing or takes any state. Compressing proxies mark tags as weak, which changes nothing here.</summary>
    /// <returns>False when the header holds something that is no tag of ours.</returns>
    public static bool TryReadIfMatch(this HttpRequest request, out int? number)
    {
        var text = request.Headers.IfMatch.ToString().Trim();
        number = null;
        if (text is "" or "*") return true;
        var tag = EntityTagHeaderValue.TryParse(text, out var parsed) ? parsed.Tag.ToString().Trim('"') : text;
        if (!int.TryParse(tag, out var read)) return false;
        number = read;
        return true;
    }

    public static IResult NoTagOfOurs(Visitor visitor) => RefusalProblems.BadRequest(visitor, "If-Match", new(
        "If-Match phải là ETag đã nhận được.", "If-Match must be an ETag that was received."));
}

/// <summary>The header by which a repeated command is recognised.</summary>
internal static class IdempotencyKeys
{
    public const string Header = "Idempotency-Key";

    /// <summary>What is wrong with the key that was sent; null when nothing is, or none was.</summary>
    public static IResult? FaultOf(string? key, Visitor visitor) => key switch
    {
        null => null,
        { Length: 0 or > CommandKeys.Longest } => RefusalProblems.BadRequest(visitor, Header, new(
            $"Idempotency-Key phải có từ 1 đến {CommandKeys.Longest} ký tự.", $"Idempotency-Key must have 1 to {CommandKeys.Longest} characters.")),
        _ when CommandKeys.IsReserved(key) => RefusalProblems.BadRequest(visitor, Header, new(
            $"Idempotency-Key không được bắt đầu bằng {string.Join(" hoặc ", CommandKeys.Reserved)}: dành riêng cho hệ thống. Hãy chọn mã khác.",
            $"Idempotency-Key must not begin with {string.Join(" or ", CommandKeys.Reserved)}: these are the system's own. Choose another one.")),
        _ => null,
    };
}
