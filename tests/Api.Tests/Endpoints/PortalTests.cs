using System.Net;
using System.Text.Json.Nodes;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>Portals as controllers and programs meet them: the list, how each is, what was told; and a dossier's way for a portal's own pages.</summary>
public sealed class PortalTests
{
    private const string Book =
        """
        { "connections": [ { "key": "cong-thu", "name": "Cổng thử nghiệm tỉnh Lai Châu", "protocol": "Bus", "address": "http://127.0.0.1:9/", "unit": "H35", "account": "laichau", "password": "cong-thu" } ] }
        """;

    [Test]
    public async Task A_portal_is_entered_watched_paused_and_changed()
    {
        await using var province = new Province();
        var (controller, desk) = (await province.AsAsync("kiemsoat"), await province.AsAsync("motcua"));
        await (await desk.GetAsync("/api/portals")).ProblemAsync(404, "not-found");
        Assert.That((await desk.GetAsync("/portals")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        await (await province.Stranger().GetAsync("/api/portals")).ProblemAsync(401, "not-signed-in");

        var book = JsonNode.Parse(await (await controller.GetAsync("/api/portals/book")).Content.ReadAsStringAsync())!;
        book["connections"]!.AsArray().Add(JsonNode.Parse(Book)!["connections"]![0]!.DeepClone());
        var preview = await (await controller.PostAsync("/api/portals/book/preview", book.Json())).JsonAsync(HttpStatusCode.OK);
        Assert.That(((int)preview["looked"]!, (int?)preview["counts"]!["ToldFromNow"]), Is.EqualTo(((int)preview["looked"]!, (int?)preview["looked"]!)), "every dossier under way would be told");
        await (await controller.PutAsync("/api/portals/book?reason=", book.Json())).ProblemAsync(409, "K103");
        await (await controller.PutAsync("/api/portals/book?reason=th", Office.Json("""{"connections":[{"key":"x"}]}"""))).ProblemAsync(409, "K102");
        await (await desk.PutAsync("/api/portals/book?reason=th", book.Json())).ProblemAsync(409, "K101");
        Assert.That((await controller.PutAsync("/api/portals/book?reason=K%E1%BA%BFt+n%E1%BB%91i", book.Json())).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));

        Assert.That((await controller.PostAsync("/api/portals/cong-thu/pause", new { reason = "Cổng bảo trì" })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        var code = await desk.ReceivedAsync();
        var told = (await desk.ReadAsync($"/api/dossiers/{code}/portal")).AsArray().Where(line => (string?)line!["target"] == "cong-thu").ToList();
        Assert.That(told.Select(line => ((string?)line!["topic"], (int)line["code"]!, (string?)line["state"])), Is.EqualTo(new[] { ((string?)"Dossier", 2, (string?)"Waiting") }));
        await (await (await province.AsAsync("tacgia")).GetAsync($"/api/dossiers/{code}/portal")).ProblemAsync(404, "not-found");
        Assert.That(await PageAsync(desk, $"/dossiers/{code}"), Does.Contain("Đã báo cho cổng").And.Contain("Được tiếp nhận"));

        Assert.That(await PageAsync(controller, "/portals"), Does.Contain("Cổng thử nghiệm tỉnh Lai Châu").And.Contain("Tạm dừng"));
        Assert.That(await PageAsync(controller, "/portals/cong-thu"), Does.Contain("Cổng bảo trì").And.Contain("Gửi tiếp"));
        Assert.That((await controller.SubmitAsync("/portals/cong-thu", ("_handler", "portal"), ("act", "resume"))).StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That((string?)(await controller.ReadAsync("/api/portals/cong-thu"))["portal"]!["way"], Is.Not.EqualTo("Paused"));
        await (await controller.PostAsync("/api/portals/messages/987654/skip", new { reason = "Thử" })).ProblemAsync(409, "K105");
        await (await controller.PostAsync("/api/portals/khong-co/pause", new { reason = "Thử" })).ProblemAsync(409, "K104");
        Assert.That((await controller.GetAsync("/portals/khong-co")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));

        var kept = await HtmlAsync(await controller.SubmitAsync("/portals/book", ("_handler", "portal-book"), ("act", "load"), ("book", "{ viết dở"), ("reason", "Sửa địa chỉ"), ("version", "1")));
        Assert.That(kept, Does.Contain("K102").And.Contain("{ viết dở").And.Contain("Sửa địa chỉ"), "nothing typed is lost");
        var weighed = await HtmlAsync(await controller.SubmitAsync("/portals/book", ("_handler", "portal-book"), ("act", "preview"), ("book", """{"connections":[]}""")));
        Assert.That(weighed, Does.Contain("Cổng không nhận hồ sơ này nữa").And.Contain(code));
    }

    [Test]
    public async Task A_portals_own_page_shows_a_dossier_to_who_proves_a_right()
    {
        var code = await (await Shared.Province.AsAsync("motcua")).ReceivedAsync("Giàng Thị Mây");
        var portal = Shared.Province.Stranger(("X-TthcFlow-Proof", "012345678901"));
        var answer = await portal.GetAsync($"/api/tracking/{code}");
        var status = await answer.JsonAsync(HttpStatusCode.OK);

        Assert.That(((string?)status["status"], (string?)status["text"]!["vi"], (string?)status["turn"], (string?)status["with"]), Is.EqualTo(("Received", "Đã tiếp nhận", "Agency", "UBND xã Bình Lư")));
        Assert.That(((DateTimeOffset?)status["promisedAt"], status["missing"]!.AsArray().Count), Is.EqualTo(((DateTimeOffset?)status["dueAt"], 0)));
        Assert.That(status.ToJsonString(), Does.Not.Contain("Giàng").And.Not.Contain("012345678901"), "nobody's personal data");
        Assert.That(answer.Headers.CacheControl, Has.Property("Private").True.And.Property("MaxAge").EqualTo(TimeSpan.FromSeconds(30)));
        Assert.That(answer.Headers.Vary, Is.EqualTo(new[] { "X-TthcFlow-Proof" }));
        Assert.That(answer.Headers.ETag, Is.Not.Null);
        var again = Shared.Province.Stranger(("X-TthcFlow-Proof", "012345678901"), ("If-None-Match", answer.Headers.ETag!.Tag));
        Assert.That((await again.GetAsync($"/api/tracking/{code}")).StatusCode, Is.EqualTo(HttpStatusCode.NotModified));

        await (await Shared.Province.Stranger().GetAsync($"/api/tracking/{code}")).ProblemAsync(400, "bad-request");
        await (await Shared.Province.Stranger(("X-TthcFlow-Proof", "012345678902")).GetAsync($"/api/tracking/{code}")).ProblemAsync(404, "not-found");
        await (await portal.GetAsync("/api/tracking/H35.40-200101-0001")).ProblemAsync(404, "not-found");
        await (await Shared.Province.Stranger().GetAsync($"/api/tracking/{code}/0123456789abcdef01234567")).ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task Who_tries_too_often_is_told_to_wait()
    {
        await using var province = new Province(isDemo: false, triesPerMinute: 3);
        var stranger = province.Stranger(("X-TthcFlow-Proof", "1"), ("X-Test-From", "203.0.113.7"));
        for (var left = 3; left > 0; left--) await (await stranger.GetAsync("/api/tracking/H35.40-200101-0001")).ProblemAsync(404, "not-found");
        Assert.That((await stranger.GetAsync("/api/tracking/H35.40-200101-0001")).StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
    }

    private static async Task<string> PageAsync(Person person, string path) => await HtmlAsync(await person.GetAsync(path));

    private static async Task<string> HtmlAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
}
