using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Publication;

/// <content>What happens between submission and signature, and what ends a file otherwise: acceptance, assignment, comments, opinion, proposal, withdrawal, repeal.</content>
public static partial class PublicationDecider
{
    /// <summary>What an officer may do to a file now, if the papers are in order. For pages; deciding asks again.</summary>
    public static DraftOffers OffersTo(ProcessFile file, Officer by)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(by);
        var atAppraisal = WhyNotAtAppraisal(file, by) is null;
        var publishes = by.Is(Role.Publisher) && WhyNotPublishing(file, by) is null;
        var proposer = CompetenceOf(file).Proposes;
        return new()
        {
            Write = WhyNotWriting(file, by, PublicationRefusals.TextStandsStill) is null,
            Accept = file.Status is PublicationStatus.Submitted && by.Is(Role.Appraiser) && WhyNotAppraising(file, by) is null,
            Comment = atAppraisal,
            GiveOpinion = WhyNotGivingTheOpinion(file, by) is null,
            Propose = file.Status is PublicationStatus.Appraised
                && (proposer is Proposer.Appraiser ? by.Is(Role.Appraiser) && WhyNotAppraising(file, by) is null : by.Is(Role.Author) && by.Agency == file.Agency && WhyNotOnTheAuthorsSide(file, by) is null),
            Publish = file.Status is PublicationStatus.Proposed && publishes,
            Withdraw = by.Is(Role.Author) && by.Agency == file.Agency && WhyNotUnderWay(file) is null && WhyNotOnTheAuthorsSide(file, by) is null,
            Repeal = file is { Status: PublicationStatus.Published, Repeal: null } && publishes,
        };
    }

    /// <summary>May the appraisal of this file be given to this officer?</summary>
    public static bool MayBeAssigned(ProcessFile file, Officer appraiser)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(appraiser);
        return appraiser.Is(Role.Appraiser) && WhyNotAppraising(file, appraiser) is null;
    }

    private static Decision<PublicationEvent> AcceptForAppraisal(ProcessFile file, PublicationCommand.AcceptForAppraisal command, DateTimeOffset now)
    {
        if (!command.By.Is(Role.Appraiser)) return Refuse(PublicationRefusals.NotAppraiser);
        if (WhyNotUnderWay(file) is { } over) return Refuse(over);
        if (file.Status is PublicationStatus.Draft or PublicationStatus.Revising) return Refuse(PublicationRefusals.NotSubmitted);
        if (file.Status is not PublicationStatus.Submitted) return Refuse(PublicationRefusals.AlreadyAccepted);
        if (WhyNotAppraising(file, command.By) is { } reason) return Refuse(reason);
        if (string.IsNullOrWhiteSpace(command.Receipt)) return Refuse(PublicationRefusals.NoReceipt);

        return Accept(new PublicationEvent.AcceptedForAppraisal(now, command.By.Id, command.Receipt.Trim()));
    }

    private static Decision<PublicationEvent> Assign(ProcessFile file, PublicationCommand.AssignAppraiser command, DateTimeOffset now)
    {
        if (WhyNotAtAppraisal(file, command.By) is { } reason) return Refuse(reason);
        if (command.Appraiser is not { } appraiser || !appraiser.Is(Role.Appraiser) || !CompetenceOf(file).MayAppraise(appraiser)) return Refuse(PublicationRefusals.NobodyToAssign);
        if (WhyNotAppraising(file, appraiser) is not null) return Refuse(PublicationRefusals.AssignedSitsElsewhere);
        if (file.Assigned == appraiser.Id) return Accept();
        if (file.Assigned is not null && WhyNotText(command.Reason, PublicationRefusals.NoReasonToReassign, LongestReason) is { } fault) return Refuse(fault);

        return Accept(new PublicationEvent.AppraiserAssigned(now, command.By.Id, appraiser.Id, file.Assigned is null ? null : command.Reason!.Trim()));
    }

    private static Decision<PublicationEvent> Comment(ProcessFile file, PublicationCommand.AddComment command, DateTimeOffset now)
    {
        if (WhyNotAtAppraisal(file, command.By) is { } reason) return Refuse(reason);
        if (command.Step is { } step && (command.Field is not null || !command.Steps.Contains(step))) return Refuse(PublicationRefusals.NoSuchStep(step));
        if (command.Field is { } field && !Publication.Comment.Fields.Contains(field)) return Refuse(PublicationRefusals.NoSuchField(field));
        if (WhyNotText(command.Text, PublicationRefusals.NoCommentText, LongestText) is { } fault) return Refuse(fault);

        return Accept(new PublicationEvent.CommentMade(
            now, command.By.Id, file.Comments.Count + 1, command.Revision, command.Step, command.Field, command.Weight, command.Text.Trim()));
    }

    private static Decision<PublicationEvent> Answer(ProcessFile file, PublicationCommand.AnswerComment command, DateTimeOffset now)
    {
        if (WhyNotWriting(file, command.By, PublicationRefusals.TextStandsStill) is { } reason) return Refuse(reason);
        if (Find(file, command.Number) is not { } comment) return Refuse(PublicationRefusals.NoSuchComment);
        if (!comment.IsOpen) return Refuse(PublicationRefusals.CommentResolved);
        if (WhyNotText(command.Text, PublicationRefusals.NoAnswerText, LongestText) is { } fault) return Refuse(fault);

        return Accept([.. Joining(file, command.By, now), new PublicationEvent.CommentAnswered(now, command.By.Id, command.Number, command.TakenUp, command.Text.Trim())]);
    }

    private static Decision<PublicationEvent> Resolve(ProcessFile file, PublicationCommand.ResolveComment command, DateTimeOffset now)
    {
        if (WhyNotAtAppraisal(file, command.By) is { } reason) return Refuse(reason);
        if (Find(file, command.Number) is not { } comment) return Refuse(PublicationRefusals.NoSuchComment);
        if (WhyNotJudging(file, comment, command.By) is { } notTheirs) return Refuse(notTheirs);
        if (!comment.IsOpen) return Refuse(PublicationRefusals.CommentResolved);

        return Accept(new PublicationEvent.CommentResolved(now, command.By.Id, command.Number));
    }

    private static Decision<PublicationEvent> Reopen(ProcessFile file, PublicationCommand.ReopenComment command, DateTimeOffset now)
    {
        if (WhyNotAtAppraisal(file, command.By) is { } reason) return Refuse(reason);
        if (Find(file, command.Number) is not { } comment) return Refuse(PublicationRefusals.NoSuchComment);
        if (WhyNotJudging(file, comment, command.By) is { } notTheirs) return Refuse(notTheirs);
        if (comment.State is CommentStanding.Open) return Refuse(PublicationRefusals.CommentOpen);
        if (WhyNotText(command.Text, PublicationRefusals.NoReasonToReopen, LongestText) is { } fault) return Refuse(fault);

        return Accept(new PublicationEvent.CommentReopened(now, command.By.Id, command.Number, command.Text.Trim()));
    }

    private static Decision<PublicationEvent> Tick(ProcessFile file, PublicationCommand.TickChanges command, DateTimeOffset now)
    {
        if (WhyNotGivingTheOpinion(file, command.By) is { } reason) return Refuse(reason);
        if (command.Items.Except(command.Changes).Any()) return Refuse(PublicationRefusals.NoSuchChange);
        if (file.Ticked.SetEquals(command.Items)) return Accept();

        return Accept(new PublicationEvent.ChangesTicked(now, command.By.Id, [.. command.Items.Distinct().Order(StringComparer.Ordinal)]));
    }

    private static Decision<PublicationEvent> Appraise(ProcessFile file, PublicationCommand.Appraise command, DateTimeOffset now)
    {
        if (WhyNotGivingTheOpinion(file, command.By) is { } reason) return Refuse(reason);
        if (string.IsNullOrWhiteSpace(command.OpinionNumber)) return Refuse(PublicationRefusals.NoOpinionNumber);
        if (command.OpinionDate == default) return Refuse(PublicationRefusals.NoOpinionDate);
        if (command.OpinionDate > VietnamTime.DayOf(now)) return Refuse(PublicationRefusals.OpinionNotYetWritten);

        var (number, note) = (command.OpinionNumber.Trim(), string.IsNullOrWhiteSpace(command.Note) ? null : command.Note.Trim());
        if (note is not null && WhyNotText(note, PublicationRefusals.NoReasonForOpinion, LongestReason) is { } fault) return Refuse(fault);
        if (command.Opinion is not Opinion.Fit)
            return note is null
                ? Refuse(PublicationRefusals.NoReasonForOpinion)
                : Accept(new PublicationEvent.RevisionRequired(now, command.By.Id, HashOf(file), number, command.OpinionDate, command.Opinion, note));

        if (Numbers(file, comment => comment is { Weight: CommentWeight.MustComplete, IsOpen: true }) is { Length: > 0 } open) return Refuse(PublicationRefusals.CommentsUnresolved(open));
        if (command.Changes.Except(file.Ticked).Count() is > 0 and var unseen) return Refuse(PublicationRefusals.ChangesUnticked(unseen));

        return Accept(new PublicationEvent.Appraised(now, command.By.Id, HashOf(file), number, command.OpinionDate, note));
    }

    private static Decision<PublicationEvent> Propose(ProcessFile file, PublicationCommand.Propose command, DateTimeOffset now)
    {
        var byAppraiser = CompetenceOf(file).Proposes is Proposer.Appraiser;
        if (!command.By.Is(byAppraiser ? Role.Appraiser : Role.Author)) return Refuse(byAppraiser ? PublicationRefusals.NotAppraiser : PublicationRefusals.NotAuthor);
        if (WhyNotUnderWay(file) is { } over) return Refuse(over);
        if (!byAppraiser && command.By.Agency != file.Agency) return Refuse(PublicationRefusals.NotYourAgency);
        if (file.Status is PublicationStatus.Proposed) return Refuse(PublicationRefusals.AlreadyProposed);
        if (file.Status is not PublicationStatus.Appraised) return Refuse(PublicationRefusals.NotAppraised);
        if ((byAppraiser ? WhyNotAppraising(file, command.By) : WhyNotOnTheAuthorsSide(file, command.By)) is { } reason) return Refuse(reason);
        if (string.IsNullOrWhiteSpace(command.Number)) return Refuse(PublicationRefusals.NoProposalNumber);
        if (command.Date == default) return Refuse(PublicationRefusals.NoProposalDate);
        if (command.Date > VietnamTime.DayOf(now)) return Refuse(PublicationRefusals.ProposalNotYetWritten);

        return Accept([
            .. byAppraiser ? [] : Joining(file, command.By, now),
            new PublicationEvent.Proposed(now, command.By.Id, HashOf(file), command.Number.Trim(), command.Date, CompetenceOf(file).Proposes)]);
    }

    private static Decision<PublicationEvent> Withdraw(ProcessFile file, PublicationCommand.Withdraw command, DateTimeOffset now)
    {
        if (!command.By.Is(Role.Author)) return Refuse(PublicationRefusals.NotAuthor);
        if (WhyNotUnderWay(file) is { } over) return Refuse(over);
        if (command.By.Agency != file.Agency) return Refuse(PublicationRefusals.NotYourAgency);
        if (WhyNotOnTheAuthorsSide(file, command.By) is { } reason) return Refuse(reason);
        if (WhyNotText(command.Reason, PublicationRefusals.NoReasonToWithdraw, LongestReason) is { } fault) return Refuse(fault);

        return Accept([.. Joining(file, command.By, now), new PublicationEvent.Withdrawn(now, command.By.Id, command.Reason.Trim())]);
    }

    private static Decision<PublicationEvent> Repeal(ProcessFile file, PublicationCommand.Repeal command, DateTimeOffset now)
    {
        var act = command.Act;
        if (WhyNotToBeRepealed(file, command.By) is { } reason) return Refuse(reason);
        if (WhyNoDecision(act, command.Today) is { } faulty) return Refuse(faulty);
        if (act.EffectiveFrom < file.Act!.EffectiveFrom || command.Until <= act.EffectiveFrom) return Refuse(PublicationRefusals.NotInForceThen);

        return Accept(new PublicationEvent.Repealed(now, command.By.Id, HashOf(file), act with { Number = act.Number.Trim(), Authority = act.Authority.Trim() }));
    }

    /// <summary>Why a version is not one that this person could repeal, whatever the act says; null when it is.</summary>
    internal static Refusal? WhyNotToBeRepealed(ProcessFile file, Officer by)
    {
        if (!by.Is(Role.Publisher)) return PublicationRefusals.NotPublisher;
        if (file.Status is not PublicationStatus.Published) return PublicationRefusals.NotPublished;
        return file.Repeal is not null ? PublicationRefusals.AlreadyRepealed : WhyNotPublishing(file, by);
    }

    /// <summary>Why this person may do nothing as the appraising body now; null when they may.</summary>
    private static Refusal? WhyNotAtAppraisal(ProcessFile file, Officer by)
    {
        if (!by.Is(Role.Appraiser)) return PublicationRefusals.NotAppraiser;
        if (WhyNotUnderWay(file) is { } over) return over;
        if (file.Status is PublicationStatus.Draft or PublicationStatus.Revising) return PublicationRefusals.NotSubmitted;
        if (file.Status is PublicationStatus.Submitted) return WhyNotAppraising(file, by) ?? PublicationRefusals.NotAccepted;
        if (file.Status is not PublicationStatus.UnderAppraisal) return PublicationRefusals.AlreadyAppraised;
        return WhyNotAppraising(file, by);
    }

    private static Refusal? WhyNotGivingTheOpinion(ProcessFile file, Officer by) =>
        WhyNotAtAppraisal(file, by) ?? (file.Assigned is null ? PublicationRefusals.NobodyAssigned : file.Assigned == by.Id ? null : PublicationRefusals.AnotherIsAssigned);

    /// <summary>A comment is settled by whoever made it, or by whoever gives the opinion.</summary>
    private static Refusal? WhyNotJudging(ProcessFile file, Comment comment, Officer by) =>
        comment.By == by.Id || file.Assigned == by.Id ? null : PublicationRefusals.NotYourComment;

    /// <summary>Why these words cannot stand: none are there, or too many; null when they can. An end of line counts as one letter, as it does in forms.</summary>
    internal static Refusal? WhyNotText(string? text, Refusal missing, int most) =>
        string.IsNullOrWhiteSpace(text) ? missing : text.Trim().ReplaceLineEndings("\n").Length > most ? PublicationRefusals.TooLong(most) : null;

    private static Comment? Find(ProcessFile file, int number) => file.Comments.Find(comment => comment.Number == number);

    private static int[] Numbers(ProcessFile file, Func<Comment, bool> which) => [.. file.Comments.Where(which).Select(comment => comment.Number)];
}

/// <summary>What an officer may do to a file now.</summary>
public sealed record DraftOffers
{
    /// <summary>Change the text, answer comments, submit.</summary>
    public bool Write { get; init; }

    /// <summary>Accept for appraisal, or send back for missing papers.</summary>
    public bool Accept { get; init; }

    /// <summary>Assign, comment, settle comments of their own.</summary>
    public bool Comment { get; init; }

    /// <summary>Tick changes, settle every comment, give the opinion.</summary>
    public bool GiveOpinion { get; init; }

    public bool Propose { get; init; }

    /// <summary>Sign, or send back instead.</summary>
    public bool Publish { get; init; }

    public bool Withdraw { get; init; }

    public bool Repeal { get; init; }
}
