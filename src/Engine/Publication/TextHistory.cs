namespace TthcFlow.Engine.Publication;

/// <summary>What an author may take back, read from the texts that were saved (hoàn tác, làm lại). Nothing else is kept: a text taken back is saved as the next one.</summary>
/// <param name="Undo">Place of the text that stood before the last change; null when there is none.</param>
/// <param name="Redo">Place of the text that was taken back last; null when there is none.</param>
public sealed record TextHistory(int? Undo, int? Redo)
{
    /// <summary>Walks through the texts, oldest first: one that says again what stood before the last change took that change back.</summary>
    public static TextHistory Of(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var (stood, taken) = (new Stack<int>(), new Stack<int>());
        for (var at = 0; at < texts.Count; at++)
        {
            var text = texts[at];
            if (stood.Skip(1).FirstOrDefault(-1) is >= 0 and var before && texts[before] == text) taken.Push(stood.Pop());
            else if (taken.TryPeek(out var last) && texts[last] == text) stood.Push(taken.Pop());
            else
            {
                stood.Push(at);
                taken.Clear();
            }
        }
        return new(stood.Skip(1).Any() ? stood.Skip(1).First() : null, taken.TryPeek(out var again) ? again : null);
    }
}
