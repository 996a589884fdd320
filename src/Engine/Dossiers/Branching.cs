using System.Collections.Immutable;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>Which way a dossier takes where conditions decide (điều kiện rẽ nhánh), and what they need to know for it.</summary>
internal static class Branching
{
    private const string Default = "Default";

    /// <summary>The port the conditions give: the first case that holds, in the drawing's order; or why they give none.</summary>
    public static Refusal? Choose(Step choice, ImmutableSortedDictionary<string, AttributeValue> attributes, out string port)
    {
        port = choice.Kind is StepKind.Decision ? "False" : Default;
        IEnumerable<SwitchCase> cases = choice.Kind is StepKind.Decision ? [new SwitchCase("True", choice.Condition)] : choice.Cases;
        foreach (var (label, condition) in cases)
        {
            if (condition is null) return DossierRefusals.ConditionUnreadable(choice.Key);
            switch (condition.Evaluate(attributes.GetValueOrDefault))
            {
                case ConditionResult.Missing missing: return DossierRefusals.AttributeMissing(missing.Attribute, null);
                case ConditionResult.Known { Holds: true }:
                    port = label;
                    return null;
            }
        }
        return choice.Ports.Contains(port) ? null : DossierRefusals.NoCaseHolds(choice.Key);
    }

    /// <summary>The attributes that some condition of the process reads: a dossier must answer them at intake.</summary>
    public static IReadOnlySet<string> AttributesRead(ProcessDefinition process) =>
        process.Steps.SelectMany(AttributesReadAt).ToHashSet();

    /// <summary>The attributes that the conditions of one branch read.</summary>
    public static IEnumerable<string> AttributesReadAt(Step choice) =>
        from condition in choice.Cases.Select(@case => @case.Condition).Append(choice.Condition)
        where condition is not null
        from attribute in Attributes(condition.Expression)
        select attribute.Declaration.Name;

    /// <summary>What each attribute is compared with somewhere: the values around which branches part.</summary>
    public static IEnumerable<(AttributeDeclaration Attribute, Value Landmark)> Landmarks(ProcessDefinition process) =>
        from step in process.Steps
        from condition in step.Cases.Select(@case => @case.Condition).Append(step.Condition)
        where condition is not null
        from part in condition.Expression.Parts()
        let pair = part switch
        {
            Expression.Binary binary => (binary.Left, binary.Right),
            Expression.Includes includes => (includes.Of, includes.Part),
            _ => default((Expression Left, Expression Right)?),
        }
        where pair is not null
        from attribute in Attributes(pair.Value.Left).Concat(Attributes(pair.Value.Right))
        from literal in pair.Value.Left.Parts().Concat(pair.Value.Right.Parts()).OfType<Expression.Literal>()
        select (attribute.Declaration, literal.Value);

    private static IEnumerable<Expression.Attribute> Attributes(Expression expression) => expression.Parts().OfType<Expression.Attribute>();
}
