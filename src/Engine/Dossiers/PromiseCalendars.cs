using TthcFlow.Engine.Calendars;

namespace TthcFlow.Engine.Dossiers;

/// <summary>Which calendar a dossier's promise counts by (lịch tính thời điểm hẹn trả): steps follow the calendar in force, a promise may not.</summary>
/// <remarks>
/// A promise counts by the calendar it was told with until one comes into force that moves promises. What is finished counts by the calendar in force when it was
/// finished, whatever came later. Nothing of this is stored in the dossier but the version the promise was told with.
/// </remarks>
internal static class PromiseCalendars
{
    public static CalendarBook PromiseBook(this Dossier dossier, CalendarBook calendars)
    {
        if (dossier.ReceivedAt is not { } received) return calendars;
        return calendars.AsOf(dossier.FinishedAt).Promising(dossier.CalendarVersion, received, dossier.IsProvisional);
    }

    /// <summary>The book for what ended then, a step or a leg: what is over does not change with a later calendar.</summary>
    public static CalendarBook AsOf(this CalendarBook calendars, DateTimeOffset? ended) => ended is { } at ? calendars.At(at) : calendars;

    public static WorkingCalendar PromiseCalendar(this Dossier dossier, CalendarBook calendars) => dossier.PromiseBook(calendars).For(dossier.Competent);
}
