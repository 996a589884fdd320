using System.Text;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;
using static TthcFlow.Engine.Tests.Runtime.Town;

namespace TthcFlow.Engine.Tests.Runtime;

[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class AttachmentOfficeTests(string kind)
{
    private Town _town = null!;

    private AttachmentOffice Office => _town.The<AttachmentOffice>();

    private FileStore Files => _town.The<FileStore>();

    [SetUp]
    public async Task Open() => _town = await Town.OpenAsync(kind);

    [TearDown]
    public async Task Close() => await _town.DisposeAsync();

    [Test]
    public async Task A_file_is_attached_listed_and_opened_by_the_agency_and_by_nobody_else()
    {
        var code = await _town.ReceivedAsync();
        var added = await AttachAsync(code, Mai, new("Đơn.pdf"), "%PDF-1.7 đơn");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(added.Refusal, Is.Null);
            Assert.That((await Office.ListAsync(Mai, code, default))!.Single().Name, Is.EqualTo("Đơn.pdf"));
            Assert.That(await ReadAsync(Minh, code, added.Hash!), Is.EqualTo("%PDF-1.7 đơn"));
            Assert.That(await Office.ListAsync(Stranger, code, default), Is.Null);
            Assert.That(await ReadAsync(Stranger, code, added.Hash!), Is.Null);
            Assert.That((await AttachAsync(code, Stranger, new("x.pdf"), "%PDF-1.7")).Refusal?.Code, Is.EqualTo("not-found"));
        }
    }

    [Test]
    public async Task A_hash_opens_only_through_a_dossier_that_has_the_file()
    {
        var (one, other) = (await _town.ReceivedAsync(), await _town.ReceivedAsync());
        var added = await AttachAsync(one, Mai, new("Đơn.pdf"), "%PDF-1.7 riêng");
        Assert.That(await ReadAsync(Mai, other, added.Hash!), Is.Null);
    }

    [Test]
    public async Task Who_may_not_attach_is_told_before_a_byte_is_read()
    {
        var code = await _town.ReceivedAsync(); // at the desk: Minh has nothing of it in hand yet
        var untouched = new MemoryStream(Encoding.UTF8.GetBytes("%PDF-1.7"));
        var answer = await Office.AddAsync(Minh, code, new("a.pdf"), untouched, null, default);
        Assert.That((answer.Refusal?.Code, untouched.Position), Is.EqualTo(("F110", 0L)));
    }

    [Test]
    public async Task A_component_must_be_one_of_the_dossiers()
    {
        var code = await _town.ReceivedAsync();
        Assert.That((await AttachAsync(code, Mai, new("a.pdf", Component: "Không có"), "%PDF-1.7")).Refusal?.Code, Is.EqualTo("F114"));
    }

    [Test]
    public async Task A_repeated_upload_gives_the_first_answer()
    {
        var code = await _town.ReceivedAsync();
        var first = await AttachAsync(code, Mai, new("a.pdf"), "%PDF-1.7", "k1");
        var again = await AttachAsync(code, Mai, new("a.pdf"), "%PDF-1.7", "k1");
        Assert.That(again, Is.EqualTo(first));
        Assert.That((await Office.ListAsync(Mai, code, default))!, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_repeated_upload_gives_the_first_answer_though_the_dossier_has_moved_on()
    {
        var code = await _town.ReceivedAsync();
        await _town.HandleAsync(code, Complete(Mai, B1, "Accepted"));
        var first = await AttachAsync(code, Minh, new("a.pdf", B2), "%PDF-1.7", "k1");
        Assert.That(first.Refusal, Is.Null);
        await _town.HandleAsync(code, Complete(Minh, B2, "Passed"));

        Assert.That(await AttachAsync(code, Minh, new("a.pdf", B2), "%PDF-1.7", "k1"), Is.EqualTo(first));
        Assert.That((await AttachAsync(code, Minh, new("a.pdf", B2), "%PDF-1.7 khác", "k1")).Refusal, Is.EqualTo(OfficeRefusals.KeyReused));
        var untouched = new MemoryStream(Encoding.UTF8.GetBytes("%PDF-1.7"));
        Assert.That((await Office.AddAsync(Minh, code, new("a.pdf", B2), untouched, "k2", default)).Refusal?.Code, Is.EqualTo("D104"));
        Assert.That(untouched.Position, Is.Zero, "a key nobody used before opens nothing");
    }

    [Test]
    public async Task What_a_crash_left_between_file_and_journal_is_swept_a_day_later_and_what_the_journal_speaks_of_stays()
    {
        var code = await _town.ReceivedAsync();
        var kept = await AttachAsync(code, Mai, new("a.pdf"), "%PDF-1.7 giữ");
        var shared = await AttachAsync(code, Mai, new("b.pdf"), "%PDF-1.7 rút");
        Assert.That((await Office.WithdrawAsync(Mai, code, 2, "Nhầm", null, null, default)).Refusal, Is.Null);
        // the host died here: the file lies in the store, no line was written
        var lost = (await Files.ReceiveAsync(new MemoryStream(Encoding.UTF8.GetBytes("%PDF-1.7 mất")), "c.pdf", default)).File!.Hash;

        var sweep = _town.The<FileSweep>();
        Assert.That(await sweep.RunOnceAsync(default), Is.Zero, "its line may still be on the way");
        _town.Clock.Now += FileSweep.Grace + TimeSpan.FromMinutes(1);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await sweep.RunOnceAsync(default), Is.EqualTo(1));
            Assert.That(Files.SizeOf(lost), Is.Null);
            Assert.That(Files.SizeOf(kept.Hash!), Is.Not.Null);
            Assert.That(Files.SizeOf(shared.Hash!), Is.Not.Null, "withdrawn, and still part of the journal");
        }
    }

    [Test]
    public async Task The_audit_names_the_file_that_is_missing_or_was_changed()
    {
        var code = await _town.ReceivedAsync();
        var (gone, changed) = (await AttachAsync(code, Mai, new("a.pdf"), "%PDF-1.7 một"), await AttachAsync(code, Mai, new("b.pdf"), "%PDF-1.7 hai"));
        var audit = _town.The<FileAudit>();
        Assert.That((await audit.VerifyAsync(rehash: true, default)).Breaks, Is.Empty);

        var folder = new DirectoryInfo(_town.FilesFolder);
        folder.EnumerateFiles(gone.Hash!.Value, SearchOption.AllDirectories).Single().Delete();
        var forged = folder.EnumerateFiles(changed.Hash!.Value, SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(forged.FullName, "%PDF-1.7 HAI"); // as long as before
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await audit.VerifyAsync(rehash: false, default)).Breaks.Select(broken => (broken.Journal, broken.Number)), Is.EqualTo([(code.ToString(), 1)]));
            Assert.That((await audit.VerifyAsync(rehash: true, default)).Breaks.Select(broken => broken.Number), Is.EqualTo([1, 2]));
        }
    }

    [Test]
    public async Task Only_a_controller_opens_a_withdrawn_file()
    {
        var code = await _town.ReceivedAsync();
        var file = await AttachAsync(code, Mai, new("a.pdf"), "%PDF-1.7");
        await Office.WithdrawAsync(Mai, code, 1, "Giấy tờ của người khác", null, null, default);
        var controller = new Officer(new("kiemsoat"), "kiemsoat", null, new HashSet<Role> { Role.Controller }, []);
        Assert.That((await ReadAsync(Mai, code, file.Hash!), await ReadAsync(controller, code, file.Hash!)), Is.EqualTo(((string?)null, (string?)"%PDF-1.7")));
    }

    private Task<AttachmentAnswer> AttachAsync(DossierCode code, Officer by, AttachmentPlace place, string content, string? key = null) =>
        Office.AddAsync(by, code, place, new MemoryStream(Encoding.UTF8.GetBytes(content)), key, default);

    private async Task<string?> ReadAsync(Officer by, DossierCode code, ContentHash hash)
    {
        if (await Office.OpenAsync(by, code, hash, default) is not { } file) return null;
        using var text = new StreamReader(file.Content);
        return await text.ReadToEndAsync();
    }
}
