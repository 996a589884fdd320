using System.Text.Json.Nodes;

namespace TthcFlow.Api.Tests.Commands;

/// <summary><c>simulate</c>, and the SARIF log of <c>check</c>.</summary>
public sealed class SimulateCommandTests
{
    [Test]
    public async Task It_prints_the_date_of_every_step_on_three_ways()
    {
        var printed = await Printed.ByAsync("simulate", Office.Sample("F"), "--start", "2026-03-02T07:00");

        Assert.That((printed.Exit, printed.Error), Is.EqualTo((0, "")));
        Assert.That(printed.Output, Does.Contain("Nhanh nhất").And.Contain("Thông thường").And.Contain("Chậm nhất"));
        Assert.That(printed.Output, Does.Contain("xử lý xong 17:00 02/03/2026"), "eight hours from seven in the morning, with the lunch break");
    }

    [Test]
    public async Task As_json_it_gives_the_three_ways_with_their_steps()
    {
        var printed = await Printed.ByAsync("simulate", Office.Sample("A"), "--start", "2026-03-02T09:00", "--answer", "canLayYKien=true", "--json");

        var best = JsonNode.Parse(printed.Output)!["best"]!;
        Assert.That(((JsonArray)best["steps"]!).Select(step => (string?)step!["step"]), Does.Contain("B3a"));
        Assert.That((int?)best["spareMinutes"], Is.Zero);
    }

    [TestCase("--start", "hôm nay", "không phải là thời điểm")]
    [TestCase("--start", "2026-03-02T09:00", "tên=giá trị", "--answer", "khongCo=1")]
    public async Task What_cannot_be_understood_is_said(string option, string value, string said, params string[] more)
    {
        var printed = await Printed.ByAsync(["simulate", Office.Sample("A"), option, value, .. more]);

        Assert.That((printed.Exit, printed.Output), Is.EqualTo((2, "")));
        Assert.That(printed.Error, Does.Contain(said));
    }

    [Test]
    public async Task A_way_into_a_year_without_a_confirmed_calendar_is_no_result()
    {
        var printed = await Printed.ByAsync("simulate", Office.Sample("A"), "--start", "2026-12-28T09:00");

        Assert.That(printed.Exit, Is.EqualTo(1));
        Assert.That(printed.Output, Does.Contain("2027"));
    }

    [Test]
    public async Task A_called_process_takes_its_time_and_one_that_is_not_given_is_no_guess()
    {
        var (called, calling) = (Call("1-*.json"), Call("2-*.json"));
        var followed = await Printed.ByAsync("simulate", calling, "--start", "2026-03-02T09:00", "--with", called);
        var alone = await Printed.ByAsync("simulate", calling, "--start", "2026-03-02T09:00");

        Assert.That((followed.Exit, alone.Exit), Is.EqualTo((0, 1)));
        Assert.That(followed.Output, Does.Contain("B5/B1").And.Contain("vừa đúng thời hạn"));
        Assert.That(alone.Output, Does.Contain("không tới được kết quả").And.Contain("gọi quy trình"));

        static string Call(string name) => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "samples", "calls"), name).Single();
    }

    [Test]
    public async Task Editors_get_each_finding_beside_the_line_of_its_step()
    {
        using var folder = new Folder();
        var document = Office.Document("nha-o-rieng-le");
        document["root"]!["connections"]!.AsArray().RemoveAt(0);
        var text = document.ToJsonString(new() { WriteIndented = true });
        var printed = await Printed.ByAsync("check", folder.With("a.json", text), Office.Sample("F"), "--sarif");

        var log = JsonNode.Parse(printed.Output)!;
        var results = (JsonArray)log["runs"]![0]!["results"]!;
        var rules = ((JsonArray)log["runs"]![0]!["tool"]!["driver"]!["rules"]!).Select(rule => (string?)rule!["id"]).ToArray();
        Assert.That((printed.Exit, (string?)log["version"]), Is.EqualTo((1, "2.1.0")));
        Assert.That(results.Select(result => (string?)result!["ruleId"]).Distinct(), Is.SubsetOf(rules).And.Contain("V123"));

        var unconnected = results.First(result => (string?)result!["ruleId"] == "V123")!;
        var line = (int?)unconnected["locations"]![0]!["physicalLocation"]!["region"]!["startLine"];
        var step = (string?)unconnected["locations"]![0]!["logicalLocations"]![0]!["name"];
        var activity = ((JsonArray)document["root"]!["activities"]!).Single(one => (string?)one!["step"]?["expression"]?["value"] == step || (string?)one["id"] == step)!;
        Assert.That(text.Split('\n')[line!.Value - 1], Does.Contain($"\"id\": \"{(string?)activity["id"]}\""));
    }
}
