using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Reports;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door for figures (báo cáo): on-time shares, Biểu 06, times of steps, dossiers at risk. An agency sees its own, the province's controllers see all; a person's own figures only they and their leaders.</summary>
/// <remarks>Nothing is stored and nothing is cached: every figure is counted from the journals and their derived lines when somebody asks, so it can be asked for any day.</remarks>
public sealed class ReportOffice
{
    /// <summary>So many dossiers are named behind a figure.</summary>
    public const int MostNamed = 1000;

    /// <summary>So many dossiers of a period are read for the times of steps, the latest first.</summary>
    public const int MostRead = 10_000;

    /// <summary>So many open dossiers are judged for risk, the soonest due first.</summary>
    public const int MostJudged = 2000;

    /// <summary>So many of the latest finished dossiers of each process a forecast learns from.</summary>
    public const int MostLearned = 500;

    private readonly ReportStore _store;
    private readonly RegisterStore _register;
    private readonly ProcessLibrary _library;
    private readonly ReferenceStore _reference;
    private readonly TimeProvider _clock;

    internal ReportOffice(ReportStore store, RegisterStore register, ProcessLibrary library, ReferenceStore reference, TimeProvider clock) =>
        (_store, _register, _library, _reference, _clock) = (store, register, library, reference, clock);

    /// <summary>Biểu 06 of a period, by one formula. Two statements; reads the period's dossiers and the open ones.</summary>
    public async Task<ReportAnswer<Form06>> Form06Async(Officer by, ReportQuestion question, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(question);
        var (look, refusal) = await LookAsync(by, question, ct);
        if (look is null) return new(null, refusal);

        var dossiers = await CountedAsync(look, ct);
        var unreceived = await _store.UnreceivedAsync(look.Agency, look.Period, ct);
        return new(Form06.Of(dossiers, look.Period, question.Formula, question.By, look.LimitOf, look.Calendars, look.Catalogue, unreceived), null);
    }

    /// <summary>The dossiers behind one figure of the form, oldest receipt first.</summary>
    /// <param name="group">The line's key; null for the line of totals.</param>
    public async Task<ReportAnswer<NamedDossiers>> DossiersAsync(Officer by, ReportQuestion question, Form06Cell cell, string? group, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(question);
        var (look, refusal) = await LookAsync(by, question, ct);
        if (look is null) return new(null, refusal);

        var found = new List<PlacedDossier>();
        foreach (var dossier in await CountedAsync(look, ct))
        {
            if (PlacedDossier.Of(dossier, look.Period, question.Formula, look.LimitOf, look.Calendars) is not { } placed || !placed.IsIn(cell)) continue;
            if (group is null || Form06.GroupOf(dossier, question.By, look.Catalogue).Key == group) found.Add(placed);
        }
        return new(
            new(
                look.Period, question.Formula, cell, found.Count,
                [
                    .. found.OrderBy(placed => placed.Dossier.ReceivedAt).ThenBy(placed => placed.Dossier.Code.ToString(), StringComparer.Ordinal).Take(MostNamed).Select(placed => new NamedDossier(
                        placed.Dossier.Code, look.Catalogue.Find(placed.Dossier.Procedure)?.Name ?? placed.Dossier.Procedure.Value, Form06.GroupOf(placed.Dossier, ReportGrouping.Agency, look.Catalogue).Name,
                        placed.Dossier.Channel, placed.Dossier.ReceivedAt, placed.Dossier.PromisedAt, placed.Dossier.SolvedAt, placed.Answer)),
                ]), null);
    }

    /// <summary>How long steps really took in a period. One statement; reads the journals of at most <see cref="MostRead"/> dossiers.</summary>
    /// <param name="procedure">Null for all procedures.</param>
    public async Task<ReportAnswer<StepFigures>> StepsAsync(Officer by, ReportQuestion question, StepGrouping grouping, ProcedureCode? procedure, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(question);
        var (look, refusal) = await LookAsync(by, question, ct);
        if (look is null) return new(null, refusal);
        if (grouping is StepGrouping.Person && by.Is(Role.Controller) && !by.Is(Role.Leader)) return new(null, ReportRefusals.PersonalFigures);

        var runs = await RunsAsync(look, procedure, ct);
        var mine = grouping is StepGrouping.Person ? runs.Where(run => run.By != Officer.System.Id && MaySee(by, run, look.Catalogue)) : runs;
        return new(StepFigures.Of(mine, look.Period, grouping, run => Named(run, grouping, look.Catalogue)), null);
    }

    /// <summary>The dossiers whose runs stand behind one line of step times, slowest first. Who it was is told of oneself, and to those who lead them.</summary>
    public async Task<ReportAnswer<IReadOnlyList<StepRun>>> RunsAsync(Officer by, ReportQuestion question, StepGrouping grouping, string line, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(question);
        var (look, refusal) = await LookAsync(by, question, ct);
        if (look is null) return new(null, refusal);
        var runs = (await RunsAsync(look, null, ct)).Where(run => Key(run, grouping, look.Catalogue) == line);
        if (grouping is StepGrouping.Person) runs = runs.Where(run => MaySee(by, run, look.Catalogue));
        return new(
            [
                .. runs.OrderByDescending(run => run.Minutes).ThenBy(run => run.Code.ToString(), StringComparer.Ordinal).Take(MostNamed)
                    .Select(run => MaySee(by, run, look.Catalogue) ? run : run with { By = null }),
            ], null);
    }

    /// <summary>Open dossiers with the chance that they come late, and how well such forecasts did in the past. One statement for the open ones, one for the past ones of up to a hundred processes.</summary>
    public async Task<ReportAnswer<RiskReport>> RiskAsync(Officer by, AgencyCode? agency, CancellationToken ct)
    {
        var (look, refusal) = await LookAsync(by, new ReportQuestion { Agency = agency }, ct);
        if (look is null) return new(null, refusal);

        var open = new List<(DossierCode Code, RiskCase Case, ProcessDefinition Process)>();
        var overdue = 0;
        foreach (var one in await _store.OpenAsync(look.Agency, MostJudged, ct))
        {
            var process = (await _library.GetAsync(one.Version, ct)).Definition;
            if (RiskCase.Of(one.Dossier, process, look.Calendars, look.Now) is not { } known) continue;
            if (known.IsOverdue) overdue++;
            else open.Add((one.Code, known, process));
        }

        var ways = new List<FinishedWay>();
        foreach (var processes in open.Select(one => one.Case.Process).Distinct().Chunk(100))
            foreach (var past in await _register.FinishedAsync(processes, MostLearned, ct))
                if (FinishedWay.Of(past.Code, past.Journal, (await _library.GetAsync(past.Version, ct)).Definition, look.Calendars, days: true) is { } way) ways.Add(way);

        var forecast = new RiskForecast(ways);
        return new(
            new(
                [
                    .. open.Select(one => new RiskLine(
                            one.Code, look.Catalogue.Find(one.Case.Process.Procedure)?.Name ?? one.Process.Name, one.Case.DueAt, one.Case.LeftMinutes,
                            [.. one.Case.Open.Select(step => $"{step.Step.Value} {one.Process.Find(step.Step)?.Name}")], forecast.Of(one.Case, look.Now)))
                        .OrderByDescending(line => line.Answer.Chance ?? -1).ThenByDescending(line => line.Answer.StandsUnusuallyLong).ThenBy(line => line.DueAt).ThenBy(line => line.Code.ToString(), StringComparer.Ordinal),
                ],
                overdue, ways.Count, forecast.Try(ways), look.Now), null);
    }

    /// <summary>A leader's unit (tình hình đơn vị): what lies open now by step and person, and how long work took in the period.</summary>
    public async Task<ReportAnswer<UnitReport>> UnitAsync(Officer by, ReportQuestion question, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(question);
        if (!by.Is(Role.Leader)) return new(null, ReportRefusals.PersonalFigures);
        var (look, refusal) = await LookAsync(by, question, ct);
        if (look is null) return new(null, refusal);

        var places = look.Catalogue.Agencies.Select(agency => agency.Code).Distinct().Where(place => Leads(by, place, look.Catalogue)).ToArray();
        var load = await _store.LoadAsync(places, look.Now, ct);
        var runs = (await RunsAsync(look, null, ct)).Where(run => run.Place is { } place && places.Contains(place)).ToArray();
        var names = OfficerNames.Of(look.Catalogue, load.Select(line => line.Assignee).OfType<OfficerId>());
        return new(
            new(
                [.. by.Posts.Select(post => look.Catalogue.Find(post.Place)?.Name ?? post.Place.Value).Distinct()], look.Period,
                [.. load.GroupBy(line => line.Step).Select(step => new LoadLine(step.Key, step.Sum(line => line.Open), step.Sum(line => line.Overdue))).OrderByDescending(line => line.Overdue).ThenByDescending(line => line.Open)],
                [.. load.GroupBy(line => line.Assignee).Select(person => new LoadLine(person.Key is { } id ? names[id] : "", person.Sum(line => line.Open), person.Sum(line => line.Overdue))).OrderByDescending(line => line.Open)],
                StepFigures.Of(runs, look.Period, StepGrouping.Step, run => Named(run, StepGrouping.Step, look.Catalogue)),
                StepFigures.Of(runs.Where(run => run.By != Officer.System.Id), look.Period, StepGrouping.Person, run => Named(run, StepGrouping.Person, look.Catalogue))), null);
    }

    /// <summary>What a report is about, as its second line says it.</summary>
    public async Task<Wording> ScopeAsync(Officer by, AgencyCode? agency, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if ((by.Is(Role.Controller) ? agency : by.Agency) is not { } one) return new("toàn tỉnh", "the whole province");
        var name = (await _reference.CurrentAsync(ct)).Catalogue?.Find(one)?.Name ?? one.Value;
        return new(name, name);
    }

    private async Task<IReadOnlyList<CountedDossier>> CountedAsync(Look look, CancellationToken ct)
    {
        var counted = new List<CountedDossier>();
        await foreach (var dossier in _store.CountedAsync(look.Agency, look.Period, ct))
        {
            if (!look.Processes.TryGetValue(dossier.Version, out var process)) look.Processes[dossier.Version] = process = (await _library.GetAsync(dossier.Version, ct)).Definition;
            // The form is about procedures for citizens; what agencies do among themselves is no part of it.
            if (process.Header.Kind is ProcessKind.Public) counted.Add(dossier);
        }
        return counted;
    }

    private async Task<IReadOnlyList<StepRun>> RunsAsync(Look look, ProcedureCode? procedure, CancellationToken ct)
    {
        var runs = new List<StepRun>();
        await foreach (var (of, journal) in _store.JournalsAsync(look.Agency, procedure, look.Period, MostRead, ct))
        {
            var versions = await _library.VersionsAsync(new ContentHash(of.Version), journal, ct);
            runs.AddRange(StepRun.Of(DossierCode.Parse(of.Code), journal, versions, look.Calendars, look.Period.Since, look.Period.Until));
        }
        return runs;
    }

    private async Task<(Look? Look, Refusal? Refusal)> LookAsync(Officer by, ReportQuestion question, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!RegisterStore.MaySeeDossiers(by)) return (null, ReportRefusals.NotYours);
        var isController = by.Is(Role.Controller);
        if (!isController && question.Agency is { } asked && asked != by.Agency) return (null, ReportRefusals.OtherAgency);
        var now = _clock.GetUtcNow();
        if (ReportPeriod.Between(question.From, question.To, now) is { Refusal: { } refusal }) return (null, refusal);
        var (catalogue, calendars) = await _reference.CurrentAsync(ct);
        if (calendars is null) return (null, OfficeRefusals.NoCalendar);
        return (new(isController ? question.Agency : by.Agency, ReportPeriod.Between(question.From, question.To, now).Period!, catalogue ?? ReferenceStore.NoCatalogue, calendars, now), null);
    }

    /// <summary>A person's figures are for that person, and for leaders of the unit they worked in or of one above it.</summary>
    private static bool MaySee(Officer by, StepRun run, ProvinceCatalogue catalogue) => by.Id == run.By || run.Place is { } place && Leads(by, place, catalogue);

    private static bool Leads(Officer by, AgencyCode place, ProvinceCatalogue catalogue) =>
        by.Is(Role.Leader) && by.Posts.Any(post => post.Place == place || catalogue.IsWithin(place, post.Place) && catalogue.AgencyOf(place)?.Code == catalogue.AgencyOf(post.Place)?.Code);

    private static string Key(StepRun run, StepGrouping grouping, ProvinceCatalogue catalogue) =>
        grouping is StepGrouping.Step ? $"{run.Version}/{run.Step.Value}" : Named(run, grouping, catalogue).Key;

    private static (string Key, string Name) Named(StepRun run, StepGrouping grouping, ProvinceCatalogue catalogue) => grouping switch
    {
        StepGrouping.Person when run.By is { } person => (person.Value, OfficerNames.Of(catalogue, [person])[person]),
        StepGrouping.Unit => (run.Place?.Value ?? "–", run.Place is { } place ? catalogue.Find(place)?.Name ?? place.Value : "–"),
        _ => ("", run.Name),
    };

    /// <summary>The books, the period and the scope a question is answered with.</summary>
    private sealed record Look(AgencyCode? Agency, ReportPeriod Period, ProvinceCatalogue Catalogue, CalendarBook Calendars, DateTimeOffset Now)
    {
        public Dictionary<ContentHash, ProcessDefinition> Processes { get; } = [];

        /// <summary>The longest limit the procedure has: the statutory one, else the one it is held to.</summary>
        public TimeLimit? LimitOf(CountedDossier dossier) => Processes.GetValueOrDefault(dossier.Version)?.Header is { } header ? header.StatutoryLimit ?? header.HeldTo : null;
    }
}

/// <summary>What somebody wants to know: the days, the formula, by what lines are gathered, and whose dossiers.</summary>
public sealed record ReportQuestion
{
    /// <summary>Null: the first of the last day's month.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, and the day the report is told as of; null: today.</summary>
    public DateOnly? To { get; init; }

    public OnTimeFormula Formula { get; init; } = OnTimeFormula.Qd766;

    public ReportGrouping By { get; init; }

    /// <summary>One agency's dossiers (received or decided there); null for all one may see.</summary>
    public AgencyCode? Agency { get; init; }
}

/// <summary>A report, or why there is none.</summary>
public sealed record ReportAnswer<T>(T? Report, Refusal? Refusal) where T : class;

/// <summary>The dossiers behind a figure.</summary>
/// <param name="Total">How many there are; <see cref="ReportOffice.MostNamed"/> of them are named.</param>
public sealed record NamedDossiers(ReportPeriod Period, OnTimeFormula Formula, Form06Cell Cell, int Total, IReadOnlyList<NamedDossier> Lines);

/// <summary>One dossier behind a figure: its raw moments and what the formula says of it. Nothing about the applicant.</summary>
public sealed record NamedDossier(
    DossierCode Code, string Procedure, string Agency, Channel Channel, DateTimeOffset ReceivedAt, DateTimeOffset? PromisedAt, DateTimeOffset? SolvedAt, OnTimeAnswer Answer);

/// <summary>Open dossiers by risk, those without a forecast last.</summary>
/// <param name="Overdue">Open ones that are late already; nothing is left to foretell.</param>
/// <param name="Learned">Past dossiers the forecast was made from.</param>
public sealed record RiskReport(IReadOnlyList<RiskLine> Lines, int Overdue, int Learned, Calibration Calibration, DateTimeOffset At);

/// <summary>One open dossier, what is left of its limit, where it is, and how likely it comes late.</summary>
public sealed record RiskLine(DossierCode Code, string Procedure, DateTimeOffset DueAt, int LeftMinutes, IReadOnlyList<string> Steps, RiskAnswer Answer);

/// <summary>How a leader's unit stands.</summary>
/// <param name="People">By who has it in hand; an empty name: with nobody by name.</param>
public sealed record UnitReport(IReadOnlyList<string> Units, ReportPeriod Period, IReadOnlyList<LoadLine> Steps, IReadOnlyList<LoadLine> People, StepFigures Times, StepFigures Persons);

/// <summary>What lies open: how many steps, and how many of them are past their limit.</summary>
public sealed record LoadLine(string Name, int Open, int Overdue);
