using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Tests.Validation;

/// <summary>Plays tokens by the letter of the process language, §3, one at a time and without any cleverness: what the proof says is measured by it.</summary>
/// <remarks>It shares nothing with the engine but the drawing itself. A token stands at a step, or on a connection before a join.</remarks>
internal sealed class NaivePlayer(ProcessDefinition process)
{
    private const int Crowd = 12; // so many tokens in one place come from a source that never dries up

    private readonly Dictionary<(int From, int Without), HashSet<int>> _walks = [];

    /// <summary>A place where a token can stand: a step, or the connection it came to a join by.</summary>
    public readonly record struct Place(int Step, int Line) : IComparable<Place>
    {
        public int CompareTo(Place other) => (Step, Line).CompareTo((other.Step, other.Line));
    }

    /// <summary>How a move came out.</summary>
    /// <param name="Wrong">What was wrong at once: <c>lost</c>, <c>spins</c>, <c>not alone</c>, <c>twice</c>, <c>crowd</c>; null for nothing.</param>
    public sealed record Outcome(List<Place> Tokens, List<int> Ends, HashSet<int> Passed, string? Wrong)
    {
        public string Key => string.Join(' ', Tokens.Select(token => $"{token.Step}/{token.Line}"));

        public bool IsOver => Ends.Count > 0;
    }

    public Outcome Begin() => Settle([], [(process.Start!.Index, -1)]);

    public Outcome Complete(Outcome before, int step, string port)
    {
        var left = before.Tokens.ToList();
        if (!left.Remove(new(step, -1))) throw new InvalidOperationException($"No token at {process.Steps[step].Id}.");
        return Sent(step, port) is [] ? before with { Tokens = left, Wrong = "lost" } : Settle(left, Sent(step, port));
    }

    /// <summary>Where somebody (or a decision, which comes first) can act.</summary>
    public List<int> Open(Outcome at)
    {
        var open = at.Tokens.Where(token => token.Line < 0).Select(token => token.Step).Distinct().ToList();
        return open.Exists(step => process.Steps[step].IsChoice) ? open.FindAll(step => process.Steps[step].IsChoice) : open;
    }

    /// <summary>Everything that can happen, up to a bound; the verdict is <c>sound</c>, <c>too big</c>, or what is wrong.</summary>
    public string Verdict(int bound)
    {
        var (seen, ahead, moves, ends) = (new Dictionary<string, Outcome>(), new Queue<Outcome>(), new List<(string From, string To)>(), new HashSet<string>());
        var reached = new HashSet<int>();
        var begin = Begin();
        if (begin.Wrong is not null) return begin.Wrong;
        seen[begin.Key] = begin;
        ahead.Enqueue(begin);
        reached.UnionWith(begin.Passed);
        while (ahead.TryDequeue(out var at))
        {
            if (seen.Count > bound) return "too big";
            foreach (var step in Open(at))
            {
                reached.Add(step);
                foreach (var port in process.Steps[step].Ports)
                {
                    var next = Complete(at, step, port);
                    if (next.Wrong is not null) return next.Wrong;
                    reached.UnionWith(next.Passed);
                    reached.UnionWith(next.Ends);
                    if (next.IsOver) ends.Add(at.Key);
                    else
                    {
                        moves.Add((at.Key, next.Key));
                        if (seen.TryAdd(next.Key, next)) ahead.Enqueue(next);
                    }
                }
            }
        }
        var before = moves.ToLookup(move => move.To, move => move.From);
        var (good, back) = (new HashSet<string>(), new Stack<string>(ends));
        while (back.TryPop(out var key))
            if (good.Add(key))
                foreach (var earlier in before[key]) back.Push(earlier);
        if (begin.IsOver) good.Add(begin.Key);
        if (seen.Keys.Any(key => !good.Contains(key))) return "stuck";
        // A fork, and a join of one connection, are bends in a line; where they are not passed, nothing behind them is either.
        var missing = process.Steps.Where(step => !reached.Contains(step.Index) && !step.PassesAtOnce && !(step.Kind is StepKind.Join && Lines(into: step.Index).Count <= 1));
        return missing.Any() ? "unreached" : "sound";
    }

    /// <summary>How many acts the nearest move takes that is wrong at once; null where there is none within the bound.</summary>
    public int? Nearest(int bound)
    {
        var begin = Begin();
        if (begin.Wrong is not null) return 0;
        var (seen, ahead) = (new HashSet<string> { begin.Key }, new Queue<(Outcome At, int Acts)>([(begin, 0)]));
        while (ahead.TryDequeue(out var next) && seen.Count < bound)
            foreach (var step in Open(next.At))
                foreach (var port in process.Steps[step].Ports)
                {
                    var after = Complete(next.At, step, port);
                    if (after.Wrong is not null) return next.Acts + 1;
                    if (!after.IsOver && seen.Add(after.Key)) ahead.Enqueue((after, next.Acts + 1));
                }
        return null;
    }

    /// <summary>Can anything that happens from here on end the dossier?</summary>
    public bool CanEnd(Outcome from, int bound)
    {
        var (seen, ahead) = (new HashSet<string> { from.Key }, new Queue<Outcome>([from]));
        while (ahead.TryDequeue(out var at) && seen.Count < bound)
            foreach (var step in Open(at))
                foreach (var port in process.Steps[step].Ports)
                {
                    var next = Complete(at, step, port);
                    if (next.IsOver) return true;
                    if (next.Wrong is null && seen.Add(next.Key)) ahead.Enqueue(next);
                }
        return false;
    }

    private List<(int Step, int Line)> Sent(int step, string port) => [.. process.Routes.Where(line => line.From == step && line.Port == port).Select(line => (line.To, line.Index))];

    private List<Route> Lines(int into) => [.. process.Routes.Where(line => line.To == into)];

    private Outcome Settle(List<Place> tokens, List<(int Step, int Line)> moving)
    {
        var (ends, passed, lost) = (new List<int>(), new HashSet<int>(), false);
        for (var patience = 0; ; patience++)
        {
            while (moving.Count > 0)
            {
                if (++patience > 500) return new(tokens, ends, passed, "spins");
                var (at, line) = moving[0];
                moving.RemoveAt(0);
                var step = process.Steps[at];
                if (step.IsTerminal) ends.Add(at);
                else if (step.PassesAtOnce || step.Kind is StepKind.Join && line < 0) PassOn(at);
                else if (step.Kind is not StepKind.Join) tokens.Add(new(at, -1));
                else if (step.JoinMode is JoinMode.WaitAny)
                {
                    tokens.RemoveAll(token => token.Step != at && EveryWayLeadsThrough(token.Step, at));
                    moving.RemoveAll(token => token.Step == at || EveryWayLeadsThrough(token.Step, at));
                    PassOn(at);
                }
                else
                {
                    tokens.Add(new(at, line));
                    var places = Lines(into: at).ConvertAll(inbound => new Place(at, inbound.Index));
                    if (step.JoinMode is JoinMode.WaitAll && places.TrueForAll(tokens.Contains))
                    {
                        foreach (var place in places) tokens.Remove(place);
                        PassOn(at);
                    }
                }
            }
            var patient = process.Steps.FirstOrDefault(step => step is { Kind: StepKind.Join, JoinMode: JoinMode.WaitAllActive } && Fires(step.Index));
            if (patient is null) break;
            tokens.RemoveAll(token => token.Step == patient.Index);
            PassOn(patient.Index);
        }
        tokens.Sort();
        var crowds = tokens.GroupBy(token => token).Where(place => place.Skip(1).Any()).ToList();
        var wrong = lost ? "lost" : ends.Count > 1 || ends.Count == 1 && tokens.Count > 0 ? "not alone"
            : crowds.Exists(place => place.Key.Line < 0 && !process.Steps[place.Key.Step].IsChoice) ? "twice"
            : crowds.Exists(place => place.Count() > Crowd) ? "crowd" : null;
        return new(tokens, ends, passed, wrong);

        void PassOn(int point)
        {
            passed.Add(point);
            foreach (var port in process.Steps[point].Ports)
            {
                var sent = Sent(point, port);
                lost |= sent.Count == 0;
                moving.AddRange(sent);
            }
        }

        bool Fires(int join)
        {
            var empty = Lines(into: join).FindAll(line => !tokens.Contains(new(join, line.Index)));
            return empty.Count < Lines(into: join).Count && !tokens.Exists(token => token.Step != join && empty.Exists(line => Walk(token.Step, join).Contains(line.From)));
        }
    }

    /// <summary>All steps that a token comes through from here, this one too, if it never enters the join.</summary>
    private HashSet<int> Walk(int from, int without)
    {
        if (_walks.TryGetValue((from, without), out var walk)) return walk;
        walk = [];
        var ahead = new Stack<int>([from]);
        while (ahead.TryPop(out var at))
            if (at != without && walk.Add(at))
                foreach (var line in process.Routes.Where(line => line.From == at)) ahead.Push(line.To);
        return _walks[(from, without)] = walk;
    }

    private bool EveryWayLeadsThrough(int from, int join)
    {
        var around = Walk(from, join);
        var leadsHere = process.Routes.Any(line => line.To == join && around.Contains(line.From));
        return leadsHere && !around.Any(at => process.Steps[at].IsTerminal || process.Steps[at].Ports.Any(port => Sent(at, port).Count == 0));
    }
}
