using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tables;

/// <summary>What changed between two texts of a table, a sentence for each row: what an undo will take back.</summary>
/// <remarks>Rows are the same when their activity is; whether two drawings by different hands say alike is not asked here.</remarks>
public static class TableChanges
{
    public static IReadOnlyList<Wording> Between(ElsaDocument before, ElsaDocument after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var (old, now) = (StepTable.Of(before), StepTable.Of(after));
        var changes = new List<Wording>();
        changes.AddRange(from row in now.Rows where old.Find(row.Id) is null select new Wording($"thêm {Said(row)}", $"added {Said(row)}"));
        changes.AddRange(from row in old.Rows where now.Find(row.Id) is null select new Wording($"xóa {Said(row)}", $"deleted {Said(row)}"));
        changes.AddRange(from row in now.Rows where old.Find(row.Id) is not null from change in Of(old.Find(row.Id)!, row, old.Process, now.Process) select change);
        if (before.Header.ToString() != after.Header.ToString() || before.Name != after.Name) changes.Add(new("sửa thông tin chung của quy trình", "changed the header"));
        if (changes.Count == 0 && before.Hash != after.Hash) changes.Add(new("sửa chi tiết trên lưu đồ", "changed a detail of the drawing"));
        if (changes.Count == 0) changes.Add(new("xếp lại lưu đồ", "arranged the drawing"));
        return changes;
    }

    private static IEnumerable<Wording> Of(StepRow old, StepRow now, ProcessDefinition before, ProcessDefinition after)
    {
        var (cells, was) = (Cells(now).ToList(), Cells(old).ToList());
        var changed = cells.Where((cell, at) => cell.Value != was[at].Value).Select(cell => cell.Name).ToList();
        if (Targets(old, before) != Targets(now, after)) changed.Add(new("nơi chuyển tiếp", "where it leads"));
        if (changed.Count > 0)
            yield return new($"{Said(now)}: sửa {string.Join(", ", changed.Select(name => name.Vi))}", $"{Said(now)}: changed {string.Join(", ", changed.Select(name => name.En))}");
    }

    private static IEnumerable<(Wording Name, string? Value)> Cells(StepRow row)
    {
        var work = row.Step.Work;
        yield return (new("mã bước", "the code"), row.Key.Value);
        yield return (new("nội dung", "what is done"), row.Name);
        yield return (new("trách nhiệm", "by whom"), $"{work?.Unit}|{work?.Position}");
        yield return (new("thời gian", "the time"), $"{work?.Limit}|{work?.OnlineLimit}");
        yield return (new("biểu mẫu, kết quả", "papers"), string.Join('|', row.Papers));
        yield return (new("giai đoạn, chặng", "the stage"), work?.Leg);
        yield return (new("hướng dẫn", "the instruction"), work?.Instruction);
        yield return (new("quy tắc xử lý", "its rules"), $"{work?.PortalStatus}|{work?.RequiresAttachment}|{work?.RequiresSignature}|{work?.MayReturn}|{work?.MayRecall}|{work?.MaxRounds}|{work?.Silence}|{work?.Clock}|{work?.Process}");
        yield return (new("điều kiện", "the condition"), row.Step.Condition?.Text);
    }

    private static string Targets(StepRow row, ProcessDefinition process) =>
        string.Join('|', row.Outcomes.Select(outcome => $"{outcome.Port}>{string.Join(',', outcome.Targets.Select(at => process.Steps[at].Id))}"));

    private static string Said(StepRow row) => StepOrder.IsNumber(row.Key) || row.Key.Value.Length <= 4 ? $"{row.Key} “{row.Name}”" : $"“{row.Name}”";
}
