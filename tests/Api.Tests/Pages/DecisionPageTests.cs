using System.Net;
using System.Text.RegularExpressions;

namespace TthcFlow.Api.Tests.Pages;

/// <summary>A decision of several processes in plain forms: prepared, looked over, signed; nothing typed is lost.</summary>
public sealed partial class DecisionPageTests
{
    private const string Subject = "Phê duyệt quy trình nội bộ lĩnh vực an toàn thực phẩm";

    [Test]
    public async Task A_decision_is_prepared_completed_and_signed()
    {
        await using var province = new Province();
        var publisher = await province.AsAsync("congbo");
        var form = await ReadAsync(publisher, "/decisions/new");
        var (draft, versions) = (Offered().Match(form).Groups[1].Value, Ends().Matches(form).Select(found => found.Groups[1].Value).ToList());
        Assert.That(versions, Has.Count.EqualTo(9), "what is in force in the demo province");

        var empty = await HtmlAsync(await publisher.SubmitAsync("/decisions/new", ("_handler", "compose"), ("subject", Subject), ("bases", "Nghị định số 118/2025/NĐ-CP")));
        Assert.That(empty, Does.Contain("alert").And.Contain(Subject).And.Contain("Nghị định số 118/2025/NĐ-CP"));

        var page = await SentAsync(publisher, "/decisions/new", ("_handler", "compose"), ("subject", Subject), ("draft", draft), ("end", versions[0]));
        var prepared = await ReadAsync(publisher, page);
        Assert.That(prepared, Does.Contain("Đang soạn").And.Contain("sửa đổi").And.Contain("bãi bỏ").And.Contain("chức vụ và họ tên người ký"));
        Assert.That(await HtmlAsync(await publisher.SubmitAsync(page, ("_handler", "sign"), ("number", "600/QĐ-UBND"), ("signed", Today), ("authority", "UBND tỉnh"), ("effective", Today))),
            Does.Contain("alert").And.Contain("600/QĐ-UBND"));

        // What replaces goes with what it replaces: taken out, the old one stays as it is.
        await SentAsync(publisher, page, ("_handler", "compose"), ("length", LengthIn(prepared)), ("subject", Subject), ("draft", draft), ("end", versions[0]), ($"by-{versions[0]}", draft),
            ("title", "CHỦ TỊCH"), ("signer", "Đặng Trần Quốc Cường"));
        var replacing = await ReadAsync(publisher, page);
        Assert.That(replacing, Does.Contain("thay thế").And.Contain("Đủ điều kiện ký: 1 dòng"));
        Assert.That(await HtmlAsync(await publisher.SubmitAsync(page, ("_handler", "compose"), ("length", "1"), ("subject", "Tên khác"), ("draft", draft))), Does.Contain("alert").And.Contain("Tên khác"));

        await SentAsync(publisher, page, ("_handler", "sign"), ("number", "600/QĐ-UBND"), ("signed", Today), ("authority", "UBND tỉnh Lai Châu"), ("effective", Today));
        Assert.That(await ReadAsync(publisher, page), Does.Contain("Đã ký").And.Contain("Quyết định số 600/QĐ-UBND"));
        foreach (var (format, beginning) in new[] { ("docx", "PK"), ("pdf", "%PDF") })
        {
            var paper = await (await publisher.GetAsync($"/api{page}/files/{format}")).Content.ReadAsByteArrayAsync();
            Assert.That(System.Text.Encoding.ASCII.GetString(paper, 0, beginning.Length), Is.EqualTo(beginning));
        }
        Assert.That((await publisher.GetAsync($"/api{page}/files/csv")).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await ReadAsync(publisher, "/decisions"), Does.Contain("600/QĐ-UBND").And.Contain(Subject));
        Assert.That(await ReadAsync(publisher, $"/drafts/{draft}"), Does.Contain("600/QĐ-UBND"));
        Assert.That((await (await province.AsAsync("tacgia-tc")).GetAsync("/decisions")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task A_decision_names_the_bases_of_the_province_and_may_leave_one_out()
    {
        await using var province = new Province();
        var (publisher, controller) = (await province.AsAsync("congbo"), await province.AsAsync("kiemsoat"));
        await (await controller.PostAsync("/api/catalogue/laws/standing", new { number = "118/2025/NĐ-CP", order = 1, reason = "Căn cứ chung" })).JsonAsync(HttpStatusCode.OK);
        var form = await ReadAsync(publisher, "/decisions/new");
        Assert.That(form, Does.Match("name=\"standing-base\" value=\"118/2025/NĐ-CP\" checked[^>]*><span>Nghị định số 118/2025/NĐ-CP ngày 09 tháng 6 năm 2025 của Chính phủ"));

        var ended = Ends().Match(form).Groups[1].Value;
        var page = await SentAsync(publisher, "/decisions/new", ("_handler", "compose"), ("subject", Subject), ("end", ended), ("standing-bases", "offered"), ("standing-base", "118/2025/NĐ-CP"));
        var kept = await publisher.ReadAsync($"/api{page}");
        await SentAsync(publisher, page, ("_handler", "compose"), ("length", LengthIn(await ReadAsync(publisher, page))), ("subject", Subject), ("end", ended), ("standing-bases", "offered"));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((string?)kept["standingBases"]![0]!["number"], Is.EqualTo("118/2025/NĐ-CP"));
            Assert.That((await publisher.ReadAsync($"/api{page}"))["standingBases"]!.AsArray(), Is.Empty);
            Assert.That(await ReadAsync(publisher, page), Does.Match("name=\"standing-base\" value=\"118/2025/NĐ-CP\" */?>"), "it can be ticked again");
        }
    }

    [Test]
    public async Task What_replaces_a_version_can_be_chosen_as_soon_as_it_is_ticked()
    {
        await using var province = new Province();
        var publisher = await province.AsAsync("congbo");
        var form = await ReadAsync(publisher, "/decisions/new");
        var (draft, version) = (Offered().Match(form).Groups[1].Value, Ends().Match(form).Groups[1].Value);
        Assert.That(form, Does.Not.Contain($"name=\"by-{version}\""));

        Task<string> ChooseAsync(params (string, string)[] fields) =>
            ChosenAsync(publisher, "/decisions/new", [("_handler", "compose"), ("act", "choose"), ("subject", Subject), ("end", version), .. fields]);
        var chosen = await ChooseAsync(("draft", draft));
        Assert.That(Chosen(version).Match(chosen).Groups["options"].Value, Does.Contain($"<option value=\"{draft}\">").And.Contain("Bãi bỏ"));
        Assert.That(chosen, Does.Contain(Subject).And.Not.Contain("alert"), "what was typed is there; nothing was kept or refused");
        Assert.That(Chosen(version).Match(await ChooseAsync(("draft", draft), ($"by-{version}", draft))).Groups["options"].Value, Does.Contain($"<option value=\"{draft}\" selected"));

        // The draft is taken out again: the version is not abolished behind the publisher's back.
        var without = Chosen(version).Match(await ChooseAsync(($"by-{version}", draft))).Groups["options"].Value;
        Assert.That(without, Does.Contain("<option value=\"-\" selected").And.Not.Contain(draft));
        Assert.That(await ReadAsync(publisher, "/decisions"), Does.Not.Contain(Subject));
    }

    private static async Task<string> ChosenAsync(Person person, string page, (string, string)[] fields)
    {
        var answer = await person.SubmitAsync(page, fields);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        return await HtmlAsync(answer);
    }

    private static Regex Chosen(string version) => new($"<select[^>]*name=\"by-{version}\"[^>]*>(?<options>.*?)</select>", RegexOptions.Singleline);

    private const string Today = "2026-03-02"; // of the province's clock

    private static string LengthIn(string html) => Length().Match(html).Groups[1].Value;

    private static async Task<string> SentAsync(Person person, string page, params (string, string)[] fields)
    {
        var answer = await person.SubmitAsync(page, fields);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Redirect), await HtmlAsync(answer));
        return new Uri(new Uri("http://localhost"), answer.Headers.Location!).AbsolutePath;
    }

    private static async Task<string> HtmlAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    private static async Task<string> ReadAsync(Person person, string page) => await HtmlAsync(await person.GetAsync(page));

    [GeneratedRegex("name=\"draft\" value=\"([^\"]+)\"")]
    private static partial Regex Offered();

    [GeneratedRegex("name=\"end\" value=\"([^\"]+)\"")]
    private static partial Regex Ends();

    [GeneratedRegex("name=\"length\" value=\"([^\"]+)\"")]
    private static partial Regex Length();
}
