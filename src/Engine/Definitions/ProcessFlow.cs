namespace TthcFlow.Engine.Definitions;

/// <summary>How tokens move through a process (process-language §3). The proof before publication and the dossier at run time play by this one page.</summary>
/// <remarks>
/// A token leaves through the port whose name the step completed with, and each connection of that port gets one. Starts and forks pass on
/// at once. Joins hold tokens on their inbound connections. Decisions and switches hold a token like a step does, until the caller says which
/// port the conditions gave: the proof tries every port, the runtime evaluates. Pure and thread-safe; made once per version.
/// </remarks>
public sealed class ProcessFlow
{
    private readonly ProcessDefinition _process;
    private readonly Dictionary<int, JoinReach> _joins;

    public ProcessFlow(ProcessDefinition process)
    {
        _process = process;
        _joins = process.Steps.Where(step => step.Kind is StepKind.Join && step.JoinMode is not JoinMode.WaitAll)
            .ToDictionary(join => join.Index, join => new JoinReach(process, join));
    }

    /// <summary>One token on the start of the process. The process must have one start.</summary>
    public Move Begin()
    {
        var start = _process.Start ?? throw new InvalidOperationException("A process that runs has one start.");
        var board = new Board(this, Marking.Empty);
        board.Arrive(start.Index, route: null);
        return board.Settle();
    }

    /// <summary>Takes the token off a step that holds one and sends it out through a port.</summary>
    /// <exception cref="ArgumentException">The step holds no token.</exception>
    public Move Complete(Marking marking, int step, string port)
    {
        var board = new Board(this, marking);
        if (!board.Steps.Remove(step)) throw new ArgumentException($"Step {step} holds no token.", nameof(step));
        board.Leave(step, port);
        return board.Settle();
    }

    /// <summary>For every patient and first-come join, a number per step that is equal where the join looks upon a token alike: a token moved between two such steps changes nothing for it.</summary>
    internal IReadOnlyDictionary<int, int[]> Alike() => _joins.ToDictionary(join => join.Key, join =>
    {
        var standing = new int[_process.Steps.Count];
        foreach (var sees in join.Value.Views)
        {
            var names = new Dictionary<(int, bool), int>();
            for (var step = 0; step < standing.Length; step++)
            {
                var view = (standing[step], sees(step));
                if (!names.TryGetValue(view, out var name)) names[view] = name = names.Count;
                standing[step] = name;
            }
        }
        return standing;
    });

    /// <summary>What lies beyond a join: who can still reach it, and who can get around it.</summary>
    private sealed class JoinReach
    {
        private readonly bool[] _getsAround;
        private readonly bool[] _leadsHere;
        private readonly Dictionary<int, bool[]> _reaches = [];

        public JoinReach(ProcessDefinition process, Step join)
        {
            if (join.JoinMode is JoinMode.WaitAllActive)
                foreach (var inbound in process.In(join.Index)) _reaches[inbound.Index] = Backwards(process, [inbound.From], join.Index);
            _leadsHere = Backwards(process, process.In(join.Index).Select(inbound => inbound.From), join.Index);
            _getsAround = Backwards(process, from step in process.Steps
                                             where step.IsTerminal || step.Ports.Any(port => process.Out(step.Index).All(route => route.Port != port))
                                             select step.Index, join.Index);
        }

        /// <summary>Can a token on this step still come in over that connection, without passing the join first?</summary>
        public bool CanReach(int step, int inbound) => _reaches[inbound][step];

        /// <summary>Do all ways from this step to an end lead through the join?</summary>
        public bool CannotGetAround(int step) => _leadsHere[step] && !_getsAround[step];

        /// <summary>Everything the join may ask about a step.</summary>
        public IEnumerable<Func<int, bool>> Views =>
            _reaches.Count > 0 ? _reaches.Keys.Select(inbound => (Func<int, bool>)(step => CanReach(step, inbound))) : [CannotGetAround];

        private static bool[] Backwards(ProcessDefinition process, IEnumerable<int> from, int without)
        {
            var seen = new bool[process.Steps.Count];
            var waiting = new Stack<int>(from.Where(step => step != without));
            while (waiting.TryPop(out var step))
            {
                if (seen[step]) continue;
                seen[step] = true;
                foreach (var route in process.In(step))
                    if (route.From != without && !seen[route.From]) waiting.Push(route.From);
            }
            return seen;
        }
    }

    /// <summary>The tokens while one move is under way.</summary>
    private sealed class Board(ProcessFlow flow, Marking before)
    {
        private readonly List<int> _waiting = [.. before.Waiting];
        private readonly List<int> _opened = [];
        private readonly List<int> _cancelled = [];
        private readonly List<int> _ended = [];
        private readonly List<(int Step, string Port)> _lost = [];
        private readonly List<int> _passed = [];
        private readonly Queue<(int Step, int? Route)> _moving = [];
        private int _passes;

        public List<int> Steps { get; } = [.. before.Steps];

        private ProcessDefinition Process => flow._process;

        public void Arrive(int step, int? route) => _moving.Enqueue((step, route));

        public void Leave(int step, string port)
        {
            var connected = false;
            foreach (var route in Process.Out(step))
            {
                if (route.Port != port) continue;
                connected = true;
                Arrive(route.To, route.Index);
            }
            if (!connected) _lost.Add((step, port));
        }

        public Move Settle()
        {
            do
            {
                while (_moving.TryDequeue(out var token)) Take(token.Step, token.Route);
            }
            while (FirePatientJoin());

            _opened.Sort();
            return new Move(Marking.Of(Steps, _waiting), _opened, _cancelled, _ended, _lost) { Passed = _passed };
        }

        private void Take(int at, int? route)
        {
            // A ring of points that pass on at once would spin for ever: the tokens are let go, and the proof reports the loop.
            if (++_passes > 4 * (Process.Steps.Count + Process.Routes.Count) + 64)
            {
                _lost.Add((at, ""));
                return;
            }
            var step = Process.Steps[at];
            if (step.IsTerminal) _ended.Add(at);
            else if (step.PassesAtOnce || step.Kind is StepKind.Join && route is null) PassOn(at); // a join that the process begins with waits for nobody
            else if (step.Kind is not StepKind.Join)
            {
                Steps.Add(at);
                _opened.Add(at);
            }
            else if (step.JoinMode is JoinMode.WaitAny) PassFirst(at);
            else
            {
                _waiting.Add(route!.Value);
                if (step.JoinMode is JoinMode.WaitAll) FireWhenComplete(at);
            }
        }

        private void FireWhenComplete(int join)
        {
            var inbound = Process.In(join);
            if (inbound.Any(route => !_waiting.Contains(route.Index))) return;
            foreach (var route in inbound) _waiting.Remove(route.Index);
            PassOn(join);
        }

        /// <summary>The first token passes; every other token from which all ways lead through this join is cancelled.</summary>
        private void PassFirst(int join)
        {
            var reach = flow._joins[join];
            foreach (var step in Steps.Where(reach.CannotGetAround).ToArray())
            {
                Steps.Remove(step);
                if (!_opened.Remove(step)) _cancelled.Add(step); // opened and closed within one move: nobody ever saw it
            }
            _waiting.RemoveAll(route => Process.Routes[route].To is var target && target != join && reach.CannotGetAround(target));
            var others = _moving.Where(token => token.Step != join && !reach.CannotGetAround(token.Step)).ToArray();
            _moving.Clear();
            foreach (var token in others) _moving.Enqueue(token);
            PassOn(join);
        }

        /// <summary>A WaitAllActive join fires when it holds a token and none elsewhere can still reach one of its empty connections.</summary>
        private bool FirePatientJoin()
        {
            foreach (var (join, reach) in flow._joins)
            {
                if (Process.Steps[join].JoinMode is not JoinMode.WaitAllActive) continue;
                var inbound = Process.In(join);
                var held = inbound.Where(route => _waiting.Contains(route.Index)).ToArray();
                if (held.Length == 0) continue;

                var elsewhere = Steps.Concat(_waiting.Where(route => Process.Routes[route].To != join).Select(route => Process.Routes[route].To)).ToArray();
                if (inbound.Except(held).Any(empty => elsewhere.Any(step => reach.CanReach(step, empty.Index)))) continue;

                _waiting.RemoveAll(route => Process.Routes[route].To == join);
                PassOn(join);
                return true;
            }
            return false;
        }

        private void PassOn(int point)
        {
            _passed.Add(point);
            foreach (var port in Process.Steps[point].Ports) Leave(point, port);
        }
    }
}
