using Microsoft.AspNetCore.Mvc;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>The same act for several dossiers at once; each answers for itself.</summary>
internal static class BatchEndpoints
{
    public static void MapBatches(this IEndpointRouteBuilder api) =>
        api.MapPost("/work/batches/{act}", Do).WithTags("Hồ sơ").RequireAuthorization()
            .WithSummary("Một việc (complete, assign, claim) cho nhiều hồ sơ cùng lúc; mỗi hồ sơ ghi riêng và có kết quả riêng")
            .WithDescription($"Nhiều nhất {BatchOffice.Most} hồ sơ. Hoàn thành bước: chỉ cùng một bước của cùng thủ tục. Gửi lại với cùng Idempotency-Key thì không hồ sơ nào bị làm hai lần.")
            .Produces<IReadOnlyList<BatchLineJson>>().Refuses(400, 401, 404);

    internal sealed record PickBody(DossierCode Code, StepKey Step);

    /// <summary>Which dossiers, and what is written into the act's fields: as in <c>POST /dossiers/{code}/acts/{act}</c>.</summary>
    internal sealed record BatchBody(IReadOnlyList<PickBody> Items, Dictionary<string, string>? Values = null);

    /// <summary>How it went with one dossier: done, or the refusal's code and the sentence.</summary>
    internal sealed record BatchLineJson(DossierCode Code, StepKey Step, bool IsDone, string? Refusal, string? Why);

    private static async Task<IResult> Do(
        string act, BatchBody body, Visitor visitor, BatchOffice office, CancellationToken ct, [FromHeader(Name = IdempotencyKeys.Header)] string? key = null)
    {
        var officer = visitor.SignedIn;
        if (IdempotencyKeys.FaultOf(key, visitor) is { } fault) return fault;
        if (!BatchOffice.Acts.Contains(act)) return RefusalProblems.NotFound(visitor);
        if (body.Items is not { Count: > 0 and <= BatchOffice.Most })
            return RefusalProblems.BadRequest(visitor, "items", new($"Phải chọn từ 1 đến {BatchOffice.Most} hồ sơ.", $"Choose 1 to {BatchOffice.Most} dossiers."));

        var done = await office.DoAsync(officer, act, [.. body.Items.Select(item => new PickedStep(item.Code, item.Step))], body.Values ?? [], key, ct);
        return TypedResults.Ok<IReadOnlyList<BatchLineJson>>(
            [.. done.Lines.Select(line => new BatchLineJson(line.Code, line.Step, line.IsDone, line.Refusal?.Code, (line.Refusal?.Message ?? line.Fault) is { } why ? visitor.Text(why) : null))]);
    }
}
