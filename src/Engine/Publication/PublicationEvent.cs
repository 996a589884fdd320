using System.Collections.Immutable;
using System.Text.Json.Serialization;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Publication;

/// <summary>Something that happened to an issue of a process. Stored names are for good.</summary>
[JsonDerivedType(typeof(Drafted), "drafted")]
[JsonDerivedType(typeof(AuthorJoined), "author-joined")]
[JsonDerivedType(typeof(Submitted), "submitted")]
[JsonDerivedType(typeof(Returned), "returned")]
[JsonDerivedType(typeof(Appraised), "appraised")]
[JsonDerivedType(typeof(Published), "published")]
[JsonDerivedType(typeof(Recorded), "recorded")]
[JsonDerivedType(typeof(AcceptedForAppraisal), "accepted-for-appraisal")]
[JsonDerivedType(typeof(AppraiserAssigned), "appraiser-assigned")]
[JsonDerivedType(typeof(CommentMade), "comment-made")]
[JsonDerivedType(typeof(CommentAnswered), "comment-answered")]
[JsonDerivedType(typeof(CommentResolved), "comment-resolved")]
[JsonDerivedType(typeof(CommentReopened), "comment-reopened")]
[JsonDerivedType(typeof(ChangesTicked), "changes-ticked")]
[JsonDerivedType(typeof(RevisionRequired), "revision-required")]
[JsonDerivedType(typeof(Proposed), "proposed")]
[JsonDerivedType(typeof(Withdrawn), "withdrawn")]
[JsonDerivedType(typeof(Repealed), "repealed")]
public abstract record PublicationEvent(DateTimeOffset At, OfficerId By)
{
    /// <summary>Lập dự thảo.</summary>
    public sealed record Drafted(DateTimeOffset At, OfficerId By, AgencyCode Agency, ProcedureCode? Procedure, CaseKey? Case, string Name) : PublicationEvent(At, By);

    /// <summary>Thêm người cùng soạn thảo: a second person saved the text.</summary>
    public sealed record AuthorJoined(DateTimeOffset At, OfficerId By) : PublicationEvent(At, By);

    /// <summary>Gửi thẩm định: from here the text stands still. Each is a round.</summary>
    /// <param name="Calls">The versions of the shared processes it calls, pinned here; null where it calls none.</param>
    public sealed record Submitted(
        DateTimeOffset At, OfficerId By, ContentHash Hash, ProcedureCode Procedure, CaseKey? Case, string Name, ImmutableList<PinnedCall>? Calls = null) : PublicationEvent(At, By)
    {
        /// <summary>Who is competent for this round; null in acts from before this was kept.</summary>
        public Competence? Competence { get; init; }

        /// <summary>Where it is to apply (nơi áp dụng); null: the whole province.</summary>
        public AgencyCode? Place { get; init; }
    }

    /// <summary>Trả lại: by the appraising body because papers are missing, or by the publisher instead of signing.</summary>
    public sealed record Returned(DateTimeOffset At, OfficerId By, string Reason) : PublicationEvent(At, By);

    /// <summary>Thẩm định đạt, bằng văn bản có số và ngày.</summary>
    public sealed record Appraised(DateTimeOffset At, OfficerId By, ContentHash Hash, string OpinionNumber, DateOnly OpinionDate, string? Note) : PublicationEvent(At, By);

    /// <summary>Công bố bằng quyết định.</summary>
    /// <param name="Calls">The versions of the shared processes it calls from now on, for ever; null where it calls none.</param>
    public sealed record Published(DateTimeOffset At, OfficerId By, ContentHash Hash, LegalAct Act, ImmutableList<PinnedCall>? Calls = null) : PublicationEvent(At, By);

    /// <summary>Tiếp nhận để thẩm định.</summary>
    public sealed record AcceptedForAppraisal(DateTimeOffset At, OfficerId By, string Receipt) : PublicationEvent(At, By);

    /// <summary>Phân công người thẩm định.</summary>
    /// <param name="Reason">Why somebody else has it now; null for the first.</param>
    public sealed record AppraiserAssigned(DateTimeOffset At, OfficerId By, OfficerId Appraiser, string? Reason) : PublicationEvent(At, By);

    /// <summary>Góp ý: on a step, on a member of the header, or on the whole.</summary>
    public sealed record CommentMade(
        DateTimeOffset At, OfficerId By, int Number, int Revision, StepKey? Step, string? Field, CommentWeight Weight, string Text) : PublicationEvent(At, By);

    /// <summary>Trả lời góp ý.</summary>
    /// <param name="TakenUp">Tiếp thu; otherwise giải trình.</param>
    public sealed record CommentAnswered(DateTimeOffset At, OfficerId By, int Number, bool TakenUp, string Text) : PublicationEvent(At, By);

    /// <summary>Góp ý đã xong.</summary>
    public sealed record CommentResolved(DateTimeOffset At, OfficerId By, int Number) : PublicationEvent(At, By);

    /// <summary>Nêu lại góp ý.</summary>
    public sealed record CommentReopened(DateTimeOffset At, OfficerId By, int Number, string Text) : PublicationEvent(At, By);

    /// <summary>Đánh dấu các điểm thay đổi đã xem: all that are ticked from now on in this round.</summary>
    public sealed record ChangesTicked(DateTimeOffset At, OfficerId By, ImmutableList<string> Items) : PublicationEvent(At, By);

    /// <summary>Ý kiến thẩm định chưa đạt, hoặc đạt nhưng cần hoàn thiện: the text goes back to its authors.</summary>
    public sealed record RevisionRequired(
        DateTimeOffset At, OfficerId By, ContentHash Hash, string OpinionNumber, DateOnly OpinionDate, Opinion Opinion, string Reason) : PublicationEvent(At, By);

    /// <summary>Trình công bố, bằng tờ trình có số và ngày.</summary>
    public sealed record Proposed(DateTimeOffset At, OfficerId By, ContentHash Hash, string Number, DateOnly Date, Proposer Proposer) : PublicationEvent(At, By);

    /// <summary>Rút trước khi ban hành.</summary>
    public sealed record Withdrawn(DateTimeOffset At, OfficerId By, string Reason) : PublicationEvent(At, By);

    /// <summary>Bãi bỏ bằng quyết định, không có quy trình thay thế.</summary>
    /// <param name="Act">The decision; from its day of effect the version no longer holds.</param>
    public sealed record Repealed(DateTimeOffset At, OfficerId By, ContentHash Hash, LegalAct Act) : PublicationEvent(At, By);

    /// <summary>Ghi nhận bản đã công bố trước đây hoặc ở nơi khác: law by a decision that was not prepared here, and not appraised here.</summary>
    /// <param name="Agency">The department it belongs to.</param>
    /// <param name="Reason">Why it is taken in so.</param>
    public sealed record Recorded(
        DateTimeOffset At, OfficerId By, ContentHash Hash, LegalAct Act, AgencyCode Agency, ProcedureCode Procedure, CaseKey? Case, string Name, string Reason,
        ImmutableList<PinnedCall>? Calls = null) : PublicationEvent(At, By)
    {
        /// <summary>The package it came in; null where an officer recorded it from an old decision.</summary>
        public PackageOrigin? Origin { get; init; }

        /// <summary>Where it applies (nơi áp dụng); null: the whole province.</summary>
        public AgencyCode? Place { get; init; }
    }
}

/// <summary>Where a version came from (nguồn gốc): the archive by its digest, the key that vouched for it, and what was known of the version there.</summary>
/// <param name="OpinionNumber">The appraisal's paper there, with its day; null where it was not appraised there either.</param>
public sealed record PackageOrigin(string Digest, string Key, string ExportedBy, DateTimeOffset ExportedAt, string? OpinionNumber, DateOnly? OpinionDate)
{
    /// <summary>Why it was not appraised there; null for what was.</summary>
    public string? Exception { get; init; }
}
