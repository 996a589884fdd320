using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;

namespace TthcFlow.Engine.Portal;

/// <summary>One row of the outbox (thông báo chờ gửi cổng): which portal is told what, because of which line of the journal. What it says is built from the journal when it is sent.</summary>
/// <param name="Target">The key of the <see cref="PortalConnection"/>.</param>
/// <param name="Number">The journal number of the event: with dossier, target and service the key of the message.</param>
/// <param name="Code">The portal's code of the dossier then; <see cref="PortalTarget.Unmapped"/> where its table has none.</param>
public sealed record PortalMessage(string Target, int Number, DateTimeOffset At, PortalTopic Topic, int Code);

/// <summary>What a message asks of a portal.</summary>
public enum PortalTopic
{
    Dossier, // DongBoHoSoMC: hồ sơ như hiện có
    Progress, // CapNhatTienDoHoSoMC: một lần chuyển bước
    Status, // DongBoTrangThaiHoSo: trạng thái hồ sơ nhận từ cổng
}

/// <summary>Which messages follow from what happened to a dossier (gửi gì cho cổng nào).</summary>
public static class PortalPlan
{
    /// <summary>The messages for all portals that hear of the dossier, for each in the order of the journal.</summary>
    /// <remarks>The dossier as a whole is told each time its code changes, and once more where something else that is told of it changed; a finished step is a row of progress.</remarks>
    /// <param name="length">The journal's length before the events.</param>
    /// <param name="earlier">The version the dossier ran on before the events, where they move it to another.</param>
    public static IReadOnlyList<PortalMessage> Of(
        PortalBook book, Dossier before, int length, IReadOnlyList<DossierEvent> events, ProcessDefinition process, ProcessDefinition? earlier = null)
    {
        ArgumentNullException.ThrowIfNull(book);
        if (book.Connections is [] || events is [] || process.Header.Kind is not ProcessKind.Public) return [];
        var after = events.Aggregate(before, (dossier, happened) => dossier.Apply(happened));
        return
        [
            .. book.Connections.Where(connection => connection.Hears(after.Procedure ?? process.Header.Procedure, after.Receiving, VietnamTime.DayOf(events[0].At)))
                .SelectMany(connection => Of(connection, before, length, events, process, earlier)),
        ];
    }

    private static List<PortalMessage> Of(
        PortalConnection connection, Dossier before, int length, IReadOnlyList<DossierEvent> events, ProcessDefinition process, ProcessDefinition? earlier)
    {
        var changes = PortalMessages.Of(before, length, events, process, connection.Table, earlier).ToDictionary(message => message.Number, message => message.Code);
        var code = PortalStatuses.CodeOf(before, earlier ?? process, connection.Table);
        if (connection.Protocol is PortalProtocol.Ministry) return OfMinistry(connection, length, events, changes, HasHeard(connection, before, code) ? code : null);
        // A portal that handed the dossier in has it whole, under its own code: it is told the state alone.
        if (connection.HandedIn(before, events)) return [.. changes.Select(change => new PortalMessage(connection.Key, change.Key, events[change.Key - length - 1].At, PortalTopic.Status, change.Value)).OrderBy(message => message.Number)];
        var messages = new List<PortalMessage>();
        (int Number, DateTimeOffset At)? untold = null;
        foreach (var (at, happened) in events.Index())
        {
            var number = length + at + 1;
            if (changes.TryGetValue(number, out var now))
            {
                messages.Add(new(connection.Key, number, happened.At, PortalTopic.Dossier, now));
                (code, untold) = (now, null);
            }
            else if (code is null) continue; // it has not heard of the dossier yet
            else if (happened is DossierEvent.StepCompleted)
            {
                if (connection.Progress) messages.Add(new(connection.Key, number, happened.At, PortalTopic.Progress, code.Value));
            }
            else if (IsTold(happened)) untold = (number, happened.At);
        }
        if (untold is (var last, var when) && code is { } still) messages.Add(new(connection.Key, last, when, PortalTopic.Dossier, still));
        return messages;
    }

    /// <summary>A ministry takes the dossier once, and then the states its table names, and hand-overs; of the other states it is not told.</summary>
    /// <param name="told">The code before; <see cref="PortalTarget.Unmapped"/> where the table has none for that state; null where it has not heard of the dossier.</param>
    private static List<PortalMessage> OfMinistry(PortalConnection connection, int length, IReadOnlyList<DossierEvent> events, Dictionary<int, int> changes, int? told)
    {
        var messages = new List<PortalMessage>();
        foreach (var (at, happened) in events.Index())
        {
            var number = length + at + 1;
            if (changes.TryGetValue(number, out var code) && code != PortalTarget.Unmapped)
            {
                messages.Add(new(connection.Key, number, happened.At, told is null ? PortalTopic.Dossier : PortalTopic.Status, code));
                told = code;
            }
            else if (told is { } before && happened is DossierEvent.StepCompleted && connection.Progress) messages.Add(new(connection.Key, number, happened.At, PortalTopic.Progress, before));
        }
        return messages;
    }

    /// <summary>Whether any state the dossier has been in is one the table names: where it is in one that the table leaves open, those it came by.</summary>
    private static bool HasHeard(PortalConnection connection, Dossier before, int? code) => code is not null && (code != PortalTarget.Unmapped
        || before.ReceivedAt is not null && connection.Table.CodeOf(PortalMoment.Received) != PortalTarget.Unmapped
        || before.SubmittedAt is not null && connection.Table.CodeOf(PortalMoment.Registered) != PortalTarget.Unmapped
        || before.Acceptance?.WasAsked is true && connection.Table.CodeOf(PortalMoment.AwaitingSupplement) != PortalTarget.Unmapped);

    /// <summary>Whether a portal's picture of a dossier changes with it, though its code may not.</summary>
    private static bool IsTold(DossierEvent happened) => happened is DossierEvent.Corrected or DossierEvent.PromiseMoved or DossierEvent.PromiseConfirmed or DossierEvent.DueSet or DossierEvent.LimitChanged
        or DossierEvent.SupplementRequested or DossierEvent.SupplementReceived or DossierEvent.SupplementPartReceived or DossierEvent.SupplementExpired
        or DossierEvent.CompletionAsked or DossierEvent.CompletionReceived or DossierEvent.UpFrontFeePaid
        or DossierEvent.ObligationImposed or DossierEvent.ObligationWaived or DossierEvent.PaymentRecorded
        or DossierEvent.AttachmentAdded { Component: not null } or DossierEvent.AttachmentWithdrawn or DossierEvent.ResultHandedOver or DossierEvent.ResultWithdrawn;
}
