using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Documents;

/// <summary>Draws told steps as a process: one after the other, every outcome connected to where an official would expect it, unless the table says otherwise.</summary>
/// <remarks>
/// Refused, failed and expired lead to refusals; what is incomplete waits for papers and comes back; what is sent back goes to the last draft or examination.
/// So the result is complete and sound wherever the table allows it; what had to be added or could not be placed is noted.
/// </remarks>
internal sealed partial class DraftDrawing
{
    private const int RowHeight = 140, ColumnWidth = 320;

    private static readonly StepKind[] Desks = [StepKind.Draft, StepKind.Examine, StepKind.Verify, StepKind.Consult, StepKind.Work];

    private readonly List<ToldStep> _steps;
    private readonly List<ImportNote> _notes;
    private readonly List<JsonObject> _activities = [];
    private readonly List<JsonObject> _connections = [];
    private readonly HashSet<string> _ids = new(StringComparer.OrdinalIgnoreCase);
    private readonly string[] _idOf;
    private readonly Dictionary<(StepKind Kind, string Name), string> _ends = [];

    private DraftDrawing(List<ToldStep> steps, List<ImportNote> notes)
    {
        (_steps, _notes) = (steps, notes);
        _idOf = [.. steps.Select(step => NewId(step.Key))];
    }

    /// <summary>True when some step asks for papers: the header needs a rule for it.</summary>
    public bool AsksForPapers { get; private set; }

    public JsonObject Root { get; } = new() { ["id"] = "Flowchart1", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["name"] = "Flowchart1" };

    /// <param name="notes">Takes what had to be added, and what could not be connected.</param>
    public static DraftDrawing Of(List<ToldStep> steps, List<ImportNote> notes)
    {
        var drawing = new DraftDrawing(steps, notes);
        drawing.Draw();
        return drawing;
    }

    private void Draw()
    {
        for (var at = 0; at < _steps.Count; at++) AddActivity(_steps[at], _idOf[at], at);
        for (var at = 0; at < _steps.Count; at++) Connect(at);
        Root["activities"] = new JsonArray([.. _activities]);
        Root["connections"] = new JsonArray([.. _connections]);
    }

    private void Connect(int at)
    {
        var (step, told) = (_steps[at], Told(_steps[at]));
        var ports = step.Kind is StepKind.Work or StepKind.RunProcess ? ["Done"] : ActivityCatalogue.Find(step.Kind)!.Ports.Select(port => port.Name).ToArray();
        foreach (var port in ports)
        {
            if (told.TryGetValue(port, out var target)) Line(_idOf[at], port, target);
            else if (told.TryGetValue("*", out var only)) Line(_idOf[at], port, only);
            else Usual(at, port);
        }
    }

    private void Usual(int at, string port)
    {
        var (from, kind) = (_idOf[at], _steps[at].Kind);
        switch (kind, port)
        {
            case (StepKind.Intake, "Declined"):
                Line(from, port, End(StepKind.Reject, "Từ chối tiếp nhận"));
                break;
            case (StepKind.Examine, "Incomplete"):
                Line(from, port, Wait(at, StepKind.AwaitSupplement, "Chờ bổ sung hồ sơ", "Supplemented"));
                break;
            case (StepKind.Verify, "Remedy"):
                Line(from, port, Wait(at, StepKind.AwaitApplicant, "Chờ khắc phục", "Done"));
                break;
            case (StepKind.AwaitSupplement, "Supplemented") when Before(at, StepKind.Examine, StepKind.Verify) is { } asker:
                Line(from, port, _idOf[asker]);
                break;
            case (_, "Failed"):
                Line(from, port, End(StepKind.Reject, "Từ chối: không đủ điều kiện"));
                break;
            case (_, "Rejected"):
                Line(from, port, End(StepKind.Reject, "Từ chối: không phê duyệt"));
                break;
            case (_, "Expired"):
                Line(from, port, End(StepKind.Reject, "Từ chối: quá hạn chờ"));
                break;
            case (_, "SentBack"):
                if ((Before(at, Desks) ?? Before(at)) is { } earlier) Line(from, port, _idOf[earlier]);
                else Line(from, port, End(StepKind.Reject, "Từ chối: không đủ điều kiện"));
                break;
            default:
                if (Next(at) is { } next) Line(from, port, _idOf[next]);
                break;
        }
    }

    // Waiting for papers lies beside the way: the main line passes it by.
    private int? Next(int at)
    {
        for (var next = at + 1; next < _steps.Count; next++)
            if (_steps[next].Kind is not StepKind.AwaitSupplement || Before(next, StepKind.Examine, StepKind.Verify) is null) return next;
        return null;
    }

    private int? Before(int at, params StepKind[] kinds)
    {
        for (var earlier = at - 1; earlier >= 0; earlier--)
            if (kinds.Length == 0 ? _steps[earlier].Kind is not (StepKind.Intake or StepKind.AwaitSupplement or StepKind.AwaitPayment or StepKind.AwaitApplicant) : kinds.Contains(_steps[earlier].Kind)) return earlier;
        return null;
    }

    private string Wait(int at, StepKind kind, string name, string back)
    {
        AsksForPapers |= kind is StepKind.AwaitSupplement;
        for (var other = at + 1; other < _steps.Count; other++)
            if (_steps[other].Kind == kind && Before(other, StepKind.Examine, StepKind.Verify) == at) return _idOf[other]; // the table has its own line for it
        var id = NewId(kind is StepKind.AwaitSupplement ? "BS" : "KP");
        AddActivity(new ToldStep(id, name, kind) { Unit = "Receiving" }, id, at, aside: 1);
        Line(id, back, _idOf[at]);
        Line(id, "Expired", End(StepKind.Reject, "Từ chối: quá hạn chờ"));
        return id;
    }

    private string End(StepKind kind, string name)
    {
        if (_ends.TryGetValue((kind, name), out var known)) return known;
        var id = NewId(kind is StepKind.Reject ? "TC" : kind is StepKind.Stop ? "DUNG" : "KT");
        if (kind is StepKind.End) AddRaw(id, "Elsa.End", name, _ends.Count, 2, []);
        else AddActivity(new ToldStep(id, name, kind) { Unit = "Receiving" }, id, _ends.Count, aside: 2);
        return _ends[(kind, name)] = id;
    }

    /// <summary>What the table itself says: port → activity; <c>*</c> where every outcome goes one way.</summary>
    private Dictionary<string, string> Told(ToldStep step)
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        var ports = ActivityCatalogue.Find(step.Kind)!.Ports;
        foreach (var way in step.Ways)
        {
            if (Way().Match(way.Trim()) is not { Success: true } match || Target(match) is not { } target)
            {
                _notes.Add(new(NoteKind.Left, new($"{step.Key}: chưa nối theo câu “{way}”", $"{step.Key}: not connected as “{way}” says")));
                continue;
            }
            if (!match.Groups["outcomes"].Success)
            {
                told["*"] = target;
                continue;
            }
            foreach (var outcome in OutcomeParts().Split(match.Groups["outcomes"].Value))
            {
                var plain = PlainWords.Of(outcome);
                if (ports.FirstOrDefault(port => PlainWords.Of(port.Display.Vi) == plain || PlainWords.Of(port.Name) == plain) is { } port) told[port.Name] = target;
                else if (step.Kind is not StepKind.Work) _notes.Add(new(NoteKind.Left, new($"{step.Key}: không có kết quả “{outcome}”", $"{step.Key}: no outcome is called “{outcome}”")));
                else told["*"] = target;
            }
        }
        return told;
    }

    private string? Target(Match match)
    {
        var target = match.Groups["target"].Value.Trim(' ', '.', '“', '”');
        if (match.Groups["end"].Success) return EndNamed(target);
        var at = _steps.FindIndex(step => step.Key.Equals(target, StringComparison.OrdinalIgnoreCase));
        if (at < 0) at = _steps.FindIndex(step => step.Name == target);
        return at < 0 ? null : _idOf[at];
    }

    private string EndNamed(string name)
    {
        var plain = PlainWords.Of(name);
        var kind = PlainWords.Holds(plain, "dung") ? StepKind.Stop : plain.StartsWith("ket thuc", StringComparison.Ordinal) ? StepKind.End : StepKind.Reject;
        return End(kind, name);
    }

    private void Line(string from, string port, string to) => _connections.Add(new()
    {
        ["source"] = new JsonObject { ["activity"] = from, ["port"] = port },
        ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
        ["vertices"] = new JsonArray(),
    });

    private void AddActivity(ToldStep step, string id, int row, int aside = 0)
    {
        var limit = step.Limit ?? (step.Kind is StepKind.Reject or StepKind.Stop or StepKind.ReturnResult ? null : step.OnlineLimit is { } online ? online with { Value = 0 } : null);
        AddRaw(id, ActivityCatalogue.Find(step.Kind)!.TypeName, step.Name, row, aside,
        [
            ("step", step.Key), ("leg", step.LegKey), ("instruction", step.Instruction), ("unit", step.Unit), ("position", step.Position),
            ("limit", step.Limit is { } stated ? Amount(stated) : null), ("limitUnit", limit?.Unit.ToString()), ("onlineLimit", step.OnlineLimit is { } direct ? Amount(direct) : null),
            ("product", step.Product), ("silence", step.Kind is StepKind.Consult && SilenceIsConsent(step) ? "Consent" : null),
            ("clock", step.Kind is StepKind.AwaitApplicant ? "Suspends" : null),
        ], step.Forms);
    }

    private void AddRaw(string id, string type, string name, int row, int aside, (string Name, string? Value)[] inputs, IReadOnlyList<string>? forms = null)
    {
        var declared = ActivityCatalogue.Find(type)!;
        var activity = new JsonObject
        {
            ["id"] = id,
            ["name"] = id,
            ["type"] = type,
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = aside * ColumnWidth, ["y"] = row * RowHeight + aside * 40 }, ["size"] = new JsonObject { ["width"] = 0, ["height"] = 0 } },
                ["displayText"] = name,
            },
        };
        foreach (var (key, value) in inputs)
            if (value is { Length: > 0 } && declared.FindInput(key) is { } input) activity[key] = Input(input.TypeName, "Literal", value);
        if (forms is { Count: > 0 }) activity["forms"] = Input("String[]", "Object", new JsonArray([.. forms.Select(form => JsonValue.Create(form))]).ToJsonString());
        _activities.Add(activity);
    }

    private static JsonObject Input(string type, string syntax, string value) => new() { ["typeName"] = type, ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value } };

    private static string Amount(TimeLimit limit) => limit.Value.ToString("0.############", CultureInfo.InvariantCulture);

    private static bool SilenceIsConsent(ToldStep step)
    {
        var plain = PlainWords.Of($"{step.Name} {step.Instruction}");
        return PlainWords.Holds(plain, "khong tra loi") && (PlainWords.Holds(plain, "dong y") || PlainWords.Holds(plain, "thong nhat"));
    }

    private string NewId(string wanted)
    {
        var id = new string([.. wanted.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' ? letter : '_')]);
        if (_ids.Add(id)) return id;
        for (var copy = 2; ; copy++)
            if (_ids.Add($"{id}_{copy}")) return $"{id}_{copy}";
    }

    [GeneratedRegex(@"^(?:nếu (?<outcomes>.+?) thì )?(?:(?:chuyển|trả lại|quay lại)(?: bước| về)?|(?<end>kết thúc:)) (?<target>[^,;]+(?:,[^,;]+)*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Way();

    [GeneratedRegex(@", | hoặc ")]
    private static partial Regex OutcomeParts();
}
