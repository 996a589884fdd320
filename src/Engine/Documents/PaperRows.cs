using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Tables;

namespace TthcFlow.Engine.Documents;

/// <summary>One line of the printed step table (một dòng của bảng các bước), in Vietnamese, with the codes behind the names.</summary>
/// <param name="Leg">Name of the leg or stage it stands in; null outside one.</param>
/// <param name="Unit">Who works there, by the name people know.</param>
/// <param name="UnitCode">What the document says: a code, <c>Receiving</c>, <c>Competent</c>, <c>Leg:…</c>.</param>
/// <param name="Ways">Where the step leads: <c>Nếu đạt thì chuyển B4</c>, a sentence for each place.</param>
/// <param name="LeadsOn">It leads to the next line and nowhere else: nothing needs to be said.</param>
internal sealed record PaperRow(
    string Key, StepKind Kind, string? LegKey, string? Leg, string Name, string? Instruction, string? Unit, string? UnitCode, string? Position, string? PositionKey,
    TimeLimit? Limit, TimeLimit? OnlineLimit, IReadOnlyList<string> Forms, string? Product, IReadOnlyList<string> Ways, bool LeadsOn)
{
    /// <summary>The column <i>Thời gian</i>.</summary>
    public string Time => Limit switch
    {
        null => "",
        { Value: 0 } => "không tính thời gian",
        { } limit => limit.ToWording().Vi,
    };

    /// <summary>The column <i>Biểu mẫu / Kết quả</i>, one item a line.</summary>
    public IEnumerable<string> Papers => Forms.Append(Product ?? "").Where(text => text.Length > 0);
}

/// <summary>The steps of a process as every paper prints them: the rows of <see cref="StepTable"/>, in Vietnamese.</summary>
internal static class PaperRows
{
    public static IReadOnlyList<PaperRow> Of(ProcessDefinition process, ProvinceCatalogue? catalogue)
    {
        var steps = StepTable.Of(process).Steps.ToList();
        return [.. steps.Select((step, at) => Row(step, at + 1 < steps.Count ? steps[at + 1] : null, process.Header, catalogue))];
    }

    public static string LegName(ProcessHeader header, string key) => header.Legs.FirstOrDefault(leg => leg.Key == key)?.Name ?? key;

    private static PaperRow Row(StepRow row, StepRow? next, ProcessHeader header, ProvinceCatalogue? catalogue)
    {
        var (work, who) = (row.Step.Work ?? new(), Responsibility.Of(row.Step, header, catalogue));
        return new(
            row.Key.Value, row.Step.Kind, work.Leg, work.Leg is null ? null : LegName(header, work.Leg), row.Name, work.Instruction,
            who.Unit?.Vi, work.Unit, who.Position, work.Position?.Value, work.Limit, work.OnlineLimit, work.Forms, work.Product,
            [.. row.Ways.Select(way => way.Vi)], row.Outcomes.All(outcome => next is not null && outcome.Targets is [var only] && only == next.Step.Index));
    }
}
