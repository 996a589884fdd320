using System.Globalization;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>Does the portal accept what it is told, whichever way a dossier goes? (V50x, process-language §5.4)</summary>
/// <remarks>Only what is done for the public is told to a portal; other processes have nothing to answer for here.</remarks>
internal static class PortalRules
{
    public static IEnumerable<Finding> CodesAreThePortals(Inspection check)
    {
        if (check.Process.Header.Kind is not ProcessKind.Public) yield break;
        foreach (var step in check.Process.Steps)
            if (step.Work?.PortalStatus is { } code && !check.PortalTarget.Knows(code))
                yield return FindingCodes.NoSuchStatus.At(step.Key.Value, new(
                    $"{step.Said()} ghi trạng thái cổng {code}, mà {check.PortalTarget.Name} không có trạng thái này.", $"{step.Said()} states the portal status {code}, which {check.PortalTarget.Name} does not have.")) with
                {
                    Field = "portalStatus",
                    Suggestion = new("Để trống để dùng trạng thái của loại bước, hoặc chọn một trạng thái trong danh sách.", "Leave it empty to take the type's own, or choose one from the list."),
                };
        if (check.Context.On is { } day && !check.PortalTarget.HoldsOn(day))
            yield return FindingCodes.TableOutOfDate.At(null, new(
                $"Bảng trạng thái của {check.PortalTarget.Name} không có hiệu lực vào ngày {day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)}.",
                $"The status table of {check.PortalTarget.Name} does not hold on {day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)}."));
    }

    public static IEnumerable<Finding> EveryWayIsAccepted(Inspection check)
    {
        if (check.Process.Header.Kind is not ProcessKind.Public) yield break;
        var (process, target, play) = (check.Process, check.PortalTarget, check.Portal);
        foreach (var violation in play.Violations)
        {
            if (violation.Trouble is PortalTrouble.NotAccepted && !target.Knows(violation.Code) || violation.After != 0 && !target.Knows(violation.After)) continue; // V504 has said it
            var step = process.Steps[violation.Step];
            yield return Of(violation, step, target) with
            {
                Trace = Story(process, violation, target),
                Way = [.. violation.Way.Select(act => act.Step).Append(violation.Step).Aggregate(new List<int>(), (way, at) =>
                {
                    if (way.Count == 0 || way[^1] != at) way.Add(at);
                    return way;
                }).Select(at => process.Steps[at].Key.Value)],
            };
        }
        if (!play.IsComplete && play.Violations.Count == 0 && check.Soundness.Verdict is Verdict.Yes)
            yield return FindingCodes.StatusesUndecided.At(null, new(
                $"Quy trình có quá nhiều nhánh song song có trạng thái riêng: sau {PortalPlay.MostSituations.ToString("N0", CultureInfo.GetCultureInfo("vi-VN"))} tình huống vẫn chưa kết luận được là cổng chấp nhận mọi trình tự.",
                $"Too many parallel branches with statuses of their own: after {PortalPlay.MostSituations.ToString("N0", CultureInfo.InvariantCulture)} situations it is still not decided whether the portal accepts every order.")) with
            {
                Suggestion = new("Bỏ bớt trạng thái ghi riêng ở các nhánh song song.", "State fewer statuses of their own in parallel branches."),
            };
    }

    private static Finding Of(PortalViolation violation, Step step, PortalTarget target) => violation.Trouble switch
    {
        PortalTrouble.ReturnsUnissued => FindingCodes.ReturnsUnissued.At(step.Key.Value, new(
            $"Có đường tới {step.Said()} mà chưa qua bước đóng dấu, vào sổ, phát hành: cổng phải nhận “{Said(target, PortalMoment.ResultReady).Vi}” trước “{Said(target, PortalMoment.Returned).Vi}”.",
            $"A way leads to {step.Said()} without the step that seals, registers and issues: the portal must hear '{Said(target, PortalMoment.ResultReady).En}' before '{Said(target, PortalMoment.Returned).En}'.")) with
        {
            Suggestion = new("Thêm bước “Đóng dấu, vào sổ, phát hành” trên đường này.", "Add the step that issues the result on this way."),
        },
        PortalTrouble.DeclinedElsewhere => FindingCodes.DeclinedElsewhere.At(step.Key.Value, new(
            $"Ở {step.Said()} cổng nhận “{Said(target, violation.Code).Vi}”, trạng thái chỉ dành cho hồ sơ không được tiếp nhận tại bước tiếp nhận.",
            $"At {step.Said()} the portal hears '{Said(target, violation.Code).En}', which is for dossiers declined at intake only.")) with
        {
            Field = "portalStatus",
            Suggestion = new("Bỏ trạng thái ghi riêng của bước này.", "Take away the step's own status."),
        },
        _ => FindingCodes.StatusNotAccepted.At(step.Key.Value, violation.After == 0
            ? new($"Ở {step.Said()} cổng nhận “{Said(target, violation.Code).Vi}” là trạng thái đầu tiên, mà cổng không chấp nhận.", $"At {step.Said()} the portal hears '{Said(target, violation.Code).En}' first of all, which it does not accept.")
            : new(
                $"Ở {step.Said()} cổng nhận “{Said(target, violation.Code).Vi}” ngay sau “{Said(target, violation.After).Vi}”: cổng không chấp nhận trình tự này.",
                $"At {step.Said()} the portal hears '{Said(target, violation.Code).En}' right after '{Said(target, violation.After).En}': it does not accept that order.")) with
        {
            Suggestion = new("Sửa trạng thái cổng ghi riêng của bước, hoặc đổi thứ tự các bước.", "Change the steps' own statuses, or their order."),
        },
    };

    /// <summary>The way to the fault, act by act, each with what the portal heard.</summary>
    private static List<Wording> Story(ProcessDefinition process, PortalViolation violation, PortalTarget target)
    {
        var story = SoundnessRules.Story(process, violation.Way);
        foreach (var group in violation.Told.GroupBy(told => told.Acts))
        {
            var line = story[group.Key];
            story[group.Key] = new(
                $"{line.Vi} Cổng nhận: {string.Join(", ", group.Select(told => Said(target, told.Code).Vi))}.",
                $"{line.En} The portal hears: {string.Join(", ", group.Select(told => Said(target, told.Code).En))}.");
        }
        return story;
    }

    private static Wording Said(PortalTarget target, PortalMoment state) => Said(target, target.CodeOf(state));

    private static Wording Said(PortalTarget target, int code) =>
        target.Knows(code) ? new($"{code} – {target.NameOf(code).Vi}", $"{code} – {target.NameOf(code).En}") : target.NameOf(code);
}
