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
    public async Task A_law_is_entered_ended_and_corrected_over_http_and_on_its_pages()
    {
        await using var province = new Province();
        var (controller, author, desk) = (await province.AsAsync("kiemsoat"), await province.AsAsync("tacgia-tc"), await province.AsAsync("motcua"));
        const string One = "/catalogue/laws/one?number=07%2F2026%2FTT-BTC";

        Task<HttpResponseMessage> EnterAsync(string issuer) => controller.SubmitAsync(
            "/catalogue/laws", ("_handler", "enter"), ("law-number", "07/2026/TT-BTC"), ("issuer", issuer), ("issued", "2026-02-01"), ("from", "2026-03-15"), ("title", "Thông tư hướng dẫn đăng ký hộ kinh doanh"));
        var refused = WebUtility.HtmlDecode(await (await EnterAsync("  ")).Content.ReadAsStringAsync());
        Assert.That(refused, Does.Contain("L123").And.Contain("value=\"07/2026/TT-BTC\"").And.Contain("value=\"2026-03-15\"").And.Contain("Thông tư hướng dẫn đăng ký hộ kinh doanh</textarea>"), "nothing that was typed is lost");
        Assert.That((await EnterAsync("Bộ Tài chính")).Headers.Location?.OriginalString, Does.EndWith("/catalogue/laws?done=entered"));

        var law = await author.ReadAsync("/api/catalogue/laws/one?number=07%2F2026%2FTT-BTC");
        await (await author.PostAsync("/api/catalogue/laws", new { number = "1/2026/TT", title = "Thông tư", issuer = "Bộ" })).ProblemAsync(409, "L101");
        await (await controller.PostAsync("/api/catalogue/laws", new { number = "07/2026/TT-BTC", title = "Thông tư", issuer = "Bộ" })).ProblemAsync(409, "L124");
        await (await controller.PostAsync("/api/catalogue/laws/end", new { number = "07/2026/TT-BTC", to = "2026-01-01", reason = "Bãi bỏ" })).ProblemAsync(409, "L126");
        await (await controller.PostAsync("/api/catalogue/laws/end", new { number = "07/2026/TT-BTC", to = "2026-12-31", reason = "Bãi bỏ" }, ("If-Match", "\"1\""))).ProblemAsync(412, "stale");
        await (await controller.PostAsync("/api/catalogue/laws/end", new { number = "07/2026/TT-BTC", to = "2026-12-31", reason = "Bãi bỏ" }, ("If-Match", "\"2\""))).JsonAsync(HttpStatusCode.OK);

        var bad = WebUtility.HtmlDecode(await (await controller.SubmitAsync(
            One, ("_handler", "correct"), ("seen", "3"), ("law-number", "07/2026/TT-BTC"), ("issuer", "Bộ Tài chính"), ("title", "Thông tư về hộ kinh doanh"), ("from", "2026-03-15"), ("to", "2026-03-01"), ("reason", "Gõ nhầm"))).Content.ReadAsStringAsync());
        Assert.That(bad, Does.Contain("L126").And.Contain("Thông tư về hộ kinh doanh</textarea>").And.Contain("value=\"Gõ nhầm\""));
        var done = await controller.SubmitAsync(
            One, ("_handler", "correct"), ("seen", "3"), ("law-number", "07/2026/TT-BTC"), ("issuer", "Bộ Tài chính"), ("title", "Thông tư về hộ kinh doanh"), ("from", "2026-03-15"), ("reason", "Ghi nhầm ngày hết hiệu lực"));
        Assert.That(done.Headers.Location?.OriginalString, Does.Contain("done=changed"));
        await (await controller.PostAsync("/api/catalogue/laws/standing", new { number = "07/2026/TT-BTC", order = 100, reason = "Căn cứ chung" })).ProblemAsync(409, "L132");
        await (await controller.PostAsync("/api/catalogue/laws/standing", new { number = "07/2026/TT-BTC", order = 2, reason = "Căn cứ chung" })).JsonAsync(HttpStatusCode.OK);

        var version = await author.ReadAsync("/api/catalogue/versions/4");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)law["law"]!["from"], Is.EqualTo("2026-03-15"));
            Assert.That((string?)law["changes"]![0]!["effect"], Is.EqualTo("New"));
            Assert.That(((JsonArray)version["laws"]![0]!["parts"]!).Select(part => (string?)part!["part"]), Is.SupersetOf(new[] { "Title", "To" }));
            Assert.That(await TextAsync(author, One), Does.Contain("có, thứ tự 2").And.Contain("<del>31/12/2026</del>").And.Not.Contain("Đính chính"), "authors read what happened");
            Assert.That(await TextAsync(author, "/catalogue/versions/4"), Does.Contain("07/2026/TT-BTC").And.Contain("Ghi nhầm ngày hết hiệu lực"));
            Assert.That(await TextAsync(author, "/catalogue/laws?search=ho+kinh+doanh+btc"), Does.Contain("07/2026/TT-BTC").And.Not.Contain("Ghi vào danh mục"));
            Assert.That((await desk.GetAsync("/catalogue/laws")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await desk.GetAsync("/api/catalogue/laws")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await author.GetAsync("/catalogue/laws/one?number=khong-co")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    [Test]
    public async Task A_field_is_entered_renamed_and_ended_over_http_and_on_its_page()
    {
        await using var province = new Province();
        var (controller, author) = (await province.AsAsync("kiemsoat"), await province.AsAsync("tacgia-tc"));

        await (await author.PostAsync("/api/catalogue/fields", new { code = "G99-X1", name = "Thử nghiệm" })).ProblemAsync(409, "L101");
        await (await controller.PostAsync("/api/catalogue/fields", new { code = "G99-X1", name = "Thử nghiệm" })).JsonAsync(HttpStatusCode.Created);
        await (await controller.PostAsync("/api/catalogue/fields", new { code = "G99-X2", name = "thử nghiệm" })).ProblemAsync(409, "L134");
        await (await controller.PostAsync("/api/catalogue/fields/G98/name", new { name = "Khác", reason = "Đổi" })).ProblemAsync(409, "L135");
        var refused = WebUtility.HtmlDecode(await (await controller.SubmitAsync("/catalogue/fields", ("_handler", "rename"), ("code", "G99-X1"), ("name", "Đổi mới sáng tạo"), ("reason", " "))).Content.ReadAsStringAsync());
        Assert.That(refused, Does.Contain("L106").And.Contain("value=\"Đổi mới sáng tạo\""), "nothing that was typed is lost");
        Assert.That((await controller.SubmitAsync("/catalogue/fields", ("_handler", "rename"), ("code", "G99-X1"), ("name", "Đổi mới sáng tạo"), ("reason", "Quyết định 15"))).Headers.Location?.OriginalString, Does.EndWith("done=changed"));
        await (await controller.PostAsync("/api/catalogue/fields/G99-X1/end", new { to = "2026-06-30", reason = "Sáp nhập" })).JsonAsync(HttpStatusCode.OK);

        var field = await author.ReadAsync("/api/catalogue/fields/G99-X1");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((string?)field["field"]!["name"], (string?)field["field"]!["to"]), Is.EqualTo(("Đổi mới sáng tạo", "2026-06-30")));
            Assert.That(((JsonArray)field["changes"]!).Select(change => (string?)change!["effect"]), Is.EqualTo(new[] { "Changed", "Changed", "New" }));
            Assert.That(await TextAsync(author, "/catalogue/fields"), Does.Contain("Đổi mới sáng tạo").And.Contain("dùng đến hết 30/06/2026").And.Not.Contain("Thêm lĩnh vực"));
        }
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
