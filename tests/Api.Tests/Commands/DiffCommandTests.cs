using System.Text.Json.Nodes;

namespace TthcFlow.Api.Tests.Commands;

/// <summary><c>diff A B</c>.</summary>
public sealed class DiffCommandTests
{
    [Test]
    public async Task The_same_document_ends_with_0()
    {
        var printed = await Printed.ByAsync("diff", Office.Sample("A"), Office.Sample("A"));
        Assert.That((printed.Exit, printed.Output.Trim(), printed.Error), Is.EqualTo((0, "Hai tài liệu như nhau.", "")));
    }

    [Test]
    public async Task A_changed_limit_is_told_with_what_follows_from_it_and_ends_with_1()
    {
        using var folder = new Folder();
        var changed = folder.With("b.json", Changed());
        var printed = await Printed.ByAsync("diff", Office.Sample("A"), changed, "--catalogue", Folder.Catalogue);
        Assert.That((printed.Exit, printed.Error), Is.EqualTo((1, "")));
        Assert.That(printed.Lines, Is.EqualTo(new[]
        {
            "= đường dài nhất 7 → 6,5 ngày làm việc (−0,5)",
            "= đường dài nhất tới từ chối hoặc dừng giải quyết 6,5 → 6 ngày làm việc (−0,5)",
            "~ B4 – Dự thảo giấy phép xây dựng hoặc văn bản trả lời: thời hạn 8 → 4 giờ làm việc (−4)",
        }));
        Assert.That((await Printed.ByAsync("diff", Office.Sample("A"), changed, "--language", "en")).Output, Does.Contain("limit 8 → 4 working hours (−4)"));
    }

    [Test]
    public async Task Programs_read_one_line()
    {
        using var folder = new Folder();
        var printed = await Printed.ByAsync("diff", Office.Sample("A"), folder.With("b.json", Changed()), "--json");
        var line = JsonNode.Parse(printed.Lines.Single())!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(printed.Exit, Is.EqualTo(1));
            Assert.That(((bool)line["same"]!, (bool)line["sameText"]!), Is.EqualTo((false, false)));
            Assert.That(line["steps"]![0]!["changes"]![0]!.ToJsonString(), Is.EqualTo(JsonNode.Parse("""
                {"kind":"changed","field":"limit","before":"8 giờ làm việc","after":"4 giờ làm việc","text":"thời hạn 8 → 4 giờ làm việc (−4)"}
                """)!.ToJsonString()));
            Assert.That(((string?)line["steps"]![0]!["kind"], (string?)line["steps"]![0]!["before"], (string?)line["steps"]![0]!["after"]), Is.EqualTo(("changed", "B4", "B4")));
        }
    }

    [Test]
    public async Task What_cannot_be_read_ends_with_2()
    {
        using var folder = new Folder();
        var printed = await Printed.ByAsync("diff", Office.Sample("A"), folder.With("b.json", "{ not json"));
        Assert.That((printed.Exit, printed.Output), Is.EqualTo((2, "")));
        Assert.That(printed.Error, Does.Contain("V101"));
        Assert.That((await Printed.ByAsync("diff", "/nowhere.json", Office.Sample("A"))).Exit, Is.EqualTo(2));
    }

    private static string Changed()
    {
        var document = JsonNode.Parse(File.ReadAllText(Office.Sample("A")))!;
        document["root"]!["activities"]!.AsArray().Single(activity => (string?)activity!["id"] == "B4")!["limit"]!["expression"]!["value"] = "4";
        return document.ToJsonString();
    }
}
