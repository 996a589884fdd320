using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Diagrams;

/// <summary>Which routes of a drawing lead back, and how far each step is from the start.</summary>
internal static class FlowRanks
{
    /// <summary>A row for every step, and which routes lead back.</summary>
    public static (int[] Ranks, bool[] IsBack) Of(ProcessDefinition process)
    {
        var (steps, isBack, finished) = (process.Steps.Count, new bool[process.Routes.Count], new List<int>(process.Steps.Count));
        var walk = new DepthFirst<Route>(steps, process.Out, route => route.To, (_, route) => isBack[route.Index] = true);
        foreach (var root in Enumerable.Range(0, steps).OrderBy(step => step == process.Start?.Index ? 0 : process.In(step).Count == 0 ? 1 : 2)) finished.AddRange(walk.From(root));

        var ranks = new int[steps];
        for (var i = finished.Count - 1; i >= 0; i--)
            foreach (var route in process.Out(finished[i]))
                if (!isBack[route.Index]) ranks[route.To] = Math.Max(ranks[route.To], ranks[finished[i]] + 1);
        return (ranks, isBack);
    }
}
