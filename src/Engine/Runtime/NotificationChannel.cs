using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Messages;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>A way by which messages reach people (kênh thông báo): the inbox, e-mail, a webhook.</summary>
internal interface INotificationChannel
{
    /// <summary>The channel's stored name.</summary>
    string Key { get; }

    /// <summary>True where keeping the message is telling it: nothing has to be sent.</summary>
    bool IsHere { get; }

    /// <summary>Where it reaches somebody; null: not at all.</summary>
    string? AddressOf(MessageRecipient recipient);

    /// <summary>Sends one message; it may be sent twice where the program dies before it could write down that it was sent, then with the same <see cref="OutgoingMessage.Id"/>.</summary>
    /// <exception cref="NotSentException">It was not taken.</exception>
    Task SendAsync(OutgoingMessage message, CancellationToken ct);
}

/// <summary>Who a message is for.</summary>
/// <param name="Key">The officer's account, or <c>applicant</c>.</param>
internal sealed record MessageRecipient(string Key, bool IsApplicant, string? Email, string? Phone)
{
    public static MessageRecipient Of(Applicant? applicant) => new(NewMessage.Applicant, true, applicant?.Email, applicant?.Phone);

    public static MessageRecipient Of(OfficerId officer, Person? person) => new(officer.Value, false, person?.Email, null);
}

/// <summary>A message on its way out.</summary>
/// <param name="Id">The same for every try.</param>
/// <param name="Path">The page that shows the dossier to this recipient, without the host.</param>
internal sealed record OutgoingMessage(string Id, DossierCode Code, string Kind, bool IsForApplicant, string Recipient, string Address, Wording Title, Wording Text, string Path, DateTimeOffset At)
{
    public Wording Subject => new($"Hồ sơ {Code}: {Title.Vi}", $"Dossier {Code}: {Title.En}");
}

/// <summary>A channel did not take a message.</summary>
/// <param name="reason">Why, without the address.</param>
/// <param name="isForGood">Trying again would change nothing.</param>
internal sealed class NotSentException(string reason, bool isForGood = false, Exception? cause = null) : Exception(reason, cause)
{
    public bool IsForGood => isForGood;
}

/// <summary>The inbox inside the product (hộp thông báo): every officer has one.</summary>
internal sealed class InboxChannel : INotificationChannel
{
    public const string Name = "inbox";

    public string Key => Name;

    public bool IsHere => true;

    public string? AddressOf(MessageRecipient recipient) => recipient.IsApplicant ? null : recipient.Key;

    public Task SendAsync(OutgoingMessage message, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>Addresses as logs, pages of administrators and faults may show them (che dữ liệu cá nhân).</summary>
internal static class Masked
{
    /// <summary><c>m***@tinh.gov.vn</c>, <c>09******78</c>.</summary>
    public static string Of(string address) =>
        address.IndexOf('@', StringComparison.Ordinal) is > 0 and var at ? $"{address[0]}***{address[at..]}"
        : address.Length > 4 ? $"{address[..2]}{new string('*', address.Length - 4)}{address[^2..]}"
        : "***";

    /// <summary>A text of somebody else's without the address in it.</summary>
    public static string Without(string address, string text) => text.Replace(address, Of(address), StringComparison.OrdinalIgnoreCase);
}
