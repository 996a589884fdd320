using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Dossiers;

/// <summary>The clock the promise to the applicant hangs on (thời hạn giải quyết): which limit, counted how, from when, less which pauses.</summary>
internal static class StatutoryClock
{
    /// <summary>The limit of the header, for the way the dossier came and the area it is for. Null: nothing is promised.</summary>
    public static CountingRule? RuleOf(ProcessHeader header, Channel channel, string? area) => header.RuleFor(channel is Channel.Online, area);

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
}
