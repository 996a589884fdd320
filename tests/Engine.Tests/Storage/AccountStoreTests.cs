using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Engine.Tests.Storage;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class AccountStoreTests(string kind) : StorageTests(kind)
{
    [Test]
    public async Task An_account_is_read_as_it_was_written()
    {
        var store = new AccountStore(Db);
        Assert.That(await store.IsEmptyAsync(default));
        var account = Person("lan");
        account.Agency = Office.Commune;
        account.LockedUntil = Office.Monday;

        Assert.That(await store.SaveAsync(account, isNew: true, default));
        account.FailedSignIns = 3;
        Assert.That(await store.SaveAsync(account, isNew: false, default));

        var read = (await store.FindAsync(account.Id, default))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((read.Id, read.Name, read.Agency, read.PasswordHash, read.SecurityStamp), Is.EqualTo((account.Id, "lan", Office.Commune, "hash", "stamp")));
            Assert.That((read.FailedSignIns, read.LockedUntil), Is.EqualTo((3, (DateTimeOffset?)Office.Monday)));
            Assert.That(read.Roles, Is.EquivalentTo(new[] { Role.Administrator, Role.Author }));
            Assert.That(await store.IsEmptyAsync(default), Is.False);
            Assert.That(await store.SaveAsync(Person("lan"), isNew: true, default), Is.False, "the name is taken");
        }
    }

    [Test]
    public async Task Where_there_is_an_account_no_other_is_the_first()
    {
        var store = new AccountStore(Db);
        Assert.That(await store.CreateFirstAsync(Person("lan"), default));

        Assert.That(await store.CreateFirstAsync(Person("minh"), default), Is.False);
        Assert.That(await store.CreateFirstAsync(Person("lan"), default), Is.False);
        Assert.That(await CountAsync("account"), Is.EqualTo(1));
    }

    [Test]
    public async Task Of_many_who_would_be_the_first_on_two_hosts_one_is()
    {
        await using var second = SecondHost();

        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(at => Task.Run(() =>
            new AccountStore(at % 2 == 0 ? Db : second).CreateFirstAsync(Person($"nguoi-{at}"), default))));

        Assert.That(made.Count(isFirst => isFirst), Is.EqualTo(1));
        Assert.That(await CountAsync("account"), Is.EqualTo(1));
        Assert.That(await new AccountStore(Db).FindAsync(Person($"nguoi-{Array.IndexOf(made, true)}").Id, default), Is.Not.Null, "the one that was told so");
    }

    private static Account Person(string id) => new()
    {
        Id = new OfficerId(id),
        Name = id,
        Roles = new HashSet<Role> { Role.Author, Role.Administrator },
        PasswordHash = "hash",
        SecurityStamp = "stamp",
    };
}
