using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using TthcFlow.Api.Demo;
using TthcFlow.Engine.Vocabulary;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>Public disclosure: what a stranger and a stranger's program may read of published processes, and at which addresses.</summary>
[NonParallelizable]
public sealed class DisclosureTests
{
    private const string Case = "cong-khai-thu";

    private Province _province = null!;
    private Person _stranger = null!;
    private string _first = "", _later = "";

    [OneTimeSetUp]
    public async Task Publish()
    {
        _province = new Province();
        _stranger = _province.Stranger();
        // The document is an agency's own process: it is reviewed and approved in the same house.
        await _province.AccountAsync("soatxet-xd", Role.Appraiser);
        await _province.AccountAsync("pheduyet-xd", Role.Publisher);
        _first = await PublishedAsync("11/QĐ-UBND", "2026-03-02", "B1");
        _later = await PublishedAsync("22/QĐ-UBND", "2026-06-01", "B1, nội dung mới", 2);
    }

    [OneTimeTearDown]
    public ValueTask Close() => _province.DisposeAsync();

    [Test]
    public async Task The_address_of_a_case_shows_what_is_in_force_and_the_address_of_a_version_never_moves()
    {
        var (today, later, asOf) = (await PageAsync($"/procedures/QTR-XD-01/{Case}"), await PageAsync($"/versions/{_later}"), await PageAsync($"/procedures/QTR-XD-01/{Case}?on=2026-06-01"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(today, Does.Contain($"/versions/{_first}").And.Contain("Đang có hiệu lực").And.Contain("Sắp có hiệu lực"));
            Assert.That(later, Does.Contain("Chưa có hiệu lực: áp dụng từ ngày 01/06/2026").And.Contain("11/QĐ-UBND"));
            Assert.That(asOf, Does.Contain("Theo hiệu lực trong ngày 01/06/2026").And.Contain($"/api/versions/{_later}/document"));
            Assert.That(await PageAsync($"/procedures/QTR-XD-01/{Case}?on=2026-01-01"), Does.Contain("Chưa có hiệu lực"), "before the first there was nothing");
            Assert.That(await PageAsync($"/procedures/QTR-XD-01/{Case}?on=mai"), Does.Contain("không phải là ngày").And.Contain("Đang có hiệu lực"));
        }
        var former = await _stranger.GetAsync($"/procedures/QTR-XD-01?version={_first}");
        Assert.That((former.StatusCode, former.Headers.Location?.ToString()), Is.EqualTo((HttpStatusCode.Found, $"/versions/{_first}")).Or.EqualTo((HttpStatusCode.Found, $"http://localhost/versions/{_first}")));
        foreach (var nothing in new[] { "/procedures/QTR-XD-01/khong-co", "/procedures/9.999999", $"/versions/{new string('0', 64)}", "/versions/x" })
            Assert.That((await _stranger.GetAsync(nothing)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound), nothing);
    }

    [Test]
    public async Task What_was_replaced_says_by_what_and_since_when()
    {
        var issues = (JsonArray)(await _stranger.ReadAsync("/api/procedures/QTR-XD-01?on=2026-07-01"))["issues"]!;
        var (replaced, now) = (issues.Single(issue => (string?)issue!["hash"] == _first)!, issues.Single(issue => (string?)issue!["hash"] == _later)!);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((string?)replaced["force"], (string?)replaced["since"], (string?)replaced["replacedBy"]), Is.EqualTo(("Superseded", "2026-06-01", _later)));
            Assert.That(((string?)now["force"], (string?)now["since"]), Is.EqualTo(("InForce", "2026-06-01")));
        }
    }

    [Test]
    public async Task The_address_of_what_is_in_force_leads_to_the_version_of_the_day()
    {
        var (today, then) = (await _stranger.GetAsync($"/api/procedures/QTR-XD-01/in-force?case={Case}"), await _stranger.GetAsync($"/api/procedures/QTR-XD-01/in-force?case={Case}&on=2026-06-01"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((today.StatusCode, today.Headers.Location?.ToString(), today.Headers.CacheControl?.ToString()), Is.EqualTo((HttpStatusCode.Found, $"/api/versions/{_first}", "public, max-age=60")));
            Assert.That(then.Headers.Location?.ToString(), Is.EqualTo($"/api/versions/{_later}"));
        }
        await (await _stranger.GetAsync($"/api/procedures/QTR-XD-01/in-force?case={Case}&on=2020-01-01")).ProblemAsync(409, "not-in-force");
        await (await _stranger.GetAsync("/api/procedures/QTR-XD-01/in-force?on=mai")).ProblemAsync(400, "bad-request");
    }

    [Test]
    public async Task The_document_is_the_same_for_ever_and_is_not_sent_twice()
    {
        var document = await _stranger.GetAsync($"/api/versions/{_first}/document");
        var bytes = await document.Content.ReadAsByteArrayAsync();
        var again = await _stranger.GetAsync($"/api/versions/{_first}/document", ("If-None-Match", document.Tag()));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(document.Tag(), Is.EqualTo($"\"{_first}\""));
            Assert.That(document.Headers.CacheControl?.ToString(), Does.Contain("immutable"));
            Assert.That(document.Headers.GetValues("Repr-Digest").Single(), Is.EqualTo($"sha-256=:{Convert.ToBase64String(SHA256.HashData(bytes))}:"));
            Assert.That(TthcFlow.Engine.Definitions.ElsaDocument.Read(bytes).Document!.Hash.Value, Is.EqualTo(_first));
            Assert.That(again.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        }
    }

    [Test]
    public async Task Beside_each_page_stands_a_description_in_the_words_of_schema_org()
    {
        var page = await _stranger.GetAsync($"/versions/{_first}");
        var answer = await _stranger.GetAsync($"/api/versions/{_first}/service");
        var service = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        var law = ((JsonArray)service["subjectOf"]!).First(subject => (string?)subject!["@type"] == "Legislation")!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page.Headers.GetValues("Link").Single(), Does.Contain($"</versions/{_first}>; rel=\"canonical\"").And.Contain($"</api/versions/{_first}/service>; rel=\"alternate\""));
            Assert.That(page.Headers.CacheControl?.ToString(), Is.EqualTo("public, max-age=60"));
            Assert.That(page.Headers.Contains("Set-Cookie"), Is.False, "what is cached for everybody hands nobody a cookie");
            Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/ld+json"));
            Assert.That(((string?)service["@type"], (string?)service["@id"]), Is.EqualTo(("GovernmentService", $"http://localhost/versions/{_first}")));
            Assert.That((string?)service["url"], Is.EqualTo($"http://localhost/procedures/QTR-XD-01/{Case}"));
            Assert.That(((string?)law["legislationIdentifier"], (string?)law["temporalCoverage"]), Is.EqualTo(("11/QĐ-UBND", "2026-03-02/2026-06-01")));
            Assert.That(((JsonArray)((JsonArray)service["subjectOf"]!).First(subject => (string?)subject!["@type"] == "HowTo")!["step"]!).Count, Is.GreaterThan(3));
        }
    }

    [Test]
    public async Task The_map_names_every_version_and_nothing_else()
    {
        var map = XDocument.Parse(await TextAsync("/sitemap.xml"));
        var places = map.Descendants().Where(element => element.Name.LocalName == "loc").Select(element => element.Value).ToArray();
        var robots = await TextAsync("/robots.txt");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(places, Does.Contain($"http://localhost/versions/{_first}").And.Contain($"http://localhost/versions/{_later}").And.Contain($"http://localhost/procedures/QTR-XD-01/{Case}"));
            Assert.That(places, Is.Unique.And.All.Match("^http://localhost/(procedures|versions/[0-9a-f]{64}$)"));
            Assert.That(robots, Does.Contain("Disallow: /\n").And.Contain("Sitemap: http://localhost/sitemap.xml"));
        }
    }

    [Test]
    public async Task Nothing_that_is_public_names_a_draft_or_an_account()
    {
        var accounts = DemoProvince.Accounts.Select(account => account.Account).Append("soatxet-xd").Append("pheduyet-xd").ToArray();
        foreach (var path in new[]
        {
            "/procedures", $"/procedures/QTR-XD-01/{Case}", $"/versions/{_first}", "/api/versions", $"/api/versions/{_first}", $"/api/versions/{_first}/document", $"/api/versions/{_first}/service",
            "/api/procedures/QTR-XD-01", $"/versions/{_first}/certificate", "/sitemap.xml",
        })
        {
            var text = await TextAsync(path);
            Assert.That(accounts.Where(account => System.Text.RegularExpressions.Regex.IsMatch(text, $@"(?<![\w-]){System.Text.RegularExpressions.Regex.Escape(account)}(?![\w-])")), Is.Empty, path);
            Assert.That(text, Does.Not.Contain("/drafts/"), path);
        }
    }

    [Test]
    public async Task Who_reads_too_fast_is_asked_to_wait()
    {
        await using var province = new Province(triesPerMinute: 1);
        var stranger = province.Stranger();
        for (var read = 0; read < 10; read++) Assert.That((await stranger.GetAsync("/api/versions")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var refused = await stranger.GetAsync("/api/versions");
        Assert.That((refused.StatusCode, refused.Headers.RetryAfter?.Delta), Is.EqualTo((HttpStatusCode.TooManyRequests, TimeSpan.FromMinutes(1))));
    }

    [Test]
    public async Task Document_control_stands_on_the_page_from_the_acts_with_names_and_no_accounts()
    {
        var (page, control) = (await PageAsync($"/versions/{_later}"), await _stranger.ReadAsync($"/api/versions/{_later}/control"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("Kiểm soát tài liệu").And.Contain("Sửa điều kiện thực hiện").And.Contain("15/BC-SKHCN"));
            Assert.That(((JsonArray)control["signatures"]!).Select(signed => (string?)signed!["role"]), Is.EqualTo(new[] { "Soạn thảo", "Soát xét, thẩm định", "Phê duyệt, công bố" }));
            Assert.That(((JsonArray)control["issues"]!).Select(issue => (int?)issue!["number"]), Is.EqualTo(new int?[] { 1, 2 }));
        }
    }

    [Test]
    public async Task A_publisher_records_what_an_old_decision_published()
    {
        var publisher = await _province.AsAsync("congbo");
        var document = Office.Document("ban-cu");
        object Body(string reason) => new { document, agency = "H35.05", number = "575/QĐ-UBND", signedOn = "2019-07-23", authority = "UBND tỉnh", effectiveFrom = "2019-08-01", reason };
        await (await (await _province.AsAsync("tacgia")).PostAsync("/api/versions", Body("Bản cũ"))).ProblemAsync(409, "P112");
        await (await publisher.PostAsync("/api/versions", Body(" "))).ProblemAsync(409, "P190");
        Assert.That((await _stranger.PostAsync("/api/versions", Body("Bản cũ"))).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        var hash = (string)(await (await publisher.PostAsync("/api/versions", Body("Ban hành trước khi có phần mềm"))).JsonAsync(HttpStatusCode.Created))["hash"]!;
        await (await publisher.PostAsync("/api/versions", Body("Lần nữa"))).ProblemAsync(409, "P192");
        Assert.That(await PageAsync($"/versions/{hash}"), Does.Contain("Chưa thẩm định").And.Contain("Ban hành trước khi có phần mềm"));
        Assert.That(await (await publisher.GetAsync("/records/new")).Content.ReadAsStringAsync(), Does.Contain("name=\"reason\""));
        Assert.That((await (await _province.AsAsync("tacgia")).GetAsync("/records/new")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    private async Task<string> PublishedAsync(string number, string from, string instruction, int issue = 1)
    {
        var (author, appraiser, publisher) = (await _province.AsAsync("tacgia"), await _province.AsAsync("soatxet-xd"), await _province.AsAsync("pheduyet-xd"));
        var document = Office.Document(Case);
        var header = document["customProperties"]!["tthc"]!;
        header["conditions"] = instruction;
        header["issueNumber"] = issue;
        if (header["reasons"] is not JsonObject) header["reasons"] = new JsonObject();
        header["reasons"]!["V447"] = "Chỉ sửa điều kiện";
        if (issue > 1) header["control"]!["changes"] = new JsonArray(new JsonObject { ["issue"] = issue, ["what"] = "Sửa điều kiện thực hiện" });
        var draft = (string)(await (await author.SendAsync(HttpMethod.Post, "/api/drafts", document.Json())).JsonAsync(HttpStatusCode.Created))["id"]!;
        foreach (var (person, path, body) in new (Person, string, object)[]
        {
            (author, "submission", new { }), (appraiser, "acceptance", new { receipt = "45/TN", appraiser = "soatxet-xd" }), (appraiser, "ticks", new { all = true }),
            (appraiser, "appraisal", new { number = "15/BC-SKHCN", date = "2026-03-02" }), (author, "proposal", new { number = "20/TTr", date = "2026-03-02" }),
            (publisher, "publication", new { number, signedOn = "2026-03-02", authority = "UBND tỉnh", effectiveFrom = from }),
        })
        {
            var answer = await person.PostAsync($"/api/drafts/{draft}/{path}", body);
            Assert.That(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
        return (string)(await author.ReadAsync($"/api/drafts/{draft}"))["hash"]!;
    }

    private async Task<string> TextAsync(string path)
    {
        var answer = await _stranger.GetAsync(path);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<string> PageAsync(string path) => WebUtility.HtmlDecode(await TextAsync(path));
}
