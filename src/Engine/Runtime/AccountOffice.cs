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

    private static Officer Of(Account account, IReadOnlyList<Post> posts, ProvinceCatalogue catalogue) => new(account.Id, account.Name, account.Agency, account.Roles, posts)
    {
        Leads = account.Roles.Contains(Role.Leader) ? DelegationRules.UnitsUnder(posts, catalogue) : [],
    };
}
