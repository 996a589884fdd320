using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;
using TthcFlow.Tests.Shared;

namespace TthcFlow.Engine.Tests.Runtime;

/// <summary>Processes that were law before the program came, and what document control says of all of them.</summary>
[TestFixtureSource(typeof(Databases), nameof(Databases.All))]
public sealed class RecordOfficeTests(string kind)
{
    private static readonly Officer Publisher = new(new("congbo"), "congbo", null, new HashSet<Role> { Role.Publisher }, []);
    private static readonly Officer Author = new(new("soan"), "soan", new("H35.05"), new HashSet<Role> { Role.Author }, []);

    private Town _town = null!;

    [SetUp]
    public async Task Open() => _town = await Town.OpenAsync(kind); // one version, in force from 1 January 2026

    [TearDown]
    public ValueTask Close() => _town.DisposeAsync();

    [Test]
    public async Task An_old_version_takes_the_days_before_the_first_and_no_day_that_is_taken()
    {
        var old = await RecordAsync(Town.Document("Cấp phép năm 2019"), new(2019, 8, 1));
        var taken = await RecordAsync(Town.Document("Cấp phép năm 2026"), new(2026, 2, 1));
        var same = await RecordAsync(Town.Document("Cấp phép năm 2019 khác"), new(2019, 8, 1));
        var lines = await _town.The<PublicationOffice>().VersionsAsync(Town.Permit, default);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(old.Refusal, Is.Null, old.Refusal?.Message.En);
            Assert.That((taken.Refusal, same.Refusal), Is.EqualTo((RecordRefusals.DayIsTaken, RecordRefusals.DayIsTaken)));
            Assert.That(lines.Select(line => (line.From, line.To, line.Recorded)), Is.EqualTo(new (DateOnly, DateOnly?, bool)[]
            {
                (new(2026, 1, 1), null, false), (new(2019, 8, 1), new DateOnly(2026, 1, 1), true),
            }));
        }
        Assert.That((await _town.The<JournalAudit>().VerifyAsync(default)).Breaks, Is.Empty);
    }

    [Test]
    public async Task Only_a_publisher_records_and_a_repeated_command_is_done_once()
    {
        var document = Town.Document("Cấp phép năm 2019");
        Assert.That((await RecordAsync(document, new(2019, 8, 1), Author)).Refusal, Is.EqualTo(PublicationRefusals.NotPublisher));
        var (first, again) = (await RecordAsync(document, new(2019, 8, 1), key: "k"), await RecordAsync(document, new(2019, 8, 1), key: "k"));
        var other = await RecordAsync(document, new(2018, 8, 1), key: "k");
        Assert.That((first.Refusal, again.Refusal, again.Draft, other.Refusal), Is.EqualTo(((Refusal?)null, (Refusal?)null, first.Draft, OfficeRefusals.KeyReused)));
    }

    [Test]
    public async Task Of_two_who_record_the_same_day_one_is_told()
    {
        await using var second = _town.SecondHost();
        var answers = await Task.WhenAll(
            Task.Run(() => RecordAsync(Town.Document("Bản của người thứ nhất"), new(2019, 8, 1))),
            Task.Run(() => RecordAsync(Town.Document("Bản của người thứ hai"), new(2019, 8, 1), office: second.GetRequiredService<RecordOffice>())));
        Assert.That(answers.Select(answer => answer.Refusal), Is.EquivalentTo(new Refusal?[] { null, RecordRefusals.DayIsTaken }));
    }

    [Test]
    public async Task Document_control_is_filled_from_the_acts()
    {
        await RecordAsync(Town.Document("Cấp phép năm 2019", examineDays: "5"), new(2019, 8, 1));
        var register = _town.The<DisclosureRegister>();
        var lines = await _town.The<PublicationOffice>().VersionsAsync(Town.Permit, default);
        var (now, old) = ((await register.ControlAsync(lines[0], default))!, (await register.ControlAsync(lines[1], default))!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(old.Exception, Is.EqualTo("Công bố trước khi có phần mềm"));
            Assert.That(old.Issues.Select(issue => issue.Changes[0].Vi), Is.EqualTo(new[] { "Ban hành lần đầu" }));
            Assert.That(now.Exception, Is.Null);
            Assert.That(now.Issues.Select(issue => issue.Number), Is.EqualTo(new[] { 1, 2 }));
            Assert.That(now.Issues[1].Changes.Select(change => change.Vi), Does.Contain("1 bước sửa"));
            Assert.That(now.Signatures.Select(signed => (signed.Role.Vi, signed.Paper)), Is.EqualTo(new[] { ("Soạn thảo", null), ("Phê duyệt, công bố", "12/QĐ-UBND") }));
        }
        var word = (await _town.The<DocumentOffice>().VersionAsync(lines[0].Hash, ExportFormat.Word, default))!;
        using var archive = new System.IO.Compression.ZipArchive(new MemoryStream(word.Bytes.ToArray()));
        using var body = new StreamReader(archive.GetEntry("word/document.xml")!.Open());
        Assert.That(await body.ReadToEndAsync(), Does.Contain("KIỂM SOÁT TÀI LIỆU").And.Contain("1 bước sửa"));
        Assert.That((await _town.The<DocumentOffice>().VersionAsync(lines[1].Hash, ExportFormat.Pdf, default))!.Bytes.Length, Is.GreaterThan(1000));
    }

    private Task<PublicationAnswer> RecordAsync(TthcFlow.Engine.Definitions.ElsaDocument document, DateOnly from, Officer? by = null, string? key = null, RecordOffice? office = null) =>
        (office ?? _town.The<RecordOffice>()).RecordAsync(
            by ?? Publisher, document, new("H35.05"), new LegalAct("575/QĐ-UBND", from, "UBND tỉnh", from), "Công bố trước khi có phần mềm", default, key);
}
