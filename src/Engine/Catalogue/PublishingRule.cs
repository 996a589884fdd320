using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>Who appraises, who proposes and who publishes a kind of process (thẩm quyền công bố): a line of the province's catalogue.</summary>
/// <remarks>Where several fit, the one that says most goes first: the field weighs more than the level.</remarks>
/// <param name="Track">The track it holds for; null: every track but that of an agency's own processes, which stay in its house unless a rule names them.</param>
/// <param name="Level">The level at which the procedure is handled; null: every level.</param>
/// <param name="Field">The procedure's field (lĩnh vực); null: every field.</param>
/// <param name="AppraisedBy">The appraising body; null: any appraiser of the province.</param>
/// <param name="ProposedBy">Whose hand the submission to the publisher (tờ trình) comes from.</param>
/// <param name="PublishedBy">The competent authority; null: any publisher of the province.</param>
/// <param name="Authority">How decisions print that authority; null: by its name.</param>
public sealed record PublishingRule(
    PublishingTrack? Track, AgencyLevel? Level, string? Field, AgencyCode? AppraisedBy, Proposer ProposedBy, AgencyCode? PublishedBy, string? Authority)
{
    /// <summary>The agency that drafts a process of its own also reviews it, and its head approves it.</summary>
    public bool ByOwnAgency { get; init; }

    /// <summary>How much it says of what it is for.</summary>
    public int Weight => (Track is null ? 0 : 1) + (Level is null ? 0 : 2) + (Field is null ? 0 : 4);

    /// <summary>What holds where the province listed nothing: a process of one agency stays in its house, everything else goes to the province's appraisers and publishers.</summary>
    public static PublishingRule NationalFor(PublishingTrack track) =>
        new(track, null, null, null, Proposer.Author, null, null) { ByOwnAgency = track is PublishingTrack.AgencyInternal };

    /// <summary>Is it for processes of this track on this procedure?</summary>
    public bool Fits(PublishingTrack track, Procedure? procedure) =>
        (Track is null ? track is not PublishingTrack.AgencyInternal : Track == track)
        && (Level is not { } level || procedure?.Levels.Contains(level) == true)
        && (Field is null || procedure?.Field == Field);
}

/// <summary>The way a process takes to its publication; it follows from the kind in the header.</summary>
public enum PublishingTrack
{
    Public, // thủ tục hành chính
    BetweenAgencies, // thủ tục hành chính nội bộ giữa các cơ quan
    Shared, // quy trình dùng chung
    AgencyInternal, // quy trình riêng của một cơ quan
}

/// <summary>Who brings an appraised text to the publisher (trình công bố).</summary>
public enum Proposer
{
    Author, // cơ quan soạn thảo
    Appraiser, // cơ quan thẩm định
}
