using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>Is there somebody for every step? (V3xx)</summary>
internal static class PostRules
{
    /// <summary>Units that are known only when a dossier is received: the desk, and the agency that decides.</summary>
    private static readonly string[] OfTheDossier = ["Receiving", "Competent"];

    private const string OfALeg = "Leg:";

    public static IEnumerable<Finding> EveryStepHasAPost(Inspection check)
    {
        var legs = check.Process.Header.Legs.Select(leg => leg.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var step in check.Process.Steps.Where(IsDoneByPeople))
        {
            if (string.IsNullOrWhiteSpace(step.Work?.Unit))
                yield return FindingCodes.NoUnit.At(step.Key.Value, new($"{step.Said()} chưa có đơn vị thực hiện.", $"{step.Said()} has no unit.")) with { Field = "unit" };
            else if (step.Work.Unit.StartsWith(OfALeg, StringComparison.Ordinal) && !legs.Contains(step.Work.Unit[OfALeg.Length..]))
                yield return FindingCodes.UnknownLeg.At(step.Key.Value, new(
                    $"Đơn vị của {step.Said()} là chặng “{step.Work.Unit[OfALeg.Length..]}” chưa khai báo.", $"The unit of {step.Said()} is leg '{step.Work.Unit[OfALeg.Length..]}', which is not declared.")) with
                { Field = "unit" };
            if (step.Work?.Position is null)
                yield return FindingCodes.NoPosition.At(step.Key.Value, new($"{step.Said()} chưa có vị trí xử lý.", $"{step.Said()} has no position.")) with { Field = "position" };
        }
    }

    public static IEnumerable<Finding> PostsExist(Inspection check)
    {
        var catalogue = check.Context.Catalogue!;
        var agencies = catalogue.Agencies.ToLookup(agency => agency.Code);
        var positions = catalogue.Positions.ToLookup(position => position.Key);
        var held = catalogue.Holders.Where(holder => check.Context.On is not { } day || (holder.From is null || holder.From <= day) && (holder.To is null || day <= holder.To))
            .Select(holder => (holder.Place, holder.Position)).ToHashSet();
        var anywhere = held.Select(post => post.Position).ToHashSet();
        foreach (var step in check.Process.Steps.Where(IsDoneByPeople))
        {
            var (unit, isOpen, place) = (step.Work?.Unit ?? "", false, (AgencyCode?)null); // open: which agency it will be is known only with the dossier
            if (unit.StartsWith(OfALeg, StringComparison.Ordinal)) unit = check.Process.Header.Legs.FirstOrDefault(leg => leg.Key == unit[OfALeg.Length..])?.Agency ?? "";
            if (unit.Length == 0 || OfTheDossier.Contains(unit)) isOpen = true;
            else if (AgencyCode.TryParse(unit, null, out var code) && agencies[code].Any(agency => check.Context.On is not { } day || agency.ExistsOn(day))) place = code;
            else
                yield return FindingCodes.UnknownUnit.At(step.Key.Value, new(
                    $"Đơn vị “{unit}” của {step.Said()} không có trong danh mục, hoặc không còn hoạt động.", $"Unit '{unit}' of {step.Said()} is not in the catalogue, or no longer exists.")) with
                { Field = "unit" };
            if (step.Work?.Position is not { } key) continue;
            if (positions[key].FirstOrDefault() is not { } position)
                yield return FindingCodes.UnknownPosition.At(step.Key.Value, new($"Vị trí “{key}” của {step.Said()} không có trong danh mục.", $"Position '{key}' of {step.Said()} is not in the catalogue.")) with { Field = "position" };
            else if (check.Context.On is { } today && !position.ExistsOn(today))
                yield return FindingCodes.AbolishedPosition.At(step.Key.Value, new(
                    $"Vị trí “{position.Name}” của {step.Said()} không còn, hoặc chưa có, vào ngày {today.Printed()}.", $"Position '{position.Name}' of {step.Said()} does not exist on {today:yyyy-MM-dd}.")) with
                {
                    Field = "position",
                    Suggestion = new("Giao bước cho vị trí đang có.", "Give the step to a position that exists."),
                };
            else if (isOpen && !anywhere.Contains(key))
                yield return FindingCodes.NobodyThere.At(step.Key.Value, new(
                    $"Chưa có ai trong tỉnh giữ vị trí “{position.Name}” cho {step.Said()}.", $"Nobody in the province holds '{position.Name}' for {step.Said()}.")) with
                {
                    Field = "position",
                    Suggestion = new("Giao vị trí này cho một tài khoản trước khi quy trình có hiệu lực.", "Give the position to an account before the process takes effect."),
                };
            else if (place is not null && !held.Contains((place, key)))
                yield return FindingCodes.NobodyThere.At(step.Key.Value, new(
                    $"Chưa có ai giữ vị trí “{position.Name}” tại đơn vị “{place}” cho {step.Said()}.", $"Nobody holds '{position.Name}' at '{place}' for {step.Said()}.")) with
                {
                    Field = "position",
                    Suggestion = new("Giao vị trí này cho một tài khoản trước khi quy trình có hiệu lực.", "Give the position to an account before the process takes effect."),
                };
        }
    }

    /// <summary>Waits and ends need nobody's hand; what officers do does. Returning the result is done at the desk.</summary>
    private static bool IsDoneByPeople(Step step) => step.Kind is >= StepKind.Intake and <= StepKind.Transfer or StepKind.ReturnResult;
}
