using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// Acts that stop, move or end a dossier's clock without being drawn.
public sealed partial class DossierDecider
{
    private const string Paid = "Paid";
    private const int LongestReceipt = 50;
    private const decimal LargestAmount = 1_000_000_000_000_000m;

    /// <summary>Why nobody may go on with the work now: papers are owed, money is owed, or a decision suspends the dossier.</summary>
    private Refusal? Held(Dossier dossier) =>
        UndrawnSupplement(dossier) is not null ? DossierRefusals.AwaitingSupplement
        : dossier.Status is DossierStatus.Suspended ? DossierRefusals.IsSuspended
        : dossier.Obligations.Exists(obligation => obligation is { IsSettled: false, Line: not null }) ? DossierRefusals.AwaitsPayment
        : null;

    // ---- Suspended, and on again

    private static Refusal? Suspend(Telling telling, DossierCommand.Suspend command)
    {
        var dossier = telling.Dossier;
        if (NotALeadersTime(dossier, command.By) is { } no) return no;
        if (dossier.Status is DossierStatus.Suspended) return DossierRefusals.IsSuspended;
        if (dossier.Status is DossierStatus.AwaitingSupplement or DossierStatus.AwaitingPayment) return DossierRefusals.WaitsForTheApplicant;
        if (string.IsNullOrWhiteSpace(command.Basis)) return DossierRefusals.LegalBasisMissing;
        if ((OfReason(command.Reason) ?? IntakeCheck.OfNote(command.Basis) ?? OfDocument(command.Document, telling.Now)) is { } unfit) return unfit;

        telling.Tell(new DossierEvent.ClockStopped(
            telling.Now, telling.By, null, ClockStopCause.Suspension, ClockPolicy.Suspends, command.Basis, command.Document, command.Reason));
        return null;
    }

    private static Refusal? GoOn(Telling telling, DossierCommand.Resume command)
    {
        var dossier = telling.Dossier;
        if (NotALeadersTime(dossier, command.By) is { } no) return no;
        if (dossier.Status is not DossierStatus.Suspended) return DossierRefusals.NotSuspended;
        if ((IntakeCheck.OfNote(command.Reason) ?? OfDocument(command.Document, telling.Now)) is { } unfit) return unfit;

        EndSuspension(telling, command.Document, command.Reason);
        return null;
    }

    private static void EndSuspension(Telling telling, WrittenAct? document, string? reason)
    {
        var at = telling.Dossier.Stops.FindIndex(stop => stop is { To: null, Cause: ClockStopCause.Suspension });
        if (at >= 0) telling.Tell(new DossierEvent.ClockResumed(telling.Now, telling.By, null, Line: at + 1, Document: document, Reason: reason));
    }

    // ---- A new date

    private Refusal? Extend(Telling telling, DossierCommand.Extend command)
    {
        var dossier = telling.Dossier;
        if (NotALeadersTime(dossier, command.By) is { } no) return no;
        if (RunningClock.OfDossier(dossier, process, calendars, telling.Now) is not { } clock) return DossierRefusals.NothingToExtend;
        if (clock.Stop is not null) return DossierRefusals.ClockStandsStill;

        var (rule, due) = (process.Header.Extension ?? ExtensionRule.Default, clock.DueAt());
        if (dossier.Settings.Count(setting => setting.Cause is ClockSettingCause.Extension) >= rule.Times) return DossierRefusals.NoExtensionsLeft(rule.Times);
        var latest = rule.AskBefore.WorkingMinutes is { } minutes ? clock.Calendar.Subtract(due, minutes) : due.AddDays(-(double)rule.AskBefore.Value);
        if (telling.Now > latest) return DossierRefusals.TooLateToExtend(latest);

        var to = new DateTimeOffset(command.DueAt.UtcTicks - command.DueAt.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
        if (to <= due) return DossierRefusals.NotLater(due);
        if (!clock.Calendar.IsWorkingDay(VietnamTime.DayOf(to))) return DossierRefusals.NotAWorkingDay;
        if (clock.Calendar.UnconfirmedYear(telling.Now, to) is { } year) return DossierRefusals.YearNotConfirmed(year);
        if ((OfReason(command.Reason) ?? IntakeCheck.OfNote(command.Basis) ?? OfDocumentIfAny(command.Document, telling.Now)) is { } unfit) return unfit;

        telling.Tell(new DossierEvent.DueSet(telling.Now, telling.By, ClockSettingCause.Extension, due, to, command.Reason, command.Basis ?? rule.Basis, command.Document));
        return null;
    }

    // ---- Money

    private Refusal? ImposeObligation(Telling telling, DossierCommand.ImposeObligation command)
    {
        var dossier = telling.Dossier;
        if (dossier.FindOpen(command.Step) is not { } open || process.Find(command.Step) is not { } step) return DossierRefusals.NotOpen(command.Step);
        if (dossier.FinishedAt is not null) return DossierRefusals.ResultIsThere;
        if (step.Kind is StepKind.Intake or StepKind.ReturnResult or StepKind.AwaitSupplement or StepKind.AwaitApplicant) return DossierRefusals.ObligationNotHere(step.Key);
        var drawn = step.Kind is StepKind.AwaitPayment;
        if (dossier.Status is DossierStatus.Suspended) return DossierRefusals.IsSuspended;
        if (!drawn && dossier.Supplements is not []) return DossierRefusals.AwaitingSupplement;
        if (!IsInCharge(command.By, dossier) && MayNotAct(dossier, command.By, open, step) is { } notYours) return notYours;
        if (string.IsNullOrWhiteSpace(command.What)) return DossierRefusals.WhatIsPaidMissing;
        if (!IsMoney(command.Amount)) return DossierRefusals.AmountWrong;
        if ((IntakeCheck.OfNote(command.What) ?? OfDocument(command.Document, telling.Now)) is { } unfit) return unfit;

        int? line = drawn ? null : dossier.Stops.Count + 1;
        telling.Tell(new DossierEvent.ObligationImposed(telling.Now, telling.By, dossier.Obligations.Count + 1, command.What, command.Amount, command.Document, step.Key, line));
        if (!drawn) telling.Tell(new DossierEvent.ClockStopped(telling.Now, telling.By, step.Key, ClockStopCause.Payment, ClockPolicy.Suspends, null, command.Document, command.What));
        return null;
    }

    private Refusal? RecordPayment(Telling telling, DossierCommand.RecordPayment command)
    {
        var dossier = telling.Dossier;
        var obligation = dossier.Obligations.Find(each => each.Number == command.Obligation);
        var fee = process.Header.Fees.FirstOrDefault(each => each.Name == command.Fee);
        if (!HasTheVoice(dossier, command.By) && !IsAtTheDesk(dossier, command.By) && !(obligation is not null && MayActAt(dossier, command.By, obligation.Step))) return DossierRefusals.NotTheDesk;
        if (command.Obligation is null == command.Fee is null) return DossierRefusals.WhatIsPaidMissing;

        var owed = obligation?.Owed ?? (fee is null ? 0 : DossierFees.OwedOf(fee, dossier));
        if (owed <= 0) return DossierRefusals.NothingOwed;
        if (!IsMoney(command.Amount)) return DossierRefusals.AmountWrong;
        if (command.Amount > owed) return DossierRefusals.MoreThanOwed(owed);
        if (string.IsNullOrWhiteSpace(command.Receipt)) return DossierRefusals.ReceiptMissing;
        if (command.Receipt.Length > LongestReceipt) return DossierRefusals.TextTooLong("Số biên lai", LongestReceipt);
        if (dossier.Payments.Exists(payment => payment.Receipt == command.Receipt && payment.Obligation == command.Obligation && payment.Fee == command.Fee)) return DossierRefusals.ReceiptUsed(command.Receipt);

        telling.Tell(new DossierEvent.PaymentRecorded(telling.Now, telling.By, command.Obligation, command.Fee, command.Amount, command.Receipt, command.Way));
        if (obligation is not null) GoOnWherePaid(telling, obligation);
        return null;
    }

    private Refusal? WaiveObligation(Telling telling, DossierCommand.WaiveObligation command)
    {
        var dossier = telling.Dossier;
        if (NotALeadersTime(dossier, command.By) is { } no) return no;
        if (dossier.Obligations.Find(each => each.Number == command.Obligation) is not { IsSettled: false } obligation) return DossierRefusals.NothingOwed;
        if ((OfReason(command.Reason) ?? OfDocument(command.Document, telling.Now)) is { } unfit) return unfit;

        telling.Tell(new DossierEvent.ObligationWaived(telling.Now, telling.By, obligation.Number, command.Reason, command.Document));
        GoOnWherePaid(telling, obligation);
        return null;
    }

    /// <summary>Once an obligation is met its stop is over; a drawn waiting step is left when nothing is owed there any more. Where the way on needs words, the desk completes it.</summary>
    private void GoOnWherePaid(Telling telling, Obligation obligation)
    {
        if (telling.Dossier.Obligations.Exists(each => each.Number == obligation.Number && !each.IsSettled)) return;
        if (obligation.Line is { } line)
        {
            if (telling.Dossier.Stops[line - 1].To is null) telling.Tell(new DossierEvent.ClockResumed(telling.Now, telling.By, obligation.Step, Line: line));
            return;
        }
        if (telling.Dossier.FindOpen(obligation.Step) is not { } open || process.Find(obligation.Step) is not { } step || OwedAt(telling.Dossier, step.Key) > 0 || !step.Ports.Contains(Paid)) return;
        if (Held(telling.Dossier) is not null) return;
        var before = telling.Here;
        if (Complete(telling, open, step, new DossierCommand.CompleteStep(Officer.System, step.Key, Paid)) is not null) telling.GoBackTo(before);
    }

    private static decimal OwedAt(Dossier dossier, StepKey step) => dossier.Obligations.Where(each => each.Step == step).Sum(each => each.Owed);

    private static bool IsMoney(decimal amount) => amount > 0 && amount <= LargestAmount && amount == decimal.Truncate(amount);

    // ---- Papers that were asked for

    private Refusal? ReceiveSupplement(Telling telling, DossierCommand.ReceiveSupplement command)
    {
        var dossier = telling.Dossier;
        var asked = UndrawnSupplement(dossier);
        // A drawn wait is completed like any step; only parts of what it waits for are received here.
        if (asked is null && (command.Papers is not null || command.IsSufficient)) asked = dossier.Supplements.Select(process.Find).FirstOrDefault(step => step is not null && (command.Step is null || step.Key == command.Step));
        if (asked is null || dossier.FindOpen(asked.Key) is not { } open) return DossierRefusals.NoSupplementAsked;
        if (!HasTheVoice(dossier, command.By) && !IsAtTheDesk(dossier, command.By) && MayNotAct(dossier, command.By, open, asked) is { } notYours) return notYours;
        if (IntakeCheck.OfNote(command.Note) is { } tooLong) return tooLong;
        if (Attach(telling, command.Files) is { } unattached) return unattached;

        var awaited = dossier.Awaited.Find(each => each.Step == asked.Key);
        var papers = command.Papers?.Distinct().ToImmutableList() ?? [];
        foreach (var paper in papers)
            if (awaited is null || !awaited.Outstanding.Contains(paper)) return DossierRefusals.PaperNotAsked(paper);
        if (command.IsSufficient)
        {
            if (!MayJudge(dossier, command.By, open, asked)) return DossierRefusals.NotYoursToJudge;
            if (string.IsNullOrWhiteSpace(command.Note)) return DossierRefusals.ReasonMissing;
        }
        else if (command.Papers is not null)
        {
            if (papers is []) return DossierRefusals.MissingPapersNotNamed;
            if (awaited!.Outstanding.Except(papers).Any())
            {
                telling.Tell(new DossierEvent.SupplementPartReceived(telling.Now, telling.By, asked.Key, papers, command.Note));
                return null;
            }
        }

        if (asked.Kind is StepKind.AwaitSupplement)
        {
            if (papers is not []) telling.Tell(new DossierEvent.SupplementPartReceived(telling.Now, telling.By, asked.Key, papers, command.Note));
            return Complete(telling, open, asked, new DossierCommand.CompleteStep(command.By, asked.Key, Supplemented, command.Note));
        }
        telling.Tell(new DossierEvent.SupplementReceived(telling.Now, telling.By, asked.Key, command.Note, command.Papers is null ? null : papers, command.IsSufficient));
        Resume(telling, asked.Key, answered: true);
        return null;
    }

    private Refusal? ExpireSupplement(Telling telling, DossierCommand.ExpireSupplement command)
    {
        var dossier = telling.Dossier;
        if (UndrawnSupplement(dossier) is not { } asked || dossier.FindOpen(asked.Key) is not { } open) return DossierRefusals.NoSupplementAsked;
        if (!IsAtTheDesk(dossier, command.By) && !IsInCharge(command.By, dossier) && MayNotAct(dossier, command.By, open, asked) is { } notYours) return notYours;
        if (AnswerClock.Of(dossier, process, calendars, telling.Now, Ladders) is not { } answer) return DossierRefusals.NoTimeToAnswerStated;
        if (telling.Now < answer.DueAt) return DossierRefusals.StillInTime(asked.Key, answer.DueAt);
        return process.Header.Supplement?.OnExpiry is null ? DossierRefusals.ExpiryNotStated : CarryOutExpiry(telling, asked.Key);
    }

    /// <summary>What the version says of a request nobody answered: it was published, so it needs no decision of its own.</summary>
    private Refusal? CarryOutExpiry(Telling telling, StepKey asked)
    {
        var rule = process.Header.Supplement!;
        telling.Tell(new DossierEvent.SupplementExpired(telling.Now, telling.By, asked, rule.OnExpiry!));
        switch (rule.OnExpiry)
        {
            case "Reject": Close(telling, DossierStatus.Rejected, NotAnswered, null, null); break;
            case "Stop": Close(telling, DossierStatus.Stopped, NotAnswered, null, null); break;
            default: Resume(telling, asked, answered: false); break;
        }
        return null;
    }

    private const string NotAnswered = "Hết thời hạn bổ sung mà không nhận đủ giấy tờ đã yêu cầu.";

    /// <summary>The time to answer is over. What the header says is carried out, except where a part has come: whether that will do, people judge. Then, and where the header says nothing, they are told.</summary>
    private Refusal? RemindOfTheAnswer(Telling telling, DossierCommand.Remind command, OpenStep open)
    {
        var dossier = telling.Dossier;
        if (UndrawnSupplement(dossier)?.Key != command.Step || AnswerClock.Of(dossier, process, calendars, telling.Now, Ladders) is not { } answer) return DossierRefusals.ReminderSettled;
        var at = command.Kind is ReminderKind.AnswerSoon ? answer.SoonAt : answer.DueAt;
        if (Untimely(at, command.Kind, telling.Now, open.Said, open.Reminded) is { } untimely) return untimely;
        if (command.Kind is ReminderKind.AnswerOver && process.Header.Supplement?.OnExpiry is not null && dossier.Awaited.Find(each => each.Step == command.Step) is { Arrived: [] }) return CarryOutExpiry(telling, command.Step);
        telling.Tell(new DossierEvent.Reminded(telling.Now, telling.By, open.Step, open.Run, command.Kind, answer.DueAt));
        return null;
    }

    // ---- The end, undrawn

    private static Refusal? Withdraw(Telling telling, DossierCommand.Withdraw command)
    {
        var dossier = telling.Dossier;
        if (!HasTheVoice(dossier, command.By) && !IsAtTheDesk(dossier, command.By)) return DossierRefusals.NotTheDesk;
        if (dossier.FinishedAt is not null) return DossierRefusals.ResultIsThere;
        if ((OfReason(command.Reason) ?? OfDocumentIfAny(command.Document, telling.Now)) is { } unfit) return unfit;
        Close(telling, DossierStatus.Withdrawn, command.Reason, null, command.Document);
        return null;
    }

    private static Refusal? Reject(Telling telling, DossierCommand.Reject command)
    {
        if (NotALeadersTime(telling.Dossier, command.By) is { } no) return no;
        if ((OfReason(command.Reason) ?? IntakeCheck.OfNote(command.Basis) ?? OfDocumentIfAny(command.Document, telling.Now)) is { } unfit) return unfit;
        Close(telling, DossierStatus.Rejected, command.Reason, command.Basis, command.Document);
        return null;
    }

    private static Refusal? Stop(Telling telling, DossierCommand.Stop command)
    {
        if (NotALeadersTime(telling.Dossier, command.By) is { } no) return no;
        if (string.IsNullOrWhiteSpace(command.Basis)) return DossierRefusals.LegalBasisMissing;
        if ((OfReason(command.Reason) ?? IntakeCheck.OfNote(command.Basis) ?? OfDocumentIfAny(command.Document, telling.Now)) is { } unfit) return unfit;
        Close(telling, DossierStatus.Stopped, command.Reason, command.Basis, command.Document);
        return null;
    }

    /// <summary>Ends the dossier where no terminal is drawn: work in hand is closed, every line of the ledger too.</summary>
    private static void Close(Telling telling, DossierStatus status, string reason, string? basis, WrittenAct? document)
    {
        // First it goes on, then it ends: a portal that was told "suspended" hears of nothing but going on.
        EndSuspension(telling, document, null);
        foreach (var open in telling.Dossier.Open) Cancel(telling, open.Step);
        for (var line = 1; line <= telling.Dossier.Stops.Count; line++)
            if (telling.Dossier.Stops[line - 1] is { To: null } stop) telling.Tell(new DossierEvent.ClockResumed(telling.Now, telling.By, stop.Step, Answered: false, Line: line));
        if (telling.Dossier.Waiting is not []) telling.Tell(new DossierEvent.TokensWaiting(telling.Now, telling.By, []));
        telling.Tell(new DossierEvent.Ended(telling.Now, telling.By, status, null, reason, basis, document));
    }

    // ---- Who may, and what must be said

    /// <summary>A leader where the dossier is decided, or where it is being worked on now.</summary>
    private static bool IsInCharge(Officer by, Dossier dossier) =>
        by.Is(Role.Leader) && by.Posts.Any(post => post.Place == dossier.Competent || dossier.Open.Exists(open => open.Place == post.Place));

    private static Refusal? NotALeadersTime(Dossier dossier, Officer by) =>
        !IsInCharge(by, dossier) ? DossierRefusals.OnlyALeader
        : dossier.FinishedAt is not null ? DossierRefusals.ResultIsThere
        : null;

    private bool MayActAt(Dossier dossier, Officer by, StepKey key) =>
        IsInCharge(by, dossier) || dossier.FindOpen(key) is { } open && process.Find(key) is { } step && MayNotAct(dossier, by, open, step) is null;

    /// <summary>The desk takes papers in; whether they will do is for whoever examines, or a leader.</summary>
    private static bool MayJudge(Dossier dossier, Officer by, OpenStep open, Step asked) =>
        IsInCharge(by, dossier) || asked.Kind is not StepKind.AwaitSupplement && MayNotAct(dossier, by, open, asked) is null;

    private static Refusal? OfReason(string? reason) => string.IsNullOrWhiteSpace(reason) ? DossierRefusals.ReasonMissing : IntakeCheck.OfNote(reason);

    private static Refusal? OfDocumentIfAny(WrittenAct? document, DateTimeOffset now) => document is null ? null : OfDocument(document, now);

    private static Refusal? OfDocument(WrittenAct? document, DateTimeOffset now) =>
        string.IsNullOrWhiteSpace(document?.Number) ? DossierRefusals.DocumentMissing
        : document.Date > VietnamTime.DayOf(now) ? DossierRefusals.DocumentFromTheFuture
        : IntakeCheck.OfNote(document.Number) ?? IntakeCheck.OfNote(document.Signer);
}
