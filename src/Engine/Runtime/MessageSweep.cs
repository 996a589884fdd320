using System.Globalization;
using Microsoft.Extensions.Logging;
using Quartz;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Messages;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Hands out what is to be told, and sends what is to be sent. Nothing is lost: what a dead host had in hand comes back when its lease ends.</summary>
/// <remarks>
/// First notices become messages, one for each recipient and channel, in one transaction that takes the notices away. Then messages are sent, each on its own;
/// what is not taken is tried again after growing pauses, at last given up, and shown to an administrator who may send it again.
/// </remarks>
[DisallowConcurrentExecution]
public sealed partial class MessageSweep : Sweep
{
    /// <summary>How long a notice in hand is nobody else's.</summary>
    public static readonly TimeSpan NoticeLease = TimeSpan.FromSeconds(30);

    /// <summary>How long a message in hand is nobody else's: longer than the slowest sending of as many as are taken at once.</summary>
    public static readonly TimeSpan MessageLease = TimeSpan.FromMinutes(10);

    /// <summary>How long is waited after each try that failed; after the last one a message is given up.</summary>
    public static IReadOnlyList<TimeSpan> Pauses { get; } =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(4), TimeSpan.FromHours(12), TimeSpan.FromHours(24)];

    private const int NoticesAtOnce = 200, MessagesAtOnce = 40, SideBySide = 4, LongestFault = 300;

    private readonly MessageStore _store;
    private readonly ReferenceStore _reference;
    private readonly AddressBook _addresses;
    private readonly TimeProvider _clock;
    private readonly ILogger<MessageSweep> _log;

    internal MessageSweep(MessageStore store, ReferenceStore reference, AddressBook addresses, TimeProvider clock, ILogger<MessageSweep> log) =>
        (_store, _reference, _addresses, _clock, _log) = (store, reference, addresses, clock, log);

    /// <summary>Hands out everything that is to be told by now, and sends everything whose turn it is.</summary>
    /// <returns>How many messages were handed out and how many sent, together.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct) => await HandOutAsync(ct) + await SendAsync(ct);

    private async Task<int> HandOutAsync(CancellationToken ct)
    {
        for (var handedOut = 0; ;)
        {
            var now = _clock.GetUtcNow();
            var claimed = await _store.ClaimNoticesAsync(now, now + NoticeLease, NoticesAtOnce, ct);
            if (claimed is []) return handedOut;

            var messages = await AddressedAsync(claimed, now, ct);
            await _store.HandOutAsync(claimed, messages, now, ct);
            handedOut += messages.Count;
            if (claimed.Count < NoticesAtOnce) return handedOut;
        }
    }

    private async Task<List<NewMessage>> AddressedAsync(IReadOnlyList<ClaimedNotice> claimed, DateTimeOffset now, CancellationToken ct)
    {
        var day = VietnamTime.DayOf(now);
        var catalogue = (await _reference.CurrentAsync(ct)).Catalogue ?? ReferenceStore.NoCatalogue;
        var circle = claimed.SelectMany(each => Recipients.Circle(each.Notice, catalogue, day)).Distinct().ToArray();
        var (people, delegations) = await _addresses.OnAsync(circle, day, ct);
        var applicants = await _addresses.ApplicantsAsync([.. claimed.Where(each => each.Notice.Audience is NoticeAudience.Applicant).Select(each => each.Code).Distinct()], ct);

        var messages = new List<NewMessage>();
        foreach (var each in claimed)
        {
            if (each.Notice.Audience is NoticeAudience.Applicant)
            {
                Address(each, MessageRecipient.Of(applicants.GetValueOrDefault(each.Code)), messages);
                continue;
            }
            var told = Recipients.Of(each.Notice, catalogue, people, delegations, day);
            foreach (var officer in told) Address(each, MessageRecipient.Of(officer, people[officer]), messages);
            // A unit without a superior besides whoever has the work: the head of the agency hears of it on the next rung.
            if (told is [] && each.Notice.Audience is not NoticeAudience.Leaders) messages.Add(new(each.Code, each.Notice, NewMessage.None, NewMessage.None, null, MessageStatus.Nobody));
        }
        return messages;
    }

    private void Address(ClaimedNotice notice, MessageRecipient recipient, List<NewMessage> messages)
    {
        var before = messages.Count;
        foreach (var (channel, address) in _addresses.Of(recipient))
            messages.Add(new(notice.Code, notice.Notice, recipient.Key, channel.Key, channel.IsHere ? null : address, channel.IsHere ? MessageStatus.Sent : MessageStatus.Waiting));
        if (messages.Count == before) messages.Add(new(notice.Code, notice.Notice, recipient.Key, NewMessage.None, null, MessageStatus.NoChannel));
    }

    private async Task<int> SendAsync(CancellationToken ct)
    {
        for (var sent = 0; ;)
        {
            var now = _clock.GetUtcNow();
            var claimed = await _store.ClaimMessagesAsync(now, now + MessageLease, MessagesAtOnce, ct);
            await Parallel.ForEachAsync(claimed, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = ct }, async (message, one) =>
            {
                if (await SendAsync(message, one)) Interlocked.Increment(ref sent);
            });
            if (claimed.Count < MessagesAtOnce) return sent;
        }
    }

    private async Task<bool> SendAsync(StoredMessage message, CancellationToken ct)
    {
        var address = message.Address ?? "";
        try
        {
            var channel = _addresses.Channel(message.Channel) ?? throw new NotSentException("The channel is not configured.");
            await channel.SendAsync(OutgoingOf(message, address), ct);
        }
        catch (NotSentException fault)
        {
            var now = _clock.GetUtcNow();
            var said = Masked.Without(address, fault.Message);
            if (said.Length > LongestFault) said = said[..LongestFault];
            var again = fault.IsForGood || message.Tries > Pauses.Count ? (DateTimeOffset?)null : now + Pauses[message.Tries - 1];
            await _store.NotSentAsync(message.Id, said, again, now, ct);
            if (again is null) GivenUp(message.Id, message.Channel, message.Code, Masked.Of(address), said);
            else TriedInVain(message.Id, message.Channel, message.Code, message.Tries, said);
            return false;
        }
        await _store.SentAsync(message.Id, _clock.GetUtcNow(), ct);
        return true;
    }

    private static OutgoingMessage OutgoingOf(StoredMessage message, string address)
    {
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{message.Code}-{message.Number}-{message.Id}"), message.Code, message.Kind, message.IsForApplicant, message.Recipient, address,
            message.Title, message.Text, message.IsForApplicant ? "/look-up" : $"/dossiers/{message.Code}", message.At);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Id} ({Channel}) about {Dossier} to {Address} is given up: {Fault}")]
    private partial void GivenUp(int id, string channel, DossierCode dossier, string address, string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "Message {Id} ({Channel}) about {Dossier} was not taken at try {Try}: {Fault}")]
    private partial void TriedInVain(int id, string channel, DossierCode dossier, int @try, string fault);
}
