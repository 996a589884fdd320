using System.Net;
using TthcFlow.Api.Access;
using TthcFlow.Api.Demo;

namespace TthcFlow.Api.Tests.Access;

/// <summary>The doors that people come in by: sign-in, sign-out, the first administrator, the language; and what guards them.</summary>
public sealed class DoorTests
{
    [Test]
    public async Task A_person_signs_in_and_out_by_the_pages()
    {
        var person = Shared.Province.Stranger();

        var wrong = await person.SubmitAsync("/sign-in", ("account", "motcua"), ("password", "no"), ("returnUrl", "/desk"));
        Assert.That(wrong.Headers.Location?.ToString(), Is.EqualTo("/sign-in?error=wrong&returnUrl=%2Fdesk"));
        var right = await person.SubmitAsync("/sign-in", ("account", " MotCua "), ("password", DemoProvince.Password), ("returnUrl", "/desk"));
        Assert.That((right.StatusCode, right.Headers.Location?.ToString()), Is.EqualTo((HttpStatusCode.Redirect, "/desk")));
        Assert.That((await person.GetAsync("/desk")).StatusCode, Is.EqualTo(HttpStatusCode.OK));

        var page = await (await person.GetAsync("/desk")).Content.ReadAsStringAsync();
        var token = System.Text.RegularExpressions.Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        Assert.That((await person.PostAsync("/sign-out", Person.Form(("__RequestVerificationToken", token)))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        await (await person.GetAsync("/api/session")).ProblemAsync(401, "not-signed-in");
    }

    [TestCase("/sign-in")]
    [TestCase("/sign-out")]
    public async Task A_form_without_its_token_is_not_taken(string door)
    {
        var person = await Shared.Province.AsAsync("motcua");

        var answer = await person.PostAsync(door, Person.Form(("account", "motcua"), ("password", DemoProvince.Password)));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("Yêu cầu không hợp lệ"), "a page for people");
        Assert.That((await person.GetAsync("/api/session")).StatusCode, Is.EqualTo(HttpStatusCode.OK), "still signed in");
    }

    [TestCase("/", "/")]
    [TestCase("/desk?q=a&page=2#x", "/desk?q=a&page=2#x")]
    [TestCase("/desk?q=Nguyễn", "/desk?q=Nguy%E1%BB%85n")]
    [TestCase(null, "/home")]
    [TestCase("", "/home")]
    [TestCase("desk", "/home")]
    [TestCase("//evil.example", "/home")]
    [TestCase("/\\evil.example", "/home")]
    [TestCase("/.//evil.example", "/home")]
    [TestCase("/a/..//evil.example", "/home")]
    [TestCase("/\t/evil.example", "/home")]
    [TestCase("/a\r\nSet-Cookie: a=b", "/home")]
    [TestCase("https://evil.example", "/home")]
    [TestCase("javascript:alert(1)", "/home")]
    public void Nobody_is_sent_elsewhere_after_signing_in(string? address, string where) =>
        Assert.That(SignInEndpoints.LocalOr(address, "/home"), Is.EqualTo(where));

    [Test]
    public async Task A_session_whose_account_is_gone_opens_nothing_any_more()
    {
        await using var province = new Province();
        var person = await province.AsAsync("motcua");
        var code = await person.ReceivedAsync();
        province.Tamper("delete from account where id = 'motcua'");

        foreach (var path in new[] { "/api/work", $"/api/dossiers/{code}", $"/api/dossiers/{code}/acts", "/api/delegations", "/api/reports/risk" })
            await (await person.GetAsync(path)).ProblemAsync(401, "not-signed-in");
        Assert.That((await person.GetAsync("/work")).Headers.Location?.ToString(), Does.Contain("/sign-in"));
        Assert.That((await person.PostAsync($"/dossiers/{code}/attachments", Person.Form())).Headers.Location?.ToString(), Does.Contain("/sign-in"));
    }

    [Test]
    public async Task The_demo_desk_finds_files_with_what_was_handed_in_papers_that_came_in_part_and_a_result_to_hand_over()
    {
        var desk = await Shared.Province.AsAsync("motcua");

        var queue = await desk.ReadAsync("/api/submissions");
        Assert.That(queue["lines"]!.AsArray().Select(line => ((string?)line!["applicant"], (int)line["files"]!)), Does.Contain(("Mùa Thị Dính", 1)));
        var waiting = (await desk.ReadAsync("/api/dossiers?filter=Waiting&q=Bảo Châu"))["lines"]!.AsArray().Single()!;
        var journal = (await (await desk.GetAsync($"/dossiers/{waiting["code"]}")).Content.ReadAsStringAsync());
        Assert.That(journal, Does.Contain("Đã nhận một phần giấy tờ bổ sung: Bản vẽ mặt bằng định vị công trình"));
        Assert.That((await desk.ReadAsync("/api/dossiers?filter=ResultReady&q=Lệ Hằng"))["lines"]!.AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_language_is_kept_and_leads_back()
    {
        var person = Shared.Province.Stranger();

        var chosen = await person.GetAsync("/language?to=en&back=%2Flook-up");
        Assert.That(chosen.Headers.Location?.ToString(), Is.EqualTo("/look-up"));
        Assert.That(await (await person.GetAsync("/sign-in")).Content.ReadAsStringAsync(), Does.Contain("lang=\"en\""));
    }

    [Test]
    public async Task An_empty_database_asks_for_its_first_administrator_once()
    {
        await using var province = new Province(isDemo: false);
        var person = province.Stranger();

        var front = await person.GetAsync("/");
        Assert.That(front.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        var page = await front.Content.ReadAsStringAsync();
        Assert.That(page, Does.Contain("action=\"/first-administrator\""));
        Assert.That(page, Does.Contain("Ít nhất 10 ký tự.").And.Not.Contain("chữ số"), "the rule that holds, and no other");

        var weak = await person.SubmitAsync("/first-administrator", ("name", "Quản trị"), ("account", "quantri"), ("password", "short"));
        Assert.That(weak.Headers.Location?.ToString(), Is.EqualTo("/first-administrator?error=password"));
        var nameless = await person.SubmitAsync("/first-administrator", ("name", " "), ("account", "quantri"), ("password", "a good long password"));
        Assert.That(nameless.Headers.Location?.ToString(), Is.EqualTo("/first-administrator?error=name"));

        var late = province.Stranger();
        var form = await (await late.GetAsync("/first-administrator")).Content.ReadAsStringAsync();
        var made = await person.SubmitAsync("/first-administrator", ("name", "Quản trị"), ("account", "quantri"), ("password", "a good long password"));
        Assert.That(made.Headers.Location?.ToString(), Is.EqualTo("/"));
        Assert.That((string?)(await person.ReadAsync("/api/session"))["roles"]![0], Is.EqualTo("Administrator"));

        var token = System.Text.RegularExpressions.Regex.Match(form, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        var second = await late.PostAsync("/first-administrator", Person.Form(("__RequestVerificationToken", token), ("name", "Kẻ khác"), ("account", "ke.khac"), ("password", "a good long password")));
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await late.GetAsync("/first-administrator")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        await (await late.PostAsync("/api/session", new { account = "ke.khac", password = "a good long password" })).ProblemAsync(401, "wrong-password");
        Assert.That(await (await late.GetAsync("/")).Content.ReadAsStringAsync(), Does.Not.Contain("/first-administrator"));
    }

    [Test]
    public async Task An_address_that_tries_too_often_has_to_wait()
    {
        await using var province = new Province(isDemo: false, triesPerMinute: 3);
        var citizen = province.Stranger(("X-Test-From", "203.0.113.7"));
        for (var tries = 1; tries <= 3; tries++)
            await (await citizen.PostAsync("/api/look-up", new { code = "H35.40-260302-0001", proof = $"091234567{tries}" })).ProblemAsync(404, "not-found");

        var held = await citizen.PostAsync("/api/look-up", new { code = "H35.40-260302-0001", proof = "0912345678" });
        await held.ProblemAsync(429, "too-many");
        Assert.That(held.Headers.RetryAfter?.Delta, Is.EqualTo(TimeSpan.FromMinutes(1)));

        await (await citizen.PostAsync("/api/session", new { account = "a", password = "b" })).ProblemAsync(401, "wrong-password");
        await (await province.Stranger(("X-Test-From", "203.0.113.8")).PostAsync("/api/look-up", new { code = "H35.40-260302-0001", proof = "1" })).ProblemAsync(404, "not-found");
        for (var tries = 1; tries <= 4; tries++)
        {
            var page = await citizen.SubmitAsync("/sign-in", ("account", "a"), ("password", "b"));
            Assert.That((int)page.StatusCode, Is.EqualTo(tries <= 3 ? 302 : 429));
        }
    }

    [TestCase("127.0.0.1", true)]
    [TestCase("203.0.113.7", false)]
    public async Task Only_a_proxy_on_this_machine_may_say_that_the_connection_was_encrypted(string from, bool isBelieved)
    {
        var person = Shared.Province.Stranger(("X-Test-From", from), ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "198.51.100.4"));

        var answer = await person.PostAsync("/api/session", new { account = "motcua", password = DemoProvince.Password });
        Assert.That(answer.Headers.GetValues("Set-Cookie").Single(), isBelieved ? Does.Contain("secure; samesite=strict; httponly") : Does.Not.Contain("secure"));
        var language = await person.GetAsync("/language?to=en");
        Assert.That(language.Headers.GetValues("Set-Cookie").Single(), isBelieved ? Does.Contain("secure") : Does.Not.Contain("secure"));
    }

    [TestCase("/")]
    [TestCase("/nowhere")]
    [TestCase("/lib/htmx/htmx.min.js")]
    [TestCase("/api/nowhere")]
    [TestCase("/api/openapi.json")]
    [TestCase("/sign-in")]
    public async Task Every_answer_is_guarded(string path)
    {
        var headers = (await Shared.Province.Stranger().GetAsync(path)).Headers;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(headers.GetValues("Content-Security-Policy").Single(), Does.Contain("script-src 'self';").And.Not.Contain("unsafe"));
            Assert.That(headers.GetValues("X-Content-Type-Options").Single(), Is.EqualTo("nosniff"));
            Assert.That(headers.GetValues("Referrer-Policy").Single(), Is.EqualTo("same-origin"));
        }
    }

    [Test]
    public async Task What_citizens_and_officers_type_is_not_in_the_log()
    {
        await using var province = new Province();
        var desk = await province.AsAsync("motcua");
        var code = (string)(await (await desk.PostAsync("/api/dossiers", new
        {
            procedure = Office.Copies,
            receiving = "H35.40.01",
            competent = "H35.40",
            applicant = new { name = "Zzyzx Bí Mật", identityNumber = "987654321098", phone = "0987 000 111" },
        })).JsonAsync(HttpStatusCode.Created))["code"]!;
        await desk.GetAsync("/api/dossiers?q=zzyzx");
        await desk.GetAsync("/desk?q=Zzyzx");
        await desk.PostAsync("/api/dossiers", Office.Json("""{"applicant":{"name":"Zzyzx"},"receiving":"Zzyzx zzyzx"}"""));
        await province.Stranger().PostAsync("/api/look-up", new { code, proof = "987654321098" });
        await province.Stranger().SubmitAsync("/look-up", ("code", code), ("proof", "0987000111"));
        await province.Stranger().PostAsync("/api/session", new { account = "motcua", password = "zzyzx-password" });

        Assert.That(province.Log.Heard, Is.Not.Empty);
        Assert.That(province.Log.Heard.ToUpperInvariant(), Does.Not.Contain("ZZYZX").And.Not.Contain("987654321098").And.Not.Contain("0987000111").And.Not.Contain("0987 000 111"));
    }
}
