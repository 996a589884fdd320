using System.Text.Json;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door for packages (gói quy trình): published processes leave as one signed archive, and come in from elsewhere, previewed first, then all or nothing.</summary>
public sealed class PackageOffice
{
    private readonly PackageStore _store;
    private readonly PackageKeys _keys;
    private readonly TimeProvider _clock;

    internal PackageOffice(PackageStore store, PackageKeys keys, TimeProvider clock) => (_store, _keys, _clock) = (store, keys, clock);

    public static bool MayExport(Officer officer)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return officer.Is(Role.Publisher) || officer.Is(Role.Controller);
    }

    public static bool MayImport(Officer officer)
    {
        ArgumentNullException.ThrowIfNull(officer);
        return officer.Is(Role.Publisher);
    }

    /// <summary>The engine's own hand, for commands on the machine itself.</summary>
    public static Officer Machine { get; } = new(new("he-thong.goi"), "Hệ thống (gói quy trình)", null, new HashSet<Role> { Role.Publisher, Role.Controller }, []);

    /// <summary>Every issue of the procedures (of all when none is named), with the shared processes they call, as one signed archive.</summary>
    /// <param name="from">Who exports, as the other side reads it: the province's or office's name.</param>
    public async Task<PackageExport> ExportAsync(Officer by, IReadOnlyList<ProcedureCode> procedures, string from, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(procedures);
        if (!MayExport(by)) return new(default, 0, PackageRefusals.NotAllowedToExport);
        var (key, refusal) = _keys.Signing();
        using var _ = key;
        if (key is null) return new(default, 0, refusal);

        var wanted = procedures.Distinct().ToList();
        var stored = await _store.VersionsAsync(wanted, ct);
        if (wanted.Except(stored.Select(version => version.Procedure)).ToArray() is { Length: > 0 } none) return new(default, 0, PackageRefusals.NothingPublished(string.Join(", ", none.Select(code => code.Value))));
        if (stored is []) return new(default, 0, PackageRefusals.NothingPublished("–"));
        // A version is what it is together with what it calls: those histories come along.
        while (wanted is not [] && stored.SelectMany(version => version.Calls).Select(call => call.Process.Procedure).Except(wanted).Distinct().ToArray() is { Length: > 0 } called)
        {
            wanted.AddRange(called);
            stored = await _store.VersionsAsync(wanted, ct);
        }
        var package = PackageOf(stored, await _store.CatalogueAsync(ct));
        return new(SignedPackage.Write(package, from.Trim() is { Length: > 0 } name ? name : by.Name, Truncated(_clock.GetUtcNow()), key), stored.Count, null);
    }

    /// <summary>What an archive holds and what taking it in would do. Nothing is stored.</summary>
    public async Task<PackagePreview> PreviewAsync(Officer by, ReadOnlyMemory<byte> archive, CancellationToken ct)
    {
        if (!MayExport(by)) return new(null, null, "", PackageRefusals.NotAllowedToExport);
        var reading = Read(archive);
        if (reading.Package is not { } package) return new(null, null, reading.Digest, reading.Refusal);
        PackagePreview? preview = null;
        await _store.ImportAsync(CodesOf(package), (here, hashes, catalogue) =>
        {
            preview = Weigh(reading, here, hashes, catalogue).Preview;
            return null;
        }, ct);
        return preview!;
    }

    /// <summary>Takes an archive in: every version that is new, with its provenance, or nothing at all. A second time there is nothing to do.</summary>
    public async Task<PackagePreview> ImportAsync(Officer by, ReadOnlyMemory<byte> archive, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!MayImport(by)) return new(null, null, "", PackageRefusals.NotAllowedToImport);
        var reading = Read(archive);
        if (reading.Package is not { } package) return new(null, null, reading.Digest, reading.Refusal);
        PackagePreview? preview = null;
        await _store.ImportAsync(CodesOf(package), (here, hashes, catalogue) =>
        {
            (preview, var next) = Weigh(reading, here, hashes, catalogue);
            if (preview.Refusal is null && preview.Plan!.Conflicts > 0) preview = preview with { Refusal = PackageRefusals.Conflicts(preview.Plan.Conflicts) };
            return preview.Refusal is not null || preview.Plan!.IsNothing ? null : WritingOf(reading, preview.Plan, here, next, by, _clock.GetUtcNow());
        }, ct);
        return preview!;
    }

    /// <summary>The packages taken in so far, latest first; none for who may not see them.</summary>
    public async Task<IReadOnlyList<PackageImport>> ImportsAsync(Officer by, CancellationToken ct) => MayExport(by) ? await _store.ImportsAsync(ct) : [];

    /// <summary>The province's public key, to be handed to others, and its fingerprint, to be told them on another way; null where no key is set.</summary>
    public (string Pem, string Fingerprint)? Key() => _keys.Own();

    private PackageReading Read(ReadOnlyMemory<byte> archive)
    {
        var (keys, refusal) = _keys.Trusted();
        try { return refusal is null ? SignedPackage.Read(archive, keys) : new(null, null, "", refusal); }
        finally
        {
            foreach (var key in keys) key.Dispose();
        }
    }

    private static ProcedureCode[] CodesOf(ProcessPackage package) => [.. package.Versions.Select(version => version.Procedure).Distinct()];

    private static ProcessPackage PackageOf(IReadOnlyList<StoredVersion> stored, string? catalogue)
    {
        var (versions, texts) = (new List<PackagedVersion>(stored.Count), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var version in stored)
        {
            var recorded = version.Judged as PublicationEvent.Recorded;
            var opinion = version.Judged as PublicationEvent.Appraised;
            versions.Add(new(
                version.Hash, version.Procedure, version.Case, version.Name, new(version.Act.Number, version.Act.SignedOn, version.Act.Authority, version.Act.EffectiveFrom), version.To,
                Truncated(version.PublishedAt), version.Agency, [.. version.Calls.Select(call => new PackagedCall(call.Process, call.Version))],
                Kept(version.Document), version.Certificate is { } certificate ? Kept(certificate) : null,
                recorded?.Origin is { } origin ? origin.OpinionNumber : opinion?.OpinionNumber, recorded?.Origin is { } from ? from.OpinionDate : opinion?.OpinionDate,
                recorded is null ? null : recorded.Origin is { } elsewhere ? elsewhere.Exception : recorded.Reason)
            { Place = version.Place });
        }
        var codes = versions.Select(version => version.Procedure.Value).ToHashSet(StringComparer.Ordinal);
        return new(versions, texts, [.. ProceduresIn(catalogue).Where(one => codes.Contains(one.Key)).OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value)]);

        string Kept(string text)
        {
            var digest = SignedPackage.DigestOf(System.Text.Encoding.UTF8.GetBytes(text));
            texts[digest] = text;
            return digest;
        }
    }

    private static (PackagePreview Preview, string? Catalogue) Weigh(PackageReading reading, IReadOnlyList<PublishedVersion> stored, IReadOnlySet<ContentHash> hashes, string? catalogue)
    {
        var package = reading.Package!;
        var brought = package.Versions.Select(version => version.Hash).ToHashSet();
        if (package.Versions.SelectMany(version => version.Calls).FirstOrDefault(call => !brought.Contains(call.Version) && !hashes.Contains(call.Version)) is { } missing)
            return (No(PackageRefusals.MissingCalled(missing.Process.ToString())), null);

        foreach (var version in package.Versions)
            if (package.CertificateOf(version) is { } certificate && !IsCertificateOf(certificate, version.Hash)) return (No(PackageRefusals.Unreadable($"certificates/{version.Certificate}.json")), null);

        var ours = ProceduresIn(catalogue);
        var lines = new List<ProcedureLine>();
        var added = new List<JsonElement>();
        foreach (var procedure in package.Procedures)
        {
            if (procedure.ValueKind is not JsonValueKind.Object || !procedure.TryGetProperty("code", out var code) || code.ValueKind is not JsonValueKind.String || !ProcedureCode.TryParse(code.GetString(), null, out var known))
                return (No(PackageRefusals.Unreadable("procedures.json")), null);
            var state = !ours.TryGetValue(known.Value, out var here) ? PackageStanding.New : JsonElement.DeepEquals(here, procedure) ? PackageStanding.Known : PackageStanding.Conflict;
            lines.Add(new(known, procedure.TryGetProperty("name", out var name) && name.ValueKind is JsonValueKind.String ? name.GetString()! : known.Value, state));
            if (state is PackageStanding.New) added.Add(procedure);
        }
        var next = added is [] ? null : PackageStore.With(catalogue, added);
        try { if (next is not null) _ = ProvinceCatalogue.Parse(next); }
        catch (FormatException) { return (No(PackageRefusals.Unreadable("procedures.json")), null); }

        var plan = PackagePlan.Of(package.Versions, [.. stored.Select(version => new VersionLine(version.Hash, version.Procedure, version.Case, version.Name, version.Act, version.Act.EffectiveFrom, version.To, false) { Place = version.Place })], lines);
        return (new(plan, reading.Manifest, reading.Digest, null), next);

        PackagePreview No(Refusal refusal) => new(null, reading.Manifest, reading.Digest, refusal);
    }

    // Agencies and places are kept as the package names them, known here or not: another province's catalogue is not ours, and an act that is signed is not rewritten. A place that
    // nobody here stands under is nobody's version; who writes a decision down by hand (RecordOffice) speaks of this province, and is held to its catalogue.
    private static PackageWriting WritingOf(PackageReading reading, PackagePlan plan, IReadOnlyList<PublishedVersion> here, string? catalogue, Officer by, DateTimeOffset now)
    {
        var (package, manifest) = (reading.Package!, reading.Manifest!);
        var fresh = plan.Versions.Where(line => line.State is PackageStanding.New).Select(line => line.Version).ToList();
        var ends = from line in plan.Versions
                   where line is { State: PackageStanding.Ending, Version.To: not null }
                   from stands in here
                   where stands.Procedure == line.Version.Procedure && stands.Case == line.Version.Case && stands.Place == line.Version.Place && stands.Hash == line.Version.Hash
                         && stands.Act.EffectiveFrom == line.Version.Act.EffectiveFrom && (stands.To is null || stands.To > line.Version.To)
                   select (stands.Hash, stands.Procedure, stands.Case, stands.Act.EffectiveFrom, line.Version.To!.Value);
        var reason = $"Nhập từ gói quy trình của {manifest.ExportedBy}, xuất ngày {Calendars.VietnamTime.DayOf(manifest.ExportedAt):dd/MM/yyyy}.";
        return new(
            [.. ends],
            [
                .. fresh.Select(version => (
                    Guid.CreateVersion7(now).ToString("n"),
                    new PublicationEvent.Recorded(
                        now, by.Id, version.Hash, new LegalAct(version.Act.Number, version.Act.SignedOn, version.Act.Authority, version.Act.EffectiveFrom), version.Agency, version.Procedure, version.Case,
                        version.Name, reason, version.Calls is [] ? null : [.. version.Calls.Select(call => new PinnedCall(call.Process, call.Version))])
                    {
                        Origin = new(reading.Digest, manifest.Key, manifest.ExportedBy, manifest.ExportedAt, version.OpinionNumber, version.OpinionDate) { Exception = version.Exception },
                        Place = version.Place,
                    },
                    version, package.DocumentOf(version), package.CertificateOf(version))),
            ],
            catalogue,
            new(reading.Digest, manifest.Key, manifest.ExportedAt, manifest.ExportedBy, now, by.Id, fresh.Count, plan.Procedures.Count(line => line.State is PackageStanding.New)));
    }

    private static bool IsCertificateOf(string text, ContentHash hash)
    {
        try { return StoredJson.ReadCertificate(text)?.Hash == hash; }
        catch (Exception fault) when (fault is JsonException or NotSupportedException) { return false; }
    }

    private static Dictionary<string, JsonElement> ProceduresIn(string? catalogue)
    {
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (catalogue is null) return found;
        using var document = JsonDocument.Parse(catalogue);
        if (document.RootElement.TryGetProperty("procedures", out var list))
            foreach (var procedure in list.EnumerateArray()) found[procedure.GetProperty("code").GetString()!] = procedure.Clone();
        return found;
    }

    /// <summary>To the millisecond, as both databases keep it.</summary>
    private static DateTimeOffset Truncated(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
}

/// <summary>A signed archive, and how many versions are in it; or why there is none.</summary>
public sealed record PackageExport(ReadOnlyMemory<byte> Archive, int Versions, Refusal? Refusal);

/// <summary>What an archive holds and what becomes of it here; or why it is refused.</summary>
/// <param name="Plan">Null where the archive is not to be trusted.</param>
/// <param name="Manifest">Who made it and when; null before its signature held.</param>
/// <param name="Digest">SHA-256 of the archive.</param>
public sealed record PackagePreview(PackagePlan? Plan, PackageManifest? Manifest, string Digest, Refusal? Refusal);
