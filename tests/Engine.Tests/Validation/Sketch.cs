using System.Globalization;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Tests.Validation;

/// <summary>A drawing that can still be changed: block-structured and sound as it is thrown by the dice, then perhaps spoilt by one stroke.</summary>
/// <remarks>The first port of every step leads onwards, so that whoever always takes it comes to an end.</remarks>
internal sealed class Sketch
{
    private readonly List<(string Key, StepKind Kind, JoinMode Mode, string[] Ports)> _steps = [];
    private readonly List<(string From, string Port, string To)> _lines = [];
    private readonly Random _dice;
    private int _stepsLeft;

    private Sketch(int seed, int size)
    {
        (Seed, _dice, _stepsLeft) = (seed, new Random(seed), size);
        Add("S", StepKind.Start, ["Done"]);
        var way = Sequence(("S", "Done"), new());
        Add("E", StepKind.ReturnResult, []);
        Join([way], "E");
    }

    public int Seed { get; }

    public static Sketch Sound(int seed, int size) => new(seed, size);

    /// <summary>The same drawing with one or two strokes wrong: a line dropped, added, doubled or led elsewhere, a join that waits for something else.</summary>
    public static Sketch Spoilt(int seed, int size)
    {
        var sketch = new Sketch(seed, size);
        for (var strokes = sketch._dice.Next(4) == 0 ? 2 : 1; strokes > 0; strokes--) sketch.Spoil();
        return sketch;
    }

    public ProcessDefinition Process()
    {
        var drawing = new Drawing();
        foreach (var (key, kind, mode, ports) in _steps) drawing.Step(key, kind, mode: mode, ports: ports);
        foreach (var (from, port, to) in _lines) drawing.Line(from, port, to);
        return drawing.Process();
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"seed {Seed}\n") + string.Join('\n',
        _steps.Select(step => $"{step.Key} {step.Kind}{(step.Kind is StepKind.Join ? $" {step.Mode}" : "")}: {string.Join(", ", _lines.Where(line => line.From == step.Key).Select(line => $"{line.Port}>{line.To}"))}"));

    private void Spoil()
    {
        var line = _dice.Next(_lines.Count);
        var joins = _steps.FindAll(step => step.Kind is StepKind.Join);
        switch (_dice.Next(joins.Count > 0 ? 6 : 5))
        {
            case 0: _lines.RemoveAt(line); break;
            case 1: _lines.Add(_lines[line]); break;
            case 2: _lines.Add(_lines[line] with { To = Anywhere() }); break;
            case 3 or 4: _lines[line] = _lines[line] with { To = Anywhere() }; break;
            default:
                var join = _steps.IndexOf(joins[_dice.Next(joins.Count)]);
                _steps[join] = _steps[join] with { Mode = (JoinMode)_dice.Next(3) };
                break;
        }

        string Anywhere() => _steps[_dice.Next(1, _steps.Count)].Key;
    }

    /// <summary>Where a block lies: within parallel branches, within a loop, and in parallel branches that a loop goes round.</summary>
    private readonly record struct Nesting(int Depth, bool Parallel, bool Loop, bool ParallelInLoop)
    {
        public Nesting InLoop => this with { Depth = Depth + 1, Loop = true };

        public Nesting InBranch => this with { Depth = Depth + 1, Parallel = true, ParallelInLoop = ParallelInLoop || Loop };
    }

    private (string From, string Port) Sequence((string From, string Port) from, Nesting nesting)
    {
        for (var parts = _dice.Next(1, 4); parts > 0; parts--) from = Block(from, nesting);
        return from;
    }

    private (string From, string Port) Block((string From, string Port) from, Nesting nesting)
    {
        var shape = nesting.Depth > 3 || _stepsLeft <= 0 ? 0 : _dice.Next(10);
        return shape switch
        {
            1 or 2 => Choice(from, nesting),
            3 or 4 => Loop(from, nesting),
            5 => Supplement(from, nesting),
            6 or 7 or 8 => Parallel(from, nesting),
            9 when !nesting.Parallel => Refusal(from),
            _ => Single(from, StepKind.Work, ["Done"]),
        };
    }

    private (string From, string Port) Single((string From, string Port) from, StepKind kind, string[] ports)
    {
        var key = Add($"{(kind is StepKind.Decision or StepKind.Switch ? "Q" : "B")}{_steps.Count}", kind, ports);
        Join([from], key);
        return (key, ports[0]);
    }

    // Alternatives that meet at the next step: no join is drawn.
    private (string From, string Port) Choice((string From, string Port) from, Nesting nesting)
    {
        string[] ports = _dice.Next(3) == 0 ? ["1", "2", "3"] : ["1", "2"];
        var (key, _) = Single(from, _dice.Next(3) switch { 0 => StepKind.Decision, 1 => StepKind.Switch, _ => StepKind.Examine }, ports);
        var ways = ports.Select(port => _dice.Next(3) == 0 ? (key, port) : Sequence((key, port), nesting with { Depth = nesting.Depth + 1 })).ToList();
        var meeting = Add($"B{_steps.Count}", StepKind.Work, ["Done"]);
        Join(ways, meeting);
        return (meeting, "Done");
    }

    // The body, then somebody who may send back to where it began.
    private (string From, string Port) Loop((string From, string Port) from, Nesting nesting)
    {
        var first = Single(from, StepKind.Draft, ["Done"]);
        var review = Single(_dice.Next(2) == 0 ? first : Sequence(first, nesting.InLoop), StepKind.Review, ["Agreed", "SentBack"]);
        if (_dice.Next(2) == 0) _lines.Add((review.From, "SentBack", first.From));
        else Join([Single((review.From, "SentBack"), StepKind.Handover, ["Done"])], first.From);
        return review;
    }

    private (string From, string Port) Supplement((string From, string Port) from, Nesting nesting)
    {
        var examine = Single(from, StepKind.Examine, ["Passed", "Incomplete"]);
        var wait = Add($"W{_steps.Count}", StepKind.AwaitSupplement, ["Supplemented", "Expired"]);
        _lines.Add((examine.From, "Incomplete", wait));
        _lines.Add((wait, "Supplemented", examine.From));
        if (nesting.Parallel) _lines.Add((wait, "Expired", examine.From)); // within a branch nobody may end the dossier
        else Join([(wait, "Expired")], Add($"X{_steps.Count}", StepKind.Reject, []));
        return examine;
    }

    private (string From, string Port) Refusal((string From, string Port) from)
    {
        var examine = Single(from, StepKind.Sign, ["Signed", "Rejected"]);
        Join([(examine.From, "Rejected")], Add($"X{_steps.Count}", StepKind.Reject, []));
        return examine;
    }

    private (string From, string Port) Parallel((string From, string Port) from, Nesting nesting)
    {
        string[] branches = _dice.Next(3) == 0 ? ["1", "2", "3"] : ["1", "2"];
        var mode = (JoinMode)_dice.Next(3);
        var fork = Add($"F{_steps.Count}", StepKind.Fork, branches);
        Join([from], fork);
        var ways = new List<(string From, string Port)>();
        foreach (var branch in branches)
        {
            var way = (fork, branch);
            // A patient join forgives a branch that is passed over, unless another branch could come round to it in a loop.
            if (mode is JoinMode.WaitAllActive && !nesting.ParallelInLoop && _dice.Next(3) == 0)
            {
                way = Single(way, _dice.Next(2) == 0 ? StepKind.Decision : StepKind.Work, ["1", "2"]);
                ways.Add((way.fork, "2"));
            }
            // In a race everybody gets to work; otherwise a branch may be a mere line.
            if (mode is JoinMode.WaitAny) way = Single(way, StepKind.Consult, ["Done"]);
            ways.Add(_dice.Next(4) == 0 && way.fork != fork ? way : Sequence(way, nesting.InBranch));
        }
        var join = Add($"J{_steps.Count}", StepKind.Join, ["Done"], mode);
        Join(ways, join);
        return (join, "Done");
    }

    private string Add(string key, StepKind kind, string[] ports, JoinMode mode = JoinMode.WaitAll)
    {
        _steps.Add((key, kind, mode, ports));
        _stepsLeft--;
        return key;
    }

    private void Join(List<(string From, string Port)> ways, string to) => _lines.AddRange(ways.Select(way => (way.From, way.Port, to)));
}
