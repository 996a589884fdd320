using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Documents;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Storage;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Runtime;

/// <summary>What anybody may read of published processes (công khai quy trình): what is in force on a day, what comes into force later, what was before and what took its place.</summary>
/// <remarks>Nothing here asks who reads: only what a decision made law is in it, and no account of anybody's.</remarks>
public sealed class DisclosureRegister
{
    private readonly PublicationOffice _publications;
    private readonly PublicationStore _store;
    private readonly ProcessLibrary _library;
    private readonly ReferenceOffice _reference;
    private readonly TimeProvider _clock;

    internal DisclosureRegister(PublicationOffice publications, PublicationStore store, ProcessLibrary library, ReferenceOffice reference, TimeProvider clock) =>
        (_publications, _store, _library, _reference, _clock) = (publications, store, library, reference, clock);

    /// <summary>Today, in Vietnam.</summary>
    public DateOnly Today => VietnamTime.DayOf(_clock.GetUtcNow());

    /// <summary>A procedure with every issue of its processes, as they stand on a day (today when null); null when none was ever published.</summary>
    public async Task<DisclosedProcedure?> ProcedureAsync(ProcedureCode procedure, DateOnly? on, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(procedure);
        var lines = await _publications.VersionsAsync(procedure, ct);
        return lines is [] ? null : DisclosedProcedure.Of(procedure, on ?? Today, (await _reference.CatalogueAsync(ct)).Find(procedure), lines);
    }

    /// <summary>What is in force for a case on the procedure's day at an agency: of the nearest place it stands under or took over, else of the whole province; null when nothing is, or several are equally near.</summary>
    public async Task<DisclosedVersion?> InForceAsync(DisclosedProcedure disclosed, CaseKey? @case, AgencyCode? at, CancellationToken ct) =>
        await NearestAsync(disclosed, @case, at, ct) is ([var first, .. var others], _) && others.All(other => other.Line.Hash == first.Line.Hash) ? first : null;

    /// <summary>Why nothing is in force for a case at an agency: there is nothing, or it took over places that have different versions.</summary>
    public async Task<Refusal> WhyNoneAsync(DisclosedProcedure disclosed, CaseKey? @case, AgencyCode? at, CancellationToken ct) =>
        await NearestAsync(disclosed, @case, at, ct) is ({ Length: > 1 } rivals, var catalogue) ? OfficeRefusals.RivalVersions(at!, [.. rivals.Select(one => one.Line.Place!)], catalogue) : OfficeRefusals.NotInForce;

    private async Task<(DisclosedVersion[] Versions, ProvinceCatalogue? Catalogue)> NearestAsync(DisclosedProcedure disclosed, CaseKey? @case, AgencyCode? at, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(disclosed);
        AgencyCode[] places = [.. disclosed.PlacesOf(@case).OfType<AgencyCode>().Where(place => disclosed.InForce(@case, place) is not null)];
        var catalogue = at is null || places is [] ? null : await _reference.CatalogueAsync(ct);
        var nearest = catalogue?.NearestOf(at!, places, disclosed.On) ?? [];
        return ([.. (nearest is [] ? [null] : nearest.Select(place => (AgencyCode?)place)).Select(place => disclosed.InForce(@case, place)).OfType<DisclosedVersion>()], catalogue);
    }

    /// <summary>A version by its content hash: the text as it was first published, under the act by which it is in force, else the latest. Null when there is none.</summary>
    public async Task<VersionView?> VersionAsync(ContentHash hash, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(hash);
        if (await _publications.VersionAsync(hash, ct) is not { } view) return null;
        var lines = (await _publications.VersionsAsync(view.Line.Procedure, ct)).Where(line => line.Hash == hash).ToList();
        return view with { Line = lines.FirstOrDefault(line => line.InForce) ?? lines.FirstOrDefault() ?? view.Line };
    }

    /// <summary>The Elsa document behind a content hash, byte for byte as it was first published; null when there is none.</summary>
    /// <remarks>The hash leaves the layout out, so the same law may be published again from another drawing. Whoever keeps the first bytes is never told otherwise.</remarks>
    public Task<string?> DocumentAsync(ContentHash hash, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(hash);
        return _store.FirstDocumentAsync(hash, ct);
    }

    /// <summary>A version as JSON-LD (schema.org); null when there is none.</summary>
    /// <param name="root">Where the public pages begin, as <c>https://tthc.laichau.gov.vn</c>.</param>
    public async Task<byte[]?> DescriptionAsync(ContentHash hash, string root, CancellationToken ct)
    {
        if (await VersionAsync(hash, ct) is not { Line: var line } version) return null;
        return ProcedureDescription.Write(
            version.Process, await _reference.CatalogueAsync(ct), new PublishedBy(line.Act.Number, line.Act.SignedOn, line.Act.Authority, line.Act.EffectiveFrom),
            new ProcedureAddresses(root, line.Procedure, line.Case, line.Hash) { Place = line.Place }, line.To, line.InForce);
    }

    /// <summary>Document control of a version, as the acts behind it and behind the issues before it tell it; null for one without acts.</summary>
    public async Task<ControlSheet?> ControlAsync(VersionLine version, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(version);
        var (versions, catalogue) = (await _store.ActsOfVersionsAsync(version.Procedure, version.Case, version.Place, ct), await _reference.CatalogueAsync(ct));
        if (versions.LastOrDefault(one => one.Hash == version.Hash && one.Act == version.Act) is not { } shown) return null;

        var issues = new List<ControlChange>();
        ProcessDefinition? before = null;
        foreach (var one in versions.Take(versions.ToList().IndexOf(shown) + 1))
        {
            var process = (await _library.GetAsync(one.Hash, ct)).Definition;
            issues.Add(DocumentRecord.Issue(process, before, issues.Count + 1, one.Hash, one.Act, catalogue));
            before = process;
        }
        return new(DocumentRecord.Signatures(shown.Acts, catalogue), issues) { Exception = shown.Acts.OfType<PublicationEvent.Recorded>().SingleOrDefault()?.Reason };
    }

    /// <summary>Everything that has an address of its own, what is in force first.</summary>
    public async Task<IReadOnlyList<VersionLine>> EverythingAsync(CancellationToken ct) =>
        [.. (await _publications.VersionsAsync(null, ct)).OrderByDescending(line => line.InForce)];
}

/// <summary>A procedure's published processes on a day.</summary>
/// <param name="Listed">Its entry in the catalogue; null where the province does not list it.</param>
/// <param name="Issues">Every issue of every case, newest effect first.</param>
public sealed record DisclosedProcedure(ProcedureCode Code, DateOnly On, Procedure? Listed, IReadOnlyList<DisclosedVersion> Issues)
{
    /// <summary>The cases that have a process (null: the procedure without cases), by key.</summary>
    public IReadOnlyList<CaseKey?> Cases { get; } =
        [.. Issues.Select(issue => issue.Line.Case).Distinct().OrderBy(key => key?.Value ?? "", StringComparer.Ordinal)];

    /// <summary>Where the case has a process (null: the whole province), the whole province first.</summary>
    public IReadOnlyList<AgencyCode?> PlacesOf(CaseKey? @case) =>
        [.. Issues.Where(issue => issue.Line.Case == @case).Select(issue => issue.Line.Place).Distinct().OrderBy(place => place?.Value ?? "", StringComparer.Ordinal)];

    /// <param name="lines">Every version of the procedure, newest effect first.</param>
    public static DisclosedProcedure Of(ProcedureCode code, DateOnly on, Procedure? listed, IReadOnlyList<VersionLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return new(code, on, listed, [.. lines.Select(line => new DisclosedVersion(line, VersionStanding.Of(line, lines, on, listed)))]);
    }

    /// <summary>What an address without a version shows: what is in force that day; where nothing is, what comes next, else what was last. Null when the case has no process there.</summary>
    /// <param name="place">Null: the whole province.</param>
    public DisclosedVersion? Shown(CaseKey? @case, AgencyCode? place)
    {
        var issues = Issues.Where(issue => issue.Line.Case == @case && issue.Line.Place == place).ToList();
        return issues.Find(issue => issue.Standing.Force is VersionForce.InForce)
            ?? issues.FindLast(issue => issue.Standing.Force is VersionForce.Upcoming)
            ?? issues.Find(issue => !issue.Line.IsEmpty) ?? issues.FirstOrDefault();
    }

    /// <summary>What is in force that day for a place; null when nothing is.</summary>
    /// <param name="place">Null: the whole province.</param>
    public DisclosedVersion? InForce(CaseKey? @case, AgencyCode? place) =>
        Issues.FirstOrDefault(issue => issue.Line.Case == @case && issue.Line.Place == place && issue.Standing.Force is VersionForce.InForce);
}

/// <summary>One issue, and how it stands on the day asked for.</summary>
public sealed record DisclosedVersion(VersionLine Line, VersionStanding Standing);

/// <summary>How a published version stands on a day (hiệu lực).</summary>
/// <param name="Since">From when it has stood so, or will.</param>
/// <param name="Successor">What took its place; null where nothing did.</param>
public sealed record VersionStanding(VersionForce Force, DateOnly Since, VersionLine? Successor)
{
    /// <param name="issues">Every version of the procedure.</param>
    /// <param name="listed">Its entry in the catalogue: what is abolished there is in force no more.</param>
    public static VersionStanding Of(VersionLine line, IReadOnlyList<VersionLine> issues, DateOnly on, Procedure? listed)
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(issues);
        if (line.To is { } to && (to <= on || line.IsEmpty))
        {
            var successor = issues.FirstOrDefault(other => other.Case == line.Case && other.Place == line.Place && other.From == to && !other.IsEmpty);
            return new(successor is null ? VersionForce.Ended : VersionForce.Superseded, to, successor);
        }
        if (listed?.AbolishedFrom is { } abolished && abolished <= on) return new(VersionForce.Ended, abolished, null);
        return new(line.From > on ? VersionForce.Upcoming : VersionForce.InForce, line.From, null);
    }
}

/// <summary>The four ways a published version stands on a day.</summary>
public enum VersionForce
{
    Upcoming, // chưa có hiệu lực
    InForce, // đang có hiệu lực
    Superseded, // đã được thay thế
    Ended, // hết hiệu lực, bãi bỏ
}
