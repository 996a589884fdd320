using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Validation;

/// <summary>Is the text a controlled document, and does the decision's appendix say what becomes of it and of the last issue? (V44x)</summary>
internal static class ControlRules
{
    public static IEnumerable<Finding> DocumentIsSigned(Inspection check)
    {
        var header = check.Process.Header;
        if (string.IsNullOrWhiteSpace(header.DocumentCode))
            yield return FindingCodes.NoDocumentCode.In("documentCode", new("Chưa ghi mã số quy trình.", "The document code is not stated.")) with { Suggestion = new("Ghi mã số, ví dụ QT.XD.01.", "State it, e.g. QT.XD.01.") };

        var missing = new List<(string Field, Wording Who)>();
        if (string.IsNullOrWhiteSpace(header.Control?.DraftedBy)) missing.Add(("draftedBy", new("người soạn thảo", "who drafted it")));
        if (string.IsNullOrWhiteSpace(header.Control?.ReviewedBy)) missing.Add(("reviewedBy", new("người soát xét", "who reviewed it")));
        if (string.IsNullOrWhiteSpace(header.Control?.ApprovedBy)) missing.Add(("approvedBy", new("người phê duyệt", "who approved it")));
        if (missing.Count > 0)
            yield return FindingCodes.NotSigned.In(missing.Count == 3 ? "control" : $"control.{missing[0].Field}", new(
                $"Trang ký chưa ghi {string.Join(", ", missing.Select(gap => gap.Who.Vi))}.", $"The signing page does not state {string.Join(", ", missing.Select(gap => gap.Who.En))}.")) with
            {
                Suggestion = new("Ghi họ tên, chức vụ ở mục Kiểm soát tài liệu.", "Fill in name and position under Document control."),
            };
        if (header.IssueNumber is > 1 and var issue && !(header.Control?.Changes ?? []).Any(change => change.Issue == issue))
            yield return FindingCodes.NoChangeLog.In("control.changes", new($"Bảng theo dõi sửa đổi chưa có dòng nào cho lần ban hành {issue}.", $"The table of changes has no row for issue {issue}.")) with
            {
                Suggestion = new("Ghi nội dung sửa đổi và lý do.", "State what changed and why."),
            };
    }

    /// <summary>Where nothing was published here before, any issue may come first: the earlier ones were on paper. Their change log is asked for all the same.</summary>
    public static IEnumerable<Finding> IssueFollowsTheLast(Inspection check)
    {
        var stated = check.Process.Header.IssueNumber;
        var last = check.Previous?.Process.Header.IssueNumber;
        var suggestion = new Wording($"Ghi lần ban hành {last.GetValueOrDefault() + 1L}.", $"State issue {last.GetValueOrDefault() + 1L}.");
        if (stated is null or < 1)
            yield return FindingCodes.IssueOutOfOrder.In("issueNumber", new("Chưa ghi lần ban hành.", "The issue number is not stated.")) with { Suggestion = suggestion };
        else if (check.Previous is not null && stated != last.GetValueOrDefault() + 1L)
            yield return FindingCodes.IssueOutOfOrder.In("issueNumber", new(
                $"Lần ban hành ghi {stated}, nhưng lần trước là {last.GetValueOrDefault()}.", $"The issue is given as {stated}, but the last was {last.GetValueOrDefault()}.")) with
            { Suggestion = suggestion };
    }

    public static IEnumerable<Finding> DecisionNamesTheProcess(Inspection check)
    {
        var header = check.Process.Header;
        if (header.Decision.Count == 0)
            yield return FindingCodes.NoDecisionList.In("decision", new(
                "Chưa có danh mục kèm quyết định: phê duyệt, sửa đổi, thay thế, bãi bỏ những quy trình nào.", "There is no appendix list: which processes the decision approves, amends, replaces, abolishes.")) with
            {
                Suggestion = new("Ghi danh mục ở phần đầu quy trình.", "Write the list in the header."),
            };
        else if (header.DocumentCode is { } code && !header.Decision.Any(line => line.Act is not DecisionAct.Abolish && line.DocumentCode.IsSame(code)))
            yield return FindingCodes.DecisionOmits.In("decision", new(
                $"Danh mục kèm quyết định không phê duyệt, sửa đổi hay thay thế “{code}”.", $"The decision's list neither approves, amends nor replaces '{code}'."));
    }

    public static IEnumerable<Finding> DecisionSaysWhatBecomesOfTheLast(Inspection check)
    {
        var header = check.Process.Header;
        if (header.Decision.Count == 0 || check.Previous is not { } previous) yield break;
        var last = previous.Process.Header.DocumentCode ?? header.DocumentCode;
        if (last is null || header.Decision.Any(line => line.Act is not DecisionAct.Approve && line.DocumentCode.IsSame(last))) yield break;
        yield return FindingCodes.DecisionLeavesTheLast.In("decision", new(
            $"“{last}” lần ban hành {previous.Process.Header.IssueNumber} đang có, nhưng danh mục kèm quyết định không sửa đổi, thay thế hay bãi bỏ.",
            $"'{last}' stands with issue {previous.Process.Header.IssueNumber}, but the decision's list neither amends, replaces nor abolishes it.")) with
        {
            Suggestion = new($"Thêm dòng “thay thế {last}” vào danh mục.", $"Add “replaces {last}” to the list."),
        };
    }

    /// <summary>The process that times appraisals has every step and outcome by which the catalogue leads its dossiers.</summary>
    public static IEnumerable<Finding> AppraisalsAreLed(Inspection check) =>
        check.Context.Catalogue is { Appraisal: { } binding } catalogue && check.Process.Header is { Case: null } header && header.Procedure == binding.Procedure
        && (header.Place is not { } place || catalogue.IsWithin(binding.AppraisedBy, place))
            ? UnledIn(check.Process, binding)
            : [];

    /// <summary>What the catalogue's table names and a process lacks: a dossier of an appraisal would stay where it is then.</summary>
    public static IEnumerable<Finding> UnledIn(ProcessDefinition process, AppraisalBinding binding) =>
        from bound in binding.Acts.SelectMany(act => act.Steps).Distinct()
        let finding = UnledAt(process, bound)
        where finding is not null
        select finding with
        {
            Suggestion = new("Sửa bước theo danh mục, hoặc sửa bảng thời hạn thẩm định trong danh mục vào ngày quy trình có hiệu lực.", "Mend the step, or the catalogue's table on the day the process takes effect."),
        };

    private static Finding? UnledAt(ProcessDefinition process, BoundStep bound) => process.Find(bound.Step) switch
    {
        null => FindingCodes.AppraisalUnled.In("procedure", new(
            $"Theo danh mục, thời hạn thẩm định được tính qua bước “{bound.Step}”, nhưng quy trình không có bước này: hồ sơ thẩm định sẽ dừng lại.",
            $"The catalogue times appraisals by step '{bound.Step}', which the process does not have: dossiers of appraisals would stay where they are.")),
        var step when bound.Outcome is { } outcome && !step.Ports.Contains(outcome) => FindingCodes.AppraisalUnled.At(step.Key.Value, new(
            $"Theo danh mục, bước “{bound.Step}” kết thúc bằng kết quả “{outcome}”, nhưng bước chỉ có: {string.Join(", ", step.Ports)}.",
            $"The catalogue ends step '{bound.Step}' by outcome '{outcome}', but the step only has: {string.Join(", ", step.Ports)}.")),
        { Kind: not StepKind.ReturnResult, Ports.Count: > 1 } step when bound.Outcome is null => FindingCodes.AppraisalUnled.At(step.Key.Value, new(
            $"Danh mục chưa ghi bước “{bound.Step}” kết thúc bằng kết quả nào: {string.Join(", ", step.Ports)}.", $"The catalogue does not say by which outcome step '{bound.Step}' ends: {string.Join(", ", step.Ports)}.")),
        _ => null,
    };
}
