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

    private static async Task<string> PublishedAsync() =>
        (string)((JsonArray)await Shared.Province.Stranger().ReadAsync("/api/versions?procedure=3.990001"))
            .First(line => (string?)line!["case"] == "nha-o-rieng-le")!["hash"]!;
}
