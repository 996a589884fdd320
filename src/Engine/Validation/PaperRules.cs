using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>Forms, papers, fees and results: is each described, and is it what the law has? (V42x, V43x)</summary>
internal static class PaperRules
{
    public static IEnumerable<Finding> FormsAreListed(Inspection check)
    {
        var forms = check.Process.Header.Forms;
        foreach (var step in check.Process.Steps.Where(step => step.Call is null)) // a called step uses the forms of its own process
            foreach (var number in (step.Work?.Forms ?? []).Where(number => forms.All(form => !form.Number.IsSame(number))))
                yield return FindingCodes.FormUnknown.At(step.Key.Value, new($"{step.Said()} dùng “{number}” chưa có trong danh sách biểu mẫu của quy trình.", $"{step.Said()} uses '{number}', which the process does not list.")) with
                {
                    Field = "forms",
                    Suggestion = new("Thêm biểu mẫu vào phần đầu quy trình, hoặc sửa số mẫu.", "List the form in the header, or mend its number."),
                };
        foreach (var (index, form) in forms.Index().Where(form => string.IsNullOrWhiteSpace(form.Item.Basis) && string.IsNullOrWhiteSpace(form.Item.File)))
            yield return NotAttached(index, form);
    }

    public static IEnumerable<Finding> FormsBelongToTheirCircular(Inspection check)
    {
        var day = check.Context.On!.Value;
        var circulars = check.Context.Catalogue!.LegalDocuments.Where(law => law.Forms.Count > 0).ToList();
        foreach (var (index, form) in check.Process.Header.Forms.Index().Where(form => !string.IsNullOrWhiteSpace(form.Item.Basis)))
        {
            var field = $"forms[{index}]";
            if (circulars.Find(law => form.Basis!.Contains(law.Number, StringComparison.OrdinalIgnoreCase)) is not { } circular)
            {
                if (string.IsNullOrWhiteSpace(form.File)) yield return NotAttached(index, form);
                continue;
            }
            if (!circular.IsInForceOn(day))
                yield return FindingCodes.FormNotInForce.In(field, new($"“{form.Number}” dẫn {form.Basis}, không có hiệu lực vào ngày {day.Printed()}.", $"'{form.Number}' cites {form.Basis}, which is not in force on {day:yyyy-MM-dd}.")) with
                {
                    Suggestion = circular.ReplacedBy is { } next ? new($"Dùng biểu mẫu của {next}; số mẫu có thể đã đổi.", $"Use the forms of {next}; their numbers may have changed.") : null,
                };
            var numbered = circular.Forms.FirstOrDefault(known => known.Number.IsSame(form.Number));
            var named = form.Name is { } name ? circular.Forms.FirstOrDefault(known => Is(known, name)) : null;
            if (numbered is null)
                yield return FindingCodes.FormNotInCircular.In(field, new($"{circular.Number} không có “{form.Number}”.", $"{circular.Number} has no '{form.Number}'.")) with
                {
                    Suggestion = named is null ? null : Numbered(named, circular),
                };
            else if (named is not null && named != numbered && !Is(numbered, form.Name!))
                yield return FindingCodes.FormMisnumbered.In(field, new(
                    $"“{form.Name}” ghi là {form.Number}; theo {circular.Number}, {form.Number} là “{numbered.Name}”.",
                    $"'{form.Name}' is given as {form.Number}; in {circular.Number} that number is '{numbered.Name}'.")) with
                { Suggestion = Numbered(named, circular) };
            else if (named is null && form.Name is not null && Formerly(check, form.Name) is { } once)
                yield return FindingCodes.FormMisnumbered.In(field, new(
                    $"“{form.Name}” là {once.Form.Number} của {once.Law.Number}; theo {circular.Number}, {form.Number} là “{numbered.Name}”.",
                    $"'{form.Name}' is {once.Form.Number} of {once.Law.Number}; in {circular.Number}, {form.Number} is '{numbered.Name}'."));
        }
    }

    public static IEnumerable<Finding> ComponentsAreDescribed(Inspection check)
    {
        if (!LawRules.Concerns(check)) yield break;
        var components = check.Process.Header.Components;
        if (components.Count == 0)
            yield return FindingCodes.ComponentIncomplete.In("components", new("Chưa ghi thành phần hồ sơ nào.", "No papers are stated."));
        foreach (var (index, component) in components.Index())
        {
            var missing = new List<Wording>();
            if (string.IsNullOrWhiteSpace(component.Code)) missing.Add(new("mã", "code"));
            if ((long)component.Originals + component.Copies <= 0) missing.Add(new("số lượng", "quantity"));
            if (string.IsNullOrWhiteSpace(component.Kind)) missing.Add(new("loại bản (bản chính, bản sao)", "kind (original, copy)"));
            if (missing.Count > 0)
                yield return FindingCodes.ComponentIncomplete.In($"components[{index}]", new(
                    $"“{component.Name}” thiếu {string.Join(", ", missing.Select(what => what.Vi))}.", $"'{component.Name}' lacks {string.Join(", ", missing.Select(what => what.En))}.")) with
                {
                    Suggestion = new("Ghi đủ mã, tên, số lượng, loại bản của mỗi thành phần.", "Give code, name, quantity and kind of each paper."),
                };
        }
    }

    public static IEnumerable<Finding> ComponentsAreTheLaws(Inspection check)
    {
        if (!LawRules.Concerns(check)) yield break;
        var lawful = check.Listed!.Components.Where(component => component.Case is null || component.Case == check.Process.Header.Case).ToList();
        foreach (var (index, component) in check.Process.Header.Components.Index())
            if (!lawful.Exists(known => known.Name.IsSame(component.Name)))
                yield return FindingCodes.ComponentNotInLaw.In($"components[{index}]", new(
                    $"Quy định của thủ tục không yêu cầu “{component.Name}”.", $"The law of the procedure does not ask for '{component.Name}'.")) with
                {
                    Suggestion = new("Bỏ thành phần này để đơn giản hóa, hoặc giải trình căn cứ yêu cầu.", "Drop it, or give the reason for asking."),
                };
    }

    public static IEnumerable<Finding> FeesAreStated(Inspection check)
    {
        if (!LawRules.Concerns(check)) yield break;
        var fees = check.Process.Header.Fees;
        if (fees.Count == 0)
            yield return FindingCodes.NoFee.In("fees", new("Chưa ghi phí, lệ phí; không thu thì ghi “Không thu phí, lệ phí”, mức 0.", "Fees are not stated; where none is charged, say so with the amount 0.")) with
            {
                Suggestion = new("Ghi tên, mức thu và căn cứ, hoặc ghi “Không”.", "State name, amount and basis, or “none”."),
            };
        foreach (var (index, fee) in fees.Index())
        {
            if (fee.Amount < 0)
                yield return FindingCodes.NoFee.In($"fees[{index}]", new($"Mức thu của “{fee.Name}” không thể âm.", $"The amount of '{fee.Name}' cannot be negative."));
            else if (fee.Amount > 0 && string.IsNullOrWhiteSpace(fee.Basis))
                yield return FindingCodes.FeeWithoutBasis.In($"fees[{index}]", new($"“{fee.Name}” {Wording.Dong(fee.Amount).Vi} chưa ghi căn cứ thu.", $"'{fee.Name}' of {Wording.Dong(fee.Amount).En} has no legal basis.")) with
                {
                    Suggestion = new("Ghi nghị quyết, thông tư quy định mức thu.", "State the resolution or circular that sets it."),
                };
        }
    }

    /// <summary>Only where the catalogue says what the law allows; that a fee is stated is checked anyway.</summary>
    public static IEnumerable<Finding> FeesAreTheLaws(Inspection check)
    {
        if (!LawRules.Concerns(check)) yield break;
        var lawful = (check.Listed?.Fees ?? []).Where(fee => fee.Case is null || fee.Case == check.Process.Header.Case).ToList();
        if (lawful.Count == 0) yield break;
        foreach (var (index, fee) in check.Process.Header.Fees.Index().Where(fee => fee.Item.Amount > 0))
        {
            var same = lawful.Find(known => known.Name.IsSame(fee.Name));
            if (same is { Amount: null } || same?.Amount == fee.Amount) continue;
            yield return FindingCodes.FeeNotTheLaws.In($"fees[{index}]", same is null
                ? new($"Quy định của thủ tục không có khoản “{fee.Name}”.", $"The law of the procedure knows no '{fee.Name}'.")
                : new($"“{fee.Name}” ghi {Wording.Dong(fee.Amount).Vi}; danh mục ghi {Wording.Dong(same.Amount!.Value).Vi}.", $"'{fee.Name}' is {Wording.Dong(fee.Amount).En} here, {Wording.Dong(same.Amount!.Value).En} in the catalogue."));
        }
    }

    public static IEnumerable<Finding> ResultsHaveCodes(Inspection check)
    {
        if (!LawRules.Concerns(check)) yield break;
        var results = check.Process.Header.Results;
        if (results.Count == 0)
            yield return FindingCodes.ResultIncomplete.In("results", new("Chưa ghi kết quả giải quyết là gì.", "It is not stated what the result is."));
        foreach (var (index, result) in results.Index().Where(result => string.IsNullOrWhiteSpace(result.Item.Code)))
            yield return FindingCodes.ResultIncomplete.In($"results[{index}]", new($"Kết quả “{result.Name}” chưa có mã.", $"Result '{result.Name}' has no code.")) with
            {
                Suggestion = new("Ghi mã kết quả trong danh mục.", "State the result's code in the catalogue."),
            };
    }

    public static IEnumerable<Finding> ResultCodesAreListed(Inspection check) =>
        from result in check.Process.Header.Results.Index()
        where !string.IsNullOrWhiteSpace(result.Item.Code) && check.Context.Catalogue!.Results.All(known => !known.Code.IsSame(result.Item.Code))
        select FindingCodes.ResultUnlisted.In($"results[{result.Index}]", new(
            $"Mã kết quả “{result.Item.Code}” của “{result.Item.Name}” không có trong danh mục.", $"Code '{result.Item.Code}' of result '{result.Item.Name}' is not in the catalogue."));

    private static Finding NotAttached(int index, Form form) =>
        FindingCodes.FormNotAttached.In($"forms[{index}]", new(
            $"“{form.Number}{(form.Name is null ? "" : $" – {form.Name}")}” chưa được đính kèm, cũng không thuộc thông tư có in mẫu.",
            $"'{form.Number}{(form.Name is null ? "" : $" – {form.Name}")}' is not attached, nor printed in a circular that is known.")) with
        {
            Suggestion = new("Dẫn thông tư có in mẫu này, hoặc ghi tệp mẫu đính kèm.", "Cite the circular that prints it, or name the attached blank."),
        };

    private static bool Is(StandardForm form, string name) => form.Name.IsSameTitle(name) || form.OtherNames.Any(other => other.IsSameTitle(name));

    /// <summary>A name that only another circular, in force or not, gives to a form.</summary>
    private static (LegalDocument Law, StandardForm Form)? Formerly(Inspection check, string name) =>
        check.Context.Catalogue!.LegalDocuments.SelectMany(law => law.Forms, (law, form) => (law, form)).Where(printed => Is(printed.form, name))
            .Select(printed => ((LegalDocument, StandardForm)?)printed).FirstOrDefault();

    private static Wording Numbered(StandardForm form, LegalDocument circular) => new($"Ghi “{form.Number}”: số của mẫu này theo {circular.Number}.", $"Write '{form.Number}', its number in {circular.Number}.");
}
