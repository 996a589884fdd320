using System.Globalization;
using System.Text;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>The seals of the days, to be kept elsewhere: whoever holds an old root can show that nothing before it was changed.</summary>
internal static class SealEndpoints
{
    public static void MapSeals(this IEndpointRouteBuilder api)
    {
        var seals = api.MapGroup("/seals").WithTags("Nhật ký").RequireAuthorization().Refuses(401);
        seals.MapGet("/", Latest).WithSummary("Dấu niêm phong của những ngày gần đây, ngày mới trước").Produces<IReadOnlyList<DaySeal>>();
        seals.MapGet("/{day}", Day).WithSummary("Dấu niêm phong của một ngày")
            .WithDescription("JSON; với “Accept: text/plain” là một tệp văn bản để lưu hoặc gửi đi.").Produces<DaySeal>().Produces<string>(200, "text/plain").Refuses(400, 404);
        seals.MapGet("/{day}/proofs/{code}", Proof).WithSummary("Bằng chứng nhật ký của một hồ sơ nằm dưới dấu niêm phong của ngày (RFC 6962)")
            .Produces<SealProof>().Refuses(400, 404);
    }

    private static async Task<IReadOnlyList<DaySeal>> Latest(SealRegister register, CancellationToken ct, int most = 31) => await register.LatestAsync(Math.Clamp(most, 1, 366), ct);

    private static async Task<IResult> Day(DateOnly day, HttpRequest request, Visitor visitor, SealRegister register, CancellationToken ct)
    {
        if (await register.FindAsync(day, ct) is not { } seal) return RefusalProblems.NotFound(visitor);
        return request.GetTypedHeaders().Accept is [{ MediaType.Value: "text/plain" }, ..]
            ? TypedResults.File(Encoding.UTF8.GetBytes(TextOf(seal)), "text/plain; charset=utf-8", string.Create(CultureInfo.InvariantCulture, $"niem-phong-{day:yyyy-MM-dd}.txt"))
            : TypedResults.Ok(seal);
    }

    private static async Task<IResult> Proof(DateOnly day, DossierCode code, Visitor visitor, DossierRegister dossiers, SealRegister register, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (await dossiers.OpenAsync(officer, code, ct) is null) return RefusalProblems.NotFound(visitor);
        return await register.ProveAsync(day, code, ct) is { } proof ? TypedResults.Ok(proof) : RefusalProblems.NotFound(visitor);
    }

    private static string TextOf(DaySeal seal) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        TthcFlow – dấu niêm phong nhật ký trong ngày
        ngày: {seal.Day:yyyy-MM-dd}
        gốc (SHA-256): {seal.Root}
        ngày trước: {seal.Previous ?? "–"}
        số nhật ký: {seal.Leaves}
        lập lúc: {seal.SealedAt:yyyy-MM-dd'T'HH:mm:ss'Z'}

        """);
}
