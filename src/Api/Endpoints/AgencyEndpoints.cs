using System.ComponentModel;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Agencies, units, positions and who holds them, over HTTP: what there is and was, and the acts that change it.</summary>
internal static class AgencyEndpoints
{
    public static void MapAgencies(this IEndpointRouteBuilder api)
    {
        var agencies = api.MapGroup("/agencies").WithTags("Cơ quan, đơn vị").RequireAuthorization().Refuses(401);
        agencies.MapGet("/", List).WithSummary("Cơ quan, đơn vị của một ngày; cả đơn vị đã thôi hoạt động khi all=true").Produces<IReadOnlyList<AgencyJson>>().Refuses(400);
        agencies.MapGet("/{code}", Open).WithSummary("Một cơ quan, đơn vị: các tên qua thời kỳ, đơn vị kế thừa, người giữ vị trí").Produces<AgencyDetailJson>().Refuses(400, 404);
        agencies.MapGet("/positions", Positions).WithSummary("Các vị trí xử lý").Produces<IReadOnlyList<Position>>();
        agencies.MapGet("/acts", Acts).WithSummary("Các việc sắp xếp, bổ nhiệm đã ghi, mới nhất trước").Produces<IReadOnlyList<AgencyRecord>>().Refuses(400);
        agencies.MapPost("/acts/preview", Preview).WithSummary("Xem trước ảnh hưởng của một việc sắp xếp; không thay đổi gì").Produces<AgencyPreviewJson>().Refuses(400, 409);
        agencies.MapPost("/acts", Record).WithSummary("Ghi một việc sắp xếp, bổ nhiệm theo quyết định; tạo phiên bản danh mục mới")
            .WithDescription("“kind” cho biết việc gì; các trường cần có theo từng việc: Establish: code, name, level, parent; Rename: code, name; Move: code, parent; Merge: codes, into (name, level, parent khi lập mới), people; Split: code, parts, heir, people; Dissolve: code, into, people; ListPosition: position, name; Appoint: officer, name, code, position, holding, until; Relieve: officer, code, position.")
            .Produces<AgencyRecord>().Refuses(400, 409);
        agencies.MapPost("/imports", Import).WithSummary("Nhập đơn vị hoặc người giữ vị trí từ bảng .xlsx, .csv; tất cả hoặc không dòng nào").Accepts<byte[]>("application/octet-stream")
            .Produces<AgencyImportReport>().Produces<AgencyImportReport>(422).Refuses(400, 409);
    }

    /// <summary>An agency or unit under the name of a day.</summary>
    internal sealed record AgencyJson(AgencyCode Code, string Name, AgencyLevel Level, AgencyCode? Parent, DateOnly? From, DateOnly? To, IReadOnlyList<AgencyCode> SucceededBy, string? Note);

    /// <param name="Spells">Every name and what it stood under, in order; empty where neither ever changed.</param>
    /// <param name="Now">What became of it: itself, or who took over.</param>
    /// <param name="Holders">Over time; only for those who may look.</param>
    internal sealed record AgencyDetailJson(AgencyJson Agency, IReadOnlyList<AgencySpell> Spells, IReadOnlyList<AgencyCode> Now, IReadOnlyList<AgencyCode> Units, IReadOnlyList<Holder> Holders);

    internal sealed record AgencyPreviewJson(string? Code, string? Why, IReadOnlyList<AgencyEvent> Events, AgencyFootprint Footprint);

    private static async Task<IResult> List(ReferenceOffice reference, TimeProvider clock, CancellationToken ct, DateOnly? on = null, bool all = false, [Description("Tìm theo mã, tên")] string? words = null)
    {
        var day = on ?? Engine.Calendars.VietnamTime.DayOf(clock.GetUtcNow());
        var catalogue = await reference.CatalogueAsync(ct);
        return TypedResults.Ok(AgencySearch.Of(catalogue, words, all ? null : day).Select(agency => Of(agency, day)));
    }

    private static async Task<IResult> Open(AgencyCode code, Visitor visitor, ReferenceOffice reference, TimeProvider clock, CancellationToken ct)
    {
        var today = Engine.Calendars.VietnamTime.DayOf(clock.GetUtcNow());
        var catalogue = await reference.CatalogueAsync(ct);
        if (catalogue.Find(code) is not { } agency) return RefusalProblems.NotFound(visitor);
        return TypedResults.Ok(new AgencyDetailJson(
            Of(agency, today), agency.Spells, catalogue.SuccessorsOf(code, today), [.. catalogue.Agencies.Where(unit => unit.Parent == code && !unit.IsGoneBy(today)).Select(unit => unit.Code)],
            AgencyOffice.MayLook(visitor.SignedIn) ? [.. catalogue.Holders.Where(holder => holder.Place == code)] : []));
    }

    private static async Task<IResult> Positions(ReferenceOffice reference, CancellationToken ct) => TypedResults.Ok((await reference.CatalogueAsync(ct)).Positions);

    private static async Task<IResult> Acts(Visitor visitor, AgencyOffice office, CancellationToken ct, AgencyCode? place = null) => TypedResults.Ok(await office.RecordsAsync(visitor.SignedIn, place, 500, ct));

    private static async Task<IResult> Preview(AgencyActForm body, Visitor visitor, AgencyOffice office, CancellationToken ct)
    {
        if (body.Read(out var missing) is not { } order) return Missing(visitor, missing!);
        var preview = await office.PreviewAsync(visitor.SignedIn, order, ct);
        return preview.Refusal == AgencyRefusals.NotAnAdministrator ? preview.Refusal.ToProblem(visitor)
            : TypedResults.Ok(new AgencyPreviewJson(preview.Refusal?.Code, preview.Refusal?.Message.In(visitor.Language), preview.Events, preview.Footprint));
    }

    private static async Task<IResult> Record(AgencyActForm body, Visitor visitor, AgencyOffice office, CancellationToken ct)
    {
        if (body.Read(out var missing) is not { } order) return Missing(visitor, missing!);
        var answer = await office.RecordAsync(visitor.SignedIn, order, ct);
        return answer.Refusal is { } refusal ? refusal.ToProblem(visitor) : TypedResults.Ok(answer.Record);
    }

    private static async Task<IResult> Import(
        HttpRequest request, Visitor visitor, AgencyImportOffice office, [Description("Units: đơn vị; Holders: người giữ vị trí")] AgencySheetKind kind,
        [Description("Số quyết định")] string decision, DateOnly signedOn, [Description("Ngày hiệu lực của những dòng không ghi ngày")] DateOnly from, CancellationToken ct)
    {
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int got; body.Length <= ProcessImport.LargestBytes && (got = await request.Body.ReadAsync(buffer, ct)) > 0;) body.Write(buffer, 0, got);
        var report = await office.ImportAsync(visitor.SignedIn, body.ToArray(), kind, decision, signedOn, from, ct);
        return report.Refusal is { } refusal ? refusal.ToProblem(visitor) : report.Faults is [] ? TypedResults.Ok(report) : TypedResults.Json(report, statusCode: StatusCodes.Status422UnprocessableEntity);
    }

    private static AgencyJson Of(Agency agency, DateOnly day) => new(agency.Code, agency.NameOn(day), agency.Level, agency.ParentOn(day), agency.From, agency.To, agency.SucceededBy, agency.Note);

    private static IResult Missing(Visitor visitor, string field) => RefusalProblems.BadRequest(visitor, field, new($"Thiếu “{field}”.", $"“{field}” is missing."));
}
