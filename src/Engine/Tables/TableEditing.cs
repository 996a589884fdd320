using System.Globalization;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tables;

/// <summary>Edits the table of a process (sửa bảng các bước): an edit and a document in, the next document out. The drawing is the same document, so it follows.</summary>
/// <remarks>
/// Only what an edit names changes: unknown members, ids and places on the canvas stay, and a step that is edited leaves every other as it was.
/// The flow follows the table along the outcomes that take a dossier forward; those that send it back, have it wait or refuse it keep their targets.
/// </remarks>
public static class TableEditing
{
    public static EditedTable Apply(ElsaDocument document, TableEdit edit)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(edit);
        var sheet = new TableSheet(document);
        var done = edit switch
        {
            TableEdit.Add add => Add(sheet, add),
            TableEdit.Copy copy => Copy(sheet, copy),
            TableEdit.Move move => RowMove.Apply(sheet, move),
            TableEdit.Remove remove => Remove(sheet, remove),
            TableEdit.Change change => RowFields.Apply(sheet, change),
            TableEdit.Lead lead => Lead(sheet, lead),
            TableEdit.AddTarget lead => AddTarget(sheet, lead),
            TableEdit.Renumber => Renumber(sheet),
            TableEdit.Stage stage => Stages.Apply(sheet, stage),
            TableEdit.DropStage drop => Stages.Apply(sheet, drop),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (done.Refusal is { } no) return new(document, no, done.Row, done.Field);
        sheet.GatherBeforeJoins();
        return sheet.Finish() is { } next ? new(next, null, done.Row) : new(document, TableRefusals.TooLarge, done.Row);
    }

    /// <summary>The kinds of step the table can add, in the order of the language; what opens several ways at once is drawn.</summary>
    public static IReadOnlyList<StepKind> Kinds { get; } =
        [.. ActivityCatalogue.Types.Where(type => type.IsWork || type.Kind is StepKind.Decision or StepKind.End).Select(type => type.Kind)];

    private static Outcome Add(TableSheet sheet, TableEdit.Add add)
    {
        if (!Kinds.Contains(add.Kind)) return Outcome.No(TableRefusals.DrawnOnly);
        var table = sheet.Table;
        if (add.Kind is StepKind.Intake && IsForThePublic(table) && table.Rows.Any(row => row.Step.Kind is StepKind.Intake)) return Outcome.No(TableRefusals.OneIntake);
        if (add.Before is { } before)
        {
            if (table.Find(before) is not { } row) return Outcome.No(TableRefusals.NoSuchRow);
            if (row.Step.Kind is StepKind.Start || row.Step.Kind is StepKind.Intake && IsForThePublic(table)) return Outcome.No(TableRefusals.BeforeTheIntake, before);
            if (IsTerminal(add.Kind)) return Outcome.No(TableRefusals.EndInTheMiddle, before);
            var inserted = Made(sheet, add.Kind, add.Name, Previous(table, row));
            sheet.InsertBefore(inserted, row);
            OtherOutcomes(sheet, inserted, add.Kind, Previous(table, row));
            return Outcome.Yes(inserted);
        }
        if (add.After is { } named && table.Find(named) is null) return Outcome.No(TableRefusals.NoSuchRow);
        var after = add.After is { } id ? table.Find(id) : table.Steps.LastOrDefault(row => row.IsOnTheMainWay && !row.Step.IsTerminal) ?? table.Steps.LastOrDefault(row => !row.Step.IsTerminal);
        if (after is { Step.IsTerminal: true }) return Outcome.No(TableRefusals.AfterTheEnd, after.Id);
        if (after is { Kind: RowKind.Branching, Step.Ports.Count: not 1 }) return Outcome.No(TableRefusals.NotATarget, after.Id);
        if (after is not null && IsTerminal(add.Kind) && sheet.Forward(after) is not null) return Outcome.No(TableRefusals.EndInTheMiddle, after.Id);

        var made = Made(sheet, add.Kind, add.Name, after);
        if (after is not null) sheet.InsertAfter(made, after);
        OtherOutcomes(sheet, made, add.Kind, after);
        return Outcome.Yes(made);
    }

    private static Outcome Copy(TableSheet sheet, TableEdit.Copy copy)
    {
        if (sheet.Table.Find(copy.Row) is not { } row) return Outcome.No(TableRefusals.NoSuchRow);
        if (row.Step.Kind is StepKind.Intake or StepKind.Start && IsForThePublic(sheet.Table)) return Outcome.No(TableRefusals.IntakeStays, row.Id);
        if (row.Step.IsTerminal) return Outcome.No(TableRefusals.AfterTheEnd, row.Id);
        if (row.Kind is RowKind.Branching && row.Step.Kind is not StepKind.Decision) return Outcome.No(TableRefusals.DrawnOnly, row.Id);

        var twin = sheet.Twin(row.Id);
        if (row.Step.Work is not null) sheet.Write(twin, Input(row.Step.Kind, "step"), Keys.Next(sheet.Table, row.Step.Kind, row));
        var forward = sheet.Forward(row);
        var others = sheet.Leaving(row.Id).Where(line => TableSheet.To(line) != forward || !FlowOrder.GoesForward(TableSheet.Port(line)) && row.Kind is RowKind.Work).Select(line => (Port: TableSheet.Port(line), To: TableSheet.To(line))).ToList();
        foreach (var (port, to) in others) sheet.Connect(twin, port, to == row.Id ? twin : to);
        sheet.InsertAfter(twin, row); // last: a wait that both share stays where it is
        return Outcome.Yes(twin);
    }

    private static Outcome Remove(TableSheet sheet, TableEdit.Remove remove)
    {
        var table = sheet.Table;
        if (table.Find(remove.Row) is not { } row) return Outcome.No(TableRefusals.NoSuchRow);
        if (row.Step.Kind is StepKind.Intake && IsForThePublic(table) && table.Rows.Count(other => other.Step.Kind is StepKind.Intake) == 1) return Outcome.No(TableRefusals.IntakeStays, row.Id);
        var arriving = table.Process.In(row.Step.Index);
        if (row.Step.IsTerminal && arriving.Count > 0)
            return Outcome.No(TableRefusals.EndStillLedTo(arriving.Select(route => table.Process.Steps[route.From].Key.Value).Distinct()), row.Id);
        if (row.Kind is RowKind.Branching && sheet.Leaving(row.Id).Select(TableSheet.To).Distinct().Count() > 1) return Outcome.No(TableRefusals.SeveralWays, row.Id);

        var (onward, previous) = (sheet.Forward(row), Previous(table, row)?.Id);
        if (onward is not null && sheet.GathersOnly(onward, row.Id) && sheet.Leaving(onward).Select(TableSheet.To).ToList() is [var join])
        {
            sheet.Drop(onward);
            onward = join;
        }
        foreach (var route in arriving)
        {
            var from = table.Process.Steps[route.From].Id;
            if (from == row.Id) continue;
            // A return goes to whoever now stands where the step stood: the one before it.
            var to = table.Order.IsReturn(route) ? previous : onward ?? previous;
            foreach (var line in sheet.Leaving(from, route.Port).Where(line => TableSheet.To(line) == row.Id).ToList())
            {
                if (to is null || to == from || sheet.Leaving(from, route.Port).Any(other => TableSheet.To(other) == to)) sheet.Disconnect(line);
                else TableSheet.Redirect(line, to);
            }
        }
        sheet.Drop(row.Id);
        return Outcome.Yes(onward ?? previous);
    }

    private static Outcome Lead(TableSheet sheet, TableEdit.Lead lead)
    {
        if (sheet.Table.Find(lead.Row) is not { } row) return Outcome.No(TableRefusals.NoSuchRow);
        if (!row.Step.Ports.Contains(lead.Port)) return Outcome.No(TableRefusals.NoSuchOutcome, row.Id);
        if (lead.Target is { } id && (sheet.Table.Find(id) is not { } target || target.Step.Kind is StepKind.Start)) return Outcome.No(TableRefusals.NotATarget, row.Id, lead.Port);

        LeadTo(sheet, row.Id, lead.Port, lead.Target);
        return Outcome.Yes(row.Id);
    }

    private static Outcome AddTarget(TableSheet sheet, TableEdit.AddTarget lead)
    {
        if (sheet.Table.Find(lead.Row) is not { } row) return Outcome.No(TableRefusals.NoSuchRow);
        if (!row.Step.Ports.Contains(lead.Port)) return Outcome.No(TableRefusals.NoSuchOutcome, row.Id);
        if (!Kinds.Contains(lead.Kind)) return Outcome.No(TableRefusals.DrawnOnly, row.Id, lead.Port);
        if (lead.Kind is StepKind.Intake && IsForThePublic(sheet.Table)) return Outcome.No(TableRefusals.OneIntake, row.Id, lead.Port);

        var before = sheet.Leaving(row.Id, lead.Port).Select(TableSheet.To).FirstOrDefault();
        var made = Made(sheet, lead.Kind, null, row);
        var waits = lead.Kind is StepKind.AwaitSupplement or StepKind.AwaitApplicant && !FlowOrder.GoesForward(lead.Port);
        if (!IsTerminal(lead.Kind) && (waits ? row.Id : before) is { } onward)
            foreach (var port in PortsOf(lead.Kind).Where(FlowOrder.GoesForward)) sheet.Connect(made, port, onward);
        OtherOutcomes(sheet, made, lead.Kind, row);
        LeadTo(sheet, row.Id, lead.Port, made);
        return Outcome.Yes(made);
    }

    private static void LeadTo(TableSheet sheet, string row, string port, string? target)
    {
        var lines = sheet.Leaving(row, port).ToList();
        var kept = target is null ? null : lines.Find(line => TableSheet.To(line) == target) ?? lines.FirstOrDefault();
        foreach (var line in lines.Where(line => line != kept)) sheet.Disconnect(line);
        if (target is null) return;
        if (kept is null) sheet.Connect(row, port, target);
        else TableSheet.Redirect(kept, target);
    }

    private static Outcome Renumber(TableSheet sheet)
    {
        var rows = sheet.Table.Steps.Where(row => row.Step.Work is not null).ToList();
        var named = rows.Where(row => sheet.Read(row.Id, "step") is not null && !StepOrder.IsNumber(row.Key) && (!row.IsOnTheMainWay || IsWaiting(row.Step.Kind))).ToHashSet();
        var taken = sheet.Table.Rows.Where(row => row.Kind is not RowKind.Work || named.Contains(row)).Select(row => row.Key.Value).ToHashSet(StringComparer.Ordinal);
        var number = 0;
        foreach (var row in rows.Where(row => !named.Contains(row)))
        {
            string key;
            do key = string.Create(CultureInfo.InvariantCulture, $"B{++number}"); while (taken.Contains(key));
            if (row.Key.Value != key || sheet.Read(row.Id, "step") is null) sheet.Write(row.Id, Input(row.Step.Kind, "step"), key);
        }
        return Outcome.Yes(null);
    }

    /// <summary>A new step with what goes without saying: its number, the desk's post where the desk works, no time for handing over a result.</summary>
    private static string Made(TableSheet sheet, StepKind kind, string? name, StepRow? beside)
    {
        var type = ActivityCatalogue.Find(kind)!;
        var id = sheet.New(type);
        if (!string.IsNullOrWhiteSpace(name)) sheet.WriteTitle(id, name.Trim());
        if (!type.IsWork) return id;
        sheet.Write(id, Input(kind, "step"), Keys.Next(sheet.Table, kind, beside));
        var atTheDesk = kind is StepKind.Intake or StepKind.ReturnResult or StepKind.Reject or StepKind.Stop || IsWaiting(kind);
        sheet.Write(id, Input(kind, "unit"), atTheDesk ? "Receiving" : beside is { Step.Work.Unit: { } unit } && beside.Step.Kind is not StepKind.Intake ? unit : "Competent");
        if (atTheDesk && sheet.Table.Rows.FirstOrDefault(row => row.Step.Work is { Unit: "Receiving", Position: not null }) is { Step.Work.Position: { } post }) sheet.Write(id, Input(kind, "position"), post.Value);
        if (!IsTerminal(kind) && beside?.Step.Work?.Leg is { } leg) sheet.Write(id, Input(kind, "leg"), leg);
        if (kind is StepKind.ReturnResult) sheet.Write(id, Input(kind, "limit"), "0");
        return id;
    }

    /// <summary>Outcomes that do not take the dossier forward go where they do everywhere: back to who handed it on, to the one refusal, to the wait.</summary>
    private static void OtherOutcomes(TableSheet sheet, string made, StepKind kind, StepRow? previous)
    {
        foreach (var port in PortsOf(kind).Where(port => !sheet.Leaving(made, port).Any()))
        {
            var target = port switch
            {
                "SentBack" when previous is { Step.Work: not null } && previous.Step.Kind is not StepKind.Intake && !IsWaiting(previous.Step.Kind) => previous.Id,
                "Incomplete" => Only(sheet.Table, StepKind.AwaitSupplement),
                "Failed" or "Rejected" or "Declined" or "Expired" => Only(sheet.Table, StepKind.Reject),
                _ => null,
            };
            if (target is not null) sheet.Connect(made, port, target);
        }
    }

    private static string? Only(StepTable table, StepKind kind) => table.Rows.Where(row => row.Step.Kind == kind).Take(2).ToList() is [var only] ? only.Id : null;

    /// <summary>Who hands the dossier on to this row.</summary>
    private static StepRow? Previous(StepTable table, StepRow row) =>
        table.Process.In(row.Step.Index).Where(route => !table.Order.IsReturn(route) && FlowOrder.GoesForward(route.Port)).Select(route => table.Rows[table.Order.PlaceOf(table.Process.Steps[route.From])]).MaxBy(before => before.Number);

    internal static ActivityInput Input(StepKind kind, string key) => ActivityCatalogue.Find(kind)!.FindInput(key)!;

    internal static bool IsForThePublic(StepTable table) => table.Process.Header.Kind is ProcessKind.Public or ProcessKind.BetweenAgencies;

    internal static bool IsWaiting(StepKind kind) => kind is StepKind.AwaitSupplement or StepKind.AwaitPayment or StepKind.AwaitApplicant;

    private static bool IsTerminal(StepKind kind) => ActivityCatalogue.Find(kind)!.IsTerminal;

    private static IEnumerable<string> PortsOf(StepKind kind) => ActivityCatalogue.Find(kind)!.Ports.Select(port => port.Name);

    /// <summary>What a part of the work came to.</summary>
    internal sealed record Outcome(Refusal? Refusal, string? Row, string? Field)
    {
        public static Outcome Yes(string? row) => new(null, row, null);

        public static Outcome No(Refusal reason, string? row = null, string? field = null) => new(reason, row, field);
    }
}

/// <summary>Numbers for new rows, as the paper does it: the next number at the end, a letter in between.</summary>
internal static class Keys
{
    public static string Next(StepTable table, StepKind kind, StepRow? after)
    {
        var taken = table.Rows.Select(row => row.Key.Value).ToHashSet(StringComparer.Ordinal);
        if (kind is StepKind.Reject or StepKind.Stop) return Free(kind is StepKind.Reject ? "TC" : "DG", taken);
        if (kind is StepKind.AwaitSupplement && taken.Add("BS")) return "BS";
        if (kind is StepKind.AwaitSupplement) return Free("BS", taken);

        var numbered = table.Steps.Where(row => StepOrder.IsNumber(row.Key)).ToList();
        var before = after is null ? null : numbered.LastOrDefault(row => row.Number <= after.Number);
        if (before is null || before == numbered[^1] || numbered.TrueForAll(row => StepOrder.Instance.Compare(row.Key, before.Key) <= 0))
            return Free("B", taken, numbered.Count == 0 ? 1 : numbered.Max(row => int.Parse("0" + StepOrder.Parts(row.Key.Value).Digits, CultureInfo.InvariantCulture)) + 1);
        var (letters, digits, _) = StepOrder.Parts(before.Key.Value);
        for (var letter = 'a'; letter <= 'z'; letter++)
            if ($"{letters}{digits}{letter}" is var key && !taken.Contains(key)) return key;
        return Free("B", taken);
    }

    private static string Free(string word, HashSet<string> taken, int from = 1)
    {
        for (var number = from; ; number++)
            if (string.Create(CultureInfo.InvariantCulture, $"{word}{number}") is var key && !taken.Contains(key)) return key;
    }
}

/// <summary>The flow around a row that comes in or goes out.</summary>
internal static class Splicing
{
    private const string GatheredName = "Gộp kết quả";

    /// <summary>Where the row takes a dossier when all goes well; null where that leads nowhere yet.</summary>
    public static string? Forward(this TableSheet sheet, StepRow row) =>
        row.Step.Ports.Where(port => row.Kind is RowKind.Branching || FlowOrder.GoesForward(port)).SelectMany(port => sheet.Leaving(row.Id, port)).Select(TableSheet.To).FirstOrDefault(to => to != row.Id);

    /// <summary>Puts a row between another and what that leads forward to.</summary>
    public static void InsertAfter(this TableSheet sheet, string made, StepRow row)
    {
        var onward = sheet.Forward(row);
        if (onward is null)
            foreach (var port in row.Step.Ports.Where(port => FlowOrder.GoesForward(port) && !sheet.Leaving(row.Id, port).Any())) sheet.Connect(row.Id, port, made);
        else
            foreach (var line in LinesOnward(sheet, row, onward)) TableSheet.Redirect(line, made);
        LeadForward(sheet, made, onward);
    }

    /// <summary>Puts a row between another and whoever hands on to that; returns to it stay.</summary>
    public static void InsertBefore(this TableSheet sheet, string made, StepRow row)
    {
        var returns = sheet.Table.Process.In(row.Step.Index).Where(sheet.Table.Order.IsReturn).Select(route => (sheet.Table.Process.Steps[route.From].Id, route.Port)).ToHashSet();
        foreach (var line in sheet.Arriving(row.Id))
            if (TableSheet.From(line) != made && !returns.Contains((TableSheet.From(line), TableSheet.Port(line)))) TableSheet.Redirect(line, made);
        LeadForward(sheet, made, row.Id);
    }

    /// <summary>Takes a row out: who handed on to it hands on to what came after. Returns to it, and its other outcomes, stay with it.</summary>
    public static void Cut(this TableSheet sheet, StepRow row, string onward)
    {
        foreach (var route in sheet.Table.Process.In(row.Step.Index).Where(route => !sheet.Table.Order.IsReturn(route)))
            foreach (var line in sheet.Leaving(sheet.Table.Process.Steps[route.From].Id, route.Port).Where(line => TableSheet.To(line) == row.Id)) TableSheet.Redirect(line, onward);
    }

    public static List<JsonObject> ForwardLines(this TableSheet sheet, StepRow row, string onward) =>
        [.. sheet.Leaving(row.Id).Where(line => TableSheet.To(line) == onward && (row.Kind is RowKind.Branching || FlowOrder.GoesForward(TableSheet.Port(line))))];

    /// <summary>What leads from a row to the one after it: its own outcomes, and the waits of its own that come back to there.</summary>
    public static List<JsonObject> LinesOnward(this TableSheet sheet, StepRow row, string onward)
    {
        var beside = sheet.Table.Rows.Where(other => other.Kind is RowKind.Work && !other.IsOnTheMainWay && sheet.Arriving(other.Id).Select(TableSheet.From).Distinct().ToList() is [var only] && only == row.Id);
        return [.. sheet.ForwardLines(row, onward), .. beside.SelectMany(other => sheet.ForwardLines(other, onward))];
    }

    /// <summary>
    /// A join that waits for all takes a dossier from every line into it: two outcomes of one step that led there would wait for each other for ever. So they are
    /// gathered first, at a point that lets whichever comes pass.
    /// </summary>
    public static void GatherBeforeJoins(this TableSheet sheet)
    {
        var joins = sheet.Table.Rows.Where(row => row.Step.Kind is StepKind.Join && row.Step.JoinMode is JoinMode.WaitAll).ToList();
        foreach (var join in joins.Where(join => sheet.Has(join.Id)))
        {
            var before = sheet.Table.Process.In(join.Step.Index).ToLookup(route => sheet.Table.Process.Steps[route.From].Id);
            foreach (var lines in sheet.Arriving(join.Id).GroupBy(TableSheet.From).Where(lines => lines.Count() > 1 && lines.Count() > before[lines.Key].Count()).ToList())
            {
                var type = ActivityCatalogue.Find(StepKind.Join)!;
                var meeting = sheet.New(type);
                sheet.WriteTitle(meeting, GatheredName);
                sheet.Write(meeting, type.FindInput("mode")!, nameof(JoinMode.WaitAny));
                foreach (var line in lines) TableSheet.Redirect(line, meeting);
                sheet.Connect(meeting, "Done", join.Id);
            }
        }
    }

    /// <summary>Whether this is a point that the table put in to gather the outcomes of one row alone, with nothing to gather once the row is gone. What somebody drew stays.</summary>
    public static bool GathersOnly(this TableSheet sheet, string point, string row) =>
        sheet.Table.Find(point) is { Name: GatheredName, Step: { Kind: StepKind.Join, JoinMode: JoinMode.WaitAny } }
        && sheet.Arriving(point).All(line => TableSheet.From(line) == row)
        && sheet.Arriving(row).GroupBy(TableSheet.From).All(lines => lines.Count() == 1);

    private static void LeadForward(TableSheet sheet, string made, string? onward)
    {
        if (onward is null) return;
        var drawn = sheet.Leaving(made).Where(line => FlowOrder.GoesForward(TableSheet.Port(line))).ToList();
        var type = ActivityCatalogue.Find(sheet.TypeOf(made));
        var own = sheet.ReadList(made, "outcomes");
        var ports = own.Count > 0 ? own : [.. type?.Ports.Select(port => port.Name) ?? []];
        foreach (var port in ports.Where(port => FlowOrder.GoesForward(port) && drawn.TrueForAll(line => TableSheet.Port(line) != port))) sheet.Connect(made, port, onward);
    }
}
