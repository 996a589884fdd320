using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Which acts an officer may do on a dossier now, and doing one of them by its name: every act of the registry, with the fields it asks for.</summary>
internal static class ActEndpoints
{
    public static void MapActs(this IEndpointRouteBuilder dossiers)
    {
        dossiers.MapGet("/{code}/acts", Offers).WithSummary("Việc tôi làm được trên hồ sơ lúc này, và mỗi việc cần điền gì").Produces<IReadOnlyList<ActOffer>>().Refuses(400, 404);
        dossiers.MapPost("/{code}/acts/{act}", Do).WithSummary("Thực hiện một việc trong danh sách, theo tên").Produces(204).Produces<DossierEndpoints.EffectJson>().Refuses(400, 403, 404, 409, 412);
    }

    /// <summary>What is written into an act's fields, by their names; the step where it is done at one.</summary>
    /// <param name="Values">Days as <c>2026-03-09</c>, moments as <c>2026-03-09T15:30</c> in Vietnam or with an offset, lists one a line, flags as <c>true</c>.</param>
    /// <param name="Draft">Only write it down for a leader to approve.</param>
    internal sealed record ActBody(StepKey? Step = null, Dictionary<string, string>? Values = null, bool Draft = false);

    private static async Task<IResult> Offers(DossierCode code, Visitor visitor, DossierRegister register, ActOffice acts, HttpContext context, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (await register.OpenAsync(officer, code, ct) is not { } view) return RefusalProblems.NotFound(visitor);

        context.Tag(view.Length);
        return TypedResults.Ok(await acts.OffersAsync(officer, view, ct));
    }

    private static async Task<IResult> Do(
        DossierCode code, string act, ActBody body, [AsParameters] DossierEndpoints.CommandForm form, [AsParameters] ActRooms rooms, HttpContext context, CancellationToken ct)
    {
        var visitor = rooms.Visitor;
        var officer = visitor.SignedIn;
        if (IdempotencyKeys.FaultOf(form.IdempotencyKey, visitor) is { } fault) return fault;
        if (!context.Request.TryReadIfMatch(out var length)) return EntityTags.NoTagOfOurs(visitor);
        if (await rooms.Register.OpenAsync(officer, code, ct) is not { } view) return RefusalProblems.NotFound(visitor);

        var read = await rooms.Acts.ReadAsync(officer, await rooms.Acts.OffersAsync(officer, view, ct), act, body.Step, body.Draft, body.Values ?? [], ct);
        if (read is null) return RefusalProblems.NotFound(visitor);
        if (read.Command is not { } command) return RefusalProblems.BadRequest(visitor, read.Field!.Name, read.Fault!);
        if (form.DryRun is true) return DossierEndpoints.Effect(await rooms.Office.PreviewAsync(code, command, ct), visitor);

        var answer = await rooms.Office.HandleAsync(code, command, form.IdempotencyKey, length, ct);
        if (answer.Refusal is { } refusal) return refusal.ToProblem(visitor);

        context.Tag(answer.Length);
        return TypedResults.NoContent();
    }

    /// <summary>Whom the endpoint asks.</summary>
    internal sealed record ActRooms(Visitor Visitor, DossierRegister Register, ActOffice Acts, DossierOffice Office);
}
