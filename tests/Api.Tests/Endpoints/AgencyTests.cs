using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using TthcFlow.Api.Demo;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>Agencies, holders and accounts over HTTP and on their pages.</summary>
public sealed class AgencyTests
{
    private static JsonObject Act(string kind, object? more = null)
    {
        var body = new JsonObject { ["kind"] = kind, ["from"] = "2026-03-02", ["decision"] = "12/QĐ-UBND", ["signedOn"] = "2026-02-27" };
        foreach (var (name, value) in (JsonObject)System.Text.Json.JsonSerializer.SerializeToNode(more ?? new { })!) body[name] = value?.DeepClone();
        return body;
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    private static async Task<string> TextAsync(Person person, string path) => await TextAsync(await person.GetAsync(path));

    [Test]
    public async Task A_unit_is_renamed_and_merged_by_decisions_and_its_past_stays_readable()
    {
        await using var province = new Province();
        var (administrator, author) = (await province.AsAsync("quantri"), await province.AsAsync("tacgia"));
        await (await author.PostAsync("/api/agencies/acts", Act("Rename", new { code = "H35.41.02", name = "Phòng Hạ tầng" }))).ProblemAsync(409, "A101");
        await (await administrator.PostAsync("/api/agencies/acts", Act("Rename", new { code = "H35.41.02" }))).ProblemAsync(400, "bad-request");
        await (await administrator.PostAsync("/api/agencies/acts", Act("Move", new { code = "H35.41", parent = "H35.41.02" }))).ProblemAsync(409, "A109");

        var merger = Act("Merge", new { codes = new[] { "H35.41.02", "H35.41.03" }, into = "H35.41.05", name = "Phòng Kinh tế tổng hợp", level = "Unit", parent = "H35.41" });
        var preview = await (await administrator.PostAsync("/api/agencies/acts/preview", merger)).JsonAsync(HttpStatusCode.OK);
        Assert.That((preview["code"], ((JsonArray)preview["events"]!).Count), Is.EqualTo(((JsonNode?)null, 3)), preview.ToJsonString());
        Assert.That((string?)(await administrator.ReadAsync("/api/agencies/H35.41.02"))["agency"]!["to"], Is.Null, "a preview changes nothing");

        await (await administrator.PostAsync("/api/agencies/acts", merger)).JsonAsync(HttpStatusCode.OK);
        var gone = await author.ReadAsync("/api/agencies/H35.41.02");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((string?)gone["agency"]!["to"], (string?)gone["now"]![0]), Is.EqualTo(("2026-03-01", "H35.41.05")));
            Assert.That((await author.ReadAsync("/api/agencies?on=2026-03-01&words=H35.41.02")).AsArray(), Has.Count.EqualTo(1));
            Assert.That((await author.ReadAsync("/api/agencies?words=H35.41.02")).AsArray(), Is.Empty);
            Assert.That((await author.ReadAsync("/api/agencies/acts")).AsArray(), Is.Empty, "not for everybody");
            Assert.That((await administrator.ReadAsync("/api/agencies/acts?place=H35.41.02")).AsArray(), Has.Count.EqualTo(1));
            Assert.That(await TextAsync(administrator, "/agencies"), Does.Contain("Phòng Kinh tế tổng hợp").And.Contain("12/QĐ-UBND"));
            Assert.That(await TextAsync(administrator, "/agencies/H35.41.02"), Does.Contain("Đã thôi hoạt động sau ngày 01/03/2026").And.Contain("/agencies/H35.41.05"));
            Assert.That(await TextAsync(administrator, "/agencies?words=kinh+te+ha+tang&gone=1"), Does.Contain("H35.41.02"));
            Assert.That((await author.GetAsync("/agencies")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    [Test]
    public async Task The_form_of_an_act_keeps_what_was_typed_when_it_is_refused_and_leads_on_when_it_is_done()
    {
        await using var province = new Province();
        var administrator = await province.AsAsync("quantri");
        (string, string)[] days = [("_handler", "act"), ("from", "2026-03-02"), ("signedOn", "2026-02-27")];

        var refused = await TextAsync(await administrator.SubmitAsync("/agencies/act/dissolve?code=H35.40", [.. days, ("code", "H35.40"), ("decision", "77/QĐ-UBND"), ("do", "record")]));
        Assert.That(refused, Does.Contain("A113").And.Contain("value=\"77/QĐ-UBND\"").And.Contain("Hồ sơ chưa kết thúc"));
        var unreadable = await TextAsync(await administrator.SubmitAsync("/agencies/act/rename?code=H35.40", [.. days, ("code", "H35 40"), ("name", "Mới"), ("decision", "1"), ("do", "record")]));
        Assert.That(unreadable, Does.Contain("“H35 40” không phải là một mã").And.Contain("value=\"Mới\""));

        var done = await administrator.SubmitAsync("/agencies/act/appoint?code=H35.40",
            [.. days, ("officer", "moi"), ("name", "Lò Thị Mới"), ("code", "H35.40"), ("position", "van-thu"), ("holding", "InCharge"), ("decision", "78/QĐ-UBND"), ("do", "record")]);
        Assert.That((done.StatusCode, done.Headers.Location?.PathAndQuery), Is.EqualTo((HttpStatusCode.Redirect, "/agencies/H35.40?done=recorded")));
        Assert.That(await TextAsync(administrator, "/agencies/H35.40"), Does.Contain("Lò Thị Mới").And.Contain("phụ trách"));
        foreach (var kind in new[] { "establish", "merge", "split", "move", "list-position", "relieve" }) Assert.That(await TextAsync(administrator, $"/agencies/act/{kind}"), Does.Contain("Số quyết định"), kind);
        Assert.That((await administrator.GetAsync("/agencies/act/conquer")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_table_is_taken_in_whole_or_not_at_all()
    {
        await using var province = new Province();
        var administrator = await province.AsAsync("quantri");
        const string address = "/api/agencies/imports?kind=Units&decision=12&signedOn=2026-02-27&from=2026-03-02";
        Task<HttpResponseMessage> SendAsync(string table) => administrator.SendAsync(HttpMethod.Post, address, new ByteArrayContent(Encoding.UTF8.GetBytes(table)));

        var report = await (await SendAsync("Mã,Tên,Cấp,Thuộc\nH35.60,UBND xã Thử,cấp xã,H35\nH35.61,,cấp lạ,H35\nH35.40,Lần nữa,cấp xã,H35\n")).JsonAsync(HttpStatusCode.UnprocessableEntity);
        Assert.That(((JsonArray)report["faults"]!).Select(fault => ((int)fault!["row"]!, (string?)fault["column"])), Is.EqualTo(new[] { (3, "Tên"), (3, "Cấp"), (4, "Mã") }));
        await (await administrator.GetAsync("/api/agencies/H35.60")).ProblemAsync(404, "not-found");
        await (await SendAsync("chỉ là chữ, không có bảng\n1,2\n")).ProblemAsync(409, "A130");
        Assert.That((int)(await (await SendAsync("Mã,Tên,Cấp,Thuộc\nH35.60,UBND xã Thử,cấp xã,H35\n")).JsonAsync(HttpStatusCode.OK))["taken"]!, Is.EqualTo(1));
        Assert.That(await TextAsync(administrator, "/agencies/import"), Does.Contain("Mã định danh, Tên, Cấp"));
    }

    [Test]
    public async Task An_administrator_gives_out_an_account_locks_it_and_takes_no_chair()
    {
        await using var province = new Province();
        var (administrator, desk) = (await province.AsAsync("quantri"), await province.AsAsync("motcua"));
        object account = new { id = "moi", name = "Lò Thị Mới", agency = "H35.40", roles = new[] { "HandlingOfficer" }, password = "mật khẩu đầu tiên" };
        await (await desk.PostAsync("/api/accounts", account)).ProblemAsync(409, "A150");
        await (await administrator.PostAsync("/api/accounts", new { id = "moi", name = "Mới", roles = new[] { "Controller" }, password = "ngắn" })).ProblemAsync(409, "A160");
        Assert.That((await administrator.PostAsync("/api/accounts", account)).StatusCode, Is.EqualTo(HttpStatusCode.Created));
        await (await administrator.PostAsync("/api/accounts", account)).ProblemAsync(409, "A151");

        var person = await province.AsAsync("moi", "mật khẩu đầu tiên");
        Assert.That((await administrator.PostAsync("/api/accounts/moi/lock", new { })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((await person.GetAsync("/api/session")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), "its sessions are over at once");
        await (await province.Stranger().PostAsync("/api/session", new { account = "moi", password = "mật khẩu đầu tiên" })).ProblemAsync(401, "locked");
        await administrator.PostAsync("/api/accounts/moi/unlock", new { });
        await administrator.PostAsync("/api/accounts/moi/password", new { password = "một mật khẩu khác" });
        await province.AsAsync("moi", "một mật khẩu khác");

        await (await administrator.PutAsync("/api/accounts/quantri", new { name = "Quản trị", roles = new[] { "Administrator", "Controller" } })).ProblemAsync(409, "A154");
        await (await administrator.PutAsync("/api/accounts/motcua", new { name = "Một cửa", agency = "H35.40", roles = new[] { "Author", "Publisher" } })).ProblemAsync(409, "A155");
        await (await administrator.PostAsync("/api/accounts/quantri/lock", new { })).ProblemAsync(409, "A157");
        await (await administrator.PostAsync("/api/accounts/khong-co/lock", new { })).ProblemAsync(404, "not-found");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((JsonArray)(await administrator.ReadAsync("/api/accounts/moi"))["records"]!, Has.Count.EqualTo(4));
            Assert.That((await administrator.ReadAsync("/api/accounts?words=lo+thi+moi")).AsArray(), Has.Count.EqualTo(1));
            Assert.That(await TextAsync(administrator, "/accounts"), Does.Contain("Lò Thị Mới"));
            Assert.That(await TextAsync(administrator, "/accounts/moi"), Does.Contain("Khóa tài khoản").And.Contain("đặt mật khẩu"));
            Assert.That((await desk.GetAsync("/accounts")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    [Test]
    public async Task The_pages_of_accounts_do_the_same_and_keep_what_was_typed()
    {
        await using var province = new Province();
        var administrator = await province.AsAsync("quantri");
        var weak = await TextAsync(await administrator.SubmitAsync("/accounts/new", ("_handler", "open"), ("id", "moi"), ("name", "Lò Thị Mới"), ("agency", "H35.40"), ("roles", "HandlingOfficer"), ("password", "ngắn")));
        Assert.That(weak, Does.Contain("A160").And.Contain("value=\"Lò Thị Mới\"").And.Not.Contain("ngắn"));
        var made = await administrator.SubmitAsync("/accounts/new", ("_handler", "open"), ("id", "moi"), ("name", "Lò Thị Mới"), ("agency", "H35.40"), ("roles", "HandlingOfficer"), ("password", DemoProvince.Password));
        Assert.That(made.Headers.Location?.PathAndQuery, Is.EqualTo("/accounts/moi?done=opened"));

        var mixed = await TextAsync(await administrator.SubmitAsync("/accounts/moi", ("_handler", "change"), ("name", "Tên khác"), ("agency", "H35.40"), ("roles", "Author"), ("roles", "Appraiser")));
        Assert.That(mixed, Does.Contain("A155").And.Contain("value=\"Tên khác\""));
        Assert.That((await administrator.SubmitAsync("/accounts/moi", ("_handler", "lock"), ("do", "lock"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(await TextAsync(administrator, "/accounts/moi"), Does.Contain("Mở khóa"));
        Assert.That(await TextAsync(administrator, "/accounts/congbo"), Does.Contain("Chủ tịch UBND tỉnh"), "posts over time");
    }
}
