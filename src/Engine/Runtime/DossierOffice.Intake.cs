using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

// The door of the one-stop desk: what is handed in before it is received.
public sealed partial class DossierOffice
{
    /// <summary>Takes in what an applicant hands in online or by post; issues the dossier's code. It is received later, or not: everything else goes through <see cref="HandleAsync"/>.</summary>
    /// <inheritdoc cref="ReceiveAsync"/>
    public Task<DossierAnswer> SubmitAsync(ProcedureCode procedure, CaseKey? @case, DossierCommand.Submit command, string? idempotencyKey, CancellationToken ct) =>
        BeginAsync(procedure, @case, command, idempotencyKey, ct);

    /// <summary>Declines an applicant at the counter: the file has a code and is over. Procedures without a process in force can be declined too.</summary>
    /// <inheritdoc cref="ReceiveAsync"/>
    public Task<DossierAnswer> DeclineAtDeskAsync(ProcedureCode procedure, CaseKey? @case, DossierCommand.DeclineAtDesk command, string? idempotencyKey, CancellationToken ct) =>
        BeginAsync(procedure, @case, command, idempotencyKey, ct);

    /// <summary>By when the desk would have to answer, without handing anything in.</summary>
    public Task<DossierPreview> PreviewSubmissionAsync(ProcedureCode procedure, CaseKey? @case, DossierCommand.Submit command, CancellationToken ct) =>
        PreviewBeginningAsync(procedure, @case, command, ct);

    /// <summary>What a dossier begins under: what is in force that day where it is decided; a no at the counter needs nothing in force.</summary>
    private async Task<CompiledProcess?> BeginningUnderAsync(ProcedureCode procedure, CaseKey? @case, DossierCommand command, DateTimeOffset now, CancellationToken ct) =>
        await _library.InForceAsync(procedure, @case, CompetentOf(command), VietnamTime.DayOf(now), ct) ?? (command is DossierCommand.DeclineAtDesk ? ProcessLibrary.Undrawn(procedure, @case) : null);

    private Task<Refusal> WhyNoneAsync(ProcedureCode procedure, CaseKey? @case, DossierCommand command, DateTimeOffset now, CancellationToken ct) =>
        _library.WhyNoneAsync(procedure, @case, CompetentOf(command), VietnamTime.DayOf(now), ct);

    private static AgencyCode? CompetentOf(DossierCommand command) => command switch
    {
        DossierCommand.Receive receive => receive.Competent,
        DossierCommand.Submit submit => submit.Competent,
        DossierCommand.DeclineAtDesk decline => decline.Competent,
        _ => null,
    };

    /// <summary>Two acts build on what is written of the applicant, which an opened dossier does not hold.</summary>
    private async ValueTask<DossierCommand> InformedAsync(DossierCode code, DossierCommand command, CancellationToken ct) => command switch
    {
        DossierCommand.Accept accept => accept with { Known = await _store.ParticularsAsync(code, ct) },
        DossierCommand.Correct correct => correct with { Known = await _store.ParticularsAsync(code, ct) },
        _ => command,
    };
}
