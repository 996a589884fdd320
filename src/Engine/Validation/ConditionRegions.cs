using System.Globalization;
using TthcFlow.Engine.Definitions;
using ValueType = TthcFlow.Engine.Definitions.ValueType;

namespace TthcFlow.Engine.Validation;

/// <summary>For every attribute that some conditions ask for, a few values that stand for all others: one (or as many as can differ) from each region between the values
/// where an answer may change.</summary>
/// <remarks>
/// Exact for: booleans; numbers compared with constants through <c>+ − × ÷</c> by constants (the border is looked for among the doubles themselves, so rounding is the evaluator's own),
/// whole numbers and their remainders; texts compared with constants, ordered, searched for constant parts, or measured; lists searched for constants and measured;
/// numbers, texts and dates compared with each other as they are. Everything else (<c>x * y &gt; 5</c>) has values too, but they do not stand for all: <see cref="Stands"/> says so.
/// </remarks>
internal sealed class ConditionRegions
{
    private const int MostAlternatives = 64;
    private const int MostParts = 6;
    private const int MostValues = 2000;
    private const int LongestModulus = 120;
    private const int LongestExample = 400;
    private const int LongestList = 60;

    private static readonly AttributeValue[] Truths = [AttributeValue.Of(true), AttributeValue.Of(false)];

    // Worth trying where nothing is proved.
    private static readonly decimal[] Guesses = [0, 1, -1, 2, 10, 100, 1000, 1_000_000];

    private static readonly Evaluation Nothing = new(_ => null);

    private readonly Dictionary<string, Facts> _facts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (IReadOnlyList<AttributeValue> Values, bool Stand)> _values = new(StringComparer.Ordinal);

    public ConditionRegions(IEnumerable<Condition> conditions)
    {
        foreach (var condition in conditions) Truth(condition.Expression);
        foreach (var group in _facts.Values.GroupBy(facts => facts.Root()))
        {
            var members = group.ToArray();
            var whole = members[0].Joined(members);
            foreach (var member in members) _values[member.Declaration.Name] = ValuesOf(member.Declaration, whole);
        }
    }

    /// <summary>The values to try, the plainest first.</summary>
    public IReadOnlyList<AttributeValue> Values(string attribute) => _values.TryGetValue(attribute, out var found) ? found.Values : [];

    /// <summary>True when no other value could give another answer.</summary>
    public bool Stands(string attribute) => _values.TryGetValue(attribute, out var found) && found.Stand;

    // ---- What the conditions ask ----

    private void Truth(Expression expression)
    {
        switch (expression)
        {
            case Expression.Attribute attribute: Of(attribute); break;
            case Expression.Not not: Truth(not.Operand); break;
            case Expression.Choice choice:
                Truth(choice.If);
                Truth(choice.Then);
                Truth(choice.Else);
                break;
            case Expression.Includes includes: Inclusion(includes); break;
            case Expression.Binary { Left.Type: ValueType.Truth } both:
                Truth(both.Left);
                Truth(both.Right);
                break;
            case Expression.Binary comparison: Comparison(comparison.Operator, comparison.Left, comparison.Right); break;
        }
    }

    private void Comparison(string sign, Expression left, Expression right)
    {
        var (lefts, rights) = (Alternatives(left), Alternatives(right));
        if (lefts is null || rights is null || lefts.Count * rights.Count > MostAlternatives)
        {
            Beyond(left);
            Beyond(right);
            return;
        }
        foreach (var one in lefts)
            foreach (var other in rights) Compared(sign, one, other);
    }

    private void Compared(string sign, Expression left, Expression right)
    {
        var (one, other) = (Constant(left), Constant(right));
        if (one is not null && other is not null) return;
        var isOrder = sign is "<" or "<=" or ">" or ">=";
        switch (left.Type)
        {
            case ValueType.Number when one is null && other is { } limit && Measured(left) is { } measure: Threshold(measure, limit.Number); break;
            case ValueType.Number when other is null && one is { } limit && Measured(right) is { } measure: Threshold(measure, limit.Number); break;
            case ValueType.Text when left is Expression.Attribute attribute && other is { } constant: Of(attribute).Compare(constant.Text, isOrder); break;
            case ValueType.Text when right is Expression.Attribute attribute && one is { } constant: Of(attribute).Compare(constant.Text, isOrder); break;
            case ValueType.Number or ValueType.Text or ValueType.Date when left is Expression.Attribute here && right is Expression.Attribute there:
                Of(here).Join(Of(there));
                Of(here).IsOrdered |= isOrder;
                break;
            default:
                Beyond(left);
                Beyond(right);
                break;
        }
    }

    private void Inclusion(Expression.Includes includes)
    {
        if (includes.Of is Expression.List list)
        {
            foreach (var item in list.Items)
            {
                if (item.Type is not ValueType.Truth) Comparison("===", item, includes.Part);
                else Truth(item);
            }
            if (includes.Part.Type is ValueType.Truth) Truth(includes.Part);
            return;
        }
        if (includes.Part.Type is ValueType.Truth) Truth(includes.Part);
        if (Alternatives(includes.Of) is not { } wholes || Alternatives(includes.Part) is not { } parts || wholes.Count * parts.Count > MostAlternatives)
        {
            Beyond(includes.Of);
            Beyond(includes.Part);
            return;
        }
        foreach (var whole in wholes)
        {
            foreach (var part in parts)
            {
                if (Constant(whole) is not null && Constant(part) is not null) continue;
                if (whole is Expression.Attribute attribute && Constant(part) is { } constant) Of(attribute).Search(part.Type, constant);
                else if (whole is Expression.Attribute { Type: ValueType.Truths } truths)
                {
                    Of(truths).Search(ValueType.Truth, Value.Of(true));
                    Of(truths).Search(ValueType.Truth, Value.Of(false));
                }
                else
                {
                    Beyond(whole);
                    Beyond(part);
                }
            }
        }
    }

    private static void Threshold(Measure measure, double limit)
    {
        if (double.IsNaN(limit)) return;
        if (measure.Modulus > 0) measure.Of.Modulus = Math.Min(Facts.NoModulus, measure.Of.Modulus == Facts.NoModulus ? Facts.NoModulus : Multiple(measure.Of.Modulus, measure.Modulus));
        else (measure.IsLength ? measure.Of.Lengths : measure.Of.Thresholds).Add(new(measure.Value, measure.Rises, limit));
    }

    private static int Multiple(int one, int other)
    {
        var (a, b) = (one, other);
        while (b != 0) (a, b) = (b, a % b);
        return one / a * other is var multiple && multiple <= LongestModulus ? multiple : Facts.NoModulus;
    }

    // What lies beyond keeps its attributes from standing for all; its constants are still worth trying.
    private void Beyond(Expression expression)
    {
        var literals = new List<Value>();
        var attributes = new List<Expression.Attribute>();
        foreach (var part in expression.Parts())
        {
            if (part is Expression.Literal literal) literals.Add(literal.Value);
            else if (part is Expression.Attribute attribute) attributes.Add(attribute);
        }
        foreach (var attribute in attributes) Of(attribute).GoBeyond(literals);
    }

    private Facts Of(Expression.Attribute attribute)
    {
        if (!_facts.TryGetValue(attribute.Declaration.Name, out var facts)) _facts[attribute.Declaration.Name] = facts = new(attribute.Declaration, attribute.Type);
        return facts;
    }

    private static Value? Constant(Expression expression) => expression.Parts().Any(part => part is Expression.Attribute) ? null : expression.Evaluate(Nothing);

    /// <summary>The forms without <c>?:</c> that a value may take; what the choices themselves ask is noted on the way.</summary>
    private List<Expression>? Alternatives(Expression expression)
    {
        switch (expression)
        {
            case Expression.Choice choice:
                Truth(choice.If);
                return Alternatives(choice.Then) is { } then && Alternatives(choice.Else) is { } otherwise && then.Count + otherwise.Count <= MostAlternatives ? [.. then, .. otherwise] : null;
            case Expression.Minus minus: return Alternatives(minus.Operand)?.ConvertAll(inner => (Expression)new Expression.Minus(inner));
            case Expression.Length length: return Alternatives(length.Of)?.ConvertAll(inner => (Expression)new Expression.Length(inner));
            case Expression.Binary { Type: not ValueType.Truth } binary when expression.Parts().Any(part => part is Expression.Choice):
                return Alternatives(binary.Left) is { } lefts && Alternatives(binary.Right) is { } rights && lefts.Count * rights.Count <= MostAlternatives
                    ? [.. from left in lefts from right in rights select binary with { Left = left, Right = right }]
                    : null;
            default: return [expression];
        }
    }

    /// <summary>A number that moves with one attribute in one direction, or the remainder of a whole one.</summary>
    private Measure? Measured(Expression expression)
    {
        switch (expression)
        {
            case Expression.Attribute attribute: return new(Of(attribute), false, 0, number => number, true);
            case Expression.Length { Of: Expression.Attribute attribute }: return new(Of(attribute), true, 0, number => number, true);
            case Expression.Minus { Operand: var inner }: return Measured(inner) is { } negated ? negated.Then(number => -number, false) : null;
            case Expression.Binary { Operator: "%", Left: Expression.Attribute attribute } remainder:
                return Constant(remainder.Right) is { Number: >= 1 and <= LongestModulus } divisor && double.IsInteger(divisor.Number) && AttributeTypes.IsWhole(attribute.Declaration.Type)
                    ? new(Of(attribute), false, (int)divisor.Number, number => number, true)
                    : null;
            case Expression.Binary binary:
                if (Constant(binary.Right) is { Number: var right } && double.IsFinite(right) && Measured(binary.Left) is { } before)
                {
                    return binary.Operator switch
                    {
                        "+" => before.Then(number => number + right, true),
                        "-" => before.Then(number => number - right, true),
                        "*" when right != 0 => before.Then(number => number * right, right > 0),
                        "/" when right != 0 => before.Then(number => number / right, right > 0),
                        _ => null,
                    };
                }
                if (Constant(binary.Left) is { Number: var left } && double.IsFinite(left) && Measured(binary.Right) is { } after)
                {
                    return binary.Operator switch
                    {
                        "+" => after.Then(number => left + number, true),
                        "-" => after.Then(number => left - number, false),
                        "*" when left != 0 => after.Then(number => left * number, left > 0),
                        _ => null,
                    };
                }
                return null;
            default: return null;
        }
    }

    // ---- Values that stand for all ----

    private static (IReadOnlyList<AttributeValue> Values, bool Stand) ValuesOf(AttributeDeclaration declaration, Facts facts)
    {
        var (values, stand) = facts.Type switch
        {
            ValueType.Truth => ([.. Truths], true),
            ValueType.Number => Numbers(declaration, facts),
            ValueType.Text => Texts(facts),
            ValueType.Date => (Dates(facts.Members), true),
            _ => Lists(declaration, facts),
        };
        var fitting = values.Where(value => value.Suits(declaration)).Distinct().ToList();
        return (fitting.Count > MostValues ? fitting[..MostValues] : fitting, stand && facts.IsWithin && fitting.Count <= MostValues);
    }

    private static (List<AttributeValue> Values, bool Stand) Numbers(AttributeDeclaration declaration, Facts facts)
    {
        var line = NumberLine.Of(declaration.Type);
        var cuts = facts.Thresholds.SelectMany(line.Cuts).Concat(facts.Borders).ToList();
        if (facts.Modulus > 1) cuts.AddRange([NumberLine.Key(0), NumberLine.Key(1)]);
        var stand = facts.Modulus != Facts.NoModulus && !(facts.Members > 1 && (facts.Modulus > 1 || facts.IsMixed));
        var found = new List<decimal>();
        foreach (var (low, high) in line.Regions(cuts))
        {
            if (found.Count > MostValues) return (Values(), false);
            stand &= line.Points(low, high, facts.Members * (facts.Modulus == Facts.NoModulus ? 1 : facts.Modulus), out var points);
            found.AddRange(points);
        }
        if (!facts.IsWithin) found.AddRange(Guesses.Concat(facts.Hints.Where(hint => Math.Abs(hint.Number) < 1e15).SelectMany(hint => new[] { (decimal)hint.Number - 1, (decimal)hint.Number, (decimal)hint.Number + 1 })));
        return (Values(), stand);

        List<AttributeValue> Values() => [.. found.OrderBy(number => number < 0).ThenBy(Math.Abs).Select(AttributeValue.Of)];
    }

    private static List<AttributeValue> Dates(int members) =>
        [.. Enumerable.Range(0, members).Select(day => AttributeValue.Of(new DateOnly(2026, 3, 2).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)))];

    private static (List<AttributeValue> Values, bool Stand) Texts(Facts facts)
    {
        var parts = facts.Parts.Where(part => part.Length > 0).ToList();
        var fresh = new FreshText(facts.Constants.Concat(parts));
        var lengths = LengthRegions(facts.Lengths);
        var stand = parts.Count <= MostParts && lengths.Count <= MostValues && (facts.IsOrdered ? 1 : 0) + (parts.Count > 0 ? 1 : 0) + (facts.Lengths.Count > 0 ? 1 : 0) <= 1;
        var texts = new List<string>(facts.Constants);
        if (facts.IsOrdered) stand &= Between(facts.Constants, facts.Members, texts);
        foreach (var chosen in Subsets(parts.Take(MostParts).ToList())) texts.AddRange(fresh.Holding(chosen, facts.Members, parts));
        if (facts.Lengths.Count > 0)
        {
            foreach (var (least, most) in lengths.Take(MostValues))
            {
                var length = most == 0 ? 0 : Math.Max(1, least);
                if (length > LongestExample) stand = false;
                else texts.AddRange(fresh.OfLength(length, facts.Members));
            }
        }
        texts.AddRange(facts.Hints.Where(hint => hint.Text.Length > 0).Select(hint => hint.Text));
        return ([.. texts.OrderBy(text => text.Length == 0).Select(AttributeValue.Of)], stand);
    }

    // Texts of every gap in the order of UTF-16 units; nothing lies between a text and itself with a zero behind it.
    private static bool Between(IReadOnlyCollection<string> constants, int members, List<string> found)
    {
        var (stand, sorted) = (true, constants.Order(StringComparer.Ordinal).ToList());
        for (var gap = -1; gap < sorted.Count; gap++)
        {
            var (low, high) = (gap < 0 ? null : sorted[gap], gap + 1 < sorted.Count ? sorted[gap + 1] : null);
            if (low is not null && high == low + "\0" || low is null && high is "") continue;
            string[] endings = ["a", "b", "c", "d", "e", "0", " ", "\u0001", "\0", "\0a", "\0b", "\0\0"];
            var inside = endings.Select(ending => low + ending).Concat(low is null ? endings.Take(7).Append("A").Append("") : [])
                .Where(text => (low is null || string.CompareOrdinal(text, low) > 0) && (high is null || string.CompareOrdinal(text, high) < 0)).Take(members).ToList();
            found.AddRange(inside);
            // Below a first text of zeros there are only finitely many texts; such a condition is left alone.
            stand &= inside.Count == members;
        }
        return stand;
    }

    private static (List<AttributeValue> Values, bool Stand) Lists(AttributeDeclaration declaration, Facts facts)
    {
        var single = declaration with { IsList = false };
        var constants = new List<AttributeValue>();
        var stand = true;
        foreach (var item in facts.Items)
        {
            if (Item(facts.Type, item) is not { } value) stand &= double.IsNaN(item.Number);
            else if (value.Suits(single)) constants.Add(value);
        }
        constants = [.. constants.Distinct()];
        stand &= constants.Count <= MostParts;
        var filler = facts.Type switch
        {
            ValueType.Truths => Truths.FirstOrDefault(value => !constants.Contains(value)),
            ValueType.Numbers => Enumerable.Range(1, constants.Count + 1).Select(number => AttributeValue.Of((decimal)number)).First(value => !constants.Contains(value)),
            ValueType.Dates => Dates(1)[0],
            _ => AttributeValue.Of(new FreshText(constants.Select(constant => constant.ToString()!)).Holding([], 1, [])[0]),
        };
        var (lists, lengths) = (new List<AttributeValue>(), LengthRegions(facts.Lengths));
        foreach (var chosen in Subsets(constants.Take(MostParts).ToList()))
        {
            foreach (var (least, most) in lengths)
            {
                if (lists.Count > MostValues) return (lists, false);
                var length = Math.Max(least, chosen.Count);
                if (length > most || length > chosen.Count && chosen.Count == 0 && filler is null) continue;
                if (length > LongestList) stand = false;
                else lists.Add(AttributeValue.Of([.. chosen, .. length == chosen.Count ? [] : Enumerable.Repeat(filler ?? chosen[0], length - chosen.Count)]));
            }
        }
        return (lists, stand);
    }

    private static AttributeValue? Item(ValueType type, Value item) => type switch
    {
        ValueType.Truths => AttributeValue.Of(item.Truth),
        ValueType.Texts => AttributeValue.Of(item.Text),
        _ => NumberLine.Written(item.Number) is { } number ? AttributeValue.Of(number) : null,
    };

    private static IReadOnlyList<(int Least, int Most)> LengthRegions(IEnumerable<Threshold> thresholds)
    {
        var line = NumberLine.OfLengths;
        var starts = thresholds.SelectMany(line.Cuts).Select(key => (int)Math.Ceiling(NumberLine.At(key))).Append(0).Distinct().Order().ToList();
        return [.. starts.Select((start, index) => (start, index + 1 < starts.Count ? starts[index + 1] - 1 : int.MaxValue))];
    }

    private static IEnumerable<IReadOnlyList<T>> Subsets<T>(List<T> items)
    {
        for (var chosen = 0; chosen < 1 << items.Count; chosen++) yield return [.. items.Where((_, index) => (chosen >> index & 1) == 1)];
    }

    private sealed record Measure(Facts Of, bool IsLength, int Modulus, Func<double, double> Value, bool Rises)
    {
        public Measure Then(Func<double, double> next, bool rises) => this with { Value = Composed(Value, next), Rises = Rises == rises };

        private static Func<double, double> Composed(Func<double, double> first, Func<double, double> next) => number => next(first(number));
    }

    /// <summary>What the conditions ask of one attribute; attributes that are compared with each other share theirs.</summary>
    private sealed class Facts(AttributeDeclaration declaration, ValueType type)
    {
        public const int NoModulus = int.MaxValue;

        private Facts? _joined;

        public AttributeDeclaration Declaration => declaration;

        public ValueType Type => type;

        public List<Threshold> Thresholds { get; private init; } = [];

        public List<Threshold> Lengths { get; private init; } = [];

        public HashSet<string> Constants { get; private init; } = new(StringComparer.Ordinal);

        public HashSet<string> Parts { get; private init; } = new(StringComparer.Ordinal);

        public HashSet<Value> Items { get; private init; } = [];

        public List<Value> Hints { get; private init; } = [];

        public int Modulus { get; set; } = 1;

        public bool IsOrdered { get; set; }

        public bool IsWithin { get; private set; } = true;

        /// <summary>How many attributes are compared with each other: so many values of one region may differ.</summary>
        public int Members { get; private init; } = 1;

        /// <summary>Whole numbers are compared with fractions: a region's values no longer stand for each other.</summary>
        public bool IsMixed { get; private init; }

        /// <summary>Where the types of those compared with each other begin and end.</summary>
        public IReadOnlyList<long> Borders { get; private init; } = [];

        public void Compare(string constant, bool isOrder)
        {
            Constants.Add(constant);
            IsOrdered |= isOrder;
        }

        public void Search(ValueType part, Value constant)
        {
            if (type is ValueType.Text) Parts.Add(constant.Text);
            else if (part is not ValueType.Date) Items.Add(constant);
        }

        public void GoBeyond(List<Value> literals)
        {
            IsWithin = false;
            Hints.AddRange(literals.Take(20));
        }

        public void Join(Facts other)
        {
            var (here, there) = (Root(), other.Root());
            if (here != there) there._joined = here;
        }

        public Facts Root() => _joined is null ? this : _joined.Root();

        public Facts Joined(IReadOnlyCollection<Facts> members) => new(declaration, type)
        {
            Thresholds = [.. members.SelectMany(member => member.Thresholds)],
            Lengths = [.. members.SelectMany(member => member.Lengths)],
            Constants = members.SelectMany(member => member.Constants).ToHashSet(StringComparer.Ordinal),
            Parts = members.SelectMany(member => member.Parts).ToHashSet(StringComparer.Ordinal),
            Items = members.SelectMany(member => member.Items).ToHashSet(),
            Hints = [.. members.SelectMany(member => member.Hints).Distinct().Take(60)],
            Modulus = members.Select(member => member.Modulus).Aggregate((one, other) => one == NoModulus || other == NoModulus ? NoModulus : Multiple(one, other)),
            IsOrdered = members.Any(member => member.IsOrdered),
            IsWithin = members.All(member => member.IsWithin),
            Members = members.Count,
            IsMixed = members.Select(member => AttributeTypes.IsWhole(member.Declaration.Type)).Distinct().Count() > 1,
            Borders = members.Count == 1 || type is not ValueType.Number ? [] : [.. members.SelectMany(member => NumberLine.Of(member.Declaration.Type).Borders)],
        };
    }
}
