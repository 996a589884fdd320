using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>Could it be simpler, and is it at least no slower than before? (V31x, V230)</summary>
internal static class EconomyRules
{
    /// <summary>Steps done by people, in all. A step table of fifteen rows with its flow chart fills a printed page; published tables have five to ten.</summary>
    public const int MostSteps = 15;

    /// <summary>Changes of unit on one way. Three agencies in a row, each with its desk and its signature, need eight.</summary>
    public const int MostHandovers = 8;

    /// <summary>Stretches at one unit on one way. To begin, to come back once and to end is what a desk needs.</summary>
    public const int MostReturnsToAUnit = 3;

    public static IEnumerable<Finding> WayIsShort(Inspection check)
    {
        var process = check.Process;
        if (process.Steps.Count(IsHandled) is > MostSteps and var steps)
            yield return FindingCodes.ManySteps.At(null, new($"Quy trình có {steps} bước do người thực hiện, nhiều hơn {MostSteps}.", $"The process has {steps} steps done by people, more than {MostSteps}.")) with
            {
                Suggestion = new("Gộp các bước do cùng một vị trí thực hiện liền nhau, hoặc giải trình.", "Merge neighbouring steps of one position, or give the reason."),
            };

        if (check.Times.Order.To(PathGoal.Result, step => IsHandled(step) ? 1 : 0) is not { } longest) yield break;
        var way = longest.Steps.Select(at => process.Steps[at.Step]).Where(step => IsHandled(step) && !string.IsNullOrWhiteSpace(step.Work?.Unit)).ToList();
        var stretches = way.Where((step, index) => index == 0 || way[index - 1].Work!.Unit != step.Work!.Unit).ToList();
        var keys = stretches.ConvertAll(step => step.Key.Value);
        if (stretches.Count - 1 > MostHandovers)
            yield return FindingCodes.ManyHandovers.At(null, new(
                $"Trên đường nhiều bước nhất, hồ sơ đổi đơn vị xử lý {stretches.Count - 1} lần, nhiều hơn {MostHandovers}.",
                $"On the way with most steps the dossier changes units {stretches.Count - 1} times, more than {MostHandovers}.")) with
            {
                Way = keys,
                Suggestion = new("Gom các bước của cùng một đơn vị lại gần nhau, hoặc giải trình.", "Bring the steps of one unit together, or give the reason."),
            };
        foreach (var unit in stretches.GroupBy(step => step.Work!.Unit, StringComparer.Ordinal).Where(unit => unit.Count() > MostReturnsToAUnit))
        {
            var name = Name(check, unit.Key!);
            yield return FindingCodes.UnitComesBack.At(unit.ElementAt(MostReturnsToAUnit).Key.Value, new(
                $"Hồ sơ tới “{name}” {unit.Count()} lần ({string.Join(", ", unit.Select(step => step.Key))}), nhiều hơn {MostReturnsToAUnit}.",
                $"The dossier comes to '{name}' {unit.Count()} times ({string.Join(", ", unit.Select(step => step.Key))}), more than {MostReturnsToAUnit}.")) with
            {
                Field = "unit",
                Way = [.. unit.Select(step => step.Key.Value)],
                Suggestion = new("Xem lại có thể làm một lần hay không, hoặc giải trình.", "See whether once would do, or give the reason."),
            };
        }
    }

    public static IEnumerable<Finding> NoLongerThanBefore(Inspection check)
    {
        if (check.Previous is not { } previous || check.LongestBefore is not { } before || check.Times.LongestMinutes is not { } now || now <= before) yield break;
        if (!LawOf(check.Process).SetEquals(LawOf(previous.Process))) yield break;
        yield return FindingCodes.LongerThanBefore.At(null, new(
            $"Đường dài nhất là {Days(now).Vi}, lần ban hành trước là {Days(before).Vi} (thêm {Days(now - before).Vi}); căn cứ pháp lý không đổi.",
            $"The longest way takes {Days(now).En}, that of the last issue {Days(before).En} ({Days(now - before).En} more); the legal bases are the same.")) with
        {
            Suggestion = new("Rút thời gian các bước về như lần trước, ghi căn cứ mới, hoặc giải trình.", "Shorten the steps, cite the new law, or give the reason."),
        };
    }

    private static HashSet<(string Number, string? Article)> LawOf(ProcessDefinition process) =>
        [.. process.Header.LegalBases.Select(basis => (basis.Number.Trim(), basis.Article?.Trim()))];

    private static bool IsHandled(Step step) => step.Kind is >= StepKind.Intake and <= StepKind.Transfer or StepKind.ReturnResult;

    private static string Name(Inspection check, string unit) => unit switch
    {
        "Receiving" => "nơi tiếp nhận",
        "Competent" => "cơ quan giải quyết",
        _ => AgencyCode.TryParse(unit, null, out var code) ? check.Context.Catalogue?.Find(code)?.Name ?? unit : unit,
    };

    private static Wording Days(int minutes) => new(
        $"{((decimal)minutes / TimeLimit.MinutesPerDay).ToString("0.##", CultureInfo.GetCultureInfo("vi-VN"))} ngày làm việc", $"{((decimal)minutes / TimeLimit.MinutesPerDay).ToString("0.##", CultureInfo.InvariantCulture)} working days");
}
