using System.Net;
using System.Text.Json.Nodes;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>What an officer may do on a dossier now, asked and done over HTTP.</summary>
public sealed class ActTests
{
    [Test]
    public async Task An_officer_asks_what_they_may_do_and_does_it_by_its_name()
    {
        var (desk, examiner) = (await Shared.Province.AsAsync("motcua"), await Shared.Province.AsAsync("tuphap"));
        var code = await desk.AcceptedAsync();

        var offers = (JsonArray)await examiner.ReadAsync($"/api/dossiers/{code}/acts");
        var complete = offers.Single(offer => (string?)offer!["act"] == "complete")!;
        Assert.That((string?)complete["step"], Is.EqualTo("B2"));
        Assert.That(((JsonArray)complete["fields"]![0]!["choices"]!).Select(choice => (string?)choice!["value"]), Does.Contain("Passed"));
        Assert.That(((JsonArray)await desk.ReadAsync($"/api/dossiers/{code}/acts")).Select(offer => (string?)offer!["act"]), Does.Not.Contain("complete"));

        var act = $"/api/dossiers/{code}/acts/complete";
        var passed = new { step = "B2", values = new { outcome = "Passed" } };
        await (await examiner.PostAsync(act, new { step = "B2", values = new { outcome = "" } })).ProblemAsync(400, "bad-request");
        await (await examiner.PostAsync(act, new { step = "B2", values = new { outcome = "Bay" } })).ProblemAsync(400, "bad-request");
        await (await desk.PostAsync(act, passed)).ProblemAsync(409, "D105");
        await (await examiner.PostAsync($"/api/dossiers/{code}/acts/fly", passed)).ProblemAsync(404, "not-found");

        var effect = await (await examiner.PostAsync(act + "?dryRun=true", passed)).JsonAsync(HttpStatusCode.OK);
        Assert.That(((JsonArray)effect["events"]!).Select(happened => (string?)happened!["$type"]), Does.Contain("step-completed"));
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        Assert.That((await examiner.PostAsync(act, passed, key)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await examiner.PostAsync(act, passed, key)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent), "the same again is the same answer");
        await (await examiner.PostAsync(act, passed)).ProblemAsync(409, "D104");
    }

    [Test]
    public async Task Who_opens_the_page_has_seen_the_step_and_who_only_looks_has_not()
    {
        var (desk, examiner) = (await Shared.Province.AsAsync("motcua"), await Shared.Province.AsAsync("tuphap"));
        var code = await desk.AcceptedAsync();
        async Task<int> SeenAsync() => ((JsonArray)await desk.ReadAsync($"/api/dossiers/{code}/journal")).Count(line => (string?)line!["happened"]!["$type"] == "step-seen");

        Assert.That((await desk.GetAsync($"/dossiers/{code}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await SeenAsync(), Is.Zero);
        await examiner.GetAsync($"/dossiers/{code}");
        await examiner.GetAsync($"/dossiers/{code}");
        Assert.That(await SeenAsync(), Is.EqualTo(1), "once for each step and officer");
    }

    [Test]
    public async Task Who_stands_in_for_whom_is_registered_listed_and_called_off()
    {
        var (leader, clerk) = (await Shared.Province.AsAsync("chutich"), await Shared.Province.AsAsync("vanthu"));
        var body = new { principal = "chutich", substitute = "vanthu", from = "2026-03-05", to = "2026-03-06", reason = "Đi công tác", kind = "Delegation" };
        await (await clerk.PostAsync("/api/delegations", body)).ProblemAsync(409, "D294");
        Assert.That((await leader.PostAsync("/api/delegations", body)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));

        var mine = ((JsonArray)await clerk.ReadAsync("/api/delegations")).Single(each => (string?)each!["reason"] == "Đi công tác")!;
        Assert.That((string?)mine["principal"], Is.EqualTo("chutich"));
        Assert.That(await (await clerk.GetAsync("/delegations")).Content.ReadAsStringAsync(), Does.Contain("05/03/2026"));

        Assert.That((await leader.PostAsync($"/api/delegations/{mine["id"]}/revocation", new { reason = "Hoãn" })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await (await leader.PostAsync($"/api/delegations/{mine["id"]}/revocation", new { })).ProblemAsync(409, "D298");

        var answer = await leader.SubmitAsync("/delegations", ("_handler", "delegate"), ("principal", "chutich"), ("substitute", "phochutich"), ("kind", "Leave"), ("from", "2026-03-09"), ("to", "2026-03-10"), ("reason", "Nghỉ phép năm"));
        Assert.That(answer.Headers.Location?.ToString(), Does.EndWith("/delegations?done=recorded"), await answer.Content.ReadAsStringAsync());
    }
}
