using System.Diagnostics;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Publication;

/// <summary>Who may do what to an issue of a process, and when: author, appraiser and publisher are three different persons. Pure.</summary>
/// <remarks>
/// Asked in this order: is the account made for such work, does the file stand where the act fits, has this person already sat on another
/// chair, is the paper complete. The chairs are remembered across rounds: whoever wrote, appraised or decided once keeps that chair for the
/// whole life of the file, so that a text sent back cannot be judged by its own hand in the next round.
/// </remarks>
public static partial class PublicationDecider
{
    /// <summary>How long a comment or an answer may be, and how long a reason, in letters.</summary>
    public const int LongestText = 4000, LongestReason = 2000;

    public static Decision<PublicationEvent> Decide(ProcessFile file, PublicationCommand command, DateTimeOffset now) => command switch
    {
        PublicationCommand.Draft draft => Draft(file, draft, now),
        PublicationCommand.Write write => Write(file, write, now),
        PublicationCommand.Submit submit => Submit(file, submit, now),
        PublicationCommand.Return back => Return(file, back, now),
        PublicationCommand.Appraise appraise => Appraise(file, appraise, now),
        PublicationCommand.Publish publish => Publish(file, publish, now),
        PublicationCommand.Record record => Record(file, record, now),
        PublicationCommand.AcceptForAppraisal accept => AcceptForAppraisal(file, accept, now),
        PublicationCommand.AssignAppraiser assign => Assign(file, assign, now),
        PublicationCommand.AddComment comment => Comment(file, comment, now),
        PublicationCommand.AnswerComment answer => Answer(file, answer, now),
        PublicationCommand.ResolveComment resolve => Resolve(file, resolve, now),
        PublicationCommand.ReopenComment reopen => Reopen(file, reopen, now),
        PublicationCommand.TickChanges tick => Tick(file, tick, now),
        PublicationCommand.Propose propose => Propose(file, propose, now),
        PublicationCommand.Withdraw withdraw => Withdraw(file, withdraw, now),
        PublicationCommand.Repeal repeal => Repeal(file, repeal, now),
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
        if (Numbers(file, comment => comment is { Weight: CommentWeight.MustComplete, State: CommentStanding.Open }) is { Length: > 0 } waiting)
            return Refuse(PublicationRefusals.CommentsUnanswered(waiting));

        // Whoever submits answers for the text like everybody who wrote it.
        return Accept([
            .. Joining(file, command.By, now),
            new PublicationEvent.Submitted(now, command.By.Id, command.Hash, procedure, command.Case, command.Name.Trim(), command.Calls) { Competence = command.Competence, Place = command.Place }]);
    }

    private static Decision<PublicationEvent> Return(ProcessFile file, PublicationCommand.Return command, DateTimeOffset now)
    {
        // A text that is proposed is the publisher's to send back; one not yet accepted, the appraising body's. In between the way back is an opinion.
        var byPublisher = file.Status is PublicationStatus.Appraised or PublicationStatus.Proposed;
        if (!byPublisher && !command.By.Is(Role.Appraiser)) return Refuse(PublicationRefusals.NotAppraiser);
        if (byPublisher && !command.By.Is(Role.Publisher)) return Refuse(PublicationRefusals.NotPublisher);
        if (WhyNotUnderWay(file) is { } over) return Refuse(over);
        if (file.Status is PublicationStatus.Draft or PublicationStatus.Revising) return Refuse(PublicationRefusals.NotSubmitted);
        if (file.Status is PublicationStatus.UnderAppraisal) return Refuse(PublicationRefusals.AlreadyAccepted);
        if (file.Status is PublicationStatus.Appraised) return Refuse(PublicationRefusals.NotProposed);
        if ((byPublisher ? WhyNotPublishing(file, command.By) : WhyNotAppraising(file, command.By)) is { } reason) return Refuse(reason);
        if (WhyNotText(command.Reason, PublicationRefusals.NoReason, LongestReason) is { } fault) return Refuse(fault);

        return Accept(new PublicationEvent.Returned(now, command.By.Id, command.Reason.Trim()));
    }

    private static Decision<PublicationEvent> Publish(ProcessFile file, PublicationCommand.Publish command, DateTimeOffset now)
    {
        var act = command.Act;
        if (WhyNotToBeSigned(file, command.By) is { } reason) return Refuse(reason);
        if (command.InDecision) return Refuse(DecisionRefusals.SignedWithItsDecision);
        if (WhyNoDecision(act, command.Today) is { } faulty) return Refuse(faulty);
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
        if (command.Unknown is { } unknown) return Refuse(RecordRefusals.NoSuchAgency(unknown.Value));
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
            command.Reason.Trim(), command.Calls)
        { Place = command.Place });
    }

    /// <summary>No one beginning, no end, a join that waits for ever, a key or a type that no dossier can follow; what is wrong with times, papers and law stops nobody.</summary>
    private static bool KeepsFromRunning(Finding finding) => finding.Code is "V120" or "V121" or "V125" or "V135" or "V136";

    /// <summary>Why a text is not one that this person could sign, whatever the act says; null when it is.</summary>
    internal static Refusal? WhyNotToBeSigned(ProcessFile file, Officer by)
    {
        if (!by.Is(Role.Publisher)) return PublicationRefusals.NotPublisher;
        if (WhyNotUnderWay(file) is { } over) return over;
        if (file.Status is PublicationStatus.Appraised) return PublicationRefusals.NotProposed;
        return file.Status is PublicationStatus.Proposed ? WhyNotPublishing(file, by) : PublicationRefusals.NotAppraised;
    }

    /// <summary>What is wrong with a decision that is recorded today; null when nothing is.</summary>
    internal static Refusal? WhyNoDecision(LegalAct act, DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(act.Number)) return PublicationRefusals.NoDecisionNumber;
        if (act.SignedOn == default) return PublicationRefusals.NoSigningDate;
        if (act.SignedOn > today) return PublicationRefusals.DecisionNotYetSigned;
        if (string.IsNullOrWhiteSpace(act.Authority)) return PublicationRefusals.NoAuthority;
        if (act.EffectiveFrom < act.SignedOn) return PublicationRefusals.EffectiveBeforeSigning;
        return act.EffectiveFrom < today ? PublicationRefusals.EffectiveInThePast : null;
    }

    /// <summary>Why this person may not touch the text now; null when they may.</summary>
    private static Refusal? WhyNotWriting(ProcessFile file, Officer by, Refusal whileJudged)
    {
        if (!by.Is(Role.Author)) return PublicationRefusals.NotAuthor;
        if (file.Status is PublicationStatus.None) return PublicationRefusals.NotDrafted;
        if (by.Agency != file.Agency) return PublicationRefusals.NotYourAgency;
        if (WhyNotUnderWay(file) is { } over) return over;
        if (file.Status is not (PublicationStatus.Draft or PublicationStatus.Revising)) return whileJudged;
        return WhyNotOnTheAuthorsSide(file, by);
    }

    private static Refusal? WhyNotOnTheAuthorsSide(ProcessFile file, Officer by)
    {
        if (file.Appraisers.Contains(by.Id.Value)) return PublicationRefusals.AppraiserMayNotWrite;
        return file.Publishers.Contains(by.Id.Value) ? PublicationRefusals.PublisherMayNotWrite : null;
    }

    private static Refusal? WhyNotAppraising(ProcessFile file, Officer by) =>
        file.Authors.Contains(by.Id.Value) ? PublicationRefusals.AuthorMayNotJudge
        : file.Publishers.Contains(by.Id.Value) ? PublicationRefusals.PublisherMayNotAppraise
        : CompetenceOf(file).MayAppraise(by) ? null
        : PublicationRefusals.NotTheAppraisingBody;

    private static Refusal? WhyNotPublishing(ProcessFile file, Officer by) =>
        file.Authors.Contains(by.Id.Value) ? PublicationRefusals.AuthorMayNotJudge
        : file.Appraisers.Contains(by.Id.Value) ? PublicationRefusals.AppraiserMayNotPublish
        : CompetenceOf(file).MayPublish(by) ? null
        : PublicationRefusals.NotTheCompetentAuthority;

    private static Refusal? WhyNotUnderWay(ProcessFile file) => file.Status switch
    {
        PublicationStatus.None => PublicationRefusals.NotDrafted,
        PublicationStatus.Published => PublicationRefusals.AlreadyPublished,
        PublicationStatus.Withdrawn => PublicationRefusals.AlreadyWithdrawn,
        _ => null,
    };

    private static Competence CompetenceOf(ProcessFile file) => file.Competence ?? Competence.Open;

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
