using System.Globalization;
using System.Text.Json;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>Reads <c>customProperties.tthc</c> member by member. A bad member is left out and reported (V115); an unknown one is ignored.</summary>
internal sealed class HeaderReading(List<Finding> faults)
{
    public ProcessHeader Read(JsonElement tthc)
    {
        if (tthc.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return new();
        if (tthc.ValueKind is not JsonValueKind.Object)
        {
            Fault("tthc", new("cần một đối tượng JSON", "a JSON object is expected"));
            return new();
        }
        return new()
        {
            Procedure = Parsed<ProcedureCode>(tthc, "procedure"),
            Case = Parsed<CaseKey>(tthc, "case"),
            Place = Parsed<AgencyCode>(tthc, "place"),
            Kind = Word<ProcessKind>(tthc, "kind", "") ?? default,
            DocumentCode = Line(tthc, "documentCode", ""),
            IssueNumber = Whole(tthc, "issueNumber", ""),
            Identifier = Line(tthc, "identifier", ""),
            StatutoryLimit = Limit(tthc, "statutoryLimit", ""),
            PromisedLimit = Limit(tthc, "promisedLimit", ""),
            OnlineLimit = Limit(tthc, "onlineLimit", ""),
            RegionalExtensions = List(tthc, "regionalExtension", (item, at) =>
                Required(item, "area", at) is { } area && (item.Member("limit") is null ? LimitOf(item, at) : Limit(item, "limit", at)) is { } limit ? new RegionalExtension(area, limit) : null),
            Counting = Word<Counting>(tthc, "counting", "") ?? default,
            AfterHours = Word<AfterHours>(tthc, "afterHours", "") ?? default,
            CutOff = CutOff(tthc),
            NoPromise = Truth(tthc, "noPromise", "") ?? false,
            Immediate = Truth(tthc, "immediate", "") ?? false,
            Supplement = Supplement(tthc),
            Extension = Extension(tthc),
            Reasons = Reasons(tthc),
            Legs = List(tthc, "legs", (item, at) => Required(item, "key", at) is { } key ? new Leg(key, Line(item, "name", at), Line(item, "agency", at), Limit(item, "limit", at)) : null),
            Components = List(tthc, "components", Component),
            Fees = List(tthc, "fees", (item, at) =>
                Required(item, "name", at) is { } name ? new Fee(name, Amount(item, "amount", at) ?? 0, Line(item, "basis", at), Whole(item, "moment", at)) : null),
            Results = List(tthc, "results", (item, at) =>
                item.ValueKind is JsonValueKind.String ? new ResultKind(null, item.GetString()!) : Required(item, "name", at) is { } name ? new ResultKind(Line(item, "code", at), name) : null),
            Forms = List(tthc, "forms", (item, at) =>
                item.ValueKind is JsonValueKind.String ? new Form(item.GetString()!, null, null) : Required(item, "number", at) is { } number ? new Form(number, Line(item, "name", at), Line(item, "basis", at)) { File = Line(item, "file", at) } : null),
            LegalBases = List(tthc, "legalBases", (item, at) =>
                item.ValueKind is JsonValueKind.String ? new LegalBasis(item.GetString()!, null, null, null, null, null, null)
                : Required(item, "number", at) is { } number
                    ? new LegalBasis(number, Date(item, "date", at), Line(item, "issuer", at), Line(item, "title", at), Line(item, "article", at), Date(item, "validFrom", at), Date(item, "validTo", at))
                    : null),
            LimitSource = Object(tthc, "limitSource") is { } source && Required(source, "number", "limitSource.") is { } of && Required(source, "article", "limitSource.") is { } article ? new(of, article) : null,
            Control = Control(tthc),
            Decision = List(tthc, "decision", (item, at) =>
                (Word<DecisionAct>(item, "act", at), Required(item, "documentCode", at)) is ({ } act, { } code) ? new DecisionLine(act, code, Line(item, "name", at)) : null),
            Conditions = Prose(tthc, "conditions"),
            Retention = Prose(tthc, "retention"),
        };
    }

    private ComponentRequirement? Component(JsonElement item, string at)
    {
        if (item.ValueKind is JsonValueKind.String) return new(null, item.GetString()!, null, 1, 0, true);
        if (Required(item, "name", at) is not { } name) return null;
        var (originals, copies) = (Whole(item, "originals", at), Whole(item, "copies", at));
        return new(Line(item, "code", at), name, Line(item, "kind", at), originals ?? (copies is null ? 1 : 0), copies ?? 0, Truth(item, "required", at) ?? true);
    }

    private DocumentControl? Control(JsonElement tthc)
    {
        if (Object(tthc, "control") is not { } control) return null;
        const string at = "control.";
        var changes = List(control, "changes", (item, path) =>
            Whole(item, "issue", at + path) is { } issue && Required(item, "what", at + path) is { } what ? new DocumentChange(issue, Date(item, "date", at + path), what, Line(item, "why", at + path)) : null);
        return new(Line(control, "draftedBy", at), Line(control, "reviewedBy", at), Line(control, "approvedBy", at), changes);
    }

    private SupplementRule? Supplement(JsonElement tthc)
    {
        if (Object(tthc, "supplement") is not { } rule) return null;
        const string at = "supplement.";
        var onExpiry = Line(rule, "onExpiry", at);
        if (onExpiry is not (null or "Reject" or "Stop" or "Continue"))
        {
            Fault(at + "onExpiry", NotOneOf(onExpiry, "Reject, Stop, Continue"));
            onExpiry = null;
        }
        if (Whole(rule, "rounds", at) is < 0 and var rounds) Fault(at + "rounds", new($"“{rounds}” không thể âm", $"'{rounds}' cannot be negative"));
        if (rule.Member("clock") is null) Fault(at + "clock", new("thiếu chính sách tính thời hạn", "the clock policy is missing"));
        return Word<ClockPolicy>(rule, "clock", at) is { } clock ? new(clock, Math.Max(0, Whole(rule, "rounds", at) ?? 1), Limit(rule, "answerWithin", at), onExpiry) : null;
    }

    private ExtensionRule? Extension(JsonElement tthc)
    {
        if (Object(tthc, "extension") is not { } rule) return null;
        const string at = "extension.";
        if (Whole(rule, "times", at) is < 0 and var times) Fault(at + "times", new($"“{times}” không thể âm", $"'{times}' cannot be negative"));
        var usual = ExtensionRule.Default;
        return new(Math.Max(0, Whole(rule, "times", at) ?? usual.Times), Limit(rule, "askBefore", at) ?? usual.AskBefore, Line(rule, "basis", at) ?? usual.Basis);
    }

    private Dictionary<string, string> Reasons(JsonElement tthc)
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        if (tthc.Member("reasons") is not { } member) return reasons;
        if (member.ValueKind is not JsonValueKind.Object) Fault("reasons", new("cần một đối tượng JSON", "a JSON object is expected"));
        else
        {
            foreach (var reason in member.EnumerateObject())
            {
                if (reason.Value.ValueKind is JsonValueKind.String) reasons[reason.Name] = reason.Value.GetString()!;
                else Fault($"reasons.{reason.Name}", new("cần một đoạn văn bản", "a text is expected"));
            }
        }
        return reasons;
    }

    private JsonElement? Object(JsonElement owner, string name)
    {
        if (owner.Member(name) is not { } member || member.ValueKind is JsonValueKind.Object) return owner.Member(name);
        Fault(name, new("cần một đối tượng JSON", "a JSON object is expected"));
        return null;
    }

    private TimeOnly? CutOff(JsonElement tthc)
    {
        if (Line(tthc, "cutOff", "") is not { } text) return null;
        if (TimeOnly.TryParseExact(text, ["HH:mm", "H:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return time;
        Fault("cutOff", new($"“{text}” không phải giờ dạng 15:00", $"'{text}' is not a time like 15:00"));
        return null;
    }

    private TimeLimit? Limit(JsonElement owner, string name, string at)
    {
        if (owner.Member(name) is not { } limit) return null;
        if (limit.ValueKind is JsonValueKind.Object) return LimitOf(limit, $"{at}{name}.");
        Fault(at + name, new("cần dạng { \"value\": 7, \"unit\": \"WorkingDay\" }", "expected like { \"value\": 7, \"unit\": \"WorkingDay\" }"));
        return null;
    }

    private TimeLimit? LimitOf(JsonElement limit, string at)
    {
        if (Amount(limit, "value", at) is not { } value)
        {
            if (limit.Member("value") is null) Fault(at + "value", new("thiếu số", "the amount is missing"));
            return null;
        }
        if (Word<TimeUnit>(limit, "unit", at) is not { } unit)
        {
            if (limit.Member("unit") is null) Fault(at + "unit", new("thiếu đơn vị tính", "the unit is missing"));
            return null;
        }
        var read = new TimeLimit(value, unit);
        if (read.IsWhole) return read;
        Fault(at + "value", NotWhole(value));
        return null;
    }

    private List<T> List<T>(JsonElement owner, string name, Func<JsonElement, string, T?> item) where T : class
    {
        if (owner.Member(name) is not { } list) return [];
        if (list.ValueKind is not JsonValueKind.Array)
        {
            Fault(name, new("cần một mảng JSON", "a JSON array is expected"));
            return [];
        }
        var read = new List<T>(list.GetArrayLength());
        var index = 0;
        foreach (var element in list.EnumerateArray())
        {
            if (element.ValueKind is not (JsonValueKind.Object or JsonValueKind.String)) Fault($"{name}[{index}]", new("cần một đối tượng JSON", "a JSON object is expected"));
            else if (item(element, $"{name}[{index}].") is { } value) read.Add(value);
            index++;
        }
        return read;
    }

    private string? Prose(JsonElement owner, string name) => owner.Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } list => string.Join("\n", list.EnumerateArray().Select(JsonReading.Scalar).OfType<string>()),
        { ValueKind: JsonValueKind.Object } parts => string.Join("; ", parts.EnumerateObject().Select(part => part.Value.Scalar()).OfType<string>()),
        _ => Line(owner, name, ""),
    };

    private string? Required(JsonElement owner, string name, string at)
    {
        if (Line(owner, name, at) is { } text && !string.IsNullOrWhiteSpace(text)) return text;
        Fault(at + name, new("không được để trống", "must not be empty"));
        return null;
    }

    private string? Line(JsonElement owner, string name, string at)
    {
        if (owner.Member(name) is not { } value) return null;
        if (value.ValueKind is JsonValueKind.String or JsonValueKind.Number) return value.Scalar();
        Fault(at + name, new("cần một đoạn văn bản", "a text is expected"));
        return null;
    }

    private int? Whole(JsonElement owner, string name, string at)
    {
        if (Written(owner, name) is not { } text) return null;
        if (JsonReading.Whole(text) is { } number) return number;
        Fault(at + name, new($"“{text}” không phải số nguyên", $"'{text}' is not a whole number"));
        return null;
    }

    private decimal? Amount(JsonElement owner, string name, string at)
    {
        if (Written(owner, name) is not { } text) return null;
        if (JsonReading.Amount(text) is { } amount) return amount;
        Fault(at + name, new($"“{text}” không phải một số", $"'{text}' is not a number"));
        return null;
    }

    private bool? Truth(JsonElement owner, string name, string at)
    {
        if (Written(owner, name) is not { } text) return null;
        if (JsonReading.Truth(text) is { } truth) return truth;
        Fault(at + name, NotOneOf(text, "true, false"));
        return null;
    }

    private DateOnly? Date(JsonElement owner, string name, string at)
    {
        if (Written(owner, name) is not { } text) return null;
        if (DateOnly.TryParseExact(text, ["yyyy-MM-dd", "dd/MM/yyyy", "d/M/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
        Fault(at + name, new($"“{text}” không phải ngày dạng 2026-03-02", $"'{text}' is not a date like 2026-03-02"));
        return null;
    }

    private T? Word<T>(JsonElement owner, string name, string at) where T : struct, Enum
    {
        if (Written(owner, name) is not { } text) return null;
        if (JsonReading.Word<T>(text) is { } word) return word;
        Fault(at + name, NotOneOf(text, string.Join(", ", Enum.GetNames<T>())));
        return null;
    }

    private T? Parsed<T>(JsonElement owner, string name) where T : class, IParsable<T>
    {
        if (Written(owner, name) is not { } text) return null;
        if (T.TryParse(text, CultureInfo.InvariantCulture, out var word)) return word;
        Fault(name, new($"“{text}” không đúng dạng mã", $"'{text}' is not a valid code"));
        return null;
    }

    // An object or an array where a word is expected is reported as its own text, so that it cannot pass as absent.
    private static string? Written(JsonElement owner, string name) =>
        owner.Member(name) is not { } value ? null : value.Scalar() is { } text ? (text.Length == 0 ? null : text) : value.GetRawText();

    private void Fault(string field, Wording reason) => faults.Add(new("V115", Severity.Error, null, field, new(
        $"Phần đầu quy trình, mục “{field}”: {reason.Vi}.", $"Header member '{field}': {reason.En}.")));

    private static Wording NotOneOf(string text, string names) => new($"“{text}” không thuộc: {names}", $"'{text}' is not one of: {names}");

    private static Wording NotWhole(decimal value) => new(
        $"{value.ToString(CultureInfo.GetCultureInfo("vi-VN"))} không ra số phút nguyên hoặc ngoài giới hạn", $"{value.ToString(CultureInfo.InvariantCulture)} does not come to whole minutes, or is out of bounds");
}
