using TthcFlow.Engine.Storage;

namespace TthcFlow.Engine.Runtime;

/// <summary>Keeps a copy of everything, and brings it back (sao lưu, phục hồi): the database of either kind and the attached files, as one file.</summary>
public sealed class BackupOffice
{
    private readonly FlowDatabase _database;
    private readonly string _files;
    private readonly FileAudit _audit;
    private readonly TimeProvider _clock;

    /// <param name="files">The folder of the attached files, wherever it is mounted.</param>
    internal BackupOffice(FlowDatabase database, string files, FileAudit audit, TimeProvider clock) => (_database, _files, _audit, _clock) = (database, files, audit, clock);

    /// <summary>Writes a backup of one moment while people go on working.</summary>
    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    public Task<BackupManifest> BackUpAsync(string path, CancellationToken ct) => BackupFile.WriteAsync(_database, _files, path, _clock.GetUtcNow(), ct);

    /// <summary>Restores a backup into an empty database and an empty folder of files, then reads every journal and every attached file of it.</summary>
    /// <exception cref="NotEmptyException">There is something there already; nothing was touched.</exception>
    /// <exception cref="InvalidDataException">The backup is damaged or too new; nothing was restored.</exception>
    public async Task<Restored> RestoreAsync(string path, CancellationToken ct)
    {
        var manifest = await BackupFile.RestoreAsync(_database, _files, path, ct);
        return new(manifest, await new JournalAudit(_database, _clock).VerifyAsync(ct), await _audit.VerifyAsync(rehash: true, ct));
    }
}

/// <summary>What was restored, and what its journals and its attached files look like now.</summary>
public sealed record Restored(BackupManifest Manifest, JournalVerdict Verdict, FileVerdict Files)
{
    /// <summary>Every chain holds and every attached file is what its journal says.</summary>
    public bool IsWhole => Verdict.Breaks is [] && Files.Breaks is [];
}
