using TthcFlow.Engine.Calendars;

namespace TthcFlow.Engine.Dossiers;

// What a calendar that came into force does to a running dossier's promise.
public sealed partial class DossierDecider
{
    /// <summary>Tells a promise that moved, or that is certain now. Where neither happened nothing is told, so that asking twice does nothing the second time.</summary>
    private void FollowCalendar(Telling telling)
    {
        var dossier = telling.Dossier;
        if (dossier is not { IsRunning: true, FinishedAt: null, PromisedAt: not null, ReceivedAt: { } received }) return;

        var (told, book) = (ToldBy(dossier, received), dossier.PromiseBook(calendars));
        if (RunningClock.DueByWhatIsOver(dossier, process, told.Alone) is not { } from || RunningClock.DueByWhatIsOver(dossier, process, book.Alone) is not { } to) return;

        var decision = book.Edition?.Decision?.ToWording().Vi;
        var unconfirmed = book.For(dossier.Competent).UnconfirmedYear(received, to) is not null;
        if (from != to) telling.Tell(new DossierEvent.PromiseMoved(telling.Now, telling.By, from, to, unconfirmed, book.Version, decision));
        if (dossier.IsProvisional && !unconfirmed) telling.Tell(new DossierEvent.PromiseConfirmed(telling.Now, telling.By, to, book.Version, decision));
    }

    /// <summary>The calendar the promise was last told with.</summary>
    private CalendarBook ToldBy(Dossier dossier, DateTimeOffset received)
    {
        var version = dossier.CalendarVersion ?? calendars.At(received).Version;
        var book = calendars;
        while (book.Version > version && book.Earlier is { } earlier) book = earlier;
        return book;
    }
}
