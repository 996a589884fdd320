using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Messages;

/// <summary>Somebody with an account, as far as messages need to know them.</summary>
/// <param name="Email">Where e-mail reaches them; null: nowhere.</param>
public sealed record Person(OfficerId Id, string Name, IReadOnlySet<Role> Roles, string? Email);

/// <summary>Who exactly gets a notice on a day (người nhận): of those who hold the posts then, by the rules of the ladder.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>Work named to an officer is theirs; other work is that of everybody who holds its position, at the desk of the desk officers.</item>
/// <item>The superior is a leader of the unit; where the unit has none besides those who have the work in hand, one of the unit above, up to the agency. Nobody is told of work that waits for their
/// own superior's signature: there it is another who may sign, or the head alone.</item>
/// <item>The head of an agency is a leader who stands at the agency itself in a position that may sign; where there is none, any leader there. Who may sign is told as the head, not as a superior,
/// where the unit has other leaders.</item>
/// <item>Whoever stands in for one of them on that day is told too: the absent one finds it when they are back.</item>
/// </list>
/// </remarks>
public static class Recipients
{
    /// <summary>Everybody whose account and delegations must be known to settle it: a wider circle, found in the catalogue alone.</summary>
    public static IEnumerable<OfficerId> Circle(Notice notice, ProvinceCatalogue catalogue, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(notice);
        ArgumentNullException.ThrowIfNull(catalogue);
        return notice.Places.SelectMany(place => Above(place.Place, catalogue).SelectMany(at => catalogue.HoldersAt(at, day)).Select(holder => holder.Officer).Concat(place.Assignee is { } named ? [named] : [])).Distinct();
    }

    /// <param name="people">Those of the circle, and those who stand in for them.</param>
    /// <param name="delegations">Those that hold on that day.</param>
    public static IReadOnlyList<OfficerId> Of(Notice notice, ProvinceCatalogue catalogue, IReadOnlyDictionary<OfficerId, Person> people, IReadOnlyList<Delegation> delegations, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(notice);
        ArgumentNullException.ThrowIfNull(catalogue);
        var told = new List<OfficerId>();
        foreach (var place in notice.Places)
        {
            var meant = notice.Audience switch
            {
                NoticeAudience.Hands => Hands(place, catalogue, people, day),
                NoticeAudience.Leaders => Leaders(place, catalogue, people, day),
                NoticeAudience.Heads => Heads(place.Place, catalogue, people, day),
                _ => [],
            };
            foreach (var officer in meant.SelectMany(officer => WithSubstitutes(officer, notice.Audience is NoticeAudience.Hands ? place : null, delegations, day)))
                if (people.ContainsKey(officer) && !told.Contains(officer)) told.Add(officer);
        }
        return told;
    }

    private static OfficerId[] Hands(WorkPlace work, ProvinceCatalogue catalogue, IReadOnlyDictionary<OfficerId, Person> people, DateOnly day) =>
        work.Assignee is { } named ? [named]
        : work.IsForTheDesk ? [.. At(work.Place, catalogue, day).Where(officer => Is(officer, Role.DeskOfficer, people))]
        : work.Position is { } position ? [.. catalogue.HoldersOf(work.Place, position, day).Select(holder => holder.Officer).Distinct()]
        : At(work.Place, catalogue, day);

    private static OfficerId[] Leaders(WorkPlace work, ProvinceCatalogue catalogue, IReadOnlyDictionary<OfficerId, Person> people, DateOnly day)
    {
        var hands = Hands(work, catalogue, people, day);
        var signs = hands.Any(officer => SignsAt(officer, work.Place, catalogue, day));
        foreach (var place in Above(work.Place, catalogue))
        {
            var leaders = At(place, catalogue, day).Where(officer => Is(officer, Role.Leader, people) && !hands.Contains(officer)).ToArray();
            if (leaders.Where(leader => SignsAt(leader, place, catalogue, day) == signs).ToArray() is { Length: > 0 } superiors) return superiors;
            if (!signs && leaders is not []) return leaders;
        }
        return [];
    }

    private static OfficerId[] Heads(AgencyCode place, ProvinceCatalogue catalogue, IReadOnlyDictionary<OfficerId, Person> people, DateOnly day)
    {
        var agency = catalogue.AgencyOf(place)?.Code ?? place;
        var leaders = At(agency, catalogue, day).Where(officer => Is(officer, Role.Leader, people)).ToArray();
        return leaders.Where(leader => SignsAt(leader, agency, catalogue, day)).ToArray() is { Length: > 0 } heads ? heads : leaders;
    }

    private static IEnumerable<OfficerId> WithSubstitutes(OfficerId officer, WorkPlace? work, IReadOnlyList<Delegation> delegations, DateOnly day) =>
        delegations.Where(delegation => delegation.Principal == officer && delegation.HoldsOn(day)
                && (delegation.Post is null || work is null || delegation.Post.Place == work.Place && (work.Position is null || delegation.Post.Position == work.Position)))
            .Select(delegation => delegation.Substitute).Prepend(officer);

    private static OfficerId[] At(AgencyCode place, ProvinceCatalogue catalogue, DateOnly day) => [.. catalogue.HoldersAt(place, day).Select(holder => holder.Officer).Distinct()];

    private static bool Is(OfficerId officer, Role role, IReadOnlyDictionary<OfficerId, Person> people) => people.TryGetValue(officer, out var person) && person.Roles.Contains(role);

    private static bool SignsAt(OfficerId officer, AgencyCode place, ProvinceCatalogue catalogue, DateOnly day) =>
        catalogue.HoldersAt(place, day).Any(holder => holder.Officer == officer && catalogue.Find(holder.Position)?.MaySign == true);

    /// <summary>The place and the units above it, up to and with its agency.</summary>
    private static IEnumerable<AgencyCode> Above(AgencyCode place, ProvinceCatalogue catalogue)
    {
        yield return place;
        for (var at = catalogue.Find(place); at is { Level: AgencyLevel.Unit, Parent: { } parent }; at = catalogue.Find(parent)) yield return parent;
    }
}
