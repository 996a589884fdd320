using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>What registered systems hand in and tell, over HTTP: who they are, what they may, once each, and every no.</summary>
public sealed class InboundTests
{
    private const string Secret = "khoá bí mật của cổng huyện, đủ dài", Desk = "H35.40.01", Commune = "H35.40", Business = "1.001612";

    private Person _quantri = null!, _desk = null!, _examiner = null!, _portal = null!;

    [OneTimeSetUp]
    public async Task Register()
    {
        foreach (var name in new[] { "CONG_HUYEN", "CONG_XA", "MOI_NGUOI" }) Environment.SetEnvironmentVariable($"TTHCFLOW_SECRET_{name}", Secret);
        (_quantri, _desk, _examiner) = (await Shared.Province.AsAsync("quantri"), await Shared.Province.AsAsync("motcua"), await Shared.Province.AsAsync("tuphap"));
        _portal = Shared.Province.Stranger();
        await KeepAsync("cong-huyen", new { name = "Cổng dịch vụ công huyện Tân Uyên", secret = "cong-huyen", reason = "Kết nối lần đầu", agencies = new[] { Commune }, procedures = new[] { Office.Copies, Business, "3.990001", "3.990101" } });
        await KeepAsync("cong-xa", new { name = "Phần mềm của xã", secret = "cong-xa", reason = "Kết nối lần đầu", agencies = new[] { "H35.41" } });
    }

    private async Task<JsonNode> KeepAsync(string key, object body, int seen = 0) =>
        await (await _quantri.PutAsync($"/api/portal/systems/{key}", body, ("If-Match", $"\"{seen}\""))).JsonAsync(HttpStatusCode.OK);

    private static long Now => Province.Monday.ToUnixTimeSeconds();

    private static string Id() => Guid.NewGuid().ToString("n");

    private static object Submission(string code, string applicant = "Vừ Thị Nủ", string procedure = Office.Copies, string receiving = Desk, string competent = Commune, string? @case = null) => new
    {
        type = "submission",
        code,
        procedure,
        @case,
        receiving,
        competent,
        applicant = new { name = applicant, identityNumber = "012345678901", phone = "0912 345 678" },
        subject = "Bản sao trích lục khai sinh",
        components = new[] { new { name = "Tờ khai", originals = 1 } },
    };

    private static string SignatureOf(string secret, string timestamp, string id, byte[] body) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes($"{timestamp}.{id}."), .. body]));

    private async Task<HttpResponseMessage> SendAsync(
        HttpContent content, string? id = null, string system = "cong-huyen", string secret = Secret, long? at = null, string path = "/api/inbound/messages", Person? from = null)
    {
        var (said, timestamp) = (id ?? Id(), (at ?? Now).ToString(CultureInfo.InvariantCulture));
        var body = await content.ReadAsByteArrayAsync();
        using var again = new ByteArrayContent(body);
        again.Headers.ContentType = content.Headers.ContentType;
        return await (from ?? _portal).PostAsync(path, again,
            ("X-TthcFlow-System", system), ("X-TthcFlow-Message", said), ("X-TthcFlow-Timestamp", timestamp), ("X-TthcFlow-Signature", SignatureOf(secret, timestamp, said, body)));
    }

    private Task<HttpResponseMessage> SendAsync(object message, string? id = null, string system = "cong-huyen", string secret = Secret, long? at = null) =>
        SendAsync(JsonContent.Create(message), id, system, secret, at);

    private async Task<string> HandedInAsync(string code, string procedure = Office.Copies) =>
        (string)(await (await SendAsync(Submission(code, procedure: procedure))).JsonAsync(HttpStatusCode.Created))["code"]!;

    private static async Task DoneAsync(Task<HttpResponseMessage> asked)
    {
        var answer = await asked;
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NoContent), await answer.Content.ReadAsStringAsync());
    }

    private static string[] Places(JsonNode problem) => [.. ((JsonArray)problem["errors"]!).Select(fault => (string)fault!["path"]!)];

    [Test]
    public async Task A_submission_with_its_files_waits_in_the_queue_and_its_journal_says_where_it_came_from()
    {
        using var form = new MultipartFormDataContent
        {
            { JsonContent.Create(Submission("CH-0001", "Vừ A Sử")), "message" }, { new ByteArrayContent("%PDF-1.7 tờ khai"u8.ToArray()), "Tờ khai", "to-khai.pdf" }, { new ByteArrayContent("giấy tờ khác"u8.ToArray()), "file", "khac.txt" },
        };
        var sent = await SendAsync(form);
        var answer = await sent.JsonAsync(HttpStatusCode.Created);
        var code = (string)answer["code"]!;
        Assert.That(((string?)answer["foreignCode"], (string?)answer["status"], (bool?)answer["repeated"], sent.Headers.Location?.ToString()), Is.EqualTo(("CH-0001", "Submitted", false, $"/api/dossiers/{code}")));

        Assert.That(((JsonArray)(await _desk.ReadAsync("/api/submissions"))["lines"]!).Select(line => (string?)line!["code"]), Does.Contain(code));
        Assert.That(((JsonArray)await _desk.ReadAsync($"/api/dossiers/{code}/attachments")).Select(file => ((string?)file!["name"], (string?)file["component"])), Is.EqualTo(new[] { ("to-khai.pdf", "Tờ khai"), ("khac.txt", null) }));
        await DoneAsync(_desk.PostAsync($"/api/submissions/{code}/acceptance", new { }));
        var first = ((JsonArray)await _desk.ReadAsync($"/api/dossiers/{code}/journal"))[0]!.ToJsonString();
        Assert.That(first, Does.Contain("CH-0001").And.Contain("cong-huyen").And.Contain("KET-NOI.cong-huyen"));
    }

    [Test]
    public async Task The_same_message_gets_the_first_answer_and_another_content_under_its_id_is_refused()
    {
        var (id, message) = (Id(), Submission("CH-0010"));
        var first = await (await SendAsync(message, id)).JsonAsync(HttpStatusCode.Created);
        await DoneAsync(_desk.PostAsync($"/api/submissions/{first["code"]}/acceptance", new { }));
        var again = await (await SendAsync(message, id, at: Now + 60)).JsonAsync(HttpStatusCode.Created);
        Assert.That(((string?)again["code"], (string?)again["status"], (bool?)again["repeated"]), Is.EqualTo(((string?)first["code"], "Submitted", true)), "as it was answered then");
        await (await SendAsync(Submission("CH-0010", "Người khác"), id)).ProblemAsync(409, "H111");
        var taken = await (await SendAsync(message)).ProblemAsync(409, "H126");
        Assert.That((string?)taken["detail"], Does.Contain((string?)first["code"]), "our code is named");

        await (await SendAsync(Submission("CX-0001", receiving: "H35.41.01", competent: "H35.41"), id, "cong-xa")).JsonAsync(HttpStatusCode.Created);
        await (await SendAsync(Submission("CH-0010", receiving: "H35.41.01", competent: "H35.41"), null, "cong-xa")).JsonAsync(HttpStatusCode.Created); // another system's same id and code are others
    }

    [Test]
    public async Task How_a_form_is_cut_is_no_part_of_what_it_says()
    {
        var id = Id();
        MultipartFormDataContent Form(string boundary, string content) => new(boundary)
        {
            { JsonContent.Create(Submission("CH-0015")), "message" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "Tờ khai", "to-khai.txt" },
        };
        using var first = Form("mot", "tờ khai");
        using var second = Form("hai", "tờ khai");
        using var other = Form("ba", "tờ khai khác");
        var code = (string?)(await (await SendAsync(first, id)).JsonAsync(HttpStatusCode.Created))["code"];
        Assert.That((string?)(await (await SendAsync(second, id)).JsonAsync(HttpStatusCode.Created))["code"], Is.EqualTo(code));
        await (await SendAsync(other, id)).ProblemAsync(409, "H111");
    }

    [Test]
    public async Task Two_at_once_with_one_id_make_one_dossier_and_two_with_one_code_too()
    {
        var (id, message) = (Id(), Submission("CH-0020"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SendAsync(message, id)));
        var codes = new List<string?>();
        foreach (var answer in answers) codes.Add((string?)(await answer.JsonAsync(HttpStatusCode.Created))["code"]);
        Assert.That(codes.Distinct().Count(), Is.EqualTo(1));

        var rivals = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SendAsync(Submission("CH-0021"))));
        Assert.That(rivals.Count(rival => rival.StatusCode is HttpStatusCode.Created), Is.EqualTo(1));
        foreach (var rival in rivals.Where(rival => rival.StatusCode is not HttpStatusCode.Created)) await rival.ProblemAsync(409, "H126");
    }

    [Test]
    public async Task Who_does_not_show_who_it_is_is_turned_away()
    {
        var message = Submission("CH-0030");
        await (await SendAsync(message, secret: "khoá khác")).ProblemAsync(401, "H105");
        await (await SendAsync(message, system: "la-ai")).ProblemAsync(401, "H101");
        await (await SendAsync(message, at: Now - 301)).ProblemAsync(401, "H104");
        await (await SendAsync(message, at: Now + 301)).ProblemAsync(401, "H104");
        await (await SendAsync(message, at: long.MaxValue)).ProblemAsync(401, "H104");
        await (await _portal.PostAsync("/api/inbound/messages", message, ("X-TthcFlow-System", "cong-huyen"), ("X-TthcFlow-Message", Id()))).ProblemAsync(401, "H103");
        await (await _desk.PostAsync("/api/inbound/messages", message, ("X-TthcFlow-Message", Id()))).ProblemAsync(401, "H101"); // a session opens nothing here
        await (await SendAsync(message, id: "a b")).ProblemAsync(400, "H110");

        var (id, timestamp, body) = (Id(), Now.ToString(CultureInfo.InvariantCulture), Encoding.UTF8.GetBytes(System.Text.Json.JsonSerializer.Serialize(message)));
        async Task<HttpResponseMessage> PlayedAsync(string as_, byte[] content)
        {
            using var said = new ByteArrayContent(content);
            said.Headers.ContentType = new("application/json");
            return await _portal.PostAsync("/api/inbound/messages", said, ("X-TthcFlow-System", "cong-huyen"), ("X-TthcFlow-Message", as_), ("X-TthcFlow-Timestamp", timestamp), ("X-TthcFlow-Signature", SignatureOf(Secret, timestamp, id, body)));
        }
        await (await PlayedAsync(Id(), body)).ProblemAsync(401, "H105"); // a message that was overheard, under another id
        await (await PlayedAsync(id, [.. body, (byte)' '])).ProblemAsync(401, "H105");
        await (await PlayedAsync(id, body)).JsonAsync(HttpStatusCode.Created);
        Assert.That((bool?)(await (await PlayedAsync(id, body)).JsonAsync(HttpStatusCode.Created))["repeated"], Is.True, "played again, it does nothing again");
    }

    [Test]
    public async Task A_registration_that_is_off_or_over_or_has_no_secret_lets_nobody_in()
    {
        object Body(bool isOff = false, string? from = null, string? to = null, string secret = "moi-nguoi", string proof = "Either", int perMinute = 600) => new { name = "Tạm", secret, reason = "Thử", isOff, validFrom = from, validTo = to, proof, perMinute };
        var message = Submission("MN-0001");
        await KeepAsync("moi-nguoi", Body(isOff: true));
        await (await SendAsync(message, system: "moi-nguoi")).ProblemAsync(401, "H102");
        await KeepAsync("moi-nguoi", Body(to: "2026-03-01"), 1);
        await (await SendAsync(message, system: "moi-nguoi")).ProblemAsync(401, "H102");
        await KeepAsync("moi-nguoi", Body(from: "2026-03-03"), 2);
        await (await SendAsync(message, system: "moi-nguoi")).ProblemAsync(401, "H102");
        await KeepAsync("moi-nguoi", Body(secret: "khong-co"), 3);
        await (await SendAsync(message, system: "moi-nguoi")).ProblemAsync(503, "H108");
        await KeepAsync("moi-nguoi", Body(proof: "Token"), 4);
        await (await SendAsync(message, system: "moi-nguoi")).ProblemAsync(401, "H107");
        await KeepAsync("moi-nguoi", Body(perMinute: 1), 5);
        await (await SendAsync(message, system: "moi-nguoi")).JsonAsync(HttpStatusCode.Created);
        var late = await SendAsync(Submission("MN-0002"), system: "moi-nguoi");
        await late.ProblemAsync(429, "H109");
        Assert.That(late.Headers.RetryAfter?.ToString(), Is.EqualTo("60"));
    }

    [Test]
    public async Task A_token_opens_the_door_for_ten_minutes_and_not_with_another_secret()
    {
        async Task<HttpResponseMessage> AskAsync(string secret, string grant = "client_credentials", string client = "cong-huyen") =>
            await _portal.PostAsync("/api/inbound/token", Person.Form(("grant_type", grant), ("client_id", client), ("client_secret", secret)));
        Assert.That((string?)(await (await AskAsync("sai")).JsonAsync(HttpStatusCode.Unauthorized))["error"], Is.EqualTo("invalid_client"));
        Assert.That((string?)(await (await AskAsync(Secret, client: "la-ai")).JsonAsync(HttpStatusCode.Unauthorized))["error"], Is.EqualTo("invalid_client"));
        Assert.That((string?)(await (await AskAsync(Secret, "password")).JsonAsync(HttpStatusCode.BadRequest))["error"], Is.EqualTo("unsupported_grant_type"));
        var granted = await (await AskAsync(Secret)).JsonAsync(HttpStatusCode.OK);
        Assert.That(((string?)granted["token_type"], (int?)granted["expires_in"]), Is.EqualTo(("Bearer", 600)));
        var token = (string)granted["access_token"]!;
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"cong-huyen:{Uri.EscapeDataString(Secret)}"));
        await (await _portal.PostAsync("/api/inbound/token", Person.Form(("grant_type", "client_credentials")), ("Authorization", $"Basic {basic}"))).JsonAsync(HttpStatusCode.OK);

        await (await _portal.PostAsync("/api/inbound/messages", Submission("CH-0040"), ("Authorization", $"Bearer {token}"), ("X-TthcFlow-Message", Id()))).JsonAsync(HttpStatusCode.Created);
        await (await _portal.PostAsync("/api/inbound/messages", Submission("CH-0041"), ("Authorization", $"Bearer {token}"), ("X-TthcFlow-Message", "có dấu"))).ProblemAsync(400, "H110");
        await (await _portal.PostAsync("/api/inbound/messages", Submission("CH-0041"), ("Authorization", $"Bearer {token}0"), ("X-TthcFlow-Message", Id()))).ProblemAsync(401, "H106");
        var longer = $"cong-huyen.{Now + 6000}.{token.Split('.')[2]}";
        await (await _portal.PostAsync("/api/inbound/messages", Submission("CH-0041"), ("Authorization", $"Bearer {longer}"), ("X-TthcFlow-Message", Id()))).ProblemAsync(401, "H106");
        var over = $"cong-huyen.{Now}";
        var signed = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes($"token\n{over}")));
        await (await _portal.PostAsync("/api/inbound/messages", Submission("CH-0041"), ("Authorization", $"Bearer {over}.{signed}"), ("X-TthcFlow-Message", Id()))).ProblemAsync(401, "H106"); // rightly signed, and over
    }

    [Test]
    public async Task What_is_wrong_is_named_place_by_place()
    {
        var problem = await (await SendAsync(new
        {
            type = "submission",
            procedure = 7,
            receiving = "không phải mã!",
            competent = Commune,
            applicant = new { identityNumber = "012345678901", tuoi = 3 },
            components = new object[] { new { name = "Tờ khai", originals = 1.5 }, "Tờ khai" },
            attributes = new { dienTich = new { } },
            ghiChu = "?",
        })).ProblemAsync(400, "H114");
        Assert.That(Places(problem), Is.EquivalentTo(new[]
        {
            "$.code", "$.procedure", "$.receiving", "$.applicant.name", "$.applicant.tuoi", "$.components[0].originals", "$.components[1]", "$.attributes.dienTich", "$.ghiChu",
        }));
        Assert.That(((JsonArray)problem["errors"]!)[0]!["vi"]!.ToString(), Is.Not.Empty.And.Not.EqualTo(((JsonArray)problem["errors"]!)[0]!["en"]!.ToString()));

        Assert.That(Places(await (await SendAsync(new { type = "gì đó" })).ProblemAsync(400, "H114")), Is.EqualTo(new[] { "$.type" }));
        Assert.That(Places(await (await SendAsync(new { })).ProblemAsync(400, "H114")), Is.EqualTo(new[] { "$.type" }));
        Assert.That(Places(await (await SendAsync(new { type = "payment", amount = -1, receipt = "B", obligation = 1, fee = "Lệ phí" })).ProblemAsync(400, "H114")), Is.EquivalentTo(new[] { "$.code", "$.amount", "$.fee" }));
        Assert.That(Places(await (await SendAsync(new[] { 1 })).ProblemAsync(400, "H114")), Is.EqualTo(new[] { "$" }));
        await (await SendAsync(Office.Json("{\"type\": \"submission\","))).ProblemAsync(400, "H113");
        await (await SendAsync(Office.Json("{\"type\":\"withdrawal\",\"type\":\"payment\"}"))).ProblemAsync(400, "H113");
        await (await SendAsync(new StringContent("type=submission", Encoding.UTF8, "application/x-www-form-urlencoded"))).ProblemAsync(415, "H115");
        using var nameless = new MultipartFormDataContent { { JsonContent.Create(Submission("CH-0050")), "hoso" } };
        await (await SendAsync(nameless)).ProblemAsync(415, "H115");
    }

    [Test]
    public async Task A_message_that_is_too_large_is_not_taken()
    {
        using var form = new MultipartFormDataContent { { JsonContent.Create(Submission("CH-0055")), "message" }, { new ByteArrayContent(new byte[33 * 1024 * 1024]), "Tờ khai", "to-khai.pdf" } };
        await (await SendAsync(form)).ProblemAsync(413, "H112");
        Assert.That((await _desk.PostAsync("/api/session", new { account = "motcua", password = new string('x', 1000) })).StatusCode, Is.Not.EqualTo(HttpStatusCode.RequestEntityTooLarge));
    }

    [Test]
    public async Task A_file_that_is_not_taken_leaves_no_dossier()
    {
        using var form = new MultipartFormDataContent { { JsonContent.Create(Submission("CH-0056", "Vừ Thị Tệp")), "message" }, { new ByteArrayContent("MZ\0"u8.ToArray()), "Tờ khai", "to-khai.pdf" } };
        await (await SendAsync(form)).ProblemAsync(409, "F103");
        using var strange = new MultipartFormDataContent { { JsonContent.Create(Submission("CH-0056", "Vừ Thị Tệp")), "message" }, { new ByteArrayContent("%PDF-1.7"u8.ToArray()), "Không có", "a.pdf" } };
        await (await SendAsync(strange)).ProblemAsync(409, "F114");
        Assert.That((await _desk.ReadAsync("/api/submissions")).ToJsonString(), Does.Not.Contain("Vừ Thị Tệp"));
    }

    [Test]
    public async Task What_it_may_not_hand_in_is_refused_with_the_reason()
    {
        await (await SendAsync(Submission("CH-0060", procedure: "9.999999"))).ProblemAsync(409, "H121");
        await (await SendAsync(Submission("CH-0060", procedure: "3.990001", @case: "gia-han"))).ProblemAsync(409, "H122");
        await (await SendAsync(Submission("CH-0060", procedure: "3.990001", @case: "khong-co"))).ProblemAsync(409, "H123");
        await (await SendAsync(Submission("CH-0060", procedure: "3.990002"))).ProblemAsync(403, "H124");
        await (await SendAsync(Submission("CH-0060", receiving: "H35.41.01", competent: "H35.41"))).ProblemAsync(403, "H125");
        await (await SendAsync(Submission("CX-0060", receiving: "H35.41.99", competent: "H35.41"), system: "cong-xa")).ProblemAsync(403, "H125");
    }

    [Test]
    public async Task What_was_asked_for_is_supplemented_before_and_after_acceptance()
    {
        var code = await HandedInAsync("CH-0070");
        object Supplement(string? papers = null) => new { type = "supplement", code = "CH-0070", note = "Đã bổ sung", papers = papers is null ? null : new[] { papers } };
        await (await SendAsync(Supplement())).ProblemAsync(409, "H129"); // nobody asked
        await DoneAsync(_desk.PostAsync($"/api/submissions/{code}/completion-requests", new { missing = new[] { "Căn cước" }, reason = "Thiếu" }));
        using var form = new MultipartFormDataContent { { JsonContent.Create(Supplement()), "message" }, { new ByteArrayContent("%PDF-1.7 căn cước"u8.ToArray()), "Căn cước", "can-cuoc.pdf" } };
        Assert.That((string?)(await (await SendAsync(form)).JsonAsync(HttpStatusCode.Created))["status"], Is.EqualTo("Submitted"));

        await DoneAsync(_desk.PostAsync($"/api/submissions/{code}/acceptance", new { }));
        await _desk.CompleteAsync(code, "B1", "Accepted");
        await (await SendAsync(Supplement())).ProblemAsync(409, "H129");
        await DoneAsync(_examiner.PostAsync($"/api/dossiers/{code}/supplement-requests", new { step = "B2", missing = new[] { "Giấy khai sinh" }, reason = "Thiếu" }));
        await (await SendAsync(Supplement("Giấy kết hôn"))).ProblemAsync(409, "H130");
        using var second = new MultipartFormDataContent { { JsonContent.Create(Supplement("Giấy khai sinh")), "message" }, { new ByteArrayContent("%PDF-1.7 khai sinh"u8.ToArray()), "Giấy khai sinh", "khai-sinh.pdf" } };
        await (await SendAsync(second)).JsonAsync(HttpStatusCode.Created);
        Assert.That(((JsonArray)await _desk.ReadAsync($"/api/dossiers/{code}/attachments")).Select(file => (string?)file!["component"]), Is.EqualTo(new[] { "Căn cước", "Giấy khai sinh" }));
        Assert.That((string?)(await _desk.ReadAsync($"/api/dossiers/{code}"))["status"], Is.EqualTo("InProgress"));
    }

    [Test]
    public async Task Payments_are_recorded_for_what_is_owed_and_for_nothing_else()
    {
        var early = await (await SendAsync(Submission("CH-0080", procedure: Business))).JsonAsync(HttpStatusCode.Created);
        Assert.That((decimal?)early["feeOwed"], Is.EqualTo(100_000m));
        object Payment(string code, decimal amount, string receipt, int? obligation = null, string? fee = null) => new { type = "payment", code, amount, receipt, way = "online", obligation, fee };
        await (await SendAsync(Payment("CH-0080", 5, "BL-1"))).ProblemAsync(409, "D240");
        await (await SendAsync(Payment("CH-0080", 100_000, "BL-1", obligation: 1))).ProblemAsync(409, "H131");
        Assert.That((decimal?)(await (await SendAsync(Payment("CH-0080", 100_000, "BL-1"))).JsonAsync(HttpStatusCode.Created))["feeOwed"], Is.Null);
        await (await SendAsync(Payment("CH-0080", 100_000, "BL-1"))).ProblemAsync(409, "H131");

        var code = await HandedInAsync("CH-0081");
        await DoneAsync(_desk.PostAsync($"/api/submissions/{code}/acceptance", new { }));
        await _desk.CompleteAsync(code, "B1", "Accepted");
        await (await SendAsync(Payment("CH-0081", 50_000, "BL-2", obligation: 1))).ProblemAsync(409, "H131");
        await (await SendAsync(Payment("CH-0081", 50_000, "BL-2", fee: "Phí lạ"))).ProblemAsync(409, "H131");
        await (await SendAsync(Payment("CH-0081", 50_000, "BL-2"))).ProblemAsync(409, "H131");
        await DoneAsync(_examiner.PostAsync($"/api/dossiers/{code}/obligations", new { step = "B2", what = "Lệ phí", amount = 50_000, document = new { number = "12/TB", date = "2026-03-02", signer = "Lò Văn Ký" } }));
        Assert.That((string?)(await (await SendAsync(Payment("CH-0081", 50_000, "BL-2", obligation: 1))).JsonAsync(HttpStatusCode.Created))["status"], Is.EqualTo("InProgress"), "the clock goes on");
    }

    [Test]
    public async Task A_dossier_is_withdrawn_before_and_after_acceptance_and_not_twice()
    {
        var early = await HandedInAsync("CH-0090");
        object Withdrawal(string? code = null, string? dossier = null) => new { type = "withdrawal", code, dossier, reason = "Người nộp rút hồ sơ" };
        Assert.That((string?)(await (await SendAsync(Withdrawal("CH-0090"))).JsonAsync(HttpStatusCode.Created))["status"], Is.EqualTo("Withdrawn"));
        var over = await (await SendAsync(Withdrawal("CH-0090"))).ProblemAsync(409, "H128");
        Assert.That((string?)over["detail"], Does.Contain(early));

        var code = await HandedInAsync("CH-0091");
        await DoneAsync(_desk.PostAsync($"/api/submissions/{code}/acceptance", new { }));
        await (await SendAsync(Withdrawal(dossier: code), system: "cong-xa")).ProblemAsync(404, "H127"); // another system's
        await (await SendAsync(Withdrawal("CH-0091"), system: "cong-xa")).ProblemAsync(404, "H127");
        Assert.That((string?)(await (await SendAsync(Withdrawal(dossier: code))).JsonAsync(HttpStatusCode.Created))["status"], Is.EqualTo("Withdrawn"));
        await (await SendAsync(Withdrawal("CH-0099"))).ProblemAsync(404, "H127"); // before its submission

        var counter = await _desk.ReceivedAsync("Giàng A Quầy");
        await (await SendAsync(Withdrawal(dossier: counter))).JsonAsync(HttpStatusCode.Created); // of its agency and procedure
    }

    [Test]
    public async Task The_bus_hands_in_with_its_own_words()
    {
        object Item(string code) => new
        {
            service = "DongBoHoSoMC",
            isUpdating = "False",
            madonvi = "000.00.35.H35",
            data = new[]
            {
                new
                {
                    MaHoSo = code, MaTTHC = Office.Copies, TenTTHC = "Cấp bản sao trích lục", KenhThucHien = "2", ChuHoSo = "Vừ Thị Trục", DinhDanhCHS = new { LoaiDinhDanh = "1", SoDinhDanh = "012345678901" },
                    NgayNopHoSo = "20260302083000", DonViXuLy = Commune, NoiNopHoSo = Desk, TrichYeuHoSo = "Bản sao trích lục khai sinh",
                    TaiLieuNop = new[] { new { TepDinhKemId = "1", TenTepDinhKem = "to-khai.pdf", MaThanhPhanHoSo = "TP01" } },
                },
            },
        };
        var answer = await (await SendAsync(Office.Json(System.Text.Json.JsonSerializer.Serialize(Item("000.00.00.G22-260302-000123"))), path: "/api/inbound/bus")).JsonAsync(HttpStatusCode.Created);
        var submission = await _desk.ReadAsync($"/api/submissions/{answer["code"]}");
        Assert.That(((string?)submission["applicant"]!["name"], (string?)submission["channel"], (string?)submission["components"]![0]!["name"]), Is.EqualTo(("Vừ Thị Trục", "Online", "TP01")));
        await (await SendAsync(Office.Json(System.Text.Json.JsonSerializer.Serialize(Item("000.00.00.G22-260302-000123"))), path: "/api/inbound/bus")).ProblemAsync(409, "H126");

        var wrong = await (await SendAsync(Office.Json(System.Text.Json.JsonSerializer.Serialize(new { service = "TraCuuHoSo", isUpdating = "True", data = new[] { new { MaTTHC = Office.Copies, ChuHoSo = "", NgayNopHoSo = "2026-03-02", KenhThucHien = "1", La = 1 } } })), path: "/api/inbound/bus")).ProblemAsync(400, "H114");
        Assert.That(Places(wrong), Is.EquivalentTo(new[] { "$.service", "$.isUpdating", "$.data[0].MaHoSo", "$.data[0].ChuHoSo", "$.data[0].DonViXuLy", "$.data[0].NgayNopHoSo", "$.data[0].KenhThucHien", "$.data[0].La" }));
    }

    [Test]
    public async Task Every_message_is_on_record_without_what_it_said_of_people()
    {
        var (good, bad) = (Id(), Id());
        var code = (string?)(await (await SendAsync(Submission("CH-0100", "Vừ Thị Riêng Tư"), good)).JsonAsync(HttpStatusCode.Created))["code"];
        await (await SendAsync(Submission("CH-0100", "Vừ Thị Riêng Tư"), good)).JsonAsync(HttpStatusCode.Created);
        await (await SendAsync(new { type = "withdrawal", code = "CH-0100", lyDo = "Vừ Thị Riêng Tư" }, bad)).ProblemAsync(400, "H114");
        await (await SendAsync(Submission("CH-0101"), good, secret: "sai")).ProblemAsync(401, "H105");

        var page = await _quantri.ReadAsync("/api/portal/inbound?system=cong-huyen");
        Assert.That(page.ToJsonString(), Does.Not.Contain("Riêng Tư"));
        var lines = ((JsonArray)page["messages"]!).Where(line => (string?)line!["message"] == good || (string?)line["message"] == bad).ToList();
        Assert.That(lines.Select(line => ((string?)line!["kind"], (string?)line["outcome"], (string?)line["refusal"], (string?)line["code"])), Is.EqualTo(new (string?, string?, string?, string?)[]
        {
            (null, "Refused", "H105", null), ("Withdrawal", "Refused", "H114", null), ("Submission", "Repeated", null, code), ("Submission", "Taken", null, code),
        }), "the latest first");
        var refused = await _quantri.ReadAsync($"/api/portal/inbound/{lines[1]!["number"]}");
        Assert.That(((JsonArray)refused["faults"]!).Select(fault => (string?)fault!["path"]), Is.EqualTo(new[] { "", "$.reason", "$.lyDo" }));
        await (await _desk.GetAsync("/api/portal/inbound")).ProblemAsync(404, "not-found");
        var narrow = (JsonArray)(await _quantri.ReadAsync($"/api/portal/inbound?system=cong-huyen&outcome=Refused&before={lines[1]!["number"]}"))["messages"]!;
        Assert.That(narrow.Select(line => (string?)line!["outcome"]), Is.All.EqualTo("Refused"));
        Assert.That(narrow.Select(line => (int)line!["number"]!), Is.All.LessThan((int)lines[1]!["number"]!));
    }

    [Test]
    public async Task The_register_of_systems_keeps_every_change_with_who_and_why()
    {
        object Body(string reason, string name = "Hệ thống thử", string[]? agencies = null, string[]? procedures = null, string secret = "thu", string[]? maySend = null) => new { name, secret, reason, agencies, procedures, maySend };
        async Task NoAsync(object body, int status, string code, int seen = 0, string key = "thu") => await (await _quantri.PutAsync($"/api/portal/systems/{key}", body, ("If-Match", $"\"{seen}\""))).ProblemAsync(status, code);
        await (await _desk.PutAsync("/api/portal/systems/thu", Body("Thử"), ("If-Match", "\"0\""))).ProblemAsync(409, "H140");
        await NoAsync(Body("Thử"), 409, "H141", key: "Thử");
        await NoAsync(Body("Thử", name: " "), 409, "H142");
        await NoAsync(Body("Thử", secret: "Khoá bí mật"), 409, "H143");
        await NoAsync(Body("Thử", maySend: []), 409, "H144");
        await NoAsync(Body("Thử", agencies: []), 409, "H145");
        await NoAsync(Body("Thử", agencies: ["H35.99"]), 409, "H148");
        await NoAsync(Body("Thử", agencies: [Desk]), 409, "H148");
        await NoAsync(Body("Thử", procedures: ["9.999999"]), 409, "H149");
        await NoAsync(Body(" "), 409, "H150");
        Assert.That((int?)(await KeepAsync("thu", Body("Kết nối lần đầu")))["revision"], Is.EqualTo(1));
        await NoAsync(Body("Lại"), 412, "stale");
        await NoAsync(Body("Không đổi gì"), 409, "H151", 1);
        await KeepAsync("thu", Body("Chỉ nộp hồ sơ", maySend: ["Submission"]), 1);
        var history = (JsonArray)await _quantri.ReadAsync("/api/portal/systems/thu");
        Assert.That(history.Select(change => ((int?)change!["revision"], (string?)change["by"], (string?)change["reason"], (bool?)change["hasSecret"])), Is.EqualTo(new[] { (2, "quantri", "Chỉ nộp hồ sơ", false), (1, "quantri", "Kết nối lần đầu", false) }));
        Assert.That(((JsonArray)await _quantri.ReadAsync("/api/portal/systems")).Select(system => (string?)system!["system"]!["key"]), Does.Contain("thu").And.Contain("cong-huyen"));
        await (await _desk.GetAsync("/api/portal/systems")).ProblemAsync(404, "not-found");
        await (await _desk.GetAsync("/api/portal/systems/thu")).ProblemAsync(404, "not-found");

        Environment.SetEnvironmentVariable("TTHCFLOW_SECRET_THU", Secret);
        await (await SendAsync(new { type = "withdrawal", code = "T-1", reason = "Rút" }, system: "thu")).ProblemAsync(403, "H120");
    }
}
