using System.Collections.Concurrent;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Published versions, compiled once each. A version never changes, so what is in memory is never old.</summary>
internal sealed class ProcessLibrary(PublicationStore store)
{
    private readonly ConcurrentDictionary<ContentHash, CompiledProcess> _compiled = new();

    /// <exception cref="InvalidOperationException">No version with this hash was ever published.</exception>
    public async ValueTask<CompiledProcess> GetAsync(ContentHash hash, CancellationToken ct)
    {
        if (_compiled.TryGetValue(hash, out var known)) return known;
        var document = await store.DocumentAsync(hash, ct) ?? throw new InvalidOperationException($"No version {hash} was published.");
        var process = ProcessDefinition.Compile(Document(document));
        return _compiled.GetOrAdd(hash, new CompiledProcess(process, new ProcessFlow(process)));
    }

    /// <summary>The version in force on a day; null when there is none.</summary>
    public async Task<CompiledProcess?> InForceAsync(ProcedureCode procedure, CaseKey? @case, DateOnly day, CancellationToken ct) =>
        await store.InForceAsync(procedure, @case, day, ct) is { } hash ? await GetAsync(hash, ct) : null;

    /// <summary>A text the engine itself has stored, and therefore can read.</summary>
    public static ElsaDocument Document(string stored) =>
        ElsaDocument.Read(stored).Document ?? throw new InvalidOperationException("A stored document can no longer be read.");
}

/// <summary>A version ready to run: what it says, and how tokens move in it.</summary>
internal sealed record CompiledProcess(ProcessDefinition Definition, ProcessFlow Flow);
