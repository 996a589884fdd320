using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Papers;

/// <summary>Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (Mẫu 02): which papers are missing and why, all at once.</summary>
/// <param name="Round">Lần thứ mấy.</param>
/// <param name="RequestedBy">Người hướng dẫn.</param>
public sealed record SupplementNotice(
    PaperForm Form, DossierCode Code, string Receiving, Applicant Applicant, string? Subject, int Round,
    ImmutableList<string> Missing, string Reason, string? Basis, DateTimeOffset RequestedAt, string RequestedBy)
{
    /// <summary>Hướng dẫn: how to come by what is missing, where the desk said so before receipt.</summary>
    public string? Guidance { get; init; }

    /// <summary>Every notice that went out, in order: the one before receipt (lần 0 of the process's own rounds), then those of the process.</summary>
    /// <exception cref="ArgumentException">Nothing was handed in.</exception>
    public static IReadOnlyList<SupplementNotice> Of(DossierCode code, IReadOnlyList<DossierEvent> journal, PaperNames names)
    {
        var (particulars, dossier) = (ParticularsToday.Of(journal) ?? throw new ArgumentException("Nothing was handed in.", nameof(journal)), Dossier.Replay(journal));
        SupplementNotice Notice(int round, ImmutableList<string> missing, string reason, string? basis, DossierEvent asked) => new(
            FormSet.On(VietnamTime.DayOf(dossier.ReceivedAt ?? asked.At)).Of(PaperKind.SupplementNotice)!, code, names.Of(dossier.Receiving), particulars.Applicant, particulars.Subject, round, missing, reason, basis, asked.At, names.Of(asked.By));

        return
        [
            .. journal.Select(happened => happened switch
            {
                DossierEvent.CompletionAsked e => Notice(0, e.Missing, e.Reason, null, e) with { Guidance = e.Guidance },
                DossierEvent.SupplementRequested e => Notice(e.Round, e.Missing, e.Reason, e.Basis, e),
                _ => null,
            }).OfType<SupplementNotice>(),
        ];
    }
}
