using BenchmarkDotNet.Attributes;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Diagrams;

namespace TthcFlow.Engine.Benchmarks;

/// <summary>The flow chart: of a real procedure of 19 activities in three lanes, and of 400 steps in a row, which go without lanes.</summary>
[MemoryDiagnoser]
public class DiagramBenchmarks
{
    private readonly ProcessDefinition _real = ProcessDefinition.Compile(ElsaDocument.Read(Samples.Bytes("processes", "A-cap-gpxd-nha-o-rieng-le.json")).Document!);
    private readonly ProcessDefinition _large;
    private readonly DiagramWords _words;

    public DiagramBenchmarks()
    {
        _words = DiagramWords.Of(_real.Header, ProvinceCatalogue.Parse(Samples.Text("catalogue.json")));
        var pattern = _real.Steps.First(step => step.Kind is StepKind.Draft);
        Step[] steps = [.. Enumerable.Range(0, 400).Select(at => pattern with { Index = at, Id = $"B{at}", Key = new($"B{at}") })];
        _large = new("Bốn trăm bước", _real.Header, [], steps, [.. Enumerable.Range(0, 399).Select(at => new Route(at, $"B{at}:Done>B{at + 1}", at, "Done", at + 1))]) { Start = steps[0] };
    }

    [Benchmark]
    public DiagramScene Nineteen() => DiagramScene.Of(_real, _words);

    [Benchmark]
    public DiagramScene FourHundred() => DiagramScene.Of(_large, _words);
}
