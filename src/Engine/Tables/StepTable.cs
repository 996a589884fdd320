using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tables;

/// <summary>A process as decisions print it (bảng các bước): one row a step, in the order of the flow. Pages, papers and the editor read this one table.</summary>
/// <remarks>
/// A refusal is an end, not a step: it closes the table and is named by the outcomes that lead there. A branching point is a row of its own in the editor;
/// on paper the outcome that leads through it says what it does ("xét …, đúng thì chuyển B3a").
/// </remarks>
public sealed class StepTable
{
    private readonly Dictionary<string, StepRow> _byId;

    private StepTable(ProcessDefinition process)
    {
        Process = process;
        Order = new FlowOrder(process);
        var ways = new WayWords(process, Order);
        Rows = [.. Order.Steps.Select((step, at) => new StepRow(at, step, KindOf(step), Order.IsOnTheMainWay(step))
        {
            Leg = process.Header.Legs.FirstOrDefault(leg => leg.Key == step.Work?.Leg),
            Outcomes = [.. step.Ports.Select(port => ways.Outcome(step, port))],
            Ways = ways.Of(step),
        })];
        _byId = Rows.ToDictionary(row => row.Id, StringComparer.Ordinal);
    }

    public static StepTable Of(ProcessDefinition process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return new(process);
    }

    public static StepTable Of(ElsaDocument document) => new(ProcessDefinition.Compile(document));

    public ProcessDefinition Process { get; }

    public FlowOrder Order { get; }

    /// <summary>Every activity, ends last.</summary>
    public IReadOnlyList<StepRow> Rows { get; }

    /// <summary>The rows of the paper: what people do, down to the returned result; neither refusals nor branching points.</summary>
    public IEnumerable<StepRow> Steps => Rows.Where(row => row.Kind is RowKind.Work);

    /// <summary>Refusals, stops and ends without a result.</summary>
    public IEnumerable<StepRow> Ends => Rows.Where(row => row.Kind is RowKind.End);

    /// <summary>The row of an activity, by its id.</summary>
    public StepRow? Find(string id) => _byId.GetValueOrDefault(id);

    private static RowKind KindOf(Step step) => step.Kind switch
    {
        StepKind.Reject or StepKind.Stop or StepKind.End => RowKind.End,
        _ => step.Work is null && step.Kind is not StepKind.Unknown ? RowKind.Branching : RowKind.Work,
    };
}

/// <summary>What a row of the table is.</summary>
public enum RowKind
{
    Work, // bước xử lý
    Branching, // điểm rẽ nhánh, tách nhánh, chờ các nhánh, bắt đầu
    End, // kết thúc không có kết quả
}

/// <summary>One row of the table.</summary>
/// <param name="Number">Its place among all rows, from 0.</param>
/// <param name="IsOnTheMainWay">A dossier comes here when every outcome is the hoped-for one.</param>
public sealed record StepRow(int Number, Step Step, RowKind Kind, bool IsOnTheMainWay)
{
    /// <summary>The activity's id: what edits name.</summary>
    public string Id => Step.Id;

    public StepKey Key => Step.Key;

    public string Name => Step.Name;

    /// <summary>The declared leg or stage it belongs to; null where none is named, or one that is not declared.</summary>
    public Leg? Leg { get; init; }

    /// <summary>One for each way out, in the type's order.</summary>
    public IReadOnlyList<RowOutcome> Outcomes { get; init; } = [];

    /// <summary>The last column of the paper: a sentence for each place it leads to, <c>Nếu đạt thì chuyển B4</c>.</summary>
    public IReadOnlyList<Wording> Ways { get; init; } = [];

    /// <summary>The column of time: <c>không tính</c> for 0; null where nothing is stated.</summary>
    public Wording? Time => Step.Work?.Limit switch
    {
        null => null,
        { Value: 0 } => new("không tính", "not counted"),
        { } limit => limit.ToWording(),
    };

    /// <summary>The column of papers: forms that come in, then what the step makes.</summary>
    public IReadOnlyList<string> Papers => Step.Work is not { } work ? [] : string.IsNullOrWhiteSpace(work.Product) ? work.Forms : [.. work.Forms, work.Product];
}

/// <summary>One way out of a row (kết quả xử lý), and where it goes.</summary>
/// <param name="Port">As stored.</param>
/// <param name="Name">As the office says it.</param>
/// <param name="Targets">Index of each activity it leads to directly; more than one where it opens several at once.</param>
/// <param name="Leads">Where it goes in words, through branching points: <c>chuyển B4</c>; null where it leads nowhere.</param>
/// <param name="GoesBack">True where it leads back to an earlier step.</param>
public sealed record RowOutcome(string Port, Wording Name, IReadOnlyList<int> Targets, Wording? Leads, bool GoesBack);
