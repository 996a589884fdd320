using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TthcFlow.Api.Commands;

namespace TthcFlow.Api.Tests.Commands;

/// <summary><c>check</c>, and the command line as a whole.</summary>
public sealed partial class CheckCommandTests
{
    [Test]
    public async Task A_sound_document_ends_with_0_and_one_line_of_json()
    {
        var file = Office.Sample("F");
        var printed = await Printed.ByAsync("check", file, "--catalogue", Folder.Catalogue, "--json");

        Assert.That((printed.Exit, printed.Error, printed.Lines.Length), Is.EqualTo((0, "", 1)));
        Assert.That(printed.Output, Does.StartWith($"{{\"file\":\"{file}\",\"sound\":\"yes\",\"longestMinutes\":480,\"limitMinutes\":480,\"notRun\":[\"C"));
        Assert.That(Shape().IsMatch(printed.Lines[0]), printed.Lines[0]);
    }

    [Test]
    public async Task Findings_have_five_members_in_their_order()
    {
        using var folder = new Folder();
        var document = Office.Document("x");
        document["root"]!["connections"]!.AsArray().RemoveAt(0);
        var printed = await Printed.ByAsync("check", folder.With("a.json", document.ToJsonString()), "--json");

        Assert.That((printed.Exit, printed.Lines.Length), Is.EqualTo((1, 1)));
        Assert.That(Shape().IsMatch(printed.Lines[0]), printed.Lines[0]);
        var line = JsonNode.Parse(printed.Output)!;
        Assert.That((string?)line["sound"], Is.EqualTo("no"));
        Assert.That(((JsonArray)line["findings"]!).Select(finding => string.Join(',', finding!.AsObject().Select(member => member.Key))).Distinct(),
            Is.EqualTo(new[] { "code,severity,step,field,message" }));
    }

    [Test]
    public async Task What_was_published_and_the_day_are_told_or_the_checks_that_need_them_are_not_carried_out()
    {
        async Task<string> NotRun(params string[] more) => (string.Join(' ', JsonNode.Parse((await Printed.ByAsync(["check", Office.Sample("F"), "--catalogue", Folder.Catalogue, "--json", "--on", "2026-03-02", .. more])).Output)!["notRun"]!.AsArray().Select(key => (string?)key)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await NotRun(), Does.Contain("C2").And.Contain("C21").And.Contain("C23"));
            Assert.That(await NotRun("--first"), Does.Not.Contain("C2 ").And.Not.Contain("C21").And.Not.Contain("C23"));
            Assert.That(await NotRun("--previous", Office.Sample("B")), Does.Contain("C21"), "of another procedure");
        }
        var same = await Printed.ByAsync("check", Office.Sample("F"), "--catalogue", Folder.Catalogue, "--previous", Office.Sample("F"), "--previous", Office.Sample("B"));
        Assert.That(same.Output, Does.Not.Contain("V441"), "a text is not its own next issue");
        Assert.That((await Printed.ByAsync("check", Office.Sample("F"), "--catalogue", Folder.Catalogue, "--on", "2015-01-01")).Output, Does.Contain("V412 error"));
        Assert.That((await Printed.ByAsync("check", Office.Sample("F"), "--previous", "/nowhere.json")).Exit, Is.EqualTo(2));
    }

    [TestCase("{ not json", "V101")]
    [TestCase("[]", "V102")]
    [TestCase("", "V101")]
    public async Task A_file_that_is_no_definition_is_one_undecided_line(string text, string code)
    {
        using var folder = new Folder();
        var file = folder.With("a.json", text);
        var printed = await Printed.ByAsync("check", file, "--json");

        Assert.That(printed.Exit, Is.EqualTo(1));
        Assert.That(printed.Lines, Has.Length.EqualTo(1));
        Assert.That(printed.Output, Does.StartWith($"{{\"file\":\"{file}\",\"sound\":\"undecided\",\"longestMinutes\":null,\"limitMinutes\":null,\"notRun\":[\"C1\",\"C2\","));
        Assert.That((string?)JsonNode.Parse(printed.Output)!["findings"]![0]!["code"], Is.EqualTo(code));
    }

    [Test]
    public async Task Every_file_has_its_line_whatever_is_wrong_with_the_others()
    {
        using var folder = new Folder();
        var printed = await Printed.ByAsync("check", Office.Sample("F"), "/nowhere.json", folder.Path, Office.Sample("B"), "--json", "--catalogue", Folder.Catalogue);

        Assert.That(printed.Exit, Is.EqualTo(1));
        Assert.That(printed.Lines.Select(line => (string?)JsonNode.Parse(line)!["sound"]), Is.EqualTo(new[] { "yes", "undecided", "undecided", "yes" }));
    }

    [Test]
    public async Task People_read_sentences()
    {
        using var folder = new Folder();
        var document = Office.Document("x");
        document["root"]!["connections"]!.AsArray().RemoveAt(0);
        var file = folder.With("a.json", document.ToJsonString());

        Assert.That((await Printed.ByAsync("check", file)).Output, Does.Contain("có lỗi luồng xử lý").And.Match("  V1\\d\\d error"));
        Assert.That((await Printed.ByAsync("check", file, "--language", "en")).Output, Does.Contain("not sound"));
    }

    [TestCaseSource(nameof(Samples))]
    public async Task A_sample_runs_down_every_branch(string file)
    {
        var printed = await Printed.ByAsync("run-sample", file);

        Assert.That(printed.Exit, Is.Zero, printed.Error);
        Assert.That(printed.Output, Does.Contain("== Lượt 1:").And.Contain("Phiếu kiểm soát"));
    }

    [Test]
    public async Task A_called_process_comes_along_as_a_file()
    {
        var (shared, calling) = (Called("1-"), Called("2-"));

        var alone = await Printed.ByAsync("check", calling);
        Assert.That((alone.Exit, alone.Output), Is.EqualTo((1, alone.Output)));
        Assert.That(alone.Output, Does.Contain("V151 error [B5]"));

        var together = await Printed.ByAsync("check", calling, "--language", "en", "--with", shared);
        Assert.That(together.Output, Does.Contain("sound; longest path 24h, limit 24h").And.Not.Contain("V15"));

        var run = await Printed.ByAsync("run-sample", calling, "--with", shared);
        Assert.That(run.Exit, Is.Zero, run.Error);
        Assert.That(run.Output, Does.Contain("B5/B1/Agreed → B5/B2/Done → B6"));
    }

    [Test]
    public async Task A_file_that_cannot_be_called_is_told_before_anything_is_checked()
    {
        using var folder = new Folder();
        var nameless = Office.Document("x");
        nameless["customProperties"]!["tthc"]!.AsObject().Remove("procedure");
        var printed = await Printed.ByAsync("check", Office.Sample("F"), "--with", folder.With("a.json", nameless.ToJsonString()));
        Assert.That((printed.Exit, printed.Output), Is.EqualTo((2, "")));
        Assert.That(printed.Error, Does.Contain("procedure"));
    }

    [Test]
    public async Task A_document_with_errors_is_not_run()
    {
        using var folder = new Folder();
        var document = Office.Document("x");
        document["root"]!["connections"]!.AsArray().RemoveAt(0);

        var printed = await Printed.ByAsync("run-sample", folder.With("a.json", document.ToJsonString()));
        Assert.That((printed.Exit, printed.Output), Is.EqualTo((1, "")));
        Assert.That(printed.Error, Does.Contain("P122"));
        Assert.That((await Printed.ByAsync("run-sample", "/nowhere.json")).Exit, Is.EqualTo(2));
    }

    [Test]
    public async Task Help_names_the_commands_and_wrong_usage_ends_with_2()
    {
        var help = await Printed.ByAsync("--help");
        Assert.That(help.Exit, Is.Zero);
        Assert.That(help.Output, Does.Contain("check").And.Contain("due").And.Contain("run-sample").And.Contain("verify"));

        var wrong = await Printed.ByAsync("check");
        Assert.That((wrong.Exit, wrong.Output), Is.EqualTo((2, "")));
        Assert.That((await Printed.ByAsync("check", Office.Sample("F"), "--nonsense")).Exit, Is.EqualTo(2));
    }

    [TestCase("check", true)]
    [TestCase("verify", true)]
    [TestCase("--help", true)]
    [TestCase("--urls", false)]
    [TestCase("--demo", false)]
    [TestCase("serve", false)]
    public void Only_a_known_command_is_one_and_the_rest_is_the_web_servers(string first, bool isCommand) =>
        Assert.That(CommandLine.Asks([first, "x"]), Is.EqualTo(isCommand));

    private static string Called(string name) => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "samples", "calls"), $"{name}*.json").Single();

    private static IEnumerable<string> Samples() => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "samples", "processes"), "*.json").Order();

    [GeneratedRegex("""^\{"file":"[^"]*","sound":"(yes|no|undecided)","longestMinutes":(\d+|null),"limitMinutes":(\d+|null),"notRun":\[("C\d+"(,"C\d+")*)?\],"findings":\[.*\]\}$""")]
    private static partial Regex Shape();
}
