using System.Net;
using System.Text.Json.Nodes;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>The calendar over HTTP and on its pages: proposed, weighed, put in force by a decision.</summary>
public sealed class CalendarTests
{
    private static readonly string Calendar = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", "calendars", "2026.json"));

    /// <summary>The sample calendar, every office closed for the given days.</summary>
    private static JsonNode Stormy(string from, string to)
    {
        var file = JsonNode.Parse(Calendar)!;
        file["closures"] = new JsonArray(new JsonObject
        {
            ["from"] = from,
            ["to"] = to,
            ["vi"] = "bão số 5",
            ["en"] = "storm No. 5",
            ["decision"] = new JsonObject { ["vi"] = "QĐ 45", ["en"] = "Decision 45" },
        });
        return file;
    }

    [Test]
    public async Task A_storm_is_proposed_weighed_and_put_in_force()
    {
        await using var province = new Province();
        var (controller, desk) = (await province.AsAsync("kiemsoat"), await province.AsAsync("motcua"));
        var code = await desk.ReceivedAsync();
        var received = DateTimeOffset.Parse((string)(await desk.ReadAsync($"/api/dossiers/{code}"))["receivedAt"]!, System.Globalization.CultureInfo.InvariantCulture);
        var calendar = Stormy($"{received.AddHours(7):yyyy-MM-dd}", $"{received.AddHours(7).AddDays(20):yyyy-MM-dd}");

        var created = await controller.PostAsync("/api/calendars/proposals", new { title = "Bão số 5", calendar });
        var number = (int)(await created.JsonAsync(HttpStatusCode.Created))["number"]!;
        var impact = await (await controller.PostAsync("/api/calendars/preview", new { proposal = number })).JsonAsync(HttpStatusCode.OK);
        var line = ((JsonArray)impact["lines"]!).First(line => (string?)line!["code"] == code)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)impact["moved"]!, Is.GreaterThan(0));
            Assert.That((string?)(await controller.ReadAsync($"/api/dossiers/{code}"))["dueAt"], Is.EqualTo((string?)line["before"]), "nothing was changed");
            Assert.That((await controller.GetAsync($"/api/calendars/proposals/{number}/impact.xlsx")).Content.Headers.ContentType?.MediaType, Does.Contain("spreadsheet"));
            Assert.That(await TextAsync(controller, $"/calendars/proposals/{number}/impact"), Does.Contain(code).And.Contain("Ban hành bằng quyết định"));
            Assert.That(await TextAsync(controller, $"/calendars/proposals/{number}"), Does.Contain("value=\"bão số 5\""));
            Assert.That(await TextAsync(controller, $"/calendars/proposals/{number}/2026"), Does.Contain("day-holiday").And.Contain("làm bù cho thứ Sáu 02/01/2026"));
        }

        var decision = new { number = "45/QĐ-UBND", signedOn = "2026-03-01", signer = "Chủ tịch", reason = "Bão", basis = "Luật PTDS", promises = "Moved" };
        await (await controller.PostAsync($"/api/calendars/proposals/{number}/decision", decision)).ProblemAsync(400, "bad-request");
        await (await controller.PostAsync($"/api/calendars/proposals/{number}/decision", decision, ("If-Match", "\"9\""))).ProblemAsync(409, "C103");
        var done = await (await controller.PostAsync($"/api/calendars/proposals/{number}/decision", decision, ("If-Match", "\"1\""))).JsonAsync(HttpStatusCode.OK);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)done["version"]!, Is.EqualTo(2));
            Assert.That((int)(await controller.ReadAsync("/api/calendars"))["inForce"]!, Is.EqualTo(2));
            Assert.That((string?)(await controller.ReadAsync($"/api/dossiers/{code}"))["dueAt"], Is.EqualTo((string?)line["after"]), "as the preview said, before anything was written");
            Assert.That((await controller.ReadAsync("/api/calendars/1"))["closures"], Is.Null, "earlier ones stay readable");
            Assert.That(await TextAsync(desk, "/calendars"), Does.Contain("Quyết định 45/QĐ-UBND ngày 01/03/2026").And.Not.Contain("Lập đề xuất"));
        }
        await (await controller.PostAsync($"/api/calendars/proposals/{number}/decision", decision, ("If-Match", "\"1\""))).ProblemAsync(409, "C102");
    }

    [Test]
    public async Task Only_controllers_see_and_change_proposals()
    {
        var desk = await Shared.Province.AsAsync("motcua");
        await (await desk.PostAsync("/api/calendars/proposals", new { title = "x", calendar = JsonNode.Parse(Calendar) })).ProblemAsync(409, "C101");
        await (await desk.PostAsync("/api/calendars/preview", new { calendar = JsonNode.Parse(Calendar) })).ProblemAsync(409, "C101");
        await (await desk.GetAsync("/api/calendars/proposals/1")).ProblemAsync(404, "not-found");
        Assert.That((await desk.GetAsync("/calendars/proposals/1")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Shared.Province.Stranger().GetAsync("/api/calendars")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_calendar_that_is_none_is_told_where()
    {
        var controller = await Shared.Province.AsAsync("kiemsoat");
        await (await controller.PostAsync("/api/calendars/preview", new { })).ProblemAsync(400, "bad-request");
        var problem = await (await controller.PostAsync("/api/calendars/proposals", new { title = "x", calendar = new { version = 1 } })).ProblemAsync(409, "C105");
        Assert.That((string?)problem["detail"], Does.Contain("'years'"));
    }

    [Test]
    public async Task A_proposal_is_drawn_up_and_edited_on_its_page()
    {
        await using var province = new Province();
        var controller = await province.AsAsync("kiemsoat");
        Assert.That((await controller.SubmitAsync("/calendars", ("_handler", "propose"), ("title", "Nghỉ bù"))).StatusCode, Is.EqualTo(HttpStatusCode.OK).Or.EqualTo(HttpStatusCode.Found));
        Assert.That((string?)(await controller.ReadAsync("/api/calendars/proposals/1"))["title"], Is.EqualTo("Nghỉ bù"));
        await controller.SubmitAsync("/calendars/proposals/1", ("_handler", "withdraw"), ("revision", "1"));
        Assert.That((string?)(await controller.ReadAsync("/api/calendars/proposals/1"))["status"], Is.EqualTo("Withdrawn"));
    }

    private static async Task<string> TextAsync(Person person, string path) => WebUtility.HtmlDecode(await (await person.GetAsync(path)).Content.ReadAsStringAsync());
}
