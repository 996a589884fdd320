using BenchmarkDotNet.Attributes;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Tests;
using TthcFlow.Engine.Validation;

namespace TthcFlow.Engine.Benchmarks;

/// <summary>All checks on the biggest processes that the proof promises to decide: twenty parallel branches, of every kind, and four hundred steps with forty loops.</summary>
[MemoryDiagnoser]
public class ProofBenchmarks
{
    private readonly CheckContext _context = new(null, CalendarBook.Parse(Samples.Text("calendars", "2026.json")));
    private ProcessDefinition _process = null!;

    public static IEnumerable<string> Shapes => [.. BigDrawing.Parallels.Keys, "stuck", "400 steps, 40 loops", "400 steps, 40 loops, in two branches", "400 steps, loops within loops", "400 steps, 40 in calendar days, limit in calendar days", "400 steps, 40 in calendar days, limit in running hours"];

    [ParamsSource(nameof(Shapes))]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void Draw() => _process = Shape switch
    {
        "stuck" => BigDrawing.Stuck(),
        "400 steps, 40 loops" => BigDrawing.Looped(400, 40, parallel: false),
        "400 steps, 40 loops, in two branches" => BigDrawing.Looped(400, 40, parallel: true),
        "400 steps, loops within loops" => BigDrawing.LoopedDeep(400, 40),
        "400 steps, 40 in calendar days, limit in calendar days" => BigDrawing.Mixed(TimeLimit.OfCalendarDays(200)),
        "400 steps, 40 in calendar days, limit in running hours" => BigDrawing.Mixed(TimeLimit.OfDays(200)),
        _ => BigDrawing.Parallels[Shape](),
    };

    [Benchmark]
    public CheckReport Check() => DefinitionRules.Check(_process, _context);
}
