using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Tests;

/// <summary>The biggest processes that the proof promises to decide at once: twenty parallel branches, four hundred steps with forty loops.</summary>
internal static class BigDrawing
{
    /// <summary>Every shape of twenty parallel branches, by name; all are sound.</summary>
    public static IReadOnlyDictionary<string, Func<ProcessDefinition>> Parallels { get; } = new Dictionary<string, Func<ProcessDefinition>>
    {
        ["straight, wait all"] = () => Parallel(JoinMode.WaitAll, Straight),
        ["straight, wait all active"] = () => Parallel(JoinMode.WaitAllActive, Straight),
        ["straight, wait any"] = () => Parallel(JoinMode.WaitAny, Straight),
        ["decided, wait all"] = () => Parallel(JoinMode.WaitAll, Decided),
        ["decided, wait all active"] = () => Parallel(JoinMode.WaitAllActive, Decided),
        ["decided, wait any"] = () => Parallel(JoinMode.WaitAny, Decided),
        ["reworked, wait all"] = () => Parallel(JoinMode.WaitAll, Reworked),
        ["reworked, wait all active"] = () => Parallel(JoinMode.WaitAllActive, Reworked),
        ["reworked, wait any"] = () => Parallel(JoinMode.WaitAny, Reworked),
        ["skipped, wait all active"] = () => Parallel(JoinMode.WaitAllActive, Skipped),
        ["skipped, wait any"] = () => Parallel(JoinMode.WaitAny, Skipped),
        ["skipped after rework, wait all active"] = () => Parallel(JoinMode.WaitAllActive, SkippedAfterRework),
        ["nested, wait all"] = () => Parallel(JoinMode.WaitAll, (drawing, name, from, port, to) => Nested(drawing, name, from, port, to, JoinMode.WaitAll)),
        ["nested, wait all active"] = () => Parallel(JoinMode.WaitAllActive, (drawing, name, from, port, to) => Nested(drawing, name, from, port, to, JoinMode.WaitAllActive)),
        ["nested wait any, wait all"] = () => Parallel(JoinMode.WaitAll, (drawing, name, from, port, to) => Nested(drawing, name, from, port, to, JoinMode.WaitAny)),
        ["nested wait all active, wait all"] = () => Parallel(JoinMode.WaitAll, (drawing, name, from, port, to) => Nested(drawing, name, from, port, to, JoinMode.WaitAllActive)),
        ["nested skipped, wait all"] = () => Parallel(JoinMode.WaitAll, NestedSkipped),
        ["straight, wait all, sent back as a whole"] = () => Parallel(JoinMode.WaitAll, Straight, sentBack: true),
        ["skipped, wait all active, sent back as a whole"] = () => Parallel(JoinMode.WaitAllActive, Skipped, sentBack: true),
    };

    /// <summary>Twenty branches that may each be passed over, before a join that waits for every connection: stands still at the latest when all have decided.</summary>
    public static ProcessDefinition Stuck() => Parallel(JoinMode.WaitAll, Skipped);

    /// <summary>A chain of steps with a return in every tenth (each to the step nine before it); half of it beside the other half where asked.</summary>
    public static ProcessDefinition Looped(int steps, int loops, bool parallel)
    {
        var drawing = new Drawing().Step("S", StepKind.Start).Step("F", StepKind.Fork, ports: parallel ? ["1", "2"] : ["1"]).Step("J", StepKind.Join).Step("E", StepKind.End).Chain("S", "F").Chain("J", "E");
        var branches = parallel ? 2 : 1;
        var (length, every) = (steps / branches, steps / loops);
        for (var branch = 1; branch <= branches; branch++)
        {
            string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"B{branch}.{number}");
            for (var number = 0; number < length; number++)
                drawing.Step(Key(number), ports: IsReview(number) ? ["on", "back"] : null, work: work => work with { MaxRounds = IsReview(number) ? 2 : 0 });
            for (var number = 0; number < length; number++)
            {
                drawing.Line(Key(number), IsReview(number) ? "on" : "Done", number == length - 1 ? "J" : Key(number + 1));
                if (IsReview(number)) drawing.Line(Key(number), "back", Key(number - every + 1));
            }
            drawing.Line("F", branch.ToString(CultureInfo.InvariantCulture), Key(0));
        }
        return drawing.Process();

        bool IsReview(int number) => number % every == every - 1;
    }

    /// <summary>Loops within loops: each of the reviews may send the dossier back to where any earlier stretch of its chapter began.</summary>
    public static ProcessDefinition LoopedDeep(int steps, int loops)
    {
        var drawing = new Drawing().Step("S", StepKind.Start).Step("E", StepKind.End);
        string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"B{number}");
        var every = steps / loops;
        for (var number = 0; number < steps; number++) drawing.Step(Key(number), ports: number % every == every - 1 ? ["on", "back"] : null, work: work => work with { MaxRounds = number % every == every - 1 ? 1 : 0 });
        drawing.Line("S", "Done", Key(0));
        for (var number = 0; number < steps; number++)
        {
            var review = number % every == every - 1;
            drawing.Line(Key(number), review ? "on" : "Done", number == steps - 1 ? "E" : Key(number + 1));
            if (review) drawing.Line(Key(number), "back", Key(number / every % 4 == 3 ? number / (4 * every) * 4 * every : number - every + 1));
        }
        return drawing.Process();
    }

    /// <summary>Four hundred steps with forty loops, every tenth step (not one that sends back) in calendar days, within a limit in either.</summary>
    public static ProcessDefinition Mixed(TimeLimit limit)
    {
        var drawn = Looped(400, 40, parallel: false);
        var steps = drawn.Steps.Select(step => step.Work is null || step.IsTerminal || step.Index % 10 != 0 ? step : step with { Work = step.Work with { Limit = TimeLimit.OfCalendarDays(1) } }).ToList();
        return new(drawn.Name, new() { StatutoryLimit = limit }, [], steps, drawn.Routes) { Start = steps[drawn.Start!.Index] };
    }

    private static ProcessDefinition Parallel(JoinMode mode, Action<Drawing, string, string, string, string> branch, bool sentBack = false)
    {
        string[] branches = [.. Enumerable.Range(1, 20).Select(number => string.Create(CultureInfo.InvariantCulture, $"{number}"))];
        var drawing = new Drawing().Step("S", StepKind.Start).Step("A").Step("F", StepKind.Fork, ports: branches).Step("J", StepKind.Join, mode: mode).Step("R", ports: sentBack ? ["on", "back"] : ["on"]).Step("E", StepKind.End)
            .Chain("S", "A", "F").Chain("J", "R").Line("R", "on", "E");
        if (sentBack) drawing.Line("R", "back", "A");
        foreach (var name in branches) branch(drawing, $"N{name}.", "F", name, "J");
        return drawing.Process();
    }

    private static void Straight(Drawing drawing, string name, string from, string port, string to)
    {
        for (var number = 1; number <= 5; number++) drawing.Step($"{name}{number}");
        drawing.Line(from, port, $"{name}1").Chain([.. Enumerable.Range(1, 5).Select(number => $"{name}{number}"), to]);
    }

    // A choice between two steps in the middle that meet again before the join.
    private static void Decided(Drawing drawing, string name, string from, string port, string to) => drawing
        .Step($"{name}1").Step($"{name}Q", StepKind.Decision).Step($"{name}2").Step($"{name}3").Step($"{name}4").Step($"{name}5")
        .Line(from, port, $"{name}1").Chain($"{name}1", $"{name}Q").Line($"{name}Q", "True", $"{name}2").Line($"{name}Q", "False", $"{name}3").Chain($"{name}2", $"{name}4").Chain($"{name}3", $"{name}4", $"{name}5", to);

    private static void Reworked(Drawing drawing, string name, string from, string port, string to) => drawing
        .Step($"{name}1").Step($"{name}2").Step($"{name}3", ports: ["on", "back"]).Step($"{name}4").Step($"{name}5", ports: ["on", "back"])
        .Line(from, port, $"{name}1").Chain($"{name}1", $"{name}2", $"{name}3").Line($"{name}3", "back", $"{name}2").Line($"{name}3", "on", $"{name}4").Chain($"{name}4", $"{name}5").Line($"{name}5", "back", $"{name}1").Line($"{name}5", "on", to);

    // The branch may be passed over: the decision before it leads straight to the join, by a connection of its own.
    private static void Skipped(Drawing drawing, string name, string from, string port, string to)
    {
        drawing.Step($"{name}Q", StepKind.Decision).Line(from, port, $"{name}Q").Line($"{name}Q", "False", to);
        Straight(drawing, name, $"{name}Q", "True", to);
    }

    private static void SkippedAfterRework(Drawing drawing, string name, string from, string port, string to) => drawing
        .Step($"{name}1").Step($"{name}2", ports: ["on", "back", "enough"]).Step($"{name}3", ports: ["on", "enough", "back"]).Step($"{name}4").Step($"{name}5")
        .Line(from, port, $"{name}1").Chain($"{name}1", $"{name}2").Line($"{name}2", "back", $"{name}1").Line($"{name}2", "enough", to).Line($"{name}2", "on", $"{name}3")
        .Line($"{name}3", "back", $"{name}1").Line($"{name}3", "enough", to).Line($"{name}3", "on", $"{name}4").Chain($"{name}4", $"{name}5", to);

    private static void Nested(Drawing drawing, string name, string from, string port, string to, JoinMode inner) => drawing
        .Step($"{name}1").Step($"{name}F", StepKind.Fork, ports: ["1", "2", "3"]).Step($"{name}2").Step($"{name}3", ports: ["on", "back"]).Step($"{name}4").Step($"{name}J", StepKind.Join, mode: inner).Step($"{name}5")
        .Line(from, port, $"{name}1").Chain($"{name}1", $"{name}F").Line($"{name}F", "1", $"{name}2").Line($"{name}F", "2", $"{name}3").Line($"{name}F", "3", $"{name}4").Line($"{name}3", "back", $"{name}3").Line($"{name}3", "on", $"{name}J")
        .Chain($"{name}2", $"{name}J").Chain($"{name}4", $"{name}J", $"{name}5", to);

    private static void NestedSkipped(Drawing drawing, string name, string from, string port, string to)
    {
        drawing.Step($"{name}F", StepKind.Fork, ports: ["1", "2"]).Step($"{name}J", StepKind.Join, mode: JoinMode.WaitAllActive).Step($"{name}Z").Line(from, port, $"{name}F").Chain($"{name}J", $"{name}Z", to);
        foreach (var half in (string[])["1", "2"])
            drawing.Step($"{name}{half}Q", StepKind.Decision).Step($"{name}{half}a").Step($"{name}{half}b").Line($"{name}F", half, $"{name}{half}Q")
                .Line($"{name}{half}Q", "True", $"{name}{half}a").Line($"{name}{half}Q", "False", $"{name}J").Chain($"{name}{half}a", $"{name}{half}b", $"{name}J");
    }
}
