using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Tables;
using TthcFlow.Engine.Tests.Samples;

namespace TthcFlow.Engine.Tests.Tables;

/// <summary>What an undo will take back, told row by row.</summary>
public sealed class TableChangesTests
{
    private static readonly ElsaDocument Document = Sample.DocumentOf(Sample.Named("B"));

    private static IEnumerable<TestCaseData> Edits()
    {
        yield return new TestCaseData(new TableEdit.Change("B2", new Dictionary<string, string> { ["limit"] = "3", ["name"] = "Giao việc" }), "B2 “Giao việc”: sửa nội dung, thời gian");
        yield return new TestCaseData(new TableEdit.Change("B2", new Dictionary<string, string> { ["position"] = "", ["maxRounds"] = "1", ["leg"] = "GD1" }), "B2 “Phân công”: sửa trách nhiệm, giai đoạn, chặng, quy tắc xử lý");
        yield return new TestCaseData(new TableEdit.Lead("B5", "SentBack", "B4"), "B5 “Ký giấy chứng nhận đăng ký hộ kinh doanh”: sửa nơi chuyển tiếp");
        yield return new TestCaseData(new TableEdit.Remove("B4"), "xóa B4 “Xét duyệt”; B3 “Kiểm tra tên, ngành nghề; liên thông mã số thuế”: sửa nơi chuyển tiếp");
        yield return new TestCaseData(new TableEdit.Stage(null, "Giai đoạn 1", null, null), "sửa thông tin chung của quy trình");
    }

    [TestCaseSource(nameof(Edits))]
    public void Each_changed_row_is_a_sentence(TableEdit edit, string told)
    {
        var edited = TableEditing.Apply(Document, edit).Document;
        Assert.That(string.Join("; ", TableChanges.Between(Document, edited).Select(change => change.Vi)), Is.EqualTo(told));
    }

    [Test]
    public void Moving_a_box_on_the_canvas_is_said_too()
    {
        var tree = Document.Edit();
        tree["root"]!["activities"]![0]!["metadata"]!["designer"]!["position"]!["x"] = 77;
        Assert.That(TableChanges.Between(Document, ElsaDocument.Read(tree.ToJsonString()).Document!).Single().Vi, Is.EqualTo("xếp lại lưu đồ"));
    }
}
