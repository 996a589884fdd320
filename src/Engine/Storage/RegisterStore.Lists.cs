using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Storage;

/// <summary>Pages of dossiers and of steps. A page costs what it shows, wherever it lies: an index leads to its first line, and nothing is counted beyond a bound.</summary>
internal sealed partial class RegisterStore
{
    /// <summary>How far lists are counted; one more stands for "more than that".</summary>
    public const int CountedTo = 1000;

    /// <summary>How many steps are looked at to count them: far more than anybody has in hand.</summary>
    private const int WorkCounted = 2 * CountedTo;

    private PersonNumbers? _numbers;

    /// <summary>What a search asks for; empty where nothing that was typed can be searched for.</summary>
    public async Task<IReadOnlyList<SearchTerm>> SearchAsync(string typed, CancellationToken ct) =>
        SearchKey.Asked(typed, _numbers ??= await PersonNumbers.OfAsync(database, ct));

    /// <summary>One page of the dossiers an agency may see (null: of the whole province).</summary>
    public async Task<IReadOnlyList<(ListedDossier Dossier, PageMark Mark)>> DossiersAsync(AgencyCode? agency, DossierChoice choice, ListOrder order, PageTurn turn, CancellationToken ct)
    {
        const string ties = "code";
        var question = new ListQuestion();
        var conditions = Conditions(question, agency, choice, out var source);
        var rows = await AskedAsync(
            question.Asked(
                $"""
                select {LineColumns}, p.mark
                from (
                  select l.code, l.{order.Column} as mark from {source} l
                  where {conditions} and {order.Beyond(question, turn, "l", ties)}
                  order by {order.Sql("l", ties, turn.IsBackward)} limit {question[turn.Lines]}) as p
                join dossier d on d.code = p.code join dossier_snapshot s on s.code = p.code
                order by {(order with { Column = "mark" }).Sql("p", ties, turn.IsBackward)}
                """),
            row => (Listed(row), order.MarkOf(row, 6, row.Text(0))), ct);
        if (turn.IsBackward) rows.Reverse();
        return rows;
    }

    /// <summary>How many dossiers there are for each choice; never more than one beyond <see cref="CountedTo"/>.</summary>
    public async Task<IReadOnlyList<int>> CountDossiersAsync(AgencyCode? agency, IReadOnlyList<DossierChoice> choices, CancellationToken ct)
    {
        var question = new ListQuestion();
        var counts = choices.Select(choice =>
        {
            var conditions = Conditions(question, agency, choice, out var source);
            return $"(select count(*) from (select 1 from {source} l where {conditions} limit {CountedTo + 1}) as counted)";
        }).ToArray();
        return (await AskedAsync(question.Asked($"select {string.Join(", ", counts)}"), row => choices.Select((_, at) => row.Number(at)).ToArray(), ct))[0];
    }

    /// <summary>By what the first dossiers of a choice may be narrowed down: their procedures, open steps, and the officers named for them.</summary>
    public async Task<ListChoices> NarrowDossiersAsync(AgencyCode? agency, DossierChoice choice, ListOrder order, CancellationToken ct)
    {
        var question = new ListQuestion();
        var conditions = Conditions(question, agency, choice, out var source);
        return ChoicesOf(await AskedAsync(
            question.Asked(
                $"""
                select distinct p.procedure_code, w.step_name, w.assignee, {BookVersions.Columns}
                from (select l.code, l.procedure_code from {source} l where {conditions} order by {order.Sql("l", "code", false)} limit {CountedTo}) as p
                left join work w on w.code = p.code and w.step <> 'promise'
                """),
            ChoiceLine, ct));
    }

    /// <summary>One page of open steps, soonest due first.</summary>
    public async Task<IReadOnlyList<(OpenWork Work, PageMark Mark)>> WorkAsync(WorkPlaces places, WorkChoice choice, PageTurn turn, CancellationToken ct)
    {
        const string ties = "code, step, run";
        if (places.IsNowhere) return [];
        var (question, order) = (new ListQuestion(), ListOrder.Due);
        var lines = question[turn.Lines];
        var beyond = order.Beyond(question, turn, "w", ties);
        var conditions = Conditions(question, choice);
        // One branch for each place, each read off its index as far as the page goes: together they hold the page.
        var branches = places.Branches(question).Select(branch =>
            $"select * from (select w.* from work w where {branch} and {conditions} and {beyond} order by {order.Sql("w", ties, turn.IsBackward)} limit {lines}) as branch");
        var rows = await AskedAsync(
            question.Asked(
                $"""
                select {LineColumns}, p.step, p.run, p.step_name, p.assignee, p.opened_at, p.due_order
                from (select w.* from ({string.Join(" union all ", branches)}) as w order by {order.Sql("w", ties, turn.IsBackward)} limit {lines}) as p
                join dossier d on d.code = p.code join dossier_snapshot s on s.code = p.code
                order by {order.Sql("p", ties, turn.IsBackward)}
                """),
            row => (
                new OpenWork(Listed(row), new StepKey(row.Text(6)), row.Number(7), row.Text(8), row.TextOrNull(9) is { } id ? new OfficerId(id) : null, row.Instant(10)),
                order.MarkOf(row, 11, row.Text(0), row.Text(6), FormattableString.Invariant($"{row.Number(7)}"))), ct);
        if (turn.IsBackward) rows.Reverse();
        return rows;
    }

    /// <summary>How many open steps there are for each choice, read off in one pass; of more than <see cref="WorkCounted"/> steps, those due soonest count. With the books that are current.</summary>
    public async Task<(IReadOnlyList<int> Counts, BookVersions Books)> CountWorkAsync(WorkPlaces places, IReadOnlyList<WorkChoice> choices, CancellationToken ct)
    {
        if (places.IsNowhere) return ([.. choices.Select(_ => 0)], default);
        var question = new ListQuestion();
        var counts = choices.Select(choice => $"count(*) filter (where {Conditions(question, choice)})").ToArray();
        // Each branch is read off its index as far as the soonest of them all go.
        var branches = places.Branches(question).Select(branch => $"select * from (select w.* from work w where {branch} order by w.due_order limit {WorkCounted}) as branch");
        return (await AskedAsync(
            question.Asked(
                $"""
                select {string.Join(", ", counts)}, {BookVersions.Columns}
                from (select * from ({string.Join(" union all ", branches)}) as all_places order by due_order limit {WorkCounted}) as w
                """),
            row => ((IReadOnlyList<int>)[.. choices.Select((_, at) => Math.Min(row.Number(at), CountedTo + 1))], BookVersions.Of(row, choices.Count)), ct))[0];
    }

    /// <summary>By what the first steps of a choice may be narrowed down.</summary>
    public async Task<ListChoices> NarrowWorkAsync(WorkPlaces places, WorkChoice choice, CancellationToken ct)
    {
        if (places.IsNowhere) return ListChoices.None;
        var question = new ListQuestion();
        var conditions = Conditions(question, choice);
        var branches = places.Branches(question).Select(branch => $"select * from (select w.* from work w where {branch} and {conditions} limit {CountedTo}) as branch");
        return ChoicesOf(await AskedAsync(
            question.Asked($"select distinct w.procedure_code, w.step_name, w.assignee, {BookVersions.Columns} from ({string.Join(" union all ", branches)}) as w"),
            ChoiceLine, ct));
    }

    private Task<List<T>> AskedAsync<T>(Statement statement, Func<Row, T> read, CancellationToken ct) => database.ListFreshAsync(statement, read, ct);

    private string Conditions(ListQuestion question, AgencyCode? agency, DossierChoice choice, out string source)
    {
        // A search meets the words of the dossier, the agencies that may see it among them; a plain list walks the agency's own lines.
        var byAgency = agency is not null && choice.Search is null;
        source = byAgency ? "dossier_agency" : "dossier";
        List<string> conditions = [choice.Where(question)];
        if (byAgency) conditions.Add($"l.agency = {question[agency]}");
        if (choice.Search is { } search) conditions.Add(database.Meets(question, search, agency));
        if (choice.Procedure is { } procedure) conditions.Add($"l.procedure_code = {question[procedure.Value]}");
        if (choice.StepName is { } step) conditions.Add($"exists (select 1 from work w where w.code = l.code and w.step_name = {question[step]})");
        if (choice.Person is { } person) conditions.Add($"exists (select 1 from work w where w.code = l.code and w.assignee = {question[person]})");
        return string.Join(" and ", conditions);
    }

    private static string Conditions(ListQuestion question, WorkChoice choice)
    {
        List<string> conditions = [choice.Where(question)];
        if (choice.For is { } officer) conditions.Add($"(w.assignee is null or w.assignee = {question[officer]})");
        if (!choice.IsDeskOfficer) conditions.Add("not w.for_desk");
        if (choice.Procedure is { } procedure) conditions.Add($"w.procedure_code = {question[procedure.Value]}");
        if (choice.StepName is { } step) conditions.Add($"w.step_name = {question[step]}");
        if (choice.Person is { } person) conditions.Add($"w.assignee = {question[person]}");
        return string.Join(" and ", conditions);
    }

    private static (string? Procedure, string? Step, string? Person, BookVersions Books) ChoiceLine(Row row) => (row.TextOrNull(0), row.TextOrNull(1), row.TextOrNull(2), BookVersions.Of(row, 3));

    private static ListChoices ChoicesOf(List<(string? Procedure, string? Step, string? Person, BookVersions Books)> found) => found is [] ? ListChoices.None : new(
        [.. found.Select(line => line.Procedure).OfType<string>().Distinct().Select(code => new ProcedureCode(code))],
        [.. found.Select(line => line.Step).OfType<string>().Distinct().Order(VietnameseOrder.Comparer)],
        [.. found.Select(line => line.Person).OfType<string>().Distinct().Select(id => new OfficerId(id))], found[0].Books);
}

/// <summary>Which dossiers: a shelf and a time (as SQL over the line <c>l</c>), what is searched for, and what it is narrowed down to.</summary>
internal sealed record DossierChoice(Func<ListQuestion, string> Where)
{
    /// <summary>Null: nothing is searched for.</summary>
    public IReadOnlyList<SearchTerm>? Search { get; init; }

    public ProcedureCode? Procedure { get; init; }

    public string? StepName { get; init; }

    /// <summary>The officer named for an open step.</summary>
    public OfficerId? Person { get; init; }
}

/// <summary>Which open steps: a time (as SQL over the line <c>w</c>), whom they are for, and what they are narrowed down to.</summary>
/// <param name="For">Steps named to this officer or to nobody; null for everybody's.</param>
/// <param name="IsDeskOfficer">Whether steps at which only the applicant has something to do are shown.</param>
internal sealed record WorkChoice(Func<ListQuestion, string> Where, OfficerId? For, bool IsDeskOfficer)
{
    public ProcedureCode? Procedure { get; init; }

    public string? StepName { get; init; }

    public OfficerId? Person { get; init; }
}

/// <summary>Whose steps: those of posts, of whole places, or of a whole agency.</summary>
internal sealed record WorkPlaces(IReadOnlyList<Post> Posts, IReadOnlyList<AgencyCode> Places, AgencyCode? Agency)
{
    /// <summary>The officer's own posts; a step without a position is for anybody at the place.</summary>
    public static WorkPlaces Of(IReadOnlyList<Post> posts) => new(posts, [], null);

    /// <summary>The officer's own posts, and those of whom they stand in for (người làm thay): there, what was named to the absent one or to nobody.</summary>
    public static WorkPlaces Of(Officer officer) => new(officer.Posts, [], null) { Hand = officer, InFor = officer.StandsInFor };

    public static WorkPlaces WholePlaces(IEnumerable<AgencyCode> places) => new([], [.. places.Distinct()], null);

    public static WorkPlaces WholeAgency(AgencyCode agency) => new([], [], agency);

    /// <summary>For whom somebody stands in; empty for most.</summary>
    public IReadOnlyList<Officer> InFor { get; init; } = [];

    /// <summary>Whose hand it is, where they stand in for others: then each branch says itself to whom its steps may be named.</summary>
    public Officer? Hand { get; init; }

    public bool IsNowhere => Posts is [] && Places is [] && Agency is null && InFor is [];

    /// <summary>Conditions that exclude each other and together are the places; an index serves each.</summary>
    public IEnumerable<string> Branches(ListQuestion question)
    {
        if (Agency is not null) yield return $"w.agency = {question[Agency]}";
        foreach (var place in Places) yield return $"w.place = {question[place]}";
        if (InFor is [])
        {
            foreach (var post in PostsAndPlaces(Posts)) yield return BranchOf(question, post);
            yield break;
        }
        // A post that two of them hold is read twice: what is named to nobody belongs to the first only.
        var seen = new HashSet<(AgencyCode, PositionKey?)>();
        foreach (var person in InFor.Prepend(Hand!))
            foreach (var post in PostsAndPlaces(person.Posts))
                yield return $"{BranchOf(question, post)} and (w.assignee = {question[person.Id]}{(seen.Add(post) ? " or w.assignee is null" : "")})";
    }

    private static IEnumerable<(AgencyCode Place, PositionKey? Position)> PostsAndPlaces(IReadOnlyList<Post> posts) =>
        posts.Distinct().Select(post => (post.Place, (PositionKey?)post.Position)).Concat(posts.Select(post => post.Place).Distinct().Select(place => (place, (PositionKey?)null)));

    private static string BranchOf(ListQuestion question, (AgencyCode Place, PositionKey? Position) post) =>
        $"w.place = {question[post.Place]} and {(post.Position is null ? "w.position is null" : $"w.position = {question[post.Position.Value]}")}";
}

/// <summary>By what a list may be narrowed down, as far as its first lines tell; with the books that are current.</summary>
internal sealed record ListChoices(IReadOnlyList<ProcedureCode> Procedures, IReadOnlyList<string> Steps, IReadOnlyList<OfficerId> People, BookVersions Books)
{
    public static ListChoices None { get; } = new([], [], [], default);
}
