using System.Text.Json;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>One run from a document to its <see cref="ProcessDefinition"/>, gathering every fault on the way.</summary>
internal sealed class DefinitionCompilation(ElsaDocument document)
{
    private readonly List<Finding> _faults = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private IReadOnlyList<AttributeDeclaration> _attributes = [];
    private ILookup<string, string> _drawn = Enumerable.Empty<string>().ToLookup(port => port);

    public ProcessDefinition Run()
    {
        var header = new HeaderReading(_faults).Read(document.Header);
        _attributes = Attributes();
        _drawn = document.Connections.EnumerateArray().ToLookup(
            connection => connection.GetProperty("source").GetProperty("activity").GetString()!, connection => connection.GetProperty("source").GetProperty("port").GetString()!, StringComparer.Ordinal);

        var steps = new List<Step>(document.ActivityCount);
        foreach (var activity in document.Activities.EnumerateArray()) steps.Add(Compile(activity, steps.Count));
        var routes = Routes(steps);
        return new(document.Name, header, _attributes, steps, routes)
        {
            Outcomes = Outcomes(),
            Hash = document.Hash,
            Faults = _faults,
            Start = Start(header, steps, routes),
        };
    }

    private Step Compile(JsonElement activity, int index)
    {
        var (id, typeName) = (activity.GetProperty("id").GetString()!, activity.GetProperty("type").GetString()!);
        var inputs = new InputReading(activity, ActivityCatalogue.Find(typeName), _faults);
        if (inputs.Type is not { } type)
        {
            _faults.Add(CompilationFaults.UnknownType(id, typeName));
            return new() { Index = index, Id = id, Key = Key(id, id), Name = DisplayText(activity) ?? typeName, Type = typeName, Kind = StepKind.Unknown, Ports = [.. _drawn[id].Distinct()] };
        }
        var key = Key(type.IsWork ? inputs.Word("step") ?? id : id, id);
        inputs.Step = key.Value;
        if (activity.Member("version") is { } version && version.Scalar() is var number && number != "1") _faults.Add(CompilationFaults.UnknownVersion(key.Value, typeName, number ?? "?"));

        var cases = type.Kind is StepKind.Switch ? Cases(activity, key.Value) : [];
        return new()
        {
            Index = index,
            Id = id,
            Key = key,
            Name = DisplayText(activity) ?? type.Name.Vi,
            Type = typeName,
            Kind = type.Kind,
            Ports = Ports(type, id, inputs, cases),
            Work = type.IsWork ? Work(inputs) : null,
            Condition = type.Kind is StepKind.Decision ? inputs.Condition("condition", _attributes) : null,
            Cases = cases,
            JoinMode = type.Kind is StepKind.Join ? JoinMode(inputs) : default,
            EndOutcome = type.Kind is StepKind.End ? EndOutcome(inputs) : null,
        };
    }

    private static StepWork Work(InputReading inputs) => new()
    {
        Leg = inputs.Word("leg"),
        Instruction = inputs.Word("instruction"),
        Unit = inputs.Unit(),
        Position = inputs.Parsed<PositionKey>("position"),
        Limit = inputs.Limit("limit"),
        OnlineLimit = inputs.Limit("onlineLimit"),
        Forms = inputs.Texts("forms") ?? [],
        Product = inputs.Word("product"),
        PortalStatus = inputs.Whole("portalStatus"),
        RequiresAttachment = inputs.Truth("requiresAttachment"),
        RequiresSignature = inputs.Truth("requiresSignature"),
        MayReturn = inputs.Truth("mayReturn"),
        MayRecall = inputs.Truth("mayRecall"),
        MaxRounds = inputs.Whole("maxRounds", least: 0) ?? 0,
        Silence = inputs.Choice("silence"),
        Clock = JsonReading.Word<ClockPolicy>(inputs.Choice("clock")),
        Process = inputs.Word("process"),
    };

    private string[] Ports(ActivityType type, string id, InputReading inputs, IReadOnlyList<SwitchCase> cases)
    {
        var own = type.Kind switch
        {
            StepKind.Switch => [.. cases.Select(branch => branch.Label), .. type.Ports.Select(port => port.Name)],
            StepKind.Fork => inputs.Texts("branches") ?? [],
            StepKind.Work => inputs.Texts("outcomes") is { Count: > 0 } named ? named : ["Done"],
            // What the called process can end with is not known here: the drawing says it.
            StepKind.RunProcess => [.. inputs.Texts("outcomes") ?? [], .. _drawn[id]],
            _ => [.. type.Ports.Select(port => port.Name)],
        };
        var distinct = own.Distinct(StringComparer.Ordinal).ToArray();
        if (distinct.Length < own.Count && type.Kind is not StepKind.RunProcess) _faults.Add(CompilationFaults.SamePortTwice(inputs.Step, own.GroupBy(port => port).First(group => group.Count() > 1).Key));
        if (type.Kind is StepKind.Fork && distinct.Length == 0) _faults.Add(CompilationFaults.NoBranches(inputs.Step));
        return type.Kind is StepKind.RunProcess && distinct.Length == 0 ? ["Done"] : distinct;
    }

    private List<SwitchCase> Cases(JsonElement activity, string step)
    {
        var cases = new List<SwitchCase>();
        if (activity.Member("cases") is not { } list) return cases;
        if (list.ValueKind is not JsonValueKind.Array)
        {
            _faults.Add(CompilationFaults.BadValue(step, "cases", list.ValueKind.ToString(), new("cần một mảng", "an array is expected")));
            return cases;
        }
        foreach (var item in list.EnumerateArray())
        {
            if (item.Text("label") is not { Length: > 0 } label)
            {
                _faults.Add(CompilationFaults.BadValue(step, "cases", "", new("mỗi trường hợp phải có tên nhánh", "every case needs a label")));
                continue;
            }
            cases.Add(new(label, InputReading.Condition(item.Member("condition"), step, $"cases[{label}]", _attributes, _faults)));
        }
        return cases;
    }

    private JoinMode JoinMode(InputReading inputs)
    {
        if (!inputs.IsStated("mode")) _faults.Add(CompilationFaults.JoinWithoutMode(inputs.Step));
        return JsonReading.Word<JoinMode>(inputs.Choice("mode")) ?? default;
    }

    private string? EndOutcome(InputReading inputs)
    {
        var outcome = inputs.Word("outcome");
        if (outcome is not null && Outcomes() is { Count: > 0 } declared && !declared.Contains(outcome))
            _faults.Add(CompilationFaults.BadValue(inputs.Step, "outcome", outcome, new("không có trong danh sách kết quả của quy trình", "it is not among the document's outcomes")));
        return outcome;
    }

    private List<string> Outcomes() => [.. document.Json.GetProperty("outcomes").EnumerateArray().Select(JsonReading.Scalar).OfType<string>()];

    private List<Route> Routes(List<Step> steps)
    {
        var index = steps.ToDictionary(step => step.Id, step => step.Index, StringComparer.Ordinal);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var routes = new List<Route>(document.Connections.GetArrayLength());
        foreach (var connection in document.Connections.EnumerateArray())
        {
            var (source, target) = (connection.GetProperty("source"), connection.GetProperty("target"));
            var (from, port, to) = (source.GetProperty("activity").GetString()!, source.GetProperty("port").GetString()!, target.GetProperty("activity").GetString()!);
            var id = $"{from}:{port}>{to}";
            var times = seen[id] = seen.GetValueOrDefault(id) + 1;
            routes.Add(new(routes.Count, times == 1 ? id : $"{id}#{times}", index[from], port, index[to]));
        }
        return routes;
    }

    // A process of the public begins at its one intake; a start says nothing more than that, so it counts only where it stands right before it.
    private static Step? Start(ProcessHeader header, List<Step> steps, List<Route> routes)
    {
        var starts = steps.Where(step => step.Kind is StepKind.Start).Take(2).ToList();
        if (starts.Count > 1) return null;
        if (header.Kind is ProcessKind.SharedInternal or ProcessKind.AgencyInternal)
        {
            if (starts is [var first]) return first;
            var reached = routes.Select(route => route.To).ToHashSet();
            return steps.Where(step => !reached.Contains(step.Index)).Take(2).ToList() is [var only] ? only : null;
        }
        if (steps.Where(step => step.Kind is StepKind.Intake).Take(2).ToList() is not [var intake]) return null;
        return starts is [var start] && routes.Exists(route => route.From == start.Index && route.To == intake.Index) ? start : intake;
    }

    private List<AttributeDeclaration> Attributes()
    {
        var attributes = new List<AttributeDeclaration>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (member, isInput) in (ReadOnlySpan<(string, bool)>)[("inputs", true), ("variables", false)])
        {
            foreach (var item in document.Json.GetProperty(member).EnumerateArray())
            {
                if (item.Text("name") is not { Length: > 0 } name || !names.Add(name))
                {
                    _faults.Add(CompilationFaults.BadAttribute(member, item.Text("name")));
                    continue;
                }
                var (type, isList) = AttributeTypes.Alias(item.Text(isInput ? "type" : "typeName"));
                var declaration = new AttributeDeclaration(name, type, isList || item.IsTrue("isArray"), item.Text("displayName"), isInput ? null : item.Member("value")?.Scalar(), isInput);
                attributes.Add(declaration);
                if (!AttributeTypes.IsKnown(type)) _faults.Add(CompilationFaults.UnknownAttributeType(name, type));
                else if (declaration.Default is { Length: > 0 } value && !declaration.IsList && AttributeValue.Parse(declaration, value).Error is { } error)
                    _faults.Add(CompilationFaults.BadDefault(name, error));
            }
        }
        return attributes;
    }

    // Two steps that print the same key would be one step to everybody else, so the second goes by its id.
    private StepKey Key(string wanted, string id)
    {
        if (wanted.Length <= 200 && _keys.Add(wanted)) return new(wanted);
        _faults.Add(CompilationFaults.SameKeyTwice(id, wanted));
        var key = id;
        for (var copy = 2; !_keys.Add(key); copy++) key = $"{id}#{copy}";
        return new(key);
    }

    private static string? DisplayText(JsonElement activity) => activity.Member("metadata")?.Text("displayText") is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}

/// <summary>The inputs of one activity, by their declared types; absent ones take the descriptor's default.</summary>
internal sealed class InputReading(JsonElement activity, ActivityType? type, List<Finding> faults)
{
    private TimeUnit? _unit;

    public ActivityType? Type => type;

    /// <summary>What faults point at.</summary>
    public string Step { get; set; } = activity.GetProperty("id").GetString()!;

    public bool IsStated(string key) => Value(key) is not null;

    /// <summary>A line of text; null when absent or blank and without a default.</summary>
    public string? Word(string key)
    {
        if (type!.FindInput(key) is not { } input) return null;
        if (Value(key) is not { } value) return input.Default;
        if (value.Scalar() is { } text) return string.IsNullOrWhiteSpace(text) ? input.Default : text.Trim();
        faults.Add(CompilationFaults.BadValue(Step, key, value.GetRawText(), new("cần một giá trị", "a plain value is expected")));
        return input.Default;
    }

    public string? Choice(string key)
    {
        var (text, input) = (Word(key), type!.FindInput(key));
        if (text is null || input!.IsOpen || input.Choices.Any(choice => choice.Value == text)) return text;
        var names = string.Join(", ", input.Choices.Select(choice => choice.Value));
        faults.Add(CompilationFaults.BadValue(Step, key, text, new($"phải là một trong: {names}", $"it must be one of: {names}")));
        return input.Default;
    }

    public int? Whole(string key, int least = int.MinValue)
    {
        if (Word(key) is not { } text) return null;
        if (JsonReading.Whole(text) is { } number && number >= least) return number;
        faults.Add(CompilationFaults.BadValue(Step, key, text, new("cần một số nguyên không âm", "a whole number is expected")));
        return null;
    }

    public bool Truth(string key)
    {
        if (Word(key) is not { } text) return false;
        if (JsonReading.Truth(text) is { } truth) return truth;
        faults.Add(CompilationFaults.BadValue(Step, key, text, new("phải là true hoặc false", "it must be true or false")));
        return false;
    }

    public T? Parsed<T>(string key) where T : class, IParsable<T>
    {
        if (Word(key) is not { } text) return null;
        if (T.TryParse(text, null, out var word)) return word;
        faults.Add(CompilationFaults.BadValue(Step, key, text, new("không đúng dạng mã", "it is not a valid code")));
        return null;
    }

    public string? Unit()
    {
        if (Word("unit") is not { } text) return null;
        if (AgencyCode.TryParse(text, null, out _) || text.StartsWith("Leg:", StringComparison.Ordinal) && text.Length > 4) return text;
        faults.Add(CompilationFaults.BadValue(Step, "unit", text, new("phải là mã đơn vị, Receiving, Competent hoặc Leg:<chặng>", "it must be a unit's code, Receiving, Competent or Leg:<key>")));
        return null;
    }

    public TimeLimit? Limit(string key)
    {
        if (Word(key) is not { } text) return null;
        if (JsonReading.Amount(text) is not { } amount)
        {
            faults.Add(CompilationFaults.BadValue(Step, key, text, new("cần một số, phần lẻ viết sau dấu chấm", "a number is expected, with a point before decimals")));
            return null;
        }
        _unit ??= JsonReading.Word<TimeUnit>(Choice("limitUnit"));
        var limit = new TimeLimit(amount, _unit ?? TimeUnit.WorkingHour);
        if (limit.IsWhole) return limit;
        faults.Add(CompilationFaults.LimitNotWhole(Step, key, text));
        return null;
    }

    public IReadOnlyList<string>? Texts(string key)
    {
        if (type!.FindInput(key) is null || Value(key) is not { } value) return null;
        if (JsonReading.Texts(value) is { } texts)
        {
            if (!texts.Any(string.IsNullOrWhiteSpace)) return texts;
            faults.Add(CompilationFaults.BadValue(Step, key, "", new("có tên để trống", "a name in the list is blank")));
            return [.. texts.Where(text => !string.IsNullOrWhiteSpace(text))];
        }
        faults.Add(CompilationFaults.BadValue(Step, key, value.Scalar() ?? value.GetRawText(), new("cần danh sách dạng [\"A\",\"B\"]", "a list like [\"A\",\"B\"] is expected")));
        return null;
    }

    public Condition? Condition(string key, IReadOnlyList<AttributeDeclaration> attributes) =>
        Condition(activity.Member(key) is { } input ? input.Member("expression") ?? input : null, Step, key, attributes, faults);

    /// <summary>A condition is JavaScript; a literal true or false is taken as well.</summary>
    public static Condition? Condition(JsonElement? expression, string step, string field, IReadOnlyList<AttributeDeclaration> attributes, List<Finding> faults)
    {
        var language = expression?.Text("type") ?? "Literal";
        var text = expression is not { } stated ? null : stated.ValueKind is JsonValueKind.Object ? stated.Member("value")?.Scalar() : stated.Scalar();
        if (string.IsNullOrWhiteSpace(text))
        {
            faults.Add(CompilationFaults.NoCondition(step, field));
            return null;
        }
        if (language is not ("JavaScript" or "Literal") || language is "Literal" && JsonReading.Truth(text) is null)
        {
            faults.Add(CompilationFaults.UnknownExpression(step, field, language));
            return null;
        }
        var reading = Definitions.Condition.Parse(language is "Literal" ? text.Trim().ToLowerInvariant() : text, attributes);
        faults.AddRange(reading.Faults.Select(fault => CompilationFaults.BadCondition(step, field, fault)));
        return reading.Condition;
    }

    // Studio wraps a value in an expression; hand-written documents may state it plainly.
    private JsonElement? Value(string key)
    {
        if (activity.Member(key) is not { } input) return null;
        if (input.ValueKind is not JsonValueKind.Object) return input;
        if (input.Member("expression") is not { } expression)
        {
            if (input.Member("memoryReference") is not null) faults.Add(CompilationFaults.UnknownExpression(Step, key, "Variable"));
            return null;
        }
        if (expression.ValueKind is not JsonValueKind.Object) return expression;
        if (expression.Text("type") is null or "Literal" or "Object") return expression.Member("value");
        faults.Add(CompilationFaults.UnknownExpression(Step, key, expression.Text("type")!));
        return null;
    }
}

/// <summary>Everything that compiling may find: codes V110–V119.</summary>
internal static class CompilationFaults
{
    public static Finding UnknownType(string step, string type) => Error("V110", step, "type", new(
        $"Bước “{step}” thuộc loại “{type}” mà hệ thống không thực hiện được; quy trình vẫn được giữ nguyên nhưng không thể công bố.",
        $"Step '{step}' is of type '{type}', which this engine does not run; the document is kept as it is but cannot be published."));

    public static Finding UnknownVersion(string step, string type, string version) => Error("V110", step, "version", new(
        $"Bước “{step}” dùng phiên bản {version} của loại “{type}”, hệ thống chỉ có phiên bản 1.", $"Step '{step}' uses version {version} of type '{type}'; only version 1 is known."));

    public static Finding UnknownExpression(string step, string field, string type) => Error("V111", step, field, new(
        $"Ô “{field}” của bước “{step}” dùng loại biểu thức “{type}” không được hỗ trợ ở đây.", $"Input '{field}' of step '{step}' uses expression type '{type}', which is not supported here."));

    public static Finding BadValue(string step, string field, string value, Wording reason) => Error("V112", step, field, new(
        $"Ô “{field}” của bước “{step}” có giá trị “{Short(value)}” không hợp lệ: {reason.Vi}.", $"Input '{field}' of step '{step}' has the invalid value '{Short(value)}': {reason.En}."));

    public static Finding LimitNotWhole(string step, string field, string value) => Error("V113", step, field, new(
        $"Thời hạn “{value}” của bước “{step}” phải không âm, ra số phút nguyên (1 ngày làm việc = 8 giờ = 480 phút) và không quá {TimeLimit.LongestDays} ngày.",
        $"The limit '{value}' of step '{step}' must not be negative, must come to whole minutes (1 working day = 8 hours = 480 minutes) and be at most {TimeLimit.LongestDays} days."));

    public static Finding BadCondition(string step, string field, ConditionFault fault) => Error("V114", step, field, new(
        $"Điều kiện của bước “{step}”, ký tự {fault.Position + 1}: {fault.Message.Vi}", $"Condition of step '{step}', character {fault.Position + 1}: {fault.Message.En}"));

    public static Finding NoCondition(string step, string field) => Error("V114", step, field, new(
        $"Bước “{step}” chưa có điều kiện rẽ nhánh.", $"Step '{step}' has no condition."));

    public static Finding SameKeyTwice(string activity, string key) => Error("V116", activity, "step", new(
        $"Mã bước “{Short(key)}” đã được dùng cho bước khác (hoặc dài quá 200 ký tự).", $"Step code '{Short(key)}' is already taken by another step (or is longer than 200 characters)."));

    public static Finding BadAttribute(string member, string? name) => Error("V117", null, member, new(
        $"Thuộc tính hồ sơ “{name}” trong “{member}” không có tên hoặc trùng tên.", $"Attribute '{name}' in '{member}' has no name, or the name is taken."));

    public static Finding UnknownAttributeType(string name, string type) => new("V117", Severity.Warning, null, name, new(
        $"Thuộc tính hồ sơ “{name}” thuộc kiểu “{type}” không dùng được trong điều kiện.", $"Attribute '{name}' is of type '{type}', which conditions cannot use."));

    public static Finding BadDefault(string name, Wording reason) => Error("V117", null, name, new(
        $"Giá trị ban đầu của thuộc tính “{name}”: {reason.Vi}", $"Initial value of attribute '{name}': {reason.En}"));

    public static Finding SamePortTwice(string step, string port) => Error("V118", step, null, new(
        $"Bước “{step}” có hai nhánh cùng tên “{port}”.", $"Step '{step}' has two ways out of the same name '{port}'."));

    public static Finding NoBranches(string step) => Error("V118", step, "branches", new(
        $"Bước tách nhánh “{step}” chưa có nhánh nào.", $"Fork '{step}' has no branches."));

    public static Finding JoinWithoutMode(string step) => new("V119", Severity.Info, step, "mode", new(
        $"Bước gộp nhánh “{step}” chưa ghi cách chờ: ở đây hiểu là chờ tất cả các nhánh, còn Elsa gốc hiểu là chờ một nhánh bất kỳ.",
        $"Join '{step}' states no mode: here it waits for all branches, stock Elsa would wait for any one."));

    private static Finding Error(string code, string? step, string? field, Wording message) => new(code, Severity.Error, step, field, message);

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
