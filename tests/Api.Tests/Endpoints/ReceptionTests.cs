using System.Net;
using System.Text.Json.Nodes;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>The one-stop desk over HTTP: handed in, answered, corrected, handed over, and times that nobody may change.</summary>
public sealed class ReceptionTests
{
    private Person _desk = null!;
    private Person _helper = null!;

    [OneTimeSetUp]
    public async Task Come_to_work()
    {
        _desk = await Shared.Province.AsAsync("motcua");
        _helper = await Shared.Province.AsAsync("motcua-tanphong");
    }

    private static object Submission(string applicant = "Vừ Thị Nủ", string? supporting = null) => new
    {
        procedure = Office.Copies,
        receiving = "H35.40.01",
        competent = "H35.40",
        supporting,
        applicant = new { name = applicant, identityNumber = "012345678901", phone = "0912 345 678" },
        subject = "Bản sao trích lục khai sinh",
        components = new[] { new { name = "Tờ khai", originals = 1 } },
    };

    private async Task<string> SubmittedAsync(string applicant = "Vừ Thị Nủ") =>
        (string)(await (await _desk.PostAsync("/api/submissions", Submission(applicant))).JsonAsync(HttpStatusCode.Created))["code"]!;

    private static async Task DoneAsync(Task<HttpResponseMessage> asked)
    {
        var answer = await asked;
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await answer.Content.ReadAsStringAsync());
    }

    [Test]
    public async Task What_is_handed_in_is_listed_by_its_deadline_and_becomes_a_dossier_when_it_is_accepted()
    {
        var code = await SubmittedAsync("Vừ A Sử");
        var submission = await _desk.ReadAsync($"/api/submissions/{code}");
        Assert.That(((string?)submission["status"], (string?)submission["clock"]!["dueAt"]), Is.EqualTo(("Submitted", "2026-03-03T02:00:00+00:00")), "eight working hours");
        Assert.That(((JsonArray)(await _desk.ReadAsync("/api/submissions"))["lines"]!).Select(line => (string?)line!["code"]), Does.Contain(code));
        await (await _desk.GetAsync($"/api/dossiers/{code}")).ProblemAsync(404, "not-found");

        var effect = await (await _desk.PostAsync($"/api/submissions/{code}/acceptance?dryRun=true", new { })).JsonAsync(HttpStatusCode.OK);
        Assert.That(((JsonArray)effect["events"]!).Select(happened => (string?)happened!["$type"]), Is.EqualTo(new[] { "received", "step-opened" }));
        await (await _desk.PostAsync($"/api/submissions/{code}/acceptance", new { }, ("If-Match", "\"7\""))).ProblemAsync(412, "stale");
        await DoneAsync(_desk.PostAsync($"/api/submissions/{code}/acceptance", new { }, ("If-Match", "\"1\"")));

        Assert.That((string?)(await _desk.ReadAsync($"/api/dossiers/{code}"))["status"], Is.EqualTo("Received"));
        await (await _desk.GetAsync($"/api/submissions/{code}")).ProblemAsync(404, "not-found");
    }

    /// <remarks>Defect seen in software in use: commands that set overdue dossiers back, or wrote the promised day as the day of the end, one by one or in bulk.</remarks>
    [Test]
    public async Task No_path_of_the_interface_changes_or_removes_what_happened_to_a_dossier_and_who_asks_is_written_down()
    {
        var paths = (await _desk.ReadAsync("/api/openapi.json"))["paths"]!.AsObject().Where(path => path.Key.StartsWith("/api/dossiers", StringComparison.Ordinal) || path.Key.StartsWith("/api/submissions", StringComparison.Ordinal)).ToList();
        Assert.That(paths, Has.Count.GreaterThan(20));
        Assert.That(paths.SelectMany(path => path.Value!.AsObject().Select(act => act.Key)).Distinct(), Is.SubsetOf(new[] { "get", "post" }), "a dossier's life is added to, never written over");

        var code = await _desk.ReceivedAsync();
        foreach (var time in new[] { "ReceivedAt", "PromisedAt", "FinishedAt", "OnTime" })
            await (await _desk.PostAsync($"/api/dossiers/{code}/time-changes", new { time, to = "2026-01-01T02:00:00Z", why = "Xin ghi đúng hạn" })).ProblemAsync(409, "D248");
        var journal = ((JsonArray)await _desk.ReadAsync($"/api/dossiers/{code}/journal")).Select(line => line!.ToJsonString()).ToList();
        Assert.That(journal.Count(line => line.Contains("time-change-refused", StringComparison.Ordinal)), Is.EqualTo(4));
    }

    [Test]
    public async Task Files_come_with_what_is_handed_in_over_HTTP_and_from_the_page_and_go_with_it()
    {
        var code = await SubmittedAsync("Vừ Thị Cở");
        var added = await _desk.PostAsync($"/api/dossiers/{code}/attachments?name=to-khai.pdf&component={Uri.EscapeDataString("Tờ khai")}", new ByteArrayContent("%PDF-1.7 khai"u8.ToArray()));
        await added.JsonAsync(HttpStatusCode.Created);

        var page = await (await _desk.GetAsync($"/desk/queue/{code}")).Content.ReadAsStringAsync();
        Assert.That(page, Does.Contain("to-khai.pdf").And.Contain($"action=\"/dossiers/{code}/attachments\""));
        var token = System.Text.RegularExpressions.Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" }, { new StringContent("queue"), "from" }, { new StringContent(""), "at" }, { new ByteArrayContent("%PDF-1.7 trang"u8.ToArray()), "file", "tu-trang.pdf" },
        };
        var sent = await _desk.PostAsync($"/dossiers/{code}/attachments", form);
        Assert.That(sent.Headers.Location?.ToString(), Is.EqualTo($"/desk/queue/{code}?file=added#attachments"));

        await DoneAsync(_desk.PostAsync($"/api/submissions/{code}/acceptance", new { }));
        Assert.That(((JsonArray)await _desk.ReadAsync($"/api/dossiers/{code}/attachments")).Select(file => (string?)file!["name"]), Is.EqualTo(new[] { "to-khai.pdf", "tu-trang.pdf" }));
        Assert.That(await (await _desk.GetAsync($"/dossiers/{code}")).Content.ReadAsStringAsync(), Does.Contain("tu-trang.pdf"));
    }

    [Test]
    public async Task A_submission_and_its_completion_bring_their_files_along_in_one_request()
    {
        MultipartFormDataContent With(string name, object body, params (string Part, string Name, string Content)[] files)
        {
            var form = new MultipartFormDataContent { { System.Net.Http.Json.JsonContent.Create(body), name } };
            foreach (var file in files) form.Add(new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(file.Content)), file.Part, file.Name);
            return form;
        }

        using var first = With("submission", Submission("Vừ Thị Sua"), ("Tờ khai", "to-khai.pdf", "%PDF-1.7 tờ khai"), ("file", "khac.txt", "giấy tờ khác"));
        var code = (string)(await (await _desk.PostAsync("/api/submissions", first)).JsonAsync(HttpStatusCode.Created))["code"]!;
        await DoneAsync(_desk.PostAsync($"/api/submissions/{code}/completion-requests", new { missing = new[] { "Căn cước" }, reason = "Thiếu" }));
        using var second = With("completion", new { note = "Đã nộp" }, ("Căn cước", "can-cuoc.pdf", "%PDF-1.7 căn cước"));
        await DoneAsync(_desk.PostAsync($"/api/submissions/{code}/completion", second));
        Assert.That(((JsonArray)await _desk.ReadAsync($"/api/dossiers/{code}/attachments")).Select(file => ((string?)file!["name"], (string?)file["component"])),
            Is.EqualTo(new[] { ("to-khai.pdf", "Tờ khai"), ("khac.txt", null), ("can-cuoc.pdf", "Căn cước") }));

        using var wrong = With("submission", Submission("Vừ Thị Sua"), ("Tờ khai", "to-khai.pdf", "MZ\0"));
        await (await _desk.PostAsync("/api/submissions", wrong)).ProblemAsync(409, "F103");
        using var tried = With("submission", Submission("Vừ Thị Sua"));
        Assert.That((await _desk.PostAsync("/api/submissions?dryRun=true", tried)).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest), "nothing is handed in by trying");
        using var cut = new ByteArrayContent("--x\r\nContent-Disposition: form-data; name=\"submission\"\r\n\r\n"u8.ToArray().Concat(System.Text.Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(Submission("Vừ Thị Cụt"))))
            .Concat("\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7 nửa"u8.ToArray()).ToArray());
        cut.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        await (await _desk.PostAsync("/api/submissions", cut)).ProblemAsync(409, "F109");
        Assert.That((await _desk.ReadAsync("/api/submissions")).ToJsonString(), Does.Not.Contain("Cụt"));
        using var nameless = With("hồ sơ", Submission("Vừ Thị Sua"));
        Assert.That((await _desk.PostAsync("/api/submissions", nameless)).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task The_desk_prints_forms_02_and_03_from_the_page_where_it_answers()
    {
        var code = await SubmittedAsync("Vừ Thị Dế");
        Assert.That(await (await _desk.GetAsync($"/desk/queue/{code}")).Content.ReadAsStringAsync(), Does.Not.Contain("/papers/"), "nothing was said yet");
        async Task<string> AfterAsync(string form, params (string Name, string Value)[] said)
        {
            var page = $"/desk/queue/{code}";
            var sent = await _desk.SubmitAsync(page, [("_handler", "answer"), .. said]);
            var after = await (await _desk.GetAsync(sent.Headers.Location!.PathAndQuery)).Content.ReadAsStringAsync();
            var link = System.Text.RegularExpressions.Regex.Match(after, $"href=\"(/dossiers/{code}/papers/{form}\\?line=\\d+)\"");
            Assert.That(link.Success, after);
            var sheet = await (await _desk.GetAsync(link.Groups[1].Value)).Content.ReadAsStringAsync();
            Assert.That(sheet, Does.Match($"/verify/{code}/\\d+/[0-9a-f]{{32}}").And.Contain($"/desk/queue/{code}"), "its seal, and the way back");
            Assert.That((await _desk.GetAsync($"/api/dossiers/{code}/papers/{form}.pdf")).Content.Headers.ContentType?.MediaType, Is.EqualTo("application/pdf"));
            return sheet;
        }

        Assert.That(await AfterAsync("supplement-notice", ("act", "ask"), ("missing", "Bản sao giấy khai sinh"), ("reason", "Thiếu giấy tờ")), Does.Contain("Bản sao giấy khai sinh").And.Contain("Mẫu số 02"));
        Assert.That(await AfterAsync("declination", ("act", "decline"), ("reason", "Không thuộc thẩm quyền"), ("ground", "Điều 17")), Does.Contain("Không thuộc thẩm quyền").And.Contain("Mẫu số 03"));
    }

    [Test]
    public async Task The_applicant_is_asked_once_and_answers()
    {
        var path = $"/api/submissions/{await SubmittedAsync()}";

        await (await _desk.PostAsync($"{path}/completion-requests", new { missing = Array.Empty<string>(), reason = "Thiếu" })).ProblemAsync(409, "D114");
        await DoneAsync(_desk.PostAsync($"{path}/completion-requests", new { missing = new[] { "Bản sao CCCD" }, reason = "Thiếu giấy tờ", guidance = "Chứng thực tại UBND xã" }));
        await (await _desk.PostAsync($"{path}/acceptance", new { })).ProblemAsync(409, "D235");
        await DoneAsync(_desk.PostAsync($"{path}/completion", new { components = new[] { new { name = "Bản sao CCCD", copies = 1 } } }));
        await (await _desk.PostAsync($"{path}/completion-requests", new { missing = new[] { "Ảnh" }, reason = "Thiếu ảnh" })).ProblemAsync(409, "D236");
        Assert.That(((JsonArray)(await _desk.ReadAsync(path))["components"]!).Select(paper => (string?)paper!["name"]), Is.EqualTo(new[] { "Tờ khai", "Bản sao CCCD" }));
    }

    [Test]
    public async Task A_no_says_why_and_a_withdrawal_ends_it()
    {
        var (declined, withdrawn) = (await SubmittedAsync(), await SubmittedAsync());

        await (await _desk.PostAsync($"/api/submissions/{declined}/refusal", new { reason = "Không thuộc thẩm quyền", ground = "" })).ProblemAsync(409, "D242");
        await DoneAsync(_desk.PostAsync($"/api/submissions/{declined}/refusal", new { reason = "Không thuộc thẩm quyền", ground = "Điều 17" }));
        await DoneAsync(_desk.PostAsync($"/api/submissions/{withdrawn}/withdrawal", new { reason = "Nộp nhầm" }));

        var status = await (await Shared.Province.Stranger().PostAsync("/api/look-up", new { code = declined, proof = "0912345678" })).JsonAsync(HttpStatusCode.OK);
        Assert.That(((string?)status["status"], (string?)status["why"]), Is.EqualTo(("Declined", "Không thuộc thẩm quyền (Điều 17)")));
        Assert.That((string?)(await _desk.ReadAsync($"/api/submissions/{withdrawn}"))["status"], Is.EqualTo("Withdrawn"));
    }

    [Test]
    public async Task Another_desk_may_help_to_hand_in_sees_it_and_answers_nothing()
    {
        var refused = await _helper.PostAsync("/api/submissions", Submission());
        await refused.ProblemAsync(409, "D232");
        var place = (string)(await _helper.ReadAsync("/api/session"))["posts"]![0]!["place"]!;

        var code = (string)(await (await _helper.PostAsync("/api/submissions", Submission(supporting: place))).JsonAsync(HttpStatusCode.Created))["code"]!;

        Assert.That((string?)(await _helper.ReadAsync($"/api/submissions/{code}"))["supporting"], Is.EqualTo(place));
        await (await _helper.PostAsync($"/api/submissions/{code}/acceptance", new { })).ProblemAsync(409, "D234");
        Assert.That(((JsonArray)(await _helper.ReadAsync("/api/submissions"))["lines"]!).Select(line => (string?)line!["code"]), Does.Not.Contain(code));
    }

    [Test]
    public async Task Who_is_refused_at_the_counter_leaves_a_file()
    {
        var answer = await _desk.PostAsync("/api/desk-refusals", new
        {
            procedure = Office.Copies,
            receiving = "H35.40.01",
            competent = "H35.40",
            applicant = new { name = "Lò Văn Tư" },
            reason = "Sổ gốc không lưu tại xã",
            ground = "Điều 17",
        });

        var code = (string)(await answer.JsonAsync(HttpStatusCode.Created))["code"]!;
        Assert.That((string?)(await _desk.ReadAsync($"/api/submissions/{code}"))["status"], Is.EqualTo("Declined"));
    }

    [Test]
    public async Task A_correction_shows_everywhere_and_stays_in_the_journal()
    {
        var code = await _desk.ReceivedAsync("Hảng A Chua");
        var right = new { reason = "Ghi sai tên", applicant = new { name = "Hảng A Chúa", identityNumber = "012345678901", phone = "0912 345 678" }, subject = "Bản sao trích lục khai sinh", components = new[] { new { name = "Tờ khai", originals = 1 } } };

        await DoneAsync(_desk.PostAsync($"/api/dossiers/{code}/corrections", right));
        await (await _desk.PostAsync($"/api/dossiers/{code}/corrections", right)).ProblemAsync(409, "D246");

        Assert.That((string?)(await _desk.ReadAsync($"/api/dossiers/{code}"))["applicant"]!["name"], Is.EqualTo("Hảng A Chúa"));
        var line = ((JsonArray)await _desk.ReadAsync($"/api/dossiers/{code}/journal"))[^1]!["happened"]!;
        Assert.That(((string?)line["$type"], (string?)line["before"]!["applicant"]!["name"]), Is.EqualTo(("corrected", "Hảng A Chua")));
    }

    [TestCase("ReceivedAt")]
    [TestCase("PromisedAt")]
    [TestCase("FinishedAt")]
    [TestCase("OnTime")]
    public async Task Nobody_changes_a_time_and_the_attempt_stands_in_the_journal(string time)
    {
        var code = await _desk.ReceivedAsync();
        var leader = await Shared.Province.AsAsync("chutich");

        await (await leader.PostAsync($"/api/dossiers/{code}/time-changes", new { time, to = "2026-02-27T08:00:00+07:00", why = "Cho kịp báo cáo" })).ProblemAsync(409, "D248");

        var line = ((JsonArray)await _desk.ReadAsync($"/api/dossiers/{code}/journal"))[^1]!["happened"]!;
        Assert.That(((string?)line["$type"], (string?)line["by"], (string?)line["why"]), Is.EqualTo(("time-change-refused", "chutich", "Cho kịp báo cáo")));
        await (await _helper.PostAsync($"/api/dossiers/{code}/time-changes", new { time })).ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task The_QR_of_the_receipt_tells_how_it_stands_without_a_number()
    {
        var code = await _desk.ReceivedAsync("Chảo Láo Tả");
        var paper = await (await _desk.GetAsync($"/dossiers/{code}/receipt")).Content.ReadAsStringAsync();
        var link = System.Text.RegularExpressions.Regex.Match(paper, $"/look-up/{code}/([0-9a-f]+)");
        Assert.That(link.Success, paper);

        var page = await (await Shared.Province.Stranger().GetAsync(link.Value)).Content.ReadAsStringAsync();
        var status = await (await Shared.Province.Stranger().PostAsync("/api/look-up/receipt", new { code, token = link.Groups[1].Value })).JsonAsync(HttpStatusCode.OK);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain(code).And.Contain("Đã tiếp nhận").And.Not.Contain("Chảo Láo Tả"));
            Assert.That((string?)status["status"], Is.EqualTo("Received"));
        }
        await (await Shared.Province.Stranger().PostAsync("/api/look-up/receipt", new { code, token = "0123456789abcdef01234567" })).ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task Without_script_Enter_never_declines()
    {
        // A browser presses the first button of a form when Enter is pressed in a field.
        var form = await (await _desk.GetAsync($"/desk/receive/{Office.Copies}")).Content.ReadAsStringAsync();

        var buttons = System.Text.RegularExpressions.Regex.Matches(form, "type=\"submit\" name=\"act\" value=\"(\\w+)\"").Select(button => button.Groups[1].Value);
        Assert.That(buttons, Is.EqualTo(new[] { "preview", "decline" }));
    }

    [Test]
    public async Task A_procedure_is_found_by_words_without_accents_and_opened_at_once()
    {
        var found = await _desk.GetAsync("/desk/receive?search=ban%20sao%20tu%20so%20goc");

        Assert.That((found.StatusCode, found.Headers.Location?.ToString()), Is.EqualTo((HttpStatusCode.Redirect, $"/desk/receive/{Office.Copies}")).Or.EqualTo((HttpStatusCode.Redirect, $"http://localhost/desk/receive/{Office.Copies}")));
    }

    [Test]
    public async Task The_desk_answers_corrects_and_hands_over_on_its_pages()
    {
        var code = await SubmittedAsync("Sùng A Chống");
        var accepted = await _desk.SubmitAsync($"/desk/queue/{code}", ("_handler", "answer"), ("act", "accept"), ("length", "1"));
        Assert.That(accepted.Headers.Location?.ToString(), Does.EndWith($"/dossiers/{code}?done=received"), await accepted.Content.ReadAsStringAsync());

        var corrected = await _desk.SubmitAsync($"/dossiers/{code}/correct", ("_handler", "correct"), ("name", "Sùng A Chông"), ("identity", "012345678901"), ("reason", "Ghi sai dấu"));
        Assert.That(corrected.Headers.Location?.ToString(), Does.EndWith($"/dossiers/{code}?done=recorded"), await corrected.Content.ReadAsStringAsync());
        Assert.That(await (await _desk.GetAsync($"/dossiers/{code}")).Content.ReadAsStringAsync(), Does.Contain("Sùng A Chông").And.Contain("Đính chính"));

        var tooEarly = await _desk.SubmitAsync($"/dossiers/{code}/hand-over", ("_handler", "hand-over"), ("way", "Post"), ("postItem", "RN1VN"));
        Assert.That(await tooEarly.Content.ReadAsStringAsync(), Does.Contain("D150"));
    }

    [Test]
    public async Task Guessing_tokens_is_limited_like_guessing_numbers()
    {
        await using var province = new Province(triesPerMinute: 3);
        var guesser = province.Stranger();
        for (var tries = 0; tries < 3; tries++) Assert.That((int)(await guesser.GetAsync("/look-up/H35.40-260302-0001/0123456789abcdef01234567")).StatusCode, Is.EqualTo(200));

        Assert.That((int)(await guesser.GetAsync("/look-up/H35.40-260302-0001/0123456789abcdef01234567")).StatusCode, Is.EqualTo(429));
        Assert.That((int)(await guesser.GetAsync("/look-up")).StatusCode, Is.EqualTo(200), "the empty form is no try");
    }
}
