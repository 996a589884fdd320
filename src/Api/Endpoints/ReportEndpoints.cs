using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Reports;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Figures over HTTP: the same as the pages, through the same office; each report as JSON and as a workbook.</summary>
internal static class ReportEndpoints
{
    public static void MapReports(this IEndpointRouteBuilder api)
    {
        var reports = api.MapGroup("/reports").WithTags("Báo cáo").RequireAuthorization().Refuses(400, 401, 409);
        reports.MapGet("/form-06", Form).WithSummary("Biểu 06/VPCP/KSTT của một kỳ, theo một công thức phân loại").Produces<Form06>();
        reports.MapGet("/form-06/dossiers", Dossiers).WithSummary("Hồ sơ đứng sau một con số của Biểu 06, vì sao được phân loại như vậy").Produces<NamedDossiers>();
        reports.MapGet("/form-06.xlsx", FormBook).WithSummary("Biểu 06/VPCP/KSTT dưới dạng sổ tính").Produces(200, null, ReportBook.ContentType);
        reports.MapGet("/form-06/dossiers.xlsx", DossiersBook).WithSummary("Danh sách hồ sơ đứng sau một con số, dưới dạng sổ tính").Produces(200, null, ReportBook.ContentType);
        reports.MapGet("/steps", Steps).WithSummary("Thời gian thực hiện các bước so với thời hạn").Produces<StepFigures>();
        reports.MapGet("/steps/runs", Runs).WithSummary("Các lượt thực hiện đứng sau một dòng thời gian, lâu nhất trước").Produces<IReadOnlyList<StepRun>>();
        reports.MapGet("/steps.xlsx", StepsBook).WithSummary("Thời gian thực hiện các bước, dưới dạng sổ tính").Produces(200, null, ReportBook.ContentType);
        reports.MapGet("/risk", Risk).WithSummary("Hồ sơ đang giải quyết có nguy cơ trễ hạn, và kết quả kiểm chứng cách dự báo").Produces<RiskReport>();
        reports.MapGet("/risk.xlsx", RiskBook).WithSummary("Hồ sơ có nguy cơ trễ hạn, dưới dạng sổ tính").Produces(200, null, ReportBook.ContentType);
        reports.MapGet("/unit", Unit).WithSummary("Tình hình đơn vị của lãnh đạo: việc đang chờ và thời gian thực hiện, theo bước và theo người").Produces<UnitReport>();
    }

    /// <summary>What every report asks: the days, the formula with its parameters, whose dossiers.</summary>
    internal sealed record Asked(
        [property: Description("Ngày đầu kỳ; bỏ trống: đầu tháng của ngày cuối kỳ")] DateOnly? From,
        [property: Description("Ngày cuối kỳ, cũng là ngày chốt số liệu; bỏ trống: hôm nay")] DateOnly? To,
        [property: Description("QD766 (mặc định), DATE_COMPARE hoặc TIMESTAMP")] string? Formula,
        [property: Description("Ngày hẹn lại có thay ngày hẹn gốc không; mặc định: không")] bool? Reappointed,
        [property: Description("Có trừ thời gian tạm dừng đúng quy định không; mặc định: có")] bool? Pauses,
        [property: Description("Gộp theo Field, Agency hoặc Procedure")] ReportGrouping? By,
        [property: Description("Chỉ một cơ quan")] AgencyCode? Agency)
    {
        /// <summary>Null where the formula's name is none.</summary>
        public ReportQuestion? Question()
        {
            var formula = OnTimeFormula.Qd766;
            if (Formula is not null && !OnTimeFormula.TryParse(Formula, out formula)) return null;
            return new() { From = From, To = To, By = By ?? ReportGrouping.Field, Agency = Agency, Formula = formula with { ReappointmentReplaces = Reappointed ?? false, LawfulPausesCount = Pauses ?? true } };
        }
    }

    private static Task<IResult> Form([AsParameters] Asked asked, Visitor visitor, ReportOffice office, CancellationToken ct) =>
        AnswerAsync(asked, visitor, (officer, question) => office.Form06Async(officer, question, ct), Json);

    private static Task<IResult> FormBook([AsParameters] Asked asked, Visitor visitor, ReportOffice office, CancellationToken ct) => AnswerAsync(
        asked, visitor, (officer, question) => office.Form06Async(officer, question, ct),
        async form => Book(form.ToSheet((await office.ScopeAsync(visitor.SignedIn, asked.Agency, ct)).Vi), $"bieu-06-{form.Period.From:yyyyMMdd}-{form.Period.To:yyyyMMdd}"));

    private static Task<IResult> Dossiers([AsParameters] Asked asked, Form06Cell cell, string? group, Visitor visitor, ReportOffice office, CancellationToken ct) =>
        AnswerAsync(asked, visitor, (officer, question) => office.DossiersAsync(officer, question, cell, group, ct), Json);

    private static Task<IResult> DossiersBook([AsParameters] Asked asked, Form06Cell cell, string? group, Visitor visitor, ReportOffice office, CancellationToken ct) => AnswerAsync(
        asked, visitor, (officer, question) => office.DossiersAsync(officer, question, cell, group, ct),
        async named => Book(named.ToSheet((await office.ScopeAsync(visitor.SignedIn, asked.Agency, ct)).Vi), "danh-sach-ho-so"));

    private static Task<IResult> Steps([AsParameters] Asked asked, StepGrouping? grouping, ProcedureCode? procedure, Visitor visitor, ReportOffice office, CancellationToken ct) =>
        AnswerAsync(asked, visitor, (officer, question) => office.StepsAsync(officer, question, grouping ?? StepGrouping.Step, procedure, ct), Json);

    private static Task<IResult> Runs([AsParameters] Asked asked, StepGrouping? grouping, string line, Visitor visitor, ReportOffice office, CancellationToken ct) =>
        AnswerAsync(asked, visitor, (officer, question) => office.RunsAsync(officer, question, grouping ?? StepGrouping.Step, line, ct), Json);

    private static Task<IResult> StepsBook(
        [AsParameters] Asked asked, StepGrouping? grouping, ProcedureCode? procedure, Visitor visitor, ReportOffice office, ReferenceOffice reference, CancellationToken ct) => AnswerAsync(
        asked, visitor, (officer, question) => office.StepsAsync(officer, question, grouping ?? StepGrouping.Step, procedure, ct),
        async figures =>
        {
            var catalogue = await reference.CatalogueAsync(ct);
            return Book(
                ReportSheet.Of(figures, (await office.ScopeAsync(visitor.SignedIn, asked.Agency, ct)).Vi, line => line.Procedure is { } code ? catalogue.Find(code)?.Name ?? code.Value : ""), "thoi-gian-cac-buoc");
        });

    private static Task<IResult> Risk([AsParameters] Asked asked, Visitor visitor, ReportOffice office, CancellationToken ct) =>
        AnswerAsync(asked, visitor, (officer, question) => office.RiskAsync(officer, question.Agency, ct), Json);

    private static Task<IResult> RiskBook([AsParameters] Asked asked, Visitor visitor, ReportOffice office, CancellationToken ct) => AnswerAsync(
        asked, visitor, (officer, question) => office.RiskAsync(officer, question.Agency, ct),
        async risk => Book(risk.ToSheet((await office.ScopeAsync(visitor.SignedIn, asked.Agency, ct)).Vi), "nguy-co-tre-han"));

    private static Task<IResult> Unit([AsParameters] Asked asked, Visitor visitor, ReportOffice office, CancellationToken ct) =>
        AnswerAsync(asked, visitor, (officer, question) => office.UnitAsync(officer, question, ct), Json);

    private static async Task<IResult> AnswerAsync<T>(Asked asked, Visitor visitor, Func<Officer, ReportQuestion, Task<ReportAnswer<T>>> ask, Func<T, Task<IResult>> tell) where T : class
    {
        var officer = visitor.SignedIn;
        if (asked.Question() is not { } question)
            return RefusalProblems.BadRequest(visitor, "formula", new("Công thức là QD766, DATE_COMPARE hoặc TIMESTAMP.", "The formulas are QD766, DATE_COMPARE and TIMESTAMP."));
        var answer = await ask(officer, question);
        return answer.Report is { } report ? await tell(report) : answer.Refusal!.ToProblem(visitor);
    }

    private static Task<IResult> Json<T>(T report) => Task.FromResult<IResult>(TypedResults.Ok(report));

    private static FileContentHttpResult Book(ReportSheet sheet, string name) => TypedResults.File(ReportBook.Write(sheet), ReportBook.ContentType, $"{name}.xlsx");
}
