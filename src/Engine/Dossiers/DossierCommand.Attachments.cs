using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

public abstract partial record DossierCommand
{
    /// <summary>Đính kèm một tệp that already lies in the store.</summary>
    /// <param name="Step">The open step it is attached at; null: to the dossier or one of its components.</param>
    /// <param name="Component">The component it belongs to, by its name.</param>
    public sealed record AttachFile(
        Officer By, ContentHash Hash, string Name, long Size, string MediaType, StepKey? Step = null, string? Component = null) : DossierCommand(By)
    {
        /// <summary>The number of the question whose answer it belongs to.</summary>
        public int? Consultation { get; init; }
    }

    /// <summary>Rút một tệp đính kèm nhầm.</summary>
    public sealed record WithdrawAttachment(Officer By, int Number, string Reason) : DossierCommand(By);
}
