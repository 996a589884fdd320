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
}
