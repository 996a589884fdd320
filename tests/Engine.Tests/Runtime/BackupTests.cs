using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Hosting;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>The drill: a backup made under load, restored into an empty database of either kind, every journal read again.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class BackupTests(string kind)
{
    private Town _town = null!;
    private string _folder = null!;

    [SetUp]
    public async Task Settle()
    {
        _town = await Town.OpenAsync(kind);
        _folder = Directory.CreateTempSubdirectory("tthcflow-backup-").FullName;
    }

    [TearDown]
    public async Task Leave()
    {
        await _town.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Target => Path.Combine(_folder, "sao-luu.zip");

    [TestCase("sqlite")]
    [TestCase("postgres")]
    public async Task A_backup_made_under_load_is_restored_whole(string into)
    {
        var first = await _town.ReceivedAsync("Giàng A \\ \"Tủa\"\tChảo", "Xuống dòng\r\nvà dấu \\N");
        _town.Clock.Now = _town.Clock.Now.AddDays(1);
        await _town.The<SealSweep>().RunOnceAsync(default);
        await AttachAsync(first, "tờ khai");
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(_town.FilesFolder, "incoming")).FullName, "nua-chung.part"), "chưa xong");

        using var stop = new CancellationTokenSource();
        var acknowledged = 0;
        var load = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var code = await _town.ReceivedAsync();
                await AttachAsync(code, $"giấy tờ của {code}");
                await _town.HandleAsync(code, Town.Complete(Town.Mai, Town.B1, "Accepted"));
                Interlocked.Increment(ref acknowledged);
            }
        })).ToArray();
        while (Volatile.Read(ref acknowledged) < 20) await Task.Yield();
        var manifest = await _town.The<BackupOffice>().BackUpAsync(Target, default);
        var (during, saved) = (Volatile.Read(ref acknowledged), manifest.Parts.Single(part => part.Name == "tables/dossier.ndjson").Rows);
        while (Volatile.Read(ref acknowledged) < during + 5) await Task.Yield();
        await stop.CancelAsync();
        await Task.WhenAll(load);

        await using var empty = await Databases.FreshAsync(into);
        var mounted = Path.Combine(_folder, "o-dia-gan-vao");
        Directory.CreateDirectory(Path.Combine(mounted, "lost+found")); // as a fresh disk has it
        await using var host = Host(empty, mounted);
        await host.UpgradeTthcFlowAsync(default); // a program was started on it once, and nobody has used it
        var restored = await host.GetRequiredService<BackupOffice>().RestoreAsync(Target, default);
        var verdict = restored.Verdict;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(restored.IsWhole, string.Join('\n', restored.Verdict.Breaks.Concat(restored.Files.Breaks).Select(broken => $"{broken.Journal}: {broken.Message.En}")));
            Assert.That(verdict.Breaks, Is.Empty);
            Assert.That(verdict.Seals, Is.EqualTo(1));
            Assert.That(verdict.Journals - 1, Is.EqualTo(saved), "every dossier of that moment, and the draft");
            Assert.That(saved, Is.GreaterThanOrEqualTo(20));
            Assert.That(restored.Files.Files, Is.GreaterThanOrEqualTo(20), "every file that a journal of that moment speaks of was read whole again, where this host mounts them");
            Assert.That(Directory.EnumerateFiles(mounted, "*", SearchOption.AllDirectories).Count(), Is.GreaterThanOrEqualTo(restored.Files.Files));
            Assert.That(Directory.Exists(Path.Combine(mounted, "incoming")), Is.False, "what was on its way is no part of it");
            Assert.That(Directory.Exists(empty.Options.AttachedFiles()), Is.False);
        }

        var there = (await host.GetRequiredService<DossierRegister>().OpenAsync(Town.Mai, first, default))!;
        var here = await _town.ViewAsync(first);
        Assert.That(there.Journal.Select(line => line.Hash), Is.EqualTo(here.Journal.Select(line => line.Hash)));
        Assert.That((there.Particulars.Subject, there.Particulars.Applicant.Name), Is.EqualTo((here.Particulars.Subject, here.Particulars.Applicant.Name)));
        // People's numbers are found by digests under a key of the database's own: that came along, too.
        string[] keyed = [.. await KeysAsync(_town.The<FlowDatabase>())];
        Assert.That(await KeysAsync(host.GetRequiredService<FlowDatabase>()), Is.EqualTo(keyed).And.Not.Empty);
        if (into == kind) Assert.That(await RowsAsync(host.GetRequiredService<FlowDatabase>()), Is.EqualTo(RowsOf(manifest)), "every table to its last row");

        // Life goes on where it was: the next number, the next line, the same guards.
        var office = host.GetRequiredService<DossierOffice>();
        Assert.That((await office.ReceiveAsync(Town.Permit, null, Town.Receive(), null, default)).IsDone);
        Assert.That((await office.HandleAsync(first, Town.Complete(Town.Mai, Town.B1, "Accepted"), null, null, default)).IsDone);
        Assert.That((await host.GetRequiredService<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty);
        Assert.That(async () => await host.GetRequiredService<FlowDatabase>().WriteAsync([new Statement("delete from dossier_journal")], default), Throws.Exception, "written for good, still");
    }

    [Test]
    public async Task Nothing_is_restored_over_something()
    {
        await _town.ReceivedAsync();
        await _town.The<BackupOffice>().BackUpAsync(Target, default);

        Assert.That(async () => await _town.The<BackupOffice>().RestoreAsync(Target, default), Throws.TypeOf<NotEmptyException>());
        Assert.That(async () => await _town.The<BackupOffice>().BackUpAsync(Target, default), Throws.InstanceOf<IOException>(), "nor is a backup written over another");
        Assert.That(Directory.EnumerateFiles(_folder), Is.EqualTo(new[] { Target }), "and none is left half written");
    }

    [Test]
    public async Task A_damaged_backup_is_refused_before_anything_is_restored()
    {
        await _town.ReceivedAsync();
        await _town.The<BackupOffice>().BackUpAsync(Target, default);
        using (var archive = ZipFile.Open(Target, ZipArchiveMode.Update))
        {
            using var text = new StreamReader(archive.GetEntry("tables/dossier_journal.ndjson")!.Open());
            var forged = (await text.ReadToEndAsync()).Replace("Đào", "Đáo", StringComparison.Ordinal);
            text.Dispose();
            archive.GetEntry("tables/dossier_journal.ndjson")!.Delete();
            await using var entry = new StreamWriter(archive.CreateEntry("tables/dossier_journal.ndjson").Open());
            await entry.WriteAsync(forged);
        }

        await using var empty = await Databases.FreshAsync(kind);
        await using var host = Host(empty);
        Assert.That(async () => await host.GetRequiredService<BackupOffice>().RestoreAsync(Target, default), Throws.TypeOf<InvalidDataException>());
        await host.UpgradeTthcFlowAsync(default);
        Assert.That((await host.GetRequiredService<JournalAudit>().VerifyAsync(default)).Lines, Is.Zero);
    }

    [Test]
    public async Task A_file_that_is_missing_or_changed_after_a_restore_is_named()
    {
        var code = await _town.ReceivedAsync();
        await AttachAsync(code, "một");
        await AttachAsync(code, "hai");
        var lost = new DirectoryInfo(_town.FilesFolder).EnumerateFiles("*", SearchOption.AllDirectories).First();
        lost.Delete(); // by somebody who tidied up behind the program's back
        await _town.The<BackupOffice>().BackUpAsync(Target, default);

        await using var empty = await Databases.FreshAsync(kind);
        await using var host = Host(empty);
        var restored = await host.GetRequiredService<BackupOffice>().RestoreAsync(Target, default);
        Assert.That((restored.IsWhole, restored.Files.Files, restored.Files.Breaks.Single().Journal), Is.EqualTo((false, 2, code.ToString())));
        Assert.That(restored.Files.Breaks.Single().Message.En, Does.Contain(lost.Name));
    }

    private async Task AttachAsync(DossierCode code, string content) => Assert.That(
        (await _town.The<AttachmentOffice>().AddAsync(Town.Mai, code, new("giay-to.txt"), new MemoryStream(Encoding.UTF8.GetBytes(content)), null, default)).Refusal, Is.Null);

    private static Task<List<string>> KeysAsync(FlowDatabase database) => database.ListAsync(new Statement("select key from digest_key"), row => row.Text(0), default);

    private static ServiceProvider Host(TestDatabase database, string? files = null) =>
        new ServiceCollection().AddSingleton<TimeProvider>(new ManualClock(new DateTimeOffset(2026, 3, 3, 3, 0, 0, TimeSpan.Zero))).AddTthcFlow(database.Options with { FilesFolder = files }).BuildServiceProvider();

    private static SortedDictionary<string, long> RowsOf(BackupManifest manifest) => new(
        manifest.Parts.Where(part => part.Name.StartsWith("tables/", StringComparison.Ordinal)).ToDictionary(part => part.Name["tables/".Length..^".ndjson".Length], part => part.Rows));

    private static async Task<SortedDictionary<string, long>> RowsAsync(FlowDatabase database)
    {
        await using var copy = await database.CopyAsync(default);
        var rows = new SortedDictionary<string, long>();
        foreach (var table in await copy.TablesAsync(default))
        {
            if (table.Name == "schema_version") continue;
            rows[table.Name] = 0;
            await foreach (var _ in copy.ReadAsync(table, default)) rows[table.Name]++;
        }
        return rows;
    }
}
