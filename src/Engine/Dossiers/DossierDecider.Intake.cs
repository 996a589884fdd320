using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// The one-stop desk: what was handed in and is not received yet, what was written down wrong, and times that nobody may write.
public sealed partial class DossierDecider
{
    private const int PaidAtIntake = 1;

    /// <summary>How long a desk has to answer what is handed in now.</summary>
    public AcceptanceRule Acceptance { get; init; } = AcceptanceRule.National;

    private Refusal? AtTheDesk(Telling telling, DossierCommand command)
    {
        var dossier = telling.Dossier;
        if (command is DossierCommand.Submit submit) return Submit(telling, submit);
        if (command is DossierCommand.DeclineAtDesk no) return DeclineAtDesk(telling, no);
        if (dossier.Status is DossierStatus.NotReceived) return DossierRefusals.NotReceived;
        if (command is DossierCommand.Remind remind) return RemindTheDesk(telling, remind);
        if (!dossier.IsRunning) return DossierRefusals.AlreadyEnded;
        if (command is DossierCommand.Correct correct) return Correct(telling, correct);
        if (!dossier.AwaitsAcceptance) return DossierRefusals.AlreadyReceived;
        return command switch
        {
            DossierCommand.Accept accept => Accept(telling, accept),
            DossierCommand.AskForCompletion ask => AskForCompletion(telling, ask),
            DossierCommand.ReceiveCompletion receive => ReceiveCompletion(telling, receive),
            DossierCommand.PayUpFront pay => PayUpFront(telling, pay),
            DossierCommand.Decline decline => Decline(telling, decline),
            DossierCommand.WithdrawSubmission withdraw => WithdrawSubmission(telling, withdraw),
            _ => throw new ArgumentException($"Unknown command {command.GetType().Name}.", nameof(command)),
        };
    }

    private Refusal? Submit(Telling telling, DossierCommand.Submit command)
    {
        if (telling.Dossier.Status is not DossierStatus.NotReceived) return DossierRefusals.AlreadySubmitted;
        if (process.Header.Procedure is not { } procedure) return DossierRefusals.ProcedureNotNamed;
        if (process.Header.Kind is not ProcessKind.Public) return DossierRefusals.NotForThePublic;
        if (command.Channel is Channel.Direct) return DossierRefusals.OverTheCounter;
        if (!MayHandIn(command, procedure)) return DossierRefusals.NotYoursToHandIn;
        if (NotThere(telling.Now, command.Receiving, command.Competent, command.Supporting) is { } nowhere) return nowhere;
        if (IntakeCheck.Of(command.Particulars) is { } unfit) return unfit;
        if (IntakeCheck.Of(process, command.Attributes) is { } unanswered) return unanswered;
        if (command.Area is { } area && process.Header.RegionalExtensions.All(extension => extension.Area != area)) return DossierRefusals.AreaUnknown(area);

        var fee = process.Header.Fees.Where(fee => fee.Moment is PaidAtIntake).Sum(fee => fee.Amount);
        telling.Tell(new DossierEvent.HandedIn(
            telling.Now, telling.By, procedure, process.Header.Case, command.Receiving, command.Competent, command.Channel, command.Particulars, command.Attributes,
            Acceptance.Within, Acceptance.Basis, fee > 0 ? fee : null, command.Supporting, command.Area, command.Origin));
        return Attach(telling, command.Files);
    }

    /// <summary>A registered system hands in for whom it may speak; a desk officer at the receiving desk, or at the agency that helps.</summary>
    private static bool MayHandIn(DossierCommand.Submit command, ProcedureCode procedure) =>
        command.By == Officer.System || command.By.Mandate is { } mandate && mandate.Covers(procedure, command.Receiving) && command.Origin?.System == mandate.System || command.By.Is(Role.DeskOfficer) && command.By.Posts.Any(post => post.Place == (command.Supporting ?? command.Receiving));

    private Refusal? DeclineAtDesk(Telling telling, DossierCommand.DeclineAtDesk command)
    {
        if (telling.Dossier.Status is not DossierStatus.NotReceived) return DossierRefusals.AlreadySubmitted;
        if (process.Header.Procedure is not { } procedure) return DossierRefusals.ProcedureNotNamed;
        if (process.Header.Kind is not ProcessKind.Public) return DossierRefusals.NotForThePublic;
        if (!command.By.Is(Role.DeskOfficer) || command.By.Posts.All(post => post.Place != command.Receiving)) return DossierRefusals.NotTheReceivingDesk;
        if (NotThere(telling.Now, command.Receiving, command.Competent) is { } nowhere) return nowhere;
        if (IntakeCheck.Of(command.Particulars) is { } unfit) return unfit;
        if (Ungrounded(command.Reason, command.Ground) is { } ungrounded) return ungrounded;

        telling.Tell(new DossierEvent.HandedIn(
            telling.Now, telling.By, procedure, process.Header.Case, command.Receiving, command.Competent, Channel.Direct, command.Particulars,
            ImmutableSortedDictionary<string, AttributeValue>.Empty, Acceptance.Within, Acceptance.Basis));
        telling.Tell(new DossierEvent.Declined(telling.Now, telling.By, command.Reason, command.Ground));
        return null;
    }

    private Refusal? Accept(Telling telling, DossierCommand.Accept command)
    {
        var dossier = telling.Dossier;
        if (!IsAtTheDesk(dossier, command.By)) return DossierRefusals.NotTheReceivingDesk;
        if (dossier.Status is DossierStatus.AwaitingCompletion) return DossierRefusals.CompletionOwed;
        if (dossier.Acceptance?.FeeOwed is { } fee) return DossierRefusals.FeeOwed(fee);
        if (process.Hash is null) return DossierRefusals.NoLongerInForce;

        return TakeIn(telling, new DossierCommand.Receive(
            command.By, dossier.Receiving!, dossier.Competent!, dossier.Channel,
            command.Known ?? throw new InvalidOperationException("What was handed in is looked up before it is accepted."), dossier.Attributes, dossier.Area, dossier.Supporting));
    }

    private static Refusal? AskForCompletion(Telling telling, DossierCommand.AskForCompletion command)
    {
        var dossier = telling.Dossier;
        if (!IsAtTheDesk(dossier, command.By)) return DossierRefusals.NotTheReceivingDesk;
        if (dossier.Status is DossierStatus.AwaitingCompletion) return DossierRefusals.CompletionOwed;
        if (dossier.Acceptance!.WasAsked) return DossierRefusals.GuidedBefore;
        if (IntakeCheck.OfRequest(command.Missing, command.Reason) is { } incomplete) return incomplete;
        if (IntakeCheck.OfNote(command.Guidance) is { } tooLong) return tooLong;

        telling.Tell(new DossierEvent.CompletionAsked(telling.Now, telling.By, command.Missing, command.Reason, command.Guidance));
        return null;
    }

    private static Refusal? ReceiveCompletion(Telling telling, DossierCommand.ReceiveCompletion command)
    {
        if (!MaySpeakForTheApplicant(telling.Dossier, command.By)) return DossierRefusals.NotTheReceivingDesk;
        if (telling.Dossier.Status is not DossierStatus.AwaitingCompletion) return DossierRefusals.NoCompletionAsked;
        if ((IntakeCheck.OfNote(command.Note) ?? IntakeCheck.Of(command.Components ?? [])) is { } unfit) return unfit;

        telling.Tell(new DossierEvent.CompletionReceived(telling.Now, telling.By, command.Note, command.Components ?? []));
        return Attach(telling, command.Files);
    }

    private static Refusal? PayUpFront(Telling telling, DossierCommand.PayUpFront command)
    {
        if (!MaySpeakForTheApplicant(telling.Dossier, command.By)) return DossierRefusals.NotTheReceivingDesk;
        if (telling.Dossier.Acceptance?.FeeOwed is not { } fee) return DossierRefusals.NoFeeOwed;
        if (command.Amount != fee) return DossierRefusals.NotTheFeeOwed(fee);
        if (IntakeCheck.OfNote(command.Receipt) is { } tooLong) return tooLong;

        telling.Tell(new DossierEvent.UpFrontFeePaid(telling.Now, telling.By, command.Amount, command.Receipt));
        return null;
    }

    private static Refusal? Decline(Telling telling, DossierCommand.Decline command)
    {
        if (!IsAtTheDesk(telling.Dossier, command.By)) return DossierRefusals.NotTheReceivingDesk;
        if (Ungrounded(command.Reason, command.Ground) is { } ungrounded) return ungrounded;

        telling.Tell(new DossierEvent.Declined(telling.Now, telling.By, command.Reason, command.Ground));
        return null;
    }

    private static Refusal? WithdrawSubmission(Telling telling, DossierCommand.WithdrawSubmission command)
    {
        if (!MaySpeakForTheApplicant(telling.Dossier, command.By)) return DossierRefusals.NotTheReceivingDesk;
        if (IntakeCheck.OfNote(command.Reason) is { } tooLong) return tooLong;

        telling.Tell(new DossierEvent.SubmissionWithdrawn(telling.Now, telling.By, command.Reason));
        return null;
    }

    /// <summary>The acceptance window is due soon, or over: the desk is told. Nothing is accepted or declined by time alone.</summary>
    private Refusal? RemindTheDesk(Telling telling, DossierCommand.Remind command)
    {
        if (AcceptanceClock.Of(telling.Dossier, calendars, telling.Now, Ladders) is not { } clock || clock.Run != command.Run) return DossierRefusals.ReminderSettled;
        var window = telling.Dossier.Acceptance!;
        if (Untimely(clock.Rungs.At(command.Kind), command.Kind, telling.Now, window.Said, window.Reminded) is { } untimely) return untimely;

        telling.Tell(new DossierEvent.Reminded(telling.Now, telling.By, AcceptanceWindow.Key, command.Run, command.Kind, clock.DueAt));
        return null;
    }

    private Refusal? Correct(Telling telling, DossierCommand.Correct command)
    {
        var dossier = telling.Dossier;
        if (!IsAtTheDesk(dossier, command.By) && !dossier.Open.Exists(open => process.Find(open.Step) is { } step && MayNotAct(dossier, command.By, open, step) is null))
            return DossierRefusals.NotYoursToCorrect;
        var known = command.Known ?? throw new InvalidOperationException("What was written is looked up before it is corrected.");
        if (IntakeCheck.Of(command.Particulars) is { } unfit) return unfit;

        var answers = (command.Attributes ?? ImmutableSortedDictionary<string, AttributeValue>.Empty)
            .Where(answer => !answer.Value.Equals(dossier.Attributes.GetValueOrDefault(answer.Key))).ToImmutableSortedDictionary();
        if (answers.Count > 0)
        {
            if (IntakeCheck.Of(process, dossier.Attributes.SetItems(answers)) is { } unanswered) return unanswered;
            var used = dossier.Chosen.Select(process.Find).OfType<Step>().SelectMany(Branching.AttributesReadAt).ToHashSet();
            if (answers.Keys.FirstOrDefault(used.Contains) is { } decided) return DossierRefusals.AnswerAlreadyUsed(decided);
        }
        if (SaysTheSame(known, command.Particulars) && answers.Count == 0) return DossierRefusals.NothingToCorrect;
        if (string.IsNullOrWhiteSpace(command.Reason)) return DossierRefusals.ReasonMissing;
        if (IntakeCheck.OfNote(command.Reason) is { } tooLong) return tooLong;

        var before = answers.Keys.Where(dossier.Attributes.ContainsKey).ToImmutableSortedDictionary(name => name, name => dossier.Attributes[name]);
        telling.Tell(new DossierEvent.Corrected(telling.Now, telling.By, command.Reason, known, command.Particulars, before, answers));
        return null;
    }

    /// <summary>Receipt, promise, end and label are written by the engine alone. Whoever asks for another is refused, and the asking is kept.</summary>
    private static Decision<DossierEvent> RefuseOnRecord(Dossier dossier, DossierCommand.ChangeTime command, DateTimeOffset now)
    {
        if (dossier.Status is DossierStatus.NotReceived) return new Decision<DossierEvent>.Refused(DossierRefusals.NotReceived);
        if (IntakeCheck.OfNote(command.Why) is { } tooLong) return new Decision<DossierEvent>.Refused(tooLong);

        var refusal = DossierRefusals.TimesAreNotWritten;
        return new Decision<DossierEvent>.RefusedOnRecord(
            refusal, [new DossierEvent.TimeChangeRefused(now, command.By.Id, command.Time, command.To, command.Why, refusal.Code)]);
    }

    /// <summary>How the result reached the applicant, where that was said.</summary>
    private static Refusal? HandOver(Telling telling, HandingOver? handing)
    {
        if (handing is null) return null;
        if (handing.Way is ReturnWay.Post && string.IsNullOrWhiteSpace(handing.PostItem)) return DossierRefusals.PostItemMissing;
        if (handing.Proxy is { } proxy && new[] { proxy.Name, proxy.IdentityNumber, proxy.Authorisation }.Any(string.IsNullOrWhiteSpace)) return DossierRefusals.ProxyNotIdentified;
        foreach (var text in (string?[])[handing.ReceivedBy, handing.PostItem, handing.Signature, handing.Proxy?.Name, handing.Proxy?.IdentityNumber, handing.Proxy?.Authorisation])
            if (IntakeCheck.OfNote(text) is { } tooLong) return tooLong;

        telling.Tell(new DossierEvent.ResultHandedOver(telling.Now, telling.By, handing));
        return null;
    }

    /// <summary>Why a dossier cannot be put into the hands of these places: the catalogue does not know one, or it or the agency it belongs to is closed today; then who took over is named.</summary>
    private Refusal? NotThere(DateTimeOffset now, params ReadOnlySpan<AgencyCode?> places)
    {
        if (Catalogue is null) return null;
        var today = VietnamTime.DayOf(now);
        foreach (var code in places)
        {
            if (code is null) continue;
            if (Catalogue.Find(code) is not { } place) return DossierRefusals.PlaceUnknown(code);
            var closed = !place.ExistsOn(today) ? place : Catalogue.AgencyOf(code, today) is { } agency && !agency.ExistsOn(today) ? agency : null;
            if (closed is not null) return DossierRefusals.PlaceClosed(closed, [.. Catalogue.SuccessorsOf(closed.Code, today).Select(Catalogue.Find).OfType<Agency>().Where(heir => heir.ExistsOn(today))]);
        }
        return null;
    }

    private static Refusal? Ungrounded(string reason, string ground) =>
        string.IsNullOrWhiteSpace(reason) ? DossierRefusals.ReasonMissing
        : string.IsNullOrWhiteSpace(ground) ? DossierRefusals.GroundMissing
        : IntakeCheck.OfNote(reason) ?? IntakeCheck.OfNote(ground);

    /// <summary>What an applicant says comes through the portal, or is written down by the receiving desk or the agency that helps.</summary>
    private static bool MaySpeakForTheApplicant(Dossier dossier, Officer by) =>
        by == Officer.System || HasTheVoice(dossier, by) || IsAtTheDesk(dossier, by) || by.Is(Role.DeskOfficer) && dossier.Supporting is { } supporting && by.Posts.Any(post => post.Place == supporting);

    /// <summary>A registered system speaks in the dossiers it handed in itself, and in those of its procedures and agencies.</summary>
    private static bool HasTheVoice(Dossier dossier, Officer by) => by.Mandate is { } mandate && (dossier.Origin?.System == mandate.System || mandate.Covers(dossier.Procedure, dossier.Receiving));

    private static bool SaysTheSame(Particulars one, Particulars other) =>
        one.Applicant == other.Applicant && one.Subject == other.Subject && one.Components.SequenceEqual(other.Components);
}
