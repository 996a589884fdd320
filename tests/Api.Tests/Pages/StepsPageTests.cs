using System.Net;
using System.Text.RegularExpressions;

namespace TthcFlow.Api.Tests.Pages;

/// <summary>The editable step table as a browser without script uses it.</summary>
public sealed partial class StepsPageTests
{
    [Test]
    public async Task A_cell_is_saved_and_the_sum_follows()
    {
        var (author, page) = await DraftedAsync("o-1");
        var answer = await SendAsync(author, page, 1, "save", ("r1", "B2"), ("r1.limit", "12"));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        var after = await ReadAsync(author, page + "?done=saved");
        Assert.That(after, Does.Contain("name=\"r1.limit\" value=\"12\"").And.Contain("Vượt 1 ngày").And.Contain("sửa thời gian"));
        Assert.That((string?)(await author.ReadAsync($"/api{page[..^6]}"))["revision"]?.ToString(), Is.EqualTo("2"));
    }

    [Test]
    public async Task Steps_are_added_moved_copied_and_deleted_and_what_was_typed_comes_along()
    {
        var (author, page) = await DraftedAsync("o-2");
        await SendAsync(author, page, 1, "add.1", ("r1", "B2"), ("r1.name", "Giao việc"), ("r1.kind", "Verify"));
        var added = await ReadAsync(author, page);
        Assert.That(Keys(added), Does.StartWith("B1 B2 B2a B3"));
        Assert.That(added, Does.Contain(">Giao việc</textarea>"), "the cell was saved with the step");

        await SendAsync(author, page, 2, "up.2");
        Assert.That(Keys(await ReadAsync(author, page)), Does.StartWith("B1 B2a B2 B3"));
        await SendAsync(author, page, 3, "copy.1");
        await SendAsync(author, page, 4, "delete.2");
        await SendAsync(author, page, 5, "renumber");
        Assert.That(Keys(await ReadAsync(author, page)), Does.StartWith("B1 B2 B3 B4"));
    }

    [Test]
    public async Task An_outcome_is_led_to_a_new_end()
    {
        var (author, page) = await DraftedAsync("o-3");
        var before = await ReadAsync(author, page);
        var row = int.Parse(Regex.Match(before, "name=\"r([0-9]+)\" value=\"B6\"").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        await SendAsync(author, page, 1, "save", ($"r{row}", "B6"), ($"r{row}.way2", "new:Stop"));
        Assert.That(await ReadAsync(author, page), Does.Contain("value=\"to:Stop1\" selected"));
    }

    [Test]
    public async Task A_refused_cell_is_marked_and_what_was_typed_stays()
    {
        var (author, page) = await DraftedAsync("o-4");
        var answer = await SendAsync(author, page, 1, "save", ("r1", "B2"), ("r1.limit", "hai giờ"), ("r1.name", "Giao việc"));
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(html, Does.Contain("value=\"hai giờ\"").And.Contain(">Giao việc</textarea>").And.Contain("Thời gian phải là số không âm").And.Contain("is-refused"));
        Assert.That(await ReadAsync(author, page), Does.Contain("name=\"r1.limit\" value=\"4\""), "nothing was saved");
    }

    [Test]
    public async Task Somebody_elses_save_is_told_and_nothing_typed_is_lost()
    {
        var (author, page) = await DraftedAsync("o-5");
        await SendAsync(author, page, 1, "save", ("r0", "B1"), ("r0.name", "Tiếp nhận tại Một cửa"));
        var answer = await SendAsync(author, page, 1, "delete.2", ("r1", "B2"), ("r1.name", "Giao việc"));
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

        Assert.That(html, Does.Contain("Dự thảo vừa được lưu ở nơi khác").And.Contain(">Giao việc</textarea>").And.Contain(">Tiếp nhận tại Một cửa</textarea>").And.Contain("name=\"revision\" value=\"2\""));
        await SendAsync(author, page, 2, "save", ("r1", "B2"), ("r1.name", "Giao việc"));
        Assert.That(await ReadAsync(author, page), Does.Contain(">Giao việc</textarea>").And.Contain(">Tiếp nhận tại Một cửa</textarea>"));
    }

    [Test]
    public async Task The_same_form_sent_twice_is_done_once()
    {
        var (author, page) = await DraftedAsync("o-6");
        for (var times = 0; times < 2; times++)
        {
            var answer = await SendAsync(author, page, 1, "copy.1", ("key", "khoa-cua-trang-nay"));
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        }
        Assert.That(Regex.Matches(await ReadAsync(author, page), ">Phân công thụ lý</textarea>"), Has.Count.EqualTo(2), "one copy, not two");
    }

    [Test]
    public async Task A_save_is_taken_back_and_done_again()
    {
        var (author, page) = await DraftedAsync("o-7");
        await SendAsync(author, page, 1, "save", ("r1", "B2"), ("r1.limit", "7"));
        await SendAsync(author, page, 2, "undo");
        Assert.That(await ReadAsync(author, page + "?done=undo"), Does.Contain("name=\"r1.limit\" value=\"4\"").And.Contain("Đã hoàn tác: B2 “Phân công thụ lý”: sửa thời gian."));
        await SendAsync(author, page, 3, "redo");
        Assert.That(await ReadAsync(author, page), Does.Contain("name=\"r1.limit\" value=\"7\""));
        await SendAsync(author, page, 4, "undo", ("r1", "B2"), ("r1.limit", "9"));
        Assert.That(await ReadAsync(author, page), Does.Contain("name=\"r1.limit\" value=\"7\""), "what is typed and not saved goes first, and nothing else");
    }

    [Test]
    public async Task Weighing_shows_the_sum_and_saves_nothing()
    {
        var (author, page) = await DraftedAsync("o-8");
        var answer = await SendAsync(author, page, 1, "weigh", ("r1", "B2"), ("r1.limit", "12"));
        Assert.That(WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), Does.Contain("Vượt 1 ngày").And.Contain("Lưu 1 ô đã sửa"));
        Assert.That(await ReadAsync(author, page), Does.Contain("Vừa đúng thời hạn"));
    }

    [Test]
    public async Task A_table_of_hundreds_of_steps_is_one_form_that_is_taken()
    {
        var document = Office.Document("o-dai");
        var (activities, connections) = (document["root"]!["activities"]!.AsArray(), document["root"]!["connections"]!.AsArray());
        var model = activities.Single(activity => (string)activity!["id"]! == "B2")!;
        for (var number = 0; number < 300; number++)
        {
            var twin = model.DeepClone();
            (twin["id"], twin["step"]!["expression"]!["value"]) = ($"X{number}", $"X{number}");
            activities.Add(twin);
            connections.Add(new System.Text.Json.Nodes.JsonObject { ["source"] = new System.Text.Json.Nodes.JsonObject { ["activity"] = number == 0 ? "B2" : $"X{number - 1}", ["port"] = "Done" }, ["target"] = new System.Text.Json.Nodes.JsonObject { ["activity"] = $"X{number}" } });
        }
        var author = await Shared.Province.AsAsync("tacgia");
        var draft = (string)(await (await author.PostAsync("/api/drafts", document)).JsonAsync(HttpStatusCode.Created))["id"]!;
        var page = $"/drafts/{draft}/steps";
        var html = await ReadAsync(author, page);
        var rows = Regex.Matches(html, "name=\"(r[0-9]+)\" value=\"([^\"]+)\"").SelectMany(row => new[] { (row.Groups[1].Value, row.Groups[2].Value) });
        var cells = Regex.Matches(html, "<input[^>]* name=\"(r[0-9]+\\.(?:step|limit|maxRounds|onlineLimit))\" value=\"([^\"]*)\"").Select(cell => (cell.Groups[1].Value, cell.Groups[2].Value));
        Assert.That(cells.Count(), Is.GreaterThan(1024), "more fields than a form usually may have");

        var answer = await SendAsync(author, page, 1, "renumber", [.. rows, .. cells]);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(Keys(await ReadAsync(author, page)), Does.StartWith("B1 B2 B3 B4").And.Contain("B300"));
    }

    [Test]
    public async Task Only_the_authors_agency_may_see_it_and_only_a_form_of_ours_is_taken()
    {
        var (author, page) = await DraftedAsync("o-9");
        var elsewhere = await Shared.Province.AsAsync("tacgia-tc");
        Assert.That((await elsewhere.GetAsync(page)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await author.PostAsync(page, Person.Form(("_handler", "steps"), ("act", "copy.1"), ("revision", "1")))).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((await author.GetAsync("/drafts/khong-co/steps")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_text_that_stands_still_is_only_read()
    {
        var (author, page) = await DraftedAsync("o-10");
        await (await author.PostAsync($"/api{page[..^6]}/submission", new { })).JsonAsync(HttpStatusCode.OK);
        var html = await ReadAsync(author, page);
        Assert.That(html, Does.Contain("Nội dung đang đứng yên").And.Not.Contain("steps-form"));
    }

    [Test]
    public async Task A_draft_begins_as_a_copy_of_a_published_process()
    {
        var author = await Shared.Province.AsAsync("tacgia-tc");
        var found = await ReadAsync(author, "/drafts/new?search=ho+kinh+doanh");
        var copy = Regex.Match(found, "/drafts/new\\?copy=([0-9a-f]{64})").Groups[1].Value;
        Assert.That(await ReadAsync(author, $"/drafts/new?copy={copy}"), Does.Contain("Đăng ký thành lập hộ kinh doanh").And.Contain("lập lần ban hành mới"));

        var answer = await author.SubmitAsync($"/drafts/new?copy={copy}", ("_handler", "copy"), ("version", copy), ("procedure", "1.001612"), ("name", "Đăng ký thành lập hộ kinh doanh"));
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Redirect));
        Assert.That(answer.Headers.Location!.ToString(), Does.EndWith("/steps"));
        var draft = DraftAddress().Match(answer.Headers.Location!.ToString()).Groups[1].Value;
        var header = (await author.ReadAsync($"/api/drafts/{draft}/document"))["customProperties"]!["tthc"]!;
        Assert.That((int?)header["issueNumber"], Is.EqualTo(2));
        Assert.That(header["identifier"], Is.Null);
    }

    [Test]
    public async Task A_blank_draft_says_of_itself_what_kind_of_process_it_is()
    {
        var author = await Shared.Province.AsAsync("tacgia-tc");
        var answer = await author.SubmitAsync("/drafts/new", ("_handler", "blank"), ("procedure", "2.000908"));
        var draft = DraftAddress().Match(answer.Headers.Location!.ToString()).Groups[1].Value;

        Assert.That((string?)(await author.ReadAsync($"/api/drafts/{draft}/document"))["customProperties"]!["tthc"]!["kind"], Is.EqualTo("Public"));
        Assert.That(await ReadAsync(author, $"/drafts/{draft}/steps"), Does.Contain("Thêm bước tiếp nhận").And.Not.Contain("V115"));
    }

    /// <summary>A draft of its own, and the address of its table.</summary>
    private static async Task<(Person Author, string Page)> DraftedAsync(string @case)
    {
        var author = await Shared.Province.AsAsync("tacgia");
        var draft = (string)(await (await author.PostAsync("/api/drafts", Office.Document(@case))).JsonAsync(HttpStatusCode.Created))["id"]!;
        return (author, $"/drafts/{draft}/steps");
    }

    private static Task<HttpResponseMessage> SendAsync(Person person, string page, int revision, string act, params (string Name, string Value)[] cells) =>
        person.SubmitAsync(page, [("_handler", "steps"), ("revision", revision.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("act", act), .. cells]);

    private static async Task<string> ReadAsync(Person person, string page) => WebUtility.HtmlDecode(await (await person.GetAsync(page)).Content.ReadAsStringAsync());

    private static string Keys(string html) => string.Join(' ', Regex.Matches(html, "name=\"r[0-9]+.step\" value=\"([^\"]*)\"").Select(match => match.Groups[1].Value));

    [GeneratedRegex("/drafts/([0-9a-f]+)")]
    private static partial Regex DraftAddress();
}
