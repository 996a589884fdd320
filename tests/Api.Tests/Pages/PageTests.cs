using System.Net;
using TthcFlow.Api.Demo;
using TthcFlow.Engine.Runtime;

namespace TthcFlow.Api.Tests.Pages;

/// <summary>The pages as a browser gets them: what each officer finds first, and what stands there when something is wrong.</summary>
public sealed class PageTests
{
    /// <summary>These pages hold forms that are named before it is known that there is nothing to show.</summary>
    [TestCase("motcua", "/dossiers/H35.99-260302-0001")]
    [TestCase("motcua", "/dossiers/khong-co")]
    [TestCase("motcua", "/dossiers/khong-co/receipt")]
    [TestCase("motcua", "/desk/receive/9.999999")]
    [TestCase("tacgia-tc", "/drafts/khong-co")]
    [TestCase("tacgia-tc", "/drafts/khong-co/header")]
    [TestCase("tacgia-tc", "/drafts/khong-co/simulation")]
    [TestCase("tacgia-tc", "/drafts/khong-co/backtest")]
    [TestCase("thamdinh", "/drafts/khong-co/appraise")]
    [TestCase("congbo", "/drafts/khong-co/publish")]
    [TestCase("motcua", "/journals")]
    [TestCase("motcua", "/versions/khong-co/certificate")]
    [TestCase("tacgia-tc", "/drafts/khong-co/certificate")]
    public async Task What_is_not_there_or_not_theirs_is_not_found(string account, string path)
    {
        var answer = await (await Shared.Province.AsAsync(account)).GetAsync(path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(await TextAsync(answer), Does.Contain("Không tìm thấy trang này"));
    }

    [TestCase("/look-up")]
    [TestCase("/drafts/new")]
    [TestCase("/procedures")]
    [TestCase("/dossiers/H35.99-260302-0001")]
    public async Task A_form_that_cannot_be_taken_is_answered_with_a_page_in_their_language(string path)
    {
        var person = await Shared.Province.AsAsync("motcua");

        var vietnamese = await person.PostAsync(path, Person.Form(("code", "x")));
        var english = await person.PostAsync(path, Person.Form(("code", "x")), ("Cookie", "language=en"));
        Assert.That(vietnamese.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
        Assert.That(await TextAsync(vietnamese), Does.Contain("Yêu cầu không hợp lệ"));
        Assert.That(await TextAsync(english), Does.Contain("Bad request").And.Contain("<html lang=\"en\""));
    }

    [TestCase("congbo", "/decisions", HttpStatusCode.OK)]
    [TestCase("congbo", "/decisions/khong-co", HttpStatusCode.NotFound)]
    [TestCase(null, "/look-up", HttpStatusCode.OK)]
    [TestCase(null, "/_content/TthcFlow.Designer/tthcflow.css", HttpStatusCode.OK)]
    public async Task Whoever_asks_for_the_head_alone_gets_the_status_and_no_body(string? account, string path, HttpStatusCode status)
    {
        var person = account is null ? Shared.Province.Stranger() : await Shared.Province.AsAsync(account);

        var head = await person.SendAsync(HttpMethod.Head, path, null);

        Assert.That(head.StatusCode, Is.EqualTo(status));
        if (status is HttpStatusCode.OK) Assert.That(head.Content.Headers.ContentType?.MediaType, Is.EqualTo((await person.GetAsync(path)).Content.Headers.ContentType?.MediaType));
        Assert.That(await head.Content.ReadAsByteArrayAsync(), Is.Empty);
        Assert.That((await person.SendAsync(HttpMethod.Head, "/api/decisions", null)).StatusCode, Is.EqualTo(HttpStatusCode.MethodNotAllowed), "programs' addresses say themselves what they take");
    }

    [TestCase("/desk?after=x&order=7&filter=none&person=%00")]
    [TestCase("/work?before=AAAA&scope=unit&filter=9&procedure=x%27y")]
    public async Task A_list_that_is_asked_for_nonsense_shows_its_first_page(string path) =>
        Assert.That((await (await Shared.Province.AsAsync("motcua")).GetAsync(path)).StatusCode, Is.EqualTo(HttpStatusCode.OK));

    [Test]
    public async Task A_long_list_leads_on_and_back_and_keeps_what_was_asked()
    {
        var desk = await Shared.Province.AsAsync("motcua");
        for (var number = 0; number < 52; number++) await desk.ReceivedAsync("Quàng Thị Dài Dòng");
        var first = await (await desk.GetAsync("/desk?search=dai%20dong&order=applicant")).Content.ReadAsStringAsync();
        var next = System.Text.RegularExpressions.Regex.Match(first, "href=\"([^\"]*)\" rel=\"next\"").Groups[1].Value.Replace("&amp;", "&", StringComparison.Ordinal);
        var second = await (await desk.GetAsync(next)).Content.ReadAsStringAsync();

        Assert.That(next, Does.Contain("search=dai%20dong&order=applicant&after="));
        Assert.That(first, Does.Not.Contain("rel=\"prev\""));
        Assert.That(second, Does.Contain("rel=\"prev\"").And.Not.Contain("rel=\"next\""));
    }

    [Test]
    public async Task A_leader_looks_at_the_units_work_with_names()
    {
        var page = await TextAsync(await (await Shared.Province.AsAsync("chutich")).GetAsync("/work?scope=unit"));
        Assert.That(page, Does.Contain("Việc của đơn vị").And.Contain("Chưa giao ai"));
    }

    [Test]
    public async Task One_key_begins_a_reception_and_one_opens_its_receipt()
    {
        var desk = await Shared.Province.AsAsync("motcua");
        var code = await desk.ReceivedAsync();
        var page = await (await desk.GetAsync($"/dossiers/{code}?done=received")).Content.ReadAsStringAsync();

        Assert.That(page, Does.Match("<a [^>]*href=\"/desk/receive\"[^>]*accesskey=\"n\"|<a [^>]*accesskey=\"n\"[^>]*href=\"/desk/receive\""));
        Assert.That(page, Does.Contain($"<a href=\"/dossiers/{code}/receipt\" autofocus"));
        Assert.That(await (await desk.GetAsync($"/dossiers/{code}")).Content.ReadAsStringAsync(), Does.Not.Contain("autofocus"), "only after the receipt");
    }

    [Test]
    public async Task A_report_of_the_whole_province_says_so_in_the_readers_language()
    {
        var controller = await Shared.Province.AsAsync("kiemsoat");
        await controller.GetAsync("/language?to=en&back=/reports");

        Assert.That(await (await controller.GetAsync("/reports/risk")).Content.ReadAsStringAsync(), Does.Contain("the whole province").And.Not.Contain("toàn tỉnh"));
    }

    [Test]
    public async Task In_English_the_program_and_a_search_have_English_names()
    {
        await using var province = new Province();
        var code = await (await province.AsAsync("motcua")).ReceivedAsync();
        province.Clock.Now = province.Clock.Now.AddDays(1);
        await ((ReminderSweep)province.Services.GetService(typeof(ReminderSweep))!).RunOnceAsync(default);
        var controller = await province.AsAsync("kiemsoat");
        var dossier = await TextAsync(await controller.GetAsync($"/dossiers/{code}"));
        await controller.GetAsync("/language?to=en&back=/reports");
        var inEnglish = await TextAsync(await controller.GetAsync($"/dossiers/{code}"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(dossier, Does.Contain("Hệ thống"));
            Assert.That(inEnglish, Does.Contain("The program").And.Not.Contain("Hệ thống"));
            Assert.That(await TextAsync(await controller.GetAsync("/find")), Does.Contain("<title>Find a dossier"));
        }
    }

    [Test]
    public async Task A_demo_account_that_is_chosen_fills_the_form_and_nobody_elses_does()
    {
        var stranger = Shared.Province.Stranger();

        var chosen = await TextAsync(await stranger.GetAsync("/sign-in?account=motcua&returnUrl=/desk"));
        var unknown = await TextAsync(await stranger.GetAsync("/sign-in?account=someone"));
        Assert.That(chosen, Does.Contain("name=\"account\" value=\"motcua\"").And.Contain($"value=\"{DemoProvince.Password}\""));
        Assert.That(chosen, Does.Contain("/sign-in?account=congbo&returnUrl=%2Fdesk"));
        Assert.That(unknown, Does.Not.Contain("value=\"someone\"").And.Not.Contain($"value=\"{DemoProvince.Password}\""));
    }

    [Test]
    public async Task Outside_the_demo_no_account_and_no_password_is_shown()
    {
        await using var province = new Province(isDemo: false);
        var first = province.Stranger();
        await first.SubmitAsync("/first-administrator", ("account", "quantri"), ("name", "Vũ Thiên Ân"), ("password", "mat-khau-dai-1"));

        var page = await TextAsync(await province.Stranger().GetAsync("/sign-in?account=quantri"));
        Assert.That(page, Does.Contain("name=\"account\"").And.Not.Contain(DemoProvince.Password).And.Not.Contain("value=\"quantri\""));
    }

    [TestCase("motcua", "hồ sơ đang giải quyết")]
    [TestCase("chuyenvien-kt", "bước chờ bạn xử lý")]
    [TestCase("tacgia-tc", "dự thảo đang soạn")]
    [TestCase("thamdinh", "chờ thẩm định")]
    [TestCase("congbo", "chờ công bố")]
    [TestCase("kiemsoat", "Tình hình giải quyết hồ sơ của toàn tỉnh")]
    [TestCase("quantri", "Danh mục và lịch của tỉnh")]
    public async Task Everybody_finds_their_own_on_the_first_page(string account, string said) =>
        Assert.That(await TextAsync(await (await Shared.Province.AsAsync(account)).GetAsync("/")), Does.Contain(said));

    [Test]
    public async Task Everybody_may_print_what_was_checked_on_a_published_version()
    {
        var reader = Shared.Province.Stranger();

        var page = await TextAsync(await reader.GetAsync("/procedures/3.990001"));
        var address = System.Text.RegularExpressions.Regex.Match(page, "/versions/[0-9a-f]{64}/certificate").Value;
        var paper = await TextAsync(await reader.GetAsync(address));
        Assert.That(paper, Does.Contain("Phiếu kiểm tra quy trình nội bộ").And.Contain(address.Split('/')[2]).And.Contain("C24").And.Contain("7 ngày"));
    }

    [Test]
    public async Task The_controller_has_the_journals_checked_and_sees_where_they_were_bent()
    {
        await using var province = new Province();
        var controller = await province.AsAsync("kiemsoat");

        Assert.That(await TextAsync(await controller.SubmitAsync("/journals", ("_handler", "verify"))), Does.Contain("không có chỗ đứt"));
        province.Tamper("drop trigger dossier_journal_no_update; update dossier_journal set body = replace(body, 'Lò Văn Hoàng Minh', 'Lò Văn Khác') where number = 1");
        Assert.That(await TextAsync(await controller.SubmitAsync("/journals", ("_handler", "verify"))), Does.Contain("1 chỗ đứt"));
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
}
