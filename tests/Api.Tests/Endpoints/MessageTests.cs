using System.Net;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Runtime;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>Messages as programs and pages meet them: the inbox with its count, what was not sent, the drill.</summary>
public sealed class MessageTests
{
    [Test]
    public async Task An_officer_finds_a_reminder_in_the_inbox_and_marks_it_as_read()
    {
        await using var province = new Province();
        var desk = await province.AsAsync("motcua");
        var code = await desk.ReceivedAsync();
        // The program's own sweeps run on this clock too: whichever comes first, each message is there once.
        province.Clock.Now = province.Clock.Now.AddDays(1);
        desk = await province.AsAsync("motcua");
        await ((ReminderSweep)province.Services.GetService(typeof(ReminderSweep))!).RunOnceAsync(default);
        await ((MessageSweep)province.Services.GetService(typeof(MessageSweep))!).RunOnceAsync(default);

        JsonNode[] Mine(JsonNode inbox) => [.. inbox["messages"]!.AsArray().OfType<JsonNode>().Where(message => (string?)message["dossier"] == code)];
        var inbox = await desk.ReadAsync("/api/messages");
        for (var tries = 0; Mine(inbox).Length == 0 && tries < 50; tries++)
        {
            await ((MessageSweep)province.Services.GetService(typeof(MessageSweep))!).RunOnceAsync(default);
            inbox = await desk.ReadAsync("/api/messages");
        }
        var mine = Mine(inbox);
        Assert.That(mine.Select(message => (string?)message["kind"]), Does.Contain("overdue"));
        Assert.That((int)inbox["unread"]!, Is.GreaterThanOrEqualTo(mine.Length));
        Assert.That(await (await desk.GetAsync("/messages")).Content.ReadAsStringAsync(), Does.Contain($"/dossiers/{code}").And.Contain("bell-count"));

        Assert.That((await desk.PostAsync($"/api/messages/{(int)mine[0]["id"]!}/read", new { })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(((await desk.ReadAsync("/api/messages?unread=true"))["messages"]!.AsArray()).Select(message => (int)message!["id"]!), Does.Not.Contain((int)mine[0]["id"]!));
        await (await (await province.AsAsync("tacgia")).PostAsync($"/api/messages/{(int)mine[0]["id"]!}/read", new { })).ProblemAsync(409, "N101");
        Assert.That((await desk.PostAsync("/api/messages/read", new { })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((int)(await desk.ReadAsync("/api/messages"))["unread"]!, Is.Zero);
        Assert.That(await (await desk.GetAsync("/messages")).Content.ReadAsStringAsync(), Does.Contain("Không có thông báo chưa đọc").And.Not.Contain("bell-count"));
    }

    [Test]
    public async Task What_was_not_sent_is_for_administrators()
    {
        var (admin, desk) = (await Shared.Province.AsAsync("quantri"), await Shared.Province.AsAsync("motcua"));
        var sending = await admin.ReadAsync("/api/sending?state=NoChannel");
        Assert.That(sending["counts"]!["NoChannel"], Is.Not.Null);
        Assert.That((await admin.GetAsync("/sending")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await (await desk.GetAsync("/api/sending")).ProblemAsync(404, "not-found");
        Assert.That((await desk.GetAsync("/sending")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        await (await desk.PostAsync("/api/sending/again", new { })).ProblemAsync(409, "N102");
        await (await admin.PostAsync("/api/sending/987654/again", new { })).ProblemAsync(409, "N103");
        await (await Shared.Province.Stranger().GetAsync("/api/messages")).ProblemAsync(401, "not-signed-in");
    }

    [Test]
    public async Task A_drill_is_played_in_the_area_that_is_chosen()
    {
        var author = await Shared.Province.AsAsync("tacgia");
        var document = Office.Document("dien-tap-theo-vung");
        document["customProperties"]!["tthc"]!["regionalExtension"] = JsonNode.Parse("""[{"area":"Xã vùng cao","limit":{"value":5,"unit":"WorkingDay"}}]""");
        var id = (string)(await (await author.PostAsync("/api/drafts", document.Json())).JsonAsync(HttpStatusCode.Created))["id"]!;

        async Task<DateTimeOffset> PromisedAsync(string area) => (DateTimeOffset)(await author.ReadAsync($"/api/drafts/{id}/reminder-drill?receivedAt=2026-03-02T02:00:00Z{area}"))["promisedAt"]!;
        var (plain, longer) = (await PromisedAsync(""), await PromisedAsync($"&area={Uri.EscapeDataString("Xã vùng cao")}"));
        Assert.That(longer, Is.EqualTo(plain.AddDays(7)), "five working days more");

        var page = WebUtility.HtmlDecode(await (await author.GetAsync($"/drafts/{id}/reminders?start=2026-03-02T09:00&area={Uri.EscapeDataString("Xã vùng cao")}")).Content.ReadAsStringAsync());
        Assert.That(page, Does.Contain("<option value=\"Xã vùng cao\" selected>"));
        Assert.That(page, Does.Contain(longer.ToOffset(TimeSpan.FromHours(7)).ToString("dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture)), "the promise is that of the area");
    }

    [Test]
    public async Task A_drill_lists_who_would_be_told_what_and_when()
    {
        var controller = await Shared.Province.AsAsync("kiemsoat");
        var version = (string)(await controller.ReadAsync($"/api/versions?procedure={Office.Copies}")).AsArray()[0]!["hash"]!;
        var drill = await controller.ReadAsync($"/api/versions/{version}/reminder-drill?receivedAt=2026-03-02T02:00:00Z&competent=H35.40");
        var told = drill["messages"]!.AsArray();
        Assert.That((string?)drill["receiving"], Is.EqualTo("H35.40.01"));
        Assert.That(told.Select(message => (string?)message!["kind"]), Does.Contain("Overdue").And.Contain("ToHead"));
        Assert.That(told.Where(message => (string?)message!["kind"] == "ToHead").SelectMany(message => message!["recipients"]!.AsArray()).Select(officer => (string?)officer), Does.Contain("chutich"));
        Assert.That(told.Select(message => (string?)message!["at"]), Is.Ordered);

        Assert.That(await (await controller.GetAsync($"/versions/{version}/reminders?start=2026-03-02T09:00&competent=H35.40")).Content.ReadAsStringAsync(), Does.Contain("Diễn tập nhắc hạn").And.Contain("người đứng đầu cơ quan"));
        await (await (await Shared.Province.AsAsync("motcua")).GetAsync($"/api/versions/{version}/reminder-drill?receivedAt=2026-03-02T02:00:00Z")).ProblemAsync(404, "not-found");
        await (await controller.GetAsync($"/api/versions/{version}/reminder-drill?receivedAt=mai")).ProblemAsync(400, "bad-request");
        Assert.That((await (await Shared.Province.AsAsync("motcua")).GetAsync($"/versions/{version}/reminders")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
