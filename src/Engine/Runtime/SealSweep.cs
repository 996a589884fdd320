using Microsoft.Extensions.Logging;
using Quartz;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Storage;

namespace TthcFlow.Engine.Runtime;

/// <summary>Seals each day once it is over (niêm phong nhật ký cuối ngày), catching up on days no host was up. Several hosts may try: one seals.</summary>
[DisallowConcurrentExecution]
public sealed partial class SealSweep : Sweep
{
    /// <summary>How long after midnight a day counts as over: what was decided before has been written by then.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMinutes(10);

    /// <summary>Days sealed at one beat; after a long stop the next beats go on.</summary>
    private const int AtOnce = 31;

    private readonly SealStore _store;
    private readonly TimeProvider _clock;
    private readonly ILogger<SealSweep> _log;

    internal SealSweep(SealStore store, TimeProvider clock, ILogger<SealSweep> log) => (_store, _clock, _log) = (store, clock, log);

    /// <summary>Seals what is due.</summary>
    /// <returns>How many days this host sealed.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct)
    {
        for (var sealedDays = 0; ; sealedDays++)
        {
            var now = _clock.GetUtcNow();
            if (sealedDays == AtOnce || await _store.SealNextAsync(VietnamTime.DayOf(now - Settling).AddDays(-1), now, ct) is not { } seal) return sealedDays;
            Sealed(seal.Day, seal.Leaves, seal.Root);
        }
    }

    // The root in the log is one more copy outside the database.
    [LoggerMessage(Level = LogLevel.Information, Message = "Sealed {Day:yyyy-MM-dd}: {Journals} journals, root {Root}.")]
    private partial void Sealed(DateOnly day, int journals, string root);
}
