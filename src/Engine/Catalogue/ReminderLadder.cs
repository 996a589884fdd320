using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Catalogue;

/// <summary>When people are reminded of a limit, and when it is taken higher (thang nhắc hạn): the settings of the province, or of one agency.</summary>
/// <remarks>
/// A setting of the office that does the work, so it stands in the catalogue and holds for the agency and everything under it. It is no part of a published process:
/// how an office keeps itself on time is not what a decision publishes, and changing it must not need a new version.
/// </remarks>
/// <param name="Agency">Whose setting it is; null: the province's.</param>
public sealed record ReminderLadder(AgencyCode? Agency = null)
{
    /// <summary>The usual <see cref="DueSoonShare"/>.</summary>
    public const double UsualShare = 0.25;

    /// <summary>What holds where the catalogue says nothing.</summary>
    public static ReminderLadder National { get; } = new();

    /// <summary>Less than this share of the limit's working minutes left is "due soon"; between 0 and 1.</summary>
    public double DueSoonShare { get; init; } = UsualShare;

    /// <summary>Whether people are reminded when their office opens on the day a limit runs out.</summary>
    public bool DueToday { get; init; } = true;

    /// <summary>How long overdue before the leader of the unit hears of it, in working time; null: never.</summary>
    public TimeLimit? ToLeader { get; init; } = TimeLimit.OfHours(4);

    /// <summary>How long overdue before the head of the agency hears of it, in working time; null: never.</summary>
    public TimeLimit? ToHead { get; init; } = TimeLimit.OfDays(1);
}

/// <summary>Every ladder of a catalogue: the nearest one above a place holds there.</summary>
public sealed class ReminderLadders(IReadOnlyList<ReminderLadder> ladders, Func<AgencyCode, AgencyCode?> above)
{
    /// <summary>Where nothing is set.</summary>
    public static ReminderLadders National { get; } = new([], _ => null);

    public ReminderLadder Of(AgencyCode? place)
    {
        if (ladders.Count == 0) return ReminderLadder.National;
        for (var at = place; at is not null; at = above(at))
            foreach (var ladder in ladders)
                if (ladder.Agency == at) return ladder;
        foreach (var ladder in ladders)
            if (ladder.Agency is null) return ladder;
        return ReminderLadder.National;
    }
}
