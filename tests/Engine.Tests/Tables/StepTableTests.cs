using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Tables;
using TthcFlow.Engine.Tests.Samples;

namespace TthcFlow.Engine.Tests.Tables;

/// <summary>The table that pages and papers read: one order of the steps, and where each outcome leads in words.</summary>
public sealed class StepTableTests
{
    private static string[] Samples => Sample.Processes;

    [TestCase("A", "B1 B2 B3 B3a B3b B4 B5 B6 B7 B8 BS")]
    [TestCase("C", "B1 B2 B3 B4 B5 KP B6 B7 B8 B9 B10 BS")]
    [TestCase("D2", "B1 B2 B3 B4 TC B5 B6 B7 B8 B9 B10 BS")]
    [TestCase("E", "B1 B2 B3 B4 B5 B6 B7 B8 KQ BS")]
    public void The_rows_stand_in_the_order_of_the_flow_and_of_the_numbers(string letter, string keys) =>
        Assert.That(Keys(StepTable.Of(Sample.DocumentOf(Sample.Named(letter))).Steps), Is.EqualTo(keys));

    [TestCaseSource(nameof(Samples))]
    public void Nobody_stands_before_the_one_who_hands_on_to_them(string name)
    {
        var table = StepTable.Of(Sample.DocumentOf(name));
        var contrary = table.Process.Routes.Where(route => !table.Order.IsReturn(route) && table.Order.PlaceOf(table.Process.Steps[route.From]) >= table.Order.PlaceOf(table.Process.Steps[route.To]));

        Assert.That(contrary, Is.Empty);
        Assert.That(table.Rows.Select(row => row.Number), Is.EqualTo(Enumerable.Range(0, table.Process.Steps.Count)), "every activity has one row");
    }

    [Test]
    public void The_flow_goes_before_the_numbers_and_numbers_before_ids()
    {
        var table = StepTable.Of(new Drawing().Step("B2", StepKind.Intake).Step("B1", StepKind.Assign).Step("x", StepKind.Draft).Step("B3", StepKind.Issue).Step("KQ", StepKind.ReturnResult)
            .Line("B2", "Accepted", "B1").Line("B1", "Done", "x").Line("x", "Done", "B3").Line("B3", "Done", "KQ").Process());

        Assert.That(Keys(table.Steps), Is.EqualTo("B2 B1 x B3 KQ"));
    }

    [Test]
    public void A_step_that_nothing_leads_to_stands_where_its_number_says()
    {
        var table = StepTable.Of(new Drawing().Step("B1", StepKind.Intake).Step("B2", StepKind.Draft).Step("B3", StepKind.Issue).Step("B4", StepKind.ReturnResult)
            .Line("B1", "Accepted", "B3").Line("B3", "Done", "B4").Line("B2", "Done", "B3").Process());

        Assert.That(Keys(table.Steps), Is.EqualTo("B1 B2 B3 B4"));
        Assert.That(table.Order.IsReached(table.Find("B2")!.Step), Is.False);
    }

    [Test]
    public void A_process_without_a_beginning_still_has_a_table() =>
        Assert.That(Keys(StepTable.Of(new Drawing().Step("B1", StepKind.Draft).Step("B2", StepKind.Review).Line("B1", "Done", "B2").Line("B2", "SentBack", "B1").Process()).Rows), Is.EqualTo("B1 B2"));

    [Test]
    public void Rings_of_branching_points_are_told_to_their_end()
    {
        var table = StepTable.Of(new Drawing().Step("B1", StepKind.Intake).Step("d", StepKind.Decision).Step("e", StepKind.Decision)
            .Line("B1", "Accepted", "d").Line("d", "True", "e").Line("e", "True", "d").Process());

        Assert.That(table.Find("B1")!.Ways[0].Vi, Does.Contain("xem tiếp trên lưu đồ").And.Contain("chưa nối tới đâu"));
    }

    [TestCase("A", "B1", "Nếu tiếp nhận thì chuyển B2 | Nếu từ chối tiếp nhận thì kết thúc: Từ chối tiếp nhận")]
    [TestCase("A", "B2", "Chuyển B3")]
    [TestCase("A", "B3a", "Khi các nhánh cùng xong thì chuyển B4")]
    [TestCase("A", "B5", "Nếu đồng ý thì chuyển B6 | Nếu trả lại thì trả lại B4")]
    [TestCase("A", "BS", "Nếu đã bổ sung thì trả lại B3 | Nếu quá hạn thì kết thúc: Từ chối: không bổ sung trong thời hạn")]
    [TestCase("A", "B8", "")]
    public void The_last_column_says_what_follows(string letter, string row, string ways) =>
        Assert.That(string.Join(" | ", Row(letter, row).Ways.Select(way => way.Vi)), Is.EqualTo(ways));

    [Test]
    public void An_outcome_through_branching_points_says_what_they_do()
    {
        Assert.That(Row("A", "B3").Ways[0].Vi, Is.EqualTo(
            "Nếu đạt thì đồng thời chuyển B3b và xét “Có cần lấy ý kiến không?”: đúng thì chuyển B3a, sai thì khi các nhánh cùng xong thì chuyển B4"));
        Assert.That(Row("A", "B3").Ways.Select(way => way.En), Has.Some.StartsWith("If incomplete: go to BS"));
    }

    [Test]
    public void A_row_carries_the_columns_of_the_paper()
    {
        var row = Row("D1", "B1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(row.Leg?.Name, Is.EqualTo("Giai đoạn 1: Sở Nông nghiệp và Môi trường"));
            Assert.That(row.Time?.Vi, Is.EqualTo("1 ngày làm việc"));
            Assert.That(row.Papers, Is.EqualTo(new[] { "Mẫu 01", "Mẫu 02", "Mẫu 03", "Mẫu 06", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" }));
            Assert.That(Responsibility.Of(row.Step, new(), Sample.Catalogue).ToWording()?.Vi, Does.EndWith(" – Bộ phận Một cửa nơi tiếp nhận"));
            Assert.That(Row("D1", "B8").Time?.Vi, Is.EqualTo("không tính"));
        }
    }

    [Test]
    public void What_the_catalogue_does_not_know_stands_as_it_is_written()
    {
        var step = Row("A", "B3a").Step;
        Assert.That(Responsibility.Of(step, new(), null).ToWording()?.Vi, Is.EqualTo("chuyen-vien – H35.05.01"));
    }

    private static StepRow Row(string letter, string key) => StepTable.Of(Sample.DocumentOf(Sample.Named(letter))).Rows.Single(row => row.Key.Value == key);

    private static string Keys(IEnumerable<StepRow> rows) => string.Join(' ', rows.Select(row => row.Key));
}
