using System.Text.Json.Nodes;
using TthcFlow.Engine.Definitions;

namespace TthcFlow.Engine.Tables;

/// <summary>Moves a row past its neighbour on the main way: it is taken out and put in again one place further, so the flow reads like the table.</summary>
/// <remarks>
/// Past a step, the two change places. Branches that open and meet again are passed as a whole: whoever stood behind all of them stands before all of them, and a
/// step inside a branch comes out of it. So a process that was sound stays so, as long as no other outcome of the step looks the other way.
/// </remarks>
internal static class RowMove
{
    public static TableEditing.Outcome Apply(TableSheet sheet, TableEdit.Move move)
    {
        var table = sheet.Table;
        if (table.Find(move.Row) is not { } row) return TableEditing.Outcome.No(TableRefusals.NoSuchRow);
        if (row.Step.Kind is StepKind.Intake && TableEditing.IsForThePublic(table)) return TableEditing.Outcome.No(TableRefusals.IntakeStays, row.Id);
        if (row.Step.IsTerminal) return TableEditing.Outcome.No(TableRefusals.AfterTheEnd, row.Id);
        if (row.Kind is not RowKind.Work || !row.IsOnTheMainWay || sheet.Forward(row) is not { } onward || table.Find(onward)!.Number < row.Number)
            return TableEditing.Outcome.No(TableRefusals.BesideTheWay, row.Id);

        var way = new MainWay(table);
        var (place, isBefore) = move.Up ? Above(table, way, row) : Below(way, row);
        if (place is null) return TableEditing.Outcome.No(move.Up ? TableRefusals.AlreadyFirst : TableRefusals.AlreadyLast, row.Id);

        var lines = sheet.ForwardLines(row, onward);
        sheet.Cut(row, onward);
        if (isBefore) Before(sheet, row, lines, place);
        else After(sheet, row, lines, place);
        return TableEditing.Outcome.Yes(row.Id);
    }

    private static (StepRow? Place, bool IsBefore) Above(StepTable table, MainWay way, StepRow row)
    {
        var next = way.Before(row);
        while (next?.Step.Kind is StepKind.Join) next = way.Before(next);
        return next is null || next.Step.Kind is StepKind.Start || next.Step.Kind is StepKind.Intake && TableEditing.IsForThePublic(table) ? (null, false) : (next, true);
    }

    private static (StepRow? Place, bool IsBefore) Below(MainWay way, StepRow row)
    {
        var next = way.After(row);
        if (next is null || next.Step.IsTerminal) return (null, false);
        if (next.Kind is RowKind.Work || next.Step.Kind is StepKind.Join) return (next, false);
        return way.After(next) is { } meeting ? (meeting, meeting.Step.Kind is not StepKind.Join) : (null, false);
    }

    private static void Before(TableSheet sheet, StepRow row, List<JsonObject> lines, StepRow place)
    {
        var returns = sheet.Table.Process.In(place.Step.Index).Where(sheet.Table.Order.IsReturn).Select(route => (sheet.Table.Process.Steps[route.From].Id, route.Port)).ToHashSet();
        foreach (var line in sheet.Arriving(place.Id))
            if (TableSheet.From(line) != row.Id && !returns.Contains((TableSheet.From(line), TableSheet.Port(line)))) TableSheet.Redirect(line, row.Id);
        foreach (var line in lines) TableSheet.Redirect(line, place.Id);
    }

    private static void After(TableSheet sheet, StepRow row, List<JsonObject> lines, StepRow place)
    {
        if (sheet.Forward(place) is { } onward)
        {
            foreach (var line in sheet.LinesOnward(place, onward)) TableSheet.Redirect(line, row.Id);
            foreach (var line in lines) TableSheet.Redirect(line, onward);
            return;
        }
        // The neighbour led nowhere yet: now it leads here, and this row leads nowhere.
        foreach (var port in place.Step.Ports.Where(port => FlowOrder.GoesForward(port) && !sheet.Leaving(place.Id, port).Any())) sheet.Connect(place.Id, port, row.Id);
        foreach (var line in lines) sheet.Disconnect(line);
    }
}

/// <summary>Which rows every dossier passes on its main way to a row, and from it: where branches open, and where they have met again.</summary>
internal sealed class MainWay
{
    private readonly StepTable _table;
    private readonly int[] _before;
    private readonly int[] _after;

    public MainWay(StepTable table)
    {
        _table = table;
        var (rows, process) = (table.Rows, table.Process);
        var ways = process.Routes.Where(route => !table.Order.IsReturn(route) && table.Order.IsOnTheMainWay(process.Steps[route.From]) && table.Order.IsOnTheMainWay(process.Steps[route.To])
            && FlowOrder.GoesForward(route.Port)).Select(route => (From: table.Order.PlaceOf(process.Steps[route.From]), To: table.Order.PlaceOf(process.Steps[route.To]))).ToList();
        var (into, from) = (ways.ToLookup(way => way.To, way => way.From), ways.ToLookup(way => way.From, way => way.To));
        (_before, _after) = (new int[rows.Count], new int[rows.Count]);
        // Rows stand in the order of the flow, so each comes after all it depends on.
        for (var at = 0; at < rows.Count; at++) _before[at] = Common(into[at], _before, (one, other) => one > other);
        for (var at = rows.Count - 1; at >= 0; at--) _after[at] = Common(from[at], _after, (one, other) => one < other);
    }

    /// <summary>The last row that every way to this one passes.</summary>
    public StepRow? Before(StepRow row) => _before[row.Number] is >= 0 and var at ? _table.Rows[at] : null;

    /// <summary>The first row that every way from this one passes.</summary>
    public StepRow? After(StepRow row) => _after[row.Number] is >= 0 and var at ? _table.Rows[at] : null;

    private static int Common(IEnumerable<int> neighbours, int[] next, Func<int, int, bool> isNearer)
    {
        int? common = null;
        foreach (var neighbour in neighbours)
        {
            if (common is not { } one)
            {
                common = neighbour;
                continue;
            }
            for (var other = neighbour; one != other;)
            {
                if (one < 0 || other < 0) return -1;
                if (isNearer(one, other)) one = next[one];
                else other = next[other];
            }
            common = one;
        }
        return common ?? -1;
    }
}
