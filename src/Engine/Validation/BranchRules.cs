using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>Does every branch say what it is for, and has the applicant the ways the law gives: to add papers, to be refused in writing? (V16x, V231)</summary>
internal static class BranchRules
{
    public static IEnumerable<Finding> BranchesAreLabelled(Inspection check)
    {
        foreach (var step in check.Process.Steps)
        {
            // A decision's own name is the question that its branches answer; the type's name asks nothing.
            if (step.IsChoice && (string.IsNullOrWhiteSpace(step.Name) || ActivityCatalogue.Find(step.Kind)?.Name.Vi == step.Name))
                yield return FindingCodes.Unlabelled.At(step.Key.Value, new($"Điểm rẽ nhánh “{step.Key}” chưa có tên nêu điều kiện.", $"Branching point '{step.Key}' has no name that says its condition.")) with
                {
                    Field = "displayText",
                    Suggestion = new("Đặt tên là câu hỏi, ví dụ “Có cần lấy ý kiến không?”.", "Name it as a question, e.g. “Are others to be consulted?”."),
                };
            else if (step.Ports.Any(string.IsNullOrWhiteSpace))
                yield return FindingCodes.Unlabelled.At(step.Key.Value, new($"{step.Said()} có nhánh ra chưa đặt tên.", $"{step.Said()} has a way out without a name."));
        }
    }

    public static IEnumerable<Finding> ExaminationsCanAskAndRefuse(Inspection check)
    {
        var (process, header) = (check.Process, check.Process.Header);
        if (!LawRules.Concerns(check) || header.Immediate) yield break;
        var isAllowed = header.Supplement is { Rounds: > 0 };
        var examinations = process.Steps.Where(step => step.Kind is StepKind.Examine).ToList();
        foreach (var step in examinations)
        {
            if (!isAllowed && IsDrawn(step, "Incomplete") && !Reaches(process, step, "Incomplete", kind => kind is StepKind.AwaitSupplement))
                yield return FindingCodes.NoSupplementBranch.At(step.Key.Value, new(
                    $"Hồ sơ thiếu ở {step.Said()} không có đường yêu cầu bổ sung: nhánh “Cần bổ sung” không tới bước chờ bổ sung, phần đầu quy trình cũng không cho phép.",
                    $"A dossier found incomplete at {step.Said()} cannot be supplemented: 'Incomplete' does not lead to a wait for papers, and the header does not allow a request.")) with
                {
                    Field = "Incomplete",
                    Suggestion = new("Nối nhánh “Cần bổ sung” tới bước chờ bổ sung, hoặc cho phép bổ sung ở phần đầu quy trình.", "Lead 'Incomplete' to a wait for papers, or allow supplements in the header."),
                };
            if (IsDrawn(step, "Failed") && !Reaches(process, step, "Failed", kind => kind is StepKind.Reject or StepKind.Stop))
                yield return FindingCodes.NoRefusalBranch.At(step.Key.Value, new(
                    $"{step.Said()} không đạt mà không có đường nào tới từ chối hoặc dừng giải quyết.", $"{step.Said()} may fail, but no way from there leads to a refusal or a stop.")) with
                {
                    Field = "Failed",
                    Suggestion = new("Nối nhánh “Không đạt” tới bước từ chối, có văn bản nêu lý do.", "Lead 'Failed' to a refusal, in writing and with its reason."),
                };
        }
        if (examinations.Count == 0 && !isAllowed && process.Steps.All(step => step.Kind is not StepKind.AwaitSupplement))
            yield return FindingCodes.NoSupplementBranch.In("supplement", new(
                "Quy trình không có bước thẩm định và không cho phép yêu cầu bổ sung: hồ sơ thiếu không có đường đi.",
                "The process has no examination and allows no supplement: there is no way for a dossier that lacks papers.")) with
            {
                Suggestion = new("Cho phép bổ sung ở phần đầu quy trình, hoặc vẽ bước thẩm định với nhánh bổ sung.", "Allow supplements in the header, or draw an examination with its branch."),
            };

        bool IsDrawn(Step step, string port) => process.Out(step.Index).Any(route => route.Port == port); // what is not drawn at all is V123's to say
    }

    public static IEnumerable<Finding> SupplementsHaveAPolicy(Inspection check)
    {
        if (check.Process.Steps.FirstOrDefault(step => step.Kind is StepKind.AwaitSupplement) is not { } wait || check.Process.Header.Supplement is { Rounds: > 0 }) yield break;
        yield return FindingCodes.NoSupplementPolicy.At(wait.Key.Value, new(
            $"{wait.Said()} được vẽ, nhưng phần đầu quy trình chưa ghi bổ sung tối đa mấy lần và thời hạn tính thế nào khi chờ.",
            $"{wait.Said()} is drawn, but the header does not state how many rounds there may be and what the clock does meanwhile.")) with
        {
            Field = "supplement",
            Suggestion = new("Ghi số lần bổ sung tối đa và cách tính thời hạn: tính lại, tạm dừng hay vẫn tính.", "State the rounds and the clock: restarts, stands still or runs on."),
        };
    }

    public static IEnumerable<Finding> ConsultationsHaveADeadline(Inspection check) =>
        from step in check.Process.Steps
        where step.Kind is StepKind.Consult && step.Work?.Limit is not { Value: > 0 }
        select FindingCodes.NoDeadline.At(step.Key.Value, new(
            $"{step.Said()} chưa ghi thời hạn để cơ quan được hỏi trả lời.", $"{step.Said()} gives the body asked no time to answer in.")) with
        {
            Field = "limit",
            Suggestion = new("Ghi thời hạn trả lời, nằm trong thời hạn chung.", "State the time for the answer, within the whole limit."),
        };

    public static IEnumerable<Finding> SilenceHasAMeaning(Inspection check) =>
        from step in check.Process.Steps
        where step.Kind is StepKind.Consult && string.IsNullOrWhiteSpace(step.Work?.Silence)
        select FindingCodes.NoSilenceRule.At(step.Key.Value, new(
            $"{step.Said()} chưa ghi xử lý thế nào khi hết hạn mà cơ quan được hỏi không trả lời.", $"{step.Said()} does not say what it means when the body asked does not answer in time.")) with
        {
            Field = "silence",
            Suggestion = new("Chọn: coi như đồng ý (khi luật cho phép), báo cáo lãnh đạo, hoặc tiếp tục chờ.", "Choose: taken as consent (where the law says so), reported to the leader, or waited for."),
        };

    /// <summary>Can such a step come after leaving by that port, before the dossier is examined again?</summary>
    private static bool Reaches(ProcessDefinition process, Step from, string port, Func<StepKind, bool> isSought)
    {
        var seen = new HashSet<int>();
        var look = new Queue<int>(process.Out(from.Index).Where(route => route.Port == port).Select(route => route.To));
        while (look.TryDequeue(out var at))
        {
            if (!seen.Add(at)) continue;
            if (isSought(process.Steps[at].Kind)) return true;
            if (process.Steps[at].Kind is StepKind.Examine) continue;
            foreach (var route in process.Out(at)) look.Enqueue(route.To);
        }
        return false;
    }
}
