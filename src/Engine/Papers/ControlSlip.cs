using System.Globalization;
using System.Text;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Papers;

/// <summary>Phiếu kiểm soát quá trình giải quyết hồ sơ (Mẫu 06): who had the dossier in hand, from when to when, and whether they kept their time. One row per hand-over.</summary>
/// <remarks>Written by nobody: every label is computed from the journal, the version's limits and the calendar, so that it cannot be made to look better.</remarks>
public sealed record ControlSlip(
    PaperForm Form, DossierCode? Code, string Procedure, DateTimeOffset ReceivedAt, DateTimeOffset? PromisedAt, DateTimeOffset? FinishedAt,
    Timeliness Outcome, DossierStatus Status, IReadOnlyList<HandOver> Rows)
{
    /// <summary>The inter-agency legs that were begun, each with its own label; empty for a dossier that stays in one agency.</summary>
    public IReadOnlyList<SlipLeg> Legs { get; init; } = [];

    /// <param name="code">Null while rehearsing: no code was issued.</param>
    /// <exception cref="ArgumentException">The journal knows no receipt.</exception>
    public static ControlSlip Of(DossierCode? code, IReadOnlyList<DossierEvent> journal, ProcessVersions versions, CalendarBook calendars, PaperNames names, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(versions);
        journal = [.. journal.SkipWhile(happened => happened is not DossierEvent.Received)]; // nobody handed it over before it was received
        if (journal is not [DossierEvent.Received received, ..]) throw new ArgumentException("The dossier was not received.", nameof(journal));

        var rows = new List<HandOver>();
        var dossier = Dossier.Empty;
        foreach (var happened in journal)
        {
            var (step, run, outcome, note) = happened switch
            {
                DossierEvent.StepCompleted done => (done.Step, done.Run, done.Outcome, done.Note),
                DossierEvent.StepCancelled cancelled => (cancelled.Step, cancelled.Run, null, null),
                _ => (null, 0, null, null),
            };
            if (step is not null && dossier.Open.Find(open => open.Step == step && open.Run == run) is { } closed)
                rows.Add(Row(closed, happened, outcome, note, dossier, versions.For(dossier), calendars, names));
            dossier = dossier.Apply(happened);
        }
        var process = versions.Now;
        foreach (var open in dossier.Open) rows.Add(Row(open, null, null, null, dossier, process, calendars, names, now));

        var clocks = DossierClocks.DueTimes(dossier, process, calendars, now);
        return new(
            FormSet.On(VietnamTime.DayOf(received.At)).Of(PaperKind.ControlSlip)!, code, process.Name, received.At, received.PromisedAt, dossier.FinishedAt,
            clocks.DueAt is not { } due ? Timeliness.NoLimit : LabelOf(dossier.FinishedAt, now, due, dossier.PromiseCalendar(calendars)), dossier.Status, rows)
        { Legs = [.. LegWay.Of(dossier, process, clocks).Where(leg => leg.State is not LegProgress.Ahead).Select(leg => new SlipLeg(leg, names.Of(leg.Place), [.. leg.InHand.Select(place => names.Of(place))]))] };
    }

    private static HandOver Row(
        OpenStep open, DossierEvent? closed, string? outcome, string? note, Dossier dossier, ProcessDefinition process, CalendarBook calendars, PaperNames names, DateTimeOffset now = default)
    {
        var at = closed?.At ?? now;
        calendars = calendars.AsOf(closed?.At); // what was handed on keeps its label, whatever calendar came later
        var clock = DossierClocks.DueTimes(dossier, process, calendars, at).Steps.First(step => step.Step == open.Step && step.Run == open.Run);
        var calendar = calendars.For(open.Place ?? dossier.Competent);
        var used = RunningClock.OfStepEvenUnlimited(open, null, dossier, process, calendars, at).Used();
        var label = closed is DossierEvent.StepCancelled ? Timeliness.Cancelled : clock.DueAt is { } due ? LabelOf(closed?.At, at, due, calendar) : Timeliness.NoLimit;
        return new(
            open.Step, open.Run, process.Find(open.Step)?.Name ?? open.Step.Value, names.Of(open.Place),
            closed is not null ? names.Of(closed.By) : open.Assignee is { } assignee ? names.Of(assignee) : null,
            open.OpenedAt, closed?.At, outcome, clock.Limit, used, clock.DueAt, label, note)
        { For = closed?.OnBehalfOf is { } absent ? names.Of(absent) : null };
    }

    /// <summary>Trước hạn, đúng hạn, quá hạn: before the working minute it was due, in that minute, after it. What is not done yet is running, or overdue already.</summary>
    private static Timeliness LabelOf(DateTimeOffset? done, DateTimeOffset now, DateTimeOffset due, WorkingCalendar calendar) =>
        (done ?? now) > due && calendar.Between(due, done ?? now) > 0 ? Timeliness.Late
        : done is not { } moment ? Timeliness.Running
        : calendar.Between(moment, due) > 0 ? Timeliness.Early
        : Timeliness.OnTime;

    /// <summary>The slip as plain text in aligned columns, for a terminal.</summary>
    public string ToText(string? language = null)
    {
        string[] heads = language == "en"
            ? ["Step", "Work", "Unit", "Officer", "From", "To", "Outcome", "Limit", "Used", "Result"]
            : ["Bước", "Nội dung công việc", "Đơn vị", "Người xử lý", "Từ", "Đến", "Kết quả xử lý", "Thời hạn", "Đã dùng", "Kết quả giải quyết"];
        List<string[]> lines = [heads, .. Rows.Select(row => new[]
        {
            row.Run == 1 ? row.Step.Value : $"{row.Step.Value} ({row.Run.ToString(CultureInfo.InvariantCulture)})", row.Name, row.Place, row.Hand?.In(language) ?? "",
            Moment(row.From), row.To is { } to ? Moment(to) : "", row.Outcome ?? "", row.Limit?.ToWording().In(language) ?? "", Hours(row.UsedMinutes), row.Label.ToWording().In(language),
        })];
        var widths = heads.Select((_, column) => lines.Max(line => Width(line[column]))).ToArray();

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Form.Name.In(language)} (Mẫu {Form.Number}, {Form.Basis})\n");
        text.Append(CultureInfo.InvariantCulture, $"{(Code is null ? "" : $"{Code} · ")}{Procedure}\n");
        text.Append(CultureInfo.InvariantCulture, $"{(language == "en" ? "Received" : "Tiếp nhận")} {Moment(ReceivedAt)}");
        if (PromisedAt is { } promised) text.Append(CultureInfo.InvariantCulture, $" · {(language == "en" ? "promised" : "hẹn trả")} {Moment(promised)}");
        if (FinishedAt is { } finished) text.Append(CultureInfo.InvariantCulture, $" · {(language == "en" ? "finished" : "xong")} {Moment(finished)} · {Outcome.ToWording().In(language)}");
        text.Append('\n');
        foreach (var leg in Legs) text.Append(leg.ToWording().In(language)).Append('\n');
        foreach (var line in lines)
            text.Append(string.Join("  ", line.Select((cell, column) => cell + new string(' ', widths[column] - Width(cell)))).TrimEnd()).Append('\n');
        return text.ToString();
    }

    private static string Moment(DateTimeOffset instant) => VietnamTime.LocalOf(instant).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static string Hours(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}:{minutes % 60:00}");

    // Letters that people see, not UTF-16 units: decomposed Vietnamese must not break the columns.
    private static int Width(string cell) => new StringInfo(cell).LengthInTextElements;
}

/// <summary>One row of the slip: a step somebody had in hand.</summary>
/// <param name="Officer">Who did it; while open, who is named for it; null when anybody in the position may.</param>
/// <param name="To">When it was handed on; null while it is open.</param>
/// <param name="UsedMinutes">Working minutes of the step's own clock, pauses not counted.</param>
public sealed record HandOver(
    StepKey Step, int Run, string Name, string Place, string? Officer, DateTimeOffset From, DateTimeOffset? To, string? Outcome,
    TimeLimit? Limit, int UsedMinutes, DateTimeOffset? DueAt, Timeliness Label, string? Note)
{
    /// <summary>For whom it was done, where the officer stood in for somebody.</summary>
    public string? For { get; init; }

    /// <summary>Who did it, and for whom.</summary>
    public Wording? Hand => Officer is null ? null : For is null ? new(Officer, Officer) : new($"{Officer} (thay {For})", $"{Officer} (for {For})");
}

/// <summary>A leg on the slip.</summary>
/// <param name="Place">The leg's agency, by name.</param>
/// <param name="Desks">The units that have it in hand now, by name.</param>
public sealed record SlipLeg(LegWay Way, string Place, IReadOnlyList<string> Desks)
{
    /// <summary>On time or overdue once it is over; running until then.</summary>
    public Timeliness Label => Way.Clock switch
    {
        null => Timeliness.NoLimit,
        { Standing: Standing.Overdue } => Timeliness.Late,
        { EndedAt: null } => Timeliness.Running,
        _ => Timeliness.OnTime,
    };

    /// <summary>One line: name, agency, desk, from when to when, limit and label.</summary>
    public Wording ToWording()
    {
        var (clock, at) = (Way.Clock, Desks.Count == 0 || Desks is [var only] && only == Place ? "" : $" ({string.Join(", ", Desks)})");
        string Moment(DateTimeOffset instant) => VietnamTime.LocalOf(instant).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture);
        var when = clock is null ? new Wording("", "")
            : new($", từ {Moment(clock.BegunAt)}{(clock.EndedAt is { } end ? $" đến {Moment(end)}" : "")}, hạn {Moment(clock.DueAt)} ({clock.Limit.ToWording().Vi})",
                $", from {Moment(clock.BegunAt)}{(clock.EndedAt is { } over ? $" to {Moment(over)}" : "")}, due {Moment(clock.DueAt)} ({clock.Limit.ToWording().En})");
        return new($"{Way.Name} – {Place}{at}{when.Vi}: {Label.ToWording().Vi}", $"{Way.Name} – {Place}{at}{when.En}: {Label.ToWording().En}");
    }
}

/// <summary>How a hand-over, or the whole dossier, stands to its time (kết quả giải quyết).</summary>
public enum Timeliness
{
    NoLimit, // không có hạn
    Running, // đang xử lý, còn hạn
    Early, // trước hạn
    OnTime, // đúng hạn
    Late, // quá hạn
    Cancelled, // đã đóng vì nhánh khác tới trước
}

/// <summary>What a label is called on paper.</summary>
public static class TimelinessWording
{
    public static Wording ToWording(this Timeliness label) => label switch
    {
        Timeliness.Running => new("đang xử lý", "running"),
        Timeliness.Early => new("trước hạn", "before time"),
        Timeliness.OnTime => new("đúng hạn", "on time"),
        Timeliness.Late => new("quá hạn", "overdue"),
        Timeliness.Cancelled => new("đã đóng", "closed"),
        _ => new("không có hạn", "no limit"),
    };
}
