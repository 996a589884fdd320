using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Files on disk under the hash of their content (kho tệp): the same content lies there once, and nothing in it ever changes.</summary>
/// <remarks>
/// A file is streamed to a name of its own, looked over, made durable, and only then gets its place by a rename, which happens whole or not at all.
/// It is there before the journal speaks of it; what the journal never came to speak of is swept away a day later.
/// </remarks>
/// <param name="root">The folder; a deployment with several hosts mounts one that they share.</param>
/// <param name="largest">In bytes.</param>
internal sealed class FileStore(string root, long largest, IFileScan scan, TimeProvider clock)
{
    private const string Incoming = "incoming", Leaving = "leaving";
    private const int Piece = 128 * 1024;

    public long Largest => largest;

    /// <summary>Where a drill lets something break: before and after a file gets its place. Null in daily work.</summary>
    public FaultPoints? Faults { get; set; }

    /// <summary>Takes a file in, or says why not; then nothing of it is left.</summary>
    /// <param name="name">Its name must agree with its content.</param>
    public async Task<FileAnswer> ReceiveAsync(Stream content, string name, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(content);
        var temporary = Path.Combine(Directory.CreateDirectory(Path.Combine(root, Incoming)).FullName, $"{RandomNumberGenerator.GetHexString(32, lowercase: true)}.part");
        try
        {
            var (hash, size, kind) = (default(ContentHash), 0L, default(FileKind));
            await using (var file = new FileStream(temporary, NewFile()))
            {
                using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                var piece = new byte[Piece];
                while (true)
                {
                    int got;
                    try { got = await content.ReadAsync(piece, ct); }
                    catch (IOException) { return new(null, AttachmentRefusals.CutShort); } // the sender's fault, not the disk's
                    if (got == 0) break;
                    size += got;
                    if (size > largest) return new(null, AttachmentRefusals.TooLarge((int)(largest / 1024 / 1024)));
                    sum.AppendData(piece, 0, got);
                    await file.WriteAsync(piece.AsMemory(0, got), ct);
                }
                if (size == 0) return new(null, AttachmentRefusals.Empty);
                await file.FlushAsync(ct);
                var reading = FileKind.Of(file, name);
                if (reading.Kind is null) return new(null, AttachmentRefusals.KindUnknown);
                if (reading.HasMacros) return new(null, AttachmentRefusals.Macros);
                if (!reading.Kind.Suits(name)) return new(null, AttachmentRefusals.EndingDoesNotAgree(reading.Kind.Name));
                kind = reading.Kind;
                hash = new ContentHash(Convert.ToHexStringLower(sum.GetHashAndReset()));
                file.Flush(flushToDisk: true);
            }
            var verdict = await scan.ScanAsync(temporary, ct);
            if (verdict is not ScanVerdict.Clean) return new(null, verdict is ScanVerdict.Infected ? AttachmentRefusals.Infected : AttachmentRefusals.NotScanned);

            // The same content may lie there already, perhaps a day old and unclaimed: putting ours over it also tells the sweep that it is wanted again.
            File.SetLastWriteTimeUtc(temporary, clock.GetUtcNow().UtcDateTime);
            var place = PathOf(hash!);
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            Faults?.Pass("before store file");
            File.Move(temporary, place, overwrite: true);
            Durable.Folder(Path.GetDirectoryName(place)!);
            Durable.Folder(Path.GetDirectoryName(Path.GetDirectoryName(place))!);
            Durable.Folder(root);
            Faults?.Pass("after store file");
            return new(new StoredFile(hash!, size, kind!.MediaType), null);
        }
        finally { File.Delete(temporary); }
    }

    /// <summary>Opens a file for reading; null where it is missing.</summary>
    public FileStream? Open(ContentHash hash)
    {
        try { return new FileStream(PathOf(hash), new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan }); }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException) { return null; }
    }

    /// <summary>How long a file is; null where it is missing.</summary>
    public long? SizeOf(ContentHash hash) => new FileInfo(PathOf(hash)) is { Exists: true } file ? file.Length : null;

    /// <summary>The hash of what really lies under a hash; null where nothing does.</summary>
    public async Task<ContentHash?> RehashAsync(ContentHash hash, CancellationToken ct)
    {
        await using var file = Open(hash);
        return file is null ? null : new ContentHash(Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct)));
    }

    /// <summary>Files that came before a moment, a folder at a time; memory does not grow with the store.</summary>
    public IEnumerable<ContentHash> OlderThan(DateTimeOffset moment)
    {
        if (!Directory.Exists(root)) yield break;
        foreach (var folder in Directory.EnumerateDirectories(root, "??"))
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
                if (ContentHash.TryParse(Path.GetFileName(file), null, out var hash) && IsOlder(file, moment)) yield return hash;
    }

    /// <summary>The files of a store and the names they have inside it, in order. Uploads under way are none yet; one that a sweep holds aside for a moment stands under its own name.</summary>
    public static IEnumerable<(string File, string Name)> In(string root)
    {
        if (!Directory.Exists(root)) return [];
        var placed = Directory.EnumerateDirectories(root, "??").SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)).ToList();
        var aside = Directory.Exists(Path.Combine(root, Leaving)) ? Directory.GetFiles(Path.Combine(root, Leaving)) : [];
        return placed.Concat(aside)
            .Where(file => ContentHash.TryParse(Path.GetFileName(file), null, out _))
            .Select(file => (File: file, Name: Path.GetFileName(file) is var hash ? $"{hash[..2]}/{hash[2..4]}/{hash}" : ""))
            .DistinctBy(file => file.Name).OrderBy(file => file.Name, StringComparer.Ordinal);
    }

    /// <summary>Takes a file away that nobody refers to. It is set aside first and looked at again: one that was asked for meanwhile goes back.</summary>
    /// <returns>Whether it is gone.</returns>
    public async Task<bool> RemoveAsync(ContentHash hash, DateTimeOffset olderThan, Func<Task<bool>> isReferenced)
    {
        var place = PathOf(hash);
        var aside = Path.Combine(Directory.CreateDirectory(Path.Combine(root, Leaving)).FullName, hash.Value);
        try { File.Move(place, aside, overwrite: true); }
        catch (FileNotFoundException) { return false; } // another host's sweep was faster
        if (IsOlder(aside, olderThan) && !await isReferenced())
        {
            File.Delete(aside);
            return true;
        }
        if (!File.Exists(place)) File.Move(aside, place);
        else File.Delete(aside);
        return false;
    }

    /// <summary>Puts back what a sweep that died left aside, and takes away uploads that never ended.</summary>
    /// <returns>How many broken uploads were removed.</returns>
    public int TidyUp(DateTimeOffset olderThan)
    {
        if (Directory.Exists(Path.Combine(root, Leaving)))
            foreach (var aside in Directory.EnumerateFiles(Path.Combine(root, Leaving)))
                if (ContentHash.TryParse(Path.GetFileName(aside), null, out var hash) && !File.Exists(PathOf(hash))) File.Move(aside, PathOf(hash));
        if (!Directory.Exists(Path.Combine(root, Incoming))) return 0;
        var broken = Directory.EnumerateFiles(Path.Combine(root, Incoming), "*.part").Where(part => IsOlder(part, olderThan)).ToList();
        foreach (var part in broken) File.Delete(part);
        return broken.Count;
    }

    private static bool IsOlder(string file, DateTimeOffset moment) => File.GetLastWriteTimeUtc(file) < moment.UtcDateTime;

    private string PathOf(ContentHash hash) => Path.Combine(root, hash.Value[..2], hash.Value[2..4], hash.Value);

    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
        return options;
    }

    /// <summary>A rename is durable once its folder is; the base library can write files through, not folders.</summary>
    private static class Durable
    {
        public static void Folder(string path)
        {
            if (OperatingSystem.IsWindows()) return; // NTFS journals renames itself
            var handle = Open([.. Encoding.UTF8.GetBytes(path), 0], 0);
            if (handle < 0) return;
            _ = Sync(handle);
            _ = Close(handle);
        }

        [DllImport("libc", EntryPoint = "open"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Open(byte[] path, int flags);

        [DllImport("libc", EntryPoint = "fsync"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Sync(int handle);

        [DllImport("libc", EntryPoint = "close"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Close(int handle);
    }
}

/// <summary>A file that lies in the store.</summary>
internal sealed record StoredFile(ContentHash Hash, long Size, string MediaType);

/// <summary>What the store answers: the file, or why it was not taken.</summary>
internal sealed record FileAnswer(StoredFile? File, Refusal? Refusal);

/// <summary>Which stored files the database speaks of.</summary>
internal sealed class FileReferences(FlowDatabase database)
{
    /// <summary>Those of the given files that a journal or a form refers to.</summary>
    public async Task<IReadOnlySet<ContentHash>> AmongAsync(IReadOnlyList<ContentHash> hashes, CancellationToken ct)
    {
        if (hashes is []) return new HashSet<ContentHash>();
        var places = string.Join(", ", hashes.Select((_, at) => $"${at + 1}"));
        return (await database.ListAsync(
            new Statement($"select hash from dossier_file where hash in ({places}) union select hash from agency_form where hash in ({places})", [.. hashes.Select(hash => (Value)hash.Value)]),
            row => new ContentHash(row.Text(0)), ct)).ToHashSet();
    }

    /// <summary>Every attachment of every journal, with the dossier it belongs to: the journal itself is asked, not what was derived from it.</summary>
    public IAsyncEnumerable<(string Code, DossierEvent.AttachmentAdded File)> AddedAsync(CancellationToken ct) => database.StreamAsync(
        new Statement("select code, body from dossier_journal where kind = 'attachment-added' order by code, number"),
        row => (row.Text(0), (DossierEvent.AttachmentAdded)StoredJson.ReadEvent(row.Text(1))), ct);
}
