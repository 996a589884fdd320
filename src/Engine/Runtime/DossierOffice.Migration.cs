using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Messages;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using Decision = TthcFlow.Engine.Vocabulary.Decision<TthcFlow.Engine.Dossiers.DossierEvent>;

namespace TthcFlow.Engine.Runtime;

public sealed partial class DossierOffice
{
    /// <summary>Lets a dossier go on under another version of its process, or leaves it and says why: either is written with the migration's line about it.</summary>
    /// <param name="read">The dossier as it was read; where somebody was faster it is read again and decided once more.</param>
    /// <param name="versions">The version it runs on, and the one it is to run on.</param>
    /// <param name="decide">Null where there is nothing to do or to say any more: another walk was faster.</param>
    /// <param name="line">What the migration writes down of it.</param>
    internal async Task MoveAsync(
        DossierFile read, (CompiledProcess Old, CompiledProcess Next) versions, Func<Dossier, CalendarBook, DateTimeOffset, Decision?> decide, Func<DossierCode, Refusal?, DateTimeOffset, Statement> line, CancellationToken ct)
    {
        var code = read.Code;
        for (var file = read; file is not null; file = (await _store.OpenAsync(code, null, ct)).File)
        {
            var (catalogue, calendars) = await _reference.CurrentAsync(ct);
            var now = _clock.GetUtcNow();
            var decision = decide(file.Dossier, calendars ?? throw new InvalidOperationException("Dossiers run, so a calendar was loaded."), now);
            if (decision is null) return;
            if (decision is not Decision.Accepted { Events: var events })
            {
                await _store.NoteAsync(line(code, (decision as Decision.Refused)?.Reason, now), ct);
                return;
            }

            var after = events.Aggregate(file.Dossier, (state, happened) => state.Apply(happened));
            var known = catalogue ?? ReferenceStore.NoCatalogue;
            var clocks = DossierClocks.Of(after, versions.Next.Definition, calendars, now, known.Ladders);
            var (_, portals) = await _reference.CurrentPortalsAsync(ct);
            var entry = new DossierEntry(
                events, after, clocks, PortalPlan.Of(portals, file.Dossier, file.Length, events, versions.Next.Definition, earlier: versions.Old.Definition), versions.Next.Definition, known, now)
            {
                Notices = Notices.Of(file.Length, events, after, clocks, versions.Next.Definition, known),
            };
            try
            {
                await _store.CommitMoveAsync(file, entry, line(code, null, now), ct);
                return;
            }
            catch (RivalException) { } // this must not be lost: read again
        }
    }
}
