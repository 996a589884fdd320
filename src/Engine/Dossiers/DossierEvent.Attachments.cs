using System.Text.Json.Serialization;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

[JsonDerivedType(typeof(AttachmentAdded), "attachment-added")]
[JsonDerivedType(typeof(AttachmentWithdrawn), "attachment-withdrawn")]
public abstract partial record DossierEvent
{
    /// <summary>Đính kèm một tệp: at a step that was open, to a component of the dossier, or to the dossier as a whole.</summary>
    /// <param name="Number">1 for the dossier's first attachment; never given twice.</param>
    /// <param name="Hash">SHA-256 of the content: where the file lies in the store.</param>
    /// <param name="Name">The file's name as people see it, NFC.</param>
    /// <param name="Size">In bytes.</param>
    /// <param name="Run">Which time that step was open; 0 without a step.</param>
    /// <param name="Component">The component (thành phần hồ sơ) it belongs to, by its name.</param>
    public sealed record AttachmentAdded(
        DateTimeOffset At, OfficerId By, int Number, ContentHash Hash, string Name, long Size, string MediaType, StepKey? Step = null, int Run = 0, string? Component = null)
        : DossierEvent(At, By);

    /// <summary>Rút một tệp đã đính kèm vì nhầm: a correction. The file and the line that added it stay.</summary>
    public sealed record AttachmentWithdrawn(DateTimeOffset At, OfficerId By, int Number, string Reason) : DossierEvent(At, By);
}
