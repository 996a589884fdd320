using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The list of processes and drafts to be gone over (cần rà soát), and the notes that a process still holds.</summary>
/// <remarks>Nothing of the list is stored: it is worked out from the versions of the catalogue, the processes and the notes each time.</remarks>
public sealed class RecheckOffice
{
    private const int LongestReason = 1000;

    private readonly CatalogueStore _store;
    private readonly ReferenceStore _reference;
    private readonly CatalogueHistory _history;
    private readonly ProcessLibrary _library;
    private readonly TimeProvider _clock;

    internal RecheckOffice(CatalogueStore store, ReferenceStore reference, CatalogueHistory history, ProcessLibrary library, TimeProvider clock) =>
        (_store, _reference, _history, _library, _clock) = (store, reference, history, library, clock);

    /// <summary>May the officer look at the list? What stands on it for them is their agency's, or all.</summary>
    public static bool MayLook(Officer by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return by.Is(Role.Appraiser) || by.Is(Role.Publisher) || by.Is(Role.Controller) || by.Is(Role.Administrator) || (by.Is(Role.Author) || by.Is(Role.Leader)) && by.Agency is not null;
    }

    /// <summary>What is to be gone over, longest first, as far as the officer may see it; null when they may see nothing of it.</summary>
    public async Task<RecheckView?> ListAsync(Officer by, CancellationToken ct)
    {
        if (!MayLook(by)) return null;
        if (await WeighedAsync(by, ct) is not var (lines, notes, book)) return new([], [], ReferenceStore.NoCatalogue);
        return new([.. lines.Where(line => line.Reasons.Count > 0).OrderBy(line => line.Reasons[0].At)], notes, book);
    }

    /// <summary>Steps and outcomes by which the catalogue leads dossiers of appraisals, and which the version in force lacks; for controllers, who keep the catalogue.</summary>
    public async Task<IReadOnlyList<Finding>> UnledAppraisalsAsync(Officer by, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!by.Is(Role.Controller) && !by.Is(Role.Administrator) || (await _reference.CurrentAsync(ct)).Catalogue?.Appraisal is not { } binding) return [];
        return await _library.InForceAsync(binding.Procedure, null, binding.AppraisedBy, VietnamTime.DayOf(_clock.GetUtcNow()), ct) is { } process ? [.. ControlRules.UnledIn(process.Definition, binding)] : [];
    }

    /// <summary>Notes that a process or draft still holds, and why; it leaves the list until something else changes.</summary>
    /// <param name="target">The draft it is, or was published from.</param>
    public async Task<Refusal?> NoteAsync(Officer by, string target, string? reason, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!MayLook(by) || await WeighedAsync(by, ct) is not var (lines, _, _) || lines.FirstOrDefault(line => line.Process.Target == target) is not { } line) return OfficeRefusals.DraftNotFound;
        if (Recheck.MayNotBeNoted(by, line.Process, line.Reasons, reason) is { } refusal) return refusal;
        var words = reason!.Trim();
        try { await _store.AddNoteAsync(target, words.Length <= LongestReason ? words : words[..LongestReason], by.Id, _clock.GetUtcNow(), ct); }
        catch (RivalException) { return CatalogueRefusals.NotToBeRechecked; } // a colleague noted it in the same moment
        return null;
    }

    private async Task<(IReadOnlyList<RecheckLine> Lines, IReadOnlyList<NotedProcess> Notes, ProvinceCatalogue Book)?> WeighedAsync(Officer by, CancellationToken ct)
    {
        if (await _reference.CurrentCatalogueAsync(ct) is not var (version, book)) return null;
        var (chronicle, now) = (await _history.UpToAsync(version, ct), _clock.GetUtcNow());
        var notes = await _store.NotesAsync(ct);
        var last = notes.ToLookup(note => note.Target);
        var lines = new List<RecheckLine>();
        var today = VietnamTime.DayOf(now);
        var all = await _store.StandingAsync(null, today, ct);
        var rivals = all.Where(one => one.From <= today && one.Place is not null).GroupBy(one => (one.Procedure, one.Case))
            .SelectMany(group => Recheck.RivalsOf([.. group.Select(one => (one.Hash, one.Place!))], book, today)).ToLookup(one => one.Version, one => one.Reason);
        foreach (var standing in all)
        {
            if (!Recheck.MaySee(by, standing.Agency)) continue;
            var header = (await _library.GetAsync(standing.Hash, ct)).Definition.Header;
            Add(new(standing.Draft, false, standing.Procedure, standing.Case, standing.Name, standing.Agency, standing.PublishedAt, BasesOf(header)), standing.Hash);
        }
        foreach (var draft in await _store.DraftsAsync(null, ct))
        {
            if (!Recheck.MaySee(by, draft.Agency)) continue;
            var header = ProcessDefinition.Compile(ProcessLibrary.Document(draft.Document)).Header;
            Add(new(draft.Id, true, draft.Procedure, header.Case, draft.Name, draft.Agency, draft.BegunAt, BasesOf(header)), null);
        }
        return (lines, [.. lines.SelectMany(line => last[line.Process.Target].Select(note => new NotedProcess(line.Process, note))).OrderByDescending(noted => noted.Note.At)], book);

        void Add(RecheckedProcess process, ContentHash? version)
        {
            var reasons = Recheck.ReasonsOf(process, book, chronicle, last[process.Target].FirstOrDefault()?.At, now, version is null ? [] : rivals[version]);
            lines.Add(new(process, version, reasons, reasons.Count > 0 && Recheck.MayNotBeNoted(by, process, reasons, "…") is null));
        }
    }

    private static List<string> BasesOf(ProcessHeader header) => [.. header.LegalBases.Select(basis => basis.Number)];
}

/// <summary>The list, and what was noted of processes that are or were on it, newest first.</summary>
public sealed record RecheckView(IReadOnlyList<RecheckLine> Lines, IReadOnlyList<NotedProcess> Notes, ProvinceCatalogue Book);

/// <summary>A process or draft to be gone over, and why.</summary>
/// <param name="Version">The published text; null for a draft.</param>
/// <param name="MayNote">Whether this officer may note that it still holds.</param>
public sealed record RecheckLine(RecheckedProcess Process, ContentHash? Version, IReadOnlyList<RecheckReason> Reasons, bool MayNote);

/// <summary>A note with the process it speaks of.</summary>
public sealed record NotedProcess(RecheckedProcess Process, RecheckNote Note);
