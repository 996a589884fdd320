using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Reports;

/// <summary>The way a finished dossier took (đường đi của hồ sơ đã giải quyết): how long it stood at each step, and how far the result still was from there.</summary>
/// <param name="FinishedAt">From then on it may teach something about others.</param>
/// <param name="Days">What stood on its clock at noon of each day it was under way: what a forecast would have been made from.</param>
public sealed record FinishedWay(DossierCode Code, ProcessKey Process, DateTimeOffset FinishedAt, IReadOnlyList<Passage> Passages, IReadOnlyList<WayDay> Days)
{
    /// <summary>Null for a dossier that did not come to a result: one that was rejected or withdrawn says nothing about how long a result takes.</summary>
    /// <param name="days">Whether the days are worked out too: only who wants to check the forecast needs them.</param>
    public static FinishedWay? Of(DossierCode code, IReadOnlyList<DossierEvent> journal, ProcessDefinition process, CalendarBook calendars, bool days)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(calendars);
        if (ProcessVersions.EarlierIn(journal).Any()) return null; // moved to another version on the way: an example of neither
        var whole = Dossier.Replay(journal);
        if (whole is not { FinishedAt: { } finished, ReceivedAt: { } received, Status: DossierStatus.Returned or DossierStatus.ResultReady }) return null;

        var clock = new WayClock(whole, calendars.For(whole.Competent));
        var passages = new List<Passage>();
        var seen = new List<WayDay>();
        var noon = NoonFrom(received);
        var dossier = Dossier.Empty;
        foreach (var happened in journal)
        {
            for (; days && noon < happened.At && noon < finished; noon = noon.AddDays(1))
                if (DayOf(noon, dossier, process, calendars, clock, finished) is { } day) seen.Add(day);
            var before = dossier;
            dossier = dossier.Apply(happened);
            passages.AddRange(
                from open in before.Open
                where open.OpenedAt < finished && !dossier.Open.Exists(still => still.Step == open.Step && still.Run == open.Run)
                let left = happened.At < finished ? happened.At : finished
                select new Passage(open.Step, clock.Minutes(open.OpenedAt, left), clock.Minutes(open.OpenedAt, finished)));
        }
        return new(code, KeyOf(process), finished, passages, seen);
    }

    /// <summary>Which process a way belongs to, whatever its version.</summary>
    internal static ProcessKey KeyOf(ProcessDefinition process) => new(process.Header.Procedure ?? new ProcedureCode("khong-ma"), process.Header.Case);

    private static WayDay? DayOf(DateTimeOffset noon, Dossier dossier, ProcessDefinition process, CalendarBook calendars, WayClock clock, DateTimeOffset finished) =>
        RiskCase.Of(dossier, process, calendars, noon) is { IsOverdue: false } risk ? new(noon, risk, clock.Minutes(noon, finished) > risk.LeftMinutes) : null;

    private static DateTimeOffset NoonFrom(DateTimeOffset received) =>
        VietnamTime.At(VietnamTime.DayOf(received), new TimeOnly(12, 0)) is var noon && noon > received ? noon : VietnamTime.At(VietnamTime.DayOf(received).AddDays(1), new TimeOnly(12, 0));
}

/// <summary>One step on the way.</summary>
/// <param name="StayMinutes">Working minutes it was open, the dossier's stops out.</param>
/// <param name="RestMinutes">Working minutes from its opening to the result, the dossier's stops out.</param>
public sealed record Passage(StepKey Step, int StayMinutes, int RestMinutes);

/// <summary>A past day on which a forecast can be tried: what was known then, and whether the dossier really came late.</summary>
public sealed record WayDay(DateTimeOffset At, RiskCase Known, bool CameLate);

/// <summary>What a forecast is made from: the open steps with the minutes they stood so far, and what is left of the dossier's limit.</summary>
public sealed record RiskCase(ProcessKey Process, IReadOnlyList<(StepKey Step, int StoodMinutes)> Open, int LeftMinutes, DateTimeOffset DueAt)
{
    public bool IsOverdue => LeftMinutes < 0;

    /// <summary>Null where there is nothing to foretell: no limit, the clock stands still, or processing is finished.</summary>
    public static RiskCase? Of(Dossier dossier, ProcessDefinition process, CalendarBook calendars, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(dossier);
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(calendars);
        if (dossier is not { ReceivedAt: not null, IsRunning: true, FinishedAt: null, OpenStop: null } || dossier.Open is []) return null;
        if (DossierClocks.DueTimes(dossier, process, calendars, now) is not { RemainingMinutes: { } left, DueAt: { } due, Standing: not Standing.Stopped }) return null;

        var clock = new WayClock(dossier, calendars.For(dossier.Competent));
        return new(FinishedWay.KeyOf(process), [.. dossier.Open.Select(open => (open.Step, clock.Minutes(open.OpenedAt, now)))], left, due);
    }
}

/// <summary>The dossier's own working time: the calendar of the agency that decides it, its stops out.</summary>
internal readonly record struct WayClock(Dossier Dossier, WorkingCalendar Calendar)
{
    public int Minutes(DateTimeOffset from, DateTimeOffset to) =>
        Calendar.Between(from, to) - ClockSpan.WorkingMinutes(Dossier.Stops.Select(stop => new ClockSpan(stop.From, stop.To)), Calendar, from, to);
}

/// <summary>How likely an open dossier is to come late (nguy cơ trễ hạn), by what dossiers of the same process really took from the same step on.</summary>
/// <remarks>
/// No model and no weights: of the finished dossiers that had stood at the step as long as this one has, the share whose remaining way took longer than what is left.
/// Where fewer than <see cref="Enough"/> can be compared, nothing is foretold.
/// </remarks>
public sealed class RiskForecast
{
    /// <summary>So many past dossiers must be comparable.</summary>
    public const int Enough = 20;

    private readonly Dictionary<(ProcessKey, StepKey), List<(DateTimeOffset FinishedAt, Passage Passage)>> _past = [];

    public RiskForecast(IEnumerable<FinishedWay> ways)
    {
        ArgumentNullException.ThrowIfNull(ways);
        foreach (var way in ways.OrderBy(way => way.FinishedAt))
            foreach (var passage in way.Passages)
            {
                if (!_past.TryGetValue((way.Process, passage.Step), out var list)) _past[(way.Process, passage.Step)] = list = [];
                list.Add((way.FinishedAt, passage));
            }
    }

    /// <summary>The chance by what was finished before a moment; the open step that looks worst decides.</summary>
    public RiskAnswer Of(RiskCase known, DateTimeOffset before)
    {
        ArgumentNullException.ThrowIfNull(known);
        RiskAnswer? worst = null;
        foreach (var (step, stood) in known.Open)
        {
            if (AtStep(known, step, stood, before) is not { } answer) continue;
            if (worst is null || answer.Chance > worst.Chance || worst.Chance is null) worst = answer;
        }
        return worst ?? new(null, 0, 0, null, null, null);
    }

    private RiskAnswer? AtStep(RiskCase known, StepKey step, int stood, DateTimeOffset before)
    {
        var (there, compared, late) = (0, 0, 0);
        var rests = new List<int>();
        foreach (var (finishedAt, passage) in _past.GetValueOrDefault((known.Process, step), []))
        {
            if (finishedAt >= before) break;
            there++;
            if (passage.StayMinutes < stood) continue;
            compared++;
            var rest = passage.RestMinutes - stood;
            if (rest > known.LeftMinutes) late++;
            rests.Add(rest);
        }
        if (compared < Enough) return new(null, compared, there, step, null, null);
        rests.Sort();
        return new((double)late / compared, compared, there, step, StepFigures.Quantile(rests, 0.5), StepFigures.Quantile(rests, 0.9));
    }

    /// <summary>The forecast tried on the past: on each day of each finished dossier, made from what was finished by then, beside what really came.</summary>
    public Calibration Try(IEnumerable<FinishedWay> ways)
    {
        ArgumentNullException.ThrowIfNull(ways);
        var bins = new (int Said, int Late, double Chance)[10];
        var (unknown, squares, said) = (0, 0.0, 0);
        foreach (var way in ways)
            foreach (var day in way.Days)
            {
                if (Of(day.Known, day.At).Chance is not { } chance)
                {
                    unknown++;
                    continue;
                }
                var bin = Math.Min((int)(chance * 10), 9);
                bins[bin] = (bins[bin].Said + 1, bins[bin].Late + (day.CameLate ? 1 : 0), bins[bin].Chance + chance);
                squares += Math.Pow(chance - (day.CameLate ? 1 : 0), 2);
                said++;
            }
        return new(
            [.. bins.Select((bin, at) => new CalibrationBin(at * 10, at * 10 + 10, bin.Said, bin.Late, bin.Said == 0 ? null : bin.Chance / bin.Said))],
            said, unknown, said == 0 ? null : squares / said);
    }
}

/// <summary>What is foretold of one open dossier.</summary>
/// <param name="Chance">0 to 1; null where there are not enough past dossiers to compare with.</param>
/// <param name="Compared">How many there were that stood at the step as long.</param>
/// <param name="WereThere">How many past dossiers stood at the step at all.</param>
/// <param name="Step">The open step it was told by.</param>
/// <param name="MedianRest">Working minutes to the result, for half of the compared at most.</param>
/// <param name="P90Rest">The same for nine in ten.</param>
public sealed record RiskAnswer(double? Chance, int Compared, int WereThere, StepKey? Step, int? MedianRest, int? P90Rest)
{
    /// <summary>It has stood at the step longer than nearly all past dossiers: no share can be told, and that alone is worth a look.</summary>
    public bool StandsUnusuallyLong => Chance is null && WereThere >= RiskForecast.Enough;
}

/// <summary>How well the forecast would have done (hiệu chỉnh): of those foretold with such a chance, how many really came late.</summary>
/// <param name="Said">Forecasts that were made.</param>
/// <param name="Unknown">Days on which there was not enough to compare with.</param>
/// <param name="Brier">Mean squared error, 0 for a seer, 0.25 for a coin; null where nothing was foretold.</param>
public sealed record Calibration(IReadOnlyList<CalibrationBin> Bins, int Said, int Unknown, double? Brier);

/// <summary>Forecasts of a chance between two percentages (the upper one not included, except 100), how many there were, and how many of those dossiers came late.</summary>
/// <param name="MeanChance">What was said on average, 0 to 1; null where nothing was.</param>
public sealed record CalibrationBin(int FromPercent, int ToPercent, int Said, int CameLate, double? MeanChance)
{
    /// <summary>Share that really came late, 0 to 1; null where nothing was said.</summary>
    public double? LateShare => Said == 0 ? null : (double)CameLate / Said;
}
