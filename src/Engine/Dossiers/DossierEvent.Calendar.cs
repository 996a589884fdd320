using System.Text.Json.Serialization;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

// What a change of the calendar does to a promise. A promise that moves is PromiseMoved, with the calendar's version and decision.
[JsonDerivedType(typeof(PromiseConfirmed), "promise-confirmed")]
public abstract partial record DossierEvent
{
    /// <summary>Lời hẹn tạm nay là chính thức: the calendar of the year it runs into was confirmed.</summary>
    /// <param name="PromisedAt">The moment that is promised from now on.</param>
    /// <param name="CalendarVersion">The version of the calendar that confirms the year.</param>
    /// <param name="Decision">The decision it came into force by, as cited; null for a calendar a province was set up with.</param>
    public sealed record PromiseConfirmed(
        DateTimeOffset At, OfficerId By, DateTimeOffset PromisedAt, int CalendarVersion, string? Decision) : DossierEvent(At, By);
}
