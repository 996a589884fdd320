using System.Diagnostics.CodeAnalysis;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Reports;

/// <summary>A named way to say whether a dossier was on time (công thức phân loại đúng hạn): its name, version and parameters stand on every report that used it.</summary>
/// <remarks>
/// <para><c>DATE_COMPARE</c> compares days, <c>TIMESTAMP</c> minutes, both with the promise as it stands by law. <c>QD766</c> is the formula of QĐ 766/QĐ-TTg:
/// the original promise, the time of one supplement taken out, a second request overdue whatever the dates.</para>
/// <para>The end is when processing was finished, never when the citizen came for the result.</para>
/// </remarks>
public sealed record OnTimeFormula
{
    private OnTimeFormula(string name, int version, Wording says) => (Name, Version, Says) = (name, version, says);

    public static OnTimeFormula DateCompare { get; } = new("DATE_COMPARE", 2, new(
        "so ngày xử lý xong với ngày hẹn trả: trước ngày là trước hạn, cùng ngày là đúng hạn, sau ngày là quá hạn; chưa xong thì so ngày chốt kỳ",
        "the day processing was finished against the day promised: before it early, on it on time, after it overdue; unfinished ones by the last day of the period"));

    public static OnTimeFormula Timestamp { get; } = new("TIMESTAMP", 2, new(
        "so thời điểm xử lý xong với thời điểm hẹn trả, chính xác đến phút; chưa xong thì so thời điểm chốt kỳ",
        "the minute processing was finished against the minute promised; unfinished ones by the end of the period"));

    public static OnTimeFormula Qd766 { get; } = new("QD766", 3, new(
        "theo Quyết định 766/QĐ-TTg: kết thúc lấy theo thứ tự xử lý xong, trả kết quả, dừng hoặc từ chối; đang chờ bổ sung lần đầu thì lấy lúc yêu cầu; yêu cầu bổ sung quá một lần là quá hạn; không có ngày hẹn thì thời gian giải quyết trừ thời gian bổ sung không quá thời hạn của thủ tục; chưa xong mà chốt kỳ sau ngày hẹn là quá hạn",
        "Decision 766/QĐ-TTg: the end is finished, else returned, else stopped or rejected; while the only request for papers is open, the moment of asking; papers asked for more than once are overdue; without a promise, the time taken less supplement time is held to the procedure's limit; unfinished at the period's end after the promise is overdue"));

    public static IReadOnlyList<OnTimeFormula> All { get; } = [Qd766, DateCompare, Timestamp];

    /// <summary>As it is written on reports and in addresses.</summary>
    public string Name { get; }

    /// <summary>Goes up whenever the same dossier could come out otherwise.</summary>
    public int Version { get; }

    /// <summary>What it does, in one sentence.</summary>
    public Wording Says { get; }

    /// <summary>Parameter: does a day given anew with an apology replace the promise? By default not: an apology does not make a late dossier on time.</summary>
    public bool ReappointmentReplaces { get; init; }

    /// <summary>Parameter: is time in which the clock lawfully stood still taken out? <c>QD766</c> takes out supplement time; the others go by the promise as the law moved it.</summary>
    public bool LawfulPausesCount { get; init; } = true;

    /// <summary>Name, version and parameters, as printed on the report.</summary>
    public Wording Printed => new(
        $"{Name} (phiên bản {Version}; ngày hẹn lại thay ngày hẹn gốc: {(ReappointmentReplaces ? "có" : "không")}; {PausesVi}: {(LawfulPausesCount ? "có" : "không")})",
        $"{Name} (version {Version}; a re-appointed day replaces the promise: {(ReappointmentReplaces ? "yes" : "no")}; {PausesEn}: {(LawfulPausesCount ? "yes" : "no")})");

    private bool Is766 => Name == Qd766.Name;

    private string PausesVi => Is766 ? "trừ thời gian chờ bổ sung" : "ngày hẹn dời theo thời gian tạm dừng đúng quy định";

    private string PausesEn => Is766 ? "supplement time taken out" : "the promise moves with lawful pauses";

    public static bool TryParse(string? name, [NotNullWhen(true)] out OnTimeFormula? formula) =>
        (formula = All.FirstOrDefault(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase))) is not null;

    /// <summary>The label of one dossier at the end of a period, and what it rests on.</summary>
    /// <param name="at">The end of the period: a dossier not solved before it is judged by it.</param>
    /// <param name="limit">The procedure's longest limit; asked for only where there is no promise.</param>
    /// <param name="calendar">Of the agency that decides the dossier.</param>
    public OnTimeAnswer Of(CountedDossier dossier, DateTimeOffset at, TimeLimit? limit, WorkingCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(dossier);
        ArgumentNullException.ThrowIfNull(calendar);
        return Is766 ? By766(dossier, at, limit, calendar) : ByPromise(dossier, at, calendar, byDay: Name == DateCompare.Name);
    }

    private OnTimeAnswer ByPromise(CountedDossier dossier, DateTimeOffset at, WorkingCalendar calendar, bool byDay)
    {
        var promise = (ReappointmentReplaces ? dossier.ReappointedTo : null) ?? (LawfulPausesCount ? MovedByLaw(dossier, calendar) : null) ?? dossier.PromisedAt;
        var still = dossier.SolvedAt is null && LawfulPausesCount ? dossier.Stops.Where(stop => stop.To is null).Select(stop => (DateTimeOffset?)stop.From).Min() : null;
        var end = dossier.SolvedAt ?? still ?? at;
        if (promise is not { } due) return new(OnTimeLabel.NoPromise, end, null, NothingToCompare);

        // A period ends at midnight, which is the next day already: what is open is judged by the period's last moment.
        var last = end == at ? end.AddTicks(-1) : end;
        var after = byDay ? VietnamTime.DayOf(last).CompareTo(VietnamTime.DayOf(due)) : MinuteOf(end).CompareTo(MinuteOf(due));
        return Answer(dossier, after, end, due, still is null ? null : StandsStill);
    }

    /// <summary>The promise as lawful pauses moved it. After an apology they go on doing so while it has not passed: an apology does not make a late dossier on time, and costs one that is in time no pause.</summary>
    private static DateTimeOffset? MovedByLaw(CountedDossier dossier, WorkingCalendar calendar)
    {
        var promise = dossier.MovedTo ?? dossier.PromisedAt;
        foreach (var shift in dossier.ShiftsSince)
            if (shift.StoodFrom < promise) promise = calendar.Add(promise.Value, calendar.Between(shift.From, shift.To));
        return promise;
    }

    private OnTimeAnswer By766(CountedDossier dossier, DateTimeOffset at, TimeLimit? limit, WorkingCalendar calendar)
    {
        var asked = dossier.Requests is [{ To: null } only] && dossier.SolvedAt is null ? only.From : (DateTimeOffset?)null;
        var end = dossier.SolvedAt ?? asked ?? at;
        var again = ReappointmentReplaces ? dossier.ReappointedTo : null;
        var promise = again ?? dossier.PromisedAt;
        if (dossier.Requests.Count > 1) return new(OnTimeLabel.Overdue, end, promise, AskedTwice);

        var received = dossier.ReceivedAt;
        if (promise is { } due)
        {
            // A request made once the promise has passed cannot move it any more.
            var waits = LawfulPausesCount ? dossier.Requests.Where(request => request.From < due) : [];
            var waited = again is null ? ClockSpan.WorkingMinutes(waits, calendar, received, end) : WaitedBeside(dossier, waits, calendar, end);
            var heldTo = waited == 0 ? due : calendar.Add(due, waited);
            var late = MinuteOf(end).CompareTo(MinuteOf(heldTo));
            var after = late > 0 ? 1 : VietnamTime.DayOf(end) < VietnamTime.DayOf(heldTo) ? -1 : 0;
            return Answer(dossier, after, end, heldTo, waited > 0 ? SupplementTakenOut : asked is null ? null : AskedOnce);
        }
        if (limit is not { } longest || !longest.IsWhole) return new(OnTimeLabel.NoPromise, end, null, NothingToCompare);
        return ByLimit(dossier, end, longest, calendar);
    }

    /// <summary>What was waited for since a day was given anew and is not in it. The wait before was known when it was given; where the clock stood still meanwhile, that has moved it already.</summary>
    private static int WaitedBeside(CountedDossier dossier, IEnumerable<ClockSpan> waits, WorkingCalendar calendar, DateTimeOffset end)
    {
        var since = dossier.ReappointedAt ?? dossier.ReceivedAt;
        return ClockSpan.WorkingMinutes(waits.Concat(dossier.Stops), calendar, since, end) - ClockSpan.WorkingMinutes(dossier.Stops, calendar, since, end);
    }

    /// <summary>No promise was made: (end − receipt − supplement time) against the longest limit of the procedure.</summary>
    private OnTimeAnswer ByLimit(CountedDossier dossier, DateTimeOffset end, TimeLimit limit, WorkingCalendar calendar)
    {
        IReadOnlyList<ClockSpan> waits = LawfulPausesCount ? dossier.Requests : [];
        var pauses = waits.Select(wait => new Pause(wait.From, wait.To ?? end)).ToArray();
        var due = calendar.DueAfter(dossier.ReceivedAt, new CountingRule(limit, Counting.RunningHours), pauses);
        if (limit.WorkingMinutes is not { } minutes) return Answer(dossier, MinuteOf(end).CompareTo(MinuteOf(due)), end, due, ByTheLimit);

        var used = calendar.Between(dossier.ReceivedAt, end) - ClockSpan.WorkingMinutes(waits, calendar, dossier.ReceivedAt, end);
        return Answer(dossier, used.CompareTo(minutes), end, due, ByTheLimit);
    }

    private static OnTimeAnswer Answer(CountedDossier dossier, int after, DateTimeOffset end, DateTimeOffset due, Wording? why) => new(
        after > 0 ? OnTimeLabel.Overdue : after < 0 && dossier.SolvedAt is not null ? OnTimeLabel.Early : OnTimeLabel.OnTime, end, due, why);

    /// <summary>Receipts print hour and minute: seconds decide nothing.</summary>
    private static long MinuteOf(DateTimeOffset instant) => instant.UtcTicks / TimeSpan.TicksPerMinute;

    private static readonly Wording AskedTwice = new("yêu cầu bổ sung quá một lần", "papers were asked for more than once");
    private static readonly Wording AskedOnce = new("đang chờ bổ sung lần đầu: tính đến lúc yêu cầu", "the first request for papers is open: judged by the moment of asking");
    private static readonly Wording SupplementTakenOut = new("đã trừ thời gian chờ bổ sung", "supplement time taken out");
    private static readonly Wording StandsStill = new("đồng hồ đang dừng: tính đến lúc dừng", "the clock stands still: judged by the moment it stopped");
    private static readonly Wording ByTheLimit = new("không có ngày hẹn: so với thời hạn của thủ tục", "no promise: held to the procedure's limit");
    private static readonly Wording NothingToCompare = new("không có ngày hẹn và thời hạn để so", "there is neither promise nor limit to compare with");
}

/// <summary>How a dossier stands to its promise.</summary>
public enum OnTimeLabel
{
    Early, // trước hạn
    OnTime, // đúng hạn; chưa xong: trong hạn
    Overdue, // quá hạn
    NoPromise, // không có gì để so; biểu tính là đúng hạn
}

/// <summary>What a formula says of one dossier.</summary>
/// <param name="End">The moment it was judged by.</param>
/// <param name="HeldTo">What it was held to; null where there is nothing.</param>
/// <param name="Why">What the dates alone do not show; null where they show everything.</param>
public sealed record OnTimeAnswer(OnTimeLabel Label, DateTimeOffset End, DateTimeOffset? HeldTo, Wording? Why);
