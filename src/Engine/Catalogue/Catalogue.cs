using System.Text.RegularExpressions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>Procedures, agencies, positions and who holds them (danh mục): what checks, desks and accounts look things up in.</summary>
/// <remarks>A value with validity dates inside it: history is data, so a record of 2019 still finds its district. Every look-up is by key.</remarks>
public sealed class ProvinceCatalogue
{
    private readonly Dictionary<ProcedureCode, Procedure> _procedures = [];
    private readonly Dictionary<AgencyCode, Agency> _agencies = [];
    private readonly Dictionary<PositionKey, Position> _positions = [];
    private ILookup<OfficerId, Holder> _byOfficer = Array.Empty<Holder>().ToLookup(holder => holder.Officer);
    private ILookup<AgencyCode, Holder> _byPlace = Array.Empty<Holder>().ToLookup(holder => holder.Place);
    private ILookup<ProcedureCode, ListingAct> _acts = Array.Empty<ListingAct>().ToLookup(act => act.Line.Procedure);
    private ILookup<Post, Holder> _byPost = Array.Empty<Holder>().ToLookup(PostOf);
    private ILookup<AgencyCode, Agency> _before = Array.Empty<Agency>().ToLookup(agency => agency.Code);

    public required IReadOnlyList<Procedure> Procedures
    {
        get;
        init
        {
            field = value;
            foreach (var procedure in value) _procedures.TryAdd(procedure.Code, procedure);
        }
    }

    public required IReadOnlyList<Agency> Agencies
    {
        get;
        init
        {
            field = value;
            foreach (var agency in value) _agencies.TryAdd(agency.Code, agency);
            _before = value.SelectMany(agency => agency.SucceededBy, (agency, heir) => (agency, heir)).ToLookup(pair => pair.heir, pair => pair.agency);
        }
    }

    public required IReadOnlyList<Position> Positions
    {
        get;
        init
        {
            field = value;
            foreach (var position in value) _positions.TryAdd(position.Key, position);
        }
    }

    public required IReadOnlyList<Holder> Holders
    {
        get;
        init
        {
            field = value;
            _byOfficer = value.ToLookup(holder => holder.Officer);
            _byPost = value.ToLookup(PostOf);
            _byPlace = value.ToLookup(holder => holder.Place);
        }
    }

    /// <summary>The laws, decrees, circulars and decisions that processes rest on; empty where the province did not list them.</summary>
    public IReadOnlyList<LegalDocument> LegalDocuments { get; init; } = [];

    /// <summary>The codes of results (mã kết quả); empty where the province did not list them.</summary>
    public IReadOnlyList<ListedResult> Results { get; init; } = [];

    /// <summary>The fields of administration; empty where the province did not list them, and every field is taken as it is written.</summary>
    public IReadOnlyList<ListedField> Fields { get; init; } = [];

    /// <summary>The decisions that list, amend or abolish procedures, as they were entered.</summary>
    public IReadOnlyList<ListingDecision> Decisions
    {
        get;
        init
        {
            field = value;
            _acts = value.SelectMany(decision => decision.Lines.Select(line => new ListingAct(decision, line)))
                .OrderBy(act => act.Decision.EffectiveFrom).ThenBy(act => act.Decision.SignedOn).ToLookup(act => act.Line.Procedure);
        }
    } = [];

    /// <summary>How long desks have to answer what was handed in online; empty: <see cref="AcceptanceRule.National"/>.</summary>
    public IReadOnlyList<AcceptanceRule> Acceptance { get; init; } = [];

    /// <summary>When people are reminded of limits; empty: <see cref="ReminderLadder.National"/>.</summary>
    public IReadOnlyList<ReminderLadder> Reminders { get; init; } = [];

    /// <summary>The ladder of each place.</summary>
    public ReminderLadders Ladders => field ??= new(Reminders, place => Find(place)?.Parent);

    /// <summary>Who appraises, proposes and publishes which processes; where none fits: <see cref="PublishingRule.NationalFor"/>.</summary>
    public IReadOnlyList<PublishingRule> Publishing { get; init; } = [];

    /// <summary>Which procedure times appraisals; null where none does, and drafts then have no clock.</summary>
    public AppraisalBinding? Appraisal { get; init; }

    /// <summary>The sign-ins of a demo province; empty in a real one.</summary>
    public IReadOnlyList<Account> Accounts { get; init; } = [];

    /// <summary>Reads <c>samples/catalogue.json</c>'s format. A fault is a <see cref="FormatException"/> that names the member.</summary>
    public static ProvinceCatalogue Parse(string json) => CatalogueReader.Read(json, null);

    /// <summary>The same as it is read on a day: every agency under the name it has then, and what it stands under.</summary>
    public static ProvinceCatalogue Parse(string json, DateOnly day) => CatalogueReader.Read(json, day);

    /// <summary>The last day on which a catalogue read for a day still reads the same.</summary>
    public DateOnly ReadsSameUntil(DateOnly day) => Agencies.SelectMany(agency => agency.Spells).Select(spell => spell.To).Where(to => to >= day).Min() ?? DateOnly.MaxValue;

    public Procedure? Find(ProcedureCode code) => _procedures.GetValueOrDefault(code);

    /// <summary>What the decisions of the register did to a procedure, in the order in which they took effect.</summary>
    public IEnumerable<ListingAct> ActsOn(ProcedureCode code) => _acts[code];

    /// <summary>A law by its number, however that is typed.</summary>
    public LegalDocument? FindLaw(string number) => LegalDocuments.FirstOrDefault(law => law.Number.IsSameNumber(number ?? ""));

    /// <summary>The laws whose number or title has these words, with or without marks; all of them for no words.</summary>
    public IEnumerable<LegalDocument> FindLaws(string? words) =>
        PlainWords.Of(words ?? "") is { Length: > 0 } plain ? LegalDocuments.Where(law => plain.Split(' ').All(PlainWords.Of($"{law.Number} {law.Title} {law.Issuer}").Contains)) : LegalDocuments;

    /// <summary>A field by its code.</summary>
    public ListedField? FindField(string code) => Fields.FirstOrDefault(field => field.Code.IsSameNumber(code ?? ""));

    /// <summary>The laws that every decision names on that day, in their order (căn cứ chung).</summary>
    public IEnumerable<LegalDocument> StandingBasesOn(DateOnly day) =>
        LegalDocuments.Where(law => law.Standing is not null && law.IsInForceOn(day)).OrderBy(law => law.Standing).ThenBy(law => law.Number, StringComparer.Ordinal);

    public Agency? Find(AgencyCode code) => _agencies.GetValueOrDefault(code);

    public Position? Find(PositionKey key) => _positions.GetValueOrDefault(key);

    /// <summary>The agency a unit belongs to: itself, when it is one (a unit has <see cref="AgencyLevel.Unit"/>).</summary>
    public Agency? AgencyOf(AgencyCode place)
    {
        var at = Find(place);
        while (at is { Level: AgencyLevel.Unit, Parent: { } parent }) at = Find(parent);
        return at;
    }

    /// <summary>The agency a unit belonged to on that day.</summary>
    public Agency? AgencyOf(AgencyCode place, DateOnly day)
    {
        var at = Find(place);
        while (at is { Level: AgencyLevel.Unit } && at.ParentOn(day) is { } parent) at = Find(parent);
        return at;
    }

    /// <summary>Does the place stand under the agency, or is it the agency? Units, branches and everything below count.</summary>
    public bool IsWithin(AgencyCode place, AgencyCode agency)
    {
        for (var at = Find(place); at is not null; at = at.Parent is { } parent ? Find(parent) : null)
            if (at.Code == agency) return true;
        return false;
    }

    /// <summary>Of some places, the nearest one the agency stands under on that day: the agency itself, else what it took over from places that are gone, else the same of its parents, upwards.</summary>
    /// <returns>Empty where it stands under none of them; several where it took over from several, and which counts is nobody's to guess.</returns>
    public IReadOnlyList<AgencyCode> NearestOf(AgencyCode agency, IReadOnlyCollection<AgencyCode> places, DateOnly day)
    {
        var at = agency;
        for (var left = _agencies.Count; at is not null && left >= 0; left--, at = Find(at)?.Parent)
        {
            if (places.Contains(at)) return [at];
            if (places.Count > 0 && Inherited(at, places, day) is { Count: > 0 } inherited) return inherited;
        }
        return [];
    }

    /// <summary>The places among them whose work the agency took over by that day. Of a line of predecessors the latest counts; a unit does not beside the agency it was part of.</summary>
    private List<AgencyCode> Inherited(AgencyCode agency, IReadOnlyCollection<AgencyCode> places, DateOnly day)
    {
        if (Find(agency) is not { } heir || !_before.Contains(agency)) return [];
        var gone = Along(heir, at => at != heir && places.Contains(at.Code) ? [] : _before[at.Code].Where(before => before.IsGoneBy(day)));
        AgencyCode[] found = [.. gone.Where(at => at != heir && places.Contains(at.Code)).Select(at => at.Code)];
        return [.. found.Where(place => !found.Any(other => other != place && IsWithin(place, other)))];
    }

    /// <summary>The agencies and units that exist on that day.</summary>
    public IEnumerable<Agency> AgenciesOn(DateOnly day) => Agencies.Where(agency => agency.ExistsOn(day));

    /// <summary>How long a desk has to answer what is handed in online on that day.</summary>
    public AcceptanceRule AcceptanceOn(DateOnly day) => Acceptance.FirstOrDefault(rule => rule.HoldsOn(day)) ?? AcceptanceRule.National;

    /// <summary>The procedures that somebody looks for.</summary>
    public IEnumerable<Procedure> Find(CatalogueQuestion question, DateOnly today) => Search.Find(question, today);

    /// <summary>The fields in use, in the order of Vietnamese dictionaries.</summary>
    public IReadOnlyList<string> FieldsInUse => Search.Fields;

    private CatalogueSearch Search => field ??= new(this);

    /// <summary>The procedures that are not abolished on that day.</summary>
    public IEnumerable<Procedure> ProceduresOn(DateOnly day) => Procedures.Where(procedure => procedure.IsInForceOn(day));

    /// <summary>Where, and in which positions, an officer stands on that day; nowhere once the unit itself is gone.</summary>
    /// <remarks>Who stands in a unit that took over another's work (đơn vị kế thừa) holds the same position there too, so that open work finds somebody.</remarks>
    public IReadOnlyList<Post> PostsOf(OfficerId officer, DateOnly day)
    {
        var held = _byOfficer[officer].Where(holder => HoldsOn(holder, day)).Select(PostOf).Distinct().ToArray();
        return [.. held.Concat(held.SelectMany(post => PredecessorsOf(post.Place, day).Select(place => post with { Place = place }))).Distinct()];
    }

    /// <summary>Who holds the position at the place on that day; once the place is gone, at the units that took over.</summary>
    public IReadOnlyList<Holder> HoldersOf(AgencyCode place, PositionKey position, DateOnly day) =>
        [.. SuccessorsOf(place, day).SelectMany(at => _byPost[new Post(at, position)]).Where(holder => HoldsOn(holder, day))];

    /// <summary>What became of a place by that day: the place itself while it exists, else the units that took over, however often that changed; empty where nobody did.</summary>
    public IReadOnlyList<AgencyCode> SuccessorsOf(AgencyCode place, DateOnly day) =>
        Find(place) is not { } agency || !agency.IsGoneBy(day) ? [place] : [.. Along(agency, at => at.IsGoneBy(day) ? at.SucceededBy.Select(Find).OfType<Agency>() : []).Where(at => !at.IsGoneBy(day)).Select(at => at.Code)];

    /// <summary>The places that are gone by that day and whose work the place took over, directly or through others.</summary>
    public IReadOnlyList<AgencyCode> PredecessorsOf(AgencyCode place, DateOnly day) =>
        Find(place) is not { } agency || !_before.Contains(place) ? [] : [.. Along(agency, at => _before[at.Code].Where(before => before.IsGoneBy(day))).Select(at => at.Code).Where(code => code != place)];

    private static List<Agency> Along(Agency from, Func<Agency, IEnumerable<Agency>> next)
    {
        var found = new List<Agency> { from };
        for (var at = 0; at < found.Count; at++) found.AddRange(next(found[at]).Where(agency => !found.Contains(agency)).Distinct());
        return found;
    }

    /// <summary>Who stands at the place on that day, in whatever position.</summary>
    public IReadOnlyList<Holder> HoldersAt(AgencyCode place, DateOnly day) => [.. _byPlace[place].Where(holder => HoldsOn(holder, day))];

    private bool HoldsOn(Holder holder, DateOnly day) => holder.HoldsOn(day) && Find(holder.Place)?.ExistsOn(day) == true;

    private static Post PostOf(Holder holder) => new(holder.Place, holder.Position);
}

/// <summary>A procedure in the published catalogue (thủ tục hành chính).</summary>
/// <param name="Levels">Where it is handled; more than one may apply.</param>
/// <param name="ListedBy">The decision that lists it.</param>
/// <param name="AbolishedFrom">From when it no longer exists, if it was abolished.</param>
/// <param name="Note">What is not certain about it, e.g. a code that stands in for one not yet known.</param>
public sealed partial record Procedure(
    ProcedureCode Code, string Name, string Field, IReadOnlyList<AgencyLevel> Levels, string? Kind,
    IReadOnlyList<ProcedureCase> Cases, string? ListedBy, DateOnly? AbolishedFrom, string? Note = null)
{
    /// <summary>The limits the law sets; empty where the catalogue does not say.</summary>
    public IReadOnlyList<LawfulLimit> Limits { get; init; } = [];

    /// <summary>The papers the law asks for; empty where the catalogue does not say.</summary>
    public IReadOnlyList<LawfulComponent> Components { get; init; } = [];

    /// <summary>The charges the law allows; empty where the catalogue does not say.</summary>
    public IReadOnlyList<LawfulFee> Fees { get; init; } = [];

    /// <summary>What the applicant gets; empty where the catalogue does not say.</summary>
    public IReadOnlyList<LawfulResult> Results { get; init; } = [];

    /// <summary>Numbers of the laws, decrees, circulars and decisions it rests on (căn cứ pháp lý); empty where the catalogue does not say.</summary>
    public IReadOnlyList<string> LegalBases { get; init; } = [];

    /// <summary>The agencies that carry it out (cơ quan thực hiện); empty where the catalogue does not say.</summary>
    public IReadOnlyList<AgencyCode> Agencies { get; init; } = [];

    /// <summary>The limit the law sets for a case: its own, else the one for all cases; null where the catalogue does not say.</summary>
    public LawfulLimit? LimitOf(CaseKey? @case) => Limits.FirstOrDefault(limit => limit.Case == @case) ?? Limits.FirstOrDefault(limit => limit.Case is null);

    public bool IsInForceOn(DateOnly day) => AbolishedFrom is null || day < AbolishedFrom;

    /// <summary>Is it written like a national code (<c>1.004203</c>, <c>1.010708.000.00.00.H56</c>)?</summary>
    public static bool IsNationalCode(ProcedureCode code) => NationalShape().IsMatch(code.Value);

    /// <summary>Is it written like the code of a procedure between agencies (<c>NB-SKHCN-01</c>)?</summary>
    public static bool IsInternalCode(ProcedureCode code) => InternalShape().IsMatch(code.Value);

    [GeneratedRegex(@"^[1-3]\.[0-9]{6}(\.000\.00\.00)?(\.[GH][0-9]{2}(\.[0-9]{1,4})?)?\z")]
    private static partial Regex NationalShape();

    [GeneratedRegex(@"^NB-[A-Z0-9]+-[0-9]{2,}\z")]
    private static partial Regex InternalShape();
}

/// <summary>A case of a procedure (trường hợp) with a process of its own.</summary>
public sealed record ProcedureCase(CaseKey Key, string Name);

/// <summary>An agency, or a unit inside one (cơ quan, đơn vị), with the dates between which it exists.</summary>
/// <param name="Note">What is not certain about it, e.g. <c>cần xác nhận</c> for successors not yet confirmed.</param>
public sealed record Agency(
    AgencyCode Code, string Name, AgencyLevel Level, AgencyCode? Parent, DateOnly? From, DateOnly? To, string? Note)
{
    /// <summary>Every name it had and what it stood under, in order, the last open-ended; empty where neither ever changed.</summary>
    public IReadOnlyList<AgencySpell> Spells { get; init; } = [];

    /// <summary>Who took over its work when it was dissolved, merged or split (cơ quan kế thừa); empty where nobody is known.</summary>
    public IReadOnlyList<AgencyCode> SucceededBy { get; init; } = [];

    public bool ExistsOn(DateOnly day) => (From is null || From <= day) && (To is null || day <= To);

    /// <summary>Whether its last day is over.</summary>
    public bool IsGoneBy(DateOnly day) => To < day;

    /// <summary>What it was called on that day.</summary>
    public string NameOn(DateOnly day) => SpellOn(day)?.Name ?? Name;

    /// <summary>What it stood under on that day.</summary>
    public AgencyCode? ParentOn(DateOnly day) => SpellOn(day) is { } spell ? spell.Parent : Parent;

    private AgencySpell? SpellOn(DateOnly day) => Spells.FirstOrDefault(spell => spell.To is null || day <= spell.To);
}

/// <summary>A name of an agency and what it stood under, up to a day (tên gọi, cơ quan cấp trên qua các thời kỳ).</summary>
/// <param name="To">The last day; null for the latest.</param>
public sealed record AgencySpell(string Name, AgencyCode? Parent, DateOnly? To);

/// <summary>Where in the state an agency stands.</summary>
public enum AgencyLevel
{
    Province, // UBND tỉnh và cơ quan chuyên môn cấp tỉnh
    Branch, // cơ quan thuộc sở
    District, // cấp huyện (đến 30/6/2025)
    DistrictOffice, // phòng chuyên môn cấp huyện (đến 30/6/2025)
    Commune, // cấp xã
    Unit, // phòng, bộ phận bên trong một cơ quan
}

/// <summary>A position that steps name (vị trí xử lý), and whether it may sign results.</summary>
public sealed record Position(PositionKey Key, string Name, bool MaySign)
{
    /// <summary>From when it exists, and the last day it does; null where nothing is said (vị trí bị bãi bỏ).</summary>
    public DateOnly? From { get; init; }

    public DateOnly? To { get; init; }

    /// <summary>Whether one person holds it at a place at a time (chức danh chỉ một người giữ), deputies aside.</summary>
    public bool OnePerson { get; init; }

    public bool ExistsOn(DateOnly day) => (From is null || From <= day) && (To is null || day <= To);
}

/// <summary>Who holds a position, where, from when to when.</summary>
public sealed record Holder(OfficerId Officer, string Name, AgencyCode Place, PositionKey Position, DateOnly? From, DateOnly? To)
{
    /// <summary>Whether it is theirs for good, or they act in it, are in charge of it, or are the deputy.</summary>
    public HolderKind Kind { get; init; }

    public bool HoldsOn(DateOnly day) => (From is null || From <= day) && (To is null || day <= To);

    /// <summary>Whether both stand there on some day.</summary>
    public bool Meets(DateOnly? from, DateOnly? to) => (To is null || from is null || from <= To) && (to is null || From is null || From <= to);
}

/// <summary>In which way somebody holds a position. All of them may do its work.</summary>
public enum HolderKind
{
    Appointed, // được bổ nhiệm, phân công
    Acting, // quyền
    InCharge, // phụ trách
    Deputy, // cấp phó
}

/// <summary>A sign-in of the demo province (tài khoản dùng thử): whose it is, which agency's affairs it sees, what it is for.</summary>
/// <param name="Agency">Null for accounts of the whole province.</param>
public sealed record Account(OfficerId Officer, string Name, AgencyCode? Agency, IReadOnlySet<Role> Roles);
