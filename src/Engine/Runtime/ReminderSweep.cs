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
public sealed partial class ReminderSweep : Sweep
{
    /// <summary>How long a claimed reminder is nobody else's. With the beat of the sweep it bounds how late a reminder can be when a host dies with it in hand.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private const int AtOnce = 200;

    private readonly DossierStore _store;
    private readonly DossierOffice _office;
    private readonly TimeProvider _clock;
    private readonly ILogger<ReminderSweep> _log;

    internal ReminderSweep(DossierStore store, DossierOffice office, TimeProvider clock, ILogger<ReminderSweep> log) =>
        (_store, _office, _clock, _log) = (store, office, clock, log);

    /// <summary>Fires everything that is due now.</summary>
    /// <returns>How many lines that had come due were carried out; each may have told several rungs, where nobody swept for long.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var fired = 0;
        while (true)
        {
            var now = _clock.GetUtcNow();
            // whole milliseconds, because the lease is compared with what the database stored
            var lease = DateTimeOffset.FromUnixTimeMilliseconds((now + Lease).ToUnixTimeMilliseconds());
            var claimed = await _store.ClaimRemindersAsync(now, lease, AtOnce, ct);
            var dropped = new List<DueReminder>();
            foreach (var (reminder, answer) in claimed.Zip(claimed is [] ? [] : await _office.RemindAsync(claimed, ct)))
            {
                if (answer.IsDone) fired++;
                else if (answer.Refusal!.Code != OfficeRefusals.Stale.Code && answer.Refusal.Code != DossierRefusals.ReminderTooEarly.Code) // these come back when the lease ends, if not before
                {
                    NoLongerMeant(reminder.Code, reminder.Step, answer.Refusal.Code);
                    dropped.Add(reminder);
                }
            }
            if (dropped is not []) await _store.DropRemindersAsync(dropped, lease, ct);
            if (claimed.Count < AtOnce) return fired;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Reminder of {Dossier}, step {Step}, was dropped: {Code}.")]
    private partial void NoLongerMeant(DossierCode dossier, StepKey step, string code);
}
