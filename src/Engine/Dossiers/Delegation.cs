using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>That one officer stands in for another for some days (ủy quyền, người làm thay khi nghỉ). The rights begin and end with the days, by themselves; the work stays with whom it belongs to.</summary>
/// <param name="Post">The post that is handed over; null: all of them.</param>
/// <param name="To">The last day, itself included.</param>
/// <param name="RevokedAt">When it was called off before its last day; null while it stands.</param>
public sealed record Delegation(
    string Id, OfficerId Principal, OfficerId Substitute, DelegationKind Kind, Post? Post, DateOnly From, DateOnly To, string Reason,
    OfficerId RegisteredBy, DateTimeOffset RegisteredAt, OfficerId? RevokedBy = null, DateTimeOffset? RevokedAt = null)
{
    public bool HoldsOn(DateOnly day) => RevokedAt is null && From <= day && day <= To;
}

/// <summary>Why somebody stands in for another.</summary>
public enum DelegationKind
{
    Delegation, // ủy quyền
    Leave, // nghỉ, có người làm thay
}

/// <summary>Who may register that somebody stands in for whom, and for how long.</summary>
public static class DelegationRules
{
    /// <summary>The longest that one registration may hold, in days.</summary>
    public const int LongestDays = 366;

    /// <param name="wanted">What is to be registered.</param>
    /// <param name="by">Whoever registers it: the officer who is stood in for, or a leader over them. Never whoever would get the rights.</param>
    /// <param name="isLeader">Whether the officer who is stood in for leads a place themselves.</param>
    /// <param name="standing">What is registered already, for either of the two.</param>
    /// <returns>Why not; null when nothing speaks against it.</returns>
    public static Refusal? Of(Delegation wanted, Officer by, bool isLeader, ProvinceCatalogue catalogue, IReadOnlyList<Delegation> standing, DateOnly today)
    {
        if (wanted.Principal == wanted.Substitute) return DossierRefusals.StandsInForOneself;
        var posts = catalogue.PostsOf(wanted.Principal, today);
        if (!MayDecide(by, wanted.Principal, isLeader, posts, catalogue)) return DossierRefusals.NotYourDelegation;
        if (by.Id == wanted.Substitute) return DossierRefusals.RegistersOneself;
        if (wanted.From < today) return DossierRefusals.DelegationInThePast;
        if (wanted.To < wanted.From || wanted.To.DayNumber - wanted.From.DayNumber >= LongestDays) return DossierRefusals.DelegationDaysWrong;
        if (string.IsNullOrWhiteSpace(wanted.Reason)) return DossierRefusals.ReasonMissing;
        if (IntakeCheck.OfNote(wanted.Reason) is { } tooLong) return tooLong;

        var handedOver = wanted.Post is { } post ? posts.Contains(post) ? [post] : [] : posts;
        if (handedOver is []) return DossierRefusals.NoSuchPost;

        // Inside the unit, or at least inside the agency: nobody hands a dossier over to another house.
        var homes = catalogue.PostsOf(wanted.Substitute, today).Select(held => catalogue.AgencyOf(held.Place)?.Code ?? held.Place).ToHashSet();
        if (!handedOver.All(held => homes.Contains(catalogue.AgencyOf(held.Place)?.Code ?? held.Place))) return DossierRefusals.SubstituteOfAnotherAgency;

        bool Meets(Delegation other) => other.RevokedAt is null && other.From <= wanted.To && wanted.From <= other.To;
        if (standing.Any(other => other.Principal == wanted.Principal && (other.Post is null || wanted.Post is null || other.Post == wanted.Post) && Meets(other))) return DossierRefusals.StoodInForAlready;
        return standing.Any(other => other.Principal == wanted.Substitute && other.Kind is DelegationKind.Leave && Meets(other)) ? DossierRefusals.SubstituteOnLeave : null;
    }

    /// <summary>Whoever may register it may call it off, and so may whoever stands in.</summary>
    public static Refusal? OfRevoking(Delegation standing, Officer by, bool isLeader, ProvinceCatalogue catalogue, DateOnly today) =>
        standing.RevokedAt is not null || standing.To < today ? DossierRefusals.DelegationOver
        : by.Id == standing.Substitute || by.Id == standing.RegisteredBy ? null
        : MayDecide(by, standing.Principal, isLeader, catalogue.PostsOf(standing.Principal, today), catalogue) ? null
        : DossierRefusals.NotYourDelegation;

    /// <summary>The officer, or a leader over each of their posts. Over another leader's: one from the agency above, or one of the place who signs for it where the other does not; equals do not dispose of each other.</summary>
    /// <param name="isLeader">Whether the principal is a leader, too.</param>
    internal static bool MayDecide(Officer by, OfficerId principal, bool isLeader, IReadOnlyList<Post> posts, ProvinceCatalogue catalogue)
    {
        if (by.Id == principal) return true;
        if (!by.Is(Role.Leader) || posts is []) return false;
        bool Signs(Post post) => catalogue.Find(post.Position)?.MaySign is true;
        return posts.All(held =>
            LeadsOver(by, held.Place, catalogue)
            && (!isLeader || by.Posts.All(post => post.Place != held.Place) || !Signs(held) && by.Posts.Any(post => post.Place == held.Place && Signs(post))));
    }

    /// <summary>A leader at the place, or of the agency that the place is a unit of.</summary>
    public static bool LeadsOver(Officer leader, AgencyCode place, ProvinceCatalogue catalogue) =>
        leader.Posts.Any(post => post.Place == place || post.Place == catalogue.AgencyOf(place)?.Code);

    /// <summary>The units inside the agencies at which an officer stands: where a leader reaches besides their own places.</summary>
    public static IReadOnlyList<AgencyCode> UnitsUnder(IReadOnlyList<Post> posts, ProvinceCatalogue catalogue) =>
    [
        .. catalogue.Agencies.Where(unit => unit.Level is AgencyLevel.Unit && posts.Any(post => post.Place == catalogue.AgencyOf(unit.Code)?.Code)).Select(unit => unit.Code),
    ];
}
