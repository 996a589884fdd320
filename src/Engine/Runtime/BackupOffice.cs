using TthcFlow.Engine.Storage;

namespace TthcFlow.Engine.Runtime;

/// <summary>Keeps a copy of everything, and brings it back (sao lưu, phục hồi): the database of either kind and the attached files, as one file.</summary>
public sealed class BackupOffice
{
    private readonly FlowDatabase _database;
    private readonly string _files;
    private readonly TimeProvider _clock;

    internal BackupOffice(FlowDatabase database, string files, TimeProvider clock) => (_database, _files, _clock) = (database, files, clock);

    /// <summary>Writes a backup of one moment while people go on working.</summary>
    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    public Task<BackupManifest> BackUpAsync(string path, CancellationToken ct) => BackupFile.WriteAsync(_database, _files, path, _clock.GetUtcNow(), ct);

    /// <summary>Restores a backup into an empty database and reads every journal of it.</summary>
    /// <exception cref="NotEmptyException">There is something there already; nothing was touched.</exception>
    /// <exception cref="InvalidDataException">The backup is damaged or too new; nothing was restored.</exception>
    public async Task<(BackupManifest Manifest, JournalVerdict Verdict)> RestoreAsync(string path, CancellationToken ct)
    {
        var manifest = await BackupFile.RestoreAsync(_database, _files, path, ct);
        return (manifest, await new JournalAudit(_database, _clock).VerifyAsync(ct));
    }
}
