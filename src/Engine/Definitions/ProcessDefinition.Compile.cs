namespace TthcFlow.Engine.Definitions;

public sealed partial class ProcessDefinition
{
    /// <summary>The process a document describes. Never throws for what an author wrote: what cannot be understood is left out and stands in <see cref="Faults"/> (V110–V119).</summary>
    public static ProcessDefinition Compile(ElsaDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new DefinitionCompilation(document).Run();
    }
}
