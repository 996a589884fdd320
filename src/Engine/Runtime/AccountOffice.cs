using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using Account = TthcFlow.Engine.Storage.Account;

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

    /// <summary>The officer behind an account, with the posts the catalogue gives them today, and those they stand in for today; null when there is no such account.</summary>
    public async Task<Officer?> OfficerAsync(OfficerId id, CancellationToken ct)
    {
        var today = VietnamTime.DayOf(_clock.GetUtcNow());
        if (await _store.FindWithPrincipalsAsync(id, today, ct) is not var (account, principals, books)) return null;
        if (account.IsLocked) return null;
        var catalogue = (await _reference.OfAsync(books, ct)).Catalogue ?? ReferenceStore.NoCatalogue;
        return Of(account, catalogue.PostsOf(id, today), catalogue) with
        {
            StandsInFor =
            [
                .. from one in principals
                   let posts = catalogue.PostsOf(one.Principal.Id, today).Where(post => one.Post is null || one.Post == post).ToArray()
                   where posts is not [] // whoever lost the post has nothing left to hand over
                   select Of(one.Principal, posts, catalogue),
            ],
        };
    }

    /// <summary>Who may look at accounts: administrators.</summary>
    public static bool MayLook(Officer officer) => officer is not null && officer.Is(Role.Administrator);

    /// <summary>The accounts whose name, sign-in or agency holds the words, with or without diacritics, in the order of names; empty for those who may not look.</summary>
    public async Task<IReadOnlyList<Account>> ListAsync(Officer by, string? words, CancellationToken ct)
    {
        if (!MayLook(by)) return [];
        var wanted = PlainWords.Of(words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return
        [
            .. (await _store.ListAsync(ct)).Where(account => PlainWords.Of($"{account.Name} {account.Id} {account.Agency}") is var text && Array.TrueForAll(wanted, word => text.Contains(word, StringComparison.Ordinal)))
                .OrderBy(account => account.Name, VietnameseOrder.Comparer).ThenBy(account => account.Id.Value, StringComparer.Ordinal),
        ];
    }

    /// <summary>What was done to an account, the latest first; empty for those who may not look.</summary>
    public async Task<IReadOnlyList<AccountRecord>> RecordsAsync(Officer by, OfficerId id, CancellationToken ct) => MayLook(by) ? await _store.RecordsAsync(id, ct) : [];

    /// <summary>Does something to an account, and writes it down; null when it was done, else why not.</summary>
    /// <param name="password">The password as it is guarded, with a new stamp that ends every session; for a new account, and for a new password. What one person chose for another is changed at the first sign-in.</param>
    public async Task<Refusal?> AdministerAsync(Officer by, OfficerId id, AccountAct act, (string Hash, string Stamp)? password, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(id);
        if (!MayLook(by) && act is not AccountAct.ChangePassword) return AccountRefusals.NotAnAdministrator;
        var now = _clock.GetUtcNow();
        var catalogue = (await _reference.CurrentAsync(ct)).Catalogue ?? ReferenceStore.NoCatalogue;
        var grant = (act as AccountAct.Open)?.Grant ?? (act as AccountAct.Change)?.Grant;
        var said = grant is null ? "" : $"{grant.Name.Trim()}; {grant.Agency?.Value ?? "-"}; {string.Join(", ", grant.Roles.Order())}";
        return await _store.AdministerAsync(
            id, (found, others) => AccountRules.Of(by, id, act, found is null ? null : new(found.Name, found.Agency, found.Roles), others, catalogue, VietnamTime.DayOf(now)),
            found =>
            {
                var account = found ?? new Account { Id = id };
                if (grant is not null) (account.Name, account.Agency, account.Roles) = (grant.Name.Trim().Normalize(), grant.Agency, grant.Roles);
                if (password is var (hash, stamp)) (account.PasswordHash, account.SecurityStamp, account.FailedSignIns, account.LockedUntil, account.OwesPassword) = (hash, stamp, 0, account.IsLocked ? account.LockedUntil : null, by.Id != id);
                if (act is AccountAct.Lock) account.LockedUntil = Account.ForGood;
                if (act is AccountAct.Unlock) (account.LockedUntil, account.FailedSignIns) = (null, 0);
                return account;
            },
            new AccountRecord(StoredJson.NameOf(act), said, by.Id, now), ct);
    }

    private static Officer Of(Account account, IReadOnlyList<Post> posts, ProvinceCatalogue catalogue) => new(account.Id, account.Name, account.Agency, account.Roles, posts)
    {
        OwesPassword = account.OwesPassword,
        Leads = account.Roles.Contains(Role.Leader) ? DelegationRules.UnitsUnder(posts, catalogue) : [],
    };
}
