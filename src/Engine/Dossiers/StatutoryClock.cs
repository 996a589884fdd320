using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Dossiers;

/// <summary>The clock the promise to the applicant hangs on (thời hạn giải quyết): which limit, counted how, from when, less which pauses.</summary>
internal static class StatutoryClock
{
    // "Trả ngay" is due at the close of the working day on which the dossier came; what comes after hours, at the close of the next.
    private static readonly TimeOnly EndOfDay = new(23, 59);

    /// <summary>The promised limit, else the statutory one; the online one for what came online; longer in the area named. Null: nothing is promised.</summary>
    public static CountingRule? RuleOf(ProcessHeader header, Channel channel, string? area)
    {
        if (header.NoPromise) return null;
        if (header.Immediate) return new(header.HeldTo ?? TimeLimit.OfDays(1), Counting.SameDay, header.AfterHours, EndOfDay);
        if (((channel is Channel.Online ? header.OnlineLimit : null) ?? header.HeldTo) is not { } limit)
            return header.Counting is Counting.SameDay ? new(TimeLimit.OfDays(1), Counting.SameDay, header.AfterHours, header.CutOff) : null;

        var more = header.RegionalExtensions.FirstOrDefault(extension => extension.Area == area);
        return new(more is null ? limit : Longer(limit, more.Limit), header.Counting, header.AfterHours, header.CutOff);
    }

    /// <summary>When the dossier is due by the stops that are over; null without a limit.</summary>
    public static DateTimeOffset? DueAt(Dossier dossier, ProcessDefinition process, CalendarBook calendars)
    {
        if (dossier.ReceivedAt is null || RuleOf(process.Header, dossier.Channel, dossier.Area) is not { Fault: null } rule) return null;
        var (from, pauses) = Run(dossier, openUntil: null);
        return calendars.For(dossier.Competent).DueAfter(from, rule, pauses);
    }

    /// <summary>From when the limit counts, after the last restart, and the pauses since. A stop still open ends at <paramref name="openUntil"/>, or is left out.</summary>
    public static (DateTimeOffset From, IReadOnlyList<Pause> Pauses) Run(Dossier dossier, DateTimeOffset? openUntil)
    {
        var from = dossier.Stops.Where(stop => stop.Policy is ClockPolicy.Restarts).Select(stop => stop.To).Append(dossier.ReceivedAt).Max()!.Value;
        return (from, [.. from stop in dossier.Stops
                          let to = stop.To ?? openUntil
                          where to > @from
                          select new Pause(stop.From, to.Value)]);
    }

    /// <summary>Days are added to days and working time to working time; what cannot be added stays the limit of the area.</summary>
    private static TimeLimit Longer(TimeLimit limit, TimeLimit more) =>
        limit.Unit == more.Unit ? limit with { Value = limit.Value + more.Value }
        : limit.WorkingMinutes is { } minutes && more.WorkingMinutes is { } extra ? TimeLimit.OfHours((minutes + extra) / 60m)
        : more;
}
