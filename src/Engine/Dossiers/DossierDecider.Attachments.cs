using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

public sealed partial class DossierDecider
{
    /// <summary>Files one dossier may have, withdrawn ones too.</summary>
    public const int MostAttachments = 500;

    private const int LongestFileName = 200;

    /// <summary>Ways out that say the work was not done: nothing can be asked to show for it.</summary>
    private static readonly string[] NothingToShow = ["SentBack", "Incomplete", Expired, NoReply];

    private Refusal? AttachFile(Telling telling, DossierCommand.AttachFile command)
    {
        var dossier = telling.Dossier;
        var (at, run) = (command.Step, 0);
        if (command.Consultation is { } number)
        {
            if (QuestionTo(dossier, command.By, number, out var asked) is { } no) return no;
            (at, run) = (Consultation.Key, asked.Number);
        }
        else if (command.Step is { } key)
        {
            if (dossier.FindOpen(key) is not { } open || process.Find(key) is not { } step) return DossierRefusals.NotOpen(key);
            if (MayNotAct(dossier, command.By, open, step) is { } notYours) return notYours;
            run = open.Run;
        }
        else if (dossier.AwaitsAcceptance)
        {
            // What belongs to a submission comes with the applicant's voice, and waits with it; the journal goes on when it is accepted, and so does the file.
            if (!MaySpeakForTheApplicant(dossier, command.By)) return AttachmentRefusals.NotYoursBeforeReceipt;
        }
        else if (!IsAtTheDesk(dossier, command.By) && !HasAStepInHand(dossier, command.By)) return AttachmentRefusals.NotYours;
        if (Unfit(dossier, command.Name) is { } unfit) return unfit;
        if (IsThere(dossier, command.Hash, at, run, command.Component)) return AttachmentRefusals.AlreadyThere;

        telling.Tell(new DossierEvent.AttachmentAdded(
            telling.Now, telling.By, dossier.Attachments.Count + 1, command.Hash, command.Name, command.Size, command.MediaType, at, run, command.Component));
        return null;
    }

    /// <summary>The files that come with what is handed in: each a line behind it, and the same one once.</summary>
    private static Refusal? Attach(Telling telling, IReadOnlyList<HandedFile>? files)
    {
        foreach (var file in files ?? [])
        {
            if (Unfit(telling.Dossier, file.Name) is { } unfit) return unfit;
            if (IsThere(telling.Dossier, file.Hash, null, 0, file.Component)) continue;
            telling.Tell(new DossierEvent.AttachmentAdded(
                telling.Now, telling.By, telling.Dossier.Attachments.Count + 1, file.Hash, file.Name, file.Size, file.MediaType, null, 0, file.Component));
        }
        return null;
    }

    private static Refusal? Unfit(Dossier dossier, string name) =>
        string.IsNullOrWhiteSpace(name) ? AttachmentRefusals.NameUnfit
        : name.Length > LongestFileName ? DossierRefusals.TextTooLong("Tên tệp", LongestFileName)
        : dossier.Attachments.Count >= MostAttachments ? AttachmentRefusals.TooMany(MostAttachments)
        : null;

    private static bool IsThere(Dossier dossier, ContentHash hash, StepKey? step, int run, string? component) =>
        dossier.Attachments.Exists(file => !file.IsWithdrawn && (file.Hash, file.Step, file.Run, file.Component) == (hash, step, run, component));

    private static Refusal? WithdrawAttachment(Telling telling, DossierCommand.WithdrawAttachment command)
    {
        if (telling.Dossier.Attachments.Find(file => file.Number == command.Number && !file.IsWithdrawn) is not { } file) return AttachmentRefusals.NoSuchAttachment;
        if (file.By != command.By.Id && !telling.Dossier.Open.Exists(open => IsLeaderAt(command.By, open.Place))
            && !(telling.Dossier.AwaitsAcceptance && IsAtTheDesk(telling.Dossier, command.By))) return AttachmentRefusals.NotYoursToWithdraw;
        if (string.IsNullOrWhiteSpace(command.Reason)) return DossierRefusals.ReasonMissing;
        if (IntakeCheck.OfNote(command.Reason) is { } tooLong) return tooLong;

        telling.Tell(new DossierEvent.AttachmentWithdrawn(telling.Now, telling.By, file.Number, command.Reason));
        return null;
    }

    /// <summary>A step that must show its result is not done before a file lies at it, added this time round.</summary>
    private static Refusal? NothingAttached(Dossier dossier, OpenStep open, Step step, string? outcome) =>
        step.Work?.RequiresAttachment is true && !NothingToShow.Contains(outcome)
        && !dossier.Attachments.Exists(file => !file.IsWithdrawn && file.Step == open.Step && file.Run == open.Run)
            ? AttachmentRefusals.AttachmentMissing(step.Key)
            : null;

    private bool HasAStepInHand(Dossier dossier, Officer by) =>
        dossier.Open.Exists(open => process.Find(open.Step) is { } step && MayNotAct(dossier, by, open, step) is null);
}
