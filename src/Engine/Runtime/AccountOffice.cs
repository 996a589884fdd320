using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>A sign-in (tài khoản): whom it stands for, what it is for, and how its password is guarded.</summary>
/// <remarks>Mutable on purpose: the framework's account managers fill one in and hand it back to be stored.</remarks>
public sealed class Account
{
    public required OfficerId Id { get; init; }

    public string Name { get; set; } = "";

    public AgencyCode? Agency { get; set; }

    public IReadOnlySet<Role> Roles { get; set; } = new HashSet<Role>();

    /// <summary>Salted and stretched; never the password.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Changes whenever every session of the account must end.</summary>
    public string SecurityStamp { get; set; } = "";

    public int FailedSignIns { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }
}

/// <summary>Accounts, and the officers they stand for.</summary>
public sealed class AccountOffice
{
    internal AccountOffice() { }

    /// <summary>True while nobody can sign in: the program asks for its first administrator.</summary>
    public Task<bool> IsEmptyAsync(CancellationToken ct) => throw new NotImplementedException();

    public Task<Account?> FindAsync(OfficerId id, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Writes the account; false when <paramref name="isNew"/> and the name is taken.</summary>
    public Task<bool> SaveAsync(Account account, bool isNew, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>The officer behind an account, with the posts the catalogue gives them today.</summary>
    public Task<Officer?> OfficerAsync(OfficerId id, CancellationToken ct) => throw new NotImplementedException();
}
