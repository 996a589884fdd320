using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>Input that cannot be right: each gets a precise answer, in both languages, and changes nothing.</summary>
public sealed class BadInputTests
{
    private Person _author = null!;
    private Person _desk = null!;

    [OneTimeSetUp]
    public async Task Come_to_work()
    {
        _author = await Shared.Province.AsAsync("tacgia");
        _desk = await Shared.Province.AsAsync("motcua");
    }

    private static TestCaseData[] UnreadableBodies =>
    [
        new TestCaseData("""{"step":"B1","outcome":""", "body").SetArgDisplayNames("cut off"),
        new TestCaseData("", "body").SetArgDisplayNames("empty"),
        new TestCaseData("null", "body").SetArgDisplayNames("null"),
        new TestCaseData("[]", "body").SetArgDisplayNames("a list"),
        new TestCaseData("""{"outcome":"Accepted"}""", "step").SetArgDisplayNames("no step"),
        new TestCaseData("""{"step":null,"outcome":"Accepted"}""", "step").SetArgDisplayNames("null step"),
        new TestCaseData("""{"step":"B1"}""", "outcome").SetArgDisplayNames("no outcome"),
        new TestCaseData("""{"step":7,"outcome":"Accepted"}""", "step").SetArgDisplayNames("a number for a step"),
        new TestCaseData("""{"step":"B1","outcome":"Accepted","assignee":"không phải tài khoản"}""", "assignee").SetArgDisplayNames("no account"),
        new TestCaseData("""{"step":"B1","outcome":"Accepted","missing":"CCCD"}""", "missing").SetArgDisplayNames("not a list"),
    ];

    [TestCaseSource(nameof(UnreadableBodies))]
    public async Task A_body_that_cannot_be_read_is_told_by_its_field(string body, string field)
    {
        var answer = await _desk.PostAsync("/api/dossiers/H35.40-260302-0001/completions", Office.Json(body));
        var problem = await answer.ProblemAsync(400, "bad-request");
        Assert.That((string?)problem["field"], Is.EqualTo(field), problem.ToJsonString());
    }

    [TestCase("/api/dossiers/xyz", "code")]
    [TestCase("/api/dossiers?after=*", "after")]
    [TestCase("/api/dossiers?filter=Everything", "filter")]
    [TestCase("/api/versions/abc", "hash")]
    [TestCase("/api/versions?procedure=%20", "procedure")]
    public async Task An_address_that_cannot_be_read_is_told_by_its_part(string address, string field) =>
        Assert.That((string?)(await (await _desk.GetAsync(address)).ProblemAsync(400, "bad-request"))["field"], Is.EqualTo(field));

    [Test]
    public async Task What_is_no_json_is_not_taken()
    {
        await (await _desk.PostAsync("/api/dossiers", new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded"))).ProblemAsync(415, "not-json");
        await (await _author.PostAsync("/api/drafts", new StringContent("<xml/>", Encoding.UTF8, "text/xml"))).ProblemAsync(415, "not-json");
        await (await _author.SendAsync(HttpMethod.Put, "/api/drafts", null)).ProblemAsync(405, "method-not-allowed");
    }

    [TestCase("{", "V101")]
    [TestCase("[]", "V102")]
    [TestCase("""{"a":1,"a":2}""", null)]
    [TestCase("", "V101")]
    public async Task A_malformed_document_is_told_by_findings(string text, string? code)
    {
        var drafts = await CountAsync();
        var problem = await (await _author.PostAsync("/api/drafts", Office.Json(text))).ProblemAsync(422, "bad-document");

        var finding = problem["findings"]![0]!;
        Assert.That((string?)finding["severity"], Is.EqualTo("error"));
        if (code is not null) Assert.That((string?)finding["code"], Is.EqualTo(code));
        Assert.That(await CountAsync(), Is.EqualTo(drafts));
    }

    [Test]
    public async Task A_document_of_ten_megabytes_is_told_by_a_finding_and_not_kept()
    {
        var drafts = await CountAsync();
        var problem = await (await _author.PostAsync("/api/drafts", Office.Json($$"""{"name":"{{new string('x', 10_000_000)}}"}"""), ("Cookie", "language=en")))
            .ProblemAsync(422, "bad-document");

        Assert.That((string?)problem["findings"]![0]!["code"], Is.EqualTo("V100"));
        Assert.That((string?)problem["findings"]![0]!["message"], Does.Contain("too large"));
        Assert.That(await CountAsync(), Is.EqualTo(drafts));
    }

    [Test]
    public async Task The_web_server_itself_takes_no_more_than_sixteen_megabytes()
    {
        await using var province = new Province(isDemo: false);
        province.UseKestrel(0);
        province.StartServer();
        // The server's no must be heard before the body is sent, however slow the machine is: else the connection just breaks.
        using var patient = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = province.CreateClient().BaseAddress };
        var stranger = new Person(patient);

        var problem = await (await stranger.PostAsync("/api/session", Office.Json($$"""{"account":"{{new string('x', 20_000_000)}}"}"""), ("Expect", "100-continue"))).ProblemAsync(413, "too-large");
        Assert.That((string?)problem["detail"], Does.Contain("16 MB"));
    }

    [Test]
    public async Task An_unknown_activity_can_be_kept_but_not_submitted()
    {
        var document = Office.Document("la");
        document["root"]!["activities"]!.AsArray().Add(JsonNode.Parse("""{"id":"GuiThu","type":"Elsa.SendEmail","version":1}"""));
        var draft = (string)(await (await _author.PostAsync("/api/drafts", document.Json())).JsonAsync(HttpStatusCode.Created))["id"]!;

        var problem = await (await _author.PostAsync($"/api/drafts/{draft}/submission", new { })).ProblemAsync(422, "P122");
        Assert.That(((JsonArray)problem["findings"]!).Select(finding => (string?)finding!["code"]), Does.Contain("V110"));
        Assert.That((string?)(await _author.ReadAsync($"/api/drafts/{draft}"))["status"], Is.EqualTo("Draft"));
    }

    [Test]
    public async Task A_condition_with_a_syntax_error_is_told_by_its_step()
    {
        var document = Office.Document("sai-dieu-kien");
        var decision = document["root"]!["activities"]!.AsArray().Single(activity => (string?)activity!["id"] == "CanLayYKien")!;
        decision["condition"]!["expression"]!["value"] = "getInput(\"canLayYKien\" ===";
        var draft = (string)(await (await _author.PostAsync("/api/drafts", document.Json())).JsonAsync(HttpStatusCode.Created))["id"]!;

        var problem = await (await _author.PostAsync($"/api/drafts/{draft}/submission", new { })).ProblemAsync(422, "P122");
        Assert.That(((JsonArray)problem["findings"]!).Select(finding => (string?)finding!["step"]), Does.Contain("CanLayYKien"));
    }

    [Test]
    public async Task A_cycle_of_ten_thousand_steps_is_answered_and_not_submitted()
    {
        var document = Office.Document("vong");
        var (activities, connections) = (document["root"]!["activities"]!.AsArray(), document["root"]!["connections"]!.AsArray());
        for (var at = 0; at < 10_000; at++)
        {
            activities.Add(JsonNode.Parse($$"""{"id":"V{{at}}","type":"Tthc.Draft","version":1}"""));
            connections.Add(JsonNode.Parse($$$"""{"source":{"activity":"V{{{at}}}","port":"Done"},"target":{"activity":"V{{{(at + 1) % 10_000}}}","port":"In"}}"""));
        }
        var answer = await _author.PostAsync("/api/drafts", document.Json());
        if (answer.StatusCode is HttpStatusCode.UnprocessableEntity)
        {
            await answer.ProblemAsync(422, "bad-document"); // beyond what a document may hold
            return;
        }
        var draft = (string)(await answer.JsonAsync(HttpStatusCode.Created))["id"]!;
        await (await _author.PostAsync($"/api/drafts/{draft}/submission", new { })).ProblemAsync(422, "P122");
    }

    [Test]
    public async Task No_promise_is_made_into_a_year_that_is_not_confirmed()
    {
        await using var province = new Province();
        province.Clock.Now = new DateTimeOffset(2026, 12, 31, 2, 0, 0, TimeSpan.Zero);
        var desk = await province.AsAsync("motcua");
        var before = (int?)(await desk.ReadAsync("/api/dossiers"))["total"];

        var problem = await (await desk.PostAsync("/api/dossiers", Office.Receipt(procedure: "1.001612"), ("Cookie", "language=en"))).ProblemAsync(409, "D130");
        Assert.That((string?)problem["detail"], Does.Contain("2027").And.Contain("not confirmed"));
        Assert.That((int?)(await desk.ReadAsync("/api/dossiers"))["total"], Is.EqualTo(before));
    }

    [Test]
    public async Task A_receipt_without_what_it_needs_is_refused_by_name()
    {
        await (await _desk.PostAsync("/api/dossiers", Office.Receipt(procedure: "9.999999"))).ProblemAsync(409, "not-in-force");
        await (await _desk.PostAsync("/api/dossiers", Office.Receipt(applicant: " "))).ProblemAsync(409, "D120");
        var half = await (await _desk.PostAsync("/api/dossiers", new { procedure = Office.Copies, receiving = "H35.40.01", competent = "H35.40" })).ProblemAsync(400, "bad-request");
        Assert.That((string?)half["field"], Is.EqualTo("applicant"));
    }

    [Test]
    public async Task A_fault_of_ours_is_told_without_its_details()
    {
        await using var province = new Province(isDemo: false);
        var stranger = province.Stranger();
        await stranger.ReadAsync("/api/versions");
        province.Tamper("drop table process_version");

        var problem = await (await stranger.GetAsync("/api/versions")).ProblemAsync(500, "fault");
        Assert.That((string?)problem["traceId"], Is.Not.Empty);
        Assert.That(problem.ToJsonString(), Does.Not.Contain("process_version"));

        var page = await stranger.GetAsync("/procedures");
        Assert.That((int)page.StatusCode, Is.EqualTo(500));
        Assert.That(await page.Content.ReadAsStringAsync(), Does.Contain("Chương trình gặp lỗi").And.Not.Contain("process_version"));
        Assert.That(page.Headers.Contains("Content-Security-Policy"));
        Assert.That(province.Log.Heard, Does.Contain("process_version"), "the log has them");
    }

    [Test]
    public async Task A_dossier_is_not_received_for_an_agency_that_is_not_there()
    {
        object For(string receiving, string competent) => new { procedure = Office.Copies, receiving, competent, applicant = new { name = "Giàng Thị Mây" } };
        await (await _desk.PostAsync("/api/dossiers", For("H35.40.01", "H35."))).ProblemAsync(409, "D252");
        await (await _desk.PostAsync("/api/dossiers?dryRun=true", For("H35.40.01", "000.00.05.H35"))).ProblemAsync(409, "D253");
        await (await _desk.PostAsync("/api/submissions", For("H35.40.01", "H35."))).ProblemAsync(409, "D252");
        await (await _desk.PostAsync("/api/desk-refusals", new { procedure = Office.Copies, receiving = "H35.40.01", competent = "H35.", applicant = new { name = "Mây" }, reason = "x", ground = "y" })).ProblemAsync(409, "D252");
        Assert.That((string?)(await (await _desk.PostAsync("/api/dossiers", For("H35.40.01", "xã nhà"))).ProblemAsync(400, "bad-request"))["field"], Is.EqualTo("competent"));

        using var form = new MultipartFormDataContent { { System.Net.Http.Json.JsonContent.Create(For("H35.40.01", "xã nhà")), "submission" } };
        Assert.That((string?)(await (await _desk.PostAsync("/api/submissions", form)).ProblemAsync(400, "bad-request"))["field"], Is.EqualTo("competent"), "by its field with files as without");
    }

    /// <summary>Codes and numbers that are none, in every place the interface takes one.</summary>
    [Test]
    public async Task Whatever_is_sent_in_place_of_a_code_is_answered_and_breaks_nothing()
    {
        await using var province = new Province();
        var described = await province.Stranger().ReadAsync("/api/openapi.json");
        JsonNode Resolved(JsonNode schema) => (string?)schema["$ref"] is { } to ? described["components"]!["schemas"]![to.Split('/')[^1]]! : schema;
        Person[] people = [await province.AsAsync("motcua"), await province.AsAsync("tacgia"), await province.AsAsync("kiemsoat")];
        var (faults, asked) = (new HashSet<string>(), 0);
        async Task AskAsync(string act, string path, JsonNode? body)
        {
            foreach (var person in people)
            {
                asked++;
                var answer = await person.SendAsync(new HttpMethod(act.ToUpperInvariant()), path, body is null ? null : Office.Json(body));
                if ((int)answer.StatusCode >= 500) faults.Add($"{act} {path} {body?.ToJsonString()}");
            }
        }

        foreach (var (path, acts) in described["paths"]!.AsObject())
        {
            foreach (var (act, about) in acts!.AsObject().Where(act => path != "/api/session" && act.Key is "get" or "post" or "put" or "delete"))
            {
                var parameters = (about!["parameters"]?.AsArray() ?? []).Select(parameter => Resolved(parameter!)).Where(parameter => (string?)parameter["in"] is "path" or "query").ToArray();
                foreach (var bad in new[] { "H35.", "-", "*?!", "0" })
                {
                    var filled = parameters.Where(parameter => (string?)parameter["in"] == "path").Aggregate(path, (address, parameter) => address.Replace($"{{{parameter["name"]}}}", Uri.EscapeDataString(bad), StringComparison.Ordinal));
                    var query = string.Join('&', parameters.Where(parameter => (string?)parameter["in"] == "query").Select(parameter => $"{parameter["name"]}={Uri.EscapeDataString(bad)}"));
                    await AskAsync(act, filled + (query is "" ? "" : $"?{query}"), null);
                    if (about["requestBody"]?["content"]?["application/json"]?["schema"] is not { } schema || Resolved(schema)["properties"] is not JsonObject properties) continue;
                    var body = new JsonObject(properties.Select(property => KeyValuePair.Create(property.Key, (JsonNode?)bad)));
                    var known = path.Replace("{code}", "H35.40-260302-0001", StringComparison.Ordinal);
                    await AskAsync(act, known.Contains('{', StringComparison.Ordinal) ? filled : known, body);
                }
            }
        }
        Assert.That(faults, Is.Empty);
        Assert.That(asked, Is.GreaterThan(500));
    }

    private async Task<int> CountAsync() => ((JsonArray)await _author.ReadAsync("/api/drafts")).Count;
}
