using System.Globalization;
using Microsoft.Extensions.Logging;
using Quartz;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>Says what has come due. Quartz only beats time: what is due is a row, and firing one goes through the office like any command.</summary>
/// <remarks>
/// A claimed row is pushed forward by <see cref="Lease"/>, so that hosts do not take each other's; one that dies with a claim in hand only delays it.
/// Firing twice is harmless: the dossier remembers what was said.
/// </remarks>
[DisallowConcurrentExecution]
public sealed partial class ReminderSweep : IJob
{
    /// <summary>How long a claimed reminder is nobody else's.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private const int AtOnce = 200;

    private readonly DossierStore _store;
    private readonly DossierOffice _office;
    private readonly TimeProvider _clock;
    private readonly ILogger<ReminderSweep> _log;

    internal ReminderSweep(DossierStore store, DossierOffice office, TimeProvider clock, ILogger<ReminderSweep> log) =>
        (_store, _office, _clock, _log) = (store, office, clock, log);

    /// <summary>Fires everything that is due now.</summary>
    /// <returns>How many reminders were written into journals.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var fired = 0;
        while (true)
        {
            var now = _clock.GetUtcNow();
            // whole milliseconds, because the lease is compared with what the database stored
            var lease = DateTimeOffset.FromUnixTimeMilliseconds((now + Lease).ToUnixTimeMilliseconds());
            var claimed = await _store.ClaimRemindersAsync(now, lease, AtOnce, ct);
            foreach (var (reminder, answer) in claimed.Zip(claimed is [] ? [] : await _office.RemindAsync(claimed, ct)))
            {
                if (answer.IsDone) fired++;
                else if (answer.Refusal!.Code != OfficeRefusals.Stale.Code && answer.Refusal.Code != DossierRefusals.ReminderTooEarly.Code) // these come back when the lease ends
                {
                    NoLongerMeant(reminder.Code, reminder.Step, answer.Refusal.Code);
                    await _store.DropReminderAsync(reminder, lease, ct);
                }
            }
            if (claimed.Count < AtOnce) return fired;
        }
    }

    async ValueTask IJob.Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        context.Result = (await RunOnceAsync(cancellationToken)).ToString(CultureInfo.InvariantCulture);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Reminder of {Dossier}, step {Step}, was dropped: {Code}.")]
    private partial void NoLongerMeant(DossierCode dossier, StepKey step, string code);
}
