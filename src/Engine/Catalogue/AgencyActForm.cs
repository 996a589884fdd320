using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>What kind of act it is.</summary>
public enum AgencyActKind
{
    Establish, // thành lập
    Rename, // đổi tên
    Move, // chuyển cơ quan cấp trên
    Merge, // sáp nhập, hợp nhất
    Split, // chia
    Dissolve, // giải thể
    ListPosition, // thêm vị trí xử lý
    Appoint, // bổ nhiệm, phân công, giao quyền
    Relieve, // thôi giữ vị trí
}

/// <summary>An act as a form or a program states it: its kind, and those of the fields that the kind needs.</summary>
/// <param name="From">The day it takes effect.</param>
/// <param name="Decision">Số quyết định.</param>
/// <param name="Code">The agency or unit; the new one's, where one is established.</param>
/// <param name="Name">A new name; of a person, where somebody is appointed.</param>
/// <param name="Parent">What it stands under, or is moved to.</param>
/// <param name="Codes">Those that merge.</param>
/// <param name="Into">What they merge into, or who succeeds what is dissolved.</param>
/// <param name="Parts">What it is split into.</param>
/// <param name="Heir">Which part takes over units and people.</param>
/// <param name="People">What becomes of the people of a place that ceases.</param>
/// <param name="Until">The last day of a post, where one is known.</param>
public sealed record AgencyActForm(
    AgencyActKind Kind, DateOnly From, string Decision, DateOnly SignedOn, AgencyCode? Code = null, string? Name = null, AgencyLevel? Level = null, AgencyCode? Parent = null,
    IReadOnlyList<AgencyCode>? Codes = null, AgencyCode? Into = null, IReadOnlyList<FoundedAgency>? Parts = null, AgencyCode? Heir = null, PeopleGo? People = null,
    PositionKey? Position = null, bool MaySign = false, bool OnePerson = false, OfficerId? Officer = null, HolderKind Holding = HolderKind.Appointed, DateOnly? Until = null)
{
    /// <summary>The act that is meant.</summary>
    /// <param name="missing">The field that the kind needs and that is not there; null where all are.</param>
    public AgencyOrder? Read(out string? missing)
    {
        missing = Kind switch
        {
            AgencyActKind.Establish => Without((nameof(Code), Code), (nameof(Name), Name), (nameof(Level), Level)),
            AgencyActKind.Rename => Without((nameof(Code), Code), (nameof(Name), Name)),
            AgencyActKind.Move => Without((nameof(Code), Code), (nameof(Parent), Parent)),
            AgencyActKind.Merge => Without((nameof(Codes), Codes is { Count: > 0 } ? Codes : null), (nameof(Into), Into)),
            AgencyActKind.Split => Without((nameof(Code), Code), (nameof(Parts), Parts is { Count: > 0 } ? Parts : null)),
            AgencyActKind.Dissolve => Without((nameof(Code), Code)),
            AgencyActKind.ListPosition => Without((nameof(Position), Position), (nameof(Name), Name)),
            AgencyActKind.Appoint => Without((nameof(Officer), Officer), (nameof(Name), Name), (nameof(Code), Code), (nameof(Position), Position)),
            _ => Without((nameof(Officer), Officer), (nameof(Code), Code), (nameof(Position), Position)),
        };
        return missing is not null ? null : new AgencyOrder(Act(), From, Decision, SignedOn);
    }

    private AgencyAct Act() => Kind switch
    {
        AgencyActKind.Establish => new AgencyAct.Establish(new(Code!, Name!, Level!.Value, Parent)),
        AgencyActKind.Rename => new AgencyAct.Rename(Code!, Name!),
        AgencyActKind.Move => new AgencyAct.Move(Code!, Parent!),
        AgencyActKind.Merge => new AgencyAct.Merge(Codes!, Into!, Name is null ? null : new(Into!, Name, Level ?? AgencyLevel.Unit, Parent), People),
        AgencyActKind.Split => new AgencyAct.Split(Code!, Parts!, Heir, People),
        AgencyActKind.Dissolve => new AgencyAct.Dissolve(Code!, Into, People),
        AgencyActKind.ListPosition => new AgencyAct.ListPosition(Position!, Name!, MaySign, OnePerson),
        AgencyActKind.Appoint => new AgencyAct.Appoint(Officer!, Name!, Code!, Position!, Holding, Until),
        _ => new AgencyAct.Relieve(Officer!, Code!, Position!),
    };

    private static string? Without(params ReadOnlySpan<(string Name, object? Value)> needed)
    {
        foreach (var (name, value) in needed)
            if (value is null or "") return char.ToLowerInvariant(name[0]) + name[1..];
        return null;
    }
}
