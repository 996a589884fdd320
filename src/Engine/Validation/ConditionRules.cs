using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>Can every branch be taken, and does it say which dossiers take it? (V14x)</summary>
/// <remarks>
/// Every choice is analysed alone, and then on its way: a dossier's attributes do not change after intake, so where a choice can only be reached through one way out of an earlier choice,
/// that choice's condition is known there. What is claimed is proved over every value of the declared types, and each example was evaluated; what cannot be decided is said to be so.
/// </remarks>
internal static class ConditionRules
{
    private const string Otherwise = "Default";
    private const int MostCases = 200;
    private const int MostPairsTold = 20;
    private const int MostBefore = 30;
    private const int MostWalks = 4_000_000;

    public static IEnumerable<Finding> EveryBranchCanBeTaken(Inspection check)
    {
        var process = check.Process;
        var choices = process.Steps.Where(step => step.IsChoice && Cases(step) is { Count: > 0 } cases && cases.All(branch => branch.Condition is not null)).ToList();
        var bound = new ConditionSearch.Bound();
        var before = WaysBefore(process, choices);
        // What a called process decides was analysed when that was published; one caller not needing all of its branches is no fault.
        foreach (var choice in choices.Where(choice => choice.Call is null))
        {
            if (choice.Cases.Count > MostCases)
            {
                yield return NotAnalysed(choice);
                continue;
            }
            var way = before[choice.Index][..Math.Min(MostBefore, before[choice.Index].Count)]; // fewer of them prove less, never wrongly
            var known = way.SelectMany(passed => Wanted(passed.Choice, passed.Port)).ToList();
            var all = known.Select(goal => goal.Condition).Concat(Cases(choice).Select(branch => branch.Condition!));
            var search = new ConditionSearch(new(all), process.Attributes, bound);
            foreach (var finding in choice.Kind is StepKind.Decision ? OfDecision(choice, search, way, known) : OfSwitch(process, choice, search, way, known)) yield return finding;
        }
    }

    private static IEnumerable<Finding> OfDecision(Step choice, ConditionSearch search, IReadOnlyList<(Step Choice, string Port)> way, List<Wanted> known)
    {
        var (yes, no) = (new Wanted(choice.Condition!, true), new Wanted(choice.Condition!, false));
        var (holds, fails) = (search.Find(yes), search.Find(no));
        if (holds is SearchAnswer.Never)
        {
            yield return FindingCodes.NeverHolds.At(choice.Key.Value, Told(Nearest(search, choice.Condition!) ?? fails,
                new($"Điều kiện của {choice.Said()} không bao giờ đúng: không hồ sơ nào đi nhánh “True”.", $"The condition of {choice.Said()} never holds: no dossier takes 'True'."),
                new("cho kết quả sai", "makes it false"))) with
            { Field = "condition", Suggestion = new("Sửa điều kiện, hoặc bỏ bước rẽ nhánh cùng nhánh “True”.", "Correct the condition, or remove the decision together with its branch 'True'.") };
        }
        else if (fails is SearchAnswer.Never)
        {
            yield return FindingCodes.AlwaysHolds.At(choice.Key.Value, Told(holds,
                new($"Điều kiện của {choice.Said()} luôn đúng: không hồ sơ nào đi nhánh “False”.", $"The condition of {choice.Said()} always holds: no dossier takes 'False'."),
                new("cho kết quả đúng, và giá trị nào khác cũng vậy", "makes it true, and so does any other value"))) with
            { Field = "condition", Suggestion = new("Sửa điều kiện, hoặc nối thẳng bước trước với nhánh “True”.", "Correct the condition, or connect the step before straight to what follows 'True'.") };
        }
        else
        {
            var isDecided = holds is SearchAnswer.Example && fails is SearchAnswer.Example;
            if (known.Count > 0 && search.Find(known) is SearchAnswer.Example)
            {
                var (holdsThere, failsThere) = (search.Find([.. known, yes]), search.Find([.. known, no]));
                if (holdsThere is SearchAnswer.Never) yield return DeadOnTheWay(choice, "True", failsThere, "False", way);
                if (failsThere is SearchAnswer.Never) yield return DeadOnTheWay(choice, "False", holdsThere, "True", way);
                isDecided &= holdsThere is not SearchAnswer.Undecided && failsThere is not SearchAnswer.Undecided;
            }
            if (!isDecided) yield return NotAnalysed(choice);
        }
    }

    private static IEnumerable<Finding> OfSwitch(ProcessDefinition process, Step choice, ConditionSearch search, IReadOnlyList<(Step Choice, string Port)> way, List<Wanted> known)
    {
        var cases = choice.Cases;
        var (isDecided, dead) = (true, new HashSet<int>());
        for (var at = 0; at < cases.Count; at++)
        {
            var holds = search.Find(new Wanted(cases[at].Condition!, true));
            var taken = search.Find(Wanted(choice, at));
            if (holds is SearchAnswer.Never)
            {
                dead.Add(at);
                yield return FindingCodes.NeverHolds.At(choice.Key.Value, Told(Nearest(search, cases[at].Condition!) ?? search.Find(new Wanted(cases[at].Condition!, false)),
                    new($"Điều kiện của nhánh “{cases[at].Label}” ở {choice.Said()} không bao giờ đúng.", $"The condition of case '{cases[at].Label}' of {choice.Said()} never holds."),
                    new("cho kết quả sai", "makes it false"))) with
                { Field = cases[at].Label, Suggestion = new("Sửa hoặc bỏ nhánh này.", "Correct or remove this case.") };
            }
            else if (taken is SearchAnswer.Never)
            {
                dead.Add(at);
                var (first, example) = TakenBefore(choice, at, search);
                yield return FindingCodes.CoveredCase.At(choice.Key.Value, Told(example,
                    new($"Nhánh “{cases[at].Label}” ở {choice.Said()} không bao giờ được đi: mọi hồ sơ thuộc nhánh này đã rẽ vào nhánh đứng trước.", $"Case '{cases[at].Label}' of {choice.Said()} is never taken: every dossier it fits has taken a case before it."),
                    new($"đã vào nhánh “{first}”", $"takes '{first}'"))) with
                { Field = cases[at].Label, Suggestion = new("Đưa nhánh hẹp hơn lên trước, hoặc sửa điều kiện.", "Put the narrower case first, or correct the condition.") };
            }
            else if (known.Count > 0 && taken is SearchAnswer.Example && search.Find([.. known, .. Wanted(choice, at)]) is SearchAnswer.Never && search.Find(known) is SearchAnswer.Example somewhere)
            {
                dead.Add(at);
                yield return DeadOnTheWay(choice, cases[at].Label, somewhere, null, way);
            }
            isDecided &= (holds, taken) is (SearchAnswer.Never, _) or (SearchAnswer.Example, not SearchAnswer.Undecided);
        }

        var told = 0;
        foreach (var (one, other) in from one in Enumerable.Range(0, cases.Count) from other in Enumerable.Range(one + 1, cases.Count - one - 1) where !dead.Contains(one) && !dead.Contains(other) select (one, other))
        {
            var both = search.Find([.. known, new Wanted(cases[one].Condition!, true), new Wanted(cases[other].Condition!, true)]);
            isDecided &= both is not SearchAnswer.Undecided;
            if (both is not SearchAnswer.Example example || told >= MostPairsTold) continue;
            told++;
            var isNarrower = search.Find([.. known, new Wanted(cases[one].Condition!, true), new Wanted(cases[other].Condition!, false)]) is SearchAnswer.Never;
            yield return (isNarrower ? FindingCodes.NarrowerFirst : FindingCodes.Overlap).At(choice.Key.Value, Told(example, isNarrower
                ? new($"Nhánh “{cases[one].Label}” ở {choice.Said()} nằm trọn trong nhánh “{cases[other].Label}” đứng sau; thứ tự quyết định.", $"Case '{cases[one].Label}' of {choice.Said()} lies within '{cases[other].Label}' after it; the order decides.")
                : new($"Hai nhánh “{cases[one].Label}” và “{cases[other].Label}” ở {choice.Said()} cùng đúng với một số hồ sơ; nhánh đứng trước được đi.", $"Cases '{cases[one].Label}' and '{cases[other].Label}' of {choice.Said()} both hold for some dossiers; the first is taken."),
                new($"thuộc cả hai và rẽ vào “{cases[one].Label}”", $"fits both and takes '{cases[one].Label}'"))) with
            { Field = cases[other].Label, Suggestion = isNarrower ? null : new("Sửa điều kiện để mỗi hồ sơ chỉ thuộc một nhánh.", "Let each dossier fit one case only.") };
        }

        var none = search.Find([.. known, .. Wanted(choice, cases.Count)]);
        isDecided &= none is not SearchAnswer.Undecided;
        if (none is SearchAnswer.Never && (known.Count == 0 || search.Find(known) is SearchAnswer.Example))
        {
            yield return FindingCodes.NothingLeft.At(choice.Key.Value, Told(search.Find(known),
                new($"Các nhánh của {choice.Said()} đã bao hết mọi hồ sơ: nhánh “{Otherwise}” không bao giờ được đi.", $"The cases of {choice.Said()} cover every dossier: '{Otherwise}' is never taken."),
                new("thuộc một nhánh đã ghi", "fits one of the cases"))) with
            { Field = Otherwise };
        }
        else if (none is SearchAnswer.Example left && process.Out(choice.Index).All(route => route.Port != Otherwise))
        {
            yield return FindingCodes.Gap.At(choice.Key.Value, Told(left,
                new($"Có hồ sơ không thuộc nhánh nào của {choice.Said()}, mà nhánh “{Otherwise}” chưa nối tới đâu.", $"Some dossiers fit no case of {choice.Said()}, and '{Otherwise}' leads nowhere."),
                new("không thuộc nhánh nào", "fits none"))) with
            { Field = Otherwise, Suggestion = new($"Nối nhánh “{Otherwise}”, hoặc thêm trường hợp còn thiếu.", $"Connect '{Otherwise}', or add the case that is missing.") };
        }
        if (!isDecided) yield return NotAnalysed(choice);
    }

    private static Finding DeadOnTheWay(Step choice, string port, SearchAnswer taken, string? instead, IReadOnlyList<(Step Choice, string Port)> way) =>
        FindingCodes.DeadOnTheWay.At(choice.Key.Value, Told(taken,
            new($"Hồ sơ tới {choice.Said()} không bao giờ đi nhánh “{port}”, vì các bước rẽ nhánh trước đã loại trừ.", $"A dossier that comes to {choice.Said()} never takes '{port}': the decisions before it rule that out."),
            instead is null ? new("tới được bước này nhưng rẽ nhánh khác", "comes here and takes another way") : new($"tới được bước này và đi nhánh “{instead}”", $"comes here and takes '{instead}'"))) with
        {
            Field = choice.Kind is StepKind.Decision ? "condition" : port,
            Trace = [.. way.Select(passed => new Wording($"{passed.Choice.Said()}: đi nhánh “{passed.Port}”.", $"{passed.Choice.Said()}: takes '{passed.Port}'."))],
            Way = [.. way.Select(passed => passed.Choice.Key.Value), choice.Key.Value],
            Suggestion = new("Bỏ bước rẽ nhánh thừa, hoặc sửa điều kiện.", "Remove the superfluous decision, or correct the condition."),
        };

    private static Finding NotAnalysed(Step choice) => FindingCodes.NotAnalysed.At(choice.Key.Value, new(
        $"Điều kiện của {choice.Said()} vượt phạm vi phân tích: chưa biết nhánh nào có thể không bao giờ được đi, hoặc các nhánh có trùng nhau.",
        $"The conditions of {choice.Said()} are beyond what is analysed: whether a branch can never be taken, or cases overlap, is not known."));

    private static Wording Told(SearchAnswer answer, Wording sentence, Wording shows) => answer is SearchAnswer.Example example && example.Said() is var said
        ? new($"{sentence.Vi} Ví dụ: {said.Vi} {shows.Vi}.", $"{sentence.En} Example: {said.En} {shows.En}.")
        : sentence;

    // What fulfils the first half of a conjunction shows best that the halves exclude each other.
    private static SearchAnswer.Example? Nearest(ConditionSearch search, Condition condition) =>
        condition.Expression is Expression.Binary { Operator: "&&" } both ? search.Find(new Wanted(condition.Only(both.Left), true)) as SearchAnswer.Example : null;

    // The example that fits the covered case, and the case before it that this example takes.
    private static (string Label, SearchAnswer Example) TakenBefore(Step choice, int covered, ConditionSearch search)
    {
        for (var at = 0; at < covered; at++)
            if (search.Find([new Wanted(choice.Cases[covered].Condition!, true), .. Wanted(choice, at)]) is SearchAnswer.Example example) return (choice.Cases[at].Label, example);
        return ("", new SearchAnswer.Undecided());
    }

    private static IReadOnlyList<SwitchCase> Cases(Step choice) => choice.Kind is StepKind.Decision ? [new("True", choice.Condition)] : choice.Cases;

    private static IEnumerable<Wanted> Wanted(Step choice, string port)
    {
        if (choice.Kind is StepKind.Decision) return [new(choice.Condition!, port == "True")];
        var at = choice.Cases.ToList().FindIndex(branch => branch.Label == port);
        return Wanted(choice, at < 0 ? choice.Cases.Count : at);
    }

    /// <summary>A case is taken when it holds and none before it; behind the last one stands the way that is left.</summary>
    private static IEnumerable<Wanted> Wanted(Step choice, int at) =>
        choice.Cases.Take(at).Select(branch => new Wanted(branch.Condition!, false)).Concat(choice.Cases.Skip(at).Take(1).Select(branch => new Wanted(branch.Condition!, true))).Reverse();

    /// <summary>For each choice the ways out of other choices without which it cannot be reached; empty for all where looking would take too long.</summary>
    private static Dictionary<int, List<(Step Choice, string Port)>> WaysBefore(ProcessDefinition process, List<Step> choices)
    {
        var before = choices.ToDictionary(choice => choice.Index, _ => new List<(Step, string)>());
        if (choices.Count < 2 || process.Start is not { } start || choices.Sum(choice => choice.Ports.Count) * (long)(process.Steps.Count + process.Routes.Count) > MostWalks) return before;
        var reached = Reached(process, start, null, null);
        foreach (var passed in choices.Where(choice => reached[choice.Index] && choice.Cases.Count <= MostCases))
        {
            foreach (var port in passed.Ports)
            {
                var without = Reached(process, start, passed, port);
                foreach (var choice in choices.Where(choice => choice != passed && reached[choice.Index] && !without[choice.Index])) before[choice.Index].Add((passed, port));
            }
        }
        return before;
    }

    private static bool[] Reached(ProcessDefinition process, Step start, Step? closed, string? port)
    {
        var reached = new bool[process.Steps.Count];
        var waiting = new Stack<int>([start.Index]);
        reached[start.Index] = true;
        while (waiting.TryPop(out var at))
        {
            foreach (var route in process.Out(at))
            {
                if (reached[route.To] || at == closed?.Index && route.Port == port) continue;
                reached[route.To] = true;
                waiting.Push(route.To);
            }
        }
        return reached;
    }
}
