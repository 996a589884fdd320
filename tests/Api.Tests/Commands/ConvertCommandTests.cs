namespace TthcFlow.Api.Tests.Commands;

/// <summary><c>convert</c>: by the file extensions.</summary>
public sealed class ConvertCommandTests
{
    [TestCase("docx")]
    [TestCase("pdf")]
    [TestCase("xlsx")]
    [TestCase("csv")]
    [TestCase("bpmn")]
    [TestCase("json")]
    public async Task A_document_is_written_in_the_form_its_extension_asks_for(string extension)
    {
        using var folder = new Folder();
        var to = Path.Combine(folder.Path, $"out.{extension}");
        var printed = await Printed.ByAsync("convert", Office.Sample("A"), to, "--catalogue", Folder.Catalogue);

        Assert.That((printed.Exit, printed.Error), Is.EqualTo((0, "")));
        Assert.That(printed.Output, Does.Contain($"{new FileInfo(to).Length} byte"));
    }

    [Test]
    public async Task A_table_becomes_a_document_and_what_was_guessed_is_told_apart_from_the_result()
    {
        using var folder = new Folder();
        var (from, to) = (folder.With("bang.csv", "TT,Nội dung,Thời gian\n1,Tiếp nhận hồ sơ,4 giờ\n2,Trả kết quả,\n"), Path.Combine(folder.Path, "out.json"));
        var printed = await Printed.ByAsync("convert", from, to, "--catalogue", Folder.Catalogue);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(printed.Exit, Is.Zero);
            Assert.That(printed.Error, Does.Contain("dòng 2 [B1]: đã đoán: loại bước: Tiếp nhận hồ sơ"));
            Assert.That((await Printed.ByAsync("check", to)).Output, Does.Contain("đúng đắn"));
        }
    }

    [Test]
    public async Task What_cannot_be_read_or_written_is_said_and_nothing_is_written()
    {
        using var folder = new Folder();
        var broken = folder.With("a.json", "{ not json");
        var (unreadable, unknown, missing) = (
            await Printed.ByAsync("convert", broken, Path.Combine(folder.Path, "a.docx")),
            await Printed.ByAsync("convert", broken, Path.Combine(folder.Path, "a.exe")),
            await Printed.ByAsync("convert", Path.Combine(folder.Path, "none.json"), Path.Combine(folder.Path, "a.docx")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((unreadable.Exit, unknown.Exit, missing.Exit), Is.EqualTo((1, 2, 2)));
            Assert.That(unreadable.Error, Does.StartWith("V101"));
            Assert.That(Directory.GetFiles(folder.Path), Has.Length.EqualTo(1));
        }
    }
}
