using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using TthcFlow.Engine.Calendars;

namespace TthcFlow.Engine.Benchmarks;

/// <summary>Deadline arithmetic: an hour and 300 working days should cost about the same, and neither should allocate.</summary>
[MemoryDiagnoser]
public class CalendarBenchmarks
{
    private static readonly WorkingCalendar Calendar = CalendarBook.Parse(File.ReadAllText(SamplePath())).For(null);

    private static readonly DateTimeOffset Received = new(2026, 3, 2, 9, 0, 0, VietnamTime.Offset);

    private static readonly Pause[] Pauses =
    [
        new(Received.AddDays(4), Received.AddDays(7)), new(Received.AddDays(2), Received.AddDays(5)), new(Received.AddDays(9), Received.AddDays(10)),
    ];

    private CountingRule _hours = null!;
    private CountingRule _days = null!;
    private DateTimeOffset _due;

    /// <summary>The limit, in working days: one hour, three days, 300 days.</summary>
    [Params(0.125, 3, 300)]
    public double WorkingDays { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var limit = TimeLimit.OfDays((decimal)WorkingDays);
        _hours = new CountingRule(limit, Counting.RunningHours);
        _days = new CountingRule(TimeLimit.OfDays(Math.Ceiling(limit.Value)), Counting.DayCount);
        _due = Calendar.DueAt(Received, _hours);
    }

    [Benchmark(Baseline = true)]
    public DateTimeOffset RunningHours() => Calendar.DueAt(Received, _hours);

    [Benchmark]
    public DateTimeOffset DayCount() => Calendar.DueAt(Received, _days);

    /// <summary>Three pauses, out of order and overlapping, as a ledger may have them.</summary>
    [Benchmark]
    public DateTimeOffset RunningHoursPaused() => Calendar.DueAfter(Received, _hours, Pauses);

    [Benchmark]
    public DateTimeOffset DayCountPaused() => Calendar.DueAfter(Received, _days, Pauses);

    [Benchmark]
    public DateTimeOffset Subtract() => Calendar.Subtract(_due, (int)(WorkingDays * TimeLimit.MinutesPerDay));

    [Benchmark]
    public int Between() => Calendar.Between(Received, _due);

    [Benchmark]
    public int Explain() => Calendar.Explain(Received, _due).Count;

    private static string SamplePath([CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../samples/calendars/2026.json");
}
