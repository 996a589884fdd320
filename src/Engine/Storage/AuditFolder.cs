using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TthcFlow.Engine.Storage;

/// <summary>Everything an audit needs, as files that can be carried to another machine: one JSON object a line, and a manifest with the hash of each file.</summary>
/// <remarks>The journals hold personal data: whoever is given the folder is given that, too.</remarks>
internal sealed class AuditFolder(string folder) : IAuditSource
{
    private const string Format = "tthcflow-export/1", ManifestName = "manifest.json", Journals = "journals.ndjson", Seals = "seals.ndjson", Leaves = "leaves.ndjson";

    private static readonly ExportJson Json = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
    });

    /// <summary>Writes what a source holds into a folder that is empty or not there yet.</summary>
    /// <exception cref="IOException">There is something in the folder.</exception>
    public static async Task<ExportManifest> WriteAsync(IAuditSource source, string folder, DateTimeOffset now, CancellationToken ct)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) throw new IOException($"{folder} is not empty.");
        Directory.CreateDirectory(folder);
        // Seals first: what is sealed while the journals are read is of no seal that was written down.
        var seals = await source.SealsAsync(ct);
        string? told = null;
        var files = new List<ExportFile>
        {
            await LinesAsync(folder, Seals, ToAsync(seals), Json.DaySeal, ct),
            await LinesAsync(folder, Leaves, Where(source.LeavesAsync(AuditScope.All, ct), leaf => seals.Count > 0 && leaf.Day <= seals[^1].Day), Json.SealLeaf, ct),
            await LinesAsync(folder, Journals, Select(source.LinesAsync(AuditScope.All, ct), line =>
            {
                var isFirst = line.Journal != told;
                told = line.Journal;
                var known = line.SealedOn is { } day && (seals.Count == 0 || day > seals[^1].Day) ? line with { SealedOn = null, SealedHash = null } : line;
                return isFirst ? known : known with { Length = null, Head = null };
            }), Json.AuditLine, ct),
        };
        var manifest = new ExportManifest(Format, now, files);
        await File.WriteAllTextAsync(Path.Combine(folder, ManifestName), JsonSerializer.Serialize(manifest, Json.ExportManifest), ct);
        return manifest;
    }

    /// <summary>The files that are not as the manifest says, by name.</summary>
    /// <exception cref="IOException">There is no export in the folder.</exception>
    public async Task<IReadOnlyList<string>> DamagedAsync(CancellationToken ct)
    {
        var damaged = new List<string>();
        foreach (var file in (await ManifestAsync(ct)).Files)
        {
            var path = Path.Combine(folder, Path.GetFileName(file.Name));
            if (!File.Exists(path) || await HashOfAsync(path, ct) != file.Sha256) damaged.Add(file.Name);
        }
        return damaged;
    }

    public async IAsyncEnumerable<AuditLine> LinesAsync(AuditScope scope, [EnumeratorCancellation] CancellationToken ct)
    {
        HashSet<string>? wanted = scope.Journal is { } one ? [one] : null;
        if (scope.Day is not null)
        {
            wanted = [];
            await foreach (var leaf in LeavesAsync(scope, ct)) wanted.Add(leaf.Journal);
        }
        AuditLine? first = null;
        await foreach (var line in ReadAsync(Journals, Json.AuditLine, ct))
        {
            if (line.Journal != first?.Journal) first = line;
            if (wanted?.Contains(line.Journal) != false) yield return line with { Length = first.Length, Head = first.Head };
        }
    }

    public async Task<IReadOnlyList<DaySeal>> SealsAsync(CancellationToken ct)
    {
        var seals = new List<DaySeal>();
        await foreach (var seal in ReadAsync(Seals, Json.DaySeal, ct)) seals.Add(seal);
        return seals;
    }

    public IAsyncEnumerable<SealLeaf> LeavesAsync(AuditScope scope, CancellationToken ct) =>
        Where(ReadAsync(Leaves, Json.SealLeaf, ct), leaf => (scope.Day is null || leaf.Day == scope.Day) && (scope.Journal is null || leaf.Journal == scope.Journal));

    private async Task<ExportManifest> ManifestAsync(CancellationToken ct)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(await File.ReadAllTextAsync(Path.Combine(folder, ManifestName), ct), Json.ExportManifest);
            return manifest?.Format == Format ? manifest : throw new IOException($"{ManifestName} is of another kind.");
        }
        catch (JsonException fault) { throw new IOException($"{ManifestName}: {fault.Message}", fault); }
    }

    private async IAsyncEnumerable<T> ReadAsync<T>(string name, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in File.ReadLinesAsync(Path.Combine(folder, name), ct))
        {
            T? read;
            try { read = JsonSerializer.Deserialize(line, type); }
            catch (JsonException fault) { throw new IOException($"{name}: {fault.Message}", fault); }
            if (read is not null) yield return read;
        }
    }

    private static async Task<ExportFile> LinesAsync<T>(string folder, string name, IAsyncEnumerable<T> rows, JsonTypeInfo<T> type, CancellationToken ct)
    {
        var (path, lines) = (Path.Combine(folder, name), 0L);
        await using (var text = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16) { NewLine = "\n" })
            await foreach (var row in rows.WithCancellation(ct))
            {
                await text.WriteLineAsync(JsonSerializer.Serialize(row, type).AsMemory(), ct);
                lines++;
            }
        return new ExportFile(name, lines, await HashOfAsync(path, ct));
    }

    private static async Task<string> HashOfAsync(string path, CancellationToken ct)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
    }

    private static async IAsyncEnumerable<T> Where<T>(IAsyncEnumerable<T> rows, Func<T, bool> isWanted)
    {
        await foreach (var row in rows)
            if (isWanted(row)) yield return row;
    }

    private static async IAsyncEnumerable<TTo> Select<TFrom, TTo>(IAsyncEnumerable<TFrom> rows, Func<TFrom, TTo> told)
    {
        await foreach (var row in rows) yield return told(row);
    }

    private static async IAsyncEnumerable<T> ToAsync<T>(IReadOnlyList<T> rows)
    {
        await Task.CompletedTask;
        foreach (var row in rows) yield return row;
    }
}

/// <summary>What an export holds: when it was made, and each file with its lines and its hash.</summary>
public sealed record ExportManifest(string Format, DateTimeOffset MadeAt, IReadOnlyList<ExportFile> Files);

/// <summary>One file of an export.</summary>
public sealed record ExportFile(string Name, long Lines, string Sha256);

[JsonSerializable(typeof(AuditLine))]
[JsonSerializable(typeof(DaySeal))]
[JsonSerializable(typeof(SealLeaf))]
[JsonSerializable(typeof(ExportManifest))]
internal sealed partial class ExportJson : JsonSerializerContext;
