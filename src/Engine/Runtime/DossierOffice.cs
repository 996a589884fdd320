using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The one door for everything people do to dossiers: read the file, decide, write the file.</summary>
public sealed class DossierOffice
{
    internal DossierOffice() { }

    /// <summary>Receives a dossier under the version of the procedure's case in force today; issues its code.</summary>
    /// <param name="idempotencyKey">A repeated call with the same key (per officer) gives the first answer and changes nothing.</param>
    public Task<DossierAnswer> ReceiveAsync(ProcedureCode procedure, CaseKey? @case, DossierCommand.Receive command, string? idempotencyKey, CancellationToken ct) =>
        throw new NotImplementedException();

    /// <summary>Everything else that can be done to a dossier.</summary>
    /// <param name="ifLength">The journal length the caller last saw (ETag); a different one is refused as stale. Null: two rivals are decided one after the other.</param>
    public Task<DossierAnswer> HandleAsync(DossierCode code, DossierCommand command, string? idempotencyKey, int? ifLength, CancellationToken ct) =>
        throw new NotImplementedException();

    /// <summary>What a command would do to the clocks, without doing it (chạy thử).</summary>
    public Task<DossierPreview> PreviewAsync(DossierCode code, DossierCommand command, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>What receiving now would promise, without doing it.</summary>
    public Task<DossierPreview> PreviewReceiptAsync(ProcedureCode procedure, CaseKey? @case, DossierCommand.Receive command, CancellationToken ct) =>
        throw new NotImplementedException();
}

/// <summary>What the office answers: the dossier's code and journal length, or why not. Codes <c>not-found</c> and <c>stale</c> are refusals too.</summary>
public sealed record DossierAnswer(DossierCode? Code, int Length, Refusal? Refusal)
{
    public bool IsDone => Refusal is null;
}

/// <summary>The effect a command would have: clocks before and after, the events it would write, or the refusal.</summary>
public sealed record DossierPreview(Refusal? Refusal, DossierClocks? Before, DossierClocks? After, IReadOnlyList<DossierEvent> Events);
