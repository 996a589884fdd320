using System.Net;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>Reports over HTTP and as pages, on the demo province.</summary>
public sealed class ReportTests
{
    private const string Period = "from=2026-01-01&to=2026-03-02";

    [Test]
    public async Task Form_06_adds_up_and_says_by_which_formula()
    {
        var form = await (await (await Shared.Province.AsAsync("kiemsoat")).GetAsync($"/api/reports/form-06?{Period}&by=Agency&formula=timestamp&reappointed=true")).JsonAsync(HttpStatusCode.OK);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((bool)form["isConsistent"]!, Is.True);
            Assert.That((int)form["total"]!["solved"]!, Is.GreaterThan(20));
            Assert.That((int)form["total"]!["overdue"]!, Is.GreaterThan(0));
            Assert.That((string)form["formula"]!["name"]!, Is.EqualTo("TIMESTAMP"));
            Assert.That((string)form["formula"]!["printed"]!["vi"]!, Does.Contain("ngày hẹn lại thay ngày hẹn gốc: có"));
        }
    }

    [Test]
    public async Task A_figure_and_the_list_behind_it_agree()
    {
        var controller = await Shared.Province.AsAsync("kiemsoat");
        var form = await (await controller.GetAsync($"/api/reports/form-06?{Period}&by=Procedure")).JsonAsync(HttpStatusCode.OK);
        var line = form["lines"]!.AsArray()[0]!;
        var list = await (await controller.GetAsync($"/api/reports/form-06/dossiers?{Period}&by=Procedure&cell=Solved&group={Uri.EscapeDataString((string)line["key"]!)}")).JsonAsync(HttpStatusCode.OK);

        Assert.That((int)list["total"]!, Is.EqualTo((int)line["counts"]!["solved"]!));
        Assert.That(list.ToJsonString(), Does.Not.Contain("applicant"), "figures are not about people");
    }

    [TestCase("/api/reports/form-06.xlsx")]
    [TestCase("/api/reports/form-06/dossiers.xlsx?cell=Received")]
    [TestCase("/api/reports/steps.xlsx")]
    [TestCase("/api/reports/risk.xlsx")]
    public async Task Each_report_is_a_workbook_too(string path)
    {
        var answer = await (await Shared.Province.AsAsync("kiemsoat")).GetAsync(path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await answer.Content.ReadAsByteArrayAsync()).Take(2), Is.EqualTo("PK"u8.ToArray()));
    }

    [TestCase("kiemsoat", "/api/reports/form-06?formula=kpi", HttpStatusCode.BadRequest)]
    [TestCase("kiemsoat", "/api/reports/form-06?from=2026-03-02&to=2026-03-01", HttpStatusCode.Conflict)]
    [TestCase("motcua", "/api/reports/form-06?agency=H35.41", HttpStatusCode.Conflict)]
    [TestCase("thamdinh-khong", "/api/reports/form-06", HttpStatusCode.Unauthorized)]
    [TestCase("quantri", "/api/reports/form-06", HttpStatusCode.Conflict)]
    [TestCase("chuyenvien-kt", "/api/reports/unit", HttpStatusCode.Conflict)]
    [TestCase("kiemsoat", "/api/reports/steps?grouping=Person", HttpStatusCode.Conflict)]
    public async Task What_may_not_be_asked_is_refused(string account, string path, HttpStatusCode expected)
    {
        var person = account == "thamdinh-khong" ? Shared.Province.Stranger() : await Shared.Province.AsAsync(account);
        Assert.That((await person.GetAsync(path)).StatusCode, Is.EqualTo(expected));
    }

    [TestCase("kiemsoat", "/reports", "Tình hình giải quyết hồ sơ")]
    [TestCase("kiemsoat", $"/reports/form-06?{Period}", "Đã kiểm tra ở mọi dòng")]
    [TestCase("kiemsoat", $"/reports/form-06/print?{Period}", "Biểu số 06/VPCP/KSTT")]
    [TestCase("kiemsoat", $"/reports/dossiers?{Period}&cell=Overdue", "quá hạn")]
    [TestCase("kiemsoat", $"/reports/steps?{Period}", "Trung vị")]
    [TestCase("kiemsoat", "/reports/risk", "Dự báo này đúng đến đâu")]
    [TestCase("truongphong-kt", "/unit", "Chờ bạn phân công")]
    [TestCase("truongphong-kt", "/unit?view=figures", "Đang chờ, theo người")]
    [TestCase("chuyenvien-kt", $"/reports/steps?{Period}&grouping=Person", "Người thực hiện")]
    [TestCase("kiemsoat", "/reports?from=hom-qua&by=9&formula=x", "Tình hình giải quyết hồ sơ")]
    public async Task Each_page_shows_its_report(string account, string path, string says)
    {
        var answer = await (await Shared.Province.AsAsync(account)).GetAsync(path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), Does.Contain(says));
    }

    [TestCase("chuyenvien-kt", "/unit")]
    public async Task A_unit_is_its_leaders(string account, string path) =>
        Assert.That((await (await Shared.Province.AsAsync(account)).GetAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
}
