using System.Collections.Immutable;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Dossiers;

/// <summary>A process tried out before anybody depends on it (diễn tập): dossiers sent down every branch, by one officer who holds every post.</summary>
/// <remarks>
/// Each run goes where something has not been tried yet, and home when nothing is left on its way; so every outcome that can be taken is taken
/// at least once and every loop a few times at most. Attributes are tried around the values the conditions compare with. Pure: nothing is stored.
/// </remarks>
/// <param name="Runs">One dossier each, in the order tried; the first takes the first outcome of every step.</param>
/// <param name="NotTaken">Outcomes and branches that no run could take.</param>
public sealed record Rehearsal(IReadOnlyList<RehearsalRun> Runs, IReadOnlyList<RehearsalBranch> NotTaken)
{
    /// <summary>True when every dossier came to an end.</summary>
    public bool EveryRunEnds => Runs.Count > 0 && Runs.All(run => run.HasEnded);

    /// <param name="start">When the first dossier is handed in; its year, and any it runs into, must be confirmed.</param>
    /// <param name="receiving">Where; a made-up desk when null.</param>
    /// <param name="competent">Who decides; a made-up agency when null.</param>
    public static Rehearsal Of(ProcessDefinition process, CalendarBook calendars, DateTimeOffset start, AgencyCode? receiving = null, AgencyCode? competent = null) =>
        new RehearsalDirector(process, calendars, start, receiving ?? new("DIEN-TAP.MC"), competent ?? new("DIEN-TAP")).Play();
}

/// <summary>A way out of a step, by its port.</summary>
public sealed record RehearsalBranch(StepKey Step, string Port);

/// <summary>One command of a run, and when it was given.</summary>
public sealed record RehearsalAct(DateTimeOffset At, DossierCommand Command);

/// <summary>One dossier from receipt to end.</summary>
/// <param name="Attributes">What was answered at intake.</param>
/// <param name="Acts">What was done; giving the same commands at the same times to an office repeats the run there.</param>
/// <param name="StuckOn">Why it went no further, where it did not end.</param>
public sealed record RehearsalRun(
    ImmutableSortedDictionary<string, AttributeValue> Attributes, IReadOnlyList<RehearsalAct> Acts, IReadOnlyList<DossierEvent> Journal, Dossier Final, Refusal? StuckOn)
{
    public bool HasEnded => Final.EndedAt is not null;

    /// <summary>The outcomes and branches it went by, in order.</summary>
    public IEnumerable<RehearsalBranch> Path => Journal.Select(happened => happened switch
    {
        DossierEvent.StepCompleted e => new RehearsalBranch(e.Step, e.Outcome),
        DossierEvent.BranchChosen e => new RehearsalBranch(e.Step, e.Port),
        _ => null,
    }).OfType<RehearsalBranch>();
}

/// <summary>Decides what is tried next in a rehearsal.</summary>
internal sealed class RehearsalDirector
{
    private const int Unreachable = int.MaxValue / 2;

    private readonly ProcessDefinition _process;
    private readonly CalendarBook _calendars;
    private readonly DateTimeOffset _start;
    private readonly DossierDecider _decider;
    private readonly (AgencyCode Receiving, AgencyCode Competent) _where;
    private readonly Officer _officer;
    private readonly HashSet<RehearsalBranch> _open;
    private readonly List<RehearsalRun> _runs = [];

    public RehearsalDirector(ProcessDefinition process, CalendarBook calendars, DateTimeOffset start, AgencyCode receiving, AgencyCode competent)
    {
        (_process, _calendars, _start, _where) = (process, calendars, start, (receiving, competent));
        _decider = new DossierDecider(process, new ProcessFlow(process), calendars);
        _officer = RehearsalCast.Everybody(process, Dossier.Empty with { Receiving = receiving, Competent = competent });
        _open = [.. from step in process.Steps
                    where !step.PassesAtOnce && step.Kind is not StepKind.Join
                    from port in step.Ports
                    select new RehearsalBranch(step.Key, port)];
    }

    public Rehearsal Play()
    {
        foreach (var answers in Situations.Of(_process))
        {
            var chosen = Situations.ChosenPorts(_process, answers);
            var hopeless = new HashSet<RehearsalBranch>();
            do
            {
                var before = _open.Count;
                var aim = Nearest(chosen, hopeless);
                if (aim is null && _runs.Count > 0) break;

                _runs.Add(Run(answers, chosen, hopeless, askForPapers: false));
                if (_open.Count == before && aim is not null) hopeless.Add(aim);
            }
            while (true);
        }
        if (_process.Header.Supplement is { Rounds: > 0 } && Situations.Of(_process).FirstOrDefault() is { } plain) _runs.Add(Run(plain, Situations.ChosenPorts(_process, plain), [], askForPapers: true));
        return new Rehearsal(_runs, [.. _open]);
    }

    private RehearsalRun Run(ImmutableSortedDictionary<string, AttributeValue> answers, Dictionary<int, string> chosen, HashSet<RehearsalBranch> hopeless, bool askForPapers)
    {
        var (dossier, now) = (Dossier.Empty, _start);
        var (acts, journal) = (new List<RehearsalAct>(), new List<DossierEvent>());
        var refused = new HashSet<RehearsalBranch>();

        Refusal? Give(DossierCommand command)
        {
            var decision = _decider.Decide(dossier, command, now);
            if (decision is Decision<DossierEvent>.Refused no) return no.Reason;
            acts.Add(new(now, command));
            foreach (var happened in ((Decision<DossierEvent>.Accepted)decision).Events)
            {
                journal.Add(happened);
                dossier = dossier.Apply(happened);
                if (happened is DossierEvent.StepCompleted done) _open.Remove(new(done.Step, done.Outcome));
                if (happened is DossierEvent.BranchChosen choice) _open.Remove(new(choice.Step, choice.Port));
            }
            return null;
        }

        var stuck = Give(new DossierCommand.Receive(_officer, _where.Receiving, _where.Competent, Channel.Direct, RehearsalCast.People, answers));
        for (var turns = 0; stuck is null && dossier.IsRunning; turns++)
        {
            // Long enough to try every outcome of every step once over in a row: after that, home.
            var homeward = turns > _open.Count + 4 * _process.Steps.Count;
            if (homeward && turns > 8 * _process.Steps.Count + 64) return new(answers, acts, journal, dossier, DossierRefusals.GoesRound(dossier.Open[0].Step));

            bool IsUntried(RehearsalBranch branch) => _open.Contains(branch) && !hopeless.Contains(branch) && !refused.Contains(branch);
            var (untried, home) = (Distances(chosen, refused, IsUntried), Distances(chosen, refused, null));
            int Far(Step step, string port) => homeward ? Unreachable : Beyond(step, port, untried, IsUntried);
            var (step, port) = (
                from open in dossier.Open
                let at = _process.Find(open.Step)!
                from way in at.IsTerminal ? [DossierDecider.Returned] : at.Ports
                where !refused.Contains(new(at.Key, way))
                let far = Far(at, way)
                orderby far, far < Unreachable ? 0 : Beyond(at, way, home, null)
                select (at, way)).FirstOrDefault();
            if (step is null) return new(answers, acts, journal, dossier, DossierRefusals.NothingLeftToDo);

            now = Later(dossier, step, port, now);
            if (askForPapers && step.Kind is not StepKind.Intake and not StepKind.ReturnResult && !step.AwaitsApplicant())
            {
                askForPapers = false;
                if (Give(new DossierCommand.RequestSupplement(_officer, step.Key, RehearsalCast.Papers, RehearsalCast.Note)) is null)
                {
                    now = _calendars.For(null).Add(now, TimeLimit.MinutesPerDay);
                    stuck = Give(new DossierCommand.ReceiveSupplement(_officer, RehearsalCast.Note));
                    continue;
                }
            }
            if (step.Work?.RequiresAttachment is true) Give(RehearsalCast.FileAt(_officer, step.Key, acts.Count));
            DossierCommand command = step.Kind is StepKind.ReturnResult
                ? new DossierCommand.ReturnResult(_officer, RehearsalCast.People.Applicant.Name)
                : new DossierCommand.CompleteStep(_officer, step.Key, port, RehearsalCast.Note, step.Kind is StepKind.Assign ? _officer : null, RehearsalCast.Papers, RehearsalCast.SignatureAt(step, now));
            // A way that is refused here and now (all rounds used) may be open in another run; a step with no other way is where the dossier is stuck.
            if (Give(command) is not { } refusal) continue;
            refused.Add(new(step.Key, port));
            if (step.Ports.All(way => refused.Contains(new(step.Key, way)))) stuck = refusal;
        }
        return new(answers, acts, journal, dossier, stuck);
    }

    // ---- Where to go

    private RehearsalBranch? Nearest(Dictionary<int, string> chosen, HashSet<RehearsalBranch> hopeless)
    {
        if (_process.Start is not { } start) return null;
        var seen = new HashSet<int> { start.Index };
        var queue = new Queue<int>(seen);
        while (queue.TryDequeue(out var at))
        {
            var step = _process.Steps[at];
            foreach (var port in PortsOf(step, chosen))
            {
                var branch = new RehearsalBranch(step.Key, port);
                if (_open.Contains(branch) && !hopeless.Contains(branch)) return branch;
                foreach (var route in _process.Out(at))
                    if (route.Port == port && seen.Add(route.To)) queue.Enqueue(route.To);
            }
        }
        return null;
    }

    /// <summary>From each step, how many moves to something untried; without that aim, to a result or an end, else to any terminal.</summary>
    private int[] Distances(Dictionary<int, string> chosen, HashSet<RehearsalBranch> refused, Func<RehearsalBranch, bool>? isUntried)
    {
        var distances = new int[_process.Steps.Count];
        Array.Fill(distances, Unreachable);
        foreach (var step in _process.Steps)
            if (isUntried is not null ? PortsOf(step, chosen).Any(port => isUntried(new(step.Key, port))) : step.IsTerminal)
                distances[step.Index] = isUntried is null && step.Kind is StepKind.Reject or StepKind.Stop ? _process.Steps.Count : 0;

        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var step in _process.Steps)
                foreach (var port in PortsOf(step, chosen))
                    foreach (var route in _process.Out(step.Index))
                        if (route.Port == port && !refused.Contains(new(step.Key, port)) && distances[route.To] + 1 < distances[step.Index])
                        {
                            distances[step.Index] = distances[route.To] + 1;
                            changed = true;
                        }
        }
        return distances;
    }

    private int Beyond(Step step, string port, int[] distances, Func<RehearsalBranch, bool>? isUntried)
    {
        if (step.IsTerminal) return isUntried is null ? 0 : Unreachable;
        if (isUntried?.Invoke(new(step.Key, port)) == true) return 0;
        var beyond = _process.Out(step.Index).Where(route => route.Port == port).Select(route => distances[route.To]).DefaultIfEmpty(Unreachable).Min();
        return Math.Min(Unreachable, beyond + 1);
    }

    private static IEnumerable<string> PortsOf(Step step, Dictionary<int, string> chosen) => chosen.TryGetValue(step.Index, out var port) ? [port] : step.Ports;

    /// <summary>Half of its time is what a step takes here, half an hour where it has no limit; what says that time ran out comes when it has.</summary>
    private DateTimeOffset Later(Dossier dossier, Step step, string port, DateTimeOffset now)
    {
        var open = dossier.FindOpen(step.Key)!;
        if (port is "Expired" or "NoReply" && DossierClocks.DueTimes(dossier, _process, _calendars, now).Steps.First(clock => clock.Step == step.Key).DueAt is { } due && due > now) return due;
        return step.Work?.Limit is { Unit: TimeUnit.CalendarDay, Value: var days }
            ? now.AddDays((double)days / 2)
            : _calendars.For(open.Place).Add(now, step.Work?.Limit?.WorkingMinutes / 2 ?? 30);
    }
}

/// <summary>Who plays in a rehearsal: one officer who holds every post, and an applicant nobody knows.</summary>
internal static class RehearsalCast
{
    public const string Note = "Diễn tập";

    public static readonly ImmutableList<string> Papers = ["Giấy tờ diễn tập"];

    /// <summary>A signed paper where the step asks for one.</summary>
    public static SignatureReference? SignatureAt(Step step, DateTimeOffset now) =>
        step.Work?.RequiresSignature is true ? new("00/DT", "Cán bộ diễn tập", VietnamTime.DayOf(now)) : null;

    public static readonly Particulars People = new(new Applicant("Người diễn tập", null, null, null, null), Note, []);

    /// <summary>A file nobody wrote: every time another content, as at a real desk.</summary>
    public static DossierCommand.AttachFile FileAt(Officer by, StepKey step, int number) =>
        new(by, new ContentHash(number.ToString("x64", System.Globalization.CultureInfo.InvariantCulture)), "dien-tap.pdf", 1, "application/pdf", step);

    public static Officer Everybody(ProcessDefinition process, Dossier dossier)
    {
        var posts = new List<Post> { new(dossier.Receiving!, new("dien-tap")), new(dossier.Competent!, new("dien-tap")) };
        foreach (var step in process.Steps)
            if (Places.Of(step, process.Header, dossier) is { } place) posts.Add(new(place, step.Work?.Position ?? new("dien-tap")));
        return new(new("dien-tap"), "Cán bộ diễn tập", null, new HashSet<Role>(Enum.GetValues<Role>()), [.. posts.Distinct()]);
    }
}
