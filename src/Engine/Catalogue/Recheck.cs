using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>Why processes and drafts must be gone over (cần rà soát): what changed in the catalogue, or in the law, since they were written. Pure: worked out from the books, and stored nowhere.</summary>
public static class Recheck
{
    /// <summary>What stands against a process now; empty where nothing does.</summary>
    /// <param name="notedAt">When somebody last noted that it still holds: what was known by then is answered.</param>
    public static IReadOnlyList<RecheckReason> ReasonsOf(RecheckedProcess process, ProvinceCatalogue catalogue, CatalogueChronicle chronicle, DateTimeOffset? notedAt, DateTimeOffset now) =>
        ReasonsOf(process, catalogue, chronicle, notedAt, now, []);

    /// <param name="rivals">What <see cref="RivalsOf"/> has against its version: that counts however early the places went.</param>
    /// <inheritdoc cref="ReasonsOf(RecheckedProcess, ProvinceCatalogue, CatalogueChronicle, DateTimeOffset?, DateTimeOffset)"/>
    public static IReadOnlyList<RecheckReason> ReasonsOf(
        RecheckedProcess process, ProvinceCatalogue catalogue, CatalogueChronicle chronicle, DateTimeOffset? notedAt, DateTimeOffset now, IEnumerable<RecheckReason> rivals)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(chronicle);
        var since = notedAt > process.Since ? notedAt.Value : process.Since;
        return [.. Ended(process, catalogue, chronicle).Concat(Amended(process, catalogue, chronicle)).Concat(Changed(process, chronicle)).Concat(Bases(process, catalogue, chronicle, now)).Where(reason => reason.At > since).Concat(rivals.Where(rival => notedAt is null || rival.At > notedAt)).OrderBy(reason => reason.At)];
    }

    /// <summary>Versions of one procedure and case, in force at different places, that an agency took over together: no desk can tell which it runs on.</summary>
    /// <param name="standing">The version and place of every process that is in force on the day for one procedure and case.</param>
    public static IEnumerable<(ContentHash Version, RecheckReason Reason)> RivalsOf(IReadOnlyCollection<(ContentHash Version, AgencyCode Place)> standing, ProvinceCatalogue catalogue, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(standing);
        ArgumentNullException.ThrowIfNull(catalogue);
        AgencyCode[] places = [.. standing.Select(one => one.Place)];
        if (standing.Select(one => one.Version).Distinct().Count() < 2) yield break;
        foreach (var heir in catalogue.AgenciesOn(today).Where(agency => catalogue.PredecessorsOf(agency.Code, today) is not []))
        {
            var nearest = catalogue.NearestOf(heir.Code, places, today);
            var versions = standing.Where(one => nearest.Contains(one.Place)).ToList();
            // A unit below says nothing that the agency above, which took the same places over, does not say already.
            if (versions.Select(one => one.Version).Distinct().Count() < 2 || !nearest.All(place => catalogue.SuccessorsOf(place, today).Contains(heir.Code))) continue;
            var last = nearest.Select(place => catalogue.Find(place)?.To ?? today).Max();
            var names = string.Join(", ", nearest.Select(place => catalogue.Find(place)?.Name ?? place.Value));
            foreach (var version in versions.Select(one => one.Version).Distinct())
                yield return (version, new(RecheckCause.RivalVersions, VietnamTime.At(last.AddDays(1), TimeOnly.MinValue), new(
                    $"{heir.Name} kế thừa những nơi có quy trình riêng khác nhau ({names}) nên chưa tiếp nhận được hồ sơ: cần công bố một quy trình cho {heir.Name}, hoặc bãi bỏ những quy trình không dùng nữa.",
                    $"{heir.Name} took over places whose own processes differ ({names}) and can receive nothing: publish one for {heir.Name}, or repeal those no longer used."), []));
        }
    }

    /// <summary>Why an officer may not note that a process still holds; null when they may.</summary>
    /// <param name="reasons">What stands against it.</param>
    public static Refusal? MayNotBeNoted(Officer by, RecheckedProcess process, IReadOnlyList<RecheckReason> reasons, string? words)
    {
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(reasons);
        if (!by.Is(Role.Author) && !by.Is(Role.Leader) || by.Agency != process.Agency) return CatalogueRefusals.NotYourProcess;
        if (reasons.Count == 0) return CatalogueRefusals.NotToBeRechecked;
        return string.IsNullOrWhiteSpace(words) ? CatalogueRefusals.NoReason : null;
    }

    /// <summary>Does the officer see what agency's processes must be gone over? Appraisers, publishers, controllers and administrators see all, others their own agency's.</summary>
    public static bool MaySee(Officer by, AgencyCode agency)
    {
        ArgumentNullException.ThrowIfNull(by);
        return by.Is(Role.Appraiser) || by.Is(Role.Publisher) || by.Is(Role.Controller) || by.Is(Role.Administrator)
            || (by.Is(Role.Author) || by.Is(Role.Leader)) && by.Agency is not null && by.Agency == agency;
    }

    private static IEnumerable<RecheckReason> Ended(RecheckedProcess process, ProvinceCatalogue catalogue, CatalogueChronicle chronicle)
    {
        if (catalogue.Find(process.Procedure) is not { AbolishedFrom: { } end } || chronicle.EndKnownSince(process.Procedure) is not { } known) yield break;
        var act = catalogue.ActsOn(process.Procedure).LastOrDefault(act => act.Line.Effect is ListingEffect.Abolish);
        yield return new(RecheckCause.Abolished, known, new(
            $"Thủ tục bị bãi bỏ từ {Vi(end)}{(act is null ? "" : $" theo {act.Decision.Number}")}.", $"The procedure is abolished from {end:yyyy-MM-dd} on{(act is null ? "" : $" by {act.Decision.Number}")}."), []);
    }

    private static IEnumerable<RecheckReason> Amended(RecheckedProcess process, ProvinceCatalogue catalogue, CatalogueChronicle chronicle) =>
        from act in catalogue.ActsOn(process.Procedure)
        where act.Line.Effect is ListingEffect.Amend
        let known = chronicle.DecisionKnownSince(act.Decision.Number)
        where known is not null
        let said = string.IsNullOrWhiteSpace(act.Line.Note) ? "" : $": {act.Line.Note.Trim()}"
        select new RecheckReason(RecheckCause.Amended, known.Value, new(
            $"Thủ tục được sửa đổi, bổ sung từ {Vi(act.Decision.EffectiveFrom)} theo {act.Decision.Number}{said}.",
            $"The procedure is amended from {act.Decision.EffectiveFrom:yyyy-MM-dd} on by {act.Decision.Number}{said}."), []);

    private static IEnumerable<RecheckReason> Changed(RecheckedProcess process, CatalogueChronicle chronicle)
    {
        foreach (var edition in chronicle.ChangesOf(process.Procedure))
        {
            if (edition.Before is null || edition.After is null) continue;
            // A note beside a limit or a paper says how sure the office is; the law has not changed with it.
            var changes = ProcedureComparison.Between(Bare(edition.Before), Bare(edition.After));
            foreach (var (cause, part, what) in Parts)
                if (changes.Where(change => change.Part == part && Concerns(change, process.Case)).ToList() is { Count: > 0 } these)
                    yield return new(cause, edition.At, new($"{what.Vi} trong danh mục thay đổi (lần {edition.Version}).", $"{what.En} changed in the catalogue (version {edition.Version})."), these);
        }
    }

    private static IEnumerable<RecheckReason> Bases(RecheckedProcess process, ProvinceCatalogue catalogue, CatalogueChronicle chronicle, DateTimeOffset now)
    {
        var listed = catalogue.Find(process.Procedure)?.LegalBases ?? [];
        foreach (var number in process.LegalBases.Concat(listed).DistinctBy(PlainWords.Of))
        {
            if (catalogue.LegalDocuments.FirstOrDefault(law => law.Number.IsSameNumber(number)) is not { } law || chronicle.LawKnownSince(number) is not { } known) continue;
            var over = law.To is { } last && last < DateOnly.MaxValue ? VietnamTime.At(last.AddDays(1), TimeOnly.MinValue) : (DateTimeOffset?)null;
            if (law.ReplacedBy is { } other && (over is null || over <= now || known > process.Since))
                yield return new(RecheckCause.BasisReplaced, over > known && over <= now ? over.Value : known, new(
                    $"Căn cứ {law.Number} được thay bằng {other}{(law.To is { } day ? $", hết hiệu lực sau {Vi(day)}" : "")}.", $"Its basis {law.Number} is replaced by {other}{(law.To is { } to ? $" and ends after {to:yyyy-MM-dd}" : "")}."), []);
            else if (over <= now)
                yield return new(RecheckCause.BasisEnded, known > over ? known : over.Value, new($"Căn cứ {law.Number} hết hiệu lực sau {Vi(law.To!.Value)}.", $"Its basis {law.Number} is not in force after {law.To:yyyy-MM-dd}."), []);
        }
    }

    private static readonly (RecheckCause Cause, ProcedurePart Part, Wording What)[] Parts =
    [
        (RecheckCause.LimitChanged, ProcedurePart.Limit, new("Thời hạn", "The limit")),
        (RecheckCause.ComponentsChanged, ProcedurePart.Components, new("Thành phần hồ sơ", "The papers")),
        (RecheckCause.FeesChanged, ProcedurePart.Fees, new("Phí, lệ phí", "The charges")),
    ];

    /// <summary>What is said of one case concerns its own process, and the one for every case; what is said of every case concerns all.</summary>
    private static bool Concerns(ProcedureChange change, CaseKey? @case) => change.Case is null || @case is null || change.Case == @case;

    private static Procedure Bare(Procedure procedure) => procedure with
    {
        Limits = [.. procedure.Limits.Select(limit => limit with { Note = null, Source = null })],
        Components = [.. procedure.Components.Select(component => component with { Note = null })],
        Fees = [.. procedure.Fees.Select(fee => fee with { Note = null, Basis = null })],
    };

    private static string Vi(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}

/// <summary>A process in force, or a draft under way, as far as the list needs it.</summary>
/// <param name="Target">The draft it is, or was published from.</param>
/// <param name="Agency">Whose it is.</param>
/// <param name="Since">When it was published, or begun: what was known before needs no second look.</param>
/// <param name="LegalBases">Numbers of the documents it cites.</param>
public sealed record RecheckedProcess(
    string Target, bool IsDraft, ProcedureCode Procedure, CaseKey? Case, string Name, AgencyCode Agency, DateTimeOffset Since, IReadOnlyList<string> LegalBases);

/// <summary>One thing that stands against a process, and since when it has.</summary>
public sealed record RecheckReason(RecheckCause Cause, DateTimeOffset At, Wording Why, IReadOnlyList<ProcedureChange> Changes);

/// <summary>What can stand against a process.</summary>
public enum RecheckCause
{
    Abolished, // thủ tục bị bãi bỏ
    LimitChanged, // thời hạn thay đổi
    ComponentsChanged, // thành phần hồ sơ thay đổi
    FeesChanged, // phí, lệ phí thay đổi
    BasisEnded, // căn cứ hết hiệu lực
    BasisReplaced, // căn cứ bị thay thế
    Amended, // thủ tục được sửa đổi, bổ sung
    RivalVersions, // cơ quan kế thừa nhận nhiều quy trình khác nhau
}
