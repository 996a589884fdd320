using Microsoft.Extensions.Logging;
using Quartz;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Storage;

namespace TthcFlow.Engine.Runtime;

/// <summary>Lets the dossier of each appraisal follow its draft: right after an act, and for whatever was left when a host died between.</summary>
/// <remarks>
/// The draft's act stands whatever becomes of this. Every command has a key made of draft and act, and what is open is asked each time: after any interruption, with any number of hosts,
/// each step is completed once. A dossier that does not let itself be led on now (suspended by a leader, say) is tried again at the next beat.
/// </remarks>
[DisallowConcurrentExecution]
public sealed partial class AppraisalSweep : Sweep
{
    private const int AtOnce = 100;

    private readonly PublicationStore _drafts;
    private readonly ReferenceStore _reference;
    private readonly AppraisalCourse _course;
    private readonly ILogger<AppraisalSweep> _log;

    internal AppraisalSweep(PublicationStore drafts, ReferenceStore reference, AppraisalCourse course, ILogger<AppraisalSweep> log) =>
        (_drafts, _reference, _course, _log) = (drafts, reference, course, log);

    /// <summary>Brings every dossier along that is behind its draft.</summary>
    /// <returns>How many drafts were behind.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var (behind, after) = (0, "");
        while (true)
        {
            var drafts = await _drafts.UnfollowedAsync(after, AtOnce, ct);
            foreach (var draft in drafts) await TryFollowAsync(draft, ct); // one that breaks keeps none of the others back
            behind += drafts.Count;
            if (drafts.Count < AtOnce) return behind;
            after = drafts[^1];
        }
    }

    /// <summary>One draft. Whatever breaks here is left to the next beat: the act is done.</summary>
    internal async Task TryFollowAsync(string draft, CancellationToken ct)
    {
        try
        {
            await FollowAsync(draft, ct);
        }
        catch (Exception broken) when (!ct.IsCancellationRequested)
        {
            LeftBehind(broken, draft);
        }
    }

    private async Task FollowAsync(string draft, CancellationToken ct)
    {
        var (catalogue, _) = await _reference.CurrentAsync(ct);
        if (catalogue?.Appraisal is not { } binding || await _drafts.FollowedAsync(draft, ct) is not { } left) return;

        var (acts, code, kept) = (await _drafts.ActsAsync(draft, ct), left.Dossier, left.Followed);
        foreach (var duty in AppraisalClock.DutiesAfter(acts, left.Followed, binding))
        {
            if (kept < duty.Act - 1) await _drafts.FollowAsync(draft, kept = duty.Act - 1, code, ct); // before the next act begins, so that a slower host leaves the earlier ones alone
            if (duty is { Moment: DraftMoment.Submitted, Step: null })
            {
                if (await _course.IsRunningAsync(code, ct)) continue;
                if (await _course.ReceiveAsync(draft, duty, catalogue, binding, ct) is not { } received)
                {
                    await _drafts.LeaveUntimedAsync(draft, ct); // nothing to run on: this draft has no clock
                    return;
                }
                if (received.Refusal is { } no) Refused(draft, duty.Act, no.Code);
                if (received.Code is null) return;
                await _drafts.FollowAsync(draft, kept, code = received.Code, ct);
            }
            // The dossier and how far it has followed, read as of one moment: where another host is past this act, the dossier may be in a later round.
            else if (code is not null && await _drafts.DossierAsync(draft, ct) is { } timed && timed.Followed < duty.Act
                && await _course.CarryOutAsync(draft, duty, timed, catalogue, binding, ct) is { } refusal)
            {
                Refused(draft, duty.Act, refusal.Code);
                return;
            }
        }
        await _drafts.FollowAsync(draft, acts.Count, code, ct);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The dossier of draft {Draft} was left behind.")]
    private partial void LeftBehind(Exception broken, string draft);

    [LoggerMessage(Level = LogLevel.Information, Message = "The dossier of draft {Draft} does not follow act {Act} yet: {Code}.")]
    private partial void Refused(string draft, int act, string code);
}
