using System.Collections.Immutable;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>How the dossier of an appraisal follows the acts of its draft (đồng hồ thẩm định): which acts ask what of it, and the command that carries it out as the dossier stands.</summary>
/// <remarks>
/// Pure. A step that is not open is done already, or was done otherwise by its own officers: nothing is asked of it again. So carrying out the same duties twice, or late, changes nothing.
/// </remarks>
public static class AppraisalClock
{
    private const int LongestReason = 1500;
    private const int LongestSubject = 900;
    private const int LongestName = 200;

    /// <summary>What each act after the first <paramref name="followed"/> ones asks of the dossier, in order.</summary>
    /// <param name="acts">Everything that happened to the draft, oldest first.</param>
    public static IEnumerable<AppraisalDuty> DutiesAfter(IReadOnlyList<PublicationEvent> acts, int followed, AppraisalBinding binding)
    {
        ArgumentNullException.ThrowIfNull(acts);
        ArgumentNullException.ThrowIfNull(binding);
        var file = ProcessFile.Empty;
        for (var number = 1; number <= acts.Count; number++)
        {
            var (before, act) = (file, acts[number - 1]);
            file = file.Apply(act);
            if (number <= followed || MomentOf(before, act) is not { } moment) continue;
            if (moment is DraftMoment.Submitted or DraftMoment.Withdrawn) yield return new(number, moment, null, act, file) { AssignedBefore = before.Assigned };
            foreach (var step in binding.StepsOf(moment)) yield return new(number, moment, step, act, file) { AssignedBefore = before.Assigned };
        }
    }

    /// <summary>What an act is to the dossier; null for what does not concern it, as comments.</summary>
    public static DraftMoment? MomentOf(ProcessFile before, PublicationEvent act)
    {
        ArgumentNullException.ThrowIfNull(before);
        return act switch
        {
            // Who accepted the first round has the next ones on the table at once; what was never accepted begins anew.
            PublicationEvent.Submitted => before.Receipt is null ? DraftMoment.Submitted : DraftMoment.Resubmitted,
            PublicationEvent.AcceptedForAppraisal => DraftMoment.Accepted,
            PublicationEvent.AppraiserAssigned => DraftMoment.Assigned,
            PublicationEvent.RevisionRequired => DraftMoment.MustComplete,
            PublicationEvent.Appraised => DraftMoment.FoundFit,
            PublicationEvent.Proposed => DraftMoment.Proposed,
            PublicationEvent.Returned => before.Status is PublicationStatus.Submitted ? DraftMoment.Declined : DraftMoment.SentBack,
            PublicationEvent.Published => DraftMoment.Published,
            PublicationEvent.Withdrawn => DraftMoment.Withdrawn,
            _ => null,
        };
    }

    /// <summary>Is this draft to have a clock, once it is sent in?</summary>
    public static bool Times(AppraisalBinding? binding, Competence? competence) => binding is not null && competence?.Appraises == binding.AppraisedBy;

    /// <summary>The dossier that is received for a draft: for the agency that drafts it, decided by the body that appraises.</summary>
    /// <param name="process">The version in force, with the papers it asks to hand in.</param>
    /// <param name="agencyName">The drafting agency's name, as papers print it.</param>
    public static DossierCommand.Receive Receive(AppraisalDuty duty, AppraisalBinding binding, ProcessDefinition process, string agencyName)
    {
        ArgumentNullException.ThrowIfNull(duty);
        ArgumentNullException.ThrowIfNull(binding);
        ArgumentNullException.ThrowIfNull(process);
        var (drafting, file) = (duty.File.Agency ?? binding.AppraisedBy, duty.File);
        var beginning = Dossier.Empty with { Receiving = drafting, Competent = binding.AppraisedBy };
        return new(
            Clerk(process, beginning), drafting, binding.AppraisedBy, Channel.Direct,
            new Particulars(
                new Applicant(Cut(agencyName, LongestName), null, null, null, null), Cut($"{file.Procedure}{(file.Case is { } @case ? $" – {@case}" : "")}: {file.Name}", LongestSubject),
                [.. process.Header.Components.Select(paper => new DossierComponent(paper.Name, paper.Originals, paper.Copies)).Where(paper => paper.Originals + paper.Copies > 0)]),
            ImmutableSortedDictionary<string, AttributeValue>.Empty);
    }

    /// <summary>The command an act asks for as the dossier stands; null where there is nothing left to do.</summary>
    public static DossierCommand? CommandOf(AppraisalDuty duty, Dossier dossier, ProcessDefinition process, AppraisalHands hands)
    {
        ArgumentNullException.ThrowIfNull(duty);
        ArgumentNullException.ThrowIfNull(dossier);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(hands);
        if (!dossier.IsRunning) return null;
        var clerk = Clerk(process, dossier);
        if (duty.Moment is DraftMoment.Withdrawn) return dossier.FinishedAt is null ? new DossierCommand.Withdraw(clerk, NoteOf(duty, hands)) : null;
        if (duty.Happened is PublicationEvent.AppraiserAssigned { Reason: { } reason } && GivenOtherwise(duty, dossier, hands) is { } open)
            return new DossierCommand.Assign(clerk, open.Step, StandsAt(hands.Appraiser, open) ?? clerk, Cut(reason, LongestReason));
        if (duty.Step is not { } bound || dossier.FindOpen(bound.Step) is not { } at || process.Find(bound.Step) is not { } step) return null;

        // In their own name where the step is theirs; else the engine's clerk writes down who did what.
        var own = hands.By is { } by && StandsAt(by, at) is not null && (at.Assignee is null || at.Assignee == by.Id) ? by : null;
        return new DossierCommand.CompleteStep(
            own ?? clerk, bound.Step, bound.Outcome ?? (step.Ports is [var only] ? only : DossierDecider.Returned), own is null || ReasonOf(duty.Happened) is not null ? NoteOf(duty, hands) : null,
            step.Kind is StepKind.Assign && at.Place is { } place ? Assignee(hands.Appraiser, place) ?? clerk : null,
            Signature: step.Work?.RequiresSignature is true ? SignatureOf(duty, hands) : null);
    }

    /// <summary>The engine's clerk, for the steps that nobody signs in for: it holds the posts of this dossier's steps while it writes down what was decided on the draft, and no others.</summary>
    private static Officer Clerk(ProcessDefinition process, Dossier dossier) => Officer.System with
    {
        Roles = new HashSet<Role> { Role.DeskOfficer, Role.HandlingOfficer, Role.Leader },
        Posts =
        [
            .. from step in process.Steps
               let place = Places.Of(step, process.Header, dossier)
               where place is not null && step.Work?.Position is not null
               select new Post(place, step.Work!.Position!),
            .. dossier.Open.Where(open => open is { Place: not null, Position: not null }).Select(open => new Post(open.Place!, open.Position!)),
            .. dossier.Receiving is { } receiving ? [new Post(receiving, Desk)] : Array.Empty<Post>(),
        ],
    };

    private static readonly PositionKey Desk = new("he-thong");

    /// <summary>The open step that whoever was assigned before has in hand, or the clerk for them; null where the appraiser has it already.</summary>
    private static OpenStep? GivenOtherwise(AppraisalDuty duty, Dossier dossier, AppraisalHands hands) => dossier.Open.Find(open =>
        open.Assignee is { } has && has != duty.File.Assigned && (has == duty.AssignedBefore || has == Officer.System.Id && StandsAt(hands.Appraiser, open) is not null));

    private static Officer? StandsAt(Officer? officer, OpenStep open) =>
        officer is not null && open.Place is { } place && (open.Position is { } position ? officer.Holds(place, position) : officer.Posts.Any(post => post.Place == place)) ? officer : null;

    private static Officer? Assignee(Officer? officer, AgencyCode place) => officer?.Posts.Any(post => post.Place == place) is true ? officer : null;

    private static SignatureReference? SignatureOf(AppraisalDuty duty, AppraisalHands hands) => duty.Happened switch
    {
        PublicationEvent.Appraised act => new(act.OpinionNumber, hands.BodyName, act.OpinionDate),
        PublicationEvent.RevisionRequired act => new(act.OpinionNumber, hands.BodyName, act.OpinionDate),
        PublicationEvent.Proposed act => new(act.Number, hands.ByName, act.Date),
        PublicationEvent.Published act => new(act.Act.Number, act.Act.Authority, act.Act.SignedOn),
        _ => null,
    };

    private static string NoteOf(AppraisalDuty duty, AppraisalHands hands)
    {
        var done = duty.Happened switch
        {
            PublicationEvent.AcceptedForAppraisal act => $"tiếp nhận để thẩm định, số {act.Receipt}",
            PublicationEvent.AppraiserAssigned => $"phân công {hands.AppraiserName} thẩm định",
            PublicationEvent.RevisionRequired act => $"ý kiến thẩm định số {act.OpinionNumber}, cần hoàn thiện",
            PublicationEvent.Appraised act => $"ý kiến thẩm định số {act.OpinionNumber}, đạt",
            PublicationEvent.Submitted => "gửi lại bản đã hoàn thiện",
            PublicationEvent.Proposed act => $"trình công bố, tờ trình số {act.Number}",
            PublicationEvent.Returned => "trả lại dự thảo",
            PublicationEvent.Published act => $"công bố bằng quyết định số {act.Act.Number}",
            PublicationEvent.Withdrawn => "rút dự thảo",
            _ => "cập nhật dự thảo",
        };
        return $"Theo dự thảo: {hands.ByName} {done}.{(ReasonOf(duty.Happened) is { } reason ? $" Lý do: {Cut(reason, LongestReason)}" : "")}";
    }

    private static string? ReasonOf(PublicationEvent happened) => happened switch
    {
        PublicationEvent.Returned act => act.Reason,
        PublicationEvent.RevisionRequired act => act.Reason,
        PublicationEvent.Withdrawn act => act.Reason,
        _ => null,
    };

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";
}

/// <summary>What one act on a draft asks of its dossier.</summary>
/// <param name="Act">The act's number in the draft's journal.</param>
/// <param name="Step">The step it completes; null where it is about the whole dossier.</param>
/// <param name="File">The draft as the act left it.</param>
public sealed record AppraisalDuty(int Act, DraftMoment Moment, BoundStep? Step, PublicationEvent Happened, ProcessFile File)
{
    /// <summary>Who was to give the opinion before the act.</summary>
    public OfficerId? AssignedBefore { get; init; }

    /// <summary>Names the duty for good: carried out under this key, it is carried out once.</summary>
    public string Key(string draft) => $"{CommandKeys.Appraisal}{draft}/{Act}/{Step?.ToString() ?? Moment.ToString()}";
}

/// <summary>The people of one act.</summary>
/// <param name="By">Who acted, with the posts of today; null where the account is gone.</param>
/// <param name="Appraiser">Who gives the opinion.</param>
/// <param name="BodyName">The appraising body, as papers print it.</param>
public sealed record AppraisalHands(Officer? By, string ByName, Officer? Appraiser, string AppraiserName, string BodyName);
