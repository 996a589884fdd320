using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The lists people work from: dossiers of an agency, steps of an officer or of a unit. A list begins where its reader left off, and costs what it shows.</summary>
public sealed partial class DossierRegister
{
    /// <summary>Lines on one page of a list.</summary>
    public const int PageSize = 50;

    /// <summary>How far lists are counted; a count that is greater means "more than that".</summary>
    public const int CountedTo = RegisterStore.CountedTo;

    private static readonly DeskFilter[] DeskFilters = Enum.GetValues<DeskFilter>();
    private static readonly WorkFilter[] WorkFilters = Enum.GetValues<WorkFilter>();

    /// <summary>The first page of the steps the officer may work on now (their posts; named to them or to nobody), soonest due first.</summary>
    public async Task<IReadOnlyList<WorkLine>> WorkAsync(Officer officer, CancellationToken ct) => (await WorkAsync(officer, new WorkQuestion(), ct)).Lines;

    /// <summary>Open steps, soonest due first: the officer's own, or everybody's at the officer's places; a leader sees the whole agency's.</summary>
    public async Task<WorkPage> WorkAsync(Officer officer, WorkQuestion question, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        ArgumentNullException.ThrowIfNull(question);
        var now = _clock.GetUtcNow();
        var (places, choices) = (PlacesOf(officer, question.Scope), WorkFilters.Select(filter => ChoiceOf(filter, officer, question, now)).ToArray());
        var (counts, books) = await _store.CountWorkAsync(places, choices, ct);
        if (await LookAsync(books, ct) is not { } look) return WorkPage.Empty;
        var turn = new PageTurn(question.After, question.Before, PageSize + 1);
        var found = Page(await _store.WorkAsync(places, choices[Array.IndexOf(WorkFilters, question.Filter)], turn, ct), turn, line => line.Mark);

        var lines = new List<WorkLine>(found.Lines.Count);
        foreach (var (work, _) in found.Lines)
        {
            var (process, clocks) = await ClocksAsync(work.Dossier, look, ct);
            if (work.Step == Consultation.Key && clocks.Consultations.FirstOrDefault(clock => clock.Number == work.Run) is var asked)
            {
                // A body that is asked learns what it is about and who asks; the applicant is not theirs to know.
                lines.Add(new WorkLine(
                    work.Dossier.Code, look.NameOf(work.Dossier.Procedure, process), work.Dossier.Subject, "", work.Step, work.StepName, work.Assignee, work.OpenedAt,
                    asked?.DueAt, null, asked?.RemainingMinutes, null, asked?.Standing ?? Standing.NoLimit, Standing.NoLimit)
                { Consultation = work.Run, AskedBy = work.Dossier.Dossier.Competent is { } competent ? look.Catalogue?.AgencyOf(competent)?.Name ?? competent.Value : null });
                continue;
            }
            var step = clocks.Steps.FirstOrDefault(clock => clock.Step == work.Step && clock.Run == work.Run);
            lines.Add(new WorkLine(
                work.Dossier.Code, look.NameOf(work.Dossier.Procedure, process), work.Dossier.Subject, work.Dossier.Applicant, work.Step, work.StepName, work.Assignee,
                work.OpenedAt, step?.DueAt, clocks.DueAt, step?.RemainingMinutes, clocks.RemainingMinutes, step?.Standing ?? Standing.NoLimit, clocks.Standing)
            { Leg = LegOf(work, process, clocks) });
        }
        return new WorkPage(lines, WorkFilters.Zip(counts).ToDictionary(pair => pair.First, pair => pair.Second), found.Before, found.After)
        {
            Names = OfficerNames.Of(look.Catalogue, lines.Select(line => line.Assignee).OfType<OfficerId>()),
        };
    }

    /// <summary>One page of the dossiers the officer's agency may see (received, decided or worked on there; a controller: the whole province's).</summary>
    /// <remarks>Soonest due first; closed ones by the latest end, a mixture by the latest receipt. While the list is searched or narrowed down, only what is shown is counted.</remarks>
    public async Task<DeskPage> DeskAsync(Officer officer, DossierQuestion question, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        ArgumentNullException.ThrowIfNull(question);
        if (!RegisterStore.MaySeeDossiers(officer) || await LookAsync(ct) is not { } look) return DeskPage.Empty;

        var search = string.IsNullOrWhiteSpace(question.Search) ? null : await _store.SearchAsync(question.Search, ct);
        DossierChoice Choice(DeskFilter filter) => ChoiceOf(filter, look.Now) with { Search = search, Procedure = question.Procedure, StepName = question.Step, Person = question.Person };
        var (order, turn) = (OrderOf(question), new PageTurn(question.After, question.Before, PageSize + 1));
        var found = Page(await _store.DossiersAsync(officer.Agency, Choice(question.Filter), order, turn, ct), turn, line => line.Mark);
        var isNarrow = search is not null || question.Procedure is not null || question.Step is not null || question.Person is not null;
        DeskFilter[] counted = isNarrow ? [question.Filter] : DeskFilters;
        var isWhole = isNarrow && found is { Before: null, After: null }; // the page says how many there are
        var counts = isWhole ? new Dictionary<DeskFilter, int> { [question.Filter] = found.Lines.Count }
            : counted.Zip(await _store.CountDossiersAsync(officer.Agency, [.. counted.Select(Choice)], ct)).ToDictionary(pair => pair.First, pair => pair.Second);

        var lines = new List<DeskLine>(found.Lines.Count);
        foreach (var (listed, _) in found.Lines)
        {
            var (process, clocks) = await ClocksAsync(listed, look, ct);
            lines.Add(new DeskLine(
                listed.Code, look.NameOf(listed.Procedure, process), listed.Subject, listed.Applicant, listed.Dossier.Status,
                [.. listed.Dossier.Open.Select(open => process.Find(open.Step)?.Name ?? open.Step.Value)],
                listed.Dossier.ReceivedAt!.Value, listed.Dossier.PromisedAt, clocks.DueAt, clocks.RemainingMinutes, clocks.Standing));
        }
        return new DeskPage(lines, counts[question.Filter], PageSize, counts, found.Before, found.After);
    }

    private static LegLine? LegOf(OpenWork work, ProcessDefinition process, DossierClocks clocks) =>
        process.Find(work.Step)?.Work?.Leg is { } key && process.Header.Legs.FirstOrDefault(leg => leg.Key == key) is { } leg && clocks.Legs.FirstOrDefault(clock => clock.Leg == key) is { } clock
            ? new(leg.Name is { Length: > 0 } name ? name : key, clock.DueAt, clock.RemainingMinutes, clock.Standing) : null;

    /// <summary>By what the list of steps may be narrowed down: as far as its first thousand lines tell, in dictionary order.</summary>
    public async Task<ListNarrowing> NarrowAsync(Officer officer, WorkQuestion question, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        ArgumentNullException.ThrowIfNull(question);
        var choice = ChoiceOf(question.Filter, officer, new WorkQuestion(question.Scope), _clock.GetUtcNow());
        return await NamedAsync(await _store.NarrowWorkAsync(PlacesOf(officer, question.Scope), choice, ct), ct);
    }

    /// <inheritdoc cref="NarrowAsync(Officer, WorkQuestion, CancellationToken)"/>
    public async Task<ListNarrowing> NarrowAsync(Officer officer, DossierQuestion question, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(officer);
        ArgumentNullException.ThrowIfNull(question);
        if (!RegisterStore.MaySeeDossiers(officer)) return ListNarrowing.None;
        return await NamedAsync(await _store.NarrowDossiersAsync(officer.Agency, ChoiceOf(question.Filter, _clock.GetUtcNow()), OrderOf(question with { Order = DeskOrder.Usual }), ct), ct);
    }

    private async ValueTask<ListNarrowing> NamedAsync(ListChoices choices, CancellationToken ct)
    {
        var (catalogue, _) = await _reference.OfAsync(choices.Books, ct);
        var names = OfficerNames.Of(catalogue, choices.People);
        return new ListNarrowing(
            [.. choices.Procedures.Select(code => (code, catalogue?.Find(code)?.Name ?? code.Value)).OrderBy(pair => pair.Item2, VietnameseOrder.Comparer)],
            choices.Steps,
            [.. choices.People.Select(id => (id, names[id])).OrderBy(pair => pair.Item2, VietnameseOrder.Comparer)]);
    }

    /// <summary>What the filters mean. Whatever a dossier can be, it lies on one shelf; time decides the rest.</summary>
    private static DossierChoice ChoiceOf(DeskFilter filter, DateTimeOffset now)
    {
        var tomorrow = VietnamTime.At(VietnamTime.DayOf(now).AddDays(1), TimeOnly.MinValue);
        const string open = "l.shelf <> 'closed' and l.shelf = 'open'"; // the first half names the index
        return new DossierChoice(filter switch
        {
            DeskFilter.DueToday => ask => $"{open} and l.due_order >= {ask[now]} and l.due_order < {ask[tomorrow]}",
            DeskFilter.DueSoon => ask => $"{open} and l.due_order >= {ask[now]} and l.soon_at <= {ask[now]}",
            DeskFilter.Overdue => ask => $"{open} and l.due_order < {ask[now]}",
            DeskFilter.Waiting => _ => "l.shelf <> 'closed' and l.shelf = 'waiting'",
            DeskFilter.ResultReady => _ => "l.shelf <> 'closed' and l.shelf = 'ready'",
            DeskFilter.Closed => _ => "l.shelf = 'closed'",
            DeskFilter.All => _ => "l.shelf <> 'queue'",
            _ => _ => "l.shelf <> 'closed' and l.shelf <> 'queue'",
        });
    }

    private static WorkChoice ChoiceOf(WorkFilter filter, Officer officer, WorkQuestion question, DateTimeOffset now)
    {
        Func<ListQuestion, string> where = filter switch
        {
            WorkFilter.DueSoon => ask => $"not w.standing_still and w.due_order >= {ask[now]} and w.soon_at <= {ask[now]}",
            WorkFilter.Overdue => ask => $"not w.standing_still and w.due_order < {ask[now]}",
            WorkFilter.Waiting => _ => "w.waiting",
            WorkFilter.Unassigned => _ => "w.assignee is null",
            WorkFilter.ToAssign => _ => "w.kind = 'assign'",
            WorkFilter.ToSign => _ => "w.kind in ('review', 'sign')",
            _ => _ => "true",
        };
        return new WorkChoice(where, question.Scope is WorkScope.Mine && officer.StandsInFor is [] ? officer.Id : null, officer.StandsInFor.Prepend(officer).Any(person => person.Is(Role.DeskOfficer)) || question.Scope is WorkScope.Unit)
        {
            Procedure = question.Procedure,
            StepName = question.Step,
            Person = question.Person,
        };
    }

    private static WorkPlaces PlacesOf(Officer officer, WorkScope scope) => scope switch
    {
        WorkScope.Mine => WorkPlaces.Of(officer),
        _ when !RegisterStore.MaySeeDossiers(officer) => WorkPlaces.Of([]),
        _ when officer.Agency is { } agency && officer.Is(Role.Leader) => WorkPlaces.WholeAgency(agency),
        _ => WorkPlaces.WholePlaces(officer.Posts.Select(post => post.Place)),
    };

    private static ListOrder OrderOf(DossierQuestion question) => (question.Order, question.Filter) switch
    {
        (DeskOrder.Applicant, _) => ListOrder.Applicant,
        (_, DeskFilter.Closed) => ListOrder.LatestEnd,
        (_, DeskFilter.All) => ListOrder.LatestReceipt,
        _ => ListOrder.Due,
    };

    /// <summary>Cuts what was read (one line more than a page) to the page, and marks where it can be left. Going back to the first lines ends at the beginning.</summary>
    private static (IReadOnlyList<T> Lines, PageMark? Before, PageMark? After) Page<T>(IReadOnlyList<T> read, PageTurn turn, Func<T, PageMark> mark)
    {
        var more = read.Count > PageSize;
        IReadOnlyList<T> lines = !more ? read : turn.IsBackward ? [.. read.Skip(read.Count - PageSize)] : [.. read.Take(PageSize)];
        if (lines is []) return (lines, null, null);
        var (hasBefore, hasAfter) = turn.IsBackward ? (more, true) : (turn.After is not null, more);
        return (lines, hasBefore ? mark(lines[0]) : null, hasAfter ? mark(lines[^1]) : null);
    }
}

/// <summary>What a list of dossiers is asked for.</summary>
/// <param name="Search">Words of the code, the applicant's name or the subject, in any order, with or without diacritics, each from its beginning; or a whole identity or phone number.</param>
/// <param name="Step">The name of an open step.</param>
/// <param name="Person">The officer named for an open step.</param>
/// <param name="After">The page that follows this line of the list.</param>
/// <param name="Before">The page that ends before this line; counts more than <paramref name="After"/>.</param>
public sealed record DossierQuestion(
    DeskFilter Filter = DeskFilter.Running, string? Search = null, ProcedureCode? Procedure = null, string? Step = null, OfficerId? Person = null,
    DeskOrder Order = DeskOrder.Usual, PageMark? After = null, PageMark? Before = null);

/// <summary>What a list of open steps is asked for; marks as in <see cref="DossierQuestion"/>.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="Person">The officer named for it.</param>
public sealed record WorkQuestion(
    WorkScope Scope = WorkScope.Mine, WorkFilter Filter = WorkFilter.All, ProcedureCode? Procedure = null, string? Step = null, OfficerId? Person = null,
    PageMark? After = null, PageMark? Before = null);

/// <summary>Whose steps a list shows.</summary>
public enum WorkScope
{
    Mine, // việc của tôi
    Unit, // việc của đơn vị; lãnh đạo: của cả cơ quan
}

/// <summary>Which open steps a list shows.</summary>
public enum WorkFilter
{
    All, // tất cả
    DueSoon, // sắp đến hạn
    Overdue, // quá hạn
    Waiting, // chờ người nộp hồ sơ
    Unassigned, // chưa giao ai
    ToAssign, // chờ phân công
    ToSign, // chờ xem xét, ký duyệt
}

/// <summary>Which dossiers a desk lists.</summary>
public enum DeskFilter
{
    Running, // đang giải quyết
    DueToday, // đến hạn hôm nay
    Overdue, // quá hạn
    Waiting, // đang dừng chờ
    ResultReady, // chờ trả kết quả
    Closed, // đã kết thúc
    DueSoon, // sắp đến hạn
    All, // tất cả
}

/// <summary>In which order a desk lists them.</summary>
public enum DeskOrder
{
    Usual, // theo hạn; đã kết thúc thì mới nhất trước
    Applicant, // theo tên người nộp
}

/// <summary>One page of open steps, with the count behind each filter (up to <see cref="DossierRegister.CountedTo"/> and one more).</summary>
/// <param name="Before">Leads to the page before; null on the first.</param>
/// <param name="After">Leads to the next page; null on the last.</param>
public sealed record WorkPage(IReadOnlyList<WorkLine> Lines, IReadOnlyDictionary<WorkFilter, int> Counts, PageMark? Before, PageMark? After)
{
    /// <summary>Full names of the officers that lines name.</summary>
    public IReadOnlyDictionary<OfficerId, string> Names { get; init; } = new Dictionary<OfficerId, string>();

    internal static WorkPage Empty { get; } = new([], Enum.GetValues<WorkFilter>().ToDictionary(filter => filter, _ => 0), null, null);
}

/// <summary>One open step on a work list.</summary>
public sealed record WorkLine(
    DossierCode Code, string Procedure, string? Subject, string Applicant, StepKey Step, string StepName, OfficerId? Assignee,
    DateTimeOffset OpenedAt, DateTimeOffset? StepDueAt, DateTimeOffset? DossierDueAt, int? StepRemainingMinutes, int? DossierRemainingMinutes,
    Standing StepStanding, Standing DossierStanding)
{
    /// <summary>The number of a question this body is asked (lấy ý kiến); null for a step. Such a line names no applicant.</summary>
    public int? Consultation { get; init; }

    /// <summary>The agency that asks.</summary>
    public string? AskedBy { get; init; }

    /// <summary>The inter-agency leg the step belongs to, with its own clock (chặng liên thông); null where the drawing names none.</summary>
    public LegLine? Leg { get; init; }
}

/// <summary>A leg on a list: its name, and how its own time stands.</summary>
public sealed record LegLine(string Name, DateTimeOffset DueAt, int RemainingMinutes, Standing Standing);

/// <summary>One page of a desk's list, with the count behind each filter (up to <see cref="DossierRegister.CountedTo"/> and one more; of a list that is searched or narrowed down, the shown one alone).</summary>
/// <param name="Total">The count behind the shown filter.</param>
/// <param name="Before">Leads to the page before; null on the first.</param>
/// <param name="After">Leads to the next page; null on the last.</param>
public sealed record DeskPage(
    IReadOnlyList<DeskLine> Lines, int Total, int PageSize, IReadOnlyDictionary<DeskFilter, int> Counts, PageMark? Before, PageMark? After)
{
    internal static DeskPage Empty { get; } = new([], 0, DossierRegister.PageSize, Enum.GetValues<DeskFilter>().ToDictionary(filter => filter, _ => 0), null, null);
}

/// <summary>One dossier on a desk's list.</summary>
public sealed record DeskLine(
    DossierCode Code, string Procedure, string? Subject, string Applicant, DossierStatus Status, IReadOnlyList<string> Steps,
    DateTimeOffset ReceivedAt, DateTimeOffset? PromisedAt, DateTimeOffset? DueAt, int? RemainingMinutes, Standing Standing);

/// <summary>By what a list may be narrowed down, with names as people read them.</summary>
public sealed record ListNarrowing(
    IReadOnlyList<(ProcedureCode Code, string Name)> Procedures, IReadOnlyList<string> Steps, IReadOnlyList<(OfficerId Id, string Name)> People)
{
    internal static ListNarrowing None { get; } = new([], [], []);
}
