using System.ComponentModel;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using TthcFlow.Api.Problems;
using TthcFlow.Designer.Shell;
using TthcFlow.Engine.Events;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Endpoints;

/// <summary>Events for those who read them themselves, as a feed or as a stream, and the subscriptions of those who are told (sự kiện, đăng ký nhận sự kiện).</summary>
internal static class EventEndpoints
{
    /// <summary>How often a stream in which nothing happens says that it is open.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    // After that long whoever reads comes back, with the rights they have by then.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15), Beat = TimeSpan.FromSeconds(1);

    private const string StreamType = "text/event-stream";

    public static void MapEvents(this IEndpointRouteBuilder api)
    {
        var events = api.MapGroup("/events").WithTags("Sự kiện").RequireAuthorization().Refuses(401);
        events.MapGet("/", Feed).WithSummary("Sự kiện sau một số thứ tự, theo CloudEvents 1.0; Link rel=next cho biết đọc tiếp từ đâu").Produces<object[]>(200, CloudEvent.BatchMediaType).Refuses(400);
        events.MapGet("/types", Types).WithSummary("Các loại sự kiện").Produces<IReadOnlyList<EventTypeJson>>();
        events.MapGet("/stream", Stream).WithSummary("Luồng sự kiện (server-sent events); nối lại bằng Last-Event-ID").Produces<string>(200, StreamType).Refuses(400);

        var subscriptions = api.MapGroup("/subscriptions").WithTags("Sự kiện").RequireAuthorization().Refuses(401);
        subscriptions.MapGet("/", List).WithSummary("Các đăng ký nhận sự kiện; dành cho quản trị").Produces<IReadOnlyList<SubscriptionJson>>().Refuses(404);
        subscriptions.MapPost("/", Enter).WithSummary("Lập đăng ký nhận sự kiện").Produces<EnteredJson>(201).Refuses(400, 403, 409);
        subscriptions.MapGet("/{id:int}", Open).WithSummary("Một đăng ký và những việc đã làm với nó").Produces<SubscriptionDetailJson>().Refuses(404);
        subscriptions.MapGet("/{id:int}/sendings", Sendings).WithSummary("Nhật ký gửi, mới trước").Produces<SendingsJson>().Refuses(400, 404);
        subscriptions.MapPost("/{id:int}/pause", Pause).WithSummary("Tạm dừng; sự kiện chờ cho đến khi tiếp tục").Produces(204).Refuses(400, 403, 409);
        subscriptions.MapPost("/{id:int}/resumption", Resume).WithSummary("Tiếp tục gửi").Produces(204).Refuses(403, 409);
        subscriptions.MapPost("/{id:int}/ending", End).WithSummary("Kết thúc đăng ký").Produces(204).Refuses(400, 403, 409);
        subscriptions.MapPost("/{id:int}/trial", Try).WithSummary("Gửi thử một sự kiện không có nội dung").Produces(204).Refuses(403, 409);
        subscriptions.MapPost("/{id:int}/sendings/{number:int}/again", Again).WithSummary("Gửi lại sự kiện đã thôi gửi").Produces(204).Refuses(403, 409);
        subscriptions.MapPost("/{id:int}/sendings/{number:int}/skip", Skip).WithSummary("Bỏ qua sự kiện đã thôi gửi, có lý do").Produces(204).Refuses(400, 403, 409);
    }

    /// <summary>A type of event, and what it is called.</summary>
    internal sealed record EventTypeJson(string Type, string Name);

    /// <summary>A subscription with how it stands; events are counted to a thousand.</summary>
    internal sealed record SubscriptionJson(
        int Id, string Name, Uri Address, string Secret, IReadOnlyList<string> Types, IReadOnlyList<ProcedureCode> Procedures, AgencyCode? Agency, DateTimeOffset From, DateTimeOffset? Until,
        SubscriptionStanding Standing, string? PausedWhy, int Waiting, int GivenUp)
    {
        public static SubscriptionJson Of(SubscriptionView view)
        {
            var (each, standing, waiting, givenUp) = view;
            return new(each.Id, each.Name, each.Address, each.Secret, each.Types, each.Procedures, each.Agency, each.From, each.Until, standing, each.PausedWhy, waiting, givenUp);
        }
    }

    /// <summary>A subscription with what was done about it, latest first.</summary>
    internal sealed record SubscriptionDetailJson(SubscriptionJson Subscription, IReadOnlyList<SubscriptionLine> Record);

    /// <summary>Who is told of what, where, signed with the secret of which name.</summary>
    internal sealed record SubscriptionBody(
        string Name, string Address, string Secret, string[]? Types = null, string[]? Procedures = null, AgencyCode? Agency = null, DateTimeOffset? From = null, DateTimeOffset? Until = null);

    internal sealed record EnteredJson(int Id);

    internal sealed record ReasonBody(string Reason);

    /// <summary>A page of what a subscription was told.</summary>
    internal sealed record SendingsJson(IReadOnlyList<SendingJson> Sendings, int? Next);

    /// <summary>One event with what became of it.</summary>
    internal sealed record SendingJson(int Number, string Code, string Type, DateTimeOffset At, SendingStatus State, int Tries, int? Answer, string? Fault, DateTimeOffset? TriedAt);

    private static async Task<IResult> Feed(
        Visitor visitor, EventRegister register, HttpContext context, CancellationToken ct, [Description("Số thứ tự đã đọc tới; 0 là từ đầu")] int after = 0,
        [Description("Nhiều nhất bao nhiêu sự kiện, đến 1000")] int limit = 100, string[]? type = null, ProcedureCode[]? procedure = null)
    {
        if (FaultOf(type, visitor) is { } fault) return fault;
        if (after < 0 || limit < 1) return RefusalProblems.BadRequest(visitor, after < 0 ? "after" : "limit", new("Cần một số từ 0 trở lên.", "A number from 0 is expected."));
        var page = await register.ReadAsync(visitor.SignedIn, after, type ?? [], procedure ?? [], limit, ct);
        var kept = context.Request.Query.Where(part => !part.Key.Equals("after", StringComparison.OrdinalIgnoreCase));
        var query = new QueryBuilder(kept.SelectMany(part => part.Value, (part, value) => KeyValuePair.Create(part.Key, value ?? ""))) { { "after", page.Next.ToString(CultureInfo.InvariantCulture) } };
        context.Response.Headers.Link = $"<{context.Request.PathBase}{context.Request.Path}{query}>; rel=\"next\"";
        return TypedResults.Bytes(CloudEvent.ToJson(page.Events), $"{CloudEvent.BatchMediaType}; charset=utf-8");
    }

    private static Microsoft.AspNetCore.Http.HttpResults.Ok<IReadOnlyList<EventTypeJson>> Types(Visitor visitor) => TypedResults.Ok<IReadOnlyList<EventTypeJson>>([.. EventKinds.All.Select(kind => new EventTypeJson(kind.Type, visitor.Text(kind.Wording)))]);

    private static IResult Stream(
        Visitor visitor, EventRegister register, HttpContext context, IHostApplicationLifetime host, [Description("Số thứ tự đã đọc tới; bỏ trống là từ bây giờ")] int? after = null,
        string[]? type = null, ProcedureCode[]? procedure = null, [FromHeader(Name = "Last-Event-ID")] string? last = null)
    {
        if (FaultOf(type, visitor) is { } fault) return fault;
        if (last is { Length: > 0 })
        {
            if (!int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return RefusalProblems.BadRequest(visitor, "Last-Event-ID", new("Cần số thứ tự của sự kiện.", "The number of an event is expected."));
            after = number;
        }
        var (officer, gone) = (visitor.SignedIn, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no"; // proxies pass on what comes as it comes
        return TypedResults.Stream(
            async stream =>
            {
                using var over = CancellationTokenSource.CreateLinkedTokenSource(gone, host.ApplicationStopping);
                try { await WriteAsync(stream, register, officer, after, type ?? [], procedure ?? [], over.Token); }
                catch (OperationCanceledException) { } // whoever read has gone, or the program stops
            },
            StreamType);
    }

    private static async Task WriteAsync(Stream stream, EventRegister register, Officer officer, int? after, string[] types, ProcedureCode[] procedures, CancellationToken ct)
    {
        var (clock, at) = (TimeProvider.System, after ?? await register.LastAsync(ct));
        var (begun, said) = (clock.GetTimestamp(), clock.GetTimestamp());
        await SayAsync("retry: 2000\n\n"); // so that whoever reads knows that it is open
        while (clock.GetElapsedTime(begun) < Longest)
        {
            var next = register.Next;
            var page = await register.ReadAsync(officer, at, types, procedures, 100, ct);
            if (page.Events.Count > 0)
            {
                var text = new StringBuilder();
                foreach (var one in page.Events)
                    text.Append(CultureInfo.InvariantCulture, $"id: {one.Number}\nevent: {one.Type}\ndata: ").Append(Encoding.UTF8.GetString(one.ToJson())).Append("\n\n");
                await SayAsync(text.ToString());
            }
            var hasMore = page.Next > at;
            at = page.Next;
            if (hasMore) continue;
            if (clock.GetElapsedTime(said) >= Heartbeat) await SayAsync(":\n\n");
            await Task.WhenAny(next, Task.Delay(Beat, clock, ct));
        }

        async Task SayAsync(string text)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), ct);
            await stream.FlushAsync(ct);
            said = clock.GetTimestamp();
        }
    }

    private static IResult? FaultOf(string[]? types, Visitor visitor) => types?.FirstOrDefault(type => EventKinds.Find(type) is null) is null ? null
        : RefusalProblems.BadRequest(visitor, "type", new("Không có loại sự kiện này; xem /api/events/types.", "There is no such type of event; see /api/events/types."));

    private static async Task<IResult> List(Visitor visitor, SubscriptionOffice office, CancellationToken ct) =>
        await office.ListAsync(visitor.SignedIn, ct) is { } views ? TypedResults.Ok<IReadOnlyList<SubscriptionJson>>([.. views.Select(SubscriptionJson.Of)]) : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Enter(SubscriptionBody body, Visitor visitor, SubscriptionOffice office, CancellationToken ct)
    {
        var ask = new SubscriptionAsk(body.Name, body.Address, body.Secret, body.Types ?? [], body.Procedures ?? [], body.Agency, body.From?.ToUniversalTime(), body.Until?.ToUniversalTime());
        var (id, refusal) = await office.EnterAsync(visitor.SignedIn, ask, ct);
        return id is { } entered ? TypedResults.Created($"/api/subscriptions/{entered}", new EnteredJson(entered)) : refusal!.ToProblem(visitor);
    }

    private static async Task<IResult> Open(int id, Visitor visitor, SubscriptionOffice office, CancellationToken ct) =>
        await office.FindAsync(visitor.SignedIn, id, ct) is var (view, record) ? TypedResults.Ok(new SubscriptionDetailJson(SubscriptionJson.Of(view), record)) : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Sendings(int id, Visitor visitor, SubscriptionOffice office, CancellationToken ct, SendingStatus? state = null, int? before = null) =>
        await office.SendingsAsync(visitor.SignedIn, id, state, before, ct) is { } page
            ? TypedResults.Ok(new SendingsJson(
                [.. page.Lines.Select(line => new SendingJson(line.Number, line.Code, line.Kind.Type, line.At, line.State, line.Tries, line.Answer, line.Fault, line.TriedAt))], page.Next))
            : RefusalProblems.NotFound(visitor);

    private static async Task<IResult> Pause(int id, ReasonBody body, Visitor visitor, SubscriptionOffice office, CancellationToken ct) =>
        Answer(await office.PauseAsync(visitor.SignedIn, id, body.Reason, ct), visitor);

    private static async Task<IResult> Resume(int id, Visitor visitor, SubscriptionOffice office, CancellationToken ct) => Answer(await office.ResumeAsync(visitor.SignedIn, id, ct), visitor);

    private static async Task<IResult> End(int id, ReasonBody body, Visitor visitor, SubscriptionOffice office, CancellationToken ct) =>
        Answer(await office.EndAsync(visitor.SignedIn, id, body.Reason, ct), visitor);

    private static async Task<IResult> Try(int id, Visitor visitor, SubscriptionOffice office, CancellationToken ct) => Answer(await office.TryAsync(visitor.SignedIn, id, ct), visitor);

    private static async Task<IResult> Again(int id, int number, Visitor visitor, SubscriptionOffice office, CancellationToken ct) =>
        Answer(await office.SendAgainAsync(visitor.SignedIn, id, number, ct), visitor);

    private static async Task<IResult> Skip(int id, int number, ReasonBody body, Visitor visitor, SubscriptionOffice office, CancellationToken ct) =>
        Answer(await office.SkipAsync(visitor.SignedIn, id, number, body.Reason, ct), visitor);

    private static IResult Answer(Refusal? refusal, Visitor visitor) => refusal is null ? TypedResults.NoContent() : refusal.ToProblem(visitor);
}
