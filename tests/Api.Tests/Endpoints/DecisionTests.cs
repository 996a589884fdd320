using System.Net;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>One decision for several processes, over HTTP.</summary>
public sealed class DecisionTests
{
    private Person _author = null!;
    private Person _appraiser = null!;
    private Person _publisher = null!;

    [OneTimeSetUp]
    public async Task Come_to_work()
    {
        _author = await Shared.Province.AsAsync("tacgia");
        await Shared.Province.AccountAsync("soatxet-qd", Role.Appraiser);
        await Shared.Province.AccountAsync("pheduyet-qd", Role.Publisher);
        _appraiser = await Shared.Province.AsAsync("soatxet-qd");
        _publisher = await Shared.Province.AsAsync("pheduyet-qd");
    }

    [Test]
    public async Task A_decision_is_prepared_mended_and_signed()
    {
        var (first, second) = (await ProposedAsync("quyet-dinh-1"), await ProposedAsync("quyet-dinh-2"));
        var candidates = (JsonArray)(await _publisher.ReadAsync("/api/decisions/candidates"))["drafts"]!;
        Assert.That(candidates.Select(candidate => (string?)candidate!["draft"]!["draft"]), Is.SupersetOf(new[] { first, second }));

        var problem = await (await _publisher.PostAsync("/api/decisions", Body("Amend", first, first))).ProblemAsync(409, "P211");
        Assert.That(((JsonArray)problem["lines"]!).Select(line => $"{line!["line"]} {line["code"]}"), Is.EqualTo(new[] { "2 P227" }));
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var begun = await (await _publisher.PostAsync("/api/decisions", Body("Amend", first, second), key)).JsonAsync(HttpStatusCode.Created);
        var again = await (await _publisher.PostAsync("/api/decisions", Body("Amend", first, second), key)).JsonAsync(HttpStatusCode.Created);
        var path = $"/api/decisions/{begun["id"]}";
        Assert.That((string?)again["id"], Is.EqualTo((string?)begun["id"]));

        var signature = new { number = "575/QĐ-SXD", signedOn = "2026-03-02", authority = "Sở Xây dựng", effectiveFrom = "2026-03-02" };
        problem = await (await _publisher.PostAsync($"{path}/signature", signature)).ProblemAsync(409, "P211");
        Assert.That(((JsonArray)problem["lines"]!).Select(line => $"{line!["line"]} {line["code"]}"), Is.EqualTo(new[] { "1 P231", "2 P231" }), "nothing is in force that could be amended");
        var seen = await _publisher.GetAsync(path);
        var tag = seen.Headers.ETag!.ToString();
        Assert.That((bool?)(await seen.JsonAsync(HttpStatusCode.OK))["isReady"], Is.False);

        await (await _publisher.PutAsync(path, Json(Body("Approve", first, second)), ("If-Match", "\"1\""))).ProblemAsync(412, "stale");
        await (await _publisher.PutAsync(path, Json(Body("Approve", first, second)))).ProblemAsync(400, "bad-request");
        await (await _publisher.PutAsync(path, Json(Body("Approve", first, second)), ("If-Match", tag))).JsonAsync(HttpStatusCode.OK);
        await (await _publisher.PostAsync($"{path}/signature", signature)).JsonAsync(HttpStatusCode.OK);

        var signed = await _publisher.ReadAsync(path);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((string?)signed["status"], (string?)signed["act"]!["number"]), Is.EqualTo(("Signed", "575/QĐ-SXD")));
            Assert.That(((JsonArray)signed["lines"]!).Select(line => (string?)line!["issues"]!["status"]), Is.All.EqualTo("Published"));
            Assert.That((string?)(await _author.ReadAsync($"/api/drafts/{first}"))["act"]!["number"], Is.EqualTo("575/QĐ-SXD"));
        }
        await (await _publisher.PostAsync($"{path}/discard", new { reason = "Thôi" })).ProblemAsync(409, "P203");
        await (await _author.GetAsync(path)).ProblemAsync(404, "not-found");
        await (await _author.PostAsync("/api/decisions", Body("Approve", first))).ProblemAsync(409, "P112");
        await (await Shared.Province.Stranger().GetAsync("/api/decisions")).ProblemAsync(401, "not-signed-in");
    }

    private static object Body(string act, params string[] drafts) => new
    {
        subject = "Phê duyệt quy trình nội bộ",
        signerTitle = "GIÁM ĐỐC",
        signerName = "Lò Thị Hoa",
        lines = drafts.Select(draft => new { act, draft }).ToArray(),
    };

    private static StringContent Json(object body) => Office.Json(System.Text.Json.JsonSerializer.Serialize(body));

    /// <summary>A draft that waits for the publisher of Sở Xây dựng.</summary>
    private async Task<string> ProposedAsync(string @case)
    {
        var id = (string)(await (await _author.PostAsync("/api/drafts", Office.Document(@case).Json())).JsonAsync(HttpStatusCode.Created))["id"]!;
        var draft = $"/api/drafts/{id}";
        await DoneAsync(_author, $"{draft}/submission");
        await DoneAsync(_appraiser, $"{draft}/acceptance", new { receipt = "45/TN", appraiser = "soatxet-qd" });
        await DoneAsync(_appraiser, $"{draft}/ticks", new { all = true });
        await DoneAsync(_appraiser, $"{draft}/appraisal", new { number = "15/BC", date = "2026-03-02" });
        await DoneAsync(_author, $"{draft}/proposal", new { number = "20/TTr", date = "2026-03-02" });
        return id;
    }

    private static async Task DoneAsync(Person person, string path, object? body = null) => await (await person.PostAsync(path, body ?? new { })).JsonAsync(HttpStatusCode.OK);
}
