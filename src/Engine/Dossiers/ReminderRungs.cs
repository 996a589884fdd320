using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>A rung of the reminder ladder (bậc nhắc hạn): what is said of a clock, and from when on.</summary>
public readonly record struct Rung(DateTimeOffset At, ReminderKind Kind)
{
    /// <summary>The earlier of two; where they fall together, the lower rung.</summary>
    internal static Rung? Earlier(Rung? one, Rung? other) =>
        one is not { } left ? other
        : other is not { } right || left.At < right.At || left.At == right.At && left.Kind <= right.Kind ? left
        : right;
}

/// <summary>A rung that was said, and when it last was.</summary>
public sealed record SaidRung(ReminderKind Kind, DateTimeOffset At);

/// <summary>Under this key the promise of a whole dossier stands among reminders, where steps stand with theirs (thời điểm hẹn trả).</summary>
public static class DossierPromise
{
    public static StepKey Key { get; } = new("promise");

    /// <summary>A promise is reminded of from receipt until processing is finished.</summary>
    public static bool IsWatched(Dossier dossier)
    {
        ArgumentNullException.ThrowIfNull(dossier);
        return dossier is { ReceivedAt: not null, PromisedAt: not null, FinishedAt: null, EndedAt: null };
    }
}

/// <summary>The rungs of one clock as it stands: moments that follow from its due time, its calendar and the ladder of its office, never stored as truth.</summary>
/// <remarks>
/// <para>A rung is said once. When the due time moves, its rungs move; one that now lies after the moment it was last said is said again at its new time,
/// because what was said then is no longer true. One that lies before it was said stays said: nothing new is to be told.</para>
/// <para>"Due today" is said when the office opens on the day of the due time, and only where the clock began before that; else whoever has it has just got it.</para>
/// </remarks>
/// <param name="Over">A moment behind the due time itself, which is still in time.</param>
internal readonly record struct ReminderRungs(DateTimeOffset Soon, DateTimeOffset? Today, DateTimeOffset Over, DateTimeOffset? Leader, DateTimeOffset? Head)
{
    /// <summary>The smallest moment that both databases keep.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    /// <param name="since">When the clock began.</param>
    /// <param name="goesHigher">False where the time is the applicant's: no superior answers for that.</param>
    public static ReminderRungs Of(WorkingCalendar calendar, DateTimeOffset since, DateTimeOffset soon, DateTimeOffset due, ReminderLadder ladder, bool goesHigher)
    {
        var today = ladder.DueToday && calendar.OpeningOn(VietnamTime.DayOf(due)) is { } opening && opening > since && opening < due ? opening : (DateTimeOffset?)null;
        DateTimeOffset? After(TimeLimit? wait) => goesHigher && wait?.WorkingMinutes is { } minutes ? calendar.Add(due, minutes) + Moment : null;
        return new(soon, today, due + Moment, After(ladder.ToLeader), After(ladder.ToHead));
    }

    public static ReminderRungs Of(RunningClock clock, DateTimeOffset due, ReminderLadder ladder, bool goesHigher) =>
        Of(clock.Calendar, clock.Since, clock.SoonAt(due, ladder.DueSoonShare), due, ladder, goesHigher);

    /// <summary>From when on a rung may be said; null where this clock does not have it.</summary>
    public DateTimeOffset? At(ReminderKind kind) => kind switch
    {
        ReminderKind.DueSoon => Soon,
        ReminderKind.DueToday => Today,
        ReminderKind.Overdue => Over,
        ReminderKind.ToLeader => Leader,
        ReminderKind.ToHead => Head,
        _ => null,
    };

    /// <summary>The next one that is still to be said; null when all were.</summary>
    public Rung? Next(IReadOnlyList<SaidRung> said, IReadOnlyList<ReminderKind> saidBefore)
    {
        Rung? next = null;
        foreach (var kind in (ReadOnlySpan<ReminderKind>)[ReminderKind.DueSoon, ReminderKind.DueToday, ReminderKind.Overdue, ReminderKind.ToLeader, ReminderKind.ToHead])
            if (At(kind) is { } at && !WasSaid(kind, at, said, saidBefore)) next = Rung.Earlier(next, new(at, kind));
        return next;
    }

    /// <summary>Was it said at or after the moment it is meant for?</summary>
    /// <param name="saidBefore">Kinds that files of an earlier time hold without the moment.</param>
    public static bool WasSaid(ReminderKind kind, DateTimeOffset at, IReadOnlyList<SaidRung> said, IReadOnlyList<ReminderKind> saidBefore)
    {
        for (var index = 0; index < said.Count; index++)
            if (said[index].Kind == kind) return said[index].At >= at;
        for (var index = 0; index < saidBefore.Count; index++)
            if (saidBefore[index] == kind) return true;
        return false;
    }

    /// <summary>What was said, with one more; of each kind the last time counts.</summary>
    public static ImmutableList<SaidRung> With(ImmutableList<SaidRung> said, ReminderKind kind, DateTimeOffset at) =>
        said.RemoveAll(one => one.Kind == kind).Add(new(kind, at));
}
