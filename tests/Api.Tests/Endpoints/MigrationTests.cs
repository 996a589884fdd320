using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Engine.Definitions;
using TthcFlow.Engine.Publication;
using TthcFlow.Engine.Runtime;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>Running dossiers that move to another version, over HTTP and on the pages.</summary>
public sealed class MigrationTests
{
    private static readonly object Decision = new { number = "30/QĐ-UBND", signedOn = "2026-03-02", signer = "Chủ tịch UBND tỉnh", reason = "Rút thời gian thẩm tra", basis = "Điều 4 QĐ 4774" };

    /// <summary>The copies' process once more, an hour less for the examination, in force from today.</summary>
    private static async Task<string> NextVersionAsync(Province province)
    {
        var tree = JsonNode.Parse(await File.ReadAllTextAsync(Office.Sample("F")))!;
        foreach (var activity in tree["root"]!["activities"]!.AsArray())
            if ((string?)activity!["step"]?["expression"]?["value"] == "B2") activity["limit"]!["expression"]!["value"] = "2";
        var header = tree["customProperties"]!["tthc"]!;
        (header["issueNumber"], header["control"]!["changes"], header["decision"]![0]!["act"]) = (2, JsonNode.Parse("""[{"issue":2,"what":"Rút thời gian thẩm tra"}]"""), "Replace");
        if (header["reasons"] is null) header["reasons"] = new JsonObject();
        header["reasons"]!["V204"] = "Thời gian dự phòng";
        var document = ElsaDocument.Read(tree.ToJsonString()).Document!;
        var answer = await province.Services.GetRequiredService<ProvinceSetup>().PublishAsync(
            document, new AgencyCode("H35.05"), new LegalAct("31/QĐ-UBND", new(2026, 3, 2), "UBND tỉnh", new(2026, 3, 2)), default);
        Assert.That(answer.Refusal, Is.Null, string.Join("; ", answer.Findings.Select(finding => finding.Message.En)));
        return document.Hash.Value;
    }

    [Test]
    public async Task Dossiers_are_weighed_moved_by_a_decision_and_taken_back()
    {
        await using var province = new Province();
        var (publisher, controller, desk) = (await province.AsAsync("congbo"), await province.AsAsync("kiemsoat"), await province.AsAsync("motcua"));
        var code = await desk.AcceptedAsync();
        var before = await controller.ReadAsync($"/api/dossiers/{code}");
        var (from, to) = ((string)before["version"]!, await NextVersionAsync(province));

        var preview = await (await controller.PostAsync("/api/migrations/preview", new { from, to })).JsonAsync(HttpStatusCode.OK);
        var line = preview["lines"]!.AsArray().Single(line => (string?)line!["code"] == code)!;
        Assert.That(((string?)line["class"], (string?)line["steps"]![0]!["from"], (string?)line["dueBefore"]), Is.EqualTo(("Safe", "B2", (string?)line["dueAfter"])));
        Assert.That((string?)line["steps"]![0]!["dueBefore"], Is.Not.EqualTo((string?)line["steps"]![0]!["dueAfter"]));

        var created = await publisher.PostAsync("/api/migrations", new { from, to, undoDays = 2 });
        var number = (int)(await created.JsonAsync(HttpStatusCode.Created))["number"]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await TextAsync(publisher, "/migrations"), Does.Contain($"/migrations/{number}").And.Contain("Lập đợt chuyển"));
            Assert.That(await TextAsync(controller, $"/migrations/{number}"), Does.Contain(code).And.Contain("Quyết định chuyển").And.Contain("chuyển được"));
            Assert.That(await TextAsync(publisher, $"/migrations/{number}?class=Safe"), Does.Contain(code).And.Not.Contain("Bản sao trích lục"), "publishers see no subjects");
        }
        await (await controller.PostAsync($"/api/migrations/{number}/decision", Decision)).ProblemAsync(400, "bad-request");
        await (await controller.PostAsync($"/api/migrations/{number}/decision", Decision, ("If-Match", "\"9\""))).ProblemAsync(409, "D304");
        await (await controller.PostAsync($"/api/migrations/{number}/decision", Decision, ("If-Match", "\"1\""))).JsonAsync(HttpStatusCode.OK);
        Assert.That(await TextAsync(controller, $"/migrations/{number}"), Does.Contain("Hoàn tác đợt chuyển"), "under way or through");
        await province.Services.GetRequiredService<MigrationCarry>().RunOnceAsync(default);

        var moved = await controller.ReadAsync($"/api/migrations/{number}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((string?)moved["status"], (int)moved["counts"]!["moved"]!), Is.EqualTo(("Done", (int)preview["safe"]!)));
            Assert.That((string?)(await controller.ReadAsync($"/api/dossiers/{code}"))["version"], Is.EqualTo(to));
            Assert.That(((JsonArray)await controller.ReadAsync($"/api/migrations/{number}/dossiers?outcome=Moved")).Select(one => (string?)one!["code"]), Does.Contain(code));
            Assert.That(await TextAsync(controller, $"/migrations/{number}"), Does.Contain("đã chuyển").And.Contain("Hoàn tác đợt chuyển"));
            Assert.That(await TextAsync(desk, $"/dossiers/{code}"), Does.Contain("Chuyển sang phiên bản mới của quy trình theo quyết định 30/QĐ-UBND"));
        }

        await (await controller.PostAsync($"/api/migrations/{number}/undo", new { reason = " " })).ProblemAsync(409, "D305");
        await controller.SubmitAsync($"/migrations/{number}", ("_handler", "undo"), ("reason", "Ban hành nhầm"));
        await province.Services.GetRequiredService<MigrationCarry>().RunOnceAsync(default);
        Assert.That((string?)(await controller.ReadAsync($"/api/migrations/{number}"))["status"], Is.EqualTo("Undone"));
        var after = await controller.ReadAsync($"/api/dossiers/{code}");
        Assert.That(((string?)after["version"], (string?)after["dueAt"]), Is.EqualTo((from, (string?)before["dueAt"])));
        Assert.That(await TextAsync(controller, $"/migrations/{number}?outcome=Returned"), Does.Contain(code).And.Contain("Ban hành nhầm"));
    }

    [Test]
    public async Task It_is_drawn_up_mapped_and_withdrawn_on_its_page_without_script()
    {
        await using var province = new Province();
        var (publisher, desk) = (await province.AsAsync("congbo"), await province.AsAsync("motcua"));
        var from = (string)(await (await province.AsAsync("kiemsoat")).ReadAsync($"/api/dossiers/{await desk.AcceptedAsync()}"))["version"]!;
        var to = await NextVersionAsync(province);

        await publisher.SubmitAsync("/migrations", ("_handler", "propose"), ("from", from), ("to", to));
        await publisher.SubmitAsync("/migrations/1", ("_handler", "save"), ("revision", "1"), ("limit", "New"), ("undo", "5"), ("map:B2", "B3"));
        var saved = await publisher.ReadAsync("/api/migrations/1");
        Assert.That(((string?)saved["limit"], (int)saved["undoDays"]!, (string?)saved["mapping"]!["B2"], (int)saved["revision"]!), Is.EqualTo(("New", 5, "B3", 2)));
        Assert.That(await TextAsync(publisher, "/migrations/1"), Does.Contain("Bước B2"));

        Assert.That(await (await publisher.SubmitAsync("/migrations/1", ("_handler", "save"), ("revision", "2"), ("limit", "New"), ("undo", "99"))).Content.ReadAsStringAsync(), Does.Contain("D309"));
        await publisher.SubmitAsync("/migrations/1", ("_handler", "withdraw"), ("revision", "2"));
        Assert.That((string?)(await publisher.ReadAsync("/api/migrations/1"))["status"], Is.EqualTo("Withdrawn"));
    }

    [Test]
    public async Task Nobody_else_has_to_do_with_it()
    {
        var desk = await Shared.Province.AsAsync("motcua");
        await (await desk.PostAsync("/api/migrations", new { from = new string('a', 64), to = new string('b', 64) })).ProblemAsync(409, "D300");
        await (await desk.GetAsync("/api/migrations/1")).ProblemAsync(404, "not-found");
        Assert.That((await desk.GetAsync("/migrations")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await desk.GetAsync("/migrations/1")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Shared.Province.Stranger().GetAsync("/api/migrations")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        var publisher = await Shared.Province.AsAsync("congbo");
        await (await publisher.PostAsync("/api/migrations", new { from = new string('a', 64), to = new string('b', 64) })).ProblemAsync(409, "D301");
        await (await publisher.PostAsync("/api/migrations/99/undo", new { reason = "x" })).ProblemAsync(404, "not-found");
    }

    private static async Task<string> TextAsync(Person person, string path) => WebUtility.HtmlDecode(await (await person.GetAsync(path)).Content.ReadAsStringAsync());
}
