using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>The catalogue of procedures over HTTP: searched, imported from files, changed by decisions; and the processes that changes leave to be gone over.</summary>
internal static class CatalogueEndpoints
{
    private const int MostAtOnce = 500;
    private const string Seen = "If-Match (nếu gửi) là ETag của lần xem: danh mục đã thay đổi thì không ghi.";

    public static void MapCatalogue(this IEndpointRouteBuilder api)
    {
        var catalogue = api.MapGroup("/catalogue").WithTags("Danh mục thủ tục").RequireAuthorization().Refuses(401);
        catalogue.MapGet("/procedures", Search).WithSummary("Tìm thủ tục trong danh mục hiện hành").WithDescription($"Tối đa {MostAtOnce} thủ tục mỗi lần; “skip” để lấy tiếp.").Produces<ProceduresJson>().Refuses(400, 404);
        catalogue.MapGet("/procedures/{code}", Open).WithSummary("Một thủ tục: trường hợp, thời hạn, giấy tờ, phí, kết quả, căn cứ, quyết định, quy trình và dự thảo đang có").Produces<ProcedureJson>().Refuses(400, 404);
        catalogue.MapGet("/blank.xlsx", Blank).WithSummary("Tệp mẫu để nhập danh mục, có giải thích từng cột").Produces(200, null, CatalogueFile.WorkbookType);
        catalogue.MapGet("/catalogue.xlsx", Workbook).WithSummary("Toàn bộ danh mục, tệp Excel theo đúng các cột của tệp mẫu").Produces(200, null, CatalogueFile.WorkbookType).Refuses(404);
        catalogue.MapGet("/catalogue.csv", Text).WithSummary("Toàn bộ danh mục, tệp CSV theo đúng các cột của tệp mẫu").Produces(200, null, "text/csv").Refuses(404);
        catalogue.MapPost("/imports", Import).Accepts<byte[]>("application/octet-stream").WithSummary("Kiểm tra một tệp danh mục; danh mục chưa thay đổi")
            .WithDescription($"Thân yêu cầu là tệp .xlsx, .csv, hoặc câu trả lời JSON của LayDanhSachTTHC, LayThuTuc; tối đa {CatalogueFile.LargestBytes / 1024 / 1024} MB, {CatalogueSheet.MostRows} dòng. Trả về mọi lỗi theo dòng và cột, và từng thủ tục: thêm mới, thay đổi, giữ nguyên.")
            .Produces<ImportJson>(201).Refuses(409);
        catalogue.MapGet("/imports", Imports).WithSummary("Các tệp đã kiểm tra").Produces<IReadOnlyList<ImportedFile>>().Refuses(404);
        catalogue.MapGet("/imports/{number:int}", OpenImport).WithSummary("Kết quả kiểm tra một tệp so với danh mục hiện hành; ETag là lần cập nhật danh mục đã so").Produces<ImportJson>().Refuses(404);
        catalogue.MapPost("/imports/{number:int}/taking-over", TakeOver).WithSummary("Cập nhật tệp vào danh mục: tất cả hoặc không gì cả; If-Match là ETag của lần xem").Produces<CatalogueSavedJson>().Refuses(400, 404, 409);
        catalogue.MapDelete("/imports/{number:int}", WithdrawImport).WithSummary("Bỏ một tệp đã kiểm tra").Produces(204).Refuses(404, 409);
        catalogue.MapGet("/decisions", Decisions).WithSummary("Sổ quyết định công bố, sửa đổi, bãi bỏ thủ tục").Produces<IReadOnlyList<ListingDecision>>().Refuses(404);
        catalogue.MapPost("/decisions", Enter).WithSummary("Ghi một quyết định vào sổ").Produces<CatalogueSavedJson>(201).Refuses(400, 409);
        catalogue.MapPost("/decisions/taking-out", TakeOut).WithSummary("Bỏ khỏi sổ một quyết định ghi nhầm, có lý do").Produces<CatalogueSavedJson>().Refuses(400, 409);
        catalogue.MapGet("/laws", Laws).WithSummary("Văn bản quy phạm trong danh mục: hiệu lực, văn bản thay thế, căn cứ chung").Produces<IReadOnlyList<LegalDocument>>().Refuses(404);
        catalogue.MapGet("/laws/one", OpenLaw).WithSummary("Một văn bản theo số, ký hiệu: thủ tục dẫn chiếu và các lần thay đổi; ETag là lần cập nhật danh mục").Produces<LawJson>().Refuses(404);
        catalogue.MapPost("/laws", EnterLaw).WithSummary("Ghi một văn bản vào danh mục").Produces<CatalogueSavedJson>(201).Refuses(400, 409);
        catalogue.MapPost("/laws/end", EndLaw).WithSummary("Ghi một văn bản hết hiệu lực; quy trình có căn cứ này vào danh sách cần rà soát từ ngày đó").WithDescription(Seen).Produces<CatalogueSavedJson>().Refuses(400, 409, 412);
        catalogue.MapPost("/laws/correction", CorrectLaw).WithSummary("Đính chính một văn bản, có lý do").WithDescription(Seen).Produces<CatalogueSavedJson>().Refuses(400, 409, 412);
        catalogue.MapPost("/laws/standing", MarkLaw).WithSummary("Chọn văn bản làm căn cứ chung của mọi quyết định, hoặc bỏ chọn").WithDescription(Seen).Produces<CatalogueSavedJson>().Refuses(400, 409, 412);
        catalogue.MapGet("/fields", Fields).WithSummary("Các lĩnh vực").Produces<IReadOnlyList<ListedField>>().Refuses(404);
        catalogue.MapGet("/fields/{code}", OpenField).WithSummary("Một lĩnh vực: số thủ tục và các lần thay đổi; ETag là lần cập nhật danh mục").Produces<FieldJson>().Refuses(404);
        catalogue.MapPost("/fields", EnterField).WithSummary("Thêm một lĩnh vực").Produces<CatalogueSavedJson>(201).Refuses(400, 409);
        catalogue.MapPost("/fields/{code}/name", RenameField).WithSummary("Đổi tên lĩnh vực; thủ tục thuộc lĩnh vực đổi theo").WithDescription(Seen).Produces<CatalogueSavedJson>().Refuses(400, 409, 412);
        catalogue.MapPost("/fields/{code}/end", EndField).WithSummary("Lĩnh vực không dùng nữa sau một ngày").WithDescription(Seen).Produces<CatalogueSavedJson>().Refuses(400, 409, 412);
        catalogue.MapGet("/versions", Editions).WithSummary("Các lần cập nhật danh mục: ai, khi nào, vì sao").Produces<IReadOnlyList<CatalogueEdition>>().Refuses(404);
        catalogue.MapGet("/versions/{version:int}", Edition).WithSummary("Một lần cập nhật và những gì đã thay đổi").Produces<EditionJson>().Refuses(404);

        var rechecks = api.MapGroup("/rechecks").WithTags("Cần rà soát").RequireAuthorization().Refuses(401);
        rechecks.MapGet("/", Rechecks).WithSummary("Quy trình đang có hiệu lực và dự thảo cần rà soát, vì sao, từ khi nào").Produces<RecheckJson>().Refuses(404);
        rechecks.MapPost("/{target}/notes", Note).WithSummary("Xác nhận “vẫn phù hợp”, có lý do").Produces(204).Refuses(400, 404, 409);
    }

    internal sealed record ProceduresJson(int Version, int Total, IReadOnlyList<Procedure> Procedures);

    internal sealed record ProcedureJson(
        Procedure Procedure, IReadOnlyList<ListingActJson> Decisions, IReadOnlyList<CitedLaw> LegalBases, IReadOnlyList<ProcessJson> Processes, IReadOnlyList<DraftLine> Drafts, IReadOnlyList<ChangeJson> Changes);

    internal sealed record ListingActJson(ListingEffect Effect, string Number, DateOnly SignedOn, string Authority, DateOnly EffectiveFrom, string? Note);

    internal sealed record ProcessJson(ContentHash Version, CaseKey? Case, string Name, AgencyCode Agency, DateOnly From, string Decision);

    /// <summary>What a version of the catalogue changed of a procedure.</summary>
    internal sealed record ChangeJson(int Version, DateTimeOffset At, ProcedureCode Procedure, string Name, string Effect, IReadOnlyList<PartJson> Parts);

    internal sealed record PartJson(ProcedurePart Part, CaseKey? Case, string? Item, string? Before, string? After);

    internal sealed record FaultJson(int Row, string Column, string Head, string? Value, string Code, string Message);

    internal sealed record ImportedJson(int Row, ProcedureCode Procedure, string Name, ImportEffect Effect, IReadOnlyList<PartJson> Changes);

    internal sealed record ImportJson(
        ImportedFile File, int ComparedWith, int Rows, int New, int Changed, int Same, int Kept, IReadOnlyList<string> NewFields, IReadOnlyList<FaultJson> Faults, IReadOnlyList<ImportedJson> Procedures);

    internal sealed record ReasonBody(string Reason);

    internal sealed record TakeOutBody(string Number, string Reason);

    internal sealed record DecisionBody(string Number, DateOnly SignedOn, string Authority, DateOnly EffectiveFrom, IReadOnlyList<DecisionLineBody> Lines, string? Title = null);

    internal sealed record DecisionLineBody(ListingEffect Effect, ProcedureCode Procedure, string? Note = null);

    internal sealed record CatalogueSavedJson(int Version);

    internal sealed record EditionJson(CatalogueEdition Edition, IReadOnlyList<ChangeJson> Changes, IReadOnlyList<LawChangeJson> Laws);

    internal sealed record LawJson(LegalDocument Law, IReadOnlyList<CitingJson> Procedures, IReadOnlyList<LawChangeJson> Changes);

    internal sealed record CitingJson(ProcedureCode Code, string Name);

    internal sealed record FieldJson(ListedField Field, int Procedures, IReadOnlyList<LawChangeJson> Changes);

    /// <summary>What a version of the catalogue changed of a law or a field.</summary>
    internal sealed record LawChangeJson(int Version, DateTimeOffset At, bool IsField, string Number, string Title, string Effect, IReadOnlyList<LawPartJson> Parts);

    internal sealed record LawPartJson(LawPart Part, string? Before, string? After);

    /// <summary>A law as programs send it.</summary>
    /// <param name="From">The first day it is in force.</param>
    /// <param name="To">The last one; left out while it is.</param>
    internal sealed record LawBody(
        string Number, string Title, string Issuer, DateOnly? IssuedOn = null, DateOnly? From = null, DateOnly? To = null, string? ReplacedBy = null, string? Note = null, string? Reason = null)
    {
        public LegalDocument ToLaw() => new(Number ?? "", Title ?? "", Issuer ?? "", IssuedOn, From, To, ReplacedBy, [], Note);
    }

    internal sealed record LawEndBody(string Number, DateOnly To, string Reason, string? ReplacedBy = null);

    /// <param name="Number">The number it stands under so far.</param>
    internal sealed record LawCorrectionBody(string Number, LawBody Law, string Reason);

    /// <param name="Order">Its place among the bases of every decision; left out: it is none of them.</param>
    internal sealed record LawMarkBody(string Number, string Reason, int? Order = null);

    internal sealed record FieldBody(string Code, string Name, string? Reason = null);

    internal sealed record FieldNameBody(string Name, string Reason);

    internal sealed record FieldEndBody(DateOnly To, string Reason);

    internal sealed record RecheckJson(IReadOnlyList<RecheckLineJson> Processes, IReadOnlyList<NoteJson> Notes);

    internal sealed record RecheckLineJson(
        string Target, bool IsDraft, ContentHash? Version, ProcedureCode Procedure, CaseKey? Case, string Name, AgencyCode Agency, DateTimeOffset Since, bool MayNote, IReadOnlyList<RecheckReasonJson> Reasons);

    internal sealed record RecheckReasonJson(RecheckCause Cause, DateTimeOffset At, string Why, IReadOnlyList<PartJson> Changes);

    internal sealed record NoteJson(string Target, ProcedureCode Procedure, string Name, string Reason, OfficerId By, DateTimeOffset At);

    private static async Task<IResult> Search(
        Visitor visitor, CatalogueOffice office, CancellationToken ct,
        [Description("Từ trong tên hoặc mã, có dấu hay không dấu")] string? search = null, string? field = null, AgencyLevel? level = null, AgencyCode? agency = null, ProcedureStanding? standing = null, int skip = 0) =>
        await office.FindAsync(visitor.SignedIn, new(search, field, level, agency, standing), ct) is { } found
            ? TypedResults.Ok(new ProceduresJson(found.Version, found.Procedures.Count, [.. found.Procedures.Skip(Math.Max(0, skip)).Take(MostAtOnce)])) : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Open(ProcedureCode code, Visitor visitor, CatalogueOffice office, CancellationToken ct) =>
        await office.OpenAsync(visitor.SignedIn, code, ct) is { } view
            ? TypedResults.Ok(new ProcedureJson(
                view.Procedure, [.. view.Acts.Select(act => new ListingActJson(act.Line.Effect, act.Decision.Number, act.Decision.SignedOn, act.Decision.Authority, act.Decision.EffectiveFrom, act.Line.Note))], view.Laws,
                [.. view.Processes.Select(process => new ProcessJson(process.Hash, process.Case, process.Name, process.Agency, process.From, process.ActNumber))], view.Drafts, [.. view.Changes.Select(change => Change(change, visitor))]))
            : RefusalProblems.NotFound(visitor);

    private static FileContentHttpResult Blank() => TypedResults.File(CatalogueFile.Blank(), CatalogueFile.WorkbookType, "mau-nhap-danh-muc.xlsx");

    private static async Task<IResult> Workbook(Visitor visitor, CatalogueOffice office, CancellationToken ct) =>
        await office.FileAsync(visitor.SignedIn, false, ct) is { } file ? TypedResults.File(file, CatalogueFile.WorkbookType, "danh-muc-thu-tuc.xlsx") : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Text(Visitor visitor, CatalogueOffice office, CancellationToken ct) =>
        await office.FileAsync(visitor.SignedIn, true, ct) is { } file ? TypedResults.File(file, "text/csv; charset=utf-8", "danh-muc-thu-tuc.csv") : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Import(HttpRequest request, Visitor visitor, CatalogueOffice office, HttpContext context, CancellationToken ct, [Description("Tên tệp, để ghi lại")] string name = "")
    {
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int got; body.Length <= CatalogueFile.LargestBytes && (got = await request.Body.ReadAsync(buffer, ct)) > 0;) body.Write(buffer, 0, got);
        var answer = await office.ImportAsync(visitor.SignedIn, name, body.ToArray(), ct);
        if (answer.Refusal is { } refusal) return refusal.ToProblem(visitor);
        var view = (await office.FindImportAsync(visitor.SignedIn, answer.Number!.Value, ct))!;
        context.Tag(view.Version);
        return TypedResults.Created($"/api/catalogue/imports/{answer.Number}", Json(view, visitor));
    }

    private static async Task<IResult> Imports(Visitor visitor, CatalogueOffice office, CancellationToken ct) =>
        await office.ImportsAsync(visitor.SignedIn, ct) is { } files ? TypedResults.Ok(files) : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> OpenImport(int number, Visitor visitor, CatalogueOffice office, HttpContext context, CancellationToken ct)
    {
        if (await office.FindImportAsync(visitor.SignedIn, number, ct) is not { } view) return RefusalProblems.NotFound(visitor);
        context.Tag(view.Version);
        return TypedResults.Ok(Json(view, visitor));
    }

    private static async Task<IResult> TakeOver(int number, ReasonBody body, Visitor visitor, CatalogueOffice office, HttpContext context, CancellationToken ct)
    {
        if (!context.Request.TryReadIfMatch(out var seen) || seen is null) return EntityTags.NoTagOfOurs(visitor);
        return Saved(await office.TakeOverAsync(visitor.SignedIn, number, seen.Value, body.Reason, ct), visitor);
    }

    private static async Task<IResult> WithdrawImport(int number, Visitor visitor, CatalogueOffice office, CancellationToken ct) =>
        (await office.WithdrawImportAsync(visitor.SignedIn, number, ct)).Refusal is { } refusal ? refusal.ToProblem(visitor) : TypedResults.NoContent();

    private static async Task<IResult> Decisions(Visitor visitor, CatalogueOffice office, CancellationToken ct) =>
        await office.FindAsync(visitor.SignedIn, new(), ct) is { } found ? TypedResults.Ok(found.Book.Decisions) : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Enter(DecisionBody body, Visitor visitor, CatalogueOffice office, CancellationToken ct)
    {
        var answer = await office.EnterAsync(visitor.SignedIn, new(
            body.Number, body.SignedOn, body.Authority, body.EffectiveFrom, body.Title, [.. body.Lines.OfType<DecisionLineBody>().Select(line => new ListingLine(line.Effect, line.Procedure, line.Note))]), ct);
        return answer.Refusal is { } refusal ? refusal.ToProblem(visitor) : TypedResults.Created("/api/catalogue/decisions", new CatalogueSavedJson(answer.Version!.Value));
    }

    private static async Task<IResult> TakeOut(TakeOutBody body, Visitor visitor, CatalogueOffice office, CancellationToken ct) =>
        Saved(await office.TakeOutAsync(visitor.SignedIn, body.Number, body.Reason, ct), visitor);

    private static async Task<IResult> Editions(Visitor visitor, CatalogueOffice office, CancellationToken ct) =>
        await office.EditionsAsync(visitor.SignedIn, ct) is { } editions ? TypedResults.Ok(editions) : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Edition(int version, Visitor visitor, CatalogueOffice office, CancellationToken ct) =>
        await office.EditionAsync(visitor.SignedIn, version, ct) is { } view
            ? TypedResults.Ok(new EditionJson(view.Edition, [.. view.Changes.Select(change => Change(change, visitor))], Changes(view.Laws, visitor))) : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Laws(Visitor visitor, CatalogueOffice office, CancellationToken ct) =>
        await office.FindAsync(visitor.SignedIn, new(), ct) is { } found ? TypedResults.Ok(found.Book.LegalDocuments) : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> OpenLaw([Description("Số, ký hiệu, ví dụ 118/2025/NĐ-CP")] string number, Visitor visitor, CatalogueOffice office, HttpContext context, CancellationToken ct)
    {
        if (await office.OpenLawAsync(visitor.SignedIn, number, ct) is not { } view) return RefusalProblems.NotFound(visitor);
        context.Tag(view.Version);
        return TypedResults.Ok(new LawJson(view.Law, [.. view.Procedures.Select(procedure => new CitingJson(procedure.Code, procedure.Name))], Changes(view.Changes, visitor)));
    }

    private static async Task<IResult> EnterLaw(LawBody body, Visitor visitor, CatalogueOffice office, CancellationToken ct)
    {
        var answer = await office.ActAsync(visitor.SignedIn, new LawAct.Enter(body.ToLaw(), body.Reason), null, ct);
        return answer.Refusal is { } refusal ? refusal.ToProblem(visitor) : TypedResults.Created("/api/catalogue/laws", new CatalogueSavedJson(answer.Version!.Value));
    }

    private static Task<IResult> EndLaw(LawEndBody body, HttpRequest request, Visitor visitor, CatalogueOffice office, CancellationToken ct) =>
        ActAsync(new LawAct.End(body.Number, body.To, body.ReplacedBy, body.Reason), request, visitor, office, ct);

    private static Task<IResult> CorrectLaw(LawCorrectionBody body, HttpRequest request, Visitor visitor, CatalogueOffice office, CancellationToken ct) =>
        ActAsync(new LawAct.Correct(body.Number, body.Law.ToLaw(), body.Reason), request, visitor, office, ct);

    private static Task<IResult> MarkLaw(LawMarkBody body, HttpRequest request, Visitor visitor, CatalogueOffice office, CancellationToken ct) =>
        ActAsync(new LawAct.Mark(body.Number, body.Order, body.Reason), request, visitor, office, ct);

    private static async Task<IResult> Fields(Visitor visitor, CatalogueOffice office, CancellationToken ct) =>
        await office.FindAsync(visitor.SignedIn, new(), ct) is { } found ? TypedResults.Ok(found.Book.Fields) : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> OpenField(string code, Visitor visitor, CatalogueOffice office, HttpContext context, CancellationToken ct)
    {
        if (await office.OpenFieldAsync(visitor.SignedIn, code, ct) is not { } view) return RefusalProblems.NotFound(visitor);
        context.Tag(view.Version);
        return TypedResults.Ok(new FieldJson(view.Field, view.Procedures, Changes(view.Changes, visitor)));
    }

    private static async Task<IResult> EnterField(FieldBody body, Visitor visitor, CatalogueOffice office, CancellationToken ct)
    {
        var answer = await office.ActAsync(visitor.SignedIn, new LawAct.EnterField(body.Code, body.Name, body.Reason), null, ct);
        return answer.Refusal is { } refusal ? refusal.ToProblem(visitor) : TypedResults.Created("/api/catalogue/fields", new CatalogueSavedJson(answer.Version!.Value));
    }

    private static Task<IResult> RenameField(string code, FieldNameBody body, HttpRequest request, Visitor visitor, CatalogueOffice office, CancellationToken ct) =>
        ActAsync(new LawAct.RenameField(code, body.Name, body.Reason), request, visitor, office, ct);

    private static Task<IResult> EndField(string code, FieldEndBody body, HttpRequest request, Visitor visitor, CatalogueOffice office, CancellationToken ct) =>
        ActAsync(new LawAct.EndField(code, body.To, body.Reason), request, visitor, office, ct);

    private static async Task<IResult> ActAsync(LawAct act, HttpRequest request, Visitor visitor, CatalogueOffice office, CancellationToken ct) =>
        request.TryReadIfMatch(out var seen) ? Saved(await office.ActAsync(visitor.SignedIn, act, seen, ct), visitor) : EntityTags.NoTagOfOurs(visitor);

    private static IReadOnlyList<LawChangeJson> Changes(IReadOnlyList<LawEdition> editions, Visitor visitor) =>
        [.. editions.Select(edition => new LawChangeJson(
            edition.Version, edition.At, edition.IsField, edition.Number, edition.Title, edition.IsNew ? "New" : edition.IsGone ? "Gone" : "Changed",
            [.. edition.Changes.Select(change => new LawPartJson(change.Part, change.Before?.In(visitor.Language), change.After?.In(visitor.Language)))]))];

    private static async Task<IResult> Rechecks(Visitor visitor, RecheckOffice office, CancellationToken ct) =>
        await office.ListAsync(visitor.SignedIn, ct) is { } view
            ? TypedResults.Ok(new RecheckJson(
                [
                    .. view.Lines.Select(line => new RecheckLineJson(
                        line.Process.Target, line.Process.IsDraft, line.Version, line.Process.Procedure, line.Process.Case, line.Process.Name, line.Process.Agency, line.Reasons[0].At, line.MayNote,
                        [.. line.Reasons.Select(reason => new RecheckReasonJson(reason.Cause, reason.At, reason.Why.In(visitor.Language), Parts(reason.Changes, visitor)))])),
                ],
                [.. view.Notes.Select(noted => new NoteJson(noted.Note.Target, noted.Process.Procedure, noted.Process.Name, noted.Note.Reason, noted.Note.By, noted.Note.At))]))
            : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Note(string target, ReasonBody body, Visitor visitor, RecheckOffice office, CancellationToken ct) =>
        await office.NoteAsync(visitor.SignedIn, target, body.Reason, ct) is { } refusal ? refusal.ToProblem(visitor) : TypedResults.NoContent();

    private static IResult Saved(CatalogueAnswer answer, Visitor visitor) =>
        answer.Refusal is { } refusal ? refusal.ToProblem(visitor) : TypedResults.Ok(new CatalogueSavedJson(answer.Version!.Value));

    private static ImportJson Json(ImportView view, Visitor visitor) => new(
        view.File, view.Version, view.Report.Rows, view.Report.Count(ImportEffect.New), view.Report.Count(ImportEffect.Changed), view.Report.Count(ImportEffect.Same), view.Report.Kept, view.Report.NewFields,
        [.. view.Report.Faults.Select(fault => new FaultJson(fault.Row, fault.Place, fault.Head, fault.Value, fault.Why.Code, fault.Why.Message.In(visitor.Language)))],
        [.. view.Report.Procedures.Select(imported => new ImportedJson(imported.Row, imported.Procedure.Code, imported.Procedure.Name, imported.Effect, Parts(imported.Changes, visitor)))]);

    private static ChangeJson Change(ProcedureEdition edition, Visitor visitor) => new(
        edition.Version, edition.At, edition.Code, edition.Name, edition.Before is null ? "New" : edition.After is null ? "Gone" : "Changed",
        edition.Before is null || edition.After is null ? [] : Parts(edition.Changes, visitor));

    private static IReadOnlyList<PartJson> Parts(IReadOnlyList<ProcedureChange> changes, Visitor visitor) =>
        [.. changes.Select(change => new PartJson(change.Part, change.Case, change.Item, change.Before?.In(visitor.Language), change.After?.In(visitor.Language)))];
}
