using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>Does the drawing hold together? (V10x–V12x, V13x)</summary>
internal static class StructureRules
{
    public static IEnumerable<Finding> WhatCompilingFound(Inspection check) => check.Process.Faults;

    public static IEnumerable<Finding> BeginsAtOneIntake(Inspection check)
    {
        var process = check.Process;
        var starts = process.Steps.Where(step => step.Kind is StepKind.Start).ToList();
        var intakes = process.Steps.Where(step => step.Kind is StepKind.Intake).ToList();
        if (process.Steps.Count == 0)
            yield return FindingCodes.Beginning.At(null, new("Quy trình chưa có bước nào.", "The process has no step yet."));
        else if (process.Header.Kind is ProcessKind.SharedInternal or ProcessKind.AgencyInternal)
        {
            if (process.Start is null)
                yield return FindingCodes.Beginning.At(starts.ElementAtOrDefault(1)?.Key.Value, new(
                    "Không xác định được nơi bắt đầu: cần đúng một điểm bắt đầu, hoặc đúng một bước không có đường nối vào.",
                    "It is not clear where to begin: one start is needed, or exactly one step without inbound connections."));
        }
        else if (intakes.Count != 1)
            yield return FindingCodes.Beginning.At(intakes.ElementAtOrDefault(1)?.Key.Value, new(
                $"Quy trình phải có đúng một bước tiếp nhận hồ sơ, hiện có {intakes.Count}.", $"A process has exactly one intake; this one has {intakes.Count}.")) with
            {
                Suggestion = intakes.Count == 0 ? new("Thêm bước “Tiếp nhận hồ sơ” ở đầu quy trình.", "Add an intake at the beginning.") : new("Giữ lại một bước tiếp nhận.", "Keep one intake."),
            };
        else if (starts.Count > 1 || starts is [var start] && process.Leaving(start.Index).Any(route => route.To != intakes[0].Index))
            yield return FindingCodes.Beginning.At(starts[^1].Key.Value, new(
                $"Điểm bắt đầu phải dẫn thẳng tới bước tiếp nhận {intakes[0].Said()} và chỉ tới bước đó.", $"The start must lead straight to the intake {intakes[0].Said()}, and nowhere else."));
    }

    public static IEnumerable<Finding> EndsByReturningTheResult(Inspection check)
    {
        var process = check.Process;
        var isInternal = process.Header.Kind is ProcessKind.SharedInternal or ProcessKind.AgencyInternal;
        if (process.Steps.Any(step => step.Kind is StepKind.ReturnResult || isInternal && step.Kind is StepKind.End)) yield break;
        yield return FindingCodes.Ending.At(null, isInternal
            ? new("Quy trình không có điểm kết thúc.", "The process has no end.")
            : new("Quy trình không có bước “Trả kết quả”.", "The process has no step that returns the result."));
    }

    public static IEnumerable<Finding> EveryConnectionCarries(Inspection check) =>
        from route in check.Process.Routes
        where !check.Process.Carries(route)
        let step = check.Process.Steps[route.From]
        select step.IsTerminal
            ? FindingCodes.LeavesAnEnd.At(step.Key.Value, new($"{step.Said()} là điểm kết thúc nên không có đường nối đi ra.", $"{step.Said()} is an end; no connection leaves it."))
            : FindingCodes.NoSuchPort.At(step.Key.Value, new(
                $"Đường nối từ {step.Said()} đi ra bằng kết quả “{route.Port}” mà bước này không có.", $"A connection leaves {step.Said()} by the outcome '{route.Port}', which it does not have.")) with
            { Field = route.Port };

    public static IEnumerable<Finding> NoConnectionTwice(Inspection check) =>
        from same in check.Process.Routes.GroupBy(route => (route.From, route.Port, route.To))
        where same.Skip(1).Any()
        let step = check.Process.Steps[same.Key.From]
        let next = check.Process.Steps[same.Key.To]
        select FindingCodes.DrawnTwice.At(step.Key.Value, new(
            $"Kết quả “{same.Key.Port}” của {step.Said()} có {same.Count()} đường nối tới {next.Said()}: mỗi đường là một lượt xử lý riêng.",
            $"Outcome '{same.Key.Port}' of {step.Said()} has {same.Count()} connections to {next.Said()}: each carries a token of its own.")) with
        {
            Field = same.Key.Port,
            Suggestion = new("Xóa đường nối thừa.", "Delete the superfluous connection."),
        };

    public static IEnumerable<Finding> NoKeyTwice(Inspection check) =>
        from same in check.Process.Steps.GroupBy(step => step.Key)
        where same.Skip(1).Any()
        select FindingCodes.SameKey.At(same.Key.Value, new($"Mã bước “{same.Key}” được dùng cho {same.Count()} bước.", $"Step key '{same.Key}' is used by {same.Count()} steps.")) with { Field = "step" };

    public static IEnumerable<Finding> EveryTypeIsKnown(Inspection check) =>
        from step in check.Process.Steps
        where step.Kind is StepKind.Unknown && check.Process.Faults.All(fault => fault.Step != step.Key.Value && fault.Step != step.Id)
        select FindingCodes.UnknownType.At(step.Key.Value, new(
            $"{step.Said()} thuộc loại “{step.Type}” không được hỗ trợ; quy trình được giữ nguyên nhưng không công bố được.",
            $"{step.Said()} is of type '{step.Type}', which is not supported; the document is kept but cannot be published."));
}
