using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Validation;

/// <summary>Whether a process is sound (process-language §5.1), and what stands against it.</summary>
/// <param name="Unreached">Steps that no connection leads to from the start.</param>
/// <param name="Unconnected">Ports that lead nowhere.</param>
/// <param name="NoWayOut">Steps from which no connection leads to an end: loops without an exit.</param>
/// <param name="Violations">What playing the tokens showed, nearest first.</param>
internal sealed record SoundnessProof(
    Verdict Verdict, IReadOnlyList<int> Unreached, IReadOnlyList<(int Step, string Port)> Unconnected, IReadOnlyList<int> NoWayOut, IReadOnlyList<Violation> Violations)
{
    /// <summary>How many markings are looked at before the question is left open.</summary>
    public const int MostMarkings = 40_000;

    /// <summary>Up to here a process with parallel branches is played as it is drawn, without folding it first.</summary>
    private const int FewMarkings = 500;

    /// <summary>How far the nearest trouble is looked for in the steps as drawn, where the verdict is known already.</summary>
    private const int WayForExplaining = 4_000;

    public static SoundnessProof Of(ProcessDefinition process)
    {
        if (process.Start is null) return new(Verdict.No, [], [], [], []);

        var drawing = new Drawing(process);
        var isConnected = drawing.IsConnected;
        var asDrawn = TokenPlay.Of(process, !isConnected ? WayForExplaining : HasParallels(process) ? FewMarkings : MostMarkings);
        if (!isConnected) return drawing.Proof(Verdict.No, asDrawn.Violations);
        if (asDrawn.Violations.Count > 0) return drawing.Proof(Verdict.No, asDrawn.Violations);
        if (asDrawn.IsComplete) return drawing.Proof(Verdict.Yes, []);

        var folded = FlowReduction.Of(process);
        var play = TokenPlay.Of(folded.Process, MostMarkings, folded.Weight);
        if (play.IsSound) return drawing.Proof(Verdict.Yes, []);

        // The nearest trouble is looked for in the steps as drawn; where that is too far, what folding showed is told in them.
        var nearest = TokenPlay.Of(process, WayForExplaining).Violations;
        if (nearest.Count > 0) return drawing.Proof(Verdict.No, nearest);
        var retelling = new Retelling(process, folded.Process);
        var told = folded.Suspects.Concat(play.Violations.Where(violation => violation.Way.Count > 0).Select(violation => folded.AsDrawn(violation.Way)))
            .Select(retelling.Of).OfType<Violation>().OrderBy(violation => violation.Way.Count).DistinctBy(violation => violation.Trouble).ToList();
        if (told.Count > 0) return drawing.Proof(Verdict.No, told);
        if (play.Violations.Count > 0) return drawing.Proof(Verdict.No, InStepsOf(process, folded.Process, play.Violations));
        return TokenPlay.Try(process) is { } found ? drawing.Proof(Verdict.No, [retelling.Of(found.Way) ?? found]) : drawing.Proof(Verdict.Undecided, []);
    }

    /// <summary>Every step on a way from the start to an end, and every port connected: what folding asks for.</summary>
    public static bool IsConnected(ProcessDefinition process) => process.Start is not null && new Drawing(process).IsConnected;

    private static bool HasParallels(ProcessDefinition process) =>
        process.Steps.Any(step => step.PassesAtOnce ? process.Out(step.Index).Count > 1 : process.Out(step.Index).GroupBy(route => route.Port).Any(port => port.Skip(1).Any()));

    // A folded step stands for several; its first is named.
    private static IReadOnlyList<Violation> InStepsOf(ProcessDefinition process, ProcessDefinition folded, IReadOnlyList<Violation> violations) =>
        [.. violations.Select(violation => violation with { Step = violation.Step < 0 ? -1 : process.Find(folded.Steps[violation.Step].Key)?.Index ?? -1, Way = [] })];

    /// <summary>What the lines of the drawing alone tell.</summary>
    private sealed class Drawing
    {
        public Drawing(ProcessDefinition process)
        {
            var reached = new bool[process.Steps.Count];
            var ahead = new Stack<int>([process.Start!.Index]);
            while (ahead.TryPop(out var at))
            {
                if (reached[at]) continue;
                reached[at] = true;
                foreach (var route in process.Leaving(at)) ahead.Push(route.To);
            }
            var ends = new bool[process.Steps.Count];
            var back = new Stack<int>(process.Steps.Where(step => step.IsTerminal).Select(step => step.Index));
            while (back.TryPop(out var at))
            {
                if (ends[at]) continue;
                ends[at] = true;
                foreach (var route in process.In(at))
                    if (process.Carries(route)) back.Push(route.From);
            }
            Unreached = [.. process.Steps.Where(step => !reached[step.Index]).Select(step => step.Index)];
            NoWayOut = [.. process.Steps.Where(step => reached[step.Index] && !ends[step.Index]).Select(step => step.Index)];
            Unconnected = [.. from step in process.Steps
                              where !step.IsTerminal
                              let connected = process.Out(step.Index).Select(route => route.Port).ToHashSet(StringComparer.Ordinal)
                              from port in step.Ports
                              where !connected.Contains(port)
                              select (step.Index, port)];
        }

        public IReadOnlyList<int> Unreached { get; }

        public IReadOnlyList<(int Step, string Port)> Unconnected { get; }

        public IReadOnlyList<int> NoWayOut { get; }

        public bool IsConnected => this is { Unreached: [], Unconnected: [], NoWayOut: [] };

        public SoundnessProof Proof(Verdict verdict, IReadOnlyList<Violation> violations) =>
            new(verdict, Unreached, Unconnected, NoWayOut, [.. violations.Where(violation => violation.Trouble is not Trouble.NeverReached || Unreached is [])]);
    }
}

/// <summary>The connections that tokens really take.</summary>
internal static class Connections
{
    /// <summary>A connection out of a terminal, or by a port that its step does not have, carries nothing.</summary>
    public static bool Carries(this ProcessDefinition process, Route route) =>
        process.Steps[route.From] is { IsTerminal: false } step && step.Ports.Contains(route.Port);

    public static IEnumerable<Route> Leaving(this ProcessDefinition process, int step) => process.Out(step).Where(process.Carries);
}
