using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>A dossier's clocks over HTTP: told day by day, and the acts that stop, move or end them.</summary>
internal static class ClockEndpoints
{
    public static void MapClocks(this IEndpointRouteBuilder dossiers)
    {
        dossiers.MapGet("/{code}/clock", Explain).WithSummary("Thời hạn tính từng ngày, của hồ sơ, một bước hoặc một chặng").Produces<ClockAccount>().Refuses(400, 404);
        Command("/{code}/suspensions", (DossierCode code, SuspensionBody body, [AsParameters] DossierEndpoints.CommandForm form, [AsParameters] DossierEndpoints.CommandRooms rooms, CancellationToken ct) =>
            rooms.HandleAsync(form, code, by => new DossierCommand.Suspend(by, body.Reason, body.Basis, body.Document), ct), "Tạm dừng giải quyết theo quyết định");
        Command("/{code}/resumptions", (DossierCode code, ResumptionBody body, [AsParameters] DossierEndpoints.CommandForm form, [AsParameters] DossierEndpoints.CommandRooms rooms, CancellationToken ct) =>
            rooms.HandleAsync(form, code, by => new DossierCommand.Resume(by, body.Document, body.Reason), ct), "Tiếp tục giải quyết theo quyết định");
        Command("/{code}/extensions", (DossierCode code, ExtensionBody body, [AsParameters] DossierEndpoints.CommandForm form, [AsParameters] DossierEndpoints.CommandRooms rooms, CancellationToken ct) =>
            rooms.HandleAsync(form, code, by => new DossierCommand.Extend(by, body.DueAt, body.Reason, body.Basis, body.Document), ct), "Xin lỗi và hẹn lại ngày trả");
        Command("/{code}/obligations", (DossierCode code, ObligationBody body, [AsParameters] DossierEndpoints.CommandForm form, [AsParameters] DossierEndpoints.CommandRooms rooms, CancellationToken ct) =>
            rooms.HandleAsync(form, code, by => new DossierCommand.ImposeObligation(by, body.Step, body.What, body.Amount, body.Document), ct), "Yêu cầu nghĩa vụ tài chính");
        Command("/{code}/obligations/{number:int}/waivers", (DossierCode code, int number, WaiverBody body, [AsParameters] DossierEndpoints.CommandForm form, [AsParameters] DossierEndpoints.CommandRooms rooms, CancellationToken ct) =>
            rooms.HandleAsync(form, code, by => new DossierCommand.WaiveObligation(by, number, body.Reason, body.Document), ct), "Miễn, thu hồi khoản phải nộp");
        Command("/{code}/payments", (DossierCode code, PaymentBody body, [AsParameters] DossierEndpoints.CommandForm form, [AsParameters] DossierEndpoints.CommandRooms rooms, CancellationToken ct) =>
            rooms.HandleAsync(form, code, by => new DossierCommand.RecordPayment(by, body.Amount, body.Receipt, body.Way, body.Obligation, body.Fee), ct), "Ghi nhận tiền đã nộp");
        Command("/{code}/supplement-expiries", (DossierCode code, [AsParameters] DossierEndpoints.CommandForm form, [AsParameters] DossierEndpoints.CommandRooms rooms, CancellationToken ct) =>
            rooms.HandleAsync(form, code, by => new DossierCommand.ExpireSupplement(by), ct), "Kết thúc chờ bổ sung vì hết thời hạn");
        Command("/{code}/withdrawals", (DossierCode code, EndBody body, [AsParameters] DossierEndpoints.CommandForm form, [AsParameters] DossierEndpoints.CommandRooms rooms, CancellationToken ct) =>
            rooms.HandleAsync(form, code, by => new DossierCommand.Withdraw(by, body.Reason, body.Document), ct), "Người nộp rút hồ sơ");
        Command("/{code}/rejections", (DossierCode code, EndBody body, [AsParameters] DossierEndpoints.CommandForm form, [AsParameters] DossierEndpoints.CommandRooms rooms, CancellationToken ct) =>
            rooms.HandleAsync(form, code, by => new DossierCommand.Reject(by, body.Reason, body.Basis, body.Document), ct), "Từ chối giải quyết");
        Command("/{code}/stops", (DossierCode code, EndBody body, [AsParameters] DossierEndpoints.CommandForm form, [AsParameters] DossierEndpoints.CommandRooms rooms, CancellationToken ct) =>
            rooms.HandleAsync(form, code, by => new DossierCommand.Stop(by, body.Reason, body.Basis ?? "", body.Document), ct), "Dừng giải quyết");

        void Command(string path, Delegate act, string summary) =>
            dossiers.MapPost(path, act).WithSummary(summary).Produces(204).Produces<DossierEndpoints.EffectJson>().Refuses(400, 403, 404, 409, 412);
    }

    internal sealed record SuspensionBody(string Reason, string Basis, WrittenAct Document);

    internal sealed record ResumptionBody(WrittenAct Document, string? Reason = null);

    /// <summary>A new date; a letter of apology where there is one already.</summary>
    internal sealed record ExtensionBody(DateTimeOffset DueAt, string Reason, string? Basis = null, WrittenAct? Document = null);

    /// <summary>What is owed, in whole đồng, by which notice, at which step.</summary>
    internal sealed record ObligationBody(StepKey Step, string What, decimal Amount, WrittenAct Document);

    internal sealed record WaiverBody(string Reason, WrittenAct Document);

    /// <summary>Money that came: for an obligation by its number, or a fee by its name.</summary>
    internal sealed record PaymentBody(decimal Amount, string Receipt, PaymentWay Way = PaymentWay.Cash, int? Obligation = null, string? Fee = null);

    internal sealed record EndBody(string Reason, string? Basis = null, WrittenAct? Document = null);

    private static async Task<IResult> Explain(
        DossierCode code, Visitor visitor, DossierRegister register, TimeProvider clock, CancellationToken ct, StepKey? step = null, string? leg = null, int? run = null)
    {
        var officer = visitor.SignedIn;
        if (await register.OpenAsync(officer, code, ct) is not { } view) return RefusalProblems.NotFound(visitor);
        return view.Account(step, run, leg, clock.GetUtcNow()) is { } account ? TypedResults.Ok(account) : RefusalProblems.NotFound(visitor);
    }
}
