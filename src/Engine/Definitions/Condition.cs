namespace TthcFlow.Engine.Definitions;

/// <summary>When a branch is taken (điều kiện rẽ nhánh): a JavaScript expression of a closed, side-effect-free subset (process-language §4).</summary>
public sealed class Condition
{
    internal Condition(string text) => Text = text;

    /// <summary>As the author wrote it.</summary>
    public string Text { get; }

    public override string ToString() => Text;
}
