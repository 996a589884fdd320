using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The dossier of an appraisal, led by what happened to its draft: received, and each step completed, by the hands that acted.</summary>
internal sealed class AppraisalCourse(DossierStore dossiers, DossierOffice office, ProcessLibrary library, AccountStore accounts, TimeProvider clock)
{
    /// <summary>Is there a dossier, and does it run still?</summary>
    public async Task<bool> IsRunningAsync(DossierCode? code, CancellationToken ct) => code is not null && (await dossiers.OpenAsync(code, null, ct)).File is { Dossier.IsRunning: true };

    /// <summary>Receives the dossier of a draft; null where nothing is in force to run it on.</summary>
    public async Task<DossierAnswer?> ReceiveAsync(string draft, AppraisalDuty duty, ProvinceCatalogue catalogue, AppraisalBinding binding, CancellationToken ct)
    {
        if (await library.InForceAsync(binding.Procedure, null, binding.AppraisedBy, VietnamTime.DayOf(clock.GetUtcNow()), ct) is not { } process) return null;
        var agency = duty.File.Agency ?? binding.AppraisedBy;
        return await office.ReceiveAsync(
            binding.Procedure, null, AppraisalClock.Receive(duty, binding, process.Definition, catalogue.Find(agency)?.Name ?? agency.Value), duty.Key(draft), ct);
    }

    /// <summary>Carries out what an act of the draft asks of its dossier; the refusal where it does not let itself be led on now.</summary>
    public async Task<Refusal?> CarryOutAsync(string draft, AppraisalDuty duty, TimedDraft timed, ProvinceCatalogue catalogue, AppraisalBinding binding, CancellationToken ct)
    {
        var today = VietnamTime.DayOf(clock.GetUtcNow());
        var process = (await library.OfAsync(timed.Dossier, today, ct)).Definition;
        if (AppraisalClock.CommandOf(duty, timed.Dossier, process, await HandsAsync(duty, catalogue, binding, today, ct)) is not { } command) return null;

        var answer = await office.HandleAsync(timed.Code, command, duty.Key(draft), null, ct);
        return answer.Refusal == OfficeRefusals.KeyReused ? null : answer.Refusal; // under this key nothing else was ever asked: it is done
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
        await accounts.FindAsync(id, ct) is { } account ? new Officer(account.Id, account.Name, account.Agency, account.Roles, catalogue.PostsOf(id, today)) : null;
}
