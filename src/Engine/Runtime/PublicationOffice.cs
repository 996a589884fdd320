using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The one door for drafts, appraisal and publication.</summary>
public sealed class PublicationOffice
{
    internal PublicationOffice() { }

    /// <summary>Begins a draft from a document (an imported one, a copy of a version, or <see cref="ElsaDocument"/>'s empty one).</summary>
    public Task<PublicationAnswer> DraftAsync(Officer by, ElsaDocument document, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Saves the next revision of the text. <paramref name="ifRevision"/> other than the stored one is refused as stale; nothing is lost.</summary>
    public Task<PublicationAnswer> SaveAsync(Officer by, string draft, ElsaDocument document, int ifRevision, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Sends the stored text to appraisal; the office runs the checks on exactly this text.</summary>
    public Task<PublicationAnswer> SubmitAsync(Officer by, string draft, CancellationToken ct) => throw new NotImplementedException();

    public Task<PublicationAnswer> ReturnAsync(Officer by, string draft, string reason, CancellationToken ct) => throw new NotImplementedException();

    public Task<PublicationAnswer> AppraiseAsync(Officer by, string draft, string opinionNumber, DateOnly opinionDate, string? note, CancellationToken ct) =>
        throw new NotImplementedException();

    public Task<PublicationAnswer> PublishAsync(Officer by, string draft, LegalAct act, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>One draft with its text, findings and acts; null when there is none or it is not this officer's to see.</summary>
    public Task<DraftView?> OpenAsync(Officer by, string draft, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Drafts the officer may see: authors their agency's, appraisers what is submitted, publishers what is appraised.</summary>
    public Task<IReadOnlyList<DraftLine>> ListAsync(Officer by, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Published versions, newest effect first; of one procedure, or all. Public (công khai).</summary>
    public Task<IReadOnlyList<VersionLine>> VersionsAsync(ProcedureCode? procedure, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>One published version by its hash. Public.</summary>
    public Task<VersionView?> VersionAsync(ContentHash hash, CancellationToken ct) => throw new NotImplementedException();
}

/// <summary>What the office answers: the draft's id and revision, or why not.</summary>
public sealed record PublicationAnswer(string? Draft, int Revision, Refusal? Refusal)
{
    /// <summary>For a refused submission: what the checks found.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    public bool IsDone => Refusal is null;
}

/// <summary>One draft whole.</summary>
/// <param name="MayEdit">Whether this officer may change the text now.</param>
public sealed record DraftView(
    string Id, int Revision, ProcessFile File, ElsaDocument Document, ProcessDefinition Process, IReadOnlyList<Finding> Findings,
    IReadOnlyList<PublicationEvent> Acts, bool MayEdit, IReadOnlyDictionary<OfficerId, string> Names);

/// <summary>One draft on a list.</summary>
public sealed record DraftLine(string Id, string Name, ProcedureCode? Procedure, AgencyCode Agency, PublicationStatus Status, DateTimeOffset ChangedAt, OfficerId Author);

/// <summary>One published version on a list. <c>To</c> is the day from which the next one holds; null while it is the last.</summary>
public sealed record VersionLine(
    ContentHash Hash, ProcedureCode Procedure, CaseKey? Case, string Name, LegalAct Act, DateOnly From, DateOnly? To, bool InForce);

/// <summary>One published version whole.</summary>
public sealed record VersionView(VersionLine Line, ElsaDocument Document, ProcessDefinition Process, IReadOnlyList<Finding> Findings);
