using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Validation;

/// <summary>What can go wrong with the tokens of a process (process-language §5.1).</summary>
internal enum Trouble
{
    LostToken, // một thẻ đi vào nhánh không nối tới đâu
    EndsWithWorkOpen, // kết thúc khi còn việc đang mở
    OpenTwice, // một bước mở hai lần cùng lúc
    PilesUp, // thẻ dồn mãi trước một điểm gộp
    Stuck, // không còn bước nào mở, còn thẻ chờ ở điểm gộp
    NeverEnds, // chạy vòng mãi, không tới được kết thúc
    NeverReached, // có vẽ đường nhưng không bao giờ tới
}

/// <summary>One act on the way to a trouble: the step completed, and by which port.</summary>
internal readonly record struct Act(int Step, string Port);

/// <summary>A trouble, the step it shows at, and the shortest way to it.</summary>
/// <param name="Step">The step or join it shows at; -1 for the process as a whole.</param>
internal sealed record Violation(Trouble Trouble, int Step, IReadOnlyList<Act> Way);

/// <summary>Plays a process in every possible way, nearest markings first, so that of each trouble the nearest is found.</summary>
/// <remarks>
/// How near a marking is, is counted in acts; in a folded drawing in the acts of the drawing that each stands for. Every port of every step that holds a token is tried. Decisions and switches are settled before anybody works on, as the runtime does.
/// A play that runs past its bound of markings says so: nothing found there is proved, though a trouble found is real.
/// </remarks>
internal sealed class TokenPlay
{
    private readonly ProcessDefinition _process;
    private readonly ProcessFlow _flow;
    private readonly List<Marking> _markings = [];
    private readonly List<(int Before, Act Act, int Acts)> _reachedBy = [];
    private readonly PriorityQueue<(int Marking, int Acts), (int Acts, int Marking)> _ahead = new();
    private readonly Dictionary<Trouble, int> _nearest = [];
    private readonly Func<Act, int>? _weight;
    private readonly List<(int From, int To)> _moves = [];
    private readonly Dictionary<Marking, int> _numbers = [];
    private readonly HashSet<int> _canEnd = []; // markings from which one move ends the process, or shows a trouble of its own
    private readonly bool[] _visited;
    private readonly Dictionary<Trouble, Violation> _troubles = [];
    private readonly Marking? _from;
    private int _bound;

    private TokenPlay(ProcessDefinition process, int bound, Func<Act, int>? weight = null, Marking? from = null)
    {
        (_process, _bound, _weight, _from) = (process, bound, weight, from);
        _flow = new ProcessFlow(process);
        _visited = new bool[process.Steps.Count];
    }

    /// <summary>Troubles in the order a reader wants them; each kind once, the nearest.</summary>
    public IReadOnlyList<Violation> Violations => [.. _troubles.Values.OrderBy(violation => _nearest.GetValueOrDefault(violation.Trouble, violation.Way.Count)).ThenBy(violation => violation.Trouble)];

    /// <summary>True when every reachable marking was seen.</summary>
    public bool IsComplete { get; private set; }

    public bool IsSound => IsComplete && _troubles.Count == 0;

    /// <param name="weight">How many acts an act counts as; one each, where nothing is said.</param>
    public static TokenPlay Of(ProcessDefinition process, int bound, Func<Act, int>? weight = null)
    {
        var play = new TokenPlay(process, bound, weight);
        play.Run();
        return play;
    }

    /// <summary>The same from a place in the middle of the way: can a dossier that stands there still come to an end, whatever is decided, and leave nothing behind?</summary>
    public static TokenPlay From(ProcessDefinition process, Marking marking, int bound)
    {
        var play = new TokenPlay(process, bound, from: marking);
        play.Run();
        return play;
    }

    /// <summary>Whether a dossier can come to stand so; only where every reachable marking was seen.</summary>
    public bool Reaches(Marking marking) => _numbers.ContainsKey(marking);

    /// <summary>Where looking at everything is too much: a few hundred dossiers with arbitrary decisions. What they run into is real, though not the nearest.</summary>
    public static Violation? Try(ProcessDefinition process)
    {
        var play = new TokenPlay(process, 0);
        var (dice, movesLeft) = (12_345u, 50_000);
        while (movesLeft > 0)
        {
            var (move, way) = (play._flow.Begin(), new List<Act>());
            while (movesLeft-- > 0)
            {
                if (TroubleIn(process, move) is { } trouble) return new(trouble.Kind, trouble.Step, way);
                if (move.Ended.Count > 0) break;
                var open = play.Playable(move.After);
                if (open.Length == 0) return new(Trouble.Stuck, move.After.Waiting.Select(route => process.Routes[route].To).DefaultIfEmpty(-1).First(), way);
                var step = open[Dice(open.Length)];
                var ports = process.Steps[step].Ports;
                way.Add(new(step, ports[Dice(ports.Count)]));
                move = play._flow.Complete(move.After, step, way[^1].Port);
            }
        }
        return null;

        // The same dice every time: a check gives the same findings today and tomorrow.
        int Dice(int sides)
        {
            dice = unchecked(dice * 1_664_525u + 1_013_904_223u);
            return (int)((dice >> 8) % (uint)sides);
        }
    }

    private void Run()
    {
        Take(_from is { } marking ? new Move(marking, [], [], [], []) : _flow.Begin(), -1, default);
        var movesLeft = 12L * _bound;
        while (_ahead.TryDequeue(out var next, out _))
        {
            var at = next.Marking;
            if (next.Acts > _reachedBy[at].Acts) continue; // a nearer way was found meanwhile
            if (_markings.Count > _bound || movesLeft < 0) return;
            foreach (var step in Playable(_markings[at]))
            {
                _visited[step] = true; // a step that opens only to be cancelled at once was not reached: nobody could work there
                foreach (var port in _process.Steps[step].Ports)
                {
                    Take(_flow.Complete(_markings[at], step, port), at, new(step, port));
                    movesLeft--;
                }
            }
        }
        IsComplete = true;
        if (_troubles.Count > 0) return;
        LookForDeadEnds();
        if (_troubles.Count == 0 && _from is null) LookForTheUnreached();
    }

    private int[] Playable(Marking marking)
    {
        var open = marking.Steps.Distinct().ToArray();
        var choices = open.Where(step => _process.Steps[step].IsChoice).ToArray();
        return choices.Length > 0 ? choices : open;
    }

    private void Take(Move move, int from, Act act)
    {
        foreach (var step in move.Ended) _visited[step] = true;
        foreach (var step in move.Passed) _visited[step] = true;

        var acts = from < 0 ? 0 : _reachedBy[from].Acts + (_weight?.Invoke(act) ?? 1);
        if (TroubleIn(_process, move) is { } trouble)
        {
            if (!_nearest.TryGetValue(trouble.Kind, out var nearest)) _bound = Math.Min(_bound, _markings.Count + 2_000); // the rest is looked at for other troubles, not for a proof
            else if (nearest <= acts) return;
            _nearest[trouble.Kind] = acts;
            _troubles[trouble.Kind] = new(trouble.Kind, trouble.Step, [.. WayTo(from), .. from < 0 ? Array.Empty<Act>() : [act]]);
            _canEnd.Add(from);
        }
        else if (move.Ended.Count > 0) _canEnd.Add(from);
        else
        {
            if (!_numbers.TryGetValue(move.After, out var number))
            {
                _numbers[move.After] = number = _markings.Count;
                _markings.Add(move.After);
                _reachedBy.Add((from, act, acts));
                _ahead.Enqueue((number, acts), (acts, number));
            }
            else if (acts < _reachedBy[number].Acts)
            {
                _reachedBy[number] = (from, act, acts);
                _ahead.Enqueue((number, acts), (acts, number));
            }
            if (from >= 0) _moves.Add((from, number));
        }
    }

    /// <summary>More tokens than this in one place come from a source that never dries up: each connection has brought one, and one more.</summary>
    public static int CrowdOf(ProcessDefinition process) => process.Routes.Count + 1;

    /// <summary>What a single move shows to be wrong, whatever comes after.</summary>
    public static (Trouble Kind, int Step)? TroubleIn(ProcessDefinition process, Move move) => TroubleIn(process, move, CrowdOf(process));

    /// <param name="process">The process that is played.</param>
    /// <param name="move">The move just made.</param>
    /// <param name="crowd">More tokens than this in one place are a pile.</param>
    public static (Trouble Kind, int Step)? TroubleIn(ProcessDefinition process, Move move, int crowd)
    {
        if (move.Lost is [var (step, _), ..]) return (Trouble.LostToken, step);
        if (move.Ended.Count > 1 || move.Ended.Count == 1 && move.After.Count > 0) return (Trouble.EndsWithWorkOpen, move.Ended[0]);
        var (last, times) = (-1, 1);
        foreach (var open in move.After.Steps) // in order, so that doubles follow each other
        {
            (last, times) = (open, open == last ? times + 1 : 1);
            if (times > 1 && !process.Steps[open].IsChoice) return (Trouble.OpenTwice, open);
            if (times > crowd) return (Trouble.PilesUp, open);
        }
        (last, times) = (-1, 1);
        foreach (var route in move.After.Waiting)
        {
            (last, times) = (route, route == last ? times + 1 : 1);
            var join = process.Routes[route].To;
            if (times > (process.Steps[join].JoinMode is JoinMode.WaitAll ? 2 : crowd)) return (Trouble.PilesUp, join);
        }
        return null;
    }

    /// <summary>Markings from which no end can be reached: the nearest one where nothing moves any more, else the nearest that only goes in circles.</summary>
    private void LookForDeadEnds()
    {
        var before = _moves.ToLookup(move => move.To, move => move.From);
        var good = new bool[_markings.Count];
        var waiting = new Stack<int>(_canEnd.Where(at => at >= 0));
        while (waiting.TryPop(out var at))
        {
            if (good[at]) continue;
            good[at] = true;
            foreach (var earlier in before[at]) waiting.Push(earlier);
        }
        var bad = Enumerable.Range(0, good.Length).Where(at => !good[at]).OrderBy(at => _reachedBy[at].Acts).ToList();
        if (bad is not [var doomed, ..]) return;

        var still = bad.Where(at => !_markings[at].Steps.Any()).DefaultIfEmpty(-1).First();
        if (still >= 0) _troubles[Trouble.Stuck] = new(Trouble.Stuck, _markings[still].Waiting.Select(route => _process.Routes[route].To).DefaultIfEmpty(-1).First(), WayTo(still));
        else _troubles[Trouble.NeverEnds] = new(Trouble.NeverEnds, _markings[doomed].Steps.First(), WayTo(doomed));
    }

    private void LookForTheUnreached()
    {
        var unseen = Array.FindIndex(_visited, 0, seen => !seen);
        while (unseen >= 0 && OnlyPassesOn(unseen)) unseen = unseen + 1 < _visited.Length ? Array.FindIndex(_visited, unseen + 1, seen => !seen) : -1;
        if (unseen >= 0) _troubles[Trouble.NeverReached] = new(Trouble.NeverReached, unseen, []);
    }

    // A fork, or a join of one connection, is only a bend in the line.
    private bool OnlyPassesOn(int step) => _process.Steps[step].PassesAtOnce || _process.Steps[step].Kind is StepKind.Join && _process.In(step).Count <= 1;

    private List<Act> WayTo(int marking)
    {
        var way = new List<Act>();
        for (var at = marking; at >= 0 && _reachedBy[at].Before >= 0; at = _reachedBy[at].Before) way.Add(_reachedBy[at].Act);
        way.Reverse();
        return way;
    }
}
