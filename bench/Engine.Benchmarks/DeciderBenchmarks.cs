using BenchmarkDotNet.Attributes;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Benchmarks;

/// <summary>One decision in the middle of a real procedure, and the clocks that follow from it: what every completion costs before the database is asked.</summary>
[MemoryDiagnoser]
public class DeciderBenchmarks
{
    private static readonly ProcessDefinition Process = ProcessDefinition.Compile(ElsaDocument.Read(Samples.Bytes("processes", "B-dang-ky-ho-kinh-doanh.json")).Document!);
    private static readonly CalendarBook Calendars = CalendarBook.Parse(Samples.Text("calendars", "2026.json"));
    private static readonly DossierDecider Decider = new(Process, new ProcessFlow(Process), Calendars);
    private readonly Dossier _dossier;
    private readonly RehearsalAct _act;

    public DeciderBenchmarks()
    {
        var run = Rehearsal.Of(Process, Calendars, VietnamTime.At(new DateOnly(2026, 3, 2), new TimeOnly(9, 0))).Runs[0];
        _act = run.Acts[3];
        _dossier = run.Acts.Take(3).Aggregate(Dossier.Empty, (dossier, act) =>
            ((Decision<DossierEvent>.Accepted)Decider.Decide(dossier, act.Command, act.At)).Events.Aggregate(dossier, (state, happened) => state.Apply(happened)));
    }

    [Benchmark]
    public Decision<DossierEvent> Decide() => Decider.Decide(_dossier, _act.Command, _act.At);

    [Benchmark]
    public DossierClocks Clocks() => DossierClocks.Of(_dossier, Process, Calendars, _act.At, ReminderLadders.National);
}
