using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>What changes in the tree of agencies, or in who stands where (sắp xếp tổ chức, bổ nhiệm, điều động).</summary>
public abstract record AgencyAct
{
    private AgencyAct() { }

    /// <summary>Thành lập.</summary>
    public sealed record Establish(FoundedAgency Agency) : AgencyAct;

    /// <summary>Đổi tên.</summary>
    public sealed record Rename(AgencyCode Code, string Name) : AgencyAct;

    /// <summary>Chuyển sang cơ quan cấp trên khác.</summary>
    public sealed record Move(AgencyCode Code, AgencyCode Parent) : AgencyAct;

    /// <summary>Sáp nhập, hợp nhất: the named ones cease, and one takes over their units, their work and, where it is said so, their people.</summary>
    /// <param name="Into">An agency that exists, or the code of the one that is founded.</param>
    /// <param name="Founded">The new agency (hợp nhất); null where they join one that exists (sáp nhập).</param>
    public sealed record Merge(IReadOnlyList<AgencyCode> Codes, AgencyCode Into, FoundedAgency? Founded, PeopleGo? People) : AgencyAct;

    /// <summary>Chia: it ceases, and several new ones take its place.</summary>
    /// <param name="Heir">Which of them takes over its units and, where it is said so, its people.</param>
    public sealed record Split(AgencyCode Code, IReadOnlyList<FoundedAgency> Into, AgencyCode? Heir, PeopleGo? People) : AgencyAct;

    /// <summary>Giải thể.</summary>
    /// <param name="Successor">Who takes over its units and its work; null: nobody, which is possible where there are none.</param>
    public sealed record Dissolve(AgencyCode Code, AgencyCode? Successor, PeopleGo? People) : AgencyAct;

    /// <summary>Thêm vị trí xử lý.</summary>
    public sealed record ListPosition(PositionKey Key, string Name, bool MaySign, bool OnePerson) : AgencyAct;

    /// <summary>Bổ nhiệm, phân công, giao quyền hoặc phụ trách.</summary>
    /// <param name="Until">The last day, where one is known.</param>
    public sealed record Appoint(OfficerId Officer, string Name, AgencyCode Place, PositionKey Position, HolderKind Kind, DateOnly? Until) : AgencyAct;

    /// <summary>Thôi giữ: from that day on they do not hold it any more.</summary>
    public sealed record Relieve(OfficerId Officer, AgencyCode Place, PositionKey Position) : AgencyAct;
}

/// <summary>An agency that an act founds.</summary>
public sealed record FoundedAgency(AgencyCode Code, string Name, AgencyLevel Level, AgencyCode? Parent);

/// <summary>What becomes of those who hold posts in a place that ceases.</summary>
public enum PeopleGo
{
    WithTheWork, // sang đơn vị kế thừa, giữ vị trí cũ
    Home, // thôi giữ vị trí
}

/// <summary>An act, the day it takes effect, and the decision it rests on (số, ngày ký).</summary>
public sealed record AgencyOrder(AgencyAct Act, DateOnly From, string Decision, DateOnly SignedOn);

/// <summary>How much open work lies at a place for a position.</summary>
public sealed record PlaceWork(AgencyCode Place, PositionKey? Position, int Steps);
