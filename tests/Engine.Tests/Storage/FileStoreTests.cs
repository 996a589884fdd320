using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using TthcFlow.Engine.Storage;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Engine.Tests.Storage;

/// <summary>The store of files: what is taken, under which name it lies, and what is left after a no.</summary>
public sealed class FileStoreTests
{
    internal static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.7\nBien ban\n%%EOF\n");

    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero));
    private string _folder = "";

    [SetUp]
    public void Open() => _folder = Directory.CreateTempSubdirectory("tthcflow-files-").FullName;

    [TearDown]
    public void Close() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_file_lies_under_the_hash_of_its_content_and_the_same_content_lies_there_once()
    {
        var store = Store();
        var first = (await store.ReceiveAsync(new MemoryStream(Pdf), "một.pdf", default)).File!;
        var second = (await store.ReceiveAsync(new MemoryStream(Pdf), "hai.pdf", default)).File!;

        var hash = Convert.ToHexStringLower(SHA256.HashData(Pdf));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Hash.Value, first.Size, first.MediaType), Is.EqualTo((hash, (long)Pdf.Length, "application/pdf")));
            Assert.That(second, Is.EqualTo(first));
            Assert.That(Files(), Is.EqualTo([Path.Combine(hash[..2], hash[2..4], hash)]));
        }
        await using var read = store.Open(first.Hash)!;
        using var copy = new MemoryStream();
        await read.CopyToAsync(copy);
        Assert.That(copy.ToArray(), Is.EqualTo(Pdf));
    }

    [TestCase("a.pdf", "%PDF-1.4 x", "application/pdf")]
    [TestCase("a.PDF", "%PDF-1.4 x", "application/pdf")]
    [TestCase("a.txt", "Kính gửi Ủy ban nhân dân xã", "text/plain; charset=utf-8")]
    [TestCase("a.csv", "TT,Họ tên\n1,Lò Thị Mai", "text/csv; charset=utf-8")]
    [TestCase("a.xml", "<?xml version=\"1.0\"?><a/>", "application/xml")]
    [TestCase("a.dwg", "AC1032xxxx", "image/vnd.dwg")]
    [TestCase("a.tif", "II*\0xxxx", "image/tiff")]
    public async Task The_kind_is_read_from_the_content(string name, string content, string mediaType) =>
        Assert.That((await Store().ReceiveAsync(new MemoryStream(Encoding.UTF8.GetBytes(content)), name, default)).File?.MediaType, Is.EqualTo(mediaType));

    [TestCase("a.pdf", "<html><script>", "F104")]
    [TestCase("a.html", "<html>", "F104")]
    [TestCase("a.svg", "<svg/>", "F104")]
    [TestCase("a.exe", "MZ\u0090\0\u0003", "F103")]
    [TestCase("a.pdf.exe", "%PDF-1.4", "F104")]
    [TestCase("a", "%PDF-1.4", "F104")]
    [TestCase("a.docx", "PK\u0003\u0004 not a package", "F103")]
    [TestCase("a.xml", "plain words", "F104")]
    [TestCase("a.txt", "", "F101")]
    [TestCase("a.txt", "with a \0 in it", "F103")]
    public async Task A_name_that_does_not_agree_and_a_kind_that_is_not_taken_leave_nothing_behind(string name, string content, string refusal)
    {
        Assert.That((await Store().ReceiveAsync(new MemoryStream(Encoding.UTF8.GetBytes(content)), name, default)).Refusal?.Code, Is.EqualTo(refusal));
        Assert.That(Files(), Is.Empty);
    }

    [TestCase("a.docx", null, "[Content_Types].xml", "word/document.xml")]
    [TestCase("a.xlsx", null, "[Content_Types].xml", "xl/workbook.xml")]
    [TestCase("a.docx", "F104", "[Content_Types].xml", "xl/workbook.xml")]
    [TestCase("a.docx", "F105", "[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")]
    [TestCase("a.docx", "F103", "readme.txt")]
    public async Task An_office_file_is_known_by_what_lies_in_it(string name, string? refusal, params string[] entries)
    {
        using var package = new MemoryStream();
        using (var zip = new ZipArchive(package, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var entry in entries)
            {
                using var written = zip.CreateEntry(entry).Open();
                written.Write("x"u8);
            }
        package.Position = 0;
        Assert.That((await Store().ReceiveAsync(package, name, default)).Refusal?.Code, Is.EqualTo(refusal));
    }

    [Test]
    public async Task Text_in_a_picture_of_letters_older_than_unicode_is_not_taken_as_text() =>
        Assert.That((await Store().ReceiveAsync(new MemoryStream([0x4B, 0xED, 0x6E, 0x68]), "a.txt", default)).Refusal?.Code, Is.EqualTo("F103"));

    [Test]
    public async Task A_file_that_is_too_large_is_refused_before_it_is_read_whole()
    {
        var endless = new Endless();
        Assert.That((await Store(largest: 1024 * 1024).ReceiveAsync(endless, "a.pdf", default)).Refusal?.Code, Is.EqualTo("F102"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(endless.Given, Is.LessThan(2 * 1024 * 1024));
            Assert.That(Files(), Is.Empty);
        }
    }

    [Test]
    public async Task An_upload_that_breaks_off_leaves_nothing_behind()
    {
        Assert.That((await Store().ReceiveAsync(new Endless(breaksAfter: 300_000), "a.pdf", default)).Refusal?.Code, Is.EqualTo("F109"));
        Assert.That(Files(), Is.Empty);
    }

    [Test]
    public void A_sender_who_goes_away_leaves_nothing_behind()
    {
        using var gone = new CancellationTokenSource();
        Assert.That(async () => await Store().ReceiveAsync(new Endless(after: 300_000, then: gone.Cancel), "a.pdf", gone.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(Files(), Is.Empty);
    }

    [TestCase("exit 0", null)]
    [TestCase("exit 1", "F106")]
    [TestCase("exit 2", "F107")]
    public async Task What_the_scanner_does_not_clear_is_not_kept(string answer, string? refusal)
    {
        var scanner = Path.Combine(_folder, "scanner.sh");
        await File.WriteAllTextAsync(scanner, $"test -s \"$1\" || exit 9\n{answer}\n");
        Assert.That((await Store(new CommandFileScan($"/bin/sh {scanner}", _clock)).ReceiveAsync(new MemoryStream(Pdf), "a.pdf", default)).Refusal?.Code, Is.EqualTo(refusal));
        Assert.That(Files().Count(file => file != "scanner.sh"), Is.EqualTo(refusal is null ? 1 : 0));
    }

    [Test]
    public async Task A_scanner_that_is_not_there_lets_nothing_through() =>
        Assert.That((await Store(new CommandFileScan("/khong/co/chuong-trinh", _clock)).ReceiveAsync(new MemoryStream(Pdf), "a.pdf", default)).Refusal?.Code, Is.EqualTo("F107"));

    [TestCase("../../etc/passwd.pdf", "passwd.pdf")]
    [TestCase(@"C:\Users\lan\Biên bản.pdf", "Biên bản.pdf")]
    [TestCase("hợp đồng\u202Efdp.exe", "hợp đồngfdp.exe")]
    [TestCase("  a\r\nb\0.pdf ", "ab.pdf")]
    [TestCase("Bie\u0302n ba\u0309n.pdf", "Biên bản.pdf")]
    [TestCase(".htaccess", "htaccess")]
    [TestCase("...", null)]
    [TestCase("", null)]
    [TestCase(null, null)]
    public void A_hostile_name_is_only_a_name(string? claimed, string? kept) => Assert.That(FileName.Of(claimed), Is.EqualTo(kept?.Normalize()));

    [Test]
    public void A_name_that_is_too_long_keeps_its_ending() =>
        Assert.That(FileName.Of(new string('ễ', 400) + ".pdf"), Has.Length.EqualTo(200).And.EndsWith(".pdf"));

    [Test]
    public async Task Two_who_send_the_same_at_once_both_succeed()
    {
        var store = Store();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => store.ReceiveAsync(new MemoryStream(Pdf), "a.pdf", default)));
        Assert.That(answers.Select(answer => answer.File?.Hash).Distinct().Count(), Is.EqualTo(1));
        Assert.That(Files(), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_file_wanted_again_while_it_is_being_swept_stays()
    {
        var store = Store();
        var hash = (await store.ReceiveAsync(new MemoryStream(Pdf), "a.pdf", default)).File!.Hash;
        _clock.Now += TimeSpan.FromDays(2);
        var yesterday = _clock.Now.AddDays(-1);
        Assert.That(store.OlderThan(yesterday), Is.EqualTo([hash]));

        // between the look and the deed somebody sends the same content again
        await store.ReceiveAsync(new MemoryStream(Pdf), "b.pdf", default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await store.RemoveAsync(hash, yesterday, () => Task.FromResult(false)), Is.False);
            Assert.That(store.SizeOf(hash), Is.EqualTo(Pdf.Length));
            Assert.That(await store.RemoveAsync(hash, _clock.Now.AddDays(1), () => Task.FromResult(true)), Is.False, "a journal came to speak of it");
            Assert.That(await store.RemoveAsync(hash, _clock.Now.AddDays(1), () => Task.FromResult(false)), Is.True);
            Assert.That(store.SizeOf(hash), Is.Null);
        }
    }

    [Test]
    public async Task A_sweep_that_died_with_a_file_in_hand_is_made_good()
    {
        var store = Store();
        var hash = (await store.ReceiveAsync(new MemoryStream(Pdf), "a.pdf", default)).File!.Hash;
        Assert.That(async () => await store.RemoveAsync(hash, _clock.Now.AddDays(1), () => throw new InvalidOperationException("the host dies")), Throws.InvalidOperationException);
        Assert.That(store.SizeOf(hash), Is.Null);

        store.TidyUp(_clock.Now.AddDays(-1));
        Assert.That(store.SizeOf(hash), Is.EqualTo(Pdf.Length));
    }

    private FileStore Store(IFileScan? scan = null, long largest = 50 * 1024 * 1024) => new(_folder, largest, scan ?? new NoFileScan(), _clock);

    private string[] Files() => [.. Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder, file)).Order()];

    /// <summary>A PDF that never ends, unless its sender's line breaks or somebody is told.</summary>
    private sealed class Endless(long breaksAfter = long.MaxValue, long after = long.MaxValue, Action? then = null) : MemoryStream
    {
        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Given > breaksAfter) throw new IOException("The connection was reset.");
            if (Given > after) then?.Invoke();
            buffer.Span.Fill((byte)'x');
            if (Given == 0) "%PDF-1.7"u8.CopyTo(buffer.Span);
            Given += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
