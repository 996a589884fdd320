using System.Collections.Immutable;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Storage.Office;

namespace TthcFlow.Engine.Tests.Storage;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class DossierStoreTests(string kind) : StorageTests(kind)
{
    private static readonly DateTimeOffset Due = At("2026-03-03T09:00");

    [Test]
    public async Task What_was_written_is_there_when_the_file_is_opened_again()
    {
        var store = new DossierStore(Db);
        var first = await store.FileAsync(Due, Received(), Opened(B1, OneStop, Clerk));
        var entry = Entry(first.Dossier, Due, Completed(B1, Lan), Opened(B2, Board, Expert, Minh));

        await store.CommitAsync(first, entry, null, default);
        var again = (await store.OpenAsync(first.Code, null, default)).File!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Code.ToString(), Is.EqualTo("H35.12-260302-0001"), "agency, day, number");
            Assert.That(again.Length, Is.EqualTo(4));
            Assert.That(StoredJson.Write(again.Dossier), Is.EqualTo(StoredJson.Write(entry.After)));
            Assert.That(again.Dossier.Attributes, Is.EqualTo(entry.After.Attributes));
            Assert.That(again.Dossier.Open.Single(), Is.EqualTo(entry.After.Open.Single()).UsingPropertiesComparer());
        }
    }

    [Test]
    public async Task A_look_rewrites_no_line_of_the_work_list()
    {
        var file = await new DossierStore(Db).FileAsync(Due, Received(), Opened(B1, OneStop, Clerk));
        Assert.That(Entry(file.Dossier, Due, new DossierEvent.StepSeen(Due, Lan, B1, 1)).Touched, Is.Empty);
    }

    [Test]
    public async Task Drafts_and_corrections_rewrite_no_line_of_the_work_list_and_a_hand_over_only_its_own()
    {
        var received = Received() with { PromisedAt = Due };
        var file = await new DossierStore(Db).FileAsync(Due, received, Opened(B1, OneStop, Clerk), Opened(B2, Commune, Expert));
        var nothing = ImmutableSortedDictionary<string, AttributeValue>.Empty;
        DossierEvent[] moveNoClock =
        [
            new DossierEvent.ActDrafted(Due, Lan, 1, "stop", B1, ImmutableSortedDictionary<string, string>.Empty), new DossierEvent.DraftSentBack(Due, Minh, 1, "Nêu rõ căn cứ"),
            new DossierEvent.Corrected(Due, Lan, "Sai tên", received.Particulars, received.Particulars, nothing, nothing),
            new DossierEvent.ConsultationAssigned(Due, Lan, 1, Minh, Board, null),
        ];
        using (Assert.EnterMultipleScope())
        {
            foreach (var happened in moveNoClock)
            {
                var entry = Entry(file.Dossier.Apply(moveNoClock[0]), Due, happened);
                Assert.That((entry.Touched, entry.TouchesPromise), Is.EqualTo((new List<OpenStep>(), false)), happened.GetType().Name);
            }
            var assigned = Entry(file.Dossier, Due, new DossierEvent.StepAssigned(Due, Lan, B1, 1, Lan, null));
            Assert.That((assigned.Touched.Select(open => open.Step), assigned.TouchesPromise), Is.EqualTo((new[] { B1 }.AsEnumerable(), false)));
            Assert.That(Entry(file.Dossier, Due, new DossierEvent.ClockStopped(Due, Lan, null, ClockStopCause.Suspension, ClockPolicy.Suspends, "Điều 9")).Touched, Has.Count.EqualTo(2), "a clock that stops concerns them all");
        }
    }

    [Test]
    public async Task A_dossier_that_does_not_exist_opens_to_nothing() =>
        Assert.That((await new DossierStore(Db).OpenAsync(DossierCode.Parse("H35.12-260302-0009"), null, default)).File, Is.Null);

    [Test]
    public async Task Replaying_the_journal_gives_the_snapshot()
    {
        var store = new DossierStore(Db);
        var file = await store.FileAsync(Due, Received(), Opened(B1, OneStop, Clerk));
        await store.CommitAsync(file, Entry(file.Dossier, Due, Completed(B1, Lan), Opened(B2, OneStop, Expert)), null, default);

        var (journal, _) = await new RegisterStore(Db).JournalAsync(Clerks("lan"), file.Code, default);
        var snapshot = (await store.OpenAsync(file.Code, null, default)).File!.Dossier;

        Assert.That(StoredJson.Write(Dossier.Replay(journal.Select(line => line.Happened))), Is.EqualTo(StoredJson.Write(snapshot)));
    }

    [Test]
    public async Task Of_two_writers_who_opened_the_same_file_one_is_told_and_leaves_no_trace()
    {
        var store = new DossierStore(Db);
        await using var second = SecondHost();
        var file = await store.FileAsync(Due, Received(), Opened(B1, OneStop, Clerk));

        var tries = await Task.WhenAll(new[] { store, new DossierStore(second) }.Select(each => Task.Run(async () =>
        {
            try
            {
                await each.CommitAsync(file, Entry(file.Dossier, Due, Completed(B1, Lan), Opened(B2, OneStop, Expert)), null, default);
                return true;
            }
            catch (RivalException) { return false; }
        })));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(tries, Is.EquivalentTo(new[] { true, false }));
            Assert.That(await CountAsync("dossier_journal"), Is.EqualTo(4));
            Assert.That(await CountAsync("work where step <> 'promise'"), Is.EqualTo(1));
            Assert.That((await new TthcFlow.Engine.Runtime.JournalAudit(Db).VerifyAsync(default)).Breaks, Is.Empty);
        }
    }

    [Test]
    public async Task A_command_that_was_carried_out_is_recognised_and_cannot_be_written_twice()
    {
        var store = new DossierStore(Db);
        var mark = new CommandMark("lan", "key-1", "command");
        var (code, length) = await store.ReceiveAsync(Entry(Dossier.Empty, Due, Received(), Opened(B1, OneStop, Clerk)), mark, default);

        var opening = await store.OpenAsync(null, mark, default);
        Assert.That(opening.Earlier, Is.EqualTo(new EarlierAnswer("command", code.ToString(), length)));
        Assert.That((await store.OpenAsync(null, mark with { Officer = "minh" }, default)).Earlier, Is.Null, "a key is one officer's own");

        Assert.That(
            async () => await store.ReceiveAsync(Entry(Dossier.Empty, Due, Received(), Opened(B1, OneStop, Clerk)), mark, default), Throws.TypeOf<RivalException>());
        var (next, _) = await store.ReceiveAsync(Entry(Dossier.Empty, Due, Received()), null, default);
        Assert.That(next.ToString(), Is.EqualTo("H35.12-260302-0002"), "the failed receipt gave its number back");
        Assert.That(await CountAsync("dossier"), Is.EqualTo(2));
    }

    [Test]
    public async Task Two_hosts_that_receive_a_hundred_dossiers_each_give_two_hundred_numbers_without_a_gap()
    {
        await using var second = SecondHost();
        DossierStore[] hosts = [new(Db), new(second)];

        var codes = await Task.WhenAll(Enumerable.Range(0, 200).Select(at => Task.Run(async () =>
            (await hosts[at % 2].ReceiveAsync(Entry(Dossier.Empty, Due, Received($"Người thứ {at}"), Opened(B1, OneStop, Clerk)), null, default)).Code.ToString())));

        Assert.That(codes.Order(StringComparer.Ordinal), Is.EqualTo(Enumerable.Range(1, 200).Select(number => $"H35.12-260302-{number:0000}")));
    }

    [Test]
    public async Task Numbers_begin_again_with_the_day_and_belong_to_one_agency()
    {
        var store = new DossierStore(Db);
        var today = await store.FileAsync(Due, Received());
        var tomorrow = await store.FileAsync(Due, Received(at: Monday.AddDays(1)));
        var elsewhere = await store.FileAsync(Due, Received() with { Receiving = Department });

        Assert.That(new[] { today, tomorrow, elsewhere }.Select(file => file.Code.ToString()),
            Is.EqualTo(new[] { "H35.12-260302-0001", "H35.12-260303-0001", "H35.07-260302-0001" }));
    }

    [Test]
    public async Task A_completed_step_leaves_the_work_list_and_the_next_one_enters_it()
    {
        var store = new DossierStore(Db);
        var file = await store.FileAsync(Due, Received(), Opened(B1, OneStop, Clerk));
        await store.CommitAsync(file, Entry(file.Dossier, Due, Completed(B1, Lan), Opened(B2, OneStop, Expert)), null, default);

        var steps = await Db.ListAsync(new Statement("select step, step_name from work where place is not null"), row => (row.Text(0), row.Text(1)), default);
        Assert.That(steps, Is.EqualTo(new[] { ("B2", "Thẩm định") }));
    }

    [Test]
    public async Task Messages_to_other_systems_keep_the_order_in_which_things_happened()
    {
        var store = new DossierStore(Db);
        var file = await store.FileAsync(Due, Received(), Opened(B1, OneStop, Clerk));
        foreach (var (number, status) in new[] { (1, 2), (2, 4), (3, 9) })
        {
            var happened = new DossierEvent.BranchChosen(Monday.AddHours(number), Lan, B1, "True");
            var entry = Entry(file.Dossier, Due, happened) with { Messages = [new PortalMessage("dvcqg", file.Length + 1, happened.At, PortalTopic.Dossier, status)] };
            await store.CommitAsync(file, entry, null, default);
            file = (await store.OpenAsync(file.Code, null, default)).File!;
        }

        Assert.That((await new RegisterStore(Db).OutboxAsync(file.Code, default)).Select(message => (message.Number, message.Code)),
            Is.EqualTo(new[] { (3, 2), (4, 4), (5, 9) }), "journal line and status");
    }

    [Test]
    public async Task A_due_reminder_is_claimed_by_one_of_two_sweeps()
    {
        var store = new DossierStore(Db);
        await using var second = SecondHost();
        for (var number = 0; number < 20; number++) await store.FileAsync(Due, Received(), Opened(B1, OneStop, Clerk));
        var now = At("2026-03-03T08:00");

        var claims = await Task.WhenAll(new[] { store, new DossierStore(second) }.Select(each => Task.Run(() => each.ClaimRemindersAsync(now, now.AddMinutes(5), 100, default))));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(claims.SelectMany(claim => claim).Select(reminder => reminder.Code).Distinct().Count(), Is.EqualTo(20));
            Assert.That(claims.Sum(claim => claim.Count), Is.EqualTo(20), "nobody claims what another holds");
            Assert.That(claims.SelectMany(claim => claim).Select(reminder => reminder.Kind).Distinct(), Is.EqualTo(new[] { ReminderKind.DueSoon }));
            Assert.That(await store.ClaimRemindersAsync(now.AddMinutes(4), now.AddMinutes(9), 100, default), Is.Empty, "still held");
            Assert.That(await store.ClaimRemindersAsync(now.AddMinutes(5), now.AddMinutes(10), 100, default), Has.Count.EqualTo(20), "a dead sweep's claims come back");
        }
    }

    [Test]
    public async Task Nothing_is_claimed_before_its_time()
    {
        var store = new DossierStore(Db);
        await store.FileAsync(Due, Received(), Opened(B1, OneStop, Clerk));

        Assert.That(await store.ClaimRemindersAsync(At("2026-03-02T16:59"), Due, 100, default), Is.Empty);
    }

    [Test]
    public async Task After_due_soon_was_said_overdue_waits_for_the_due_time_and_then_nothing_more()
    {
        var store = new DossierStore(Db);
        var file = await store.FileAsync(Due, Received(), Opened(B1, OneStop, Clerk));
        async Task<IReadOnlyList<ReminderKind>> Said(ReminderKind kind, DateTimeOffset at)
        {
            await store.CommitAsync(file, Entry(file.Dossier, Due, new DossierEvent.Reminded(at, Officer.System.Id, B1, 1, kind)), null, default);
            file = (await store.OpenAsync(file.Code, null, default)).File!;
            return [.. (await store.ClaimRemindersAsync(Due.AddDays(9), Due.AddDays(10), 9, default)).Select(reminder => reminder.Kind)];
        }

        Assert.That(await Said(ReminderKind.DueSoon, At("2026-03-03T08:00")), Is.EqualTo(new[] { ReminderKind.Overdue }));
        Assert.That(await Said(ReminderKind.Overdue, Due.AddMinutes(1)), Is.Empty);
    }

    [Test]
    public async Task When_a_pause_moves_the_due_time_the_reminder_moves_with_it()
    {
        var store = new DossierStore(Db);
        var file = await store.FileAsync(Due, Received(), Opened(B1, OneStop, Clerk));
        var later = At("2026-03-10T09:00");
        await store.CommitAsync(file, Entry(file.Dossier, later, new DossierEvent.ClockResumed(Monday, Lan, B1)), null, default);

        Assert.That(await store.ClaimRemindersAsync(Due, Due.AddMinutes(5), 9, default), Is.Empty);
        Assert.That(await store.ClaimRemindersAsync(later, later.AddMinutes(5), 9, default), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_journal_line_can_be_neither_changed_nor_removed()
    {
        await new DossierStore(Db).FileAsync(Due, Received());

        Assert.That(async () => await ForgeAsync("update dossier_journal set body = '{}'"), Throws.Exception);
        Assert.That(async () => await ForgeAsync("delete from dossier_journal"), Throws.Exception);
        Assert.That(await CountAsync("dossier_journal"), Is.EqualTo(1));
    }
}
