using System.Diagnostics;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Publication;

/// <summary>Who may do what to an issue of a process, and when: author, appraiser and publisher are three different persons. Pure.</summary>
/// <remarks>
/// Asked in this order: is the account made for such work, does the file stand where the act fits, has this person already sat on another
/// chair, is the paper complete. The chairs are remembered across rounds: whoever wrote, appraised or decided once keeps that chair for the
/// whole life of the file, so that a text sent back cannot be judged by its own hand in the next round.
/// </remarks>
public static class PublicationDecider
{
    public static Decision<PublicationEvent> Decide(ProcessFile file, PublicationCommand command, DateTimeOffset now) => command switch
    {
        PublicationCommand.Draft draft => Draft(file, draft, now),
        PublicationCommand.Write write => Write(file, write, now),
        PublicationCommand.Submit submit => Submit(file, submit, now),
        PublicationCommand.Return back => Return(file, back, now),
        PublicationCommand.Appraise appraise => Appraise(file, appraise, now),
        PublicationCommand.Publish publish => Publish(file, publish, now),
        PublicationCommand.Record record => Record(file, record, now),
        _ => throw new UnreachableException(),
    };

    private static Decision<PublicationEvent> Draft(ProcessFile file, PublicationCommand.Draft command, DateTimeOffset now)
    {
        if (!command.By.Is(Role.Author)) return Refuse(PublicationRefusals.NotAuthor);
        if (file.Status is not PublicationStatus.None) return Refuse(PublicationRefusals.AlreadyDrafted);
        if (command.By.Agency != command.Agency) return Refuse(PublicationRefusals.NotYourAgency);

        return Accept(new PublicationEvent.Drafted(now, command.By.Id, command.Agency, command.Procedure, command.Case, command.Name));
    }

    private static Decision<PublicationEvent> Write(ProcessFile file, PublicationCommand.Write command, DateTimeOffset now)
    {
        if (WhyNotWriting(file, command.By, PublicationRefusals.TextStandsStill) is { } reason) return Refuse(reason);

        return Accept([.. Joining(file, command.By, now)]);
    }

    private static Decision<PublicationEvent> Submit(ProcessFile file, PublicationCommand.Submit command, DateTimeOffset now)
    {
        if (WhyNotWriting(file, command.By, PublicationRefusals.AlreadySubmitted) is { } reason) return Refuse(reason);
        if (command.Procedure is not { } procedure) return Refuse(PublicationRefusals.NoProcedure);
        if (string.IsNullOrWhiteSpace(command.Name)) return Refuse(PublicationRefusals.NoName);
        if (CodesOf(command.Findings, Severity.Error) is { Length: > 0 } errors) return Refuse(PublicationRefusals.HasErrors(errors));
        if (CodesOf(command.Findings, Severity.Warning).Where(code => !IsAnswered(code, command.Reasons)).ToArray() is { Length: > 0 } open)
            return Refuse(PublicationRefusals.WarningsUnanswered(open));

        // Whoever submits answers for the text like everybody who wrote it.
        return Accept([
            .. Joining(file, command.By, now),
            new PublicationEvent.Submitted(now, command.By.Id, command.Hash, procedure, command.Case, command.Name.Trim(), command.Calls)]);
    }

    private static Decision<PublicationEvent> Return(ProcessFile file, PublicationCommand.Return command, DateTimeOffset now)
    {
        // A text on its way to signature is the publisher's to send back; one under appraisal the appraiser's.
        var byPublisher = file.Status is PublicationStatus.Appraised;
        if (!byPublisher && !command.By.Is(Role.Appraiser)) return Refuse(PublicationRefusals.NotAppraiser);
        if (byPublisher && !command.By.Is(Role.Publisher)) return Refuse(PublicationRefusals.NotPublisher);
        if (file.Status is PublicationStatus.None) return Refuse(PublicationRefusals.NotDrafted);
        if (file.Status is PublicationStatus.Draft) return Refuse(PublicationRefusals.NotSubmitted);
        if (file.Status is PublicationStatus.Published) return Refuse(PublicationRefusals.AlreadyPublished);
        if ((byPublisher ? WhyNotPublishing(file, command.By) : WhyNotAppraising(file, command.By)) is { } reason) return Refuse(reason);
        if (string.IsNullOrWhiteSpace(command.Reason)) return Refuse(PublicationRefusals.NoReason);

        return Accept(new PublicationEvent.Returned(now, command.By.Id, command.Reason.Trim()));
    }

    private static Decision<PublicationEvent> Appraise(ProcessFile file, PublicationCommand.Appraise command, DateTimeOffset now)
    {
        if (!command.By.Is(Role.Appraiser)) return Refuse(PublicationRefusals.NotAppraiser);
        if (file.Status is PublicationStatus.None) return Refuse(PublicationRefusals.NotDrafted);
        if (file.Status is PublicationStatus.Draft) return Refuse(PublicationRefusals.NotSubmitted);
        if (file.Status is PublicationStatus.Appraised) return Refuse(PublicationRefusals.AlreadyAppraised);
        if (file.Status is PublicationStatus.Published) return Refuse(PublicationRefusals.AlreadyPublished);
        if (WhyNotAppraising(file, command.By) is { } reason) return Refuse(reason);
        if (string.IsNullOrWhiteSpace(command.OpinionNumber)) return Refuse(PublicationRefusals.NoOpinionNumber);
        if (command.OpinionDate == default) return Refuse(PublicationRefusals.NoOpinionDate);
        if (command.OpinionDate > VietnamTime.DayOf(now)) return Refuse(PublicationRefusals.OpinionNotYetWritten);

        return Accept(new PublicationEvent.Appraised(
            now, command.By.Id, HashOf(file), command.OpinionNumber.Trim(), command.OpinionDate,
            string.IsNullOrWhiteSpace(command.Note) ? null : command.Note.Trim()));
    }

    private static Decision<PublicationEvent> Publish(ProcessFile file, PublicationCommand.Publish command, DateTimeOffset now)
    {
        var act = command.Act;
        if (!command.By.Is(Role.Publisher)) return Refuse(PublicationRefusals.NotPublisher);
        if (file.Status is PublicationStatus.None) return Refuse(PublicationRefusals.NotDrafted);
        if (file.Status is PublicationStatus.Published) return Refuse(PublicationRefusals.AlreadyPublished);
        if (file.Status is not PublicationStatus.Appraised) return Refuse(PublicationRefusals.NotAppraised);
        if (WhyNotPublishing(file, command.By) is { } reason) return Refuse(reason);
        if (string.IsNullOrWhiteSpace(act.Number)) return Refuse(PublicationRefusals.NoDecisionNumber);
        if (act.SignedOn == default) return Refuse(PublicationRefusals.NoSigningDate);
        if (act.SignedOn > command.Today) return Refuse(PublicationRefusals.DecisionNotYetSigned);
        if (string.IsNullOrWhiteSpace(act.Authority)) return Refuse(PublicationRefusals.NoAuthority);
        if (act.EffectiveFrom < act.SignedOn) return Refuse(PublicationRefusals.EffectiveBeforeSigning);
        if (act.EffectiveFrom < command.Today) return Refuse(PublicationRefusals.EffectiveInThePast);
        // What becomes law is what was appraised, the steps of the called processes included.
        if ((file.Calls ?? []).Except(command.Calls ?? []).Select(pinned => pinned.Process).ToArray() is { Length: > 0 } changed) return Refuse(PublicationRefusals.CalledProcessChanged(changed));

        return Accept(new PublicationEvent.Published(
            now, command.By.Id, HashOf(file), act with { Number = act.Number.Trim(), Authority = act.Authority.Trim() }, file.Calls));
    }

    // What is law already is not judged again: only what could not be carried out at all stays out, and no day gets a second version.
    private static Decision<PublicationEvent> Record(ProcessFile file, PublicationCommand.Record command, DateTimeOffset now)
    {
        var act = command.Act;
        if (!command.By.Is(Role.Publisher)) return Refuse(PublicationRefusals.NotPublisher);
        if (file.Status is not PublicationStatus.None) return Refuse(PublicationRefusals.AlreadyDrafted);
        if (command.Procedure is not { } procedure) return Refuse(PublicationRefusals.NoProcedure);
        if (string.IsNullOrWhiteSpace(command.Name)) return Refuse(PublicationRefusals.NoName);
        if (string.IsNullOrWhiteSpace(command.Reason)) return Refuse(RecordRefusals.NoReason);
        if (string.IsNullOrWhiteSpace(act.Number)) return Refuse(PublicationRefusals.NoDecisionNumber);
        if (act.SignedOn == default) return Refuse(PublicationRefusals.NoSigningDate);
        if (act.SignedOn > command.Today) return Refuse(PublicationRefusals.DecisionNotYetSigned);
        if (string.IsNullOrWhiteSpace(act.Authority)) return Refuse(PublicationRefusals.NoAuthority);
        if (act.EffectiveFrom < act.SignedOn) return Refuse(PublicationRefusals.EffectiveBeforeSigning);
        if (CodesOf([.. command.Findings.Where(KeepsFromRunning)], Severity.Error) is { Length: > 0 } faults) return Refuse(RecordRefusals.CannotRun(faults));
        if (command.Holding is not null) return Refuse(RecordRefusals.DayIsTaken);

        return Accept(new PublicationEvent.Recorded(
            now, command.By.Id, command.Hash, act with { Number = act.Number.Trim(), Authority = act.Authority.Trim() }, command.Agency, procedure, command.Case, command.Name.Trim(),
            command.Reason.Trim(), command.Calls));
    }

    /// <summary>No one beginning, no end, a join that waits for ever, a key or a type that no dossier can follow; what is wrong with times, papers and law stops nobody.</summary>
    private static bool KeepsFromRunning(Finding finding) => finding.Code is "V120" or "V121" or "V125" or "V135" or "V136";

    /// <summary>Why this person may not touch the text now; null when they may.</summary>
    private static Refusal? WhyNotWriting(ProcessFile file, Officer by, Refusal whileJudged)
    {
        if (!by.Is(Role.Author)) return PublicationRefusals.NotAuthor;
        if (file.Status is PublicationStatus.None) return PublicationRefusals.NotDrafted;
        if (by.Agency != file.Agency) return PublicationRefusals.NotYourAgency;
        if (file.Status is PublicationStatus.Published) return PublicationRefusals.AlreadyPublished;
        if (file.Status is not PublicationStatus.Draft) return whileJudged;
        if (file.Appraisers.Contains(by.Id.Value)) return PublicationRefusals.AppraiserMayNotWrite;
        return file.Publishers.Contains(by.Id.Value) ? PublicationRefusals.PublisherMayNotWrite : null;
    }

    private static Refusal? WhyNotAppraising(ProcessFile file, Officer by) =>
        file.Authors.Contains(by.Id.Value) ? PublicationRefusals.AuthorMayNotJudge
        : file.Publishers.Contains(by.Id.Value) ? PublicationRefusals.PublisherMayNotAppraise
        : null;

    private static Refusal? WhyNotPublishing(ProcessFile file, Officer by) =>
        file.Authors.Contains(by.Id.Value) ? PublicationRefusals.AuthorMayNotJudge
        : file.Appraisers.Contains(by.Id.Value) ? PublicationRefusals.AppraiserMayNotPublish
        : null;

    private static PublicationEvent[] Joining(ProcessFile file, Officer by, DateTimeOffset now) =>
        file.Authors.Contains(by.Id.Value) ? [] : [new PublicationEvent.AuthorJoined(now, by.Id)];

    private static string[] CodesOf(IReadOnlyList<Finding> findings, Severity severity) =>
        [.. findings.Where(finding => finding.Severity == severity).Select(finding => finding.Code).Distinct().Order(StringComparer.Ordinal)];

    private static bool IsAnswered(string code, IReadOnlyDictionary<string, string> reasons) =>
        reasons.TryGetValue(code, out var reason) && !string.IsNullOrWhiteSpace(reason);

    private static ContentHash HashOf(ProcessFile file) =>
        file.Hash ?? throw new UnreachableException("What was submitted has a hash.");

    private static Decision<PublicationEvent> Accept(params IReadOnlyList<PublicationEvent> events) => new Decision<PublicationEvent>.Accepted(events);

    private static Decision<PublicationEvent> Refuse(Refusal reason) => new Decision<PublicationEvent>.Refused(reason);
}
