using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Tests.Storage;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Storage.Office;

namespace TthcFlow.Engine.Tests.Runtime;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class JournalAuditTests(string kind) : StorageTests(kind)
{
    private const string First = "H35.12-260302-0001", Second = "H35.12-260302-0002";
    private readonly bool _isSqlite = kind == "sqlite";

    [SetUp]
    public async Task Two_dossiers_and_a_draft()
    {
        var store = new DossierStore(Db);
        for (var number = 0; number < 2; number++)
        {
            var file = await store.FileAsync(Monday.AddDays(1), Received(), Opened(B1, OneStop, Clerk));
            await store.CommitAsync(file, Entry(file.Dossier, Monday.AddDays(1), Completed(B1, Lan), Opened(B2, OneStop, Expert)), null, default);
        }
        await new PublicationStore(Db).BeginAsync("d1", new PublicationEvent.Drafted(Monday, Lan, Department, null, null, "Dự thảo"), "{}", null, default);
    }

    [Test]
    public async Task Untouched_journals_hold()
    {
        var verdict = await new JournalAudit(Db).VerifyAsync(default);

        Assert.That((verdict.Journals, verdict.Lines), Is.EqualTo((3, 9)));
        Assert.That(verdict.Breaks, Is.Empty);
    }

    [TestCase($"update dossier_journal set body = replace(body, 'lan', 'minh') where code = '{First}' and number = 3", First, 3, TestName = "A_changed_line_is_found")]
    [TestCase($"delete from dossier_journal where code = '{First}' and number = 2", First, 3, TestName = "A_removed_line_is_found")]
    [TestCase($"delete from dossier_journal where code = '{First}' and number = 4", First, 4, TestName = "A_journal_cut_short_is_found")]
    [TestCase($"delete from dossier_journal where code = '{First}'", First, 4, TestName = "A_journal_taken_away_whole_is_found")]
    [TestCase("update publication_journal set body = replace(body, 'H35.07', 'H35.08')", "d1", 1, TestName = "A_changed_act_on_a_draft_is_found")]
    public async Task Forgery(string sql, string journal, int number)
    {
        await ForgeUnguardedAsync(sql);

        var breaks = (await new JournalAudit(Db).VerifyAsync(default)).Breaks;
        Assert.That(breaks.Select(each => (each.Journal, each.Number)), Is.EqualTo(new[] { (journal, number) }));
    }

    [Test]
    public async Task Journals_that_changed_places_are_found()
    {
        await ForgeUnguardedAsync($"update dossier_journal set code = 'x' where code = '{First}'");
        await ForgeUnguardedAsync($"update dossier_journal set code = '{First}' where code = '{Second}'");
        await ForgeUnguardedAsync($"update dossier_journal set code = '{Second}' where code = 'x'");

        var breaks = (await new JournalAudit(Db).VerifyAsync(default)).Breaks;
        Assert.That(breaks.Select(each => each.Journal).Distinct(), Is.EquivalentTo(new[] { First, Second }));
    }

    /// <summary>As somebody would who may change the schema: the guards are taken away first.</summary>
    private async Task ForgeUnguardedAsync(string sql)
    {
        foreach (var table in new[] { "dossier_journal", "publication_journal" })
        {
            if (!_isSqlite)
            {
                await ForgeAsync($"drop trigger if exists written_for_good on {table}");
                continue;
            }
            await ForgeAsync($"drop trigger if exists {table}_no_update");
            await ForgeAsync($"drop trigger if exists {table}_no_delete");
        }
        await ForgeAsync(sql);
    }
}
