using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using TthcFlow.Api.Demo;
using TthcFlow.Engine.Vocabulary;
using Account = TthcFlow.Engine.Storage.Account;

namespace TthcFlow.Api.Tests.Pages;

/// <summary>The rounds of an appraisal in plain forms: nothing typed is lost, and nobody of another body gets in.</summary>
public sealed class AppraisalPageTests
{
    private Person _author = null!;
    private Person _appraiser = null!;
    private string _draft = "";

    [SetUp]
    public async Task Come_to_work()
    {
        await using (var scope = Shared.Province.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().CreateAsync(
                new Account { Id = new OfficerId("soatxet-2"), Name = "Soát xét", Agency = new AgencyCode("H35.05"), Roles = new HashSet<Role> { Role.Appraiser } }, DemoProvince.Password);
        _author = await Shared.Province.AsAsync("tacgia");
        _appraiser = await Shared.Province.AsAsync("soatxet-2");
        _draft = (string)(await (await _author.PostAsync("/api/drafts", Office.Document("vong-tham-dinh"))).JsonAsync(HttpStatusCode.Created))["id"]!;
        await (await _author.PostAsync($"/api/drafts/{_draft}/submission", new { })).JsonAsync(HttpStatusCode.OK);
    }

    [Test]
    public async Task A_round_goes_through_the_forms()
    {
        var page = $"/drafts/{_draft}/appraise";
        Assert.That(await ReadAsync(_appraiser, "/drafts"), Does.Contain("Chờ tiếp nhận thẩm định").And.Contain(page));
        await SentAsync(_appraiser, page, ("_handler", "accept"), ("receipt", "45/TN"), ("appraiser", "soatxet-2"));
        await SentAsync(_appraiser, page, ("_handler", "comment"), ("place", "B3"), ("choice", "must"), ("text", "Nêu rõ căn cứ"));
        await SentAsync(_appraiser, page, ("_handler", "appraise"), ("opinion", "FitOnceCompleted"), ("number", "4/TĐ"), ("date", "2026-03-02"), ("note", "Hoàn thiện"));

        var asked = await ReadAsync(_author, $"/drafts/{_draft}");
        Assert.That(asked, Does.Contain("Yêu cầu hoàn thiện").And.Contain("Nêu rõ căn cứ").And.Contain("Tiếp thu"));
        Assert.That(await ReadAsync(_author, "/drafts"), Does.Contain("Cần bạn hoàn thiện").And.Contain("1 góp ý chờ trả lời"));
        await SentAsync(_author, $"/drafts/{_draft}", ("_handler", "answer"), ("place", "1"), ("choice", "taken-up"), ("text", "Đã bổ sung"));
        await SentAsync(_author, $"/drafts/{_draft}", ("_handler", "submit"));
        await SentAsync(_appraiser, page, ("_handler", "resolve"), ("place", "1"));
        await SentAsync(_appraiser, page, ("_handler", "appraise"), ("opinion", "Fit"), ("number", "5/TĐ"), ("date", "2026-03-02"));
        Assert.That(await ReadAsync(_author, $"/drafts/{_draft}"), Does.Contain("Trình công bố").And.Contain("vòng 2"));
    }

    [Test]
    public async Task What_was_typed_stays_when_it_is_refused()
    {
        var page = $"/drafts/{_draft}/appraise";
        var accepted = await HtmlAsync(await _appraiser.SubmitAsync(page, ("_handler", "accept"), ("receipt", ""), ("appraiser", "soatxet-2")));
        Assert.That(accepted, Does.Contain("P136"));
        await SentAsync(_appraiser, page, ("_handler", "accept"), ("receipt", "45/TN"), ("appraiser", "soatxet-2"));

        var comment = await HtmlAsync(await _appraiser.SubmitAsync(page, ("_handler", "comment"), ("place", "B99"), ("choice", "must"), ("text", "Nêu rõ căn cứ")));
        Assert.That(comment, Does.Contain("P153"));
        var field = await HtmlAsync(await _appraiser.SubmitAsync(page, ("_handler", "comment"), ("place", ""), ("field", "mau-sac"), ("choice", "must"), ("text", "Màu chưa hợp lý")));
        Assert.That(field, Does.Contain("P154").And.Contain("Màu chưa hợp lý"));
        var opinion = await HtmlAsync(await _appraiser.SubmitAsync(page, ("_handler", "appraise"), ("opinion", "Unfit"), ("number", "77/TĐ"), ("date", "2026-03-02"), ("note", "")));
        Assert.That(opinion, Does.Contain("P165").And.Contain("77/TĐ"));
    }

    [Test]
    public async Task Another_bodys_appraisers_find_nothing() =>
        Assert.That((await (await Shared.Province.AsAsync("thamdinh")).GetAsync($"/drafts/{_draft}/appraise")).StatusCode, Is.EqualTo(HttpStatusCode.NotFound));

    private static async Task SentAsync(Person person, string page, params (string, string)[] fields)
    {
        var answer = await person.SubmitAsync(page, fields);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Redirect), await HtmlAsync(answer));
    }

    private static async Task<string> HtmlAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    private static async Task<string> ReadAsync(Person person, string page) => await HtmlAsync(await person.GetAsync(page));
}
