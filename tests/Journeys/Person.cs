using Microsoft.Playwright;

namespace TthcFlow.Journeys.Tests;

/// <summary>One person at one computer: a browser of their own, signed in.</summary>
internal sealed class Person : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _scriptFaults = [];

    private Person(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, fault) => _scriptFaults.Add(fault);
        page.Console += (_, line) =>
        {
            if (line.Type == "error" && line.Text.Contains("Content Security Policy", StringComparison.Ordinal)) _scriptFaults.Add(line.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>Anybody from the street.</summary>
    public static async Task<Person> VisitAsync(int width = 1440, int height = 1000, bool script = true)
    {
        var context = await Product.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            Locale = "vi-VN",
            JavaScriptEnabled = script,
        });
        return new Person(context, await context.NewPageAsync());
    }

    public static async Task<Person> SignInAsync(string account, int width = 1440, int height = 1000, bool script = true)
    {
        var person = await VisitAsync(width, height, script);
        await person.GoAsync("/sign-in");
        await person.Page.FillAsync("input[name=account]", account);
        await person.Page.FillAsync("input[name=password]", "tthcflow-demo");
        await person.Page.ClickAsync("form[action='/sign-in'] button[type=submit]");
        await person.Page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return person;
    }

    public async Task GoAsync(string path)
    {
        var answer = await Page.GotoAsync(Product.Address + path, new PageGotoOptions { WaitUntil = WaitUntilState.Load });
        Assert.That(answer!.Status, Is.LessThan(400), $"{path}\n{Product.Heard()}");
    }

    /// <summary>A picture for the documents, when they are being made.</summary>
    public async Task ShowAsync(string name, bool whole = true)
    {
        if (Product.Screenshots is not { } folder) return;
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = whole });
    }

    /// <summary>The page neither threw nor was stopped by the content security policy.</summary>
    public void NothingWentWrong() => Assert.That(_scriptFaults, Is.Empty);

    public async ValueTask DisposeAsync() => await _context.CloseAsync();
}
