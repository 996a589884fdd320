using System.Globalization;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Calendars;

// The account: the same answers, told day by day for people.
public sealed partial class WorkingCalendar
{
    private static readonly string[] WeekdaysVi = ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"]; // as Decree 30/2020 writes them

    /// <summary>The day-by-day account of a span: what was counted, what was skipped, and why. Its minutes add up to <see cref="Between(DateTimeOffset, DateTimeOffset)"/>.</summary>
    public IReadOnlyList<DayAccount> Explain(DateTimeOffset from, DateTimeOffset to)
    {
        var (start, end) = (MinuteOf(from), MinuteOf(to));
        var account = new List<DayAccount>();
        if (end <= start) return account;

        for (var day = DayOf(start); ; day = day.AddDays(1))
        {
            var midnight = day.DayNumber * (long)MinutesPerDay;
            if (midnight >= end) return account;
            account.Add(Account(day, (int)Math.Max(0, start - midnight), (int)Math.Min(MinutesPerDay, end - midnight)));
            if (day == DateOnly.MaxValue) return account;
        }
    }

    /// <summary>What a day is, for a calendar that people read: worked or not, by what, and when.</summary>
    public CalendarDay DayOf(DateOnly day)
    {
        var hours = TableOf(day.Year).HoursOf(day.DayOfYear - 1);
        var kind = ClosuresOf(day).Any() ? hours is null ? DayKind.Closed : DayKind.PartlyClosed
            : hours is null ? _holidays.ContainsKey(day) ? DayKind.Holiday : DayKind.Weekend
            : _makeUpDays.ContainsKey(day) ? DayKind.MakeUp
            : _halfDays.ContainsKey(day) ? DayKind.Half
            : DayKind.Working;
        return new(day, kind, hours?.Minutes ?? 0, Account(day, 0, MinutesPerDay).Why);
    }

    /// <summary>The day-by-day account of a limit, from its receipt to <see cref="DueAt"/>, in the words of its own counting: hours and sessions, or which day is the how-manieth.</summary>
    /// <remarks>Where days are counted, a counted working day shows its working minutes, and the day of receipt none.</remarks>
    /// <exception cref="ArgumentException">The limit cannot be counted this way: <see cref="CountingRule.Fault"/> says why.</exception>
    public IReadOnlyList<DayAccount> Explain(DateTimeOffset received, CountingRule rule)
    {
        var due = DueAt(received, rule);
        if (rule is { Counting: Counting.RunningHours, Limit.Unit: not TimeUnit.CalendarDay } or { Counting: Counting.SameDay }) return Explain(received, due);

        var (start, last) = (MinuteOf(received), DayOf(MinuteOf(due)));
        var (receipt, inCalendarDays) = (ReceiptDay(start, rule), rule.Limit.Unit is TimeUnit.CalendarDay);
        var account = new List<DayAccount>();
        var counted = 0;
        for (var day = DayOf(start); ; day = day.AddDays(1))
        {
            var (hours, off) = (TableOf(day.Year).HoursOf(day.DayOfYear - 1), DayOffOf(day) ?? CutShortOf(day));
            account.Add(
                day < receipt ? new(day, 0, new("nộp ngoài giờ làm việc, coi như nhận vào ngày làm việc kế tiếp", "submitted after hours, deemed received on the next working day"))
                : day == receipt ? new(day, 0, new("ngày nhận hồ sơ, không tính", "day of receipt, not counted"))
                : inCalendarDays && counted < (int)rule.Limit.Value ? new(day, hours?.Minutes ?? 0, CountedDay(++counted, off))
                : hours is not { IsWhole: true } ? new(day, 0, off!)
                : inCalendarDays ? new(day, hours.Minutes, new("ngày làm việc kế tiếp sau ngày nghỉ", "the working day after the days off"))
                : new(day, hours.Minutes, CountedDay(++counted, MadeUpFor(day))));
            if (day == last) return account;
        }
    }

    private DayAccount Account(DateOnly day, int from, int to)
    {
        if (TableOf(day.Year).HoursOf(day.DayOfYear - 1) is not { } hours) return new(day, 0, DayOffOf(day)!);

        var minutes = hours.WorkedBy(to) - hours.WorkedBy(from);
        if (minutes == 0) return new(day, 0, new("ngoài giờ làm việc", "outside office hours"));

        var spans = new List<string>();
        foreach (var (opens, closes) in hours.Sessions)
            if (Math.Max(opens, from) is var begins && Math.Min(closes, to) is var ends && begins < ends) spans.Add($"{Hour(begins)}–{Hour(ends)}");
        var sessions = string.Join(", ", spans);
        List<Wording> notes = [.. new[] { MadeUpFor(day), HalfDayOf(day) }.OfType<Wording>(), .. ClosuresOf(day)];
        return new(day, minutes, notes is [] ? new(sessions, sessions)
            : new($"{sessions} ({string.Join("; ", notes.Select(note => note.Vi))})", $"{sessions} ({string.Join("; ", notes.Select(note => note.En))})"));
    }

    private static Wording CountedDay(int n, Wording? note) => note is null
        ? new($"ngày thứ {n}", $"day {n}")
        : new($"ngày thứ {n} ({note.Vi})", $"day {n} ({note.En})");

    private Wording? MadeUpFor(DateOnly day) => !_makeUpDays.TryGetValue(day, out var makeUp) ? null : new(
        string.Create(CultureInfo.InvariantCulture, $"làm bù cho {WeekdaysVi[(int)makeUp.For.DayOfWeek]} {makeUp.For:dd/MM/yyyy}{By(makeUp.Decision?.Vi)}"),
        string.Create(CultureInfo.InvariantCulture, $"make-up day for {makeUp.For.DayOfWeek} {makeUp.For:yyyy-MM-dd}{By(makeUp.Decision?.En)}"));

    private Wording? HalfDayOf(DateOnly day) => !_halfDays.TryGetValue(day, out var half) ? null : new(
        $"nghỉ nửa ngày: {half.Name.Vi}{By(half.Decision?.Vi)}", $"half day: {half.Name.En}{By(half.Decision?.En)}");

    /// <summary>What closed the office on a day that would have been worked: from when to when, why, and by which decision.</summary>
    private IEnumerable<Wording> ClosuresOf(DateOnly day)
    {
        if (PlannedOn(day) is null) yield break;
        foreach (var (from, to, closure) in _closures[day])
        {
            var span = from == 0 && to == MinutesPerDay ? "" : $" {Hour(from)}–{Hour(to)}";
            yield return new($"đóng cửa{span}: {closure.Reason.Vi}{By(closure.Decision.Vi)}", $"closed{span}: {closure.Reason.En}{By(closure.Decision.En)}");
        }
    }

    /// <summary>Why a day on which the office was open is no day for a limit in days; null when it is one.</summary>
    private Wording? CutShortOf(DateOnly day) => IsWholeDay(day) || ClosuresOf(day).LastOrDefault() is not { } closed ? null : new(
        $"{closed.Vi}; ngày đóng cửa sớm không tính là ngày làm việc", $"{closed.En}; a day that closed early is not counted");

    private static string By(string? decision) => decision is null ? "" : $", {decision}";

    /// <summary>Why the office is closed all day; null on a working day. Which day of the week it is stands beside it wherever it is read.</summary>
    private Wording? DayOffOf(DateOnly day) =>
        IsWorkingDay(day) ? null
        : ClosuresOf(day).FirstOrDefault() is { } closed ? closed
        : _holidays.TryGetValue(day, out var holiday) ? new($"nghỉ lễ: {holiday.Name.Vi}{By(holiday.Decision?.Vi)}", $"public holiday: {holiday.Name.En}{By(holiday.Decision?.En)}")
        : day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? new("nghỉ cuối tuần", "weekend")
        : new("không phải ngày làm việc của đơn vị", "not a working day of this unit");

    private static string Hour(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}

/// <summary>A day as the calendar shows it: what kind of day, the working minutes on it, and why it is so.</summary>
public sealed record CalendarDay(DateOnly Day, DayKind Kind, int Minutes, Wording Why);

/// <summary>What kind of day a day is to an office.</summary>
public enum DayKind
{
    Working, // ngày làm việc
    Weekend, // nghỉ cuối tuần
    Holiday, // nghỉ lễ, tết, hoán đổi
    MakeUp, // làm bù
    Half, // nghỉ nửa ngày
    Closed, // đóng cửa đột xuất cả ngày
    PartlyClosed, // đóng cửa đột xuất một phần ngày
}

/// <summary>One line of an account: a day, the working minutes counted on it, and why it counts or not.</summary>
public sealed record DayAccount(DateOnly Day, int Minutes, Wording Why);
