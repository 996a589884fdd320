using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TthcFlow.Engine.Storage;

/// <summary>A backup: one zip archive with the rows of every table, the attached files, and a manifest with the hash of each part.</summary>
/// <remarks>It is made while people work, is of one moment, and can be restored into either kind of database.</remarks>
internal static class BackupFile
{
    private const string Format = "tthcflow-backup/1", ManifestName = "manifest.json", Tables = "tables/", Files = "files/";
    private const string Schema = DatabaseCopy.Schema;

    /// <summary>What the making of an empty database puts there by itself.</summary>
    private static readonly string[] MadeWithIt = ["digest_key"];

    private static readonly BackupJson Json = new(new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true });

    /// <summary>Writes a backup. Under its name there is never half of one.</summary>
    /// <param name="files">The folder of the attached files, wherever it is mounted; a missing one holds none. A file is stored before a journal speaks of it, so copying them after the rows misses none.</param>
    public static async Task<BackupManifest> WriteAsync(FlowDatabase database, string files, string path, DateTimeOffset now, CancellationToken ct)
    {
        var half = path + ".part";
        try
        {
            BackupManifest manifest;
            await using (var target = new FileStream(half, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            {
                await using (var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
                {
                    var parts = new List<BackupPart>();
                    await using var copy = await database.CopyAsync(ct);
                    await copy.BeginReadingAsync(ct);
                    var schema = new List<int>();
                    foreach (var table in await copy.TablesAsync(ct))
                    {
                        if (table.Name == Schema)
                            await foreach (var row in copy.ReadAsync(table, ct)) schema.Add(Convert.ToInt32(row[0], System.Globalization.CultureInfo.InvariantCulture));
                        else parts.Add(await WriteAsync(archive, copy, table, ct));
                    }
                    foreach (var (file, name) in FileStore.In(files))
                        if (await WriteAsync(archive, file, Files + name, ct) is { } part) parts.Add(part);
                    manifest = new BackupManifest(Format, now, copy.Kind, [.. schema.Order()], parts);
                    await using var end = await archive.CreateEntry(ManifestName).OpenAsync(ct);
                    await JsonSerializer.SerializeAsync(end, manifest, Json.BackupManifest, ct);
                }
                target.Flush(flushToDisk: true);
            }
            File.Move(half, path, overwrite: false);
            return manifest;
        }
        finally { File.Delete(half); }
    }

    /// <summary>Reads a backup's manifest and every byte it vouches for.</summary>
    /// <exception cref="InvalidDataException">It is no backup, or it is damaged; nothing was restored.</exception>
    public static async Task<BackupManifest> CheckAsync(string path, CancellationToken ct)
    {
        await using var archive = await ZipFile.OpenReadAsync(path, ct);
        var manifest = await ManifestAsync(archive, ct);
        foreach (var part in manifest.Parts)
        {
            if (archive.GetEntry(part.Name) is not { } entry) throw new InvalidDataException($"{part.Name} is missing.");
            await using var content = await entry.OpenAsync(ct);
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(content, ct)) != part.Sha256) throw new InvalidDataException($"{part.Name} is damaged.");
        }
        return manifest;
    }

    /// <summary>Puts a backup into a database in which there is nothing, all or nothing, and the attached files into their folder.</summary>
    /// <exception cref="InvalidDataException">The backup is damaged, or was made by a later program.</exception>
    /// <exception cref="NotEmptyException">There is something in the database, or in the folder.</exception>
    public static async Task<BackupManifest> RestoreAsync(FlowDatabase database, string files, string path, CancellationToken ct)
    {
        var manifest = await CheckAsync(path, ct);
        var migrator = new Migrator(database);
        if (!manifest.Schema.ToHashSet().IsSubsetOf(migrator.Known)) throw new InvalidDataException("It was made by a later version of the program.");
        // A disk that was just mounted has things of its own in it; what counts is whether a file of ours is there.
        if (FileStore.In(files).Any() && manifest.Parts.Any(part => part.Name.StartsWith(Files, StringComparison.Ordinal)))
            throw new NotEmptyException();
        await RequireEmptyAsync(database, manifest, ct);
        await migrator.UpgradeAsync(manifest.Schema.ToHashSet(), ct);

        await using var archive = await ZipFile.OpenReadAsync(path, ct);
        foreach (var part in manifest.Parts.Where(part => part.Name.StartsWith(Files, StringComparison.Ordinal)))
        {
            var target = Path.GetFullPath(Path.Combine(files, part.Name[Files.Length..]));
            if (!target.StartsWith(Path.GetFullPath(files) + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw new InvalidDataException($"{part.Name} leads out of the folder.");
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await archive.GetEntry(part.Name)!.ExtractToFileAsync(target, ct);
        }

        await using (var copy = await database.CopyAsync(ct))
        {
            var fromOtherKind = manifest.Kind != copy.Kind;
            await copy.BeginWritingAsync(fromOtherKind, ct);
            foreach (var table in await copy.TablesAsync(ct))
            {
                if (manifest.Parts.FirstOrDefault(part => part.Name == $"{Tables}{table.Name}.ndjson") is not { } part) continue;
                await using var content = await archive.GetEntry(part.Name)!.OpenAsync(ct);
                using var text = new StreamReader(content);
                var columns = JsonSerializer.Deserialize(await text.ReadLineAsync(ct) ?? "[]", Json.StringArray)!;
                var kept = table.Columns.Where(column => columns.Contains(column.Name)).ToArray();
                if (!fromOtherKind && kept.Length < columns.Length) throw new InvalidDataException($"{part.Name} has columns that the table does not have.");
                await copy.WriteAsync(table with { Columns = kept }, RowsAsync(text, Array.ConvertAll(kept, column => Array.IndexOf(columns, column.Name)), ct), ct);
            }
            await copy.CommitAsync(ct);
        }
        await migrator.UpgradeAsync(ct); // a backup of an earlier program is brought up to date
        return manifest;
    }

    private static async Task RequireEmptyAsync(FlowDatabase database, BackupManifest manifest, CancellationToken ct)
    {
        await using var copy = await database.CopyAsync(ct);
        foreach (var table in await copy.TablesAsync(ct))
        {
            if (MadeWithIt.Contains(table.Name)) continue;
            var found = new List<int>();
            await foreach (var row in copy.ReadAsync(table, ct))
            {
                if (table.Name != Schema) throw new NotEmptyException();
                found.Add(Convert.ToInt32(row[0], System.Globalization.CultureInfo.InvariantCulture));
            }
            // Tables a newer program has made could not take the rows as they were.
            if (table.Name == Schema && !found.ToHashSet().IsSubsetOf(manifest.Schema)) throw new NotEmptyException();
        }
    }

    private static async Task<BackupPart> WriteAsync(ZipArchive archive, DatabaseCopy copy, CopiedTable table, CancellationToken ct)
    {
        var (name, rows) = ($"{Tables}{table.Name}.ndjson", 0L);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using (var entry = await archive.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(ct))
        {
            var buffer = new MemoryStream();
            await using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
            await LineAsync([.. table.Columns.Select(column => column.Name)]);
            await foreach (var row in copy.ReadAsync(table, ct))
            {
                await LineAsync(row);
                rows++;
            }

            async Task LineAsync(object?[] values)
            {
                buffer.SetLength(0);
                json.Reset();
                json.WriteStartArray();
                foreach (var value in values) DatabaseCopy.Write(json, value);
                json.WriteEndArray();
                await json.FlushAsync(ct);
                buffer.WriteByte((byte)'\n');
                var line = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
                hash.AppendData(line.Span);
                await entry.WriteAsync(line, ct);
            }
        }
        return new BackupPart(name, rows, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static async Task<BackupPart?> WriteAsync(ZipArchive archive, string file, string name, CancellationToken ct)
    {
        FileStream source;
        try { source = File.OpenRead(file); }
        catch (FileNotFoundException) { return null; } // a sweep took it away: nothing refers to it
        await using var _ = source;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using (var entry = await archive.CreateEntry(name, CompressionLevel.NoCompression).OpenAsync(ct))
        {
            var buffer = new byte[1 << 16];
            for (int got; (got = await source.ReadAsync(buffer, ct)) > 0;)
            {
                hash.AppendData(buffer, 0, got);
                await entry.WriteAsync(buffer.AsMemory(0, got), ct);
            }
        }
        return new BackupPart(name, 1, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static async IAsyncEnumerable<JsonElement[]> RowsAsync(StreamReader text, int[] places, [EnumeratorCancellation] CancellationToken ct)
    {
        while (await text.ReadLineAsync(ct) is { } line)
        {
            using var row = JsonDocument.Parse(line);
            yield return Array.ConvertAll(places, at => row.RootElement[at].Clone());
        }
    }

    private static async Task<BackupManifest> ManifestAsync(ZipArchive archive, CancellationToken ct)
    {
        if (archive.GetEntry(ManifestName) is not { } entry) throw new InvalidDataException("It is no backup: it has no manifest.");
        await using var content = await entry.OpenAsync(ct);
        try
        {
            var manifest = await JsonSerializer.DeserializeAsync(content, Json.BackupManifest, ct);
            return manifest?.Format == Format ? manifest : throw new InvalidDataException("It is no backup of this program.");
        }
        catch (JsonException fault) { throw new InvalidDataException("Its manifest cannot be read.", fault); }
    }
}

/// <summary>There is something where a backup should be restored: nothing was touched.</summary>
public sealed class NotEmptyException() : Exception("A backup is restored into an empty database only.");

/// <summary>What a backup holds: when it was made, from which kind of database with which schema, and each part with its hash.</summary>
public sealed record BackupManifest(string Format, DateTimeOffset MadeAt, string Kind, IReadOnlyList<int> Schema, IReadOnlyList<BackupPart> Parts);

/// <summary>One part of a backup: a table with its rows, or an attached file.</summary>
public sealed record BackupPart(string Name, long Rows, string Sha256);

[JsonSerializable(typeof(BackupManifest))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class BackupJson : JsonSerializerContext;
