namespace TthcFlow.Designer.Appraiser;

/// <summary>A form on comments that was sent and refused: which one it was, and what was typed into it. Nothing typed is lost.</summary>
/// <param name="Handler">The form's name: <c>comment</c>, <c>answer</c>, <c>resolve</c>, <c>reopen</c>.</param>
/// <param name="Place">What it is about: a place in the text, or a comment's number.</param>
public sealed record SentComment(string? Handler, string? Place, string? Text, string? Choice)
{
    /// <summary>The fields all these forms have.</summary>
    public static SentComment Of(Func<string, string?> posted)
    {
        ArgumentNullException.ThrowIfNull(posted);
        return new(posted("_handler"), posted("place"), posted("text"), posted("choice"));
    }

    public bool Is(string handler, string place) => Handler == handler && Place == place;
}
