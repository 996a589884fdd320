using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>One clock of a dossier told day by day (diễn giải thời hạn): which working minutes counted, which days and hours did not, and why.</summary>
/// <remarks>The minutes of <see cref="Days"/> add up to <see cref="UsedMinutes"/>, whatever stands in the ledger: an official, a citizen or an inspector can check it with a calendar on the wall.</remarks>
/// <param name="Of">Whose clock it is.</param>
/// <param name="Limit">The limit and how it is counted; null where there is none: then the account only tells the time that passed.</param>
/// <param name="From">When the account begins; before a restart, if there was one.</param>
/// <param name="Until">When it ends: now, or when that clock ended.</param>
/// <param name="HasEnded">The clock is over.</param>
/// <param name="DueAt">When the limit is over; null without a limit, and while a limit that begins anew waits for the answer.</param>
/// <param name="UsedMinutes">Working minutes that counted.</param>
/// <param name="RemainingMinutes">Working minutes left, negative when overdue.</param>
/// <param name="Days">Until the moment of reading, one line for each day and cause.</param>
/// <param name="Ahead">From there to the due time, while the clock runs.</param>
/// <param name="Stops">The lines of the ledger that touch this clock.</param>
/// <param name="Settings">Dates and limits set by decision; the dossier's own clock only.</param>
public sealed record ClockAccount(
    ClockSubject Of, CountingRule? Limit, DateTimeOffset From, DateTimeOffset Until, bool HasEnded, DateTimeOffset? DueAt, int UsedMinutes, int? RemainingMinutes, Standing Standing,
    IReadOnlyList<ClockDay> Days, IReadOnlyList<ClockDay> Ahead, IReadOnlyList<NumberedStop> Stops, IReadOnlyList<ClockSetting> Settings)
{
    /// <summary>The account of the statutory clock. Null: not received.</summary>
    /// <param name="ladders">From when on each office calls a clock due soon.</param>
    public static ClockAccount? OfDossier(Dossier dossier, ProcessDefinition process, CalendarBook calendars, DateTimeOffset now, ReminderLadders ladders)
    {
        ArgumentNullException.ThrowIfNull(ladders);
        if (dossier.ReceivedAt is not { } received) return null;
        var clock = RunningClock.OfDossier(dossier, process, calendars, now) ?? RunningClock.OfUnlimited(dossier, calendars, now);
        return Tell(ClockSubject.Dossier, clock, received, ladders.Of(dossier.Competent), !clock.HasEnded && dossier.Ledger.AwaitsRestart, dossier.Stops, dossier.Settings);
    }

    /// <summary>The account of one run of a step, open or closed. Null: the journal knows no such run.</summary>
    /// <param name="run">Which time it was open; null for the last.</param>
    public static ClockAccount? OfStep(
        StepKey step, int? run, IEnumerable<DossierEvent> journal, Dossier dossier, ProcessVersions versions, CalendarBook calendars, DateTimeOffset now, ReminderLadders ladders)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(versions);
        ArgumentNullException.ThrowIfNull(ladders);
        var (open, closed, until, process) = (default(OpenStep), default(DateTimeOffset?), Dossier.Empty, versions.Now);
        foreach (var happened in journal)
        {
            var before = until;
            until = until.Apply(happened);
            if (until.Open.FindLast(each => each.Step == step && (run is null || each.Run == run)) is { } found) (open, closed, process) = (found, null, versions.Now);
            else if (open is not null && closed is null) (closed, process) = (happened.At, versions.For(before));
        }
        if (open is null) return null;

        var clock = RunningClock.OfStepEvenUnlimited(open, closed, dossier, process, calendars, now);
        var stops = process.Find(open.Step)?.AwaitsApplicant() == true ? [] : dossier.Stops;
        return Tell(new(ClockKind.Step, open.Step, open.Run, null, process.Find(open.Step)?.Name), clock, open.CountsFrom, ladders.Of(open.Place ?? dossier.Competent), false, stops, [], open.GoesOn?.Away);
    }

    /// <summary>The account of a leg. Null: not begun, or without a limit.</summary>
    public static ClockAccount? OfLeg(string leg, Dossier dossier, ProcessDefinition process, CalendarBook calendars, DateTimeOffset now, ReminderLadders ladders)
    {
        ArgumentNullException.ThrowIfNull(ladders);
        if (process.Header.Legs.FirstOrDefault(each => each.Key == leg) is not { } known || RunningClock.OfLeg(known, dossier, calendars, now) is not { } clock) return null;
        return Tell(new(ClockKind.Leg, null, null, leg, known.Name), clock, clock.Since, ladders.Of(dossier.Competent), false, dossier.Stops, [], dossier.WayThrough(leg).Away);
    }

    private static ClockAccount Tell(
        ClockSubject subject, RunningClock clock, DateTimeOffset from, ReminderLadder ladder, bool awaitsRestart, IReadOnlyList<ClockStop> stops, IReadOnlyList<ClockSetting> settings, IReadOnlyList<Pause>? away = null)
    {
        DateTimeOffset? due = clock.HasLimit && !awaitsRestart ? clock.DueAt() : null;
        int? left = due is { } known ? clock.Left(known) : null;
        var standing = !clock.HasLimit ? clock.Stop is null ? Standing.NoLimit : Standing.Stopped : awaitsRestart ? Standing.Stopped : clock.StandingAt(due!.Value, left!.Value, ladder.DueSoonShare);
        NumberedStop[] touching = [.. stops.Select((stop, at) => new NumberedStop(at + 1, stop)).Where(line => line.Stop.From < clock.At && (line.Stop.To ?? clock.At) > from)];
        var days = DaysOf(clock, from, touching, away ?? []);
        IReadOnlyList<ClockDay> ahead = due is { } end && standing is not Standing.Stopped && !clock.HasEnded
            ? [.. clock.Calendar.Explain(clock.At, end).Select(Plain)] : [];
        return new(
            subject, clock.HasLimit ? clock.Rule : null, from, clock.At, clock.HasEnded, due, days.Sum(day => day.Minutes), left, standing, days, ahead, touching, settings);
    }

    /// <summary>The time cut wherever a stop begins or ends: each piece counts or stands still as a whole, so nothing is told twice.</summary>
    private static List<ClockDay> DaysOf(RunningClock clock, DateTimeOffset from, NumberedStop[] stops, IReadOnlyList<Pause> away)
    {
        var days = new List<ClockDay>();
        DateTimeOffset[] cuts =
        [
            .. stops.SelectMany(line => (DateTimeOffset[])[line.Stop.From, line.Stop.To ?? clock.At]).Concat(away.SelectMany(pause => (DateTimeOffset[])[pause.From, pause.To]))
                .Append(clock.Since).Append(clock.At).Where(cut => cut > from && cut <= clock.At).Distinct().Order(),
        ];
        foreach (var cut in cuts)
        {
            var (begins, causes) = (from, Array.FindAll(stops, line => line.Stop.From <= from && (line.Stop.To ?? clock.At) > from));
            var pieces = clock.Calendar.Explain(begins, cut).Select(Plain);
            days.AddRange(
                begins < clock.Since ? pieces.Select(day => Skipped(day, ClockDayKind.BeforeRestart, new("thời hạn tính lại từ đầu, không tính", "the limit began anew, not counted")))
                : causes.Length > 0 ? pieces.Select(day => Skipped(day, ClockDayKind.Stopped, Because(causes)) with { Stops = [.. causes.Select(cause => cause.Number)] })
                : away.Any(pause => pause.From <= begins && pause.To > begins) ? pieces.Select(day => Skipped(day, ClockDayKind.Elsewhere, new("hồ sơ không ở chặng, bước này", "the dossier was elsewhere")))
                : pieces);
            from = cut;
        }
        return days;
    }

    private static ClockDay Plain(DayAccount day) => new(day.Day, day.Minutes, day.Minutes > 0 ? ClockDayKind.Counted : ClockDayKind.Closed, day.Why);

    /// <summary>What would have counted but does not; a day on which the office was closed anyway stays that.</summary>
    private static ClockDay Skipped(ClockDay day, ClockDayKind kind, Wording why) =>
        day.Minutes == 0 ? day : new(day.Day, 0, kind, new($"{why.Vi} ({day.Why.Vi})", $"{why.En} ({day.Why.En})"));

    private static Wording Because(NumberedStop[] causes)
    {
        var told = Array.ConvertAll(causes, cause => cause.Stop.ToWording());
        return new($"tạm dừng tính thời hạn: {string.Join("; ", told.Select(cause => cause.Vi))}", $"the clock stood still: {string.Join("; ", told.Select(cause => cause.En))}");
    }
}

/// <summary>Whose clock an account tells.</summary>
/// <param name="Name">The step's or the leg's name.</param>
public sealed record ClockSubject(ClockKind Kind, StepKey? Step, int? Run, string? Leg, string? Name)
{
    internal static ClockSubject Dossier { get; } = new(ClockKind.Dossier, null, null, null, null);
}

/// <summary>A line of the clock ledger with its number, from 1.</summary>
public sealed record NumberedStop(int Number, ClockStop Stop);

/// <summary>The three clocks of a dossier.</summary>
public enum ClockKind
{
    Dossier, // thời hạn giải quyết hồ sơ
    Step, // thời hạn của bước
    Leg, // thời hạn của chặng
}

/// <summary>One line of an account: a day or a part of it, the working minutes counted, and why or why not.</summary>
public sealed record ClockDay(DateOnly Day, int Minutes, ClockDayKind Kind, Wording Why)
{
    /// <summary>The numbers of the ledger's lines that made it stand still, from 1.</summary>
    public IReadOnlyList<int> Stops { get; init; } = [];
}

/// <summary>Whether a line of an account counts.</summary>
public enum ClockDayKind
{
    Counted, // được tính
    Closed, // ngày nghỉ, ngoài giờ
    Stopped, // tạm dừng
    BeforeRestart, // trước khi tính lại từ đầu
    Elsewhere, // hồ sơ không ở chặng này
}

/// <summary>What the lines of a ledger are called.</summary>
public static class ClockWording
{
    public static Wording ToWording(this ClockStopCause cause) => cause switch
    {
        ClockStopCause.Supplement => new("chờ bổ sung hồ sơ", "awaiting papers"),
        ClockStopCause.Payment => new("chờ nghĩa vụ tài chính", "awaiting payment"),
        ClockStopCause.Suspension => new("tạm dừng theo quyết định", "suspended by decision"),
        _ => new("chờ công dân thực hiện việc khác", "awaiting the applicant"),
    };

    public static Wording ToWording(this PaymentWay way) => way switch
    {
        PaymentWay.Cash => new("tiền mặt", "cash"),
        PaymentWay.Transfer => new("chuyển khoản", "bank transfer"),
        PaymentWay.Online => new("trực tuyến", "online"),
        _ => new("kho bạc, ngân hàng", "treasury or bank"),
    };

    /// <summary>A stop with its basis and its document: <c>chờ nghĩa vụ tài chính (văn bản 12/TB-CT ngày 05/03/2026)</c>.</summary>
    public static Wording ToWording(this ClockStop stop)
    {
        ArgumentNullException.ThrowIfNull(stop);
        var cause = stop.Cause.ToWording();
        string[] vi = [.. Parts(stop, "văn bản")], en = [.. Parts(stop, "document")];
        return vi is [] ? cause : new($"{cause.Vi} ({string.Join(", ", vi)})", $"{cause.En} ({string.Join(", ", en)})");
    }

    /// <summary>As cited: <c>12/QĐ-UBND ngày 05/03/2026</c>.</summary>
    public static Wording ToWording(this WrittenAct act)
    {
        ArgumentNullException.ThrowIfNull(act);
        var date = act.Date.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
        return new($"{act.Number} ngày {date}", $"{act.Number} of {date}");
    }

    private static IEnumerable<string> Parts(ClockStop stop, string document)
    {
        if (!string.IsNullOrWhiteSpace(stop.Basis)) yield return stop.Basis;
        if (stop.Document is { } act) yield return $"{document} {(document == "document" ? act.ToWording().En : act.ToWording().Vi)}";
    }
}
