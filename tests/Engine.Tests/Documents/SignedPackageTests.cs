using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Documents;

/// <summary>A package is believed only whole: whatever is changed, missing, added or signed by somebody else is refused, and named.</summary>
public sealed class SignedPackageTests
{
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256), Other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);
    private static readonly ElsaDocument Document = ElsaDocument.Blank("qt-01", "Cấp giấy phép xây dựng", new() { ["procedure"] = "1.009994" });
    private static readonly byte[] Archive = SignedPackage.Write(Package(), "UBND tỉnh Lai Châu", Now, Key);

    [OneTimeTearDown]
    public void Forget()
    {
        Key.Dispose();
        Other.Dispose();
    }

    [Test]
    public void What_was_written_is_read_again_and_any_unzip_program_opens_it()
    {
        var reading = SignedPackage.Read(Archive, [Other, Key]);
        using var zip = new ZipArchive(new MemoryStream(Archive));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.Refusal, Is.Null);
            Assert.That((reading.Manifest!.ExportedBy, reading.Manifest.ExportedAt, reading.Manifest.Key), Is.EqualTo(("UBND tỉnh Lai Châu", Now, SignedPackage.FingerprintOf(Key))));
            Assert.That(reading.Package!.Versions.Single().Act.Number, Is.EqualTo("12/QĐ-UBND"));
            Assert.That(reading.Package.DocumentOf(reading.Package.Versions[0]), Is.EqualTo(Document.ToCanonicalText()));
            Assert.That(reading.Package.Procedures.Single().GetProperty("name").GetString(), Is.EqualTo("Cấp giấy phép"));
            Assert.That(zip.Entries.Select(entry => entry.FullName).Take(2), Is.EqualTo(new[] { "manifest.json", "manifest.sig" }));
        }
        foreach (var entry in zip.Entries)
        {
            using var content = entry.Open();
            content.CopyTo(Stream.Null); // the program's own check of every sum
        }
        Assert.That(Content(Archive), Is.EqualTo(Content(SignedPackage.Write(Package(), "UBND tỉnh Lai Châu", Now, Key))), "the same package has the same entries");
    }

    [Test]
    public void No_single_byte_can_be_changed()
    {
        var changed = Archive.ToArray();
        for (var place = 0; place < changed.Length; place++)
        {
            changed[place] ^= (byte)(1 << place % 8);
            Assert.That(SignedPackage.Read(changed, [Key]).Refusal, Is.Not.Null, $"byte {place}");
            changed[place] = Archive[place];
        }
        Assert.That(SignedPackage.Read(changed, [Key]).Refusal, Is.Null, "and put back it is whole again");
    }

    [Test]
    public void Nothing_can_be_cut_off_or_put_behind()
    {
        for (var length = 0; length < Archive.Length; length += 7) Assert.That(SignedPackage.Read(Archive.AsMemory(0, length), [Key]).Package, Is.Null);
        Assert.That(SignedPackage.Read(Archive.Append((byte)0).ToArray(), [Key]).Refusal, Is.EqualTo(PackageRefusals.OutsideChanged));
        Assert.That(SignedPackage.Read(Archive.Prepend((byte)0).ToArray(), [Key]).Refusal, Is.EqualTo(PackageRefusals.NotAPackage(0)));
    }

    [Test]
    public void Who_vouches_must_be_trusted()
    {
        Assert.That(SignedPackage.Read(Archive, [Other]).Refusal, Is.EqualTo(PackageRefusals.NotVouchedFor));
        Assert.That(SignedPackage.Read(Archive, []).Refusal, Is.EqualTo(PackageRefusals.NoTrustedKey));
        var swapped = Entries();
        swapped[1] = swapped[1] with { Content = Other.SignData(swapped[0].Content.Span, HashAlgorithmName.SHA256) };
        Assert.That(SignedPackage.Read(StoredZip.Write(swapped), [Key]).Refusal, Is.EqualTo(PackageRefusals.NotVouchedFor));
    }

    [Test]
    public void Each_way_of_tampering_has_its_own_word()
    {
        var entries = Entries();
        var version = entries.FindIndex(entry => entry.Name == "versions/00001.json");
        using (Assert.EnterMultipleScope())
        {
            Refused(PackageRefusals.Changed("versions/00001.json"), Replaced(entries[version] with { Content = Encoding.UTF8.GetBytes("{}") }));
            Refused(PackageRefusals.Missing("versions/00001.json"), [.. entries.Where((_, at) => at != version)]);
            Refused(PackageRefusals.NotListed("versions/00002.json"), [.. entries, entries[version] with { Name = "versions/00002.json" }]);
            Refused(PackageRefusals.NotListed("versions/00001.json"), [.. entries, entries[version]]);
            foreach (var name in new[] { "../../etc/passwd", "/etc/passwd", "versions/../../x.json", "C:\\x.json", "versions/00001.json\0.exe", "documents/x.json", "readme.txt" })
                Refused(PackageRefusals.BadName(name), [.. entries, new(name, "x"u8.ToArray())]);
            Refused(PackageRefusals.NoManifest, [.. entries.Skip(1)]);
            Refused(PackageRefusals.NoManifest, [entries[1], entries[0], .. entries.Skip(2)]);
            Refused(PackageRefusals.OutsideChanged, [entries[0], entries[1], .. entries.Skip(2).Reverse()]);
        }

        List<StoredEntry> Replaced(StoredEntry one) => [.. entries.Select((entry, at) => at == version ? one : entry)];
        static void Refused(Refusal expected, List<StoredEntry> tampered) => Assert.That(SignedPackage.Read(StoredZip.Write(tampered), [Key]).Refusal, Is.EqualTo(expected));
    }

    [Test]
    public void What_is_packed_never_unfolds()
    {
        using var bomb = new MemoryStream();
        using (var zip = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var content = zip.CreateEntry("manifest.json", CompressionLevel.Optimal).Open();
            content.Write(new byte[8 * 1024 * 1024]);
        }
        Assert.That(SignedPackage.Read(bomb.ToArray(), [Key]).Refusal, Is.EqualTo(PackageRefusals.NotAPackage(0)));
        Assert.That(SignedPackage.Read("no archive"u8.ToArray(), [Key]).Refusal, Is.EqualTo(PackageRefusals.NotAPackage(0)));
        Assert.That(SignedPackage.Read(default, [Key]).Refusal, Is.EqualTo(PackageRefusals.NotAPackage(0)));
    }

    [Test]
    public void A_signature_is_no_reason_to_believe_nonsense()
    {
        var good = Package();
        var version = good.Versions[0];
        foreach (var nonsense in new[]
        {
            version with { Hash = new(new string('a', 64)) }, version with { Procedure = new("9.999999") }, version with { Case = new("khac") }, version with { To = new(2025, 1, 1) },
            version with { Act = version.Act with { EffectiveFrom = new(2025, 1, 1) } }, version with { Document = new string('b', 64) }, version with { Certificate = new string('c', 64) },
        })
            Assert.That(SignedPackage.Read(SignedPackage.Write(good with { Versions = [nonsense] }, "", Now, Key), [Key]).Refusal, Is.EqualTo(PackageRefusals.Unreadable("versions/00001.json")), nonsense.ToString());
    }

    private static ProcessPackage Package()
    {
        var text = Document.ToCanonicalText();
        var digest = SignedPackage.DigestOf(Encoding.UTF8.GetBytes(text));
        return new(
            [
                new(Document.Hash, new("1.009994"), null, Document.Name, new("12/QĐ-UBND", new(2026, 1, 1), "UBND tỉnh", new(2026, 1, 1)), null, Now, new("H35.05"), [], digest, null,
                    "15/BC-SKHCN", new(2025, 12, 20), null),
            ],
            new Dictionary<string, string> { [digest] = text },
            [JsonElement.Parse("""{"code":"1.009994","name":"Cấp giấy phép"}""")]);
    }

    private static List<StoredEntry> Entries() => [.. StoredZip.Read(Archive, out _)!];

    private static string[] Content(byte[] archive) => [.. StoredZip.Read(archive, out _)!.Skip(2).Select(entry => $"{entry.Name} {SignedPackage.DigestOf(entry.Content.Span)}")];
}
