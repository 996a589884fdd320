using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Portal;
using TthcFlow.Engine.Tests.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Dossiers;

/// <summary>The cast of the dossier tests: a commune, its people, a building permit of 56 hours, and what they say to each other.</summary>
public static class A
{
    public static readonly AgencyCode Desk = new("H35.99.01");
    public static readonly AgencyCode Commune = new("H35.99");

    public static readonly Officer DeskOfficer = Person("motcua", "Lò Thị Mai", [Role.DeskOfficer], (Desk, "mot-cua"));
    public static readonly Officer Head = Person("truongphong", "Trần Văn Hùng", [Role.HandlingOfficer, Role.Leader], (Commune, "truong-phong"));
    public static readonly Officer Minh = Person("minh", "Nguyễn Văn Minh", [Role.HandlingOfficer], (Commune, "chuyen-vien"));
    public static readonly Officer Lan = Person("lan", "Vàng Thị Lan", [Role.HandlingOfficer], (Commune, "chuyen-vien"));
    public static readonly Officer Chairman = Person("chutich", "Lý A Páo", [Role.Leader], (Commune, "chu-tich"));
    public static readonly Officer Clerk = Person("vanthu", "Giàng Thị Dua", [Role.HandlingOfficer], (Commune, "van-thu"));

    /// <summary>Mon 2 March 2026, 09:00: 56 working hours end on Wed 11 March 09:00.</summary>
    public static readonly DateTimeOffset MondayMorning = Calendar.At("2026-03-02 09:00");

    public static readonly Particulars Particulars = new(
        new Applicant("Mùa A Dơ", "012345678901", "0912345678", null, "Bản Tả Lèng, tỉnh Lai Châu"), "Xây nhà ở riêng lẻ",
        [new DossierComponent("Đơn đề nghị cấp giấy phép xây dựng", 1, 0), new DossierComponent("Bản vẽ thiết kế", 2, 0)]);

    public static readonly ProcessHeader Header = new()
    {
        Procedure = new("1.013225"),
        StatutoryLimit = TimeLimit.OfDays(7),
        Counting = Counting.RunningHours,
        Supplement = new SupplementRule(ClockPolicy.Suspends, 1, TimeLimit.OfDays(2), "Reject"),
    };

    /// <summary>Cấp giấy phép xây dựng: intake, assign, examine (supplement drawn), draft, review, sign, issue, return.</summary>
    public static Drawing Permit(ProcessHeader? header = null) => new Drawing(header ?? Header)
        .Step("B1", StepKind.Intake, "Accepted Declined", "mot-cua", 4, "Receiving")
        .Step("B2", StepKind.Assign, "Done", "truong-phong", 4, "Competent")
        .Step("B3", StepKind.Examine, "Passed Incomplete Failed", "chuyen-vien", 24)
        .Step("BS", StepKind.AwaitSupplement, "Supplemented Expired")
        .Step("B4", StepKind.Draft, "Done", "chuyen-vien", 8)
        .Step("B5", StepKind.Review, "Agreed SentBack", "truong-phong", 4)
        .Step("B6", StepKind.Sign, "Signed SentBack Rejected", "chu-tich", 8)
        .Step("B7", StepKind.Issue, "Done", "van-thu", 4)
        .Step("B8", StepKind.ReturnResult, "", "mot-cua", 0, "Receiving")
        .Step("TC", StepKind.Reject)
        .Ways("B1 Accepted B2", "B1 Declined TC", "B2 Done B3", "B3 Passed B4", "B3 Incomplete BS", "B3 Failed TC", "BS Supplemented B3", "BS Expired TC",
            "B4 Done B5", "B5 Agreed B6", "B5 SentBack B4", "B6 Signed B7", "B6 SentBack B4", "B6 Rejected TC", "B7 Done B8");

    /// <summary>A written act of the day the story begins.</summary>
    public static WrittenAct Paper(string number = "12/QĐ-UBND") => new(number, new(2026, 3, 2), "Lý A Páo");

    public static Story Story(ProcessDefinition? process = null) => new(process ?? Permit().Process());

    /// <summary>Receiving at the desk, over the counter, unless the test says otherwise.</summary>
    public static DossierCommand.Receive Receive(
        Channel channel = Channel.Direct, Officer? by = null, Particulars? particulars = null, string? area = null, params (string Name, AttributeValue Value)[] answers) =>
        new(by ?? DeskOfficer, Desk, Commune, channel, particulars ?? Particulars,
            answers.ToImmutableSortedDictionary(answer => answer.Name, answer => answer.Value), area);

    public static DossierCommand.CompleteStep Complete(Officer by, string step, string outcome, string? note = null, Officer? assignee = null, params string[] missing) =>
        new(by, new StepKey(step), outcome, note, assignee, missing is [] ? null : [.. missing]);

    private static Officer Person(string id, string name, Role[] roles, params (AgencyCode Place, string Position)[] posts) =>
        new(new(id), name, posts[0].Place, roles.ToHashSet(), [.. posts.Select(post => new Post(post.Place, new(post.Position)))]);
}

/// <summary>A dossier told command by command: what was said when, what came of it, and where things stand.</summary>
public sealed class Story(ProcessDefinition process)
{
    private readonly DossierDecider _decider = new(process, new ProcessFlow(process), Calendar.Book);

    public List<DossierEvent> Journal { get; } = [];

    /// <summary>The codes the national portal was told, in order.</summary>
    public List<int> Portal { get; } = [];

    public Dossier Dossier { get; private set; } = Dossier.Empty;

    public DateTimeOffset Now { get; private set; } = A.MondayMorning;

    public ProcessDefinition Process => process;

    public DossierClocks Clocks => DossierClocks.Of(Dossier, process, Calendar.Book, Now, ReminderLadders.National);

    /// <summary>The statutory clock told day by day.</summary>
    public ClockAccount Account => ClockAccount.OfDossier(Dossier, process, Calendar.Book, Now, ReminderLadders.National)!;

    public ClockAccount AccountOf(string step, int? run = null) => ClockAccount.OfStep(new(step), run, Journal, Dossier, process, Calendar.Book, Now, ReminderLadders.National)!;

    public IEnumerable<string> OpenSteps => Dossier.Open.Select(open => open.Step.Value);

    /// <summary>From here on it is that moment, Vietnam's clock.</summary>
    public Story At(string moment)
    {
        Now = Calendar.At(moment);
        return this;
    }

    public Story Later(int minutes)
    {
        Now = Now.AddMinutes(minutes);
        return this;
    }

    public Story Then(DossierCommand command)
    {
        if (Try(command) is { } refusal) Assert.Fail($"{command} was refused: {refusal.Code} {refusal.Message.En}");
        return this;
    }

    public Story Completes(Officer by, string step, string outcome, string? note = null, Officer? assignee = null, params string[] missing) =>
        Then(A.Complete(by, step, outcome, note, assignee, missing));

    /// <summary>Tells the command; the refusal, if it was refused, and then nothing changed.</summary>
    public Refusal? Try(DossierCommand command)
    {
        command = command switch // the office looks up what is written of the applicant
        {
            DossierCommand.Accept accept => accept with { Known = ParticularsToday.Of(Journal) },
            DossierCommand.Correct correct => correct with { Known = ParticularsToday.Of(Journal) },
            _ => command,
        };
        switch (_decider.Decide(Dossier, command, Now))
        {
            case Decision<DossierEvent>.Refused refused: return refused.Reason;
            case Decision<DossierEvent>.RefusedOnRecord refused:
                Journal.AddRange(refused.Events);
                Dossier = refused.Events.Aggregate(Dossier, (dossier, happened) => dossier.Apply(happened));
                return refused.Reason;
            case Decision<DossierEvent>.Accepted accepted:
                Portal.AddRange(PortalMessages.Of(Dossier, Journal.Count, accepted.Events, process).Select(message => message.Code));
                Journal.AddRange(accepted.Events);
                Dossier = accepted.Events.Aggregate(Dossier, (dossier, happened) => dossier.Apply(happened));
                return null;
            default: throw new InvalidOperationException();
        }
    }

    /// <summary>The same dossier going on under another version, after what moved it there.</summary>
    public Story Under(ProcessDefinition other, IEnumerable<DossierEvent> moved)
    {
        var story = new Story(other) { Now = Now };
        story.Journal.AddRange(Journal);
        story.Journal.AddRange(moved);
        story.Dossier = Dossier.Replay(story.Journal);
        return story;
    }

    /// <summary>The permit up to the examination, which Minh has in hand.</summary>
    public Story UntilExamination() => Then(A.Receive())
        .Completes(A.DeskOfficer, "B1", "Accepted").Completes(A.Head, "B2", "Done", assignee: A.Minh);
}
