using System.Diagnostics;
using System.Globalization;

namespace TthcFlow.Engine.Definitions;

/// <summary>The types that expressions are checked by.</summary>
internal enum ValueType
{
    Truth,
    Number,
    Text,
    Date,
    Truths,
    Numbers,
    Texts,
    Dates,
}

/// <summary>A value while an expression is evaluated, with JavaScript's meaning: numbers are doubles, texts are UTF-16.</summary>
internal readonly record struct Value(bool Truth, double Number, string Text, IReadOnlyList<Value>? Items)
{
    public static Value Of(bool truth) => new(truth, 0, "", null);

    public static Value Of(double number) => new(false, number, "", null);

    public static Value Of(string text) => new(false, 0, text, null);

    public static Value Of(IReadOnlyList<Value> items) => new(false, 0, "", items);
}

/// <summary>One evaluation: where attributes come from, and the first one that was not there.</summary>
/// <param name="takesInitial">False where only stated values count, not a variable's initial one.</param>
internal sealed class Evaluation(Func<string, AttributeValue?> attribute, bool takesInitial = true)
{
    public string? Missing { get; private set; }

    public Value Lookup(AttributeDeclaration declaration, ValueType type, AttributeValue? initial)
    {
        var value = attribute(declaration.Name) ?? (takesInitial ? initial : null);
        if (value is not null && value.Suits(declaration)) return Convert(value, type);
        Missing ??= declaration.Name;
        return default;
    }

    private static Value Convert(AttributeValue value, ValueType type) => value switch
    {
        AttributeValue.Truth truth => Value.Of(truth.Value),
        AttributeValue.Number number => Value.Of(AttributeTypes.Double(number.Value)),
        AttributeValue.Text text => type is ValueType.Date or ValueType.Dates ? Value.Of(AttributeTypes.Instant(text.Value) ?? double.NaN) : Value.Of(text.Value),
        AttributeValue.Several several => Value.Of([.. several.Items.Select(item => Convert(item, type))]),
        _ => default,
    };
}

/// <summary>A checked expression. Once an attribute was missing the rest is not evaluated.</summary>
internal abstract record Expression(ValueType Type)
{
    public abstract Value Evaluate(Evaluation evaluation);

    /// <summary>The expression and everything inside it.</summary>
    public IEnumerable<Expression> Parts()
    {
        IEnumerable<Expression> inside = this switch
        {
            Literal or Attribute => [],
            List list => list.Items,
            Not not => [not.Operand],
            Minus minus => [minus.Operand],
            Length length => [length.Of],
            Includes includes => [includes.Of, includes.Part],
            Choice choice => [choice.If, choice.Then, choice.Else],
            Binary binary => [binary.Left, binary.Right],
            _ => throw new UnreachableException(),
        };
        return inside.SelectMany(part => part.Parts()).Prepend(this);
    }

    public sealed record Literal(ValueType Type, Value Value) : Expression(Type)
    {
        public override Value Evaluate(Evaluation evaluation) => Value;
    }

    public sealed record List(ValueType Type, IReadOnlyList<Expression> Items) : Expression(Type)
    {
        public override Value Evaluate(Evaluation evaluation) => Value.Of([.. Items.Select(item => item.Evaluate(evaluation))]);
    }

    public sealed record Attribute(ValueType Type, AttributeDeclaration Declaration, AttributeValue? Initial) : Expression(Type)
    {
        public override Value Evaluate(Evaluation evaluation) => evaluation.Lookup(Declaration, Type, Initial);
    }

    public sealed record Not(Expression Operand) : Expression(ValueType.Truth)
    {
        public override Value Evaluate(Evaluation evaluation) => Value.Of(!Operand.Evaluate(evaluation).Truth);
    }

    public sealed record Minus(Expression Operand) : Expression(ValueType.Number)
    {
        public override Value Evaluate(Evaluation evaluation) => Value.Of(-Operand.Evaluate(evaluation).Number);
    }

    public sealed record Choice(Expression If, Expression Then, Expression Else) : Expression(Then.Type)
    {
        public override Value Evaluate(Evaluation evaluation)
        {
            var taken = If.Evaluate(evaluation).Truth;
            return evaluation.Missing is not null ? default : (taken ? Then : Else).Evaluate(evaluation);
        }
    }

    public sealed record Length(Expression Of) : Expression(ValueType.Number)
    {
        public override Value Evaluate(Evaluation evaluation)
        {
            var value = Of.Evaluate(evaluation);
            return Value.Of((double)(value.Items?.Count ?? value.Text?.Length ?? 0));
        }
    }

    public sealed record Includes(Expression Of, Expression Part) : Expression(ValueType.Truth)
    {
        public override Value Evaluate(Evaluation evaluation)
        {
            var (whole, part) = (Of.Evaluate(evaluation), Part.Evaluate(evaluation));
            if (evaluation.Missing is not null) return default;
            return Value.Of(whole.Items is { } items ? items.Any(item => Same(item, part)) : whole.Text.Contains(part.Text, StringComparison.Ordinal));
        }

        // Array.prototype.includes finds NaN, unlike ===.
        private bool Same(Value item, Value part) => Part.Type switch
        {
            ValueType.Truth => item.Truth == part.Truth,
            ValueType.Text => item.Text == part.Text,
            _ => item.Number == part.Number || double.IsNaN(item.Number) && double.IsNaN(part.Number),
        };
    }

    public sealed record Binary(string Operator, Expression Left, Expression Right, ValueType Result) : Expression(Result)
    {
        public override Value Evaluate(Evaluation evaluation)
        {
            var left = Left.Evaluate(evaluation);
            if (evaluation.Missing is not null) return default;
            if (Operator is "&&" && !left.Truth || Operator is "||" && left.Truth) return left;
            var right = Right.Evaluate(evaluation);
            if (evaluation.Missing is not null) return default;
            return Operator switch
            {
                "&&" or "||" => right,
                "===" or "==" => Value.Of(Equal(left, right)),
                "!==" or "!=" => Value.Of(!Equal(left, right)),
                "<" => Value.Of(Left.Type is ValueType.Text ? string.CompareOrdinal(left.Text, right.Text) < 0 : left.Number < right.Number),
                "<=" => Value.Of(Left.Type is ValueType.Text ? string.CompareOrdinal(left.Text, right.Text) <= 0 : left.Number <= right.Number),
                ">" => Value.Of(Left.Type is ValueType.Text ? string.CompareOrdinal(left.Text, right.Text) > 0 : left.Number > right.Number),
                ">=" => Value.Of(Left.Type is ValueType.Text ? string.CompareOrdinal(left.Text, right.Text) >= 0 : left.Number >= right.Number),
                "+" when Result is ValueType.Text => Value.Of(Printed(Left.Type, left) + Printed(Right.Type, right)),
                "+" => Value.Of(left.Number + right.Number),
                "-" => Value.Of(left.Number - right.Number),
                "*" => Value.Of(left.Number * right.Number),
                "/" => Value.Of(left.Number / right.Number),
                _ => Value.Of(left.Number % right.Number),
            };
        }

        private bool Equal(Value left, Value right) => Left.Type switch
        {
            ValueType.Truth => left.Truth == right.Truth,
            ValueType.Text => left.Text == right.Text,
            _ => left.Number == right.Number,
        };

        private static string Printed(ValueType type, Value value) => type switch
        {
            ValueType.Text => value.Text,
            ValueType.Truth => value.Truth ? "true" : "false",
            _ => double.IsNaN(value.Number) ? "NaN"
                : double.IsInfinity(value.Number) ? value.Number > 0 ? "Infinity" : "-Infinity"
                : CanonicalJson.Number(value.Number.ToString("R", CultureInfo.InvariantCulture)) ?? "0",
        };
    }
}
