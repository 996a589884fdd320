using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>Many hands on one dossier, many dossiers on one desk, from two hosts on one database: nothing is lost, doubled or numbered twice.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class ManyHandsTests(string kind)
{
    private Town _town = null!;
    private ServiceProvider _second = null!;

    private DossierOffice[] Hosts => [_town.Dossiers, _second.GetRequiredService<DossierOffice>()];

    [SetUp]
    public async Task Open()
    {
        _town = await Town.OpenAsync(kind);
        _second = _town.SecondHost();
    }

    [TearDown]
    public async Task Close()
    {
        await _second.DisposeAsync();
        await _town.DisposeAsync();
    }

    [Test]
    public async Task Two_hosts_that_receive_two_hundred_dossiers_each_give_four_hundred_codes_without_a_gap()
    {
        const int each = 200;
        var codes = await AtOnceAsync(2 * each, 32, async at => Done(await Hosts[at % 2].ReceiveAsync(Permit, null, Receive($"Người thứ {at}"), null, default)).Code!.ToString());

        Assert.That(codes.Order(StringComparer.Ordinal), Is.EqualTo(Enumerable.Range(1, 2 * each).Select(number => $"H35.40-260302-{number:0000}")));
        await JournalsHoldAsync(2 * each);
    }

    [Test]
    public async Task Every_receipt_sent_twice_at_once_to_two_hosts_makes_one_dossier_and_gives_one_answer()
    {
        const int all = 40;
        var answers = await AtOnceAsync(2 * all, 16, at => Hosts[at % 2].ReceiveAsync(Permit, null, Receive($"Người thứ {at / 2}"), $"khoá-{at / 2}", default));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers, Has.All.Property(nameof(DossierAnswer.IsDone)).True);
            Assert.That(answers.Chunk(2).Select(pair => pair[0] == pair[1]), Has.All.True, "both hear the same");
            Assert.That(answers.Select(answer => answer.Code!.ToString()).Distinct().Order(StringComparer.Ordinal),
                Is.EqualTo(Enumerable.Range(1, all).Select(number => $"H35.40-260302-{number:0000}")), "the loser gives its number back");
        }
        await JournalsHoldAsync(all);
    }

    [Test]
    public async Task Of_many_completions_of_one_step_one_counts_and_the_others_hear_why()
    {
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));

        var answers = await AtOnceAsync(16, 16, at => Hosts[at % 2].HandleAsync(code, Complete(at % 4 < 2 ? Minh : Lan, B2, "Passed"), null, null, default));

        Assert.That(answers.Count(answer => answer.IsDone), Is.EqualTo(1));
        Assert.That(answers.Where(answer => !answer.IsDone).Select(answer => answer.Refusal!.Code).Distinct(), Is.SubsetOf(new[] { DossierRefusals.NotOpen(B2).Code, OfficeRefusals.Stale.Code }));
        Assert.That((await _town.ViewAsync(code)).Journal.Count(line => line.Happened is DossierEvent.StepCompleted { Step: var step } && step == B2), Is.EqualTo(1));
        await JournalsHoldAsync(1);
    }

    [Test]
    public async Task Whoever_comes_second_decides_once_more_and_whoever_loses_twice_is_stale()
    {
        var code = await _town.ReceivedAsync();
        var rivals = new RivalsBefore(_town.The<FlowDatabase>());
        async Task<DossierAnswer> AmongAsync(int losses)
        {
            rivals.Losses = losses;
            rivals.Act = async () => await _town.HandleAsync(code, new DossierCommand.CompleteStep(Mai, B1, "Accepted"));
            return await rivals.OfficeOf(_town).HandleAsync(code, Complete(Mai, B1, "Accepted"), null, null, default);
        }

        Assert.That((await AmongAsync(1)).Refusal, Is.EqualTo(DossierRefusals.NotOpen(B1)), "decided again, on what the rival left");
        rivals.Act = null;
        rivals.Losses = 2;
        Assert.That((await rivals.OfficeOf(_town).HandleAsync(code, Complete(Minh, B2, "Passed"), null, null, default)).Refusal, Is.EqualTo(OfficeRefusals.Stale), "lost twice");
        rivals.Losses = 1;
        Assert.That((await rivals.OfficeOf(_town).HandleAsync(code, Complete(Minh, B2, "Passed"), null, null, default)).IsDone, "lost once");
        await JournalsHoldAsync(1);
    }

    [Test]
    public async Task Every_kind_of_command_may_be_sent_again_under_its_key()
    {
        var code = await _town.ReceivedAsync();
        DossierCommand[] story =
        [
            Complete(Mai, B1, "Accepted"), new DossierCommand.RequestSupplement(Minh, B2, ["Bản vẽ"], "Thiếu bản vẽ"), new DossierCommand.ReceiveSupplement(Mai, "Đã nộp"),
            Complete(Minh, B2, "Passed"), new DossierCommand.ReturnResult(Mai, "Trần Thị Đào"),
        ];
        for (var act = 0; act < story.Length; act++)
        {
            var answers = await AtOnceAsync(4, 4, at => Hosts[at % 2].HandleAsync(code, story[act], $"việc-{act}", null, default));
            Assert.That(answers.Distinct().Count(), Is.EqualTo(1), story[act].GetType().Name);
            Assert.That(answers[0].Refusal, Is.Null);
        }

        Assert.That((await _town.ViewAsync(code)).Dossier.Status, Is.EqualTo(DossierStatus.Returned));
        await JournalsHoldAsync(1);
    }

    [Test]
    public async Task What_is_written_is_on_the_lists_at_once_whichever_host_is_asked()
    {
        var elsewhere = _second.GetRequiredService<DossierRegister>();
        for (var number = 0; number < 5; number++)
        {
            var code = await _town.ReceivedAsync($"Người thứ {number}");
            Assert.That((await elsewhere.DeskAsync(Mai, new DossierQuestion(Search: code.ToString()), default)).Lines.Single().Code, Is.EqualTo(code));
            await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
            Assert.That((await elsewhere.WorkAsync(Minh, default)).Select(line => line.Code), Does.Contain(code));
        }
    }

    [Test]
    public async Task Many_reminders_are_fired_together_once_each_and_a_rival_costs_none_of_them()
    {
        var codes = new List<DossierCode>();
        for (var number = 0; number < 30; number++) codes.Add(await _town.ReceivedAsync());
        _town.Clock.Now = _town.Clock.Now.AddDays(1); // the desk had half a day
        var moving = Task.Run(async () =>
        {
            foreach (var code in codes.Take(10)) await Hosts[0].HandleAsync(code, Complete(Mai, B1, "Accepted"), null, null, default);
        });
        var fired = await Task.WhenAll(Task.Run(() => _town.Sweep.RunOnceAsync(default)), Task.Run(() => _second.GetRequiredService<ReminderSweep>().RunOnceAsync(default)));
        await moving;
        await _town.Sweep.RunOnceAsync(default); // what a claim of a moment ago still held
        _town.Clock.Now += ReminderSweep.Lease;
        await _town.Sweep.RunOnceAsync(default);

        foreach (var code in codes.Skip(10))
            Assert.That((await _town.ViewAsync(code)).Journal.Select(line => line.Happened).OfType<DossierEvent.Reminded>().Select(reminded => reminded.Kind),
                Is.EqualTo(new[] { ReminderKind.DueSoon, ReminderKind.Overdue, ReminderKind.ToLeader }), "each once, in order");
        Assert.That(fired.Sum(), Is.GreaterThanOrEqualTo(20));
        await JournalsHoldAsync(30);
    }

    private async Task JournalsHoldAsync(int dossiers)
    {
        var verdict = await _town.The<JournalAudit>().VerifyAsync(default);
        Assert.That(verdict.Breaks, Is.Empty);
        Assert.That(await _town.The<FlowDatabase>().ListAsync(new Statement("select count(*) from dossier"), row => row.Number(0), default), Is.EqualTo(new[] { dossiers }));
        foreach (var (code, snapshot) in await _town.The<FlowDatabase>().ListAsync(
            new Statement("select code, snapshot from dossier_snapshot where code in (select code from dossier where ended_at is null)"), row => (DossierCode.Parse(row.Text(0)), row.Text(1)), default))
            Assert.That(StoredJson.Write((await _town.ViewAsync(code)).Dossier), Is.EqualTo(snapshot), "the journal gives the snapshot");
    }

    private static async Task<T[]> AtOnceAsync<T>(int all, int hands, Func<int, Task<T>> act)
    {
        var answers = new T[all];
        await Parallel.ForEachAsync(Enumerable.Range(0, all), new ParallelOptions { MaxDegreeOfParallelism = hands }, async (at, _) => answers[at] = await act(at));
        return answers;
    }

    /// <summary>A database on which somebody else is faster, as often as a test wants.</summary>
    private sealed class RivalsBefore(FlowDatabase database)
    {
        public int Losses { get; set; }

        public Func<Task>? Act { get; set; }

        public DossierOffice OfficeOf(Town town) => new(new DossierStore(new Rivalled(database, this)), town.The<ProcessLibrary>(), town.The<ReferenceStore>(), town.Clock);

        public async Task CheckAsync()
        {
            if (Losses == 0) return;
            Losses--;
            if (Act is not { } act) throw new RivalException();
            Act = null;
            await act();
        }
    }

    private sealed class Rivalled(FlowDatabase database, RivalsBefore rivals) : FlowDatabase
    {
        public override string Name => database.Name;

        public override Statement LockOut => database.LockOut;

        public override Statement NumbersEvents => database.NumbersEvents;

        public override string ClaimingRows => database.ClaimingRows;

        public override async Task WriteAsync(IReadOnlyList<Statement> statements, CancellationToken ct)
        {
            await rivals.CheckAsync();
            await database.WriteAsync(statements, ct);
        }

        public override Task<T> InTransactionAsync<T>(Func<Writing, Task<T>> work, CancellationToken ct) => database.InTransactionAsync(work, ct);

        public override IAsyncEnumerable<T> StreamAsync<T>(Statement statement, Func<Row, T> read, CancellationToken ct) => database.StreamAsync(statement, read, ct);

        public override string Meets(ListQuestion question, IReadOnlyList<SearchTerm> search, AgencyCode? agency) => database.Meets(question, search, agency);

        public override Task<DatabaseCopy> CopyAsync(CancellationToken ct) => database.CopyAsync(ct);

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

        protected override ValueTask<System.Data.Common.DbConnection> OpenAsync(CancellationToken ct) => throw new NotSupportedException();

        protected override System.Data.Common.DbCommand Command(System.Data.Common.DbConnection connection, Statement statement) => throw new NotSupportedException();

        protected override Row RowOf(System.Data.Common.DbDataReader reader) => throw new NotSupportedException();

        protected override bool WasUndone(Exception failure) => failure is RivalException;
    }
}
