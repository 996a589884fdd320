using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Publication;

/// <summary>Who is competent for an issue of a process (thẩm quyền): which body appraises, who proposes it, which authority publishes it. Pinned when the text is submitted.</summary>
/// <param name="Track">Which of the tracks it goes (thủ tục hành chính, giữa các cơ quan, dùng chung, riêng của một cơ quan).</param>
/// <param name="Appraises">The appraising body; null where the province names none: then any appraiser.</param>
/// <param name="Proposes">Whose hand the submission to the publisher (tờ trình) comes from.</param>
/// <param name="Publishes">The authority that publishes; null where the province names none: then any publisher.</param>
/// <param name="Authority">How decisions print that authority; null: by its name.</param>
public sealed record Competence(PublishingTrack Track, AgencyCode? Appraises, Proposer Proposes, AgencyCode? Publishes, string? Authority)
{
    /// <summary>What holds for files from before competences were pinned.</summary>
    public static Competence Open { get; } = new(PublishingTrack.Public, null, Proposer.Author, null, null);

    /// <summary>May this officer appraise for the competent body?</summary>
    public bool MayAppraise(Officer by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return Appraises is null || by.Agency == Appraises;
    }

    /// <summary>May this officer sign for the competent authority?</summary>
    public bool MayPublish(Officer by)
    {
        ArgumentNullException.ThrowIfNull(by);
        return Publishes is null || by.Agency == Publishes;
    }

    /// <summary>Who is competent by the province's rules; the rule that says most of this process goes first.</summary>
    /// <param name="agency">The agency that drafts it.</param>
    public static Competence Of(ProvinceCatalogue catalogue, ProcessHeader header, AgencyCode agency)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(header);
        var track = TrackOf(header.Kind);
        var procedure = header.Procedure is { } code ? catalogue.Find(code) : null;
        var rule = catalogue.Publishing.Where(rule => rule.Fits(track, procedure)).MaxBy(rule => rule.Weight) ?? PublishingRule.NationalFor(track);
        return new(track, rule.ByOwnAgency ? agency : rule.AppraisedBy, rule.ProposedBy, rule.ByOwnAgency ? agency : rule.PublishedBy, rule.Authority);
    }

    public static PublishingTrack TrackOf(ProcessKind kind) => kind switch
    {
        ProcessKind.BetweenAgencies => PublishingTrack.BetweenAgencies,
        ProcessKind.SharedInternal => PublishingTrack.Shared,
        ProcessKind.AgencyInternal => PublishingTrack.AgencyInternal,
        _ => PublishingTrack.Public,
    };
}
