using System.Collections.Immutable;
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
    /// <summary>Every notice that went out, in order.</summary>
    /// <exception cref="ArgumentException">The journal does not begin with a receipt.</exception>
    public static IReadOnlyList<SupplementNotice> Of(DossierCode code, IReadOnlyList<DossierEvent> journal, PaperNames names) =>
        journal is [DossierEvent.Received received, ..]
            ? [.. from request in journal.OfType<DossierEvent.SupplementRequested>()
                  select new SupplementNotice(
                      PaperForm.SupplementNotice, code, names.Of(received.Receiving), received.Particulars.Applicant, received.Particulars.Subject,
                      request.Round, request.Missing, request.Reason, request.Basis, request.At, names.Of(request.By))]
            : throw new ArgumentException("A journal begins with the receipt.", nameof(journal));
}
