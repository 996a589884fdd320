using System.Collections.Immutable;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door for what registered systems tell: each message becomes an act on a dossier, once, and is answered when that is committed. Every one is on record.</summary>
public sealed class InboundOffice
{
    private readonly InboundStore _store;
    private readonly DossierOffice _dossiers;
    private readonly AttachmentOffice _attachments;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;

    internal InboundOffice(InboundStore store, DossierOffice dossiers, AttachmentOffice attachments, ReferenceStore reference, TimeProvider clock) =>
        (_store, _dossiers, _attachments, _reference, _clock) = (store, dossiers, attachments, reference, clock);

    /// <summary>Takes a message in. The same one again gets the first answer; a refusal is not kept, so that what was put right may come under the same id.</summary>
    public async Task<InboundAnswer> TakeAsync(ConnectedSystem system, Officer by, InboundParcel parcel, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(parcel);
        var kind = parcel.Reading.Kind;
        var mark = new CommandMark(by.Id.Value, parcel.Id, parcel.Digest)
        {
            Besides = code => InboundStore.Taken(system.Key, parcel.Id, kind!.Value, _clock.GetUtcNow(), code),
        };
        var answer = await _dossiers.FirstAnswerAsync(mark, ct) ?? (MayNotBeRead(system, parcel.Reading) is { } no ? new(null, 0, no) : await CarryOutAsync(by, parcel, mark, ct));
        if (answer.Refusal is { } refusal)
        {
            if (refusal == OfficeRefusals.KeyReused) refusal = InboundRefusals.MessageIdReused;
            IReadOnlyList<FieldFault> faults = refusal.Code == parcel.Reading.Refusal?.Code ? parcel.Reading.Faults : [];
            await RefuseAsync(system, parcel.Id, kind, refusal, faults, answer.Code, ct);
            return new(refusal, faults, null, null, false);
        }
        if (answer.IsRepeat) await _store.RecordAsync(new(0, system.Key, parcel.Id, kind, _clock.GetUtcNow(), InboundOutcome.Repeated, null, answer.Code, []), ct);
        // What is told is how the dossier stood after this message, whatever has happened since.
        var after = Dossier.Replay(await _store.JournalAsync(Officer.System, answer.Code!, answer.Length, ct));
        return new(null, [], answer.Code, after, answer.IsRepeat);
    }

    /// <summary>Writes a refusal down that was said before the message could be read.</summary>
    public Task RefuseAsync(ConnectedSystem system, string messageId, InboundKind? kind, Refusal refusal, IReadOnlyList<FieldFault> faults, DossierCode? code, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(refusal);
        return _store.RecordAsync(new(0, system.Key, messageId, kind, _clock.GetUtcNow(), InboundOutcome.Refused, refusal.Code, code, [new("", refusal.Message), .. faults]), ct);
    }

    private static Refusal? MayNotBeRead(ConnectedSystem system, InboundReading reading) =>
        reading.Kind is { } kind && !system.MaySend.Contains(kind) ? InboundRefusals.MayNotSend : reading.Refusal;

    private Task<DossierAnswer> CarryOutAsync(Officer by, InboundParcel parcel, CommandMark mark, CancellationToken ct) => parcel.Reading.Message switch
    {
        InboundMessage.Submission submission => SubmitAsync(by, submission, parcel.Files, mark, ct),
        InboundMessage.Supplement supplement => ActAsync(by, supplement.About, (code, dossier) => CommandOf(by, code, dossier, supplement), parcel.Files, mark, ct),
        InboundMessage.Payment payment => ActAsync(by, payment.About, (code, dossier) => CommandOf(by, code, dossier, payment), parcel.Files, mark, ct),
        InboundMessage.Withdrawal withdrawal => ActAsync(by, withdrawal.About, (_, dossier) => (CommandOf(by, dossier, withdrawal), null), parcel.Files, mark, ct),
        _ => throw new ArgumentException("There is no message to take.", nameof(parcel)),
    };

    private async Task<DossierAnswer> SubmitAsync(Officer by, InboundMessage.Submission message, IAsyncEnumerable<SentFile> files, CommandMark mark, CancellationToken ct)
    {
        var (mandate, catalogue) = (by.Mandate!, (await _reference.CurrentAsync(ct)).Catalogue);
        if (!mandate.Covers(message.Procedure, message.Receiving))
            return new(null, 0, mandate.Procedures?.Contains(message.Procedure) is not false ? InboundRefusals.NotItsAgency(message.Receiving)
                : catalogue?.Find(message.Procedure) is null ? InboundRefusals.ProcedureUnknown(message.Procedure) : InboundRefusals.NotItsProcedure(message.Procedure));
        if (await _store.KnownAsAsync(mandate.System, message.Code, ct) is { } taken) return new(null, 0, InboundRefusals.CodeTaken(taken));

        var command = new DossierCommand.Submit(
            by, message.Receiving, message.Competent, message.Channel, message.Particulars, message.Attributes, message.Supporting, message.Area)
        { Origin = new(mandate.System, message.Code) };
        if ((await _dossiers.PreviewSubmissionAsync(message.Procedure, message.Case, command, ct)).Refusal is { } mayNot) return new(null, 0, NotInForce(mayNot, message, catalogue));
        var (unfit, kept) = await _attachments.KeptAsync(files, [.. message.Particulars.Components.Select(paper => paper.Name)], ct);
        if (unfit is not null) return new(null, 0, unfit);

        var answer = await _dossiers.BeginMarkedAsync(message.Procedure, message.Case, command with { Files = kept }, mark, ct);
        // Another message with the same code was faster.
        if (answer.Refusal == OfficeRefusals.Stale && await _store.KnownAsAsync(mandate.System, message.Code, ct) is { } rival) return new(null, 0, InboundRefusals.CodeTaken(rival));
        return answer with { Refusal = answer.Refusal is { } refusal ? NotInForce(refusal, message, catalogue) : null };
    }

    private static Refusal NotInForce(Refusal refusal, InboundMessage.Submission message, ProvinceCatalogue? catalogue)
    {
        if (refusal != OfficeRefusals.NotInForce) return refusal;
        if (catalogue?.Find(message.Procedure) is not { } procedure) return InboundRefusals.ProcedureUnknown(message.Procedure);
        CaseKey[] cases = [.. procedure.Cases.Select(known => known.Key)];
        return message.Case is { } asked ? cases.Contains(asked) ? InboundRefusals.ProcedureNotInForce(message.Procedure) : InboundRefusals.CaseUnknown(message.Procedure, cases)
            : cases is [] ? InboundRefusals.ProcedureNotInForce(message.Procedure) : InboundRefusals.CaseUnknown(message.Procedure, cases);
    }

    /// <summary>Everything that is told of a dossier there is already.</summary>
    private async Task<DossierAnswer> ActAsync(
        Officer by, MeantDossier about, Func<DossierCode, Dossier, (DossierCommand? Command, Refusal? Refusal)> commandOf, IAsyncEnumerable<SentFile> files, CommandMark mark, CancellationToken ct)
    {
        var code = about.Own ?? await _store.KnownAsAsync(by.Mandate!.System, about.Foreign!, ct);
        if (code is null || await _store.JournalAsync(by, code, int.MaxValue, ct) is not { Count: > 0 } journal) return new(null, 0, InboundRefusals.DossierUnknown);
        var dossier = Dossier.Replay(journal);
        if (!dossier.IsRunning) return new(code, 0, InboundRefusals.DossierOver(code));
        var (command, refusal) = commandOf(code, dossier);
        if (refusal is not null) return new(code, 0, refusal);
        if ((await _dossiers.PreviewAsync(code, command!, ct)).Refusal is { } mayNot) return new(code, 0, Told(mayNot, code));

        IEnumerable<DossierComponent> brought = command is DossierCommand.ReceiveCompletion { Components: { } components } ? components : [];
        var (unfit, kept) = await _attachments.KeptAsync(files, [.. AttachmentOffice.ComponentsOf(journal), .. brought.Select(paper => paper.Name)], ct);
        if (unfit is not null) return new(code, 0, unfit);
        DossierCommand whole = command switch
        {
            DossierCommand.ReceiveCompletion completion => completion with { Files = kept },
            DossierCommand.ReceiveSupplement supplement => supplement with { Files = kept },
            _ => command!,
        };
        var answer = await _dossiers.HandleMarkedAsync(code, whole, mark, null, ct);
        return answer with { Refusal = answer.Refusal is { } no ? Told(no, code) : null };
    }

    private static (DossierCommand?, Refusal?) CommandOf(Officer by, DossierCode code, Dossier dossier, InboundMessage.Supplement message)
    {
        if (dossier.AwaitsAcceptance)
            return dossier.Status is DossierStatus.AwaitingCompletion ? (new DossierCommand.ReceiveCompletion(by, message.Note, message.Components), null) : (null, InboundRefusals.NothingAsked(code));
        if (dossier.Awaited is not [var awaited, ..]) return (null, InboundRefusals.NothingAsked(code));
        var papers = message.Papers ?? (message.Components is [] ? null : [.. message.Components.Select(paper => paper.Name)]);
        foreach (var paper in papers ?? [])
            if (!awaited.Outstanding.Contains(paper)) return (null, InboundRefusals.PaperNotAsked(paper));
        // A drawn wait takes papers by their names; one that is not drawn takes all that were asked for without.
        return (new DossierCommand.ReceiveSupplement(by, message.Note, papers ?? (awaited.Drawn ? [.. awaited.Outstanding] : null), Step: awaited.Drawn ? awaited.Step : null), null);
    }

    private static (DossierCommand?, Refusal?) CommandOf(Officer by, DossierCode code, Dossier dossier, InboundMessage.Payment message) => dossier.AwaitsAcceptance
        ? message is { Obligation: null, Fee: null } && dossier.Acceptance?.FeeOwed is not null ? (new DossierCommand.PayUpFront(by, message.Amount, message.Receipt), null) : (null, InboundRefusals.NothingToPay(code))
        : (message.Obligation, message.Fee) is (null, null) || message.Obligation is { } number && !dossier.Obligations.Exists(owed => owed.Number == number) ? (null, InboundRefusals.NothingToPay(code))
        : (new DossierCommand.RecordPayment(by, message.Amount, message.Receipt, message.Way, message.Obligation, message.Fee), null);

    private static DossierCommand CommandOf(Officer by, Dossier dossier, InboundMessage.Withdrawal message) =>
        dossier.AwaitsAcceptance ? new DossierCommand.WithdrawSubmission(by, message.Reason) : new DossierCommand.Withdraw(by, message.Reason);

    private static Refusal Told(Refusal refusal, DossierCode code) =>
        refusal == OfficeRefusals.DossierNotFound ? InboundRefusals.DossierUnknown
        : refusal == DossierRefusals.AlreadyEnded ? InboundRefusals.DossierOver(code)
        : refusal == DossierRefusals.NothingOwed ? InboundRefusals.NothingToPay(code)
        : refusal == DossierRefusals.NoSupplementAsked ? InboundRefusals.NothingAsked(code)
        : refusal;
}

/// <summary>A message with what came with it.</summary>
/// <param name="Id">The sender's own number of the message.</param>
/// <param name="Digest">What tells one content from another, files and all.</param>
public sealed record InboundParcel(string Id, string Digest, InboundReading Reading, IAsyncEnumerable<SentFile> Files);

/// <summary>What a message is answered with.</summary>
/// <param name="After">The dossier as it stood after the message; null where it was refused.</param>
/// <param name="IsRepeat">It was taken before, and this is the first answer.</param>
public sealed record InboundAnswer(Refusal? Refusal, IReadOnlyList<FieldFault> Faults, DossierCode? Code, Dossier? After, bool IsRepeat);
