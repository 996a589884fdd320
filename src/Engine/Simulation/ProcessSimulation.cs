using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Dossiers;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Simulation;

/// <summary>A process walked on the calendar before it is law (mô phỏng): when each step would begin and end for a dossier received at one moment.</summary>
/// <remarks>
/// Every step takes the whole of its limit, on all three ways; they differ in where they lead and in how long the applicant takes. What the conditions ask
/// for is tried in every way in which they can fall, unless it is answered. A supplement that is not drawn is not asked for.
/// </remarks>
/// <param name="Best">The shortest way to a result: nothing sent back, the applicant answers at once.</param>
/// <param name="Typical">Every step ends with its first outcome that leads on; the applicant takes half the time allowed.</param>
/// <param name="Worst">The longest way to a result: every planned return is gone round, papers are asked for as often as they may be, the applicant takes all the time allowed.</param>
public sealed record ProcessSimulation(SimulatedDossier Best, SimulatedDossier Typical, SimulatedDossier Worst)
{
    /// <param name="intake">Answers that are given there hold on all ways; the others are tried.</param>
    public static ProcessSimulation Of(ProcessDefinition process, CalendarBook calendars, SimulatedIntake intake)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(calendars);
        ArgumentNullException.ThrowIfNull(intake);
        var ahead = new WaysAhead(process);
        var situations = Situations.Of(process).Select(answers => answers.SetItems(intake.Answers)).DefaultIfEmpty(intake.Answers)
            .DistinctBy(answers => string.Join('|', Situations.ChosenPorts(process, answers).Select(choice => $"{choice.Key}:{choice.Value}"))).ToArray();

        SimulatedDossier[] Tried(WayKind kind) =>
            Array.ConvertAll(situations, answers => SimulatedDossier.Of(process, calendars, intake with { Answers = answers }, new PlannedWay(kind, process, calendars, ahead)));

        // A way that ends late and one that never ends are both worse than one that ends; a refusal is an end, but not a result.
        return new(
            Tried(WayKind.Best).OrderBy(IsNoResult).ThenBy(way => way.FinishedAt ?? DateTimeOffset.MaxValue).First(),
            Tried(WayKind.Typical).OrderBy(IsNoResult).First(),
            Tried(WayKind.Worst).OrderByDescending(way => way.FinishedAt is null).ThenBy(IsNoResult).ThenByDescending(way => way.FinishedAt).First());
    }

    private static bool IsNoResult(SimulatedDossier way) => way.Status is not (DossierStatus.Returned or DossierStatus.Ended);
}

/// <summary>Which of the three ways a simulated dossier takes.</summary>
internal enum WayKind
{
    Best, // nhanh nhất
    Typical, // thông thường
    Worst, // chậm nhất
}

/// <summary>How long it still is from each step to a result, in working minutes of the steps' limits; ways back are left out.</summary>
internal sealed class WaysAhead
{
    private const long None = -1;

    private readonly ProcessDefinition _process;
    private readonly bool[] _isBack;
    private readonly long[] _shortest;
    private readonly long[] _longest;
    private readonly bool[] _leadsBack;

    public WaysAhead(ProcessDefinition process)
    {
        _process = process;
        var order = Order(out _isBack);
        (_shortest, _longest, _leadsBack) = (new long[process.Steps.Count], new long[process.Steps.Count], new bool[process.Steps.Count]);
        Array.Fill(_shortest, None);
        Array.Fill(_longest, None);
        foreach (var at in order)
        {
            var step = process.Steps[at];
            if (step.Kind is StepKind.ReturnResult or StepKind.End) (_shortest[at], _longest[at]) = (0, 0);
            var own = Size(step);
            foreach (var route in process.Out(at))
            {
                if (_isBack[route.Index] || _leadsBack[route.To]) _leadsBack[at] = true;
                if (_isBack[route.Index] || _longest[route.To] == None) continue;
                _shortest[at] = _shortest[at] == None ? own + _shortest[route.To] : Math.Min(_shortest[at], own + _shortest[route.To]);
                _longest[at] = Math.Max(_longest[at], own + _longest[route.To]);
            }
        }
    }

    /// <summary>From behind that port to a result; null when no way leads there but back.</summary>
    public long? Shortest(Step step, string port) => Measured(step, port, _shortest);

    /// <inheritdoc cref="Shortest"/>
    public long? Longest(Step step, string port) => Measured(step, port, _longest);

    /// <summary>Is the port one by which the dossier comes back to an earlier step, and not to a result?</summary>
    public bool IsReturn(Step step, string port) =>
        Longest(step, port) is null && _process.Out(step.Index).Any(route => route.Port == port && (_isBack[route.Index] || _leadsBack[route.To]));

    // Several connections of one port are taken side by side: the slowest counts.
    private long? Measured(Step step, string port, long[] ahead) =>
        _process.Out(step.Index).Where(route => route.Port == port && !_isBack[route.Index] && ahead[route.To] != None).Max(route => (long?)ahead[route.To]);

    private static long Size(Step step) => step.Work?.Limit switch
    {
        null => 0,
        { Unit: TimeUnit.CalendarDay, Value: var days } => (long)(days * TimeLimit.MinutesPerDay),
        { WorkingMinutes: var minutes } => minutes ?? 0,
    };

    /// <summary>Every step after all that lie ahead of it, and the connections that lead back.</summary>
    private List<int> Order(out bool[] isBack)
    {
        var leadsBack = isBack = new bool[_process.Routes.Count];
        return _process.Start is not { } start ? [] : new DepthFirst<Route>(_process.Steps.Count, _process.Out, route => route.To, (_, route) => leadsBack[route.Index] = true).From(start.Index);
    }
}

/// <summary>The best, typical or worst way: every step takes its whole limit.</summary>
internal sealed class PlannedWay(WayKind kind, ProcessDefinition process, CalendarBook calendars, WaysAhead ahead) : WayPlan
{
    private readonly Dictionary<StepKey, int> _returns = [];
    private readonly Dictionary<StepKey, int> _spent = []; // minutes of a step that papers were asked for in the middle of

    public override PlannedAct? Next(Situation situation)
    {
        var (dossier, open, step) = (situation.Dossier, situation.Open, situation.Step);
        if (situation.StandsStill) return null;
        var outcome = step.IsTerminal ? DossierDecider.Returned : OutcomeOf(step, dossier);
        if (outcome is null) return null;

        var (at, spent) = When(situation, outcome);
        var act = PlannedAct.Complete(at, step, outcome);
        return act with
        {
            CommandBy = by =>
            {
                if (ahead.IsReturn(step, outcome)) _returns[step.Key] = _returns.GetValueOrDefault(step.Key) + 1;
                _spent[step.Key] = spent;
                return act.CommandBy(by);
            },
        };
    }

    /// <summary>When the step is completed, and how many minutes of it are spent for a next run.</summary>
    /// <remarks>Papers are asked for half way through a step, which goes on with the other half when they come (process-language §5.2); where the limit begins anew, so does the step.</remarks>
    private (DateTimeOffset At, int Spent) When(Situation situation, string outcome)
    {
        var (open, step, now) = (situation.Open, situation.Step, situation.Now);
        if (situation.DueAt is not { } due) return (now, 0);
        var calendar = calendars.For(open.Place ?? situation.Dossier.Competent);
        if (step.AwaitsApplicant())
        {
            return kind switch
            {
                WayKind.Worst => (due, 0),
                WayKind.Best => (now, 0),
                _ when step.Work?.Limit?.Unit is TimeUnit.CalendarDay => (open.OpenedAt + (due - open.OpenedAt) / 2, 0),
                _ => (calendar.Add(open.OpenedAt, calendar.Between(open.OpenedAt, due) / 2), 0),
            };
        }
        if (step.Work?.Limit?.Unit is TimeUnit.CalendarDay || process.Header.Supplement?.Clock is ClockPolicy.Restarts) return (due, 0);
        var spent = _spent.GetValueOrDefault(step.Key);
        var left = Math.Max(0, calendar.Between(open.OpenedAt, due) - spent);
        if (!AsksForPapers(step, outcome)) return (spent == 0 ? due : calendar.Add(open.OpenedAt, left), 0);
        return (calendar.Add(open.OpenedAt, left / 2), spent + left / 2);
    }

    private string? OutcomeOf(Step step, Dossier dossier)
    {
        if (kind is WayKind.Worst && step.Ports.FirstOrDefault(port => MayReturnBy(step, port, dossier)) is { } back) return back;
        if (step.AwaitsApplicant()) return step.Ports[0];
        var forward = step.Ports.Where(port => ahead.Longest(step, port) is not null).ToArray();
        return kind switch
        {
            _ when forward is [] => step.Ports is [var only, ..] ? only : null,
            WayKind.Best => forward.MinBy(port => ahead.Shortest(step, port)),
            WayKind.Worst => forward.MaxBy(port => ahead.Longest(step, port)),
            _ => forward[0],
        };
    }

    /// <summary>Planned rounds are gone round; papers are asked for as often as the header allows.</summary>
    private bool MayReturnBy(Step step, string port, Dossier dossier)
    {
        if (!ahead.IsReturn(step, port)) return false;
        return AsksForPapers(step, port)
            ? dossier.SupplementRounds < (process.Header.Supplement?.Rounds ?? 1) && dossier.Supplements is []
            : _returns.GetValueOrDefault(step.Key) < (step.Work?.MaxRounds ?? 0);
    }
    private bool AsksForPapers(Step step, string port) =>
        process.Out(step.Index).Any(route => route.Port == port && process.Steps[route.To].Kind is StepKind.AwaitSupplement);
}
