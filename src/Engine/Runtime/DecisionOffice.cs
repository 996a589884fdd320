using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door for decisions that carry many processes (hồ sơ ban hành quyết định): prepared by publishers, signed in one act, all or nothing.</summary>
/// <remarks>Idempotency keys work as in <see cref="PublicationOffice"/>.</remarks>
public sealed class DecisionOffice
{
    private readonly PublicationStore _store;
    private readonly PublicationOffice _publications;
    private readonly ProcessLibrary _library;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;

    internal DecisionOffice(PublicationStore store, PublicationOffice publications, ProcessLibrary library, ReferenceStore reference, TimeProvider clock) =>
        (_store, _publications, _library, _reference, _clock) = (store, publications, library, reference, clock);

    /// <summary>What this publisher could put into a decision: proposed drafts that are in none, and versions that could end.</summary>
    public Task<DecisionCandidates> CandidatesAsync(Officer by, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Begins a decision with what it says so far; at least one line.</summary>
    public Task<DecisionAnswer> BeginAsync(Officer by, DecisionContent content, CancellationToken ct, string? idempotencyKey = null) => throw new NotImplementedException();

    /// <summary>Puts down all that the decision says from now on. <paramref name="ifLength"/> other than the stored one is refused as stale.</summary>
    public Task<DecisionAnswer> SaveAsync(Officer by, string decision, DecisionContent content, int ifLength, CancellationToken ct, string? idempotencyKey = null) => throw new NotImplementedException();

    /// <summary>One decision whole; null when there is none or it is not this officer's to see.</summary>
    public Task<DecisionView?> OpenAsync(Officer by, string decision, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Decisions the officer may see, latest change first: publishers their authority's, controllers and administrators all.</summary>
    public Task<IReadOnlyList<DecisionRow>> ListAsync(Officer by, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>Signs: every line takes effect on the day the act names, or none does.</summary>
    public Task<DecisionAnswer> SignAsync(Officer by, string decision, LegalAct act, CancellationToken ct, string? idempotencyKey = null) => throw new NotImplementedException();

    /// <summary>Gives a decision up; its drafts may go into another.</summary>
    public Task<DecisionAnswer> DiscardAsync(Officer by, string decision, string reason, CancellationToken ct, string? idempotencyKey = null) => throw new NotImplementedException();
}

/// <summary>What the office answers: the decision's id and how many acts it has, or why not.</summary>
public sealed record DecisionAnswer(string? Decision, int Length, Refusal? Refusal)
{
    /// <summary>Where lines hold it up: each with its reason.</summary>
    public IReadOnlyList<LineFault> Lines { get; init; } = [];

    public bool IsDone => Refusal is null;
}

/// <summary>One decision on a list.</summary>
/// <param name="Lines">How many lines it has.</param>
/// <param name="Act">Null while it is not signed.</param>
public sealed record DecisionRow(string Id, string Subject, DecisionStatus Status, AgencyCode? Agency, int Lines, LegalAct? Act, OfficerId BegunBy, DateTimeOffset ChangedAt);

/// <summary>What can be put into a decision.</summary>
public sealed record DecisionCandidates(IReadOnlyList<CandidateDraft> Drafts, IReadOnlyList<DecidedVersion> Versions);

/// <summary>A proposed draft that may be put into a decision.</summary>
/// <param name="Fits">Amend where a version of its procedure and case is in force today, else approve.</param>
public sealed record CandidateDraft(DecidedDraft Draft, DecisionAct Fits);

/// <summary>One decision whole.</summary>
/// <param name="Length">How many acts it has; what a save must name.</param>
public sealed record DecisionView(
    string Id, int Length, DecisionFile File, IReadOnlyList<DecisionLineView> Lines, DecisionOffers Offers, IReadOnlyList<DecisionFileEvent> Acts, IReadOnlyDictionary<OfficerId, string> Names)
{
    /// <summary>What is missing in the decision itself (subject, signer) before it can be signed; empty when nothing is, and once it is signed.</summary>
    public IReadOnlyList<Refusal> Missing { get; init; } = [];

    /// <summary>How decisions print the authority that is competent for its lines; null where they do not say one and the same.</summary>
    public string? Authority { get; init; }

    /// <summary>The name of the authority's agency; null where it has none.</summary>
    public string? AgencyName { get; init; }

    /// <summary>Everything a signature needs but the number and the days is there.</summary>
    public bool IsReady => Missing.Count == 0 && Lines.All(line => line.HeldUpBy.Count == 0);
}

/// <summary>A line of a decision with what it speaks of.</summary>
/// <param name="Number">From 1, in the order of the appendix.</param>
/// <param name="Issues">What becomes law; null for an abolition, or where the draft is gone.</param>
/// <param name="Ends">The versions it repeals.</param>
/// <param name="HeldUpBy">What would keep it from being signed today by who looks at it; empty once it is signed.</param>
public sealed record DecisionLineView(int Number, DecidedLine Line, DecidedDraft? Issues, IReadOnlyList<DecidedVersion> Ends, IReadOnlyList<LineFault> HeldUpBy);

/// <summary>A draft as a decision speaks of it, with the papers of its rounds.</summary>
/// <param name="ProcedureName">As the catalogue has it; null where it does not know the procedure.</param>
/// <param name="AgencyName">The department that drafted it.</param>
/// <param name="Proposal">Tờ trình; null where it is not proposed any more.</param>
/// <param name="Opinion">The last written opinion of the appraising body.</param>
/// <param name="InForce">The version of its procedure and case that is in force today; null for nothing.</param>
public sealed record DecidedDraft(
    string Draft, string Name, ProcedureCode? Procedure, string? ProcedureName, string? Field, CaseKey? Case, AgencyCode? Agency, string? AgencyName, ContentHash? Hash,
    PublicationStatus Status, int Round, string? Receipt, NumberedPaper? Proposal, NumberedPaper? Opinion, DecidedVersion? InForce);

/// <summary>A published version as a decision speaks of it.</summary>
/// <param name="To">From when it holds no more; null while it is the last.</param>
/// <param name="Repeal">The decision that repealed it; null where none did.</param>
public sealed record DecidedVersion(
    string Draft, string Name, ProcedureCode Procedure, string? ProcedureName, string? Field, CaseKey? Case, AgencyCode? Agency, string? AgencyName, ContentHash Hash, LegalAct Act,
    DateOnly From, DateOnly? To, LegalAct? Repeal);
