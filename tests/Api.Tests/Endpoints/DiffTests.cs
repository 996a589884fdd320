using System.Net;
using System.Text.Json.Nodes;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>What a draft changes, and how two versions differ: for programs and as a page.</summary>
public sealed class DiffTests
{
    private const string Limit = "thời hạn 8 → 4 giờ làm việc (−4)";

    [Test]
    public async Task A_draft_is_compared_with_the_version_in_force_where_its_author_and_its_appraiser_look()
    {
        var (author, appraiser) = (await Shared.Province.AsAsync("tacgia"), await Shared.Province.AsAsync("thamdinh"));
        var document = Office.Document("nha-o-rieng-le");
        document["root"]!["activities"]!.AsArray().Single(activity => (string?)activity!["id"] == "B4")!["limit"]!["expression"]!["value"] = "4";
        var header = document["customProperties"]!["tthc"]!;
        header["reasons"]!["V204"] = "Thời gian dự phòng";
        header["issueNumber"] = 2;
        header["control"]!["changes"] = JsonNode.Parse("""[{"issue":2,"what":"Rút thời gian dự thảo"}]""");
        header["decision"]![0]!["act"] = "Replace";
        var id = (string)(await (await author.PostAsync("/api/drafts", document.Json())).JsonAsync(HttpStatusCode.Created))["id"]!;

        var diff = await author.ReadAsync($"/api/drafts/{id}/diff");
        var page = await TextAsync(await author.GetAsync($"/drafts/{id}/diff"));
        await (await author.PostAsync($"/api/drafts/{id}/submission", new { })).JsonAsync(HttpStatusCode.OK);
        var appraisal = await TextAsync(await appraiser.GetAsync($"/drafts/{id}/appraise"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((JsonArray)diff["steps"]!).Select(step => $"{step!["kind"]} {step["after"]} {step["changes"]![0]!["text"]}"), Is.EqualTo(new[] { $"changed B4 {Limit}" }));
            Assert.That(((JsonArray)diff["proved"]!).Select(change => (string?)change!["field"]), Does.Contain("longest"));
            Assert.That(page, Does.Contain("T" + Limit[1..]).And.Contain("Đường dài nhất 7 → 6,5 ngày làm việc (−0,5)").And.Contain("diff-changed"));
            Assert.That(appraisal, Does.Contain("T" + Limit[1..]));
        }
    }

    [Test]
    public async Task Anybody_may_compare_two_published_versions()
    {
        var stranger = Shared.Province.Stranger();
        var hashes = ((JsonArray)await stranger.ReadAsync("/api/versions")).Select(line => (string)line!["hash"]!).Distinct().Take(2).ToArray();
        var (here, there) = (await stranger.ReadAsync($"/api/versions/{hashes[0]}/diff/{hashes[1]}"), await stranger.ReadAsync($"/api/versions/{hashes[1]}/diff/{hashes[0]}"));
        var same = await stranger.ReadAsync($"/api/versions/{hashes[0]}/diff/{hashes[0]}");
        var english = await TextAsync(await stranger.GetAsync($"/versions/{hashes[0]}/diff/{hashes[1]}", ("Cookie", "language=en")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(Count(here, "added"), Is.EqualTo(Count(there, "removed")));
            Assert.That(((bool)here["same"]!, (bool)same["same"]!, (bool)same["sameText"]!), Is.EqualTo((false, true, true)));
            Assert.That(english, Does.Contain("Two issues compared").And.Contain("What changed"));
            Assert.That((await stranger.GetAsync($"/api/versions/{hashes[0]}/diff/{new string('0', 64)}")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await stranger.GetAsync($"/versions/{hashes[0]}/diff/x")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        }

        static int Count(JsonNode diff, string kind) => ((JsonArray)diff["steps"]!).Count(step => (string?)step!["kind"] == kind);
    }

    [Test]
    public async Task A_draft_of_a_case_without_a_version_has_nothing_to_be_compared_with()
    {
        var author = await Shared.Province.AsAsync("tacgia");
        var id = (string)(await (await author.PostAsync("/api/drafts", Office.Document("chua-co-phien-ban").Json())).JsonAsync(HttpStatusCode.Created))["id"]!;
        Assert.That((await author.GetAsync($"/api/drafts/{id}/diff")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await TextAsync(await author.GetAsync($"/drafts/{id}/diff")), Does.Contain("Chưa có phiên bản nào"));
        Assert.That((await Shared.Province.Stranger().GetAsync($"/api/drafts/{id}/diff")).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
}
