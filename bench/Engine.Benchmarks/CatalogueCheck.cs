using System.Diagnostics;
using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Validation;

namespace TthcFlow.Engine.Benchmarks;

/// <summary>A whole province's catalogue from its bytes to the appraiser's findings, over all processors: how long, and how much memory.</summary>
internal static class CatalogueCheck
{
    public static void Run(int count, TextWriter output)
    {
        var context = new CheckContext(ProvinceCatalogue.Parse(Samples.Text("catalogue.json")), CalendarBook.Parse(Samples.Text("calendars", "2026.json")), new(2026, 3, 2));
        var documents = GeneratedProcesses.Catalogue(count).ToArray();
        output.WriteLine(Invariant($"{count} processes, {documents.Sum(bytes => (long)bytes.Length) / 1048576.0:0.0} MB, {Environment.ProcessorCount} processors"));
        _ = Checked(documents[0], context);

        for (var round = 1; round <= 3; round++)
        {
            GC.Collect();
            var (clock, busy, allocated) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes(true));
            var (steps, findings, undecided, slowest) = (0, 0, 0, 0L);
            Parallel.ForEach(documents, bytes =>
            {
                var one = Stopwatch.GetTimestamp();
                var (process, report) = Checked(bytes, context);
                Interlocked.Add(ref steps, process.Steps.Count);
                Interlocked.Add(ref findings, report.Findings.Count);
                if (report.Sound is Verdict.Undecided) Interlocked.Increment(ref undecided);
                InterlockedMax(ref slowest, Stopwatch.GetTimestamp() - one);
            });
            output.WriteLine(Invariant($"round {round}: {clock.Elapsed.TotalSeconds:0.00} s ({(Environment.CpuUsage.TotalTime - busy).TotalSeconds:0.0} s of processor time), {(GC.GetTotalAllocatedBytes(true) - allocated) / 1048576.0:0} MB allocated, {Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0:0} MB peak working set"));
            output.WriteLine(Invariant($"         {steps} steps, {findings} findings, {undecided} undecided, the slowest process {Stopwatch.GetElapsedTime(0, slowest).TotalMilliseconds:0} ms"));
        }
    }

    private static (ProcessDefinition Process, CheckReport Report) Checked(byte[] bytes, CheckContext context)
    {
        var process = ProcessDefinition.Compile(ElsaDocument.Read(bytes).Document!);
        return (process, DefinitionRules.Check(process, context));
    }

    private static void InterlockedMax(ref long highest, long value)
    {
        for (var seen = Volatile.Read(ref highest); value > seen; seen = Volatile.Read(ref highest)) Interlocked.CompareExchange(ref highest, value, seen);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
