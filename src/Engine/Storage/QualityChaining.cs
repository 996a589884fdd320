namespace TthcFlow.Engine.Storage;

/// <summary>Chains the register of quality as it stood before its lines were hashed.</summary>
internal static class QualityChaining
{
    /// <summary>The script after which this is to be done.</summary>
    public const int After = 28;

    public static async Task RunAsync(Writing writing, CancellationToken ct)
    {
        var lines = await writing.ListAsync(new Statement("select number, body from quality_journal order by number"), row => (Number: row.Number(0), Body: row.Text(1)), ct);
        if (lines is []) return;
        var hash = HashChain.Begin(TargetStore.Journal);
        foreach (var (number, body) in lines)
            await writing.WriteAsync([new Statement("update quality_journal set hash = $2 where number = $1 and hash = ''", number, hash = HashChain.Next(hash, number, body))], ct);
        await writing.WriteAsync([TargetStore.Head(lines[^1].Number, hash)], ct);
    }
}
