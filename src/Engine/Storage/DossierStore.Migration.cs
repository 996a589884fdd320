namespace TthcFlow.Engine.Storage;

internal sealed partial class DossierStore
{
    /// <summary>Writes that a dossier goes on under another version, with the line of the migration that says so, all or nothing. Its lines on the work list are written anew: whose they are may change.</summary>
    /// <exception cref="RivalException">Somebody else added to the dossier since it was opened.</exception>
    public async Task CommitMoveAsync(DossierFile file, DossierEntry entry, Statement line, CancellationToken ct)
    {
        await database.WriteAsync(
        [
            .. file.Dossier.Open.Select(open => new Statement("delete from work where code = $1 and step = $2 and run = $3", file.Code, open.Step.Value, open.Run)), .. Written(file, entry, null).Statements,
            new Statement("update dossier set version = $2 where code = $1", file.Code, entry.After.Version?.Value), line,
        ], ct);
        _atHand.Forget(file.Code);
        Happened?.Ring();
    }

    /// <summary>Writes only the line of the migration: the dossier stays where it is.</summary>
    public Task NoteAsync(Statement line, CancellationToken ct) => database.WriteAsync([line], ct);
}
