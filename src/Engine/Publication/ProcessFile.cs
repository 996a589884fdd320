using System.Collections.Immutable;
using System.Diagnostics;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Publication;

/// <summary>One issue of a process on its way from draft to law (hồ sơ xây dựng quy trình): the sum of its acts.</summary>
/// <remarks>The text under work is kept beside it, revision by revision; from submission on the acts name the content hash they speak of.</remarks>
public sealed record ProcessFile
{
    private static readonly ImmutableSortedSet<string> NoOne = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    public static ProcessFile Empty { get; } = new();

    public PublicationStatus Status { get; init; }

    /// <summary>The line department that drafts it.</summary>
    public AgencyCode? Agency { get; init; }

    public ProcedureCode? Procedure { get; init; }

    public CaseKey? Case { get; init; }

    /// <summary>Where it applies, as of the last submission; null: the whole province.</summary>
    public AgencyCode? Place { get; init; }

    public string Name { get; init; } = "";

    /// <summary>Everybody who wrote on the text; none of them may appraise or publish it.</summary>
    public ImmutableSortedSet<string> Authors { get; init; } = NoOne;

    /// <summary>Everybody who appraised it or sent it back from appraisal, in any round; none of them may write or publish it.</summary>
    public ImmutableSortedSet<string> Appraisers { get; init; } = NoOne;

    /// <summary>Everybody who published it or sent it back instead, in any round; none of them may write or appraise it.</summary>
    public ImmutableSortedSet<string> Publishers { get; init; } = NoOne;

    /// <summary>What was submitted, appraised and published: always the same text.</summary>
    public ContentHash? Hash { get; init; }

    /// <summary>The versions of shared processes that the submitted text was checked with; null where it calls none.</summary>
    public ImmutableList<PinnedCall>? Calls { get; init; }

    /// <summary>Whose opinion the text in hand carries; null again once it went back.</summary>
    public OfficerId? Appraiser { get; init; }

    public OfficerId? Publisher { get; init; }

    /// <summary>The decision that made it law.</summary>
    public LegalAct? Act { get; init; }

    /// <summary>Why it was taken in as law without appraisal (ghi nhận bản đã công bố); null for what went the usual way.</summary>
    public string? Exception { get; init; }

    /// <summary>How often it was submitted (vòng thẩm định).</summary>
    public int Round { get; init; }

    /// <summary>Since when it stands where it stands; null in files from before this was kept.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Who is competent for it, as of the last submission; null before the first, and in files from before this was kept.</summary>
    public Competence? Competence { get; init; }

    /// <summary>The number under which the appraising body accepted it (số tiếp nhận); null until then. Later rounds need no other.</summary>
    public string? Receipt { get; init; }

    /// <summary>Who of the appraising body is to give the opinion.</summary>
    public OfficerId? Assigned { get; init; }

    /// <summary>Everything the appraising body asked or remarked, in all rounds.</summary>
    public ImmutableList<Comment> Comments { get; init => field = value ?? []; } = [];

    /// <summary>The changes against the version before that the appraiser ticked off in this round.</summary>
    public ImmutableSortedSet<string> Ticked { get; init => field = value ?? NoOne; } = NoOne;

    /// <summary>The last opinion: what it said, and its paper.</summary>
    public Opinion? Opinion { get; init; }

    public NumberedPaper? OpinionPaper { get; init; }

    /// <summary>The submission to the publisher (tờ trình) that the text in hand goes with.</summary>
    public NumberedPaper? Proposal { get; init; }

    /// <summary>The decision that repeals the published text, without another in its place: no dossier begins on it from its day.</summary>
    public LegalAct? Repeal { get; init; }

    public static ProcessFile Replay(IEnumerable<PublicationEvent> events) => events.Aggregate(Empty, (file, happened) => file.Apply(happened));

    public ProcessFile Apply(PublicationEvent happened) => happened switch
    {
        PublicationEvent.Drafted e => this with
        {
            Status = PublicationStatus.Draft,
            Since = e.At,
            Agency = e.Agency,
            Procedure = e.Procedure,
            Case = e.Case,
            Name = e.Name,
            Authors = NoOne.Add(e.By.Value),
        },
        PublicationEvent.AuthorJoined e => this with { Authors = Authors.Add(e.By.Value) },
        PublicationEvent.Submitted e => this with
        {
            // Who accepted the first round has the next ones on the table at once.
            Status = Receipt is null ? PublicationStatus.Submitted : PublicationStatus.UnderAppraisal,
            Since = e.At,
            Round = Round + 1,
            Hash = e.Hash,
            Calls = e.Calls,
            Name = e.Name,
            Procedure = e.Procedure,
            Case = e.Case,
            Place = e.Place,
            Competence = e.Competence,
            Ticked = NoOne,
        },
        PublicationEvent.AcceptedForAppraisal e => this with
        {
            Status = PublicationStatus.UnderAppraisal,
            Since = e.At,
            Receipt = e.Receipt,
            Appraisers = Appraisers.Add(e.By.Value),
        },
        PublicationEvent.AppraiserAssigned e => this with { Assigned = e.Appraiser, Appraisers = Appraisers.Add(e.By.Value).Add(e.Appraiser.Value) },
        PublicationEvent.CommentMade e => this with
        {
            Comments = Comments.Add(new(e.Number, Round, e.Revision, e.Step, e.Field, e.Weight, e.Text, e.By, e.At)),
            Appraisers = Appraisers.Add(e.By.Value),
        },
        PublicationEvent.CommentAnswered e => Said(e.Number, CommentStanding.Answered, new(e.At, e.By, e.TakenUp ? CommentTurnKind.TakenUp : CommentTurnKind.Explained, e.Text)),
        PublicationEvent.CommentResolved e => Said(e.Number, CommentStanding.Resolved, new(e.At, e.By, CommentTurnKind.Resolved, null)) with { Appraisers = Appraisers.Add(e.By.Value) },
        PublicationEvent.CommentReopened e => Said(e.Number, CommentStanding.Open, new(e.At, e.By, CommentTurnKind.Reopened, e.Text)) with { Appraisers = Appraisers.Add(e.By.Value) },
        PublicationEvent.ChangesTicked e => this with { Ticked = NoOne.Union(e.Items), Appraisers = Appraisers.Add(e.By.Value) },
        PublicationEvent.Returned e => BackToTheAuthors(e.At, Status is PublicationStatus.UnderAppraisal or PublicationStatus.Proposed ? PublicationStatus.Revising : PublicationStatus.Draft) with
        {
            Appraisers = Status is PublicationStatus.Submitted ? Appraisers.Add(e.By.Value) : Appraisers,
            Publishers = Status is PublicationStatus.Appraised or PublicationStatus.Proposed ? Publishers.Add(e.By.Value) : Publishers,
        },
        PublicationEvent.RevisionRequired e => BackToTheAuthors(e.At, PublicationStatus.Revising) with
        {
            Appraisers = Appraisers.Add(e.By.Value),
            Opinion = e.Opinion,
            OpinionPaper = new(e.OpinionNumber, e.OpinionDate),
        },
        PublicationEvent.Appraised e => this with
        {
            Status = PublicationStatus.Appraised,
            Since = e.At,
            Appraiser = e.By,
            Appraisers = Appraisers.Add(e.By.Value),
            Opinion = Publication.Opinion.Fit,
            OpinionPaper = new(e.OpinionNumber, e.OpinionDate),
        },
        PublicationEvent.Proposed e => this with
        {
            Status = PublicationStatus.Proposed,
            Since = e.At,
            Proposal = new(e.Number, e.Date),
            Appraisers = e.Proposer is Proposer.Appraiser ? Appraisers.Add(e.By.Value) : Appraisers,
        },
        PublicationEvent.Published e => this with
        {
            Status = PublicationStatus.Published,
            Since = e.At,
            Publisher = e.By,
            Publishers = Publishers.Add(e.By.Value),
            Act = e.Act,
        },
        PublicationEvent.Recorded e => this with
        {
            Status = PublicationStatus.Published,
            Agency = e.Agency,
            Procedure = e.Procedure,
            Case = e.Case,
            Place = e.Place,
            Name = e.Name,
            Hash = e.Hash,
            Calls = e.Calls,
            Publisher = e.By,
            Publishers = Publishers.Add(e.By.Value),
            Act = e.Act,
            Exception = e.Reason,
            Since = e.At,
        },
        PublicationEvent.Withdrawn e => this with { Status = PublicationStatus.Withdrawn, Since = e.At },
        PublicationEvent.Repealed e => this with { Repeal = e.Act, Publishers = Publishers.Add(e.By.Value) },
        _ => throw new UnreachableException(),
    };

    private ProcessFile BackToTheAuthors(DateTimeOffset at, PublicationStatus status) =>
        this with { Status = status, Since = at, Hash = null, Calls = null, Appraiser = null, Proposal = null };

    private ProcessFile Said(int number, CommentStanding state, CommentTurn turn) =>
        this with { Comments = [.. Comments.Select(comment => comment.Number == number ? comment with { State = state, Turns = comment.Turns.Add(turn) } : comment)] };
}

/// <summary>How far an issue of a process has come. "In force" and "superseded" follow from the date and the next issue.</summary>
public enum PublicationStatus
{
    None,
    Draft, // dự thảo
    Submitted, // chờ thẩm định
    UnderAppraisal, // đang thẩm định
    Revising, // yêu cầu hoàn thiện
    Appraised, // đã thẩm định
    Proposed, // trình công bố
    Published, // đã công bố
    Withdrawn, // rút trước khi ban hành
}

/// <summary>A decision (quyết định): number, day, who issued it, from when it holds.</summary>
public sealed record LegalAct(string Number, DateOnly SignedOn, string Authority, DateOnly EffectiveFrom);

/// <summary>The version of a shared process that a text calls (phiên bản được ghim): named by its content, so that it stays the same when the shared process gets a new version.</summary>
public sealed record PinnedCall(ProcessKey Process, ContentHash Version);
