using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>For reading: two versions of a process side by side, or a draft beside the version it is to replace.</summary>
public sealed class VersionRegister
{
    private readonly PublicationOffice _publications;
    private readonly ReferenceOffice _reference;

    internal VersionRegister(PublicationOffice publications, ReferenceOffice reference) => (_publications, _reference) = (publications, reference);

    /// <summary>Two published versions; null when there is no such version. Public (công khai).</summary>
    public async Task<ComparedVersions?> CompareAsync(ContentHash before, ContentHash after, CancellationToken ct) =>
        await _publications.VersionAsync(before, ct) is { } earlier && await _publications.VersionAsync(after, ct) is { } later
            ? new(earlier.Line, later.Line, earlier.Process, later.Process, await CompareAsync(earlier.Process, later.Process, ct))
            : null;

    /// <summary>A draft beside a version: the one asked for, else the one in force for the same case, else the latest of it. Null when there is none.</summary>
    public async Task<ComparedVersions?> CompareAsync(DraftView draft, ContentHash? against, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var header = draft.Process.Header;
        if (against is null)
        {
            if (header.Procedure is not { } procedure) return null;
            var versions = (await _publications.VersionsAsync(procedure, ct)).Where(line => line.Case == header.Case && line.Hash != draft.File.Hash).ToList();
            against = (versions.FirstOrDefault(line => line.InForce) ?? versions.FirstOrDefault())?.Hash;
        }
        return against is not null && await _publications.VersionAsync(against, ct) is { } version
            ? new(version.Line, null, version.Process, draft.Process, await CompareAsync(version.Process, draft.Process, ct))
            : null;
    }

    private async Task<VersionComparison> CompareAsync(ProcessDefinition before, ProcessDefinition after, CancellationToken ct) =>
        VersionComparison.Of(before, after, new CheckContext(await _reference.CatalogueAsync(ct)));
}

/// <summary>Two texts side by side.</summary>
/// <param name="Before">The version compared with.</param>
/// <param name="After">The later version; null where the later text is a draft.</param>
public sealed record ComparedVersions(VersionLine Before, VersionLine? After, ProcessDefinition Earlier, ProcessDefinition Later, VersionComparison Comparison);
