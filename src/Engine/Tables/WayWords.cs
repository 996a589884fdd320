using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tables;

/// <summary>Says where outcomes lead, as the last column of a paper table does: through branching points to the next step or end.</summary>
internal sealed class WayWords(ProcessDefinition process, FlowOrder order)
{
    /// <summary>So many branching points in a row are told; a chain longer than that is read on the drawing.</summary>
    private const int Deepest = 6;

    public RowOutcome Outcome(Step step, string port)
    {
        var ways = process.Out(step.Index).Where(route => route.Port == port).ToList();
        return new(port, NameOf(step, port), [.. ways.Select(route => route.To)], Leads(ways, step, 0), ways.Exists(order.IsReturn));
    }

    /// <summary>One sentence for each place; outcomes that lead to the same place share it.</summary>
    public IReadOnlyList<Wording> Of(Step step)
    {
        var ways = step.Ports.Select(port => Outcome(step, port)).Where(outcome => outcome.Leads is not null).GroupBy(outcome => outcome.Leads!).ToList();
        if (step.Work is null || ways is []) return [];
        if (ways is [var only] && only.Count() == step.Ports.Count) return [Capital(only.Key)];
        return [.. ways.Select(way => new Wording(
            $"Nếu {Joined(way.Select(outcome => InASentence(step, outcome.Port).Vi), "hoặc")} thì {way.Key.Vi}",
            $"If {Joined(way.Select(outcome => InASentence(step, outcome.Port).En), "or")}: {way.Key.En}"))];
    }

    /// <summary>The type's own word for a way out; a name that an author gave stays as it is.</summary>
    public static Wording NameOf(Step step, string port) => Known(step, port) ?? new(port, port);

    private static Wording? Known(Step step, string port) => ActivityCatalogue.Find(step.Type)?.Ports.FirstOrDefault(known => known.Name == port)?.Display;

    private Wording? Leads(List<Route> ways, Step from, int depth)
    {
        var told = ways.Select(route => To(process.Steps[route.To], order.IsReturn(route) && from.Work is not null, depth)).ToList();
        return told.Count switch
        {
            0 => null,
            1 => told[0],
            _ => new($"đồng thời {Joined(told.Select(way => way.Vi), "và")}", $"at once {Joined(told.Select(way => way.En), "and")}"),
        };
    }

    private Wording To(Step target, bool isReturn, int depth)
    {
        if (depth > Deepest) return new("xem tiếp trên lưu đồ", "see the flow chart");
        return target.Kind switch
        {
            StepKind.Reject or StepKind.Stop or StepKind.End => new($"kết thúc: {target.Name}", $"end: {target.Name}"),
            StepKind.Decision or StepKind.Switch => Choice(target, depth),
            StepKind.Fork => Leads([.. process.Out(target.Index)], target, depth + 1) ?? Nowhere,
            StepKind.Join => Join(target, depth),
            StepKind.Start or StepKind.CallEntry or StepKind.CallExit => Leads([.. process.Out(target.Index)], target, depth + 1) ?? Nowhere,
            _ => isReturn ? new($"trả lại {Said(target)}", $"back to {Said(target)}") : new($"chuyển {Said(target)}", $"go to {Said(target)}"),
        };
    }

    private Wording Choice(Step choice, int depth)
    {
        var ways = choice.Ports.Select(port => (Name: InASentence(choice, port), Leads: Leads([.. process.Out(choice.Index).Where(route => route.Port == port)], choice, depth + 1) ?? Nowhere)).ToList();
        return new(
            $"xét “{choice.Name}”: {string.Join(", ", ways.Select(way => $"{way.Name.Vi} thì {way.Leads.Vi}"))}",
            $"look at “{choice.Name}”: {string.Join(", ", ways.Select(way => $"{way.Name.En}: {way.Leads.En}"))}");
    }

    private Wording Join(Step join, int depth)
    {
        var onward = Leads([.. process.Out(join.Index)], join, depth + 1) ?? Nowhere;
        var goesOnWaiting = process.Out(join.Index).All(route => process.Steps[route.To].Kind is StepKind.Join); // two waits in a row are one to whoever reads
        return goesOnWaiting || process.In(join.Index).Count < 2 ? onward : join.JoinMode is JoinMode.WaitAny
            ? new($"khi nhánh đầu tiên xong thì {onward.Vi}", $"when the first branch is done, {onward.En}")
            : new($"khi các nhánh cùng xong thì {onward.Vi}", $"when the branches are done, {onward.En}");
    }

    private static Wording Nowhere { get; } = new("chưa nối tới đâu", "leads nowhere yet");

    // A number says enough: the row is in the same table.
    private static string Said(Step step) => step.Key.Value == step.Id && !StepOrder.IsNumber(step.Key) && step.Key.Value.Length > 3 ? $"“{step.Name}”" : step.Key.Value;

    private static string Joined(IEnumerable<string> parts, string last)
    {
        var all = parts.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} {last} {all[^1]}";
    }

    // An author's own name for an outcome is quoted, the office's words are spoken.
    private static Wording InASentence(Step step, string port) => Known(step, port) is { } known ? new(Lower(known.Vi), Lower(known.En)) : new($"“{port}”", $"“{port}”");

    private static string Lower(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    private static Wording Capital(Wording text) => new(char.ToUpperInvariant(text.Vi[0]) + text.Vi[1..], char.ToUpperInvariant(text.En[0]) + text.En[1..]);
}
