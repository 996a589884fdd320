using Microsoft.AspNetCore.Mvc;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Drafts over HTTP: from a document to a published version. The body of a draft is the Elsa document itself.</summary>
/// <remarks>Commands take <c>Idempotency-Key</c>: a repeat gives the first answer.</remarks>
internal static class DraftEndpoints
{
    public static void MapDrafts(this IEndpointRouteBuilder api)
    {
        var drafts = api.MapGroup("/drafts").WithTags("Dự thảo").RequireAuthorization().Refuses(401);
        drafts.MapGet("/", List).WithSummary("Các dự thảo tôi được xem").Produces<IReadOnlyList<DraftLine>>();
        drafts.MapPost("/", Create).WithSummary("Lập dự thảo từ một tài liệu Elsa").Accepts<object>("application/json").Produces<SavedJson>(201).Refuses(400, 403, 409, 413, 415, 422);
        drafts.MapGet("/{draft}", Open).WithSummary("Một dự thảo: trạng thái, các điểm cần xem, các bước đã qua").Produces<DraftJson>().Refuses(404);
        drafts.MapGet("/{draft}/document", Document).WithSummary("Tài liệu Elsa của dự thảo").Produces<object>().Refuses(404);
        drafts.MapGet("/{draft}/diff", Compare).WithSummary("Dự thảo khác một phiên bản ở đâu; không nêu against: phiên bản đang có hiệu lực").Produces<DiffJson>().Refuses(400, 404);
        drafts.MapPut("/{draft}/document", Save).WithSummary("Lưu bản tiếp theo; If-Match là số bản đang có").Accepts<object>("application/json")
            .Produces<SavedJson>().Refuses(400, 403, 404, 409, 412, 413, 415, 422);
        Act("/{draft}/submission", Submit, "Gửi thẩm định");
        Act("/{draft}/return", Return, "Trả lại để hoàn thiện");
        Act("/{draft}/appraisal", Appraise, "Ý kiến thẩm định: đạt; đạt, cần hoàn thiện; không đạt");
        Act("/{draft}/publication", Publish, "Công bố bằng quyết định");
        Act("/{draft}/acceptance", Accept, "Tiếp nhận để thẩm định");
        Act("/{draft}/assignment", Assign, "Phân công người thẩm định");
        drafts.MapGet("/{draft}/comments", Comments).WithSummary("Các góp ý thẩm định của mọi vòng, kèm bước của bản hiện nay").Produces<IReadOnlyList<CommentJson>>().Refuses(404);
        Act("/{draft}/comments", Comment, "Góp ý cho một bước, một mục của thông tin chung, hoặc toàn văn");
        Act("/{draft}/comments/{number:int}/answer", Reply, "Tiếp thu hoặc giải trình một góp ý");
        Act("/{draft}/comments/{number:int}/resolution", Resolve, "Kết luận góp ý đã xong");
        Act("/{draft}/comments/{number:int}/reopening", Reopen, "Nêu lại góp ý");
        Act("/{draft}/ticks", Tick, "Các điểm thay đổi đã xem; tên mục như ở /diff");
        Act("/{draft}/proposal", Propose, "Trình công bố");
        Act("/{draft}/withdrawal", Withdraw, "Rút dự thảo trước khi ban hành");
        Act("/{draft}/repeal", Repeal, "Bãi bỏ phiên bản đã công bố, không có quy trình thay thế");

        void Act(string path, Delegate act, string summary) => drafts.MapPost(path, act).WithSummary(summary).Produces<SavedJson>().Refuses(400, 403, 404, 409, 412, 422);
    }

    internal sealed record ReturnBody(string Reason);

    internal sealed record AppraisalBody(string Number, DateOnly Date, string? Note = null, Opinion Opinion = Opinion.Fit);

    /// <param name="Appraiser">The account that is to give the opinion; assigned later where it is left out.</param>
    internal sealed record AcceptanceBody(string Receipt, OfficerId? Appraiser = null);

    internal sealed record AssignmentBody(OfficerId Appraiser, string? Reason = null);

    internal sealed record CommentBody(string Text, CommentWeight Weight = CommentWeight.MustComplete, StepKey? Step = null, string? Field = null);

    internal sealed record CommentAnswerBody(string Text, bool TakenUp = true);

    internal sealed record ReopeningBody(string Reason);

    /// <param name="All">Every change there is, instead of those named.</param>
    internal sealed record TicksBody(IReadOnlyList<string>? Items = null, bool All = false);

    internal sealed record ProposalBody(string Number, DateOnly Date);

    internal sealed record WithdrawalBody(string Reason);

    /// <summary>A comment as programs read it.</summary>
    /// <param name="Step">The step it is about, as the present text numbers it.</param>
    /// <param name="StepThen">The step as it was numbered in the revision commented on.</param>
    /// <param name="IsStepGone">The step was deleted since.</param>
    internal sealed record CommentJson(
        int Number, int Round, int Revision, StepKey? Step, StepKey? StepThen, bool IsStepGone, string? Field, CommentWeight Weight, CommentStanding State, string Text, OfficerId By,
        DateTimeOffset At, IReadOnlyList<CommentTurn> Turns)
    {
        public static CommentJson Of(PlacedComment placed) => new(
            placed.Comment.Number, placed.Comment.Round, placed.Comment.Revision, placed.Step, placed.Comment.Step, placed.IsStepGone, placed.Comment.Field, placed.Comment.Weight,
            placed.Comment.State, placed.Comment.Text, placed.Comment.By, placed.Comment.At, placed.Comment.Turns);
    }

    internal sealed record PublicationBody(string Number, DateOnly SignedOn, string Authority, DateOnly EffectiveFrom);

    /// <summary>What was kept: the draft, and the revision of its text.</summary>
    internal sealed record SavedJson(string Id, int Revision);

    /// <summary>A draft as programs read it.</summary>
    internal sealed record DraftJson(
        string Id, int Revision, bool MayEdit, PublicationStatus Status, ProcedureCode? Procedure, string Name, AgencyCode? Agency, ContentHash Hash, LegalAct? Act,
        IReadOnlyList<FindingJson> Findings, IReadOnlyList<PublicationEvent> Acts)
    {
        /// <summary>How often it was submitted.</summary>
        public int Round { get; init; }

        /// <summary>Since when it stands where it stands.</summary>
        public DateTimeOffset? Since { get; init; }

        public string? Receipt { get; init; }

        public OfficerId? Assigned { get; init; }

        public Competence? Competence { get; init; }

        public Opinion? Opinion { get; init; }

        public NumberedPaper? OpinionPaper { get; init; }

        public NumberedPaper? Proposal { get; init; }

        public LegalAct? Repeal { get; init; }

        /// <summary>The changes against the version before that were ticked in this round.</summary>
        public IReadOnlyCollection<string> Ticked { get; init; } = [];

        public IReadOnlyList<CommentJson> Comments { get; init; } = [];

        /// <summary>What whoever asks may do now.</summary>
        public DraftOffers Offers { get; init; } = new();

        /// <summary>How the time of its appraisal stands; null where it has no clock.</summary>
        public DraftClock? Clock { get; init; }
    }

    private static async Task<IResult> List(Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        TypedResults.Ok(DraftClock.InOrder(await office.ListAsync(visitor.SignedIn, ct)).ToArray());

    private static async Task<IResult> Create([FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (IdempotencyKeys.FaultOf(key, visitor) is { } fault) return fault;
        var reading = await DocumentBody.ReadAsync(request, ct);
        if (reading.Document is not { } document) return DocumentBody.ToProblem(reading, visitor);

        var answer = await office.DraftAsync(officer, document, ct, key);
        return Answer(answer, visitor, request, created: true);
    }

    private static async Task<IResult> Open(string draft, Visitor visitor, PublicationOffice office, HttpContext context, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (await office.OpenAsync(officer, draft, ct) is not { } view) return RefusalProblems.NotFound(visitor);

        context.Tag(view.Revision);
        return TypedResults.Ok(new DraftJson(
            view.Id, view.Revision, view.MayEdit, view.File.Status, view.Process.Header.Procedure, view.Process.Name, view.File.Agency, view.Document.Hash, view.File.Act,
            [.. view.Findings.Select(finding => FindingJson.Of(finding, visitor))], view.Acts)
        {
            Round = view.File.Round,
            Since = view.File.Since,
            Receipt = view.File.Receipt,
            Assigned = view.File.Assigned,
            Competence = view.File.Competence,
            Opinion = view.File.Opinion,
            OpinionPaper = view.File.OpinionPaper,
            Proposal = view.File.Proposal,
            Repeal = view.File.Repeal,
            Ticked = view.File.Ticked,
            Comments = [.. view.Comments.Select(CommentJson.Of)],
            Offers = view.Offers,
            Clock = view.Clock,
        });
    }

    private static async Task<IResult> Comments(string draft, Visitor visitor, PublicationOffice office, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        return await office.OpenAsync(officer, draft, ct) is { } view ? TypedResults.Ok(view.Comments.Select(CommentJson.Of).ToArray()) : RefusalProblems.NotFound(visitor);
    }

    private static async Task<IResult> Compare(string draft, Visitor visitor, PublicationOffice office, VersionRegister register, CancellationToken ct, ContentHash? against = null)
    {
        var officer = visitor.SignedIn;
        return await office.OpenAsync(officer, draft, ct) is { } view && await register.CompareAsync(view, against, ct) is { } compared
            ? TypedResults.Ok(DiffJson.Of(compared.Comparison, visitor.Language))
            : RefusalProblems.NotFound(visitor);
    }

    private static async Task<IResult> Document(string draft, Visitor visitor, PublicationOffice office, HttpContext context, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (await office.OpenAsync(officer, draft, ct) is not { } view) return RefusalProblems.NotFound(visitor);

        context.Tag(view.Revision);
        return TypedResults.Text(view.Document.ToCanonicalText(), "application/json");
    }

    private static async Task<IResult> Save(
        string draft, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct)
    {
        var officer = visitor.SignedIn;
        if (IdempotencyKeys.FaultOf(key, visitor) is { } fault) return fault;
        if (!request.TryReadIfMatch(out var held)) return EntityTags.NoTagOfOurs(visitor);
        if (held is not { } revision)
            return RefusalProblems.BadRequest(visitor, "If-Match", new("Cần If-Match với số bản đang sửa.", "If-Match with the revision you edited is required."));
        var reading = await DocumentBody.ReadAsync(request, ct);
        if (reading.Document is not { } document) return DocumentBody.ToProblem(reading, visitor);

        return Answer(await office.SaveAsync(officer, draft, document, revision, ct, key), visitor, request);
    }

    private static Task<IResult> Submit(
        string draft, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, key, officer => office.SubmitAsync(officer, draft, ct, key));

    private static Task<IResult> Return(
        string draft, ReturnBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, key, officer => office.ReturnAsync(officer, draft, body.Reason, ct, key));

    private static Task<IResult> Appraise(
        string draft, AppraisalBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, key, officer => office.AppraiseAsync(officer, draft, body.Number, body.Date, body.Note, ct, key, body.Opinion));

    private static Task<IResult> Publish(
        string draft, PublicationBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, key, officer => office.PublishAsync(officer, draft, new LegalAct(body.Number, body.SignedOn, body.Authority, body.EffectiveFrom), ct, key));

    private static Task<IResult> Accept(
        string draft, AcceptanceBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, key, officer => office.AcceptAsync(officer, draft, body.Receipt, body.Appraiser, ct, key));

    private static Task<IResult> Assign(
        string draft, AssignmentBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, key, officer => office.AssignAsync(officer, draft, body.Appraiser, body.Reason, ct, key));

    private static Task<IResult> Comment(
        string draft, CommentBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, key, officer => office.CommentAsync(officer, draft, body.Step, body.Field, body.Weight, body.Text, ct, key));

    private static Task<IResult> Reply(
        string draft, int number, CommentAnswerBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, key, officer => office.AnswerAsync(officer, draft, number, body.TakenUp, body.Text, ct, key));

    private static Task<IResult> Resolve(
        string draft, int number, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, key, officer => office.ResolveAsync(officer, draft, number, ct, key));

    private static Task<IResult> Reopen(
        string draft, int number, ReopeningBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, key, officer => office.ReopenAsync(officer, draft, number, body.Reason, ct, key));

    private static Task<IResult> Tick(
        string draft, TicksBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, key, officer => body.All ? office.TickAllAsync(officer, draft, ct, key) : office.TickAsync(officer, draft, body.Items ?? [], ct, key));

    private static Task<IResult> Propose(
        string draft, ProposalBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, key, officer => office.ProposeAsync(officer, draft, body.Number, body.Date, ct, key));

    private static Task<IResult> Withdraw(
        string draft, WithdrawalBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, key, officer => office.WithdrawAsync(officer, draft, body.Reason, ct, key));

    private static Task<IResult> Repeal(
        string draft, PublicationBody body, [FromHeader(Name = IdempotencyKeys.Header)] string? key, HttpRequest request, Visitor visitor, PublicationOffice office, CancellationToken ct) =>
        Act(request, visitor, key, officer => office.RepealAsync(officer, draft, new LegalAct(body.Number, body.SignedOn, body.Authority, body.EffectiveFrom), ct, key));

    private static async Task<IResult> Act(HttpRequest request, Visitor visitor, string? key, Func<Officer, Task<PublicationAnswer>> act) =>
        IdempotencyKeys.FaultOf(key, visitor) ?? Answer(await act(visitor.SignedIn), visitor, request);

    private static IResult Answer(PublicationAnswer answer, Visitor visitor, HttpRequest request, bool created = false)
    {
        if (answer.Refusal is { } refusal) return refusal.ToProblem(visitor, refusal.Code is "P122" or "P123" ? answer.Findings : null); // other refusals are not about the text
        request.HttpContext.Tag(answer.Revision);
        return created
            ? TypedResults.Created($"/api/drafts/{answer.Draft}", new SavedJson(answer.Draft!, answer.Revision))
            : TypedResults.Ok(new SavedJson(answer.Draft!, answer.Revision));
    }
}

/// <summary>An Elsa document as the body of a request.</summary>
internal static class DocumentBody
{
    /// <summary>The body, or as much of it as shows that it is too large; the document's reader says so.</summary>
    public static async Task<DocumentReading> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; body.Length <= ElsaDocument.LargestBytes && (read = await request.Body.ReadAsync(buffer, ct)) > 0;) body.Write(buffer, 0, read);
        return ElsaDocument.Read(body.GetBuffer().AsMemory(0, (int)body.Length));
    }

    public static IResult ToProblem(DocumentReading reading, Visitor visitor) => new Refusal("bad-document", new(
        "Tài liệu không đọc được.", "The document cannot be read.")).ToProblem(visitor, reading.Findings);
}
