using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>Papers, the register and forms over HTTP, and their pages.</summary>
public sealed class PaperTests
{
    [TestCase("receipt.pdf", "application/pdf", "%PDF-1.7")]
    [TestCase("receipt.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK")]
    [TestCase("control-slip.pdf", "application/pdf", "%PDF-1.7")]
    [TestCase("process-slip.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "PK")]
    public async Task A_paper_leaves_as_a_file_named_for_people(string file, string type, string beginning)
    {
        var desk = await Shared.Province.AsAsync("motcua");
        var code = await desk.AcceptedAsync();
        var answer = await desk.GetAsync($"/api/dossiers/{code}/papers/{file}");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo(type));
            Assert.That(await answer.Content.ReadAsStringAsync(), Does.StartWith(beginning));
            Assert.That(answer.Content.Headers.ContentDisposition?.FileNameStar, Does.Contain(code));
        }
    }

    [Test]
    public async Task The_papers_there_are_follow_the_journal_and_another_agency_sees_none()
    {
        var desk = await Shared.Province.AsAsync("motcua");
        var code = await desk.AcceptedAsync();
        var forms = ((JsonArray)await desk.ReadAsync($"/api/dossiers/{code}/papers")).Select(offer => (string?)offer!["form"]);
        Assert.That(forms, Is.EqualTo(["receipt", "hand-over", "control-slip", "process-slip"]));

        var elsewhere = await Shared.Province.AsAsync("motcua-tinh");
        await (await elsewhere.GetAsync($"/api/dossiers/{code}/papers")).ProblemAsync(404, "not-found");
        await (await elsewhere.GetAsync($"/api/dossiers/{code}/papers/receipt.pdf")).ProblemAsync(404, "not-found");
        await (await desk.GetAsync($"/api/dossiers/{code}/papers/apology.pdf")).ProblemAsync(404, "not-found");
        await (await desk.GetAsync($"/api/dossiers/{code}/papers/khong-co.pdf")).ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task Anybody_can_check_a_receipt_by_what_its_square_code_says_and_learns_nothing_else()
    {
        var desk = await Shared.Province.AsAsync("motcua");
        var code = await desk.ReceivedAsync("Sùng Thị Riêng Tư");
        var paper = await (await desk.GetAsync($"/dossiers/{code}/receipt")).Content.ReadAsStringAsync();
        var address = Regex.Match(paper, $"/verify/{code}/1/[0-9a-f]{{32}}").Value;
        Assert.That(paper, Does.Contain("Sùng Thị Riêng Tư").And.Contain("Mẫu số 01"));

        var citizen = Shared.Province.Stranger();
        var page = await (await citizen.GetAsync(address)).Content.ReadAsStringAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(page, Does.Contain("Đúng: giấy này được in từ nhật ký").And.Contain(code));
            Assert.That(page, Does.Not.Contain("Sùng Thị Riêng Tư").And.Not.Contain("012345678901"));
            Assert.That(await (await citizen.GetAsync(address[..^1] + (address[^1] == '0' ? '1' : '0'))).Content.ReadAsStringAsync(), Does.Contain("Không khớp"));
            Assert.That((await citizen.GetAsync($"/api{address}")).StatusCode, Is.EqualTo(HttpStatusCode.OK));
        }
        await (await citizen.GetAsync($"/api/verify/{code}/1/{new string('0', 32)}")).ProblemAsync(404, "not-found");
    }

    [Test]
    public async Task Seals_are_not_tried_without_end()
    {
        await using var province = new Province(triesPerMinute: 3);
        var citizen = province.Stranger(("X-Test-From", "203.0.113.9"));
        var answers = new List<HttpStatusCode>();
        for (var at = 0; at < 5; at++) answers.Add((await citizen.GetAsync($"/api/verify/H35.40-260302-0001/1/{new string('0', 32)}")).StatusCode);
        Assert.That(answers, Is.EqualTo([HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.TooManyRequests, HttpStatusCode.TooManyRequests]));
    }

    [Test]
    public async Task The_register_is_a_workbook_of_ones_own_agency()
    {
        var desk = await Shared.Province.AsAsync("motcua");
        await desk.ReceivedAsync();
        var book = await desk.GetAsync("/api/register-book?from=2026-03-01&to=2026-03-31");
        Assert.That((book.StatusCode, await book.Content.ReadAsStringAsync()), Is.EqualTo((HttpStatusCode.OK, "PK")).Using<(HttpStatusCode Status, string Text), (HttpStatusCode Status, string Text)>((found, expected) =>
            found.Status == expected.Status && found.Text.StartsWith(expected.Text, StringComparison.Ordinal)));
        await (await desk.GetAsync("/api/register-book?from=2026-03-01&to=2026-03-31&agency=H35.08")).ProblemAsync(409, "F139");
        await (await desk.GetAsync("/api/register-book?from=2024-03-01&to=2026-03-31")).ProblemAsync(409, "F138");
        await (await desk.GetAsync("/api/register-book?from=hôm-qua&to=2026-03-31")).ProblemAsync(400, "bad-request");
    }

    [Test]
    public async Task A_controller_replaces_a_form_through_the_page_and_goes_back()
    {
        await using var province = new Province();
        var controller = await province.AsAsync("kiemsoat");
        var own = await (await controller.GetAsync("/api/forms/tt-03-2025/control-slip.docx")).Content.ReadAsByteArrayAsync();
        var page = await (await controller.GetAsync("/forms")).Content.ReadAsStringAsync();
        var token = Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        async Task<string?> SendAsync(string form, byte[] file)
        {
            using var body = new MultipartFormDataContent
            {
                { new StringContent(token), "__RequestVerificationToken" }, { new StringContent(form), "form" }, { new StringContent("H35.40"), "agency" }, { new ByteArrayContent(file), "file", "phieu.docx" },
            };
            return (await controller.PostAsync("/forms/replacement", body)).Headers.Location?.ToString();
        }

        Assert.That(await SendAsync("tt-03-2025/receipt", own), Does.StartWith("/forms?said=F130&fields="), "the slip's fields are not the receipt's");
        var replaced = await SendAsync("tt-03-2025/control-slip", own);
        Assert.That(replaced, Is.EqualTo("/forms?said=replaced&form=tt-03-2025%2Fcontrol-slip&agency=H35.40"));
        Assert.That(await (await controller.GetAsync(replaced!)).Content.ReadAsStringAsync(), Does.Contain("phieu.docx").And.Contain("Đã thay mẫu."));
        var back = await controller.PostAsync("/forms/shipped", Person.Form(("__RequestVerificationToken", token), ("form", "tt-03-2025/control-slip"), ("agency", "H35.40")));
        Assert.That(back.Headers.Location?.ToString(), Is.EqualTo("/forms?said=shipped"));

        var desk = await province.AsAsync("motcua");
        Assert.That((await desk.GetAsync("/forms")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
