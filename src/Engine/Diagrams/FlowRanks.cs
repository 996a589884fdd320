using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Diagrams;

/// <summary>Which routes of a drawing lead back, and how far each step is from the start.</summary>
internal static class FlowRanks
{
    /// <summary>A row for every step, and which routes lead back. Without recursion: a process may be ten thousand steps long.</summary>
    public static (int[] Ranks, bool[] IsBack) Of(ProcessDefinition process)
    {
        var (steps, routes) = (process.Steps.Count, process.Routes.Count);
        var (isBack, state, finished) = (new bool[routes], new byte[steps], new List<int>(steps));
        var roots = Enumerable.Range(0, steps).OrderBy(step => step == process.Start?.Index ? 0 : process.In(step).Count == 0 ? 1 : 2);
        var path = new Stack<(int Step, int Next)>();
        foreach (var root in roots)
        {
            if (state[root] != 0) continue;
            state[root] = 1;
            path.Push((root, 0));
            while (path.TryPop(out var at))
            {
                if (at.Next == process.Out(at.Step).Count)
                {
                    state[at.Step] = 2;
                    finished.Add(at.Step);
                    continue;
                }
                var route = process.Out(at.Step)[at.Next];
                path.Push((at.Step, at.Next + 1));
                if (state[route.To] == 1) isBack[route.Index] = true;
                else if (state[route.To] == 0)
                {
                    state[route.To] = 1;
                    path.Push((route.To, 0));
                }
            }
        }

        var ranks = new int[steps];
        for (var i = finished.Count - 1; i >= 0; i--)
            foreach (var route in process.Out(finished[i]))
                if (!isBack[route.Index]) ranks[route.To] = Math.Max(ranks[route.To], ranks[finished[i]] + 1);
        return (ranks, isBack);
    }
}
