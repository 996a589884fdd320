using System.Collections.Immutable;
using System.ComponentModel;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Migrations;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Running dossiers that move to another version, over HTTP: drawn up, weighed, decided, watched and undone.</summary>
internal static class MigrationEndpoints
{
    public static void MapMigrations(this IEndpointRouteBuilder api)
    {
        var migrations = api.MapGroup("/migrations").WithTags("Chuyển hồ sơ sang phiên bản mới").RequireAuthorization().Refuses(401);
        migrations.MapGet("/", List).WithSummary("Các đợt chuyển, và các phiên bản còn hồ sơ đang chạy").Produces<MigrationsJson>();
        migrations.MapPost("/", Propose).WithSummary("Lập một đợt chuyển; chưa hồ sơ nào thay đổi").Produces<MigrationSavedJson>(201).Refuses(400, 409);
        migrations.MapPost("/preview", Preview).WithSummary("Chạy thử: phân loại mọi hồ sơ đang chạy, hạn và người xử lý trước – sau; không thay đổi gì").Produces<PreviewJson>().Refuses(400, 409);
        migrations.MapGet("/{number:int}", Open).WithSummary("Một đợt chuyển và tiến độ").Produces<MigrationJson>().Refuses(404);
        migrations.MapPut("/{number:int}", Save).WithSummary("Lưu phương án; If-Match là số bản đang có").Produces<MigrationSavedJson>().Refuses(400, 404, 409);
        migrations.MapDelete("/{number:int}", Withdraw).WithSummary("Bỏ đợt chuyển chưa quyết định; If-Match là số bản đang có").Produces<MigrationSavedJson>().Refuses(400, 404, 409);
        migrations.MapPost("/{number:int}/decision", Decide).WithSummary("Quyết định chuyển; If-Match là số bản đang có").Produces<MigrationSavedJson>().Refuses(400, 404, 409);
        migrations.MapPost("/{number:int}/undo", Undo).WithSummary("Hoàn tác trong thời gian quyết định cho phép").Produces<MigrationSavedJson>().Refuses(400, 404, 409);
        migrations.MapGet("/{number:int}/dossiers", Dossiers).WithSummary("Kết quả từng hồ sơ, theo mã; “after” để xem tiếp").Produces<IReadOnlyList<MigratedLine>>();
    }

    /// <summary>What is to be done.</summary>
    internal sealed record OrderBody(
        ContentHash From, ContentHash To, Dictionary<string, string>? Mapping = null, MigrationLimit Limit = MigrationLimit.Kept, int UndoDays = MigrationOrder.DefaultUndoDays)
    {
        public MigrationOrder Order => new(From, To, (Mapping ?? []).ToImmutableSortedDictionary(), Limit, UndoDays);
    }

    /// <summary>What is to be weighed, and which dossiers are wanted one by one.</summary>
    internal sealed record PreviewBody(
        ContentHash From, ContentHash To, Dictionary<string, string>? Mapping = null, MigrationLimit Limit = MigrationLimit.Kept, MigrationClass? Class = null, bool OnlyChanged = false, int AtMost = 50);

    internal sealed record DecisionBody(string Number, DateOnly SignedOn, string Signer, string Reason, string Basis);

    internal sealed record UndoBody(string Reason);

    internal sealed record MigrationSavedJson(int Number, int Revision);

    internal sealed record MigrationsJson(IReadOnlyList<MigrationJson> Migrations, IReadOnlyList<MigrationVersion> Versions);

    internal sealed record MigrationJson(
        int Number, int Revision, ProcedureCode Procedure, CaseKey? Case, MigrationStatus Status, ContentHash From, ContentHash To, IReadOnlyDictionary<string, string> Mapping, MigrationLimit Limit, int UndoDays,
        MigrationDecision? Decision, DateTimeOffset? DecidedAt, DateTimeOffset? UndoUntil, string? UndoReason, MigrationCounts Counts);

    internal sealed record PreviewJson(
        int Dossiers, int Safe, int NeedsMapping, int Blocked, int Moved, int IntoOverdue, int ChangeHands, int Tight,
        IReadOnlyList<GapCount> Gaps, IReadOnlyList<ReasonJson> Reasons, IReadOnlyList<PlanJson> Lines, int Matching);

    internal sealed record ReasonJson(string Code, string Message, int Dossiers);

    internal sealed record PlanJson(
        DossierCode Code, string? Subject, MigrationClass Class, IReadOnlyList<ReasonJson> Reasons, DateTimeOffset? DueBefore, DateTimeOffset? DueAfter, bool IntoOverdue, bool? Fits, long? NeededMinutes, int? LeftMinutes,
        IReadOnlyList<StepPlan> Steps);

    private static async Task<IResult> List(Visitor visitor, MigrationOffice office, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        var overview = await office.OverviewAsync(officer, ct);
        return TypedResults.Ok(new MigrationsJson([.. overview.Migrations.Select(line => Of(line.Migration, line.Counts))], overview.Versions));
    }

    private static async Task<IResult> Propose(OrderBody body, Visitor visitor, MigrationOffice office, HttpContext context, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        var answer = await office.ProposeAsync(officer, body.Order, ct);
        if (answer.Refusal is { } refusal) return refusal.ToProblem(visitor);
        context.Tag(answer.Revision);
        return TypedResults.Created($"/api/migrations/{answer.Number}", new MigrationSavedJson(answer.Number!.Value, answer.Revision));
    }

    private static async Task<IResult> Preview(PreviewBody body, Visitor visitor, MigrationOffice office, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        var order = new OrderBody(body.From, body.To, body.Mapping, body.Limit).Order;
        var (preview, refusal) = await office.PreviewAsync(officer, order, new(body.Class, body.OnlyChanged, body.AtMost), ct);
        if (preview is null) return refusal!.ToProblem(visitor);
        ReasonJson Reason(Refusal reason, int dossiers) => new(reason.Code, reason.Message.In(visitor.Language), dossiers);
        return TypedResults.Ok(new PreviewJson(
            preview.Dossiers, preview.Safe, preview.NeedsMapping, preview.Blocked, preview.Moved, preview.IntoOverdue, preview.ChangeHands, preview.Tight,
            preview.Gaps, [.. preview.Reasons.Select(reason => Reason(reason.Reason, reason.Dossiers))],
            [
                .. preview.Lines.Select(line => new PlanJson(
                    line.Code, line.Subject, line.Plan.Class, [.. line.Plan.Reasons.Select(reason => Reason(reason, 1))], line.Plan.Before?.DueAt, line.Plan.After?.DueAt, line.Plan.IntoOverdue,
                    line.Plan.Fits, line.Plan.NeededMinutes, line.Plan.After?.RemainingMinutes, line.Plan.Steps)),
            ], preview.Matching));
    }

    private static async Task<IResult> Open(int number, Visitor visitor, MigrationOffice office, HttpContext context, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (await office.FindAsync(officer, number, ct) is not { } view) return RefusalProblems.NotFound(visitor);
        context.Tag(view.Migration.Revision);
        return TypedResults.Ok(Of(view.Migration, view.Counts));
    }

    private static Task<IResult> Save(int number, OrderBody body, Visitor visitor, MigrationOffice office, HttpContext context, CancellationToken ct) =>
        ActAsync(visitor, context, (officer, seen) => office.SaveAsync(officer, number, seen, body.Order, ct));

    private static Task<IResult> Withdraw(int number, Visitor visitor, MigrationOffice office, HttpContext context, CancellationToken ct) =>
        ActAsync(visitor, context, (officer, seen) => office.WithdrawAsync(officer, number, seen, ct));

    private static Task<IResult> Decide(int number, DecisionBody body, Visitor visitor, MigrationOffice office, HttpContext context, CancellationToken ct) =>
        ActAsync(visitor, context, (officer, seen) => office.DecideAsync(officer, number, seen, new MigrationDecision(body.Number, body.SignedOn, body.Signer, body.Reason, body.Basis), ct));

    private static async Task<IResult> Undo(int number, UndoBody body, Visitor visitor, MigrationOffice office, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        var answer = await office.UndoAsync(officer, number, body.Reason, ct);
        return answer.Refusal is { } refusal ? refusal.ToProblem(visitor) : TypedResults.Ok(new MigrationSavedJson(number, answer.Revision));
    }

    private static async Task<IResult> Dossiers(
        int number, Visitor visitor, MigrationOffice office, CancellationToken ct,
        [Description("Chỉ những hồ sơ có kết quả này: Moved, Left, Returned, Kept")] MigrationOutcome? outcome = null, [Description("Mã hồ sơ cuối cùng đã xem")] DossierCode? after = null, int atMost = 100) =>
        TypedResults.Ok(await office.LinesAsync(visitor.SignedIn, number, outcome, after, atMost, ct));

    /// <summary>Who acts on a migration names the revision they saw.</summary>
    private static async Task<IResult> ActAsync(Visitor visitor, HttpContext context, Func<Officer, int, Task<MigrationAnswer>> act)
    {
        var officer = visitor.SignedIn;
        if (!context.Request.TryReadIfMatch(out var seen) || seen is null) return EntityTags.NoTagOfOurs(visitor);
        var answer = await act(officer, seen.Value);
        if (answer.Refusal is { } refusal) return refusal.ToProblem(visitor);
        context.Tag(answer.Revision);
        return TypedResults.Ok(new MigrationSavedJson(answer.Number!.Value, answer.Revision));
    }

    private static MigrationJson Of(MigrationProposal migration, MigrationCounts counts) => new(
        migration.Number, migration.Revision, migration.Procedure, migration.Case, migration.Status, migration.Order.From, migration.Order.To, migration.Order.Mapping, migration.Order.Limit, migration.Order.UndoDays,
        migration.Decision, migration.DecidedAt, migration.UndoUntil, migration.UndoReason, counts);
}
