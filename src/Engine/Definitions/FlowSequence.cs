namespace TthcFlow.Engine.Definitions;

/// <summary>The order in which a dossier meets the steps (thứ tự theo luồng): every step after those that lead to it, returns left out, the first outcome's way first.</summary>
internal static class FlowSequence
{
    /// <summary>Indices of all steps. They depend on the outcomes' order and on ids, never on the order of the file; what nothing leads to stands last.</summary>
    public static int[] Of(ProcessDefinition process)
    {
        var walk = new DepthFirst<int>(process.Steps.Count, step => Ahead(process, step), to => to);
        var order = new List<int>(process.Steps.Count);
        var roots = process.Steps
            .OrderBy(step => step.Index == process.Start?.Index ? 0 : process.In(step.Index).Count == 0 ? 1 : 2)
            .ThenBy(step => step.Id, StringComparer.Ordinal);
        foreach (var root in roots) order.AddRange(Enumerable.Reverse(walk.From(root.Index)));
        return [.. order];
    }

    // What is finished later stands earlier, so the last outcome is gone down first.
    private static int[] Ahead(ProcessDefinition process, int step)
    {
        var ports = process.Steps[step].Ports;
        return [.. process.Out(step)
            .OrderByDescending(route => Place(ports, route.Port)).ThenByDescending(route => process.Steps[route.To].Id, StringComparer.Ordinal)
            .Select(route => route.To).Distinct()];
    }

    private static int Place(IReadOnlyList<string> ports, string port)
    {
        for (var at = 0; at < ports.Count; at++)
            if (ports[at] == port) return at;
        return ports.Count;
    }
}
