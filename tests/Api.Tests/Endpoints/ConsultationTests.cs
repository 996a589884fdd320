using System.Net;
using System.Text.Json.Nodes;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>Bodies asked for an opinion, over HTTP and on their page.</summary>
public sealed class ConsultationTests
{
    private const string Body = "H35.05.01";

    private static async Task<string> AskedAsync(Person desk, Person examiner)
    {
        var code = await desk.AcceptedAsync();
        var asked = new { step = "B2", values = new { bodies = Body, question = "Có ý kiến gì về hồ sơ?", limit = "2", unit = "days", silence = "Wait" } };
        var answer = await examiner.PostAsync($"/api/dossiers/{code}/acts/consult", asked);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await answer.Content.ReadAsStringAsync());
        return code;
    }

    [Test]
    public async Task A_body_is_asked_and_answers_seeing_its_question_only()
    {
        var (desk, examiner, body) = (await Shared.Province.AsAsync("motcua"), await Shared.Province.AsAsync("tuphap"), await Shared.Province.AsAsync("phoihop"));
        var code = await AskedAsync(desk, examiner);

        await (await examiner.PostAsync($"/api/dossiers/{code}/completions", new { step = "B2", outcome = "Passed" })).ProblemAsync(409, "D286");
        var line = ((JsonArray)await body.ReadAsync("/api/work")).Single(each => (string?)each!["code"] == code)!;
        Assert.That(((int?)line["consultation"], (string?)line["applicant"]), Is.EqualTo(((int?)1, "")));
        await (await body.GetAsync($"/api/dossiers/{code}")).ProblemAsync(404, "not-found");
        await (await desk.GetAsync($"/api/consultations/{code}/1")).ProblemAsync(404, "not-found");

        var question = await body.ReadAsync($"/api/consultations/{code}/1");
        Assert.That(((string?)question["question"], (string?)question["state"]), Is.EqualTo(("Có ý kiến gì về hồ sơ?", "Awaited")));
        Assert.That(question.ToJsonString(), Does.Not.Contain("012345678901").And.Not.Contain("Giàng Thị Mây"), "nothing of the applicant");

        var address = $"/api/consultations/{code}/1/answer";
        await (await body.PostAsync(address, new { opinion = "Disagreed" })).ProblemAsync(409, "D113");
        await (await examiner.PostAsync(address, new { opinion = "Agreed" })).ProblemAsync(404, "not-found");
        Assert.That((await body.PostAsync(address, new { opinion = "AgreedWithConditions", note = "Bổ sung bản vẽ" })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await (await body.PostAsync(address, new { opinion = "Agreed" })).ProblemAsync(409, "D285");

        var page = await (await examiner.GetAsync($"/dossiers/{code}")).Content.ReadAsStringAsync();
        Assert.That(WebUtility.HtmlDecode(page), Does.Contain("Đồng ý kèm điều kiện").And.Contain("Bổ sung bản vẽ").And.Contain("1/1 đã trả lời"));
        await examiner.CompleteAsync(code, "B2", "Passed");
    }

    [Test]
    public async Task The_body_answers_on_its_page_without_script()
    {
        var (desk, examiner, body) = (await Shared.Province.AsAsync("motcua"), await Shared.Province.AsAsync("tuphap"), await Shared.Province.AsAsync("phoihop"));
        var code = await AskedAsync(desk, examiner);
        var address = $"/consultations/{code}/1";
        Assert.That(WebUtility.HtmlDecode(await (await body.GetAsync("/work")).Content.ReadAsStringAsync()), Does.Contain(address));
        Assert.That((await desk.GetAsync(address)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));

        (string, string)[] form = [("_handler", "ask"), ("kind", "give-opinion"), ("question", "1"), ("opinion", "Disagreed"), ("note", "Không đủ điều kiện")];
        var preview = await body.SubmitAsync(address, [.. form, ("act", "preview")]);
        Assert.That(WebUtility.HtmlDecode(await preview.Content.ReadAsStringAsync()), Does.Contain("Trả lời ý kiến số 1: không đồng ý"));
        var done = await body.SubmitAsync(address, [.. form, ("act", "confirm"), ("key", Guid.NewGuid().ToString("n"))]);
        Assert.That(done.Headers.Location?.ToString(), Does.EndWith($"{address}?done=recorded"), await done.Content.ReadAsStringAsync());
        Assert.That(WebUtility.HtmlDecode(await (await body.GetAsync(address)).Content.ReadAsStringAsync()), Does.Contain("Không đủ điều kiện"));
    }

    [Test]
    public async Task Who_answers_is_said_by_a_leader_of_the_body_and_by_nobody_else()
    {
        var (desk, examiner, body) = (await Shared.Province.AsAsync("motcua"), await Shared.Province.AsAsync("tuphap"), await Shared.Province.AsAsync("phoihop"));
        var code = await AskedAsync(desk, examiner);
        await (await body.PostAsync($"/api/consultations/{code}/1/assignment", new { assignee = "phoihop" })).ProblemAsync(409, "D330");
        await (await desk.PostAsync($"/api/consultations/{code}/1/assignment", new { assignee = "phoihop" })).ProblemAsync(404, "not-found");
        await (await body.PostAsync($"/api/consultations/{code}/1/assignment", new { assignee = 7 })).ProblemAsync(400, "bad-request");
        var seen = await body.GetAsync($"/dossiers/{code}");
        Assert.That(seen.Headers.Location?.ToString() ?? seen.RequestMessage!.RequestUri!.PathAndQuery, Does.EndWith($"/consultations/{code}/1"), "a message leads to the dossier: theirs is the question");
    }

    [Test]
    public async Task The_asking_officer_chases_and_withdraws_by_the_acts_of_the_dossier()
    {
        var (desk, examiner) = (await Shared.Province.AsAsync("motcua"), await Shared.Province.AsAsync("tuphap"));
        var code = await AskedAsync(desk, examiner);
        var acts = ((JsonArray)await examiner.ReadAsync($"/api/dossiers/{code}/acts")).Select(act => (string?)act!["act"]).ToArray();
        Assert.That(acts, Does.Contain("consult").And.Contain("chase-opinion").And.Contain("withdraw-question"));

        Assert.That((await examiner.PostAsync($"/api/dossiers/{code}/acts/chase-opinion", new { values = new { question = "1", note = "Đề nghị trả lời" } })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await examiner.PostAsync($"/api/dossiers/{code}/acts/withdraw-question", new { values = new { question = "1", reason = "Đã đủ căn cứ" } })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await examiner.CompleteAsync(code, "B2", "Passed");
        await (await examiner.PostAsync($"/api/dossiers/{code}/acts/consult", new { step = "B2", values = new { bodies = "XX.99", question = "?", limit = "2", unit = "days", silence = "Wait" } })).ProblemAsync(409, "D104");
    }
}
