using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace TthcFlow.Api.Tests.Endpoints;

/// <summary>Attached files over HTTP, as programs and as plain pages send them.</summary>
public sealed class AttachmentTests
{
    private static ByteArrayContent Bytes(string content) => new(Encoding.UTF8.GetBytes(content));

    [Test]
    public async Task A_raw_stream_is_attached_and_comes_back_guarded()
    {
        var desk = await Shared.Province.AsAsync("motcua");
        var code = await desk.ReceivedAsync();
        var added = await desk.PostAsync($"/api/dossiers/{code}/attachments?name={Uri.EscapeDataString("Tờ khai ký tên.pdf")}&step=B1", Bytes("%PDF-1.7 tờ khai"));
        await added.JsonAsync(HttpStatusCode.Created);

        var file = await desk.GetAsync(added.Headers.Location!.ToString());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await file.Content.ReadAsStringAsync(), Is.EqualTo("%PDF-1.7 tờ khai"));
            Assert.That(file.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/pdf"));
            Assert.That(file.Content.Headers.ContentDisposition?.DispositionType, Is.EqualTo("attachment"));
            Assert.That(file.Content.Headers.ContentDisposition?.FileNameStar, Is.EqualTo("Tờ khai ký tên.pdf"));
            Assert.That(file.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(["nosniff"]));
            Assert.That(file.Headers.GetValues("Content-Security-Policy").Single(), Does.StartWith("default-src 'none'; sandbox"));
            Assert.That((string?)(await desk.ReadAsync($"/api/dossiers/{code}/attachments"))[0]!["name"], Is.EqualTo("Tờ khai ký tên.pdf"));
        }
    }

    [Test]
    public async Task Another_agency_neither_sees_nor_fetches_it()
    {
        var desk = await Shared.Province.AsAsync("motcua");
        var code = await desk.ReceivedAsync();
        var place = (await desk.PostAsync($"/api/dossiers/{code}/attachments?name=a.pdf", Bytes("%PDF-1.7 kín"))).Headers.Location!.ToString();

        var elsewhere = await Shared.Province.AsAsync("motcua-tinh");
        await (await elsewhere.GetAsync(place)).ProblemAsync(404, "not-found");
        await (await elsewhere.GetAsync($"/api/dossiers/{code}/attachments")).ProblemAsync(404, "not-found");
        Assert.That((await Shared.Province.Stranger().GetAsync(place)).StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task A_form_with_a_file_takes_its_place_from_its_fields()
    {
        var desk = await Shared.Province.AsAsync("motcua");
        var code = await desk.ReceivedAsync();
        using var form = new MultipartFormDataContent { { new StringContent("Tờ khai"), "component" }, { Bytes("%PDF-1.7 biểu mẫu"), "file", "to-khai.pdf" } };
        await (await desk.PostAsync($"/api/dossiers/{code}/attachments", form)).JsonAsync(HttpStatusCode.Created);

        var listed = (await desk.ReadAsync($"/api/dossiers/{code}/attachments"))[0]!;
        Assert.That(((string?)listed["name"], (string?)listed["component"]), Is.EqualTo(("to-khai.pdf", "Tờ khai")));
    }

    [Test]
    public async Task A_form_that_breaks_off_is_refused_and_leaves_no_trace()
    {
        var desk = await Shared.Province.AsAsync("motcua");
        var code = await desk.ReceivedAsync();
        using var cut = Bytes("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n%PDF-1.7 nửa chừng");
        cut.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        await (await desk.PostAsync($"/api/dossiers/{code}/attachments", cut)).ProblemAsync(409, "F109");
        Assert.That((JsonArray)await desk.ReadAsync($"/api/dossiers/{code}/attachments"), Is.Empty);
    }

    [TestCase("a.pdf", "<script>alert(1)</script>", "F104")]
    [TestCase("a.exe", "MZ\0", "F103")]
    [TestCase("a.pdf", "", "F101")]
    public async Task What_is_not_taken_is_told_in_the_one_shape(string name, string content, string refusal)
    {
        var desk = await Shared.Province.AsAsync("motcua");
        var code = await desk.ReceivedAsync();
        await (await desk.PostAsync($"/api/dossiers/{code}/attachments?name={name}", Bytes(content))).ProblemAsync(409, refusal);
    }

    [Test]
    public async Task The_page_takes_a_file_without_script_and_withdraws_it()
    {
        var desk = await Shared.Province.AsAsync("motcua");
        var code = await desk.ReceivedAsync();
        var page = await (await desk.GetAsync($"/dossiers/{code}")).Content.ReadAsStringAsync();
        var token = Regex.Match(page, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;

        using var form = new MultipartFormDataContent { { new StringContent(token), "__RequestVerificationToken" }, { new StringContent("step:B1"), "at" }, { Bytes("%PDF-1.7 từ trang"), "file", "trang.pdf" } };
        var sent = await desk.PostAsync($"/dossiers/{code}/attachments", form);
        Assert.That(sent.Headers.Location?.ToString(), Is.EqualTo($"/dossiers/{code}?file=added#attachments"));
        Assert.That(await (await desk.GetAsync($"/dossiers/{code}?file=added")).Content.ReadAsStringAsync(), Does.Contain("trang.pdf").And.Contain("Đã đính kèm tệp."));

        var withdrawn = await desk.PostAsync($"/dossiers/{code}/attachments/1/withdrawal", Person.Form(("__RequestVerificationToken", token), ("reason", "Nhầm hồ sơ")));
        Assert.That(withdrawn.Headers.Location?.ToString(), Is.EqualTo($"/dossiers/{code}?file=withdrawn#attachments"));
        Assert.That((string?)(await desk.ReadAsync($"/api/dossiers/{code}/attachments"))[0]!["withdrawn"]!["reason"], Is.EqualTo("Nhầm hồ sơ"));
    }

    [Test]
    public async Task A_form_without_our_token_is_not_taken()
    {
        var desk = await Shared.Province.AsAsync("motcua");
        var code = await desk.ReceivedAsync();
        using var form = new MultipartFormDataContent { { new StringContent("step:B1"), "at" }, { Bytes("%PDF-1.7"), "file", "a.pdf" } };
        Assert.That((await desk.PostAsync($"/dossiers/{code}/attachments", form)).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That((JsonArray)await desk.ReadAsync($"/api/dossiers/{code}/attachments"), Is.Empty);
    }
}
