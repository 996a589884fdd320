using System.Diagnostics;
using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Targets;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>The door for yearly targets, the register of quality and the calendar of duties. An agency sees and writes its own; the appraising body and the controllers see all.</summary>
/// <remarks>
/// Figures are counted from books and journals as known at the end of the day asked for: the catalogue and plan loaded by then, versions published by then, lines written by then.
/// So a day that is over is told the same whenever it is asked for.
/// </remarks>
public sealed class TargetOffice
{
    private readonly TargetStore _store;
    private readonly TimeProvider _clock;

    internal TargetOffice(TargetStore store, TimeProvider clock) => (_store, _clock) = (store, clock);

    /// <summary>Today, in Vietnam.</summary>
    public DateOnly Today => VietnamTime.DayOf(_clock.GetUtcNow());

    /// <summary>Targets beside what is reached, year by year, by agency and by field.</summary>
    public async Task<ReportAnswer<CoverageReport>> CoverageAsync(Officer by, TargetQuestion question, CancellationToken ct)
    {
        var (look, refusal) = await LookAsync(by, question, ct);
        return look is null ? new(null, refusal) : new(await CoverageAsync(look, ct), null);
    }

    /// <summary>The rows behind one figure, those that do not count first.</summary>
    public async Task<ReportAnswer<CountedList>> RowsAsync(Officer by, TargetQuestion question, Indicator indicator, CancellationToken ct)
    {
        var (look, refusal) = await LookAsync(by, question, ct);
        return look is null ? new(null, refusal) : new(ListOf(look, indicator), null);
    }

    /// <summary>The register as it stood on a day: inspections and samples, nonconformities, declarations.</summary>
    public async Task<ReportAnswer<RegisterReport>> RegisterAsync(Officer by, TargetQuestion question, CancellationToken ct)
    {
        var (look, refusal) = await LookAsync(by, question, ct);
        return look is null ? new(null, refusal) : new(RegisterOf(look), null);
    }

    /// <summary>Who owes what by when in a year, and who is late.</summary>
    /// <param name="year">Null: the year of the day asked for.</param>
    public async Task<ReportAnswer<DutyReport>> DutiesAsync(Officer by, TargetQuestion question, int? year, CancellationToken ct)
    {
        var (look, refusal) = await LookAsync(by, question, ct);
        if (look is null) return new(null, refusal);
        if (year is < 2000 or > 2100) return new(null, TargetRefusals.NoSuchYear);
        return new(DutiesOf(look, year ?? look.AsOf.Day.Year), null);
    }

    /// <summary>The yearly report, with the lists behind each figure.</summary>
    public async Task<ReportAnswer<YearlyReport>> YearlyAsync(Officer by, TargetQuestion question, CancellationToken ct)
    {
        var (look, refusal) = await LookAsync(by, question, ct);
        if (look is null) return new(null, refusal);
        return new(
            new(look.About, look.Plan, look.AsOf, await CoverageAsync(look, ct), [.. look.Plan.Lines.Select(line => ListOf(look, line.Indicator))], RegisterOf(look), DutiesOf(look, look.AsOf.Day.Year)), null);
    }

    /// <summary>Writes a line into the register; its number, or why there is none.</summary>
    /// <param name="idempotencyKey">A repeated call with the same key (per officer) gives the first answer and writes nothing. A refusal is not kept.</param>
    public async Task<(int? Number, Refusal? Refusal)> ActAsync(QualityCommand command, CancellationToken ct, string? idempotencyKey = null)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (!QualityDecider.MaySee(command.By)) return (null, TargetRefusals.NotYours);
        var now = _clock.GetUtcNow();
        var (plan, catalogue) = await BooksAsync(DateTimeOffset.MaxValue, ct);
        var processes = command is QualityCommand.Find { Version: not null } or QualityCommand.OpenVersion ? await _store.ProcessesAsync(ct) : [];
        return await _store.WriteAsync(entries => QualityDecider.Decide(new(plan, catalogue, processes, QualityRegister.Replay(entries)), command, now),
            idempotencyKey is null ? null : new(command.By.Id.Value, idempotencyKey, StoredJson.HashOf(["quality", .. Said(command)])), OfficeRefusals.KeyReused, ct);
    }

    /// <summary>What tells one command from another.</summary>
    private static string?[] Said(QualityCommand command) => command switch
    {
        QualityCommand.Draw e => ["draw", Text(e.Year), e.Seed],
        QualityCommand.Inspect e => ["inspect", e.Agency.Value, Text(e.Day), e.Result.ToString(), e.Findings, e.Document],
        QualityCommand.Find e => ["find", e.Agency.Value, e.Kind.ToString(), e.Version?.Value, e.What, e.Action, e.Who, Text(e.Due), e.Inspection is { } inspection ? Text(inspection) : null],
        QualityCommand.Replan e => ["replan", Text(e.Of), e.Action, e.Who, Text(e.Due), e.Reason],
        QualityCommand.OpenVersion e => ["open-version", Text(e.Of), e.Version.Value],
        QualityCommand.Close e => ["close", Text(e.Of), Text(e.Day), e.Evidence],
        QualityCommand.Declare e => ["declare", e.Agency.Value, Text(e.Day), e.Scope, e.Document],
        QualityCommand.DoDuty e => ["do-duty", e.Agency.Value, e.Duty, Text(e.Year), Text(e.Day), e.Document],
        QualityCommand.Withdraw e => ["withdraw", Text(e.Of), e.Reason],
        _ => throw new UnreachableException(),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What the drawing of a year would give, without writing anything.</summary>
    public async Task<ReportAnswer<QualityEvent.Drawn>> TryDrawAsync(Officer by, int year, string seed, CancellationToken ct)
    {
        var (plan, catalogue) = await BooksAsync(DateTimeOffset.MaxValue, ct);
        var decision = QualityDecider.Decide(new(plan, catalogue, [], QualityRegister.Replay(await _store.EntriesAsync(ct))), new QualityCommand.Draw(by, year, seed), _clock.GetUtcNow());
        return decision is Decision<QualityEvent>.Accepted { Events: [QualityEvent.Drawn drawn] } ? new(drawn, null) : new(null, ((Decision<QualityEvent>.Refused)decision).Reason);
    }

    /// <summary>The plan in hand, and its text.</summary>
    public async Task<(TargetPlan Plan, string Text)> PlanAsync(CancellationToken ct)
    {
        var text = await _store.PlanAsync(DateTimeOffset.MaxValue, ct) ?? TargetPlan.Default;
        return (TargetPlan.Parse(text), text);
    }

    /// <summary>Puts a plan of the province's own in place; what it says of earlier days stays as it was told then.</summary>
    public async Task<Refusal?> LoadPlanAsync(Officer by, string json, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        if (!QualityDecider.IsInspector(by)) return TargetRefusals.InspectorsOnly;
        try { _ = TargetPlan.Parse(json); }
        catch (FormatException fault) { return TargetRefusals.PlanFault(fault.Message); }
        await _store.LoadPlanAsync(json, _clock.GetUtcNow(), ct);
        return null;
    }

    private async Task<CoverageReport> CoverageAsync(Look look, CancellationToken ct)
    {
        var rows = look.Plan.Lines.ToDictionary(line => line.Indicator, line => look.Scoped(line.Indicator));
        var trend = new Dictionary<Indicator, List<TargetFigure>>();
        for (var year = look.Plan.FirstYear; year <= look.Plan.LastYear; year++)
        {
            var then = year == look.AsOf.Day.Year ? look : year < look.AsOf.Day.Year ? await ThenAsync(look, year, ct) : null;
            foreach (var line in look.Plan.Lines)
            {
                if (!trend.TryGetValue(line.Indicator, out var years)) trend[line.Indicator] = years = [];
                years.Add(look.FigureOf(line, year, then is null ? [] : then == look ? rows[line.Indicator] : then.Scoped(line.Indicator)));
            }
        }
        var counted = rows.Where(one => one.Key is Indicator.Procedures or Indicator.Appraised or Indicator.Internal or Indicator.Electronic).ToDictionary(one => one.Key, one => one.Value);
        return new(
            look.About, look.Plan, look.AsOf, [.. look.Plan.Lines.Select(line => look.FigureOf(line, look.AsOf.Day.Year, rows[line.Indicator]))],
            [.. look.Plan.Lines.Select(line => new TargetTrend(line, trend[line.Indicator]))],
            Gathered(counted, row => (row.Agency?.Value ?? "", row.AgencyName)), Gathered(counted, row => (row.Field, row.Field)));
    }

    /// <summary>The same question at the end of an earlier year; null where nothing was known yet.</summary>
    private async Task<Look?> ThenAsync(Look look, int year, CancellationToken ct)
    {
        var then = ToldAsOf.Of(new DateOnly(year, 12, 31), look.AsOf.Until)!;
        if (!look.Books.Processes.Any(process => process.PublishedAt < then.Until) && !look.Entries.Any(entry => entry.Act.At < then.Until)) return null;
        return look with { AsOf = then, Books = look.Books with { Catalogue = await CatalogueAsync(then.Until, ct), Register = QualityRegister.Replay(look.Entries, then.Until) } };
    }

    private static IReadOnlyList<CoverageLine> Gathered(IReadOnlyDictionary<Indicator, IReadOnlyList<CountedRow>> rows, Func<CountedRow, (string Key, string Name)> by) =>
    [
        .. rows.SelectMany(one => one.Value.Select(row => (Of: by(row), Indicator: one.Key, row.Counts))).GroupBy(one => one.Of)
            .Select(group => new CoverageLine(group.Key.Key, group.Key.Name, [.. group.GroupBy(one => one.Indicator).Select(each => new CoverageCount(each.Key, each.Count(one => one.Counts), each.Count()))]))
            .OrderBy(line => line.Key.Length == 0).ThenBy(line => line.Name, VietnameseOrder.Comparer).ThenBy(line => line.Key, StringComparer.Ordinal),
    ];

    private static CountedList ListOf(Look look, Indicator indicator)
    {
        var rows = look.Scoped(indicator);
        var line = look.Plan.Lines.FirstOrDefault(one => one.Indicator == indicator) ?? new TargetLine(indicator, "", new(indicator.ToString(), indicator.ToString()), new Dictionary<int, Promise>());
        return new(look.About, look.AsOf, look.FigureOf(line, look.AsOf.Day.Year, rows), rows);
    }

    private static RegisterReport RegisterOf(Look look) => new(look.About, look.AsOf, look.Books.Register.Of(look.IsMine), look.Books.Catalogue);

    private static DutyReport DutiesOf(Look look, int year) => new(
        look.About, look.AsOf, year, [.. DutyCalendar.Of(look.Plan, look.Books.Catalogue, look.Books.Register, year, look.AsOf.Day).Where(owed => look.IsMine(owed.Agency))]);

    private async Task<(Look? Look, Refusal? Refusal)> LookAsync(Officer by, TargetQuestion question, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(question);
        if (!QualityDecider.MaySee(by)) return (null, TargetRefusals.NotYours);
        if (ToldAsOf.Of(question.AsOf, _clock.GetUtcNow()) is not { } asOf) return (null, TargetRefusals.NotYet);
        var (plan, catalogue) = await BooksAsync(asOf.Until, ct);
        var scope = question.Agency ?? (QualityDecider.IsInspector(by) ? null : by.Agency);
        if (scope is not null && !QualityDecider.MaySee(by, scope, catalogue)) return (null, TargetRefusals.OtherAgency);
        var entries = await _store.EntriesAsync(ct);
        var books = new CountedBooks(catalogue, await _store.ProcessesAsync(ct), await _store.FirstDossiersAsync(ct), QualityRegister.Replay(entries, asOf.Until));
        return (new(plan, asOf, books, entries, scope, string.IsNullOrWhiteSpace(question.Field) ? null : question.Field.Trim()), null);
    }

    private async Task<(TargetPlan Plan, ProvinceCatalogue Catalogue)> BooksAsync(DateTimeOffset until, CancellationToken ct) =>
        (await _store.PlanAsync(until, ct) is { } text ? TargetPlan.Parse(text) : TargetPlan.HaTinh, await CatalogueAsync(until, ct));

    private async Task<ProvinceCatalogue> CatalogueAsync(DateTimeOffset until, CancellationToken ct)
    {
        if (await _store.CatalogueAsync(until, ct) is not { } version) return ReferenceStore.NoCatalogue;
        var read = _read;
        if (read?.Version != version) _read = read = new(version, ProvinceCatalogue.Parse(await _store.CatalogueTextAsync(version, ct)));
        return read.Book;
    }

    /// <summary>The catalogue read last: a version never changes.</summary>
    private volatile ReadCatalogue? _read;

    private sealed record ReadCatalogue(int Version, ProvinceCatalogue Book);

    /// <summary>The books and the scope a question is answered with.</summary>
    private sealed record Look(TargetPlan Plan, ToldAsOf AsOf, CountedBooks Books, IReadOnlyList<RegisterEntry> Entries, AgencyCode? Agency, string? Field)
    {
        public Wording About => Agency is null ? new("toàn tỉnh", "the whole province") : new(Books.Catalogue.Find(Agency)?.Name ?? Agency.Value, Books.Catalogue.Find(Agency)?.Name ?? Agency.Value);

        public bool IsMine(AgencyCode agency) => Agency is null || agency == Agency || Books.Catalogue.IsWithin(agency, Agency);

        /// <summary>How many agencies are inspected or work electronically is promised for the province, not for one of them.</summary>
        public TargetFigure FigureOf(TargetLine line, int year, IReadOnlyCollection<CountedRow> rows) =>
            Agency is not null && line.Indicator is Indicator.Inspected or Indicator.ElectronicAgencies ? Coverage.FigureOf(line, year, rows) with { Promise = null } : Coverage.FigureOf(line, year, rows);

        public IReadOnlyList<CountedRow> Scoped(Indicator indicator) =>
            [.. Coverage.RowsOf(indicator, Books, AsOf).Where(row => (Agency is null || row.Agency is { } agency && IsMine(agency)) && (Field is null || row.Field == Field))];
    }
}

/// <summary>As of which day, and whose.</summary>
public sealed record TargetQuestion
{
    /// <summary>Null: today.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>One agency with everything under it; null for all one may see.</summary>
    public AgencyCode? Agency { get; init; }

    /// <summary>One field (lĩnh vực); null for all.</summary>
    public string? Field { get; init; }
}

/// <summary>Targets beside what is reached.</summary>
/// <param name="Figures">In the year of the day asked for.</param>
public sealed record CoverageReport(
    Wording About, TargetPlan Plan, ToldAsOf AsOf, IReadOnlyList<TargetFigure> Figures, IReadOnlyList<TargetTrend> Trends, IReadOnlyList<CoverageLine> ByAgency, IReadOnlyList<CoverageLine> ByField);

/// <summary>One target over the years of the plan: at the end of each, and on the day asked for in the present one. Nothing to count: no share.</summary>
public sealed record TargetTrend(TargetLine Line, IReadOnlyList<TargetFigure> Years);

/// <summary>What one agency or field has reached. An empty key: no agency is known for these.</summary>
public sealed record CoverageLine(string Key, string Name, IReadOnlyList<CoverageCount> Counts)
{
    public CoverageCount? Of(Indicator indicator) => Counts.FirstOrDefault(count => count.Indicator == indicator);
}

/// <summary>Of so many, so many.</summary>
public sealed record CoverageCount(Indicator Indicator, int Reached, int Of);

/// <summary>A figure with the rows it is counted over.</summary>
public sealed record CountedList(Wording About, ToldAsOf AsOf, TargetFigure Figure, IReadOnlyList<CountedRow> Rows);

/// <summary>The register on a day, and the catalogue that names its agencies.</summary>
public sealed record RegisterReport(Wording About, ToldAsOf AsOf, QualityRegister Register, [property: System.Text.Json.Serialization.JsonIgnore] ProvinceCatalogue Catalogue)
{
    /// <summary>Nonconformities past their day.</summary>
    public IReadOnlyList<int> Overdue => [.. Register.Nonconformities.Where(found => found.IsOverdue(AsOf.Day)).Select(found => found.Number)];
}

/// <summary>The duties of a year on a day.</summary>
public sealed record DutyReport(Wording About, ToldAsOf AsOf, int Year, IReadOnlyList<OwedDuty> Duties);

/// <summary>The yearly report (báo cáo năm): figures, the lists behind them, the register and the duties.</summary>
public sealed record YearlyReport(
    Wording About, TargetPlan Plan, ToldAsOf AsOf, CoverageReport Coverage, IReadOnlyList<CountedList> Lists, RegisterReport Register, DutyReport Duties);
