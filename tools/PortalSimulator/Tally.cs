using System.Collections.Concurrent;

namespace TthcFlow.PortalSimulator;

/// <summary>How often a message came, was applied and was refused. Counted by its key, which decides nothing.</summary>
internal sealed class MessageTally
{
    public int Received;
    public int Applied;
    public int Refused;
}

/// <summary>One call as it is shown.</summary>
internal sealed record ShownCall(long Number, DateTimeOffset At, PortalFace Face, string Service, string? Key, string? Refusal, string? Fault, bool IsApplied);

/// <summary>Counts what came in and what became of it (thống kê lời gọi).</summary>
internal sealed class Tally
{
    /// <summary>So many of the latest calls are shown.</summary>
    public const int Latest = 50;

    private readonly ConcurrentDictionary<string, MessageTally> _messages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _services = new(), _refusals = new(), _faults = new();
    private readonly ShownCall?[] _latest = new ShownCall?[Latest];
    private long _calls, _unkeyed, _tells, _applied;

    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Calls that tell something: messages, each as often as it came.</summary>
    public long Received => Interlocked.Read(ref _tells);

    public long Applied => Interlocked.Read(ref _applied);

    /// <summary>Messages without a key: nobody can say whether they are repetitions.</summary>
    public long Unkeyed => Interlocked.Read(ref _unkeyed);

    public IReadOnlyDictionary<string, MessageTally> Messages => _messages;

    public IEnumerable<KeyValuePair<string, long>> Services => _services.OrderBy(one => one.Key, StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, long>> Refusals => _refusals.OrderBy(one => one.Key, StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, long>> Faults => _faults.OrderBy(one => one.Key, StringComparer.Ordinal);

    /// <summary>The latest calls, the last one first.</summary>
    public IEnumerable<ShownCall> LatestCalls => _latest.OfType<ShownCall>().OrderByDescending(call => call.Number);

    public void Count(PortalCall call, FaultRule? fault, PortalAnswer? answer, DateTimeOffset now)
    {
        var number = Interlocked.Increment(ref _calls);
        var (applied, refusal) = (call.Tells && answer is { IsDone: true }, answer?.Refusal);
        Add(_services, call.Service);
        if (fault is not null) Add(_faults, fault.Fault);
        if (refusal is not null) Add(_refusals, refusal.Code);
        if (call.Tells)
        {
            Interlocked.Increment(ref _tells);
            if (applied) Interlocked.Increment(ref _applied);
            if (call.Key is { } key)
            {
                var message = _messages.GetOrAdd(key, static _ => new());
                Interlocked.Increment(ref message.Received);
                if (applied) Interlocked.Increment(ref message.Applied);
                if (refusal is not null) Interlocked.Increment(ref message.Refused);
            }
            else Interlocked.Increment(ref _unkeyed);
        }
        _latest[number % Latest] = new(number, now, call.Face, call.Service, call.Key, refusal is null ? null : $"{refusal.Code}: {refusal.Message}", fault?.Fault, applied);
    }

    /// <summary>A message that an earlier run of the program applied.</summary>
    public void Recall(AppliedMessage message)
    {
        _applied++;
        _tells++;
        if (message.Key is not { } key) return;
        var tally = _messages.GetOrAdd(key, static _ => new());
        tally.Applied++;
        tally.Received++;
    }

    public void Clear()
    {
        _messages.Clear();
        _services.Clear();
        _refusals.Clear();
        _faults.Clear();
        Array.Clear(_latest);
        (_calls, _unkeyed, _tells, _applied) = (0, 0, 0, 0);
    }

    private static void Add(ConcurrentDictionary<string, long> counts, string name) => counts.AddOrUpdate(name, 1, static (_, count) => count + 1);
}
