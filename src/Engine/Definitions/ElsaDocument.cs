using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>An Elsa 3 workflow document: what Studio edits, what is exported, what an appraiser signs by its hash. The model of a process.</summary>
public sealed class ElsaDocument
{
    private ElsaDocument() { }
}

/// <summary>What reading a document gave: the document, or the reasons why there is none.</summary>
public sealed record DocumentReading(ElsaDocument? Document, IReadOnlyList<Finding> Findings);
