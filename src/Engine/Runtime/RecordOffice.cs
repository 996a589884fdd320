using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;
using Decision = TthcFlow.Engine.Vocabulary.Decision<TthcFlow.Engine.Publication.PublicationEvent>;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door for processes that were published before the program came (ghi nhận quy trình đã công bố): law by an old decision, taken in as it stands, with who did it and why.</summary>
/// <remarks>The checks are run and kept with the version, but do not hold it up: what is law is law. It counts as not appraised.</remarks>
public sealed class RecordOffice
{
    private const int Tries = 2;

    private readonly PublicationStore _store;
    private readonly PublicationOffice _publications;
    private readonly ProcessLibrary _library;
    private readonly TimeProvider _clock;

    internal RecordOffice(PublicationStore store, PublicationOffice publications, ProcessLibrary library, TimeProvider clock) =>
        (_store, _publications, _library, _clock) = (store, publications, library, clock);

    /// <summary>Writes a published process down.</summary>
    /// <param name="agency">The department it belongs to.</param>
    /// <param name="act">The old decision.</param>
    /// <param name="reason">Why it is taken in without appraisal.</param>
    public async Task<PublicationAnswer> RecordAsync(
        Officer by, ElsaDocument document, AgencyCode agency, LegalAct act, string reason, CancellationToken ct, string? idempotencyKey = null)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(act);
        var text = document.ToCanonicalText();
        var mark = idempotencyKey is null ? null : new CommandMark(by.Id.Value, idempotencyKey, StoredJson.HashOf(
            "record", text, agency.Value, act.Number, Day(act.SignedOn), act.Authority, Day(act.EffectiveFrom), reason));
        var drawn = ProcessDefinition.Compile(document);
        for (var left = Tries; left > 0; left--)
        {
            var opening = await _store.OpenRecordAsync(drawn.Header.Procedure, drawn.Header.Case, drawn.Header.Place, act.EffectiveFrom, mark, ct);
            if (opening.Earlier is { } earlier)
                return earlier.Command == mark!.Command ? new(earlier.Code, earlier.Length, null) : new(null, 0, OfficeRefusals.KeyReused);

            var now = _clock.GetUtcNow();
            var catalogue = (await _library.Books.CurrentAsync(ct)).Catalogue ?? ReferenceStore.NoCatalogue;
            var unknown = new[] { agency, drawn.Header.Place }.FirstOrDefault(code => code is not null && catalogue.Find(code) is null); // one that is gone by now is known all the same: the decision is an old one
            var process = await _library.LinkedAsync(drawn, VietnamTime.DayOf(now), ct);
            var certificate = await _publications.CertifyAsync(process, now, ct);
            var decision = PublicationDecider.Decide(ProcessFile.Empty, new PublicationCommand.Record(
                by, agency, document.Hash, process.Header.Procedure, process.Header.Case, process.Name, act, reason, VietnamTime.DayOf(now), certificate.Report.Findings)
            { Calls = ProcessLibrary.PinsOf(process), Place = process.Header.Place, Holding = opening.Holding, Unknown = unknown }, now);
            if (decision is Decision.Refused refused) return new(null, 0, refused.Reason) { Findings = certificate.Report.Findings };

            var id = Guid.CreateVersion7(now).ToString("n");
            try
            {
                await _store.RecordAsync(id, (PublicationEvent.Recorded)((Decision.Accepted)decision).Events[0], text, certificate, mark, ct);
                return new(id, 1, null) { Findings = certificate.Report.Findings };
            }
            catch (RivalException) { } // somebody was faster: what holds now is read again
        }
        return new(null, 0, OfficeRefusals.StaleDraft);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
