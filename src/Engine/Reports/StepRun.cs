using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Reports;

/// <summary>One time somebody had a step of a dossier in hand (một lượt thực hiện bước), from its journal.</summary>
/// <param name="By">Who ended it; null where that is not for whoever asks.</param>
/// <param name="OpenedAt">From when its clock counts: for a recalled step, from when it was first opened.</param>
/// <param name="Minutes">Working minutes of the step's own clock, pauses out.</param>
/// <param name="LimitMinutes">What it was allowed, in working minutes; null without a limit.</param>
/// <param name="Outcome">How it came out; null where it was closed without (another branch was first, the dossier ended, the step before was recalled).</param>
public sealed record StepRun(
    DossierCode Code, ContentHash Version, ProcedureCode Procedure, StepKey Step, string Name, int Run, AgencyCode? Place, OfficerId? By,
    DateTimeOffset OpenedAt, DateTimeOffset ClosedAt, int Minutes, int? LimitMinutes, string? Outcome)
{
    public bool IsLate => Minutes > LimitMinutes;

    /// <summary>The officer sent the dossier back to an earlier step, by a drawn way or by the act.</summary>
    public bool IsSentBack => Outcome is SentBackOutcome;

    /// <summary>Its completion was recalled once by whoever had made it, and this is how the step came out in the end.</summary>
    public bool IsRecalled { get; init; }

    /// <summary>The step had come to an outcome in this dossier before, and was done again.</summary>
    public bool IsAgain { get; init; }

    private const string SentBackOutcome = "SentBack";

    /// <summary>All runs of people's steps that ended between two moments. Waiting for the applicant, and a result that waits to be fetched, are nobody's working time.</summary>
    public static IReadOnlyList<StepRun> Of(DossierCode code, IEnumerable<DossierEvent> journal, ProcessVersions versions, CalendarBook calendars, DateTimeOffset since, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(journal);
        ArgumentNullException.ThrowIfNull(versions);
        ArgumentNullException.ThrowIfNull(calendars);
        var runs = new List<StepRun>();
        var (dossier, receipt, back) = (Dossier.Empty, (DossierEvent.Received?)null, (DossierEvent.StepTakenBack?)null);
        var recalls = new Dictionary<StepKey, int>();
        foreach (var happened in journal)
        {
            if (happened.At >= until) break;
            var before = dossier;
            dossier = dossier.Apply(happened);
            receipt ??= happened as DossierEvent.Received;
            switch (happened)
            {
                case DossierEvent.StepTakenBack e:
                    back = e;
                    if (e.How is not TakenBack.Recalled) break;
                    // A recalled completion never was: the run goes on under the next number, with the time it had used.
                    recalls[e.Step] = recalls.GetValueOrDefault(e.Step) + 1;
                    runs.RemoveAll(run => run.Step == e.Step && run.Run == e.Run);
                    break;
                case DossierEvent.StepOpened: back = null; break;
            }
            if (receipt is null || happened.At < since) continue;
            if (happened is DossierEvent.MovedToVersion or DossierEvent.ReturnedToVersion) continue; // its open steps go on, under whatever key
            var process = versions.For(before);
            foreach (var open in before.Open)
            {
                if (dossier.Open.Exists(still => still.Step == open.Step && still.Run == open.Run)) continue;
                if (process.Find(open.Step) is not { } step || step.Kind is StepKind.ReturnResult || step.AwaitsApplicant()) continue;
                var calendar = calendars.AsOf(happened.At).For(open.Place ?? dossier.Competent);
                var outcome = happened is DossierEvent.StepCompleted done ? done.Outcome : back?.How is TakenBack.SentBack ? SentBackOutcome : null;
                runs.Add(new(
                    code, before.Version ?? receipt.Version, receipt.Procedure, open.Step, step.Name, open.Run, open.Place, happened.By, open.CountsFrom, happened.At,
                    Worked(open, dossier, process, calendar, happened.At), LimitOf(step, open, dossier, calendar), outcome)
                {
                    IsRecalled = open.GoesOn is not null,
                    IsAgain = open.Run > 1 + recalls.GetValueOrDefault(open.Step),
                });
            }
        }
        return runs;
    }

    /// <summary>Working minutes of an open step's own clock until a moment.</summary>
    internal static int Worked(OpenStep open, Dossier dossier, ProcessDefinition process, WorkingCalendar calendar, DateTimeOffset until) =>
        calendar.Between(open.CountsFrom, until)
        - ClockSpan.WorkingMinutes(RunningClock.PausesOf(open, dossier, process, until).Select(pause => new ClockSpan(pause.From, pause.To)), calendar, open.CountsFrom, until);

    private static int? LimitOf(Step step, OpenStep open, Dossier dossier, WorkingCalendar calendar)
    {
        var limit = dossier.Channel is Channel.Online && step.Work?.OnlineLimit is { } online ? online : step.Work?.Limit;
        if (limit is not { IsWhole: true } stated) return null;
        return stated.WorkingMinutes ?? calendar.Between(open.CountsFrom, calendar.DueAt(open.CountsFrom, new CountingRule(stated, Counting.RunningHours)));
    }
}

/// <summary>By what step times are gathered.</summary>
public enum StepGrouping
{
    Step, // bước của từng phiên bản quy trình
    Unit, // đơn vị
    Person, // người thực hiện
}

/// <summary>How long steps really take beside what they are allowed (điểm nghẽn): one line for each step of a version, each unit, or each person.</summary>
/// <param name="Dossiers">How many dossiers it was counted from.</param>
public sealed record StepFigures(ReportPeriod Period, StepGrouping By, IReadOnlyList<StepLine> Lines, int Dossiers)
{
    /// <summary>With fewer runs than that, nothing is concluded from a line.</summary>
    public const int EnoughRuns = 10;

    /// <param name="nameOf">The name of a unit or a person.</param>
    public static StepFigures Of(IEnumerable<StepRun> runs, ReportPeriod period, StepGrouping by, Func<StepRun, (string Key, string Name)> nameOf)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(nameOf);
        var all = runs.ToArray();
        var lines = all.GroupBy(run => by is StepGrouping.Step ? (Key: $"{run.Version}/{run.Step.Value}", run.Name) : nameOf(run)).Select(group => StepLine.Of(group.Key.Key, group.Key.Name, [.. group]));
        return new(
            period, by,
            by is StepGrouping.Step
                ? [.. lines.OrderByDescending(line => line.Conclusion is StepConclusion.Bottleneck).ThenByDescending(line => line.LateShare ?? 0).ThenByDescending(line => line.Runs)]
                : [.. lines.OrderByDescending(line => line.Runs).ThenBy(line => line.Name, StringComparer.Ordinal)],
            all.Select(run => run.Code).Distinct().Count());
    }

    /// <summary>The smallest of the sorted values that so great a share of them does not exceed (nearest rank).</summary>
    public static int Quantile(IReadOnlyList<int> sorted, double share)
    {
        ArgumentNullException.ThrowIfNull(sorted);
        return sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];
    }
}

/// <summary>The times of one step, unit or person.</summary>
/// <param name="Runs">How often the work came to an outcome.</param>
/// <param name="Closed">How often it was closed without one; in no other figure.</param>
/// <param name="MedianMinutes">Half of the runs took no longer, in working minutes.</param>
/// <param name="P90Minutes">Nine in ten took no longer.</param>
/// <param name="LimitMinutes">The limit most runs had; null where that is none.</param>
/// <param name="Late">Runs that passed their own limit.</param>
/// <param name="Limited">Runs that had one.</param>
/// <param name="SentBack">Runs that sent the dossier back.</param>
/// <param name="Again">Runs of a step that had come to an outcome in its dossier before.</param>
/// <param name="Recalled">Runs whose completion was recalled before it counted.</param>
public sealed record StepLine(
    string Key, string Name, ContentHash? Version, ProcedureCode? Procedure, StepKey? Step, int Dossiers, int Runs, int Closed, int MedianMinutes, int P90Minutes, int? LimitMinutes, int Late, int Limited,
    int SentBack, int Again, int Recalled)
{
    /// <summary>Share of the limited runs that were late, 0 to 1; null where none was limited.</summary>
    public double? LateShare => Limited == 0 ? null : (double)Late / Limited;

    /// <summary>What the figures suggest.</summary>
    public StepConclusion Conclusion =>
        LimitMinutes is not > 0 ? StepConclusion.NoLimit
        : Runs < StepFigures.EnoughRuns ? StepConclusion.TooFew
        : MedianMinutes > LimitMinutes || LateShare > 0.3 ? StepConclusion.Bottleneck
        : P90Minutes < LimitMinutes / 3 ? StepConclusion.TooLongALimit
        : StepConclusion.Fits;

    internal static StepLine Of(string key, string name, IReadOnlyList<StepRun> runs)
    {
        var done = runs.Where(run => run.Outcome is not null).ToArray();
        var minutes = done.Select(run => run.Minutes).Order().ToArray();
        var first = runs[0];
        var one = runs.All(run => run.Version == first.Version && run.Step == first.Step);
        return new(
            key, name, one ? first.Version : null, one ? first.Procedure : null, one ? first.Step : null, runs.Select(run => run.Code).Distinct().Count(), done.Length, runs.Count - done.Length,
            minutes is [] ? 0 : StepFigures.Quantile(minutes, 0.5), minutes is [] ? 0 : StepFigures.Quantile(minutes, 0.9),
            one ? done.GroupBy(run => run.LimitMinutes).OrderByDescending(same => same.Count()).Select(same => same.Key).FirstOrDefault() : null,
            done.Count(run => run.IsLate), done.Count(run => run.LimitMinutes is not null), done.Count(run => run.IsSentBack), done.Count(run => run.IsAgain),
            done.Count(run => run.IsRecalled));
    }
}

/// <summary>What the times of a step say about its limit.</summary>
public enum StepConclusion
{
    NoLimit, // không có thời hạn để so
    TooFew, // chưa đủ số lượt để kết luận
    Fits, // phù hợp
    Bottleneck, // điểm nghẽn: thực tế vượt thời hạn
    TooLongALimit, // thời hạn dài hơn nhiều so với thực tế
}
