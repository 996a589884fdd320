using System.Globalization;
using Microsoft.AspNetCore.Http;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Tables;

namespace TthcFlow.Designer.Author;

/// <summary>The cells of the editable step table: their names in the form, what stands in them, and which of them an author typed over.</summary>
/// <remarks>
/// One form holds the whole table, so that no typed word is lost whichever button is pressed. A cell is named by its row's number and its field; the row says by a hidden
/// field which activity it was, because the table may have changed since the page was drawn. What was typed and is not saved yet lies over what is stored.
/// </remarks>
public sealed class StepsForm
{
    /// <summary>Stands for an outcome that leads to several steps at once: left as it is.</summary>
    public const string SeveralPlaces = "*";

    private const string Way = "way:";
    private const string ToStep = "to:";
    private const string ToNew = "new:";

    private readonly Dictionary<(string Row, string Field), string> _typed = [];

    public StepsForm(StepTable table) => Table = table;

    public StepTable Table { get; }

    /// <summary>Everything typed that says something else than what is stored.</summary>
    public IReadOnlyDictionary<(string Row, string Field), string> Typed => _typed;

    /// <summary>Where an outcome leads, as the value of its choice.</summary>
    public static string ValueOf(RowOutcome outcome, StepTable table)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentNullException.ThrowIfNull(table);
        return outcome.Targets.Distinct().Count() switch { 0 => "", 1 => To(table.Process.Steps[outcome.Targets[0]].Id), _ => SeveralPlaces };
    }

    public static string To(string row) => ToStep + row;

    public static string ToANew(StepKind kind) => ToNew + kind;

    /// <summary>The form's name for a cell.</summary>
    public static string Name(StepRow row, string field)
    {
        ArgumentNullException.ThrowIfNull(row);
        return string.Create(CultureInfo.InvariantCulture, $"r{row.Number}.{field}");
    }

    /// <summary>The field behind a way out.</summary>
    public static string WayField(string port) => Way + port;

    /// <summary>What a cell shows: what was typed, else what is stored.</summary>
    public string Shown(StepRow row, string field)
    {
        ArgumentNullException.ThrowIfNull(row);
        return _typed.TryGetValue((row.Id, field), out var typed) ? typed : Stored(row, field);
    }

    public bool IsTyped(StepRow row, string field)
    {
        ArgumentNullException.ThrowIfNull(row);
        return _typed.ContainsKey((row.Id, field));
    }

    /// <summary>The cells a row has, by its type; <c>name</c> first.</summary>
    public static IEnumerable<string> FieldsOf(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return ActivityCatalogue.Find(step.Type) is not { } type ? ["name"]
            : type.Inputs.Select(input => input.Key).Where(key => key is not ("cases" or "branches" or "mode")).Prepend("name");
    }

    /// <summary>Reads what was sent, against the table that the page had shown.</summary>
    public static StepsForm Read(StepTable shown, IFormCollection sent)
    {
        ArgumentNullException.ThrowIfNull(shown);
        ArgumentNullException.ThrowIfNull(sent);
        var form = new StepsForm(shown);
        foreach (var row in shown.Rows.Where(row => sent[string.Create(CultureInfo.InvariantCulture, $"r{row.Number}")] == row.Id))
        {
            foreach (var field in FieldsOf(row.Step))
                if (IsSwitch(field) || sent.ContainsKey(Name(row, field))) form.Lay(row, field, Plain(sent[Name(row, field)].ToString()));
            for (var at = 0; at < row.Step.Ports.Count; at++)
                if (sent.TryGetValue(Name(row, $"way{at.ToString(CultureInfo.InvariantCulture)}"), out var way)) form.Lay(row, WayField(row.Step.Ports[at]), way.ToString());
        }
        return form;
    }

    /// <summary>Lays what was typed over another text of the table: after somebody else saved.</summary>
    public StepsForm Over(StepTable newer)
    {
        var form = new StepsForm(newer);
        foreach (var (cell, typed) in _typed)
            if (newer.Find(cell.Row) is { } row) form.Lay(row, cell.Field, typed);
        return form;
    }

    /// <summary>The edits behind what was typed: cells first, so that a new end finds the desk's post; then ways; an author's own outcomes last, because ways are named by them.</summary>
    public IEnumerable<TableEdit> Edits() => [.. Cells(field => field != "outcomes"), .. Ways(), .. Cells(field => field == "outcomes")];

    private IEnumerable<TableEdit> Cells(Func<string, bool> belongs) =>
        from cell in _typed
        where !IsWay(cell.Key.Field) && belongs(cell.Key.Field)
        group cell by cell.Key.Row into row
        select new TableEdit.Change(row.Key, row.ToDictionary(cell => cell.Key.Field, cell => cell.Value));

    private IEnumerable<TableEdit> Ways()
    {
        foreach (var ((row, field), typed) in _typed.Where(cell => IsWay(cell.Key.Field) && cell.Value != SeveralPlaces))
            yield return typed.StartsWith(ToNew, StringComparison.Ordinal) && Enum.TryParse<StepKind>(typed[ToNew.Length..], out var kind) ? new TableEdit.AddTarget(row, field[Way.Length..], kind)
                : new TableEdit.Lead(row, field[Way.Length..], typed.StartsWith(ToStep, StringComparison.Ordinal) ? typed[ToStep.Length..] : null);
    }

    private static bool IsWay(string field) => field.StartsWith(Way, StringComparison.Ordinal);

    /// <summary>What is stored in a cell, as an author would type it.</summary>
    public string Stored(StepRow row, string field)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (IsWay(field)) return row.Outcomes.FirstOrDefault(outcome => outcome.Port == field[Way.Length..]) is { } way ? ValueOf(way, Table) : "";
        if (field == "name") return row.Name;
        if (field == "condition") return row.Step.Condition?.Text ?? "";
        if (field == "outcome") return row.Step.EndOutcome ?? "";
        if (row.Step.Work is not { } work) return "";
        return field switch
        {
            "step" => row.Key.Value,
            "leg" => work.Leg ?? "",
            "instruction" => work.Instruction ?? "",
            "unit" => work.Unit ?? "",
            "position" => work.Position?.Value ?? "",
            "limit" => Amount(work.Limit?.Value),
            "limitUnit" => (work.Limit ?? work.OnlineLimit)?.Unit.ToString() ?? "WorkingHour",
            "onlineLimit" => Amount(work.OnlineLimit?.Value),
            "forms" => string.Join('\n', work.Forms),
            "product" => work.Product ?? "",
            "portalStatus" => work.PortalStatus?.ToString(CultureInfo.InvariantCulture) ?? "",
            "requiresAttachment" => On(work.RequiresAttachment),
            "requiresSignature" => On(work.RequiresSignature),
            "mayReturn" => On(work.MayReturn),
            "mayRecall" => On(work.MayRecall),
            "maxRounds" => work.MaxRounds.ToString(CultureInfo.InvariantCulture),
            "silence" => work.Silence ?? "",
            "clock" => work.Clock?.ToString() ?? "",
            "process" => work.Process ?? "",
            "outcomes" => string.Join('\n', row.Step.Ports),
            _ => "",
        };
    }

    private void Lay(StepRow row, string field, string typed)
    {
        if (typed != Plain(Stored(row, field))) _typed[(row.Id, field)] = typed;
    }

    private static bool IsSwitch(string field) => field is "requiresAttachment" or "requiresSignature" or "mayReturn" or "mayRecall";

    private static string On(bool isOn) => isOn ? "on" : "";

    private static string Amount(decimal? value) => value?.ToString("0.####", CultureInfo.GetCultureInfo("vi-VN")) ?? "";

    private static string Plain(string text) => string.Join('\n', text.Normalize().Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n').Select(line => line.Trim())).Trim();
}
