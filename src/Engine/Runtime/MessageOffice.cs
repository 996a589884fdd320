using TthcFlow.Engine.Messages;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door to messages: an officer's inbox, and for administrators what could not be sent.</summary>
public sealed class MessageOffice
{
    /// <summary>Lines of a page.</summary>
    public const int Lines = 50;

    /// <summary>Unread messages are counted no further: the bell then says "99+".</summary>
    public const int CountedTo = 100;

    private const int SentAgainAtOnce = 200;

    private readonly MessageStore _store;
    private readonly AccountStore _accounts;
    private readonly AddressBook _addresses;
    private readonly TimeProvider _clock;

    internal MessageOffice(MessageStore store, AccountStore accounts, AddressBook addresses, TimeProvider clock) => (_store, _accounts, _addresses, _clock) = (store, accounts, addresses, clock);

    /// <summary>How many messages the officer has not read, counted to <see cref="CountedTo"/>.</summary>
    public Task<int> UnreadAsync(Officer officer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return _store.UnreadAsync(officer.Id, CountedTo, ct);
    }

    /// <summary>The officer's messages, latest first.</summary>
    /// <param name="before">The id of the last line of the page before; null for the first page.</param>
    public async Task<MessagePage> InboxAsync(Officer officer, bool unreadOnly, int? before, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var lines = await _store.InboxAsync(officer.Id, unreadOnly, before, Lines + 1, ct);
        return new([.. lines.Take(Lines).Select(LineOf)], lines.Count > Lines ? lines[Lines - 1].Id : null);
    }

    /// <summary>The officer has read a message, or all of them.</summary>
    /// <returns>Why not; null when it is so now.</returns>
    public async Task<Refusal?> ReadAsync(Officer officer, int? id, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return await _store.ReadAsync(officer.Id, id, _clock.GetUtcNow(), ct) < 0 ? MessageRefusals.NotYours : null;
    }

    /// <summary>Where the officer's e-mail goes; null: nowhere.</summary>
    public async Task<string?> EmailOfAsync(Officer officer, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return (await _accounts.FindAsync(officer.Id, ct))?.Email;
    }

    /// <summary>The officer says where e-mail is to go, or that none is wanted (null).</summary>
    public async Task<Refusal?> SetEmailAsync(Officer officer, string? email, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        var address = string.IsNullOrWhiteSpace(email) ? null : email.Trim();
        if (address is not null && !MailChannel.IsAddress(address)) return MessageRefusals.NoAddress;
        await _accounts.SetEmailAsync(officer.Id, address, ct);
        return null;
    }

    /// <summary>What has not reached anybody: waiting, failed, without a channel, without anybody to tell. For administrators; null for others.</summary>
    public async Task<SendingPage?> SendingAsync(Officer officer, MessageStatus state, int? before, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        if (!officer.Is(Role.Administrator)) return null;
        var lines = await _store.InStateAsync(state, before, Lines + 1, ct);
        var shown = lines.Take(Lines).ToArray();
        var present = state is MessageStatus.Failed ? await _addresses.PresentAsync(shown, ct) : new Dictionary<int, string>();
        return new(
            [.. shown.Select(line => SendingLineOf(line) with { NowAt = present.GetValueOrDefault(line.Id) is { } now && now != line.Address ? Masked.Of(now) : null })],
            lines.Count > Lines ? lines[Lines - 1].Id : null, await _store.CountAsync(1000, ct));
    }

    /// <summary>Failed messages are tried anew, one or all of them, at the addresses their recipients have now. For administrators.</summary>
    /// <remarks>Of all, those whose recipient is not reached any more stay among the failed.</remarks>
    /// <returns>Why not; null when they wait for their turn now.</returns>
    public async Task<Refusal?> SendAgainAsync(Officer officer, int? id, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        if (!officer.Is(Role.Administrator)) return MessageRefusals.NotAnAdministrator;
        for (var after = 0; ;)
        {
            var failed = await _store.FailedAsync(id, after, SentAgainAtOnce, ct);
            if (failed is []) return id is null ? null : MessageRefusals.NotFailed;
            var present = await _addresses.PresentAsync(failed, ct);
            if (id is not null && present.Count == 0) return MessageRefusals.NotReached;
            await _store.SendAgainAsync(present.Select(message => (message.Key, message.Value)), _clock.GetUtcNow(), ct);
            if (id is not null || failed.Count < SentAgainAtOnce) return null;
            after = failed[^1].Id;
        }
    }

    /// <summary>What the applicant of a dossier was told, and what became of it; addresses are masked. Whoever may see the dossier may see this: the caller has asked.</summary>
    public async Task<IReadOnlyList<SendingLine>> ToldApplicantAsync(DossierCode code, CancellationToken ct) =>
        [.. (await _store.OfDossierAsync(code, ct)).Where(message => message.IsForApplicant).Select(SendingLineOf)];

    private static MessageLine LineOf(StoredMessage message) =>
        new(message.Id, message.Code, message.Kind, message.Step, message.Title, message.Text, message.At, message.ReadAt);

    private static SendingLine SendingLineOf(StoredMessage message) => new(
        message.Id, message.Code, message.Kind, message.Recipient, message.Channel, message.Address is null ? null : Masked.Of(message.Address), message.Title, message.State, message.Tries, message.At,
        message.DoneAt, message.Fault);
}

/// <summary>A message in an officer's inbox.</summary>
/// <param name="Title">What comes after the dossier's code.</param>
/// <param name="ReadAt">When the officer marked it as read; null: not yet.</param>
public sealed record MessageLine(int Id, DossierCode Code, string Kind, StepKey? Step, Wording Title, Wording Text, DateTimeOffset At, DateTimeOffset? ReadAt);

/// <summary>A page of an inbox.</summary>
/// <param name="Next">Where the next page goes on; null on the last.</param>
public sealed record MessagePage(IReadOnlyList<MessageLine> Lines, int? Next);

/// <summary>A message on its way out, as an administrator sees it: no text, and the address masked.</summary>
/// <param name="Recipient">The officer's account, or <c>applicant</c>.</param>
/// <param name="Fault">Why the last try failed.</param>
public sealed record SendingLine(
    int Id, DossierCode Code, string Kind, string Recipient, string Channel, string? Address, Wording Title, MessageStatus State, int Tries, DateTimeOffset At, DateTimeOffset? DoneAt, string? Fault)
{
    /// <summary>Where it goes if it is sent again, masked: for a failed message whose recipient's address was corrected since; else null.</summary>
    public string? NowAt { get; init; }
}

/// <summary>A page of messages on their way out, with how many there are in each state.</summary>
public sealed record SendingPage(IReadOnlyList<SendingLine> Lines, int? Next, IReadOnlyDictionary<MessageStatus, int> Counts);
