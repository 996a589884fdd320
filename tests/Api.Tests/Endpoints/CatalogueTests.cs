using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>The catalogue over HTTP and on its pages: searched, weighed from files, taken over, changed by decisions; and what is then to be gone over.</summary>
public sealed class CatalogueTests
{
    private const string Business = "1.001612";

    private static ByteArrayContent File(string text) => new(Encoding.UTF8.GetBytes(text)) { Headers = { { "Content-Type", "application/octet-stream" } } };

    private static async Task<string> TextAsync(Person person, string address) => WebUtility.HtmlDecode(await (await person.GetAsync(address)).Content.ReadAsStringAsync());

    [Test]
    public async Task A_file_is_weighed_taken_over_and_what_it_changes_is_to_be_gone_over()
    {
        await using var province = new Province();
        var (controller, author, desk) = (await province.AsAsync("kiemsoat"), await province.AsAsync("tacgia-tc"), await province.AsAsync("motcua"));

        var bad = await (await controller.SendAsync(HttpMethod.Post, "/api/catalogue/imports?name=hong.csv", File($"Mã thủ tục,Tên thủ tục,Lĩnh vực,Cấp thực hiện\n1.009001,Một,Kinh tế,Cấp khu\n{Business}x y,Hai,Kinh tế,Cấp xã"))).JsonAsync(HttpStatusCode.Created);
        var faults = (JsonArray)bad["faults"]!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(faults.Select(fault => ((int)fault!["row"]!, (string?)fault["column"], (string?)fault["code"])), Is.EqualTo(new[] { (2, "D", "L207"), (3, "A", "L202") }));
            Assert.That((string?)faults[0]!["message"], Does.StartWith("“Cấp khu” không phải cấp thực hiện"));
        }
        await (await controller.PostAsync($"/api/catalogue/imports/{(int)bad["file"]!["number"]!}/taking-over", new { reason = "Lý do" }, ("If-Match", "\"1\""))).ProblemAsync(409, "L102");
        await (await author.SendAsync(HttpMethod.Post, "/api/catalogue/imports", File("Mã thủ tục,Ghi chú\n1.001612,x"))).ProblemAsync(409, "L101");
        await (await controller.SendAsync(HttpMethod.Post, "/api/catalogue/imports", File("không phải bảng"))).ProblemAsync(409, "I106");

        var good = await (await controller.SendAsync(HttpMethod.Post, "/api/catalogue/imports?name=dung.csv", File($"Mã thủ tục,Thời hạn,Đơn vị thời hạn\n{Business},2,ngày làm việc"))).JsonAsync(HttpStatusCode.Created);
        var number = (int)good["file"]!["number"]!;
        Assert.That(await TextAsync(controller, $"/catalogue/imports/{number}"), Does.Contain("3 ngày làm việc").And.Contain("2 ngày làm việc").And.Contain("Cập nhật 1 thủ tục vào danh mục"));
        await (await controller.PostAsync($"/api/catalogue/imports/{number}/taking-over", new { reason = "Lý do" })).ProblemAsync(400, "bad-request");
        var done = await (await controller.PostAsync($"/api/catalogue/imports/{number}/taking-over", new { reason = "Quyết định 12/QĐ-UBND" }, ("If-Match", "\"1\""))).JsonAsync(HttpStatusCode.OK);

        var version = await author.ReadAsync("/api/catalogue/versions/2");
        var rechecks = await author.ReadAsync("/api/rechecks");
        var line = ((JsonArray)rechecks["processes"]!).Single(process => (string?)process!["procedure"] == Business)!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)done["version"]!, Is.EqualTo(2));
            Assert.That((string?)version["edition"]!["reason"], Is.EqualTo("Quyết định 12/QĐ-UBND"));
            Assert.That((string?)version["changes"]![0]!["parts"]![0]!["before"], Does.StartWith("3 ngày làm việc"));
            Assert.That((string?)line["reasons"]![0]!["cause"], Is.EqualTo("LimitChanged"));
            Assert.That((bool)line["mayNote"]!, Is.True);
            Assert.That(await TextAsync(author, "/rechecks"), Does.Contain("Thời hạn trong danh mục thay đổi (lần 2)").And.Contain("Vẫn phù hợp"));
            Assert.That(await TextAsync(controller, "/rechecks"), Does.Contain("Thời hạn trong danh mục thay đổi (lần 2)").And.Not.Contain("Vì sao quy trình vẫn phù hợp"));
            Assert.That((await desk.GetAsync("/api/rechecks")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await desk.GetAsync("/catalogue")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        }
        province.Clock.Now += TimeSpan.FromMinutes(1);
        Assert.That((await author.PostAsync($"/api/rechecks/{(string?)line["target"]}/notes", new { reason = "Đã theo 02 ngày" })).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That(await TextAsync(author, "/rechecks"), Does.Contain("Đã theo 02 ngày").And.Contain("Đã xác nhận vẫn phù hợp"));
    }

    [Test]
    public async Task A_decision_is_entered_on_the_page_and_shows_with_the_procedure()
    {
        await using var province = new Province();
        var (controller, author) = (await province.AsAsync("kiemsoat"), await province.AsAsync("tacgia-tc"));

        Task<HttpResponseMessage> EnterAsync(string abolished) => controller.SubmitAsync(
            "/catalogue/decisions", ("_handler", "enter"), ("decision", "77/QĐ-UBND"), ("signed", "2026-03-02"), ("effective", "2026-07-01"), ("authority", "Chủ tịch UBND tỉnh"), ("Abolish", abolished));
        var refused = WebUtility.HtmlDecode(await (await EnterAsync("1.999999")).Content.ReadAsStringAsync());
        Assert.That(refused, Does.Contain("L116").And.Contain("1.999999</textarea>").And.Contain("value=\"77/QĐ-UBND\""), "nothing that was typed is lost");
        Assert.That((await EnterAsync(Business)).Headers.Location?.OriginalString, Does.EndWith("/catalogue/decisions?done=entered"));

        var page = await TextAsync(author, $"/catalogue/procedures/{Business}");
        var found = await author.ReadAsync("/api/catalogue/procedures?search=ho%20kinh%20doanh");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("77/QĐ-UBND").And.Contain("sẽ bãi bỏ từ 01/07/2026").And.Contain("Quy trình đang có hiệu lực"));
            Assert.That((string?)found["procedures"]![0]!["abolishedFrom"], Is.EqualTo("2026-07-01"));
            Assert.That(await TextAsync(author, "/catalogue?search=ho+kinh+doanh"), Does.Contain(Business).And.Contain("1 thủ tục"));
            Assert.That(await TextAsync(author, "/catalogue/versions"), Does.Contain("Ghi quyết định").And.Contain("77/QĐ-UBND"));
            Assert.That(await TextAsync(author, "/catalogue/decisions"), Does.Not.Contain("Ghi vào sổ"), "authors read the register");
            Assert.That((await author.GetAsync("/catalogue/imports")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        }
        await (await author.PostAsync("/api/catalogue/decisions", new { number = "78", signedOn = "2026-03-01", authority = "x", effectiveFrom = "2026-03-01", lines = Array.Empty<object>() })).ProblemAsync(409, "L101");
    }

    [Test]
    public async Task The_catalogue_and_its_blank_file_are_downloaded_and_come_back_the_same()
    {
        await using var province = new Province();
        var controller = await province.AsAsync("kiemsoat");
        foreach (var name in new[] { "catalogue.xlsx", "catalogue.csv" })
        {
            var file = await (await controller.GetAsync($"/api/catalogue/{name}")).Content.ReadAsByteArrayAsync();
            var weighed = await (await controller.SendAsync(HttpMethod.Post, "/api/catalogue/imports", new ByteArrayContent(file))).JsonAsync(HttpStatusCode.Created);
            using (Assert.EnterMultipleScope())
            {
                Assert.That((JsonArray)weighed["faults"]!, Is.Empty, name);
                Assert.That((int)weighed["changed"]! + (int)weighed["new"]! + (int)weighed["kept"]!, Is.Zero, name);
            }
        }
        Assert.That((await controller.GetAsync("/api/catalogue/blank.xlsx")).Content.Headers.ContentDisposition?.FileName, Does.Contain("mau-nhap-danh-muc"));
    }
}
