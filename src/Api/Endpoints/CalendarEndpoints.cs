using System.ComponentModel;
using System.Text.Json;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>The province's calendar over HTTP: what is in force, what is proposed, what a proposal would do, and the decision that puts it in force.</summary>
internal static class CalendarEndpoints
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void MapCalendars(this IEndpointRouteBuilder api)
    {
        var calendars = api.MapGroup("/calendars").WithTags("Lịch làm việc").RequireAuthorization().Refuses(401);
        calendars.MapGet("/", List).WithSummary("Các lần ban hành lịch, các bản đề xuất, tiến độ cập nhật hồ sơ").Produces<CalendarsJson>();
        calendars.MapGet("/{version:int}", Text).WithSummary("Tệp lịch của một lần ban hành").Produces<JsonElement>().Refuses(404);
        calendars.MapPost("/preview", Preview).WithSummary("Xem trước ảnh hưởng của một lịch tới hồ sơ đang giải quyết; không thay đổi gì")
            .WithDescription("Nêu “calendar” (tệp lịch) hoặc “proposal” (số bản đề xuất). Trả về số hồ sơ thay đổi hạn, chuyển thành quá hạn hoặc hết quá hạn, theo cơ quan và thủ tục, và các hồ sơ thay đổi nhiều nhất.")
            .Produces<CalendarImpact>().Refuses(400, 404, 409);
        calendars.MapPost("/proposals", Propose).WithSummary("Lập một bản đề xuất lịch").Produces<ProposalSavedJson>(201).Refuses(400, 409);
        calendars.MapGet("/proposals/{number:int}", Open).WithSummary("Một bản đề xuất lịch").Produces<ProposalJson>().Refuses(404);
        calendars.MapPut("/proposals/{number:int}", Save).WithSummary("Lưu bản tiếp theo; If-Match là số bản đang có").Produces<ProposalSavedJson>().Refuses(400, 404, 409);
        calendars.MapDelete("/proposals/{number:int}", Withdraw).WithSummary("Bỏ bản đề xuất; If-Match là số bản đang có").Produces<ProposalSavedJson>().Refuses(400, 404, 409);
        calendars.MapPost("/proposals/{number:int}/decision", Decide).WithSummary("Ban hành bản đề xuất bằng một quyết định; If-Match là số bản đang có").Produces<InForceJson>().Refuses(400, 404, 409);
        calendars.MapGet("/proposals/{number:int}/impact.xlsx", Book).WithSummary("Ảnh hưởng của bản đề xuất, tệp Excel").Produces(200, null, Workbook).Refuses(400, 404);
    }

    /// <summary>A calendar to be kept as a proposal: what it is for, and the file itself.</summary>
    internal sealed record ProposalBody(string Title, JsonElement Calendar);

    /// <summary>What is to be weighed: a file or a proposal, what becomes of printed promises, and which dossiers are wanted one by one.</summary>
    internal sealed record PreviewBody(
        JsonElement? Calendar = null, int? Proposal = null, PromiseRule Promises = PromiseRule.Moved, AgencyCode? Agency = null, ProcedureCode? Procedure = null, bool OnlyCrossing = false, int AtMost = 50);

    /// <summary>The decision, and what it does to promises already printed.</summary>
    internal sealed record DecisionBody(string Number, DateOnly SignedOn, string Signer, string Reason, string Basis, PromiseRule Promises);

    internal sealed record ProposalSavedJson(int Number, int Revision);

    internal sealed record InForceJson(int Number, int Version);

    internal sealed record ProposalJson(int Number, int Revision, int BasedOn, string Title, ProposalStatus Status, int? Version, OfficerId By, DateTimeOffset At, JsonElement Calendar);

    internal sealed record ProposalLineJson(int Number, int Revision, int BasedOn, string Title, ProposalStatus Status, int? Version, OfficerId By, DateTimeOffset At);

    internal sealed record CalendarsJson(int? InForce, IReadOnlyList<CalendarEdition> Editions, IReadOnlyList<ProposalLineJson> Proposals, CalendarProgress? Progress);

    private static async Task<IResult> List(Visitor visitor, CalendarOffice office, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        var overview = await office.OverviewAsync(officer, ct);
        var editions = new List<CalendarEdition>();
        for (var book = overview.Current; book is not null; book = book.Earlier)
            if (book.Edition is { } edition) editions.Add(edition);
        return TypedResults.Ok(new CalendarsJson(overview.Current?.Version, editions, [.. overview.Proposals.Select(LineOf)], overview.Progress));
    }

    private static async Task<IResult> Text(int version, Visitor visitor, CalendarOffice office, CancellationToken ct) =>
        await office.TextAsync(version, ct) is { } text ? TypedResults.Text(text, "application/json") : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Preview(PreviewBody body, Visitor visitor, CalendarOffice office, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        var text = body.Calendar?.GetRawText();
        if (text is null && body.Proposal is { } number && await office.FindAsync(officer, number, ct) is { } proposal) text = proposal.Body;
        if (text is null && body.Proposal is not null && officer.Is(Role.Controller)) return RefusalProblems.NotFound(visitor);
        if (text is null && body.Proposal is null) return RefusalProblems.BadRequest(visitor, "calendar", new("Nêu “calendar” hoặc “proposal”.", "Name “calendar” or “proposal”."));

        var (impact, refusal) = await office.PreviewAsync(officer, text ?? "", body.Promises, new(body.Agency, body.Procedure, body.OnlyCrossing, body.AtMost), ct);
        return refusal is null ? TypedResults.Ok(impact) : refusal.ToProblem(visitor);
    }

    private static async Task<IResult> Propose(ProposalBody body, Visitor visitor, CalendarOffice office, HttpContext context, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        var answer = await office.ProposeAsync(officer, body.Title, body.Calendar.GetRawText(), ct);
        if (answer.Refusal is { } refusal) return refusal.ToProblem(visitor);
        context.Tag(answer.Revision);
        return TypedResults.Created($"/api/calendars/proposals/{answer.Number}", new ProposalSavedJson(answer.Number!.Value, answer.Revision));
    }

    private static async Task<IResult> Open(int number, Visitor visitor, CalendarOffice office, HttpContext context, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (await office.FindAsync(officer, number, ct) is not { } proposal) return RefusalProblems.NotFound(visitor);
        context.Tag(proposal.Revision);
        using var file = JsonDocument.Parse(proposal.Body);
        return TypedResults.Ok(new ProposalJson(
            proposal.Number, proposal.Revision, proposal.BasedOn, proposal.Title, proposal.Status, proposal.Version, proposal.By, proposal.At, file.RootElement.Clone()));
    }

    private static Task<IResult> Save(int number, ProposalBody body, Visitor visitor, CalendarOffice office, HttpContext context, CancellationToken ct) =>
        ActAsync(visitor, context, (officer, seen) => office.SaveAsync(officer, number, seen, body.Title, body.Calendar.GetRawText(), ct));

    private static Task<IResult> Withdraw(int number, Visitor visitor, CalendarOffice office, HttpContext context, CancellationToken ct) =>
        ActAsync(visitor, context, (officer, seen) => office.WithdrawAsync(officer, number, seen, ct));

    private static Task<IResult> Decide(int number, DecisionBody body, Visitor visitor, CalendarOffice office, HttpContext context, CancellationToken ct) =>
        ActAsync(visitor, context, (officer, seen) => office.PutInForceAsync(
            officer, number, seen, new CalendarDecision(body.Number, body.SignedOn, body.Signer, body.Reason, body.Basis), body.Promises, ct));

    private static async Task<IResult> Book(
        int number, Visitor visitor, CalendarOffice office, CancellationToken ct,
        [Description("Lời hẹn đã in: Moved hoặc Frozen")] PromiseRule promises = PromiseRule.Moved, AgencyCode? agency = null, ProcedureCode? procedure = null, bool onlyCrossing = false)
    {
        var officer = visitor.SignedIn;
        return await office.ImpactBookAsync(officer, number, promises, new(agency, procedure, onlyCrossing), ct) is { } book
            ? TypedResults.File(book, Workbook, $"anh-huong-lich-{number}.xlsx")
            : RefusalProblems.NotFound(visitor);
    }

    /// <summary>Who acts on a proposal names the revision they saw.</summary>
    private static async Task<IResult> ActAsync(Visitor visitor, HttpContext context, Func<Officer, int, Task<CalendarAnswer>> act)
    {
        var officer = visitor.SignedIn;
        if (!context.Request.TryReadIfMatch(out var seen) || seen is null) return EntityTags.NoTagOfOurs(visitor);
        var answer = await act(officer, seen.Value);
        if (answer.Refusal is { } refusal) return refusal.ToProblem(visitor);
        context.Tag(answer.Revision);
        return answer.Version is { } version ? TypedResults.Ok(new InForceJson(answer.Number!.Value, version)) : TypedResults.Ok(new ProposalSavedJson(answer.Number!.Value, answer.Revision));
    }

    private static ProposalLineJson LineOf(CalendarProposal proposal) =>
        new(proposal.Number, proposal.Revision, proposal.BasedOn, proposal.Title, proposal.Status, proposal.Version, proposal.By, proposal.At);
}
