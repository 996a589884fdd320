using TthcFlow.Engine.Storage;

namespace TthcFlow.Engine.Runtime;

/// <summary>Gives what happened its numbers in the feed, in the order in which it was committed (đánh số sự kiện). Many hosts may run it; one works at a time.</summary>
public sealed class EventSweep : Sweep
{
    /// <summary>How often it is looked whether a version entered into force, or ceased to be.</summary>
    public static readonly TimeSpan Versions = TimeSpan.FromSeconds(10);

    private readonly EventStore _store;
    private readonly TimeProvider _clock;
    private DateTimeOffset _looked = DateTimeOffset.MinValue;

    internal EventSweep(EventStore store, TimeProvider clock) => (_store, _clock) = (store, clock);

    /// <summary>Rings when events got their numbers.</summary>
    internal Bell Numbered { get; init; } = new();

    /// <summary>Numbers everything that is committed by now.</summary>
    /// <returns>How many events got a number.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var (now, numbered) = (_clock.GetUtcNow(), 0);
        while (await _store.IsBehindAsync(ct))
        {
            var some = await _store.NumberAsync(now, ct);
            if (some == 0) break; // another host is at it
            numbered += some;
            Numbered.Ring();
        }
        if (now - _looked < Versions) return numbered;
        var versions = await _store.NumberVersionsAsync(now, ct);
        _looked = now;
        if (versions > 0) Numbered.Ring();
        return numbered + versions;
    }
}
