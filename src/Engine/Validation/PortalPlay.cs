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
    private readonly bool[] _isQuiet;

    private PortalPlay(ProcessDefinition process, PortalTarget target, bool isSound)
    {
        (_process, _target, _flow, _bound) = (process, target, new ProcessFlow(process), isSound ? MostSituations : MostOfTheUnsound);
        _restarts = process.Header.Supplement?.Clock is ClockPolicy.Restarts;
        _mayBeCancelled = process.Steps.Any(step => step is { Kind: StepKind.Join, JoinMode: JoinMode.WaitAny });
        _codesAt = [.. process.Steps.Select(_ => new SortedSet<int>())];
        _isQuiet = [.. process.Steps.Select(step => IsQuiet(step.Index))];
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
        Take(-1, new Telling(this, new(Marking.Empty, Phase.Received, 0, Steps.None, Steps.None)).Began(_flow.Begin()), []);
        for (var at = 0; at < _situations.Count; at++)
        {
            if (_situations.Count > _bound || _violations.Count >= MostViolations) return;
            var situation = _situations[at];
            foreach (var step in Next(situation))
                foreach (var port in _process.Steps[step].Ports)
                {
                    var move = _flow.Complete(situation.Marking, step, port);
                    if (move.Lost.Count == 0) Take(at, new Telling(this, situation).Completed(step, port, move), [new(step, port)]); // what is lost, the rules of soundness speak of
                }
        }
        IsComplete = true;
    }

    /// <summary>Who may act next. Choices are settled before people work; a step whose completion cannot be heard or felt by others is tried alone.</summary>
    private List<int> Next(Situation situation)
    {
        if (situation.Marking.Steps.Any(step => _process.Steps[step].IsChoice)) return [situation.Marking.Steps.First(step => _process.Steps[step].IsChoice)];
        var open = situation.Marking.Steps.Distinct().ToList();
        if (_mayBeCancelled || open.Count == 1) return open;
        if (open.FindIndex(step => _isQuiet[step]) is >= 0 and var quiet) return [open[quiet]];
        return open.FindIndex(step => !IsHeard(step) && OpensNothingHeard(situation.Marking, step)) is >= 0 and var waits ? [open[waits]] : open;
    }

    /// <summary>As things stand nothing comes of it that is heard: a branch comes to a join that waits for others.</summary>
    private bool OpensNothingHeard(Marking marking, int step) => _process.Steps[step].Ports.All(port =>
        _flow.Complete(marking, step, port) is { Ended: [], Lost: [], Cancelled: [] } move && move.Opened.All(opened => !IsHeard(opened) && !_process.Steps[opened].IsChoice));

    private bool IsHeard(int step) => _process.Steps[step] is var at
        && (at.IsTerminal || at.Kind is StepKind.Intake or StepKind.Issue or StepKind.AwaitSupplement or StepKind.AwaitPayment || _target.OwnCodeOf(at) is not null);

    /// <summary>Neither the step nor anything that can open when it is completed makes the portal hear anything.</summary>
    private bool IsQuiet(int step)
    {
        if (IsHeard(step)) return false;
        var seen = new HashSet<int>();
        var ahead = new Stack<int>(_process.Leaving(step).Select(route => route.To));
        while (ahead.TryPop(out var at))
        {
            if (!seen.Add(at)) continue;
            if (IsHeard(at)) return false;
            if (_process.Steps[at] is { PassesAtOnce: true } or { IsChoice: true } or { Kind: StepKind.Join })
                foreach (var route in _process.Leaving(at)) ahead.Push(route.To);
        }
        return true;
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

    /// <summary>Where the tokens are, and what the portal was told last.</summary>
    /// <param name="Owners">Open steps with a code of their own, the latest last.</param>
    /// <param name="Unsaid">What opened in a move whose choices are not settled yet.</param>
    private sealed record Situation(Marking Marking, Phase Phase, int Code, Steps Owners, Steps Unsaid);

    /// <summary>Steps in an order; a value.</summary>
    private readonly record struct Steps(string Letters)
    {
        public static Steps None { get; } = new("");

        public int? Last => Letters.Length == 0 ? null : Letters[^1];

        public IEnumerable<int> All => Letters.Select(step => (int)step);

        public Steps With(int step) => new(Letters + (char)step);

        public Steps Without(int step) => Letters.IndexOf((char)step) is >= 0 and var at ? new(Letters.Remove(at, 1)) : this;
    }

    /// <summary>One act, told as the runtime tells it: a code each time it changes.</summary>
    private sealed class Telling(PortalPlay play, Situation before)
    {
        private readonly List<int> _codes = [];
        private readonly HashSet<int> _asked =
            [.. before.Marking.Steps.Where(step => play._process.Steps[step].Kind is StepKind.AwaitSupplement or StepKind.AwaitPayment && !before.Unsaid.All.Contains(step))];
        private Phase _phase = before.Phase;
        private int _code = before.Code;
        private Steps _owners = before.Owners;
        private Steps _unsaid = before.Unsaid;
        private Marking _after;

        public IReadOnlyList<int> Codes => _codes;

        public (PortalTrouble Trouble, int Step, int After, int Code)? Violation { get; private set; }

        public bool HasEnded { get; private set; }

        public Situation Situation => new(_after, _phase, _code, _owners, _unsaid);

        public Telling Began(Move begun)
        {
            Hear(play._target.CodeOf(PortalMoment.Received), play._process.Start!.Index);
            return Travelled(begun, play._process.Start!.Index);
        }

        public Telling Completed(int step, string port, Move moved)
        {
            var at = play._process.Steps[step];
            if (at.IsChoice)
            {
                _unsaid = _unsaid.Without(step);
                return Travelled(moved, step);
            }
            if (at.Kind is StepKind.Intake && port == Declined)
            {
                _phase = Phase.Declined;
                Hear(play._target.CodeOf(PortalMoment.Declined), step);
            }
            if (_phase is Phase.Received) _phase = Phase.InProgress;
            Close(step);
            if (at.Kind is StepKind.Issue) Finish(step);
            return Travelled(moved, step);
        }

        /// <summary>What happens between two steps is not heard; where the dossier comes to rest is.</summary>
        private Telling Travelled(Move moved, int from)
        {
            _after = moved.After;
            foreach (var step in moved.Cancelled) Close(step);
            if (moved.Ended is [var terminal, ..])
            {
                End(play._process.Steps[terminal]);
                return this;
            }
            foreach (var step in moved.Opened) _unsaid = _unsaid.With(step);
            if (moved.After.Steps.Any(step => play._process.Steps[step].IsChoice)) return this;

            foreach (var step in _unsaid.All) Open(play._process.Steps[step]);
            _unsaid = Steps.None;
            Hear(CodeNow(), from);
            return this;
        }

        private void Open(Step step)
        {
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
            (_owners, _unsaid) = (_owners.Without(step), _unsaid.Without(step));
        }

        private void End(Step terminal)
        {
            HasEnded = true;
            if (terminal.Kind is StepKind.ReturnResult)
            {
                if (_phase is not (Phase.ResultReady or Phase.Declined)) Violation ??= (PortalTrouble.ReturnsUnissued, terminal.Index, 0, 0);
                Finish(terminal.Index);
                if (Violation is null) play._codesAt[terminal.Index].Add(_code);
                Hear(play._target.OwnCodeOf(terminal) ?? play._target.CodeOf(PortalMoment.Returned), terminal.Index);
                return;
            }
            if (_phase is not Phase.Declined && terminal.Kind is not StepKind.End)
                Hear(play._target.OwnCodeOf(terminal) ?? play._target.CodeOf(terminal.Kind is StepKind.Stop ? PortalMoment.Stopped : PortalMoment.Rejected), terminal.Index);
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
                Phase.Received => PortalMoment.Received,
                Phase.Declined => PortalMoment.Declined,
                Phase.ResultReady => PortalMoment.ResultReady,
                _ when _asked.Any(step => play._process.Steps[step].Kind is StepKind.AwaitSupplement) => PortalMoment.AwaitingSupplement,
                _ when _asked.Count > 0 => PortalMoment.AwaitingPayment,
                _ => PortalMoment.InProgress,
            };
            return state is PortalMoment.InProgress or PortalMoment.AwaitingSupplement or PortalMoment.AwaitingPayment && _owners.Last is { } owner
                ? play._target.OwnCodeOf(play._process.Steps[owner])!.Value
                : play._target.CodeOf(state);
        }

        private void Hear(int code, int step)
        {
            if (Violation is not null || code == _code) return;
            _codes.Add(code);
            if (_phase is not Phase.Declined && code == play._target.CodeOf(PortalMoment.Declined)) Violation = (PortalTrouble.DeclinedElsewhere, step, _code, code);
            else if (!play._target.MayCome(_code, code, play._restarts)) Violation = (PortalTrouble.NotAccepted, step, _code, code);
            _code = code;
        }
    }
}
