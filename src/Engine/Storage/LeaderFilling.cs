using System.Text;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Fills in what a leader's lists choose by, for work that was open before they did: what sort of step it is, and which drafts wait.</summary>
internal static class LeaderFilling
{
    /// <summary>The script after which this is to be done.</summary>
    public const int After = 16;

    public static async Task RunAsync(Writing writing, CancellationToken ct)
    {
        var open = await writing.ListAsync(
            new Statement("select distinct d.version, w.step from work w join dossier d on d.code = w.code where w.kind is null and d.version is not null"),
            row => (Version: row.Text(0), Step: new StepKey(row.Text(1))), ct);
        foreach (var version in open.GroupBy(each => each.Version))
        {
            var documents = await writing.ListAsync(new Statement("select document from process_version where hash = $1 limit 1", version.Key), row => row.Text(0), ct);
            // Steps of called processes are not in the document; they are filled in when they are next opened.
            if (documents is not [var text] || ElsaDocument.Read(Encoding.UTF8.GetBytes(text)).Document is not { } document) continue;
            var process = ProcessDefinition.Compile(document);
            foreach (var (_, key) in version)
            {
                if (process.Find(key) is not { } step) continue;
                await writing.WriteAsync(
                    [
                        new Statement(
                            "update work set kind = $3 where step = $2 and kind is null and code in (select code from dossier where version = $1)",
                            version.Key, key.Value, StoredJson.NameOf(step.Kind)),
                    ], ct);
            }
        }

        var drafting = await writing.ListAsync(
            new Statement("select code, snapshot from dossier where ended_at is null and code in (select code from dossier_journal where kind = 'act-drafted')"),
            row => (Code: DossierCode.Parse(row.Text(0)), Dossier: StoredJson.ReadDossier(row.Text(1))), ct);
        foreach (var (code, dossier) in drafting)
            if (DossierStore.DraftLines(code, dossier).ToArray() is { Length: > 0 } lines) await writing.WriteAsync(lines, ct);
    }
}
