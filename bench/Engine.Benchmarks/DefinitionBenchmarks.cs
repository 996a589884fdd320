using BenchmarkDotNet.Attributes;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Validation;

namespace TthcFlow.Engine.Benchmarks;

/// <summary>A real procedure of 19 activities with a fork, a decision, loops and refusals: from its bytes to the appraiser's findings.</summary>
[MemoryDiagnoser]
public class DefinitionBenchmarks
{
    private static readonly byte[] Bytes = Samples.Bytes("processes", "A-cap-gpxd-nha-o-rieng-le.json");
    private readonly byte[] _bytes = Bytes;
    private readonly ElsaDocument _document = ElsaDocument.Read(Bytes).Document!;
    private readonly ProcessDefinition _process = ProcessDefinition.Compile(ElsaDocument.Read(Bytes).Document!);
    private readonly CheckContext _context = new(ProvinceCatalogue.Parse(Samples.Text("catalogue.json")), CalendarBook.Parse(Samples.Text("calendars", "2026.json")));

    [Benchmark]
    public DocumentReading Read() => ElsaDocument.Read(_bytes);

    [Benchmark]
    public ProcessDefinition Compile() => ProcessDefinition.Compile(_document);

    [Benchmark]
    public CheckReport Check() => DefinitionRules.Check(_process, _context);
}

/// <summary>All checks on a process of ordinary length, and on one that is far too long: 400 activities with 40 returns.</summary>
[MemoryDiagnoser]
public class CheckBenchmarks
{
    private readonly ProcessDefinition _ordinary = ProcessDefinition.Compile(ElsaDocument.Read(GeneratedProcesses.Line(15, 2)).Document!);
    private readonly ProcessDefinition _long = ProcessDefinition.Compile(ElsaDocument.Read(GeneratedProcesses.Line(400, 40)).Document!);
    private readonly CheckContext _context = new(ProvinceCatalogue.Parse(Samples.Text("catalogue.json")), CalendarBook.Parse(Samples.Text("calendars", "2026.json")), new(2026, 3, 2));

    [Benchmark]
    public CheckReport FifteenSteps() => DefinitionRules.Check(_ordinary, _context);

    [Benchmark]
    public CheckReport FourHundredStepsWithFortyReturns() => DefinitionRules.Check(_long, _context);
}

/// <summary>The samples, copied beside the program.</summary>
internal static class Samples
{
    public static byte[] Bytes(params string[] path) => File.ReadAllBytes(Path.Combine([AppContext.BaseDirectory, "samples", .. path]));

    public static string Text(params string[] path) => File.ReadAllText(Path.Combine([AppContext.BaseDirectory, "samples", .. path]));
}
