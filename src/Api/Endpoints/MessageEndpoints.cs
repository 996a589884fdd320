using System.Collections.Immutable;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Messages;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Messages over HTTP: an officer's inbox, what could not be sent, and the drill of reminders.</summary>
internal static class MessageEndpoints
{
    public static void MapMessages(this IEndpointRouteBuilder api)
    {
        var messages = api.MapGroup("/messages").WithTags("Thông báo").RequireAuthorization().Refuses(401);
        messages.MapGet("/", Inbox).WithSummary("Hộp thông báo của tôi, mới trước").Produces<InboxJson>().Refuses(400);
        messages.MapPost("/{id:int}/read", Read).WithSummary("Đánh dấu đã đọc một thông báo").Produces(204).Refuses(403, 409);
        messages.MapPost("/read", ReadAll).WithSummary("Đánh dấu đã đọc tất cả").Produces(204).Refuses(403);
        messages.MapPut("/email", SetEmail).WithSummary("Địa chỉ thư điện tử nhận thông báo; null: không nhận").Produces(204).Refuses(400, 403, 409);

        var sending = api.MapGroup("/sending").WithTags("Thông báo").RequireAuthorization().Refuses(401);
        sending.MapGet("/", Sending).WithSummary("Thông báo đang chờ gửi, gửi hỏng, không có cách liên hệ; dành cho quản trị").Produces<SendingJson>().Refuses(400, 404);
        sending.MapPost("/{id:int}/again", Again).WithSummary("Gửi lại một thông báo gửi hỏng").Produces(204).Refuses(403, 409);
        sending.MapPost("/again", AllAgain).WithSummary("Gửi lại mọi thông báo gửi hỏng").Produces(204).Refuses(403, 409);

        const string told = "Ai được báo gì, lúc nào, nếu mỗi bước bị bỏ mặc cho đến khi báo hết các bậc; không ghi, không gửi gì.";
        api.MapGet("/drafts/{draft}/reminder-drill", DrillDraft).WithTags("Dự thảo").RequireAuthorization().Refuses(401).WithSummary("Diễn tập nhắc hạn của một dự thảo").WithDescription(told)
            .Produces<LadderDrillJson>().Refuses(400, 404);
        api.MapGet("/versions/{hash}/reminder-drill", DrillVersion).WithTags("Công khai").RequireAuthorization().Refuses(401).WithSummary("Diễn tập nhắc hạn của một phiên bản").WithDescription(told)
            .Produces<LadderDrillJson>().Refuses(400, 404);
    }

    /// <summary>A page of an inbox, with the number of unread messages (counted to 100).</summary>
    internal sealed record InboxJson(int Unread, IReadOnlyList<MessageJson> Messages, int? Next);

    internal sealed record MessageJson(int Id, DossierCode Dossier, string Kind, StepKey? Step, string Title, string Text, DateTimeOffset At, DateTimeOffset? ReadAt);

    internal sealed record EmailBody(string? Email);

    /// <summary>A page of messages on their way out; addresses are masked.</summary>
    internal sealed record SendingJson(IReadOnlyDictionary<MessageStatus, int> Counts, IReadOnlyList<SendingLine> Messages, int? Next);

    /// <summary>A drill: what would be told, in order.</summary>
    /// <param name="StuckOn">Why the assumed dossier went no further, where it did not end.</param>
    internal sealed record LadderDrillJson(AgencyCode Receiving, AgencyCode Competent, DateTimeOffset ReceivedAt, DateTimeOffset? PromisedAt, string? StuckOn, IReadOnlyList<DrilledMessageJson> Messages);

    /// <summary>One thing that would be told: to officers by name, or to the applicant.</summary>
    internal sealed record DrilledMessageJson(DateTimeOffset At, NoticeKind Kind, NoticeAudience Audience, StepKey? Step, string Title, string Text, IReadOnlyList<OfficerId> Recipients);

    private static async Task<IResult> Inbox(Visitor visitor, MessageOffice office, CancellationToken ct, bool unread = false, int? before = null)
    {
        var officer = visitor.SignedIn;
        var page = await office.InboxAsync(officer, unread, before, ct);
        return TypedResults.Ok(new InboxJson(
            await office.UnreadAsync(officer, ct),
            [.. page.Lines.Select(line => new MessageJson(line.Id, line.Code, line.Kind, line.Step, visitor.Text(line.Title), visitor.Text(line.Text), line.At, line.ReadAt))], page.Next));
    }

    private static async Task<IResult> Read(int id, Visitor visitor, MessageOffice office, CancellationToken ct) =>
        Answer(await office.ReadAsync(visitor.SignedIn, id, ct), visitor);

    private static async Task<IResult> ReadAll(Visitor visitor, MessageOffice office, CancellationToken ct) =>
        Answer(await office.ReadAsync(visitor.SignedIn, null, ct), visitor);

    private static async Task<IResult> SetEmail(EmailBody body, Visitor visitor, MessageOffice office, CancellationToken ct) =>
        Answer(await office.SetEmailAsync(visitor.SignedIn, body.Email, ct), visitor);

    private static async Task<IResult> Sending(Visitor visitor, MessageOffice office, CancellationToken ct, MessageStatus state = MessageStatus.Failed, int? before = null) =>
        await office.SendingAsync(visitor.SignedIn, state, before, ct) is { } page ? TypedResults.Ok(new SendingJson(page.Counts, page.Lines, page.Next))
        : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Again(int id, Visitor visitor, MessageOffice office, CancellationToken ct) =>
        Answer(await office.SendAgainAsync(visitor.SignedIn, id, ct), visitor);

    private static async Task<IResult> AllAgain(Visitor visitor, MessageOffice office, CancellationToken ct) =>
        Answer(await office.SendAgainAsync(visitor.SignedIn, null, ct), visitor);

    private static IResult Answer(Refusal? refusal, Visitor visitor) => refusal is null ? TypedResults.NoContent() : refusal.ToProblem(visitor);

    private static async Task<IResult> DrillDraft(
        string draft, DateTimeOffset receivedAt, Visitor visitor, LadderOffice office, CancellationToken ct, Channel channel = Channel.Direct, AgencyCode? receiving = null, AgencyCode? competent = null, string? area = null) =>
        Drilled(await office.DrillDraftAsync(visitor.SignedIn, draft, Asked(receivedAt, channel, receiving, competent, area), ct), visitor);

    private static async Task<IResult> DrillVersion(
        ContentHash hash, DateTimeOffset receivedAt, Visitor visitor, LadderOffice office, CancellationToken ct, Channel channel = Channel.Direct, AgencyCode? receiving = null, AgencyCode? competent = null, string? area = null) =>
        Drilled(await office.DrillVersionAsync(visitor.SignedIn, hash, Asked(receivedAt, channel, receiving, competent, area), ct), visitor);

    private static LadderDrillQuestion Asked(DateTimeOffset receivedAt, Channel channel, AgencyCode? receiving, AgencyCode? competent, string? area) =>
        new(receivedAt.ToUniversalTime(), channel, ImmutableSortedDictionary<string, AttributeValue>.Empty, receiving, competent, area);

    private static IResult Drilled(LadderDrillView? view, Visitor visitor) => view is not { Drill: { } drill } ? RefusalProblems.NotFound(visitor) : TypedResults.Ok(new LadderDrillJson(
        view.Receiving, view.Competent, drill.ReceivedAt, drill.PromisedAt, drill.StuckOn?.Message.In(visitor.Language),
        [
            .. view.Lines.Select(line => new DrilledMessageJson(
                line.Notice.At, line.Notice.Kind, line.Notice.Audience, line.Notice.Step, visitor.Text(line.Notice.Title), visitor.Text(line.Notice.Text), [.. line.Recipients.Select(recipient => recipient.Officer)])),
        ]));
}
