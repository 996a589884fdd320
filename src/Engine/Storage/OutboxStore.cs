using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Hands out what portals are to be told, dossier by dossier, and keeps what became of it. One dossier's messages for one portal are a lane: one host has it at a time, and sends in order.</summary>
/// <remarks>
/// A host that takes up a lane gets its fence's next number. Whatever it writes afterwards is written only while that is still the number: one that was held up for longer than its lease has
/// nothing more to say. The lane counts how often it was taken up since a message was last settled; more than once, and the message may have arrived already.
/// </remarks>
internal sealed class OutboxStore(FlowDatabase database)
{
    private static readonly Dictionary<string, PortalTopic> Services = Enum.GetValues<PortalTopic>().ToDictionary(service => StoredJson.NameOf(service), StringComparer.Ordinal);

    public FaultPoints? Faults => database.Faults;

    public static PortalTopic ServiceOf(string stored) => Services[stored];

    /// <summary>Takes up lanes whose turn it is, those that wait longest first.</summary>
    /// <param name="lease">Until when nobody else takes them up.</param>
    public async Task<IReadOnlyList<ClaimedLane>> ClaimAsync(string target, DateTimeOffset now, DateTimeOffset lease, int atMost, CancellationToken ct)
    {
        var claimed = await database.InTransactionAsync(writing => writing.ListAsync(
            new Statement(
                $"""
                update portal_lane set next_at = $3, fence = fence + 1, tries = tries + 1 where target = $1 and code in (
                  select code from portal_lane where target = $1 and next_at <= $2 order by next_at limit $4 {database.ClaimingRows})
                returning code, fence, tries, settled, foreign_code
                """,
                target, now, lease, atMost),
            row => new ClaimedLane(target, DossierCode.Parse(row.Text(0)), row.Number(1), row.Number(2), row.Number(3), row.TextOrNull(4)), ct), ct);
        if (claimed is not []) database.Faults?.Pass("lanes claimed");
        return claimed;
    }

    /// <summary>What waits in a lane, in the order in which it must be told.</summary>
    public Task<List<WaitingMessage>> WaitingAsync(ClaimedLane lane, int atMost, CancellationToken ct) => database.ListAsync(
        new Statement("select id, number, at, service, status, tries from outbox where target = $1 and code = $2 and done_at is null order by number limit $3", lane.Target, lane.Code, atMost),
        row => new WaitingMessage(row.Number(0), new PortalMessage(lane.Target, row.Number(1), row.Instant(2), ServiceOf(row.Text(3)), row.Number(4)), row.Number(5)), ct);

    /// <summary>A dossier's journal as messages are built from it, with the books that are current.</summary>
    public async Task<(IReadOnlyList<DossierEvent> Journal, BookVersions Books)> JournalAsync(DossierCode code, CancellationToken ct)
    {
        var rows = await database.ListAsync(
            new Statement($"select body, {BookVersions.Columns} from dossier_journal where code = $1 order by number", code),
            row => (Happened: StoredJson.ReadEvent(row.Text(0)), Books: BookVersions.Of(row, 1)), ct);
        return ([.. rows.Select(row => row.Happened)], rows is [var first, ..] ? first.Books : default);
    }

    /// <summary>It was told: the portal's receipt is kept, and the lane goes on or is let go.</summary>
    /// <param name="next">When the next message of the lane happened; null where none is known to wait.</param>
    /// <param name="lease">Until when the host goes on with the lane; null: it lets go of it.</param>
    /// <exception cref="RivalException">Somebody else has the lane by now: nothing was written.</exception>
    public Task ToldAsync(ClaimedLane lane, WaitingMessage message, PortalReceipt receipt, DateTimeOffset? next, DateTimeOffset? lease, DateTimeOffset now, CancellationToken ct)
    {
        database.Faults?.Pass("portal told");
        return database.WriteAsync(
            [
                Settled(lane, next, lease, now, receipt.ForeignCode),
                new Statement(
                    "update outbox set state = 'sent', done_at = $2, receipt = $3, fault = null, status = $4, tries = tries + 1 where id = $1 and done_at is null",
                    message.Id, now, Shortened(receipt.Text), message.Message.Code),
            ], ct);
    }

    /// <summary>It was not taken: once more at that time, or not before somebody sees to it (null).</summary>
    /// <exception cref="RivalException">Somebody else has the lane by now: nothing was written.</exception>
    public Task NotTakenAsync(ClaimedLane lane, WaitingMessage message, string fault, DateTimeOffset? again, CancellationToken ct) => database.WriteAsync(
        [
            new Statement(
                $"update portal_lane set fence = {StillMine}, next_at = $4, state = $5, fault = $6 where target = $1 and code = $2",
                lane.Target, lane.Code, lane.Fence, again, again is null ? "blocked" : "open", Shortened(fault)),
            new Statement("update outbox set state = $2, fault = $3, tries = tries + 1 where id = $1 and done_at is null", message.Id, again is null ? "dead" : "waiting", Shortened(fault)),
        ], ct);

    /// <summary>It cannot be said in the portal's codes: it is held, and what comes after it waits.</summary>
    /// <exception cref="RivalException">Somebody else has the lane by now: nothing was written.</exception>
    public Task HoldAsync(ClaimedLane lane, WaitingMessage message, string why, CancellationToken ct) => database.WriteAsync(
        [
            new Statement($"update portal_lane set fence = {StillMine}, next_at = null, tries = 0, state = 'blocked', fault = $4 where target = $1 and code = $2", lane.Target, lane.Code, lane.Fence, Shortened(why)),
            new Statement("update outbox set state = 'held', fault = $2 where id = $1 and done_at is null", message.Id, Shortened(why)),
        ], ct);

    /// <summary>Lets go of a lane in which nothing was tried.</summary>
    public async Task LetGoAsync(ClaimedLane lane, DateTimeOffset? next, CancellationToken ct)
    {
        try
        {
            await database.WriteAsync(
                [
                    new Statement(
                        $"update portal_lane set fence = {StillMine}, tries = $5, next_at = case when written > settled then $4 end where target = $1 and code = $2",
                        lane.Target, lane.Code, lane.Fence, next, lane.Tries - 1),
                ], ct);
        }
        catch (RivalException) { } // it is somebody else's already
    }

    /// <summary>What was held for want of a code is tried anew.</summary>
    public static IEnumerable<Statement> Released(DateTimeOffset now) =>
        [
            new Statement(
                """
                update portal_lane set state = 'open', next_at = $1, fault = null
                where state = 'blocked' and exists (select 1 from outbox o where o.target = portal_lane.target and o.code = portal_lane.code and o.state = 'held')
                """,
                now),
            new Statement("update outbox set state = 'waiting', fault = null where state = 'held'"),
        ];

    // ---- What people do about it

    /// <summary>A message that was given up or is held is tried again.</summary>
    /// <returns>Whether it was one.</returns>
    public Task<bool> SendAgainAsync(int id, OfficerId by, DateTimeOffset now, CancellationToken ct) => SeenToAsync(
        "update outbox set state = 'waiting', by = $2 where id = $1 and state in ('dead', 'held') returning target, code", [id, by],
        lane => new Statement("update portal_lane set state = 'open', next_at = $3, tries = 1, fence = fence + 1 where target = $1 and code = $2", lane.Target, lane.Code, now), ct);

    /// <summary>A message that was given up or is held is left out, and what comes after it goes on.</summary>
    /// <returns>Whether it was one.</returns>
    public Task<bool> SkipAsync(int id, OfficerId by, string reason, DateTimeOffset now, CancellationToken ct) => SeenToAsync(
        "update outbox set state = 'skipped', done_at = $4, by = $2, receipt = $3 where id = $1 and state in ('dead', 'held') returning target, code", [id, by, reason, now],
        lane => new Statement(
            """
            update portal_lane set state = 'open', settled = settled + 1, tries = 0, fence = fence + 1, fault = null,
              next_at = case when written > settled + 1 then $3 end, waits_from = case when written > settled + 1 then $3 end
            where target = $1 and code = $2
            """,
            lane.Target, lane.Code, now), ct);

    private Task<bool> SeenToAsync(string message, Value[] values, Func<(string Target, string Code), Statement> lane, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        if (await writing.ListAsync(new Statement(message, values), row => (row.Text(0), row.Text(1)), ct) is not [var found]) return false;
        await writing.WriteAsync([lane(found)], ct);
        return true;
    }, ct);

    // ---- How a portal is

    /// <summary>How a portal is; as new where nothing was ever written of it.</summary>
    public async Task<PortalStanding> StandingAsync(string target, CancellationToken ct) => await database.FindAsync(
        new Statement("select paused, paused_by, paused_at, reason, failures, resting_until, fault, fault_at from portal_standing where target = $1", target),
        row => new PortalStanding(
            row.Flag(0), row.TextOrNull(1) is { } by ? new OfficerId(by) : null, row.InstantOrNull(2), row.TextOrNull(3), row.Number(4), row.InstantOrNull(5), row.TextOrNull(6), row.InstantOrNull(7)), ct)
        ?? new PortalStanding(false, null, null, null, 0, null, null, null);

    /// <summary>It did not answer.</summary>
    /// <param name="restingUntil">Until when it is left alone; null: it is tried further.</param>
    public Task UnansweredAsync(string target, string fault, DateTimeOffset? restingUntil, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        [
            new Statement(
                """
                insert into portal_standing (target, failures, resting_until, fault, fault_at) values ($1, 1, $2, $3, $4)
                on conflict (target) do update set failures = portal_standing.failures + 1, resting_until = excluded.resting_until, fault = excluded.fault, fault_at = excluded.fault_at
                """,
                target, restingUntil, Shortened(fault), now),
        ], ct);

    /// <summary>It answers again.</summary>
    public Task AnsweredAsync(string target, CancellationToken ct) =>
        database.WriteAsync([new Statement("update portal_standing set failures = 0, resting_until = null where target = $1", target)], ct);

    /// <summary>People stop telling it, or go on (null: nobody paused it any more).</summary>
    public Task PauseAsync(string target, OfficerId? by, string? reason, DateTimeOffset now, CancellationToken ct) => database.WriteAsync(
        [
            new Statement(
                """
                insert into portal_standing (target, paused, paused_by, paused_at, reason) values ($1, $2, $3, $4, $5)
                on conflict (target) do update set paused = excluded.paused, paused_by = excluded.paused_by, paused_at = excluded.paused_at, reason = excluded.reason
                """,
                target, by is not null, by, by is null ? (DateTimeOffset?)null : now, reason),
        ], ct);

    /// <summary>Nothing, where the fence's number is another one by now: its column refuses that, and all that is written with it.</summary>
    private const string StillMine = "case when fence = $3 then fence end";

    private static Statement Settled(ClaimedLane lane, DateTimeOffset? next, DateTimeOffset? lease, DateTimeOffset now, string? foreignCode) => new(
        $"""
        update portal_lane set fence = {StillMine}, settled = settled + 1, tries = $6, fault = null, foreign_code = coalesce($7, foreign_code),
          next_at = case when written > settled + 1 then $5 end, waits_from = case when written > settled + 1 then coalesce($4, $8) end
        where target = $1 and code = $2
        """,
        lane.Target, lane.Code, lane.Fence, next, lease ?? now, lease is null ? 0 : 1, foreignCode, now);

    private static string Shortened(string text) => text.Length <= 500 ? text : text[..500];
}

/// <summary>A lane that a host has taken up.</summary>
/// <param name="Fence">The number it holds it by.</param>
/// <param name="Tries">How often it was taken up since something was last settled in it; more than 1: the message at its head may have arrived already.</param>
/// <param name="Settled">How many of its messages are over and done with.</param>
/// <param name="ForeignCode">The portal's own code of the dossier, where it gave one.</param>
internal sealed record ClaimedLane(string Target, DossierCode Code, int Fence, int Tries, int Settled, string? ForeignCode);

/// <summary>A message that waits to be told.</summary>
internal sealed record WaitingMessage(int Id, PortalMessage Message, int Tries);

/// <summary>What a portal answered when it took a message.</summary>
/// <param name="Text">Its code and words; or that it was found there already.</param>
/// <param name="ForeignCode">The code it gave the dossier, where it gives its own.</param>
internal sealed record PortalReceipt(string Text, string? ForeignCode = null);

/// <summary>How a portal is: paused by people, or left alone for a while because it does not answer.</summary>
/// <param name="Failures">How often it did not answer since it last did.</param>
internal sealed record PortalStanding(bool IsPaused, OfficerId? PausedBy, DateTimeOffset? PausedAt, string? Reason, int Failures, DateTimeOffset? RestingUntil, string? Fault, DateTimeOffset? FaultAt);
