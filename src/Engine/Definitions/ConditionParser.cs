using System.Globalization;
using System.Text;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>Reads a condition from left to right by JavaScript's precedence and checks types as it goes. Nesting and size are bounded.</summary>
internal sealed class ConditionParser
{
    private const int DeepestNesting = 40;
    private const int MostNodes = 500;

    private static readonly string[][] Levels = [["||"], ["&&"], ["===", "!==", "==", "!="], ["<", "<=", ">", ">="], ["+", "-"], ["*", "/", "%"]];

    private readonly string _text;
    private readonly Dictionary<string, AttributeDeclaration> _attributes;
    private readonly List<Token> _tokens;
    private int _at;
    private int _depth;
    private int _nodes;

    public ConditionParser(string text, IReadOnlyList<AttributeDeclaration> attributes)
    {
        _text = text;
        if (text.Length > Condition.LongestText) throw Fault(Condition.LongestText, new($"Điều kiện dài quá {Condition.LongestText} ký tự.", $"The condition is longer than {Condition.LongestText} characters."));
        _attributes = new(StringComparer.Ordinal);
        foreach (var attribute in attributes) _attributes.TryAdd(attribute.Name, attribute);
        _tokens = [.. ConditionTokens.Of(text)];
    }

    private Token Now => _tokens[_at];

    public Expression Whole()
    {
        if (Now.Kind is TokenKind.End) throw Fault(0, new("Chưa có điều kiện.", "There is no condition."));
        var expression = Conditional();
        if (Now.Kind is not TokenKind.End) throw Unexpected();
        return expression.Type is ValueType.Truth ? expression : throw Fault(0, new(
            $"Điều kiện phải cho kết quả đúng hoặc sai, không phải {Named(expression.Type).Vi}.", $"The condition must be true or false, not {Named(expression.Type).En}."));
    }

    private Expression Conditional()
    {
        if (++_depth > DeepestNesting) throw TooComplex();
        var start = Now.Position;
        var condition = Level(0);
        if (Took("?"))
        {
            Require(condition, ValueType.Truth, start);
            var thenAt = Now.Position;
            var then = Conditional();
            Expect(":");
            var elseAt = Now.Position;
            var otherwise = Conditional();
            if (then.Type != otherwise.Type) throw Mismatch(elseAt, ":", then.Type, otherwise.Type);
            if (Simple(then.Type) is false) throw Mismatch(thenAt, "?:", then.Type, otherwise.Type);
            condition = Node(new Expression.Choice(condition, then, otherwise));
        }
        _depth--;
        return condition;
    }

    private Expression Level(int level)
    {
        if (level == Levels.Length) return Unary();
        var start = Now.Position;
        var left = Level(level + 1);
        while (Now.Kind is TokenKind.Sign && Levels[level].Contains(Now.Text))
        {
            var (sign, position) = (Now.Text, Now.Position);
            _at++;
            var rightAt = Now.Position;
            var right = Level(level + 1);
            left = Node(new Expression.Binary(sign, left, right, Result(sign, position, (left, start), (right, rightAt))));
        }
        return left;
    }

    private static ValueType Result(string sign, int position, (Expression Node, int At) left, (Expression Node, int At) right)
    {
        var (one, other) = (left.Node.Type, right.Node.Type);
        switch (sign)
        {
            case "&&" or "||":
                Require(left.Node, ValueType.Truth, left.At);
                Require(right.Node, ValueType.Truth, right.At);
                return ValueType.Truth;
            // Two dates are two objects to JavaScript, never equal: they can only be ordered.
            case "===" or "!==" or "==" or "!=":
                return one == other && one is ValueType.Truth or ValueType.Number or ValueType.Text ? ValueType.Truth : throw Mismatch(position, sign, one, other);
            case "<" or "<=" or ">" or ">=":
                return one == other && one is ValueType.Number or ValueType.Text or ValueType.Date ? ValueType.Truth : throw Mismatch(position, sign, one, other);
            case "+" when one is ValueType.Text || other is ValueType.Text:
                return Printable(one) && Printable(other) ? ValueType.Text : throw Mismatch(position, sign, one, other);
            default:
                return one is ValueType.Number && other is ValueType.Number ? ValueType.Number : throw Mismatch(position, sign, one, other);
        }
    }

    private Expression Unary()
    {
        if (Now.Kind is not TokenKind.Sign || Now.Text is not ("!" or "-")) return Postfix();
        if (++_depth > DeepestNesting) throw TooComplex();
        var isNot = Now.Text is "!";
        _at++;
        var start = Now.Position;
        var operand = Unary();
        Require(operand, isNot ? ValueType.Truth : ValueType.Number, start);
        _depth--;
        return Node(isNot ? new Expression.Not(operand) : new Expression.Minus(operand));
    }

    private Expression Postfix()
    {
        var start = Now.Position;
        var value = Primary();
        while (Took("."))
        {
            var (name, at) = (Now, Now.Position);
            _at++;
            if (name is { Kind: TokenKind.Name, Text: "length" })
            {
                if (value.Type is not (ValueType.Text or ValueType.Texts or ValueType.Numbers or ValueType.Truths or ValueType.Dates)) throw NoSuchMember(at, "length", value.Type);
                value = Node(new Expression.Length(value));
            }
            else if (name is { Kind: TokenKind.Name, Text: "includes" })
            {
                Expect("(");
                var partAt = Now.Position;
                var part = Conditional();
                Expect(")");
                if (ItemOf(value.Type) is not { } item) throw NoSuchMember(start, "includes", value.Type);
                Require(part, item, partAt);
                value = Node(new Expression.Includes(value, part));
            }
            else throw Fault(at, new($"“.{name.Text}” không được hỗ trợ; chỉ có .length và .includes(…).", $"'.{name.Text}' is not supported; there are .length and .includes(…) only."));
        }
        return value;
    }

    private Expression Primary()
    {
        var token = Now;
        _at++;
        switch (token.Kind)
        {
            case TokenKind.Number: return Node(new Expression.Literal(ValueType.Number, Value.Of(double.Parse(token.Text, CultureInfo.InvariantCulture))));
            case TokenKind.Text: return Node(new Expression.Literal(ValueType.Text, Value.Of(token.Text)));
            case TokenKind.Name when token.Text is "true" or "false": return Node(new Expression.Literal(ValueType.Truth, Value.Of(token.Text is "true")));
            case TokenKind.Name: return Attribute(token);
            case TokenKind.Sign when token.Text is "(":
                var inner = Conditional();
                Expect(")");
                return inner;
            case TokenKind.Sign when token.Text is "[": return List(token.Position);
            default:
                _at--;
                throw Unexpected();
        }
    }

    private Expression List(int start)
    {
        var items = new List<Expression>();
        do
        {
            var at = Now.Position;
            var item = Conditional();
            if (!Simple(item.Type)) throw Mismatch(at, ",", item.Type, item.Type);
            if (items.Count > 0) Require(item, items[0].Type, at);
            items.Add(item);
        }
        while (Took(","));
        Expect("]");
        return Node(new Expression.List(ListOf(items[0].Type) ?? throw Fault(start, new("Danh sách không hợp lệ.", "The list is not valid.")), items));
    }

    private Expression Attribute(Token token)
    {
        if (token.Text is "getInput" or "getVariable")
        {
            Expect("(");
            var name = Now;
            if (name.Kind is not TokenKind.Text) throw Fault(name.Position, new($"{token.Text} cần tên thuộc tính trong dấu nháy.", $"{token.Text} needs the attribute's name in quotes."));
            _at++;
            Expect(")");
            return Named(name.Position, name.Text, token.Text is "getInput");
        }
        if (token.Text is "variables")
        {
            Expect(".");
            var name = Now;
            if (name.Kind is not TokenKind.Name) throw Unexpected();
            _at++;
            return Named(name.Position, name.Text, false);
        }
        if (token.Text.StartsWith("get", StringComparison.Ordinal) && token.Text.Length > 3)
        {
            Expect("(");
            Expect(")");
            var name = token.Text[3..];
            if (!_attributes.ContainsKey(name) && _attributes.Keys.FirstOrDefault(declared => Pascal(declared) == name) is { } lower) name = lower;
            return Named(token.Position, name, null);
        }
        throw Fault(token.Position, new(
            $"Không hiểu “{token.Text}”. Thuộc tính hồ sơ được viết là getInput(\"tên\"), getVariable(\"tên\"), variables.tên hoặc getTên().",
            $"'{token.Text}' is not understood. Attributes are written getInput(\"name\"), getVariable(\"name\"), variables.name or getName()."));
    }

    private Expression Named(int position, string name, bool? asInput)
    {
        name = name.Normalize();
        if (!_attributes.TryGetValue(name, out var declaration)) throw Fault(position, new($"Không có thuộc tính hồ sơ nào tên “{name}”.", $"There is no attribute named '{name}'."));
        if (asInput is { } input && input != declaration.IsInput)
        {
            throw Fault(position, declaration.IsInput
                ? new($"“{name}” là thông tin đầu vào: viết getInput(\"{name}\").", $"'{name}' is an input: write getInput(\"{name}\").")
                : new($"“{name}” là biến: viết getVariable(\"{name}\").", $"'{name}' is a variable: write getVariable(\"{name}\")."));
        }
        ValueType? type = AttributeTypes.Of(declaration.Type) switch
        {
            AttributeSort.Text => ValueType.Text,
            AttributeSort.Number => ValueType.Number,
            AttributeSort.Truth => ValueType.Truth,
            AttributeSort.Date => ValueType.Date,
            _ => null,
        };
        if (type is { } single && declaration.IsList) type = ListOf(single);
        return type is { } known
            ? Node(new Expression.Attribute(known, declaration, AttributeValue.Parse(declaration, declaration.Default).Value))
            : throw Fault(position, new($"Thuộc tính “{name}” thuộc kiểu “{declaration.Type}” không dùng được trong điều kiện.", $"Attribute '{name}' is of type '{declaration.Type}', which conditions cannot use."));
    }

    private Expression Node(Expression node) => ++_nodes <= MostNodes ? node : throw TooComplex();

    private bool Took(string sign)
    {
        if (Now.Kind is not TokenKind.Sign || Now.Text != sign) return false;
        _at++;
        return true;
    }

    private void Expect(string sign)
    {
        if (!Took(sign)) throw Fault(Now.Position, new($"Cần “{sign}” {Found().Vi}.", $"'{sign}' is expected {Found().En}."));
    }

    private static void Require(Expression node, ValueType type, int position)
    {
        if (node.Type != type) throw Fault(position, new($"Chỗ này cần {Named(type).Vi}, không phải {Named(node.Type).Vi}.", $"{Named(type).En} is expected here, not {Named(node.Type).En}."));
    }

    private ConditionFaultException Unexpected() => Fault(Now.Position, Now.Kind is TokenKind.End
        ? new("Điều kiện chưa viết xong.", "The condition is unfinished.")
        : new($"“{Now.Source(_text)}” không đúng chỗ.", $"'{Now.Source(_text)}' does not belong here."));

    private Wording Found() => Now.Kind is TokenKind.End ? new("ở cuối điều kiện", "at the end") : new($"trước “{Now.Source(_text)}”", $"before '{Now.Source(_text)}'");

    private ConditionFaultException TooComplex() => Fault(Math.Min(Now.Position, _text.Length), new("Điều kiện quá phức tạp; hãy tách thành nhiều bước rẽ nhánh.", "The condition is too complex; use several decisions."));

    private static ConditionFaultException Mismatch(int position, string sign, ValueType one, ValueType other) => Fault(position, new(
        $"Phép “{sign}” không dùng được giữa {Named(one).Vi} và {Named(other).Vi}.", $"'{sign}' does not work between {Named(one).En} and {Named(other).En}."));

    private static ConditionFaultException NoSuchMember(int position, string member, ValueType type) => Fault(position, new(
        $"“.{member}” không dùng được với {Named(type).Vi}.", $"'.{member}' does not work on {Named(type).En}."));

    private static ConditionFaultException Fault(int position, Wording message) => new(new(position, message));

    private static bool Simple(ValueType type) => type is ValueType.Truth or ValueType.Number or ValueType.Text or ValueType.Date;

    private static bool Printable(ValueType type) => type is ValueType.Truth or ValueType.Number or ValueType.Text;

    private static ValueType? ListOf(ValueType type) => type switch
    {
        ValueType.Text => ValueType.Texts,
        ValueType.Number => ValueType.Numbers,
        ValueType.Truth => ValueType.Truths,
        ValueType.Date => ValueType.Dates,
        _ => null,
    };

    private static ValueType? ItemOf(ValueType type) => type switch
    {
        ValueType.Text or ValueType.Texts => ValueType.Text,
        ValueType.Numbers => ValueType.Number,
        ValueType.Truths => ValueType.Truth,
        _ => null,
    };

    private static Wording Named(ValueType type) => type switch
    {
        ValueType.Truth => new("giá trị đúng/sai", "a boolean"),
        ValueType.Number => new("một số", "a number"),
        ValueType.Text => new("một chuỗi ký tự", "a text"),
        ValueType.Date => new("một ngày", "a date"),
        _ => new("một danh sách", "a list"),
    };

    private static string Pascal(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name[1..];
}

/// <summary>Stops the reading of a condition at its first fault; never leaves <see cref="Condition.Parse"/>.</summary>
internal sealed class ConditionFaultException(ConditionFault fault) : Exception(fault.Message.En)
{
    public ConditionFault Fault => fault;
}

/// <summary>What a piece of a condition's text is.</summary>
internal enum TokenKind
{
    End,
    Number,
    Text,
    Name,
    Sign,
}

/// <summary>A piece of a condition's text, and where it stands.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, int Position, int Length)
{
    public string Source(string text) => text.Substring(Position, Math.Min(Length, 40));
}

/// <summary>Cuts a condition into its pieces, as JavaScript would.</summary>
internal static class ConditionTokens
{
    private static readonly string[] Signs = ["===", "!==", "==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", "(", ")", ".", ",", "[", "]"];

    private static readonly string[] Foreign = ["++", "--", "**", "<<", ">>", "=>", "?.", "??", "//", "/*", "+=", "-=", "*=", "/=", "%="];

    public static IEnumerable<Token> Of(string text)
    {
        for (var at = 0; ;)
        {
            while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] is '\uFEFF')) at++;
            if (at == text.Length) break;
            var token = text[at] switch
            {
                '"' or '\'' => Quoted(text, at),
                var digit when char.IsAsciiDigit(digit) || digit == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]) => Number(text, at),
                var letter when IsNameLetter(letter) => Name(text, at),
                _ => Sign(text, at),
            };
            yield return token;
            at += token.Length;
        }
        yield return new(TokenKind.End, "", text.Length, 0);
    }

    private static Token Sign(string text, int at)
    {
        var rest = text.AsSpan(at);
        foreach (var foreign in Foreign) if (rest.StartsWith(foreign, StringComparison.Ordinal) && !(foreign is "?." && rest.Length > 2 && char.IsAsciiDigit(rest[2]))) throw NotOurs(foreign, at);
        foreach (var sign in Signs) if (rest.StartsWith(sign, StringComparison.Ordinal)) return new(TokenKind.Sign, sign, at, sign.Length);
        throw NotOurs(text[at].ToString(), at);
    }

    private static Token Name(string text, int start)
    {
        var at = start;
        while (at < text.Length && (IsNameLetter(text[at]) || char.IsDigit(text[at]) || char.GetUnicodeCategory(text[at]) is UnicodeCategory.NonSpacingMark)) at++;
        return new(TokenKind.Name, text[start..at], start, at - start);
    }

    private static Token Number(string text, int start)
    {
        var at = Digits(text, start);
        if (at - start > 1 && text[start] is '0') throw BadNumber(start);
        if (at < text.Length && text[at] is '.') at = Digits(text, at + 1);
        if (at < text.Length && text[at] is 'e' or 'E')
        {
            var exponent = at + 1 < text.Length && text[at + 1] is '+' or '-' ? at + 2 : at + 1;
            at = Digits(text, exponent);
            if (at == exponent) throw BadNumber(start);
        }
        if (at < text.Length && (IsNameLetter(text[at]) || char.IsDigit(text[at]))) throw BadNumber(start);
        return new(TokenKind.Number, text[start..at], start, at - start);
    }

    private static int Digits(string text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        return at;
    }

    private static Token Quoted(string text, int start)
    {
        var (quote, read) = (text[start], new StringBuilder());
        for (var at = start + 1; at < text.Length; at++)
        {
            var letter = text[at];
            if (letter == quote) return new(TokenKind.Text, read.ToString(), start, at - start + 1);
            if (letter is '\n' or '\r') break;
            if (letter is not '\\')
            {
                read.Append(letter);
                continue;
            }
            if (++at == text.Length) break;
            var (escaped, width) = Escaped(text, at);
            read.Append(escaped);
            at += width - 1;
        }
        throw new ConditionFaultException(new(start, new("Chuỗi ký tự chưa đóng dấu nháy.", "The text has no closing quote.")));
    }

    private static (string Read, int Width) Escaped(string text, int at) => text[at] switch
    {
        'n' => ("\n", 1),
        't' => ("\t", 1),
        'r' => ("\r", 1),
        'b' => ("\b", 1),
        'f' => ("\f", 1),
        'v' => ("\v", 1),
        '\\' or '\'' or '"' or '/' => (text[at].ToString(), 1),
        'u' when at + 4 < text.Length && ushort.TryParse(text.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) => (((char)code).ToString(), 5),
        'x' when at + 2 < text.Length && byte.TryParse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) => (((char)code).ToString(), 3),
        _ => throw new ConditionFaultException(new(at - 1, new("Ký tự thoát trong chuỗi không được hỗ trợ.", "This escape in the text is not supported."))),
    };

    private static bool IsNameLetter(char letter) => char.IsLetter(letter) || letter is '_' or '$';

    private static ConditionFaultException BadNumber(int at) => new(new(at, new("Số viết không đúng.", "The number is not well written.")));

    private static ConditionFaultException NotOurs(string sign, int at) => new(new(at, new($"“{sign}” không được hỗ trợ trong điều kiện.", $"'{sign}' is not supported in conditions.")));
}
