using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Portal;

/// <summary>The members of one JSON object, asked for one by one; what is wrong with them is collected. A member that nobody asked for is wrong too.</summary>
internal sealed class InboundFields(JsonElement here, string path, List<FieldFault> faults)
{
    private const int MostItems = 500;

    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public bool Has(string name) => Find(name) is not null;

    public void Fault(string name, Wording message) => faults.Add(new($"{path}.{name}", message));

    /// <summary>A text without what stands around it, composed; an empty one is none.</summary>
    public string? Text(string name, int longest, bool required = false)
    {
        var text = Find(name) is not { } found ? null : found.ValueKind is JsonValueKind.String ? Composed(found.GetString()!) : Wrong(name, new("Phải là chữ trong ngoặc kép.", "A text is expected."));
        if (text is null or "")
        {
            if (required && !faults.Exists(fault => fault.Path == $"{path}.{name}")) Fault(name, new("Thiếu giá trị bắt buộc.", "A value is required."));
            return null;
        }
        if (text.Length > longest) Fault(name, new($"Dài quá {longest} ký tự.", $"It is longer than {longest} characters."));
        return text;
    }

    /// <summary>A key or code that parses itself.</summary>
    public T? Key<T>(string name, bool required = false) where T : class, IParsable<T>
    {
        if (Text(name, 200, required) is not { } text) return null;
        if (T.TryParse(text, CultureInfo.InvariantCulture, out var key)) return key;
        Fault(name, new("Không đúng dạng của mã.", "It does not have the form of such a code."));
        return null;
    }

    /// <summary>A word of a short list.</summary>
    public T? Word<T>(string name, T example, bool required = false) where T : struct, Enum
    {
        if (Text(name, 50, required) is not { } text) return null;
        foreach (var word in Enum.GetValues<T>())
            if (string.Equals(word.ToString(), text, StringComparison.OrdinalIgnoreCase)) return word;
        var words = string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName));
        Fault(name, new($"Phải là một trong: {words}. Ví dụ: {JsonNamingPolicy.CamelCase.ConvertName(example.ToString())}.", $"One of these is expected: {words}. For example: {JsonNamingPolicy.CamelCase.ConvertName(example.ToString())}."));
        return null;
    }

    public decimal? Number(string name, bool required = false)
    {
        if (Find(name) is not { } found)
        {
            if (required) Fault(name, new("Thiếu giá trị bắt buộc.", "A value is required."));
            return null;
        }
        if (found.ValueKind is JsonValueKind.Number && found.TryGetDecimal(out var number)) return number;
        Fault(name, new("Phải là một số.", "A number is expected."));
        return null;
    }

    /// <summary>How many: from 0 to 999; none where nothing is said.</summary>
    public int Count(string name)
    {
        if (Number(name) is not { } number) return 0;
        if (decimal.IsInteger(number) && number is >= 0 and <= 999) return (int)number;
        Fault(name, new("Phải là số nguyên từ 0 đến 999.", "A whole number from 0 to 999 is expected."));
        return 0;
    }

    public InboundFields? Object(string name, bool required = false)
    {
        if (Find(name) is not { } found)
        {
            if (required) Fault(name, new("Thiếu giá trị bắt buộc.", "A value is required."));
            return null;
        }
        if (found.ValueKind is JsonValueKind.Object) return new(found, $"{path}.{name}", faults);
        Fault(name, new("Phải là một đối tượng JSON.", "A JSON object is expected."));
        return null;
    }

    public IEnumerable<InboundFields> Objects(string name)
    {
        foreach (var (at, item) in Items(name).Index())
        {
            if (item.ValueKind is JsonValueKind.Object) yield return new(item, $"{path}.{name}[{at}]", faults);
            else Fault($"{name}[{at}]", new("Phải là một đối tượng JSON.", "A JSON object is expected."));
        }
    }

    public ImmutableList<string>? Texts(string name, int longest)
    {
        if (!Has(name)) return null;
        var texts = ImmutableList.CreateBuilder<string>();
        foreach (var (at, item) in Items(name).Index())
        {
            if (item.ValueKind is JsonValueKind.String && Composed(item.GetString()!) is { Length: > 0 } text && text.Length <= longest) texts.Add(text);
            else Fault($"{name}[{at}]", new($"Phải là chữ, từ 1 đến {longest} ký tự.", $"A text of 1 to {longest} characters is expected."));
        }
        return texts.ToImmutable();
    }

    /// <summary>What conditions ask for, by name; whether the process asks for it, the decider knows.</summary>
    public ImmutableSortedDictionary<string, AttributeValue> Answers(string name)
    {
        var answers = ImmutableSortedDictionary.CreateBuilder<string, AttributeValue>();
        if (Object(name) is not { } at) return answers.ToImmutable();
        foreach (var member in at.Members)
        {
            if (AnswerOf(member.Value) is { } answer) answers[member.Name] = answer;
            else at.Fault(member.Name, new("Phải là chữ, số, đúng/sai, hoặc danh sách các giá trị đó.", "A text, a number, true or false, or a list of these is expected."));
        }
        return answers.ToImmutable();
    }

    /// <summary>Takes members that are known and not kept.</summary>
    public void PassOver(params ReadOnlySpan<string> names)
    {
        foreach (var name in names) _asked.Add(name);
    }

    /// <summary>Whatever nobody asked for is named.</summary>
    public void NothingElse()
    {
        foreach (var member in here.EnumerateObject())
            if (!_asked.Contains(member.Name)) Fault(Shown(member.Name), new("Không có trường này.", "There is no such member."));
    }

    private IEnumerable<JsonProperty> Members => here.EnumerateObject();

    private JsonElement.ArrayEnumerator Items(string name)
    {
        if (Find(name) is not { } found) return default;
        if (found.ValueKind is not JsonValueKind.Array) Fault(name, new("Phải là một danh sách.", "A list is expected."));
        else if (found.GetArrayLength() > MostItems) Fault(name, new($"Nhiều quá {MostItems} phần tử.", $"It has more than {MostItems} items."));
        else return found.EnumerateArray();
        return default;
    }

    private JsonElement? Find(string name)
    {
        _asked.Add(name);
        return here.TryGetProperty(name, out var found) && found.ValueKind is not JsonValueKind.Null ? found : null;
    }

    private string? Wrong(string name, Wording message)
    {
        Fault(name, message);
        return null;
    }

    private static string Composed(string text) => text.Trim().Normalize();

    /// <summary>A name that somebody else chose is shown, as far as it looks like one.</summary>
    private static string Shown(string name) => name.Length is > 0 and <= 60 && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-') ? name : "?";

    private static AttributeValue? AnswerOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => AttributeValue.Of(value.GetString()!.Normalize()),
        JsonValueKind.Number when value.TryGetDecimal(out var number) => AttributeValue.Of(number),
        JsonValueKind.True => AttributeValue.Of(true),
        JsonValueKind.False => AttributeValue.Of(false),
        JsonValueKind.Array when value.GetArrayLength() <= MostItems && value.EnumerateArray().Select(AnswerOf).ToList() is var items && !items.Contains(null) => AttributeValue.Of(items!),
        _ => null,
    };
}
