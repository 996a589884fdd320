using System.Globalization;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Catalogue;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Documents;

/// <summary>One line of the printed step table (một dòng của bảng các bước), in Vietnamese, with the codes behind the names.</summary>
/// <param name="Leg">Name of the leg or stage it stands in; null outside one.</param>
/// <param name="Unit">Who works there, by the name people know.</param>
/// <param name="UnitCode">What the document says: a code, <c>Receiving</c>, <c>Competent</c>, <c>Leg:…</c>.</param>
/// <param name="Onward">Where each outcome leads, for steps with more than one.</param>
internal sealed record PaperRow(
    string Key, StepKind Kind, string? LegKey, string? Leg, string Name, string? Instruction, string? Unit, string? UnitCode, string? Position, string? PositionKey,
    TimeLimit? Limit, TimeLimit? OnlineLimit, IReadOnlyList<string> Forms, string? Product, IReadOnlyList<PaperWay> Onward)
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

    /// <summary>Where the outcomes lead, on one line; empty for a step with one way out.</summary>
    public string OnwardLine => string.Join("; ", Onward.Select(way => $"{way.Outcome}: {way.Target}"));
}

/// <summary>One way out of a step on paper (nếu … thì chuyển …).</summary>
internal sealed record PaperWay(string Outcome, string Target);

/// <summary>The steps of a process in the order people read them: B2 before B10, legs together as they are numbered.</summary>
internal static class PaperRows
{
    public const string Receiving = "Bộ phận Một cửa nơi tiếp nhận";
    public const string Competent = "Cơ quan có thẩm quyền giải quyết";

    private static readonly StringComparer ReadingOrder = StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.NumericOrdering);

    public static IReadOnlyList<PaperRow> Of(ProcessDefinition process, ProvinceCatalogue? catalogue) =>
    [
        .. process.Steps.Where(step => step.Work is not null && step.Kind is not (StepKind.Reject or StepKind.Stop))
            .OrderBy(step => step.Key.Value, ReadingOrder).Select(step => Row(step, process, catalogue)),
    ];

    public static string UnitName(string unit, ProcessHeader header, ProvinceCatalogue? catalogue) => unit switch
    {
        "Receiving" => Receiving,
        "Competent" => Competent,
        _ when unit.StartsWith("Leg:", StringComparison.Ordinal) => LegName(header, unit[4..]),
        _ => AgencyCode.TryParse(unit, null, out var code) ? catalogue?.Find(code)?.Name ?? unit : unit,
    };

    public static string LegName(ProcessHeader header, string key) => header.Legs.FirstOrDefault(leg => leg.Key == key)?.Name ?? key;

    private static PaperRow Row(Step step, ProcessDefinition process, ProvinceCatalogue? catalogue)
    {
        var work = step.Work!;
        return new(
            step.Key.Value, step.Kind, work.Leg, work.Leg is null ? null : LegName(process.Header, work.Leg), step.Name, work.Instruction,
            work.Unit is null ? null : UnitName(work.Unit, process.Header, catalogue), work.Unit,
            work.Position is null ? null : catalogue?.Find(work.Position)?.Name ?? work.Position.Value, work.Position?.Value,
            work.Limit, work.OnlineLimit, work.Forms, work.Product, step.Ports.Count > 1 ? [.. Ways(step, process)] : []);
    }

    private static IEnumerable<PaperWay> Ways(Step step, ProcessDefinition process)
    {
        var type = ActivityCatalogue.Find(step.Kind);
        foreach (var port in step.Ports)
        {
            var (targets, joined) = (new List<string>(), " và ");
            Follow(process.Out(step.Index).Where(route => route.Port == port), targets, ref joined, process, []);
            if (targets.Count > 0) yield return new(type?.Ports.FirstOrDefault(known => known.Name == port)?.Display.Vi ?? port, string.Join(joined, targets.Distinct()));
        }
    }

    // Paper knows no routing points: what stands behind them is named, with "or" where a condition chooses.
    private static void Follow(IEnumerable<Route> routes, List<string> targets, ref string joined, ProcessDefinition process, HashSet<int> seen)
    {
        foreach (var route in routes)
        {
            var target = process.Steps[route.To];
            if (target.Kind is StepKind.Reject or StepKind.Stop) targets.Add(ActivityCatalogue.Find(target.Kind)!.Name.Vi);
            else if (target.Kind is StepKind.End) targets.Add("Kết thúc");
            else if (target.Work is not null || target.Kind is StepKind.Unknown) targets.Add(target.Key.Value);
            else if (seen.Add(target.Index))
            {
                if (target.IsChoice) joined = " hoặc ";
                Follow(process.Out(target.Index), targets, ref joined, process, seen);
            }
        }
    }
}
