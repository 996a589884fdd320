using System.Net;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>From a document to a published version, over HTTP.</summary>
public sealed class DraftTests
{
    private Person _author = null!;
    private Person _appraiser = null!;
    private Person _publisher = null!;

    [OneTimeSetUp]
    public async Task Come_to_work()
    {
        _author = await Shared.Province.AsAsync("tacgia");
        // The document is an agency's own process: it is reviewed and approved in the same house.
        await Shared.Province.AccountAsync("soatxet-xd", Role.Appraiser);
        await Shared.Province.AccountAsync("pheduyet-xd", Role.Publisher);
        _appraiser = await Shared.Province.AsAsync("soatxet-xd");
        _publisher = await Shared.Province.AsAsync("pheduyet-xd");
    }

    [Test]
    public async Task Three_persons_take_a_document_to_a_published_version()
    {
        var draft = await DraftedAsync(_author, "cong-trinh-khac");
        Assert.That((string?)(await _author.ReadAsync(draft))["status"], Is.EqualTo("Draft"));

        await DoneAsync(_author, $"{draft}/submission");
        await AppraisedAsync(draft, "15/BC-SKHCN");
        await (await _publisher.PostAsync($"{draft}/publication", new { number = "99/QĐ-UBND", signedOn = "2026-03-02", authority = "UBND tỉnh", effectiveFrom = "2026-03-02" })).ProblemAsync(409, "P148");
        await DoneAsync(_author, $"{draft}/proposal", new { number = "20/TTr-SXD", date = "2026-03-02" });
        await (await _publisher.PostAsync($"{draft}/publication", new { number = "", signedOn = "2026-03-02", authority = "UBND tỉnh", effectiveFrom = "2026-03-02" })).ProblemAsync(409, "P140");
        await DoneAsync(_publisher, $"{draft}/publication", new { number = "99/QĐ-UBND", signedOn = "2026-03-02", authority = "UBND tỉnh", effectiveFrom = "2026-03-02" });

        var published = await _author.ReadAsync(draft);
        var hash = (string)published["hash"]!;
        var stranger = Shared.Province.Stranger();
        var version = await stranger.ReadAsync($"/api/versions/{hash}");
        var lines = (JsonArray)await stranger.ReadAsync("/api/versions?procedure=QTR-XD-01");
        var document = await stranger.GetAsync($"/api/versions/{hash}/document");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)published["status"], Is.EqualTo("Published"));
            Assert.That((string?)version["line"]!["act"]!["number"], Is.EqualTo("99/QĐ-UBND"));
            Assert.That(((JsonArray)version["steps"]!).Select(step => (string?)step!["key"]), Does.Contain("B3"));
            Assert.That(lines.Select(line => (string?)line!["hash"]), Does.Contain(hash));
            Assert.That(document.Headers.CacheControl?.ToString(), Does.Contain("immutable"));
            Assert.That(await document.Content.ReadAsStringAsync(), Is.EqualTo(await (await _author.GetAsync($"{draft}/document")).Content.ReadAsStringAsync()));
        }
        await (await _author.PutAsync($"{draft}/document", Office.Document("another").Json(), ("If-Match", "\"1\""))).ProblemAsync(409, "P108");
    }

    [Test]
    public async Task One_person_may_not_stand_in_two_places()
    {
        await Shared.Province.AccountAsync("kiemnhiem", Role.Author, Role.Appraiser, Role.Publisher);
        var both = await Shared.Province.AsAsync("kiemnhiem");

        var own = await DraftedAsync(both, "dieu-chinh");
        await DoneAsync(both, $"{own}/submission");
        await (await both.PostAsync($"{own}/acceptance", new { receipt = "1" })).ProblemAsync(409, "P114");
        await AppraisedAsync(own, "1");
        await DoneAsync(both, $"{own}/proposal", new { number = "1/TTr", date = "2026-03-02" });
        var act = new { number = "2", signedOn = "2026-03-02", authority = "UBND tỉnh", effectiveFrom = "2026-03-02" };
        await (await both.PostAsync($"{own}/publication", act)).ProblemAsync(409, "P114");

        var theirs = await DraftedAsync(_author, "gia-han");
        await DoneAsync(_author, $"{theirs}/submission");
        await DoneAsync(_appraiser, $"{theirs}/acceptance", new { receipt = "2", appraiser = "soatxet-xd" });
        await DoneAsync(both, $"{theirs}/comments", new { text = "Chỉ góp ý", weight = "Remark" });
        await DoneAsync(_appraiser, $"{theirs}/appraisal", new { number = "3", date = "2026-03-02" });
        await (await both.PostAsync($"{theirs}/proposal", new { number = "2/TTr", date = "2026-03-02" })).ProblemAsync(409, "P115");
        await DoneAsync(_author, $"{theirs}/proposal", new { number = "2/TTr", date = "2026-03-02" });
        await (await both.PostAsync($"{theirs}/publication", act)).ProblemAsync(409, "P116");
        await (await _author.PostAsync($"{theirs}/publication", act)).ProblemAsync(409, "P112");
    }

    [Test]
    public async Task A_round_of_completion_is_told_comment_by_comment()
    {
        var draft = await DraftedAsync(_author, "hoan-thien");
        await DoneAsync(_author, $"{draft}/submission");
        await DoneAsync(_appraiser, $"{draft}/acceptance", new { receipt = "45/TN", appraiser = "soatxet-xd" });
        await (await _appraiser.PostAsync($"{draft}/comments", new { text = "Nêu rõ căn cứ", step = "B99" })).ProblemAsync(409, "P153");
        await (await _appraiser.PostAsync($"{draft}/comments", new { text = " ", step = "B3" })).ProblemAsync(409, "P155");
        await DoneAsync(_appraiser, $"{draft}/comments", new { text = "Nêu rõ căn cứ", step = "B3" });
        await DoneAsync(_appraiser, $"{draft}/comments", new { text = "Tên còn dài", field = "name", weight = "Remark" });
        await (await _appraiser.PostAsync($"{draft}/appraisal", new { number = "3", date = "2026-03-02" })).ProblemAsync(409, "P162");
        await DoneAsync(_appraiser, $"{draft}/appraisal", new { number = "3", date = "2026-03-02", opinion = "FitOnceCompleted", note = "Hoàn thiện theo góp ý" });

        await (await _author.PostAsync($"{draft}/submission", new { })).ProblemAsync(409, "P124");
        await DoneAsync(_author, $"{draft}/comments/1/answer", new { text = "Đã bổ sung Điều 4" });
        await DoneAsync(_author, $"{draft}/submission");
        await DoneAsync(_appraiser, $"{draft}/comments/1/resolution");

        var read = await _author.ReadAsync(draft);
        var comments = (JsonArray)await _author.ReadAsync($"{draft}/comments");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((string?)read["status"], (int?)read["round"], (string?)read["assigned"], (string?)read["receipt"]), Is.EqualTo(("UnderAppraisal", 2, "soatxet-xd", "45/TN")));
            Assert.That(comments.Select(comment => (string?)comment!["state"]), Is.EqualTo(new[] { "Resolved", "Open" }));
            Assert.That(((JsonArray)comments[0]!["turns"]!).Select(turn => (string?)turn!["kind"]), Is.EqualTo(new[] { "TakenUp", "Resolved" }));
            Assert.That((bool?)read["offers"]!["giveOpinion"], Is.False, "not the author's to give");
        }
        await DoneAsync(_author, $"{draft}/withdrawal", new { reason = "Luật mới" });
        await (await _author.PostAsync($"{draft}/submission", new { })).ProblemAsync(409, "P109");
        await (await (await Shared.Province.AsAsync("thamdinh")).GetAsync(draft)).ProblemAsync(404, "not-found");
        await (await _appraiser.GetAsync(draft)).ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task A_draft_is_sent_back_with_a_reason()
    {
        var draft = await DraftedAsync(_author, "tra-lai");
        await (await _appraiser.PostAsync($"{draft}/return", new { reason = "Chưa rõ" })).ProblemAsync(404, "not-found");
        await DoneAsync(_author, $"{draft}/submission");

        await (await _appraiser.PostAsync($"{draft}/return", new { reason = " " })).ProblemAsync(409, "P130");
        await DoneAsync(_appraiser, $"{draft}/return", new { reason = "Thiếu căn cứ ở bước B3" });
        Assert.That((string?)(await _author.ReadAsync(draft))["status"], Is.EqualTo("Draft"));
        await DoneAsync(_author, $"{draft}/submission");
        await (await _author.PostAsync($"{draft}/submission", new { })).ProblemAsync(409, "P104");
    }

    [Test]
    public async Task The_next_text_is_saved_on_top_of_the_one_that_was_read()
    {
        var draft = await DraftedAsync(_author, "luu");
        var next = Office.Document("luu");
        next["name"] = "Tên mới";

        await (await _author.PutAsync($"{draft}/document", next.Json())).ProblemAsync(400, "bad-request");
        await (await _author.PutAsync($"{draft}/document", next.Json(), ("If-Match", "abc"))).ProblemAsync(400, "bad-request");
        var read = await _author.GetAsync($"{draft}/document");
        var saved = await _author.PutAsync($"{draft}/document", next.Json(), ("If-Match", read.Tag()));
        Assert.That((int?)(await saved.JsonAsync(HttpStatusCode.OK))["revision"], Is.EqualTo(2));
        await (await _author.PutAsync($"{draft}/document", Office.Document("luu").Json(), ("If-Match", read.Tag()))).ProblemAsync(412, "stale");
        Assert.That((string?)(await _author.ReadAsync(draft))["name"], Is.EqualTo("Tên mới"));
    }

    [Test]
    public async Task Every_act_may_be_sent_again_with_its_key()
    {
        (string, string) first = Key(), text = Key(), submission = Key(), back = Key(), appraisal = Key(), publication = Key();
        var created = await TwiceAsync(() => _author.PostAsync("/api/drafts", Office.Document("gui-lai").Json(), first), HttpStatusCode.Created);
        var draft = $"/api/drafts/{(string?)created["id"]}";
        var next = Office.Document("gui-lai");
        next["name"] = "Tên mới";

        var saved = await TwiceAsync(() => _author.PutAsync($"{draft}/document", next.Json(), ("If-Match", "\"1\""), text));
        await TwiceAsync(() => _author.PostAsync($"{draft}/submission", new { }, submission));
        await TwiceAsync(() => _appraiser.PostAsync($"{draft}/return", new { reason = "Chưa rõ" }, back));
        await DoneAsync(_author, $"{draft}/submission");
        await DoneAsync(_appraiser, $"{draft}/acceptance", new { receipt = "45/TN", appraiser = "soatxet-xd" });
        await TwiceAsync(() => _appraiser.PostAsync($"{draft}/appraisal", new { number = "7", date = "2026-03-02" }, appraisal));
        await DoneAsync(_author, $"{draft}/proposal", new { number = "20/TTr", date = "2026-03-02" });
        await TwiceAsync(() => _publisher.PostAsync(
            $"{draft}/publication", new { number = "8", signedOn = "2026-03-02", authority = "UBND tỉnh", effectiveFrom = "2026-03-02" }, publication));

        var acts = (JsonArray)(await _publisher.ReadAsync(draft))["acts"]!;
        Assert.That((int?)saved["revision"], Is.EqualTo(2));
        Assert.That(acts, Has.Count.EqualTo(9));
        await (await _author.PostAsync("/api/drafts", next.Json(), first)).ProblemAsync(409, "key-reused");
        await (await _author.PostAsync($"{draft}/submission", new { }, text)).ProblemAsync(409, "key-reused");
    }

    [Test]
    public async Task A_key_has_1_to_200_characters()
    {
        var draft = await DraftedAsync(_author, "khoa-dai");
        var tooLong = ("Idempotency-Key", new string('k', 201));

        await (await _author.PostAsync("/api/drafts", Office.Document("khoa-dai").Json(), tooLong)).ProblemAsync(400, "bad-request");
        await (await _author.PutAsync($"{draft}/document", Office.Document("khoa-dai").Json(), ("If-Match", "\"1\""), tooLong)).ProblemAsync(400, "bad-request");
        await (await _author.PostAsync($"{draft}/submission", new { }, tooLong)).ProblemAsync(400, "bad-request");
        Assert.That((string?)(await _author.ReadAsync(draft))["status"], Is.EqualTo("Draft"));
    }

    [Test]
    public async Task Another_agencys_draft_is_not_there()
    {
        var draft = await DraftedAsync(_author, "cua-so-xay-dung");
        var stranger = await Shared.Province.AsAsync("tacgia-nnmt");

        await (await stranger.GetAsync(draft)).ProblemAsync(404, "not-found");
        await (await stranger.GetAsync($"{draft}/document")).ProblemAsync(404, "not-found");
        await (await stranger.PutAsync($"{draft}/document", Office.Document("x").Json(), ("If-Match", "\"1\""))).ProblemAsync(404, "not-found");
        Assert.That(((JsonArray)await stranger.ReadAsync("/api/drafts")).Select(line => (string?)line!["id"]), Does.Not.Contain(draft.Split('/')[^1]));
        Assert.That(((JsonArray)await _author.ReadAsync("/api/drafts")).Select(line => (string?)line!["id"]), Does.Contain(draft.Split('/')[^1]));
    }

    [Test]
    public async Task A_desk_officer_drafts_nothing()
    {
        var desk = await Shared.Province.AsAsync("motcua");

        await (await desk.PostAsync("/api/drafts", Office.Document("khong").Json())).ProblemAsync(409, "P110");
        await (await Shared.Province.Stranger().PostAsync("/api/drafts", Office.Document("khong").Json())).ProblemAsync(401, "not-signed-in");
    }

    /// <summary>Accepted, assigned to whoever accepts it, and found fit.</summary>
    private async Task AppraisedAsync(string draft, string number)
    {
        await DoneAsync(_appraiser, $"{draft}/acceptance", new { receipt = "45/TN", appraiser = "soatxet-xd" });
        await DoneAsync(_appraiser, $"{draft}/appraisal", new { number, date = "2026-03-02" });
    }

    private static (string, string) Key() => ("Idempotency-Key", Guid.NewGuid().ToString());

    private static async Task<JsonNode> TwiceAsync(Func<Task<HttpResponseMessage>> act, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var first = await act();
        var again = await act();
        var answer = await first.JsonAsync(expected);
        Assert.That(JsonNode.DeepEquals(await again.JsonAsync(expected), answer));
        Assert.That((again.Tag(), again.Headers.Location), Is.EqualTo((first.Tag(), first.Headers.Location)));
        return answer;
    }

    private static async Task<string> DraftedAsync(Person author, string @case)
    {
        var answer = await author.PostAsync("/api/drafts", Office.Document(@case).Json());
        var id = (string)(await answer.JsonAsync(HttpStatusCode.Created))["id"]!;
        Assert.That(answer.Tag(), Is.EqualTo("\"1\""));
        return $"/api/drafts/{id}";
    }

    private static async Task DoneAsync(Person person, string path, object? body = null) =>
        await (await person.PostAsync(path, body ?? new { })).JsonAsync(HttpStatusCode.OK);
}
