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
            ? await CompareAsync(earlier, later.Line, later.Document, later.Process, ct)
            : null;

    /// <summary>A draft beside a version: the one asked for, else the one in force for the same case, else the latest of it. Null when there is none.</summary>
    public async Task<ComparedVersions?> CompareAsync(DraftView draft, ContentHash? against, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(draft);
        against ??= await _publications.VersionBeforeAsync(draft.Process.Header, draft.File.Hash, ct);
        return against is not null && await _publications.VersionAsync(against, ct) is { } version
            ? await CompareAsync(version, null, draft.Document, draft.Process, ct)
            : null;
    }

    /// <summary>What is written is compared as written; what follows from it, with everything that is called.</summary>
    private async Task<ComparedVersions> CompareAsync(VersionView earlier, VersionLine? after, ElsaDocument document, ProcessDefinition linked, CancellationToken ct)
    {
        var (before, later) = (ProcessDefinition.Compile(earlier.Document), ProcessDefinition.Compile(document));
        var context = new CheckContext(await _reference.CatalogueAsync(ct));
        return new(earlier.Line, after, before, later, VersionComparison.Of(before, later, context, earlier.Process, linked));
    }
}

/// <summary>Two texts side by side.</summary>
/// <param name="Before">The version compared with.</param>
/// <param name="After">The later version; null where the later text is a draft.</param>
/// <param name="Earlier">The earlier text as written, its calls not followed.</param>
/// <param name="Later">The later text as written.</param>
public sealed record ComparedVersions(VersionLine Before, VersionLine? After, ProcessDefinition Earlier, ProcessDefinition Later, VersionComparison Comparison);
