using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Tables;
using TthcFlow.Engine.Tests.Samples;
using TthcFlow.Engine.Validation;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Engine.Tests.Tables;

/// <summary>Editing a process in its table: what each edit does to the flow, and what it leaves alone.</summary>
public sealed class TableEditingTests
{
    [Test]
    public void A_step_added_behind_another_takes_over_what_that_led_to()
    {
        var table = Edited("F", new TableEdit.Add(StepKind.Review, After: "B2"));

        Assert.That(Keys(table), Is.EqualTo("B1 B2 B2a B3 B4 B5 BS"));
        Assert.That(Ways(table, "B2")[0], Is.EqualTo("Nếu đạt thì chuyển B2a"));
        Assert.That(Ways(table, "B2a"), Is.EqualTo(new[] { "Nếu đồng ý thì chuyển B3", "Nếu trả lại thì trả lại B2" }));
        Assert.That(Row(table, "B2a").Step.Work, Is.EqualTo(new StepWork { Unit = "Competent" }).Using<StepWork>((one, other) => one.Unit == other.Unit && one.Limit == other.Limit));
    }

    [Test]
    public void A_step_added_before_another_is_handed_what_came_to_that_but_not_its_returns()
    {
        var table = Edited("B", new TableEdit.Add(StepKind.Consult, Before: "B3"));

        Assert.That(Keys(table), Is.EqualTo("B1 B2 B2a B3 B4 B5 B6 B7 BS"));
        Assert.That(Ways(table, "B2"), Is.EqualTo(new[] { "Chuyển B2a" }));
        Assert.That(Ways(table, "B2a"), Is.EqualTo(new[] { "Chuyển B3" }), "whatever the answer, the examination goes on");
        Assert.That(Ways(table, "B4"), Does.Contain("Nếu trả lại thì trả lại B3"), "a return stays");
    }

    [Test]
    public void A_process_can_be_made_from_nothing()
    {
        var document = Blank();
        foreach (var kind in (StepKind[])[StepKind.Intake, StepKind.Assign, StepKind.Examine, StepKind.Review, StepKind.Sign, StepKind.Issue, StepKind.ReturnResult])
            document = Done(document, new TableEdit.Add(kind));
        document = Done(document, new TableEdit.AddTarget("Intake1", "Declined", StepKind.Reject));
        document = Done(document, new TableEdit.AddTarget("Examine1", "Incomplete", StepKind.AwaitSupplement));
        foreach (var (row, port) in (ReadOnlySpan<(string, string)>)[("Examine1", "Failed"), ("Sign1", "Rejected")]) document = Done(document, new TableEdit.Lead(row, port, "Reject1"));

        var table = StepTable.Of(document);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Keys(table), Is.EqualTo("B1 B2 B3 B4 B5 B6 B7 BS"));
            Assert.That(Ways(table, "B3"), Is.EqualTo(new[] { "Nếu đạt thì chuyển B4", "Nếu cần bổ sung thì chuyển BS", "Nếu không đạt thì kết thúc: Từ chối giải quyết" }));
            Assert.That(Ways(table, "BS"), Is.EqualTo(new[] { "Nếu đã bổ sung thì trả lại B3", "Nếu quá hạn thì kết thúc: Từ chối giải quyết" }));
            Assert.That(Ways(table, "B5"), Does.Contain("Nếu trả lại thì trả lại B4"));
            Assert.That(DefinitionRules.Check(table.Process, new CheckContext()).Sound, Is.EqualTo(Verdict.Yes));
            Assert.That(Row(table, "B7").Time?.Vi, Is.EqualTo("không tính"));
        }
    }

    [TestCase("B", "B4", true, "B1 B2 B4 B3 B5 B6 B7 BS")]
    [TestCase("B", "B3", false, "B1 B2 B4 B3 B5 B6 B7 BS")]
    [TestCase("A", "B4", true, "B1 B2 B3 B4 B3a B3b B5 B6 B7 B8 BS")] // past all the branches
    [TestCase("A", "B3", false, "B1 B2 B3a B3b B3 B4 B5 B6 B7 B8 BS")]
    [TestCase("A", "B3b", true, "B1 B2 B3 B3b B3a B4 B5 B6 B7 B8 BS")] // out of its branch
    [TestCase("A", "B3a", false, "B1 B2 B3 B3a B3b B4 B5 B6 B7 B8 BS")] // past the condition: every dossier has its opinion now
    public void A_moved_step_changes_places_with_its_neighbour_and_the_process_stays_sound(string letter, string row, bool up, string order)
    {
        var document = Sample.DocumentOf(Sample.Named(letter));
        var table = Edited(letter, new TableEdit.Move(row, up));

        Assert.That(Keys(table), Is.EqualTo(order));
        Assert.That(table.Process.Hash, Is.Not.EqualTo(document.Hash));
        Assert.That(DefinitionRules.Check(table.Process, new CheckContext()).Sound, Is.EqualTo(Verdict.Yes));
    }

    [Test]
    public void Several_outcomes_into_a_join_that_waits_for_all_are_gathered_first()
    {
        var table = Edited("A", new TableEdit.Add(StepKind.Consult, After: "B3b"));
        Assert.That(Ways(table, "B3c"), Is.EqualTo(new[] { "Khi các nhánh cùng xong thì chuyển B4" }));
        Assert.That(DefinitionRules.Check(table.Process, new CheckContext()).Sound, Is.EqualTo(Verdict.Yes));

        var document = Sample.DocumentOf(Sample.Named("A"));
        var added = TableEditing.Apply(document, new TableEdit.Add(StepKind.Consult, After: "B3b"));
        Assert.That(TableEditing.Apply(added.Document, new TableEdit.Remove(added.Row!)).Document.ToCanonicalText(), Is.EqualTo(document.ToCanonicalText()), "the point at which they were gathered goes with them");
    }

    [Test]
    public void A_deleted_step_is_bridged_and_returns_to_it_go_to_the_one_before()
    {
        var table = Edited("B", new TableEdit.Remove("B3"));

        Assert.That(Ways(table, "B2"), Is.EqualTo(new[] { "Chuyển B4" }));
        Assert.That(Ways(table, "B4"), Does.Contain("Nếu trả lại thì trả lại B2"));
        Assert.That(table.Process.Steps.Select(step => step.Id), Has.None.EqualTo("B3"));
        Assert.That(Ways(Edited("F", new TableEdit.Remove("BS")), "B2"), Has.None.Contains("bổ sung"), "an outcome whose only way is gone leads nowhere, and says so to the checks");
    }

    [Test]
    public void A_copy_does_the_same_work_right_behind()
    {
        var (table, before) = (Edited("B", new TableEdit.Copy("B3")), Table("B"));

        Assert.That(Keys(table), Is.EqualTo("B1 B2 B3 B3a B4 B5 B6 B7 BS"));
        var (one, copy) = (Row(table, "B3"), Row(table, "B3a"));
        Assert.That((copy.Name, copy.Step.Work!.Limit, copy.Step.Work.Position, copy.Step.Work.Instruction), Is.EqualTo((one.Name, one.Step.Work!.Limit, one.Step.Work.Position, one.Step.Work.Instruction)));
        Assert.That(Ways(table, "B3")[0], Is.EqualTo("Nếu đạt thì chuyển B3a"));
        Assert.That(Ways(table, "B3a"), Is.EqualTo(before.Rows.Single(row => row.Key.Value == "B3").Ways.Select(way => way.Vi)));
    }

    [Test]
    public void An_outcome_is_led_elsewhere_nowhere_or_to_a_new_step()
    {
        Assert.That(Ways(Edited("B", new TableEdit.Lead("B5", "SentBack", "B4")), "B5"), Does.Contain("Nếu trả lại thì trả lại B4"));
        Assert.That(Ways(Edited("B", new TableEdit.Lead("B5", "SentBack", null)), "B5"), Has.None.Contains("trả lại"));

        var stopped = Edited("B", new TableEdit.AddTarget("B5", "Rejected", StepKind.Stop));
        Assert.That(Ways(stopped, "B5"), Does.Contain("Nếu không phê duyệt thì kết thúc: Dừng giải quyết"));

        var between = Edited("B", new TableEdit.AddTarget("B2", "Done", StepKind.Verify));
        Assert.That(Ways(between, "B2"), Is.EqualTo(new[] { "Chuyển B2a" }));
        Assert.That(Ways(between, "B2a")[0], Is.EqualTo("Nếu đạt thì chuyển B3"), "a new step on the way goes on to where the outcome led");
    }

    [Test]
    public void Cells_are_written_as_Studio_writes_them_and_only_those_that_changed()
    {
        var document = Sample.DocumentOf(Sample.Named("B"));
        var same = new Dictionary<string, string>
        {
            ["name"] = "Phân công",
            ["step"] = "B2",
            ["unit"] = "Competent",
            ["position"] = "truong-phong-kinh-te",
            ["limit"] = "2,0",
            ["limitUnit"] = "WorkingHour",
            ["forms"] = "Mẫu 06\n",
            ["mayReturn"] = "",
            ["maxRounds"] = "0",
        };
        Assert.That(Done(document, new TableEdit.Change("B2", same)).ToCanonicalText(), Is.EqualTo(document.ToCanonicalText()), "what was typed is what stands there");

        var row = Row(StepTable.Of(Done(document, new TableEdit.Change("B2", new Dictionary<string, string>
        {
            ["name"] = "Phân công thụ lý",
            ["limit"] = "0,5",
            ["limitUnit"] = "WorkingDay",
            ["forms"] = "Mẫu 06\nPhiếu giao việc",
            ["mayReturn"] = "on",
            ["maxRounds"] = "2",
            ["position"] = "",
        }))), "B2");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((row.Name, row.Time?.Vi), Is.EqualTo(("Phân công thụ lý", "0,5 ngày làm việc")));
            Assert.That(row.Step.Work!.Forms, Is.EqualTo(new[] { "Mẫu 06", "Phiếu giao việc" }));
            Assert.That((row.Step.Work.MayReturn, row.Step.Work.MaxRounds, row.Step.Work.Position), Is.EqualTo((true, 2, (PositionKey?)null)));
        }
    }

    [Test]
    public void An_authors_own_outcomes_keep_their_ways_under_a_new_name()
    {
        var table = Edited("E", new TableEdit.Change("B5", new Dictionary<string, string> { ["outcomes"] = "Đã giải trình\nKhông tiếp thu\nXin lùi hạn" }));

        Assert.That(Ways(table, "B5"), Is.EqualTo(new[] { "Nếu “Đã giải trình” thì chuyển B6", "Nếu “Không tiếp thu” thì trả lại B3" }));
        Assert.That(Row(table, "B5").Outcomes.Select(outcome => outcome.Name.Vi), Is.EqualTo(new[] { "Đã giải trình", "Không tiếp thu", "Xin lùi hạn" }));
    }

    [Test]
    public void Renumbering_counts_down_the_table_and_leaves_names_alone()
    {
        Assert.That(Keys(Edited("A", new TableEdit.Renumber())), Is.EqualTo("B1 B2 B3 B4 B5 B6 B7 B8 B9 B10 BS"));
        Assert.That(Keys(Edited("D2", new TableEdit.Renumber())), Is.EqualTo("B1 B2 B3 B4 TC B5 B6 B7 B8 B9 B10 BS"), "a wait has its own name");
        Assert.That(Keys(Edited("E", new TableEdit.Renumber())), Is.EqualTo("B1 B2 B3 B4 B5 B6 B7 B8 B9 BS"));
    }

    [Test]
    public void Stages_are_added_changed_and_dropped()
    {
        var document = Done(Sample.DocumentOf(Sample.Named("B")), new TableEdit.Stage(null, "Giai đoạn 1: thẩm định", "1,5", "WorkingDay"));
        document = Done(document, new TableEdit.Change("B1", new Dictionary<string, string> { ["leg"] = "GD1" }));
        Assert.That(Row(StepTable.Of(document), "B1").Leg, Is.EqualTo(new Leg("GD1", "Giai đoạn 1: thẩm định", null, new(1.5m, Engine.Calendars.TimeUnit.WorkingDay))));
        Assert.That(TableEditing.Apply(document, new TableEdit.DropStage("GD1")).Refusal, Is.EqualTo(TableRefusals.StageInUse));

        document = Done(document, new TableEdit.Change("B1", new Dictionary<string, string> { ["leg"] = "" }));
        Assert.That(StepTable.Of(Done(document, new TableEdit.DropStage("GD1"))).Process.Header.Legs, Is.Empty);
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return new TestCaseData("B", new TableEdit.Move("B1", false), TableRefusals.IntakeStays);
        yield return new TestCaseData("B", new TableEdit.Move("B2", true), TableRefusals.AlreadyFirst);
        yield return new TestCaseData("B", new TableEdit.Move("B6", false), TableRefusals.AlreadyLast);
        yield return new TestCaseData("B", new TableEdit.Move("B7", true), TableRefusals.AfterTheEnd);
        yield return new TestCaseData("B", new TableEdit.Move("BS", true), TableRefusals.BesideTheWay);
        yield return new TestCaseData("B", new TableEdit.Move("nowhere", true), TableRefusals.NoSuchRow);
        yield return new TestCaseData("B", new TableEdit.Remove("B1"), TableRefusals.IntakeStays);
        yield return new TestCaseData("B", new TableEdit.Remove("TC1"), TableRefusals.EndStillLedTo(["B1"]));
        yield return new TestCaseData("A", new TableEdit.Remove("TachNhanh"), TableRefusals.SeveralWays);
        yield return new TestCaseData("B", new TableEdit.Add(StepKind.Intake), TableRefusals.OneIntake);
        yield return new TestCaseData("B", new TableEdit.Add(StepKind.Assign, Before: "B1"), TableRefusals.BeforeTheIntake);
        yield return new TestCaseData("B", new TableEdit.Add(StepKind.Assign, After: "B7"), TableRefusals.AfterTheEnd);
        yield return new TestCaseData("B", new TableEdit.Add(StepKind.Reject, After: "B2"), TableRefusals.EndInTheMiddle);
        yield return new TestCaseData("B", new TableEdit.Add(StepKind.Fork, After: "B2"), TableRefusals.DrawnOnly);
        yield return new TestCaseData("B", new TableEdit.Copy("B7"), TableRefusals.AfterTheEnd);
        yield return new TestCaseData("B", new TableEdit.Lead("B2", "Passed", "B3"), TableRefusals.NoSuchOutcome);
        yield return new TestCaseData("B", new TableEdit.Lead("B2", "Done", "nowhere"), TableRefusals.NotATarget);
        yield return new TestCaseData("B", new TableEdit.AddTarget("B2", "Done", StepKind.Join), TableRefusals.DrawnOnly);
        yield return new TestCaseData("B", Cell("step", "B3"), TableRefusals.KeyTaken);
        yield return new TestCaseData("B", Cell("step", new string('B', 21)), TableRefusals.BadKey);
        yield return new TestCaseData("B", Cell("limit", "hai giờ"), TableRefusals.NotATime);
        yield return new TestCaseData("B", Cell("limit", "-1"), TableRefusals.NotATime);
        yield return new TestCaseData("B", Cell("limit", "0.333"), TableRefusals.NotATime);
        yield return new TestCaseData("B", Cell("limitUnit", "Week"), TableRefusals.NotAChoice);
        yield return new TestCaseData("B", Cell("maxRounds", "1.5"), TableRefusals.NotAWholeNumber);
        yield return new TestCaseData("B", Cell("unit", "Phòng Kinh tế"), TableRefusals.NotACode);
        yield return new TestCaseData("B", Cell("position", "Trưởng phòng"), TableRefusals.NotACode);
        yield return new TestCaseData("E", new TableEdit.Change("B5", new Dictionary<string, string> { ["outcomes"] = "Xong\nXong" }), TableRefusals.SameNameTwice);
        yield return new TestCaseData("B", new TableEdit.Stage(null, " ", null, null), TableRefusals.NoStageName);
        yield return new TestCaseData("B", new TableEdit.Stage("GD9", "Giai đoạn", null, null), TableRefusals.NoSuchStage);
        yield return new TestCaseData("B", new TableEdit.Stage(null, "Giai đoạn", "0.0001", null), TableRefusals.NotATime);
    }

    [TestCaseSource(nameof(Refused))]
    public void What_cannot_be_done_is_refused_with_a_sentence_and_changes_nothing(string letter, TableEdit edit, Refusal reason)
    {
        var document = Sample.DocumentOf(Sample.Named(letter));
        var edited = TableEditing.Apply(document, edit);

        Assert.That(edited.Refusal, Is.EqualTo(reason));
        Assert.That(edited.Document, Is.SameAs(document));
    }

    private static TableEdit.Change Cell(string field, string typed) => new("B2", new Dictionary<string, string> { [field] = typed });

    private static ElsaDocument Blank() => ElsaDocument.Blank("moi", "Quy trình mới");

    private static ElsaDocument Done(ElsaDocument document, TableEdit edit)
    {
        var edited = TableEditing.Apply(document, edit);
        Assert.That(edited.Refusal, Is.Null, edit.ToString());
        return edited.Document;
    }

    private static StepTable Table(string letter) => StepTable.Of(Sample.DocumentOf(Sample.Named(letter)));

    private static StepTable Edited(string letter, TableEdit edit) => StepTable.Of(Done(Sample.DocumentOf(Sample.Named(letter)), edit));

    private static StepRow Row(StepTable table, string key) => table.Rows.Single(row => row.Key.Value == key);

    private static string[] Ways(StepTable table, string key) => [.. Row(table, key).Ways.Select(way => way.Vi)];

    private static string Keys(StepTable table) => string.Join(' ', table.Steps.Select(row => row.Key));
}
