using Microsoft.Playwright;

namespace TthcFlow.Journeys.Tests;

/// <summary>Old computers, small screens, and people who may only look.</summary>
public sealed class PlainPagesJourney
{
    [Test, CancelAfter(120_000)]
    public async Task A_desk_receives_and_passes_on_without_any_script()
    {
        await using var desk = await Person.SignInAsync("motcua", script: false);
        await desk.GoAsync("/desk/receive/2.000908");
        await desk.Page.FillAsync("input[name=name]", "Điêu Chính Nghĩa Hoàng Liên");
        await desk.Page.FillAsync("input[name=phone]", "0987654321");
        await desk.Page.ClickAsync("button[name=act][value=preview]");
        await desk.Page.ClickAsync("button[name=act][value=confirm]");
        await desk.Page.WaitForURLAsync("**done=received*");

        var form = desk.Page.Locator("form:has(input[name=step][value='B1']):has(input[name=kind][value=complete])");
        await form.Locator("input[name=outcome][value=Accepted]").CheckAsync();
        await form.Locator("button[name=act][value=preview]").ClickAsync();
        await desk.Page.Locator("button[name=act][value=confirm]").ClickAsync();
        await desk.Page.WaitForURLAsync("**done=recorded*");
        await Assertions.Expect(desk.Page.GetByText("Thẩm định, tra sổ gốc").First).ToBeVisibleAsync();
    }

    [TestCase("-", "/", "/procedures", "/procedures/1.001612", "/look-up", "/sign-in")]
    [TestCase("motcua", "/", "/desk", "/desk/receive", "/desk/receive/1.001612", "/work")]
    [TestCase("tacgia-tc", "/drafts", "/drafts/new")]
    [CancelAfter(120_000)]
    public async Task Nothing_sticks_out_of_a_phone(string account, params string[] paths)
    {
        await using var person = account == "-" ? await Person.VisitAsync(390, 844) : await Person.SignInAsync(account, 390, 844);
        foreach (var path in paths)
        {
            await person.GoAsync(path);
            var overhang = await person.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - window.innerWidth");
            Assert.That(overhang, Is.LessThanOrEqualTo(0), path);
        }
        person.NothingWentWrong();
    }

    [Test, CancelAfter(60_000)]
    public async Task A_dossier_is_shown_to_those_who_handle_it_and_to_nobody_else()
    {
        await using var desk = await Person.SignInAsync("motcua");
        await desk.GoAsync("/desk");
        var dossier = await desk.Page.Locator("a[href^='/dossiers/']").First.GetAttributeAsync("href");

        await using var elsewhere = await Person.SignInAsync("motcua-tanphong");
        var answer = await elsewhere.Page.GotoAsync(Product.Address + dossier);
        Assert.That(answer!.Status, Is.EqualTo(404));

        await using var citizen = await Person.VisitAsync();
        await citizen.GoAsync(dossier!);
        Assert.That(citizen.Page.Url, Does.Contain("/sign-in"), "a visitor is asked to sign in first");
    }
}
