using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Tests;

/// <summary>Draws a process in a few lines, without a document: <c>new Drawing().Step("B1", StepKind.Intake, hours: 4).Line("B1", "Accepted", "B2")</c>.</summary>
/// <remarks>Ports are those of the type unless they are named. <c>Declined</c>, <c>Expired</c> and the like must be connected like any other.</remarks>
internal sealed class Drawing
{
    private readonly List<Step> _steps = [];
    private readonly List<Route> _routes = [];
    private readonly Dictionary<string, int> _index = [];

    public ProcessHeader Header { get; set; } = new();

    public Drawing With(ProcessHeader header)
    {
        Header = header;
        return this;
    }

    public Drawing Step(string key, StepKind kind = StepKind.Work, decimal hours = 1, JoinMode mode = JoinMode.WaitAll, string[]? ports = null, Func<StepWork, StepWork>? work = null)
    {
        var isWork = kind is not (StepKind.Start or StepKind.Decision or StepKind.Switch or StepKind.Fork or StepKind.Join or StepKind.End or StepKind.Unknown);
        var planned = new StepWork { Unit = "Receiving", Position = new("chuyen-vien"), Limit = TimeLimit.OfHours(kind is StepKind.ReturnResult or StepKind.Reject or StepKind.Stop ? 0 : hours) };
        _index[key] = _steps.Count;
        _steps.Add(new()
        {
            Index = _steps.Count,
            Id = key,
            Key = new(key),
            Name = $"Việc {key}",
            Type = kind is StepKind.Start or StepKind.End or StepKind.Fork or StepKind.Join or StepKind.Decision or StepKind.Switch ? $"Elsa.{kind}" : $"Tthc.{kind}",
            Kind = kind,
            JoinMode = mode,
            Ports = ports ?? PortsOf(kind),
            Work = isWork ? work?.Invoke(planned) ?? planned : null,
        });
        return this;
    }

    public Drawing Line(string from, string port, string to)
    {
        var id = $"{from}:{port}>{to}";
        var times = _routes.Count(route => route.Id == id || route.Id.StartsWith(id + "#", StringComparison.Ordinal)) + 1;
        _routes.Add(new(_routes.Count, times == 1 ? id : $"{id}#{times}", _index[from], port, _index[to]));
        return this;
    }

    /// <summary>Connects every port of the first to the second, of the second to the third, and so on.</summary>
    public Drawing Chain(params string[] keys)
    {
        foreach (var (from, to) in keys.Zip(keys.Skip(1)))
            foreach (var port in _steps[_index[from]].Ports)
                _routes.Add(new(_routes.Count, $"{from}:{port}>{to}", _index[from], port, _index[to]));
        return this;
    }

    public ProcessDefinition Process()
    {
        var starts = _steps.Where(step => step.Kind is StepKind.Start).Concat(_steps.Where(step => step.Kind is StepKind.Intake)).ToList();
        var start = starts.Count(step => step.Kind is StepKind.Start) == 1 || starts.Count == 1 ? starts[0] : null;
        return new("Quy trình thử", Header, [], _steps, _routes) { Start = start };
    }

    private static string[] PortsOf(StepKind kind) => kind switch
    {
        StepKind.Intake => ["Accepted", "Declined"],
        StepKind.Examine => ["Passed", "Incomplete", "Failed"],
        StepKind.Verify => ["Passed", "Failed", "Remedy"],
        StepKind.Consult => ["Agreed", "Disagreed", "NoReply"],
        StepKind.Review => ["Agreed", "SentBack"],
        StepKind.Sign => ["Signed", "SentBack", "Rejected"],
        StepKind.Transfer => ["Received", "SentBack"],
        StepKind.AwaitSupplement => ["Supplemented", "Expired"],
        StepKind.AwaitPayment => ["Paid", "Expired"],
        StepKind.AwaitApplicant => ["Done", "Expired"],
        StepKind.Decision => ["True", "False"],
        StepKind.ReturnResult or StepKind.Reject or StepKind.Stop or StepKind.End => [],
        _ => ["Done"],
    };
}
