using System.Text;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>Whatever breaks, wherever in the write path: nothing is lost, nothing is done twice, and the next try goes on from there.</summary>
/// <remarks>The points are not listed here: one undisturbed life of a dossier tells which there are, and then each is broken in turn, at each of its passings.</remarks>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class FaultTests(string kind)
{
    private Town _town = null!;
    private DateTimeOffset _monday;

    [OneTimeSetUp]
    public async Task Settle()
    {
        _town = await Town.OpenAsync(kind);
        _monday = _town.Clock.Now;
        _town.The<FlowDatabase>().Faults = _town.The<FileStore>().Faults = new FaultPoints();
    }

    [OneTimeTearDown]
    public async Task Leave() => await _town.DisposeAsync();

    private FaultPoints Faults => _town.The<FlowDatabase>().Faults!;

    [Test]
    public async Task A_fault_at_any_point_of_a_dossiers_life_changes_nothing_about_it()
    {
        await LiveAsync("trước"); // what a new database writes once and for all is no part of a dossier's life
        Faults.Disarm();
        var undisturbed = await LiveAsync("thu");
        var points = Faults.Passed.ToArray();
        Assert.That(points.Select(point => point.Key), Is.SupersetOf(new[]
        {
            "before insert dossier_number", "before insert dossier_journal", "after insert dossier_journal", "before insert dossier", "before insert dossier_snapshot", "before update dossier_snapshot", "after update dossier_snapshot", "after update dossier",
            "before insert work", "before delete work", "before insert outbox", "after insert outbox", "before insert idempotency", "after insert idempotency",
            "before commit dossier_journal", "after commit dossier_journal", "before update work", "before commit work", "after commit work", "reminders claimed",
            "before store file", "after store file", "before insert dossier_file", "after insert dossier_file",
        }));

        foreach (var (point, passings) in points)
            for (var passing = 1; passing <= passings; passing++)
            {
                var (before, key) = (Faults.Fired, $"{point} {passing}");
                Faults.Arm(point, passing, FaultKind.Throw);
                var life = await LiveAsync(key);
                Assert.That(Faults.Fired, Is.EqualTo(before + 1), $"{key} has fired");
                Assert.That(life, Is.EqualTo(undisturbed), key);
            }

        Faults.Disarm();
        Assert.That((await _town.The<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty, "chains, snapshots and work lists");
        await FilesAsync();
        var numbers = await ListAsync("select code from dossier order by code", row => row.Text(0));
        Assert.That(numbers.Select(code => int.Parse(code.AsSpan(code.Length - 4), System.Globalization.CultureInfo.InvariantCulture)), Is.EqualTo(Enumerable.Range(1, numbers.Count)), "no number was lost");
    }

    /// <summary>However often it broke between file and journal: every file a journal speaks of lies there whole, and once the sweep has passed, none else.</summary>
    private async Task FilesAsync()
    {
        var audit = await _town.The<FileAudit>().VerifyAsync(rehash: true, default);
        Assert.That(audit.Breaks, Is.Empty);
        _town.Clock.Now += FileSweep.Grace + TimeSpan.FromDays(30);
        await _town.The<FileSweep>().RunOnceAsync(default);
        var wanted = await ListAsync("select distinct hash from dossier_file", row => row.Text(0));
        Assert.That(new DirectoryInfo(_town.FilesFolder).EnumerateFiles("*", SearchOption.AllDirectories).Select(file => file.Name), Is.EquivalentTo(wanted));
        Assert.That(await _town.The<FileAudit>().VerifyAsync(rehash: true, default), Has.Property("Breaks").Empty.And.Property("Files").EqualTo(audit.Files));
    }

    [Test]
    public async Task An_upload_that_nobody_tries_again_leaves_a_file_that_is_swept_away()
    {
        foreach (var point in new[] { "before store file", "after store file", "before insert dossier_journal", "before insert dossier_file", "before commit dossier_journal" })
        {
            Faults.Disarm();
            _town.Clock.Now = _monday;
            var code = await _town.ReceivedAsync();
            await _town.HandleAsync(code, Town.Complete(Town.Mai, Town.B1, "Accepted"));
            Faults.Arm(point, 1, FaultKind.Throw);
            var fired = Faults.Fired;
            Assert.That(async () => await AttachAsync(code, $"mất ở {point}", null), Throws.TypeOf<FaultException>(), point);
            Assert.That(Faults.Fired, Is.EqualTo(fired + 1), point);
            Assert.That(await _town.The<AttachmentOffice>().ListAsync(Town.Mai, code, default), Is.Empty);
        }
        Faults.Disarm();
        await FilesAsync();
    }

    [Test]
    public async Task Two_officers_at_once_and_a_fault_leave_each_act_done_once()
    {
        foreach (var point in new[] { "after insert dossier_journal", "before commit dossier_journal", "after commit dossier_journal" })
        {
            Faults.Disarm();
            _town.Clock.Now = _monday;
            var code = await _town.ReceivedAsync();
            await _town.HandleAsync(code, Town.Complete(Town.Mai, Town.B1, "Accepted"));
            Faults.Arm(point, 1, FaultKind.Throw);
            var fired = Faults.Fired;

            var answers = await Task.WhenAll(new[] { Town.Minh, Town.Lan }.Select(officer => Task.Run(() => AgainAsync(key =>
                _town.Dossiers.HandleAsync(code, Town.Complete(officer, Town.B2, "Passed"), key, null, default), $"{point} {officer.Id}"))));

            Assert.That(Faults.Fired, Is.EqualTo(fired + 1), point);
            Assert.That(answers.Count(answer => answer.IsDone), Is.EqualTo(1), "the other is told that the step is done");
            Assert.That((await _town.ViewAsync(code)).Journal.Count(line => line.Happened is DossierEvent.StepCompleted { Step.Value: "B2" }), Is.EqualTo(1));
        }
    }

    [Test]
    public void Points_are_read_from_the_settings_or_refused()
    {
        var points = FaultPoints.Parse(" after insert outbox@2=throw ; before commit work@1=kill")!;
        Assert.That(() => points.Pass("after insert outbox"), Throws.Nothing);
        Assert.That(() => points.Pass("after insert outbox"), Throws.TypeOf<FaultException>());
        Assert.That(() => points.Pass("after insert outbox"), Throws.Nothing, "once");
        Assert.That(FaultPoints.Parse(" "), Is.Null);
        Assert.That(() => FaultPoints.Parse("before commit work"), Throws.TypeOf<FormatException>());
    }

    /// <summary>A dossier from receipt to return, with a supplement and two reminders; whoever is told of a fault tries again under the same key. Told as its journal, its messages and its work.</summary>
    private async Task<string> LiveAsync(string key)
    {
        _town.Clock.Now = _monday;
        var code = (await AgainAsync(one => _town.Dossiers.ReceiveAsync(Town.Permit, null, Town.Receive(), one, default), $"{key}: nhận")).Code!;
        var acts = 0;
        async Task Act(double hours, DossierCommand command)
        {
            _town.Clock.Now = _town.Clock.Now.AddHours(hours);
            Town.Done(await AgainAsync(one => _town.Dossiers.HandleAsync(code, command, one, null, default), $"{key}: {acts++}"));
        }

        await Act(1, Town.Complete(Town.Mai, Town.B1, "Accepted"));
        Assert.That((await AgainAsync(one => AttachAsync(code, $"biên bản của {key}", one), $"{key}: tệp")).Refusal, Is.Null);
        await Act(1, new DossierCommand.RequestSupplement(Town.Minh, Town.B2, ["Bản vẽ"], "Thiếu bản vẽ mặt bằng"));
        await Act(24, new DossierCommand.ReceiveSupplement(Town.Mai));
        await SweepAsync(TimeSpan.FromDays(3)); // due soon
        await SweepAsync(TimeSpan.FromDays(5)); // overdue
        await Act(1, Town.Complete(Town.Minh, Town.B2, "Passed"));
        await Act(1, new DossierCommand.ReturnResult(Town.Mai, "Trần Thị Đào"));

        var view = await _town.ViewAsync(code);
        var outbox = await ListAsync($"select number, status, at from outbox where code = '{code}' order by id", row => (Number: row.Number(0), Status: row.Number(1), At: row.Instant(2)));
        Assert.That(outbox.Select(message => message.Number), Is.EqualTo(outbox.Select(message => message.Number).Distinct()), "each message once");
        Assert.That(outbox.All(message => Math.Abs((view.Journal[message.Number - 1].Happened.At - message.At).TotalMilliseconds) < 1), "each from its line");
        return string.Join('\n', view.Journal.Select(line => $"{line.Number} {StoredJson.NameOf(line.Happened)}").Concat(outbox.Select(message => $"{message.Number}: {message.Status}")));
    }

    private async Task SweepAsync(TimeSpan later)
    {
        _town.Clock.Now += later;
        for (var beats = 0; beats < 3; beats++)
        {
            try { await _town.Sweep.RunOnceAsync(default); }
            catch (FaultException) { }
            _town.Clock.Now += ReminderSweep.Lease; // what a broken sweep held comes back
        }
    }

    /// <summary>As a caller does who was not told how it ended: once more, under the same key.</summary>
    private static async Task<T> AgainAsync<T>(Func<string, Task<T>> act, string key)
    {
        try { return await act(key); }
        catch (FaultException) { return await act(key); }
    }

    private Task<AttachmentAnswer> AttachAsync(DossierCode code, string content, string? key) =>
        _town.The<AttachmentOffice>().AddAsync(Town.Minh, code, new("biên bản.txt", Town.B2), new MemoryStream(Encoding.UTF8.GetBytes(content)), key, default);

    private Task<List<T>> ListAsync<T>(string sql, Func<Row, T> read) => _town.The<FlowDatabase>().ListAsync(new Statement(sql), read, default);
}
