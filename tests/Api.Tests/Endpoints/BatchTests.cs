using System.Net;
using System.Text.Json.Nodes;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>Several dossiers at the same step in one go, on the page and over HTTP.</summary>
public sealed class BatchTests
{
    [Test]
    public async Task Chosen_on_the_list_they_go_on_together_without_script()
    {
        var (desk, examiner) = (await Shared.Province.AsAsync("motcua"), await Shared.Province.AsAsync("tuphap"));
        var (one, two) = (await desk.AcceptedAsync(), await desk.AcceptedAsync());
        Assert.That(await (await examiner.GetAsync("/work")).Content.ReadAsStringAsync(), Does.Contain($"value=\"{one}~B2\"").And.Contain("action=\"/work/batch\""));

        var address = $"/work/batch?act=complete&pick={one}~B2&pick={two}~B2";
        Assert.That(await (await examiner.GetAsync(address)).Content.ReadAsStringAsync(), Does.Contain("value=\"Passed\"").And.Contain(one).And.Contain(two));
        var unsaid = await examiner.SubmitAsync(address, ("_handler", "batch"), ("key", Guid.NewGuid().ToString("n")));
        Assert.That(WebUtility.HtmlDecode(await unsaid.Content.ReadAsStringAsync()), Does.Contain("Phải điền “Kết quả xử lý”"));

        var key = Guid.NewGuid().ToString("n");
        foreach (var _ in new[] { 1, 2 }) // sent twice, done once
        {
            var done = await examiner.SubmitAsync(address, ("_handler", "batch"), ("key", key), ("outcome", "Passed"), ("note", "Khớp sổ gốc"));
            Assert.That(WebUtility.HtmlDecode(await done.Content.ReadAsStringAsync()), Does.Contain("Đã làm xong 2/2 hồ sơ"));
        }
        var journal = (JsonArray)await desk.ReadAsync($"/api/dossiers/{one}/journal");
        Assert.That(journal.Count(line => (string?)line!["happened"]!["$type"] == "step-completed" && (string?)line["happened"]!["step"] == "B2"), Is.EqualTo(1));
    }

    [Test]
    public async Task Over_http_each_dossier_answers_for_itself()
    {
        var (desk, examiner) = (await Shared.Province.AsAsync("motcua"), await Shared.Province.AsAsync("tuphap"));
        var (one, fresh) = (await desk.AcceptedAsync(), await desk.ReceivedAsync());
        var body = new { items = new[] { new { code = one, step = "B2" }, new { code = fresh, step = "B2" } }, values = new { outcome = "Passed" } };

        var lines = (JsonArray)await (await examiner.PostAsync("/api/work/batches/complete", body)).JsonAsync(HttpStatusCode.OK);
        Assert.That(lines.Select(line => ((bool)line!["isDone"]!, (string?)line["refusal"])), Is.EqualTo(new (bool, string?)[] { (true, null), (false, "D104") }));
        await (await examiner.PostAsync("/api/work/batches/complete", new { items = Array.Empty<object>() })).ProblemAsync(400, "bad-request");
        await (await examiner.PostAsync("/api/work/batches/reject", body)).ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task A_leader_gives_several_steps_to_one_officer()
    {
        var (desk, leader) = (await Shared.Province.AsAsync("motcua"), await Shared.Province.AsAsync("chutich"));
        var (one, two) = (await desk.AcceptedAsync(), await desk.AcceptedAsync());
        var body = new { items = new[] { new { code = one, step = "B2" }, new { code = two, step = "B2" } }, values = new { assignee = "tuphap", reason = "Cân đối việc" } };
        var lines = (JsonArray)await (await leader.PostAsync("/api/work/batches/assign", body)).JsonAsync(HttpStatusCode.OK);
        Assert.That(lines.Select(line => (bool)line!["isDone"]!), Is.EqualTo(new[] { true, true }), lines.ToJsonString());
    }
}
