namespace TthcFlow.Engine.Vocabulary;

/// <summary>A sentence for people, in both languages of the office: Vietnamese first, English second.</summary>
public sealed record Wording(string Vi, string En)
{
    /// <summary>The sentence in the asked language: <c>en</c> gives English, everything else Vietnamese.</summary>
    public string In(string? language) => language?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true ? En : Vi;

    public override string ToString() => Vi;
}
