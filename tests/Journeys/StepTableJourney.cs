using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace TthcFlow.Journeys.Tests;

/// <summary>An author who never draws: a whole process from the table, over to Studio, and back.</summary>
public sealed partial class StepTableJourney
{
    [Test, CancelAfter(300_000)]
    public async Task A_process_is_made_in_the_table_and_comes_back_from_Studio_whole()
    {
        await using var author = await Person.SignInAsync("tacgia-tc");
        var page = author.Page;
        await author.GoAsync("/drafts/new");
        await page.SelectOptionAsync("form:has(input[name=name]) select[name=procedure] >> nth=0", "2.000908");
        await page.GetByRole(AriaRole.Button, new() { Name = "Lập dự thảo" }).ClickAsync();
        await page.WaitForURLAsync(TableAddress());
        var draft = TableAddress().Match(page.Url).Groups[1].Value;

        await LimitAsync(author, draft);
        await PressAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Thêm bước tiếp nhận" }));
        foreach (var (row, kind) in ((int, string)[])[(0, "Examine"), (1, "Sign"), (2, "Issue"), (3, "ReturnResult")]) await AddAsync(page, row, kind);

        await Assertions.Expect(page.Locator("#rf1")).ToContainTextAsync("chưa có thời gian xử lý");
        string[] posts = ["cong-chuc-mot-cua", "cong-chuc-tu-phap-ho-tich", "pho-chu-tich", "van-thu", "cong-chuc-mot-cua"];
        for (var row = 0; row < posts.Length; row++) await page.SelectOptionAsync($"[name='r{row}.position']", posts[row]);
        foreach (var (row, hours) in ((int, string)[])[(0, "2"), (1, "3"), (2, "2"), (3, "1")]) await page.FillAsync($"[name='r{row}.limit']", hours);
        await page.FillAsync("[name='r1.name']", "Thẩm định hồ sơ");
        await page.SelectOptionAsync("[name='r0.way1']", "new:Reject");
        await page.SelectOptionAsync("[name='r1.way1']", "new:AwaitSupplement");
        await PressAsync(page, page.Locator("#tally button[value=save]"));
        await page.SelectOptionAsync("[name='r1.way2']", "to:Reject1");
        await page.SelectOptionAsync("[name='r2.way2']", "to:Reject1");
        await page.SelectOptionAsync("[name='r5.way1']", "to:Reject1");
        await PressAsync(page, page.Locator("#tally button[value=save]"));

        await Assertions.Expect(page.Locator("#tally")).ToContainTextAsync("Vừa đúng thời hạn");
        foreach (var gone in (string[])["chưa có thời gian xử lý", "chưa có vị trí xử lý", "chưa chuyển tới đâu”"]) await Assertions.Expect(page.Locator(".sheet")).Not.ToContainTextAsync(gone);
        Assert.That(await page.Locator(".way.is-open").CountAsync(), Is.Zero, "every outcome leads somewhere");
        await author.ShowAsync("step-table");

        // The sum follows a cell before anything is saved; a save is taken back.
        await page.FillAsync("[name='r1.limit']", "5");
        await page.Locator("[name='r1.limit']").BlurAsync();
        await Assertions.Expect(page.Locator("#tally")).ToContainTextAsync("Vượt 2 giờ");
        Assert.That(await page.Locator("[name='r1.limit']").InputValueAsync(), Is.EqualTo("5"));
        await PressAsync(page, page.Locator("#tally button[value=save]"));
        await PressAsync(page, page.Locator("#tally button[value=undo]"));
        await Assertions.Expect(page.Locator(".notice-good")).ToContainTextAsync("Đã hoàn tác: B2 “Thẩm định hồ sơ”: sửa thời gian");
        Assert.That(await page.Locator("[name='r1.limit']").InputValueAsync(), Is.EqualTo("3"));

        var before = await CellsAsync(page);
        await author.GoAsync($"/drafts/{draft}");
        await FirstDossierJourney.RenameInStudioAsync(author, "Examine1", "Thẩm định hồ sơ", "Thẩm định, tra sổ gốc");
        await author.GoAsync($"/drafts/{draft}/steps");
        Assert.That(await CellsAsync(page), Is.EqualTo(before.Replace("Thẩm định hồ sơ", "Thẩm định, tra sổ gốc", StringComparison.Ordinal)), "only what Studio changed has changed");
        author.NothingWentWrong();
    }

    [Test, CancelAfter(120_000)]
    public async Task The_table_is_edited_on_a_phone_without_script()
    {
        await using var author = await Person.SignInAsync("tacgia-tc", 390, 844, script: false);
        await author.GoAsync("/drafts/new?search=ban+sao");
        await author.Page.Locator(".copy-list a").First.ClickAsync();
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Sao thành dự thảo" }).ClickAsync();
        await author.Page.WaitForURLAsync(TableAddress());
        var overhang = await author.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - window.innerWidth");
        Assert.That(overhang, Is.LessThanOrEqualTo(0));

        await author.Page.FillAsync("[name='r1.name']", "Thẩm định, tra sổ gốc, đối chiếu cơ sở dữ liệu hộ tịch điện tử dùng chung của tỉnh");
        await author.Page.Locator("#tally button[value=save]").ClickAsync();
        await Assertions.Expect(author.Page.Locator(".notice-good")).ToContainTextAsync("Đã lưu: B2");
        await author.ShowAsync("step-table-phone", whole: false);
    }

    private static async Task LimitAsync(Person author, string draft)
    {
        await author.GoAsync($"/drafts/{draft}/header");
        await author.Page.FillAsync("input[name=statutoryLimit]", "1");
        await author.Page.SelectOptionAsync("select[name=supplement-clock]", "Suspends");
        await author.Page.GetByRole(AriaRole.Button, new() { Name = "Lưu" }).ClickAsync();
        await author.Page.WaitForURLAsync("**done=saved*");
        await author.GoAsync($"/drafts/{draft}/steps");
    }

    private static async Task AddAsync(IPage page, int row, string kind)
    {
        await page.Locator($"#r{row} .adder summary").ClickAsync();
        await page.SelectOptionAsync($"[name='r{row}.kind']", kind);
        await PressAsync(page, page.Locator($"#r{row} .adder button"));
    }

    /// <summary>Presses a button of the table and waits for the table that answers: each carries a key of its own.</summary>
    private static async Task PressAsync(IPage page, ILocator button)
    {
        var key = await page.Locator("#steps-form [name=key]").InputValueAsync();
        await button.ClickAsync();
        await page.WaitForFunctionAsync("key => { const now = document.querySelector('#steps-form [name=key]'); return now && now.value !== key; }", key, new() { Timeout = 60_000 });
    }

    private static Task<string> CellsAsync(IPage page) => page.EvaluateAsync<string>(
        "() => [...document.querySelectorAll('.sheet input, .sheet select, .sheet textarea')].map(cell => `${cell.name}=${cell.type === 'checkbox' ? cell.checked : cell.value}`).join('\\n')");

    [GeneratedRegex("/drafts/([0-9a-f]+)/steps")]
    private static partial Regex TableAddress();
}
