using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>A sign-in (tài khoản): whom it stands for, what it is for, and how its password is guarded.</summary>
/// <remarks>Mutable on purpose: the framework's account managers fill one in and hand it back to be stored.</remarks>
public sealed class Account
{
    public required OfficerId Id { get; init; }

    public string Name { get; set; } = "";

    /// <summary>The agency whose affairs it sees; null for accounts of the whole province.</summary>
    public AgencyCode? Agency { get; set; }

    public IReadOnlySet<Role> Roles { get; set; } = new HashSet<Role>();

    /// <summary>Salted and stretched; never the password.</summary>
    public string? PasswordHash { get; set; }

    /// <summary>Changes whenever every session of the account must end.</summary>
    public string SecurityStamp { get; set; } = "";

    /// <summary>Whether an administrator chose the password: then its owner chooses their own before anything else (đổi mật khẩu lần đầu).</summary>
    public bool OwesPassword { get; set; }

    public int FailedSignIns { get; set; }

    /// <summary>Where messages reach the officer by e-mail; null: only in the inbox. Personal data.</summary>
    public string? Email { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    /// <summary>Until when an account is locked that an administrator locked: for good, until one unlocks it.</summary>
    public static DateTimeOffset ForGood { get; } = new(9999, 12, 31, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whether an administrator locked it; a lock after wrong passwords passes by itself and ends no session.</summary>
    public bool IsLocked => LockedUntil >= ForGood;
}

/// <summary>One thing that was done to an account (nhật ký tài khoản).</summary>
/// <param name="Kind"><c>open</c>, <c>change</c>, <c>lock</c>, <c>unlock</c>, <c>set-password</c>, <c>change-password</c>.</param>
/// <param name="Said">Name, agency and roles as they were then set; empty for the rest.</param>
public sealed record AccountRecord(string Kind, string Said, OfficerId By, DateTimeOffset At);

/// <summary>Keeps accounts.</summary>
internal sealed class AccountStore(FlowDatabase database)
{
    private const string Insert =
        """
        insert into account (id, name, agency, roles, password_hash, security_stamp, failed_sign_ins, locked_until, email, owes_password)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """;

    private const string Update =
        """
        update account set name = $2, agency = $3, roles = $4, password_hash = $5, security_stamp = $6, failed_sign_ins = $7, locked_until = $8, email = $9, owes_password = $10
        where id = $1
        """;

    private static Statement AnyAccount { get; } = new("select 1 from account limit 1");

    public async Task<bool> IsEmptyAsync(CancellationToken ct) => await database.ListAsync(AnyAccount, _ => true, ct) is [];

    public Task<Account?> FindAsync(OfficerId id, CancellationToken ct) => database.FindAsync(
        new Statement("select name, agency, roles, password_hash, security_stamp, failed_sign_ins, locked_until, email, owes_password from account where id = $1", id.Value),
        row => new Account
        {
            Id = id,
            Name = row.Text(0),
            Agency = row.TextOrNull(1) is { } agency ? new AgencyCode(agency) : null,
            Roles = row.Text(2).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Role>).ToHashSet(),
            PasswordHash = row.TextOrNull(3),
            SecurityStamp = row.Text(4),
            FailedSignIns = row.Number(5),
            LockedUntil = row.InstantOrNull(6),
            Email = row.TextOrNull(7),
            OwesPassword = row.Flag(8),
        },
        ct);

    /// <summary>Whose accounts are a leader's.</summary>
    public async Task<IReadOnlySet<OfficerId>> LeadersAsync(CancellationToken ct) => (await database.ListAsync(
        new Statement($"select id from account where ',' || roles || ',' like '%,{nameof(Role.Leader)},%'"), row => new OfficerId(row.Text(0)), ct)).ToHashSet();

    /// <summary>The account with those it stands in for on that day (account and post of each; null: all posts), and which books are current, in one round trip.</summary>
    public async Task<(Account Account, IReadOnlyList<(Account Principal, Post? Post)> StandsInFor, BookVersions Books)?> FindWithPrincipalsAsync(OfficerId id, DateOnly day, CancellationToken ct)
    {
        var rows = await database.ListAsync(
            new Statement(
                $"""
                select a.name, a.agency, a.roles, p.id, p.name, p.agency, p.roles, d.place, d.position, {BookVersions.Columns}, a.locked_until, a.owes_password
                from account a
                left join delegation d on d.substitute = a.id and d.from_day <= $2 and d.to_day >= $2
                  and not exists (select 1 from delegation_revocation r where r.delegation = d.id)
                left join account p on p.id = d.principal
                where a.id = $1 order by d.registered_at, d.id
                """,
                id.Value, day),
            row => (Own: Read(row, id, 0, row.InstantOrNull(12), row.Flag(13)), Principal: row.TextOrNull(3) is { } principal ? Read(row, new OfficerId(principal), 4) : null,
                Post: row.TextOrNull(7) is { } place ? new Post(new AgencyCode(place), new PositionKey(row.Text(8))) : null, Books: BookVersions.Of(row, 9)), ct);
        return rows is [] ? null : (rows[0].Own, [.. rows.Where(row => row.Principal is not null).Select(row => (row.Principal!, row.Post))], rows[0].Books);
    }

    private static Account Read(Row row, OfficerId id, int from, DateTimeOffset? lockedUntil = null, bool owesPassword = false) => new()
    {
        OwesPassword = owesPassword,
        Id = id,
        LockedUntil = lockedUntil,
        Name = row.Text(from),
        Agency = row.TextOrNull(from + 1) is { } agency ? new AgencyCode(agency) : null,
        Roles = row.Text(from + 2).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Role>).ToHashSet(),
    };

    /// <summary>Writes the account; false when it is new and the name is taken.</summary>
    public async Task<bool> SaveAsync(Account account, bool isNew, CancellationToken ct)
    {
        try
        {
            await database.WriteAsync([Written(account, isNew ? Insert : Update)], ct);
            return true;
        }
        catch (RivalException) when (isNew)
        {
            return false;
        }
    }

    /// <summary>All accounts, without what guards them.</summary>
    public Task<List<Account>> ListAsync(CancellationToken ct) => database.ListAsync(
        new Statement("select name, agency, roles, id, locked_until, case when password_hash is null then null else '' end from account order by id"),
        row =>
        {
            var account = Read(row, new OfficerId(row.Text(3)), 0, row.InstantOrNull(4));
            account.PasswordHash = row.TextOrNull(5);
            return account;
        }, ct);

    /// <summary>What was done to an account, the latest first.</summary>
    public Task<List<AccountRecord>> RecordsAsync(OfficerId id, CancellationToken ct) => database.ListAsync(
        new Statement("select kind, said, by, at from account_act where account = $1 order by number desc limit 200", id), row => new AccountRecord(row.Text(0), row.Text(1), new OfficerId(row.Text(2)), row.Instant(3)), ct);

    /// <summary>Does something to an account if the rules allow it, and writes down that it was done; those who try at the same moment wait for each other.</summary>
    /// <param name="rules">Asked with the account (null where there is none) and how many others can sign in as administrators.</param>
    /// <param name="made">What then stands in the account: a new one, or the one that was there with what changes.</param>
    public Task<Refusal?> AdministerAsync(OfficerId id, Func<Account?, int, Refusal?> rules, Func<Account?, Account> made, AccountRecord record, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        await writing.ListAsync(database.LockOut, _ => true, ct);
        var accounts = await writing.ListAsync(
            new Statement(
                $"""
                select name, agency, roles, id, locked_until, password_hash, security_stamp, failed_sign_ins, email, owes_password from account
                where id = $1 or ',' || roles || ',' like '%,{nameof(Role.Administrator)},%'
                """, id),
            row =>
            {
                var account = Read(row, new OfficerId(row.Text(3)), 0, row.InstantOrNull(4), row.Flag(9));
                (account.PasswordHash, account.SecurityStamp, account.FailedSignIns, account.Email) = (row.TextOrNull(5), row.Text(6), row.Number(7), row.TextOrNull(8));
                return account;
            }, ct);
        var found = accounts.Find(account => account.Id == id);
        if (rules(found, accounts.Count(account => account.Id != id && account is { IsLocked: false, PasswordHash: not null })) is { } refusal) return refusal;
        await writing.WriteAsync(
            [
                Written(made(found), found is null ? Insert : Update),
                new Statement(
                    "insert into account_act (account, number, kind, said, by, at) select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5 from account_act where account = $1",
                    id, record.Kind, record.Said, record.By, record.At),
            ], ct);
        return (Refusal?)null;
    }, ct);

    public Task SetEmailAsync(OfficerId id, string? email, CancellationToken ct) =>
        database.WriteAsync([new Statement("update account set email = $2 where id = $1", id, email)], ct);

    /// <summary>Writes the account if it is the first of all; false when there is one. Hosts that try at the same moment wait for each other.</summary>
    public Task<bool> CreateFirstAsync(Account account, CancellationToken ct) => database.InTransactionAsync(async writing =>
    {
        await writing.ListAsync(database.LockOut, _ => true, ct);
        if (await writing.ListAsync(AnyAccount, _ => true, ct) is not []) return false;
        await writing.WriteAsync([Written(account, Insert)], ct);
        return true;
    }, ct);

    /// <summary>The accounts that are for one kind of work, by name.</summary>
    public async Task<IReadOnlyList<Account>> InRoleAsync(Role role, CancellationToken ct) => await database.ListAsync(
        new Statement($"select id, name, agency, roles from account where ',' || roles || ',' like '%,{role},%' order by name, id"), row => Read(row, new OfficerId(row.Text(0)), 1), ct);

    private static Statement Written(Account account, string sql) => new(
        sql, account.Id.Value, account.Name, account.Agency?.Value, string.Join(',', account.Roles.Order()), account.PasswordHash,
        account.SecurityStamp, account.FailedSignIns, account.LockedUntil, account.Email, account.OwesPassword);
}
