using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Documents;

/// <summary>Published processes on their way from one province to another (gói quy trình): versions with their decisions, texts and certificates, and the procedures they are of.</summary>
/// <param name="Versions">By procedure, case and day.</param>
/// <param name="Texts">Documents and certificates by the SHA-256 of their bytes.</param>
/// <param name="Procedures">The catalogue's entries, as the catalogue writes them.</param>
public sealed record ProcessPackage(IReadOnlyList<PackagedVersion> Versions, IReadOnlyDictionary<string, string> Texts, IReadOnlyList<JsonElement> Procedures)
{
    /// <summary>The document of a version.</summary>
    public string DocumentOf(PackagedVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return Texts[version.Document];
    }

    /// <summary>What was checked when it was published; null where that was not kept.</summary>
    public string? CertificateOf(PackagedVersion version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version.Certificate is { } certificate ? Texts[certificate] : null;
    }
}

/// <summary>One published version in a package.</summary>
/// <param name="To">The first day on which it no longer holds; null while it is the last.</param>
/// <param name="Agency">The department that drafted it.</param>
/// <param name="Calls">The versions of shared processes it was published with.</param>
/// <param name="Document">SHA-256 of its text's bytes.</param>
/// <param name="Certificate">SHA-256 of its certificate's bytes; null where none was kept.</param>
/// <param name="Exception">Why it was taken in without appraisal; null for what was appraised.</param>
public sealed record PackagedVersion(
    ContentHash Hash, ProcedureCode Procedure, CaseKey? Case, string Name, PublishedBy Act, DateOnly? To, DateTimeOffset PublishedAt, AgencyCode Agency,
    IReadOnlyList<PackagedCall> Calls, string Document, string? Certificate, string? OpinionNumber, DateOnly? OpinionDate, string? Exception)
{
    /// <summary>Where it applies; null: wherever its province's word holds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AgencyCode? Place { get; init; }
}

/// <summary>A shared process that a packaged version calls, by the content it was published with.</summary>
public sealed record PackagedCall(ProcessKey Process, ContentHash Version);

/// <summary>What a package says of itself and vouches for: its form, who made it when, and every entry with its digest. The signature is over these bytes.</summary>
/// <param name="Key">The fingerprint of the key that signed.</param>
public sealed record PackageManifest(string Format, DateTimeOffset ExportedAt, string ExportedBy, string Key, IReadOnlyList<PackageEntry> Entries);

/// <summary>An entry of a package.</summary>
public sealed record PackageEntry(string Name, int Size, string Sha256);

/// <summary>What reading an archive gave: the package with who vouched for it, or why it is not to be trusted.</summary>
/// <param name="Digest">SHA-256 of the archive.</param>
public sealed record PackageReading(ProcessPackage? Package, PackageManifest? Manifest, string Digest, Refusal? Refusal);

/// <summary>A package that was taken in (gói đã nhập).</summary>
/// <param name="Digest">SHA-256 of the archive.</param>
/// <param name="Key">Fingerprint of the key that vouched for it.</param>
/// <param name="Versions">How many versions were new.</param>
/// <param name="Procedures">How many catalogue entries were new.</param>
public sealed record PackageImport(
    string Digest, string Key, DateTimeOffset ExportedAt, string ExportedBy, DateTimeOffset ImportedAt, OfficerId ImportedBy, int Versions, int Procedures);

/// <summary>Writes and reads packages. Nothing in an archive is looked at before its signature holds, and nothing is believed before every byte of it is accounted for.</summary>
public static partial class SignedPackage
{
    public const string Format = "tthcflow-package/1";
    public const string ContentType = "application/zip";

    /// <summary>The largest archive that is read.</summary>
    public const int LargestBytes = 256 * 1024 * 1024;

    private const string Manifest = "manifest.json", Signature = "manifest.sig", Catalogue = "procedures.json";

    private static readonly PackageJson Json = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    });

    /// <summary>The fingerprint of a public key: SHA-256 of its SubjectPublicKeyInfo, in hexadecimal.</summary>
    public static string FingerprintOf(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }

    public static string DigestOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The signed archive.</summary>
    /// <param name="key">A key pair on the curve P-256.</param>
    public static byte[] Write(ProcessPackage package, string exportedBy, DateTimeOffset exportedAt, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(key);
        var content = ContentOf(package);
        var manifest = JsonSerializer.SerializeToUtf8Bytes(
            new PackageManifest(Format, exportedAt, exportedBy, FingerprintOf(key), [.. content.Select(entry => new PackageEntry(entry.Name, entry.Content.Length, DigestOf(entry.Content.Span)))]),
            Json.PackageManifest);
        return StoredZip.Write([new(Manifest, manifest), new(Signature, key.SignData(manifest, HashAlgorithmName.SHA256)), .. content]);
    }

    /// <summary>Reads an archive that one of the keys has signed.</summary>
    public static PackageReading Read(ReadOnlyMemory<byte> archive, IReadOnlyList<ECDsa> trusted)
    {
        ArgumentNullException.ThrowIfNull(trusted);
        var digest = archive.Length > LargestBytes ? "" : DigestOf(archive.Span);
        if (archive.Length > LargestBytes) return No(PackageRefusals.TooLarge);
        if (trusted is []) return No(PackageRefusals.NoTrustedKey);
        if (StoredZip.Read(archive, out var place) is not { } entries) return No(PackageRefusals.NotAPackage(place));
        if (entries is not [{ Name: Manifest } manifest, { Name: Signature } signature, .. var content]) return No(PackageRefusals.NoManifest);
        if (!trusted.Any(key => key.VerifyData(manifest.Content.Span, signature.Content.Span, HashAlgorithmName.SHA256))) return No(PackageRefusals.NotVouchedFor);

        // From here on the manifest is its signer's word.
        PackageManifest? said;
        try { said = JsonSerializer.Deserialize(manifest.Content.Span, Json.PackageManifest); }
        catch (JsonException) { return No(PackageRefusals.Unreadable(Manifest)); }
        if (said is null) return No(PackageRefusals.Unreadable(Manifest));
        if (said.Format != Format) return No(PackageRefusals.OtherFormat(said.Format));
        foreach (var entry in content)
            if (!Names().IsMatch(entry.Name)) return No(PackageRefusals.BadName(entry.Name));
        if (content.GroupBy(entry => entry.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any()) is { } twice) return No(PackageRefusals.NotListed(twice.Key));
        var listed = new Dictionary<string, PackageEntry>(StringComparer.Ordinal);
        foreach (var entry in said.Entries)
            if (!listed.TryAdd(entry.Name, entry)) return No(PackageRefusals.Unreadable(Manifest));
        foreach (var entry in content)
        {
            if (!listed.Remove(entry.Name, out var vouched)) return No(PackageRefusals.NotListed(entry.Name));
            if (vouched.Size != entry.Content.Length || vouched.Sha256 != DigestOf(entry.Content.Span)) return No(PackageRefusals.Changed(entry.Name));
        }
        if (listed.Keys.Order(StringComparer.Ordinal).FirstOrDefault() is { } missing) return No(PackageRefusals.Missing(missing));
        if (!content.Select(entry => entry.Name).SequenceEqual(said.Entries.Select(entry => entry.Name), StringComparer.Ordinal)) return No(PackageRefusals.OutsideChanged);
        if (!StoredZip.Write(entries).AsSpan().SequenceEqual(archive.Span)) return No(PackageRefusals.OutsideChanged);

        var (package, unreadable) = PackageOf(content);
        return package is null ? No(PackageRefusals.Unreadable(unreadable!)) : new(package, said, digest, null);

        PackageReading No(Refusal refusal) => new(null, null, digest, refusal);
    }

    private static List<StoredEntry> ContentOf(ProcessPackage package)
    {
        var documents = package.Versions.Select(version => version.Document).ToHashSet(StringComparer.Ordinal);
        List<StoredEntry> content = [new(Catalogue, JsonSerializer.SerializeToUtf8Bytes(package.Procedures.ToArray(), Json.JsonElementArray))];
        content.AddRange(package.Versions.Select((version, at) => new StoredEntry($"versions/{at + 1:00000}.json", JsonSerializer.SerializeToUtf8Bytes(version, Json.PackagedVersion))));
        content.AddRange(package.Texts.Select(text => new StoredEntry($"{(documents.Contains(text.Key) ? "documents" : "certificates")}/{text.Key}.json", Encoding.UTF8.GetBytes(text.Value))));
        return [.. content.OrderBy(entry => entry.Name, StringComparer.Ordinal)];
    }

    /// <summary>What the entries say, held against each other: the text behind each hash, and the case it is for. A signature is no reason to believe nonsense.</summary>
    private static (ProcessPackage? Package, string? Unreadable) PackageOf(IReadOnlyList<StoredEntry> content)
    {
        var (versions, texts, procedures) = (new List<PackagedVersion>(), new Dictionary<string, string>(StringComparer.Ordinal), Array.Empty<JsonElement>());
        foreach (var (name, bytes) in content)
        {
            try
            {
                if (name == Catalogue) procedures = JsonSerializer.Deserialize(bytes.Span, Json.JsonElementArray) ?? [];
                else if (name.StartsWith("versions/", StringComparison.Ordinal)) versions.Add(JsonSerializer.Deserialize(bytes.Span, Json.PackagedVersion) ?? throw new JsonException());
                else texts[DigestOf(bytes.Span)] = new UTF8Encoding(false, true).GetString(bytes.Span);
            }
            catch (Exception fault) when (fault is JsonException or DecoderFallbackException or NotSupportedException) { return (null, name); }
        }
        foreach (var (version, at) in versions.Select((version, at) => (version, at)))
        {
            var name = $"versions/{at + 1:00000}.json";
            if (!texts.TryGetValue(version.Document, out var text) || version.Certificate is { } certificate && !texts.ContainsKey(certificate)) return (null, name);
            if (version.To < version.Act.EffectiveFrom || version.Act.EffectiveFrom < version.Act.SignedOn) return (null, name);
            if (ElsaDocument.Read(text).Document is not { } document || document.Hash != version.Hash || document.ToCanonicalText() != text) return (null, name);
            var header = ProcessDefinition.Compile(document).Header;
            if (header.Procedure != version.Procedure || header.Case != version.Case || header.Place != version.Place) return (null, name);
        }
        return (new(versions, texts, procedures), null);
    }

    [GeneratedRegex(@"^(procedures\.json|versions/[0-9]{5}\.json|(documents|certificates)/[0-9a-f]{64}\.json)\z")]
    private static partial Regex Names();
}

/// <summary>Every no to a package (G1xx).</summary>
public static class PackageRefusals
{
    public static readonly Refusal TooLarge = new("G101", new(
        $"Gói lớn hơn {SignedPackage.LargestBytes / 1024 / 1024} MB nên không đọc.",
        $"The package is larger than {SignedPackage.LargestBytes / 1024 / 1024} MB and is not read."));

    public static readonly Refusal NoManifest = new("G103", new(
        "Gói không bắt đầu bằng bản kê và chữ ký (manifest.json, manifest.sig).",
        "The package does not begin with its manifest and signature (manifest.json, manifest.sig)."));

    public static readonly Refusal NotVouchedFor = new("G104", new(
        "Chữ ký không khớp với khóa nào được tin cậy: gói đã bị sửa, hoặc do bên khác ký. Hãy đối chiếu vân tay khóa với bên gửi.",
        "The signature is by no trusted key: the package was changed, or somebody else signed it. Compare the key's fingerprint with the sender."));

    public static readonly Refusal OutsideChanged = new("G109", new(
        "Phần vỏ của tệp nén đã bị sửa so với khi ký.",
        "The archive around the entries is not what was written when it was signed."));

    public static readonly Refusal NoTrustedKey = new("G113", new(
        "Chưa cài khóa công khai nào được tin cậy (TTHCFLOW_PACKAGE_TRUST) nên không kiểm tra được chữ ký.",
        "No trusted public key is set (TTHCFLOW_PACKAGE_TRUST), so no signature can be checked."));

    public static readonly Refusal NoSigningKey = new("G112", new(
        "Chưa cài khóa ký của tỉnh (TTHCFLOW_PACKAGE_KEY) nên không xuất gói được.",
        "The province's signing key is not set (TTHCFLOW_PACKAGE_KEY), so no package can be made."));

    public static readonly Refusal NotAllowedToExport = new("G114", new(
        "Chỉ người công bố và cán bộ kiểm soát thủ tục hành chính được xuất, xem gói quy trình.",
        "Only publishers and controllers may export packages or look into them."));

    public static readonly Refusal NotAllowedToImport = new("G115", new(
        "Chỉ người công bố được nhập gói quy trình.",
        "Only publishers may import packages."));

    public static readonly Refusal OtherArchive = new("G119", new(
        "Tệp được chọn không phải gói đã xem trước. Hãy xem trước gói này rồi nhập.",
        "The file chosen is not the package that was previewed. Preview this one, then import it."));

    /// <summary>All of them, by code; those that name something stand with "…" in its place.</summary>
    public static IReadOnlyList<Refusal> All { get; } =
    [
        TooLarge, NotAPackage(0), NoManifest, NotVouchedFor, OtherFormat("…"), Missing("…"), NotListed("…"), Changed("…"), OutsideChanged, Unreadable("…"), Conflicts(2),
        NoSigningKey, NoTrustedKey, NotAllowedToExport, NotAllowedToImport, NothingPublished("…"), MissingCalled("…"), BadName("…"), OtherArchive, UnusableKey("…"),
    ];

    public static Refusal NotAPackage(int place) => new("G102", new(
        $"Tệp không phải gói quy trình, hoặc đã bị hỏng ở byte {place}.",
        $"The file is no package of processes, or is damaged at byte {place}."));

    public static Refusal OtherFormat(string format) => new("G105", new(
        $"Gói theo dạng “{format}”; chương trình này đọc “{SignedPackage.Format}”.",
        $"The package is of the form '{format}'; this program reads '{SignedPackage.Format}'."));

    public static Refusal Missing(string entry) => new("G106", new(
        $"Gói thiếu “{entry}” có trong bản kê.", $"'{entry}' is in the manifest and not in the package."));

    public static Refusal NotListed(string entry) => new("G107", new(
        $"Gói có thêm “{entry}” không có trong bản kê.", $"'{entry}' is in the package and not in the manifest."));

    public static Refusal Changed(string entry) => new("G108", new(
        $"“{entry}” không còn như khi ký.", $"'{entry}' is not what was signed."));

    public static Refusal Unreadable(string entry) => new("G110", new(
        $"“{entry}” đúng chữ ký nhưng nội dung không nhất quán: không đọc được, hoặc không khớp mã băm, thủ tục, ngày.",
        $"'{entry}' is signed, but does not hold together: it cannot be read, or does not match its hash, procedure or days."));

    public static Refusal Conflicts(int count) => new("G111", new(
        $"{count} phiên bản xung đột với quy trình đang có; không nhập gì và không ghi đè.",
        $"{count} versions conflict with what is here; nothing was imported and nothing overwritten."));

    public static Refusal NothingPublished(string procedures) => new("G116", new(
        $"Chưa có quy trình nào được công bố để xuất: {procedures}.", $"Nothing is published to export: {procedures}."));

    public static Refusal MissingCalled(string process) => new("G117", new(
        $"Gói gọi quy trình dùng chung {process} ở một phiên bản không có trong gói và cũng chưa có ở đây.",
        $"The package calls the shared process {process} in a version that is neither in it nor here."));

    public static Refusal BadName(string entry) => new("G118", new(
        $"Gói có mục mang tên không được phép: “{entry}”.", $"The package has an entry of a name that is not allowed: '{entry}'."));

    public static Refusal UnusableKey(string setting) => new("G120", new(
        $"Không đọc được khóa ở {setting}: cần tệp PEM, khóa ECDSA P-256.", $"The key at {setting} cannot be read: a PEM file with an ECDSA P-256 key is needed."));
}

[JsonSerializable(typeof(PackageManifest))]
[JsonSerializable(typeof(PackagedVersion))]
[JsonSerializable(typeof(JsonElement[]))]
internal sealed partial class PackageJson : JsonSerializerContext;
