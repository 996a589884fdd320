using System.Globalization;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Calendars;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tables;

/// <summary>Writes what was typed into the cells of one row: each field by its declared type, and only those that say something else than before.</summary>
internal static class RowFields
{
    private const int LongestKey = 20;

    private static readonly string[] OfTime = ["limit", "onlineLimit", "limitUnit"];

    public static TableEditing.Outcome Apply(TableSheet sheet, TableEdit.Change change)
    {
        if (sheet.Table.Find(change.Row) is not { } row) return TableEditing.Outcome.No(TableRefusals.NoSuchRow);
        foreach (var (field, typed) in change.Fields)
        {
            if (Write(sheet, row, field, typed.Normalize().Trim()) is { } no) return TableEditing.Outcome.No(no, row.Id, field);
        }
        return OfTime.Any(change.Fields.ContainsKey) && WholeTime(sheet, row) is { } fault ? TableEditing.Outcome.No(fault.Reason, row.Id, fault.Field) : TableEditing.Outcome.Yes(row.Id);
    }

    private static Refusal? Write(TableSheet sheet, StepRow row, string field, string typed)
    {
        if (field == "name")
        {
            if (typed != row.Name) sheet.WriteTitle(row.Id, typed.Length == 0 ? null : typed);
            return null;
        }
        if (ActivityCatalogue.Find(row.Step.Type)?.FindInput(field) is not { } input) return null; // a form may know more fields than the type has
        if (input.Type == "String[]") return WriteList(sheet, row, input, typed);

        var written = sheet.Read(row.Id, field)?.Trim();
        var value = input.Type switch
        {
            "Decimal" => typed.Replace(',', '.'),
            "Boolean" => typed is "on" or "true" ? "true" : "false",
            _ => typed,
        };
        if (value == (string.IsNullOrEmpty(written) ? input.Default ?? "" : written)) return null;
        if (input.Type == "Decimal" && JsonReading.Amount(value) is { } now && JsonReading.Amount(written) == now) return null;
        if (value.Length > 0 && Fault(sheet, row, input, value) is { } no) return no;
        sheet.Write(row.Id, input, value.Length == 0 ? null : value);
        return null;
    }

    private static Refusal? Fault(TableSheet sheet, StepRow row, ActivityInput input, string value) => input.Key switch
    {
        "step" when value.Length > LongestKey => TableRefusals.BadKey,
        "step" when sheet.Table.Rows.Any(other => other.Id != row.Id && other.Key.Value == value) => TableRefusals.KeyTaken,
        "unit" when !(AgencyCode.TryParse(value, null, out _) || value.StartsWith("Leg:", StringComparison.Ordinal) && value.Length > 4) => TableRefusals.NotACode,
        "position" when !PositionKey.TryParse(value, null, out _) => TableRefusals.NotACode,
        _ when input.Type == "Decimal" && JsonReading.Amount(value) is not >= 0 => TableRefusals.NotATime,
        _ when input.Type == "Int32" && JsonReading.Whole(value) is not >= 0 => TableRefusals.NotAWholeNumber,
        _ when input is { Choices.Count: > 0, IsOpen: false } && input.Choices.All(choice => choice.Value != value) => TableRefusals.NotAChoice,
        _ => null,
    };

    /// <summary>A time is judged with its unit, when both are written.</summary>
    private static (Refusal Reason, string Field)? WholeTime(TableSheet sheet, StepRow row)
    {
        if (row.Step.Work is null) return null;
        var unit = JsonReading.Word<TimeUnit>(sheet.Read(row.Id, "limitUnit")?.Trim()) ?? TimeUnit.WorkingHour;
        foreach (var field in (string[])["limit", "onlineLimit"])
            if (JsonReading.Amount(sheet.Read(row.Id, field)) is { } amount && !new TimeLimit(amount, unit).IsWhole) return (TableRefusals.NotATime, field);
        return null;
    }

    private static Refusal? WriteList(TableSheet sheet, StepRow row, ActivityInput input, string typed)
    {
        var items = typed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var before = sheet.ReadList(row.Id, input.Key);
        if (items.SequenceEqual(before)) return null;
        if (input.Key is "outcomes" or "branches")
        {
            if (items.Distinct(StringComparer.Ordinal).Count() < items.Length) return TableRefusals.SameNameTwice;
            Rename(sheet, row, items);
        }
        sheet.WriteList(row.Id, input, items);
        return null;
    }

    /// <summary>A way out that got another name in its place keeps where it led; one that was taken away leads nowhere any more.</summary>
    private static void Rename(TableSheet sheet, StepRow row, string[] items)
    {
        string[] names = items.Length > 0 ? items : row.Step.Kind is StepKind.Work ? ["Done"] : [];
        var had = row.Step.Ports;
        var lines = had.SelectMany((port, at) => sheet.Leaving(row.Id, port).Select(line => (Line: line, Port: port, At: at))).ToList();
        var newcomers = names.Except(had).ToHashSet(StringComparer.Ordinal);
        foreach (var (line, port, at) in lines.Where(line => !names.Contains(line.Port)))
        {
            if (at < names.Length && newcomers.Contains(names[at])) TableSheet.RenamePort(line, names[at]);
            else sheet.Disconnect(line);
        }
    }
}

/// <summary>The legs and stages a process declares (chặng liên thông, giai đoạn).</summary>
internal static class Stages
{
    public static TableEditing.Outcome Apply(TableSheet sheet, TableEdit.Stage stage)
    {
        if (string.IsNullOrWhiteSpace(stage.Name)) return TableEditing.Outcome.No(TableRefusals.NoStageName, null, "name");
        var limit = stage.Limit?.Trim().Replace(',', '.') is { Length: > 0 } typed ? typed : null;
        var unit = JsonReading.Word<TimeUnit>(stage.Unit) ?? TimeUnit.WorkingDay;
        if (limit is not null && (JsonReading.Amount(limit) is not { } amount || !new TimeLimit(amount, unit).IsWhole)) return TableEditing.Outcome.No(TableRefusals.NotATime, null, "limit");

        var legs = sheet.Legs();
        var leg = stage.Key is null ? null : Find(legs, stage.Key);
        if (leg is null && stage.Key is not null) return TableEditing.Outcome.No(TableRefusals.NoSuchStage);
        if (leg is null)
        {
            var keys = sheet.Table.Process.Header.Legs.Select(known => known.Key).ToHashSet(StringComparer.Ordinal);
            var number = 1;
            while (keys.Contains(string.Create(CultureInfo.InvariantCulture, $"GD{number}"))) number++;
            legs.Add(leg = new JsonObject { ["key"] = string.Create(CultureInfo.InvariantCulture, $"GD{number}") });
        }
        leg["name"] = stage.Name.Normalize().Trim();
        if (limit is null) leg.Remove("limit");
        else
        {
            if (leg["limit"] is not JsonObject written) leg["limit"] = written = [];
            (written["value"], written["unit"]) = (JsonReading.Amount(limit)!.Value, unit.ToString());
        }
        return TableEditing.Outcome.Yes(null);
    }

    public static TableEditing.Outcome Apply(TableSheet sheet, TableEdit.DropStage drop)
    {
        if (Find(sheet.Legs(), drop.Key) is not { } leg) return TableEditing.Outcome.No(TableRefusals.NoSuchStage);
        if (sheet.Table.Process.Steps.Any(step => step.Work is { } work && (work.Leg == drop.Key || work.Unit == $"Leg:{drop.Key}"))) return TableEditing.Outcome.No(TableRefusals.StageInUse);
        sheet.Legs().Remove(leg);
        return TableEditing.Outcome.Yes(null);
    }

    private static JsonObject? Find(JsonArray legs, string key) =>
        legs.OfType<JsonObject>().FirstOrDefault(leg => leg["key"] is JsonValue value && value.TryGetValue<string>(out var named) && named == key);
}
