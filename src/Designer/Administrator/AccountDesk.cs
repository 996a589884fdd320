using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;
using Account = TthcFlow.Engine.Storage.Account;

namespace TthcFlow.Designer.Administrator;

/// <summary>Where administrators give out accounts and passwords (cấp tài khoản, mật khẩu). A password is checked and guarded here; it goes no further.</summary>
public sealed class AccountDesk(AccountOffice office, UserManager<Account> rules)
{
    /// <summary>A new account with its first password; null when it was made, else why not.</summary>
    public async Task<Refusal?> OpenAsync(Officer by, OfficerId id, AccountGrant grant, string password, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(grant);
        return await GuardedAsync(new Account { Id = id, Name = grant.Name }, password) is { } guarded
            ? await office.AdministerAsync(by, id, new AccountAct.Open(grant), guarded, ct)
            : AccountRefusals.PasswordWeak;
    }

    /// <summary>A new password; every session of the account ends. Null when it was set, else why not.</summary>
    public async Task<Refusal?> SetPasswordAsync(Officer by, OfficerId id, string password, CancellationToken ct)
    {
        if (!AccountOffice.MayLook(by)) return AccountRefusals.NotAnAdministrator;
        if (await office.FindAsync(id, ct) is not { } account) return AccountRefusals.NoSuchAccount;
        return await GuardedAsync(account, password) is { } guarded ? await office.AdministerAsync(by, id, new AccountAct.SetPassword(), guarded, ct) : AccountRefusals.PasswordWeak;
    }

    /// <summary>Whoever is signed in chooses a password of their own; every other session of the account ends. Wrong tries count as at the door. Null when it was changed, else why not.</summary>
    public async Task<Refusal?> ChangeOwnAsync(Officer by, string present, string chosen, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (await office.FindAsync(by.Id, ct) is not { } account) return AccountRefusals.NoSuchAccount;
        if (await rules.IsLockedOutAsync(account)) return AccountRefusals.TooManyTries;
        if (string.IsNullOrEmpty(present) || present.Length > 200 || !await rules.CheckPasswordAsync(account, present))
        {
            await rules.AccessFailedAsync(account);
            return AccountRefusals.WrongPassword;
        }
        if (chosen == present) return AccountRefusals.SamePassword;
        return await GuardedAsync(account, chosen) is { } guarded ? await office.AdministerAsync(by, by.Id, new AccountAct.ChangePassword(), guarded, ct) : AccountRefusals.PasswordWeak;
    }

    private async Task<(string Hash, string Stamp)?> GuardedAsync(Account account, string password)
    {
        if (string.IsNullOrEmpty(password) || password.Length > 200) return null;
        foreach (var rule in rules.PasswordValidators)
            if (await rule.ValidateAsync(rules, account, password) is { Succeeded: false }) return null;
        return (rules.PasswordHasher.HashPassword(account, password), RandomNumberGenerator.GetHexString(32));
    }
}
