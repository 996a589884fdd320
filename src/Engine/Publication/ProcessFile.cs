using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Serialization;
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

    public static ProcessFile Replay(IEnumerable<PublicationEvent> events) => events.Aggregate(Empty, (file, happened) => file.Apply(happened));

    public ProcessFile Apply(PublicationEvent happened) => happened switch
    {
        PublicationEvent.Drafted e => this with
        {
            Status = PublicationStatus.Draft,
            Agency = e.Agency,
            Procedure = e.Procedure,
            Case = e.Case,
            Name = e.Name,
            Authors = NoOne.Add(e.By.Value),
        },
        PublicationEvent.AuthorJoined e => this with { Authors = Authors.Add(e.By.Value) },
        PublicationEvent.Submitted e => this with { Status = PublicationStatus.Submitted, Hash = e.Hash, Calls = e.Calls, Name = e.Name, Procedure = e.Procedure, Case = e.Case },
        PublicationEvent.Returned e => this with
        {
            Status = PublicationStatus.Draft,
            Hash = null,
            Calls = null,
            Appraiser = null,
            Appraisers = Status is PublicationStatus.Submitted ? Appraisers.Add(e.By.Value) : Appraisers,
            Publishers = Status is PublicationStatus.Appraised ? Publishers.Add(e.By.Value) : Publishers,
        },
        PublicationEvent.Appraised e => this with { Status = PublicationStatus.Appraised, Appraiser = e.By, Appraisers = Appraisers.Add(e.By.Value) },
        PublicationEvent.Published e => this with
        {
            Status = PublicationStatus.Published,
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
            Name = e.Name,
            Hash = e.Hash,
            Calls = e.Calls,
            Publisher = e.By,
            Publishers = Publishers.Add(e.By.Value),
            Act = e.Act,
            Exception = e.Reason,
        },
        _ => throw new UnreachableException(),
    };
}

/// <summary>How far an issue of a process has come. "In force" and "superseded" follow from the date and the next issue.</summary>
public enum PublicationStatus
{
    None,
    Draft, // dự thảo
    Submitted, // chờ thẩm định
    Appraised, // đã thẩm định
    Published, // đã công bố
}

/// <summary>A decision (quyết định): number, day, who issued it, from when it holds.</summary>
public sealed record LegalAct(string Number, DateOnly SignedOn, string Authority, DateOnly EffectiveFrom);

/// <summary>The version of a shared process that a text calls (phiên bản được ghim): named by its content, so that it stays the same when the shared process gets a new version.</summary>
public sealed record PinnedCall(ProcessKey Process, ContentHash Version);

/// <summary>Something that happened to an issue of a process. Stored names are for good.</summary>
[JsonDerivedType(typeof(Drafted), "drafted")]
[JsonDerivedType(typeof(AuthorJoined), "author-joined")]
[JsonDerivedType(typeof(Submitted), "submitted")]
[JsonDerivedType(typeof(Returned), "returned")]
[JsonDerivedType(typeof(Appraised), "appraised")]
[JsonDerivedType(typeof(Published), "published")]
[JsonDerivedType(typeof(Recorded), "recorded")]
public abstract record PublicationEvent(DateTimeOffset At, OfficerId By)
{
    /// <summary>Lập dự thảo.</summary>
    public sealed record Drafted(DateTimeOffset At, OfficerId By, AgencyCode Agency, ProcedureCode? Procedure, CaseKey? Case, string Name) : PublicationEvent(At, By);

    /// <summary>Thêm người cùng soạn thảo: a second person saved the text.</summary>
    public sealed record AuthorJoined(DateTimeOffset At, OfficerId By) : PublicationEvent(At, By);

    /// <summary>Gửi thẩm định: from here the text stands still.</summary>
    /// <param name="Calls">The versions of the shared processes it calls, pinned here; null where it calls none.</param>
    public sealed record Submitted(
        DateTimeOffset At, OfficerId By, ContentHash Hash, ProcedureCode Procedure, CaseKey? Case, string Name, ImmutableList<PinnedCall>? Calls = null) : PublicationEvent(At, By);

    /// <summary>Trả lại để hoàn thiện.</summary>
    public sealed record Returned(DateTimeOffset At, OfficerId By, string Reason) : PublicationEvent(At, By);

    /// <summary>Thẩm định đạt, bằng văn bản có số và ngày.</summary>
    public sealed record Appraised(DateTimeOffset At, OfficerId By, ContentHash Hash, string OpinionNumber, DateOnly OpinionDate, string? Note) : PublicationEvent(At, By);

    /// <summary>Công bố bằng quyết định.</summary>
    /// <param name="Calls">The versions of the shared processes it calls from now on, for ever; null where it calls none.</param>
    public sealed record Published(DateTimeOffset At, OfficerId By, ContentHash Hash, LegalAct Act, ImmutableList<PinnedCall>? Calls = null) : PublicationEvent(At, By);

    /// <summary>Ghi nhận bản đã công bố trước đây hoặc ở nơi khác: law by a decision that was not prepared here, and not appraised here.</summary>
    /// <param name="Agency">The department it belongs to.</param>
    /// <param name="Reason">Why it is taken in so.</param>
    public sealed record Recorded(
        DateTimeOffset At, OfficerId By, ContentHash Hash, LegalAct Act, AgencyCode Agency, ProcedureCode Procedure, CaseKey? Case, string Name, string Reason,
        ImmutableList<PinnedCall>? Calls = null) : PublicationEvent(At, By)
    {
        /// <summary>The package it came in; null where an officer recorded it from an old decision.</summary>
        public PackageOrigin? Origin { get; init; }
    }
}

/// <summary>Where a version came from (nguồn gốc): the archive by its digest, the key that vouched for it, and what was known of the version there.</summary>
/// <param name="OpinionNumber">The appraisal's paper there, with its day; null where it was not appraised there either.</param>
public sealed record PackageOrigin(string Digest, string Key, string ExportedBy, DateTimeOffset ExportedAt, string? OpinionNumber, DateOnly? OpinionDate);

/// <summary>What somebody asks for on the way to publication.</summary>
public abstract record PublicationCommand(Officer By)
{
    public sealed record Draft(Officer By, AgencyCode Agency, ProcedureCode? Procedure, CaseKey? Case, string Name) : PublicationCommand(By);

    /// <summary>Saving the text; only a change of hands becomes an event.</summary>
    public sealed record Write(Officer By) : PublicationCommand(By);

    /// <param name="Findings">What the checks say of exactly this text; errors, and warnings without a reason, block.</param>
    public sealed record Submit(
        Officer By, ContentHash Hash, ProcedureCode? Procedure, CaseKey? Case, string Name,
        IReadOnlyList<Finding> Findings, IReadOnlyDictionary<string, string> Reasons) : PublicationCommand(By)
    {
        /// <summary>The versions of shared processes that the findings were made with; null where the text calls none.</summary>
        public ImmutableList<PinnedCall>? Calls { get; init; }
    }

    public sealed record Return(Officer By, string Reason) : PublicationCommand(By);

    public sealed record Appraise(Officer By, string OpinionNumber, DateOnly OpinionDate, string? Note) : PublicationCommand(By);

    /// <param name="Today">The day of the act, in Vietnam; a version may not take effect before it.</param>
    public sealed record Publish(Officer By, LegalAct Act, DateOnly Today) : PublicationCommand(By)
    {
        /// <summary>The versions of shared processes that the text would call today; null where it calls none.</summary>
        public ImmutableList<PinnedCall>? Calls { get; init; }
    }

    /// <summary>Taking in a text that a decision made law before, or elsewhere.</summary>
    /// <param name="Agency">The department it belongs to.</param>
    /// <param name="Today">The day of the act, in Vietnam.</param>
    /// <param name="Findings">What the checks say of it: only what would keep a dossier from running holds it up.</param>
    public sealed record Record(
        Officer By, AgencyCode Agency, ContentHash Hash, ProcedureCode? Procedure, CaseKey? Case, string Name, LegalAct Act, string Reason, DateOnly Today,
        IReadOnlyList<Finding> Findings) : PublicationCommand(By)
    {
        /// <summary>The versions of shared processes that the text calls; null where it calls none.</summary>
        public ImmutableList<PinnedCall>? Calls { get; init; }

        /// <summary>What is in force already on the first day; null for nothing.</summary>
        public ContentHash? Holding { get; init; }
    }
}
