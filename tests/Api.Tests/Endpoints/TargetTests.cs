using System.Net;
using System.Text.Json.Nodes;
using TthcFlow.Engine.Targets;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>Targets, the register of quality and the duties, over HTTP and as pages.</summary>
public sealed class TargetTests
{
    private Province _province = null!;

    [OneTimeSetUp]
    public void Open() => _province = new Province();

    [OneTimeTearDown]
    public void Close() => _province.Dispose();

    [Test]
    public async Task Every_figure_is_the_list_behind_it()
    {
        var controller = await _province.AsAsync("kiemsoat");
        var report = await controller.ReadAsync("/api/targets");

        Assert.That(report["figures"]!.AsArray(), Has.Count.EqualTo(6));
        foreach (var figure in report["figures"]!.AsArray())
        {
            var rows = (await controller.ReadAsync($"/api/targets/rows?indicator={figure!["indicator"]}"))["rows"]!.AsArray();
            Assert.That((rows.Count, rows.Count(row => (bool)row!["counts"]!)), Is.EqualTo(((int)figure["of"]!, (int)figure["reached"]!)), (string)figure["indicator"]!);
        }
        Assert.That((int)report["figures"]![1]!["reached"]!, Is.Zero, "the demo's first processes were loaded, not appraised: each is an exception");
    }

    [TestCase("/api/targets/coverage.xlsx")]
    [TestCase("/api/targets/rows.xlsx?indicator=Procedures")]
    [TestCase("/api/targets/inspections.xlsx")]
    [TestCase("/api/targets/nonconformities.xlsx")]
    [TestCase("/api/targets/duties.xlsx?year=2026")]
    [TestCase("/api/targets/report.docx")]
    [TestCase("/api/targets/report.xlsx")]
    public async Task Each_is_a_file_too(string path)
    {
        var answer = await (await _province.AsAsync("tacgia")).GetAsync(path);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await answer.Content.ReadAsByteArrayAsync()).Take(2), Is.EqualTo("PK"u8.ToArray()));
    }

    [Test]
    public async Task A_line_sent_twice_is_written_once()
    {
        var controller = await _province.AsAsync("kiemsoat");
        object body = new { agency = "H35.40", day = "2026-03-01", scope = "Toàn bộ thủ tục", document = "07/QĐ-UBND" };
        var (first, again) = (await controller.PostAsync("/api/targets/declarations", body, ("Idempotency-Key", "to-7")), await controller.PostAsync("/api/targets/declarations", body, ("Idempotency-Key", "to-7")));
        Assert.That((int)(await again.JsonAsync(HttpStatusCode.Created))["number"]!, Is.EqualTo((int)(await first.JsonAsync(HttpStatusCode.Created))["number"]!));
        await (await controller.PostAsync("/api/targets/declarations", new { agency = "H35.40", day = "2026-03-01", scope = "Khác", document = "07/QĐ-UBND" }, ("Idempotency-Key", "to-7"))).ProblemAsync(409, "key-reused");
        await (await controller.PostAsync("/api/targets/declarations", body, ("Idempotency-Key", new string('k', 201)))).ProblemAsync(400, "bad-request");

        (string, string)[] form = [("_handler", "targets"), ("act", "declare"), ("key", "k-form"), ("agency", "H35.40"), ("day", "2026-03-01"), ("scope", "Toàn bộ"), ("document", "08/QĐ-UBND")];
        var box = System.Text.RegularExpressions.Regex.Match(await (await controller.GetAsync("/targets/declarations")).Content.ReadAsStringAsync(), "name=\"_handler\" value=\"([^\"]+)\"").Groups[1].Value;
        form[0] = ("_handler", box);
        var (one, two) = (await controller.SubmitAsync("/targets/declarations", form), await controller.SubmitAsync("/targets/declarations", form));
        Assert.That((one.StatusCode, two.Headers.Location), Is.EqualTo((HttpStatusCode.Redirect, one.Headers.Location)));
    }

    [Test]
    public async Task A_finding_goes_from_inspection_to_closure_and_each_no_has_its_code()
    {
        var (appraiser, author, desk) = (await _province.AsAsync("thamdinh"), await _province.AsAsync("tacgia"), await _province.AsAsync("motcua"));
        object Finding(string what = "Phiếu kiểm soát thiếu chữ ký") => new { agency = "H35.05", what, action = "Ký bổ sung", who = "Phòng QLHĐXD", due = "2026-04-01" };

        var inspection = (int)(await (await appraiser.PostAsync("/api/targets/inspections", new { agency = "H35.05", day = "2026-02-27", result = "DoesNotConform", document = "01/BB-ĐKT" })).JsonAsync(HttpStatusCode.Created))["number"]!;
        var found = (int)(await (await appraiser.PostAsync("/api/targets/nonconformities", Finding())).JsonAsync(HttpStatusCode.Created))["number"]!;
        await (await desk.PostAsync("/api/targets/nonconformities", Finding())).ProblemAsync(409, "Q102");
        await (await author.PostAsync("/api/targets/nonconformities", Finding(" "))).ProblemAsync(409, "Q106");
        await (await author.PostAsync($"/api/targets/nonconformities/{found}/closure", new { day = "2026-03-02", evidence = "Đã ký" })).ProblemAsync(409, "Q112");
        Assert.That((await appraiser.PostAsync($"/api/targets/nonconformities/{found}/closure", new { day = "2026-03-02", evidence = "Đã ký" })).StatusCode, Is.EqualTo(HttpStatusCode.Created));
        Assert.That((await appraiser.PostAsync($"/api/targets/lines/{inspection}/withdrawal", new { reason = "Ghi nhầm ngày" })).StatusCode, Is.EqualTo(HttpStatusCode.Created));

        var register = (await author.ReadAsync("/api/targets/register"))["register"]!;
        Assert.That((string)register["inspections"]![0]!["withdrawal"]!["reason"]!, Is.EqualTo("Ghi nhầm ngày"), "withdrawn, and still there");
        Assert.That((string)register["nonconformities"]![0]!["closure"]!["evidence"]!, Is.EqualTo("Đã ký"));
        Assert.That((await desk.ReadAsync("/api/targets/register"))["register"]!["nonconformities"]!.AsArray(), Is.Empty);
        await (await author.GetAsync("/api/targets?agency=H35.08")).ProblemAsync(409, "Q102");
        await (await author.GetAsync("/api/targets?asOf=2026-03-03")).ProblemAsync(409, "Q119");
        Assert.That((await author.GetAsync("/api/targets?asOf=hom-qua")).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task A_plan_of_the_provinces_own_is_checked_before_it_is_used()
    {
        var (appraiser, author) = (await _province.AsAsync("thamdinh"), await _province.AsAsync("tacgia"));
        var plan = JsonNode.Parse(TargetPlan.Default)!;

        await (await author.PutAsync("/api/targets/plan", plan)).ProblemAsync(409, "Q103");
        plan["indicators"]![3]!["promised"]!["2026"] = "170%";
        await (await appraiser.PutAsync("/api/targets/plan", plan)).ProblemAsync(409, "Q120");
        plan["indicators"]![3]!["promised"]!["2026"] = "60%";
        Assert.That((await appraiser.PutAsync("/api/targets/plan", plan)).StatusCode, Is.EqualTo(HttpStatusCode.NoContent));
        Assert.That((string)(await appraiser.ReadAsync("/api/targets/plan"))["indicators"]![3]!["promised"]!["2026"]!, Is.EqualTo("60%"));
    }

    [Test]
    public async Task A_form_that_is_refused_keeps_what_was_typed()
    {
        var author = await _province.AsAsync("tacgia");
        (string, string)[] typed = [("_handler", "nonconformities"), ("act", "find"), ("kind", "Remark"), ("what", "Sổ tiếp nhận chưa ký"), ("todo", "Ký bổ sung"), ("who", "Bộ phận Một cửa"), ("due", "2020-01-01")];

        var refused = await (await author.SubmitAsync("/targets/nonconformities", typed)).Content.ReadAsStringAsync();
        Assert.That(WebUtility.HtmlDecode(refused), Does.Contain("Q109").And.Contain("Sổ tiếp nhận chưa ký").And.Contain("value=\"Bộ phận Một cửa\""));
        var taken = await author.SubmitAsync("/targets/nonconformities", [.. typed[..^1], ("due", "2026-05-01")]);
        Assert.That(taken.StatusCode, Is.EqualTo(HttpStatusCode.Found));
        Assert.That(WebUtility.HtmlDecode(await (await author.GetAsync(taken.Headers.Location!.PathAndQuery)).Content.ReadAsStringAsync()), Does.Contain("Đã ghi vào sổ").And.Contain("Sổ tiếp nhận chưa ký"));
    }

    [TestCase("kiemsoat", "/targets", "Qua các năm")]
    [TestCase("tacgia", "/targets/rows?indicator=Appraised", "nạp cùng dữ liệu ban đầu của tỉnh")]
    [TestCase("thamdinh", "/targets/inspections?seed=12%2FKH", "Xem trước: 6 trên 24")]
    [TestCase("tacgia", "/targets/inspections", "Năm nay chưa rút mẫu")]
    [TestCase("tacgia", "/targets/declarations", "Ghi một bản công bố")]
    [TestCase("tacgia", "/targets/duties", "Ghi hoàn thành")]
    [TestCase("thamdinh", "/targets/plan", "310/KH-UBND")]
    [TestCase("quantri", "/targets", "Q101")]
    [TestCase("quantri", "/targets/plan", "Q101")]
    [TestCase("motcua", "/targets?asOf=2099-01-01", "Q119")]
    public async Task The_pages_say_it(string account, string path, string words) =>
        Assert.That(WebUtility.HtmlDecode(await (await (await _province.AsAsync(account)).GetAsync(path)).Content.ReadAsStringAsync()), Does.Contain(words));
}
