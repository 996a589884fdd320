using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Targets;

/// <summary>The day something is told as of (tính đến ngày).</summary>
/// <param name="Until">The end of that day: what was written from then on is not known.</param>
/// <param name="Now">The present moment where the day is not over yet; null: it is, and is told the same for ever.</param>
public sealed record ToldAsOf(DateOnly Day, DateTimeOffset Until, DateTimeOffset? Now)
{
    /// <summary>Null for a day that has not come.</summary>
    public static ToldAsOf? Of(DateOnly? day, DateTimeOffset now)
    {
        var today = VietnamTime.DayOf(now);
        if (day > today) return null;
        var end = VietnamTime.At((day ?? today).AddDays(1), TimeOnly.MinValue);
        return new(day ?? today, end, end <= now ? null : now);
    }
}

/// <summary>A published version as the books tell it: who drafted it, by which opinion and decision, from when it holds, whether dossiers ran on it.</summary>
/// <param name="Appraisal">The opinion on exactly this text from before the decision; null: there was none.</param>
/// <param name="IsCertified">The checks found no error when it was published, so dossiers may run on it.</param>
/// <param name="FirstDossierAt">When the first dossier ran on it; null: none did.</param>
public sealed record CountedProcess(
    ContentHash Version, ProcedureCode Procedure, CaseKey? Case, string Name, AgencyCode Agency, LegalAct Act, DateOnly? EffectiveTo, DateTimeOffset PublishedAt,
    OpinionGiven? Appraisal, bool IsCertified, DateTimeOffset? FirstDossierAt)
{
    /// <summary>Where it applies; null: the whole province.</summary>
    public AgencyCode? Place { get; init; }

    public bool IsInForce(ToldAsOf asOf)
    {
        ArgumentNullException.ThrowIfNull(asOf);
        return PublishedAt < asOf.Until && Act.EffectiveFrom <= asOf.Day && (EffectiveTo is null || EffectiveTo > asOf.Day);
    }
}

/// <summary>An appraiser's opinion (văn bản thẩm định).</summary>
/// <param name="IsOwnHand">Written by the program when the province's first processes were loaded: no appraisal took place here.</param>
public sealed record OpinionGiven(string Number, DateOnly Date, OfficerId By, bool IsOwnHand);

/// <summary>What figures are counted from, as known on a day.</summary>
/// <param name="FirstDossierAt">Since when each agency has decided dossiers electronically.</param>
public sealed record CountedBooks(
    ProvinceCatalogue Catalogue, IReadOnlyList<CountedProcess> Processes, IReadOnlyDictionary<AgencyCode, DateTimeOffset> FirstDossierAt, QualityRegister Register);

/// <summary>One thing a share is counted over (một dòng của danh sách): what it is, whose, and whether it counts, with the reason.</summary>
/// <param name="Agency">Null where no agency is known for it.</param>
public sealed record CountedRow(string Key, string Name, ProcedureCode? Procedure, ContentHash? Version, AgencyCode? Agency, string AgencyName, string Field, bool Counts, Wording Says);

/// <summary>A target beside what is reached: of so many, so many.</summary>
public sealed record TargetFigure(Indicator Indicator, string Row, Wording Name, int Year, Promise? Promise, int Reached, int Of)
{
    /// <summary>In percent; null where there is nothing to count.</summary>
    public decimal? Share => Of == 0 ? null : Math.Floor(1000m * Reached / Of) / 10; // never rounded up to a target that is not reached

    /// <summary>How many more it takes to keep the promise; null where nothing is promised.</summary>
    public int? Missing => Promise is { } promise ? Math.Max(0, (int)decimal.Ceiling(promise.IsShare ? promise.Amount * Of / 100 : promise.Amount) - Reached) : null;

    /// <summary>Null where nothing is promised for the year, or there is nothing to count.</summary>
    public bool? IsMet => Promise switch
    {
        null => null,
        { IsShare: false } promise => Reached >= promise.Amount,
        { } promise => Of == 0 ? null : Reached * 100m >= promise.Amount * Of,
    };
}

/// <summary>The lists behind the targets (danh sách đứng sau chỉ tiêu): nothing is stored that can be counted.</summary>
public static class Coverage
{
    /// <summary>The agencies a plan is for: no unit inside another, and not the People's Committee that all stand under.</summary>
    public static IReadOnlyList<Agency> AgenciesOn(ProvinceCatalogue catalogue, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        var there = catalogue.AgenciesOn(day).Where(agency => agency.Level is not AgencyLevel.Unit).DistinctBy(agency => agency.Code).ToList();
        var over = there.Select(agency => agency.Parent).OfType<AgencyCode>().ToHashSet();
        return [.. there.Where(agency => agency.Parent is not null || !over.Contains(agency.Code)).OrderBy(agency => agency.Name, VietnameseOrder.Comparer).ThenBy(agency => agency.Code.Value, StringComparer.Ordinal)];
    }

    /// <summary>The rows of one indicator, those that do not count first: they are what is to be done.</summary>
    public static IReadOnlyList<CountedRow> RowsOf(Indicator indicator, CountedBooks books, ToldAsOf asOf)
    {
        ArgumentNullException.ThrowIfNull(books);
        ArgumentNullException.ThrowIfNull(asOf);
        var rows = indicator switch
        {
            Indicator.Procedures => Procedures(books, asOf, isInternal: false),
            Indicator.Internal => Procedures(books, asOf, isInternal: true),
            Indicator.Appraised => InForce(books, asOf).Select(process => Row(process, books.Catalogue, IsAppraised(process), WhyAppraised(process))),
            Indicator.Electronic => InForce(books, asOf).Select(process => Row(process, books.Catalogue, IsElectronic(process, asOf), WhyElectronic(process, asOf))),
            Indicator.Inspected => Inspected(books, asOf),
            _ => Agencies(books, asOf),
        };
        return [.. rows.OrderBy(row => row.Counts).ThenBy(row => row.Name, VietnameseOrder.Comparer).ThenBy(row => row.Key, StringComparer.Ordinal)];
    }

    public static TargetFigure FigureOf(TargetLine line, int year, IReadOnlyCollection<CountedRow> rows)
    {
        ArgumentNullException.ThrowIfNull(line);
        return new(line.Indicator, line.Row, line.Name, year, line.Promised.GetValueOrDefault(year), rows.Count(row => row.Counts), rows.Count);
    }

    private static IEnumerable<CountedProcess> InForce(CountedBooks books, ToldAsOf asOf) => books.Processes.Where(process => process.IsInForce(asOf));

    private static IEnumerable<CountedRow> Procedures(CountedBooks books, ToldAsOf asOf, bool isInternal)
    {
        var inForce = InForce(books, asOf).ToLookup(process => process.Procedure);
        var fields = books.Catalogue.ProceduresOn(asOf.Day).DistinctBy(procedure => procedure.Code).ToDictionary(procedure => procedure.Code, procedure => procedure.Field);
        // Whose a procedure is, the catalogue does not say: whoever drafted for it, else who alone drafts in its field.
        var drafting = books.Processes.Where(process => process.PublishedAt < asOf.Until && fields.ContainsKey(process.Procedure)).ToLookup(process => fields[process.Procedure], process => process.Agency);
        foreach (var procedure in books.Catalogue.ProceduresOn(asOf.Day).DistinctBy(procedure => procedure.Code))
        {
            if (IsInternal(procedure) != isInternal) continue;
            var processes = inForce[procedure.Code].ToList();
            var missing = procedure.Cases.Where(each => processes.All(process => process.Case != each.Key && process.Case is not null)).ToList();
            var counts = processes.Count > 0 && missing.Count == 0;
            var agency = processes.FirstOrDefault()?.Agency ?? (drafting[procedure.Field].Distinct().Take(2).ToArray() is [var only] ? only : null);
            yield return new(
                procedure.Code.Value, procedure.Name, procedure.Code, processes is [var one] ? one.Version : null, agency, NameOf(agency, books.Catalogue), procedure.Field, counts,
                counts ? new($"có {processes.Count} quy trình đang có hiệu lực{Where(processes, books.Catalogue).Vi}", $"{processes.Count} process(es) in force{Where(processes, books.Catalogue).En}")
                : processes.Count == 0 ? new("chưa có quy trình có hiệu lực", "no process in force")
                : new($"còn {missing.Count}/{procedure.Cases.Count} trường hợp chưa có quy trình: {string.Join("; ", missing.Select(each => each.Name))}", $"{missing.Count} of {procedure.Cases.Count} cases have none: {string.Join("; ", missing.Select(each => each.Name))}"));
        }
    }

    /// <summary>A process counts wherever it applies; that it does not apply everywhere is said with it.</summary>
    private static Wording Where(IReadOnlyCollection<CountedProcess> processes, ProvinceCatalogue catalogue)
    {
        var places = processes.Select(process => process.Place).OfType<AgencyCode>().Distinct().Select(place => NameOf(place, catalogue)).Order(VietnameseOrder.Comparer).ToList();
        if (places is []) return new("", "");
        var (several, isEverywhere) = (string.Join("; ", places), processes.Any(process => process.Place is null));
        return isEverywhere ? new($", trong đó áp dụng riêng tại: {several}", $", some of them for {several}") : new($", chỉ áp dụng tại: {several}", $", only for {several}");
    }

    private static bool IsInternal(Procedure procedure) => Procedure.IsInternalCode(procedure.Code) || procedure.Kind?.Contains("INTERNAL", StringComparison.OrdinalIgnoreCase) is true;

    private static CountedRow Row(CountedProcess process, ProvinceCatalogue catalogue, bool counts, Wording says) => new(
        $"{new ProcessKey(process.Procedure, process.Case)}{(process.Place is null ? "" : $"@{process.Place}")}", process.Place is null ? process.Name : $"{process.Name} ({NameOf(process.Place, catalogue)})", process.Procedure, process.Version, process.Agency,
        NameOf(process.Agency, catalogue), catalogue.Find(process.Procedure)?.Field ?? "", counts, says);

    private static bool IsAppraised(CountedProcess process) => process.Appraisal is { IsOwnHand: false } opinion && opinion.Date <= process.Act.SignedOn;

    private static Wording WhyAppraised(CountedProcess process) => process.Appraisal switch
    {
        null => new("công bố không qua thẩm định", "published without an appraisal"),
        { IsOwnHand: true } => new("nạp cùng dữ liệu ban đầu của tỉnh, không thẩm định trên hệ thống", "loaded with the province's first data, not appraised here"),
        { } late when late.Date > process.Act.SignedOn => new(
            $"văn bản thẩm định số {late.Number} ngày {Day(late.Date)} sau ngày ký quyết định {Day(process.Act.SignedOn)}", $"opinion {late.Number} of {Day(late.Date)} is later than the decision of {Day(process.Act.SignedOn)}"),
        { } opinion => new($"văn bản thẩm định số {opinion.Number} ngày {Day(opinion.Date)}", $"opinion {opinion.Number} of {Day(opinion.Date)}"),
    };

    private static bool IsElectronic(CountedProcess process, ToldAsOf asOf) => process.IsCertified || process.FirstDossierAt < asOf.Until;

    private static Wording WhyElectronic(CountedProcess process, ToldAsOf asOf) =>
        process.FirstDossierAt is { } first && first < asOf.Until ? new($"đã chạy hồ sơ từ ngày {Day(VietnamTime.DayOf(first))}", $"dossiers run on it since {Day(VietnamTime.DayOf(first))}")
        : process.IsCertified ? new("đã kiểm tra, sẵn sàng chạy hồ sơ; chưa có hồ sơ", "checked and ready; no dossier yet")
        : new("chưa có giấy chứng nhận kiểm tra nên chưa chạy được hồ sơ", "without a certificate of the checks no dossier runs on it");

    private static IEnumerable<CountedRow> Inspected(CountedBooks books, ToldAsOf asOf)
    {
        var inspections = books.Register.Inspections.Where(line => line.Withdrawal is null && line.Act.Day.Year == asOf.Day.Year && line.Act.Day <= asOf.Day).ToLookup(line => line.Act.Agency);
        var drawn = books.Register.SampleOf(asOf.Day.Year)?.Act.Agencies.ToHashSet() ?? [];
        foreach (var agency in AgenciesOn(books.Catalogue, asOf.Day))
        {
            var days = string.Join(", ", inspections[agency.Code].Select(line => line.Act.Day).Distinct().Order().Select(Day));
            yield return new(agency.Code.Value, agency.Name, null, null, agency.Code, agency.Name, "", days.Length > 0,
                days.Length > 0 ? new($"kiểm tra ngày {days}", $"inspected on {days}")
                : drawn.Contains(agency.Code) ? new("thuộc mẫu năm nay, chưa kiểm tra", "in this year's sample, not inspected yet") : new("không thuộc mẫu năm nay", "not in this year's sample"));
        }
    }

    private static IEnumerable<CountedRow> Agencies(CountedBooks books, ToldAsOf asOf)
    {
        foreach (var agency in AgenciesOn(books.Catalogue, asOf.Day).Where(agency => agency.Level is AgencyLevel.Province or AgencyLevel.District))
        {
            var first = books.FirstDossierAt.Where(one => (books.Catalogue.AgencyOf(one.Key)?.Code ?? one.Key) == agency.Code).Select(one => (DateTimeOffset?)one.Value).Min();
            var counts = first < asOf.Until;
            yield return new(agency.Code.Value, agency.Name, null, null, agency.Code, agency.Name, "", counts,
                counts ? new($"giải quyết hồ sơ điện tử từ ngày {Day(VietnamTime.DayOf(first!.Value))}", $"decides dossiers electronically since {Day(VietnamTime.DayOf(first.Value))}")
                : new("chưa có hồ sơ nào trên hệ thống", "no dossier in the system yet"));
        }
    }

    private static string NameOf(AgencyCode? agency, ProvinceCatalogue catalogue) => agency is null ? "" : catalogue.Find(agency)?.Name ?? agency.Value;

    private static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture);
}
