using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>Processes as files, over HTTP.</summary>
public sealed class FileTests
{
    [TestCase("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK")]
    [TestCase("pdf", "application/pdf", "%PDF-1.7")]
    [TestCase("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK")]
    [TestCase("csv", "text/csv", "\uFEFFBước")]
    [TestCase("bpmn", "application/bpmn+xml", "<?xml")]
    [TestCase("json", "application/json", "{")]
    public async Task Anybody_may_take_a_published_version_under_its_vietnamese_name(string format, string type, string begins)
    {
        var answer = await Shared.Province.Stranger().GetAsync($"/api/versions/{await PublishedAsync()}/files/{format}");
        var bytes = await answer.Content.ReadAsByteArrayAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo(type));
            Assert.That(answer.Content.Headers.ContentDisposition?.DispositionType, Is.EqualTo("attachment"));
            Assert.That(answer.Content.Headers.ContentDisposition?.FileNameStar, Does.EndWith($"Cấp giấy phép xây dựng mới nhà ở riêng lẻ.{format}"));
            Assert.That(Encoding.UTF8.GetString(bytes), Does.StartWith(begins));
        }
    }

    [Test]
    public async Task A_draft_is_for_those_who_may_see_it()
    {
        var author = await Shared.Province.AsAsync("tacgia");
        var draft = (string)(await (await author.PostAsync("/api/drafts", Office.Document("gia-han").Json())).JsonAsync(HttpStatusCode.Created))["id"]!;

        Assert.That((await author.GetAsync($"/api/drafts/{draft}/files/docx")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        await (await (await Shared.Province.AsAsync("tacgia-tc")).GetAsync($"/api/drafts/{draft}/files/docx")).ProblemAsync(404, "not-found");
        Assert.That((await Shared.Province.Stranger().GetAsync($"/api/drafts/{draft}/files/docx")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_format_that_is_not_written_is_named_as_a_bad_request()
    {
        var problem = await (await Shared.Province.Stranger().GetAsync($"/api/versions/{await PublishedAsync()}/files/exe")).ProblemAsync(400, "bad-request");
        Assert.That((string?)problem["detail"], Does.Contain("docx"));
    }

    [Test]
    public async Task A_table_is_read_into_a_draft_with_its_report()
    {
        var author = await Shared.Province.AsAsync("tacgia");
        var answer = await author.PostAsync("/api/imports?procedure=3.990001&case=gia-han&limit=7d&name=Gia%20h%E1%BA%A1n", Table());
        var report = await answer.JsonAsync(HttpStatusCode.OK);
        var created = await author.PostAsync("/api/drafts", report["document"]!.Json());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(((JsonArray)report["lines"]!).Select(line => (string?)line!["type"]), Is.EqualTo(new[] { "Tthc.Intake", "Tthc.Examine", "Tthc.ReturnResult" }));
            Assert.That((string?)report["lines"]![1]!["notes"]![0]!["kind"], Is.EqualTo("Guessed"));
            Assert.That((string?)report["document"]!["name"], Is.EqualTo("Gia hạn"));
            Assert.That(created.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        }
    }

    [Test]
    public async Task A_file_that_is_no_table_is_refused_and_strangers_are_not_heard()
    {
        var author = await Shared.Province.AsAsync("tacgia");
        await (await author.PostAsync("/api/imports", new ByteArrayContent([.. "%PDF-1.7"u8]))).ProblemAsync(409, "I106");
        await (await author.PostAsync("/api/imports?limit=soon", Table())).ProblemAsync(400, "bad-request");
        Assert.That((await Shared.Province.Stranger().PostAsync("/api/imports", Table())).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task The_page_shows_the_report_and_begins_the_draft()
    {
        var author = await Shared.Province.AsAsync("tacgia");
        var page = await (await author.GetAsync("/drafts/import")).Content.ReadAsStringAsync();
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Token(page)), "__RequestVerificationToken" }, { new StringContent("read"), "_handler" }, { new StringContent("3.990001/gia-han"), "procedure" }, { Table(), "file", "bảng.csv" },
        };
        var preview = await (await author.PostAsync("/drafts/import", form)).Content.ReadAsStringAsync();
        var document = WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(preview, "<textarea name=\"document\"[^>]*>(.*?)</textarea>", System.Text.RegularExpressions.RegexOptions.Singleline).Groups[1].Value);
        Assert.That(preview, Does.Contain("Thẩm định hồ sơ").And.Contain("đã đoán"));

        var begun = await author.PostAsync("/drafts/import", Person.Form(("__RequestVerificationToken", Token(preview)), ("_handler", "begin"), ("document", document)));
        Assert.That(begun.Headers.Location?.ToString(), Does.Match("/drafts/[0-9a-f]{32}$"), await begun.Content.ReadAsStringAsync());
    }

    private static string Token(string page) => System.Text.RegularExpressions.Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;

    private static ByteArrayContent Table() => new(Encoding.UTF8.GetBytes("TT;Nội dung;Trách nhiệm;Thời gian\n1;Tiếp nhận hồ sơ;Công chức Một cửa;4 giờ\n2;Thẩm định hồ sơ;Chuyên viên;6 ngày làm việc\n3;Trả kết quả;Công chức Một cửa;\n"));

    private static async Task<string> PublishedAsync() =>
        (string)((JsonArray)await Shared.Province.Stranger().ReadAsync("/api/versions?procedure=3.990001"))
            .First(line => (string?)line!["case"] == "nha-o-rieng-le")!["hash"]!;
}
