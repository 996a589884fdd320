using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Validation;

/// <summary>What is wrong with what a portal hears.</summary>
internal enum PortalTrouble
{
    NotAccepted, // cổng không nhận trạng thái này sau trạng thái trước
    ReturnsUnissued, // trả kết quả khi chưa phát hành
    DeclinedElsewhere, // gửi "không được tiếp nhận" ngoài bước tiếp nhận
}

/// <summary>A trouble, the step it shows at, the code before and the code that came, and the shortest way to it with the codes told on it.</summary>
/// <param name="Way">The acts in order.</param>
/// <param name="Told">After how many acts which code was told.</param>
internal sealed record PortalViolation(PortalTrouble Trouble, int Step, int After, int Code, IReadOnlyList<Act> Way, IReadOnlyList<(int Acts, int Code)> Told);

/// <summary>Plays a process in every possible way and listens to what a portal is told (process-language §5.4).</summary>
/// <remarks>
/// It tells a code whenever the runtime would: what is open decides, as there. Rights that the law gives at any moment are not drawn and not played.
/// Work in parallel that changes nothing for the portal is done one after the other, because its order cannot be heard; that holds as long as no
/// first-come join may cancel a branch. Breadth first, so the first way found is the shortest.
/// </remarks>
internal sealed class PortalPlay
{
    /// <summary>How many situations are looked at before the question is left open.</summary>
    public const int MostSituations = 20_000;

    /// <summary>How many of a drawing that is not sound: it may have no end of them.</summary>
    private const int MostOfTheUnsound = 1_000;

    private const int MostViolations = 12;
    private const string Declined = "Declined";

    private readonly ProcessDefinition _process;
    private readonly PortalTarget _target;
    private readonly ProcessFlow _flow;
    private readonly bool _restarts;
    private readonly bool _mayBeCancelled;
    private readonly int _bound;
    private readonly List<Situation> _situations = [];
    private readonly List<(int Before, Act[] Acts, int[] Told)> _reachedBy = [];
    private readonly Dictionary<Situation, int> _numbers = [];
    private readonly Dictionary<(PortalTrouble, int, int, int), PortalViolation> _violations = [];
    private readonly SortedSet<int>[] _codesAt;

    private PortalPlay(ProcessDefinition process, PortalTarget target, bool isSound)
    {
        (_process, _target, _flow, _bound) = (process, target, new ProcessFlow(process), isSound ? MostSituations : MostOfTheUnsound);
        _restarts = process.Header.Supplement?.Clock is ClockPolicy.Restarts;
        _mayBeCancelled = process.Steps.Any(step => step is { Kind: StepKind.Join, JoinMode: JoinMode.WaitAny });
        _codesAt = [.. process.Steps.Select(_ => new SortedSet<int>())];
    }

    /// <summary>True when every situation was looked at.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Each trouble once, the nearest first.</summary>
    public IReadOnlyList<PortalViolation> Violations => [.. _violations.Values.OrderBy(violation => violation.Way.Count)];

    /// <summary>The codes that the portal may have been told last when a step is opened or reached.</summary>
    public IReadOnlyCollection<int> CodesAt(int step) => _codesAt[step];

    public static PortalPlay Of(ProcessDefinition process, PortalTarget target, bool isSound)
    {
        var play = new PortalPlay(process, target, isSound);
        if (process.Start is null) play.IsComplete = true;
        else play.Run();
        return play;
    }

    private void Run()
    {
        foreach (var begun in Settled([], _flow.Begin(), [], 0)) Take(-1, new Telling(this, new(Marking.Empty, Phase.Received, 0, Owners.None)).Began(begun), begun.Acts);
        for (var at = 0; at < _situations.Count; at++)
        {
            if (_situations.Count > _bound || _violations.Count >= MostViolations) return;
            foreach (var (situation, acts) in Next(_situations[at])) Take(at, situation, acts);
        }
        IsComplete = true;
    }

    /// <summary>What may happen next. Where one step's completion can be neither heard nor felt by others, it alone is tried.</summary>
    private IEnumerable<(Telling After, Act[] Acts)> Next(Situation situation)
    {
        var open = situation.Marking.Steps.Distinct().ToArray();
        if (!_mayBeCancelled && open.Length > 1)
        {
            foreach (var step in open.Where(step => !IsHeard(step)))
            {
                var quiet = After(situation, step).ToList();
                if (quiet.TrueForAll(next => next.After.IsQuiet)) return quiet;
            }
        }
        return open.SelectMany(step => After(situation, step));
    }

    private IEnumerable<(Telling After, Act[] Acts)> After(Situation situation, int step) =>
        from port in _process.Steps[step].Ports
        from moved in Settled([new(step, port)], _flow.Complete(situation.Marking, step, port), [], 0)
        select (new Telling(this, situation).Completed(step, port, moved), moved.Acts);

    private bool IsHeard(int step) => _process.Steps[step] is var at
        && (at.IsTerminal || at.Kind is StepKind.Intake or StepKind.Issue or StepKind.AwaitSupplement or StepKind.AwaitPayment || _target.OwnCodeOf(at) is not null);

    /// <summary>A move with every choice on the way settled, in each way the conditions may fall.</summary>
    private List<Moved> Settled(Act[] acts, Move move, int[] before, int depth)
    {
        List<int> opened = [.. before, .. move.Opened];
        var at = opened.FindIndex(step => _process.Steps[step].IsChoice);
        if (move.Lost.Count > 0 || depth > _process.Steps.Count) return []; // the rules of soundness speak of these
        if (at < 0) return [new(acts, move.After, [.. opened], [.. move.Cancelled], [.. move.Ended])];

        var choice = opened[at];
        opened.RemoveAt(at);
        var settled = new List<Moved>();
        foreach (var port in _process.Steps[choice].Ports)
            foreach (var next in Settled([.. acts, new(choice, port)], _flow.Complete(move.After, choice, port), [.. opened], depth + 1))
                settled.Add(next with
                {
                    Opened = [.. next.Opened.Where(step => !next.Cancelled.Contains(step) || next.After.IsAt(step))],
                    Cancelled = [.. move.Cancelled, .. next.Cancelled.Where(step => !opened.Contains(step))],
                    Ended = [.. move.Ended, .. next.Ended],
                });
        return settled;
    }

    private void Take(int from, Telling told, Act[] acts)
    {
        if (told.Violation is { } violation)
        {
            if (_violations.ContainsKey(violation)) return;
            List<Act> way = [.. acts];
            List<(int Acts, int Code)> codes = [.. told.Codes.Select(code => (way.Count, code))];
            for (var at = from; at >= 0; at = _reachedBy[at].Before)
            {
                var (_, earlier, heard) = _reachedBy[at];
                codes = [.. codes.Select(code => (code.Acts + earlier.Length, code.Code))];
                codes.InsertRange(0, heard.Select(code => (earlier.Length, code)));
                way.InsertRange(0, earlier);
            }
            var (trouble, step, after, came) = violation;
            _violations[violation] = new(trouble, step, after, came, way, codes);
            return;
        }
        if (told.HasEnded || _numbers.ContainsKey(told.Situation) || told.Situation.Marking.Steps.GroupBy(step => step).Any(step => step.Skip(1).Any())) return;
        _numbers[told.Situation] = _situations.Count;
        _situations.Add(told.Situation);
        _reachedBy.Add((from, acts, [.. told.Codes]));
    }

    /// <summary>How far a dossier is, as far as the portal cares.</summary>
    private enum Phase
    {
        Received, // nothing completed yet
        InProgress,
        Declined,
        ResultReady,
    }

    /// <summary>Where the tokens are, what the portal was told last, and which open steps have a code of their own, the latest last.</summary>
    private sealed record Situation(Marking Marking, Phase Phase, int Code, Owners Owners);

    private sealed record Moved(Act[] Acts, Marking After, int[] Opened, int[] Cancelled, int[] Ended);

    /// <summary>Open steps with codes of their own, in the order they were opened; a value.</summary>
    private readonly record struct Owners(string Steps)
    {
        public static Owners None { get; } = new("");

        public int? Last => Steps.Length == 0 ? null : Steps[^1];

        public Owners With(int step) => new(Steps + (char)step);

        public Owners Without(int step) => Steps.IndexOf((char)step) is >= 0 and var at ? new(Steps.Remove(at, 1)) : this;
    }

    /// <summary>One act, told as the runtime tells it: a code each time it changes.</summary>
    private sealed class Telling(PortalPlay play, Situation before)
    {
        private readonly List<int> _codes = [];
        private readonly HashSet<int> _asked = [.. before.Marking.Steps.Where(step => play._process.Steps[step].Kind is StepKind.AwaitSupplement or StepKind.AwaitPayment)];
        private Phase _phase = before.Phase;
        private int _code = before.Code;
        private Owners _owners = before.Owners;
        private Marking _after;
        private bool _opensTheHeard;

        public IReadOnlyList<int> Codes => _codes;

        public (PortalTrouble Trouble, int Step, int After, int Code)? Violation { get; private set; }

        public bool HasEnded { get; private set; }

        /// <summary>The portal heard nothing, and nothing it may hear has begun or been called off.</summary>
        public bool IsQuiet => _codes.Count == 0 && !HasEnded && !_opensTheHeard && Violation is null;

        public Situation Situation => new(_after, _phase, _code, _owners);

        public Telling Began(Moved moved)
        {
            Hear(play._target.CodeOf(PortalState.Received), play._process.Start!.Index);
            return Travelled(moved, play._process.Start!.Index);
        }

        public Telling Completed(int step, string port, Moved moved)
        {
            var at = play._process.Steps[step];
            if (at.Kind is StepKind.Intake && port == Declined)
            {
                _phase = Phase.Declined;
                Hear(play._target.CodeOf(PortalState.Declined), step);
            }
            if (_phase is Phase.Received) _phase = Phase.InProgress;
            Close(step);
            if (at.Kind is StepKind.Issue) Finish(step);
            return Travelled(moved, step);
        }

        /// <summary>What happens between two steps is not heard; where the dossier comes to rest is.</summary>
        private Telling Travelled(Moved moved, int from)
        {
            _after = moved.After;
            foreach (var step in moved.Cancelled)
            {
                Close(step);
                _opensTheHeard |= play.IsHeard(step);
            }
            if (moved.Ended is [var terminal, ..])
            {
                End(play._process.Steps[terminal]);
                return this;
            }
            foreach (var step in moved.Opened) Open(play._process.Steps[step]);
            Hear(CodeNow(), from);
            return this;
        }

        private void Open(Step step)
        {
            _opensTheHeard |= play.IsHeard(step.Index);
            if (play._target.OwnCodeOf(step) is not null) _owners = _owners.With(step.Index);
            Hear(CodeNow(), step.Index);
            if (step.Kind is StepKind.AwaitSupplement or StepKind.AwaitPayment)
            {
                _asked.Add(step.Index);
                if (_phase is Phase.Received) _phase = Phase.InProgress;
                Hear(CodeNow(), step.Index);
            }
            if (Violation is null) play._codesAt[step.Index].Add(_code);
        }

        private void Close(int step)
        {
            _asked.Remove(step);
            _owners = _owners.Without(step);
        }

        private void End(Step terminal)
        {
            HasEnded = true;
            if (terminal.Kind is StepKind.ReturnResult)
            {
                if (_phase is not (Phase.ResultReady or Phase.Declined)) Violation ??= (PortalTrouble.ReturnsUnissued, terminal.Index, 0, 0);
                Finish(terminal.Index);
                if (Violation is null) play._codesAt[terminal.Index].Add(_code);
                Hear(play._target.OwnCodeOf(terminal) ?? play._target.CodeOf(PortalState.Returned), terminal.Index);
                return;
            }
            if (_phase is not Phase.Declined && terminal.Kind is not StepKind.End)
                Hear(play._target.OwnCodeOf(terminal) ?? play._target.CodeOf(terminal.Kind is StepKind.Stop ? PortalState.Stopped : PortalState.Rejected), terminal.Index);
            if (Violation is null) play._codesAt[terminal.Index].Add(_code);
        }

        private void Finish(int step)
        {
            if (_phase is Phase.ResultReady) return;
            _phase = Phase.ResultReady;
            Hear(CodeNow(), step);
        }

        private int CodeNow()
        {
            var state = _phase switch
            {
                Phase.Received => PortalState.Received,
                Phase.Declined => PortalState.Declined,
                Phase.ResultReady => PortalState.ResultReady,
                _ when _asked.Any(step => play._process.Steps[step].Kind is StepKind.AwaitSupplement) => PortalState.AwaitingSupplement,
                _ when _asked.Count > 0 => PortalState.AwaitingPayment,
                _ => PortalState.InProgress,
            };
            return state is PortalState.InProgress or PortalState.AwaitingSupplement or PortalState.AwaitingPayment && _owners.Last is { } owner
                ? play._target.OwnCodeOf(play._process.Steps[owner])!.Value
                : play._target.CodeOf(state);
        }

        private void Hear(int code, int step)
        {
            if (Violation is not null || code == _code) return;
            _codes.Add(code);
            if (_phase is not Phase.Declined && code == play._target.CodeOf(PortalState.Declined)) Violation = (PortalTrouble.DeclinedElsewhere, step, _code, code);
            else if (!play._target.MayCome(_code, code, play._restarts)) Violation = (PortalTrouble.NotAccepted, step, _code, code);
            _code = code;
        }
    }
}
