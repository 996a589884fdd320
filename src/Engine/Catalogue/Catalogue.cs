using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>Procedures, agencies, positions and who holds them (danh mục): what checks, desks and accounts look things up in.</summary>
/// <remarks>A value with validity dates inside it: history is data, so a record of 2019 still finds its district.</remarks>
public sealed class ProvinceCatalogue
{
    public required IReadOnlyList<Procedure> Procedures { get; init; }

    public required IReadOnlyList<Agency> Agencies { get; init; }

    public required IReadOnlyList<Position> Positions { get; init; }

    public required IReadOnlyList<Holder> Holders { get; init; }

    /// <summary>Reads <c>samples/catalogue.json</c>'s format. A fault is a <see cref="FormatException"/> that names the member.</summary>
    public static ProvinceCatalogue Parse(string json) => throw new NotImplementedException(json);

    public Procedure? Find(ProcedureCode code) => Procedures.FirstOrDefault(procedure => procedure.Code == code);

    public Agency? Find(AgencyCode code) => Agencies.FirstOrDefault(agency => agency.Code == code);

    public Position? Find(PositionKey key) => Positions.FirstOrDefault(position => position.Key == key);

    /// <summary>The agency a unit belongs to: itself, when it is one (a unit has <see cref="AgencyLevel.Unit"/>).</summary>
    public Agency? AgencyOf(AgencyCode place)
    {
        var at = Find(place);
        while (at is { Level: AgencyLevel.Unit, Parent: { } parent }) at = Find(parent);
        return at;
    }
}

/// <summary>A procedure in the published catalogue (thủ tục hành chính).</summary>
/// <param name="Levels">Where it is handled; more than one may apply.</param>
/// <param name="ListedBy">The decision that lists it.</param>
/// <param name="AbolishedFrom">From when it no longer exists, if it was abolished.</param>
public sealed record Procedure(
    ProcedureCode Code, string Name, string Field, IReadOnlyList<AgencyLevel> Levels, string? Kind,
    IReadOnlyList<ProcedureCase> Cases, string? ListedBy, DateOnly? AbolishedFrom);

/// <summary>A case of a procedure (trường hợp) with a process of its own.</summary>
public sealed record ProcedureCase(CaseKey Key, string Name);

/// <summary>An agency, or a unit inside one (cơ quan, đơn vị), with the dates between which it exists.</summary>
/// <param name="Note">What is not certain about it, e.g. <c>cần xác nhận</c> for successors not yet confirmed.</param>
public sealed record Agency(
    AgencyCode Code, string Name, AgencyLevel Level, AgencyCode? Parent, DateOnly? From, DateOnly? To, string? Note)
{
    public bool ExistsOn(DateOnly day) => (From is null || From <= day) && (To is null || day <= To);
}

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
public sealed record Position(PositionKey Key, string Name, bool MaySign);

/// <summary>Who holds a position, where, from when to when.</summary>
public sealed record Holder(OfficerId Officer, string Name, AgencyCode Place, PositionKey Position, DateOnly? From, DateOnly? To);
