using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Validation;

/// <summary>Tells a way that was found in a folded drawing, or by chance, in the steps as drawn: plays it through, and leaves out what the trouble does not need.</summary>
/// <remarks>A way that does not lead to a trouble when it is played is no counterexample: nothing is told then.</remarks>
internal sealed class Retelling
{
    /// <summary>Ways longer than this are told as they were found.</summary>
    private const int MostActs = 400;

    private readonly ProcessDefinition _process;
    private readonly ProcessFlow _flow;

    private readonly int _crowd;

    /// <param name="process">The drawing the way is told in.</param>
    /// <param name="folded">The drawing it was found in: what is a pile there is one here, although here more connections bring tokens.</param>
    public Retelling(ProcessDefinition process, ProcessDefinition folded) =>
        (_process, _flow, _crowd) = (process, new ProcessFlow(process), TokenPlay.CrowdOf(folded));

    /// <summary>The trouble that the acts lead to, with no act that could be left out; null when they lead to none.</summary>
    public Violation? Of(IReadOnlyList<Act> acts)
    {
        if (Played(acts) is not { } told) return null;
        for (var at = 0; at < told.Way.Count && told.Way.Count <= MostActs;)
        {
            var shorter = Played([.. told.Way.Take(at), .. told.Way.Skip(at + 1)]);
            if (shorter is not null && shorter.Trouble == told.Trouble && shorter.Way.Count < told.Way.Count) told = shorter;
            else at++;
        }
        return told;
    }

    /// <summary>Each act in its turn, as soon as its step is open; decisions before anything else, as the runtime has it.</summary>
    private Violation? Played(IEnumerable<Act> acts)
    {
        var (left, way) = (acts.ToList(), new List<Act>());
        for (var move = _flow.Begin(); ;)
        {
            if (TokenPlay.TroubleIn(_process, move, _crowd) is { } trouble) return new(trouble.Kind, trouble.Step, way);
            if (move.Ended.Count > 0) return null;
            var marking = move.After;
            if (!marking.Steps.Any()) return new(Trouble.Stuck, marking.Waiting.Select(route => _process.Routes[route].To).DefaultIfEmpty(-1).First(), way);

            var choice = marking.Steps.FirstOrDefault(step => _process.Steps[step].IsChoice, -1);
            var next = left.FindIndex(act => choice < 0 ? marking.IsAt(act.Step) : act.Step == choice);
            if (next < 0 && choice < 0) return null;
            var act = next < 0 ? new Act(choice, _process.Steps[choice].Ports[0]) : left[next];
            if (next >= 0) left.RemoveAt(next);
            way.Add(act);
            if (way.Count > 10_000) return null; // decisions that only lead to each other
            move = _flow.Complete(marking, act.Step, act.Port);
        }
    }
}
