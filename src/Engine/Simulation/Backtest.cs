using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Simulation;

/// <summary>A dossier that was finished under an earlier version: what a backtest learns from. Nothing in it is about the applicant.</summary>
/// <param name="Code">Null where whoever asks may not see the dossier itself: it counts all the same.</param>
/// <param name="Process">The version it ran on.</param>
public sealed record PastDossier(DossierCode? Code, ProcessDefinition Process, IReadOnlyList<DossierEvent> Journal);

/// <summary>Past dossiers of a procedure sent down a draft (kiểm chứng trên hồ sơ đã giải quyết): would it have carried them, and would they have been on time?</summary>
/// <remarks>
/// A past step is found again as the comparison of versions finds it. Each took, in the draft too, the working minutes it really took,
/// and was left by the outcome it was really left by; pauses are as long as they were. A step that only the draft has takes its whole limit and ends well.
/// What a dossier did that the draft has no way for makes it not representable, with the reason. Dossiers that ended by an act that no process draws (withdrawn by the applicant,
/// refused or stopped by a leader's decision) say nothing for or against a drawing: they are a class of their own, and in no share.
/// </remarks>
/// <param name="Dossiers">How many were tried.</param>
/// <param name="Unchanged">How many of the representable ones went step by step as they really did.</param>
/// <param name="Runs">The representable ones: how each ended, and how it would have.</param>
/// <param name="Misfits">Those the draft has no way for, by reason, most frequent first.</param>
/// <param name="CutShort">Those that ended by an act outside every drawing, by how they ended, most frequent first.</param>
/// <param name="Steps">How the draft's limits compare with the time that steps really took, in the order of the drawing.</param>
public sealed record Backtest(int Dossiers, int Unchanged, IReadOnlyList<BacktestRun> Runs, IReadOnlyList<BacktestMisfit> Misfits, IReadOnlyList<BacktestCut> CutShort, IReadOnlyList<BacktestStep> Steps)
{
    /// <summary>How many went to an end that a drawing may have.</summary>
    public int Comparable => Dossiers - CutShort.Sum(cut => cut.Dossiers);

    /// <summary>Share of the comparable dossiers that the draft has a way for, 0 to 1; null without any.</summary>
    public double? RepresentableShare => Comparable == 0 ? null : (double)Runs.Count / Comparable;

    /// <summary>On-time share of the representable dossiers as they really went; null where none has a limit.</summary>
    public double? ActualOnTime => Share(run => run.WasLate);

    /// <summary>On-time share of the same dossiers under the draft; null where none has a limit.</summary>
    public double? PredictedOnTime => Share(run => run.WouldBeLate);

    public static Backtest Of(ProcessDefinition draft, IEnumerable<PastDossier> past, CalendarBook calendars)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(past);
        ArgumentNullException.ThrowIfNull(calendars);
        var (ahead, tried, unchanged) = (new WaysAhead(draft), 0, 0);
        var (runs, misfits, spent) = (new List<BacktestRun>(), new List<(Wording Why, DossierCode? Code)>(), new Dictionary<StepKey, List<(int Minutes, bool IsLate)>>());
        var cut = new List<(DossierStatus Status, DossierCode? Code)>();
        foreach (var dossier in past)
        {
            tried++;
            if (dossier.Journal.OfType<DossierEvent.Ended>().LastOrDefault() is { Step: null } ended)
            {
                cut.Add((ended.Status, dossier.Code));
                continue;
            }
            var record = new PastRecord(dossier, calendars);
            var matching = Matched(dossier.Process, draft);
            var plan = new PastWay(record, matching, draft, calendars, ahead);
            var run = SimulatedDossier.Of(draft, calendars, record.IntakeFor(draft), plan);
            if ((run.StuckOn?.Message ?? plan.Misfit(run)) is { } why)
            {
                misfits.Add((why, dossier.Code));
                continue;
            }
            if (plan.WentAsItDid) unchanged++;
            runs.Add(new BacktestRun(dossier.Code, record.WasLate, run.DueAt is null ? null : run.IsLate, run.Steps.Where(step => step.IsLate).Select(step => step.Step).Distinct().ToArray()));
            foreach (var step in run.Steps.Where(step => step is { Outcome: not null, DueAt: not null }))
            {
                if (!plan.Took.TryGetValue((step.Step, step.Run), out var minutes)) continue;
                if (!spent.TryGetValue(step.Step, out var list)) spent[step.Step] = list = [];
                list.Add((minutes, step.IsLate));
            }
        }
        return new(
            tried, unchanged, runs,
            [.. misfits.GroupBy(misfit => misfit.Why).Select(same => new BacktestMisfit(same.Key, same.Count(), same.Select(misfit => misfit.Code).FirstOrDefault(code => code is not null))).OrderByDescending(misfit => misfit.Dossiers)],
            [.. cut.GroupBy(one => one.Status).Select(same => new BacktestCut(same.Key, same.Count(), same.Select(one => one.Code).FirstOrDefault(code => code is not null))).OrderByDescending(end => end.Dossiers)],
            [.. from step in draft.Steps
                where spent.ContainsKey(step.Key)
                let list = spent[step.Key].OrderBy(one => one.Minutes).ToArray()
                select new BacktestStep(step.Key, step.Name, step.Work?.Limit, list.Length, list.Count(one => one.IsLate), list[(list.Length - 1) / 2].Minutes)]);
    }

    /// <summary>The step of the earlier version for each step of the draft that was one.</summary>
    private static Dictionary<StepKey, StepKey> Matched(ProcessDefinition earlier, ProcessDefinition draft)
    {
        var matching = new StepMatching(earlier, draft);
        return draft.Steps.Where(step => matching.Before(step.Index) >= 0).ToDictionary(step => step.Key, step => earlier.Steps[matching.Before(step.Index)].Key);
    }

    private double? Share(Func<BacktestRun, bool?> isLate) =>
        Runs.Select(isLate).OfType<bool>().ToArray() is { Length: > 0 } labels ? (double)labels.Count(late => !late) / labels.Length : null;
}

/// <summary>One past dossier that the draft has a way for.</summary>
/// <param name="WasLate">By its own version's limit; null without one.</param>
/// <param name="WouldBeLate">By the draft's limit; null without one.</param>
/// <param name="LateSteps">Steps that would have passed their own limit.</param>
public sealed record BacktestRun(DossierCode? Code, bool? WasLate, bool? WouldBeLate, IReadOnlyList<StepKey> LateSteps);

/// <summary>Why the draft has no way for some past dossiers, how many, and one of them that may be seen.</summary>
public sealed record BacktestMisfit(Wording Why, int Dossiers, DossierCode? Example);

/// <summary>How dossiers ended that no drawing ends so, how many, and one of them that may be seen.</summary>
public sealed record BacktestCut(DossierStatus Status, int Dossiers, DossierCode? Example);

/// <summary>A step's limit in the draft beside the time it really took.</summary>
/// <param name="Times">How often it was done.</param>
/// <param name="Late">How often it would have passed the draft's limit.</param>
/// <param name="MedianMinutes">Working minutes it took, half of the times at most.</param>
public sealed record BacktestStep(StepKey Step, string Name, TimeLimit? Limit, int Times, int Late, int MedianMinutes);

/// <summary>What one past dossier did: the minutes and outcome of every run of a step, and the papers asked for on the way.</summary>
/// <remarks>A completion that was recalled or sent back by an act is no way of a drawing: the step was done once, in all the time it took. Runs are numbered without those.</remarks>
internal sealed class PastRecord
{
    private readonly PastDossier _past;

    public PastRecord(PastDossier past, CalendarBook calendars)
    {
        _past = past;
        var (dossier, open, asked) = (Dossier.Empty, new Dictionary<StepKey, OpenStep>(), new Dictionary<StepKey, (DateTimeOffset At, int Worked)>());
        var (undone, spent, back) = (new Dictionary<StepKey, int>(), new Dictionary<StepKey, int>(), (DossierEvent.StepTakenBack?)null);
        foreach (var happened in past.Journal)
        {
            switch (happened)
            {
                case DossierEvent.StepTakenBack e:
                    if (Runs.Remove((e.Step, RunOf(e.Step, e.Run)), out var first)) spent[e.Step] = spent.GetValueOrDefault(e.Step) + first.Minutes;
                    undone[e.Step] = undone.GetValueOrDefault(e.Step) + 1;
                    back = e;
                    break;
                case DossierEvent.StepOpened e:
                    back = null;
                    dossier = dossier.Apply(e);
                    open[e.Step] = dossier.FindOpen(e.Step)!;
                    continue;
                case DossierEvent.SupplementRequested { Drawn: false } e when open.TryGetValue(e.Step, out var at):
                    asked[e.Step] = (e.At, Worked(at, e.At));
                    break;
                case DossierEvent.SupplementReceived e when asked.Remove(e.Step, out var request) && open.TryGetValue(e.Step, out var at):
                    Requests.Add(new PastRequest(e.Step, RunOf(e.Step, at.Run), request.Worked, calendars.For(at.Place ?? dossier.Competent).Between(request.At, e.At)));
                    break;
                case DossierEvent.StepCompleted e when open.Remove(e.Step, out var at):
                    Runs[(e.Step, RunOf(e.Step, e.Run))] = new PastRun(Worked(at, e.At) + spent.GetValueOrDefault(e.Step), e.Outcome);
                    spent.Remove(e.Step);
                    break;
                case DossierEvent.StepCancelled e when open.Remove(e.Step, out var at) && back is not null:
                    if (back.How is TakenBack.SentBack) spent[e.Step] = spent.GetValueOrDefault(e.Step) + Worked(at, e.At);
                    undone[e.Step] = undone.GetValueOrDefault(e.Step) + 1;
                    break;
            }
            dossier = dossier.Apply(happened);
        }
        Final = dossier;
        WasLate = dossier.FinishedAt is not { } finished || DossierClocks.DueTimes(dossier, past.Process, calendars, finished).DueAt is not { } due ? null : finished > due;

        int RunOf(StepKey step, int run) => run - undone.GetValueOrDefault(step);

        int Worked(OpenStep step, DateTimeOffset until)
        {
            var calendar = calendars.For(step.Place ?? dossier.Competent);
            var paused = RunningClock.PausesOf(step, dossier, past.Process, until).OrderBy(pause => pause.From);
            var (from, minutes) = (step.OpenedAt, 0);
            foreach (var pause in paused)
            {
                if (pause.From > from) minutes += calendar.Between(from, pause.From);
                if (pause.To > from) from = pause.To;
            }
            return until > from ? minutes + calendar.Between(from, until) : minutes;
        }
    }

    public Dossier Final { get; }

    public bool? WasLate { get; }

    public Dictionary<(StepKey Step, int Run), PastRun> Runs { get; } = [];

    public List<PastRequest> Requests { get; } = [];

    /// <summary>The same dossier at the desk of the draft: what conditions of the draft do not know is left out.</summary>
    public SimulatedIntake IntakeFor(ProcessDefinition draft)
    {
        var received = _past.Journal.OfType<DossierEvent.Received>().First();
        var answers = received.Attributes.Where(answer => draft.Attributes.Any(attribute => attribute.Name == answer.Key && answer.Value.Suits(attribute))).ToImmutableSortedDictionary();
        return new(received.At, received.Receiving, received.Competent, received.Channel, answers, received.Area);
    }
}

/// <summary>One run of a past step: working minutes, pauses left out, and the outcome.</summary>
internal sealed record PastRun(int Minutes, string Outcome);

/// <summary>Papers asked for at a step without a waiting step: after so many working minutes, answered after so many.</summary>
internal sealed record PastRequest(StepKey Step, int Run, int After, int Gap);

/// <summary>The way a past dossier really went, as far as the draft has it.</summary>
internal sealed class PastWay(PastRecord record, IReadOnlyDictionary<StepKey, StepKey> matching, ProcessDefinition draft, CalendarBook calendars, WaysAhead ahead) : WayPlan
{
    private readonly HashSet<PastRequest> _asked = [];
    private readonly HashSet<(StepKey Step, int Run)> _used = [];
    private bool _hasNewSteps;

    /// <summary>Working minutes that the runs of the draft's steps really took.</summary>
    public Dictionary<(StepKey Step, int Run), int> Took { get; } = [];

    /// <summary>Every step the dossier did is there, and no other was needed.</summary>
    public bool WentAsItDid => !_hasNewSteps && record.Runs.Keys.All(_used.Contains);

    public override PlannedAct? Next(Situation situation)
    {
        var (open, step, now) = (situation.Open, situation.Step, situation.Now);
        if (Answering(situation) is { } answer) return answer;
        if (situation.StandsStill || situation.Dossier.Supplements.Count > 0 && !step.AwaitsApplicant()) return null;

        var isKnown = matching.TryGetValue(step.Key, out var earlier) && record.Runs.Keys.Any(run => run.Step == earlier);
        if (!isKnown) return Unheard(situation);
        if (!record.Runs.TryGetValue((earlier!, open.Run), out var past)) return No(DossierRefusals.NotOpen(step.Key), new(
            $"{step.Key} “{step.Name}” mở lần thứ {open.Run}, hồ sơ đã giải quyết không có lần đó.", $"{step.Key} '{step.Name}' is open for run {open.Run}, which the past dossier did not have."));

        if (record.Requests.Find(request => request.Step == earlier && request.Run == open.Run && !_asked.Contains(request)) is { } ask)
            return new(After(situation, ask.After), by =>
            {
                _asked.Add(ask);
                return new DossierCommand.RequestSupplement(by, step.Key, RehearsalCast.Papers, RehearsalCast.Note, RehearsalCast.Note);
            });
        if (!step.IsTerminal && !step.Ports.Contains(past.Outcome)) return No(DossierRefusals.NoSuchOutcome(step.Key, past.Outcome), new(
            $"{step.Key} “{step.Name}” không có kết quả “{past.Outcome}” mà hồ sơ đã có.", $"{step.Key} '{step.Name}' has no outcome '{past.Outcome}', which past dossiers had."));

        var act = PlannedAct.Complete(step.IsTerminal ? now : After(situation, past.Minutes), step, past.Outcome);
        return act with
        {
            CommandBy = by =>
            {
                Took[(step.Key, open.Run)] = past.Minutes;
                _used.Add((earlier!, open.Run));
                return act.CommandBy(by);
            },
        };
    }

    /// <summary>Why a run that came to an end is still not the way the dossier went; null when it is.</summary>
    public Wording? Misfit(SimulatedDossier run)
    {
        if (_why is not null) return _why;
        // A result that still lies at the desk is on its way to being returned.
        var ended = record.Final.Status is DossierStatus.ResultReady ? DossierStatus.Returned : record.Final.Status;
        if (run.Status != ended) return new(
            "Theo dự thảo, hồ sơ kết thúc khác với thực tế.", "Under the draft the dossier ends otherwise than it did.");
        var skipped = record.Runs.Keys.Where(done => !_used.Contains(done) && matching.Values.Contains(done.Step)).Select(done => done.Step).FirstOrDefault();
        return skipped is null ? null : new($"Theo dự thảo, hồ sơ không qua bước {skipped} như đã qua.", $"Under the draft the dossier does not pass step {skipped}, which it did.");
    }

    private Wording? _why;

    private PlannedAct? No(Refusal refusal, Wording why)
    {
        (WhyNot, _why) = (refusal with { Message = why }, why);
        return null;
    }

    /// <summary>A step that only the draft has: it takes its whole limit, and the dossier goes on towards a result.</summary>
    private PlannedAct? Unheard(Situation situation)
    {
        var step = situation.Step;
        if (step.IsTerminal) return PlannedAct.Complete(situation.Now, step, DossierDecider.Returned);
        if (step.Ports is not [var first, ..]) return null;
        var port = step.AwaitsApplicant() ? first : step.Ports.FirstOrDefault(port => ahead.Longest(step, port) is not null, first);
        var act = PlannedAct.Complete(situation.DueAt ?? situation.Now, step, port);
        return act with
        {
            CommandBy = by =>
            {
                _hasNewSteps = true;
                return act.CommandBy(by);
            },
        };
    }

    /// <summary>The answer to papers asked for at this step without a waiting step.</summary>
    private PlannedAct? Answering(Situation situation)
    {
        var (dossier, step) = (situation.Dossier, situation.Step);
        if (!dossier.Supplements.Contains(step.Key) || step.Kind is StepKind.AwaitSupplement) return null;
        var gap = _asked.Where(request => matching.TryGetValue(step.Key, out var earlier) && request.Step == earlier).Select(request => request.Gap).LastOrDefault();
        var asked = dossier.OpenStop?.From ?? situation.Now;
        return new(calendars.For(situation.Open.Place ?? dossier.Competent).Add(asked, gap), by => new DossierCommand.ReceiveSupplement(by, RehearsalCast.Note));
    }

    /// <summary>When so many working minutes of the step have passed, the dossier's pauses left out.</summary>
    private DateTimeOffset After(Situation situation, int minutes)
    {
        var calendar = calendars.For(situation.Open.Place ?? situation.Dossier.Competent);
        var from = situation.Open.OpenedAt;
        foreach (var pause in RunningClock.PausesOf(situation.Open, situation.Dossier, draft, situation.Now).OrderBy(pause => pause.From))
        {
            if (calendar.Add(from, minutes) <= pause.From) break;
            if (pause.From > from) minutes -= calendar.Between(from, pause.From);
            if (pause.To > from) from = pause.To;
        }
        return calendar.Add(from, minutes);
    }
}
