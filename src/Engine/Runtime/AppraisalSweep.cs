using Microsoft.Extensions.Logging;
using Quartz;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

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
    private readonly DossierStore _dossiers;
    private readonly DossierOffice _office;
    private readonly ProcessLibrary _library;
    private readonly ReferenceStore _reference;
    private readonly AccountStore _accounts;
    private readonly TimeProvider _clock;
    private readonly ILogger<AppraisalSweep> _log;

    internal AppraisalSweep(
        PublicationStore drafts, DossierStore dossiers, DossierOffice office, ProcessLibrary library, ReferenceStore reference, AccountStore accounts, TimeProvider clock, ILogger<AppraisalSweep> log) =>
        (_drafts, _dossiers, _office, _library, _reference, _accounts, _clock, _log) = (drafts, dossiers, office, library, reference, accounts, clock, log);

    /// <summary>Brings every dossier along that is behind its draft.</summary>
    /// <returns>How many drafts were behind.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var (behind, after) = (0, "");
        while (true)
        {
            var drafts = await _drafts.UnfollowedAsync(after, AtOnce, ct);
            foreach (var draft in drafts) await FollowAsync(draft, ct);
            behind += drafts.Count;
            if (drafts.Count < AtOnce) return behind;
            after = drafts[^1];
        }
    }

    /// <summary>Right after an act. Whatever breaks here is left to the sweep: the act is done.</summary>
    internal async Task TryFollowAsync(string draft, CancellationToken ct)
    {
        try
        {
            await FollowAsync(draft, ct);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
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
                if (code is not null && (await _dossiers.OpenAsync(code, null, ct)).File is { Dossier.IsRunning: true }) continue;
                if (await ReceiveAsync(draft, duty, catalogue, binding, ct) is not { } received) return;
                await _drafts.FollowAsync(draft, kept, code = received, ct);
            }
            else if (code is not null && !await CarryOutAsync(draft, duty, code, catalogue, binding, ct)) return;
        }
        await _drafts.FollowAsync(draft, acts.Count, code, ct);
    }

    private async Task<DossierCode?> ReceiveAsync(string draft, AppraisalDuty duty, ProvinceCatalogue catalogue, AppraisalBinding binding, CancellationToken ct)
    {
        if (await _library.InForceAsync(binding.Procedure, null, VietnamTime.DayOf(_clock.GetUtcNow()), ct) is not { } process)
        {
            await _drafts.LeaveUntimedAsync(draft, ct); // nothing to run on: this draft has no clock
            return null;
        }
        var agency = duty.File.Agency ?? binding.AppraisedBy;
        var answer = await _office.ReceiveAsync(
            binding.Procedure, null, AppraisalClock.Receive(duty, binding, process.Definition, catalogue.Find(agency)?.Name ?? agency.Value), duty.Key(draft), ct);
        if (!answer.IsDone) Refused(draft, duty.Act, answer.Refusal!.Code);
        return answer.Code;
    }

    private async Task<bool> CarryOutAsync(string draft, AppraisalDuty duty, DossierCode code, ProvinceCatalogue catalogue, AppraisalBinding binding, CancellationToken ct)
    {
        // First the dossier, then how far it has followed: where another host is past this act, what was read may be of a later round.
        if ((await _dossiers.OpenAsync(code, null, ct)).File is not { Dossier: { } dossier } || (await _drafts.FollowedAsync(draft, ct))?.Followed >= duty.Act) return true;
        var today = VietnamTime.DayOf(_clock.GetUtcNow());
        var process = (await _library.OfAsync(dossier, today, ct)).Definition;
        if (AppraisalClock.CommandOf(duty, dossier, process, await HandsAsync(duty, catalogue, binding, today, ct)) is not { } command) return true;

        var answer = await _office.HandleAsync(code, command, duty.Key(draft), null, ct);
        if (answer.IsDone || answer.Refusal == OfficeRefusals.KeyReused) return true; // under this key nothing else was ever asked: it is done
        Refused(draft, duty.Act, answer.Refusal!.Code);
        return false;
    }

    private async Task<AppraisalHands> HandsAsync(AppraisalDuty duty, ProvinceCatalogue catalogue, AppraisalBinding binding, DateOnly today, CancellationToken ct)
    {
        var (by, assigned) = (duty.Happened.By, duty.File.Assigned);
        var names = OfficerNames.Of(catalogue, assigned is null ? [by] : [by, assigned]);
        return new(
            await OfficerAsync(by, catalogue, today, ct), names[by], assigned is null ? null : await OfficerAsync(assigned, catalogue, today, ct), assigned is null ? "" : names[assigned],
            catalogue.Find(binding.AppraisedBy)?.Name ?? binding.AppraisedBy.Value);
    }

    private async Task<Officer?> OfficerAsync(OfficerId id, ProvinceCatalogue catalogue, DateOnly today, CancellationToken ct) =>
        await _accounts.FindAsync(id, ct) is { } account ? new Officer(account.Id, account.Name, account.Agency, account.Roles, catalogue.PostsOf(id, today)) : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The dossier of draft {Draft} was left behind.")]
    private partial void LeftBehind(Exception broken, string draft);

    [LoggerMessage(Level = LogLevel.Information, Message = "The dossier of draft {Draft} does not follow act {Act} yet: {Code}.")]
    private partial void Refused(string draft, int act, string code);
}
