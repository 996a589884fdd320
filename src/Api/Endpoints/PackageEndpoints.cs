using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Packages of published processes over HTTP: out as one signed archive, in after a preview, all or nothing.</summary>
internal static class PackageEndpoints
{
    public static void MapPackages(this IEndpointRouteBuilder api)
    {
        var packages = api.MapGroup("/packages").WithTags("Gói quy trình").RequireAuthorization().Refuses(401);
        packages.MapGet("/", Imports).WithSummary("Các gói đã nhập").Produces<IReadOnlyList<PackageImport>>();
        packages.MapGet("/export", Export).WithSummary("Xuất các quy trình đã công bố thành một gói có chữ ký").Produces(200, null, SignedPackage.ContentType).Refuses(400, 409);
        packages.MapGet("/key", Key).WithSummary("Khóa công khai của tỉnh và vân tay của nó").Produces<KeyJson>().Refuses(409);
        packages.MapPost("/", Import).WithSummary("Nhập một gói; dryRun=true: chỉ xem trước").Accepts<byte[]>("application/octet-stream")
            .WithMetadata(new RequestSizeLimitAttribute(SignedPackage.LargestBytes)).Produces<PlanJson>().Refuses(400, 409, 413);
    }

    internal sealed record KeyJson(string Fingerprint, string Pem);

    /// <summary>What a package holds and what becomes of it here.</summary>
    internal sealed record PlanJson(
        string Digest, string ExportedBy, DateTimeOffset ExportedAt, string Key, bool IsNothing, int New, int Conflicts, IReadOnlyList<VersionPlanJson> Versions, IReadOnlyList<ProcedureLine> Procedures);

    internal sealed record VersionPlanJson(ContentHash Hash, ProcedureCode Procedure, CaseKey? Case, string Name, string Decision, DateOnly From, DateOnly? To, PackageStanding State, string? AgainstDecision, DateOnly? AgainstFrom);

    private static async Task<IResult> Imports(Visitor visitor, PackageOffice office, CancellationToken ct) => TypedResults.Ok(await office.ImportsAsync(visitor.SignedIn, ct));

    private static IResult Key(Visitor visitor, PackageOffice office) =>
        office.Key() is var (pem, fingerprint) ? TypedResults.Ok(new KeyJson(fingerprint, pem)) : PackageRefusals.NoSigningKey.ToProblem(visitor);

    private static async Task<IResult> Export(
        Visitor visitor, PackageOffice office, TimeProvider clock, CancellationToken ct,
        [Description("Mã thủ tục, nêu nhiều lần được; bỏ trống là tất cả")] ProcedureCode[]? procedure = null, [Description("Tên bên xuất")] string? from = null)
    {
        var made = await office.ExportAsync(visitor.SignedIn, procedure ?? [], from ?? "", ct);
        return made.Refusal is { } refusal ? refusal.ToProblem(visitor) : TypedResults.File(made.Archive.ToArray(), SignedPackage.ContentType, $"goi-quy-trinh-{clock.GetUtcNow():yyyyMMdd-HHmm}.zip");
    }

    private static async Task<IResult> Import(HttpRequest request, Visitor visitor, PackageOffice office, CancellationToken ct, [Description("Chỉ xem trước")] bool dryRun = false)
    {
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int got; body.Length <= SignedPackage.LargestBytes && (got = await request.Body.ReadAsync(buffer, ct)) > 0;) body.Write(buffer, 0, got);
        var archive = body.GetBuffer().AsMemory(0, (int)body.Length);
        var answer = dryRun ? await office.PreviewAsync(visitor.SignedIn, archive, ct) : await office.ImportAsync(visitor.SignedIn, archive, ct);
        if (answer.Refusal is { } refusal) return refusal.ToProblem(visitor);
        var (plan, manifest) = (answer.Plan!, answer.Manifest!);
        return TypedResults.Ok(new PlanJson(
            answer.Digest, manifest.ExportedBy, manifest.ExportedAt, manifest.Key, plan.IsNothing, plan.New, plan.Conflicts,
            [
                .. plan.Versions.Select(line => new VersionPlanJson(
                    line.Version.Hash, line.Version.Procedure, line.Version.Case, line.Version.Name, line.Version.Act.Number, line.Version.Act.EffectiveFrom, line.Version.To, line.State,
                    line.Against?.Act.Number, line.Against?.From)),
            ],
            plan.Procedures));
    }
}
