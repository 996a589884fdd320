namespace TthcFlow.Engine.Vocabulary;

/// <summary>A person who acts for an agency (cán bộ, công chức), with what they may do there.</summary>
/// <param name="Id">The account's name.</param>
/// <param name="Name">Full name as printed on papers.</param>
/// <param name="Agency">The agency whose affairs this person sees; null for accounts of the whole province (controller, administrator).</param>
/// <param name="Roles">What kind of work the account is for.</param>
/// <param name="Posts">Where, and in which position, the person stands today.</param>
public sealed record Officer(
    OfficerId Id, string Name, AgencyCode? Agency, IReadOnlySet<Role> Roles, IReadOnlyList<Post> Posts)
{
    /// <summary>The engine's own hand: reminders, sweeps, samples.</summary>
    public static Officer System { get; } = new(new("he-thong"), "Hệ thống", null, new HashSet<Role>(), []);

    /// <summary>For whom this person stands in today (ủy quyền, người làm thay): each with the posts, and for the work, that were handed over. Their rights end by themselves with the last day.</summary>
    public IReadOnlyList<Officer> StandsInFor { get; init; } = [];

    /// <summary>For a leader of an agency: the units inside it, besides the places of their own posts.</summary>
    public IReadOnlyList<AgencyCode> Leads { get; init; } = [];

    /// <summary>For a registered system: for whom it may speak. Null for people.</summary>
    public Mandate? Mandate { get; init; }

    /// <summary>Signed in with a password that an administrator chose: until they have chosen their own, nothing else is open to them.</summary>
    public bool OwesPassword { get; init; }

    public bool Is(Role role) => Roles.Contains(role);

    public bool Holds(AgencyCode place, PositionKey position) => Posts.Contains(new Post(place, position));
}

/// <summary>What a registered system may hand in and tell for applicants (phạm vi được nộp thay): at which agencies and units, for which procedures.</summary>
/// <param name="System">The system's key.</param>
/// <param name="Agencies">The agencies with everything under them; null: all.</param>
/// <param name="Procedures">Null: all.</param>
public sealed record Mandate(string System, IReadOnlySet<AgencyCode>? Agencies, IReadOnlySet<ProcedureCode>? Procedures)
{
    /// <summary>No account is written with capital letters: what is signed so was done by a system, and by nobody else.</summary>
    private const string Hand = "KET-NOI.";

    /// <summary>The system as it signs what it does.</summary>
    public Officer ToOfficer(string name) => new(new OfficerId(Hand + System), name, null, new HashSet<Role>(), []) { Mandate = this };

    /// <summary>The system that signed; null where it was somebody else.</summary>
    public static string? SystemOf(OfficerId id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Value.StartsWith(Hand, StringComparison.Ordinal) ? id.Value[Hand.Length..] : null;
    }

    /// <summary>Whether it speaks for applicants of this procedure at the agency that receives.</summary>
    public bool Covers(ProcedureCode? procedure, AgencyCode? receiving) =>
        (Procedures is null || procedure is not null && Procedures.Contains(procedure)) && (Agencies is null || receiving is not null && Agencies.Contains(receiving));
}

/// <summary>A position at a place (vị trí tại đơn vị): the unit it belongs to, and its key.</summary>
public sealed record Post(AgencyCode Place, PositionKey Position);

/// <summary>What an account is for. The engine's deciders ask for it; pages only hide what it does not allow.</summary>
public enum Role
{
    Author, // người xây dựng quy trình
    Appraiser, // người thẩm định (Sở KH&CN)
    Publisher, // người công bố (UBND tỉnh)
    DeskOfficer, // công chức một cửa
    HandlingOfficer, // công chức, viên chức xử lý
    Leader, // lãnh đạo
    Controller, // cán bộ kiểm soát TTHC của tỉnh
    Administrator, // quản trị
}
