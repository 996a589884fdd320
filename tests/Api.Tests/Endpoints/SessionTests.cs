using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Api.Demo;
using TthcFlow.Engine.Vocabulary;
using Account = TthcFlow.Engine.Storage.Account;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>Coming in and going out over HTTP.</summary>
public sealed class SessionTests
{
    [Test]
    public async Task Who_signs_in_is_told_who_they_are_and_after_signing_out_is_nobody()
    {
        var desk = await Shared.Province.AsAsync("motcua");

        var me = await desk.ReadAsync("/api/session");
        Assert.That(((string?)me["id"], (string?)me["agency"], (string?)me["roles"]![0]), Is.EqualTo(("motcua", "H35.40", "DeskOfficer")));

        Assert.That((await desk.DeleteAsync("/api/session")).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        await (await desk.GetAsync("/api/session")).ProblemAsync(401, "not-signed-in");
    }

    [TestCase("motcua", "not-the-password")]
    [TestCase("nobody", DemoProvince.Password)]
    [TestCase("không phải tài khoản", DemoProvince.Password)]
    [TestCase("motcua", "")]
    public async Task A_wrong_account_and_a_wrong_password_sound_the_same(string account, string password) =>
        await (await Shared.Province.Stranger().PostAsync("/api/session", new { account, password })).ProblemAsync(401, "wrong-password");

    [Test]
    public async Task Five_wrong_passwords_lock_the_account_even_for_the_right_one()
    {
        var stranger = Shared.Province.Stranger();
        for (var tries = 1; tries <= 4; tries++)
            await (await stranger.PostAsync("/api/session", new { account = "vanphong", password = "wrong" })).ProblemAsync(401, "wrong-password");

        await (await stranger.PostAsync("/api/session", new { account = "vanphong", password = "wrong" })).ProblemAsync(401, "locked");
        await (await stranger.PostAsync("/api/session", new { account = "vanphong", password = DemoProvince.Password })).ProblemAsync(401, "locked");
    }

    [Test]
    public async Task A_locked_account_is_told_how_long_it_is_locked_or_by_whom()
    {
        await using var province = new Province(settings: services => services.Configure<IdentityOptions>(options => options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(40)));
        var stranger = province.Stranger();
        for (var tries = 1; tries <= 5; tries++) await stranger.PostAsync("/api/session", new { account = "motcua", password = "wrong" });
        var locked = await (await stranger.PostAsync("/api/session", new { account = "motcua", password = "wrong" })).ProblemAsync(401, "locked");
        Assert.That((string?)locked["detail"], Does.Contain("sau 40 phút"));
        var page = await stranger.SubmitAsync("/sign-in", ("account", "motcua"), ("password", "wrong"));
        Assert.That(page.Headers.Location?.ToString(), Does.Contain("error=locked&minutes=40"));
        Assert.That(WebUtility.HtmlDecode(await (await stranger.GetAsync(page.Headers.Location!.ToString())).Content.ReadAsStringAsync()), Does.Contain("sau 40 phút"));

        await (await province.AsAsync("quantri")).PostAsync("/api/accounts/chutich/lock", new { });
        var closed = await (await stranger.PostAsync("/api/session", new { account = "chutich", password = DemoProvince.Password })).ProblemAsync(401, "locked");
        Assert.That((string?)closed["detail"], Does.Contain("quản trị khóa").And.Not.Contain("phút"));
    }

    [Test]
    public async Task A_password_that_an_administrator_chose_is_changed_before_anything_else()
    {
        const string given = "mật khẩu được cấp", own = "mật khẩu của riêng tôi";
        await using var province = new Province();
        var administrator = await province.AsAsync("quantri");
        await administrator.PostAsync("/api/accounts", new { id = "moi", name = "Lò Thị Mới", agency = "H35.40", roles = new[] { "HandlingOfficer" }, password = given });

        var (person, elsewhere) = (await province.AsAsync("moi", given), await province.AsAsync("moi", given));
        Assert.That((bool)(await person.ReadAsync("/api/session"))["owesPassword"]!);
        await (await person.GetAsync("/api/dossiers")).ProblemAsync(403, "password-first");
        await (await person.GetAsync("/api/procedures")).ProblemAsync(403, "password-first");
        var led = await person.GetAsync("/work?scope=Mine");
        Assert.That((led.StatusCode, led.Headers.Location?.ToString()), Is.EqualTo((HttpStatusCode.Redirect, "/password?returnUrl=%2Fwork%3Fscope%3DMine")));
        var form = WebUtility.HtmlDecode(await (await person.GetAsync("/password?returnUrl=%2Fwork")).Content.ReadAsStringAsync());
        Assert.That(form, Does.Contain("Mật khẩu này do quản trị đặt").And.Contain("action=\"/sign-out\"").And.Not.Contain("href=\"/delegations\""));

        await (await person.PostAsync("/api/session/password", new { present = "sai bét", chosen = own })).ProblemAsync(409, "A162");
        await (await person.PostAsync("/api/session/password", new { present = given, chosen = given })).ProblemAsync(409, "A163");
        await (await person.PostAsync("/api/session/password", new { present = given, chosen = "ngắn" })).ProblemAsync(409, "A160");
        var differ = await person.SubmitAsync("/password", ("present", given), ("chosen", own), ("again", given), ("returnUrl", "/work"));
        Assert.That(differ.Headers.Location?.ToString(), Is.EqualTo("/password?error=A166&returnUrl=%2Fwork"));
        var done = await person.SubmitAsync("/password", ("present", given), ("chosen", own), ("again", own), ("returnUrl", "/work"));
        Assert.That((done.StatusCode, done.Headers.Location?.ToString()), Is.EqualTo((HttpStatusCode.Redirect, "/work")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await person.GetAsync("/work")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((bool)(await person.ReadAsync("/api/session"))["owesPassword"]!, Is.False);
            Assert.That(((JsonArray)(await administrator.ReadAsync("/api/accounts/moi"))["records"]!).Select(record => (string?)record!["kind"]), Is.EqualTo(new[] { "change-password", "open" }));
        }
        province.Clock.Now += TimeSpan.FromMinutes(31);
        await (await elsewhere.GetAsync("/api/session")).ProblemAsync(401, "not-signed-in");
        Assert.That((await person.GetAsync("/work")).StatusCode, Is.EqualTo(HttpStatusCode.OK), "whoever changed it stays");

        await administrator.PostAsync("/api/accounts/moi/password", new { password = given });
        await (await (await province.AsAsync("moi", given)).GetAsync("/api/dossiers")).ProblemAsync(403, "password-first");
        Assert.That((bool)(await administrator.ReadAsync("/api/session"))["owesPassword"]!, Is.False, "accounts that were there go on as they are");
    }

    [Test]
    public async Task A_new_stamp_ends_every_session_of_the_account_within_half_an_hour()
    {
        await using var province = new Province(isDemo: false);
        await using (var scope = province.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(new Account { Id = new OfficerId("mai"), Name = "Mai" }, DemoProvince.Password);
        var mai = await province.AsAsync("mai");

        await using (var scope = province.Services.CreateAsyncScope())
        {
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            await users.UpdateSecurityStampAsync((await users.FindByIdAsync("mai"))!);
        }

        Assert.That((await mai.GetAsync("/api/session")).StatusCode, Is.EqualTo(HttpStatusCode.OK), "the stamp is looked at every half hour");
        province.Clock.Now += TimeSpan.FromMinutes(31);
        await (await mai.GetAsync("/api/session")).ProblemAsync(401, "not-signed-in");
    }

    [TestCase("/api/drafts")]
    [TestCase("/api/dossiers")]
    [TestCase("/api/work")]
    [TestCase("/api/dossiers/H35.40-260302-0001/journal")]
    public async Task What_is_not_public_asks_for_a_session(string path) =>
        await (await Shared.Province.Stranger().GetAsync(path)).ProblemAsync(401, "not-signed-in");

    [Test]
    public async Task A_command_that_another_sites_page_sends_is_refused()
    {
        var desk = await Shared.Province.AsAsync("motcua");

        await (await desk.PostAsync("/api/dossiers", Office.Receipt(), ("Sec-Fetch-Site", "cross-site"))).ProblemAsync(403, "other-site");
        await (await desk.PostAsync("/api/dossiers", Office.Receipt(), ("Origin", "https://elsewhere.example"))).ProblemAsync(403, "other-site");
        Assert.That((await desk.PostAsync("/api/dossiers?dryRun=true", Office.Receipt(), ("Origin", "http://localhost"))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Every_no_is_in_english_for_who_reads_english()
    {
        var reader = Shared.Province.Stranger(("Cookie", "language=en"));

        Assert.That((string?)(await (await reader.GetAsync("/api/session")).ProblemAsync(401, "not-signed-in"))["detail"], Does.StartWith("Sign in"));
        Assert.That((string?)(await (await reader.GetAsync("/api/nowhere")).ProblemAsync(404, "not-found"))["title"], Is.EqualTo("Not found"));
        Assert.That((string?)(await (await reader.PostAsync("/api/session", JsonContent.Create(1))).ProblemAsync(400, "bad-request"))["title"], Does.StartWith("The data"));
    }
}
