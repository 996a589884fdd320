using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door for files: processes that leave the system as papers, tables and drawings (kết xuất), and tables that come in (nhập).</summary>
/// <remarks>A published version is everybody's to take; a draft is whose it is to see.</remarks>
public sealed class DocumentOffice
{
    private readonly PublicationOffice _publications;
    private readonly ReferenceOffice _reference;
    private readonly DisclosureRegister _disclosure;
    private readonly TimeProvider _clock;

    internal DocumentOffice(PublicationOffice publications, ReferenceOffice reference, DisclosureRegister disclosure, TimeProvider clock) =>
        (_publications, _reference, _disclosure, _clock) = (publications, reference, disclosure, clock);

    /// <summary>A published version as a file; null where there is none of that hash.</summary>
    public async Task<ExportedFile?> VersionAsync(ContentHash hash, ExportFormat format, CancellationToken ct) =>
        await _disclosure.VersionAsync(hash, ct) is { } version
            ? await WriteAsync(format, version.Document, version.Process, version.Line.Act, format is ExportFormat.Word or ExportFormat.Pdf ? await _disclosure.ControlAsync(version.Line, ct) : null, ct)
            : null;

    /// <summary>A draft as a file, as it was last saved; null where there is none or it is not this officer's to see.</summary>
    public async Task<ExportedFile?> DraftAsync(Officer by, string draft, ExportFormat format, CancellationToken ct) =>
        await _publications.OpenAsync(by, draft, ct) is { } view ? await WriteAsync(format, view.Document, view.Process, view.File.Act, null, ct) : null;

    /// <summary>What a file would make as a draft, and what was guessed on the way. Nothing is stored; beginning the draft is <see cref="PublicationOffice.DraftAsync"/>.</summary>
    public async Task<ImportReport> ReadAsync(Officer by, ReadOnlyMemory<byte> file, ImportFrame frame, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(frame);
        return ProcessImport.Read(file, frame with { Agency = by.Agency, Today = VietnamTime.DayOf(_clock.GetUtcNow()) }, await _reference.CatalogueAsync(ct));
    }

    private async Task<ExportedFile> WriteAsync(ExportFormat format, ElsaDocument document, ProcessDefinition process, LegalAct? act, ControlSheet? control, CancellationToken ct) =>
        ProcessExport.Write(format, document, await _reference.CatalogueAsync(ct), act is null ? null : new PublishedBy(act.Number, act.SignedOn, act.Authority, act.EffectiveFrom), process, control);
}
