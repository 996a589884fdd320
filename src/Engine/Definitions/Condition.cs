using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>When a branch is taken (điều kiện rẽ nhánh): a JavaScript expression of a closed, side-effect-free subset (process-language §4).</summary>
/// <remarks>Checked against the declared attributes when it is read; from then on evaluating cannot fail: a missing attribute is an answer that names it.</remarks>
public sealed class Condition
{
    /// <summary>The longest text that is read, in UTF-16 units.</summary>
    public const int LongestText = 4000;

    private readonly Expression _expression;
    private readonly Lazy<int> _size;

    internal Condition(string text, Expression expression) => (Text, _expression, _size) = (text, expression, new(() => expression.Parts().Count()));

    /// <summary>As the author wrote it.</summary>
    public string Text { get; }

    /// <summary>The checked expression, for the rules that look for branches nobody can take.</summary>
    internal Expression Expression => _expression;

    /// <summary>How many parts it has: what evaluating it costs at most.</summary>
    internal int Size => _size.Value;

    /// <summary>Reads and checks an expression. Without faults there is a condition.</summary>
    public static ConditionReading Parse(string text, IReadOnlyList<AttributeDeclaration> attributes)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(attributes);
        try
        {
            var expression = new ConditionParser(text, attributes).Whole();
            return new(new(text, expression), []);
        }
        catch (ConditionFaultException fault)
        {
            return new(null, [fault.Fault]);
        }
    }

    /// <summary>Whether it holds for a dossier. An attribute without a value takes its declared initial value; without one the answer is <see cref="ConditionResult.Missing"/>.</summary>
    public ConditionResult Evaluate(Func<string, AttributeValue?> attribute)
    {
        ArgumentNullException.ThrowIfNull(attribute);
        return Evaluate(new Evaluation(attribute));
    }

    public override string ToString() => Text;

    /// <summary>Whether it holds where only stated values count: a variable's initial value is not taken.</summary>
    internal ConditionResult EvaluateStated(Func<string, AttributeValue?> attribute) => Evaluate(new Evaluation(attribute, takesInitial: false));

    /// <summary>A part of this condition, as a condition of its own.</summary>
    internal Condition Only(Expression part) => new(Text, part);

    private ConditionResult Evaluate(Evaluation evaluation)
    {
        var value = _expression.Evaluate(evaluation);
        return evaluation.Missing is { } name ? new ConditionResult.Missing(name) : new ConditionResult.Known(value.Truth);
    }
}

/// <summary>What reading a condition gave: the condition, or what is wrong with it and where.</summary>
public sealed record ConditionReading(Condition? Condition, IReadOnlyList<ConditionFault> Faults);

/// <summary>One thing wrong with a condition.</summary>
/// <param name="Position">Zero-based place in the text, in UTF-16 units.</param>
public sealed record ConditionFault(int Position, Wording Message);

/// <summary>What a condition says of a dossier.</summary>
public abstract record ConditionResult
{
    private ConditionResult() { }

    /// <summary>It holds, or it does not.</summary>
    public sealed record Known(bool Holds) : ConditionResult;

    /// <summary>It cannot be told: this attribute has no value (or one of another type).</summary>
    public sealed record Missing(string Attribute) : ConditionResult;
}
