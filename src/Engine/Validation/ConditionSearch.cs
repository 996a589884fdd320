using System.Globalization;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>What a condition is wanted to say.</summary>
internal readonly record struct Wanted(Condition Condition, bool Holds);

/// <summary>Whether some dossier makes conditions say what is wanted: such a dossier, none, or not decided.</summary>
internal abstract record SearchAnswer
{
    private SearchAnswer() { }

    /// <summary>A dossier's answers under which every condition says what is wanted: the evaluator itself has said so.</summary>
    public sealed record Example(IReadOnlyList<(AttributeDeclaration Attribute, AttributeValue Value)> Values) : SearchAnswer;

    /// <summary>No dossier can: proved over values that stand for all.</summary>
    public sealed record Never : SearchAnswer;

    /// <summary>Beyond what is analysed, or beyond the bound on the work.</summary>
    public sealed record Undecided : SearchAnswer;
}

/// <summary>Looks for answers of a dossier that make conditions say what is wanted, by asking the evaluator itself: whenever it misses an attribute, each value that stands for all is tried.</summary>
/// <remarks>Bounded: the work is counted in parts of expressions evaluated, over one search and over one check of a process.</remarks>
internal sealed class ConditionSearch(ConditionRegions regions, IReadOnlyCollection<AttributeDeclaration> declared, ConditionSearch.Bound bound)
{
    private const int MostOfOneSearch = 400_000;

    private readonly List<(AttributeDeclaration Attribute, AttributeValue Value)> _answers = [];
    private int _left;
    private int _weight;
    private bool _isProved;

    public SearchAnswer Find(params IEnumerable<Wanted> wanted)
    {
        if (bound.Left < 0) return new SearchAnswer.Undecided();
        _answers.Clear();
        (_left, _weight, _isProved) = (MostOfOneSearch, 1, true);
        if (Try([.. wanted], 0)) return new SearchAnswer.Example([.. declared.SelectMany(attribute => _answers.Where(answer => answer.Attribute == attribute))]);
        return _isProved ? new SearchAnswer.Never() : new SearchAnswer.Undecided();
    }

    private bool Try(Wanted[] goals, int from)
    {
        for (var at = from; at < goals.Length; at++)
        {
            var cost = goals[at].Condition.Size * _weight;
            _left -= cost;
            bound.Left -= cost;
            if (_left < 0 || bound.Left < 0) return _isProved = false;
            switch (goals[at].Condition.EvaluateStated(Answer))
            {
                case ConditionResult.Known known when known.Holds != goals[at].Holds: return false;
                case ConditionResult.Missing missing: return Branch(goals, at, missing.Attribute);
            }
        }
        return true;
    }

    private bool Branch(Wanted[] goals, int at, string name)
    {
        if (declared.FirstOrDefault(attribute => attribute.Name == name) is not { } attribute || _answers.Exists(answer => answer.Attribute.Name == name)) return _isProved = false;
        foreach (var value in regions.Values(name))
        {
            // A long list is gone through wherever it is asked for.
            var weight = value is AttributeValue.Several several ? several.Items.Count : 0;
            _answers.Add((attribute, value));
            _weight += weight;
            if (Try(goals, at)) return true;
            _weight -= weight;
            _answers.RemoveAt(_answers.Count - 1);
            if (_left < 0 || bound.Left < 0) return false;
        }
        if (!regions.Stands(name)) _isProved = false;
        return false;
    }

    private AttributeValue? Answer(string name)
    {
        foreach (var (attribute, value) in _answers) if (attribute.Name == name) return value;
        return null;
    }

    /// <summary>What may still be evaluated over all searches of one check.</summary>
    internal sealed class Bound
    {
        public int Left { get; set; } = 12_000_000;
    }
}

/// <summary>How findings tell of a dossier's answers: <c>diện tích = 7</c>.</summary>
internal static class ExampleWording
{
    private static readonly CultureInfo Vietnamese = Written(",");
    private static readonly CultureInfo English = Written(".");

    public static Wording Said(this SearchAnswer.Example example) => example.Values.Count == 0
        ? new("mọi hồ sơ", "every dossier")
        : new(string.Join("; ", example.Values.Select(value => $"{Title(value.Attribute)} = {Said(value.Attribute, value.Value, true)}")),
            string.Join("; ", example.Values.Select(value => $"{Title(value.Attribute)} = {Said(value.Attribute, value.Value, false)}")));

    private static string Title(AttributeDeclaration attribute) => attribute.Title is { Length: > 0 } title ? title : attribute.Name;

    private static string Said(AttributeDeclaration attribute, AttributeValue value, bool isVi) => value switch
    {
        AttributeValue.Truth truth => (truth.Value, isVi) switch { (true, true) => "có", (false, true) => "không", (true, false) => "yes", _ => "no" },
        AttributeValue.Number number => number.Value.ToString("0.############################", isVi ? Vietnamese : English),
        AttributeValue.Text text when AttributeTypes.Of(attribute.Type) is AttributeSort.Date => isVi && DateOnly.TryParseExact(text.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) : text.Value,
        AttributeValue.Text { Value.Length: 0 } => isVi ? "chuỗi trống" : "an empty text",
        AttributeValue.Text text => $"“{Shown(text.Value)}”",
        AttributeValue.Several { Items: [] } => isVi ? "danh sách trống" : "an empty list",
        AttributeValue.Several several => "[" + string.Join(", ", several.Items.Take(4).Select(item => Said(attribute, item, isVi)))
            + (several.Items.Count <= 4 ? "]" : string.Create(CultureInfo.InvariantCulture, $", … ({several.Items.Count})]")),
        _ => value.ToString()!,
    };

    // A text that nobody could read aloud is written as a program would; a long one is cut.
    private static string Shown(string text)
    {
        var safe = string.Concat(text.Take(60).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)letter:X4}") : letter.ToString()));
        return text.Length <= 60 ? safe : string.Create(CultureInfo.InvariantCulture, $"{safe}… ({text.Length})");
    }

    private static CultureInfo Written(string point)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = point;
        return culture;
    }
}
