using System.Net;
using System.Text.Json.Nodes;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>Dossiers over HTTP, from the desk to the returned result.</summary>
public sealed class DossierTests
{
    private Person _desk = null!;
    private Person _examiner = null!;

    [OneTimeSetUp]
    public async Task Come_to_work()
    {
        _desk = await Shared.Province.AsAsync("motcua");
        _examiner = await Shared.Province.AsAsync("tuphap");
    }

    [Test]
    public async Task A_dossier_goes_from_the_desk_to_the_returned_result()
    {
        var (leader, clerk) = (await Shared.Province.AsAsync("phochutich"), await Shared.Province.AsAsync("vanthu"));
        var received = await _desk.PostAsync("/api/dossiers", Office.Receipt("Lò Thị Hoa"));
        var code = (string)(await received.JsonAsync(HttpStatusCode.Created))["code"]!;
        Assert.That(received.Headers.Location?.ToString(), Is.EqualTo($"/api/dossiers/{code}"));

        await _desk.CompleteAsync(code, "B1", "Accepted");
        await _examiner.CompleteAsync(code, "B2", "Passed");
        await leader.CompleteAsync(code, "B3", "Signed");
        await clerk.CompleteAsync(code, "B4", "Done");
        Assert.That((string?)(await _desk.ReadAsync($"/api/dossiers/{code}"))["status"], Is.EqualTo("ResultReady"));
        Assert.That((await _desk.PostAsync($"/api/dossiers/{code}/results", new { receivedBy = "Lò Thị Hoa" })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));

        var dossier = await _desk.ReadAsync($"/api/dossiers/{code}");
        var journal = (JsonArray)await _desk.ReadAsync($"/api/dossiers/{code}/journal");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)dossier["status"], Is.EqualTo("Returned"));
            Assert.That((int?)dossier["length"], Is.EqualTo(journal.Count));
            Assert.That((string?)dossier["applicant"]!["name"], Is.EqualTo("Lò Thị Hoa"));
            Assert.That((string?)journal[0]!["happened"]!["$type"], Is.EqualTo("received"));
            Assert.That((string?)journal[^1]!["happened"]!["$type"], Is.EqualTo("ended"));
        }
        await (await _desk.PostAsync($"/api/dossiers/{code}/completions", new { step = "B2", outcome = "Passed" })).ProblemAsync(409, "D103");
    }

    [Test]
    public async Task Only_who_holds_the_position_may_complete_its_step()
    {
        var code = await _desk.AcceptedAsync();

        await (await _desk.PostAsync($"/api/dossiers/{code}/completions", new { step = "B2", outcome = "Passed" })).ProblemAsync(409, "D105");
        await (await _examiner.PostAsync($"/api/dossiers/{code}/completions", new { step = "B2", outcome = "Whatever" })).ProblemAsync(409, "D110");
        await (await _examiner.PostAsync("/api/dossiers", Office.Receipt())).ProblemAsync(409, "D107");
    }

    [Test]
    public async Task Whether_there_is_an_officer_of_a_name_is_told_to_those_alone_who_may_complete_the_step()
    {
        var code = await _desk.AcceptedAsync();
        var body = new { step = "B2", outcome = "Passed", assignee = "khong-co-ai" };

        await (await _desk.PostAsync($"/api/dossiers/{code}/completions", body)).ProblemAsync(409, "D105");
        await (await (await Shared.Province.AsAsync("motcua-tanphong")).PostAsync($"/api/dossiers/{code}/completions", body)).ProblemAsync(404, "not-found");
        Assert.That((string?)(await (await _examiner.PostAsync($"/api/dossiers/{code}/completions", body)).ProblemAsync(400, "bad-request"))["field"], Is.EqualTo("assignee"));
    }

    [Test]
    public async Task A_completion_on_an_old_state_is_refused_and_changes_nothing()
    {
        var code = await _desk.ReceivedAsync();
        var seen = await _examiner.GetAsync($"/api/dossiers/{code}");
        await _desk.CompleteAsync(code, "B1", "Accepted");
        var standing = await _examiner.GetAsync($"/api/dossiers/{code}");

        await (await _examiner.PostAsync($"/api/dossiers/{code}/completions", new { step = "B2", outcome = "Passed" }, ("If-Match", seen.Tag()))).ProblemAsync(412, "stale");
        Assert.That((await _examiner.GetAsync($"/api/dossiers/{code}")).Tag(), Is.EqualTo(standing.Tag()));

        var done = await _examiner.PostAsync($"/api/dossiers/{code}/completions", new { step = "B2", outcome = "Passed" }, ("If-Match", "W/" + standing.Tag()));
        Assert.That(done.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), "a proxy that compresses marks the tag as weak");
        Assert.That(done.Tag(), Is.EqualTo((await _examiner.GetAsync($"/api/dossiers/{code}")).Tag()));
    }

    [Test]
    public async Task Who_holds_the_state_already_is_not_sent_it_again()
    {
        var code = await _desk.ReceivedAsync();
        var first = await _desk.GetAsync($"/api/dossiers/{code}");

        Assert.That((await _desk.GetAsync($"/api/dossiers/{code}", ("If-None-Match", first.Tag()))).StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That((await _desk.GetAsync($"/api/dossiers/{code}", ("If-None-Match", "\"0\""))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(first.Headers.CacheControl?.ToString(), Is.EqualTo("no-cache, private"));
    }

    [Test]
    public async Task A_repeated_command_gets_the_first_answer_and_its_key_serves_no_other()
    {
        var key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var first = await _desk.PostAsync("/api/dossiers", Office.Receipt("Vàng A Páo"), key);
        var code = (string)(await first.JsonAsync(HttpStatusCode.Created))["code"]!;

        var again = await _desk.PostAsync("/api/dossiers", Office.Receipt("Vàng A Páo"), key);
        Assert.That((string?)(await again.JsonAsync(HttpStatusCode.Created))["code"], Is.EqualTo(code));
        await (await _desk.PostAsync("/api/dossiers", Office.Receipt("Vàng A Pó"), key)).ProblemAsync(409, "key-reused");
        await (await _desk.PostAsync($"/api/dossiers/{code}/completions", new { step = "B1", outcome = "Accepted" }, key)).ProblemAsync(409, "key-reused");

        var accept = ("Idempotency-Key", Guid.NewGuid().ToString());
        var done = await _desk.PostAsync($"/api/dossiers/{code}/completions", new { step = "B1", outcome = "Accepted" }, accept);
        await _examiner.CompleteAsync(code, "B2", "Passed");
        var repeated = await _desk.PostAsync($"/api/dossiers/{code}/completions", new { step = "B1", outcome = "Accepted" }, accept);
        Assert.That((repeated.StatusCode, repeated.Tag()), Is.EqualTo((HttpStatusCode.NoContent, done.Tag())));

        await (await _desk.PostAsync("/api/dossiers", Office.Receipt(), ("Idempotency-Key", new string('k', 201)))).ProblemAsync(400, "bad-request");
    }

    [TestCase("appraisal/0197/3/B3:Passed")]
    [TestCase("portal/1")]
    public async Task A_key_of_the_systems_own_is_refused_from_outside(string reserved)
    {
        var problem = await (await _desk.PostAsync("/api/dossiers", Office.Receipt("Vàng A Páo"), ("Idempotency-Key", reserved))).ProblemAsync(400, "bad-request");
        Assert.That(((string?)problem["field"], (string?)problem["detail"]), Is.EqualTo(("Idempotency-Key", "Idempotency-Key không được bắt đầu bằng appraisal/ hoặc portal/: dành riêng cho hệ thống. Hãy chọn mã khác.")));
    }

    [Test]
    public async Task A_dry_run_tells_the_effect_and_changes_nothing()
    {
        var promise = await (await _desk.PostAsync("/api/dossiers?dryRun=true", Office.Receipt())).JsonAsync(HttpStatusCode.OK);
        Assert.That((string?)promise["after"]!["dueAt"], Does.StartWith("2026-03-02T10:00:00"), "17:00 in Vietnam, the same day");
        Assert.That((string?)promise["events"]![0]!["$type"], Is.EqualTo("received"));

        var code = await _desk.AcceptedAsync();
        var before = (await _examiner.GetAsync($"/api/dossiers/{code}")).Tag();
        var effect = await (await _examiner.PostAsync($"/api/dossiers/{code}/completions?dryRun=true", new { step = "B2", outcome = "Passed" })).JsonAsync(HttpStatusCode.OK);
        Assert.That(((JsonArray)effect["events"]!).Select(happened => (string?)happened!["$type"]), Does.Contain("step-completed").And.Contain("step-opened"));
        Assert.That((await _examiner.GetAsync($"/api/dossiers/{code}")).Tag(), Is.EqualTo(before));
        await (await _desk.PostAsync($"/api/dossiers/{code}/completions?dryRun=true", new { step = "B2", outcome = "Passed" })).ProblemAsync(409, "D105");
    }

    [Test]
    public async Task Papers_are_asked_for_and_handed_in()
    {
        var code = await _desk.AcceptedAsync();
        var path = $"/api/dossiers/{code}";

        await (await _examiner.PostAsync($"{path}/supplement-requests", new { step = "B2", missing = Array.Empty<string>(), reason = "Thiếu giấy tờ" })).ProblemAsync(409, "D114");
        var asked = await _examiner.PostAsync($"{path}/supplement-requests", new { step = "B2", missing = new[] { "Bản sao CCCD" }, reason = "Thiếu giấy tờ" });
        Assert.That(asked.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await asked.Content.ReadAsStringAsync());
        var waiting = await _desk.ReadAsync(path);
        Assert.That(((string?)waiting["status"], (string?)waiting["standing"], (int?)waiting["supplementRounds"]), Is.EqualTo(("AwaitingSupplement", "Stopped", 1)));

        Assert.That((await _desk.PostAsync($"{path}/supplements", new { note = "Đã nộp" })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((string?)(await _desk.ReadAsync(path))["status"], Is.EqualTo("InProgress"));
        await (await _desk.PostAsync($"{path}/supplements", new { })).ProblemAsync(409, "D143");
    }

    [Test]
    public async Task A_result_is_not_returned_before_it_is_there() =>
        await (await _desk.PostAsync($"/api/dossiers/{await _desk.ReceivedAsync()}/results", new { })).ProblemAsync(409, "D150");

    [Test]
    public async Task Another_agency_sees_nothing_of_it()
    {
        var neighbour = await Shared.Province.AsAsync("motcua-tanphong");
        var code = await _desk.ReceivedAsync("Người của Bình Lư");

        await (await neighbour.GetAsync($"/api/dossiers/{code}")).ProblemAsync(404, "not-found");
        await (await neighbour.GetAsync($"/api/dossiers/{code}/journal")).ProblemAsync(404, "not-found");
        Assert.That(((JsonArray)(await neighbour.ReadAsync("/api/dossiers"))["lines"]!), Is.Empty);
        var meddling = await neighbour.PostAsync($"/api/dossiers/{code}/completions", new { step = "B1", outcome = "Accepted" });
        Assert.That((int)meddling.StatusCode, Is.EqualTo(404).Or.EqualTo(409), "the decider asks who holds the post there");
    }

    [Test]
    public async Task An_agency_finds_its_own_by_name_and_an_officer_finds_the_work()
    {
        var code = await _desk.ReceivedAsync("Hoàng Thị Đào Tiên");
        await _desk.CompleteAsync(code, "B1", "Accepted");

        var found = (JsonArray)(await _desk.ReadAsync("/api/dossiers?filter=Running&q=dao%20tien"))["lines"]!;
        Assert.That(found.Select(line => (string?)line!["code"]), Is.EqualTo(new[] { code }));
        var work = (JsonArray)await _examiner.ReadAsync("/api/work");
        Assert.That(work.Select(line => ((string?)line!["code"], (string?)line["step"])), Does.Contain((code, "B2")));
    }

    [Test]
    public async Task Lists_lead_to_their_next_page_and_are_narrowed_down()
    {
        for (var number = 0; number < 51; number++) await _desk.ReceivedAsync("Mùa A Lềnh");

        var response = await _desk.GetAsync("/api/dossiers?q=mua%20lenh&filter=All");
        var page = await response.JsonAsync(HttpStatusCode.OK);
        var link = response.Headers.GetValues("Link").Single();
        var next = await _desk.ReadAsync(link[1..link.IndexOf('>', StringComparison.Ordinal)]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((JsonArray)page["lines"]!).Count, Is.EqualTo(50));
            Assert.That(link, Does.EndWith("rel=\"next\"").And.Contain($"after={(string?)page["after"]}").And.Contain("filter=All"));
            Assert.That(((JsonArray)next["lines"]!).Count, Is.EqualTo(1));
            Assert.That((string?)next["before"], Is.Not.Null);
            Assert.That((await _desk.GetAsync("/api/dossiers?after=*")).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(((JsonArray)(await _desk.ReadAsync("/api/dossiers?q=0912345678&filter=All"))["lines"]!).Count, Is.GreaterThanOrEqualTo(50), "by phone number");
        }

        var work = await _desk.GetAsync("/api/work?scope=Unit&filter=Unassigned");
        Assert.That(work.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(work.Headers.GetValues("Link").Single(), Does.Contain("scope=Unit").And.Contain("rel=\"next\""));
    }

    [TestCase("012345678901")]
    [TestCase("0912345678")]
    [TestCase("+84 912 345 678")]
    public async Task A_citizen_with_the_receipt_and_a_number_is_told_how_it_stands(string proof)
    {
        var code = await _desk.ReceivedAsync("Chảo Mùi Pham");

        var status = await (await Shared.Province.Stranger().PostAsync("/api/look-up", new { code, proof })).JsonAsync(HttpStatusCode.OK);
        Assert.That((string?)status["status"], Is.EqualTo("Received").Or.EqualTo("InProgress"));
        Assert.That(status.ToJsonString(), Does.Not.Contain("Pham"), "nothing personal");
    }

    [Test]
    public async Task A_citizen_without_the_right_number_is_told_nothing()
    {
        var code = await _desk.ReceivedAsync();

        await (await Shared.Province.Stranger().PostAsync("/api/look-up", new { code, proof = "0912345679" })).ProblemAsync(404, "not-found");
        await (await Shared.Province.Stranger().PostAsync("/api/look-up", new { code, proof = "" })).ProblemAsync(404, "not-found");
        await (await Shared.Province.Stranger().PostAsync("/api/look-up", new { code = "H35.40-200101-0001", proof = "0912345678" })).ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task Of_two_who_complete_the_same_step_one_wins()
    {
        var code = await _desk.AcceptedAsync();
        var again = await Shared.Province.AsAsync("tuphap");

        var answers = await Task.WhenAll(
            _examiner.PostAsync($"/api/dossiers/{code}/completions", new { step = "B2", outcome = "Passed" }),
            again.PostAsync($"/api/dossiers/{code}/completions", new { step = "B2", outcome = "Failed" }));

        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.NoContent), Is.EqualTo(1));
        var lost = answers.Single(answer => answer.StatusCode != HttpStatusCode.NoContent);
        Assert.That((string?)JsonNode.Parse(await lost.Content.ReadAsStringAsync())!["code"], Is.EqualTo("D104").Or.EqualTo("D103").Or.EqualTo("stale"));
        var journal = (JsonArray)await _examiner.ReadAsync($"/api/dossiers/{code}/journal");
        Assert.That(journal.Count(line => (string?)line!["happened"]!["$type"] == "step-completed" && (string?)line["happened"]!["step"] == "B2"), Is.EqualTo(1));
    }
}
