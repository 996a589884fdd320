using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Tables;
using TthcFlow.Engine.Tests.Samples;

namespace TthcFlow.Engine.Tests.Tables;

/// <summary>A draft goes back and forth between the table and Studio: whatever was edited, nothing else was lost. FsCheck prints the seed of a failure.</summary>
public sealed class TableRoundTripTests
{
    private static readonly Gen<(string Name, int[] Dice)> Runs = from name in Gen.Elements(Sample.Processes) from dice in Gen.Choose(0, int.MaxValue).ArrayOf(8) select (name, dice);

    [Test]
    public void Random_edits_keep_every_member_id_and_place_that_they_do_not_name() => Check.One(Campaign.Of(25), Prop.ForAll(Runs.ToArbitrary(), run =>
    {
        var document = WithUnknowns(Sample.DocumentOf(run.Name));
        foreach (var dice in run.Dice)
        {
            var edit = Drawn(document, new Random(dice));
            var edited = TableEditing.Apply(document, edit);
            Assert.That(edited.Document.ToCanonicalText(), Is.EqualTo(ElsaDocument.Read(edited.Document.ToCanonicalText()).Document!.ToCanonicalText()), "what was edited is in canonical form");
            Assert.That(Beside(edited.Document, edit), Is.EqualTo(Beside(document, edit)), edit.ToString());
            Assert.That(Activities(edited.Document).Select(activity => activity["metadata"]!["designer"]?["position"]), Has.None.Null, "every step has a place on the canvas");
            if (edited.Refusal is not null) Assert.That(edited.Document, Is.SameAs(document), edit.ToString());
            document = AfterStudio(edited.Document);
            Assert.That(document.Hash, Is.EqualTo(edited.Document.Hash), "Studio's save says the same process");
        }
        return true;
    }));

    [Test]
    public void Editing_cells_never_changes_another_step() => Check.One(Campaign.Of(25), Prop.ForAll(Runs.ToArbitrary(), run =>
    {
        var document = Sample.DocumentOf(run.Name);
        foreach (var dice in run.Dice)
        {
            var change = CellsOf(document, new Random(dice));
            var edited = TableEditing.Apply(document, change).Document;
            Assert.That(Others(edited, change.Row), Is.EqualTo(Others(document, change.Row)), change.ToString());
            Assert.That(edited.Json.GetProperty("root").GetProperty("connections").GetRawText(), Is.EqualTo(document.Json.GetProperty("root").GetProperty("connections").GetRawText()));
            document = edited;
        }
        return true;
    }));

    [Test]
    public void An_edit_and_its_opposite_leave_the_same_text() => Check.One(Campaign.Of(25), Prop.ForAll(Runs.ToArbitrary(), run =>
    {
        var document = Sample.DocumentOf(run.Name);
        foreach (var dice in run.Dice)
        {
            var (edit, opposite) = Pair(document, new Random(dice));
            var edited = TableEditing.Apply(document, edit);
            if (edited.IsDone)
                Assert.That(TableEditing.Apply(edited.Document, opposite(edited)).Document.ToCanonicalText(), Is.EqualTo(document.ToCanonicalText()), $"{run.Name}: {edit}");
        }
        return true;
    }));

    [Test]
    public void A_moved_step_comes_back_wherever_it_can_be_moved()
    {
        foreach (var name in Sample.Processes)
        {
            var document = Sample.DocumentOf(name);
            foreach (var row in StepTable.Of(document).Steps)
            {
                var up = TableEditing.Apply(document, new TableEdit.Move(row.Id, Up: true));
                if (!up.IsDone || name.StartsWith('A')) continue; // a step that left a branch does not know which one it was
                Assert.That(TableEditing.Apply(up.Document, new TableEdit.Move(row.Id, Up: false)).Document.ToCanonicalText(), Is.EqualTo(document.ToCanonicalText()), $"{name} {row.Key}");
            }
        }
    }

    [Test]
    public void New_steps_stand_beside_others_and_nobody_is_moved()
    {
        var document = Sample.DocumentOf(Sample.Named("A"));
        var edited = document;
        for (var times = 0; times < 12; times++) edited = TableEditing.Apply(edited, new TableEdit.Add(StepKind.Handover, After: "B3")).Document;

        var places = Activities(edited).Select(activity => (Id: (string)activity["id"]!, X: (double)activity["metadata"]!["designer"]!["position"]!["x"]!, Y: (double)activity["metadata"]!["designer"]!["position"]!["y"]!)).ToList();
        Assert.That(places, Has.Count.EqualTo(document.ActivityCount + 12));
        Assert.That(from one in places from other in places where string.CompareOrdinal(one.Id, other.Id) < 0 && Math.Abs(one.X - other.X) < 200 && Math.Abs(one.Y - other.Y) < 60 select (one, other), Is.Empty);
    }

    // Every edit there is, of rows that exist and of some that do not.
    private static TableEdit Drawn(ElsaDocument document, Random dice)
    {
        var rows = StepTable.Of(document).Rows;
        var row = rows[dice.Next(rows.Count)];
        var kind = Enum.GetValues<StepKind>()[dice.Next(Enum.GetValues<StepKind>().Length)];
        var port = row.Outcomes.Count == 0 ? "Done" : row.Outcomes[dice.Next(row.Outcomes.Count)].Port;
        return dice.Next(11) switch
        {
            0 => new TableEdit.Add(kind, After: row.Id, Name: dice.Next(2) == 0 ? null : "Việc mới"),
            1 => new TableEdit.Add(kind, Before: row.Id),
            2 => new TableEdit.Copy(row.Id),
            3 => new TableEdit.Move(row.Id, Up: true),
            4 => new TableEdit.Move(row.Id, Up: false),
            5 => new TableEdit.Remove(row.Id),
            6 => new TableEdit.Lead(row.Id, port, dice.Next(4) == 0 ? null : rows[dice.Next(rows.Count)].Id),
            7 => new TableEdit.AddTarget(row.Id, port, kind),
            8 => new TableEdit.Renumber(),
            9 => new TableEdit.Stage(null, "Giai đoạn thử", "1", "WorkingDay"),
            _ => CellsOf(document, dice),
        };
    }

    private static TableEdit.Change CellsOf(ElsaDocument document, Random dice)
    {
        var rows = StepTable.Of(document).Rows;
        string[] fields = ["name", "step", "leg", "instruction", "unit", "position", "limit", "limitUnit", "onlineLimit", "forms", "product", "mayReturn", "maxRounds"];
        string[] typed = ["", "B3", "B77", "4", "0,5", "-1", "WorkingDay", "Competent", "truong-phong", "Mẫu 01\nMẫu 02", "on", "Việc của phòng chuyên môn"];
        var cells = new Dictionary<string, string>();
        for (var times = dice.Next(1, 4); times > 0; times--) cells[fields[dice.Next(fields.Length)]] = typed[dice.Next(typed.Length)];
        return new(rows[dice.Next(rows.Count)].Id, cells);
    }

    private static (TableEdit Edit, Func<EditedTable, TableEdit> Opposite) Pair(ElsaDocument document, Random dice)
    {
        var steps = StepTable.Of(document).Steps.Where(row => !row.Step.IsTerminal).ToList();
        var row = steps[dice.Next(steps.Count)];
        var outcome = row.Outcomes[dice.Next(row.Outcomes.Count)];
        StepKind[] kinds = [StepKind.Assign, StepKind.Examine, StepKind.Consult, StepKind.Review, StepKind.Work, StepKind.Transfer];
        return dice.Next(5) switch
        {
            0 => (new TableEdit.Add(kinds[dice.Next(kinds.Length)], After: row.Id), added => new TableEdit.Remove(added.Row!)),
            1 => (new TableEdit.Add(kinds[dice.Next(kinds.Length)], Before: row.Id), added => new TableEdit.Remove(added.Row!)),
            2 => (new TableEdit.Copy(row.Id), copied => new TableEdit.Remove(copied.Row!)),
            3 => (new TableEdit.Lead(row.Id, outcome.Port, null), _ => new TableEdit.Lead(row.Id, outcome.Port, document.Activity(outcome.Targets[0]))),
            _ => (new TableEdit.Change(row.Id, new Dictionary<string, string> { ["name"] = "Tên khác", ["product"] = "Kết quả khác", ["instruction"] = "Hướng dẫn khác" }),
                _ => new TableEdit.Change(row.Id, new Dictionary<string, string> { ["name"] = row.Name, ["product"] = row.Step.Work!.Product ?? "", ["instruction"] = row.Step.Work.Instruction ?? "" })),
        };
    }

    /// <summary>As Studio gives a document back: arrays in another order, sizes measured anew, its own members set.</summary>
    private static ElsaDocument AfterStudio(ElsaDocument document)
    {
        var tree = document.Edit();
        foreach (var list in (string[])["activities", "connections"])
        {
            var items = (JsonArray)tree["root"]![list]!;
            var turned = items.Select(item => item!.DeepClone()).Reverse().ToArray();
            items.Clear();
            foreach (var item in turned) items.Add(item);
        }
        foreach (var activity in (JsonArray)tree["root"]!["activities"]!) activity!["metadata"]!["designer"]!["size"] = new JsonObject { ["width"] = 231.5, ["height"] = 54 };
        tree["customProperties"]!["VariableTestValues"] = new JsonObject();
        return ElsaDocument.Read(tree.ToJsonString()).Document!;
    }

    private static ElsaDocument WithUnknowns(ElsaDocument document)
    {
        var tree = document.Edit();
        tree["root"]!["tthcExtra"] = "của người khác";
        tree["customProperties"]!["khac"] = new JsonObject { ["a"] = 1 };
        foreach (var activity in (JsonArray)tree["root"]!["activities"]!)
        {
            activity!["ghiChu"] = "giữ nguyên";
            activity["metadata"]!["mau"] = "xanh";
        }
        foreach (var line in (JsonArray)tree["root"]!["connections"]!) line!["nhan"] = "giữ nguyên";
        return ElsaDocument.Read(tree.ToJsonString()).Document!;
    }

    /// <summary>All that the edit does not name: the document around the steps, and each other step with its place and its unknown members.</summary>
    private static string Beside(ElsaDocument document, TableEdit edit)
    {
        var tree = document.Edit();
        var root = (JsonObject)tree["root"]!;
        var gone = edit switch { TableEdit.Change change => change.Row, TableEdit.Remove delete => delete.Row, _ => null };
        var kept = Activities(document).Where(activity => (string?)activity["ghiChu"] is not null && (string)activity["id"]! != gone && activity["twin"] is null).Select(activity => (JsonObject)activity.DeepClone()).ToList();
        if (edit is TableEdit.Renumber) kept.ForEach(activity => activity.Remove("step"));
        if (edit is TableEdit.Copy) kept.RemoveAll(activity => !((string)activity["id"]!).All(char.IsAsciiLetterOrDigit) || Copied((string)activity["id"]!));
        root.Remove("activities");
        root.Remove("connections");
        if (edit is TableEdit.Stage) (tree["customProperties"]!["tthc"] as JsonObject)!.Remove("legs");
        return string.Join('\n', kept.Select(activity => activity.ToJsonString()).Prepend(tree.ToJsonString()));
    }

    // A copy carries the unknown members of the original, under an id as Studio names them.
    private static bool Copied(string id) => ActivityCatalogue.Types.Any(type => id.StartsWith(type.TypeName[(type.TypeName.LastIndexOf('.') + 1)..], StringComparison.Ordinal));

    private static string Others(ElsaDocument document, string row) => string.Join('\n', Activities(document).Where(activity => (string)activity["id"]! != row).Select(activity => activity.ToJsonString()));

    private static IEnumerable<JsonObject> Activities(ElsaDocument document) => ((JsonArray)document.Edit()["root"]!["activities"]!).Cast<JsonObject>();
}

internal static class DocumentReadingAloud
{
    /// <summary>The id of the activity at a place in the canonical order.</summary>
    public static string Activity(this ElsaDocument document, int at) => document.Json.GetProperty("root").GetProperty("activities")[at].GetProperty("id").GetString()!;
}
