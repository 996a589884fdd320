using System.Collections.Concurrent;
using System.Collections.Immutable;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Published versions, compiled once each together with what they call. A version never changes, so what is in memory is never old.</summary>
internal sealed class ProcessLibrary(PublicationStore store, ReferenceStore reference)
{
    private readonly ConcurrentDictionary<ContentHash, CompiledProcess> _compiled = new();
    private readonly ConcurrentDictionary<string, StandingText> _standing = new(StringComparer.Ordinal);

    /// <summary>The books by which places are told apart.</summary>
    public ReferenceStore Books => reference;

    /// <exception cref="InvalidOperationException">No version with this hash was ever published.</exception>
    public async ValueTask<CompiledProcess> GetAsync(ContentHash hash, CancellationToken ct)
    {
        if (_compiled.TryGetValue(hash, out var known)) return known;
        var text = await store.TextAsync(hash, ct) ?? throw new InvalidOperationException($"No version {hash} was published.");
        var process = await LinkedAsync(ProcessDefinition.Compile(Document(text.Document)), text.Calls ?? [], ct);
        return _compiled.GetOrAdd(hash, new CompiledProcess(process, new ProcessFlow(process)));
    }

    /// <summary>Takes many versions into memory by one statement; what they call that is not there yet is read one by one.</summary>
    public async Task PreloadAsync(IEnumerable<ContentHash> hashes, CancellationToken ct)
    {
        foreach (var (hash, text) in await store.TextsAsync([.. hashes.Distinct().Where(hash => !_compiled.ContainsKey(hash))], ct))
        {
            var process = await LinkedAsync(ProcessDefinition.Compile(Document(text.Document)), text.Calls ?? [], ct);
            _compiled.TryAdd(hash, new CompiledProcess(process, new ProcessFlow(process)));
        }
    }

    /// <summary>The versions a dossier has run on.</summary>
    public async Task<ProcessVersions> VersionsAsync(ContentHash now, IEnumerable<DossierEvent> journal, CancellationToken ct)
    {
        var earlier = new Dictionary<ContentHash, ProcessDefinition>();
        foreach (var version in ProcessVersions.EarlierIn(journal)) earlier[version] = (await GetAsync(version, ct)).Definition;
        return new((await GetAsync(now, ct)).Definition, earlier);
    }

    /// <summary>The version in force at an agency on a day: of the nearest place it stands under or took over, else of the whole province; null when there is none, or several that are equally near.</summary>
    /// <param name="at">The agency that decides; null: what is in force for the whole province.</param>
    public async Task<CompiledProcess?> InForceAsync(ProcedureCode procedure, CaseKey? @case, AgencyCode? at, DateOnly day, CancellationToken ct) =>
        await NearestAsync(procedure, @case, at, day, ct) is ([var only], _, _) ? await GetAsync(only, ct) : null;

    /// <summary>Why no version is in force at an agency on a day: there is none, or it took over places that have different ones.</summary>
    public async Task<Refusal> WhyNoneAsync(ProcedureCode procedure, CaseKey? @case, AgencyCode? at, DateOnly day, CancellationToken ct) =>
        await NearestAsync(procedure, @case, at, day, ct) is ({ Length: > 1 }, var places, { } catalogue) ? OfficeRefusals.RivalVersions(at!, places, catalogue) : OfficeRefusals.NotInForce;

    private async Task<(ContentHash[] Versions, IReadOnlyList<AgencyCode> Places, ProvinceCatalogue? Catalogue)> NearestAsync(
        ProcedureCode procedure, CaseKey? @case, AgencyCode? at, DateOnly day, CancellationToken ct)
    {
        var standing = await store.InForceAsync(procedure, @case, day, ct);
        AgencyCode[] places = [.. standing.Select(version => version.Place).OfType<AgencyCode>()];
        var catalogue = at is null || places is [] ? null : (await reference.OfAsync(standing[0].Books, ct)).Catalogue ?? ReferenceStore.NoCatalogue;
        var nearest = catalogue?.NearestOf(at!, places, day) ?? [];
        return ([.. standing.Where(version => nearest is [] ? version.Place is null : nearest.Contains(version.Place!)).Select(version => version.Hash).Distinct()], nearest, catalogue);
    }

    /// <summary>What a dossier runs on: its version; before it is received, what is in force that day, or nothing drawn where that was repealed meanwhile.</summary>
    public async Task<CompiledProcess> OfAsync(Dossier dossier, DateOnly day, CancellationToken ct) =>
        dossier.Version is { } version ? await GetAsync(version, ct)
        : await InForceAsync(dossier.Procedure!, dossier.Case, dossier.Competent, day, ct) ?? Undrawn(dossier.Procedure!, dossier.Case);

    /// <summary>A procedure without a process in force: a desk can still say no to what is handed in.</summary>
    public static CompiledProcess Undrawn(ProcedureCode procedure, CaseKey? @case)
    {
        var nothing = new ProcessDefinition(procedure.Value, new ProcessHeader { Procedure = procedure, Case = @case }, [], [], []);
        return new(nothing, new ProcessFlow(nothing));
    }

    /// <summary>A text with what it would call on a day: the versions in force then where it applies itself.</summary>
    public async Task<ProcessDefinition> LinkedAsync(ProcessDefinition process, DateOnly day, CancellationToken ct)
    {
        var called = new Dictionary<ProcessKey, ProcessDefinition>();
        foreach (var key in ProcessLinking.CalledBy(process))
            if (await InForceAsync(key.Procedure, key.Case, process.Header.Place, day, ct) is { } version) called[key] = version.Definition;
        return ProcessLinking.Link(process, called.GetValueOrDefault);
    }

    /// <summary>A text with exactly the versions it was submitted or published with.</summary>
    public async Task<ProcessDefinition> LinkedAsync(ProcessDefinition process, IEnumerable<PinnedCall> pinned, CancellationToken ct)
    {
        var called = new Dictionary<ProcessKey, ProcessDefinition>();
        foreach (var (key, version) in pinned) called[key] = (await GetAsync(version, ct)).Definition;
        return ProcessLinking.Link(process, called.GetValueOrDefault);
    }

    /// <summary>The text of a file as it is printed, with the versions it was submitted with; compiled once where it is proposed or published and therefore stands still.</summary>
    /// <remarks>By file and revision, not by hash: texts of one hash may be laid out differently, and what is printed shows the layout.</remarks>
    public async ValueTask<ProcessDefinition> PrintedAsync(DraftFile draft, CancellationToken ct)
    {
        if (draft.File.Status is not (PublicationStatus.Proposed or PublicationStatus.Published)) return await CompiledAsync();
        var calls = draft.File.Calls ?? [];
        if (_standing.TryGetValue(draft.Id, out var known) && known.Revision == draft.Revision && known.Calls.SequenceEqual(calls)) return known.Process;
        var process = await CompiledAsync();
        _standing[draft.Id] = new(draft.Revision, calls, process);
        return process;

        async Task<ProcessDefinition> CompiledAsync()
        {
            var drawn = ProcessDefinition.Compile(Document(draft.Document));
            return draft.File.Calls is { } pinned ? await LinkedAsync(drawn, pinned, ct) : drawn;
        }
    }

    /// <summary>The versions that a linked process calls itself; null where it calls none. What those call in turn is pinned in them.</summary>
    public static ImmutableList<PinnedCall>? PinsOf(ProcessDefinition process)
    {
        var pins = process.Calls.Where(call => call.IsDirect(process) && call.Version is not null).Select(call => new PinnedCall(call.Process, call.Version!)).Distinct().ToImmutableList();
        return pins is [] ? null : pins;
    }

    /// <summary>A text the engine itself has stored, and therefore can read.</summary>
    public static ElsaDocument Document(string stored) =>
        ElsaDocument.Read(stored).Document ?? throw new InvalidOperationException("A stored document can no longer be read.");

    private sealed record StandingText(int Revision, ImmutableList<PinnedCall> Calls, ProcessDefinition Process);
}

/// <summary>A version ready to run: what it says, and how tokens move in it.</summary>
internal sealed record CompiledProcess(ProcessDefinition Definition, ProcessFlow Flow);
