using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Accounts, and the officers they stand for.</summary>
public sealed class AccountOffice
{
    private readonly AccountStore _store;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;

    internal AccountOffice(AccountStore store, ReferenceStore reference, TimeProvider clock) => (_store, _reference, _clock) = (store, reference, clock);

    /// <summary>True while nobody can sign in: the program asks for its first administrator.</summary>
    public Task<bool> IsEmptyAsync(CancellationToken ct) => _store.IsEmptyAsync(ct);

    public Task<Account?> FindAsync(OfficerId id, CancellationToken ct) => _store.FindAsync(id, ct);

    /// <summary>Writes the account; false when <paramref name="isNew"/> and the name is taken.</summary>
    public Task<bool> SaveAsync(Account account, bool isNew, CancellationToken ct) => _store.SaveAsync(account, isNew, ct);

    /// <summary>Writes the first account of all (quản trị đầu tiên); false when there is an account, even one that another host made at the same moment.</summary>
    public Task<bool> CreateFirstAsync(Account account, CancellationToken ct) => _store.CreateFirstAsync(account, ct);

    /// <summary>The officer behind an account, with the posts the catalogue gives them today; null when there is no such account.</summary>
    public async Task<Officer?> OfficerAsync(OfficerId id, CancellationToken ct)
    {
        if (await _store.FindAsync(id, ct) is not { } account) return null;
        var (catalogue, _) = await _reference.CurrentAsync(ct);
        return new Officer(id, account.Name, account.Agency, account.Roles, catalogue?.PostsOf(id, VietnamTime.DayOf(_clock.GetUtcNow())) ?? []);
    }
}
