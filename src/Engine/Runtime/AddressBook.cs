using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Messages;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Where people are reached now (sổ địa chỉ): whoever is behind a notice, by each channel that is configured.</summary>
internal sealed class AddressBook(PersonStore people, IEnumerable<INotificationChannel> channels)
{
    private readonly INotificationChannel[] _channels = [.. channels];

    /// <summary>Null: no such channel is configured.</summary>
    public INotificationChannel? Channel(string key) => Array.Find(_channels, channel => channel.Key == key);

    /// <summary>Every channel that reaches somebody, with the address there.</summary>
    public IEnumerable<(INotificationChannel Channel, string Address)> Of(MessageRecipient recipient) =>
        from channel in _channels
        let address = channel.AddressOf(recipient)
        where address is not null
        select (channel, address);

    /// <inheritdoc cref="PersonStore.OnAsync"/>
    public Task<(IReadOnlyDictionary<OfficerId, Person> People, IReadOnlyList<Delegation> Delegations)> OnAsync(IReadOnlyCollection<OfficerId> officers, DateOnly day, CancellationToken ct) =>
        people.OnAsync(officers, day, ct);

    /// <inheritdoc cref="PersonStore.ApplicantsAsync"/>
    public Task<IReadOnlyDictionary<DossierCode, Applicant>> ApplicantsAsync(IReadOnlyCollection<DossierCode> codes, CancellationToken ct) => people.ApplicantsAsync(codes, ct);

    /// <summary>Where these messages would go if they were written now; one whose recipient is not reached by its channel any more is missing.</summary>
    public async Task<IReadOnlyDictionary<int, string>> PresentAsync(IReadOnlyCollection<StoredMessage> messages, CancellationToken ct)
    {
        var applicants = await people.ApplicantsAsync([.. messages.Where(message => message.IsForApplicant).Select(message => message.Code).Distinct()], ct);
        var officers = await people.FindAsync([.. messages.Where(message => !message.IsForApplicant).Select(message => new OfficerId(message.Recipient)).Distinct()], ct);
        var present = new Dictionary<int, string>();
        foreach (var message in messages)
        {
            var recipient = message.IsForApplicant
                ? MessageRecipient.Of(applicants.GetValueOrDefault(message.Code))
                : MessageRecipient.Of(new OfficerId(message.Recipient), officers.GetValueOrDefault(new OfficerId(message.Recipient)));
            if (Channel(message.Channel)?.AddressOf(recipient) is { } address) present[message.Id] = address;
        }
        return present;
    }
}
