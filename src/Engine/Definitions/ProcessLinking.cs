using System.Security.Cryptography;
using System.Text;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Definitions;

/// <summary>Puts the steps of called shared processes (quy trình dùng chung) where they are called, so that proofs, diagram, clocks and dossiers read one flat process.</summary>
/// <remarks>
/// A call becomes an entry, a copy of the called steps under keys like <c>B4/B2</c>, and one exit for every outcome the called process ends with.
/// Two calls of one process are two copies. What a called step says of its place is read where the call stands: <c>Competent</c> is the unit of the call
/// when it names one, the leg is the call's, and supplements follow the caller's header. The attributes of the called process are asked for at intake, like the caller's.
/// Linking is pure, and the same pieces always give the same whole: a version linked again to the versions it was published with is the same to the last route.
/// </remarks>
public static class ProcessLinking
{
    /// <summary>How many calls may stand inside each other.</summary>
    public const int DeepestCalls = 8;

    /// <summary>How many steps a process may come to with all its calls.</summary>
    public const int MostSteps = 10_000;

    /// <summary>The processes that a definition calls itself, whether they exist or not.</summary>
    public static IReadOnlySet<ProcessKey> CalledBy(ProcessDefinition process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return process.Steps.Where(step => step.Kind is StepKind.RunProcess)
            .Select(step => ProcessKey.TryParse(step.Work?.Process, null, out var called) ? called : null).OfType<ProcessKey>().ToHashSet();
    }

    /// <summary>The flat process. A call that cannot be followed stays as it is drawn, and the reason stands in <see cref="ProcessDefinition.Faults"/> (V150–V157).</summary>
    /// <param name="published">The version of a shared process that counts here, linked or not; null for one that is not known.</param>
    public static ProcessDefinition Link(ProcessDefinition process, Func<ProcessKey, ProcessDefinition?> published)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(published);
        return process.IsLinked ? process : new Linking(published).Run(process, Own(process) is { } own ? [own] : []);
    }

    /// <summary>The outcomes that a called process can end with, as its callers' ways out must be named; in the order of the alphabet.</summary>
    public static IReadOnlyList<string> EndsOf(ProcessDefinition process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return [.. process.Steps.Where(step => step.Kind is StepKind.End).Select(FlatProcess.Outcome).Distinct().Order(StringComparer.Ordinal)];
    }

    internal static ProcessKey? Own(ProcessDefinition process) => process.Header.Procedure is { } procedure ? new(procedure, process.Header.Case) : null;

    /// <summary>One linking, the called processes' own calls included.</summary>
    private sealed class Linking(Func<ProcessKey, ProcessDefinition?> published)
    {
        private readonly Dictionary<ProcessKey, ProcessDefinition> _linked = [];

        public ProcessDefinition Run(ProcessDefinition process, IReadOnlyList<ProcessKey> way)
        {
            var flat = new FlatProcess(process);
            foreach (var step in process.Steps)
            {
                if (step.Kind is not StepKind.RunProcess) flat.Keep(step);
                else if (Callable(step, way, flat) is { } called) flat.Call(step, called.Key, called.Definition);
                else flat.Keep(step);
            }
            return flat.Whole();
        }

        /// <summary>The called process, linked itself; null, with a fault told, where it cannot be called.</summary>
        private (ProcessKey Key, ProcessDefinition Definition)? Callable(Step step, IReadOnlyList<ProcessKey> way, FlatProcess flat)
        {
            if (!ProcessKey.TryParse(step.Work?.Process, null, out var key)) return flat.Fault(LinkingFaults.NotNamed(step));
            if (way.Contains(key)) return flat.Fault(LinkingFaults.Circle(step, [.. way.SkipWhile(earlier => earlier != key), key]));
            if (way.Count > DeepestCalls) return flat.Fault(LinkingFaults.TooMuch(step, key));
            if (!_linked.TryGetValue(key, out var called))
            {
                if (published(key) is not { } found) return flat.Fault(LinkingFaults.NotKnown(step, key));
                called = found.IsLinked ? found : Run(found, [.. way, key]);
                _linked[key] = called;
            }
            if (called.Calls.FirstOrDefault(call => way.Contains(call.Process)) is { } back)
                return flat.Fault(LinkingFaults.Circle(step, [.. way.SkipWhile(earlier => earlier != back.Process), key, .. called.WayTo(back)]));
            if (called.Faults.FirstOrDefault(LinkingFaults.IsOne) is { } inside) return flat.Fault(inside.Code == LinkingFaults.CircleCode ? inside with { Step = step.Key.Value } : LinkingFaults.FaultyInside(step, key, inside));
            if (called.Header.Kind is not ProcessKind.SharedInternal) return flat.Fault(LinkingFaults.NotShared(step, key));
            if (called.Steps.FirstOrDefault(inside => inside.Kind is StepKind.Intake or StepKind.ReturnResult or StepKind.Reject or StepKind.Stop) is { } foreign)
                return flat.Fault(LinkingFaults.OfThePublic(step, key, foreign));
            if (called.Start is null || called.Steps.All(inside => inside.Kind is not StepKind.End)) return flat.Fault(LinkingFaults.NoEnds(step, key));
            if (flat.Size + called.Steps.Count > MostSteps || called.Depth() + 1 > DeepestCalls) return flat.Fault(LinkingFaults.TooMuch(step, key));
            return (key, called);
        }
    }

    private static IEnumerable<ProcessKey> WayTo(this ProcessDefinition process, ProcessCall call) =>
        process.Calls.Where(outer => outer == call || call.Step.Value.StartsWith(outer.Step.Value + "/", StringComparison.Ordinal))
            .OrderBy(outer => outer.Step.Value.Length).Select(outer => outer.Process);

    private static int Depth(this ProcessDefinition process) => process.Calls.Select(call => process.WayTo(call).Count()).DefaultIfEmpty(0).Max();
}

/// <summary>A process under way to its flat form: steps kept and copied, and the routes bent to them.</summary>
internal sealed class FlatProcess(ProcessDefinition process)
{
    private readonly List<Step> _steps = [];
    private readonly List<Bend> _bends = [];
    private readonly Dictionary<int, int> _kept = []; // a step of the caller → where its routes begin and end now
    private readonly Dictionary<(int Call, string Port), int> _exits = [];
    private readonly HashSet<string> _ids = [.. process.Steps.Select(step => step.Id)];
    private readonly HashSet<string> _keys = [.. process.Steps.Select(step => step.Key.Value)];
    private readonly List<Finding> _faults = [.. process.Faults];
    private readonly List<AttributeDeclaration> _attributes = [.. process.Attributes];
    private readonly List<ProcessCall> _calls = [];

    public int Size => _steps.Count;

    public void Keep(Step step)
    {
        _kept[step.Index] = _steps.Count;
        _steps.Add(step with { Index = _steps.Count });
    }

    /// <summary>Notes what is wrong with a call, and that it is not followed.</summary>
    public (ProcessKey, ProcessDefinition)? Fault(Finding fault)
    {
        _faults.Add(fault);
        return null;
    }

    /// <summary>Sets the called process in the place of the step that calls it.</summary>
    public void Call(Step run, ProcessKey key, ProcessDefinition called)
    {
        var entry = _steps.Count;
        _kept[run.Index] = entry;
        _steps.Add(run with { Index = entry, Kind = StepKind.CallEntry, Ports = [DonePort], Work = null });
        _calls.Add(new ProcessCall(run.Key, key, called.Name, called.Hash) { Answered = [.. called.Header.Reasons.Keys.Order(StringComparer.Ordinal)] });
        _calls.AddRange(called.Calls.Select(inner => inner with { Step = new($"{run.Key}/{inner.Step}") }));

        // The called start is where the call stands; its steps are copied; each outcome it ends with is one passage out.
        var (place, reread) = (new int[called.Steps.Count], Declare(run, key, called));
        foreach (var step in called.Steps)
        {
            if (step.Kind is StepKind.End) continue;
            var isTheStart = step.Index == called.Start!.Index && step.Kind is StepKind.Start;
            place[step.Index] = isTheStart ? entry : _steps.Count;
            if (!isTheStart) _steps.Add(Copied(step, run, reread));
        }
        foreach (var end in called.Steps.Where(step => step.Kind is StepKind.End)) place[end.Index] = Exit(run, Outcome(end));
        if (called.Start!.Kind is not StepKind.Start) _bends.Add(new(entry, DonePort, place[called.Start.Index]));
        foreach (var route in called.Routes)
            if (called.Steps[route.From].Kind is not StepKind.End) _bends.Add(new(place[route.From], route.Port, place[route.To]));

        var ends = ProcessLinking.EndsOf(called);
        foreach (var missing in ends.Where(outcome => !run.Ports.Contains(outcome))) _faults.Add(LinkingFaults.NoSuchWayOut(run, key, missing));
        foreach (var idle in run.Ports.Where(port => !ends.Contains(port))) _faults.Add(LinkingFaults.NeverEndsSo(run, key, idle, ends));
    }

    public ProcessDefinition Whole()
    {
        foreach (var route in process.Routes)
        {
            var followed = process.Steps[route.From].Kind is StepKind.RunProcess && _steps[_kept[route.From]].Kind is StepKind.CallEntry;
            if (!followed) _bends.Add(new(_kept[route.From], route.Port, _kept[route.To]));
            else if (_exits.TryGetValue((route.From, route.Port), out var exit)) _bends.Add(new(exit, route.Port, _kept[route.To]));
        }
        var (routes, seen) = (new List<Route>(_bends.Count), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var (from, port, to) in _bends)
        {
            var id = $"{_steps[from].Id}:{port}>{_steps[to].Id}";
            var times = seen[id] = seen.GetValueOrDefault(id) + 1;
            routes.Add(new(routes.Count, times == 1 ? id : $"{id}#{times}", from, port, to));
        }
        return new(process.Name, process.Header, _attributes, _steps, routes)
        {
            Outcomes = process.Outcomes,
            Calls = _calls,
            IsLinked = true,
            Faults = _faults,
            Start = process.Start is { } start ? _steps[_kept[start.Index]] : null,
            Hash = Address(),
        };
    }

    /// <summary>Two versions that call different versions are two versions, though their texts are the same.</summary>
    private ContentHash? Address()
    {
        if (_calls.Count == 0 || process.Hash is not { } text) return process.Hash;
        var lines = _calls.Where(call => process.Find(call.Step) is not null).Select(call => $"{call.Process} {call.Version}").Distinct().Order(StringComparer.Ordinal);
        return new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{text}\n{string.Join('\n', lines)}"))));
    }

    private int Exit(Step run, string outcome)
    {
        if (_exits.TryGetValue((run.Index, outcome), out var known)) return known;
        var exit = _exits[(run.Index, outcome)] = _steps.Count;
        _steps.Add(run with
        {
            Index = exit,
            Id = Free(_ids, $"{run.Id}:{outcome}"),
            Key = new(Free(_keys, $"{run.Key}:{outcome}")),
            Name = $"{run.Name}: {outcome}",
            Kind = StepKind.CallExit,
            Ports = [outcome],
            Work = null,
            Call = run.Key,
            MaxRounds = run.Work?.MaxRounds ?? 0,
        });
        return exit;
    }

    private Step Copied(Step step, Step run, Func<Condition?, Condition?> reread)
    {
        var legs = process.Header.Legs;
        return step with
        {
            Index = _steps.Count,
            Id = Free(_ids, $"{run.Id}/{step.Id}"),
            Key = new(Free(_keys, $"{run.Key}/{step.Key}")),
            Call = step.Call is { } inner ? new($"{run.Key}/{inner}") : run.Key,
            Condition = reread(step.Condition),
            Cases = [.. step.Cases.Select(@case => @case with { Condition = reread(@case.Condition) })],
            Work = step.Work is not { } work ? null : work with
            {
                Unit = work.Unit is Competent && run.Work?.Unit is { } unit ? unit : work.Unit,
                Leg = run.Work?.Leg ?? (legs.Any(leg => leg.Key == work.Leg) ? work.Leg : null),
            },
        };
    }

    /// <summary>Adds the called process's attributes to those asked for at intake. One that both declare is one and the same, so its type must be the same.</summary>
    private Func<Condition?, Condition?> Declare(Step run, ProcessKey key, ProcessDefinition called)
    {
        var changed = false;
        foreach (var attribute in called.Attributes)
        {
            if (_attributes.Find(known => known.Name == attribute.Name) is not { } known) _attributes.Add(attribute);
            else if (known.Type != attribute.Type || known.IsList != attribute.IsList) _faults.Add(LinkingFaults.OtherType(run, key, attribute, known));
            else changed |= known != attribute;
        }
        // A condition carries the declarations it was read with: where the caller's differ, it is read again with those.
        return changed ? condition => condition is null ? null : Condition.Parse(condition.Text, _attributes).Condition ?? condition : condition => condition;
    }

    public static string Outcome(Step end) => end.EndOutcome ?? DonePort;

    private static string Free(HashSet<string> taken, string wanted)
    {
        var name = wanted;
        for (var copy = 2; !taken.Add(name); copy++) name = $"{wanted}#{copy}";
        return name;
    }

    private const string DonePort = "Done";
    private const string Competent = "Competent";

    private readonly record struct Bend(int From, string Port, int To);
}

/// <summary>A shared process called from a step (lời gọi quy trình dùng chung), and the version whose steps stand there.</summary>
/// <param name="Step">The step that calls it; <c>B4/B2</c> where the process that <c>B4</c> calls does.</param>
/// <param name="Version">The published version; null for a text that was never published.</param>
public sealed record ProcessCall(StepKey Step, ProcessKey Process, string Name, ContentHash? Version)
{
    /// <summary>True where the process itself calls it, not one that it calls.</summary>
    public bool IsDirect(ProcessDefinition process) => process.Find(Step) is { Call: null };

    /// <summary>The codes of the warnings that were answered in writing when the called process was published: they need no second answer.</summary>
    public IReadOnlyList<string> Answered { get; init; } = [];
}

/// <summary>Everything that linking may find: codes V150–V157.</summary>
internal static class LinkingFaults
{
    public const string CircleCode = "V154";

    public static bool IsOne(Finding fault) => string.CompareOrdinal(fault.Code, "V150") >= 0 && string.CompareOrdinal(fault.Code, "V159") <= 0;

    public static Finding NotNamed(Step run) => Error("V150", run, "process", new(
        $"Bước “{run.Key} – {run.Name}” chưa ghi quy trình dùng chung được gọi.", $"Step '{run.Key} – {run.Name}' does not say which shared process it calls.")) with
    {
        Suggestion = new("Chọn quy trình ở ô “Quy trình được gọi”.", "Choose one in the box 'Called process'."),
    };

    public static Finding NotKnown(Step run, ProcessKey called) => Error("V151", run, "process", new(
        $"Bước “{run.Key} – {run.Name}” gọi quy trình “{called}”, hiện không có phiên bản nào đang có hiệu lực.", $"Step '{run.Key} – {run.Name}' calls process '{called}', of which no version is in force.")) with
    {
        Suggestion = new("Công bố quy trình dùng chung trước, hoặc chọn quy trình khác.", "Publish the shared process first, or choose another."),
    };

    public static Finding NotShared(Step run, ProcessKey called) => Error("V152", run, "process", new(
        $"Quy trình “{called}” mà bước “{run.Key} – {run.Name}” gọi không phải quy trình dùng chung.", $"Process '{called}', called by step '{run.Key} – {run.Name}', is not a shared one."));

    public static Finding NoEnds(Step run, ProcessKey called) => Error("V152", run, "process", new(
        $"Quy trình “{called}” mà bước “{run.Key} – {run.Name}” gọi không có nơi bắt đầu hoặc không có điểm kết thúc nên không gọi được.",
        $"Process '{called}', called by step '{run.Key} – {run.Name}', has no beginning or no end, so it cannot be called."));

    public static Finding FaultyInside(Step run, ProcessKey called, Finding inside) => Error("V152", run, "process", new(
        $"Quy trình “{called}” mà bước “{run.Key} – {run.Name}” gọi còn lỗi: {inside.Message.Vi}", $"Process '{called}', called by step '{run.Key} – {run.Name}', is itself faulty: {inside.Message.En}"));

    public static Finding NoSuchWayOut(Step run, ProcessKey called, string outcome) => Error("V153", run, outcome, new(
        $"Quy trình “{called}” có thể kết thúc với kết quả “{outcome}” nhưng bước “{run.Key} – {run.Name}” không có nhánh ra nào tên như vậy.",
        $"Process '{called}' can end with '{outcome}', but step '{run.Key} – {run.Name}' has no way out of that name.")) with
    {
        Suggestion = new($"Thêm kết quả “{outcome}” và nối tới bước tiếp theo.", $"Add the outcome '{outcome}' and connect it."),
    };

    public static Finding NeverEndsSo(Step run, ProcessKey called, string port, IEnumerable<string> ends)
    {
        var known = string.Join(", ", ends);
        return Error("V153", run, port, new(
            $"Bước “{run.Key} – {run.Name}” có nhánh ra “{port}” nhưng quy trình “{called}” không bao giờ kết thúc như vậy (chỉ: {known}).",
            $"Step '{run.Key} – {run.Name}' has a way out '{port}', but process '{called}' never ends so (only: {known}).")) with
        {
            Suggestion = new("Bỏ nhánh này, hoặc đổi tên theo kết quả của quy trình được gọi.", "Remove it, or name it as the called process does."),
        };
    }

    public static Finding Circle(Step run, IReadOnlyList<ProcessKey> circle)
    {
        var told = string.Join(" → ", circle);
        return Error(CircleCode, run, "process", new(
            $"Các quy trình gọi nhau thành vòng: {told}.", $"The processes call each other in a circle: {told}.")) with
        {
            Suggestion = new("Bỏ một lời gọi trong vòng.", "Take one of these calls out."),
            Trace = [.. circle.Zip(circle.Skip(1), (from, to) => new Wording($"“{from}” gọi “{to}”.", $"'{from}' calls '{to}'."))],
        };
    }

    public static Finding TooMuch(Step run, ProcessKey called) => Error("V155", run, "process", new(
        $"Lời gọi “{called}” ở bước “{run.Key} – {run.Name}” lồng quá {ProcessLinking.DeepestCalls} tầng hoặc làm quy trình có quá {ProcessLinking.MostSteps} bước.",
        $"The call of '{called}' at step '{run.Key} – {run.Name}' nests more than {ProcessLinking.DeepestCalls} deep, or brings the process to more than {ProcessLinking.MostSteps} steps."));

    public static Finding OfThePublic(Step run, ProcessKey called, Step foreign) => Error("V156", run, "process", new(
        $"Quy trình “{called}” có bước “{foreign.Key} – {foreign.Name}” thuộc về hồ sơ của công dân; quy trình dùng chung chỉ kết thúc bằng “Kết thúc” và để nơi gọi quyết định tiếp.",
        $"Process '{called}' contains step '{foreign.Key} – {foreign.Name}', which belongs to the applicant's dossier; a shared process only ends, and its caller decides what follows."));

    public static Finding OtherType(Step run, ProcessKey called, AttributeDeclaration attribute, AttributeDeclaration known) => Error("V157", run, attribute.Name, new(
        $"Thuộc tính hồ sơ “{attribute.Name}” ở quy trình “{called}” có kiểu {Said(attribute)}, ở đây đã khai báo kiểu {Said(known)}.",
        $"Attribute '{attribute.Name}' is of type {Said(attribute)} in process '{called}', and is declared as {Said(known)} here."));

    private static string Said(AttributeDeclaration attribute) => attribute.IsList ? $"{attribute.Type}[]" : attribute.Type;

    private static Finding Error(string code, Step run, string field, Wording message) => new(code, Severity.Error, run.Key.Value, field, message);
}
