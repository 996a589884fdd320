using System.Globalization;
using System.Text;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>Does every dossier come to one end, whatever is decided on the way? (V122–V129, process-language §5.1)</summary>
internal static class SoundnessRules
{
    public static IEnumerable<Finding> EveryStepIsReached(Inspection check)
    {
        var process = check.Process;
        foreach (var at in check.Soundness.Unreached)
        {
            var step = process.Steps[at];
            yield return FindingCodes.Unreached.At(step.Key.Value, new($"Không có đường nào từ nơi bắt đầu tới {step.Said()}.", $"No way leads from the beginning to {step.Said()}.")) with
            {
                Suggestion = new("Nối một bước đứng trước tới bước này, hoặc xóa bước này.", "Connect an earlier step to it, or delete it."),
            };
        }
        foreach (var violation in check.Soundness.Violations.Where(violation => violation.Trouble is Trouble.NeverReached))
        {
            var step = process.Steps[violation.Step];
            yield return FindingCodes.Unreached.At(step.Key.Value, new(
                $"{step.Said()} có đường nối tới nhưng không bao giờ được thực hiện: điểm gộp đứng trước không bao giờ qua, hoặc bước luôn bị hủy trước khi bắt đầu.",
                $"{step.Said()} is connected but never reached: the join before it never passes, or it is always cancelled before anybody could begin."));
        }
    }

    public static IEnumerable<Finding> EveryOutcomeLeadsSomewhere(Inspection check)
    {
        foreach (var (at, port) in check.Soundness.Unconnected)
        {
            var step = check.Process.Steps[at];
            var way = check.Soundness.Violations.FirstOrDefault(violation => violation.Trouble is Trouble.LostToken && violation.Step == at && (violation.Way is [] || violation.Way[^1] == new Act(at, port)));
            yield return FindingCodes.Unconnected.At(step.Key.Value, new(
                $"Kết quả “{port}” của {step.Said()} chưa nối tới bước nào: hồ sơ tới đây sẽ mất dấu.", $"Outcome '{port}' of {step.Said()} is not connected: a dossier that leaves by it is lost.")) with
            {
                Field = port,
                Suggestion = new("Nối kết quả này tới bước tiếp theo, hoặc tới một điểm kết thúc.", "Connect the outcome to the next step, or to an end."),
                Trace = way is null ? [] : Story(check.Process, way.Way),
                Way = way is null ? [] : Passed(check.Process, way.Way),
            };
        }
    }

    /// <summary>One finding for each closed circle, not for each of its steps: ten thousand lines would say no more.</summary>
    public static IEnumerable<Finding> EveryLoopHasAnExit(Inspection check)
    {
        var process = check.Process;
        var inside = check.Soundness.NoWayOut.ToHashSet();
        var unconnected = check.Soundness.Unconnected.Select(port => port.Step).ToHashSet();
        while (inside.Count > 0)
        {
            var circle = new SortedSet<int>();
            var ahead = new Stack<int>([inside.Min()]);
            while (ahead.TryPop(out var at))
            {
                if (!inside.Remove(at)) continue;
                circle.Add(at);
                foreach (var route in process.Leaving(at)) ahead.Push(route.To);
                foreach (var route in process.In(at)) ahead.Push(route.From);
            }
            if (circle.Overlaps(unconnected)) continue; // it only lacks the connection that V123 asks for
            var way = check.Soundness.Violations.FirstOrDefault(violation => violation.Trouble is Trouble.NeverEnds or Trouble.LostToken or Trouble.Stuck && circle.Contains(violation.Step));
            yield return WithoutExit(process, [.. circle.Select(at => process.Steps[at])], way);
        }
        if (check.Soundness.NoWayOut.Count > 0) yield break;
        foreach (var violation in check.Soundness.Violations.Where(violation => violation.Trouble is Trouble.NeverEnds || violation.Trouble is Trouble.LostToken && !unconnected.Contains(violation.Step)))
            yield return WithoutExit(process, [process.Steps[violation.Step]], violation);
    }

    private static Finding WithoutExit(ProcessDefinition process, IReadOnlyCollection<Step> steps, Violation? way) =>
        FindingCodes.NoWayOut.At(steps.First().Key.Value, new(
            $"Từ {steps.Several().Vi} không có đường nào tới điểm kết thúc: hồ sơ sẽ chạy vòng mãi.", $"From {steps.Several().En} no way leads to an end: a dossier would go round for ever.")) with
        {
            Suggestion = new("Thêm một nhánh ra khỏi vòng lặp.", "Add a way out of the loop."),
            Trace = way is null ? [] : Story(process, way.Way),
            Way = way is null ? [] : Passed(process, way.Way),
        };

    public static IEnumerable<Finding> TokensComeToOneEnd(Inspection check)
    {
        var process = check.Process;
        if (check.Soundness.Verdict is Verdict.Undecided)
            yield return FindingCodes.Undecided.At(null, new(
                $"Quy trình có quá nhiều nhánh song song đan xen: sau {SoundnessProof.MostMarkings.ToString("N0", CultureInfo.GetCultureInfo("vi-VN"))} trạng thái vẫn chưa kết luận được là mọi hồ sơ đều kết thúc.",
                $"Too many interwoven parallel branches: after {SoundnessProof.MostMarkings.ToString("N0", CultureInfo.InvariantCulture)} states it is still not decided whether every dossier ends.")) with
            {
                Suggestion = new("Gộp các nhánh song song theo từng cụm: mỗi điểm tách có một điểm gộp riêng.", "Nest the parallel branches: give each fork a join of its own."),
            };

        foreach (var violation in check.Soundness.Violations)
        {
            if (violation.Trouble is Trouble.Stuck && violation.Step >= 0 && check.Soundness.NoWayOut.Contains(violation.Step)) continue;
            var step = violation.Step < 0 ? null : process.Steps[violation.Step];
            var said = step?.Said() ?? "";
            var finding = violation.Trouble switch
            {
                Trouble.Stuck => FindingCodes.Stuck.At(step?.Key.Value, new(
                    $"Điểm gộp {said} chờ mãi một nhánh không thể tới nữa: hồ sơ dừng lại ở đây.", $"The join {said} waits for a branch that can no longer come: the dossier stands still.")) with
                {
                    Suggestion = new("Chỉ gộp “chờ tất cả” những nhánh luôn cùng tới; nhánh lựa chọn thì nối thẳng vào bước sau.", "Join with 'wait all' only branches that always come together; connect alternatives straight to the next step."),
                },
                Trouble.EndsWithWorkOpen => FindingCodes.WorkLeftOpen.At(step?.Key.Value, new(
                    $"Hồ sơ tới điểm kết thúc {said} trong khi việc ở nhánh khác chưa xong.", $"The dossier comes to the end {said} while work in another branch is not finished.")) with
                {
                    Suggestion = new("Gộp các nhánh song song trước điểm kết thúc.", "Join the parallel branches before the end."),
                },
                Trouble.OpenTwice => FindingCodes.OpenTwice.At(step?.Key.Value, new(
                    $"{said} có thể mở hai lần cùng một lúc trong một hồ sơ.", $"{said} can be open twice at one time in one dossier.")) with
                {
                    Suggestion = new("Đặt điểm gộp trước bước này.", "Put a join before it."),
                },
                Trouble.PilesUp => FindingCodes.PilesUp.At(step?.Key.Value, new(
                    $"Lượt xử lý dồn mãi trước {said}.", $"Tokens pile up without bound before {said}.")),
                _ => null,
            };
            if (finding is not null) yield return finding with { Trace = Story(process, violation.Way), Way = Passed(process, violation.Way) };
        }
    }

    /// <summary>The way to a fault, act by act, as somebody at the desk would tell it.</summary>
    internal static List<Wording> Story(ProcessDefinition process, IReadOnlyList<Act> way)
    {
        var flow = new ProcessFlow(process);
        var move = flow.Begin();
        var story = new List<Wording> { Told(process, "Bắt đầu", "The dossier begins", move, Marking.Empty) };
        foreach (var act in way)
        {
            var (before, step) = (move.After, process.Steps[act.Step]);
            move = flow.Complete(before, act.Step, act.Port);
            story.Add(step.IsChoice
                ? Told(process, $"{step.Said()} rẽ theo “{act.Port}”", $"{step.Said()} turns to '{act.Port}'", move, before)
                : Told(process, $"Xong {step.Said()} với kết quả “{act.Port}”", $"{step.Said()} is completed with '{act.Port}'", move, before));
        }
        return story;
    }

    /// <summary>The steps and points that the tokens of a story came through, each where it was first reached; then where they stand at its end.</summary>
    private static List<string> Passed(ProcessDefinition process, IReadOnlyList<Act> way)
    {
        var flow = new ProcessFlow(process);
        var move = flow.Begin();
        var passed = new List<int>(move.Passed);
        foreach (var act in way)
        {
            passed.Add(act.Step);
            move = flow.Complete(move.After, act.Step, act.Port);
            passed.AddRange(move.Passed);
        }
        passed.AddRange(move.After.Steps.Concat(move.After.Waiting.Select(route => process.Routes[route].To)).Concat(move.Ended));
        return [.. passed.Distinct().Select(step => process.Steps[step].Key.Value)];
    }

    private static Wording Told(ProcessDefinition process, string vi, string en, Move move, Marking before)
    {
        var (viet, english) = (new StringBuilder(vi), new StringBuilder(en));
        var already = before.Waiting.ToList();
        var waiting = move.After.Waiting.Where(route => !already.Remove(route)).Select(route => process.Routes[route].To).Distinct().ToList();
        Say(" → mở ", " → opens ", move.Opened);
        Say("; chờ tại ", "; waits at ", waiting);
        Say("; hủy ", "; cancels ", move.Cancelled);
        Say("; kết thúc tại ", "; ends at ", move.Ended);
        if (move.Ended.Count > 0) Say(", còn mở ", ", still open ", [.. move.After.Steps.Concat(move.After.Waiting.Select(route => process.Routes[route].To))]);
        foreach (var (step, port) in move.Lost)
        {
            viet.Append(CultureInfo.InvariantCulture, $"; mất dấu ở {process.Steps[step].Said()}{(port.Length > 0 ? $" “{port}”" : "")}");
            english.Append(CultureInfo.InvariantCulture, $"; lost at {process.Steps[step].Said()}{(port.Length > 0 ? $" '{port}'" : "")}");
        }
        return new(viet.Append('.').ToString(), english.Append('.').ToString());

        void Say(string viWord, string enWord, IReadOnlyCollection<int> steps)
        {
            if (steps.Count == 0) return;
            var names = string.Join(", ", steps.Select(step => process.Steps[step].Said()));
            viet.Append(viWord).Append(names);
            english.Append(enWord).Append(names);
        }
    }
}
