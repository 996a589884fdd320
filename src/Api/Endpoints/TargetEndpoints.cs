using System.ComponentModel;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Reports;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Targets;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Yearly targets, the register of quality and the calendar of duties over HTTP: the same as the pages, through the same office.</summary>
/// <remarks>Commands take <c>Idempotency-Key</c>: a repeat gives the first answer.</remarks>
internal static class TargetEndpoints
{
    public static void MapTargets(this IEndpointRouteBuilder api)
    {
        var targets = api.MapGroup("/targets").WithTags("Chỉ tiêu, sổ quản lý chất lượng").RequireAuthorization().Refuses(400, 401, 409);
        targets.MapGet("/", Figures).WithSummary("Chỉ tiêu và kết quả đạt được đến một ngày, theo năm, cơ quan, lĩnh vực").Produces<CoverageReport>();
        targets.MapGet("/coverage.xlsx", FigureBook).WithSummary("Chỉ tiêu và kết quả, dưới dạng sổ tính").Produces(200, null, ReportBook.ContentType);
        targets.MapGet("/rows", Rows).WithSummary("Từng dòng đứng sau một con số, và vì sao được tính hay không").Produces<CountedList>();
        targets.MapGet("/rows.xlsx", RowBook).WithSummary("Từng dòng đứng sau một con số, dưới dạng sổ tính").Produces(200, null, ReportBook.ContentType);
        targets.MapGet("/plan", Plan).WithSummary("Kế hoạch đang dùng: chỉ tiêu từng năm và các đầu việc có thời hạn").Produces<JsonElement>();
        targets.MapPut("/plan", LoadPlan).WithSummary("Nạp kế hoạch riêng của tỉnh; số liệu của những ngày trước vẫn theo kế hoạch khi đó").Produces(204);
        targets.MapGet("/register", Register).WithSummary("Sổ quản lý chất lượng đến một ngày: mẫu kiểm tra, lượt kiểm tra, điểm không phù hợp, công bố").Produces<RegisterReport>();
        targets.MapGet("/inspections.xlsx", InspectionBook).WithSummary("Sổ kiểm tra, dưới dạng sổ tính").Produces(200, null, ReportBook.ContentType);
        targets.MapGet("/nonconformities.xlsx", NonconformityBook).WithSummary("Điểm không phù hợp, điểm lưu ý, dưới dạng sổ tính").Produces(200, null, ReportBook.ContentType);
        targets.MapGet("/samples/{year:int}/preview", TrySample).WithSummary("Xem trước mẫu kiểm tra của một năm theo một hạt giống; không ghi gì").Produces<QualityEvent.Drawn>();
        targets.MapPost("/samples", Sample).WithSummary("Rút mẫu cơ quan được kiểm tra trong năm và ghi vào sổ").Produces<WrittenJson>(201);
        targets.MapPost("/inspections", Inspect).WithSummary("Ghi một lượt kiểm tra").Produces<WrittenJson>(201);
        targets.MapPost("/nonconformities", Find).WithSummary("Ghi điểm không phù hợp hoặc điểm lưu ý").Produces<WrittenJson>(201);
        targets.MapPost("/nonconformities/{number:int}/plan", Replan).WithSummary("Đổi hành động khắc phục, người thực hiện hoặc hạn").Produces<WrittenJson>(201);
        targets.MapPost("/nonconformities/{number:int}/version", OpenVersion).WithSummary("Ghi phiên bản quy trình được ban hành để khắc phục").Produces<WrittenJson>(201);
        targets.MapPost("/nonconformities/{number:int}/closure", Close).WithSummary("Đóng, kèm bằng chứng").Produces<WrittenJson>(201);
        targets.MapPost("/declarations", Declare).WithSummary("Ghi công bố hệ thống quản lý chất lượng của cơ quan").Produces<WrittenJson>(201);
        targets.MapGet("/duties", Duties).WithSummary("Đầu việc có thời hạn trong năm: cơ quan nào xong, cơ quan nào trễ").Produces<DutyReport>();
        targets.MapGet("/duties.xlsx", DutyBook).WithSummary("Lịch đầu việc, dưới dạng sổ tính").Produces(200, null, ReportBook.ContentType);
        targets.MapPost("/duties", DoDuty).WithSummary("Ghi một đầu việc đã hoàn thành").Produces<WrittenJson>(201);
        targets.MapPost("/lines/{number:int}/withdrawal", Withdraw).WithSummary("Rút lại một dòng ghi sai; dòng cũ vẫn còn trong sổ").Produces<WrittenJson>(201);
        targets.MapGet("/report.docx", ReportDocx).WithSummary("Báo cáo năm, tệp Word, kèm danh sách đứng sau từng con số").Produces(200, null, ReportDocument.ContentType);
        targets.MapGet("/report.xlsx", ReportXlsx).WithSummary("Báo cáo năm, sổ tính, kèm danh sách đứng sau từng con số").Produces(200, null, ReportBook.ContentType);
    }

    /// <summary>As of which day, and whose.</summary>
    internal sealed record Asked(
        [property: Description("Ngày chốt số liệu; bỏ trống: hôm nay")] DateOnly? AsOf,
        [property: Description("Chỉ một cơ quan và các đơn vị trực thuộc")] AgencyCode? Agency,
        [property: Description("Chỉ một lĩnh vực")] string? Field)
    {
        public TargetQuestion Question() => new() { AsOf = AsOf, Agency = Agency, Field = Field };
    }

    /// <summary>The number of the line that was written.</summary>
    internal sealed record WrittenJson(int Number);

    internal sealed record SampleBody(int Year, string Seed);

    internal sealed record InspectionBody(AgencyCode Agency, DateOnly Day, InspectionResult Result, string Document, string? Findings = null);

    internal sealed record NonconformityBody(
        AgencyCode Agency, string What, string Action, string Who, DateOnly Due, NonconformityKind Kind = NonconformityKind.Nonconformity, ContentHash? Version = null, int? Inspection = null);

    internal sealed record PlanBody(string Action, string Who, DateOnly Due, string Reason);

    internal sealed record VersionBody(ContentHash Version);

    internal sealed record ClosureBody(DateOnly Day, string Evidence);

    internal sealed record DeclarationBody(AgencyCode Agency, DateOnly Day, string Scope, string Document);

    internal sealed record DutyBody(AgencyCode Agency, string Duty, int Year, DateOnly Day, string Document);

    internal sealed record WithdrawalBody(string Reason);

    private static async Task<IResult> Figures([AsParameters] Asked asked, Visitor visitor, TargetOffice office, CancellationToken ct) =>
        Told(await office.CoverageAsync(visitor.SignedIn, asked.Question(), ct), visitor);

    private static async Task<IResult> FigureBook([AsParameters] Asked asked, Visitor visitor, TargetOffice office, CancellationToken ct) =>
        Booked(await office.CoverageAsync(visitor.SignedIn, asked.Question(), ct), visitor, report => report.ToSheet(), "chi-tieu");

    private static async Task<IResult> Rows([AsParameters] Asked asked, Indicator indicator, Visitor visitor, TargetOffice office, CancellationToken ct) =>
        Told(await office.RowsAsync(visitor.SignedIn, asked.Question(), indicator, ct), visitor);

    private static async Task<IResult> RowBook([AsParameters] Asked asked, Indicator indicator, Visitor visitor, TargetOffice office, CancellationToken ct) =>
        Booked(await office.RowsAsync(visitor.SignedIn, asked.Question(), indicator, ct), visitor, list => list.ToSheet(), "danh-sach-chi-tieu");

    private static async Task<IResult> Plan(TargetOffice office, CancellationToken ct) => TypedResults.Text((await office.PlanAsync(ct)).Text, "application/json");

    private static async Task<IResult> LoadPlan(JsonElement plan, Visitor visitor, TargetOffice office, CancellationToken ct) =>
        await office.LoadPlanAsync(visitor.SignedIn, plan.GetRawText(), ct) is { } refusal ? refusal.ToProblem(visitor) : TypedResults.NoContent();

    private static async Task<IResult> Register([AsParameters] Asked asked, Visitor visitor, TargetOffice office, CancellationToken ct) =>
        Told(await office.RegisterAsync(visitor.SignedIn, asked.Question(), ct), visitor);

    private static async Task<IResult> InspectionBook([AsParameters] Asked asked, Visitor visitor, TargetOffice office, CancellationToken ct) =>
        Booked(await office.RegisterAsync(visitor.SignedIn, asked.Question(), ct), visitor, report => report.ToInspections(), "so-kiem-tra");

    private static async Task<IResult> NonconformityBook([AsParameters] Asked asked, Visitor visitor, TargetOffice office, CancellationToken ct) =>
        Booked(await office.RegisterAsync(visitor.SignedIn, asked.Question(), ct), visitor, report => report.ToNonconformities(), "diem-khong-phu-hop");

    private static async Task<IResult> TrySample(int year, string seed, Visitor visitor, TargetOffice office, CancellationToken ct) => Told(await office.TryDrawAsync(visitor.SignedIn, year, seed, ct), visitor);

    private static Task<IResult> Sample(SampleBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, Visitor visitor, TargetOffice office, CancellationToken ct) =>
        WrittenAsync(new QualityCommand.Draw(visitor.SignedIn, body.Year, body.Seed), key, visitor, office, ct);

    private static Task<IResult> Inspect(InspectionBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, Visitor visitor, TargetOffice office, CancellationToken ct) =>
        WrittenAsync(new QualityCommand.Inspect(visitor.SignedIn, body.Agency, body.Day, body.Result, body.Findings, body.Document), key, visitor, office, ct);

    private static Task<IResult> Find(NonconformityBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, Visitor visitor, TargetOffice office, CancellationToken ct) =>
        WrittenAsync(new QualityCommand.Find(visitor.SignedIn, body.Agency, body.Kind, body.Version, body.What, body.Action, body.Who, body.Due, body.Inspection), key, visitor, office, ct);

    private static Task<IResult> Replan(int number, PlanBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, Visitor visitor, TargetOffice office, CancellationToken ct) =>
        WrittenAsync(new QualityCommand.Replan(visitor.SignedIn, number, body.Action, body.Who, body.Due, body.Reason), key, visitor, office, ct);

    private static Task<IResult> OpenVersion(int number, VersionBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, Visitor visitor, TargetOffice office, CancellationToken ct) =>
        WrittenAsync(new QualityCommand.OpenVersion(visitor.SignedIn, number, body.Version), key, visitor, office, ct);

    private static Task<IResult> Close(int number, ClosureBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, Visitor visitor, TargetOffice office, CancellationToken ct) =>
        WrittenAsync(new QualityCommand.Close(visitor.SignedIn, number, body.Day, body.Evidence), key, visitor, office, ct);

    private static Task<IResult> Declare(DeclarationBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, Visitor visitor, TargetOffice office, CancellationToken ct) =>
        WrittenAsync(new QualityCommand.Declare(visitor.SignedIn, body.Agency, body.Day, body.Scope, body.Document), key, visitor, office, ct);

    private static async Task<IResult> Duties([AsParameters] Asked asked, int? year, Visitor visitor, TargetOffice office, CancellationToken ct) =>
        Told(await office.DutiesAsync(visitor.SignedIn, asked.Question(), year, ct), visitor);

    private static async Task<IResult> DutyBook([AsParameters] Asked asked, int? year, Visitor visitor, TargetOffice office, CancellationToken ct) =>
        Booked(await office.DutiesAsync(visitor.SignedIn, asked.Question(), year, ct), visitor, report => report.ToSheet(), "dau-viec");

    private static Task<IResult> DoDuty(DutyBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, Visitor visitor, TargetOffice office, CancellationToken ct) =>
        WrittenAsync(new QualityCommand.DoDuty(visitor.SignedIn, body.Agency, body.Duty, body.Year, body.Day, body.Document), key, visitor, office, ct);

    private static Task<IResult> Withdraw(int number, WithdrawalBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, Visitor visitor, TargetOffice office, CancellationToken ct) =>
        WrittenAsync(new QualityCommand.Withdraw(visitor.SignedIn, number, body.Reason), key, visitor, office, ct);

    private static async Task<IResult> ReportDocx([AsParameters] Asked asked, Visitor visitor, TargetOffice office, CancellationToken ct)
    {
        var answer = await office.YearlyAsync(visitor.SignedIn, asked.Question(), ct);
        return answer.Report is { } report ? TypedResults.File(report.ToDocument(), ReportDocument.ContentType, $"bao-cao-nam-{report.AsOf.Day:yyyyMMdd}.docx") : answer.Refusal!.ToProblem(visitor);
    }

    private static async Task<IResult> ReportXlsx([AsParameters] Asked asked, Visitor visitor, TargetOffice office, CancellationToken ct)
    {
        var answer = await office.YearlyAsync(visitor.SignedIn, asked.Question(), ct);
        return answer.Report is { } report ? TypedResults.File(report.ToBook(), ReportBook.ContentType, $"bao-cao-nam-{report.AsOf.Day:yyyyMMdd}.xlsx") : answer.Refusal!.ToProblem(visitor);
    }

    private static IResult Told<T>(ReportAnswer<T> answer, Visitor visitor) where T : class => answer.Report is { } report ? TypedResults.Ok(report) : answer.Refusal!.ToProblem(visitor);

    private static IResult Booked<T>(ReportAnswer<T> answer, Visitor visitor, Func<T, ReportSheet> sheet, string name) where T : class =>
        answer.Report is { } report ? TypedResults.File(ReportBook.Write(sheet(report)), ReportBook.ContentType, $"{name}.xlsx") : answer.Refusal!.ToProblem(visitor);

    private static async Task<IResult> WrittenAsync(QualityCommand command, string? key, Visitor visitor, TargetOffice office, CancellationToken ct)
    {
        if (IdempotencyKeys.FaultOf(key, visitor) is { } fault) return fault;
        var (number, refusal) = await office.ActAsync(command, ct, key);
        return refusal is null ? TypedResults.Created((string?)null, new WrittenJson(number!.Value)) : refusal.ToProblem(visitor);
    }
}
